"""Everything but the picture is in the output as it was in the source; and the checker that says so sees every slip."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest
from av.stream import Disposition

from jobs.streams import File, av_drift, differences, read, untold
from media.film import make_film
from upshade.jobs.job import Job
from upshade.jobs.render import render

PICTURE, AAC, OPUS, ASS, SRT, PGS, FONT, FONT2, COVER = range(9)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_film(tmp_path_factory.mktemp("film") / "film.mkv", duration=5.0)


@pytest.fixture(scope="module")
def known(film: Path) -> File:
    return read(film)


# ── the checker


@dataclass(slots=True)
class Damage:
    """What a copy does wrong: `packet` gets each packet with its stream and number there, and gives it or None;
    `stream` may change the new stream; `chapters`, `tags` and `fonts` give others; `leave` is a stream left out."""

    packet: Callable[[int, int, Any], Any] = lambda stream, number, packet: packet
    stream: Callable[[int, Any], None] = lambda index, stream: None
    chapters: Callable[[list[Any]], list[Any]] = lambda chapters: chapters
    tags: Callable[[dict[str, str]], dict[str, str]] = lambda tags: tags
    font: Callable[[str, str, bytes], tuple[str, str, bytes]] = lambda name, mime, data: (name, mime, data)
    leave: int | None = None


def copy(source: Path, target: Path, damage: Damage) -> Path:
    """`source` with one thing wrong."""
    flags = {"fflags": "+bitexact", "avoid_negative_ts": "disabled"}
    with av.open(str(source)) as old, av.open(str(target), "w", container_options=flags) as new:
        new.metadata.update(damage.tags(dict(old.metadata)))
        new.set_chapters(damage.chapters(old.chapters()))
        made = {}
        for stream in old.streams:
            if stream.index == damage.leave:
                continue
            if stream.type == "attachment":
                new.add_attachment(*damage.font(stream.name, stream.mimetype, bytes(stream.data)))
            elif stream.disposition & Disposition.attached_pic:
                picture = next(bytes(p) for p in av.open(str(source)).demux(video=1) if p.size)
                new.add_attachment("cover.png", "image/png", picture)
            else:
                made[stream.index] = other = new.add_stream_from_template(stream)
                other.metadata.update(stream.metadata)
                other.disposition = stream.disposition
                damage.stream(stream.index, other)
        counts = dict.fromkeys(made, -1)
        for packet in old.demux([old.streams[i] for i in made]):
            if packet.size:
                index = packet.stream_index
                counts[index] += 1
                packet = damage.packet(index, counts[index], packet)
                if packet is not None:
                    packet.stream = made[index]
                    new.mux(packet)
    return target


def on(stream: int, number: int | None, change: Callable[[Any], Any]) -> Damage:
    """`change` done to one packet, or to all of a stream."""

    def packet(index: int, n: int, packet: Any) -> Any:
        return change(packet) if index == stream and number in (None, n) else packet

    return Damage(packet=packet)


def drop(packet: Any) -> None:
    return None


def later(milliseconds: int) -> Callable[[Any], Any]:
    def change(packet: Any) -> Any:
        packet.pts += milliseconds
        packet.dts = packet.dts if packet.dts is None else packet.dts + milliseconds
        return packet

    return change


def not_key(packet: Any) -> Any:
    packet.is_keyframe = False
    return packet


def longer(packet: Any) -> Any:
    packet.duration += 20
    return packet


def other_bytes(packet: Any) -> Any:
    data = bytearray(bytes(packet))
    data[-1] ^= 1
    new = av.Packet(bytes(data))
    new.stream, new.time_base = packet.stream, packet.time_base
    new.pts, new.dts, new.duration = packet.pts, packet.dts, packet.duration
    new.is_keyframe = packet.is_keyframe
    return new


def lose(index: int, flag: Disposition) -> Damage:
    def change(number: int, stream: Any) -> None:
        if number == index:
            stream.disposition = Disposition(stream.disposition & ~flag)

    return Damage(stream=change)


def retag(index: int, key: str, value: str) -> Damage:
    def change(number: int, stream: Any) -> None:
        if number == index:
            stream.metadata[key] = value

    return Damage(stream=change)


def move_chapter(chapters: list[Any]) -> list[Any]:
    return [chapters[0], {**chapters[1], "start": chapters[1]["start"] + 2_000_000}, *chapters[2:]]


def rename_chapter(chapters: list[Any]) -> list[Any]:
    return [*chapters[:2], {**chapters[2], "metadata": {"title": "Finale"}}]


DAMAGES: dict[str, tuple[Damage, list[str]]] = {
    "nothing": (Damage(), []),
    "a sound packet lost": (
        on(AAC, 30, drop),
        [r"stream 1 .*: there are \d+ packets, were", "stream 1 .*: pts of .* first of packet 30", "stream 1 .*: bytes",
         "stream 1 .*: dts", "drift apart by"],
    ),
    "the last sound packet lost": (on(OPUS, 225, drop), ["stream 2 .*: there are 225 packets, were 226"]),
    "a sound packet 2 ms late": (
        on(AAC, 30, later(2)), ["stream 1 .*: pts of 1 packets .* packet 30", "stream 1 .*: dts of 1 "],
    ),
    "a track 2 ms late": (
        on(AAC, None, later(2)), ["stream 1 .*: pts of", "stream 1 .*: dts of", "drift apart by 2.00 ms"],
    ),
    "a track 1 ms late": (on(OPUS, None, later(1)), ["stream 2 .*: pts of", "stream 2 .*: dts of"]),
    "a byte": (on(OPUS, 7, other_bytes), ["stream 2 .*: bytes of 1 packets differ, first of packet 7"]),
    "a key flag": (on(AAC, 9, not_key), ["stream 1 .*: flags of 1 packets differ, first of packet 9"]),
    "a subtitle's length": (on(SRT, 1, longer), ["stream 4 .*: duration of 1 .* packet 1: 0.92 s, was 0.9 s"]),
    "a picture 1 ms late": (on(PICTURE, 20, later(1)), ["stream 0 .*: pts of 1 packets"]),
    "a picture lost": (on(PICTURE, 20, drop), ["stream 0 .*: there are", "stream 0 .*: pts", "drift"]),
    "a forced flag": (lose(SRT, Disposition.forced), [r"stream 4 .*: disposition is \['hearing_impaired'\], was"]),
    "hearing impaired": (lose(SRT, Disposition.hearing_impaired), [r"stream 4 .*: disposition is \['forced'\], was"]),
    "a language": (retag(OPUS, "language", "spa"), ["stream 2 .*: language is 'spa', was 'eng'"]),
    "a title": (retag(ASS, "title", "Some"), ["stream 3 .*: the tag title is 'Some', was 'Full'"]),
    "a stream's tag": (retag(AAC, "SOURCE", "disc 2"), ["stream 1 .*: the tag source is 'disc 2', was 'disc 1'"]),
    "the file's tag": (
        Damage(tags=lambda tags: {k: v for k, v in tags.items() if k != "DIRECTOR"}),
        ["the file: the tag director is None, was 'Nobody'"],
    ),
    "a tag too many": (Damage(tags=lambda tags: {**tags, "MOOD": "x"}), ["the file: the tag mood is 'x', was None"]),
    "a chapter moved": (Damage(chapters=move_chapter), ["chapter 2: begins at 3.1680 s, was 3.1660 s"]),
    "a chapter renamed": (Damage(chapters=rename_chapter), ["chapter 3: the tag title is 'Finale', was 'Ending"]),
    "a chapter lost": (Damage(chapters=lambda chapters: chapters[:2]), ["chapters: there are 2, were 3"]),
    "a font's byte": (
        Damage(font=lambda n, m, d: (n, m, d[:-1] + b"?") if n == "Gothic.ttf" else (n, m, d)),
        ["stream 6 .*: bytes is"],
    ),
    "a font's name": (
        Damage(font=lambda n, m, d: ("Gothic-1.ttf", m, d) if n == "Gothic.ttf" else (n, m, d)),
        ["stream 6 .*: name is 'Gothic-1.ttf', was 'Gothic.ttf'"],
    ),
    "a font's type": (
        Damage(font=lambda n, m, d: (n, "font/sfnt", d) if n == "Gothic.ttf" else (n, m, d)),
        ["stream 6 .*: mimetype is 'font/sfnt', was 'font/ttf'"],
    ),
    "a font lost": (Damage(leave=FONT2), [r"stream 7 .*: is not in the output"]),
    "the cover lost": (Damage(leave=COVER), [r"stream 8 .*: is not in the output"]),
    "a bitmap's end": (
        on(PGS, 1, drop), ["stream 5 .*: there are 3 packets, were 4", "stream 5 .*: (pts|bytes|dts)"],
    ),
    "a track lost": (Damage(leave=ASS), [r"stream 3 .*ass.*: is not in the output"]),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGES)
def test_the_checker_finds_every_damage_and_nothing_else(film: Path, known: File, tmp_path: Path, name: str) -> None:
    damage, expected = DAMAGES[name]
    found = differences(known, copy(film, tmp_path / "copy.mkv", damage))
    assert all(any(re.search(pattern, line) for line in found) for pattern in expected), found
    assert all(any(re.search(pattern, line) for pattern in expected) for line in found), found


@pytest.mark.parametrize(
    "fact", ["pixel shape", "range, matrix, primaries, transfer", "mastering display", "light level", "rotation"]
)
def test_the_checker_finds_what_is_said_of_the_picture(known: File, fact: str) -> None:
    assert known.video.facts[fact] is not None
    streams = dict(known.streams)
    streams[PICTURE] = replace(known.video, facts={**known.video.facts, fact: None})
    (line,) = differences(known, replace(known, streams=streams))
    assert line.startswith(f"stream 0 (video hevc 'The picture'): {fact} is None")


def test_the_checker_finds_drift(known: File) -> None:
    """Pictures that come 1 in 1000 slower."""
    slow = replace(known, times=[t + (t - known.times[0]) / 1000 for t in known.times])
    (line,) = differences(known, slow)
    assert line == f"picture and sound drift apart by {float(known.times[-1] - known.times[0]):.2f} ms"
    assert differences(known, replace(known, times=[t + Fraction(1, 1001) for t in known.times])) == []


def test_the_film_has_what_makes_it_hard(known: File) -> None:
    steps = {b - a for a, b in zip(known.times, known.times[1:], strict=False)}
    assert known.times[0] == Fraction(3, 2) and len(steps) > 4
    assert [s.kind for s in known.streams.values()] == ["video", "audio", "audio", *3 * ["subtitle"],
                                                        "attachment", "attachment", "video"]  # fmt: skip
    assert known.video.facts["range, matrix, primaries, transfer"] == (1, 9, 9, 16)
    assert known.streams[OPUS].packets[-1].extra, "the end of the last packet is cut off"


# ── the render


@pytest.mark.usefixtures("headless")
@pytest.mark.parametrize(("suffix", "lost"), [(".mkv", 0), (".mp4", 10), (".mov", 12)])
def test_everything_but_the_picture_is_kept_or_told_beforehand(
    film: Path, known: File, tmp_path: Path, suffix: str, lost: int
) -> None:
    said: list[str] = []
    job = Job(str(film), str(tmp_path / f"out{suffix}"), "plain", scale=2, encoder={"preset": "ultrafast"})
    report = render(job, tell=said.append)
    made = read(tmp_path / f"out{suffix}")
    found = differences(known, made)
    assert untold(found, said) == [] and len(found) == lost
    assert report.notices == said, "nothing is told afterwards"
    assert av_drift(known, made) <= Fraction(1, 1000)
    if suffix == ".mkv":
        assert made.times == known.times


def test_what_is_not_told_is_found_and_what_is_told_wrongly_too() -> None:
    found = [
        "the file: the tag director is None, was 'Nobody'",
        "stream 3 (subtitle ass eng 'Full'): is not in the output",
    ]
    told = [
        "not copied: subtitle: ssa, eng; .mp4 cannot hold it",
        ".mp4 does not keep these tags of the file: DIRECTOR",
    ]
    assert untold(found, told) == []
    assert untold(found, told[:1]) == [f"not told: {found[0]}"]
    assert untold(found[:1], told) == [f"told, and not so: {told[0]}"]
