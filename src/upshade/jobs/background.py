"""Renders beside a window that goes on playing: each in a process of its own, which a crash or a slow driver costs
alone, and which leaves the processor to the player."""

from __future__ import annotations

from dataclasses import replace
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, Literal

from ..core import chain as chains
from ..core.chain import Loaded
from ..errors import UpshadeError, one_line
from . import wire
from .job import Job, Progress
from .journal import folder_of, left
from .process import Process, Words

State = Literal["waiting", "rendering", "done", "failed", "stopped"]

_SHARES = 2
"""The process gets this part of the cores for drawing; the player has the others."""
_PATIENCE = 6.0
"""Seconds that a process which was told to stop may take. One more than it gives itself."""
_STOPPED = {130, 143}


class BackgroundRender:
    """One job, rendered in a process of its own. Nothing here waits for it but `run`, and `close` where asked to.

    The chain is that of the moment when this is made: presets and shader files may change while it waits. A job whose
    chain cannot be loaded has "failed" from the start.

    To be read from any thread at any time, `state` first: what goes with a state is there before the state is.
    `progress` is None until the first picture is drawn, and when it is over. `message`: why it failed, what was kept
    when it was stopped, or where the output is; one line, "" before. `notices`: what a user should know. `written`:
    bytes of the output.
    """

    def __init__(self, job: Job) -> None:
        self.job = job
        self.state: State = "waiting"
        self.progress: Progress | None = None
        self.message = ""
        self.notices: tuple[str, ...] = ()
        self.frames = self.written = 0
        self.seconds = 0.0
        self._events: SimpleQueue[Words] = SimpleQueue()
        self._lock = Lock()
        self._process: Process | None = None
        self._thread: Thread | None = None
        self._killed = False
        try:
            self.job = _frozen(job)
        except UpshadeError as error:
            self._over("failed", str(error))

    @property
    def over(self) -> bool:
        return self.state in ("done", "failed", "stopped")

    @property
    def eta(self) -> float | None:
        """Seconds to go, None while that is not known."""
        progress = self.progress
        return None if progress is None else progress.eta

    @property
    def fraction(self) -> float | None:
        """How much of it is done, 0…1, None while that is not known."""
        progress = self.progress
        if progress is None or not progress.total:
            return 1.0 if self.state == "done" else None
        return min(1.0, progress.done / progress.total)

    def start(self) -> None:
        """`run` on a thread. Once."""
        if self._thread is None:
            self._thread = Thread(target=self.run, name="upshade-render", daemon=True)
            self._thread.start()

    def run(self) -> None:
        """Render, and come back when it is over, in whichever way; nothing is raised. Nothing happens where it is not
        "waiting"."""
        with self._lock:
            if self.state != "waiting":
                return
            self.state = "rendering"
        try:
            state, message = self._render()
        except Exception as error:  # whoever runs several goes on with the next
            state, message = "failed", f"an error inside upshade ({type(error).__name__}: {error})"
        self._over(state, message)

    def cancel(self) -> None:
        """Tell it to stop, and come back at once. It is "stopped" a moment later (or "done", where it just was): what
        it has finished is kept, and the same job goes on with it."""
        with self._lock:
            if self.state == "waiting":
                self._over("stopped", "stopped before it began")
            elif self.state == "rendering":
                self._events.put({"cancel": True})

    def close(self, wait: float = 1.0) -> None:
        """Cancel it, and end its process after `wait` seconds by force. Harmless when repeated."""
        self.cancel()
        self._join(self._thread, wait)

    # -- its thread -----------------------------------------------------------------------------------------------

    def _render(self) -> tuple[State, str]:
        job = wire.encode(self.job)
        try:
            process = self._process = Process("upshade.jobs.child", _SHARES, self._events.put, ("--background",))
        except OSError as error:
            return "failed", f"no process can be started for it: {error.strerror or error}"
        if self._killed:
            process.kill()
        try:
            process.tell(job=job)
            end = self._follow(process)
        finally:
            process.dismiss()
            process.end(0.0)
        return end or ("failed", f"{process.why}{_kept(self.job)}")

    def _follow(self, process: Process) -> tuple[State, str] | None:
        """Until it is over, and how; None where the process ended without a word."""
        cancelled = False
        while True:
            try:
                words = self._events.get(timeout=_PATIENCE if cancelled else None)
            except Empty:
                process.kill()
                words = {}
            if not words:
                return ("stopped", f"stopped{_kept(self.job)}") if cancelled else None
            if "cancel" in words and not cancelled:
                cancelled = True
                process.tell(stop=True)
                process.dismiss()
            elif "progress" in words:
                self.progress = wire.decode(words["progress"])
            elif "notice" in words:
                self.notices += (words["notice"],)
            elif "done" in words:
                return self._done(words["done"])
            elif "failed" in words:
                if words["exit_code"] in _STOPPED:
                    return "stopped", f"stopped{_kept(self.job)}"
                return "failed", words["failed"]

    def _done(self, done: dict[str, Any]) -> tuple[State, str]:
        self.frames, self.seconds, self.written = done["frames"], done["seconds"], done["written"]
        self.notices = tuple(done["notices"])
        pictures = "1 picture" if self.frames == 1 else f"{self.frames} pictures"
        return "done", f"{one_line(self.job.output)} is complete: {pictures} in {self.seconds:.1f} s"

    def _over(self, state: State, message: str) -> None:
        self.progress, self.message = None, message
        self.state = state

    def _join(self, thread: Thread | None, wait: float) -> None:
        if thread is not None:
            thread.join(wait)
            if thread.is_alive():
                self._killed = True
                if (process := self._process) is not None:
                    process.kill()
                thread.join(1.0)


