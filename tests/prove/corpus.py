"""Every file of a public collection: drawn or refused for a reason; beside mpv and libplacebo; time beside mpv.

UPSHADE_PUBLIC=DIR names the collection, UPSHADE_ONLY=WORD takes the files whose path has that word.
UPSHADE_JOURNAL=FILE keeps every result as a line of JSON, and what stands there is not done again. UPSHADE_PARTS: some
of "check pictures time" (all), of the others it is told what the journal has; UPSHADE_EVERY=N times one file in N.

Drawn: `upshade check`, the picture finite and of the declared size. Beside: at the scale where most passes run, on an
RGB picture and on a 4:2:0 frame, with the proof that the passes ran there, each player at its own precision
(tests/oracle/public.py); what is not good is listed by its cause (_beside.py). Time: 4:2:0 planes to RGB, alternating
runs with mpv's renderer on the same driver.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from oracle import public
from oracle.common import OracleError
from oracle.mpv import Mpv
from oracle.ours import PLAIN, baked
from oracle.pictures import PICTURES, cut
from oracle.timing import mpv_time, write_clip
from upshade import Pipeline
from upshade.core import chain as chains
from upshade.errors import UpshadeError
from upshade.gl.context import Context
from upshade.media.reader import open_video
from upshade.tools import checkcrew
from upshade.tools.checker import Setup
from upshade.tools.checkone import Found

from . import _beside

DRAWN = ("lineart", "lineart-420")
"""An RGB picture and a 4:2:0 frame."""
EVEN = 128
"""Side of the picture cut from these for files that differ: a power of two."""
SHARE, REFUSED, MEDIAN, WORST = 0.95, 45, 0.8, 1.1
LIMIT = 300.0
"""Seconds to compile and draw a file: the largest need minutes on a software driver that knows them not yet."""
LARGE, SMALL, SLOW = (640, 360), (320, 180), 150.0
"""Sources that are timed; the small one for files that take over `SLOW` ms with it."""
ROUNDS, WARM, MOST, SPAN = 3, 3, 24, 1500.0
"""Alternating runs; frames that do not count; frames at most, or as many as fit into `SPAN` ms."""

Line = dict[str, Any]


class Journal:
    """Results by kind, file and picture; with a path they outlive this process."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lines: dict[tuple[str, str, str], Line] = {}
        if path is not None and path.exists():
            for text in path.read_text().splitlines():
                self._keep(json.loads(text))

    def _keep(self, line: Line) -> None:
        self._lines[line["kind"], line["file"], line.get("picture", "")] = line

    def get(self, kind: str, file: str, picture: str = "") -> Line | None:
        return self._lines.get((kind, file, picture))

    def all(self, kind: str, names: dict[str, Path]) -> list[Line]:
        return [line for (k, file, _), line in sorted(self._lines.items()) if k == kind and file in names]

    def put(self, kind: str, file: str, line: Line) -> None:
        line = {"kind": kind, **line, "file": file}
        self._keep(line)
        if self._path is not None:
            with self._path.open("a") as out:
                out.write(json.dumps(line) + "\n")


def tell(text: str) -> None:
    """How far it is, beside what is recorded."""
    print(text[:200], file=sys.stderr, flush=True)


# -- what is done ---------------------------------------------------------------------------------------------------


