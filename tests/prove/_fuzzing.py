"""A process that reads and plans mutants: `python -m prove._fuzzing SEED [PUBLIC]`, spoken to in lines of JSON.

In: {"from": number, "to": number}. Out: {"at": number} as each is begun, {"finding": …} for whatever is raised that is
no error of ours, and {"done": {counts, drawable, slowest, memory}} at the end of each range.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path
from queue import SimpleQueue

from prove._mutants import mutant, texts
from upshade.core import chain as chains
from upshade.core import color
from upshade.core.frame import PIXEL_FORMATS
from upshade.core.plan import plan
from upshade.core.plan_text import dot, text
from upshade.core.steps import Caps, Plan, Source, Target
from upshade.errors import UpshadeError
from upshade.jobs.process import Line, Words

MEMORY = 1 << 30
"""Bytes that reading and planning may add to what the process has."""
_VIDEO = color.resolve(color.Tags(1, 1, 1, 1), 720)
WAYS = (
    (Source(320, 180, PIXEL_FORMATS["yuv420p"], _VIDEO), Target(640, 360, PIXEL_FORMATS["yuv420p"], _VIDEO),
     Caps(glsl=450, texture_units=32, gather=True)),
    (Source(33, 17, PIXEL_FORMATS["rgb24"], color.RGB), Target(20, 11), Caps()),
)  # fmt: skip


def attempt(data: bytes, path: Path) -> tuple[str, bool]:
    """Read and plan. "planned", or what refused it; and whether a pass of it runs on the video frame. Whatever is
    raised that is no UpshadeError goes on up."""
    path.write_bytes(data)
    try:
        loaded = chains.load(None, [path])
    except UpshadeError as error:
        _well_said(error, path)
        return "refused when read", False
    drawable = False
    for source, target, caps in WAYS:
        try:
            made: Plan = plan(loaded.entries, source, target, loaded.values, caps=caps)
        except UpshadeError as error:
            _well_said(error, path)
            return "refused when planned", False
        assert text(made) and dot(made)
        ran = any(step.hook is not None for step in made.steps)
        assert all("\n" not in s.reason for s in made.skipped)
        drawable = drawable or (ran and source is WAYS[0][0])
    return ("planned", True) if drawable else ("planned, nothing runs", False)


def _well_said(error: UpshadeError, path: Path) -> None:
    assert "\n" not in str(error) and len(str(error)) < 6000, f"{len(str(error))} characters: {str(error)[:200]!r}"
    assert error.where is None or error.where.path == str(path), error


def _memory() -> int:
    """Bytes at most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main() -> int:
    seed, public = sys.argv[1], Path(sys.argv[2]) if len(sys.argv) > 2 else None
    of = texts(public)
    ranges: SimpleQueue[Words] = SimpleQueue()
    line = Line(ranges.put)
    pages = int(Path("/proc/self/statm").read_text().split()[0]) if Path("/proc/self/statm").exists() else 0
    if pages:
        most = pages * resource.getpagesize() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        path = Path(folder) / "mutant.glsl"
        while words := ranges.get():
            counts: Counter[str] = Counter()
            drawable, slowest = [], (0.0, 0)
            for number in range(words["from"], words["to"]):
                line.tell(at=number)
                data = mutant(seed, number, of)
                begun = time.perf_counter()
                try:
                    outcome, runs = attempt(data, path)
                    counts[outcome] += 1
                    if runs:
                        drawable.append(number)
                except Exception as error:
                    counts["finding"] += 1
                    where = traceback.format_exc().strip().splitlines()
                    line.tell(finding={"number": number, "what": f"{type(error).__name__}: {error}"[:500],
                                       "where": where[-6:]})  # fmt: skip
                slowest = max(slowest, (time.perf_counter() - begun, number))
            line.tell(done={"counts": counts, "drawable": drawable, "slowest": slowest, "memory": _memory()})
    return 0


if __name__ == "__main__":
    sys.exit(main())
