"""The banks that ship beside plain enlargements and RAVU-lite r3: how near to the truth, how large, how fast.

All is drawn by the engine, from luma of 8 bits to luma of 8 bits; PSNR in dB, the factor's pixels cropped on each side,
means over the pictures, and gains over bicubic. UPSHADE_BENCHMARKS=DIR has set5 and set14, UPSHADE_PUBLIC=DIR has
mpv-prescalers' ravu-lite-r3.hook somewhere, UPSHADE_BANKS=DIR is the --material of tests/recipes/banks.py, whose .npz
are the banks before they were made compact. What is not at hand is said, and left out.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from upshade.core.library import find_shader
from upshade.gl.context import Context
from upshade.learn.raisr import bank as banks
from upshade.learn.raisr import emit
from upshade.learn.raisr.apply import apply
from upshade.learn.raisr.emit import Style

from . import _held, _timed
from ._enlarged import RAVU, RAVU_FILE, Way, drawn, figures, mean, pairs, plain, public, show
from ._held import Planes
from ._timed import FILM, MPV, MPV_ROUNDS, ROUNDS

COMPACT, COMPARED = 0.02, 16
KINDS = ("luma", "whole", "rgb")
"""Luma alone; 4:2:0 to 4:2:0; 4:2:0 to RGB."""


@dataclass(frozen=True)
class Wanted:
    """Least dB, or least gain over bicubic where `gain`; `ravu`: above RAVU-lite r3 too."""

    least: float
    gain: bool = False
    ravu: bool = False


PHOTO = {
    "raisr/photo-2x": {"set5": 35.4, "set14": 31.6},
    "raisr/photo-2x-full": {"set5": 35.7, "set14": 31.8},
    "raisr/photo-3x": {"set5": 31.8, "set14": 28.6},
}
MEASURED = {"raisr/photo-2x-7x7": {"set5": 35.4, "set14": 31.6}}
"""What the recipe makes for this proof alone; its shader lies in UPSHADE_BANKS."""
DRAWN = {
    "raisr/anime-2x": Wanted(2.9, gain=True, ravu=True),
    "raisr/anime-2x-full": Wanted(3.1, gain=True, ravu=True),
}
SCREEN = ("raisr/screen-2x", "raisr/screen-2x-full")


def measured() -> dict[str, Path]:
    files = {name: Path(os.environ.get("UPSHADE_BANKS", "")) / f"{name}.glsl" for name in MEASURED}
    return {name: file for name, file in files.items() if file.exists()}


def ways(files: Mapping[str, Path], ravu: Path | None = None) -> dict[str, Way]:
    some = {name: Way(file, factor=3 if "3x" in name else 2) for name, file in files.items()}
    return ({RAVU: Way(ravu)} if ravu is not None else {}) | some


def shipped(names: Iterable[str]) -> dict[str, Path]:
    return {name: find_shader(name) for name in names}


# ── quality


def photographs(context: Context, sets: dict[str, Planes], ravu: Path | None) -> bool:
    if not all(sets.values()):
        return False
    print("### Set5 and Set14\n\nHalved (or thirded) by bicubic, as benchmarks are.\n")
    show("", *(f"{name} dB, gain" for name in sets), "wanted")
    show("---", *("--:" for _ in sets), "--:")
    good = True
    files = shipped(PHOTO) | measured()
    for factor in (2, 3):
        some = plain(factor) | {n: w for n, w in ways(files, ravu).items() if w.factor == factor}
        found = {key: figures(context, pairs(pictures, factor, "bicubic"), some) for key, pictures in sets.items()}
        for name in next(iter(found.values())):
            least = (PHOTO | MEASURED).get(name, {})
            good &= all(found[key][name][0] >= db for key, db in least.items())
            cells = (f"{found[key][name][0]:.2f}, {found[key][name][1]:+.2f}" for key in sets)
            show(f"`{name}`" if name in files else f"{name} {factor}x", *cells,
                 " / ".join(f"{db:g}" for db in least.values()))  # fmt: skip
    return good


def line_art(context: Context, title: str, pictures: Planes, names: dict[str, Wanted], ravu: Path | None,
             factor: int = 2) -> bool:  # fmt: skip
    if not pictures:
        return False
    print(f"\n### {title}\n\n{len(pictures)} pictures, made smaller by area.\n")
    some = plain(factor) | ways(shipped(names), ravu)
    found = figures(context, pairs(pictures, factor, "area"), some)
    show(f"{factor}x", "dB", "gain", "wanted")
    show("---", "--:", "--:", "---")
    good = True
    for name, (db, gain) in found.items():
        words = []
        if want := names.get(name):
            if want.least:
                words.append(f"{want.least:+g}" if want.gain else f"{want.least:g} dB")
                good &= (gain if want.gain else db) >= want.least
            if want.ravu and RAVU in found:
                words.append("above RAVU-lite r3")
                good &= db > found[RAVU][0]
        show(f"`{name}`" if name in names else name, f"{db:.2f}", f"{gain:+.2f}", ", ".join(words))
    return good


# ── size


def compact(context: Context, kinds: dict[str, tuple[Planes, str]]) -> bool:
    """Whole banks of half floats, eighths of them, 8 bits: the same picture but for 0.02 dB."""
    folder = os.environ.get("UPSHADE_BANKS")
    print(
        "\n### Compact banks\n\nkB of the shader, and dB less than the bank as it was learned has in numpy. Half "
        "floats or 8 bits; of all buckets, or of the eighth that the others are made of, which ships in 8 bits.\n"
    )
    if not folder:
        print("Without them: UPSHADE_BANKS names no folder of .npz.")
        return False
    show("bank", "pictures", "dB", "all, half", "an eighth, half", "all, 8 bits", "an eighth, 8 bits", "as it ships")
    show("---", "---", *["--:"] * 6)
    good = True
    for name in (*PHOTO, *DRAWN, *SCREEN, "raisr/anime-3x"):
        path = Path(folder) / f"{name.replace('/', '-')}.npz"
        pictures, how = next(value for key, value in kinds.items() if key in name)
        if not path.exists() or not pictures:
            print(f"{name}: no {path.name}, or no pictures")
            good = False
            continue
        bank = banks.load(path)
        some = pairs(pictures[:COMPARED], bank.factor, how)
        file = find_shader(name)
        census = "//!PARAM blend" in file.read_text("utf-8")
        blend = emit.BLEND if census else 0.0
        made = [np.rint(np.clip(apply(bank, p.small / np.float32(255), blend), 0, 1) * 255).astype(np.uint8)
                for p in some]  # fmt: skip
        whole = mean(some, made, bank.factor)
        cells = []
        with tempfile.TemporaryDirectory() as place:
            for bits, eighth in ((16, False), (16, True), (8, False), (8, True)):
                one = Path(place) / f"{bits}{eighth}.glsl"
                style = Style("bank", name, "own", "MIT", bits=bits, eighth=eighth, census=census)
                one.write_text(emit.shader(bank, style))
                less = whole - mean(some, drawn(context, some, Way(one, factor=bank.factor)), bank.factor)
                cells.append(f"{one.stat().st_size / 1000:.0f} kB, {less:.3f}")
                good &= less <= COMPACT
        less = whole - mean(some, drawn(context, some, Way(file, factor=bank.factor)), bank.factor)
        good &= less <= COMPACT
        show(f"`{name}`", f"{len(some)}", f"{whole:.2f}", *cells, f"{file.stat().st_size / 1000:.0f} kB, {less:.3f}")
    return good


# ── speed


def speed(some: Mapping[str, Way]) -> bool:
    print(
        "\n### Speed\n\n960x540 times the factor, milliseconds a frame, planes in memory to planes in memory: "
        f"least and (median) of {ROUNDS} turns (mpv: {MPV_ROUNDS}, to RGB). Frames/s by the least.\n"
    )
    times = _timed.measured(some, KINDS, some)
    least, middle = _timed.least(times), _timed.medians(times)
    show("", "luma", "4:2:0", "frames/s", "to RGB", "mpv, to RGB")
    show("---", *["--:"] * 5)
    for name in some:
        luma, whole, *rgb = (f"{least[name][k]:.1f} ({middle[name][k]:.1f})" for k in (*KINDS, MPV))
        show(f"`{name}`" if name != RAVU else name, luma, whole, f"{1000 / least[name]['whole']:.1f}", *rgb)
    fast = [name for name in some if name.endswith("-2x")]
    if RAVU in some:
        for kind, other, what in (("luma", "luma", "luma"), ("rgb", MPV, "to RGB, here and there in mpv")):
            ratios = ", ".join(f"`{n}` {middle[n][kind] / middle[RAVU][other]:.2f}" for n in fast)
            print(f"\nMedians in parts of RAVU-lite r3's, {what}: {ratios}; at most 1 is wanted.")
    level = RAVU in some and all(
        middle[n]["luma"] <= middle[RAVU]["luma"] and middle[n]["rgb"] <= middle[RAVU][MPV] for n in fast
    )
    slow = [f"`{n}`" for n in fast if least[n]["whole"] > 1000 / FILM]
    if slow:
        print(f"\nUnder {FILM} frames/s: {', '.join(slow)}.")
    return level and not slow


def main() -> int:
    ravu = public(RAVU, RAVU_FILE)
    sets = {name: _held.benchmark(name) for name in ("set5", "set14")}
    drawings, windows = _held.drawings(), _held.windows()
    screens = dict.fromkeys(SCREEN, Wanted(0.0, ravu=True))
    with Context.headless() as context:
        good = [
            photographs(context, sets, ravu),
            line_art(context, "Drawings", drawings, {**DRAWN, **dict.fromkeys(SCREEN, Wanted(0.0))}, ravu),
            line_art(context, "Drawings, 3x", drawings, {"raisr/anime-3x": Wanted(0.0)}, None, 3),
            line_art(context, "Windows of text", windows, screens, ravu),
            compact(context, {"photo": (sets["set14"], "bicubic"), "anime": (drawings, "area"),
                              "screen": (windows, "area")}),
        ]  # fmt: skip
    files = shipped((*PHOTO, *DRAWN, *SCREEN, "raisr/anime-3x")) | measured()
    good.append(speed(ways(files, ravu)))
    return int(not all(good))
