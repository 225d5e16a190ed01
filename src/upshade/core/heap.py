"""How the C library keeps memory for a process that lives for hours and shows many films."""

from __future__ import annotations

import ctypes
import sys

_ARENA_MAX, _MMAP_THRESHOLD = -8, -3
"""glibc's `malloc.h`: M_ARENA_MAX, M_MMAP_THRESHOLD."""


def give_back() -> None:
    """From now on what is freed goes back to the system, for the life of the process. Does nothing but under glibc.

    glibc raises the size from which a block is mapped by itself with each such block that is freed, up to 32 MiB, and
    gives each thread a heap of its own: pictures then lie between small blocks of many threads, and where one
    of these stays the memory does too (a film at rest in the window: 300 MiB instead of 350, `make prove soak`).
    """
    if not sys.platform.startswith("linux"):
        return
    try:
        set_option = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return
    set_option(_ARENA_MAX, 2)
    set_option(_MMAP_THRESHOLD, 128 << 10)  # the default, which no longer moves once it is set
