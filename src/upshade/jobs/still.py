"""One picture to a picture file."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import replace

from ..errors import BadInput, JobFailed, Where
from ..media.stills import write_still
from .drawing import Drawing, pixel_shape
from .fingerprint import Fingerprint, stamps
from .job import Job, Report
from .recipe import of_job

_MOST = 1 << 30
"""Bytes of a source that are read again for the hash in one picture's recipe; a film would take longer than drawing."""


def check_still(job: Job) -> None:
    """BadInput for what a single picture does not have."""
    asked = {"--codec": job.codec, "--duration": job.duration, "--crf": job.encoder.get("crf"),
             "--encoder-preset": job.encoder.get("preset")}  # fmt: skip
    for option, value in asked.items():
        if value is not None:
            raise BadInput(f"a single picture has no {option}", Where(job.output))


def render_still(job: Job) -> Report:
    """The picture at `job.start`, or the first. Raises as `render`."""
    begun = time.perf_counter()
    report = Report(job.output)
    with Drawing(of_job(job), job.source, job.output, still=True, keep_going=job.keep_going) as drawing:
        reader = drawing.reader
        picture = next(iter(reader.frames(job.start, None)), None)
        if picture is None:
            raise BadInput(f"there is no picture at {job.start} s", Where(job.source))
        (drawn,) = drawing.frames([picture])
        recipe = replace(drawing.recipe, source=replace(drawing.recipe.source, sha256=_digest(reader.files)))
        write_still(job.output, drawn, overwrite=job.overwrite, inputs=(job.source,), recipe=recipe.text(),
                    sar=pixel_shape(reader.info, drawing.plan.target))  # fmt: skip
        report.plan = drawing.plan
        report.notices = [*reader.notices, *drawing.notices]
        if reader.damage:
            report.notices.append(f"{job.source}: {reader.damage}; what could be decoded was rendered")
    report.frames, report.written = 1, os.path.getsize(job.output)
    report.seconds = time.perf_counter() - begun
    return report


def _digest(files: Sequence[str]) -> str | None:
    """SHA-256 of the source; None where that is too much to read. JobFailed where it cannot be read."""
    try:
        if sum(stamp.size for stamp in stamps(files)) > _MOST:
            return None
    except OSError as error:
        raise JobFailed(f"has gone: {error.strerror}", Where(files[0])) from None
    prints = Fingerprint(files)
    try:
        return prints.digest()
    finally:
        prints.close()
