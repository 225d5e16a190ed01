"""A batch: which jobs the inputs, the template and the list make, and what became of each."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from ..core import chain as chains
from ..errors import BadInput, UpshadeError, Where, one_line
from ..media import codecs
from ..media.folder import PICTURES
from ..media.patterns import is_pattern
from ..media.pictures import made
from ..media.reader import open_video
from ..media.sequence import members
from . import names, settings
from .batchlist import Item
from .job import Job, Progress
from .journal import left
from .names import Found, Template
from .recipe import job_of, of_job, read
from .render import is_partial

State = Literal["waiting", "rendering", "done", "skipped", "failed", "stopped"]

MOST = 100_000
"""Files of one batch: more is a slip with a pattern."""

_OF_VIDEO = ("codec", "crf", "encoder-preset", "pix-fmt", "duration")
"""Options that a single picture does not have."""


@dataclass(slots=True)
class Row:
    """A file of a batch. `error`: why it failed, or was skipped; `weight`: bytes of the input. `exit_code`: what the
    command would give for this file alone."""

    source: str
    output: str = ""
    job: Job | None = None
    state: State = "waiting"
    progress: Progress | None = None
    frames: int = 0
    seconds: float = 0.0
    written: int = 0
    notices: list[str] = field(default_factory=list)
    error: str = ""
    exit_code: int = 0
    weight: int = 0

    def fail(self, error: str, exit_code: int = 1) -> None:
        self.state, self.error, self.exit_code, self.progress = "failed", error, exit_code, None

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "input": one_line(self.source), "output": one_line(self.output) or None, "state": self.state,
            "frames": self.frames, "seconds": round(self.seconds, 3), "bytes": self.written,
            "notices": [one_line(notice) for notice in self.notices], "error": one_line(self.error) or None,
            "exit_code": self.exit_code,
        }  # fmt: skip


@dataclass(slots=True)
class Batch:
    """`notices`: what a user should know before it starts."""

    rows: list[Row]
    notices: list[str] = field(default_factory=list)

    def count(self, *states: State) -> int:
        return sum(row.state in states for row in self.rows)

    @property
    def exit_code(self) -> int:
        """1 when a file failed. One that was there already is as good as rendered: the batch is complete."""
        return int(self.count("failed") > 0)


@dataclass(slots=True)
class _Take:
    """A file that an item led to, and what is said of it; `items`: all that said something, in order."""

    found: Found
    items: list[Item]
    own: dict[str, Any]
    row: Row

    @property
    def item(self) -> Item:
        return self.items[-1]

    def wrong(self, error: UpshadeError, *options: str) -> UpshadeError:
        """`error`, at the line of the list that said one of the `options` that it may be about; without options, or
        where the list does not say them and the command neither, at the file's table."""
        return BadInput(error.message, error.where or self._where(options))

    def _where(self, options: Sequence[str]) -> Where | None:
        saying = [(item, o) for item in reversed(self.items) for o in options if item.says(o)]
        for item, option in [*saying, *((self.item, o) for o in options)]:
            if (where := item.where(option)) is not None:
                return where
        return None if any(option in self.item.given for option in options) else self.item.where("")


def plan(items: Sequence[Item], output: str | None) -> Batch:
    """The jobs of these files, in order. `output` is the template of all that have none of their own.

    A file that cannot be used is a failed row, one whose output exists a skipped one. BadInput for what is wrong with
    the whole, before anything is made: a template or options that mean nothing, no file at all, two files with one
    output, an output that is an input.
    """
    takes = _takes(items)
    if all(take.found.problem for take in takes):
        problem = takes[0].found.problem
        assert problem is not None
        raise problem
    templates: dict[str, Template] = {}
    chained: dict[object, UpshadeError | None] = {}
    digits = len(str(len(takes)))
    for number, take in enumerate(takes, 1):
        if take.found.problem is not None:
            take.row.fail(str(take.found.problem), 2)
            continue
        _name(take, f"{number:0{digits}}", output, templates, chained)
    failures = {take.row.error for take in takes}
    if len(takes) > 1 and len(failures) == 1 and "" not in failures and all(chained.values()):
        # What every file would fail with is a slip in the command.
        raise next(error for error in chained.values() if error is not None)
    takes, notices = _without_own_results(takes)
    _refuse_collisions(takes)
    for take in takes:
        row = take.row
        if row.job is not None and row.state == "waiting" and not row.job.overwrite and _exists(row.output):
            row.state, row.error = "skipped", "exists already; --overwrite replaces it"
    return Batch([take.row for take in takes], notices)


