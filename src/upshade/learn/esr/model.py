"""What a network is: its form, which says the names and shapes of its weights, and the weights.

Every network is a row of convolutions on the small picture's luma. The last one gives `parts` · C maps for each
sub-pixel; after the pixel shuffle a head makes one value of them. Weights are laid out as PyTorch's `Conv2d` has them,
the last convolution's outputs as its `PixelShuffle` takes them: map · factor² + sub-pixel, sub-pixels row by row.

- `esr`, `max`, `tm`, `tr`: one convolution K×K without bias. Maps are split in the order value, [query,] key. `esr` is
  the value itself, `max` the largest of C values, `tm` Σ v·softmax(k), `tr` Σ v·softmax(q·k), or what VARIANTS has.
- `esr-cnn`: 5×5 to D maps, tanh, 3×3 to S maps, tanh, 3×3; Σ v·softmax(k·k). The first two have a bias.
- `espcn`: 5×5 to D maps, tanh, 3×3 to S maps, tanh, 3×3, sigmoid; with D = 0 the first is left out.
- `fsrcnn`: 5×5 to D maps, 1×1 to S, M times 3×3, 1×1 to D, each with a PReLU of one slope; its 9×9 deconvolution is
  a convolution here (`published.deconvolution`).
- `cnn`: 5×5 and then 3×3, `layers` in all, C maps each, each followed by CReLU (max(x, 0) and max(−x, 0): twice the
  maps); a 1×1 takes all layers' together, and what it gives is added to the bilinear enlargement.

Navarrete Michelini et al., WACV 2022, arXiv 2108.10335; pnavarre/eSR@20b724c, models.py.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import BadInput, NotFound, Where, nearest
from .. import files

FAMILIES = ("esr", "max", "tm", "tr", "esr-cnn", "espcn", "fsrcnn", "cnn")
FACTORS = (2, 3, 4)
KERNELS = (3, 5, 7)
VARIANTS = ("softmax", "tanh", "normalised", "gate")
"""How `tm` weighs its values by its keys, and `tr` by q·k: softmax(k); 1 + tanh(k); |k| / Σ|k|; 1 + k. Without the 1
the last would be a square of luma, and the second nearly so."""
VARIED = ("tm", "tr")
"""Families that have variants."""
PADDINGS = ("zero", "edge")
"""What a convolution sees outside its picture or map: 0, or the nearest that is inside."""
RANGES = ("video", "full")
"""Luma as limited-range video has it, 16…235 of 255, or over the whole of 0…255."""
MOST_MAPS = 64
"""Of one layer."""
MOST_SECOND = 56
"""Of esr-cnn's second layer, all of which its last pass reads at once: 14 textures, and luma's."""
FORMAT = 1
_PARTS = {"tm": 2, "tr": 3, "esr-cnn": 2}
MIRRORED: tuple[tuple[int, ...], ...] = ((), (-1,), (-2,), (-2, -1))
"""Along which axes of the first one's filter those of sub-pixels at 2x are mirrored: not, across, down, both."""

Weights = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Conv:
    """One convolution. `act` follows it: "tanh", "prelu", "crelu" (which doubles the maps), or "" for the last."""

    name: str
    kernel: int
    inputs: int
    outputs: int
    bias: bool
    act: str = ""

    def shapes(self) -> dict[str, tuple[int, ...]]:
        found: dict[str, tuple[int, ...]] = {
            f"{self.name}.weight": (self.outputs, self.inputs, self.kernel, self.kernel)
        }
        if self.bias:
            found[f"{self.name}.bias"] = (self.outputs,)
        if self.act == "prelu":
            found[f"{self.name}.slope"] = (1,)
        return found


