"""Video as a list of closed segments: each has an encoder of its own, and their packets join by copy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter

from ..core.color import Tags, tags_for
from ..core.frame import Frame, PixelFormat
from ..errors import EncodeError, nearest
from .convert import padded, reformat, to_video

_GLOBAL_HEADER = 1 << 22
"""AV_CODEC_FLAG_GLOBAL_HEADER: parameter sets go to the container's header, so that segments can share it."""


@dataclass(frozen=True, slots=True)
class VideoSpec:
    """All that decides the bytes of a video stream. `wire`: FFmpeg's name of the encoder's own format. `coded`: width
    and height of what is encoded, at least those of the pictures that come."""

    encoder: str
    width: int
    height: int
    format: PixelFormat
    wire: str
    color: Any
    time_base: Fraction
    rate: Fraction
    sar: Fraction
    options: Mapping[str, str]
    coded: tuple[int, int]

    @property
    def tags(self) -> Tags:
        return tags_for(self.color, self.coded[1])  # a reader guesses by what it sees

    @property
    def step(self) -> int:
        """Ticks of one picture at the average rate."""
        return max(1, round(1 / (self.rate * self.time_base)))

    def configure(self, context: VideoCodecContext) -> None:
        """Makes a new encoder ours and opens it. EncodeError for an option that it does not know."""
        tags = self.tags
        (context.width, context.height), context.pix_fmt = self.coded, self.wire
        context.framerate = self.rate
        context.time_base = self.time_base
        context.sample_aspect_ratio = self.sar
        context.color_range, context.colorspace = tags.range, tags.space
        context.color_primaries, context.color_trc = tags.primaries, tags.transfer
        context.flags |= _GLOBAL_HEADER
        context.options = dict(self.options)
        options = context.supported_options
        known = {option.name for option in (*options.generic, *options.private)}
        # FFmpeg passes over what it does not know; a slip in an option should not go unnoticed.
        for name in self.options:
            if name not in known:
                raise EncodeError(f"{self.encoder} has no option '{name}'{nearest(name, known)}")
        context.open(strict=False)


class Segment:
    """One run of pictures through one encoder, from its first to its last packet.

    Packets come with `pts` in the spec's time base; `Joiner` gives them their `dts`.
    """

    def __init__(self, spec: VideoSpec, context: VideoCodecContext | None = None) -> None:
        self.spec = spec
        if context is None:
            created = VideoCodecContext.create(spec.encoder, "w")
            assert isinstance(created, VideoCodecContext)
            context = created
        spec.configure(context)
        self.context = context
        self.frames = 0
        self._reformatter = VideoReformatter()

    @property
    def extradata(self) -> bytes:
        return bytes(self.context.extradata or b"")

    def encode(self, frame: Frame, pts: int) -> Iterator[Packet[Any]]:
        """The packets that are ready after this frame."""
        self.frames += 1
        yield from self.context.encode(self._picture(frame, pts))

    def close(self) -> Iterator[Packet[Any]]:
        """The rest."""
        if self.frames:
            yield from self.context.encode(None)

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


class Joiner:
    """Decoding times for packets of consecutive segments.

    An encoder counts its dts from its own first picture, so those of two segments would overlap. The smallest
    delay that any reordering of depth d needs is d pictures: packet i gets the time of picture i − d.
    """

    def __init__(self, spec: VideoSpec, depth: int) -> None:
        self._spec, self._depth = spec, depth
        self._times: list[int] = []
        self._done = 0
        self._dropped = 0

    def picture(self, pts: int) -> None:
        """A picture that goes to the encoder; times must rise. EncodeError otherwise."""
        if self._times and pts <= self._times[-1]:
            raise EncodeError(
                f"picture times must rise: {pts} after {self._times[-1]} (time base {self._spec.time_base})"
            )
        self._times.append(pts)

    def stamp(self, packet: Packet[Any]) -> Packet[Any]:
        i = self._done - self._depth
        if i >= 0:
            dts = self._times[i - self._dropped]
            if i - self._dropped > 256:
                del self._times[: i - self._dropped]
                self._dropped = i
        else:
            dts = self._times[0] + i * self._spec.step
        self._done += 1
        if packet.pts is None or dts > packet.pts:
            raise EncodeError(f"{self._spec.encoder} reorders deeper than the {self._depth} pictures that it told")
        packet.dts = dts
        return packet
