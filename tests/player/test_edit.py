"""A chain edited by hand: what is set is what runs, every step can be taken back, and nothing a user made is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from upshade.core import chain, color, library, preset
from upshade.core.frame import PIXEL_FORMATS
from upshade.core.plan import plan
from upshade.core.preset import MAX_PASSES, MAX_REPEAT, Output, Preset, PresetPass
from upshade.core.steps import Source, Target
from upshade.errors import BadInput, NotFound, ParameterError, ShaderError
from upshade.player.edit import ChainEdit

SOFT = """\
//!PARAM amount
//!TYPE float
//!MINIMUM 0
//!MAXIMUM 1
0.5

//!PARAM mode
//!TYPE ENUM int
MODE_A
MODE_B

//!PARAM taps
//!TYPE DEFINE
//!MINIMUM 1
//!MAXIMUM 9
3

//!HOOK MAIN
//!BIND HOOKED
vec4 hook() { return HOOKED_tex(HOOKED_pos) * amount * float(mode + taps); }
"""

PASS = "//!HOOK {stage}\n//!BIND HOOKED\nvec4 hook() {{ return HOOKED_texOff(vec2(0)); }}\n"

BASE = """\
# by eye
title = "Base"

[output]
scale = 2.0

[[pass]]
shader = "soft"
repeat = 2
params = { amount = 0.25, mode = "MODE_B" }

[[pass]]
shader = "hard"
enabled = false
"""


class Folder:
    """The user's folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.shader("soft", SOFT)
        self.shader("hard", SOFT)
        self.shader("luma", PASS.format(stage="LUMA"))
        self.shader("output", PASS.format(stage="OUTPUT") + PASS.format(stage="MAIN"))
        self.preset("base", BASE)

    def shader(self, name: str, text: str) -> Path:
        return self._write(self.path / "shaders" / f"{name}.glsl", text)

    def preset(self, name: str, text: str) -> Path:
        return self._write(self.path / "presets" / f"{name}.toml", text)

    def _write(self, path: Path, text: str) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    folder = tmp_path / "config"
    monkeypatch.setattr(library, "user_folder", lambda: folder)
    return Folder(folder)


def shaders(edit: ChainEdit) -> list[str]:
    return [c.shader for c in edit.cards]


def content(edit: ChainEdit) -> object:
    return edit.output, [(c.shader, c.repeat, c.enabled, dict(c.params)) for c in edit.cards]


# -- what runs --------------------------------------------------------------------------------------------------------


def test_what_runs_is_what_a_pipeline_would_load(user: Folder) -> None:
    edit = ChainEdit("base", ["luma"], ["soft.taps=5"])
    there = chain.load("base", ["luma"], ["soft.taps=5"])
    assert edit.loaded() == there == chain.load(edit.loaded())
    soft, hard, _ = edit.cards
    assert edit.labels(soft.id) == ("soft", "soft#2") and edit.card_of("soft#2") == soft.id
    assert edit.labels(hard.id) == ("hard",) and edit.card_of("soft#3") is None
    assert (edit.value(soft.id, "amount"), edit.value(soft.id, "taps"), edit.value(hard.id, "taps")) == (0.25, 5, 3)
    assert edit.changed(soft.id, "taps") and not edit.changed(soft.id, "amount")
    assert edit.is_default(hard.id, "amount") and not edit.is_default(soft.id, "amount")
    assert edit.dirty and edit.can_undo is None


def test_a_value_for_one_of_several_repeats_makes_cards(user: Folder) -> None:
    edit = ChainEdit("base", (), ["soft#2.amount=1"])
    assert edit.loaded() == chain.load("base", (), ["soft#2.amount=1"])
    first, second, _ = edit.cards
    assert (first.repeat, second.repeat) == (1, 1)
    assert edit.changed(second.id, "amount") and not edit.changed(second.id, "mode")
    edit.set(second.id, "amount", 0.25)
    assert not edit.dirty, "two cards that say what the preset's one says"


