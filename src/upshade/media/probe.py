"""Opening a file: what is in it, and one clear line when it cannot be used."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any

import av
import av.error
from av.container import InputContainer
from av.packet import Packet
from av.stream import Discard, Disposition, Stream
from av.video.stream import VideoStream

from ..core.color import Color
from ..core.frame import PixelFormat
from ..core.hdr import Hdr
from ..errors import JobFailed, MediaError, NotFound, Where, nearest
from .integrity import cut_short, picture_size

MAX_PIXELS = 16384 * 16384
"""Larger pictures are refused before memory is taken for them (a 30 kB PNG can claim 10 GB)."""

OPEN = {
    # Playlists and the like may name other files and addresses: nothing but files is ever opened.
    "container_options": {"protocol_whitelist": "file"},
    "options": {"max_pixels": str(MAX_PIXELS)},
    # Names and titles in unknown encodings go through unchanged.
    "metadata_errors": "surrogateescape",
}


@dataclass(frozen=True, slots=True)
class VideoInfo:
    """What a file holds.

    `rate`: pictures a second, on average. `start_pts`: the first picture's time in `time_base`, 0 for a still.
    `duration`: seconds of video, None where the file does not say (and for a still). `frames`: how many pictures,
    an estimate, None if unknown. `sar`: width of a pixel over its height. `still`: one picture without time.
    `streams`: one line for each other stream. `rotation`: degrees counter-clockwise (−180…180) by which the file asks
    players to turn the picture; frames come unturned. `hdr`: static HDR metadata, from the stream or the container.
    `sequence`: numbered pictures, `path` is their pattern.

    `rate`, `time_base`, `frames` and `start_pts` are those of the pictures that the reader gives.
    """

    path: str
    width: int
    height: int
    format: PixelFormat
    color: Color
    rate: Fraction
    time_base: Fraction
    start_pts: int = 0
    duration: float | None = None
    frames: int | None = None
    sar: Fraction = Fraction(1)
    still: bool = False
    has_audio: bool = False
    codec: str = ""
    rotation: int = 0
    streams: tuple[str, ...] = field(default=())
    hdr: Hdr | None = None
    sequence: bool = False

    def tick(self, start: float | Fraction) -> int:
        """The first tick of `time_base` at or after `start` seconds behind the first picture. Times in files are
        rounded to ticks, in Matroska to milliseconds: half a tick, or half a millisecond, early is in time."""
        # Decimal input means the decimal, not the binary fraction next to it.
        exact = Fraction(start).limit_denominator(1_000_000) / self.time_base
        early = min(Fraction(1, 2), Fraction(1, 2000) / self.time_base)
        return self.start_pts + ceil(exact - early)


def where(path: str | os.PathLike[str]) -> Where:
    return Where(os.fspath(path))


def reason(error: BaseException) -> str:
    """FFmpeg's or the system's words for an error, without numbers and names."""
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(str(text).split())


_OF_THE_FILE = {errno.EINVAL, errno.ENOMEM, errno.ERANGE, errno.EDOM, errno.EOVERFLOW, errno.ENOSYS, errno.EOPNOTSUPP,
                errno.EAGAIN, errno.ESPIPE, errno.EPERM}  # fmt: skip
"""What demuxers say of what is in a file, beside FFmpeg's codes: of sizes that cannot be, of what they don't do, and
the -1 of old ones."""

_OF_THE_NAME = {errno.EACCES, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG}
"""What the system says of a path that was given wrongly."""


def refuse_lost(error: BaseException, path: str | os.PathLike[str]) -> None:
    """JobFailed where `error`, which came while the file was read, is the system's: a disk, a network or a device that
    fails. What is behind it may be whole, so it is no damage that could be lived with."""
    number = getattr(error, "errno", None) or 0
    if 0 < number < 1 << 16 and number not in _OF_THE_FILE:  # FFmpeg's own are four letters
        raise JobFailed(f"cannot be read on: {os.strerror(number)}", where(path)) from None


def demux(container: InputContainer, streams: Stream | Sequence[Stream]) -> Iterator[Packet[Any]]:
    """The packets of these streams, from where the container stands. A stream that only begins in the middle of a
    recording has no place in PyAV's list, which raises IndexError for each of its packets: they are passed over."""
    packets = container.demux(streams)
    while True:
        try:
            packet = next(packets, None)
        except IndexError:
            packets = container.demux(streams)  # that generator has ended; the file stands behind the packet
            continue
        if packet is None:
            return
        yield packet


