"""The networks that ship bring pictures nearer to the truth than plain enlargements do; the recipe names them all."""

from __future__ import annotations

import numpy as np
import pytest

from learn.banks import draw, high
from recipes.nets import FOR, RECIPES
from upshade.core.library import find_shader, shaders
from upshade.learn import degrade
from upshade.learn.judging import decibels, enlarged

PICTURES = {"anime": "lineart", "photo": "photo"}
LEAST = {2: 0.5, 3: 0.15, 4: 0.1}
"""dB over Lanczos by factor, on pictures that nothing was learned from."""


@pytest.mark.parametrize("name", RECIPES)
def test_nearer_to_the_truth_than_lanczos(context, name):
    factor = int(name[-2]) if name.endswith("x") else 2
    kind = name.split("/")[1].split("-")[0]
    how = degrade.parse(FOR[kind][2], factor)
    small, true = degrade.pair(high(PICTURES[kind]).astype(np.float32), factor, how, 0, np.random.default_rng(0))
    path = find_shader(name)
    assert "\n// Learned from " in path.read_text("utf-8")
    made = draw(context, path, small, factor)
    gain = decibels(made, true, factor) - decibels(enlarged(small, factor, "lanczos3"), true, factor)
    print(f"{name}: {gain:+.2f} dB")
    assert gain >= LEAST[factor]


def test_the_recipe_makes_what_ships():
    assert {e.name for e in shaders() if e.name.startswith(("esr/", "cnn/"))} == set(RECIPES)
