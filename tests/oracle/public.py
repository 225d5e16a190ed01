"""Our picture beside both oracles' for every fragment shader of a public collection.

    python -m oracle.public DIR [OUT.md] [--only WORD] [--picture NAME]

DIR is a checkout of the collection, such as bloc97/Anime4K; it is never part of this repository. Each file is drawn
on two real video frames at 2x, or at the first other size where it runs. The players' own lists of passes must show
that it ran, and ours is to be within 50 dB of both. A few files decide by a threshold, where the last bit of a float
turns into a whole step; flat line art is full of ties, and there the players are under 50 dB from each other too: what
counts then is that we are no further from either than they are from one another. A Markdown table is written; the
exit code is 1 if a file fails.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from upshade.core import hook
from upshade.core.metrics import psnr
from upshade.errors import UpshadeError
from upshade.gl.context import Context

from . import placebo
from .common import OracleError, Result
from .mpv import Mpv
from .ours import Chain, baked, draw
from .pictures import PICTURES, Picture

BAR = 50.0
SLACK = 0.5
"""dB, where the players differ from each other by more than BAR allows: chance decides that much."""
SCALES = (2.0, 1.5, 3.0, 4.0, 6.0)


@dataclass
class Row:
    """One file. dB of ours against each, of them against each other, and of the player from its own plain picture."""

    name: str
    picture: str
    scale: float = 0
    passes: int = 0
    mpv: float | None = None
    libplacebo: float | None = None
    between: float | None = None
    plain: float | None = None
    seconds: float = 0
    note: str = ""

    @property
    def good(self) -> bool:
        """Every oracle that could draw the file agrees with us, and at least one could."""
        told = [db for db in (self.mpv, self.libplacebo) if db is not None]
        bar = BAR if self.between is None else min(BAR, self.between - SLACK)
        return bool(told) and min(told) >= bar


def files(folder: Path) -> Iterator[Path]:
    """Every shader file below `folder` that hooks and has no compute pass."""
    for path in sorted(p for p in folder.rglob("*") if p.suffix in (".glsl", ".hook")):
        text = path.read_text(errors="replace")
        if "//!HOOK" in text and "//!COMPUTE" not in text:
            yield path


def attempt(work: object, *arguments: object) -> Result | str:
    try:
        return work(*arguments)  # type: ignore[operator, no-any-return]
    except (OracleError, UpshadeError) as error:
        return str(error).splitlines()[0][:160]


def size_where_it_runs(path: Path, picture: Picture) -> tuple[float, Result | str]:
    """The first scale at which libplacebo runs a pass of it, and its picture; the file's own factor first, so that
    nothing has to shrink (libplacebo's bilinear shrinking is another filter than ours and mpv's)."""
    w, h = picture.size
    factor = re.search(r"_x([234])(?:_|$)", path.stem)
    scales = sorted(SCALES, key=lambda s: factor is None or s != float(factor[1]))
    cases = [placebo.Case(picture.path, (path,), (round(w * s), round(h * s))) for s in scales]
    first: Result | OracleError = placebo.render_many(cases[:1])[0]
    if isinstance(first, OracleError):
        return scales[0], str(first)[:160]
    if first.ran:
        return scales[0], first
    for scale, found in zip(scales[1:], placebo.render_many(cases[1:]), strict=True):
        if isinstance(found, Result) and found.ran:
            return scale, found
    return scales[0], "no pass ran at any size"


def examine(path: Path, picture: Picture, mpv: Mpv, context: Context) -> Row:
    """One file, in all three."""
    start = time.monotonic()
    scale, theirs = size_where_it_runs(path, picture)
    size = (round(picture.size[0] * scale), round(picture.size[1] * scale))
    row, notes = Row(path.stem, picture.name, scale), []
    with tempfile.TemporaryDirectory(prefix="oracle-public-") as name:
        raw = path
        try:
            result, chain, values = draw(context, picture, Chain(shaders=(path,)), size)
            if hook.load(path, path.stem).params and "//!PARAM" in path.read_text(errors="replace"):
                raw = baked(chain, values, Path(name))[0]
        except (OracleError, UpshadeError) as error:
            return Row(path.stem, picture.name, scale, note=f"ours: {error}"[:160], seconds=time.monotonic() - start)
        shown = attempt(mpv.render, picture.path, [raw], size)
    row.passes = len(result.ran)
    for label, answer in (("mpv", shown), ("libplacebo", theirs)):
        if isinstance(answer, str):
            notes.append(f"{label}: {answer}" if not answer.startswith(label) else answer)
        elif not answer.ran:
            notes.append(f"{label} ran no pass")
        elif missing := set(result.ran) - set(answer.ran):
            notes.append(f"{label} did not run: {', '.join(sorted(missing))}")
        else:
            setattr(row, label, psnr(answer.image, result.image))
            plain = attempt(mpv.render, picture.path, [], size)
            if isinstance(plain, Result):
                row.plain = psnr(plain.image, answer.image)
    if isinstance(shown, Result) and isinstance(theirs, Result):
        row.between = psnr(shown.image, theirs.image)
    row.note, row.seconds = "; ".join(notes), time.monotonic() - start
    return row


HEAD = (
    "| file | size | passes | ours - mpv dB | ours - libplacebo dB | mpv - libplacebo dB | from plain dB | s | note |"
)


def line(row: Row) -> str:
    def db(x: float | None) -> str:
        return "" if x is None else f"{x:.1f}"

    cells = [row.name, row.picture, f"{row.scale:g}x", str(row.passes)]
    cells += [db(row.mpv), db(row.libplacebo), db(row.between), db(row.plain)]
    cells += [f"{row.seconds:.1f}", row.note.replace("|", "/")]
    return "| " + " | ".join(cells) + " |"


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m oracle.public", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path, nargs="?", help="Markdown file to write (default: standard output only)")
    parser.add_argument("--only", default="", help="files whose path has this word")
    parser.add_argument("--picture", nargs="*", default=["photo-444", "lineart-420"], choices=PICTURES)
    arguments = parser.parse_args(words)
    found = [p for p in files(arguments.folder) if arguments.only in str(p)]
    if not found:
        print(f"{arguments.folder}: no fragment shader files below it", file=sys.stderr)
        return 2
    pictures = [PICTURES[name] for name in arguments.picture]
    lines = [HEAD, "|" + " --- |" * (HEAD.count("|") - 1)]
    print("\n".join(lines))
    context = Context.headless()
    rows = []
    with Mpv() as mpv:
        for path in found:
            for picture in pictures:
                rows.append(examine(path, picture, mpv, context))
                lines.append(line(rows[-1]))
                print(lines[-1], flush=True)
    context.release()
    bad = [f"{row.name} on {row.picture}" for row in rows if not row.good]
    full = sum(min(row.mpv or 0, row.libplacebo or 0) >= BAR for row in rows)
    lines += ["", f"{len(rows)} drawings: {full} at {BAR:g} dB or more from both players, {len(rows) - len(bad)} good."]
    lines += [f"Not good: {', '.join(bad)}."] if bad else []
    print("\n".join(lines[len(rows) + 2 :]))
    if arguments.out:
        arguments.out.write_text("\n".join(lines) + "\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
