"""Live: a chain that changes while it draws, in slices, with the last good picture and shaders kept until there are
better ones."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..core.chain import Loaded
from ..core.frame import Frame
from ..core.param import Value
from ..core.shader import Shader
from ..core.steps import ChainEntry, Options, Plan, Source, Target
from ..errors import CompileError, GraphicsError, UpshadeError
from ..gl.context import Context
from ..gl.executor import Executor, Region, Tap
from ..gl.pool import Pool
from ..gl.pool import Target as Texture
from ..gl.program import Programs
from ..gl.readback import Planes
from ..gl.storage import Storages
from .pipeline import Clock, Pipeline, source_of
from .run import Run


@dataclass(frozen=True, slots=True)
class Wish:
    """What shall be drawn: the chain and values of `loaded`; `size`, `scale`, `output`, `options` as for `Pipeline`;
    `pinned`: the target whatever the source is, as in a file."""

    loaded: Loaded
    size: tuple[int, int] | None = None
    scale: float | None = None
    output: str | None = None
    options: Options | None = None
    pinned: Target | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A complete picture: `texture` holds it in RGB, 8 bits, `frame` is what it was made of, by `plan`. `whole`: False
    where only a region of it is new."""

    texture: Texture
    frame: Frame
    plan: Plan
    whole: bool


