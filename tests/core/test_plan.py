"""What fires, with which sizes and where, what is left out and why, and that shared textures never collide."""

from __future__ import annotations

import dataclasses
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upshade.core import color, hook
from upshade.core import plan as planning
from upshade.core.frame import PIXEL_FORMATS
from upshade.core.plan import structural
from upshade.core.plan_text import dot, text
from upshade.core.steps import Caps, ChainEntry, Options, Plan, Source, Target, TexRef
from upshade.errors import BadInput, ParameterError

# Every step by itself; tests/core/test_merging.py has what is computed together.
plan = partial(planning.plan, merge=False)

BT709 = color.resolve(color.Tags(), 720)
BODY = "vec4 hook() { return HOOKED_texOff(vec2(0, 0)); }\n"


def source(width: int = 64, height: int = 36, fmt: str = "yuv420p") -> Source:
    rgb = PIXEL_FORMATS[fmt].model == "rgb"
    return Source(width, height, PIXEL_FORMATS[fmt], color.RGB if rgb else BT709)


def target(width: int = 128, height: int = 72, fmt: str = "yuv420p") -> Target:
    rgb = PIXEL_FORMATS[fmt].model == "rgb"
    return Target(width, height, PIXEL_FORMATS[fmt], color.RGB if rgb else BT709)


def entry(blocks: str, label: str = "a") -> ChainEntry:
    return ChainEntry(label, hook.parse(blocks, label, f"{label}.glsl"))


def block(*directives: str, body: str = BODY) -> str:
    return "".join(f"//!{d}\n" for d in directives) + body


def hooks_of(p: Plan) -> list[tuple[str, int, int]]:
    return [(s.stage, s.width, s.height) for s in p.steps if s.hook is not None]


def test_a_pass_for_luma_chroma_and_rgb_runs_once_on_rgb() -> None:
    """As in both players, which have no luma there; a pass for luma alone gets some made."""
    both = entry(block("HOOK LUMA", "HOOK CHROMA", "HOOK RGB", "BIND HOOKED"), "both")
    luma = entry(block("HOOK LUMA", "BIND HOOKED"), "luma")
    p = plan([both], source(fmt="rgb24"), target(fmt="rgb24"))
    assert hooks_of(p) == [("RGB", 64, 36)] and not p.skipped and not p.notices
    p = plan([both, luma], source(fmt="rgb24"), target(fmt="rgb24"))
    assert [(s.label, s.stage) for s in p.steps if s.hook] == [("both", "RGB"), ("luma", "LUMA")]
    p = plan([both], source(), target())
    assert [stage for stage, _, _ in hooks_of(p)] == ["LUMA", "CHROMA"]


def test_stages_fire_in_order_whatever_the_order_of_the_file() -> None:
    stages = ["OUTPUT", "SCALED", "POSTKERNEL", "PREKERNEL", "MAIN", "NATIVE", "CHROMA", "LUMA", "CHROMA_SCALED"]
    p = plan([entry("".join(block(f"HOOK {s}", "BIND HOOKED") for s in stages))], source(), target())
    assert hooks_of(p) == [
        ("LUMA", 64, 36), ("CHROMA", 32, 18), ("CHROMA_SCALED", 64, 36), ("NATIVE", 64, 36), ("MAIN", 64, 36),
        ("PREKERNEL", 64, 36), ("POSTKERNEL", 128, 72), ("SCALED", 128, 72), ("OUTPUT", 128, 72),
    ]  # fmt: skip
    assert not p.skipped


def test_nothing_to_do_passes_planes_through() -> None:
    p = plan([], source(), target(64, 36))
    assert p.identity and p.outputs == (TexRef("plane", 0), TexRef("plane", 1), TexRef("plane", 2))


def test_a_luma_hook_keeps_chroma_bit_for_bit_and_luma_out_of_rgb() -> None:
    p = plan([entry(block("HOOK LUMA", "BIND HOOKED"))], source(), target(64, 36))
    assert p.outputs[1:] == (TexRef("plane", 1), TexRef("plane", 2))
    assert not any("affine" in s.statements for s in p.steps)


def test_a_resize_alone_stays_in_planes() -> None:
    p = plan([], source(), target())
    assert {s.makes.split("@")[0] for s in p.steps} == {"LUMA", "Y", "U", "V"}


