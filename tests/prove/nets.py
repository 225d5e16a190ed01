"""The networks that ship beside what else enlarges: how near to the truth, and what a frame costs.

All is drawn by the engine, from luma of 8 bits to luma of 8 bits; PSNR in dB, the factor's pixels cropped on each side,
means over the pictures, gains over bicubic. UPSHADE_BENCHMARKS=DIR has set5 and set14; UPSHADE_PUBLIC=DIR has
mpv-prescalers, Anime4K and FSRCNNX somewhere; UPSHADE_PLOT=FILE.webp (or .png) is where gain over time is drawn, for
the README docs/images/nets.webp. With UPSHADE_SPEED=0, for a machine that has other work, frames a second are told and
not judged; that one takes no longer than another, in turns, is. What is not at hand is said, and no bar that needs it
is passed.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from recipes.nets import CNN, RECIPES, Recipe
from upshade.core.library import find_shader
from upshade.errors import NotFound
from upshade.gl.context import Context

from . import _held, _nets_plot, _timed
from ._enlarged import RAVU, RAVU_FILE, Figures, Way, figures, pairs, plain, public, show
from ._held import Planes
from ._nets_plot import Dot, Panel
from ._timed import FILM, MPV, MPV_ROUNDS, ROUNDS

RAISR = ("raisr/anime-2x", "raisr/anime-2x-full", "raisr/photo-2x", "raisr/photo-2x-full")
FSRCNNX = "FSRCNNX-8"
ANIME4K = {f"Anime4K CNN {size}": f"Anime4K_Upscale_CNN_x2_{size}.glsl" for size in ("S", "M", "L", "VL")}
PUBLIC = {
    RAVU: (RAVU_FILE,),
    FSRCNNX: ("FSRCNNX_x2_8-0-4-1.glsl", "FSRCNNX_x2_8_0_4_1.glsl"),
    **{name: (file,) for name, file in ANIME4K.items()},
}
SET5, SET14, DRAWINGS, FIGURES = "Set5", "Set14", "drawings", "figures"
CODED = 21
"""CRF."""
SET14_CODED, DRAWINGS_CODED = (f"{name}, CRF {CODED}" for name in (SET14, DRAWINGS))
HOW = {
    SET5: "bicubic", SET14: "bicubic", SET14_CODED: f"bicubic+h264:{CODED}", DRAWINGS: "area",
    DRAWINGS_CODED: f"area+h264:{CODED}", FIGURES: "area",
}  # fmt: skip
KINDS = ("luma", "whole")
"""Luma alone; 4:2:0 to 4:2:0."""
PHOTO = {"esr/photo-tm-k7c8": (35.6, 31.7), "esr/photo-tr-k7c6": (35.8, 31.8)}
PHOTO_CNN, CNN_LEAST = tuple(f"cnn/photo-{size}" for size in CNN), (36.2, 32.0)
"""Set5 and Set14; of these at least one."""
RIVALS = {"cnn/anime-m": "Anime4K CNN M", "cnn/anime-l": "Anime4K CNN VL"}
DRAWN, DRAWN_GAIN = "esr/anime-tm-k7c8", 2.6
assert {*PHOTO, *PHOTO_CNN, *RIVALS, DRAWN} <= set(RECIPES)
ONE_CONVOLUTION = ("max", "tm", "tr")

Ways = dict[str, Way]
Table = dict[str, Figures]
"""Of each set."""
Cost = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Bar:
    """`holds` None: could not be measured."""

    what: str
    found: str
    wanted: str
    holds: bool | None


def option(recipe: Recipe, name: str, default: str) -> str:
    words = recipe.options
    return words[words.index(name) + 1] if name in words else default


def ours() -> Ways:
    """Those that are there."""
    found, missing = {}, []
    for name, recipe in RECIPES.items():
        try:
            found[name] = Way(find_shader(name), factor=int(option(recipe, "--factor", "2")))
        except NotFound:
            missing.append(f"`{name}`")
    if missing:
        print(f"Not there: {', '.join(missing)}.\n")
    return found


def others() -> Ways:
    ways = plain() | {name: Way(find_shader(name)) for name in RAISR}
    for what, names in PUBLIC.items():
        if file := public(what, *names):
            ways[what] = Way(file)
    return ways


def weights(way: Way) -> str:
    """As the head of one of ours says."""
    head = way.shader.read_text("utf-8")[:1000] if way.shader else ""
    found = re.search(r"\b(\d+) weights", head)
    return f"{int(found[1]):,}" if found else ""


def shown(name: str) -> str:
    return f"`{name}`" if "/" in name else name


# ── quality and time


def quality(context: Context, ways: Ways, sets: dict[str, Planes]) -> Table:
    """`ways` of one factor."""
    factor = next(iter(ways.values())).factor
    return {key: figures(context, pairs(pictures, factor, HOW[key]), ways) for key, pictures in sets.items()}


def tell(title: str, table: Table, ways: Ways, times: Cost) -> None:
    print(f"\n### {title}\n")
    show("", "weights", *(f"{name} dB, gain" for name in table), "luma, ms", "4:2:0, ms")
    show("---", *["--:"] * (len(table) + 3))
    for name, way in ways.items():
        cells = [f"{found[name][0]:.2f}, {found[name][1]:+.2f}" for found in table.values()]
        luma, whole = (times[name][kind] for kind in KINDS)
        show(shown(name), weights(way), *cells, f"{luma:.1f}", f"{whole:.1f}")


def single(ways: Ways) -> list[str]:
    """Networks of one convolution, at 2x."""
    return [n for n, w in ways.items() if w.factor == 2 and n in RECIPES
            and option(RECIPES[n], "--model", "") in ONE_CONVOLUTION]  # fmt: skip


def is_coded(name: str) -> bool:
    """Whether it was learned from compressed pictures."""
    return name.endswith("-coded")


def at(table: Table, key: str, name: str) -> tuple[float, float]:
    """dB and gain; nan where it was not measured."""
    return table.get(key, {}).get(name, (math.nan, math.nan))


# ── bars


def at_least(what: str, found: Sequence[float], wanted: Sequence[float], form: str) -> Bar:
    known = not any(map(math.isnan, found))
    holds = all(f >= w for f, w in zip(found, wanted, strict=True)) if known else None
    told, least = (" / ".join(format(n, f) for n in some) for some, f in ((found, form), (wanted, "g")))
    return Bar(what, told, least, holds)


def bars(table: Table, middle: Cost) -> Iterator[Bar]:
    for name, least in PHOTO.items():
        yield at_least(f"{shown(name)}, Set5 / Set14, dB", [at(table, k, name)[0] for k in (SET5, SET14)], least, ".2f")
    found = {name: [at(table, k, name)[0] for k in (SET5, SET14)] for name in PHOTO_CNN}
    known = [name for name in PHOTO_CNN if not any(map(math.isnan, found[name]))] or [PHOTO_CNN[0]]
    best = max(known, key=lambda name: min(f - w for f, w in zip(found[name], CNN_LEAST, strict=True)))
    yield at_least(f"a CNN: {shown(best)}, Set5 / Set14, dB", found[best], CNN_LEAST, ".2f")
    yield at_least(f"{shown(DRAWN)}, drawings, gain", [at(table, DRAWINGS, DRAWN)[1]], [DRAWN_GAIN], "+.2f")
    for name, rival in RIVALS.items():
        mine, its = at(table, DRAWINGS, name)[0], at(table, DRAWINGS, rival)[0]
        holds = None if math.isnan(mine + its) else mine > its
        yield Bar(f"{shown(name)}, drawings, dB", f"{mine:.2f}", f"above {rival}: {its:.2f}", holds)
        for kind, word in zip(KINDS, ("luma", "4:2:0"), strict=True):
            ratio = middle[name][kind] / middle[rival][kind] if {name, rival} <= middle.keys() else math.nan
            holds = None if math.isnan(ratio) else ratio <= 1
            yield Bar(f"{shown(name)}, time, {word}", f"{ratio:.2f}", f"at most 1 of {rival}", holds)


def duels(names: Sequence[str], table: Table, middle: Cost, least: Cost) -> bool:
    """The speed of networks of one convolution, and each in mpv beside the public network that is as good."""
    judge = os.environ.get("UPSHADE_SPEED") != "0"
    print(
        f"\n### One convolution, 2x\n\nAt least {FILM} frames/s of 4:2:0 are wanted, by the fastest frame, and less "
        f"time in mpv (960x540 to 1920x1080, to RGB, the median of {MPV_ROUNDS} runs) than the public Anime4K network "
        "of equal or next better PSNR takes there; the best of them where none is better. PSNR of drawings, of photo "
        "networks that of Set14, both coded where that was learned.\n"
    )
    if not judge:
        print("Frames a second are told and not judged: UPSHADE_SPEED is 0.\n")
    show("", "frames/s", "dB", "in mpv, ms", "beside", "dB", "in mpv, ms", "")
    show("---", "--:", "--:", "--:", "---", "--:", "--:", "---")
    good = True
    for name in names:
        sets = (SET14, SET14_CODED) if "/photo-" in name else (DRAWINGS, DRAWINGS_CODED)
        key = sets[is_coded(name)]
        found = table.get(key, {})
        rivals = sorted((found[n][0], n) for n in ANIME4K if n in found)
        rate = 1000 / least[name]["whole"]
        mine = middle[name][MPV]
        its, rival = next((r for r in rivals if r[0] >= found[name][0]), rivals[-1]) if rivals else (math.nan, "")
        other = middle[rival][MPV] if rival else math.nan
        holds = (rate >= FILM or not judge) and mine < other
        good &= holds
        show(shown(name), f"{rate:.1f}", f"{at(table, key, name)[0]:.2f}", f"{mine:.1f}", rival or "none at hand",
             f"{its:.2f}", f"{other:.1f}", "" if holds else "missed")  # fmt: skip
    return good


def verdict(some: Sequence[Bar]) -> bool:
    print("\n### What is wanted\n")
    show("", "found", "wanted", "")
    show("---", "--:", "---", "---")
    for bar in some:
        word = {True: "", False: "missed", None: "not measured"}[bar.holds]
        show(bar.what, *(re.sub(r"\+?nan", "–", text) for text in (bar.found, bar.wanted)), word)
    return all(bar.holds for bar in some)


# ── the plot


def label(name: str) -> str:
    if "/" not in name:
        return name.replace(" CNN", "")
    folder, _, rest = name.partition("/")
    what = rest.partition("-")[2]
    words = {"raisr": {"2x": "RAISR", "2x-full": "RAISR full"}}
    plainly = f"CNN {what.upper()}" if folder == "cnn" else what.upper().replace("-GATE", " gate").replace("-", " ")
    return words.get(folder, {}).get(what, plainly)


def panels(table: Table, times: Cost) -> list[Panel]:
    made = []
    for kind, key, title in (("anime", DRAWINGS, "Drawings"), ("photo", SET14, "Photographs")):
        names = [n for n in table.get(key, {}) if "/" not in n or (f"/{kind}-" in n and not is_coded(n))]
        dots = [Dot(label(n), times[n]["whole"], at(table, key, n)[1], "/" in n) for n in names]
        if dots:
            made.append(Panel(title, {SET14: "Set14, halved by bicubic", DRAWINGS: "halved by area"}[key], dots))
    return made


def main() -> int:
    shipped, rest = ours(), others()
    photos, drawings = _held.benchmark("set14"), _held.drawings()
    sets = {SET5: _held.benchmark("set5"), SET14: photos, SET14_CODED: photos, DRAWINGS: drawings,
            DRAWINGS_CODED: drawings, FIGURES: _held.figures()}  # fmt: skip
    sets = {name: pictures for name, pictures in sets.items() if pictures}
    groups = {2: rest | {n: w for n, w in shipped.items() if w.factor == 2}}
    for factor in (3, 4):
        some = {n: w for n, w in shipped.items() if w.factor == factor}
        if some:
            groups[factor] = plain(factor) | some
    with Context.headless() as context:
        tables = {factor: quality(context, ways, sets) for factor, ways in groups.items()}
    named = {(f, n): n if f == 2 else f"{n}, {f}x" for f, ways in groups.items() for n in ways}
    timed = {named[f, n]: w for f, ways in groups.items() for n, w in ways.items()}
    alone = single(shipped)
    times = _timed.measured(timed, KINDS, {n: groups[2][n] for n in (*alone, *ANIME4K) if n in groups[2]})
    middle, least = _timed.medians(times), _timed.least(times)
    print(
        f"{', '.join(f'{name}: {len(p)}' for name, p in sets.items())} pictures. Set5 and Set14 made smaller by "
        f"bicubic, as benchmarks are; drawings and figures by area; then H.264 at CRF {CODED} where it is said. Ours "
        "have seen none of the drawings; of the figures those for drawings have seen the people and the grounds, "
        "otherwise arranged and in other sizes. Milliseconds a frame: 960x540 times the factor, planes in memory to "
        f"planes in memory, the fastest of {ROUNDS} turns: what else the machine does only adds."
    )
    for factor, ways in groups.items():
        tell(f"{factor}x", tables[factor], ways, {n: least[named[factor, n]] for n in ways})
    good = [len(shipped) == len(RECIPES), verdict(list(bars(tables[2], middle)))]
    good.append(duels(alone, tables[2], middle, least))
    if place := os.environ.get("UPSHADE_PLOT"):
        _nets_plot.write(Path(place), panels(tables[2], least))
    return int(not all(good))
