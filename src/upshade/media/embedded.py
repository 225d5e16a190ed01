"""The recipe in a file: as an attachment in Matroska, a box in MP4 and MOV, in a picture what `picturetext` says, and a
file beside a sequence of pictures."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import UUID

from ..errors import MediaError, NotFound
from . import codecs, picturetext
from .patterns import Pattern, of_picture, parse
from .probe import open_container, reason, where

NAME = "upshade-recipe.json"
"""Of the attachment."""

MIME = "application/json"

_BOX = UUID("6c1a8f0e-93d4-4b57-a2c0-75e8d1b3f946").bytes
"""Of a `uuid` box: ISO/IEC 14496-12 §4.2. Drawn once by chance."""

MAX_BYTES = 128 << 20
"""Of a recipe: nearly all of it shaders, and one of those has at most 64 MB."""


def read_recipe(path: str | os.PathLike[str]) -> str | None:
    """The text that lies in a video or a picture, or beside a sequence of pictures (`path` being its pattern, one of
    its pictures, or the recipe itself); None where there is none. It was written by nobody knows whom: judge
    it before use.

    Raises NotFound, MediaError (in one line; also for a recipe that is cut, too large, or no text).
    """
    name = Path(path).name
    if Path(path).suffix.lower() in codecs.STILLS or name.endswith(_SIDECAR):
        return _beside(path)
    with open_container(path) as container:
        kind = container.format.name
        if "matroska" in kind:
            found = [stream for stream in container.streams.attachments if stream.name == NAME]
            return _text(found[-1].data, path) if found else None
    return _text(_box(path), path) if "mp4" in kind else None


def box(recipe: str) -> bytes:
    """What goes to the end of an MP4 or MOV file."""
    content = _BOX + recipe.encode()
    return (8 + len(content)).to_bytes(4, "big") + b"uuid" + content


def _box(path: str | os.PathLike[str]) -> bytes | None:
    """The content of our box: of the last, if there are several."""
    found = None
    try:
        with open(path, "rb") as file:
            size, at = os.fstat(file.fileno()).st_size, 0
            while at + 8 <= size:
                file.seek(at)
                head = file.read(16)
                length, begin = int.from_bytes(head[:4], "big"), at + 8
                if length == 1:
                    length, begin = int.from_bytes(head[8:16], "big"), at + 16
                elif length == 0:
                    length = size - at
                if length < begin - at:
                    break
                if head[4:8] == b"uuid" and length >= 24:
                    file.seek(begin)
                    if file.read(16) == _BOX:
                        if at + length > size:
                            raise MediaError("its recipe is cut", where(path))
                        found = file.read(min(at + length - begin - 16, MAX_BYTES + 1))
                at += length
    except OSError as error:
        raise MediaError(f"cannot be read: {reason(error)}", where(path)) from None
    return found


_SIDECAR = ".recipe.json"


def sidecar(pattern: Pattern) -> Path:
    """Beside the pictures of a pattern: `a.png.recipe.json` for `a_%05d.png`."""
    return Path(pattern.folder, f"{pattern.stem or 'pictures'}{pattern.suffix}{_SIDECAR}")


def _beside(path: str | os.PathLike[str]) -> str | None:
    """`path` is the pattern, one of the pictures, or the recipe."""
    file = given = Path(path)
    if not given.name.endswith(_SIDECAR):
        pattern = parse(path)
        if given.exists():
            data = picturetext.find(path, MAX_BYTES)
            if data is not None:
                return _text(data, path)
            pattern = of_picture(path)
        elif pattern is None:
            raise NotFound("no such file", where(path))
        if pattern is None:
            return None
        file = sidecar(pattern)
    try:
        with open(file, "rb") as opened:
            return _text(opened.read(MAX_BYTES + 1), file)
    except FileNotFoundError:
        if file == given:
            raise NotFound("no such file", where(path)) from None
        return None
    except OSError as error:
        if isinstance(error, MediaError):
            raise
        raise MediaError(f"cannot be read: {reason(error)}", where(file)) from None


def _text(data: bytes | None, path: str | os.PathLike[str]) -> str | None:
    if data is None:
        return None
    if len(data) > MAX_BYTES:
        raise MediaError(f"its recipe is larger than the {MAX_BYTES} bytes that are read", where(path))
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise MediaError("its recipe is no text", where(path)) from None
