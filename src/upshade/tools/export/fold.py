"""WIDTH, HEIGHT and WHEN with known values worked out: what players without parameters can read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import numpy as np

from ...core import rpn
from ...core.shader import Expression, HookPass
from ...errors import ShaderError

Token = float | str | tuple[str, str]
Sizes = Mapping[str, tuple[int, int]]

_OPERANDS = {"+": 2, "-": 2, "*": 2, "/": 2, "%": 2, ">": 2, "<": 2, "=": 2, "!": 1}


def fold(hook: HookPass, numbers: Mapping[str, float], sizes: Sizes) -> HookPass | None:
    """The pass with numbers for the names in `numbers` and for the textures in `sizes` (width, height), in its
    expressions; None if WHEN is then always false."""
    when = folded(hook.when, numbers, sizes)
    if when is not None and not isinstance(when, Expression):
        if when == 0:
            return None
        when = None
    width, height = (_whole(folded(e, numbers, sizes), e) for e in (hook.width, hook.height))
    return replace(hook, when=when, width=width, height=height)


def folded(expr: Expression | None, numbers: Mapping[str, float], sizes: Sizes) -> Expression | float | None:
    """`expr` with known names as numbers and every part that is only numbers worked out: a number if nothing else is
    left. Short, for mpv reads 32 words."""
    if expr is None:
        return None
    stack: list[tuple[Token, ...]] = []
    for token in expr.tokens:
        if isinstance(token, str) and (needs := _OPERANDS.get(token, 0)):
            operands, stack = stack[-needs:], stack[:-needs]
            tokens = (*(t for o in operands for t in o), token)
            known = all(len(o) == 1 and isinstance(o[0], float) for o in operands)
            stack.append(_computed(tokens, expr) if known else _spelled(tokens))
        elif isinstance(token, tuple):
            size = sizes.get(token[0])
            stack.append((token,) if size is None else (float(size[token[1] == "h"]),))
        elif isinstance(token, str):
            stack.append((numbers[token],) if token in numbers else (token,))
        else:
            stack.append((float(token),))
    tokens = stack[-1]
    if len(tokens) == 1 and isinstance(tokens[0], float):
        return tokens[0]
    return _expression(_spelled(tokens), expr.line)


def _whole(result: Expression | float | None, was: Expression | None) -> Expression | None:
    if result is None or isinstance(result, Expression):
        return result
    assert was is not None  # a folded number came from an expression
    return _expression(tuple(_literal(result)), was.line)


def _expression(tokens: tuple[Token, ...], line: int) -> Expression:
    return Expression(tokens, " ".join(_words(tokens)), line)


def _computed(tokens: tuple[Token, ...], expr: Expression) -> tuple[Token, ...]:
    try:
        return (float(rpn.evaluate(Expression(tokens, expr.text, expr.line), lambda _: None, lambda _: None)),)
    except ShaderError:
        # A division by zero: left as it is, so that players do with the pass what they always do.
        return _spelled(tokens)


def _spelled(tokens: Iterable[Token]) -> tuple[Token, ...]:
    return tuple(part for t in tokens for part in (_literal(t) if isinstance(t, float) else [t]))


def _literal(value: float) -> list[Token]:
    """An expression has no sign (not even of zero): −1 is `0 1 -`."""
    return [abs(value)] if value >= 0 else [0.0, -value, "-"]


def _words(tokens: Iterable[Token]) -> list[str]:
    words = []
    for token in tokens:
        if isinstance(token, tuple):
            words.append(".".join(token))
        else:
            # Digits on both sides of the point and no exponent, whatever the size.
            words.append(token if isinstance(token, str) else np.format_float_positional(np.float32(token), trim="-"))
    return words


def spell(expr: Expression, rename: Callable[[str], str], word: Callable[[str], str]) -> str:
    """The expression as a file writes it, with new names for textures (`rename`) and for parameters (`word`)."""
    tokens: list[Token] = []
    for t in expr.tokens:
        if isinstance(t, tuple):
            tokens.append((rename(t[0]), t[1]))
        else:
            tokens.append(t if not isinstance(t, str) or t in _OPERANDS else word(t))
    return " ".join(_words(tokens))


def names(expr: Expression | None) -> tuple[set[str], set[str]]:
    """Names of textures and of parameters that an expression asks for."""
    tokens = expr.tokens if expr is not None else ()
    sizes = {t[0] for t in tokens if isinstance(t, tuple)}
    return sizes, {t for t in tokens if isinstance(t, str) and t not in _OPERANDS}
