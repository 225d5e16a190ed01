"""mpv as an oracle: one process under its own Xvfb, driven over JSON IPC, many pictures and shaders.

Its renderer is `vo=gpu` on software OpenGL. It knows no `//!PARAM`: give it exported files. A shader that it refuses
leaves the plain picture and an answer of "success", so every error line of its log makes the result invalid.
"""

from __future__ import annotations

import json
import os
import re
import select
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from .common import OracleError, Result, need, private_copy
from .display import Display, stop

PICTURE_LIMIT = 240.0
"""Seconds one picture may take: the largest public shaders need a minute of compiling on a cold driver."""

FIXED = (
    "--no-config", "--vo=gpu", "--gpu-sw=yes", "--gpu-api=opengl", "--idle=yes", "--force-window=yes", "--pause",
    "--keep-open=yes", "--image-display-duration=inf", "--ao=null", "--hwdec=no", "--osc=no", "--osd-level=0",
    "--no-osd-bar", "--sub=no", "--no-border", "--no-keepaspect", "--no-keepaspect-window", "--load-scripts=no",
    "--no-input-default-bindings", "--ytdl=no", "--cursor-autohide=no", "--stop-screensaver=no", "--deband=no",
    "--fbo-format=rgba32f", "--dither-depth=no", "--linear-downscaling=no", "--correct-downscaling=no",
    "--video-sync=audio", "--screenshot-high-bit-depth=no", "--screenshot-png-compression=0",
    "--screenshot-tag-colorspace=no", "--vd-lavc-dr=no", "--msg-level=all=v",
)  # fmt: skip

PLAIN: Mapping[str, Any] = {
    "scale": "bilinear", "dscale": "bilinear", "cscale": "bilinear", "sigmoid-upscaling": False,
    "scaler-resizes-only": True, "opengl-pbo": False,
}  # fmt: skip
"""Options that a case may change; each case begins with these."""

_USER = re.compile(r"user shader: (.*) \([^()]*\)$", re.S)
ERROR_LINE = re.compile(r"\]\[[ef]\]\[")
_WARNING = re.compile(r"\]\[w\]\[")
_LISTING = re.compile(r"\] \[ *\d+\]|shader source:")
_BENIGN = re.compile(r"vaapi|vdpau|cuda|libEGL|libGL error|pulse|alsa|MESA-LOADER|screensaver", re.I)


def environment(display: Display, folder: Path) -> dict[str, str]:
    """A home without anyone's settings; Mesa's cache of compiled shaders stays where it always is.

    mpv 0.35 leaves the padding of a scaler's table of weights (`reinit_scaler`: 6 taps in 8 places) as malloc gave it.
    Where that is a NaN, the linear filter multiplies it by 0 and the picture goes black, in some processes and not in
    others. glibc's MALLOC_PERTURB_ fills new memory with the complement of its value: 0.
    """
    home = folder / "home"
    home.mkdir(exist_ok=True)
    env = dict(os.environ, DISPLAY=display.name, HOME=str(home), MPV_HOME=str(home), LC_ALL="C.UTF-8",
               GALLIVM_PERF="no_aos_sampling", EGL_PLATFORM="x11",
               MALLOC_PERTURB_="255")  # fmt: skip
    env.setdefault("XDG_CACHE_HOME", str(Path.home() / ".cache"))
    env.pop("WAYLAND_DISPLAY", None)
    return env


