"""The writer: what comes out is what went in, and nothing is ever half there."""

from __future__ import annotations

import os
import random
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from upshade.core.color import Color, Matrix, Range, Tags
from upshade.core.frame import PIXEL_FORMATS, Frame
from upshade.errors import BadInput, EncodeError, OutputError
from upshade.media.codecs import CODECS, choose_format
from upshade.media.convert import plane_view
from upshade.media.reader import open_video
from upshade.media.writer import Writer

from .clips import YUV8, as_format, color_of, equal, make_clip, noise, number_in, our_threads, packets

# NVENC's rows would all be their software's here.
VIDEO = [name for name, row in CODECS.items() if row.matroska and not row.software]


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_clip(tmp_path_factory.mktemp("clip") / "clip.mkv", frames=60)


def copy(source: Path, target: Path, start: float | None = None, duration: float | None = None, **options: object):
    """What a render does, without the picture changing."""
    with open_video(source) as reader:
        info = reader.info
        options.setdefault("codec", "ffv1")
        fmt = choose_format(str(options["codec"]), info.format)
        with Writer(
            target, info.width, info.height, fmt, info.color,
            source=info, start=start, duration=duration, **options,  # type: ignore[arg-type]
        ) as writer:  # fmt: skip
            for frame in reader.frames(start, duration):
                writer.write(as_format(frame, fmt))
    return writer


def read(path: Path) -> list[Frame]:
    with open_video(path) as reader:
        return list(reader)


# ── the picture


@pytest.mark.parametrize("name", CODECS["ffv1"].formats)
def test_ffv1_keeps_every_bit(tmp_path: Path, name: str) -> None:
    fmt = PIXEL_FORMATS[name]
    frames = [noise(fmt, 85, 47, seed, pts=seed * 40) for seed in range(3)]
    path = tmp_path / "a.mkv"
    with Writer(path, 85, 47, fmt, color_of(fmt), codec="ffv1") as writer:
        for frame in frames:
            writer.write(frame)
    assert equal(read(path), frames)
    assert writer.frames_written == 3
    assert 0 < os.path.getsize(path) - writer.bytes_written < 5000


@pytest.mark.parametrize(("width", "height"), [(853, 481), (1, 1), (1279, 719), (16384, 2)])
def test_odd_and_extreme_sizes(tmp_path: Path, width: int, height: int) -> None:
    frame = noise(YUV8, width, height, pts=0)
    path = tmp_path / "a.mkv"
    with Writer(path, width, height, YUV8, frame.color, codec="ffv1") as writer:
        writer.write(frame)
    assert equal(read(path), [frame])


@pytest.mark.parametrize("codec", ["h264", "hevc"])
@pytest.mark.parametrize("name", ["yuv420p", "yuv444p", "yuv420p10le", "yuv444p10le", "nv12"])
def test_lossy_codecs_keep_the_picture(tmp_path: Path, codec: str, name: str) -> None:
    if name not in CODECS[codec].formats:
        with pytest.raises(EncodeError, match=r"the nearest is yuv420p$"):
            Writer(tmp_path / "a.mkv", 64, 64, PIXEL_FORMATS[name], color_of(YUV8), codec=codec)
        assert os.listdir(tmp_path) == []
        return
    fmt = PIXEL_FORMATS[name]
    frame = noise(fmt, 130, 66, pts=0)
    for plane in frame.planes:
        ramp = np.linspace(64, 900, plane.shape[1]) / 1023 * fmt.full_scale
        plane[...] = ramp.astype(fmt.dtype).reshape((1, -1) + (1,) * (plane.ndim - 2))
    path = tmp_path / "a.mkv"
    with Writer(path, 130, 66, fmt, color_of(fmt), codec=codec) as writer:
        writer.write(frame)
    (again,) = read(path)
    assert again.format.bits == fmt.bits and again.format.sub == fmt.sub
    error = again.planes[0].astype(float) - frame.planes[0]
    assert np.abs(error).mean() < 0.01 * fmt.full_scale


