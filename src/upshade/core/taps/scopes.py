"""Which variable a name means at a place of a GLSL text, and every expression whose value the variable may have.

Works on the words of `directives`. The order in which a text runs plays no part: a variable may have any value that
is assigned to it anywhere. `Unclear` wherever something could be assigned that is not seen here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field

from .directives import CLOSE, ELSE, OPEN
from .macros import OPAQUE, Unclear
from .words import ASSIGNMENTS, BUILT_IN, TYPES, WRITING, is_name

_PAIRS = {")": "(", "]": "[", "}": "{"}
_OUTSIDE = frozenset({"uniform", "in", "out", "inout", "buffer", "shared", "attribute", "varying", "layout"})
_NO_VALUE = frozenset({"return", "else", "do", "case"})
_BUDGET = 300_000

Span = tuple[int, int]


@dataclass(eq=False, slots=True)
class Branch:
    """A branch of an `#if`; `end` is known when it has been read."""

    end: int = 1 << 60


@dataclass(eq=False, slots=True)
class Assigned:
    """`op` ("=", "+=", "++", …) applied to what `suffix` selects (".x", "[i]"); `value` None: something unknown."""

    at: int
    op: str
    suffix: tuple[str, ...]
    value: Span | None


@dataclass(eq=False, slots=True)
class Variable:
    """A declared name; it means this variable from word `start` to `end`. `parameter`: (function, its place)."""

    name: str
    kind: str
    array: bool
    value: Span | None
    start: int
    end: int
    branch: Branch
    outside: bool = False
    parameter: tuple[Function, int] | None = None
    assigned: list[Assigned] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Function:
    """`count` parameters, of which it `writes` to those of these places. `parameters`: those that have a name."""

    name: str
    kind: str
    body: Span
    arguments: Span
    count: int = 0
    parameters: list[Variable] = field(default_factory=list)
    writes: set[int] = field(default_factory=set)


class Scopes:
    """Reads all words once. `partner[i]`: the bracket that goes with the one at word i. Unclear."""

    def __init__(self, words: Sequence[str], given: Set[str]) -> None:
        self.words = words
        self.given = given
        """Names that are made outside and must stay as they are."""
        self.partner: dict[int, int] = {}
        self.functions: dict[str, list[Function]] = {}
        self.returns: list[int] = []
        self.variables: dict[str, list[Variable]] = {}
        self._budget = _BUDGET
        self._calls: dict[str, list[int]] | None = None
        self._typed: list[tuple[int, int | None, int | None, Branch]] = []
        self._writes: list[int] = []
        self._functions_at: dict[int, Function] = {}
        self._blocks: set[int] = set()
        self._read()
        inits = self._declare()
        for at in self._writes:
            if at not in inits:
                self._assign(at)
        self._write_arguments()

    def spend(self, count: int) -> None:
        self._budget -= count
        if self._budget < 0:
            raise Unclear("too much to look at")

    # -- asked ----------------------------------------------------------------------------------------------------

    def meant(self, name: str, at: int) -> tuple[list[Variable], bool]:
        """The variables that `name` may mean at word `at`, and whether it is surely one of them."""
        out: list[Variable] = []
        listed = self.variables.get(name, ())
        self.spend(len(listed) + 1)
        for v in reversed(listed):
            if v.start <= at < v.end:
                out.append(v)
                if at < v.branch.end:
                    return out, True
        return out, False

    def calls(self, name: str) -> list[int]:
        """Where a function of the text is called."""
        if self._calls is None:
            self._calls = {n: [] for n in self.functions}
            for i, w in enumerate(self.words):
                if w in self._calls and self.words[i + 1 : i + 2] == ["("]:
                    self._calls[w].append(i)
        heads = {f.arguments[0] - 2 for f in self.functions[name]}
        return [i for i in self._calls[name] if i not in heads and not self._is_prototype(i)]

    def _is_prototype(self, at: int) -> bool:
        before = self.words[at - 1] if at else ""
        return before in TYPES

    def returned(self, function: Function) -> Iterator[Span]:
        """What a function returns."""
        low, high = function.body
        for i in range(bisect_left(self.returns, low), bisect_left(self.returns, high)):
            start = self.returns[i] + 1
            yield start, self.after(start, ";", high)

    def after(self, at: int, stops: str, high: int) -> int:
        """The first word from `at` on that is one of `stops` or a bracket that was opened before."""
        words, partner = self.words, self.partner
        start = at
        while at < high:
            w = words[at]
            if w in stops or w in _PAIRS:
                break
            at = partner[at] + 1 if w in "([{" else at + 1
        self.spend(at - start)
        return at

    def split(self, low: int, high: int) -> list[Span]:
        """Words low…high at their commas."""
        out = []
        while True:
            end = self.after(low, ",", high)
            out.append((low, end))
            if end >= high:
                return out
            low = end + 1

    # -- reading --------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        words, partner = self.words, self.partner
        stack: list[int] = []
        braces: list[int] = []
        groups: list[tuple[int, Branch]] = []
        branch = top = Branch()
        floor = 0
        structs: set[str] = set()
        if "struct" in words:
            structs = {words[i + 1] for i in range(len(words) - 1) if words[i] == "struct"}
        special = set("([{}])") | TYPES | structs | ASSIGNMENTS | {"++", "--", "return", OPEN, ELSE, CLOSE, "\0either"}
        special |= {"struct"}
        for i, w in enumerate(words):
            if w not in special:
                continue
            if w in "([{":
                stack.append(i)
                if w == "{":
                    if not braces:
                        self._begin(i)
                    braces.append(i)
            elif w in _PAIRS:
                if len(stack) <= floor or words[stack[-1]] != _PAIRS[w]:
                    raise Unclear("brackets")
                j = stack.pop()
                partner[j], partner[i] = i, j
                if w == "}":
                    braces.pop()
            elif w in TYPES or w in structs:
                paren = stack[-1] if stack and words[stack[-1]] != "{" else None
                self._typed.append((i, braces[-1] if braces else None, paren, branch))
            elif w in ASSIGNMENTS or w in ("++", "--"):
                self._writes.append(i)
            elif w == "return":
                self.returns.append(i)
            elif w == "struct":
                if braces:
                    raise Unclear("struct in a function")
            elif w == "\0either":
                if words[i + 1 : i + 2] and (is_name(words[i + 1]) or words[i + 1] in "([."):
                    raise Unclear("a macro of several meanings")
            else:
                if i and words[i - 1] not in (";", "{", "}", OPEN, ELSE, CLOSE):
                    raise Unclear("#if within a statement")
                if w == OPEN:
                    groups.append((floor, branch))
                    floor, branch = len(stack), Branch()
                    continue
                if len(stack) != floor:
                    raise Unclear("brackets across branches")
                branch.end = i
                if w == ELSE:
                    branch = Branch()
                else:
                    floor, branch = groups.pop()
        if stack or branch is not top:
            raise Unclear("brackets")

    def _begin(self, at: int) -> None:
        """A brace outside of all others: a function's body, or something that is none."""
        words = self.words
        if at and words[at - 1] == ")":
            head = self.partner[at - 1]
            if head < 2 or not is_name(words[head - 1]) or not is_name(words[head - 2]):
                raise Unclear("what braces belong to")
            function = Function(words[head - 1], words[head - 2], (at, -1), (head + 1, at - 1))
            if function.name.startswith(("texture", "texel")) or (function.name in BUILT_IN and OPAQUE in words):
                raise Unclear("a function that is built in")
            self.functions.setdefault(function.name, []).append(function)
            self._functions_at[head] = function
            self._blocks.add(at)

    def _declare(self) -> set[int]:
        """Variables of all declarations; where their initial values' "=" stand."""
        words, partner = self.words, self.partner
        roots = sorted(self._blocks)
        for function in self._functions_at.values():
            function.body = function.body[0], partner[function.body[0]]
            low, high = function.arguments
            empty = low == high or (high == low + 1 and words[low] == "void")
            function.count = 0 if empty else len(self.split(low, high))
        inits: set[int] = set()
        for at, brace, paren, branch in self._typed:
            name_at, array = at + 1, False
            if words[name_at : name_at + 1] == ["["]:
                name_at, array = partner[name_at] + 1, True
            if name_at >= len(words) or not is_name(words[name_at]):
                continue
            if words[name_at + 1 : name_at + 2] == ["("]:
                continue  # a function's head, or a call after `return type`, which no compiler takes
            if at and words[at - 1] == "struct":
                continue
            if brace is None and paren is not None:
                found = self._functions_at.get(paren)
                if found is not None:
                    self._parameter(found, at, name_at, array, branch)
                continue
            outside = brace is None
            if brace is not None:
                root = roots[bisect_left(roots, brace + 1) - 1] if roots and roots[0] <= brace else None
                if root is None or brace > partner[root]:
                    continue  # of a struct or a block
            if brace is None:
                end = len(words)
            elif paren is None:
                end = partner[brace]
            elif words[paren - 1] == "for":
                end = self._statement_end(partner[paren] + 1)
            else:
                raise Unclear("a declaration in parentheses")
            self._declarators(at, name_at, array, end, branch, outside, inits)
        for listed in self.variables.values():
            listed.sort(key=lambda v: v.start)
        return inits

    def _parameter(self, function: Function, at: int, name_at: int, array: bool, branch: Branch) -> None:
        words, (low, high) = self.words, function.body
        place = next(k for k, (_, end) in enumerate(self.split(*function.arguments)) if at < end)
        j = at - 1
        while words[j] not in "(,":
            if words[j] in ("out", "inout"):
                function.writes.add(place)
            j -= 1
        array |= words[name_at + 1] == "["
        v = Variable(words[name_at], words[at], array, None, low, high, branch)
        v.parameter = function, place
        function.parameters.append(v)
        self._add(v)

    def _declarators(
        self, at: int, name_at: int, array: bool, end: int, branch: Branch, outside: bool, inits: set[int]
    ) -> None:  # fmt: skip
        words, kind = self.words, self.words[at]
        made_outside = False
        j = at - 1
        while j >= 0 and words[j] not in (";", "{", "}", OPEN, ELSE, CLOSE) and at - j < 16:
            made_outside |= words[j] in _OUTSIDE
            j -= 1
        while True:
            name, j, many, nested = words[name_at], name_at + 1, array, False
            while words[j : j + 1] == ["["]:
                # Arrays of arrays are not followed.
                nested |= many
                j, many = self.partner[j] + 1, True
            value = None
            if words[j : j + 1] == ["="]:
                inits.add(j)
                value = j + 1, self.after(j + 1, ",;", len(words))
                j = value[1]
            start = j
            unknown = made_outside or nested or (outside and value is None)
            v = Variable(name, kind, many, value, start, end, branch, unknown)
            self._add(v)
            if words[j : j + 1] == [","] and j + 1 < len(words) and is_name(words[j + 1]):
                name_at = j + 1
                continue
            if words[j : j + 1] != [";"]:
                raise Unclear("a declaration that does not end")
            return

    def _add(self, v: Variable) -> None:
        if v.name in self.given:
            raise Unclear(f"{v.name} declared anew")
        self.variables.setdefault(v.name, []).append(v)

    def _statement_end(self, at: int) -> int:
        """Where the statement that begins at `at` ends."""
        words, partner, last = self.words, self.partner, len(self.words)
        while at < last:
            self.spend(1)
            w = words[at]
            if w in ("for", "while", "if", "switch") and at + 1 in partner:
                at = partner[at + 1] + 1
                continue
            if w == "else":
                at += 1
                continue
            at = partner[at] + 1 if w == "{" else self.after(at, ";", last) + 1
            if words[at : at + 1] != ["else"]:
                return at
        return last

    # -- assignments ----------------------------------------------------------------------------------------------

    def _assign(self, at: int) -> None:
        words, op = self.words, self.words[at]
        value: Span | None = None
        before = words[at - 1] if at else ";"
        if op in ("++", "--") and (before in _NO_VALUE or not (is_name(before) or before in "])")):
            base, high = at + 1, at + 2
            while words[high : high + 1] == ["."] or words[high : high + 1] == ["["]:
                high = self.partner[high] + 1 if words[high] == "[" else high + 2
            suffix = tuple(words[base + 1 : high])
        else:
            base = at - 1
            while base > 0:
                if words[base] == "]":
                    base = self.partner[base] - 1
                elif words[base - 1] == "." and base > 1:
                    base -= 2
                else:
                    break
            suffix = tuple(words[base + 1 : at])
        if not 0 <= base < len(words) or not is_name(words[base]):
            raise Unclear("what is assigned to")
        if op not in ("++", "--"):
            value = at + 1, self.after(at + 1, ",;", len(words))
        self._note(words[base], base, Assigned(at, op, suffix, value))

    def _note(self, name: str, at: int, assigned: Assigned) -> None:
        if name in self.given:
            raise Unclear(f"{name} is changed")
        for v in self.meant(name, at)[0]:
            v.assigned.append(assigned)

    def _write_arguments(self) -> None:
        """What functions write to: any name that is handed to one that writes."""
        writing: dict[str, set[int]] = {name: {1, 2, 3} for name in WRITING}
        for name, listed in self.functions.items():
            places = set().union(*(f.writes for f in listed))
            if places or name in writing:
                writing[name] = places
        if writing.keys().isdisjoint(self.words):
            return
        for i, w in enumerate(self.words):
            if w not in writing or i + 1 not in self.partner or i + 1 in self._functions_at:
                continue
            for place, (low, high) in enumerate(self.split(i + 2, self.partner[i + 1])):
                for j in range(low, high) if place in writing[w] else ():
                    if is_name(self.words[j]):
                        self._note(self.words[j], j, Assigned(j, "=", (), None))
