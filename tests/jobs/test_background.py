"""Renders beside a window: the file that any render gives, and nothing that happens to one reaches the player."""

from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from media.clips import make_clip
from upshade.core import chain as chains
from upshade.core import hook, library
from upshade.core.chain import Loaded
from upshade.core.steps import ChainEntry, Options
from upshade.jobs import background, wire
from upshade.jobs.background import BackgroundRender, Renders
from upshade.jobs.job import Job
from upshade.jobs.journal import folder_of, left
from upshade.jobs.render import render

INVERT = """//!PARAM amount
//!TYPE float
//!MINIMUM 0
//!MAXIMUM 1
1.0
//!HOOK MAIN
//!BIND HOOKED
vec4 hook() { vec4 c = HOOKED_tex(HOOKED_pos); c.rgb = mix(c.rgb, 1.0 - c.rgb, amount); return c; }
"""
LAST = 120.0
"""Seconds after which a test gives up."""


def until(condition: Callable[[], object], item: BackgroundRender) -> None:
    last = time.monotonic() + LAST
    while not condition():
        assert time.monotonic() < last, f"{item.state}: {item.message}"
        time.sleep(0.002)


def ended(item: BackgroundRender) -> BackgroundRender:
    until(lambda: item.over, item)
    return item


def pid(item: BackgroundRender) -> int:
    until(lambda: item._process, item)
    assert item._process is not None
    return item._process._process.pid


