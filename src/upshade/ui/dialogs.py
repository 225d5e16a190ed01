"""Questions and lists that come before the window: open, save, quit, keys. One at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgui_bundle import ImVec2, imgui

from . import modal, theme
from .chooser import Chooser, Native, has_native
from .keylist import KeyList, Log
from .modal import Dialog
from .questions import Changed, Exit, SaveAs

if TYPE_CHECKING:
    from .app import App

_FLAGS = imgui.WindowFlags_.no_title_bar | imgui.WindowFlags_.no_resize | imgui.WindowFlags_.no_saved_settings


class Dialogs:
    """`show` one by its name: "open" (the system's own where there is one), "path" (ours), "save", "changed", "keys",
    "log". Enter presses the button that stands out, Esc leaves everything as it is."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._dialog: Dialog | None = None
        self._native: Native | None = None
        self._drawn: Dialog | None = None

    @property
    def open(self) -> bool:
        """One takes the keyboard."""
        return self._dialog is not None

    @property
    def waiting(self) -> bool:
        """The system's own dialog is open; the window goes on beside it."""
        return self._native is not None

    @property
    def current(self) -> Dialog | None:
        return self._dialog

    def show(self, name: str) -> None:
        """KeyError for a name that is none."""
        if name == "open" and has_native():
            self._native = self._native or Native(self._app)
            return
        kinds = {"open": Chooser, "path": Chooser, "save": SaveAs, "changed": Changed, "keys": KeyList, "log": Log}
        self.put(kinds[name](self._app))

    def put(self, dialog: Dialog) -> None:
        """In the place of the one that is open, if there is one."""
        self._dialog = dialog

    def may_exit(self) -> bool:
        """Whether nothing would be lost; else it is asked. To be called outside of Dear ImGui's frame too."""
        if not Exit.needed(self._app):
            return True
        if not isinstance(self._dialog, Exit):
            self.put(Exit(self._app))
        self._app.wake()
        return False

    def gui(self) -> None:
        if self._native is not None and self._native.poll():
            self._native = None
        dialog = self._dialog
        if dialog is None:
            return
        if dialog is not self._drawn:
            self._drawn = dialog
            imgui.open_popup(dialog.name)
        modal.place(dialog.size)
        imgui.push_style_color(imgui.Col_.popup_bg, theme.four(theme.RAISED))
        imgui.push_style_color(imgui.Col_.frame_bg, theme.four(theme.PANEL))
        imgui.push_style_var(imgui.StyleVar_.window_padding, ImVec2(18, 16))
        flags = _FLAGS if dialog.size[1] else _FLAGS | imgui.WindowFlags_.always_auto_resize
        shown = imgui.begin_popup_modal(dialog.name, None, flags)[0]
        imgui.pop_style_var()
        going = shown and dialog.gui()
        if self._dialog is dialog and not going:
            self._dialog = self._drawn = None
        if shown:
            if self._dialog is not dialog:
                imgui.close_current_popup()
            imgui.end_popup()
        imgui.pop_style_color(2)

    def close(self) -> None:
        """The window closes: the system's dialog goes with it."""
        if self._native is not None:
            self._native.close()
            self._native = None