def test_no_copy_on_the_way_to_the_encoder(clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Decoded pictures, and those of `empty_frame`, go to the encoder in their own memory."""
    from upshade.media import convert

    def fail(*args: object, **kwargs: object) -> None:
        if kwargs.get("writable"):
            raise AssertionError("a copy was made")
        return plane_view(*args, **kwargs)  # type: ignore[arg-type]

    made = noise(YUV8, 176, 96, pts=99999, time_base=Fraction(1, 1000))
    monkeypatch.setattr(convert, "plane_view", fail)
    with open_video(clip) as reader:
        info = reader.info
        with Writer(tmp_path / "a.mkv", info.width, info.height, info.format, info.color, codec="ffv1") as writer:
            for frame in reader:
                writer.write(frame)
            writer.write(made)
    monkeypatch.undo()
    assert equal(read(tmp_path / "a.mkv"), [*read(clip), made])


def test_planes_from_anywhere(tmp_path: Path) -> None:
    """Arrays that are not FFmpeg's are copied, strides and all."""
    base = noise(YUV8, 64, 48)
    wide = tuple(np.repeat(p, 2, axis=1)[:, ::2] for p in base.planes)
    frames = [base.with_planes(wide, pts=0), base.with_planes(tuple(p[::-1] for p in base.planes), pts=40)]
    with Writer(tmp_path / "a.mkv", 64, 48, YUV8, base.color, codec="ffv1") as writer:
        for frame in frames:
            writer.write(frame)
    assert equal(read(tmp_path / "a.mkv"), frames)


@pytest.mark.parametrize("codec", ["h264", "hevc"])
@pytest.mark.parametrize(("name", "coded"), [("yuv420p", (76, 44)), ("nv12", (76, 44)), ("yuv422p10le", (76, 43))])
def test_odd_sizes_keep_every_sample(tmp_path: Path, codec: str, name: str, coded: tuple[int, int]) -> None:
    """The picture lies in the corner of one that the encoder takes; the rest repeats its last column and row. What
    comes out is what a caller who pads by hand gets, sample by sample."""
    fmt = PIXEL_FORMATS[name]
    if name not in CODECS[codec].formats:
        fmt = YUV8
    frame, whole = noise(fmt, 75, 43, pts=0), noise(fmt, *coded, pts=0)
    for small, large in zip(frame.planes, whole.planes, strict=True):
        rows, columns = (np.minimum(np.arange(n), m - 1) for n, m in zip(large.shape[:2], small.shape[:2], strict=True))
        large[...] = small[rows][:, columns]
    made = []
    for path, one in ((tmp_path / "a.mkv", frame), (tmp_path / "b.mkv", whole)):
        options = {"crf": "0"} if codec == "h264" and fmt.bits == 8 else {}
        with Writer(path, one.width, one.height, fmt, one.color, codec=codec, options=options) as writer:
            writer.write(one)
        made += read(path)
        note = f"the file is {coded[0]}x{coded[1]}: {codec} takes whole chroma samples of {fmt.name}"
        assert [n.startswith(note) for n in writer.notices] == ([True] if one is frame else [])
    assert equal(made[:1], made[1:])
    if options:  # lossless
        assert np.array_equal(made[0].planes[0][:43, :75], frame.planes[0])


def test_444_keeps_an_odd_size(tmp_path: Path) -> None:
    fmt = PIXEL_FORMATS["yuv444p"]
    frame = noise(fmt, 75, 43, pts=0)
    with Writer(tmp_path / "a.mkv", 75, 43, fmt, frame.color, codec="h264", options={"crf": "0"}) as writer:
        writer.write(frame)
    assert writer.notices == [] and equal(read(tmp_path / "a.mkv"), [frame])


# ── times, colours, the other streams


@pytest.mark.parametrize(("sound", "suffix"), [("aac", ".mkv"), ("aac", ".mp4"), ("libopus", ".mkv"), ("flac", ".mkv")])
def test_sound_and_times_are_kept(tmp_path: Path, sound: str, suffix: str) -> None:
    source = make_clip(tmp_path / f"in{suffix}", frames=48, sound=sound)
    target = tmp_path / "out.mkv"
    writer = copy(source, target)
    assert writer.notices == []
    assert equal(read(source), read(target))
    for kind, tolerance in (("video", 1e-3), ("audio", 1e-3)):
        a, b = packets(source, kind), packets(target, kind)
        assert len(a) == len(b)
        assert sorted(float(t) for t, _ in a) == pytest.approx(sorted(float(t) for t, _ in b), abs=tolerance)
    assert [p for _, p in packets(source, "audio")] == [p for _, p in packets(target, "audio")]


def test_times_are_exact_in_mp4(tmp_path: Path) -> None:
    source = make_clip(tmp_path / "in.mp4", frames=24, rate=25, offset=2.0)
    target = tmp_path / "out.mp4"
    copy(source, target, codec="h264")
    assert sorted(t for t, _ in packets(source, "video")) == sorted(t for t, _ in packets(target, "video"))
    assert [f.time for f in read(source)] == [f.time for f in read(target)]


def test_variable_times_that_start_late(tmp_path: Path) -> None:
    times = [0, 33, 66, 200, 201, 500, 1400, 1433, 1434, 1435, 2000]
    source = make_clip(tmp_path / "v.mkv", frames=11, times=times, time_base=Fraction(1, 1000), offset=7.5, sound=None)
    for codec in ("ffv1", "h264"):
        target = tmp_path / f"{codec}.mkv"
        copy(source, target, codec=codec)
        assert [f.pts for f in read(target)] == [7500 + t for t in times]


def test_trimmed(tmp_path: Path) -> None:
    """--start and --duration: the pictures and sound packets of that time, which then counts from the start."""
    source = make_clip(tmp_path / "in.mkv", frames=240, sound="flac", options={"g": "24"})
    target = tmp_path / "out.mkv"
    copy(source, target, 6.0, 2.5)
    frames = read(target)
    assert [number_in(f) for f in frames] == list(range(144, 204))
    assert [f.pts for f in frames] == [f.pts - 6000 for f in read(source)[144:204]]
    wanted = [(t - 6, data) for t, data in packets(source, "audio") if 6 <= t < Fraction(17, 2)]
    assert packets(target, "audio") == wanted and len(wanted) > 20


def test_colour_tags_and_pixel_shape(tmp_path: Path) -> None:
    source = make_clip(tmp_path / "in.mkv", frames=3, tags=(1, 9, 9, 16), sar=Fraction(16, 11))
    for codec in VIDEO:
        target = tmp_path / f"{codec}.mkv"
        writer = copy(source, target, codec=codec)
        with av.open(str(target)) as file:
            s = file.streams.video[0]
            assert (s.color_range, s.colorspace, s.color_primaries, s.color_trc) == (1, 9, 9, 16)
            assert (s.sample_aspect_ratio, writer.notices) == (Fraction(16, 11), [])


@pytest.mark.parametrize("height", [720, 480])
@pytest.mark.parametrize("codec", VIDEO)
def test_untagged_colours_mean_the_same_at_the_new_size(tmp_path: Path, codec: str, height: int) -> None:
    """An untagged video of 480 lines is BT.601; at 720 lines its tags must say so, at 480 they stay unset."""
    color = Color(Matrix.BT601, Range.LIMITED, tags=Tags())
    frame = noise(YUV8, 64, height, pts=0)
    fmt = choose_format(codec, YUV8)
    with Writer(tmp_path / "a.mkv", 64, height, fmt, color, codec=codec) as writer:
        writer.write(as_format(frame, fmt))
    with open_video(tmp_path / "a.mkv") as reader:
        assert (reader.info.color.matrix, reader.info.color.range) == (Matrix.BT601, Range.LIMITED)
        assert (reader.info.color.tags.space == 2) == (height == 480)


def rich(folder: Path) -> Path:
    """Two sounds, subtitles, a font, chapters, titles."""
    (folder / "s.srt").write_text(
        "1\n00:00:00,500 --> 00:00:01,000\nHello\n\n2\n00:00:01,500 --> 00:00:02,000\nEnd\n\n"
    )
    a = make_clip(folder / "a.mkv", frames=60)
    b = make_clip(folder / "b.mkv", frames=60, sound="flac")
    path = folder / "rich.mkv"
    srt = str(folder / "s.srt")
    with av.open(str(a)) as one, av.open(str(b)) as two, av.open(srt) as subs, av.open(str(path), "w") as out:
        out.metadata["title"] = "A title"
        taken = [one.streams.audio[0], one.streams.video[0], two.streams.audio[0], subs.streams.subtitles[0]]
        new = {}
        for stream, language in zip(taken, ("jpn", "und", "ger", "eng"), strict=True):
            new[stream] = out.add_stream_from_template(stream)
            new[stream].metadata["language"] = language
        new[taken[2]].disposition = av.stream.Disposition.comment
        out.add_attachment("font.ttf", "font/ttf", b"\x00\x01font")
        ms = Fraction(1, 1000)
        out.set_chapters(
            [
                {"id": 1, "start": 0, "end": 1000, "time_base": ms, "metadata": {"title": "One"}},
                {"id": 2, "start": 1000, "end": 2500, "time_base": ms, "metadata": {"title": "Two"}},
            ]
        )
        for file in (one, two, subs):
            for packet in file.demux([s for s in taken if s.container is file]):
                if packet.size:
                    packet.stream = new[packet.stream]
                    out.mux(packet)
    return path


def test_every_other_stream_is_copied(tmp_path: Path) -> None:
    source, target = rich(tmp_path), tmp_path / "out.mkv"
    writer = copy(source, target)
    assert writer.notices == []
    with av.open(str(source)) as a, av.open(str(target)) as b:
        assert [s.type for s in b.streams] == [s.type for s in a.streams]
        assert [s.type for s in b.streams] == ["audio", "video", "audio", "subtitle", "attachment"]
        for s, t in zip(a.streams, b.streams, strict=True):
            assert t.language == s.language and t.disposition == s.disposition
        assert b.metadata["title"] == "A title"
        keep = ("start", "end", "metadata")
        assert [[c[k] for k in keep] for c in b.chapters()] == [[c[k] for k in keep] for c in a.chapters()]
        font = b.streams.attachments[0]
        assert (font.name, font.mimetype, font.data) == ("font.ttf", "font/ttf", b"\x00\x01font")
        for index in (0, 2, 3):
            was, now = ([(p.pts, p.size, bytes(p)) for p in f.demux(f.streams[index]) if p.size] for f in (a, b))
            assert was == now and was
            a.seek(0)
            b.seek(0)


def test_what_the_container_cannot_hold_is_said(tmp_path: Path) -> None:
    writer = copy(rich(tmp_path), tmp_path / "out.mp4", codec="h264")
    assert writer.notices == [
        "not copied: subtitle: srt, eng; .mp4 cannot hold it",
        "not copied: attachment: font.ttf; .mp4 cannot hold it",
    ]


def test_chapters_are_trimmed(tmp_path: Path) -> None:
    copy(rich(tmp_path), tmp_path / "out.mkv", 1.5, 0.5)
    with av.open(str(tmp_path / "out.mkv")) as file:
        (chapter,) = file.chapters()
        ticks = chapter["time_base"]
        assert (chapter["start"] * ticks, chapter["end"] * ticks, chapter["metadata"]["title"]) == (
            0,
            Fraction(1, 2),
            "Two",
        )


# ── segments


@pytest.mark.parametrize("codec", VIDEO)
def test_segments_join(clip: Path, tmp_path: Path, codec: str) -> None:
    """Closed segments of 13 pictures: the same times and pictures, a key picture at each seam, decoding times rise."""
    copy(clip, tmp_path / "one.mkv", codec=codec)
    copy(clip, tmp_path / "many.mkv", codec=codec, segment_frames=13)
    frames = read(tmp_path / "many.mkv")
    assert [number_in(f) for f in frames] == list(range(60))
    assert [f.pts for f in frames] == [f.pts for f in read(clip)]
    if codec == "ffv1":
        assert equal(frames, read(clip))
    with av.open(str(tmp_path / "one.mkv")) as one, av.open(str(tmp_path / "many.mkv")) as many:
        assert one.streams.video[0].codec_context.extradata == many.streams.video[0].codec_context.extradata
        got = [p for p in many.demux(video=0) if p.size]
    keys = {p.pts for p in got if p.is_keyframe}
    assert {frames[i].pts for i in (0, 13, 26, 39, 52)} <= keys
    dts = [p.dts for p in got if p.dts is not None]
    assert dts == sorted(set(dts))


def test_the_same_bytes_again(clip: Path, tmp_path: Path) -> None:
    """Two encodings differ in nothing but the file's random identifiers."""
    for name in ("a.mkv", "b.mkv"):
        copy(clip, tmp_path / name, codec="h264", segment_frames=20)
    assert packets(tmp_path / "a.mkv", "video") == packets(tmp_path / "b.mkv", "video")


# ── stopping, and everything that can go wrong


def open_writer(path: Path, **options: object) -> Writer:
    return Writer(path, 64, 48, YUV8, color_of(YUV8), codec="ffv1", **options)  # type: ignore[arg-type]


def test_abort_at_any_moment(tmp_path: Path) -> None:
    pick = random.Random(3)
    for _ in range(15):
        writer = open_writer(tmp_path / "a.mkv")
        for i in range(pick.randint(0, 10)):
            writer.write(noise(YUV8, 64, 48, i, pts=i * 40))
        writer.abort()
        writer.abort()
        assert os.listdir(tmp_path) == [] and our_threads() == []
    with pytest.raises(EncodeError, match=r"a\.mkv: the file is closed already"):
        writer.write(noise(YUV8, 64, 48))


def test_an_exception_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), open_writer(tmp_path / "a.mkv") as writer:
        writer.write(noise(YUV8, 64, 48, pts=0))
        assert all(name.startswith(".a.") for name in os.listdir(tmp_path))
        raise KeyboardInterrupt
    assert os.listdir(tmp_path) == [] and our_threads() == []