def _takes(items: Iterable[Item]) -> list[_Take]:
    """Every file once for each output that is said for it alone, in the order of the first mention."""
    takes: list[_Take] = []
    first: dict[str, _Take] = {}
    for item in items:
        for found in names.find(item.input, recursive=item.recursive, base=item.base):
            known = first.get(found.key)
            if known is not None and item.output is None:
                known.own = settings.merge(known.own, item.own)
                known.items.append(item)
                continue
            take = _Take(found, [item], dict(item.own), Row(found.path, weight=_bytes(found.path)))
            if item.output is not None and known is not None:
                take.own = settings.merge(known.own, item.own)
                take.items = [*known.items, item]
            first.setdefault(found.key, take)
            takes.append(take)
            if len(takes) > MOST:
                raise BadInput(f"more than {MOST} files; give fewer at a time")
    if not takes:
        raise BadInput("there is nothing to render")
    return takes


def _name(
    take: _Take, number: str, output: str | None, templates: dict[str, Template],
    chained: dict[object, UpshadeError | None],
) -> None:  # fmt: skip
    """The row's job, with its output. BadInput for slips of the user; a file's own troubles go into the row."""
    row, item, found = take.row, take.item, take.found
    text = item.output if item.output is not None else output
    if text is None:
        say = "-o TEMPLATE (in a list: output = \"…\") gives one, such as '{name}.2x.mkv'"
        raise take.wrong(BadInput(f"'{one_line(found.path)}' has no output; {say}"))
    if text not in templates:
        try:
            templates[text] = Template(text)
        except BadInput as error:
            raise take.wrong(error, "output") from None
    template = templates[text]
    ending = ".png" if _is_picture(found.path) else ".mkv"
    values = _values(found, number)
    shown = template.fill(values, ending)
    try:
        still = codecs.is_still(shown)
    except BadInput as error:
        row.fail(str(error), error.exit_code)
        return
    given = settings.merge(item.given, take.own)
    if still:
        # They are meant for the videos of the same batch.
        given = {name: value for name, value in given.items() if name not in _OF_VIDEO}
    try:
        job = settings.job(found.path, "", given)
    except BadInput as error:
        raise take.wrong(error, "recipe", "preset", "scale") from None
    if not still and job.recipe is None:
        _check_codec(take, job, shown, template)
    chain = (job.recipe, job.preset, job.shaders, job.sets)
    if chain not in chained:
        chained[chain] = _failure(job)
    try:
        if (problem := chained[chain]) is not None:
            raise problem
        values |= _values_of(job, template)
    except UpshadeError as error:
        row.fail(str(error), error.exit_code)
        return
    row.output = template.fill(values, ending)
    row.job = replace(job, output=row.output)


def _check_codec(take: _Take, job: Job, shown: str, template: Template) -> None:
    """BadInput for an encoder that has no such options, or that the container cannot hold."""
    codec = job.codec or codecs.default_codec(shown)
    for option, name in settings.OF_ENCODER.items():
        if name in job.encoder:
            try:
                codecs.check_options(codec, {name: job.encoder[name]})
            except BadInput as error:
                raise take.wrong(error, option) from None
    if not template.ends_open:
        try:
            codecs.container(shown, codec)
        except BadInput as error:
            raise take.wrong(error, "codec", "output") from None


