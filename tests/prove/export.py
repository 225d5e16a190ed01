"""Chains of public shader files: what an exported chain draws here, in mpv and in libplacebo, beside the chain itself.

UPSHADE_PUBLIC=DIR names a checkout, such as bloc97/Anime4K. Chains of one to three of its files, by chance but always
the same (CHAINS=40 of them), parameters baked in and kept, drawn at 2x on a 4:4:4 frame. Ours from the export and
from the chain are to be within 60 dB of each other, a player's picture of the export within 50 dB of ours, its own
list of passes showing that all of ours ran. A player that cannot draw a chain is excused where the export says so, or
where libplacebo does no better on the files themselves.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from oracle import placebo
from oracle.common import OracleError, Result
from oracle.mpv import Mpv
from oracle.ours import Chain, draw
from oracle.pictures import PICTURES
from upshade.core import hook
from upshade.core.metrics import psnr
from upshade.core.param import SELF_FILLING
from upshade.errors import UpshadeError
from upshade.gl.context import Context
from upshade.tools.export import Exported, export

OWN, BAR = 60.0, 50.0
SLACK = 0.5
"""dB, where the players differ by more than BAR allows from each other: chance decides that much."""
LARGEST = 120_000
"""Bytes of a file: larger ones take minutes on a software driver, and join no differently."""
PICTURE = PICTURES["photo-444"]
"""Flat line art is full of ties, where a threshold turns the last bit of a float into a step."""


def chains(folder: Path, count: int) -> Iterator[tuple[Path, ...]]:
    """Files that run here at all, in ones, twos and threes, one of them twice now and then."""
    chance = random.Random(4)
    files = []
    for path in sorted(p for p in folder.rglob("*") if p.suffix in (".glsl", ".hook") and p.is_file()):
        if path.stat().st_size > LARGEST:
            continue
        try:
            shader = hook.load(path, path.stem)
        except UpshadeError:
            continue
        if shader.passes and not any(p.refused for p in shader.passes):
            files.append(path)
    for _ in range(count if files else 0):
        chosen = [chance.choice(files) for _ in range(chance.choice((1, 2, 2, 3)))]
        yield tuple(chosen + chosen[:1] if chance.random() < 0.15 else chosen)


def again(context: Context, made: Exported, folder: Path, size: tuple[int, int]) -> tuple[Result, Path]:
    path = folder / f"{len(list(folder.iterdir()))}.glsl"
    path.write_text(made.text)
    return draw(context, PICTURE, Chain(shaders=(path,)), size)[0], path


def examine(files: tuple[Path, ...], context: Context, mpv: Mpv, folder: Path) -> tuple[list[str], str]:
    """Cells of a table row, and what is wrong."""
    size = (2 * PICTURE.size[0], 2 * PICTURE.size[1])
    anchor = folder / "anchor.glsl"
    anchor.write_text("//!HOOK MAIN\n//!BIND HOOKED\n//!DESC anchor\nvec4 hook() { return HOOKED_tex(HOOKED_pos); }\n")
    try:
        whole, entries, values = draw(context, PICTURE, Chain(shaders=files), size)
    except OracleError as error:
        return ["", "", "", f"not drawn here: {error}"[:120]], ""
    fills = any(p.name in SELF_FILLING for e in entries for p in e.shader.params)
    cells, wrong = [], []
    made = {keep: export(entries, values, keep) for keep in ((True,) if fills else (False, True))}
    for keep, export_ in made.items():
        own, path = again(context, export_, folder, size)
        db = psnr(own.image, whole.image)
        cells.append(f"{db:.0f}")
        if not db >= OWN:
            wrong.append(f"{'kept' if keep else 'baked'}: {db:.1f} dB from the chain")
        if (keep and len(made) > 1) or not whole.ran:
            continue
        told = " ".join(export_.notices)
        excused = {"mpv": "vo=gpu does not draw" in told or "vo=gpu-next (" in told,
                   "libplacebo": "vo=gpu-next does not draw" in told or "OFFSET" in told}  # fmt: skip
        answers = {"mpv": _attempt(mpv.render, PICTURE.path, (path, anchor), size, {"scaler-resizes-only": False}),
                   "libplacebo": _attempt(placebo.render, PICTURE.path, (path, anchor), size)}  # fmt: skip
        images = [a.image for a in answers.values() if isinstance(a, Result)]
        between = psnr(*images) if len(images) == 2 and not any(excused.values()) else BAR
        for who, theirs in answers.items():
            cells.append("no" if isinstance(theirs, str) else f"{psnr(theirs.image, whole.image):.1f}")
            fault = _fault(theirs, whole, min(BAR, between - SLACK))
            if not fault or excused[who]:
                continue
            # What libplacebo makes of the files as they are is no fault of the export's.
            raw = _attempt(placebo.render, PICTURE.path, (*files, anchor), size) if who == "libplacebo" else ""
            if who == "mpv" or (not isinstance(raw, str) and not _fault(raw, whole, BAR)):
                wrong.append(f"{who}: {fault}")
    return [*cells, ""][:4] + [""] * (4 - len(cells)), "; ".join(wrong)


def _attempt(work: Callable[..., Result], *words: object) -> Result | str:
    try:
        return work(*words)
    except OracleError as error:
        return str(error).splitlines()[0][:160]


def _fault(theirs: Result | str, ours: Result, bar: float) -> str:
    if isinstance(theirs, str):
        return theirs
    db, missing = psnr(theirs.image, ours.image), set(ours.ran) - set(theirs.ran) - {""}
    if missing:
        return f"without {', '.join(sorted(missing))[:60]}"
    return "" if db >= bar else f"{db:.1f} dB"


def main() -> int:
    folder = os.environ.get("UPSHADE_PUBLIC")
    if not folder:
        print("UPSHADE_PUBLIC names no checkout", file=sys.stderr)
        return 2
    print(
        "| chain | ours, dB | mpv, dB | libplacebo, dB | kept, dB | wrong |\n| --- | ---: | ---: | ---: | ---: | --- |"
    )
    bad = done = 0
    context = Context.headless()
    with Mpv() as mpv, tempfile.TemporaryDirectory(prefix="prove-export-") as name:
        for n, files in enumerate(chains(Path(folder), int(os.environ.get("CHAINS", "40")))):
            work = Path(name) / str(n)
            work.mkdir()
            cells, wrong = examine(files, context, mpv, work)
            print(
                "| " + " | ".join([" + ".join(f.stem for f in files), *cells, wrong.replace("|", "/")]) + " |",
                flush=True,
            )
            done += 1
            bad += bool(wrong)
    context.release()
    print(f"\n{done} chains, {done - bad} as they should be.")
    return 1 if bad or not done else 0


if __name__ == "__main__":
    sys.exit(main())
