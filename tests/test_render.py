"""A file through a chain into a file: every picture, its time, the sound and the bits that should be kept."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from media.clips import equal, make_clip, noise, number_in, our_threads, packets
from upshade.core.color import Color, Matrix, Range
from upshade.core.frame import PIXEL_FORMATS, Frame
from upshade.core.steps import Options
from upshade.engine import Pipeline, frame_of
from upshade.errors import BadInput, GraphicsError, OutputError
from upshade.gl.context import Context
from upshade.jobs.job import Job, Progress
from upshade.jobs.render import render
from upshade.media.reader import open_video
from upshade.media.stills import write_still
from upshade.media.writer import Writer
from upshade.tools.progress import summary

pytestmark = pytest.mark.usefixtures("headless")


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """48 numbered pictures at 24 a second, with sound."""
    return make_clip(tmp_path_factory.mktemp("clip") / "in.mkv", frames=48)


def read(path: Path) -> list[Frame]:
    with open_video(path) as reader:
        return list(reader)


def do(source: Path, output: Path, **changes: object):
    return render(Job(str(source), str(output), **changes))  # type: ignore[arg-type]


def raw(path: Path, name: str, size: tuple[int, int] = (64, 36), frames: int = 3) -> list[Frame]:
    """Noise of a pixel format in FFV1."""
    fmt = PIXEL_FORMATS[name]
    made = [noise(fmt, *size, seed, pts=seed * 40) for seed in range(frames)]
    with Writer(path, *size, fmt, made[0].color, codec="ffv1") as writer:
        for frame in made:
            writer.write(frame)
    return made


# ── what must not change


@pytest.mark.parametrize("name", ["yuv420p", "yuv444p", "yuv420p10le", "yuv444p10le", "yuv422p12le", "gray", "rgb24"])
def test_a_chain_that_does_nothing_keeps_every_bit(tmp_path: Path, name: str) -> None:
    made = raw(tmp_path / "in.mkv", name)
    report = do(tmp_path / "in.mkv", tmp_path / "out.mkv", preset=None, codec="ffv1")
    out = read(tmp_path / "out.mkv")
    assert equal(out, made) and out[0].format.name == name
    assert report.plan is not None and report.plan.identity and report.frames == 3


def test_planes_that_no_pass_touches_keep_every_bit(tmp_path: Path) -> None:
    made = raw(tmp_path / "in.mkv", "yuv420p")
    shader = tmp_path / "luma.glsl"
    shader.write_text("//!HOOK LUMA\n//!BIND HOOKED\nvec4 hook() { return 1.0 - HOOKED_texOff(vec2(0)); }\n")
    exact = Options(precision="full", dither=False)
    do(tmp_path / "in.mkv", tmp_path / "out.mkv", preset=None, shaders=(str(shader),), codec="ffv1", options=exact)
    for frame, source in zip(read(tmp_path / "out.mkv"), made, strict=True):
        np.testing.assert_array_equal(frame.planes[0], 255 - source.planes[0])
        np.testing.assert_array_equal(frame.planes[1], source.planes[1])
        np.testing.assert_array_equal(frame.planes[2], source.planes[2])


def test_sound_times_and_count_are_kept(clip: Path, tmp_path: Path) -> None:
    report = do(clip, tmp_path / "out.mkv", scale=2.0)
    assert report.frames == 48 and report.plan.dropped == ()
    assert packets(tmp_path / "out.mkv", "audio") == packets(clip, "audio")
    source, out = read(clip), read(tmp_path / "out.mkv")
    assert [f.time for f in out] == [f.time for f in source]
    assert [number_of(f) for f in out] == list(range(48)), "every picture, once, in order"
    assert {(f.width, f.height) for f in out} == {(352, 192)}
    assert report.written == os.path.getsize(tmp_path / "out.mkv")


def number_of(frame: Frame) -> int:
    """As `number_in`, of a picture twice as large."""
    return sum(int(frame.planes[0][8:24, b * 32 + 8 : b * 32 + 24].mean() > 125) << b for b in range(10))


def test_uneven_times_are_kept(tmp_path: Path) -> None:
    times = [0, 40, 41, 120, 500, 1500]
    source = make_clip(tmp_path / "in.mkv", frames=6, times=times, time_base=Fraction(1, 1000), sound=None)
    do(source, tmp_path / "out.mkv", codec="ffv1", scale=1.0)
    assert [round(1000 * f.time) for f in read(tmp_path / "out.mkv")] == times  # type: ignore[operator]


def test_colour_tags_are_kept(tmp_path: Path) -> None:
    source = make_clip(tmp_path / "in.mkv", frames=2, tags=(1, 9, 9, 14), sound=None)
    do(source, tmp_path / "out.mkv")
    with open_video(source) as a, open_video(tmp_path / "out.mkv") as b:
        assert b.info.color == a.info.color
        assert b.info.color.matrix is Matrix.BT2020


def test_the_meaning_of_an_untagged_file_survives_growth(tmp_path: Path) -> None:
    """Under 720 lines untagged means BT.601; the larger picture must not be read as BT.709."""
    source = make_clip(tmp_path / "in.mkv", frames=1, size=(64, 400), sound=None)
    do(source, tmp_path / "out.mkv", preset="plain")
    with open_video(tmp_path / "out.mkv") as reader:
        assert reader.info.height == 800
        assert (reader.info.color.matrix, reader.info.color.range) == (Matrix.BT601, Range.LIMITED)


@pytest.mark.parametrize("name", ["yuv420p10le", "yuv444p", "yuv444p10le", "yuv422p"])
def test_h264_keeps_depth_and_subsampling(tmp_path: Path, name: str) -> None:
    raw(tmp_path / "in.mkv", name, (66, 34), 2)
    do(tmp_path / "in.mkv", tmp_path / "out.mkv", encoder={"crf": "1"}, preset="plain")
    out = read(tmp_path / "out.mkv")
    assert out[0].format.name == name and (out[0].width, out[0].height) == (132, 68)


def test_ten_bits_are_ten_bits(tmp_path: Path) -> None:
    """A ramp in steps of one keeps its values through RGB and back."""
    fmt = PIXEL_FORMATS["yuv444p10le"]
    color = Color(Matrix.BT709, Range.LIMITED)
    ramp = np.tile(np.arange(64, 940, dtype=np.uint16), (16, 1))
    grey = np.full_like(ramp, 512)
    with Writer(tmp_path / "in.mkv", 876, 16, fmt, color, codec="ffv1") as writer:
        writer.write(Frame((ramp, grey, grey.copy()), 876, 16, fmt, color, pts=0))
    shader = tmp_path / "same.glsl"
    shader.write_text("//!HOOK MAIN\n//!BIND HOOKED\nvec4 hook() { return HOOKED_texOff(vec2(0)); }\n")
    do(tmp_path / "in.mkv", tmp_path / "out.mkv", preset=None, shaders=(str(shader),), codec="ffv1")
    (out,) = read(tmp_path / "out.mkv")
    # Half floats hold 10 bits to a quarter of a step in the upper half; dither may move what lies between.
    assert np.abs(out.planes[0].astype(int) - ramp).max() <= 1
    assert np.abs(out.planes[1].astype(int) - 512).max() <= 1


# ── which part


@pytest.mark.parametrize(
    ("start", "duration", "numbers"),
    [(1.0, None, range(24, 48)), (None, 0.5, range(12)), (0.5, 0.25, range(12, 18)), (1.01, 0.05, range(25, 26))],
)
def test_start_and_duration_are_exact(tmp_path: Path, clip: Path, start, duration, numbers) -> None:
    report = do(clip, tmp_path / "out.mkv", preset=None, codec="ffv1", start=start, duration=duration)
    out = read(tmp_path / "out.mkv")
    assert [number_in(f) for f in out] == list(numbers) and report.frames == len(numbers)
    assert abs((out[0].time or 0.0) - (numbers[0] / 24 - (start or 0.0))) < 0.0011


def test_a_part_is_the_same_picture_as_in_the_whole(tmp_path: Path, clip: Path) -> None:
    """Dither and `frame` follow the source's time, not the count of what was drawn."""
    shader = tmp_path / "time.glsl"
    shader.write_text(
        "//!HOOK OUTPUT\n//!BIND HOOKED\n"
        "vec4 hook() { return HOOKED_texOff(vec2(0)) + vec4(vec3(0.1 * random + 0.01 * float(frame % 7)), 0.0); }\n"
    )
    more = {"shaders": (str(shader),), "codec": "ffv1", "preset": None}
    do(clip, tmp_path / "whole.mkv", **more)
    do(clip, tmp_path / "part.mkv", start=1.0, duration=0.25, **more)
    whole, part = read(tmp_path / "whole.mkv"), read(tmp_path / "part.mkv")
    assert equal(part, whole[24:30])
    assert not equal(part[:1], whole[:1])


