"""Frames per second of the default preset without a GPU: planes in memory to planes in memory, conversions included.

The clip that ships, 640x360 to 1280x720 (24 frames/s are wanted), and the same clip as 960x540 to 1920x1080. Medians
of three runs; the other presets beside it.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from upshade.core.library import demo_clip
from upshade.core.preset import DEFAULT
from upshade.jobs.job import Job as Render
from upshade.jobs.render import render
from upshade.tools.bench import measure
from upshade.tools.benchjob import Job

ROUNDS, FRAMES = 3, 48


def speed(source: str, preset: str, scale: float | None) -> dict[str, float]:
    """Medians over the rounds."""
    runs = [measure(source, Job(preset, scale=scale), FRAMES) for _ in range(ROUNDS)]
    return {
        "ms": statistics.median(r["wall_ms"]["median"] for r in runs),
        "p95": statistics.median(r["wall_ms"]["p95"] for r in runs),
        "fps": statistics.median(r["fps"] for r in runs),
        "cpu": statistics.median(r["cpu_ms"] for r in runs),
    }


def main() -> int:
    print("| source | output | preset | median ms | 95 % under | frames/s | CPU ms |")
    print("| --- | --- | --- | --: | --: | --: | --: |")
    wanted = 0.0
    with tempfile.TemporaryDirectory() as folder:
        middle = str(Path(folder) / "540p.mkv")
        render(Render(str(demo_clip()), middle, "plain", size=(960, 540)))
        for name, source, presets in (
            ("640x360", str(demo_clip()), (DEFAULT, "anime", "anime-soft", "anime-strong", "plain")),
            ("960x540", middle, (DEFAULT, "anime", "plain")),
            ("640x360", str(demo_clip()), ("restore",)),
        ):
            for preset in presets:
                scale = None if preset == "restore" else 2.0
                found = speed(source, preset, scale)
                w, h = (int(n) for n in name.split("x"))
                out = name if scale is None else f"{2 * w}x{2 * h}"
                print(f"| {name} | {out} | {preset} | {found['ms']:.1f} | {found['p95']:.1f} | {found['fps']:.1f} "
                      f"| {found['cpu']:.1f} |")  # fmt: skip
                if (name, preset) == ("640x360", DEFAULT):
                    wanted = found["fps"]
    return int(wanted < 24)
