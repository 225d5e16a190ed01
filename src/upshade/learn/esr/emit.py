"""A network as a shader file: passes at low resolution, then one that makes sub-pixels pixels.

The last convolution and the head are computed in one pass for up to four sub-pixels, so that a tap is fetched once for
them. Where that pass would have more than MOST_NUMBERS weights, as the largest published networks have, it is for fewer
sub-pixels and there are more of it, down to one: only where a single one has more weights, and in hidden layers of many
maps, is a driver given a program that it compiles for seconds. Maps of hidden layers
are stored four to a texture; CReLU is applied where they are read.

Luma of a limited-range video is 16…235 of 255. A network that was learned from the full range gets it as (luma −
black)/span, so its zero padding is black; one of ours gets luma as it is. Of what is linear in the taps the span
cancels; the rest is told it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..grid import square
from ..shaderfile import Style, head, luma_pass, number, vector
from . import glsl, hidden
from .hidden import Maps
from .model import Conv, Network, is_mirrored
from .reference import BLACK, SPAN

MOST_NUMBERS = 3200
"""Weights of one pass; a software driver compiles that in a second. Two passes for half of the sub-pixels each take no
longer than one for all, and are compiled in two thirds of the time."""
MOST_TEXTURES = 14
"""Maps' textures that one pass reads; mpv binds no more than MOST_BINDS, and HOOKED is one. Where there are more, a
pass adds to what the one before it has stored, and has one texture less for maps."""
MOST_BINDS = 15
"""Of a pass, which the last one binds the sub-pixels' textures with: mpv 0.35 links none with 16."""


def shader(network: Network, style: Style) -> str:
    """The text of a shader file that hooks LUMA. BadInput for a name that GLSL has no use for."""
    return _Writer(network, style).text()


