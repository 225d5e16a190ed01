"""linearize() and delinearize(): each other's inverse on every curve, and the light that the standards say."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from handmade import frame_of, pixels

from upshade.core import hook
from upshade.core import plan as planning
from upshade.core.color import RGB, Color, Matrix, Range, Tags
from upshade.core.frame import PIXEL_FORMATS
from upshade.core.steps import ChainEntry, Options, Source, Target

# Every step by itself; tests/core/test_merging.py has what is computed together.
plan = partial(planning.plan, merge=False)

W, H = 64, 4
SDR = 203.0


def drawn(execute, context, body: str, transfer: int) -> np.ndarray:
    """What a hook makes of a gray ramp whose curve is `transfer`, float32 (H, W, 4)."""
    color = Color(Matrix.RGB, Range.FULL, tags=Tags(2, 0, 2, transfer))
    fmt = PIXEL_FORMATS["rgba64le"]
    ramp = np.round(np.linspace(0, 65535, W)).astype(np.uint16)
    planes = (np.ascontiguousarray(np.broadcast_to(np.stack([ramp, ramp, ramp, ramp * 0 + 65535], -1), (H, W, 4))),)
    frame = replace(frame_of(fmt, W, H), planes=planes, color=color)
    text = f"//!HOOK MAIN\n//!BIND HOOKED\n//!DESC it\nvec4 hook() {{ {body} }}\n"
    made = plan([ChainEntry("x", hook.parse(text, "x", "x.glsl"))], Source(W, H, fmt, color), Target(W, H, fmt, RGB),
                options=Options(precision="full", dither=False), caps=context.caps)  # fmt: skip
    executor = execute(made, (), frame)
    return pixels(executor, next(s.target for s in made.steps if s.title == "it"))


@pytest.mark.parametrize("transfer", [1, 4, 5, 8, 13, 16, 18])
def test_there_and_back(transfer, execute, context):
    got = drawn(execute, context, "return delinearize(linearize(HOOKED_tex(HOOKED_pos)));", transfer)
    # PQ's steep end and HLG's lifted black cost digits of a 32-bit float.
    np.testing.assert_allclose(got[0, :, 0], np.linspace(0, 1, W), atol=2e-4 if transfer in (16, 18) else 2e-5)


@pytest.mark.parametrize(
    ("transfer", "signal", "light"),
    [
        (1, 1.0, 1.0), (1, 0.0, 0.001), (13, 1.0, 1.0), (13, 0.0, 0.001), (8, 0.5, 0.5),
        # ST 2084: half the signal is 92 cd/m²; BT.2408: 58 % is 203.
        (16, 1.0, 10000 / SDR), (16, 0.5, 92.2457 / SDR), (16, 0.5806888810416109, 1.0),
        # BT.2408: on a display of 1000 cd/m², 75 % is 203.
        (18, 1.0, 1000 / SDR), (18, 0.75, 1.0),
    ],
)  # fmt: skip
def test_how_much_light(transfer, signal, light, execute, context):
    got = drawn(execute, context, f"return linearize(vec4(vec3({signal!r}), 0.25));", transfer)[0, 0]
    np.testing.assert_allclose(got[:3], light, rtol=3e-3)


def test_a_hook_may_ask_whether_they_exist(execute, context):
    body = "#ifdef linearize\nreturn vec4(0.5);\n#else\nreturn vec4(0.0);\n#endif\n"
    assert drawn(execute, context, f"\n{body}", 1)[0, 0, 0] == 0.5
