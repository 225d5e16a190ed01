"""WIDTH, HEIGHT and WHEN: reverse Polish expressions of numbers, texture sizes and parameters.

Meaning after libplacebo `src/shaders/custom_mpv.c` and mpv `video/out/gpu/user_shaders.c`: numbers are 32-bit
floats (each result is rounded to one, so a comparison at its limit falls as it does there), comparisons give 1 or 0,
a result that is not finite is an error. `=` has libplacebo's tolerance of one part in a million; `==` is the same.
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Callable

from ..errors import ShaderError, Where, nearest
from .shader import Expression

MAX_TOKENS = 64
"""libplacebo's limit; mpv's own renderer takes 32."""

LookupSize = Callable[[str], tuple[float, float] | None]
LookupValue = Callable[[str], float | None]

_BINARY = frozenset("+-*/%><=")
_OPERATORS = _BINARY | {"!"}
_SIDES = {".w": "w", ".width": "w", ".h": "h", ".height": "h"}
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{1,3})?[fF]?", re.ASCII)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_FLOAT = struct.Struct("f")


def parse(text: str, path: str, line: int) -> Expression:
    """The expression in `text`. ShaderError: an empty one, a word that is none of its kinds, over 64 tokens, or
    operands that do not work out to exactly one value."""
    where = Where(path, line)
    words = text.split(maxsplit=MAX_TOKENS)
    if not words:
        raise ShaderError("an expression is missing, such as 'HOOKED.w 2 *'", where)
    if len(words) > MAX_TOKENS:
        raise ShaderError(f"an expression has at most {MAX_TOKENS} tokens", where)
    tokens = tuple(_token(word, where) for word in words)
    _check_depth(tokens, text.strip(), where)
    return Expression(tokens, text.strip(), line)


def _token(word: str, where: Where) -> float | str | tuple[str, str]:
    if word in _OPERATORS:
        return word
    if word == "==":
        return "="
    name, dot, side = word.rpartition(".")
    if dot and dot + side in _SIDES and _NAME.fullmatch(name):
        return (name, _SIDES[dot + side])
    if _NUMBER.fullmatch(word):
        value = _round(float(word.rstrip("fF")))
        if value is None:
            raise ShaderError(f"'{word}' is too large a number", where)
        return value
    if _NAME.fullmatch(word):
        return word
    if dot and _NAME.fullmatch(name):
        raise ShaderError(f"'{word}': a size is {name}.w or {name}.h", where)
    if word[0] in "+-." and word[1:2].isdigit():
        raise ShaderError(f"'{word}': numbers here start with a digit and have no sign (write '0 1 -' for -1)", where)
    if word[0] in _OPERATORS:
        raise ShaderError(f"'{word}' is no operator; there are + - * / % > < = !", where)
    raise ShaderError(f"'{word}' is neither a number, a size such as HOOKED.w, a name nor an operator", where)


def _check_depth(tokens: tuple[float | str | tuple[str, str], ...], text: str, where: Where) -> None:
    depth = 0
    for token in tokens:
        needs = 2 if token in _BINARY else 1 if token == "!" else 0
        if depth < needs:
            raise ShaderError(f"'{token}' lacks an operand in '{text}' (operands come first: 'HOOKED.w 2 *')", where)
        depth += 1 - needs
    if depth != 1:
        raise ShaderError(f"'{text}' leaves {depth} values, not one: an operator is missing", where)


def names(expr: Expression) -> tuple[frozenset[str], frozenset[str]]:
    """`(size names, parameter and enum names)` that the expression uses."""
    sizes = frozenset(t[0] for t in expr.tokens if isinstance(t, tuple))
    values = frozenset(t for t in expr.tokens if isinstance(t, str) and t not in _OPERATORS)
    return sizes, values


def evaluate(expr: Expression, lookup_size: LookupSize, lookup_value: LookupValue, path: str = "") -> float:
    """The value, a 32-bit float. `lookup_size(name)` is (width, height) in pixels, `lookup_value(name)` a parameter's
    or an enum name's number; None means that there is none. ShaderError (at `path` and the expression's line):
    an unknown name, too few or too many operands, division by zero, a result that is not finite."""
    where = Where(path, expr.line) if path else None
    stack: list[float] = []
    for token in expr.tokens:
        if isinstance(token, str) and token in _OPERATORS:
            needs = 1 if token == "!" else 2
            if len(stack) < needs:
                raise ShaderError(f"'{token}' lacks an operand in '{expr.text}'", where)
            b = stack.pop()
            value = float(b == 0) if token == "!" else _apply(token, stack.pop(), b, expr, where)
        else:
            value = _operand(token, expr, lookup_size, lookup_value, where)
        stack.append(value)
        if len(stack) > MAX_TOKENS:
            raise ShaderError(f"'{expr.text[:80]}' needs more than {MAX_TOKENS} values at once", where)
    if len(stack) != 1:
        raise ShaderError(f"'{expr.text}' leaves {len(stack)} values, not one", where)
    return stack[0]


def _operand(
    token: float | str | tuple[str, str],
    expr: Expression,
    lookup_size: LookupSize,
    lookup_value: LookupValue,
    where: Where | None,
) -> float:
    if isinstance(token, tuple):
        size = lookup_size(token[0])
        if size is None:
            raise ShaderError(f"there is no texture '{token[0]}' in '{expr.text}'", where)
        found: float = size[0] if token[1] == "w" else size[1]
    elif isinstance(token, str):
        value = lookup_value(token)
        if value is None:
            raise ShaderError(f"there is no parameter '{token}' in '{expr.text}'", where)
        found = value
    else:
        found = token
    rounded = _round(found)
    if rounded is None:
        raise ShaderError(f"{found} in '{expr.text}' is not a finite number", where)
    return rounded


def _apply(operator: str, a: float, b: float, expr: Expression, where: Where | None) -> float:
    if operator in "/%" and b == 0:
        raise ShaderError(f"division by zero in '{expr.text}'", where)
    match operator:
        case "+":
            value = a + b
        case "-":
            value = a - b
        case "*":
            value = a * b
        case "/":
            value = a / b
        case "%":
            value = math.fmod(a, b)
        case ">":
            value = float(a > b)
        case "<":
            value = float(a < b)
        case _:
            value = float(abs(a - b) <= 1e-6 * max(abs(a), abs(b)))
    rounded = _round(value)
    if rounded is None:
        raise ShaderError(f"'{expr.text}' grows beyond what a number can hold", where)
    return rounded


def _round(value: float) -> float | None:
    """To the nearest 32-bit float; None when that is not finite. Double rounding is harmless for + - * / of
    32-bit floats, since 53 ≥ 2·24 + 2 bits."""
    try:
        result: float = _FLOAT.unpack(_FLOAT.pack(value))[0]
    except OverflowError:
        return None
    return result if math.isfinite(result) else None


def words(expr: Expression) -> str:
    """The expression for people, as a condition: `OUTPUT.w LUMA.w 1.2 * > strength *` is
    "OUTPUT.w > LUMA.w × 1.2 and strength ≠ 0"."""
    return _condition(_tree(expr, lambda token: f"{token[0]}.{token[1]}" if isinstance(token, tuple) else token))


def describe(expr: Expression, lookup_size: LookupSize, lookup_value: LookupValue) -> str:
    """`words` with its numbers filled in, "1280 > 1280 × 1.2"; a name without a number is kept with "?"."""

    def filled(token: str | tuple[str, str]) -> str:
        if isinstance(token, tuple):
            size = lookup_size(token[0])
            return f"{token[0]}.{token[1]}?" if size is None else f"{size[0] if token[1] == 'w' else size[1]:{_DIGITS}}"
        number = lookup_value(token)
        return f"{token}?" if number is None else f"{number:{_DIGITS}}"

    return _condition(_tree(expr, filled))


_Tree = str | tuple[str, "_Tree"] | tuple[str, "_Tree", "_Tree"]
_SIGNS = {"+": "+", "-": "-", "*": "×", "/": "/", "%": "mod", ">": ">", "<": "<", "=": "="}
_DIGITS = ".7g"
"""Of numbers, for people: all that a 32-bit float tells apart."""
_BINDS = {"+": 1, "-": 1, "*": 2, "/": 2, "%": 2}
"""How tightly; a comparison least, an operand most."""


def _tree(expr: Expression, name: Callable[[str | tuple[str, str]], str]) -> _Tree:
    stack: list[_Tree] = []
    for token in expr.tokens:
        if isinstance(token, float):
            stack.append(f"{token:{_DIGITS}}")
        elif not isinstance(token, str) or token not in _OPERATORS:
            stack.append(name(token))
        elif token == "!":
            stack.append((token, stack.pop()))
        else:
            b = stack.pop()
            stack.append((token, stack.pop(), b))
    return stack[-1]


def _yes_or_no(tree: _Tree) -> bool:
    """Whether it can only be 0 or 1."""
    if isinstance(tree, str):
        return False
    if len(tree) == 3 and tree[0] == "*":
        return _yes_or_no(tree[1]) and _yes_or_no(tree[2])
    return tree[0] in "><=!"


def _condition(tree: _Tree, within: str = "") -> str:
    """`tree` where only matters whether it is 0. `within`: the word that joins it with another."""
    if isinstance(tree, str):
        return f"{tree} ≠ 0"
    if len(tree) == 2:
        inner = tree[1]
        return f"not ({_condition(inner)})" if _yes_or_no(inner) else f"{_number(inner, 1)} = 0"
    sign, a, b = tree
    joined = "and" if sign == "*" else "or" if sign == "+" and _yes_or_no(a) and _yes_or_no(b) else ""
    if joined:
        text = f"{_condition(a, joined)} {joined} {_condition(b, joined)}"
        return f"({text})" if within and within != joined else text
    return _number(tree) if sign in "><=" else f"{_number(tree, 1)} ≠ 0"


def _number(tree: _Tree, least: int = 0) -> str:
    """`tree` as a value, in brackets where it binds less than `least`."""
    if isinstance(tree, str):
        return tree
    if len(tree) == 2:
        return f"({_condition(tree)})"
    sign, a, b = tree
    binds = _BINDS.get(sign, 0)
    text = f"{_number(a, binds or 1)} {_SIGNS[sign]} {_number(b, binds + 1)}"
    return f"({text})" if binds < least else text


def check_names(expr: Expression, known: frozenset[str], path: str) -> None:
    """ShaderError when the expression uses a parameter or enum name that is not in `known`."""
    for name in sorted(names(expr)[1] - known):
        hint = nearest(name, known) or f"; a size is written {name}.w or {name}.h"
        raise ShaderError(
            f"the file declares no parameter '{name}', used in '{expr.text}'{hint}", Where(path, expr.line)
        )
