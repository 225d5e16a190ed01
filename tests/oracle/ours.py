"""Our engine, asked as the oracles are: a picture, a chain, a size; RGB and the passes that ran come back."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from upshade import Pipeline
from upshade.core.preset import Preset
from upshade.core.steps import ChainEntry, Options
from upshade.engine import Clock, source_of
from upshade.gl.context import Context

from .common import OracleError, Result
from .pictures import Picture

PLAIN = Options(resize="bilinear", shrink="bilinear", chroma="bilinear", dither=False, linear="off", sigmoid="off")
"""What the oracles are told too."""


@dataclass(frozen=True)
class Chain:
    """A preset (None: an empty one), shader files after it, and `--set` texts."""

    preset: str | Path | Preset | None = None
    shaders: tuple[Path, ...] = ()
    sets: tuple[str, ...] = ()


def draw(
    context: Context, picture: Picture, chain: Chain, size: tuple[int, int], options: Options = PLAIN, number: int = 1
) -> tuple[Result, tuple[ChainEntry, ...], Mapping[str, Mapping[str, float | int]]]:
    """The picture as frame `number`, and the chain with the values in force. OracleError if a shader dropped out."""
    start = time.monotonic()
    output = "rgb24" if picture.format == "rgb24" else "rgba"
    with Pipeline(
        chain.preset, shaders=chain.shaders, sets=chain.sets, size=size, options=options, output=output, context=context
    ) as pipeline:
        frame = picture.frame()
        # A first frame is 1 or 2 in the players, which count what they draw, and 0 here.
        pipeline.clock = Clock(start=-number, rate=1 / frame.time_base)
        out = pipeline.process(frame)
        if pipeline.failures:
            raise OracleError("ours: " + " | ".join(str(e) for e in pipeline.failures.values()))
        plan = pipeline.plan(source_of(frame))
        hooks = tuple(step.hook.desc for step in plan.steps if step.hook is not None)
        passes = tuple(f"{step.stage}: {step.title}" for step in plan.steps)
        skipped = tuple(f"{s.title}: {s.reason}" for s in plan.skipped)
        image = out.planes[0][..., :3].copy()
        return Result(image, passes, hooks, skipped, time.monotonic() - start), pipeline.chain, pipeline.values


def baked(
    chain: Sequence[ChainEntry], values: Mapping[str, Mapping[str, float | int]], folder: Path
) -> tuple[Path, ...]:
    """Each entry of a chain as a file without `//!PARAM`, its values written in: what mpv takes."""
    from upshade.tools.export import bake

    files = []
    for n, entry in enumerate(e for e in chain if e.enabled):
        path = folder / f"{n:02}-{entry.label.replace('#', '-')}.glsl"
        path.write_text(bake(entry.shader, values[entry.label], freeze=True))
        files.append(path)
    return tuple(files)


def exported(
    chain: Sequence[ChainEntry], values: Mapping[str, Mapping[str, float | int]], folder: Path, keep: bool = False
) -> tuple[Path, ...]:
    """The whole chain as the one file that `upshade export` writes."""
    from upshade.tools.export import export

    path = folder / ("kept.glsl" if keep else "exported.glsl")
    path.write_text(export(chain, values, keep).text)
    return (path,)
