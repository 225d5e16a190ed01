"""One file of a public collection beside the players: drawn by us, by mpv, and by libplacebo where that tells more.

Each picture is drawn at the first scale at which most passes run, and by us with 32 bits between the passes: that is
what the oracle mpv has (`fbo-format=rgba32f`), and what libplacebo has where it can. A player counts only where its own
list of passes shows that all of ours ran there too. Where mpv refuses the file, or is under BAR from us, libplacebo
draws it as well, so that it is seen what the players are from each other. How far we are with the 16 bits that we have
by ourselves is told beside it.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

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
WAY = replace(PLAIN, shrink="mitchell", precision="full")
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
    """One file and picture. `ours`: why we do not draw it ("": we do). dB of ours from each player's picture, of
    these from each other, and of ours with 16 bits between the passes from mpv's (libplacebo's without it); `notes`:
    why a player's picture does not count."""

    file: str
    picture: str
    scale: float = 0
    passes: int = 0
    ours: str = ""
    mpv: float | None = None
    libplacebo: float | None = None
    between: float | None = None
    half: float | None = None
    notes: str = ""
    seconds: float = 0

    @property
    def told(self) -> bool:
        """A player ran all that we ran (or something, where we ran nothing)."""
        return self.mpv is not None or self.libplacebo is not None

    @property
    def db(self) -> float | None:
        """Of ours from the picture that counts: mpv's, else libplacebo's."""
        return self.mpv if self.mpv is not None else self.libplacebo


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


def examine(path: Path, name: str, picture: Picture, mpv: Mpv, context: Context) -> Row:
    """One file, wherever it can be drawn."""
    start, row = time.monotonic(), Row(name, picture.name, 2.0)
    with tempfile.TemporaryDirectory(prefix="oracle-public-") as folder:
        _examine(row, path, picture, mpv, context, Path(folder))
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

    def drawn(precision: str = "full", number: int = 1) -> Result:
        chain = Chain(preset=loaded)  # type: ignore[arg-type]
        return draw(context, picture, chain, size, replace(WAY, precision=precision), number)[0]

    if loaded is not None and not row.ours:
        try:
            result = drawn()
        except (OracleError, UpshadeError) as error:
            row.ours = str(error)
    if loaded is not None and "//!PARAM" in text:
        try:
            # With what fills itself here: mpv's version knows none of it, libplacebo's not all.
            raw = baked(loaded.entries, plan.values if plan is not None else loaded.values, folder)
        except UpshadeError as error:
            row.notes = f"cannot be baked: {error}"
    end: tuple[Path, ...] = ()
    if picture.format == "yuv420p":
        end = (folder / "anchor.glsl",)
        end[0].write_text(ANCHOR)
    counting, number = (folder / "counting.glsl",) * counted, 1
    for extra in counting:
        extra.write_text(COUNTING)
    # mpv rounds what OFFSET moved away where the last resize is none, unless told to resize even then.
    options = {**MPV_WAY, **({"scaler-resizes-only": False} if "//!OFFSET" in text else {})}
    shown = _attempt(row, "mpv", result, lambda: mpv.render(picture.path, (*raw, *end, *counting), size, options))
    if shown is not None and counted:
        number = int(shown.image[0, 0, 0])
    if result is not None and number != 1:
        result = drawn(number=number)
    if result is not None and counted and shown is not None:
        shown.image[0, 0] = result.image[0, 0]
    if shown is not None:
        # What we refuse and they run is part of the answer.
        row.mpv = 0.0 if result is None else psnr(shown.image, result.image)
    if row.mpv is None or row.mpv < BAR:
        given = raw if counted or (plan is not None and plan.values != (loaded and loaded.values)) else (path,)
        if counted:
            # Its `frame` counts passes: each is told what all have in mpv.
            given = (folder / "numbered.glsl",)
            given[0].write_text(_FRAME.sub(rf"\g<1>{number}", raw[0].read_text(errors="replace")))
        theirs = _attempt(
            row, "libplacebo", result, lambda: placebo.render(picture.path, (*given, *end), size, PLACEBO_WAY)
        )
        if theirs is not None:
            row.libplacebo = 0.0 if result is None else psnr(theirs.image, result.image)
        if theirs is not None and shown is not None:
            row.between = psnr(shown.image, theirs.image)
        shown = shown or theirs
    if result is not None and shown is not None:
        try:
            row.half = psnr(shown.image, drawn("auto", number).image)
        except (OracleError, UpshadeError) as error:
            row.notes += f"; 16 bits: {error}"


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
