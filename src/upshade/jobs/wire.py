"""Jobs and what is said of them as JSON, for processes that work for each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from ..core import hook
from ..core.chain import Loaded
from ..core.preset import Output, Preset, PresetPass
from ..core.steps import ChainEntry, Options
from ..errors import Where
from .job import Job, Progress

_KINDS: dict[str, type[Any]] = {
    kind.__name__: kind for kind in (Job, Progress, Options, Preset, PresetPass, Output, Where)
}


def encode(value: Any) -> Any:
    """A Job (or a part of one, or a Progress) as what `json.dumps` takes. Tables are {name of the type: content}."""
    kind = type(value).__name__
    if isinstance(value, Fraction | Path):
        return {"Fraction" if isinstance(value, Fraction) else "Path": str(value)}
    if isinstance(value, Loaded):
        return {"Loaded": _chain(value)}
    if is_dataclass(value) and kind in _KINDS:
        return {kind: {f.name: encode(getattr(value, f.name)) for f in fields(value)}}
    if isinstance(value, Mapping):
        return {"dict": {key: encode(one) for key, one in value.items()}}
    if isinstance(value, tuple | list):
        return [encode(one) for one in value]
    if value is None or isinstance(value, str | bool | int | float):
        return value
    raise TypeError(f"a {kind} does not travel")


def decode(data: Any) -> Any:
    """What `encode` was given; lists become tuples. Only for what our own processes write."""
    if isinstance(data, list):
        return tuple(decode(one) for one in data)
    if not isinstance(data, dict):
        return data
    ((kind, content),) = data.items()
    if kind == "Fraction":
        return Fraction(content)
    if kind == "Path":
        return Path(content)
    made = {key: decode(one) for key, one in content.items()}
    if kind == "Loaded":
        return _loaded(**made)
    return made if kind == "dict" else _KINDS[kind](**made)


def _chain(chain: Loaded) -> dict[str, Any]:
    """Shaders go as the text that they were made of, each once, however often it is in the chain."""
    shaders = {id(entry.shader): entry.shader for entry in chain.entries}
    places = {key: place for place, key in enumerate(shaders)}
    return {
        "shaders": [[shader.text, shader.name, shader.path] for shader in shaders.values()],
        "entries": [[entry.label, places[id(entry.shader)], entry.enabled] for entry in chain.entries],
        "values": encode(chain.values),
        "output": encode(chain.output),
    }


def _loaded(shaders: Any, entries: Any, values: Any, output: Output) -> Loaded:
    parsed = [hook.parse(*shader) for shader in shaders]
    return Loaded(tuple(ChainEntry(label, parsed[place], enabled) for label, place, enabled in entries), values, output)
