"""Pictures on the screen: zoomed, side by side along a line, as a difference; what lies over them; small copies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import moderngl
import numpy as np
from numpy.typing import NDArray

from ..core.steps import TextureSpec
from .context import Context
from .pool import Pool, Target
from .program import Program, Programs

Rect = tuple[float, float, float, float]
"""Left, top, width, height in pixels of the framebuffer, counted from its upper left."""

SHARP = 3.0
"""Enlarged this much or more, pixels are shown as squares with soft borders instead of being interpolated."""


@dataclass(frozen=True, slots=True)
class Look:
    """How pictures are shown. `rect`: where the whole picture lies, `clip` what of the window it may cover. `turns`:
    quarter turns counter-clockwise. `split`: where the line lies between a (left of it) and b, None for a alone, in
    pixels of the framebuffer. `gain`: show |a − b| times this instead."""

    rect: Rect
    clip: Rect
    turns: int = 0
    split: float | None = None
    gain: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """A texture of R'G'B'A, premultiplied, with its place on the framebuffer."""

    texture: Any
    rect: Rect


class Display:
    """Draws into the window's framebuffer, or into any other. `release()` before the context goes."""

    def __init__(self, context: Context, pool: Pool, programs: Programs) -> None:
        self._context, self._pool, self._programs = context, pool, programs
        self._made: dict[str, Program] = {}

    def clear(self, fbo: Any, size: tuple[int, int], color: tuple[float, float, float]) -> None:
        self._context.begin()
        fbo.use()
        mgl = self._context.mgl
        mgl.viewport = (0, 0, *size)
        fbo.clear(*color, 1.0)

    def draw(self, fbo: Any, size: tuple[int, int], look: Look, a: Target, b: Target | None = None) -> None:
        """`size`: of the framebuffer. Without `b`, `split` and `gain` mean nothing. A split draws two parts, so that
        each pixel is sampled once."""
        if b is None or (look.split is None and look.gain is None):
            self._one(fbo, size, look, look.clip, (a,))
        elif look.gain is not None:
            self._one(fbo, size, look, look.clip, (a, b))
        else:
            assert look.split is not None
            left, top, width, height = look.clip
            at = min(max(round(look.split), left), left + width)
            self._one(fbo, size, look, (left, top, at - left, height), (a,))
            self._one(fbo, size, look, (at, top, left + width - at, height), (b,))

    def overlay(self, fbo: Any, size: tuple[int, int], layers: Sequence[Layer], clip: Rect | None = None) -> None:
        """Lay textures over what is there."""
        if not layers:
            return
        mgl = self._context.mgl
        program = self._program("overlay", _OVERLAY, ("picture",))
        self._begin(fbo)
        mgl.enable_only(moderngl.BLEND)
        mgl.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA
        self._context.sampler(linear=True).use(0)
        try:
            for layer in layers:
                inner = _bounds(layer.rect, size) if clip is None else _bounds(_cut(layer.rect, clip), size)
                if inner[2] <= 0 or inner[3] <= 0:
                    continue
                mgl.viewport, mgl.scissor = inner, inner
                _set(program, "rect", (layer.rect[0], size[1] - layer.rect[1], layer.rect[2], layer.rect[3]))
                layer.texture.use(0)
                program.vao.render(moderngl.TRIANGLES, 3)
        finally:
            self._end(size)

    def copy(
        self, source: Target, width: int, height: int, packed: bool = False, gain: float = 1.0, bias: float = 0.0
    ) -> Target:
        """A small or large 8-bit copy of any texture, lent by the pool: one component as gray, two as red and green,
        value * `gain` + `bias` cut to 0…1; `packed` as in `develop`."""
        target = self._pool.acquire(TextureSpec(width, height, 4, "f1"))
        kind = {1: "rrr", 2: "rg0", 3: "rgb", 4: "rgb"}[source.components] if not packed else "packed"
        wide = source.spec.width * (4 if packed else 1)
        same = (wide, source.spec.height) == (width, height)
        program = self._program(f"copy {kind} {same}", _copy(kind, same), ("picture",))
        self._begin(target.fbo)
        _set(program, "scale", (wide / width, source.spec.height / height))
        _set(program, "gain", gain)
        _set(program, "bias", bias)
        source.texture.use(0)
        self._context.sampler(linear=False).use(0)
        program.vao.render(moderngl.TRIANGLES, 3)
        self._context.mgl.clear_samplers(0, 1)
        return target

    def pixels(self, picture: Target) -> NDArray[np.uint8]:
        """The picture as an array (height, width, 3)."""
        self._context.finish()
        array = np.empty((picture.spec.height, picture.spec.width, 4), np.uint8)
        picture.texture.read_into(array, alignment=1)
        return np.ascontiguousarray(array[..., :3])

    def pixel(self, picture: Target, x: int, y: int, width: int = 1, height: int = 1) -> NDArray[np.uint8]:
        """A few pixels from (x, y) of the picture, shape (height, width, 3)."""
        self._context.park()
        data = picture.fbo.read(viewport=(x, y, width, height), components=4, alignment=1)
        return np.frombuffer(data, np.uint8).reshape(height, width, 4)[..., :3].copy()

    def screen(self, fbo: Any, size: tuple[int, int]) -> NDArray[np.uint8]:
        """What is on a framebuffer, upper row first, shape (height, width, 3)."""
        data = fbo.read(viewport=(0, 0, *size), components=3, alignment=1)
        # moderngl asks for a colour attachment, which the window's own framebuffer has not: that is an error to OpenGL,
        # which the next texture that is made would be blamed for.
        self._context.mgl.clear_errors()
        return np.frombuffer(data, np.uint8).reshape(size[1], size[0], 3)[::-1].copy()

    def release(self) -> None:
        for program in self._made.values():
            self._programs.give_back(program)
        self._made.clear()

    def _one(self, fbo: Any, size: tuple[int, int], look: Look, clip: Rect, pictures: tuple[Target, ...]) -> None:
        inner = _bounds(_cut(look.rect, clip), size)
        if inner[2] <= 0 or inner[3] <= 0:
            return
        turned = look.turns % 2 == 1
        width, height = (look.rect[3], look.rect[2]) if turned else (look.rect[2], look.rect[3])
        scales = [(width / p.spec.width, height / p.spec.height) for p in pictures]
        kind = _filter([side for scale in scales for side in scale])
        if kind == "cubic" and self._context.software:
            kind = "linear"  # five taps cost more than the panels do
        names = ("a", "b")[: len(pictures)]
        program = self._program(f"view {kind} {len(pictures)}", _view(kind, len(pictures)), names)
        self._begin(fbo)
        mgl = self._context.mgl
        mgl.viewport, mgl.scissor = inner, inner
        _set(program, "rect", (look.rect[0], size[1] - look.rect[1], look.rect[2], look.rect[3]))
        _set(program, "turn", _TURNS[look.turns % 4])
        for name, (x, y) in zip(names, scales, strict=True):
            _set(program, f"step_{name}", (1.0 / x, 1.0 / y))
        if look.gain is not None:
            _set(program, "gain", look.gain)
        linear = kind != "nearest"
        for unit, picture in enumerate(pictures):
            picture.texture.use(unit)
            self._context.sampler(linear).use(unit)
        program.vao.render(moderngl.TRIANGLES, 3)
        self._end(size)

    def _begin(self, fbo: Any) -> None:
        self._context.begin()
        fbo.use()

    def _end(self, size: tuple[int, int]) -> None:
        mgl = self._context.mgl
        mgl.clear_samplers(0, 2)
        mgl.scissor = None
        mgl.viewport = (0, 0, *size)
        mgl.enable_only(moderngl.NOTHING)

    def _program(self, key: str, source: str, samplers: tuple[str, ...]) -> Program:
        if key not in self._made:
            self._made[key] = self._programs.acquire_plain(source, {name: k for k, name in enumerate(samplers)})
        return self._made[key]


