"""Expressions: exact values, every refusal, and agreement with an independent evaluator."""

from __future__ import annotations

import math
import struct
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upshade.core import rpn
from upshade.errors import ShaderError

SIZES = {"HOOKED": (1280.0, 720.0), "OUTPUT": (1536.0, 864.0), "LUMA": (64.0, 48.0)}
VALUES = {"strength": 0.5, "MODE_HARD": 1.0, "mode": 1.0}


def value(text: str) -> float:
    return rpn.evaluate(rpn.parse(text, "f.glsl", 3), SIZES.get, VALUES.get)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("HOOKED.w", 1280.0),
        ("LUMA.height", 48.0),
        ("LUMA.width 2 *", 128.0),
        ("7 2 -", 5.0),
        ("7 2 /", 3.5),
        ("7 2 %", 1.0),
        ("0 7 - 2 %", -1.0),  # fmod keeps the sign, unlike Python's %
        ("2 1 >", 1.0),
        ("1 2 >", 0.0),
        ("1 2 <", 1.0),
        ("3 !", 0.0),
        ("0 !", 1.0),
        ("1 1.0000009 =", 1.0),
        ("1 1.000003 =", 0.0),
        ("0 0 ==", 1.0),
        ("0 5 - 0 5 - =", 1.0),
        ("mode MODE_HARD ==", 1.0),
        ("strength 0 >", 1.0),
        ("1e3", 1000.0),
        ("2.", 2.0),
        ("1.5f", 1.5),
        # 1536/1280 and 1.2 are one and the same 32-bit number: the limit itself is not above the limit.
        ("OUTPUT.w HOOKED.w / 1.2 >", 0.0),
        ("0.1 3 * 0.3 >", 0.0),  # true with 64-bit numbers; mpv computes with 32-bit ones
        ("16777217 16777216 >", 0.0),  # beyond 24 bits, as in mpv
    ],
)
def test_value(text: str, result: float) -> None:
    assert value(text) == result


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "expression is missing"),
        ("   ", "expression is missing"),
        ("+", "'+' lacks an operand"),
        ("1 +", "'+' lacks an operand in '1 +'"),
        ("!", "'!' lacks an operand"),
        ("1 2", "leaves 2 values"),
        ("-1", "'0 1 -' for -1"),
        (".5", "start with a digit"),
        ("1 2 >=", "'>=' is no operator"),
        ("HOOKED.x", "HOOKED.w or HOOKED.h"),
        ("HOOKED.", "HOOKED.w or HOOKED.h"),
        (".w", "neither a number"),
        ("9e99", "too large"),
        ("1 // comment", "'//' is no operator"),
        (" ".join(["1"] * 65), "at most 64"),
        ("1 " * 1_000_000, "at most 64"),
    ],
)
def test_refused_when_read(text: str, message: str) -> None:
    with pytest.raises(ShaderError) as error:
        rpn.parse(text, "f.glsl", 3)
    assert message in str(error.value)
    assert str(error.value).startswith("f.glsl:3: ")
    assert len(str(error.value)) < 1000


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("HOOKED.w 0 /", "division by zero in 'HOOKED.w 0 /'"),
        ("5 0 %", "division by zero in '5 0 %'"),
        ("NOWHERE.w 1 +", "no texture 'NOWHERE'"),
        ("sharpness 1 +", "no parameter 'sharpness'"),
        ("1e38 10 *", "beyond"),
    ],
)
def test_refused_when_evaluated(text: str, message: str) -> None:
    expression = rpn.parse(text, "f.glsl", 3)
    with pytest.raises(ShaderError) as error:
        rpn.evaluate(expression, SIZES.get, VALUES.get, "f.glsl")
    assert message in str(error.value) and str(error.value).startswith("f.glsl:3: ")


@pytest.mark.parametrize("bad", [math.nan, math.inf, 1e300])
def test_a_value_that_is_no_number_is_refused(bad: float) -> None:
    with pytest.raises(ShaderError, match="not a finite number"):
        rpn.evaluate(rpn.parse("x", "f", 1), SIZES.get, {"x": bad}.get)


