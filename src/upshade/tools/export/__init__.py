"""A chain as one shader file for other players. Parameters are baked in, for mpv's vo=gpu refuses `//!PARAM`.

Written anew from the parsed files rather than by editing their text, so what comes out is what upshade understood.
In one file, names that passes SAVE are seen by all passes after them, as they are here and in mpv (libplacebo alone
keeps those of two files apart): they keep their names. TEXTUREs, BUFFERs and PARAMs belong to one file here, so those
that would meet others are called anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ...core import tunable
from ...core.param import SELF_FILLING, Param, Value
from ...core.preset import Output
from ...core.shader import HOOK_POINTS, BufferBlock, Shader, TextureBlock
from ...core.steps import ChainEntry
from ...errors import BadInput, ShaderError, Where
from . import notes
from .blocks import buffer_block, helpers, hook_block, param_block, prelude, renamed, texture_block, uses
from .fold import fold, names

_WORD = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_IDENTITY = "vec4 hook() { return HOOKED_texOff(vec2(0.0)); }\n"


@dataclass(frozen=True, slots=True)
class Exported:
    """A whole file. `notices`: what it cannot carry, or not into every player; also written at its top."""

    text: str
    passes: int
    notices: tuple[str, ...]


def bake(shader: Shader, values: Mapping[str, Value], freeze: bool = False) -> str:
    """`shader` as a file without parameters: each is a constant in every pass that uses it and a number in WHEN,
    WIDTH and HEIGHT; tunable `#define`s have their values. Missing values are defaults. `freeze`: those that players
    fill in are constants too, which is right for one picture at a time.

    Raises what `export` raises.
    """
    return export((ChainEntry(shader.name, shader),), {shader.name: values}, freeze=freeze).text


def export(
    chain: Sequence[ChainEntry],
    values: Mapping[str, Mapping[str, Value]],
    keep_params: bool = False,
    title: str = "",
    output: Output | None = None,
    freeze: bool = False,
) -> Exported:
    """The enabled entries of `chain` as one file, in order. With `keep_params` declared parameters stay, with `values`
    as their defaults (for mpv's vo=gpu-next); the top of the file names the mpv options that do what `output` says.

    Passes that these values switch off (`WHEN` without a size in it) are left out, their parameters too.
    Raises ShaderError for a pass that upshade refuses, and, unless `freeze` or `keep_params` is given, for a parameter
    that players fill in; ParameterError for a value out of bounds; BadInput where nothing is enabled.
    """
    entries = [e for e in chain if e.enabled]
    if not entries:
        raise BadInput("there is no enabled shader in this chain to export")
    parts = [_Part(e, values.get(e.label, {}), keep_params, freeze) for e in entries]
    _name_textures(parts)
    _name_params(parts)
    blocks, written = [], set()
    for part in parts:
        # A texture that two files share, and a parameter that the player fills for both, is written once.
        for key, text in part.blocks():
            if key is None or key not in written:
                blocks.append(text)
            written.add(key)
    passes = [hook for part in parts for hook in part.passes]
    if not passes:
        # mpv refuses a file without a pass.
        blocks = ["//!HOOK OUTPUT\n//!BIND HOOKED\n//!WHEN 0\n//!DESC nothing is switched on\n" + _IDENTITY]
    notices = tuple(_notices(parts, keep_params))
    options = notes.player_options(output, passes) if output is not None else []
    text = notes.head(entries, values, title, notices, options) + "\n" + "\n".join(blocks).rstrip("\n") + "\n"
    return Exported(text, len(passes), notices)


_PLACES = frozenset({"chroma_offset_x", "chroma_offset_y"})
"""What players fill in, but is the same for most video: the shader's own value will do."""


class _Part:
    """One entry's share of the file: what of it is used, and how it is called there."""

    def __init__(self, entry: ChainEntry, given: Mapping[str, Value], keep: bool, freeze: bool) -> None:
        shader = entry.shader
        self.entry = entry
        self.values = {p.name: p.check(given.get(p.name, p.default)) for p in shader.params}
        # An enum's value cannot be kept unless it is the first, which is what players begin with.
        self.kept = [p for p in shader.params if keep and not p.tunable and not (p.enum and self.values[p.name] != 0)]
        self.baked = [p for p in shader.params if p not in self.kept]
        saved = {p.save for p in shader.passes if p.save}
        # mpv and libplacebo know no size of a file's texture.
        sizes = {t.name: ((*t.size, 1)[0], (*t.size, 1)[1]) for t in shader.textures if t.name not in saved}
        # What players fill in has no value yet: a pass that asks for it may run.
        known = [p for p in self.baked if freeze or p.name not in SELF_FILLING - _PLACES]
        numbers = _numbers(known, self.values)
        self.passes = [made for p in shader.passes if (made := fold(p, numbers, sizes)) is not None]
        self._check([p for p in self.baked if p not in known])
        bound = {name for p in self.passes for name in p.binds}
        self.textures = [t for t in shader.textures if t.name in bound]
        self.buffers = [
            b for b in shader.buffers if b.name in bound and not any(b.name == t.name for t in self.textures)
        ]
        self.kept = [p for p in self.kept if self._uses(p)]
        self.rename: dict[str, str] = {}
        self.words: dict[str, str] = {}

    def _uses(self, p: Param) -> bool:
        mine = (p.name, *p.enum)
        asked = {n for h in self.passes for e in (h.when, h.width, h.height) for n in names(e)[1]}
        return not asked.isdisjoint(mine) or any(uses(h.body, mine) for h in self.passes)

    def _check(self, filled: Iterable[Param]) -> None:
        path = self.entry.shader.path
        for hook in self.passes:
            if hook.refused:
                raise ShaderError(f"this pass {hook.refused}", Where(path, hook.line))
        for p in filled:
            if self._uses(p):
                raise ShaderError(
                    f"{p.name} changes with the picture: the player fills it in, and can only where it is a parameter; "
                    "--keep-params keeps it one, for mpv's vo=gpu-next",
                    Where(path, p.line),
                )

    def vocabulary(self) -> set[str]:
        """Every word that this part's passes may mean something by, its own parameters and textures aside."""
        found = {word for h in self.passes for word in _WORD.findall(h.body)}
        found |= {n for p in self.baked if not p.tunable for n in (p.name, *p.enum)}
        for h in self.passes:
            found |= {*h.hooks, *h.binds} | ({h.save} if h.save else set())
            found |= {n for e in (h.when, h.width, h.height) for kind in names(e) for n in kind}
        return found

    def blocks_of_data(self) -> list[TextureBlock | BufferBlock]:
        return [*self.textures, *self.buffers]

    def blocks(self) -> Iterable[tuple[object, str]]:
        """Each block's text, with a key for those that are written once."""
        shader, saved = self.entry.shader, {p.save for p in self.passes}
        for p in self.kept:
            yield (p.name if p.name in SELF_FILLING else None), param_block(p, self.values[p.name], self.words)
        for t in self.textures:
            name = self.rename.get(t.name, t.name)
            yield (None if t.storage else name), texture_block(t, name)
        for b in self.buffers:
            yield None, buffer_block(b, self.rename.get(b.name, b.name))
        for hook in self.passes:
            own = {n: new for n, new in self.rename.items() if n in hook.binds}
            body = tunable.rewrite(hook.body, {p.name: p.glsl(self.values[p.name]) for p in self.baked if p.tunable})
            extra = prelude([p for p in self.baked if not p.tunable], self.values, body)
            extra += helpers([t for t in shader.textures if t.name in hook.binds], body)
            body = renamed(extra + body.strip("\n") + "\n", own, self.words)
            yield None, hook_block(hook, body, own, lambda n: n if n in saved else self.rename.get(n, n), self.words)


def _numbers(params: Iterable[Param], values: Mapping[str, Value]) -> dict[str, float]:
    """What names mean in expressions."""
    out: dict[str, float] = {}
    for p in params:
        out[p.name] = float(values[p.name])
        out |= {name: float(i) for i, name in enumerate(p.enum)}
    return out


def _name_textures(parts: Sequence[_Part]) -> None:
    """TEXTUREs and BUFFERs are a file's own here, and players look for them first: one that has the name of another
    file's, or of a picture that some pass saves or another file binds, gets a new one. Equal TEXTUREs are shared."""
    words = set().union(*(part.vocabulary() for part in parts))
    pictures = {*HOOK_POINTS, "HOOKED", "NATIVE_CROPPED"} | {h.save for p in parts for h in p.passes if h.save}
    given: dict[str, TextureBlock | BufferBlock] = {}
    for i, part in enumerate(parts):
        own = {b.name for b in part.blocks_of_data()}
        for block in part.blocks_of_data():
            plain = replace(block, line=0)
            strangers = {
                n for j, other in enumerate(parts) if j != i for h in other.passes for n in h.binds
                if n not in {b.name for b in other.blocks_of_data()}
            }  # fmt: skip
            shared = isinstance(block, TextureBlock) and not block.storage and given.get(block.name) == plain
            name = block.name
            if not shared and (name in given or name in pictures or name in strangers):
                name = _fresh(name, words | own | given.keys())
                part.rename[block.name] = name
            given[name] = plain


def _name_params(parts: Sequence[_Part]) -> None:
    """A PARAM that stays is known to all passes of the file. Constants of other parts that have its name get a new one;
    where other code has it, the PARAM does. Those that players fill in keep theirs."""
    vocabularies = [part.vocabulary() for part in parts]
    kept = [{n for p in part.kept for n in (p.name, *p.enum)} for part in parts]
    taken = set().union(*vocabularies, *kept)
    for i, part in enumerate(parts):
        others = set().union(*(names for j, names in enumerate(kept) if j != i))
        for name in [n for p in part.baked if not p.tunable for n in (p.name, *p.enum) if n in others]:
            part.words[name] = _fresh(name, taken)
            taken.add(part.words[name])
            vocabularies[i].discard(name)
    given: set[str] = set()
    for i, part in enumerate(parts):
        others = set().union(*(v - kept[j] for j, v in enumerate(vocabularies) if j != i))
        for name in [n for p in part.kept if p.name not in SELF_FILLING for n in (p.name, *p.enum)]:
            new = _fresh(name, taken) if name in given or name in others else name
            if new != name:
                part.words[name] = new
            given.add(new)
            taken.add(new)


def _fresh(name: str, taken: Iterable[str]) -> str:
    number = 2
    while f"{name}_{number}" in taken:
        number += 1
    return f"{name}_{number}"


def _notices(parts: Sequence[_Part], keep: bool) -> Iterable[str]:
    passes = [h for part in parts for h in part.passes]
    textures = [t for part in parts for t in part.textures]
    lacks = notes.only_next(passes, textures, any(part.buffers for part in parts))
    if lacks:
        yield f"mpv's vo=gpu does not draw this, vo=gpu-next does: it has {', '.join(lacks)}"
    if alien := notes.only_gpu(textures):
        yield f"mpv's vo=gpu-next does not draw this, vo=gpu does: it has {', '.join(alien)}"
    if notes.shifts(passes):
        yield "mpv's vo=gpu-next shows the picture shifted by what OFFSET says; its vo=gpu corrects it"
    for part in parts:
        if placed := [f"{p.name} as {p.format(part.values[p.name])}" for p in part.baked
                      if p.name in _PLACES and part._uses(p)]:  # fmt: skip
            yield f"{part.entry.label}: where colour lies is baked in, {' and '.join(placed)}; left is −0.5 and 0"
    yield from notes.about_params([p for part in parts for p in part.kept])
    for part in parts:
        for p in part.baked if keep else ():
            if not p.tunable and part._uses(p):
                yield f"{part.entry.label}: {p.name} is baked in as {p.format(part.values[p.name])}; an enum that " \
                      "stays a parameter begins with its first value"  # fmt: skip
        for old, new in part.words.items():
            if any(p.name == old for p in part.kept):
                yield f"{part.entry.label}: {old} is called {new} here"
    if any({"LUMA", "CHROMA"} & set(h.hooks) for h in passes):
        yield "passes on LUMA and CHROMA run for Y'CbCr sources only; upshade converts RGB ones for them"
