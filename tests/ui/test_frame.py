"""Whatever is done in the window, its interface is drawn into the window."""

from __future__ import annotations

import ctypes
from pathlib import Path
from typing import Any

import pytest
from imgui_bundle import imgui

from media.clips import make_clip
from upshade.errors import GraphicsError
from upshade.player.state import State
from upshade.ui.app import Launch

from .driving import Driver, drive

_DRAW_FRAMEBUFFER_BINDING = 0x8CA6


def watch(d: Driver) -> list[int]:
    """Each framebuffer that was bound when the window had been drawn; 0 is the window's own."""
    app, bound = d.app, []
    get = app.context.function("glGetIntegerv", ctypes.c_uint, ctypes.POINTER(ctypes.c_int))
    before_swap = app.picture.before_swap

    def look(screen: Any, size: tuple[int, int]) -> None:
        name = ctypes.c_int(-1)
        get(_DRAW_FRAMEBUFFER_BINDING, ctypes.byref(name))
        bound.append(name.value)
        before_swap(screen, size)

    app.picture.before_swap = look
    return bound


def slow_sheet(d: Driver) -> None:
    """A contact sheet that takes its time is on its way, and has drawn something."""
    marks = d.app.panels["marks"]
    d.on_window(marks.sheet)
    d.until(lambda: marks._maker.done, "a first pair")
    for side in marks._maker._sides:
        side.work = lambda budget: False


def test_what_is_done_while_the_interface_is_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    films = [make_clip(tmp_path / f"{name}.mkv", frames=48, size=(160, 96), sound=None) for name in "ab"]
    key = imgui.Key

    def script(d: Driver) -> None:
        app = d.app
        d.settled()
        for time in (0.25, 0.5, 0.75, 1.0):
            app.actions.seek(time)
            d.settled()
            d.keys("n")
        bound = watch(d)
        slow_sheet(d)
        d.click("//Marks/Cancel##sheet")
        d.turn(2)
        assert not app.panels["marks"].making
        slow_sheet(d)
        d.keys(">")
        assert app.playlist.index == 1 and not app.panels["marks"].making, "another file, from within the interface"
        d.settled()
        d.mouse(0.5, 0.5)
        d.keys("ecdg")
        d.settled()
        for letter in (key.e, key.e, key.z):
            d.press(key.mod_ctrl, letter)
        app.state.panels = ("passes", "graph")
        d.turn(3)
        app.picture.steps.show(0)
        d.settled()
        d.keys("s")
        d.keys("S")
        d.until(lambda: not app.picture.saving.lines, "pictures")
        assert len(bound) > 40 and set(bound) == {0}
        assert not app.messages.errors

        # The driver has no memory for a small picture: that is said, and the window goes on.
        app.picture.steps.leave()
        d.settled()

        def full(*given: object) -> None:
            raise GraphicsError("no memory for a texture")

        copy, app.preview.display.copy = app.preview.display.copy, full
        d.keys(".")
        d.until(lambda: app.messages.errors, "a line")
        assert "no memory" in app.messages.errors[0]
        app.preview.display.copy = copy
        d.settled()

    launch = Launch(tuple(map(str, films)), "anime", paused=True, sound="null")
    drive(launch, script, State(size=(1100, 760), panels=("marks",)))