def test_nothing_in_the_range(tmp_path: Path, clip: Path) -> None:
    for range_ in ({"start": 60.0}, {"duration": 0.0}):
        with pytest.raises(BadInput):
            do(clip, tmp_path / "out.mkv", preset=None, **range_)
    assert list(tmp_path.iterdir()) == []


# ── again, and by hand


@pytest.mark.parametrize("codec", ["h264", "ffv1"])
def test_two_renders_give_equal_files(tmp_path: Path, clip: Path, codec: str) -> None:
    for name in ("a.mkv", "b.mkv"):
        do(clip, tmp_path / name, codec=codec, duration=0.5)
    assert (tmp_path / "a.mkv").read_bytes() == (tmp_path / "b.mkv").read_bytes()


def test_the_file_holds_what_the_pipeline_draws(tmp_path: Path, clip: Path) -> None:
    """Preview = file: the planes that go to the encoder are those of `Pipeline.process`."""
    do(clip, tmp_path / "out.mkv", codec="ffv1", duration=0.2)
    with open_video(clip) as reader, Pipeline() as pipeline:
        from upshade.engine import Clock

        pipeline.clock = Clock(reader.info.start_pts, reader.info.rate)
        drawn = [pipeline.process(frame) for frame in reader.frames(None, 0.2)]
    assert equal(read(tmp_path / "out.mkv"), drawn)


