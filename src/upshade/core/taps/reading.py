"""Expressions of a GLSL text evaluated over facts (`values`), and the variables that they name.

Variables may depend on each other in circles (loops): all begin as never computed and lose facts until nothing
changes, which is right for every number of rounds that a shader may go through.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from . import values as tv
from .macros import OPAQUE, REAL, WHOLE, Either, Unclear
from .scopes import Assigned, Function, Scopes, Variable
from .values import UNKNOWN, Value
from .words import BUILT_IN, TYPES, is_name, is_number

_LEVELS = {"||": 1, "^^": 1, "&&": 1, "|": 2, "^": 2, "&": 2, "==": 3, "!=": 3, "<": 4, ">": 4, "<=": 4, ">=": 4,
           "<<": 5, ">>": 5, "+": 6, "-": 6, "*": 7, "/": 7, "%": 7}  # fmt: skip
_DEEPEST = 32
_LONGEST = 5000
"""Words of an expression."""
_ROUNDS = 24
_ROUNDING = frozenset({"floor", "ceil", "round", "roundEven", "trunc", "sign", "step"})

Cell = Variable | tuple[str, int]
"""What has a value: a variable, or what a function of so many arguments returns."""


class _Lost(Exception):
    """An expression is not understood."""


class Reading:
    """`known`: values of names that nothing in the text declares."""

    def __init__(self, scopes: Scopes, known: Mapping[str, Value]) -> None:
        self.scopes = scopes
        self.known = known
        self.words: Sequence[str] = scopes.words
        self._cells: dict[Cell, Value] = {}
        self._constants: dict[tuple[str, ...], Value] = {}
        self._at = self._high = self._depth = 0
        self._varies = False

    def settle(self, ask: Callable[[], None]) -> None:
        """Bring to rest every variable that the evaluations in `ask` need. Unclear."""
        ask()
        for _ in range(_ROUNDS):
            changed, before = False, len(self._cells)
            for cell in list(self._cells):
                value = self._computed(cell)
                if value != self._cells[cell]:
                    self._cells[cell], changed = value, True
            if not changed and len(self._cells) == before:
                return
        raise Unclear("no end")

    def value(self, low: int, high: int) -> Value:
        """Of the expression in words low…high."""
        if low >= high or high - low > _LONGEST:
            return UNKNOWN
        key = tuple(self.words[low:high]) if high - low < 40 else ()
        kept = self._constants.get(key)
        if kept is not None:
            return kept
        self.scopes.spend(high - low + 8)
        self._at, self._high, self._depth, self._varies = low, high, 0, False
        try:
            found = self._array() if self.words[low] == "{" else self._expression()
            if self._at != high:
                return UNKNOWN
        except _Lost:
            return UNKNOWN
        if key and not self._varies:
            self._constants[key] = found
        return found

    # -- variables ------------------------------------------------------------------------------------------------

    def _cell(self, cell: Cell) -> Value:
        self._varies = True
        return self._cells.setdefault(cell, tv.NEVER)

    def _computed(self, cell: Cell) -> Value:
        if isinstance(cell, tuple):
            return self._returned(cell)
        if cell.outside:
            return UNKNOWN
        found = tv.NEVER
        sources = [self.value(*cell.value)] if cell.value else []
        if cell.parameter is not None:
            sources += self._handed(*cell.parameter)
        elif cell.value is None and not any(one.op == "=" for one in cell.assigned):
            sources.append(UNKNOWN)
        for v in sources:
            if v != tv.NEVER and v.array != cell.array:
                v = UNKNOWN
            found = tv.joined(found, self._stored(cell, v))
        own = self._cells.get(cell, tv.NEVER)
        for one in cell.assigned:
            found = tv.joined(found, self._stored(cell, self._after(own, cell, one)))
        return found

    def _stored(self, cell: Variable, v: Value) -> Value:
        if v == tv.NEVER:
            return v
        return tv.as_type(cell.kind, v._replace(array=cell.array))

    def _after(self, own: Value, cell: Variable, one: Assigned) -> Value:
        """The variable's value after an assignment."""
        given = UNKNOWN
        if one.op in ("++", "--"):
            given = Value(1, (tv.literal("1"),))
        elif one.value is not None:
            given = self.value(*one.value)
        given_is_array, suffix = given.array, one.suffix
        op = {"++": "+", "--": "-"}.get(one.op, one.op[:-1])
        if not suffix:
            if op:
                return UNKNOWN if cell.array else tv.combined(op, own, given)
            return given if given_is_array == cell.array else UNKNOWN
        if given_is_array:
            return UNKNOWN
        if len(suffix) == 2 and suffix[0] == "." and not cell.array:
            return self._into(own, cell.kind, suffix[1], op, given)
        if suffix[0] != "[" or "]" in suffix[:-1]:
            return UNKNOWN
        if cell.array:
            return tv.combined(op, own._replace(array=False), given) if op else given
        # Some component: any may be, or stay.
        return tv.joined(own, tv.combined(op, own, given) if op else Value(0, tv.element_or_self(given).facts))

    @staticmethod
    def _into(own: Value, kind: str, letters: str, op: str, given: Value) -> Value:
        """`own` with components replaced."""
        size = tv.width(kind)
        places = [next((s.index(c) for s in ("xyzw", "rgba", "stpq") if c in s), 9) for c in letters]
        if own == tv.NEVER or own.size == 0:
            own = Value(size, own.facts * size)
        if own.size != size or max(places) >= size or given.size not in (0, 1, len(places)):
            return UNKNOWN
        if op:
            given = tv.combined(op, tv.selected(own, letters), given)
        facts = list(own.facts)
        for k, place in enumerate(places):
            facts[place] = given.facts[k if len(given.facts) > 1 else 0]
        return Value(size, tuple(facts))

    def _handed(self, function: Function, place: int) -> list[Value]:
        """What the calls of a function give it."""
        out = []
        for at in self.scopes.calls(function.name):
            given = self.scopes.split(at + 2, self.scopes.partner[at + 1])
            if len(given) == function.count:
                out.append(self.value(*given[place]))
        return out

    def _returned(self, cell: tuple[str, int]) -> Value:
        found = tv.NEVER
        for function in self.scopes.functions[cell[0]]:
            if function.count != cell[1]:
                continue
            for span in self.scopes.returned(function):
                v = self.value(*span)
                if v.array:
                    return UNKNOWN
                found = tv.joined(found, v if v == tv.NEVER else tv.as_type(function.kind, v))
        return found

    # -- expressions ----------------------------------------------------------------------------------------------

    def _next(self) -> str:
        return self.words[self._at] if self._at < self._high else ""

    def _take(self, word: str) -> None:
        if self._next() != word:
            raise _Lost
        self._at += 1

    def _expression(self) -> Value:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _Lost
        found = self._binary(1)
        if self._next() == "?":
            self._at += 1
            found = self._expression()
            self._take(":")
            found = tv.joined(found, self._expression())
        self._depth -= 1
        return found

    def _binary(self, level: int) -> Value:
        left = self._unary()
        while (own := _LEVELS.get(self._next(), 0)) >= level:
            op = self.words[self._at]
            self._at += 1
            left = tv.combined(op, left, self._binary(own + 1))
        return left

    def _unary(self) -> Value:
        signs = []
        while self._next() in ("-", "+", "!", "~", "++", "--"):
            signs.append(self.words[self._at])
            self._at += 1
        found = self._postfix()
        for sign in reversed(signs):
            if sign == "-":
                found = tv.mapped(tv.negated, found)
            elif sign == "!":
                found = tv.TRUTH
            elif sign == "~":
                found = tv.INTEGER
            elif sign != "+":
                # What a variable may be holds what it becomes.
                pass
        return found

    def _postfix(self) -> Value:
        found = self._primary()
        while True:
            word = self._next()
            if word == ".":
                letters = self.words[self._at + 1] if self._at + 1 < self._high else ""
                self._at += 2
                if letters == "length" and self._next() == "(":
                    self._at = self.scopes.partner[self._at] + 1
                    found = tv.INTEGER
                else:
                    found = tv.selected(found, letters or "?")
            elif word == "[":
                self._at = self.scopes.partner[self._at] + 1
                found = tv.element(found)
            elif word in ("++", "--"):
                self._at += 1
            else:
                return found

    def _primary(self) -> Value:
        word, at = self._next(), self._at
        if not word:
            raise _Lost
        self._at += 1
        if word == "(":
            found = self._expression()
            self._take(")")
            return found
        if is_number(word):
            return Value(1, (tv.literal(word),))
        if isinstance(word, Either):
            return self._either(word)
        if word == WHOLE:
            return Value(1, (tv.NUMBER | tv.INT,))
        if word == REAL:
            return UNKNOWN
        if word == OPAQUE:
            self._at = self.scopes.partner[self._at] + 1
            return UNKNOWN
        if not is_name(word):
            raise _Lost
        if word in TYPES and self._next() == "[":
            self._at = self.scopes.partner[self._at] + 1
            if self._next() != "(":
                raise _Lost
            return self._elements(word, self._arguments())
        if self._next() == "(":
            return self._called(word, self._arguments())
        return self._named(word, at)

    def _either(self, word: Either) -> Value:
        """Any of the constants that a macro may be."""
        self._varies = True
        found = tv.NEVER
        for option in word.meanings:
            found = tv.joined(found, Reading(_Constant(option), {}).value(0, len(option)))
        return found

    def _named(self, name: str, at: int) -> Value:
        variables, sure = self.scopes.meant(name, at)
        self._varies |= name not in self.scopes.given
        if not variables and name in self.known:
            return self.known[name]
        if not variables or not sure:
            return UNKNOWN
        found = tv.NEVER
        for v in variables:
            found = tv.joined(found, self._cell(v))
        return found

    def _arguments(self) -> list[Value]:
        """Values of what stands in the parentheses that open here."""
        close = self.scopes.partner[self._at]
        self._at += 1
        out: list[Value] = []
        high, self._high = self._high, close
        while self._at < close:
            depth, at = self._depth, self._at
            try:
                out.append(self._expression())
                if self._next() not in ("", ","):
                    raise _Lost
            except _Lost:
                out.append(UNKNOWN)
                self._depth = depth
                self._at = self.scopes.after(at, ",", close)
            self._at += self._next() == ","
        self._at, self._high = close + 1, high
        return out

    def _array(self) -> Value:
        """`{ … }` of an array's declaration."""
        low, close = self._at, self.scopes.partner[self._at]
        found = tv.NEVER
        for span in self.scopes.split(low + 1, close):
            if span[0] == span[1]:
                continue
            if self.words[span[0]] == "{":
                return UNKNOWN
            saved = self._high
            self._at, self._high = span
            found = tv.joined(found, self._expression())
            if self._at != span[1]:
                raise _Lost
            self._high = saved
        self._at = close + 1
        return found._replace(array=True)

    @staticmethod
    def _elements(kind: str, given: Sequence[Value]) -> Value:
        found = tv.NEVER
        for v in given:
            found = tv.joined(found, UNKNOWN if v.array else tv.as_type(kind, v))
        return found._replace(array=True)

    def _called(self, name: str, given: Sequence[Value]) -> Value:
        if name in self.scopes.functions:
            # Where a text adds to what is built in, types say which is called.
            fit = name not in BUILT_IN and any(f.count == len(given) for f in self.scopes.functions[name])
            return self._cell((name, len(given))) if fit else UNKNOWN
        if name in TYPES:
            return tv.constructed(name, given)
        first = given[0] if given else UNKNOWN
        if any(v.array for v in given):
            return UNKNOWN
        if name in _ROUNDING:
            like = given[-1] if name == "step" else first
            return Value(like.size, (tv.NUMBER,) * len(like.facts))
        if name == "textureSize":
            return tv.INTEGER
        if name == "abs" and len(given) == 1:
            return first
        if name in ("min", "max", "clamp") and given:
            for v in given[1:]:
                first = tv.paired(tv.both, first, v)
            return first
        if name == "mod" and len(given) == 2:
            return tv.paired(tv.remainder, first, given[1])
        if name == "fma" and len(given) == 3:
            return tv.combined("+", tv.combined("*", first, given[1]), given[2])
        return UNKNOWN


class _Constant(Scopes):
    """Words that declare nothing."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__(words, frozenset())
