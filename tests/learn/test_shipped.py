"""The banks that ship bring pictures nearer to the truth than plain enlargements do; the recipe names them all."""

from __future__ import annotations

import numpy as np
import pytest

from learn.banks import draw, high
from recipes.banks import RECIPES
from upshade.core.library import find_shader, shaders
from upshade.learn import degrade
from upshade.learn.judging import decibels, enlarged

LEAST = {
    "raisr/anime-2x": ("lineart", "area", 1.0),
    "raisr/anime-2x-full": ("lineart", "area", 1.0),
    "raisr/anime-3x": ("lineart", "area", 0.3),
    "raisr/photo-2x": ("photo", "bicubic", 0.3),
    "raisr/photo-2x-full": ("photo", "bicubic", 0.45),
    "raisr/photo-3x": ("photo", "bicubic", 0.2),
    "raisr/screen-2x": ("lineart", "area", 0.6),
    "raisr/screen-2x-full": ("lineart", "area", 0.6),
}
"""dB over Lanczos, on pictures that nothing was learned from."""


@pytest.mark.parametrize("name", LEAST)
def test_nearer_to_the_truth_than_lanczos(context, name):
    picture, how, least = LEAST[name]
    factor = 3 if name.endswith("3x") else 2
    small, true = degrade.pair(
        high(picture).astype(np.float32), factor, degrade.parse(how, factor), 0, np.random.default_rng(0)
    )
    made = draw(context, find_shader(name), small, factor)
    gain = decibels(made, true, factor) - decibels(enlarged(small, factor, "lanczos3"), true, factor)
    assert gain >= least


def test_the_recipe_makes_what_ships():
    shipped = {e.name for e in shaders() if e.name.startswith(("raisr/", "blade/")) and e.name != "raisr/hash"}
    assert shipped == {name for name, recipe in RECIPES.items() if recipe.ships}
    assert set(LEAST) == {name for name in shipped if name.startswith("raisr/")}
