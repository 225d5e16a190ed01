"""The contact sheet of the bookmarks: decoded and drawn beside playback, looked at, saved where that is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Full, Queue, SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import numpy as np
from imgui_bundle import ImVec2, imgui
from numpy.typing import NDArray

from ..core.chain import Loaded
from ..core.frame import Frame
from ..core.paths import absolute
from ..core.steps import Source
from ..engine.pipeline import frame_of
from ..errors import BadInput, UpshadeError, one_line
from ..jobs.drawing import pixel_shape
from ..jobs.snapshot import next_name, save_picture
from ..media.reader import open_video
from ..tools.contact import Row, by_area, contact_sheet
from . import modal, theme
from .offscreen import ALONE, BESIDE, Offscreen
from .saving import Writer, check_compiles, folder, said, stem_of
from .words import shown

if TYPE_CHECKING:
    from .app import App

Picture = NDArray[np.uint8]

_WIDTHS = (1280, 960, 640)
"""Pixels of a picture on a sheet of one column, two, three."""
_PAIRS = (4, 12)
"""So many pairs at most in one column, and in two."""
_ANYTHING = (8192.0, 8192.0)


@dataclass(frozen=True, slots=True)
class Moment:
    """A bookmark: `pts` of its frame."""

    pts: int
    time: float
    note: str = ""


class _Decoder(Thread):
    """The frames of some moments, in their order; an UpshadeError where that ends; None behind the last."""

    def __init__(self, path: str, pre: str, moments: Sequence[Moment]) -> None:
        super().__init__(name="upshade-sheet", daemon=True)
        self._path, self._pre, self._moments = path, pre, moments
        self.frames: Queue[Frame | UpshadeError | None] = Queue(2)
        self.cancelled = Event()
        self.start()

    def run(self) -> None:
        try:
            with open_video(self._path, depth=1, pre=self._pre) as reader:
                for moment in self._moments:
                    found = next(iter(reader.between(moment.pts, moment.pts + 1)), None)
                    if found is None:
                        raise BadInput(f"{self._path}: the picture at {moment.time:.3f} s is not there any more")
                    if not self._put(found):
                        return
            self._put(None)
        except UpshadeError as error:
            self._put(error)

    def _put(self, item: Frame | UpshadeError | None) -> bool:
        while not self.cancelled.is_set():
            try:
                self.frames.put(item, timeout=0.1)
                return True
            except Full:
                continue
        return False


class _Composer(Thread):
    """Pictures made small as they come, and the page in the end."""

    def __init__(self, moments: Sequence[Moment], titles: tuple[str, str], heading: str) -> None:
        super().__init__(name="upshade-sheet-page", daemon=True)
        self._moments, self._titles, self._heading = moments, titles, heading
        count = len(moments)
        self._columns = 1 if count <= _PAIRS[0] else 2 if count <= _PAIRS[1] else 3
        self.pictures: SimpleQueue[tuple[Picture, float] | None] = SimpleQueue()
        self.page: Picture | None = None
        self.error: UpshadeError | None = None
        self.start()

    def run(self) -> None:
        small: list[Picture] = []
        while len(small) < 2 * len(self._moments):
            if (given := self.pictures.get()) is None:
                return
            small.append(self._small(*given))
        rows = [Row(m.time, m.note, small[2 * k], small[2 * k + 1]) for k, m in enumerate(self._moments)]
        try:
            self.page = contact_sheet(rows, self._titles, heading=self._heading, columns=self._columns,
                                      picture=_WIDTHS[self._columns - 1])  # fmt: skip
        except UpshadeError as error:
            self.error = error

    def _small(self, picture: Picture, shape: float) -> Picture:
        """At most as wide as on the page, of square pixels."""
        height, width = picture.shape[:2]
        wide = min(_WIDTHS[self._columns - 1], round(width * max(1.0, shape)))
        return by_area(picture, wide, max(1, round(wide * height / (width * shape))))


class SheetMaker:
    """A sheet on its way: `app`'s chain beside what is compared with it, as they are now, at `moments`. `turn` each
    turn; then `page` is there, or `error`. On the window's thread; `close` before the preview's."""

    def __init__(self, app: App, moments: Sequence[Moment]) -> None:
        preview, playback = app.preview, app.playback
        assert preview is not None and playback is not None
        self._preview, self._info = preview, playback.info
        self.count, self.done = len(moments), 0
        self.stem = stem_of(playback.path)
        self._turns = app.view.turns
        check_compiles(preview.main.live)
        beside = app.beside
        plain = Loaded((), {}, app.edit.output)
        first = beside.loaded() if beside is not None else plain
        title = (beside.preset.name or "new chain") if beside is not None else "source"
        source = Source(self._info.width, self._info.height, self._info.format, self._info.color, self._info.hdr)
        self._sides = [
            Offscreen(preview, self._info, loaded, *preview.rendered(loaded, source))
            for loaded in (first, app.edit.loaded())
        ]
        self._decoder = _Decoder(playback.path, app.launch.pre, moments)
        self._composer = _Composer(moments, (shown(title), shown(app.edit.preset.name or "new chain")),
                                  shown(Path(playback.path).name))  # fmt: skip
        self._frame: Frame | None = None
        self._side = 0
        self.error: UpshadeError | None = None

    @property
    def page(self) -> Picture | None:
        return self._composer.page

    @property
    def fraction(self) -> float:
        """0…1."""
        return (self.done + self._side / 2) / self.count

    @property
    def drawing(self) -> bool:
        """There is something to do for the next turn."""
        return self._frame is not None

    def turn(self) -> None:
        if self.error is not None or self.page is not None:
            return
        try:
            self._go_on(ALONE if not self._preview.unfinished else BESIDE)
        except UpshadeError as error:
            self.error = error
        self.error = self.error or self._composer.error

    def _go_on(self, budget: float) -> None:
        frame, side = self._frame, self._sides[self._side]
        if frame is None:
            try:
                given = self._decoder.frames.get_nowait()
            except Empty:
                return
            if isinstance(given, UpshadeError):
                raise given
            if given is None:
                return
            frame = self._frame = given
            side.begin(frame)
        if not side.work(budget):
            return
        shape = float(pixel_shape(self._info, side.target))
        self._composer.pictures.put((np.rot90(side.pixels, self._turns), 1 / shape if self._turns % 2 else shape))
        if self._side == 0:
            self._side = 1
            self._sides[1].begin(frame)
        else:
            self._side, self._frame = 0, None
            self.done += 1

    def give_up(self) -> None:
        """Its threads end, now or when they look up."""
        self._decoder.cancelled.set()
        self._composer.pictures.put(None)

    def close(self) -> None:
        """Give back what it was made with; not within Dear ImGui's frame."""
        self.give_up()
        for side in self._sides:
            side.close()
        self._preview.pool.trim()


