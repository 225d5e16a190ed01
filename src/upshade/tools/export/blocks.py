"""The blocks of a shader file, written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

import numpy as np

from ...core.param import Kind, Param, Value
from ...core.shader import BufferBlock, HookPass, TextureBlock
from ...core.texformat import FORMATS
from .fold import spell

FAMILY = ("raw", "pos", "size", "pt", "off", "mul", "rot", "tex", "texOff", "gather", "map")
"""What a bound NAME gives code: NAME_raw, NAME_pos …"""
_MEMBER = "|".join(FAMILY)
_THREE = {"rgb8": "u1", "rgb16": "<u2", "rgb16f": "<f4", "rgb32f": "<f4"}
_EXTENSION = re.compile(r"^[ \t]*#[ \t]*extension\b", re.MULTILINE)


def uses(text: str, names: Iterable[str]) -> bool:
    """Whether one of `names` stands in `text` as a word."""
    pattern = "|".join(map(re.escape, names))
    return bool(pattern) and re.search(rf"\b(?:{pattern})\b", text) is not None


def renamed(body: str, textures: Mapping[str, str], words: Mapping[str, str]) -> str:
    """`body` with new names for textures, with their whole families, and for parameters."""
    for old, new in textures.items():
        body = re.sub(rf"\b{re.escape(old)}(?=\b|_(?:{_MEMBER})\b)", new, body)
    for old, new in words.items():
        body = re.sub(rf"\b{re.escape(old)}\b", new, body)
    return body


def prelude(params: Iterable[Param], values: Mapping[str, Value], body: str) -> str:
    """Baked parameters that `body` names: macros where they are compiled in (`#if` may ask for them), else constants,
    which a local variable may hide."""
    macros, constants = [], []
    for p in params:
        named = uses(body, (p.name,))
        if named or uses(body, p.enum):
            macros += [f"#define {name} {i}" for i, name in enumerate(p.enum)]
        # Nothing that is no directive may stand before an #extension.
        if named and (p.compiled or _EXTENSION.search(body)):
            macros.append(f"#define {p.name} {p.glsl(values[p.name])}")
        elif named:
            constants.append(f"const {p.glsl_type} {p.name} = {p.glsl(values[p.name])};")
    return "".join(line + "\n" for line in macros + constants)


# mpv's vo=gpu has these, libplacebo has not.
_MPV_MACROS = {
    "LUT_POS": "LUT_POS(x, lut_size) mix(0.5 / (lut_size), 1.0 - 0.5 / (lut_size), (x))",
    "tex1D": "tex1D texture",
    "tex3D": "tex3D texture",
}


def helpers(textures: Iterable[TextureBlock], body: str) -> str:
    """What code may use here and not everywhere: a texture's NAME_tex (libplacebo has it), its NAME_size and NAME_pt,
    and mpv's macros."""
    lines = []
    for name, text in _MPV_MACROS.items():
        if uses(body, (name,)):
            lines += [f"#ifndef {name}", f"#define {text}", "#endif"]
    for t in textures:
        if t.storage:
            continue
        size = f"vec{max(2, len(t.size))}(textureSize({t.name}, 0))"
        for name, text in (
            (f"{t.name}_tex", f"{t.name}_tex(at) texture({t.name}, at)"),
            (f"{t.name}_size", f"{t.name}_size {size}"),
            (f"{t.name}_pt", f"{t.name}_pt (1.0 / {size})"),
        ):
            if uses(body, (name,)):
                lines += [f"#ifndef {name}", f"#define {text}", "#endif"]
    return "".join(line + "\n" for line in lines)


def hook_block(
    hook: HookPass, body: str, bind: Mapping[str, str], rename: Callable[[str], str], words: Mapping[str, str]
) -> str:
    """`bind`: new names of what the pass binds; `rename`: of textures in its expressions."""
    lines = [f"//!HOOK {name}" for name in hook.hooks]
    lines += [f"//!BIND {bind.get(name, name)}" for name in hook.binds]
    if hook.save:
        lines.append(f"//!SAVE {hook.save}")
    if hook.desc:
        lines.append(f"//!DESC {hook.desc}")
    for word, expr in (("WIDTH", hook.width), ("HEIGHT", hook.height), ("WHEN", hook.when)):
        if expr is not None:
            lines.append(f"//!{word} {spell(expr, rename, lambda name: words.get(name, name))}")
    if hook.align:
        lines.append("//!OFFSET ALIGN")
    elif hook.offset != (0.0, 0.0):
        lines.append("//!OFFSET " + " ".join(np.format_float_positional(v, trim="0") for v in hook.offset))
    if hook.components is not None:
        lines.append(f"//!COMPONENTS {hook.components}")
    if (c := hook.compute) is not None:
        lines.append(f"//!COMPUTE {c.block_w} {c.block_h} {c.threads_w} {c.threads_h}")
    return "\n".join(lines) + "\n\n" + body


def texture_block(texture: TextureBlock, name: str) -> str:
    form, data = texture.format, texture.data
    if form.endswith("16hf") and not texture.storage:
        # vo=gpu knows no halves in a file: the same texture, filled from 32-bit floats.
        form, data = form.removesuffix("hf") + "f", np.frombuffer(data, "<f2").astype("<f4").tobytes()
    if (kind := _THREE.get(form)) is not None and not texture.storage:
        # Vulkan's drivers mostly lack textures of three components. The fourth reads as one either way.
        three = np.frombuffer(data, kind).reshape(-1, 3)
        one = 1 if kind == "<f4" else np.iinfo(kind).max
        form, data = form.replace("rgb", "rgba"), np.insert(three, 3, one, axis=1).tobytes()
    lines = [f"//!TEXTURE {name}", f"//!SIZE {' '.join(map(str, texture.size))}"]
    # Images that are loaded from and whole numbers are never filtered, and where they cannot be, LINEAR is refused.
    linear = texture.linear and not texture.storage and not FORMATS[form].prefix
    lines += [f"//!FORMAT {form}", f"//!FILTER {'LINEAR' if linear else 'NEAREST'}"]
    lines += [f"//!BORDER {texture.border}"] + (["//!STORAGE"] if texture.storage else [])
    return "\n".join(lines) + "\n" + data.hex() + "\n"


def buffer_block(buffer: BufferBlock, name: str) -> str:
    lines = [f"//!BUFFER {name}"]
    lines += [f"//!VAR {kind} {variable}" for kind, variable in buffer.variables]
    lines += ["//!STORAGE"] if buffer.storage else []
    return "\n".join(lines) + "\n" + buffer.data.hex() + "\n"


def param_block(p: Param, value: Value, words: Mapping[str, str]) -> str:
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
