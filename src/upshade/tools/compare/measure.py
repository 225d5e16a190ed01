"""The figures of every pair of pictures, and of all together."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ...core import metrics, ssimulacra2
from ...core.color import Range
from ...core.frame import Model
from ...core.scale import KERNELS
from ...errors import BadInput, Where, nearest
from ...media.probe import VideoInfo
from ...media.reader import Reader, open_video
from . import vmaf
from .align import Aligned, Alone, Shot, Span
from .views import View, view

METRICS = ("psnr", "psnr-rgb", "ssim", "ms-ssim", "vmaf", "ssimulacra2")
DEFAULT = ("psnr", "ssim", "ms-ssim")
"""What takes a tenth of a second for a 1080p frame."""


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: `key` in JSON, `title` and format of values in tables. `error`: values are mean squared errors
    where white is 1, shown in dB; otherwise indices of which more is better."""

    key: str
    title: str
    form: str
    error: bool = False

    def shown(self, value: float) -> float:
        return metrics.decibels(value) if self.error else value


ROWS = {
    row.key: row
    for row in (
        Row("psnr_luma", "PSNR luma, dB", "{:.2f}", True), Row("psnr_cb", "PSNR Cb, dB", "{:.2f}", True),
        Row("psnr_cr", "PSNR Cr, dB", "{:.2f}", True), Row("psnr_rgb", "PSNR RGB, dB", "{:.2f}", True),
        Row("ssim_luma", "SSIM luma", "{:.5f}"), Row("ms_ssim_luma", "MS-SSIM luma", "{:.5f}"),
        Row("vmaf", "VMAF", "{:.2f}"), Row("ssimulacra2", "SSIMULACRA2", "{:.2f}"),
    )
}  # fmt: skip


@dataclass(slots=True)
class Point:
    """A pair that was measured: its picture of REFERENCE by number in the span and by time, the time of that of TEST
    on the same clock, all in seconds, and a value for each key of ROWS."""

    number: int
    time: float
    test_time: float
    values: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class Comparison:
    """What was found. `times`: of all pairs in order, as in Point, also of those not measured; `alone`: the pictures of
    either file that have no partner.
    `equal`: every sample of every measured pair is. `notes`: lines about what was compared, and how."""

    reference: VideoInfo
    test: VideoInfo
    points: list[Point]
    times: list[tuple[float, float]]
    alone: tuple[list[Alone], list[Alone]]
    equal: bool
    notes: list[str]

    @property
    def pairs(self) -> int:
        return len(self.times)

    @property
    def rows(self) -> list[Row]:
        """Those that have values."""
        return [row for key, row in ROWS.items() if any(key in p.values for p in self.points)]

    def worst(self, row: Row) -> Point:
        having = [p for p in self.points if row.key in p.values]
        return (max if row.error else min)(having, key=lambda p: p.values[row.key])

    def mean(self, row: Row) -> float:
        """Of the values; for PSNR, that of the mean error."""
        return row.shown(float(np.mean([p.values[row.key] for p in self.points if row.key in p.values])))

    def figures(self, per_frame: bool = False) -> dict[str, Any]:
        """Everything, for JSON; a PSNR of equal pictures is infinite."""
        made: dict[str, Any] = {
            "reference": _file(self.reference), "test": _file(self.test),
            "frames": len(self.points), "pairs": self.pairs,
            "without_partner": {name: [{"frame": a.number, "time": round(a.time, 6)} for a in alone]
                                for name, alone in zip(("reference", "test"), self.alone, strict=True)},
            "identical": self.equal,
        }  # fmt: skip
        for row in self.rows:
            worst = self.worst(row)
            made[row.key] = {
                "mean": self.mean(row), "min": row.shown(worst.values[row.key]), "worst_frame": worst.number,
                "worst_time": round(worst.time, 6),
            }  # fmt: skip
        made["notes"] = self.notes
        if per_frame:
            made["per_frame"] = [
                {"frame": p.number, "time": round(p.time, 6), "test_time": round(p.test_time, 6)}
                | {key: ROWS[key].shown(p.values[key]) for key in ROWS if key in p.values}
                for p in self.points
            ]
        return made


def _file(info: VideoInfo) -> dict[str, Any]:
    return {"path": info.path, "width": info.width, "height": info.height, "format": info.format.name,
            "matrix": str(info.color.matrix), "range": str(info.color.range)}  # fmt: skip