def test_rgb_meets_once_and_only_for_hooks_that_run() -> None:
    main = entry(block("HOOK MAIN", "BIND HOOKED", "WHEN OUTPUT.w HOOKED.w 3 * >"))
    p = plan([main], source(), target())
    assert {s.makes.split("@")[0] for s in p.steps} == {"LUMA", "Y", "U", "V"}
    assert p.skipped[0].reason == "WHEN is false: OUTPUT.w > HOOKED.w × 3, with 128 > 64 × 3"
    p = plan([main], source(), target(256, 144))
    assert [s.title for s in p.steps][:2] == ["planes to RGB", "pass 1"]


def test_a_bound_stage_is_kept_and_an_unread_one_is_not() -> None:
    reader = entry(block("HOOK OUTPUT", "BIND HOOKED", "BIND MAIN"))
    p = plan([reader], source(), target())
    (step,) = [s for s in p.steps if s.hook is not None]
    assert {b.name: b.size[:2] for b in step.binds} == {"HOOKED": (128, 72), "MAIN": (64, 36)}
    dead = entry(block("HOOK MAIN", "BIND HOOKED", "SAVE NOBODY"))
    p = plan([dead], source(), target())
    assert not hooks_of(p) and p.skipped[0].reason == "nobody reads what it makes (NOBODY@1)"
    assert {s.makes.split("@")[0] for s in p.steps} == {"LUMA", "Y", "U", "V"}


def test_missing_bind_and_stage_that_never_fires_say_so() -> None:
    p = plan([entry(block("HOOK MAIN", "BIND HOOKED", "BIND NOPE"))], source(), target())
    assert p.skipped[0].reason == "a.glsl:1: binds NOPE, which nothing has made here"
    p = plan([entry(block("HOOK CHROMA", "BIND HOOKED", "BIND NOPE"))], source(), target())
    assert p.skipped[0].reason == "a.glsl:1: binds NOPE, which nothing has made here"
    maker = block("HOOK MAIN", "BIND HOOKED", "SAVE EDGES") + block("HOOK OUTPUT", "BIND HOOKED", "BIND EDGES")
    p = plan([entry(block("HOOK LUMA", "BIND HOOKED", "BIND EDGE"), "b"), entry(maker)], source(), target())
    assert p.skipped[0].reason == "b.glsl:1: binds EDGE, which nothing has made here; did you mean 'EDGES'?"
    p = plan([entry(block("HOOK RGB", "BIND HOOKED"))], source(), target())
    assert p.skipped[0].reason == "RGB never fires: the source is Y'CbCr"
    p = plan([entry(block("HOOK SIGMOID", "BIND HOOKED"))], source(), target())
    assert not p.skipped and hooks_of(p) == [("SIGMOID", 64, 36)]


def test_rgb_source_is_converted_for_luma_hooks_and_says_so() -> None:
    luma = entry(block("HOOK LUMA", "BIND HOOKED"))
    p = plan([luma], source(fmt="rgb24"), target(64, 36, "rgb24"))
    assert hooks_of(p) == [("LUMA", 64, 36)] and "4:4:4" in p.notices[0]
    sized = entry(block("HOOK LUMA", "BIND HOOKED", "WHEN OUTPUT.w LUMA.w / 1.4 >"))
    assert hooks_of(plan([sized], source(fmt="rgb24"), target(128, 72, "rgb24"))) == [("LUMA", 64, 36)]
    never = entry(block("HOOK LUMA", "BIND HOOKED", "WHEN 0"))
    p = plan([never], source(fmt="rgb24"), target(64, 36, "rgb24"))
    assert p.identity and not p.notices


def test_save_main_resizes_what_follows() -> None:
    double = entry(block("HOOK MAIN", "BIND HOOKED", "SAVE MAIN", "WIDTH MAIN.w 2 *", "HEIGHT MAIN.h 2 *"))
    after = entry(block("HOOK MAIN", "BIND HOOKED"), "b")
    p = plan([double, after], source(), target())
    assert hooks_of(p) == [("MAIN", 128, 72), ("MAIN", 128, 72)]
    assert not any("resize" in s.title for s in p.steps)


