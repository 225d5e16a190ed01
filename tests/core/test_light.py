"""In which light a picture is resized, where it says so, and which stages fire for it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from upshade.core import color, hook
from upshade.core import plan as planning
from upshade.core.frame import PIXEL_FORMATS
from upshade.core.light import SRGB, Light, curve, of_resize
from upshade.core.steps import ChainEntry, Options, Plan, Source, Target
from upshade.errors import BadInput

# Every step by itself; tests/core/test_merging.py has what is computed together.
plan = partial(planning.plan, merge=False)

STAGES = ("LINEAR", "SIGMOID", "PREKERNEL", "POSTKERNEL", "SCALED", "PREOUTPUT", "OUTPUT")
ON, OFF = Options(linear="on", sigmoid="on"), Options(linear="off", sigmoid="off")


def source(fmt: str = "yuv420p", transfer: int = 2) -> Source:
    rgb = PIXEL_FORMATS[fmt].model == "rgb"
    tags = color.Tags(transfer=transfer)
    return Source(64, 36, PIXEL_FORMATS[fmt], color.resolve(tags, 720, rgb=rgb))


def target(width: int, height: int, fmt: str = "rgba") -> Target:
    rgb = PIXEL_FORMATS[fmt].model == "rgb"
    return Target(width, height, PIXEL_FORMATS[fmt], color.RGB if rgb else color.resolve(color.Tags(), 720))


def probe(*stages: str, directives: str = "") -> ChainEntry:
    text = "".join(f"//!HOOK {s}\n//!BIND HOOKED\n{directives}vec4 hook() {{ return HOOKED_tex(HOOKED_pos); }}\n"
                   for s in stages)  # fmt: skip
    return ChainEntry("a", hook.parse(text, "a", "a.glsl"))


def fired(p: Plan) -> list[tuple[str, int]]:
    return [(s.stage, s.width) for s in p.steps if s.hook is not None]


def light_of(p: Plan) -> str:
    """The functions of light that the steps call, in order."""
    words = {"upshade_linear": "l", "upshade_signal": "g", "upshade_to_sigmoid": "S", "upshade_from_sigmoid": "s"}
    found = []
    for step in p.steps:
        for line in step.statements.split("\n"):
            found += [w for name, w in words.items() if line.startswith((f"color = {name}(", f"color = {name}_srgb("))]
    return "".join(found)


@pytest.mark.parametrize(
    ("size", "options", "stages"),
    [
        ((128, 72), Options(), STAGES),
        ((128, 36), Options(), STAGES),
        ((32, 18), Options(), tuple(s for s in STAGES if s != "SIGMOID")),
        ((128, 18), Options(), tuple(s for s in STAGES if s != "SIGMOID")),
        ((64, 36), Options(), STAGES[2:]),
        ((64, 36), ON, STAGES[2:]),
        ((128, 72), OFF, STAGES[2:]),
        ((32, 18), OFF, STAGES[2:]),
        ((128, 72), replace(OFF, linear="on"), tuple(s for s in STAGES if s != "SIGMOID")),
        ((128, 72), replace(OFF, linear="auto"), STAGES[2:]),
        ((32, 18), replace(OFF, sigmoid="on"), STAGES[2:]),
    ],
)
def test_linear_and_sigmoid_fire_when_mpv_fires_them(
    size: tuple[int, int], options: Options, stages: tuple[str, ...]
) -> None:
    p = plan([probe(*STAGES)], source(), target(*size), options=options)
    assert [stage for stage, _ in fired(p)] == list(stages)
    assert all(width == (64 if stage in STAGES[:3] else size[0]) for stage, width in fired(p))
    # There and back again, however many stages look at it in between.
    there = {True: "lSsg", False: "lg"}["SIGMOID" in stages] if "LINEAR" in stages else ""
    assert light_of(p) == there


def test_what_does_not_fire_says_why() -> None:
    def reason(stage: str, src: Source, dst: Target, options: Options | None = None) -> str:
        (skipped,) = plan([probe(stage)], src, dst, options=options).skipped
        return skipped.reason

    assert reason("LINEAR", source(), target(64, 36)) == "LINEAR never fires: nothing is left to resize"
    assert reason("LINEAR", source(), target(32, 18), OFF) == "LINEAR never fires: linear = off"
    assert reason("SIGMOID", source(), target(128, 72), OFF) == "SIGMOID never fires: sigmoid = off, linear = off"
    assert "linear light" in reason("SIGMOID", source(), target(32, 18))
    assert "PQ" in reason("LINEAR", source(transfer=16), target(128, 72), ON)
    assert "HLG" in reason("SIGMOID", source(transfer=18), target(128, 72))
    assert "alpha" in reason("LINEAR", source("rgba"), target(128, 72))


def test_a_picture_that_a_shader_has_brought_to_size_is_not_taken_to_light() -> None:
    size = "//!WIDTH OUTPUT.w\n//!HEIGHT OUTPUT.h\n"
    p = plan([probe("MAIN", directives=size)], source(), target(128, 72), options=ON)
    assert light_of(p) == ""
    # Larger than that, it shrinks: linear light.
    twice = "//!WIDTH OUTPUT.w 2 *\n//!HEIGHT OUTPUT.h 2 *\n"
    p = plan([probe("MAIN", directives=twice)], source(), target(128, 72))
    assert light_of(p) == "lg"


def test_planes_that_need_not_meet_are_resized_as_they_are_unless_told() -> None:
    yuv = target(128, 72, "yuv420p")
    p = plan([], source(), yuv)
    assert light_of(p) == "" and {s.makes.split("@")[0] for s in p.steps} == {"LUMA", "Y", "U", "V"}
    assert light_of(plan([], source(), yuv, options=ON)) == "lSsg"
    assert light_of(plan([probe("MAIN")], source(), yuv)) == "lSsg"
    assert light_of(plan([], source(), target(64, 36, "yuv420p"), options=ON)) == ""


@pytest.mark.parametrize("kernel", ["lanczos3", "bilinear"])
def test_light_costs_no_pass_of_its_own(kernel: str) -> None:
    for dst in (target(128, 72), target(128, 72, "yuv420p"), target(128, 72, "rgb24")):
        counts = {
            len(plan([], source(), dst, options=Options(resize=kernel, linear=word, sigmoid=word)).steps)
            for word in ("auto", "off")
        }
        assert len(counts) == 1 or dst.format.model == "yuv"


def test_a_bound_stage_keeps_its_light() -> None:
    reader = ChainEntry("a", hook.parse("//!HOOK OUTPUT\n//!BIND HOOKED\n//!BIND SCALED\n//!BIND PREKERNEL\n"
                                        "vec4 hook() { return SCALED_tex(HOOKED_pos); }\n", "a", "a.glsl"))  # fmt: skip
    p = plan([reader], source(), target(128, 72))
    (step,) = [s for s in p.steps if s.hook is not None]
    by_slot: dict[int, str] = {}
    for s in p.steps:
        by_slot[s.target] = s.title
    titles = {b.name: by_slot[b.ref.index] for b in step.binds}
    assert "linear" in titles["SCALED"] and "gamma" in titles["HOOKED"] and "sigmoid" in titles["PREKERNEL"]


def test_the_curve_is_the_one_that_the_file_says_or_that_mpv_assumes() -> None:
    assert curve(source().color) == curve(source(transfer=1).color) == 2.4
    assert curve(source("rgb24").color) == curve(source(transfer=13).color) == SRGB
    assert curve(source(transfer=8).color) == 1.0
    assert curve(source(transfer=16).color) is None
    assert of_resize(ON, source(transfer=4), target(128, 72), 0.5, 0.5) == (Light.SIGMOID, "")


def test_options_that_are_none() -> None:
    for options, said in (
        (Options(linear="yes"), "linear 'yes' is not one of auto, on, off"),
        (Options(sigmoid_center=1.5), "sigmoid_center is 1.5; it may be 0 to 1"),
        (Options(sigmoid_slope=0.0), "sigmoid_slope is 0; it may be 1 to 20"),
    ):
        with pytest.raises(BadInput, match=said):
            plan([], source(), target(128, 72), options=options)
