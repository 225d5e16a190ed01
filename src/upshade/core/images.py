"""Pictures while a plan is being made: where they lie, which texture holds them, and the steps that draw them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import bluenoise, scale
from .color import Color, Siting
from .light import Light
from .steps import Bind, Step, Store, TexRef, TextureSpec

_SAME = 1e-6


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the source's luma pixels lie in an image: `x_image = sx · x_source + ox`, pixel centres at ½."""

    sx: float = 1.0
    sy: float = 1.0
    ox: float = 0.0
    oy: float = 0.0

    def then(self, kx: float, ky: float, ox: float = 0.0, oy: float = 0.0) -> Placement:
        """Scaled by (kx, ky), then shifted by (ox, oy) of the new pixels."""
        return Placement(self.sx * kx, self.sy * ky, self.ox * kx + ox, self.oy * ky + oy)

    def chroma(self, sub: tuple[int, int], siting: Siting) -> Placement:
        """Of the chroma plane that goes with a luma plane placed here. A co-sited axis puts the first chroma
        sample on the first luma sample: ½·(1/sub) + o = ½."""
        left = 0.5 - 0.5 / sub[0] if siting in (Siting.LEFT, Siting.TOPLEFT) else 0.0
        top = 0.5 - 0.5 / sub[1] if siting is Siting.TOPLEFT else 0.0
        return self.then(1 / sub[0], 1 / sub[1], left, top)

    def seen_from(self, grid: Placement) -> tuple[float, float, float, float]:
        """`(rx, ry, tx, ty)` with `x_here = rx · x_grid + tx`."""
        rx, ry = self.sx / grid.sx, self.sy / grid.sy
        return rx, ry, self.ox - rx * grid.ox, self.oy - ry * grid.oy

    def close(self, other: Placement) -> bool:
        return all(abs(a - b) < _SAME for a, b in zip(self.astuple(), other.astuple(), strict=True))

    def astuple(self) -> tuple[float, float, float, float]:
        return self.sx, self.sy, self.ox, self.oy


@dataclass(frozen=True, slots=True)
class Image:
    """One version of a named picture and the texture behind it."""

    name: str
    ref: TexRef
    width: int
    height: int
    components: int
    at: Placement = Placement()
    mul: float = 1.0

    @property
    def size(self) -> tuple[int, int]:
        return self.width, self.height


