"""The passes of Intel's Library for Video Super Resolution as a shader, and their filters as its texture.

For each of the library's passes: the bilinear enlargement, rounded to whole numbers (in mode 2 before the second pass
only); the hash, of four pixels at once; the filter, kept as a difference from what it filters; the blend by the census
transform, rounded again. All numbers are in units of the samples, 0…255 for 8 bits, as there.

From OpenVisualCloud/Video-Super-Resolution-Library@7b01ba5:

- the gradient is x[+1] − x[−1], along rows first; its products are summed over 11×11 pixels with a Gaussian of sigma 2
  that is normalised by its sum, times 1 / (4 · (2^bits − 1)²): Library/Raisr_AVX256.cpp,
  computeGTWG_Segment_AVX256_32f; Library/Raisr_globals.h, gGaussian2D8bit, NF_8; Library/Raisr.cpp,
  createGaussianKernel;
- angle atan2(b, L1 − d), 0 where b is 0, plus pi if negative; strength L1; coherence (√L1 − √L2) / (√L1 + √L2); a class
  is how many thresholds are less than the value: Library/Raisr.cpp, GetHashValue, searchsorted;
- the pixel type is ((row − 5) mod 2) · 2 + (column − 5) mod 2, in every pass; a filtered value that is not inside the
  legal range is dropped for the enlarged one; six pixels at each side stay as they are, on the right up to seven more,
  as columns are taken in eights: Library/Raisr.cpp, processSegment;
- the blend takes w of the enlarged value and 1 − w of the filtered one, where w is an eighth of how many of the eight
  comparisons with neighbours (less than the middle) differ between both pictures; *randomness* takes the filtered value
  by an eighth of how many neighbours are less in the enlarged one. Then rounded, and clipped to the legal range, 16…235
  in 8 bits of video range: CTCountOfBitsChangedSegment, CTRandomness_C, Library/Raisr_globals.h;
- sides that are enlarged 1.5 times are cut to whole pixels: ffmpeg/vf_raisr.c, config_props_output;
- means that are halves are rounded up in 8 bits, to even numbers in more, as IPP 2026.1's ippiResizeLinear_8u_C1R and
  _16u_C1R do at 2x.

What differs: atan2, roots and sums are exact to single precision, where its AVX code approximates roots to 12 bits and,
built by gcc, atan2 to 0.004 (of pixels of one pass, 0.4 % and 1.5 % are then others); there are no seams between
threads; at 1.5x an odd side is not taken for one pixel less; and with *randomness* no pixel is left unwritten.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...errors import BadInput
from ..grid import name, square
from ..shaderfile import Style, head, number, texture, vector
from .intel import TAPS, Filters, Stage

SIGMA = 2.0
MARGIN = 6
SMALLEST = 1e-6
"""b / (a + d) below which b counts as 0; the library asks for 0 itself, but its sums are of single precision."""
BLENDS = ("count", "randomness", "off")
RANGES = ("video", "full")
ROWS = 2048.0
"""A bucket is kept as its part of this, which a half float holds."""
_COLUMNS = TAPS**2 // 4 + 1
_REACH = TAPS // 2


def shader(filters: Filters, style: Style, blend: str = "count", levels: str = "video") -> str:
    """The text of a shader file that hooks LUMA. `blend` and `levels` (of the legal range) are the first choices of its
    parameters. BadInput for a name that GLSL has no use for."""
    return _Writer(filters, style, blend, levels).text()


def buckets(filters: Filters, style: Style, stage: int = 0, blend: str = "count", levels: str = "video") -> str:
    """A shader that draws in place of luma, at the size of that stage's output, the bucket of each pixel / 2048, and
    1 where none is filtered."""
    return _Writer(filters, style, blend, levels).buckets(stage)


def packed(stage: Stage) -> NDArray[np.float64]:
    """(buckets · types, 31, 4): the 120 weights around the middle, in rows of the patch, then their sum with the middle
    one's, less 1."""
    flat = stage.weights.reshape(-1, TAPS**2)
    around = np.delete(flat, TAPS**2 // 2, axis=1)
    end = np.zeros((len(flat), 4))
    end[:, 0] = flat.sum(axis=1) - 1
    return np.concatenate([around, end], axis=1).reshape(len(flat), _COLUMNS, 4)


def unpacked(texels: NDArray[np.float64], types: int) -> NDArray[np.float64]:
    """The weights (buckets, types, 121) that such a texture means."""
    flat = texels.reshape(len(texels), -1)
    around, total = flat[:, : TAPS**2 - 1], flat[:, TAPS**2 - 1] + 1
    middle = TAPS**2 // 2
    weights = np.insert(around, middle, total - around.sum(axis=1), axis=1)
    return weights.reshape(-1, types, TAPS**2)


def gaussian() -> NDArray[np.float64]:
    """(11,), its sum is 1."""
    at = np.arange(TAPS) - _REACH
    made = np.exp(-(at**2) / (2 * SIGMA**2))
    return np.asarray(made / made.sum())


class _Writer:
    def __init__(self, filters: Filters, style: Style, blend: str, levels: str) -> None:
        if blend not in BLENDS or levels not in RANGES:
            raise BadInput(f"blend '{blend}', range '{levels}'; there are {', '.join(BLENDS)}; {', '.join(RANGES)}")
        self.filters, self.style = filters, style
        self.blends = sorted(BLENDS, key=lambda b: b != blend)
        self.ranges = sorted(RANGES, key=lambda r: r != levels)
        self.macro = style.name.upper()
        larger = any(stage.enlarges for stage in filters.stages)
        # Below, the picture would be shrunk again by more than it was to be enlarged.
        self.when = "OUTPUT.w LUMA.w 1.2 * > OUTPUT.h LUMA.h 1.2 * > *" if larger else ""

    def text(self) -> str:
        stages = self.filters.stages
        parts = [head(self.style, ["strength 0.05"]), self._params()]
        for i in range(len(stages)):
            parts += self._stage(i, last=i == len(stages) - 1)
        parts += [self._texture(i) for i in range(len(stages))]
        return "\n".join(part.rstrip("\n") + "\n" for part in parts)

    def buckets(self, stage: int) -> str:
        self.when = ""
        parts = [self._params()]
        for i in range(stage):
            parts += self._stage(i, last=False)
        plain = self._plain(stage)
        if self.filters.stages[stage].enlarges:
            parts.append(self._enlarge(stage))
        parts.append(self._hash(stage))
        text = self._header(f"buckets {stage + 1}", [plain, self._own("hash", stage)], size=self._large(stage))
        text += self._bucket(stage, "1.0, 0.0, 0.0, 1.0")
        parts.append(text + f"    return vec4(float(bucket) / {ROWS}, 0.0, 0.0, 1.0);\n}}\n")
        parts += [self._texture(i) for i in range(stage)]
        return "\n".join(part.rstrip("\n") + "\n" for part in parts)

    # ── the file

    def _params(self) -> str:
        def choice(words: list[str]) -> str:
            return "\n".join(f"{self.macro}_{word.upper()}" for word in words)

        return (
            "//!PARAM strength\n//!DESC how far the filters go from the enlarged picture; 1 is as learned\n"
            "//!TYPE float\n//!MINIMUM 0.0\n//!MAXIMUM 2.0\n1.0\n\n"
            "//!PARAM sample_bits\n//!DESC bits of the video's samples: results are rounded to such numbers\n"
            f"//!TYPE DEFINE\n//!MINIMUM 8\n//!MAXIMUM 16\n{self.filters.bits}\n\n"
            "//!PARAM census_blend\n//!DESC back to the enlarged picture where the order of neighbours changes; "
            "or by how many are darker; or not\n"
            f"//!TYPE ENUM DEFINE\n{choice(self.blends)}\n\n"
            "//!PARAM sample_range\n//!DESC legal values of luma\n"
            f"//!TYPE ENUM DEFINE\n{choice(self.ranges)}\n"
        )

    def _header(self, what: str, binds: list[str], save: str = "", size: bool = False) -> str:
        lines = ["//!HOOK LUMA", *(f"//!BIND {b}" for b in binds)]
        if save:
            lines.append(f"//!SAVE {save}")
        if size:
            for letter, word in (("w", "WIDTH"), ("h", "HEIGHT")):
                side = f"LUMA.{letter}"
                twice = f"{side} 3 * {side} 3 * 2 % - 2 /" if self.filters.factor != 2 else f"{side} 2 *"
                lines.append(f"//!{word} {twice}")
        if save:
            lines.append("//!COMPONENTS 4")
        if self.when:
            lines.append(f"//!WHEN {self.when}")
        lines.append(f"//!DESC {self.style.name}: {what}")
        return "\n".join(lines) + "\n#define LEVELS (exp2(float(sample_bits)) - 1.0)\n"

    def _own(self, what: str, stage: int) -> str:
        return f"{self.style.name}_{what}{stage}"

    def _large(self, stage: int) -> bool:
        return any(s.enlarges for s in self.filters.stages[: stage + 1])

    def _source(self, stage: int) -> str:
        return self._own("out", stage - 1) if stage else "HOOKED"

    def _plain(self, stage: int) -> str:
        """The picture that a stage filters."""
        return self._own("plain", stage) if self.filters.stages[stage].enlarges else self._source(stage)

    # ── passes

    def _stage(self, i: int, last: bool) -> list[str]:
        passes = [self._enlarge(i)] if self.filters.stages[i].enlarges else []
        return [*passes, self._hash(i), self._filter(i), self._blend(i, "" if last else self._own("out", i))]

    def _enlarge(self, i: int) -> str:
        source = self._source(i)
        side = "2 * size" if self.filters.factor == 2 else "3 * size / 2"
        # Where a pixel lies is told in whole numbers: the means of samples are often halves, which must round alike.
        return (
            self._header(f"enlarge {i + 1}", [source], self._own("plain", i), size=True)
            + f"""vec4 hook() {{
    ivec2 size = ivec2({source}_size + 0.5), large = {side};
    ivec2 at = (ivec2({source}_pos * vec2(large)) * 2 + 1) * size + large;
    ivec2 low = at / (2 * large) - 1;
    vec2 part = vec2(at % (2 * large)) / vec2(2 * large);
    vec2 near = (vec2(low) + 0.5) * {source}_pt, far = near + {source}_pt;
    vec4 four = vec4({source}_tex(near).x, {source}_tex(vec2(far.x, near.y)).x,
        {source}_tex(vec2(near.x, far.y)).x, {source}_tex(far).x);
    four = floor(four * LEVELS + 0.5);
    vec2 down = mix(four.xy, four.zw, part.y);
    float v = mix(down.x, down.y, part.x);
#if sample_bits == 8
    v = floor(v + 0.50025);
#else
    v = roundEven(v);
#endif
    return vec4(v / LEVELS, 0.0, 0.0, 1.0);
}}
"""
        )

    def _filter(self, i: int) -> str:
        stage = self.filters.stages[i]
        plain, hashes, bank = self._plain(i), self._own("hash", i), self._own("bank", i)
        text = self._header(f"filter {i + 1}", [plain, hashes, bank], self._own("raw", i), size=self._large(i))
        text += self._bucket(i, "0.0, 0.0, 0.0, 1.0") + _taps(plain, -_REACH, _REACH)
        if stage.types == 4:
            text += "    bucket = bucket * 4 + (int(at.y) + 1) % 2 * 2 + (int(at.x) + 1) % 2;\n"
        text += f"    float y = (float(bucket) + 0.5) * {number(1 / (stage.weights.shape[0] * stage.types))};\n"
        middle = name(0, 0)
        text += f"    float c = {middle}, d = c * {self._texel(bank, _COLUMNS - 1)}.x;\n"
        around = [f"{name(*p)} - c" for p in square(TAPS) if p != (0, 0)]
        for k in range(0, len(around), 4):
            text += f"    d += dot({self._texel(bank, k // 4)}, vec4({', '.join(around[k : k + 4])}));\n"
        # A half float holds eleven bits; what they leave goes into another.
        return (
            text
            + self._legal()
            + """    d = c + d > least && c + d < most ? d : 0.0;
    float unit = (LEVELS + 1.0) / 2048.0, much = floor(d / unit) * unit;
    return vec4(much, d - much, 0.0, 1.0);
}
"""
        )

    @staticmethod
    def _texel(bank: str, column: int) -> str:
        return f"texture({bank}, vec2({number((column + 0.5) / _COLUMNS)}, y))"

    def _legal(self) -> str:
        return (f"#if sample_range == {self.macro}_VIDEO\n"
                "    float least = (LEVELS + 1.0) / 16.0, most = least * 14.6875;\n"
                "#else\n    float least = 0.0, most = LEVELS;\n#endif\n")  # fmt: skip

    def _blend(self, i: int, save: str) -> str:
        plain, raw = self._plain(i), self._own("raw", i)
        text = self._header(f"blend {i + 1}", [plain, raw], save, size=self._large(i)) + f"""
float plain(vec2 at) {{ return floor({plain}_tex(at * {plain}_pt).x * LEVELS + 0.5); }}
float filtered(vec2 at) {{ return plain(at) + dot({raw}_tex(at * {raw}_pt).xy, vec2(1.0)); }}
vec4 hook() {{
    vec2 at = floor({plain}_pos * {plain}_size) + 0.5;
    float low = plain(at), high = filtered(at), v = high;
    vec2 ring = min(at, {plain}_size - at);
    bool inner = min(ring.x, ring.y) > 1.0;
""" + self._legal()  # fmt: skip
        ring = [f"at + vec2({x}, {y})" for y, x in square(3) if (y, x) != (0, 0)]
        count = "".join(f"    n += float((plain({p}) < low) != (filtered({p}) < high));\n" for p in ring)
        less = "".join(f"    n += float(plain({p}) < low);\n" for p in ring)
        return (
            text
            + f"""#if census_blend == {self.macro}_COUNT
    float n = 0.0;
{count}    v = inner ? high + n * 0.125 * (low - high) : low;
#elif census_blend == {self.macro}_RANDOMNESS
    float n = 0.0;
{less}    v = low + n * 0.125 * (high - low);
    inner = all(greaterThan(at, vec2({MARGIN}.0))) && at.y < {plain}_size.y - {MARGIN}.0
        && at.x < {self._right(plain)};
#endif
    v = floor(low + strength * (v - low) + 0.5);
    v = inner ? clamp(v, least, most) : v;
    return vec4(v / LEVELS, 0.0, 0.0, 1.0);
}}
"""
        )

    @staticmethod
    def _right(plain: str) -> str:
        return f"{MARGIN}.0 + floor(({plain}_size.x - {2 * MARGIN}.0 + 0.25) / 8.0) * 8.0"

    # ── the hash

    def _hash(self, i: int) -> str:
        """The buckets of two by two pixels, whose windows are the same but for their edges."""
        plain, stage = self._plain(i), self.filters.stages[i]
        angles, levels, ratios = stage.angles, stage.strength, stage.coherence
        head = self._header(f"hash {i + 1}", [plain], self._own("hash", i))
        sides = "".join(
            f"//!{word} {plain}.{s} {plain}.{s} 2 % + 2 /\n" for word, s in (("WIDTH", "w"), ("HEIGHT", "h"))
        )
        lines = [
            "#define G(n, s, w, e, g) { float v = s - n, u = e - w; "
            "a += (v * v) * g; b += (v * u) * g; d += (u * u) * g; }",
            "vec4 hook() {",
            f"    vec2 at = floor({plain}_pos * floor({plain}_size * 0.5 + 0.5)) * 2.0;",
            f"    if (min(at.x, at.y) < {MARGIN - 1}.0 || at.y >= {plain}_size.y - {MARGIN}.0"
            f" || at.x >= {self._right(plain)}) return vec4(0.0);",
            _taps(plain, -MARGIN, MARGIN + 1).rstrip("\n"),
            "    vec4 a = vec4(0.0), b = vec4(0.0), d = vec4(0.0);",
        ]
        g = np.pad(gaussian(), 1)
        for y, x in square(TAPS + 2):
            # From here to the patch's end in the four pixels: the first, right of it, below it, both.
            y, x = y + 1, x + 1
            if max(y, x) > MARGIN:
                continue
            weights = [float(g[y - j + _REACH + 1] * g[x - k + _REACH + 1]) for j in (0, 1) for k in (0, 1)]
            near = ", ".join(name(y + j, x + k) for j, k in ((-1, 0), (1, 0), (0, -1), (0, 1)))
            lines.append(f"    G({near}, {vector(weights)})")
        lines += [
            "    vec4 unit = vec4(4.0 * LEVELS * LEVELS), middle = (a + d) * 0.5, apart = (a - d) * 0.5;",
            "    vec4 root = sqrt(apart * apart + b * b);",
            "    vec4 high = middle + root, low = max(middle - root, 0.0);",
            # The last term keeps atan(0, 0) away; where b counts as 0 the angle is.
            f"    vec4 slanted = vec4(greaterThan(abs(b), middle * {number(2 * SMALLEST)}));",
            f"    vec4 turn = slanted * atan(b, apart + (1.0 - slanted)) * {number(angles / 2 / np.pi)};",
            f"    turn += vec4(lessThan(turn, vec4(0.0))) * {angles}.0;",
            f"    vec4 row = clamp(floor(turn), 0.0, {angles - 1}.0) * {len(levels) + 1}.0;",
            *(f"    row += vec4(greaterThan(high, unit * {number(t)}));" for t in levels),
            f"    row *= {len(ratios) + 1}.0;",
            *(f"    row += vec4(lessThan(low, high * {number(((1 - t) / (1 + t)) ** 2)}));" for t in ratios),
            f"    return row / {ROWS};\n}}\n",
        ]
        header, macro = head.split("\n#define", 1)
        return header + "\n" + sides + "#define" + macro + "\n".join(lines)

    def _bucket(self, i: int, outside: str) -> str:
        """The beginning of a hook: `at` and the int `bucket`."""
        plain, hashes = self._plain(i), self._own("hash", i)
        return f"""vec4 hook() {{
    vec2 at = floor({plain}_pos * {plain}_size);
    if (min(at.x, at.y) < {MARGIN}.0 || at.y >= {plain}_size.y - {MARGIN}.0
        || at.x >= {self._right(plain)}) return vec4({outside});
    vec2 cell = floor(at * 0.5), sub = at - cell * 2.0;
    vec4 four = {hashes}_tex((cell + 0.5) * {hashes}_pt);
    vec2 two = sub.y < 0.5 ? four.xy : four.zw;
    int bucket = int((sub.x < 0.5 ? two.x : two.y) * {ROWS} + 0.5);
"""

    def _texture(self, i: int) -> str:
        texels = packed(self.filters.stages[i])
        data = texels.astype(np.float16).astype("<f4").tobytes()
        return texture(self._own("bank", i), texels.shape[1], texels.shape[0], "rgba16f", data)


def _taps(plain: str, first: int, last: int) -> str:
    """Statements that read a square of pixels, from `first` to `last` in both directions, as whole numbers."""
    side = range(first, last + 1)
    gathered, single = [], []
    for y in range(first, last + 1, 2):
        for x in range(first, last + 1, 2):
            # Their order: below left, below right, above right, above left.
            four = ((y + 1, x, "x"), (y + 1, x + 1, "y"), (y, x + 1, "z"), (y, x, "w"))
            kept = [f"{name(j, k)} = q.{c}" for j, k, c in four if max(j, k) <= last]
            corner = f"(at + vec2({x + 1}, {y + 1})) * {plain}_pt"
            gathered.append(f"    q = floor({plain}_gather({corner}, 0) * LEVELS + 0.5); {'; '.join(kept)};")
    for y in side:
        for x in side:
            read = f"{plain}_tex((at + vec2({x + 0.5}, {y + 0.5})) * {plain}_pt).x"
            single.append(f"    {name(y, x)} = floor({read} * LEVELS + 0.5);")
    rows = ["    float " + ", ".join(name(y, x) for x in side) + ";" for y in side]
    lines = [*rows, f"#ifdef {plain}_gather", "    vec4 q;", *gathered, "#else", *single, "#endif"]
    return "\n".join(lines) + "\n"
