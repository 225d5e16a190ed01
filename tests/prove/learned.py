"""The banks that ship beside plain enlargements and RAVU-lite r3: how near to the truth, how large, how fast.

All is drawn by the engine, from luma of 8 bits to luma of 8 bits; PSNR in dB, the factor's pixels cropped on each side,
means over the pictures, and gains over bicubic. UPSHADE_BENCHMARKS=DIR has set5 and set14, UPSHADE_PUBLIC=DIR has
mpv-prescalers' ravu-lite-r3.hook somewhere, UPSHADE_BANKS=DIR is the --material of tests/recipes/banks.py, whose .npz
are the banks before they were made compact. What is not at hand is said, and left out.
"""

from __future__ import annotations

import math
import os
import statistics
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from oracle.common import OracleError
from oracle.ours import baked
from oracle.timing import mpv_time, write_clip
from upshade import Pipeline
from upshade.core import chain as chains
from upshade.core.color import Color, Matrix, Range, Siting, Tags
from upshade.core.frame import PIXEL_FORMATS, Frame
from upshade.core.library import demo_clip, find_shader
from upshade.core.steps import Options
from upshade.gl.context import Context
from upshade.jobs.job import Job as Render
from upshade.jobs.render import render
from upshade.learn import degrade
from upshade.learn.judging import decibels
from upshade.learn.raisr import bank as banks
from upshade.learn.raisr import emit
from upshade.learn.raisr.apply import apply
from upshade.learn.raisr.emit import Style
from upshade.media.reader import open_video

from . import _held
from ._held import Plane, Planes

LUMA = Color(Matrix.BT709, Range.LIMITED, Siting.LEFT, Tags(1, 1, 1, 1))
BICUBIC, LANCZOS, RAVU = "bicubic", "Lanczos", "RAVU-lite r3"
COMPACT, COMPARED = 0.02, 16
KINDS = ("luma", "whole", "rgb")
"""Luma alone; 4:2:0 to 4:2:0; 4:2:0 to RGB."""
SPEED, FRAMES, WARM, ROUNDS, MPV_ROUNDS = (960, 540), 2, 1, 9, 3

MPV_FRAMES = 12
FILM = 24
"""Frames a second."""

Figures = dict[str, tuple[float, float]]
"""Of each way to enlarge, mean dB and gain over bicubic."""
Times = dict[str, dict[str, list[float]]]
"""Of each shader and each kind of measurement, milliseconds."""


@dataclass(frozen=True)
class Pair:
    small: Plane
    truth: Plane


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


def show(*cells: str) -> None:
    print("| " + " | ".join(cells) + " |", flush=True)


def public() -> Path | None:
    folder = os.environ.get("UPSHADE_PUBLIC")
    found = sorted(Path(folder).rglob("ravu-lite-r3.hook")) if folder else []
    if not found:
        print("Without RAVU-lite r3: UPSHADE_PUBLIC names no folder that has ravu-lite-r3.hook.\n")
    return found[0] if found else None


def measured() -> dict[str, Path]:
    files = {name: Path(os.environ.get("UPSHADE_BANKS", "")) / f"{name}.glsl" for name in MEASURED}
    return {name: file for name, file in files.items() if file.exists()}


# ── pictures


def pairs(pictures: Iterable[tuple[str, Plane]], factor: int, how: str) -> list[Pair]:
    made, dice = [], np.random.default_rng(0)
    for _, picture in pictures:
        small, truth = degrade.pair(picture / np.float32(255), factor, degrade.parse(how, factor), 0, dice)
        made.append(Pair(*(np.rint(p * 255).astype(np.uint8) for p in (small, truth))))
    return made


def drawn(context: Context, some: Sequence[Pair], factor: int, shader: str | Path | None, resize: str) -> list[Plane]:
    """Luma as the engine enlarges it. The shader's passes have to run."""
    shaders = [shader] if shader else []
    options = Options(resize=resize, dither=False)
    made = []
    with Pipeline(None, shaders=shaders, scale=float(factor), options=options, context=context) as pipeline:
        for pair in some:
            h, w = pair.small.shape
            out = pipeline.process(Frame((pair.small,), w, h, PIXEL_FORMATS["gray"], LUMA)).planes[0]
            assert not pipeline.failures, pipeline.failures
            assert pipeline.planned is not None
            assert bool(shader) == any(step.hook for step in pipeline.planned.steps)
            made.append(np.array(out))
    return made


def mean(some: Sequence[Pair], made: Sequence[Plane], factor: int) -> float:
    unit = np.float32(255)
    return statistics.fmean(decibels(m / unit, p.truth / unit, factor) for p, m in zip(some, made, strict=True))


def figures(
    context: Context, some: Sequence[Pair], factor: int, files: Mapping[str, str | Path], ravu: Path | None = None
) -> Figures:
    ways: dict[str, tuple[str | Path | None, str]] = {BICUBIC: (None, "catmull_rom"), LANCZOS: (None, "lanczos3")}
    if ravu is not None and factor == 2:
        ways[RAVU] = (ravu, "lanczos3")
    ways.update({name: (file, "lanczos3") for name, file in files.items()})
    found = {n: mean(some, drawn(context, some, factor, *way), factor) for n, way in ways.items()}
    return {name: (db, db - found[BICUBIC]) for name, db in found.items()}


# ── quality


