"""Text subtitles: which events show at a time, drawn by libass; the same at a time however it is reached.

libass keeps an event where it stood while others come and go, so what it draws depends on what it drew before. Here
the past of a time is defined: of the events that could be in each other's way, each is drawn once at the first
picture that it is on, in order. That is what a player that runs through shows, and a render that begins in the
middle shows it too.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from math import ceil

import numpy as np

from ..core.color import Color, Matrix, Range, rgb_to_yuv, yuv_to_rgb
from .libass import FEATURES_PLAIN, Renderer, Track
from .overlay import NOTHING, Overlay, Stencil, compose, milliseconds

_POSITIONED = re.compile(rb"\\(pos|move)\s*\(")
_MOVING = re.compile(rb"\\(t|move|fade?)\s*\(|\\[kK]")
_FONT_TAG = re.compile(rb"\\fn([^\\}]*)")
_FONTS_SECTION = re.compile(
    rb"^\[Fonts\].*?(?=^\[(?:Events|V4\+? Styles\+?|Script Info|Graphics|Aegisub [^\]]*)\]|\Z)", re.I | re.M | re.S
)
_SUBSTITUTE = re.compile(r"fontselect: .*default font.*\((.*), -?\d+, -?\d+\) -> .*, (?:\d+|-1), (.*)")


@dataclass(frozen=True, slots=True)
class Event:
    """`start`, `end` in milliseconds; `line` as in Matroska: ReadOrder, Layer, Style, Name, margins, Effect, Text."""

    start: int
    end: int
    line: bytes


@dataclass(frozen=True, slots=True)
class Script:
    """Text subtitles as they are read. `header`: the sections before the events. `plain`: it was no ASS, but was
    made ASS by FFmpeg. `fonts`: (name, bytes) of font files that came along."""

    header: bytes
    events: tuple[Event, ...]
    plain: bool = False
    fonts: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class _Span:
    """A stretch of time, [start, end), in which the same events show. `replays`: when the past is to be drawn;
    `early`: an event shows before the first picture that it was thought to be on."""

    start: int
    end: int
    showing: tuple[int, ...]
    past: tuple[int, ...] = ()
    replays: tuple[int, ...] = ()
    moving: bool = False
    last_debut: int = 0


@dataclass(slots=True)
class _Stage:
    """A track of libass and what was done with it. `spoilt`: it was drawn at a time that is not in `replays`."""

    track: Track
    loaded: set[int] = field(default_factory=set)
    replayed: list[int] = field(default_factory=list)
    spoilt: bool = False


class TextSubtitles:
    """`grid`: time of the first picture and pictures a second: on which pictures events can meet. `storage`, `sar`,
    `color`: of the video that the subtitles were made for. `notices`: fonts that are not there, and the like."""

    def __init__(
        self, script: Script, *, storage: tuple[int, int], sar: Fraction, color: Color, grid: tuple[Fraction, Fraction]
    ) -> None:  # fmt: skip
        self._sar, self._plain = sar, script.plain
        if script.plain:
            script = _dressed(script, Fraction(storage[0], storage[1]) * sar)
        # libass would read fonts in a script again for each track.
        self._header, self._events = _FONTS_SECTION.sub(b"", script.header), script.events
        self._start = np.array([e.start for e in script.events], np.int64)
        self._end = np.array([e.end for e in script.events], np.int64)
        self._edges = np.unique(np.concatenate([self._start, self._end])).tolist()
        self._debut: dict[int, int] = {}
        self._company: dict[int, list[int]] = {}
        self._meet(*grid)
        self._mangle = None if script.plain else vsfilter_colors(script.header, color)
        self._renderer = Renderer(script.fonts, storage if not script.plain else (0, 0))
        self._stage: _Stage | None = None
        self._span: _Span | None = None
        self._last: tuple[tuple[int, ...], Overlay] | None = None
        self._size = (0, 0, Fraction(1))
        self._aspect = 1.0
        self._ask_for_fonts(script)

    # ── who meets whom

    def _meet(self, origin: Fraction, rate: Fraction) -> None:
        """Events without a place of their own are put by libass where others of their layer leave room. Those that
        are on one picture together, and those that these are together with, and so on, are a company."""
        last: dict[bytes, int] = {}
        begun: dict[bytes, list[int]] = {}
        on = []
        for index, event in enumerate(self._events):
            fields = event.line.split(b",", 8)
            if len(fields) < 9 or _POSITIONED.search(fields[8]) or fields[7].strip():
                continue
            # Times in files are rounded to milliseconds; so one early is in time.
            first, after = (max(0, ceil((Fraction(t - 1, 1000) - origin) * rate)) for t in (event.start, event.end))
            if after > first:
                debut = max(event.start, int((origin + first / rate) * 1000))
                on.append((first, after, index, fields[1].strip(), min(debut, event.end - 1)))
        for first, after, index, layer, debut in sorted(on):
            self._debut[index] = debut
            if first < last.get(layer, -1):
                begun[layer].append(index)
            else:
                begun[layer] = [index]
            self._company[index] = begun[layer]
            last[layer] = max(last.get(layer, -1), after)

    def _span_at(self, now: int) -> _Span:
        span = self._span
        if span is not None and span.start <= now < span.end:
            return span
        edges = self._edges
        place = bisect_right(edges, now)
        start = edges[place - 1] if place else -(2**62)
        end = edges[place] if place < len(edges) else 2**62
        showing = tuple(np.flatnonzero((self._start <= now) & (self._end > now)).tolist())
        past: set[int] = set()
        for index in showing:
            if index in self._debut and index not in past:
                past.update(m for m in self._company[index] if self._debut[m] < start and self._events[m].start < start)
        flowing = [i for i in showing if i in self._debut]
        if len(past | set(flowing)) < 2:
            past = set()
        replays = tuple(sorted({self._debut[m] for m in past}))
        moving = any(_MOVING.search(self._events[i].line) or self._scrolls(i) for i in showing)
        debut = max((self._debut[i] for i in flowing), default=start)
        self._span = _Span(start, end, showing, tuple(sorted(past)), replays, moving, debut)
        return self._span

    def _scrolls(self, index: int) -> bool:
        fields = self._events[index].line.split(b",", 8)
        return len(fields) == 9 and bool(fields[7].strip())

    # ── drawing

    def at(self, time: Fraction | float, width: int, height: int, sar: Fraction = Fraction(1)) -> Overlay:
        """What shows at `time` (seconds) on a picture of `width` x `height` pixels of the aspect `sar`."""
        now = milliseconds(time)
        if (width, height, sar) != self._size:
            self._size, self._last, self._stage = (width, height, sar), None, None
            # VSFilter drew on the coded picture, whose pixels a player then made `sar` wide; plain text is written
            # for pixels that are square.
            self._aspect = float((1 if self._plain else self._sar) / sar)
        span = self._span_at(now)
        if not span.showing:
            return NOTHING
        key = (span.start, now if span.moving or now < span.last_debut else 0)
        if self._last is not None and self._last[0] == key:
            return self._last[1]
        fresh = self._prepare(span)
        assert self._stage is not None
        stencils, changed = self._draw(now)
        if now < span.last_debut or (span.moving and span.past):
            self._stage.spoilt = True
        if changed or fresh or self._last is None:
            overlay = compose(self._recolored(stencils))
        else:
            overlay = self._last[1]
        self._last = (key, overlay)
        return overlay

    def _draw(self, now: int) -> tuple[list[Stencil], bool]:
        assert self._stage is not None
        width, height, _ = self._size
        return self._renderer.render(self._stage.track, now, width, height, self._aspect)

    def _prepare(self, span: _Span) -> bool:
        """The stage as the past of `span` leaves it; True if it had to be drawn on for that."""
        stage = self._stage
        # What was drawn so far must be the beginning of what has to be drawn.
        if stage is None or stage.spoilt or tuple(stage.replayed) != span.replays[: len(stage.replayed)] or (
            len(stage.loaded) > 2 * (len(span.past) + len(span.showing)) + 100
        ):  # fmt: skip
            if stage is not None:
                stage.track.free()
            track = self._renderer.track(self._header, FEATURES_PLAIN if self._plain else ())
            stage = self._stage = _Stage(track)
        for index in sorted({*span.past, *span.showing} - stage.loaded):
            event = self._events[index]
            stage.track.add(event.line, event.start, event.end)
            stage.loaded.add(index)
        todo = span.replays[len(stage.replayed) :]
        for moment in todo:
            self._draw(moment)
            stage.replayed.append(moment)
        return bool(todo)

    def _recolored(self, stencils: list[Stencil]) -> list[Stencil]:
        if self._mangle is None:
            return stencils
        return [replace(s, color=(*self._mangle(s.color[:3]), s.color[3])) for s in stencils]

    # ── what is missing

    def _ask_for_fonts(self, script: Script) -> None:
        """Draws a letter in every style and font that the events name, so that a missing one is known at once. This
        also reads the fonts that lie in the script itself."""
        styles = {e.line.split(b",", 3)[2] for e in self._events if e.line.count(b",") > 3}
        fonts = {name.strip() for e in self._events for name in _FONT_TAG.findall(e.line)} - {b""}
        track = self._renderer.track(script.header)
        lines = [b"%s,,0,0,0,,a" % style for style in sorted(styles)[:1000]]
        lines += [rb"%s,,0,0,0,,{\fn%s}a" % (min(styles), font) for font in sorted(fonts)[:1000]]
        for number, line in enumerate(lines):
            track.add(b"%d,0,%s" % (number, line), 0, 1000)
        if lines:
            self._renderer.render(track, 0, 640, 360, 1.0)
        track.free()

    @property
    def notices(self) -> list[str]:
        lines = []
        for message in self._renderer.messages:
            found = _SUBSTITUTE.match(message)
            if found is None:
                lines.append(f"libass: {message}")
            elif found[1].casefold() != "sans-serif":
                lines.append(f"the font '{found[1]}' is not on this machine; {found[2]} is drawn instead")
        return list(dict.fromkeys(lines))

    def close(self) -> None:
        self._stage = self._last = None
        self._renderer.close()


# ── what ASS leaves open

_PLAIN_WIDTH = 384
"""PlayResX of FFmpeg's headers for text that was not ASS."""

