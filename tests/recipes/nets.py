"""Makes shaders/esr/*.glsl and shaders/cnn/*.glsl: `PYTHONPATH=tests python tests/recipes/nets.py [NAME …]`.

Learns each network with `upshade learn esr` from the material that recipes/banks.py draws. What is learned so far lies
in --material: the same command goes on after an interruption. All of them together train for a day; two runs with
--threads 1 each on two cores do a fifth more than one with two.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from recipes import banks
from upshade import cli
from upshade.core import atomic


@dataclass(frozen=True)
class Recipe:
    """`minutes` of training by two threads."""

    title: str
    material: tuple[str, ...]
    minutes: float
    options: tuple[str, ...]


FOR = {"anime": ("drawings", (*banks.ANIME, "scenes"), "area"), "photo": ("film", banks.PHOTO, "bicubic")}


def model(name: str, k: int, c: int, *more: str) -> tuple[str, ...]:
    return ("--model", name, "--k", str(k), "--c", str(c), *more)


SINGLE: dict[str, tuple[str, float, tuple[str, ...]]] = {
    "max-k5c2": ("eSR-MAX, 2x, fastest", 5, model("max", 5, 2)),
    "tm-k5c4": ("eSR-TM, 2x, fast", 15, model("tm", 5, 4)),
    "tm-k7c8": ("eSR-TM, 2x", 30, model("tm", 7, 8)),
    "tm-k7c8-gate": ("eSR-TM with a gate, 2x", 30, model("tm", 7, 8, "--variant", "gate")),
    "tm-k7c8-normalised": ("eSR-TM without exponentials, 2x", 30, model("tm", 7, 8, "--variant", "normalised")),
    "tr-k7c8": ("eSR-TR, 2x", 40, model("tr", 7, 8)),
    "tm-k7c8-3x": ("eSR-TM, 3x", 30, model("tm", 7, 8, "--factor", "3")),
    "tm-k5c8-4x": ("eSR-TM, 4x", 30, model("tm", 5, 8, "--factor", "4")),
    "cnn": ("eSR-CNN, 2x", 45, ("--model", "esr-cnn", "--c", "4", "--d", "3", "--s", "6")),
}
CNN: dict[str, tuple[str, float]] = {"s": ("fast", 60), "m": ("middle", 120), "l": ("best", 300)}


def _recipes() -> Iterator[tuple[str, Recipe]]:
    for kind, (name, (title, minutes, options)) in product(FOR, SINGLE.items()):
        people, material, how = FOR[kind]
        yield f"esr/{kind}-{name}", Recipe(f"{title}, for {people}", material, minutes, (*options, "--degrade", how))
    for kind, (size, (word, minutes)) in product(FOR, CNN.items()):
        people, material, how = FOR[kind]
        options = ("--model", "cnn", "--size", size, "--rate", "0.004", "--degrade", how)
        yield f"cnn/{kind}-{size}", Recipe(f"Small CNN, 2x, {word}, for {people}", material, minutes, options)


RECIPES = dict(_recipes())


def learn(name: str, recipe: Recipe, given: argparse.Namespace) -> int:
    folders = [str(banks.drawn(m, given.material, given.root)) for m in recipe.material]
    path: Path = given.material / "nets" / f"{name}.glsl"
    path.parent.mkdir(parents=True, exist_ok=True)
    learned_from = "; ".join(banks.LICENCES[m] for m in recipe.material)
    minutes = given.minutes or recipe.minutes
    words = ["learn", "esr", *folders, "-o", str(path), "--title", recipe.title, "--overwrite",
             "--license", f"MIT; learned from {learned_from}", "--bank", str(path.with_suffix(".npz")),
             "--plot", str(path.with_suffix(".png")), "--minutes", f"{minutes:g}", *recipe.options]  # fmt: skip
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
    parser.add_argument("--minutes", type=float, help="how long each is trained, instead of its own time")
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
