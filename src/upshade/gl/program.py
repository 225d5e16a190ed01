"""The GLSL of a step, its compilation, and where in a file the driver's complaints belong.

Everything that this file adds to a shader's own text begins with `upshade_`, but for the names that the mpv user
shader format promises. Line numbers: the hook's body keeps those of its file; generated text counts from
`_OURS`, built-in function k from `_OURS · (k + 2)`, so that a line says which text it belongs to (Mesa does not
report `#line`'s second number).
"""

from __future__ import annotations

import re
import struct
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

import moderngl

from ..core import library, tunable
from ..core.param import Kind, Param, Value
from ..core.steps import Bind, Caps, Step
from ..errors import CompileError, Where
from .context import Context

_OURS = 1_000_000
GEOMETRY = 3
"""vec4s for each bind in `upshade_geometry`: scale and bias; size and 1/size; offset."""

_VERTEX = """#version 330 core
void main()
{
    vec2 corner = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);
    gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}
"""
_GLOBALS = """out vec4 upshade_out;
uniform int frame;
uniform float random;
uniform vec2 input_size;
uniform vec2 target_size;
uniform vec2 tex_offset;"""
# libplacebo has these for every hook; ours run in gamma light. The curve is BT.1886 with a black of zero.
_LIGHT = """vec4 linearize(vec4 upshade_c) { return vec4(pow(max(upshade_c.rgb, 0.0), vec3(2.4)), upshade_c.a); }
vec4 delinearize(vec4 upshade_c) { return vec4(pow(max(upshade_c.rgb, 0.0), vec3(1.0 / 2.4)), upshade_c.a); }"""

_EXTENSION = re.compile(r"^[ \t]*#[ \t]*extension[ \t]+\w+[ \t]*:[ \t]*\w+", re.MULTILINE)
_INCLUDE = re.compile(r"#[ \t]*include\b")
_USES_LIGHT = re.compile(r"\b(?:de)?linearize\b")

_LOG_FORMS = (
    re.compile(r"^\d+:(?P<line>\d+)\(\d+\): (?:preprocessor )?error: (?P<text>.*)$", re.MULTILINE),  # Mesa
    re.compile(r"^\d+\((?P<line>\d+)\) : error (?:C\d+: )?(?P<text>.*)$", re.MULTILINE),  # NVIDIA
    re.compile(r"^ERROR: \d+:(?P<line>\d+): (?P<text>.*)$", re.MULTILINE),  # AMD, Intel on Windows, Apple, ANGLE
)
_NO_HOOK = re.compile(r"\bhook\b")


def builtin_source(name: str) -> str:
    """Text of `shaders/builtin/<name>.glsl`."""
    return library.builtin(name)


def fragment_source(step: Step, caps: Caps) -> str:
    """The whole fragment shader of a step, as `Step` describes it. `main` stands before the hook's body, so that
    no macro of the body can change it."""
    body = step.hook.body if step.hook else ""
    out = [f"#version {min(max(caps.glsl, 330), 450)} core"]
    if caps.gather and caps.glsl < 400:
        out.append("#extension GL_ARB_gpu_shader5 : enable")
    # Extensions may only be named before the first declaration.
    out += [m[0].strip() for m in _EXTENSION.finditer(body)]
    out += [f"#line {_OURS + 1}", _GLOBALS]
    if step.binds:
        out.append(f"uniform vec4 upshade_geometry[{GEOMETRY * len(step.binds)}];")
    seen: set[str] = set()
    for unit, bind in enumerate(step.binds):
        out += _bare(step, unit, bind) if bind.bare else _family(unit, bind, caps, seen)
    lines, replaced = _parameters(step)
    out += lines
    for k, name in enumerate(step.functions):
        out += [f"#line {_OURS * (k + 2) + 1}", builtin_source(name).rstrip("\n")]
    out.append(f"#line {_OURS + 500_001}")
    if step.hook:
        if _USES_LIGHT.search(body):
            out.append(_LIGHT)
        out.append("vec4 hook();")
    out += ["void main()", "{"]
    for unit, bind in enumerate(step.binds):
        if not bind.bare:
            geometry = f"upshade_geometry[{GEOMETRY * unit}]"
            out.append(f"upshade_p{unit} = gl_FragCoord.xy * {geometry}.xy + {geometry}.zw;")
    out += ["vec4 color = vec4(0.0, 0.0, 0.0, 1.0);", step.statements, "upshade_out = color;", "}"]
    if step.hook:
        out.append(f"#line {step.hook.body_line}")
        # moderngl looks for #include by itself, in comments too; with a space the driver says what it thinks of it.
        out.append(_INCLUDE.sub("# include", _EXTENSION.sub("", tunable.rewrite(body, replaced))))
    return "\n".join(out) + "\n"


