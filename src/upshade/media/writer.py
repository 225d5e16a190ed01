"""Frames → a video file, encoded and muxed on a thread of its own, with the other streams of the source."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from fractions import Fraction
from threading import Thread
from types import TracebackType
from typing import Any, Self

import av
import av.error
from av.container import OutputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.codeccontext import VideoCodecContext

from ..core.color import Color
from ..core.frame import Frame, PixelFormat
from ..errors import EncodeError, UpshadeError
from . import codecs
from .channel import Channel
from .copy import StreamCopy
from .files import Pending
from .probe import VideoInfo, reason
from .segments import Joiner, Segment, VideoSpec

_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS, errno.EACCES, errno.EPERM, errno.ENODEV}


class Writer:
    """Takes Frames of one size and format, in order. Leave the `with` block, or `finish`, to get the file; an
    exception, or `abort`, and nothing is left of it. Where the encoder takes no such size, the last column and row
    are repeated as far as it needs (`notices` says so).

    `source` gives time base, average rate, pixel shape and the streams to copy; `start`, `duration` (seconds, as given
    to `Reader.frames`) trim those, and times then count from `start`. `codec`: a name of `codecs.CODECS`, `options`
    go before its own. `segment_frames`: pictures a closed segment, None for one segment. `depth`: frames that may wait.

    Raises, on making: BadInput (extension, codec, options, the output is the source), OutputError, EncodeError; later
    from `write` and `finish`: OutputError, EncodeError.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        width: int,
        height: int,
        format: PixelFormat,
        color: Color,
        *,
        source: VideoInfo | None = None,
        copy_streams: bool = True,
        start: float | None = None,
        duration: float | None = None,
        time_base: Fraction | None = None,
        rate: Fraction | None = None,
        sar: Fraction | None = None,
        codec: str = "h264",
        options: Mapping[str, str] | None = None,
        overwrite: bool = False,
        segment_frames: int | None = None,
        depth: int = 4,
    ) -> None:
        row = self._row = codecs.codec(codec)
        muxer = codecs.container(path, codec)
        codecs.check_options(codec, options or {})
        if format.name not in row.formats:
            best = codecs.choose_format(codec, format).name
            raise EncodeError(f"{codec} does not encode {format.name}; the nearest is {best}")
        base = time_base or (source.time_base if source and not source.still else Fraction(1, 1000))
        self._spec = VideoSpec(
            row.encoder,
            width,
            height,
            format,
            row.wire.get(format.name, format.name),
            color,
            base,
            rate or (source.rate if source else Fraction(25)),
            sar or (source.sar if source else Fraction(1)),
            {**row.options, **(options or {})},
            row.coded_size(width, height, format),
        )
        self.frames_written = 0
        self.bytes_written = 0
        self.notices: list[str] = []
        if self._spec.sar != 1 and not row.shape:
            self.notices.append(f"{codec} files do not keep that pixels are {self._spec.sar} as wide as high")
        if self._spec.coded != (width, height):
            wide, high = self._spec.coded
            self.notices.append(
                f"the file is {wide}x{high}: {codec} takes whole chroma samples of {format.name}, so the last column "
                f"or row of {width}x{height} is repeated (ffv1 and 4:4:4 formats keep the size)"
            )
        self._segment_frames = segment_frames
        self._error: BaseException | None = None
        self._out: OutputContainer | None = None
        self._copy: StreamCopy | None = None
        self._state = "open"
        self._shift = 0
        self._file = Pending(path, overwrite=overwrite, inputs=(source.path,) if source else ())
        try:
            if source and not source.still:
                first = None if start is None else source.tick(start)
                last = None if duration is None else source.tick((start or 0) + duration)
                self._shift = 0 if first is None else first - source.start_pts
                if copy_streams:
                    self._copy = StreamCopy(source, first, last, self._shift * source.time_base)
            self._open(muxer)
        except BaseException as error:
            self._drop()
            raise self._clear(error) from None
        self._channel: Channel[Frame] = Channel(depth)
        self._thread = Thread(target=self._work, name="upshade-encode", daemon=True)
        self._thread.start()

    # ── the file

    def _open(self, muxer: str) -> None:
        # Times stay as they are: otherwise one packet of sound before 0 (AAC's priming) would move everything.
        flags = {"avoid_negative_ts": "disabled"} if muxer == "matroska" else {}
        # No random numbers and no library versions in the file: the same job gives the same bytes.
        flags["fflags"] = "+bitexact"
        if muxer in ("mp4", "mov"):
            flags["movflags"] = "+faststart"
            if self._spec.time_base.numerator == 1:
                flags["video_track_timescale"] = str(self._spec.time_base.denominator)
        out = self._out = av.open(
            "file:" + os.path.abspath(self._file.part),
            "w",
            format=muxer,
            container_options=flags,
            metadata_errors="surrogateescape",
        )
        added: list[Any] = []

        def add_video() -> Stream:
            stream = out.add_stream(self._spec.encoder, rate=self._spec.rate)
            stream.time_base = self._spec.time_base
            added.append(stream)
            return stream

        if self._copy is not None:
            self._copy.add_streams(out, add_video)
            self._copy.notices[:0] = self.notices
            self.notices = self._copy.notices  # it adds to them later
        else:
            add_video()
        self._stream = added[0]
        context = self._stream.codec_context
        assert isinstance(context, VideoCodecContext)
        self._segment = Segment(self._spec, context)
        self._extradata = self._segment.extradata
        self._joiner = Joiner(self._spec, max(context.reorder_depth, self._row.reorder))
        out.start_encoding()
        if self._copy is not None:
            self._copy.begin()

    def _work(self) -> None:
        try:
            while (frame := self._channel.get()) is not None:
                self._encode(frame)
            if self._channel.cancelled:
                return
            self._mux_video(self._segment.close())
            if self._copy is not None:
                self._mux(self._copy.until(None))
            assert self._out is not None
            self._out.close()
        except BaseException as error:  # raised again by write and finish
            self._error = error
            self._channel.cancel()

    def _encode(self, frame: Frame) -> None:
        spec = self._spec
        if (frame.width, frame.height, frame.format) != (spec.width, spec.height, spec.format):
            raise EncodeError(
                f"a frame of {frame.width}x{frame.height} {frame.format.name} came, "
                f"the file is {spec.width}x{spec.height} {spec.format.name}"
            )
        if self._segment_frames and self._segment.frames >= self._segment_frames:
            self._mux_video(self._segment.close())
            self._segment = Segment(spec)
            if self._segment.extradata != self._extradata:
                raise EncodeError(f"{spec.encoder} gave a segment another header; segments cannot be joined")
        if frame.pts is None:
            pts = self.frames_written * spec.step
        elif frame.time_base == spec.time_base:
            pts = frame.pts - self._shift
        else:
            pts = round(frame.pts * frame.time_base / spec.time_base) - self._shift
        self._joiner.picture(pts)
        self._mux_video(self._segment.encode(frame, pts))
        self.frames_written += 1

    def _mux_video(self, packets: Iterable[Packet[Any]]) -> None:
        for packet in packets:
            self._joiner.stamp(packet)
            packet.stream = self._stream
            if self._copy is not None:
                assert packet.dts is not None
                self._mux(self._copy.until((packet.dts + self._shift) * self._spec.time_base))
            self._mux((packet,))

    def _mux(self, packets: Iterable[Packet[Any]]) -> None:
        assert self._out is not None
        for packet in packets:
            self.bytes_written += packet.size
            self._out.mux_one(packet)

    # ── what users call

    def write(self, frame: Frame) -> None:
        """Hands a frame over; waits while `depth` are under way. Its planes must stay as they are from now on."""
        if self._state != "open":
            raise EncodeError("the file is closed already", self._file.where)
        if not self._channel.put(frame):
            self.abort()
            raise self._clear(self._error)

    def finish(self) -> None:
        """Encodes what is left, completes the file and gives it its name."""
        if self._state != "open":
            return
        self._channel.end()
        self._thread.join()
        if self._error is None and not self.frames_written:
            self._error = EncodeError("no frame came, so there is no video to write", self._file.where)
        if self._error is not None:
            self.abort()
            raise self._clear(self._error)
        self._state = "finished"
        if self._copy is not None:
            self._copy.close()
        self._file.commit()

    def abort(self) -> None:
        """Stops at once; nothing is left of the file."""
        if self._state != "open":
            return
        self._state = "aborted"
        self._channel.cancel()
        self._thread.join()
        self._drop()

    def _drop(self) -> None:
        if self._copy is not None:
            self._copy.close()
        # First the name: a muxer that cannot open its file again gives up moving the index of an MP4 to the front,
        # which would rewrite all of a file that nobody wants.
        self._file.discard()
        if self._out is not None:
            with suppress(av.error.FFmpegError, OSError, ValueError):
                self._out.close()

    def _clear(self, error: BaseException | None) -> BaseException:
        """The error of the tree for `error`; programming errors stay what they are."""
        if isinstance(error, UpshadeError) or error is None:
            return error or EncodeError("was stopped", self._file.where)
        if isinstance(error, av.error.FFmpegError | OSError):
            if error.errno in _DISK:
                return self._file.failed(OSError(error.errno, reason(error)))
            return EncodeError(f"{self._spec.encoder} or its container refuses: {reason(error)}", self._file.where)
        return error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.finish()
        else:
            self.abort()
