"""What is done to pictures before the chain: fields made into whole pictures, telecine undone. By libavfilter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, pairwise
from statistics import median

import av.error
from av.filter import Graph
from av.filter.context import FilterContext
from av.video.frame import VideoFrame

from .decimate import CYCLE, difference, repeated

# What the filters cannot take and FFmpeg would turn into something that loses.
_WORK = {"gray9le": "gray16le", "gray10le": "gray16le", "gray12le": "gray16le", "gray14le": "gray16le",
         "nv12": "yuv420p", "nv21": "yuv420p", "p010le": "yuv420p10le", "rgb24": "gbrp"}  # fmt: skip
_MATCHED = {"yuv420p", "yuv422p", "yuv444p", "yuv411p", "yuv410p"}
"""What fieldmatch takes; of anything else it is shown a copy with 8 bits."""


@dataclass(frozen=True, slots=True)
class Prefilter:
    """`kind`: of `core.prefilters`, decided. `tff`: the top field is shown first; None: as each frame says. `every`:
    all frames are taken for interlaced, else those that say so. `rate`: frames a second, on average; `base`: seconds of
    a tick.

    `ticks`: how many ticks of what comes out make one of what goes in. `memory`: how many pictures before a certain one
    it must see, so that this one is as in the whole run; None: all.
    """

    kind: str
    rate: Fraction
    base: Fraction
    tff: bool | None = None
    every: bool = True

    @property
    def ticks(self) -> int:
        return {"bob": 2, "ivtc": CYCLE - 1}.get(self.kind, 1)

    @property
    def speed(self) -> Fraction:
        """Pictures that come out for one that goes in."""
        return {"bob": Fraction(2), "ivtc": Fraction(CYCLE - 1, CYCLE)}.get(self.kind, Fraction(1))

    @property
    def memory(self) -> int | None:
        # bwdif looks one picture back; bob's second field belongs to the picture before.
        return {"none": 0, "ivtc": None}.get(self.kind, 3)

    def apply(self, pictures: Iterator[tuple[VideoFrame, int]]) -> Iterator[tuple[VideoFrame, int, int]]:
        """(picture, tick) in, (picture, tick, duration) out, in ticks of what comes out. Where size, format or colours
        change, the filters begin anew."""
        if self.kind == "none":
            for picture, tick in pictures:
                yield picture, tick, picture.duration or 0
            return
        run: _Fields | _Film | None = None
        kept: object = None
        for picture, tick in pictures:
            kind = _properties(picture)
            if run is None or kind != kept:
                if run is not None:
                    yield from run.push(None, 0)
                run, kept = _Film(self, picture) if self.kind == "ivtc" else _Fields(self, picture), kind
            yield from run.push(picture, tick)
        if run is not None:
            yield from run.push(None, 0)

    # ── graphs

    def begin(self, graph: Graph, picture: VideoFrame) -> FilterContext:
        fmt = picture.format
        args = {
            "video_size": f"{picture.width}x{picture.height}",
            "pix_fmt": fmt.name,
            "time_base": str(self.base),
            "frame_rate": str(self.rate),
        }
        if len(fmt.components) > 2 and not fmt.is_rgb:
            args |= {"colorspace": str(int(picture.colorspace)), "range": str(int(picture.color_range))}
        return graph.add("buffer", **args)

    def bwdif(self, graph: Graph, *, every: bool, fields: bool = False) -> FilterContext:
        parity = "auto" if self.tff is None else "tff" if self.tff else "bff"
        # Without a mode it gives one picture a field.
        mode = "send_field" if fields else "send_frame"
        return graph.add("bwdif", mode=mode, parity=parity, deint="all" if every else "interlaced")


def _properties(picture: VideoFrame) -> tuple[object, ...]:
    return (picture.width, picture.height, picture.format.name, *_tags(picture))


def _tags(picture: VideoFrame) -> tuple[int, int, int, int]:
    return picture.color_range, picture.colorspace, picture.color_primaries, picture.color_trc


class _Chain:
    """A graph at work on pictures of one kind. It is kept here: without an owner it would be freed in use."""

    def __init__(self, picture: VideoFrame) -> None:
        self._graph = Graph()
        self._said = _tags(picture)

    def _through(self, picture: VideoFrame | None) -> Iterator[VideoFrame]:
        """What comes out when this goes in; None is the end. The colour tags stay the source's: a filter that converts
        fills in what was not said."""
        self._graph.vpush(picture)
        while True:
            try:
                out = self._graph.vpull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            out.color_range, out.colorspace, out.color_primaries, out.color_trc = self._said
            yield out


class _Fields(_Chain):
    """bwdif: a picture for each frame, or each field."""

    def __init__(self, pre: Prefilter, picture: VideoFrame) -> None:
        super().__init__(picture)
        graph = self._graph
        self._bob = pre.kind == "bob"
        name = picture.format.name
        work = _WORK.get(name)
        nodes = [pre.begin(graph, picture)]
        if work:
            nodes.append(graph.add("format", work))
        nodes.append(pre.bwdif(graph, every=pre.every, fields=self._bob))
        if work:
            nodes.append(graph.add("format", name))
        graph.link_nodes(*nodes, graph.add("buffersink")).configure()

    def push(self, picture: VideoFrame | None, tick: int) -> Iterator[tuple[VideoFrame, int, int]]:
        if picture is not None:
            picture.pts = tick
        for out in self._through(picture):
            # bwdif halves the ticks, so that a second field has a time of its own.
            assert out.pts is not None
            yield (out, out.pts, out.duration) if self._bob else (out, out.pts // 2, out.duration // 2)


class _Film(_Chain):
    """fieldmatch puts fields together that were one film picture, bwdif mends what remains combed, and of each cycle
    the picture that repeats another is left out. A cycle without one (video between film) is kept whole.

    What remains of a cycle is spread evenly over the cycle's time, so that nothing slips at a gap.
    """

    def __init__(self, pre: Prefilter, picture: VideoFrame) -> None:
        super().__init__(picture)
        graph = self._graph
        order = "auto" if pre.tff is None else "tff" if pre.tff else "bff"
        name = picture.format.name
        work = _WORK.get(name, name)
        source, whole = pre.begin(graph, picture), graph.add("format", work)
        self._shadowed = work not in _MATCHED
        if not self._shadowed:
            match = graph.add("fieldmatch", order=order)
            graph.link_nodes(source, whole, match)
        else:
            # The copy with 8 bits decides, the pictures themselves are put together.
            split, match = graph.add("split"), graph.add("fieldmatch", order=order, ppsrc="1")
            shown = graph.add("format", "|".join(sorted(_MATCHED)))
            graph.link_nodes(source, whole, split)
            split.link_to(shown, 0, 0)
            shown.link_to(match, 0, 0)
            split.link_to(match, 1, 1)
        # Gray comes out of fieldmatch with chroma.
        nodes = [match, pre.bwdif(graph, every=False), graph.add("format", name), graph.add("buffersink")]
        graph.link_nodes(*nodes).configure()
        self._cycle: list[tuple[VideoFrame, int, int]] = []
        self._differences: list[float] = []
        self._before: VideoFrame | None = None
        self._cadence: int | None = None
        self._last: VideoFrame | None = None

    def push(self, picture: VideoFrame | None, tick: int) -> Iterator[tuple[VideoFrame, int, int]]:
        if picture is not None:
            # What a filter makes of a picture keeps this, and tells by it where it comes from. PyAV finds it by its
            # identity, so each picture needs an object of its own: no number.
            picture.opaque, picture.pts = (tick, picture.duration or 0), tick
        outs = self._through(picture)
        if picture is None and self._shadowed and self._last is not None:
            # With two inputs fieldmatch swallows the last picture.
            self._last.opaque, self._last.pts = None, (self._last.pts or 0) + 1
            outs = chain(self._through(self._last), outs)
        self._last = picture
        for out in outs:
            if out.opaque is None:
                continue
            assert isinstance(out.opaque, tuple)
            at, duration = out.opaque
            # A thread of an encoder must not be the one that frees what is Python's.
            out.opaque = None
            if len(self._cycle) == CYCLE:
                yield from self._spread(at)
            different = float("inf") if self._before is None else difference(self._before, out)
            self._cycle.append((out, at, duration))
            self._differences.append(different)
            self._before = out
        if picture is None and self._cycle:
            _, at, duration = self._cycle[-1]
            earlier = self._cycle[-2][1] if len(self._cycle) > 1 else at - 1
            yield from self._spread(at + (duration or at - earlier))

    def _spread(self, end: int) -> Iterator[tuple[VideoFrame, int, int]]:
        """The pictures that remain of the cycle, whose time ends at `end`."""
        ticks = CYCLE - 1  # that one of the source's makes
        pictures, times = [p for p, _, _ in self._cycle], [at for _, at, _ in self._cycle]
        begins = [ticks * at for at in [*times, end]]
        if len(pictures) == CYCLE:
            self._cadence = repeated(self._differences, self._cadence)
            if self._cadence is not None:
                lengths = [b - a for a, b in pairwise([*times, end])]
                del pictures[self._cadence]
                if 2 * max(lengths) <= 3 * median(lengths):
                    begins = [ticks * times[0] + k * (end - times[0]) for k in range(CYCLE)]
                else:  # something is missing there
                    del begins[self._cadence]
        for picture, (begin, after) in zip(pictures, pairwise(begins), strict=True):
            yield picture, begin, after - begin
        self._cycle, self._differences = [], []
