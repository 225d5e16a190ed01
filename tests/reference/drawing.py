"""Pictures whose truth is known, what spoils them, and figures that say how near to the truth one is.

Pictures are float64 (rows, columns, 3) in 0…1; luma is BT.709's.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from fractions import Fraction

import av
import numpy as np
from numpy.typing import NDArray

from upshade.core.color import Tags, resolve
from upshade.core.frame import PIXEL_FORMATS, Frame
from upshade.media.processor import with_processor

from .push import Array

LUMA = np.array([0.2126, 0.7152, 0.0722])


def draw(width: int, height: int, zoom: float, shift: float = 0.0) -> Array:
    """An inked drawing of flat fields, circles and strokes, smoothed by 4×4 samples a pixel."""
    y, x = np.mgrid[0 : height * 4, 0 : width * 4] / (4 * zoom)
    x = x + shift
    out = np.empty((*x.shape, 3))
    out[:] = (0.82, 0.86, 0.9)
    fields = ((60, 50, 34, (0.95, 0.78, 0.66)), (120, 30, 22, (0.35, 0.5, 0.75)), (30, 95, 26, (0.85, 0.35, 0.3)))
    for cx, cy, radius, color in fields:
        distance = np.hypot(x - cx, (y - cy) * 1.2)
        out[distance < radius] = color
        out[np.abs(distance - radius) < 0.7] = (0.1, 0.07, 0.12)
        out[np.abs(distance - radius * 0.5) < 0.45] = (0.15, 0.1, 0.12)
    for slope, start, half in ((0.4, 20, 0.5), (-0.7, 110, 0.7), (1.8, -90, 0.6), (0.05, 72, 0.4)):
        out[np.abs(y - slope * x - start) < half * np.hypot(1, slope)] = (0.12, 0.1, 0.1)
    return out.reshape(height, 4, width, 4, 3).mean(axis=(1, 3))


def banded() -> tuple[Array, Array]:
    """(truth, what 7 bits make of it): a slow gradient over both axes."""
    y, x = np.mgrid[0:180, 0:320].astype(np.float64)
    truth = (0.2 + 0.12 * x / 320 + 0.06 * y / 180)[..., None] * np.array([1.0, 0.8, 1.2])
    return truth, np.rint(truth * 127) / 127


def halved(picture: Array) -> Array:
    """Means of 2×2."""
    h, w = picture.shape[:2]
    return picture.reshape(h // 2, 2, w // 2, 2, 3).mean(axis=(1, 3))


def h264(pictures: Iterable[Array], crf: int = 23) -> tuple[list[NDArray[np.uint8]], list[NDArray[np.uint8]]]:
    """(before, after) coding by x264, preset medium: BT.709 limited yuv420p, arrays of FFmpeg's layout, (h·3/2, w)."""
    file, source = io.BytesIO(), []
    with av.open(file, "w", format="matroska") as container:
        stream = container.add_stream(
            "libx264", rate=24, options=with_processor("libx264", {"crf": str(crf), "threads": "1"})
        )
        for n, picture in enumerate(pictures):
            if not n:
                stream.height, stream.width, stream.pix_fmt = *picture.shape[:2], "yuv420p"
            whole = av.VideoFrame.from_ndarray(np.rint(picture * 255).astype(np.uint8), "rgb24")
            frame = whole.reformat(format="yuv420p", dst_colorspace=1, dst_color_range=1)
            frame.pts, frame.time_base = n, Fraction(1, 24)
            source.append(frame.to_ndarray())
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    file.seek(0)
    with av.open(file) as container:
        return source, [frame.to_ndarray() for frame in container.decode(video=0)]


def as_frame(planes: np.ndarray, tags: Tags | None = None) -> Frame:
    """Of FFmpeg's layout of yuv420p, in which `h264` gives pictures."""
    h, w = planes.shape[0] * 2 // 3, planes.shape[1]
    u, v = (np.ascontiguousarray(c.reshape(h // 2, w // 2)) for c in np.split(planes[h:], 2))
    color = resolve(tags or Tags(), h)
    return Frame((np.ascontiguousarray(planes[:h]), u, v), w, h, PIXEL_FORMATS["yuv420p"], color)


def psnr(a: Array, b: Array) -> float:
    return float(-10 * np.log10(np.mean((a - b) ** 2)))


def luma_psnr(a: Array, b: Array) -> float:
    return psnr(a @ LUMA, b @ LUMA)


def around(luma: Array, reach: int) -> tuple[Array, Array]:
    """Least and greatest luma within `reach` pixels."""
    padded = np.pad(luma, reach, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, (2 * reach + 1, 2 * reach + 1))
    return windows.min(axis=(2, 3)), windows.max(axis=(2, 3))


def overshoot(picture: Array, truth: Array) -> float:
    """Mean luma beyond the range of the truth within two pixels, in 8-bit steps."""
    low, high = around(truth @ LUMA, 2)
    y = picture @ LUMA
    return float(255 * np.mean(np.maximum(y - high, 0) + np.maximum(low - y, 0)))


def edge_width(picture: Array) -> float:
    """Pixels over which a step happens, along rows, averaged by the steps' heights."""
    steps = np.abs(np.diff(picture @ LUMA, axis=1))
    return float(steps.sum() / np.square(steps).sum())


def dark_share(picture: Array) -> float:
    return float(np.mean(picture @ LUMA < 0.45))


def ink(picture: Array, truth: Array) -> float:
    """Mean luma, in 8-bit steps, where the truth is ink."""
    return float(255 * np.mean((picture @ LUMA)[truth @ LUMA < 0.2]))
