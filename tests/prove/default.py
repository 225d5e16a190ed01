"""Which preset is the default: the best of those that make 1920x1080 of 960x540 at 24 frames/s without a GPU.

RGB of known truth, halved (means of 2×2) to 4:2:0 of 8 bits, as it is and coded by x264 at CRF 23, enlarged to RGB by
each preset; mean PSNR in dB. Drawings and inked figures choose; what is photographed must not lose, coded or not.
UPSHADE_BENCHMARKS=DIR has set14. Milliseconds are those of the fastest frame from 4:2:0 to 4:2:0 in memory, each preset
in turns with the others: what else a machine does only adds. UPSHADE_SPEED=0 leaves them out.
"""

from __future__ import annotations

import os
import statistics
from collections.abc import Sequence

import numpy as np
from PIL import Image

from reference.drawing import as_frame, h264, halved, psnr
from reference.push import Array
from upshade import Pipeline
from upshade.core import preset
from upshade.core.color import Tags
from upshade.gl.context import Context

from . import _held
from ._enlarged import show
from ._timed import FILM, ROUNDS, film, in_turns

PRESETS = (
    "plain", "anime", "anime-guided", "raisr-anime", "raisr-anime-full", "raisr-photo", "anime-esr-fast", "anime-esr",
    "anime-esr-coded", "anime-cnn-fast", "anime-cnn", "anime-cnn-coded", "anime-cnn-best", "photo-esr-fast",
    "photo-esr", "photo-esr-coded", "photo-cnn-fast", "photo-cnn", "photo-cnn-coded", "photo-cnn-best",
)  # fmt: skip
CHOOSE = ("drawings", "figures")
BT709 = Tags(1, 1, 1, 1)
DRAWINGS = 32


def truths() -> dict[str, list[Array]]:
    """RGB in 0…1, sides multiples of 8."""
    photographs = [Image.open(file) for file in _held.benchmark_files("set14")]
    kinds = {"drawings": _held.drawn(DRAWINGS), "figures": _held.inked(), "photographs": photographs}
    return {kind: [_rgb(picture) for picture in pictures] for kind, pictures in kinds.items() if pictures}


def _rgb(picture: Image.Image) -> Array:
    array = np.asarray(picture.convert("RGB")) / 255.0
    return array[: array.shape[0] // 8 * 8, : array.shape[1] // 8 * 8]


def quality(context: Context, pictures: Sequence[Array]) -> dict[str, tuple[float, float]]:
    """(as it is, coded)"""
    given = [[as_frame(one[0], BT709) for one in h264([halved(p)])] for p in pictures]
    found = {}
    for name in PRESETS:
        with Pipeline(name, scale=2.0, output="rgb24", context=context) as pipeline:
            made = [[psnr(pipeline.process(f).planes[0] / 255.0, p) for f in both]
                    for both, p in zip(given, pictures, strict=True)]  # fmt: skip
            assert not pipeline.failures, pipeline.failures
        found[name] = (statistics.fmean(m[0] for m in made), statistics.fmean(m[1] for m in made))
    return found


def speed() -> dict[str, float]:
    frames = film()
    with Context.headless() as context:
        times = in_turns({name: Pipeline(name, scale=2.0, context=context) for name in PRESETS}, frames, ROUNDS)
    return {name: min(some) for name, some in times.items()}


def main() -> int:
    with Context.headless() as context:
        found = {kind: quality(context, pictures) for kind, pictures in truths().items()}
    quiet = os.environ.get("UPSHADE_SPEED") != "0"
    times = speed() if quiet else {}
    show("preset", *(f"{kind}, coded" for kind in found), "ms a frame", "frames/s")
    show("---", *("--:" for _ in found), "--:", "--:")
    for name in PRESETS:
        cells = (f"{figures[name][0]:.2f}, {figures[name][1]:.2f}" for figures in found.values())
        ms = times.get(name)
        show(f"`{name}`", *cells, f"{ms:.0f}" if ms else "", f"{1e3 / ms:.0f}" if ms else "")
    if len(found) < 3 or not quiet:
        print("\nNothing is chosen of that.")
        return 1

    def mean(name: str) -> float:
        return statistics.fmean(sum((found[kind][name] for kind in CHOOSE), ()))

    plain = [figures["plain"] for figures in found.values()]

    def loses(name: str) -> bool:
        return any(g < p for figures, both in zip(found.values(), plain, strict=True)
                   for g, p in zip(figures[name], both, strict=True))  # fmt: skip

    able = [name for name in PRESETS if times[name] <= 1e3 / FILM and not loses(name)]
    best = max(able, key=mean)
    print(f"\nBest of those at {FILM} frames/s and more that lose nowhere: `{best}`. "
          f"The default is `{preset.DEFAULT}`.")  # fmt: skip
    return int(best != preset.DEFAULT)
