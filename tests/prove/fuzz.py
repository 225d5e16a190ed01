"""Mutated shader files through reading, planning, compiling and a draw: no hang, no crash, no unbounded memory.

UPSHADE_FUZZ_MINUTES (30), UPSHADE_FUZZ_SEED (1), UPSHADE_PUBLIC=DIR (mutants of a public collection, too); findings are
saved below UPSHADE_FUZZ_OUT (a folder in the system's temporary one). All in processes with a limit on time and memory.
What a driver does to legal but endless GLSL is caught by that limit, and counted apart from what is ours. Memory is
what a process holds: what one input takes at its peak, and what stays when thousands were read, both have bounds.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue

from prove._fuzzing import LARGEST
from prove._mutants import mutant, texts
from upshade.jobs.process import Process, Words
from upshade.tools import checkcrew
from upshade.tools.checker import Setup
from upshade.tools.checkone import Found

RANGE = 1000
GROWTH = 64 << 20
"""Bytes that the reading process may keep over what it held with its first range, however many follow."""
LIMIT, DRAW_LIMIT = 10.0, 6.0
"""Seconds that an input may take to be read and planned, and to be compiled and drawn."""
SLICE = 0.5
"""A stop of all these processes is no hang: it makes one such wait longer, and not the others."""
DRAW_MEMORY = 2048
"""MiB."""
DRAWN = 60
"""Inputs of a range that are compiled and drawn, at most."""


@dataclass
class Tally:
    seed: str
    public: Path | None
    out: Path
    of: list[str]
    read: Counter[str] = field(default_factory=Counter)
    drawn: Counter[str] = field(default_factory=Counter)
    driver: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    findings: list[str] = field(default_factory=list)
    slowest: tuple[float, int] = (0.0, 0)
    largest: tuple[int, int] = (0, 0)
    kept: list[list[int]] = field(default_factory=list)
    """For each reading process: what it held, at the least, in each range."""

    def finding(self, number: int, what: str) -> None:
        """Something of ours; its input is saved."""
        self.out.mkdir(parents=True, exist_ok=True)
        path = self.out / f"seed-{self.seed}-{number}.glsl"
        path.write_bytes(mutant(self.seed, number, self.of))
        self.told(f"{path.name}: {what}")

    def told(self, finding: str) -> None:
        self.findings.append(finding)
        print(f"finding: {finding}", file=sys.stderr, flush=True)

    def grown(self) -> tuple[int, int, int]:
        """Of the process that grew most: bytes at first, bytes at most, ranges."""
        processes = [(ranges[0], max(ranges), len(ranges)) for ranges in self.kept if ranges]
        return max(processes, key=lambda one: (one[1] - one[0], one[2]), default=(0, 0, 0))


class Reader:
    """The process that reads and plans, begun anew after a hang or a crash."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._start()

    def _start(self) -> None:
        words = [self._tally.seed, *([str(self._tally.public)] if self._tally.public else [])]
        events: SimpleQueue[Words] = SimpleQueue()
        self._events = events
        self._process = Process("prove._fuzzing", 1, events.put, words)
        self._begun = False
        self._tally.kept.append([])

    def _heard(self, limit: float) -> Words:
        """What it says next; {"hang": True} after `limit` seconds of waiting in which this process ran, too."""
        for _ in range(round(limit / SLICE)):
            with suppress(Empty):
                return self._events.get(timeout=SLICE)
        return {"hang": True}

    def read(self, first: int, last: int) -> list[int]:
        """The numbers of those that can be drawn."""
        tally, at, drawable = self._tally, first, []
        self._process.tell(**{"from": first, "to": last})
        limit = LIMIT + 60  # modules, texts
        while True:
            words = self._heard(limit)
            limit = LIMIT
            if "at" in words:
                at, self._begun = words["at"], True
            elif "finding" in words:
                one = words["finding"]
                tally.finding(one["number"], f"{one['what']} ({' / '.join(s.strip() for s in one['where'])})")
            elif "done" in words:
                done = words["done"]
                tally.read.update(done["counts"])
                tally.slowest = max(tally.slowest, tuple(done["slowest"]))
                tally.largest = max(tally.largest, tuple(done["largest"]))
                tally.kept[-1].append(done["kept"])
                return drawable + done["drawable"]
            else:
                self._process.kill()
                self.close()
                if not self._begun:
                    raise RuntimeError(f"the process that reads and plans does not start: {self._process.why}")
                what = f"no end after {LIMIT:g} s" if words else self._process.why
                tally.read["finding"] += 1
                tally.finding(at, f"reading or planning: {what}")
                self._start()
                if at + 1 >= last:
                    return drawable
                self._process.tell(**{"from": at + 1, "to": last})
                limit = LIMIT + 60

    def close(self) -> None:
        self._process.dismiss()
        self._process.end(time.monotonic() + 2)


