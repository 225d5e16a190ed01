"""Packet logs → a sequence of pictures, each a file of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from ..errors import BadInput, OutputError
from . import embedded
from .files import Pending, check_output
from .packetlog import PacketLog
from .patterns import is_pattern, parse
from .probe import reason, where
from .sequence import members


def write_pictures(
    path: str | os.PathLike[str],
    logs: Sequence[Path],
    *,
    source: str | None = None,
    recipe: str | None = None,
    overwrite: bool = False,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Every packet of the logs becomes the next picture of the pattern `path`, whole or not at all. Pictures that are
    there already with the same bytes are passed over, so that an interrupted call can be repeated.

    Raises OutputError (also when another file has the name of one, before anything is written, unless `overwrite`),
    BadInput (a picture would be the source itself).
    """
    opened = [PacketLog(log) for log in logs]
    inputs = {os.path.realpath(member) for member in _members(source)}
    todo = set()
    for number, (file, data) in enumerate(_numbered(path, opened)):
        if not _is_there(file, data):
            if os.path.realpath(file) in inputs:
                raise BadInput("is a picture of the input; give the output another name", where(file))
            check_output(file, overwrite=overwrite)
            todo.add(number)
    if recipe is not None:
        pattern = parse(path)
        assert pattern is not None
        _write(embedded.sidecar(pattern), recipe.encode(), overwrite=True)
    written = 0
    for number, (file, data) in enumerate(_numbered(path, opened)):
        if number in todo:
            _write(file, data, overwrite=overwrite)
        written += len(data)
        if progress is not None:
            progress(written)


def _members(source: str | None) -> list[str]:
    if source is None:
        return []
    return [member.path for member in members(source)] if is_pattern(source) else [source]


def _numbered(path: str | os.PathLike[str], logs: Sequence[PacketLog]) -> Iterator[tuple[Path, bytes]]:
    """Pictures count from 1."""
    pattern = parse(path)
    assert pattern is not None
    for number, packet in enumerate(chain.from_iterable(logs), 1):
        yield Path(pattern.path(number)), packet.data


def _is_there(file: Path, data: bytes) -> bool:
    try:
        return file.stat().st_size == len(data) and file.read_bytes() == data
    except OSError:
        return False


def _write(path: Path, data: bytes, *, overwrite: bool) -> None:
    file = Pending(path, overwrite=overwrite)
    try:
        file.part.write_bytes(data)
    except OSError as error:
        file.discard()
        raise OutputError(f"cannot be written: {reason(error)}", where(path)) from None
    file.commit()
