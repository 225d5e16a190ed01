"""What may befall a render that is not its fault: for each, one line, nothing lost, and the same file afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from jobs.runs import Ended, Run, compared, journalled, packets

if TYPE_CHECKING:
    from .kills import Course

RIGHTS = ("setpriv", "--bounding-set=-dac_override") if os.geteuid() == 0 else ()
"""To root the rights of a folder mean nothing; a process without this capability is held to them."""

Outcome = tuple[str, str, list[str]]


@contextmanager
def small_disk(size: int) -> Iterator[Path]:
    """A file system of so many bytes."""
    with tempfile.TemporaryDirectory() as name:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", name], check=True)
        try:
            yield Path(name)
        finally:
            subprocess.run(["umount", "-l", name], check=True)


@contextmanager
def shared_folder() -> Iterator[Path]:
    """A folder that anyone may write to."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        folder = Path(name) / "videos"
        folder.mkdir()
        os.chmod(folder, 0o777)
        yield folder


class Trial:
    """A render of `source` to `output` in which something goes wrong once `segments` of it are safe."""

    def __init__(
        self, course: Course, name: str, output: Path, *, workers: int = 1, codec: str = "h264",
        source: Path | None = None, through: Sequence[str] = (),
    ) -> None:  # fmt: skip
        self.course, self.name, self.output, self.codec = course, name, output, codec
        self._source, self._through = source or course.source, through
        self._options = course.options(codec, workers)
        self.faults: list[str] = []

    def start(self) -> Run:
        return Run(self._source, self.output, self._options, through=self._through)

    def until(self, run: Run, segments: int) -> None:
        if not run.until(lambda: run.safe() >= segments) or not run.running:
            self.fault(f"ended before {segments} segments: {run.end().err}")

    def fault(self, text: str) -> None:
        self.faults.append(f"{self.name}: {text}")

    def failed(self, ended: Ended, least: int = 0, code: int = 1) -> str:
        """One line that says what is wrong; at least so many segments are still there; nothing of the output is."""
        line = ""
        try:
            line = ended.complaint
        except AssertionError as error:
            self.fault(f"not one line: {error}")
        if ended.code != code or not line:
            self.fault(f"exit code {ended.code}, and it said: {line}")
        if self.output.exists():
            self.fault("there is an output all the same")
        if self.safe < least:
            self.fault(f"{self.safe} segments are left of {least}")
        return line.replace(str(self.output.parent), "…").replace(str(self._source.parent), "…")

    @property
    def safe(self) -> int:
        return journalled(self.output.with_name(self.output.name + ".upshade"))

    def finished(self, run: Run) -> None:
        """It goes on with what was there, and gives the undisturbed file."""
        safe = self.safe
        ended = run.end()
        if ended.code:
            self.fault(f"does not resume: {ended.err}")
        elif difference := compared(self.course.files[self.codec], self.output):
            self.fault(f"resumed: {difference}")
        elif (ended.resumed or 0) < safe:
            self.fault(f"{safe} segments were safe, {ended.resumed} were found")
        with suppress(FileNotFoundError):
            self.output.unlink()
        if left := [p.name for p in self.output.parent.iterdir() if self.output.stem in p.name]:
            self.fault(f"left behind: {left}")


# ── the disk


def disk_full(course: Course, workers: int, codec: str, share: float) -> Outcome:
    """Room for `share` of what the render needs: for its segments and its file at once."""
    file = course.files[codec]
    segments = sum(len(data) for stream, data, *_ in packets(file) if stream == 0)
    need = segments + file.stat().st_size + 2**18
    name = f"the disk has room for {share:.0%} ({codec}, {workers} at work)"
    with small_disk(need + 2**20) as disk:
        ballast = disk / "ballast"
        with open(ballast, "wb") as filled:
            os.posix_fallocate(filled.fileno(), 0, int((1 - share) * need) + 2**20)
        trial = Trial(course, name, disk / "out.mkv", workers=workers, codec=codec)
        line = trial.failed(trial.start().end(), least=1 if share * need > segments else 0)
        ballast.unlink()
        trial.finished(trial.start())
    return name, line, trial.faults


# ── the folder


def read_only(course: Course, segments: int, what: str) -> Outcome:
    """From the start, or once some segments are there: the output's folder, or that of the segments."""
    name = f"{what} folder read-only " + (f"after {segments} segments" if segments else "from the start")
    with shared_folder() as folder:
        trial = Trial(course, name, folder / "out.mkv", through=RIGHTS)
        if not segments:
            os.chmod(folder, 0o555)
            line = trial.failed(trial.start().end())
            os.chmod(folder, 0o777)
        else:
            run = trial.start()
            trial.until(run, segments)
            closed = folder if what == "the output's" else run.folder
            os.chmod(closed, 0o555)
            line = trial.failed(run.end(), least=segments)
            os.chmod(closed, 0o777)
        trial.finished(trial.start())
    return name, line, trial.faults


def vanishes(course: Course, workers: int) -> Outcome:
    name = f"the output's folder is renamed away, {workers} at work"
    with shared_folder() as folder:
        place = folder / "here"
        place.mkdir()
        trial = Trial(course, name, place / "out.mkv", workers=workers)
        run = trial.start()
        trial.until(run, 2)
        place.rename(folder / "away")
        line = trial.failed(run.end())
        if not place.exists():
            (folder / "away").rename(place)
        if trial.safe < 2:
            trial.fault(f"{trial.safe} segments are left of 2")
        trial.finished(trial.start())
    return name, line, trial.faults


# ── the source


def overwrite(path: Path) -> None:
    """Other bytes in the same file."""
    with open(path, "r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(bytes(5000))


def replace(path: Path) -> None:
    """Another file under the same name."""
    other = path.with_name("other.mkv")
    shutil.copyfile(path, other)
    overwrite(other)
    os.replace(other, path)


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def remove(path: Path) -> None:
    path.unlink()


def source_changes(course: Course, workers: int, change: Callable[[Path], None]) -> Outcome:
    """It changes while it is read; then it is the old one again."""
    name = f"the source: {change.__name__}, {workers} at work"
    with shared_folder() as folder:
        source = folder / course.source.name
        shutil.copyfile(course.source, source)
        trial = Trial(course, name, folder / "out.mkv", workers=workers, source=source)
        run = trial.start()
        trial.until(run, 2)
        change(source)
        line = trial.failed(run.end(), least=2)
        again = trial.start().end()
        trial.failed(again, least=2, code=2)
        if source.exists() and "changed" not in again.err:
            trial.fault(f"started again, it said: {again.err}")
        shutil.copyfile(course.source, source)
        trial.finished(trial.start())
    return name, line, trial.faults


def all_of(course: Course) -> Iterator[Outcome]:
    for codec, workers in (("ffv1", 1), ("h264", 1), ("ffv1", 2), ("h264", 2)):
        for share in (0.2, 0.75):
            yield disk_full(course, workers, codec, share)
    for what, segments in (("the output's", 0), ("the output's", 2), ("the segments'", 2)):
        yield read_only(course, segments, what)
    for workers in (1, 2):
        yield vanishes(course, workers)
        for change in (overwrite, replace, truncate, remove):
            yield source_changes(course, workers, change)
