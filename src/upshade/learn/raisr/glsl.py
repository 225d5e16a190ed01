"""The GLSL of a bank's passes: taps, tensor and hash, filter, shuffle, census."""

from __future__ import annotations

import numpy as np

from ..grid import name, offsets, square
from ..shaderfile import number, vector
from .bank import Bank, plain
from .features import ANGLES, TIE, gaussian
from .packing import LEVELS, MOST, Group
from .ringing import nearest
from .symmetry import STORED

HASH_ROWS = 512.0
"""A bucket's row is stored as its part of this: exact in 16 bits, half float or not."""
_VECTOR = {1: "float", 2: "vec2", 3: "vec3", 4: "vec4"}


def fetch(side: int) -> str:
    lines = []
    reach = side // 2
    for y in range(-reach, reach + 1):
        row = [f"{name(y, x)} = HOOKED_texOff(vec2({x}, {y})).x" for x in range(-reach, reach + 1)]
        lines.append("    float " + ", ".join(row) + ";")
    return "\n".join(lines)


# ── the tensor and the hash


CORNER = """#define CORNER(a, b, c, d, w) { \\
    float u = d - a, v = b - c; \\
    float uu = u * u, vv = v * v; \\
    total += (uu + vv) * w; diff -= (u * v * 2.0) * w; cross_ += (uu - vv) * w; }
"""
"""Twice a + d, a − d and 2b. `cross` is a function of GLSL."""


def tensor(bank: Bank, parts: list[tuple[float, float]]) -> str:
    """Statements that make total, diff and cross_ for tensors around each of `parts`, (x, y) from the pixel."""
    h = bank.hash
    kind = _VECTOR[len(parts)]
    lines = [f"    {kind} total = {kind}(0.0), diff = {kind}(0.0), cross_ = {kind}(0.0);"]
    reach = h.window // 2
    across = [gaussian(h.window, h.sigma, x) for x, _ in parts]
    down = [gaussian(h.window, h.sigma, y) for _, y in parts]
    for y in range(-reach, reach):
        for x in range(-reach, reach):
            weights = [float(d[y + reach] * a[x + reach]) for a, d in zip(across, down, strict=True)]
            corners = ", ".join(name(y + j, x + i) for j in (0, 1) for i in (0, 1))
            lines.append(f"    CORNER({corners}, {vector(weights)})")
    return "\n".join(lines) + "\n"


HALF = """vec4 hook() {
    vec2 at = floor(HOOKED_pos * HOOKED_size * 0.5) * 2.0 + 0.5;
    float sum = HOOKED_tex(at * HOOKED_pt).x + HOOKED_tex((at + vec2(1.0, 0.0)) * HOOKED_pt).x
        + HOOKED_tex((at + vec2(0.0, 1.0)) * HOOKED_pt).x + HOOKED_tex((at + 1.0) * HOOKED_pt).x;
    // What a half float forgets goes into another.
    float mean = sum * 0.25, most = floor(mean * 1024.0) * (1.0 / 1024.0);
    return vec4(most, (mean - most) * 512.0, 0.0, 1.0);
}
"""


def coarse(bank: Bank, parts: list[tuple[float, float]], half: str) -> str:
    """Statements that add the tensor of the picture at half its size, `half`, to total, diff and cross_."""
    h = bank.hash
    reach = h.window // 2
    kind = _VECTOR[len(parts)]
    lines = [
        "    vec2 here = floor(HOOKED_pos * HOOKED_size);",
        "    vec2 parity = here - 2.0 * floor(here * 0.5);",
        # A variable of its own: that the taps lie at texel centres is proved from the text.
        f"    vec2 cell = (floor(here * 0.5) + 0.5) * {half}_pt;",
    ]
    for y, x in square(h.window):
        read = f"{half}_tex(cell + {half}_pt * vec2({x}, {y})).xy"
        lines.append(f"    float g{name(y, x)} = dot({read}, vec2(1.0, {number(1 / 512)}));")
    for axis, at in (("x", [p[0] for p in parts]), ("y", [p[1] for p in parts])):
        for k in range(h.window - 1):
            even, odd = ([float(gaussian(h.window, h.sigma, (o + side) / 2)[k]) for o in at] for side in (-0.5, 0.5))
            if axis == "y":
                even, odd = [v * h.coarse for v in even], [v * h.coarse for v in odd]
            lines.append(f"    {kind} w{axis}{k} = mix({vector(even)}, {vector(odd)}, parity.{axis});")
    for y in range(-reach, reach):
        for x in range(-reach, reach):
            corners = ", ".join(f"g{name(y + j, x + i)}" for j in (0, 1) for i in (0, 1))
            lines.append(f"    CORNER({corners}, wx{x + reach} * wy{y + reach})")
    return "\n".join(lines) + "\n"


