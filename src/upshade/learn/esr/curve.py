"""How a training goes, as a PNG by matplotlib: its error, and how near held-back patches come."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import one_line
from .. import files
from . import tensors
from .state import Point

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_INK, _LINE, _PLAIN = "#333333", "#3b6ea5", "#c0392b"


def check() -> None:
    """BadInput where matplotlib is not installed."""
    try:
        import matplotlib.figure  # noqa: F401
    except ImportError:
        raise tensors.lacking("--plot") from None


def write(path: Path, title: str, points: Sequence[Point], plain: float) -> None:
    """`plain`: PSNR of the held-back patches, enlarged plainly. Whole or not at all; BadInput, OutputError."""
    files.write(path, drawn(title, points, plain))


def drawn(title: str, points: Sequence[Point], plain: float) -> bytes:
    """The PNG."""
    check()
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 6), dpi=120, layout="constrained")
    FigureCanvasAgg(figure)
    above, below = figure.subplots(2, 1, sharex=True)
    steps = [p.step for p in points]
    checks = [p.check for p in points]
    if any(map(math.isfinite, checks)):
        _line(above, steps, checks)
        above.axhline(plain, color=_PLAIN, linewidth=0.8, linestyle=(0, (4, 3)))
        above.annotate(f"bicubic {plain:.2f}", (1, plain), xycoords=("axes fraction", "data"), xytext=(-2, 3),
                       textcoords="offset points", fontsize=8, color=_PLAIN, ha="right")  # fmt: skip
        _name(above, f"PSNR of held-back patches in dB, {checks[-1]:.2f} at last")
    else:
        above.set_yticks([])
        _name(above, "no picture was held back")
    errors = [p.loss for p in points]
    _line(below, steps, errors)
    below.set_yscale("log")
    _name(below, "squared error of the patches that are learned from, weighed")
    below.set_xlabel("steps", fontsize=8, color=_INK)
    figure.suptitle(one_line(title), fontsize=10, color=_INK, parse_math=False)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    return buffer.getvalue()


def _line(axis: Axes, steps: Sequence[int], values: Sequence[float]) -> None:
    single: dict[str, Any] = {"marker": "o", "markersize": 4} if len(steps) < 3 else {}
    axis.plot(steps, values, color=_LINE, linewidth=1.0, **single)


def _name(axis: Axes, text: str) -> None:
    axis.set_title(text, loc="left", fontsize=8.5, color=_INK)
    axis.grid(axis="y", color="#e3e3e3", linewidth=0.6)
    axis.tick_params(which="both", labelsize=7.5, colors=_INK, length=2)
    axis.margins(x=0.01)
    for side in ("top", "right"):
        axis.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axis.spines[side].set_color("#999999")
