"""The GLSL of a step as a compute shader: a COMPUTE hook, or a fragment hook that is to be dispatched.

A dispatch may be done in bands of groups: then groups are counted from `upshade_first`, a uniform, and the hook sees
the numbers that it would have in one dispatch.
"""

from __future__ import annotations

import re

from ..core.shader import Compute
from ..core.steps import COMPUTE, Caps, Step
from .source import GLOBALS, at_pixel, body_lines, declarations, head

WRAPPED = Compute(16, 16, 16, 16)
"""Blocks and threads of a wrapped fragment shader: as mpv and libplacebo choose for their own."""

_FRAGMENT_ONLY = re.compile(
    r"\b(?:dFdx|dFdy|fwidth)(?:Fine|Coarse)?\b|\b(?:discard|textureQuery\w*|interpolateAt\w*|textureGradOffset)\b|\bgl_\w+"
)


def can_wrap(step: Step) -> bool:
    """Whether `step` gives the same picture with `compute=WRAPPED`: a fragment hook that asks for nothing but what
    a thread has too. Its driver needs OpenGL 4.3 (`Caps.lacks(COMPUTE)`)."""
    return (step.hook is not None and step.compute is None and not step.storage
            and not _FRAGMENT_ONLY.search(step.hook.body))  # fmt: skip


def bands(step: Step) -> bool:
    """Whether groups may run in several dispatches: nothing that one writes is read by another."""
    return step.compute is not None and not step.persistent


def compute_source(step: Step, caps: Caps) -> str:
    """The whole compute shader of a step whose `compute` is set. The hook of a COMPUTE pass writes `out_image`; that of
    any other gives a colour, and a thread writes it to its own pixel."""
    assert step.compute is not None
    own = step.hook is not None and step.hook.compute is not None
    threads = step.compute.threads_w, step.compute.threads_h
    out = [
        *head(step, caps, COMPUTE),
        f"layout(local_size_x = {threads[0]}, local_size_y = {threads[1]}) in;",
        f"layout(binding = 0) writeonly uniform image2D {'out_image' if own else 'upshade_image'};",
        *GLOBALS,
        "uniform uvec2 upshade_groups;",
    ]
    thread, group = "gl_GlobalInvocationID", "gl_WorkGroupID"
    if bands(step):
        out += [
            "uniform uvec2 upshade_first;",
            "uvec3 upshade_group() { return gl_WorkGroupID + uvec3(upshade_first, 0u); }",
            "uvec3 upshade_thread()",
            f"{{ return gl_GlobalInvocationID + uvec3(upshade_first * uvec2({threads[0]}u, {threads[1]}u), 0u); }}",
        ]
        thread, group = "upshade_thread()", "upshade_group()"
    pixel = f"(vec2({thread}.xy) + 0.5)"
    out += declarations(step, caps, pixel, thread if own else "")
    out += ["void main()", "{"]
    if own:
        out.append(step.statements)
    else:
        out += [
            f"uvec2 upshade_at = {thread}.xy;",
            "if (any(greaterThanEqual(ivec2(upshade_at), imageSize(upshade_image)))) return;",
            "vec4 color = vec4(0.0, 0.0, 0.0, 1.0);",
            at_pixel(step.statements, pixel),
            "imageStore(upshade_image, ivec2(upshade_at), color);",
        ]
    out.append("}")
    # mpv has no gl_FragCoord in a compute shader, libplacebo does.
    names = {
        "gl_GlobalInvocationID": thread,
        "gl_WorkGroupID": group,
        "gl_NumWorkGroups": "uvec3(upshade_groups, 1u)",
        "gl_FragCoord": f"vec4(vec2({thread}) + 0.5, 0.0, 1.0)",
    }
    return "\n".join([*out, *body_lines(step, names)]) + "\n"
