"""Which `#define`s become parameters, their bounds, and how a body is rewritten."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upshade.core import hook, tunable
from upshade.core.param import Kind, Param


def params(body: str, *more: str, before: str = "") -> dict[str, Param]:
    text = before + "".join(f"//!HOOK MAIN\n//!BIND HOOKED\n{b}\nvec4 hook() {{}}\n" for b in (body, *more))
    return {p.name: p for p in hook.parse(text, "f", "f").params if p.tunable}


@pytest.mark.parametrize(
    ("comment", "value", "bounds"),
    [
        ("", "0.6", (0.0, 1.2)),
        ("good values are between 0.2 and 4", "0.6", (0.2, 4.0)),
        ("lower is sharper. Good values are between 0.3 - 1. Values greater than 1 softens", "0.6", (0.3, 1.0)),
        ("range: 0.0 to 2.0", "0.6", (0.0, 2.0)),
        ("[-1, 1]", "0.6", (-1.0, 1.0)),
        ("from 0 … 3", "0.6", (0.0, 3.0)),
        ("between 2 and 4", "0.6", (0.0, 1.2)),  # the value itself lies outside: not about this
        ("between 4 and 0.1", "0.6", (0.0, 1.2)),
        ("must be a positive real number", "2.0", (0.02, 4.0)),
        ("", "-0.5", (-1.0, 0.0)),
        ("", "0.0", (0.0, 1.0)),
        ("", "3", (1, 6)),
        ("between 0 and 9", "3", (1, 9)),
        ("1 to switch it on", "0", (0, 1)),
    ],
)
def test_bounds(comment: str, value: str, bounds: tuple[float, float]) -> None:
    p = params(f"#define X_STRENGTH {value} // {comment}")["X_STRENGTH"]
    assert (p.minimum, p.maximum) == bounds
    assert p.kind is (Kind.FLOAT if "." in value else Kind.INT)
    assert p.compiled is (p.kind is Kind.INT)
    assert p.check(p.default) == float(value)


@pytest.mark.parametrize(
    "body",
    [
        "#define PLAIN 0.5",
        "#define PI 3.14159 // the circle's",
        "#define EPSILON 1e-6 // small",
        "#define lower_strength 0.5 // small letters",
        "#define Strength 0.5 // mixed",
        "#define STRENGTH 0.5 * 2.0 // no literal",
        "#define STRENGTH vec2(0.5) // no literal",
        "#define STRENGTH(x) 0.5 // takes an argument",
        "#define STRENGTH 0.5\n#define STRENGTH 0.6",
        "#define STRENGTH 0.5\n#undef STRENGTH",
        "#define STRENGTH 1\n#if STRENGTH > 0\n#endif",
        "#define STRENGTH 1\n#ifdef STRENGTH\n#endif",
        "#define STRENGTH 1\n#define USED (STRENGTH + 1)\n#if USED > 0\n#endif",
        "#define STRENGTH 1\n#if defined(A) || \\\n  defined(STRENGTH)\n#endif",
        "#define HALF_SIZE 1 // must be equal to trunc(SIZE / 2)",
        "#define AREA_SIZE 9 // Total area of kernel.",
        "#define NORM 0.4 // computed from SIGMA",
        "// #define STRENGTH 0.5",
        "/*\n#define STRENGTH 0.5 // hidden\n*/",
        "#define STRENGTH 1e99 // too large",
        "#define STRENGTH 99999999999 // too large",
        "#define STRENGTH 0.5 \\\n + 1.0",
    ],
)
def test_not_a_knob(body: str) -> None:
    assert not params(body)


@pytest.mark.parametrize(
    "use",
    [
        "const float a = STRENGTH;",
        "const float a[2] = float[](1.0, STRENGTH);",
        "float a[int(STRENGTH)];",
        "#define LEN int(STRENGTH)\n#define LONGER (LEN + 1)\nfloat a[LONGER];",
        "layout(location = int(STRENGTH)) in vec4 a;",
        "void f(int i) { switch (i) { case int(STRENGTH): break; } }",
        "#define DECLARE const float a = STRENGTH;\nDECLARE",
        "#define LEN int(STRENGTH)\nvoid f() { for (int i = 0; i < LEN; i++) { } }",
        "void f() { while (a(1) < STRENGTH) { } }",
        "float f(float x) { return pow(abs(x), STRENGTH); }",
    ],
)
def test_compiled_in_where_glsl_wants_a_constant(use: str) -> None:
    assert params(f"#define STRENGTH 2.0\n{use}")["STRENGTH"].compiled


@pytest.mark.parametrize(
    "use",
    [
        "float f(const float x) { return x * STRENGTH; }",
        "const float a = 1.0; float f() { return STRENGTH; }",
        "float f(float a[3]) { return a[0] * STRENGTH; }",
        "#define GAIN (STRENGTH * 2.0)\nfloat f() { return GAIN; }",
        "// const float a = STRENGTH;",
        "float f() { for (int i = 0; i < 3; i++) { } return STRENGTH; }",
        "float f(int i) { switch (i) { case 1: return STRENGTH; } }",
    ],
)
def test_a_uniform_elsewhere(use: str) -> None:
    assert not params(f"#define STRENGTH 2.0\n{use}")["STRENGTH"].compiled


def test_one_knob_over_several_passes() -> None:
    both = params("#define STRENGTH 0.5", "#define STRENGTH 0.50 // how much")
    assert both["STRENGTH"].desc == "how much" and len(both) == 1
    assert not params("#define STRENGTH 0.5", "#define STRENGTH 0.6")
    assert not params("#define STRENGTH 1", "#define STRENGTH 1.0")  # whole in one pass, real in the other
    assert params("#define STRENGTH 0.5", "const float a = STRENGTH;\n#define STRENGTH 0.5")["STRENGTH"].compiled


def test_declared_names_come_first() -> None:
    declared = "//!PARAM STRENGTH\n//!TYPE float\n1\n//!PARAM m\n//!TYPE ENUM int\nSIGMA\n"
    assert not params("#define STRENGTH 0.5\n#define SIGMA 0.5", before=declared)


def test_passes_that_never_run_offer_nothing() -> None:
    text = "//!HOOK NOWHERE\n#define STRENGTH 0.5\nvec4 hook() { return vec4(STRENGTH); }\n"
    assert not hook.parse(text, "f", "f").params


def test_a_step_may_name_a_tunable() -> None:
    assert params("#define STRENGTH 0.5", before="//@ step STRENGTH 0.01\n")["STRENGTH"].step == 0.01


BODY = """\
#define STRENGTH 0.6 // 0.6 of it
  # define SIGMA 1.0
