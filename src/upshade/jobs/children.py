"""The processes of a batch, as seen from it: each renders one file at a time, so a crash costs that file alone."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue

from ..errors import OutputError
from . import wire
from .batch import Batch, Row
from .names import Folders
from .process import Process, Words

TRIES = 2
"""How often a file may take its process with it. Once more: the memory may have been short only then, and what was
finished of it is kept."""
_PATIENCE = 1.0
"""Seconds that the processes have to stop."""


class _Child:
    """A process, and the row that it has. `heard` is called on a thread with all that it says, and {} at its end."""

    def __init__(self, workers: int, heard: Callable[[_Child, Words], None]) -> None:
        self.row: Row | None = None
        self.begun = 0.0
        self.process = Process("upshade.jobs.child", workers, lambda words: heard(self, words))

    def render(self, row: Row) -> None:
        self.row, self.begun = row, time.perf_counter()
        self.process.tell(job=wire.encode(row.job))

    def stop(self) -> None:
        """It ends as soon as it can, also in the middle of a file."""
        self.process.tell(stop=True)
        self.process.dismiss()


def run(batch: Batch, workers: int, changed: Callable[[Row], None]) -> None:
    """Render every row that waits, `workers` at once; `changed` is called on this thread whenever a row has changed.

    What interrupts it (KeyboardInterrupt above all) stops the processes, leaves unfinished rows as "stopped" or
    "waiting", and goes on up.
    """
    _Run(batch, workers, changed).run()


class _Run:
    def __init__(self, batch: Batch, workers: int, changed: Callable[[Row], None]) -> None:
        self._waiting = deque(row for row in batch.rows if row.state == "waiting")
        self._workers = max(1, min(workers, len(self._waiting)))
        self._changed = changed
        self._events: SimpleQueue[tuple[_Child, Words]] = SimpleQueue()
        self._children: list[_Child] = []
        self._tries: dict[int, int] = {}
        self._folders = Folders()

    def run(self) -> None:
        try:
            while self._give():
                self._hear(*self._events.get())
        finally:
            self._stop()

    def _give(self) -> bool:
        """Every process that is free gets a row; False when there is nothing to wait for."""
        while self._waiting and (child := self._free()) is not None:
            row = self._waiting.popleft()
            try:
                self._folders.make(row.output)
            except OutputError as error:
                row.fail(str(error))
                self._changed(row)
                continue
            row.state = "rendering"
            child.render(row)
            self._changed(row)
        return any(child.row for child in self._children)

    def _free(self) -> _Child | None:
        idle = next((child for child in self._children if child.row is None), None)
        if idle is not None or len(self._children) >= self._workers:
            return idle
        try:
            child = _Child(self._workers, lambda child, words: self._events.put((child, words)))
        except OSError as error:
            if self._children:
                return None  # the others go on with fewer
            row = self._waiting.popleft()
            row.fail(f"no process can be started for it: {error.strerror or error}")
            self._changed(row)
            return self._free() if self._waiting else None
        self._children.append(child)
        return child

    def _hear(self, child: _Child, words: Words) -> None:
        row = child.row
        if not words:
            if row is not None:
                self._crashed(row, child.process.why)
            self._dismiss(child)
        elif row is None or "notice" in words:
            return  # a row gets its notices with what it has done
        elif "progress" in words:
            row.progress = wire.decode(words["progress"])
            self._changed(row)
        else:
            child.row = None
            row.seconds = time.perf_counter() - child.begun
            if "done" in words:
                done = words["done"]
                row.state, row.progress = "done", None
                row.frames, row.seconds, row.written = done["frames"], done["seconds"], done["written"]
                row.notices += done["notices"]
            else:
                row.fail(words["failed"], words["exit_code"])
                if words["last"]:
                    self._dismiss(child)
            self._changed(row)

    def _crashed(self, row: Row, why: str) -> None:
        times = self._tries[id(row)] = self._tries.get(id(row), 0) + 1
        if times < TRIES:
            row.state, row.progress = "waiting", None
            row.notices.append(f"{why}; it was begun once more")
            self._waiting.append(row)
        else:
            row.notices.clear()
            row.fail(f"{why}, {times} times")
        self._changed(row)

    def _dismiss(self, child: _Child) -> None:
        if child in self._children:
            self._children.remove(child)
            child.row = None
            child.stop()
            child.process.end(time.monotonic() + _PATIENCE)

    def _stop(self) -> None:
        """All are told before the first is waited for; what was done by then counts."""
        deadline = time.monotonic() + _PATIENCE
        try:
            for child in self._children:
                child.stop()
            for child in self._children:
                child.process.end(deadline)
        except BaseException:
            for child in self._children:
                child.process.end(0.0)
            raise
        with suppress(Empty):
            while True:
                child, words = self._events.get_nowait()
                if child.row is not None and "done" in words:
                    self._hear(child, words)
        for child in self._children:
            if child.row is not None:
                child.row.state, child.row.progress = "stopped", None
        self._folders.tidy()
