"""The command that renders."""

from __future__ import annotations

from typing import Annotated

import typer

from ..core.preset import DEFAULT
from . import options
from .app import app, err, out
from .options import CHAIN, FILE, PICTURE, Input, NoPreset, Precision, PresetName, Scale, Sets, Shaders, Size


@app.command()
def render(
    source: Input,
    output: Annotated[str, typer.Argument(metavar="OUTPUT", help="A video (.mkv, .mp4, .mov), or a picture (.png, .jpg, .webp, .tif).", show_default=False)],
    preset: PresetName = DEFAULT, no_preset: NoPreset = False, shader: Shaders = [],
    set_: Sets = [], size: Size = None, scale: Scale = None, precision: Precision = None,
    start: Annotated[str | None, typer.Option("--start", metavar="TIME", help="Begin here: seconds, or 1:23.5 as in mpv.", rich_help_panel=PICTURE)] = None,
    duration: Annotated[str | None, typer.Option("--duration", metavar="TIME", help="Render this long.", rich_help_panel=PICTURE)] = None,
    codec: Annotated[str | None, typer.Option("--codec", metavar="h264|hevc|ffv1", help="Of a video; h264 if not given. ffv1 loses nothing.", rich_help_panel=FILE)] = None,
    crf: Annotated[float | None, typer.Option("--crf", metavar="Q", help="Quality of h264 and hevc: 0 to 51, lower is better and larger.", rich_help_panel=FILE)] = None,
    encoder_preset: Annotated[str | None, typer.Option("--encoder-preset", metavar="NAME", help="Speed of h264 and hevc: ultrafast to veryslow.", rich_help_panel=FILE)] = None,
    pix_fmt: Annotated[str | None, typer.Option("--pix-fmt", metavar="NAME", help="Pixel format, such as yuv420p10le; the input's if not given.", rich_help_panel=FILE)] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", metavar=" ", help="Replace an existing OUTPUT.", rich_help_panel=FILE)] = False,
    keep_going: Annotated[bool, typer.Option("--keep-going", metavar=" ", help="Render without shaders that fail, instead of not at all.", rich_help_panel=CHAIN)] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", metavar=" ", help="No progress bar.")] = False,
) -> None:  # fmt: skip
    """Render a file to a file: the chain's picture, the source's sound and times."""
    from ..jobs.job import Job
    from ..tools.progress import run_with_progress

    encoder = {
        k: v for k, v in (("crf", None if crf is None else f"{crf:g}"), ("preset", encoder_preset)) if v is not None
    }
    job = Job(
        source, output, None if no_preset else preset, tuple(shader), tuple(set_), options.size(size), options.scale(scale),
        options.options(None if no_preset else preset, precision), codec, encoder, pix_fmt,
        options.seconds("--start", start), options.seconds("--duration", duration), overwrite, keep_going,
    )  # fmt: skip
    run_with_progress(job, out, err, quiet=quiet)
