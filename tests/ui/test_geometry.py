"""Where the window lies, from one start to the next; and what is told where a frame of it broke."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from upshade.core.library import demo_clip
from upshade.player.state import State
from upshade.ui import window
from upshade.ui.app import Launch

from .driving import Driver, drive


def launch() -> Launch:
    return Launch((str(demo_clip()),), "plain", paused=True, sound="null")


@contextmanager
def fine_screen() -> Iterator[None]:
    """A screen of twice the usual resolution: what `xrdb` would say, Xft.dpi of 192."""
    x11 = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
    x11.XOpenDisplay.restype = x11.XDefaultRootWindow.restype = ctypes.c_void_p
    display = ctypes.c_void_p(x11.XOpenDisplay(os.environ["DISPLAY"].encode()))
    root = ctypes.c_ulong(x11.XDefaultRootWindow(display))
    resources, text = ctypes.c_ulong(23), b"Xft.dpi:\t192\n"  # XA_RESOURCE_MANAGER
    x11.XChangeProperty(display, root, resources, ctypes.c_ulong(31), 8, 0, text, len(text))  # XA_STRING, replace
    x11.XSync(display, 0)
    try:
        yield
    finally:
        x11.XDeleteProperty(display, root, resources)
        x11.XSync(display, 0)
        x11.XCloseDisplay(display)


def test_its_size_stays_on_a_fine_screen() -> None:
    state = State(size=(700, 500), position=(40, 30))

    def script(d: Driver) -> None:
        d.settled()
        assert d.on_window(lambda: window.glfw.get_window_content_scale(d.app.window.handle)) == (2, 2)

    with fine_screen():
        for _ in range(2):
            drive(launch(), script, state)
            assert state.size == (700, 500) and state.position == (40, 30)


def test_a_maximised_window_keeps_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """No window manager runs here: the window is made large, and glfw says that it is maximised."""
    real, large = window.glfw.get_window_attrib, [False]
    monkeypatch.setattr(
        window.glfw, "get_window_attrib",
        lambda handle, name: large[0] if name == window.glfw.MAXIMIZED else real(handle, name),
    )  # fmt: skip
    state = State(size=(700, 500), position=(40, 30))

    def script(d: Driver) -> None:
        d.settled()
        d.on_window(d.app.keep_state)
        assert not state.maximized
        large[0] = True
        d.on_window(lambda: (window.glfw.set_window_pos(d.app.window.handle, 0, 0),
                             window.glfw.set_window_size(d.app.window.handle, 1400, 900)))  # fmt: skip
        d.turn(3)
        d.on_window(d.app.keep_state)
        assert state.maximized and state.size == (700, 500) and state.position == (40, 30)
        # Full screen and back, as it was.
        d.app.actions.fullscreen()
        d.turn(3)
        d.on_window(d.app.keep_state)
        assert state.fullscreen and state.maximized and state.size == (700, 500)
        d.app.actions.fullscreen()
        d.turn(3)
        large[0] = False
        d.on_window(lambda: window.glfw.set_window_size(d.app.window.handle, 640, 480))
        d.turn(3)
        d.on_window(d.app.keep_state)
        assert not state.maximized and not state.fullscreen and state.size == (640, 480)

    drive(launch(), script, state)


def test_a_place_that_is_on_no_screen_any_more() -> None:
    state = State(size=(640, 480), position=(9000, -4000))

    def script(d: Driver) -> None:
        d.settled()
        size, (x, y) = d.on_window(lambda: d.app.window.geometry)
        wide, high = d.on_window(lambda: window.glfw.get_monitor_workarea(window.glfw.get_primary_monitor()))[2:]
        assert size == (640, 480) and 0 <= x <= wide - 640 and 0 <= y <= high - 480

    drive(launch(), script, state)


def test_nothing_of_one_window_is_left_for_the_next() -> None:
    """Which panels were shown belongs to the program that showed them."""
    seen: list[tuple[str, ...]] = []

    def script(d: Driver) -> None:
        d.turn(3)
        seen.append(d.app.state.panels)

    for panels in (("chain", "passes"), ("marks",), ("chain", "passes")):
        drive(launch(), script, State(size=(800, 600), panels=panels))
    assert seen == [("chain", "passes"), ("marks",), ("chain", "passes")]


class _Failing:
    name, size = "Failing", (300.0, 200.0)

    def gui(self) -> bool:
        raise RuntimeError("the true error")


def test_an_error_within_a_popup_is_the_one_that_is_told() -> None:
    """The last one here: Dear ImGui does not come to itself again in the same process."""

    def script(d: Driver) -> None:
        d.settled()
        d.app.dialogs.put(_Failing())
        d.turn(4)

    with pytest.raises(RuntimeError, match="the true error"):
        drive(launch(), script, State(size=(640, 480)))
