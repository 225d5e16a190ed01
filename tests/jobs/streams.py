"""Two files compared stream by stream: everything but the picture.

Read with PyAV alone and none of our own code, so that a slip there is not made twice.
"""

from __future__ import annotations

import bisect
import re
import struct
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.stream import Disposition

RECIPE = "upshade-recipe.json"
"""The one stream that an output has and its source has not."""

_OF_THE_FILE = ("encoder", "duration", "bps", "number_of_bytes", "number_of_frames", "_statistics", "creation_time",
                "filename", "mimetype", "handler_name", "vendor_id", "major_brand", "minor_version",
                "compatible_brands", "language")  # fmt: skip
"""Tags that a muxer writes of its own file, or that are compared as what they mean."""

_HDR = ("MASTERING_DISPLAY_METADATA", "CONTENT_LIGHT_LEVEL")


@dataclass(frozen=True, slots=True)
class Sent:
    """A packet: times in seconds."""

    data: bytes
    pts: Fraction | None
    dts: Fraction | None
    duration: Fraction | None
    flags: tuple[bool, ...]
    extra: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A stream with its packets. `tick`: seconds of one tick."""

    label: str
    kind: str
    facts: Mapping[str, Any]
    tags: Mapping[str, str]
    tick: Fraction
    packets: Sequence[Sent]

    @property
    def cover(self) -> bool:
        return "attached_pic" in self.facts["disposition"]


@dataclass(frozen=True, slots=True)
class File:
    """`container`: FFmpeg's name. `times`: of the pictures, rising."""

    container: str
    tags: Mapping[str, str]
    chapters: Sequence[tuple[Fraction, Fraction, Mapping[str, str]]]
    streams: Mapping[int, Held]
    picture: int
    times: Sequence[Fraction]

    @property
    def video(self) -> Held:
        return self.streams[self.picture]


def read(path: Path) -> File:
    """All of a file but its pictures' samples; of the pictures the first is decoded for what it says of colour."""
    with av.open(str(path)) as file:
        picture = next(s for s in file.streams.video if not s.disposition & Disposition.attached_pic)
        first = _first_picture(path, picture.index)
        sent: dict[int, list[Sent]] = {stream.index: [] for stream in file.streams}
        ticks = {stream.index: Fraction(stream.time_base or 1) for stream in file.streams}
        for packet in file.demux([s for s in file.streams if s.type not in ("attachment", "data")]):
            if packet.size:
                sent[packet.stream_index].append(_sent(packet))
        streams = {}
        for stream in file.streams:
            facts = _facts(stream) | (first if stream.index == picture.index else {})
            streams[stream.index] = Held(
                _label(stream), stream.type, facts, _tags(stream.metadata), ticks[stream.index], sent[stream.index]
            )
        chapters = [
            (c["start"] * c["time_base"], c["end"] * c["time_base"], dict(c["metadata"])) for c in file.chapters()
        ]
        times = sorted(p.pts for p in sent[picture.index] if p.pts is not None)
        return File(file.format.name, _tags(file.metadata), chapters, streams, picture.index, times)


def _first_picture(path: Path, index: int) -> dict[str, Any]:
    with av.open(str(path)) as file:
        frame = next(file.decode(file.streams[index]))
        hdr = {s.type.name: bytes(s) for s in frame.side_data if s.type.name in _HDR}
        return {
            "range, matrix, primaries, transfer": tuple(
                int(v) for v in (frame.color_range, frame.colorspace, frame.color_primaries, frame.color_trc)
            ),
            "mastering display": _mastering(hdr.get("MASTERING_DISPLAY_METADATA")),
            "light level": hdr.get("CONTENT_LIGHT_LEVEL"),
            "rotation": frame.rotation,
        }


def _mastering(data: bytes | None) -> tuple[Fraction, ...] | None:
    """libavutil/mastering_display_metadata.h: ten fractions (primaries, white, luminance) and two flags."""
    if data is None:
        return None
    numbers = struct.unpack("=22i", data)
    pairs = [Fraction(n, d or 1) for n, d in zip(numbers[:20:2], numbers[1:20:2], strict=True)]
    # In units of the bit streams (H.265 D.3.28): containers hold them as real numbers.
    units = [50000] * 8 + [10000] * 2
    values = [Fraction(round(value * unit), unit) for value, unit in zip(pairs, units, strict=True)]
    return (*values, *(Fraction(n) for n in numbers[20:]))


def _sent(packet: Any) -> Sent:
    base = packet.time_base
    pts, dts, duration = (None if t is None else t * base for t in (packet.pts, packet.dts, packet.duration or None))
    flags = (packet.is_keyframe, packet.is_corrupt, packet.is_discard, packet.is_disposable)
    extra = tuple((str(s.data_type), bytes(s)) for s in packet.iter_sidedata())
    return Sent(bytes(packet), pts, dts, duration, flags, extra)