def test_the_command_line_and_bad_presets_are_told_with_their_place(user: Folder) -> None:
    with pytest.raises(ParameterError, match="no parameter 'amuont'; did you mean 'amount'"):
        ChainEdit("base", (), ["soft.amuont=1"])
    path = user.preset("bad", '[[pass]]\nshader = "soft"\nparams = { amount = 9 }\n')
    with pytest.raises(ParameterError) as caught:
        ChainEdit("bad")
    assert str(caught.value) == f"{path}:3: soft.amount: 9 is outside its bounds (0 to 1)"
    with pytest.raises(NotFound, match="did you mean 'base'"):
        ChainEdit("bsae")
    edit = ChainEdit("base")
    before = content(edit)
    with pytest.raises(ParameterError):
        edit.replace("bad")
    assert content(edit) == before and edit.can_undo is None and edit.preset.name == "base"


# -- values -----------------------------------------------------------------------------------------------------------


def test_a_value_reaches_every_repeat_within_its_bounds(user: Folder) -> None:
    edit = ChainEdit("base")
    card = edit.cards[0].id
    structure = edit.revision
    edit.set(card, "amount", 7)
    edit.set(card, "taps", 4.4)
    edit.set(card, "mode", 40)
    assert edit.loaded().values["soft"] == edit.loaded().values["soft#2"] == {"amount": 1.0, "mode": 1, "taps": 4}
    assert edit.revision == structure and edit.value_revision == 2, "mode stayed what it was"
    with pytest.raises(ParameterError, match="nan is not a number"):
        edit.set(card, "amount", float("nan"))
    with pytest.raises(ParameterError, match="soft has no parameter 'amuont'; did you mean 'amount'"):
        edit.set(card, "amuont", 1)
    edit.reset(card, "amount")
    assert edit.is_default(card, "amount") and "amount" not in edit.cards[0].params
    edit.reset(card)
    assert edit.cards[0].params == {} and edit.can_undo == "soft: all to default"
    assert edit.undo() and edit.value(card, "taps") == 4


def test_a_slider_leaves_few_digits(user: Folder) -> None:
    edit = ChainEdit("base")
    card = edit.cards[0].id
    edit.set(card, "amount", float(np.float32(0.1)))
    edit.set_output(scale=float(np.float32(1.7)))
    assert (edit.value(card, "amount"), edit.output.scale) == (0.1, 1.7)
    edit.save()
    assert "amount = 0.1," in edit.preset.text and "scale = 1.7\n" in edit.preset.text
    assert not edit.dirty


def test_bounds_with_more_digits_than_a_float_can_be_saved(user: Folder) -> None:
    fine = SOFT.replace("MAXIMUM 1\n", "MAXIMUM 0.123456789\n", 1).replace("\n0.5\n", "\n0.0123456789\n", 1)
    user.shader("soft", fine)
    edit = ChainEdit(user.preset("fine", '[[pass]]\nshader = "soft"\n'))
    card = edit.cards[0].id
    edit.set(card, "amount", 1)
    edit.save()
    assert ChainEdit("fine").value(edit.cards[0].id, "amount") == 0.123456789
    edit.set(card, "amount", float(np.float32(0.0123456789)))
    assert edit.is_default(card, "amount") and edit.cards[0].params == {}


# -- steps ------------------------------------------------------------------------------------------------------------


def test_a_drag_is_one_step(user: Folder) -> None:
    edit = ChainEdit("base")
    card = edit.cards[0].id
    for value in (0.3, 0.4, 0.6):
        edit.set(card, "amount", value, merge=True)
    edit.end_drag()
    for value in (0.7, 0.8):
        edit.set(card, "amount", value, merge=True)
    assert edit.can_undo == "soft: amount 0.6 → 0.8"
    assert edit.undo() == "soft: amount 0.6 → 0.8"
    assert edit.undo() == "soft: amount 0.25 → 0.6" and edit.can_undo is None and not edit.dirty
    assert edit.redo() == "soft: amount 0.25 → 0.6" and edit.value(card, "amount") == 0.6
    # After undo or redo a drag is a new one.
    edit.set(card, "amount", 0.9, merge=True)
    assert edit.can_undo == "soft: amount 0.6 → 0.9" and edit.can_redo is None

    edit.begin_drag()
    edit.set(card, "amount", 0.1)
    edit.set(card, "taps", 9)
    edit.set(card, "taps", 8)
    edit.end_drag()
    edit.set(card, "taps", 7)
    assert [edit.undo(), edit.undo(), edit.undo()] == [
        "soft: taps 8 → 7",
        "soft: taps 3 → 8",
        "soft: amount 0.9 → 0.1",
    ]


