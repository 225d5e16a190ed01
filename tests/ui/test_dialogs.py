"""What comes before the window: opening, saving, quitting, and lists to be read."""

from __future__ import annotations

import os
import shutil
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from upshade.core import library
from upshade.jobs.job import Job
from upshade.ui.app import Launch
from upshade.ui.chooser import has_native

from .driving import Driver, drive

SILENT = Launch(sound="null", paused=True, preset="plain")


@pytest.fixture(autouse=True)
def _ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """A desktop that has a dialog of its own would show that."""
    monkeypatch.setattr("upshade.ui.dialogs.has_native", lambda: False)


@pytest.fixture
def films(tmp_path: Path) -> Path:
    """Two films, a folder with a third, numbered pictures, a shader, and something else."""
    from PIL import Image

    folder = tmp_path / "films"
    (folder / "deeper").mkdir(parents=True)
    for name in ("part 10.mkv", "part 2.mkv", "deeper/third.mkv"):
        shutil.copy(library.demo_clip(), folder / name)
    for number in (1, 2):
        Image.new("RGB", (64, 48), (40 * number, 90, 20)).save(folder / f"shot_{number:04d}.png")
    shutil.copy(library.find_shader("deband"), folder / "mine.glsl")
    (folder / "notes.txt").write_text("nothing to see")
    if sys.platform == "linux":
        (folder / os.fsdecode(b"nich\xe9 100%.txt")).write_text("a name that is not UTF-8")
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def keys() -> Any:
    from imgui_bundle import imgui

    return imgui.Key


def chooser(d: Driver) -> Any:
    """Open, with the folder read."""
    d.press(keys().mod_ctrl, keys().o)
    d.until(lambda: d.app.dialogs.current is not None, "a dialog")
    d.until(lambda: not d.app.dialogs.current._list.busy)
    d.turn(2)
    return d.app.dialogs.current


def names(d: Driver) -> list[str]:
    return [item.name for item in d.app.dialogs.current._shown]


def into(d: Driver, folder: str) -> None:
    """By a double click, which is none on a machine that is too busy to see two clicks together."""
    chosen = d.app.dialogs.current

    def there() -> bool:
        if os.path.basename(chosen._list.folder) != folder:
            d.ctx.item_double_click(f"//Open/**/##{folder}")
            d.turn(2)
        return os.path.basename(chosen._list.folder) == folder and not chosen._list.busy

    d.until(there, folder)
    d.turn(2)