def _label(stream: Any) -> str:
    words = [stream.type, stream.codec_context.codec.canonical_name if stream.codec_context else stream.name or ""]
    words += [stream.language or "", repr(stream.metadata["title"]) if "title" in stream.metadata else ""]
    return f"stream {stream.index} ({' '.join(w for w in words if w)})"


def _facts(stream: Any) -> dict[str, Any]:
    """What a stream is, but for what the render of the picture may change."""
    disposition = Disposition(stream.disposition)
    facts: dict[str, Any] = {
        "disposition": {d.name for d in Disposition if d in disposition},
        "language": stream.language or "und",
    }
    context = stream.codec_context
    if stream.type == "attachment":
        return facts | {"name": stream.name, "mimetype": stream.mimetype, "bytes": bytes(stream.data)}
    if stream.type == "video" and not disposition & Disposition.attached_pic:
        return facts | {"pixel shape": Fraction(stream.sample_aspect_ratio or 1) or Fraction(1)}
    if context is None:
        return facts
    facts |= {
        "codec": context.codec.canonical_name,
        "profile": context.profile,
        "header": bytes(context.extradata or b""),
    }
    if stream.type == "audio":
        facts |= {"rate": context.sample_rate, "layout": context.layout.name, "samples": context.format.name}
    if stream.type == "video":
        facts |= {"name": stream.metadata.get("filename"), "mimetype": stream.metadata.get("mimetype")}
    return facts


def _tags(metadata: Mapping[str, str]) -> dict[str, str]:
    tags = {k.lower(): v for k, v in metadata.items() if not k.lower().startswith(_OF_THE_FILE)}
    if "name" in tags and "title" not in tags:
        tags["title"] = tags.pop("name")  # what QuickTime calls a track's title
    return tags


# ── comparing


def differences(
    source: Path | File, output: Path | File, *, missing: Collection[int] = (), tags: Collection[str] = ()
) -> list[str]:
    """What is not equal in `output` though it should be, a line each; nothing for a faithful file.

    Times are equal when they differ by half a tick of the output's at most: by nothing, where both count alike. How
    long a picture is shown, and how much sound of a packet is cut off, is derived by demuxers in different ways: that
    is compared where both files have the same container.
    `missing`: indices of the source's streams that the output need not have; `tags`: names of tags that it need not.
    """
    a, b = (read(f) if isinstance(f, Path) else f for f in (source, output))
    found = [*_compare_tags("the file", a.tags, b.tags, tags), *_compare_chapters(a, b, tags)]
    ours = {i: s for i, s in b.streams.items() if s.facts.get("name") != RECIPE and s.kind != "data"}
    rest = iter(sorted(ours))
    after = next(rest, None)
    for index, held in a.streams.items():
        if index in missing:
            continue
        if after is None or not _alike(held, ours[after]):
            found.append(f"{held.label}: is not in the output")
            continue
        found += _compare_stream(held, ours[after], index == a.picture, a.container == b.container, tags)
        after = next(rest, None)
    while after is not None:
        found.append(f"{ours[after].label}: is in the output only")
        after = next(rest, None)
    drift = av_drift(a, b)
    if drift > Fraction(1, 1000):
        found.append(f"picture and sound drift apart by {float(1000 * drift):.2f} ms")
    return found


def _alike(a: Held, b: Held) -> bool:
    return a.kind == b.kind and a.cover == b.cover and a.facts.get("codec") == b.facts.get("codec")


def _compare_tags(of: str, a: Mapping[str, str], b: Mapping[str, str], lost: Collection[str]) -> Iterator[str]:
    for key in sorted(a.keys() | b.keys()):
        if key not in lost and a.get(key) != b.get(key):
            yield f"{of}: the tag {key} is {b.get(key)!r}, was {a.get(key)!r}"


def _compare_chapters(a: File, b: File, lost: Collection[str]) -> Iterator[str]:
    if len(a.chapters) != len(b.chapters):
        yield f"chapters: there are {len(b.chapters)}, were {len(a.chapters)}"
        return
    for number, (old, new) in enumerate(zip(a.chapters, b.chapters, strict=True), 1):
        for word, was, now in (("begins", old[0], new[0]), ("ends", old[1], new[1])):
            if abs(was - now) > Fraction(1, 2000):
                yield f"chapter {number}: {word} at {float(now):.4f} s, was {float(was):.4f} s"
        yield from _compare_tags(f"chapter {number}", old[2], new[2], lost)


