"""Pictures that are drawn beside those of the window, a slice a turn: of other frames, by other chains, for files."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..core.chain import Loaded
from ..core.frame import Frame
from ..core.steps import Source, Target
from ..engine import Clock, Live, Pipeline
from ..engine.live import Wish
from ..gl.display import Display
from ..jobs.drawing import pixel_shape
from ..media.probe import VideoInfo

if TYPE_CHECKING:
    from .preview import Preview

BESIDE = 0.012
"""Seconds of a turn that may go to such pictures while the window's own are drawn;"""
ALONE = 0.04
"""while they are not."""


class Offscreen:
    """Draws frames of the video `info` through one chain. Textures and programs are the preview's: what it has compiled
    is not compiled again. `output` is the pixel format and `target` the target that a file would have; without a
    target, that of the chain. On the window's thread; `close` before the preview's.

    The constructor raises BadInput for a format or a size that means nothing.
    """

    def __init__(
        self, preview: Preview, info: VideoInfo, loaded: Loaded, output: str | None, target: Target | None = None
    ) -> None:
        self._info, self._display = info, preview.display
        if target is None:
            # A file has one size, whatever becomes of the video later on.
            source = Source(info.width, info.height, info.format, info.color, info.hdr)
            target = Pipeline(loaded, output=output, context=preview.context).target(source)
        self.target = target
        self.live = Live(preview.context, preview.pool, preview.programs)
        self.live.clock = Clock(info.start_pts, info.rate)
        self.live.wish(Wish(loaded, output=output, pinned=target))
        self._frame: Frame | None = None

    def begin(self, frame: Frame) -> None:
        self._frame = frame
        self.live.begin(frame)

    def work(self, budget: float) -> bool:
        """Go on for about `budget` seconds. True: the picture is complete. Raises what planning and compiling raise: a
        picture without one of its shaders is not what was asked for."""
        live, until = self.live, time.perf_counter() + budget
        while live.error is None:
            if not live.unfinished:
                return True
            rest = until - time.perf_counter()
            if rest <= 0:
                return False
            live.work(max(rest, 0.002))
            if live.problems:
                raise next(iter(live.problems.values()))
        raise live.error

    @property
    def frame(self) -> Frame:
        """The complete picture as it goes to a file."""
        assert self._frame is not None
        target = self.target
        drawn = self._frame.with_planes(self.live.read(), width=target.width, height=target.height,
                                        format=target.format, color=target.color)  # fmt: skip
        return replace(drawn, sar=pixel_shape(self._info, target))

    @property
    def pixels(self) -> NDArray[np.uint8]:
        """The complete picture as the window would show it: RGB, shape (height, width, 3)."""
        assert self.live.shown is not None
        display: Display = self._display
        return display.pixels(self.live.shown.texture)

    def close(self) -> None:
        self.live.close()
