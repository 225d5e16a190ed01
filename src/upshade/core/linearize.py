"""`linearize()` and `delinearize()` as hooks know them: between the source's signal and light, 1 being SDR white.

Follows libplacebo `src/shaders/colorspace.c` (pl_shader_linearize, pl_shader_delinearize): BT.1886 with the black of
the picture's display, other curves stretched between its black and white, PQ and HLG in absolute light.
"""

from __future__ import annotations

import math
import re

from .color import LUMA_WEIGHTS, Matrix
from .filling import SDR_WHITE, luminances
from .light import SRGB, curve
from .steps import Source

_USED = re.compile(r"\b(?:de)?linearize\b")

# SMPTE ST 2084, equations 4.1 and 5.2; BT.2100-2 table 5.
_M1, _M2, _C1, _C2, _C3 = 2610 / 16384, 2523 / 32, 3424 / 4096, 2413 / 128, 2392 / 128
_HLG_A, _HLG_B, _HLG_C = 0.17883277, 0.28466892, 0.55991073
_HLG_REFERENCE = 1000.0 / SDR_WHITE
"""White of the display that HLG's exponent of 1.2 is meant for."""


def used(body: str) -> bool:
    """Whether a hook calls one of them."""
    return _USED.search(body) is not None


def glsl(source: Source) -> str:
    """Both functions, on vec4 of RGB and alpha, for pictures of `source`."""
    low, high = (value / SDR_WHITE for value in luminances(source))
    transfer = source.color.tags.transfer
    if transfer == 16:
        there, back = _pq()
    elif transfer == 18:
        there, back = _hlg(low, high, LUMA_WEIGHTS.get(source.color.matrix, LUMA_WEIGHTS[Matrix.BT2020]))
    elif (power := curve(source.color)) == 2.4:
        there, back = _bt1886(low, high)
    elif power == 1.0:
        there = back = ["c = upshade_c.rgb;"]
    elif power == SRGB:
        there, back = _srgb()
        there.append(f"c = {high - low!r} * c + {low!r};")
        back.insert(0, f"c = max((c - {low!r}) / {high - low!r}, 0.0);")
    else:
        there = [f"c = {high - low!r} * pow(c, vec3({power!r})) + {low!r};"]
        back = [f"c = pow(max((c - {low!r}) / {high - low!r}, 0.0), vec3(1.0 / {power!r}));"]
    return "\n".join(_function(name, lines) for name, lines in (("linearize", there), ("delinearize", back)))


def _function(name: str, lines: list[str]) -> str:
    # A macro too: hooks may ask for it with #ifdef.
    body = " ".join(["vec3 c = max(upshade_c.rgb, 0.0);", *lines, "return vec4(c, upshade_c.a);"])
    return f"vec4 upshade_{name}(vec4 upshade_c) {{ {body} }}\n#define {name} upshade_{name}"


def _bt1886(low: float, high: float) -> tuple[list[str], list[str]]:
    """BT.1886 annex 1."""
    black, white = low ** (1 / 2.4), high ** (1 / 2.4)
    gain, lift = (white - black) ** 2.4, black / (white - black)
    there = f"c = {gain!r} * pow(c + {lift!r}, vec3(2.4));"
    return [there], [f"c = pow({1 / gain!r} * c, vec3(1.0 / 2.4)) - {lift!r};"]


def _srgb() -> tuple[list[str], list[str]]:
    """IEC 61966-2-1."""
    return (
        ["c = mix(c / 12.92, pow((c + 0.055) / 1.055, vec3(2.4)), lessThan(vec3(0.04045), c));"],
        ["c = mix(c * 12.92, 1.055 * pow(c, vec3(1.0 / 2.4)) - 0.055, lessThanEqual(vec3(0.0031308), c));"],
    )


def _pq() -> tuple[list[str], list[str]]:
    peak = 10000.0 / SDR_WHITE
    return (
        [f"c = pow(c, vec3({1 / _M2!r}));", f"c = max(c - {_C1!r}, 0.0) / ({_C2!r} - {_C3!r} * c);",
         f"c = {peak!r} * pow(c, vec3({1 / _M1!r}));"],
        [f"c = pow(c / {peak!r}, vec3({_M1!r}));", f"c = ({_C1!r} + {_C2!r} * c) / (1.0 + {_C3!r} * c);",
         f"c = pow(c, vec3({_M2!r}));"],
    )  # fmt: skip


def _hlg(low: float, high: float, weights: tuple[float, float]) -> tuple[list[str], list[str]]:
    """The curve, and the display's own brightening of it (BT.2100-2 table 5; its exponent after BT.2390-8, 6.2)."""
    red, blue = weights
    luma = f"vec3({red!r}, {1 - red - blue!r}, {blue!r})"
    power = 1.2 * 1.111 ** math.log2(high / _HLG_REFERENCE)
    lift = math.sqrt(3 * (low / high) ** (1 / power))
    a, b, c = f"{_HLG_A!r}", f"{_HLG_B!r}", f"{_HLG_C!r}"
    return (
        [f"c = {1 - lift!r} * c + {lift!r};",
         f"c = mix(4.0 * c * c, exp((c - {c}) / {a}) + {b}, lessThan(vec3(0.5), c)) / 12.0;",
         f"c *= {high!r} * pow(max(dot({luma}, c), 0.0), {power - 1!r});"],
        [f"c /= {high!r};", f"c *= 12.0 * pow(max(1e-6, dot({luma}, c)), {(1 - power) / power!r});",
         f"c = mix(0.5 * sqrt(c), {a} * log(max(c - {b}, 1e-6)) + {c}, lessThan(vec3(1.0), c));",
         f"c = (c - {lift!r}) / {1 - lift!r};"],
    )  # fmt: skip