def _compare_stream(a: Held, b: Held, picture: bool, alike: bool, tags: Collection[str]) -> Iterator[str]:
    for key in a.facts:
        if a.cover and not alike and key in ("name", "mimetype"):
            continue  # only where a cover is an attachment
        if a.facts[key] != b.facts.get(key):
            yield f"{a.label}: {key} is {_short(b.facts.get(key))}, was {_short(a.facts[key])}"
    yield from _compare_tags(a.label, a.tags, b.tags, tags)
    slack = Fraction(0) if a.tick == b.tick else b.tick / 2
    old, new = a.packets, b.packets
    if picture:
        old, new = (sorted(p, key=lambda one: one.pts or 0) for p in (old, new))
    if len(old) != len(new):
        yield f"{a.label}: there are {len(new)} packets, were {len(old)}"
    checks: dict[str, Callable[[Sent, Sent], bool]] = {
        "pts": lambda p, q: _near(p.pts, q.pts, slack),
    }
    if alike or not picture:
        # A duration is the difference of two rounded times.
        longest = max(a.tick, b.tick) if slack else Fraction(0)
        checks["duration"] = lambda p, q: _near(p.duration, q.duration, longest)
    if not picture:
        checks |= {
            "bytes": lambda p, q: p.data == q.data,
            "dts": lambda p, q: _near(p.dts, q.dts, slack),
            "flags": lambda p, q: p.flags == q.flags,
        }
        if alike:
            checks["side data"] = lambda p, q: p.extra == q.extra
    for what, same in checks.items():
        wrong = [n for n, (p, q) in enumerate(zip(old, new, strict=False)) if not same(p, q)]
        if wrong:
            yield f"{a.label}: {what} of {len(wrong)} packets differ, first of packet {wrong[0]}" + _values(
                what, old[wrong[0]], new[wrong[0]]
            )


def _near(a: Fraction | None, b: Fraction | None, slack: Fraction) -> bool:
    return a == b if a is None or b is None else abs(a - b) <= slack


def _values(what: str, old: Sent, new: Sent) -> str:
    was, now = (getattr(one, what, None) for one in (old, new))
    times = [t if t is None else round(float(t), 6) for t in (now, was)] if what in ("pts", "dts", "duration") else None
    return f": {times[0]} s, was {times[1]} s" if times else ""


def _short(value: Any) -> str:
    text = sorted(value) if isinstance(value, set) else value
    return repr(text)[:60]


def av_drift(a: File, b: File) -> Fraction:
    """The most, in seconds, by which the distance from a picture to the sound packet nearest to it in the source has
    changed; over all pictures and sound tracks."""
    most = Fraction(0)
    sounds = [[s for s in f.streams.values() if s.kind == "audio"] for f in (a, b)]
    for old, new in zip(*sounds, strict=False):
        was, now = ([p.pts for p in s.packets if p.pts is not None] for s in (old, new))
        for before, after in zip(a.times, b.times, strict=False):
            n = bisect.bisect_left(was, before)
            near = min(
                (k for k in (n - 1, n) if 0 <= k < min(len(was), len(now))),
                key=lambda k: abs(was[k] - before),
                default=None,
            )
            if near is not None:
                most = max(most, abs((before - was[near]) - (after - now[near])))
    return most


def untold(found: Sequence[str], said: Sequence[str]) -> list[str]:
    """Of `differences` those that no notice of the render tells, and notices that tell of none."""
    telling = {line: [notice for notice in said if _tells(notice, line)] for line in found}
    heard = {notice for notices in telling.values() for notice in notices}
    return [
        *(f"not told: {line}" for line, notices in telling.items() if not notices),
        *(f"told, and not so: {notice}" for notice in said if notice not in heard),
    ]


def _tells(notice: str, line: str) -> bool:
    if line.startswith("chapter 1: begins"):
        return "the first chapter begin at 0" in notice
    of, _, what = line.partition(": ")
    kind, _, rest = of.partition("(")[2].rstrip(")").partition(" ")
    tag = re.match(r"the tag (\S+) is", what)
    if tag and tag[1] not in re.split(r"\W+", notice.lower()):
        return False
    if of == "the file":
        return "tags of the file" in notice
    # A stream is known by its kind and its language, an attachment by its name, a cover by being one.
    words = rest.split()
    known = words[1:2] if kind in ("audio", "subtitle") else [rest] if kind == "attachment" else ["cover"]
    if not all(f"{kind}: " in notice and word in notice for word in known):
        return False
    if what == "is not in the output":
        return notice.startswith("not copied: ")
    return "these tags of" in notice if tag else what.startswith("disposition") and "that this is" in notice
