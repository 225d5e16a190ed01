"""A render that is killed and started again gives the same file, byte for byte; so does one that met with trouble.

A film of 52 s (every kind of stream, uneven times, open groups of pictures) in five segments, through the anime preset
to twice its size. SIGKILL at random moments of the time that the undisturbed render takes, then the same command again.
"""

from __future__ import annotations

import os
import signal
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from jobs.runs import Run, compared, journalled
from media.film import make_film

KILLS = 50
STEPS = (83, 84, 83, 125, 42)
CODECS = {
    "h264": ("--codec", "h264", "--encoder-preset", "veryfast"),
    "ffv1": ("--codec", "ffv1"),
}
CHAIN = ("--preset", "anime", "--scale", "2")


@dataclass(slots=True)
class Course:
    """Where the trials are run: the undisturbed file of each codec, and the seconds that it took."""

    folder: Path
    source: Path
    files: dict[str, Path] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def options(self, codec: str, workers: int) -> list[str]:
        return [*CHAIN, *CODECS[codec], "--workers", str(workers)]

    def run(self, codec: str, workers: int = 1, output: Path | None = None) -> Run:
        return Run(self.source, output or self.folder / "out.mkv", self.options(codec, workers))

    def undisturbed(self) -> Iterator[str]:
        """Also with two processes, and once more: a fault for each file that is not equal."""
        for codec in CODECS:
            kept = self.files[codec] = self.folder / f"{codec}.mkv"
            for workers, path in ((1, kept), (1, self.folder / "out.mkv"), (2, self.folder / "out.mkv")):
                begun = time.monotonic()
                ended = self.run(codec, workers, path).end()
                self.seconds[f"{codec} {workers}"] = time.monotonic() - begun
                if ended.code:
                    yield f"undisturbed {codec} with {workers} processes: {ended.err}"
                elif path != kept:
                    yield from self.verdict(codec, f"undisturbed {codec} with {workers} processes")

    def verdict(self, codec: str, what: str) -> Iterator[str]:
        """Faults of the file that came out; it goes."""
        output = self.folder / "out.mkv"
        if not output.exists():
            yield f"{what}: there is no file"
            return
        if difference := compared(self.files[codec], output):
            yield f"{what}: {difference}"
        output.unlink()
        if left := sorted(p.name for p in self.folder.iterdir() if "out.mkv" in p.name):
            yield f"{what}: left behind: {left}"


# ── who is killed; how many processes that were


def process(run: Run, chance: Random) -> int:
    run.kill()
    run.gone()
    return 1


def worker(run: Run, chance: Random) -> int:
    """One of its workers; the render goes on."""
    hands = run.hands()
    if hands:
        with suppress(ProcessLookupError):
            os.kill(chance.choice(hands), signal.SIGKILL)
            return 1
    return 0


def parent_and_worker(run: Run, chance: Random) -> int:
    return worker(run, chance) + process(run, chance)


def everything(run: Run, chance: Random) -> int:
    run.signal(signal.SIGKILL)
    run.gone()
    return 1


@dataclass(slots=True)
class Series:
    """`kills` that hit a render under way; several may follow each other on one job."""

    name: str
    workers: int
    victim: Callable[[Run, Random], int]
    kills: int


def series(course: Course, one: Series, codec: str, tally: Counter[str]) -> Iterator[str]:
    """Faults. `tally`: how often something was killed, resumed, begun anew; was complete by then; how many
    segments were found again."""
    chance = Random(f"{one.name} {codec}")
    length = course.seconds[f"{codec} {one.workers}"]
    while tally["kills"] < one.kills:
        runs: list[Run] = []
        for _ in range(chance.choice((1, 1, 2, 3))):
            run = course.run(codec, one.workers)
            runs.append(run)
            at = time.monotonic() + chance.uniform(0, length)
            if not _reaches(run, at, hands=one.victim is worker) or not one.victim(run, chance):
                break  # it was quicker this time
            tally["kills"] += 1
            if one.victim is worker:
                break
            if chance.random() < 0.5:
                run.end()  # else the next one comes while there are orphans
        else:
            runs.append(course.run(codec, one.workers))
        what = f"{one.name}, {codec}, kill {tally['kills']}"
        safe = journalled(runs[-1].folder)
        ended = [run.end() for run in runs][-1]
        if len(runs) > 1 and ended.code == 1 and "exists already" in ended.complaint:
            # The kill came between the file's name and the end of the process.
            tally["complete"] += 1
        elif ended.code:
            yield f"{what}: {ended.err.strip()}"
            course.run(codec).end()
        elif len(runs) > 1:
            if (ended.resumed or 0) < safe:
                yield f"{what}: {safe} segments were safe, {ended.resumed} were found"
            tally["segments found"] += ended.resumed or 0
            tally["resumed" if ended.resumed else "begun anew"] += 1
        yield from course.verdict(codec, what)


