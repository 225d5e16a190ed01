"""Subtitles into the samples of a picture: blended in the format, matrix, range and depth that it has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..core.color import Color, Matrix, Siting, rgb_to_yuv
from ..core.frame import Frame, Model, PixelFormat
from .convert import empty_frame
from .overlay import NOTHING, Overlay, Tile
from .subtitles import Subtitles

Floats = NDArray[np.float64]

_ONE = 1 << 16
"""Opacities are in 1/65536: with 16-bit samples the sums fill 32 bits, and never more."""


@dataclass(frozen=True, slots=True)
class _Patch:
    """What a rectangle of an opaque plane becomes: (samples · `keep` + `add`) >> 16."""

    plane: int
    rows: slice
    columns: slice
    keep: NDArray[np.uint32]
    add: NDArray[np.uint32]

    def onto(self, samples: NDArray[Any], fmt: PixelFormat) -> None:
        """Rounded half up; a sample that nothing covers keeps its value, one that is covered wholly has the tile's."""
        codes = samples >> fmt.shift if fmt.shift else samples
        mixed = np.multiply(codes, self.keep, dtype=np.uint32)
        mixed += self.add
        mixed >>= 16
        np.minimum(mixed, (1 << fmt.bits) - 1, out=mixed)
        if fmt.shift:
            mixed <<= fmt.shift
        samples[...] = mixed


@dataclass(frozen=True, slots=True)
class _Layer:
    """A tile over a picture of straight alpha. `coded`: code values times `alpha`, which is 0…1."""

    rows: slice
    columns: slice
    coded: NDArray[Any]
    alpha: NDArray[Any]
    plane: int = 0

    def onto(self, samples: NDArray[Any], fmt: PixelFormat) -> None:
        """Porter-Duff "over" ("Compositing digital images", 1984): what was clear shows the tile in its own opacity."""
        kind = self.coded.dtype.type
        top = kind(fmt.full_scale)
        planes = np.ascontiguousarray(np.moveaxis(samples, 2, 0))
        behind = planes[3] / top * (1 - self.alpha)
        above = self.alpha + behind
        colors = (self.coded + planes[:3] * behind) / np.where(above > 0, above, 1)
        result = np.concatenate([colors, (above * top)[None]])
        result += kind(0.5)
        result = np.where(self.alpha > 0, np.clip(result, 0, top), planes).astype(planes.dtype)
        samples[...] = np.moveaxis(result, 0, 2)


