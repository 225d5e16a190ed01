"""How long the last pictures took, over time: rings of figures, and their plots."""

from __future__ import annotations

import math

import numpy as np
from imgui_bundle import ImVec2, imgui, implot
from numpy.typing import NDArray

from . import theme

SECONDS = 10.0
"""What a plot shows."""
_SAMPLES = 1024
_DROPS = 256
_MARGIN = 1.25
"""A plot is so much higher than what is in it."""

PARTS = ("upload", "draw", "panels", "present")
"""What the window's thread does for a picture, in order."""
COLORS = {"decode": theme.DIM, "upload": theme.GOOD, "draw": theme.ACCENT, "panels": theme.WARN, "present": theme.TEXT}


class Ring:
    """The last `size` samples of `rows` figures. Each is written twice, `size` apart, so that the newest are always one
    piece in order: `last` makes views, nothing is copied."""

    def __init__(self, rows: int, size: int = _SAMPLES) -> None:
        self._data = np.zeros((rows, 2 * size))
        self._size = size
        self._next = self.count = 0

    def add(self, *values: float) -> None:
        k, size = self._next, self._size
        for row, value in enumerate(values):
            self._data[row, k] = self._data[row, k + size] = value
        self._next = (k + 1) % size
        self.count = min(self.count + 1, size)

    def last(self, row: int) -> NDArray[np.float64]:
        """Oldest first, shape (count,)."""
        end = self._next + self._size
        return self._data[row, end - self.count : end]

    def clear(self) -> None:
        self._next = self.count = 0


class Times:
    """What each new picture took, in milliseconds, and when; and when pictures were dropped."""

    def __init__(self) -> None:
        # Time, then the sums up to and with each of PARTS, so that neighbours bound an area; then decode, A/V.
        self._ring = Ring(len(PARTS) + 3)
        self._drops = Ring(2, _DROPS)
        self._zero = np.zeros(_SAMPLES)
        self._budget = np.zeros(2)
        self._ends = np.zeros(2)
        self._high = self._wide = 0.0
        self._specs: dict[str, implot.Spec] = {}

    def clear(self) -> None:
        self._ring.clear()
        self._drops.clear()

    def add(self, at: float, parts: tuple[float, float, float, float], decode: float, av: float | None) -> None:
        """`at`: seconds of any clock; `parts` as `PARTS`; `av`: seconds by which pictures are ahead of the sound."""
        a, b, c, d = parts
        self._ring.add(at, a, a + b, a + b + c, a + b + c + d, decode, math.nan if av is None else av * 1e3)

    def dropped(self, at: float) -> None:
        self._drops.add(at, 0.0)

    def rate(self, now: float, span: float = 2.0) -> float | None:
        """Pictures a second in the last `span` seconds; None where there are too few."""
        times = self._ring.last(0)
        first = int(np.searchsorted(times, now - span))
        count = len(times) - first
        return (count - 1) / (times[-1] - times[first]) if count > 1 and times[-1] > times[first] else None

    @property
    def latest(self) -> float | None:
        """When the last picture came."""
        return float(self._ring.last(0)[-1]) if self._ring.count else None

    def usual(self, now: float) -> float | None:
        """Milliseconds that drawing a picture took, the median of the last second."""
        first = int(np.searchsorted(self._ring.last(0), now - 1.0))
        drawn = self._ring.last(2)[first:] - self._ring.last(1)[first:]
        return float(np.median(drawn)) if len(drawn) else None

    def recent_drops(self, now: float, span: float = SECONDS) -> int:
        times = self._drops.last(0)
        return len(times) - int(np.searchsorted(times, now - span))

    def scale(self, now: float, budget: float | None) -> None:
        """Look how high the plots must be: not each turn, so that they stand still."""
        first = int(np.searchsorted(self._ring.last(0), now - SECONDS))
        total, av = self._ring.last(len(PARTS))[first:], self._ring.last(len(PARTS) + 2)[first:]
        # One picture that took very long must not flatten all others.
        most = float(np.sort(total)[int(0.98 * (len(total) - 1))]) if len(total) else 0.0
        self._high = _round(max(most * _MARGIN, (budget or 0.0) * _MARGIN, 1.0))
        av = av[~np.isnan(av)]
        self._wide = _round(max(float(np.abs(av).max()) * _MARGIN if len(av) else 0.0, 10.0))

    # -- drawing ------------------------------------------------------------------------------------------------

    def draw(self, now: float, budget: float | None, size: tuple[float, float]) -> None:
        """Milliseconds of each picture by what they went into, with the budget as a line and drops as marks."""
        if not self._begin("##times", size, now, 0.0, self._high or 1.0):
            return
        times, below = self._ring.last(0), self._zero[: self._ring.count]
        for row, part in enumerate(PARTS, 1):
            above = self._ring.last(row)
            if self._ring.count:
                implot.plot_shaded(part, times, below, above, self._spec(part))
            below = above
        if budget is not None:
            self._ends[0], self._ends[1] = now - SECONDS, now
            self._budget[:] = budget
            implot.plot_line("budget", self._ends, self._budget, self._spec("budget"))
        if self._drops.count:
            marks = self._drops.last(1)
            marks[:] = self._high * 0.93
            implot.plot_scatter("dropped", self._drops.last(0), marks, self._spec("dropped"))
        implot.end_plot()
        implot.pop_style_var(2)

    def draw_av(self, now: float, size: tuple[float, float]) -> None:
        """Milliseconds by which pictures are ahead of the sound, above the middle, or behind it."""
        if not self._begin("##av", size, now, -(self._wide or 10.0), self._wide or 10.0):
            return
        self._ends[0], self._ends[1] = now - SECONDS, now
        self._budget[:] = 0.0
        implot.plot_line("zero", self._ends, self._budget, self._spec("zero"))
        if self._ring.count:
            implot.plot_line("av", self._ring.last(0), self._ring.last(len(PARTS) + 2), self._spec("av"))
        implot.end_plot()
        implot.pop_style_var(2)

    def _begin(self, name: str, size: tuple[float, float], now: float, low: float, high: float) -> bool:
        implot.push_style_var(implot.StyleVar_.plot_padding, ImVec2(0, 4))
        implot.push_style_var(implot.StyleVar_.plot_border_size, 0.0)
        if not implot.begin_plot(name, ImVec2(*size), _PLAIN):
            implot.pop_style_var(2)
            return False
        implot.setup_axis(implot.ImAxis_.x1, None, _BARE)
        implot.setup_axis(implot.ImAxis_.y1, None, _SCALE)
        implot.setup_axis_limits(implot.ImAxis_.x1, now - SECONDS, now, implot.Cond_.always)
        implot.setup_axis_limits(implot.ImAxis_.y1, low, high, implot.Cond_.always)
        if low < 0:
            implot.setup_axis_ticks(implot.ImAxis_.y1, [low, 0.0, high], [f"{low:.0f}", "0", f"{high:+.0f} ms"])
        else:
            implot.setup_axis_ticks(implot.ImAxis_.y1, [0.0, high / 2, high], ["0", f"{high / 2:g}", f"{high:g} ms"])
        return True

    def _spec(self, name: str) -> implot.Spec:
        if not self._specs:
            for part in PARTS:
                alpha = 0.4 if part == "present" else 0.75
                self._specs[part] = implot.Spec(fill_color=theme.four(COLORS[part], alpha), line_weight=0.0)
            self._specs["budget"] = implot.Spec(line_color=theme.four(theme.BAD, 0.8), line_weight=1.0)
            self._specs["zero"] = implot.Spec(line_color=theme.four(theme.LINE), line_weight=1.0)
            self._specs["av"] = implot.Spec(line_color=theme.four(theme.ACCENT), line_weight=1.3)
            self._specs["dropped"] = implot.Spec(
                marker=implot.Marker_.down, marker_size=4.0, marker_fill_color=theme.four(theme.BAD),
                marker_line_color=theme.four(theme.BAD))  # fmt: skip
        return self._specs[name]