_STYLE = re.compile(rb"^Style:.*(?:\r?\n)?", re.M)
_PLACE = re.compile(rb"(\\pos\()(-?[\d.]+)(,)")


def _dressed(script: Script, aspect: Fraction) -> Script:
    """Plain text in the style that mpv gives it (sub/osd.c, sub_style_conf, since 0.39): sans-serif, 38 high on 720
    lines, outline 1.65, margins 19 and 34. FFmpeg's is small, and for pictures of 4:3: its width is set to `aspect`,
    as libass makes outlines as wide as PlayResX says."""
    lines = re.search(rb"^PlayResY:\s*(\d+)", script.header, re.M)
    height = int(lines[1]) if lines else 288
    width = max(1, round(height * aspect))
    unit, wider = height / 720, Fraction(width, _PLAIN_WIDTH)
    margin = round(int(19 * unit) * wider)
    style = (
        f"Style: Default,sans-serif,{38 * unit:g},&H00FFFFFF,&H00FFFFFF,&H00000000,&H50000000,0,0,0,0,100,100,0,0,1,"
        f"{1.65 * unit:g},0,2,{margin},{margin},{int(34 * unit)},-1\n"
    )  # fmt: skip
    header = re.sub(rb"^PlayResX:.*$", b"PlayResX: %d" % width, script.header, flags=re.M)
    header = _STYLE.sub(b"", header)
    header = re.sub(rb"^(\[V4\+ Styles\]\s*Format:.*\r?\n)", lambda m: m[1] + style.encode(), header, flags=re.M)
    move: Callable[[re.Match[bytes]], bytes] = lambda m: m[1] + b"%g" % (float(m[2]) * float(wider)) + m[3]  # noqa: E731
    events = tuple(replace(e, line=_PLACE.sub(move, _unstyled(e.line))) for e in script.events)
    return replace(script, header=header, events=events)