def test_files_are_opened_by_name_and_by_looking(films: Path, tmp_path: Path) -> None:
    before = files(tmp_path)

    def script(d: Driver) -> None:
        app, ctx = d.app, d.ctx

        # A path, typed as a whole.
        chooser(d)
        ctx.item_input_value("//Open/##path", str(films / "part 2.mkv"))
        d.until(lambda: not app.dialogs.open, "the end of the dialog")
        assert app.playlist.entries == [str(films / "part 2.mkv")]
        assert app.playback.info.width == 640

        # It begins where the file is that plays: folders first, numbers by value.
        chooser(d)
        there = [name for name in names(d) if name.isprintable()]
        assert there == ["deeper", "mine.glsl", "notes.txt", "part 2.mkv", "part 10.mkv", "shot_0001.png",
                         "shot_0002.png"]  # fmt: skip
        if sys.platform == "linux":
            d.click("//Open/**/##nich\\\\udce9 100%.txt")
            d.turn(2)
            assert app.dialogs.current._chosen == [os.fsdecode(b"nich\xe9 100%.txt")]
        into(d, "deeper")
        assert names(d) == ["third.mkv"]
        d.click("//Open/**/films##way" + str(len(films.parts) - 1))
        d.until(lambda: "deeper" in names(d))
        into(d, "deeper")
        d.click("//Open/**/##third.mkv")
        d.press(keys().enter)
        d.until(lambda: not app.dialogs.open)
        assert app.playlist.entries == [str(films / "deeper" / "third.mkv")]

        # A name that is wrong says so and opens nothing; Esc leaves.
        here = chooser(d)
        ctx.item_input_value("//Open/##path", "thrid.mkv")
        d.turn(2)
        assert here._error == "there is no file thrid.mkv; did you mean 'third.mkv'?"
        d.press(keys().escape)
        assert not app.dialogs.open and app.playlist.entries == [str(films / "deeper" / "third.mkv")]

        # A path narrows the list as it is typed; Tab and the arrows do the rest.
        chooser(d)
        ctx.item_input("//Open/##path")
        ctx.key_chars_replace(str(films) + "/PAR")
        d.until(lambda: names(d) == ["part 2.mkv", "part 10.mkv"])
        d.press(keys().tab)
        assert app.dialogs.current._text == str(films) + "/part "
        d.press(keys().down_arrow)
        d.press(keys().down_arrow)
        d.press(keys().enter)
        d.until(lambda: not app.dialogs.open)
        assert app.playlist.entries == [str(films / "part 10.mkv")]

        # Numbered pictures, by what they have in common.
        chooser(d)
        ctx.item_input_value("//Open/##path", "shot_%04d.png")
        d.until(lambda: not app.dialogs.open)
        assert (app.playback.info.width, app.playback.info.height) == (64, 48)
        assert app.playlist.entries == [str(films / "shot_%04d.png")]

        # Several: films are played, a shader goes into the chain.
        chooser(d)
        for name in ("part 2.mkv", "mine.glsl", "part 10.mkv"):
            ctx.key_down(keys().mod_ctrl)
            ctx.item_click(f"//Open/**/##{name}")
            ctx.key_up(keys().mod_ctrl)
        assert app.dialogs.current._counted() == "3 chosen"
        d.click("//Open/Open")
        assert app.playlist.entries == [str(films / "part 2.mkv"), str(films / "part 10.mkv")]
        assert app.edit.cards[-1].shader == str(films / "mine.glsl")

        # All of a folder; and what was open before.
        chooser(d)
        d.click("//Open/Play the folder")
        assert [os.path.basename(path) for path in app.playlist.entries] == [
            "part 2.mkv", "part 10.mkv", "shot_0001.png", "shot_0002.png"]  # fmt: skip
        chooser(d)
        recent = app.state.recent.index(str(films / "deeper" / "third.mkv"))
        d.click(f"//Open/**/third.mkv##recent{recent}")
        assert app.playlist.entries == [str(films / "deeper" / "third.mkv")]

        # A file that appears while one looks is there; a folder that cannot be read is said.
        chooser(d)
        shutil.copy(films / "notes.txt", films / "deeper" / "new.txt")
        d.until(lambda: "new.txt" in names(d), "a file that has appeared")
        os.remove(films / "deeper" / "new.txt")
        ctx.item_input_value("//Open/##path", str(films / "nowhere" / "x.mkv"))
        d.turn(2)
        assert app.dialogs.current._error == f"there is no folder {films / 'nowhere'}"
        d.press(keys().escape)
        assert not app.messages.errors

    drive(SILENT, script)
    assert files(tmp_path) == before


