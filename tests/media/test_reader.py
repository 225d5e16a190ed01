"""The reader: what it says of a file, which pictures it gives, and how it stops."""

from __future__ import annotations

import gc
import random
import threading
from fractions import Fraction
from pathlib import Path
from threading import Event

import av
import numpy as np
import pytest

from upshade.core.color import Matrix, Range, Siting, Tags
from upshade.core.frame import PIXEL_FORMATS, Frame
from upshade.errors import MediaError
from upshade.media.channel import Channel
from upshade.media.clock import Clock
from upshade.media.convert import Converter
from upshade.media.reader import open_video
from upshade.media.source import Source

from .clips import equal, make_clip, noise, number_in, our_threads


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_clip(tmp_path_factory.mktemp("clip") / "clip.mkv", frames=60)


def test_info(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "a.mp4", frames=36, size=(178, 98), offset=5.0, tags=(1, 1, 1, 1), sar=Fraction(4, 3))
    with open_video(path) as reader:
        info = reader.info
        assert (info.width, info.height, info.format.name, info.codec) == (178, 98, "yuv420p", "h264")
        assert (info.rate, info.sar, info.still, info.has_audio, info.frames) == (24, Fraction(4, 3), False, True, 36)
        assert info.duration == pytest.approx(1.5)
        assert info.start_pts * info.time_base == 5
        assert (info.color.matrix, info.color.range, info.color.siting) == (Matrix.BT709, Range.LIMITED, Siting.LEFT)
        assert info.streams == ("audio: aac, 48000 Hz, stereo, und",)
        assert reader.damage is None and reader.notices == []
        frames = list(reader)
    assert [number_in(f) for f in frames] == list(range(36))
    assert [f.time for f in frames] == pytest.approx([5 + i / 24 for i in range(36)], abs=1e-4)
    assert {f.sar for f in frames} == {Fraction(4, 3)}


def test_planes_are_the_decoders_memory(clip: Path) -> None:
    """No copy, padded rows, never writable, and alive after the reader has gone."""
    with open_video(clip) as reader:
        frames = list(reader)
    gc.collect()
    plane = frames[5].planes[0]
    assert plane.shape == (96, 176) and plane.strides[0] > 176 and not plane.flags.writeable
    assert plane.__array_interface__["data"][0] == frames[5].owner.planes[0].buffer_ptr
    assert [number_in(f) for f in frames] == list(range(60))


@pytest.mark.parametrize("name", ["nv12", "yuv444p10le", "yuv422p", "gray", "rgb24"])
def test_raw_formats(tmp_path: Path, name: str) -> None:
    """Each format as it is, odd sizes too: every sample equal."""
    fmt = PIXEL_FORMATS[name]
    frames = [noise(fmt, 53, 31, seed) for seed in range(3)]
    path = tmp_path / "raw.nut"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("rawvideo", rate=25)
        stream.width, stream.height, stream.pix_fmt = 53, 31, name
        for i, frame in enumerate(frames):
            frame.owner.pts = i
            out.mux(stream.encode(frame.owner))
    with open_video(path) as reader:
        read = list(reader)
        assert reader.notices == []
    assert [f.format for f in read] == [fmt] * 3
    for a, b in zip(frames, read, strict=True):
        assert all(np.array_equal(p, q) for p, q in zip(a.planes, b.planes, strict=True))


def test_hardware_decoders_format() -> None:
    """P010, ten bits in the upper ones of sixteen: no file holds it, decoders on a GPU give it."""
    frame = noise(PIXEL_FORMATS["p010le"], 54, 32, 3)
    converter = Converter(Tags(), Fraction(1))
    again = converter.frame(frame.owner, 7, Fraction(1, 25))
    assert (again.format, again.pts) == (frame.format, 7)
    assert [p.shape for p in again.planes] == [(32, 54), (16, 27, 2)]
    assert all(np.array_equal(a, b) for a, b in zip(frame.planes, again.planes, strict=True))
    assert int(again.planes[0].max()) > 65000 and not (again.planes[0] & 63).any()


