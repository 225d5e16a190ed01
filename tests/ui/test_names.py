"""Names that no text can hold: the player shows them spelled out, and works with the files themselves."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from upshade.core import library
from upshade.jobs.job import Job
from upshade.player.state import State
from upshade.ui.app import Launch
from upshade.ui.chooser import has_native
from upshade.ui.library_popup import paths
from upshade.ui.words import edited, shown

from . import driving
from .driving import Driver

ODD = os.fsdecode(b"\xff")
SHOWN = "\\udcff"
SHADER = """\
//!PARAM gain
//!TYPE float
//!MINIMUM 0
//!MAXIMUM 1
0.5

//!HOOK OUTPUT
//!BIND HOOKED
//!DESC dim
vec4 hook() { return HOOKED_texOff(0) * gain; }

//!HOOK OUTPUT
//!BIND HOOKED
//!WHEN 0
//!DESC never
vec4 hook() { return HOOKED_texOff(0); }
"""
LINE = "1\n00:00:00,000 --> 00:00:09,000\nwords\n"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="names are text elsewhere")


def test_what_nobody_touches_stays_what_it_was() -> None:
    path = f"/d{ODD}/film{ODD}.mkv"
    seen = shown(path)
    assert seen == f"/d{SHOWN}/film{SHOWN}.mkv" and shown("/日é") == "/日é"
    assert edited(seen, path) == path
    assert edited(seen.replace("film", "fine"), path) == path.replace("film", "fine")
    assert edited(seen + "x", path) == path + "x" and edited("/e" + seen, path) == "/e" + path
    assert edited(seen.replace(f"m{SHOWN}", f"m{SHOWN[:-1]}"), path) == path.replace(f"m{ODD}", f"m{SHOWN[:-1]}")
    assert edited("", path) == "" and edited("new", "") == "new" and edited("aa", "aaa") == "aa"


@pytest.fixture
def odd(settings: Path, tmp_path: Path) -> Path:
    """A folder of such a name, with files of every kind; the user's own presets and shaders, too."""
    folder = tmp_path / f"d{ODD}"
    folder.mkdir()
    for name in (f"film{ODD}.mkv", f"other{ODD}.mkv"):
        shutil.copy(library.demo_clip(), folder / name)
    (folder / f"film{ODD}.srt").write_text(LINE)
    for kind in ("shaders", "presets"):
        (settings / kind / f"s{ODD}").mkdir(parents=True)
    (settings / "shaders" / f"s{ODD}" / f"own{ODD}.glsl").write_text(SHADER)
    (folder / f"mine{ODD}.glsl").write_text(SHADER)
    (folder / f"mended{ODD}.glsl").write_text(SHADER.replace("return", "retrun"))
    (folder / f"gone{ODD}.glsl").write_text(SHADER)
    (settings / "presets" / f"p{ODD}.toml").write_text('[[pass]]\nshader = "deband"\n')
    (settings / "presets" / f"s{ODD}" / f"broken{ODD}.toml").write_text("[[pass]]\nshader = 7\n")
    return folder


def keys() -> Any:
    from imgui_bundle import imgui

    return imgui.Key


def drive(launch: Launch, script: Callable[[Driver], None], state: State) -> None:
    def busy(d: Driver) -> None:
        d.app.idle = lambda: 0.0
        script(d)

    driving.drive(launch, busy, state)


def hover(d: Driver, ref: str) -> None:
    d.ctx.mouse_move(ref)
    assert not d.ctx.is_error(), ref
    d.ctx.sleep(1.0)
    d.turn(2)


