"""The head of the chain panel: which preset, saving, undo, and what the picture is brought to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from imgui_bundle import ImVec2, icons_fontawesome_6, imgui

from ..core import library
from ..core.preset import DEFAULT, SCALES, Output
from ..core.scale import KERNELS
from . import catalogue, theme
from .paint import elide, icon_button, tooltip, width_of
from .picker import Picker
from .words import shown

if TYPE_CHECKING:
    from .app import App

_ICONS = icons_fontawesome_6
_SCALES = (1.0, 1.5, 2.0, 3.0, 4.0)
_SIZE = re.compile(r"(\d{1,5})?\s*[x×*]\s*(\d{1,5})?", re.ASCII)
_SCALE = re.compile(r"(\d{1,3}(?:[.,]\d{1,6})?)\s*[x×]?", re.ASCII)
_LINEAR = {
    "auto": "shrinks in linear light, where the picture is RGB", "on": "every resize in linear light",
    "off": "shrinks as the signal is",
}  # fmt: skip
_SIGMOID = {
    "auto": "enlarges in sigmoid light, where the picture is RGB: weaker halos",
    "on": "every enlargement in sigmoid light: weaker halos", "off": "enlarges as the signal is",
}  # fmt: skip
_PRECISIONS = {
    "auto": "half, and full for sources over 10 bits", "half": "16-bit floats: fast", "full": "32-bit floats: exact",
}  # fmt: skip


class Head:
    def __init__(self, app: App) -> None:
        self._app = app
        self._presets = catalogue.presets()
        self._picker = Picker("presets", "search presets")
        self._reading = False
        self._dirty: tuple[tuple[object, ...], bool, bool] = ((None,) * 3, False, False)
        self._typed = ""

    def choose_preset(self) -> None:
        self._presets.refresh()
        self._reading = True
        self._picker.open()

    def gui(self) -> None:
        imgui.push_style_color(imgui.Col_.button, theme.four(theme.RAISED, 0.0))
        self._preset_row()
        imgui.pop_style_color()
        self._output_row()
        if self._reading:
            self._reading = self._presets.work()
        chosen = self._picker.gui(self._presets.items)
        if chosen is not None:
            self._app.actions.load_preset(chosen.key)

    @property
    def dirty(self) -> bool:
        """As `ChainEdit.dirty`, worked out when something changed."""
        edit = self._app.edit
        key = (edit.cards, edit.output, edit.preset)
        dragging = self._app.preview is not None and self._app.preview.dragging
        if any(a is not b for a, b in zip(self._dirty[0], key, strict=True)) and not (dragging and self._dirty[1]):
            self._dirty = key, edit.dirty, edit.is_own()
        return self._dirty[1]

    # -- the preset ---------------------------------------------------------------------------------------------

    def _preset_row(self) -> None:
        app, edit, do = self._app, self._app.edit, self._app.actions
        preset, dirty = edit.preset, self.dirty
        wide = max(60.0, imgui.get_content_region_avail().x - 4 * 30)
        start = imgui.get_cursor_screen_pos()
        imgui.push_style_color(imgui.Col_.button, theme.four(theme.RAISED))
        if imgui.button("##preset", ImVec2(wide, 0)):
            self.choose_preset()
        imgui.pop_style_color()
        path = str(preset.path) if preset.path is not None else "not in a file yet"
        tooltip(preset.title or preset.name or "new chain", preset.description,
                "Has changes that are not saved." if dirty else "", path)  # fmt: skip
        lines = imgui.get_window_draw_list()
        room = wide - 34 - (12 if dirty else 0)
        name = elide(preset.name or "new chain", int(room))
        lines.add_text(ImVec2(start.x + 10, start.y + 4), theme.packed(theme.TEXT), name)
        if dirty:
            at = ImVec2(start.x + 10 + width_of(name) + 10, start.y + 12)
            lines.add_circle_filled(at, 3.0, theme.packed(theme.ACCENT))
        chevron = ImVec2(start.x + wide - 20, start.y + 6)
        lines.add_text(imgui.get_font(), 12.0, chevron, theme.packed(theme.DIM), _ICONS.ICON_FA_CHEVRON_DOWN)
        tip = "save  Ctrl+S" if self._dirty[2] else "save under a name  Ctrl+S"
        imgui.same_line(0, 4)
        if icon_button(_ICONS.ICON_FA_FLOPPY_DISK, "save", tip if dirty else "saved", enabled=dirty):
            do.save_preset()
        undo, redo = edit.can_undo, edit.can_redo
        imgui.same_line(0, 4)
        if icon_button(_ICONS.ICON_FA_ROTATE_LEFT, "undo", f"undo {undo}  Ctrl+Z" if undo else "nothing to undo",
                       enabled=undo is not None):  # fmt: skip
            do.undo()
        imgui.same_line(0, 4)
        if icon_button(_ICONS.ICON_FA_ROTATE_RIGHT, "redo", f"redo {redo}  Ctrl+Shift+Z" if redo else "nothing to redo",
                       enabled=redo is not None):  # fmt: skip
            do.redo()
        imgui.same_line(0, 4)
        if icon_button(_ICONS.ICON_FA_ELLIPSIS_VERTICAL, "chain menu", "more"):
            imgui.open_popup("chain menu")
        if imgui.begin_popup("chain menu"):
            self._menu(app, dirty)
            imgui.end_popup()

    def _menu(self, app: App, dirty: bool) -> None:
        do, edit = app.actions, app.edit
        if imgui.menu_item("Save as…", "", False, True)[0]:
            app.dialogs.show("save")
        if imgui.menu_item("Revert to what is saved", "", False, dirty)[0]:
            do.revert()
        if imgui.menu_item("New, empty chain", "", False, True)[0]:
            do.load_preset(None)
        imgui.separator()
        if imgui.menu_item("All shaders off", "Ctrl+E", app.bypass, bool(edit.cards) or app.bypass)[0]:
            do.all_off()
        path = edit.preset.path
        if imgui.menu_item("Copy the file's path", "", False, path is not None)[0]:
            imgui.set_clipboard_text(shown(str(path)))
            app.messages.say(f"copied {path}")

    # -- the output ---------------------------------------------------------------------------------------------

    def _output_row(self) -> None:
        output = self._app.edit.output
        wide = imgui.get_content_region_avail().x - 30
        imgui.set_next_item_width(wide * 0.54)
        if imgui.begin_combo("##size", elide(self._size_words(output), int(wide * 0.54 - 34)),
                             imgui.ComboFlags_.height_large):  # fmt: skip
            self._sizes(output)
            imgui.end_combo()
        tooltip("The picture's size", "what the chain draws and a file gets")
        imgui.same_line(0, 6)
        imgui.set_next_item_width(wide * 0.46 - 6)
        self._kernel("resize", output.resize)
        tooltip("How it is enlarged", "the kernel that resizes where no shader does")
        imgui.same_line(0, 4)
        plain = Output(output.scale, output.width, output.height, output.resize)
        imgui.push_style_color(imgui.Col_.button, theme.four(theme.RAISED, 0.0))
        imgui.push_style_color(imgui.Col_.text, theme.four(theme.TEXT if output == plain else theme.ACCENT))
        if icon_button(_ICONS.ICON_FA_SLIDERS, "output", "shrinking, chroma, light, precision, dither"):
            imgui.open_popup("output")
        imgui.pop_style_color(2)
        if imgui.begin_popup("output"):
            imgui.push_style_color(imgui.Col_.frame_bg, theme.four(theme.BACKGROUND))
            self._more(output)
            imgui.pop_style_color()
            imgui.end_popup()

    def _size_words(self, output: Output) -> str:
        if output.width or output.height:
            return output.size_text.replace("x", " x ")
        info = self._app.playback.info if self._app.playback is not None else None
        size = ""
        if info is not None:
            width, height = output.size(info.width, info.height)
            size = f"   {width} x {height}"
        return f"{_times(output.scale or 1.0)}{size}"

    def _sizes(self, output: Output) -> None:
        info = self._app.playback.info if self._app.playback is not None else None
        for scale in _SCALES:
            chosen = not (output.width or output.height) and (output.scale or 1.0) == scale
            if imgui.selectable(f"{_times(scale)}##{scale:g}", chosen)[0]:
                self._set(scale=scale if scale != 1.0 else None, width=None, height=None)
            if info is not None:
                width, height = Output(scale=scale).size(info.width, info.height)
                words = f"{width} x {height}"
                imgui.same_line(imgui.get_window_width() - width_of(words) - 14)
                imgui.text_disabled(words)
        imgui.separator()
        imgui.set_next_item_width(-1)
        imgui.push_style_color(imgui.Col_.frame_bg, theme.four(theme.BACKGROUND))
        entered, self._typed = imgui.input_text_with_hint(
            "##typed", "1920x1080 or 2.5x", self._typed, imgui.InputTextFlags_.enter_returns_true
        )
        imgui.pop_style_color()
        if entered:
            size = size_of(self._typed)
            if size is None:
                self._app.messages.error(f"'{self._typed[:40]}' is no size: 1920x1080, x1080 or 2.5x is one")
            else:
                self._set(**size)
                self._typed = ""
            imgui.close_current_popup()

    def _more(self, output: Output) -> None:
        for key, value, words in (("shrink", output.shrink, "shrink with"), ("chroma", output.chroma, "chroma with")):
            imgui.align_text_to_frame_padding()
            imgui.text_disabled(words)
            imgui.same_line(96)
            imgui.set_next_item_width(150)
            self._kernel(key, value)
        self._words("linear", output.linear, _LINEAR)
        self._words("sigmoid", output.sigmoid, _SIGMOID)
        self._words("precision", output.precision, _PRECISIONS)
        imgui.align_text_to_frame_padding()
        imgui.text_disabled("dither")
        imgui.same_line(96)
        changed, on = imgui.checkbox("##dither", output.dither)
        imgui.set_item_tooltip("where the file holds fewer bits than were computed")
        if changed:
            self._set(dither=on)

    def _words(self, key: str, value: str, about: Mapping[str, str]) -> None:
        imgui.align_text_to_frame_padding()
        imgui.text_disabled(key)
        imgui.same_line(96)
        imgui.set_next_item_width(150)
        if imgui.begin_combo(f"##{key}", value):
            for name, words in about.items():
                if imgui.selectable(name, name == value)[0]:
                    self._set(**{key: name})
                imgui.set_item_tooltip(words)
            imgui.end_combo()

    def _kernel(self, key: str, value: str) -> None:
        if imgui.begin_combo(f"##{key}", value, imgui.ComboFlags_.height_large):
            for name in KERNELS:
                if imgui.selectable(name, name == value)[0]:
                    self._set(**{key: name})
            imgui.end_combo()

    def _set(self, **changes: Any) -> None:
        self._app.actions._try(lambda: self._app.edit.set_output(**changes))


def size_of(text: str) -> dict[str, float | int | None] | None:
    """ "1920x1080", "1920x", "x1080" or "2.5x" as keys of `Output`; None: it is none."""
    text = text.strip().lower()
    if scale := _SCALE.fullmatch(text):
        number = float(scale[1].replace(",", "."))
        if 0 < number <= SCALES[1]:
            return {"scale": number}
    if (size := _SIZE.fullmatch(text)) and (size[1] or size[2]):
        width, height = (int(side) if side else None for side in size.groups())
        if width != 0 and height != 0:
            return {"width": width, "height": height}
    return None


def _times(scale: float) -> str:
    return "source size" if scale == 1.0 else f"{scale:g}x"


_BEGIN = (DEFAULT, "anime-cnn", "photo-esr", "anime", "restore", "plain")
"""Presets of ours that an empty chain offers."""


def preset_names() -> list[library.Entry]:
    """A few to begin with: the user's own, and ours of different kinds."""
    entries = library.presets()
    return [e for e in entries if e.origin != "project"][:5] + [e for e in entries if e.name in _BEGIN]