def test_odd_sizes_are_drawn_as_asked_and_filled_up_where_the_encoder_needs_it(tmp_path: Path, clip: Path) -> None:
    report = do(clip, tmp_path / "a.mkv", preset="anime", size=(75, 43), duration=0.1)
    assert report.plan is not None and (report.plan.target.width, report.plan.target.height) == (75, 43)
    assert [note.partition(":")[0] for note in report.notices] == ["the file is 76x44"]
    assert (read(tmp_path / "a.mkv")[0].width, read(tmp_path / "a.mkv")[0].height) == (76, 44)
    report = do(clip, tmp_path / "b.mkv", preset="anime", size=(75, 43), duration=0.1, codec="ffv1")
    assert report.notices == [] and read(tmp_path / "b.mkv")[0].width == 75


def test_stills(tmp_path: Path) -> None:
    picture = np.random.default_rng(3).integers(0, 256, (20, 30, 4), dtype=np.uint8)
    write_still(tmp_path / "in.png", frame_of(picture))
    report = do(tmp_path / "in.png", tmp_path / "same.png", preset=None)
    np.testing.assert_array_equal(read(tmp_path / "same.png")[0].planes[0], picture)
    report = do(tmp_path / "in.png", tmp_path / "out.png")
    (out,) = read(tmp_path / "out.png")
    with Pipeline() as pipeline:
        np.testing.assert_array_equal(out.planes[0], pipeline.process(picture))
    assert summary(report).startswith(f"{tmp_path}/out.png: 1 picture, ")


def test_one_picture_of_a_video(tmp_path: Path, clip: Path) -> None:
    do(clip, tmp_path / "at.png", preset=None, start=1.5)
    (out,) = read(tmp_path / "at.png")
    grey = out.planes[0].astype(float).mean(axis=2)
    assert sum(int(grey[4:12, b * 16 + 4 : b * 16 + 12].mean() > 125) << b for b in range(10)) == 36


def test_progress_counts_every_frame(tmp_path: Path, clip: Path) -> None:
    seen: list[Progress] = []
    report = render(Job(str(clip), str(tmp_path / "out.mkv"), preset=None, codec="ffv1"), seen.append)
    assert [p.done for p in seen] == list(range(1, 49)) and {p.total for p in seen} == {48}
    assert seen[-1].eta == 0 and seen[-1].written > 0
    assert report.seconds > 0 and sum(report.spent.values()) <= report.seconds * 1.01
    assert f"{tmp_path}/out.mkv: 48 frames in " in summary(report) and "encode" in summary(report)


def test_what_goes_wrong_while_drawing_leaves_nothing(tmp_path: Path, clip: Path, monkeypatch) -> None:
    calls: list[int] = []
    real = Pipeline.submit

    def submit(self, frame):
        calls.append(1)
        if len(calls) == 5:
            raise GraphicsError("the device was lost")
        return real(self, frame)

    monkeypatch.setattr(Pipeline, "submit", submit)
    with pytest.raises(GraphicsError, match="the device was lost"):
        do(clip, tmp_path / "out.mkv")
    assert list(tmp_path.iterdir()) == [] and our_threads() == []


def test_asked_wrongly_nothing_is_drawn(tmp_path: Path, clip: Path, monkeypatch) -> None:
    """Nobody waits a minute for "exists already"."""
    monkeypatch.setattr(Context, "headless", None)
    (tmp_path / "here.mkv").write_text("precious")
    with pytest.raises(OutputError, match="exists already"):
        do(clip, tmp_path / "here.mkv")
    with pytest.raises(BadInput, match="is the input itself"):
        do(clip, clip, overwrite=True)
    assert (tmp_path / "here.mkv").read_text() == "precious"


def test_overwrite_replaces_only_when_complete(tmp_path: Path, clip: Path, monkeypatch) -> None:
    (tmp_path / "out.mkv").write_text("old")
    with monkeypatch.context() as patch:
        patch.setattr(Pipeline, "submit", lambda self, frame: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            do(clip, tmp_path / "out.mkv", overwrite=True)
    assert (tmp_path / "out.mkv").read_text() == "old"
    do(clip, tmp_path / "out.mkv", overwrite=True, duration=0.1)
    assert len(read(tmp_path / "out.mkv")) == 3
    assert [p.name for p in tmp_path.iterdir()] == ["out.mkv"]
