"""One block of a shader file, its directives already split, as a typed object. `hook.py` finds the blocks.

Meaning after libplacebo `src/shaders/custom_mpv.c` (the newer of mpv's two readers); a repeated directive replaces
the one before it, except HOOK, BIND and VAR.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

from ..errors import ShaderError, Where, nearest
from . import buffers, rpn
from .param import Kind, Param, Value, parse_number
from .shader import HOOK_POINTS, BufferBlock, Compute, Expression, HookPass, TextureBlock
from .texformat import FORMATS, unhex

MAX_HOOKS = 16
MAX_BINDS = 16
MAX_ENUM = 256
MAX_SIDE = {2: 16384, 3: 2048, 1: 16384}
"""Largest side of a 1D, 2D, 3D texture: what drivers in use offer. A giant SIZE ends here, not in memory."""

MAX_BUFFER = 128 << 20
"""Bytes: what OpenGL promises for a storage buffer."""

DIRECTIVES: dict[str, tuple[str, ...]] = {
    "hook": ("HOOK", "BIND", "SAVE", "DESC", "WIDTH", "HEIGHT", "WHEN", "OFFSET", "COMPONENTS", "COMPUTE"),
    "texture": ("TEXTURE", "SIZE", "FORMAT", "FILTER", "BORDER", "STORAGE"),
    "parameter": ("PARAM", "DESC", "TYPE", "MINIMUM", "MAXIMUM"),
    "buffer": ("BUFFER", "VAR", "STORAGE"),
}
STARTS = {"TEXTURE": "texture", "PARAM": "parameter", "BUFFER": "buffer"}
"""The first directive of every block that is not a hook."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_COUNT = re.compile(r"[0-9]{1,9}", re.ASCII)
_VAR = re.compile(r"([A-Za-z_][A-Za-z0-9_]*(?:\[[0-9]{1,9}\])?);?", re.ASCII)
_VAR_TYPE = re.compile(buffers.TYPE, re.ASCII)


@dataclass(frozen=True, slots=True)
class Directive:
    """`//!word rest`, stripped."""

    word: str
    rest: str
    where: Where


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A run of directives (at least one) and the text up to the next `//!`; `line` of the first directive,
    `body_line` of the text's first character."""

    kind: str
    directives: tuple[Directive, ...]
    body: str
    line: int
    body_line: int
    path: str


def make_hook(raw: RawBlock, index: int) -> HookPass:
    """A `//!HOOK` block. What this engine cannot run is named in `refused`."""
    hooks: list[str] = []
    binds: list[str] = []
    hook = HookPass(index, "", (), (), raw.body, raw.line, raw.body_line)
    for d in raw.directives:
        match d.word:
            case "HOOK":
                hooks.append(_name(d))
                if len(hooks) > MAX_HOOKS:
                    raise ShaderError(f"a pass hooks at most {MAX_HOOKS} textures", d.where)
            case "BIND":
                binds.append(_name(d))
                if len(binds) > MAX_BINDS:
                    raise ShaderError(f"a pass binds at most {MAX_BINDS} textures", d.where)
            case "SAVE":
                name = _name(d)
                hook = replace(hook, save=None if name == "HOOKED" else name)  # HOOKED: what it does without SAVE
            case "DESC":
                hook = replace(hook, desc=d.rest)
            case "WIDTH":
                hook = replace(hook, width=_expression(d))
            case "HEIGHT":
                hook = replace(hook, height=_expression(d))
            case "WHEN":
                hook = replace(hook, when=_expression(d))
            case "OFFSET":
                hook = replace(hook, align=True) if d.rest == "ALIGN" else replace(hook, offset=_offset(d))
            case "COMPONENTS":
                count = _counts(d, (1,), "COMPONENTS takes one number, 1 to 4")[0]
                if count > 4:
                    raise ShaderError("COMPONENTS takes one number, 1 to 4", d.where)
                hook = replace(hook, components=count)
            case "COMPUTE":
                sizes = _counts(
                    d, (2, 4), "COMPUTE takes a block's width and height, and may add its threads: 32 8 16 8"
                )
                hook = replace(hook, compute=Compute(*sizes, *sizes) if len(sizes) == 2 else Compute(*sizes))
    hook = replace(hook, hooks=tuple(dict.fromkeys(hooks)), binds=tuple(dict.fromkeys(binds)))
    return replace(hook, refused=_refused(hook))


def _refused(hook: HookPass) -> str | None:
    if not hook.hooks:
        return "it has no HOOK, so nothing ever runs it"
    if not any(name in HOOK_POINTS for name in hook.hooks):
        return f"there is no hook point '{hook.hooks[0]}'{nearest(hook.hooks[0], HOOK_POINTS)}"
    if "hook" not in hook.body:
        return f"it has no function '{'void' if hook.compute else 'vec4'} hook()'"
    return None


