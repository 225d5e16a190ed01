"""Runs a plan: everything is looked up, made and compiled once, so that a frame is draws and nothing else."""

from __future__ import annotations

import struct
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from numpy.typing import NDArray

from ..core.frame import Frame
from ..core.param import Param, Value
from ..core.steps import ChainEntry, Moment, Plan, Step, TexRef, TextureSpec
from ..errors import CompileError, GraphicsError
from .context import Context
from .draw import Cell, Draw
from .nearest import agrees, geometry
from .pool import Pool, Target
from .program import Program, Programs, pack, uniform_name
from .readback import Planes, Readback
from .textures import DataTexture
from .timer import Timer
from .upload import Uploader, plane_spec

_UNSEEN_MS = 2.0
"""How much drawing may be under way unobserved while a budget is kept on a driver that draws on the CPU."""
_BAND = 64
"""A step that takes longer than a budget is drawn in bands of a multiple of so many rows (llvmpipe's tile)."""


class Executor:
    """Owns what one plan needs; `pool` and `programs` own what outlives it.

    A frame: `upload`, `start`, `run` until True, then `read` or `output_texture`. The constructor raises
    CompileError with `.label` when a step's GLSL is refused, GraphicsError when a texture cannot be had; nothing is
    left behind then.
    """

    def __init__(
        self, context: Context, pool: Pool, programs: Programs, plan: Plan, chain: Sequence[ChainEntry] = (),
        timed: bool = True,
    ) -> None:  # fmt: skip
        """`timed`: measure every step (`timings`). `chain` is what the plan was made of; its order is not read."""
        self.plan = plan
        self._context = context
        self._pool = pool
        self._programs = programs
        self._shaders = {entry.label: entry.shader for entry in chain}
        self._slots: list[Target] = []
        self._data: dict[TexRef | int, DataTexture] = {}
        self._lent_programs: list[Program] = []
        self._timers: list[Timer] = []
        self._draws: list[Draw] = []
        self._globals: dict[str, list[Cell]] = {"frame": [], "random": []}
        self._params: dict[tuple[str, str], tuple[Param, list[Cell]]] = {}
        self._uploader: Uploader | None = None
        self._readback: Readback | None = None
        self._frame: Frame | None = None
        self._running: Frame | None = None
        self._held: list[Frame | None] = []
        self._output_planes: dict[int, Target] = {}
        self._passed: Frame | None = None
        self._next = 0
        self._row = 0
        try:
            self._build(timed)
        except BaseException:
            self.release()
            raise

    # -- each frame ---------------------------------------------------------------------------------------------

    def set_values(self, label: str, values: Mapping[str, Value]) -> bool:
        """New values for parameters of a chain entry, from the next frame on. False if one of them needs a new plan
        (it is then not applied). Parameters of passes that do not run are ignored."""
        all_applied = True
        for name, value in values.items():
            if (label, name) in self.plan.structural:
                all_applied = all_applied and self.plan.values.get(label, {}).get(name) == value
                continue
            held = self._params.get((label, name))
            if held is not None:
                param, cells = held
                data = pack(param, value)
                for cell in cells:
                    cell.data = data
        return all_applied

    def upload(self, frame: Frame) -> None:
        """Put a frame's planes into textures. BadInput unless it is what the plan was made for."""
        assert self._uploader is not None
        self._uploader.check(frame)
        self._uploader.upload(frame)
        self._frame = frame

    def start(self, moment: Moment) -> None:
        """Begin the frame that was uploaded last, again if it was drawn before."""
        self._context.begin()
        for cell in self._globals["frame"]:
            cell.data = struct.pack("i", moment.frame)
        for cell in self._globals["random"]:
            cell.data = struct.pack("f", moment.random)
        self._running = self._frame
        self._next = self._row = 0

    def run(self, budget: float | None = None) -> bool:
        """Run the steps that are left, or as many as fit into `budget` seconds; True when all have run. Without a
        budget nothing waits for the GPU.

        With one, steps count with their measured times, and a step that alone takes longer is drawn in bands of
        rows; at least one step or band runs. Where no time is known, or a driver draws on the CPU, the draws are
        waited for now and then so that the time is real.
        """
        draws = self._draws
        if budget is None:
            if 0 < self._next < len(draws) or self._row:
                self._context.begin()
            if self._row:
                draws[self._next].run_rows(self._row, draws[self._next].step.height)
                self._next, self._row = self._next + 1, 0
            for i in range(self._next, len(draws)):
                draws[i].run()
            self._next = len(draws)
            self._after()
            return True
        return self._slice(budget)

    def read(self, out: Sequence[NDArray[Any] | None] | None = None) -> Planes:
        """The target's planes, shapes `target.format.plane_shape`, into `out[k]` where given (C-contiguous). A plane
        that passes through is the source frame's own array unless `out` has a place for it."""
        assert self._readback is not None
        return self._with_passed(self._readback.read(out), self._running, out)

    def start_read(self) -> None:
        """Begin to copy out what is drawn now, without waiting; up to `readback.RING` frames may be on their way."""
        assert self._readback is not None
        self._readback.start()
        self._held.append(self._running)

    def take(self, out: Sequence[NDArray[Any] | None] | None = None) -> Planes:
        """The planes of the oldest frame begun with `start_read`; IndexError if there is none."""
        assert self._readback is not None
        planes = self._readback.take(out)
        return self._with_passed(planes, self._held.pop(0), out)

    @property
    def pending_reads(self) -> int:
        return self._readback.pending if self._readback else 0

    def output_texture(self, plane: int) -> Any:
        """The moderngl texture that holds a target plane of the frame drawn last. Not to be released."""
        ref = self.plan.outputs[plane]
        if ref.kind == "slot":
            return self._slots[ref.index].texture
        assert self._uploader is not None
        return self._uploader.texture(ref.index)

    def timings(self) -> list[tuple[str, float | None]]:
        """Each step's title and the median of its times on the GPU, in ms (None: not known yet)."""
        return [(d.step.title, d.timer.ms if d.timer else None) for d in self._draws]

    def flush_timings(self) -> None:
        """Wait for the draws and count in the last frames too: for measuring, not for playing."""
        for timer in self._timers:
            timer.flush()

    @property
    def nearest(self) -> list[str]:
        """Titles of the steps that sample with a nearest filter because that was confirmed to be the same."""
        known = self._programs.nearest
        return [
            d.step.title
            for d in self._draws
            if any(b.exact and b.linear for b in d.step.binds) and known.get(d.program.source)
        ]

    def release(self) -> None:
        """Give everything back. Safe to call twice."""
        self._context.park()
        if self._readback is not None:
            self._readback.release()
        if self._uploader is not None:
            self._uploader.release()
        for timer in self._timers:
            timer.release()
        for program in self._lent_programs:
            self._programs.give_back(program)
        for data in self._data.values():
            self._pool.data.give_back(data)
        for target in self._slots:
            self._pool.give_back(target)
        self._readback = self._uploader = None
        for held in (self._timers, self._lent_programs, self._slots, self._draws, self._held):
            held.clear()
        self._data.clear()
        self._params.clear()
        self._globals = {"frame": [], "random": []}
        self._frame = self._running = None

    # -- slices -------------------------------------------------------------------------------------------------

    def _slice(self, budget: float) -> bool:
        begun = time.perf_counter()
        allowed = budget * 1e3
        if self._next < len(self._draws):
            self._context.begin()
        unseen_limit = min(_UNSEEN_MS, allowed / 4) if self._context.software else float("inf")
        unseen = 0.0
        first = True
        while self._next < len(self._draws):
            draw = self._draws[self._next]
            height = draw.step.height
            whole = draw.timer.ms if draw.timer else None
            rows, expected = height - self._row, whole
            if whole is not None:
                if whole > allowed:
                    rows = min(rows, max(_BAND, int(height * allowed / whole) // _BAND * _BAND))
                expected = whole * rows / height
            spent = (time.perf_counter() - begun) * 1e3 + unseen
            if not first and spent + (expected or 0.0) > allowed:
                break
            draw.run_rows(self._row, rows)
            self._row += rows
            if self._row >= height:
                self._next, self._row = self._next + 1, 0
            first = False
            if expected is None or unseen + expected > unseen_limit:
                self._context.finish()
                unseen = 0.0
            else:
                unseen += expected
        self._after()
        return self._next >= len(self._draws)

    def _after(self) -> None:
        """Leave no sampler bound: other people's draws in this context would be filtered by it."""
        self._context.mgl.clear_samplers(0, self._units)

    def _with_passed(
        self, planes: tuple[NDArray[Any] | None, ...], frame: Frame | None, out: Sequence[NDArray[Any] | None] | None
    ) -> Planes:
        result = []
        for k, plane in enumerate(planes):
            if plane is None:
                if frame is None:
                    raise GraphicsError("a plane is passed through, but no frame was uploaded and started")
                plane = frame.planes[self.plan.outputs[k].index]
                given = out[k] if out is not None else None
                if given is not None:
                    given[...] = plane
                    plane = given
            result.append(plane)
        return tuple(result)

    # -- construction -------------------------------------------------------------------------------------------

    def _build(self, timed: bool) -> None:
        plan, pool, context = self.plan, self._pool, self._context
        self._units = max((len(s.binds) for s in plan.steps), default=0)
        if self._units > context.caps.texture_units:
            raise GraphicsError(
                f"a pass binds {self._units} textures, this driver has {context.caps.texture_units} units"
            )
        planes = {b.ref.index for s in plan.steps for b in s.binds if b.ref.kind == "plane"}
        planes |= (
            {ref.index for ref in plan.outputs if ref.kind == "plane"} if plan.target.format.model == "rgb" else set()
        )
        self._uploader = Uploader(context, pool, self._programs, plan.source, sorted(planes))
        for spec in plan.slots:
            self._slots.append(pool.acquire(spec))
        for step in plan.steps:
            program = self._programs.acquire(step)
            self._lent_programs.append(program)
            timer = Timer(context) if timed else None
            if timer is not None:
                self._timers.append(timer)
            self._draws.append(Draw(step, program, self._slots[step.target].fbo, timer))
        for draw in self._draws:
            self._resolve(draw)
        outputs = [self._slots[r.index] if r.kind == "slot" else None for r in plan.outputs]
        target = plan.target
        self._readback = Readback(context, pool, outputs, target.format, target.width, target.height)
        context.check("preparing the plan")

    def _resolve(self, draw: Draw) -> None:
        step = draw.step
        for name, data in self._fixed(step).items():
            self._cell(draw, name, data)
        for name, cells in self._globals.items():
            cell = self._cell(draw, name, bytes(4))
            if cell is not None:
                cells.append(cell)
        values = self.plan.values.get(step.label, {})
        for p in step.shader.params if step.shader else ():
            if p.name in step.uniforms:
                cell = self._cell(draw, uniform_name(p), pack(p, values.get(p.name, p.default)))
                if cell is not None:
                    self._params.setdefault((step.label, p.name), (p, []))[1].append(cell)
        nearest = self._nearest(draw)
        for unit, bind in enumerate(step.binds):
            draw.uses.append((self._texture(step, bind.ref).use, unit))
            border = "CLAMP"
            if bind.ref.kind == "file" and step.shader is not None:
                border = step.shader.textures[bind.ref.index].border
            draw.uses.append((self._context.sampler(bind.linear and not (nearest and bind.exact), border).use, unit))

    def _fixed(self, step: Step) -> dict[str, bytes]:
        source, target = self.plan.source, self.plan.target
        return {
            "input_size": struct.pack("2f", source.width, source.height),
            "target_size": struct.pack("2f", target.width, target.height),
            "tex_offset": struct.pack("2f", *step.tex_offset),
            "upshade_geometry": geometry(step.binds).tobytes(),
        }

    def _cell(self, draw: Draw, name: str, data: bytes) -> Cell | None:
        uniform = draw.program.uniform(name)
        if uniform is None:
            return None
        cell = Cell(uniform, data)
        draw.cells.append(cell)
        return cell

    def _texture(self, step: Step, ref: TexRef) -> Any:
        if ref.kind == "slot":
            return self._slots[ref.index].texture
        if ref.kind == "plane":
            assert self._uploader is not None
            return self._uploader.texture(ref.index)
        if ref not in self._data:
            if ref.kind == "table":
                self._data[ref] = self._pool.data.acquire_table(self.plan.tables[ref.index])
            else:
                assert step.shader is not None
                try:
                    self._data[ref] = self._pool.data.acquire_block(step.shader.textures[ref.index])
                except GraphicsError as error:
                    failed = CompileError(error.message, error.where)
                    failed.label = step.label
                    raise failed from error
        return self._data[ref].texture

    def _spec(self, ref: TexRef) -> TextureSpec:
        return self.plan.slots[ref.index] if ref.kind == "slot" else plane_spec(self.plan.source, ref.index)

    def _nearest(self, draw: Draw) -> bool:
        """Whether the step's exact binds may be sampled with a nearest filter; drawn once for each program."""
        step, known = draw.step, self._programs.nearest
        if not any(b.exact and b.linear for b in step.binds):
            return True
        if draw.program.source not in known:
            specs = {i: self._spec(b.ref) for i, b in enumerate(step.binds) if b.ref.kind in ("slot", "plane")}
            others = {}
            for unit, bind in enumerate(step.binds):
                if unit not in specs:
                    others[unit] = _binder(self._texture(step, bind.ref), self._context.sampler(bind.linear), unit)
            known[draw.program.source] = agrees(
                self._context, self._pool, draw.program, step, specs, self.plan.slots[step.target], others,
                draw.write_uniforms,
            )  # fmt: skip
        return known[draw.program.source]


def _binder(texture: Any, sampler: Any, unit: int) -> Callable[[], None]:
    def bind() -> None:
        texture.use(unit)
        sampler.use(unit)

    return bind
