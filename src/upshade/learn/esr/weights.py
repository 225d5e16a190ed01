"""A network's weights as one vector, as they are trained: how they begin, and which of them are free.

At 2x the four sub-pixels of a network of one convolution mirror each other (`model.mirror`): the vector has the filters
of the upper left one, a quarter of the weights.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..grid import bilinear
from .model import MIRRORED, Conv, Form
from .tensors import torch

if TYPE_CHECKING:
    from torch import Tensor

_SMALL = 0.5
"""Luma times this, tanh changes by a tenth at most."""


def tied(form: Form) -> bool:
    return form.single and form.factor == 2


def named(form: Form, vector: Tensor) -> dict[str, Tensor]:
    """All weights, by name."""
    if tied(form):
        weight = vector.view(-1, 1, form.kernel, form.kernel)
        return {"last.weight": mirrored(weight, 1).flatten(0, 1)}
    shapes = form.shapes()
    parts = vector.split([math.prod(shape) for shape in shapes.values()])
    return {name: part.view(shape) for (name, shape), part in zip(shapes.items(), parts, strict=True)}


def mirrored(filters: Tensor, at: int) -> Tensor:
    """(…, K, K) → as it is and in the three ways MIRRORED, along a new dimension `at`; the same four ways back."""
    made: Tensor = torch().stack([filters.flip(axes) for axes in MIRRORED], at)
    return made


def initial(form: Form, seed: int) -> NDArray[np.float32]:
    """Close to a plain enlargement."""
    random = np.random.default_rng([seed, 0])
    found = []
    for conv in form.convs():
        for name, shape in conv.shapes().items():
            if not name.endswith(".weight"):
                found.append(np.full(shape, 0.1 if name.endswith(".slope") else 0.0))
                continue
            size = math.sqrt(1 / np.prod(shape[1:]))
            if conv.name == "last":
                size *= 0.1 if form.family == "cnn" else 0.5
            weight = random.normal(0, size, shape)
            if form.family != "cnn":
                _pass_on(form, conv, weight)
            found.append(weight[:: form.factor**2] if tied(form) else weight)
    return np.concatenate([array.ravel() for array in found]).astype(np.float32)


def _pass_on(form: Form, conv: Conv, weight: NDArray[np.float64]) -> None:
    """Hidden layers hand luma on in their first map, small enough for tanh to leave it alone; of that, or of luma, the
    last one's values are a plain enlargement."""
    middle = conv.kernel // 2
    if conv.name != "last":
        weight[0] *= 0.1
        weight[0, 0, middle, middle] += _SMALL if conv.inputs == 1 else 1
        return
    weight *= 0.02 * math.sqrt(np.prod(weight.shape[1:])) / 0.5
    values = weight[: form.values * form.factor**2, 0]
    values += np.tile(_plain(form.factor, conv.kernel), (form.values, 1, 1)) / (_SMALL if conv.inputs > 1 else 1)
    if form.variant in ("gate", "tanh"):
        values /= form.values  # which are added up


def _plain(f: int, side: int) -> NDArray[np.float64]:
    """(f², side, side): the filters of a bilinear enlargement by f."""
    middle = slice(side // 2 * f, (side // 2 + 1) * f)
    made = np.empty((f * f, side, side))
    for y in range(side):
        for x in range(side):
            dot = np.zeros((side, side))
            dot[y, x] = 1
            made[:, y, x] = bilinear(dot, f)[middle, middle].ravel()
    return made
