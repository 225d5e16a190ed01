"""A playable file of what an unfinished render has so far."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from ..errors import JobFailed
from ..media.assemble import assemble
from ..media.files import check_output
from .drawing import Drawing
from .job import Report
from .journal import Journal
from .recipe import parse
from .render import written


def finish(output: str | Path, *, overwrite: bool = False) -> Report:
    """Put the segments from the first on, up to the first that is missing, into `output`, with the other streams of
    the source as far as they go. What is there stays: the render's own command, with --overwrite, goes on with it.

    Raises OutputError where there is no unfinished render, or the file cannot be written; JobFailed where no segment
    is done, or the source has changed; what opening the source raises.
    """
    begun = time.perf_counter()
    with Journal(output, make=False) as journal:
        header = journal.header
        if header is None or 0 in journal.missing:
            raise JobFailed("no segment of it is done yet, so there is nothing to play", journal.where)
        check_output(output, overwrite=overwrite, inputs=(header.source,))
        journal.verify()
        whole = min(journal.missing, default=journal.count)
        report = Report(str(output), frames=sum(journal.done[k].pictures for k in range(whole)))
        if not report.frames:
            raise JobFailed("no picture of it is done yet, so there is nothing to play", journal.where)
        recipe = replace(parse(header.recipe), burn_in=header.burn_in)
        with Drawing(recipe, header.source, str(output), keep_going=True) as drawing:
            info = drawing.reader.info
            start = 0.0 if recipe.start is None else recipe.start
            duration = recipe.duration
            if whole < journal.count:
                duration = float((header.cuts[whole - 1] - info.start_pts) * info.time_base) - start
            if journal.source_digest:
                recipe = replace(recipe, source=replace(recipe.source, sha256=journal.source_digest))
            report.notices += assemble(
                output, drawing.spec, journal.logs(range(whole)), source=info, start=recipe.start, duration=duration,
                recipe=recipe.text(), leave_out=drawing.leave_out, overwrite=overwrite,
                workspace=journal.folder,
            )  # fmt: skip
        if whole < journal.count:
            report.notices.append(f"{whole} of {journal.count} segments are in it; the render's own command with "
                                  f"--overwrite goes on, or delete '{journal.folder.name}'")  # fmt: skip
        report.written = written(output, journal)
    report.seconds = time.perf_counter() - begun
    return report
