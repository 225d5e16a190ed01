"""A chain that has nothing to do at a size, and at which it would have."""

from __future__ import annotations

from dataclasses import replace

from ..core.plan import plan as make_plan
from ..core.steps import Plan, Source
from ..engine import Pipeline

_MOST, _STEPS = 4.0, 20
"""The largest scale that is tried, and how many steps there are from one to the next whole one."""
_CONDITION = "WHEN is false: "


def idle(pipeline: Pipeline, source: Source, plan: Plan) -> str | None:
    """One line where there are shaders, and not a pass of them runs because none is asked to: which condition keeps
    the first one out, and the least scale at which one runs. None where one runs, or something else keeps them out."""
    waiting = [skip for skip in plan.skipped if skip.reason.startswith(_CONDITION)]
    if any(step.hook is not None for step in plan.steps) or plan.dropped or not waiting:
        return None
    if len(waiting) < len(plan.skipped):
        return None
    target, labels = plan.target, dict.fromkeys(skip.label for skip in waiting)
    whom = ", ".join(labels)
    why = waiting[0].reason.removeprefix(_CONDITION)
    said = f"no pass runs at {target.width}x{target.height}: {whom} {'waits' if len(labels) == 1 else 'wait'} for {why}"
    scale = _wakes(pipeline, source, plan)
    return said + (f"; at --scale {scale:g} there is something to do" if scale else "")


def _wakes(pipeline: Pipeline, source: Source, plan: Plan) -> float | None:
    now = plan.target.width / source.width
    for step in range(_STEPS // 2, round(_MOST * _STEPS) + 1):
        scale = step / _STEPS
        if scale <= now:
            continue
        target = replace(plan.target, width=round(source.width * scale), height=round(source.height * scale))
        tried = make_plan(pipeline.chain, source, target, pipeline.values, pipeline.options, pipeline.context.caps)
        if any(one.hook is not None for one in tried.steps):
            return scale
    return None
