"""`compare`: how far one video or picture is from another, frame by frame in order."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from ..core.color import Matrix, Siting, yuv_to_rgb
from ..core.frame import Frame, Model
from ..core.metrics import luma, mse, ssim
from ..core.scale import taps
from ..errors import BadInput, Where
from ..media.reader import Reader, open_video
from .printing import print_json, row, show, table

Array = NDArray[np.float64]
_SSIM_LEAST = 11
"""SSIM's window has so many rows and columns."""


@dataclass(slots=True)
class Measured:
    """Errors of each frame: mean squared difference of luma and of RGB where white is 1, and SSIM of luma (empty for
    pictures under 11 pixels wide or high)."""

    luma: list[float] = field(default_factory=list)
    rgb: list[float] = field(default_factory=list)
    ssim: list[float] = field(default_factory=list)

    @property
    def frames(self) -> int:
        return len(self.luma)

    def figures(self) -> dict[str, Any]:
        """PSNR in dB (infinite where equal): `mean` is of the mean error over all frames, `min` the worst frame's."""
        made: dict[str, Any] = {"frames": self.frames}
        for name, errors in (("psnr_luma", self.luma), ("psnr_rgb", self.rgb)):
            worst = max(range(len(errors)), key=errors.__getitem__)
            made[name] = {"mean": _db(float(np.mean(errors))), "min": _db(errors[worst]), "worst_frame": worst}
        if self.ssim:
            worst = min(range(len(self.ssim)), key=self.ssim.__getitem__)
            made["ssim_luma"] = {"mean": float(np.mean(self.ssim)), "min": self.ssim[worst], "worst_frame": worst}
        made["identical"] = not any(self.luma) and not any(self.rgb)
        return made


def compare(out: Console, reference: str, test: str, json: bool) -> None:
    """Print PSNR and SSIM. BadInput where the sizes or the numbers of frames differ."""
    figures = measure(reference, test).figures()
    if json:
        print_json(out, figures)
        return
    count = figures["frames"]
    lines = table("metric", "mean", "worst frame", "frame", right=("mean", "worst frame", "frame"))
    for key, title, form in (
        ("psnr_luma", "PSNR luma, dB", "{:.2f}"), ("psnr_rgb", "PSNR RGB, dB", "{:.2f}"),
        ("ssim_luma", "SSIM luma", "{:.5f}"),
    ):  # fmt: skip
        if key in figures:
            f = figures[key]
            row(lines, title, form.format(f["mean"]), form.format(f["min"]), f["worst_frame"])
    show(out, lines)
    same = ", equal in every pixel" if figures["identical"] else ""
    show(out, f"{count} frame{'s' * (count != 1)}{same}")


def measure(reference: str, test: str) -> Measured:
    """Every frame of `test` against the one of `reference` with the same number.

    Luma is compared as it is coded (what FFmpeg's psnr filter calls y) where both are Y'CbCr of one range, else
    brought to 0…1. BadInput as in `compare`.
    """
    done = Measured()
    with open_video(reference) as left, open_video(test) as right:
        a, b = left.info, right.info
        if (a.width, a.height) != (b.width, b.height):
            raise BadInput(f"is {b.width}x{b.height}, '{reference}' is {a.width}x{a.height}; only pictures of one "
                           "size can be compared", Where(test))  # fmt: skip
        for x, y in _pairs(left, right):
            coded = x.format.model is not Model.RGB and y.format.model is not Model.RGB
            coded = coded and x.color.range is y.color.range
            luma_x, luma_y = (_coded_luma(f) if coded else _luma(f) for f in (x, y))
            done.luma.append(mse(luma_x, luma_y))
            done.rgb.append(mse(rgb(x), rgb(y)))
            if min(a.width, a.height) >= _SSIM_LEAST:
                done.ssim.append(ssim(luma_x, luma_y, 1.0))
    return done


def _pairs(left: Reader, right: Reader) -> Iterator[tuple[Frame, Frame]]:
    xs, ys = left.frames(), right.frames()
    count = 0
    while True:
        x, y = next(xs, None), next(ys, None)
        if x is not None and y is not None:
            count += 1
            yield x, y
        elif x is None and y is None:
            return
        else:
            short, long = (left, right) if x is None else (right, left)
            raise BadInput(f"ends after {count} frame{'s' * (count != 1)}, '{long.path}' goes on; only videos of one "
                           "length can be compared", Where(short.path))  # fmt: skip


def _coded_luma(frame: Frame) -> Array:
    return np.asarray(frame.planes[0], np.float64) / frame.format.full_scale


def _luma(frame: Frame) -> Array:
    matrix = frame.color.matrix if frame.color.matrix is not Matrix.RGB else Matrix.BT709
    return luma(rgb(frame), matrix)


def rgb(frame: Frame) -> Array:
    """The frame as R'G'B' (h, w, 3), 0…1 where it lies in range; chroma bilinearly from where it is sited."""
    fmt, full = frame.format, float(frame.format.full_scale)
    if fmt.model is Model.RGB:
        return np.asarray(frame.planes[0][..., :3], np.float64) / full
    y = np.asarray(frame.planes[0], np.float64) / full
    if fmt.model is Model.GRAY:
        neutral = np.full_like(y, 2 ** (fmt.bits - 1) / ((1 << fmt.bits) - 1))
        u = v = neutral
    else:
        chroma = frame.planes[1:] if len(fmt.planes) == 3 else (frame.planes[1][..., 0], frame.planes[1][..., 1])
        u, v = (_enlarged(np.asarray(c, np.float64) / full, frame) for c in chroma)
    matrix, constant = yuv_to_rgb(frame.color, fmt.bits)
    made: Array = np.stack([y, u, v], axis=-1) @ matrix.T + constant
    return np.clip(made, 0.0, 1.0)


def _enlarged(plane: Array, frame: Frame) -> Array:
    # A sample that is sited at the left (top) lies half a luma pixel before the middle of the pixels it covers.
    siting = frame.color.siting
    early = (siting is not Siting.CENTER, siting is Siting.TOPLEFT)
    for axis, size, sub, at_start in ((1, frame.width, frame.format.sub[0], early[0]),
                                      (0, frame.height, frame.format.sub[1], early[1])):  # fmt: skip
        if sub > 1:
            shift = 0.5 * (1 - 1 / sub) if at_start else 0.0
            plane = taps("bilinear", plane.shape[axis], size, 1 / sub, shift).apply(plane, axis)
    return plane


def _db(error: float) -> float:
    return -10 * math.log10(error) if error else math.inf