def _family(unit: int, bind: Bind, caps: Caps, seen: set[str]) -> list[str]:
    """All that NAME_… promises, for the name and its aliases."""
    raw, at = f"upshade_t{unit}", GEOMETRY * unit
    mul = "" if bind.mul == 1.0 else f"{float(bind.mul)!r} * "
    # Computed once in main: compilers of software drivers do not take it out of a shader's loops.
    out = [f"uniform sampler2D {raw};", f"vec2 upshade_p{unit};"]
    for name in (bind.name, *bind.aliases):
        if name in seen:
            continue
        seen.add(name)
        out += [
            f"#define {name}_raw {raw}",
            f"#define {name}_pos upshade_p{unit}",
            f"#define {name}_size (upshade_geometry[{at + 1}].xy)",
            f"#define {name}_pt (upshade_geometry[{at + 1}].zw)",
            f"#define {name}_off (upshade_geometry[{at + 2}].xy)",
            f"#define {name}_mul {float(bind.mul)!r}",
            f"#define {name}_rot mat2(1.0)",
            f"#define {name}_tex(upshade_p) ({mul}texture({raw}, upshade_p))",
            f"#define {name}_texOff(upshade_o) {name}_tex({name}_pos + {name}_pt * vec2(upshade_o))",
        ]
        if caps.gather:
            out.append(f"#define {name}_gather(upshade_p, upshade_c) ({mul}textureGather({raw}, upshade_p, upshade_c))")
    return out


def _bare(step: Step, unit: int, bind: Bind) -> list[str]:
    """A file's texture or a table: the sampler by its own name, and what libplacebo adds."""
    name, at = bind.name, GEOMETRY * unit
    solid = is_solid(step, bind)
    size = f"vec3(textureSize({name}, 0))" if solid else f"upshade_geometry[{at + 1}].xy"
    pt = f"1.0 / vec3(textureSize({name}, 0))" if solid else f"upshade_geometry[{at + 1}].zw"
    return [
        f"uniform sampler{'3D' if solid else '2D'} {name};",
        f"#define {name}_tex(upshade_p) texture({name}, upshade_p)",
        f"#define {name}_size ({size})",
        f"#define {name}_pt ({pt})",
    ]


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
        literal = defines.pop(p.name, None)
        if literal is not None:
            if p.tunable:
                replaced[p.name] = literal
            else:
                out.append(f"#define {p.name} {literal}")
        elif p.name in step.uniforms:
            out.append(f"uniform {p.glsl_type} {uniform_name(p)};")
            if p.tunable:
                replaced[p.name] = uniform_name(p)
    return [*(f"#define {name} {literal}" for name, literal in defines.items()), *out], replaced


def uniform_name(param: Param) -> str:
    """A tunable's own name is taken by the file's `#define`."""
    return f"upshade_p_{param.name}" if param.tunable else param.name


def pack(param: Param, value: Value) -> bytes:
    """The value as a uniform's bytes."""
    if param.kind is Kind.FLOAT:
        return struct.pack("f", value)
    return struct.pack("I" if param.kind is Kind.UINT else "i", int(value))


def compile_error(log: str, step: Step) -> CompileError:
    """The driver's first complaint, at its place: the shader's own file and line, or the built-in function's."""
    text = log.split("===\n")[-1].strip()
    found = [m for form in _LOG_FORMS if (m := form.search(text))]
    path = step.shader.path if step.shader else f"<{step.title}>"
    start = step.hook.line if step.hook else 0
    if found:
        first = min(found, key=lambda m: m.start())
        line, message = int(first["line"]), first["text"].strip()
        section, rest = divmod(line, _OURS)
        if section == 0:
            where = Where(path, line)
        elif section == 1 or section - 2 >= len(step.functions):
            where = Where(path, start)
            message += " (in the code that surrounds the pass)"
        else:
            where = Where(f"shaders/builtin/{step.functions[section - 2]}.glsl", rest)
    else:
        where = Where(path, start)
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        message = next((line for line in lines if "error" in line.lower()), lines[0] if lines else "no reason given")
        message = re.sub(r"^error: ", "", message, flags=re.IGNORECASE)
        if step.hook and _NO_HOOK.search(message):
            message = "the pass defines no 'vec4 hook()'"
    error = CompileError(f"{message} (pass '{step.title}')", where)
    error.label = step.label
    error.log = text
    return error


