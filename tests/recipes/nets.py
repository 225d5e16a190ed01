"""Makes shaders/esr/*.glsl and shaders/cnn/*.glsl: `PYTHONPATH=tests python tests/recipes/nets.py [NAME …]`.

Learns each network with `upshade learn esr` from the material that recipes/banks.py draws. What is learned so far lies
in --material: the same command goes on after an interruption. All of them together train for about four hours of
one core; two runs with --threads 1 each on two cores do a fifth more than one with two.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from recipes import banks
from upshade import cli
from upshade.core import atomic


@dataclass(frozen=True)
class Recipe:
    title: str
    material: tuple[str, ...]
    steps: int
    options: tuple[str, ...]
    degrade: tuple[str, ...]


FOR = {
    # More figures than banks learn from: else ink that is as soft as video's counts too little beside clip art.
    "anime": ("drawings", (*banks.ANIME, "people", "scenes"), "area"),
    "photo": ("film", banks.PHOTO, "bicubic"),
}


def model(name: str, k: int, c: int, *more: str) -> tuple[str, ...]:
    return ("--model", name, "--k", str(k), "--c", str(c), *more)


def cnn(size: str) -> tuple[str, ...]:
    return ("--model", "cnn", "--size", size)


NORMALISED = ("--variant", "normalised")
"""Faster than softmax, and on drawings better by half a decibel and more."""
SINGLE: dict[str, tuple[str, int, tuple[str, ...]]] = {
    "max-k5c2": ("eSR-MAX, 2x, fastest", 2000, model("max", 5, 2)),
    "tm-k5c4": ("eSR-TM, 2x, fast", 2500, model("tm", 5, 4, *NORMALISED)),
    "tm-k7c8": ("eSR-TM, 2x", 3000, model("tm", 7, 8, *NORMALISED)),
    "tm-k7c8-gate": ("eSR-TM with a gate, 2x", 3000, model("tm", 7, 8, "--variant", "gate")),
    # Six values: with eight it takes a tenth longer.
    "tr-k7c6": ("eSR-TR, 2x", 3000, model("tr", 7, 6, *NORMALISED)),
    "tm-k7c8-3x": ("eSR-TM, 3x", 1000, model("tm", 7, 8, "--factor", "3", *NORMALISED)),
    "tm-k5c8-4x": ("eSR-TM, 4x", 800, model("tm", 5, 8, "--factor", "4", *NORMALISED)),
}
CNN = {"s": "fast", "m": "middle", "l": "best"}
CNN_STEPS = {
    "anime": {"s": 30_000, "m": 150_000, "l": 100_000},
    "photo": {"s": 20_000, "m": 30_000, "l": 20_000},  # an eighth of the patches
}


CODED = ("h264:17", "h264:21", "h264:25")
"""What video mostly is given as; each picture has one of them."""


def _recipes() -> Iterator[tuple[str, Recipe]]:
    for kind, (people, material, how) in FOR.items():
        for name, (title, steps, options) in SINGLE.items():
            if kind == "anime" or name != "tm-k7c8-gate":
                yield f"esr/{kind}-{name}", Recipe(f"{title}, for {people}", material, steps, options, (how,))
        for size, word in CNN.items():
            title, steps = f"Small CNN, 2x, {word}", CNN_STEPS[kind][size]
            yield f"cnn/{kind}-{size}", Recipe(f"{title}, for {people}", material, steps, cnn(size), (how,))
        coded = tuple(f"{how}+{crf}" for crf in CODED)
        title, steps, options = SINGLE["tm-k7c8"]
        yield (
            f"esr/{kind}-tm-k7c8-coded",
            Recipe(f"{title}, for compressed {people}", material, steps, options, coded),
        )
        title = f"Small CNN, 2x, {CNN['m']}, for compressed {people}"
        yield f"cnn/{kind}-m-coded", Recipe(title, material, 60_000, cnn("m"), coded)


RECIPES = dict(_recipes())


def learn(name: str, recipe: Recipe, given: argparse.Namespace) -> int:
    folders = [str(banks.drawn(m, given.material, given.root)) for m in recipe.material]
    path: Path = given.material / "nets" / f"{name}.glsl"
    path.parent.mkdir(parents=True, exist_ok=True)
    learned_from = "; ".join(dict.fromkeys(banks.LICENCES[m] for m in recipe.material))
    words = ["learn", "esr", *folders, "-o", str(path), "--title", recipe.title, "--overwrite",
             "--license", f"MIT; learned from {learned_from}", "--bank", str(path.with_suffix(".npz")),
             "--plot", str(path.with_suffix(".png")), "--steps", str(given.steps or recipe.steps),
             *recipe.options, *(word for how in recipe.degrade for word in ("--degrade", how))]  # fmt: skip
    words += ["--threads", str(given.threads)] if given.threads else []
    print(f"\n{name}: upshade {' '.join(words)}", flush=True)
    code = cli.run(words)
    if not code:
        atomic.write_bytes(given.shaders / f"{name}.glsl", path.read_bytes())
    return code


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(RECIPES))
    parser.add_argument("--material", type=Path, default=banks.ROOT / "build" / "material")
    parser.add_argument("--root", type=Path, default=Path("/"))
    parser.add_argument("--shaders", type=Path, default=banks.SHADERS, help="where they are written")
    parser.add_argument("--steps", type=int, help="of each, instead of its own")
    parser.add_argument("--threads", type=int, help="that train; one for each core if not given")
    given = parser.parse_args()
    if unknown := set(given.names) - set(RECIPES):
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    worst = 0
    for name in given.names or RECIPES:
        code = learn(name, RECIPES[name], given)
        if code >= 128:  # whoever interrupts one means all
            return code
        worst = max(worst, code)
    return worst


if __name__ == "__main__":
    sys.exit(main())
