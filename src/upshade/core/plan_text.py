"""A plan for people (text) and for graphviz (dot)."""

from __future__ import annotations

import re

from ..errors import one_line
from .color import Color, Matrix
from .steps import Bind, Plan, Step, Storage, TextureSpec

_STORES = {"f1": "8-bit", "f2": "half", "f4": "float", "nu2": "16-bit"}
_PARTS = {1: "r", 2: "rg", 3: "rgb", 4: "rgba"}


def mib(nbytes: int) -> str:
    return f"{nbytes / 2**20:.1f} MiB"


def store_name(spec: TextureSpec) -> str:
    """`rgba half`, `r 8-bit` …"""
    return f"{_PARTS[spec.components]} {_STORES[spec.store]}"


def meaning(color: Color) -> str:
    return "RGB" if color.matrix is Matrix.RGB else f"{color.matrix} {color.range}, chroma {color.siting}"


_KINDS = {"image": "storage image", "buffer": "storage buffer", "uniform": "constants"}


def storage_name(storage: Storage) -> str:
    """`storage image HISTORY` …"""
    return f"{_KINDS[storage.kind]} {storage.name}"


def dispatch(step: Step) -> str:
    """How a compute shader covers its target, in words."""
    assert step.compute is not None
    c, (across, down) = step.compute, step.groups
    return (f"compute: {across}x{down} groups of {c.threads_w}x{c.threads_h} threads, "
            f"each a block of {c.block_w}x{c.block_h}")  # fmt: skip


def in_place(step: Step) -> list[str]:
    """What a hook computes in place of sampling it, a line each."""
    return [f"in place: {i.title}, read as {i.bind.name}" for i in step.inlines]


def step_title(step: Step) -> str:
    """With the label of the chain entry, unless the pass already calls itself so (`push: colour`), and with what is
    computed in place before and after it: `planes to RGB + push + RGB out`."""
    own = titled(step.label, step.title) if step.label else step.title
    return " + ".join([*(inline.title for inline in step.inlines), own, *step.then])


def titled(label: str, title: str) -> str:
    """A pass of the chain entry `label`, as `step_title` says it."""
    # A DESC may have the name with other marks: `anime_2x: hash` of anime-2x.
    name, colon, _ = title.partition(":")
    own = bool(colon) and _word(name) == _word(label)
    return title if own else f"{one_line(label)}: {title}"


def _word(name: str) -> str:
    return re.sub(r"[\W_]+", "_", name.casefold())


def text(plan: Plan) -> str:
    """Every step with size, format and what it reads; every pass that does not run with its reason; memory.
    Equal plans print equal texts, parameter values included."""
    src, dst = plan.source, plan.target
    lines = [
        f"source  {src.width}x{src.height} {src.format.name} ({meaning(src.color)})",
        f"target  {dst.width}x{dst.height} {dst.format.name} ({meaning(dst.color)})",
    ]
    if plan.identity:
        lines.append("nothing to do: every plane passes through bit for bit")
    for i, step in enumerate(plan.steps):
        spec = plan.slots[step.target]
        reads = " ".join(_reads(step, b) for b in step.binds if not b.bare)
        lines.append(f"{i + 1:3}  {step.stage:<10} {step_title(step)}")
        lines.append(f"     {step.width}x{step.height} {store_name(spec)} -> {step.makes} in texture {step.target}, "
                     f"reads {reads}, lives to step {min(plan.lifetimes[i][1] + 1, len(plan.steps))}")  # fmt: skip
        lines += [f"     {line}" for line in in_place(step)]
        if step.compute is not None:
            lines.append(f"     {dispatch(step)}")
        if step.storage:
            lines.append("     " + ", ".join(map(storage_name, step.storage)))
        if step.defines:
            lines.append("     compiled in: " + ", ".join(f"{name} = {value}" for name, value in step.defines))
    passed = [str(k) for k, ref in enumerate(plan.outputs) if ref.kind == "plane"]
    if passed and not plan.identity:
        lines.append(f"planes passed through bit for bit: {', '.join(passed)}")
    for label, values in plan.values.items():
        if values:
            lines.append(f"values  {one_line(label)}: " + ", ".join(f"{k} = {v:g}" for k, v in values.items()))
    out = dict(plan.dropped)
    lines += [f"skipped {titled(skip.label, skip.title)}: {skip.reason}" for skip in plan.skipped
              if out.get(skip.label) != skip.reason]  # fmt: skip
    lines += [f"left out {one_line(label)}: {reason}" for label, reason in plan.dropped]
    lines += [f"note    {notice}" for notice in plan.notices]
    if plan.steps:
        anew = ", made for each frame when they are needed" if plan.spans else ""
        lines.append(f"memory  {mib(plan.memory)} in {len(plan.slots)} textures{anew}; "
                     f"one texture a pass would be {mib(plan.logical_bytes)} in {len(plan.steps)}")  # fmt: skip
    return "\n".join(lines)


def _reads(step: Step, bind: Bind) -> str:
    source = {"plane": "plane", "slot": "texture", "table": "table", "file": "file"}[bind.ref.kind]
    how = "" if bind.linear and not bind.exact else "/nearest"
    return f"{bind.name}={source} {bind.ref.index}{how}"


def dot(plan: Plan) -> str:
    """The graph for graphviz: planes and steps as nodes, what is read as arrows."""

    def quoted(s: str) -> str:
        return '"' + s.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'

    lines = ["digraph plan {", "  rankdir=TB; node [shape=box, fontname=Helvetica];"]
    for i, parts in enumerate(plan.source.format.planes):
        w, h = plan.source.format.plane_size(i, plan.source.width, plan.source.height)
        lines.append(f"  plane{i} [shape=ellipse, label={quoted(f'source {parts} {w}x{h}')}];")
    holder: dict[int, str] = {}
    for i, step in enumerate(plan.steps):
        size = f"{step.width}x{step.height} {store_name(plan.slots[step.target])}"
        label = f"{step_title(step)}\n{step.makes}\n{size}" + ("" if step.compute is None else "\ncompute")
        style = ", style=filled, fillcolor=lightblue" if step.hook is not None else ""
        lines.append(f"  step{i} [label={quoted(label)}{style}];")
        for b in step.binds:
            if b.ref.kind == "plane":
                lines.append(f"  plane{b.ref.index} -> step{i} [label={quoted(b.name)}];")
            elif b.ref.kind == "slot":
                lines.append(f"  {holder[b.ref.index]} -> step{i} [label={quoted(b.name)}];")
        holder[step.target] = f"step{i}"
    for k, ref in enumerate(plan.outputs):
        made = f"plane{ref.index}" if ref.kind == "plane" else holder[ref.index]
        lines.append(f"  out{k} [shape=ellipse, label={quoted(f'target {plan.target.format.planes[k]}')}];")
        lines.append(f"  {made} -> out{k};")
    return "\n".join([*lines, "}"])
