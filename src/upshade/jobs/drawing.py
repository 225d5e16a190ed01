"""From a source to finished pictures: everything that a recipe needs, opened."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

from ..core.color import HDR_CURVES
from ..core.frame import PIXEL_FORMATS, Frame, Model, PixelFormat
from ..core.steps import Plan, Skipped, Source, Target
from ..engine import Clock, Pipeline
from ..errors import BadInput, JobFailed
from ..media import codecs
from ..media.burn import Burner
from ..media.probe import VideoInfo
from ..media.reader import open_video
from ..media.segments import VideoSpec, video_spec
from ..media.subtitles import Subtitles, open_subtitles
from .idle import idle
from .recipe import Recipe


class Drawing:
    """A recipe at work on a source: `frames` gives the pictures that the encoder gets.

    `recipe` is complete: what was left open (pixel format, encoder, driver) is decided here. `plan` is that of the
    first picture, and its target that of all: where the source changes its size, what is drawn does not. `still`: a
    picture is written, not a video. `notices`: what a user should know before it starts. `spent`: seconds that the
    drawing thread was in each part ("decode": waiting for that thread).

    Raises what opening, planning and compiling raise; JobFailed when a shader fails and `keep_going` is not given.
    """

    def __init__(
        self, recipe: Recipe, source: str, output: str, *, still: bool = False, keep_going: bool = False,
        threads: int = 0,
    ) -> None:  # fmt: skip
        self.spent = {"decode": 0.0, "draw": 0.0}
        self.notices: list[str] = []
        self.burner: Burner | None = None
        self._subtitles: Subtitles | None = None
        self.pipeline: Pipeline | None = None
        self.reader = open_video(source, threads=threads, pre=recipe.pre, rate=recipe.rate)
        try:
            self._open(recipe, output, still, keep_going)
        except BaseException:
            self.close()
            raise

    def _open(self, recipe: Recipe, output: str, still: bool, keep_going: bool) -> None:
        info = self.reader.info
        fmt = _format(recipe, output, info.format, still)
        pipeline = self.pipeline = Pipeline(recipe.loaded(), output=fmt.name)
        pipeline.clock = Clock(info.start_pts, info.rate)
        source = Source(info.width, info.height, info.format, info.color, info.hdr)
        if recipe.pixel_format is None and not still:
            fmt = deep_enough(pipeline, source, recipe.codec, fmt)
        if recipe.pixel_format is None and not still and info.format.model is Model.RGB and fmt.model is Model.YUV:
            self.notices.append(f"RGB is written as {fmt.name}, which keeps its colours; many players and TVs want "
                                "--pix-fmt yuv420p")  # fmt: skip
        plan = self.plan = pipeline.prepare(source)
        self._keep_going = keep_going
        self._planned: Plan | None = None
        self._check(plan)
        pipeline.pin(plan.target)
        self.notices += [f"{s.label}: '{s.title}' does not run: {s.reason}" for s in plan.skipped if _is_news(s)]
        nothing = idle(pipeline, source, plan)
        self.notices += ([nothing] if nothing else []) + list(plan.notices)
        curve = HDR_CURVES.get(info.color.tags.transfer)
        if curve and any(step.hook for step in plan.steps):
            self.notices.append(
                f"the picture is {curve} (HDR); shaders that were made for SDR see other contrasts in it"
            )
        self.recipe = replace(
            recipe, pixel_format=fmt.name, pre=self.reader.pre, driver=pipeline.context.info["renderer"]
        )
        target = plan.target
        if not still:
            self.spec: VideoSpec
            self.spec, said = video_spec(
                recipe.codec, recipe.encoder_options, target.width, target.height, target.format, target.color, info,
                sar=pixel_shape(info, target),
            )  # fmt: skip
            self.notices += said
            spec = self.spec
            self.recipe = replace(
                self.recipe, codec=spec.codec, encoder=spec.encoder, encoder_options=dict(spec.options)
            )
        if recipe.burn_in is not None:
            self._subtitles = open_subtitles(info, recipe.burn_in)
            self.notices += self._subtitles.notices
            self.burner = Burner(self._subtitles, target.width, target.height, target.format, target.color,
                                 pixel_shape(info, target))  # fmt: skip

    def _check(self, plan: Plan) -> None:
        """A plan that is new, at first or because the source has changed: JobFailed for what cannot run."""
        told = self._planned.dropped if self._planned is not None else ()
        self._planned = plan
        new = [reason for label, reason in plan.dropped if label not in dict(told)]
        if new and not self._keep_going:
            raise JobFailed(f"{new[0]}; --keep-going renders without it")
        self.notices += [f"{label} is left out: {reason}" for label, reason in plan.dropped if reason in new]

    def frames(self, pictures: Iterable[Frame]) -> Iterator[Frame]:
        """Each of `pictures`, of the reader, as it goes to the encoder."""
        assert self.pipeline is not None
        spent, iterator = self.spent, iter(pictures)
        while True:
            at = time.perf_counter()
            picture = next(iterator, None)
            decoded = time.perf_counter()
            spent["decode"] += decoded - at
            done = [self.pipeline.submit(picture)] if picture is not None else self.pipeline.drain()
            planned = self.pipeline.planned
            if planned is not self._planned and planned is not None:
                self._check(planned)
            for frame in done:
                drawn = frame if self.burner is None or frame is None else self.burner.burn(frame)
                spent["draw"] += time.perf_counter() - decoded
                if drawn is not None:
                    yield drawn
                decoded = time.perf_counter()
            if picture is None:
                return

    @property
    def leave_out(self) -> frozenset[int]:
        """Streams of the source that are in the picture now, by index."""
        track = None if self._subtitles is None else self._subtitles.stream
        return frozenset() if track is None else frozenset({track})

    @property
    def files(self) -> tuple[str, ...]:
        """All files that are read."""
        return (*self.reader.files, *(self._subtitles.files if self._subtitles is not None else ()))

    def release(self) -> None:
        """OpenGL is given back; nothing more can be drawn."""
        if self.pipeline is not None:
            self.pipeline.close()

    def close(self) -> None:
        """The reader's thread ends and OpenGL is released. Harmless when repeated."""
        self.reader.close()
        self.release()
        if self._subtitles is not None:
            self._subtitles.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def pixel_shape(info: VideoInfo | Frame, target: Target | Frame) -> Fraction:
    """Width of an output pixel over its height, so that what is shown keeps its proportions whatever size was asked
    for: 720x480 with pixels of 8/9, drawn to 1440x1080, has square ones. Rounding of a size to whole pixels is none."""
    ratio = Fraction(info.width * target.height, info.height * target.width)
    rounded = abs(ratio - 1) <= Fraction(1, target.width) + Fraction(1, target.height)
    return info.sar if rounded else info.sar * ratio