def check(found: dict[str, Path], journal: Journal) -> None:
    names = {str(path): name for name, path in found.items() if journal.get("check", name) is None}

    def told(one: Found) -> None:
        journal.put("check", names[one.path], one.words())
        tell(f"check {names[one.path]}: {one.state} {one.why}")

    if names:
        checkcrew.run(list(names), Setup(limit=LIMIT), max(1, (os.cpu_count() or 2) // 2), told)


def pictures(found: dict[str, Path], journal: Journal) -> None:
    with tempfile.TemporaryDirectory() as folder, Mpv() as mpv, Context.headless() as context:
        even = {picture: cut(PICTURES[picture], EVEN, Path(folder)) for picture in DRAWN}
        for n, (name, path) in enumerate(found.items()):
            for picture in DRAWN:
                if journal.get("picture", name, picture) is None:
                    row = public.examine(path, name, PICTURES[picture], mpv, context, even[picture])
                    journal.put("picture", name, asdict(row))
                    tell(f"{n}/{len(found)} {name} {picture}: {row.verdict} {row.counts} {row.ours or row.notes}")


def timed(found: dict[str, Path], journal: Journal) -> None:
    """Those that mpv draws, and that are drawn here."""
    able = [n for n in found if (line := journal.get("picture", n, DRAWN[1])) and line["mpv"] and not line["ours"]]
    with Context.headless() as context:
        for name in able[:: int(os.environ.get("UPSHADE_EVERY", "1"))]:
            if journal.get("time", name) is None:
                line = journal.get("picture", name, DRAWN[1])
                assert line is not None
                try:
                    journal.put("time", name, beside_mpv(context, found[name], line["scale"]))
                except (OracleError, UpshadeError) as error:
                    journal.put("time", name, {"error": str(error)[:300]})
                tell(f"time {journal.get('time', name)}")


def beside_mpv(context: Context, path: Path, scale: float) -> Line:
    loaded = chains.load(None, [path])
    text = path.read_text(errors="replace")
    options = {"scaler-resizes-only": "no"} if "//!OFFSET" in text else {}
    with tempfile.TemporaryDirectory() as folder:
        files = baked(loaded.entries, loaded.values, Path(folder)) if "//!PARAM" in text else (path,)
        first, _ = ours(context, _clip(Path(folder) / "small.y4m", SMALL, 3), loaded, scale, 1)
        size = SMALL if first > SLOW else LARGE
        frames = int(np.clip(SPAN / (first * (1 if size == SMALL else 4)), 4, MOST)) + WARM
        clip = _clip(Path(folder) / "clip.y4m", size, frames)
        target = (round(size[0] * scale), round(size[1] * scale))
        mine, theirs = [], []
        for _ in range(ROUNDS):
            mine.append(ours(context, clip, loaded, scale)[0])
            theirs.append(mpv_time(clip, files, target, frames, WARM, options, limit=LIMIT).ms)
    a, b = statistics.median(mine), statistics.median(theirs)
    return {"ours": a, "mpv": b, "ratio": a / b, "source": f"{size[0]}x{size[1]}", "scale": scale, "frames": frames}


def ours(context: Context, clip: Path, loaded: chains.Loaded, scale: float, warm: int = WARM) -> tuple[float, Pipeline]:
    """Milliseconds a frame, 4:2:0 planes to RGB."""
    with open_video(clip) as reader:
        frames = list(reader)
    with Pipeline(loaded, scale=scale, options=PLAIN, output="rgba", context=context) as pipeline:
        for frame in frames[:warm]:
            pipeline.process(frame)
        begun = time.perf_counter()
        for frame in frames[warm:]:
            pipeline.process(frame)
        return (time.perf_counter() - begun) / (len(frames) - warm) * 1e3, pipeline


def _clip(path: Path, size: tuple[int, int], frames: int) -> Path:
    planes = []
    for plane, sub in zip(PICTURES[DRAWN[1]].planes, (1, 2, 2), strict=True):
        h, w = size[1] // sub, size[0] // sub
        planes.append(np.ascontiguousarray(np.tile(plane, (-(-h // plane.shape[0]), -(-w // plane.shape[1])))[:h, :w]))
    return write_clip(path, planes, frames)


# -- what is told ---------------------------------------------------------------------------------------------------


def kind_of(reason: str) -> str:
    """A reason without what is of one file alone."""
    if reason.startswith("tried ") and "WHEN is false" in reason:
        return "nothing is to be done at the values that it begins with (WHEN)"
    reason = re.sub(r"^\S+:\d+: ", "", reason)
    reason = re.sub(r"'[^']*'|`[^']*'", "'…'", reason)
    return re.sub(r"\(pass '…'\)|\b(buffer|texture) [A-Z]\w*", r"\1", reason).strip()[:160]


def tell_checked(lines: list[Line]) -> bool:
    states = Counter(line["state"] for line in lines)
    print(
        f"\n**Drawn or refused**: {len(lines)} files: " + ", ".join(f"{n} {s}" for s, n in states.most_common()) + ".\n"
    )
    rest = [line for line in lines if line["state"] not in ("ran", "partly")]
    reasons: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for line in rest:
        reasons[line["state"], kind_of(line["why"])].append(line["file"])
    print("| files | result | why | one of them |\n| --: | --- | --- | --- |")
    for (state, why), names in sorted(reasons.items(), key=lambda item: -len(item[1])):
        print(_row(str(len(names)), state, why, names[0]))
    return states["refused"] <= REFUSED and not states["failed"]


def tell_times(lines: list[Line]) -> bool:
    some = [line for line in lines if "ratio" in line]
    failed = [line for line in lines if "error" in line]
    if not some:
        return True
    ratios = [line["ratio"] for line in some]
    middle, worst = statistics.median(ratios), max(ratios)
    print(f"\n**Time a frame, ours / mpv**: {len(some)} files, median {middle:.2f}, worst {worst:.2f}, "
          f"{sum(r > WORST for r in ratios)} above {WORST:g}; {len(failed)} could not be timed.\n")  # fmt: skip
    print("| file | source | scale | ours ms | mpv ms | ratio |\n| --- | --- | --: | --: | --: | --: |")
    for line in sorted(some, key=lambda line: -line["ratio"])[:20]:
        print(_row(line["file"], line["source"], f"{line['scale']:g}", f"{line['ours']:.1f}", f"{line['mpv']:.1f}",
                   f"{line['ratio']:.2f}"))  # fmt: skip
    for line in failed:
        print(f"\nNot timed: {line['file']}: {line['error']}")
    return middle <= MEDIAN and worst <= WORST


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "/").replace("\n", " ") for cell in cells) + " |"


PARTS: dict[str, Callable[[dict[str, Path], Journal], None]] = {"check": check, "pictures": pictures, "time": timed}


def main() -> int:
    if not os.environ.get("UPSHADE_PUBLIC"):
        print("UPSHADE_PUBLIC names no folder", file=sys.stderr)
        return 2
    folder = Path(os.environ["UPSHADE_PUBLIC"])
    # The longest last: what is seldom wrong is seen late.
    paths = sorted(public.files(folder, os.environ.get("UPSHADE_ONLY", "")), key=lambda p: p.stat().st_size)
    found = {str(p.relative_to(folder)): p for p in paths}
    journal = Journal(Path(os.environ["UPSHADE_JOURNAL"]) if "UPSHADE_JOURNAL" in os.environ else None)
    for part in os.environ.get("UPSHADE_PARTS", " ".join(PARTS)).split():
        PARTS[part](found, journal)
    both = [n for n in found if all(journal.get("picture", n, picture) for picture in DRAWN)]
    print(f"The collection has {len(found)} files that hook something; {len(both)} are drawn beside the players.")
    good = len(both) == len(found)
    good &= tell_checked(journal.all("check", found))
    good &= _beside.tell(journal.all("picture", found), DRAWN, SHARE)
    good &= tell_times(journal.all("time", found))
    return int(not good)
