"""In which light a picture is resized: transfer curves, mpv's sigmoid, and when which of them is used.

Follows mpv's `video/out/gpu/video.c` (pass_scale_main) and `video_shaders.c` (pass_linearize), the same in 0.35 and
today: a picture that shrinks on an axis does so in linear light, one that only grows in sigmoid light, where dark and
bright edges ring alike.
"""

from __future__ import annotations

import math
from enum import StrEnum

from .color import HDR_CURVES, Color, Range
from .steps import Options, Source, Target


class Light(StrEnum):
    """What the numbers of an RGB picture are proportional to: the signal, the light, or neither."""

    GAMMA = "gamma"
    LINEAR = "linear"
    SIGMOID = "sigmoid"


WORDS = ("auto", "on", "off")
"""What `Options.linear` and `Options.sigmoid` may be."""

CENTERS, SLOPES = (0.0, 1.0), (1.0, 20.0)
"""Least and greatest of the sigmoid's numbers, as in mpv."""

SRGB = "srgb"
"""The curve of IEC 61966-2-1, which is no plain power."""

Curve = float | str
"""The exponent of a power curve (1: the signal is light already), or `SRGB`."""

# H.273 table 3. Video meant for BT.1886 displays: their curve with a black of 0 is 2.4.
_CURVE_OF_TRANSFER: dict[int, Curve] = {
    1: 2.4, 4: 2.2, 5: 2.8, 6: 2.4, 7: 2.4, 8: 1.0, 12: 2.4, 13: SRGB, 14: 2.4, 15: 2.4
}  # fmt: skip


def curve(color: Color) -> Curve | None:
    """How a picture's signal becomes light. What is not said: BT.1886 for limited range, sRGB for full (mpv's rule).
    None for PQ and HLG, whose linear light is too steep to be resized in."""
    if color.tags.transfer in HDR_CURVES:
        return None
    return _CURVE_OF_TRANSFER.get(color.tags.transfer, 2.4 if color.range is Range.LIMITED else SRGB)


def of_resize(options: Options, source: Source, target: Target, rx: float, ry: float) -> tuple[Light, str]:
    """The light that a resize happens in, and, where that is gamma light, why. `rx`, `ry`: input pixels for each
    output pixel."""
    shrinks, grows = max(rx, ry) > 1 + 1e-6, min(rx, ry) < 1 - 1e-6
    if not shrinks and not grows:
        return Light.GAMMA, "nothing is left to resize"
    if curve(source.color) is None:
        name = HDR_CURVES[source.color.tags.transfer]
        return Light.GAMMA, f"a {name} picture is resized as it is"
    if source.format.has_alpha and target.format.has_alpha:
        return Light.GAMMA, "a picture with alpha is resized as it is"
    if shrinks:
        if options.linear == "off":
            return Light.GAMMA, "linear = off"
        return Light.LINEAR, ""
    if options.sigmoid != "off":
        return Light.SIGMOID, ""
    if options.linear == "on":
        return Light.LINEAR, ""
    return Light.GAMMA, f"sigmoid = off, linear = {options.linear}"


def insisted(options: Options, light: Light) -> bool:
    """Whether planes that need not meet in RGB must, for this light's sake."""
    return {Light.GAMMA: "", Light.LINEAR: options.linear, Light.SIGMOID: options.sigmoid}[light] == "on"


def between(have: Light, want: Light, curve: Curve, options: Options) -> list[str]:
    """GLSL that takes `color` from one light to another, clipped to 0…1 as mpv does."""
    lines: list[str] = []
    if have is want:
        return lines
    center, slope = options.sigmoid_center, options.sigmoid_slope
    # The curve goes through (0, 0) and (1, 1) (imagemagick.org/Usage/color_mods/#sigmoidal).
    offset = 1 / (1 + math.exp(slope * center))
    scale = 1 / (1 + math.exp(slope * (center - 1))) - offset
    sigmoid = f"{center!r}, {slope!r}, {offset!r}, {scale!r}"
    if have is Light.SIGMOID:
        lines.append(f"color = upshade_from_sigmoid(color, {sigmoid});")
    if have is Light.GAMMA:
        lines.append(
            "color = upshade_linear_srgb(color);" if curve == SRGB else f"color = upshade_linear(color, {curve!r});"
        )
    if want is Light.GAMMA:
        lines.append(
            "color = upshade_signal_srgb(color);" if curve == SRGB else f"color = upshade_signal(color, {curve!r});"
        )
    if want is Light.SIGMOID:
        lines.append(f"color = upshade_to_sigmoid(color, {sigmoid});")
    return lines