def test_a_drag_that_comes_back_is_no_step(user: Folder) -> None:
    edit = ChainEdit("base")
    card = edit.cards[0].id
    edit.begin_drag()
    edit.set(card, "amount", 0.3)
    edit.set(card, "amount", 0.25)
    assert edit.can_undo is None and not edit.dirty
    edit.set(card, "amount", 0.5)
    edit.set(card, "amount", 0.75)
    edit.end_drag()
    assert edit.undo() == "soft: amount 0.25 → 0.75" and edit.can_undo is None


def test_every_change_has_words(user: Folder) -> None:
    edit = ChainEdit("base")
    soft, hard = (c.id for c in edit.cards)
    new = edit.add("luma", 0)
    assert shaders(edit) == ["luma", "soft", "hard"] and edit.can_undo == "add luma"
    copy = edit.duplicate(soft)
    assert shaders(edit) == ["luma", "soft", "soft", "hard"] and edit.can_undo == "duplicate soft#3"
    assert edit.labels(copy) == ("soft#3", "soft#4") and edit.value(copy, "amount") == 0.25
    edit.move(hard, -5)
    assert shaders(edit) == ["hard", "luma", "soft", "soft"] and edit.can_undo == "move hard"
    edit.set_enabled(hard, True)
    assert edit.can_undo == "hard: on"
    edit.set_repeat(soft, 3)
    assert edit.can_undo == "soft: repeat 2 → 3" and edit.labels(copy) == ("soft#4", "soft#5")
    edit.set(soft, "mode", 0)
    assert edit.can_undo == "soft: mode MODE_B → MODE_A"
    edit.remove(new)
    assert edit.can_undo == "remove luma"
    edit.set_output(width=1280, resize="spline36", dither=False)
    assert edit.can_undo == "output: 2x the source → 1280xauto, resize lanczos3 → spline36, dither off"
    end = content(edit)
    while edit.undo():
        pass
    assert edit.undo() is None and not edit.dirty and content(edit) == content(ChainEdit("base"))
    while edit.redo():
        pass
    assert content(edit) == end and [c.id for c in edit.cards] == [hard, soft, copy]


def test_what_changes_nothing_is_no_step(user: Folder) -> None:
    edit = ChainEdit("base")
    soft, hard = (c.id for c in edit.cards)
    edit.set(soft, "amount", 0.25)
    edit.move(soft, 0)
    edit.move(hard, 99)
    edit.set_repeat(hard, 0)
    edit.set_enabled(soft, True)
    edit.set_output(scale=2.0)
    edit.reset(hard)
    edit.revert()
    assert edit.can_undo is None and (edit.revision, edit.value_revision) == (0, 0)


def test_limits(user: Folder) -> None:
    edit = ChainEdit("base")
    soft = edit.cards[0].id
    edit.set_repeat(soft, 1000)
    assert edit.cards[0].repeat == MAX_REPEAT
    for _ in range(2):
        edit.duplicate(soft)
    with pytest.raises(BadInput, match=f"at most {MAX_PASSES} shaders"):
        edit.duplicate(soft)
    assert sum(c.repeat for c in edit.cards) == 3 * MAX_REPEAT + 1
    edit.save()
    edit.remove(soft)
    with pytest.raises(BadInput, match="not in the chain any more"):
        edit.set(soft, "amount", 1)
    with pytest.raises(NotFound, match="did you mean 'soft'"):
        edit.add("sfot")
    user.shader("broken", "//!HOK MAIN\n")
    with pytest.raises(ShaderError, match=r"broken\.glsl:1: .*did you mean 'HOOK'"):
        edit.add("broken")
    assert edit.can_undo == "remove soft"


