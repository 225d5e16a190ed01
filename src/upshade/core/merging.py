"""Steps of which only one other reads a single texel, pixel on pixel, are computed where they are read.

That saves a texture, its writing and its reading: on a driver that draws on the CPU a third of a light shader's frame.
Two of a kind are merged: what follows a step (a hook, a resize) and takes only its own pixel, such as the conversion to
RGB and the rounding to code values; and what comes before a hook that reads it at its own pixel alone. What lies
between them is not rounded to a texture's half floats then.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from .library import builtin
from .steps import Bind, Inline, Step, TexRef, TextureSpec
from .taps.directives import Directives
from .taps.macros import Unclear
from .taps.scopes import Scopes

_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.S)
_WORD = re.compile(r"\w+")
_CONTINUED = re.compile(r"\\\r?\n")
_NOTHING = r"(?:i?vec2\s*\(\s*0(?:\.0*)?f?\s*(?:,\s*0(?:\.0*)?f?\s*)?\)|0(?:\.0*)?f?)"
_FLOATS = ("f2", "f4")
_HARMLESS = ("pos", "size", "pt", "mul", "off", "rot")
_MOST_TEXT = 100_000
_SAME = 1e-6


def merged(
    steps: Sequence[Step], specs: Sequence[TextureSpec], outputs: Sequence[TexRef], units: int
) -> list[Step]:  # fmt: skip
    """`steps`, each into its own slot of `specs`, with those merged that can be; no step binds more than `units`."""
    made = {s.target: i for i, s in enumerate(steps)}
    readers: dict[int, int] = {}
    for step in steps:
        for bind in step.binds:
            if bind.ref.kind == "slot":
                readers[bind.ref.index] = readers.get(bind.ref.index, 0) + 1
    for ref in outputs:
        if ref.kind == "slot":
            readers[ref.index] = readers.get(ref.index, 0) + 1
    left: list[Step | None] = list(steps)
    for i, step in enumerate(steps):
        reader, tried = step, set[int]()
        while left_to_try := [b for b in reader.binds if b.ref.kind == "slot" and b.ref.index not in tried]:
            bind = left_to_try[0]
            slot = bind.ref.index
            tried.add(slot)
            source = left[made[slot]]
            if source is None or readers[slot] != 1 or specs[slot].store not in _FLOATS:
                continue
            together = _together(source, reader, bind, specs[slot].components)
            if together is not None and len(together.binds) <= units:
                left[made[slot]], left[i], reader = None, together, together
    return [step for step in left if step is not None]


def _together(made: Step, reader: Step, bind: Bind, components: int) -> Step | None:
    """Both as one step, drawn where `reader` is; None where that is not the same."""
    if made.compute or reader.compute or made.storage or not _pixel_on_pixel(made, reader, bind):
        return None
    if reader.hook is None:
        return _followed(made, reader, bind, components)
    return _preceded(made, reader, bind, components) if made.hook is None else None


def _pixel_on_pixel(made: Step, reader: Step, bind: Bind) -> bool:
    w, h = made.width, made.height
    return (
        (reader.width, reader.height) == (w, h) and bind.mul == 1.0 and not bind.bare
        and max(abs(bind.scale[0] * w - 1), abs(bind.scale[1] * h - 1)) < _SAME
        and max(abs(bind.bias[0] * w), abs(bind.bias[1] * h)) < _SAME
    )  # fmt: skip


def _followed(made: Step, reader: Step, bind: Bind, components: int) -> Step | None:
    """`made`, and then what `reader`, which is no hook, does with its own pixel."""
    call = f"{bind.name}_tex({bind.name}_pos)"
    if reader.defines or reader.statements.count(call) != 1 or len(_uses(bind.name, reader.statements)) != 2:
        return None
    renamed = _renamed(reader, bind, made)
    if renamed is None or _shadowed(made, reader, _named(made)):
        return None
    binds, statements = renamed
    value = f"upshade_made{(made.statements + statements).count('vec4 upshade_made')}"
    lines = [f"vec4 {value};", "{", made.statements, f"{value} = {_sampled(components)};", "}",
             "color = vec4(0.0, 0.0, 0.0, 1.0);", statements.replace(call, value)]  # fmt: skip
    step = replace(
        made, target=reader.target, makes=reader.makes, statements="\n".join(lines), binds=(*made.binds, *binds),
        functions=tuple(dict.fromkeys((*made.functions, *reader.functions))),
    )  # fmt: skip
    if made.hook is not None:
        return replace(step, then=(*made.then, reader.title))
    return replace(step, title=f"{made.title}, {reader.title}", stage=reader.stage)


def _preceded(made: Step, reader: Step, bind: Bind, components: int) -> Step | None:
    """The hook `reader`, with the one texel that it reads of `made` computed in place."""
    assert reader.hook is not None
    if made.inlines or (made.defines and any(name.startswith("upshade_") for name, _ in reader.defines)):
        return None
    others = [name for b in reader.places for name in (b.name, *b.aliases) if b is not bind and not b.bare]
    params = [p.name for p in reader.shader.params] if reader.shader else []
    if not reads_own_texel(reader.hook.body, (bind.name, *bind.aliases), others, params):
        return None
    renamed = _renamed(made, None, reader)
    # What is computed in place stands before the parameters.
    if renamed is None or _shadowed(reader, made, _textures(reader)):
        return None
    binds, statements = renamed
    inline = Inline(replace(bind, exact=False, claimed=False), made.title, statements, _sampled(components))
    left = tuple(b for b in reader.binds if b is not bind)
    return replace(
        reader, binds=(*left, *binds), inlines=(*reader.inlines, inline), defines=(*reader.defines, *made.defines),
        functions=tuple(dict.fromkeys((*made.functions, *reader.functions))),
    )  # fmt: skip


def _named(hook: Step) -> set[str]:
    """Names that a hook's file gives to what stands before `main`."""
    names = _textures(hook) | {s.name for s in hook.storage}
    if hook.hook is not None and hook.shader is not None:
        names |= {name for p in hook.shader.params for name in (p.name, *p.enum)}
        names |= {name for block in hook.shader.buffers for _, name in block.variables}
    return names


