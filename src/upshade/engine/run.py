"""A plan at work for the screen: what runs it, and what makes its planes a picture."""

from __future__ import annotations

import time
from collections.abc import Mapping

from ..core.frame import Frame
from ..core.param import Value
from ..core.steps import ChainEntry, Plan
from ..gl.context import Context
from ..gl.develop import Developer, PlaneTexture
from ..gl.executor import Executor, Region
from ..gl.pool import Pool
from ..gl.pool import Target as Texture
from ..gl.program import Programs
from ..gl.storage import Storages
from ..gl.upload import Uploader
from .pipeline import Clock


class Run:
    """A plan, what runs it (None: it does nothing), and what makes its planes a picture."""

    def __init__(
        self, context: Context, pool: Pool, programs: Programs, plan: Plan, entries: tuple[ChainEntry, ...],
        storage: Storages,
    ) -> None:  # fmt: skip
        self.plan, self.entries = plan, entries
        self.frame: Frame | None = None
        self.executor: Executor | None = None
        self.upload_ms = 0.0
        target = plan.target
        self._developer = Developer(
            context, pool, programs, target.format, target.color, target.width, target.height
        )  # fmt: skip
        # What passes through is not always uploaded for the passes.
        passed = [ref.index for ref in plan.outputs if ref.kind == "plane"] if not plan.identity else list(
            range(len(plan.source.format.planes)))  # fmt: skip
        self._passed = Uploader(context, pool, programs, plan.source, passed) if passed else None
        self._wants_pts = {e.label for e in entries if e.shader.param("PTS") is not None}
        if not plan.identity:
            try:
                self.executor = Executor(context, pool, programs, plan, at_once=False, storage=storage)
            except BaseException:
                self.release()
                raise

    def set_values(self, values: Mapping[str, Mapping[str, Value]]) -> None:
        if self.executor is not None:
            for label, own in values.items():
                self.executor.set_values(label, own)

    def start(self, frame: Frame, clock: Clock, region: Region | None) -> None:
        if self.executor is not None:
            for label in self._wants_pts:
                self.executor.set_values(label, {"PTS": frame.time or 0.0})
            if frame is not self.frame:
                begun = time.perf_counter()
                self.executor.upload(frame)
                self.upload_ms = (time.perf_counter() - begun) * 1e3
            self.executor.start(clock.moment(frame), region)
        self.frame = frame

    def draw(self, budget: float) -> bool:
        return self.executor is None or self.executor.run(budget)

    def develop(self) -> Texture:
        assert self.frame is not None
        if self._passed is not None:
            self._passed.check(self.frame)
            self._passed.upload(self.frame)
        planes = []
        outputs = self.plan.outputs if not self.plan.identity else ()
        for k in range(len(self.plan.target.format.planes)):
            if not outputs or outputs[k].kind == "plane":
                assert self._passed is not None
                planes.append(PlaneTexture(self._passed.texture(outputs[k].index if outputs else k)))
                continue
            assert self.executor is not None
            slot = self.plan.slots[outputs[k].index]
            packed = slot.components != len(self.plan.target.format.planes[k])
            planes.append(PlaneTexture(self.executor.output_texture(k), packed))
        return self._developer.develop(planes)

    def release(self) -> None:
        if self.executor is not None:
            self.executor.release()
            self.executor = None
        if self._passed is not None:
            self._passed.release()
            self._passed = None
        self._developer.release()
