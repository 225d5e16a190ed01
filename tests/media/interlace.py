"""Interlaced and telecined clips from progressive pictures, as broadcasters and DVD authors make them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.filter import Graph
from numpy.typing import NDArray

Picture = tuple[NDArray[Any], ...]
"""Planes Y, U, V of 4:2:0."""

DEMO = Path(__file__).parents[2] / "src/upshade/data/demo.mkv"
NTSC = Fraction(30000, 1001)


def film(count: int, size: tuple[int, int] = (256, 144), skip: int = 0, fmt: str = "yuv420p") -> list[Picture]:
    """Pictures of the clip that comes with the package."""
    pictures: list[Picture] = []
    with av.open(str(DEMO)) as file:
        for number, video in enumerate(file.decode(video=0)):
            if number >= skip:
                pictures.append(planes(video.reformat(*size, fmt)))
            if len(pictures) == count:
                break
    return pictures


def planes(video: av.VideoFrame) -> Picture:
    """A copy of a 4:2:0 picture's planes."""
    dtype = np.uint8 if "p1" not in video.format.name else np.uint16
    step = dtype().itemsize
    return tuple(np.ndarray((p.height, p.line_size // step), dtype, p)[:, : p.width].copy() for p in video.planes)


def frame(picture: Picture, pts: int) -> av.VideoFrame:
    height, width = picture[0].shape
    video = av.VideoFrame(width, height, "yuv420p" if picture[0].dtype == np.uint8 else "yuv420p10le")
    for plane, data in zip(video.planes, picture, strict=True):
        np.ndarray((plane.height, plane.line_size // data.itemsize), data.dtype, plane)[:, : plane.width] = data
    video.pts = pts
    return video


def weave(a: Picture, b: Picture, tff: bool) -> Picture:
    """The field that is shown first from `a`, the other from `b`."""
    woven = []
    for p, q in zip(a, b, strict=True):
        both = p.copy()
        both[int(tff) :: 2] = q[int(tff) :: 2]
        woven.append(both)
    return tuple(woven)


def interlaced(pictures: Sequence[Picture], *, tff: bool = True) -> list[Picture]:
    """Each picture gives one field: half as many frames."""
    return [weave(a, b, tff) for a, b in zip(pictures[::2], pictures[1::2], strict=True)]


def telecined(pictures: Sequence[Picture], *, tff: bool = True, phase: int = 0) -> list[Picture]:
    """2:3 pulldown: pictures give two and three fields in turn, four film pictures make five frames."""
    fields = [p for i, p in enumerate(pictures) for _ in range(2 + (i + phase) % 2)]
    return [weave(a, b, tff) for a, b in zip(fields[::2], fields[1::2], strict=False)]


def write(
    path: Path,
    pictures: Sequence[Picture],
    *,
    codec: str = "ffv1",
    options: dict[str, str] | None = None,
    rate: Fraction = NTSC,
    order: str | None = None,
    start: int = 0,
    skip: frozenset[int] = frozenset(),
) -> Path:
    """`order`: "tff" or "bff", which the frames say of themselves; None: they say nothing. `start`: the first picture's
    number; of those in `skip` the time passes, but nothing is shown."""
    height, width = pictures[0][0].shape
    graph = Graph()
    fmt = frame(pictures[0], 0).format.name
    source = graph.add("buffer", video_size=f"{width}x{height}", pix_fmt=fmt, time_base=str(1 / rate))
    graph.link_nodes(source, graph.add("setfield", order or "auto"), graph.add("buffersink")).configure()
    with av.open(str(path), "w") as out:
        stream = out.add_stream(codec, rate=rate, options=options or {})
        stream.width, stream.height, stream.pix_fmt = width, height, fmt
        stream.codec_context.time_base = 1 / rate
        for number, picture in enumerate(pictures):
            if number in skip:
                continue
            graph.vpush(frame(picture, number + start))
            out.mux(stream.encode(graph.vpull()))
        out.mux(stream.encode(None))
    return path


def psnr(a: NDArray[Any], b: NDArray[Any]) -> float:
    """Decibels for 8 bits; infinite when equal."""
    error = float(np.mean((a.astype(np.float32) - b) ** 2))
    return float("inf") if error == 0 else 10 * float(np.log10(255**2 / error))
