"""The dialog that opens files: by their names, by looking, or again. Ours, for not every system has one."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imgui_bundle import ImVec2, icons_fontawesome_6, imgui

from ..core import library
from ..core.paths import absolute
from ..errors import NotFound, one_line
from . import modal, theme
from .filelist import FileList, Item, kind_of, places
from .words import shown

if TYPE_CHECKING:
    from .app import App

_LOOK = 1.0
"""Seconds between two looks at whether the folder has changed."""
_SIDE = 178.0
_COLORS = {"folder": theme.TEXT, "media": theme.TEXT, "shader": theme.ACCENT, "preset": theme.GOOD,
           "subtitles": theme.WARN, "other": theme.DIM}  # fmt: skip
_ICONS = {
    "folder": icons_fontawesome_6.ICON_FA_FOLDER, "media": icons_fontawesome_6.ICON_FA_FILM,
    "shader": icons_fontawesome_6.ICON_FA_WAND_MAGIC_SPARKLES, "preset": icons_fontawesome_6.ICON_FA_SLIDERS,
    "subtitles": icons_fontawesome_6.ICON_FA_CLOSED_CAPTIONING, "other": icons_fontawesome_6.ICON_FA_FILE,
}  # fmt: skip


def open_paths(app: App, paths: Sequence[str]) -> None:
    """Videos and pictures are played; shaders, presets and subtitles then go where they belong."""
    kinds = {path: "media" if os.path.isdir(path) else kind_of(path) for path in paths}
    if films := [path for path in paths if kinds[path] in ("media", "other")]:
        app.actions.open(films)
    if others := [Path(path) for path in paths if kinds[path] not in ("media", "other")]:
        app.actions.drop(others)


class Chooser:
    """`folder`: where it begins; None: where the file is that plays."""

    name, size = "Open", (860.0, 560.0)

    def __init__(self, app: App) -> None:
        self._app = app
        self._list = FileList(_beginning(app), app.wake)
        self._from = self._list.folder
        """The folder that a text which is no whole path goes on from."""
        self._places = places(_own())
        self._recent = [path for path in app.state.recent if not os.path.isdir(path)]
        self._text = ""
        self._error = ""
        self._chosen: list[str] = []
        self._at = -1
        self._looked = time.monotonic()
        self._focus = True
        self._shown: list[Item] = []
        self._seen: tuple[int, str] | None = None
        self._scroll = False

    def gui(self) -> bool:
        if time.monotonic() - self._looked > _LOOK:
            self._looked = time.monotonic()
            self._list.look_again()
        self._list.poll()
        self._rows()
        modal.heading("Open")
        going = not self._field()
        self._path()
        below = -imgui.get_frame_height_with_spacing() * 2 + 4
        imgui.spacing()
        imgui.begin_child("places", ImVec2(_SIDE, below))
        going = self._side() and going
        imgui.end_child()
        imgui.same_line()
        imgui.push_style_color(imgui.Col_.child_bg, theme.four(theme.PANEL))
        imgui.push_style_color(imgui.Col_.header, theme.four(theme.ACCENT, 0.32))
        imgui.begin_child("files", ImVec2(0, below), imgui.ChildFlags_.always_use_window_padding)
        going = self._files() and going
        imgui.end_child()
        imgui.pop_style_color(2)
        imgui.text_colored(theme.four(theme.BAD if self._error or self._list.error else theme.DIM),
                           one_line(self._error or self._list.error or self._counted()))  # fmt: skip
        return self._buttons() and going

    def _rows(self) -> None:
        seen = (self._list.revision, os.path.basename(self._text))
        if seen != self._seen:
            self._seen = seen
            self._shown = self._list.matching(self._text)
            names = {item.name for item in self._shown}
            self._chosen = [name for name in self._chosen if name in names]
            self._at = min(self._at, len(self._shown) - 1) if not self._text else (0 if self._shown else -1)

    # -- the field ----------------------------------------------------------------------------------------------

    def _field(self) -> bool:
        """True: what was typed is opened."""
        if self._focus:
            imgui.set_keyboard_focus_here()
            self._focus = False
        imgui.set_next_item_width(-1)
        flags = imgui.InputTextFlags_
        typed, text = modal.path_field(
            "##path", "a name, a path, or numbered pictures: name_%04d.png", self._text,
            flags.callback_completion | flags.callback_history, self._key,
        )  # fmt: skip
        if typed:
            self._text, self._error, self._chosen = text, "", []
            folder = self._meant(os.path.dirname(text))
            if os.path.isdir(folder):
                self._list.go(folder)
        return modal.enter() and self._entered()

    def _meant(self, text: str) -> str:
        """What is meant by `text`: absolute, in the home folder (~), or from the folder where it was begun."""
        return os.path.normpath(os.path.join(self._from, os.path.expanduser(text)))

    def _key(self, data: Any) -> int:
        """Tab completes, the arrows go through the list."""
        if data.event_flag == imgui.InputTextFlags_.callback_completion:
            before = data.buf
            after = self._list.completed(before)
            if after != before:
                data.delete_chars(0, data.buf_text_len)
                data.insert_chars(0, after)
        elif self._shown:
            step = 1 if data.event_key == imgui.Key.down_arrow else -1
            self._at = min(max(self._at + step, 0), len(self._shown) - 1)
            self._chosen, self._scroll = [self._shown[self._at].name], True
        return 0

    def _entered(self) -> bool:
        """Open what is chosen, or typed, or the only one that fits."""
        if self._chosen:
            return self._open_chosen()
        if not self._text.strip():
            return False
        path = self._meant(self._text.strip())
        if os.path.isdir(path):
            self._go(path)
            return False
        refused = self._list.refused(path)
        if refused and len(self._shown) == 1:
            return self._take(self._shown[0])
        if refused:
            self._error = refused
            return False
        open_paths(self._app, [path])
        return True

    # -- the lists ----------------------------------------------------------------------------------------------

    def _path(self) -> None:
        """Where we are, each folder above a button; of a long way its end."""
        parts = [Path(self._list.folder), *Path(self._list.folder).parents][::-1]
        room, gap = imgui.get_content_region_avail().x, imgui.get_style().item_spacing.x
        names = [one_line(part.name or str(part)) for part in parts]
        widths = [imgui.calc_text_size(name).x + gap + 14 for name in names]
        first = 0
        while first < len(parts) - 1 and sum(widths[first:]) > room:
            first += 1
        imgui.push_style_color(imgui.Col_.button, theme.four(theme.PANEL, 0))
        for k, part in enumerate(parts[first:]):
            if k:
                imgui.same_line(0, 2)
                imgui.text_disabled("›")
                imgui.same_line(0, 2)
            if imgui.small_button(f"{names[first + k]}##way{first + k}"):
                self._go(str(part))
        imgui.pop_style_color()

    def _side(self) -> bool:
        imgui.text_disabled("Places")
        for name, path in self._places:
            if imgui.selectable(f"{name}##place", path == self._list.folder)[0]:
                self._go(path)
        if self._recent:
            imgui.spacing()
            imgui.text_disabled("Recent")
        for k, path in enumerate(self._recent):
            if imgui.selectable(f"{one_line(os.path.basename(path))}##recent{k}", False)[0]:
                open_paths(self._app, [path])
                return False
            if imgui.is_item_hovered(imgui.HoveredFlags_.delay_normal):
                imgui.set_tooltip(one_line(path))
        return True

    def _files(self) -> bool:
        going = True
        if not self._shown and not self._list.busy and not self._list.error:
            imgui.text_disabled("nothing here is called like that" if self._text else "this folder is empty")
        clipper = imgui.ListClipper()
        clipper.begin(len(self._shown))
        if self._scroll and 0 <= self._at < len(self._shown):
            clipper.include_item_by_index(self._at)
        while clipper.step():
            for row in range(clipper.display_start, clipper.display_end):
                item = self._shown[row]
                chosen = item.name in self._chosen
                color = theme.four(_COLORS[item.kind])
                imgui.push_style_color(imgui.Col_.text, color)
                flags = imgui.SelectableFlags_.allow_double_click
                icon = _ICONS[item.kind]
                if imgui.selectable(f"##{item.shown}", chosen, flags)[0]:
                    self._clicked(row)
                    if imgui.is_mouse_double_clicked(imgui.MouseButton_.left):
                        going = not self._take(item) and going
                imgui.same_line(6)
                imgui.text_disabled(icon) if item.kind == "other" else imgui.text_unformatted(icon)
                imgui.same_line(32)
                imgui.text_unformatted(item.shown)
                imgui.pop_style_color()
                if self._scroll and row == self._at:
                    imgui.set_scroll_here_y(0.5)
                    self._scroll = False
        clipper.end()
        return going

    def _clicked(self, row: int) -> None:
        name, io = self._shown[row].name, imgui.get_io()
        self._error = ""
        if io.key_ctrl:
            self._chosen = [one for one in self._chosen if one != name] if name in self._chosen else [
                *self._chosen, name]  # fmt: skip
        elif io.key_shift and self._at >= 0:
            low, high = sorted((self._at, row))
            self._chosen = [item.name for item in self._shown[low : high + 1] if item.kind != "folder"]
            return
        else:
            self._chosen = [name]
        self._at = row

    def _take(self, item: Item) -> bool:
        """True: it is opened; a folder is gone into."""
        path = os.path.join(self._list.folder, item.name)
        if item.kind == "folder":
            self._go(path)
            return False
        open_paths(self._app, [path])
        return True

    def _open_chosen(self) -> bool:
        chosen = [item for item in self._shown if item.name in self._chosen]
        if len(chosen) == 1:
            return self._take(chosen[0])
        open_paths(self._app, [os.path.join(self._list.folder, item.name) for item in chosen])
        return True

    def _go(self, folder: str) -> None:
        self._list.go(folder)
        self._from = self._list.folder
        self._text, self._error, self._chosen, self._at, self._focus = "", "", [], -1, True

    # -- below --------------------------------------------------------------------------------------------------

    def _counted(self) -> str:
        if len(self._chosen) > 1:
            return f"{len(self._chosen)} chosen"
        if self._list.busy and not self._list.items:
            return "looking…"
        films = sum(item.kind == "media" for item in self._shown)
        return f"{films} to be played" if films != 1 else "1 to be played"

    def _buttons(self) -> bool:
        width = 130.0
        imgui.begin_disabled(not any(item.kind == "media" for item in self._list.items))
        imgui.push_style_color(imgui.Col_.button, theme.four(theme.LINE))
        all_of_it = imgui.button("Play the folder", ImVec2(width, 0))
        imgui.pop_style_color()
        imgui.end_disabled()
        if all_of_it:
            open_paths(self._app, [self._list.folder])
            return False
        imgui.same_line()
        nothing = not self._chosen and not self._text.strip()
        # Enter belongs to the field, which has seen it.
        pressed = modal.buttons(("Cancel", "Open"), "Open", disabled=("Open",) if nothing else ())
        if pressed == "Cancel":
            return False
        return not (pressed == "Open" and not modal.enter() and self._entered())


class Native:
    """The system's own dialog, which goes on beside the window. `poll` now and then: True when it is over."""

    def __init__(self, app: App) -> None:
        from imgui_bundle import portable_file_dialogs as pfd

        self._app = app
        folder = _beginning(app) + os.sep
        # A folder whose name is no text cannot be told to it.
        self._dialog = pfd.open_file("Open", folder if shown(folder) == folder else "", [], pfd.opt.multiselect)

    def poll(self) -> bool:
        if not self._dialog.ready(0):
            return False
        try:
            paths = self._dialog.result()
        except UnicodeDecodeError as error:
            paths = [os.fsdecode(error.object)]
        if paths:
            open_paths(self._app, paths)
        return True

    def close(self) -> None:
        if not self._dialog.ready(0):
            self._dialog.kill()


def has_native() -> bool:
    """On Linux where a desktop has brought one."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(shutil.which(name) for name in ("zenity", "kdialog", "matedialog", "qarma"))


def _beginning(app: App) -> str:
    current = app.playlist.current
    folder = os.path.dirname(absolute(current)) if current else ""
    if not os.path.isdir(folder) or current == str(library.demo_clip()):
        folder = next((f for f in (os.path.dirname(path) for path in app.state.recent) if os.path.isdir(f)), "")
    return folder or os.path.expanduser("~")


def _own() -> Path | None:
    try:
        return library.user_folder()
    except NotFound:
        return None