def _set(program: Program, name: str, value: object) -> None:
    member = program.mgl.get(name, None)
    if member is not None and member.value != value:
        member.value = value


def _cut(rect: Rect, clip: Rect) -> Rect:
    left, top = max(rect[0], clip[0]), max(rect[1], clip[1])
    right, bottom = min(rect[0] + rect[2], clip[0] + clip[2]), min(rect[1] + rect[3], clip[1] + clip[3])
    return left, top, right - left, bottom - top


def _bounds(rect: Rect, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Whole pixels, counted from the lower left as OpenGL does, within the framebuffer."""
    left, top = max(0, round(rect[0])), max(0, round(rect[1]))
    right, bottom = min(size[0], round(rect[0] + rect[2])), min(size[1], round(rect[1] + rect[3]))
    return left, size[1] - bottom, right - left, bottom - top


def _filter(scales: Sequence[float]) -> str:
    """`scales`: by how much pictures are enlarged along each of their axes. At whole factors every pixel is a rectangle
    of exactly so many pixels."""
    if all(abs(scale - round(scale)) < 1e-4 and scale > 0.5 for scale in scales):
        return "nearest"
    if min(scales) < 1:
        return f"box{min(4, int(np.ceil(0.5 / min(scales) - 1e-6)))}"
    return "sharp" if min(scales) >= SHARP else "cubic"


_TURNS = {0: (1.0, 0.0, 0.0, 1.0), 1: (0.0, 1.0, -1.0, 0.0), 2: (-1.0, 0.0, 0.0, -1.0), 3: (0.0, -1.0, 1.0, 0.0)}
"""Columns of the matrix from a place on the screen, from the middle, to one in the picture: turned back."""

_HEAD = "#version 330 core\nout vec4 upshade_out;\nuniform vec4 rect;\n"

_OVERLAY = (
    _HEAD
    + """uniform sampler2D picture;
void main() {
    vec2 at = vec2(gl_FragCoord.x - rect.x, rect.y - gl_FragCoord.y) / rect.zw;
    upshade_out = texture(picture, at);
}
"""
)

_FILTERS = {
    "nearest": """vec3 look(sampler2D t, vec2 at, vec2 step) {
    return texelFetch(t, clamp(ivec2(at * vec2(textureSize(t, 0))), ivec2(0), textureSize(t, 0) - 1), 0).rgb;
}""",
    "linear": "vec3 look(sampler2D t, vec2 at, vec2 step) { return texture(t, at).rgb; }",
    # A texel's border is one pixel of the screen wide.
    "sharp": """vec3 look(sampler2D t, vec2 at, vec2 step) {
    vec2 size = vec2(textureSize(t, 0)), p = at * size - 0.5, base = floor(p);
    vec2 part = clamp((p - base - 0.5) / step + 0.5, 0.0, 1.0);
    return texture(t, (base + 0.5 + part) / size).rgb;
}""",
    # Catmull-Rom: the two middle taps of each axis are one bilinear sample; the corners weigh at most 1/256.
    "cubic": """vec3 look(sampler2D t, vec2 at, vec2 step) {
    vec2 size = vec2(textureSize(t, 0)), p = at * size, mid = floor(p - 0.5) + 0.5, f = p - mid;
    vec2 w0 = f * (-0.5 + f * (1.0 - 0.5 * f)), w1 = 1.0 + f * f * (-2.5 + 1.5 * f);
    vec2 w2 = f * (0.5 + f * (2.0 - 1.5 * f)), w3 = f * f * (-0.5 + 0.5 * f), w12 = w1 + w2;
    vec2 near = (mid - 1.0) / size, both = (mid + w2 / w12) / size, far = (mid + 2.0) / size;
    vec4 sum = vec4(texture(t, both).rgb, 1.0) * w12.x * w12.y;
    sum += vec4(texture(t, vec2(both.x, near.y)).rgb, 1.0) * w12.x * w0.y;
    sum += vec4(texture(t, vec2(near.x, both.y)).rgb, 1.0) * w0.x * w12.y;
    sum += vec4(texture(t, vec2(far.x, both.y)).rgb, 1.0) * w3.x * w12.y;
    sum += vec4(texture(t, vec2(both.x, far.y)).rgb, 1.0) * w12.x * w3.y;
    return clamp(sum.rgb / sum.a, 0.0, 1.0);
}""",
}


def _view(kind: str, pictures: int) -> str:
    if kind.startswith("box"):
        n = int(kind[3:])
        look = f"""vec3 look(sampler2D t, vec2 at, vec2 step) {{
    vec2 size = vec2(textureSize(t, 0));
    vec3 sum = vec3(0.0);
    for (int y = 0; y < {n}; y++) for (int x = 0; x < {n}; x++)
        sum += texture(t, at + ((vec2(x, y) + 0.5) / {n}.0 - 0.5) * step / size).rgb;
    return sum / {n * n}.0;
}}"""
    else:
        look = _FILTERS[kind]
    names = ("a", "b")[:pictures]
    first, second = (f"look({name}, at, step_{name})" for name in ("a", "b"))
    result = first if pictures == 1 else f"clamp(abs({first} - {second}) * gain, 0.0, 1.0)"
    return "\n".join([
        _HEAD, *(f"uniform sampler2D {name};\nuniform vec2 step_{name};" for name in names),
        "uniform vec4 turn;", "uniform float gain;", look,
        "void main() {",
        "    vec2 at = vec2(gl_FragCoord.x - rect.x, rect.y - gl_FragCoord.y) / rect.zw - 0.5;",
        "    at = mat2(turn.xy, turn.zw) * at + 0.5;",
        f"    upshade_out = vec4({result}, 1.0);\n}}\n",
    ])  # fmt: skip


def _copy(kind: str, same: bool) -> str:
    """`same`: pixel for pixel. A loop of one tap takes a software driver twice as long."""
    value = {
        "rrr": "texelFetch(picture, p, 0).rrr",
        "rg0": "vec3(texelFetch(picture, p, 0).rg, 0.0)",
        "rgb": "texelFetch(picture, p, 0).rgb",
        "packed": "vec3(texelFetch(picture, ivec2(p.x >> 2, p.y), 0)[p.x & 3])",
    }[kind]
    return f"""#version 330 core
out vec4 upshade_out;
uniform sampler2D picture;
uniform vec2 scale;
uniform float gain;
uniform float bias;
void main() {{
    ivec2 size = textureSize(picture, 0){" * ivec2(4, 1)" if kind == "packed" else ""};
    {"const int n = 1;" if same else "int n = int(clamp(ceil(max(scale.x, scale.y) * 0.5), 1.0, 4.0));"}
    vec3 sum = vec3(0.0);
    for (int y = 0; y < n; y++) for (int x = 0; x < n; x++) {{
        vec2 at = (floor(gl_FragCoord.xy) + (vec2(x, y) + 0.5) / float(n)) * scale;
        ivec2 p = clamp(ivec2(at), ivec2(0), size - 1);
        sum += {value};
    }}
    upshade_out = vec4(clamp(sum / float(n * n) * gain + bias, 0.0, 1.0), 1.0);
}}
"""
