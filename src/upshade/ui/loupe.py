"""The loupe: the pixels around the mouse as squares, and the values of the one under it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from imgui_bundle import ImVec2, imgui
from numpy.typing import NDArray

from ..gl.pool import Target
from . import theme

if TYPE_CHECKING:
    from .app import App

_CELLS = (13, 9)
"""Pixels of the picture across and down, each"""
_CELL = 14.0
"""pixels of the screen wide."""
_OFF = 24.0
_FRAME, _FOOT = 6.0, 30.0


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """What was read from the picture `of`, which may lie in a texture that another picture gets later on."""

    of: object
    corner: tuple[int, int]
    pixels: NDArray[np.uint8]


class Loupe:
    """`look` reads, outside of what Dear ImGui draws; `draw` shows it."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._read: _Read | None = None
        self._at = (0, 0)
        self.reads = 0
        """So often were pixels fetched from the GPU."""

    def close(self) -> None:
        """Nothing is looked at any more."""
        self._read = None

    def look(self, x: float, y: float) -> None:
        """At the place of the framebuffer. Leaves another framebuffer bound. Where neither the picture nor the place
        is another one, nothing is read again."""
        view, preview = self._app.view, self._app.preview
        found = self._found(x) if preview is not None else None
        place = view.at(x, y)
        if preview is None or found is None or place is None:
            self.close()
            return
        of, texture = found
        width, height = texture.spec.width, texture.spec.height
        px = place[0] * width // max(1, view.size[0])
        py = place[1] * height // max(1, view.size[1])
        wide, high = min(_CELLS[0], width), min(_CELLS[1], height)
        corner = (min(max(px - wide // 2, 0), width - wide), min(max(py - high // 2, 0), height - high))
        self._at = px, py
        if self._read is None or self._read.of is not of or self._read.corner != corner:
            self._read = _Read(of, corner, preview.display.pixel(texture, *corner, wide, high))
            self.reads += 1

    def _found(self, x: float) -> tuple[object, Target] | None:
        """What is on the screen there, and its texture."""
        view, preview, inspected = self._app.view, self._app.preview, self._app.picture.inspected
        assert preview is not None
        mine, theirs = preview.pictures
        if mine is None:
            return None
        if inspected is not None:
            return inspected, inspected
        left_of_line = view.compare == "split" and x < view.area[0] + view.split * view.area[2]
        shown = theirs if theirs is not None and (view.flip or left_of_line) else mine
        return shown, shown.texture

    def draw(self, x: float, y: float, scale: float) -> None:
        """Beside the place of the framebuffer, which has `scale` pixels for one of Dear ImGui's."""
        if self._read is None:
            return
        pixels, (x0, y0), (px, py) = self._read.pixels, self._read.corner, self._at
        high, wide = pixels.shape[:2]
        draw = imgui.get_foreground_draw_list()
        left, top = x / scale + _OFF, y / scale + _OFF
        area = [side / scale for side in self._app.view.area]
        if left + wide * _CELL > area[0] + area[2]:
            left = x / scale - _OFF - wide * _CELL
        if top + high * _CELL + _FOOT > area[1] + area[3]:
            top = y / scale - _OFF - high * _CELL - _FOOT
        box = (
            ImVec2(left - _FRAME, top - _FRAME),
            ImVec2(left + wide * _CELL + _FRAME, top + high * _CELL + _FOOT),
        )
        draw.add_rect_filled(*box, theme.packed(theme.PANEL, 0.97), 6.0)
        for row in range(high):
            for column in range(wide):
                r, g, b = (int(c) / 255 for c in pixels[row, column])
                corner = ImVec2(left + column * _CELL, top + row * _CELL)
                draw.add_rect_filled(corner, ImVec2(corner.x + _CELL, corner.y + _CELL), theme.packed((r, g, b)))
        at = ImVec2(left + (px - x0) * _CELL, top + (py - y0) * _CELL)
        draw.add_rect(at, ImVec2(at.x + _CELL, at.y + _CELL), theme.packed(theme.BACKGROUND), thickness=3.0)
        draw.add_rect(at, ImVec2(at.x + _CELL, at.y + _CELL), theme.packed(theme.TEXT), thickness=1.0)
        draw.add_text(ImVec2(left, top + high * _CELL + _FRAME), theme.packed(theme.TEXT), self.words)

    @property
    def words(self) -> str:
        """ "12, 34:  200 100 50": where the mouse is in the picture, and what is there."""
        if self._read is None:
            return ""
        (x0, y0), (px, py) = self._read.corner, self._at
        r, g, b = (int(c) for c in self._read.pixels[py - y0, px - x0])
        return f"{px}, {py}:  {r} {g} {b}"