@dataclass(frozen=True, slots=True)
class Grid:
    """What is drawn onto: a size in pixels and its placement."""

    width: int
    height: int
    at: Placement = Placement()

    def holds(self, image: Image) -> bool:
        """The image lies pixel on pixel."""
        return image.size == (self.width, self.height) and image.at.close(self.at)


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture in flight on `grid`: either one `packed` image, or `luma` and `chroma` planes that have not met
    yet. `color` and `bits` say what its numbers mean (RGB: `color.matrix` is rgb). `straight`: `packed` is an RGBA
    plane whose alpha is to be multiplied in by whatever reads it, as in mpv: a resize must not see hidden colours.
    `light`: of `packed`, where that is RGB."""

    grid: Grid
    color: Color
    bits: int
    packed: Image | None = None
    luma: Image | None = None
    chroma: tuple[Image, ...] = ()
    straight: bool = False
    light: Light = Light.GAMMA


@dataclass(slots=True)
class Load:
    """GLSL that leaves a pixel in `color`, and what it needs."""

    statements: list[str]
    binds: list[Bind] = field(default_factory=list)
    functions: list[str] = field(default_factory=list)
    defines: list[tuple[str, str]] = field(default_factory=list)

    def add(self, other: Load) -> None:
        """What follows on `color`."""
        self.statements += other.statements
        self.binds += other.binds
        self.functions += other.functions
        self.defines += other.defines


def four_a_texel(load: Load) -> Load:
    """`load` for four pixels of a row at once, one component each: a row of such texels is, byte for byte, the row of
    a plane, and a quarter of the draws is what a driver that draws on the CPU needs for it."""
    steps = {b.name: b.scale[0] for b in load.binds if not b.bare}
    binds = [b if b.bare else replace(b, scale=(4 * b.scale[0], b.scale[1]),
                                      bias=(b.bias[0] - 1.5 * b.scale[0], b.bias[1])) for b in load.binds]  # fmt: skip
    lines = ["vec4 upshade_four;"]
    for k, part in enumerate("xyzw"):
        lines.append("{")
        for line in load.statements:
            for name, step in steps.items():
                line = line.replace(f"{name}_pos", f"({name}_pos + vec2({k * step!r}, 0.0))")
            lines.append(line.replace("gl_FragCoord.xy", f"vec2(gl_FragCoord.x * 4.0 + {k - 1.5}, gl_FragCoord.y)"))
        lines += [f"upshade_four.{part} = color.x;", "}"]
    return Load([*lines, "color = upshade_four;"], binds, load.functions, load.defines)


def bind_on(image: Image, grid: Grid, name: str, linear: bool) -> Bind:
    """A sampler whose NAME_pos follows the placement of `image` under the pixels of `grid`."""
    rx, ry, tx, ty = image.at.seen_from(grid.at)
    w, h = image.size
    return Bind(name, image.ref, (w, h, 1), mul=image.mul, scale=(rx / w, ry / h), bias=(tx / w, ty / h), linear=linear)


class Builder:
    """Collects steps, textures and tables. Slots are virtual here: one for every step."""

    def __init__(self, store: Store) -> None:
        self.store: Store = store
        self.steps: list[Step] = []
        self.slots: list[TextureSpec] = []
        self.tables: list[NDArray[Any]] = []
        self._table_of: dict[object, int] = {}
        self._versions: dict[str, int] = {}
        self._read: set[int] = set()

    def table(self, key: object, make: Any) -> int:
        if key not in self._table_of:
            self._table_of[key] = len(self.tables)
            self.tables.append(np.asarray(make(), dtype=np.float32))
        return self._table_of[key]

    def draw(
        self, name: str, grid: Grid, components: int, load: Load, title: str, stage: str,
        store: Store | None = None, **hook: Any,
    ) -> Image:  # fmt: skip
        """Emit a step; the image that it makes is a new version of `name`."""
        version = self._versions[name] = self._versions.get(name, 0) + 1
        made = f"{name}@{version}"
        # Three half floats are no format that drivers must draw to; three bytes are what a file wants.
        held = 4 if components == 3 and store not in ("f1", "nu2") else components
        slot = len(self.slots)
        self.slots.append(TextureSpec(grid.width, grid.height, held, store or self.store))
        self._read.update(b.ref.index for b in load.binds if b.ref.kind == "slot")
        self.steps.append(
            Step(
                title,
                stage,
                slot,
                grid.width,
                grid.height,
                tuple(load.binds),
                "\n".join(load.statements),
                made,
                tuple(dict.fromkeys(load.functions)),
                defines=tuple(load.defines),
                **hook,
            )
        )
        return Image(name, TexRef("slot", slot), grid.width, grid.height, components, grid.at)

    def just_made(self, image: Image, grid: Grid) -> bool:
        """Whether `image` was made by the last step, a draw, pixel on pixel, and nobody reads it yet: what is done with
        it next can join that step."""
        last = self.steps[-1] if self.steps else None
        return (last is not None and last.compute is None and not last.storage
                and image.ref == TexRef("slot", last.target) and last.target not in self._read
                and grid.holds(image))  # fmt: skip

    def can_follow(self, image: Image, grid: Grid) -> bool:
        """Whether statements may follow the step that has `just_made` the image, in place: it is no hook."""
        return self.just_made(image, grid) and self.steps[-1].hook is None

    def follow(self, load: Load, title: str) -> None:
        """Let `load`'s statements follow the last step, in place (see `can_follow`)."""
        last = self.steps[-1]
        self.steps[-1] = replace(
            last, title=f"{last.title}, {title}", statements="\n".join((last.statements, *load.statements)),
            functions=tuple(dict.fromkeys((*last.functions, *load.functions))),
        )  # fmt: skip

    @staticmethod
    def read(image: Image, grid: Grid, name: str = "SRC") -> Load:
        """One sample a pixel; between texels (by the linear filter) where the grids differ."""
        bind = bind_on(image, grid, name, linear=not grid.holds(image))
        return Load([f"color = {name}_tex({name}_pos);"], [bind])

    def resized(self, image: Image, grid: Grid, kernel: str, shrink: str, stage: str) -> Image:
        """`image` brought onto `grid`, an axis at a time, the cheaper order first; nothing for an axis that fits."""
        rx, ry, tx, ty = image.at.seen_from(grid.at)
        axes = [
            (vertical, ratio, shift, size, out)
            for vertical, ratio, shift, size, out in (
                (True, ry, ty, image.height, grid.height),
                (False, rx, tx, image.width, grid.width),
            )
            if size != out or abs(ratio - 1) > _SAME or abs(shift) > _SAME
        ]
        if len(axes) == 2 and image.width * grid.height > grid.width * image.height:
            axes.reverse()
        for vertical, ratio, shift, size, out in axes:
            image = self._resize_axis(image, grid, vertical, ratio, shift, size, out, kernel, shrink, stage)
        return image

    def _resize_axis(
        self, image: Image, grid: Grid, vertical: bool, ratio: float, shift: float, size: int, out: int,
        kernel: str, shrink: str, stage: str,
    ) -> Image:  # fmt: skip
        used = shrink if ratio > 1 + _SAME else kernel
        weights = scale.taps(used, size, out, ratio, shift)
        at = image.at
        if vertical:
            next_grid = Grid(image.width, out, Placement(at.sx, grid.at.sy, at.ox, grid.at.oy))
        else:
            next_grid = Grid(out, image.height, Placement(grid.at.sx, at.sy, grid.at.ox, at.oy))
        phases = scale.phased(weights, ratio)
        load = Load([], [bind_on(image, next_grid, "SRC", linear=False)])
        if phases is not None:
            load.statements += _phased(vertical, *phases)
        else:
            index = self.table((used, size, out, ratio, shift), lambda: scale.table(weights, size))
            rows, columns = self.tables[index].shape[:2]
            load.statements.append(
                f"color = SRC_mul * upshade_resize(SRC_raw, upshade_weights, gl_FragCoord.{'y' if vertical else 'x'}, "
                f"SRC_pos, SRC_pt, {'true' if vertical else 'false'});"
            )
            ref = TexRef("table", index)
            load.binds.append(Bind("upshade_weights", ref, (columns, rows, 1), linear=False, bare=True))
            load.functions.append("resize")
            load.defines.append(("upshade_taps", str(weights.count)))
        way = "vertically" if vertical else "horizontally"
        title = f"resize {image.name} {way}, {used}, {weights.count} taps"
        return self.draw(image.name, next_grid, image.components, load, title, stage)

    def rounding(self, levels: int, unit: float, dither: bool) -> Load:
        """Statements that bring `color` (0…1) to whole code values."""
        if not dither:
            return Load([f"color = upshade_round(color, {levels}.0, {unit!r});"], functions=["dither"])
        index = self.table("blue noise", bluenoise.tile)
        tile = Bind("upshade_tile", TexRef("table", index), (64, 64, 1), linear=False, bare=True)
        line = f"color = upshade_dither(color, upshade_tile, gl_FragCoord.xy, {levels}.0, {unit!r});"
        return Load([line], [tile], ["dither"])