def test_the_index_of_an_mp4_comes_first(tmp_path: Path) -> None:
    """So that players need not have all of the file before they begin."""
    with Writer(tmp_path / "a.mp4", 64, 48, YUV8, color_of(YUV8)) as writer:
        for i in range(80):
            writer.write(noise(YUV8, 64, 48, i, pts=i * 40))
    data = (tmp_path / "a.mp4").read_bytes()
    assert 0 < data.find(b"moov") < data.find(b"mdat")


def test_the_old_file_stays_until_the_new_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "a.mkv"
    path.write_bytes(b"old")
    with pytest.raises(OutputError, match=r"a\.mkv: exists already; --overwrite replaces it"):
        open_writer(path)
    with pytest.raises(RuntimeError, match="stop"), open_writer(path, overwrite=True) as writer:
        writer.write(noise(YUV8, 64, 48, pts=0))
        assert path.read_bytes() == b"old"
        raise RuntimeError("stop")
    assert path.read_bytes() == b"old" and os.listdir(tmp_path) == ["a.mkv"]
    with open_writer(path, overwrite=True) as writer:
        writer.write(noise(YUV8, 64, 48, pts=0))
    assert len(read(path)) == 1 and os.listdir(tmp_path) == ["a.mkv"]


def test_a_file_that_appears_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.mkv"
    writer = open_writer(path)
    writer.write(noise(YUV8, 64, 48, pts=0))
    path.write_bytes(b"another program's")
    with pytest.raises(OutputError, match=r"has appeared meanwhile; the result is in '.*\.a\..*\.part\.mkv'"):
        writer.finish()
    assert path.read_bytes() == b"another program's"
    (part,) = tmp_path.glob(".a.*.part.mkv")
    assert len(read(part)) == 1