class Renders:
    """Jobs that are rendered one after another, in the order in which they came. For one thread, the window's."""

    def __init__(self) -> None:
        self._items: list[BackgroundRender] = []
        self._queue: SimpleQueue[BackgroundRender | None] = SimpleQueue()
        self._thread: Thread | None = None
        self._closed = False

    def add(self, job: Job) -> BackgroundRender:
        """Behind all others; begins when they are over."""
        item = BackgroundRender(job)
        self._items.append(item)
        if self._closed:
            item.cancel()
        elif not item.over:
            if self._thread is None:
                self._thread = Thread(target=self._work, name="upshade-renders", daemon=True)
                self._thread.start()
            self._queue.put(item)
        return item

    def again(self, item: BackgroundRender, **changes: Any) -> BackgroundRender:
        """Once more behind all others, in the place of one that is over: goes on where that one was stopped or failed.
        `changes` to its job, such as `fresh=True` or `overwrite=True`; the chain stays as it was."""
        self.remove(item)
        return self.add(replace(item.job, **changes))

    @property
    def items(self) -> tuple[BackgroundRender, ...]:
        return tuple(self._items)

    @property
    def active(self) -> BackgroundRender | None:
        """The one at work."""
        return next((item for item in self._items if item.state == "rendering"), None)

    @property
    def busy(self) -> bool:
        """One is at work or waits."""
        return any(not item.over for item in self._items)

    def remove(self, item: BackgroundRender) -> None:
        """Off the list, if it is over."""
        if item.over and item in self._items:
            self._items.remove(item)

    def clear(self) -> None:
        """All that are over go off the list."""
        self._items = [item for item in self._items if not item.over]

    def close(self, wait: float = 1.0) -> None:
        """Stop all, after `wait` seconds by force; what they have finished is kept. Harmless when repeated."""
        self._closed = True
        active = self.active
        for item in reversed(self._items):
            item.cancel()
        self._queue.put(None)
        if active is not None:
            active._join(self._thread, wait)

    def _work(self) -> None:
        while (item := self._queue.get()) is not None:
            item.run()


def _frozen(job: Job) -> Job:
    """`job` with its chain read, so that it stays what it is now. Raises what `chain.load` raises."""
    if job.recipe is not None or (isinstance(job.preset, Loaded) and not job.shaders and not job.sets):
        return job
    return replace(job, preset=chains.load(job.preset, job.shaders, job.sets), shaders=(), sets=())


def _kept(job: Job) -> str:
    """The tail of a message: what is left of a render that did not come to its end."""
    count = len(left(job.output))
    if not count:
        return "; nothing was written"
    segments = "1 segment is" if count == 1 else f"{count} segments are"
    return f"; {segments} safe in '{one_line(folder_of(job.output).name)}', and rendering it again goes on"
