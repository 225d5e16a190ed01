"""A player that is killed while it saves leaves whole files: its own state, and presets.

A process saves its window's state and a preset in a loop, each time with other values, and is killed by SIGKILL at a
random moment; then both files are read. Afterwards the same on a disk that is full.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from pathlib import Path
from random import Random

from upshade.core import chain as chains
from upshade.core import preset as presets
from upshade.errors import UpshadeError
from upshade.player import state as states

from ._trouble import small_disk

KILLS = 200
LONGEST = 0.25
"""Seconds after its first save, within which the process is killed."""
SAVER = """
import sys
from dataclasses import replace
from pathlib import Path
from upshade.core import preset, presetsave
from upshade.player import state
window, mine = Path(sys.argv[1]), Path(sys.argv[2])
s = state.load(window)
p = preset.load(mine) if mine.exists() else preset.load("anime")
n = int(sys.argv[3])
while True:
    n += 1
    s.volume, s.layout = n % 1000 / 1000, f"[Window][{n}]" + "x" * (n % 9000)
    s.opened(f"/films/{n}.mkv")
    assert not state.save(s)
    first = replace(p.passes[0], params={**p.passes[0].params, "strength_gradient": n % 100 / 100})
    p = presetsave.save(replace(p, path=mine, extends=None, description=str(n), passes=(first, *p.passes[1:])), mine,
                        overwrite=True)
    print(n, flush=True)
"""


def main() -> int:
    random, faults, left = Random(1), [], Counter[int]()
    saved = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        window, mine = folder / "window.toml", folder / "presets" / "mine.toml"
        for kill in range(KILLS):
            said = _killed(window, mine, saved, random.uniform(0, LONGEST))
            faults += [f"kill {kill}: {fault}" for fault in _damage(window, mine, said)]
            saved = said
            left[sum(len(_temporaries(one)) for one in (folder, mine.parent))] += 1
        most = max(left)
        for one in (folder, mine.parent):
            for path in _temporaries(one):
                os.utime(path, (time.time() - 3600,) * 2)
        _killed(window, mine, saved, 0.0)
        after = [path for one in (folder, mine.parent) for path in _temporaries(one) if _age(path) > 1800]
        faults += [f"an old file is left: {path.name}" for path in after]
    print(f"- {KILLS} kills, after {saved} saves of each: {len(faults)} damaged files or other faults")
    print(f"- files on their way that killed savers left: {most} in all, and none of them once they were old")
    full = _full_disk()
    print(f"- a full disk: {full[0]}")
    faults += full[1]
    for fault in faults:
        print(f"- fault: {fault}")
    return 1 if faults else 0


def _killed(window: Path, mine: Path, begin: int, after: float) -> int:
    """The number of the last save that the process told of before it was killed."""
    words = [sys.executable, "-c", SAVER, str(window), str(mine), str(begin)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as saver:
        assert saver.stdout is not None and saver.stderr is not None
        first = saver.stdout.readline()
        time.sleep(after)
        saver.kill()
        told = (first + saver.stdout.read()).split()
        if not told:
            raise RuntimeError(f"the saver ended by itself: {saver.stderr.read()}")
    return int(told[-1])


def _damage(window: Path, mine: Path, said: int) -> list[str]:
    """What is wrong with the files of a process that told of `said` saves: one more may be there, none fewer."""
    state = states.load(window)
    faults = list(state.notices)
    if window.with_name("window.toml.bad").exists():
        faults.append("the state was damaged")
    elif int(Path(state.recent[0]).stem) not in (said, said + 1) or state.others:
        faults.append(f"the state is not that of save {said}: {state.recent[:1]}")
    try:
        number = int(presets.load(mine).description)
        chains.load(mine)
        if number not in (said, said + 1):
            faults.append(f"the preset is that of save {number}, not {said}")
    except (UpshadeError, ValueError) as error:
        faults.append(f"the preset is damaged: {error}")
    return faults


def _temporaries(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.name.endswith(".tmp")]


def _age(path: Path) -> float:
    return time.time() - path.stat().st_mtime


def _full_disk() -> tuple[str, list[str]]:
    if os.geteuid() != 0:
        return "not tried, which only root can", []
    with small_disk(64 << 10) as disk:
        window = disk / "window.toml"
        state = states.load(window)
        state.volume = 0.5
        faults = [line for line in (states.save(state),) if line]
        before = window.read_bytes()
        with open(disk / "ballast", "wb", buffering=0) as ballast:
            try:
                while True:
                    ballast.write(bytes(1024))
            except OSError:
                pass
        state.layout = "x" * 20000
        said = states.save(state)
        if "No space left" not in said or window.read_bytes() != before or _temporaries(disk):
            faults.append(f"on a full disk: {said!r}, {os.listdir(disk)}")
        (disk / "ballast").unlink()
        faults += [line for line in (states.save(state),) if line]
        if tomllib.loads(window.read_text("utf-8"))["layout"] != state.layout:
            faults.append("it is not saved once there is room")
    return said.replace(str(window), "window.toml"), faults
