"""One file of a public collection beside the players: drawn by us, by mpv, and by libplacebo where that tells more.

Each picture is drawn at the first scale at which most passes run. A player counts only where its own list of passes
shows that all of ours ran there too. The oracle mpv has 32 bits between passes (`fbo-format=rgba32f`), libplacebo 16:
we are compared with each at its own precision, and with mpv at 16 bits beside. Where mpv refuses the file, or is under
BAR from us, libplacebo draws it as well, so that it is seen what the players are from each other. Where that leaves it
open, all draw a picture whose sides are powers of two: there every texel centre is a number that floats hold, and it
is the same texel that `floor` and `textureGather` find in each.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from upshade import Pipeline
from upshade.core import chain as chains
from upshade.core.chain import Loaded
from upshade.core.metrics import psnr
from upshade.core.steps import Plan
from upshade.engine import source_of
from upshade.errors import UpshadeError
from upshade.gl.context import Context

from . import placebo
from .common import OracleError, Result
from .mpv import Mpv
from .ours import PLAIN, Chain, baked, draw
from .pictures import Picture

BAR = 50.0
WAY = replace(PLAIN, shrink="mitchell")
MPV_WAY = {"dscale": "mitchell", "correct-downscaling": True}
PLACEBO_WAY = {"downscaler": "mitchell", "skip_aa": "0"}
"""Where something shrinks (a file that enlarges more than the target, too), bilinear is another filter in each."""
SCALES = (2.0, 3.0, 4.0, 1.5, 1.0, 0.5, 6.0)
UNNAMED = frozenset({"(unknown)", "unknown user shader", ""})
ANCHOR = "//!HOOK MAIN\n//!BIND HOOKED\n//!DESC anchor\nvec4 hook() { return HOOKED_tex(HOOKED_pos); }\n"
"""Makes RGB of the size that the planes have by then: else players sample chroma at the target in one go."""
COUNTING = """//!HOOK OUTPUT
//!BIND HOOKED
//!DESC anchor
vec4 hook() {
    bool corner = all(lessThan(HOOKED_pos, HOOKED_pt));
    return corner ? vec4(vec3(float(frame) / 255.0), 1.0) : HOOKED_tex(HOOKED_pos);
}
"""
"""Writes the number that mpv gives the frame into the first pixel: for files that read it."""
_FRAME = re.compile(r"^((?!\s*//).*?)\bframe\b", re.MULTILINE)


@dataclass
class Row:
    """One file and picture. `ours`: why we do not draw it ("": we do). dB of ours from each player's picture, of ours
    with 16 bits between passes from mpv's, and of the players from each other. Under BAR: `off`, the share of pixels
    that are over two levels off, `rest`, dB of the others, and `even`, what counts on a picture whose sides are powers
    of two. `notes`: why a player's picture does not count."""

    file: str
    picture: str
    scale: float = 0
    passes: int = 0
    ours: str = ""
    mpv: float | None = None
    half: float | None = None
    libplacebo: float | None = None
    between: float | None = None
    off: float | None = None
    rest: float | None = None
    even: float | None = None
    notes: str = ""
    seconds: float = 0

    @property
    def counts(self) -> float | None:
        """dB that counts: from mpv; from libplacebo where mpv has no picture, or is the one that differs from both."""
        if self.mpv is None or (self.mpv < BAR and _at_least(self.libplacebo) and not _at_least(self.between)):
            return self.libplacebo
        return self.mpv

    @property
    def verdict(self) -> str:
        """ "none": no player can; "good", "odd": from mpv, or from libplacebo and not from mpv; "open": under BAR from
        players that are so from each other; "refused": here, and drawn there; "under"."""
        if self.counts is None:
            return "none"
        if self.ours:
            return "refused"
        if self.counts >= BAR:
            return "odd" if self.mpv is not None and self.mpv < BAR else "good"
        return "open" if self.between is not None and self.between < BAR else "under"