class Mpv:
    """A running mpv. `close()` ends it and its X server; both also end by themselves when this process dies,
    because their only client is gone."""

    def __init__(self, options: Mapping[str, Any] | None = None) -> None:
        """`options` hold for every picture of this process, from its start on."""
        self._program = need("mpv", "mpv")
        self._plain = {**PLAIN, **(options or {})}
        self._temp = tempfile.TemporaryDirectory(prefix="oracle-mpv-")
        self.folder = Path(self._temp.name)
        self._log_path = self.folder / "mpv.log"
        self._number = 0
        self._display: Display | None = None
        self._mpv: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None
        try:
            self._display = Display()
            self._start()
        except BaseException:
            self.close()
            raise

    def _start(self) -> None:
        assert self._display is not None
        self._log_at, self._buffer = 0, b""
        self._source: Path | None = None
        self._size = (0, 0)
        self._set: dict[str, Any] = dict(self._plain)
        self._changed: dict[str, Any] = {}
        self._log_path.unlink(missing_ok=True)
        fixed = [*FIXED, *(f"--{name}={_word(value)}" for name, value in self._plain.items())]
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._mpv = subprocess.Popen(
                [self._program, *fixed, f"--input-ipc-client=fd://{theirs.fileno()}", f"--log-file={self._log_path}",
                 "--geometry=64x64+0+0"],
                env=environment(self._display, self.folder), pass_fds=(theirs.fileno(),), stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder,
            )  # fmt: skip
        self.command("get_property", "mpv-version")

    def _stop(self) -> None:
        if self._socket is not None:
            self._socket.close()
        if self._mpv is not None:
            stop(self._mpv)

    def close(self) -> None:
        self._stop()
        if self._display is not None:
            self._display.close()
        self._temp.cleanup()

    def __enter__(self) -> Mpv:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    # JSON IPC

    def _message(self, until: float) -> dict[str, Any]:
        assert self._socket is not None
        while b"\n" not in self._buffer:
            if not select.select([self._socket], [], [], max(0.0, until - time.monotonic()))[0]:
                raise OracleError("mpv does not answer; last lines of its log: " + " | ".join(self._tail()))
            more = self._socket.recv(1 << 16)
            if not more:
                raise OracleError("mpv died; last lines of its log: " + " | ".join(self._tail()))
            self._buffer += more
        line, self._buffer = self._buffer.split(b"\n", 1)
        message: dict[str, Any] = json.loads(line)
        return message

    def command(self, *words: Any, limit: float = 60.0, check: bool = True) -> Any:
        """One command and its answer's data; events that come in between are dropped. OracleError if refused."""
        self._number += 1
        assert self._socket is not None
        request = {"command": list(words), "request_id": self._number}
        self._socket.sendall(json.dumps(request).encode() + b"\n")
        until = time.monotonic() + limit
        while True:
            message = self._message(until)
            if message.get("request_id") == self._number and "event" not in message:
                if check and message["error"] != "success":
                    raise OracleError(f"mpv refused {list(words)}: {message['error']}")
                return message.get("data")

    def _tail(self) -> list[str]:
        text = self._log_path.read_text(errors="replace") if self._log_path.exists() else ""
        return text.splitlines()[-4:]

    def _new_log(self) -> list[str]:
        """Lines since the last call. mpv writes its log in a thread: a line of ours marks how far it must have come."""
        self._number += 1
        mark = f"upshade-oracle-mark-{self._number}-".encode()
        self.command("print-text", mark.decode())
        until = time.monotonic() + 20
        with self._log_path.open("rb") as file:
            while True:
                file.seek(self._log_at)
                data = file.read()
                at = data.find(mark)
                end = data.find(b"\n", at) + 1 if at >= 0 else 0
                if end:
                    break
                if time.monotonic() > until:
                    raise OracleError("mpv stopped writing its log")
                select.select([], [], [], 0.001)
        self._log_at += end
        return [line for line in data[:end].decode(errors="replace").splitlines() if not _BENIGN.search(line)]

    # pictures

    def option(self, name: str, value: Any) -> None:
        """Set an option if it is not set so already."""
        if self._set.get(name) != value:
            self.command("set_property", name, value)
            self._set[name] = value

    def _load(self, source: Path) -> None:
        if self._source == source:
            return
        self._source = None
        # mpv's own Matroska demuxer knows no FFV1.
        options = ("demuxer=lavf",) if source.suffix in (".mkv", ".nut", ".y4m") else ()
        self.command("loadfile", str(source), "replace", *options)
        until = time.monotonic() + 60
        while True:
            message = self._message(until)
            if message.get("event") == "end-file" and message.get("reason") == "error":
                raise OracleError(f"mpv cannot open {source}: {message.get('file_error')}")
            if message.get("event") == "playback-restart":
                break
        self._source = source

    def _resize(self, size: tuple[int, int]) -> None:
        if self._size == size:
            return
        self.command("set_property", "geometry", f"{size[0]}x{size[1]}+0+0")
        until = time.monotonic() + 30
        while True:
            got = self.command("get_property", "osd-dimensions")
            if (got["w"], got["h"]) == size and not any(got[k] for k in ("mt", "mb", "ml", "mr")):
                break
            if time.monotonic() > until:
                raise OracleError(f"mpv's window is {got['w']}x{got['h']}, not {size[0]}x{size[1]}")
            select.select([], [], [], 0.005)
        self._size = size

    def render(
        self,
        source: Path,
        shaders: Sequence[Path] = (),
        size: tuple[int, int] = (0, 0),
        options: Mapping[str, Any] | None = None,
    ) -> Result:
        """The first frame of `source` through `shaders` at `size` = (width, height).

        `options` are mpv options by name, over PLAIN. OracleError on any error line in mpv's log, if the picture has
        another size, or if no list of passes comes; mpv then begins anew, because it keeps a program that did not
        compile, and draws with it in silence the next time.
        """
        try:
            return self._render(source, shaders, size, options)
        except OracleError:
            self._stop()
            self._start()
            raise

    def _render(
        self, source: Path, shaders: Sequence[Path], size: tuple[int, int], options: Mapping[str, Any] | None
    ) -> Result:
        start = time.monotonic()
        self._new_log()
        self.option("glsl-shaders", [])
        wanted = {**self._plain, **(options or {})}
        for name in self._changed.keys() - wanted.keys():
            self.option(name, self._changed.pop(name))
        for name, value in wanted.items():
            if name not in self._plain and name not in self._changed:
                self._changed[name] = self.command("get_property", name)
            self.option(name, value)
        self._load(Path(source).resolve())
        self._resize(size)
        self.option("glsl-shaders", [str(private_copy(Path(s), self.folder)) for s in shaders])
        target = self.folder / "shot.png"
        # A redraw of the window can come between the picture and the question for its passes.
        for _ in range(20):
            target.unlink(missing_ok=True)
            self.command("screenshot-to-file", str(target), "window", limit=PICTURE_LIMIT, check=False)
            passes = tuple(entry["desc"] for entry in self.command("get_property", "vo-passes")["redraw"])
            log = self._new_log()
            errors = [line for line in log if ERROR_LINE.search(line)]
            if errors or not target.exists():
                raise OracleError(f"mpv on {_names(shaders)}: " + (gist(errors) or "no picture"))
            if passes and not any("redraw cached" in p for p in passes):
                break
        else:
            raise OracleError("mpv never said which passes it drew")
        with Image.open(target) as shot:
            image = np.array(shot.convert("RGB"))
        if image.shape[1::-1] != size:
            raise OracleError(f"mpv's picture is {image.shape[1]}x{image.shape[0]}, not {size[0]}x{size[1]}")
        ran = tuple(m[1] for m in map(_USER.match, passes) if m)
        warnings = tuple(line for line in log if _WARNING.search(line))
        return Result(image, passes, ran, warnings, time.monotonic() - start)


def _names(shaders: Sequence[Path]) -> str:
    return ", ".join(Path(s).name for s in shaders) or "no shader"


def _word(value: Any) -> str:
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def gist(errors: Sequence[str]) -> str:
    """The first error lines without mpv's listing of the shader's source."""
    said = [line.split("] ", 1)[-1] for line in errors if not _LISTING.search(line)]
    return " | ".join((said or errors)[:4])
