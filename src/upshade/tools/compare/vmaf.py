"""VMAF, by the libvmaf of imageio-ffmpeg's FFmpeg: aligned pairs go in through a pipe, scores come out as JSON."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from ...core.color import Range
from ...errors import BadInput, JobFailed
from .extra import missing
from .views import View

LEAST = 16
"""libvmaf's own limit: its coarsest scale must hold a pixel."""


class Vmaf:
    """`feed` pairs of one size, at least LEAST each way, `finish` for the scores, `close` in any case.

    Both pictures go as one, one above the other, and FFmpeg cuts them apart: a single pipe, and no file of theirs
    that could drop or double a picture. Only luma is sent, limited range, as the models are made for; chroma is gray.
    `every`: one in so many pairs gets a score, but all are looked at for motion. `model`: libvmaf's name.
    """

    def __init__(self, first: View, every: int = 1) -> None:
        self._size = width, height = first.size
        self._bits = max(f.format.bits for f in first.frames)
        if not first.coded or first.frames[0].color.range is Range.FULL:
            self._bits = max(10, self._bits)  # luma is computed, and should not be rounded much
        # Netflix' advice: the 4K model is for 4K, the other for what is watched at 1080p.
        self.model = "vmaf_4k_v0.6.1" if height > 1440 or width > 2560 else "vmaf_v0.6.1"
        self._rows = height + height % 2  # so that the lower picture begins on a whole chroma row
        dtype = np.uint8 if self._bits == 8 else np.dtype("<u2")
        chroma = -(-width // 2) * self._rows
        self._page = np.full(2 * self._rows * width + 2 * chroma, 1 << (self._bits - 1), dtype)
        self._folder = tempfile.TemporaryDirectory(prefix="upshade-vmaf-")
        try:
            self._process = self._start(self.find(), every)
        except BaseException:
            self._folder.cleanup()
            raise

    @staticmethod
    def find() -> str:
        """FFmpeg. BadInput where the package is not installed."""
        try:
            import imageio_ffmpeg
        except ImportError:
            raise missing("VMAF") from None
        try:
            return str(imageio_ffmpeg.get_ffmpeg_exe())
        except RuntimeError as error:
            raise BadInput(f"VMAF: imageio-ffmpeg has no FFmpeg for this machine: {error}") from None

    def _start(self, program: str, every: int) -> subprocess.Popen[bytes]:
        width, height = self._size
        depth = "" if self._bits == 8 else f"{self._bits}le"
        cut = f"crop={width}:{height}:0"
        graph = (
            f"[0:v]split[a][b];[a]{cut}:0:exact=1[ref];[b]{cut}:{self._rows}:exact=1[test];"
            f"[test][ref]libvmaf=model='version={self.model}':log_fmt=json:log_path=log.json:n_subsample={every}:"
            f"n_threads={os.cpu_count() or 1}"
        )
        words = [program, "-nostdin", "-hide_banner", "-loglevel", "error",
                 "-f", "rawvideo", "-pix_fmt", f"yuv420p{depth}", "-video_size", f"{width}x{2 * self._rows}",
                 "-framerate", "25", "-i", "pipe:0", "-filter_complex", graph, "-f", "null", "-"]  # fmt: skip
        with open(self._told, "wb") as told:
            # A group of its own: Ctrl-C is for us, and we end it.
            return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=told,
                                    cwd=self._folder.name, start_new_session=True)  # fmt: skip

    @property
    def _told(self) -> Path:
        return Path(self._folder.name, "told.txt")

    def feed(self, pair: View) -> None:
        """Raises JobFailed where FFmpeg has given up."""
        width, height = self._size
        if pair.size != self._size:
            raise JobFailed(f"VMAF is of one size: {width}x{height} at first, then {pair.size[0]}x{pair.size[1]}")
        page = self._page[: 2 * self._rows * width].reshape(2, self._rows, width)
        for side in (0, 1):
            page[side, :height] = _limited(pair, side, self._bits)
        try:
            self._pipe.write(self._page.data)
        except BrokenPipeError:
            self._process.wait()
            raise self._failed() from None

    @property
    def _pipe(self) -> IO[bytes]:
        assert self._process.stdin is not None
        return self._process.stdin

    def finish(self) -> list[float]:
        """The scores, in order: of the first pair and every `every`-th after it."""
        try:
            self._pipe.close()
        except BrokenPipeError:
            self._process.wait()
            raise self._failed() from None
        if self._process.wait():
            raise self._failed()
        try:
            log = json.loads(Path(self._folder.name, "log.json").read_text("utf-8"))
            return [float(frame["metrics"]["vmaf"]) for frame in log["frames"]]
        except (OSError, ValueError, KeyError, TypeError):
            raise self._failed() from None

    def _failed(self) -> JobFailed:
        try:
            lines = self._told.read_text("utf-8", "replace").split("\n")
        except OSError:
            lines = []
        reason = next((line.strip() for line in lines if line.strip()), f"exit code {self._process.returncode}")
        if "No such filter" in reason or ("libvmaf" in reason and "not found" in reason):
            reason = "this FFmpeg is built without libvmaf"
        return JobFailed(f"VMAF could not be computed: {reason}")

    def close(self) -> None:
        """Ends FFmpeg, and leaves no file."""
        if self._process.poll() is None:
            self._process.kill()
        with contextlib.suppress(OSError):
            self._pipe.close()
        self._process.wait()
        self._folder.cleanup()


def _limited(pair: View, side: int, bits: int) -> NDArray[np.generic]:
    """Luma of limited range in `bits`."""
    plane, color = pair.luma[side], pair.frames[side].color
    unit = float(1 << (bits - 8))
    if pair.peak == 1.0:
        y = 16 * unit + 219 * unit * plane
    elif color.range is Range.FULL:
        y = 16 * unit + plane * (219 * unit / pair.peak)
    elif np.issubdtype(plane.dtype, np.integer) and pair.peak == (1 << bits) - 1:
        return plane
    else:
        y = plane * ((1 << bits) / (pair.peak + 1))
    made: NDArray[np.generic] = np.clip(np.rint(y), 0, (1 << bits) - 1)
    return made
