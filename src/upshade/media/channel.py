"""A bounded queue between two threads that either side can end at any moment, without polling."""

from __future__ import annotations

from collections import deque
from threading import Condition
from typing import Generic, TypeVar

T = TypeVar("T")


class Channel(Generic[T]):
    """First in, first out, at most `depth` items. `end` lets what is inside drain, `cancel` throws it away."""

    def __init__(self, depth: int) -> None:
        if depth < 1:
            raise ValueError(f"depth is {depth}, must be at least 1")
        self._depth = depth
        self._items: deque[T] = deque()
        self._changed = Condition()
        self._ended = False
        self._cancelled = False
        self._error: BaseException | None = None

    def put(self, item: T, *, wait: bool = True) -> bool:
        """Waits for room, or takes more than `depth`. False: the other side has gone and the item was dropped."""
        with self._changed:
            while wait and len(self._items) >= self._depth and not self._cancelled:
                self._changed.wait()
            if self._cancelled or self._ended:
                return False
            self._items.append(item)
            self._changed.notify_all()
            return True

    def get(self) -> T | None:
        """Waits for an item. None: there will be no more. Raises what `end` was given, after the last item."""
        with self._changed:
            while not self._items and not self._ended and not self._cancelled:
                self._changed.wait()
            if self._items:
                item = self._items.popleft()
                self._changed.notify_all()
                return item
            if self._error is not None:
                raise self._error
            return None

    def end(self, error: BaseException | None = None) -> None:
        """No more items will come; `error` reaches the reader behind the last of them."""
        with self._changed:
            if not self._ended:
                self._ended, self._error = True, error
            self._changed.notify_all()

    def cancel(self) -> None:
        """Throws away what is inside and wakes both sides."""
        with self._changed:
            self._cancelled = True
            self._items.clear()
            self._changed.notify_all()

    def __len__(self) -> int:
        with self._changed:
            return len(self._items)

    @property
    def cancelled(self) -> bool:
        with self._changed:
            return self._cancelled
