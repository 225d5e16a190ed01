"""The networks that ship bring pictures nearer to the truth than plain enlargements do; the recipe names them all."""

from __future__ import annotations

import numpy as np
import pytest

from learn.banks import BT709, draw, high
from recipes.nets import RECIPES
from upshade.core import hook
from upshade.core.frame import PIXEL_FORMATS
from upshade.core.library import find_shader, shaders
from upshade.core.plan import plan
from upshade.core.steps import ChainEntry, Source, Target
from upshade.learn import degrade
from upshade.learn.judging import decibels, enlarged

PICTURES = {"anime": "lineart", "photo": "photo"}
LEAST = {
    "esr/anime-max-k5c2": 0.32, "esr/anime-tm-k5c4": 0.66, "esr/anime-tm-k7c8": 1.2, "esr/anime-tm-k7c8-gate": 0.53,
    "esr/anime-tr-k7c6": 1, "esr/anime-tm-k7c8-3x": 0.43, "esr/anime-tm-k5c8-4x": 0.32, "cnn/anime-s": 1.2,
    "cnn/anime-m": 1.7, "cnn/anime-l": 2.4, "esr/anime-tm-k7c8-coded": 0.85, "cnn/anime-m-coded": 1.32,
    "esr/photo-max-k5c2": 0.4, "esr/photo-tm-k5c4": 0.28, "esr/photo-tm-k7c8": 0.38, "esr/photo-tr-k7c6": 0.35,
    "esr/photo-tm-k7c8-3x": 0.24, "esr/photo-tm-k5c8-4x": 0.13, "cnn/photo-s": 0.33, "cnn/photo-m": 0.4,
    "cnn/photo-l": 0.52, "esr/photo-tm-k7c8-coded": 0.1, "cnn/photo-m-coded": 0.13,
}  # fmt: skip
"""dB over Lanczos, on pictures that nothing was learned from: eight tenths of what they have."""


def gain(context, name: str, how: str) -> float:
    """dB over Lanczos on a picture that was made smaller so."""
    factor = int(name[-2]) if name.endswith("x") else 2
    true = high(PICTURES[name.split("/")[1].split("-")[0]]).astype(np.float32)
    small, true = degrade.pair(true, factor, degrade.parse(how, factor), 0, np.random.default_rng(0))
    made = draw(context, find_shader(name), small, factor)
    return decibels(made, true, factor) - decibels(enlarged(small, factor, "lanczos3"), true, factor)


@pytest.mark.parametrize("name", RECIPES)
def test_nearer_to_the_truth_than_lanczos(context, name):
    found = gain(context, name, RECIPES[name].degrade[0])
    print(f"{name}: {found:+.2f} dB")
    assert found >= LEAST[name]


@pytest.mark.parametrize("name", [name for name in RECIPES if name.endswith("-coded")])
def test_what_learned_from_compressed_pictures_is_better_there_and_only_there(context, name):
    twin = name.removesuffix("-coded")
    plain = RECIPES[twin].degrade[0]
    for how, sign in ((f"{plain}+h264:28", 1), (plain, -1)):
        more = gain(context, name, how) - gain(context, twin, how)
        print(f"{name} over {twin}, {how}: {more:+.2f} dB")
        assert sign * more > 0.05


@pytest.mark.parametrize("name", [e.name for e in shaders() if e.name.startswith(("esr/", "cnn/", "raisr/"))])
def test_nothing_is_sampled_between_texels(name):
    """What is, takes a software driver twice as long."""
    fmt = PIXEL_FORMATS["yuv420p"]
    source = Source(96, 54, fmt, BT709)
    chain = [ChainEntry("x", hook.load(find_shader(name)))]
    steps = [s for s in plan(chain, source, Target(384, 216, fmt, BT709), merge=False).steps if s.hook]
    assert steps and not [s.title for s in steps if any(b.linear and not b.exact for b in s.binds)]


def test_the_recipe_makes_what_ships():
    """As far as the heads tell: `nets.py NAME` makes the file itself, in minutes to an hour."""
    for name, recipe in RECIPES.items():
        head = find_shader(name).read_text("utf-8").partition("//!PARAM")[0]
        assert f"//@ title     {recipe.title}\n" in head, name
        assert f"from {' and '.join(recipe.degrade)};" in head, name
        assert f", {recipe.steps} steps, seed 1." in head, name
    assert {e.name for e in shaders() if e.name.startswith(("esr/", "cnn/"))} == set(RECIPES) == set(LEAST)
