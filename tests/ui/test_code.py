"""The code of a shader beside its picture: what is saved is drawn, what is wrong is marked, nothing typed is lost."""

from __future__ import annotations

import os
import random
import shutil
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from upshade.core import library
from upshade.errors import BadInput, NotFound
from upshade.ui.app import Launch
from upshade.ui.codetab import CodeTab, places
from upshade.ui.outside import open_outside

from .driving import Driver, drive

DIM = """\
//!PARAM gain
//!TYPE float
//!MINIMUM 0
//!MAXIMUM 1
0.5

//!HOOK OUTPUT
//!BIND HOOKED
//!DESC dim
vec4 hook() {
    return HOOKED_texOff(0) * gain;
}
"""
LIFT = "//!PARAM lift\n//!TYPE float\n//!MINIMUM 0\n//!MAXIMUM 1\n0.5\n\n"
LONG = DIM + "".join(f"// {k}\n" for k in range(200))


def keys() -> Any:
    from imgui_bundle import imgui

    return imgui.Key


def picture(d: Driver) -> Any:
    d.settled()
    preview = d.app.preview
    return d.on_window(lambda: preview.display.pixels(preview.pictures[0].texture))


def another(d: Driver, than: Any) -> Any:
    """The picture, once it is another one."""
    found = [than]

    def changed() -> bool:
        found[0] = picture(d)
        return not np.array_equal(found[0], than)

    d.until(changed, "another picture")
    return found[0]


def save(d: Driver) -> None:
    """As one who types does."""
    tab = d.app.panels["code"].current
    tab.editor.set_focus()
    d.turn(2)
    d.press(keys().mod_ctrl, keys().s)
    d.turn(2)


def test_code_is_changed_while_it_draws(settings: Path) -> None:
    ours = library.find_shader("anime4k/push")
    as_it_came = ours.read_bytes()

    def script(d: Driver) -> None:
        app, code = d.app, d.app.panels["code"]
        edit = app.edit
        (card,) = [one.id for one in edit.cards]
        name = edit.cards[0].shader
        plain = picture(d)

        # What came with upshade stays as it is; the chain goes on with a copy.
        d.on_window(lambda: code.show(ours))
        d.turn(4)
        d.click("//Code/**/###save")
        copy = settings / "shaders" / "push-2.glsl"
        assert copy.read_bytes() == as_it_came
        assert [one.shader for one in edit.cards] == ["push-2"] and edit.shader(card).path == str(copy)
        assert edit.undo() == "push: push-2 instead" and edit.cards[0].shader == name
        edit.redo()
        assert np.array_equal(picture(d), plain)

        # Saved, it is drawn; the keys are letters meanwhile.
        code.current.replace(DIM)
        d.turn(2)
        assert code.unsaved() == [copy] and np.array_equal(picture(d), plain)
        save(d)
        assert copy.read_text() == DIM and code.unsaved() == []
        half = another(d, plain)
        assert abs(half.mean() / plain.mean() - 0.5) < 0.02
        assert [param.name for param in edit.shader(card).params] == ["gain"]
        volume = app.state.volume
        d.keys("9m")
        assert "9m" in code.current.editor.get_text() and (app.state.volume, app.state.mute) == (volume, False)
        d.press(keys().mod_ctrl, keys().z)
        d.press(keys().mod_ctrl, keys().z)
        d.until(lambda: not code.current.unsaved())
        assert edit.can_undo == "push: push-2 instead", "Ctrl+Z belongs to the text while that is typed in"

        # The driver refuses it: the line is marked, the last good version goes on.
        code.current.replace(DIM.replace("* gain", "* gian"))
        save(d)
        d.until(lambda: code.errors(copy), "an error")
        (error,) = code.errors(copy)
        assert error.where.line == 11 and "gian" in error.message
        assert np.array_equal(picture(d), half)
        assert code.current.editor.has_markers()
        d.turn(2)
        d.click("//Code/**/###error0")
        d.turn(3)
        assert code.current.editor.get_main_cursor_position().line == 10

        # The format refuses it.
        code.current.replace(DIM.replace("//!TYPE", "//!TPYE"))
        save(d)
        d.until(lambda: [error.where.line for error in code.errors(copy)] == [2], "the error at its line")
        assert "did you mean 'TYPE'" in code.errors(copy)[0].message
        assert np.array_equal(picture(d), half)

        # Mended, it draws, and nothing is marked.
        code.current.replace(DIM.replace("0.5", "0.25"))
        save(d)
        quarter = another(d, half)
        assert abs(quarter.mean() / plain.mean() - 0.25) < 0.02
        d.turn(2)
        assert not code.errors(copy) and not code.current.editor.has_markers() and not app.messages.errors

        # Another program writes: it is drawn, the new parameter is there, and the text stays where it was.
        copy.write_text(LONG)
        d.until(lambda: code.current.editor.get_text() == LONG, "what the other program wrote")
        code.current.go(100)
        d.turn(3)
        top = code.current.editor.get_first_visible_row()
        assert top > 50
        before = picture(d)
        copy.write_text(LIFT + LONG.replace("* gain", "* gain * lift"))
        d.until(lambda: [param.name for param in edit.shader(card).params] == ["lift", "gain"], "the new parameter")
        assert abs(another(d, before).mean() / before.mean() - 0.5) < 0.03
        d.until(lambda: code.current.editor.get_text() == copy.read_text())
        d.turn(3)
        assert abs(code.current.editor.get_first_visible_row() - top) <= 6 and not code.unsaved()

        # The list of passes leads to their lines.
        assert [(place.title, place.is_pass) for place in code.current.places] == [
            ("lift", False), ("gain", False), ("dim  ·  OUTPUT", True)]  # fmt: skip
        d.click(f"//Code/##files/###tab{code.current.number}/##passes")
        d.click("//##Combo_00/###place13")
        d.turn(3)
        assert code.current.editor.get_main_cursor_position().line == 12

    drive(Launch(sound="null", paused=True, preset="anime", size=(480, 270)), script)
    assert ours.read_bytes() == as_it_came


