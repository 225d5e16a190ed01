"""The commands that write videos and pictures."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from ..core.prefilters import PREFILTERS
from ..core.preset import DEFAULT
from ..errors import BadInput
from ..jobs.job import Job
from ..media.codecs import CODECS, CONTAINERS
from . import options
from .app import app, err, out
from .options import (
    CHAIN,
    FILE,
    PICTURE,
    SEVERAL,
    Dispatch,
    Json,
    NoPreset,
    Precision,
    PresetName,
    Scale,
    Sets,
    Shaders,
    Size,
)

MOST_WORKERS = 256


class _Render(TyperCommand):
    """Words that are many inputs, or one and its output, have no usage line of their own in click."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        return ["[OPTIONS]", "INPUT OUTPUT | INPUT... -o TEMPLATE"]


@app.command(cls=_Render)
def render(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="INPUT OUTPUT", help="INPUT: a video, a picture, numbered pictures (name_%04d.png); with -o also folders and patterns. OUTPUT: a video (.mkv, .mp4, .mov), or a picture (.png, .jpg, .webp, .tif).", show_default=False)] = [],
    preset: PresetName = DEFAULT, no_preset: NoPreset = False, shader: Shaders = [], set_: Sets = [],
    recipe: Annotated[str | None, typer.Option("--recipe", metavar="FILE", help="Do to INPUT what was done to make FILE, a video that upshade rendered: its shaders, size and encoding.", rich_help_panel=CHAIN)] = None,
    keep_going: Annotated[bool, typer.Option("--keep-going", metavar=" ", help="Leave out shaders that fail, instead of rendering nothing.", rich_help_panel=CHAIN)] = False,
    size: Size = None, scale: Scale = None, precision: Precision = None, dispatch: Dispatch = None,
    pre: Annotated[str | None, typer.Option("--pre", metavar="KIND", help=f"What interlaced video needs first ({', '.join(PREFILTERS)}): deinterlace makes a picture of each frame, bob one of each field, ivtc undoes telecine, auto looks which it needs.", rich_help_panel=PICTURE)] = None,
    rate: Annotated[str | None, typer.Option("--rate", metavar="R", help="Of numbered pictures, how many make a second: 24, 23.976, 30000/1001.", rich_help_panel=PICTURE)] = None,
    start: Annotated[str | None, typer.Option("--start", metavar="TIME", help="Begin at this time of INPUT: seconds, or 1:23.5.", rich_help_panel=PICTURE)] = None,
    duration: Annotated[str | None, typer.Option("--duration", metavar="TIME", help="Render this much of INPUT: seconds, or 1:23.5.", rich_help_panel=PICTURE)] = None,
    burn_in: Annotated[str | None, typer.Option("--burn-in", metavar="TRACK|FILE", help="Draw subtitles into the picture: the number of a track, from 1, or a file.", rich_help_panel=PICTURE)] = None,
    codec: Annotated[str | None, typer.Option("--codec", metavar="NAME", help=f"How a video is encoded, h264 if not given: {', '.join(CODECS)} (the last two for numbered pictures).", rich_help_panel=FILE)] = None,
    crf: Annotated[float | None, typer.Option("--crf", metavar="Q", help=f"Quality of the encoding, for codecs that lose some: lower is better, and makes a larger file. {CODECS['h264'].options['crf']} for h264 if not given.", rich_help_panel=FILE)] = None,
    encoder_preset: Annotated[str | None, typer.Option("--encoder-preset", metavar="NAME", help="The encoder's speed; slower makes smaller files. ultrafast to veryslow for h264 and hevc, 13 to 0 for av1.", rich_help_panel=FILE)] = None,
    pix_fmt: Annotated[str | None, typer.Option("--pix-fmt", metavar="NAME", help="Pixel format, such as yuv420p10le; the input's if not given.", rich_help_panel=FILE)] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", metavar=" ", help="Replace an existing OUTPUT.", rich_help_panel=FILE)] = False,
    fresh: Annotated[bool, typer.Option("--fresh", metavar=" ", help="Start over, instead of going on with an interrupted render.", rich_help_panel=FILE)] = False,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="TEMPLATE", help="How the outputs are called: '{name}.{height}p.mkv', or a folder. Fields: name, ext, folder, number, width, height, codec, preset.", rich_help_panel=SEVERAL)] = None,
    recursive: Annotated[bool, typer.Option("--recursive", "-r", metavar=" ", help="Look for inputs in the folders of a folder, too.", rich_help_panel=SEVERAL)] = False,
    list_: Annotated[str | None, typer.Option("--list", metavar="FILE.toml", help="A text file that lists what to render: a [\\[file]] table for each, with input = 'a.mkv', and output and options by their names here, such as crf = 18.", rich_help_panel=SEVERAL)] = None,
    workers: Annotated[int, typer.Option("--workers", metavar="N", help="How many processes work at once: on several files, or on the parts of a single one.", rich_help_panel=SEVERAL)] = 1,
    json: Json = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", metavar=" ", help="Show no progress.")] = False,
) -> None:  # fmt: skip
    """Render a video or a picture through a chain of shaders to a file, with the sound, subtitles and times of INPUT.

    An interrupted render goes on where it ended when the same command is given again.
    """
    from ..jobs import settings

    options.dispatch(dispatch)
    said = {
        "preset": preset if _was_said(context, "preset") else None, "no-preset": no_preset or None,
        "shaders": shader or None, "set": set_ or None, "recipe": recipe, "keep-going": keep_going or None,
        "size": size, "scale": scale, "precision": precision, "pre": pre, "rate": rate, "start": start,
        "duration": duration, "burn-in": burn_in, "codec": codec, "crf": crf, "encoder-preset": encoder_preset,
        "pix-fmt": pix_fmt, "overwrite": overwrite or None, "fresh": fresh or None,
    }  # fmt: skip
    given = {name: settings.read(name, value, f"--{name}") for name, value in said.items() if value is not None}
    if not 1 <= workers <= MOST_WORKERS:
        raise BadInput(f"--workers wants 1 to {MOST_WORKERS}, not {workers}")
    inputs, template = _what(words, output, list_)
    if template is None and list_ is None:
        _render_one(settings.job(inputs[0], words[1], given), workers, json=json, quiet=quiet)
    else:
        _render_several(inputs, template, list_, recursive, given, workers, json=json, quiet=quiet)


