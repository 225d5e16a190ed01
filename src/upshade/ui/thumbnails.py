"""What steps of the plan draw: small pictures of all, and one at full size in place of the chain's picture."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from imgui_bundle import imgui

from ..core import plan_text
from ..core.steps import Plan
from ..errors import UpshadeError
from ..gl.executor import Executor
from ..gl.pool import Target

if TYPE_CHECKING:
    from .app import App
    from .preview import Preview

SIZE = (160, 100)
"""Pixels of the framebuffer that a small picture may take."""
OUTPUT = 1 << 20
"""The node of the finished picture."""
_EVERY = 0.2
"""Seconds between two small pictures of the same step."""
_EACH = 4
"""So many steps at most are copied of one frame while it plays: the chain shall not become slower by being watched."""

_DRAWINGS = 2
"""So often is a picture at rest drawn again to be measured: the first time is not counted."""

Key = tuple[str, str, int]
"""Label and title of a step, and which of those that have both."""


def plane_node(plane: int) -> int:
    """Nodes are steps by their index, source planes below 0, and `OUTPUT`."""
    return -1 - plane


class StepPictures:
    """Copies of textures, lent by the pool. `show` keeps one step at full size (`full`), frame after frame, until it is
    told to stop; a step that a new plan has too is found again. Panels that are drawn say in each turn what they need:
    `want_small` keeps `small` fresh, `want_times` sees to it that the times of steps are known of a picture at rest,
    too. `turn` before each drawing; `close` gives everything back."""

    def __init__(self, app: App) -> None:
        self._app = app
        self.small: dict[int, Target] = {}
        self.full: Target | None = None
        self.gain = 1.0
        self.signed = False
        """0 is shown as middle gray."""
        self._node: int | None = None
        self._key: Key | None = None
        self._executor: Executor | None = None
        self._plan: Plan | None = None
        self._packed: frozenset[int] = frozenset()
        self._asked = self._asked_times = -2
        self._measured: Executor | None = None
        self._more = 0
        self._tapping = False
        self._taken: dict[int, float] = {}
        self._queue: deque[int] = deque()
        self._chosen: set[int] = set()
        self._playing = False
        self._late = False
        self._shown: object = None

    # -- what is wanted -----------------------------------------------------------------------------------------

    @property
    def node(self) -> int | None:
        """What is shown at full size, or will be with the next drawing."""
        return self._node

    def show(self, node: int | None) -> None:
        """Look at a step or a source plane; at the same one again, or None: at the picture."""
        self._node = node if node != self._node and node != OUTPUT else None
        self._key = _key(self._plan, self._node) if self._plan is not None and self._node is not None else None
        if self._key is None:
            self._node = None
        self._drop_full()
        self._late = self._node is not None

    def leave(self) -> bool:
        """Back to the picture; False where that is there already."""
        was = self._key is not None
        self.show(None)
        return was

    def look(self, gain: float, signed: bool) -> None:
        """How values are shown: times `gain` (1/64…64), `signed` with 0 in the middle."""
        gain = min(max(gain, 1 / 64), 64.0)
        if (gain, signed) != (self.gain, self.signed):
            self.gain, self.signed = gain, signed
            self._late = self._node is not None

    @property
    def words(self) -> str:
        """ "pass: dog: deblur (1280×720, rgba half)"."""
        plan, node = self._plan, self._node
        if plan is None or node is None:
            return ""
        if node < 0:
            plane = -1 - node
            width, height = plan.source.format.plane_size(plane, plan.source.width, plan.source.height)
            return f"source: {plan.source.format.planes[plane].upper()} ({width}×{height}, {plan.source.format.name})"
        step = plan.steps[node]
        store = plan_text.store_name(plan.slots[step.target])
        return f"pass: {plan_text.step_title(step)} ({step.width}×{step.height}, {store})"

    def want_small(self) -> None:
        self._asked = self._app.turns

    def want_times(self) -> None:
        self._asked_times = self._app.turns

    # -- each turn ----------------------------------------------------------------------------------------------

    def turn(self) -> None:
        preview = self._app.preview
        if preview is None:
            return
        watched = self._app.turns - self._asked <= 1
        live = preview.main.live
        if live.executor is not self._executor:
            self._changed(live.executor, live.plan)
        if not watched:
            self._drop_small()
        playing = self._app.playback is not None and self._app.playback.playing
        if playing != self._playing:
            # What comes to rest is seen as a whole: all of one frame.
            self._playing, self._late = playing, self._late or (watched and not playing)
        if not playing and self._app.turns - self._asked_times <= 1 and not preview.unfinished:
            self._measure(preview)
        if not watched and self._node is None:
            if self._tapping:
                live.tap({})
                self._tapping = False
            self._late = False
            return
        if not self._tapping and self._executor is not None and self._plan is not None:
            live.tap({i: self._tap(i) for i in range(len(self._plan.steps))})
            self._tapping = self._late = True
        if watched:
            self._choose(playing)
            self._output(preview)
        if self._late and not playing and not preview.unfinished and self._rested():
            self._late = False
            preview.again()

    def _measure(self, preview: Preview) -> None:
        """A picture at rest is drawn once or twice more, where what its steps take is not known."""
        executor = self._executor
        if executor is None or executor is self._measured:
            return
        if all(value is not None for _, value in executor.timings()):
            self._measured, self._more = executor, 0
        elif self._more < _DRAWINGS:
            self._more += 1
            preview.again()
        else:
            executor.flush_timings()
            self._measured, self._more = executor, 0

    def _rested(self) -> bool:
        """While a value is dragged, small pictures follow more slowly than the picture."""
        newest = max((self._taken[n] for n in self.small if n in self._taken), default=0.0)
        return time.perf_counter() - newest >= _EVERY

    def _choose(self, playing: bool) -> None:
        """The next in turn, each of which is waited for: so none is left out."""
        if not playing:
            self._chosen.update(self._queue)
            return
        now = time.perf_counter()
        if len(self._chosen) > _EACH:
            self._chosen.clear()
        for _ in range(len(self._queue)):
            if len(self._chosen) >= _EACH:
                break
            node = self._queue[0]
            self._queue.rotate(-1)
            if now - self._taken.get(node, 0.0) >= _EVERY:
                self._chosen.add(node)

    def _changed(self, executor: Executor | None, plan: Plan | None) -> None:
        self._executor, self._tapping = executor, False
        self._drop_small()
        self._taken.clear()
        self._chosen.clear()
        self._shown = None
        if executor is None:
            self._plan = None
            self._queue.clear()
            self._node = None
            if plan is None or plan.identity:
                self.leave()
            return
        self._plan = executor.plan
        self._packed = packed_steps(self._plan)
        self._queue = deque([*map(plane_node, range(len(self._plan.source.format.planes))),
                             *range(len(self._plan.steps))])  # fmt: skip
        self._node = _find(self._plan, self._key) if self._key is not None else None
        if self._node is None:
            self.leave()

    # -- copies -------------------------------------------------------------------------------------------------

    def _tap(self, step: int) -> Callable[[Target], None]:
        return lambda target: self._tapped(step, target)

    def _tapped(self, step: int, target: Target) -> None:
        preview, executor = self._app.preview, self._executor
        if preview is None or executor is None or self._plan is None:
            return
        if not preview.main.whole:
            self._late = True
            return
        try:
            if step == 0:
                for plane in range(len(self._plan.source.format.planes)):
                    uploaded = executor.plane(plane)
                    if uploaded is not None:
                        self._take(preview, plane_node(plane), uploaded, self._plan.source.format.sample_scale)
            self._take(preview, step, target, 1.0)
        except UpshadeError as error:
            self._app.messages.error(error)
            self.leave()

    def _take(self, preview: Preview, node: int, target: Target, scale: float) -> None:
        packed = node in self._packed
        width, height = target.spec.width * (4 if packed else 1), target.spec.height
        if node == self._node:
            bias, gain = (0.5, self.gain / 2) if self.signed else (0.0, self.gain)
            new = preview.display.copy(target, width, height, packed, gain * scale, bias)
            self._drop_full()
            self.full = new
        if node in self._chosen and self._app.turns - self._asked <= 1:
            now = time.perf_counter()
            if now - self._taken.get(node, 0.0) < _EVERY:
                self._late = True
                return
            self._taken[node] = now
            self._chosen.discard(node)
            self._small(preview, node, preview.display.copy(target, *fitted(width, height), packed, scale))

    def _output(self, preview: Preview) -> None:
        shown = preview.main.live.shown
        now = time.perf_counter()
        if shown is None or shown is self._shown or now - self._taken.get(OUTPUT, 0.0) < _EVERY:
            return
        self._shown, self._taken[OUTPUT] = shown, now
        spec = shown.texture.spec
        try:
            self._small(preview, OUTPUT, preview.display.copy(shown.texture, *fitted(spec.width, spec.height)))
        except UpshadeError as error:
            self._app.messages.error(error)

    def _small(self, preview: Preview, node: int, new: Target) -> None:
        old = self.small.get(node)
        if old is not None:
            preview.pool.give_back(old)
        self.small[node] = new

    def _drop_small(self) -> None:
        if self.small and self._app.preview is not None:
            for target in self.small.values():
                self._app.preview.pool.give_back(target)
            self.small.clear()
            self._taken.clear()
            self._shown = None

    def _drop_full(self) -> None:
        if self.full is not None and self._app.preview is not None:
            self._app.preview.pool.give_back(self.full)
        self.full = None

    def close(self) -> None:
        self._drop_small()
        self._drop_full()


def fitted(width: int, height: int) -> tuple[int, int]:
    """A picture's size when it fits into `SIZE`; what is smaller stays as it is."""
    scale = min(SIZE[0] / width, SIZE[1] / height, 1.0)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _key(plan: Plan, node: int) -> Key | None:
    if node < 0:
        return ("", "plane", -1 - node) if -1 - node < len(plan.source.format.planes) else None
    if node >= len(plan.steps):
        return None
    label, title = plan.steps[node].label, plan.steps[node].title
    return label, title, sum((s.label, s.title) == (label, title) for s in plan.steps[:node])