def test_output(user: Folder) -> None:
    edit = ChainEdit("base")
    edit.set_output(width=99999)
    assert edit.output == Output(width=16384)
    edit.set_output(height=720)
    assert edit.output == Output(width=16384, height=720)
    edit.set_output(scale=1e6)
    assert edit.output == Output(scale=64)
    edit.set_output(scale=None)
    assert edit.output.size(640, 360) == (640, 360)
    for wrong, message in (
        ({"resize": "lanczos"}, "resize has no value 'lanczos'; did you mean 'lanczos3'"),
        ({"precision": 3}, "precision has no value '3'"),
        ({"sigmoid": "yes"}, "sigmoid has no value 'yes'"),
        ({"sigmoid_slope": float("nan")}, "sigmoid_slope: nan is not a number"),
        ({"scal": 3}, "an output has no 'scal'; did you mean 'scale'"),
        ({"scale": 2, "width": 5}, "either scale or width"),
        ({"scale": float("nan")}, "scale: nan is not a number"),
        ({"width": float("inf")}, "width: inf is not a number"),
    ):
        with pytest.raises(BadInput, match=message):
            edit.set_output(**wrong)
    edit.set_output(linear="off", sigmoid_center=float(np.float32(0.7)), sigmoid_slope=99)
    assert edit.output == Output(linear="off", sigmoid_center=0.7, sigmoid_slope=20)
    assert edit.undo() == "output: linear auto → off, sigmoid center 0.75 → 0.7, sigmoid slope 6.5 → 20"
    for scale in (1.5, 2.5, 3.0):
        edit.set_output(scale=scale, merge=True)
    assert edit.undo() == "output: the source's → 3x the source"


# -- order ------------------------------------------------------------------------------------------------------------


def test_stages_and_what_a_move_changes(user: Folder) -> None:
    made = Preset(passes=tuple(PresetPass(s) for s in ("luma", "soft", "output", "hard")))
    edit = ChainEdit(made)
    luma, soft, output, hard = (c.id for c in edit.cards)
    assert [edit.stage(c.id) for c in edit.cards] == [("LUMA",), ("MAIN",), ("MAIN", "OUTPUT"), ("MAIN",)]
    assert not edit.move_changes(luma, 3) and not edit.move_changes(soft, 0) and not edit.move_changes(soft, 1)
    assert edit.move_changes(soft, 2) and edit.move_changes(hard, 0)
    edit.set_enabled(output, False)
    assert not edit.move_changes(soft, 2) and edit.move_changes(soft, 3)
    assert not edit.move_changes(output, 0)
    # And so the plans say.
    source = Source(64, 36, PIXEL_FORMATS["yuv420p"], color.resolve(color.Tags(), 36))
    before = plan(edit.loaded().entries, source, Target(64, 36))
    edit.move(luma, 3)
    assert plan(edit.loaded().entries, source, Target(64, 36)) == before


# -- files ------------------------------------------------------------------------------------------------------------


def test_saving_and_undo_across_it(user: Folder) -> None:
    edit = ChainEdit("base")
    soft, hard = (c.id for c in edit.cards)
    edit.set(soft, "amount", 0.75)
    edit.set_enabled(hard, True)
    assert edit.dirty and edit.changed(soft, "amount") and edit.is_own()
    saved = edit.save()
    assert saved == preset.load("base") and saved.text.startswith("# by eye\n")
    assert not edit.dirty and not edit.changed(soft, "amount")
    edit.undo()
    edit.undo()
    assert edit.dirty and edit.changed(soft, "amount") and edit.value(soft, "amount") == 0.25
    edit.redo()
    edit.redo()
    assert not edit.dirty, "redone to what is on the disk"
    edit.undo()
    edit.save()
    assert preset.load("base").passes[1].enabled is False, "saving after undo writes over our own file"


