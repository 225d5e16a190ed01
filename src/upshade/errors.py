"""Every exception that upshade raises, one tree.

    UpshadeError                       exit code 1
    ├── BadInput (ValueError)          2   bad usage, or an input that cannot be used
    │   ├── NotFound (FileNotFoundError)   a file, preset or shader that is not there
    │   ├── ShaderError                    a shader file that breaks the format; file:line
    │   ├── PresetError                    a preset file that breaks its format; file:line where known
    │   ├── ParameterError                 an unknown parameter, or a value outside its type
    │   └── MediaError                     not a video or picture, no video stream, undecodable
    ├── JobFailed (RuntimeError)       1   the job could not be finished
    │   ├── OutputError (OSError)          the output cannot be written
    │   ├── EncodeError                    the encoder or muxer refused
    │   └── GraphicsError                  no OpenGL, too old, out of memory
    │       └── CompileError                   GLSL that the driver refuses; file:line
    └── Stopped                        130 interrupted (143: terminated); says how to go on

The text of an error is one line: what is wrong, where, and what would be right. `cli` prints it and exits
with `exit_code`; nothing else in the package exits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a text file: `path` as the user gave it, `line` from 1 (0: the file as a whole)."""

    path: str
    line: int = 0

    def __str__(self) -> str:
        path = one_line(self.path)
        return f"{path}:{self.line}" if self.line else path


class UpshadeError(Exception):
    """Base of all. `where`, if given, is put before the message as `file:line: `."""

    exit_code = 1

    def __init__(self, message: str, where: Where | None = None) -> None:
        self.message = message
        self.where = where
        super().__init__(message)

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class BadInput(UpshadeError, ValueError):
    exit_code = 2


class NotFound(BadInput, FileNotFoundError):
    pass


class ShaderError(BadInput):
    pass


class PresetError(BadInput):
    pass


class ParameterError(BadInput):
    pass


class MediaError(BadInput):
    pass


class JobFailed(UpshadeError, RuntimeError):
    pass


class OutputError(JobFailed, OSError):
    pass


class EncodeError(JobFailed):
    pass


class GraphicsError(JobFailed):
    pass


class Stopped(UpshadeError):
    """Somebody wanted the job to end. `exit_code` is the shell's for the signal: 128 + its number."""

    def __init__(self, message: str, exit_code: int = 130) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class CompileError(GraphicsError):
    """`label` names the chain entry that failed ("" for none), `log` is all that the driver said."""

    label = ""
    log = ""


def one_line(text: str) -> str:
    """`text` with control characters (and bytes of a file name that are not UTF-8) spelled out, as `\\n` is."""
    text = text.encode("utf-8", "backslashreplace").decode()
    return "".join(c if c.isprintable() or c == "\u3000" else repr(c)[1:-1] for c in text)


def nearest(word: str, known: Iterable[str]) -> str:
    """`"; did you mean 'X'?"` for the known word closest to `word`, or `""` when none is close: by `slips`, at most two
    in five letters. Of equally close words the one given first."""
    by_fold = {k.casefold(): k for k in known}
    folded = word.casefold()
    best, least = "", len(folded)
    if len(folded) > 100:
        return ""
    for other in by_fold:
        most = min(max(1, max(len(folded), len(other)) * 2 // 5), least - 1)
        count = slips(folded, other, most)
        if count <= most:
            best, least = by_fold[other], count
    return f"; did you mean '{best}'?" if best else ""


def slips(a: str, b: str, most: int | None = None) -> int:
    """The fewest letters to be added, left out, replaced, or swapped with their neighbour to get from `a` to `b`: the
    optimal string alignment distance (Damerau, CACM 7(3), 1964, with each place changed once). Where that is over
    `most`, which makes it quick: any number over `most`."""
    if most is None:
        most = max(len(a), len(b))
    over = most + 1
    if abs(len(a) - len(b)) > most:
        return over
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        # What lies `over` from the diagonal takes that many slips.
        first, end = max(1, i - most), min(len(b), i + most)
        row = [over] * (len(b) + 1)
        row[0] = i
        for j in range(first, end + 1):
            y = b[j - 1]
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and y == a[i - 2]:
                best = min(best, before[j - 2] + 1)
            row[j] = best
        if min(row) > most:
            return over
        before, last = last, row
    return last[-1]