class Burner:
    """Draws subtitles into frames of one size, format and colour; on one thread at a time. The subtitles stay the
    caller's, to be closed after the last frame."""

    def __init__(
        self,
        subtitles: Subtitles,
        width: int,
        height: int,
        format: PixelFormat,
        color: Color,
        sar: Fraction = Fraction(1),
    ) -> None:
        self._subtitles = subtitles
        self._width, self._height, self._format, self._color, self._sar = width, height, format, color, sar
        if format.model is Model.GRAY and color.matrix is Matrix.RGB:
            self._color = Color(Matrix.BT709, color.range, color.siting, color.tags)
        self._recode = recoding(color)
        self._overlay: Overlay = NOTHING
        self._cut: list[_Patch | _Layer] = []

    def burn(self, frame: Frame) -> Frame:
        """The frame with what shows at its time; the very same frame where that is nothing, else a new one. A picture
        without a time gets what shows at 0."""
        found = (frame.width, frame.height, frame.format)
        if found != (self._width, self._height, self._format):
            raise ValueError(f"the frame is {found}, not {(self._width, self._height, self._format)}")
        time = (frame.pts or 0) * frame.time_base
        overlay = self._subtitles.at(time, self._width, self._height, self._sar)
        if not overlay:
            return frame
        out = empty_frame(
            frame.format, frame.width, frame.height, frame.color,
            pts=frame.pts, time_base=frame.time_base, duration=frame.duration, sar=frame.sar,
        )  # fmt: skip
        for target, source in zip(out.planes, frame.planes, strict=True):
            np.copyto(target, source)
        if overlay is not self._overlay:
            self._overlay, self._cut = overlay, [part for tile in overlay.tiles for part in self._parts(tile)]
        for part in self._cut:
            part.onto(out.planes[part.plane][part.rows, part.columns], self._format)
        return out

    # ── colours

    def _coded(self, tile: Tile) -> tuple[Floats, Floats]:
        """The tile's samples as the format's components, in code values times opacity (3 or 1, rows, columns), and
        the opacity 0…1 (rows, columns). Plane by plane: numpy is slow where its innermost axis is short."""
        planes = np.ascontiguousarray(np.moveaxis(tile.pixels, 2, 0)) / 255.0
        colors, alpha = planes[:3], planes[3]
        if self._recode is not None:
            seen = alpha > 0
            straight = (colors[:, seen] / alpha[seen]).T
            colors[:, seen] = self._recode(straight).T * alpha[seen]
        top = (1 << self._format.bits) - 1
        if self._format.model is Model.RGB:
            return colors * top, alpha
        m, c = rgb_to_yuv(self._color, self._format.bits)
        count = 1 if self._format.model is Model.GRAY else 3
        coded = [sum((colors[i] * (m[k, i] * top) for i in range(3)), alpha * (c[k] * top)) for k in range(count)]
        return np.stack(coded), alpha

    # ── shapes

    def _parts(self, tile: Tile) -> list[_Patch | _Layer]:
        """What is done to each plane."""
        coded, alpha = self._coded(tile)
        if self._format.has_alpha:
            rows, columns = slice(tile.y, tile.y + len(alpha)), slice(tile.x, tile.x + alpha.shape[1])
            kind = np.float32 if self._format.bits <= 8 else np.float64
            return [_Layer(rows, columns, coded.astype(kind), alpha.astype(kind))]
        patches: list[_Patch | _Layer] = []
        first = 0
        for plane, names in enumerate(self._format.planes):
            values, opacity, x, y = coded[first : first + len(names)], alpha, tile.x, tile.y
            first += len(names)
            if names[0] in "uv" and self._format.sub != (1, 1):
                both, x, y = self._sited(np.concatenate([values, opacity[None]]), tile.x, tile.y)
                values, opacity = both[:-1], both[-1]
            keep = np.floor((1 - opacity) * _ONE).astype(np.uint32)
            add = np.floor(np.maximum(values, 0) * _ONE + _ONE // 2).astype(np.uint32)
            rows, columns = slice(y, y + len(keep)), slice(x, x + keep.shape[1])
            if len(names) > 1:
                keep, add = np.repeat(keep[..., None], len(names), 2), np.ascontiguousarray(np.moveaxis(add, 0, 2))
            else:
                add = add[0]
            patches.append(_Patch(plane, rows, columns, keep, add))
        return patches

    def _sited(self, values: Floats, x: int, y: int) -> tuple[Floats, int, int]:
        """Averages for the chroma samples that the rectangle reaches, and where they begin in the chroma plane."""
        siting = self._color.siting
        (x_step, y_step), corner = self._format.sub, (x, y)
        if x_step == 2:
            values, first = _halved(values, 2, x, self._width, siting in (Siting.LEFT, Siting.TOPLEFT))
            corner = first, corner[1]
        if y_step == 2:
            values, first = _halved(values, 1, y, self._height, siting is Siting.TOPLEFT)
            corner = corner[0], first
        return values, *corner


def _halved(values: Floats, axis: int, at: int, size: int, cosited: bool) -> tuple[Floats, int]:
    """Every second place of an axis of `size` places, of which `values` are those from `at` on and the others 0; and
    the first such place that they reach. `cosited`: on the even places (1 2 1), else between two (1 1). At the
    picture's edge the last place stands for those beyond."""
    count = values.shape[axis]
    taps = ((-1, 0.25), (0, 0.5), (1, 0.25)) if cosited else ((0, 0.5), (1, 0.5))
    first, last = at // 2, min((at + count - (0 if cosited else 1)) // 2, (size - 1) // 2)
    centers = 2 * np.arange(first, last + 1)
    empty = np.zeros_like(np.take(values, [0], axis))
    padded = np.concatenate([values, empty], axis)
    result = np.zeros_like(np.take(padded, np.zeros(len(centers), int), axis))
    for offset, weight in taps:
        places = np.clip(centers + offset, 0, size - 1) - at
        places = np.where((places >= 0) & (places < count), places, count)
        result += np.take(padded, places, axis) * weight
    return result, first


# ── colours of subtitles in pictures that are not SDR BT.709

SDR_WHITE = 203.0
"""cd/m² of diffuse white in HDR, and so of white subtitles: ITU-R BT.2408-7 §2.1; mpv and libplacebo draw them so
too (MP_REF_WHITE, PL_COLOR_SDR_WHITE)."""

_TO_BT2020 = np.array([[0.6274, 0.3293, 0.0433], [0.0691, 0.9195, 0.0114], [0.0164, 0.0880, 0.8956]])
"""Linear BT.709 → BT.2020: ITU-R BT.2087-0 §4, M2."""

_PQ, _HLG, _BT2020_PRIMARIES = 16, 18, 9  # H.273 tables 2 and 3


def recoding(color: Color) -> Callable[[Floats], Floats] | None:
    """How colours of SDR (sRGB, (n, 3), 0…1) are written in a picture of that `color`, before its matrix; None: as they
    are. PQ and HLG: with white at SDR_WHITE; for HLG on the nominal display of 1000 cd/m², where that is 75 %."""
    tags = color.tags
    wide = tags.primaries == _BT2020_PRIMARIES or (tags.primaries == 2 and color.matrix is Matrix.BT2020)
    curve = {_PQ: _pq, _HLG: _hlg}.get(tags.transfer)
    if curve is None and not wide:
        return None

    def change(rgb: Floats) -> Floats:
        light = _srgb_light(np.clip(rgb, 0, 1))
        if wide:
            light = light @ _TO_BT2020.T
        coded = _srgb_signal(light) if curve is None else curve(light * SDR_WHITE)
        result: Floats = np.clip(coded, 0, 1)
        return result

    return change


def _srgb_light(v: Floats) -> Floats:
    """IEC 61966-2-1."""
    return np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4)


def _srgb_signal(v: Floats) -> Floats:
    v = np.clip(v, 0, 1)
    return np.where(v <= 0.0031308, v * 12.92, 1.055 * v ** (1 / 2.4) - 0.055)


def _pq(nits: Floats) -> Floats:
    """The inverse EOTF of SMPTE ST 2084 (BT.2100-2 table 4)."""
    m1, m2, c1, c2, c3 = 2610 / 16384, 2523 / 4096 * 128, 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32
    y = np.clip(nits / 10000, 0, 1) ** m1
    result: Floats = ((c1 + c2 * y) / (1 + c3 * y)) ** m2
    return result


def _hlg(nits: Floats) -> Floats:
    """The inverse OOTF for 1000 cd/m² (gamma 1.2) and the OETF of BT.2100-2 table 5."""
    display = np.clip(nits / 1000, 0, 1)
    luminance = display @ np.array([0.2627, 0.6780, 0.0593])
    scene = display * np.where(luminance > 0, luminance, 1)[..., None] ** ((1 - 1.2) / 1.2)
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    scene = np.clip(scene, 0, 1)
    return np.where(scene <= 1 / 12, np.sqrt(3 * scene), a * np.log(np.maximum(12 * scene - b, 1e-9)) + c)
