"""The thread that owns the reader: it keeps the reel filled around the picture on the screen."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from threading import Condition, Thread

from ..core.frame import Frame
from ..errors import UpshadeError
from ..media.reader import Reader
from .reel import Lap, Reel, size_of

DEPTH = 8
"""So many pictures are kept ahead; `LOOP_DEPTH` where a loop is set, for its start may be far behind a key picture."""

LOOP_DEPTH = 48
MOST_DEPTH = 64

AHEAD_BYTES = 256 << 20
STRETCH = 48
"""So many pictures are fetched at once for steps back."""

_LOW = 16  # with fewer behind, steps back fetch more


@dataclass(frozen=True, slots=True)
class Loop:
    """`first` and `last` (None: the end): ticks of the first picture and of the end, `start` and `end` seconds of the
    file's clock."""

    first: int
    last: int | None
    start: float
    end: float | None


class Feed:
    """Takes orders and never makes who gives them wait. All that is public is read and changed while `changed` is
    held, `close` apart.

    `reel`: the pictures. `asked` counts the seeks, `given` is the one whose picture the reel begins with; `fresh`: that
    picture has not been on the screen yet. `error`: why decoding stopped; a seek tries again. `depth`: pictures wanted
    ahead. `full`: asked when there are as many; says in how many seconds to ask again (None: when something changes; 0:
    there is room). `wake`: called after each change that the screen should know of, on the feed's thread.
    """

    def __init__(
        self, reader: Reader, *, full: Callable[[], float | None] = lambda: None, wake: Callable[[], None] | None = None
    ) -> None:
        self.changed = Condition()
        self.reel = Reel()
        self.asked = self.given = 0
        self.fresh = False
        self.error: str | None = None
        self.depth = DEPTH
        self.end: float | None = None  # seconds of the file's clock, once the last picture was seen
        self.wake = wake
        self.stepping = False
        self._reader, self._full = reader, full
        self._step = max(1, round(1 / (reader.info.rate * reader.info.time_base)))
        self._target: int | None = None
        self._back = False
        self._cut = False
        self._closed = False
        self._busy = ""
        self._epoch = 0
        self._loop: Loop | None = None
        self._pending: Lap | None = None
        self._lap: list[Frame] | None = None  # all of the loop, while it is short enough to be kept
        self._lap_bytes = 0
        self._replaying = False
        self._pause: float | None = None
        # Of the thread alone: what follows on the reel, as long as nothing breaks it.
        self._frames: Iterator[Frame] | None = None
        self._follows = 0
        self._thread = Thread(target=self._work, name="upshade-feed", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Ends the thread. The reader stays open."""
        with self.changed:
            self._closed = True
            self.changed.notify_all()
        while self._thread.is_alive():
            self._reader.interrupt()  # again, where it was just about to begin
            self._thread.join(0.05)

    # ── orders; `changed` is held

    def seek(self, tick: int) -> None:
        """The picture that is on the screen at `tick`, and what follows. Of several orders the newest counts, but the
        one that is under way is carried out."""
        self.asked += 1
        self._target = tick
        self._back = False
        if self._busy == "back":
            self._interrupt()
        self.changed.notify_all()

    def hurry(self) -> None:
        """What is under way makes room for the seek behind it."""
        if self._busy in ("seek", "back") and self._target is not None:
            self._interrupt()

    def hold(self, tick: int) -> bool:
        """A seek to what is in the reel already; False if it is not."""
        index = None if self._busy == "seek" or self._target is not None else self.reel.find(tick)
        if index is None:
            return False
        self.asked += 1
        self.given, self._target = self.asked, None
        self.reel.shown, self.reel.next = index - 1, index
        self._confine(index)
        self.fresh, self.error = True, None
        self.refill()
        return True

    def back(self) -> None:
        """More pictures are wanted before the first."""
        if not self.reel.first and not self._back and self._busy != "back":
            self._back = True
            self.changed.notify_all()

    def refill(self) -> None:
        """Something went on the screen."""
        if self.reel.trim_right():
            self._break()
        if self.stepping and self.reel.shown < _LOW:
            self.back()
        self.changed.notify_all()

    def loop(self, loop: Loop | None) -> None:
        """What is ahead and belongs to another loop, or none, is read anew."""
        if loop == self._loop:
            return
        self._loop = loop
        reel = self.reel
        for index in range(reel.next, len(reel.items)):
            if reel.items[index].lap is not None:
                reel.cut(index)
                break
        self._confine(reel.shown)
        reel.last = False
        self._break()
        self.changed.notify_all()

    def _confine(self, shown: int) -> None:
        """From the picture with this index on, nothing lies ahead that is behind the loop's end."""
        items = self.reel.items
        if not 0 <= shown < len(items) or self._behind(items[shown].frame):
            return
        for index in range(shown + 1, len(items)):
            if items[index].lap is not None:
                return
            if self._behind(items[index].frame):
                self.reel.cut(index)
                self._break()
                return

    def end_of(self, frame: Frame) -> float:
        """When the picture has been shown for its time, in seconds of the file's clock."""
        return float(((frame.pts or 0) + (frame.duration or self._step)) * frame.time_base)

    @property
    def waiting(self) -> bool:
        """More pictures will come without an order."""
        return self.error is None and not self.reel.last

    def _interrupt(self) -> None:
        self._cut = True
        self._reader.interrupt()

    def _break(self) -> None:
        """What the reader gives next does not follow on the reel any more."""
        self._epoch += 1
        self._pending = self._lap = None
        self._replaying = False

    def _behind(self, frame: Frame) -> bool:
        """At or after the loop's end. Who has gone there leaves the loop, as in mpv."""
        loop = self._loop
        return loop is not None and loop.last is not None and frame.pts is not None and frame.pts >= loop.last

    # ── the thread

    def _work(self) -> None:
        while True:
            with self.changed:
                while (task := self._task()) is None:
                    self.changed.wait(self._pause)
                self._busy, order, epoch = task, self.asked, self._epoch
                if task == "seek":
                    target, self._target = self._target, None
                if task == "back":
                    self._back = False
            # Not while it is held: the decoder may have to end what it is at.
            if task != "forward" or self._follows != epoch:
                self._drop()
            if task == "close":
                return
            try:
                if task == "seek":
                    assert target is not None
                    self._seek(target, order)
                elif task == "back":
                    self._stretch(order)
                else:
                    self._forward(epoch)
            except UpshadeError as error:
                self._fail(str(error))
            except Exception as error:  # whatever it is, the window must not wait for it
                self._fail(f"decoding failed: {type(error).__name__}: {error}")
            with self.changed:
                self._busy = ""
                starved = task != "forward" or self.reel.ahead < 2
                self.changed.notify_all()
            if starved and self.wake is not None:
                self.wake()

    def _task(self) -> str | None:
        self._pause = None
        if self._closed:
            return "close"
        if self._target is not None:
            return "seek"
        reel = self.reel
        if self.error is not None or not reel.items or self._reader.info.still:
            return None
        if self._back:
            return "back"
        if reel.last:
            return None
        depth = max(self.depth, LOOP_DEPTH if self._loop is not None else 0)
        if reel.ahead < 2 or (reel.ahead < depth and reel.ahead_bytes < AHEAD_BYTES):
            return "forward"
        self._pause = self._full()
        return "forward" if self._pause == 0.0 else None

    def _drop(self) -> None:
        frames, self._frames = self._frames, None
        if isinstance(frames, Generator):
            frames.close()

    def _fail(self, line: str) -> None:
        self._drop()
        with self.changed:
            self._back = False
            if self._target is None and not self._closed:
                self.error = line
                self.given = self.asked

    def _was_cut(self) -> bool:
        with self.changed:
            cut, self._cut = self._cut, False
            return cut or self._closed

    def _seek(self, target: int, order: int) -> None:
        frames = self._reader.between(target, None, shown=True)
        frame = next(frames, None)
        if frame is None:
            if not self._was_cut():
                self._fail("no picture in it can be decoded any more")
            return
        info = self._reader.info
        with self.changed:
            self._break()
            self._frames, self._follows = frames, self._epoch
            self.reel.clear()
            self.reel.append(frame)
            self.reel.first = frame.pts is None or frame.pts <= info.start_pts
            self.reel.last = info.still
            self.given, self.fresh, self.error = order, True, None

    def _stretch(self, order: int) -> None:
        """Pictures before the reel's first."""
        with self.changed:
            oldest = self.reel.items[0].frame
        start = self._reader.info.start_pts
        found: deque[Frame] = deque()
        size = 0
        if oldest.pts is not None and oldest.pts > start:
            for frame in self._reader.between(oldest.pts - STRETCH * self._step, oldest.pts, shown=True):
                found.append(frame)
                size += size_of(frame)
                while len(found) > STRETCH or (size > AHEAD_BYTES and len(found) > 1):
                    size -= size_of(found.popleft())
        if self._was_cut():
            return
        with self.changed:
            if order != self.asked or not self.reel.items or self.reel.items[0].frame is not oldest:
                return
            if self.reel.prepend(found):
                self._break()
            furthest = self.reel.items[0].frame.pts
            self.reel.first = not found or furthest is None or furthest <= start

    def _forward(self, epoch: int) -> None:
        """One picture more behind the reel's last."""
        if self._frames is None:
            with self.changed:
                if epoch != self._epoch:
                    return
                after = self.reel.items[-1].frame.pts
                turned, loop = self._pending is not None, self._loop
                kept = self._lap if turned and self._replaying else None
            self._follows = epoch
            if kept is not None:
                self._frames = iter(list(kept))
            elif turned and loop is not None:
                self._frames = self._reader.between(loop.first, None, shown=True)
            else:
                self._frames = self._reader.between(None if after is None else after + 1, None)
        frame = next(self._frames, None)
        if (frame is None and isinstance(self._frames, Generator) and self._was_cut()) or not self._put(frame, epoch):
            self._drop()

    def _put(self, frame: Frame | None, epoch: int) -> bool:
        """Behind the reel's last; None is the end of the video. False: what comes then does not follow."""
        with self.changed:
            if epoch != self._epoch or self._target is not None:
                return False
            last, loop = self.reel.items[-1].frame, self._loop
            if frame is None and not self._replaying:
                self.end = self.end_of(last)
            reached = frame is not None and self._behind(frame) and not self._behind(last)
            if frame is not None and not reached:
                self._collect(frame, self._pending is not None)
                self.reel.append(frame, self._pending)
                self._pending = None
                return True
            if loop is None or self._pending is not None:
                self.reel.last = True
            else:
                self._turn(loop, last, reached)
            return False

    def _turn(self, loop: Loop, last: Frame, reached: bool) -> None:
        """The loop's end: `reached`, or the video has ended before."""
        end = self.end_of(last)
        if reached and loop.end is not None:
            end = loop.end
        self._pending = Lap(max(end, loop.start + 1e-3), loop.start)
        self._replaying = self._lap is not None

    def _collect(self, frame: Frame, begins: bool) -> None:
        """Keeps a short loop, so that it needs no decoder."""
        if self._replaying:
            return
        if begins:
            self._lap, self._lap_bytes = [], 0
        if self._lap is not None:
            self._lap.append(frame)
            self._lap_bytes += size_of(frame)
            if self._lap_bytes > AHEAD_BYTES or len(self._lap) > 2 * MOST_DEPTH:
                self._lap = None
