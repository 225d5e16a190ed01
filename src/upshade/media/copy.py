"""The streams that are not enhanced: sound, subtitles, attachments, chapters and titles go over as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av.error
from av.container import OutputContainer
from av.packet import Packet
from av.stream import Discard, Disposition, Stream

from .probe import VideoInfo, describe, is_cover, open_container, pick_video, reason

_OWN_TAGS = ("DURATION", "BPS", "NUMBER_OF_FRAMES", "NUMBER_OF_BYTES", "ENCODER", "encoder")
"""Tags that describe the old file's bytes, by the part before "-eng"."""


@dataclass(frozen=True, slots=True)
class Span:
    """The part of a source that is rendered: pictures and packets that begin in [first, last), ticks of its time base
    or None for no bound; `shift` is taken from every time."""

    first: int | None = None
    last: int | None = None
    shift: int = 0

    @staticmethod
    def of(source: VideoInfo | None, start: float | None, duration: float | None) -> Span:
        """`start` and `duration` in seconds, as for `Reader.frames`; times then count from `start`."""
        if source is None or source.still:
            return Span()
        first = None if start is None else source.tick(start)
        last = None if duration is None else source.tick((start or 0) + duration)
        return Span(first, last, 0 if first is None else first - source.start_pts)


class StreamCopy:
    """Reads `info`'s file a second time and hands the packets of `span` to `out`, in step with the video. Streams whose
    index is in `leave_out` are passed over. `notices` says what cannot be copied."""

    def __init__(self, info: VideoInfo, span: Span, leave_out: frozenset[int] = frozenset()) -> None:
        self.notices: list[str] = []
        self._leave_out = leave_out
        self._shift = span.shift * info.time_base
        self._first = None if span.first is None else span.first * info.time_base
        self._last = None if span.last is None else span.last * info.time_base
        self._source = open_container(info.path)
        self._video = pick_video(self._source, info.path)
        self._map: dict[int, Stream] = {}
        self._packets: Iterator[Packet[Any]] = iter(())
        self._ahead: Packet[Any] | None = None

    def add_streams(self, out: OutputContainer, add_video: Callable[[], Stream]) -> None:
        """Every stream of the file in its order, `add_video()` in the place of the video."""
        out.metadata.update({k: v for k, v in self._source.metadata.items() if not _own(k)})
        for stream in self._source.streams:
            if stream.index == self._video.index:
                self._describe(stream, add_video())
            elif stream.index in self._leave_out:
                stream.discard = Discard.all
            elif not self._add(out, stream):
                stream.discard = Discard.all
                self.notices.append(f"not copied: {describe(stream)}")
        self._video.discard = Discard.all
        chapters = [moved for c in self._source.chapters() if (moved := self._chapter(c)) is not None]
        if chapters:
            out.set_chapters(chapters)  # type: ignore[arg-type]

    def _add(self, out: OutputContainer, stream: Stream) -> bool:
        if is_cover(stream) or stream.type not in ("audio", "subtitle", "attachment"):
            return False
        try:
            if stream.type == "attachment":
                if "matroska" not in out.format.name:
                    return False
                data = stream.data  # type: ignore[attr-defined]
                self._describe(stream, out.add_attachment(stream.name or "file", _mimetype(stream), data))
                return True
            new = out.add_stream_from_template(stream)
        except (ValueError, av.error.FFmpegError):
            return False  # the container cannot hold it
        self._describe(stream, new)
        self._map[stream.index] = new
        return True

    @staticmethod
    def _describe(old: Stream, new: Stream) -> None:
        new.metadata.update({k: v for k, v in old.metadata.items() if not _own(k)})
        new.disposition = Disposition(old.disposition)

    def _chapter(self, chapter: Any) -> dict[str, Any] | None:
        base = chapter["time_base"]
        start, end = chapter["start"] * base, chapter["end"] * base
        if self._first is not None:
            start = max(start, self._first)
        if self._last is not None:
            end = min(end, self._last)
        if end <= start:
            return None
        moved = {"start": round((start - self._shift) / base), "end": round((end - self._shift) / base)}
        return {**chapter, **moved}

    def begin(self) -> None:
        """Once the header is written."""
        if not self._map:
            return
        if self._first is not None:
            # Streams are interleaved loosely: two seconds of margin.
            at = int((self._first - 2) * 1_000_000)
            try:
                if at > (self._source.start_time or 0):
                    self._source.seek(at)
            except av.error.FFmpegError:
                self.notices.append("the file cannot be searched; its sound is read from the start")
        self._packets = self._wanted()
        self._ahead = next(self._packets, None)

    def _wanted(self) -> Iterator[Packet[Any]]:
        late: set[int] = set()
        packets = self._source.demux([self._source.streams[i] for i in self._map])
        while True:
            try:
                packet = next(packets, None)
            except (av.error.FFmpegError, OSError) as error:
                self.notices.append(f"sound and subtitles end early: {reason(error)}")
                return
            if packet is None:
                return
            time = _time(packet)
            if not packet.size or time is None:
                continue
            if self._last is not None and time >= self._last:
                late.add(packet.stream_index)
                # Subtitles may not come for minutes: the audio streams decide, or ten seconds of silence.
                if late >= self._map.keys() or time > self._last + 10:
                    return
            elif self._first is None or time >= self._first:
                yield packet

    def until(self, time: Fraction | None) -> Iterator[Packet[Any]]:
        """Packets that begin before `time` (seconds in the source), all that are left for None; ready to mux."""
        while self._ahead is not None and (time is None or (_time(self._ahead) or 0) < time):
            packet, self._ahead = self._ahead, next(self._packets, None)
            if self._shift:
                ticks = round(self._shift / packet.time_base)
                packet.pts = None if packet.pts is None else packet.pts - ticks
                packet.dts = None if packet.dts is None else packet.dts - ticks
            packet.stream = self._map[packet.stream_index]
            yield packet

    def close(self) -> None:
        self._packets = iter(())
        self._ahead = None
        self._source.close()


def _own(key: str) -> bool:
    return key.split("-")[0] in _OWN_TAGS or key.startswith("_STATISTICS")


def _mimetype(stream: Stream) -> str:
    return stream.metadata.get("mimetype", "application/octet-stream")


def _time(packet: Packet[Any]) -> Fraction | None:
    ticks = packet.pts if packet.pts is not None else packet.dts
    return None if ticks is None else ticks * packet.time_base