def row(bank: Bank, parts: int, eighth: bool) -> str:
    """From total, diff and cross_ to the bank's row and the symmetry that it is read with: ints `row`, and bools
    `mirrored` and `transposed`, as vectors where there are several parts."""
    h = bank.hash
    kind = _VECTOR[parts]
    whole = {1: "int", 2: "ivec2", 3: "ivec3", 4: "ivec4"}[parts]

    def over(left: str, right: str) -> str:
        return f"int({left} > {right})" if parts == 1 else f"{whole}(greaterThan({left}, {kind}({right})))"

    lines = [
        f"    {kind} root = sqrt(diff * diff + cross_ * cross_);",
        f"    {kind} high = total + root, low = max(total - root, 0.0);",
        # The last term keeps atan(0, 0) away.
        f"    {kind} turn = atan(cross_, diff + total * {number(TIE)} + 1e-20) * {number(ANGLES / 2 / np.pi)};",
        f"    {whole} angle = {whole}(turn + {ANGLES + 0.5});",
        # (Software drivers divide integers one by one.)
        f"    angle = angle < {ANGLES} ? angle : angle - {ANGLES};"
        if parts == 1
        else f"    angle -= {ANGLES} * {whole}(greaterThanEqual(angle, {whole}({ANGLES})));",
    ]
    classes = [over("high", number(4 * t * t)) for t in h.strength] or [f"{whole}(0)"]
    lines.append(f"    {whole} level = {' + '.join(classes)};")
    ratio = [number(((1 - t) / (1 + t)) ** 2) for t in h.coherence]
    straight = [
        f"int(low < high * {q})" if parts == 1 else f"{whole}(lessThan(low, high * {q}))" for q in ratio
    ] or [f"{whole}(0)"]  # fmt: skip
    lines.append(f"    {whole} straight = {' + '.join(straight)};")
    lines.append(f"    {whole} kind = level * {len(h.coherence) + 1} + straight;")
    if not eighth:
        return "\n".join([*lines, f"    {whole} row = angle * {h.classes} + kind;"]) + "\n"
    quarter = ANGLES // 2
    if parts == 1:
        lines += [
            f"    bool mirrored = angle > {quarter};",
            f"    angle = mirrored ? {ANGLES} - angle : angle;",
            f"    bool transposed = angle > {quarter // 2};",
            f"    angle = transposed ? {quarter} - angle : angle;",
        ]
    else:
        lines += [
            f"    {whole} mirrored = {whole}(greaterThan(angle, {whole}({quarter})));",
            f"    angle += mirrored * ({ANGLES} - 2 * angle);",
            f"    {whole} transposed = {whole}(greaterThan(angle, {whole}({quarter // 2})));",
            f"    angle += transposed * ({quarter} - 2 * angle);",
        ]
    lines.append(f"    {whole} row = angle * {h.classes} + kind;")
    return "\n".join(lines) + "\n"


def rows(bank: Bank, eighth: bool) -> int:
    return (STORED if eighth else ANGLES) * bank.hash.classes


# ── the filter


SWAP = "#define SWAP(c, a, b) { float s = c ? b : a; b = c ? a : b; a = s; }\n"


def unmirror(side: int) -> list[str]:
    """The taps of a bucket, brought into the order of the stored one that it comes of."""
    reach = side // 2
    swaps = [f"SWAP(mirrored, {name(y, x)}, {name(y, -x)})" for y in range(-reach, reach + 1) for x in range(-reach, 0)]
    swaps += [f"SWAP(transposed, {name(y, x)}, {name(x, y)})" for y, x in square(side) if x < y]
    return swaps


