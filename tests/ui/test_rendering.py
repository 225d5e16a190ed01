"""The render panel: the file is what the window shows, and playback goes on meanwhile."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from media.clips import make_clip
from media.subs import Shown, make_vobsub
from upshade.core import chain as chains
from upshade.jobs.names import key
from upshade.media import codecs
from upshade.media.reader import open_video
from upshade.player.state import State
from upshade.ui import renderform
from upshade.ui.app import Launch
from upshade.ui.renderform import RenderForm, Wanted, check, job_of, pictures, quality_words, suggest
from upshade.ui.rendering import RenderPanel

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


@pytest.fixture
def film(tmp_path: Path) -> Path:
    (tmp_path / "invert.glsl").write_text(INVERT)
    return make_clip(tmp_path / "Film.mkv", frames=48, size=(160, 96), offset=0.5)


def panel(d: Driver) -> RenderPanel:
    found = d.app.panels["render"]
    assert isinstance(found, RenderPanel)
    return found


def test_the_file_is_what_the_window_shows(film: Path) -> None:
    """For a value that was changed and never saved, a range between the marks, a format that was chosen."""
    output = film.with_name("Film.anime.mkv")
    shown: list[tuple[np.ndarray, ...]] = []

    def choose(d: Driver, combo: str, item: str) -> None:
        d.click(f"//Render/##{combo}")
        d.click(f"//$FOCUSED/{item}")

    def script(d: Driver) -> None:
        app, render = d.app, panel(d)
        d.settled()
        app.edit.set(app.edit.cards[-1].id, "amount", 0.25)
        app.actions.panel("render")
        d.turn(4)
        assert render.form.path == str(output) and not render._checked.problems
        choose(d, "codec", "###ffv1")
        assert app.preview.codec == "ffv1" and render.form.path == str(output)
        choose(d, "pixels", "###yuv444p10le")
        d.settled()
        assert app.preview.plan.target.format.name == "yuv444p10le", "the window shows the pixels of the file"
        for time, typed in ((0.5, "I"), (0.75, "O")):
            app.actions.seek(time)
            d.settled()
            d.keys(typed)
        choose(d, "range", "###span")
        d.turn(2)
        assert "7 pictures" in render._how_long(render._wanted())
        for index in range(12, 19):
            app.actions.seek(index / 24)
            d.settled()
            shown.append(d.on_window(lambda: tuple(p.copy() for p in app.preview.main.live.read())))
        d.click("//Render/###start")
        (item,) = app.renders.items
        app.playback.loop_file = True
        app.playback.play()
        at = app.playback.shown
        d.until(lambda: item.over, "the end of the render")
        assert app.playback.playing and app.playback.shown > at
        assert item.state == "done", item.message
        d.until(lambda: any("Film.anime.mkv is rendered" in line for _, line in app.messages.log))
        assert not app.messages.errors
        d.turn(3)
        assert "exists" not in render._checked.problems and render.form.path != str(output)
        d.click("//Render/render 1/###copy")
        d.click("//Render/render 1/###remove")
        assert app.renders.items == ()

    launch = Launch((str(film),), "anime", (str(film.with_name("invert.glsl")),), scale=1.5, paused=True, sound="null")
    drive(launch, script, State(size=(760, 640), panels=()))
    with open_video(output) as reader:
        frames = list(reader.frames())
    assert len(frames) == len(shown) == 7
    assert (frames[0].width, frames[0].height, frames[0].format.name) == (240, 144, "yuv444p10le")
    for frame, planes in zip(frames, shown, strict=True):
        assert all(np.array_equal(a, b) for a, b in zip(frame.planes, planes, strict=True))


def test_several_stop_go_on_and_what_is_wrong(film: Path) -> None:
    film = make_clip(film.with_name("Long.mkv"), frames=1000, size=(160, 96), sound=None)

    def script(d: Driver) -> None:
        app, render = d.app, panel(d)
        d.settled()
        app.actions.panel("render")
        d.turn(4)
        d.click("//Render/###start")
        d.turn(2)
        d.click("//Render/###start")
        first, second = app.renders.items
        assert first.job.output != second.job.output and second.state == "waiting"
        d.until(lambda: render._list._words(first, first.state).endswith("B"), "some progress")
        first.cancel()
        d.until(lambda: first.over)
        d.turn(3)
        assert first.state == "stopped" and not app.messages.errors
        d.click(f"//Render/render {render._list._ids[first]}/###again")
        assert first not in app.renders.items and app.renders.items[-1].job.output == first.job.output
        for item in app.renders.items:
            item.cancel()
        d.until(lambda: not app.renders.busy)

        form = render.form

        def said(field: str) -> str:
            d.turn(2)
            return render._checked.problems.get(field, "")

        form.typed, form.path = True, str(film)
        assert "is the input itself" in said("path")
        form.path = str(film.with_name("none") / "a.mkv")
        assert "there is no folder" in said("path")
        form.path = str(film.with_suffix(".avi"))
        assert "no video container is called '.avi'" in said("path")
        there = film.with_name("there.mkv")
        there.write_bytes(b"mine")
        form.path = str(there)
        assert "is there already" in said("exists") and not render.start() and not app.renders.busy
        d.click("//Render/Replace it")
        assert not said("exists") and not said("path")
        d.ctx.item_input_value("//Render/##file", str(film.with_name("invert.glsl")))
        assert said("path"), "who replaced one file replaces no other"
        d.ctx.item_input_value("//Render/##file", str(there))
        assert said("exists")
        d.click("//Render/Another name")
        assert not said("exists") and not said("path")
        form.range = "loop"
        assert "there is no loop" in said("range")
        app.playback.loop = (0.5, None)
        assert not said("range")
        form.range = "all"
        # A chain that the window shows without a shader is no chain to be rendered.
        broken = film.with_name("broken.glsl")
        broken.write_text("//!HOOK MAIN\n//!BIND HOOKED\nvec4 hook() { return nothing; }\n")
        app.edit.add(str(broken))
        d.until(lambda: app.preview.main.live.problems)
        assert "does not compile" in said("chain") and not render.start()
        assert there.read_bytes() == b"mine"

    drive(Launch((str(film),), "plain", paused=True, sound="null"), script, State(size=(760, 640), panels=()))


def test_a_still_and_subtitles(film: Path) -> None:
    box = Shown(0, 900, 300, 200, np.ones((80, 120), np.uint8))
    index = str(make_vobsub(film.parent / "s.idx", [box], [0xFFFFFF] * 16))
    still = film.with_name("still.png")

    def script(d: Driver) -> None:
        app, render = d.app, panel(d)
        d.settled()
        app.actions.panel("render")
        app.actions.choose_subtitles(index)
        d.until(lambda: app.playback.subtitles is not None)
        d.turn(3)
        d.click("//Render/draw the subtitles into the picture##burn")
        assert job_of(render.form, render._wanted()).burn_in == index
        app.actions.toggle_subtitles()
        d.turn(2)
        assert not render.form.burn, "what is not shown is not drawn"
        d.keys("s")
        d.until(lambda: list(film.parent.glob("Film_*.png")))
        next(film.parent.glob("Film_*.png")).rename(still)
        app.actions.open([str(still)])
        d.settled()
        d.turn(3)
        assert render.form.path.endswith("still.plain.png") and not render._checked.problems
        d.click("//Render/###start")
        d.until(lambda: app.renders.items[0].over)
        assert app.renders.items[0].state == "done", app.renders.items[0].message

    import os

    here = os.getcwd()
    os.chdir(film.parent)
    try:
        drive(Launch((str(film),), "plain", paused=True, sound="null"), script, State(size=(760, 640), panels=()))
    finally:
        os.chdir(here)
    assert film.with_name("still.plain.png").is_file()


# -- the form, without a window --------------------------------------------------------------------------------------


def wanted(film: Path, **more: Any) -> Wanted:
    with open_video(film) as reader:
        return Wanted(reader.info, chains.load("plain"), **more)


def test_every_codec_has_settings_that_a_render_takes(film: Path) -> None:
    has = wanted(film)
    for name in codecs.CODECS:
        form = RenderForm()
        form.choose(name)
        form.path = suggest(has.info, "plain", form.ending, film.parent, ())
        assert check(form, has, ()).problems == {}, name
        assert "crf" not in job_of(form, has).encoder, "the codec's own settings are not said"
        if found := renderform.qualities(name):
            best, least, own = found
            assert best <= own <= least and quality_words(name, own) == "nothing that can be seen is lost"
            form.crf = least + 1
            assert "quality" in check(form, has, ()).problems
            form.crf = best
        if speeds := renderform.speeds(name):
            assert speeds[1] in speeds[0]
            form.speed = speeds[0][0]
        job = job_of(form, has)
        codecs.check_options(name, job.encoder)
        assert codecs.container(job.output, name) is not None


def test_ranges_and_counts(film: Path) -> None:
    form = RenderForm(path=str(film.with_name("o.mkv")))
    assert pictures(form, wanted(film)) == 48
    form.range = "span"
    assert "mark a range first" in check(form, wanted(film), ()).problems["range"]
    has = wanted(film, span=(None, 1.0))
    assert (job_of(form, has).start, job_of(form, has).duration) == (None, 1.0) and pictures(form, has) == 24
    has = wanted(film, span=(0.5, None), loop=(0.25, 0.75))
    assert (job_of(form, has).start, job_of(form, has).duration) == (0.5, None) and pictures(form, has) == 36
    form.range = "loop"
    assert (job_of(form, has).start, job_of(form, has).duration) == (0.25, 0.5)


def test_names_that_are_suggested(film: Path, tmp_path: Path) -> None:
    info = wanted(film).info
    first = suggest(info, "anime", ".mkv", tmp_path, ())
    assert first == str(tmp_path / "Film.anime.mkv")
    assert suggest(info, "anime", ".mkv", tmp_path, {key(first)}) == str(tmp_path / "Film.anime 2.mkv")
    (tmp_path / "Film.anime.mkv").write_bytes(b"")
    assert suggest(info, "", ".mp4", tmp_path, ()) == str(tmp_path / "Film.upshade.mp4")
    form = RenderForm(path=str(tmp_path / "x.y.mkv"), typed=True)
    form.choose("png")
    assert form.path == str(tmp_path / "x.y.%05d.png")
    form.choose("prores")
    assert form.path == str(tmp_path / "x.y.mov")
