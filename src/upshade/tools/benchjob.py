"""What `bench` measures: a chain as `render` draws it, and the first frames of a clip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..core.frame import Frame
from ..core.steps import Options
from ..engine import Clock, Pipeline
from ..gl.context import Context
from ..media import codecs
from ..media.probe import VideoInfo
from ..media.reader import open_video

HELD_BYTES = 1 << 29
"""Decoded frames that are kept; the clip is repeated from there."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is measured: the arguments of `Pipeline`."""

    preset: str | None
    shaders: Sequence[str] = ()
    sets: Sequence[str] = ()
    size: tuple[int, int] | None = None
    scale: float | None = None
    options: Options | None = None

    def pipeline(self, info: VideoInfo, context: Context, timed: bool) -> Pipeline:
        """As `render` makes it for an h264 file, or a PNG of a still picture."""
        if info.still:
            fmt = codecs.choose_still("still.png", info.format)
        else:
            fmt = codecs.choose_format("h264", info.format)
        made = Pipeline(
            self.preset, shaders=self.shaders, sets=self.sets, size=self.size, scale=self.scale, options=self.options,
            output=fmt.name, context=context, timed=timed,
        )  # fmt: skip
        made.clock = Clock(info.start_pts, info.rate)
        return made


def decoded(source: str, count: int) -> tuple[VideoInfo, list[Frame]]:
    """What there is to know of `source`, and its first frames, as many as HELD_BYTES hold."""
    with open_video(source) as reader:
        frames: list[Frame] = []
        held = 0
        for frame in reader:
            frames.append(frame)
            held += sum(plane.nbytes for plane in frame.planes)
            if len(frames) >= count or held >= HELD_BYTES:
                break
        return reader.info, frames
