"""The pictures that both oracles and our engine are given, and what each is without any shader, computed in numpy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from upshade.core.color import RGB, Color, Matrix, Range, Siting, Tags
from upshade.core.frame import PIXEL_FORMATS, Frame

DATA = Path(__file__).parent.parent / "data"


@dataclass(frozen=True)
class Picture:
    """A file's first frame. `format`: FFmpeg's pixel format of its planes; `matrix` as the file is tagged."""

    name: str
    path: Path
    format: str
    matrix: Matrix

    @cached_property
    def planes(self) -> tuple[NDArray[np.uint8] | NDArray[np.uint16], ...]:
        if self.format == "rgb24":
            with Image.open(self.path) as image:
                return (np.asarray(image.convert("RGB")),)
        with av.open(str(self.path)) as container:
            frame = next(container.decode(video=0))
            assert frame.format.name == self.format, f"{self.path} is {frame.format.name}, not {self.format}"
            return tuple(_plane(plane, self.format.endswith("le")) for plane in frame.planes)

    @property
    def size(self) -> tuple[int, int]:
        """(width, height)"""
        h, w = self.planes[0].shape[:2]
        return w, h

    def frame(self) -> Frame:
        """The picture as our engine takes it."""
        w, h = self.size
        space = {Matrix.BT709: 1, Matrix.BT601: 6}.get(self.matrix, 2)
        color = (
            RGB
            if self.matrix is Matrix.RGB
            else Color(self.matrix, Range.LIMITED, Siting.LEFT, Tags(1, space, space, space))
        )
        return Frame(self.planes, w, h, PIXEL_FORMATS[self.format], color, pts=0)

    def rgb(self, size: tuple[int, int] | None = None) -> NDArray[np.float64]:
        """(h, w, 3), not clamped: each plane brought to `size` (default: the picture's) by one bilinear
        interpolation, then the matrix."""
        w, h = self.size
        to = size or self.size
        if self.matrix is Matrix.RGB:
            return resize(self.planes[0] / 255.0, to)
        sub = (2, 2) if self.format == "yuv420p" else (1, 1)
        y, u, v = (
            resize(p.astype(np.float64), to, (w, h), s) for p, s in zip(self.planes, ((1, 1), sub, sub), strict=True)
        )
        # BT.601-7 §2.5, BT.709-6 §3: E'Y = (Y − 16)/219, E'C = (C − 128)/224, and E'Y = Kr R + Kg G + Kb B.
        kr, kb = (0.2126, 0.0722) if self.matrix is Matrix.BT709 else (0.299, 0.114)
        luma, cb, cr = (y - 16) / 219, (u - 128) / 224, (v - 128) / 224
        r, b = luma + 2 * (1 - kr) * cr, luma + 2 * (1 - kb) * cb
        return np.stack([r, (luma - kr * r - kb * b) / (1 - kr - kb), b], axis=-1)

    def plain(self, size: tuple[int, int], *, direct: bool = False) -> NDArray[np.uint8]:
        """(h, w, 3) uint8 at `size` = (width, height), by bilinear interpolation, also when shrinking.

        Chroma goes to luma size, everything to RGB, RGB to `size`. `direct`: each plane goes to `size` at once, as
        both players do for a bilinear resize without a shader.
        """
        image = self.rgb(size) if direct else resize(self.rgb(), size)
        return np.rint(np.clip(image, 0, 1) * 255).astype(np.uint8)


def resize(
    a: NDArray[np.float64],
    to: tuple[int, int],
    picture: tuple[int, int] | None = None,
    sub: tuple[int, int] = (1, 1),
) -> NDArray[np.float64]:
    """The plane `a` of a picture of size `picture`, subsampled by `sub` with left siting, at size `to`.

    Left siting (H.273 figure, type 0): a chroma sample lies on every second luma column, and between two luma rows.
    """
    w, h = picture or a.shape[1::-1]
    x = ((np.arange(to[0]) + 0.5) * w / to[0] - 0.5) / sub[0]
    y = ((np.arange(to[1]) + 0.5) * h / to[1] - 0.5 - (sub[1] - 1) / 2) / sub[1]
    return along(along(a, y, 0), x, 1)


def _plane(plane: av.video.plane.VideoPlane, wide: bool) -> NDArray[np.uint8] | NDArray[np.uint16]:
    rows = np.frombuffer(memoryview(plane), np.uint16 if wide else np.uint8).reshape(plane.height, -1)
    return rows[:, : plane.width].copy()


def along(a: NDArray[np.float64], at: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    """`a` at the places `at` (in samples, 0 = the first one's centre) of `axis`; the border sample goes on outside."""
    at = np.clip(at, 0, a.shape[axis] - 1)
    low = np.floor(at).astype(int)
    high = np.minimum(low + 1, a.shape[axis] - 1)
    t = (at - low).reshape([-1 if i == axis else 1 for i in range(a.ndim)])
    return np.take(a, low, axis) * (1 - t) + np.take(a, high, axis) * t


def ten_bits(path: Path) -> Picture:
    """The 4:2:0 picture with two bits more, written as FFV1 to `path`."""
    eight = PICTURES["lineart-420"]
    planes = []
    for plane in eight.planes:
        y, x = np.indices(plane.shape)
        planes.append((plane.astype(np.uint16) * 4 + (x + y) % 4).astype("<u2"))
    _ffv1(path, "yuv420p10le", planes)
    return Picture("ten", path, "yuv420p10le", eight.matrix)


def odd(path: Path) -> Picture:
    """The 4:2:0 picture without its last row and column, written as FFV1 to `path`."""
    even = PICTURES["lineart-420"]
    _ffv1(path, even.format, [even.planes[0][:-1, :-1], *even.planes[1:]])
    return Picture("odd", path, even.format, even.matrix)


def cut(picture: Picture, side: int, folder: Path) -> Picture:
    """`side` x `side` pixels from its middle; an RGB picture as PNG, else 4:2:0 as FFV1, in `folder`."""
    w, h = picture.size
    x, y = (w - side) // 4 * 2, (h - side) // 4 * 2
    name = f"{picture.name}-{side}"
    if picture.format == "rgb24":
        path = folder / f"{name}.png"
        Image.fromarray(picture.planes[0][y : y + side, x : x + side]).save(path)
    else:
        path = folder / f"{name}.mkv"
        parts = [p[y // s : (y + side) // s, x // s : (x + side) // s]
                 for p, s in zip(picture.planes, (1, 2, 2), strict=True)]  # fmt: skip
        _ffv1(path, picture.format, parts)
    return Picture(name, path, picture.format, picture.matrix)


def _ffv1(path: Path, format_: str, planes: Sequence[NDArray[np.uint8] | NDArray[np.uint16]]) -> None:
    """One BT.709 video frame."""
    frame = av.VideoFrame(planes[0].shape[1], planes[0].shape[0], format_)
    for place, plane in zip(frame.planes, planes, strict=True):
        rows = np.zeros((place.height, place.line_size // plane.itemsize), plane.dtype)
        rows[:, : place.width] = plane
        place.update(rows.tobytes())
    with av.open(str(path), "w") as out:
        stream = out.add_stream("ffv1", 24)
        stream.width, stream.height, stream.pix_fmt = frame.width, frame.height, format_
        context = stream.codec_context
        context.color_range, context.colorspace, context.color_primaries, context.color_trc = 1, 1, 1, 1
        for packet in (*stream.encode(frame), *stream.encode(None)):
            out.mux(packet)


PICTURES = {
    p.name: p
    for p in (
        Picture("lineart", DATA / "lineart.png", "rgb24", Matrix.RGB),
        Picture("photo", DATA / "photo.png", "rgb24", Matrix.RGB),
        Picture("lineart-420", DATA / "lineart-420.mkv", "yuv420p", Matrix.BT709),
        Picture("photo-444", DATA / "photo-444.mkv", "yuv444p", Matrix.BT601),
    )
}
"""Two real pictures, one as 4:2:0 and one as 4:4:4 video frame. See tests/data/CREDITS.md."""
