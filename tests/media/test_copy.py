"""The streams beside the picture: what goes over, what is told beforehand."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.stream import Disposition

from upshade.media.assemble import assemble, losses
from upshade.media.encoder import Closed, Encoder
from upshade.media.reader import open_video
from upshade.media.segments import VideoSpec, video_spec

from .clips import make_clip, packets
from .film import make_film
from .test_writer import copy, rich


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_film(tmp_path_factory.mktemp("film") / "film.mkv", duration=6)


def spec_for(source: Path, codec: str = "h264") -> VideoSpec:
    with open_video(source) as reader:
        info = reader.info
        fmt = info.format
        return video_spec(codec, {}, info.width, info.height, fmt, info.color, info)[0]


def told(source: Path, target: str, codec: str = "h264", leave_out: frozenset[int] = frozenset()) -> list[str]:
    with open_video(source) as reader:
        return losses(source.with_name(target), spec_for(source, codec), reader.info, leave_out=leave_out)


def test_nothing_is_lost_in_matroska(film: Path) -> None:
    assert told(film, "out.mkv") == []


def test_what_mp4_loses_is_told_once_a_thing(film: Path) -> None:
    lines = told(film, "out.mp4")
    assert lines == [
        "not copied: subtitle: ssa, eng; .mp4 cannot hold it",
        "not copied: subtitle: srt, ger; .mp4 cannot hold it",
        "not copied: subtitle: pgssub, fre; .mp4 cannot hold it",
        "not copied: attachment: Gothic.ttf; .mp4 cannot hold it",
        "not copied: attachment: 明朝.otf; .mp4 cannot hold it",
        ".mp4 does not keep these tags of the file: DIRECTOR, DATE_RELEASED",
        ".mp4 lets the first chapter begin at 0, not at 1.5 s",
        ".mp4 does not keep these tags of audio: aac, 48000 Hz, stereo, jpn: SOURCE",
        ".mp4 does not keep that this is original: audio: aac, 48000 Hz, stereo, jpn",
    ]
    # A subtitle that is drawn into the picture is not missed.
    burnt = told(film, "out.mp4", leave_out=frozenset({3}))
    assert burnt == [line for line in lines if "ssa" not in line]


def test_what_mov_and_pictures_lose(film: Path) -> None:
    assert "not copied: audio: opus, 48000 Hz, 5.1, eng; .mov cannot hold it" in told(film, "out.mov")
    with open_video(film) as reader:
        info = reader.info
    from upshade.core.color import RGB
    from upshade.core.frame import PIXEL_FORMATS

    spec, _ = video_spec("png", {}, 96, 54, PIXEL_FORMATS["rgb48le"], RGB, info)
    lines = losses(film.with_name("a_%03d.png"), spec, info)
    assert sum(line.startswith("not copied: audio") for line in lines) == 2
    assert "not copied: 3 chapters; a sequence of pictures cannot hold them" in lines


def test_left_out(film: Path, tmp_path: Path) -> None:
    """Streams by their index in the source; the others keep their order."""
    with open_video(film) as reader:
        info = reader.info
        logs: list[Closed] = []
        spec = video_spec("ffv1", {}, info.width, info.height, info.format, info.color, info)[0]
        encoder = Encoder(spec, logs.append)
        encoder.begin(tmp_path / "0")
        for frame in reader.between(None, info.start_pts + 500):
            encoder.write(frame)
        encoder.end()
        encoder.finish()
    path = tmp_path / "a.mkv"
    assert assemble(path, spec, [tmp_path / "0"], source=info, leave_out=frozenset({1, 3})) == []
    with av.open(str(film)) as a, av.open(str(path)) as b:
        kept = [s for s in a.streams if s.index not in (1, 3)]
        assert [(s.type, s.metadata.get("title")) for s in b.streams] == [
            (s.type, s.metadata.get("title")) for s in kept
        ]


def test_no_track_becomes_the_default(tmp_path: Path) -> None:
    source = make_clip(tmp_path / "in.mkv", frames=10)
    plain = tmp_path / "plain.mkv"
    with (
        av.open(str(source)) as file,
        av.open(str(plain), "w", container_options={"default_mode": "passthrough"}) as out,
    ):
        new = {s: out.add_stream_from_template(s, opaque=True) for s in file.streams}
        for stream in new.values():
            stream.disposition = Disposition(0)
        for packet in file.demux():
            if packet.size:
                packet.stream = new[packet.stream]
                out.mux(packet)
    copy(plain, tmp_path / "out.mkv")
    for path in (plain, tmp_path / "out.mkv"):
        with av.open(str(path)) as file:
            assert [s.disposition for s in file.streams] == [Disposition(0), Disposition(0)]


def test_a_subtitle_that_is_shown_when_the_part_begins(tmp_path: Path) -> None:
    """It begins with the part, and ends when it ended."""
    source, target = rich(tmp_path), tmp_path / "out.mkv"
    copy(source, target, 0.75, 1.0)
    with av.open(str(target)) as file:
        got = [(p.pts, p.duration, bytes(p)) for p in file.demux(file.streams.subtitles[0]) if p.size]
    assert got == [(0, 250, b"Hello"), (750, 500, b"End")]


def test_covers_change_their_form(film: Path, tmp_path: Path) -> None:
    """An attachment in Matroska, a picture of its own in MP4, and back."""
    from .film import _cover

    def cover(path: Path) -> tuple[bytes, str | None]:
        with av.open(str(path)) as file:
            (stream,) = (s for s in file.streams.video if s.disposition & Disposition.attached_pic)
            return next(bytes(p) for p in file.demux(stream) if p.size), stream.metadata.get("mimetype")

    copy(film, tmp_path / "a.mp4", 0, 1, codec="h264")
    copy(tmp_path / "a.mp4", tmp_path / "b.mkv", codec="h264")
    assert cover(tmp_path / "a.mp4") == (_cover(), None)
    assert cover(tmp_path / "b.mkv") == (_cover(), "image/png")
    with open_video(tmp_path / "b.mkv") as reader:
        assert (reader.info.width, reader.info.height) == (96, 54)


def test_a_second_video_goes_over_as_it_is(tmp_path: Path) -> None:
    a = make_clip(tmp_path / "a.mkv", frames=20, sound=None)
    b = make_clip(tmp_path / "b.mkv", frames=20, size=(64, 48), codec="mpeg4", sound=None)
    both = tmp_path / "both.mkv"
    with av.open(str(a)) as one, av.open(str(b)) as two, av.open(str(both), "w") as out:
        new = [out.add_stream_from_template(f.streams.video[0], opaque=True) for f in (one, two)]
        for file, stream in zip((one, two), new, strict=True):
            for packet in file.demux():
                if packet.size:
                    packet.stream = stream
                    out.mux(packet)
    writer = copy(both, tmp_path / "out.mkv")
    assert writer.notices == []
    with av.open(str(both)) as was, av.open(str(tmp_path / "out.mkv")) as now:
        kept = [[(p.pts, bytes(p)) for p in f.demux(f.streams.video[1]) if p.size] for f in (was, now)]
    assert kept[0] == kept[1] and len(kept[0]) == 20


def test_transport_streams_into_mp4(tmp_path: Path) -> None:
    """AAC with headers of its own, times that begin anywhere: the container's own form, the same sound."""
    source = make_clip(tmp_path / "in.ts", frames=48, offset=10)
    writer = copy(source, tmp_path / "out.mp4", codec="h264")
    assert writer.notices == []

    def sound(path: Path) -> np.ndarray:  # type: ignore[type-arg]
        with av.open(str(path)) as file:
            return np.concatenate([f.to_ndarray() for f in file.decode(audio=0)], axis=1)

    assert np.array_equal(sound(source), sound(tmp_path / "out.mp4"))


