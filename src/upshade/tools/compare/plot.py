"""The figures over time, a panel each, as a PNG by matplotlib."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import one_line
from ...media.files import Pending
from .extra import missing
from .measure import Comparison, Row

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_INK, _LINE, _WORST, _LOST = "#333333", "#3b6ea5", "#c0392b", "#b8860b"
_MARKED = 3


def check() -> None:
    """BadInput where matplotlib is not installed."""
    try:
        import matplotlib.figure  # noqa: F401
    except ImportError:
        raise missing("--plot") from None


def write(path: str, found: Comparison, overwrite: bool) -> None:
    """A PNG of all figures of `found`. BadInput where matplotlib is not installed; OutputError."""
    check()
    inputs = (found.reference.path, found.test.path)
    file = Pending(path, overwrite=overwrite, inputs=inputs)
    try:
        file.part.write_bytes(drawn(found))
    except OSError as error:
        file.discard()
        raise file.failed(error) from None
    except BaseException:
        file.discard()
        raise
    file.commit()


def drawn(found: Comparison) -> bytes:
    """The PNG."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    rows = found.rows
    figure = Figure(figsize=(10, 0.9 + 1.6 * len(rows)), dpi=120, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots(len(rows), 1, sharex=True, squeeze=False)[:, 0]
    for axis, row in zip(axes, rows, strict=True):
        _panel(axis, found, row)
    axes[-1].set_xlabel("seconds from REFERENCE's first picture", fontsize=8, color=_INK)
    title = f"{_name(found.test.path)} against {_name(found.reference.path)}"
    figure.suptitle(title, fontsize=10, color=_INK, parse_math=False)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    return buffer.getvalue()


def _name(path: str) -> str:
    name = one_line(path.replace("\\", "/").rsplit("/", 1)[-1])
    return name if len(name) <= 48 else name[:22] + " … " + name[-22:]


def _panel(axis: Axes, found: Comparison, row: Row) -> None:
    points = [p for p in found.points if row.key in p.values]
    times = np.array([p.time for p in points])
    values = np.array([row.shown(p.values[row.key]) for p in points])
    finite = np.isfinite(values)
    shown = np.where(finite, values, np.nan)
    single: dict[str, Any] = {"marker": "o", "markersize": 4} if len(points) < 3 else {}
    axis.plot(times, shown, color=_LINE, linewidth=0.9, **single)
    mean = found.mean(row)
    label = f"{row.title}   mean {_told(row, mean)}"
    equal = int((~finite).sum())
    if equal:
        label += f"   ({'all' if equal == len(points) else equal} equal)"
    axis.set_title(label, loc="left", fontsize=8.5, color=_INK)
    if math.isfinite(mean):
        axis.axhline(mean, color=_INK, linewidth=0.6, linestyle=(0, (4, 4)), alpha=0.5)
    if finite.any():
        low, high = float(np.nanmin(shown)), float(np.nanmax(shown))
        room = max((high - low) * 0.18, abs(high) * 1e-4, 1e-9)
        axis.set_ylim(low - 1.4 * room, high + room)
        _mark(axis, row, times, shown)
    else:
        axis.set_yticks([])
    for lost in (*found.alone[0], *found.alone[1]):
        axis.axvline(lost.time, ymax=0.05, color=_LOST, linewidth=0.8)
    axis.grid(axis="y", color="#e3e3e3", linewidth=0.6)
    axis.tick_params(labelsize=7.5, colors=_INK, length=2)
    axis.margins(x=0.01)
    axis.ticklabel_format(useOffset=False)
    for side in ("top", "right"):
        axis.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axis.spines[side].set_color("#999999")


def _mark(axis: Axes, row: Row, times: Any, values: Any) -> None:
    """The worst pictures, no two of them neighbours of one bad place; the very worst with its figures."""
    apart = (times[-1] - times[0]) / 20
    marked: list[int] = []
    for i in np.argsort(np.where(np.isnan(values), np.inf, values), kind="stable"):
        if np.isnan(values[i]) or len(marked) == _MARKED:
            break
        if all(abs(times[i] - times[k]) > apart for k in marked):
            marked.append(int(i))
    axis.plot(times[marked], values[marked], "o", color=_WORST, markersize=3.5, linestyle="none")
    worst = marked[0]
    left = times[worst] > times[0] + 0.8 * (times[-1] - times[0])
    axis.annotate(
        f"{_told(row, values[worst])} at {times[worst]:.2f} s", (times[worst], values[worst]),
        xytext=(-6 if left else 6, -3), textcoords="offset points", fontsize=7.5, color=_WORST,
        ha="right" if left else "left", va="top",
    )  # fmt: skip


def _told(row: Row, value: float) -> str:
    return row.form.format(value) if math.isfinite(value) else "∞"
