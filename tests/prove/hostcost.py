"""How much of a render's CPU time is our own code, outside OpenGL calls, decoder and encoder. Goal: under 5 %.

The three threads of ours are timed with the CPU clock of each; every call from our code into moderngl and PyAV is timed
inside them and taken off, as is what FFmpeg and the driver do on threads of their own. What is left is our Python, the
start (planning, reading the shaders) spread over all frames, and the timing itself, about a microsecond a call: an
upper bound.
"""

from __future__ import annotations

import functools
import os
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from upshade.core import library
from upshade.gl.context import Context
from upshade.jobs.job import Job
from upshade.jobs.render import render
from upshade.media import convert, reader, segments, source, writer

GOAL = 0.05


class Clock:
    """CPU seconds that each thread spent in foreign code, outermost calls only."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self.calls: Counter[str] = Counter()
        self._inside = threading.local()

    def wrap(self, function: Callable[..., Any], kind: str) -> Callable[..., Any]:
        inside, spent, calls, now = self._inside, self.spent, self.calls, time.thread_time

        @functools.wraps(function, assigned=())
        def timed(*words: Any, **named: Any) -> Any:
            if getattr(inside, "yes", False):
                return function(*words, **named)
            inside.yes = True
            begun = now()
            try:
                return function(*words, **named)
            finally:
                spent[kind] += now() - begun
                calls[kind] += 1
                inside.yes = False

        return timed


# Our code's whole surface to OpenGL on each frame, found in gl/*.py: methods of moderngl's classes.
_GL = {
    "Framebuffer": ("use", "read_into", "read"), "Texture": ("use", "write", "read_into"), "Sampler": ("use",),
    "VertexArray": ("render",), "Uniform": ("write",), "Buffer": ("write", "orphan", "read_into"),
    "Context": ("clear_samplers", "enable_only", "program", "texture", "framebuffer", "vertex_array", "buffer",
                "sampler", "query", "release"),
}  # fmt: skip


@contextmanager
def timed(clock: Clock) -> Iterator[None]:
    """Every way out of our code goes through the clock."""
    moderngl = sys.modules["moderngl"]
    undo: list[tuple[Any, str, Any]] = []

    def put(owner: Any, name: str, new: Any) -> None:
        undo.append((owner, name, owner.__dict__[name]))
        setattr(owner, name, new)

    for kind, names in _GL.items():
        owner = getattr(moderngl, kind)
        for name in names:
            put(owner, name, clock.wrap(owner.__dict__[name], "OpenGL"))
    put(moderngl, "create_context", clock.wrap(moderngl.create_context, "OpenGL"))
    put(Context, "finish", clock.wrap(Context.finish, "OpenGL"))
    put(source.Source, "_decode", _pictures(source.Source._decode, clock))
    put(convert, "reformat", clock.wrap(convert.reformat, "codecs"))
    put(segments.Segment, "encode", _packets(clock))
    put(segments.Segment, "close", lambda segment: clock.wrap(segment.context.encode, "codecs")(None))
    put(segments.VideoSpec, "configure", clock.wrap(segments.VideoSpec.configure, "codecs"))
    put(writer.Writer, "_mux", clock.wrap(writer.Writer._mux, "codecs"))
    try:
        yield
    finally:
        for owner, name, old in reversed(undo):
            setattr(owner, name, old)


def _pictures(decode: Callable[..., Iterator[Any]], clock: Clock) -> Callable[..., Iterator[Any]]:
    def run(self: Any, *limit: Any) -> Iterator[Any]:
        step = clock.wrap(lambda pictures: next(pictures, None), "codecs")
        pictures = decode(self, *limit)
        while (picture := step(pictures)) is not None:
            yield picture

    return run


def _packets(clock: Clock) -> Callable[..., Iterator[Any]]:
    """`Segment.encode`, with the encoder alone timed: making the picture for it is our own work."""

    def encode(segment: Any, frame: Any, pts: int) -> Iterator[Any]:
        segment.frames += 1
        picture = segment._picture(frame, pts)
        yield from clock.wrap(segment.context.encode, "codecs")(picture)

    return encode


@contextmanager
def own_threads(clock: Clock) -> Iterator[dict[str, float]]:
    """CPU seconds of our threads, complete when they have ended."""
    spent: dict[str, float] = defaultdict(float)
    places = ((reader._Run, "_work", "decoding thread"), (writer.Writer, "_work", "encoding thread"))
    real = [getattr(owner, name) for owner, name, _ in places]

    def whole(function: Callable[..., Any], name: str) -> Callable[..., Any]:
        def run(*words: Any) -> Any:
            begun = time.thread_time()
            try:
                return function(*words)
            finally:
                spent[name] += time.thread_time() - begun

        return run

    for (owner, name, title), function in zip(places, real, strict=True):
        setattr(owner, name, whole(function, title))
    begun = time.thread_time()
    try:
        yield spent
    finally:
        spent["drawing thread"] += time.thread_time() - begun
        for (owner, name, _), function in zip(places, real, strict=True):
            setattr(owner, name, function)


def main() -> int:
    clip = str(library.demo_clip())
    seconds = float(os.environ.get("SECONDS_OF_CLIP", "3"))
    with tempfile.TemporaryDirectory() as folder:
        # Once before: what is compiled and imported is no part of the cost of a frame.
        render(Job(clip, str(Path(folder) / "warm.mkv"), duration=0.2))
        clock = Clock()
        with timed(clock), own_threads(clock) as threads:
            begun = time.process_time()
            report = render(Job(clip, str(Path(folder) / "out.mkv"), duration=seconds))
            total = time.process_time() - begun
    foreign = sum(clock.spent.values())
    own = sum(threads.values()) - foreign
    per = 1e3 / report.frames
    print("| what | ms a frame | share |\n| --- | ---: | ---: |")
    print(f"| the process, all threads | {total * per:.2f} | 100 % |")
    for name, value in (("OpenGL calls", clock.spent["OpenGL"]), ("PyAV calls", clock.spent["codecs"])):
        print(f"| {name} on our threads | {value * per:.2f} | {value / total:.1%} |")
    others = total - sum(threads.values())
    print(f"| threads of the driver and FFmpeg | {others * per:.2f} | {others / total:.1%} |")
    print(f"| **our code** (upper bound) | {own * per:.2f} | {own / total:.1%} |")
    calls = sum(clock.calls.values()) / report.frames
    print(f"\n{report.frames} frames of the demo clip with `anime`; {calls:.0f} foreign calls a frame were timed.")
    return 0 if own / total < GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