@pytest.mark.parametrize(
    ("name", "target", "notice"),
    [
        ("yuyv422", "yuv422p", []),
        ("gbrp", "rgb24", []),
        ("bgra", "rgba", []),
        ("yuv444p10be", "yuv444p10le", []),
        ("nv21", "yuv420p", []),
        ("yuv440p", "yuv444p", ["yuv440p is read as yuv444p"]),
        ("yuva420p", "yuv420p", ["yuva420p is read as yuv420p, without its transparency"]),
    ],
)
def test_other_formats_become_the_nearest(tmp_path: Path, name: str, target: str, notice: list[str]) -> None:
    video = noise(PIXEL_FORMATS["yuv444p10le"], 16, 16, 1).owner.reformat(format=name)
    path = tmp_path / "raw.nut"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("rawvideo", rate=25)
        stream.width, stream.height, stream.pix_fmt = 16, 16, name
        video.pts = 0
        out.mux(stream.encode(video))
    with open_video(path) as reader:
        (frame,) = reader
        assert (frame.format.name, reader.info.format.name, reader.notices) == (target, target, notice)
    if not notice:
        again = frame.owner.reformat(format=name)
        for a, b in zip(video.planes, again.planes, strict=True):
            width = a.line_size if name != "yuv444p10be" else 32
            rows = [np.ndarray((p.height, p.line_size), np.uint8, p)[:, :width] for p in (a, b)]
            used = 16 if name in ("gbrp", "nv21") else min(32 if name != "bgra" else 64, rows[0].shape[1])
            assert np.array_equal(rows[0][:, :used], rows[1][:, :used])


