"""Processes that check files, as seen from here: each has one file at a time, so a crash costs that file alone."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue

from ..errors import BadInput, GraphicsError
from ..jobs.process import Process, Words
from .checker import Setup
from .checkone import Found

_START = 60.0
"""Seconds that a process may take to be ready: modules, driver, the input."""
_TICK, _STOPPED = 1.0, 2.0
"""Seconds that one wait takes at most, and how much longer it was where all these processes were stopped (Ctrl-Z)."""
_MOST_STOPS = 3
"""How often a file begins anew."""


class _Worker:
    """A process and the file that it has. `until`: when it must have said something else."""

    def __init__(self, count: int, setup: Setup, heard: Callable[[_Worker, Words], None]) -> None:
        self.path: str | None = None
        self.doing = ""
        self.ready = False
        self.until = time.monotonic() + _START
        self.process = Process("upshade.tools.checker", count, lambda words: heard(self, words), [setup.text()])


def run(paths: Sequence[str], setup: Setup, jobs: int, told: Callable[[Found], None]) -> None:
    """Check every file, `jobs` at once; `told` is called on this thread as each is done, in whatever order.

    Whatever interrupts it ends the processes first. Raises GraphicsError where there is no OpenGL, BadInput for a
    `setup.source` that cannot be read, OSError where no process can be started.
    """
    _Run(paths, setup, jobs, told).run()


class _Run:
    def __init__(self, paths: Sequence[str], setup: Setup, jobs: int, told: Callable[[Found], None]) -> None:
        self._waiting = deque(paths)
        self._setup = setup
        self._jobs = max(1, min(jobs, len(paths)))
        self._told = told
        self._events: SimpleQueue[tuple[_Worker, Words]] = SimpleQueue()
        self._workers: list[_Worker] = []
        self._anew: Counter[str] = Counter()

    def run(self) -> None:
        try:
            while self._give():
                self._wait()
        finally:
            for worker in self._workers:
                worker.process.kill()
            for worker in self._workers:
                worker.process.end(0.0)

    def _give(self) -> bool:
        """Every free process gets a file; False when all is done."""
        for worker in self._workers:
            if worker.ready and worker.path is None and self._waiting:
                worker.path, worker.doing = self._waiting.popleft(), ""
                worker.until = time.monotonic() + self._setup.limit
                worker.process.tell(check=worker.path)
        starting = sum(not worker.ready for worker in self._workers)
        while len(self._workers) < self._jobs and starting < len(self._waiting):
            try:
                worker = _Worker(self._jobs, self._setup, lambda worker, words: self._events.put((worker, words)))
            except OSError:
                if not self._workers:
                    raise
                break  # the others go on with fewer
            self._workers.append(worker)
            starting += 1
        return bool(self._waiting) or any(worker.path is not None for worker in self._workers)

    def _wait(self) -> None:
        at_work = [w for w in self._workers if w.path is not None or not w.ready]
        begun = time.monotonic()
        next_end = min(w.until for w in at_work) - begun
        try:
            worker, words = self._events.get(timeout=min(max(0.0, next_end), _TICK))
        except Empty:
            if self._was_stopped(begun):
                return
            for worker in at_work:
                if time.monotonic() >= worker.until:
                    self._late(worker)
            return
        self._was_stopped(begun)
        if worker not in self._workers:
            return  # its last words
        if not words:
            self._died(worker)
        elif "broken" in words:
            raise (BadInput if words["exit_code"] == BadInput.exit_code else GraphicsError)(words["broken"])
        elif "ready" in words:
            worker.ready = True
        elif "doing" in words:
            worker.doing = words["doing"]
        else:
            worker.path = None
            self._told(Found(**words["found"]))
            if words["last"]:
                self._dismiss(worker)

    def _was_stopped(self, begun: float) -> bool:
        """Whether all was, since `begun`. No file was slow then, but their processes end themselves: these files begin
        anew, in others; a few times, since what starves the machine looks the same."""
        now = time.monotonic()
        if now - begun < _TICK + _STOPPED:
            return False
        stopped = False
        for worker in list(self._workers):
            if not worker.ready:
                worker.until = now + _START
            elif worker.path is not None and self._anew[worker.path] < _MOST_STOPS:
                self._anew[worker.path] += 1
                self._waiting.appendleft(worker.path)
                self._dismiss(worker)
            else:
                continue
            stopped = True
        return stopped

    def _late(self, worker: _Worker) -> None:
        if not worker.ready:
            raise GraphicsError(f"a process that draws was not ready after {_START:g} s")
        self._fail(worker, f"no end after {self._setup.limit:g} s")
        self._dismiss(worker)

    def _died(self, worker: _Worker) -> None:
        worker.process.end(0.0)
        why = worker.process.why
        if worker.path is None and not worker.ready:
            raise GraphicsError(f"a process that draws could not be started: {why}")
        if worker.path is not None:
            self._fail(worker, why)
        self._workers.remove(worker)

    def _fail(self, worker: _Worker, what: str) -> None:
        assert worker.path is not None
        self._told(Found(worker.path, why=f"{what}, while {worker.doing}" if worker.doing else what))
        worker.path = None

    def _dismiss(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.process.kill()
        worker.process.end(0.0)
