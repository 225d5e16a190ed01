"""The offline job: a file through a pipeline into a file, with its sound, times and tags."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from ..core.frame import PIXEL_FORMATS, Frame, PixelFormat
from ..core.steps import Skipped, Source
from ..engine import Clock, Pipeline
from ..errors import BadInput, JobFailed, Where
from ..media import codecs
from ..media.files import check_output
from ..media.probe import VideoInfo
from ..media.reader import Reader, open_video
from ..media.stills import write_still
from ..media.writer import Writer
from .job import Job, Progress, Report


def render(job: Job, progress: Callable[[Progress], None] | None = None) -> Report:
    """Do the job. The output appears under its name only when it is complete.

    Raises BadInput (and its kin) for what is asked wrongly, before anything is written; OutputError, EncodeError,
    GraphicsError when it cannot be finished; nothing is left behind then.
    """
    still = codecs.is_still(job.output)
    _check(job, still)
    with open_video(job.source) as reader:
        # Told before anything is drawn: nobody wants to wait for "exists already".
        check_output(job.output, overwrite=job.overwrite, inputs=(job.source,))
        info = reader.info
        fmt = output_format(job, info.format, still)
        with Pipeline(
            job.preset, shaders=job.shaders, sets=job.sets, size=job.size, scale=job.scale, options=job.options,
            output=fmt.name,
        ) as pipeline:  # fmt: skip
            report = Report(job.output)
            pipeline.clock = Clock(info.start_pts, info.rate)
            begun = time.perf_counter()
            report.plan = pipeline.prepare(Source(info.width, info.height, info.format, info.color))
            if report.plan.dropped and not job.keep_going:
                raise JobFailed(f"{report.plan.dropped[0][1]}; --keep-going renders without it")
            if still:
                _render_still(job, reader, pipeline, report)
            else:
                _render_video(job, reader, pipeline, report, progress)
            report.seconds = time.perf_counter() - begun
            left_out = [f"{label} is left out: {reason}" for label, reason in report.plan.dropped]
            idle = [f"{s.label}: '{s.title}' does not run: {s.reason}" for s in report.plan.skipped if _is_news(s)]
            report.notices = [*reader.notices, *left_out, *idle, *report.plan.notices, *report.notices]
            if reader.damage:
                report.notices.append(f"{job.source}: {reader.damage}; what could be decoded was rendered")
    return report


def _is_news(skip: Skipped) -> bool:
    """A pass that its own condition leaves out does what its author wants; another reason is worth a line."""
    return not skip.reason.startswith(("WHEN is false", "switched off", "nobody reads"))


def _check(job: Job, still: bool) -> None:
    """BadInput for what is asked twice, or of an output that has no such thing."""
    if job.size is not None and job.scale is not None:
        raise BadInput("--size and --scale both say how large the output is; give one")
    if "%" in Path(job.output).name:
        raise BadInput("a sequence of pictures is not written yet; give a video, or one picture and --start",
                       Where(job.output))  # fmt: skip
    if not still:
        codecs.container(job.output, job.codec or "h264")
        codecs.check_options(job.codec or "h264", job.encoder)
        return
    asked = {"--codec": job.codec, "--duration": job.duration, "--crf": job.encoder.get("crf"),
             "--encoder-preset": job.encoder.get("preset")}  # fmt: skip
    for option, value in asked.items():
        if value is not None:
            raise BadInput(f"a single picture has no {option}", Where(job.output))


def _render_video(
    job: Job, reader: Reader, pipeline: Pipeline, report: Report, progress: Callable[[Progress], None] | None
) -> None:
    info = reader.info
    assert report.plan is not None
    target = report.plan.target
    writer = Writer(
        job.output, target.width, target.height, target.format, target.color, source=info, codec=job.codec or "h264",
        options=job.encoder, overwrite=job.overwrite, start=job.start, duration=job.duration,
    )  # fmt: skip
    total = _count(info, job)
    begun = time.perf_counter()
    with writer:
        for frame in _drawn(job, reader, pipeline, report):
            at = time.perf_counter()
            writer.write(frame)
            report.frames += 1
            now = time.perf_counter()
            report.spent["encode"] += now - at
            if progress is not None:
                progress(Progress(report.frames, total, report.frames / (now - begun), writer.bytes_written))
        if not report.frames:
            raise BadInput(f"no picture lies in the range that was asked for{_span(info)}", Where(job.source))
        at = time.perf_counter()
        writer.finish()
        report.spent["encode"] += time.perf_counter() - at
    report.written = os.path.getsize(job.output)
    report.notices += writer.notices


def _drawn(job: Job, reader: Reader, pipeline: Pipeline, report: Report) -> Iterator[Frame]:
    """Every picture of the range, drawn; the time that each part takes goes into the report."""
    spent = report.spent
    frames = reader.frames(job.start, job.duration)
    while True:
        at = time.perf_counter()
        frame = next(frames, None)
        decoded = time.perf_counter()
        spent["decode"] += decoded - at
        if frame is None:
            break
        done = pipeline.submit(frame)
        spent["draw"] += time.perf_counter() - decoded
        if done is not None:
            yield done
    at = time.perf_counter()
    for done in pipeline.drain():
        spent["draw"] += time.perf_counter() - at
        yield done
        at = time.perf_counter()


def _render_still(job: Job, reader: Reader, pipeline: Pipeline, report: Report) -> None:
    frame = next(iter(reader.frames(job.start, None)), None)
    if frame is None:
        raise BadInput(f"there is no picture at {job.start} s{_span(reader.info)}", Where(job.source))
    out = pipeline.process(frame)
    write_still(job.output, out, overwrite=job.overwrite)
    report.frames = 1
    report.written = os.path.getsize(job.output)


def output_format(job: Job, source: PixelFormat, still: bool) -> PixelFormat:
    """The pixel format of the file: the source's, or the nearest that the encoder has."""
    if job.pix_fmt is not None:
        row = codecs.STILLS[Path(job.output).suffix.lower()] if still else codecs.codec(job.codec or "h264")
        allowed = row.formats
        if job.pix_fmt not in allowed:
            raise BadInput(f"{job.pix_fmt} cannot be written there; possible are {', '.join(allowed)}")
        return PIXEL_FORMATS[job.pix_fmt]
    return codecs.choose_still(job.output, source) if still else codecs.choose_format(job.codec or "h264", source)


def _count(info: VideoInfo, job: Job) -> int | None:
    """How many pictures the range has, as far as the file says."""
    if info.duration is not None:
        whole = info.duration
    elif info.frames is not None:
        whole = info.frames / float(info.rate)
    else:
        return None
    span = max(0.0, whole - (job.start or 0.0))
    if job.duration is not None:
        span = min(span, job.duration)
    if job.start is None and job.duration is None and info.frames is not None:
        return info.frames
    return max(1, round(span * float(info.rate)))


def _span(info: VideoInfo) -> str:
    return "" if info.duration is None else f"; the video lasts {info.duration:.2f} s"
