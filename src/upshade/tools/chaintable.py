"""The parts of a chain for `show`: as data, and as tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console

from ..core import rpn
from ..core.param import Kind, Param, Value
from ..core.shader import HookPass, Shader
from ..core.steps import ChainEntry, Options
from .printing import row, show, table


def describe(entry: ChainEntry, values: Mapping[str, Value]) -> dict[str, Any]:
    """An entry with its passes and its parameters, as JSON has it."""
    shader: Shader = entry.shader
    return {"label": entry.label, "shader": shader.name, "title": shader.meta.get("title", ""),
            "enabled": entry.enabled, "passes": [_pass(p) for p in shader.passes],
            "params": [_param(p, values[p.name]) for p in shader.params]}  # fmt: skip


def _pass(hook: HookPass) -> dict[str, Any]:
    return {"title": hook.desc, "stages": list(hook.hooks), "saves": hook.save, "when": hook.when and hook.when.text,
            "condition": hook.when and rpn.words(hook.when),
            "line": hook.line, "refused": hook.refused}  # fmt: skip


def _param(param: Param, value: Value) -> dict[str, Any]:
    low, high = param.minimum, param.maximum
    return {"name": param.name, "type": "enum" if param.enum else param.glsl_type, "value": param.format(value),
            "default": param.format(param.default), "changed": value != param.default,
            "minimum": low if not param.enum else None, "maximum": high if not param.enum else None,
            "values": list(param.enum), "description": param.desc, "line": param.line,
            "compiled": param.compiled or param.kind is Kind.DEFINE}  # fmt: skip


def options_text(output: Mapping[str, Any]) -> str:
    """Of an `[output]` table, what is not its size."""
    shape = ""
    plain = Options()
    given = output["sigmoid_center"], output["sigmoid_slope"]
    if output["sigmoid"] != "off" and given != (plain.sigmoid_center, plain.sigmoid_slope):
        shape = f" (center {output['sigmoid_center']:g}, slope {output['sigmoid_slope']:g})"
    return (f"resize {output['resize']}, shrink {output['shrink']}, chroma {output['chroma']}, "
            f"linear {output['linear']}, sigmoid {output['sigmoid']}{shape}, "
            f"precision {output['precision']}, dither {'on' if output['dither'] else 'off'}")  # fmt: skip


def print_params(out: Console, entry: Mapping[str, Any], *, brief: bool = False) -> None:
    """The parameters of what `describe` gave, if it has any; `brief`: their values alone."""
    params = entry["params"]
    if not params:
        return
    columns = ("parameter", "value", "default", *(() if brief else ("bounds", "description")))
    made = table(*columns, right=("value", "default"))
    for p in params:
        value = p["value"] + ("*" if p["changed"] else " ")
        about = () if brief else (_bounds(p), p["description"])
        row(made, p["name"], value, p["default"], *about, style="cyan" if p["changed"] else None)
    show(out, made)
    if any(p["changed"] for p in params):
        show(out, "* differs from the default")


def _bounds(p: dict[str, Any]) -> str:
    if p["values"]:
        return " | ".join(p["values"])
    low, high = p["minimum"], p["maximum"]
    if low is None and high is None:
        return "any"
    ends = f"{low:g} to {high:g}" if None not in (low, high) else f"from {low:g}" if high is None else f"to {high:g}"
    return ends + (", whole" if p["type"] != "float" else "")
