"""One shader file, compiled and drawn: what ran, what did not and why, and whether what came out is a picture."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any, Literal

import numpy as np

from ..core import chain as chains
from ..core.chain import Loaded
from ..core.frame import Frame
from ..core.passes import title_of
from ..core.plan_text import step_title
from ..core.steps import ChainEntry, Moment, Options, Plan, Step
from ..engine import Pipeline, source_of
from ..errors import BadInput, CompileError, GraphicsError, ParameterError, UpshadeError, Where
from ..gl.context import Context
from ..gl.executor import Executor
from ..gl.pool import Pool, Target
from ..gl.program import Programs

State = Literal["ran", "partly", "nothing ran", "refused", "failed"]

SCALES = (2.0, 1.0, 3.0, 4.0, 0.5, 1.5, 8.0)
"""Tried in turn until every pass runs."""
_PLANNING = 2.0
"""Seconds after which no further case is tried."""
_FRAMES, _SECONDS = 16, 1.0
"""At most so many frames, and about so much time, to know what one takes."""
_FLOATS: dict[str, Any] = {"f2": np.float16, "f4": np.float32}


@dataclass(slots=True)
class Found:
    """What became of a file.

    "ran": every pass; "partly": some of them, `skipped` says why not the others; "nothing ran" with any input that was
    tried; "refused": the format, the engine or the driver does not take it; "failed": no end within the limit, a
    process that died, or a picture that is none. `why`: one line, "" where all is well. `source` and `target`: the
    picture that was drawn; `ms` a frame, planes to planes, each pass by itself; `start_ms` until the first frame;
    `memory`: bytes of the textures that its passes write.
    """

    path: str
    state: State = "failed"
    why: str = ""
    passes: int = 0
    ran: int = 0
    skipped: list[dict[str, str]] = field(default_factory=list)
    source: str = ""
    target: str = ""
    ms: float | None = None
    start_ms: float | None = None
    memory: int | None = None

    def words(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Case:
    """A picture and the size that it is drawn at: `scale`, or `size` in pixels."""

    frame: Frame
    scale: float | None = None
    size: tuple[int, int] | None = None

    @property
    def name(self) -> str:
        at = f"{self.size[0]}x{self.size[1]}" if self.size else f"{self.scale:g}x"
        return f"{self.frame.format.name} {at}"


def cases(frames: Sequence[Frame], scale: float | None, size: tuple[int, int] | None) -> list[Case]:
    """Every frame at every scale, or at the one that was asked for."""
    if size is not None or scale is not None:
        return [Case(frame, scale, size) for frame in frames]
    return [Case(frame, s) for frame in frames for s in SCALES]


class Checker:
    """Checks one file after the other with one OpenGL context. `doing` is called with what is begun, in words that go
    behind "while"."""

    def __init__(
        self, context: Context, tried: Sequence[Case], sets: Sequence[str], options: Options | None,
        doing: Callable[[str], None],
    ) -> None:  # fmt: skip
        self._context, self._cases, self._sets, self._doing = context, tried, sets, doing
        self._options = options or Options()

    def check(self, path: str) -> Found:
        """Raises what is no property of the file: GraphicsError where memory ran out, and what nobody foresaw."""
        found = Found(path)
        self._doing("it was read")
        try:
            self._check(found)
        except (BadInput, CompileError) as error:
            found.state, found.why = "refused", str(error)
        return found

    def _check(self, found: Found) -> None:
        loaded = chains.load(None, [found.path])
        (entry,) = loaded.entries
        loaded = chains.load(loaded, sets=[text for text in self._sets if concerns(text, entry)])
        found.passes = len(entry.shader.passes)
        self._doing("it was planned")
        case, plan, tried = self._best(loaded)
        found.ran = _ran(plan)
        found.skipped = [{"pass": s.title, "reason": s.reason} for s in plan.skipped if s.label == entry.label]
        found.source = f"{plan.source.width}x{plan.source.height} {plan.source.format.name}"
        found.target = f"{plan.target.width}x{plan.target.height}"
        if plan.dropped:
            found.state, found.why, found.skipped = "refused", plan.dropped[0][1], []
        elif not found.ran:
            found.state, found.why = "nothing ran", _nothing(found, tried)
        else:
            self._draw(found, loaded, case, plan, entry)

    def _best(self, loaded: Loaded) -> tuple[Case, Plan, list[Case]]:
        """The first case in which every pass runs, or else as many as possible; and those that were tried."""
        best: tuple[int, Case, Plan] | None = None
        begun, tried = time.perf_counter(), []
        for case in self._cases:
            tried.append(case)
            with self._pipeline(loaded, case) as pipeline:
                plan = pipeline.plan(source_of(case.frame))
            count = -1 if plan.dropped else _ran(plan)
            # A pass that cannot run where it should is what its author wants to hear of.
            if best is None or count > best[0] > -1:
                best = count, case, plan
            whole = count == len(loaded.entries[0].shader.passes)
            if plan.dropped or whole or time.perf_counter() - begun > _PLANNING:
                break
        assert best is not None
        return best[1], best[2], tried

    def _pipeline(self, loaded: Loaded, case: Case) -> Pipeline:
        return Pipeline(loaded, scale=case.scale, size=case.size, options=self._options, context=self._context,
                        merge=False)  # fmt: skip

    # -- drawing ------------------------------------------------------------------------------------------------

    def _draw(self, found: Found, loaded: Loaded, case: Case, plan: Plan, entry: ChainEntry) -> None:
        pool, programs = Pool(self._context), Programs(self._context)
        begun = time.perf_counter()
        try:
            wrong, executor = self._look(pool, programs, plan, case.frame, entry)
            found.start_ms = (time.perf_counter() - begun) * 1e3
            self._doing("frames were timed")
            try:
                wrong = wrong or _misshapen(plan, executor.read())
                found.ms = _timed(executor, case.frame)
            finally:
                executor.release()
            found.memory = plan.memory
            self._context.check(f"drawing {found.path}")
        finally:
            for owner in (programs, pool):
                owner.release()
        if wrong is not None:
            found.state, found.why = "failed", wrong
        else:
            whole = found.ran == found.passes
            found.state, found.why = "ran" if whole else "partly", "" if whole else reasons(found.skipped)

    def _look(
        self, pool: Pool, programs: Programs, plan: Plan, frame: Frame, entry: ChainEntry
    ) -> tuple[str | None, Executor]:
        """Compile and draw once, pass by pass; what is wrong with what came out, and the executor, to be released."""
        executor = Executor(self._context, pool, programs, plan, timed=False, at_once=False)
        try:
            steps = plan.steps
            self._begin("compiled", steps[0])
            while not executor.prepare():
                self._begin("compiled", steps[executor.prepared])
            marks: dict[int, int] = {}

            def look(index: int, target: Target) -> None:
                self._context.finish()
                step = steps[index]
                if step.hook is not None and step.label == entry.label:
                    marks[index] = _not_finite(target)
                if index + 1 < len(steps):
                    self._begin("drawn", steps[index + 1])

            executor.tap({i: lambda target, i=i: look(i, target) for i in range(len(steps))})  # type: ignore[misc]
            executor.upload(frame)
            self._begin("drawn", steps[0])
            executor.start(Moment())
            executor.run()
            executor.tap({})
            wrong = _blame(plan, marks, entry)
        except BaseException:
            executor.release()
            raise
        return wrong, executor

    def _begin(self, what: str, step: Step) -> None:
        place = f" ({Where(step.shader.path, step.hook.line)})" if step.hook is not None and step.shader else ""
        self._doing(f"'{step_title(step)}'{place} was {what}")


def _nothing(found: Found, tried: Sequence[Case]) -> str:
    if not found.passes:
        return f"{Where(found.path)}: has no //!HOOK block"
    return f"tried {_listed(tried)}: {reasons(found.skipped)}"


def concerns(text: str, entry: ChainEntry) -> bool:
    """Whether a `SHADER.PARAM=VALUE` is meant for this file."""
    try:
        chains.apply_sets([entry], {entry.label: {}}, [text])
    except ParameterError as error:
        return "no shader" not in error.message and "--set wants" not in error.message
    return True


def reasons(skipped: Sequence[dict[str, str]]) -> str:
    """Why passes did not run, equal reasons once."""
    by_reason: dict[str, list[str]] = {}
    for one in skipped:
        by_reason.setdefault(one["reason"], []).append(one["pass"])
    told = [f"'{names[0]}'{f' and {len(names) - 1} more' if len(names) > 1 else ''}: {reason}"
            for reason, names in by_reason.items()]  # fmt: skip
    rest = f"; and {len(told) - 2} other reasons" if len(told) > 2 else ""
    return "; ".join(told[:2]) + rest


def _ran(plan: Plan) -> int:
    return len({(s.label, s.hook.index) for s in plan.steps if s.hook is not None})


def _listed(tried: Sequence[Case]) -> str:
    """ "2x, 1x of yuv420p, rgb24" """
    sizes, formats = (dict.fromkeys(case.name.split(" ")[part] for case in tried) for part in (1, 0))
    return f"{', '.join(sizes)} of {', '.join(formats)}"


def _not_finite(target: Target) -> int:
    """How many pixels hold something that is no number, or infinite. 0 for a format that cannot."""
    kind = _FLOATS.get(target.store)
    if kind is None:
        return 0
    values = np.frombuffer(target.texture.read(), kind).reshape(-1, target.components)
    return int((~np.isfinite(values)).any(axis=1).sum())


def _blame(plan: Plan, marks: dict[int, int], entry: ChainEntry) -> str | None:
    """The first pass of the file that makes something infinite, if that is still there in what its last ones make."""
    bad = [index for index in _last(plan, entry) if marks.get(index)]
    if not bad:
        return None
    first = min(index for index, count in marks.items() if count)
    step = plan.steps[first]
    assert step.hook is not None
    where = Where(entry.shader.path, step.hook.line)
    return f"{where}: '{title_of(step.hook)}' makes {marks[first]} pixels that are infinite or no number (NaN)"


def _last(plan: Plan, entry: ChainEntry) -> Iterator[int]:
    """Steps of the file whose result no later pass of it reads."""
    own = [i for i, step in enumerate(plan.steps) if step.hook is not None and step.label == entry.label]
    for i in own:
        read = any(
            i < j <= plan.lifetimes[i][1] and any(b.ref.kind == "slot" and b.ref.index == plan.steps[i].target
                                                  for b in plan.steps[j].binds)
            for j in own
        )  # fmt: skip
        if not read:
            yield i


def _misshapen(plan: Plan, planes: Sequence[Any]) -> str | None:
    target = plan.target
    for k, plane in enumerate(planes):
        shape = target.format.plane_shape(k, target.width, target.height)
        if plane.shape != shape:
            return f"plane {k} came out as {plane.shape}, not {shape}"
    return None


def _timed(executor: Executor, frame: Frame) -> float:
    times: list[float] = []
    while len(times) < _FRAMES and sum(times) < _SECONDS:
        begun = time.perf_counter()
        executor.upload(frame)
        executor.start(Moment())
        executor.run()
        executor.read()
        times.append(time.perf_counter() - begun)
    return median(times) * 1e3


def failure(path: str, error: Exception) -> Found:
    """What `Checker.check` could not foresee, as the file's row."""
    if isinstance(error, MemoryError):
        return Found(path, why="there is not enough memory for it")
    if isinstance(error, GraphicsError | UpshadeError):
        return Found(path, why=str(error))
    return Found(path, why=f"an error inside upshade ({type(error).__name__}: {error})")
