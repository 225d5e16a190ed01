"""Bookmarks of a file, the range that is rendered of it, and a sheet of before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imgui_bundle import ImVec2, icons_fontawesome_6, imgui

from ..errors import UpshadeError
from ..gl.pool import Target
from ..player import bookmarks
from ..player.bookmarks import Span
from . import layout, theme
from .notebooks import Mark, Notebook, Notebooks
from .paint import icon_button
from .saving import Writer, said
from .sheet import Moment, SheetMaker, SheetView
from .words import clock

if TYPE_CHECKING:
    from .app import App

_THUMB = (128, 72)
"""Pixels that a bookmark's picture may be large."""
_ROW = _THUMB[1] + 10.0
_EMPTY = (
    "n bookmarks the picture that is shown. Bookmarks are dots on the timeline, and N makes a contact sheet of them: "
    "before and after, side by side."
)
_PATIENCE = 20.0
"""Seconds that the end of the program waits for a sheet that somebody asked to be saved."""
_CLOSE = 0.0005
"""Seconds. Nearer than this it is the same picture."""


class MarksPanel:
    """`times` and `span` are those of the file that is open; each file has its own, kept beside the window's state."""

    name, label, dock = "marks", "Marks", "right"

    def __init__(self, app: App) -> None:
        self._app = app
        self._books = Notebooks(app.state.path)
        self._book = Notebook()
        self._new: list[Mark] = []
        self._maker: SheetMaker | None = None
        self._given_up: list[SheetMaker] = []
        self._view: SheetView | None = None
        self._writer = Writer(app.wake)
        self._looked: object = None
        if self._books.notice:
            app.messages.note(self._books.notice)

    @property
    def times(self) -> list[float]:
        """Of the bookmarks, in seconds from the first picture, rising."""
        return [mark.time for mark in self._book.marks]

    @property
    def span(self) -> Span:
        return self._book.span

    @property
    def making(self) -> bool:
        """A contact sheet is on its way."""
        return self._maker is not None

    # -- what a person does -------------------------------------------------------------------------------------

    def opened(self) -> None:
        """Another file."""
        playback = self._app.playback
        if playback is not None:
            self._book = self._books.of(playback.path)
        self._stop()

    def mark(self) -> None:
        """Bookmark the picture that is shown."""
        shown = self._shown()
        if shown is None:
            return
        pts, time, _ = shown
        said = clock(time, exact=True)
        if any(mark.pts == pts for mark in self._book.marks):
            self._app.messages.say(f"{said} is bookmarked already")
            return
        if len(self._book.marks) >= bookmarks.MARKS:
            self._app.messages.say(f"a file has at most {bookmarks.MARKS} bookmarks")
            return
        mark = self._books.mark(pts, time)
        self._new.append(mark)
        self._book.marks.append(mark)
        self._book.marks.sort(key=lambda mark: mark.time)
        self._app.messages.say(f"bookmark at {said}")

    def mark_in(self) -> None:
        """The picture that is shown is the first that is rendered."""
        if (shown := self._shown()) is not None:
            out = self.span[1]
            self._book.span = shown[1], out if out is None or out > shown[1] + _CLOSE else None
            self._app.messages.say(f"render from {clock(shown[1], exact=True)}")

    def mark_out(self) -> None:
        """The picture that is shown is the last that is rendered."""
        if (shown := self._shown()) is not None:
            begin, end = self.span[0], shown[1] + shown[2]
            self._book.span = begin if begin is None or begin < end - _CLOSE else None, end
            self._app.messages.say(f"render to {clock(shown[1], exact=True)}")

    def sheet(self) -> None:
        """Begin a contact sheet of the bookmarks; one that is on its way goes on."""
        if not self._book.marks:
            self._app.messages.say("no bookmarks yet: n marks the picture that is shown")
            return
        layout.set_open(self._app, self.name, True)
        if self._maker is None and self._view is None:
            moments = [Moment(mark.pts, mark.time, mark.note) for mark in self._book.marks]
            try:
                self._maker = SheetMaker(self._app, moments)
            except UpshadeError as error:
                self._app.messages.error(error)

    def remove(self, mark: Mark) -> None:
        if mark in self._book.marks:
            self._book.marks.remove(mark)
            self._release(mark)

    def _shown(self) -> tuple[int, float, float] | None:
        """The pts of the picture that is shown, its time and how long it lasts, in seconds."""
        playback, preview = self._app.playback, self._app.preview
        shown = preview.pictures[0] if preview is not None else None
        if playback is None or shown is None:
            self._app.messages.say("there is no picture yet")
            return None
        info, frame = playback.info, shown.frame
        if info.still or frame.pts is None:
            self._app.messages.say("a single picture has no times to be marked")
            return None
        lasts = float(frame.duration * info.time_base) if frame.duration else float(1 / info.rate)
        return frame.pts, float((frame.pts - info.start_pts) * info.time_base), lasts

    def _thumb(self) -> Target | None:
        preview, playback = self._app.preview, self._app.playback
        shown = preview.pictures[0] if preview is not None else None
        if preview is None or playback is None or shown is None:
            return None
        info = playback.info
        shape = float(info.width * info.sar / info.height)
        most = _THUMB[::-1] if self._app.view.turns % 2 else _THUMB
        width = min(float(most[0]), most[1] * shape)
        return preview.display.copy(shown.texture, max(1, round(width)), max(1, round(width / shape)))

    # -- each turn ----------------------------------------------------------------------------------------------

    def turn(self) -> None:
        app, maker = self._app, self._maker
        # Not within Dear ImGui's frame, which would go on in the framebuffer that this leaves bound.
        self._clear_away()
        self._find()
        for mark in self._new:
            try:
                mark.thumb = self._thumb()
            except UpshadeError as error:
                app.messages.error(error)
        self._new.clear()
        if notice := self._books.keep():
            app.messages.note(notice)
        if self._view is not None and app.dialogs.current is not self._view:
            self._view.release()
            self._view = None
        if self._view is None:
            for path, why in self._writer.poll():
                if path is not None:
                    app.messages.note(f"saved {said(path)}")
                else:
                    app.messages.error(why)
        if maker is None:
            return
        maker.turn()
        if maker.error is not None:
            app.messages.error(maker.error)
            self._stop()
        elif maker.page is not None and not app.dialogs.open:
            self._view = SheetView(app, maker.page, maker.stem, self._writer)
            self._view.prepare()
            app.dialogs.put(self._view)
            self._stop()
        app.wake()

    def _stop(self) -> None:
        """Within Dear ImGui's frame too: `turn` closes it."""
        if self._maker is not None:
            self._maker.give_up()
            self._given_up.append(self._maker)
            self._maker = None

    def _clear_away(self) -> None:
        for maker in self._given_up:
            maker.close()
        self._given_up.clear()

    def _find(self) -> None:
        """A bookmark of an earlier time gets its picture when that is shown."""
        preview = self._app.preview
        shown = preview.pictures[0] if preview is not None else None
        if shown is self._looked:
            return
        self._looked = shown
        if shown is not None:
            self._new += [m for m in self._book.marks if m.thumb is None and m.pts == shown.frame.pts]

    def close(self) -> None:
        self._books.keep(at_once=True)
        self._stop()
        self._clear_away()
        if self._view is not None:
            self._view.release()
            self._view = None
        self._writer.close(_PATIENCE)
        for mark in (*self._books.marks(), *self._book.marks):
            self._release(mark)

    def _release(self, mark: Mark) -> None:
        if mark.thumb is not None and self._app.preview is not None:
            self._app.preview.pool.give_back(mark.thumb)
        mark.thumb = None

    # -- drawing ------------------------------------------------------------------------------------------------

    def gui(self) -> None:
        self._range()
        imgui.separator()
        self._head()
        if not self._book.marks:
            imgui.spacing()
            imgui.push_text_wrap_pos(0.0)
            imgui.text_disabled(_EMPTY)
            imgui.pop_text_wrap_pos()
            return
        imgui.spacing()
        imgui.begin_child("##list")
        clipper = imgui.ListClipper()
        clipper.begin(len(self._book.marks), _ROW)
        gone = None
        while clipper.step():
            for index in range(clipper.display_start, clipper.display_end):
                if self._row(self._book.marks[index]):
                    gone = self._book.marks[index]
        clipper.end()
        imgui.end_child()
        if gone is not None:
            self.remove(gone)

    def _range(self) -> None:
        """From where to where is rendered."""
        begin, end = self.span
        imgui.align_text_to_frame_padding()
        imgui.text_disabled("Render")
        imgui.same_line()
        width = (imgui.get_content_region_avail().x - 42) / 2
        if imgui.button(f"from {'start' if begin is None else clock(begin, exact=True)}##in", ImVec2(width, 0)):
            self.mark_in()
        imgui.set_item_tooltip("from the picture that is shown  I")
        imgui.same_line()
        if imgui.button(f"to {'end' if end is None else clock(end, exact=True)}##out", ImVec2(width, 0)):
            self.mark_out()
        imgui.set_item_tooltip("to the picture that is shown  O")
        imgui.same_line()
        if icon_button(_ICONS.ICON_FA_XMARK, "clear", "all of the file", enabled=self.span != (None, None)):
            self._book.span = (None, None)

    def _head(self) -> None:
        count, maker = len(self._book.marks), self._maker
        if maker is not None:
            imgui.progress_bar(maker.fraction, ImVec2(imgui.get_content_region_avail().x - 80, 0),
                               f"{maker.done} of {maker.count}")  # fmt: skip
            imgui.same_line()
            if imgui.button("Cancel##sheet", ImVec2(-1, 0)):
                self._stop()
            return
        if icon_button(_ICONS.ICON_FA_BOOKMARK, "mark", "bookmark the picture that is shown  n"):
            self.mark()
        imgui.same_line()
        imgui.align_text_to_frame_padding()
        imgui.text_disabled("no bookmarks" if not count else "1 bookmark" if count == 1 else f"{count} bookmarks")
        imgui.same_line(imgui.get_window_width() - imgui.get_style().window_padding.x - 112)
        imgui.begin_disabled(not count)
        if imgui.button("Contact sheet##sheet", ImVec2(112, 0)):
            self.sheet()
        imgui.end_disabled()
        imgui.set_item_tooltip("before and after of every bookmark on one page  N")

    def _row(self, mark: Mark) -> bool:
        """True: it is to go."""
        playback = self._app.playback
        here = playback is not None and abs(playback.target - mark.time) < _CLOSE
        start, room = imgui.get_cursor_screen_pos(), imgui.get_content_region_avail().x
        jump = imgui.invisible_button(f"##jump{mark.id}", ImVec2(_THUMB[0], _THUMB[1]))
        hot = imgui.is_item_hovered()
        imgui.set_item_tooltip("go there")
        draw = imgui.get_window_draw_list()
        self._picture(draw, mark, self._app.view.turns, start, here or hot)
        left, width = start.x + _THUMB[0] + 10, room - _THUMB[0] - 12
        imgui.set_cursor_screen_pos(ImVec2(left, start.y))
        imgui.push_style_color(imgui.Col_.text, theme.four(theme.ACCENT if here else theme.TEXT))
        imgui.align_text_to_frame_padding()
        imgui.text(clock(mark.time, exact=True))
        imgui.pop_style_color()
        imgui.set_cursor_screen_pos(ImVec2(left + width - 26, start.y))
        imgui.push_style_color(imgui.Col_.button, theme.four(theme.PANEL, 0.0))
        gone = icon_button(_ICONS.ICON_FA_XMARK, f"gone{mark.id}", "forget this bookmark")
        imgui.pop_style_color()
        imgui.set_cursor_screen_pos(ImVec2(left, start.y + 32))
        imgui.set_next_item_width(width)
        changed, note = imgui.input_text_with_hint(f"##note{mark.id}", "note", mark.note)
        if changed:
            mark.note = note
        imgui.set_cursor_screen_pos(ImVec2(start.x, start.y + _ROW - 1))
        imgui.dummy(ImVec2(1, 1 - imgui.get_style().item_spacing.y))
        if jump:
            self._app.actions.seek(mark.time)
        return gone

    @staticmethod
    def _picture(draw: Any, mark: Mark, turns: int, at: Any, bright: bool) -> None:
        width, height = _THUMB
        draw.add_rect_filled(at, ImVec2(at.x + width, at.y + height), theme.packed(theme.BACKGROUND), 3.0)
        if mark.thumb is not None:
            spec = mark.thumb.spec
            wide, high = (spec.height, spec.width) if turns % 2 else (spec.width, spec.height)
            x, y = at.x + (width - wide) / 2, at.y + (height - high) / 2
            corners = (ImVec2(x, y), ImVec2(x + wide, y), ImVec2(x + wide, y + high), ImVec2(x, y + high))
            # Counter-clockwise: what was at the right comes to the top.
            shown = [_CORNERS[(k + turns) % 4] for k in range(4)]
            draw.add_image_quad(imgui.ImTextureRef(mark.thumb.texture.glo), *corners, *shown)
        if bright:
            draw.add_rect(at, ImVec2(at.x + width, at.y + height), theme.packed(theme.ACCENT), 3.0, thickness=1.5)


_ICONS = icons_fontawesome_6
_CORNERS = (ImVec2(0, 0), ImVec2(1, 0), ImVec2(1, 1), ImVec2(0, 1))
"""Of a texture, clockwise from the upper left."""