class Live:
    """Draws frames with what is wished for at the moment.

    Each turn of a window: `wish` and `set_values` at any time, `begin` when a frame shall be drawn and nothing is under
    way (`busy`), `work` for the time that there is. What is new is compiled a program at a time while the old goes on
    drawing; its first complete picture takes the place of the old one. A shader that the driver refuses is replaced by
    its last version that worked, or else leaves the chain; `problems` has the reasons, by chain label.

    `shown` and the picture `before` it belong to this object until the next `work` or `close`: two that draw the same
    frames side by side can always show the same one. One thread.
    """

    def __init__(self, context: Context, pool: Pool, programs: Programs) -> None:
        self.clock = Clock()
        self.shown: Shown | None = None
        self.before: Shown | None = None
        self.swaps = self.drawn = 0
        """How often a new plan took over, and how many pictures it has drawn."""
        self.problems: dict[str, CompileError] = {}
        self.error: UpshadeError | None = None
        self._context, self._pool, self._programs = context, pool, programs
        self._storage = Storages(context)
        self._wish: Wish | None = None
        self._source: Source | None = None
        self._run: Run | None = None
        self._next: Run | None = None
        self._good: dict[str, Shader] = {}
        self._refused: dict[str, tuple[Shader, CompileError]] = {}
        self._values: dict[str, dict[str, Value]] = {}
        self._stale = False
        self._merge = True
        self._frame: Frame | None = None
        self._region: Region | None = None
        self._drawing = False
        self._taps: dict[int, Tap] = {}
        self.drawn_ms: float | None = None
        """Seconds of work that the last whole picture took, in ms."""
        self._spent = 0.0

    # -- what is wanted -----------------------------------------------------------------------------------------

    def wish(self, wish: Wish) -> None:
        """From now on draw this. Equal wishes cost nothing; values alone go to `set_values`."""
        if self._wish is not None and _same(self._wish, wish):
            return
        self._wish, self._stale, self._merge = wish, True, True
        self._values = {label: dict(own) for label, own in wish.loaded.values.items()}

    def set_values(self, values: Mapping[str, Mapping[str, Value]]) -> None:
        """Values of parameters by chain label, from the next `begin` on. Those that decide what runs, or are compiled
        in, make a new plan; all others are uniforms."""
        plan = self.plan
        for label, own in values.items():
            held = self._values.setdefault(label, {})
            for name, value in own.items():
                if held.get(name) != value:
                    held[name] = value
                    self._stale |= plan is None or (label, name) in plan.structural

    @property
    def plan(self) -> Plan | None:
        """What is drawn now, or will be with the next picture."""
        run = self._next or self._run
        return run.plan if run is not None else None

    @property
    def executor(self) -> Executor | None:
        return self._run.executor if self._run is not None else None

    @property
    def upload_ms(self) -> float:
        """Milliseconds that the last upload of a frame's planes took."""
        return self._run.upload_ms if self._run is not None else 0.0

    @property
    def busy(self) -> bool:
        """A frame is under way."""
        return self._drawing

    @property
    def unfinished(self) -> bool:
        """There is work to do even if no new frame comes."""
        return self._drawing or self._next is not None or self._stale

    @property
    def compiling(self) -> tuple[int, int] | None:
        """Steps that are ready and all steps of what is being prepared; None: nothing is."""
        run = self._next
        return (run.executor.prepared, len(run.plan.steps)) if run is not None and run.executor is not None else None

    def tap(self, taps: Mapping[int, Tap]) -> None:
        """As `Executor.tap`, for the steps of `plan`; kept until the plan changes."""
        self._taps = dict(taps)
        if self._run is not None and self._run.executor is not None:
            self._run.executor.tap(self._taps)

    # -- drawing ------------------------------------------------------------------------------------------------

    def begin(self, frame: Frame, region: Region | None = None) -> None:
        """Draw this frame next; what is under way is given up. `region`: only that part, for a first impression."""
        source = source_of(frame)
        self._frame, self._region = frame, region
        if self._stale or source != self._source:
            self._source = source
            self._replan(source)
        self._start()

    def work(self, budget: float) -> bool:
        """Go on for about `budget` seconds. True: `shown` is a new picture."""
        until = time.perf_counter() + budget
        if self._stale and self._source is not None:
            self._replan(self._source)
        # Playback goes on meanwhile: half of the time, at least one program.
        share = until - budget / 2 if self._drawing and self._run is not None else until
        self._prepare(share)
        if not self._drawing or self._run is None:
            return False
        begun = time.perf_counter()
        done = self._run.draw(max(until - begun, 0.001))
        self._spent += time.perf_counter() - begun
        if done:
            self._finish()
        return done

    def draw(self, frame: Frame) -> Shown:
        """The whole frame at once. Raises why it cannot be planned."""
        self.begin(frame)
        while self._next is not None:
            self._prepare(time.perf_counter() + 1.0)
        while self._drawing and not self.work(1.0):
            pass
        if self.shown is None or self.shown.frame is not frame:
            raise self.error or GraphicsError("nothing was drawn")
        return self.shown

    def fail(self, error: UpshadeError) -> None:
        """Give up the frame under way: what it needs cannot be had now."""
        self.error, self._drawing = error, False

    def read(self) -> Planes:
        """The planes of the picture shown, as they go to an encoder; only while nothing newer was begun."""
        assert self._run is not None and self.shown is not None
        executor = self._run.executor
        return self.shown.frame.planes if executor is None else executor.read()

    def _start(self) -> None:
        """Upload and begin; a run that is not ready yet begins when it is."""
        run, frame = self._run, self._frame
        self._drawing = False
        if run is None or frame is None or run.plan.source != source_of(frame):
            return
        run.set_values(self._values)
        run.start(frame, self.clock, self._region)
        self._spent, self._drawing = 0.0, True

    def _finish(self) -> None:
        run = self._run
        assert run is not None and run.frame is not None
        self._drawing = False
        whole = self._region is None
        new = Shown(run.develop(), run.frame, run.plan, whole)
        if self.before is not None:
            self._pool.give_back(self.before.texture)
        self.before, self.shown = self.shown, new
        self.drawn += 1
        if whole:
            self.drawn_ms = self._spent * 1e3

    # -- changing -----------------------------------------------------------------------------------------------

    def _replan(self, source: Source) -> None:
        """Plan what is wished for; equal plans change nothing."""
        assert self._wish is not None
        self._stale = False
        if self._next is not None:
            self._next.release()
            self._next = None
        try:
            self._next = self._planned(source)
        except UpshadeError as error:
            self.error = error
            return
        self.error = None
        if self._run is not None and self._run.plan == self._next.plan:
            self._next.release()
            self._next = None
        elif self._run is None or self._run.plan.source != source:
            # Nothing can be drawn with what there is.
            self._drawing = False
            if self._run is not None:
                self._run.release()
                self._run = None
        if self._next is not None and self._next.executor is None:
            self._swap()

    def _planned(self, source: Source) -> Run:
        assert self._wish is not None
        wish = self._wish
        entries, failures = self._usable(wish.loaded.entries)
        labels = {e.label: {p.name for p in e.shader.params} for e in entries}
        values = {
            label: {k: v for k, v in own.items() if k in labels[label]}
            for label, own in self._values.items() if label in labels
        }  # fmt: skip
        loaded = replace(wish.loaded, entries=entries, values=values)
        pipeline = Pipeline(
            loaded, size=wish.size, scale=wish.scale, output=wish.output, options=wish.options, context=self._context,
            merge=self._merge,
        )  # fmt: skip
        pipeline.failures = failures
        if wish.pinned is not None:
            pipeline.pin(wish.pinned)
        plan = pipeline.plan(source)
        return Run(self._context, self._pool, self._programs, plan, entries, self._storage)

    def _usable(self, entries: tuple[ChainEntry, ...]) -> tuple[tuple[ChainEntry, ...], dict[str, CompileError]]:
        """Shaders that were refused stand aside for their last version that worked."""
        usable, failures = [], {}
        self.problems = {}
        for entry in entries:
            refused = self._refused.get(entry.shader.path)
            if refused is None or refused[0].text != entry.shader.text:
                usable.append(entry)
                continue
            self.problems[entry.label] = refused[1]
            good = self._good.get(entry.shader.path)
            if good is not None:
                usable.append(replace(entry, shader=good))
            else:
                usable.append(entry)
                failures[entry.label] = refused[1]
        return tuple(usable), failures

    def _prepare(self, until: float) -> None:
        """Compile until then, at least one step."""
        while self._next is not None:
            run = self._next
            try:
                ready = run.executor is None or run.executor.prepare()
            except CompileError as error:
                self._refuse(run, error)
                continue
            except UpshadeError as error:
                self.error = error
                run.release()
                self._next = None
                return
            if ready:
                self._swap()
                return
            if time.perf_counter() >= until:
                return

    def _refuse(self, run: Run, error: CompileError) -> None:
        self._next = None
        run.release()
        if run.plan.merged and self._source is not None:
            self._merge = False  # what joins it must not be what a shader fails by
            self._replan(self._source)
            return
        entry = next((e for e in run.entries if e.label == error.label), None)
        if entry is None or self._refused.get(entry.shader.path, (None,))[0] == entry.shader or self._source is None:
            self.error = error
            return
        if self._good.get(entry.shader.path) == entry.shader:
            del self._good[entry.shader.path]  # it worked at another size only
        self._refused[entry.shader.path] = (entry.shader, error)
        self._merge = True
        self._replan(self._source)

    def _swap(self) -> None:
        """The new takes over; the picture of the old stays until there is one of the new."""
        run, old = self._next, self._run
        assert run is not None
        self._next, self._run = None, run
        self.swaps, self.drawn = self.swaps + 1, 0
        ran = {step.label for step in run.plan.steps if step.shader is not None}
        for entry in run.entries:
            if entry.label in ran:
                self._good[entry.shader.path] = entry.shader
        self._taps = {}
        if old is not None:
            old.release()
        self._storage.trim()
        if self._frame is not None:
            self._region = None
            self._start()

    def close(self) -> None:
        """Give everything back. Harmless when repeated."""
        for run in (self._next, self._run):
            if run is not None:
                run.release()
        self._next = self._run = None
        self._storage.release()
        self.forget()

    def forget(self) -> None:
        """Give back the pictures, and give up what is under way."""
        for picture in (self.before, self.shown):
            if picture is not None:
                self._pool.give_back(picture.texture)
        self.before = self.shown = self._frame = None
        self._drawing = False
        if self.error is not None:
            self.error, self._stale = None, self._wish is not None


def _same(a: Wish, b: Wish) -> bool:
    return a.loaded is b.loaded and replace(a, loaded=b.loaded) == b