class _Writer:
    def __init__(self, network: Network, style: Style) -> None:
        self.network, self.form, self.style = network, network.form, style
        self.full = self.form.range == "full"
        self.zero = self.form.padding == "zero"
        *self.hidden, self.last = self.form.convs()
        self.mirrored = is_mirrored(network)
        least = 0.6 * self.form.factor
        # From six tenths of the factor on: below, the picture would be shrunk again by more than it was enlarged.
        self.when = f"OUTPUT.w LUMA.w {least:.1f} * > OUTPUT.h LUMA.h {least:.1f} * > *"
        self.groups = self._groups()

    def _groups(self) -> list[range]:
        """Sub-pixels that are computed together."""
        parts = self.form.factor**2
        each = self.form.parts * self.form.values * self.last.inputs * self.last.kernel**2
        if self.mirrored and each <= MOST_NUMBERS:
            return [range(parts)]
        size = max(next((n for n in (4, 3, 2) if n * each <= MOST_NUMBERS), 1), -(-parts // MOST_BINDS))
        return [range(i, min(i + size, parts)) for i in range(0, parts, size)]

    # ── the file

    def text(self) -> str:
        parts = [head(self.style, ["strength 0.05"]), self._params()]
        layers: list[list[Maps]] = []
        # Of cnn at 2x the last layer is computed where all are joined: nothing else reads it.
        joined = self.form.family == "cnn" and len(self.groups) == 1 and len(self.hidden) > 1
        for conv in self.hidden[: -1 if joined else None]:
            passes, maps = self._layer(conv, layers[-1] if layers else None)
            parts += passes
            layers.append(maps)
        inputs = self._places(layers) if self.form.family == "cnn" else layers[-1] if layers else []
        outputs = []
        for g, group in enumerate(self.groups):
            passes, texture = self._head(g, group, inputs, layers[-1] if joined else None)
            parts += passes
            outputs.append(texture)
        parts.append(self._header("sub-pixels to pixels", outputs, size=self.form.factor)
                     + glsl.pick(self.form.factor, self.groups, outputs))  # fmt: skip
        return "\n".join(part.rstrip("\n") + "\n" for part in parts)

    def _places(self, layers: Sequence[Sequence[Maps]]) -> list[Maps]:
        """The maps of all layers, numbered as the 1×1 of cnn takes what CReLU makes of them."""
        width = 2 * self.form.channels
        return [replace(m, first=i * width + m.first) for i, maps in enumerate(layers) for m in maps]

    def _params(self) -> str:
        text = ("//!PARAM strength\n//!DESC how far the network goes from the picture upscaled bilinearly; 1 is as "
                "learned\n//!TYPE float\n//!MINIMUM 0.0\n//!MAXIMUM 2.0\n1.0\n")  # fmt: skip
        if self.full:
            macro = self.style.name.upper()
            text += ("\n//!PARAM luma_range\n//!DESC luma of the video: 16 to 235, as nearly all have it, or 0 to 255\n"
                     f"//!TYPE ENUM DEFINE\n{macro}_VIDEO\n{macro}_FULL\n")  # fmt: skip
        return text

    def _header(self, what: str, binds: Sequence[str], save: str = "", size: int = 1) -> str:
        return luma_pass(f"{self.style.name}: {what}", binds, save, size, [self.when])

    def _own(self, what: str) -> str:
        return f"{self.style.name}_{what}"

    def _macros(self) -> str:
        """BLACK and SPAN of luma, and GAIN of the keys, for a network of the full range."""
        if not self.full:
            return ""
        power = {"tm": 1, "tr": 2}.get(self.form.family, 0)
        scale = glsl.LOG2E if self.form.variant == "softmax" else 1.0
        lines = [f"#if luma_range == {self.style.name.upper()}_VIDEO"]
        for black, span, then in ((BLACK, SPAN, "#else"), (0.0, 1.0, "#endif")):
            lines += [f"#define {n} {number(v)}" for n, v in
                      (("BLACK", black), ("SPAN", span), ("GAIN", scale / span**power))]  # fmt: skip
            lines.append(then)
        return "\n".join([*lines, ""])

    def _pass(self, header: str, lines: Sequence[str], result: str, n: int) -> str:
        body = "".join(f"    {line}\n" for line in lines)
        return f"{header}{self._macros()}vec4 hook() {{\n{body}    return {glsl.whole(result, n)};\n}}\n"

    # ── hidden layers

    def _layer(self, conv: Conv, inputs: Sequence[Maps] | None) -> tuple[list[str], list[Maps]]:
        """`inputs` None: of luma itself."""
        passes, made = [], []
        for first in range(0, conv.outputs, 4):
            count = min(4, conv.outputs - first)
            rows = slice(first, first + count)
            save = self._own(f"{conv.name}_{first // 4}")
            what = f"{conv.name}, maps {first + 1} to {first + count} of {conv.outputs}"
            if inputs is None:
                taps = glsl.fetch(conv.kernel) + glsl.prepared(conv.kernel, self.zero, self.full, scaled=True)
                bias = hidden.bias(self.network, conv, rows)
                weights = self.network.weights[f"{conv.name}.weight"][rows, 0].reshape(count, -1)
                lines = taps + glsl.rows({"v": weights}, bias)
                header = self._header(what, ["HOOKED"], save)
            else:
                earlier, lines, binds = self._sum(conv, rows, inputs, save)
                passes += earlier
                header = self._header(what, binds, save)
            passes.append(self._pass(header, [*lines, *hidden.activated(self.network, conv)], "v", count))
            made.append(Maps(save, f"{conv.name}_{first // 4}", first, count))
        return passes, made

    def _sum(
        self, conv: Conv, rows: slice, inputs: Sequence[Maps], save: str
    ) -> tuple[list[str], list[str], list[str]]:
        """`v` = the convolution's maps `rows`: passes that come before, where a pass may not bind all textures; the
        statements of the last one, and its textures."""
        count = len(range(*rows.indices(conv.outputs)))
        passes: list[str] = []
        before: str | None = None
        most = MOST_TEXTURES if len(inputs) <= MOST_TEXTURES else MOST_TEXTURES - 1
        chunks = [inputs[i : i + most] for i in range(0, len(inputs), most)]
        for i, chunk in enumerate(chunks):
            lines = []
            bias = hidden.bias(self.network, conv, rows)
            start = vector(bias) if bias is not None and i == 0 else f"{glsl.kind(count)}(0.0)"
            if before is not None:
                start = f"{before}_texOff(vec2(0.0)){'' if count == 4 else '.' + 'xyzw'[:count]}"
            padded = self.zero and conv.kernel > 1
            if padded:
                lines += glsl.masks(conv.kernel, chunk[0].texture)
            lines.append(f"{glsl.kind(count)} v = {start};")
            lines += hidden.terms(self.network, conv, rows, chunk, padded)
            binds = [m.texture for m in chunk] + ([before] if before is not None else [])
            if i == len(chunks) - 1:
                return passes, lines, binds
            before = f"{save}_sum{i}"
            passes.append(self._pass(self._header(f"{conv.name}, a part of it", binds, before), lines, "v", count))
        raise AssertionError

    # ── the head

    def _head(
        self, g: int, group: range, inputs: Sequence[Maps], unjoined: Sequence[Maps] | None
    ) -> tuple[list[str], str]:
        form, n = self.form, len(group)
        save = self._own(f"part{g}")
        number_ = f" {g + 1} of {len(self.groups)}" if len(self.groups) > 1 else ""
        side = max(self.last.kernel, 3) if not self.hidden else 3
        lines = glsl.fetch(side) + glsl.bilinear(form.factor, group)
        passes: list[str] = []
        binds = ["HOOKED"]
        if not self.hidden:
            lines += glsl.prepared(self.last.kernel, self.zero, self.full, scaled=False)
            lines += self._single(group)
        elif form.family == "esr-cnn":
            lines += self._deep(group, inputs)
            binds += [m.texture for m in inputs]
        else:
            rows = slice(group.start, group.stop)
            passes, more, textures = self._sum(self.last, rows, inputs, save)
            lines += more
            binds += textures
            if unjoined is not None:
                lines += self._join(rows, unjoined)
                binds += [m.texture for m in unjoined if m.texture not in binds]
        if form.family == "espcn":
            lines.append("v = 1.0 / (1.0 + exp(-v));")
        if form.family == "cnn":
            result = f"b + v * {'SPAN * ' if self.full else ''}strength"
        else:
            if self.full:
                lines.append("v += BLACK;" if not self.hidden else "v = v * SPAN + BLACK;")
            result = "b + (v - b) * strength"
        header = self._header(f"{'network' if not self.hidden else 'head'}{number_}", binds, save)
        return [*passes, self._pass(header, [*lines, f"v = {result};"], "v", n)], save

    def _map(self, i: int, c: int, group: range) -> slice:
        """Rows of the last convolution: the sub-pixels `group` of the c-th value (i = 0), query or key."""
        start = (i * self.form.values + c) * self.form.factor**2
        return slice(start + group.start, start + group.stop)

    def _single(self, group: range) -> list[str]:
        """Of the families of one convolution."""
        form, n = self.form, len(group)
        weight = self.network.weights["last.weight"][:, 0].reshape(self.last.outputs, -1)
        exponent = glsl.LOG2E if form.variant == "softmax" and not self.full else 1.0
        scales = {"v": 1.0, "k": exponent, "q": 1.0}
        places = {"v": 0, "k": form.parts - 1, "q": 1}

        together = self.mirrored and n == 4

        def made(letters: str, channels: range) -> list[str]:
            maps = {f"{letter}{c}": scales[letter] * weight[self._map(places[letter], c, group)]
                    for c in channels for letter in letters}  # fmt: skip
            # Measured without a GPU: tm takes 5 % less so, tr 3 % more.
            mirrored = {called: rows[0] for called, rows in maps.items()}
            return glsl.mirrored(mirrored, in_turns=form.family == "tm") if together else glsl.rows(maps)

        lines = glsl.apart(self.last.kernel) if together else []
        # A single value needs no key where weights add up to 1.
        if form.values == 1 and form.variant in ("softmax", "normalised"):
            return [*lines, *made("v", range(1)), f"{glsl.kind(n)} v = v0;"]
        values = [(some, made("v", some)) for some in self._some(16 // n)]
        if form.family == "max":
            return lines + glsl.largest(n, values)
        keys: list[str] = []
        for some in self._some((8 if form.family == "tr" else 16) // n):
            keys += made("kq" if form.family == "tr" else "k", some)
            keys += [f"k{c} *= q{c};" for c in some] if form.family == "tr" else []
        return lines + glsl.weighed(n, values, keys, form.variant, "GAIN" if self.full else "")

    def _some(self, size: int) -> list[range]:
        """Channels that are computed together: sixteen sums fit the registers of any processor."""
        count = self.form.values
        return [range(c, min(c + size, count)) for c in range(0, count, size)]

    def _deep(self, group: range, inputs: Sequence[Maps]) -> list[str]:
        """Of eSR-CNN: all taps of all maps are held, and each value and key made of them."""
        form, n = self.form, len(group)
        lines = glsl.masks(3, "HOOKED") if self.zero else []
        for maps in inputs:
            for at in square(3):
                outside = f"{glsl.mask(*at)} * " if self.zero and at != (0, 0) else ""
                lines.append(f"{glsl.kind(maps.count)} {maps.tap(*at)} = {outside}{maps.fetch(*at)};")
        weight = self.network.weights["last.weight"]

        def made(i: int, channels: range) -> list[str]:
            found = []
            for j, (y, x) in enumerate(square(3)):
                for c in channels:
                    rows = weight[self._map(i, c, group), :, y + 1, x + 1] * (np.sqrt(glsl.LOG2E) if i else 1.0)
                    total = " + ".join(glsl.product(rows[:, m.first : m.first + m.count], m.tap(y, x)) for m in inputs)
                    called = f"{'vk'[i]}{c}" if form.values > 1 else "v"
                    found.append(f"{called} += {total};" if j else f"{glsl.kind(n)} {called} = {total};")
            return found

        if form.values == 1:
            return lines + made(0, range(1))
        groups = self._some(16 // n)
        values = [(some, made(0, some)) for some in groups]
        keys = [line for some in groups for line in (*made(1, some), *(f"k{c} *= k{c};" for c in some))]
        return lines + glsl.weighed(n, values, keys, "softmax")

    def _join(self, rows: slice, inputs: Sequence[Maps]) -> list[str]:
        """What the last hidden layer of cnn adds to `v`, computed here of the layer before it."""
        conv, lines = self.hidden[-1], []
        weight = self.network.weights["last.weight"][rows, :, 0, 0]
        at = 2 * self.form.channels * (len(self.hidden) - 1)
        for first in range(0, conv.outputs, 4):
            count = min(4, conv.outputs - first)
            some = slice(first, first + count)
            lines.append(f"{glsl.kind(count)} last{first // 4};")
            lines.append("{")
            _, terms, _ = self._sum(conv, some, inputs, "")
            lines += terms
            lines += [f"last{first // 4} = v;", "}"]
            over = weight[:, at + first : at + first + count]
            under = weight[:, at + self.form.channels + first :][:, :count]
            lines.append(f"v += {glsl.crelu(np.concatenate([over, under], axis=1), f'last{first // 4}')};")
        return lines
