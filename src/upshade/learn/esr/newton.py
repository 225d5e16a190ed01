"""Steps of networks of one convolution: Gauss and Newton's, damped as Levenberg and Marquardt did.

Neighbours have nearly the same luma, so errors are far steeper along some directions of a filter than along others;
steps along the gradient, Adam's too, take much longer there. What an output gets of one convolution's weights is its
taps times the slopes of its head, so the matrix of second derivatives, less what curves in the head itself, costs
little: it is a mean over the last steps, each of which looks at a few hundred pixels more.
Sub-pixels that do not share weights have one each.

Levenberg, Quart. Appl. Math. 2, 1944; Marquardt, SIAM J. 11, 1963; the damping follows what steps bring of what they
promise, as in Martens and Grosse, ICML 2015, arXiv 1503.05671, section 6.5.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from .model import Form
from .state import Each, Seen, State, Stepped
from .tensors import headed, maps_of, outputs, taps, torch
from .weights import mirrored, named, tied

if TYPE_CHECKING:
    from torch import Tensor

MEAN = 0.98
EVERY = 25
_PIXELS = 384
"""Of the small pictures, at which a step looks for how errors curve."""
_CURVES, _SLOPES = 0.98, 0.9
"""How much stays at a step of the mean of the matrices, and of the gradients."""
_DAMPED, _LEAST, _MOST = 1e-3, 1e-5, 10.0
"""Part of the matrix' diagonal that is added to it: at first, at least, at most."""
_FLOOR = 0.01
"""Part of the diagonal's mean that is added as if it were the diagonal's: weights that change nothing stay."""
_LESS, _MORE = 0.6, 0.3
"""Of what a step promised: if it brings as much, less damping is enough; if it brings no more, more is needed."""
_WORSE = 1.1
"""A step that makes errors so much larger is not made."""


def _shape(form: Form) -> tuple[int, int]:
    """(blocks, weights of each)"""
    blocks = 1 if tied(form) else form.factor**2
    return blocks, form.parameters // form.factor**2


def work(form: Form) -> float:
    """Seconds that a step takes one core of 2024."""
    blocks, size = _shape(form)
    rows = 4 * _PIXELS if tied(form) else _PIXELS
    return 0.015 + 1e-11 * blocks * (2 * rows * size**2 + size**3 / 3)


def memory(form: Form) -> int:
    """Bytes that steps take at most, about: nine of their matrices."""
    blocks, size = _shape(form)
    return 9 * 4 * blocks * size**2


def begin(form: Form, weights: Tensor) -> dict[str, Tensor]:
    blocks, size = _shape(form)
    return {
        "gradient": weights.new_zeros((blocks, size)), "curvature": weights.new_zeros((blocks, size, size)),
        "damping": weights.new_full((), _DAMPED), "brought": weights.new_ones(()),
    }  # fmt: skip