def test_luma_doubled_pulls_chroma_along_with_its_siting() -> None:
    double = entry(block("HOOK LUMA", "BIND HOOKED", "WIDTH LUMA.w 2 *", "HEIGHT LUMA.h 2 *"))
    p = plan([double, entry(block("HOOK OUTPUT", "BIND HOOKED"), "b")], source(), target())
    (meet,) = [s for s in p.steps if s.title == "planes to RGB"]
    u = next(b for b in meet.binds if b.name == "U")
    # Target pixel x (centre) is source x/2; left-sited chroma sample i lies on luma sample 2i: chroma = x/4 + 1/4.
    assert u.scale[0] * 32 == pytest.approx(1 / 4) and u.bias[0] * 32 == pytest.approx(1 / 4)
    assert u.scale[1] * 18 == pytest.approx(1 / 4) and u.bias[1] * 18 == pytest.approx(0)


def test_offset_is_corrected_by_the_resize_even_one_that_changes_no_size() -> None:
    shifted = entry(block("HOOK MAIN", "BIND HOOKED", "OFFSET 0.5 -1.5"))
    p = plan([shifted], source(), target(64, 36))
    titles = [s.title for s in p.steps]
    assert any("vertically" in t for t in titles) and any("horizontally" in t for t in titles)
    kept = entry(block("HOOK MAIN", "BIND HOOKED", "OFFSET 0.5 0.5", "SAVE OTHER")
                 + block("HOOK MAIN", "BIND HOOKED", "BIND OTHER"))  # fmt: skip
    assert not any("resize" in s.title for s in plan([kept], source(), target(64, 36)).steps)


def test_unresizable_stages_refuse_another_size() -> None:
    p = plan([entry(block("HOOK OUTPUT", "BIND HOOKED", "WIDTH HOOKED.w 2 *"))], source(), target())
    assert p.skipped[0].reason == "OUTPUT cannot be resized: it would become 256x72 instead of 128x72"


def test_one_refused_pass_takes_its_whole_file_out() -> None:
    half = entry(block("HOOK MAIN", "BIND HOOKED") + block("HOOK MAIN", "BIND HOOKED", "COMPUTE 8 8",
                 body="void hook() { }\n"))  # fmt: skip
    good = entry(block("HOOK MAIN", "BIND HOOKED"), "b")
    p = plan([half, good], source(), target())
    assert [s.label for s in p.steps if s.hook] == ["b"]
    assert [s.label for s in p.skipped] == ["a", "a"] and p.dropped[0][0] == "a" and "a.glsl:4" in p.dropped[0][1]
    p = plan([half, good], source(), target(), disabled={"b": "a.glsl:3: nope"})
    assert {s.label: s.reason for s in p.skipped}["b"] == "a.glsl:3: nope"


@pytest.mark.parametrize("width", ["0 1 *", "1 0 /", "1000000 1000000 *", "NOPE.w", "0 3 -"])
def test_impossible_sizes_are_refused_in_one_line(width: str) -> None:
    p = plan([entry(block("HOOK MAIN", "BIND HOOKED", f"WIDTH {width}"))], source(), target())
    assert not hooks_of(p) and len(p.skipped) == 1 and "\n" not in p.skipped[0].reason
    assert "a.glsl:3" in p.skipped[0].reason


def test_parameters_in_expressions_are_structural_and_decide() -> None:
    blocks = "//!PARAM on\n//!TYPE float\n//!MINIMUM 0\n//!MAXIMUM 1\n1\n\n//!PARAM k\n//!TYPE float\n0.5\n\n"
    e = entry(blocks + block("HOOK MAIN", "BIND HOOKED", "WHEN on 0.5 >"))
    assert structural([e]) == {("a", "on")}
    assert hooks_of(plan([e], source(), target()))
    assert not hooks_of(plan([e], source(), target(), {"a": {"on": 0.25}}))
    with pytest.raises(ParameterError, match=r"a has no parameter 'kk'; did you mean 'k'"):
        plan([e], source(), target(), {"a": {"kk": 1}})


def test_precision_and_dither_follow_the_rule() -> None:
    e = entry(block("HOOK MAIN", "BIND HOOKED"))
    stores = lambda p: {p.slots[s.target].store for s in p.steps if s.hook}  # noqa: E731
    assert stores(plan([e], source(), target())) == {"f2"}
    assert stores(plan([e], source(fmt="yuv420p12le"), target())) == {"f4"}
    assert stores(plan([e], source(), target(), options=Options(precision="full"))) == {"f4"}
    full = entry("//@ precision full\n" + block("HOOK MAIN", "BIND HOOKED"))
    assert stores(plan([full], source(), target())) == {"f4"}
    dithered = lambda p: any("upshade_dither" in s.statements for s in p.steps)  # noqa: E731
    assert dithered(plan([e], source(), target()))
    assert not dithered(plan([e], source(), target(), options=Options(dither=False)))
    assert not dithered(plan([e], source(), target(fmt="rgb48le"), options=Options(precision="half")))


