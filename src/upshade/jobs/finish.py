"""A playable file of what an unfinished render has so far."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from ..core.frame import PIXEL_FORMATS
from ..errors import JobFailed, Where
from ..media.assemble import assemble
from ..media.files import check_output
from ..media.pictures import made
from ..media.reader import open_video
from ..media.segments import video_spec
from .fingerprint import Fingerprint
from .job import Report
from .journal import Header, Journal
from .recipe import parse
from .render import written


def finish(output: str | Path, *, overwrite: bool = False) -> Report:
    """Put the segments from the first on, up to the first that is missing, into `output`, with the other streams of
    the source as far as they go. Nothing is drawn. What is there stays: the render's own command, with --overwrite,
    goes on with it.

    Raises OutputError where there is no unfinished render, or the file cannot be written; JobFailed where no segment
    is done, or the source has changed; what opening the source raises.
    """
    begun = time.perf_counter()
    with Journal(output, make=False) as journal:
        header = journal.header
        journal.verify()
        if header is None or 0 in journal.missing:
            raise JobFailed("no segment of it is done yet, so there is nothing to play", journal.where)
        whole = min(journal.missing, default=journal.count)
        there = made(output, journal.logs(range(whole)))
        check_output(output, overwrite=overwrite, inputs=(header.source,), made=there)
        report = Report(str(output), frames=sum(journal.done[k].pictures for k in range(whole)))
        if not report.frames:
            raise JobFailed("no picture of it is done yet, so there is nothing to play", journal.where)
        prints = Fingerprint(header.files)
        try:
            if not journal.same_files(prints):
                raise JobFailed("has changed since the render was begun", Where(header.source))
            report.notices += _assemble(journal, header, whole, str(output), overwrite)
            prints.check()
        finally:
            prints.close()
        if whole < journal.count:
            report.notices.append(f"{whole} of {journal.count} segments are in it; the render's own command with "
                                  f"--overwrite goes on, or delete '{journal.folder.name}'")  # fmt: skip
        report.written = written(output, journal)
    report.seconds = time.perf_counter() - begun
    return report


def _assemble(journal: Journal, header: Header, whole: int, output: str, overwrite: bool) -> list[str]:
    """The first `whole` segments, put together; what there is to say of it."""
    recipe = parse(header.recipe)
    with open_video(header.source, pre=recipe.pre, rate=recipe.rate) as reader:
        info = reader.info
    assert recipe.pixel_format is not None
    spec, _ = video_spec(
        recipe.codec, recipe.encoder_options, header.width, header.height, PIXEL_FORMATS[recipe.pixel_format],
        header.color, info,
    )  # fmt: skip
    duration = recipe.duration
    if whole < journal.count:
        duration = float((header.cuts[whole - 1] - info.start_pts) * info.time_base) - (recipe.start or 0.0)
    if journal.source_digest and recipe.subtitles is None:  # else it is of these, too
        recipe = replace(recipe, source=replace(recipe.source, sha256=journal.source_digest))
    return assemble(
        output, spec, journal.logs(range(whole)), source=info, start=recipe.start, duration=duration,
        recipe=recipe.text(), leave_out=header.leave_out, overwrite=overwrite,
    )  # fmt: skip
