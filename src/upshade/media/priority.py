"""How this process is scheduled: what a library may not change of it, and how it gives way to others."""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def priority_kept() -> Iterator[None]:
    """Afterwards no thread of this process is a real-time one, if this one was none before.

    SVT-AV1, where root runs it, makes itself and the thread that opens it real-time threads of the highest priority
    (SCHED_FIFO 99, as `chrt -p` showed): all that is begun from there inherits it, and hardly anything else
    on the machine runs until the render is done.
    """
    if not hasattr(os, "sched_getscheduler") or not os.path.isdir("/proc/self/task"):
        yield
        return
    policy, parameter = os.sched_getscheduler(0), os.sched_getparam(0)
    try:
        yield
    finally:
        if policy != os.SCHED_FIFO and os.sched_getscheduler(0) == os.SCHED_FIFO:
            _tell_libc(policy, parameter.sched_priority)
            for thread in map(int, os.listdir("/proc/self/task")):
                with suppress(OSError):  # it may have ended meanwhile
                    if os.sched_getscheduler(thread) == os.SCHED_FIFO:  # drivers have policies of their own
                        os.sched_setscheduler(thread, policy, parameter)


def _tell_libc(policy: int, priority: int) -> None:
    """That this thread is scheduled so. glibc keeps what pthread_setschedparam was told last, not what the system call
    sets, and begins threads by it: one with another priority, as miniaudio's, would be refused (EINVAL)."""
    with suppress(OSError, AttributeError):
        tell = ctypes.CDLL(None).pthread_setschedparam
        tell(ctypes.c_ulong(threading.get_ident()), policy, ctypes.byref(ctypes.c_int(priority)))


def give_way() -> None:
    """This thread, and all that it begins from now on, gets a tenth of the time that others get where both want to
    run; all of it where they do not. For the life of the process."""
    if sys.platform == "win32":
        below_normal = 0x4000
        this = ctypes.c_void_p(-1)  # what GetCurrentProcess gives
        ctypes.windll.kernel32.SetPriorityClass(this, below_normal)
    else:
        with suppress(OSError):
            os.nice(10)
