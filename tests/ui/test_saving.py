"""Pictures that the player saves: those of a render, in files that nobody had."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from media.clips import make_clip
from media.subs import Shown, make_vobsub
from upshade.core import chain as chains
from upshade.core.frame import Frame
from upshade.jobs import recipe as recipes
from upshade.jobs.background import BackgroundRender
from upshade.jobs.job import Job
from upshade.media.reader import open_video
from upshade.player.state import State
from upshade.ui import saving
from upshade.ui.app import Launch

from .driving import Driver, drive

INVERT = """//!PARAM amount
//!TYPE float
//!MINIMUM 0
//!MAXIMUM 1
1.0
//!HOOK MAIN
//!BIND HOOKED
vec4 hook() { vec4 c = HOOKED_tex(HOOKED_pos); c.rgb = mix(c.rgb, 1.0 - c.rgb, amount); return c; }
"""


def shader(folder: Path) -> str:
    (folder / "invert.glsl").write_text(INVERT)
    return str(folder / "invert.glsl")


def render(job: Job) -> None:
    """In a process of its own: a headless context and a window do not go together in one."""
    item = BackgroundRender(job)
    item.run()
    assert item.state == "done", item.message


def loaded(path: Path) -> Frame:
    with open_video(path) as reader:
        (frame,) = reader.frames(None, None)
    return frame


def same(a: Path, b: Path) -> bool:
    one, two = loaded(a), loaded(b)
    return one.format == two.format and np.array_equal(one.planes[0], two.planes[0])


@pytest.fixture
def film(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program is started in an empty folder."""
    path = make_clip(tmp_path / "Film.mkv", frames=24, size=(160, 96), offset=0.5, sound=None)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return path


def test_pictures_are_those_of_a_render(film: Path) -> None:
    here = Path.cwd()
    made: dict[str, object] = {}

    def saved(d: Driver, count: int) -> None:
        d.until(lambda: len(list(here.glob("*.png"))) >= count and not d.app.picture.saving.lines, "a picture")

    def script(d: Driver) -> None:
        d.settled()
        d.app.edit.set(d.app.edit.cards[-1].id, "amount", 0.25)
        made["chain"] = d.app.edit.loaded()
        d.settled()
        programs = d.app.preview.programs
        counts = [programs.compiled]
        d.keys("s")
        saved(d, 1)
        counts.append(programs.compiled)
        d.keys("s")
        saved(d, 2)
        counts.append(programs.compiled)
        assert counts[1] - counts[0] <= 3 and counts[2] == counts[1], "what is compiled is not compiled again"
        d.app.preview.mode = "fit"
        d.keys("S")
        saved(d, 4)
        made["log"] = [line for _, line in d.app.messages.log]
        d.app.view.compare = "split"
        d.settled()
        made["screen"] = d.screen()
        d.app.actions.save_picture("screen")
        saved(d, 5)
        assert not d.app.messages.errors

    launch = Launch((str(film),), "anime", (shader(film.parent),), start=0.5, scale=1.5, paused=True, sound="null")
    drive(launch, script)
    names = sorted(path.name for path in here.iterdir())
    assert names == ["Film_0-00-00.500.png", "Film_0-00-00.500_2.png", "Film_0-00-00.500_after.png",
                     "Film_0-00-00.500_before.png", "Film_0-00-00.500_screen.png"]  # fmt: skip
    assert "saved Film_0-00-00.500.png" in made["log"]  # type: ignore[operator]
    render(Job(str(film), "theirs.png", made["chain"], scale=1.5, start=0.5))  # type: ignore[arg-type]
    plain = chains.Loaded((), {}, made["chain"].output)  # type: ignore[attr-defined]
    render(Job(str(film), "plain.png", plain, scale=1.5, start=0.5))
    first = here / "Film_0-00-00.500.png"
    assert same(first, here / "theirs.png") and same(here / "Film_0-00-00.500_after.png", first)
    assert same(here / "Film_0-00-00.500_before.png", here / "plain.png")
    assert not same(first, here / "plain.png")
    ours, theirs = recipes.read(first).data(), recipes.read(here / "theirs.png").data()
    assert {**ours, "source": None, "output": None} == {**theirs, "source": None, "output": None}
    screen = loaded(here / "Film_0-00-00.500_screen.png").planes[0]
    assert screen.shape == (800, 1280, 3)
    shown = made["screen"]
    assert isinstance(shown, np.ndarray)
    assert (screen == shown).mean() > 0.98, "panels and all, but for what was just said"