def test_never_its_own_input(tmp_path: Path) -> None:
    source = make_clip(tmp_path / "in.mkv", frames=3)
    before = source.read_bytes()
    (tmp_path / "soft.mkv").symlink_to(source)
    os.link(source, tmp_path / "hard.mkv")
    for name in ("in.mkv", "soft.mkv", "hard.mkv", "../" + tmp_path.name + "/in.mkv"):
        with pytest.raises(BadInput, match="is the input itself"):
            copy(source, tmp_path / name, overwrite=True)
    assert source.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "kind", "line"),
    [
        ("nowhere/a.mkv", OutputError, "cannot be written: there is no folder '.*nowhere'$"),
        ("folder.mkv", OutputError, "is a folder; give a file name$"),
        ("file/a.mkv", OutputError, "cannot be written: Not a directory$"),
        ("a" * 300 + ".mkv", OutputError, "cannot be written: File name too long$"),
        ("a.xyz", BadInput, r"'a\.xyz': no video container is called '\.xyz'; known: \.mkv, \.mp4, \.mov$"),
        ("a", BadInput, "no video container is called ''"),
        ("a.mp4", BadInput, r"'a\.mp4': ffv1 does not go into \.mp4; use \.mkv$"),
    ],
)
def test_bad_outputs(tmp_path: Path, name: str, kind: type[Exception], line: str) -> None:
    (tmp_path / "folder.mkv").mkdir()
    (tmp_path / "file").write_text("x")
    with pytest.raises(kind, match=line) as caught:
        open_writer(tmp_path / name)
    assert "\n" not in str(caught.value)
    assert sorted(os.listdir(tmp_path)) == ["file", "folder.mkv"] and our_threads() == []


