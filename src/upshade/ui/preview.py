"""The pictures of the window: the chain that is edited, and what it is compared with, of the same frame."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Literal

from ..core.chain import Loaded
from ..core.frame import PIXEL_FORMATS, Frame
from ..core.preset import Output
from ..core.steps import Plan, Source, Target
from ..engine import Clock, Live, Pipeline, source_of
from ..engine.live import Shown, Wish
from ..errors import GraphicsError, UpshadeError
from ..gl.context import Context
from ..gl.display import Display
from ..gl.executor import Region
from ..gl.pool import Pool
from ..gl.program import Programs
from ..jobs.drawing import deep_enough
from ..media import codecs
from ..media.probe import VideoInfo
from ..player.edit import ChainEdit

Mode = Literal["rendered", "fit"]

SLICE = 0.012
"""Seconds of drawing a turn of the window may always take."""
TURN = 0.046
"""Seconds that a turn may take in all: the panels are drawn twenty times a second."""
_SLOW = 33.0
"""Milliseconds. While a value is dragged, chains that take longer draw what is visible first."""
_FIRST = 2
"""Pictures of a new plan that say nothing of how long its pictures take."""
_KEEP = 5.0
"""Seconds that a comparison stays ready after it was left."""
_PART = 0.6
"""What is visible must be less than this share of the picture for that."""


@dataclass(slots=True)
class Side:
    """One of two pictures. `edit`: the chain it shows, None for the source, resized plainly."""

    live: Live
    edit: ChainEdit | None = None
    wished: tuple[object, ...] = ()
    values: int = -1
    drawn: tuple[object, ...] = ()
    whole: bool = True
    output: str | None = None


class Preview:
    """Draws frames for the window, a slice a turn. Made when the window's context exists, `close` before it goes.

    `mode` "rendered": the picture is that of a file with codec `codec`, and the view only zooms it; "fit": it is drawn
    for the size of the window, `fit` in pixels. `compare` draws a second picture beside it: the plain source or another
    chain.
    """

    def __init__(self, context: Context, edit: ChainEdit) -> None:
        self.context = context
        self.pool, self.programs = Pool(context), Programs(context)
        self.display = Display(context, self.pool, self.programs)
        self.main = Side(Live(context, self.pool, self.programs), edit)
        self.other = Side(Live(context, self.pool, self.programs))
        self.mode: Mode = "rendered"
        self.codec = "h264"
        self.pix_fmt: str | None = None
        """Of the file; None: as its codec chooses it."""
        self.fit: tuple[int, int] | None = None
        self.comparing = False
        self.bypass = False
        """The edited chain's side is drawn as if the chain were empty."""
        self.visible: Region | None = None
        self.dragging = False
        self.info: VideoInfo | None = None
        self.frame: Frame | None = None
        self._serial = 0
        self.turn_limit = TURN
        self.latency = 0.005
        """Seconds from a frame's beginning to its picture, smoothed."""
        self._begun: tuple[float, int] | None = None
        self._compared = 0.0
        self._swaps, self._trim_at = 0, 0.0

    # -- what is shown ------------------------------------------------------------------------------------------

    @property
    def plan(self) -> Plan | None:
        return self.main.live.plan

    @property
    def sides(self) -> tuple[Side, ...]:
        return (self.main, self.other) if self.comparing else (self.main,)

    @property
    def pictures(self) -> tuple[Shown | None, Shown | None]:
        """The edited chain's picture and the other of the same frame, the newest that both have, if there is one."""
        new = self.main.live
        if not self.comparing:
            return new.shown, None
        old = self.other.live
        for mine in (new.shown, new.before):
            for theirs in (old.shown, old.before):
                if mine is not None and theirs is not None and mine.frame is theirs.frame:
                    return mine, theirs
        return new.shown, None

    def open(self, info: VideoInfo) -> None:
        """Another file; its frames follow."""
        self.info = info
        self.frame = None
        clock = Clock(info.start_pts, info.rate)
        for side in (self.main, self.other):
            side.live.clock = clock
            side.live.forget()
            side.drawn, side.wished = (), ()

    def again(self) -> None:
        """Draw the frame once more: somebody wants to see what comes on the way."""
        self._serial += 1

    def compare(self, on: bool, edit: ChainEdit | None = None) -> None:
        """Draw the other side too: the plain source, or the chain of `edit`."""
        if edit is not self.other.edit:
            self.other.edit, self.other.wished, self.other.drawn = edit, (), ()
        if on or self.comparing:
            self._compared = time.monotonic()
        self.comparing = on

    # -- drawing ------------------------------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """A frame is under way, or compiled for."""
        return any(side.live.busy for side in self.sides)

    @property
    def unfinished(self) -> bool:
        """The picture is not yet what it shall be."""
        return any(
            side.live.unfinished or (self.frame is not None and side.drawn != self._wanted(side)) for side in self.sides
        )

    def turn(self, frame: Frame | None, rest_ms: float) -> bool:
        """Draw for a turn of the window that takes `rest_ms` for all else. `frame`: the one to be drawn from now on, if
        it is another. True: there is a new picture."""
        begun = time.perf_counter()
        if frame is not None:
            self.frame = frame
            self._serial += 1
            self._begun = (begun, self.programs.compiled)
        if self.frame is None:
            return False
        until = begun + max(SLICE, self.turn_limit - rest_ms / 1e3)
        new = False
        for side in self.sides:
            try:
                self._wish(side, self.frame)
                new |= self._draw(side, until)
            except GraphicsError as error:
                # Memory for a texture, above all: without what is kept for later there may be enough.
                side.live.fail(error)
                self.pool.trim()
        if new and not self.busy:
            self._measure()
        self._tidy()
        return new

    def _measure(self) -> None:
        """How long a frame takes, those not counted for which something was compiled (drivers do that when a program is
        drawn with first)."""
        if self._begun is None:
            return
        (begun, compiled), self._begun = self._begun, None
        if compiled == self.programs.compiled and all(side.live.drawn > _FIRST for side in self.sides):
            took = min(time.perf_counter() - begun, 2 * self.latency + 0.05)
            self.latency += (0.5 if took < self.latency else 0.2) * (took - self.latency)

    def _tidy(self) -> None:
        """Textures that a plan left behind, and those of a comparison that is over, are released after a while."""
        now = time.monotonic()
        if not self.comparing and self.other.live.shown is not None and now - self._compared > _KEEP:
            self.other.live.forget()
            self.other.drawn = ()
            self._trim_at = now
        swaps = self.main.live.swaps + self.other.live.swaps
        if swaps != self._swaps:
            self._swaps, self._trim_at = swaps, now + _KEEP / 5
        if self._trim_at and now >= self._trim_at and not self.busy:
            self._trim_at = 0.0
            self.pool.trim()

    def _draw(self, side: Side, until: float) -> bool:
        live, frame = side.live, self.frame
        assert frame is not None
        wanted = self._wanted(side)
        if not live.busy and (side.drawn != wanted or not side.whole):
            region = self._region(live) if side.drawn != wanted and side.drawn[:1] == wanted[:1] else None
            side.drawn, side.whole = wanted, region is None
            live.begin(frame, region)
        if live.unfinished:
            return live.work(max(until - time.perf_counter(), 0.002))
        return False

    def _wanted(self, side: Side) -> tuple[object, ...]:
        values = side.edit.value_revision if side.edit is not None else 0
        return self._serial, side.wished, values

    def _region(self, live: Live) -> Region | None:
        visible = self.visible
        if not self.dragging or visible is None or (live.drawn_ms or 0.0) < _SLOW:
            return None
        if live.plan is not None and live.plan.persistent:
            return None  # it would be drawn whole
        share = (visible[2] - visible[0]) * (visible[3] - visible[1])
        return visible if share < _PART else None

    def _wish(self, side: Side, frame: Frame) -> None:
        """Tell a side what to draw, where that has changed."""
        main = self.main.edit
        edit = None if self.bypass and side is self.main else side.edit
        output = edit.output if edit is not None else main.output if main is not None else Output()
        key = (edit and edit.revision, output, self.mode, self.fit if self.mode == "fit" else None, self.codec,
               self.pix_fmt, id(self.info))  # fmt: skip
        values = edit.value_revision if edit is not None else 0
        if side.wished == key and side.values == values:
            return
        loaded = edit.loaded() if edit is not None else Loaded((), {}, output)
        deeper = self.mode == "rendered" and _may_deepen(loaded)
        if side.wished != key or (deeper and self.rendered(loaded, source_of(frame))[0] != side.output):
            wish = self._of(loaded, source_of(frame))
            side.wished, side.values, side.output = key, values, wish.output
            side.live.wish(wish)
        side.values = values
        side.live.set_values(loaded.values)

    def _of(self, loaded: Loaded, source: Source) -> Wish:
        if self.mode == "fit" and self.fit is not None:
            return Wish(loaded, size=self.fit, output="rgba")
        output, pinned = self.rendered(loaded, source)
        return Wish(loaded, output=output, pinned=pinned)

    def rendered(self, loaded: Loaded, source: Source) -> tuple[str | None, Target | None]:
        """The pixel format and the target that `upshade render` would have for this chain and this file."""
        info = self.info
        if info is None:
            return None, None
        pipeline = Pipeline(loaded, context=self.context)
        first = Source(info.width, info.height, info.format, info.color, info.hdr)
        try:
            if info.still:
                fmt = codecs.choose_still("picture.png", info.format)
                pipeline.output = fmt.name
            elif self.pix_fmt is not None:
                fmt = PIXEL_FORMATS[self.pix_fmt]
                pipeline.output = fmt.name
            else:
                fmt = deep_enough(pipeline, first, self.codec, codecs.choose_format(self.codec, info.format))
            return fmt.name, pipeline.target(first)
        except UpshadeError:
            return None, None  # the plan says what is wrong

    def close(self) -> None:
        """Release every OpenGL object, not the context."""
        for side in (self.main, self.other):
            side.live.close()
        self.display.release()
        self.programs.release()
        self.pool.release()


def _may_deepen(loaded: Loaded) -> bool:
    """A value may switch a deband on or off, and with it the format of the file."""
    return any(entry.shader.meta.get("group", "").casefold() == "deband" for entry in loaded.entries)
