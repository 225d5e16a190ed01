"""A video's render from the inside: what it goes on with, what it refuses, what it decides by itself."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from media.clips import equal, make_clip, noise
from upshade.core.color import Tags
from upshade.core.frame import PIXEL_FORMATS, Frame
from upshade.errors import BadInput, JobFailed, OutputError, Stopped
from upshade.jobs.finish import finish
from upshade.jobs.job import Job, Progress, Report
from upshade.jobs.journal import Journal, folder_of
from upshade.jobs.recipe import read as read_recipe
from upshade.jobs.render import render
from upshade.media.reader import open_video
from upshade.media.writer import Writer

pytestmark = pytest.mark.usefixtures("headless")


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """30 s of numbered pictures, three segments long, with sound."""
    return make_clip(tmp_path_factory.mktemp("clip") / "in.mkv", frames=120, rate=4, size=(64, 36))


def do(source: Path, output: Path, progress: Callable[[Progress], None] | None = None, **changes: object) -> Report:
    job = Job(str(source), str(output), **{"preset": None, "codec": "ffv1", **changes})  # type: ignore[arg-type]
    return render(job, progress)


def stop_after(output: Path, segments: int) -> Callable[[Progress], None]:
    """Ctrl-C once so many segments are in the journal."""

    def progress(step: Progress) -> None:
        if (folder_of(output) / "journal.jsonl").read_text().count('"segment"') >= segments:
            raise KeyboardInterrupt

    return progress


def begun(clip: Path, output: Path, segments: int = 1, **changes: object) -> str:
    """What an interrupted render said."""
    with pytest.raises(Stopped) as stopped:
        do(clip, output, stop_after(output, segments), **changes)
    return str(stopped.value)


@pytest.fixture
def whole(clip: Path) -> bytes:
    path = clip.with_name("whole.mkv")
    if not path.exists():
        do(clip, path, scale=2.0)
    return path.read_bytes()


def test_it_goes_on_and_gives_the_same_bytes(clip: Path, tmp_path: Path, whole: bytes) -> None:
    output = tmp_path / "out.mkv"
    said = begun(clip, output, scale=2.0)
    assert said.startswith("interrupted; 1 of 3 segments are safe in 'out.mkv.upshade', and the same command goes on")
    assert not output.exists()
    report = do(clip, output, scale=2.0)
    assert "goes on: 1 of 3 segments are there" in report.notices and report.frames == 120
    assert output.read_bytes() == whole and sorted(os.listdir(tmp_path)) == ["out.mkv"]


def test_several_processes_give_the_same_bytes(clip: Path, tmp_path: Path, whole: bytes) -> None:
    output = tmp_path / "out.mkv"
    seen: list[Progress] = []
    report = do(clip, output, seen.append, scale=2.0, workers=2)
    assert output.read_bytes() == whole and report.frames == 120
    assert seen and seen[-1].done <= 120 and all(step.total == 120 for step in seen)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"scale": 3.0}, "the size is 3x the source, was 2x the source"),
        ({"preset": "plain"}, ""),
        ({"shaders": ("line/thin",)}, "the chain has thin now"),
        ({"codec": "h264"}, "the codec is h264, was ffv1"),
        ({"start": 1.0}, "--start is 1.0 s, was not given"),
        ({"encoder": {"slices": "4"}}, "slices is 4, was not given"),
    ],
)
def test_other_settings_are_noticed(clip: Path, tmp_path: Path, change: dict[str, object], told: str) -> None:
    output = tmp_path / "out.mkv"
    begun(clip, output, scale=2.0)
    before = {p.name: p.read_bytes() for p in folder_of(output).iterdir()}
    if told:
        with pytest.raises(BadInput) as refused:
            do(clip, output, **{"scale": 2.0, **change})
        assert f"begun with other settings: {told}" in str(refused.value) and "--fresh" in str(refused.value)
        assert {p.name: p.read_bytes() for p in folder_of(output).iterdir()} == before
    report = do(clip, output, **{"scale": 2.0, **change}, fresh=bool(told))
    assert any("goes on" in line for line in report.notices) is not bool(told)
    assert sorted(os.listdir(tmp_path)) == ["out.mkv"]


def test_a_changed_source_is_noticed_by_its_bytes(clip: Path, tmp_path: Path) -> None:
    source, output = tmp_path / "in.mkv", tmp_path / "out.mkv"
    source.write_bytes(clip.read_bytes())
    begun(source, output, 2)
    old = os.stat(source)
    data = bytearray(source.read_bytes())
    data[len(data) // 2] ^= 1
    source.write_bytes(data)
    with pytest.raises(BadInput, match="the source has changed; --fresh starts over"):
        do(source, output)
    source.write_bytes(clip.read_bytes())  # another date, the same bytes
    os.utime(source, ns=(old.st_atime_ns, old.st_mtime_ns + 10**9))
    assert "goes on: 2 of 3 segments are there" in do(source, output).notices


def test_a_source_that_changes_meanwhile(clip: Path, tmp_path: Path) -> None:
    source, output = tmp_path / "in.mkv", tmp_path / "out.mkv"
    source.write_bytes(clip.read_bytes())

    def progress(step: Progress) -> None:
        if step.done == 90:
            with open(source, "r+b") as file:
                file.seek(-1, os.SEEK_END)
                file.write(b"x")

    with pytest.raises(JobFailed, match=r"in\.mkv: has changed while it was being read; \d of 3 segments are safe"):
        do(source, output, progress)
    assert not output.exists()


def test_what_is_there_can_be_played(clip: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.mkv"
    with pytest.raises(JobFailed, match="no unfinished render"):
        finish(output)
    begun(clip, output, 2, scale=2.0)
    report = finish(output)
    with open_video(output) as made, open_video(clip) as source:
        frames = list(made)
        times = [f.pts for f in source][: len(frames)]
        assert [f.pts for f in frames] == times and len(frames) == report.frames == 80 and made.info.has_audio
    assert any("2 of 3 segments are in it" in line for line in report.notices)
    done = do(clip, output, scale=2.0)  # what is there is part of it, and may go
    assert done.frames == 120 and "goes on: 2 of 3 segments are there" in done.notices
    assert sorted(os.listdir(tmp_path)) == ["out.mkv"]


def test_what_is_there_and_another_source(clip: Path, tmp_path: Path) -> None:
    source, output = tmp_path / "in.mkv", tmp_path / "out.mkv"
    source.write_bytes(clip.read_bytes())
    begun(source, output, 2)
    make_clip(source, frames=120, rate=4, size=(64, 36), offset=0.5)
    with pytest.raises(JobFailed, match=r"in\.mkv: has changed since the render was begun"):
        finish(output)
    assert not output.exists() and folder_of(output).exists()


def test_a_gpu_that_is_not_there(clip: Path, tmp_path: Path) -> None:
    """What takes over is what goes on, in other processes and in the file that is made of what is there."""
    output = tmp_path / "out.mkv"
    said = begun(clip, output, codec="h264-nvenc")
    assert "1 of 3 segments" in said
    assert any("1 of 3 segments are in it" in line for line in finish(output).notices)
    report = do(clip, output, codec="h264-nvenc", workers=2, overwrite=True)
    assert report.frames == 120
    made = read_recipe(output)
    assert (made.codec, made.encoder) == ("h264", "libx264")
    render(Job(str(clip), str(tmp_path / "again.mkv"), recipe=str(output), duration=1.0))


def test_killed_when_the_file_had_its_name(clip: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.mkv"
    begun(clip, output, 2)
    saved = tmp_path / "saved"
    do(clip, output, lambda step: shutil.copytree(folder_of(output), saved, dirs_exist_ok=True))
    # As it was before the last line: now complete, with the file beside it.
    shutil.move(saved, folder_of(output))
    with Journal(output) as journal:
        for k in journal.missing:
            journal.add(k, None)
    with pytest.raises(OutputError, match="exists already"):
        do(clip, output)
    assert sorted(os.listdir(tmp_path)) == ["out.mkv"]


def test_a_folder_that_has_gone_is_not_promised(clip: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.mkv"

    def progress(step: Progress) -> None:
        if (folder_of(output) / "journal.jsonl").read_text().count('"segment"') >= 1:
            folder_of(output).rename(tmp_path / "away")
            raise KeyboardInterrupt

    with pytest.raises(Stopped, match=r"the folder 'out\.mkv\.upshade' with what was done has gone"):
        do(clip, output, progress)


def test_a_shader_that_runs_for_one_size_only(tmp_path: Path) -> None:
    shader = tmp_path / "narrow.glsl"
    shader.write_text("//!HOOK LUMA\n//!BIND HOOKED\n//!WIDTH LUMA.w 200 *\n//!HEIGHT LUMA.h\n"
                      "vec4 hook() { return 1.0 - HOOKED_tex(HOOKED_pos); }\n")  # fmt: skip
    source = tmp_path / "in.h264"
    parts = [make_clip(tmp_path / f"{w}.mkv", frames=4, size=(w, 48), sound=None) for w in (64, 128)]
    source.write_bytes(b"".join(map(_annex_b, parts)))
    with pytest.raises(JobFailed, match=r"narrow\.glsl.*; --keep-going renders without it"):
        do(source, tmp_path / "out.mkv", shaders=(str(shader),))
    report = do(source, tmp_path / "out.mkv", shaders=(str(shader),), keep_going=True)
    assert report.frames == 8 and any("narrow is left out" in line for line in report.notices)


@pytest.mark.parametrize(
    ("sar", "changes", "becomes"),
    [
        (Fraction(8, 9), {"scale": 2.0}, Fraction(8, 9)),
        (Fraction(8, 9), {"size": (144, 108)}, Fraction(1)),
        (Fraction(1), {"scale": 1.51}, Fraction(1)),
        (Fraction(1), {"size": (72, 72)}, Fraction(3, 2)),
    ],
)
def test_what_is_shown_keeps_its_proportions(
    tmp_path: Path, sar: Fraction, changes: dict[str, object], becomes: Fraction
) -> None:
    source = make_clip(tmp_path / "in.mkv", frames=3, size=(72, 48), sar=sar, sound=None)
    do(source, tmp_path / "out.mkv", codec="h264", encoder={"preset": "ultrafast"}, **changes)
    with open_video(tmp_path / "out.mkv") as reader:
        assert reader.info.sar == becomes


def test_a_recipe_repeats_itself(clip: Path, tmp_path: Path) -> None:
    first = tmp_path / "first.mkv"
    do(clip, first, preset="plain", shaders=("line/thin",), sets=("thin.strength=0.7",), scale=1.5, codec="h264",
       encoder={"preset": "ultrafast"}, duration=2.0)  # fmt: skip
    made = read_recipe(first)
    assert made.source.sha256 is not None and made.source.name == "in.mkv" and made.driver and made.libavcodec
    again = tmp_path / "again.mkv"
    render(Job(str(clip), str(again), recipe=str(first), duration=2.0))
    assert read_recipe(again) == made and again.read_bytes() == first.read_bytes()


def test_ten_bits_where_bands_were_taken_out(clip: Path, tmp_path: Path) -> None:
    def bits(name: str, **changes: object) -> int:
        do(clip, tmp_path / name, duration=0.2, codec="h264", encoder={"preset": "ultrafast"}, **changes)
        with open_video(tmp_path / name) as reader:
            return reader.info.format.bits

    assert bits("a.mkv") == 8
    assert bits("b.mkv", shaders=("deband",)) == 10
    assert bits("c.mkv", shaders=("deband",), pix_fmt="yuv420p") == 8


def test_hdr_is_said_where_a_shader_runs(tmp_path: Path) -> None:
    fmt = PIXEL_FORMATS["yuv420p10le"]
    pictures = [noise(fmt, 64, 48, i, pts=i * 40) for i in range(3)]
    color = replace(pictures[0].color, tags=Tags(1, 9, 9, 16))
    with Writer(tmp_path / "pq.mkv", 64, 48, fmt, color, codec="ffv1") as writer:
        for picture in pictures:
            writer.write(replace(picture, color=color))
    plain = do(tmp_path / "pq.mkv", tmp_path / "plain.mkv", scale=2.0)
    assert not any("PQ" in line for line in plain.notices)
    thinned = do(tmp_path / "pq.mkv", tmp_path / "thin.mkv", shaders=("line/thin",))
    assert any("the picture is PQ (HDR)" in line for line in thinned.notices)


def test_pictures_that_change_their_size(tmp_path: Path) -> None:
    """Planned again, and drawn to the size that the file has."""
    source = tmp_path / "in.h264"
    raw = b""
    for width, height in ((64, 48), (96, 64), (64, 48)):
        part = make_clip(tmp_path / f"{width}.mkv", frames=8, size=(width, height), sound=None)
        raw += _annex_b(part)
    source.write_bytes(raw)
    report = do(source, tmp_path / "out.mkv", scale=2.0)
    with open_video(tmp_path / "out.mkv") as reader:
        frames = list(reader)
    assert len(frames) == 24 and {(f.width, f.height) for f in frames} == {(128, 96)}
    assert any("96x64" in line for line in report.notices)


def _annex_b(path: Path) -> bytes:
    import av

    data = b""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        filter_ = av.BitStreamFilterContext("h264_mp4toannexb", stream)
        for packet in container.demux(stream):
            data += b"".join(bytes(p) for p in filter_.filter(packet if packet.size else None))
    return data


def test_nothing_changes_in_the_identity(clip: Path, tmp_path: Path) -> None:
    do(clip, tmp_path / "out.mkv")

    def frames(path: Path) -> list[Frame]:
        with open_video(path) as reader:
            return list(reader)

    assert equal(frames(clip), frames(tmp_path / "out.mkv"))
