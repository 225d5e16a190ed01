"""How long a chain takes to begin, in processes of their own: with the driver's cache of compiled shaders empty, and
with what that start has left in it. `python -m upshade.tools.startup` is one start."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from rich.console import Console

from ..core import chain
from ..core.plan_text import step_title
from ..core.steps import Options
from ..engine import source_of
from ..errors import BadInput, CompileError, GraphicsError, UpshadeError
from ..gl.context import Context
from ..gl.executor import Executor
from ..gl.pool import Pool
from ..gl.program import Programs
from .benchjob import Job, decoded
from .printing import row, show, table

CACHES = ("MESA_SHADER_CACHE_DIR", "MESA_GLSL_CACHE_DIR", "__GL_SHADER_DISK_CACHE_PATH")
"""Where drivers keep compiled shaders: Mesa, Mesa before 22.1, NVIDIA on Linux. Others cannot be told."""

PARTS = {
    "modules": "Python and modules", "input": "input opened", "context": "OpenGL context", "plan": "plan",
    "programs": "programs", "first_draw": "first frame", "second_draw": "second frame",
}  # fmt: skip


def start_twice(source: str, job: Job) -> dict[str, Any]:
    """Two starts of the same, each as `start` tells it, with `total` to the first frame. `emptied`: whether the
    driver's cache was empty before the first; where it cannot be put elsewhere, it was as it is. The driver's own
    cache is neither read nor changed by this where it can be put elsewhere.

    Raises what `render` raises; GraphicsError where a start dies.
    """
    chain.load(job.preset, job.shaders, job.sets)  # what is wrong with it is known before any process starts
    with tempfile.TemporaryDirectory(prefix="upshade-start-") as folder:
        env = {**os.environ, **dict.fromkeys(CACHES, folder)}
        first = one_start(source, job, env)
        emptied = any(path.is_file() for path in Path(folder).rglob("*"))
        return {"emptied": emptied, "first": first, "second": one_start(source, job, env)}


def one_start(source: str, job: Job, env: Mapping[str, str]) -> dict[str, Any]:
    """`start` in a process with this environment."""
    words = {"source": source, "job": asdict(job), "spawned": time.time()}
    # -P: a file in the user's folder that is called like a module is none.
    done = subprocess.run(
        [sys.executable, "-P", "-m", "upshade.tools.startup"],
        input=json.dumps(words), capture_output=True, text=True, env=dict(env), check=False,
    )  # fmt: skip
    try:
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        last = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        raise GraphicsError(f"the process that measures a start ended without a word: {last}") from None
    if "failed" in found:
        raise (BadInput if found["exit_code"] == BadInput.exit_code else GraphicsError)(found["failed"])
    return found


def start(source: str, job: Job) -> dict[str, Any]:
    """From nothing to the second frame, in ms: the parts of PARTS after "modules", `programs` as a list of `title`,
    `stage` and `ms`. `failures`: shaders that the driver refused; they were left out and planned without."""
    found: dict[str, Any] = {}
    clock = _Stopwatch(found)
    info, frames = decoded(source, 1)
    clock.lap("input")
    with Context.headless() as context:
        clock.lap("context")
        pipeline = job.pipeline(info, context, False)
        plan = pipeline.plan(source_of(frames[0]))
        clock.lap("plan")
        pool, programs = Pool(context), Programs(context)
        found["programs"] = []
        executor = None
        while executor is None and not plan.identity:
            try:
                executor = _prepared(context, pool, programs, plan, found["programs"])
            except CompileError as error:
                label = getattr(error, "label", "")
                if not label or label in pipeline.failures:
                    raise
                pipeline.failures[label] = error
                plan = pipeline.plan(source_of(frames[0]))
        clock.lap(None)
        for name in ("first_draw", "second_draw") if executor is not None else ():
            assert executor is not None
            executor.upload(frames[0])
            executor.start(pipeline.clock.moment(frames[0]))
            executor.run()
            executor.read()
            clock.lap(name)
        found["failures"] = [str(e) for e in pipeline.failures.values()]
        found["machine"] = {"renderer": context.info["renderer"], "version": context.info["version"]}
        if executor is not None:
            executor.release()
        programs.release()
        pool.release()
        pipeline.close()
    return found


class _Stopwatch:
    def __init__(self, found: dict[str, Any]) -> None:
        self._found, self._last = found, time.perf_counter()

    def lap(self, name: str | None) -> None:
        now = time.perf_counter()
        if name is not None:
            self._found[name] = 1e3 * (now - self._last)
        self._last = now


def _prepared(context: Context, pool: Pool, programs: Programs, plan: Any, told: list[dict[str, Any]]) -> Executor:
    """A plan's executor, every step timed as it becomes ready."""
    told.clear()
    executor = Executor(context, pool, programs, plan, timed=False, at_once=False)
    ready = False
    while not ready:
        begun = time.perf_counter()
        index = executor.prepared
        ready = executor.prepare()
        context.finish()
        if index == len(told):
            step = plan.steps[index]
            told.append({"title": step_title(step), "stage": step.stage, "ms": 0.0})
        told[index]["ms"] += 1e3 * (time.perf_counter() - begun)
    return executor


def total(found: Mapping[str, Any]) -> float:
    """Milliseconds to the first frame."""
    parts = [p for p in PARTS if p not in ("programs", "second_draw")]
    return float(sum(found.get(p, 0.0) for p in parts) + sum(p["ms"] for p in found["programs"]))


def print_starts(out: Console, found: Mapping[str, Any]) -> None:
    """`start_twice` as a table."""
    first, second = found["first"], found["second"]
    lines = table("start", "first, ms", "second, ms", right=("first, ms", "second, ms"))
    told: Callable[[float], str] = lambda ms: f"{ms:.0f}" if ms >= 10 else f"{ms:.1f}"  # noqa: E731
    for key, title in PARTS.items():
        if key == "programs":
            a, b = ([p["ms"] for p in start["programs"]] for start in (first, second))
            row(lines, f"{len(a)} program{'s' * (len(a) != 1)}", told(sum(a)), told(sum(b)))
            row(lines, "  the slowest", told(max(a, default=0.0)), told(max(b, default=0.0)))
        elif key in first and key in second:
            row(lines, title, told(first[key]), told(second[key]))
    lines.add_section()
    row(lines, "to the first frame", told(total(first)), told(total(second)))
    show(out, lines)
    if found["emptied"]:
        show(out, "first: the driver's cache of compiled shaders was empty. second: it held what the first start left.")
    else:
        show(out, "The driver's cache of compiled shaders cannot be emptied here: it was as it is for both starts.")
    for failure in first["failures"]:
        show(out, f"left out: {failure}", style="red")


def main() -> int:
    """One start: words as JSON on standard input, figures as JSON on standard output."""
    words = json.loads(sys.stdin.read())
    job = Job(**words["job"])
    size = (job.size[0], job.size[1]) if job.size else None
    job = replace(job, size=size, options=Options(**words["job"]["options"]) if words["job"]["options"] else None)
    modules = 1e3 * (time.time() - words["spawned"])
    try:
        found = {"modules": modules, **start(words["source"], job)}
    except UpshadeError as error:
        found = {"failed": str(error), "exit_code": error.exit_code}
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