class Uniform:
    """One uniform of a compiled program; `write` does nothing when the program holds these bytes already."""

    __slots__ = ("_size", "_write", "last")

    def __init__(self, uniform: Any) -> None:
        self._write = uniform.write
        # The compiler may have cut the tail of an array that is not read.
        self._size = uniform.dimension * uniform.array_length * 4
        self.last = b""

    def fit(self, data: bytes) -> bytes:
        """`data` as long as the compiler left the uniform."""
        return data[: self._size]

    def write(self, data: bytes) -> None:
        if data != self.last:
            self._write(data)
            self.last = data


class Program:
    """A compiled program and its vertex array; owned by `Programs`. Sampler k reads unit k."""

    __slots__ = ("_uniforms", "mgl", "source", "users", "vao")

    def __init__(self, source: str, mgl: Any, vao: Any) -> None:
        self.source = source
        self.mgl = mgl
        self.vao = vao
        self.users = 0
        self._uniforms: dict[str, Uniform | None] = {}

    def uniform(self, name: str) -> Uniform | None:
        """None where the compiler found it unused."""
        if name not in self._uniforms:
            member = self.mgl.get(name, None)
            self._uniforms[name] = Uniform(member) if isinstance(member, moderngl.Uniform) else None
        return self._uniforms[name]

    def release(self) -> None:
        self.vao.release()
        self.mgl.release()


class Programs:
    """Compiled programs by their source, the `limit` last used kept. `compiled` counts compilations."""

    def __init__(self, context: Context, limit: int = 256) -> None:
        self.context = context
        self.limit = limit
        self.compiled = 0
        self.nearest: dict[str, bool] = {}
        """By source: whether drawing noise has confirmed that nearest sampling gives the same."""
        self._programs: OrderedDict[str, Program] = OrderedDict()

    @property
    def live(self) -> int:
        """Programs that exist."""
        return len(self._programs)

    @property
    def lent(self) -> int:
        """Uses that were not given back."""
        return sum(p.users for p in self._programs.values())

    def acquire(self, step: Step) -> Program:
        """The step's program, compiled only if no other step had the same source. CompileError with `label`."""
        source = fragment_source(step, self.context.caps)
        program = self._programs.get(source)
        if program is None:
            program = self._compile(source, {_sampler_name(i, b): i for i, b in enumerate(step.binds)}, step)
            self._programs[source] = program
        self._programs.move_to_end(source)
        program.users += 1
        self._shrink()
        return program

    def acquire_plain(self, source: str, samplers: Mapping[str, int]) -> Program:
        """A program of our own that belongs to no step."""
        program = self._programs.get(source)
        if program is None:
            program = self._compile(source, samplers, None)
            self._programs[source] = program
        program.users += 1
        return program

    def give_back(self, program: Program) -> None:
        program.users -= 1
        self._shrink()

    def release(self) -> None:
        """Release all. RuntimeError if a program is still lent."""
        if self.lent:
            raise RuntimeError(f"{self.lent} programs are still in use")
        for program in self._programs.values():
            program.release()
        self._programs.clear()
        self.nearest.clear()

    def _compile(self, source: str, samplers: Mapping[str, int], step: Step | None) -> Program:
        mgl = self.context.mgl
        self.compiled += 1
        try:
            made = mgl.program(vertex_shader=_VERTEX, fragment_shader=source)
        except moderngl.Error as error:
            if step is None:
                raise CompileError(" ".join(str(error).split())) from error
            raise compile_error(str(error), step) from error
        for name, unit in samplers.items():
            member = made.get(name, None)
            if member is not None:
                member.value = unit
        return Program(source, made, mgl.vertex_array(made, []))

    def _shrink(self) -> None:
        excess = len(self._programs) - self.limit
        if excess > 0:
            for source in [s for s, p in self._programs.items() if not p.users][:excess]:
                self._programs.pop(source).release()
                self.nearest.pop(source, None)


def _sampler_name(unit: int, bind: Bind) -> str:
    return bind.name if bind.bare else f"upshade_t{unit}"