_PLAIN = int(implot.Flags_.canvas_only) | int(implot.Flags_.no_inputs) | int(implot.Flags_.no_frame)
_BARE = int(implot.AxisFlags_.no_decorations)
_SCALE = int(implot.AxisFlags_.no_grid_lines) | int(implot.AxisFlags_.no_tick_marks) | int(
    implot.AxisFlags_.no_highlight) | int(implot.AxisFlags_.opposite)  # fmt: skip


def _round(value: float) -> float:
    """Up to 1, 2, 4, 6, 8 or 10 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 4, 6, 8, 10) if step * power >= value - 1e-9)


def stacked(values: dict[str, float], budget: float, width: float, height: float) -> None:
    """A bar: what a picture's time goes into, on the scale of `budget` milliseconds, or of all where that is more."""
    draw, start = imgui.get_window_draw_list(), imgui.get_cursor_screen_pos()
    full = max(budget, sum(values.values()), 1e-6)
    draw.add_rect_filled(start, ImVec2(start.x + width, start.y + height), theme.packed(theme.RAISED), 3.0)
    x = start.x
    for name, value in values.items():
        end = x + width * value / full
        if end - x >= 0.5:
            alpha = 0.45 if name == "present" else 0.85
            draw.add_rect_filled(ImVec2(x, start.y), ImVec2(end, start.y + height),
                                 theme.packed(COLORS[name], alpha), 3.0)  # fmt: skip
        x = end
    if full > budget:
        at = start.x + width * budget / full
        draw.add_line(ImVec2(at, start.y - 2), ImVec2(at, start.y + height + 2), theme.packed(theme.BAD), 2.0)
    imgui.dummy(ImVec2(width, height))
