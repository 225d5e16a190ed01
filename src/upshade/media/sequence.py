"""Numbered pictures, one a file, read as a video: frames_%04d.png."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import gcd
from pathlib import Path
from threading import Event

import av.error
from av.codec import CodecContext
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame

from ..core.color import Tags
from ..errors import MediaError, NotFound
from . import probe
from .integrity import cut_short
from .patterns import parse

RATE = Fraction(24)
"""Pictures a second where nothing is said."""


@dataclass(frozen=True, slots=True)
class Member:
    """A picture: its file, the number in its name, and its time and duration, counted in pictures."""

    path: str
    number: int
    tick: int
    ticks: int = 1


def members(path: str | os.PathLike[str]) -> tuple[Member, ...]:
    """The pictures of a pattern, by number. Where all numbers are multiples of a step apart, that step is one picture;
    a number that is missing leaves its time to the picture before. NotFound where there are none."""
    pattern = parse(path)
    try:
        found = {} if pattern is None else pattern.files()
    except FileNotFoundError:
        raise NotFound(f"there is no folder '{os.path.dirname(path)}'", probe.where(path)) from None
    except (OSError, ValueError) as error:
        raise MediaError(f"cannot be read: {probe.reason(error)}", probe.where(path)) from None
    if not found:
        raise NotFound("no pictures are named like this", probe.where(path))
    numbers = [*found]
    step = gcd(*(b - a for a, b in pairwise(numbers))) or 1
    later = [*numbers[1:], numbers[-1] + step]
    return tuple(
        Member(found[n], n, (n - numbers[0]) // step, (m - n) // step) for n, m in zip(numbers, later, strict=True)
    )


def gaps(pictures: Sequence[Member]) -> str | None:
    """ "3 pictures are missing: 4, 7 to 8", or None."""
    missing: list[tuple[int, int]] = []
    step = 1
    for a, b in pairwise(pictures):
        step = (b.number - a.number) // a.ticks
        if a.ticks > 1:
            missing.append((a.number + step, b.number - step))
    count = sum((b - a) // step + 1 for a, b in missing)
    if not count:
        return None
    names = [str(a) if a == b else f"{a} to {b}" for a, b in missing[:5]]
    more = ", …" if len(missing) > 5 else ""
    return f"{count} picture{'s are' if count > 1 else ' is'} missing: {', '.join(names)}{more}; the one before stays"


class Damage:
    """Pictures that cannot be decoded, or only in part."""

    def __init__(self) -> None:
        self._names: dict[str, None] = {}

    def add(self, path: str) -> None:
        self._names[os.path.basename(path)] = None

    def __str__(self) -> str:
        count = len(self._names)
        if not count:
            return ""
        more = f" and {count - 3} more" if count > 3 else ""
        return f"{count} damaged picture{'s' if count > 1 else ''}: {', '.join([*self._names][:3])}{more}"


class PictureSequence:
    """The files of a pattern, with the face of a `source.Source`: `rate` pictures a second, times from 0 in ticks of
    1 / rate. A picture that cannot be decoded is left out. Raises NotFound, or MediaError where none can be decoded;
    JobFailed where the system cannot read one."""

    image, still, timed, seekable, has_audio = True, False, True, True, False
    start = field_order = 0
    streams: tuple[str, ...] = ()

    def __init__(self, path: str, rate: Fraction | None = None, threads: int = 0) -> None:
        self.path, self._threads = path, threads
        self.rate = RATE if rate is None else rate
        if not 0 < self.rate <= 1000:
            raise MediaError(f"rate is {rate}, must be above 0 and at most 1000 pictures a second", probe.where(path))
        self.time_base = 1 / self.rate
        self.members = members(path)
        self.notices = [line for line in (gaps(self.members),) if line]
        self.cancelled = Event()
        self.damage = Damage()
        self.count = len(self.members)
        self.duration = float((self.members[-1].tick + 1) * self.time_base)
        self._probe()

    @property
    def files(self) -> tuple[str, ...]:
        return tuple(member.path for member in self.members)

    def _probe(self) -> None:
        """What the first picture that can be opened says holds for all: its codec, and tags that pictures lack."""
        failed: MediaError | None = None
        for member in self.members:
            try:
                container = probe.open_container(member.path)
            except (MediaError, NotFound) as error:
                failed = failed or MediaError(str(error))
                continue
            try:
                stream = probe.pick_video(container, member.path)
                name = container.format.name
                self.codec = stream.codec_context.name
                self.tags = Tags(stream.color_range, stream.colorspace, stream.color_primaries, stream.color_trc)
                self.sar = Fraction(stream.sample_aspect_ratio or 1) or Fraction(1)
                # A file that is nothing but the coded picture can go to the decoder as it is.
                self._bare = name.endswith("_pipe") or name == "image2"
            finally:
                container.close()
            break
        else:
            raise failed or MediaError("no picture of it can be decoded", probe.where(self.path))
        first = next(self._decode(0), None)
        if first is None:
            probe.refuse_huge(self.members[0].path)
            raise MediaError("no picture of it can be decoded", probe.where(self.path))
        self.first = first
        self.start = first.pts or 0

    # ── decoding; on one thread at a time

    def _decode(self, index: int) -> Iterator[VideoFrame]:
        """The pictures from `members[index]` on; `pts` is the tick."""
        return self._coded(index) if self._bare else self._opened(index)

    def _coded(self, index: int) -> Iterator[VideoFrame]:
        context = CodecContext.create(self.codec, "r")
        assert isinstance(context, VideoCodecContext)
        context.options = {"max_pixels": str(probe.MAX_PIXELS)}
        context.thread_type = "AUTO"
        context.thread_count = self._threads
        by_tick = {member.tick: member.path for member in self.members[index:]}
        waiting = set[int]()
        for member in [*self.members[index:], None]:
            if self.cancelled.is_set():
                return
            packet = None if member is None else self._packet(member)
            if member is not None:
                if packet is None:
                    continue
                waiting.add(member.tick)
            # A decoder with threads tells an error in one of the next calls, and must be asked again at the end.
            for _ in range(1 if member is not None else len(waiting) + 1):
                try:
                    pictures = context.decode(packet)
                except (av.error.FFmpegError, ValueError):
                    continue
                for picture in pictures:
                    waiting.discard(picture.pts or 0)
                    if picture.is_corrupt:
                        self.damage.add(by_tick[picture.pts or 0])
                    yield picture
                if member is None:
                    break
        for tick in sorted(waiting):
            self.damage.add(by_tick[tick])

    def _packet(self, member: Member) -> Packet | None:  # type: ignore[type-arg]
        try:
            data = Path(member.path).read_bytes()
        except OSError as error:
            probe.refuse_lost(error, member.path)
            data = b""
        if not data or cut_short(member.path):
            self.damage.add(member.path)
        if not data:
            return None
        # In FFmpeg's own memory: a thread of the decoder that gave back Python's would wait for the interpreter's lock,
        # while that of a decoder being closed waits for the thread.
        packet: Packet = Packet(len(data))  # type: ignore[type-arg]
        packet.update(data)
        packet.pts = packet.dts = member.tick
        packet.duration = member.ticks
        packet.time_base = self.time_base
        packet.is_keyframe = True  # FFmpeg adds a PNG that is none to the one before (MPNG)
        return packet

    def _opened(self, index: int) -> Iterator[VideoFrame]:
        """Each file through its own container (AVIF and the like)."""
        for member in self.members[index:]:
            if self.cancelled.is_set():
                return
            try:
                Path(member.path).read_bytes()  # the system's errors, before FFmpeg's
                container = probe.open_container(member.path)
            except (MediaError, OSError) as error:
                probe.refuse_lost(error, member.path)
                self.damage.add(member.path)
                continue
            try:
                picture = next(container.decode(probe.pick_video(container, member.path)), None)
            except (av.error.FFmpegError, MediaError, ValueError) as error:
                probe.refuse_lost(error, member.path)
                picture = None
            finally:
                container.close()
            if picture is None:
                self.damage.add(member.path)
                continue
            picture.pts, picture.time_base, picture.duration = member.tick, self.time_base, member.ticks
            yield picture

    def pictures(self) -> Iterator[VideoFrame]:
        """All of them."""
        return self._decode(0)

    def entered(self, target: int, before: int = 0) -> Iterator[VideoFrame]:
        """All from the one on the screen at tick `target`, behind the end the last, and `before` earlier ones."""
        index = sum(member.tick <= target for member in self.members) - 1
        return self._decode(max(0, index - before))

    def close(self) -> None:
        pass
