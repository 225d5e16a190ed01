"""What reaches the encoder: every target format against numpy, odd sizes, four-pixel texels and single ones."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from upshade import Options, Pipeline
from upshade.core import color
from upshade.core.frame import PIXEL_FORMATS, Frame
from upshade.core.scale import taps
from upshade.engine import frame_of
from upshade.gl.context import Context

EXACT = Options(precision="full", dither=False)
YUV = [name for name, f in PIXEL_FORMATS.items() if f.model == "yuv"]
TOUCH = "//!HOOK MAIN\n//!BIND HOOKED\nvec4 hook() { return HOOKED_tex(HOOKED_pos); }\n"


def from_rgb(rgb: np.ndarray, name: str, meaning: color.Color) -> list[np.ndarray]:
    """float64: planes in code values, chroma by 1 2 1 across (left-sited) and 1 1 down."""
    fmt = PIXEL_FORMATS[name]
    m, c = color.rgb_to_yuv(meaning, fmt.bits)
    yuv = rgb @ m.T + c
    chroma = yuv[..., 1:]
    if fmt.sub[0] == 2:
        x = np.pad(chroma, ((0, 0), (1, 2), (0, 0)), mode="edge")
        w = -(-rgb.shape[1] // 2)
        chroma = 0.25 * x[:, 0 : 2 * w : 2] + 0.5 * x[:, 1 : 1 + 2 * w : 2] + 0.25 * x[:, 2 : 2 + 2 * w : 2]
    if fmt.sub[1] == 2:
        x = np.pad(chroma, ((0, 1), (0, 0), (0, 0)), mode="edge")
        h = -(-rgb.shape[0] // 2)
        chroma = 0.5 * (x[0 : 2 * h : 2] + x[1 : 1 + 2 * h : 2])
    planes = [yuv[..., 0], chroma[..., 0], chroma[..., 1]] if len(fmt.planes) == 3 else [yuv[..., 0], chroma]
    return [np.clip(p, 0, 1) * (2**fmt.bits - 1) for p in planes]


@pytest.mark.parametrize("size", [(32, 20), (33, 21), (6, 4), (1, 1)])
@pytest.mark.parametrize("name", YUV)
def test_rgb_to_every_plane_format(context: Context, tmp_path: Path, name: str, size: tuple[int, int]) -> None:
    shader = tmp_path / "touch.glsl"
    shader.write_text(TOUCH)
    picture = np.random.default_rng(1).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
    with Pipeline(None, shaders=[shader], output=name, options=EXACT, context=context) as pipeline:
        out = pipeline.process(frame_of(picture))
    fmt = PIXEL_FORMATS[name]
    for k, expected in enumerate(from_rgb(picture / 255, name, out.color)):
        plane = out.planes[k]
        assert plane.shape == fmt.plane_shape(k, *size) and plane.dtype == fmt.dtype
        assert not (plane & ((1 << fmt.shift) - 1)).any()
        # The linear filter keeps about 8 bits of a position between texels; rounding is half a step by itself.
        assert np.abs((plane >> fmt.shift) - expected).max() <= 0.5 + 2 ** (fmt.bits - 13), (name, k)


@pytest.mark.parametrize("name", ["yuv420p", "yuv444p10le", "gray"])
def test_planes_that_only_grow_are_the_kernel_s_and_nothing_else(context: Context, name: str) -> None:
    fmt = PIXEL_FORMATS[name]
    meaning = color.resolve(color.Tags(), 720)
    rng = np.random.default_rng(2)
    planes = tuple(
        rng.integers(0, 2**fmt.bits, fmt.plane_shape(k, 20, 12)).astype(fmt.dtype) for k in range(len(fmt.planes))
    )
    with Pipeline(None, scale=2, options=EXACT, context=context) as pipeline:
        out = pipeline.process(Frame(planes, 20, 12, fmt, meaning))
    for k, plane in enumerate(planes):
        # A left-sited sample lies a quarter of its own pixel further left than a centred one would.
        shift = 0.125 if k and fmt.sub[0] == 2 else 0.0
        h, w = plane.shape
        wide = taps("lanczos3", w, 2 * w, 0.5, shift).apply(plane.astype(float), 1)
        tall = taps("lanczos3", h, 2 * h, 0.5, 0.0).apply(wide, 0)
        assert np.abs(out.planes[k] - np.clip(tall, 0, 2**fmt.bits - 1)).max() <= 0.51


@pytest.mark.parametrize("deeper", [("yuv420p", "yuv420p10le"), ("yuv444p10le", "yuv444p"), ("nv12", "yuv420p")])
def test_another_depth_or_layout_keeps_every_value(context: Context, deeper: tuple[str, str]) -> None:
    source, target = (PIXEL_FORMATS[n] for n in deeper)
    rng = np.random.default_rng(3)
    meaning = color.resolve(color.Tags(), 720)
    planes = tuple(
        rng.integers(0, 2**source.bits, source.plane_shape(k, 16, 10)).astype(source.dtype)
        for k in range(len(source.planes))
    )
    with Pipeline(None, output=target.name, options=EXACT, context=context) as pipeline:
        out = pipeline.process(Frame(planes, 16, 10, source, meaning))
    flat = [p[..., i] if p.ndim == 3 else p for p in planes for i in range(p.shape[2] if p.ndim == 3 else 1)]
    for plane, given in zip(out.planes, flat, strict=True):
        expected = np.clip(given * 2.0 ** (target.bits - source.bits), 0, 2**target.bits - 1)
        assert np.abs(plane - expected).max() <= 0.5


def test_dither_keeps_whole_steps_and_the_mean(context: Context, tmp_path: Path) -> None:
    shader = tmp_path / "flat.glsl"
    for value, low, high in ((100.0, 100, 100), (100.3, 100, 101)):
        text = f"//!HOOK MAIN\n//!BIND HOOKED\nvec4 hook() {{ return vec4(vec3({value} / 255.0), 1.0); }}\n"
        shader.write_text(text)
        with Pipeline(None, shaders=[shader], output="rgb24", context=context) as pipeline:
            out = pipeline.process(np.zeros((64, 64, 3), np.uint8))
        assert out.min() == low and out.max() == high
        assert abs(out.mean() - value) < 0.07
