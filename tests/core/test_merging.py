"""What is computed together: the same picture in fewer draws, and never where a second reader or another pixel asks."""

from __future__ import annotations

import pytest

from upshade.core import color, hook, merging
from upshade.core.frame import PIXEL_FORMATS
from upshade.core.plan import plan
from upshade.core.plan_text import text
from upshade.core.steps import Caps, ChainEntry, Plan, Source, Target

HALF = "vec4 hook() { return 0.5 * HOOKED_tex(HOOKED_pos); }\n"
BOTH = HALF.replace("0.5", "A_tex(A_pos)")
NONE = "void hook() { }\n"
AROUND = "vec4 hook() { return 0.5 * (HOOKED_texOff(vec2(1, 0)) + HOOKED_texOff(0)); }\n"


BT709 = color.resolve(color.Tags(), 720)


def source() -> Source:
    return Source(64, 36, PIXEL_FORMATS["yuv420p"], BT709)


def target(width: int, height: int, fmt: str) -> Target:
    return Target(width, height, PIXEL_FORMATS[fmt], color.RGB if fmt == "rgba" else BT709)


def chain(*blocks: tuple[str, str]) -> list[ChainEntry]:
    """A file for each (directives parted by commas, body)."""
    texts = ["".join(f"//!{d}\n" for d in words.split(",")) + body for words, body in blocks]
    return [ChainEntry(f"f{i}", hook.parse(t, f"f{i}", f"f{i}.glsl")) for i, t in enumerate(texts)]


def planned(entries: list[ChainEntry], src: Source, dst: Target, **more: object) -> Plan:
    return plan(entries, src, dst, caps=Caps(450, gather=True, texture_units=32), **more)  # type: ignore[arg-type]


def titles(p: Plan) -> list[str]:
    return [", ".join([*(i.title for i in s.inlines), s.title, *s.then]) for s in p.steps]


def test_what_a_hook_reads_at_its_own_pixel_and_what_follows_it_are_one_step() -> None:
    p = planned(chain(("HOOK MAIN,BIND HOOKED", HALF)), source(), target(64, 36, "rgba"))
    assert titles(p) == ["planes to RGB, pass 1, RGB out, dithered"] and len(p.slots) == 1
    said = text(p)
    assert "MAIN       planes to RGB + f0: pass 1 + RGB out, dithered" in said
    assert "in place: planes to RGB, read as HOOKED" in said


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ([("HOOK MAIN,BIND HOOKED", AROUND)], ["planes to RGB", "pass 1, RGB out, dithered"]),
        # Two read the planes' RGB.
        ([("HOOK MAIN,BIND HOOKED,SAVE A", HALF), ("HOOK MAIN,BIND HOOKED,BIND A", BOTH)],
         ["planes to RGB", "pass 1", "pass 1, RGB out, dithered"]),
        # Two hooks are never one: their words could be the same.
        ([("HOOK MAIN,BIND HOOKED", HALF)] * 2, ["planes to RGB, pass 1", "pass 1, RGB out, dithered"]),
        ([("HOOK MAIN,BIND HOOKED,WIDTH 32", HALF)], ["planes to RGB", "pass 1, to sigmoid light"]),
        ([("HOOK MAIN,BIND HOOKED", "vec4 hook() { return texelFetch(HOOKED_raw, ivec2(0), 0); }\n")],
         ["planes to RGB", "pass 1, RGB out, dithered"]),
        ([("HOOK MAIN,BIND HOOKED,COMPUTE 8 8", NONE)], ["planes to RGB", "pass 1", "RGB out, dithered"]),
        ([("HOOK LUMA,BIND HOOKED", AROUND)], ["pass 1, planes to RGB out, dithered"]),
    ],
)  # fmt: skip
def test_only_where_it_is_the_same(blocks: list[tuple[str, str]], expected: list[str]) -> None:
    assert titles(planned(chain(*blocks), source(), target(64, 36, "rgba")))[: len(expected)] == expected


@pytest.mark.parametrize("kind", ["PARAM upshade_dither\n//!TYPE float", "PARAM color\n//!TYPE DEFINE"])
def test_a_parameter_called_like_a_word_of_what_follows_is_none_of_it(kind: str) -> None:
    text = f"//!{kind}\n1\n\n//!HOOK MAIN\n//!BIND HOOKED\n{HALF}"
    p = planned([ChainEntry("f", hook.parse(text, "f", "f.glsl"))], source(), target(64, 36, "rgba"))
    assert titles(p) == ["planes to RGB, pass 1", "RGB out, dithered"]


def test_units_are_not_exceeded() -> None:
    entries = chain(("HOOK LUMA,BIND HOOKED", AROUND))
    few = plan(entries, source(), target(64, 36, "rgba"), caps=Caps(texture_units=2))
    assert titles(few) == ["pass 1", "planes to RGB out, dithered"]


@pytest.mark.parametrize(
    ("body", "one"),
    [
        ("HOOKED_tex(HOOKED_pos)", True),
        ("MAIN_tex( HOOKED_pos ) * HOOKED_size.x", True),
        ("HOOKED_texOff(vec2(0.0, 0)) + HOOKED_texOff(0.0)", True),
        ("HOOKED_tex(HOOKED_pos) // HOOKED_tex(vec2(0.5))", True),
        ("#define T(p) HOOKED_tex(HOOKED_pos)", True),
        ("HOOKED_tex(HOOKED_pos + HOOKED_pt)", False),
        ("HOOKED_texOff(vec2(0, 1))", False),
        ("#define T(p) HOOKED_tex(p)", False),
        ("#define T HOOKED_tex", False),
        ("#define J(a, b) a##b", False),
        ("HOOKED_gather(HOOKED_pos, 0)", False),
        ("texture(HOOKED_raw, HOOKED_pos)", False),
        ("#ifdef HOOKED_raw", False),
        ("OTHER_tex(OTHER_pos + 1.0)", True),
        ("#define T HOOKED_tex(HOOKED_pos)\nvec4 hook() { return T; }", True),
        # The words are there, and mean another place.
        ("vec4 f(vec2 HOOKED_pos) { return HOOKED_tex(HOOKED_pos); }", False),
        ("vec4 hook() { vec2 HOOKED_pos = vec2(0.3); return HOOKED_tex(HOOKED_pos); }", False),
        ("vec4 hook() { vec2 a, HOOKED_pos = vec2(0.3); return HOOKED_tex(HOOKED_pos); }", False),
        ("vec4 hook() { HOOKED_pos.x += 0.3; return MAIN_tex(HOOKED_pos); }", False),
        ("#undef MAIN_pos\n#define MAIN_pos vec2(0.3)\nvec4 hook() { return HOOKED_tex(MAIN_pos); }", False),
        ("#define F(HOOKED_pos) HOOKED_tex(HOOKED_pos)\nvec4 hook() { return F(vec2(0.3)); }", False),
        ("#define vec2(x) ivec2(7)\nvec4 hook() { return HOOKED_texOff(vec2(0)); }", False),
        ("#define texture(a, b) vec4(0.7)\nvec4 hook() { return HOOKED_tex(HOOKED_pos); }", False),
        ("vec4 hook() { return HOOKED\\\n_tex(vec2(0.3)); }", False),
    ],
)
def test_whether_a_hook_reads_its_own_texel_alone(body: str, one: bool) -> None:
    assert merging.reads_own_texel(body, ("HOOKED", "MAIN")) is one
