"""Where a video may be cut, and how many pictures it has: read from its packets, nothing is decoded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, pairwise

import av.error
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from . import probe
from .clock import AHEAD
from .probe import VideoInfo
from .sequence import members


@dataclass(frozen=True, slots=True)
class Scan:
    """Of a video's stream, whatever is done to its pictures later; times in ticks of `info.time_base`.

    `keys`: presentation times of the key pictures, rising. `pictures`: how many there are. `steady`: every picture has
    a time of its own and times rise; where not, they cannot be cut on. `first`, `last`: times of the first and the last
    picture, None where none has a time.
    """

    keys: tuple[int, ...]
    pictures: int
    steady: bool
    first: int | None = None
    last: int | None = None


def scan(info: VideoInfo, first: int | None = None, last: int | None = None) -> Scan:
    """What lies in [first, last), ticks of `info.time_base`, None for no bound. Reads the file, or that part of it,
    once; where it is damaged, what came before is told. Raises what `open_video` raises."""
    if info.sequence:
        unit = 1 / (info.rate * info.time_base)
        ticks = [member.tick * unit for member in members(info.path)]
        times = [int(t) for t in ticks if (first is None or t >= first) and (last is None or t < last)]
        return _scan(times, times, len(times), True, info.time_base)
    container, stream = probe.open_stream(info.path)
    try:
        unit = (stream.time_base or info.time_base) / info.time_base
        low, high = (None if t is None else t / unit for t in (first, last))
        packets = None if low is None else _entered(container, stream, low, info.path)
        if packets is None:
            if low is not None:  # what was tried has moved it
                container.close()
                container, stream = probe.open_stream(info.path)
            packets = _packets(container, stream, info.path)
        keys: list[int] = []
        times = []
        untimed = late = 0
        rising = True
        dts: int | None = None
        for packet in packets:
            pts = packet.pts
            if packet.dts is not None:
                rising &= dts is None or packet.dts >= dts
                dts = packet.dts
                if high is not None and dts >= high and rising:
                    break
            if packet.is_discard:
                continue  # an edit list leaves it out: decoded for those that refer to it, never shown
            if pts is None:
                untimed += 1
            elif high is not None and pts >= high:
                late += packet.is_keyframe
                if late > 1 and packet.dts is None:
                    break
            elif low is None or pts >= low:
                times.append(int(pts * unit))
                if packet.is_keyframe:
                    keys.append(times[-1])
    finally:
        container.close()
    return _scan(keys, times, len(times) + untimed, rising and not untimed, info.time_base)


def _scan(keys: list[int], times: list[int], pictures: int, rising: bool, base: Fraction) -> Scan:
    steady = rising and all(0 < (b - a) * base <= AHEAD for a, b in pairwise(sorted(times)))
    return Scan(tuple(sorted(set(keys))), pictures, steady, min(times, default=None), max(times, default=None))


def _packets(container: InputContainer, stream: VideoStream, path: str) -> Iterator[Packet[VideoStream]]:
    packets = probe.demux(container, stream)
    while True:
        try:
            packet = next(packets, None)
        except (av.error.FFmpegError, OSError) as error:
            probe.refuse_lost(error, path)
            return
        if packet is None:
            return
        if packet.size:
            yield packet


def _entered(
    container: InputContainer, stream: VideoStream, low: Fraction, path: str
) -> Iterator[Packet[VideoStream]] | None:
    """Packets from a key picture at or before `low`; None where only the start will do."""
    for back in (0, 1, 4, 16, 64):
        at = int(low - back / (stream.time_base or Fraction(1, 1000)))
        if stream.start_time is None or at <= stream.start_time:
            return None
        try:
            container.seek(at, stream=stream)
        except (av.error.FFmpegError, OSError):
            return None
        packets = _packets(container, stream, path)
        # Index entries are often decoding times, and MPEG-TS has none: a seek lands anywhere.
        for packet in packets:
            if packet.is_keyframe and packet.pts is not None and packet.pts <= low:
                return chain([packet], packets)
            if packet.is_keyframe or (packet.dts is not None and packet.dts > low):
                break
    return None
