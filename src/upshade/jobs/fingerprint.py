"""Is it still the file that it was? By size and time at once, by its bytes where those leave a doubt."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

from ..errors import JobFailed, Where

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a folder says of a file: bytes, the time of the last change in nanoseconds, and which file it is."""

    size: int
    changed: int
    number: int


def stamps(paths: Iterable[str | Path]) -> tuple[Stamp, ...]:
    """Of each file. OSError where one is not there."""
    return tuple(Stamp(s.st_size, s.st_mtime_ns, s.st_ino) for s in map(os.stat, paths))


class Fingerprint:
    """The SHA-256 of some files' bytes, one after another, computed on a thread while other work goes on.

    The files are those that a render reads, the source's own (`own` of them; None: all) first. `check` tells whether
    they are still as they were when this was made; `digest` waits for the number, `source` for that of the own.
    """

    def __init__(self, paths: Sequence[str], own: int | None = None) -> None:
        """JobFailed where a file cannot be found."""
        self.paths = tuple(paths)
        made: list[Stamp] = []
        for path in self.paths:
            try:
                made += stamps([path])
            except OSError as error:
                raise JobFailed(f"has gone: {error.strerror}", Where(path)) from None
        self.stamps = tuple(made)
        self._own = len(self.paths) if own is None else own
        self._source = ""
        self._digest: str | None = None
        self._error: JobFailed | None = None
        self._cancelled = Event()
        self._thread = Thread(target=self._work, name="upshade-fingerprint", daemon=True)
        self._thread.start()

    def _work(self) -> None:
        digest = hashlib.sha256()
        path = ""
        try:
            for number, path in enumerate(self.paths, 1):
                with open(path, "rb", buffering=0) as file:
                    while chunk := file.read(_CHUNK):
                        digest.update(chunk)
                        if self._cancelled.is_set():
                            return
                if number == self._own:
                    self._source = digest.hexdigest()
            if stamps(self.paths) == self.stamps:
                self._digest = digest.hexdigest()
        except OSError as error:
            self._error = JobFailed(f"cannot be read: {error.strerror or error}", Where(path))

    @property
    def ready(self) -> str | None:
        """The number, once it is there."""
        return None if self._thread.is_alive() else self._digest

    def digest(self) -> str:
        """Waits. JobFailed when a file has changed meanwhile."""
        self._thread.join()
        self.check()
        if self._digest is None:
            raise JobFailed("has changed while it was being read", Where(self.paths[0]))
        return self._digest

    def source(self) -> str:
        """As `digest`, of the source's own files."""
        self.digest()
        return self._source

    def check(self) -> None:
        """JobFailed when one of the files is not what it was, not there, or cannot be read."""
        for path, before in zip(self.paths, self.stamps, strict=True):
            try:
                now = stamps([path])[0]
            except OSError as error:
                raise JobFailed(f"has gone while it was being read: {error.strerror}", Where(path)) from None
            if now != before:
                raise JobFailed("has changed while it was being read", Where(path))
        if self._error is not None:
            raise self._error

    def close(self) -> None:
        self._cancelled.set()
        self._thread.join()
