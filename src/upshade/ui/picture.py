"""The picture in the window: what is drawn under the panels, what lies over it, and what the mouse does there."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from imgui_bundle import ImVec2, imgui

from ..core.steps import Plan
from ..engine.live import Shown
from ..gl.display import Layer, Rect
from ..gl.pool import Target
from ..media.overlay import NOTHING, Overlay
from . import theme
from .loupe import Loupe
from .saving import Saving
from .thumbnails import StepPictures
from .words import shown

if TYPE_CHECKING:
    from .app import App

_WHEEL = 1.15
_CLICK = 5.0
"""Pixels that the mouse may move in a click."""
_PAD = 14.0
_BYPASSED = "all shaders off  Ctrl+E"


class PictureView:
    def __init__(self, app: App) -> None:
        self._app = app
        self.saving = Saving(app)
        self.steps = StepPictures(app)
        self._tiles: list[Layer] = []
        self._overlay: Overlay = NOTHING
        self._panning = False
        self._moved_at = 0.0
        self._mouse = (0.0, 0.0)
        self.loupe = Loupe(app)

    @property
    def moving(self) -> bool:
        """The mouse has just moved: what follows it is drawn again soon."""
        return time.monotonic() - self._moved_at < 0.3

    @property
    def quiet(self) -> bool:
        """The mouse has not moved for a while."""
        return time.monotonic() - self._moved_at > 2.0

    @property
    def inspected(self) -> Target | None:
        """What a step of the plan drew, shown in place of the picture."""
        return self.steps.full

    def opened(self) -> None:
        self._drop_tiles()

    # -- under the panels ---------------------------------------------------------------------------------------

    def draw(self, screen: Any, size: tuple[int, int]) -> None:
        app, view = self._app, self._app.view
        preview = app.preview
        assert preview is not None
        # Reading binds another framebuffer: before the window's own is bound, in which Dear ImGui goes on.
        self._look()
        preview.display.clear(screen, size, theme.BACKGROUND)
        mine, theirs = preview.pictures
        if mine is None:
            return
        self._shape(mine)
        if self.inspected is not None:
            preview.display.draw(screen, size, view.look(), self.inspected)
            return
        # The line has the chain at its right; flipped, the other picture is alone.
        first, second = mine.texture, None
        if theirs is not None:
            first, second = theirs.texture, None if view.flip else mine.texture
        preview.display.draw(screen, size, view.look(), first, second)
        self._subtitles(screen, size, mine)

    def _shape(self, shown: Shown) -> None:
        """The picture's own size rules zoom 1; its pixels' shape is what keeps the source's proportions."""
        view, target = self._app.view, shown.plan.target
        info = self._app.playback.info if self._app.playback is not None else None
        if info is None:
            return
        from ..jobs.drawing import pixel_shape

        view.size = (target.width, target.height)
        view.sar = pixel_shape(info, target) if self._app.preview and self._app.preview.mode == "rendered" else info.sar
        if self._app.preview is not None and self._app.preview.mode == "fit":
            # Drawn for the window: its pixels are the screen's.
            view.size, view.sar = (shown.frame.width, shown.frame.height), info.sar

    def _subtitles(self, screen: Any, size: tuple[int, int], shown: Shown) -> None:
        app = self._app
        playback, preview = app.playback, app.preview
        assert preview is not None
        track = playback.subtitles if playback is not None and app.actions.subtitles_shown else None
        frame = shown.frame
        if track is None or frame.pts is None:
            self._drop_tiles()
            return
        left, top, width, height = app.view.fit
        overlay = track.at(frame.pts * frame.time_base, max(1, int(width)), max(1, int(height)))
        if overlay is not self._overlay:
            self._drop_tiles()
            self._overlay = overlay
            mgl = preview.context.mgl
            for tile in overlay.tiles:
                rows, columns = tile.pixels.shape[:2]
                texture = mgl.texture((columns, rows), 4, tile.pixels.tobytes(), alignment=1)
                texture.repeat_x = texture.repeat_y = False
                self._tiles.append(Layer(texture, (float(tile.x), float(tile.y), float(columns), float(rows))))
        placed = [
            Layer(layer.texture, (left + layer.rect[0], top + layer.rect[1], *layer.rect[2:])) for layer in self._tiles
        ]
        preview.display.overlay(screen, size, placed, app.view.area)

    def _drop_tiles(self) -> None:
        for layer in self._tiles:
            layer.texture.release()
        self._tiles.clear()
        self._overlay = NOTHING

    def close(self) -> None:
        self.steps.close()
        self.saving.close()
        self._drop_tiles()

    # -- the mouse ----------------------------------------------------------------------------------------------

    def gui(self) -> None:
        io = imgui.get_io()
        mouse = (io.mouse_pos.x, io.mouse_pos.y)
        if mouse != self._mouse:
            self._mouse, self._moved_at = mouse, time.monotonic()
        x, y, over = self._pointed()
        self._mouse_on(x, y, over, io)
        self._labels()
        self._said()
        self._errors()
        if self._app.view.loupe and over:
            self.loupe.draw(x, y, io.display_framebuffer_scale.x)

    def _pointed(self) -> tuple[float, float, bool]:
        """Where the mouse is on the framebuffer, and whether it is the picture's."""
        io = imgui.get_io()
        scale = io.display_framebuffer_scale
        x, y = io.mouse_pos.x * scale.x, io.mouse_pos.y * scale.y
        return x, y, _inside(self._app.view.area, x, y) and not io.want_capture_mouse

    def _look(self) -> None:
        x, y, over = self._pointed()
        if self._app.view.loupe and over:
            self.loupe.look(x, y)
        else:
            self.loupe.close()

    def _mouse_on(self, x: float, y: float, over: bool, io: Any) -> None:
        app, view = self._app, self._app.view
        if over and view.compare == "split" and view.follow and not self._panning:
            view.split = min(max((x - view.area[0]) / view.area[2], 0.0), 1.0)
        if over and io.mouse_wheel and io.key_alt and self.inspected is not None:
            self.steps.look(self.steps.gain * _WHEEL**io.mouse_wheel, self.steps.signed)
        elif over and io.mouse_wheel:
            view.zoom_by(_WHEEL**io.mouse_wheel, x, y)
        if over and imgui.is_mouse_clicked(imgui.MouseButton_.left):
            self._panning = True
        if self._panning and imgui.is_mouse_down(imgui.MouseButton_.left):
            view.pan(
                io.mouse_delta.x * io.display_framebuffer_scale.x, io.mouse_delta.y * io.display_framebuffer_scale.y
            )
        if self._panning and imgui.is_mouse_released(imgui.MouseButton_.left):
            self._panning = False
            drag = imgui.get_mouse_drag_delta(imgui.MouseButton_.left, 0.0)
            if view.compare == "split" and abs(drag.x) + abs(drag.y) < _CLICK:
                view.follow = not view.follow
        if over and imgui.is_mouse_double_clicked(imgui.MouseButton_.left):
            app.actions.fullscreen()
        if over and imgui.is_mouse_clicked(imgui.MouseButton_.right):
            app.actions.toggle()
        if app.window is not None and app.window.fullscreen and over and self.quiet:
            app.window.hide_mouse(True)

    # -- what lies over it --------------------------------------------------------------------------------------

    def _labels(self) -> None:
        """Which side is which; why the chain does nothing; how the picture is shown."""
        app, view = self._app, self._app.view
        preview = app.preview
        draw, scale = imgui.get_background_draw_list(), imgui.get_io().display_framebuffer_scale.x
        left, top, width, height = (side / scale for side in view.area)
        if app.playback is None:
            words = "Drop a video here, or press Ctrl+O"
            room = imgui.calc_text_size(words)
            middle = ImVec2(left + (width - room.x) / 2, top + (height - room.y) / 2)
            draw.add_text(middle, theme.packed(theme.DIM), words)
        if preview is None or preview.main.live.shown is None:
            return
        other = shown(app.beside.preset.name) if app.beside is not None else "source"
        own = _BYPASSED if app.bypass else app.edit.preset.name or "new chain"
        color = theme.WARN if app.bypass else theme.TEXT
        if self.inspected is not None:
            gain = "" if self.steps.gain == 1 else f", × {self.steps.gain:.3g}"
            signed = ", 0 is gray" if self.steps.signed else ""
            _tag(draw, left + _PAD, top + _PAD, f"{self.steps.words}{gain}{signed} – Esc: back", theme.ACCENT)
        elif view.flip:
            _tag(draw, left + _PAD, top + _PAD, other)
        elif view.compare == "split":
            at = left + view.split * width
            draw.add_line(ImVec2(at, top), ImVec2(at, top + height), theme.packed(theme.TEXT, 0.9), 1.0)
            tag = imgui.calc_text_size(other).x
            _tag(draw, at - tag - 2 * _PAD, top + _PAD, other)
            _tag(draw, at + _PAD, top + _PAD, own, color)
        elif view.compare == "difference":
            without = f" – {own}" if app.bypass else ""
            _tag(draw, left + _PAD, top + _PAD, f"difference to {other}, x {view.gain}{without}", color)
        elif app.bypass:
            _tag(draw, left + _PAD, top + _PAD, own, color)
        lines = [*self._why(preview.plan), *self._under_way()]
        for k, line in enumerate(reversed(lines)):
            _tag(draw, left + _PAD, top + height - _PAD - 26 - 28 * k, line, theme.WARN)

    def _why(self, plan: Plan | None) -> list[str]:
        """ "This chain does nothing here", and the reasons, where nothing of it runs."""
        if plan is None or not self._app.edit.cards or any(step.hook is not None for step in plan.steps):
            return []
        if not plan.skipped and not plan.dropped:
            return []
        reasons = [reason for _, reason in plan.dropped] + [skip.reason for skip in plan.skipped]
        first = max(set(reasons), key=reasons.count)
        more = len(set(reasons)) - 1
        return ["This chain does nothing here: " + first + (f" (and {more} other reasons)" if more else "")]

    def _under_way(self) -> list[str]:
        app = self._app
        lines = []
        preview, playback = app.preview, app.playback
        if preview is not None and (done := preview.main.live.compiling) is not None:
            lines.append(f"compiling {done[0]} of {done[1]} passes")
        if playback is not None and playback.error is not None:
            lines.append(playback.error)
        lines += self.saving.lines
        if preview is not None:
            drawn = {step.label for step in preview.plan.steps} if preview.plan is not None else set()
            lines += [
                f"{label} does not compile; "
                + ("its last good version is drawn" if label in drawn else "it is left out")
                for label in preview.main.live.problems
            ]
        return lines

    def _said(self) -> None:
        found = self._app.messages.line
        if found is None:
            return
        scale = imgui.get_io().display_framebuffer_scale.x
        left, top = self._app.view.area[0] / scale, self._app.view.area[1] / scale
        tagged = self._app.view.compare != "off" or self._app.bypass or self.inspected is not None
        row = 34.0 if tagged else 0.0
        _tag(imgui.get_background_draw_list(), left + _PAD, top + _PAD + row, found[0], alpha=found[1])

    def _errors(self) -> None:
        """Each stays until it is clicked away."""
        messages = self._app.messages
        if not messages.errors:
            return
        scale = imgui.get_io().display_framebuffer_scale.x
        left, top, width, _ = (side / scale for side in self._app.view.area)
        imgui.set_next_window_pos(ImVec2(left + width / 2, top + _PAD), pivot=ImVec2(0.5, 0.0))
        imgui.set_next_window_size_constraints(ImVec2(0, 0), ImVec2(max(200.0, width - 2 * _PAD), 400))
        imgui.push_style_color(imgui.Col_.window_bg, theme.four(theme.RAISED, 0.96))
        flags = (imgui.WindowFlags_.no_decoration | imgui.WindowFlags_.always_auto_resize
                 | imgui.WindowFlags_.no_docking | imgui.WindowFlags_.no_saved_settings
                 | imgui.WindowFlags_.no_focus_on_appearing)  # fmt: skip
        imgui.begin("##errors", None, flags)
        for k, line in enumerate(list(messages.errors)):
            if imgui.small_button(f"×##{k}"):
                messages.dismiss(line)
            imgui.same_line()
            imgui.push_text_wrap_pos(max(180.0, width - 4 * _PAD))
            imgui.text_colored(theme.four(theme.BAD), line)
            imgui.pop_text_wrap_pos()
        imgui.end()
        imgui.pop_style_color()

    # -- saving -------------------------------------------------------------------------------------------------

    def save(self, what: str) -> None:
        self.saving.save(what)

    def turn(self) -> None:
        self.saving.turn()

    def before_swap(self, screen: Any, size: tuple[int, int]) -> None:
        self.saving.before_swap(screen, size)


def _inside(rect: Rect, x: float, y: float) -> bool:
    return rect[0] <= x < rect[0] + rect[2] and rect[1] <= y < rect[1] + rect[3]


def _tag(draw: Any, x: float, y: float, text: str, color: theme.Rgb = theme.TEXT, alpha: float = 1.0) -> None:
    """A line on a dark plate, readable over any picture."""
    text = shown(text)
    size = imgui.calc_text_size(text)
    draw.add_rect_filled(ImVec2(x - 8, y - 5), ImVec2(x + size.x + 8, y + size.y + 5),
                         theme.packed(theme.BACKGROUND, 0.78 * alpha), 5.0)  # fmt: skip
    draw.add_text(ImVec2(x, y), theme.packed(color, alpha), text)
