"""A batch of 20 files, 3 of them broken: the others are rendered, the three named.

Then: two workers take at most a tenth longer than two commands with half of the files each, at once; and a batch that
Ctrl-C ends is over within two seconds, and the same command makes of it what an undisturbed one does.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from media.clips import make_clip

FILES, FRAMES, SIZE = 20, 48, (320, 180)
CLI = [sys.executable, "-c", "from upshade.cli import main; main()", "render"]
ROUNDS = 3


def start(*words: object, **more: str) -> subprocess.Popen[bytes]:
    """A command, in a process group of its own, as a shell starts it."""
    return subprocess.Popen(
        [*CLI, *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ | more,
        process_group=0,
    )  # fmt: skip


def seconds(commands: Sequence[Sequence[object]], **more: str) -> tuple[float, float]:
    """Until the last of these, begun at once, has ended; and those of the processor that they took."""
    begun, used = time.perf_counter(), cpu()
    for process in [start(*words, **more) for words in commands]:
        _, err = process.communicate()
        assert process.returncode == 0, err.decode()
    return time.perf_counter() - begun, cpu() - used


def cpu() -> float:
    """Seconds that ended children have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def broken(home: Path) -> bool:
    """17 rendered, 3 named."""
    (home / "in" / "03.mkv").write_bytes(b"")
    (home / "in" / "08.mkv").write_text("not a video\n" * 99)
    (home / "list.toml").write_text(
        'output = "out/{name}.{height}p.mkv"\n[[file]]\ninput = "in"\n'
        '[[file]]\ninput = "in/12.mkv"\nshaders = ["./missing.glsl"]\n'
    )
    process = start("--list", home / "list.toml", "--workers", 2, "--json")
    out, err = process.communicate()
    data = json.loads(out)
    print("| file | reason |\n| --- | --- |")
    for one in data["files"]:
        if one["state"] == "failed":
            print(f"| {Path(one['input']).name} | {one['error'].replace(str(home) + '/', '')} |")
    print(f"\n{data['rendered']} rendered, {data['failed']} failed, exit code {process.returncode}.\n")
    named = {Path(one["input"]).name for one in data["files"] if one["state"] == "failed"}
    lines = [line for line in err.decode().splitlines() if line.startswith("failed: ")]
    made = len(list((home / "out").iterdir()))
    return (data["rendered"], made, process.returncode, len(lines), named) == (
        FILES - 3, FILES - 3, 1, 3, {"03.mkv", "08.mkv", "12.mkv"},
    )  # fmt: skip


def halves(home: Path, files: list[Path]) -> bool:
    """Two workers against two commands; the best of some rounds of each, turn and turn about."""
    threads = str(max(1, (os.cpu_count() or 1) // 2))
    apart, together = [], []
    for _ in range(ROUNDS):
        half = [["-o", f"{home}/a/", "--overwrite", "-q", *files[k::2]] for k in (0, 1)]
        apart.append(seconds(half, LP_NUM_THREADS=threads))
        together.append(seconds([["-o", f"{home}/b/", "--overwrite", "-q", "--workers", 2, *files]]))
    same = all((home / "a" / f.name).read_bytes() == (home / "b" / f.name).read_bytes() for f in files)
    ratio = min(together)[0] / min(apart)[0]
    print(f"{len(files)} files of {FRAMES} frames, {SIZE[0]}x{SIZE[1]} to twice that: two commands with half of them "
          f"each {min(apart)[0]:.1f} s ({min(apart)[1]:.1f} s of CPU), one with --workers 2 {min(together)[0]:.1f} s "
          f"({min(together)[1]:.1f} s of CPU), {ratio - 1:+.0%}; the files are "
          f"{'equal' if same else '**not equal**'}.\n")  # fmt: skip
    return ratio <= 1.1 and same


def stopped(home: Path, files: list[Path]) -> bool:
    """Ctrl-C at some moments of a batch, then the same command to the end."""
    words = ["-o", f"{home}/c/", "--workers", 2, *files]
    took, lines = [], set()
    for wait in (1, 2, 3):
        process = start(*words)
        assert process.stderr is not None
        for _ in range(wait):
            process.stderr.readline()
        at = time.perf_counter()
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to every process
        _, err = process.communicate()
        took.append(time.perf_counter() - at)
        lines.add((process.returncode, err.decode().splitlines()[-1].startswith("upshade: interrupted: ")))
    seconds([words])
    same = all((home / "c" / f.name).read_bytes() == (home / "b" / f.name).read_bytes() for f in files)
    rest = sorted(p.name for p in (home / "c").iterdir()) == sorted(f.name for f in files)
    print(f"Ctrl-C, {len(took)} times: over after {max(took):.2f} s at most. Then to the end: the files are "
          f"{'equal' if same else '**not equal**'} to those of an undisturbed run, and "
          f"{'nothing else is left' if rest else '**something is left**'}.")  # fmt: skip
    return max(took) < 2 and same and rest and lines == {(130, True)}


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "in").mkdir()
        files = [home / "in" / f"{k:02}.mkv" for k in range(1, FILES + 1)]
        for k, file in enumerate(files):
            make_clip(file, frames=FRAMES, size=SIZE, offset=k, options={"preset": "ultrafast"})
        good = [f for k, f in enumerate(files) if k % 3]
        passed = [halves(home, good), stopped(home, good), broken(home)]
    return int(not all(passed))