def test_another_name_is_the_files_name_from_then_on(user: Folder) -> None:
    edit = ChainEdit("plain")
    assert not edit.is_own()
    with pytest.raises(BadInput, match="'plain' came with upshade and stays as it is; save under another name"):
        edit.save()
    card = edit.add("soft")
    edit.set(card, "amount", 0.75)
    path = edit.suggest_path("Mein Film: Teil 2/3")
    assert path == user.path / "presets" / "mein-film-teil-2-3.toml"
    edit.save_as(path, title="Mein Film")
    assert edit.is_own() and not edit.dirty and edit.preset.title == "Mein Film" and edit.preset.path == path
    assert ChainEdit("mein-film-teil-2-3").loaded() == edit.loaded()
    assert edit.suggest_path("Mein Film: Teil 2/3").name == "mein-film-teil-2-3-2.toml"
    other = user.preset("other", 'title = "Other"\n')
    with pytest.raises(BadInput, match="exists already"):
        edit.save_as(other)
    assert edit.preset.path == path and other.read_text() == 'title = "Other"\n'
    edit.save_as(other, overwrite=True)
    assert ChainEdit("other").loaded() == edit.loaded()


@pytest.mark.parametrize("title", ["", "...", "a/b\\c", "CON", "anime", "x" * 400, "日本" * 100, "é\0\n", "-", "..\\x"])
def test_every_title_makes_a_file_that_can_be_saved(user: Folder, title: str) -> None:
    edit = ChainEdit(None, ["soft"])
    assert edit.preset.path is None and edit.dirty and not edit.is_own()
    with pytest.raises(BadInput, match="save it under a name"):
        edit.save()
    path = edit.suggest_path(title)
    assert path.parent == user.path / "presets" and path.stem not in ("anime", "con", "")
    edit.save_as(path)
    assert preset.load(path.stem).passes == (PresetPass("soft"),)


def test_a_preset_that_others_changed_is_not_overwritten(user: Folder) -> None:
    edit = ChainEdit("base")
    card = edit.cards[0].id
    edit.set(card, "amount", 0.75)
    assert not edit.changed_on_disk()
    path = user.preset("base", BASE.replace("scale = 2.0", "scale = 3.0"))
    assert edit.changed_on_disk()
    with pytest.raises(BadInput, match="was changed since it was loaded"):
        edit.save()
    edit.revert()
    assert edit.output.scale == 3 and edit.value(card, "amount") == 0.25 and not edit.dirty
    assert edit.cards[0].id == card and not edit.changed_on_disk()
    assert edit.undo() == "revert" and edit.value(card, "amount") == 0.75 and edit.dirty
    edit.save()
    path.unlink()
    assert edit.changed_on_disk()
    with pytest.raises(NotFound):
        edit.revert()
    edit.save()
    assert path.exists()


def test_another_preset_can_be_taken_back(user: Folder) -> None:
    edit = ChainEdit("base")
    card = edit.cards[0].id
    edit.set(card, "amount", 0.75)
    user.preset("two", '[[pass]]\nshader = "luma"\n[[pass]]\nshader = "soft"\n')
    edit.replace("two")
    assert shaders(edit) == ["luma", "soft"] and not edit.dirty and edit.preset.name == "two"
    edit.set_enabled(edit.cards[0].id, False)
    edit.save()
    assert [edit.undo(), edit.undo()] == ["luma: off", "load preset two"]
    assert edit.preset.name == "base" and edit.dirty and edit.value(card, "amount") == 0.75
    edit.save()
    assert preset.load("base").passes[0].params["amount"] == 0.75
    assert edit.redo() == "load preset two" and edit.preset.name == "two" and edit.dirty
    edit.replace(None)
    assert edit.cards == () and edit.can_undo == "new chain" and edit.loaded().entries == ()


