"""Preset -> the shaders of its chain with the value of every parameter; `--shader` and `--set` on top."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import ParameterError, ShaderError, UpshadeError, Where, nearest
from . import hook, library
from .param import Param, Value
from .preset import Output, Preset, PresetPass, Setting
from .preset import load as load_preset
from .shader import Shader
from .steps import ChainEntry

Values = dict[str, dict[str, Value]]
"""label -> parameter -> value, complete for every entry of a chain."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A chain whose shaders are read and whose values are all known: nothing on the disk can change it any more.
    `output`: the size and the options that it is for."""

    entries: tuple[ChainEntry, ...]
    values: Mapping[str, Mapping[str, Value]]
    output: Output = field(default_factory=Output)


def load(
    preset: str | Path | Preset | Loaded | None, shaders: Sequence[str | Path] = (), sets: Iterable[str] = ()
) -> Loaded:
    """Whatever may stand for a chain (None: an empty one), `shaders` put behind it, `sets` applied.

    Raises what `preset.load`, `chain` and `apply_sets` raise.
    """
    if preset is None:
        preset = Preset()
    elif not isinstance(preset, Preset | Loaded):
        preset = load_preset(preset)
    entries, values = chain(preset, shaders)
    return Loaded(entries, apply_sets(entries, values, sets), preset.output)


def chain(preset: Preset | Loaded, shaders: Sequence[str | Path] = ()) -> tuple[tuple[ChainEntry, ...], Values]:
    """The entries of a preset in order, `repeat` written out, then `shaders` (names or paths); and all values.

    A pass that is off and whose file breaks the format is none. A label is the last part of the file's name; from the
    second on with a number: `push`, `push#2`.
    Raises NotFound, ShaderError with the shader's file:line; ParameterError with the preset's file:line, naming the
    shader and the nearest parameter or the bounds.
    """
    entries: list[ChainEntry] = []
    values: Values = {}
    passes: tuple[PresetPass, ...] = ()
    if isinstance(preset, Loaded):
        entries += preset.entries
        values |= {label: dict(own) for label, own in preset.values.items()}
    else:
        passes = preset.passes
    for item in (*passes, *(PresetPass(str(s)) for s in shaders)):
        try:
            shader = load_shader(item.shader, item.where("shader"))
        except ShaderError:
            if item.enabled:
                raise
            # Nothing of it runs: it must not stop those that do.
            continue
        own = settings(shader, item)
        for _ in range(item.repeat):
            label = label_of(shader, values)
            entries.append(ChainEntry(label, shader, item.enabled))
            values[label] = dict(own)
    return tuple(entries), values


def load_shader(name: str, where: Where | None = None) -> Shader:
    """The shader of this name or path. Raises NotFound (`where`: who asked for it), ShaderError with file:line."""
    try:
        path = library.find_shader(name)
    except UpshadeError as exc:
        if where is not None and exc.where is None:
            raise type(exc)(exc.message, where) from None
        raise
    try:
        return hook.load(path, library.shader_name(path))
    except OSError as exc:
        if isinstance(exc, UpshadeError):
            raise
        raise ShaderError(f"cannot be read: {exc.strerror or exc}", Where(str(path))) from None


def settings(shader: Shader, item: PresetPass) -> dict[str, Value]:
    """Every parameter of `shader`: what `item` sets, else the default. Raises ParameterError."""
    values = {p.name: p.default for p in shader.params}
    for name, setting in item.params.items():
        values[name] = read(shader, name, setting, item.where(name))
    return values


def read(shader: Shader, name: str, setting: Setting, where: Where | None = None) -> Value:
    """A setting as the value of the parameter `name`. Raises ParameterError naming the shader, with the nearest
    parameter or the bounds."""
    title = _stem(shader)
    param = _param(shader, name, title, where)
    try:
        if isinstance(setting, str) or param.enum:
            return param.parse(str(setting))
        return param.check(setting)
    except ParameterError as exc:
        raise ParameterError(f"{title}.{exc.message}", where) from None


def apply_sets(entries: Iterable[ChainEntry], values: Mapping[str, Mapping[str, Value]], sets: Iterable[str]) -> Values:
    """`values` with each `SHADER.PARAM=VALUE` of `sets` applied in order.

    `push.x` means every instance of push, `push#1.x` and `push#2.x` the first and the second. SHADER may also be the
    shader's name (`anime4k/push`). Raises ParameterError with the nearest label, parameter or the bounds.
    """
    entries = tuple(entries)
    result = {label: dict(own) for label, own in values.items()}
    for text in sets:
        target, equals, setting = text.partition("=")
        label, dot, name = target.strip().rpartition(".")
        if not (equals and dot and label and name and setting.strip()):
            raise ParameterError(f"--set wants SHADER.PARAM=VALUE, not '{text[:80]}'")
        for entry in _instances(entries, label):
            result[entry.label][name] = read(entry.shader, name, setting.strip())
    return result


def _instances(entries: tuple[ChainEntry, ...], label: str) -> list[ChainEntry]:
    stem, _, number = label.partition("#")
    same = [e for e in entries if stem in (e.label.partition("#")[0], e.shader.name)]
    if number:
        same = [e for e in same if (e.label.partition("#")[2] or "1") == number]
    if not same:
        labels = [e.label for e in entries]
        hint = nearest(label, labels) or (f"; it has {', '.join(labels)}" if labels else "; it is empty")
        raise ParameterError(f"no shader '{label[:40]}' in the chain{hint}")
    return same


def _param(shader: Shader, name: str, title: str, where: Where | None) -> Param:
    param = shader.param(name)
    if param is None:
        names = [p.name for p in shader.params]
        hint = nearest(name, names) or (f"; it has {', '.join(names)}" if names else "; it has none")
        raise ParameterError(f"{title} has no parameter '{name[:40]}'{hint}", where)
    return param


def label_of(shader: Shader, taken: Container[str]) -> str:
    """What the next entry of `shader` is called in a chain with these labels: `push`, `push#2` …"""
    stem = _stem(shader)
    if stem not in taken:
        return stem
    number = 2
    while f"{stem}#{number}" in taken:
        number += 1
    return f"{stem}#{number}"


def _stem(shader: Shader) -> str:
    return shader.name.replace("\\", "/").rpartition("/")[2].removesuffix(".glsl").removesuffix(".hook")
