"""A process that checks shader files: `python -m upshade.tools.checker SETUP`, spoken to in lines of JSON.

SETUP is a `Setup` in JSON. In: {"check": path}, one after the other; the end of the input ends it. Out: {"ready": true}
or {"broken": why} once; for each file {"doing": words} as it goes and {"found": …}, with "last" after a failure that
may have left the driver or memory in a bad state: then it takes no more.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from queue import SimpleQueue

from ..core.frame import Frame
from ..core.steps import Options
from ..errors import UpshadeError
from ..gl import dispatch
from ..gl.context import Context
from ..jobs.process import Line, Words
from ..media.reader import open_video
from . import checkpicture
from .checkone import Checker, cases, failure

FORMATS = ("yuv420p", "rgb24", "yuv444p")
"""The test picture, in turn, until every pass runs."""
_GRACE = 5.0
"""Seconds after the limit that it ends by itself, should there be nobody left to end it."""


@dataclass(frozen=True, slots=True)
class Setup:
    """`source`: a picture or video whose first picture is drawn (None: the test picture); `limit`: seconds a file may
    take; `memory`: MiB that it may take."""

    source: str | None = None
    scale: float | None = None
    size: tuple[int, int] | None = None
    sets: tuple[str, ...] = ()
    precision: str | None = None
    limit: float = 30.0
    memory: int = 4096

    def text(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def of(cls, text: str) -> Setup:
        words = json.loads(text)
        words["size"] = None if words["size"] is None else tuple(words["size"])
        return cls(**words | {"sets": tuple(words["sets"])})


def frames(source: str | None) -> list[Frame]:
    """What is drawn. Raises what `open_video` raises."""
    if source is None:
        return [checkpicture.frame(name) for name in FORMATS]
    with open_video(source) as reader:
        return [next(iter(reader))]


def main() -> int:
    setup = Setup.of(sys.argv[1])
    waiting: SimpleQueue[str | None] = SimpleQueue()

    def heard(words: Words) -> None:
        waiting.put(words.get("check"))
        if not words:
            # A driver may never come back from a draw; there is nothing here to be saved.
            os._exit(0)

    line = Line(heard)
    try:
        tried = cases(frames(setup.source), setup.scale, setup.size)
        context = Context.headless()
        dispatch.settle(context)  # what is wrong with that is no file's fault
    except UpshadeError as error:
        line.tell(broken=str(error), exit_code=error.exit_code)
        return 1
    _confine(setup.memory)
    options = None if setup.precision is None else Options(precision=setup.precision)
    checker = Checker(context, tried, setup.sets, options, lambda words: line.tell(doing=words))
    line.tell(ready=True)
    while (path := waiting.get()) is not None:
        _alarm(setup.limit + _GRACE)
        try:
            found, last = checker.check(path), False
        except Exception as error:  # one file's, whatever it is
            found, last = failure(path, error), True
        _alarm(0)
        line.tell(found=found.words(), last=last)
        if last:
            break
    # Drivers take their time to go, and nobody waits for this one.
    os._exit(0)


def _alarm(seconds: float) -> None:
    """The system ends this process then, even in the middle of a driver's call, in which no Python runs."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _confine(mebibytes: int) -> None:
    """From now on it may take so much more memory, where the system can say how much it has and can hold it to that."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        most = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + (mebibytes << 20), most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