def draw(tally: Tally, numbers: list[int], folder: Path, jobs: int) -> None:
    """Compile and draw these. What came to no end outside the driver is tried again, alone, before it counts."""
    paths = {str(folder / f"{number}.glsl"): number for number in numbers}
    for path, number in paths.items():
        Path(path).write_bytes(mutant(tally.seed, number, tally.of))
    late: list[str] = []
    setup = Setup(limit=DRAW_LIMIT, memory=DRAW_MEMORY)

    def told(found: Found) -> None:
        if "no end after" in found.why and not _in_driver(found) and found.path not in late:
            late.append(found.path)
            return
        tally.drawn[found.state] += 1
        if found.state == "failed":
            judge(tally, found, paths[found.path])
        Path(found.path).unlink()

    if paths:
        checkcrew.run(list(paths), setup, jobs, told)
    if late:
        checkcrew.run(list(late), setup, 1, told)


def _in_driver(found: Found) -> bool:
    return any(words in found.why for words in ("was compiled", "was drawn", "were timed"))


def judge(tally: Tally, found: Found, number: int) -> None:
    """Ours, or what the driver makes of it."""
    in_driver = _in_driver(found)
    if "infinite or no number" in found.why:
        tally.driver["a picture that is no number"].append(number)
    elif "inside upshade" in found.why:
        tally.finding(number, found.why)
    elif "no end after" in found.why and in_driver:
        tally.driver["no end"].append(number)
    elif "its process" in found.why and in_driver:
        tally.driver["a crash"].append(number)
    elif "memory" in found.why or "texture" in found.why or "GL_" in found.why:
        tally.driver["no memory for it"].append(number)
    else:
        tally.finding(number, found.why)


def main() -> int:
    minutes = float(os.environ.get("UPSHADE_FUZZ_MINUTES", "30"))
    public = Path(os.environ["UPSHADE_PUBLIC"]) if "UPSHADE_PUBLIC" in os.environ else None
    out = Path(os.environ.get("UPSHADE_FUZZ_OUT", Path(tempfile.gettempdir()) / "upshade-fuzz"))
    tally = Tally(os.environ.get("UPSHADE_FUZZ_SEED", "1"), public, out, texts(public))
    until, number = time.monotonic() + 60 * minutes, 0
    reader = Reader(tally)
    try:
        with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
            while time.monotonic() < until:
                drawable = reader.read(number, number + RANGE)
                number += RANGE
                if time.monotonic() < until:
                    draw(tally, drawable[:DRAWN], Path(folder), max(1, (os.cpu_count() or 2) // 2))
    finally:
        reader.close()
    first, most, _ = tally.grown()
    if most - first > GROWTH:
        tally.told(f"the process that reads and plans came to keep {(most - first) >> 20} MiB more than at first")
    _print(tally, number, minutes)
    return int(bool(tally.findings))


def _print(tally: Tally, count: int, minutes: float) -> None:
    print(f"\nSeed {tally.seed}, {minutes:g} minutes, mutants of {len(tally.of)} files.\n")
    print("| what | inputs |\n| --- | --: |")
    print(f"| **read and planned** | {count} |")
    for what, n in tally.read.most_common():
        print(f"| {what} | {n} |")
    print(f"| **compiled and drawn** | {sum(tally.drawn.values())} |")
    for what, n in tally.drawn.most_common():
        print(f"| {what} | {n} |")
    for what, numbers in tally.driver.items():
        print(f"| failed, the driver's: {what} (numbers {_few(numbers)}) | {len(numbers)} |")
    first, most, ranges = tally.grown()
    print(f"\nThe slowest to be read and planned took {tally.slowest[0]:.2f} s of the CPU (number {tally.slowest[1]}), "
          f"the largest {tally.largest[0] / 2**20:.0f} MiB (number {tally.largest[1]}; bound: {LARGEST >> 20}). What "
          f"the process keeps grew from {first >> 20} to {most >> 20} MiB in {ranges * RANGE} inputs (bound: "
          f"{GROWTH >> 20} more; the texts that mutants are made of are most of it). Findings: "
          f"{len(tally.findings)}.")  # fmt: skip
    for finding in tally.findings:
        print(f"- {finding}")


def _few(numbers: list[int]) -> str:
    return ", ".join(map(str, sorted(numbers)[:8])) + (" …" if len(numbers) > 8 else "")