def _failure(job: Job) -> UpshadeError | None:
    """What is wrong with the chain; it is the same for all files that it is for."""
    try:
        job = _resolved(job)
        chains.load(job.preset, job.shaders, job.sets)
    except UpshadeError as error:
        return error
    return None


def _resolved(job: Job) -> Job:
    """With what its recipe says."""
    return job if job.recipe is None else job_of(read(job.recipe), job)[0]


def _values(found: Found, number: str) -> dict[str, object]:
    """Of the fields that the name alone gives; the others hold their places."""
    path = Path(found.path)
    known = {"name": found.name, "ext": path.suffix[1:], "folder": found.folder, "number": number}
    values: dict[str, object] = dict.fromkeys(names.FIELDS, "x")
    return values | known


def _values_of(job: Job, template: Template) -> dict[str, object]:
    """Of the fields that the job gives, as far as the template has them. Raises what opening the source raises."""
    values: dict[str, object] = {}
    if not template.fields.isdisjoint(("width", "height", "codec")):
        recipe = of_job(_resolved(job))
        values["codec"] = recipe.codec
        if template.wants_size:
            with open_video(job.source, rate=job.rate) as reader:
                values["width"], values["height"] = recipe.output.size(reader.info.width, reader.info.height)
    named = job.recipe or job.preset
    values["preset"] = Path(str(named)).stem if named is not None else "none"
    return values


def _is_picture(path: str) -> bool:
    """One picture, as far as the name says; for what may also be moving, as the file says."""
    ending = Path(path).suffix[1:].lower()
    if ending in ("gif", "webp", "apng"):
        try:
            with open_video(path) as reader:
                return reader.info.still
        except UpshadeError:
            return True
    return ending in PICTURES and not is_pattern(path)


def _without_own_results(takes: list[_Take]) -> tuple[list[_Take], list[str]]:
    """Results of an earlier run lie where the batch looks for its inputs: `upshade render *.mkv -o '{name}.2x.mkv'`,
    the second time. They are no inputs; that they were rendered is written in them."""
    outputs = {names.key(take.row.output) for take in takes if take.row.output}
    kept = [take for take in takes if take.found.key not in outputs or not _is_ours(take.found.path)]
    gone = len(takes) - len(kept)
    if not gone:
        return takes, []
    what = "of the files is the result" if gone == 1 else "of the files are results"
    return kept, [f"{gone} {what} of an earlier run, and no input"]


def _is_ours(path: str) -> bool:
    try:
        read(path)
    except UpshadeError:
        return False
    return True


def _refuse_collisions(takes: list[_Take]) -> None:
    inputs = {take.found.key: take.row for take in takes if not take.found.problem}
    outputs: dict[str, Row] = {}
    for take in takes:
        row = take.row
        if row.job is None:
            continue
        key = names.key(row.output)
        if (other := outputs.setdefault(key, row)) is not row:
            both = f"'{one_line(other.source)}' and '{one_line(row.source)}' would both become '{one_line(row.output)}'"
            say = "put {name}, {folder} or {number} into the template"
            raise take.wrong(BadInput(f"{both}; {say}"), "output")
        if key in inputs:
            whose = "itself" if key == take.found.key else f"'{one_line(inputs[key].source)}', another input"
            say = "give the outputs other names, or a folder of their own"
            raise take.wrong(BadInput(f"'{one_line(row.source)}' would become {whose}; {say}"), "output")


def _exists(output: str) -> bool:
    if codecs.is_sequence(output):
        try:
            # Those that a render under way has written by now are no reason to pass over it.
            return not {member.path for member in members(output)} <= made(output, left(output))
        except UpshadeError:
            return False
    return os.path.lexists(output) and not is_partial(output)


def _bytes(path: str) -> int:
    try:
        return os.path.getsize(path)
    except OSError:
        return 0
