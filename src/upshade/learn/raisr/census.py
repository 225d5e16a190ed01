"""The GLSL of the census: where the order of a pixel and its neighbours differs between the filtered picture and the
bilinear one, an eighth of `blend` is taken of the latter for each neighbour.

Neighbours beyond the picture's edge are its outermost pixels.
"""

from __future__ import annotations

from ..grid import name, square
from ..shaderfile import number
from .reference import LEAST


def of_quads(part: str) -> str:
    """A pass over the small picture, for 2x: `part` holds a pixel's sub-pixels in the order 0, 1, 3, 2, and so does
    what the pass returns."""
    lines = ["vec4 hook() {"]
    for y, x in square(3):
        lines.append(f"    float {name(y, x)} = HOOKED_texOff(vec2({x}, {y})).x;")
        lines.append(f"    vec4 f{name(y, x)} = {part}_texOff(vec2({x}, {y}));")
    # Rows of four pixels of the large picture: the two sub-pixels of this one, and one on each side.
    for y in (-1, 0, 1):
        left, mid, right = (name(y, x) for x in (-1, 0, 1))
        lines.append(f"    vec4 w{y + 1} = 0.75 * vec4({left}, {mid}, {mid}, {right}) "
                     f"+ 0.25 * vec4({mid}, {left}, {right}, {mid});")  # fmt: skip
    for row, (near, far) in enumerate(((0, 1), (1, 0), (1, 2), (2, 1))):
        lines.append(f"    vec4 p{row} = 0.75 * w{near} + 0.25 * w{far};")
    for row, (y, odd, even) in enumerate(((-1, "z", "w"), (0, "y", "x"), (0, "z", "w"), (1, "y", "x"))):
        left, mid, right = (f"f{name(y, x)}" for x in (-1, 0, 1))
        lines.append(f"    vec4 f{row} = vec4({left}.{odd}, {mid}.{even}, {mid}.{odd}, {right}.{even});")
    lines += [
        "    vec2 at = floor(HOOKED_pos * HOOKED_size), last = HOOKED_size - 1.5;",
        "    bool first = at.x < 0.5, end = at.x > last.x;",
    ]
    for row in range(4):
        lines.append(f"    if (first) {{ p{row}.x = p{row}.y; f{row}.x = f{row}.y; }}")
        lines.append(f"    if (end) {{ p{row}.w = p{row}.z; f{row}.w = f{row}.z; }}")
    lines += [
        "    if (at.y < 0.5) { p0 = p1; f0 = f1; }",
        "    if (at.y > last.y) { p3 = p2; f3 = f2; }",
        f"    vec4 p = {_quad('p', 0, 0)}, f = {_quad('f', 0, 0)}, changed = vec4(0.0);",
        f"    vec4 p1_ = p + {number(LEAST)}, f1_ = f + {number(LEAST)};",
    ]
    for y, x in square(3):
        if (y, x) != (0, 0):
            brighter = (f"greaterThan({_quad(k, y, x)}, {k}1_)" for k in "pf")
            lines.append(f"    changed += vec4(notEqual({', '.join(brighter)}));")
    return "\n".join([*lines, "    return f + blend * changed * 0.125 * (p - f);", "}"]) + "\n"


def _quad(kind: str, y: int, x: int) -> str:
    """What lies (y, x) from each sub-pixel."""
    column = "xyzw"
    corners = ((0, 0), (0, 1), (1, 1), (1, 0))
    return f"vec4({', '.join(f'{kind}{1 + y + j}.{column[1 + x + i]}' for j, i in corners)})"


def of_pixels(factor: int, made: str) -> str:
    """A pass over the large picture, `made`."""
    lines = [
        "vec4 hook() {",
        f"    vec2 at = floor({made}_pos * {made}_size), end = {made}_size - 1.5;",
        f"    vec2 place = (at + 0.5) * {number(1 / factor)}, low = floor(place);",
        "    vec2 back = vec2(greaterThan(at, vec2(0.5))), on = vec2(lessThan(at, end));",
    ]
    # How far the three columns and rows lie from the middle of the small pixel, in small pixels.
    for axis in "xy":
        lines.append(f"    vec3 u{axis} = place.{axis} - low.{axis} - 0.5 "
                     f"+ vec3(-back.{axis}, 0.0, on.{axis}) * {number(1 / factor)};")  # fmt: skip
        lines.append(f"    vec3 a{axis} = max(-u{axis}, 0.0), c{axis} = max(u{axis}, 0.0), "
                     f"b{axis} = 1.0 - a{axis} - c{axis};")  # fmt: skip
    for y in (-1, 0, 1):
        reads = (f"HOOKED_tex((low + vec2({x + 0.5}, {y + 0.5})) * HOOKED_pt).x" for x in (-1, 0, 1))
        terms = (f"{k}x * {read}" for k, read in zip("abc", reads, strict=True))
        lines.append(f"    vec3 r{y + 1} = {' + '.join(terms)};")
    for y, row in enumerate("xyz"):
        lines.append(f"    vec3 p{y} = ay.{row} * r0 + by.{row} * r1 + cy.{row} * r2;")
    for y in (-1, 0, 1):
        reads = (f"{made}_tex((at + vec2({x + 0.5}, {y + 0.5})) * {made}_pt).x" for x in (-1, 0, 1))
        lines.append(f"    vec3 f{y + 1} = vec3({', '.join(reads)});")
    lines.append("    float p = p1.y, f = f1.y, changed = 0.0;")
    for y in range(3):
        brighter = (f"vec3(greaterThan({k}{y}, vec3({k} + {number(LEAST)})))" for k in "pf")
        lines.append(f"    changed += dot(abs({' - '.join(brighter)}), vec3(1.0));")
    return "\n".join([*lines, "    return vec4(f + blend * changed * 0.125 * (p - f), 0.0, 0.0, 1.0);", "}"]) + "\n"