def _at_least(db: float | None) -> bool:
    return db is not None and db >= BAR


def files(folder: Path, only: str = "") -> Iterator[Path]:
    """Every file below `folder` that hooks, its path with the word `only`."""
    for path in sorted(p for p in folder.rglob("*") if p.suffix in (".glsl", ".hook")):
        if only in str(path.relative_to(folder)) and "//!HOOK" in path.read_text(errors="replace"):
            yield path


def scale_where_it_runs(
    context: Context, path: Path, loaded: Loaded, picture: Picture, scales: tuple[float, ...] = SCALES
) -> tuple[float, Plan]:
    """The first scale at which most passes run; that of the file's own name goes first."""
    named = re.search(r"_?x([234])(?:[_.-]|$)", path.stem)
    ordered = sorted(scales, key=lambda s: named is None or s != float(named[1]))
    best: tuple[float, Plan] | None = None
    source = source_of(picture.frame())
    for scale in ordered:
        with Pipeline(loaded, scale=scale, options=PLAIN, output="rgba", context=context) as pipeline:
            plan = pipeline.plan(source)
        if best is None or _ran(plan) > _ran(best[1]):
            best = scale, plan
        if _ran(plan) == sum(len(e.shader.passes) for e in loaded.entries):
            break
    assert best is not None
    return best


def _of_planes(loaded: Loaded) -> bool:
    """Whether it hooks nothing that RGB has."""
    planes = {"LUMA", "CHROMA", "CHROMA_SCALED", "ALPHA", "XYZ"}
    return all(planes.issuperset(p.hooks) for e in loaded.entries for p in e.shader.passes)


def _ran(plan: Plan) -> int:
    return sum(step.hook is not None for step in plan.steps)


def named(ran: tuple[str, ...]) -> set[str]:
    return {"" if name in UNNAMED else name for name in ran if name != "anchor"}


def examine(path: Path, name: str, picture: Picture, mpv: Mpv, context: Context, even: Picture | None = None) -> Row:
    """One file, wherever it can be drawn. `even`: the picture whose sides are powers of two."""
    start, row = time.monotonic(), Row(name, picture.name, 2.0)
    with tempfile.TemporaryDirectory(prefix="oracle-public-") as folder:
        _examine(row, path, picture, mpv, context, Path(folder))
        if even is not None and row.verdict in ("odd", "open", "under"):
            again = Row(name, even.name)
            _examine(again, path, even, mpv, context, Path(folder))
            row.even = again.counts
    row.seconds = time.monotonic() - start
    return row