def test_names_and_description() -> None:
    expression = rpn.parse("OUTPUT.w HOOKED.w / 1.2 > strength mode + *", "f.glsl", 1)
    assert rpn.names(expression) == ({"OUTPUT", "HOOKED"}, {"strength", "mode"})
    assert rpn.describe(expression, SIZES.get, VALUES.get) == "1536 / 1280 > 1.2 and 0.5 + 1 ≠ 0"
    assert rpn.describe(expression, {}.get, {}.get) == "OUTPUT.w? / HOOKED.w? > 1.2 and strength? + mode? ≠ 0"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("OUTPUT.w LUMA.w 1.2 * > OUTPUT.h LUMA.h 1.2 * > * blend 0 = *",
         "OUTPUT.w > LUMA.w × 1.2 and OUTPUT.h > LUMA.h × 1.2 and blend = 0"),
        ("strength", "strength ≠ 0"),
        ("0", "0 ≠ 0"),
        ("strength ! mode 2 = + OUTPUT.w 100 > *", "(strength = 0 or mode = 2) and OUTPUT.w > 100"),
        ("a b - c d - - 2 *", "a - b - (c - d) ≠ 0 and 2 ≠ 0"),
        ("a b c + * d e * / 3 >", "a × (b + c) / (d × e) > 3"),
        ("a 1 > b 1 > + 2 =", "(a > 1) + (b > 1) = 2"),
        ("a 1 > b 1 > * !", "not (a > 1 and b > 1)"),
        ("a 2 % !", "a mod 2 = 0"),
        ("OUTPUT.w OUTPUT.h * 8294400 >", "OUTPUT.w × OUTPUT.h > 8294400"),
    ],
)  # fmt: skip
def test_a_condition_in_words(text: str, said: str) -> None:
    assert rpn.words(rpn.parse(text, "f.glsl", 1)) == said


def test_unknown_parameter_names_the_nearest() -> None:
    expression = rpn.parse("strenght 0 >", "f.glsl", 7)
    with pytest.raises(ShaderError, match=r"^f.glsl:7: .*'strenght'.*did you mean 'strength'\?"):
        rpn.check_names(expression, frozenset(VALUES), "f.glsl")


# Trees of operations, written out in postfix, against exact fractions rounded at each step.
Tree = tuple[str, "Tree | int", "Tree | int"] | int
TREES = st.recursive(
    st.integers(0, 4096),
    lambda t: st.tuples(st.sampled_from("+-*/%><="), t, t),
    max_leaves=24,
)


def _words(tree: Tree) -> str:
    return str(tree) if isinstance(tree, int) else f"{_words(tree[1])} {_words(tree[2])} {tree[0]}"


def _single(x: Fraction) -> Fraction:
    """Rounded to 24 significant bits, ties to even, by integer arithmetic alone."""
    if x == 0:
        return x
    exponent = 0
    size = abs(x)
    while size >= 2**24:
        size, exponent = size / 2, exponent + 1
    while size < 2**23:
        size, exponent = size * 2, exponent - 1
    if exponent > 104 or exponent < -149:
        raise OverflowError
    return Fraction(round(size)) * Fraction(2) ** exponent * (1 if x > 0 else -1)


def _exact(tree: Tree) -> Fraction:
    if isinstance(tree, int):
        return Fraction(tree)
    a, b = _exact(tree[1]), _exact(tree[2])
    match tree[0]:
        case "+":
            return _single(a + b)
        case "-":
            return _single(a - b)
        case "*":
            return _single(a * b)
        case "/":
            return _single(a / b)
        case "%":
            if b == 0:
                raise ZeroDivisionError
            return _single((abs(a) % abs(b)) * (1 if a >= 0 else -1))
        case ">":
            return Fraction(a > b)
        case "<":
            return Fraction(a < b)
        case _:
            return Fraction(abs(a - b) * 10**6 <= max(abs(a), abs(b)))


@given(TREES)
def test_agrees_with_exact_arithmetic(tree: Tree) -> None:
    expression = rpn.parse(_words(tree), "f", 1)
    try:
        expected = _exact(tree)
    except ZeroDivisionError:
        with pytest.raises(ShaderError, match="division by zero"):
            rpn.evaluate(expression, SIZES.get, VALUES.get)
        return
    except OverflowError:
        return  # outside what a normal 32-bit number holds
    assert rpn.evaluate(expression, SIZES.get, VALUES.get) == float(expected)


WORDS = ["+", "-", "*", "/", "%", ">", "<", "=", "==", "!", "0", "2", "1.5", "HOOKED.w", "OUTPUT.height", "strength"]


@given(st.lists(st.sampled_from([*WORDS, "NOWHERE.w", "x", ".5", "1e39", "é", "1_0"]), max_size=80).map(" ".join))
def test_any_words_give_a_32_bit_number_or_a_clear_error(text: str) -> None:
    try:
        result = value(text)
    except ShaderError as error:
        assert len(error.message) > 10
        return
    assert struct.unpack("f", struct.pack("f", result))[0] == result


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        expression = rpn.parse(text, "f", 1)
    except ShaderError:
        return
    # What was read means the same when it is written out again.
    again = " ".join(t if isinstance(t, str) else f"{t[0]}.{t[1]}" if isinstance(t, tuple) else f"{t:.9g}"
                     for t in expression.tokens)  # fmt: skip
    assert rpn.parse(again, "f", 1).tokens == expression.tokens
