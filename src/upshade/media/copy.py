"""The streams that are not enhanced: sound, subtitles, attachments, chapters and titles go over as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av.error
from av.container import OutputContainer
from av.packet import Packet
from av.stream import AttachmentStream, Discard, Disposition, Stream
from av.subtitles.stream import SubtitleStream

from . import movtext, trial
from .embedded import NAME as RECIPE
from .probe import VideoInfo, demux, is_cover, open_container, pick_video, reason, refuse_lost

_OWN_TAGS = {"DURATION", "BPS", "NUMBER_OF_FRAMES", "NUMBER_OF_BYTES", "ENCODER", "encoder", "major_brand",
             "minor_version", "compatible_brands", "vendor_id"}  # fmt: skip
"""Tags that describe the old file's bytes, by the part before "-eng"."""

_COVERS = {"mjpeg": ("cover.jpg", "image/jpeg"), "png": ("cover.png", "image/png"), "bmp": ("cover.bmp", "image/bmp"),
           "gif": ("cover.gif", "image/gif"), "webp": ("cover.webp", "image/webp")}  # fmt: skip
"""Decoder → name and type of the attachment: RFC 9559 §21.2 asks for these names."""


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
    """Reads `info`'s file a second time and hands the packets of `span` to a container of FFmpeg's format `muxer`, in
    step with the video.

    Streams whose index is in `leave_out` are passed over, and so is the recipe of an earlier render. `kept`: the
    streams that the container holds, in their order, the video among them; `refused`: the others; `converted`: indices
    of those that it holds in another form only. `notices` says what went wrong on the way; JobFailed is raised where
    the system cannot read on.
    """

    def __init__(self, info: VideoInfo, span: Span, muxer: str, leave_out: frozenset[int] = frozenset()) -> None:
        self.notices: list[str] = []
        self.kept: list[Stream] = []
        self.refused: list[Stream] = []
        self.converted: dict[int, movtext.TimedText] = {}
        self._shift = span.shift * info.time_base
        self._first = None if span.first is None else span.first * info.time_base
        self._last = None if span.last is None else span.last * info.time_base
        self._matroska = muxer == "matroska"
        self._path = info.path
        self._map: dict[int, Stream] = {}
        self._packets: Iterator[Packet[Any]] = iter(())
        self._ahead: Packet[Any] | None = None
        self.source = open_container(info.path)
        try:
            self.video = pick_video(self.source, info.path)
            self._sort(info, muxer, leave_out)
        except BaseException:
            self.source.close()
            raise

    def _sort(self, info: VideoInfo, muxer: str, leave_out: frozenset[int]) -> None:
        others = []
        for stream in self.source.streams:
            hidden = stream.type == "data" and stream.discard == Discard.all  # chapters of MP4, which go as such
            recipe = isinstance(stream, AttachmentStream) and stream.name == RECIPE
            if stream.index not in leave_out and not hidden and not recipe:
                others.append(stream)
        carried = [s for s in others if s is not self.video and s.type not in ("attachment", "unknown")]
        with open_container(info.path) as container:
            self.samples = trial.samples(container, carried, info.path)
        for stream in others:
            if stream.index == self.video.index:
                good = True
            elif stream.type == "attachment" or (self._matroska and is_cover(stream)):
                good = self._matroska and (stream.type == "attachment" or self._cover(stream) is not None)
            elif self._matroska and isinstance(stream, SubtitleStream) and stream.name == movtext.NAME:
                self.converted[stream.index] = movtext.TimedText(stream)
                good = True
            else:
                good = stream.type != "unknown" and trial.holds(muxer, stream, self.samples[stream.index])
            (self.kept if good else self.refused).append(stream)

    def _cover(self, stream: Stream) -> tuple[str, str] | None:
        """Name and type of a cover picture as an attachment; None for one that is no picture."""
        context = stream.codec_context
        known = _COVERS.get(context.name if context else "")
        if known is None or not self.samples[stream.index]:
            return None
        return stream.metadata.get("filename", known[0]), stream.metadata.get("mimetype", known[1])

    def add_streams(self, out: OutputContainer, add_video: Callable[[], Stream]) -> None:
        """Every stream that is kept in its order, `add_video()` in the place of the video; titles and chapters."""
        out.metadata.update(self.tags(self.source))
        for stream in self.kept:
            if stream.index == self.video.index:
                new = add_video()
            elif isinstance(stream, AttachmentStream):
                new = out.add_attachment(
                    stream.name or "file", stream.mimetype or "application/octet-stream", stream.data
                )
            elif self._matroska and is_cover(stream):
                name, kind = self._cover(stream) or ("", "")
                new = out.add_attachment(name, kind, self.samples[stream.index][0][0])
            elif stream.index in self.converted:
                new = self._map[stream.index] = out.add_mux_stream("subrip", time_base=stream.time_base)
            else:
                new = self._map[stream.index] = out.add_stream_from_template(stream, opaque=True)
            new.metadata.update(self.tags(stream))
            new.disposition = Disposition(stream.disposition)
        wanted = {self.source.streams[i] for i in self._map}
        for stream in self.source.streams:
            if stream not in wanted:
                stream.discard = Discard.all
        chapters = [moved for c in self.source.chapters() if (moved := self._chapter(c)) is not None]
        if chapters:
            out.set_chapters(chapters)  # type: ignore[arg-type]

    def pairs(self) -> list[tuple[Stream, Stream]]:
        """Streams whose packets are copied, each with its new one."""
        return [(self.source.streams[index], new) for index, new in self._map.items()]

    def tags(self, thing: Any) -> dict[str, str]:
        """Of the file or a stream, without those that tell of the old file's bytes."""
        return {key: value for key, value in thing.metadata.items() if not self._own(key)}

    def _own(self, key: str) -> bool:
        mine = key.split("-")[0] in _OWN_TAGS or key.startswith("_STATISTICS")
        return mine or (key == "handler_name" and self._matroska)

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
            # Streams are interleaved loosely, and a subtitle that began long before may still be shown.
            margin = 30 if any(self.source.streams[i].type == "subtitle" for i in self._map) else 2
            at = int((self._first - margin) * 1_000_000)
            try:
                if at > (self.source.start_time or 0):
                    self.source.seek(at)
            except av.error.FFmpegError as error:
                refuse_lost(error, self._path)
                self.notices.append("the file cannot be searched; its sound is read from the start")
        self._packets = self._wanted()
        self._ahead = next(self._packets, None)

    def _wanted(self) -> Iterator[Packet[Any]]:
        late: set[int] = set()
        packets = demux(self.source, [self.source.streams[i] for i in self._map])
        while True:
            try:
                packet = next(packets, None)
            except (av.error.FFmpegError, OSError) as error:
                refuse_lost(error, self._path)
                self.notices.append(f"sound and subtitles end early: {reason(error)}")
                return
            if packet is None:
                return
            time = _time(packet)
            if is_cover(packet.stream) and packet.size:
                yield packet
            if not packet.size or time is None or is_cover(packet.stream):
                continue
            if self._last is not None and time >= self._last:
                late.add(packet.stream_index)
                # Subtitles may not come for minutes: the audio streams decide, or ten seconds of silence.
                if late >= self._map.keys() or time > self._last + 10:
                    return
            elif self._first is None or time >= self._first or self._shown(packet, time, self._first):
                yield packet

    @staticmethod
    def _shown(packet: Packet[Any], time: Fraction, first: Fraction) -> bool:
        """A subtitle that is still shown at `first`; it now begins there."""
        length = (packet.duration or 0) * packet.time_base
        if packet.stream.type != "subtitle" or time + length <= first:
            return False
        gone = round((first - time) / packet.time_base)
        packet.pts = packet.dts = (packet.pts or 0) + gone
        packet.duration = (packet.duration or 0) - gone
        return True

    def until(self, time: Fraction | None) -> Iterator[Packet[Any]]:
        """Packets that begin before `time` (seconds in the source), all that are left for None; ready to mux."""
        while self._ahead is not None and (time is None or (_time(self._ahead) or 0) < time):
            packet, self._ahead = self._ahead, next(self._packets, None)
            new = self._map[packet.stream_index]
            if packet.stream_index in self.converted:
                made = self.converted[packet.stream_index].convert(packet)
                if made is None:
                    continue
                packet = made
            elif is_cover(packet.stream):
                packet.stream = new
                yield packet
                continue
            if self._shift:
                ticks = round(self._shift / packet.time_base)
                packet.pts = None if packet.pts is None else packet.pts - ticks
                packet.dts = None if packet.dts is None else packet.dts - ticks
            packet.stream = new
            yield packet

    def close(self) -> None:
        self._packets = iter(())
        self._ahead = None
        self.source.close()


def _time(packet: Packet[Any]) -> Fraction | None:
    ticks = packet.pts if packet.pts is not None else packet.dts
    return None if ticks is None else ticks * packet.time_base
