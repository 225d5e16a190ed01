"""A process that reads and plans mutants: `python -m prove._fuzzing SEED [PUBLIC]`, spoken to in lines of JSON.

In: {"from": number, "to": number}. Out: {"at": number} as each is begun, {"finding": …} for whatever is raised that is
no error of ours, and {"done": {counts, drawable, slowest, largest, kept}} at the end of each range: (seconds of CPU,
number), (bytes that it took at its peak, number), and the least bytes that the process had before an input.

Memory is what is resident: address space also counts what threads and drivers only reserve. It is read after the
mutant was made, so what that took is no input's. Where there is no /proc, it is 0 and has no limit.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue

from prove._mutants import mutant, texts
from upshade.core import chain as chains
from upshade.core import color
from upshade.core.frame import PIXEL_FORMATS
from upshade.core.heap import give_back
from upshade.core.plan import plan
from upshade.core.plan_text import dot, text
from upshade.core.steps import Caps, Plan, Source, Target
from upshade.errors import UpshadeError
from upshade.jobs.process import Line, Words

RESERVED = 1 << 30
"""Bytes of address space that one input may add: what would take the machine ends in a MemoryError."""
LARGEST = 128 << 20
"""Bytes that one input may take at its peak; a text of 4 Mi characters outside Latin is 16 MiB itself."""
_PROC = Path("/proc/self")
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


class Memory:
    """What this process holds, in bytes."""

    def __init__(self) -> None:
        self.known = (_PROC / "clear_refs").exists()
        self.peak = 0

    def now(self) -> int:
        return self._pages(1)

    @contextmanager
    def measured(self) -> Iterator[None]:
        """`peak`: what is held at most inside, over what was held before. No more than RESERVED is to be had."""
        self.peak = 0
        if not self.known:
            yield
            return
        before = self.now()
        (_PROC / "clear_refs").write_text("5")  # the peak begins anew
        resource.setrlimit(resource.RLIMIT_AS, (self._pages(0) + RESERVED, resource.RLIM_INFINITY))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            self.peak = max(0, self._highest() - before)

    def _pages(self, field: int) -> int:
        return int((_PROC / "statm").read_text().split()[field]) * resource.getpagesize() if self.known else 0

    def _highest(self) -> int:
        lines = (_PROC / "status").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


def main() -> int:
    give_back()  # as the window does: what is freed is held no longer
    seed, public = sys.argv[1], Path(sys.argv[2]) if len(sys.argv) > 2 else None
    of = texts(public)
    ranges: SimpleQueue[Words] = SimpleQueue()
    line = Line(ranges.put)
    memory = Memory()
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        path = Path(folder) / "mutant.glsl"
        while words := ranges.get():
            counts: Counter[str] = Counter()
            drawable, slowest, largest, kept = [], (0.0, 0), (0, 0), []
            for number in range(words["from"], words["to"]):
                line.tell(at=number)
                data = mutant(seed, number, of)
                kept.append(memory.now())
                # Of the CPU: whoever else works here, or holds this process for a while, makes no input slow.
                begun = time.process_time()
                try:
                    with memory.measured():
                        outcome, runs = attempt(data, path)
                    assert memory.peak <= LARGEST, f"it took {memory.peak >> 20} MiB"
                    counts[outcome] += 1
                    if runs:
                        drawable.append(number)
                except Exception as error:
                    counts["finding"] += 1
                    where = traceback.format_exc().strip().splitlines()
                    line.tell(finding={"number": number, "what": f"{type(error).__name__}: {error}"[:500],
                                       "where": where[-6:]})  # fmt: skip
                slowest = max(slowest, (time.process_time() - begun, number))
                largest = max(largest, (memory.peak, number))
            line.tell(done={"counts": counts, "drawable": drawable, "slowest": slowest, "largest": largest,
                            "kept": min(kept)})  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
