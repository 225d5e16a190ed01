"""One card of the chain: its head, what is wrong with it, and its parameters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from imgui_bundle import ImVec2, icons_fontawesome_6, imgui

from ..errors import one_line
from . import theme, widgets
from .chainfacts import CardFacts
from .paint import badge, color, elide, small_text, switch, text_at, tooltip, width_of
from .words import ms

if TYPE_CHECKING:
    from ..player.edit import ChainEdit

_ICONS = icons_fontawesome_6
_PAD = 10.0
_HEAD = 34.0
_LINE = 20.0
_ROW = widgets.HEIGHT + 4
_NAMES = 0.38
"""Of a card's width, for the names of parameters."""
_RIGHT = 24.0
"""Pixels at a row's end, for the button that resets."""
_STAGES = {"LUMA": theme.GOOD, "CHROMA": theme.GOOD, "MAIN": theme.ACCENT, "OUTPUT": theme.WARN}


@dataclass(slots=True)
class Hand:
    """What somebody is doing with the cards. `held`: the widget (card, parameter) that is dragged or typed into;
    `before`: which was taken hold of last, and its value then; `type_next`: the widget that is to take text.
    `lift`: the card that is being dragged, `dragged`: that was, until the button is let go. `folded`: cards of which
    only the head is shown. `menu`: whose menu is open, of a card or ("" for none) a parameter. `wants`: what was
    chosen, to be done when all cards are drawn."""

    held: tuple[int, str] | None = None
    before: tuple[tuple[int, str], Any] | None = None
    lift: int | None = None
    dragged: int | None = None
    folded: set[int] = field(default_factory=set)
    menu: tuple[int, str] | None = None
    open_menu: bool = False
    wants: list[Callable[[], object]] = field(default_factory=list)
    type_next: str = ""


def height(facts: CardFacts, folded: bool) -> float:
    """Pixels that `draw` will take."""
    high = _HEAD + (_LINE if not folded or facts.error or facts.reason else 0.0)
    if folded or not facts.knobs:
        return high + (4.0 if high > _HEAD else 0.0)
    return high + len(facts.knobs) * _ROW + 8