def _textures(hook: Step) -> set[str]:
    return {b.name for b in hook.binds if b.ref.kind == "file"}


def _shadowed(hook: Step, other: Step, names: set[str]) -> bool:
    """Whether `other`, beside `hook`, would find a word of its own to mean one of `names`: a file may call a parameter
    or a texture `clamp`."""
    own = {word for name in other.functions for word in _WORD.findall(builtin(name))} if _textures(hook) else set[str]()
    own |= set(_WORD.findall(other.statements))
    return not names.isdisjoint(own)


def _renamed(step: Step, without: Bind | None, beside: Step) -> tuple[list[Bind], str] | None:
    """Binds and statements of `step`, which is no hook, under names that `beside` does not have; None if it cannot."""
    taken = {name for b in beside.binds for name in (b.name, *b.aliases)} | {i.bind.name for i in beside.inlines}
    binds, names = list[Bind](), dict[str, str]()
    for bind in step.binds:
        if bind is without:
            continue
        if bind.bare:
            if bind.name in taken:
                return None
            binds.append(bind)
            continue
        # A hook's text may have words of its own that begin with the name.
        name = stem = f"upshade_{bind.name.removeprefix('upshade_')}"
        count = 1
        while name in taken:
            count += 1
            name = f"{stem}{count}"
        taken.add(name)
        names[bind.name] = name
        binds.append(replace(bind, name=name))
    if not names:
        return binds, step.statements
    words = "|".join(sorted(names, key=len, reverse=True))
    return binds, re.sub(rf"\b({words})_(?=[a-z])", lambda m: f"{names[m[1]]}_", step.statements)


def _sampled(components: int) -> str:
    """`color` as a texture of so many components would give it back."""
    return {1: "vec4(color.x, 0.0, 0.0, 1.0)", 2: "vec4(color.xy, 0.0, 1.0)"}.get(components, "color")


def _uses(name: str, text: str) -> list[str]:
    return re.findall(rf"\b{name}_[a-z]", text)


def reads_own_texel(body: str, names: Sequence[str], others: Sequence[str] = (), params: Sequence[str] = ()) -> bool:
    """Whether a hook samples the texture called by any of `names` nowhere but at its own pixel. `others`: names of the
    further textures that it binds; `params`: of its parameters."""
    return _own(body, frozenset(names), frozenset(others), frozenset(params))


@lru_cache(maxsize=256)
def _own(body: str, names: frozenset[str], others: frozenset[str], params: frozenset[str]) -> bool:
    if len(body) > _MOST_TEXT or "##" in body or "upshade_" in body:
        return False
    # Most bodies sample elsewhere, and say so plainly.
    text = _COMMENT.sub(" ", _CONTINUED.sub("", body))
    listed = "|".join(map(re.escape, sorted(names)))
    own = re.compile(rf"\s*\(\s*(?:{listed})_pos\s*\)")
    none = re.compile(rf"\s*\(\s*{_NOTHING}\s*\)")
    found = list(re.finditer(rf"\b(?:{listed})_(\w+)", text))
    if not all(_is_own(use[1], text, use.end(), own, none) for use in found):
        return False
    if all(use[1] in _HARMLESS for use in found):
        return True
    # What is left: macros and declarations that give the words another meaning.
    try:
        words = Directives(names | others, frozenset(), params).read(body)
        Scopes(words, {f"{name}_pos" for name in names})
    except Unclear:
        return False
    plain = " ".join(words)
    found = list(re.finditer(rf"(?<!\S)(?:{listed})_(\w+)(?!\S)", plain))
    return all(_is_own(use[1], plain, use.end(), own, none) for use in found)


def _is_own(kind: str, text: str, end: int, own: re.Pattern[str], none: re.Pattern[str]) -> bool:
    if kind == "tex":
        return own.match(text, end) is not None
    return kind in _HARMLESS or (kind == "texOff" and none.match(text, end) is not None)
