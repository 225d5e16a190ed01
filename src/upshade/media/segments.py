"""What decides the bytes of a video stream, and one run of pictures through one encoder."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import av.error
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter

from ..core.color import Color, Tags, tags_for
from ..core.frame import Frame, PixelFormat
from ..core.hdr import Hdr
from ..errors import EncodeError, nearest
from . import codecs
from .convert import padded, reformat, to_video
from .packetlog import Stream
from .priority import priority_kept
from .probe import VideoInfo, reason
from .processor import with_processor

_GLOBAL_HEADER = 1 << 22
"""AV_CODEC_FLAG_GLOBAL_HEADER: parameter sets go to the container's header, so that segments can share it."""

# SVT-AV1 tells about itself on the console; errors only.
os.environ.setdefault("SVT_LOG", "1")

PROGRESSIVE = 1
"""AV_FIELD_PROGRESSIVE."""


@dataclass(frozen=True, slots=True)
class VideoSpec:
    """All that decides the bytes of a video stream; made by `video_spec`.

    `codec`: the row of `codecs.CODECS`, `encoder` FFmpeg's name of its encoder, `wire` FFmpeg's name of the pixel
    format that this one takes. `coded`: width and height of what is encoded, at least those of the pictures that
    come. `rate`: pictures a second, on average. `rotation`: degrees counterclockwise, as players are asked to turn the
    picture. `options`: for the encoder, without what follows from `hdr`.
    """

    codec: str
    encoder: str
    width: int
    height: int
    format: PixelFormat
    wire: str
    color: Color
    time_base: Fraction
    rate: Fraction
    sar: Fraction
    options: Mapping[str, str]
    coded: tuple[int, int]
    hdr: Hdr | None = None
    rotation: int = 0

    @property
    def tags(self) -> Tags:
        return tags_for(self.color, self.coded[1])  # a reader guesses by what it sees

    @property
    def step(self) -> int:
        """Ticks of one picture at the average rate."""
        return max(1, round(1 / (self.rate * self.time_base)))

    def describe(self, context: VideoCodecContext) -> None:
        """Sets what the stream is, for its encoder or for a container."""
        tags = self.tags
        (context.width, context.height), context.pix_fmt = self.coded, self.wire
        context.framerate = self.rate
        context.sample_aspect_ratio = self.sar
        context.color_range, context.colorspace = tags.range, tags.space
        context.color_primaries, context.color_trc = tags.primaries, tags.transfer
        context.field_order = PROGRESSIVE

    def open(self) -> VideoCodecContext:
        """A new encoder. EncodeError for an option that it does not know, or when it cannot be opened."""
        context = VideoCodecContext.create(self.encoder, "w")
        assert isinstance(context, VideoCodecContext)
        self.describe(context)
        context.time_base = self.time_base
        context.flags |= _GLOBAL_HEADER
        context.options = self._options()
        options = context.supported_options
        known = {option.name for option in (*options.generic, *options.private)}
        # FFmpeg passes over what it does not know; a slip in an option should not go unnoticed.
        for name in self.options:
            if name not in known:
                raise EncodeError(f"{self.encoder} has no option '{name}'{nearest(name, known)}")
        try:
            with priority_kept():
                context.open(strict=False)
        except (av.error.FFmpegError, OSError) as error:
            raise EncodeError(f"{self.encoder} cannot be opened: {reason(error)}") from None
        return context

    def _options(self) -> dict[str, str]:
        options = dict(self.options)
        hdr = codecs.codec(self.codec).hdr
        if hdr is not None and self.hdr is not None:
            name, words = hdr
            options[name] = ":".join(filter(None, (options.get(name), words.parameters(self.hdr))))
        return with_processor(self.encoder, {name: value for name, value in options.items() if value})


def video_spec(
    codec: str,
    options: Mapping[str, str] | None,
    width: int,
    height: int,
    format: PixelFormat,
    color: Color,
    source: VideoInfo | None = None,
    *,
    time_base: Fraction | None = None,
    rate: Fraction | None = None,
    sar: Fraction | None = None,
    hdr: Hdr | None = None,
    rotation: int | None = None,
) -> tuple[VideoSpec, list[str]]:
    """The stream that pictures of this size, format and colour become, and one line for each thing that is not as
    asked. `codec`: a name of `codecs.CODECS`; `options` go before the row's own. What is not given is `source`'s:
    its time base, average rate, pixel shape, HDR metadata and rotation.

    When the encoder of a GPU cannot be opened, its software row takes over, with the same constant quality.

    Raises BadInput (codec, options), EncodeError (a format that it does not take, or it cannot be opened: it is tried
    here).
    """
    row = codecs.codec(codec)
    codecs.check_options(codec, options or {})
    if format.name not in row.formats:
        best = codecs.choose_format(codec, format).name
        raise EncodeError(f"{codec} does not encode {format.name}; the nearest is {best}")
    timed = source is not None and not source.still
    if hdr is None and source is not None:
        hdr = source.hdr
    spec = VideoSpec(
        codec,
        row.encoder,
        width,
        height,
        format,
        row.wire.get(format.name, format.name),
        color,
        time_base or (source.time_base if source and timed else Fraction(1, 1000)),
        rate or (source.rate if source else Fraction(25)),
        sar or (source.sar if source else Fraction(1)),
        row.all_options(format, options or {}),
        row.coded_size(width, height, format),
        hdr,
        rotation if rotation is not None else (source.rotation if source else 0),
    )
    notices: list[str] = []
    try:
        spec.open()
    except EncodeError as error:
        if not row.software:
            raise
        spec, notices = _in_software(spec, options or {}, error)
    if spec.coded != (width, height):
        wide, high = spec.coded
        notices.append(
            f"the file is {wide}x{high}: {codec} takes whole chroma samples of {format.name}, so the last column "
            f"or row of {width}x{height} is repeated (ffv1 and 4:4:4 formats keep the size)"
        )
    return spec, notices