def test_nothing_typed_is_lost(settings: Path, tmp_path: Path) -> None:
    shader, preset = tmp_path / "dim.glsl", tmp_path / "dim.toml"
    shader.write_text(DIM)
    preset.write_text(f'[[pass]]\nshader = "{shader.as_posix()}"\n')

    def script(d: Driver) -> None:
        app, code, ended = d.app, d.app.panels["code"], []
        app.window.close = lambda: ended.append(True)
        d.on_window(lambda: app.actions.panel("code"))
        d.turn(4)
        d.click(f"//Code/**/###open{app.edit.cards[0].id}")
        d.turn(3)
        tab = code.current
        assert tab.path == shader

        def type_(text: str) -> None:
            tab.go(1)
            d.turn(3)
            d.keys(text)

        # Changes on both sides: one is asked, and either answer loses nothing.
        type_("// mine ")
        shader.write_text("// theirs\n" + DIM)
        d.until(lambda: tab.theirs is not None, "the question")
        assert tab.editor.get_text() == "// mine " + DIM
        save(d)
        assert shader.read_text() == "// theirs\n" + DIM, "not before it is answered"
        d.turn(2)
        d.click("//Code/**/Load theirs")
        assert tab.editor.get_text() == "// theirs\n" + DIM and not tab.unsaved()
        tab.editor.undo()
        d.turn(2)
        assert tab.editor.get_text() == "// mine " + DIM and tab.unsaved()
        shader.write_text("// theirs again\n" + DIM)
        d.until(lambda: tab.theirs is not None)
        d.turn(2)
        d.click("//Code/**/Keep mine")
        save(d)
        assert shader.read_text() == "// mine " + DIM and not tab.unsaved()

        # Gone, it is here still.
        shader.unlink()
        d.until(lambda: tab.unsaved(), "word that the file is gone")
        save(d)
        assert shader.read_text() == "// mine " + DIM and not tab.unsaved()

        # A tab with changes does not close in silence, nor does the window.
        type_("// more ")
        d.ctx.tab_close(f"//Code/##files/###tab{tab.number}")
        d.turn(3)
        assert app.dialogs.current.name == "Close"
        d.press(keys().escape)
        assert code.tabs == [tab]
        assert not app.edit.dirty and not app.may_exit()
        d.turn(3)
        d.click("//Quit/Save")
        assert ended == [True] and shader.read_text() == "// more // mine " + DIM
        ended.clear()
        type_("// less ")
        assert not app.may_exit()
        d.turn(3)
        d.click("//Quit/Discard")
        assert ended == [True] and shader.read_text() == "// more // mine " + DIM
        d.ctx.tab_close(f"//Code/##files/###tab{tab.number}")
        d.turn(3)
        d.click("//Close/Discard")
        assert code.tabs == [] and shader.read_text() == "// more // mine " + DIM
        assert app.may_exit()

        # What cannot be read or written is said, and the text stays.
        app.messages.errors.clear()
        d.on_window(lambda: code.show(tmp_path / "nowhere.glsl"))
        assert app.messages.errors == [f"{tmp_path / 'nowhere.glsl'}: no such shader file"]
        app.messages.errors.clear()
        (tmp_path / "in").mkdir()
        other = tmp_path / "in" / "other.glsl"
        other.write_text(DIM)
        d.on_window(lambda: code.show(other, 7))
        d.turn(4)
        tab = code.current
        assert tab.editor.get_main_cursor_position().line == 6
        d.keys("x")
        shutil.rmtree(tmp_path / "in")
        (tmp_path / "in").write_text("no folder any more")
        save(d)
        assert len(app.messages.errors) == 1 and "other.glsl" in app.messages.errors[0]
        assert tab.unsaved() and "x//!HOOK" in tab.editor.get_text()

    drive(Launch(sound="null", paused=True, preset=str(preset)), script)
    assert not (settings / "shaders").exists()


