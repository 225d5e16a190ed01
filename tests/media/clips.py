"""Real files, made at test time."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from upshade.core.color import RGB, Color, Matrix, Range
from upshade.core.frame import PIXEL_FORMATS, Frame, Model, PixelFormat
from upshade.media.convert import empty_frame, plane_view, reformat, to_video
from upshade.media.processor import with_processor

RATE = 48000


def color_of(fmt: PixelFormat) -> Color:
    return RGB if fmt.model is Model.RGB else Color(Matrix.BT601, Range.LIMITED)


def noise(fmt: PixelFormat, width: int, height: int, seed: int = 0, **time: Any) -> Frame:
    """Every code value of the format may occur."""
    random = np.random.default_rng(seed)
    frame = empty_frame(fmt, width, height, color_of(fmt), **time)
    for plane in frame.planes:
        plane[...] = random.integers(0, (1 << fmt.bits), plane.shape).astype(fmt.dtype) << fmt.shift
    return frame


def numbered(number: int, width: int, height: int) -> av.VideoFrame:
    """A yuv420p picture that carries its number in ten blocks of black and white, over a moving ramp."""
    video = av.VideoFrame(width, height, "yuv420p")
    for index, plane in enumerate(video.planes):
        view = np.ndarray((plane.height, plane.line_size), np.uint8, plane)
        view[:] = (np.arange(plane.line_size)[None, :] + 2 * np.arange(plane.height)[:, None] + 3 * number) % 160 + 40
        if index == 0:
            for bit in range(10):
                view[:16, bit * 16 : bit * 16 + 16] = 235 if number >> bit & 1 else 16
    return video


def number_in(frame: Frame) -> int:
    """What `numbered` wrote; lossy coding does not change it."""
    half = frame.format.full_scale / 2
    return sum(int(frame.planes[0][4:12, bit * 16 + 4 : bit * 16 + 12].mean() > half) << bit for bit in range(10))


def as_format(frame: Frame, fmt: PixelFormat) -> Frame:
    """The frame in another format of Y'CbCr, its own if it has that already."""
    if frame.format is fmt:
        return frame
    made = empty_frame(fmt, frame.width, frame.height, frame.color, pts=frame.pts, time_base=frame.time_base,
                       duration=frame.duration, sar=frame.sar)  # fmt: skip
    video = reformat(av.video.reformatter.VideoReformatter(), to_video(frame), fmt.name, frame.color, frame.color)
    for index, plane in enumerate(made.planes):
        plane[...] = plane_view(video, index, fmt)
    return made


def make_clip(
    path: Path,
    *,
    frames: int = 48,
    size: tuple[int, int] = (176, 96),
    rate: int = 24,
    times: Sequence[int] | None = None,
    time_base: Fraction | None = None,
    codec: str = "libx264",
    options: dict[str, str] | None = None,
    sound: str | None = "aac",
    offset: float = 0.0,
    tags: tuple[int, int, int, int] | None = None,
    sar: Fraction | None = None,
) -> Path:
    """A numbered clip with a sine sound. `times` counts in `time_base`; `tags`: range, space, primaries, transfer."""
    base = time_base or Fraction(1, rate)
    with av.open(str(path), "w") as out:
        video = out.add_stream(codec, rate=rate, options=with_processor(codec, options or {}))
        context = video.codec_context
        video.width, video.height = size
        video.pix_fmt = "yuv420p"
        context.time_base = base
        if tags is not None:
            context.color_range, context.colorspace, context.color_primaries, context.color_trc = tags
        if sar is not None:
            context.sample_aspect_ratio = sar
        audio = out.add_stream(sound, rate=RATE) if sound else None
        for i in range(frames):
            picture = numbered(i, *size)
            picture.pts = (times[i] if times else i) + round(offset / base)
            picture.time_base = base
            out.mux(video.encode(picture))
            if audio is not None:
                out.mux(audio.encode(_sine(audio, i, rate, offset)))
        out.mux(video.encode(None))
        if audio is not None:
            out.mux(audio.encode(None))
    return path


def _sine(audio: Any, i: int, rate: int, offset: float) -> av.AudioFrame:
    count = RATE // rate
    phase = (np.arange(count) + i * count) * (2 * np.pi * 440 / RATE)
    wave = 0.3 * np.sin(phase)
    name = audio.format.name
    if name.startswith("s16"):
        data = np.round(wave * 32767).astype(np.int16)
    else:
        data = wave.astype(np.float32)
    stereo = np.stack([data, data]) if audio.format.is_planar else np.repeat(data, 2)[None]
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(stereo), format=name, layout="stereo")
    frame.sample_rate = RATE
    frame.time_base = Fraction(1, RATE)
    frame.pts = i * count + round(offset * RATE)
    return frame


def packets(path: Path, kind: str) -> list[tuple[Fraction, bytes]]:
    """(time, bytes) of every packet of the first stream of that kind."""
    with av.open(str(path)) as file:
        stream = next(s for s in file.streams if s.type == kind)
        return [(p.pts * p.time_base, bytes(p)) for p in file.demux(stream) if p.size]


def equal(a: Iterable[Frame], b: Iterable[Frame]) -> bool:
    return all(
        x.format == y.format and all(np.array_equal(p, q) for p, q in zip(x.planes, y.planes, strict=True))
        for x, y in zip(a, b, strict=True)
    )


def our_threads() -> list[str]:
    return [t.name for t in threading.enumerate() if t.name.startswith("upshade")]


YUV8 = PIXEL_FORMATS["yuv420p"]