class CardView:
    """`fold`: called with a card's id, and whether all others shall follow; `code`: shows the file of a card."""

    def __init__(
        self, edit: Callable[[], ChainEdit], hand: Hand, fold: Callable[[int, bool], None],
        code: Callable[[CardFacts], None],
    ) -> None:  # fmt: skip
        self._edit, self._fold, self._code = edit, fold, code
        self._hand = hand

    def draw(self, facts: CardFacts, x: float, y: float, width: float, hot: bool) -> None:
        """At (x, y) of the screen. `hot`: it is the one that keys go to."""
        lines = imgui.get_window_draw_list()
        hand, card = self._hand, facts.card
        folded = card.id in hand.folded
        high = height(facts, folded)
        lifted = hand.lift == card.id
        corner = ImVec2(x + width, y + high)
        back = color(theme.RAISED, 1.0 if lifted else 0.9 if card.enabled else 0.45)
        lines.add_rect_filled(ImVec2(x, y), corner, back, 6.0)
        if facts.error is not None:
            lines.add_rect(ImVec2(x, y), corner, color(theme.BAD, 0.75), 6.0)
        elif lifted or hot:
            lines.add_rect(ImVec2(x, y), corner, color(theme.ACCENT if lifted else theme.LINE), 6.0)
        self._head(facts, x, y, width, folded, lines)
        below = y + _HEAD
        if not folded or facts.error or facts.reason:
            self._words(facts, x, below - 4, width, lines)
            below += _LINE
        if not folded and facts.knobs:
            if not card.enabled:
                imgui.begin_disabled()
            self._knobs(facts, x, below, width, lines)
            if not card.enabled:
                imgui.end_disabled()

    # -- the head -----------------------------------------------------------------------------------------------

    def _head(self, facts: CardFacts, x: float, y: float, width: float, folded: bool, lines: imgui.ImDrawList) -> None:
        hand, card, edit = self._hand, facts.card, self._edit()
        right = x + width - _PAD
        took = ms(facts.ms) if facts.ms is not None else ""
        text_end = right - 62 - (width_of(took) + 10 if took else 0)
        imgui.set_cursor_screen_pos(ImVec2(x, y))
        imgui.set_next_item_allow_overlap()
        pressed = imgui.invisible_button(f"card##{card.id}", ImVec2(max(40.0, text_end - x), _HEAD - 4))
        hovered = imgui.is_item_hovered()
        if imgui.is_item_active() and imgui.is_mouse_dragging(imgui.MouseButton_.left, 4.0) and hand.dragged is None:
            hand.lift = hand.dragged = card.id
        if pressed and hand.dragged != card.id:
            with_all = imgui.get_io().key_ctrl
            hand.wants.append(lambda: self._fold(card.id, with_all))
        if hovered and imgui.is_mouse_clicked(imgui.MouseButton_.right):
            hand.menu, hand.open_menu = (card.id, ""), True
        if facts.shader is not None and hand.lift is None:
            tooltip(facts.title, facts.shader.description, _about(facts), "Drag to move, click to fold.")
        rgb = theme.BAD if facts.error else theme.TEXT if card.enabled else theme.DIM
        chevron = _ICONS.ICON_FA_CHEVRON_RIGHT if folded else _ICONS.ICON_FA_CHEVRON_DOWN
        small_text(lines, x + _PAD, y + 10, chevron, theme.TEXT if hovered else theme.DIM)
        title = elide(facts.title, int(text_end - x - 30))
        text_at(lines, x + 30, y + 8, title, rgb)
        if took:
            text_at(lines, right - 62 - width_of(took), y + 8, took, theme.DIM)
        if switch(f"on##{card.id}", right - 54, y + 8, card.enabled, lines):
            hand.wants.append(lambda: edit.set_enabled(card.id, not card.enabled))
        imgui.set_item_tooltip("switch it off" if card.enabled else "switch it on")
        imgui.set_cursor_screen_pos(ImVec2(right - 20, y + 5))
        if imgui.button(f"{_ICONS.ICON_FA_ELLIPSIS_VERTICAL}###menu{card.id}", ImVec2(24, 0)):
            hand.menu, hand.open_menu = (card.id, ""), True

    def _words(self, facts: CardFacts, x: float, y: float, width: float, lines: imgui.ImDrawList) -> None:
        """The file's name, its stages, how often it runs; or what is wrong."""
        at, end = x + 30, x + width - _PAD
        if facts.error is not None:
            text = one_line(str(facts.error))
            good = "The version before, which worked, goes on." if facts.shader is not None else ""
            if self._hint(f"error##{facts.card.id}", at, y, end - at, text, good, "Click to see it in the code."):
                self._hand.wants.append(lambda: self._code(facts))
            where = facts.error.where
            short = f"line {where.line}: {facts.error.message}" if where is not None and where.line else text
            small_text(lines, at, y, elide(one_line(short), int((end - at) / theme.SMALL)), theme.BAD)
            return
        if facts.reason:
            self._hint(f"reason##{facts.card.id}", at, y, end - at, "Nothing of it runs", facts.reasons)
            text = elide(f"does not run: {one_line(facts.reason)}", int((end - at) / theme.SMALL))
            small_text(lines, at, y, text, theme.WARN)
            return
        for stage in facts.stages:
            if at > end - 60:
                break
            at = badge(lines, at, y - 1, stage, _STAGES.get(stage, theme.DIM))
        if facts.card.repeat > 1:
            at = badge(lines, at, y - 1, f"x {facts.card.repeat}", theme.TEXT)
        small_text(lines, at + 2, y, elide(facts.name, int(max(0.0, end - at - 4) / theme.SMALL)), theme.DIM)

    def _hint(self, name: str, x: float, y: float, width: float, *paragraphs: str) -> bool:
        imgui.set_cursor_screen_pos(ImVec2(x, y - 2))
        pressed = imgui.invisible_button(name, ImVec2(max(1.0, width), _LINE))
        tooltip(*paragraphs)
        return bool(pressed)

    # -- parameters ---------------------------------------------------------------------------------------------

    def _knobs(self, facts: CardFacts, x: float, y: float, width: float, lines: imgui.ImDrawList) -> None:
        names = x + 30
        left = names + (width - 30 - _PAD - _RIGHT) * _NAMES
        wide = x + width - _PAD - _RIGHT - left
        mouse = imgui.get_mouse_pos()
        low, high = imgui.get_window_pos().y, imgui.get_window_pos().y + imgui.get_window_size().y
        for knob in facts.knobs:
            held = self._hand.held == (knob.card, knob.param.name)
            if (y + _ROW >= low and y <= high) or held:
                if x <= mouse.x < left and y <= mouse.y < y + _ROW:
                    imgui.set_cursor_screen_pos(ImVec2(x, y))
                    imgui.invisible_button(f"name{knob.id}", ImVec2(left - x, _ROW))
                    self._about(knob)
                widgets.name_of(knob, names, y, left - names - 8, lines)
                self._knob(knob, left, y, wide, lines)
                if not knob.default:
                    imgui.set_cursor_screen_pos(ImVec2(left + wide + 2, y))
                    if imgui.button(f"{_ICONS.ICON_FA_ROTATE_LEFT}###reset{knob.id}", ImVec2(_RIGHT, 0)):
                        self._reset(knob)
                    if imgui.is_item_hovered():
                        imgui.set_tooltip(f"back to {knob.param.format(knob.param.default)}")
            y += _ROW

    def _knob(self, knob: widgets.Knob, x: float, y: float, width: float, lines: imgui.ImDrawList) -> None:
        hand, edit, me = self._hand, self._edit(), (knob.card, knob.param.name)
        if hand.type_next == knob.id:
            hand.type_next = ""
            _type_into(knob)
        asleep = bool(knob.asleep)
        if asleep:
            imgui.push_style_color(imgui.Col_.text, _DIM)
        value = widgets.draw(knob, x, y, width, lines, hand.held == me)
        if asleep:
            imgui.pop_style_color()
        if imgui.is_item_activated():
            self._take(knob, me)
        if value is not None:
            hand.wants.append(lambda: edit.set(*me, knob.param.parse(value) if isinstance(value, str) else value))
        if imgui.is_item_deactivated() and hand.held == me:
            hand.held = None
            hand.wants.append(edit.end_drag)
        elif imgui.is_item_active():
            hand.held = me
        if imgui.is_item_hovered():
            if imgui.is_mouse_double_clicked(imgui.MouseButton_.left) and knob.form in ("slider", "int"):
                self._type(knob, me)
            self._about(knob)

    def _take(self, knob: widgets.Knob, me: tuple[int, str]) -> None:
        """A widget is taken hold of: what follows is one step. The two clicks of a double-click are one."""
        hand = self._hand
        hand.held = me
        if not imgui.is_mouse_double_clicked(imgui.MouseButton_.left):
            hand.before = me, knob.value
        self._edit().begin_drag()

    def _type(self, knob: widgets.Knob, me: tuple[int, str]) -> None:
        """What the first click of the double-click did is taken back."""
        hand, edit = self._hand, self._edit()
        before = hand.before
        hand.type_next = knob.id
        if before is None or before[0] != me:
            return

        def back() -> None:
            for _ in range(2):
                if edit.value(*me) != before[1]:
                    edit.undo()
            edit.begin_drag()

        hand.wants.append(back)

    def _about(self, knob: widgets.Knob) -> None:
        if self._hand.held is None:
            tooltip(*widgets.about(knob))
        if imgui.is_item_hovered() and imgui.is_mouse_clicked(imgui.MouseButton_.right):
            self._hand.menu, self._hand.open_menu = (knob.card, knob.param.name), True

    def _reset(self, knob: widgets.Knob) -> None:
        edit = self._edit()
        self._hand.wants.append(lambda: edit.reset(knob.card, knob.param.name))


_DIM = theme.four(theme.DIM)


def _type_into(knob: widgets.Knob) -> None:
    """The next item takes text, as with Ctrl and a click."""
    imgui.internal.activate_item_by_id(imgui.get_id(knob.id))
    imgui.get_current_context().nav_next_activate_flags = imgui.internal.ActivateFlags_.prefer_input


def _about(facts: CardFacts) -> str:
    assert facts.shader is not None
    meta = facts.shader.meta
    parts = [one_line(facts.shader.path), meta.get("source", ""), meta.get("license", "")]
    return "\n".join(part for part in parts if part)
