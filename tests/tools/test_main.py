"""The program as a process, from its first moment."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import upshade
from media.clips import make_clip

# The line tells that Python itself has started, which nobody can make deaf.
FIRST = "import upshade.__main__ as program; print(flush=True); program.main()"


def begun(*words: object, deaf: bool = False) -> subprocess.Popen[str]:
    """The program, begun; `deaf`: to Ctrl-C, as what a shell starts in the background is."""
    how = signal.SIG_IGN if deaf else signal.SIG_DFL
    child = subprocess.Popen(
        [sys.executable, "-c", FIRST, *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, how),
    )  # fmt: skip
    assert child.stdout is not None
    child.stdout.readline()
    return child


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_told_to_end_at_any_early_moment_it_ends_with_one_line(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    source = make_clip(tmp_path / "in.mkv", frames=600, sound=None)
    for moment in (0, 0.01, 0.03, 0.07, 0.15, 0.25, 0.4, 0.6):
        child = begun("render", source, tmp_path / "out.mkv", "--codec", "ffv1", "-q", "--scale", "6")
        time.sleep(moment)  # whatever it does then
        child.send_signal(number)
        try:
            _, err = child.communicate(timeout=60)
        finally:
            child.kill()
        word = "interrupted" if number is signal.SIGINT else "terminated"
        assert (child.returncode, err.count("\n")) == (code, 1), f"{moment} s: {err}"
        assert err.startswith(f"upshade: {word}; ")


def test_who_is_deaf_to_ctrl_c_stays_so() -> None:
    child = begun("list", deaf=True)
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=60)
    assert (child.returncode, err) == (0, "") and "anime" in out


def test_it_is_a_module_too(tmp_path: Path) -> None:
    told = subprocess.run([sys.executable, "-m", "upshade", "--version"], capture_output=True, text=True, cwd=tmp_path,
                          check=True)  # fmt: skip
    assert told.stdout == f"upshade {upshade.__version__}\n"


def test_importing_the_package_loads_nothing_else() -> None:
    """Ctrl-C is not heard yet while it does."""
    code = "import sys; sys.path[0] = sys.argv[1]; old = {*sys.modules}; import upshade; print(*{*sys.modules} - old)"
    home = Path(upshade.__file__).parents[1]
    told = subprocess.run([sys.executable, "-S", "-c", code, home], capture_output=True, text=True, check=True)
    assert {*told.stdout.split()} == {"upshade", "__future__"}