def planes(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as file:
        return [np.frombuffer(bytes(plane), np.uint8) for frame in file.decode(video=0) for plane in frame.planes]


@pytest.fixture
def renders() -> Iterator[Renders]:
    made = Renders()
    yield made
    made.close(0.0)


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of several segments, too long to be done before a test is."""
    return make_clip(tmp_path_factory.mktemp("long") / "in.mkv", frames=1500, size=(160, 90), sound=None)


def slow(source: Path, output: Path) -> Job:
    return Job(str(source), str(output), preset="anime", scale=4, codec="ffv1")


@pytest.mark.usefixtures("headless")
def test_it_is_the_file_that_a_render_gives(renders: Renders, tmp_path: Path) -> None:
    """A chain that was edited and never saved, with values to the last bit."""
    loaded = chains.load("anime", sets=["push.strength_gradient=0.1234567"])
    shader = hook.parse(INVERT, "edited", str(tmp_path / "never-saved.glsl"))
    values = {**loaded.values, "edited": {"amount": math.nextafter(0.3, 1)}}
    loaded = Loaded((*loaded.entries, ChainEntry("edited", shader)), values, loaded.output)
    job = Job(str(library.demo_clip()), str(tmp_path / "a.mkv"), loaded, size=(480, 270), start=1.0, duration=0.3)
    item = ended(renders.add(job))
    assert (item.state, item.frames, item.fraction, item.progress) == ("done", 8, 1.0, None), item.message
    assert item.message.startswith(f"{tmp_path / 'a.mkv'} is complete: 8 pictures in ")
    assert item.written == (tmp_path / "a.mkv").stat().st_size
    report = render(replace(job, output=str(tmp_path / "b.mkv")))
    assert list(item.notices) == report.notices
    found, expected = planes(tmp_path / "a.mkv"), planes(tmp_path / "b.mkv")
    assert len(found) == len(expected) == 24
    assert all(np.array_equal(a, b) for a, b in zip(found, expected, strict=True))


def test_a_job_travels_as_it_is() -> None:
    shader = hook.parse(INVERT, "edited", "never-saved.glsl")
    chain = Loaded(
        (ChainEntry("edited", shader), ChainEntry("edited#2", shader, enabled=False)),
        {"edited": {"amount": 1 / 3}, "edited#2": {"amount": 5e-324}},
        replace(chains.load("anime").output, scale=1.7),
    )
    job = Job("in\udcff.mkv", "out.mkv", chain, options=Options(dither=False), encoder={"crf": "18"})
    assert wire.decode(wire.encode(job)) == job
    assert str(wire.encode(job)).count("vec4 hook()") == 1, "a shader that is there twice goes once"


def test_the_chain_is_that_of_the_moment(tmp_path: Path) -> None:
    shader = tmp_path / "mine.glsl"
    shader.write_text(INVERT)
    job = Job(str(library.demo_clip()), str(tmp_path / "a.mkv"), None, shaders=(str(shader),))
    item = BackgroundRender(job)
    shader.unlink()
    assert item.state == "waiting" and isinstance(item.job.preset, Loaded) and not item.job.shaders
    gone = BackgroundRender(job)
    assert gone.state == "failed" and gone.message == f"no shader file at {shader}"


def test_one_that_fails_says_why_and_the_next_one_is_rendered(renders: Renders, tmp_path: Path) -> None:
    source = make_clip(tmp_path / "in.mkv", frames=6, size=(64, 36), sound=None)
    (tmp_path / "taken.mkv").write_bytes(b"mine")
    taken = renders.add(Job(str(source), str(tmp_path / "taken.mkv"), None))
    good = renders.add(Job(str(source), str(tmp_path / "good.mkv"), None))
    missing = renders.add(Job(str(tmp_path / "none.mkv"), str(tmp_path / "none-out.mkv"), None))
    assert renders.items == (taken, good, missing) and renders.busy
    assert ended(missing).state == "failed" and "none.mkv" in missing.message and "\n" not in missing.message
    assert (good.state, good.frames) == ("done", 6)
    assert taken.state == "failed" and "exists already" in taken.message
    assert (tmp_path / "taken.mkv").read_bytes() == b"mine"
    again = renders.again(taken, overwrite=True)
    assert ended(again).state == "done" and renders.items == (good, missing, again) and not renders.busy
    renders.clear()
    assert renders.items == ()


def test_one_that_is_stopped_goes_on(renders: Renders, long: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.mkv"
    # Its first segment is waited for, at the lowest priority.
    item, behind = renders.add(replace(slow(long, output), scale=2)), renders.add(slow(long, tmp_path / "behind.mkv"))
    until(lambda: left(output) and item.progress, item)
    progress = item.progress
    assert progress is not None and 0 < progress.done < (progress.total or 0) == 1500
    assert item.eta is not None and item.fraction is not None and renders.active is item
    behind.cancel()
    assert (behind.state, behind.message) == ("stopped", "stopped before it began"), "nothing is waited for"
    item.cancel()
    assert ended(item).state == "stopped" and item.progress is None
    assert item.message.startswith("stopped; ") and "safe in 'out.mkv.upshade', and rendering it again goes on" in (
        item.message
    )
    assert not output.exists() and not folder_of(tmp_path / "behind.mkv").exists()
    again = renders.again(item)
    until(lambda: again.notices or again.over, again)
    assert any(line.startswith("goes on: ") for line in again.notices), again.message


def test_one_whose_process_is_killed_has_failed_in_words(renders: Renders, long: Path, tmp_path: Path) -> None:
    item = renders.add(slow(long, tmp_path / "out.mkv"))
    until(lambda: item.progress, item)
    os.kill(pid(item), signal.SIGKILL)
    assert ended(item).state == "failed"
    assert item.message.startswith("its process was ended by SIGKILL (perhaps the memory ran out); ")


def test_one_that_hears_nothing_is_ended_by_force(renders: Renders, long: Path, tmp_path: Path) -> None:
    item = renders.add(slow(long, tmp_path / "out.mkv"))
    number = pid(item)
    os.kill(number, signal.SIGSTOP)
    renders.close(wait=0.05)
    assert item.state == "stopped"
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
    assert renders.add(slow(long, tmp_path / "late.mkv")).state == "stopped", "nothing begins after the end"


def test_one_that_does_not_stop_is_ended_after_a_while(
    renders: Renders, long: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "_PATIENCE", 0.05)
    item = renders.add(slow(long, tmp_path / "out.mkv"))
    until(lambda: item.progress, item)
    os.kill(pid(item), signal.SIGSTOP)
    item.cancel()
    assert ended(item).state == "stopped"


@pytest.mark.skipif(not os.path.isdir("/proc/self/task"), reason="is told by Linux alone")
def test_the_player_comes_first(renders: Renders, long: Path, tmp_path: Path) -> None:
    item = renders.add(slow(long, tmp_path / "out.mkv"))
    until(lambda: item.progress, item)
    own, begun = os.getpriority(os.PRIO_PROCESS, 0), {}
    for task in os.listdir(f"/proc/{pid(item)}/task"):
        with suppress(OSError):  # it may have ended meanwhile
            begun[int(task)] = os.getpriority(os.PRIO_PROCESS, int(task)) - own
    assert begun[pid(item)] == 10
    # What numpy's library begins when it is imported draws nothing.
    assert sum(nice == 10 for nice in begun.values()) > 3


def test_where_no_process_can_be_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
    item = BackgroundRender(Job(str(library.demo_clip()), str(tmp_path / "a.mkv"), None))
    item.run()
    assert (item.state, item.message) == ("failed", "no process can be started for it: No such file or directory")


def test_an_error_of_our_own_ends_one_and_not_all(renders: Renders, tmp_path: Path) -> None:
    source = make_clip(tmp_path / "in.mkv", frames=3, size=(64, 36), sound=None)
    bad = Job(str(source), str(tmp_path / "a.mkv"), None, encoder={"crf": object()})  # type: ignore[dict-item]
    first, second = renders.add(bad), renders.add(Job(str(source), str(tmp_path / "b.mkv"), None))
    assert ended(second).state == "done"
    assert (first.state, first.message) == ("failed", "an error inside upshade (TypeError: a object does not travel)")


def test_a_player_that_is_killed_leaves_no_process(long: Path, tmp_path: Path) -> None:
    code = (
        "import sys, time; from upshade.jobs.background import Renders; from upshade.jobs.job import Job\n"
        "r = Renders(); i = r.add(Job(sys.argv[1], sys.argv[2], scale=4, codec='ffv1'))\n"
        "while not i.progress: time.sleep(0.01)\n"
        "print(i._process._process.pid, flush=True); time.sleep(1000)"
    )
    words = [sys.executable, "-c", code, str(long), str(tmp_path / "out.mkv")]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as player:
        assert player.stdout is not None
        child = int(player.stdout.readline())
        player.kill()
    last = time.monotonic() + LAST
    with pytest.raises(ProcessLookupError):
        while time.monotonic() < last:
            os.kill(child, 0)
            time.sleep(0.01)
