"""The order in which hook points fire, and with what: one walk from the source's planes to the target's.

Follows mpv 0.35's `video/out/gpu/video.c` (pass_read_video, pass_hook, pass_scale_main) where behaviour is visible in
a picture; differs where design.md says so (offsets are always corrected, RGB is converted for LUMA/CHROMA hooks).
Nothing is drawn before somebody needs it: planes, conversions and roundings join the step that is being built.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from . import color as col
from .frame import Model
from .images import Builder, Grid, Image, Load, Picture, Placement, affine, bind_on, packed
from .passes import HookRunner
from .steps import Options, Source, Store, Target, TexRef

FIRING_ORDER = (
    "LUMA", "CHROMA", "ALPHA", "RGB", "XYZ", "CHROMA_SCALED", "ALPHA_SCALED", "NATIVE", "MAINPRESUB", "MAIN",
    "LINEAR", "SIGMOID", "PREKERNEL", "POSTKERNEL", "SCALED", "OUTPUT",
)  # fmt: skip
_RGB_STAGES = ("MAINPRESUB", "MAIN", "PREKERNEL", "POSTKERNEL", "SCALED", "OUTPUT")
_PLANE_STAGES = ("LUMA", "CHROMA", "CHROMA_SCALED", "NATIVE")


@dataclass(slots=True)
class Walk:
    """One attempt at a plan. `wanted`: stages that must exist as a texture because a pass binds them; `direct`: the
    planes go to the target's planes without meeting in RGB."""

    source: Source
    target: Target
    options: Options
    build: Builder
    hooks: HookRunner
    wanted: Collection[str]
    direct: bool
    computed_bits: int
    notices: tuple[str, ...] = ()

    def run(self) -> tuple[TexRef, ...]:
        """Emit every step; where each target plane is found."""
        src, dst = self.source, self.target
        self.hooks.sizes["OUTPUT"] = (dst.width, dst.height)
        picture = self._planes()
        picture = self._fire("NATIVE", picture, resizable=True)
        for stage in ("MAINPRESUB", "MAIN"):
            picture = self._fire(stage, picture, resizable=True)
        for stage in ("LINEAR", "SIGMOID"):
            self.hooks.never(stage, f"{stage} never fires: the picture is resized in gamma light")
        picture = self._fire("PREKERNEL", picture)
        picture = self._resize(picture, Placement(dst.width / src.width, dst.height / src.height))
        for stage in ("POSTKERNEL", "SCALED", "OUTPUT"):
            picture = self._fire(stage, picture)
        return self._finish(picture)

    # -- the source's planes ------------------------------------------------------------------------------------

    def _planes(self) -> Picture:
        fmt = self.source.format
        mul = 1.0 if fmt.bits in (8, 16) else 65535 / fmt.full_scale
        images = []
        grid = Grid(self.source.width, self.source.height)
        for i, parts in enumerate(fmt.planes):
            at = grid.at.chroma(fmt.sub, self.source.color.siting) if parts[0] in "uv" else grid.at
            w, h = fmt.plane_size(i, grid.width, grid.height)
            images.append(Image(parts.upper(), TexRef("plane", i), w, h, len(parts.rstrip("a")), at, mul))
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
        picture = Picture(grid, self.source.color, fmt.bits, packed=images[0])
        picture = self._fire("RGB", picture, resizable=True)
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
            load = self._load(picture, picture.color)
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
            merged = replace(self._merged_chroma(picture.chroma), name="CHROMA")
            fired = self.hooks.fire("CHROMA", merged, resizable=True, make=None)
            assert fired is not None
            picture = replace(picture, chroma=(fired,))
        else:
            self.hooks.decline_all("CHROMA", picture.chroma[0].size)
        if picture.grid.holds(picture.chroma[0]):
            self.hooks.never("CHROMA_SCALED", "CHROMA_SCALED never fires: chroma has luma's size")
        elif self._needs("CHROMA_SCALED", picture.grid):
            chroma = self.build.resized(self._merged_chroma(picture.chroma), picture.grid, self.options.chroma,
                                        self.options.shrink, "CHROMA_SCALED")  # fmt: skip
            fired = self.hooks.fire("CHROMA_SCALED", replace(chroma, name="CHROMA_SCALED"), False, make=None)
            assert fired is not None
            picture = replace(picture, chroma=(fired,))
        else:
            self.hooks.decline_all("CHROMA_SCALED", (picture.grid.width, picture.grid.height))
        return picture

    def _needs(self, stage: str, grid: Grid) -> bool:
        return stage in self.wanted or self.hooks.would_run((stage,), grid)

    def _merged_chroma(self, chroma: Sequence[Image]) -> Image:
        if len(chroma) == 1:
            return chroma[0]
        grid = Grid(*chroma[0].size, chroma[0].at)
        binds = [bind_on(image, grid, name, linear=False) for image, name in zip(chroma, "UV", strict=True)]
        load = Load(["color = vec4(U_tex(U_pos).x, V_tex(V_pos).x, 0.0, 1.0);"], binds)
        return self.build.draw("CHROMA", grid, 2, load, "merge chroma planes", "CHROMA")

    # -- the picture in flight ----------------------------------------------------------------------------------

    def _load(self, picture: Picture, color: col.Color, grid: Grid | None = None) -> Load:
        """GLSL for one pixel of the picture in the meaning `color` (RGB, or the picture's own Y'CbCr)."""
        grid = grid or picture.grid
        if picture.packed is not None:
            load = self.build.read(picture.packed, grid)
        else:
            load = self._load_planes(picture, grid)
        if picture.color.matrix is not color.matrix or picture.color.range is not color.range:
            if picture.color.matrix is not col.Matrix.RGB:
                load.statements.append(affine(*col.yuv_to_rgb(picture.color, picture.bits)))
            if color.matrix is not col.Matrix.RGB:
                load.statements.append(affine(*col.rgb_to_yuv(color, picture.bits)))
            load.functions.append("color")
        return load

    def _load_planes(self, picture: Picture, grid: Grid) -> Load:
        assert picture.luma is not None
        load = Load(["color = vec4(LUMA_tex(LUMA_pos).x, 0.0, 0.0, 1.0);"],
                    [bind_on(picture.luma, grid, "LUMA", linear=not grid.holds(picture.luma))])  # fmt: skip
        if not picture.chroma:
            zero = 2 ** (picture.bits - 1) / (2**picture.bits - 1)
            load.statements.append(f"color.yz = vec2({zero!r});")
            return load
        chroma = picture.chroma
        if self.options.chroma != "bilinear" and not grid.holds(chroma[0]):
            chroma = tuple(
                self.build.resized(c, grid, self.options.chroma, self.options.shrink, "CHROMA") for c in chroma
            )
        linear = not grid.holds(chroma[0])
        if len(chroma) == 1:
            load.binds.append(bind_on(chroma[0], grid, "CHROMA", linear))
            load.statements.append("color.yz = CHROMA_tex(CHROMA_pos).xy;")
        else:
            load.binds += [bind_on(image, grid, name, linear) for image, name in zip(chroma, "UV", strict=True)]
            load.statements.append("color.yz = vec2(U_tex(U_pos).x, V_tex(V_pos).x);")
        return load

    def _packed(self, picture: Picture, color: col.Color, name: str) -> Picture:
        """The picture as one texture of the meaning `color`, drawn only if it is not that already."""
        same = picture.color.matrix is color.matrix and picture.color.range is color.range
        if picture.packed is not None and same and picture.grid.holds(picture.packed):
            return replace(picture, packed=replace(picture.packed, name=name))
        title = "planes" if picture.packed is None else "Y'CbCr" if picture.color.matrix is not col.Matrix.RGB else ""
        title += " to RGB" if color.matrix is col.Matrix.RGB and not same else " to one texture"
        load = self._load(picture, color)
        image = self.build.draw(name, picture.grid, 3, load, title.strip(), name)
        return replace(picture, packed=image, luma=None, chroma=(), color=color)

    def _fire(self, stage: str, picture: Picture, resizable: bool = False) -> Picture:
        """Run a stage of the whole picture; its texture is made only if a pass runs or binds it."""
        color = col.RGB if stage in _RGB_STAGES else picture.color
        state = picture

        def make() -> Image:
            nonlocal state
            state = self._packed(picture, color, stage)
            assert state.packed is not None
            return state.packed

        if stage in self.wanted:
            make()
        image = self.hooks.fire(stage, state.packed if stage in self.wanted else None, resizable, make,
                                (picture.grid.width, picture.grid.height), picture.grid.at)  # fmt: skip
        if image is None:
            return state
        return replace(state, packed=image, grid=Grid(image.width, image.height, image.at))

    @staticmethod
    def _by_filter(image: Image, grid: Grid, kernel: str) -> bool:
        """Whether the texture filter does the whole resize: bilinear, and neither axis shrinks."""
        rx, ry, _, _ = image.at.seen_from(grid.at)
        return kernel == "bilinear" and max(rx, ry) < 1 + 1e-6

    def _resize(self, picture: Picture, at: Placement) -> Picture:
        grid = Grid(self.target.width, self.target.height, at)
        same = (picture.grid.width, picture.grid.height) == (grid.width, grid.height) and picture.grid.at.close(at)
        if same or (self.direct and picture.packed is None):
            return replace(picture, grid=grid)
        picture = self._packed(picture, col.RGB, "MAIN")
        assert picture.packed is not None
        if self._by_filter(picture.packed, grid, self.options.resize):
            return replace(picture, grid=grid)
        image = self.build.resized(picture.packed, grid, self.options.resize, self.options.shrink, "resize")
        return replace(picture, packed=replace(image, name="SCALED"), grid=grid)

    # -- the target's planes ------------------------------------------------------------------------------------

    def _finish(self, picture: Picture) -> tuple[TexRef, ...]:
        if self.target.format.model is Model.RGB:
            return (self._finish_rgb(picture),)
        if picture.packed is None and self.direct:
            return self._finish_direct(picture)
        picture = self._with_meaning_of_target(picture)
        return tuple(self._finish_plane(picture, plane) for plane in range(len(self.target.format.planes)))

    def _with_meaning_of_target(self, picture: Picture) -> Picture:
        """One texture that every target plane can be taken from."""
        if picture.packed is None:
            return self._packed(picture, col.RGB, "OUTPUT")
        return picture

    def _rounded(self, image: Image | None, grid: Grid, components: int, load: Load, title: str, name: str) -> TexRef:
        """Bring `load` (or `image`) to code values in a texture that holds exactly a target plane."""
        fmt = self.target.format
        store: Store = "f1" if fmt.bits <= 8 else "nu2"
        unit = (1 << fmt.shift) / (255 if fmt.bits <= 8 else 65535)
        dither = self.options.dither and fmt.bits < self.computed_bits
        rounding = self.build.rounding(2**fmt.bits - 1, unit, dither)
        title += ", dithered" if dither else ""
        if image is not None:
            rounding.statements[:0] = load.statements
            rounding.functions[:0] = load.functions
            if self.build.can_finish(image, grid):
                return self.build.finish(image, grid, components, rounding, title, store).ref
            load = self.build.read(image, grid)
        load.add(rounding)
        if components == 1 and grid.width % 4 == 0:
            load, grid, components = packed(load), Grid(grid.width // 4, grid.height), 4
        return self.build.draw(name, grid, components, load, title, "OUTPUT", store).ref

    def _finish_rgb(self, picture: Picture) -> TexRef:
        grid, fmt, src = picture.grid, self.target.format, self.source
        untouched = picture.packed is not None and picture.packed.ref == TexRef("plane", 0)
        if untouched and src.format == fmt and grid.holds(picture.packed):  # type: ignore[arg-type]
            return TexRef("plane", 0)
        components = len(fmt.planes[0])
        if fmt.has_alpha and src.format.has_alpha:
            mul = 1.0 if src.format.bits in (8, 16) else 65535 / src.format.full_scale
            alpha = Image("ALPHA", TexRef("plane", 0), src.width, src.height, 4, Placement(), mul)
            load = self._load(picture, col.RGB)
            load.binds.append(bind_on(alpha, grid, "ALPHA", linear=not grid.holds(alpha)))
            load.statements.append("color.a = ALPHA_tex(ALPHA_pos).a;")
            return self._rounded(None, grid, components, load, "RGB with alpha", "OUTPUT")
        opaque = Load(["color.a = 1.0;"])
        if picture.packed is not None and picture.color.matrix is col.Matrix.RGB:
            return self._rounded(picture.packed, grid, components, opaque, "RGB out", "OUTPUT")
        load = self._load(picture, col.RGB)
        load.statements += opaque.statements
        return self._rounded(None, grid, components, load, "planes to RGB out", "OUTPUT")

    def _finish_plane(self, picture: Picture, plane: int) -> TexRef:
        """One Y'CbCr plane from the packed picture: luma by pixel, chroma by the mean of what it covers."""
        fmt, color, parts = self.target.format, self.target.color, self.target.format.planes[plane]
        image = picture.packed
        assert image is not None
        convert = []
        if picture.color.matrix is not color.matrix or picture.color.range is not color.range:
            if picture.color.matrix is not col.Matrix.RGB:
                convert.append(affine(*col.yuv_to_rgb(picture.color, picture.bits)))
            convert.append(affine(*col.rgb_to_yuv(color, fmt.bits)))
        elif picture.bits != fmt.bits:
            convert += [affine(*col.yuv_to_rgb(picture.color, picture.bits)), affine(*col.rgb_to_yuv(color, fmt.bits))]
        order = {"y": "xyzw", "u": "yyyw", "v": "zzzw", "uv": "yzyw"}[parts]
        name = parts.upper()
        if parts == "y" or fmt.sub == (1, 1):
            load = self.build.read(image, picture.grid)
            grid = picture.grid
        else:
            w, h = fmt.plane_size(plane, picture.grid.width, picture.grid.height)
            grid = Grid(w, h, picture.grid.at.chroma(fmt.sub, color.siting))
            co_sited = (color.siting is not col.Siting.CENTER, color.siting is col.Siting.TOPLEFT)
            half = [0.5 if n == 2 and on else 0.0 for n, on in zip(fmt.sub, co_sited, strict=True)]
            spread = f"vec2({half[0]}, {half[1]})"
            line = f"color = SRC_mul * upshade_gather_chroma(SRC_raw, SRC_pos, 1.0 / target_size, {spread});"
            load = Load([line], [bind_on(image, grid, "SRC", linear=True)], ["chroma"])
        load.statements += [*convert, f"color = color.{order};"]
        load.functions.append("color")
        return self._rounded(None, grid, len(parts), load, f"RGB to {name}", name)

    def _finish_direct(self, picture: Picture) -> tuple[TexRef, ...]:
        """Plane to plane: passed through bit for bit where nothing changes."""
        fmt, src = self.target.format, self.source.format
        m, c = col.yuv_to_rgb(picture.color, picture.bits)
        deeper, more = col.rgb_to_yuv(self.target.color, fmt.bits)
        gain, lift = (deeper @ m).diagonal(), deeper @ c + more
        outputs = []
        for plane, parts in enumerate(fmt.planes):
            image, component = self._plane_image(picture, parts)
            w, h = fmt.plane_size(plane, picture.grid.width, picture.grid.height)
            luma = parts == "y"
            at = picture.grid.at if luma else picture.grid.at.chroma(fmt.sub, self.target.color.siting)
            grid = Grid(w, h, at)
            unchanged = (
                image.ref.kind == "plane" and grid.holds(image) and (src.bits, src.shift) == (fmt.bits, fmt.shift)
            )
            if unchanged and src.planes[image.ref.index] == parts:
                outputs.append(image.ref)
                continue
            kernel = self.options.resize if luma else self._chroma_kernel
            filtered = self._by_filter(image, grid, kernel)
            if not filtered:
                image = self.build.resized(image, grid, kernel, self.options.shrink, "resize")
            i = 0 if luma else 1
            load = Load([f"color = color.{component};"] if component != "xyzw" else [])
            if abs(gain[i] - 1) > 1e-9 or abs(lift[i]) > 1e-9:
                load.statements.append(f"color = color * {float(gain[i])!r} + {float(lift[i])!r};")
            outputs.append(self._rounded(image, grid, len(parts), load, f"{parts.upper()} out", parts.upper()))
        return tuple(outputs)

    @property
    def _chroma_kernel(self) -> str:
        """Chroma that is enlarged along with luma deserves luma's kernel unless a better one is asked for."""
        return self.options.resize if self.options.chroma == "bilinear" else self.options.chroma

    def _plane_image(self, picture: Picture, parts: str) -> tuple[Image, str]:
        """The image that holds target plane `parts`, and the swizzle that brings it to the front."""
        assert picture.luma is not None
        if parts == "y":
            return picture.luma, "xyzw"
        chroma = picture.chroma
        if parts == "uv":
            return self._merged_chroma(chroma), "xyzw"
        if len(chroma) == 2:
            return chroma["uv".index(parts)], "xyzw"
        return chroma[0], "xyzw" if parts == "u" else "yyyy"
