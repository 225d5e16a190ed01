"""What mpv itself makes of an mpv.conf and an input.conf."""

from __future__ import annotations

import json
import os
import select
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

from .common import OracleError, need
from .display import stop

LIMIT = 30.0
_MARK = "F12"


class MpvConf:
    """An idle mpv without a window, with the configuration in `folder`; nothing of it is played."""

    def __init__(self, folder: Path, conf: str = "", keys: str = "") -> None:
        folder.mkdir(exist_ok=True)
        (folder / "mpv.conf").write_bytes(conf.encode())
        (folder / "input.conf").write_bytes(f"{keys}\n{_MARK} script-message upshade-mark\n".encode())
        self._socket, theirs = socket.socketpair()
        self._buffer = b""
        with theirs:
            self._mpv = subprocess.Popen(
                [need("mpv", "mpv"), f"--config-dir={folder}", "--idle=yes", "--vo=null", "--ao=null",
                 "--load-scripts=no", "--no-terminal", f"--input-ipc-client=fd://{theirs.fileno()}"],
                pass_fds=(theirs.fileno(),), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, env={**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8"},
            )  # fmt: skip

    def __enter__(self) -> MpvConf:
        return self

    def __exit__(self, *exc: object) -> None:
        self._socket.close()
        stop(self._mpv)

    @property
    def shaders(self) -> list[str]:
        """The paths of `glsl-shaders` as they stand, without empty ones."""
        return [path for path in self._command("get_property", "glsl-shaders") if path]

    def press(self, key: str) -> list[str]:
        """`shaders` after a key."""
        self._command("keypress", key)
        self._command("keypress", _MARK)
        until = time.monotonic() + LIMIT
        while self._message(until).get("args") != ["upshade-mark"]:
            pass
        return self.shaders

    def _command(self, *words: str) -> Any:
        self._socket.sendall(json.dumps({"command": words, "request_id": 1}).encode() + b"\n")
        until = time.monotonic() + LIMIT
        while True:
            message = self._message(until)
            if message.get("request_id") == 1 and "event" not in message:
                if message["error"] != "success":
                    raise OracleError(f"mpv refused {list(words)}: {message['error']}")
                return message.get("data")

    def _message(self, until: float) -> dict[str, Any]:
        while b"\n" not in self._buffer:
            if not select.select([self._socket], [], [], max(0.0, until - time.monotonic()))[0]:
                raise OracleError("mpv does not answer")
            more = self._socket.recv(1 << 16)
            if not more:
                raise OracleError("mpv died")
            self._buffer += more
        line, self._buffer = self._buffer.split(b"\n", 1)
        message: dict[str, Any] = json.loads(line)
        return message
