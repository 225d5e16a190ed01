"""`explain`: what `render` would do to a file, pass by pass, without doing it."""

from __future__ import annotations

from collections.abc import Sequence

from ..core.plan import plan as make_plan
from ..core.plan_text import dot as plan_dot
from ..core.plan_text import text as plan_text
from ..core.steps import Options, Plan, Source
from ..engine import Pipeline
from ..errors import GraphicsError
from ..gl.context import Context
from ..media import codecs
from ..media.reader import open_video


def explain(
    source: str,
    preset: str | None,
    shaders: Sequence[str],
    sets: Sequence[str],
    size: tuple[int, int] | None = None,
    scale: float | None = None,
    options: Options | None = None,
    pix_fmt: str | None = None,
    dot: bool = False,
) -> str:
    """The plan as text, or with `dot` as a graph. Opens the file, decodes its first picture, plans for what `render`
    writes unless told otherwise (h264, or PNG for a still picture) and compiles, so that shaders which the driver
    refuses are named with their file:line. Without OpenGL it plans for a plain 3.3 driver and says so.

    Raises what `render` raises for the same file, preset and values.
    """
    with open_video(source) as reader:
        info, notices = reader.info, list(reader.notices)
        if reader.damage:
            notices.append(f"{source}: {reader.damage}")
    if pix_fmt is not None:
        name = pix_fmt
    elif info.still:
        name = codecs.choose_still("still.png", info.format).name
    else:
        name = codecs.choose_format("h264", info.format).name
    asked = Source(info.width, info.height, info.format, info.color, info.hdr)
    context, missing = _context()
    try:
        with Pipeline(
            preset, shaders=shaders, sets=sets, size=size, scale=scale, options=options, output=name, context=context
        ) as pipeline:
            plan = _plan(pipeline, asked, context)
    finally:
        if context is not None:
            context.release()
    if dot:
        return plan_dot(plan)
    told = [plan_text(plan), *(f"note    {notice}" for notice in notices)]
    if missing:
        told.append(f"note    planned for a plain OpenGL 3.3 driver and not compiled: {missing}")
    return "\n".join(told)


def _context() -> tuple[Context | None, str]:
    try:
        return Context.headless(), ""
    except GraphicsError as error:
        return None, error.message


def _plan(pipeline: Pipeline, source: Source, context: Context | None) -> Plan:
    if context is not None:
        return pipeline.prepare(source)
    return make_plan(pipeline.chain, source, pipeline.target(source), pipeline.values, pipeline.options)