def step(
    form: Form, state: State, batch: Sequence[Seen], pace: float, each: Each, random: np.random.Generator
) -> Stepped:
    """`pace`: part of the way to where errors would be least if they were what they look like."""
    places = [random.integers(seen.pixels, size=_PIXELS // len(batch)) for seen in batch]
    found = each(lambda both: _looked(form, state.weights, *both), list(zip(batch, places, strict=True)))
    count = sum(seen.pixels for seen in batch) * form.factor**2
    sums = [sum(parts[1:], parts[0]) for parts in zip(*found, strict=True)]
    loss, gradient, curvature = sums[0] / count, sums[1] / count, sums[2] / (_PIXELS * form.factor**2)
    n = state.step + 1
    curvature = _CURVES * state.carried["curvature"] + (1 - _CURVES) * curvature
    slope = _SLOPES * state.carried["gradient"] + (1 - _SLOPES) * gradient
    curve = curvature / (1 - _CURVES**n)
    damping, way = _way(curve, slope / (1 - _SLOPES**n), float(state.carried["damping"]))
    weights = state.weights - pace * _vector(form, way)
    errors = each(lambda seen: (_errors(form, weights, seen),), batch)
    after = sum(float(error) for (error,) in errors) / count
    # What it promised, by the slopes of these patches.
    promised = float(2 * pace * (gradient * way).sum() - pace**2 * (way * (curve @ way[:, :, None])[:, :, 0]).sum())
    brought = min(2.0, max(-1.0, (float(loss) - after) / promised)) if promised > 0 else 0.0
    usual = 0.9 * state.carried["brought"] + 0.1 * brought
    if not math.isfinite(after):
        # What was looked at is no number: nothing of it stays. Where no damping helps the run ends.
        lost = math.nan if damping >= _MOST else float(loss)
        damped = weights.new_full((), min(_MOST, damping * 2))
        return Stepped(state.weights, {**state.carried, "damping": damped}, lost)
    if after > _WORSE * float(loss):
        weights, slope, damping = state.weights, slope / 2, damping * 2
    elif n % 5 == 0:
        damping *= 1 / 1.3 if usual > _LESS else 1.3 if usual < _MORE else 1.0
    damping = min(_MOST, max(_LEAST, damping))
    carried = {"gradient": slope, "curvature": curvature, "damping": weights.new_full((), damping), "brought": usual}
    return Stepped(weights, carried, float(loss))


def _looked(form: Form, vector: Tensor, seen: Seen, places: np.ndarray) -> tuple[Tensor, Tensor, Tensor]:
    """Sums of: weighed squared errors; half their gradient, (blocks, size); products of the slopes of outputs at
    `places`, (blocks, size, size)."""
    module, side = torch(), form.kernel
    x = taps(seen.given, side)
    maps = maps_of(form, named(form, vector)["last.weight"], x).requires_grad_()
    made = headed(form, maps)
    (slopes,) = module.autograd.grad(made.sum(), maps)
    wrong = made.detach() - seen.true.transpose(0, 1).flatten(1)
    weight = seen.weight.repeat_interleave(seen.pixels // len(seen.weight))
    slopes = slopes.flatten(0, 1)  # (maps, factor², pixels)
    back = (slopes * (weight * wrong)).flatten(0, 1) @ x.T
    at = module.from_numpy(places).to(x.device)
    some, few = slopes[:, :, at] * weight[at].sqrt(), x[:, at]
    if tied(form):
        back = back.view(-1, 4, side, side)
        gradient = sum(mirrored(back, 2)[:, i, i] for i in range(4)).reshape(1, -1)
        few = mirrored(few.T.reshape(-1, side, side), 0).flatten(2).transpose(1, 2)  # (4, taps, places)
        rows = (some[:, None] * few.transpose(0, 1)[None]).reshape(1, gradient.shape[1], -1)
    else:
        gradient = back.view(-1, form.factor**2, side * side).transpose(0, 1).flatten(1)
        rows = (some.transpose(0, 1)[:, :, None] * few).flatten(1, 2)
    return (weight * wrong.square()).sum(), gradient, rows @ rows.transpose(1, 2)


def _way(curve: Tensor, slope: Tensor, damping: float) -> tuple[float, Tensor]:
    """(damping with which it could be solved, the step's direction)"""
    diagonal = curve.diagonal(dim1=1, dim2=2)
    added = diagonal + _FLOOR * diagonal.mean()
    while True:
        damped = curve.clone()
        damped.diagonal(dim1=1, dim2=2).add_(damping * added)
        root, wrong = torch().linalg.cholesky_ex(damped)
        if not wrong.any() or damping >= _MOST:
            break
        damping *= 4
    return damping, torch().cholesky_solve(slope[:, :, None], root)[:, :, 0]


def _vector(form: Form, blocks: Tensor) -> Tensor:
    """(blocks, size) as weights lie in a vector."""
    if tied(form):
        return blocks.flatten()
    made: Tensor = blocks.view(form.factor**2, -1, form.kernel**2).transpose(0, 1).flatten()
    return made


def _errors(form: Form, vector: Tensor, seen: Seen) -> Tensor:
    with torch().inference_mode():
        made = outputs(form, named(form, vector), seen.given, padded=False)
        errors: Tensor = (made - seen.true).square().sum((1, 2, 3))
        return (errors * seen.weight).sum()
