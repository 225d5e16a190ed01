"""Two frames brought to where they can be compared: the same size, depth, range and matrix, and no further than that.

What both files code alike is compared as it is coded, sample by sample. `view` decides, from the first pair on, for
each pair anew: a video may change in the middle.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...core.banded import product, resize
from ...core.color import LUMA_WEIGHTS, Matrix, Range, Siting, yuv_to_rgb
from ...core.frame import Frame, Model
from ...errors import BadInput, Where

Plane = NDArray[Any]
Array = NDArray[np.float64]


@dataclass(slots=True)
class View:
    """A pair of frames. `luma`: both planes (h, w), full scale at `peak`. `chroma`: Cb and Cr of both, on the same
    scale, where both code them alike, else None. `coded`: luma is what the files hold. `equal`: every sample is, alpha
    too."""

    frames: tuple[Frame, Frame]
    kernel: str | None
    luma: tuple[Plane, Plane]
    peak: float
    coded: bool
    chroma: tuple[tuple[Plane, Plane], tuple[Plane, Plane]] | None = None
    equal: bool = False
    _rgb: tuple[Array, Array] | None = None

    @property
    def rgb(self) -> tuple[Array, Array]:
        """Both as R'G'B', shape (3, h, w), 0…1."""
        if self._rgb is None:
            self._rgb = _both_rgb(*self.frames, self.kernel)
        return self._rgb

    def release(self) -> None:
        """Frees what `rgb` keeps: at 4K, 400 MB."""
        self._rgb = None

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) of REFERENCE, which is that of the planes."""
        return self.frames[0].width, self.frames[0].height


def view(reference: Frame, test: Frame, kernel: str | None, names: tuple[str, str]) -> View:
    """`kernel` (of `core.scale.KERNELS`) brings `test` to the size of `reference`. BadInput where that is wanted and
    not given; `names` are the files'."""
    a, b = reference, test
    resized = (a.width, a.height) != (b.width, b.height)
    if resized and kernel is None:
        raise BadInput(
            f"is {b.width}x{b.height}, '{names[0]}' is {a.width}x{a.height}; --resize lanczos3 brings it to that size",
            Where(names[1]),
        )
    kernel = kernel if resized else None
    if not _same_luma(a, b):
        pair = (a, b)
        rgb = None
        if Model.RGB in (a.format.model, b.format.model) or a.color.matrix is not b.color.matrix:
            rgb = _both_rgb(a, b, kernel)
            matrix = next((f.color.matrix for f in pair if f.format.model is Model.YUV), Matrix.BT709)
            luma = (_luma(rgb[0], matrix), _luma(rgb[1], matrix))
        else:
            luma = (_nominal(_coded(a)["y"], a), _nominal(_sized(_coded(b)["y"], b, a, kernel), b))
        return View(pair, kernel, luma, 1.0, False, equal=kernel is None and _equal(a, b), _rgb=rgb)
    parts = _coded(a), _coded(b)
    bits = max(a.format.bits, b.format.bits)
    peak = float((1 << bits) - 1)
    planes = {}
    for name in parts[0].keys() & parts[1].keys():
        x, y = parts[0][name], parts[1][name]
        if name == "y" or kernel is None:
            planes[name] = _deep(x, a, bits), _deep(_sized(y, b, a, kernel) if kernel else y, b, bits)
    chroma = (planes["u"], planes["v"]) if "u" in planes and _same_chroma(a, b) else None
    alike = chroma is not None or a.format.model is b.format.model is Model.GRAY
    equal = alike and kernel is None and all(np.array_equal(*planes[name]) for name in planes)
    return View((a, b), kernel, planes["y"], peak, kernel is None, chroma, equal)


def _equal(a: Frame, b: Frame) -> bool:
    return a.format == b.format and all(np.array_equal(x, y) for x, y in zip(a.planes, b.planes, strict=True))


def _same_luma(a: Frame, b: Frame) -> bool:
    if Model.RGB in (a.format.model, b.format.model) or a.color.range is not b.color.range:
        return False
    # Gray has no colour that a matrix could turn into luma.
    return Model.GRAY in (a.format.model, b.format.model) or a.color.matrix is b.color.matrix


def _same_chroma(a: Frame, b: Frame) -> bool:
    same = a.format.sub == b.format.sub
    return same and (a.format.sub == (1, 1) or a.color.siting is b.color.siting)


