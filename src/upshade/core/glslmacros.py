"""The words of a GLSL text after its directives: macros replaced, branches of an `#if` one after the other.

Where a condition cannot be told from the text, every branch stays, between the words OPEN, ELSE and CLOSE, and a macro
that differs between branches becomes one word with several meanings (`Either`). `Unclear` is raised wherever a reader
of the words could be misled; a text that says one thing to a compiler never says another here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from .glslwords import TYPES, is_name, is_number, pieces, words

OPEN, ELSE, CLOSE = "#(", "#,", "#)"
WHOLE, REAL = "\0whole", "\0real"
"""A number that is not in the text: a whole one, any."""

FAMILY = frozenset({"raw", "pos", "size", "pt", "off", "mul", "rot", "tex", "texOff"})
"""What NAME_… there is for every bound texture; `gather` and `map` only here and there."""

_MOST_WORDS = 400_000
_MOST_DIRECTIVES = 2500
_DEEPEST = 24
_DEFINE = re.compile(r"(\w+)(\(([^)]*)\))?(.*)", re.ASCII | re.DOTALL)
_DIRECTIVE = re.compile(r"(\w*)(.*)", re.ASCII | re.DOTALL)
_OURS = re.compile(r"upshade_|gl_|__|texture|texel|(?:xy|zw|main|defined)$")


class Unclear(Exception):
    """The text is not understood."""


@dataclass(frozen=True, slots=True)
class Macro:
    """`arguments` is None for one without parentheses."""

    arguments: tuple[str, ...] | None
    words: tuple[str, ...]


class Either(str):
    """One word for a macro that has several meanings, each a constant in itself."""

    __slots__ = ("meanings",)
    meanings: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, meanings: Sequence[tuple[str, ...]]) -> Either:
        word = cls("\0either")
        word.meanings = tuple(meanings)
        return word


_Meanings = tuple[Macro | None, ...]
"""What a name may stand for; None: for itself."""


@dataclass(slots=True)
class _Branches:
    """An `#if` that is being read. `sure`: which branch runs is known; `done`: it was read."""

    before: dict[str, _Meanings]
    after: list[dict[str, _Meanings]]
    start: int
    sure: bool
    live: bool
    done: bool
    outer_live: bool
    last: bool = False


class Macros:
    """`bound`: every texture of the pass; `whole`, `real`: names whose numbers a user sets."""

    def __init__(self, bound: Set[str], whole: Set[str], real: Set[str]) -> None:
        self.bound, self.whole, self.real = bound, whole, real
        self.out: list[str] = []
        self._table: dict[str, _Meanings] = {}
        self._open: list[_Branches] = []
        self._live = True
        self._spent = 0
        self._kept: dict[tuple[str, ...], list[str]] = {}

    def read(self, text: str) -> list[str]:
        """Words of a whole text. Unclear."""
        directives = 0
        for directive, piece in pieces(text):
            if not directive:
                if self._live:
                    self.out += self._expanded(words(piece))
                    self._spend(0)
                continue
            directives += 1
            if directives > _MOST_DIRECTIVES:
                raise Unclear("too many directives")
            self._directive(piece)
        if self._open:
            raise Unclear("#if without #endif")
        return self.out

    # -- directives ---------------------------------------------------------------------------------------------

    def _directive(self, line: str) -> None:
        m = _DIRECTIVE.match(line.strip())
        assert m is not None
        name, rest = m[1], m[2].strip()
        self._kept.clear()
        if name in ("if", "ifdef", "ifndef"):
            self._if(name, rest)
        elif name in ("elif", "else"):
            self._else(name, rest)
        elif name == "endif":
            self._endif()
        elif not self._live:
            return
        elif name in ("define", "undef"):
            self._define(name, rest)
        elif name == "include":
            raise Unclear("#include")

    def _define(self, directive: str, rest: str) -> None:
        m = _DEFINE.match(rest)
        if m is None:
            raise Unclear("#define of nothing")
        name = m[1]
        if _OURS.match(name) or name in TYPES or self._is_ours(name):
            raise Unclear(f"{name} is what the text around it is made of")
        if directive == "undef":
            self._table[name] = (None,)
            return
        body = tuple(words(m[4]))
        arguments = None
        if m[2] is not None:
            arguments = tuple(a.strip() for a in m[3].split(",")) if m[3].strip() else ()
            if not all(a and is_name(a) for a in arguments) or len(set(arguments)) != len(arguments):
                raise Unclear(f"arguments of {name}")
        if "#" in body or "##" in body:
            raise Unclear("# in a macro")
        if arguments is None and (name in self.whole or name in self.real) and body and is_number(body[-1]):
            # A user's number may stand in place of the one that is written.
            body = (WHOLE,) if name in self.whole else (REAL,)
        self._table[name] = (Macro(arguments, body),)

    def _is_ours(self, name: str) -> bool:
        texture, _, kind = name.rpartition("_")
        return texture in self.bound and (kind in FAMILY or kind in ("gather", "map"))

    def _if(self, name: str, rest: str) -> None:
        truth: bool | None = False
        if self._live:
            if name == "if":
                truth = self._truth(rest)
            else:
                truth = self._defined((words(rest) or [""])[0])
                truth = not truth if name == "ifndef" and truth is not None else truth
        branches = _Branches(dict(self._table), [], len(self.out), truth is not None, self._live and truth is not False,
                             truth is True, self._live)  # fmt: skip
        self._open.append(branches)
        if self._live and truth is None:
            self.out.append(OPEN)
        self._live = branches.live

    def _else(self, name: str, rest: str) -> None:
        if not self._open or self._open[-1].last:
            raise Unclear(f"#{name} without #if")
        b = self._open[-1]
        if not b.outer_live:
            return
        b.last = name == "else"
        if b.live:
            b.after.append(self._table)
        if b.done:
            b.live = self._live = False
            return
        self._table = dict(b.before)
        truth = True if name == "else" else self._truth(rest)
        if b.sure:
            # So far every condition was false.
            b.sure, b.live, b.done = truth is not None, truth is not False, truth is True
            if truth is None:
                self.out.append(OPEN)
        elif truth is False:
            b.live = False
        else:
            b.live, b.done = True, truth is True
            self.out.append(ELSE)
        self._live = b.live

    def _endif(self) -> None:
        if not self._open:
            raise Unclear("#endif without #if")
        b = self._open.pop()
        self._live = b.outer_live
        if not b.outer_live:
            return
        if b.live:
            b.after.append(self._table)
        if not b.done:
            b.after.append(b.before)
        self._table = self._merged(b.after)
        if b.sure:
            return
        if all(w in (OPEN, ELSE, CLOSE) for w in self.out[b.start : b.start + 64]) and len(self.out) <= b.start + 64:
            del self.out[b.start :]
        else:
            self.out.append(CLOSE)

    def _merged(self, tables: Sequence[Mapping[str, _Meanings]]) -> dict[str, _Meanings]:
        if len(tables) == 1:
            return dict(tables[0])
        names = set().union(*tables)
        self._spend(len(names) * len(tables))
        return {name: tuple(dict.fromkeys(m for table in tables for m in table.get(name, (None,)))) for name in names}

    # -- conditions ---------------------------------------------------------------------------------------------

    def _defined(self, name: str) -> bool | None:
        meanings = self._table.get(name)
        if meanings is not None:
            found = {m is not None for m in meanings}
            # What is not defined here may be outside: a parameter, or what a driver defines.
            return True if found == {True} else None
        texture, _, kind = name.rpartition("_")
        if kind in FAMILY and texture in self.bound:
            return True
        return False if kind == "raw" and name not in self.whole | self.real else None

    def _truth(self, text: str) -> bool | None:
        """Of a condition; None: it depends on what is not known here."""
        given: list[str] = []
        listed = words(text)
        i = 0
        while i < len(listed):
            if listed[i] == "defined":
                name = listed[i + 1 : i + 4]
                i += 4 if name[:1] == ["("] else 2
                known = self._defined((name[1:2] if name[:1] == ["("] else name[:1] or [""])[0]) if name else None
                given.append("\0unknown" if known is None else str(int(known)))
            else:
                given.append(listed[i])
                i += 1
        value = _Condition(self._expanded(given)).value()
        return None if value is None else value != 0

    # -- macros -------------------------------------------------------------------------------------------------

    def _spend(self, count: int) -> None:
        self._spent += count
        if self._spent + len(self.out) > _MOST_WORDS:
            raise Unclear("too long")

    def _expanded(self, given: list[str], inside: frozenset[str] = frozenset(), depth: int = 0) -> list[str]:
        """`given` with its macros replaced, those of the replacements too."""
        table = self._table
        if table.keys().isdisjoint(given):
            return given
        if depth > _DEEPEST:
            raise Unclear("macros too deep")
        out: list[str] = []
        i, end = 0, len(given)
        while i < end:
            word = given[i]
            i += 1
            meanings = table.get(word)
            if meanings is None or meanings == (None,):
                out.append(word)
                continue
            if len(meanings) > 1:
                out.append(self._either(word, meanings, inside, depth))
                continue
            macro = meanings[0]
            assert macro is not None
            body = list(macro.words)
            call: tuple[str, ...] = (word,)
            if macro.arguments is not None:
                if i == end and not depth:
                    raise Unclear(f"{word} without its arguments")
                if i == end or given[i] != "(":
                    out.append(word)
                    continue
            if word in inside:
                raise Unclear(f"{word} names itself")
            if macro.arguments is not None:
                arguments, i = _arguments(given, i)
                if macro.arguments == () and arguments == [[]]:
                    arguments = []
                if len(arguments) != len(macro.arguments):
                    raise Unclear(f"arguments of {word}")
                call = (word, *(w for a in arguments for w in (*a, "\0,")))
            replaced = self._kept.get(call) if not inside else None
            if replaced is None:
                if macro.arguments is not None:
                    full = {
                        a: self._expanded(g, inside, depth + 1) for a, g in zip(macro.arguments, arguments, strict=True)
                    }
                    body = [w for b in macro.words for w in full.get(b, (b,))]
                self._spend(len(body))
                replaced = self._expanded(body, inside | {word}, depth + 1)
                if not inside and not any(isinstance(w, Either) for w in call):
                    self._kept[call] = replaced
            self._spend(len(replaced))
            last = replaced[-1] if replaced else ""
            if any(m is not None and m.arguments is not None for m in table.get(last, ())):
                # Its arguments may be what follows.
                if macro.arguments is not None or last in inside or (i == end and not depth):
                    raise Unclear(f"{last} without its arguments")
                out += replaced[:-1]
                self._spend(end - i)
                given, i = [last, *given[i:]], 0
                end = len(given)
                continue
            out += replaced
        return out

    def _either(self, name: str, meanings: _Meanings, inside: frozenset[str], depth: int) -> str:
        options = []
        for macro in meanings:
            if macro is None or macro.arguments is not None:
                raise Unclear(f"{name} is a macro here and there")
            option = tuple(self._expanded(list(macro.words), inside | {name}, depth + 1))
            if not _is_constant(option):
                raise Unclear(f"{name} has several meanings")
            options.append(option)
        return Either.of(options)


def _is_constant(option: tuple[str, ...]) -> bool:
    """A number, or one in parentheses or of a constructor: whatever stands beside it, it stays one thing."""
    if len(option) == 1:
        return is_number(option[0]) or option[0] in (WHOLE, REAL)
    if len(option) == 2:
        return option[0] in "+-" and is_number(option[1])
    depth = 0
    for i, w in enumerate(option):
        depth += (w == "(") - (w == ")")
        if depth == 0 and i < len(option) - 1 and not (i == 0 and w in TYPES):
            return False
        if not (is_number(w) or w in TYPES or w in ("(", ")", "+", "-", "*", "/", ",", WHOLE, REAL)):
            return False
    return option[-1:] == (")",)


def _arguments(given: list[str], at: int) -> tuple[list[list[str]], int]:
    """What stands between the parentheses that open at `at`, split at commas; and what comes after them."""
    depth, out = 0, list[list[str]]([[]])
    for i in range(at, len(given)):
        w = given[i]
        if w == "(":
            depth += 1
            if depth == 1:
                continue
        elif w == ")":
            depth -= 1
            if depth == 0:
                return out, i + 1
        elif w == "," and depth == 1:
            out.append([])
            continue
        out[-1].append(w)
    raise Unclear("a macro's arguments do not end")


_LEVELS = {"||": 1, "&&": 2, "==": 3, "!=": 3, "<": 4, ">": 4, "<=": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "/": 6, "%": 6}


class _Condition:
    """The number that the words of an `#if` come to; None where it is not known."""

    def __init__(self, given: list[str]) -> None:
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
