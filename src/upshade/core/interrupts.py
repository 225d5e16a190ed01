"""Being told to end, as an exception in the main thread that is neither lost nor raised where it cannot be borne."""

from __future__ import annotations

import _thread
import os
import signal
import sys
import threading
from collections.abc import Mapping
from types import FrameType

_AGAIN = 0.02
"""Seconds after which a signal that came at a bad moment comes once more."""

_DEAF = frozenset({"importlib._bootstrap", "_frozen_importlib", "_moderngl"})
"""Modules in which, and in what they call, nothing is raised. While modules are imported, some that are written in C
forget an exception, or take it for another. moderngl's C calls `_moderngl` for each uniform of a program and does not
look whether that failed (moderngl 5.12: a segmentation fault)."""


_meanings: dict[int, type[KeyboardInterrupt]] = {}


def heed(meanings: Mapping[int, type[KeyboardInterrupt]]) -> None:
    """From now on a signal of these numbers raises its exception in the main thread, also out of what waits there. A
    signal that is ignored stays so."""
    sys.unraisablehook = _not_lost
    for number, meaning in meanings.items():
        if signal.getsignal(number) != signal.SIG_IGN:
            _meanings[number] = meaning
            signal.signal(number, _raise)


def _raise(number: int, frame: FrameType | None) -> None:
    while frame is not None:
        if frame.f_globals.get("__name__") in _DEAF:
            _again(number)
            return
        frame = frame.f_back
    raise _meanings[number]


def _not_lost(ignored: sys.UnraisableHookArgs) -> None:
    """What came in the middle of a destructor or of C's calling back is printed and forgotten by Python: here it comes
    again."""
    for number, meaning in _meanings.items():
        if ignored.exc_type is meaning:
            _again(number)  # raised in here it would be forgotten once more
            return
    sys.__unraisablehook__(ignored)


def _again(number: int) -> None:
    # A true signal also wakes what waits.
    send = os.kill if hasattr(signal, "pthread_kill") else lambda _, number: _thread.interrupt_main(number)
    later = threading.Timer(_AGAIN, send, (os.getpid(), number))
    later.daemon = True
    later.start()
