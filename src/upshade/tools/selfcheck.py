"""Five small pictures with known answers, drawn by this machine's driver: does it draw right?"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..core import color
from ..core.frame import PIXEL_FORMATS, Frame
from ..core.scale import taps
from ..core.steps import Options
from ..engine import Pipeline, frame_of
from ..gl.context import Context

Array = NDArray[np.float64]

_EXACT = Options(precision="full", dither=False, linear="off", sigmoid="off")

_HOOKS = """
//!PARAM gain
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 2.0
0.5

//!HOOK MAIN
//!BIND HOOKED
//!SAVE EDGES
//!COMPONENTS 1
vec4 hook() {
    return vec4(abs(HOOKED_texOff(vec2(1, 0)).g - HOOKED_texOff(vec2(-1, 0)).g), 0.0, 0.0, 1.0);
}

//!HOOK MAIN
//!BIND HOOKED
//!BIND EDGES
vec4 hook() {
    return vec4(HOOKED_tex(HOOKED_pos).rgb * (1.0 - gain * EDGES_tex(EDGES_pos).x), 1.0);
}
"""


@dataclass(frozen=True, slots=True)
class Check:
    """`error`: the largest difference to the known answer, in steps of 8 bits (1.0 = 1/255)."""

    title: str
    error: float

    @property
    def passed(self) -> bool:
        # Rounding to 8 bits is half a step by itself; a value on the limit may fall either way.
        return self.error <= 1.0


def checks(context: Context) -> list[Check]:
    """Draw all six."""
    cases: list[tuple[str, Callable[[Context], float]]] = [
        ("Y'CbCr 4:4:4 to RGB, BT.709 limited", _matrix),
        ("chroma of 4:2:0, left-sited", _siting),
        ("enlarging by 2, Lanczos", _lanczos),
        ("shrinking by 3, Mitchell, antialiased", _mitchell),
        ("enlarging by 2, Lanczos, in sigmoid light", _sigmoid),
        ("hook passes, a saved texture, a parameter", _hooks),
    ]
    return [Check(title, case(context)) for title, case in cases]


def _noise(*shape: int) -> NDArray[np.uint8]:
    return np.random.default_rng(7).integers(0, 256, shape, dtype=np.uint8)


def _largest(out: NDArray[np.generic], expected: Array) -> float:
    """Of 8-bit output against 0…1."""
    return float(np.abs(out.astype(np.float64) - np.clip(expected, 0, 1) * 255).max())


def _matrix(context: Context) -> float:
    meaning = color.resolve(color.Tags(), 720)
    planes = (_noise(16, 24), _noise(16, 24)[::-1].copy(), _noise(16, 24)[:, ::-1].copy())
    frame = Frame(planes, 24, 16, PIXEL_FORMATS["yuv444p"], meaning)
    with Pipeline(None, output="rgb24", options=_EXACT, context=context) as pipeline:
        out = pipeline.process(frame).planes[0]
    m, c = color.yuv_to_rgb(meaning, 8)
    return _largest(out, np.stack(planes, axis=-1) / 255 @ m.T + c)


def _siting(context: Context) -> float:
    meaning = color.resolve(color.Tags(), 720)
    luma = np.full((16, 24), 126, np.uint8)
    u, v = _noise(8, 12) // 4 + 96, _noise(8, 12)[::-1] // 4 + 96
    frame = Frame((luma, u, v), 24, 16, PIXEL_FORMATS["yuv420p"], meaning)
    with Pipeline(None, output="rgb24", options=_EXACT, context=context) as pipeline:
        out = pipeline.process(frame).planes[0]
    wide = [taps("bilinear", 12, 24, 0.5, 0.25).apply(p / 255, 1) for p in (u, v)]
    tall = [taps("bilinear", 8, 16, 0.5, 0.0).apply(p, 0) for p in wide]
    m, c = color.yuv_to_rgb(meaning, 8)
    return _largest(out, np.stack([luma / 255, *tall], axis=-1) @ m.T + c)


def _resized(
    context: Context, size: tuple[int, int], kernel: str, options: Options = _EXACT,
    there: Callable[[Array], Array] = np.asarray, back: Callable[[Array], Array] = np.asarray,
) -> float:  # fmt: skip
    picture = _noise(24, 36, 3)
    with Pipeline(None, size=size, options=options, context=context) as pipeline:
        out = pipeline.process(picture)
    wide = taps(kernel, 36, size[0], 36 / size[0], 0.0).apply(there(picture / 255), 1)
    return _largest(out, back(taps(kernel, 24, size[1], 24 / size[1], 0.0).apply(wide, 0)))


def _lanczos(context: Context) -> float:
    return _resized(context, (72, 48), "lanczos3")


def _mitchell(context: Context) -> float:
    return _resized(context, (12, 8), "mitchell")


def _sigmoid(context: Context) -> float:
    """mpv's sigmoid (center 0.75, slope 6.5) over the curve of sRGB."""
    low, high = (1 / (1 + np.exp(6.5 * (0.75 - x))) for x in (0.0, 1.0))

    def there(signal: Array) -> Array:
        linear = np.where(signal > 0.04045, ((signal + 0.055) / 1.055) ** 2.4, signal / 12.92)
        return np.asarray(0.75 - np.log(1 / (linear * (high - low) + low) - 1) / 6.5)

    def back(value: Array) -> Array:
        linear = (1 / (1 + np.exp(6.5 * (0.75 - np.clip(value, 0, 1)))) - low) / (high - low)
        return np.asarray(
            np.where(linear >= 0.0031308, 1.055 * np.maximum(linear, 0) ** (1 / 2.4) - 0.055, linear * 12.92)
        )

    return _resized(context, (72, 48), "lanczos3", replace(_EXACT, sigmoid="on"), there, back)


def _hooks(context: Context) -> float:
    picture = _noise(20, 30, 3)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "check.glsl"
        path.write_text(_HOOKS, encoding="ascii")
        with Pipeline(None, shaders=[path], options=_EXACT, context=context) as pipeline:
            out = pipeline.process(frame_of(picture)).planes[0]
    x = np.pad(picture / 255, ((0, 0), (1, 1), (0, 0)), mode="edge")
    edges = np.abs(x[:, 2:, 1] - x[:, :-2, 1])
    return _largest(out, picture / 255 * (1 - 0.5 * edges[..., None]))