def _reaches(run: Run, at: float, *, hands: bool = False) -> bool:
    """Waits until then, and until there are workers; False when it ended before."""
    return run.until(lambda: time.monotonic() > at and (not hands or bool(run.hands())))


def interrupts(course: Course, count: int) -> Iterator[tuple[str, float | str]]:
    """(what was interrupted, seconds until it had ended, or the fault)."""
    chance = Random(3)
    slow = {
        "h264, 1 process": (1, [*CHAIN, *CODECS["h264"]]),
        "h264, 2 processes": (2, [*CHAIN, *CODECS["h264"]]),
        "HEVC veryslow, to 960x540": (1, ["--preset", "anime-strong", "--size", "960x540", "--codec", "hevc",
                                         "--encoder-preset", "veryslow"]),
        "FFV1, to 3840x2160": (1, ["--preset", "anime-strong", "--size", "3840x2160", "--codec", "ffv1"]),
    }  # fmt: skip
    for name, (workers, options) in slow.items():
        for turn in range(count):
            output = course.folder / "ctrl-c.mkv"
            run = Run(course.source, output, [*options, "--workers", str(workers)])
            moment = chance.uniform(0.5, 8.0)
            if not _reaches(run, time.monotonic() + moment):
                output.unlink(missing_ok=True)
                continue
            number = signal.SIGTERM if turn % 4 == 3 else signal.SIGINT
            run.signal(number)
            ended = run.end()
            said = ended.complaint
            hint = "the same command goes on" in said or "nothing was written" in said
            safe = journalled(run.folder)
            if ended.code != 128 + number or not hint or (safe > 0) != ("segments are safe" in said) or run.group():
                yield name, f"{name}, after {moment:.2f} s: exit code {ended.code}, {safe} segments, it said: {said}"
            yield name, ended.seconds
        for path in run.folder.parent.glob("ctrl-c.mkv.upshade/*"):
            path.unlink()
        with suppress(OSError):
            run.folder.rmdir()


def main() -> int:
    from . import _trouble

    faults: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = make_film(folder / "film.mkv", duration=52, size=(160, 90), steps=STEPS)
        course = Course(folder, source)
        faults += course.undisturbed()
        took = ", ".join(f"{key.replace(' ', ' with ')}: {value:.1f} s" for key, value in course.seconds.items())
        print(f"The undisturbed renders, by codec and processes: {took}.\n")
        if faults:
            print("\n".join(f"- {fault}" for fault in faults))
            return 1
        print(
            "| killed | processes | codec | kills | resumed | begun anew | complete by then | segments found | faults |"
        )
        print("| --- | --: | --- | --: | --: | --: | --: | --: | --: |")
        half = KILLS // 2
        for one in (
            Series("the process", 1, process, half),
            Series("one of two workers", 2, worker, half),
            Series("the parent of two workers", 2, process, half // 2),
            Series("the parent and a worker", 2, parent_and_worker, half // 2),
            Series("all processes at once", 2, everything, half // 2),
        ):
            for codec in CODECS:
                tally: Counter[str] = Counter()
                found = list(series(course, one, codec, tally))
                faults += found
                counts = [tally[what] for what in ("kills", "resumed", "begun anew", "complete", "segments found")]
                print(f"| {one.name} | {one.workers} | {codec} | {' | '.join(map(str, counts))} | {len(found)} |")
        print("\n| Ctrl-C (every fourth time SIGTERM) | times | median s | longest s |\n| --- | --: | --: | --: |")
        spans: dict[str, list[float]] = {}
        for what, said in interrupts(course, 8):
            if isinstance(said, str):
                faults.append(said)
            else:
                spans.setdefault(what, []).append(said)
        for what, times in spans.items():
            print(f"| {what} | {len(times)} | {statistics.median(times):.2f} | {max(times):.2f} |")
            faults += [f"{what}: Ctrl-C took {t:.2f} s" for t in times if t >= 2]
        print("\n| trouble | what it said | nothing lost, and the same file afterwards |\n| --- | --- | --- |")
        for trouble, line, found in _trouble.all_of(course):
            print(f"| {trouble} | {line} | {'no' if found else 'yes'} |")
            faults += found
    print("\nFaults: " + ("none." if not faults else ""))
    for fault in faults:
        print(f"- {fault}")
    return int(bool(faults))
