"""The real program in a real window under Xvfb, driven by the test engine as a person would."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from oracle.display import Display

T = TypeVar("T")

PATIENCE = 60.0
"""Seconds that something may take on a busy machine."""


class Driver:
    """Given to a script, which runs on the test engine's own thread while the window stands still; each `turn` lets the
    window go on once. OpenGL belongs to the window's thread: `on_window` calls something there."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.ctx: Any = None
        self._asked: list[tuple[Callable[[], Any], list[Any]]] = []

    def turn(self, count: int = 1) -> None:
        for _ in range(count):
            self.ctx.yield_()

    def until(self, holds: Callable[[], object], what: str = "") -> None:
        """Goes on until it holds."""
        end = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < end, f"{what or 'what was waited for'} did not come in {PATIENCE:g} s"
            assert not self.ctx.is_error(), "the test engine could not do the step before"
            self.turn()

    def on_window(self, call: Callable[[], T]) -> T:
        """The result of `call`, made on the window's thread before the next swap."""
        answer: list[Any] = []
        self._asked.append((call, answer))
        self.until(lambda: answer)
        if isinstance(answer[0], BaseException):
            raise answer[0]
        return answer[0]  # type: ignore[no-any-return]

    def answer(self) -> None:
        asked, self._asked = self._asked, []
        for call, answer in asked:
            try:
                answer.append(call())
            except BaseException as error:
                answer.append(error)

    # -- what can be seen ---------------------------------------------------------------------------------------

    def screen(self) -> np.ndarray[Any, Any]:
        """What is on the window, (height, width, 3)."""
        app = self.app
        return self.on_window(lambda: app.preview.display.screen(app._screen, app.framebuffer))

    def save(self, path: str | Path) -> None:
        from PIL import Image

        Image.fromarray(self.screen()).save(path)

    def settled(self) -> None:
        """The picture is all that it shall be."""
        self.turn(2)
        self.until(lambda: self.app.preview.pictures[0] is not None and not self.app.preview.unfinished
                   and not (self.app.playback and self.app.playback.seeking), "a finished picture")  # fmt: skip
        self.turn(2)

    # -- what a person does -------------------------------------------------------------------------------------

    def keys(self, text: str) -> None:
        """As typed."""
        self.ctx.key_chars(text)
        self.turn(2)

    def press(self, *keys: int) -> None:
        """All at once. Joined as numbers: the enumeration of Python 3.11.2, Debian 12's, cannot join keys."""
        chord = 0
        for key in keys:
            chord |= int(key)
        self.ctx.key_press(chord)
        self.turn(2)

    def click(self, ref: str) -> None:
        self.ctx.item_click(ref)
        assert not self.ctx.is_error(), f"no {ref} to be clicked"
        self.turn()

    def mouse(self, x: float, y: float) -> None:
        """To a place in the picture's area, 0…1."""
        left, top, width, height = self.app.view.area
        self.ctx.mouse_move_to_pos((left + x * width, top + y * height))
        self.turn()


@contextmanager
def display() -> Iterator[str]:
    """The name of an X server of our own, which windows of this process are shown on unless there is another."""
    server = Display()
    before = os.environ.setdefault("DISPLAY", server.name)
    try:
        yield server.name
    finally:
        if before == server.name:
            del os.environ["DISPLAY"]
        server.close()


def drive(launch: Any, script: Callable[[Driver], None], state: Any = None) -> None:
    """Open the window, let the script do its work, close it. Raises what the script raises, or the window."""
    from imgui_bundle import hello_imgui, imgui

    from upshade.player.state import State
    from upshade.ui.app import App
    from upshade.ui.window import Window

    class Driven(App):
        def before_swap(self) -> None:
            driver.answer()
            super().before_swap()

        def idle(self) -> float:
            return 0.0  # the engine's steps are no events that would end a wait

    app = Driven(launch, state if state is not None else State(size=(1280, 800)))
    driver = Driver(app)
    failed: list[BaseException] = []

    def work(ctx: Any) -> None:
        driver.ctx = ctx
        try:
            script(driver)
            assert not ctx.is_error(), "the test engine could not do a step; what came after it was not done"
        except BaseException as error:
            failed.append(error)
        finally:
            window.params.app_shall_exit = True

    def register() -> None:
        engine = hello_imgui.get_imgui_test_engine()
        io = imgui.test_engine.get_io(engine)
        io.config_run_speed = imgui.test_engine.TestRunSpeed.fast
        io.config_log_to_tty = True
        io.config_verbose_level_on_error = imgui.test_engine.TestVerboseLevel.warning
        io.config_capture_enabled = False
        io.config_mouse_draw_cursor = False
        io.config_watchdog_warning = io.config_watchdog_kill_test = 600.0
        test = imgui.test_engine.register_test(engine, "upshade", "driven")
        test.test_func = work
        imgui.test_engine.queue_test(engine, test)

    window = Window(app, register=register)
    window.run()
    if failed:
        raise failed[0]
    assert not app.failures, "\n".join(app.failures)
