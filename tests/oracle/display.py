"""An X server without a screen, for players that need one."""

from __future__ import annotations

import os
import select
import socket
import struct
import subprocess
import time

from .common import OracleError, need


class Display:
    """Xvfb on a free number. It ends with its last client, and on `close()`. We are a client ourselves, so that it
    lives through a player's own comings and goings, and ends when this process dies in whatever way."""

    def __init__(self) -> None:
        program = need("Xvfb", "xvfb")
        self._client: socket.socket | None = None
        read, write = os.pipe()
        try:
            self._process = subprocess.Popen(
                [program, "-displayfd", str(write), "-screen", "0", "4096x4096x24", "-nolisten", "tcp", "-terminate"],
                pass_fds=(write,), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            os.close(write)
            write = -1
            text, until = b"", time.monotonic() + 30
            while not text.endswith(b"\n"):
                if not select.select([read], [], [], max(0.0, until - time.monotonic()))[0]:
                    self.close()
                    raise OracleError("Xvfb gave no display in 30 s")
                more = os.read(read, 64)
                if not more:
                    raise OracleError(f"Xvfb ended with {self._process.wait(10)} before it gave a display")
                text += more
        finally:
            os.close(read)
            if write >= 0:
                os.close(write)
        self.name = ":" + text.decode().strip()
        self._client = socket.socket(socket.AF_UNIX)
        self._client.settimeout(10)
        self._client.connect(f"/tmp/.X11-unix/X{self.name[1:]}")
        # X11 protocol, Connection Setup: byte order, version 11.0, no authorisation; 1 is Success.
        self._client.sendall(struct.pack("<BxHHHHxx", ord("l"), 11, 0, 0, 0))
        if self._client.recv(1) != b"\x01":
            self.close()
            raise OracleError("Xvfb lets nobody in")

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
        stop(self._process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a child and wait for it, with force after 5 s."""
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(5)
