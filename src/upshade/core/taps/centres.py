"""Whether every sample that a pass takes of a texture lies at a texel centre, proved from its text.

Where it does, and the pass draws pixel on pixel, a nearest filter gives the same picture; on drivers without texture
units it takes half the time. The proof is one-sided: what is not understood counts as not proved.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from . import values as tv
from .directives import Directives
from .macros import Unclear
from .reading import Reading
from .scopes import Scopes
from .values import Value

_MAX_TEXT = 400_000
_MAX_ANSWERS = 4096
"""The largest public file asks for 200 texts."""
_CENTRE = (tv.CENTRE_X, tv.CENTRE_Y)
_PLACE = {"texture": 2, "textureLod": 3, "textureOffset": 3, "textureLodOffset": 4}
"""Functions that sample by the filter, and how many arguments they have; offsets are whole numbers."""
_PLACELESS = frozenset({"texelFetch", "texelFetchOffset", "textureSize", "textureGather", "textureGatherOffset",
                        "textureGatherOffsets"})  # fmt: skip
"""Functions that no filter matters to."""


@dataclass(frozen=True, slots=True)
class Names:
    """What a pass's text may name; textures, each under all its names. `grid`: those whose texels lie under the
    target's pixels, one on one. `placed`: those whose NAME_pos is the target's too; `coarse`: those of which a texel
    is as wide and as high as some whole numbers of the grid's. `bound`: all. `whole`: parameters that are whole
    numbers; `real`: those that are not. `apart`: textures of one size that is not the target's (`grid` is empty then):
    nothing is known of their NAME_pos."""

    grid: frozenset[str]
    placed: frozenset[str] = frozenset()
    coarse: frozenset[str] = frozenset()
    bound: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()
    real: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()

    @property
    def alike(self) -> frozenset[str]:
        """Textures whose texels the proof counts in."""
        return self.apart or self.grid


def centred(body: str, names: tuple[str, ...], known: Names) -> bool:
    """True if, in `body`, every sample of the texture called by any of `names` (all in `known.alike`) is taken at the
    centre of a texel, whatever its parameters and the picture are."""
    if len(body) > _MAX_TEXT:
        return False
    proved = proved_names(body, known)
    return all(name in proved for name in names)


def proved_names(body: str, known: Names) -> frozenset[str]:
    """The names in `known.alike` that `body` samples at centres only, or not at all."""
    key = _digest(body, known)
    answer = _answers.get(key)
    if answer is None:
        try:
            answer = frozenset(_Proof(body, known).names())
        except Unclear:
            answer = frozenset()
        if len(_answers) >= _MAX_ANSWERS:
            _answers.clear()
        _answers[key] = answer
    return answer


# Texts are no keys: a process that plans for days would keep a thousand that nobody draws any more, 1.5 GB at most.
_answers: dict[bytes, frozenset[str]] = {}


@lru_cache(maxsize=8)
def _digest(body: str, known: Names) -> bytes:
    parts = [body, *(",".join(sorted(n)) for n in _sets(known))]
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _sets(known: Names) -> tuple[frozenset[str], ...]:
    return known.grid, known.placed, known.coarse, known.bound, known.whole, known.real, known.apart


class _Proof:
    """Of one text. Unclear: nothing can be said of it."""

    def __init__(self, body: str, known: Names) -> None:
        self.known = known
        if "upshade_" in body:
            raise Unclear("names that are ours")
        words = Directives(known.bound | known.alike, known.whole, known.real).read(body)
        values = _values(known)
        self.scopes = Scopes(words, values.keys() - known.whole - known.real)
        self.reading = Reading(self.scopes, values)
        self.wrong: set[str] = set()

    def names(self) -> set[str]:
        sampling = {f"{n}_{kind}": (n, kind) for n in self.known.alike for kind in ("tex", "texOff", "raw")}
        sites = [(i, *sampling[w]) for i, w in enumerate(self.scopes.words) if w in sampling]
        asked: list[tuple[str, str, int, int]] = []
        for at, name, kind in sites:
            span = self._raw(at) if kind == "raw" else self._call(at)
            if span is None or (kind == "texOff" and name in self.known.apart):  # it is counted from NAME_pos
                self.wrong.add(name)
            elif span[1] > span[0]:
                asked.append((name, kind, *span))

        def ask() -> None:
            for name, kind, low, high in asked:
                v = self.reading.value(low, high)
                if not (_is_whole(v) if kind == "texOff" else _is_centre(v)):
                    self.wrong.add(name)

        keep = set(self.wrong)
        self.reading.settle(ask)
        self.wrong = keep
        ask()
        return set(self.known.alike) - self.wrong

    def _call(self, at: int) -> tuple[int, int] | None:
        """The argument of NAME_tex(…) at word `at`."""
        close = self.scopes.partner.get(at + 1)
        return None if close is None or self.scopes.words[at + 1] != "(" else (at + 2, close)

    def _raw(self, at: int) -> tuple[int, int] | None:
        """The place where the call around NAME_raw samples; empty where no filter matters."""
        words = self.scopes.words
        if at < 2 or words[at - 1] != "(":
            return None
        given = self.scopes.split(at, self.scopes.partner[at - 1])
        if given[0] != (at, at + 1):
            return None
        if words[at - 2] in _PLACELESS:
            return at, at
        return given[1] if _PLACE.get(words[at - 2]) == len(given) else None


def _is_whole(v: Value) -> bool:
    return not v.array and all(f & tv.WHOLE for f in v.facts[:2])


def _is_centre(v: Value) -> bool:
    return v == tv.NEVER or (
        not v.array and v.size == 2 and v.facts[0] & tv.CENTRE_X != 0 and v.facts[1] & tv.CENTRE_Y != 0
    )


def _values(known: Names) -> dict[str, Value]:
    """Values of the names that stand in front of a pass's text."""
    values = {name: Value(1, (tv.NUMBER | tv.INT,)) for name in (*known.whole, "frame")}
    values |= dict.fromkeys(known.real, tv.UNKNOWN)
    values["gl_FragCoord"] = Value(4, (tv.HALF, tv.HALF, 0, 0))
    values |= {f"{name}_pos": Value(2, _CENTRE) for name in known.placed | known.grid}
    values |= {f"{name}_pt": Value(2, (tv.STEP_X, tv.STEP_Y)) for name in known.coarse}
    for name in known.alike:
        values[f"{name}_pt"] = Value(2, (tv.STEP_X | tv.UNIT_X, tv.STEP_Y | tv.UNIT_Y))
        values[f"{name}_size"] = Value(2, (tv.NUMBER | tv.SIZE_X, tv.NUMBER | tv.SIZE_Y))
    return values