def test_full_size_is_bounded_by_the_driver() -> None:
    with pytest.raises(BadInput, match="this driver draws 1x1 to 4096x4096"):
        plan([], source(), target(8192, 10), caps=Caps(texture_size=4096))
    with pytest.raises(BadInput, match="no kernel 'lanczos'; did you mean 'lanczos3'"):
        plan([], source(), target(), options=Options(resize="lanczos"))


def test_strong_shrinking_by_a_whole_factor_is_no_long_program() -> None:
    p = plan([], source(4096, 16, "rgb24"), target(2, 16, "rgb24"))
    assert sum(len(s.statements) for s in p.steps) < 4000


def test_a_luma_pass_that_cannot_bind_does_not_convert_an_rgb_source() -> None:
    p = plan([entry(block("HOOK LUMA", "BIND HOOKED", "BIND NOWHERE"))], source(fmt="rgb24"), target(64, 36, "rgb24"))
    assert p.identity and p.skipped


def test_text_and_dot_name_everything() -> None:
    e = entry(block("HOOK OUTPUT", "BIND HOOKED", 'DESC a "quoted" pass'))
    p = plan([e], source(), target())
    assert 'a: a "quoted" pass' in text(p) and "memory" in text(p)
    assert r"a \"quoted\" pass" in dot(p) and dot(p).count("->") > 8
    assert text(p) == text(plan([e], source(), target()))


_STAGES = ["LUMA", "CHROMA", "NATIVE", "MAIN", "PREKERNEL", "SCALED", "OUTPUT"]
_NAMES = ["HOOKED", "LUMA", "MAIN", "OUTPUT", "A", "B", "C"]


@st.composite
def _passes(draw: st.DrawFn) -> str:
    blocks = []
    for _ in range(draw(st.integers(1, 9))):
        stage = draw(st.sampled_from(_STAGES))
        lines = [f"HOOK {stage}", "BIND HOOKED"]
        lines += [f"BIND {n}" for n in draw(st.lists(st.sampled_from(_NAMES[1:]), max_size=3, unique=True))]
        if draw(st.booleans()):
            lines.append(f"SAVE {draw(st.sampled_from(_NAMES[2:]))}")
        if draw(st.booleans()):
            lines.append(f"WIDTH HOOKED.w {draw(st.integers(1, 3))} *")
        if draw(st.booleans()):
            lines.append(f"COMPONENTS {draw(st.integers(1, 4))}")
        blocks.append(block(*lines))
    return "".join(blocks)


@settings(max_examples=150, deadline=None)
@given(_passes(), st.sampled_from(["yuv420p", "yuv444p10le", "rgb24", "gray"]), st.sampled_from(["yuv420p", "rgba"]))
def test_no_step_reads_what_is_not_there(blocks: str, fmt_in: str, fmt_out: str) -> None:
    p = plan([entry(blocks)], source(fmt=fmt_in), target(fmt=fmt_out))
    holds: dict[int, int] = {}
    for i, step in enumerate(p.steps):
        spec = p.slots[step.target]
        assert (spec.width, spec.height) == (step.width, step.height)
        for b in step.binds:
            if b.ref.kind == "slot":
                assert b.ref.index != step.target, "a pass reads its own target"
                made_by = holds[b.ref.index]  # KeyError: read before it was drawn
                assert p.lifetimes[made_by][1] >= i, "the texture was given away too early"
                assert b.size[:2] == (p.slots[b.ref.index].width, p.slots[b.ref.index].height)
        if step.target in holds:
            assert p.lifetimes[holds[step.target]][1] < i, "overwritten while still needed"
        holds[step.target] = i
    for ref in p.outputs:
        assert ref.kind == "plane" or p.lifetimes[holds[ref.index]][1] == len(p.steps)
    ran = {(s.label, s.hook.index) for s in p.steps if s.hook}
    assert len(ran) + len(p.skipped) == len(entry(blocks).shader.passes), "every pass ran or has a reason"
    assert all(s.reason for s in p.skipped)
    assert p.memory <= p.logical_bytes
    assert dataclasses.asdict(p.source)