/* #define STRENGTH 0.6 */
#define STRENGTHS 0.6
#define SHAPE STRENGTH
float f() { return STRENGTH * 0.6; }
"""


def test_rewrite_changes_the_literal_alone() -> None:
    new = tunable.rewrite(BODY, {"STRENGTH": "upshade_STRENGTH", "SIGMA": "(-2.5)", "NONE": "1"})
    changed = {
        0: "#define STRENGTH upshade_STRENGTH // 0.6 of it",
        1: "  # define SIGMA (-2.5)",
    }
    assert new.split("\n") == [changed.get(i, line) for i, line in enumerate(BODY.split("\n"))]
    assert tunable.rewrite(BODY, {}) == BODY


@pytest.mark.parametrize("text", ["1\n2", "1\r", "1 \\"])
def test_rewrite_keeps_the_lines(text: str) -> None:
    with pytest.raises(ValueError, match="does not fit in a line"):
        tunable.rewrite(BODY, {"SIGMA": text})


PIECES = ["#define A_SIZE 1.5", "#define A_SIZE 2 // c", "/*", "*/", "//", "\\", "\n", "#if A_SIZE", "#endif", "A_SIZE",
          "const", "[", "]", "(", ")", "{", "}", ";", ":", "case", "layout", " ", "x", "#undef A_SIZE"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_rewriting_is_exact_wherever_a_knob_is_found(body: str) -> None:
    for name, p in params(body).items():
        found = [x for x in hook.parse("//!HOOK MAIN\n" + tunable.rewrite(body, {name: "7.25"}) + "\nhook",
                                       "f", "f").params if x.name == name]  # fmt: skip
        assert [x.default for x in found] == [7.25]
        assert p.minimum is not None and p.maximum is not None and p.minimum <= p.default <= p.maximum
