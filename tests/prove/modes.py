"""Anime4K's published modes, four to seven files in a row whose `SAVE MAIN` build on each other, beside mpv.

UPSHADE_PUBLIC=DIR names a checkout of bloc97/Anime4K. Files and order are those of its `md/Template/*/input.conf`, for
low-end and high-end machines. Enlarged by 2 (540p to 1080p, 1080p to 4K), by 1.5, 3 and 4: between these the files'
own conditions change which passes run. Both must run the same passes, and be within 50 dB.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

from oracle.common import OracleError
from oracle.mpv import Mpv
from oracle.ours import PLAIN, Chain, draw
from oracle.pictures import PICTURES
from upshade.core.metrics import psnr
from upshade.errors import UpshadeError
from upshade.gl.context import Context

BAR = 50.0

_RESTORE, _SOFT, _UPSCALE, _DENOISE = "Restore_CNN", "Restore_CNN_Soft", "Upscale_CNN_x2", "Upscale_Denoise_CNN_x2"
_AUTO = ("AutoDownscalePre_x2", "AutoDownscalePre_x4")
MODES = {
    "A": (f"{_RESTORE}_1", f"{_UPSCALE}_1", *_AUTO, f"{_UPSCALE}_2"),
    "B": (f"{_SOFT}_1", f"{_UPSCALE}_1", *_AUTO, f"{_UPSCALE}_2"),
    "C": (f"{_DENOISE}_1", *_AUTO, f"{_UPSCALE}_2"),
    "A+A": (f"{_RESTORE}_1", f"{_UPSCALE}_1", f"{_RESTORE}_2", *_AUTO, f"{_UPSCALE}_2"),
    "B+B": (f"{_SOFT}_1", f"{_UPSCALE}_1", *_AUTO, f"{_SOFT}_2", f"{_UPSCALE}_2"),
    "C+A": (f"{_DENOISE}_1", *_AUTO, f"{_RESTORE}_2", f"{_UPSCALE}_2"),
}
"""Mode → files behind Clamp_Highlights; 1 and 2 stand for the two sizes of network."""
TIERS = {"fast": ("M", "S"), "HQ": ("VL", "M")}
CASES = (
    ("fast", "lineart-420", (1.5, 2.0, 3.0, 4.0)),
    ("fast", "photo-444", (2.0,)),
    ("fast", "lineart", (2.0, 3.0)),
    ("HQ", "lineart-420", (2.0, 3.0)),
)


def files(folder: Path, mode: str, tier: str) -> tuple[Path, ...]:
    """The mode's files below `folder`, in their order. FileNotFoundError names one that is not there."""
    first, second = TIERS[tier]
    found = []
    for word in ("Clamp_Highlights", *MODES[mode]):
        name = f"Anime4K_{word.replace('_1', '_' + first).replace('_2', '_' + second)}.glsl"
        if word in _AUTO:
            name = f"Anime4K_{word}.glsl"
        there = sorted(folder.rglob(name))
        if not there:
            raise FileNotFoundError(f"{folder}: no {name} below it")
        found.append(there[0])
    return tuple(found)


def main() -> int:
    folder = os.environ.get("UPSHADE_PUBLIC")
    if not folder:
        print("UPSHADE_PUBLIC names no checkout", file=sys.stderr)
        return 2
    bad = []
    print("| mode | files | picture | size | passes | ours - mpv dB | at 32 bits dB | from plain dB | s |")
    print("|" + " --- |" * 9)
    context = Context.headless()
    with Mpv() as mpv:
        for tier, name, scales in CASES:
            picture = PICTURES[name]
            for mode in MODES:
                for scale in scales:
                    start = time.monotonic()
                    shaders = files(Path(folder), mode, tier)
                    size = (round(picture.size[0] * scale), round(picture.size[1] * scale))
                    case = f"{mode} {tier} on {name} by {scale:g}"
                    try:
                        ours, _, _ = draw(context, picture, Chain(shaders=shaders), size)
                        full, _, _ = draw(
                            context, picture, Chain(shaders=shaders), size, replace(PLAIN, precision="full")
                        )
                        theirs = mpv.render(picture.path, shaders, size)
                        plain = mpv.render(picture.path, (), size)
                    except (OracleError, UpshadeError) as error:
                        bad.append(f"{case}: {str(error).splitlines()[0][:160]}")
                        continue
                    db = psnr(theirs.image, ours.image)
                    cells = [mode, tier, name, f"{scale:g}x", str(len(ours.ran)), f"{db:.1f}",
                             f"{psnr(theirs.image, full.image):.1f}", f"{psnr(theirs.image, plain.image):.1f}",
                             f"{time.monotonic() - start:.1f}"]  # fmt: skip
                    print("| " + " | ".join(cells) + " |", flush=True)
                    if Counter(ours.ran) != Counter(theirs.ran):
                        more, less = Counter(ours.ran) - Counter(theirs.ran), Counter(theirs.ran) - Counter(ours.ran)
                        bad.append(f"{case}: only ours ran {sorted(more)}, only mpv {sorted(less)}")
                    elif not db >= BAR:
                        bad.append(f"{case}: {db:.1f} dB")
    context.release()
    print(
        "\n" + ("Not as in mpv: " + "; ".join(bad) if bad else "Every mode runs the passes that it runs in mpv.") + "\n"
    )
    return 1 if bad else 0
