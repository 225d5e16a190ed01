"""JSON that a stranger may have written: each value with its place, and one line for what is not as it should be."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection, Iterator
from fractions import Fraction
from typing import Any

from ...errors import BadInput, nearest, one_line
from ...media import embedded

MAX_BYTES = embedded.MAX_BYTES
"""Of the whole text."""
MAX_FRAME = 4 << 20
"""Characters outside of strings, so that no text of lists in lists takes many times its size in memory."""
# One that does not end goes to the end of the text: tried from each of its quotes, it would take for ever.
_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)', re.DOTALL)
_NAME = re.compile(r"[A-Za-z0-9_.-]{0,64}", re.ASCII)
_RATIO = re.compile(r"([0-9]{1,18})/([0-9]{1,18})", re.ASCII)


class Field:
    """A value of a JSON text. `path` says where it stands: "recipe.chain[2].values". Everything raises BadInput."""

    __slots__ = ("path", "value")

    def __init__(self, value: Any, path: str) -> None:
        self.value, self.path = value, path

    @classmethod
    def read(cls, text: str, path: str) -> Field:
        """The whole text, within the bounds above."""
        if len(text) > MAX_BYTES:
            raise BadInput(f"{path}: is larger than {MAX_BYTES >> 20} MB")
        frame = 0
        for length in _outside(text):
            frame += length
            if frame > MAX_FRAME:
                raise BadInput(f"{path}: has more in it than a recipe has")
        try:
            return cls(json.loads(text, parse_constant=_no_number), path)
        except json.JSONDecodeError as error:
            raise BadInput(f"{path}: is not JSON (line {error.lineno}: {one_line(error.msg)})") from None
        except (RecursionError, ValueError) as error:
            # Deep nesting, a number with more digits than Python converts, or one of JavaScript's words.
            raise BadInput(f"{path}: is not JSON ({one_line(str(error))[:80]})") from None

    def error(self, message: str) -> BadInput:
        return BadInput(f"{self.path}: {message}")

    @property
    def missing(self) -> bool:
        return self.value is None

    # -- what it may be -------------------------------------------------------------------------------------------

    def table(self, keys: Collection[str]) -> dict[str, Field]:
        """An object with exactly these keys."""
        found = self.mapping(10 * len(keys))
        for key in found:
            if key not in keys:
                raise self.error(f"unknown key '{_short(key)}'{nearest(key, keys)}")
        for key in keys:
            if key not in found:
                raise self.error(f"'{key}' is missing")
        return found

    def mapping(self, most: int) -> dict[str, Field]:
        """An object with any keys, at most so many."""
        if not isinstance(self.value, dict):
            raise self.error(f"must be an object, not {self._said}")
        if len(self.value) > most:
            raise self.error(f"has {len(self.value)} keys; the most is {most}")
        return {key: Field(value, f"{self.path}.{_short(key)}") for key, value in self.value.items()}

    def items(self, most: int) -> list[Field]:
        if not isinstance(self.value, list):
            raise self.error(f"must be a list, not {self._said}")
        if len(self.value) > most:
            raise self.error(f"has {len(self.value)} entries; the most is {most}")
        return [Field(value, f"{self.path}[{i}]") for i, value in enumerate(self.value)]

    def string(self, longest: int = 1024) -> str:
        if not isinstance(self.value, str):
            raise self.error(f"must be a text, not {self._said}")
        if len(self.value) > longest:
            raise self.error(f"has {len(self.value)} characters; the most is {longest}")
        return self.value

    def plain(self) -> str:
        """A text that shows as it is, wherever it is printed."""
        text = self.string()
        if text != one_line(text):
            raise self.error("has control characters in it")
        return text

    def name(self) -> str:
        """As codecs and formats have one; may be empty."""
        text = self.string()
        if not _NAME.fullmatch(text):
            raise self.error(f"must be a name, not {self._said}")
        return text

    def word(self, words: Collection[str]) -> str:
        text = self.string()
        if text not in words:
            hint = nearest(text, words) or f"; one of {', '.join(words)}"
            raise self.error(f"must not be '{_short(text)}'{hint}")
        return text

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            raise self.error(f"must be true or false, not {self._said}")
        return self.value

    def whole(self, low: int, high: int) -> int:
        if isinstance(self.value, bool) or not isinstance(self.value, int) or not low <= self.value <= high:
            raise self.error(f"must be a whole number from {low} to {high}, not {self._said}")
        return self.value

    def number(self, low: float = -math.inf, high: float = math.inf) -> float | int:
        """Finite, and no larger than a double can be."""
        value = self.value
        if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e308:
            raise self.error(f"must be a number, not {self._said}")
        if not low <= value <= high:
            raise self.error(f"must be a number from {low:g} to {high:g}, not {self._said}")
        return value

    def ratio(self) -> Fraction:
        """ "24000/1001", above 0."""
        found = _RATIO.fullmatch(self.value) if isinstance(self.value, str) else None
        if found is None or not int(found[1]) or not int(found[2]):
            raise self.error(f'must be a ratio such as "24000/1001", not {self._said}')
        return Fraction(int(found[1]), int(found[2]))

    @property
    def _said(self) -> str:
        """The value as its place in the text has it, for a message."""
        if isinstance(self.value, dict | list):
            return "an object" if isinstance(self.value, dict) else "a list"
        if isinstance(self.value, int) and abs(self.value) > 1 << 64:
            return "a number with more digits than that"
        return "null" if self.value is None else _short(json.dumps(self.value, ensure_ascii=False))


def _outside(text: str) -> Iterator[int]:
    """How many characters stand before each string, and behind the last; two of each string count, too."""
    end = 0
    for string in _STRING.finditer(text):
        yield string.start() + 2 - end
        end = string.end()
    yield len(text) - end


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is no number")


def _short(text: str) -> str:
    text = one_line(text)
    return text if len(text) <= 40 else text[:37] + "…"