def make_texture(raw: RawBlock) -> TextureBlock:
    """A `//!TEXTURE` block; its data's length is checked against SIZE × FORMAT."""
    texture = TextureBlock("", (), "", b"", line=raw.line)
    where = Where(raw.path, raw.line)
    for d in raw.directives:
        match d.word:
            case "TEXTURE":
                texture = replace(texture, name=_name(d))
            case "SIZE":
                texture = replace(texture, size=_size(d))
            case "FORMAT":
                if d.rest not in FORMATS:
                    raise ShaderError(f"unknown FORMAT '{d.rest}'{nearest(d.rest, FORMATS)}", d.where)
                texture = replace(texture, format=d.rest)
            case "FILTER":
                texture = replace(texture, linear=_choice(d, ("LINEAR", "NEAREST")) == "LINEAR")
            case "BORDER":
                texture = replace(texture, border=_choice(d, ("CLAMP", "REPEAT", "MIRROR")))
            case "STORAGE":
                texture = replace(texture, storage=True)
    for word, value in (("FORMAT", texture.format), ("SIZE", texture.size)):
        if not value:
            raise ShaderError(f"TEXTURE {texture.name} has no {word}", where)
    layout = FORMATS[texture.format]
    expected = math.prod(texture.size) * layout.texel_bytes
    data = _data(raw)
    if len(data) != expected and not (texture.storage and not data):
        size = "×".join(map(str, texture.size))
        raise ShaderError(
            f"TEXTURE {texture.name} holds {len(data)} bytes; {size} of {texture.format} are {expected}", where
        )
    refused = layout.refused and f"its FORMAT {texture.format} {layout.refused}"
    if len(texture.size) == 1:
        refused = "it is one-dimensional, which is not offered; write SIZE with a height of 1"
    elif texture.storage and not refused and not layout.image:
        refused = f"its FORMAT {texture.format} is none of a storage image; use one, two or four components"
    # Whole numbers have nothing between them.
    return replace(texture, data=data, refused=refused, linear=texture.linear and not layout.prefix)


def make_param(raw: RawBlock) -> Param:
    """A `//!PARAM` block."""
    name = desc = kind_text = minimum_text = maximum_text = ""
    kind_where = where = Where(raw.path, raw.line)
    for d in raw.directives:
        match d.word:
            case "PARAM":
                name = _name(d)
            case "DESC":
                desc = d.rest
            case "TYPE":
                kind_text, kind_where = d.rest, d.where
            case "MINIMUM":
                minimum_text = d.rest
            case "MAXIMUM":
                maximum_text = d.rest
    if not kind_text:
        raise ShaderError(f"PARAM {name} has no TYPE (float, int, uint or DEFINE)", where)
    kind, enum, qualifier = _param_type(kind_text, kind_where)
    body_where = Where(raw.path, raw.body_line + _leading_lines(raw.body))
    param = Param(name, kind, 0, desc=desc, dynamic=qualifier == "DYNAMIC", line=raw.line)
    if enum:
        names = _enum_names(raw, name, body_where)
        return replace(param, enum=names, minimum=0, maximum=len(names) - 1, compiled=True)
    low = _bound(minimum_text, kind, "MINIMUM", name, where)
    high = _bound(maximum_text, kind, "MAXIMUM", name, where)
    if low is not None and high is not None and low > high:
        raise ShaderError(f"PARAM {name}: MINIMUM {low} is above MAXIMUM {high}", where)
    default = _default(raw, kind, name, body_where)
    if (low is not None and default < low) or (high is not None and default > high):
        raise ShaderError(f"PARAM {name}: its value {default} is outside MINIMUM and MAXIMUM", body_where)
    compiled = kind is Kind.DEFINE or qualifier == "CONSTANT"
    return replace(param, default=default, minimum=low, maximum=high, compiled=compiled)


def _param_type(text: str, where: Where) -> tuple[Kind, bool, str]:
    words = text.split()
    enum = words[0] == "ENUM"
    rest = words[1:] if enum else words
    qualifier = rest[0] if rest and rest[0] in ("DYNAMIC", "CONSTANT") else ""
    rest = rest[1:] if qualifier else rest
    if len(rest) != 1 or rest[0] not in list(Kind) or (qualifier and rest[0] == Kind.DEFINE):
        hint = nearest(rest[0], ("ENUM", "DYNAMIC", "CONSTANT", *Kind)) if rest else ""
        form = "[ENUM] [DYNAMIC|CONSTANT] float|int|uint, or [ENUM] DEFINE"
        raise ShaderError(f"TYPE '{text}' is none of {form}{hint}", where)
    kind = Kind(rest[0])
    if enum and kind not in (Kind.INT, Kind.DEFINE):
        raise ShaderError(f"ENUM goes with int or DEFINE, not {kind}", where)
    return kind, enum, qualifier


def _bound(text: str, kind: Kind, word: str, name: str, where: Where) -> Value | None:
    if not text:
        return None
    value = parse_number(text, kind)
    if value is None:
        raise ShaderError(f"PARAM {name}: {word} '{text}' is no {_number_of(kind)}", where)
    return value


