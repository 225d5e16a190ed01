"""Names of numbered pictures: `a_%05d.png` stands for a_00001.png, a_00002.png and so on."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

_NUMBER = re.compile(r"%%|%0?([0-9]{0,2})d")
_LAST_DIGITS = re.compile(r"[0-9]+(?=[^0-9]*$)")


@dataclass(frozen=True, slots=True)
class Pattern:
    """The names in `folder` that are `head`, a number of at least `width` digits (zeros in front), and `tail`."""

    folder: str
    head: str
    width: int
    tail: str

    @property
    def suffix(self) -> str:
        """The ending, with its point."""
        return os.path.splitext("0" + self.tail)[1]

    @property
    def stem(self) -> str:
        """The name without number and ending, and without what set the number apart; may be empty."""
        return (self.head + self.tail.removesuffix(self.suffix)).strip("._- ")

    def path(self, number: int) -> str:
        """Of the picture with that number, from 0."""
        return os.path.join(self.folder, f"{self.head}{str(number).zfill(self.width)}{self.tail}")

    def files(self) -> dict[int, str]:
        """Those that are there, by their numbers, rising. OSError, ValueError for a folder that cannot be read."""
        wanted = re.compile(re.escape(self.head) + "([0-9]+)" + re.escape(self.tail), re.DOTALL)
        found = (wanted.fullmatch(name) for name in os.listdir(self.folder or "."))
        numbers = sorted(int(match[1]) for match in found if match and _written(match[1], self.width))
        return {number: self.path(number) for number in numbers}


def _written(digits: str, width: int) -> bool:
    return digits == str(int(digits)).zfill(width)


def parse(path: str | os.PathLike[str]) -> Pattern | None:
    """`path` as a pattern: its name holds one number, %d or %05d; %% is a percent sign. None for all else. FFmpeg fills
    %5d up with zeros, too."""
    folder, name = os.path.split(os.fspath(path))
    places = [match for match in _NUMBER.finditer(name) if match[0] != "%%"]
    if len(places) != 1:
        return None
    (place,) = places
    head, tail = (part.replace("%%", "%") for part in (name[: place.start()], name[place.end() :]))
    return Pattern(folder, head, int(place[1] or 1), tail)


def is_pattern(path: str | os.PathLike[str]) -> bool:
    """The name is a pattern, and is not itself that of a file."""
    return parse(path) is not None and not os.path.lexists(path)


def of_picture(path: str | os.PathLike[str]) -> Pattern | None:
    """A pattern that the picture at `path` may belong to, by the last number in its name; None where it has none."""
    folder, name = os.path.split(os.fspath(path))
    stem, suffix = os.path.splitext(name)
    digits = _LAST_DIGITS.search(stem)
    return None if digits is None else Pattern(folder, stem[: digits.start()], 1, stem[digits.end() :] + suffix)
