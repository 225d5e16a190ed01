"""Networks in PyTorch: what a trainer differentiates, and what pictures that were held back are judged by.

Sub-pixels stay apart until the end: a head over maps and sub-pixels beside each other takes a quarter of the time that
it takes behind a pixel shuffle. PyTorch is imported here alone, and late.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...errors import BadInput, JobFailed, UpshadeError, nearest, one_line
from .model import Conv, Form, Network
from .reference import LEAST

if TYPE_CHECKING:
    from torch import Tensor

Plane = NDArray[np.floating[Any]]

DEVICES = ("auto", "cpu", "cuda")
_MOST = 1 << 24
"""Numbers of one layer that are held at a time when a picture is drawn."""


@cache
def torch() -> Any:
    """The module. BadInput where it is not installed."""
    # Threads that wait for each other spin, which where something else runs takes five times as long as sleeping.
    os.environ.setdefault("GOMP_SPINCOUNT", "1000")
    try:
        import torch as module
    except ImportError:
        raise lacking("learn esr") from None
    return module


def lacking(what: str) -> BadInput:
    """What is to be raised where `what`, an option or a command, needs the extra `learn`."""
    return BadInput(f"{what} needs packages that are not installed: pip install '.[learn]' where upshade was cloned")


def device(wanted: str) -> str:
    """ "cpu" or "cuda", for "auto" the latter where there is one. BadInput for what there is not."""
    if wanted not in DEVICES:
        raise BadInput(f"--device wants {', '.join(DEVICES)}, not '{one_line(wanted)}'{nearest(wanted, DEVICES)}")
    there = torch().cuda.is_available()
    if wanted == "cuda" and not there:
        raise BadInput("--device cuda: PyTorch sees no such card here; auto takes one where there is one")
    return "cuda" if there and wanted != "cpu" else "cpu"


_SHORT = ("out of memory", "allocate memory", "not enough memory")
"""What PyTorch says on a card, and without one on Linux and on Windows."""


@contextmanager
def in_memory() -> Iterator[None]:
    """JobFailed where there is too little of it, on a card or without one."""
    try:
        yield
    except UpshadeError:
        raise
    except (RuntimeError, MemoryError) as error:
        if isinstance(error, MemoryError) or any(words in str(error) for words in _SHORT):
            raise JobFailed("there is too little memory to learn this network; a smaller one needs less, and --device "
                            "cpu none of a card's") from None  # fmt: skip
        raise


@contextmanager
def threads(count: int) -> Iterator[None]:
    """So many work meanwhile."""
    before = torch().get_num_threads()
    torch().set_num_threads(count)
    try:
        yield
    finally:
        torch().set_num_threads(before)


def outputs(form: Form, weights: Mapping[str, Tensor], given: Tensor, *, padded: bool) -> Tensor:
    """(n, 1, h, w) → (n, factor², h, w), sub-pixels row by row.

    `padded`: as the network is played. Not padded: `given` has `reach` more on all sides than the outputs, and nothing
    is made up; the interior of a picture comes out the same.
    """
    *hidden, last = form.convs()
    margin = 0 if padded else form.reach
    if not hidden:
        seen = _around(form, given, last, padded)
        n, _, h, w = seen.shape
        made = headed(form, maps_of(form, weights["last.weight"], taps(seen, last.kernel)))
        return made.view(form.factor**2, n, h - last.kernel + 1, w - last.kernel + 1).transpose(0, 1)
    maps, joined = given, []
    for conv in hidden:
        maps = _activated(_convolved(form, weights, conv, maps, padded), conv, weights)
        margin -= 0 if padded else conv.kernel // 2
        joined.append((maps, margin))
    if form.family != "cnn":
        made = _convolved(form, weights, last, maps, padded)
        return _headed(form, made.unflatten(1, (form.parts, form.values, form.factor**2)).unbind(1), 1)
    # Each layer saw more around it than those after it.
    maps = torch().cat([_inner(m, around) for m, around in joined], 1)
    made = _convolved(form, weights, last, maps, padded)
    functional = torch().nn.functional
    near = given if padded else _inner(given, form.reach - 1)
    plain = functional.interpolate(near, scale_factor=form.factor, mode="bilinear")
    return made + functional.pixel_unshuffle(plain if padded else _inner(plain, form.factor), form.factor)


def _around(form: Form, maps: Tensor, conv: Conv, padded: bool) -> Tensor:
    side = conv.kernel // 2
    if not padded or not side:
        return maps
    made: Tensor = torch().nn.functional.pad(
        maps, (side,) * 4, mode="replicate" if form.padding == "edge" else "constant"
    )
    return made


def _inner(maps: Tensor, margin: int) -> Tensor:
    return maps[:, :, margin:-margin, margin:-margin] if margin else maps


def _convolved(form: Form, weights: Mapping[str, Tensor], conv: Conv, maps: Tensor, padded: bool) -> Tensor:
    weight = weights[f"{conv.name}.weight"]
    if form.family == "cnn":
        # Maps of a pixel beside each other: with two threads six tenths of the time.
        weight = weight.contiguous(memory_format=torch().channels_last)
    bias = weights[f"{conv.name}.bias"] if conv.bias else None
    made: Tensor = torch().nn.functional.conv2d(_around(form, maps, conv, padded), weight, bias)
    return made


def taps(maps: Tensor, side: int) -> Tensor:
    """What one convolution of one map, (n, 1, …), sees: (side², pixels). With it, it is a product of matrices, which
    takes half the time of `conv2d`, there and back."""
    return maps[:, 0].unfold(1, side, 1).unfold(2, side, 1).permute(3, 4, 0, 1, 2).reshape(side * side, -1)


def maps_of(form: Form, weight: Tensor, seen: Tensor) -> Tensor:
    """(parts, values, factor², pixels) of a network of one convolution, of what it sees."""
    return (weight.reshape(-1, len(seen)) @ seen).view(form.parts, form.values, form.factor**2, -1)


def headed(form: Form, maps: Tensor) -> Tensor:
    """(factor², pixels) of those."""
    return _headed(form, maps.unbind(0), 0)


def _activated(maps: Tensor, conv: Conv, weights: Mapping[str, Tensor]) -> Tensor:
    functional = torch().nn.functional
    made: Tensor
    match conv.act:
        case "tanh":
            made = maps.tanh()
        case "prelu":
            made = functional.prelu(maps, weights[f"{conv.name}.slope"])
        case "crelu":
            made = torch().cat([functional.relu(maps), functional.relu(-maps)], 1)
        case _:
            made = maps
    return made


def _headed(form: Form, parts: Sequence[Tensor], at: int) -> Tensor:
    """Value, [query,] key; `at`: the dimension of their values, which goes."""
    value, *others = parts
    made: Tensor
    match form.family:
        case "max":
            made = value.amax(at)
        case "tm":
            made = (value * _weights(others[0], form.variant, at)).sum(at)
        case "tr":
            made = (value * _weights(others[0] * others[1], form.variant, at)).sum(at)
        case "esr-cnn":
            made = (value * others[0].square().softmax(at)).sum(at)
        case "espcn":
            made = value.select(at, 0).sigmoid()
        case _:
            made = value.select(at, 0)
    return made


def _weights(key: Tensor, variant: str, at: int) -> Tensor:
    made: Tensor
    match variant:
        case "softmax":
            made = key.softmax(at)
        case "normalised":
            size = key.abs()
            made = size / size.sum(at, keepdim=True).clamp(min=LEAST)
        case "tanh":
            made = 1 + key.tanh()
        case _:
            made = 1 + key
    return made


def draw(network: Network, picture: Plane, device: str = "cpu") -> NDArray[np.float32]:
    """(h, w) in 0…1 → (h·factor, w·factor), not clamped, as `reference.output` gives it; a few rows at a time."""
    form, module = network.form, torch()
    around = form.reach
    weights = {name: module.from_numpy(np.array(array)).to(device) for name, array in network.weights.items()}
    h, w = picture.shape
    widest = max(max(conv.outputs, conv.inputs * (conv.kernel**2 if conv.inputs == 1 else 1)) for conv in form.convs())
    rows = max(1, _MOST // (widest * w))
    made = np.empty((h * form.factor, w * form.factor), np.float32)
    low = module.from_numpy(np.ascontiguousarray(picture, np.float32)).to(device)
    with module.inference_mode():
        for top in range(0, h, rows):
            first, end = max(0, top - around), min(h, top + rows + around)
            parts = outputs(form, weights, low[None, None, first:end], padded=True)
            whole = module.nn.functional.pixel_shuffle(parts.contiguous(), form.factor)[0, 0].cpu().numpy()
            begin = (top - first) * form.factor
            here = made[top * form.factor : (top + rows) * form.factor]
            here[...] = whole[begin : begin + len(here)]
    return made
