"""Whether a step may sample with a nearest filter, by drawing noise. On software drivers it halves a step's time.

The planner has proved from the text that every sample lies at a texel centre (`Bind.exact`), or the file claims it
(`Bind.claimed`, `//@ taps centred`); this is the check by
doing, once for each program. First with the nearest filter alone, the positions nudged: a sample at a centre keeps
its texel when it is moved by just under half a texel either way, so three pictures are equal bit for bit. Software
drivers compile a program again for each filter, which takes longer than all else at a start; this needs one. Where
the pictures differ, NAME_pos may also serve for something else, and both filters are drawn and compared.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import moderngl
import numpy as np
from numpy.typing import NDArray

from ..core.steps import Bind, Step, TextureSpec
from .context import Context
from .pool import Pool, Target
from .program import Program
from .source import GEOMETRY

SIDE = 64
NUDGE = 0.495
"""Texels. Samples further than 1/200 of a texel from a centre are found; drivers that keep 8 bits of a texel's
fraction round this to no more than 127/256."""
TOLERANCE = 1e-4
"""Of linear against nearest, relative to the larger of the two values and 1; and what the target rounds by:"""
_STEP = {"f1": 1 / 255, "nu2": 1 / 65535, "f2": 2.0**-10, "f4": 0.0}
_STRAY = 0.002
"""The share of values that may differ more: a shader that decides by comparing may decide otherwise at a tie, one
that samples between texels differs everywhere."""


def geometry(binds: Sequence[Bind]) -> NDArray[np.float32]:
    """What `upshade_geometry` holds, shape (GEOMETRY · binds, 4)."""
    rows = np.zeros((GEOMETRY * len(binds), 4), np.float32)
    for i, bind in enumerate(binds):
        width, height = bind.size[:2]
        rows[GEOMETRY * i : GEOMETRY * (i + 1)] = (
            (*bind.scale, *bind.bias),
            (width, height, 1 / width, 1 / height),
            (*bind.offset, 0.0, 0.0),
        )
    return rows


def agrees(
    context: Context, pool: Pool, program: Program, step: Step, specs: Mapping[int, TextureSpec], out: TextureSpec,
    others: Mapping[int, Callable[[], None]], set_uniforms: Callable[[], None],
) -> bool:  # fmt: skip
    """Draw the step's program on a small square, three to four times, and compare.

    `specs[unit]`: the format of each texture that is replaced by noise, `out` that of the target; `others[unit]`
    binds the rest (tables, a file's textures). `set_uniforms` writes all uniforms but the geometry.
    """
    scaled = {*specs, *range(len(step.binds), len(step.places))}
    small, lent = _small(step.places, scaled, (step.width, step.height)), []
    try:
        target = pool.acquire(TextureSpec(SIDE, SIDE, out.components, out.store))
        lent.append(target)
        noise: dict[int, Target] = {}
        random = np.random.default_rng(7)
        for unit, spec in specs.items():
            size = small[unit].size
            texture = pool.acquire(TextureSpec(size[0], size[1], spec.components, spec.store))
            lent.append(texture)
            noise[unit] = texture
            texture.texture.write(_noise(random, texture).tobytes(), alignment=1)
        context.begin()
        set_uniforms()
        place = program.uniform("upshade_geometry")
        target.fbo.use()
        for bind_other in others.values():
            bind_other()
        for unit, texture in noise.items():
            bind = step.binds[unit]
            texture.texture.use(unit)
            context.sampler(bind.linear and not bind.exact).use(unit)

        def draw(nudge: float) -> NDArray[np.float32]:
            if place is not None:
                place.write(place.fit(geometry([b if b.bare else _nudged(b, nudge) for b in small]).tobytes()))
            program.vao.render(moderngl.TRIANGLES, 3)
            data = target.fbo.read(components=target.components, dtype="f4", alignment=1)
            return np.frombuffer(data, np.float32)

        nearest = draw(0.0)
        # Taps whose place a shader computes by itself do not follow a nudge: those are always drawn both ways.
        own = any(b.claimed for b in step.binds) or (step.hook is not None and "gl_FragCoord" in step.hook.body)
        found = not own and all(np.array_equal(nearest, draw(nudge), equal_nan=True) for nudge in (NUDGE, -NUDGE))
        if not found:
            for unit in noise:
                context.sampler(step.binds[unit].linear).use(unit)
            found = _same(draw(0.0), nearest, out)
        context.mgl.clear_samplers(0, len(step.binds))
    finally:
        for texture in lent:
            pool.give_back(texture)
    return found


def _same(a: NDArray[np.float32], b: NDArray[np.float32], out: TextureSpec) -> bool:
    with np.errstate(invalid="ignore"):
        allowed = (TOLERANCE + 2 * _STEP[out.store]) * np.maximum(np.maximum(np.abs(a), np.abs(b)), 1.0)
        equal = (np.abs(a - b) <= allowed) | (a == b) | (np.isnan(a) & np.isnan(b))
    return bool(np.count_nonzero(~equal) <= _STRAY * a.size)


def _nudged(bind: Bind, pixels: float) -> Bind:
    """Every position is moved: a pass may sample one texture where another one's NAME_pos says."""
    return replace(bind, bias=(bind.bias[0] + pixels * bind.scale[0], bind.bias[1] + pixels * bind.scale[1]))


def _small(binds: Sequence[Bind], scaled: Collection[int], size: tuple[int, int]) -> list[Bind]:
    """The binds as if the step, which draws `size` pixels, drew the square: positions that are one stay one, the
    texels per pixel stay, within a texel of a side, and the shift does. A side is a power of two where the real one
    is: llvmpipe compiles sampling differently for those (gallivm/lp_bld_sample.h, `pot_width`), and what is compiled
    here should be what the frames need."""
    sides = [[binds[unit].size[axis] for unit in scaled] for axis in range(2)]
    pixels = [_pixels(real, some) for real, some in zip(size, sides, strict=True)]
    small = []
    for unit, bind in enumerate(binds):
        if unit not in scaled:
            small.append(bind)
            continue
        axes = zip(bind.size[:2], size, pixels, strict=True)
        side = [min(max(1, round(n * here / real)), 1024) for n, real, here in axes]
        small.append(
            replace(
                bind,
                size=(side[0], side[1], 1),
                scale=(bind.scale[0] * size[0] / pixels[0], bind.scale[1] * size[1] / pixels[1]),
                bias=(bind.bias[0] * bind.size[0] / side[0], bind.bias[1] * bind.size[1] / side[1]),
            )
        )
    return small


def _pixels(real: int, sides: Sequence[int]) -> int:
    """How many pixels stand for `real` ones: a power of two or none, as that is, and whole texels of every side."""
    fit = [n for n in range(SIDE, SIDE // 2, -1) if (n & (n - 1) == 0) == (real & (real - 1) == 0)]
    return next((n for n in fit if all(side * n % real == 0 for side in sides)), fit[0] if fit else SIDE)


def _noise(random: np.random.Generator, texture: Target) -> NDArray[Any]:
    spec = texture.spec
    values = random.random((spec.height, spec.width, texture.components))
    if texture.store == "f1":
        return np.rint(values * 255).astype(np.uint8)
    if texture.store == "nu2":
        return np.rint(values * 65535).astype(np.uint16)
    return values.astype(np.float16 if texture.store == "f2" else np.float32)
