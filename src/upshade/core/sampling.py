"""Which of a pass's textures it samples at texel centres alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain

from .shader import HookPass, Shader
from .steps import Bind
from .taps import centres

_NONE: frozenset[str] = frozenset()


def at_centres(shader: Shader, hook: HookPass, out: tuple[int, int], binds: Iterable[Bind]) -> list[Bind]:
    """`binds` of a pass that draws `out` pixels, with what is known of where it samples them."""
    family = {b: (b.name, *b.aliases) for b in binds if not b.bare}
    placed = {b: names for b, names in family.items() if b.bias == (0.0, 0.0)}
    grid = {b: names for b, names in placed.items() if b.size[:2] == out}
    coarse = {b: n for b, n in family.items() if not any(side % own for side, own in zip(out, b.size[:2], strict=True))}
    numbers = {p.name: isinstance(p.default, int) and p.kind != "float" for p in shader.params}
    whole = {name for name, is_whole in numbers.items() if is_whole} | {n for p in shader.params for n in p.enum}
    named = [frozenset(chain.from_iterable(some.values())) for some in (grid, placed, coarse, family)]
    known = centres.Names(named[0], named[1], named[2], named[3], frozenset(whole), frozenset(numbers) - whole)
    apart = {
        b.size: frozenset(chain.from_iterable(n for other, n in family.items() if other.size == b.size))
        for b in family.keys() - grid.keys()
    }
    claims = shader.meta.get("taps") == "centred"
    found = []
    for b in binds:
        exact = b in family and centres.centred(
            hook.body, family[b],
            known if b in grid else replace(known, grid=_NONE, placed=_NONE, coarse=_NONE, apart=apart[b.size]),
        )  # fmt: skip
        claimed = claims and not exact and b in placed
        found.append(replace(b, exact=exact or claimed, claimed=claimed))
    return found
