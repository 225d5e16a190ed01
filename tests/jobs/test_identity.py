"""Nothing ran and nothing changed: every sample passes through. A hook on one plane leaves the others as they are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from jobs import samples
from media.clips import noise
from upshade.core.frame import PIXEL_FORMATS
from upshade.engine import Pipeline
from upshade.jobs.job import Job
from upshade.jobs.render import render
from upshade.media.writer import Writer

pytestmark = pytest.mark.usefixtures("headless")

YUV = [name for name in samples.VIDEO if samples.letters(name) == "yuv"]
HOOK = "//!HOOK {}\n//!BIND HOOKED\nvec4 hook() {{ return 0.25 + 0.5 * HOOKED_texOff(vec2(0)); }}\n"


def through(source: Path, output: Path, *shaders: Path) -> tuple[list[samples.Picture], list[str]]:
    """The pictures after a render without loss, and its notices."""
    still = output.suffix != ".mkv"
    job = Job(str(source), str(output), None, tuple(map(str, shaders)), codec=None if still else "ffv1")
    notices = render(job).notices
    return samples.decode(output)[1], notices


@pytest.mark.parametrize("name", samples.VIDEO)
def test_no_chain_keeps_every_sample_of_every_format(tmp_path: Path, name: str) -> None:
    """At an odd size."""
    made = samples.make_video(tmp_path / "in.nut", name, (35, 19))
    found, notices = through(tmp_path / "in.nut", tmp_path / "out.mkv")
    assert samples.wrong(made, found, samples.letters(name)) == []
    assert notices == []


@pytest.mark.parametrize("name", ["yuv420p", "yuv422p10le", "gray16le"])
def test_padded_rows_do_not_matter(tmp_path: Path, name: str) -> None:
    """A decoder with threads gives rows of 854 samples in room for 864 or more."""
    made = samples.make_video(tmp_path / "in.mkv", name, (854, 18), codec="ffv1")
    found, _ = through(tmp_path / "in.mkv", tmp_path / "out.mkv")
    assert samples.wrong(made, found, samples.letters(name)) == []


def test_pictures_of_a_graphics_card_keep_every_sample(tmp_path: Path) -> None:
    """P010 comes from no file: from the frame on. What encoders take has the chroma planes apart, and no shift."""
    frame = noise(PIXEL_FORMATS["p010le"], 36, 18, pts=0)
    fmt = PIXEL_FORMATS["yuv420p10le"]
    with (
        Pipeline(None, output=fmt.name) as pipeline,
        Writer(tmp_path / "out.mkv", 36, 18, fmt, frame.color, codec="ffv1") as writer,
    ):
        writer.write(pipeline.process(frame))
    luma, chroma = frame.planes
    made = [plane >> 6 for plane in (luma, chroma[..., 0], chroma[..., 1])]
    assert samples.wrong([made], samples.decode(tmp_path / "out.mkv")[1], "yuv") == []
    with Pipeline(None, output="p010le") as pipeline:
        same = pipeline.process(frame)
    assert all(np.array_equal(p, q) for p, q in zip(same.planes, frame.planes, strict=True))


@pytest.mark.parametrize(("suffix", "codec", "name"), samples.STILLS)
@pytest.mark.parametrize("target", [".png", ".tif"])
def test_stills_keep_every_sample(tmp_path: Path, suffix: str, codec: str, name: str, target: str) -> None:
    made = samples.make_still(tmp_path / f"in{suffix}", codec, name, (35, 19))
    found, _ = through(tmp_path / f"in{suffix}", tmp_path / f"out{target}")
    assert samples.wrong([made], found, samples.letters(name)) == []


@pytest.mark.parametrize("name", YUV)
@pytest.mark.parametrize("plane", ["LUMA", "CHROMA"])
def test_a_hook_on_some_planes_leaves_the_others_as_they_are(tmp_path: Path, name: str, plane: str) -> None:
    made = samples.make_video(tmp_path / "in.nut", name, (35, 19), count=1)
    (tmp_path / "hook.glsl").write_text(HOOK.format(plane))
    found, _ = through(tmp_path / "in.nut", tmp_path / "out.mkv", tmp_path / "hook.glsl")
    changed = {line[0] for line in samples.wrong(made, found, "yuv")}
    assert changed == ({"y"} if plane == "LUMA" else {"u", "v"})
