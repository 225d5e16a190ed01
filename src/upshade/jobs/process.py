"""Processes of our own that work for this one: both ends of the lines of JSON between them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Lock, Thread
from typing import Any

Words = dict[str, Any]


class Process:
    """`module` as a process, one of `count` that work at the same time. `heard` is called on a thread with everything
    that it says, and with {} when it has ended. `words`: of its command line."""

    def __init__(self, module: str, count: int, heard: Callable[[Words], None], words: Sequence[str] = ()) -> None:
        """OSError when no process can be started."""
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 - `end` closes it
        # A driver that draws on the CPU gets its share of the cores.
        share = {"LP_NUM_THREADS": str(max(1, (os.cpu_count() or 1) // count))} if count > 1 else {}
        try:
            with _no_sigint():
                # -P: a file in the user's folder that is called like a module is none.
                self._process = subprocess.Popen(
                    [sys.executable, "-P", "-m", module, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                    stderr=self._stderr, env={**share, **os.environ}, bufsize=0,
                )  # fmt: skip
            self._heard = heard
            self._thread = Thread(target=self._listen, name="upshade-process", daemon=True)
            self._thread.start()
        except BaseException:
            # Ctrl-C that was held back comes now, and nobody else knows of the process yet.
            if hasattr(self, "_process"):
                self._process.kill()
                self._process.wait()
            self._stderr.close()
            raise

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for words in _lines(self._process.stdout.read):
            self._heard(words)
        self._process.wait()
        self._heard({})

    def tell(self, **words: Any) -> None:
        assert self._process.stdin is not None
        data = memoryview(json.dumps(words).encode() + b"\n")
        with suppress(OSError, ValueError):  # it is gone, which its thread tells
            while data:
                data = data[self._process.stdin.write(data) :]

    def dismiss(self) -> None:
        """It hears the end of its input, and ends as soon as it can; `end` waits for that."""
        assert self._process.stdin is not None
        with suppress(OSError):
            self._process.stdin.close()

    def kill(self) -> None:
        """It ends at once; `end` is still to come."""
        self._process.kill()

    def end(self, deadline: float) -> None:
        """Over by then (`time.monotonic`), or killed."""
        try:
            self._process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._thread.join()
        self._last_words()
        for pipe in (self._process.stdin, self._process.stdout, self._stderr):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    @property
    def why(self) -> str:
        """Why it ended, when nobody wanted it to; before and after `end`."""
        code = self._process.returncode
        if code == -signal.SIGTERM or code == 130:
            return "its process was told to end"
        if code < 0:
            with suppress(ValueError):
                hint = " (perhaps the memory ran out)" if code == -9 else ""
                return f"its process was ended by {signal.Signals(-code).name}{hint}"
        last = self._last_words()
        return f"its process ended with {code}" + (f": {last}" if last else "")

    def _last_words(self) -> str:
        """The last line of what it wrote to stderr."""
        if not self._stderr.closed:
            self._stderr.seek(0)
            lines = self._stderr.read()[-4000:].decode("utf-8", "replace").strip().splitlines()
            self._last = lines[-1].strip() if lines else ""
        return self._last


@contextmanager
def _no_sigint() -> Iterator[None]:
    """What is started meanwhile begins with Ctrl-C held back, until it ignores it by itself."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Line:
    """The other end, in the process. `heard` is called on a thread with everything that is said to it, and with {}
    when there is nobody any more. From here on Ctrl-C is ignored: who started the process decides what it means."""

    def __init__(self, heard: Callable[[Words], None]) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if hasattr(signal, "pthread_sigmask"):
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        # What libraries print must not come between the lines.
        self._out = os.fdopen(os.dup(1), "wb", buffering=0)
        os.dup2(2, 1)
        self._lock = Lock()
        self._heard = heard
        Thread(target=self._listen, name="upshade-line", daemon=True).start()

    def _listen(self) -> None:
        # Not through sys.stdin, whose lock a thread that still waits would keep at exit.
        with open(0, "rb", buffering=0, closefd=False) as said:
            for words in _lines(said.read):
                self._heard(words)
        self._heard({})

    def tell(self, **words: Any) -> None:
        """From any thread. BrokenPipeError when nobody listens."""
        data = memoryview(json.dumps(words).encode() + b"\n")
        with self._lock:
            while data:
                data = data[self._out.write(data) :]


def _lines(read: Callable[[int], bytes]) -> Iterator[Words]:
    rest = b""
    while block := read(1 << 16):
        *whole, rest = (rest + block).split(b"\n")
        for line in whole:
            yield json.loads(line)