def chosen(names: str | None) -> tuple[str, ...]:
    """The metrics of a list such as "psnr,vmaf"; "all" are all. BadInput for a name that is none."""
    if names is None:
        return DEFAULT
    found: list[str] = []
    for word in (w.strip().lower().replace("_", "-") for w in names.split(",")):
        if word == "all":
            found += METRICS
        elif word in METRICS:
            found.append(word)
        else:
            raise BadInput(f"--metrics has no '{word[:40]}' ({', '.join(METRICS)}, all){nearest(word, METRICS)}")
    return tuple(m for m in METRICS if m in found)


def kernel_of(name: str | None) -> str | None:
    if name is not None and name not in KERNELS:
        raise BadInput(f"--resize has no kernel '{name[:40]}' ({', '.join(KERNELS)}){nearest(name, KERNELS)}")
    return name


def measure(
    reference: str,
    test: str,
    names: Sequence[str] = DEFAULT,
    span: Span | None = None,
    *,
    every: int = 1,
    kernel: str | None = None,
    progress: Callable[[int, int | None], None] | None = None,
) -> Comparison:
    """Every picture of `test` against the one of `reference` at its time (see `align.Aligned`), or every `every`-th.

    Luma is compared as it is coded (what FFmpeg's psnr filter calls y) where both files code it alike, a lesser depth
    brought to the larger; `views` has the rest. `progress` is called with pairs done and, about, to do. BadInput for
    sizes that differ without a `kernel`, files with no common time, packages that are missing.
    """
    span = span or Span()
    with open_video(reference) as left, open_video(test) as right:
        meter = _Meter(names, every, kernel, (reference, test))
        aligned = Aligned(left, right, span)
        total = _expected(left, right, span)
        times: list[tuple[float, float]] = []
        try:
            for x, y in aligned:
                wanted = len(times) % every == 0
                times.append((float(x.time), float(y.time)))
                if wanted or "vmaf" in names:
                    meter.take(x, y, wanted)
                if progress is not None:
                    progress(len(times), total)
            meter.finish()
        finally:
            meter.close()
        notes = [*_about(left, right, kernel), *meter.notes, *_damage(left), *_damage(right)]
        return Comparison(left.info, right.info, meter.points, times, aligned.alone, meter.equal, notes)


class _Meter:
    """Measures pairs on as many threads as there are cores, and keeps what they find in order."""

    def __init__(self, names: Sequence[str], every: int, kernel: str | None, files: tuple[str, str]) -> None:
        self.points: list[Point] = []
        self.equal = True
        self._left_out: dict[str, int] = {}
        self._names, self._every, self._kernel, self._files = set(names), every, kernel, files
        self._vmaf: vmaf.Vmaf | None = None
        if "vmaf" in self._names:
            vmaf.Vmaf.find()  # a missing package is told before the work begins
        self._workers = min(8, _cores())
        self._pool = ThreadPoolExecutor(self._workers, "upshade-compare")
        self._pending: deque[Future[tuple[View, Point | None]]] = deque()

    @property
    def notes(self) -> list[str]:
        made = [
            f"{name} needs at least {least}x{least} pixels and is left out" for name, least in self._left_out.items()
        ]
        return made if self._vmaf is None else [f"VMAF is of luma, model {self._vmaf.model}", *made]

    def take(self, x: Shot, y: Shot, wanted: bool) -> None:
        """Both shots to the threads; waits while they have enough to do."""
        self._pending.append(self._pool.submit(self._measured, x, y, wanted))
        while len(self._pending) > 2 * self._workers:
            self._drain()

    def _drain(self) -> None:
        pair, point = self._pending.popleft().result()
        if "vmaf" in self._names and self._fits(pair, vmaf.LEAST, "VMAF"):
            if self._vmaf is None:
                self._vmaf = vmaf.Vmaf(pair, self._every)
            self._vmaf.feed(pair)
        if point is not None:
            self.equal &= pair.equal
            self.points.append(point)

    def _measured(self, x: Shot, y: Shot, wanted: bool) -> tuple[View, Point | None]:
        pair = view(x.frame, y.frame, self._kernel, self._files)
        if not wanted:
            return pair, None
        point = Point(x.number, float(x.time), float(y.time))
        self._psnr(pair, point.values)
        self._structure(pair, point.values)
        if "ssimulacra2" in self._names and self._fits(pair, ssimulacra2.LEAST, "SSIMULACRA2"):
            point.values["ssimulacra2"] = ssimulacra2.ssimulacra2(*pair.rgb)
        pair.release()
        return pair, point

    def _psnr(self, pair: View, values: dict[str, float]) -> None:
        scale = pair.peak * pair.peak
        if "psnr" in self._names:
            values["psnr_luma"] = metrics.mse(*pair.luma) / scale
            if pair.chroma:
                for key, planes in zip(("psnr_cb", "psnr_cr"), pair.chroma, strict=True):
                    values[key] = metrics.mse(*planes) / scale
        gray = all(f.format.model is Model.GRAY for f in pair.frames)
        if "psnr-rgb" in self._names or ("psnr" in self._names and not pair.chroma and not gray):
            values["psnr_rgb"] = 0.0 if pair.equal else metrics.mse(*pair.rgb)

    def _structure(self, pair: View, values: dict[str, float]) -> None:
        wants = [m for m in ("ssim", "ms-ssim") if m in self._names]
        if "ms-ssim" in wants and self._fits(pair, metrics.MS_SSIM_LEAST, "MS-SSIM"):
            values["ms_ssim_luma"], finest = metrics.ms_ssim_and_ssim(*pair.luma, pair.peak)
            if "ssim" in wants:
                values["ssim_luma"] = finest
        elif "ssim" in wants and self._fits(pair, metrics.SSIM_LEAST, "SSIM"):
            values["ssim_luma"] = metrics.ssim(*pair.luma, pair.peak)

    def _fits(self, pair: View, least: int, name: str) -> bool:
        if min(pair.size) >= least:
            return True
        self._left_out[name] = least
        return False

    def finish(self) -> None:
        while self._pending:
            self._drain()
        if self._vmaf is not None:
            for point, value in zip(self.points, self._vmaf.finish(), strict=True):
                point.values["vmaf"] = value
        if not any(p.values for p in self.points):
            raise BadInput(f"nothing can be measured: {'; '.join(self.notes)}", Where(self._files[0]))

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)
        if self._vmaf is not None:
            self._vmaf.close()