def test_full_range_jpeg_video(tmp_path: Path) -> None:
    path = tmp_path / "m.mkv"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("mjpeg", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuvj420p"
        video = noise(PIXEL_FORMATS["yuv420p"], 64, 64).owner.reformat(format="yuvj420p")
        video.pts = 0
        out.mux(stream.encode(video))
        out.mux(stream.encode(None))
    with open_video(path) as reader:
        color = reader.info.color
        assert (reader.info.format.name, reader.info.still) == ("yuv420p", False)
        assert (color.range, color.siting, color.matrix) == (Range.FULL, Siting.CENTER, Matrix.BT601)


# ── times and seeking

OPEN_GOP = {"g": "24", "bf": "3", "x264-params": "open-gop=1:b-pyramid=normal:scenecut=0:keyint=24"}
INTRA_REFRESH = {"g": "24", "x264-params": "intra-refresh=1:keyint=24"}


@pytest.mark.parametrize(
    ("name", "codec", "options"),
    [
        ("a.mkv", "libx264", {"g": "30", "bf": "3"}),
        ("a.mkv", "libx264", OPEN_GOP),
        ("a.mkv", "libx264", INTRA_REFRESH),
        ("a.mp4", "libx264", OPEN_GOP),
        ("a.ts", "libx264", {"g": "30"}),
        ("a.h264", "libx264", {"g": "30"}),
        ("a.mkv", "ffv1", {"g": "1"}),
        ("a.avi", "mpeg4", {"g": "12"}),
    ],
)
def test_seek_is_exact(tmp_path: Path, name: str, codec: str, options: dict[str, str]) -> None:
    sound = None if name.endswith(("h264", "avi")) else "aac"
    path = make_clip(tmp_path / name, frames=150, codec=codec, options=options, sound=sound, offset=0.0)
    with open_video(path) as reader:
        rate = reader.info.rate
        assert rate == 24  # raw H.264 too, which has no times
        for target in (75, 31, 149, 1, 96, 0, 100, 23, 24, 25, 26):
            first = [number_in(f) for f, _ in zip(reader.frames(target / rate), range(3), strict=False)]
            assert first == [n for n in range(target, target + 3) if n < 150]
        assert [number_in(f) for f in reader.frames(48 / rate, 6 / rate)] == [48, 49, 50, 51, 52, 53]
        assert [number_in(f) for f in reader.frames(None, 3 / rate)] == [0, 1, 2]
        assert [number_in(f) for f in reader] == list(range(150))


def test_decimal_start_is_not_cut_by_binary_fractions(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "a.mkv", frames=30, rate=25, time_base=Fraction(1, 1000), times=range(0, 1200, 40))
    with open_video(path) as reader:
        for tick in range(0, 1200, 40):
            assert next(reader.frames(start=tick / 1000)).pts == tick


def test_variable_times_that_start_late(tmp_path: Path) -> None:
    times = [0, 33, 66, 200, 201, 500, 1400, 1433]
    path = make_clip(tmp_path / "v.mkv", frames=8, times=times, time_base=Fraction(1, 1000), offset=7.5, sound=None)
    with open_video(path) as reader:
        assert [f.pts for f in reader] == [7500 + t for t in times]
        assert reader.info.start_pts == 7500
        # Seconds count from the first picture.
        assert [f.pts for f in reader.frames(0.2, 0.4)] == [7700, 7701, 8000]


def test_start_behind_the_end(clip: Path) -> None:
    with open_video(clip) as reader, pytest.raises(MediaError, match=r"no picture at or after 99 s \(the video is 2.5"):
        list(reader.frames(99))
    with open_video(clip) as reader, pytest.raises(MediaError, match="start is -1"):
        reader.frames(-1)


def test_times_rise_where_the_file_repeats_one(tmp_path: Path) -> None:
    """A stream whose clock is set back: every picture is given, times go on."""
    path = tmp_path / "back.ts"
    make_clip(tmp_path / "a.ts", frames=24, sound=None, offset=200)
    make_clip(tmp_path / "b.ts", frames=24, sound=None, offset=3)
    path.write_bytes((tmp_path / "a.ts").read_bytes() + (tmp_path / "b.ts").read_bytes())
    with open_video(path) as reader:
        frames = list(reader)
    assert [number_in(f) for f in frames] == [*range(24), *range(24)]
    steps = np.diff([f.time for f in frames])
    assert steps.min() > 0 and steps.max() < 0.1


# ── stopping


def test_stop_at_any_moment(clip: Path) -> None:
    pick = random.Random(7)
    for _ in range(25):
        reader = open_video(clip, depth=pick.randint(1, 6))
        frames = iter(reader)
        for _ in range(pick.randint(0, 12)):
            next(frames)
        reader.close()
        reader.close()
        assert our_threads() == []
    with pytest.raises(MediaError, match="was closed"):
        iter(reader)


def test_leaving_a_loop_stops_the_thread(clip: Path) -> None:
    with open_video(clip) as reader:
        for frame in reader:
            if number_in(frame) == 3:
                break
        del frame
        gc.collect()
        assert our_threads() == []
        first, second = reader.frames(), reader.frames(1.0)
        assert number_in(next(second)) == 24
        assert list(first) == []  # the newer iteration ended it


def test_closing_ends_a_consumer(clip: Path) -> None:
    reader = open_video(clip, depth=2)
    frames = iter(reader)
    next(frames)
    reader.close()
    assert list(frames) == []


def test_bounded_ahead(clip: Path) -> None:
    """No more than `depth` frames wait, however slow the consumer is."""
    with open_video(clip, depth=3) as reader:
        frames = iter(reader)
        next(frames)
        run = reader._run
        assert run is not None
        while len(run.channel) < 3:
            pass
        assert len(run.channel) == 3
        assert len(list(frames)) == 59


def test_an_error_in_the_thread_reaches_the_consumer(clip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = open_video(clip)
    calls = iter(range(100))

    def fail(*args: object) -> None:
        if next(calls) == 4:
            raise av.error.FFmpegError(5, "Input/output error")
        return convert(*args)

    convert = reader._converter.frame
    monkeypatch.setattr(reader._converter, "frame", fail)
    seen = []
    with pytest.raises(MediaError, match=r"clip\.mkv: cannot be decoded further: Input/output error$"):
        seen.extend(frame.pts for frame in reader)
    assert len(seen) == 4
    reader.close()
    assert our_threads() == []


@pytest.mark.parametrize("when", ["while it seeks", "while it decodes"])
def test_closing_does_not_wait_for_the_start_to_be_reached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    """400 pictures that build on one another, and the last is asked for: nothing more is decoded once nobody waits."""
    path = make_clip(tmp_path / "a.mkv", frames=400, options={"g": "999", "bf": "0"}, sound=None)
    after: list[bool] = []
    reached, cancelled = Event(), Event()
    owner, name = (Source, "_decode") if when == "while it seeks" else (Clock, "tick")
    work, cancel = getattr(owner, name), Channel.cancel

    def counted(self: object, *args: object) -> object:
        if threading.current_thread().name == "upshade-decode":
            after.append(cancelled.is_set())
            reached.set()
            cancelled.wait()
        return work(self, *args)

    def told(self: Channel[Frame]) -> None:
        cancel(self)
        cancelled.set()

    with open_video(path) as reader:
        monkeypatch.setattr(owner, name, counted)
        monkeypatch.setattr(Channel, "cancel", told)
        frames = reader.frames(16.0)
        assert reached.wait(60)
    assert after == [False] and our_threads() == []
    assert next(frames, None) is None


# ── videos that change on their way


def test_sizes_and_formats_that_change(tmp_path: Path) -> None:
    """Each picture as it is coded, and one line for each change; the same when the file is entered behind it."""
    parts = []
    for number, (size, tags) in enumerate((((176, 96), None), ((192, 112), None), ((192, 112), (2, 1, 1, 1)))):
        part = tmp_path / f"{number}.ts"
        make_clip(part, frames=24, size=size, tags=tags, sound=None, offset=number, options={"bf": "0"})
        parts.append(part.read_bytes())
    path = tmp_path / "a.ts"
    path.write_bytes(b"".join(parts))
    with open_video(path) as reader:
        whole = list(reader)
        lines = ["from 1.00 s on the pictures are 192x112 instead of 176x96",
                 "from 2.00 s on the pictures are in other colours"]  # fmt: skip
        assert reader.notices == lines
        assert [number_in(f) for f in whole] == [*range(24)] * 3
        assert [(f.width, f.height) for f in whole] == [(176, 96)] * 24 + [(192, 112)] * 48
        assert [f.color.range for f in whole] == [Range.LIMITED] * 48 + [Range.FULL] * 24
        assert all(f.planes[0].shape == (f.height, f.width) for f in whole)
        for first in (10, 24, 30, 48, 60):
            part = list(reader.between(whole[first].pts, None))
            assert equal(whole[first:], part) and [f.pts for f in part] == [f.pts for f in whole[first:]]
        assert list(reader) and reader.notices == lines
    with open_video(path, pre="deinterlace") as reader:
        assert [(f.pts, f.width) for f in reader] == [(f.pts, f.width) for f in whole]


def test_a_deeper_format_in_the_middle(tmp_path: Path) -> None:
    path = tmp_path / "raw.nut"
    frames = [noise(PIXEL_FORMATS[name], 32, 16, i) for i, name in enumerate(["gray"] * 3 + ["yuv420p"] * 2)]
    converter = Converter(Tags(), Fraction(1))
    made = [converter.frame(f.owner, i, Fraction(1, 25)) for i, f in enumerate(frames)]
    assert not path.exists() and equal(frames, made)
    assert [f.format.name for f in made] == ["gray"] * 3 + ["yuv420p"] * 2


def test_rotation_is_a_fact(tmp_path: Path) -> None:
    source = make_clip(tmp_path / "a.mp4", frames=4, sound=None)
    path = tmp_path / "turned.mp4"
    with av.open(str(source)) as file, av.open(str(path), "w") as out:
        stream = out.add_stream_from_template(file.streams.video[0])
        stream.set_display_rotation(90)
        for packet in file.demux():
            if packet.size:
                packet.stream = stream
                out.mux(packet)
    with open_video(path) as reader:
        assert abs(reader.info.rotation) == 90 and reader.notices == []
        assert {f.planes[0].shape for f in reader} == {(96, 176)}
    with open_video(path, pre="deinterlace") as reader:
        assert abs(reader.info.rotation) == 90


def test_a_matrix_that_is_not_known_is_told(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "a.mkv", frames=2, tags=(1, 8, 1, 1), codec="ffv1")
    with open_video(path) as reader:
        assert reader.notices == ["the colour matrix 8 of H.273 is not known here; bt601 is used instead"]


def test_a_late_start_is_not_part_of_the_duration(tmp_path: Path) -> None:
    for name in ("a.mkv", "a.mp4", "a.ts"):
        path = make_clip(tmp_path / name, frames=48, offset=30, sound=None)
        with open_video(path) as reader:
            assert reader.info.duration == pytest.approx(2, abs=0.1) and reader.info.frames in (47, 48, 49)


@pytest.mark.parametrize("pre", ["none", "deinterlace", "bob"])
def test_the_frame_on_the_screen_comes_first(clip: Path, pre: str) -> None:
    """Exactly as in the whole reading, also right behind a key picture."""
    with open_video(clip, pre=pre) as reader:
        frames = list(reader)
        ticks = [f.pts for f in frames]
        for at in (0, 1, 12, 30, len(frames) - 2):
            for tick in (ticks[at], ticks[at] + 1, ticks[at + 1] - 1):
                assert equal(reader.between(tick, ticks[at] + 100, shown=True), frames[at:][: len(
                    [t for t in ticks[at:] if t < ticks[at] + 100])]), (at, tick)  # fmt: skip
        assert [f.pts for f in reader.between(ticks[-1] + 10**6, None, shown=True)] == [ticks[-1]]
        assert [f.pts for f in reader.between(ticks[7] - 1, ticks[7], shown=True)] == [ticks[6]]


def test_an_iteration_is_interrupted_from_another_thread(clip: Path) -> None:
    with open_video(clip, depth=1) as reader:
        frames = reader.between(None, None)
        next(frames)
        thread = threading.Thread(target=reader.interrupt)
        thread.start()
        thread.join()
        assert len(list(frames)) <= 1
        reader.interrupt()
        assert len(list(reader)) == 60 and reader.damage is None
        assert len(reader.spent) >= 60 and min(reader.spent) >= 0
