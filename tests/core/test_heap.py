"""What is freed goes back to the system, whatever was freed before."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import ctypes, sys
from upshade.core.heap import give_back
give_back()
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes, libc.free.argtypes = ctypes.c_void_p, [ctypes.c_size_t], [ctypes.c_void_p]
class Info(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in
                "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost".split()]
libc.mallinfo2.restype = Info
libc.free(libc.malloc(8 << 20))
before = libc.mallinfo2().hblkhd
kept = [libc.malloc(200 << 10) for _ in range(8)]
print((libc.mallinfo2().hblkhd - before) >> 10)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="no other system has glibc")
def test_a_picture_that_was_freed_changes_nothing_for_the_next() -> None:
    """glibc alone would put blocks of 200 KiB into a heap once one of 8 MiB was freed."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert int(done.stdout) >= 8 * 200