def test_a_preset_is_saved_under_a_name(settings: Path, tmp_path: Path) -> None:
    def script(d: Driver) -> None:
        app, ctx = d.app, d.ctx
        edit = app.edit

        # One that came with upshade asks for a name; who thinks better of it has written nothing.
        d.press(keys().mod_ctrl, keys().s)
        d.turn(3)
        assert app.dialogs.current.name == "Save preset"
        d.press(keys().escape)
        assert not app.dialogs.open and not files(tmp_path)

        edit.add("deband")
        d.press(keys().mod_ctrl, keys().s)
        d.turn(3)
        ctx.item_input("//Save preset/##Title")
        ctx.key_chars_replace("Old films, mended")
        d.press(keys().enter)
        path = settings / "presets" / "old-films-mended.toml"
        assert tomllib.loads(path.read_text())["title"] == "Old films, mended"
        assert not edit.dirty and edit.preset.path == path and not app.dialogs.open

        # Another file is replaced only when asked twice.
        other = tmp_path / "other.toml"
        other.write_text("title = 'Other'\n")
        edit.add("dog")
        app.dialogs.show("save")
        d.turn(3)
        ctx.item_input("//Save preset/##File")
        ctx.key_chars_replace(str(tmp_path / "other"))
        d.click("//Save preset/Save")
        assert other.read_text() == "title = 'Other'\n" and app.dialogs.open
        d.turn(2)
        d.click("//Save preset/Replace")
        assert not app.dialogs.open and tomllib.loads(other.read_text())["title"] == "Old films, mended"

        # What cannot be written is said where one is.
        app.dialogs.show("save")
        d.turn(3)
        ctx.item_input("//Save preset/##File")
        ctx.key_chars_replace(str(other / "in" / "it.toml"))
        d.press(keys().enter)
        assert app.dialogs.open and "cannot be saved: Not a directory" in app.dialogs.current._error
        ctx.item_input("//Save preset/##File")
        ctx.key_chars_replace(str(library.find_preset("anime")))
        d.press(keys().enter)
        assert "came with upshade" in app.dialogs.current._error
        d.press(keys().escape)

        # The file was changed by another program: nobody's work is lost without a word.
        theirs = "title = 'Theirs'\n[[pass]]\nshader = 'bilateral'\n"
        edit.add("thin")
        other.write_text(theirs)
        d.press(keys().mod_ctrl, keys().s)
        d.turn(3)
        assert app.dialogs.current.name == "Changed on the disk"
        d.press(keys().escape)
        assert other.read_text() == theirs and edit.dirty
        mine = [card.shader for card in edit.cards]
        d.press(keys().mod_ctrl, keys().s)
        d.turn(3)
        d.click("//Changed on the disk/Load theirs")
        assert [card.shader for card in edit.cards] == ["bilateral"] and not app.dialogs.open
        edit.undo()
        assert [card.shader for card in edit.cards] == mine
        other.write_text(theirs + "# again\n")
        d.press(keys().mod_ctrl, keys().s)
        d.turn(3)
        d.click("//Changed on the disk/Overwrite")
        assert "thin" in other.read_text() and not edit.dirty and not app.dialogs.open

    drive(SILENT, script)


def test_quitting_loses_nothing_unasked(settings: Path, tmp_path: Path) -> None:
    def script(d: Driver) -> None:
        import glfw

        app, ended = d.app, []
        app.window.close = lambda: ended.append(True)  # the script would end with the window

        def quit_() -> None:
            """By the window's own button."""
            d.on_window(lambda: glfw.set_window_should_close(app.window.handle, True))
            d.turn(4)

        app.actions.quit()
        assert ended == [True] and not app.dialogs.open, "nothing to lose, nothing to ask"
        ended.clear()

        app.edit.add("deband")
        quit_()
        assert app.dialogs.current.name == "Quit" and not app.window.params.app_shall_exit
        d.press(keys().escape)
        d.turn(2)
        assert not app.dialogs.open and not ended and not app.window.params.app_shall_exit
        d.keys("q")
        d.turn(2)
        d.click("//Quit/Cancel")
        assert not app.dialogs.open and not ended

        # Saving asks for a name where there is none, and quits when it is done.
        quit_()
        d.click("//Quit/Save as…")
        d.turn(3)
        d.press(keys().enter)
        d.turn(2)
        (saved,) = (settings / "presets").iterdir()
        assert "deband" in saved.read_text() and ended == [True]
        ended.clear()

        app.edit.add("dog")
        quit_()
        d.click("//Quit/Discard")
        assert ended == [True] and "dog" not in saved.read_text()
        ended.clear()
        quit_()
        d.click("//Quit/Save")
        assert ended == [True] and "dog" in saved.read_text()
        ended.clear()

        # What was in the chain before another preset is lost as well.
        app.edit.remove(app.edit.cards[-1].id)
        d.on_window(lambda: app.actions.load_preset("anime"))
        assert not app.edit.dirty
        quit_()
        assert app.dialogs.current.name == "Quit" and not ended
        d.click("//Quit/Save")
        assert ended == [True] and "dog" not in saved.read_text()
        ended.clear()
        app.edit.add("dog")
        d.on_window(lambda: app.actions.load_preset("plain"))
        quit_()
        d.click("//Quit/Save")
        d.turn(2)
        assert not ended and "anime has no file of its own yet" in app.messages.errors[-1]
        app.edit.undo()
        app.edit.undo()
        app.messages.errors.clear()

        # A render is worth a question, too.
        render = app.renders.add(Job(str(library.demo_clip()), str(tmp_path / "out.mkv"), preset="anime"))
        d.until(lambda: render.state == "rendering", "a render at work")
        quit_()
        assert app.dialogs.current.name == "Quit"
        d.click("//Quit/Quit")
        assert ended == [True]
        render.cancel()

    drive(SILENT, script)


