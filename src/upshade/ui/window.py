"""The window: Hello ImGui owns it, the loop is ours. What goes wrong in a callback ends the program with its error,
after everything was released."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

# Before glfw: it brings the library that both use.
from imgui_bundle import glfw_utils, hello_imgui, imgui, imgui_node_editor, immapp

import glfw  # isort: skip

from ..core.heap import give_back
from ..errors import GraphicsError, one_line
from ..gl.context import Context
from . import layout, theme

if TYPE_CHECKING:
    from .app import App

_VIDEO = "upshade"
_TURNS, _LIVELY = 8, 0.01
"""Turns after an event that come so many seconds after each other at the latest."""
_NOTED = 0.5
"""Seconds between two looks at where the window is."""


class Window:
    """One at a time. `run` returns when it is closed. `register`: registers tests with the test engine, which then
    drives the window."""

    def __init__(self, app: App, *, register: Callable[[], None] | None = None) -> None:
        self._app = app
        self._failure: BaseException | None = None
        self._released = False
        self.params = self._params(register)
        nodes = imgui_node_editor.Config()
        nodes.settings_file = None  # else it writes one into the current folder
        self.addons = immapp.AddOnsParams(with_implot=True, with_node_editor=True, with_node_editor_config=nodes)
        self.handle: Any = None
        self._lively = 0
        self._windowed: tuple[int, int, int, int] | None = None
        self._normal: tuple[int, int, int, int] | None = None
        """Where it is when it is neither maximised nor full screen."""
        self._noted = 0.0
        self.maximized = False

    def run(self) -> None:
        """GraphicsError where there is no display or no OpenGL 3.3; whatever a callback raises."""
        check_display()
        give_back()
        Context.prepare()
        said: list[str] = []
        try:
            with _quiet(said):
                immapp.manual_render.setup_from_runner_params(self.params, self.addons)
        except Exception as error:
            reason = said[-1] if said else " ".join(str(error).split())
            raise GraphicsError(f"no window with OpenGL 3.3 can be opened here ({reason}); install a graphics driver, "
                                "or use `upshade render`, which needs no window") from error  # fmt: skip
        try:
            while not self.params.app_shall_exit and self._failure is None:
                self._guarded(self._app.turn)
                self._guarded(self._note)
                self._imgui(immapp.manual_render.render)
                self._wait()
        finally:
            self._guarded(self._release)
            self._imgui(immapp.manual_render.tear_down)
        if self._failure is not None:
            raise self._failure

    # -- what the app asks of its window ------------------------------------------------------------------------

    def close(self) -> None:
        """At once; who asks has asked about what is not saved."""
        self.params.app_shall_exit = True

    @property
    def fullscreen(self) -> bool:
        return self._windowed is not None

    def toggle_fullscreen(self) -> None:
        if self._windowed is not None:
            x, y, width, height = self._windowed
            self._windowed = None
            glfw.set_window_monitor(self.handle, cast(Any, None), x, y, width, height, glfw.DONT_CARE)
            return
        monitor = _monitor(self.handle)
        if monitor is not None:
            self._note(at_once=True)
            x, y = glfw.get_window_pos(self.handle)
            self._windowed = (x, y, *glfw.get_window_size(self.handle))
            mode = glfw.get_video_mode(monitor)
            glfw.set_window_monitor(self.handle, monitor, 0, 0, *mode.size, mode.refresh_rate)

    @property
    def refresh(self) -> float:
        """Pictures a second that the screen shows; 60 where it does not say."""
        monitor = _monitor(self.handle)
        mode = glfw.get_video_mode(monitor) if monitor is not None else None
        return float(mode.refresh_rate) if mode is not None and mode.refresh_rate else 60.0

    @property
    def geometry(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Size and position, as if neither full screen nor maximised."""
        self._note(at_once=True)
        x, y, width, height = self._normal or self._windowed or _frame(self.handle)
        return (width, height), (x, y)

    def _note(self, at_once: bool = False) -> None:
        """The window system tells the size before it tells that it is the one of a maximised window."""
        now = time.monotonic()
        if self.handle is None or self._windowed is not None or not (at_once or now - self._noted > _NOTED):
            return
        self._noted = now
        self.maximized = bool(glfw.get_window_attrib(self.handle, glfw.MAXIMIZED))
        if not self.maximized:
            self._normal = _frame(self.handle)

    def wake(self) -> None:
        """From any thread: the loop goes on at once."""
        if not self._released:
            glfw.post_empty_event()

    def title(self, text: str) -> None:
        glfw.set_window_title(self.handle, one_line(text))

    def hide_mouse(self, hidden: bool) -> None:
        imgui.set_mouse_cursor(imgui.MouseCursor_.none if hidden else imgui.MouseCursor_.arrow)

    # -- construction -------------------------------------------------------------------------------------------

    def _params(self, register: Callable[[], None] | None) -> hello_imgui.RunnerParams:
        params, state = hello_imgui.RunnerParams(), self._app.state
        window = params.app_window_params
        window.window_title = _VIDEO
        window.window_geometry.size = state.size
        # As the window system counts, in which the size is kept; not times the scale of the screen.
        window.window_geometry.window_size_measure_mode = hello_imgui.WindowSizeMeasureMode.screen_coords
        if state.position is not None:
            window.window_geometry.position = state.position
            window.window_geometry.position_mode = hello_imgui.WindowPositionMode.from_coords
        if state.maximized:
            window.window_geometry.window_size_state = hello_imgui.WindowSizeState.maximized
        # The layout is kept by `State`, which is written as a whole or not at all.
        params.ini_disable = True
        params.fps_idling.enable_idling = False
        params.renderer_backend_options.open_gl_options.anti_aliasing_samples = 0
        params.renderer_backend_options.open_gl_options.major_version = 3
        params.renderer_backend_options.open_gl_options.minor_version = 3
        inner = params.imgui_window_params
        inner.default_imgui_window_type = hello_imgui.DefaultImGuiWindowType.provide_full_screen_dock_space
        inner.enable_viewports = False
        inner.show_menu_bar = True
        inner.show_menu_app = inner.show_menu_view = False
        inner.remember_theme = False
        params.docking_params = layout.docking(self._app, self._safe)
        params.use_imgui_test_engine = register is not None
        calls = params.callbacks
        calls.load_additional_fonts = theme.load
        calls.default_icon_font = hello_imgui.DefaultIconFont.font_awesome6
        calls.setup_imgui_config = _config
        calls.setup_imgui_style = theme.apply
        calls.post_init = self._safe(self._start)
        calls.show_menus = self._safe(self._app.times.counted(self._app.menus))
        calls.show_gui = self._safe(self._app.times.counted(self._app.gui))
        calls.custom_background = self._safe(self._app.background)
        calls.before_swap = self._safe(self._app.before_swap)
        calls.after_swap = self._safe(self._app.after_swap)
        calls.before_exit = self._safe(self._release)
        calls.confirm_exit = self._confirm
        if register is not None:
            calls.register_tests = register
        return params

    def _start(self) -> None:
        self.handle = glfw_utils.glfw_window_hello_imgui()
        glfw.set_drop_callback(self.handle, cast(Any, self._dropped))
        glfw.set_window_size_limits(self.handle, 320, 200, glfw.DONT_CARE, glfw.DONT_CARE)
        state = self._app.state
        if state.maximized and state.position is not None:
            self._normal = (*state.position, *state.size)
        self._app.start(Context.attach(), self)
        if self._app.state.layout:
            imgui.load_ini_settings_from_memory(self._app.state.layout)
        if self._app.state.fullscreen:
            self.toggle_fullscreen()

    def _dropped(self, handle: Any, paths: list[str]) -> None:
        self._guarded(lambda: self._app.drop(paths))

    def _confirm(self) -> bool:
        try:
            return self._app.may_exit()
        except BaseException as error:
            self._failed(error)
            return True

    def _release(self) -> None:
        if not self._released and self.handle is not None:
            self._released = True
            self._app.stop()

    def _safe(self, call: Callable[[], None]) -> Callable[[], None]:
        return lambda: self._guarded(call)

    def _guarded(self, call: Callable[[], Any]) -> None:
        if self._failure is not None and call is not self._release:
            return
        try:
            call()
        except BaseException as error:
            self._failed(error)

    def _imgui(self, call: Callable[[], None]) -> None:
        """Dear ImGui complains as well of a frame that broke off in the middle: what broke it is what counts."""
        try:
            call()
        except Exception as error:
            self._failed(error)

    def _failed(self, error: BaseException) -> None:
        """An exception that leaves a callback would end the process in C++."""
        self._failure = self._failure or error
        self.params.app_shall_exit = True

    def _wait(self) -> None:
        """Until there is something to do, or somebody does something."""
        rest = self._app.idle()
        if rest <= 0.001 or self._failure is not None:
            return
        if self._lively:
            # Of what comes at once, Dear ImGui takes a part each turn: a key is down in one and up in the next.
            self._lively -= 1
            glfw.wait_events_timeout(min(rest, _LIVELY))
            return
        begun = time.perf_counter()
        glfw.wait_events_timeout(rest)
        if time.perf_counter() - begun < rest - 0.002:
            self._lively = _TURNS


