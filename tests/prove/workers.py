"""Two workers on one file take as long as two renders of its halves at the same time, or 10 % more.

The film of `kills`, 120 s long, through the anime preset to twice its size; medians of three, taken in turns.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from jobs.runs import Run
from media.film import make_film

LENGTH, ROUNDS, MOST = 120, 3, 1.10
OPTIONS = ("--preset", "anime", "--scale", "2", "--encoder-preset", "veryfast")


def timed(source: Path, folder: Path, *jobs: tuple[str, ...]) -> float:
    """Seconds until all of these renders, begun at once, are done."""
    begun = time.monotonic()
    outputs = [folder / f"{number}.mkv" for number in range(len(jobs))]
    runs = [Run(source, output, (*OPTIONS, *job)) for output, job in zip(outputs, jobs, strict=True)]
    for run, output in zip(runs, outputs, strict=True):
        ended = run.end()
        if ended.code:
            raise RuntimeError(ended.err)
        output.unlink()
    return time.monotonic() - begun


def main() -> int:
    half = LENGTH / 2
    ways: dict[str, tuple[tuple[str, ...], ...]] = {
        "one file, 2 workers": (("--workers", "2"),),
        "two halves at the same time": (("--duration", f"{half:g}"), ("--start", f"{half:g}")),
        "one file, 1 process": ((),),
    }
    seconds: dict[str, list[float]] = {way: [] for way in ways}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = make_film(folder / "film.mkv", duration=LENGTH, size=(320, 180), steps=(42, 41, 42, 83))
        for _ in range(ROUNDS):
            for way, jobs in ways.items():
                seconds[way].append(timed(source, folder, *jobs))
    print("| | seconds | median |\n| --- | --- | --: |")
    for way, spans in seconds.items():
        print(f"| {way} | {', '.join(f'{s:.1f}' for s in spans)} | {statistics.median(spans):.1f} |")
    two, halves, _ = (statistics.median(spans) for spans in seconds.values())
    print(f"\nTwo workers took {two / halves:.3f} of the time of two halves (at most {MOST:.2f} is asked).")
    return int(two / halves > MOST)
