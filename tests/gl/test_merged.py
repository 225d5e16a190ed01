"""Steps that are computed together draw what they draw apart."""

from __future__ import annotations

import numpy as np
import pytest
from handmade import frame_of

from upshade.core import color, hook
from upshade.core.frame import PIXEL_FORMATS
from upshade.core.plan import plan
from upshade.core.steps import ChainEntry, Options, Source, Target

W, H = 64, 36
BODIES = {
    "its own words": """#define U vec4(0.25)
#define color 7
#define levels 3.0
vec4 SRC_more() { return U; }
float upshade = 0.0;
vec4 start = HOOKED_tex(HOOKED_pos);
vec4 hook() { vec4 c = start; return vec4(c.rgb * 0.47 + SRC_more().rgb * HOOKED_pos.x + HOOKED_pt.y, c.a); }
""",
    "reads in a loop": """vec4 hook() {
    vec4 sum = vec4(0.0);
    for (int i = 0; i < 3; i++)
        if (HOOKED_pos.x > 0.3)
            sum += HOOKED_tex(HOOKED_pos) * float(i) * 0.29;
    return sum;
}
""",
    "another texture beside": """vec4 hook() { return mix(HOOKED_texOff(0), NATIVE_tex(NATIVE_pos + NATIVE_pt), 0.47); }
""",
}


@pytest.mark.parametrize("words", BODIES)
@pytest.mark.parametrize("stage", ["LUMA", "CHROMA", "MAIN", "OUTPUT"])
@pytest.mark.parametrize(
    ("out", "size", "kernel"),
    [("rgba", (W, H), "lanczos3"), ("rgb24", (96, 54), "bilinear"), ("yuv420p", (W, H), "bilinear"),
     ("yuv420p", (96, 54), "lanczos3"), ("gray", (W, H), "lanczos3")],
)  # fmt: skip
def test_the_picture_is_the_same(words, stage, out, size, kernel, execute, context):
    body, binds = BODIES[words], f"//!HOOK {stage}\n//!BIND HOOKED\n"
    if "NATIVE" in body:
        other = "LUMA" if stage in ("LUMA", "CHROMA") else "NATIVE"
        body, binds = body.replace("NATIVE", other), binds + f"//!BIND {other}\n"
    chain = [ChainEntry("f", hook.parse(binds + body, "f", "f.glsl"))]
    frame, fmt = frame_of(PIXEL_FORMATS["yuv420p"], W, H), PIXEL_FORMATS[out]
    source = Source(W, H, frame.format, frame.color)
    target = Target(*size, fmt, color.RGB if fmt.model == "rgb" else frame.color)
    options = Options(kernel, chroma=kernel, precision="full", dither=False)
    steps, pictures = [], []
    for merge in (False, True):
        made = plan(chain, source, target, options=options, caps=context.caps, merge=merge)
        executor = execute(made, (), frame)
        steps.append(len(made.steps))
        pictures.append([np.array(plane).astype(int) for plane in executor.read()])
    assert steps[1] <= steps[0]
    if stage == "OUTPUT" or (stage == "LUMA" and size == (W, H)):
        assert steps[1] < steps[0]
    for apart, together in zip(*pictures, strict=True):
        # A value at the border of two code values may go either way.
        assert np.abs(apart - together).max() <= 1 and (apart != together).mean() < 5e-3
