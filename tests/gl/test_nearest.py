"""Whether drawing finds what a proof that taps lie at centres may have got wrong: positions that are another's."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from handmade import bind, frame_of, pixels, single

from upshade.core.frame import PIXEL_FORMATS
from upshade.core.steps import Bind, TexRef

RGBA = PIXEL_FORMATS["rgba"]


def hook(expression: str) -> str:
    return f"vec4 hook() {{ return {expression}; }}\n"


def placed(name: str, size: tuple[int, int], out: tuple[int, int]) -> Bind:
    """A texture under a target of `out` pixels, as hooks see theirs."""
    return replace(bind(name, TexRef("plane", 0), size), scale=(1 / out[0], 1 / out[1]))


@pytest.mark.parametrize("beside", [0.02, -0.02, 0.25, 0.5])
@pytest.mark.parametrize("place", ["OTHER_pos", "gl_FragCoord.xy * OTHER_pt"])
def test_samples_beside_the_centre_at_the_place_of_another(place, beside, execute):
    plan, chain = single(
        hook(f"HOOKED_tex({place} + OTHER_pt * vec2(0.0, {beside}))"), (40, 30), exact=True,
        binds=[placed("OTHER", (40, 30), (40, 30))],
    )  # fmt: skip
    assert execute(plan, chain).nearest == []


@pytest.mark.parametrize("size", [(40, 30), (64, 32), (48, 36)])
@pytest.mark.parametrize("part", [1, 2, 3, 4])
def test_samples_at_the_place_of_a_smaller_picture(size, part, execute):
    """Its texels are whole numbers of the larger one's; where a pass lies in it is where it lies in the larger one."""
    small = (size[0] // part, size[1] // part)
    if (small[0] * part, small[1] * part) != size:
        small = size
    plan, chain = single(
        hook("HOOKED_tex(SMALL_pos + SMALL_pt * vec2(1.0, -1.0))"), size, exact=True,
        binds=[placed("SMALL", small, size)],
    )  # fmt: skip
    frame = frame_of(RGBA, *size)
    executor = execute(plan, chain, frame)
    assert executor.nearest == ["the pass"]
    x, y = np.meshgrid(np.arange(size[0]) + size[0] // small[0], np.arange(size[1]) - size[1] // small[1])
    want = frame.planes[0].reshape(size[1], size[0], 4)[np.clip(y, 0, size[1] - 1), np.clip(x, 0, size[0] - 1)]
    np.testing.assert_allclose(pixels(executor), want / 255, atol=1e-6)


def test_a_picture_of_another_size_may_be_sampled_between_its_texels(execute):
    """By the filter that it asks for, beside taps at centres."""
    plan, chain = single(
        hook("HOOKED_tex(OTHER_pos) + OTHER_tex(OTHER_pos)"), (40, 30), exact=True,
        binds=[placed("OTHER", (27, 13), (40, 30))],
    )  # fmt: skip
    assert execute(plan, chain).nearest == ["the pass"]