def test_every_panel_menu_and_dialog(odd: Path, settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(odd)
    monkeypatch.setattr("upshade.ui.dialogs.has_native", lambda: False)
    film, preset = odd / f"film{ODD}.mkv", settings / "presets" / f"p{ODD}.toml"
    state = State(size=(1600, 900), recent=(str(film), str(odd / f"old{ODD}.mkv")))
    launch = Launch((str(odd),), str(preset), tuple(str(odd / f"{name}{ODD}.glsl") for name in ("mine", "mended")),
                    sound="null", paused=True)  # fmt: skip

    def script(d: Driver) -> None:
        from imgui_bundle import imgui

        app, do = d.app, d.app.actions
        assert app.playlist.current == str(film) and app.edit.preset.path == preset
        assert [track.path for track in app.playback.subtitle_tracks] == [str(odd / f"film{ODD}.srt")]
        d.settled()
        for panel in app.panels:
            d.on_window(lambda panel=panel: do.panel(panel))
            d.turn(6)
        # A card that is broken, one whose file goes away, one of the user's own.
        d.on_window(lambda: app.edit.add(str(odd / f"gone{ODD}.glsl")))
        d.on_window(lambda: app.edit.add(f"s{ODD}/own{ODD}"))
        (odd / f"gone{ODD}.glsl").unlink()
        d.settled()
        d.on_window(lambda: do.panel("chain"))
        hover(d, "//Chain/##preset")
        card = app.edit.cards[1]
        for button in (f"card##{card.id}", f"error##{app.edit.cards[2].id}"):
            hover(d, f"//Chain/**/{button}")
        d.click(f"//Chain/**/###menu{card.id}")
        d.click("//$FOCUSED/Copy the file's path")
        assert d.on_window(imgui.get_clipboard_text) == shown(card.shader)
        # All menus, with what they lead to.
        for menu in ("File/Open recent", "File/Playlist", "View/Split with a preset", "Chain/Load preset",
                     "Play/Subtitles"):  # fmt: skip
            d.ctx.menu_action(imgui.test_engine.TestAction.hover, f"//##MainMenuBar/{menu}")
            assert not d.ctx.is_error(), menu
            d.turn(3)
        d.press(keys().escape)
        d.press(keys().escape)
        d.on_window(lambda: do.compare_with(f"p{ODD}"))
        d.settled()
        d.on_window(lambda: do.compare_with(None))
        # Lists to choose from.
        for show in (app.panels["chain"].add, app.panels["chain"]._head.choose_preset):
            d.on_window(show)
            d.turn(20)
            d.press(keys().escape)
        assert [item.key for item in paths(f"{odd}/mi")] == [str(odd / f"mine{ODD}.glsl")]
        # The code, with what is wrong in it.
        code = app.panels["code"]
        for name in (f"mine{ODD}", f"mended{ODD}"):
            d.on_window(lambda name=name: code.show(odd / f"{name}.glsl", 3))
            d.turn(10)
        d.until(lambda: code.errors(odd / f"mended{ODD}.glsl"), "the driver's words")
        d.turn(5)
        d.keys("x")
        d.until(lambda: code.current.unsaved())
        # Dialogs.
        for name in ("keys", "log", "save", "changed"):
            d.on_window(lambda name=name: app.dialogs.show(name))
            d.turn(4)
            d.press(keys().escape)
        assert not d.on_window(app.may_exit)
        d.turn(4)
        d.press(keys().escape)
        d.on_window(lambda: [code.close_tab(tab) for tab in list(code.tabs)])
        d.turn(3)
        # A preset is text, which such a shader cannot be named in.
        d.on_window(lambda: app.dialogs.show("save"))
        d.turn(3)
        d.click("//Save preset/Save")
        assert "not UTF-8" in app.dialogs.current._error
        d.turn(3)
        d.press(keys().escape)
        # Saved under a name of which nobody has touched the folder.
        d.on_window(lambda: do.load_preset(preset))
        d.on_window(lambda: app.edit.set_enabled(app.edit.cards[0].id, False))
        d.on_window(lambda: app.dialogs.show("save"))
        d.turn(3)
        app.dialogs.current._path = str(odd / f"r{ODD}.toml")
        d.ctx.item_click("//Save preset/##File")
        d.press(keys().home)
        d.press(keys().end)
        for _ in ".toml":
            d.press(keys().backspace)
        d.keys("2")
        d.click("//Save preset/Save")
        assert app.edit.preset.path == odd / f"r{ODD}2.toml" and app.edit.preset.path.is_file()
        # Our own dialog for opening, in the folder and by a typed name.
        d.on_window(lambda: app.dialogs.show("open"))
        d.turn(3)
        chooser = app.dialogs.current
        d.until(lambda: not chooser._list.busy)
        d.turn(3)
        assert chooser._list.folder == str(odd)
        d.keys("../")
        d.until(lambda: chooser._list.folder == str(odd.parent) and not chooser._list.busy)
        d.turn(2)
        assert chooser._list.folder == str(odd.parent), "no further up"
        d.press(keys().backspace)
        d.press(keys().backspace)
        d.keys("/other")
        d.until(lambda: chooser._list.folder == str(odd) and not chooser._list.busy)
        d.turn(2)
        d.press(keys().enter)
        d.until(lambda: not app.dialogs.open)
        assert app.playlist.current == str(odd / f"other{ODD}.mkv")
        d.on_window(lambda: do.open([film]))
        d.settled()

    drive(launch, script, state)


def test_it_is_rendered_and_laid_out_on_a_sheet(odd: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(odd)
    film = odd / f"film{ODD}.mkv"

    def script(d: Driver) -> None:
        app, panel = d.app, d.app.panels["render"]
        d.settled()
        d.on_window(lambda: app.actions.panel("render"))
        d.until(lambda: panel.form.path, "a suggestion")
        d.turn(3)
        suggested = panel.form.path
        assert suggested == str(odd / "film_.upshade.mkv")
        # Only what is typed is another.
        d.ctx.item_click("//Render/##file")
        d.press(keys().end)
        for _ in ".mkv":
            d.press(keys().backspace)
        d.keys("2.mkv")
        d.turn(3)
        assert panel.form.path == suggested.removesuffix(".mkv") + "2.mkv" and panel.form.typed
        Path(panel.form.path).write_bytes(b"somebody's")
        d.until(lambda: "exists" in panel._checked.problems, "the question")
        d.turn(2)
        d.on_window(panel.another)
        app.renders.add(Job(str(film), str(odd / f"made{ODD}.mkv"), app.edit.loaded(), duration=0.1))
        app.renders.add(Job(str(film), str(odd / f"no{ODD}" / "made.mkv"), app.edit.loaded(), duration=0.1))
        app.renders.add(Job(str(odd / f"none{ODD}.mkv"), str(odd / "x.mkv"), app.edit.loaded(), duration=0.1))
        d.until(lambda: all(item.over for item in app.renders.items), "the ends")
        d.turn(3)
        assert (odd / f"made{ODD}.mkv").is_file()
        assert [item.state for item in app.renders.items] == ["done", "failed", "failed"]
        # Pictures and a sheet.
        d.on_window(lambda: app.actions.save_picture("both"))
        d.on_window(lambda: app.panels["marks"].mark())
        d.on_window(lambda: app.panels["marks"].sheet())
        d.until(lambda: app.dialogs.open, "the sheet")
        d.turn(3)
        sheet = app.dialogs.current
        d.click("//Contact sheet/Save as PNG")
        d.until(lambda: sheet._said or sheet._error)
        d.turn(2)
        assert sheet._error == "" and (odd / "film_ sheet.png").is_file()
        d.press(keys().escape)

    drive(Launch((str(film),), "", sound="null", paused=True), script, State(size=(1600, 900)))


def test_the_desktop_s_dialog_names_one(odd: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    film, program = odd / f"film{ODD}.mkv", tmp_path / "bin" / "zenity"
    program.parent.mkdir()
    program.write_bytes(b'#!/bin/sh\nprintf "%s\\n" "' + os.fsencode(film) + b'"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr("upshade.ui.dialogs.has_native", has_native)

    def script(d: Driver) -> None:
        for _ in range(2):  # from where such a name cannot be given to it, too
            d.press(keys().mod_ctrl, keys().o)
            d.until(lambda: not d.app.dialogs.waiting and d.app.playlist.current == str(film), "the film")

    drive(Launch(sound="null", paused=True, preset="plain"), script, State(size=(1280, 800)))


def test_the_folder_that_we_began_in_is_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is typed as relative to it is refused in words."""
    from upshade.cli import play

    here = tmp_path / "here"
    here.mkdir()
    film = tmp_path / "film.mkv"
    shutil.copy(library.demo_clip(), film)
    monkeypatch.chdir(here)
    monkeypatch.setattr("upshade.ui.dialogs.has_native", lambda: False)
    given = play._whole("../film.mkv")
    assert given == str(film) and play._whole("a_%04d.png") == f"{here}/a_%04d.png"

    def script(d: Driver) -> None:
        app, panel = d.app, d.app.panels["render"]
        d.settled()
        shutil.rmtree(here)
        for name in app.panels:
            d.on_window(lambda name=name: app.actions.panel(name))
            d.turn(3)
        panel.form.path, panel.form.typed = "out.mkv", True
        d.until(lambda: "path" in panel._checked.problems, "what is wrong")
        d.on_window(panel.replace)
        d.on_window(panel.another)
        d.turn(3)
        d.on_window(lambda: app.dialogs.show("open"))
        d.turn(5)
        d.press(keys().escape)
        d.on_window(lambda: app.dialogs.show("save"))
        d.turn(3)
        app.dialogs.current._path = "x.toml"
        d.click("//Save preset/Save")
        d.turn(3)
        assert app.dialogs.current._error
        d.press(keys().escape)
        d.on_window(lambda: app.actions.save_picture("after"))
        d.settled()

    drive(Launch((given,), "plain", sound="null", paused=True), script, State(size=(1280, 800)))
