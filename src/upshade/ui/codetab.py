"""A shader file that is open in the editor: its text here, its text on the disk, and what happens when they differ."""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from imgui_bundle import imgui_color_text_edit

from ..core import atomic, library, paths
from ..core.hook import MAX_BYTES
from ..errors import BadInput, NotFound, OutputError, UpshadeError, Where, one_line
from . import theme
from .codetext import FileText

Editor = imgui_color_text_edit.TextEditor

_BLOCK = re.compile(r"(?:^[ \t]*//![^\n]*\n?)+", re.MULTILINE)
_REST = 0.3
"""Seconds without a change after which the text is looked at."""


@dataclass(frozen=True, slots=True)
class Place:
    """A block of the file. `line` from 1."""

    line: int
    title: str
    is_pass: bool


class CodeTab:
    """`path`: where the file lies. `theirs`: what another program has written while there are changes here, None: as
    far as is known nothing. `gone`: the file is not there any more. `notice`: what should be known of how it was saved
    last. Raises NotFound, BadInput for a file that is no text."""

    def __init__(self, path: Path, number: int) -> None:
        self.path, self.number = paths.absolute(path), number
        self.editor = Editor()
        self.editor.set_language(Editor.Language.glsl())
        self.editor.set_palette(Editor.get_dark_palette())
        self.editor.set_tab_size(4)
        self.editor.set_insert_spaces_on_tabs(True)
        self.editor.set_show_whitespaces_enabled(False)
        self.editor.set_complete_paired_glyphs(False)
        self.editor.set_change_callback(self._touched)
        self.theirs: FileText | None = None
        self.gone = False
        self.notice = ""
        self._disk = self._read()
        self.editor.set_text(self._disk.text)
        self._base = self.editor.get_text()
        """What the editor makes of the text on the disk."""
        self._index = 0
        self._since: float | None = None
        self._dirty = False
        self._marks: tuple[object, ...] = ()
        self._ships = library.ships(self.path)
        self.places = places(self._base)

    @property
    def label(self) -> str:
        return one_line(self.path.name)

    @property
    def ships(self) -> bool:
        """It came with upshade: saving makes a copy."""
        return self._ships

    @property
    def dirty(self) -> bool:
        """There is something here that is not on the disk."""
        self._look(at_once=False)
        return self._dirty or self.gone

    def unsaved(self) -> bool:
        """`dirty`, by comparing the texts."""
        self._look(at_once=True)
        return self.dirty

    # -- the editor's text --------------------------------------------------------------------------------------

    def turn(self) -> None:
        """Once each time it is drawn: cheap where nothing was typed."""
        self._look(at_once=self._since is not None and time.monotonic() - self._since > _REST)

    def _touched(self) -> None:
        self._dirty, self._since = True, time.monotonic()

    def _look(self, at_once: bool) -> None:
        """Taking the text out of the editor costs milliseconds where it is long: only when it has come to rest."""
        index = self.editor.get_undo_index()
        if index != self._index:
            self._index = index
            self._touched()
        if at_once and self._since is not None:
            self._since = None
            text = self.editor.get_text()
            self._dirty = text != self._base
            self.places = places(text)

    def replace(self, text: str) -> None:
        """Only the lines that differ: what is around them stays where it is, and it can be undone."""
        old, new = self.editor.get_text().split("\n"), _lines(text)
        head = 0
        while head < min(len(old), len(new)) and old[head] == new[head]:
            head += 1
        tail = 0
        while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
            tail += 1
        if head == len(old) == len(new):
            return
        cursor, top = self.editor.get_main_cursor_position(), self.editor.get_first_visible_row()
        # Whole lines, with the line feed before them or behind.
        last = len(old) - tail
        part = new[head : len(new) - tail]
        if last < len(old):
            start, end = Editor.DocPos(head, 0), Editor.DocPos(last, 0)
            inserted = "".join(f"{line}\n" for line in part)
        else:
            start = Editor.DocPos(head - 1, len(old[head - 1])) if head else Editor.DocPos(0, 0)
            end = Editor.DocPos(len(old) - 1, len(old[-1]))
            inserted = ("\n" if head and part else "") + "\n".join(part)
        self.editor.replace_section_text(start, end, inserted)
        self.editor.set_cursor(Editor.DocPos(min(cursor.line, len(new) - 1), cursor.index))
        self.editor.scroll_to_line(min(top, len(new) - 1), Editor.Scroll.align_top)

    def go(self, line: int) -> None:
        """The cursor to the beginning of a line, from 1, in the middle of the window."""
        line = min(max(line - 1, 0), max(self.editor.get_line_count() - 1, 0))
        self.editor.set_cursor(Editor.DocPos(line, 0))
        self.editor.scroll_to_line(max(0, line), Editor.Scroll.align_middle)
        self.editor.set_focus()

    def mark(self, errors: Sequence[UpshadeError]) -> None:
        """Red lines; the same errors again cost nothing."""
        marks = tuple(errors)
        if len(marks) == len(self._marks) and all(a is b for a, b in zip(marks, self._marks, strict=True)):
            return
        self._marks = marks
        self.editor.clear_markers()
        for error in errors:
            line = error.where.line if error.where is not None else 0
            if 0 < line <= self.editor.get_line_count():
                self.editor.add_marker(line - 1, theme.packed(theme.BAD, 0.9), theme.packed(theme.BAD, 0.28),
                                       one_line(error.message), one_line(error.message))  # fmt: skip

    # -- the disk -----------------------------------------------------------------------------------------------

    def look_outside(self) -> bool:
        """The file may have changed: a text without changes here follows it, else `theirs` is what it says. True:
        the text here is another one."""
        try:
            disk = self._read()
        except UpshadeError:
            self.gone, self.theirs = not os.path.exists(self.path), None
            return False
        self.gone = False
        if disk.text == self._disk.text:
            self._disk, self.theirs = disk, None
            return False
        self._look(at_once=True)
        if self._dirty and _lines(disk.text) != _lines(self.editor.get_text()):
            self.theirs = disk
            return False
        self._follow(disk)
        return True

    def keep_mine(self) -> None:
        """Saving will replace what the other program wrote."""
        if self.theirs is not None:
            self._disk, self.theirs = self.theirs, None
            self._base = _ended(self._disk.text)
            self._touched()
            self._look(at_once=True)

    def load_theirs(self) -> None:
        """What was here is one undo away."""
        if self.theirs is not None:
            disk, self.theirs = self.theirs, None
            self._follow(disk)

    def revert(self) -> None:
        """Back to the text on the disk."""
        self.theirs = None
        self._follow(self._disk)

    def _follow(self, disk: FileText) -> None:
        self.replace(disk.text)
        self._saved(disk)

    def _saved(self, disk: FileText) -> None:
        self._disk, self.gone, self.theirs = disk, False, None
        self._base = self.editor.get_text()
        self._index = self.editor.get_undo_index()
        self._since, self._dirty = None, False
        self.places = places(self._base)

    def save(self) -> bool:
        """Write the file, whole or not at all. False where another program has written to it meanwhile: `theirs` is
        set, and nothing is lost. OutputError."""
        if not self.look_for_theirs():
            return False
        self._write(self.path)
        return True

    def look_for_theirs(self) -> bool:
        """Whether the file is as it was last seen."""
        try:
            disk = self._read()
        except NotFound:
            return True
        if disk.text != self._disk.text:
            self.theirs = disk
            return False
        self._disk = disk
        return True

    def save_copy(self) -> Path:
        """A new file in the user's folder, which this is from now on. NotFound, OutputError."""
        path = new_shader(self.path)
        self._write(path)
        self.path, self._ships = path, False
        return path

    def _write(self, path: Path) -> None:
        new = self._disk.changed(self.editor.get_text())
        try:
            atomic.write_bytes(path, new.bytes())
        except OSError as error:
            raise OutputError(f"cannot be saved: {error.strerror or error}", Where(str(path))) from None
        self.notice = "" if new.encoding == self._disk.encoding else "now UTF-8: Latin-1 lacks what was typed"
        self._saved(new)

    def _read(self) -> FileText:
        where = Where(str(self.path))
        try:
            found = os.stat(self.path)
            if not stat.S_ISREG(found.st_mode) or found.st_size > MAX_BYTES:
                raise BadInput("is no shader file that can be edited", where)
            data = self.path.read_bytes()
        except FileNotFoundError:
            raise NotFound("no such shader file", where) from None
        except OSError as error:
            raise BadInput(f"cannot be read: {error.strerror or error}", where) from None
        if b"\0" in data:
            raise BadInput("holds a NUL byte, so it is no text", where)
        return FileText.read(data)


