"""Finished planes to a picture for the screen: an 8-bit RGBA texture that stays while the next frame is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import moderngl

from ..core.color import Color, Matrix, Siting, yuv_to_rgb
from ..core.frame import Model, PixelFormat
from ..core.steps import TextureSpec
from .context import Context
from .pool import Pool, Target
from .program import Program, Programs


@dataclass(frozen=True, slots=True)
class PlaneTexture:
    """`packed`: four samples of a row lie in one texel, as the planner writes planes."""

    texture: Any
    packed: bool = False


class Developer:
    """Draws planes of one format and meaning, `width` x `height`, into RGB as they would be decoded and shown: chroma
    by bilinear interpolation at its siting, alpha over black."""

    def __init__(
        self, context: Context, pool: Pool, programs: Programs, form: PixelFormat, color: Color, width: int, height: int
    ) -> None:
        self._context, self._pool, self._programs = context, pool, programs
        self.spec = TextureSpec(width, height, 4, "f1")
        self._form, self._color = form, color
        self._made: dict[tuple[bool, ...], Program] = {}

    def develop(self, planes: Sequence[PlaneTexture]) -> Target:
        """A picture lent by the pool; whoever takes it gives it back."""
        packed = tuple(p.packed for p in planes)
        program = self._made.get(packed)
        if program is None:
            samplers = {f"upshade_plane{k}": k for k in range(len(planes))}
            program = self._programs.acquire_plain(_source(self._form, self._color, packed), samplers)
            self._made[packed] = program
        target = self._pool.acquire(self.spec)
        context = self._context
        context.begin()
        target.fbo.use()
        sampler = context.sampler(linear=False)
        for unit, plane in enumerate(planes):
            plane.texture.use(unit)
            sampler.use(unit)
        program.vao.render(moderngl.TRIANGLES, 3)
        context.mgl.clear_samplers(0, len(planes))
        return target

    def release(self) -> None:
        for program in self._made.values():
            self._programs.give_back(program)
        self._made.clear()


def _source(form: PixelFormat, color: Color, packed: Sequence[bool]) -> str:
    lines = ["#version 330 core", "out vec4 upshade_out;"]
    for k, four in enumerate(packed):
        lines.append(f"uniform sampler2D upshade_plane{k};")
        width = f"textureSize(upshade_plane{k}, 0).x" + (" * 4" if four else "")
        value = f"vec4(texelFetch(upshade_plane{k}, ivec2(p.x >> 2, p.y), 0)[p.x & 3])" if four else (
            f"texelFetch(upshade_plane{k}, p, 0)")  # fmt: skip
        lines.append(f"vec4 at{k}(ivec2 p) {{ p = clamp(p, ivec2(0), ivec2({width}, textureSize(upshade_plane{k}, 0).y)"
                     f" - 1); return {form.sample_scale!r} * {value}; }}")  # fmt: skip
    lines += ["void main() {", "    ivec2 pixel = ivec2(gl_FragCoord.xy);", "    vec4 color = at0(pixel);"]
    if form.model is Model.RGB:
        lines.append("    color.rgb *= color.a;" if form.has_alpha else "")
    else:
        lines += _chroma(form, color)
        shown = color if color.matrix is not Matrix.RGB else Color(Matrix.BT709, color.range)
        m, c = yuv_to_rgb(shown, form.bits)
        rows = ", ".join(f"{float(m[j][i])!r}" for i in range(3) for j in range(3))
        lines.append(
            f"    color.rgb = mat3({rows}) * vec3(color.x, chroma) + vec3({', '.join(repr(float(x)) for x in c)});"
        )
    lines.append("    upshade_out = vec4(clamp(color.rgb, 0.0, 1.0), 1.0);\n}\n")
    return "\n".join(lines)


def _chroma(form: PixelFormat, color: Color) -> list[str]:
    if form.model is Model.GRAY:
        middle = float(2 ** (form.bits - 1)) / (2**form.bits - 1)
        return [f"    vec2 chroma = vec2({middle!r});"]
    sets = ["vec2(at1(p).x, at2(p).x)"] if len(form.planes) == 3 else ["at1(p).xy"]
    if form.sub == (1, 1):
        return ["    ivec2 p = pixel;", f"    vec2 chroma = {sets[0]};"]
    # A chroma sample lies on the first of the luma samples it covers, or in their middle (H.273 figure 1).
    first = (color.siting is not Siting.CENTER, color.siting is Siting.TOPLEFT)
    shift = [0.0 if on or n == 1 else 0.5 * (n - 1) for n, on in zip(form.sub, first, strict=True)]
    return [
        f"    vec2 spot = (vec2(pixel) - vec2({shift[0]}, {shift[1]})) / vec2({form.sub[0]}.0, {form.sub[1]}.0);",
        "    ivec2 base = ivec2(floor(spot));",
        "    vec2 part = spot - vec2(base), chroma = vec2(0.0);",
        "    for (int y = 0; y < 2; y++) for (int x = 0; x < 2; x++) {",
        "        float weight = (x == 1 ? part.x : 1.0 - part.x) * (y == 1 ? part.y : 1.0 - part.y);",
        "        ivec2 p = base + ivec2(x, y);",
        f"        if (weight > 0.0) chroma += weight * {sets[0]};",
        "    }",
    ]
