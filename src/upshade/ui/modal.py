"""What all dialogs share: a heading, a row of buttons, and which keys press them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from imgui_bundle import ImVec2, imgui

from ..errors import one_line
from . import theme
from .words import edited, shown

_BUTTON = 92.0
"""Points. No button is narrower."""
_HEADING = 1.2
_MARGIN = 48.0
"""Points that a dialog leaves free of the window at each side."""


class Dialog(Protocol):
    """One that comes before the window. `name` is Dear ImGui's, `size` in points (0: as its content is)."""

    name: str
    size: tuple[float, float]

    def gui(self) -> bool:
        """Draw it; False when it is over."""


def place(size: tuple[float, float]) -> None:
    """The next window lies in the middle, as large as wanted or as there is room for."""
    view = imgui.get_main_viewport()
    imgui.set_next_window_pos(view.get_center(), imgui.Cond_.always, ImVec2(0.5, 0.5))
    room = ImVec2(max(200.0, view.size.x - _MARGIN), max(160.0, view.size.y - _MARGIN))
    imgui.set_next_window_size_constraints(ImVec2(0, 0), room)
    imgui.set_next_window_size(ImVec2(min(size[0], room.x), min(size[1], room.y)))


def heading(text: str) -> None:
    imgui.push_font(None, theme.FONT_SIZE * _HEADING)
    imgui.text_unformatted(one_line(text))
    imgui.pop_font()
    imgui.spacing()


def wrapped(text: str, color: theme.Rgb = theme.TEXT) -> None:
    imgui.push_style_color(imgui.Col_.text, theme.four(color))
    imgui.text_wrapped(one_line(text))
    imgui.pop_style_color()


def field(label: str, text: str, hint: str = "", flags: int = 0) -> tuple[bool, str]:
    """A line of text as wide as there is room, its label above it."""
    imgui.text_disabled(label)
    imgui.set_next_item_width(-1)
    return imgui.input_text_with_hint(f"##{label}", hint, text, flags)


def path_field(label: str, hint: str, path: str, flags: int = 0, key: Any = None) -> tuple[bool, str]:
    """A path to be typed, known as `label`: as much of it as nobody touches stays the path that it was, whatever can be
    shown of it. `key`: Dear ImGui's callback."""
    before = shown(path)
    typed, text = imgui.input_text_with_hint(label, hint, before, flags, key)
    return (True, edited(text, path)) if typed and text != before else (False, path)


def enter() -> bool:
    return imgui.is_key_pressed(imgui.Key.enter, False) or imgui.is_key_pressed(imgui.Key.keypad_enter, False)


def escape() -> bool:
    return imgui.is_key_pressed(imgui.Key.escape, False)


def buttons(labels: Sequence[str], primary: str, *, disabled: Sequence[str] = (), left: float = 0.0) -> str | None:
    """A row at the right, and which of them was pressed: by the mouse, the `primary` one by Enter, "Cancel" and "Close"
    by Esc. `left`: points at the left that are not to be covered."""
    padding, gap = imgui.get_style().frame_padding.x * 2 + 16, imgui.get_style().item_spacing.x
    widths = [max(_BUTTON, imgui.calc_text_size(label, True).x + padding) for label in labels]
    room = imgui.get_content_region_avail().x
    imgui.set_cursor_pos_x(imgui.get_cursor_pos_x() + max(left, room - sum(widths) - gap * (len(labels) - 1)))
    pressed = None
    for label, width in zip(labels, widths, strict=True):
        imgui.begin_disabled(label in disabled)
        if label == primary:
            imgui.push_style_color(imgui.Col_.button, theme.four(theme.ACCENT, 0.85))
            imgui.push_style_color(imgui.Col_.button_hovered, theme.four(theme.ACCENT))
            imgui.push_style_color(imgui.Col_.text, theme.four(theme.BACKGROUND))
        else:
            imgui.push_style_color(imgui.Col_.button, theme.four(theme.LINE))
            imgui.push_style_color(imgui.Col_.button_hovered, theme.four(theme.DIM, 0.45))
        if imgui.button(label, ImVec2(width, 0)):
            pressed = label
        imgui.pop_style_color(3 if label == primary else 2)
        imgui.end_disabled()
        if label != labels[-1]:
            imgui.same_line()
    if pressed is None and enter() and primary not in disabled:
        pressed = primary
    if escape():
        pressed = next((label for label in labels if label in ("Cancel", "Close")), pressed)
    return pressed