def pairs(side: int) -> list[tuple[str, str]]:
    """Opposite taps, in the order of the bank."""
    all_ = square(side)
    return [(name(*all_[k]), name(*all_[-1 - k])) for k in range(len(all_) // 2)]


def texel(column: int, width: int, eight: bool) -> str:
    read = f"texture(BANK, vec2({number((column + 0.5) / width)}, y))"
    return f"({read} * {number(255 / LEVELS)} - 1.0)" if eight else read


def scale(column: int, width: int) -> str:
    """`square(…)` of a texel that holds 8-bit scales."""
    return f"scale(texture(BANK, vec2({number((column + 0.5) / width)}, y)))"


SCALE = f"vec4 scale(vec4 s) {{ return s * s * {MOST:.1f}; }}\n"


def shuffle_sum(bank: Bank, group: Group, width: int, eight: bool, scales: int) -> str:
    """Statements that make `v`, the group's sub-pixels less the middle tap, in the order of the stored bucket."""
    c2 = f"2.0 * {name(0, 0)}"
    lines = []
    both = pairs(bank.taps)
    if len(group.parts) == 1:
        lines.append("    float v = 0.0;")
        for i in range(0, len(both), 4):
            sums = [f"{a} + {b} - c2" for a, b in both[i : i + 4]] + ["0.0"] * (4 - len(both[i : i + 4]))
            u = " * u" if eight else ""
            lines.append(f"    v += dot({texel(group.first + i // 4, width, eight)}, vec4({', '.join(sums)}){u});")
        head = f"    float c2 = {c2};\n" + (f"    vec4 u = {scale(scales, width)};\n" if eight else "")
        return head + "\n".join(lines) + "\n"
    lines.append(f"    float c2 = {c2};\n    vec4 q = vec4(0.0);")
    for i, (a, b) in enumerate(both):
        lines.append(f"    q += {texel(group.first + i, width, eight)} * vec4(vec2({a} + {b} - c2), vec2({a} - {b}));")
    if eight:
        lines.append(f"    q *= {scale(scales, width)};")
    lines.append("    vec4 v = vec4(q.xy + q.zw, q.xy - q.zw);")
    return "\n".join(lines) + "\n"


def full_function(bank: Bank, width: int, height: int, eight: bool, eighth: bool) -> str:
    """`sub(row, part, mirrored, transposed, taps…)`: one sub-pixel less the middle tap, from the stored bucket
    `row`."""
    f = bank.factor
    each, last = bank.taps**2 // 4, f * f - 1
    taps = ", ".join(f"float {name(*at)}" for at in square(bank.taps))
    lines = [f"float sub(int row, int part, bool mirrored, bool transposed, {taps}) {{"]
    lines += [f"    {swap}" for swap in unmirror(bank.taps)] if eighth else []
    lines += [
        f"    int x = part % {f}, y = part / {f};",
        f"    x = mirrored ? {f - 1} - x : x;",
        f"    part = transposed ? x * {f} + y : y * {f} + x;",
        f"    float odd = part > {last // 2} ? -1.0 : 1.0;",
        f"    part = min(part, {last} - part);",
        f"    vec2 at = (vec2(part * {each}, row) + 0.5) * vec2({number(1 / width)}, {number(1 / height)});",
        f"    float c2 = 2.0 * {name(0, 0)};",
        "    vec4 q = vec4(0.0);",
    ]
    both = pairs(bank.taps)
    for i in range(0, len(both), 2):
        (a, b), (c, d) = both[i], both[i + 1]
        read = f"texture(BANK, at + vec2({number(i / 2 / width)}, 0.0))"
        read = f"({read} * {number(255 / LEVELS)} - 1.0)" if eight else read
        lines.append(f"    q += {read} * vec4({a} + {b} - c2, {a} - {b}, {c} + {d} - c2, {c} - {d});")
    if eight:
        first = width - (last // 2 + 1)
        lines.append(f"    q *= scale(texture(BANK, vec2((float(part) + {first + 0.5}) * {number(1 / width)}, at.y)));")
    return "\n".join([*lines, "    return dot(q, vec4(1.0, odd, 1.0, odd));", "}"]) + "\n"


def bilinear(factor: int, parts: tuple[int, ...]) -> str:
    """The bilinear interpolation at those sub-pixels less the middle tap, an expression."""
    table = plain(factor, 3)
    sums = []
    for j in parts:
        taps = [(w, name(*at)) for w, at in zip(table[j], square(3), strict=True) if w]
        sums.append(" + ".join(f"{number(w)} * ({t} - {name(0, 0)})" for w, t in taps) or "0.0")
    return f"vec{len(sums)}({', '.join(sums)})" if len(sums) > 1 else sums[0]


def cut(factor: int, parts: tuple[int, ...], beyond: float) -> str:
    """Statements that cut `v` to the range of the pixels nearest to each of the sub-pixels, and `beyond` of it more."""
    near = [[name(dy, dx) for dy in nearest(y) for dx in nearest(x)] for x, y in places(factor, parts)]
    count = max(map(len, near))
    kind, c = _VECTOR[len(parts)], name(0, 0)
    lines = []
    for i in range(count):
        # Fewer are filled up: one that is there twice changes nothing.
        some = [taps[i % len(taps)] for taps in near]
        value = some[0] if len(parts) == 1 else f"{kind}({', '.join(some)})"
        if i == 0:
            lines.append(f"    {kind} least = {value}, most = least, next;")
        else:
            lines.append(f"    next = {value}; least = min(least, next); most = max(most, next);")
    if beyond:
        lines.append(f"    next = (most - least) * {number(beyond)}; least -= next; most += next;")
    return "\n".join([*lines, f"    v = clamp(v, least - {c}, most - {c});"]) + "\n"


def places(factor: int, parts: tuple[int, ...]) -> list[tuple[float, float]]:
    at = offsets(factor)
    return [at[j] for j in parts]
