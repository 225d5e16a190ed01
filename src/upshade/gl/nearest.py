"""Whether a step gives the same picture when its textures are sampled with a nearest filter: noise drawn both ways.

The planner has proved it from the text (`Bind.exact`); this is the check by doing, once for each program. On software
drivers a nearest filter halves the time of a step.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import moderngl
import numpy as np
from numpy.typing import NDArray

from ..core.steps import Bind, Step, TextureSpec
from .context import Context
from .pool import Pool, Target
from .program import GEOMETRY, Program

SIDE = 64
TOLERANCE = 1e-4
"""Relative to the larger of the two values and 1."""
_STEP = {"f1": 1 / 255, "nu2": 1 / 65535, "f2": 2.0**-10, "f4": 0.0}
# A shader that decides by comparing may decide otherwise at a tie; one that samples between texels differs everywhere.
_STRAY = 0.002


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
    """Draw the step's program on a small square with linear, then with nearest sampling of its exact binds.

    `specs[unit]`: the format of each texture that is replaced by noise, `out` that of the target; `others[unit]`
    binds the rest (tables, a file's textures). `set_uniforms` writes all uniforms but the geometry.
    """
    small, lent = _small(step.binds, specs), []
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
        if place is not None:
            place.write(place.fit(geometry(small).tobytes()))
        pictures = []
        for nearest in (False, True):
            target.fbo.use()
            for bind_other in others.values():
                bind_other()
            for unit, texture in noise.items():
                bind = step.binds[unit]
                texture.texture.use(unit)
                context.sampler(bind.linear and not (nearest and bind.exact)).use(unit)
            program.vao.render(moderngl.TRIANGLES, 3)
            pictures.append(_read(target))
        for unit in range(len(step.binds)):
            context.mgl.clear_samplers(unit, unit + 1)
    finally:
        for texture in lent:
            pool.give_back(texture)
    return _same(pictures[0], pictures[1], out)


def _small(binds: Sequence[Bind], specs: Mapping[int, TextureSpec]) -> list[Bind]:
    """The binds as if every texture were a power of two: the same texels per pixel and the same shift, and no
    rounding in NAME_pos that could be taken for a difference."""
    small = []
    for unit, bind in enumerate(binds):
        if unit not in specs:
            small.append(bind)
            continue
        ratio = [s * n for s, n in zip(bind.scale, bind.size[:2], strict=True)]
        shift = [b * n for b, n in zip(bind.bias, bind.size[:2], strict=True)]
        side = [1 << max(2, math.ceil(math.log2(max(SIDE * r, 1.0)))) for r in ratio]
        side = [min(s, 1024) for s in side]
        small.append(
            Bind(
                bind.name, bind.ref, (side[0], side[1], 1), bind.aliases, bind.mul, bind.offset,
                (ratio[0] / side[0], ratio[1] / side[1]), (shift[0] / side[0], shift[1] / side[1]),
                bind.linear, bind.exact, bind.bare,
            )
        )  # fmt: skip
    return small


def _noise(random: np.random.Generator, texture: Target) -> NDArray[Any]:
    spec = texture.spec
    values = random.random((spec.height, spec.width, texture.components))
    if texture.store == "f1":
        return np.rint(values * 255).astype(np.uint8)
    if texture.store == "nu2":
        return np.rint(values * 65535).astype(np.uint16)
    return values.astype(np.float16 if texture.store == "f2" else np.float32)


def _read(target: Target) -> NDArray[np.float32]:
    data = target.fbo.read(components=target.components, dtype="f4", alignment=1)
    return np.frombuffer(data, np.float32).copy()


def _same(a: NDArray[np.float32], b: NDArray[np.float32], out: TextureSpec) -> bool:
    allowed = (TOLERANCE + 2 * _STEP[out.store]) * np.maximum(np.maximum(np.abs(a), np.abs(b)), 1.0)
    with np.errstate(invalid="ignore"):
        equal = (np.abs(a - b) <= allowed) | (a == b) | (np.isnan(a) & np.isnan(b))
    return bool(np.count_nonzero(~equal) <= _STRAY * a.size)
