"""The proof that taps lie at texel centres must never say yes wrongly, and must see through what authors write."""

from __future__ import annotations

import tracemalloc

import pytest

from upshade.core.texels import centred

NAMES = ("HOOKED", "MAIN")


def proved(body: str, ints: frozenset[str] = frozenset()) -> bool:
    return centred(body, NAMES, ints)


@pytest.mark.parametrize(
    "body",
    [
        "vec4 hook() { return HOOKED_tex(HOOKED_pos); }",
        "vec4 hook() { return HOOKED_pos.x * HOOKED_size.x < 1.0 ? vec4(0.0) : HOOKED_texOff(vec2(1, 0)); }",
        "vec4 hook() { return MAIN_texOff(vec2(-1.0, 1)) + HOOKED_texOff(0); }",
        "vec4 hook() { return HOOKED_tex(HOOKED_pos + vec2(-1, 2) * HOOKED_pt); }",
        "vec4 hook() { return HOOKED_tex(HOOKED_pos - HOOKED_pt * vec2(2.0, 0.0)); }",
        "#define go(x, y) MAIN_texOff(vec2(x, y))\nvec4 hook() { return go(-1.0, 0.0) + go(0, 2); }",
        "vec4 hook() { vec4 s = vec4(0);\nfor (int i = -2; i <= 2; i++) s += HOOKED_texOff(vec2(i, 0)); return s; }",
        "#define R 3\nvec4 hook() { return HOOKED_texOff(ivec2(R - 1, 2 * R)); }",
        "vec4 hook() { return HOOKED_texOff(vec2(0, 0)) * HOOKED_size.x; } // HOOKED_texOff(0.5)",
    ],
)
def test_proved(body: str) -> None:
    assert proved(body)


@pytest.mark.parametrize(
    "body",
    [
        "vec4 hook() { return HOOKED_texOff(vec2(0.5, 0)); }",
        "vec4 hook() { return HOOKED_texOff(vec2(1, 0) / 2); }",
        "vec4 hook() { return HOOKED_tex(HOOKED_pos * 0.5); }",
        "vec4 hook() { return HOOKED_tex(HOOKED_pos + HOOKED_pt); }",
        "vec4 hook() { vec2 p = HOOKED_pos; return HOOKED_tex(p); }",
        "vec4 hook() { return texture(HOOKED_raw, HOOKED_pos); }",
        "vec4 hook() { float i = 0.25; return HOOKED_texOff(vec2(i, 0)); }",
        "#define go(x) MAIN_texOff(vec2(x, 0))\nvec4 hook() { return go(1) + go(0.5); }",
        "#define go(x) MAIN_texOff(vec2(x, 0))\n#define two(y) go(y)\nvec4 hook() { return two(0.5); }",
        "#define X 0.5\nvec4 hook() { return HOOKED_texOff(vec2(X, 0)); }",
        "vec4 hook() { return HOOKED_tex(HOOKED_pos + HOOKED_pt * 1 + 0.1); }",
        "vec4 hook() { return HOOKED_gather(HOOKED_pos, 0); }",
        "uniform float k;\nvec4 f(int k) { return HOOKED_texOff(vec2(k, 0)); }",
    ],
)
def test_not_proved(body: str) -> None:
    assert not proved(body)


def test_a_parameter_that_is_a_whole_number_counts() -> None:
    body = "vec4 hook() { return HOOKED_texOff(vec2(reach, 0)); }"
    assert not proved(body)
    assert proved(body, frozenset({"reach"}))


def test_texts_that_were_asked_about_are_not_kept() -> None:
    """A window in which files are edited, or a check of a collection, goes on for hours."""
    tracemalloc.start()
    try:
        for n in range(200):
            rest = "\U0001f600" * 100_000
            assert proved(f"vec4 hook() {{ return HOOKED_texOff({n}); }} // {rest}")
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 20 << 20
