"""The GLSL of a step as a fragment shader, and the parts of it that a compute shader shares.

Everything that this file adds to a shader's own text begins with `upshade_`, but for the names that the mpv user
shader format promises. Line numbers: the hook's body keeps those of its file; generated text counts from
`OURS`, built-in function k from `OURS · (k + 2)`, so that a line says which text it belongs to (Mesa does not
report `#line`'s second number).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..core import library, tunable
from ..core.param import Param
from ..core.steps import Bind, Caps, Inline, Step
from ..core.texformat import FORMATS

OURS = 1_000_000
GEOMETRY = 3
"""vec4s for each bind in `upshade_geometry`: scale and bias; size and 1/size; offset."""

GLOBALS = (
    "uniform int frame;", "uniform float random;", "uniform vec2 input_size;", "uniform vec2 target_size;",
    "uniform vec2 tex_offset;",
)  # fmt: skip
# mpv has these for every shader (video/out/gpu/shader_cache.c).
_MPV_MACROS = {
    "tex1D": "#define tex1D texture",
    "tex3D": "#define tex3D texture",
    "LUT_POS": "#define LUT_POS(upshade_x, upshade_n) mix(0.5 / (upshade_n), 1.0 - 0.5 / (upshade_n), (upshade_x))",
}
_EXTENSION = re.compile(r"^[ \t]*#[ \t]*extension[ \t]+\w+[ \t]*:[ \t]*\w+", re.MULTILINE)
_INCLUDE = re.compile(r"#[ \t]*include\b")


def builtin_source(name: str) -> str:
    """Text of `shaders/builtin/<name>.glsl`."""
    return library.builtin(name)


def fragment_source(step: Step, caps: Caps) -> str:
    """The whole fragment shader of a step, as `Step` describes it. `main` stands before the hook's body, so that
    no macro of the body can change it."""
    out = [*head(step, caps), "out vec4 upshade_out;", *GLOBALS, *declarations(step, caps, "gl_FragCoord.xy")]
    out += ["void main()", "{", "vec4 color = vec4(0.0, 0.0, 0.0, 1.0);", step.statements, "upshade_out = color;", "}"]
    return "\n".join([*out, *body_lines(step)]) + "\n"


def head(step: Step, caps: Caps, least: int = 330) -> list[str]:
    """What must come first: the version, and the extensions that the hook asks for."""
    out = [f"#version {min(max(caps.glsl, least), 450)} core"]
    if caps.gather and caps.glsl < 400:
        out.append("#extension GL_ARB_gpu_shader5 : enable")
    # Extensions may only be named before the first declaration.
    out += [m[0].strip() for m in _EXTENSION.finditer(step.hook.body if step.hook else "")]
    return [*out, f"#line {OURS + 1}"]


def declarations(step: Step, caps: Caps, pixel: str = "", thread: str = "") -> list[str]:
    """Binds, storage, parameters, built-in functions, and the hook's prototype. Positions are those of `pixel`, the
    target's, or where `thread` is given, those of a compute shader's thread of that number."""
    out = []
    if step.places:
        out.append(f"uniform vec4 upshade_geometry[{GEOMETRY * len(step.places)}];")
    seen: set[str] = set()
    for unit, bind in enumerate(step.binds):
        out += _bare(step, unit, bind) if bind.bare else _family(unit, bind, caps, seen, pixel, thread)
    # Before the parameters: these may have any name.
    params = {p.name for p in step.shader.params} if step.shader else set()
    out += [f"#define {name} {literal}" for name, literal in step.defines if name not in params]
    for k, name in enumerate(step.functions):
        out += [f"#line {OURS * (k + 2) + 1}", builtin_source(name).rstrip("\n")]
    out.append(f"#line {OURS + 500_001}")
    for k, inline in enumerate(step.inlines):
        out += _inline(k, len(step.binds) + k, inline, seen, pixel)
    out += _stored(step)
    lines, _ = _parameters(step)
    out += lines
    body = step.hook.body if step.hook else ""
    out += [line for word, line in _MPV_MACROS.items() if re.search(rf"\b{word}\b", body)]
    if step.hook:
        if step.light:
            out.append(step.light)
        out.append(f"{'void' if step.hook.compute else 'vec4'} hook();")
    return out


def body_lines(step: Step, names: Mapping[str, str] | None = None) -> list[str]:
    """The hook's own text with its own line numbers; `names` in it are replaced."""
    if step.hook is None:
        return []
    _, replaced = _parameters(step)
    body = _EXTENSION.sub("", tunable.rewrite(step.hook.body, replaced))
    for name, other in (names or {}).items():
        body = re.sub(rf"\b{name}\b", other, body)
    # moderngl looks for #include by itself, in comments too; with a space the driver says what it thinks of it.
    return [f"#line {step.hook.body_line}", _INCLUDE.sub("# include", body)]


def _family(unit: int, bind: Bind, caps: Caps, seen: set[str], pixel: str, thread: str) -> list[str]:
    """All that NAME_… promises, for the name and its aliases."""
    raw = f"upshade_t{unit}"
    mul = "" if bind.mul == 1.0 else f"{float(bind.mul)!r} * "
    out = [f"uniform sampler2D {raw};"]
    if not thread:
        out.append(_position(unit, pixel))
    for name in (bind.name, *bind.aliases):
        if name in seen:
            continue
        seen.add(name)
        out += [
            f"#define {name}_raw {raw}",
            *_facts(name, unit, bind, f"{name}_map({thread})" if thread else f"upshade_p{unit}"),
            f"#define {name}_tex(upshade_p) ({mul}texture({raw}, upshade_p))",
            f"#define {name}_texOff(upshade_o) {name}_tex({name}_pos + {name}_pt * vec2(upshade_o))",
        ]
        if thread:
            out.append(f"#define {name}_map(upshade_id) ((vec2(upshade_id) + 0.5) * {_place(unit)})")
        if caps.gather:
            out.append(f"#define {name}_gather(upshade_p, upshade_c) ({mul}textureGather({raw}, upshade_p, upshade_c))")
    return out