def test_changes_that_only_undo_still_has_are_known_and_can_be_saved(user: Folder) -> None:
    user.preset("two", '[[pass]]\nshader = "luma"\n')
    edit = ChainEdit("base")
    card = edit.cards[0].id
    edit.replace("two")
    assert edit.left_unsaved() == (), "nothing was changed"
    edit.undo()
    edit.set(card, "amount", 0.75)
    assert edit.left_unsaved() == () and edit.dirty, "what is in the chain is told otherwise"
    edit.replace("two")
    assert edit.left_unsaved() == ("base",) and not edit.dirty
    edit.replace(None)
    edit.add("soft")
    edit.replace("two")
    assert edit.left_unsaved() == ("base", "")
    with pytest.raises(BadInput, match="the new chain has no file of its own yet: go back to it with undo"):
        edit.save_left()
    assert preset.load("base").passes[0].params["amount"] == 0.75
    assert edit.left_unsaved() == ("",)
    while edit.undo():
        pass
    edit.redo()
    edit.set(card, "amount", 0.5)
    edit.replace("two")
    user.preset("base", BASE.replace("scale = 2.0", "scale = 3.0"))
    with pytest.raises(BadInput, match="was changed since it was loaded"):
        edit.save_left()
    assert edit.left_unsaved() == ("base",)


