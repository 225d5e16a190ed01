"""The GLSL of a network's passes: taps, padding, convolutions, heads, the choice of a sub-pixel.

Weights are constants in the text. As a texture, read in a loop or not, they made a pass five to seven times as slow on
a software driver, and read four multiplications a fetch on any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..grid import name, offsets, square
from ..shaderfile import number, vector
from .model import MIRRORED
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


def fetch(side: int) -> list[str]:
    """Luma's taps, by their names."""
    at = range(-(side // 2), side // 2 + 1)
    return ["float " + ", ".join(f"{name(y, x)} = HOOKED_texOff(vec2({x}, {y})).x" for x in at) + ";" for y in at]


def prepared(side: int, zero: bool, full: bool, scaled: bool) -> list[str]:
    """The taps as a network has them: 0 outside the picture where `zero`; for one of the full range less black, and
    where `scaled` divided by the span."""
    padded = zero and side > 1
    lines = masks(side, "HOOKED") if padded else []
    for at in square(side):
        factors = [f"({name(*at)} - BLACK)" if full else name(*at)]
        factors += [mask(*at)] if padded and at != (0, 0) else []
        factors += ["(1.0 / SPAN)"] if full and scaled else []
        if full or len(factors) > 1:
            lines.append(f"{name(*at)} = {' * '.join(factors)};")
    return lines


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


def rows(maps: Mapping[str, Array], bias: Sequence[float] | None = None) -> list[str]:
    """Statements that make each of `maps`, by name Σ weights (outputs ≤ 4, taps) · taps, of luma's taps.

    A row of taps is a sum of its own, of each map after the other: then additions do not wait for each other, and a tap
    is taken from memory once for all maps."""
    lines = []
    taps = next(iter(maps.values())).shape[1]
    side = int(np.sqrt(taps))
    for i in range(side):
        for make, weights in maps.items():
            total = " + ".join(
                f"{vector(weights[:, i * side + x].tolist())} * {name(*at)}"
                for x, at in enumerate(square(side)[i * side : (i + 1) * side])
            )
            start = f"{vector(list(bias))} + " if bias is not None else ""
            lines.append(f"{make} += {total};" if i else f"{kind(len(weights))} {make} = {start}{total};")
    return lines


def _apart(side: int) -> list[tuple[str, tuple[int, int]]]:
    """The sums that mirrored taps are made into, each with the tap on the lower right that it is named by: "ee" even
    both ways, "eo" odd across, "oe" odd down, "oo" odd both ways."""
    reach = range(side // 2 + 1)
    found = [("ee", (y, x)) for y in reach for x in reach]
    found += [("eo", (y, x)) for y in reach for x in reach if x]
    found += [("oe", (y, x)) for y in reach for x in reach if y]
    return found + [("oo", (y, x)) for y in reach for x in reach if x and y]


def apart(side: int) -> list[str]:
    """Statements that make those sums of the taps."""
    lines = []
    for way, (y, x) in _apart(side):
        terms = []
        for sy in (1, -1)[: 2 if y else 1]:
            for sx in (1, -1)[: 2 if x else 1]:
                sign = (sy if way[0] == "o" else 1) * (sx if way[1] == "o" else 1)
                terms.append(f"{'+' if sign > 0 else '-'} {name(sy * y, sx * x)}")
        lines.append(f"float {way}{y}{x} = {' '.join(terms).removeprefix('+ ')};")
    return lines


def mirrored(maps: Mapping[str, Array], in_turns: bool = False) -> list[str]:
    """Statements that make each of `maps` (4 or fewer), by name the filter (taps) of the upper left of four sub-pixels
    that mirror each other; the map has a component for each sub-pixel. `in_turns`: the four sums grow by a tap each in
    turn, so that none waits for itself; elsewhere one after the other, which holds fewer numbers at a time."""
    n = len(maps)
    filters = np.stack(list(maps.values()))
    side = int(np.sqrt(filters.shape[1]))
    filters = filters.reshape(n, side, side)
    mid = side // 2
    sums: dict[str, list[str]] = {way: [] for way in ("ee", "eo", "oe", "oo")}
    for way, (y, x) in _apart(side):
        total = np.zeros(n)
        ways = [(sy, sx) for sy in (1, -1)[: 2 if y else 1] for sx in (1, -1)[: 2 if x else 1]]
        for sy, sx in ways:
            sign = (sy if way[0] == "o" else 1) * (sx if way[1] == "o" else 1)
            total += sign * filters[:, mid + sy * y, mid + sx * x]
        sums[way].append(f"{vector((total / len(ways)).tolist())} * {way}{y}{x}")
    own = "_" + "".join(maps)
    if in_turns:
        lines = [f"{kind(n)} {way}{own} = {terms[0]};" for way, terms in sums.items()]
        for row in zip_longest(*(terms[1:] for terms in sums.values())):
            lines += [f"{way}{own} += {term};" for way, term in zip(sums, row, strict=True) if term]
    else:
        lines = [f"{kind(n)} {way}{own} = " + " + ".join(terms) + ";" for way, terms in sums.items()]
    lines.append(f"{kind(n)} a{own} = ee{own} + oe{own}, b{own} = eo{own} + oo{own};")
    lines.append(f"{kind(n)} c{own} = ee{own} - oe{own}, d{own} = eo{own} - oo{own};")
    made = []
    for each, axes in zip("efgh", MIRRORED, strict=True):
        even, odd = "cd" if -2 in axes else "ab"
        made.append(f"{each}{own} = {even}{own} {'-' if -1 in axes else '+'} {odd}{own}")
    lines += [f"{kind(n)} {made[0]}, {made[1]};", f"{kind(n)} {made[2]}, {made[3]};"]
    for i, make in enumerate(maps):
        at = "" if n == 1 else f".{_COMPONENTS[i]}"
        lines.append(f"vec4 {make} = vec4({', '.join(f'{each}{own}{at}' for each in 'efgh')});")
    return lines


def crelu(weights: Array, text: str) -> str:
    """weights (outputs ≤ 4, 2 · inputs) times CReLU of a value that was stored before it: max(x, 0) and max(−x, 0) are
    (|x| + x)/2 and (|x| − x)/2, which saves an operation each."""
    n = weights.shape[1] // 2
    over, under = weights[:, :n].astype(np.float64), weights[:, n:].astype(np.float64)
    return f"{product((over - under) / 2, text)} + {product((over + under) / 2, f'abs({text})')}"


# ── heads


Block = tuple[range, list[str]]
"""Which values some statements make."""


def weighed(n: int, values: Sequence[Block], keys: Sequence[str], variant: str, gain: str = "") -> list[str]:
    """`v` of n components, of statements that make the values v0 … and the keys k0 …; keys are multiplied by `gain`,
    and for softmax are exponents of two then.

    All keys come first, for softmax has to know the largest, and values are used as soon as they are there: with all
    of them held a software driver takes a third longer."""
    lines = list(keys)
    times = f" * {gain}" if gain else ""
    count = values[-1][0].stop
    if variant == "softmax":
        lines += [f"{kind(n)} top = k0;", *(f"top = max(top, k{c});" for c in range(1, count))]
    weight = {"softmax": f"exp2((k# - top){times})", "normalised": "abs(k#)", "tanh": f"(1.0 + tanh(k#{times}))",
              "gate": f"(1.0 + k#{times})"}[variant]  # fmt: skip
    shares = variant in ("softmax", "normalised")
    lines.append(f"{kind(n)} e, v = {kind(n)}(0.0){f', total = {kind(n)}(0.0)' if shares else ''};")
    for channels, made in values:
        lines += made
        for c in channels:
            total = " total += e;" if shares else ""
            lines.append(f"e = {weight.replace('#', str(c))}; v += v{c} * e;{total}")
    if shares:
        lines.append(f"v /= {f'max(total, {number(LEAST)})' if variant == 'normalised' else 'total'};")
    return lines


def largest(n: int, values: Sequence[Block]) -> list[str]:
    """`v` of n components: the largest of v0 …"""
    lines = []
    for channels, made in values:
        lines += [*made, *(f"v = max(v, v{c});" if c else f"{kind(n)} v = v0;" for c in channels)]
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
        # In words in which it is provable that `mid` is a texel's centre (core.taps): then sampling is nearest.
        f"    vec2 at = {first}_pos * {first}_size, low = floor(at), sub = at - low;",
        f"    vec2 mid = (low + 0.5) * {first}_pt;",
    ]
    if len(groups) == 1 and factor == 2:
        lines += [
            f"    vec4 q = {first}_tex(mid);",
            "    vec2 p = sub.y > 0.5 ? q.zw : q.xy;",
            "    return vec4(sub.x > 0.5 ? p.y : p.x, 0.0, 0.0, 1.0);",
        ]
        return "\n".join([*lines, "}"]) + "\n"
    lines.append(f"    int part = int(sub.y * {factor}.0) * {factor} + int(sub.x * {factor}.0);")
    lines.append(f"    int group = part / {size}, i = part - group * {size};")
    chosen = f"{textures[-1]}_tex(mid)"
    for g in range(len(textures) - 2, -1, -1):
        chosen = f"group == {g} ? {textures[g]}_tex(mid) : {chosen}"
    lines.append(f"    vec4 q = {chosen};")
    value = "q.x"
    for i in range(1, size):
        value = f"i == {i} ? q.{_COMPONENTS[i]} : {value}"
    return "\n".join([*lines, f"    return vec4({value}, 0.0, 0.0, 1.0);", "}"]) + "\n"
