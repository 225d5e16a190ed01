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
    └── Interrupted (KeyboardInterrupt) 130

The text of an error is one line: what is wrong, where, and what would be right. `cli.py` prints it and exits
with `exit_code`; nothing else in the package exits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a text file: `path` as the user gave it, `line` from 1 (0: the file as a whole)."""

    path: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


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


class CompileError(GraphicsError):
    """`label` names the chain entry that failed ("" for none), `log` is all that the driver said."""

    label = ""
    log = ""


class Interrupted(UpshadeError, KeyboardInterrupt):
    exit_code = 130


def nearest(word: str, known: Iterable[str]) -> str:
    """`"; did you mean 'X'?"` for the known word closest to `word`, or `""` when none is close."""
    by_fold = {k.casefold(): k for k in known}
    match = get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.5)
    return f"; did you mean '{by_fold[match[0]]}'?" if match else ""
