"""One process's share of a video: the segments that it is given, drawn and encoded into packet logs."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..core.frame import Frame
from ..media.encoder import Closed, Encoder
from .drawing import Drawing


@dataclass(frozen=True, slots=True)
class Range:
    """Which pictures a video takes from its source and where it is cut, all in ticks of the source.

    `first`, `last`: pictures with first ≤ pts < last, None for no bound; `shift` is taken from every time. Segment k
    ends where `cuts[k]` begins the next.
    """

    first: int | None
    last: int | None
    shift: int
    cuts: tuple[int, ...]

    @property
    def count(self) -> int:
        return len(self.cuts) + 1

    def start(self, segment: int) -> int | None:
        return self.first if segment == 0 else self.cuts[segment - 1]

    def segment_of(self, pts: int) -> int:
        """The number of the segment, from 0, that a picture of this time belongs to."""
        return bisect_right(self.cuts, pts)


class Worker:
    """Draws segments with `drawing`, into `folder` under the names that `path` gives.

    `closed(segment, Closed)` is called for each, on the encoder's thread, once its file is complete on the disk;
    Closed is None when no picture falls into the segment. `spent`: seconds that the calling thread waited for the
    encoder.
    """

    def __init__(
        self, drawing: Drawing, range_: Range, path: Callable[[int], Path],
        closed: Callable[[int, Closed | None], None], drawn: Callable[[int, int], None],
    ) -> None:  # fmt: skip
        """`drawn(pictures, bytes)`: called for each picture with how many have been drawn and encoded so far."""
        self._drawing, self._range = drawing, range_
        self._path, self._closed, self._drawn = path, closed, drawn
        self._segments: dict[Path, int] = {}
        self._encoder = Encoder(drawing.spec, self._complete, shift=range_.shift)
        self._taken: list[int] = []
        self.pictures = 0
        self.spent = 0.0

    def run(self, take: Callable[[], int | None]) -> None:
        """Segments until `take` has no more to give. One that follows its predecessor is decoded on from there;
        otherwise the decoder enters anew. Raises what drawing, encoding and `closed` raise."""
        try:
            segment = take()
            while segment is not None:
                segment = self._stretch(segment, take)
            self._timed(self._encoder.finish)
        except BaseException:
            self._encoder.abort()
            raise

    def _complete(self, closed: Closed) -> None:
        self._closed(self._segments[closed.path], closed)

    def _stretch(self, segment: int, take: Callable[[], int | None]) -> int | None:
        """Segment after segment as long as the next one follows; gives the one that does not."""
        self._taken = [segment]
        following: list[int | None] = []
        pictures = self._wanted(segment, take, following)
        writing: int | None = None
        for frame in self._drawing.frames(pictures):
            assert frame.pts is not None
            number = self._range.segment_of(frame.pts)
            if number != writing:
                if writing is not None:
                    self._encoder.end()
                self._skip(number)
                writing = number
                path = self._path(number)
                self._segments[path] = number
                self._encoder.begin(path)
            at = time.perf_counter()
            self._encoder.write(frame)
            self.spent += time.perf_counter() - at
            self.pictures += 1
            self._drawn(self.pictures, self._encoder.bytes_written)
        if writing is not None:
            self._timed(self._encoder.end)
        self._skip(None)
        return following[0]

    def _wanted(self, segment: int, take: Callable[[], int | None], following: list[int | None]) -> Iterator[Frame]:
        """The source's pictures of this segment and of those that are taken behind it without a gap; what is taken
        then and cannot be reached from here goes into `following`."""
        frames = self._drawing.reader.between(self._range.start(segment), self._range.last)
        for frame in frames:
            assert frame.pts is not None
            while self._range.segment_of(frame.pts) > segment:
                number = take()
                if number != segment + 1:
                    following.append(number)
                    return
                segment = number
                self._taken.append(number)
            yield frame
        # The source has ended; there may be segments behind its last picture.
        while (number := take()) == segment + 1:
            segment = number
            self._taken.append(number)
        following.append(number)

    def _skip(self, number: int | None) -> None:
        """Segments before `number` (None: all) that were taken and got no picture are done, too."""
        while self._taken and self._taken[0] != number:
            empty = self._taken.pop(0)
            if self._path(empty) not in self._segments:
                self._closed(empty, None)

    def _timed(self, action: Callable[[], None]) -> None:
        at = time.perf_counter()
        action()
        self.spent += time.perf_counter() - at


def giving(segments: Sequence[int]) -> Callable[[], int | None]:
    """A `take` that gives these in order."""
    rest = iter(segments)
    return lambda: next(rest, None)