def new_shader(path: Path) -> Path:
    """Where a copy of the shader at `path` goes: in the user's folder, under a name that no shader has yet, so that
    presets which name the original go on with it. NotFound for a user without a home."""
    folder = library.user_folder() / "shaders"
    taken = {entry.name.rpartition("/")[2].lower() for entry in library.shaders()}
    number = 2
    while f"{path.stem}-{number}".lower() in taken or os.path.lexists(folder / f"{path.stem}-{number}{path.suffix}"):
        number += 1
    return folder / f"{path.stem}-{number}{path.suffix}"


def places(text: str) -> list[Place]:
    """The passes and parameters in a text, broken or not."""
    found, line, counted = [], 1, 0
    for block in _BLOCK.finditer(text):
        line, counted = line + text.count("\n", counted, block.start()), block.start()
        words = [one.strip()[3:].strip().partition(" ") for one in block[0].splitlines()]
        says = {word: rest.strip() for word, _, rest in reversed(words)}
        if words[0][0] == "PARAM":
            found.append(Place(line, says["PARAM"], False))
        elif "HOOK" in says:
            hooks = ", ".join(rest.strip() for word, _, rest in words if word == "HOOK")
            found.append(Place(line, f"{says.get('DESC') or 'pass'}  ·  {hooks}", True))
    return found


def _lines(text: str) -> list[str]:
    return _ended(text).split("\n")


def _ended(text: str) -> str:
    """As the editor has it: the last line ends, too."""
    return text if not text or text.endswith("\n") else f"{text}\n"