def _cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _expected(left: Reader, right: Reader, span: Span) -> int | None:
    if left.info.still or right.info.still:
        return 1
    counts = [r.info.frames for r in (left, right) if r.info.frames]
    total = min(counts) if counts else None
    if total is not None and (span.start or span.duration is not None):
        rate = float(left.info.rate)
        seconds = max(0.0, total / rate - (span.start or 0.0))
        total = round(rate * (seconds if span.duration is None else min(seconds, span.duration)))
    return total


_CURVES = {16: "PQ", 18: "HLG"}
"""H.273 table 3, TransferCharacteristics."""


def _about(left: Reader, right: Reader, kernel: str | None) -> list[str]:
    """What a reader of the figures must know."""
    a, b = left.info, right.info
    notes = []
    if a.still != b.still:
        still, video = (a, b) if a.still else (b, a)
        notes.append(f"'{still.path}' is a still: compared with one picture of '{video.path}'")
    if (a.width, a.height) != (b.width, b.height) and kernel:
        notes.append(f"TEST, {b.width}x{b.height}, is resized to {a.width}x{a.height} by {kernel}")
    models = {a.format.model, b.format.model}
    if a.format.bits != b.format.bits and Model.RGB not in models:
        notes.append(f"{a.format.bits} and {b.format.bits} bits: compared on the scale of the larger")
    if a.color.range is not b.color.range and Model.RGB not in models:
        full = "REFERENCE" if a.color.range is Range.FULL else "TEST"
        notes.append(f"{full} alone has full range: luma is compared from 0 at black to 1 at white")
    if Model.YUV in models and Model.RGB in models:
        notes.append("one file is RGB: luma is computed from both pictures as RGB")
    elif a.color.matrix is not b.color.matrix and models == {Model.YUV}:
        notes.append(f"{a.color.matrix} and {b.color.matrix}: luma is computed from both pictures as RGB, by "
                     f"{a.color.matrix}")  # fmt: skip
    curves = [_CURVES.get(i.color.tags.transfer) for i in (a, b)]
    if any(curves):
        told = " and ".join(dict.fromkeys(c or "SDR" for c in curves))
        notes.append(f"{told}: figures are of the coded samples, not of light, and not to be set beside those of SDR")
    if a.format.has_alpha or b.format.has_alpha:
        notes.append("alpha is not in the figures")
    return notes


def _damage(reader: Reader) -> list[str]:
    notes = [f"'{reader.path}': {text}" for text in reader.notices]
    if reader.damage:
        notes.append(f"'{reader.path}' is damaged ({reader.damage}): what decodes is compared")
    return notes
