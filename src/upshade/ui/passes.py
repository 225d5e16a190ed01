"""What runs, why not, and how long it takes."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from imgui_bundle import ImVec2, icons_fontawesome_6, imgui

from ..core import plan_text
from ..core.steps import Plan
from . import theme
from .passrows import Rows, heading
from .thumbnails import inspecting
from .timeplot import COLORS, PARTS, Times, stacked
from .words import ms, shown

if TYPE_CHECKING:
    from .app import App

_READABLE = 0.25
"""Seconds that figures stand at least: nobody reads faster."""
_BAR = 10.0
_PLOT = 84.0
_PLOT_AV = 46.0
"""Heights in pixels."""


@dataclass(slots=True)
class Figures:
    """What the head of the panel says, made a few times a second."""

    rate: str = ""
    dropped: str = ""
    sound: str = ""
    losing: bool = False
    source: str = ""
    target: str = ""
    budget: float = 0.0
    parts: dict[str, float] | None = None
    decode: float | None = None
    total: float = 0.0
    memory: str = ""


class PassesPanel:
    name, label, dock = "passes", "Passes", "right"

    def __init__(self, app: App) -> None:
        self._app = app
        self.times = Times()
        self.figures = Figures()
        self.rows = Rows(app)
        self._seen: object = None
        self._playback: object = None
        self._dropped = 0
        self._until = 0.0
        self._below = 0.0

    # -- each turn ----------------------------------------------------------------------------------------------

    def turn(self) -> None:
        app = self._app
        preview, playback = app.preview, app.playback
        if preview is None or playback is None:
            return
        if playback is not self._playback:
            self._playback, self._dropped = playback, playback.dropped
            self.times.clear()
        now = time.perf_counter()
        live = preview.main.live
        if live.shown is not self._seen:
            self._seen = live.shown
            if playback.playing:
                times = app.times
                av = playback.av_difference
                spent = (live.upload_ms, live.drawn_ms or 0.0, times.panels, times.wait + times.present)
                self.times.add(now, spent, 0.0, av)
        if playback.dropped != self._dropped:
            if playback.dropped > self._dropped:
                self.times.dropped(now)
            self._dropped = playback.dropped

    def close(self) -> None:
        pass

    # -- figures ------------------------------------------------------------------------------------------------

    def _refresh(self, now: float) -> None:
        app, figures = self._app, Figures()
        preview, playback = app.preview, app.playback
        if preview is None or playback is None:
            self.figures = figures
            return
        plan = preview.plan
        rate = float(playback.info.rate) * playback.speed
        figures.budget = 1e3 / rate if rate > 0 and not playback.still else 0.0
        if playback.still:
            figures.rate = "a still picture"
        elif not playback.playing:
            figures.rate = f"paused, {rate:g} frames/s" if rate == round(rate) else f"paused, {rate:.3f} frames/s"
        else:
            real = self.times.rate(now)
            figures.rate = f"{'–' if real is None else f'{real:.1f}'} of {rate:.4g} frames/s"
        if not playback.still:
            figures.dropped = f"{playback.dropped} dropped" if playback.dropped else "none dropped"
            figures.losing = self.times.recent_drops(now, 2.0) > 0
        av = playback.av_difference
        if av is not None and playback.playing and playback.audio_track:
            figures.sound = ("sound" if av < 0 else "picture") + f" {abs(av) * 1e3:.0f} ms ahead"
        if plan is not None:
            src, dst = plan.source, plan.target
            figures.source = f"{src.width}×{src.height} {src.format.name} {_meaning(plan, True)}"
            figures.target = f"{dst.width}×{dst.height} {dst.format.name} {_meaning(plan, False)}"
            held = plan_text.mib(preview.pool.nbytes)
            if plan.steps:
                figures.memory = f"{plan_text.mib(plan.memory)} in {len(plan.slots)} textures, {held} held in all"
            else:
                figures.memory = f"{held} of textures held"
        live = preview.main.live
        drawn = self.times.usual(now) or live.drawn_ms or 0.0
        # Without waiting for it, what the GPU does is seen by its own clock only.
        drawn = max(drawn, self.rows.total)
        times = app.times
        values = (live.upload_ms, drawn, times.panels, times.wait + times.present)
        figures.parts = dict(zip(PARTS, values, strict=True))
        figures.total = sum(values)
        figures.decode = playback.decode_ms
        self.times.scale(
            self.times.latest if not playback.playing and self.times.latest else now, figures.budget or None
        )
        self.figures = figures

    # -- drawing ------------------------------------------------------------------------------------------------

    def gui(self) -> None:
        now = time.perf_counter()
        preview = self._app.preview
        self._app.picture.steps.want_times()
        if now >= self._until or (preview is not None and self.rows.stale(preview)):
            self._until = now + _READABLE
            self.rows.refresh()
            self._refresh(now)
        if preview is None or preview.plan is None:
            imgui.text_disabled("Nothing is open.")
            self._problems()
            return
        self._head(preview.plan)
        inspecting(self._app)
        imgui.begin_child("##passes", ImVec2(0, -self._below))
        self._problems()
        self.rows.draw_steps()
        self.rows.draw_skipped()
        imgui.end_child()
        top = imgui.get_cursor_pos_y()
        self._over_time(now)
        self._below = imgui.get_cursor_pos_y() - top

    def _head(self, plan: Plan) -> None:
        figures = self.figures
        imgui.text(figures.rate)
        for text, color in ((figures.dropped, theme.BAD if figures.losing else theme.DIM), (figures.sound, theme.DIM)):
            if text:
                imgui.same_line(0, 0)
                imgui.text_colored(theme.four(theme.DIM), ",  ")
                imgui.same_line(0, 0)
                if imgui.get_content_region_avail().x < imgui.calc_text_size(text).x + 34:
                    imgui.new_line()
                imgui.text_colored(theme.four(color), text)
        imgui.same_line()
        imgui.set_cursor_pos_x(imgui.get_cursor_pos_x() + imgui.get_content_region_avail().x - 26)
        imgui.push_style_color(imgui.Col_.button, theme.four(theme.PANEL, 0.0))
        if imgui.small_button(f"{icons_fontawesome_6.ICON_FA_COPY}##plan"):
            imgui.set_clipboard_text(shown(plan_text.text(plan)))
            self._app.messages.say("the plan is in the clipboard")
        imgui.pop_style_color()
        imgui.set_item_tooltip("copy the plan as text")
        imgui.push_font(None, imgui.get_style().font_size_base * theme.SMALL)
        imgui.push_style_color(imgui.Col_.text, theme.four(theme.DIM))
        line = f"{figures.source}  →  {figures.target}"
        if imgui.calc_text_size(line).x <= imgui.get_content_region_avail().x:
            imgui.text(line)
        else:
            imgui.text(figures.source)
            imgui.text(f"→  {figures.target}")
        imgui.pop_style_color()
        self._budget()
        imgui.text_colored(theme.four(theme.DIM), figures.memory)
        imgui.pop_font()
        imgui.spacing()

    def _budget(self) -> None:
        """What of the time between two pictures is used; decoding has a thread of its own."""
        figures = self.figures
        if figures.parts is None:
            return
        width = imgui.get_content_region_avail().x
        imgui.dummy(ImVec2(0, 1))
        stacked(figures.parts, figures.budget, width, _BAR)
        over = figures.budget and figures.total > figures.budget
        words = f"{figures.total:.1f} of {figures.budget:.1f} ms" if figures.budget else ms(figures.total)
        imgui.text_colored(theme.four(theme.BAD if over else theme.TEXT), words)
        items = [*figures.parts.items()]
        if figures.decode is not None:
            items.append(("decode", figures.decode))
        for name, value in items:
            text = f"{name} {value:.1f}" if value < 100 else f"{name} {value:.0f}"
            size = imgui.calc_text_size(text).x + 14
            imgui.same_line(0, 10)
            if imgui.get_content_region_avail().x < size:
                imgui.new_line()
            at, line = imgui.get_cursor_screen_pos(), imgui.get_text_line_height()
            imgui.get_window_draw_list().add_rect_filled(
                ImVec2(at.x, at.y + line / 2 - 4), ImVec2(at.x + 8, at.y + line / 2 + 4),
                theme.packed(COLORS[name], 0.5 if name == "present" else 0.9), 2.0)  # fmt: skip
            imgui.dummy(ImVec2(8, line))
            imgui.same_line(0, 4)
            imgui.text_colored(theme.four(theme.DIM), text)
            if imgui.is_item_hovered():
                imgui.set_tooltip(_PARTS[name])

    def _problems(self) -> None:
        """What does not run though it should, with file and line."""
        preview = self._app.preview
        lines = list(self.rows.problems)
        if preview is not None and preview.main.live.error is not None:
            lines.insert(0, str(preview.main.live.error))
        imgui.push_text_wrap_pos(0.0)
        for line in lines:
            imgui.text_colored(theme.four(theme.BAD), shown(line))
        for line in self.rows.notices:
            imgui.text_colored(theme.four(theme.WARN), shown(line))
        imgui.pop_text_wrap_pos()

    def _over_time(self, now: float) -> None:
        playback = self._app.playback
        if playback is None or playback.still:
            return
        imgui.set_next_item_open(True, imgui.Cond_.once)
        if not heading("The last 10 seconds"):
            return
        if not playback.playing:
            now = self.times.latest or now
        width = imgui.get_content_region_avail().x
        self.times.draw(now, self.figures.budget or None, (width, _PLOT))
        if playback.audio_track:
            imgui.push_font(None, imgui.get_style().font_size_base * theme.SMALL)
            imgui.text_colored(theme.four(theme.DIM), "ms that the picture is ahead of the sound")
            imgui.pop_font()
            self.times.draw_av(now, (width, _PLOT_AV))


_PARTS = {
    "decode": "decoding a picture, on threads of its own: it counts where it alone takes longer than a picture lasts",
    "upload": "the decoded planes into textures",
    "draw": "all passes, as measured below",
    "panels": "the window around the picture, once for each turn",
    "present": "waiting for the screen",
}
_MATRIX = {"bt601": "BT.601", "bt709": "BT.709", "bt2020": "BT.2020", "rgb": "RGB"}


def _meaning(plan: Plan, source: bool) -> str:
    color = plan.source.color if source else plan.target.color
    return _MATRIX[color.matrix] if color.matrix == "rgb" else f"{_MATRIX[color.matrix]} {color.range}"
