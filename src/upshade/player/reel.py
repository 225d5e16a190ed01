"""The pictures around the one on the screen: a stretch of the video without a gap, in memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, replace

from ..core.frame import Frame

KEPT = 64
"""So many pictures behind the one on the screen are kept, and so many before it after steps back."""

MAX_BYTES = 512 << 20


@dataclass(frozen=True, slots=True)
class Lap:
    """Where a loop begins anew: at `end` (seconds of the file's clock) the video goes on from `start`."""

    end: float
    start: float


@dataclass(frozen=True, slots=True)
class Item:
    """`lap`: this picture is the first of a new one."""

    frame: Frame
    lap: Lap | None = None
    size: int = 0

    @property
    def time(self) -> float:
        """Seconds of the file's clock; 0 for a still."""
        return self.frame.time or 0.0


def size_of(frame: Frame) -> int:
    """Bytes that its planes hold, their padding included."""
    return sum(plane.strides[0] * plane.shape[0] for plane in frame.planes)


class Reel:
    """`items`, of which `shown` is on the screen (-1: none yet) and `next` is the first that has not been passed over
    (shown < next <= len(items)). `first` and `last`: nothing lies before or behind them in the file (and loop).
    `bytes`: all that it holds. Guarded by who owns it."""

    def __init__(self) -> None:
        self.items: deque[Item] = deque()
        self.clear()

    def clear(self) -> None:
        self.items.clear()
        self.shown, self.next, self.bytes = -1, 0, 0
        self.first = self.last = False

    @property
    def current(self) -> Item | None:
        return self.items[self.shown] if self.shown >= 0 else None

    @property
    def following(self) -> Item | None:
        """What comes right behind the one on the screen in the file."""
        index = self.shown + 1
        item = self.items[index] if 0 < index < len(self.items) else None
        return item if item is not None and item.lap is None else None

    @property
    def ahead(self) -> int:
        return len(self.items) - self.next

    @property
    def ahead_bytes(self) -> int:
        return self.ahead * (self.items[-1].size if self.items else 0)

    def peek(self, further: int = 0) -> Item | None:
        """The next picture, or one `further` on."""
        index = self.next + further
        return self.items[index] if index < len(self.items) else None

    def append(self, frame: Frame, lap: Lap | None = None) -> None:
        item = Item(frame, lap, size_of(frame))
        self.items.append(item)
        self.bytes += item.size
        self._trim_left()

    def prepend(self, frames: Collection[Frame]) -> bool:
        """Pictures that lie right before the first. Those far ahead give way to them: then True."""
        for frame in reversed(list(frames)):
            item = Item(frame, None, size_of(frame))
            self.items.appendleft(item)
            self.bytes += item.size
            self.shown, self.next = self.shown + 1, self.next + 1
        trimmed = self.trim_right()
        self._trim_left()
        return trimmed

    def show(self, index: int) -> Item:
        """`items[index]` goes on the screen."""
        self.shown, self.next = index, index + 1
        item = self.items[index]
        starts = [i for i, other in enumerate(self.items) if other.lap is not None and i <= index]
        if starts:
            self.first = False
            # What lies before it in the file is not what was shown before.
            self._drop(starts[-1])
            self.items[0] = replace(self.items[0], lap=None)
        self._trim_left()
        return item

    def find(self, pts: int) -> int | None:
        """Index of the picture that is on the screen at `pts`, where the reel can tell."""
        items = self.items
        for index in range(len(items)):
            mine = items[index].frame.pts
            if index and items[index].lap is not None:
                return None
            if mine is None or mine > pts:
                return 0 if self.first and index == 0 else None
            following = items[index + 1] if index + 1 < len(items) else None
            if following is None:
                return index if self.last else None
            later = following.frame.pts
            if following.lap is None and later is not None and later > pts:
                return index
        return None

    def cut(self, index: int) -> None:
        """Forgets `items[index]` and all behind it."""
        while len(self.items) > index:
            self.bytes -= self.items.pop().size
        self.next = min(self.next, len(self.items))
        self.last = False

    def trim_right(self) -> bool:
        """Forgets what lies too far ahead; True if there was such."""
        most = self.next + 2 * KEPT
        before = len(self.items)
        while len(self.items) > self.next + 8 and (len(self.items) > most or self.bytes > MAX_BYTES):
            self.bytes -= self.items.pop().size
            self.last = False
        return len(self.items) != before

    def pass_over(self) -> None:
        """The next picture comes too late."""
        self.next += 1
        self._trim_left()

    def _trim_left(self) -> None:
        while self.next > 1 and (self.next > KEPT + 1 or self.bytes > MAX_BYTES):
            self._drop(1)

    def _drop(self, count: int) -> None:
        for _ in range(count):
            self.bytes -= self.items.popleft().size
        self.shown, self.next = max(-1, self.shown - count), self.next - count
        if count:
            self.first = False