def test_the_subtitles_of_mp4_go_into_matroska_as_subrip(tmp_path: Path) -> None:
    """Matroska has no form for timed text, and is what is written by default."""
    text = "1\n00:00:00,500 --> 00:00:01,000\n<i>Hello</i> & <b>you</b>\nline two\n\n"
    (tmp_path / "s.srt").write_text(text + "2\n00:00:01,500 --> 00:00:02,000\nÄnd\n\n", "utf-8")
    clip, source, target = make_clip(tmp_path / "c.mp4", frames=60), tmp_path / "in.mp4", tmp_path / "out.mkv"
    with av.open(str(clip)) as film, av.open(str(tmp_path / "s.srt")) as subs, av.open(str(source), "w") as out:
        new = {s: out.add_stream_from_template(s, opaque=True) for s in film.streams}
        (lines,) = subs.streams.subtitles
        queue = [(p, lines.codec_context.decode2(p)) for p in subs.demux() if p.size]
        timed = out.add_stream("mov_text")
        timed.metadata["language"] = "eng"
        timed.codec_context.subtitle_header = lines.codec_context.subtitle_header
        timed.codec_context.time_base = Fraction(1, 1000)
        for old, line in queue:
            packet = timed.codec_context.encode_subtitle(line)
            packet.pts = packet.dts = round(old.pts * old.time_base * 1000)
            packet.duration, packet.time_base, packet.stream = 500, Fraction(1, 1000), timed
            out.mux(packet)
        for packet in film.demux():
            if packet.size:
                packet.stream = new[packet.stream]
                out.mux(packet)
    assert copy(source, target).notices == ["subtitle: mov_text, eng becomes SubRip; .mkv has no form for it"]
    copy(source, tmp_path / "part.mkv", 0.75, 1.0)
    for path, expected in (
        (target, [(500, 500, b"<i>Hello</i> & <b>you</b>\nline two"), (1500, 500, "Änd".encode())]),
        (tmp_path / "part.mkv", [(0, 250, b"<i>Hello</i> & <b>you</b>\nline two"), (750, 500, "Änd".encode())]),
    ):
        with av.open(str(path)) as file:
            (stream,) = file.streams.subtitles
            assert (stream.codec_context.name, stream.language) == ("srt", "eng")
            assert [(p.pts, p.duration, bytes(p)) for p in file.demux(stream) if p.size] == expected


def test_raw_streams_have_nothing_beside(tmp_path: Path) -> None:
    source = make_clip(tmp_path / "in.h264", frames=10, sound=None)
    assert told(source, "out.mkv") == []
    copy(source, tmp_path / "out.mkv")
    assert len(packets(tmp_path / "out.mkv", "video")) == 10
