"""A signal at the moments at which an exception would be forgotten, or taken for something else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BEGIN = """
import os, signal, sys, time
from upshade.core import interrupts
from upshade.core.interrupts import heed
interrupts._AGAIN = 0.5  # time to say that it went on
class Terminated(KeyboardInterrupt): pass
heed({signal.SIGINT: KeyboardInterrupt, signal.SIGTERM: Terminated})
def told(number=signal.SIGTERM): os.kill(os.getpid(), number)
try:
"""
END = """
    print("went on", flush=True)
    time.sleep(60)
except KeyboardInterrupt as came:
    print(type(came).__name__)
"""
DESTRUCTOR = """
    class Thing:
        def __del__(self): told(signal.SIGINT)
    thing = Thing()
    del thing
"""
IMPORT = """
    sys.path.insert(0, sys.argv[1])
    import importing
    assert importing.whole
"""
UNIFORM = """
    import moderngl
    met = []
    def seen(frame, event, what):
        if event == "call" and frame.f_code.co_name == "make_uniform":
            met.append(frame)
            sys.setprofile(None)
            told()
    sys.setprofile(seen)
    context = moderngl.create_standalone_context(backend="egl")
    program = context.program(
        vertex_shader="#version 330\\nuniform vec4 at; void main() { gl_Position = at; }",
        fragment_shader="#version 330\\nout vec4 color; void main() { color = vec4(1); }",
    )
    assert "at" in program and len(met) == 1
"""


@pytest.mark.parametrize(
    ("moment", "name"), [(DESTRUCTOR, "KeyboardInterrupt"), (IMPORT, "Terminated"), (UNIFORM, "Terminated")]
)
def test_it_comes_again_at_a_better_moment(tmp_path: Path, moment: str, name: str) -> None:
    (tmp_path / "importing.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGTERM)\nwhole = True\n")
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + moment + END, tmp_path], capture_output=True, text=True, timeout=50, check=False
    )
    assert (done.stdout, done.returncode) == (f"went on\n{name}\n", 0), done.stderr
    assert done.stderr == ""


def test_what_waits_is_woken_and_what_is_ignored_stays_so() -> None:
    ignoring = BEGIN.replace("heed(", "signal.signal(signal.SIGINT, signal.SIG_IGN); heed(")
    wait = """
    import queue, threading
    told(signal.SIGINT)
    threading.Timer(0.1, told).start()
    queue.Queue().get()
"""
    done = subprocess.run(
        [sys.executable, "-c", ignoring + wait + END], capture_output=True, text=True, timeout=50, check=False
    )
    assert (done.stdout, done.stderr) == ("Terminated\n", "")