class SheetView:
    """A page that is looked at; a Dialog. `release` when it is off the screen. Nothing is written until it is asked
    for, on the thread of `writer`, and a file that is there is never replaced."""

    name, size = "Contact sheet", _ANYTHING

    def __init__(self, app: App, page: Picture, stem: str, writer: Writer) -> None:
        self._app, self._page, self._writer = app, page, writer
        self._texture: Any = None
        self._fits = True
        self._error = self._said = ""
        self._path = ""
        try:
            self._path = str(next_name(folder(), f"{stem} sheet", None, ".png"))
        except UpshadeError as error:
            self._error = str(error)
        self.over = False

    def gui(self) -> bool:
        height, width = self._page.shape[:2]
        for path, why in self._writer.poll():
            self._said, self._error = (f"saved {said(path)}", "") if path is not None else ("", why)
        modal.heading("Contact sheet")
        footer = imgui.get_frame_height_with_spacing() * 3 + 8
        imgui.push_style_color(imgui.Col_.child_bg, theme.four(theme.BACKGROUND))
        imgui.begin_child("##page", ImVec2(0, -footer), imgui.ChildFlags_.none, imgui.WindowFlags_.horizontal_scrollbar)
        room = imgui.get_content_region_avail()
        scale = min(1.0, room.x / width) if self._fits else 1.0
        imgui.set_cursor_pos_x(max(0.0, (room.x - width * scale) / 2))
        if self._texture is not None:
            imgui.image(imgui.ImTextureRef(self._texture.glo), ImVec2(width * scale, height * scale))
        if imgui.is_item_clicked():
            self._fits = not self._fits
        imgui.end_child()
        imgui.pop_style_color()
        imgui.text_disabled(
            f"{width}×{height} pixels; click: {'pixel for pixel' if self._fits else 'as wide as the window'}"
        )
        imgui.set_next_item_width(-1)
        changed, self._path = modal.path_field("##sheet file", "file name", self._path)
        if changed:
            self._said = self._error = ""
        line = one_line(self._error or self._said or ("saving …" if self._writer.waiting else ""))
        y = imgui.get_cursor_pos_y()
        imgui.text_colored(theme.four(theme.BAD if self._error else theme.DIM), line)
        imgui.set_cursor_pos_y(y)
        idle = self._path.strip() and not self._writer.waiting
        pressed = modal.buttons(("Close", "Save as PNG"), "Save as PNG", disabled=() if idle else ("Save as PNG",),
                                left=imgui.calc_text_size(line).x + 16)  # fmt: skip
        if pressed == "Save as PNG":
            self._save(absolute(self._path.strip()))
        self.over = pressed == "Close"
        return not self.over

    def _save(self, path: Path) -> None:
        page = self._page

        def write() -> Path:
            save_picture(frame_of(page), path)
            return path

        self._said = self._error = ""
        self._writer.write(write)

    def prepare(self) -> None:
        """Outside of Dear ImGui's frame: the page becomes a texture."""
        assert self._app.context is not None
        mgl, limit = self._app.context.mgl, self._app.context.caps.texture_size
        page, largest = self._page, max(self._page.shape)
        if largest > limit:
            page = by_area(page, page.shape[1] * limit // largest, page.shape[0] * limit // largest)
        texture = mgl.texture((page.shape[1], page.shape[0]), 3, page.tobytes(), alignment=1)
        texture.build_mipmaps()
        texture.filter = (mgl.LINEAR_MIPMAP_LINEAR, mgl.NEAREST)
        texture.repeat_x = texture.repeat_y = False
        self._texture = texture

    def release(self) -> None:
        if self._texture is not None:
            self._texture.release()
            self._texture = None