def _format(recipe: Recipe, output: str, source: PixelFormat, still: bool) -> PixelFormat:
    """The pixel format of the file: what is asked for, or the nearest to the source's that the encoder has."""
    if recipe.pixel_format is None:
        return codecs.choose_still(output, source) if still else codecs.choose_format(recipe.codec, source)
    row = codecs.STILLS[Path(output).suffix.lower()] if still else codecs.codec(recipe.codec)
    allowed = tuple(row.formats)
    if recipe.pixel_format not in allowed:
        raise BadInput(f"{recipe.pixel_format} cannot be written there; possible are {', '.join(allowed)}")
    return PIXEL_FORMATS[recipe.pixel_format]


def deep_enough(pipeline: Pipeline, source: Source, codec: str, fmt: PixelFormat) -> PixelFormat:
    """The pixel format of a file for which nobody asked for one: `fmt`, the nearest to the source's, or a deeper one
    where a deband runs, whose work would be lost in 8 bits. It is the pipeline's output from now on."""
    pipeline.output = fmt.name
    if _debands(pipeline.plan(source)):
        fmt = codecs.deeper(codec, fmt)
        pipeline.output = fmt.name
    return fmt


def _debands(plan: Plan) -> bool:
    """A shader that takes out bands runs."""
    return any(
        step.shader is not None and step.shader.meta.get("group", "").casefold() == "deband" for step in plan.steps
    )


def _is_news(skip: Skipped) -> bool:
    """A pass that its own condition leaves out does what its author wants; another reason is worth a line."""
    return not skip.reason.startswith(("WHEN is false", "switched off", "nobody reads"))
