"""What a container holds, found out by writing it in memory and reading it back."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import av
import av.error
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.stream import Disposition, Stream
from av.video.frame import VideoFrame

from .probe import demux, is_cover, refuse_lost

_ENOUGH = 3
"""Packets of a stream that are tried: some containers look into the first ones."""

_PATIENCE = 3000
"""Packets that are read to find those of every stream."""

Sample = list[tuple[bytes, int | None, int | None, int | None, Fraction, bool]]
"""Packets: data, pts, dts, duration, time base, key."""


def samples(container: InputContainer, streams: Sequence[Stream], path: str) -> dict[int, Sample]:
    """The first packets of each stream, by its index; the container is then somewhere else. Subtitles may begin late:
    they are not waited for. JobFailed where the file at `path` cannot be read on."""
    found: dict[int, Sample] = {stream.index: [] for stream in streams}
    if not found:
        return found
    waited = {stream.index for stream in streams if stream.type in ("audio", "video")}
    try:
        for count, packet in enumerate(demux(container, [container.streams[i] for i in found])):
            sample = found[packet.stream_index]
            if packet.size and len(sample) < _ENOUGH:
                base = packet.time_base
                sample.append((bytes(packet), packet.pts, packet.dts, packet.duration, base, packet.is_keyframe))
            waited -= {packet.stream_index} if len(sample) >= _ENOUGH or is_cover(packet.stream) else set()
            if count >= _PATIENCE or not waited:
                break
    except (av.error.FFmpegError, OSError) as error:
        refuse_lost(error, path)  # a damaged file gives what it can, here and later
    return found


def holds(muxer: str, stream: Stream, sample: Sample) -> bool:
    """The stream comes back from a file of that format that has a video, too."""
    data = io.BytesIO()
    try:
        with av.open(data, "w", format=muxer, metadata_errors="surrogateescape") as out:
            video, packets = picture(out)
            new = out.add_stream_from_template(stream, opaque=True)
            new.disposition = Disposition(stream.disposition)
            out.start_encoding()
            mux(out, video, packets)
            put(out, new, sample)
        data.seek(0)
        with av.open(data, "r") as back:
            others = list(back.streams)[1:]
            return any(s.type == stream.type and is_cover(s) == is_cover(stream) for s in others)
    except (ValueError, av.error.FFmpegError, OSError):
        return False


def mux(out: OutputContainer, stream: Stream, packets: Iterable[Packet[Any]]) -> None:
    for packet in packets:
        packet.stream = stream
        out.mux_one(packet)


def put(out: OutputContainer, stream: Stream, sample: Sample) -> None:
    for data, pts, dts, duration, base, key in sample:
        packet: Packet[Any] = Packet(data)
        packet.pts, packet.dts, packet.time_base, packet.duration = pts, dts, base, duration
        packet.is_keyframe = key
        packet.stream = stream
        out.mux_one(packet)


def picture(out: OutputContainer) -> tuple[Stream, list[Packet[Any]]]:
    """A small video stream in place of the real one, and its packets, to be muxed once the header is written."""
    stream = out.add_stream("libx264", rate=25)
    context = stream.codec_context
    context.width, context.height, context.pix_fmt = 16, 16, "yuv420p"
    frame = VideoFrame(16, 16, "yuv420p")
    for plane in frame.planes:
        plane.update(bytes(plane.buffer_size))
    frame.pts, frame.time_base = 0, Fraction(1, 25)
    return stream, [*context.encode(frame), *context.encode(None)]


def lost_tags(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Names of tags that are not among those that came back, by whatever name their value goes."""
    known = {*after.values(), "", "und"}
    names = {key.casefold() for key in after}
    return [key for key, value in before.items() if value not in known and key.casefold() not in names]


def lost_flags(before: Disposition, after: Disposition) -> list[str]:
    return [flag.name for flag in Disposition if flag in before and flag not in after and flag.name]