def _in_software(spec: VideoSpec, options: Mapping[str, str], error: EncodeError) -> tuple[VideoSpec, list[str]]:
    """`spec` with the encoder that takes over when that of a GPU cannot be opened."""
    name = codecs.codec(spec.codec).software
    row = codecs.codec(name)
    # Its speeds have other names.
    options = {option: value for option, value in options.items() if option != "preset"}
    codecs.check_options(name, options)
    best = codecs.choose_format(name, spec.format)
    if (best.model, best.bits, best.sub) != (spec.format.model, spec.format.bits, spec.format.sub):
        raise EncodeError(f"{error.message}; {name} would take over, but does not encode {spec.format.name}")
    # The same samples, though they may lie otherwise.
    wire = row.wire.get(best.name, best.name)
    coded = row.coded_size(spec.width, spec.height, spec.format)
    chosen = row.all_options(spec.format, options)
    other = replace(spec, codec=name, encoder=row.encoder, wire=wire, coded=coded, options=chosen)
    other.open()
    return other, [f"{error.message}; {name} ({row.encoder}) takes over, on the CPU"]


class Segment:
    """One run of pictures through one encoder, from its first to its last packet. Packets come with `pts` and
    `duration` in the spec's time base."""

    def __init__(self, spec: VideoSpec) -> None:
        self.spec = spec
        self.context = spec.open()
        self.frames = 0
        self.last: int | None = None
        self._durations: dict[int, int] = {}
        self._reformatter = VideoReformatter()

    @property
    def stream(self) -> Stream:
        context = self.context
        tag = context.codec_tag
        return Stream(
            self.spec.encoder,
            tag if tag.strip("\0") else "",
            context.profile or "",
            context.level,
            bytes(context.extradata or b""),
        )

    def encode(self, frame: Frame, pts: int) -> Iterator[Packet[Any]]:
        """The packets that are ready after this frame. EncodeError when it is no picture of the spec's size and
        format, or its time does not rise."""
        spec = self.spec
        if (frame.width, frame.height, frame.format) != (spec.width, spec.height, spec.format):
            raise EncodeError(
                f"a frame of {frame.width}x{frame.height} {frame.format.name} came, "
                f"the file is {spec.width}x{spec.height} {spec.format.name}"
            )
        if self.last is not None and pts <= self.last:
            raise EncodeError(f"picture times must rise: {pts} after {self.last} (time base {spec.time_base})")
        self.last = pts
        self.frames += 1
        # Not every encoder hands durations on.
        self._durations[pts] = frame.duration
        yield from self._timed(self.context.encode(self._picture(frame, pts)))

    def close(self) -> Iterator[Packet[Any]]:
        """The rest."""
        if self.frames:
            yield from self._timed(self.context.encode_lazy(None))

    def let_go(self) -> None:
        """Empties the encoder of what it has under way. PyAV frees one with the interpreter's lock held, and SVT-AV1
        and x265 then finish their pictures first, for seconds; here it is free meanwhile."""
        with suppress(av.error.FFmpegError, OSError):
            for _ in self.context.encode_lazy(None):
                pass

    def _timed(self, packets: Iterable[Packet[Any]]) -> Iterator[Packet[Any]]:
        for packet in packets:
            if packet.pts not in self._durations:
                raise EncodeError(f"{self.spec.encoder} gave a packet the time {packet.pts}, which no picture has")
            packet.duration = self._durations.pop(packet.pts)
            yield packet

    def _picture(self, frame: Frame, pts: int) -> VideoFrame:
        spec, tags = self.spec, self.spec.tags
        video = to_video(frame) if spec.coded == (frame.width, frame.height) else padded(frame, *spec.coded)
        if spec.wire != frame.format.name:
            video = reformat(self._reformatter, video, spec.wire, frame.color, frame.color)
        video.pts, video.time_base, video.duration = pts, spec.time_base, frame.duration
        video.pict_type = 0  # or the encoder would repeat the source's choice of key pictures
        video.color_range, video.colorspace = tags.range, tags.space
        video.color_primaries, video.color_trc = tags.primaries, tags.transfer
        return video
