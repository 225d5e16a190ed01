"""Packet logs and the other streams of the source → the output, by packet copy."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import av.error
from av.container import OutputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from ..errors import EncodeError, Where
from . import codecs, embedded, matroska
from .copy import Span, StreamCopy
from .files import Pending, failure
from .losses import losses, options
from .packetlog import Logged, PacketLog
from .patterns import is_pattern
from .pictures import write_pictures
from .probe import VideoInfo
from .segments import VideoSpec

__all__ = ["assemble", "losses", "write_video"]


def assemble(
    path: str | os.PathLike[str],
    spec: VideoSpec,
    logs: Sequence[Path],
    *,
    source: VideoInfo | None,
    start: float | None = None,
    duration: float | None = None,
    recipe: str | None = None,
    leave_out: frozenset[int] = frozenset(),
    overwrite: bool = False,
    workspace: Path | None = None,
    progress: Callable[[int], None] | None = None,
) -> list[str]:
    """Makes the file at `path` of the segments in `logs`, in their order, and of the other streams of `source`
    (None: there are none) but those in `leave_out`, as far as the container holds them (`losses` tells before).
    `start`, `duration`: seconds of the source that the segments cover. `recipe`: text that `read_recipe` finds again.
    `workspace`: a folder of the caller's for the file on its way (`Pending`). `progress` hears how many bytes are
    written.

    A sequence of pictures (`path` is a pattern such as `a_%05d.png`) is each file for itself, and can be repeated when
    it was interrupted.

    The same logs and source give the same bytes. The file gets its name when it is complete, and is on the disk then.
    Returns a line for each thing that went wrong on the way and could be lived with. Raises OutputError (also for a
    damaged log), EncodeError (segments that do not join), BadInput (the output is the source).
    """
    if not codecs.container(path, spec.codec):
        return write_pictures(
            path, logs, source=source.path if source else None, recipe=recipe, overwrite=overwrite,
            workspace=workspace, progress=progress,
        )  # fmt: skip
    file = Pending(path, overwrite=overwrite, inputs=(source.path,) if source else (), workspace=workspace)
    try:
        notices = write_video(
            file, spec, logs, Span.of(source, start, duration), source=source, recipe=recipe, leave_out=leave_out,
            progress=progress,
        )  # fmt: skip
    except BaseException:
        file.discard()
        raise
    file.commit()
    return notices


def write_video(
    file: Pending,
    spec: VideoSpec,
    logs: Sequence[Path],
    span: Span,
    *,
    source: VideoInfo | None,
    recipe: str | None = None,
    leave_out: frozenset[int] = frozenset(),
    progress: Callable[[int], None] | None = None,
) -> list[str]:
    """`assemble` into `file.part`; the caller commits or discards it."""
    muxer = codecs.container(file.path, spec.codec)
    video = _Video(spec, logs)
    copy = (
        StreamCopy(source, span, muxer, leave_out)
        if source and not source.still and not is_pattern(source.path)
        else None
    )
    out: OutputContainer | None = None
    try:
        out = _open_output(file.part, muxer, spec)
        stream: list[VideoStream] = []

        def add_video() -> VideoStream:
            stream.append(video.add_to(out))
            return stream[0]

        if copy is not None:
            copy.add_streams(out, add_video)
        else:
            add_video()
        if recipe is not None and muxer == "matroska":
            out.add_attachment(embedded.NAME, embedded.MIME, recipe.encode())
        shaped = muxer == "matroska" and spec.sar != 1
        if shaped:
            stream[0].metadata["title"] = stream[0].metadata.get("title", "") + matroska.ROOM
        out.start_encoding()
        if copy is not None:
            copy.begin()
        written = 0
        for packet in _interleaved(video.packets(stream[0]), copy, span, spec):
            written += packet.size
            out.mux_one(packet)
            if progress is not None:
                progress(written)
        out.close()
        if shaped:
            matroska.say_shape(file.part, spec.coded, spec.sar)
        if recipe is not None and muxer != "matroska":
            with open(file.part, "ab") as end:
                end.write(embedded.box(recipe))
    except BaseException as error:
        # First the name: a muxer that cannot open its file again gives up moving the index of an MP4 to the front,
        # which would rewrite all of a file that nobody wants.
        file.discard()
        if out is not None:
            with suppress(av.error.FFmpegError, OSError, ValueError):
                out.close()
        raise failure(error, file.where, f"the container refuses {spec.encoder}'s stream") from None
    finally:
        if copy is not None:
            copy.close()
    return copy.notices if copy is not None else []


def _open_output(path: Path, muxer: str, spec: VideoSpec) -> OutputContainer:
    flags = options(muxer)
    if muxer in ("mp4", "mov"):
        flags["movflags"] = "+faststart"
        if spec.time_base.numerator == 1:
            flags["video_track_timescale"] = str(spec.time_base.denominator)
    return av.open(
        "file:" + os.path.abspath(path),
        "w",
        format=muxer,
        container_options=flags,
        metadata_errors="surrogateescape",
    )


def _interleaved(
    video: Iterable[Packet[Any]], copy: StreamCopy | None, span: Span, spec: VideoSpec
) -> Iterator[Packet[Any]]:
    for packet in video:
        if copy is not None:
            assert packet.dts is not None
            yield from copy.until((packet.dts + span.shift) * spec.time_base)
        yield packet
    if copy is not None:
        yield from copy.until(None)


class _Video:
    """The segments as one stream.

    An encoder counts its decoding times from its own first picture, so those of two segments would overlap. The
    smallest delay that any reordering of depth d needs is d pictures: packet i gets the time of picture i − d.
    """

    def __init__(self, spec: VideoSpec, logs: Sequence[Path]) -> None:
        if not logs:
            raise EncodeError("there is no segment, so there is no video to write")
        self._spec = spec
        self._logs = [PacketLog(path) for path in logs]
        self._depth = max(log.depth for log in self._logs)
        first = self._logs[0]
        for before, log in zip(self._logs, self._logs[1:], strict=False):
            if log.stream != first.stream:
                raise EncodeError(f"was encoded otherwise than {first.path.name}; they cannot be joined", _where(log))
            if log.first <= before.last:
                raise EncodeError(f"begins before {before.path.name} ends (picture times must rise)", _where(log))
        if first.stream.encoder != spec.encoder:
            raise EncodeError(f"was encoded by {first.stream.encoder}, not {spec.encoder}", _where(first))

    def add_to(self, out: OutputContainer) -> VideoStream:
        """The stream that holds them."""
        known = self._logs[0].stream
        row = codecs.codec(self._spec.codec)
        with matroska.template(row.matroska, self._spec) as template:
            stream = out.add_stream_from_template(template.streams.video[0], opaque=True)
        context = stream.codec_context
        self._spec.describe(context)
        context.reorder_depth = self._depth
        context.extradata = known.header or None
        context.profile, context.level = known.profile, known.level
        tag = known.tag or (row.mp4 if out.format.name in ("mp4", "mov") else "")
        if tag:
            context.codec_tag = tag
        stream.time_base = self._spec.time_base
        if self._spec.rotation:
            stream.set_display_rotation(self._spec.rotation)
        return stream

    def packets(self, stream: VideoStream) -> Iterator[Packet[Any]]:
        """Ready to mux."""
        behind: list[int] = []  # presentation times, from those of the last `depth` pictures on
        at, end = -self._depth, self._logs[0].first
        for log in self._logs:
            times = sorted(log.times())
            behind = behind[-self._depth :] if self._depth else []
            base = len(behind)
            behind += times
            for number, logged in enumerate(log):
                place = base + number - self._depth
                # Before the first picture there is none: the delay goes on at the average rate.
                dts = behind[place] if place >= 0 else self._logs[0].first + at * self._spec.step
                at += 1
                end = max(end, logged.pts + (logged.duration or self._spec.step))
                if log is self._logs[-1] and number == log.packets - 1:
                    # MP4 lasts as long as its last packet says, which need not be the last picture.
                    logged = replace(logged, duration=end - logged.pts)
                yield self._packet(logged, dts, stream)

    def _packet(self, logged: Logged, dts: int, stream: VideoStream) -> Packet[Any]:
        packet: Packet[Any] = Packet(logged.data)
        packet.pts, packet.dts, packet.time_base = logged.pts, dts, self._spec.time_base
        packet.duration = logged.duration
        packet.is_keyframe = logged.key
        packet.stream = stream
        return packet


def _where(log: PacketLog) -> Where:
    return Where(str(log.path))
