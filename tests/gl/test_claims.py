"""`//@ taps centred` is believed only where drawing confirms it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from upshade import Options, Pipeline
from upshade.gl.context import Context

SHADER = """//@ taps centred
//!HOOK MAIN
//!BIND HOOKED
vec4 hook() {{
    vec2 at = floor(HOOKED_pos * HOOKED_size) + {where};
    return HOOKED_tex(at * HOOKED_pt);
}}
"""


@pytest.mark.parametrize(("where", "believed"), [("0.5", True), ("0.75", False)])
def test_a_claim_is_confirmed_by_drawing(context: Context, tmp_path: Path, where: str, believed: bool) -> None:
    path = tmp_path / "claim.glsl"
    path.write_text(SHADER.format(where=where))
    picture = np.random.default_rng(5).integers(0, 256, (20, 31, 3), dtype=np.uint8)
    options = Options(precision="full", dither=False)
    with Pipeline(None, shaders=[path], options=options, context=context) as pipeline:
        out = pipeline.process(picture)
        assert pipeline.executor is not None
        assert bool(pipeline.executor.nearest) == believed
    x = np.pad(picture.astype(np.float64), ((0, 1), (0, 1), (0, 0)), mode="edge")
    between = 0.5625 * x[:-1, :-1] + 0.1875 * (x[1:, :-1] + x[:-1, 1:]) + 0.0625 * x[1:, 1:]
    expected = picture if believed else between
    assert np.abs(out - expected).max() <= 0.51
