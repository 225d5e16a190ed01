"""Compiled programs, and where in a file the driver's complaints belong. `source.py` and `compute_source.py` write
the GLSL."""

from __future__ import annotations

import re
import struct
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

import moderngl

from ..core.param import Kind, Param, Value
from ..core.steps import Bind, Step
from ..errors import CompileError, Where
from .compute_source import compute_source
from .context import Context
from .source import OURS, fragment_source

_VERTEX = """#version 330 core
void main()
{
    vec2 corner = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);
    gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}
"""
_LOG_FORMS = (
    re.compile(r"^\d+:(?P<line>\d+)\(\d+\): (?:preprocessor )?error: (?P<text>.*)$", re.MULTILINE),  # Mesa
    re.compile(r"^\d+\((?P<line>\d+)\) : error (?:C\d+: )?(?P<text>.*)$", re.MULTILINE),  # NVIDIA
    re.compile(r"^ERROR: \d+:(?P<line>\d+): (?P<text>.*)$", re.MULTILINE),  # AMD, Intel on Windows, Apple, ANGLE
)
_NO_HOOK = re.compile(r"\bhook\b")


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
        section, rest = divmod(line, OURS)
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
            message = f"the pass defines no '{'void' if step.hook.compute else 'vec4'} hook()'"
    error = CompileError(f"{message} (pass '{step.title}')", where)
    error.label = step.label
    error.log = text
    return error


class Uniform:
    """One uniform of a compiled program; `write` does nothing when the program holds these bytes already."""

    __slots__ = ("_size", "_write", "last", "name")

    def __init__(self, uniform: Any) -> None:
        self.name: str = uniform.name
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
    """A compiled program and its vertex array (a compute shader has none); owned by `Programs`. Sampler k reads
    unit k, uniform buffer k binding k."""

    __slots__ = ("_uniforms", "mgl", "source", "users", "vao")

    def __init__(self, source: str, mgl: Any, vao: Any = None) -> None:
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
        if self.vao is not None:
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
        make = fragment_source if step.compute is None else compute_source
        source = make(step, self.context.caps)
        program = self._programs.get(source)
        if program is None:
            program = self._compile(source, {_sampler_name(i, b): i for i, b in enumerate(step.binds)}, step)
            for stored in step.storage:
                block = program.mgl.get(stored.name, None)
                if isinstance(block, moderngl.UniformBlock):
                    block.binding = stored.unit
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
        compute = step is not None and step.compute is not None
        try:
            made = mgl.compute_shader(source) if compute else mgl.program(vertex_shader=_VERTEX, fragment_shader=source)
        except moderngl.Error as error:
            if step is None:
                raise CompileError(" ".join(str(error).split())) from error
            raise compile_error(str(error), step) from error
        for name, unit in samplers.items():
            member = made.get(name, None)
            if member is not None:
                member.value = unit
        return Program(source, made, None if compute else mgl.vertex_array(made, []))

    def _shrink(self) -> None:
        excess = len(self._programs) - self.limit
        if excess > 0:
            for source in [s for s, p in self._programs.items() if not p.users][:excess]:
                self._programs.pop(source).release()
                self.nearest.pop(source, None)


def _sampler_name(unit: int, bind: Bind) -> str:
    return bind.name if bind.bare else f"upshade_t{unit}"