def _examine(row: Row, path: Path, picture: Picture, mpv: Mpv, context: Context, folder: Path) -> None:
    result, raw, text = None, (path,), path.read_text(errors="replace")
    loaded = plan = None
    try:
        loaded = chains.load(None, [path])
        row.scale, plan = scale_where_it_runs(context, path, loaded, picture)
        row.passes = _ran(plan)
        if plan.dropped:
            row.ours = plan.dropped[0][1]
        elif not row.passes:
            row.ours = "nothing runs: " + "; ".join(dict.fromkeys(s.reason for s in plan.skipped))[:300]
    except (OracleError, UpshadeError) as error:
        row.ours = str(error)
    if picture.format == "rgb24" and loaded is not None and _of_planes(loaded):
        row.notes = "of planes alone: no player runs it on RGB"
        return
    size = (round(picture.size[0] * row.scale), round(picture.size[1] * row.scale))
    counted = loaded is not None and any(_FRAME.search(p.body) for e in loaded.entries for p in e.shader.passes)

    def drawn(precision: str, number: int = 1) -> Result:
        chain = Chain(preset=loaded)  # type: ignore[arg-type]
        return draw(context, picture, chain, size, replace(WAY, precision=precision), number)[0]

    if loaded is not None and not row.ours:
        try:
            result = drawn("full")
        except (OracleError, UpshadeError) as error:
            row.ours = str(error)
    if loaded is not None and "//!PARAM" in text:
        try:
            # With what fills itself here: mpv's version knows none of it, libplacebo's not all.
            raw = baked(loaded.entries, plan.values if plan is not None else loaded.values, folder)
        except UpshadeError as error:
            row.notes = f"cannot be baked: {error}"
    end: tuple[Path, ...] = ()
    native: tuple[Path, ...] = ()
    on_main = plan is not None and any(s.hook is not None and s.stage in ("MAIN", "MAINPRESUB") for s in plan.steps)
    if picture.format == "yuv420p" and not on_main:
        end = (folder / "anchor.glsl",)
        end[0].write_text(ANCHOR)
        native = (folder / "native.glsl",)
        native[0].write_text(ANCHOR.replace("MAIN", "NATIVE"))
    counting, number = (folder / "counting.glsl",) * counted, 1
    for extra in counting:
        extra.write_text(COUNTING)
    # mpv rounds what OFFSET moved away where the last resize is none, unless told to resize even then.
    options = {**MPV_WAY, **({"scaler-resizes-only": False} if "//!OFFSET" in text else {})}
    shown = _attempt(row, "mpv", result, lambda: mpv.render(picture.path, (*raw, *end, *counting), size, options))
    if shown is not None and counted:
        number = int(shown.image[0, 0, 0])
    coarse = None
    if result is not None:
        result = drawn("full", number) if number != 1 else result
        coarse = drawn("auto", number)
    if shown is not None:
        if counted and result is not None:
            shown.image[0, 0] = result.image[0, 0]
        # What we refuse and they run is part of the answer.
        row.mpv = 0.0 if result is None else psnr(shown.image, result.image)
        row.half = None if coarse is None else psnr(shown.image, coarse.image)
        if row.mpv >= BAR:
            return
    given = raw if counted or (plan is not None and plan.values != (loaded and loaded.values)) else (path,)
    if counted:
        # Its `frame` counts passes: each is told what all have in mpv.
        given = (folder / "numbered.glsl",)
        given[0].write_text(_FRAME.sub(rf"\g<1>{number}", raw[0].read_text(errors="replace")))
    theirs = _attempt(
        # With one on MAIN it refuses hooks of SCALED: they would resize it, it says.
        row,
        "libplacebo",
        result,
        lambda: placebo.render(picture.path, (*given, *native), size, PLACEBO_WAY),
    )
    if theirs is not None:
        row.libplacebo = 0.0 if coarse is None else psnr(theirs.image, coarse.image)
        row.between = None if shown is None else psnr(shown.image, theirs.image)
    if shown is not None and result is not None:
        row.off, row.rest = _spread(shown, result)
    elif theirs is not None and coarse is not None and not _at_least(row.libplacebo):
        row.off, row.rest = _spread(theirs, coarse)


def _spread(theirs: Result, ours: Result) -> tuple[float, float | None]:
    """The share of pixels that are over two levels off, and dB of the others."""
    near = (np.abs(theirs.image.astype(int) - ours.image) <= 2).all(axis=-1)
    rest = psnr(theirs.image[near][None], ours.image[near][None]) if near.any() else None
    return 1 - float(near.mean()), rest


def _attempt(row: Row, who: str, ours: Result | None, work) -> Result | None:  # type: ignore[no-untyped-def]
    """A player's picture if it counts; else why not is noted."""
    try:
        answer: Result = work()
    except OracleError as error:
        text = str(error).splitlines()[0][:240]
        note = text if text.startswith(who) else f"{who}: {text}"
    else:
        theirs = named(answer.ran)
        missing = named(ours.ran) - theirs if ours is not None else set()
        if theirs and not missing:
            return answer
        note = f"{who} ran no pass" if not theirs else f"{who} did not run {', '.join(sorted(missing))[:120]}"
    row.notes = f"{row.notes}; {note}" if row.notes else note
    return None
