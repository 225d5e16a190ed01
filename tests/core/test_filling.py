"""Parameters that a picture fills in by itself, beside mpv's and libplacebo's own values."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from upshade.core import hook
from upshade.core.color import RGB, Color, Matrix, Range, Siting, Tags
from upshade.core.filling import filled, luminances
from upshade.core.frame import PIXEL_FORMATS
from upshade.core.hdr import Hdr, LightLevel, Mastering
from upshade.core.plan import plan
from upshade.core.steps import ChainEntry, Source, Target

VIDEO = Source(64, 36, PIXEL_FORMATS["yuv420p"], Color(Matrix.BT709, Range.LIMITED))
PQ, HLG = (replace(VIDEO, color=Color(Matrix.BT2020, Range.LIMITED, tags=Tags(1, 9, 9, t))) for t in (16, 18))
DISPLAY = Hdr(Mastering(luminance=(Fraction(1, 200), Fraction(1000))), LightLevel(800, 200))


@pytest.mark.parametrize(
    ("source", "low", "high"),
    [
        (VIDEO, 0.203, 203.0),
        (PQ, 1e-6, 10000.0),
        (HLG, 1e-6, 1000.0),
        (replace(PQ, hdr=DISPLAY), 0.005, 1000.0),
        (replace(PQ, hdr=Hdr(light=LightLevel(800, 200))), 1e-6, 800.0),
        (replace(PQ, hdr=Hdr(Mastering(luminance=(Fraction(0), Fraction(20000))))), 1e-6, 10000.0),
        (replace(PQ, hdr=Hdr(Mastering(luminance=(Fraction(5), Fraction(1))))), 1e-6, 10000.0),
    ],
)
def test_luminances(source, low, high):
    assert luminances(source) == pytest.approx((low, high))


def test_what_is_not_said_is_zero():
    assert filled(VIDEO) | {"min_luma": 0, "max_luma": 0, "chroma_offset_x": 0} == dict.fromkeys(filled(VIDEO), 0.0)
    assert (filled(replace(PQ, hdr=DISPLAY))["max_cll"], filled(replace(PQ, hdr=DISPLAY))["max_fall"]) == (800, 200)


@pytest.mark.parametrize(
    ("siting", "x", "y"), [(Siting.LEFT, -0.5, 0.0), (Siting.CENTER, 0.0, 0.0), (Siting.TOPLEFT, -0.5, -0.5)]
)
def test_chroma_offset(siting, x, y):
    values = filled(replace(VIDEO, color=replace(VIDEO.color, siting=siting)))
    assert (values["chroma_offset_x"], values["chroma_offset_y"]) == (x, y)
    assert filled(replace(VIDEO, format=PIXEL_FORMATS["rgb24"], color=RGB))["chroma_offset_x"] == 0.0


TEXT = """//!PARAM max_luma
//!TYPE float
100.0

//!PARAM max_cll
//!TYPE int
7

//!PARAM strength
//!TYPE float
0.5

//!HOOK MAIN
//!BIND HOOKED
//!WHEN max_cll 0 >
//!DESC bright
vec4 hook() { return HOOKED_tex(HOOKED_pos) * max_luma / 1000.0 * strength; }
"""


def test_a_plan_has_the_pictures_own_values_whatever_was_set():
    entry = ChainEntry("x", hook.parse(TEXT, "x", "x.glsl"))
    made = plan([entry], replace(PQ, hdr=DISPLAY), Target(64, 36), {"x": {"max_luma": 5.0, "strength": 0.25}})
    assert made.values["x"] == {"max_luma": 1000.0, "max_cll": 800, "strength": 0.25}
    assert [s.title for s in made.steps if s.hook] == ["bright"]
    dark = plan([entry], VIDEO, Target(64, 36))
    assert dark.values["x"] == {"max_luma": 203.0, "max_cll": 0, "strength": 0.5}
    assert "WHEN is false: max_cll > 0, with 0 > 0" in dark.skipped[0].reason
