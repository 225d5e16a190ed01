"""`bench`: how fast a chain is here, planes in memory to planes in memory, and which steps take the time."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from statistics import median
from typing import Any

import numpy as np
from rich.console import Console

from ..core import library
from ..core.frame import Frame
from ..core.plan_text import mib, step_title, titled
from ..core.steps import Options, Source
from ..engine import Pipeline
from ..errors import one_line
from ..gl.context import Context
from ..media.probe import VideoInfo
from . import startup
from .benchjob import Job, decoded
from .printing import print_json, row, show, table

_TIMED = 24


def bench(
    out: Console,
    source: str | None,
    preset: str | None,
    shaders: Sequence[str],
    sets: Sequence[str],
    size: tuple[int, int] | None,
    scale: float | None,
    options: Options | None,
    frames: int,
    json: bool,
    start: bool = False,
) -> None:
    """Measure and print. `source` None: the clip that ships. `start`: how long it takes to begin, instead of how long
    every frame takes. Raises what `render` raises."""
    source = source or str(library.demo_clip())
    job = Job(preset, shaders, sets, size, scale, options)
    if start:
        found = startup.start_twice(source, job)
    else:
        found = measure(source, job, frames)
    if json:
        print_json(out, found)
    elif start:
        startup.print_starts(out, found)
    else:
        _print(out, found)


def measure(source: str, job: Job, count: int) -> dict[str, Any]:
    """Draw `count` frames twice, the second time measured. All figures as a dictionary:

    `wall_ms`: time between two finished frames, median and 95th percentile; `fps` over the whole run. `cpu_ms`: of
    the process, the driver's threads included. `thread_ms`: CPU time of the drawing thread alone: our code, and what
    the driver does inside its calls; an upper bound of what our code costs. `steps`: time of each step as the
    driver's timer queries tell it (median). `start_ms`: context, plan, programs and first frame, and the same again in
    a new context; the first may find programs that the driver keeps on disk.
    """
    info, frames = decoded(source, count)
    # One context at a time: the last one made is the current one.
    start, started = _start(job, info, frames[0])
    with started:
        pass
    again, started = _start(job, info, frames[0])
    with started:
        pipeline = started.pipeline
        for _ in _drawn(pipeline, islice(cycle(frames), max(2, count))):
            pass
        ends = [time.perf_counter()]
        process, thread = time.process_time(), time.thread_time()
        ends.extend(time.perf_counter() for _ in _drawn(pipeline, islice(cycle(frames), count)))
        process, thread = time.process_time() - process, time.thread_time() - thread
        walls = np.diff(ends) * 1e3
    _, started = _start(job, info, frames[0], timed=True)
    with started:
        pipeline, context = started.pipeline, started.context
        for _ in _drawn(pipeline, islice(cycle(frames), min(count, _TIMED))):
            pass
        plan = pipeline.prepare(_source(info))
        executor = pipeline.executor
        steps: list[tuple[str, float | None]] = []
        if executor is not None:
            executor.flush_timings()
            steps = executor.timings()
        target = plan.target
        return {
            "source": {"path": source, "width": info.width, "height": info.height, "format": info.format.name},
            "target": {"width": target.width, "height": target.height, "format": target.format.name},
            "chain": [e.label for e in pipeline.chain], "failures": [str(e) for e in pipeline.failures.values()],
            "skipped": [{"pass": titled(s.label, s.title), "reason": s.reason}
                        for s in plan.skipped if s.label not in pipeline.failures],
            "machine": {"renderer": context.info["renderer"], "version": context.info["version"],
                        "cores": _cores(), "software": context.software},
            "frames": count, "decoded_frames": len(frames),
            "wall_ms": {"median": median(walls), "p95": float(np.percentile(walls, 95))},
            "fps": 1e3 * count / float(walls.sum()), "cpu_ms": 1e3 * process / count, "thread_ms": 1e3 * thread / count,
            "steps": [{"stage": step.stage, "title": step_title(step),
                       "size": f"{step.width}x{step.height}", "ms": ms}
                      for step, (_, ms) in zip(plan.steps, steps, strict=True)],
            "memory": {"bytes": plan.memory, "textures": len(plan.slots), "one_a_pass_bytes": plan.logical_bytes},
            "start_ms": {"first": start, "second": again},
        }  # fmt: skip


class _Started:
    """A pipeline in a context of its own; leaves with both released."""

    def __init__(self, pipeline: Pipeline, context: Context) -> None:
        self.pipeline, self.context = pipeline, context

    def __enter__(self) -> _Started:
        return self

    def __exit__(self, *_: object) -> None:
        self.pipeline.close()
        self.context.release()


def _start(job: Job, info: VideoInfo, frame: Frame, timed: bool = False) -> tuple[float, _Started]:
    """Milliseconds from nothing to the first frame, and what was started."""
    begun = time.perf_counter()
    context = Context.headless()
    try:
        pipeline = job.pipeline(info, context, timed)
        pipeline.process(frame)
    except BaseException:
        context.release()
        raise
    return 1e3 * (time.perf_counter() - begun), _Started(pipeline, context)


def _drawn(pipeline: Pipeline, frames: Iterator[Frame]) -> Iterator[Frame]:
    """As `render` draws. Every frame's planes are read, so no driver can leave a draw out."""
    for frame in frames:
        done = pipeline.submit(frame)
        if done is not None:
            yield done
    yield from pipeline.drain()