@contextmanager
def file_size_limit(size: int) -> Iterator[None]:
    """The system refuses to let files grow further, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("count", [4, 400])
def test_disk_full(tmp_path: Path, count: int) -> None:
    """While frames still come, or only when the last bytes are written: one line, and nothing left."""
    line = r"a\.mkv: cannot be written: File too large$"
    with file_size_limit(15_000), pytest.raises(OutputError, match=line), open_writer(tmp_path / "a.mkv") as writer:
        for i in range(count):
            writer.write(noise(YUV8, 64, 48, i, pts=i * 40))
    assert os.listdir(tmp_path) == [] and our_threads() == []


def test_frames_that_do_not_fit(tmp_path: Path) -> None:
    for frames, line in (
        ([noise(YUV8, 64, 50, pts=0)], "a frame of 64x50 yuv420p came, the file is 64x48 yuv420p"),
        ([noise(YUV8, 64, 48, pts=80), noise(YUV8, 64, 48, pts=80)], "picture times must rise: 80 after 80"),
        ([], "no frame came"),
    ):
        with pytest.raises(EncodeError, match=line), open_writer(tmp_path / "a.mkv") as writer:
            for frame in frames:
                writer.write(frame)
        assert os.listdir(tmp_path) == [] and our_threads() == []


def test_an_option_that_the_encoder_refuses(tmp_path: Path) -> None:
    with pytest.raises(EncodeError, match=r"^libx264 has no option 'prest'; did you mean 'preset'\?$"):
        Writer(tmp_path / "a.mkv", 64, 48, YUV8, color_of(YUV8), options={"prest": "fast"})
    with pytest.raises(BadInput, match=r"^crf of h264 is a number from 0 to 51, not '52'$"):
        Writer(tmp_path / "a.mkv", 64, 48, YUV8, color_of(YUV8), options={"crf": "52"})
    assert os.listdir(tmp_path) == []


def test_unknown_codec() -> None:
    with pytest.raises(BadInput, match=r"no encoder 'h265'; did you mean 'hevc'\?"):
        Writer("a.mkv", 64, 48, YUV8, color_of(YUV8), codec="h265")
