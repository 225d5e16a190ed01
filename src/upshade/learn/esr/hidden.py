"""Maps of hidden layers: how they lie in textures, and the GLSL of a convolution that reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..grid import name, square
from ..shaderfile import number
from . import glsl
from .model import Conv, Network


@dataclass(frozen=True, slots=True)
class Maps:
    """Maps `first` to `first` + `count` of what a convolution reads, in the components of a texture, whose name less a
    file's own part is `short`."""

    texture: str
    short: str
    first: int
    count: int

    def fetch(self, y: int, x: int) -> str:
        swizzle = "" if self.count == 4 else "." + "xyzw"[: self.count]
        return f"{self.texture}_texOff(vec2({x}, {y})){swizzle}"

    def tap(self, y: int, x: int) -> str:
        """What a tap is called where it is held."""
        return f"{self.short}_{name(y, x)}"


def bias(network: Network, conv: Conv, rows: slice) -> list[float] | None:
    found: list[float] | None = network.weights[f"{conv.name}.bias"][rows].tolist() if conv.bias else None
    return found


def activated(network: Network, conv: Conv) -> list[str]:
    """Statements on `v`. CReLU is applied where maps are read: one texture holds what are two maps."""
    if conv.act == "tanh":
        return ["v = tanh(v);"]
    if conv.act == "prelu":
        slope = float(network.weights[f"{conv.name}.slope"][0])
        return [f"v = max(v, 0.0) + {number(slope)} * min(v, 0.0);"]
    return []


def terms(network: Network, conv: Conv, rows: slice, inputs: Sequence[Maps], padded: bool) -> list[str]:
    """`v` += what `inputs` give to the convolution's maps `rows` (4 or fewer). `padded`: with zeros outside."""
    weight = network.weights[f"{conv.name}.weight"][rows]
    reach = conv.kernel // 2
    lines = []
    for y, x in square(conv.kernel):
        columns = weight[:, :, y + reach, x + reach]
        sums = []
        for maps in inputs:
            over = columns[:, maps.first : maps.first + maps.count]
            if network.form.family != "cnn":
                sums.append(glsl.product(over, maps.fetch(y, x)))
                continue
            # Over and under lie as far apart as their layer has maps.
            under = columns[:, maps.first + network.form.channels :][:, : maps.count]
            lines.append(f"{glsl.kind(maps.count)} {maps.tap(y, x)} = {maps.fetch(y, x)};")
            sums.append(glsl.crelu(np.concatenate([over, under], axis=1), maps.tap(y, x)))
        total = " + ".join(sums)
        outside = glsl.mask(y, x) if padded else ""
        lines.append(f"v += {outside} * ({total});" if outside else f"v += {total};")
    return lines