@dataclass(frozen=True, slots=True)
class Form:
    """A network without its weights. `kernel`: K of esr, max, tm, tr; `channels`: C of max, tm, tr, esr-cnn, and the
    maps of a layer of cnn; `first`, `second`: D and S of esr-cnn, espcn, fsrcnn; `layers`: of cnn (all but the 1×1),
    M of fsrcnn. What a family has no use for stays 0. `range`: which luma it was learned from; video's goes into a
    network for "full" as what it is without its range. Raises BadInput for what there is not."""

    family: str
    factor: int = 2
    kernel: int = 0
    channels: int = 0
    first: int = 0
    second: int = 0
    layers: int = 0
    variant: str = "softmax"
    padding: str = "zero"
    range: str = "video"

    def __post_init__(self) -> None:
        for what, word, known in (("family", self.family, FAMILIES), ("variant", self.variant, VARIANTS),
                                  ("padding", self.padding, PADDINGS), ("range", self.range, RANGES)):  # fmt: skip
            if word not in known:
                raise BadInput(f"there is no {what} '{word}' of networks, but {', '.join(known)}{nearest(word, known)}")
        if self.factor not in FACTORS:
            raise BadInput(f"a network of factor {self.factor}; there are {', '.join(map(str, FACTORS))}")
        if self.variant != "softmax" and self.family not in VARIED:
            raise BadInput(f"the variant '{self.variant}' is one of {' and '.join(VARIED)}, not of {self.family}")
        for name, (least, most) in self._ranges().items():
            value = getattr(self, name)
            if not least <= value <= most:
                said = f"is 0 for {self.family}" if most == 0 else f"is {least} to {most} for {self.family}"
                raise BadInput(f"'{name}' {said}, not {value}")
        if self._ranges()["kernel"][1] and self.kernel not in KERNELS:
            raise BadInput(f"'kernel' is one of {', '.join(map(str, KERNELS))}, not {self.kernel}")

    def _ranges(self) -> dict[str, tuple[int, int]]:
        kernel, channels = (KERNELS[0], KERNELS[-1]), (1, 16)
        least = {"kernel": (0, 0), "channels": (0, 0), "first": (0, 0), "second": (0, 0), "layers": (0, 0)}
        maps = (1, MOST_MAPS)
        return least | {
            "esr": {"kernel": kernel},
            "max": {"kernel": kernel, "channels": channels},
            "tm": {"kernel": kernel, "channels": channels},
            "tr": {"kernel": kernel, "channels": channels},
            "esr-cnn": {"channels": channels, "first": maps, "second": (1, MOST_SECOND)},
            "espcn": {"first": (0, MOST_MAPS), "second": maps},
            "fsrcnn": {"first": maps, "second": maps, "layers": (1, 8)},
            "cnn": {"channels": (1, 16), "layers": (1, 14)},
        }.get(self.family, {})

    @property
    def single(self) -> bool:
        """Whether one convolution is all."""
        return self.family in ("esr", "max", "tm", "tr")

    @property
    def parts(self) -> int:
        """How many maps the head has for each value: 2 with a key, 3 with a query too."""
        return _PARTS.get(self.family, 1)

    @property
    def values(self) -> int:
        """Values that the head chooses from, at each sub-pixel."""
        return self.channels if self.family in ("max", "tm", "tr", "esr-cnn") else 1

    def convs(self) -> tuple[Conv, ...]:
        """In the order in which they are computed. Of cnn the last takes what all others gave, after CReLU, the first
        one's first: of each its max(x, 0), then its max(−x, 0)."""
        out = self.parts * self.values * self.factor**2
        d, s, c = self.first, self.second, self.channels
        match self.family:
            case "esr-cnn":
                return (Conv("conv1", 5, 1, d, True, "tanh"), Conv("conv2", 3, d, s, True, "tanh"),
                        Conv("last", 3, s, out, False))  # fmt: skip
            case "espcn" if d == 0:
                return Conv("conv1", 3, 1, s, True, "tanh"), Conv("last", 3, s, out, True)
            case "espcn":
                return (Conv("conv1", 5, 1, d, True, "tanh"), Conv("conv2", 3, d, s, True, "tanh"),
                        Conv("last", 3, s, out, True))  # fmt: skip
            case "fsrcnn":
                middle = [Conv(f"conv{i + 3}", 3, s, s, True, "prelu") for i in range(self.layers)]
                return (Conv("conv1", 5, 1, d, True, "prelu"), Conv("conv2", 1, d, s, True, "prelu"), *middle,
                        Conv(f"conv{self.layers + 3}", 1, s, d, True, "prelu"),
                        Conv("last", 5 if self.factor == 2 else 3, d, out, True))  # fmt: skip
            case "cnn":
                more = [Conv(f"conv{i + 2}", 3, 2 * c, c, True, "crelu") for i in range(self.layers - 1)]
                return (Conv("conv1", 5, 1, c, True, "crelu"), *more,
                        Conv("last", 1, 2 * c * self.layers, out, True))  # fmt: skip
            case _:
                return (Conv("last", self.kernel, 1, out, False),)

    @property
    def reach(self) -> int:
        """How many pixels around its own place an output sees."""
        return max(1, sum(conv.kernel // 2 for conv in self.convs()))

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Of all weights, by name: what a trainer makes its parameters from."""
        found: dict[str, tuple[int, ...]] = {}
        for conv in self.convs():
            found |= conv.shapes()
        return found

    @property
    def parameters(self) -> int:
        return sum(int(np.prod(shape)) for shape in self.shapes().values())

    def __str__(self) -> str:
        """Such as `eSR-TM 2x K7 C8`."""
        names = {"esr": "eSR", "max": "eSR-MAX", "tm": "eSR-TM", "tr": "eSR-TR", "esr-cnn": "eSR-CNN"}
        words = [names.get(self.family, self.family.upper()), f"{self.factor}x"]
        words += [f"K{self.kernel}"] if self.kernel else []
        words += [f"C{self.channels}"] if self.channels else []
        words += [f"D{self.first}", f"S{self.second}"] if self.second else []
        words += [f"{'M' if self.family == 'fsrcnn' else 'L'}{self.layers}"] if self.layers else []
        words += [self.variant] if self.variant != "softmax" else []
        return " ".join(words)


@dataclass(frozen=True)
class Network:
    """`weights`: float32, those of `form.shapes()` and no others. `notes`: how they were learned, for people to read.
    Raises BadInput for a weight that is missing, of another shape, or no number."""

    form: Form
    weights: Mapping[str, Weights]
    notes: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        shapes = self.form.shapes()
        for name in shapes.keys() | self.weights.keys():
            if name not in self.weights or name not in shapes:
                lack = "lacks" if name in shapes else "has no use for"
                raise BadInput(f"{self.form} {lack} the weights '{name}'")
            array = self.weights[name]
            if array.shape != shapes[name] or array.dtype != np.float32:
                raise BadInput(f"the weights '{name}' are {array.dtype} {array.shape}; {self.form} has float32 "
                               f"{shapes[name]}")  # fmt: skip
            if not np.isfinite(array).all():
                raise BadInput(f"the weights '{name}' of {self.form} are not all numbers")

    def save(self, path: Path) -> None:
        """As .npz: whole or not at all. OutputError where it cannot be written."""
        head = {"format": FORMAT, "form": asdict(self.form), "notes": dict(self.notes)}
        data = io.BytesIO()
        arrays: dict[str, NDArray[Any]] = dict(self.weights)
        np.savez_compressed(data, allow_pickle=False, head=np.array(json.dumps(head)), **arrays)
        files.write(path, data.getvalue())


def load(path: Path) -> Network:
    """Raises NotFound, or BadInput for a file that is no network."""
    where = Where(str(path))
    try:
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            head: dict[str, Any] = json.loads(str(file["head"]))
            if head.get("format") != FORMAT:
                raise BadInput(f"a network of format {head.get('format')}; this version reads {FORMAT}", where)
            form = Form(**head["form"])
            return Network(form, {name: file[name] for name in form.shapes()}, dict(head["notes"]))
    except FileNotFoundError:
        raise NotFound("there is no such network", where) from None
    except BadInput as error:
        raise BadInput(error.message, where) from None
    except Exception as error:
        raise BadInput(f"no network: {type(error).__name__}", where) from None


def mirror(weight: Weights) -> Weights:
    """(maps, 1, K, K), the filters of the upper left sub-pixel → `last.weight` (4 · maps, 1, K, K) of a network of one
    convolution at 2x, in which the other three sub-pixels have them mirrored: across, down, both.

    Such a network treats a mirrored picture as the picture, which is what pictures ask for; it has a quarter of the
    weights, and its shader does a quarter of the multiplications (`emit` sees it by the weights)."""
    filters = np.stack([np.flip(weight, axes) for axes in MIRRORED], axis=1)
    return np.ascontiguousarray(filters.reshape(-1, *weight.shape[1:]))


def is_mirrored(network: Network) -> bool:
    """Whether `mirror` could have made it."""
    form, weight = network.form, network.weights["last.weight"]
    return form.factor == 2 and form.single and np.array_equal(weight, mirror(weight[::4]))


def drawn_by_lot(form: Form, seed: int = 1, amount: float = 0.1) -> Network:
    """A network that is made up: enlarges by nearest neighbour, plus noise. For tests, and to measure speed."""
    random = np.random.default_rng(seed)
    weights = {}
    for name, shape in form.shapes().items():
        noise = random.normal(0, amount, shape)
        if name.endswith(".weight"):
            noise /= np.sqrt(np.prod(shape[1:]) / 9)
            if form.family != "cnn":
                noise[:, 0, shape[2] // 2, shape[3] // 2] += 1
            if form.variant in ("tanh", "gate"):
                # Values are added up, and keys are what is more or less than 1.
                noise[: form.values * form.factor**2] /= form.values
                noise[form.values * form.factor**2 :, 0, shape[2] // 2, shape[3] // 2] -= 1
        weights[name] = noise.astype(np.float32)
    return Network(form, weights)
