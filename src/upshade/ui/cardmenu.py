"""The menus of a card and of a parameter."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from imgui_bundle import imgui

from ..core.preset import MAX_REPEAT
from . import theme
from .cardview import Hand
from .chainfacts import CardFacts, Facts
from .words import shown

if TYPE_CHECKING:
    from ..player.cards import Card
    from .app import App


class CardMenu:
    """`remove` and `fold`: what the panel does for a card's id."""

    def __init__(self, app: App, remove: Callable[[int], None], fold: Callable[[int, bool], None]) -> None:
        self._app, self._remove, self._fold = app, remove, fold

    def gui(self, facts: Facts, hand: Hand) -> None:
        """Each turn; what is chosen goes to the hand's `wants`."""
        edit = self._app.edit
        if hand.open_menu:
            imgui.open_popup("menu")
            hand.open_menu = False
        if hand.menu is None or not imgui.begin_popup("menu"):
            return
        card_id, param = hand.menu
        card = next((c for c in edit.cards if c.id == card_id), None)
        if card is None:
            imgui.close_current_popup()
        elif param:
            self._param(facts.of(edit, card), param, hand)
        else:
            self._shader(card, facts.of(edit, card), hand)
        imgui.end_popup()

    def _param(self, facts: CardFacts, name: str, hand: Hand) -> None:
        edit = self._app.edit
        knob = next((k for k in facts.knobs if k.param.name == name), None)
        if knob is None:
            imgui.close_current_popup()
            return
        default = knob.param.format(knob.param.default)
        if imgui.menu_item(f"Back to {default}###reset", "", False, not knob.default)[0]:
            hand.wants.append(lambda: edit.reset(facts.card.id, name))
        if knob.form not in ("flag", "enum", "text") and imgui.menu_item("Type a value", "Ctrl+click", False, True)[0]:
            hand.type_next = knob.id
        if imgui.menu_item(f"Copy {shown(knob.setting)}###copy", "", False, True)[0]:
            imgui.set_clipboard_text(shown(knob.setting))
            self._app.messages.say(f"copied {knob.setting}")

    def _shader(self, card: Card, facts: CardFacts, hand: Hand) -> None:
        edit, app = self._app.edit, self._app
        imgui.push_style_color(imgui.Col_.frame_bg, theme.four(theme.BACKGROUND))
        imgui.set_next_item_width(110)
        changed, repeat = imgui.input_int("repeat", card.repeat, 1, 4)
        imgui.pop_style_color()
        if changed:
            repeat = min(max(repeat, 1), MAX_REPEAT)
            hand.wants.append(lambda: edit.set_repeat(card.id, repeat))
        imgui.separator()
        if imgui.menu_item("All to default", "", False, bool(card.params))[0]:
            hand.wants.append(lambda: edit.reset(card.id))
        if imgui.menu_item("Duplicate", "", False, True)[0]:
            hand.wants.append(lambda: edit.duplicate(card.id))
        if imgui.menu_item("Remove", "Del", False, True)[0]:
            self._remove(card.id)
        imgui.separator()
        order = [c.id for c in edit.cards]
        at = order.index(card.id)
        if imgui.menu_item("Earlier", "Alt+Up", False, at > 0)[0]:
            hand.wants.append(lambda: edit.move(card.id, at - 1))
        if imgui.menu_item("Later", "Alt+Down", False, at < len(order) - 1)[0]:
            hand.wants.append(lambda: edit.move(card.id, at + 1))
        folded = card.id in hand.folded
        if imgui.menu_item("Unfold all cards" if folded else "Fold all cards", "Ctrl+click", False, True)[0]:
            self._fold(card.id, True)
        imgui.separator()
        path = facts.shader.path if facts.shader is not None else card.shader
        if imgui.menu_item("Edit the code", "", False, True)[0]:
            show_code(app, facts)
        if imgui.menu_item("Copy the file's path", "", False, True)[0]:
            imgui.set_clipboard_text(shown(path))
            app.messages.say(f"copied {path}")


def show_code(app: App, facts: CardFacts) -> None:
    """The file in the code panel, where it is wrong if it is."""
    path = facts.shader.path if facts.shader is not None else facts.card.shader
    line = facts.error.where.line if facts.error is not None and facts.error.where is not None else None
    app.actions.panel("code")
    app.panels["code"].show(path, line or None)  # type: ignore[attr-defined]
