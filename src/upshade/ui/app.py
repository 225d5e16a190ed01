"""The player: what is open, and a turn of its loop. The parts that draw panels ask it, and tell it what to do."""

from __future__ import annotations

import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imgui_bundle import imgui

from ..core import library
from ..core.frame import Frame
from ..core.preset import DEFAULT
from ..errors import UpshadeError
from ..gl.context import Context
from ..jobs.background import Renders
from ..player import pacing
from ..player.edit import ChainEdit
from ..player.playback import Playback
from ..player.playlist import Playlist
from ..player.state import State, save
from ..player.watch import Watcher
from . import layout
from .actions import Actions
from .dialogs import Dialogs
from .keys import Keyboard
from .menus import draw_menus
from .messages import Messages
from .picture import PictureView
from .preview import TURN, Preview
from .times import Times
from .transport import Transport
from .view import View

if TYPE_CHECKING:
    from .window import Window

_TICK = 0.05
"""Seconds. Panels that show figures are drawn so often while something plays."""
_REST = 0.5
"""Seconds. So often at least is the window drawn where nothing happens."""
_SAVE = 5.0
"""Seconds between two looks at whether the window's state has changed."""
_SETTLED = 0.15
"""Seconds. A window's size counts for a fitted picture when it has not changed for so long."""
_ALONE = 0.09
"""Seconds that a turn may take where only the picture matters."""


@dataclass(frozen=True, slots=True)
class Launch:
    """What was asked for on the command line. `preset` None: the last one; "": none."""

    inputs: Sequence[str] = ()
    preset: str | None = None
    shaders: Sequence[str] = ()
    sets: Sequence[str] = ()
    size: tuple[int, int] | None = None
    scale: float | None = None
    pre: str = "none"
    rate: Fraction | None = None
    start: float | None = None
    sound: str = "auto"
    paused: bool = False


