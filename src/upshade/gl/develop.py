"""Finished planes to a picture for the screen: an 8-bit RGBA texture that stays while the next frame is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import moderngl

from ..core import bluenoise, library
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
    by bilinear interpolation at its siting, alpha over black. What has more than 8 bits is dithered, as the planner
    dithers."""

    def __init__(
        self, context: Context, pool: Pool, programs: Programs, form: PixelFormat, color: Color, width: int, height: int
    ) -> None:
        self._context, self._pool, self._programs = context, pool, programs
        self.spec = TextureSpec(width, height, 4, "f1")
        self._form, self._color = form, color
        self._size = (width, height)
        self._made: dict[str, Program] = {}
        self._tile = pool.data.acquire_table(bluenoise.tile()) if form.bits > 8 else None

    def develop(self, planes: Sequence[PlaneTexture]) -> Target:
        """A picture lent by the pool; whoever takes it gives it back."""
        subsampled = self._form.model is Model.YUV and self._form.sub != (1, 1)
        merged = None
        if subsampled and len(planes) == 3:
            # Together they are sampled once, by the driver's own filter, instead of eight times.
            merged = self._merge(planes[1:])
            planes = (planes[0], PlaneTexture(merged.texture))
        packed = tuple(plane.packed for plane in planes)
        target = self._pool.acquire(self.spec)
        self._draw(target, _source(self._form, self._color, packed, subsampled), planes, linear=subsampled)
        if merged is not None:
            self._pool.give_back(merged)
        return target

    def _merge(self, planes: Sequence[PlaneTexture]) -> Target:
        width, height = self._form.plane_size(1, *self._size)
        target = self._pool.acquire(TextureSpec(width, height, 2, "f1" if self._form.bits <= 8 else "nu2"))
        self._draw(target, _merging([plane.packed for plane in planes]), planes, linear=False)
        return target

    def _draw(self, target: Target, source: str, planes: Sequence[PlaneTexture], linear: bool) -> None:
        """`linear`: all but the first are filtered."""
        program = self._made.get(source)
        if program is None:
            samplers = {f"upshade_plane{k}": k for k in range(len(planes))} | {"upshade_tile": _TILE}
            program = self._made[source] = self._programs.acquire_plain(source, samplers)
        context = self._context
        context.begin()
        target.fbo.use()
        for unit, plane in enumerate(planes):
            plane.texture.use(unit)
            context.sampler(linear=linear and unit > 0).use(unit)
        if self._tile is not None:
            self._tile.texture.use(_TILE)
            context.sampler(linear=False, border="REPEAT").use(_TILE)
        program.vao.render(moderngl.TRIANGLES, 3)
        context.mgl.clear_samplers(0, _TILE + 1)

    def release(self) -> None:
        for program in self._made.values():
            self._programs.give_back(program)
        self._made.clear()
        if self._tile is not None:
            self._pool.data.give_back(self._tile)
            self._tile = None


_TILE = 3
"""The texture unit of the dither's thresholds, behind the planes."""
_HEAD = ["#version 330 core", "out vec4 upshade_out;"]


def _plane(k: int, packed: bool) -> list[str]:
    """`atK(pixel)`: a sample of plane k, 0…1 over all its bits."""
    value = f"texelFetch(upshade_plane{k}, p, 0)"
    if packed:
        value = f"vec4(texelFetch(upshade_plane{k}, ivec2(p.x >> 2, p.y), 0)[p.x & 3])"
    return [f"uniform sampler2D upshade_plane{k};", f"vec4 at{k}(ivec2 p) {{ return {value}; }}"]


def _merging(packed: Sequence[bool]) -> str:
    lines = [*_HEAD, *_plane(0, packed[0]), *_plane(1, packed[1])]
    lines += ["void main() {", "    ivec2 p = ivec2(gl_FragCoord.xy);"]
    lines.append("    upshade_out = vec4(at0(p).x, at1(p).x, 0.0, 1.0);\n}\n")
    return "\n".join(lines)


def _source(form: PixelFormat, color: Color, packed: Sequence[bool], subsampled: bool) -> str:
    scale = repr(form.sample_scale)
    lines = list(_HEAD)
    for k, four in enumerate(packed):
        lines += _plane(k, four)
    lines += ["void main() {", "    ivec2 pixel = ivec2(gl_FragCoord.xy);", f"    vec4 color = {scale} * at0(pixel);"]
    if form.model is Model.RGB:
        lines.append("    color.rgb *= color.a;" if form.has_alpha else "")
    else:
        lines.append(f"    vec2 chroma = {_chroma(form, color, len(packed), subsampled)};")
        shown = color if color.matrix is not Matrix.RGB else Color(Matrix.BT709, color.range)
        m, c = yuv_to_rgb(shown, form.bits)
        rows = ", ".join(f"{float(m[j][i])!r}" for i in range(3) for j in range(3))
        zero = ", ".join(repr(float(x)) for x in c)
        lines.append(f"    color.rgb = mat3({rows}) * vec3(color.x, chroma) + vec3({zero});")
    if form.bits > 8:
        lines[2:2] = ["uniform sampler2D upshade_tile;", library.builtin("dither")]
        lines.append(f"    color = upshade_dither(color, upshade_tile, gl_FragCoord.xy, 255.0, {1 / 255!r});")
    lines.append("    upshade_out = vec4(clamp(color.rgb, 0.0, 1.0), 1.0);\n}\n")
    return "\n".join(lines)


def _chroma(form: PixelFormat, color: Color, planes: int, subsampled: bool) -> str:
    if form.model is Model.GRAY:
        middle = float(2 ** (form.bits - 1)) / (2**form.bits - 1)
        return f"vec2({middle!r})"
    scale = repr(form.sample_scale)
    if not subsampled:
        return f"{scale} * " + ("vec2(at1(pixel).x, at2(pixel).x)" if planes == 3 else "at1(pixel).xy")
    # A chroma sample lies on the first of the luma samples it covers, or in their middle (H.273 figure 1).
    first = (color.siting is not Siting.CENTER, color.siting is Siting.TOPLEFT)
    shift = [0.0 if on or n == 1 else 0.5 * (n - 1) for n, on in zip(form.sub, first, strict=True)]
    spot = f"((vec2(pixel) - vec2({shift[0]}, {shift[1]})) / vec2({form.sub[0]}.0, {form.sub[1]}.0) + 0.5)"
    return f"{scale} * texture(upshade_plane1, {spot} / vec2(textureSize(upshade_plane1, 0))).xy"
