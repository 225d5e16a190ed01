"""A shader's parameter: declared once, beside the code that uses it; everything else derives from it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from ..errors import ParameterError, nearest


class Kind(StrEnum):
    FLOAT = "float"
    INT = "int"
    UINT = "uint"
    DEFINE = "DEFINE"


Value = float | int

SELF_FILLING = frozenset(
    {"PTS", "chroma_offset_x", "chroma_offset_y", "min_luma", "max_luma", "max_cll", "max_fall", "scene_max_r",
     "scene_max_g", "scene_max_b", "scene_avg", "max_pq_y", "avg_pq_y"}
)  # fmt: skip
"""Parameters that the player fills in by itself where a shader declares them (mpv `video/out/vo_gpu_next.c`)."""

# What each type can hold: 32 bits in GLSL.
_RANGE: dict[Kind, tuple[Value, Value]] = {
    Kind.FLOAT: (-3.4028234663852886e38, 3.4028234663852886e38),
    Kind.INT: (-(2**31), 2**31 - 1),
    Kind.UINT: (0, 2**32 - 1),
    Kind.DEFINE: (-(2**31), 2**31 - 1),
}
_INTEGER = re.compile(r"[+-]?[0-9]{1,20}", re.ASCII)
_REAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Param:
    """`name` as GLSL sees it. `enum`: the names of the values 0, 1, … (empty: a number). `compiled`: DEFINE,
    ENUM, CONSTANT and integer `#define`s, whose change compiles again; others are uniforms. `tunable`: found as
    a `#define` in hook bodies, not declared by `//!PARAM`. Bounds are None where the file gives none."""

    name: str
    kind: Kind
    default: Value
    minimum: Value | None = None
    maximum: Value | None = None
    desc: str = ""
    enum: tuple[str, ...] = ()
    compiled: bool = False
    dynamic: bool = False
    tunable: bool = False
    step: float | None = None
    line: int = 0

    @property
    def glsl_type(self) -> str:
        """ "float", "int" or "uint"; a DEFINE is an int."""
        return "int" if self.kind is Kind.DEFINE else str(self.kind)

    @property
    def integer(self) -> bool:
        return self.kind is not Kind.FLOAT

    @property
    def bounds(self) -> tuple[Value, Value]:
        """Lowest and highest value: the file's bounds within what the type can hold."""
        low, high = _RANGE[self.kind]
        return (
            low if self.minimum is None else max(low, self.minimum),
            high if self.maximum is None else min(high, self.maximum),
        )

    def clamp(self, value: Value) -> Value:
        """The nearest value that is allowed: whole for integers, within the bounds. ParameterError: NaN or infinity."""
        if not math.isfinite(value):
            raise ParameterError(f"{self.name}: {value} is not a number")
        low, high = self.bounds
        limited = min(max(round(value) if self.integer else value, low), high)
        return int(limited) if self.integer else float(limited)

    def tidy(self, value: Value) -> Value:
        """The allowed value nearest to `value`, a real one in the fewest digits that tell it from other 32-bit floats
        (0.1, never 0.10000000149). ParameterError: NaN or infinity."""
        limited = self.clamp(value)
        if self.integer:
            return limited
        short = float(str(np.float32(limited)))
        # A bound with more digits than a 32-bit float has may lie on the other side.
        return short if self.clamp(short) == short else limited

    def check(self, value: Value) -> Value:
        """`value` as this parameter's type (an int for integers, else a float). ParameterError: not finite, a
        fraction where a whole number is wanted, or outside the bounds."""
        if not math.isfinite(value):
            raise ParameterError(f"{self.name}: {value} is not a number{self._allowed()}")
        if self.integer and value != int(value):
            raise ParameterError(f"{self.name}: {value} is not a whole number{self._allowed()}")
        low, high = self.bounds
        if not low <= value <= high:
            raise ParameterError(f"{self.name}: {_number(value)} is outside its bounds{self._allowed()}")
        return int(value) if self.integer else float(value)

    def parse(self, text: str) -> Value:
        """The value that `text` means: a number, or for an ENUM one of its names (in any case) or its position.
        ParameterError with the nearest name or the bounds."""
        word = text.strip()
        if self.enum:
            folded = {name.casefold(): i for i, name in enumerate(self.enum)}
            exact = {name: i for i, name in enumerate(self.enum)}
            found = exact.get(word, folded.get(word.casefold()))
            if found is not None:
                return found
            if not _INTEGER.fullmatch(word) or not 0 <= int(word) < len(self.enum):
                raise ParameterError(
                    f"{self.name}: no value '{_short(word)}'{nearest(word, self.enum)}{self._allowed()}"
                )
            return int(word)
        if self.integer:
            if not _INTEGER.fullmatch(word):
                raise ParameterError(f"{self.name}: '{_short(word)}' is not a whole number{self._allowed()}")
            return self.check(int(word))
        if not _REAL.fullmatch(word):
            raise ParameterError(f"{self.name}: '{_short(word)}' is not a number{self._allowed()}")
        return self.check(float(word))

    def format(self, value: Value) -> str:
        """For people: the enum name, or the number in at most six digits after rounding."""
        if self.enum and 0 <= int(value) < len(self.enum):
            return self.enum[int(value)]
        return str(int(value)) if self.integer else _number(float(value))

    def glsl(self, value: Value) -> str:
        """A GLSL literal of this parameter's type, in parentheses when negative, so that it is safe in a `#define`."""
        if self.integer:
            number = int(value)
            if number == -(2**31):
                return "(-2147483647 - 1)"  # GLSL has no literal for it
            text = f"{number}u" if self.kind is Kind.UINT else str(number)
        else:
            text = repr(float(value))
            if "." not in text and "e" not in text:
                text += ".0"
        return f"({text})" if text.startswith("-") else text

    def _allowed(self) -> str:
        """The tail of a message: what would be right."""
        if self.enum:
            return f" (one of {', '.join(self.enum)})"
        if self.minimum is not None and self.maximum is not None:
            return f" ({_number(self.minimum)} to {_number(self.maximum)})"
        if self.minimum is not None:
            return f" (at least {_number(self.minimum)})"
        if self.maximum is not None:
            return f" (at most {_number(self.maximum)})"
        low, high = _RANGE[self.kind]
        return f" ({_number(low)} to {_number(high)})" if self.integer else ""


def parse_number(text: str, kind: Kind) -> Value | None:
    """The number that a shader file writes for a type, or None when it is not one or does not fit. A fraction
    written for an integer is cut to its whole part, as libplacebo does (public files declare `DEFINE` with 0.25)."""
    if not _REAL.fullmatch(text):
        return None
    value: Value = float(text)
    if kind is not Kind.FLOAT:
        whole = _INTEGER.match(text)
        if whole is None:
            return None
        value = int(whole[0])
    low, high = _RANGE[kind]
    return value if low <= value <= high else None


def _number(value: Value) -> str:
    return str(value) if isinstance(value, int) else f"{value:.6g}"


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "…"
