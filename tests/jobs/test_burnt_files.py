"""The files of subtitles that are burnt in are watched, and are part of the recipe: all of them."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from media.clips import make_clip
from media.subs import Shown, make_vobsub
from upshade.jobs.drawing import Drawing
from upshade.jobs.job import Job
from upshade.jobs.recipe import differences, of_job, parse


def test_both_files_of_a_dvd_count(tmp_path: Path) -> None:
    """The .idx of two languages' worth of pictures says the same of either."""
    index = make_vobsub(tmp_path / "s.idx", [Shown(0, 900, 2, 2, np.ones((8, 8), np.uint8))], [0xFFFFFF] * 16)
    pictures = index.with_suffix(".sub")
    job = Job("in.mkv", "out.mkv", None, burn_in=str(index))
    old = of_job(job)
    both = index.read_bytes() + pictures.read_bytes()
    assert old.subtitles is not None
    assert (old.subtitles.name, old.subtitles.bytes) == ("s.idx", len(both))
    assert old.subtitles.sha256 == hashlib.sha256(both).hexdigest()
    data = bytearray(pictures.read_bytes())
    data[-1] ^= 1
    pictures.write_bytes(data)
    assert differences(parse(old.text()), of_job(job)) == ["s.idx has changed"]
    pictures.unlink()
    assert of_job(job).subtitles == replace(old.subtitles, bytes=None, sha256=None)


@pytest.mark.usefixtures("headless")
def test_both_files_of_a_dvd_are_watched(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "in.mkv", frames=6, size=(64, 36), sound=None)
    index = make_vobsub(tmp_path / "s.idx", [Shown(0, 900, 2, 2, np.ones((8, 8), np.uint8))], [0xFFFFFF] * 16)
    for burn_in, more in ((str(index), (str(index), str(index.with_suffix(".sub")))), (None, ())):
        job = Job(str(clip), str(tmp_path / "out.mkv"), None, burn_in=burn_in)
        with Drawing(of_job(job), job.source, job.output) as drawing:
            assert drawing.files == (str(clip), *more)