def _inline(k: int, place: int, inline: Inline, seen: set[str], pixel: str) -> list[str]:
    """A texel that is computed, once, and what NAME_… promises of its texture."""
    out = [
        f"vec4 upshade_inline{k}()", "{", "vec4 color = vec4(0.0, 0.0, 0.0, 1.0);", at_pixel(inline.statements, pixel),
        f"return {inline.value};", "}",
        f"vec4 upshade_texel{k} = upshade_inline{k}();", _position(place, pixel),
    ]  # fmt: skip
    for name in (inline.bind.name, *inline.bind.aliases):
        if name in seen:
            continue
        seen.add(name)
        out += [
            *_facts(name, place, inline.bind, f"upshade_p{place}"),
            f"#define {name}_tex(upshade_p) upshade_texel{k}",
            f"#define {name}_texOff(upshade_o) upshade_texel{k}",
        ]
    return out


def at_pixel(statements: str, pixel: str) -> str:
    """Statements of ours that ask for the pixel, where that is called `pixel`: a compute shader has no gl_FragCoord."""
    return statements.replace("gl_FragCoord", f"vec4({pixel}, 0.0, 1.0)")


def _position(place: int, pixel: str) -> str:
    # A variable: compilers of software drivers do not take it out of a shader's loops. Set where it is declared: a
    # hook's own globals may be computed from it.
    return f"vec2 upshade_p{place} = {pixel} * {_place(place)};"


def _place(place: int) -> str:
    at = GEOMETRY * place
    return f"upshade_geometry[{at}].xy + upshade_geometry[{at}].zw"


def _facts(name: str, place: int, bind: Bind, position: str) -> list[str]:
    at = GEOMETRY * place
    return [
        f"#define {name}_pos {position}",
        f"#define {name}_size (upshade_geometry[{at + 1}].xy)",
        f"#define {name}_pt (upshade_geometry[{at + 1}].zw)",
        f"#define {name}_off (upshade_geometry[{at + 2}].xy)",
        f"#define {name}_mul {float(bind.mul)!r}",
        f"#define {name}_rot mat2(1.0)",
    ]


def _bare(step: Step, unit: int, bind: Bind) -> list[str]:
    """A file's texture or a table: the sampler by its own name, and what libplacebo adds."""
    name, at = bind.name, GEOMETRY * unit
    solid = is_solid(step, bind)
    size = f"vec3(textureSize({name}, 0))" if solid else f"upshade_geometry[{at + 1}].xy"
    pt = f"1.0 / vec3(textureSize({name}, 0))" if solid else f"upshade_geometry[{at + 1}].zw"
    prefix = ""
    if bind.ref.kind == "file" and step.shader is not None:
        prefix = FORMATS[step.shader.textures[bind.ref.index].format].prefix
    return [
        f"uniform {prefix}sampler{'3D' if solid else '2D'} {name};",
        f"#define {name}_tex(upshade_p) texture({name}, upshade_p)",
        f"#define {name}_size ({size})",
        f"#define {name}_pt ({pt})",
    ]


def _stored(step: Step) -> list[str]:
    """Storage images and buffers, as libplacebo declares them."""
    out = []
    for s in step.storage:
        assert step.shader is not None
        if s.kind == "image":
            block = step.shader.textures[s.index]
            form = FORMATS[block.format]
            kind = f"{form.prefix}image{'3D' if len(block.size) == 3 else '2D'}"
            out.append(f"layout({form.image}, binding = {s.unit}) coherent restrict uniform {kind} {s.name};")
            continue
        members = " ".join(f"{kind} {name};" for kind, name in step.shader.buffers[s.index].variables)
        how = "layout(std140) uniform"
        if s.kind == "buffer":
            how = f"layout(std430, binding = {s.unit}) coherent restrict buffer"
        out.append(f"{how} {s.name} {{ {members} }};")
    return out


def is_solid(step: Step, bind: Bind) -> bool:
    """Whether the sampler is a 3D one."""
    if bind.ref.kind == "file" and step.shader is not None:
        return len(step.shader.textures[bind.ref.index].size) == 3
    return bind.size[2] > 1


def _parameters(step: Step) -> tuple[list[str], dict[str, str]]:
    """Declarations of the parameters, and what replaces the literals of tunable `#define`s in the body."""
    defines = dict(step.defines)
    out: list[str] = []
    replaced: dict[str, str] = {}
    for p in step.shader.params if step.shader else ():
        out += [f"#define {name} {i}" for i, name in enumerate(p.enum)]
        literal = defines.get(p.name)
        if literal is not None:
            if p.tunable:
                replaced[p.name] = literal
            else:
                out.append(f"#define {p.name} {literal}")
        elif p.name in step.uniforms:
            out.append(f"uniform {p.glsl_type} {uniform_name(p)};")
            if p.tunable:
                replaced[p.name] = uniform_name(p)
    return out, replaced


def uniform_name(param: Param) -> str:
    """A tunable's own name is taken by the file's `#define`."""
    return f"upshade_p_{param.name}" if param.tunable else param.name