@app.command()
def finish(
    output: Annotated[
        str, typer.Argument(metavar="OUTPUT", help="The OUTPUT that was given to `upshade render`.", show_default=False)
    ],
    overwrite: Annotated[bool, typer.Option("--overwrite", metavar=" ", help="Replace an existing OUTPUT.")] = False,
    json: Json = False,
) -> None:
    """Make a file that can be played of what an interrupted render has done so far.

    The render can still go on afterwards: the same command, with --overwrite.
    """
    from ..tools.progress import finish_with_lines

    finish_with_lines(output, out, err, overwrite=overwrite, json=json)


def _was_said(context: typer.Context, name: str) -> bool:
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def _what(words: list[str], output: str | None, list_: str | None) -> tuple[list[str], str | None]:
    """Inputs, and the template of their outputs; None where the second word is the output itself."""
    from ..jobs.names import several

    help_ = "see `upshade render --help`"
    if output is not None or list_ is not None:
        if not words and list_ is None:
            raise BadInput(f"Missing argument 'INPUT'; {help_}")
        return words, output
    if len(words) < 2:
        raise BadInput(f"Missing argument '{'OUTPUT' if words else 'INPUT'}'; {help_}")
    if len(words) > 2:
        raise BadInput(
            "several inputs need -o TEMPLATE, such as -o '{name}.2x" + next(iter(CONTAINERS)) + "' or -o FOLDER/"
        )
    return words[:1], words[1] if several(words[0]) else None


def _render_one(job: Job, workers: int, *, json: bool, quiet: bool) -> None:
    from ..tools.progress import run_with_progress

    run_with_progress(replace(job, workers=workers), out, err, quiet=quiet, json=json)


def _render_several(
    inputs: list[str], template: str | None, list_: str | None, recursive: bool, given: dict[str, Any], workers: int,
    *, json: bool, quiet: bool,
) -> None:  # fmt: skip
    from ..jobs import batchlist
    from ..jobs.batch import plan
    from ..jobs.names import Folders, several
    from ..tools.batch_table import run_batch

    items = [batchlist.Item(name, given=given, recursive=recursive) for name in inputs]
    if list_ is not None:
        listed = batchlist.load(list_, given)
        template = listed.output if template is None else template
        items += listed.items
    batch = plan(items, template)
    if list_ is None and len(inputs) == 1 and not several(inputs[0]):
        # One file with a template is one file.
        (row,) = batch.rows
        if row.job is None:
            raise BadInput(row.error)
        folders = Folders()
        folders.make(row.output)
        try:
            _render_one(row.job, workers, json=json, quiet=quiet)
        finally:
            folders.tidy()
        return
    code = run_batch(batch, workers, out, err, quiet=quiet, json=json)
    if code:
        raise typer.Exit(code)
