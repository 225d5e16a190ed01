"""The order in which hook points fire, and with what: one walk from the source's planes to the target's.

Follows mpv 0.35's `video/out/gpu/video.c` (pass_read_video, pass_hook, pass_scale_main) where behaviour is visible in
a picture; differs where design.md says so (offsets are always corrected, RGB is converted for LUMA/CHROMA hooks).
Nothing is drawn before somebody needs it: planes, conversions and roundings join the step that is being built.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from . import color as col
from . import light as lights
from .frame import Model
from .images import Builder, Grid, Image, Picture, Placement, affine
from .light import Light
from .outputs import Outputs
from .passes import HookRunner
from .pictures import Loader
from .steps import Source, Target, TexRef

_PLANE_STAGES = ("LUMA", "CHROMA", "CHROMA_SCALED", "NATIVE")


@dataclass(slots=True)
class Walk:
    """One attempt at a plan. `wanted`: stages that must exist as a texture because a pass binds them; `direct`: the
    planes go to the target's planes without meeting in RGB."""

    source: Source
    target: Target
    loader: Loader
    hooks: HookRunner
    wanted: Collection[str]
    direct: bool
    computed_bits: int
    notices: tuple[str, ...] = ()

    @property
    def build(self) -> Builder:
        return self.loader.build

    def run(self) -> tuple[TexRef, ...]:
        """Emit every step; where each target plane is found."""
        src, dst = self.source, self.target
        self.hooks.sizes["OUTPUT"] = (dst.width, dst.height)
        picture = self._planes()
        picture = self._fire("NATIVE", picture, resizable=True)
        for stage in ("MAINPRESUB", "MAIN"):
            picture = self._fire(stage, picture, resizable=True)
        picture = self._scale(
            picture, Grid(dst.width, dst.height, Placement(dst.width / src.width, dst.height / src.height))
        )
        for stage in ("PREOUTPUT", "OUTPUT"):
            picture = self._fire(stage, picture)
        return Outputs(self.loader, src, dst, self.direct, self.computed_bits).finish(picture)

    # -- the source's planes ------------------------------------------------------------------------------------

    def _planes(self) -> Picture:
        fmt = self.source.format
        images = []
        grid = Grid(self.source.width, self.source.height)
        for i, parts in enumerate(fmt.planes):
            at = grid.at.chroma(fmt.sub, self.source.color.siting) if parts[0] in "uv" else grid.at
            w, h = fmt.plane_size(i, grid.width, grid.height)
            images.append(Image(parts.upper(), TexRef("plane", i), w, h, len(parts.rstrip("a")), at, fmt.sample_scale))
        if fmt.model is not Model.RGB:
            self.hooks.never("RGB", "RGB never fires: the source is Y'CbCr")
            self.hooks.never("XYZ", "XYZ never fires: the source is Y'CbCr")
            if fmt.model is Model.GRAY:
                self.hooks.never("CHROMA", "CHROMA never fires: the source has no chroma")
                self.hooks.never("CHROMA_SCALED", "CHROMA_SCALED never fires: the source has no chroma")
            self._no_alpha()
            return self._plane_hooks(Picture(grid, self.source.color, fmt.bits, None, images[0], tuple(images[1:])))
        self._no_alpha()
        self.hooks.never("XYZ", "XYZ never fires: the source is RGB")
        straight = fmt.has_alpha and self.target.format.has_alpha
        picture = Picture(grid, self.source.color, fmt.bits, packed=images[0], straight=straight)
        picture = self._fire("RGB", picture, resizable=True)
        self.hooks.from_rgb = frozenset(_PLANE_STAGES[:3])
        if not self.hooks.would_run(_PLANE_STAGES[:2], picture.grid):
            for stage in _PLANE_STAGES[:3]:
                self.hooks.never(stage, f"{stage} never fires: the source is RGB")
            return picture
        return self._plane_hooks(self._as_ycbcr(picture))

    def _no_alpha(self) -> None:
        for stage in ("ALPHA", "ALPHA_SCALED"):
            self.hooks.never(stage, f"{stage} never fires: alpha goes past the chain as it is")

    def _as_ycbcr(self, picture: Picture) -> Picture:
        """RGB to full-range BT.709 Y'CbCr 4:4:4, so that LUMA and CHROMA hooks have something to work on."""
        color = col.Color(col.Matrix.BT709, col.Range.FULL, col.Siting.CENTER)
        m, c = col.rgb_to_yuv(color, 8)
        made = []
        for name, swizzle, components in (("LUMA", "xyzw", 1), ("CHROMA", "yzxw", 2)):
            load = self.loader.load(picture, picture.color)
            load.statements += [affine(m, c), f"color = color.{swizzle};"]
            load.functions.append("color")
            made.append(self.build.draw(name, picture.grid, components, load, f"RGB to {name}", "RGB"))
        self.notices += ("the source is RGB and the chain hooks LUMA or CHROMA: converted to Y'CbCr 4:4:4 first",)
        return Picture(picture.grid, color, 8, None, made[0], (made[1],))

    def _plane_hooks(self, picture: Picture) -> Picture:
        """LUMA, which sets the size for all, then CHROMA, then chroma brought to luma's grid if that is needed."""
        assert picture.luma is not None
        luma = self.hooks.fire("LUMA", replace(picture.luma, name="LUMA"), resizable=True, make=None)
        assert luma is not None
        picture = replace(picture, luma=luma, grid=Grid(luma.width, luma.height, luma.at))
        if not picture.chroma:
            return picture
        if self._needs("CHROMA", Grid(*picture.chroma[0].size, picture.chroma[0].at)):
            merged = replace(self.loader.merged_chroma(picture.chroma), name="CHROMA")
            fired = self.hooks.fire("CHROMA", merged, resizable=True, make=None)
            assert fired is not None
            picture = replace(picture, chroma=(fired,))
        else:
            self.hooks.decline_all("CHROMA", picture.chroma[0].size)
        if picture.grid.holds(picture.chroma[0]):
            self.hooks.never("CHROMA_SCALED", "CHROMA_SCALED never fires: chroma has luma's size")
        elif self._needs("CHROMA_SCALED", picture.grid):
            merged = self.loader.merged_chroma(picture.chroma)
            chroma = self.loader.resized(merged, picture.grid, "CHROMA_SCALED", self.loader.options.chroma)
            fired = self.hooks.fire("CHROMA_SCALED", replace(chroma, name="CHROMA_SCALED"), False, make=None)
            assert fired is not None
            picture = replace(picture, chroma=(fired,))
        else:
            self.hooks.decline_all("CHROMA_SCALED", (picture.grid.width, picture.grid.height))
        return picture

    def _needs(self, stage: str, grid: Grid) -> bool:
        return stage in self.wanted or self.hooks.would_run((stage,), grid)

    def _fire(
        self, stage: str, picture: Picture, resizable: bool = False, light: Light = Light.GAMMA
    ) -> Picture:  # fmt: skip
        """Run a stage of the whole picture, in `light`; its texture is made only if a pass runs or binds it."""
        color = picture.color if stage in ("NATIVE", "RGB") else col.RGB
        state = picture

        def make() -> Image:
            nonlocal state
            state = self.loader.packed(picture, color, stage, light)
            assert state.packed is not None
            return state.packed

        if stage in self.wanted:
            make()
        image = self.hooks.fire(stage, state.packed if stage in self.wanted else None, resizable, make,
                                (picture.grid.width, picture.grid.height), picture.grid.at)  # fmt: skip
        if image is None:
            return state
        return replace(state, packed=image, grid=Grid(image.width, image.height, image.at))

    # -- the resize ---------------------------------------------------------------------------------------------

    def _scale(self, picture: Picture, grid: Grid) -> Picture:
        """LINEAR to SCALED: the resize to the target's size, in the light that fits, and the stages around it."""
        rx, ry, _, _ = picture.grid.at.seen_from(grid.at)
        light, why = lights.of_resize(self.loader.options, self.source, self.target, rx, ry)
        linear = Light.GAMMA if light is Light.GAMMA else Light.LINEAR
        if light is Light.GAMMA:
            self.hooks.never("LINEAR", f"LINEAR never fires: {why}")
        else:
            picture = self._fire("LINEAR", picture, light=linear)
        if light is not Light.SIGMOID:
            grows = why or "this resize is in linear light, not in sigmoid light"
            self.hooks.never("SIGMOID", f"SIGMOID never fires: {grows}")
        else:
            picture = self._fire("SIGMOID", picture, light=light)
        picture = self._fire("PREKERNEL", picture, light=light)
        picture = self._resize(picture, grid, light)
        after = (("POSTKERNEL", light), ("SCALED", linear))
        first = next((wants for stage, wants in after if self._needs(stage, grid)), Light.GAMMA)
        picture = self._settled(picture, first)
        for stage, wants in after:
            picture = self._fire(stage, picture, light=wants)
        return picture

    def _settled(self, picture: Picture, light: Light) -> Picture:
        """The picture in `light`, if that can join the step that has just made it; else whoever reads it sees to it."""
        image = picture.packed
        if image is None or picture.light is light or not self.build.can_follow(image, picture.grid):
            return picture
        if any(saved.ref == image.ref for saved in self.hooks.saved.values()):
            return picture
        self.build.follow(self.loader.between(picture.light, light), f"to {light} light")
        return replace(picture, light=light)

    def _resize(self, picture: Picture, grid: Grid, light: Light) -> Picture:
        here = picture.grid
        same = (here.width, here.height) == (grid.width, grid.height) and here.at.close(grid.at)
        if same:
            return replace(picture, grid=grid)
        if self.direct and picture.packed is None and not lights.insisted(self.loader.options, light):
            return replace(picture, grid=grid)
        picture = self.loader.packed(picture, col.RGB, "MAIN", light)
        assert picture.packed is not None
        if self.loader.by_filter(picture.packed, grid, self.loader.options.resize):
            return replace(picture, grid=grid)
        image = self.build.resized(
            picture.packed, grid, self.loader.options.resize, self.loader.options.shrink, "resize"
        )
        return replace(picture, packed=replace(image, name="SCALED"), grid=grid)