class App:
    """Owns all that the window shows. `start` when OpenGL is there, `turn` before each drawing, `stop` at the end."""

    def __init__(self, launch: Launch, state: State) -> None:
        self.launch, self.state = launch, state
        self.messages = Messages()
        for notice in state.notices:
            self.messages.note(notice)
        self.edit = self._chain()
        self._launched = (self.edit.cards, self.edit.output)
        self.beside: ChainEdit | None = None
        """The preset that is compared with; None: the source."""
        self.bypass = False
        """The picture is shown without the chain, whose cards stay as they are."""
        self.view = View()
        self.playlist = Playlist([*launch.inputs] or [str(library.demo_clip())])
        self.playback: Playback | None = None
        self.preview: Preview | None = None
        self.context: Context | None = None
        self.window: Window | None = None
        self.renders = Renders()
        self.watcher = Watcher()
        self.times = Times()
        self.actions = Actions(self)
        self.keyboard = Keyboard(self.actions.bindings)
        self.dialogs = Dialogs(self)
        self.picture = PictureView(self)
        self.transport = Transport(self)
        self.panels = layout.panels(self)
        self.show_panels = True
        self.docked: dict[str, bool] = {}
        """Of each panel, whether it was shown in the last turn."""
        self.framebuffer: tuple[int, int] = (1, 1)
        self._screen: Any = None
        self._at_end = False
        self.failures: list[str] = []
        """Tracebacks of what failed in a part of the window."""
        self.begins = False
        """The file that was opened plays as soon as it is seen."""
        self._new = False
        self._due: float | None = None
        self._frame: Frame | None = None
        self._saved = time.monotonic()
        self._fit_since = 0.0
        self._fit: tuple[int, int] | None = None
        self._drawn_at = self._ready_at = 0.0
        self._interval = 1 / 60

    def _chain(self) -> ChainEdit:
        launch = self.launch
        wanted = launch.preset if launch.preset is not None else self.state.preset or None
        sizes: dict[str, Any] = {}
        if launch.size is not None:
            sizes = {"width": launch.size[0], "height": launch.size[1]}
        elif launch.scale is not None:
            sizes = {"scale": launch.scale}
        try:
            edit = ChainEdit(wanted or None, launch.shaders, launch.sets)
        except UpshadeError as error:
            if launch.preset is not None or launch.shaders or launch.sets:
                raise
            # The last preset is gone or broken: that must not keep the player from opening.
            self.messages.error(error)
            edit = ChainEdit(DEFAULT)
        if sizes:
            edit.set_output(**sizes)
        return edit

    # -- beginning and end --------------------------------------------------------------------------------------

    def start(self, context: Context, window: Window) -> None:
        self.context, self.window = context, window
        self._screen = context.mgl.detect_framebuffer()
        self._interval = 1 / window.refresh
        self.preview = Preview(context, self.edit)
        self.preview.mode = "fit" if self.state.preview == "fit" else "rendered"
        for notice in self.playlist.notices:
            self.messages.error(notice)
        self.actions.open_current(self.launch.start, paused=self.launch.paused)

    def stop(self) -> None:
        """Everything is released while OpenGL is still there."""
        self.keep_state()
        self.dialogs.close()
        for panel in self.panels.values():
            panel.close()
        self.picture.close()
        self.renders.close()
        self.watcher.close()
        if self.playback is not None:
            self.playback.close()
        if self.preview is not None:
            self.preview.close()
        if self.context is not None:
            self.context.release()

    @property
    def unsaved(self) -> bool:
        """The chain has changes that somebody made here: what the command line added can be given again."""
        return self.edit.dirty and (self.edit.cards, self.edit.output) != self._launched

    def may_exit(self) -> bool:
        """Asked when somebody closes the window, outside of Dear ImGui's frame."""
        return self.dialogs.may_exit()

    def keep_state(self) -> None:
        state = self.state
        if self.window is not None and self.window.handle is not None:
            state.size, position = self.window.geometry
            state.position, state.fullscreen = position, self.window.fullscreen
            state.maximized = self.window.maximized
            state.layout = imgui.save_ini_settings_to_memory()
        path = self.edit.preset.path
        state.preset = library.preset_name(path) if path is not None else state.preset
        if self.preview is not None:
            state.preview = self.preview.mode
        if error := save(state):
            self.messages.note(error)

    def failed(self, what: str, error: Exception) -> None:
        """A bug in a part of the window, without which the rest goes on."""
        self.failures.append("".join(traceback.format_exception(error)))
        if not isinstance(error, UpshadeError):
            error = UpshadeError(f"{what} failed inside upshade ({type(error).__name__}: {error}) and was closed; "
                                 "what you made is still here")  # fmt: skip
        self.messages.error(error)

    # -- a turn -------------------------------------------------------------------------------------------------

    def turn(self) -> None:
        """Before the window is drawn: take the frame whose time comes, draw a slice of it."""
        begun = time.perf_counter()
        preview, playback = self.preview, self.playback
        if preview is None:
            return
        self._watch()
        if playback is not None and playback.ended != self._at_end:
            self._at_end = playback.ended
            if self._at_end and self.actions.next_file(1, said=False):
                playback, self._at_end = self.playback, False
        for panel in self.panels.values():
            panel.turn()
        frame = None
        if playback is not None and not preview.busy:
            frame = self._next(playback, begun)
        self._fitted(preview)
        preview.visible = self.view.visible
        preview.bypass = self.bypass
        preview.compare(self.view.compare != "off" or self.view.flip, self.beside)
        host = time.perf_counter()
        preview.turn_limit = TURN if self._busy_panels else _ALONE
        # What the panels and the screen take of a turn is not there for drawing. A GPU draws both beside them.
        rest = self.times.panels + (self.times.wait + self.times.present if preview.context.software else 0.0)
        self._new = preview.turn(frame, rest)
        self.picture.turn()
        drawn = time.perf_counter()
        self._tell_errors(preview)
        if time.monotonic() - self._saved > _SAVE:
            self._saved = time.monotonic()
            self.keep_state()
            if self.window is not None:
                self._interval = 1 / self.window.refresh
        self._drawn_at = time.perf_counter()
        self.times.spend("draw", drawn - host)
        self.times.spend("host", host - begun + self._drawn_at - drawn)

    def _next(self, playback: Playback, now: float) -> Frame | None:
        """The frame that will be due when a picture begun now is on the screen."""
        assert self.preview is not None
        due = playback.due()
        lead = self._lead if playback.playing else 0.0
        lasts = 1 / (float(playback.info.rate) * playback.speed)
        at = pacing.instant(now, due, lead, self._work, lasts)
        frame = playback.poll(at)
        if frame is not None:
            self._due, self._frame = playback.when(), frame
            self.view.size = (frame.width, frame.height)
        return frame

    def _fitted(self, preview: Preview) -> None:
        """The size of a fitted picture follows the window's when that has settled."""
        _, _, width, height = self.view.fit
        size = (max(1, round(width)), max(1, round(height)))
        if self.view.turns % 2:
            size = (size[1], size[0])
        if size != self._fit:
            self._fit, self._fit_since = size, time.monotonic()
        if preview.fit is None or time.monotonic() - self._fit_since > _SETTLED:
            preview.fit = size

    def _watch(self) -> None:
        self.watcher.set_files(self.edit.files() | (self.beside.files() if self.beside is not None else frozenset()))
        for path in self.watcher.poll():
            self.actions.file_changed(path)

    def _tell_errors(self, preview: Preview) -> None:
        if preview.main.live.error is not None:
            self.messages.error(preview.main.live.error)

    # -- drawing ------------------------------------------------------------------------------------------------

    def background(self) -> None:
        """The picture, under the panels."""
        io = imgui.get_io()
        scale = io.display_framebuffer_scale
        self.framebuffer = (max(1, round(io.display_size.x * scale.x)), max(1, round(io.display_size.y * scale.y)))
        self.view.area = layout.area(self.framebuffer)
        if self.preview is not None:
            self.picture.draw(self._screen, self.framebuffer)

    def gui(self) -> None:
        if imgui.get_io().want_text_input or self.dialogs.open:
            self.keyboard.release()
        else:
            self.keyboard.press()
        layout.update(self)
        self.picture.gui()
        self.transport.gui()
        self.dialogs.gui()

    def menus(self) -> None:
        draw_menus(self)

    def before_swap(self) -> None:
        """A picture that is ready early waits for its time."""
        self.picture.before_swap(self._screen, self.framebuffer)
        self.times.spend("panels", time.perf_counter() - self._drawn_at)
        if self._new and self.context is not None:
            begun = time.perf_counter()
            self.context.finish()
            self.times.spend("wait", time.perf_counter() - begun)
            if self._due is not None and self.playback is not None and self.playback.playing:
                rest = self._due - self._swap - time.perf_counter()
                if 0 < rest < pacing.MOST_LEAD:
                    time.sleep(rest)
        self._ready_at = time.perf_counter()

    @property
    def _work(self) -> float:
        """Seconds from a frame's beginning until it and the window are drawn."""
        assert self.preview is not None
        return self.preview.latency + (self.times.panels + self.times.wait) / 1e3

    @property
    def _lead(self) -> float:
        """Seconds from a frame's beginning to the screen."""
        return pacing.lead(self._work, self._swap)

    @property
    def _swap(self) -> float:
        """A screen waits for its own time, half a refresh on average; without one the swap is a copy, which takes its
        time."""
        return 0.5 * self._interval if self._waits else self.times.present / 1e3

    @property
    def _busy_panels(self) -> bool:
        """There are panels that want to be drawn often, or somebody does something."""
        open_ones = self.show_panels and bool(self.state.panels)
        return open_ones or self.dialogs.open or self.picture.moving

    @property
    def _waits(self) -> bool:
        return self.context is not None and not self.context.software

    def after_swap(self) -> None:
        at = time.perf_counter()
        self.times.spend("present", at - self._ready_at)
        self.times.end(at)
        if self._new and self.playback is not None and self._frame is not None and self.preview is not None:
            shown = self.preview.main.live.shown
            if shown is not None and shown.frame is self._frame:
                self.playback.drawn(self._frame, at)
                if self.begins and not self.preview.unfinished:
                    self.begins = False
                    self.playback.play()

    def idle(self) -> float:
        """Seconds until the next turn has something to do."""
        preview, playback = self.preview, self.playback
        if preview is None or preview.unfinished:
            return 0.0
        rest = _REST if not self.renders.active else _TICK * 2
        if self.messages.line is not None or self.dialogs.open or self.dialogs.waiting or self.picture.moving:
            rest = _TICK
        if playback is not None and (playback.playing or playback.seeking):
            due = playback.due()
            rest = _TICK if due is None else min(_TICK, max(0.0, due - self._lead - time.perf_counter()))
        return rest

    def wake(self) -> None:
        """From any thread: there is something to do."""
        if self.window is not None:
            self.window.wake()

    @property
    def turns(self) -> int:
        """How often the window was drawn."""
        return self.times.turns

    def drop(self, paths: Sequence[str]) -> None:
        """Files dropped on the window."""
        self.actions.drop([Path(path) for path in paths])
