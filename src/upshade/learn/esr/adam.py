"""Steps of networks with hidden layers: Adam, on a few patches each (Kingma and Ba, ICLR 2015, arXiv 1412.6980).

Gradients much longer than usual are cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from .model import Form
from .state import Each, Seen, State, Stepped
from .tensors import outputs, torch
from .weights import named

if TYPE_CHECKING:
    from torch import Tensor

MEAN = 0.999
EVERY = 250
_FIRST, _SECOND, _TINY = 0.9, 0.999, 1e-10
"""Errors of luma in 0…1 are small, and so are gradients."""
_CLIP = 3.0
"""Gradients longer than so many times their usual length are cut to it."""


def begin(form: Form, weights: Tensor) -> dict[str, Tensor]:
    none = torch().zeros_like(weights)
    return {"first": none, "second": none, "usual": none.new_zeros(())}


def step(
    form: Form, state: State, batch: Sequence[Seen], pace: float, each: Each, random: np.random.Generator
) -> Stepped:

    def gradients(seen: Seen) -> tuple[Tensor, Tensor]:
        vector = state.weights.detach().requires_grad_()
        made = outputs(form, named(form, vector), seen.given, padded=False)
        errors = ((made - seen.true).square().mean((1, 2, 3)) * seen.weight).sum()
        (found,) = torch().autograd.grad(errors, vector)
        return found, errors.detach()

    found = each(gradients, batch)
    count = sum(len(seen.given) for seen in batch)
    gradient, loss = (sum(parts[1:], parts[0]) / count for parts in zip(*found, strict=True))
    long, usual = gradient.norm(), state.carried["usual"]
    usual = torch().where(usual > 0, usual, long)
    short = torch().clamp(_CLIP * usual / long.clamp(min=_TINY), max=1)
    gradient = gradient * short
    first = _FIRST * state.carried["first"] + (1 - _FIRST) * gradient
    second = _SECOND * state.carried["second"] + (1 - _SECOND) * gradient * gradient
    root = (second / (1 - _SECOND ** (state.step + 1))).sqrt() + _TINY
    weights = state.weights - pace / (1 - _FIRST ** (state.step + 1)) * first / root
    return Stepped(
        weights, {"first": first, "second": second, "usual": 0.99 * usual + 0.01 * long * short}, float(loss)
    )
