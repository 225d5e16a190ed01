"""The GLSL of a network's passes: taps, padding, convolutions, heads, the choice of a sub-pixel.

Weights are constants in the text. As a texture, read in a loop or not, they made a pass five to seven times as slow on
a software driver, and read four multiplications a fetch on any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..raisr.features import offsets
from ..raisr.glsl import name, square
from ..shaderfile import number, vector
from .reference import LEAST

Array = NDArray[np.floating[Any]]

LOG2E = 1.4426950408889634
_COMPONENTS = "xyzw"


def kind(n: int) -> str:
    return "float" if n == 1 else f"vec{n}"


def whole(text: str, n: int) -> str:
    """A value of n components as the vec4 that a pass returns."""
    return text if n == 4 else f"vec4({text}{', 0.0' * (3 - n)}, 1.0)"


# ── padding


def masks(side: int, texture: str) -> list[str]:
    """Of each row and column around the pixel whether it lies in the picture: 1.0 or 0.0."""
    lines = [f"vec2 near_ = floor({texture}_pos * {texture}_size), far_ = {texture}_size - 1.0 - near_;"]
    for d in range(1, side // 2 + 1):
        tests = (("xm", "near_.x"), ("xp", "far_.x"), ("ym", "near_.y"), ("yp", "far_.y"))
        lines.append("float " + ", ".join(f"{m}{d} = float({v} > {d - 0.5})" for m, v in tests) + ";")
    return lines


def mask(y: int, x: int) -> str:
    """Of the tap (y, x) from the pixel, "" in the middle."""
    found = [f"{axis}{'m' if d < 0 else 'p'}{abs(d)}" for axis, d in (("x", x), ("y", y)) if d]
    return " * ".join(found)


# ── convolutions


def product(weights: Array, text: str) -> str:
    """weights (outputs ≤ 4, inputs ≤ 4) times a value of as many components as inputs."""
    outputs, inputs = weights.shape
    if inputs == 1:
        return f"{vector(weights[:, 0].tolist())} * {text}"
    if outputs == 1:
        return f"dot({vector(weights[0].tolist())}, {text})"
    numbers = ", ".join(number(v) for v in weights.T.ravel().tolist())
    return f"mat{inputs}x{outputs}({numbers}) * {text}"


def rows(weights: Array, make: str, bias: Sequence[float] | None = None, scale: float = 1.0) -> list[str]:
    """`make` = Σ weights (outputs ≤ 4, taps) · taps, of one map whose taps are held by their names. A row of taps is a
    sum of its own: shorter chains of additions that wait for each other."""
    outputs, taps = weights.shape
    side = int(np.sqrt(taps))
    terms = [f"{vector((scale * weights[:, i]).tolist())} * {name(*at)}" for i, at in enumerate(square(side))]
    lines = []
    for i in range(side):
        total = " + ".join(terms[i * side : (i + 1) * side])
        if i == 0:
            start = f"{vector(list(bias))} + " if bias is not None else ""
            lines.append(f"{kind(outputs)} {make} = {start}{total};")
        else:
            lines.append(f"{make} += {total};")
    return lines


def crelu(weights: Array, text: str) -> str:
    """weights (outputs ≤ 4, 2 · inputs) times CReLU of a value that was stored before it: max(x, 0) and max(−x, 0) are
    (|x| + x)/2 and (|x| − x)/2, which saves an operation each."""
    n = weights.shape[1] // 2
    over, under = weights[:, :n].astype(np.float64), weights[:, n:].astype(np.float64)
    return f"{product((over - under) / 2, text)} + {product((over + under) / 2, f'abs({text})')}"


# ── heads


def weighed(
    n: int, values: Sequence[Sequence[str]], keys: Sequence[Sequence[str]], variant: str, gain: str = ""
) -> list[str]:
    """`v` of n components, of statements that make the values v0 … and the keys k0 …; keys are multiplied by `gain`,
    and for softmax are exponents of two then.

    All keys come first, for softmax has to know the largest, and each value is used as soon as it is there: with all
    of them held a software driver takes a third longer."""
    lines = [line for key in keys for line in key]
    times = f" * {gain}" if gain else ""
    at = range(len(values))
    if variant in ("gate", "tanh"):
        weight = [f"tanh(k{c}{times})" if variant == "tanh" else f"k{c}{times}" for c in at]
        for c in at:
            lines += [*values[c], f"v += v{c} * {weight[c]};" if c else f"{kind(n)} v = v0 * {weight[0]};"]
        return lines
    if variant == "softmax":
        lines += [f"top = max(top, k{c});" if c else f"{kind(n)} top = k0;" for c in at]
        weight = [f"exp2((k{c} - top){times})" for c in at]
    else:
        weight = [f"abs(k{c})" for c in at]
    for c in at:
        first = f"{kind(n)} e = {weight[0]}, v = v0 * e, total = e;"
        lines += [*values[c], f"e = {weight[c]}; v += v{c} * e; total += e;" if c else first]
    least = f"max(total, {number(LEAST)})" if variant == "normalised" else "total"
    return [*lines, f"v /= {least};"]


def largest(n: int, values: Sequence[Sequence[str]]) -> list[str]:
    """`v` of n components: the largest of v0 …"""
    lines = []
    for c, value in enumerate(values):
        lines += [*value, f"v = max(v, v{c});" if c else f"{kind(n)} v = v0;"]
    return lines


# ── the plain enlargement and the shuffle


def bilinear(factor: int, parts: Sequence[int]) -> list[str]:
    """`b`: the bilinear interpolation at those sub-pixels, of 3×3 taps; rows first, then across."""
    places = [offsets(factor)[part] for part in parts]
    lines: list[str] = []
    made: dict[tuple[float, int, int], str] = {}
    for x, y in places:
        for dx in {0, int(np.sign(x))}:
            row = int(np.sign(y))
            key = (round(abs(y), 6), row, dx)
            if key in made:
                continue
            made[key] = name(0, dx) if row == 0 else f"r{len(made)}"
            if row:
                lines.append(f"float {made[key]} = mix({name(0, dx)}, {name(row, dx)}, {number(abs(y))});")
    sums = []
    for x, y in places:
        row, far = int(np.sign(y)), int(np.sign(x))
        ends = [made[round(abs(y), 6), row, dx] for dx in (0, far)]
        sums.append(ends[0] if far == 0 else f"mix({ends[0]}, {ends[1]}, {number(abs(x))})")
    value = sums[0] if len(sums) == 1 else f"{kind(len(sums))}({', '.join(sums)})"
    return [*lines, f"{kind(len(sums))} b = {value};"]


def pick(factor: int, groups: Sequence[Sequence[int]], textures: Sequence[str]) -> str:
    """The pass that makes sub-pixels pixels: of `groups`, all but the last equally long, each in its texture."""
    first, size = textures[0], len(groups[0])
    lines = [
        "vec4 hook() {",
        f"    vec2 at = {first}_pos * {first}_size;",
        f"    vec2 sub = floor(fract(at) * {factor}.0);",
        f"    at = (floor(at) + 0.5) * {first}_pt;",
    ]
    if len(groups) == 1 and factor == 2:
        lines += [
            f"    vec4 q = {first}_tex(at);",
            "    vec2 p = sub.y > 0.5 ? q.zw : q.xy;",
            "    return vec4(sub.x > 0.5 ? p.y : p.x, 0.0, 0.0, 1.0);",
        ]
        return "\n".join([*lines, "}"]) + "\n"
    lines.append(f"    int part = int(sub.y) * {factor} + int(sub.x);")
    lines.append(f"    int group = part / {size}, i = part - group * {size};")
    chosen = f"{textures[-1]}_tex(at)"
    for g in range(len(textures) - 2, -1, -1):
        chosen = f"group == {g} ? {textures[g]}_tex(at) : {chosen}"
    lines.append(f"    vec4 q = {chosen};")
    value = "q.x"
    for i in range(1, size):
        value = f"i == {i} ? q.{_COMPONENTS[i]} : {value}"
    return "\n".join([*lines, f"    return vec4({value}, 0.0, 0.0, 1.0);", "}"]) + "\n"
