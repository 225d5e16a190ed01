"""The renders of this session: how far they are, how they ended, and what can be done about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from imgui_bundle import ImVec2, icons_fontawesome_6, imgui

from ..errors import one_line
from ..jobs.background import BackgroundRender, State
from ..jobs.journal import left
from . import theme
from .paint import elide, icon_button
from .words import lasting, shown

if TYPE_CHECKING:
    from .app import App

_ICONS = icons_fontawesome_6
_COLORS: dict[State, theme.Rgb] = {
    "waiting": theme.DIM, "rendering": theme.ACCENT, "done": theme.GOOD, "failed": theme.BAD, "stopped": theme.WARN,
}  # fmt: skip


class RenderList:
    def __init__(self, app: App) -> None:
        self._app = app
        self._states: dict[BackgroundRender, State] = {}
        self._left: dict[BackgroundRender, int] = {}
        self._ids: dict[BackgroundRender, int] = {}

    def turn(self) -> None:
        """What ends is said."""
        items = self._app.renders.items
        for item in items:
            state = item.state
            if self._states.get(item) == state:
                continue
            self._states[item] = state
            if state == "done":
                self._app.messages.note(f"{Path(item.job.output).name} is rendered")
            elif state == "failed":
                self._app.messages.error(item.message)
            if item.over:
                self._left[item] = len(left(item.job.output))
        if len(self._states) > len(items):
            for gone in set(self._states) - set(items):
                for kept in (self._states, self._left, self._ids):
                    kept.pop(gone, None)

    def gui(self) -> None:
        items = self._app.renders.items
        if not items:
            return
        imgui.spacing()
        imgui.separator()
        imgui.spacing()
        for item in reversed(items):
            self._item(item)
        if sum(item.over for item in items) > 1 and imgui.small_button("Clear the list"):
            self._app.renders.clear()

    def _item(self, item: BackgroundRender) -> None:
        number = self._ids.setdefault(item, max(self._ids.values(), default=0) + 1)
        imgui.push_id(f"render {number}")
        state, start = item.state, imgui.get_cursor_screen_pos()
        room = imgui.get_content_region_avail().x
        imgui.align_text_to_frame_padding()
        imgui.text_unformatted(elide(one_line(Path(item.job.output).name), int(room - 100)))
        imgui.set_item_tooltip(one_line(item.job.output))
        imgui.push_style_color(imgui.Col_.button, theme.four(theme.PANEL, 0.0))
        self._buttons(item, state, start.x + room)
        imgui.pop_style_color()
        self._bar(item, state, room)
        words = shown(self._words(item, state))
        imgui.push_style_color(imgui.Col_.text, theme.four(theme.BAD if state == "failed" else theme.DIM))
        imgui.text_wrapped(words)
        imgui.pop_style_color()
        if item.notices and imgui.tree_node(f"{len(item.notices)} notices" if len(item.notices) > 1 else "1 notice"):
            imgui.push_style_color(imgui.Col_.text, theme.four(theme.WARN))
            for line in item.notices:
                imgui.text_wrapped(shown(line))
            imgui.pop_style_color()
            imgui.tree_pop()
        imgui.spacing()
        imgui.pop_id()

    def _buttons(self, item: BackgroundRender, state: State, right: float) -> None:
        renders = self._app.renders
        over = item.over
        count = 1 + (state != "rendering" and over) + (over and state != "done" and self._left.get(item, 0) > 0)
        imgui.same_line()
        imgui.set_cursor_screen_pos(ImVec2(right - 26 * count - 4 * (count - 1), imgui.get_cursor_screen_pos().y))
        if not over:
            if icon_button(_ICONS.ICON_FA_STOP, "cancel", "stop; what is finished is kept"):
                item.cancel()
            return
        if state == "done":
            if icon_button(_ICONS.ICON_FA_COPY, "copy", "copy the path"):
                imgui.set_clipboard_text(shown(item.job.output))
                self._app.messages.say("path copied")
        elif self._left.get(item, 0):
            if icon_button(_ICONS.ICON_FA_PLAY, "again", "go on where it stopped"):
                renders.again(item)
            imgui.same_line(0, 4)
            if icon_button(_ICONS.ICON_FA_ROTATE_LEFT, "fresh", "begin anew; what is finished is thrown away"):
                renders.again(item, fresh=True)
        elif icon_button(_ICONS.ICON_FA_ROTATE_RIGHT, "again", "try again"):
            renders.again(item)
        imgui.same_line(0, 4)
        if icon_button(_ICONS.ICON_FA_XMARK, "remove", "off the list; files stay"):
            renders.remove(item)

    @staticmethod
    def _bar(item: BackgroundRender, state: State, width: float) -> None:
        at = imgui.get_cursor_screen_pos()
        draw, rgb = imgui.get_window_draw_list(), _COLORS[state]
        draw.add_rect_filled(at, ImVec2(at.x + width, at.y + 3), theme.packed(theme.LINE), 1.5)
        fraction = item.fraction if not item.over else 1.0
        if fraction:
            draw.add_rect_filled(at, ImVec2(at.x + width * fraction, at.y + 3), theme.packed(rgb), 1.5)
        imgui.dummy(ImVec2(width, 3))

    @staticmethod
    def _words(item: BackgroundRender, state: State) -> str:
        if state == "waiting":
            return "waits its turn"
        if state == "done":
            each = "1 picture" if item.frames == 1 else f"{item.frames} pictures"
            return f"{each} in {lasting(item.seconds)}, {_size(item.written)}"
        if state != "rendering":
            return item.message
        progress, fraction, eta = item.progress, item.fraction, item.eta
        if progress is None:
            return "begins"
        parts = [f"{fraction * 100:.0f} %" if fraction is not None else f"{progress.done} pictures"]
        parts.append(f"{progress.fps:.1f} pictures/s")
        if eta is not None:
            parts.append(f"{lasting(eta)} left")
        parts.append(_size(progress.written))
        return ", ".join(parts)


def _size(count: int) -> str:
    if count >= 1e9:
        return f"{count / 1e9:.2f} GB"
    return f"{count / 1e6:.1f} MB" if count >= 1e5 else f"{count / 1e3:.0f} kB"
