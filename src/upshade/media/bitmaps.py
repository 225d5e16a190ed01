"""Subtitles that are pictures: when they show, where on the output they go, and how they are made that large."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ..core.color import Color, Matrix, Range, yuv_to_rgb
from .overlay import NOTHING, Overlay, Tile, joined, milliseconds


class Painted(Protocol):
    def paint(self) -> tuple[int, int, NDArray[np.uint8]]:
        """x, y on the canvas and uint8 (rows, columns, 4), R'G'B'A with straight alpha."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What shows from `start` on, in milliseconds, until `end`, or until the next picture starts. `width`, `height`:
    of the canvas that the parts lie on, 0 where the file does not say."""

    start: int
    end: int | None
    width: int
    height: int
    parts: tuple[Painted, ...] = ()


class BitmapSubtitles:
    """`storage`, `sar`: of the video that the subtitles were made for. `square`: the canvas has square pixels
    whatever the video has, which is so on Blu-ray discs; else it covers the video."""

    def __init__(
        self, pictures: Sequence[Picture], *, storage: tuple[int, int], sar: Fraction, square: bool
    ) -> None:  # fmt: skip
        self._pictures = sorted(pictures, key=lambda p: p.start)
        self._starts = [p.start for p in self._pictures]
        self._storage, self._sar, self._square = storage, sar, square
        self._last: tuple[tuple[int, int, int, Fraction], Overlay] | None = None
        self.notices: list[str] = []

    def at(self, time: Fraction | float, width: int, height: int, sar: Fraction = Fraction(1)) -> Overlay:
        """What shows at `time` (seconds) on a picture of `width` x `height` pixels of the aspect `sar`."""
        now = milliseconds(time)
        index = bisect_right(self._starts, now) - 1
        if index < 0:
            return NOTHING
        picture = self._pictures[index]
        if not picture.parts or (picture.end is not None and now >= picture.end):
            return NOTHING
        key = (index, width, height, sar)
        if self._last is None or self._last[0] != key:
            self._last = (key, self._draw(picture, width, height, sar))
        return self._last[1]

    def _draw(self, picture: Picture, width: int, height: int, sar: Fraction) -> Overlay:
        wide, high = (picture.width, picture.height) if picture.width and picture.height else self._storage
        painted = [part.paint() for part in picture.parts]
        x_scale, y_scale = Fraction(width, wide), Fraction(height, high)
        if self._square:
            # As mpv (sub/sd_lavc.c, get_bitmaps): as high as the picture, in the middle of it. Video that was cropped
            # of its black borders then has subtitles that are not squeezed. SD video shares its canvas's pixels.
            sd = self._storage in ((720, 480), (720, 576))
            x_scale = y_scale * (self._sar if sd else 1) / sar
        left, top = (width - int(wide * x_scale)) // 2, (height - int(high * y_scale)) // 2
        tiles = []
        for x, y, colors in painted:
            rows, columns = colors.shape[:2]
            x0, x1 = round(x * x_scale) + left, round((x + columns) * x_scale) + left
            y0, y1 = round(y * y_scale) + top, round((y + rows) * y_scale) + top
            if x0 < width and y0 < height and x1 > max(x0, 0) and y1 > max(y0, 0) and colors[..., 3].any():
                pixels = resized(premultiplied(colors), x1 - x0, y1 - y0)
                pixels = pixels[max(0, -y0) : height - y0, max(0, -x0) : width - x0]
                tiles.append(Tile(max(0, x0), max(0, y0), pixels))
        return joined(tiles)

    def close(self) -> None:
        self._last = None


def from_ycbcr(colors: NDArray[np.uint8], *, hd: bool) -> NDArray[np.uint8]:
    """uint8 (n, 3) of Y'CbCr in limited range, BT.709 or else BT.601 → R'G'B'."""
    m, c = yuv_to_rgb(Color(Matrix.BT709 if hd else Matrix.BT601, Range.LIMITED), 8)
    rgb = (colors / 255) @ m.T + c
    return np.clip(np.floor(rgb * 255 + 0.5), 0, 255).astype(np.uint8)


def premultiplied(colors: NDArray[np.uint8]) -> NDArray[np.float32]:
    """uint8 R'G'B'A → float32, the colours times alpha; all 0…255."""
    result = colors.astype(np.float32)
    result[..., :3] *= result[..., 3:] / np.float32(255)
    return result


def resized(pixels: NDArray[np.float32], width: int, height: int) -> NDArray[np.uint8]:
    """Premultiplied pixels, float32 0…255, of another size, rounded. Bicubic (Catmull-Rom), made as wide as the
    step where it shrinks; of its own size exactly what it was."""
    for axis, size in ((0, height), (1, width)):
        if pixels.shape[axis] != size:
            pixels = _stretched(pixels, axis, size)
    alpha = np.clip(pixels[..., 3:], 0, 255)
    # The kernel overshoots; a colour above its alpha would be brighter than white.
    clipped = np.concatenate([np.clip(pixels[..., :3], 0, alpha), alpha], axis=2)
    return np.floor(clipped + np.float32(0.5)).astype(np.uint8)


def _stretched(pixels: NDArray[np.float32], axis: int, size: int) -> NDArray[np.float32]:
    count = pixels.shape[axis]
    step = count / size
    wide = max(1.0, step)
    center = (np.arange(size) + 0.5) * step - 0.5
    first = np.floor(center - 2 * wide).astype(int) + 1
    taps = int(np.ceil(4 * wide))
    index = first[:, None] + np.arange(taps)
    weight = _catmull_rom((index - center[:, None]) / wide)
    weight /= weight.sum(1, keepdims=True)
    index = np.clip(index, 0, count - 1)
    shape = [1, 1, 1]
    shape[axis] = size
    result = np.zeros((size, *pixels.shape[1:]) if axis == 0 else (pixels.shape[0], size, 4), np.float32)
    for tap in range(taps):
        result += np.take(pixels, index[:, tap], axis) * weight[:, tap].astype(np.float32).reshape(shape)
    return result


def _catmull_rom(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Keys, "Cubic convolution interpolation for digital image processing" (1981), a = −1/2."""
    x = np.abs(x)
    near = (1.5 * x - 2.5) * x * x + 1
    far = ((-0.5 * x + 2.5) * x - 4) * x + 2
    return np.where(x < 1, near, np.where(x < 2, far, 0.0))
