"""The keys, and what was said: two lists to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgui_bundle import ImVec2, imgui

from . import modal, theme
from .keys import Binding

if TYPE_CHECKING:
    from .app import App

_NAMES = {
    "SPACE": "Space", "LEFT": "←", "RIGHT": "→", "UP": "↑", "DOWN": "↓", "PGUP": "Page Up", "PGDWN": "Page Down",
    "HOME": "Home", "END": "End", "ENTER": "Enter", "ESC": "Esc", "BS": "Backspace", "TAB": "Tab", "DEL": "Delete",
}  # fmt: skip
_MOUSE = (
    ("wheel", "zoom at the mouse"), ("drag", "move what is zoomed"), ("click", "hold the line of a split, let it go"),
    ("double click", "full screen"), ("right click", "pause, go on"),
)  # fmt: skip


def pretty(key: str) -> str:
    """As a key is called on a keyboard: "Shift+LEFT" → "Shift+←"."""
    if len(key) == 1 or key == "+":
        return key
    *modifiers, name = key.split("+") if not key.endswith("++") else [*key[:-2].split("+"), "+"]
    return "+".join((*modifiers, _NAMES.get(name, name)))


def sections(bindings: list[Binding], word: str) -> dict[str, list[tuple[str, str]]]:
    """Group → (keys, what they do), those that have `word` in either."""
    found: dict[str, list[tuple[str, str]]] = {}
    for binding in bindings:
        found.setdefault(binding.group, []).append(("  ".join(map(pretty, binding.keys)), binding.does))
    found["Mouse over the picture"] = list(_MOUSE)
    word = word.strip().casefold()
    if not word:
        return found
    kept = {group: [(keys, does) for keys, does in rows if word in does.casefold() or word == keys.casefold()
                    or (len(word) > 1 and word in keys.casefold())] for group, rows in found.items()}  # fmt: skip
    return {group: rows for group, rows in kept.items() if rows}


class KeyList:
    name, size = "Keys", (1100.0, 704.0)

    def __init__(self, app: App) -> None:
        self._app = app
        self._word = ""
        self._focus = True
        self._made: tuple[str, dict[str, list[tuple[str, str]]]] | None = None

    def gui(self) -> bool:
        modal.heading("Keys")
        if self._focus:
            imgui.set_keyboard_focus_here()
            self._focus = False
        imgui.set_next_item_width(-1)
        _, self._word = imgui.input_text_with_hint("##filter", "find a key, or what it does", self._word)
        if self._made is None or self._made[0] != self._word:
            self._made = self._word, sections(self._app.keyboard.bindings, self._word)
        imgui.spacing()
        imgui.begin_child("keys", ImVec2(0, -imgui.get_frame_height_with_spacing() - 6))
        self._columns(self._made[1])
        imgui.end_child()
        return modal.buttons(("Close",), "Close") is None

    def _columns(self, found: dict[str, list[tuple[str, str]]]) -> None:
        if not found:
            imgui.text_disabled("no key does that")
            return
        room = imgui.get_content_region_avail().x
        count = max(1, min(3, int(room // 300)))
        if not imgui.begin_table("columns", count, imgui.TableFlags_.sizing_stretch_same):
            return
        heights = [0] * count
        blocks: list[list[tuple[str, list[tuple[str, str]]]]] = [[] for _ in range(count)]
        for group, rows in found.items():
            at = heights.index(min(heights))
            heights[at] += len(rows) + 2
            blocks[at].append((group, rows))
        imgui.push_style_var(imgui.StyleVar_.item_spacing, ImVec2(8, 3))
        for column in blocks:
            imgui.table_next_column()
            for group, rows in column:
                imgui.text_colored(theme.four(theme.ACCENT), group)
                for keys, does in rows:
                    _row(keys, does)
                imgui.dummy(ImVec2(0, 10))
        imgui.pop_style_var()
        imgui.end_table()


def _row(keys: str, does: str) -> None:
    imgui.push_font(theme.Fonts.code, 0)
    imgui.text_unformatted(keys)
    imgui.pop_font()
    imgui.same_line(146)
    imgui.push_text_wrap_pos(0)
    imgui.text_disabled(does)
    imgui.pop_text_wrap_pos()


class Log:
    """Every message since the start, to be marked and copied."""

    name, size = "What was said", (820.0, 480.0)

    def __init__(self, app: App) -> None:
        self._app = app
        self._seen: tuple[int, object] | None = None
        self._text = ""

    def gui(self) -> bool:
        log = self._app.messages.log
        seen = (len(log), log[-1] if log else None)
        if seen != self._seen:
            self._seen, self._text = seen, "\n".join(f"{at}  {line}" for at, line in log)
        modal.heading("What was said")
        flags = imgui.InputTextFlags_.read_only | imgui.InputTextFlags_.word_wrap
        size = ImVec2(-1, -imgui.get_frame_height_with_spacing() - 6)
        if self._text:
            imgui.push_font(theme.Fonts.code, 0)
            imgui.input_text_multiline("##log", self._text, size, flags)
            imgui.pop_font()
        else:
            imgui.begin_child("##nothing", size)
            imgui.text_disabled("nothing yet: notices and errors are kept here")
            imgui.end_child()
        match modal.buttons(("Copy all", "Close"), "Close", disabled=() if self._text else ("Copy all",)):
            case "Copy all":
                imgui.set_clipboard_text(self._text)
            case "Close":
                return False
        return True
