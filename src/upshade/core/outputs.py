"""From the finished picture to the target's planes: conversion, chroma's size, rounding to code values."""

from __future__ import annotations

from dataclasses import dataclass, replace

from . import color as col
from .frame import Model
from .images import Builder, Grid, Image, Load, Picture, Placement, affine, bind_on, four_a_texel
from .light import Light
from .pictures import Loader
from .steps import Options, Source, Store, Target, TexRef


@dataclass(slots=True)
class Outputs:
    """`direct`: the planes have not met, and go to the target's planes each for itself. `computed_bits`: significant
    bits of what was computed; a target that holds fewer is dithered."""

    loader: Loader
    source: Source
    target: Target
    direct: bool
    computed_bits: int

    @property
    def build(self) -> Builder:
        return self.loader.build

    @property
    def options(self) -> Options:
        return self.loader.options

    def finish(self, picture: Picture) -> tuple[TexRef, ...]:
        """Where each target plane is found."""
        if self.target.format.model is Model.RGB:
            return (self._rgb(picture),)
        if picture.packed is None and self.direct:
            return self._direct(picture)
        picture = self._with_meaning_of_target(picture)
        return tuple(self._plane(picture, plane) for plane in range(len(self.target.format.planes)))

    def _with_meaning_of_target(self, picture: Picture) -> Picture:
        """One texture that every target plane can be taken from."""
        if picture.packed is None or picture.light is not Light.GAMMA:
            return self.loader.packed(picture, col.RGB, "OUTPUT")
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
            read = self.build.read(image, grid)
            read.add(load)
            load = read
        load.add(rounding)
        merges = image is not None and self.build.just_made(image, grid)
        if components == 1 and grid.width % 4 == 0 and not merges:
            load, grid, components = four_a_texel(load), Grid(grid.width // 4, grid.height), 4
        return self.build.draw(name, grid, components, load, title, "OUTPUT", store).ref

    def _rgb(self, picture: Picture) -> TexRef:
        grid, fmt, src = picture.grid, self.target.format, self.source
        packed = picture.packed
        if packed is not None and packed.ref == TexRef("plane", 0) and src.format == fmt and grid.holds(packed):
            return packed.ref
        components = len(fmt.planes[0])
        if fmt.has_alpha and src.format.has_alpha:
            return self._rgba(picture)
        opaque = Load(["color.a = 1.0;"])
        if picture.packed is not None and picture.color.matrix is col.Matrix.RGB and picture.light is Light.GAMMA:
            return self._rounded(picture.packed, grid, components, opaque, "RGB out", "OUTPUT")
        load = self.loader.load(picture, col.RGB)
        load.statements += opaque.statements
        return self._rounded(None, grid, components, load, "planes to RGB out", "OUTPUT")

    def _rgba(self, picture: Picture) -> TexRef:
        """RGB with the source's alpha, which went past the chain and is resized by the same kernel; colour is divided
        by it again, where it was multiplied in."""
        grid, src = picture.grid, self.source
        alpha = Image("ALPHA", TexRef("plane", 0), src.width, src.height, 4, Placement(), src.format.sample_scale)
        part = "a"
        if not grid.holds(alpha) and not self.loader.by_filter(alpha, grid, self.options.resize):
            own = Grid(src.width, src.height)
            load = self.build.read(alpha, own)
            load.statements.append("color = color.aaaa;")
            alone = self.build.draw("ALPHA", own, 1, load, "alpha alone", "OUTPUT")
            alpha, part = self.loader.resized(alone, grid, "OUTPUT", self.options.resize), "r"
        multiplied = not picture.straight
        load = self.loader.load(replace(picture, straight=False), col.RGB)
        load.binds.append(bind_on(alpha, grid, "ALPHA", linear=not grid.holds(alpha)))
        load.statements.append(f"color.a = clamp(ALPHA_tex(ALPHA_pos).{part}, 0.0, 1.0);")
        if multiplied:
            load.statements.append("color.rgb = color.a > 0.0 ? color.rgb / color.a : vec3(0.0);")
        return self._rounded(None, grid, len(self.target.format.planes[0]), load, "RGB with alpha", "OUTPUT")

    def _plane(self, picture: Picture, plane: int) -> TexRef:
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

    def _direct(self, picture: Picture) -> tuple[TexRef, ...]:
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
            filtered = self.loader.by_filter(image, grid, kernel)
            if not filtered:
                image = self.loader.resized(image, grid, "resize", kernel)
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
            return self.loader.merged_chroma(chroma), "xyzw"
        if len(chroma) == 2:
            return chroma["uv".index(parts)], "xyzw"
        return chroma[0], "xyzw" if parts == "u" else "yyyy"
