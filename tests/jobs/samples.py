"""Files of random samples, and the samples of a file as its decoder gives them; with PyAV alone, none of our code.

A picture is its components in the order of the letters of `LETTERS`: "yuv", "y", "rgb", "rgba", each a 2-D array.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

Picture = list[NDArray[Any]]

VIDEO = (
    *(f"yuv{sub}p{bits}" for sub in ("420", "422", "444") for bits in ("", "10le", "12le", "16le")),
    "nv12", "gray", "gray10le", "gray12le", "gray16le",
    "rgb24", "bgr24", "gbrp", "rgba", "bgra", "rgb48le", "rgba64le",
)  # fmt: skip
"""What a file of raw video can hold (P010 it cannot: that comes from graphics cards only)."""

STILLS = (
    (".png", "png", "rgb24"), (".png", "png", "rgba"), (".png", "png", "gray"), (".png", "png", "gray16be"),
    (".png", "png", "rgb48be"), (".png", "png", "rgba64be"), (".tif", "tiff", "rgb24"), (".tif", "tiff", "rgba"),
    (".tif", "tiff", "gray"), (".tif", "tiff", "gray16le"), (".tif", "tiff", "rgb48le"), (".tif", "tiff", "rgba64le"),
)  # fmt: skip
"""Extension, encoder, its pixel format."""


def letters(name: str) -> str:
    if name.startswith(("yuv", "nv", "p0")):
        return "yuv"
    if name.startswith("gray"):
        return "y"
    return "rgba" if re.match(r"rgba|bgra|gbrap", name) else "rgb"


def depth(name: str) -> int:
    """Bits of a sample."""
    if name.startswith(("rgb48", "rgba64")):
        return 16
    found = re.search(r"(?:p|gray)(10|12|14|16)[lb]e$", name)
    return int(found[1]) if found else 8


def picture(name: str, width: int, height: int, random: np.random.Generator) -> Picture:
    """Any code value may come."""
    made = []
    sub = (2, 2) if "420" in name or name == "nv12" else (2, 1) if "422" in name else (1, 1)
    for letter in letters(name):
        w, h = (-(-width // sub[0]), -(-height // sub[1])) if letter in "uv" else (width, height)
        made.append(random.integers(0, 1 << depth(name), (h, w)).astype(np.uint8 if depth(name) == 8 else np.uint16))
    return made


def _views(frame: av.VideoFrame) -> Iterator[NDArray[Any]]:
    """The components of a picture of FFmpeg's, in its own memory and in our order."""
    name = frame.format.name
    item = np.dtype(np.uint8 if depth(name) == 8 else ">u2" if name.endswith("be") else "<u2")

    def view(plane: int, offset: int = 0, step: int = 1) -> NDArray[Any]:
        part = frame.planes[plane]
        strides = (part.line_size, item.itemsize * step)
        shape = (part.height, part.width)
        return np.ndarray(shape, item, part, offset * item.itemsize, strides)  # type: ignore[arg-type]

    order = letters(name)
    if name == "nv12":
        yield from (view(0), view(1, 0, 2), view(1, 1, 2))
    elif order in ("y", "yuv"):
        yield from (view(i) for i in range(len(order)))
    elif name.startswith("gbr"):
        yield from (view("gbra".index(c)) for c in order)
    else:
        stored = re.match(r"rgba|bgra|bgr0|rgb0|rgb|bgr", name)
        assert stored is not None, name
        yield from (view(0, stored[0].index(c), len(stored[0])) for c in order)


def _frame(name: str, made: Picture, number: int) -> av.VideoFrame:
    height, width = made[0].shape
    frame = av.VideoFrame(width, height, name)
    for view, samples in zip(_views(frame), made, strict=True):
        view[...] = samples
    frame.pts, frame.time_base = number, Fraction(1, 25)
    return frame


def make_video(
    path: Path, name: str, size: tuple[int, int], *, count: int = 2, codec: str = "rawvideo"
) -> list[Picture]:
    """A file (.nut takes raw video of every format) of `count` random pictures, which are given back."""
    random = np.random.default_rng(count)
    made = [picture(name, *size, random) for _ in range(count)]
    with av.open(str(path), "w") as out:
        stream = out.add_stream(codec, rate=25)
        (stream.width, stream.height), stream.pix_fmt = size, name
        stream.codec_context.time_base = Fraction(1, 25)
        for number, one in enumerate(made):
            out.mux(stream.encode(_frame(name, one, number)))
        out.mux(stream.encode(None))
    return made


def make_still(path: Path, codec: str, name: str, size: tuple[int, int]) -> Picture:
    made = picture(name, *size, np.random.default_rng(7))
    context = av.CodecContext.create(codec, "w")
    (context.width, context.height), context.pix_fmt, context.time_base = size, name, Fraction(1, 25)
    packets = [*context.encode(_frame(name, made, 0)), *context.encode(None)]
    path.write_bytes(b"".join(bytes(p) for p in packets))
    return made


def decode(path: Path) -> tuple[str, list[Picture]]:
    """The name of FFmpeg's format and every picture of a file."""
    with av.open(str(path)) as file:
        frames = list(file.decode(video=0))
        return frames[0].format.name, [
            [np.array(view, view.dtype.newbyteorder("=")) for view in _views(f)] for f in frames
        ]


def wrong(made: list[Picture], found: list[Picture], order: str) -> list[str]:
    """Where the samples differ, in words."""
    if len(made) != len(found):
        return [f"{len(found)} pictures, were {len(made)}"]
    lines = []
    for number, (old, new) in enumerate(zip(made, found, strict=True)):
        if len(old) != len(new):
            return [f"{len(new)} components, were {len(old)}"]
        for letter, a, b in zip(order, old, new, strict=True):
            if a.shape != b.shape:
                lines.append(f"{letter} of picture {number} is {b.shape[::-1]}, was {a.shape[::-1]}")
            elif not np.array_equal(a, b):
                lines.append(f"{letter} of picture {number}: {np.mean(a != b):.1%} of the samples differ")
    return lines
