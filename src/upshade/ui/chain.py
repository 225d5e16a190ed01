"""The chain panel: every shader a card, every parameter a slider; what is turned is seen at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgui_bundle import ImVec2, icons_fontawesome_6, imgui

from ..errors import UpshadeError, one_line
from . import cardview, theme
from .cardmenu import CardMenu, show_code
from .cardview import CardView, Hand
from .chainfacts import Facts
from .chainhead import Head, preset_names
from .library_popup import LibraryPopup
from .paint import color, elide, small_text, text_at, tooltip, width_of
from .words import ms, shown

if TYPE_CHECKING:
    from .app import App

_ICONS = icons_fontawesome_6
_GAP = 10.0
_LEAST = 160.0
"""Pixels that a card is wide at least; what of it does not fit is cut off."""
_EDGE = 40.0
"""Pixels at the ends of the list where a card that is dragged makes it scroll."""


class ChainPanel:
    name, label, dock = "chain", "Chain", "right"

    def __init__(self, app: App) -> None:
        self._app = app
        self._head = Head(app)
        self._library = LibraryPopup()
        self._facts = Facts()
        self._hand = Hand()
        self._view = CardView(lambda: app.edit, self._hand, self._fold, lambda facts: show_code(app, facts))
        self._menu = CardMenu(app, self._remove, self._fold)
        self._met: set[int] = set()
        self._high: tuple[tuple[object, ...], list[float]] = ((), [])
        self._places: list[tuple[int, float, float]] = []
        self._hot: int | None = None
        self._gap_at: ImVec2 | None = None
        self._show: int | None = None
        self._drawn = False
        self._empty: list[str] | None = None

    def close(self) -> None:
        pass

    def turn(self) -> None:
        """While a widget is held, what is visible is drawn first."""
        if not self._drawn and self._hand.held is not None:
            self._hand.held = None
            self._app.edit.end_drag()
        if not self._drawn:
            self._hot = self._hand.lift = None
        self._drawn = False
        if self._app.preview is not None:
            self._app.preview.dragging = self._hand.held is not None

    def gui(self) -> None:
        app = self._app
        self._drawn = True
        self._facts.turn(app.edit, app.preview)
        self._head.gui()
        # Another preset may have been chosen there.
        self._facts.turn(app.edit, app.preview)
        self._progress()
        foot = self._footer_lines()
        high = imgui.get_content_region_avail().y - (len(foot) * 20 + 8 if foot else 0)
        panel = imgui.get_current_context().current_window.id_
        imgui.begin_child("cards", ImVec2(0, max(40.0, high)))
        # Known by their place in the panel, whatever scrolls.
        imgui.internal.push_override_id(panel)
        for name, value in _LOOK:
            imgui.push_style_color(name, value)
        self._cards()
        imgui.pop_style_color(len(_LOOK))
        imgui.pop_id()
        imgui.end_child()
        self._footer(foot)
        self._menu.gui(self._facts, self._hand)
        self._add_chosen()
        self._do()

    # -- the list -----------------------------------------------------------------------------------------------

    def _cards(self) -> None:
        edit, hand = self._app.edit, self._hand
        start, width = imgui.get_cursor_screen_pos(), max(_LEAST, imgui.get_content_region_avail().x)
        top = imgui.get_window_pos().y
        bottom = top + imgui.get_window_size().y
        self._track_mouse()
        x, y = start.x, start.y
        self._places = []
        cards = edit.cards
        for index, (card, high) in enumerate(zip(cards, self._heights(), strict=True)):
            self._places.append((card.id, y, y + high))
            seen = y + high >= top and y <= bottom
            if seen or hand.lift == card.id or (hand.held is not None and hand.held[0] == card.id):
                if index:
                    self._between(index, x, y - _GAP, width)
                self._view.draw(self._facts.of(edit, card), x, y, width, self._hot == card.id)
            if self._show == card.id:
                imgui.set_cursor_screen_pos(ImVec2(x, y))
                imgui.dummy(ImVec2(1, high))
                if y < top or y + high > bottom:
                    imgui.set_scroll_here_y(0.5)
                self._show = None
            y += high + _GAP
        imgui.set_cursor_screen_pos(ImVec2(x, y))
        if not cards:
            self._nothing(width)
        else:
            imgui.push_style_color(imgui.Col_.button, theme.four(theme.RAISED, 0.5))
            if imgui.button(f"{_ICONS.ICON_FA_PLUS}  Add a shader###add", ImVec2(width, 30)):
                self._library.open()
            imgui.pop_style_color()
        imgui.dummy(ImVec2(1, 4))
        if hand.held is not None and not imgui.is_any_item_active():
            # Its card went away under the mouse: another preset, an undo.
            hand.held = None
            hand.wants.append(edit.end_drag)
        if (at := self._gap_at) is not None:
            self._gap_at, lines = None, imgui.get_window_draw_list()
            lines.add_line(ImVec2(x, at.y), ImVec2(x + width, at.y), color(theme.ACCENT, 0.7), 2.0)
            lines.add_circle_filled(at, 9.0, color(theme.ACCENT))
            small_text(lines, at.x - 5.5, at.y - 6.5, _ICONS.ICON_FA_PLUS, theme.BACKGROUND)
        self._lifting(x, width, top, bottom)

    def _heights(self) -> list[float]:
        """Of every card, in pixels; also of those that are out of sight, so worked out when something changes."""
        edit, hand = self._app.edit, self._hand
        key = (*self._facts.state, hand.folded)
        if len(self._high[0]) != len(key) or any(a is not b for a, b in zip(self._high[0], key, strict=True)):
            new = {card.id for card in edit.cards if card.id not in self._met and card.shader in self._app.state.folded}
            self._met |= {card.id for card in edit.cards}
            hand.folded = hand.folded | new
            high = [cardview.height(self._facts.of(edit, card), card.id in hand.folded) for card in edit.cards]
            self._high = (*self._facts.state, hand.folded), high
        return self._high[1]

    def _track_mouse(self) -> None:
        """Keys go to the card under the mouse, and stay with it where it moves away by itself."""
        delta = imgui.get_io().mouse_delta
        if delta.x or delta.y or self._hot is None:
            mouse = imgui.get_mouse_pos()
            inside = imgui.is_window_hovered(imgui.HoveredFlags_.allow_when_blocked_by_active_item)
            self._hot = next((c for c, a, b in self._places if inside and a <= mouse.y < b), None)

    def _between(self, index: int, x: float, y: float, width: float) -> None:
        """Something can be put between two cards."""
        imgui.set_cursor_screen_pos(ImVec2(x, y))
        pressed = imgui.invisible_button(f"insert##{index}", ImVec2(width, _GAP))
        if self._hand.lift is None and imgui.is_item_hovered():
            self._gap_at = ImVec2(x + width / 2, y + _GAP / 2)
            imgui.set_item_tooltip("put a shader in here")
        if pressed:
            self._library.open(index)

    def _lifting(self, x: float, width: float, top: float, bottom: float) -> None:
        """A card is dragged: a line shows where it would go."""
        hand, edit = self._hand, self._app.edit
        if hand.lift is None:
            if not imgui.is_mouse_down(imgui.MouseButton_.left):
                hand.dragged = None
            return
        order = [card for card, _, _ in self._places]
        if hand.lift not in order or imgui.is_key_pressed(imgui.Key.escape):
            hand.lift = None
            return
        mouse = imgui.get_mouse_pos()
        gap = sum(mouse.y > (a + b) / 2 for _, a, b in self._places)
        own = order.index(hand.lift)
        position = gap - 1 if gap > own else gap
        lines = imgui.get_window_draw_list()
        if position != own:
            line = (self._places[gap][1] if gap < len(order) else self._places[-1][2] + _GAP) - _GAP / 2
            line = max(line, self._places[0][1] - _GAP / 2 + 4)
            idle = not edit.move_changes(hand.lift, position)
            rgb = theme.DIM if idle else theme.ACCENT
            lines.add_line(ImVec2(x, line), ImVec2(x + width, line), color(rgb), 3.0)
            if idle:
                # Beside the list, which it must not cover.
                imgui.set_next_window_pos(ImVec2(x - 16, mouse.y), imgui.Cond_.always, ImVec2(1.0, 0.5))
                imgui.set_tooltip(self._why_idle(hand.lift))
        imgui.set_mouse_cursor(imgui.MouseCursor_.resize_ns)
        if mouse.y < top + _EDGE or mouse.y > bottom - _EDGE:
            imgui.set_scroll_y(imgui.get_scroll_y() + (-8.0 if mouse.y < top + _EDGE else 8.0))
            self._app.wake()
        if not imgui.is_mouse_down(imgui.MouseButton_.left):
            lifted, hand.lift = hand.lift, None
            if position != own:
                hand.wants.append(lambda: edit.move(lifted, position))

    def _why_idle(self, card_id: int) -> str:
        card = next(c for c in self._app.edit.cards if c.id == card_id)
        if not card.enabled:
            return "it is off: the picture stays the same"
        stages = ", ".join(self._app.edit.stage(card_id))
        return f"the picture stays the same: {stages} runs at its own time, whatever stands around it"

    # -- verbs --------------------------------------------------------------------------------------------------

    def nudge(self, way: int) -> None:
        """Move the card under the mouse."""
        edit = self._app.edit
        order = [card.id for card in edit.cards]
        if self._hot in order:
            at = order.index(self._hot) + way
            if 0 <= at < len(order):
                card_id = self._hot
                self._app.actions._try(lambda: edit.move(card_id, at))
                self._show = card_id

    def remove(self) -> None:
        """Take the card under the mouse out of the chain."""
        edit = self._app.edit
        if self._hot in [card.id for card in edit.cards]:
            self._remove(self._hot)

    def _fold(self, card_id: int, all_too: bool) -> None:
        """Show only its head, or all of it again (`all_too`: as all others); remembered by the shader's name."""
        state, hand = self._app.state, self._hand
        on = card_id not in hand.folded
        cards = [card for card in self._app.edit.cards if all_too or card.id == card_id]
        ids, names = {card.id for card in cards}, {card.shader for card in cards}
        hand.folded = hand.folded | ids if on else hand.folded - ids
        rest = tuple(name for name in state.folded if name not in names)
        state.folded = (*rest, *sorted(names)) if on else rest

    def add(self, position: int | None = None) -> None:
        """Ask for a shader."""
        self._library.open(position)

    def _remove(self, card_id: int) -> None:
        edit = self._app.edit
        self._app.actions._try(lambda: edit.remove(card_id))
        self._app.messages.say(f"{edit.can_undo}; Ctrl+Z brings it back")

    def _do(self) -> None:
        """What was chosen while cards were drawn."""
        wants, self._hand.wants = self._hand.wants, []
        for want in wants:
            self._app.actions._try(want)
        if wants:
            self._app.wake()

    def _add_chosen(self) -> None:
        chosen = self._library.gui()
        if chosen is not None:
            name, position = chosen

            def add() -> None:
                self._show = self._app.edit.add(name, position)

            self._hand.wants.append(add)

    # -- what surrounds the list --------------------------------------------------------------------------------

    def _progress(self) -> None:
        """A thin line where a chain is being compiled."""
        compiling = self._app.preview.main.live.compiling if self._app.preview is not None else None
        start, width = imgui.get_cursor_screen_pos(), imgui.get_content_region_avail().x
        lines = imgui.get_window_draw_list()
        lines.add_line(ImVec2(start.x, start.y), ImVec2(start.x + width, start.y), color(theme.LINE), 1.0)
        if compiling is not None and compiling[1]:
            end = start.x + width * compiling[0] / compiling[1]
            lines.add_line(ImVec2(start.x, start.y), ImVec2(max(end, start.x + 8), start.y), color(theme.ACCENT), 2.0)
        imgui.dummy(ImVec2(1, 3))

    def _nothing(self, width: float) -> None:
        """No shaders: where to begin."""
        imgui.dummy(ImVec2(1, 24))
        for words, rgb in (("No shaders", theme.TEXT), ("The picture is only resized.", theme.DIM)):
            at = imgui.get_cursor_screen_pos()
            text_at(imgui.get_window_draw_list(), at.x + (width - width_of(words)) / 2, at.y, words, rgb)
            imgui.dummy(ImVec2(1, 20))
        imgui.dummy(ImVec2(1, 8))
        side = max(0.0, (width - 220) / 2)
        imgui.push_style_color(imgui.Col_.button, theme.four(theme.ACCENT, 0.25))
        imgui.set_cursor_pos_x(imgui.get_cursor_pos_x() + side)
        if imgui.button(f"{_ICONS.ICON_FA_PLUS}  Add a shader###add", ImVec2(220, 30)):
            self._library.open()
        imgui.pop_style_color()
        imgui.dummy(ImVec2(1, 10))
        if self._empty is None:
            self._empty = [entry.name for entry in preset_names()]
        for name in self._empty:
            imgui.set_cursor_pos_x(imgui.get_cursor_pos_x() + side)
            if imgui.button(shown(f"{name}###preset {name}"), ImVec2(220, 0)):
                self._hand.wants.append(lambda name=name: self._app.actions.load_preset(name))  # type: ignore[misc]

    def _footer_lines(self) -> list[tuple[str, theme.Rgb, str]]:
        """Text, colour, and what the tooltip adds: what is wrong with all of it, or why nothing happens."""
        app = self._app
        cards, preview = app.edit.cards, app.preview
        if preview is None or app.playback is None:
            return [("Nothing is open", theme.DIM, "")]
        error: UpshadeError | None = preview.main.live.error
        if error is not None:
            return [(one_line(str(error)), theme.BAD, "")]
        plan = preview.plan
        lines: list[tuple[str, theme.Rgb, str]] = []
        if cards and not any(card.enabled for card in cards):
            lines.append(("All shaders are off.", theme.WARN, ""))
        elif cards and plan is not None and not any(step.hook for step in plan.steps):
            lines.append(("No shader runs for this picture.", theme.WARN, "each card says why"))
        if plan is not None:
            lines += [(notice, theme.DIM, notice) for notice in plan.notices[:2]]
        total = self._facts.ms
        if total is not None and len(cards) > 1:
            lines.append((f"shaders {ms(total)} a frame", theme.DIM, "on the GPU, all passes together"))
        return lines

    def _footer(self, lines: list[tuple[str, theme.Rgb, str]]) -> None:
        width = int(imgui.get_content_region_avail().x)
        for text, rgb, more in lines:
            imgui.text_colored(theme.four(rgb), elide(text, width))
            tooltip(text, more if more != text else "")


# Widgets let through what is drawn under them.
_LOOK = (
    (imgui.Col_.button, theme.four(theme.RAISED, 0.0)), (imgui.Col_.frame_bg, theme.four(theme.RAISED, 0.0)),
    (imgui.Col_.frame_bg_hovered, theme.four(theme.TEXT, 0.06)),
    (imgui.Col_.frame_bg_active, theme.four(theme.TEXT, 0.06)), (imgui.Col_.slider_grab, theme.four(theme.ACCENT, 0.7)),
)  # fmt: skip
