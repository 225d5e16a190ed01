"""The models that were published with edge-SR, as networks.

A file holds tensors only; what they are for is said by its name: `eSR-TM_s2_K7_C8.model`. They were learned from luma
over the whole of 0…255: run.py gives them that, and only with it do those with a sigmoid come to the published figures.
pnavarre/eSR@20b724c, README.md, models.py.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import BadInput, Where, one_line
from . import torchfile
from .model import Form, Network

FAMILIES = {
    "eSR-MAX": "max",
    "eSR-TM": "tm",
    "eSR-TR": "tr",
    "eSR-CNN": "esr-cnn",
    "ESPCN": "espcn",
    "FSRCNN": "fsrcnn",
}
_LETTERS = {"eSR-MAX": "KC", "eSR-TM": "KC", "eSR-TR": "KC", "eSR-CNN": "CDS", "ESPCN": "DS", "FSRCNN": "DSM"}
_FIELDS = {"K": "kernel", "C": "channels", "D": "first", "S": "second", "M": "layers"}
_BICUBIC = re.compile(r"Bicubic_s([234])(_PS)?")


def form(name: str, padding: str = "zero") -> Form:
    """What a name like `eSR-CNN_s2_C4_D3_S6` says. BadInput for one that says nothing, for one of bicubic
    interpolation, which is no network, and for what there is not."""
    if found := _BICUBIC.fullmatch(name):
        raise BadInput(f"is bicubic interpolation by {found[1]}, no network; every player has it: --resize catmull_rom")
    family, *words = name.split("_")
    letters = _LETTERS.get(family)
    if letters is None:
        raise BadInput(f"'{one_line(name)[:60]}' does not say what the model is; names of published ones are like "
                       "eSR-TM_s2_K7_C8, and --as gives one")  # fmt: skip
    pattern = "s([234])" + "".join(f"_{letter}(\\d{{1,2}})" for letter in letters)
    values = re.fullmatch(pattern, "_".join(words), re.ASCII)
    if values is None:
        wanted = "_".join(["s2", *(f"{letter}#" for letter in letters)])
        raise BadInput(f"'{one_line(name)[:60]}' does not say what the model is; of this family is {family}_{wanted}")
    numbers = {_FIELDS[letter]: int(value) for letter, value in zip(letters, values.groups()[1:], strict=True)}
    fields: dict[str, Any] = {**numbers, "padding": padding, "range": "full"}
    return Form(FAMILIES[family], int(values[1]), **fields)


def read(path: Path, called: str | None = None, padding: str = "zero") -> Network:
    """The network of a file, which is what `called` says, or else what the file's name does. NotFound, or BadInput in
    one line."""
    where = Where(str(path))
    try:
        found = torchfile.read(path)
        what = form(called or path.name.removesuffix(".model"), padding)
        return Network(what, _weights(what, found), {"source": "pnavarre/eSR"})
    except BadInput as error:
        if error.where is not None:
            raise
        raise BadInput(error.message, where) from None


def _weights(what: Form, found: torchfile.Tensors) -> dict[str, NDArray[np.float32]]:
    shapes = what.shapes()
    names = {name: _theirs(what, name) for name in shapes}
    wanted, there = set(names.values()), set(found)
    if wanted != there:
        odd = sorted(wanted - there or there - wanted)[0]
        raise BadInput(f"is no {what}: the tensor '{odd}' is {'missing' if odd in wanted else 'none of its'}")
    made = {}
    for ours, theirs in names.items():
        array = found[theirs]
        if what.family == "fsrcnn" and ours.startswith("last."):
            array = _deconvolved(what, ours, array)
        if array.shape != shapes[ours]:
            raise BadInput(f"is no {what}: the tensor '{theirs}' is {_times(array.shape)}, not {_times(shapes[ours])}")
        made[ours] = array
    return made


def _theirs(what: Form, name: str) -> str:
    conv, _, kind = name.partition(".")
    if what.family in ("max", "tm", "tr"):
        return f"filter.{kind}"
    place = len(what.convs()) - 1 if conv == "last" else int(conv.removeprefix("conv")) - 1
    if kind == "slope":
        return f"net.{2 * place + 1}.weight"
    return f"{'filter' if what.family == 'esr-cnn' else 'net'}.{2 * place}.{kind}"


def _deconvolved(what: Form, name: str, array: NDArray[np.float32]) -> NDArray[np.float32]:
    if name == "last.bias":
        return np.repeat(array, what.factor**2) if array.shape == (1,) else array
    wanted = (what.first, 1, 9, 9)
    if array.shape != wanted:
        raise BadInput(f"is no {what}: its deconvolution is {_times(array.shape)}, not {_times(wanted)}")
    return deconvolution(array[:, 0], what.factor)


def deconvolution(weight: NDArray[np.float32], factor: int) -> NDArray[np.float32]:
    """(maps, 9, 9) of FSRCNN's transposed convolution with that stride → (factor², maps, k, k) of a convolution before
    a pixel shuffle: y = s·i − pad + tap, so of the map's pixel d away sub-pixel r has the tap r + pad − s·d."""
    pad, reach = (8 - factor) // 2 + 1, 2 if factor == 2 else 1
    side = 2 * reach + 1
    made = np.zeros((factor**2, len(weight), side, side), np.float32)
    for part in range(factor**2):
        for y in range(side):
            for x in range(side):
                at = [r + pad - factor * (d - reach) for r, d in zip(divmod(part, factor), (y, x), strict=True)]
                if all(0 <= i < 9 for i in at):
                    made[part, :, y, x] = weight[:, at[0], at[1]]
    return made


def _times(shape: tuple[int, ...]) -> str:
    return "×".join(map(str, shape))
