"""The number that an `#if` asks about, as far as it is known."""

from __future__ import annotations

from collections.abc import Sequence

_LEVELS = {"||": 1, "&&": 2, "==": 3, "!=": 3, "<": 4, ">": 4, "<=": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "/": 6, "%": 6}


class Condition:
    """The number that the words of an `#if` come to; None where it is not known."""

    def __init__(self, given: Sequence[str]) -> None:
        self.given = given
        self.at = 0
        self.depth = 0

    def value(self) -> int | None:
        found = self._binary(1)
        return found if self.at == len(self.given) else None

    def _binary(self, level: int) -> int | None:
        left = self._unary()
        while self.at < len(self.given) and _LEVELS.get(self.given[self.at], 0) >= level:
            op = self.given[self.at]
            self.at += 1
            left = _compared(op, left, self._binary(_LEVELS[op] + 1))
        return left

    def _unary(self) -> int | None:
        self.depth += 1
        if self.depth > 24 or self.at >= len(self.given):
            self.at = len(self.given) + 1
            return None
        word = self.given[self.at]
        self.at += 1
        found: int | None = None
        if word in ("!", "-", "+"):
            found = self._unary()
            if found is not None:
                found = {"!": int(not found), "-": -found, "+": found}[word]
        elif word == "(":
            found = self._binary(1)
            self.at += 1
            if self.given[self.at - 1 : self.at] != [")"]:
                self.at = len(self.given) + 1
                found = None
        elif word.isdigit() and len(word) < 9 and (word == "0" or word[0] != "0"):
            found = int(word)
        self.depth -= 1
        return found


def _compared(op: str, a: int | None, b: int | None) -> int | None:
    if op == "||":
        return 1 if a or b else (0 if a == 0 and b == 0 else None)
    if op == "&&":
        return 0 if a == 0 or b == 0 else (1 if a and b else None)
    if a is None or b is None or abs(a) > 1 << 40 or abs(b) > 1 << 40:
        return None
    if op in "/%":
        if b == 0:
            return None
        whole = abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)
        return whole if op == "/" else a - b * whole
    return int({"==": a == b, "!=": a != b, "<": a < b, ">": a > b, "<=": a <= b, ">=": a >= b,
                "+": a + b, "-": a - b, "*": a * b}[op])  # fmt: skip
