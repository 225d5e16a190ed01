"""What is done to pictures before the chain: fields made into whole pictures, telecine undone. By libavfilter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from statistics import median

import av.error
from av.filter import Graph
from av.filter.context import FilterContext
from av.video.frame import VideoFrame

KINDS = ("none", "deinterlace", "bob", "ivtc", "auto")
"""deinterlace: one whole picture a frame. bob: one a field, twice the rate. ivtc: the film pictures of telecined video,
four for five. auto: none, deinterlace or ivtc, as `interlace.look` finds it."""

CYCLE = 5
"""Frames of 30 a second that hold four film pictures: 2:3 pulldown."""

# What the filters cannot take and FFmpeg would turn into something that loses.
_WORK = {"gray9le": "gray16le", "gray10le": "gray16le", "gray12le": "gray16le", "gray14le": "gray16le",
         "nv12": "yuv420p", "nv21": "yuv420p", "p010le": "yuv420p10le", "rgb24": "gbrp"}  # fmt: skip
_SAME = 3
"""The greatest difference of a block, in percent, at which a picture repeats another. At decimate's own 1.1 a twentieth
of the repeats in MPEG-2 of 2.5 Mb/s is missed; at 3 none, and 2 to 4 % of the pictures of moving video are taken for
repeats."""

_MATCHED = {"yuv420p", "yuv422p", "yuv444p", "yuv411p", "yuv410p"}
"""What fieldmatch takes; of anything else it is shown a copy with 8 bits."""


@dataclass(frozen=True, slots=True)
class Prefilter:
    """`kind`: of KINDS, decided. `tff`: the top field is shown first; None: as each frame says. `every`: all frames are
    taken for interlaced, else those that say so. `rate`: frames a second, on average; `base`: seconds of a tick.

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
        if not fmt.is_rgb:
            args |= {"colorspace": str(int(picture.colorspace)), "range": str(int(picture.color_range))}
        return graph.add("buffer", **args)

    def bwdif(self, graph: Graph, *, every: bool, fields: bool = False) -> FilterContext:
        parity = "auto" if self.tff is None else "tff" if self.tff else "bff"
        # Without a mode it gives one picture a field.
        mode = "send_field" if fields else "send_frame"
        return graph.add("bwdif", mode=mode, parity=parity, deint="all" if every else "interlaced")


def _properties(picture: VideoFrame) -> tuple[object, ...]:
    return (picture.width, picture.height, picture.format.name, picture.colorspace, picture.color_range)


def _drain(graph: Graph, picture: VideoFrame | None) -> Iterator[VideoFrame]:
    graph.vpush(picture)
    while True:
        try:
            yield graph.vpull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return


class _Fields:
    """bwdif: a picture for each frame, or each field. The graph is kept: without an owner it would be freed in use."""

    def __init__(self, pre: Prefilter, picture: VideoFrame) -> None:
        graph = self._graph = Graph()
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
        for out in _drain(self._graph, picture):
            # bwdif halves the ticks, so that a second field has a time of its own.
            assert out.pts is not None
            yield (out, out.pts, out.duration) if self._bob else (out, out.pts // 2, out.duration // 2)


class _Film:
    """fieldmatch puts fields together that were one film picture, bwdif mends what remains combed, decimate drops the
    picture of a cycle that repeats another: FFmpeg's documentation of fieldmatch. A cycle without a repeated picture
    (video between film) is kept whole.

    decimate counts times from the first picture on and would slip at a gap; so they are made here: what remains of a
    cycle is spread evenly over the cycle's time.
    """

    def __init__(self, pre: Prefilter, picture: VideoFrame) -> None:
        graph = self._graph = Graph()
        name = picture.format.name
        order = "auto" if pre.tff is None else "tff" if pre.tff else "bff"
        source, sink = pre.begin(graph, picture), graph.add("buffersink")
        if name in _MATCHED:
            match = graph.add("fieldmatch", order=order)
            graph.link_nodes(source, match)
        else:
            # The copy with 8 bits decides, the pictures themselves are put together.
            split, match = graph.add("split"), graph.add("fieldmatch", order=order, ppsrc="1")
            work = graph.add("format", _WORK.get(name, name))
            shown = graph.add("format", "yuv420p|yuv422p|yuv444p|yuv411p|yuv410p")
            graph.link_nodes(source, work, split)
            split.link_to(shown, 0, 0)
            shown.link_to(match, 0, 0)
            split.link_to(match, 1, 1)
        nodes = [match, pre.bwdif(graph, every=False),
                 graph.add("decimate", cycle=str(CYCLE), mixed="1", dupthresh=str(_SAME))]  # fmt: skip
        if name in _WORK:
            nodes.append(graph.add("format", name))
        graph.link_nodes(*nodes, sink).configure()
        self._times: list[tuple[int, int]] = []
        self._first = 0
        self._out: list[tuple[int, VideoFrame]] = []

    def push(self, picture: VideoFrame | None, tick: int) -> Iterator[tuple[VideoFrame, int, int]]:
        if picture is not None:
            # What a filter makes of a picture keeps this, and tells by it where it comes from.
            picture.opaque = self._first + len(self._times)
            picture.pts = tick
            self._times.append((tick, picture.duration or 0))
        for out in _drain(self._graph, picture):
            number = out.opaque
            assert isinstance(number, int)
            self._out.append((number, out))
        while len(self._times) > CYCLE and any(number >= self._first + CYCLE for number, _ in self._out):
            yield from self._cycle()
        if picture is None:
            while self._out:
                yield from self._cycle()

    def _cycle(self) -> Iterator[tuple[VideoFrame, int, int]]:
        """The pictures of the next cycle; `_times` begins with it and, but at the end, goes on behind it."""
        step = CYCLE - 1  # ticks that one of the source's makes
        end = self._first + CYCLE
        pictures = [out for out in self._out if out[0] < end]
        self._out = self._out[len(pictures) :]
        times = [tick for tick, _ in self._times[: CYCLE + 1]]
        if len(times) <= CYCLE:  # the last: as long as its pictures say, or as the one before
            last = self._times[-1][1] or (times[-1] - times[-2] if len(times) > 1 else 1)
            times.append(times[-1] + last)
        lengths = [b - a for a, b in pairwise(times)]
        even = len(pictures) == CYCLE - 1 and len(lengths) == CYCLE and 2 * max(lengths) <= 3 * median(lengths)
        if even:
            begins = [step * times[0] + k * (times[CYCLE] - times[0]) for k in range(CYCLE)]
        else:
            begins = [step * times[number - self._first] for number, _ in pictures] + [step * times[-1]]
        for (_, picture), (begin, after) in zip(pictures, pairwise(begins), strict=True):
            yield picture, begin, after - begin
        del self._times[:CYCLE]
        self._first = end