def _default(raw: RawBlock, kind: Kind, name: str, where: Where) -> Value:
    text = raw.body.strip()
    if not text:
        raise ShaderError(f"PARAM {name} has no value: the line after its directives gives it", where)
    value = parse_number(text, kind) if len(text) < 100 else None
    if value is None:
        first = text.split("\n", 1)[0].rstrip()
        if len(first) < 100 and parse_number(first, kind) is not None:
            raise ShaderError(f"PARAM {name}: after its value only an empty line or '//!' may follow", where)
        raise ShaderError(f"PARAM {name}: its value '{first[:40]}' is no {_number_of(kind)}", where)
    return value


def _number_of(kind: Kind) -> str:
    return {Kind.FLOAT: "32-bit number", Kind.UINT: "whole number of 32 bits from 0 up"}.get(
        kind, "whole number of 32 bits"
    )


def _enum_names(raw: RawBlock, name: str, where: Where) -> tuple[str, ...]:
    names = raw.body.split(maxsplit=MAX_ENUM)
    if not names:
        raise ShaderError(f"PARAM {name}: an ENUM lists its values' names, one a line", where)
    if len(names) > MAX_ENUM:
        raise ShaderError(f"PARAM {name}: an ENUM has at most {MAX_ENUM} values", where)
    for line in raw.body.split("\n"):
        word = line.strip()
        if word and not _NAME.fullmatch(word):
            raise ShaderError(f"PARAM {name}: '{word[:40]}' cannot name an ENUM value: letters, digits and _", where)
    if len(set(names)) != len(names):
        raise ShaderError(f"PARAM {name}: an ENUM names one value twice", where)
    return tuple(names)


def make_buffer(raw: RawBlock) -> BufferBlock:
    """A `//!BUFFER` block; its data's length is checked against its variables."""
    name, storage = "", False
    variables: list[tuple[str, str]] = []
    for d in raw.directives:
        match d.word:
            case "BUFFER":
                name = _name(d)
            case "STORAGE":
                storage = True
            case "VAR":
                kind, _, var = d.rest.partition(" ")
                match_ = _VAR.fullmatch(var.strip())
                if not match_ or not _VAR_TYPE.fullmatch(kind):
                    raise ShaderError(f"VAR takes a GLSL type and a name ('vec4 colors[8]'), not '{d.rest}'", d.where)
                variables.append((kind, match_.group(1)))
    where = Where(raw.path, raw.line)
    if not variables:
        raise ShaderError(f"BUFFER {name} has no VAR", where)
    block = BufferBlock(name, tuple(variables), _data(raw), storage, raw.line)
    expected = buffers.size(block)
    if expected > MAX_BUFFER:
        raise ShaderError(f"BUFFER {name} is {expected} bytes; a buffer has at most {MAX_BUFFER >> 20} MB", where)
    if len(block.data) != expected and not (storage and not block.data):
        wanted = f"its variables are {expected} (std{430 if storage else 140})"
        raise ShaderError(f"BUFFER {name} holds {len(block.data)} bytes; {wanted}", where)
    return block


def _name(d: Directive) -> str:
    if not _NAME.fullmatch(d.rest):
        what = f"not '{d.rest[:40]}'" if d.rest else "which is missing"
        raise ShaderError(f"{d.word} takes one name of letters, digits and _, {what}", d.where)
    return d.rest


def _expression(d: Directive) -> Expression:
    return rpn.parse(d.rest, d.where.path, d.where.line)


def _choice(d: Directive, words: tuple[str, ...]) -> str:
    if d.rest not in words:
        raise ShaderError(f"{d.word} is {' or '.join(words)}, not '{d.rest}'{nearest(d.rest, words)}", d.where)
    return d.rest


def _counts(d: Directive, lengths: tuple[int, ...], message: str) -> tuple[int, ...]:
    words = d.rest.split()
    if len(words) not in lengths or not all(_COUNT.fullmatch(w) and int(w) > 0 for w in words):
        raise ShaderError(f"{message}, not '{d.rest}'", d.where)
    return tuple(map(int, words))


def _size(d: Directive) -> tuple[int, ...]:
    size = _counts(d, (1, 2, 3), "SIZE takes one to three whole numbers from 1 up")
    most = MAX_SIDE[len(size)]
    if max(size) > most:
        raise ShaderError(f"SIZE {d.rest} is too large: a {len(size)}D texture has sides up to {most}", d.where)
    return size


def _offset(d: Directive) -> tuple[float, float]:
    numbers = [parse_number(word, Kind.FLOAT) for word in d.rest.split()]
    if len(numbers) != 2 or numbers[0] is None or numbers[1] is None:
        raise ShaderError(f"OFFSET takes two numbers or ALIGN, not '{d.rest}'{nearest(d.rest, ['ALIGN'])}", d.where)
    return float(numbers[0]), float(numbers[1])


def _data(raw: RawBlock) -> bytes:
    data = unhex(raw.body)
    if isinstance(data, bytes):
        return data
    line = raw.body_line + raw.body.count("\n", 0, data)
    if data == len(raw.body):
        raise ShaderError("the hexadecimal data ends in half a byte", Where(raw.path, raw.line))
    raise ShaderError(
        f"'{raw.body[data]}' is no hexadecimal digit; after the data only an empty line or '//!' may follow",
        Where(raw.path, line),
    )


def _leading_lines(body: str) -> int:
    return body.count("\n", 0, len(body) - len(body.lstrip()))
