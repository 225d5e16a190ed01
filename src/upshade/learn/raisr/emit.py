"""A bank as a shader file: its passes, its texture, its parameters.

The tensor and the hash are computed in the pass that filters (or, where several passes filter, in one before them that
stores whole numbers only), from the picture as it came: never from sums that were stored as half floats.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ...errors import BadInput
from .. import shaderfile
from ..grid import name, square
from ..shaderfile import head, luma_pass, number, texture
from . import census, glsl, packing
from .bank import Bank

BLEND = 0.5
"""Of the census, unless told otherwise. Measured on photographs: 0.04 dB more than without, and all of it 0.02 dB
less."""


@dataclass(frozen=True, slots=True)
class Style(shaderfile.Style):
    """How a bank is written. `eighth`: a texture of the buckets only that the others are made of; `bits` of a weight:
    16 (half float) or 8, BadInput for others; `census`: with the pass that takes the plain enlargement where the
    filters change the order of neighbours, and a parameter for it."""

    eighth: bool = True
    bits: int = 16
    census: bool = False

    def __post_init__(self) -> None:
        # slots=True makes the class anew, which super() does not know of.
        shaderfile.Style.__post_init__(self)
        if self.bits not in (8, 16):
            raise BadInput(f"{self.name}: bits of a weight are 8 or 16, not {self.bits}")


def shader(bank: Bank, style: Style) -> str:
    """The text of a shader file that hooks LUMA. BadInput for a name that GLSL has no use for."""
    # A shader is the same whether its bank was just learned or lay in a file.
    return _Writer(bank.kept().symmetric(), style).text()


def buckets(bank: Bank, style: Style, part: int = 0) -> str:
    """A shader that draws the bucket of each pixel (in the layout "full": of its sub-pixel `part`) in place of luma:
    its row in the whole bank / 512."""
    return _Writer(bank.symmetric(), replace(style, eighth=False)).buckets(part)


class _Writer:
    def __init__(self, bank: Bank, style: Style) -> None:
        self.bank, self.style = bank, style
        f = bank.factor
        self.layout = bank.layout if f > 1 else "shuffle"
        self.groups = packing.groups(f, bank.taps, self.layout)
        self.blocks = packing.blocks(f, bank.taps, self.layout)
        self.eight = style.bits == 8
        self.height = glsl.rows(bank, style.eighth)
        self.width = sum(columns for _, columns in self.blocks) + (len(self.blocks) if self.eight else 0)
        self.hashed = self.layout == "shuffle" and len(self.groups) > 1
        self.side = max(bank.taps, bank.hash.window, 3)
        # From six tenths of the factor on: below, the picture would be shrunk again by more than it was enlarged.
        least = 0.6 * f
        self.when = "" if f == 1 else f"OUTPUT.w LUMA.w {least:.1f} * > OUTPUT.h LUMA.h {least:.1f} * > *"

    # ── the file

    def text(self) -> str:
        steps = ["strength 0.05", *(["blend 0.05"] if self.style.census else [])]
        parts = [head(self.style, steps), self._params()]
        if self.bank.hash.coarse:
            parts.append(self._half())
        if self.hashed:
            parts.append(self._hash())
        parts += [self._filter(i) for i in range(len(self.groups))]
        if self.bank.factor > 1 or self.style.census:
            parts += self._last()
        return "\n".join(part.rstrip("\n") + "\n" for part in [*parts, self._texture()])

    def _params(self) -> str:
        what = "upscaled bilinearly" if self.bank.factor > 1 else "unchanged"
        text = (f"//!PARAM strength\n//!DESC how far the filters go from the picture {what}; 1 is as learned\n"
                "//!TYPE float\n//!MINIMUM 0.0\n//!MAXIMUM 2.0\n1.0\n")  # fmt: skip
        if self.style.census:
            text += ("\n//!PARAM blend\n//!DESC how much is taken back where the filters change which neighbours "
                     "are brighter; 0 leaves the pass out\n//!TYPE float\n//!MINIMUM 0.0\n//!MAXIMUM 1.0\n"
                     f"{BLEND}\n")  # fmt: skip
        return text

    def _header(self, what: str, binds: Sequence[str], save: str = "", size: int = 1, when: str = "") -> str:
        conditions = [c for c in (self.when, when) if c]
        return luma_pass(f"{self.style.name}: {what}", binds, save, size, conditions)

    def _own(self, what: str) -> str:
        return f"{self.style.name}_{what}"

    def buckets(self, part: int) -> str:
        self.when = ""
        at = glsl.places(self.bank.factor, (part,)) if self.layout == "full" else [(0.0, 0.0)]
        text = (self._half() + "\n" if self.bank.hash.coarse else "") + "//!HOOK LUMA\n//!BIND HOOKED\n"
        text += "".join(f"//!BIND {half}\n" for half in self._halves())
        text += f"//!DESC {self.style.name}: buckets\n" + glsl.CORNER + "vec4 hook() {\n"
        text += glsl.fetch(self.bank.hash.window) + "\n" + self._tensor(at) + glsl.row(self.bank, 1, eighth=False)
        return text + f"    return vec4(float(row) / {glsl.HASH_ROWS}, 0.0, 0.0, 1.0);\n}}\n"

    # ── passes

    def _macros(self, tensor: bool, swap: bool) -> str:
        text = f"#define BANK {self._own('bank')}\n" if not self.hashed or not tensor else ""
        text += glsl.CORNER if tensor else ""
        text += glsl.SWAP if swap else ""
        return text + (glsl.SCALE if self.eight and not (tensor and self.hashed) else "")

    def _half(self) -> str:
        """The picture at half its size, for the tensor's second scale."""
        head = ["//!HOOK LUMA", "//!BIND HOOKED", f"//!SAVE {self._own('half')}", "//!WIDTH LUMA.w LUMA.w 2 % + 2 /",
                "//!HEIGHT LUMA.h LUMA.h 2 % + 2 /", "//!COMPONENTS 4"]  # fmt: skip
        if self.when:
            head.append(f"//!WHEN {self.when}")
        return "\n".join([*head, f"//!DESC {self.style.name}: half size", glsl.HALF])

    def _halves(self) -> list[str]:
        return [self._own("half")] if self.bank.hash.coarse else []

    def _tensor(self, parts: list[tuple[float, float]]) -> str:
        return glsl.tensor(self.bank, parts) + (
            glsl.coarse(self.bank, parts, self._own("half")) if self.bank.hash.coarse else ""
        )

    def _hash(self) -> str:
        bank = self.bank
        text = self._header("hash", ["HOOKED", *self._halves()], self._own("hash")) + self._macros(
            tensor=True, swap=False
        )
        text += "vec4 hook() {\n" + glsl.fetch(bank.hash.window) + "\n" + self._tensor([(0.0, 0.0)])
        text += glsl.row(bank, 1, self.style.eighth)
        flags = "float(mirrored), float(transposed)" if self.style.eighth else "0.0, 0.0"
        return text + f"    return vec4(float(row) / {glsl.HASH_ROWS}, {flags}, 1.0);\n}}\n"

    def _filter(self, i: int) -> str:
        bank, group = self.bank, self.groups[i]
        direct = bank.factor == 1 and not self.style.census
        binds = ["HOOKED", self._own("bank"), *([self._own("hash")] if self.hashed else self._halves())]
        what = "filter" if self.hashed else "hash and filter"
        number = f" {i + 1} of {len(self.groups)}" if len(self.groups) > 1 else ""
        text = self._header(what + number, binds, "" if direct else self._own(f"part{i}"))
        swap = self.style.eighth
        text += self._macros(tensor=not self.hashed, swap=swap)
        if self.layout == "full":
            text += glsl.full_function(bank, self.width, self.height, self.eight, self.style.eighth)
        text += "vec4 hook() {\n" + glsl.fetch(bank.taps if self.hashed else self.side) + "\n"
        text += self._full(group) if self.layout == "full" else self._shuffle(i)
        c = name(0, 0)
        if len(group.parts) == 1:
            return text + f"    return vec4({c} + b + (v - b) * strength, 0.0, 0.0, 1.0);\n}}\n"
        return text + f"    return {c} + b + (v - b) * strength;\n}}\n"

    def _shuffle(self, i: int) -> str:
        """`v` and `b`: filtered and bilinear sub-pixels less the middle tap."""
        bank, group, eighth = self.bank, self.groups[i], self.style.eighth
        if self.hashed:
            buckets = self._own("hash")
            text = f"    vec4 h = {buckets}_texOff(vec2(0.0));\n    int row = int(h.x * {glsl.HASH_ROWS} + 0.5);\n"
            if eighth:
                text += "    bool mirrored = h.y > 0.5, transposed = h.z > 0.5;\n"
        else:
            text = self._tensor([(0.0, 0.0)]) + glsl.row(bank, 1, eighth)
        if eighth:
            text += "".join(f"    {swap}\n" for swap in glsl.unmirror(bank.taps))
        text += f"    float y = (float(row) + 0.5) * {number(1 / self.height)};\n"
        scales = self.width - len(self.blocks) + i
        text += glsl.shuffle_sum(bank, group, self.width, self.eight, scales)
        kind = "float" if len(group.parts) == 1 else "vec4"
        text += f"    {kind} b = {glsl.bilinear(bank.factor, group.parts)};\n"
        text += self._cut(group.parts)
        if eighth and not self.hashed and bank.factor == 2:
            # Sub-pixels are in the order 0, 1, 3, 2.
            text += "    if (transposed) { v = v.xwzy; b = b.xwzy; }\n    if (mirrored) { v = v.yxwz; b = b.yxwz; }\n"
        return text

    def _full(self, group: packing.Group) -> str:
        bank = self.bank
        n = len(group.parts)
        text = self._tensor(glsl.places(bank.factor, group.parts)) + glsl.row(bank, n, self.style.eighth)
        taps = ", ".join(name(*at) for at in square(bank.taps))
        calls = []
        for i, part in enumerate(group.parts):
            at = f"[{i}]" if n > 1 else ""
            flags = [f"{flag}{at}" for flag in ("mirrored", "transposed")]
            if n > 1:
                flags = [f"{flag} == 1" for flag in flags]
            if not self.style.eighth:
                flags = ["false", "false"]
            calls.append(f"sub(row{at}, {part}, {', '.join(flags)}, {taps})")
        made = calls[0] if n == 1 else "vec4(" + ",\n        ".join(calls) + ")"
        kind = "float" if n == 1 else "vec4"
        text += f"    {kind} v = {made};\n    {kind} b = {glsl.bilinear(bank.factor, group.parts)};\n"
        return text + self._cut(group.parts)

    def _cut(self, parts: tuple[int, ...]) -> str:
        return "" if self.bank.beyond is None else glsl.cut(self.bank.factor, parts, self.bank.beyond)

    def _last(self) -> list[str]:
        """From sub-pixels to the picture; with the census, that in a pass of its own."""
        f = self.bank.factor
        inputs = [self._own(f"part{i}") for i in range(len(self.groups))]
        binds = ["HOOKED", *inputs, *([self._own("hash")] if self.hashed else [])]
        body = self._pick()
        if not self.style.census:
            return [self._header("sub-pixels to pixels", binds, size=f) + body]
        if f == 2:
            first = inputs[0]
            quads = self._header("census", ["HOOKED", first], first, when="blend 0 >") + census.of_quads(first)
            return [quads, self._header("sub-pixels to pixels", binds, size=f) + body]
        made = self._own("made")
        return [
            self._header("sub-pixels to pixels", binds, size=f, when="blend 0 =") + body,
            self._header("sub-pixels to pixels, for the census", binds, made, f, "blend 0 >") + body,
            self._header("census", ["HOOKED", made], size=f, when="blend 0 >") + census.of_pixels(f, made),
        ]

    def _pick(self) -> str:
        f = self.bank.factor
        first = self._own("part0")
        if f == 1:
            return f"vec4 hook() {{ return vec4({first}_texOff(vec2(0.0)).x, 0.0, 0.0, 1.0); }}\n"
        lines = [
            "vec4 hook() {",
            f"    vec2 at = {first}_pos * {first}_size;",
            "    vec2 low = floor(at), sub = at - low;",
            f"    vec2 mid = (low + 0.5) * {first}_pt;",
        ]
        if self.hashed and self.style.eighth:
            lines += [
                f"    vec4 h = {self._own('hash')}_tex(mid);",
                "    sub.x = h.y > 0.5 ? 1.0 - sub.x : sub.x;",
                "    sub = h.z > 0.5 ? sub.yx : sub;",
            ]
        if f == 2:
            lines += [
                f"    vec4 q = {first}_tex(mid);",
                "    vec2 p = sub.x < 0.5 ? q.xw : q.yz;",
                "    return vec4(sub.y < 0.5 ? p.x : p.y, 0.0, 0.0, 1.0);",
            ]
        else:
            last = f * f - 1
            lines.append(f"    ivec2 cell = ivec2(sub * {f}.0);")
            lines.append(f"    int part = cell.y * {f} + cell.x;")
            lines.append(f"    int near = min(part, {last} - part);")
            # A group's components: two parts, then the two that lie opposite.
            lines.append(f"    int component = (near & 1) + (part > {last // 2} ? 2 : 0);")
            reads = [f"{self._own(f'part{i}')}_tex(mid)" for i in range(len(self.groups))]
            chosen = reads[-1]
            for i in range(len(reads) - 2, -1, -1):
                chosen = f"near < {2 * i + 2} ? {reads[i]} : {chosen}"
            lines.append(f"    vec4 q = {chosen};")
            lines.append("    vec2 p = component > 1 ? q.zw : q.xy;")
            if f == 3:
                lines.append("    if (near == 4) return vec4(q.x, 0.0, 0.0, 1.0);")
            lines.append("    return vec4((component & 1) == 1 ? p.y : p.x, 0.0, 0.0, 1.0);")
        return "\n".join([*lines, "}"]) + "\n"

    # ── the texture

    def _texture(self) -> str:
        texels = packing.pack(self.bank, self.style.eighth)
        if self.eight:
            numbers, scales = packing.quantised(texels, self.blocks)
            data, form = np.concatenate([numbers, scales], axis=1).tobytes(), "rgba8"
        else:
            data, form = texels.astype(np.float16).astype("<f4").tobytes(), "rgba16f"
        return texture(self._own("bank"), self.width, self.height, form, data)