def _find(plan: Plan, key: Key) -> int | None:
    nodes = [*range(len(plan.steps)), *map(plane_node, range(len(plan.source.format.planes)))]
    return next((node for node in nodes if _key(plan, node) == key), None)


def packed_steps(plan: Plan) -> frozenset[int]:
    """Steps that write planes of the target with four samples of a row in a texel."""
    last = {step.target: i for i, step in enumerate(plan.steps)}
    return frozenset(
        last[ref.index]
        for k, ref in enumerate(plan.outputs)
        if ref.kind == "slot" and plan.slots[ref.index].components != len(plan.target.format.planes[k])
    )


def inspecting(app: App) -> None:
    """A line for panels: what is looked at, how its values are shown, and the way back; nothing where nothing is."""
    steps = app.picture.steps
    if steps.node is None:
        return
    imgui.set_next_item_width(110)
    changed, gain = imgui.slider_float("##gain", steps.gain, 1 / 16, 64.0, "× %.3g", imgui.SliderFlags_.logarithmic)
    imgui.set_item_tooltip("the values of the pass are shown times this; Alt and the wheel over the picture")
    imgui.same_line()
    toggled, signed = imgui.checkbox("±##signed", steps.signed)
    imgui.set_item_tooltip("0 is shown as gray, what is negative darker")
    if changed or toggled:
        steps.look(gain, signed)
    imgui.same_line()
    if imgui.button("Back to the picture##inspecting"):
        steps.leave()
