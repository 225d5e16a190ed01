"""A chain as one shader file for other players. Parameters are baked in, for mpv's vo=gpu refuses `//!PARAM`.

Written anew from the parsed files rather than by editing their text, so what comes out is what upshade understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ..core import rpn, tunable
from ..core.param import Kind, Param, Value
from ..core.shader import HOOK_POINTS, BufferBlock, Expression, HookPass, Shader, TextureBlock
from ..core.steps import ChainEntry
from ..errors import BadInput, ShaderError, Where

_FAMILY = "raw|pos|size|pt|off|mul|rot|tex|texOff|gather|map"
_FIXED = frozenset((*HOOK_POINTS, "HOOKED", "NATIVE_CROPPED"))


@dataclass(slots=True)
class _Taken:
    """Names that files before this one gave to textures, parameters and enum values of the joined file."""

    textures: set[str] = field(default_factory=set)
    params: set[str] = field(default_factory=set)


def bake(shader: Shader, values: Mapping[str, Value]) -> str:
    """`shader` as a file without parameters: each is a constant in every pass that uses it and a number in WHEN,
    WIDTH and HEIGHT; tunable `#define`s have their values. Missing values are defaults.

    Raises ShaderError for a pass that cannot run in any player here, ParameterError for a value out of bounds.
    """
    return export((ChainEntry(shader.name, shader),), {shader.name: values})


def export(
    chain: Sequence[ChainEntry],
    values: Mapping[str, Mapping[str, Value]],
    keep_params: bool = False,
    title: str = "",
) -> str:
    """The enabled entries of `chain` as one file, in order; names of textures that collide between files are made
    different. With `keep_params` declared parameters stay, with `values` as their defaults (for mpv's vo=gpu-next).

    Passes that these values switch off (`WHEN` without a size in it) are left out, their parameters too.
    Raises ShaderError for a pass that upshade refuses, BadInput where nothing is enabled.
    """
    entries = [e for e in chain if e.enabled]
    if not entries:
        raise BadInput("there is no enabled shader in this chain to export")
    taken = _Taken()
    parts = [_part(e, values.get(e.label, {}), taken, keep_params) for e in entries]
    body = "\n\n".join(p for p in parts if p)
    if "//!HOOK" not in body:
        # mpv refuses a file without a pass.
        body = "//!HOOK OUTPUT\n//!BIND HOOKED\n//!WHEN 0\n//!DESC nothing is switched on\n" + _IDENTITY
    return _head(entries, values, title) + "\n" + body.rstrip("\n") + "\n"


_IDENTITY = "vec4 hook() { return HOOKED_texOff(vec2(0.0)); }\n"


def _head(entries: list[ChainEntry], values: Mapping[str, Mapping[str, Value]], title: str) -> str:
    lines = ["// Exported by upshade."]
    for entry in entries:
        given = values.get(entry.label, {})
        told = [f"{p.name} {p.format(given.get(p.name, p.default))}" for p in entry.shader.params]
        lines.append(f"// {entry.label}: " + (", ".join(told) or "no parameters"))
    lines.append("")
    name = title or " + ".join(dict.fromkeys(e.shader.meta.get("title", e.label) for e in entries))
    lines.append(f"//@ title   {name}")
    for key in ("source", "license", "precision"):
        said = dict.fromkeys(line for e in entries for line in e.shader.meta.get(key, "").split("\n") if line)
        lines += [f"//@ {key:<7} {text}" for text in said]
    # A "//!" would begin a block, in a comment too.
    return "".join(line.replace("//!", "// !").rstrip() + "\n" for line in lines)


def _part(entry: ChainEntry, given: Mapping[str, Value], taken: _Taken, keep: bool) -> str:
    shader = entry.shader
    values = {p.name: p.check(given.get(p.name, p.default)) for p in shader.params}
    kept = [p for p in shader.params if keep and not p.tunable and not (p.enum and values[p.name] != 0)]
    # Parameters that players fill by themselves are baked too: one without parameters cannot.
    baked = [p for p in shader.params if p not in kept]
    constants = _numbers(baked, values)
    passes = [b for p in shader.passes if (b := _fold(p, constants)) is not None]
    for hook in passes:
        if hook.refused:
            raise ShaderError(f"this pass {hook.refused}", Where(shader.path, hook.line))
    used = {name for p in passes for name in (*p.binds, *([p.save] if p.save else []))}
    text = "\n".join(p.body for p in passes)
    textures = [t for t in shader.textures if t.name in used]
    buffers = [b for b in shader.buffers if b.name in used]
    kept = [p for p in kept if _uses(text, (p.name, *p.enum)) or any(_mentions(h, (p.name, *p.enum)) for h in passes)]

    own = [t.name for t in textures] + [b.name for b in buffers] + [p.save for p in passes if p.save]
    rename = _fresh((n for n in own if n not in _FIXED), taken.textures)
    words = _fresh((n for p in kept for n in (p.name, *p.enum)), taken.params)
    blocks = [_param_block(p, values[p.name], words) for p in kept]
    blocks += [_texture_block(t, rename) for t in textures]
    blocks += [_buffer_block(b, rename) for b in buffers]
    for hook in passes:
        body = tunable.rewrite(hook.body, {p.name: p.glsl(values[p.name]) for p in baked if p.tunable})
        prelude = _prelude([p for p in baked if not p.tunable], values, body)
        body = _rename(prelude + body.strip("\n") + "\n", rename, words)
        blocks.append(_hook_block(hook, body, rename, words))
    return "\n".join(blocks)


def _numbers(params: Iterable[Param], values: Mapping[str, Value]) -> dict[str, float]:
    """What names mean in expressions."""
    out: dict[str, float] = {}
    for p in params:
        out[p.name] = float(values[p.name])
        out |= {name: float(i) for i, name in enumerate(p.enum)}
    return out


def _fold(hook: HookPass, constants: Mapping[str, float]) -> HookPass | None:
    """The pass with numbers for parameters in its expressions; None if WHEN is then always false."""
    when = _folded(hook.when, constants)
    if when is not None and not isinstance(when, Expression):
        if when == 0:
            return None
        when = None
    width, height = (_whole(_folded(e, constants), e) for e in (hook.width, hook.height))
    return replace(hook, when=when, width=width, height=height)


def _whole(result: Expression | float | None, was: Expression | None) -> Expression | None:
    if result is None or isinstance(result, Expression):
        return result
    assert was is not None  # a folded number came from an expression
    return Expression(tuple(_literal(result)), " ".join(_words(_literal(result))), was.line)


_Token = float | str | tuple[str, str]


def _folded(expr: Expression | None, constants: Mapping[str, float]) -> Expression | float | None:
    """`expr` with known names as numbers and every part that is only numbers worked out: a number if nothing else is
    left. Short, for mpv reads 32 words."""
    if expr is None:
        return None
    stack: list[tuple[_Token, ...]] = []
    for token in expr.tokens:
        if isinstance(token, str) and (needs := _OPERANDS.get(token, 0)):
            operands, stack = stack[-needs:], stack[:-needs]
            tokens = (*(t for o in operands for t in o), token)
            stack.append(
                _computed(tokens, expr) if all(len(o) == 1 and isinstance(o[0], float) for o in operands) else tokens
            )
        elif isinstance(token, str) and token in constants:
            stack.append((constants[token],))
        else:
            stack.append((float(token),) if isinstance(token, int | float) else (token,))
    tokens = stack[-1]
    if len(tokens) == 1 and isinstance(tokens[0], float):
        return tokens[0]
    spelled = tuple(part for t in tokens for part in (_literal(t) if isinstance(t, float) else [t]))
    return Expression(spelled, " ".join(_words(spelled)), expr.line)


def _computed(tokens: tuple[_Token, ...], expr: Expression) -> tuple[_Token, ...]:
    try:
        return (float(rpn.evaluate(Expression(tokens, expr.text, expr.line), lambda _: None, lambda _: None)),)
    except ShaderError:
        # A division by zero: left as it is, so that players do with the pass what they always do.
        return tuple(part for t in tokens for part in (_literal(t) if isinstance(t, float) else [t]))


_OPERANDS = {"+": 2, "-": 2, "*": 2, "/": 2, "%": 2, ">": 2, "<": 2, "=": 2, "!": 1}


def _literal(value: float) -> list[_Token]:
    """An expression has no sign (not even of zero): −1 is `0 1 -`."""
    return [abs(value)] if value >= 0 else [0.0, -value, "-"]


def _words(tokens: Iterable[_Token]) -> list[str]:
    words = []
    for token in tokens:
        if isinstance(token, tuple):
            words.append(".".join(token))
        else:
            # Digits on both sides of the point and no exponent, whatever the size.
            words.append(token if isinstance(token, str) else np.format_float_positional(np.float32(token), trim="-"))
    return words


def _prelude(params: Iterable[Param], values: Mapping[str, Value], body: str) -> str:
    """Baked parameters that `body` names: macros where they are compiled in (`#if` may ask for them), else constants,
    which a local variable may hide."""
    lines = []
    for p in params:
        named = _uses(body, (p.name,))
        if named or _uses(body, p.enum):
            lines += [f"#define {name} {i}" for i, name in enumerate(p.enum)]
        if named and p.compiled:
            lines.append(f"#define {p.name} {p.glsl(values[p.name])}")
        elif named:
            lines.append(f"const {p.glsl_type} {p.name} = {p.glsl(values[p.name])};")
    return "".join(line + "\n" for line in lines)


def _uses(text: str, names: Iterable[str]) -> bool:
    pattern = "|".join(map(re.escape, names))
    return bool(pattern) and re.search(rf"\b(?:{pattern})\b", text) is not None


def _mentions(hook: HookPass, names: Iterable[str]) -> bool:
    asked = {t for e in (hook.width, hook.height, hook.when) if e for t in e.tokens if isinstance(t, str)}
    return not asked.isdisjoint(names)


def _fresh(names: Iterable[str], taken: set[str]) -> dict[str, str]:
    """old -> new for the names that are taken already; all are taken after."""
    rename: dict[str, str] = {}
    own = list(dict.fromkeys(names))
    for name in own:
        if name in taken:
            number = 2
            while f"{name}_{number}" in taken or f"{name}_{number}" in own:
                number += 1
            rename[name] = f"{name}_{number}"
    taken.update(rename.get(n, n) for n in own)
    return rename


def _rename(body: str, textures: Mapping[str, str], words: Mapping[str, str]) -> str:
    for old, new in textures.items():
        body = re.sub(rf"\b{re.escape(old)}(?=\b|_(?:{_FAMILY})\b)", new, body)
    for old, new in words.items():
        body = re.sub(rf"\b{re.escape(old)}\b", new, body)
    return body


def _spell(expr: Expression, textures: Mapping[str, str], words: Mapping[str, str]) -> str:
    tokens: list[_Token] = []
    for t in expr.tokens:
        if isinstance(t, tuple):
            tokens.append((textures.get(t[0], t[0]), t[1]))
        else:
            tokens.append(words.get(t, t) if isinstance(t, str) else t)
    return " ".join(_words(tokens))


def _hook_block(hook: HookPass, body: str, rename: Mapping[str, str], words: Mapping[str, str]) -> str:
    lines = [f"//!HOOK {name}" for name in hook.hooks]
    lines += [f"//!BIND {rename.get(name, name)}" for name in hook.binds]
    if hook.save:
        lines.append(f"//!SAVE {rename.get(hook.save, hook.save)}")
    if hook.desc:
        lines.append(f"//!DESC {hook.desc}")
    for word, expr in (("WIDTH", hook.width), ("HEIGHT", hook.height), ("WHEN", hook.when)):
        if expr is not None:
            lines.append(f"//!{word} {_spell(expr, rename, words)}")
    if hook.align:
        lines.append("//!OFFSET ALIGN")
    elif hook.offset != (0.0, 0.0):
        lines.append("//!OFFSET " + " ".join(np.format_float_positional(v, trim="0") for v in hook.offset))
    if hook.components is not None:
        lines.append(f"//!COMPONENTS {hook.components}")
    if (c := hook.compute) is not None:
        lines.append(f"//!COMPUTE {c.block_w} {c.block_h} {c.threads_w} {c.threads_h}")
    return "\n".join(lines) + "\n\n" + body


def _texture_block(texture: TextureBlock, rename: Mapping[str, str]) -> str:
    form, data = texture.format, texture.data
    if form.endswith("16hf"):
        # vo=gpu knows no halves in a file: the same texture, filled from 32-bit floats.
        form, data = form.removesuffix("hf") + "f", np.frombuffer(data, "<f2").astype("<f4").tobytes()
    lines = [f"//!TEXTURE {rename.get(texture.name, texture.name)}", f"//!SIZE {' '.join(map(str, texture.size))}"]
    lines += [f"//!FORMAT {form}", f"//!FILTER {'LINEAR' if texture.linear else 'NEAREST'}"]
    lines += [f"//!BORDER {texture.border}"] + (["//!STORAGE"] if texture.storage else [])
    return "\n".join(lines) + "\n" + data.hex() + "\n"


def _buffer_block(buffer: BufferBlock, rename: Mapping[str, str]) -> str:
    lines = [f"//!BUFFER {rename.get(buffer.name, buffer.name)}"]
    lines += [f"//!VAR {kind} {name}" for kind, name in buffer.variables] + (["//!STORAGE"] if buffer.storage else [])
    return "\n".join(lines) + "\n" + buffer.data.hex() + "\n"


def _param_block(p: Param, value: Value, words: Mapping[str, str]) -> str:
    kind = str(p.kind)
    if p.enum:
        kind = f"ENUM {kind}"
    elif p.dynamic:
        kind = f"DYNAMIC {kind}"
    elif p.compiled and p.kind is not Kind.DEFINE:
        kind = f"CONSTANT {kind}"
    lines = [f"//!PARAM {words.get(p.name, p.name)}"] + ([f"//!DESC {p.desc}"] if p.desc else []) + [f"//!TYPE {kind}"]
    if p.enum:
        return "\n".join((*lines, *(words.get(n, n) for n in p.enum))) + "\n"
    for word, bound in (("MINIMUM", p.minimum), ("MAXIMUM", p.maximum)):
        if bound is not None:
            lines.append(f"//!{word} {_plain(p, bound)}")
    return "\n".join((*lines, _plain(p, value))) + "\n"


def _plain(p: Param, value: Value) -> str:
    """A number as parameter blocks write it: signs are allowed here."""
    return str(int(value)) if p.integer else np.format_float_positional(np.float32(value), trim="0")
