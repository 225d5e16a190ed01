"""A file → its pictures as Frames, decoded on a thread of its own."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from fractions import Fraction
from threading import Event, Lock, Thread
from time import perf_counter
from types import TracebackType
from typing import Self

import av.error
import numpy as np
from av.video.frame import VideoFrame

from ..core.color import KNOWN_SPACES
from ..core.frame import PIXEL_FORMATS, Frame
from ..core.prefilters import PREFILTERS
from ..errors import MediaError, nearest
from . import interlace, probe
from .channel import Channel
from .clock import Clock
from .convert import Converter, has_alpha, loses, nearest_format, plane_view
from .patterns import is_pattern
from .prefilter import Prefilter
from .probe import VideoInfo
from .sequence import PictureSequence
from .sidedata import dynamic, hdr_of, readable
from .source import Source

_CHANGES = 8
"""So many changes of size or format are told; a sequence of pictures may have hundreds."""


def open_video(
    path: str | os.PathLike[str],
    *,
    depth: int = 8,
    threads: int = 0,
    pre: str = "none",
    rate: float | Fraction | None = None,
) -> Reader:
    """A video, a still picture, or numbered pictures by a pattern (frames_%04d.png). Raises NotFound, or MediaError
    where nothing can be decoded. See `Reader`."""
    return Reader(path, depth=depth, threads=threads, pre=pre, rate=rate)


class Reader:
    """Iterate to get Frames; one iteration at a time, a new one ends the one before.

    `depth`: frames decoded ahead. `threads`: for the decoder, 0 = as many as cores. `pre`: what is done first, of
    `core.prefilters`; afterwards what that came to, "auto" decided. `rate`: pictures a second of numbered pictures
    (24), which nothing else takes. `notices`: lines about what is not read as it lies in the file; more may come while
    it is read. `damage`: what is wrong with the file, None so far; complete once the iteration has ended. Every picture
    that decodes is given, damage or not; JobFailed is raised where the system cannot read on. `files`: all that are
    read. `spent`: seconds that each of the last pictures took to decode.

    Frames have each their own size, format and colours: a video may change them on its way, which a notice says.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        depth: int = 8,
        threads: int = 0,
        pre: str = "none",
        rate: float | Fraction | None = None,
    ) -> None:
        self.path = os.fspath(path)
        self._own_notices: list[str] = []
        self._depth = depth
        self._run: _Run | None = None
        self._turn = Lock()
        self._closed = False
        self.spent: deque[float] = deque(maxlen=64)
        if pre not in PREFILTERS:
            known = ", ".join(PREFILTERS)
            raise MediaError(f"there is no --pre '{pre}'{nearest(pre, PREFILTERS)}; possible are {known}")
        self._source: Source | PictureSequence
        if is_pattern(self.path):
            exact = None if rate is None else Fraction(rate).limit_denominator(1_000_000)
            self._source = PictureSequence(self.path, exact, threads)
        elif rate is not None:
            raise MediaError("has times of its own; a rate is for pictures with a number (%04d) in their name",
                             probe.where(self.path))  # fmt: skip
        else:
            self._source = Source(self.path, threads)
        try:
            self._filter = self._choose(pre)
            self.pre = self._filter.kind
            self.info = self._describe()
        except BaseException:
            self._source.close()
            raise

    @property
    def notices(self) -> list[str]:
        return [*self._own_notices, *self._source.notices]

    @property
    def files(self) -> tuple[str, ...]:
        return self._source.files

    @property
    def seekable(self) -> bool:
        """`between` enters the file near its `first`; otherwise it decodes from the start."""
        return self._source.seekable and self._filter.memory is not None

    @property
    def damage(self) -> str | None:
        return str(self._source.damage) or None

    # ── opening

    def _choose(self, pre: str) -> Prefilter:
        """The filter that `pre` comes to; the file is looked at where its fields matter."""
        source = self._source
        marked = source.first.interlaced_frame or source.field_order > 1
        if pre == "none" or source.still:
            if marked and not source.still:
                self._own_notices.append("the video is marked as interlaced, and its lines are not separated; "
                                         "--pre auto looks at it and does what it needs")  # fmt: skip
            return Prefilter("none", source.rate, source.time_base)
        seen = interlace.look(source)
        kind = seen.kind if pre == "auto" else pre
        if kind == "ivtc" and source.first.format.is_rgb:
            if pre == "ivtc":
                raise MediaError("is RGB; --pre ivtc needs Y'CbCr", probe.where(self.path))
            kind = "deinterlace"
        tff = seen.tff
        if tff is None and not source.first.interlaced_frame:
            tff = source.field_order not in (3, 4)
        if pre == "auto":
            done = {"none": "nothing is done", "deinterlace": "deinterlaced", "ivtc": "the telecine is undone"}[kind]
            self._own_notices.append(f"--pre auto: {done}; {seen}")
        return Prefilter(kind, source.rate, source.time_base, tff, every=not seen.flags_hold)

    def _describe(self) -> VideoInfo:
        source, pre = self._source, self._filter
        first = source.first
        name = first.format.name
        still = source.still or isinstance(source, PictureSequence)
        # A picture is opaque when its alpha says so everywhere; of an animation only one frame is known.
        fmt = nearest_format(name, still=still)
        opaque = source.still and fmt.has_alpha and fmt.name != name and _opaque(first)
        self._converter = Converter(source.tags, source.sar, image=source.image, still=still, opaque=opaque)
        fmt, color = self._converter.meaning(first)
        told = readable(source.codec)
        self._converter.hdr = hdr = hdr_of(first) if told else None
        self._own_notices += _unlike(first, self._converter)
        for metadata in dynamic(first) if told else ():
            self._own_notices.append(f"{metadata} metadata, which change from picture to picture, are not handed on")
        count = source.count
        return VideoInfo(
            path=self.path,
            width=first.width,
            height=first.height,
            format=fmt,
            color=color,
            rate=source.rate * pre.speed,
            time_base=source.time_base / pre.ticks,
            start_pts=0 if source.still else source.start * pre.ticks,
            duration=source.duration,
            frames=None if count is None else round(count * pre.speed),
            sar=source.sar,
            still=source.still,
            has_audio=source.has_audio,
            codec=source.codec,
            rotation=first.rotation,
            streams=source.streams,
            hdr=hdr,
            sequence=isinstance(source, PictureSequence),
        )

    # ── decoding; on the thread of an iteration, never on two

    def _frames(self, first: int | None, last: int | None, shown: bool) -> Iterator[Frame]:
        info, source, pre = self.info, self._source, self._filter
        if info.still:
            for picture in source.pictures():
                yield self._converter.frame(picture, None, info.time_base)
            return
        if first is None or first <= info.start_pts or pre.memory is None:
            pictures = source.pictures()
            before = source.first
        else:
            # The picture before `first` must be exact, too, where it is wanted.
            pictures = source.entered(first // pre.ticks, pre.memory + (1 if shown and pre.memory else 0))
            before = None
        clock = Clock(source.time_base, round(1 / (source.rate * source.time_base)))
        look = None if before is None else self._look_of(before)
        held: tuple[VideoFrame, int, int] | None = None
        for picture, pts, duration in pre.apply(clock.times(pictures)):
            if source.cancelled.is_set():
                return
            if last is not None and pts >= last:
                break
            if look != (now := self._look_of(picture)):
                if look is not None:
                    self._tell(picture, pts, look)
                look = now
            if first is not None and pts < first:
                held = (picture, pts, duration) if shown else None
                continue
            if held is not None and pts != first:
                yield self._converter.frame(held[0], held[1], info.time_base, held[2])
            held = None
            yield self._converter.frame(picture, pts, info.time_base, duration)
        if held is not None:
            yield self._converter.frame(held[0], held[1], info.time_base, held[2])

    def _look_of(self, picture: VideoFrame) -> tuple[object, ...]:
        fmt, color = self._converter.meaning(picture)
        return f"{picture.width}x{picture.height}", fmt.name, color

    def _tell(self, picture: VideoFrame, pts: int, before: tuple[object, ...]) -> None:
        """A notice that the pictures change."""
        info = self.info
        at = float((pts - info.start_pts) * info.time_base)
        now = self._look_of(picture)
        changes = [f"{new} instead of {old}" for new, old in zip(now[:2], before[:2], strict=True) if new != old]
        line = f"from {at:.2f} s on the pictures are {' and '.join(changes) or 'in other colours'}"
        told = sum(notice.startswith("from ") for notice in self._own_notices)
        if told == _CHANGES:
            line = "from later on they change more often"
        if told <= _CHANGES and line not in self._own_notices:
            self._own_notices.append(line)

    # ── what users call

    def __iter__(self) -> Iterator[Frame]:
        return self.frames()

    def frames(
        self, start: float | Fraction | None = None, duration: float | Fraction | None = None
    ) -> Iterator[Frame]:
        """Frames whose time is in [start, start + duration), in seconds from the first picture; a still ignores
        both. MediaError when nothing lies there. Ending the iterator early stops the decoder."""
        for name, value in (("start", start), ("duration", duration)):
            if value is not None and not 0 <= value < 1e9:
                raise MediaError(f"{name} is {value}, must be at least 0 seconds", probe.where(self.path))
        first = None if start is None else self.info.tick(start)
        last = None if duration is None else self.info.tick((start or 0) + duration)
        return self._consume(self._begin(first, last), start)

    def between(self, first: int | None, last: int | None, *, shown: bool = False) -> Iterator[Frame]:
        """The frames whose pts lies in [first, last), ticks of `info.time_base`, None for no bound: exactly those that
        the whole iteration gives there, however the file is entered (where `scan` finds its times steady). There may be
        none. `shown`: the frame that is on the screen at `first` comes before them, where it began earlier. A still
        ignores all."""
        return self._consume(self._begin(first, last, shown))

    def interrupt(self) -> None:
        """Ends the iteration that is under way, from any thread and without waiting: whoever reads it gets no more."""
        with self._turn:
            if self._run is not None:
                self._run.cancel()

    def _begin(self, first: int | None, last: int | None, shown: bool = False) -> _Run:
        if self._closed:
            raise MediaError("was closed", probe.where(self.path))
        self._stop()
        with self._turn:
            self._source.cancelled.clear()
            run = self._run = _Run(self._frames(first, last, shown), Channel(self._depth), self._source, self.spent)
        run.start()  # once `close` knows of it: Ctrl-C may come before this returns
        return run

    def _consume(self, run: _Run, start: float | Fraction | None = None) -> Iterator[Frame]:
        count = 0
        try:
            while (frame := run.channel.get()) is not None:
                count += 1
                yield frame
            if not count and start and not run.channel.cancelled:
                raise MediaError(f"no picture at or after {float(start):g} s{self._length()}", probe.where(self.path))
        finally:
            run.stop()

    def _length(self) -> str:
        return f" (the video is {self.info.duration:.2f} s long)" if self.info.duration else ""

    def _stop(self) -> None:
        if self._run is not None:
            self._run.stop()
            with self._turn:
                self._run = None

    def close(self) -> None:
        """Stops the decoder at once, waits for its thread, closes the file. May be called again."""
        self._stop()
        if not self._closed:
            self._closed = True
            self._source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Run:
    """One iteration: a thread that fills a channel."""

    def __init__(
        self, frames: Iterator[Frame], channel: Channel[Frame], source: Source | PictureSequence, spent: deque[float]
    ) -> None:
        self.channel = channel
        self._frames, self._source, self._spent = frames, source, spent
        self._ended = False
        self._begun = False
        self._done = Event()
        self._thread = Thread(target=self._work, name="upshade-decode", daemon=True)

    def start(self) -> None:
        self._begun = True
        try:
            self._thread.start()
        except RuntimeError:
            self._begun = False  # there was no room for another thread
            raise

    def _work(self) -> None:
        try:
            self._fill()
        finally:
            self._done.set()

    def _fill(self) -> None:
        try:
            begun = perf_counter()
            for frame in self._frames:
                self._spent.append(perf_counter() - begun)
                if not self.channel.put(frame):
                    break
                begun = perf_counter()
            self.channel.end()
        except av.error.FFmpegError as error:
            where = probe.where(self._source.path)
            self.channel.end(MediaError(f"cannot be decoded further: {probe.reason(error)}", where))
        except BaseException as error:  # raised again in the thread that reads
            self.channel.end(error)

    def cancel(self) -> None:
        self._source.cancelled.set()
        self.channel.cancel()

    def stop(self) -> None:
        if self._ended:
            return  # the source may serve another run by now
        self.cancel()
        if self._begun:
            # A thread that is just beginning cannot be joined, and Ctrl-C may have come right then.
            self._done.wait()
            self._thread.join()
        self._ended = True


def _unlike(picture: VideoFrame, converter: Converter) -> list[str]:
    """What is lost between the file's samples and the Frame's."""
    name = picture.format.name
    fmt, color = converter.meaning(picture)
    lines = []
    if loses(name, fmt):
        lines.append(f"{name} is read as {fmt.name}")
    elif has_alpha(name) and not fmt.has_alpha and fmt.model != "rgb":
        lines.append(f"{name} is read as {fmt.name}, without its transparency")
    if color.matrix != "rgb" and color.tags.space not in KNOWN_SPACES:
        lines.append(f"the colour matrix {color.tags.space} of H.273 is not known here; {color.matrix} is used instead")
    return lines


def _opaque(picture: VideoFrame) -> bool:
    rgba = picture.reformat(format="rgba")
    return bool(np.all(plane_view(rgba, 0, PIXEL_FORMATS["rgba"])[..., 3] == 255))
