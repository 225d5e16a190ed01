"""What is known of a number in a shader that computes where to sample: facts, and how arithmetic keeps them.

A fact is a bit; a number has those that hold whenever it is computed. Losing facts is always safe.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .words import TYPES

WHOLE, INT, ONE, HALF = 1, 2, 4, 8
"""A whole number; of an integer type (its division is whole); 1 itself; a whole number and a half."""
STEP_X, STEP_Y, UNIT_X, UNIT_Y = 16, 32, 64, 128
"""A whole number of texels in texture coordinates, across or down; one texel."""
CENTRE_X, CENTRE_Y, SIZE_X, SIZE_Y = 256, 512, 1024, 2048
"""A texel's centre in texture coordinates, beyond the edges too; the texture's size in texels."""
NUMBER = WHOLE | STEP_X | STEP_Y
"""Of a whole number: as texture coordinates, it is that many times all texels."""
ALL = (1 << 12) - 1

_LARGEST = 65536
"""Of literals: further away, 32-bit floats do not tell texel from texel."""
_AXES = ((STEP_X, UNIT_X, CENTRE_X, SIZE_X), (STEP_Y, UNIT_Y, CENTRE_Y, SIZE_Y))


class Value(NamedTuple):
    """`facts` of each component; `size` 0: one for all components, whose number is not known. `array`: of each
    element."""

    size: int
    facts: tuple[int, ...]
    array: bool = False


UNKNOWN = Value(0, (0,))
NEVER = Value(0, (ALL,))
"""Of what is never computed."""
TRUTH = Value(0, (NUMBER,))
INTEGER = Value(0, (NUMBER | INT,))


def literal(word: str) -> int:
    """Facts of a number as it is written."""
    lower = word.lower()
    if lower.startswith("0x") or lower.endswith("u"):
        return NUMBER | INT
    text = lower.rstrip("lf")
    if len(text) > 40:
        return 0
    value = float(text)
    if value > _LARGEST:
        return 0
    if value != int(value):
        return HALF if value * 2 == int(value * 2) else 0
    return NUMBER | (INT if text.isdigit() and text == lower else 0) | (ONE if value == 1 else 0)


def added(a: int, b: int) -> int:
    """Of a sum, and of a difference: what is known of a number is known of its opposite too, but for 1 and texels."""
    r = a & b & (NUMBER | INT)
    if (a & WHOLE and b & HALF) or (a & HALF and b & WHOLE):
        r |= HALF
    for step, _, centre, _ in _AXES:
        if (a & centre and b & step) or (a & step and b & centre):
            r |= centre
    return r


def multiplied(a: int, b: int) -> int:
    r = a & b & (WHOLE | INT)
    for p, q in ((a, b), (b, a)):
        if p & ONE:
            r |= q & ~INT
        for step, unit, centre, size in _AXES:
            if p & WHOLE and q & step:
                r |= step
            if p & HALF and q & unit:
                r |= centre
            if p & centre and q & size:
                r |= HALF
    return r


def divided(a: int, b: int) -> int:
    r = (a & ~INT if b & ONE else 0) | (NUMBER | INT if a & b & INT else 0)
    for step, unit, centre, size in _AXES:
        if b & size:
            r |= (step if a & WHOLE else 0) | (unit if a & ONE else 0) | (centre if a & HALF else 0)
        if b & unit and a & centre:
            r |= HALF
    return r


def negated(a: int) -> int:
    return a & (NUMBER | INT | HALF | CENTRE_X | CENTRE_Y)


def integral(a: int, b: int) -> int:
    """Of an operator that only integers have."""
    return NUMBER | INT


def remainder(a: int, b: int) -> int:
    """mod(): a − b·⌊a/b⌋."""
    return a & (NUMBER | HALF) if a & (WHOLE | HALF) and b & WHOLE else 0


def both(a: int, b: int) -> int:
    """Of a number that is one or the other."""
    return a & b


OPERATORS = {"+": added, "-": added, "*": multiplied, "/": divided, "%": integral, "&": integral, "|": integral,
             "^": integral, "<<": integral, ">>": integral}  # fmt: skip
"""Of arithmetic; what the others give is `TRUTH`."""


def combined(op: str, a: Value, b: Value) -> Value:
    """`a op b`, component by component; one number goes with each component of the other."""
    if a.array or b.array:
        return UNKNOWN
    rule = OPERATORS.get(op)
    if rule is None:
        return TRUTH
    return paired(rule, a, b)


def paired(rule: object, a: Value, b: Value) -> Value:
    assert callable(rule)
    if a.size > 1 and b.size > 1 and a.size != b.size:
        return UNKNOWN
    count = max(len(a.facts), len(b.facts))
    one, other = (v.facts if len(v.facts) == count else v.facts * count for v in (a, b))
    size = max(a.size, b.size) if max(a.size, b.size) > 1 else min(a.size, b.size)
    return Value(size, tuple(rule(x, y) for x, y in zip(one, other, strict=True)))


def joined(a: Value, b: Value) -> Value:
    """What holds whichever of the two it is."""
    if a == b or b == NEVER:
        return a
    if a == NEVER:
        return b
    if a.array != b.array or (a.size != b.size and a.size and b.size):
        return UNKNOWN
    return Value(*paired(both, a._replace(array=False), b._replace(array=False))[:2], a.array)


def mapped(rule: object, a: Value) -> Value:
    assert callable(rule)
    return UNKNOWN if a.array else Value(a.size, tuple(rule(x) for x in a.facts))


def width(kind: str) -> int:
    """Components of a type; 0: of none that is followed here."""
    if kind in ("float", "int", "uint", "bool"):
        return 1
    return int(kind[-1]) if kind in TYPES and "vec" in kind and "mat" not in kind else 0


def as_type(kind: str, v: Value) -> Value:
    """A value once it is stored as `kind`, or an array of it. Integers are whole whatever they were."""
    size = width(kind)
    if not size:
        return UNKNOWN
    if kind in ("int", "uint") or kind[0] in "iu":
        return Value(size, (NUMBER | INT,) * size, v.array)
    if kind[0] == "b":
        return Value(size, (NUMBER,) * size, v.array)
    if v == NEVER:
        return v
    if v.size not in (0, size):
        return Value(size, (0,) * size, v.array)
    facts = v.facts if v.size else v.facts * size
    return Value(size, tuple(f & ~INT for f in facts), v.array)


def constructed(kind: str, given: Sequence[Value]) -> Value:
    """`kind(given, …)`."""
    size = width(kind)
    if not size or any(v.array for v in given):
        return UNKNOWN
    if len(given) == 1 and given[0].size in (0, 1):
        return as_type(kind, Value(0, given[0].facts))
    facts: tuple[int, ...] = sum((v.facts for v in given), ())
    if any(not v.size for v in given):
        least = ALL
        for f in facts:
            least &= f
        return as_type(kind, Value(0, (least,)))
    # A longer vector is cut.
    return as_type(kind, Value(size, facts[:size]) if len(facts) >= size else UNKNOWN)


def selected(v: Value, letters: str) -> Value:
    """A swizzle."""
    places = [next((s.index(c) for s in ("xyzw", "rgba", "stpq") if c in s), 9) for c in letters]
    if v.array or len(places) > 4 or (v.size and max(places) >= v.size) or max(places) > 3:
        return UNKNOWN
    facts = v.facts if v.size else v.facts * 4
    return Value(len(places), tuple(facts[p] for p in places))


def element_or_self(v: Value) -> Value:
    """What any component of it is."""
    return element(v) if v.size > 1 else v


def element(v: Value) -> Value:
    """Any one: of an array, or a component of a vector."""
    if v.array:
        return Value(v.size, v.facts)
    if v.size < 2:
        return UNKNOWN
    least = ALL
    for f in v.facts:
        least &= f
    return Value(1, (least,))
