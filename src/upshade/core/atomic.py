"""Files that are written whole or not at all: beside, to the disk, then renamed."""

from __future__ import annotations

import os
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_STALE = 600.0
"""Seconds after which a file on its way is nobody's: its writer was killed, for writing takes far less."""
_LONGEST = 40
"""Characters of a name that are in that of the file on its way: one that just fits its folder would not with more."""


def write_text(path: Path, text: str) -> None:
    """`text` in UTF-8 as `write_bytes`; UnicodeEncodeError for half a pair."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """`data` as `writing`."""
    with writing(path) as file:
        file.write(data)


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """A file that has the name `path` when all is in it, its folder made where it is missing. A link is followed, and
    what was there keeps its rights. OSError, and whatever the block raises: then everything is as it was.

    It does `tidy` first.
    """
    target = Path(os.path.realpath(path))
    target.parent.mkdir(parents=True, exist_ok=True)
    tidy(target)
    beside = target.with_name(f".{target.name[:_LONGEST]}.{secrets.token_hex(4)}.tmp")
    try:
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666), "wb") as f:
            yield f
            f.flush()
            os.fsync(f.fileno())
        with suppress(FileNotFoundError):
            os.chmod(beside, os.stat(target).st_mode & 0o777)
        os.replace(beside, target)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """The names in it are on the disk, too."""
    with suppress(OSError):  # not every system lets a folder be opened
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def tidy(path: Path) -> None:
    """What writers of `path` that were killed left beside it goes, once it is old enough to be nobody's."""
    target = Path(os.path.realpath(path))
    ours = re.compile(rf"\.{re.escape(target.name[:_LONGEST])}\.[0-9a-f]{{8}}\.tmp")
    with suppress(OSError), os.scandir(target.parent) as found:
        for entry in found:
            if ours.fullmatch(entry.name):
                with suppress(OSError):  # another process may be faster
                    if time.time() - entry.stat(follow_symlinks=False).st_mtime > _STALE:
                        os.unlink(entry.path)
