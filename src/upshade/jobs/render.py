"""The offline job: a file through a pipeline into a file. What is interrupted goes on where it ended."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace

from ..errors import BadInput, JobFailed, Stopped, UpshadeError, Where
from ..media import codecs
from ..media.assemble import assemble, losses
from ..media.encoder import Closed
from ..media.files import check_output
from ..media.pictures import made
from ..media.scan import scan
from .crew import Crew
from .cuts import SECONDS, cuts
from .drawing import Drawing
from .fingerprint import Fingerprint
from .hand import Orders
from .job import Job, Progress, Report
from .journal import Header, Journal, folder_of, left
from .recipe import Recipe, differences, job_of, of_job, parse, read
from .still import check_still, render_still
from .worker import Range, Worker, giving

_ONE_PIECE = "the video is rendered in one piece, and begins anew when it is interrupted"


def render(
    job: Job, progress: Callable[[Progress], None] | None = None, tell: Callable[[str], None] | None = None
) -> Report:
    """Do the job. The output appears under its name only when it is complete.

    A video that is interrupted, by whatever, leaves `OUTPUT.upshade/` with its closed segments; the same job goes on
    from there. `tell` is given the notices that are known before the first picture; `Report.notices` has all.

    Raises BadInput (and its kin) for what is asked wrongly, before anything is written, and when an unfinished render
    of this output was begun with other settings; OutputError, EncodeError, GraphicsError when it cannot be finished;
    Stopped for KeyboardInterrupt.
    """
    inputs = (job.source,) if job.recipe is None else (job.source, job.recipe)
    notices: list[str] = []
    if job.recipe is not None:
        job, notices = job_of(read(job.recipe), job)
    still = codecs.is_still(job.output)
    if still:
        check_still(job)
    else:
        codec = job.codec or codecs.default_codec(job.output)
        codecs.container(job.output, codec)
        codecs.check_options(codec, job.encoder)
    if not still and is_partial(job.output) and not job.fresh:
        job = replace(job, overwrite=True)
    # Told before anything is drawn: nobody wants to wait for "exists already".
    there = made(job.output, [] if job.fresh else left(job.output))
    check_output(job.output, overwrite=job.overwrite, inputs=inputs, made=there)
    if still:
        report = render_still(job)
        report.notices[:0] = notices
        return report
    return _Video(job, progress or (lambda step: None), tell or (lambda line: None)).render(notices)


class _Video:
    def __init__(self, job: Job, progress: Callable[[Progress], None], tell: Callable[[str], None]) -> None:
        self._job, self._progress, self._tell = job, progress, tell
        self._report = Report(job.output)

    def render(self, notices: list[str]) -> Report:
        begun = time.perf_counter()
        job, report = self._job, self._report
        with Drawing(of_job(job), job.source, job.output, keep_going=job.keep_going) as drawing:
            self._drawing = drawing
            report.plan = drawing.plan
            info = drawing.reader.info
            first = None if job.start is None else info.tick(job.start)
            last = None if job.duration is None else info.tick((job.start or 0) + job.duration)
            self._scan = scan(info, first, last)
            self._range = Range(first, last, 0 if first is None else first - info.start_pts, self._cuts())
            self._leave_out = drawing.leave_out
            for line in (
                *notices,
                *drawing.reader.notices,
                *drawing.notices,
                *losses(job.output, drawing.spec, info, leave_out=self._leave_out),
            ):
                self._note(line, early=True)
            with Journal(job.output, fresh=job.fresh) as journal:
                self._journal = journal
                try:
                    self._with(journal)
                except BaseException:
                    if not journal.done:
                        journal.remove()
                    raise
        report.seconds = time.perf_counter() - begun
        return report

    def _note(self, line: str, *, early: bool = False) -> None:
        self._report.notices.append(line)
        if early:
            self._tell(line)

    # -- where to cut ---------------------------------------------------------------------------------------------

    def _cuts(self) -> tuple[int, ...]:
        reader = self._drawing.reader
        scan = self._scan
        if self._drawing.plan.persistent:
            self._note(f"a shader keeps values from picture to picture: {_ONE_PIECE}", early=True)
            return ()
        if not scan.steady or scan.first is None or scan.last is None:
            if scan.pictures > SECONDS * reader.info.rate:
                self._note(f"the times of its pictures are missing or jump: {_ONE_PIECE}", early=True)
            return ()
        return cuts(scan.keys, scan.first, scan.last, reader.info.time_base)

    # -- what is there already ------------------------------------------------------------------------------------

    def _with(self, journal: Journal) -> None:
        try:
            self._prints = Fingerprint(self._drawing.files, len(self._drawing.reader.files))
            try:
                if journal.header is None:
                    journal.begin(self._header())
                else:
                    self._go_on(journal, self._prints)
                if journal.missing:
                    self._segments(journal)
                self._finish(journal)
            finally:
                self._prints.close()
        except KeyboardInterrupt as stop:
            code = getattr(stop, "exit_code", 130)
            raise Stopped(self._hint("interrupted" if code == 130 else "terminated"), code) from None
        except JobFailed as error:
            # Where nothing counts yet, the folder goes, and so does the hint.
            if journal.done:
                error.message = self._hint(error.message)
                error.args = (error.message,)
            raise

    def _go_on(self, journal: Journal, prints: Fingerprint) -> None:
        """BadInput when what is there was begun with something else."""
        assert journal.header is not None
        changes = differences(parse(journal.header.recipe), self._drawing.recipe)
        if not journal.same_files(prints):
            changes = ["the source has changed", *(c for c in changes if c != "the source has changed")]
        if not changes and journal.header.cuts != self._range.cuts:
            changes.append("it is cut at other places")
        if changes:
            more = f" and {len(changes) - 1} more" if len(changes) > 1 else ""
            raise BadInput(
                f"an unfinished render of it is here ({len(journal.done)} of {journal.count} segments), begun with "
                f"other settings: {changes[0]}{more}; --fresh starts over",
                Where(self._job.output),
            )
        bad = journal.verify()
        journal.tidy()
        if bad:
            self._note(f"{len(bad)} segments of the render before are damaged; they are done again", early=True)
        if journal.done:
            self._note(f"goes on: {len(journal.done)} of {journal.count} segments are there", early=True)

    # -- the work ---------------------------------------------------------------------------------------------------

    def _header(self) -> Header:
        drawing = self._drawing
        target = drawing.plan.target
        return Header(
            drawing.recipe.text(), os.path.abspath(self._job.source), self._range.cuts,
            tuple(map(os.path.abspath, self._prints.paths)), self._prints.stamps, target.width, target.height,
            target.color, drawing.leave_out,
        )  # fmt: skip

    def _hint(self, what: str) -> str:
        journal = self._journal
        if journal.done and not journal.exists:
            return f"{what}; the folder '{journal.folder.name}' with what was done has gone"
        if not journal.done:
            return f"{what}; nothing was written"
        return (f"{what}; {len(journal.done)} of {journal.count} segments are safe in '{journal.folder.name}', and the "
                f"same command goes on")  # fmt: skip

    def _segments(self, journal: Journal) -> None:
        drawing, report, job = self._drawing, self._report, self._job
        before = sum(entry.pictures for entry in journal.done.values())
        bytes_before = sum(entry.nbytes for entry in journal.done.values())
        total = self._pictures()
        begun = time.perf_counter()

        def drawn(pictures: int, written: int) -> None:
            fps = pictures / max(time.perf_counter() - begun, 1e-9)
            self._progress(Progress(before + pictures, total, fps, bytes_before + written))

        if job.workers > 1 and len(journal.missing) > 1 and drawing.reader.seekable:
            crew = self._crew(journal, drawn)
            crew.run()
            report.spent.update(crew.spent)
            notices, damage = crew.notices, crew.damage
        else:
            if job.workers > 1:
                why = ("it cannot be entered in the middle" if not drawing.reader.seekable
                       else "there is only one segment to do")  # fmt: skip
                self._note(f"one process does the work: {why}", early=True)
            worker = Worker(drawing, self._range, journal.path, self._closed, drawn)
            worker.run(giving(journal.missing))
            report.spent.update(drawing.spent, encode=worker.spent)
            notices, damage = [*drawing.reader.notices, *drawing.notices], drawing.reader.damage
        for line in notices:
            if line not in report.notices:
                self._note(line)
        if damage:
            self._note(f"{job.source}: {damage}; what could be decoded was rendered")

    def _pictures(self) -> int | None:
        """How many there will be, as far as the file says."""
        scan, reader = self._scan, self._drawing.reader
        if reader.pre == "none" or scan.first is None or scan.last is None:
            return scan.pictures or None
        return round((scan.last - scan.first) * reader.info.time_base * reader.info.rate) + 1

    def _crew(self, journal: Journal, drawn: Callable[[int, int], None]) -> Crew:
        drawing, job, bounds = self._drawing, self._job, self._range
        orders = Orders(
            drawing.recipe.text(), os.path.abspath(job.source), os.path.abspath(job.output),
            str(journal.folder.absolute()),
            bounds.first, bounds.last, bounds.shift, bounds.cuts, _absolute(drawing.recipe), job.keep_going,
            threads=max(1, (os.cpu_count() or 1) // job.workers),
        )  # fmt: skip
        # The hands draw; this process keeps the journal.
        drawing.release()
        return Crew(job.workers, orders, journal.missing, self._closed, drawn)

    def _closed(self, segment: int, closed: Closed | None) -> None:
        """A segment is complete: it counts if it was made of what the others were made of."""
        journal = self._journal
        self._prints.check()
        if closed is not None:
            for entry in journal.done.values():
                if entry.pictures and entry.header != closed.header:
                    raise JobFailed(
                        "the encoder gave a segment another header; segments cannot be joined", journal.where
                    )
                break
        journal.add(segment, closed)
        if self._prints.ready is not None:
            journal.note_source(self._prints.ready)

    def _finish(self, journal: Journal) -> None:
        job, report, drawing = self._job, self._report, self._drawing
        report.frames = sum(entry.pictures for entry in journal.done.values())
        if not report.frames:
            journal.remove()
            length = drawing.reader.info.duration
            lasts = "" if length is None else f"; the video lasts {length:.2f} s"
            raise BadInput(f"no picture lies in the range that was asked for{lasts}", Where(job.source))
        digest = self._prints.digest()
        journal.note_source(digest)
        recipe = drawing.recipe
        recipe = replace(recipe, source=replace(recipe.source, sha256=self._prints.source()))
        at = time.perf_counter()
        for line in assemble(
            job.output, drawing.spec, journal.logs(range(journal.count)), source=drawing.reader.info, start=job.start,
            duration=job.duration, recipe=recipe.text(), leave_out=self._leave_out, overwrite=job.overwrite,
            workspace=journal.folder,
        ):  # fmt: skip
            if line not in report.notices:
                self._note(line)
        report.spent["encode"] += time.perf_counter() - at
        report.written = written(job.output, journal)
        journal.remove()


def is_partial(output: str) -> bool:
    """The file is what `finish` made of an unfinished render that is still there. A render that was killed when its
    file had got its name already leaves its folder: it goes now."""
    folder = folder_of(output)
    if not (os.path.isfile(output) and (folder / "journal.jsonl").is_file()):
        return False
    try:
        with Journal(output, make=False) as journal:
            if journal.header is None:
                return False
            made, begun = read(output), parse(journal.header.recipe)
            if replace(made, source=begun.source) != begun:
                return False
            if not journal.missing:
                journal.remove()
                return False
            return True
    except UpshadeError:
        return False  # another process has it, or the file is not ours


def written(output: str | os.PathLike[str], journal: Journal) -> int:
    """Bytes of what was put together: of pictures, those of their packets."""
    if codecs.is_sequence(output):
        return sum(entry.nbytes for entry in journal.done.values())
    return os.path.getsize(output)


def _absolute(recipe: Recipe) -> str | None:
    """What is burnt in, for another process: the number of a track, or the path of a file."""
    if recipe.subtitles is None or recipe.burn_in is None:
        return recipe.burn_in
    return os.path.abspath(recipe.burn_in)
