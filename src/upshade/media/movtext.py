"""The text subtitles of MP4 for containers that have no form for them: as SubRip, with bold, italics and colours."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import av.error
from av.codec import CodecContext
from av.packet import Packet
from av.subtitles.codeccontext import SubtitleCodecContext
from av.subtitles.stream import SubtitleStream

NAME = "mov_text"
"""FFmpeg's, of 3GPP TS 26.245 timed text."""


class TimedText:
    """One track of it, packet by packet."""

    def __init__(self, stream: SubtitleStream) -> None:
        self._decoder = stream.codec_context
        self._encoder: SubtitleCodecContext | None = None

    def convert(self, packet: Packet[Any]) -> Packet[Any] | None:
        """The packet as SubRip; None for one that only says that nothing is shown, or that is damaged."""
        try:
            lines = self._decoder.decode2(packet)
            if lines is None:
                return None
            made = self._open().encode_subtitle(lines)
        except (av.error.FFmpegError, ValueError):
            return None
        made.pts, made.dts, made.duration = packet.pts, packet.dts, packet.duration
        made.time_base = packet.time_base
        return made

    def _open(self) -> SubtitleCodecContext:
        if self._encoder is None:
            context = CodecContext.create("subrip", "w")
            assert isinstance(context, SubtitleCodecContext)
            context.subtitle_header = self._decoder.subtitle_header  # which the decoder has once it is open
            context.time_base = Fraction(1, 1000)
            context.open()
            self._encoder = context
        return self._encoder
