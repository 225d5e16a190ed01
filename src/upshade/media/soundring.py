"""Samples between the thread that decodes and the one that plays, and a little of what was played."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]


class Ring:
    """Stereo samples by number, from 0. `ahead` and `behind`: seconds at `rate` of what is kept on either side of
    `position`, the next sample to be taken. For one thread at a time."""

    def __init__(self, rate: int, ahead: float, behind: float) -> None:
        self._ahead, self._behind = round(ahead * rate), round(behind * rate)
        self._size = self._ahead + self._behind
        self._data = np.zeros((self._size, 2), np.float32)
        self.clear()

    def clear(self) -> None:
        self.position = 0
        self._end = 0
        self._oldest = 0

    @property
    def ahead(self) -> int:
        """How many can be taken."""
        return max(0, self._end - self.position)

    @property
    def room(self) -> int:
        """How many can be put."""
        return self._ahead - self.ahead

    def put(self, data: Samples) -> None:
        """At most `room` of them, (n, 2)."""
        first = self._end % self._size
        head = data[: self._size - first]
        self._data[first : first + len(head)] = head
        self._data[: len(data) - len(head)] = data[len(head) :]
        self._end += len(data)
        self._oldest = max(self._oldest, self._end - self._size)

    def peek(self, count: int) -> Samples:
        """The next ones, (n, 2), a copy; fewer where there are not so many."""
        count = min(count, self.ahead)
        first = self.position % self._size
        head = self._data[first : first + count]
        return np.concatenate([head, self._data[: count - len(head)]])

    def take(self, count: int) -> Samples:
        """What `peek` gives, once."""
        data = self.peek(count)
        self.position += len(data)
        return data

    def skip(self, count: int) -> None:
        """Goes on, behind the last of them too."""
        self.position += count

    def back_to(self, position: int) -> None:
        """As far back as is kept."""
        self.position = min(self.position, max(position, self._oldest))
