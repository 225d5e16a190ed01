"""Where the picture lies in the window: zoom, pan, turning; the line between two pictures; the loupe."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from ..gl.display import Look, Rect
from ..gl.executor import Region

Compare = Literal["off", "split", "difference"]

ZOOMS = (1 / 8, 64.0)
GAINS = (1, 2, 4, 8, 16, 32)


@dataclass(slots=True)
class View:
    """All in pixels of the framebuffer. `area`: what panels leave of the window. `zoom`: pixels of the screen for one
    of the picture, None: as large as fits. `center`: the point of the picture in the middle of the area, 0…1.

    `compare`: the source or another preset at the left of `split` (0…1 of the area), the chain at its right; or their
    difference. `flip`: the other picture alone, while a key is held. `follow`: the line follows the mouse.
    """

    area: Rect = (0.0, 0.0, 1.0, 1.0)
    size: tuple[int, int] = (1, 1)
    sar: Fraction = Fraction(1)
    turns: int = 0
    zoom: float | None = None
    center: tuple[float, float] = (0.5, 0.5)
    compare: Compare = "off"
    split: float = 0.5
    follow: bool = True
    flip: bool = False
    gain: int = 4
    loupe: bool = False

    # -- geometry -----------------------------------------------------------------------------------------------

    @property
    def shape(self) -> tuple[float, float]:
        """The picture's width and height as shown at zoom 1: pixels that are not square are made wider or higher,
        never smaller; turned."""
        width, height = float(self.size[0]), float(self.size[1])
        if self.sar > 1:
            width *= float(self.sar)
        else:
            height /= float(self.sar)
        return (height, width) if self.turns % 2 else (width, height)

    @property
    def fitting(self) -> float:
        """The zoom at which all of the picture just fits."""
        width, height = self.shape
        return max(min(self.area[2] / width, self.area[3] / height), 1e-3)

    @property
    def scale(self) -> float:
        return self.fitting if self.zoom is None else self.zoom

    @property
    def fit(self) -> Rect:
        """Where the picture lies when it just fits; what subtitles are drawn for."""
        return self._rect(self.fitting, (0.5, 0.5))

    @property
    def rect(self) -> Rect:
        """Where the whole picture lies, parts that are outside of the area included."""
        return self._rect(self.scale, (0.5, 0.5) if self.zoom is None else self.center)

    def _rect(self, scale: float, center: tuple[float, float]) -> Rect:
        width, height = (max(1, round(side * scale)) for side in self.shape)
        left, top, wide, high = self.area
        # What is smaller than the area lies in its middle; what is larger covers it.
        x = _placed(left, wide, width, center[0])
        y = _placed(top, high, height, center[1])
        return float(x), float(y), float(width), float(height)

    @property
    def visible(self) -> Region:
        """The part of the picture that is in the area, as the picture lies in its file."""
        left, top, width, height = self.rect
        x0 = max(0.0, (self.area[0] - left) / width)
        y0 = max(0.0, (self.area[1] - top) / height)
        x1 = min(1.0, (self.area[0] + self.area[2] - left) / width)
        y1 = min(1.0, (self.area[1] + self.area[3] - top) / height)
        corners = [self._unturned(x, y) for x in (x0, x1) for y in (y0, y1)]
        xs, ys = [c[0] for c in corners], [c[1] for c in corners]
        return min(xs), min(ys), max(xs), max(ys)

    def look(self) -> Look:
        line = self.area[0] + self.split * self.area[2] if self.compare == "split" and not self.flip else None
        gain = float(self.gain) if self.compare == "difference" and not self.flip else None
        return Look(self.rect, self.area, self.turns, line, gain)

    def at(self, x: float, y: float) -> tuple[int, int] | None:
        """The pixel of the picture under a point of the framebuffer; None outside."""
        left, top, width, height = self.rect
        u, v = self._unturned((x - left) / width, (y - top) / height)
        px, py = int(u * self.size[0] // 1), int(v * self.size[1] // 1)
        return (px, py) if 0 <= px < self.size[0] and 0 <= py < self.size[1] else None

    def _unturned(self, u: float, v: float) -> tuple[float, float]:
        """From a place in the picture as shown to the place in its file, both 0…1."""
        x, y = u - 0.5, v - 0.5
        for _ in range(self.turns % 4):
            x, y = -y, x
        return x + 0.5, y + 0.5

    # -- moving -------------------------------------------------------------------------------------------------

    def zoom_by(self, factor: float, x: float | None = None, y: float | None = None) -> None:
        """Zoom, keeping the point of the picture under (x, y) where it is; whole factors are caught."""
        left, top, wide, high = self.area
        x = left + wide / 2 if x is None else x
        y = top + high / 2 if y is None else y
        old = self.rect
        u, v = (x - old[0]) / old[2], (y - old[1]) / old[3]
        self.zoom = _caught(min(max(self.scale * factor, ZOOMS[0]), ZOOMS[1]), self.scale)
        width, height = (side * self.zoom for side in self.shape)
        self.center = _bound((u - (x - left - wide / 2) / width, v - (y - top - high / 2) / height))

    def zoom_to(self, zoom: float | None) -> None:
        self.zoom = zoom
        if zoom is None:
            self.center = (0.5, 0.5)

    def pan(self, dx: float, dy: float) -> None:
        """Move the picture by so many pixels of the screen."""
        if self.zoom is None:
            return
        width, height = (side * self.zoom for side in self.shape)
        self.center = _bound((self.center[0] - dx / width, self.center[1] - dy / height))


def _placed(start: float, room: float, length: float, center: float) -> float:
    if length <= room:
        return round(start + (room - length) / 2)
    at = start + room / 2 - center * length
    return round(min(start, max(start + room - length, at)))


def _bound(center: tuple[float, float]) -> tuple[float, float]:
    return min(max(center[0], 0.0), 1.0), min(max(center[1], 0.0), 1.0)


def _caught(zoom: float, before: float) -> float:
    """1, 2, 3 … are not jumped over, and nearly whole ones are whole."""
    for whole in (1.0, 2.0, 3.0, 4.0):
        if min(before, zoom) < whole - 1e-6 < whole + 1e-6 < max(before, zoom):
            return whole
    return float(round(zoom)) if zoom >= 1 and abs(zoom - round(zoom)) < 0.05 * zoom / 2 else zoom
