"""Runs a plan: a frame is draws and nothing else, all at once, in slices, or only a region of it."""

from __future__ import annotations

import struct
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from numpy.typing import NDArray

from ..core.frame import Frame
from ..core.param import SELF_FILLING, Value
from ..core.steps import Moment, Plan
from ..errors import GraphicsError
from .context import Context
from .draw import Draw
from .pace import Pace
from .pool import Pool, Target
from .program import Programs, pack
from .readback import Planes
from .storage import Storages
from .wiring import Wiring

_UNSEEN_MS = 2.0
"""How much drawing may be under way unobserved while a budget is kept on a driver that draws on the CPU."""
_MARGIN = 48
"""Pixels around a region that are drawn too, in every step: later steps look that far."""

_FILLED = SELF_FILLING - {"PTS"}

Region = tuple[float, float, float, float]
"""Left, top, right, bottom of a part of the picture, 0…1."""
Tap = Callable[[Target], None]


class Executor:
    """Runs one plan; `pool` and `programs` own what outlives it.

    A frame: `upload`, `start`, `run` until True, then `read` or `output_texture`. The constructor raises
    CompileError with `.label` when a step's GLSL is refused, GraphicsError when a texture cannot be had; nothing is
    left behind then. With `at_once` off, `prepare` has to be called until it says True, and raises these.
    """

    def __init__(
        self, context: Context, pool: Pool, programs: Programs, plan: Plan, timed: bool = True, at_once: bool = True,
        storage: Storages | None = None,
    ) -> None:  # fmt: skip
        """`timed`: measure every step (`timings`). `storage`: owns what shaders keep from frame to frame; without it
        that ends with this executor."""
        self.plan = plan
        self._context = context
        self._programs = programs
        self._storage = Storages(context) if storage is None else storage
        self._owns_storage = storage is None
        self._wiring = Wiring(context, pool, programs, plan, timed, self._storage)
        self._frame: Frame | None = None
        self._running: Frame | None = None
        self._held: list[Frame | None] = []
        self._region: Region | None = None
        self._taps: Mapping[int, Tap] = {}
        self._next = 0
        self._row = 0
        self._pace = Pace()
        while at_once and not self.prepare():
            pass

    def prepare(self) -> bool:
        """Do the next thing that is left before all steps are ready; True when they are. What fails leaves nothing
        behind."""
        try:
            return self._wiring.next()
        except BaseException:
            self.release()
            raise

    @property
    def prepared(self) -> int:
        """Steps that are ready."""
        return len(self._draws)

    @property
    def _draws(self) -> list[Draw]:
        return self._wiring.draws

    @property
    def _slots(self) -> Mapping[int, Target]:
        return self._wiring.slots

    # -- each frame ---------------------------------------------------------------------------------------------

    def set_values(self, label: str, values: Mapping[str, Value]) -> bool:
        """New values for parameters of a chain entry, from the next frame on. False if one of them needs a new plan
        (it is then not applied). Parameters of passes that do not run, and those that fill themselves, are ignored."""
        all_applied = True
        for name, value in values.items():
            if name in _FILLED:
                continue
            if (label, name) in self.plan.structural:
                all_applied = all_applied and self.plan.values.get(label, {}).get(name) == value
                continue
            held = self._wiring.params.get((label, name))
            if held is not None:
                param, cells = held
                data = pack(param, value)
                for cell in cells:
                    cell.data = data
        return all_applied

    def upload(self, frame: Frame) -> None:
        """Put a frame's planes into textures. BadInput unless it is what the plan was made for."""
        assert self._wiring.uploader is not None
        self._wiring.uploader.check(frame)
        self._wiring.uploader.upload(frame)
        self._frame = frame

    def start(self, moment: Moment, region: Region | None = None) -> None:
        """Begin the frame that was uploaded last, again if it was drawn before. `region`: draw only this part, which is
        right where no pass looks further than `_MARGIN` pixels; the rest of the output stays as it was, that of
        other textures is anything. A plan that keeps values from frame to frame is drawn whole: they would be made of
        that."""
        self._wiring.abandon()
        self._context.begin()
        if self.plan.persistent and self._frame is not None:
            self._storage.follow(self._frame)
        for cell in self._wiring.globals["frame"]:
            cell.data = struct.pack("i", moment.frame)
        for cell in self._wiring.globals["random"]:
            cell.data = struct.pack("f", moment.random)
        self._running, self._region = self._frame, None if self.plan.persistent else region
        self._next = self._row = 0

    def tap(self, taps: Mapping[int, Tap]) -> None:
        """Call `taps[i]` with the target of step i each time that step is drawn: it is overwritten by later ones."""
        self._taps = dict(taps)

    def run(self, budget: float | None = None) -> bool:
        """Run the steps that are left, or as many as fit into `budget` seconds; True when all have run. Without a
        budget nothing waits for the GPU, but where the plan has `spans`: there what is let go of is waited for.

        With one, steps count with their measured times, and a step that alone takes longer is drawn in bands of
        rows; at least one step or band runs. Where no time is known, or a driver draws on the CPU, the draws are
        waited for now and then so that the time is real.
        """
        if budget is not None:
            return self._slice(budget)
        draws = self._draws
        if 0 < self._next < len(draws) or self._row:
            self._context.begin()
        for i in range(self._next, len(draws)):
            self._wiring.enter(i)
            if self._row or self._region is not None:
                _, top, _, bottom = self._extent(draws[i])
                first = max(self._row, top)
                self._rows(draws[i], first, bottom - first)
                self._row = 0
            else:
                draws[i].run()
            self._done(i)
        self._next = len(draws)
        self._after()
        return True

    def read(self, out: Sequence[NDArray[Any] | None] | None = None) -> Planes:
        """The target's planes, shapes `target.format.plane_shape`, into `out[k]` where given (C-contiguous). A plane
        that passes through is the source frame's own array unless `out` has a place for it."""
        assert self._wiring.readback is not None
        return self._with_passed(self._wiring.readback.read(out), self._running, out)

    def start_read(self) -> None:
        """Begin to copy out what is drawn now, without waiting; up to `readback.RING` frames may be on their way."""
        assert self._wiring.readback is not None
        self._wiring.readback.start()
        self._held.append(self._running)

    def take(self, out: Sequence[NDArray[Any] | None] | None = None) -> Planes:
        """The planes of the oldest frame begun with `start_read`; IndexError if there is none."""
        assert self._wiring.readback is not None
        planes = self._wiring.readback.take(out)
        return self._with_passed(planes, self._held.pop(0), out)

    @property
    def pending_reads(self) -> int:
        return self._wiring.readback.pending if self._wiring.readback else 0

    def output_texture(self, plane: int) -> Any:
        """The moderngl texture that holds a target plane of the frame drawn last. Not to be released."""
        ref = self.plan.outputs[plane]
        if ref.kind == "slot":
            return self._slots[ref.index].texture
        assert self._wiring.uploader is not None
        return self._wiring.uploader.texture(ref.index)

    def plane(self, index: int) -> Target | None:
        """What holds a source plane of the frame uploaded last; None where no step reads it. Not to be given back."""
        return self._wiring.uploader.target(index) if self._wiring.uploader is not None else None

    def timings(self) -> list[tuple[str, float | None]]:
        """Each step's title and the median of its times on the GPU, in ms (None: not known yet)."""
        return [(d.step.title, d.timer.ms if d.timer else None) for d in self._draws]

    def flush_timings(self) -> None:
        """Wait for the draws and count in the last frames too: for measuring, not for playing."""
        for timer in self._wiring.timers:
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
        self._wiring.release()
        if self._owns_storage:
            self._storage.release()
        self._held.clear()
        self._taps = {}
        self._frame = self._running = None

    # -- slices -------------------------------------------------------------------------------------------------

    def _slice(self, budget: float) -> bool:
        begun = time.perf_counter()
        allowed = budget * 1e3
        if self._next < len(self._draws):
            self._context.begin()
        unseen_limit = min(_UNSEEN_MS, allowed / 4) if self._context.software else float("inf")
        unseen = 0.0
        started = False
        while self._next < len(self._draws):
            index, draw = self._next, self._draws[self._next]
            self._wiring.enter(index)
            _, top, _, bottom = self._extent(draw)
            row, height = max(self._row, top), draw.step.height
            timed = draw.timer.ms if draw.timer else None
            whole = self._pace.known(index) if timed is None else timed
            at = time.perf_counter()
            rows = self._pace.rows(bottom - row, height, whole, allowed - (at - begun) * 1e3 - unseen, started)
            if not rows:
                break
            rows = _whole_bands(rows, bottom - row, draw.band)
            self._rows(draw, row, rows)
            self._row = row + rows
            if self._row >= bottom:
                self._done(index)
                self._next, self._row = index + 1, 0
            started = True
            expected = None if whole is None else whole * rows / height
            if timed is None or expected is None or unseen + expected > unseen_limit:
                self._context.finish()
                if timed is None and not unseen:
                    self._pace.saw(index, (time.perf_counter() - at) * 1e3, rows, height)
                unseen = 0.0
            else:
                unseen += expected
        self._after()
        return self._next >= len(self._draws)

    def _extent(self, draw: Draw) -> tuple[int, int, int, int]:
        """The pixels of a step that are to be drawn: left, top, right, bottom."""
        width, height = draw.step.width, draw.step.height
        if self._region is None:
            return 0, 0, width, height
        left, top, right, bottom = self._region
        return (max(0, int(left * width) - _MARGIN), max(0, int(top * height) - _MARGIN),
                min(width, int(right * width) + _MARGIN), min(height, int(bottom * height) + _MARGIN))  # fmt: skip

    def _rows(self, draw: Draw, first: int, count: int) -> None:
        left, top, right, _ = self._extent(draw)
        draw.run_part(left, first, right - left, count, timed=first == top and self._region is None)

    def _done(self, index: int) -> None:
        tap = self._taps.get(index)
        if tap is not None:
            tap(self._slots[self._draws[index].step.target])
            self._context.begin()
        self._wiring.leave(index)

    def _after(self) -> None:
        """Leave no sampler bound: other people's draws in this context would be filtered by it."""
        self._context.mgl.clear_samplers(0, self._wiring.units)

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


def _whole_bands(rows: int, left: int, band: int) -> int:
    """`rows` as whole bands, or all that are `left`."""
    return min(left, -(-rows // band) * band) if band else left