def _unstyled(line: bytes) -> bytes:
    """The event in the style Default: others went with the header."""
    fields = line.split(b",", 3)
    return b",".join([*fields[:2], b"Default", fields[3]]) if len(fields) == 4 else line


Rgb = tuple[int, int, int]
_MATRIX_LINE = re.compile(rb"^YCbCr Matrix:\s*(.*?)\s*$", re.M | re.I)


def vsfilter_colors(header: bytes, video: Color) -> Callable[[Rgb], Rgb] | None:
    """What becomes of the colours of an ASS script on that video; None: they stay.

    VSFilter made them Y'CbCr by BT.601 whatever the video was, and scripts for BT.709 video were coloured so that
    they look right then. So: where the header "YCbCr Matrix" is TV.601 or missing and the video is BT.709 in limited
    range, a colour is made Y'CbCr by BT.601 and read as BT.709. That is mpv's --sub-ass-vsfilter-color-compat=basic,
    its default (sub/sd_ass.c, mangle_colors); ass_types.h of libass tells the story.
    """
    said = _MATRIX_LINE.search(header)
    if said is not None and said[1].upper() != b"TV.601":
        return None
    if video.matrix is not Matrix.BT709 or video.range is not Range.LIMITED:
        return None
    there, there_zero = rgb_to_yuv(Color(Matrix.BT601, Range.LIMITED), 8)
    back, back_zero = yuv_to_rgb(video, 8)

    @lru_cache(maxsize=4096)
    def change(rgb: Rgb) -> Rgb:
        yuv = np.clip(np.round((there @ (np.array(rgb) / 255) + there_zero) * 255), 0, 255) / 255
        red, green, blue = np.clip(np.round((back @ yuv + back_zero) * 255), 0, 255).astype(int).tolist()
        return red, green, blue

    return change
