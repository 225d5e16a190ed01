"""A render that was killed goes on where it was, and gives the file that it would have given."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest

from jobs.runs import Run, compared, journalled
from media.film import make_film

OPTIONS = ("--preset", "plain", "--scale", "2", "--codec", "h264", "--encoder-preset", "ultrafast")
SEGMENTS = 4


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """52 s of few small pictures, with every other kind of stream: four segments."""
    return make_film(tmp_path_factory.mktemp("film") / "film.mkv", duration=52, size=(64, 36), steps=(190, 230, 410))


@pytest.fixture(scope="module")
def undisturbed(film: Path) -> Path:
    output = film.with_name("undisturbed.mkv")
    ended = Run(film, output, OPTIONS).end()
    assert ended.code == 0 and ended.resumed is None, ended.err
    assert sorted(p.name for p in film.parent.iterdir()) == ["film.mkv", "undisturbed.mkv"]
    return output


def test_three_kills_and_a_ctrl_c_on_one_job(film: Path, undisturbed: Path, tmp_path: Path) -> None:
    """While the first segments are made, later, near the end, and while the file is put together."""
    output = tmp_path / "out.mkv"
    safe = 0
    for segments, number in ((1, signal.SIGKILL), (2, signal.SIGINT), (3, signal.SIGKILL), (None, signal.SIGKILL)):
        run = Run(film, output, OPTIONS)
        assert run.until(lambda run=run, n=segments: run.assembling() if n is None else run.safe() >= n)
        run.signal(number)
        ended = run.end()
        assert not output.exists() and journalled(run.folder) >= safe
        safe = journalled(run.folder)
        if number == signal.SIGINT:
            assert ended.code == 130
            told = f"interrupted; {safe} of {SEGMENTS} segments are safe in 'out.mkv.upshade'"
            assert ended.complaint == f"{told}, and the same command goes on"
        else:
            assert ended.code == -number
    assert safe == SEGMENTS
    ended = Run(film, output, (*OPTIONS, "--crf", "30")).end()
    assert ended.code == 2 and "--fresh starts over" in ended.complaint and journalled(run.folder) == SEGMENTS
    ended = Run(film, output, OPTIONS).end()
    assert (ended.code, ended.resumed, ended.complaint) == (0, SEGMENTS, "")
    assert compared(undisturbed, output) == ""
    assert os.listdir(tmp_path) == ["out.mkv"], "what the killed ones left is gone too"


def test_two_workers_begin_anew_and_one_is_killed(film: Path, undisturbed: Path, tmp_path: Path) -> None:
    """Where a render with other settings was killed before."""
    output = tmp_path / "out.mkv"
    run = Run(film, output, (*OPTIONS, "--crf", "30"))
    assert run.until(lambda: run.safe() >= 1)
    run.kill()
    run.end()
    run = Run(film, output, (*OPTIONS, "--workers", "2", "--fresh"))
    assert run.until(lambda: len(run.hands()) == 2)
    os.kill(run.hands()[0], signal.SIGKILL)
    ended = run.end()
    assert (ended.code, ended.resumed, ended.complaint) == (0, None, "")
    assert compared(undisturbed, output) == ""
    assert os.listdir(tmp_path) == ["out.mkv"]


def test_a_source_that_changes_is_noticed_and_nothing_is_lost(film: Path, undisturbed: Path, tmp_path: Path) -> None:
    source, output = tmp_path / "film.mkv", tmp_path / "out.mkv"
    shutil.copy(film, source)
    run = Run(source, output, OPTIONS)
    assert run.until(lambda: run.safe() >= 2)
    with open(source, "r+b") as file:
        file.seek(5000)
        file.write(bytes(100))
    ended = run.end()
    assert ended.code == 1 and "film.mkv: has changed while it was being read" in ended.complaint
    ended = Run(source, output, OPTIONS).end()
    assert ended.code == 2 and "the source has changed; --fresh starts over" in ended.complaint
    assert journalled(run.folder) >= 2 and not output.exists()
    shutil.copy(film, source)
    ended = Run(source, output, OPTIONS).end()
    assert ended.code == 0 and (ended.resumed or 0) >= 2 and compared(undisturbed, output) == ""