def _phased(
    vertical: bool, period: int, advance: int, first: Sequence[int], weights: Sequence[Sequence[float]]
) -> list[str]:
    """GLSL of a resize whose weights repeat: constants instead of a table, which saves two samples a pixel."""

    def pick(values: Sequence[float]) -> str:
        text = f"{float(values[-1])!r}"
        for i in range(len(values) - 2, -1, -1):
            text = f"(upshade_p < {i}.5 ? {float(values[i])!r} : {text})"
        return text

    axis = "y" if vertical else "x"
    lines = [
        f"float upshade_i = gl_FragCoord.{axis} - 0.5;",
        f"float upshade_m = floor((upshade_i + 0.5) * {1 / period!r});",
        f"float upshade_p = upshade_i - upshade_m * {period}.0;",
        f"float upshade_c = (upshade_m * {advance}.0 + {pick(first)} + 0.5) * SRC_pt.{axis};",
    ]
    tap = f"upshade_c + {{}}.0 * SRC_pt.{axis}"
    at = f"vec2(SRC_pos.x, {tap})" if vertical else f"vec2({tap}, SRC_pos.y)"
    terms = [f"{pick(w)} * texture(SRC_raw, {at.format(k)})" for k, w in enumerate(zip(*weights, strict=True))]
    return [*lines, "color = SRC_mul * (" + "\n    + ".join(terms) + ");"]


def affine(m: NDArray[np.float64], c: NDArray[np.float64]) -> str:
    """`color` through `m @ rgb + c`, as GLSL (whose matrices are written column by column)."""

    def numbers(values: Sequence[float]) -> str:
        return ", ".join(repr(float(v)) for v in values)

    return f"color = upshade_affine(color, mat3({numbers(m.T.reshape(-1).tolist())}), vec3({numbers(c.tolist())}));"
