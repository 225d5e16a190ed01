"""A plan's textures, programs, uniforms and samplers, looked up once, so that a frame is draws and nothing else."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from ..core.param import Param
from ..core.steps import Plan, Span, Step, Storage, TexRef, TextureSpec
from ..errors import CompileError, GraphicsError
from .compute_source import WRAPPED, can_wrap
from .context import Context
from .dispatch import settle
from .draw import Cell, Dispatch, Draw
from .nearest import agrees, geometry
from .pool import Pool, Target
from .program import Program, Programs, pack
from .readback import Readback
from .source import uniform_name
from .storage import Kept, Storages
from .textures import DataTexture
from .timer import Timer
from .upload import Uploader, plane_spec


class Wiring:
    """What one plan needs; `pool`, `programs` and `storage` own what outlives it.

    `next` prepares one step at a time: compiling takes seconds on some drivers, and a window must live meanwhile.
    Raises GraphicsError when a texture cannot be had.
    """

    def __init__(
        self, context: Context, pool: Pool, programs: Programs, plan: Plan, timed: bool, storage: Storages
    ) -> None:
        self.plan = plan
        self.draws: list[Draw] = []
        self.slots: dict[int, Target] = {}
        """By the plan's numbers: those that exist now."""
        self.timers: list[Timer] = []
        self.globals: dict[str, list[Cell]] = {"frame": [], "random": []}
        self.params: dict[tuple[str, str], tuple[Param, list[Cell]]] = {}
        self.units = max((len(s.binds) for s in plan.steps), default=0)
        self.uploader: Uploader | None = None
        self.readback: Readback | None = None
        self._context, self._pool, self._programs, self._timed = context, pool, programs, timed
        self._storage = storage
        self._dispatch = settle(context)
        self._data: dict[TexRef | int, DataTexture] = {}
        self._lent: list[Program] = []
        self._compiled: tuple[Step, Program] | None = None
        self._kept: dict[tuple[str, str], Kept] = {}
        try:
            self._textures()
        except BaseException:
            self.release()
            raise

    def next(self) -> bool:
        """Compile the next step, or resolve the one that was compiled last: each can take seconds, for resolving may
        draw with it, which drivers compile for. True when there is nothing left to do. CompileError with `.label`."""
        steps = self.plan.steps
        if self._compiled is None and len(self.draws) < len(steps):
            self._compiled = self._program(steps[len(self.draws)])
            self._lent.append(self._compiled[1])
            return False
        if self._compiled is not None:
            step, program = self._compiled
            self._compiled = None
            timer = Timer(self._context) if self._timed else None
            if timer is not None:
                self.timers.append(timer)
            kind = Draw if step.compute is None else Dispatch
            draw = kind(step, program, self.slots.get(step.target), timer, self._context.mgl.memory_barrier)
            self._resolve(draw)
            self.draws.append(draw)
            if len(self.draws) == len(steps):
                self._context.check("preparing the plan")
        return len(self.draws) == len(steps)

    def _program(self, step: Step) -> tuple[Step, Program]:
        """The program of a step; and the step, which is dispatched where that is faster and possible."""
        # Images of three components cannot be written by shaders.
        if self._dispatch == "compute" and can_wrap(step) and self.plan.slots[step.target].components != 3:
            wrapped = replace(step, compute=WRAPPED)
            with suppress(CompileError):  # drawn instead; if it is the file's fault, that says so with its own line
                return wrapped, self._programs.acquire(wrapped)
        return step, self._programs.acquire(step)

    # -- textures that exist for a part of the frame ------------------------------------------------------------

    def enter(self, index: int) -> None:
        """Make what step `index` draws into and is not there. GraphicsError when a texture cannot be had."""
        if not self.plan.spans:
            return
        draw = self.draws[index]
        slot = draw.step.target
        if slot not in self.slots:
            self.slots[slot] = self._pool.acquire(self.plan.slots[slot])
            self._context.begin()
        draw.target = self.slots[slot]

    def leave(self, index: int) -> None:
        """Let go of what nobody reads behind step `index`."""
        if not self.plan.spans:
            return
        ended = [slot for slot in self.slots if (span := self._span(slot)) is not None and span[1] == index]
        if ended:
            # A driver frees a texture once it is drawn with: before the next ones are made, here.
            self._context.finish()
            self._drop(ended)
            self._context.begin()

    def abandon(self) -> None:
        """A frame that was not drawn to the end needs nothing any more."""
        if not self.plan.spans:
            return
        self._drop([slot for slot in self.slots if self._span(slot) is not None])

    def _span(self, slot: int) -> Span | None:
        return self.plan.spans[slot] if self.plan.spans else None

    def _drop(self, slots: Sequence[int]) -> None:
        for slot in slots:
            self._pool.discard(self.slots.pop(slot))

    def release(self) -> None:
        """Give everything back. Safe to call twice."""
        self._context.park()
        if self.readback is not None:
            self.readback.release()
        if self.uploader is not None:
            self.uploader.release()
        for timer in self.timers:
            timer.release()
        for program in self._lent:
            self._programs.give_back(program)
        for data in self._data.values():
            self._pool.data.give_back(data)
        for kept in self._kept.values():
            self._storage.give_back(kept)
        self.abandon()
        for target in self.slots.values():
            self._pool.give_back(target)
        self.readback = self.uploader = self._compiled = None
        self.slots.clear()
        for held in (self.timers, self._lent, self.draws):
            held.clear()
        self._data.clear()
        self._kept.clear()
        self.params.clear()
        self.globals = {"frame": [], "random": []}

    # -- construction -------------------------------------------------------------------------------------------

    def _textures(self) -> None:
        plan, pool, context = self.plan, self._pool, self._context
        if self.units > context.caps.texture_units:
            raise GraphicsError(
                f"a pass binds {self.units} textures, this driver has {context.caps.texture_units} units"
            )
        planes = {b.ref.index for s in plan.steps for b in s.binds if b.ref.kind == "plane"}
        planes |= (
            {ref.index for ref in plan.outputs if ref.kind == "plane"} if plan.target.format.model == "rgb" else set()
        )
        self.uploader = Uploader(context, pool, self._programs, plan.source, sorted(planes))
        for slot, spec in enumerate(plan.slots):
            if self._span(slot) is None:
                self.slots[slot] = pool.acquire(spec)
        outputs = [self.slots[r.index] if r.kind == "slot" else None for r in plan.outputs]
        target = plan.target
        self.readback = Readback(context, pool, outputs, target.format, target.width, target.height)

    def _resolve(self, draw: Draw) -> None:
        step = draw.step
        for name, data in self._fixed(step).items():
            self._cell(draw, name, data)
        for name, cells in self.globals.items():
            cell = self._cell(draw, name, bytes(4))
            if cell is not None:
                cells.append(cell)
        values = self.plan.values.get(step.label, {})
        for p in step.shader.params if step.shader else ():
            if p.name in step.uniforms:
                cell = self._cell(draw, uniform_name(p), pack(p, values.get(p.name, p.default)))
                if cell is not None:
                    self.params.setdefault((step.label, p.name), (p, []))[1].append(cell)
        nearest = self._nearest(draw)
        for unit, bind in enumerate(step.binds):
            draw.uses.append((self._use(step, bind.ref), unit))
            border = "CLAMP"
            if bind.ref.kind == "file" and step.shader is not None:
                border = step.shader.textures[bind.ref.index].border
            draw.uses.append((self._context.sampler(bind.linear and not (nearest and bind.exact), border).use, unit))

        for stored in step.storage:
            draw.uses.append((self._stored(step, stored).use, stored.unit))

    def _stored(self, step: Step, stored: Storage) -> Kept:
        key = (step.label, stored.name)
        if key not in self._kept:
            assert step.shader is not None
            try:
                self._kept[key] = self._storage.acquire(step.label, step.shader, stored)
            except GraphicsError as error:
                raise _of_step(error, step) from error
        return self._kept[key]

    def _fixed(self, step: Step) -> dict[str, bytes]:
        source, target = self.plan.source, self.plan.target
        return {
            "input_size": struct.pack("2f", source.width, source.height),
            "target_size": struct.pack("2f", target.width, target.height),
            "tex_offset": struct.pack("2f", *step.tex_offset),
            "upshade_geometry": geometry(step.places).tobytes(),
        }

    def _cell(self, draw: Draw, name: str, data: bytes) -> Cell | None:
        uniform = draw.program.uniform(name)
        if uniform is None:
            return None
        cell = Cell(uniform, data)
        draw.cells.append(cell)
        return cell

    def _use(self, step: Step, ref: TexRef) -> Callable[[int], None]:
        """What binds it to a unit."""
        if ref.kind == "slot" and self._span(ref.index) is not None:
            return lambda unit: self.slots[ref.index].texture.use(unit)
        texture = self.slots[ref.index].texture if ref.kind == "slot" else self._texture(step, ref)
        use: Callable[[int], None] = texture.use
        return use

    def _texture(self, step: Step, ref: TexRef) -> Any:
        if ref.kind == "plane":
            assert self.uploader is not None
            return self.uploader.texture(ref.index)
        if ref not in self._data:
            if ref.kind == "table":
                self._data[ref] = self._pool.data.acquire_table(self.plan.tables[ref.index])
            else:
                assert step.shader is not None
                try:
                    self._data[ref] = self._pool.data.acquire_block(step.shader.textures[ref.index])
                except GraphicsError as error:
                    raise _of_step(error, step) from error
        return self._data[ref].texture

    def _spec(self, ref: TexRef) -> TextureSpec:
        return self.plan.slots[ref.index] if ref.kind == "slot" else plane_spec(self.plan.source, ref.index)

    def _nearest(self, draw: Draw) -> bool:
        """Whether the step's exact binds may be sampled with a nearest filter; drawn once for each program."""
        step, known = draw.step, self._programs.nearest
        if not any(b.exact and b.linear for b in step.binds):
            return True
        if draw.program.source not in known:
            # A wrapped step has the filters of what it wraps, and so its picture to the last bit.
            plain = replace(step, compute=None)
            program = self._programs.acquire(plain)
            try:
                known[draw.program.source] = self._agrees(plain, program, draw)
            finally:
                self._programs.give_back(program)
        return known[draw.program.source]

    def _agrees(self, step: Step, program: Program, draw: Draw) -> bool:
        specs = {i: self._spec(b.ref) for i, b in enumerate(step.binds) if b.ref.kind in ("slot", "plane")}
        others = {}
        for unit, bind in enumerate(step.binds):
            if unit not in specs:
                others[unit] = _binder(self._texture(step, bind.ref), self._context.sampler(bind.linear), unit)

        def write() -> None:
            for cell in draw.cells:
                uniform = program.uniform(cell.uniform.name)
                if uniform is not None:
                    uniform.write(uniform.fit(cell.data))

        return agrees(self._context, self._pool, program, step, specs, self.plan.slots[step.target], others, write)


def _of_step(error: GraphicsError, step: Step) -> CompileError:
    """The file of the step cannot be had, the rest of the chain can."""
    failed = CompileError(error.message, error.where)
    failed.label = step.label
    return failed


def _binder(texture: Any, sampler: Any, unit: int) -> Callable[[], None]:
    def bind() -> None:
        texture.use(unit)
        sampler.use(unit)

    return bind
