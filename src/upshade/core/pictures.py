"""How the picture in flight is read by a pixel, brought together into one texture, or left to the texture filter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from . import color as col
from . import light as lights
from .images import Builder, Grid, Image, Load, Picture, affine, bind_on
from .light import Curve, Light
from .steps import Options


@dataclass(slots=True)
class Loader:
    """Reads pictures for `build`, chroma enlarged as `options` say. `curve`: from the source's signal to light; None
    for a source that is never linear."""

    build: Builder
    options: Options
    curve: Curve | None

    def resized(self, image: Image, grid: Grid, stage: str, kernel: str) -> Image:
        """`image` on `grid` by `kernel`, by the options' kernel for an axis that shrinks."""
        return self.build.resized(image, grid, kernel, self.options.shrink, stage)

    def load(
        self, picture: Picture, color: col.Color, grid: Grid | None = None, light: Light = Light.GAMMA
    ) -> Load:  # fmt: skip
        """GLSL for one pixel of the picture in the meaning `color` (RGB, or the picture's own Y'CbCr), and in `light`
        where that is RGB."""
        grid = grid or picture.grid
        if picture.packed is not None:
            load = self.build.read(picture.packed, grid)
            if picture.straight:
                load.statements.append("color.rgb *= color.a;")
        else:
            load = self._planes(picture, grid)
        if picture.color.matrix is not color.matrix or picture.color.range is not color.range:
            if picture.color.matrix is not col.Matrix.RGB:
                load.statements.append(affine(*col.yuv_to_rgb(picture.color, picture.bits)))
            if color.matrix is not col.Matrix.RGB:
                load.statements.append(affine(*col.rgb_to_yuv(color, picture.bits)))
            load.functions.append("color")
        load.add(self.between(picture.light, light))
        return load

    def between(self, have: Light, want: Light) -> Load:
        """GLSL that takes `color` from one light to another; nothing where they are the same."""
        if have is want:
            return Load([])
        assert self.curve is not None
        return Load(lights.between(have, want, self.curve, self.options), functions=["light"])

    def _planes(self, picture: Picture, grid: Grid) -> Load:
        assert picture.luma is not None
        load = Load(["color = vec4(LUMA_tex(LUMA_pos).x, 0.0, 0.0, 1.0);"],
                    [bind_on(picture.luma, grid, "LUMA", linear=not grid.holds(picture.luma))])  # fmt: skip
        if not picture.chroma:
            zero = 2 ** (picture.bits - 1) / (2**picture.bits - 1)
            load.statements.append(f"color.yz = vec2({zero!r});")
            return load
        chroma = picture.chroma
        if self.options.chroma != "bilinear" and not grid.holds(chroma[0]):
            chroma = tuple(self.resized(c, grid, "CHROMA", self.options.chroma) for c in chroma)
        linear = not grid.holds(chroma[0])
        if len(chroma) == 1:
            load.binds.append(bind_on(chroma[0], grid, "CHROMA", linear))
            load.statements.append("color.yz = CHROMA_tex(CHROMA_pos).xy;")
        else:
            load.binds += [bind_on(image, grid, name, linear) for image, name in zip(chroma, "UV", strict=True)]
            load.statements.append("color.yz = vec2(U_tex(U_pos).x, V_tex(V_pos).x);")
        return load

    def packed(self, picture: Picture, color: col.Color, name: str, light: Light = Light.GAMMA) -> Picture:
        """The picture as one texture of the meaning `color` in `light`, drawn only if it is not that already."""
        same = picture.color.matrix is color.matrix and picture.color.range is color.range and not picture.straight
        if picture.packed is not None and same and picture.light is light and picture.grid.holds(picture.packed):
            return replace(picture, packed=replace(picture.packed, name=name))
        title = "planes" if picture.packed is None else "Y'CbCr" if picture.color.matrix is not col.Matrix.RGB else ""
        title += " to RGB" if color.matrix is col.Matrix.RGB and not same else " to one texture"
        if picture.light is not light:
            title = f"to {light} light" if same else f"{title}, {light} light"
        load = self.load(picture, color, light=light)
        image = self.build.draw(name, picture.grid, 3, load, title.strip(), name)
        return replace(picture, packed=image, luma=None, chroma=(), color=color, straight=False, light=light)

    @staticmethod
    def by_filter(image: Image, grid: Grid, kernel: str) -> bool:
        """Whether the texture filter does the whole resize: bilinear, and neither axis shrinks."""
        rx, ry, _, _ = image.at.seen_from(grid.at)
        return kernel == "bilinear" and max(rx, ry) < 1 + 1e-6

    def merged_chroma(self, chroma: Sequence[Image]) -> Image:
        if len(chroma) == 1:
            return chroma[0]
        grid = Grid(*chroma[0].size, chroma[0].at)
        binds = [bind_on(image, grid, name, linear=False) for image, name in zip(chroma, "UV", strict=True)]
        load = Load(["color = vec4(U_tex(U_pos).x, V_tex(V_pos).x, 0.0, 1.0);"], binds)
        return self.build.draw("CHROMA", grid, 2, load, "merge chroma planes", "CHROMA")
