"""What an encoder leaves of pictures: compressed as a short clip and decoded again."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import av.error
import numpy as np
from av.codec.context import CodecContext
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from ..errors import EncodeError
from .probe import reason

Luma = NDArray[np.uint8]

_WIDE, _HIGH = 128, 16
"""What sides are filled up to: x264's macroblock trees work on eight blocks at a time, and where a row ends between
read memory that nobody has written, so that bytes differ from run to run."""


def h264(pictures: Sequence[Luma], crf: float) -> list[Luma]:
    """Luma planes (h, w) of one shape, 8 bits, as H.264 by x264 at that quality gives them back; chroma is grey.

    The same on every machine and with any number of cores: x264 works on one thread. EncodeError where it refuses.
    """
    h, w = pictures[0].shape
    try:
        encoder = CodecContext.create("libx264", "w")
        assert isinstance(encoder, VideoCodecContext)
        encoder.width, encoder.height, encoder.pix_fmt = w + -w % _WIDE, h + -h % _HIGH, "yuv420p"
        encoder.time_base, encoder.framerate = Fraction(1, 24), Fraction(24)
        encoder.thread_count = 1
        encoder.options = {"crf": f"{crf:g}", "preset": "medium"}
        packets = []
        for i, picture in enumerate(pictures):
            packets += encoder.encode(_frame(picture, i))
        packets += encoder.encode(None)
        decoder = CodecContext.create("h264", "r")
        assert isinstance(decoder, VideoCodecContext)
        decoder.thread_count = 1
        frames = []
        for packet in [*packets, None]:
            frames += decoder.decode(packet)
    except av.error.FFmpegError as error:
        raise EncodeError(f"x264 refuses {w}x{h} pictures at CRF {crf:g}: {reason(error)}") from None
    return [_luma(frame)[:h, :w] for frame in frames]


def _frame(picture: Luma, i: int) -> VideoFrame:
    even = np.pad(picture, [(0, -n % by) for n, by in zip(picture.shape, (_HIGH, _WIDE), strict=True)], mode="edge")
    frame = VideoFrame(even.shape[1], even.shape[0], "yuv420p")
    luma = _rows(frame, 0)
    luma[:, : even.shape[1]] = even
    luma[:, even.shape[1] :] = even[:, -1:]
    for plane in (1, 2):
        _rows(frame, plane)[:] = 128
    frame.pts, frame.time_base = i, Fraction(1, 24)
    return frame


def _rows(frame: VideoFrame, index: int) -> Luma:
    plane = frame.planes[index]
    return np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)


def _luma(frame: VideoFrame) -> Luma:
    return _rows(frame, 0)[:, : frame.width].copy()
