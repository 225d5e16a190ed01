"""A file → its pictures as Frames, decoded on a thread of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Self

import av.error
import numpy as np
from av.stream import Discard
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from ..core.color import Tags
from ..core.frame import PIXEL_FORMATS, Frame
from ..errors import MediaError
from . import probe
from .channel import Channel
from .convert import Converter, loses, nearest_format, plane_view
from .integrity import cut_short
from .probe import VideoInfo
from .sidedata import dynamic, hdr_of

_IMAGES = ("image2", "gif", "apng", "webp")
"""Containers of pictures, beside FFmpeg's *_pipe: one picture is a still, more are an animation."""


def open_video(path: str | os.PathLike[str], *, depth: int = 8, threads: int = 0) -> Reader:
    """A video or a still picture. Raises NotFound, or MediaError where nothing can be decoded."""
    return Reader(path, depth=depth, threads=threads)


class Reader:
    """Iterate to get Frames; one iteration at a time, a new one ends the one before.

    `depth`: frames decoded ahead. `threads`: for the decoder, 0 = as many as cores. `notices`: lines about what
    is not read as it lies in the file. `damage`: what is wrong with the file, None so far; complete once the
    iteration has ended. Every picture that decodes is given, damage or not.
    """

    def __init__(self, path: str | os.PathLike[str], *, depth: int = 8, threads: int = 0) -> None:
        self.path = os.fspath(path)
        self.notices: list[str] = []
        self._depth, self._threads = depth, threads
        self._run: _Run | None = None
        self._channel: Channel[Frame] | None = None
        self._broken = 0
        self._closed = False
        self._last: int | None = None
        self._shift = 0
        self._entry: int | None = None
        self._open()
        try:
            self._cut = cut_short(self.path)
            self.info = self._probe()
        except BaseException:
            self._container.close()
            raise

    @property
    def seekable(self) -> bool:
        """`between` enters the file near its `first`; otherwise it decodes from the start."""
        return self._timed

    @property
    def damage(self) -> str | None:
        parts = [self._cut] if self._cut else []
        if self._broken:
            parts.append(f"{self._broken} damaged part{'s' if self._broken > 1 else ''} in the video")
        return "; ".join(parts) or None

    # ── opening

    def _open(self) -> None:
        self._container = probe.open_container(self.path)
        try:
            self._stream = probe.pick_video(self._container, self.path)
        except BaseException:
            self._container.close()
            raise
        for stream in self._container.streams:
            if stream.index != self._stream.index:
                stream.discard = Discard.all
        context = self._stream.codec_context
        # The option given to av.open does not reach decoders that are opened later.
        context.options = {"max_pixels": str(probe.MAX_PIXELS)}
        context.thread_type = "AUTO"
        context.thread_count = self._threads
        self._pictures = self._decode()
        self._fresh = True

    def _probe(self) -> VideoInfo:
        """The first picture is decoded here: what a header says of size, format and colours is often not so."""
        container, stream = self._container, self._stream
        first = next(self._pictures, None)
        if first is None:
            probe.refuse_huge(self.path)
            cut = f"; {self._cut}" if self._cut else ""
            raise MediaError(f"no picture in it can be decoded{cut}", probe.where(self.path))
        self._timed = first.pts is not None
        name = container.format.name
        image = name.endswith("_pipe") or any(n in _IMAGES for n in name.split(","))
        second = None
        if image or Path(self.path).suffix.lower() in (".avif", ".heic", ".heif"):
            second = next(self._pictures, None)
            still = second is None
        else:
            still = False
        self._head = [picture for picture in (first, second) if picture is not None]

        tags = Tags(stream.color_range, stream.colorspace, stream.color_primaries, stream.color_trc)
        sar = stream.sample_aspect_ratio or Fraction(1)
        # A picture is opaque when its alpha says so everywhere; of an animation only one frame is known.
        fmt = nearest_format(first.format.name)
        opaque = still and fmt.has_alpha and fmt.name != first.format.name and _opaque(first)
        self._converter = Converter(first, tags, Fraction(sar) or Fraction(1), image=image, opaque=opaque)
        if loses(first.format.name, self._converter.format):
            self.notices.append(f"{first.format.name} is read as {self._converter.format.name}")
        if first.interlaced_frame:
            self.notices.append("the video is interlaced; its lines are not separated")
        for name in dynamic(first):
            self.notices.append(f"the {name} metadata of the video, which change with the picture, are not handed on")
        time_base = stream.time_base or Fraction(1, 1000)
        duration = None if still else probe.duration_of(container, stream)
        rate = probe.rate_of(stream)
        if not self._timed and first.duration:
            rate = 1 / (first.duration * time_base)  # the stream's own, where the demuxer only assumes 25
        others = [s for s in container.streams if s.index != stream.index]
        return VideoInfo(
            path=self.path,
            width=first.width,
            height=first.height,
            format=self._converter.format,
            color=self._converter.color,
            rate=rate,
            time_base=time_base,
            start_pts=0 if still else self._clock(first, time_base, peek=True),
            duration=duration,
            frames=1 if still else probe.count_of(stream, duration),
            sar=self._converter.sar,
            still=still,
            has_audio=any(s.type == "audio" for s in others),
            codec=stream.codec_context.name,
            rotation=first.rotation,
            streams=tuple(probe.describe(s) for s in others),
            hdr=hdr_of(first),
        )

    # ── decoding; on the thread of an iteration, never on two

    @property
    def _cancelled(self) -> bool:
        """Nobody waits for this iteration any more; it can be far from its first picture then."""
        return self._channel is not None and self._channel.cancelled

    def _decode(self) -> Iterator[VideoFrame]:
        """Every picture from where the container stands; damaged parts are counted and passed over."""
        stream: VideoStream = self._stream
        self._entry = None
        packets = self._container.demux(stream)
        while not self._cancelled:
            try:
                packet = next(packets, None)
            except (av.error.FFmpegError, OSError) as error:
                self._broken += 1
                self.notices.append(f"reading stopped: {probe.reason(error)}")
                return
            if packet is None:
                return
            if self._entry is None and packet.pts is not None:
                self._entry = packet.pts
            try:
                pictures = packet.decode()
            except (av.error.FFmpegError, ValueError):
                self._broken += 1
                continue
            for picture in pictures:
                if picture.is_corrupt:
                    self._broken += 1
                yield picture

    def _clock(self, picture: VideoFrame, time_base: Fraction, *, peek: bool = False) -> int:
        """The picture's time in ticks; strictly rising, whatever the file says."""
        pts = picture.pts if picture.pts is not None else picture.dts
        step = max(1, picture.duration or round(1 / (probe.rate_of(self._stream) * time_base)))
        last = self._last
        if pts is None:
            pts = 0 if last is None else last + step
        elif last is not None:
            pts += self._shift
            # The clock was set anew where it goes back by more than a second, or ahead by hours (FFmpeg takes a
            # step back in MPEG-TS for an overflow): go on from here. Back by less: a repeated time.
            seconds = (pts - last) * time_base
            if pts <= last or seconds > 6 * 3600:
                if seconds < -1 or seconds > 0:
                    self._shift += last + step - pts
                    pts = last + step
                else:
                    pts = last + 1
        if not peek:
            self._last = pts
        return pts

    def _rewind(self) -> Iterator[VideoFrame]:
        if not self._fresh:
            self._container.close()
            self._open()
            self._head = []
        return chain(self._head, self._pictures)

    def _entered(self, target: int) -> Iterator[VideoFrame]:
        """Pictures from a point at or before `target`, which decode without what lies before that point."""
        base, start = self.info.time_base, self.info.start_pts
        if not self._timed:
            return self._rewind()  # a raw stream: the times that FFmpeg makes up differ after a seek
        for back in (0, 1, 4, 16, 64):
            at = target - int(back / base)
            if at <= start:
                break
            if self._cancelled:
                return iter(())
            depth = self._stream.codec_context.reorder_depth
            self._fresh = False  # a seek that fails may have read on, too
            try:
                self._container.seek(at, stream=self._stream)
                # A flush makes the decoder forget how deep pictures are reordered; it would drop some.
                self._stream.codec_context.reorder_depth = depth
            except (av.error.FFmpegError, OSError):
                break
            self._pictures = self._decode()
            first = next(self._pictures, None)
            # Index entries are often decoding times, and pictures right after an open group of pictures are lost:
            # both the key picture and the first that came out must lie at or before the target.
            reached = (first.pts if first else None, self._entry)
            if first is not None and all(t is not None and t <= target for t in reached):
                return chain([first], self._pictures)
        return self._rewind()

    def _frames(self, first: int | None, last: int | None) -> Iterator[Frame]:
        info = self.info
        if info.still:
            for picture in self._rewind():
                self._fresh = False
                yield self._converter.frame(picture, None, info.time_base)
            return
        self._last, self._shift = None, 0
        pictures = self._rewind() if first is None or first <= info.start_pts else self._entered(first)
        self._fresh = False
        for picture in pictures:
            if self._cancelled:
                return
            pts = self._clock(picture, info.time_base)
            if last is not None and pts >= last:
                return
            if first is None or pts >= first:
                yield self._converter.frame(picture, pts, info.time_base)

    # ── what users call

    def __iter__(self) -> Iterator[Frame]:
        return self.frames()

    def frames(
        self, start: float | Fraction | None = None, duration: float | Fraction | None = None
    ) -> Iterator[Frame]:
        """Frames whose time is in [start, start + duration), in seconds from the first picture; a still ignores
        both. MediaError when nothing lies there. Ending the iterator early stops the decoder."""
        if self._closed:
            raise MediaError("was closed", probe.where(self.path))
        for name, value in (("start", start), ("duration", duration)):
            if value is not None and not 0 <= value < 1e9:
                raise MediaError(f"{name} is {value}, must be at least 0 seconds", probe.where(self.path))
        first = None if start is None else self.info.tick(start)
        last = None if duration is None else self.info.tick((start or 0) + duration)
        return self._consume(self._begin(first, last), start)

    def between(self, first: int | None, last: int | None) -> Iterator[Frame]:
        """The frames whose pts lies in [first, last), ticks of `info.time_base`, None for no bound: exactly those that
        the whole iteration gives there, however the file is entered. There may be none. A still ignores both."""
        if self._closed:
            raise MediaError("was closed", probe.where(self.path))
        return self._consume(self._begin(first, last))

    def _begin(self, first: int | None, last: int | None) -> _Run:
        self._stop()
        self._channel = Channel(self._depth)
        self._run = _Run(self._frames(first, last), self._channel, self.path)
        return self._run

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
            self._run = None

    def close(self) -> None:
        """Stops the decoder at once, waits for its thread, closes the file. May be called again."""
        self._stop()
        if not self._closed:
            self._closed = True
            self._head = []
            self._pictures = iter(())
            self._container.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Run:
    """One iteration: a thread that fills a channel."""

    def __init__(self, frames: Iterator[Frame], channel: Channel[Frame], path: str) -> None:
        self.channel = channel
        self._frames, self._path = frames, path
        self._thread = Thread(target=self._work, name="upshade-decode", daemon=True)
        self._thread.start()

    def _work(self) -> None:
        try:
            for frame in self._frames:
                if not self.channel.put(frame):
                    break
            self.channel.end()
        except av.error.FFmpegError as error:
            self.channel.end(MediaError(f"cannot be decoded further: {probe.reason(error)}", probe.where(self._path)))
        except BaseException as error:  # raised again in the thread that reads
            self.channel.end(error)

    def stop(self) -> None:
        self.channel.cancel()
        self._thread.join()


def _opaque(picture: VideoFrame) -> bool:
    rgba = picture.reformat(format="rgba")
    return bool(np.all(plane_view(rgba, 0, PIXEL_FORMATS["rgba"])[..., 3] == 255))
