"""Packet logs → a sequence of pictures, each a file of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from ..errors import OutputError, UpshadeError
from . import codecs, embedded
from .files import Pending, check_file, check_inputs, members
from .packetlog import PacketLog
from .patterns import Pattern, parse
from .probe import reason, where


def write_pictures(
    path: str | os.PathLike[str],
    logs: Sequence[Path],
    *,
    source: str | None = None,
    recipe: str | None = None,
    overwrite: bool = False,
    workspace: Path | None = None,
    progress: Callable[[int], None] | None = None,
) -> list[str]:
    """Every packet of the logs becomes the next picture of the pattern `path`, whole or not at all, counted from 1.
    Pictures that are there already with the same bytes are passed over, so that an interrupted call can be repeated.
    The recipe comes last, beside them. `workspace` as for `Pending`.

    Where an earlier render with another recipe made more pictures, `overwrite` removes these. Returns lines that say
    so, or that other pictures of such names stay.

    Raises OutputError (also when another file has the name of one, before anything is written, unless `overwrite`),
    BadInput (a picture would be the source itself).
    """
    pattern = _pattern(path)
    opened = [PacketLog(log) for log in logs]
    if source is not None:
        check_inputs(pattern, [source])
    todo, count = set(), 0
    for count, file, data in _numbered(pattern, opened):
        if not _is_there(file, data):
            check_file(file, overwrite=overwrite)
            todo.add(count)
    written = 0
    for number, file, data in _numbered(pattern, opened):
        if number in todo:
            _write(file, data, overwrite, workspace)
        written += len(data)
        if progress is not None:
            progress(written)
    notices = _tail(pattern, count, recipe if overwrite else None)
    if recipe is not None:
        _write(embedded.sidecar(pattern), recipe.encode(), True, workspace)
    return notices


def made(path: str | os.PathLike[str], logs: Sequence[Path]) -> frozenset[str]:
    """The pictures of the pattern `path` that are there as `logs` have them: an interrupted `write_pictures` made them.
    None for a path that is no pattern of pictures."""
    pattern = parse(path) if codecs.is_sequence(path) else None
    found = set()
    try:
        left = set() if pattern is None else set(members(pattern).values())
        if pattern is not None and left:
            for _, file, data in _numbered(pattern, [PacketLog(log) for log in logs]):
                if str(file) in left and _is_there(file, data):
                    found.add(str(file))
    except UpshadeError:
        pass  # a folder or a log that cannot be read: who writes says so
    return frozenset(found)


def _pattern(path: str | os.PathLike[str]) -> Pattern:
    pattern = parse(path)
    assert pattern is not None
    return pattern


def _numbered(pattern: Pattern, logs: Sequence[PacketLog]) -> Iterator[tuple[int, Path, bytes]]:
    for number, packet in enumerate(chain.from_iterable(logs), 1):
        yield number, Path(pattern.path(number)), packet.data


def _is_there(file: Path, data: bytes) -> bool:
    try:
        return file.stat().st_size == len(data) and file.read_bytes() == data
    except OSError:
        return False


def _tail(pattern: Pattern, count: int, recipe: str | None) -> list[str]:
    """Pictures behind the last one. Those that follow without a gap are an earlier render's where its recipe lies
    beside them, another than `recipe`: they go. None: nothing goes."""
    more = {number: file for number, file in members(pattern).items() if number > count}
    notices = []
    if recipe is not None and more and _is_other(embedded.sidecar(pattern), recipe):
        gone: list[str] = []
        while (file := more.pop(count + 1 + len(gone), "")) != "":
            _remove(file)
            gone.append(os.path.basename(file))
        if gone:
            notices.append(f"{_pictures(gone)} of an earlier render, which had more, {_are(gone)} removed")
    if more:
        names = [os.path.basename(file) for file in more.values()]
        notices.append(f"{_pictures(names)} {_are(names)} called like those of this render, and not of it")
    return notices


def _pictures(names: Sequence[str]) -> str:
    return f"{names[0]}" if len(names) == 1 else f"{len(names)} pictures ({names[0]} to {names[-1]})"


def _are(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _is_other(sidecar: Path, recipe: str) -> bool:
    """There is a recipe, and it is not this one (which an interrupted call may have written)."""
    try:
        with open(sidecar, "rb") as file:
            return file.read(embedded.MAX_BYTES + 1) != recipe.encode()
    except OSError:
        return False


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError as error:
        raise OutputError(f"cannot be removed: {reason(error)}", where(path)) from None


def _write(path: Path, data: bytes, overwrite: bool, workspace: Path | None) -> None:
    file = Pending(path, overwrite=overwrite, workspace=workspace)
    try:
        file.part.write_bytes(data)
    except OSError as error:
        file.discard()
        raise OutputError(f"cannot be written: {reason(error)}", where(path)) from None
    file.commit()