def _source(info: VideoInfo) -> Source:
    return Source(info.width, info.height, info.format, info.color, info.hdr)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _print(out: Console, found: dict[str, Any]) -> None:
    s, t, machine = found["source"], found["target"], found["machine"]
    show(out, f"{' + '.join(found['chain']) or 'plain resize'}: {s['width']}x{s['height']} {s['format']} to "
              f"{t['width']}x{t['height']} {t['format']}, {found['frames']} frames")  # fmt: skip
    show(out, f"{machine['renderer']}, {machine['cores']} cores")
    show(out, "")
    steps = table("stage", "step", "size", "ms", "share", right=("ms", "share"))
    known = [step["ms"] or 0.0 for step in found["steps"]]
    total = sum(known) or 1.0
    for step, ms in zip(found["steps"], known, strict=True):
        row(steps, step["stage"], step["title"], step["size"], f"{ms:.2f}" if step["ms"] is not None else "?",
            f"{ms / total:.0%}")  # fmt: skip
    stages = dict.fromkeys(step["stage"] for step in found["steps"])
    if len(stages) > 1:
        steps.add_section()
        for stage in stages:
            ms = sum(k for step, k in zip(found["steps"], known, strict=True) if step["stage"] == stage)
            row(steps, stage, "all its steps", "", f"{ms:.2f}", f"{ms / total:.0%}", style="dim")
    if found["steps"]:
        show(out, steps)
        show(out, "")
    wall, start, memory = found["wall_ms"], found["start_ms"], found["memory"]
    lines = table("figure", "value")
    lines.show_header = False
    row(lines, "a frame", f"{wall['median']:.2f} ms in the median, 95 % under {wall['p95']:.2f} ms")
    row(lines, "speed", f"{found['fps']:.1f} frames/s in the mean, {1e3 / found['fps']:.2f} ms a frame")
    row(lines, "CPU a frame", f"{found['cpu_ms']:.2f} ms in all threads; {found['thread_ms']:.2f} ms on the drawing "
                              "thread (our code and the driver's calls)")  # fmt: skip
    row(
        lines,
        "start",
        f"{start['first']:.0f} ms to the first frame; again {start['second']:.0f} ms (--start tells more)",
    )
    row(lines, "textures", f"{mib(memory['bytes'])} in {memory['textures']}; one a pass would be "
                           f"{mib(memory['one_a_pass_bytes'])}")  # fmt: skip
    show(out, lines)
    for one in found["skipped"]:
        show(out, one_line(f"skipped {one['pass']}: {one['reason']}"), style="dim")
    for failure in found["failures"]:
        show(out, f"left out: {failure}", style="red")
