"""What a frame of 960x540 costs, each way to enlarge it in turns with the others, here and in mpv."""

from __future__ import annotations

import math
import statistics
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from oracle.common import OracleError
from oracle.ours import baked
from oracle.timing import mpv_time, write_clip
from upshade import Pipeline
from upshade.core import chain as chains
from upshade.core.frame import PIXEL_FORMATS, Frame
from upshade.core.library import demo_clip
from upshade.core.steps import Options
from upshade.gl.context import Context
from upshade.jobs.job import Job as Render
from upshade.jobs.render import render
from upshade.media.reader import open_video

from ._enlarged import Way

SPEED, FRAMES, WARM, ROUNDS, MPV_ROUNDS = (960, 540), 2, 1, 9, 3
MPV_FRAMES, MPV_WARM = 12, 3
MPV = "mpv"
FILM = 24
"""Frames a second."""

Times = dict[str, dict[str, list[float]]]
"""Of each way and each kind of measurement, milliseconds."""


def measured(ways: Mapping[str, Way], kinds: Sequence[str], in_mpv: Mapping[str, Way]) -> Times:
    """`kinds`: of luma alone to luma ("luma"), 4:2:0 to 4:2:0 ("whole"), 4:2:0 to RGB ("rgb"), planes in memory to
    planes in memory. MPV, of those in `in_mpv`: to RGB there; none where mpv refuses, which is said."""
    times: Times = {name: {MPV: []} for name in ways}
    frames = film()
    with Context.headless() as context:
        for kind in kinds:
            given, output = _luma(frames) if kind == "luma" else frames, "rgb24" if kind == "rgb" else None
            lines = {
                name: Pipeline(None, shaders=[way.shader] if way.shader else [], scale=float(way.factor),
                               output=output, options=Options(resize=way.resize), context=context)
                for name, way in ways.items()
            }  # fmt: skip
            for name, found in in_turns(lines, given, ROUNDS).items():
                times[name][kind] = found
    with tempfile.TemporaryDirectory() as folder:
        _in_mpv(Path(folder), frames[0], in_mpv, times)
    return times


def film() -> list[Frame]:
    """A few frames of the demonstration, of the size that is timed."""
    with tempfile.TemporaryDirectory() as folder:
        clip = Path(folder) / "clip.mkv"
        render(Render(str(demo_clip()), str(clip), "plain", size=SPEED))
        with open_video(clip) as reader:
            return [frame for _, frame in zip(range(WARM + FRAMES), reader, strict=False)]


def in_turns(lines: Mapping[str, Pipeline], frames: Sequence[Frame], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each frame but the first WARM of a turn, each pipeline in turns with the others, after a turn
    that does not count; the pipelines are closed."""
    times: dict[str, list[float]] = {name: [] for name in lines}
    for turn in range(rounds + 1):
        for name, line in lines.items():
            for i, frame in enumerate(frames):
                begun = time.perf_counter()
                line.process(frame)
                if turn and i >= WARM:
                    times[name].append((time.perf_counter() - begun) * 1e3)
    for line in lines.values():
        line.close()
    return times


def least(times: Times) -> dict[str, dict[str, float]]:
    """Nearest to what it costs where the machine is busy; nan where nothing was measured."""
    return {n: {k: min(v, default=math.nan) for k, v in t.items()} for n, t in times.items()}


def medians(times: Times) -> dict[str, dict[str, float]]:
    """A busy machine spoils them, their proportions less; nan where nothing was measured."""
    return {n: {k: statistics.median(v) if v else math.nan for k, v in t.items()} for n, t in times.items()}


def _luma(frames: Sequence[Frame]) -> list[Frame]:
    fmt = PIXEL_FORMATS["gray"]
    return [Frame((np.ascontiguousarray(f.planes[0]),), f.width, f.height, fmt, f.color, f.pts, f.time_base)
            for f in frames]  # fmt: skip


def _in_mpv(folder: Path, frame: Frame, ways: Mapping[str, Way], times: Times) -> None:
    clip = write_clip(folder / "clip.y4m", [np.ascontiguousarray(p) for p in frame.planes], MPV_FRAMES)
    for _ in range(MPV_ROUNDS):
        for name, way in ways.items():
            assert way.shader is not None
            loaded = chains.load(None, [way.shader])
            where = folder / name.replace("/", "-")
            where.mkdir(exist_ok=True)
            has_params = "//!PARAM" in way.shader.read_text("utf-8")
            shaders = baked(loaded.entries, loaded.values, where) if has_params else (way.shader,)
            size = (SPEED[0] * way.factor, SPEED[1] * way.factor)
            try:
                times[name][MPV].append(mpv_time(clip, shaders, size, MPV_FRAMES, MPV_WARM, {}).ms)
            except OracleError as error:
                print(f"{name} in mpv: {error}\n")
