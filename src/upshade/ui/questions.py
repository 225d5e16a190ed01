"""What is asked before something could be lost: a name to save under, a file that changed, the end."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from imgui_bundle import imgui

from ..core import library
from ..core.paths import absolute
from ..errors import UpshadeError
from . import modal, theme
from .words import shown

if TYPE_CHECKING:
    from .app import App
    from .code import CodePanel

_WIDTH = 520.0


class SaveAs:
    """The preset under a name. `then`: called when it is saved."""

    name, size = "Save preset", (_WIDTH, 0.0)

    def __init__(self, app: App, then: Callable[[], object] | None = None) -> None:
        self._app, self._then = app, then
        preset = app.edit.preset
        self._title = shown(preset.title or preset.name)
        self._error = ""
        self._path = ""
        self._typed = False
        self._replace = ""
        """The file that a second press replaces."""
        self._focus = True
        self._suggest()

    def gui(self) -> bool:
        modal.heading("Save the preset as")
        if self._focus:
            imgui.set_keyboard_focus_here()
            self._focus = False
        changed, title = modal.field("Title", self._title, "what it is for", imgui.InputTextFlags_.auto_select_all)
        if changed and title != self._title:
            self._title = title
            self._suggest()
        imgui.text_disabled("File")
        imgui.set_next_item_width(-1)
        changed, self._path = modal.path_field("##File", "", self._path)
        if changed:
            self._typed, self._replace, self._error = True, "", ""
        if self._replace:
            modal.wrapped(f"{Path(self._replace).name} is there already. Replace what is in it?", theme.WARN)
        elif self._error:
            modal.wrapped(self._error, theme.BAD)
        else:
            imgui.text_disabled("presets in your own folder are in the menu by their names")
        imgui.spacing()
        save = "Replace" if self._replace else "Save"
        pressed = modal.buttons(("Cancel", save), save, disabled=() if self._path.strip() else (save,))
        return pressed != "Cancel" and not (pressed == save and self._save())

    def _suggest(self) -> None:
        self._replace = self._error = ""
        if self._typed:
            return
        try:
            self._path = str(self._app.edit.suggest_path(self._title))
        except UpshadeError as error:
            self._error = str(error)

    def _save(self) -> bool:
        edit, text = self._app.edit, self._path.strip()
        if os.path.splitext(text)[1].lower() != ".toml":
            text = self._path = f"{text}.toml"
        path = absolute(text)
        again = self._replace == str(path)
        if os.path.lexists(path) and not again and not library.ships(path) and not os.path.isdir(path):
            self._replace, self._error = str(path), ""
            return False
        self._replace = ""
        try:
            preset = edit.save_as(path, title=self._title, overwrite=again)
        except UpshadeError as error:
            self._error = str(error)
            return False
        self._app.messages.say(f"saved {preset.name}")
        if self._then is not None:
            self._then()
        return True


class Changed:
    """The preset's file says something else than when it was loaded. `then`: called when it is saved."""

    name, size = "Changed on the disk", (_WIDTH, 0.0)

    def __init__(self, app: App, then: Callable[[], object] | None = None) -> None:
        self._app, self._then = app, then
        path = app.edit.preset.path
        self._file = path.name if path is not None else "its file"
        self._gone = path is not None and not os.path.exists(path)
        self._error = ""

    def gui(self) -> bool:
        modal.heading(f"{self._file} {'is gone' if self._gone else 'was changed by another program'}")
        if self._gone:
            modal.wrapped("It was deleted or moved since it was loaded. It can be written again, or saved elsewhere.")
        else:
            modal.wrapped("Since it was loaded, somebody else has written to it. Overwriting loses what they wrote; "
                          "what you load instead of yours is one undo away.")  # fmt: skip
        if self._error:
            modal.wrapped(self._error, theme.BAD)
        imgui.spacing()
        write = "Write it again" if self._gone else "Overwrite"
        labels = ("Cancel", write, "Save as…") if self._gone else ("Cancel", write, "Load theirs", "Save as…")
        match modal.buttons(labels, "Save as…"):
            case "Cancel":
                return False
            case "Save as…":
                self._app.dialogs.put(SaveAs(self._app, self._then))
            case "Load theirs":
                return not self._try(self._app.edit.revert, "loaded what is on the disk")
            case pressed if pressed == write:
                if self._try(lambda: self._app.edit.save(overwrite=True), f"saved {self._file}"):
                    if self._then is not None:
                        self._then()
                    return False
        return True

    def _try(self, do: Callable[[], object], said: str) -> bool:
        try:
            do()
        except UpshadeError as error:
            self._error = str(error)
            return False
        self._app.messages.say(said)
        return True


class Exit:
    """Before the window closes: what is not saved, what is not finished."""

    name, size = "Quit", (_WIDTH, 0.0)

    def __init__(self, app: App) -> None:
        self._app = app

    @staticmethod
    def needed(app: App) -> bool:
        return app.unsaved or bool(app.edit.left_unsaved()) or app.renders.busy or bool(_code(app).unsaved())

    def gui(self) -> bool:
        app, code = self._app, _code(self._app)
        files, dirty, render = code.unsaved(), app.unsaved, app.renders.active
        left = app.edit.left_unsaved()
        unsaved = dirty or bool(files) or bool(left)
        modal.heading("Quit without saving?" if unsaved else "Quit?")
        if dirty:
            modal.wrapped(f"The preset {app.edit.preset.name or '(new chain)'} has changes that are not saved.")
        for name in left:
            modal.wrapped(f"The preset {shown(name) or '(new chain)'} has changes that are not saved. It is one undo "
                          "or more away: another was loaded in its place.")  # fmt: skip
        for path in files:
            modal.wrapped(f"The code of {path.name} has changes that are not saved.")
        if app.renders.busy:
            name = Path(render.job.output).name if render is not None else "A render"
            done = f" ({render.fraction * 100:.0f} %)" if render is not None and render.fraction is not None else ""
            modal.wrapped(f"{name}{done} is being rendered. What is finished is kept, and rendering it again goes on "
                          "from there.")  # fmt: skip
        imgui.spacing()
        if not unsaved:
            pressed = modal.buttons(("Cancel", "Quit"), "Quit")
        else:
            as_new = dirty and not app.edit.is_own()
            save = "Save as…" if as_new else "Save"
            pressed = modal.buttons(("Cancel", "Discard", save), save)
        match pressed:
            case None:
                return True
            case "Cancel":
                return False
            case "Quit" | "Discard":
                return self._close()
            case _:
                return self._save()

    def _save(self) -> bool:
        """The code, what was in the chain before, then the preset, which may need a name first."""
        app = self._app
        if not _code(app).save_all():
            return False  # what is wrong was said
        edit = app.edit
        try:
            edit.save_left()
        except UpshadeError as error:
            app.messages.error(error)
            return False
        if not edit.dirty:
            return self._close()
        if not edit.is_own():
            app.dialogs.put(SaveAs(app, self._close))
        elif edit.changed_on_disk():
            app.dialogs.put(Changed(app, self._close))
        else:
            try:
                edit.save()
            except UpshadeError as error:
                app.messages.error(error)
                return False
            return self._close()
        return True

    def _close(self) -> bool:
        if self._app.window is not None:
            self._app.window.close()
        return False


def _code(app: App) -> CodePanel:
    return cast("CodePanel", app.panels["code"])
