"""Which files changed on the disk, while everything else goes on."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Condition, Event, Thread
from typing import TypeAlias

from ..core import paths

_Signature: TypeAlias = tuple[int, int, int] | None
"""Time of change, size, inode; None where there is no file."""

STEP = 0.05
"""Seconds without another change after which changes are told."""
INTERVAL = 1.0
"""Seconds between two looks where the system tells of no changes."""
RECHECK = 2.0
"""Seconds between two looks where it does: a network drive may keep quiet about what others write there."""
_SETTLE, _TRIES = 0.01, 5


class Watcher:
    """Watches files that need not exist; `poll` hands out those that changed, appeared or vanished.

    Editors write a file beside and rename it, so folders are watched, and files that are empty or gone for a moment
    get up to 50 ms to come back. Where the system will not watch, `notice` says why, and the files are looked at once
    a second, as those are whose folders have names that are no text. One thread, from the first `set_files` to `close`.
    """

    notice: str | None = None

    def __init__(self) -> None:
        self._news = Condition()
        self._changed: set[Path] = set()
        self._known: dict[Path, _Signature] = {}
        self._wake = Event()
        self._closed = False
        self._thread: Thread | None = None

    def set_files(self, files: Iterable[Path]) -> None:
        """Watch these from now on, and no others; cheap where they are the same as before."""
        wanted = {paths.absolute(path) for path in files}
        with self._news:
            if self._closed or wanted == self._known.keys():
                return
            self._known = {path: self._known[path] if path in self._known else _signature(path) for path in wanted}
            self._changed &= wanted
        self._wake.set()
        if self._thread is None:
            self._thread = Thread(target=self._run, name="file watcher", daemon=True)
            self._thread.start()

    def poll(self, timeout: float = 0.0) -> set[Path]:
        """What changed since the last call, as absolute paths; waits up to `timeout` seconds for something."""
        with self._news:
            if timeout > 0:
                self._news.wait_for(lambda: self._changed, timeout)
            changed, self._changed = self._changed, set()
            return changed

    def close(self) -> None:
        """End the thread. Harmless when repeated."""
        with self._news:
            self._closed = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    # -- the thread -------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._closed:
            self._wake.clear()
            with self._news:
                files = tuple(self._known)
            self._look(())
            folders = _folders(files)
            try:
                if self.notice is None and any(map(_can_be_told, folders)):
                    self._listen(folders)
                    continue
            except (ImportError, OSError, RuntimeError) as exc:
                if _folders(files) != folders:
                    # One of them vanished: watch what is there now.
                    self._wake.wait(STEP)
                    continue
                reason = getattr(exc, "strerror", None) or str(exc)
                self.notice = f"changed files are noticed once a second only: they cannot be watched ({reason})"
            self._wake.wait(INTERVAL)

    def _listen(self, folders: dict[Path, int]) -> None:
        """Until the files are others, the watcher is closed, or a folder came or went."""
        import watchfiles

        told = [folder for folder in folders if _can_be_told(folder)]
        rest = RECHECK if len(told) == len(folders) else INTERVAL
        changes = watchfiles.watch(
            *told, watch_filter=None, debounce=int(STEP * 4000), step=int(STEP * 1000), stop_event=self._wake,
            rust_timeout=int(rest * 1000), yield_on_timeout=True, raise_interrupt=False, recursive=False,
        )  # fmt: skip
        try:
            # What was written before the system began to listen.
            self._look(())
            for found in changes:
                self._look(path for _, path in found)
                with self._news:
                    files = tuple(self._known)
                if _folders(files) != folders:
                    return
        finally:
            changes.close()

    def _look(self, named: Iterable[str]) -> None:
        """Tell of the files that the system `named`, and of those that look otherwise than when they were last seen."""
        with self._news:
            known = dict(self._known)
        places = {str(place): path for path in known for place in (path, paths.real(path))}
        changed = {places[name] for name in named if name in places}
        changed |= {path for path, old in known.items() if _signature(path) != old}
        if not changed:
            return
        order = sorted(changed)
        seen = _settle(lambda: [_signature(path) for path in order], lambda: time.sleep(_SETTLE))
        with self._news:
            for path, signature in zip(order, seen, strict=True):
                if path in self._known:
                    self._known[path] = signature
                    self._changed.add(path)
            self._news.notify_all()


def _settle(look: Callable[[], list[_Signature]], pause: Callable[[], object]) -> list[_Signature]:
    """What `look` finds once no file is empty, missing or changing, or after a few tries."""
    seen = look()
    for _ in range(_TRIES):
        pause()
        before, seen = seen, look()
        if seen == before and all(s is not None and s[1] > 0 for s in seen):
            break
    return seen


def _signature(path: Path) -> _Signature:
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _can_be_told(folder: Path) -> bool:
    """watchfiles takes paths as text only; what lies in others is looked at."""
    try:
        str(folder).encode()
    except UnicodeEncodeError:
        return False
    return True


def _folders(files: Iterable[Path]) -> dict[Path, int]:
    """The folders to watch, with their inodes: where each file lies and where its links lead; of one that is not
    there, the nearest above that is."""
    wanted = {place.parent for path in files for place in (path, paths.real(path))}
    found = {next((f for f in (folder, *folder.parents) if os.path.isdir(f)), folder) for folder in wanted}
    return {folder: (_signature(folder) or (0, 0, 0))[2] for folder in found}
