"""The words of a GLSL text after its directives: macros replaced, branches of an `#if` one after the other.

Where a condition cannot be told from the text, every branch stays, between the words OPEN, ELSE and CLOSE, and a macro
that differs between branches becomes one word with several meanings (`macros.Either`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from .conditions import Condition
from .macros import REAL, WHOLE, Macro, Macros, Meanings, Unclear
from .words import TYPES, is_name, is_number, pieces, words

OPEN, ELSE, CLOSE = "#(", "#,", "#)"
FAMILY = frozenset({"raw", "pos", "size", "pt", "off", "mul", "rot", "tex", "texOff"})
"""What NAME_… there is for every bound texture; `gather` and `map` only here and there."""

_MOST_DIRECTIVES = 2500
_DEFINE = re.compile(r"(\w+)(\(([^)]*)\))?(.*)", re.ASCII | re.DOTALL)
_DIRECTIVE = re.compile(r"(\w*)(.*)", re.ASCII | re.DOTALL)
_OURS = re.compile(r"upshade_|gl_|__|texture|texel|(?:xy|zw|main|defined)$")


@dataclass(slots=True)
class _Branches:
    """An `#if` that is being read. `sure`: which branch runs is known; `done`: it was read."""

    before: dict[str, Meanings]
    after: list[dict[str, Meanings]]
    start: int
    sure: bool
    live: bool
    done: bool
    outer_live: bool
    last: bool = False


class Directives:
    """`bound`: every texture of the pass; `whole`, `real`: names whose numbers a user sets."""

    def __init__(self, bound: Set[str], whole: Set[str], real: Set[str]) -> None:
        self.bound, self.whole, self.real = bound, whole, real
        self.out: list[str] = []
        self._macros = Macros()
        self._open: list[_Branches] = []
        self._live = True

    def read(self, text: str) -> list[str]:
        """Words of a whole text. Unclear."""
        directives = 0
        for directive, piece in pieces(text):
            if not directive:
                if self._live:
                    self.out += self._macros.expanded(words(piece))
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
        self._macros.changed()
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
            self._macros.table[name] = (None,)
            return
        body = tuple(words(m[4]))
        arguments = None
        if m[2] is not None:
            arguments = tuple(a.strip() for a in m[3].split(",")) if m[3].strip() else ()
            if not all(a and is_name(a) for a in arguments) or len(set(arguments)) != len(arguments):
                raise Unclear(f"arguments of {name}")
        if "#" in body or "##" in body:
            raise Unclear("# in a macro")
        if arguments is None and body and is_number(body[-1]) and not {*body[:-1]} - {"+", "-"}:
            # A user's number may stand in place of the one that is written.
            if name in self.real:
                body = (REAL,)
            elif name in self.whole and body[-1].isdigit():
                body = (WHOLE,)
        self._macros.table[name] = (Macro(arguments, body),)

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
        live = self._live and truth is not False
        before = dict(self._macros.table)
        self._open.append(_Branches(before, [], len(self.out), truth is not None, live, truth is True, self._live))
        if self._live and truth is None:
            self.out.append(OPEN)
        self._live = live

    def _else(self, name: str, rest: str) -> None:
        if not self._open or self._open[-1].last:
            raise Unclear(f"#{name} without #if")
        b = self._open[-1]
        if not b.outer_live:
            return
        b.last = name == "else"
        if b.live:
            b.after.append(self._macros.table)
        if b.done:
            b.live = self._live = False
            return
        self._macros.table = dict(b.before)
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
            b.after.append(self._macros.table)
        if not b.done:
            b.after.append(b.before)
        self._macros.table = self._merged(b.after)
        if b.sure:
            return
        if all(w in (OPEN, ELSE, CLOSE) for w in self.out[b.start : b.start + 64]) and len(self.out) <= b.start + 64:
            del self.out[b.start :]
        else:
            self.out.append(CLOSE)

    def _merged(self, tables: Sequence[Mapping[str, Meanings]]) -> dict[str, Meanings]:
        if len(tables) == 1:
            return dict(tables[0])
        names = set().union(*tables)
        self._macros.spend(len(names) * len(tables))
        return {name: tuple(dict.fromkeys(m for table in tables for m in table.get(name, (None,)))) for name in names}

    # -- conditions ---------------------------------------------------------------------------------------------

    def _defined(self, name: str) -> bool | None:
        meanings = self._macros.table.get(name)
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
        value = Condition(self._macros.expanded(given)).value()
        return None if value is None else value != 0