def _coded(frame: Frame) -> dict[str, Plane]:
    """Components y, u, v or r, g, b (, a) by name, their lowest bit at 1."""
    found = {}
    for names, plane in zip(frame.format.planes, frame.planes, strict=True):
        whole = plane >> frame.format.shift if frame.format.shift else plane
        for i, name in enumerate(names):
            found[name] = whole if len(names) == 1 else whole[..., i]
    return found


def _deep(plane: Plane, frame: Frame, bits: int) -> Plane:
    """Code values of `frame`'s depth as those of `bits`: black and white of limited range lie at 16 and 235 times a
    power of two, those of full range at 0 and the largest number."""
    own = frame.format.bits
    if own == bits:
        return plane
    if frame.color.range is Range.LIMITED:
        return plane * float(1 << (bits - own))
    return plane * (((1 << bits) - 1) / ((1 << own) - 1))


def _nominal(plane: Plane, frame: Frame) -> Array:
    """Y' from 0 at black to 1 at white, footroom and headroom beyond."""
    bits = frame.format.bits
    if frame.color.range is Range.FULL:
        return np.asarray(plane / float((1 << bits) - 1), np.float64)
    unit = float(1 << (bits - 8))
    return np.asarray((plane - 16.0 * unit) / (219 * unit), np.float64)


def _luma(rgb: Array, matrix: Matrix) -> Array:
    kr, kb = LUMA_WEIGHTS[matrix]
    return product(np.array([[kr, 1 - kr - kb, kb]]), rgb.reshape(3, -1)).reshape(rgb.shape[1:])


def _both_rgb(reference: Frame, test: Frame, kernel: str | None) -> tuple[Array, Array]:
    return rgb(reference), rgb(test, (reference.width, reference.height), kernel)


def rgb(frame: Frame, size: tuple[int, int] | None = None, kernel: str | None = None) -> Array:
    """The frame as R'G'B' (3, h, w), clipped to 0…1; chroma bilinearly from where it is sited, or by `kernel` where
    that brings the frame to another `size` (width, height)."""
    fmt = frame.format
    width, height = size if size and kernel else (frame.width, frame.height)
    full = float((1 << fmt.bits) - 1)
    parts = _coded(frame)
    names = "rgb" if fmt.model is Model.RGB else "yuv"
    made = np.empty((3, height, width))
    for i, name in enumerate(names):
        if name not in parts:
            made[i] = 2 ** (fmt.bits - 1) / full  # gray has no chroma
        else:
            np.divide(_placed(parts[name], frame, name, (width, height), kernel or "bilinear"), full, out=made[i])
    if fmt.model is not Model.RGB:
        matrix, constant = yuv_to_rgb(frame.color, fmt.bits)
        made = product(matrix, made.reshape(3, -1)).reshape(made.shape)
        made += constant[:, None, None]
    return np.clip(made, 0.0, 1.0, out=made)


def _sized(plane: Plane, frame: Frame, like: Frame, kernel: str | None) -> Plane:
    return _placed(plane, frame, "y", (like.width, like.height), kernel) if kernel else plane


def _placed(plane: Plane, frame: Frame, name: str, size: tuple[int, int], kernel: str) -> Plane:
    """A component on the grid of a picture of `size`. A sample that is sited at the left (top) lies half a luma pixel
    before the middle of the pixels it covers."""
    chroma = name in "uv"
    siting = frame.color.siting
    sub = frame.format.sub if chroma else (1, 1)
    early = (siting is not Siting.CENTER, siting is Siting.TOPLEFT)
    ratios, shifts = [], []
    for s, start, have, want in zip(sub, early, (frame.width, frame.height), size, strict=True):
        ratios.append(have / want / s)
        shifts.append(0.5 * (1 - 1 / s) if start else 0.0)
    if ratios != [1.0, 1.0]:
        plane = np.asarray(plane, np.float64)
        # First the axis that leaves less to do for the other.
        if ratios[1] != 1.0:
            plane = resize(kernel, plane.shape[0], size[1], ratios[1], shifts[1]).rows(plane)
        if ratios[0] != 1.0:
            plane = resize(kernel, plane.shape[1], size[0], ratios[0], shifts[0]).columns(plane)
    return plane
