"""A decoded picture: planes of samples, and what they mean. What `media` and `gl` exchange."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .color import Color
from .hdr import Hdr


class Model(StrEnum):
    YUV = "yuv"
    RGB = "rgb"
    GRAY = "gray"


@dataclass(frozen=True, slots=True)
class PixelFormat:
    """How samples lie in memory. `name` is FFmpeg's; `planes` names the components of each plane in order;
    `sub` divides chroma width and height; samples over 8 bits are 16-bit, shifted left by `shift`."""

    name: str
    model: Model
    bits: int
    planes: tuple[str, ...]
    sub: tuple[int, int] = (1, 1)
    shift: int = 0

    @property
    def dtype(self) -> np.dtype[Any]:
        return np.dtype(np.uint8 if self.bits <= 8 else np.uint16)

    @property
    def has_alpha(self) -> bool:
        return any("a" in p for p in self.planes)

    @property
    def full_scale(self) -> int:
        """The stored number that means 1.0."""
        return ((1 << self.bits) - 1) << self.shift

    @property
    def sample_scale(self) -> float:
        """What a sample of a normalised texture (0…1 over all its 8 or 16 bits) is multiplied with to be 0…1."""
        return (255 if self.bits <= 8 else 65535) / self.full_scale

    def plane_size(self, plane: int, width: int, height: int) -> tuple[int, int]:
        """(width, height) of a plane; chroma sizes round up."""
        if self.planes[plane][0] in "uv":
            return -(-width // self.sub[0]), -(-height // self.sub[1])
        return width, height

    def plane_shape(self, plane: int, width: int, height: int) -> tuple[int, ...]:
        """numpy shape of a plane: (rows, columns) or (rows, columns, components)."""
        w, h = self.plane_size(plane, width, height)
        n = len(self.planes[plane])
        return (h, w) if n == 1 else (h, w, n)


def _table() -> dict[str, PixelFormat]:
    rows = [PixelFormat("gray", Model.GRAY, 8, ("y",)), PixelFormat("gray10le", Model.GRAY, 10, ("y",)),
            PixelFormat("gray12le", Model.GRAY, 12, ("y",)),
            PixelFormat("gray16le", Model.GRAY, 16, ("y",)),
            PixelFormat("rgb24", Model.RGB, 8, ("rgb",)), PixelFormat("rgba", Model.RGB, 8, ("rgba",)),
            PixelFormat("rgb48le", Model.RGB, 16, ("rgb",)),
            PixelFormat("rgba64le", Model.RGB, 16, ("rgba",))]  # fmt: skip
    for tag, sub in (("420", (2, 2)), ("422", (2, 1)), ("444", (1, 1))):
        for bits in (8, 10, 12, 16):
            suffix = "" if bits == 8 else f"{bits}le"
            rows.append(PixelFormat(f"yuv{tag}p{suffix}", Model.YUV, bits, ("y", "u", "v"), sub))
    rows.append(PixelFormat("nv12", Model.YUV, 8, ("y", "uv"), (2, 2)))
    rows.append(PixelFormat("p010le", Model.YUV, 10, ("y", "uv"), (2, 2), shift=6))
    return {row.name: row for row in rows}


PIXEL_FORMATS: dict[str, PixelFormat] = _table()
"""Every format that goes to the GPU as it is; anything else is converted by the reader, with a notice."""


@dataclass(slots=True)
class Frame:
    """One picture. `planes[i]` has shape `format.plane_shape(i, …)`; rows may be padded (a strided view).

    `pts` counts in `time_base`. `owner` keeps foreign memory behind the planes alive. Planes are never
    written after the frame is made.
    """

    planes: tuple[NDArray[Any], ...]
    width: int
    height: int
    format: PixelFormat
    color: Color
    pts: int | None = None
    time_base: Fraction = Fraction(1, 1000)
    duration: int = 0
    sar: Fraction = Fraction(1)
    owner: object = field(default=None, repr=False)
    hdr: Hdr | None = None

    @property
    def time(self) -> float | None:
        """Seconds, or None for a picture without a time."""
        return None if self.pts is None else float(self.pts * self.time_base)

    def with_planes(self, planes: tuple[NDArray[Any], ...], **changes: Any) -> Frame:
        """This frame's time and meaning with other planes."""
        return replace(self, planes=planes, owner=None, **changes)
