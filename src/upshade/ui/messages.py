"""What the window says: a line over the picture that fades, notices that are kept, errors that stay until they are
dismissed."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field

from ..errors import one_line

SHOWN = 2.0
"""Seconds that a line stays."""
_FADE = 0.4
_KEPT = 200


@dataclass(slots=True)
class Messages:
    """`errors`: those that are on the screen, the newest last; `log`: all that was said, with the time of day."""

    errors: list[str] = field(default_factory=list)
    log: deque[tuple[str, str]] = field(default_factory=lambda: deque(maxlen=_KEPT))
    _line: str = ""
    _until: float = 0.0

    def say(self, text: str) -> None:
        """Over the picture for a moment: what a key has just done."""
        self._line, self._until = one_line(text), time.monotonic() + SHOWN

    def note(self, text: str) -> None:
        """Something a user should know, kept in the log, and over the picture for a moment."""
        self._keep(text)
        self.say(text)

    def error(self, text: object) -> None:
        """Stays until it is dismissed. One that is already there is not said again."""
        line = one_line(" ".join(str(text).split()))
        if line not in self.errors:
            self._keep(line)
            self.errors = [*self.errors[-3:], line]

    def dismiss(self, line: str) -> None:
        if line in self.errors:
            self.errors.remove(line)

    @property
    def line(self) -> tuple[str, float] | None:
        """The line to be shown now and its opacity, 0…1."""
        left = self._until - time.monotonic()
        return (self._line, min(1.0, left / _FADE)) if left > 0 else None

    def _keep(self, text: str) -> None:
        self.log.append((time.strftime("%H:%M:%S"), one_line(text)))