def test_keys_and_what_was_said(tmp_path: Path) -> None:
    def script(d: Driver) -> None:
        from imgui_bundle import imgui

        from upshade.ui.keylist import pretty, sections

        app, ctx = d.app, d.ctx
        assert [pretty(key) for key in ("Shift+LEFT", "Ctrl+-", "Ctrl++", "Alt+BS", "SPACE", "+")] == [
            "Shift+←", "Ctrl+-", "Ctrl++", "Alt+Backspace", "Space", "+"]  # fmt: skip
        found = sections(app.keyboard.bindings, "")
        assert sum(map(len, found.values())) >= len(app.keyboard.bindings)
        assert {keys for rows in sections(app.keyboard.bindings, "chapter").values() for keys, _ in rows} == {
            "Page Up", "Page Down"}  # fmt: skip

        # While a dialog is open, keys are letters.
        volume = app.state.volume
        d.keys("?")
        d.turn(3)
        assert app.dialogs.current.name == "Keys"
        d.keys("9m")
        assert app.dialogs.current._word == "9m" and (app.state.volume, app.state.mute) == (volume, False)
        d.press(keys().enter)
        assert not app.dialogs.open
        d.turn(3)
        assert not app.window.fullscreen, "Enter closed the list, and did nothing else"

        app.messages.note("a thing to know")
        app.messages.error("push.glsl:17: it is broken, 100 %s")
        app.dialogs.show("log")
        d.turn(3)
        ctx.item_click("//What was said/Copy all")
        d.turn()
        said = d.on_window(imgui.get_clipboard_text).splitlines()
        assert [line[10:] for line in said] == ["a thing to know", "push.glsl:17: it is broken, 100 %s"]
        d.press(keys().escape)
        assert not app.dialogs.open

        # Another preset over what is not saved is no question, but is told.
        app.edit.add("deband")
        app.actions.load_preset("anime")
        assert app.messages.line[0] == "preset anime; what was not saved is one undo away"
        app.edit.undo()
        assert app.edit.cards[-1].shader == "deband"

    drive(SILENT, script)
    assert not files(tmp_path)


def test_the_desktop_s_own_dialog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is one it is used, beside a window that goes on."""
    if sys.platform != "linux":
        pytest.skip("a dialog that a script can answer is there on Linux only")
    film, answer, begun = tmp_path / "film.mkv", tmp_path / "answer", tmp_path / "begun"
    shutil.copy(library.demo_clip(), film)
    program = tmp_path / "bin" / "zenity"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\n: > "{begun}"\nwhile [ ! -e "{answer}" ]; do sleep 0.05; done\ncat "{answer}"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr("upshade.ui.dialogs.has_native", has_native)

    def script(d: Driver) -> None:
        app, before = d.app, d.app.playlist.entries
        d.press(keys().mod_ctrl, keys().o)
        d.until(begun.exists, "the desktop's dialog")
        assert app.dialogs.waiting and not app.dialogs.open
        muted = app.state.mute
        d.keys("m")
        assert app.state.mute is not muted and app.playlist.entries == before, "the window goes on"
        answer.write_text(f"{film}\n")
        d.until(lambda: not app.dialogs.waiting, "the end of the dialog")
        assert app.playlist.entries == [str(film)]
        # Typed names, patterns: ours is there, too.
        d.press(keys().mod_ctrl, keys().mod_shift, keys().o)
        d.turn(3)
        assert app.dialogs.current.name == "Open"

    drive(SILENT, script)
