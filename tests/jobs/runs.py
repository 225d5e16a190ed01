"""The command as a process of its own, watched through its job folder, killed, and asked what it said."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import av

from upshade.jobs.journal import folder_of

COMMAND = (sys.executable, "-c", "from upshade.cli import main; main()", "render")
POLL = 0.002


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: exit code, seconds it took to end since `Run.end` was asked, and its lines."""

    code: int
    seconds: float
    out: str
    err: str

    @property
    def complaint(self) -> str:
        """The one line that an error is; "" where there is none, and AssertionError for a traceback or two lines."""
        lines = [line for line in self.err.splitlines() if not line.startswith("note: ")]
        assert "Traceback" not in self.err and len(lines) <= 1, self.err
        assert not lines or lines[0].startswith("upshade: "), self.err
        return lines[0].removeprefix("upshade: ") if lines else ""

    @property
    def resumed(self) -> int | None:
        """With how many segments it said that it goes on."""
        found = re.search(r"goes on: (\d+) of \d+ segments", self.err)
        return int(found[1]) if found else None


class Run:
    """A render under way, in a process group of its own, as a terminal makes one."""

    def __init__(self, source: Path, output: Path, options: Sequence[str] = (), *, through: Sequence[str] = ()) -> None:
        """`through`: words before the command, of a program that becomes it."""
        self.output, self.folder = output, folder_of(output)
        self._process = subprocess.Popen(
            [*through, *COMMAND, str(source), str(output), "--quiet", *options], stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, start_new_session=True, text=True,
        )  # fmt: skip
        self.pid = self._process.pid
        self._ended: Ended | None = None

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def until(self, condition: Callable[[], bool], seconds: float = 120) -> bool:
        """Waits for it; False when the process ended first. TimeoutError after `seconds`."""
        last = time.monotonic() + seconds
        while not condition():
            if not self.running:
                return condition()
            if time.monotonic() > last:
                self.kill()
                raise TimeoutError(f"nothing of it after {seconds:g} s")
            time.sleep(POLL)
        return True

    def safe(self) -> int:
        """How many segments are in the journal."""
        return journalled(self.folder)

    def assembling(self) -> bool:
        """The output is being put together."""
        return (self.folder / f"whole.part{self.output.suffix}").exists()

    def hands(self) -> list[int]:
        """The processes that it has started and that still run."""
        return [pid for pid, (parent, _) in _processes().items() if parent == self.pid]

    def group(self) -> list[int]:
        """All of its processes that still run, orphans too."""
        return [pid for pid, (_, group) in _processes().items() if group == self.pid]

    def kill(self) -> None:
        """SIGKILL to the process, none to its children."""
        self._process.kill()

    def signal(self, number: int) -> None:
        """To all of the group, as a terminal does for Ctrl-C."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, number)

    def gone(self) -> None:
        """Waits for the process alone, whose children may still run."""
        self._process.wait()

    def end(self, seconds: float = 300) -> Ended:
        """Waits for all of its group. TimeoutExpired, with all of them killed, after `seconds`."""
        if self._ended is None:
            begun = time.monotonic()
            try:
                out, err = self._process.communicate(timeout=seconds)
            except subprocess.TimeoutExpired:
                self.signal(signal.SIGKILL)
                self._process.communicate()
                raise
            self._ended = Ended(self._process.returncode, time.monotonic() - begun, out, err)
        return self._ended


def journalled(folder: Path) -> int:
    try:
        return len(re.findall(rb'"segment": ', (folder / "journal.jsonl").read_bytes()))
    except OSError:
        return 0


def _processes() -> dict[int, tuple[int, int]]:
    """Process → its parent and its group, zombies left out."""
    found = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            with suppress(OSError):
                state, parent, group = Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()[:3]
                if state != "Z":
                    found[int(name)] = int(parent), int(group)
    return found


def packets(path: Path) -> list[tuple[int, bytes, int | None, int | None, int | None, bool]]:
    """Every packet of every stream: stream, bytes, pts, dts, duration, key."""
    with av.open(str(path)) as file:
        return [(p.stream_index, bytes(p), p.pts, p.dts, p.duration, p.is_keyframe) for p in file.demux() if p.size]


def compared(expected: Path, found: Path) -> str:
    """ "" for files that are equal byte for byte, else what differs."""
    if expected.read_bytes() == found.read_bytes():
        return ""
    old, new = packets(expected), packets(found)
    if old == new:
        return "every packet is equal, the files are not"
    differing = sum(a != b for a, b in zip(old, new, strict=False)) + abs(len(old) - len(new))
    return f"{differing} of {len(old)} packets differ"