def photographs(context: Context, sets: dict[str, Planes], ravu: Path | None) -> bool:
    if not all(sets.values()):
        return False
    print("### Set5 and Set14\n\nHalved (or thirded) by bicubic, as benchmarks are.\n")
    show("", *(f"{name} dB, gain" for name in sets), "wanted")
    show("---", *("--:" for _ in sets), "--:")
    good = True
    files: dict[str, str | Path] = {**{name: name for name in PHOTO}, **measured()}
    for factor in (2, 3):
        some = {name: file for name, file in files.items() if _factor(name) == factor}
        found = {
            key: figures(context, pairs(pictures, factor, "bicubic"), factor, some, ravu)
            for key, pictures in sets.items()
        }
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
    found = figures(context, pairs(pictures, factor, "area"), factor, {n: n for n in names}, ravu)
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
                less = whole - mean(some, drawn(context, some, bank.factor, one, "lanczos3"), bank.factor)
                cells.append(f"{one.stat().st_size / 1000:.0f} kB, {less:.3f}")
                good &= less <= COMPACT
        less = whole - mean(some, drawn(context, some, bank.factor, file, "lanczos3"), bank.factor)
        good &= less <= COMPACT
        show(f"`{name}`", f"{len(some)}", f"{whole:.2f}", *cells, f"{file.stat().st_size / 1000:.0f} kB, {less:.3f}")
    return good


# ── speed


def frames_of(path: Path, count: int, luma: bool) -> list[Frame]:
    with open_video(path) as reader:
        frames = [frame for _, frame in zip(range(count), reader, strict=False)]
    if not luma:
        return frames
    fmt = PIXEL_FORMATS["gray"]
    return [Frame((np.ascontiguousarray(f.planes[0]),), f.width, f.height, fmt, f.color, f.pts, f.time_base)
            for f in frames]  # fmt: skip


def speed(files: dict[str, Path]) -> bool:
    """In turns. A busy machine spoils the medians, their proportions less; the least is nearest to what it costs."""
    print(
        "\n### Speed\n\n960x540 times the factor, milliseconds a frame, planes in memory to planes in memory: "
        f"least and (median) of {ROUNDS} turns (mpv: {MPV_ROUNDS}, to RGB). Frames/s by the least.\n"
    )
    times: Times = {name: {kind: [] for kind in (*KINDS, "mpv")} for name in files}
    with tempfile.TemporaryDirectory() as folder:
        clip = Path(folder) / "clip.mkv"
        render(Render(str(demo_clip()), str(clip), "plain", size=SPEED))  # it makes a context of its own
        with Context.headless() as context:
            for kind in KINDS:
                _here(context, frames_of(clip, FRAMES + WARM, kind == "luma"), files, kind, times)
        _in_mpv(Path(folder), frames_of(clip, 1, False)[0], files, times)
    show("", "luma", "4:2:0", "frames/s", "to RGB", "mpv, to RGB")
    show("---", *["--:"] * 5)
    least = {n: {k: min(v, default=math.nan) for k, v in t.items()} for n, t in times.items()}
    middle = {n: {k: statistics.median(v) if v else math.nan for k, v in t.items()} for n, t in times.items()}
    for name in files:
        luma, whole, *rgb = (f"{least[name][k]:.1f} ({middle[name][k]:.1f})" for k in (*KINDS, "mpv"))
        show(f"`{name}`" if name != RAVU else name, luma, whole, f"{1000 / least[name]['whole']:.1f}", *rgb)
    fast = [name for name in files if name.endswith("-2x")]
    if RAVU in files:
        for kind, other, what in (("luma", "luma", "luma"), ("rgb", "mpv", "to RGB, here and there in mpv")):
            ratios = ", ".join(f"`{n}` {middle[n][kind] / middle[RAVU][other]:.2f}" for n in fast)
            print(f"\nMedians in parts of RAVU-lite r3's, {what}: {ratios}; at most 1 is wanted.")
    level = RAVU in files and all(
        middle[n]["luma"] <= middle[RAVU]["luma"] and middle[n]["rgb"] <= middle[RAVU]["mpv"] for n in fast
    )
    slow = [f"`{n}`" for n in fast if least[n]["whole"] > 1000 / FILM]
    if slow:
        print(f"\nUnder {FILM} frames/s: {', '.join(slow)}.")
    return level and not slow


def _here(context: Context, frames: Sequence[Frame], files: dict[str, Path], kind: str, times: Times) -> None:
    output = "rgb24" if kind == "rgb" else None
    lines = {n: Pipeline(None, shaders=[f], scale=_factor(n), output=output, context=context)
             for n, f in files.items()}  # fmt: skip
    for turn in range(ROUNDS + 1):
        for name, pipeline in lines.items():
            for i, frame in enumerate(frames):
                begun = time.perf_counter()
                pipeline.process(frame)
                if turn and i >= WARM:
                    times[name][kind].append((time.perf_counter() - begun) * 1e3)
    for pipeline in lines.values():
        pipeline.close()


def _factor(name: str) -> float:
    return 3.0 if "3x" in name else 2.0


def _in_mpv(folder: Path, frame: Frame, files: dict[str, Path], times: Times) -> None:
    clip = write_clip(folder / "clip.y4m", [np.ascontiguousarray(p) for p in frame.planes], MPV_FRAMES)
    for _ in range(MPV_ROUNDS):
        for name, file in files.items():
            loaded = chains.load(None, [file])
            where = folder / name.replace("/", "-")
            where.mkdir(exist_ok=True)
            shaders = baked(loaded.entries, loaded.values, where) if "//!PARAM" in file.read_text() else (file,)
            size = (round(SPEED[0] * _factor(name)), round(SPEED[1] * _factor(name)))
            try:
                times[name]["mpv"].append(mpv_time(clip, shaders, size, MPV_FRAMES, 3, {}).ms)
            except OracleError as error:
                print(f"{name} in mpv: {error}\n")


def main() -> int:
    ravu = public()
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
    files = {name: find_shader(name) for name in (*PHOTO, *DRAWN, *SCREEN, "raisr/anime-3x")}
    good.append(speed(files | measured() | ({RAVU: ravu} if ravu else {})))
    return int(not all(good))
