"""A process that renders for a batch: `python -m upshade.jobs.child`, spoken to in lines of JSON.

In: {"job": …} (as `wire.encode`), one after the other; {"stop": true} or the end of the input ends it, also in the
middle of a job. Out: {"progress": …} and {"notice": …}, then {"done": {frames, seconds, written, notices}} or
{"failed": message, "exit_code", "last"}; after a failure that may have left the driver or memory in a bad state
("last") it takes no more. With --background it leaves the processor to whatever else wants it.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from queue import SimpleQueue
from typing import Any

from ..core.interrupts import heed
from ..errors import BadInput, OutputError, Stopped, UpshadeError
from ..media.priority import give_way
from . import process, wire
from .job import Job, Progress
from .render import render

_EVERY = 0.2
"""Seconds between two lines of progress."""
_PATIENCE = 5.0
"""Seconds that a job may take to stop when nobody listens any more."""


class _Line(process.Line):
    """The way to and from the batch."""

    def __init__(self) -> None:
        self._jobs: SimpleQueue[Any] = SimpleQueue()
        self._said = 0.0
        super().__init__(self._hear)

    def _hear(self, words: process.Words) -> None:
        if "job" in words:
            self._jobs.put(words["job"])
        elif words:
            _interrupt()
        else:
            self._jobs.put(None)
            _interrupt()
            time.sleep(_PATIENCE)
            os._exit(1)

    def job(self) -> Job | None:
        """The next job; None when there is none to come."""
        data = self._jobs.get()
        if data is None:
            return None
        made = wire.decode(data)
        assert isinstance(made, Job)
        return made

    def progress(self, step: Progress) -> None:
        now = time.monotonic()
        if now - self._said >= _EVERY:
            self._said = now
            self.tell(progress=wire.encode(step))


def _interrupt() -> None:
    """KeyboardInterrupt in the main thread, also out of a call that waits."""
    if hasattr(signal, "pthread_kill"):
        main = threading.main_thread().ident
        assert main is not None
        signal.pthread_kill(main, signal.SIGTERM)
    else:
        signal.raise_signal(signal.SIGTERM)


def main() -> int:
    heed({signal.SIGTERM: KeyboardInterrupt})
    try:
        if "--background" in sys.argv[1:]:
            give_way()
        line = _Line()
        while (job := line.job()) is not None:
            if not _do(line, job):
                break
    except (KeyboardInterrupt, BrokenPipeError):
        # Drivers take their time to go, and nobody waits for this one.
        os._exit(130)
    return 0


def _do(line: _Line, job: Job) -> bool:
    """Whether the process can be trusted with another job."""
    try:
        report = render(job, line.progress, lambda notice: line.tell(notice=notice))
    except (BadInput, OutputError) as error:
        line.tell(failed=str(error), exit_code=error.exit_code, last=False)
        return True
    except BrokenPipeError:
        raise
    except Stopped as error:
        line.tell(failed=str(error), exit_code=error.exit_code, last=True)
        raise KeyboardInterrupt from None
    except UpshadeError as error:
        line.tell(failed=str(error), exit_code=error.exit_code, last=True)
    except MemoryError:
        line.tell(failed="not enough memory for this", exit_code=1, last=True)
    except Exception as error:
        what = (
            f"an error inside upshade ({type(error).__name__}: {error}); rendering this file alone with --debug shows"
        )
        line.tell(failed=f"{what} where", exit_code=1, last=True)
    else:
        line.tell(done={"frames": report.frames, "seconds": report.seconds, "written": report.written,
                        "notices": report.notices})  # fmt: skip
        return True
    return False


if __name__ == "__main__":
    sys.exit(main())