def test_paths_and_parents_survive_a_move(user: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    near = tmp_path / "near"
    near.mkdir()
    (near / "own.glsl").write_text(SOFT)
    (near / "base.toml").write_text('[[pass]]\nshader = "./own.glsl"\nparams = { taps = 5 }\n')
    (near / "child.toml").write_text('extends = "./base.toml"\n[[pass]]\nshader = "./own.glsl"\nrepeat = 2\n')
    monkeypatch.chdir(near)
    edit = ChainEdit(Path("child.toml"), ["own.glsl"])
    edit.add("./own.glsl")
    edit.set(edit.cards[2].id, "amount", 0.125)
    edit.save_as("far/away.toml")
    monkeypatch.chdir("/")
    again = ChainEdit(near / "far" / "away.toml")
    assert again.loaded() == edit.loaded() and content(again) == content(edit)
    assert [c.repeat for c in again.cards] == [2, 1, 1] and again.value(again.cards[0].id, "taps") == 5


# -- shader files that change -----------------------------------------------------------------------------------------


def test_a_shader_file_that_changes(user: Folder) -> None:
    edit = ChainEdit("base", ["luma"])
    soft = edit.cards[0].id
    edit.set(soft, "amount", 0.75)
    before, revision = edit.loaded(), edit.revision
    path = user.path / "shaders" / "soft.glsl"
    assert path in edit.files() and edit.preset.path in edit.files()
    assert edit.reload(path) == frozenset() and edit.loaded() is before, "nothing changed"
    assert edit.reload(user.path / "other.glsl") == frozenset()

    user.shader("soft", SOFT.replace("MAXIMUM 1\n", "MAXIMUM 0.6\n", 1).replace("taps", "reach"))
    assert edit.reload(path) == {soft} and edit.revision > revision
    assert edit.value(soft, "amount") == 0.6 and edit.value(soft, "reach") == 3
    assert edit.loaded().values["soft#2"] == {"amount": 0.6, "mode": 1, "reach": 3}
    edit.save()
    assert content(ChainEdit("base")) == (edit.output, [(*c[:3], {"amount": 0.6, "mode": 1} if i == 0 else c[3])
                                                        for i, c in enumerate(content(edit)[1])])  # fmt: skip

    # The bounds come back, and so does what was set.
    user.shader("soft", SOFT)
    edit.reload(path)
    assert edit.value(soft, "amount") == 0.75
    assert edit.undo() and edit.value(soft, "amount") == 0.25


def test_a_shader_file_that_breaks_goes_on_as_it_was(user: Folder) -> None:
    edit = ChainEdit("base")
    soft = edit.cards[0].id
    before, revision = edit.loaded(), edit.revision
    path = user.shader("soft", SOFT.replace("//!HOOK", "//!HOK"))
    assert edit.reload(path) == {soft}
    assert str(edit.errors()[soft]).startswith(f"{path}:18: ") and edit.loaded() is before
    edit.set(soft, "amount", 0.75)
    edit.set_repeat(soft, 1)
    assert edit.revision == revision + 1 and edit.loaded().values["soft"]["amount"] == 0.75
    edit.save()
    path.unlink()
    assert edit.reload(path) == {soft} and isinstance(edit.errors()[soft], NotFound)
    user.shader("soft", SOFT)
    assert edit.reload(path) == {soft} and not edit.errors()
    assert edit.shader(soft) is before.entries[0].shader
    assert ChainEdit("base").loaded() == edit.loaded()


def test_a_shader_that_is_not_there_yet(user: Folder) -> None:
    path = user.preset("later", '[[pass]]\nshader = "later"\nparams = { amount = 0.75, mode = "MODE_B", gone = 3 }\n'
                       '[[pass]]\nshader = "soft"\n')  # fmt: skip
    edit = ChainEdit(path)
    later, _ = (c.id for c in edit.cards)
    assert isinstance(edit.errors()[later], NotFound) and edit.shader(later) is None
    assert list(edit.loaded().values) == ["soft"] and edit.labels(later) == () and edit.stage(later) == ()
    assert not edit.dirty and not edit.move_changes(later, 1)
    with pytest.raises(NotFound):
        edit.value(later, "amount")
    edit.set_enabled(later, False)
    edit.duplicate(later)
    edit.save()
    assert preset.load(path).passes[0].params == {"amount": 0.75, "mode": "MODE_B", "gone": 3}, "a value was lost"
    edit.undo()
    there = user.shader("later", SOFT)
    assert there in edit.files() and edit.reload(there) == {later}
    assert edit.loaded().values["later"] == {"amount": 0.75, "mode": 1, "taps": 3} and not edit.errors()
    edit.save()
    assert content(ChainEdit(path))[1][0] == ("later", 1, False, {"amount": 0.75, "mode": 1})


def test_what_undo_brings_back_is_of_today(user: Folder) -> None:
    edit = ChainEdit("base")
    soft = edit.cards[0].id
    edit.remove(soft)
    path = user.shader("soft", SOFT.replace("taps", "reach"))
    assert path in edit.files() and edit.reload(path) == frozenset()
    edit.undo()
    assert edit.value(soft, "reach") == 3


# -- any order of edits -----------------------------------------------------------------------------------------------

_EDIT = st.one_of(
    st.tuples(st.just("set"), st.sampled_from(["amount", "mode", "taps"]), st.floats(-2, 12, width=32), st.booleans()),
    st.tuples(st.just("reset"), st.sampled_from(["amount", "mode", None])),
    st.tuples(st.just("move"), st.integers(-1, 6)),
    st.tuples(st.just("remove")),
    st.tuples(st.just("add"), st.sampled_from(["soft", "hard", "luma", "path"]), st.none() | st.integers(0, 6)),
    st.tuples(st.just("duplicate")),
    st.tuples(st.just("set_repeat"), st.integers(-1, 4)),
    st.tuples(st.just("set_enabled"), st.booleans()),
    st.tuples(st.just("output"), st.sampled_from([{"scale": 1.5}, {"scale": None}, {"width": 320}, {"dither": False}])),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
    st.tuples(st.just("replace"), st.sampled_from(["base", "child", "again", None])),
    st.tuples(st.just("revert")),
    st.tuples(st.just("save")),
    st.tuples(st.just("drag")),
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.sampled_from(["base", "child", "again", None]),
    edits=st.lists(st.tuples(_EDIT, st.integers(0, 5)), max_size=25),
)
def test_any_edits_can_be_taken_back_done_again_and_saved(
    user: Folder, tmp_path: Path, start: str | None, edits: list[tuple[tuple[object, ...], int]]
) -> None:
    user.preset("base", BASE)
    own = tmp_path / "own.glsl"
    own.write_text(SOFT)
    user.preset("child", 'extends = "base"\n\n# the second\n[[pass]]\nshader = "hard"\nenabled = true\nrepeat = 2\n')
    user.preset("again", f'extends = "child"\n[[pass]]\nshader = "soft"\n[[pass]]\nshader = "{own}"\n')
    edit = ChainEdit(start)
    first = content(edit)
    for (what, *args), pick in edits:
        _do(edit, what, args, pick, own)
        assert edit.loaded().entries == () or edit.card_of(edit.loaded().entries[-1].label) is not None
    while edit.redo():
        pass
    end = edit.loaded(), content(edit)
    while edit.undo():
        pass
    assert content(edit) == first
    while edit.redo():
        pass
    assert (edit.loaded(), content(edit)) == end

    path = user.path / "presets" / "end.toml"
    edit.save_as(path, overwrite=True)
    assert not edit.dirty
    again = ChainEdit(path)
    assert again.loaded().values == edit.loaded().values and again.loaded().entries == edit.loaded().entries
    assert [c[1:] for c in content(again)[1]] == [c[1:] for c in content(edit)[1]]
    assert again.output.size(640, 360) == edit.output.size(640, 360) and again.output.options == edit.output.options
    assert again.loaded() == chain.load(path)


def _do(edit: ChainEdit, what: object, args: list[object], pick: int, own: Path) -> None:
    on_card: dict[object, Callable[..., object]] = {
        "reset": edit.reset, "move": edit.move, "remove": edit.remove, "duplicate": edit.duplicate,
        "set_repeat": edit.set_repeat, "set_enabled": edit.set_enabled,
    }  # fmt: skip
    card = edit.cards[pick % len(edit.cards)] if edit.cards else None
    knows = card is not None and edit.shader(card.id).params
    match what:
        case "set" if knows:
            edit.set(card.id, args[0], args[1], merge=args[2])
            assert edit.value(card.id, args[0]) == edit.loaded().values[edit.labels(card.id)[-1]][args[0]]
        case "reset" if knows or args[0] is None:
            if card:
                edit.reset(card.id, args[0])
        case "add":
            added = edit.add(own if args[0] == "path" else args[0], args[1])
            assert added in [c.id for c in edit.cards]
        case "output":
            edit.set_output(**args[0])
        case "undo" | "redo" | "revert":
            getattr(edit, what)()
        case "replace":
            edit.replace(args[0])
        case "save" if edit.preset.path is not None:
            edit.save()
            assert not edit.dirty and not edit.changed_on_disk()
        case "drag":
            edit.end_drag() if pick % 2 else edit.begin_drag()
        case _ if what in on_card and what != "reset" and card:
            if what == "move":
                edit.move_changes(card.id, *args)
            on_card[what](card.id, *args)


def test_a_card_goes_on_with_another_file(tmp_path: Path) -> None:
    """As a copy of a shader that came with upshade takes its place: values stay, and one step leads back."""
    first, second = tmp_path / "first.glsl", tmp_path / "second.glsl"
    first.write_text(SOFT)
    second.write_text(SOFT.replace("MAXIMUM 1\n", "MAXIMUM 0.7\n"))
    edit = ChainEdit(None, [first, "deband", first])
    ids = [card.id for card in edit.cards]
    edit.set(ids[0], "amount", 0.9)
    revision = edit.revision
    edit.change_shader([ids[0], ids[2]], second)
    assert [card.id for card in edit.cards] == ids and edit.revision > revision
    assert [card.shader for card in edit.cards] == [str(second), "deband", str(second)]
    assert edit.value(ids[0], "amount") == pytest.approx(0.7), "what was set, within the bounds of the new file"
    assert edit.undo() == "first, first#2: second instead"
    assert edit.value(ids[0], "amount") == pytest.approx(0.9)
    with pytest.raises(NotFound):
        edit.change_shader(ids, tmp_path / "nowhere.glsl")
    with pytest.raises(BadInput):
        edit.change_shader([99], second)
    assert [card.shader for card in edit.cards] == [str(first), "deband", str(first)]
