"""Where the variables of a `//!BUFFER` lie: OpenGL's std140 (uniform buffers) and std430 (storage buffers).

OpenGL 4.6 core, section 7.6.2.2, rules 1 to 7; there are no structures and no arrays of arrays.
"""

from __future__ import annotations

import re

from .shader import BufferBlock

TYPE = r"float|int|uint|[iu]?vec[234]|mat[234](?:x[234])?"
_NUMBER = 4
_VEC4 = 16
_SHAPE = re.compile(r"(mat|[iu]?vec)([234])(?:x([234]))?")


def offsets(block: BufferBlock) -> list[int]:
    """The first byte of each variable."""
    return [first for first, _ in _placed(block)]


def size(block: BufferBlock) -> int:
    """Bytes from the first variable's start to the last one's end, 0 without variables: what a file writes."""
    return _placed(block)[-1][1] if block.variables else 0


def allocated(block: BufferBlock) -> int:
    """Bytes that OpenGL wants behind the block: whole vec4s."""
    return _up(size(block), _VEC4)


def _placed(block: BufferBlock) -> list[tuple[int, int]]:
    """First byte and the one after the last, of each variable."""
    at, out = 0, []
    for kind, name in block.variables:
        align, nbytes, columns = _vector(kind)
        count = int(name.partition("[")[2].rstrip("]") or 1)
        array = "[" in name
        if array or columns > 1:
            # Columns of a matrix lie as the elements of an array do.
            align = align if block.storage else _up(align, _VEC4)
            nbytes = _up(nbytes, align) * columns * count
        at = _up(at, align)
        out.append((at, at + nbytes))
        at += nbytes
    return out


def _vector(kind: str) -> tuple[int, int, int]:
    """Alignment and bytes of a column, and how many columns."""
    shape = _SHAPE.fullmatch(kind)
    columns, rows = 1, 1
    if shape is not None:
        first = int(shape[2])
        columns, rows = (first, int(shape[3] or first)) if shape[1] == "mat" else (1, first)
    return _NUMBER * (4 if rows == 3 else rows), _NUMBER * rows, columns


def _up(number: int, multiple: int) -> int:
    return -(-number // multiple) * multiple
