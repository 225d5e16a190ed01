"""Where a video may be cut, and how many pictures it has: read from its packets, nothing is decoded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import av.error
from av.container import InputContainer
from av.packet import Packet
from av.stream import Discard
from av.video.stream import VideoStream

from . import probe
from .probe import VideoInfo

_AHEAD = 6 * 3600
"""Seconds. A longer step is a clock that was set anew; FFmpeg takes a step back in MPEG-TS for an overflow."""


@dataclass(frozen=True, slots=True)
class Scan:
    """`keys`: presentation times of the key pictures, rising, in ticks of `info.time_base`. `pictures`: how many the
    stream holds, `first` and `last` the times of the first and the last (None: none has a time). `steady`: every picture has a time of its own and times rise; where not, they cannot be cut on."""

    keys: tuple[int, ...]
    pictures: int
    steady: bool
    first: int | None = None
    last: int | None = None


def scan(info: VideoInfo, first: int | None = None, last: int | None = None) -> Scan:
    """What lies in [first, last), ticks of `info.time_base`, None for no bound. Reads the file, or that part of it,
    once; where reading fails, what came before is told. Raises what `open_video` raises."""
    container = probe.open_container(info.path)
    try:
        stream = probe.pick_video(container, info.path)
        for other in container.streams:
            if other.index != stream.index:
                other.discard = Discard.all
        base = stream.time_base or info.time_base
        unit = base / info.time_base
        low, high = (None if t is None else t / unit for t in (first, last))
        packets = _entered(container, stream, low) if low is not None else _packets(container, stream)
        keys: list[int] = []
        times: list[int] = []
        pictures = late = 0
        steady = True
        dts: int | None = None
        for packet in packets:
            pts = packet.pts
            if packet.dts is not None:
                steady &= dts is None or packet.dts > dts
                dts = packet.dts
                if high is not None and dts >= high and steady:
                    break
            if pts is None:
                steady = False
                pictures += 1
                continue
            if high is not None and pts >= high:
                late += packet.is_keyframe
                if late > 1 and packet.dts is None:
                    break
                continue
            if packet.is_discard or (low is not None and pts < low):
                continue  # an edit list leaves it out: decoded for those that refer to it, never shown
            times.append(pts)
            pictures += 1
            if packet.is_keyframe:
                keys.append(pts)
    finally:
        container.close()
    steady = steady and all(0 < (b - a) * base <= _AHEAD for a, b in pairwise(sorted(times)))
    shown = [int(t * unit) for t in times]
    return Scan(
        tuple(int(k * unit) for k in sorted(keys)), pictures, steady, min(shown, default=None), max(shown, default=None)
    )


def _packets(container: InputContainer, stream: VideoStream) -> Iterator[Packet[VideoStream]]:
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets, None)
        except (av.error.FFmpegError, OSError):
            return
        if packet is None:
            return
        if packet.size:
            yield packet


def _entered(container: InputContainer, stream: VideoStream, low: Fraction) -> Iterator[Packet[VideoStream]]:
    """Packets from a key picture at or before `low`, or from the start."""
    start = stream.start_time
    for back in (0, 1, 4, 16, 64):
        at = int(low - back / (stream.time_base or Fraction(1, 1000)))
        if start is None or at <= start:
            break
        try:
            container.seek(at, stream=stream)
        except (av.error.FFmpegError, OSError):
            break
        packets = _packets(container, stream)
        head = next(packets, None)
        # Index entries are often decoding times.
        if head is not None and head.is_keyframe and head.pts is not None and head.pts <= low:
            yield head
            yield from packets
            return
    container.seek(start if start is not None else 0, stream=stream)
    yield from _packets(container, stream)
