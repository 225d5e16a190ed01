"""The bar below the picture: where we are, and everything that moves us."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imgui_bundle import ImVec2, hello_imgui, icons_fontawesome_6, imgui

from . import theme
from .words import clock

if TYPE_CHECKING:
    from ..player.playback import Playback
    from .app import App

HEIGHT = 58.0
"""Pixels."""
_TRACK = 4.0
_ICONS = icons_fontawesome_6


class Transport:
    def __init__(self, app: App) -> None:
        self._app = app
        self._dragging = False
        self._was_playing = False
        self._sought: float | None = None
        """Where the mouse has led to; the picture there has begun earlier."""

    def wake(self) -> None:
        """Shown for a while even where it hides."""
        self._app.messages.say(self.words())

    def words(self) -> str:
        playback = self._app.playback
        if playback is None:
            return "nothing is open"
        total = f" / {clock(playback.duration)}" if playback.duration else ""
        return f"{clock(playback.target)}{total}"

    def gui(self) -> None:
        app = self._app
        full = app.window is not None and app.window.fullscreen
        hello_imgui.get_runner_params().imgui_window_params.show_menu_bar = not full
        margin = hello_imgui.get_runner_params().imgui_window_params
        margin.full_screen_window_margin_bottom_right = ImVec2(0, 0 if full else HEIGHT / hello_imgui.em_size())
        if full and app.picture.quiet and not self._dragging:
            return
        viewport = imgui.get_main_viewport()
        imgui.set_next_window_pos(ImVec2(viewport.pos.x, viewport.pos.y + viewport.size.y - HEIGHT))
        imgui.set_next_window_size(ImVec2(viewport.size.x, HEIGHT))
        imgui.push_style_color(imgui.Col_.window_bg, theme.four(theme.BACKGROUND, 0.88 if full else 1.0))
        imgui.push_style_var(imgui.StyleVar_.window_rounding, 0.0)
        imgui.push_style_var(imgui.StyleVar_.window_padding, ImVec2(14, 4))
        flags = (imgui.WindowFlags_.no_decoration | imgui.WindowFlags_.no_docking | imgui.WindowFlags_.no_move
                 | imgui.WindowFlags_.no_saved_settings | imgui.WindowFlags_.no_bring_to_front_on_focus)  # fmt: skip
        imgui.begin("##transport", None, flags)
        if app.playback is not None:
            self._timeline(app.playback)
            self._buttons(app.playback)
        else:
            imgui.text_disabled("nothing is open")
        imgui.end()
        imgui.pop_style_var(2)
        imgui.pop_style_color()

    # -- the timeline -------------------------------------------------------------------------------------------

    def _timeline(self, playback: Playback) -> None:
        duration = playback.duration or 0.0
        start = imgui.get_cursor_screen_pos()
        width = max(1.0, imgui.get_content_region_avail().x)
        imgui.invisible_button("##timeline", ImVec2(width, 16))
        hovered, active = imgui.is_item_hovered(), imgui.is_item_active()
        self._draw_timeline(playback, start, width, duration, hovered or active)
        if duration <= 0:
            return
        at = min(max((imgui.get_io().mouse_pos.x - start.x) / width, 0.0), 1.0) * duration
        if hovered:
            chapter = next((c.title for c in reversed(playback.chapters) if c.start <= at and c.title), "")
            imgui.set_tooltip(f"{clock(at)}   {chapter}".rstrip())
        if active:
            if not self._dragging:
                self._dragging, self._was_playing = True, playback.playing
                playback.pause()
            if at != self._sought:
                self._sought = at
                playback.seek(at)
        elif self._dragging:
            self._dragging, self._sought = False, None
            if self._was_playing:
                playback.play()

    def _draw_timeline(self, playback: Playback, start: Any, width: float, duration: float, bright: bool) -> None:
        draw = imgui.get_window_draw_list()
        y = start.y + 8
        thick = _TRACK + (2 if bright else 0)

        def bar(a: float, b: float, rgb: theme.Rgb, alpha: float = 1.0) -> None:
            draw.add_rect_filled(ImVec2(start.x + a * width, y - thick / 2), ImVec2(start.x + b * width, y + thick / 2),
                                 theme.packed(rgb, alpha), thick / 2)  # fmt: skip

        bar(0, 1, theme.LINE)
        if duration <= 0:
            return
        if playback.loop is not None:
            a, b = playback.loop
            bar(a / duration, min(1.0, (duration if b is None else b) / duration), theme.WARN, 0.5)
        marks = self._app.panels["marks"]
        first, last = marks.span  # type: ignore[attr-defined]
        if first is not None or last is not None:
            bar((first or 0.0) / duration, (duration if last is None else last) / duration, theme.GOOD, 0.35)
        where = min(1.0, playback.target / duration)
        bar(0, where, theme.ACCENT)
        for chapter in playback.chapters[:200]:
            x = start.x + width * chapter.start / duration
            draw.add_line(ImVec2(x, y - 4), ImVec2(x, y + 4), theme.packed(theme.BACKGROUND), 2.0)
        for time in marks.times:  # type: ignore[attr-defined]
            draw.add_circle_filled(ImVec2(start.x + width * time / duration, y), 3.5, theme.packed(theme.WARN))
        draw.add_circle_filled(ImVec2(start.x + where * width, y), 7.0 if bright else 5.0, theme.packed(theme.TEXT))

    # -- buttons ------------------------------------------------------------------------------------------------

    def _buttons(self, playback: Playback) -> None:
        do = self._app.actions
        imgui.push_style_color(imgui.Col_.button, theme.four(theme.BACKGROUND, 0.0))
        if len(self._app.playlist) > 1 and _button(_ICONS.ICON_FA_BACKWARD_STEP, "before", "the file before  <"):
            do.next_file(-1)
        icon = _ICONS.ICON_FA_PAUSE if playback.playing else _ICONS.ICON_FA_PLAY
        if _button(icon, "play", "pause, go on  Space"):
            do.toggle()
        if len(self._app.playlist) > 1 and _button(_ICONS.ICON_FA_FORWARD_STEP, "next", "the next file  >"):
            do.next_file(1)
        if _button(_ICONS.ICON_FA_CARET_LEFT, "back", "one frame back  ,"):
            do.step(-1)
        if _button(_ICONS.ICON_FA_CARET_RIGHT, "on", "one frame on  ."):
            do.step(1)
        imgui.align_text_to_frame_padding()
        imgui.text(clock(playback.target, exact=not playback.playing))
        imgui.same_line()
        total = clock(playback.duration) if playback.duration else "–"
        imgui.text_disabled(f"/ {total}")
        imgui.same_line()
        if playback.speed != 1.0:
            imgui.text_colored(theme.four(theme.WARN), f"{playback.speed:.2f} x")
            imgui.same_line()
        if playback.loop_file or playback.loop is not None:
            imgui.text_colored(theme.four(theme.WARN), _ICONS.ICON_FA_REPEAT)
            imgui.same_line()
        self._right(playback)
        imgui.pop_style_color()

    def _right(self, playback: Playback) -> None:
        app, do = self._app, self._app.actions
        preview, view = app.preview, app.view
        shape = "as rendered" if preview is not None and preview.mode == "rendered" else "fit"
        plan = preview.plan if preview is not None else None
        size = f" {plan.target.width}×{plan.target.height}" if plan is not None else ""
        text = f"{shape}{size}, {view.scale * 100:.0f} %"
        right = 150.0 + 34.0 * 4
        wide = imgui.calc_text_size(text).x + 24
        left = imgui.get_cursor_pos_x()
        room = imgui.get_window_width() - left - right
        if room > wide:
            imgui.set_cursor_pos_x(imgui.get_window_width() - right - wide)
            if imgui.button(f"{text}##preview"):
                do.preview_mode()
            imgui.set_item_tooltip("as rendered: the pixels of the file, zoomed; fit: drawn for the window  a")
            imgui.same_line()
        imgui.set_cursor_pos_x(max(imgui.get_cursor_pos_x(), imgui.get_window_width() - right))
        if _button(_ICONS.ICON_FA_TABLE_COLUMNS, "split", "split: the source at the left  c", view.compare == "split"):
            do.compare("split")
        if _button(_ICONS.ICON_FA_SLIDERS, "chain", "the chain and its values",
                   app.show_panels and "chain" in app.state.panels):  # fmt: skip
            do.panel("chain", toggle=True)
        muted = app.state.mute or not playback.audio_tracks
        icon = _ICONS.ICON_FA_VOLUME_XMARK if muted else _ICONS.ICON_FA_VOLUME_HIGH
        tip = "sound off, on  m" if playback.audio_tracks else "the file has no sound"
        if _button(icon, "mute", tip):
            do.mute()
        imgui.set_next_item_width(96)
        changed, volume = imgui.slider_float("##volume", app.state.volume * 100, 0, 100, "%.0f %%")
        if changed:
            app.state.volume = volume / 100
            playback.volume = app.state.volume
        imgui.same_line()
        full = app.window is not None and app.window.fullscreen
        if _button(_ICONS.ICON_FA_COMPRESS if full else _ICONS.ICON_FA_EXPAND, "full", "full screen  f"):
            do.fullscreen()


def _button(icon: str, name: str, tip: str, on: bool = False) -> bool:
    if on:
        imgui.push_style_color(imgui.Col_.text, theme.four(theme.ACCENT))
    pressed = imgui.button(f"{icon}##{name}", ImVec2(30, 0))
    if on:
        imgui.pop_style_color()
    imgui.set_item_tooltip(tip)
    imgui.same_line()
    return bool(pressed)
