"""Pipeline: a preset and a size in, pictures through. What the renderer, the player and Python programs share."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ..core import chain as chains
from ..core import color
from ..core.frame import PIXEL_FORMATS, Frame, Model, PixelFormat
from ..core.param import Value
from ..core.plan import plan as make_plan
from ..core.plan import structural
from ..core.plan_text import text as plan_text
from ..core.preset import DEFAULT, Output, Preset
from ..core.steps import ChainEntry, Moment, Options, Plan, Source, Target
from ..errors import BadInput, CompileError, nearest
from ..gl.context import Context
from ..gl.executor import Executor
from ..gl.pool import Pool
from ..gl.program import Programs
from ..gl.readback import RING
from ..gl.storage import Storages

READ_AHEAD = RING
_SLICE = 0.5
"""Seconds."""

Picture = NDArray[np.uint8] | NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class Clock:
    """How pts become the `frame` and `random` of shaders: counted from `start` at the average `rate`."""

    start: int = 0
    rate: Fraction = Fraction(24)

    def moment(self, frame: Frame) -> Moment:
        return Moment.of(frame.pts, self.start, frame.time_base, self.rate)


class Pipeline:
    """A chain of shaders at work.

    `preset`: a name, a path, a `Preset`, a chain that is `Loaded`, or None (the chain is then only `shaders`).
    `shaders`: names or paths put behind it. `sets`: "SHADER.PARAM=VALUE". `size` or `scale` override the preset's
    output size (before `prepare`), `options` its kernels and precision; `output` names the pixel format of what comes
    out (default: that of what goes in).
    `context`: an OpenGL context to share; without one it makes a headless one and owns it. `timed`: measure every
    step (`executor.timings()`); costs 2 to 3 % on a software driver. `merge` off: every step into a texture of its
    own, for who looks at them.

    A shader that the driver refuses leaves the chain, `failures` says why at its file:line, and drawing goes on.
    One thread: the one that made it. Raises what `plan` raises, and GraphicsError where there is no OpenGL.
    """

    def __init__(
        self,
        preset: str | Path | Preset | chains.Loaded | None = DEFAULT,
        *,
        shaders: Sequence[str | Path] = (),
        sets: Iterable[str] = (),
        size: tuple[int, int] | None = None,
        scale: float | None = None,
        output: str | None = None,
        options: Options | None = None,
        context: Context | None = None,
        timed: bool = False,
        merge: bool = True,
    ) -> None:
        loaded = chains.load(preset, shaders, sets)
        self.chain: tuple[ChainEntry, ...] = loaded.entries
        self.values = loaded.values
        self.options = options or loaded.output.options
        self._sizing = loaded.output
        self.size, self.scale = size, scale
        self._output = _format(output) if output else None
        self._pinned: Target | None = None
        self.clock = Clock()
        self.failures: dict[str, CompileError] = {}
        self._merge = merge
        self._structural = structural(self.chain)
        self._wants_pts = [e.label for e in self.chain if e.shader.param("PTS") is not None]
        self._plan: Plan | None = None
        self._executor: Executor | None = None
        self._measures = timed
        self._owned = context is None
        self._context = context
        self._pool: Pool | None = None
        self._programs: Programs | None = None
        self._storage: Storages | None = None
        self._ahead: deque[Frame] = deque()
        self._finished: deque[Frame] = deque()
        self._slow = True

    # -- what will be drawn -------------------------------------------------------------------------------------

    @property
    def output(self) -> str | None:
        """The name of the pixel format of what comes out, None for that of what goes in. To be set before `prepare`."""
        return self._output.name if self._output else None

    @output.setter
    def output(self, name: str | None) -> None:
        self._output = _format(name) if name else None

    def target_size(self, width: int, height: int) -> tuple[int, int]:
        """(width, height) of the output for a source of this size."""
        if self.size is not None:
            return self.size
        output = self._sizing if self.scale is None else Output(scale=self.scale)
        return output.size(width, height)

    def pin(self, target: Target) -> None:
        """From now on every source is drawn to this, whatever its size and colours: a file has one size."""
        self._pinned = target

    def target(self, source: Source) -> Target:
        if self._pinned is not None:
            return self._pinned
        fmt = self._output or source.format
        width, height = self.target_size(source.width, source.height)
        if fmt.model is Model.RGB:
            return Target(width, height, fmt)
        if source.format.model is Model.RGB:
            tags = color.Tags(1, 1, 1, 1)
            return Target(width, height, fmt, color.resolve(tags, height))
        return Target(width, height, fmt, source.color)

    def plan(self, source: Source) -> Plan:
        """The plan for a source, with the driver's capabilities; programs are not compiled yet."""
        disabled = {label: str(error) for label, error in self.failures.items()}
        return make_plan(
            self.chain, source, self.target(source), self.values, self.options, self.context.caps, disabled, self._merge
        )

    def explain(self, source: Source) -> str:
        """The plan as text: every pass, ran or skipped and why, sizes, formats, memory."""
        return plan_text(self.plan(source))

    @property
    def context(self) -> Context:
        if self._context is None:
            self._context = Context.headless()
        return self._context

    # -- parameters ---------------------------------------------------------------------------------------------

    def set(self, name: str, value: Value | str) -> None:
        """Change one parameter, `"push.strength_color"`; on screen with the next frame. Uniforms change in place;
        parameters that decide what runs make a new plan. ParameterError: unknown, or out of bounds."""
        before = self.values
        self.values = chains.apply_sets(self.chain, before, [f"{name}={value}"])
        for label, own in self.values.items():
            changed = {k: v for k, v in own.items() if before[label][k] != v}
            if any((label, k) in self._structural for k in changed):
                self._forget_executor()
            elif changed and self._executor is not None:
                self._executor.set_values(label, changed)

    # -- drawing ------------------------------------------------------------------------------------------------

    def prepare(self, source: Source) -> Plan:
        """Plan and compile for a source, if that is not done. What fails to compile is left out, see `failures`."""
        if self._plan is not None and self._plan.source == source and (self._executor or self._plan.identity):
            return self._plan
        self._forget_executor()
        if self._pool is None or self._programs is None:
            self._pool, self._programs = Pool(self.context), Programs(self.context)
            self._storage = Storages(self.context)
        merge = self._merge
        while True:
            plan = self.plan(source)
            if plan.identity:
                break
            try:
                self._executor = Executor(
                    self.context, self._pool, self._programs, plan, self._measures, storage=self._storage
                )
                break
            except CompileError as error:
                if plan.merged:
                    self._merge = False  # what joins it must not be what a shader fails by
                    continue
                label = getattr(error, "label", "")
                if not label or label in self.failures:
                    raise
                self.failures[label] = error
                self._merge = merge
        self._plan = plan
        return plan

    @property
    def planned(self) -> Plan | None:
        """The plan in force; None before `prepare`. It is another object when the source has changed."""
        return self._plan

    @property
    def executor(self) -> Executor | None:
        """What runs the current plan; None before `prepare`, and for a plan that does nothing."""
        return self._executor

    def start(self, frame: Frame) -> None:
        """Begin a frame: plan if need be, upload the planes. Then `run` until it says True, then `finish`."""
        self.prepare(source_of(frame))
        if self._executor is not None:
            for label in self._wants_pts:
                self._executor.set_values(label, {"PTS": frame.time or 0.0})
            self._executor.upload(frame)
            self._executor.start(self.clock.moment(frame))

    def run(self, budget: float | None = None) -> bool:
        """Draw for about `budget` seconds (None: to the end); True when the frame is complete."""
        return self._executor is None or self._executor.run(budget)

    def finish(self, frame: Frame) -> Frame:
        """The drawn planes as a frame with the time of `frame`."""
        assert self._plan is not None
        if self._executor is None:
            return frame
        return self._drawn(frame, self._executor.read())

    def _drawn(self, frame: Frame, planes: tuple[NDArray[Any], ...]) -> Frame:
        assert self._plan is not None
        target = self._plan.target
        return frame.with_planes(planes, width=target.width, height=target.height, format=target.format,
                                 color=target.color)  # fmt: skip

    def process(self, picture: Frame | Picture) -> Any:
        """One frame, or an RGB(A) array of shape (height, width, 3 or 4), uint8 or uint16, through the chain; the
        same kind comes back."""
        if isinstance(picture, Frame):
            self.start(picture)
            self.run()
            return self.finish(picture)
        frame = frame_of(picture)
        out = self.process(frame).planes[0]
        # A chain that does nothing hands the planes on; a caller may write to what it gets.
        return out.copy() if np.shares_memory(out, picture) else out

    def submit(self, frame: Frame) -> Frame | None:
        """Draw a frame and hand back the oldest that is finished. On a GPU up to `READ_AHEAD` frames are on their way,
        so that drawing, copying and encoding overlap (None: nothing is finished yet); a driver that draws on the CPU
        gains nothing by that and gives each frame at once. Get the last ones from `drain`."""
        begun = time.perf_counter()
        self.start(frame)
        # A frame that takes minutes is drawn a slice at a time, so that Ctrl-C is heard. A GPU is not waited for.
        while not self.run(_SLICE if self._slow and self.context.software else None):
            pass
        if self._executor is None or self.context.software:
            self._finished.append(self.finish(frame))
            self._slow = time.perf_counter() - begun > _SLICE
        else:
            self._executor.start_read()
            self._ahead.append(frame)
            if len(self._ahead) >= READ_AHEAD:
                self._finished.append(self._take())
        return self._finished.popleft() if self._finished else None

    def drain(self) -> Iterator[Frame]:
        """The frames that are still on their way."""
        self._take_all()
        while self._finished:
            yield self._finished.popleft()

    def _take_all(self) -> None:
        while self._ahead:
            self._finished.append(self._take())

    def _take(self) -> Frame:
        assert self._executor is not None
        frame = self._ahead.popleft()
        return self._drawn(frame, self._executor.take())

    # -- the end ------------------------------------------------------------------------------------------------

    def _forget_executor(self) -> None:
        """Frames that are on their way are taken first."""
        if self._executor is not None:
            self._take_all()
            self._executor.release()
        self._executor = self._plan = None

    def close(self) -> None:
        """Release every OpenGL object, and the context if it is ours. Harmless when repeated."""
        self._ahead.clear()
        self._finished.clear()
        self._forget_executor()
        for owner in (self._programs, self._pool, self._storage):
            if owner is not None:
                owner.release()
        self._programs = self._pool = self._storage = None
        if self._owned and self._context is not None:
            self._context.release()
            self._context = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def source_of(frame: Frame) -> Source:
    """What a plan needs to know of a frame."""
    return Source(frame.width, frame.height, frame.format, frame.color, frame.hdr)


def frame_of(picture: Picture) -> Frame:
    """An RGB(A) array as a frame. BadInput for another shape or type."""
    names = {(np.dtype(np.uint8), 3): "rgb24", (np.dtype(np.uint8), 4): "rgba",
             (np.dtype(np.uint16), 3): "rgb48le", (np.dtype(np.uint16), 4): "rgba64le"}  # fmt: skip
    shape = picture.shape
    name = names.get((picture.dtype, shape[2])) if len(shape) == 3 else None
    if name is None or 0 in shape:
        raise BadInput(f"a picture is a uint8 or uint16 array (height, width, 3 or 4), not {picture.dtype} {shape}")
    return Frame((np.ascontiguousarray(picture),), shape[1], shape[0], PIXEL_FORMATS[name], color.RGB)


def _format(name: str) -> PixelFormat:
    if name not in PIXEL_FORMATS:
        raise BadInput(f"no pixel format '{name}'{nearest(name, PIXEL_FORMATS)}")
    return PIXEL_FORMATS[name]
