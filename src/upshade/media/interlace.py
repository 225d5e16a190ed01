"""Is a video interlaced, telecined, or neither? Told by its pictures, from several places of the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice, takewhile

import av.error
from av.filter import Graph
from av.video.frame import VideoFrame

from .decimate import CYCLE
from .sequence import PictureSequence
from .source import Source

PLACES, LENGTH = 6, 60
"""How many places are looked at, and how many pictures at each: twelve cycles of a telecine."""

_REPEATS = 6
"""Fewer repeated fields in a place say nothing."""

_MOVING = 8
"""Fewer pictures in a place that idet can judge say nothing."""


@dataclass(frozen=True, slots=True)
class Place:
    """idet's words for consecutive pictures: "tff", "bff", "progressive" or "undetermined" for each, and which field,
    "top" or "bottom" or "neither", it has in common with the picture before. `flagged`: how many say of themselves that
    they are interlaced; `mislabelled`: how many look so and do not say it."""

    fields: tuple[str, ...]
    repeated: tuple[str, ...]
    flagged: int = 0
    mislabelled: int = 0

    @property
    def kind(self) -> str | None:
        """ "telecined", "interlaced" or "progressive"; None where too little moves."""
        count = Counter(self.fields)
        interlaced = count["tff"] + count["bff"]
        if interlaced + count["progressive"] < _MOVING:
            return None
        if interlaced > count["progressive"] and self._cadence():
            return "telecined"
        return "interlaced" if interlaced > count["progressive"] else "progressive"

    def _cadence(self) -> bool:
        """2:3 pulldown repeats a top field in one frame of five, and a bottom field in another. Three quarters of what
        is repeated must lie so, some of each; by chance it would be about a third."""
        repeats = [(word, i % CYCLE) for i, word in enumerate(self.repeated) if word != "neither"]
        count = Counter(repeats)
        top, bottom = (max(count[word, phase] for phase in range(CYCLE)) for word in ("top", "bottom"))
        return min(top, bottom) >= 2 and top + bottom >= _REPEATS and 4 * (top + bottom) >= 3 * len(repeats)


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen at all places."""

    places: tuple[Place, ...]

    def count(self, kind: str) -> int:
        return sum(place.kind == kind for place in self.places)

    @property
    def kind(self) -> str:
        """What is to be done. Film among video: ivtc keeps the video whole. One interlaced place of six is made whole
        too: combs are worse than pictures a little softer."""
        telecined, interlaced = self.count("telecined"), self.count("interlaced")
        if telecined and 3 * telecined >= interlaced:
            return "ivtc"
        return "deinterlace" if telecined + interlaced else "none"

    @property
    def tff(self) -> bool | None:
        """The field order that the pictures show, where they leave no doubt."""
        count = Counter(word for place in self.places for word in place.fields)
        top, bottom = count["tff"], count["bff"]
        if max(top, bottom) < _MOVING or max(top, bottom) < 4 * min(top, bottom):
            return None
        return top > bottom

    @property
    def flags_hold(self) -> bool:
        """Some pictures say that they are interlaced, and no more than a few others look so."""
        flagged = sum(place.flagged for place in self.places)
        return flagged > 0 and 10 * sum(place.mislabelled for place in self.places) <= flagged

    def __str__(self) -> str:
        """ "5 of 6 places telecined, 1 still", for a notice."""
        total = len(self.places)
        counts = [(self.count(kind), kind) for kind in ("telecined", "interlaced", "progressive")]
        counts.append((sum(place.kind is None for place in self.places), "still"))
        parts = [f"{n} {kind}" for n, kind in counts if n]
        return f"of {total} place{'s' if total != 1 else ''} looked at, {', '.join(parts)}"


def look(source: Source | PictureSequence) -> Look:
    """Decodes PLACES · LENGTH pictures of a source, of a short one at most twice as many from its start; its next
    iteration begins anew. The same file gives the same answer."""
    count = source.count or PLACES * LENGTH
    if not source.seekable or source.duration is None or count <= 2 * PLACES * LENGTH:
        # Short, or with nothing to go by: from the start, in parts that are judged each for itself.
        pictures = islice(source.pictures(), 2 * PLACES * LENGTH)
        places = [*iter(lambda: _judge(pictures), Place((), ()))]
    else:
        span = source.duration / source.time_base
        places = []
        for i in range(PLACES):
            at = source.start + int(span * (2 * i + 1) / (2 * PLACES))
            place = _judge(source.entered(at))
            if place.fields:
                places.append(place)
    return Look(tuple(places))


def _judge(pictures: Iterator[VideoFrame]) -> Place:
    """idet's words for the next LENGTH pictures, as far as they are of one size."""
    first = next(pictures, None)
    if first is None:
        return Place((), ())
    graph = Graph()
    nodes = [
        graph.add("buffer", video_size=f"{first.width}x{first.height}", pix_fmt=first.format.name, time_base="1/25"),
        # A repeated field that was coded anew differs by noise: at idet's own threshold of 3, half of those in lossy
        # files are missed; at 2 a fifth, and of 150 frames of real interlaced video two look repeated.
        graph.add("idet", rep_thres="2"),
        graph.add("buffersink"),
    ]
    graph.link_nodes(*nodes).configure()
    kind = _kind(first)
    more = islice(pictures, LENGTH - 1)
    flags: list[bool] = []
    fields, repeated = [], []
    for out in _through(graph, chain([first], takewhile(lambda picture: _kind(picture) == kind, more)), flags):
        words = out.metadata
        fields.append(words["lavfi.idet.multiple.current_frame"])
        repeated.append(words["lavfi.idet.repeated.current_frame"])
    mislabelled = sum(word in ("tff", "bff") and not flag for word, flag in zip(fields, flags, strict=True))
    return Place(tuple(fields), tuple(repeated), sum(flags), mislabelled)


def _kind(picture: VideoFrame) -> tuple[int, int, str]:
    return picture.width, picture.height, picture.format.name


def _through(graph: Graph, pictures: Iterator[VideoFrame], flags: list[bool]) -> Iterator[VideoFrame]:
    """What the graph gives, in the same order; whether each says that it is interlaced goes to `flags`."""
    for picture in chain(pictures, [None]):
        if picture is not None:
            picture.pts = len(flags)
            flags.append(picture.interlaced_frame)
        graph.vpush(picture)
        while True:
            try:
                yield graph.vpull()
            except (av.error.BlockingIOError, av.error.EOFError):
                break