def test_subtitles_that_are_shown_are_in_it(film: Path) -> None:
    box = Shown(0, 900, 300, 200, np.ones((80, 120), np.uint8))
    index = str(make_vobsub(film.parent / "s.idx", [box], [0xFFFFFF] * 16))

    def script(d: Driver) -> None:
        d.app.actions.choose_subtitles(index)
        d.until(lambda: d.app.playback.subtitles is not None)
        d.settled()
        d.keys("s")
        # The subtitles go while their picture is still to be drawn.
        d.app.actions.choose_subtitles(0)
        d.until(lambda: not d.app.picture.saving.lines)
        d.keys("s")
        d.until(lambda: not d.app.picture.saving.lines)
        assert not d.app.messages.errors

    drive(Launch((str(film),), preset="plain", start=0.25, paused=True, sound="null"), script)
    render(Job(str(film), "burnt.png", "plain", start=0.25, burn_in=index))
    render(Job(str(film), "bare.png", "plain", start=0.25))
    assert same(Path("Film_0-00-00.250.png"), Path("burnt.png"))
    assert same(Path("Film_0-00-00.250_2.png"), Path("bare.png"))
    assert not same(Path("burnt.png"), Path("bare.png"))


def test_what_cannot_be_written_is_said_and_the_end_waits(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = Path.cwd()

    def script(d: Driver) -> None:
        d.settled()
        real = saving.folder
        monkeypatch.setattr(saving, "folder", lambda: here / "none")
        d.keys("s")
        d.until(lambda: d.app.messages.errors, "an error")
        assert "there is no folder" in d.app.messages.errors[0]
        monkeypatch.setattr(saving, "folder", real)
        d.app.actions.save_picture("both")  # and quits in the same moment

    drive(Launch((str(film),), preset="plain", paused=True, sound="null"), script, State(size=(640, 480)))
    names = sorted(path.name for path in here.iterdir())
    assert names == ["Film_0-00-00.000_after.png", "Film_0-00-00.000_before.png"]


def test_what_is_saved_is_what_is_seen(film: Path) -> None:
    here = Path.cwd()
    path = Path(shader(film.parent))

    def script(d: Driver) -> None:
        app = d.app
        d.settled()
        path.write_text(INVERT.replace("1.0 - c.rgb", "nonsense"))
        d.until(lambda: app.preview.main.live.problems, "the driver's error")
        d.settled()
        app.messages.errors.clear()
        d.keys("s")
        assert app.messages.errors == ["invert does not compile; mend it, or switch it off"]
        app.messages.errors.clear()
        d.keys("n")
        d.on_window(app.panels["marks"].sheet)
        assert app.messages.errors == ["invert does not compile; mend it, or switch it off"]
        # A picture of the source has nothing to do with it.
        d.on_window(lambda: app.actions.save_picture("before"))
        d.until(lambda: list(here.glob("*_before.png")) and not app.picture.saving.lines, "a picture")
        app.messages.errors.clear()
        path.write_text(INVERT)
        d.until(lambda: not app.preview.main.live.problems, "mended")
        d.settled()
        d.keys("s")
        d.until(lambda: len(list(here.glob("*.png"))) == 2 and not app.picture.saving.lines, "a picture")
        app.actions.all_off()
        d.settled()
        d.keys("s")
        d.until(lambda: len(list(here.glob("*.png"))) == 3 and not app.picture.saving.lines, "a picture")
        assert not app.messages.errors

    drive(Launch((str(film),), "plain", (str(path),), paused=True, sound="null"), script)
    names = ["Film_0-00-00.000_before.png", "Film_0-00-00.000.png", "Film_0-00-00.000_2.png"]
    assert sorted(one.name for one in here.glob("*.png")) == sorted(names)
    before, chain, bypassed = (here / name for name in names)
    assert same(before, bypassed) and not same(before, chain)


def test_where_they_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert saving.folder() == tmp_path and saving.said(tmp_path / "a.png") == "a.png"
    pictures = tmp_path / "Pictures"
    monkeypatch.setattr("platformdirs.user_pictures_path", lambda: pictures)
    monkeypatch.setattr("os.access", lambda *_: False)
    assert saving.folder() == pictures and pictures.is_dir()
    assert saving.said(pictures / "a.png") == str(pictures / "a.png")
