"""What a chain consists of while a person edits it: one card a shader, and what its values and passes mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..core.param import Param, Value
from ..core.preset import Output, Setting
from ..core.shader import HOOK_POINTS, Shader
from ..errors import ParameterError


@dataclass(frozen=True, slots=True)
class Card:
    """One shader of the chain as a person sees it. `id` stays with the card through every edit, undo too; `shader` is
    a name or an absolute path; `params` holds what was set otherwise than the default, also what the file does not
    know or allow just now (`fit` says what is in force)."""

    id: int
    shader: str
    repeat: int = 1
    enabled: bool = True
    params: Mapping[str, Setting] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class State:
    """All that undo gives back. `document`: which preset file the chain belongs to."""

    cards: tuple[Card, ...] = ()
    output: Output = field(default_factory=Output)
    document: int = 0


def fit(shader: Shader, params: Mapping[str, Setting]) -> dict[str, Value]:
    """Every value of `shader` in force: what is set, kept by name and within the bounds that the file has now, else
    the default."""
    values = {p.name: p.default for p in shader.params}
    for param in shader.params:
        if param.name in params:
            values[param.name] = _fit_one(param, params[param.name])
    return values


def _fit_one(param: Param, setting: Setting) -> Value:
    try:
        value = param.tidy(param.parse(setting) if isinstance(setting, str) else setting)
    except ParameterError:
        return param.default
    return param.default if is_default(param, value) else value


def is_default(param: Param, value: Value) -> bool:
    """Whether a shader would see the default, which may have more digits than a 32-bit float."""
    return value == param.default or value == param.tidy(param.default)


def in_force(shader: Shader | None, params: Mapping[str, Setting]) -> dict[str, Setting]:
    """What a preset must say: values in force that differ from the defaults; without a shader, all as it was set."""
    if shader is None:
        return dict(params)
    values = fit(shader, params)
    return {p.name: values[p.name] for p in shader.params if values[p.name] != p.default}


def stages(shader: Shader) -> tuple[str, ...]:
    """The hook points of its passes in the order in which they fire, each once: ("LUMA",), ("MAIN", "OUTPUT") …"""
    hooked = {name for hook in shader.passes for name in hook.hooks}
    return tuple(name for name in HOOK_POINTS if name in hooked)


def order_matters(shader: Shader, others: Sequence[Shader]) -> bool:
    """Whether `shader` may draw another picture when it changes places with `others`.

    A stage fires the passes of the whole chain in order, one stage after the other. So files that share no stage run
    in the same sequence either way, whatever they save and bind.
    """
    own = set(stages(shader))
    return any(own & set(stages(other)) for other in others)


def moved(cards: Sequence[Card], card_id: int, position: int) -> tuple[Card, ...]:
    """`cards` with one at `position` (counted without it, the nearest there is)."""
    rest = [c for c in cards if c.id != card_id]
    at = min(max(position, 0), len(rest))
    return (*rest[:at], *(c for c in cards if c.id == card_id), *rest[at:])
