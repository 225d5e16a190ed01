"""Macros of a GLSL text, replaced word by word as a preprocessor does.

`Unclear` is raised wherever a reader of the words could be misled; a text that says one thing to a compiler never says
another here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .words import BUILT_IN, FOLLOWED, TYPES, WRITING, is_name, is_number

WHOLE, REAL = "\0whole", "\0real"
"""A number that is not in the text: a whole one, any."""
OPAQUE = "\0opaque"
"""A macro that calls a function whose results are not followed; its arguments come after it."""

_MOST_WORDS = 400_000
_DEEPEST = 24


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


Meanings = tuple[Macro | None, ...]
"""What a name may stand for; None: for itself."""


class Macros:
    """What names stand for (`table`), at one place of a text; call `changed` when that is another."""

    def __init__(self) -> None:
        self.table: dict[str, Meanings] = {}
        self._spent = 0
        self._kept: dict[tuple[str, ...], list[str]] = {}
        self._opaque: dict[str, bool] = {}

    def changed(self) -> None:
        self._kept.clear()
        self._opaque.clear()

    def spend(self, count: int) -> None:
        """Unclear after too much of it."""
        self._spent += count
        if self._spent > _MOST_WORDS:
            raise Unclear("too long")

    def expanded(self, given: list[str], inside: frozenset[str] = frozenset(), depth: int = 0) -> list[str]:
        """`given` with its macros replaced, those of the replacements too."""
        table = self.table
        if table.keys().isdisjoint(given):
            return given
        if depth > _DEEPEST:
            raise Unclear("macros too deep")
        out: list[str] = []
        i = 0
        for at in [k for k, w in enumerate(given) if w in table]:
            if at < i:
                continue  # an argument of the one before
            out += given[i:at]
            word, i = given[at], at + 1
            while word:
                word, i = self._replace(word, given, i, out, inside, depth)
        out += given[i:]
        return out

    def _replace(
        self, word: str, given: list[str], i: int, out: list[str], inside: frozenset[str], depth: int
    ) -> tuple[str, int]:  # fmt: skip
        """Put into `out` what stands for `word`, whose arguments may begin at word i of `given`. A macro that this
        ends with (""; its arguments may be what follows), and what comes next."""
        meanings = self.table.get(word)
        if meanings is None or meanings == (None,):
            out.append(word)
            return "", i
        if len(meanings) > 1:
            out.append(self._either(word, meanings, inside, depth))
            return "", i
        macro = meanings[0]
        assert macro is not None
        body: list[str] = list(macro.words)
        call: tuple[str, ...] = (word,)
        arguments: list[list[str]] = []
        if macro.arguments is not None:
            if i == len(given) and not depth:
                raise Unclear(f"{word} without its arguments")
            if i == len(given) or given[i] != "(":
                out.append(word)
                return "", i
            if self._is_opaque(word):
                out.append(OPAQUE)
                return "", i
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
                full = [self.expanded(a, inside, depth + 1) for a in arguments]
                given_for = dict(zip(macro.arguments, full, strict=True))
                body = [w for b in macro.words for w in given_for.get(b, (b,))]
            self.spend(len(body))
            replaced = self.expanded(body, inside | {word}, depth + 1)
            if not inside and not any(isinstance(w, Either) for w in call):
                self._kept[call] = replaced
        self.spend(len(replaced))
        last = replaced[-1] if replaced else ""
        if any(m is not None and m.arguments is not None for m in self.table.get(last, ())):
            if macro.arguments is not None or last in inside or (i == len(given) and not depth):
                raise Unclear(f"{last} without its arguments")
            out += replaced[:-1]
            return last, i
        out += replaced
        return "", i

    def _is_opaque(self, word: str) -> bool:
        """Whether a macro is a call of a function whose results are not followed, and does nothing else. Networks
        have a hundred thousand weights in such macros: there is no need to see into them."""
        found = self._opaque.get(word)
        if found is None:
            self._opaque[word] = False
            meanings = self.table.get(word, ())
            macro = meanings[0] if len(meanings) == 1 else None
            found = macro is not None and macro.arguments is not None and self._is_call(macro)
            self._opaque[word] = found
        return found

    def _is_call(self, macro: Macro) -> bool:
        body, depth = (*macro.words, ""), 0
        if body[0] not in BUILT_IN - FOLLOWED or body[0] in self.table:
            return False
        for i, w in enumerate(macro.words):
            depth += (w == "(") - (w == ")")
            if not depth and 0 < i < len(macro.words) - 1:
                return False
            if is_name(w):
                if body[i + 1] == "(":
                    known = w not in self.table if w in BUILT_IN - WRITING or w in TYPES else self._is_opaque(w)
                else:
                    known = w not in self.table and w not in TYPES and not w.endswith(("_tex", "_texOff", "_raw"))
                if not known:
                    return False
            elif not (is_number(w) or w in ("(", ")", "[", "]", ",", ".", "+", "-", "*", "/")):
                return False
        return depth == 0 and body[-2] == ")"

    def _either(self, name: str, meanings: Meanings, inside: frozenset[str], depth: int) -> str:
        options = []
        for macro in meanings:
            if macro is None or macro.arguments is not None:
                raise Unclear(f"{name} is a macro here and there")
            option = tuple(self.expanded(list(macro.words), inside | {name}, depth + 1))
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
