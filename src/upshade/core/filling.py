"""Parameters that the player fills in by itself where a shader declares them: what a picture says of its colours.

Names and values after mpv `video/out/gpu/utils.c` (gpu_get_auto_param); what a file leaves unsaid after libplacebo
`src/colorspace.c` (pl_color_space_nominal_luma_ex, pl_chroma_location_offset).
"""

from __future__ import annotations

from collections.abc import Mapping

from .color import Color, Siting
from .frame import Model
from .param import SELF_FILLING, Param, Value
from .steps import Source

SDR_WHITE, HLG_WHITE, PQ_WHITE = 203.0, 1000.0, 10000.0
"""cd/m² of the brightest white that a curve stands for (BT.2408; BT.2100)."""
SDR_CONTRAST = 1000.0
HDR_BLACK = 1e-6

_PQ, _HLG = 16, 18


def luminances(source: Source) -> tuple[float, float]:
    """Darkest and brightest of a picture in cd/m²: of its mastering display, else what its curve stands for."""
    color, hdr = source.color, source.hdr
    low = high = 0.0
    if hdr is not None and hdr.mastering is not None and hdr.mastering.luminance is not None:
        low, high = map(float, hdr.mastering.luminance)
    if not high and hdr is not None and hdr.light is not None:
        high = float(hdr.light.max_cll)
    high = min(max(high, HDR_BLACK), PQ_WHITE) if high else 0.0
    low = max(low, HDR_BLACK) if low else 0.0
    if low >= PQ_WHITE or (high and low >= high):
        low = high = 0.0
    high = high or _white(color)
    return low or (HDR_BLACK if color.tags.transfer in (_PQ, _HLG) else high / SDR_CONTRAST), high


def _white(color: Color) -> float:
    return {_PQ: PQ_WHITE, _HLG: HLG_WHITE}.get(color.tags.transfer, SDR_WHITE)


def filled(source: Source) -> Mapping[str, float]:
    """Every self-filling parameter but PTS, which each frame has its own of. Chroma offsets are in chroma pixels,
    light in cd/m², 0 where a file does not say. What changes with each scene is not read: 0."""
    siting = source.color.siting if source.format.model is not Model.RGB else Siting.CENTER
    low, high = luminances(source)
    light = source.hdr.light if source.hdr is not None else None
    known = {
        "chroma_offset_x": 0.0 if siting is Siting.CENTER else -0.5,
        "chroma_offset_y": -0.5 if siting is Siting.TOPLEFT else 0.0,
        "min_luma": low,
        "max_luma": high,
        "max_cll": float(light.max_cll) if light else 0.0,
        "max_fall": float(light.max_fall) if light else 0.0,
    }
    return dict.fromkeys(SELF_FILLING - {"PTS"}, 0.0) | known


def fill(param: Param, given: Value, automatic: Mapping[str, float]) -> Value:
    """The value in force: a picture's own wherever it has one, as mpv does it."""
    value = automatic.get(param.name)
    if value is None or param.tunable or param.enum:
        return given
    return int(value + 0.5 * (1 if value >= 0 else -1)) if param.integer else value
