"""The code of the chain's shaders: read, changed while it draws, saved; errors at their lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from imgui_bundle import ImVec2, icons_fontawesome_6, imgui

from ..core import library
from ..core.paths import absolute
from ..errors import UpshadeError, one_line
from ..player.watch import Watcher
from . import layout, modal, theme
from .codetab import CodeTab
from .outside import open_outside
from .words import shown

if TYPE_CHECKING:
    from .app import App

_ERRORS = 3
"""Lines of the strip below the code, at most."""


class CodePanel:
    name, label, dock = "code", "Code", "bottom"

    def __init__(self, app: App) -> None:
        self._app = app
        self.tabs: list[CodeTab] = []
        self.current: CodeTab | None = None
        self._select: CodeTab | None = None
        self._goto: int | None = None
        self._count = 0
        self._watcher = Watcher()
        self._same: dict[str, Path] = {}
        self._filter = ""

    # -- what others ask ----------------------------------------------------------------------------------------

    def show(self, path: Path | str, line: int | None = None) -> None:
        """Open the file in a tab, at `line` (from 1). What cannot be read is said."""
        path = absolute(path)
        tab = next((tab for tab in self.tabs if tab.path == path), None)
        if tab is None:
            try:
                tab = CodeTab(path, self._count)
            except UpshadeError as error:
                self._app.messages.error(error)
                return
            self._count += 1
            self.tabs.append(tab)
            self._watch()
        self.current = self._select = tab
        if line is not None:
            self._goto = line
        layout.set_open(self._app, self.name, True)

    def unsaved(self) -> list[Path]:
        """Files whose text here is not on the disk."""
        return [tab.path for tab in self.tabs if tab.unsaved()]

    def save_all(self) -> bool:
        """False where one could not be saved; why was said."""
        saved = [self.save(tab) for tab in self.tabs if tab.unsaved()]
        return all(saved)

    def save(self, tab: CodeTab) -> bool:
        """To its file, which is drawn from the next picture on; what came with upshade as a copy, to which the chain's
        cards then point."""
        app = self._app
        try:
            if tab.ships:
                cards = [card.id for card in app.edit.cards if self._is(card.id, tab.path)]
                copy = tab.save_copy()
                if cards:
                    app.edit.change_shader(cards, library.shader_name(copy))
                app.messages.note(f"saved as {copy}{_also(tab)}")
            elif not tab.save():
                self.current = self._select = tab
                app.messages.note(f"{tab.path.name} was changed by another program: say in its tab which one is kept")
                return False
            elif tab.notice:
                app.messages.note(f"saved {tab.path.name}{_also(tab)}")
            else:
                app.messages.say(f"saved {tab.path.name}")
        except UpshadeError as error:
            app.messages.error(error)
            return False
        app.actions.file_changed(tab.path)
        self._watch()
        return True

    def close_tab(self, tab: CodeTab) -> None:
        """At once; who asks has asked about what is not saved."""
        at = self.tabs.index(tab)
        self.tabs.remove(tab)
        if self.current is tab:
            self.current = self._select = self.tabs[min(at, len(self.tabs) - 1)] if self.tabs else None
        self._watch()

    def errors(self, path: Path) -> list[UpshadeError]:
        """What is wrong with a file as it is on the disk: it breaks the format, or the driver refuses it."""
        preview = self._app.preview
        if (found := self._of(self._app.edit.errors().values(), path)) or preview is None:
            return found  # what the driver says is about an older text then
        return self._of(preview.main.live.problems.values(), path)

    def _of(self, errors: Iterable[UpshadeError], path: Path) -> list[UpshadeError]:
        mine = {str(one): one for one in errors if one.where is not None and self._place(one.where.path) == path}
        return list(mine.values())

    def turn(self) -> None:
        changed = self._watcher.poll()
        for tab in self.tabs if changed else ():
            if tab.path in changed and tab.look_outside():
                self._app.messages.say(f"{tab.path.name}: what another program wrote")

    def close(self) -> None:
        self._watcher.close()

    # -- drawing ------------------------------------------------------------------------------------------------

    def gui(self) -> None:
        if not self.tabs:
            self._nothing()
            return
        flags = imgui.TabBarFlags_
        if imgui.begin_tab_bar("##files", flags.reorderable | flags.fitting_policy_scroll | flags.no_tooltip):
            for tab in list(self.tabs):
                self._tab(tab)
            imgui.end_tab_bar()

    def _tab(self, tab: CodeTab) -> None:
        flags = imgui.TabItemFlags_.unsaved_document if tab.dirty else 0
        if tab is self._select:
            flags |= imgui.TabItemFlags_.set_selected
        shown, kept = imgui.begin_tab_item(f"{tab.label}###tab{tab.number}", True, flags)
        if imgui.is_item_hovered(imgui.HoveredFlags_.delay_normal):
            imgui.set_tooltip(one_line(str(tab.path)))
        if shown:
            if self._select is None or self._select is tab:
                self.current, self._select = tab, None
            self._draw(tab)
            imgui.end_tab_item()
        if not kept:
            if tab.unsaved():
                self._app.dialogs.put(_CloseTab(self, tab))
            else:
                self.close_tab(tab)

    def _draw(self, tab: CodeTab) -> None:
        self._bar(tab)
        self._differs(tab)
        errors = self.errors(tab.path)
        tab.mark(errors)
        if self._goto is not None and tab is self.current:
            tab.go(self._goto)
            self._goto = None
        rows = min(len(errors), _ERRORS) or 1
        below = rows * imgui.get_text_line_height_with_spacing() + imgui.get_style().item_spacing.y + 4
        imgui.push_font(theme.Fonts.code, 0)
        tab.editor.render(f"##code{tab.number}", ImVec2(0, -below))
        imgui.pop_font()
        tab.turn()
        io = imgui.get_io()
        typing = io.want_text_input and imgui.is_window_focused(imgui.FocusedFlags_.root_and_child_windows)
        if typing and io.key_ctrl and not (io.key_shift or io.key_alt) and imgui.is_key_pressed(imgui.Key.s, False):
            self.save(tab)
        self._strip(tab, errors, below)

    def _bar(self, tab: CodeTab) -> None:
        imgui.set_next_item_width(230)
        if imgui.begin_combo("##passes", "Go to a pass", imgui.ComboFlags_.height_large):
            for place in tab.places:
                color = theme.TEXT if place.is_pass else theme.DIM
                imgui.push_style_color(imgui.Col_.text, theme.four(color))
                words = place.title if place.is_pass else f"parameter {place.title}"
                if imgui.selectable(f"{words}###place{place.line}", False)[0]:
                    tab.go(place.line)
                imgui.pop_style_color()
            if not tab.places:
                imgui.text_disabled("no passes and no parameters")
            imgui.end_combo()
        editor, icons = tab.editor, icons_fontawesome_6
        imgui.same_line()
        self._button(icons.ICON_FA_ROTATE_LEFT, "undo", "undo (Ctrl+Z)", editor.undo, editor.can_undo())
        self._button(icons.ICON_FA_ROTATE_RIGHT, "redo", "do it again (Ctrl+Shift+Z)", editor.redo, editor.can_redo())
        self._button(icons.ICON_FA_MAGNIFYING_GLASS, "find", "find and replace (Ctrl+F)",
                     editor.open_find_replace_window)  # fmt: skip
        self._button(icons.ICON_FA_ARROW_UP_RIGHT_FROM_SQUARE, "outside", "open in the system's editor",
                     lambda: self._outside(tab))  # fmt: skip
        label = "Save a copy to your shaders" if tab.ships else "Save"
        width = imgui.calc_text_size(label).x + 32
        room = imgui.get_content_region_avail().x
        imgui.set_cursor_pos_x(imgui.get_cursor_pos_x() + max(0.0, room - width))
        can = tab.ships or tab.dirty
        imgui.begin_disabled(not can)
        if can:
            imgui.push_style_color(imgui.Col_.button, theme.four(theme.ACCENT, 0.85))
            imgui.push_style_color(imgui.Col_.text, theme.four(theme.BACKGROUND))
        if imgui.button(f"{label}###save", ImVec2(width, 0)):
            self.save(tab)
        if can:
            imgui.pop_style_color(2)
        imgui.end_disabled()
        if tab.ships and imgui.is_item_hovered(imgui.HoveredFlags_.delay_normal):
            imgui.set_tooltip("this shader came with upshade and stays as it is; the chain goes on with the copy")

    def _button(self, icon: str, label: str, tip: str, do: Callable[[], None], enabled: bool = True) -> None:
        imgui.begin_disabled(not enabled)
        if imgui.button(f"{icon}##{label}"):
            do()
        imgui.end_disabled()
        if imgui.is_item_hovered(imgui.HoveredFlags_.delay_normal):
            imgui.set_tooltip(tip)
        imgui.same_line()

    def _differs(self, tab: CodeTab) -> None:
        """Another program wrote to the file, or took it away, while there are changes here."""
        if tab.theirs is None and not tab.gone:
            return
        imgui.align_text_to_frame_padding()
        if tab.gone:
            imgui.text_colored(theme.four(theme.WARN), "The file is gone from the disk; saving writes it again.")
            return
        imgui.text_colored(theme.four(theme.WARN), "Another program has changed this file, and there are changes here.")
        imgui.same_line()
        if imgui.button("Keep mine"):
            tab.keep_mine()
        imgui.same_line()
        if imgui.button("Load theirs"):
            tab.load_theirs()
        if imgui.is_item_hovered(imgui.HoveredFlags_.delay_normal):
            imgui.set_tooltip("what is here stays one undo away")

    def _strip(self, tab: CodeTab, errors: list[UpshadeError], height: float) -> None:
        """What is wrong, each a click away from its line; else where the file lies."""
        imgui.begin_child("##strip", ImVec2(0, height - imgui.get_style().item_spacing.y))
        for k, error in enumerate(errors):
            line = error.where.line if error.where is not None else 0
            at = f"line {line}:  " if line else ""
            imgui.push_style_color(imgui.Col_.text, theme.four(theme.BAD))
            if imgui.selectable(f"{one_line(at + error.message)}###error{k}", False)[0] and line:
                tab.go(line)
            imgui.pop_style_color()
            if (log := getattr(error, "log", "")) and imgui.is_item_hovered(imgui.HoveredFlags_.delay_normal):
                imgui.set_tooltip(shown(log[:2000]))
        if not errors:
            place = tab.editor.get_main_cursor_position()
            imgui.text_disabled(f"{place.line + 1}:{place.index + 1}    {one_line(str(tab.path))}")
        imgui.end_child()

    def _nothing(self) -> None:
        """No tab: the chain's files are offered."""
        edit = self._app.edit
        imgui.text_disabled("The code of a shader of the chain:" if edit.cards else "The chain has no shader yet.")
        seen: set[str] = set()
        for card in edit.cards:
            shader = edit.shader(card.id)
            if shader is not None and shader.path not in seen:
                seen.add(shader.path)
                words = f"{icons_fontawesome_6.ICON_FA_CODE}  {shown(shader.name)}"
                if imgui.selectable(f"{words}###open{card.id}", False)[0]:
                    self.show(Path(shader.path))

    # -- within -------------------------------------------------------------------------------------------------

    def _is(self, card_id: int, path: Path) -> bool:
        shader = self._app.edit.shader(card_id)
        return shader is not None and self._place(shader.path) == path

    def _place(self, name: str) -> Path:
        """A path as an error or a shader has it, in the form that tabs have it."""
        if name not in self._same:
            self._same[name] = absolute(name)
        return self._same[name]

    def _watch(self) -> None:
        self._watcher.set_files(tab.path for tab in self.tabs)

    def _outside(self, tab: CodeTab) -> None:
        try:
            open_outside(tab.path)
        except UpshadeError as error:
            self._app.messages.error(error)


class _CloseTab:
    """Before a tab with changes goes."""

    name, size = "Close", (480.0, 0.0)

    def __init__(self, panel: CodePanel, tab: CodeTab) -> None:
        self._panel, self._tab = panel, tab

    def gui(self) -> bool:
        tab, panel = self._tab, self._panel
        modal.heading(f"Close {tab.path.name} without saving?")
        modal.wrapped("Its code has changes that are not saved.")
        imgui.spacing()
        save = "Save a copy" if tab.ships else "Save"
        match modal.buttons(("Cancel", "Discard", save), save):
            case None:
                return True
            case "Discard":
                panel.close_tab(tab)
            case pressed if pressed == save:
                if panel.save(tab):
                    panel.close_tab(tab)
        return False


def _also(tab: CodeTab) -> str:
    return f", {tab.notice}" if tab.notice else ""
