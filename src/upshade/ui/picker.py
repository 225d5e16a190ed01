"""A list to choose from that comes up over the panels: type to search, arrows and Enter, or click."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence

from imgui_bundle import ImVec2, imgui

from . import theme
from .catalogue import Item
from .paint import color, elide, small_text, text_at, tooltip, width_of
from .words import shown

_ROW = 42.0
_HEAD = 26.0
_SIZE = ImVec2(440, 460)
_BELOW = 72.0
"""Pixels of the panel that stay free above the list."""

Row = tuple[str, Item | None]
"""A heading, or an item."""


class Picker:
    """`open` it, then `gui` each turn in the same window: the item that was chosen, else None."""

    def __init__(self, name: str, hint: str, footer: str = "") -> None:
        self._name, self._hint, self._footer = name, hint, footer
        self._open = self._fresh = self._again = False
        self._place = ImVec2(0, 0)
        self.text = ""
        self._at = 0
        self._key: tuple[object, ...] = ()
        self._rows: list[Row] = []
        self._tops: list[float] = []

    def open(self) -> None:
        self._open = True

    def gui(self, items: Sequence[Item], more: Callable[[str], Sequence[Item]] | None = None) -> Item | None:
        """`more`: items that the text itself means, which come first."""
        if self._open:
            imgui.open_popup(self._name)
            self._open, self._fresh, self.text, self._at = False, True, "", 0
            # Beside the panel's right edge, below its head: what is edited stays to be seen at the top.
            at, size = imgui.get_window_pos(), imgui.get_window_size()
            self._place = ImVec2(max(4.0, at.x + size.x - _SIZE.x - 6), at.y + _BELOW)
        imgui.set_next_window_pos(self._place, imgui.Cond_.appearing)
        imgui.set_next_window_size(_SIZE)
        if not imgui.begin_popup(self._name):
            return None
        chosen = self._body(items, more)
        if chosen is not None or imgui.is_key_pressed(imgui.Key.escape):
            imgui.close_current_popup()
        imgui.end_popup()
        return chosen

    @property
    def _found(self) -> list[Item]:
        return [item for _, item in self._rows if item is not None]

    def _body(self, items: Sequence[Item], more: Callable[[str], Sequence[Item]] | None) -> Item | None:
        if self._fresh or self._again:
            imgui.set_keyboard_focus_here()
            self._again = False
        imgui.set_next_item_width(-1)
        imgui.push_style_color(imgui.Col_.frame_bg, theme.four(theme.BACKGROUND))
        _, self.text = imgui.input_text_with_hint("##search", self._hint, self.text)
        imgui.pop_style_color()
        key = (id(items), self.text)
        if key != self._key or self._fresh:
            if self._key[1:] != key[1:]:
                self._at = 0
            self._key = key
            self._arrange([*(more(self.text) if more and self.text else ()), *found(items, self.text)])
        scroll = self._keys()
        chosen = None
        if imgui.is_key_pressed(imgui.Key.enter, False) or imgui.is_key_pressed(imgui.Key.keypad_enter, False):
            chosen = self._found[self._at] if self._found else None
            self._again = chosen is None
        foot = imgui.get_text_line_height_with_spacing() + 2 if self._footer else 0
        imgui.begin_child("rows", ImVec2(0, -foot))
        chosen = self._list(scroll) or chosen
        imgui.end_child()
        if self._footer:
            imgui.text_disabled(self._footer)
        self._fresh = False
        return chosen

    def _arrange(self, items: Sequence[Item]) -> None:
        """Under headings; what was searched for stands in the order in which it fits."""
        self._rows, self._tops, top, group = [], [], 0.0, None
        for item in items:
            if item.group != group and not self.text:
                group = item.group
                self._rows.append((group or "Others", None))
                self._tops.append(top)
                top += _HEAD
            self._rows.append((item.group, item))
            self._tops.append(top)
            top += _ROW
        self._tops.append(top)
        self._at = min(self._at, max(0, len(items) - 1))

    def _keys(self) -> bool:
        """The arrows; True where the list shall follow."""
        before, last = self._at, max(0, len(self._found) - 1)
        for key, way in ((imgui.Key.down_arrow, 1), (imgui.Key.up_arrow, -1), (imgui.Key.page_down, 8),
                         (imgui.Key.page_up, -8)):  # fmt: skip
            if imgui.is_key_pressed(key, True):
                self._at = min(max(self._at + way, 0), last)
        return self._at != before or self._fresh

    def _list(self, follow: bool) -> Item | None:
        lines, start = imgui.get_window_draw_list(), imgui.get_cursor_screen_pos()
        width, high = imgui.get_content_region_avail().x, imgui.get_window_size().y
        scroll = imgui.get_scroll_y()
        first = max(0, bisect_right(self._tops, scroll) - 1)
        index = sum(item is not None for _, item in self._rows[:first])
        chosen = None
        if follow:
            self._follow(scroll, high)
        for row in range(first, len(self._rows)):
            top = self._tops[row]
            if top > scroll + high:
                break
            name, item = self._rows[row]
            x, y = start.x, start.y + top
            if item is None:
                small_text(lines, x + 4, y + 9, name.upper(), theme.DIM)
                continue
            if self._row(item, index, x, y, width, lines):
                chosen = item
            index += 1
        imgui.set_cursor_screen_pos(ImVec2(start.x, start.y + self._tops[-1] if self._tops else start.y))
        if not self._found:
            imgui.text_disabled("nothing is called so")
        else:
            imgui.dummy(ImVec2(1, 1))
        return chosen

    def _row(self, item: Item, index: int, x: float, y: float, width: float, lines: imgui.ImDrawList) -> bool:
        imgui.set_cursor_screen_pos(ImVec2(x, y))
        pressed = imgui.invisible_button(shown(item.name), ImVec2(width, _ROW - 2))
        hovered = imgui.is_item_hovered()
        if hovered and imgui.get_io().mouse_delta.x + imgui.get_io().mouse_delta.y:
            self._at = index
        if hovered or index == self._at:
            rgb, alpha = (theme.ACCENT, 0.22) if index == self._at else (theme.LINE, 0.8)
            lines.add_rect_filled(ImVec2(x, y), ImVec2(x + width, y + _ROW - 2), color(rgb, alpha), 4.0)
        mark = "yours" if item.own else item.group if self.text else ""
        right = x + width - 8
        if mark:
            small_text(lines, right - width_of(mark) * theme.SMALL, y + 5, mark,
                       theme.ACCENT if item.own else theme.DIM)  # fmt: skip
            right -= width_of(mark) * theme.SMALL + 10
        text_at(lines, x + 8, y + 3, elide(item.title, int(right - x - 8)), theme.TEXT)
        about = elide(item.about or item.name, int((width - 16) / theme.SMALL))
        small_text(lines, x + 8, y + 22, about, theme.DIM)
        tooltip(item.title, item.about, item.name, item.tip, beside=self._place.x - 6)
        return bool(pressed)

    def _follow(self, scroll: float, high: float) -> None:
        places = [k for k, (_, item) in enumerate(self._rows) if item is not None]
        if places:
            top = self._tops[places[self._at]]
            if top < scroll + _HEAD:
                imgui.set_scroll_y(max(0.0, top - _HEAD))
            elif top + _ROW > scroll + high:
                imgui.set_scroll_y(top + _ROW - high)


def found(items: Sequence[Item], text: str) -> list[Item]:
    """Those that have every word of `text` somewhere, the ones first that have it where it counts most."""
    words = text.casefold().split()
    if not words:
        return list(items)
    scored = []
    for order, item in enumerate(items):
        title, name = item.title.casefold(), item.name.casefold()
        rest = f"{item.about} {item.group}".casefold()
        score = 0
        for word in words:
            if title.startswith(word) or name.rpartition("/")[2].startswith(word):
                score += 0
            elif word in title or word in name:
                score += 1
            elif word in rest:
                score += 3
            else:
                break
        else:
            scored.append((score, order, item))
    return [item for _, _, item in sorted(scored, key=lambda one: one[:2])]
