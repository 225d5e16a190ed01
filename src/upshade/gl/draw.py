"""One step of a plan with everything looked up: a draw is calls and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import moderngl

from ..core.steps import Step
from .program import Program, Uniform
from .timer import Timer


class Cell:
    """The bytes that one step wants in one uniform."""

    __slots__ = ("data", "uniform")

    def __init__(self, uniform: Uniform, data: bytes) -> None:
        self.uniform = uniform
        self.data = uniform.fit(data)


class Draw:
    """A step with everything resolved."""

    __slots__ = ("binds", "cells", "fbo", "program", "render", "step", "timer", "uses")

    def __init__(self, step: Step, program: Program, fbo: Any, timer: Timer | None) -> None:
        self.step = step
        self.program = program
        self.fbo = fbo
        self.render = program.vao.render
        self.timer = timer
        self.uses: list[tuple[Callable[[int], None], int]] = []
        self.cells: list[Cell] = []

    def write_uniforms(self) -> None:
        for cell in self.cells:
            cell.uniform.write(cell.data)

    def run(self, part: float = 1.0, timed: bool = True) -> None:
        self.fbo.use()
        for use, unit in self.uses:
            use(unit)
        for cell in self.cells:
            if cell.data != cell.uniform.last:
                cell.uniform.write(cell.data)
        if self.timer is None or not timed:
            self.render(moderngl.TRIANGLES, 3)
        else:
            self.timer.begin(part)
            self.render(moderngl.TRIANGLES, 3)
            self.timer.end()

    def run_part(self, left: int, top: int, width: int, height: int, timed: bool) -> None:
        """Draw only this rectangle. The first band of a frame speaks for all (`timed`): a query is not used twice in a
        frame, that would wait for the GPU."""
        step = self.step
        if width >= step.width and height >= step.height:
            self.run(timed=timed)
            return
        height = min(height, step.height - top)
        self.fbo.scissor = (left, top, width, height)
        try:
            self.run(height / step.height, timed)
        finally:
            self.fbo.scissor = None