def test_a_long_file_costs_little_to_show(tmp_path: Path) -> None:
    """The text of a megabyte is taken out of the editor when it has changed, not each turn."""
    big = tmp_path / "big.glsl"
    big.write_text(DIM * (1_000_000 // len(DIM)))

    def script(d: Driver) -> None:
        code, taken = d.app.panels["code"], []
        d.on_window(lambda: code.show(big))
        d.turn(10)
        tab = code.current
        d.until(lambda: tab._since is None, "a rest")
        take = tab.editor.get_text
        tab.editor = _Counting(tab.editor, taken)
        d.turn(30)
        assert taken == []
        tab.go(3)
        d.turn(3)
        d.keys("abc")
        d.until(lambda: tab._since is None, "a rest")
        assert len(taken) == 1 and tab.dirty and take().startswith(DIM[:20])

    drive(Launch(sound="null", paused=True, preset="plain"), script)


class _Counting:
    """The editor, and how often its text is asked for."""

    def __init__(self, editor: Any, taken: list[bool]) -> None:
        self._editor, self._taken = editor, taken

    def __getattr__(self, name: str) -> Any:
        if name == "get_text":
            self._taken.append(True)
        return getattr(self._editor, name)


# -- without a window --------------------------------------------------------------------------------------------


@pytest.fixture
def imgui_context() -> Any:
    from imgui_bundle import imgui

    before = imgui.get_current_context()
    context = imgui.create_context()
    imgui.set_current_context(context)
    yield context
    imgui.destroy_context(context)
    if before is not None:
        imgui.set_current_context(before)


def test_only_what_differs_is_replaced(tmp_path: Path, imgui_context: Any) -> None:
    """Any text becomes any other, and one undo leads back."""
    file, chance = tmp_path / "x.glsl", random.Random(7)
    lines = ["a", "b", "", "cc", "//!HOOK MAIN", "é日😀"]
    for _ in range(150):
        old, new = ("".join(f"{chance.choice(lines)}\n" for _ in range(chance.randrange(7))) for _ in "ab")
        file.write_text(old)
        tab = CodeTab(file, 0)
        tab.replace(new)
        assert tab.editor.get_text() == new
        if new != old:
            tab.editor.undo()
        assert tab.editor.get_text() == old


def test_files_keep_their_line_ends_and_every_byte(tmp_path: Path, imgui_context: Any) -> None:
    file = tmp_path / "x.glsl"

    def changed(before: bytes, typed: str = "// ", at: int = 0) -> bytes:
        """The file, after something was typed into the line `at` and it was saved."""
        file.write_bytes(before)
        tab = CodeTab(file, 0)
        assert not tab.unsaved()
        tab.editor.replace_section_text(tab.editor.DocPos(at, 0), tab.editor.DocPos(at, 0), typed)
        assert tab.unsaved() and tab.save() and not tab.unsaved() and not tab.look_outside()
        assert CodeTab(file, 0).editor.get_text() == tab.editor.get_text()
        said.append(tab.notice)
        return file.read_bytes()

    said: list[str] = []
    dos = DIM.replace("\n", "\r\n").encode()
    for before in (DIM.encode(), dos, dos[:-2], b"\xef\xbb\xbf" + dos, b"one\ntwo", b"old\rmac\r",
                   b"// caf\xe9\r\n" + dos, bytes(b for b in range(32, 256) if b != 127) + b"\n"):  # fmt: skip
        mark = 3 if before.startswith(b"\xef\xbb\xbf") else 0
        assert changed(before) == before[:mark] + b"// " + before[mark:]
    # Lines that end otherwise than their neighbours go on doing so, wherever something is put in between.
    assert changed(b"a\r\nb\nc\r\nd\n", "new\n", 2) == b"a\r\nb\nnew\nc\r\nd\n"
    assert changed(b"a\nb\r\nc\n", "new\n", 2) == b"a\nb\r\nnew\r\nc\n"
    assert changed(b"a\nb", "c\n", 1) == b"a\nc\nb"
    assert said == [""] * len(said)
    assert changed(b"// caf\xe9\n", "日") == "日// café\n".encode() and "UTF-8" in said[-1]
    # Another program changes no more than the ends: ours follow, and there is nothing to be decided.
    file.write_bytes(DIM.encode())
    tab = CodeTab(file, 0)
    file.write_bytes(dos)
    assert not tab.look_outside() and tab.theirs is None
    tab.replace(DIM.replace("dim", "darker"))
    assert tab.save() and file.read_bytes() == dos.replace(b"dim", b"darker")
    for wrong in (b"\0", b"//!HOOK MAIN\n\0"):
        file.write_bytes(wrong)
        with pytest.raises(BadInput, match="NUL"):
            CodeTab(file, 0)


def test_a_file_that_cannot_be_looked_at_any_more(tmp_path: Path, imgui_context: Any) -> None:
    """As one on a drive that went away: it is gone, the text here is all that there is, and saving says why not."""
    file = tmp_path / "x.glsl"
    file.write_text(DIM)
    tab = CodeTab(file, 0)
    file.unlink()
    file.symlink_to("x" * 300)
    assert not tab.look_outside() and tab.gone and tab.unsaved()
    with pytest.raises(BadInput, match="cannot be read"):
        tab.save()
    file.unlink()
    assert not tab.look_outside() and tab.gone
    assert tab.save() and file.read_text() == DIM and not tab.unsaved()


def test_passes_are_found_in_broken_text() -> None:
    text = "//!HOOK LUMA\n//!HOOK MAIN\n//!nonsense\nvoid\n\n//!PARAM"
    assert [(place.line, place.title) for place in places(text)] == [
        (1, "pass  ·  LUMA, MAIN"), (6, "")]  # fmt: skip


def test_another_program_opens_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotFound, match="xdg-open is not installed"):
        open_outside(tmp_path / "a b.glsl")
    opener = tmp_path / "xdg-open"
    got = tmp_path / "got"
    opener.write_text(f'#!/bin/sh\nprintf %s "$1" > "{got}.part"\n/bin/mv "{got}.part" "{got}"\n')
    os.chmod(opener, 0o755)
    open_outside(tmp_path / "a b.glsl")
    end = time.monotonic() + 30
    while not got.exists() and time.monotonic() < end:
        pass
    assert got.read_text() == str(tmp_path / "a b.glsl")
