"""HDR10 metadata in the words and units of each encoder."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ..core.hdr import XY, Hdr


@dataclass(frozen=True, slots=True)
class HdrWords:
    """`mastering`, `light`: the names of the parameters. `chroma`, `luminance`: whole numbers mean 1/chroma, and
    1/luminance cd/m²; 0 for decimals that mean themselves."""

    mastering: str
    light: str
    chroma: int
    luminance: int

    def parameters(self, hdr: Hdr) -> str:
        """`name=value` pairs with colons between; "" where nothing can be said. Half a mastering display cannot."""
        pairs = []
        known = hdr.mastering
        if known is not None and known.primaries and known.white and known.luminance:
            red, green, blue = known.primaries
            least, most = known.luminance
            corners = "".join(
                f"{name}({self._xy(at)})" for name, at in (("G", green), ("B", blue), ("R", red), ("WP", known.white))
            )
            light = f"L({_number(most, self.luminance)},{_number(least, self.luminance)})"
            pairs.append(f"{self.mastering}={corners}{light}")
        if hdr.light is not None:
            pairs.append(f"{self.light}={hdr.light.max_cll},{hdr.light.max_fall}")
        return ":".join(pairs)

    def _xy(self, at: XY) -> str:
        return ",".join(_number(value, self.chroma) for value in at)


def _number(value: Fraction, unit: int) -> str:
    return str(round(value * unit)) if unit else f"{float(value):.8f}".rstrip("0").rstrip(".")


H264_WORDS = HdrWords("mastering-display", "cll", 50000, 10000)
"""x264 --mastering-display, --cll: the units of H.264 §D.1.29 (D.2.29), chromaticities of 0.00002, 0.0001 cd/m²."""

H265_WORDS = HdrWords("master-display", "max-cll", 50000, 10000)
"""x265 --master-display, --max-cll: H.265 §D.3.28, the same units."""

AV1_WORDS = HdrWords("mastering-display", "content-light", 0, 0)
"""SVT-AV1 --mastering-display, --content-light: decimals, and cd/m²."""