def open_container(path: str | os.PathLike[str]) -> InputContainer:
    """The file, opened for reading. NotFound; MediaError for a folder, an empty file, or no video format; JobFailed
    where the system cannot read it."""
    path = os.fspath(path)
    try:
        status = os.stat(path)
    except FileNotFoundError:
        raise NotFound("no such file" + _similar(path), where(path)) from None
    except (OSError, ValueError) as error:
        if getattr(error, "errno", None) not in _OF_THE_NAME:
            refuse_lost(error, path)
        raise MediaError(f"cannot be read: {reason(error)}", where(path)) from None
    if stat.S_ISDIR(status.st_mode):
        raise MediaError("is a folder, not a video or picture", where(path))
    if not stat.S_ISREG(status.st_mode):
        raise MediaError("is not a regular file", where(path))
    if status.st_size == 0:
        raise MediaError("is empty (0 bytes)", where(path))
    if path.lower().endswith((".glsl", ".hook")):
        raise MediaError("is a shader file, not a video or picture; `-s` adds it to a chain", where(path))
    try:
        # "file:" keeps names with a colon or % from being read as addresses or number patterns.
        container = av.open("file:" + os.path.abspath(path), "r", **OPEN)  # type: ignore[call-overload]
    except (av.error.FFmpegError, OSError, ValueError) as error:
        number = getattr(error, "errno", None)
        # Of a header that ends early, FFmpeg says EIO as well.
        if number not in _OF_THE_NAME and not (number == errno.EIO and _readable(path)):
            refuse_lost(error, path)
        cut = cut_short(path)
        text = f"is not a video or picture that can be read ({cut or reason(error)})"
        raise MediaError(text, where(path)) from None
    if container.format.name == "tty":
        container.close()
        raise MediaError("is a text file, not a video or picture", where(path))
    return container  # type: ignore[no-any-return]


def _readable(path: str) -> bool:
    try:
        with open(path, "rb") as file:
            file.read(1 << 22)
    except OSError:
        return False
    return True


def _similar(path: str) -> str:
    folder = Path(path).parent
    try:
        return nearest(Path(path).name, os.listdir(folder))
    except OSError:
        return f"; there is no folder '{folder}'" if not folder.exists() else ""


def pick_video(container: InputContainer, path: str) -> VideoStream:
    """The stream to show: FFmpeg's best one, cover pictures left out. MediaError when there is none."""
    real = [s for s in container.streams.video if not is_cover(s)]
    if not real:
        kinds = sorted({s.type for s in container.streams})
        also = " and a cover picture" if container.streams.video else ""
        if "audio" in kinds:
            raise MediaError(f"has sound{also}, but no video", where(path))
        raise MediaError(f"has no video stream (only {', '.join(kinds) or 'nothing'})", where(path))
    best = container.streams.best("video")
    stream = next((s for s in real if best is not None and s.index == best.index), real[0])
    if stream.codec_context is None:
        raise MediaError("is coded in a format that has no decoder here", where(path))
    _check_size(stream.width, stream.height, path)
    return stream


def open_stream(path: str | os.PathLike[str]) -> tuple[InputContainer, VideoStream]:
    """The file and its video, the packets of the other streams left out. Raises what `open_container` and `pick_video`
    raise."""
    container = open_container(path)
    try:
        stream = pick_video(container, os.fspath(path))
    except BaseException:
        container.close()
        raise
    for other in container.streams:
        if other.index != stream.index:
            other.discard = Discard.all
    return container, stream


def _check_size(width: int, height: int, path: str) -> None:
    if width * height > MAX_PIXELS:
        raise MediaError(f"is {width}x{height}, more than the {MAX_PIXELS} pixels that are read", where(path))


def refuse_huge(path: str) -> None:
    """MediaError for a picture whose own header claims too many pixels; decoders then name no size."""
    size = picture_size(path)
    if size is not None:
        _check_size(*size, path)


def is_cover(stream: Stream) -> bool:
    return bool(stream.disposition & Disposition.attached_pic)


def rate_of(stream: VideoStream) -> Fraction:
    for rate in (stream.average_rate, stream.guessed_rate, stream.base_rate):
        if rate:
            return Fraction(rate.numerator, rate.denominator)
    return Fraction(25)


def duration_of(container: InputContainer, stream: VideoStream, start: int = 0) -> float | None:
    """Seconds, from the stream, from Matroska's DURATION tag, or from the file. `start`: the first picture's time."""
    base = stream.time_base or Fraction(0)
    if stream.duration:
        return float(stream.duration * base)
    # FFmpeg's own Matroska files say when they end instead.
    ours = "matroska" in container.format.name and _is_lavf(container)
    before = float(max(0, start) * base) if ours else 0.0
    parts = (_tag(stream, "DURATION") or "").split(":")
    try:
        hours, minutes, seconds = (float(part) for part in parts)
        duration = hours * 3600 + minutes * 60 + seconds
    except ValueError:
        if not container.duration:
            return None
        duration = container.duration / 1e6
    return duration - before if duration > before else duration


def _is_lavf(container: InputContainer) -> bool:
    return any(k.casefold() == "encoder" and v.startswith("Lavf") for k, v in container.metadata.items())


def count_of(stream: VideoStream, duration: float | None) -> int | None:
    if stream.frames:
        return stream.frames
    tag = _tag(stream, "NUMBER_OF_FRAMES") or ""
    if tag.isdigit():
        return int(tag)
    return round(duration * rate_of(stream)) if duration else None


def _tag(stream: Stream, name: str) -> str | None:
    return next((v for k, v in stream.metadata.items() if k.split("-")[0] == name), None)


def describe(stream: Any) -> str:
    """A stream in a few words: "audio: aac, 48000 Hz, stereo, jpn"."""
    context = stream.codec_context
    words = [context.name if context else str(stream.name or "unknown")]
    if stream.type == "audio" and context:
        words += [f"{context.sample_rate} Hz", context.layout.name]
    if is_cover(stream):
        words.append("cover")
    if stream.language:
        words.append(stream.language)
    return f"{stream.type}: {', '.join(words)}"
