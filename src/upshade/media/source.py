"""A container's video stream: its pictures as they are decoded, from the start or entered near a time."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain
from pathlib import Path
from threading import Event

import av.error
from av.video.frame import VideoFrame

from ..core.color import Tags
from ..errors import MediaError
from . import probe
from .integrity import cut_short, picture_size

_IMAGES = ("image2", "gif", "apng", "webp")
"""Containers of pictures, beside FFmpeg's *_pipe: one picture is a still, more are an animation."""


class Damage:
    """What does not decode, each part counted once however often it is met."""

    def __init__(self, file: str | None = None) -> None:
        self._file = file
        self._parts: set[object] = set()

    def add(self, part: object) -> None:
        self._parts.add(part)

    def __len__(self) -> int:
        return len(self._parts)

    def __str__(self) -> str:
        count = len(self._parts)
        parts = [self._file] if self._file else []
        if count:
            parts.append(f"{count} damaged part{'s' if count > 1 else ''} in the video")
        return "; ".join(parts)


class Source:
    """One file, open.

    `time_base`, `rate`, `tags`, `sar`: the stream's. `first`: its first picture, `start` that one's time. `image`: a
    container of pictures; `still`: it holds one. `timed`: pictures have times of their own. `count` and `duration`
    (seconds): as far as the file says. `notices`: what went wrong on the way. `cancelled`: set it to end what is under
    way.

    Raises NotFound, or MediaError where nothing can be decoded; JobFailed, then and later, where the system cannot read
    on (`probe.refuse_lost`).
    """

    def __init__(self, path: str, threads: int = 0) -> None:
        self.path, self._threads = path, threads
        self.notices: list[str] = []
        self.cancelled = Event()
        self._entry: int | None = None
        self._open()
        try:
            self.damage = Damage(cut_short(path))
            self._probe()
        except BaseException:
            self._container.close()
            raise

    def _open(self) -> None:
        self._container, self._stream = probe.open_stream(self.path)
        context = self._stream.codec_context
        # The option given to av.open does not reach decoders that are opened later.
        context.options = {"max_pixels": str(probe.MAX_PIXELS)}
        context.thread_type = "AUTO"
        context.thread_count = self._threads
        self._pictures = self._decode()
        self._fresh = True

    def _probe(self) -> None:
        """The first picture is decoded here: what a header says of size, format and colours is often not so."""
        container, stream = self._container, self._stream
        first = next(self._pictures, None)
        if first is None:
            probe.refuse_huge(self.path)
            raise MediaError(self._nothing(), probe.where(self.path))
        self.first = first
        self.timed = first.pts is not None
        self.start = first.pts if first.pts is not None else first.dts or 0
        name = container.format.name
        self.image = name.endswith("_pipe") or any(n in _IMAGES for n in name.split(","))
        second = None
        if self.image or Path(self.path).suffix.lower() in (".avif", ".heic", ".heif"):
            second = next(self._pictures, None)
            self.still = second is None
        else:
            self.still = False
        self._head = [picture for picture in (first, second) if picture is not None]
        # Kept, for the decoder changes its own as it goes.
        self.tags = Tags(stream.color_range, stream.colorspace, stream.color_primaries, stream.color_trc)
        self.sar = Fraction(stream.sample_aspect_ratio or 1) or Fraction(1)
        self.time_base = stream.time_base or Fraction(1, 1000)
        self.rate = probe.rate_of(stream)
        if not self.timed and first.duration:
            self.rate = 1 / (first.duration * self.time_base)  # the stream's own, where the demuxer only assumes 25
        self.duration = None if self.still else probe.duration_of(container, stream, self.start)
        self.count = 1 if self.still else probe.count_of(stream, self.duration)
        self.codec = stream.codec_context.name
        # AVFieldOrder: 1 progressive; TT 2, BB 3, TB 4, BT 5, the second letter says which field is shown first.
        self.field_order = stream.codec_context.field_order
        others = [s for s in container.streams if s.index != stream.index]
        self.has_audio = any(s.type == "audio" for s in others)
        self.streams = tuple(probe.describe(s) for s in others)

    def _nothing(self) -> str:
        """Why there is no first picture."""
        ending = Path(self.path).suffix.lower()
        if ending in (".png", ".jpg", ".jpeg") and picture_size(self.path) is None:
            return f"is no picture, though its name ends in {ending}"
        # FFmpeg goes by the name: what is wrong in a picture is not told apart from it.
        why = cut_short(self.path) if self._container.format.name.endswith("_pipe") else str(self.damage)
        return "; ".join(filter(None, ["no picture in it can be decoded", why]))

    @property
    def files(self) -> tuple[str, ...]:
        return (self.path,)

    @property
    def seekable(self) -> bool:
        # In a raw stream, the times that FFmpeg makes up differ after a seek.
        return self.timed

    # ── decoding; on one thread at a time

    def _decode(self, limit: int | None = None) -> Iterator[VideoFrame]:
        """Every picture from where the container stands; damaged parts are counted and passed over. With `limit`, a
        seek went before: begins at the first key picture, or not at all when none comes up to that time."""
        stream = self._stream
        self._entry = None
        packets = probe.demux(self._container, stream)
        while not self.cancelled.is_set():
            try:
                packet = next(packets, None)
            except (av.error.FFmpegError, OSError) as error:
                probe.refuse_lost(error, self.path)
                self.damage.add("end")
                self._say(f"reading stopped: {probe.reason(error)}")
                yield from self._waiting()
                return
            if packet is None:
                return
            if limit is not None and self._entry is None and packet.size:
                # A seek in MPEG-TS lands anywhere; MPEG-2 would be decoded from there, on references that are lost.
                time = packet.dts if packet.dts is not None else packet.pts
                if time is not None and time > limit:
                    return
                if not packet.is_keyframe:
                    continue
                self._entry = packet.pts
            try:
                pictures = packet.decode()
            except (av.error.FFmpegError, ValueError):
                self.damage.add(("packet", packet.dts if packet.dts is not None else packet.pos))
                continue
            for picture in pictures:
                if picture.is_corrupt:
                    self.damage.add(("picture", picture.pts))
                yield picture

    def _waiting(self) -> list[VideoFrame]:
        """What the decoder still has when no packet comes any more."""
        try:
            return self._stream.decode(None)
        except (av.error.FFmpegError, ValueError):
            return []

    def _say(self, line: str) -> None:
        if line not in self.notices:
            self.notices.append(line)

    def pictures(self) -> Iterator[VideoFrame]:
        """All of them, from the start."""
        if not self._fresh:
            self._container.close()
            self._open()
            self._head = []
        self._fresh = False
        return chain(self._head, self._pictures)

    def entered(self, target: int, before: int = 0) -> Iterator[VideoFrame]:
        """Pictures from a point that decodes without what lies before it: all from `target` on, in ticks, and at least
        `before` that come earlier, where there are so many."""
        base = self.time_base
        step = 1 / (self.rate * base)
        for back in (0, 1, 4, 16, 64) if self.seekable else ():
            at = target - int(before * step + back / base)
            if at <= self.start:
                break
            if self.cancelled.is_set():
                return iter(())
            depth = self._stream.codec_context.reorder_depth
            self._fresh = False  # a seek that fails may have read on, too
            try:
                self._container.seek(at, stream=self._stream)
                # A flush makes the decoder forget how deep pictures are reordered; it would drop some.
                self._stream.codec_context.reorder_depth = depth
            except (av.error.FFmpegError, OSError):
                break
            damaged = len(self.damage)
            self._pictures = self._decode(target)
            head: list[VideoFrame] = []
            for picture in self._pictures:
                head.append(picture)
                if len(head) > before or picture.pts is None or picture.pts >= target:
                    break
            if self._reached(head, target, before) and len(self.damage) == damaged:
                return chain(head, self._pictures)
        return self.pictures()

    def _reached(self, head: list[VideoFrame], target: int, before: int) -> bool:
        """Index entries are often decoding times, and pictures right after an open group of pictures are lost: both the
        key picture and the first that came out must lie at or before the target."""
        if not head or head[0].pts is None or self._entry is None:
            return False
        earlier = sum(picture.pts is not None and picture.pts < target for picture in head)
        return head[0].pts <= target and self._entry <= target and earlier >= before

    def close(self) -> None:
        self._head = []
        self._pictures = iter(())
        self._container.close()