@contextmanager
def _quiet(said: list[str]) -> Iterator[None]:
    """What libraries print to stderr meanwhile is collected, for the one line that an error has."""
    with tempfile.TemporaryFile() as file:
        sys.stderr.flush()
        kept = os.dup(2)
        os.dup2(file.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            file.seek(0)
            said += [line for line in file.read().decode("utf-8", "replace").splitlines() if line.strip()]


def check_display() -> None:
    """GraphicsError where a window cannot be opened."""
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise GraphicsError("there is no display to open a window on; `upshade render INPUT OUTPUT` works without one")


def _config() -> None:
    io = imgui.get_io()
    io.config_flags |= imgui.ConfigFlags_.docking_enable
    io.config_flags &= ~imgui.ConfigFlags_.nav_enable_keyboard
    io.config_windows_move_from_title_bar_only = True
    io.config_input_text_cursor_blink = False
    io.set_ini_filename("")  # else Dear ImGui writes one into the current folder


def _frame(handle: Any) -> tuple[int, int, int, int]:
    """Left, top, width, height of a window, in screen coordinates."""
    return (*glfw.get_window_pos(handle), *glfw.get_window_size(handle))


def _monitor(handle: Any) -> Any:
    """The screen that has most of the window; None where there is none."""
    x, y = glfw.get_window_pos(handle)
    width, height = glfw.get_window_size(handle)
    best, most = None, -1
    for monitor in glfw.get_monitors():
        mode: Any = glfw.get_video_mode(monitor)
        if mode is None:
            continue
        left, top = glfw.get_monitor_pos(monitor)
        wide = min(x + width, left + mode.size.width) - max(x, left)
        high = min(y + height, top + mode.size.height) - max(y, top)
        if (area := max(wide, 0) * max(high, 0)) > most:
            best, most = monitor, area
    return best
