"""One step of a plan with everything looked up: a draw or a dispatch is calls and nothing else."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

import moderngl

from ..core.steps import Step
from .compute_source import bands
from .pool import Target
from .program import Program, Uniform
from .timer import Timer


class Cell:
    """The bytes that one step wants in one uniform."""

    __slots__ = ("data", "uniform")

    def __init__(self, uniform: Uniform, data: bytes) -> None:
        self.uniform = uniform
        self.data = uniform.fit(data)


class Draw:
    """A step with everything resolved: one triangle over its target."""

    __slots__ = ("barrier", "cells", "program", "render", "step", "target", "timer", "uses")

    def __init__(self, step: Step, program: Program, target: Target | None, timer: Timer | None, barrier: Any) -> None:
        """`target`: None where it is made later, for a part of each frame. `barrier`: makes what shaders wrote by
        themselves visible to all that follows."""
        self.step = step
        self.program = program
        self.target = target
        self.render: Callable[..., Any] = program.vao.render if program.vao is not None else program.mgl.run
        self.timer = timer
        self.barrier = barrier
        self.uses: list[tuple[Callable[[int], None], int]] = []
        self.cells: list[Cell] = []

    @property
    def band(self) -> int:
        """Rows that are drawn together; 0: all, since the step keeps values from frame to frame."""
        return 0 if self.step.persistent else 1

    def prepare(self) -> None:
        """Bind all that the step reads and writes, but for its target."""
        for use, unit in self.uses:
            use(unit)
        for cell in self.cells:
            if cell.data != cell.uniform.last:
                cell.uniform.write(cell.data)

    def run(self, part: float = 1.0, timed: bool = True) -> None:
        assert self.target is not None
        self.target.fbo.use()
        self.prepare()
        if self.timer is None or not timed:
            self.render(moderngl.TRIANGLES, 3)
        else:
            self.timer.begin(part)
            self.render(moderngl.TRIANGLES, 3)
            self.timer.end()
        if self.step.storage:
            self.barrier()

    def run_part(self, left: int, top: int, width: int, height: int, timed: bool) -> None:
        """Draw only this rectangle. The first band of a frame speaks for all (`timed`): a query is not used twice in a
        frame, that would wait for the GPU."""
        step = self.step
        if width >= step.width and height >= step.height:
            self.run(timed=timed)
            return
        height = min(height, step.height - top)
        assert self.target is not None
        fbo = self.target.fbo
        fbo.scissor = (left, top, width, height)
        try:
            self.run(height / step.height, timed)
        finally:
            fbo.scissor = None


class Dispatch(Draw):
    """A step with everything resolved: groups of threads over its target."""

    __slots__ = ("_first",)

    def __init__(self, step: Step, program: Program, target: Target | None, timer: Timer | None, barrier: Any) -> None:
        super().__init__(step, program, target, timer, barrier)
        self._first = program.uniform("upshade_first")
        groups = program.uniform("upshade_groups")
        if groups is not None:
            self.cells.append(Cell(groups, struct.pack("2I", *step.groups)))

    @property
    def band(self) -> int:
        """Rows of a block: a group is run whole or not at all."""
        return self.step.compute.block_h if self.step.compute is not None and bands(self.step) else 0

    def run(self, part: float = 1.0, timed: bool = True) -> None:
        self._dispatch((0, 0), self.step.groups, part, timed)

    def run_part(self, left: int, top: int, width: int, height: int, timed: bool) -> None:
        """Every group with a block in this rectangle; all of them where the step keeps values."""
        compute = self.step.compute
        assert compute is not None
        if not self.band:
            self.run(timed=timed)
            return
        across, down = self.step.groups
        first = left // compute.block_w, top // compute.block_h
        end = (min(across, -(-(left + width) // compute.block_w)), min(down, -(-(top + height) // compute.block_h)))
        count = end[0] - first[0], end[1] - first[1]
        self._dispatch(first, count, min(height / self.step.height, 1.0), timed)

    def _dispatch(self, first: tuple[int, int], count: tuple[int, int], part: float, timed: bool) -> None:
        if self._first is not None:
            self._first.write(struct.pack("2I", *first))
        assert self.target is not None
        # Draws before it may still read what is written here: OpenGL orders image stores by nothing else.
        self.barrier()
        self.target.texture.bind_to_image(0, read=False, write=True)
        self.prepare()
        if self.timer is None or not timed:
            self.render(*count, 1)
        else:
            self.timer.begin(part)
            self.render(*count, 1)
            self.timer.end()
        self.barrier()
