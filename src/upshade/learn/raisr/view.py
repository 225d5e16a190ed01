"""A bank's hash, shown: what direction, strength and coherence each pixel of the picture has."""

from __future__ import annotations

from ..grid import name
from ..shaderfile import Style, head, number
from . import glsl
from .bank import Bank
from .features import ANGLES

_LUMA = "vec3(0.2126, 0.7152, 0.0722)"
_LIMITED = 219 / 255
"""Thresholds are of limited-range luma."""

_HUE = """vec3 hue(float turn) {
    return clamp(abs(fract(turn + vec3(0.0, 2.0, 1.0) / 3.0) * 6.0 - 3.0) - 1.0, 0.0, 1.0);
}
"""


def view(bank: Bank, style: Style) -> str:
    """The text of a shader that hooks MAIN. Hue is the direction of the gradient, red for horizontal edges and cyan for
    vertical ones; without direction a pixel is grey, without strength black."""
    h = bank.hash
    top = h.strength[-1] if h.strength else 0.1
    lines = [
        head(style),
        "//!PARAM show", "//!DESC smooth: angle, coherence and strength as they are. buckets: as the filters know them",
        "//!TYPE ENUM DEFINE", "HASH_SMOOTH", "HASH_BUCKETS", "",
        "//!HOOK MAIN", "//!BIND HOOKED", f"//!DESC {style.name}: hash", glsl.CORNER + _HUE,
    ]  # fmt: skip
    body = ["vec4 hook() {"]
    reach = h.window // 2
    for y in range(-reach, reach + 1):
        body += [
            f"    float {name(y, x)} = dot(HOOKED_texOff(vec2({x}, {y})).rgb, {_LUMA}) * {number(_LIMITED)};"
            for x in range(-reach, reach + 1)
        ]
    body.append(glsl.tensor(bank, [(0.0, 0.0)]) + glsl.row(bank, 1, eighth=False))
    levels, straights = max(1, len(h.strength)), max(1, len(h.coherence))
    body += [
        "    float bright, pure;",
        "    if (show == HASH_BUCKETS) {",
        f"        turn = float(angle) * {number(1 / ANGLES)};",
        f"        bright = float(level) * {number(1 / levels)};",
        f"        pure = float(straight) * {number(1 / straights)};",
        "    } else {",
        f"        turn *= {number(1 / ANGLES)};",
        # high is four times L1.
        f"        bright = clamp(sqrt(high) * {number(0.5 / top)}, 0.0, 1.0);",
        "        pure = high > 0.0 ? (sqrt(high) - sqrt(low)) / (sqrt(high) + sqrt(low)) : 0.0;",
        "    }",
        "    return vec4(mix(vec3(1.0), hue(turn), pure) * bright, 1.0);",
        "}",
    ]
    return "\n".join(lines) + "\n".join(body) + "\n"
