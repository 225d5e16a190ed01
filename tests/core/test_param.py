"""Parameters: reading, limits, names, GLSL literals."""

from __future__ import annotations

import math
import re
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upshade.core.param import SELF_FILLING, Kind, Param, parse_number
from upshade.errors import ParameterError

AMOUNT = Param("amount", Kind.FLOAT, 0.5, 0.0, 2.0)
FREE = Param("free", Kind.FLOAT, 0.0)
COUNT = Param("count", Kind.INT, 2, 1, 8)
ANY = Param("any", Kind.INT, 0)
SIZE = Param("size", Kind.UINT, 4)
TAPS = Param("TAPS", Kind.DEFINE, 1, 0, 3, compiled=True)
MODE = Param("mode", Kind.INT, 0, 0, 2, enum=("MODE_SOFT", "MODE_HARD", "MODE_OFF"), compiled=True)


@pytest.mark.parametrize(
    ("param", "text", "value"),
    [
        (AMOUNT, " 1.5 ", 1.5),
        (AMOUNT, "2", 2.0),
        (AMOUNT, ".25", 0.25),
        (FREE, "-1e-3", -0.001),
        (COUNT, "8", 8),
        (ANY, "-2147483648", -(2**31)),
        (SIZE, "4294967295", 2**32 - 1),
        (TAPS, "3", 3),
        (MODE, "MODE_HARD", 1),
        (MODE, "mode_off", 2),
        (MODE, "1", 1),
    ],
)
def test_parse(param: Param, text: str, value: float) -> None:
    result = param.parse(text)
    assert result == value and type(result) is (float if param.kind is Kind.FLOAT else int)


@pytest.mark.parametrize(
    ("param", "text", "message"),
    [
        (AMOUNT, "2.5", "amount: 2.5 is outside its bounds (0 to 2)"),
        (AMOUNT, "nan", "amount: 'nan' is not a number (0 to 2)"),
        (AMOUNT, "inf", "amount: 'inf' is not a number (0 to 2)"),
        (FREE, "1e999", "free: inf is not a number"),
        (FREE, "1e39", "free: 1e+39 is outside its bounds"),
        (AMOUNT, "", "amount: '' is not a number (0 to 2)"),
        (AMOUNT, "1,5", "amount: '1,5' is not a number (0 to 2)"),
        (AMOUNT, "٣", "amount: '٣' is not a number (0 to 2)"),
        (COUNT, "2.5", "count: '2.5' is not a whole number (1 to 8)"),
        (COUNT, "0", "count: 0 is outside its bounds (1 to 8)"),
        (ANY, "2147483648", "any: 2147483648 is outside its bounds (-2147483648 to 2147483647)"),
        (ANY, "9" * 5000, f"any: '{'9' * 37}…' is not a whole number (-2147483648 to 2147483647)"),
        (SIZE, "-1", "size: -1 is outside its bounds (0 to 4294967295)"),
        (Param("low", Kind.FLOAT, 1.0, minimum=0.5), "0", "low: 0 is outside its bounds (at least 0.5)"),
        (Param("high", Kind.FLOAT, 1.0, maximum=1.5), "2", "high: 2 is outside its bounds (at most 1.5)"),
        (
            MODE,
            "MODE_HART",
            "mode: no value 'MODE_HART'; did you mean 'MODE_HARD'? (one of MODE_SOFT, MODE_HARD, MODE_OFF)",
        ),
        (MODE, "3", "mode: no value '3' (one of MODE_SOFT, MODE_HARD, MODE_OFF)"),
    ],
)
def test_refused(param: Param, text: str, message: str) -> None:
    with pytest.raises(ParameterError) as error:
        param.parse(text)
    assert str(error.value) == message


def test_check_takes_numbers_of_either_type() -> None:
    assert COUNT.check(3.0) == 3 and type(COUNT.check(3.0)) is int
    assert type(AMOUNT.check(1)) is float
    for bad in (math.nan, math.inf, 2.5, 99):
        with pytest.raises(ParameterError):
            COUNT.check(bad)


def test_clamp() -> None:
    assert [AMOUNT.clamp(v) for v in (-1, 0.5, 7)] == [0.0, 0.5, 2.0]
    assert [COUNT.clamp(v) for v in (-1, 2.6, 1e9)] == [1, 3, 8]
    assert SIZE.clamp(-5) == 0 and MODE.clamp(9) == 2
    assert type(COUNT.clamp(2.6)) is int and type(AMOUNT.clamp(5)) is float
    with pytest.raises(ParameterError):
        AMOUNT.clamp(math.nan)


@pytest.mark.parametrize(
    ("param", "value", "people", "glsl"),
    [
        (AMOUNT, 0.1, "0.1", "0.1"),
        (AMOUNT, 2.0, "2", "2.0"),
        (FREE, -0.5, "-0.5", "(-0.5)"),
        (FREE, 1e-07, "1e-07", "1e-07"),
        (FREE, 1e22, "1e+22", "1e+22"),
        (COUNT, 3, "3", "3"),
        (ANY, -3, "-3", "(-3)"),
        (ANY, -(2**31), "-2147483648", "(-2147483647 - 1)"),
        (SIZE, 4, "4", "4u"),
        (TAPS, 2, "2", "2"),
        (MODE, 1, "MODE_HARD", "1"),
    ],
)
def test_shown_and_compiled(param: Param, value: float, people: str, glsl: str) -> None:
    assert param.format(value) == people
    assert param.glsl(value) == glsl


def test_glsl_types() -> None:
    assert [p.glsl_type for p in (AMOUNT, COUNT, SIZE, TAPS, MODE)] == ["float", "int", "uint", "int", "int"]


def test_self_filling_names() -> None:
    assert len(SELF_FILLING) == 13 and {"PTS", "chroma_offset_x", "scene_max_g", "avg_pq_y"} <= SELF_FILLING


@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_real_literals_are_glsl_and_keep_their_value(value: float) -> None:
    literal = FREE.glsl(value)
    assert re.fullmatch(r"\d+\.\d*(e[+-]?\d+)?|\d+e[+-]?\d+|\(-(\d+\.\d*(e[+-]?\d+)?|\d+e[+-]?\d+)\)", literal)
    assert struct.pack("f", float(literal.strip("()"))) == struct.pack("f", value)
    assert FREE.parse(repr(value)) == value


@given(st.text(max_size=30))
def test_any_text_is_a_value_within_bounds_or_an_error(text: str) -> None:
    for param in (AMOUNT, FREE, COUNT, ANY, SIZE, TAPS, MODE):
        try:
            value = param.parse(text)
        except ParameterError:
            continue
        low, high = param.bounds
        assert low <= value <= high and param.clamp(value) == value


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [("0.25", Kind.DEFINE, 0), ("-1.9", Kind.INT, -1), ("2.5", Kind.FLOAT, 2.5), ("-1", Kind.UINT, None),
     ("x", Kind.FLOAT, None), ("1e9999", Kind.FLOAT, None), (".5", Kind.INT, None)],
)  # fmt: skip
def test_numbers_of_files(text: str, kind: Kind, value: float | None) -> None:
    assert parse_number(text, kind) == value
