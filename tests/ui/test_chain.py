"""The chain panel in the real window: what a person turns, drags and chooses there, and what the picture does."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from imgui_bundle import imgui

from upshade.core import library, preset
from upshade.core.library import Entry
from upshade.core.param import Kind, Param
from upshade.player.edit import ChainEdit
from upshade.player.state import State
from upshade.ui import catalogue, widgets
from upshade.ui.app import Launch
from upshade.ui.catalogue import Item
from upshade.ui.chainhead import size_of
from upshade.ui.library_popup import paths
from upshade.ui.picker import found

from .driving import Driver, drive

Key = imgui.Key
SHADERS = Path(__file__).parent.parent / "shaders"
PUSH = "anime4k/push"
SLIDER = "//Chain/##1.strength_gradient"

GAIN = """//@ title Gain
//@ step gain 0.25
//!PARAM gain
//!DESC how bright
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 2.0
1.0

//!PARAM flip
//!TYPE DEFINE
//!MINIMUM 0
//!MAXIMUM 1
0

//!PARAM unread
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 1.0
0.5

//!HOOK MAIN
//!BIND HOOKED
vec4 hook() {
    vec4 color = HOOKED_tex(HOOKED_pos) * gain;
    return flip == 1 ? color.bgra : color;
}

//!HOOK MAIN
//!BIND HOOKED
//!WHEN gain 5 >
//!DESC never
vec4 hook() { return HOOKED_tex(HOOKED_pos) * unread; }
"""


def small() -> State:
    return State(size=(1000, 800))


def picture(d: Driver) -> np.ndarray[Any, Any]:
    """The pixels that the chain has drawn."""
    d.settled()
    shown = d.app.preview.pictures[0]
    data = d.on_window(lambda: shown.texture.texture.read())
    return np.frombuffer(data, np.uint8).copy()


def pull(d: Driver, ref: str, x: float, y: float = 0.0) -> None:
    """Press on the item, move the mouse in two goes, let go."""
    d.ctx.mouse_move(ref)
    d.ctx.mouse_down(0)
    d.turn(2)
    at = imgui.get_io().mouse_pos
    left, top = at.x, at.y
    d.ctx.mouse_move_to_pos((left + x / 2, top + y / 2))
    d.turn(2)
    d.ctx.mouse_move_to_pos((left + x, top + y))
    d.turn(2)
    assert not d.ctx.is_error(), ref


def drop(d: Driver) -> None:
    d.ctx.mouse_up(0)
    d.turn(3)


def names(d: Driver) -> list[str]:
    return [Path(card.shader).stem for card in d.app.edit.cards]


def test_values_are_turned_while_the_picture_shows_them(settings: Path, tmp_path: Path) -> None:
    gain = tmp_path / "gain.glsl"
    gain.write_text(GAIN)

    def script(d: Driver) -> None:
        app, edit = d.app, d.app.edit
        card = edit.cards[0].id
        slider = f"//Chain/##{card}.gain"
        before = picture(d)
        compiled = app.preview.programs.compiled

        # A drag goes by the file's steps, is one step for undo, and compiles nothing.
        pull(d, slider, -30)
        assert app.preview.dragging
        value = edit.value(card, "gain")
        assert value < 1 and value % 0.25 == 0
        drop(d)
        assert not app.preview.dragging
        dark = picture(d)
        assert dark.astype(int).sum() < before.astype(int).sum() * 0.9
        assert app.preview.programs.compiled == compiled
        assert edit.can_undo == f"gain: gain 1 → {value:g}"
        d.click("//Chain/undo")
        assert (picture(d) == before).all()
        assert edit.can_undo is None and edit.can_redo is not None
        d.click("//Chain/redo")
        assert (picture(d) == dark).all()
        # Two drags are two steps.
        pull(d, slider, -10), drop(d)
        pull(d, slider, 40), drop(d)
        d.click("//Chain/undo"), d.click("//Chain/undo")
        assert edit.value(card, "gain") == value

        # Typed values are taken as they are: with Ctrl and a click, and with a double-click, which moves nothing.
        d.ctx.item_input_value(slider, 0.7)
        d.turn(3)
        assert edit.value(card, "gain") == 0.7
        steps = edit.can_undo
        d.ctx.mouse_move(slider)
        d.ctx.mouse_double_click(0)
        d.turn(3)
        assert edit.value(card, "gain") == 0.7 and edit.can_undo == steps
        d.ctx.key_chars_replace_enter("0.33")
        d.turn(3)
        assert edit.value(card, "gain") == 0.33
        d.click("//Chain/undo")
        assert edit.value(card, "gain") == 0.7
        # Nothing is let past the bounds.
        d.ctx.item_input_value(slider, 7.0)
        d.turn(3)
        assert edit.value(card, "gain") == 2.0

        # Only what is not the default has a button that brings it back.
        assert not d.ctx.item_exists(f"//Chain/reset##{card}.flip")
        d.click(f"//Chain/reset##{card}.gain")
        assert edit.is_default(card, "gain") and (picture(d) == before).all()
        assert not d.ctx.item_exists(f"//Chain/reset##{card}.gain")

        # A flag has a box; it is compiled in.
        d.click(f"//Chain/##{card}.flip")
        assert edit.value(card, "flip") == 1
        assert (picture(d) != before).any()
        assert app.preview.programs.compiled > compiled

        # The menu of a value.
        d.ctx.item_click(slider, 1)
        d.turn(2)
        d.ctx.item_click("//$FOCUSED/copy")
        d.turn(2)
        assert d.on_window(imgui.get_clipboard_text) == "--set gain.gain=1"

        # What nothing reads that runs is said to be asleep.
        facts = app.panels["chain"]._facts.of(edit, edit.cards[0])
        asleep = {knob.param.name: knob.asleep for knob in facts.knobs}
        assert asleep["gain"] == "" and asleep["unread"].startswith("never does not run: ")

        # Off, and all its passes are; the value can be seen and not be turned.
        d.click(f"//Chain/on##{card}")
        assert not edit.cards[0].enabled
        assert np.abs(picture(d).astype(int) - before).mean() < 1, "the source's colours again"
        pull(d, slider, -30), drop(d)
        assert edit.value(card, "gain") == 1.0
        d.click(f"//Chain/on##{card}")
        assert edit.cards[0].enabled

        # The panel may be closed while a value is held.
        pull(d, slider, -30)
        app.actions.panel("chain", toggle=True)
        d.turn(3)
        assert not app.preview.dragging
        drop(d)

    drive(Launch(preset="", shaders=(str(gain),), sound="null", paused=True), script, small())


def test_the_chain_is_put_together_by_hand(settings: Path) -> None:
    def script(d: Driver) -> None:
        app, edit = d.app, d.app.edit
        d.settled()
        # A list of variants.
        d.click("//Chain/##1.variant")
        d.click("//$FOCUSED/compounding##1")
        assert edit.value(1, "variant") == 1
        d.press(Key.mod_ctrl, Key.z)
        assert edit.value(1, "variant") == 0

        # Words find a shader; Enter adds the first.
        d.click("//Chain/add")
        d.turn(3)
        d.keys("ringing")
        d.press(Key.enter)
        assert names(d) == ["push", "compression"]
        # Between two.
        d.click("//Chain/insert##1")
        d.turn(3)
        d.keys("deblur")
        d.press(Key.down_arrow), d.press(Key.up_arrow)
        d.press(Key.enter)
        assert names(d) == ["push", "dog", "compression"]
        # Nothing found adds nothing; Escape closes.
        d.click("//Chain/add")
        d.keys("xyzzy"), d.press(Key.enter)
        assert len(names(d)) == 3
        d.press(Key.escape)
        assert not d.on_window(lambda: imgui.is_popup_open("", imgui.PopupFlags_.any_popup))
        # A file by its path.
        d.click("//Chain/add")
        d.keys(str(SHADERS / "meta.gl"))
        d.press(Key.enter)
        assert names(d)[-1] == "meta"

        # Folded cards stay so.
        ids = [card.id for card in edit.cards]
        for card in ids:
            d.click(f"//Chain/card##{card}")
        assert not d.ctx.item_exists(SLIDER)
        assert PUSH in app.state.folded
        # Across stages the picture stays the same, and that is said; within one it does not.
        assert edit.stage(ids[0]) == ("OUTPUT",) and edit.stage(ids[2]) == ("LUMA",)
        pull(d, f"//Chain/card##{ids[2]}", 0, -90)
        assert app.panels["chain"]._hand.lift == ids[2]
        assert "stays the same" in app.panels["chain"]._why_idle(ids[2])
        d.press(Key.escape)
        drop(d)
        assert names(d) == ["push", "dog", "compression", "meta"]
        pull(d, f"//Chain/card##{ids[2]}", 0, -90), drop(d)
        assert names(d) == ["compression", "push", "dog", "meta"]
        assert edit.can_undo == "move compression"
        assert PUSH in app.state.folded, "a drag is no click"
        pull(d, f"//Chain/card##{ids[2]}", 0, 300), drop(d)
        assert names(d) == ["push", "dog", "meta", "compression"]

        # By keys, for the card under the mouse; the same card as long as the mouse stays.
        d.ctx.mouse_move(f"//Chain/card##{ids[0]}")
        d.press(Key.mod_alt, Key.down_arrow), d.press(Key.mod_alt, Key.down_arrow)
        assert names(d) == ["dog", "meta", "push", "compression"]
        d.press(Key.mod_alt, Key.up_arrow)
        assert names(d) == ["dog", "push", "meta", "compression"]
        d.ctx.mouse_move(f"//Chain/card##{ids[2]}")
        d.press(Key.delete)
        assert names(d) == ["dog", "push", "meta"]
        d.press(Key.mod_ctrl, Key.z)
        assert names(d)[-1] == "compression"

        # The menu of a card.
        d.click(f"//Chain/menu{ids[0]}")
        d.ctx.item_input_value("//$FOCUSED/repeat", 3)
        d.turn(3)
        d.ctx.popup_close_all()
        assert next(card.repeat for card in edit.cards if card.id == ids[0]) == 3
        d.click(f"//Chain/menu{ids[0]}")
        d.click("//$FOCUSED/All to default")
        assert edit.is_default(ids[0], "strength_gradient")
        d.click(f"//Chain/menu{ids[0]}")
        d.click("//$FOCUSED/Duplicate")
        assert names(d) == ["dog", "push", "push", "meta", "compression"]

        # The output.
        d.click("//Chain/##size")
        d.click("//$FOCUSED/3x##3")
        assert edit.output.scale == 3.0
        d.click("//Chain/##size")
        d.ctx.item_click("//$FOCUSED/##typed")
        d.ctx.key_chars_replace_enter("800x")
        d.turn(3)
        assert (edit.output.width, edit.output.height, edit.output.scale) == (800, None, None)
        d.click("//Chain/##resize")
        d.click("//$FOCUSED/spline36")
        d.click("//Chain/output")
        d.click("//$FOCUSED/##dither")
        assert edit.output.resize == "spline36" and not edit.output.dither
        d.ctx.popup_close_all()
        for key in ("linear", "sigmoid"):
            d.click("//Chain/output")
            d.click(f"//$FOCUSED/##{key}")
            d.click("//$FOCUSED/off")
            assert getattr(edit.output, key) == "off"
            d.ctx.popup_close_all()
        for _ in range(5):
            d.click("//Chain/undo")
        assert edit.output.resize == "lanczos3" and edit.output.scale == 3.0

        # An empty chain says where to begin.
        app.actions.load_preset(None)
        d.settled()
        assert not d.ctx.item_exists("//Chain/##1.variant")
        d.click("//Chain/preset restore")
        d.turn(2)
        assert edit.preset.name == "restore" and names(d) == ["compression"]
        d.click("//Chain/##preset")
        d.turn(3)
        d.keys("soft"), d.press(Key.enter)
        assert edit.preset.name == "anime-soft"

    drive(Launch(preset="anime", sound="null", paused=True), script, small())


def test_what_is_wrong_is_said_on_the_card(settings: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.glsl"
    mine.write_text(GAIN)

    def write(d: Driver, text: str) -> None:
        mine.write_text(text)
        d.app.actions.file_changed(mine)
        d.settled()

    def script(d: Driver) -> None:
        app, edit = d.app, d.app.edit
        panel = app.panels["chain"]
        card = edit.cards[0].id

        def error() -> str:
            return str(panel._facts.of(edit, edit.cards[0]).error or "")

        good = picture(d)
        assert error() == ""
        # A file that breaks the format, or does not compile: the version before goes on.
        write(d, GAIN.replace("//!TYPE float", "//!TYPE flota", 1))
        assert "mine.glsl:5" in error() and d.ctx.item_exists(f"//Chain/error##{card}")
        assert (picture(d) == good).all() and d.ctx.item_exists(f"//Chain/##{card}.gain")
        write(d, GAIN.replace("* gain;", "* gian;", 1))
        assert "mine.glsl:25" in error() and "gian" in error()
        assert (picture(d) == good).all()
        d.click(f"//Chain/error##{card}")
        d.turn(2)
        assert "code" in app.state.panels and app.panels["code"].tabs[-1].path == mine
        app.actions.panel("chain")
        d.turn(3)
        write(d, GAIN.replace("* gain;", "* gain * 0.5;", 1))
        assert error() == "" and not d.ctx.item_exists(f"//Chain/error##{card}")
        assert picture(d).astype(int).sum() < good.astype(int).sum()

        # A card of which nothing runs says why, and so does the panel when that is true of all.
        write(d, "//!HOOK MAIN\n//!BIND HOOKED\n//!WHEN MAIN.w 4 <\nvec4 hook() { return vec4(1.0); }\n")
        facts = panel._facts.of(edit, edit.cards[0])
        assert facts.running is False and "MAIN.w < 4" in facts.reason
        assert d.ctx.item_exists(f"//Chain/reason##{card}")
        assert panel._footer_lines()[0][0] == "No shader runs for this picture."
        edit.set_enabled(card, False)
        d.turn(3)
        assert panel._footer_lines()[0][0] == "All shaders are off."
        edit.undo()

        # A file that never loaded has a card, too; what is refused is said and adds nothing.
        write(d, GAIN)
        d.click("//Chain/add")
        (tmp_path / "bad.glsl").write_text("//!HOOK\n")
        d.keys(str(tmp_path / "bad.glsl")), d.press(Key.enter)
        assert len(edit.cards) == 1 and any("bad.glsl:1" in line for line in app.messages.errors)

        # What is saved is what is here.
        d.ctx.item_input_value(f"//Chain/##{card}.gain", 0.4)
        d.turn(3)
        knob = panel._facts.of(edit, edit.cards[0]).knobs[0]
        assert knob.changed and not knob.default and panel._head.dirty
        shown = picture(d)
        path = path_of_mine = library.new_preset("Mine")
        edit.save_as(path, title="Mine")
        d.turn(3)
        assert not panel._head.dirty and not panel._facts.of(edit, edit.cards[0]).knobs[0].changed
        app.actions.load_preset(None)
        assert (picture(d) != shown[:1]).any()
        app.actions.load_preset(path)
        assert (picture(d) == shown).all()
        assert preset.load(path).passes == ChainEdit(path).preset.passes == edit.preset.passes
        # Its own are found before those that came with upshade.
        panel._head.choose_preset()
        d.until(lambda: not panel._head._reading)
        assert panel._head._presets.items[0].title == "Mine" and panel._head._presets.items[0].own
        d.press(Key.escape)

        card = edit.cards[0].id
        # Many cards: those that are out of sight are not drawn, and the last can be reached.
        for _ in range(39):
            edit.duplicate(card)
        d.settled()
        last = edit.cards[-1].id
        assert not d.ctx.item_exists(f"//Chain/card##{last}")
        panel._show = last
        d.turn(3)
        d.click(f"//Chain/on##{last}")
        assert not edit.cards[-1].enabled

        # Every kind of parameter has its widget, whatever its value.
        app.actions.load_preset(None)
        for path in sorted(SHADERS.glob("*.glsl")):
            if app.actions._try(lambda path=path: edit.add(path)):
                card = edit.cards[-1].id
                edit.set_enabled(card, False)
                for end in (0, 1):
                    for param in edit.shader(card).params:
                        edit.set(card, param.name, param.bounds[end])
                    panel._show = card
                    d.turn(3)
                edit.remove(card)

        # Its shader may go away while a value is held.
        app.actions.load_preset(path_of_mine)
        d.turn(3)
        pull(d, f"//Chain/##{edit.cards[0].id}.gain", -20)
        assert app.preview.dragging
        app.actions.load_preset(None)
        d.turn(3)
        assert not app.preview.dragging
        drop(d)

    drive(Launch(preset="", shaders=(str(mine),), sound="null", paused=True), script, small())


@pytest.mark.parametrize(
    ("param", "form"),
    [
        (Param("x", Kind.FLOAT, 0.5, 0.0, 1.0), "slider"),
        (Param("x", Kind.FLOAT, 0.5), "drag"),
        (Param("x", Kind.FLOAT, 0.5, 0.0), "drag"),
        (Param("x", Kind.FLOAT, 0.5, -3e38, 3e38), "drag"),
        (Param("x", Kind.FLOAT, 1e30), "text"),
        (Param("x", Kind.INT, 3, 1, 9), "int"),
        (Param("x", Kind.UINT, 3), "int drag"),
        (Param("x", Kind.UINT, 2**32 - 1), "text"),
        (Param("x", Kind.DEFINE, 1, 0, 1), "flag"),
        (Param("x", Kind.FLOAT, 1.0, 0, 1), "slider"),
        (Param("x", Kind.INT, 1, enum=("A", "B")), "enum"),
    ],
)
def test_each_parameter_has_the_widget_for_it(param: Param, form: str) -> None:
    assert widgets.form_of(param) == form


def knob(value: float, low: float, high: float, step: float | None = None) -> widgets.Knob:
    return widgets.knob(Param("x", Kind.FLOAT, low, low, high, step=step), 1, "s", value, False, False, "")


def test_values_are_shown_with_the_digits_that_they_have() -> None:
    assert knob(0.35, 0, 1, 0.05).format == "%.2f"
    assert knob(0.3571, 0, 1, 0.05).format == "%.4f"
    assert knob(2.0, 0, 12).format == "%.1f"
    assert knob(0.00002, 0, 0.05).format == "%.5f"
    assert knob(5.0, 0, 500).format == "%.0f"
    assert widgets.snapped(knob(0.0, 0, 1, 0.05), 0.3333, False) == 0.35
    assert widgets.snapped(knob(0.0, 0, 1, 0.05), 0.3333, True) == 0.335
    enum = Param("x", Kind.INT, 0, enum=("PUSH_EXACT", "PUSH_FAST_ONE"))
    assert widgets.knob(enum, 1, "s", 0, True, False, "").names == ("exact", "fast one")


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("1920x1080", {"width": 1920, "height": 1080}), ("x1080", {"width": None, "height": 1080}),
        ("640 x", {"width": 640, "height": None}), ("2.5x", {"scale": 2.5}), ("2", {"scale": 2.0}),
        ("1,5x", {"scale": 1.5}), ("0x", None), ("x", None), ("", None), ("big", None), ("1080", None), ("0x20", None),
    ],
)  # fmt: skip
def test_a_size_is_typed_as_people_write_it(text: str, size: object) -> None:
    assert size_of(text) == size


def test_what_was_searched_for_comes_in_the_order_in_which_it_fits() -> None:
    items = [
        Item("a", "Deband", "deband/deband", "smooths what a line leaves"),
        Item("b", "Thin lines", "line/thin"),
        Item("c", "Line darkening", "line/darken"),
    ]
    assert [item.key for item in found(items, "line")] == ["c", "b", "a"]
    assert [item.key for item in found(items, "LINE thin")] == ["b"]
    assert found(items, "") == items and found(items, "nothing") == []


def test_the_library_reads_little_by_little_and_again_what_has_changed(tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.glsl" for name in ("one", "two", "broken")]
    files[0].write_text("//@ title First\n//@ group Lines\n\n// Makes lines.\n\n//!HOOK MAIN\n")
    files[1].write_text("// Copyright someone\n\n// Second words.\n//!HOOK MAIN\n")
    files[2].write_text("//@ titel X\n//!HOOK MAIN\n")
    entries = [Entry(f"lines/{path.stem}", path, "user") for path in files]
    read = []

    def reader(entry: Entry) -> Item:
        read.append(entry.name)
        return catalogue._shader(entry)

    shelf = catalogue.Catalogue(lambda: entries, reader)
    shelf.refresh()
    assert {item.title for item in shelf.items} == {"one", "two", "broken"} and not read
    while shelf.work(0.0001):
        pass
    by_key = {item.key: item for item in shelf.items}
    assert (by_key["lines/one"].title, by_key["lines/one"].about) == ("First", "Makes lines.")
    assert (by_key["lines/two"].group, by_key["lines/two"].about) == ("Lines", "Second words.")
    assert "titel" in by_key["lines/broken"].about
    shelf.refresh()
    assert not shelf.work() and len(read) == 3
    files[0].write_text("//@ title Other\n//!HOOK MAIN\n")
    os.utime(files[0], ns=(1, 1))
    shelf.refresh()
    assert not shelf.work() and read[3:] == ["lines/one"]
    assert "Other" in {item.title for item in shelf.items}


def test_a_path_that_is_typed_lists_what_begins_so(tmp_path: Path) -> None:
    for name in ("line.glsl", "linear.hook", "line.txt"):
        (tmp_path / name).write_text("")
    assert [item.title for item in paths(f"{tmp_path}/li")] == ["line.glsl", "linear.hook"]
    assert [item.key for item in paths(f"{tmp_path}/line.glsl")] == [str(tmp_path / "line.glsl")]
    assert not paths("line") and not paths(f"{tmp_path}/none/x") and not paths("/\0x")
