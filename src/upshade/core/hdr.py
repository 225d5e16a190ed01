"""What a file says of the display that its HDR picture was graded on, and of how bright it gets."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

XY = tuple[Fraction, Fraction]
"""CIE 1931 chromaticity coordinates x and y, each 0…1."""


@dataclass(frozen=True, slots=True)
class Mastering:
    """The mastering display (SMPTE ST 2086): what a file does not say is None.

    `primaries`: red, green, blue. `white`: the white point. `luminance`: least and greatest, in cd/m².
    """

    primaries: tuple[XY, XY, XY] | None = None
    white: XY | None = None
    luminance: tuple[Fraction, Fraction] | None = None


@dataclass(frozen=True, slots=True)
class LightLevel:
    """Content light levels in cd/m², 0 where unknown (CTA-861.3): of the brightest pixel, and the highest average of
    a picture."""

    max_cll: int
    max_fall: int


@dataclass(frozen=True, slots=True)
class Hdr:
    """Static HDR10 metadata, handed on unchanged. At least one part is there."""

    mastering: Mastering | None = None
    light: LightLevel | None = None
