"""The networks that ship bring pictures nearer to the truth than plain enlargements do; the recipe names them all."""

from __future__ import annotations

import numpy as np
import pytest

from learn.banks import BT709, draw, high
from recipes.nets import FOR, RECIPES
from upshade.core import hook
from upshade.core.frame import PIXEL_FORMATS
from upshade.core.library import find_shader, shaders
from upshade.core.plan import plan
from upshade.core.steps import ChainEntry, Source, Target
from upshade.learn import degrade
from upshade.learn.judging import decibels, enlarged

PICTURES = {"anime": "lineart", "photo": "photo"}
LEAST = {
    "esr/anime-max-k5c2": 0.3, "esr/anime-tm-k5c4": 0.65, "esr/anime-tm-k7c8": 1.2, "esr/anime-tm-k7c8-gate": 0.5,
    "esr/anime-tr-k7c6": 1.0, "esr/anime-tm-k7c8-3x": 0.4, "esr/anime-tm-k5c8-4x": 0.15, "esr/photo-max-k5c2": 0.4,
    "esr/photo-tm-k5c4": 0.28, "esr/photo-tm-k7c8": 0.38, "esr/photo-tr-k7c6": 0.32, "cnn/anime-s": 1.2,
    "cnn/anime-m": 1.7, "cnn/anime-l": 2.4, "cnn/photo-s": 0.32, "cnn/photo-m": 0.4, "cnn/photo-l": 0.5,
}  # fmt: skip
"""dB over Lanczos, on pictures that nothing was learned from: eight tenths of what they have."""


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
    assert gain >= LEAST[name]


@pytest.mark.parametrize("name", [e.name for e in shaders() if e.name.startswith(("esr/", "cnn/", "raisr/"))])
def test_nothing_is_sampled_between_texels(name):
    """What is, takes a software driver twice as long."""
    fmt = PIXEL_FORMATS["yuv420p"]
    source = Source(96, 54, fmt, BT709)
    chain = [ChainEntry("x", hook.load(find_shader(name)))]
    steps = [s for s in plan(chain, source, Target(384, 216, fmt, BT709), merge=False).steps if s.hook]
    assert steps and not [s.title for s in steps if any(b.linear and not b.exact for b in s.binds)]


def test_the_recipe_makes_what_ships():
    assert {e.name for e in shaders() if e.name.startswith(("esr/", "cnn/"))} == set(RECIPES) == set(LEAST)
