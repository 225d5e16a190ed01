"""Small things that panels are drawn of: text that fits, a switch, buttons of one icon, badges."""

from __future__ import annotations

from functools import lru_cache

from imgui_bundle import ImVec2, imgui

from . import theme
from .words import shown


@lru_cache(maxsize=4096)
def elide(text: str, width: int) -> str:
    """`text`, or as much of its beginning as is at most `width` pixels wide."""
    text = shown(text)
    if imgui.calc_text_size(text).x <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if imgui.calc_text_size(text[:middle].rstrip() + "…").x <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"


@lru_cache(maxsize=4096)
def width_of(text: str) -> float:
    """Pixels."""
    return float(imgui.calc_text_size(shown(text)).x)


@lru_cache(maxsize=64)
def color(rgb: theme.Rgb, alpha: float = 1.0) -> int:
    return theme.packed(rgb, alpha)


def text_at(draw: imgui.ImDrawList, x: float, y: float, text: str, rgb: theme.Rgb, alpha: float = 1.0) -> None:
    draw.add_text(ImVec2(x, y), color(rgb, alpha), shown(text))


def icon_button(icon: str, name: str, tip: str, *, enabled: bool = True, width: float = 26.0) -> bool:
    """A button without a frame, known as its name."""
    if not enabled:
        imgui.begin_disabled()
    pressed = imgui.button(f"{icon}###{name}", ImVec2(width, 0))
    if not enabled:
        imgui.end_disabled()
    if imgui.is_item_hovered(_TIP):
        imgui.set_tooltip(shown(tip))
    return bool(pressed) and enabled


_TIP = imgui.HoveredFlags_.for_tooltip | imgui.HoveredFlags_.allow_when_disabled


def switch(name: str, x: float, y: float, on: bool, draw: imgui.ImDrawList) -> bool:
    """A pill that is on or off, 28x16 pixels; True when it was pressed."""
    imgui.set_cursor_screen_pos(ImVec2(x, y))
    pressed = imgui.invisible_button(name, ImVec2(28, 16))
    hot = imgui.is_item_hovered()
    back = color(theme.ACCENT, 1.0 if hot else 0.85) if on else color(theme.DIM, 0.5 if hot else 0.35)
    draw.add_rect_filled(ImVec2(x, y), ImVec2(x + 28, y + 16), back, 8.0)
    draw.add_circle_filled(ImVec2(x + (20 if on else 8), y + 8), 5.5, color(theme.BACKGROUND if on else theme.TEXT))
    return bool(pressed)


def badge(draw: imgui.ImDrawList, x: float, y: float, text: str, rgb: theme.Rgb) -> float:
    """A word in a small frame; where the next one may begin."""
    size = imgui.get_font_size() * theme.SMALL
    wide = width_of(text) * theme.SMALL
    draw.add_rect_filled(ImVec2(x, y), ImVec2(x + wide + 10, y + size + 3), color(rgb, 0.14), 4.0)
    draw.add_text(imgui.get_font(), size, ImVec2(x + 5, y + 1.5), color(rgb), shown(text))
    return x + wide + 15


def small_text(draw: imgui.ImDrawList, x: float, y: float, text: str, rgb: theme.Rgb) -> None:
    draw.add_text(imgui.get_font(), imgui.get_font_size() * theme.SMALL, ImVec2(x, y), color(rgb), shown(text))


def tooltip(*paragraphs: str, width: float = 380.0, beside: float | None = None) -> None:
    """Over the item before, when the mouse rests on it; the first line bright, the others dim, long ones wrapped.
    `beside`: it ends left of this x, so that it covers nothing of what the item belongs to."""
    if not imgui.is_item_hovered(_TIP):
        return
    if beside is not None:
        imgui.set_next_window_pos(ImVec2(beside, imgui.get_mouse_pos().y - 20), imgui.Cond_.always, ImVec2(1.0, 0.0))
    if not imgui.begin_tooltip():
        return
    imgui.push_text_wrap_pos(width)
    first = True
    for paragraph in paragraphs:
        if paragraph:
            imgui.push_style_color(imgui.Col_.text, theme.four(theme.TEXT if first else theme.DIM))
            imgui.text_unformatted(shown(paragraph))
            imgui.pop_style_color()
            first = False
    imgui.pop_text_wrap_pos()
    imgui.end_tooltip()
