"""Time per frame of the peers, planes in memory to picture in memory, for comparison with ours.

Both read raw 4:2:0 frames of a y4m file and deliver every frame to the CPU; a cut of it goes through a pipe, and the
time at which each frame arrives there is what is measured. So start-up and compiling are outside, and every copy and
conversion is inside. libplacebo gives 4:2:0 planes, as our render does. mpv's renderer gives RGB only: it is spared
RGB→YUV, which is in its favour.
"""

from __future__ import annotations

import os
import select
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from . import placebo
from .common import OracleError, need
from .display import Display, stop
from .mpv import ERROR_LINE, environment, gist

CUT = 128
"""Side of the square of each frame that goes through the pipe: more than one write buffer of RGB, little to copy."""


@dataclass(frozen=True)
class Timing:
    """`ms` per frame, the mean over `frames` after warming up."""

    ms: float
    frames: int


def write_clip(path: Path, planes: Sequence[NDArray[np.uint8]], frames: int, rate: int = 24) -> Path:
    """A y4m file of 4:2:0 `planes` (h, w), (h/2, w/2) twice, limited range, moving 2 pixels a frame."""
    h, w = planes[0].shape
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{w} H{h} F{rate}:1 Ip A1:1 C420mpeg2 XCOLORRANGE=LIMITED\n".encode())
        for n in range(frames):
            file.write(b"FRAME\n")
            for plane, step in zip(planes, (2, 1, 1), strict=True):
                file.write(np.roll(plane, n * step, axis=1).tobytes())
    return path


def _arrivals(process: subprocess.Popen[bytes], size: int, frames: int, limit: float) -> list[float]:
    assert process.stdout is not None
    fd, until = process.stdout.fileno(), time.monotonic() + limit
    times: list[float] = []
    left = size
    while len(times) < frames:
        if not select.select([fd], [], [], max(0.0, until - time.monotonic()))[0]:
            raise OracleError(f"{len(times)} of {frames} frames in {limit:.0f} s")
        data = os.read(fd, left)
        if not data:
            raise OracleError(f"only {len(times)} of {frames} frames came")
        left -= len(data)
        if not left:
            times.append(time.perf_counter())
            left = size
    return times


def _measure(process: subprocess.Popen[bytes], size: int, frames: int, warm: int, limit: float) -> Timing:
    try:
        times = _arrivals(process, size, frames, limit)
    finally:
        assert process.stdout is not None
        process.stdout.close()
        stop(process)
    return Timing((times[-1] - times[warm - 1]) * 1000 / (frames - warm), frames - warm)


def _placebo_error(log: Path) -> str:
    text = log.read_text(errors="replace")
    return placebo.gist(text) if "[error]" in text or "[fatal]" in text else ""


def placebo_time(
    clip: Path,
    shaders: Sequence[Path],
    size: tuple[int, int],
    frames: int,
    warm: int = 8,
    options: Mapping[str, str] | None = None,
    limit: float = 240.0,
) -> Timing:
    """libplacebo: planes of `clip` (at least `frames` frames) to 4:2:0 planes at `size`. OracleError on any error."""
    with tempfile.TemporaryDirectory(prefix="oracle-time-") as name:
        folder, log = Path(name), Path(name) / "log"
        shader = placebo.joined(shaders, 0, folder) if shaders else None
        text = placebo.filter_text(size, options or {}, shader, pixels="yuv420p")
        with log.open("wb") as stderr:
            process = subprocess.Popen(
                [placebo.ffmpeg(), "-hide_banner", "-nostdin", "-v", "level+error", "-init_hw_device", "vulkan=v:0",
                 "-filter_hw_device", "v", "-i", str(clip), "-vf", f"{text},crop={CUT}:{CUT}:0:0",
                 "-frames:v", str(frames), "-f", "rawvideo", "-flush_packets", "1", "pipe:1"],
                env=placebo.environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=stderr,
            )  # fmt: skip
        try:
            timing = _measure(process, CUT * CUT * 3 // 2, frames, warm, limit)
        except OracleError as error:
            raise OracleError(f"libplacebo: {error}; {_placebo_error(log)}") from None
        if said := _placebo_error(log):
            raise OracleError(f"libplacebo: {said}")
        return timing


def mpv_time(
    clip: Path,
    shaders: Sequence[Path],
    size: tuple[int, int],
    frames: int,
    warm: int = 8,
    options: Mapping[str, str] | None = None,
    limit: float = 240.0,
) -> Timing:
    """mpv: 4:2:0 planes of `clip` (at least `frames` frames) to RGB at `size`, by its renderer as a filter (vf_gpu),
    with its default texture formats and bilinear resize. Exported shaders. OracleError on any error in its log."""
    program = need("mpv", "mpv")
    with tempfile.TemporaryDirectory(prefix="oracle-time-") as name:
        folder, log = Path(name), Path(name) / "log"
        display = Display()
        try:
            words = {"scale": "bilinear", "dscale": "bilinear", "cscale": "bilinear", "dither-depth": "no",
                     "sigmoid-upscaling": "no", "correct-downscaling": "no", "linear-downscaling": "no",
                     "deband": "no", **(options or {})}  # fmt: skip
            process = subprocess.Popen(
                [program, "--no-config", "--load-scripts=no", "--no-audio", "--no-keepaspect", "--really-quiet",
                 "--msg-level=all=warn", f"--log-file={log}", *(f"--{k}={v}" for k, v in words.items()),
                 *(f"--glsl-shaders-append={s}" for s in shaders),
                 f"--vf=gpu=w={size[0]}:h={size[1]},lavfi=[crop={CUT}:{CUT}:0:0]", f"--frames={frames}",
                 "--of=rawvideo", "--ovc=rawvideo", "--o=/dev/stdout", str(clip)],
                env=environment(display, folder), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, cwd=folder,
            )  # fmt: skip
            try:
                timing = _measure(process, CUT * CUT * 4, frames, warm, limit)
            except OracleError as error:
                raise OracleError(f"mpv: {error}; {_mpv_error(log)}") from None
        finally:
            display.close()
        if said := _mpv_error(log):
            raise OracleError(f"mpv: {said}")
        return timing


def _mpv_error(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return gist([line for line in lines if ERROR_LINE.search(line)])
