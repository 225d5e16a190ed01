"""The commands that tell: what there is, what would run, how fast, how near."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..core.preset import DEFAULT
from ..jobs import settings
from . import options
from .app import app, err, out
from .options import (
    FILE,
    PICTURE,
    SEVERAL,
    Dispatch,
    Input,
    Json,
    NoPreset,
    Precision,
    PresetName,
    Scale,
    Sets,
    Shaders,
    Size,
)

WHICH = "What is compared"


@app.command("list")
def list_(
    what: Annotated[str, typer.Argument(metavar="[shaders|presets]")] = "",
    json: Json = False,
) -> None:
    """The names of all shaders and presets."""
    from ..tools import listing

    listing.print_list(out, what, json)


@app.command()
def show(
    name: Annotated[
        str, typer.Argument(metavar="NAME|FILE", help="A preset, a shader, or a file that upshade rendered.")
    ],
    json: Json = False,
) -> None:
    """The passes and parameters of a preset or a shader; or what a file was rendered from, and how."""
    from ..tools.show import print_show

    print_show(out, name, json)


@app.command()
def explain(
    source: Input,
    preset: PresetName = DEFAULT, no_preset: NoPreset = False, shader: Shaders = [],
    set_: Sets = [], size: Size = None, scale: Scale = None, precision: Precision = None,
    pix_fmt: Annotated[str | None, typer.Option("--pix-fmt", metavar="NAME", help="Pixel format of the output.", rich_help_panel=PICTURE)] = None,
    dot: Annotated[bool, typer.Option("--dot", metavar=" ", help="The graph, for graphviz.")] = False,
) -> None:  # fmt: skip
    """What render would do with this input: every pass, run or skipped and why, sizes, formats, memory."""
    from ..tools.explain import explain as tell

    text = tell(
        source, None if no_preset else preset, shader, set_, options.size(size), options.scale(scale),
        options.options(None if no_preset else preset, precision), pix_fmt, dot,
    )  # fmt: skip
    out.print(text, markup=False)


@app.command()
def doctor(json: Json = False) -> None:
    """What this machine offers (OpenGL, encoders, sound), and whether it draws right."""
    from ..tools.doctor import examine

    if not examine(out, json):
        raise typer.Exit(1)


@app.command()
def bench(
    source: Annotated[str | None, typer.Argument(metavar="[INPUT]", help="Default: the clip that ships.")] = None,
    preset: PresetName = DEFAULT, no_preset: NoPreset = False, shader: Shaders = [],
    set_: Sets = [], size: Size = None, scale: Scale = None, precision: Precision = None,
    dispatch: Dispatch = None,
    frames: Annotated[int, typer.Option("--frames", min=1, help="Frames to draw, after as many to warm up.")] = 48,
    start: Annotated[bool, typer.Option("--start", metavar=" ", help="How long it takes to begin instead: a first start, with the driver's cache of compiled shaders empty, and a second.")] = False,
    json: Json = False,
) -> None:  # fmt: skip
    """How long every pass takes here, without decoding and encoding."""
    from ..tools.bench import bench as measure

    options.dispatch(dispatch)
    measure(
        out, source, None if no_preset else preset, shader, set_, options.size(size), options.scale(scale),
        options.options(None if no_preset else preset, precision), frames, json, start,
    )  # fmt: skip


@app.command()
def check(
    files: Annotated[list[str], typer.Argument(metavar="FILE|FOLDER…", help="Shader files; folders are searched for .glsl and .hook.", show_default=False)],
    source: Annotated[str | None, typer.Option("--input", metavar="INPUT", help="Draw the first picture of this, a video or a still picture, instead of a test picture.", rich_help_panel=PICTURE)] = None,
    set_: Sets = [], size: Size = None, scale: Scale = None, precision: Precision = None,
    limit: Annotated[float, typer.Option("--limit", metavar="SECONDS", min=1, max=86400, help="What one file may take.", rich_help_panel=SEVERAL)] = 30.0,
    memory: Annotated[int, typer.Option("--memory", metavar="MIB", min=64, max=1 << 30, help="The memory that one file may take.", rich_help_panel=SEVERAL)] = 4096,
    jobs: Annotated[int | None, typer.Option("--jobs", metavar="N", min=1, help="Files at a time. Default: half of the cores.", show_default=False, rich_help_panel=SEVERAL)] = None,
    json: Json = False,
) -> None:  # fmt: skip
    """Compile and draw shader files, each in a process of its own: what ran, what did not and why, milliseconds, memory.

    Without --size and --scale it finds a size at which all passes run. Exit code 1 if a file did not run.
    """
    from ..tools import check as tool
    from ..tools.checker import Setup

    setup = Setup(
        source, options.scale(scale), options.size(size), tuple(set_),
        None if precision is None else settings.precision("--precision", precision), limit, memory,
    )  # fmt: skip
    code = tool.check(out, err, files, setup, jobs or tool.default_jobs(), json)
    if code:
        raise typer.Exit(code)


@app.command()
def compare(
    reference: Annotated[str, typer.Argument(metavar="REFERENCE", help="The video or picture that TEST should look like.", show_default=False)],
    test: Annotated[str, typer.Argument(metavar="TEST", help="The video or picture that is judged.", show_default=False)],
    metrics: Annotated[str | None, typer.Option("--metrics", metavar="NAMES", help="With commas between them: psnr, psnr-rgb, ssim, ms-ssim, vmaf, ssimulacra2, or all. psnr,ssim,ms-ssim if not given. Slow: vmaf, and most of all ssimulacra2.", rich_help_panel=WHICH)] = None,
    every: Annotated[int, typer.Option("--every", metavar="N", min=1, help="Measure only one frame in N.", rich_help_panel=WHICH)] = 1,
    start: Annotated[str | None, typer.Option("--start", metavar="TIME", help="Begin at this time of REFERENCE: seconds, or 1:23.5.", rich_help_panel=WHICH)] = None,
    duration: Annotated[str | None, typer.Option("--duration", metavar="TIME", help="Compare this much: seconds, or 1:23.5.", rich_help_panel=WHICH)] = None,
    offset: Annotated[float, typer.Option("--offset", metavar="SECONDS", help="Added to TEST's times, where it begins earlier or later; may be negative.", rich_help_panel=WHICH)] = 0.0,
    resize: Annotated[str | None, typer.Option("--resize", metavar="KERNEL", help="Bring TEST to REFERENCE's size by this kernel: lanczos3, spline36, bilinear …", rich_help_panel=WHICH)] = None,
    plot: Annotated[str | None, typer.Option("--plot", metavar="OUT.png", help="Draw the figures over time.", rich_help_panel=FILE)] = None,
    difference: Annotated[str | None, typer.Option("--difference", metavar="OUT.png", help="Draw the worst frame: reference, test, difference.", rich_help_panel=FILE)] = None,
    at: Annotated[str | None, typer.Option("--at", metavar="TIME", help="With --difference: draw the frame nearest to this time instead.", rich_help_panel=FILE)] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", metavar=" ", help="Replace an existing file.", rich_help_panel=FILE)] = False,
    json: Json = False,
    per_frame: Annotated[bool, typer.Option("--per-frame", metavar=" ", help="With --json: the figures of each frame, too.")] = False,
) -> None:  # fmt: skip
    """How near TEST is to REFERENCE (videos or pictures): PSNR, SSIM, MS-SSIM, VMAF, SSIMULACRA2. More is nearer.

    Frames are paired by time, each file's counted from its first picture; those without a partner are named.
    """
    from ..tools import compare as tool

    times = [None if text is None else settings.seconds(name, text)
             for name, text in (("--start", start), ("--duration", duration), ("--at", at))]  # fmt: skip
    span = tool.Span(times[0], times[1], offset)
    wanted = tool.Wanted(
        metrics, span, every, resize, plot, difference, times[2], overwrite, json, per_frame,
    )  # fmt: skip
    tool.compare(out, err, reference, test, wanted)


@app.command()
def export(
    preset: Annotated[str, typer.Argument(metavar="PRESET")],
    output: Annotated[str, typer.Argument(metavar="OUT.glsl")],
    shader: Shaders = [],
    set_: Sets = [],
    keep_params: Annotated[bool, typer.Option("--keep-params", metavar=" ", help="For players that know //!PARAM.")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", metavar=" ", help="Replace an existing file.")] = False,
) -> None:  # fmt: skip
    """Write a preset, and shaders behind it, as one shader file for mpv, with its values in it."""
    from ..tools.listing import export_preset

    export_preset(out, preset, shader, Path(output), set_, keep_params, overwrite)


@app.command("import-mpv")
def import_mpv(
    folder: Annotated[str | None, typer.Argument(metavar="FOLDER", help="Where mpv.conf and input.conf lie. Default: where mpv keeps them.", show_default=False)] = None,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FOLDER", help="Where the presets go. Default: your own, which `upshade list` knows.", rich_help_panel=FILE)] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", metavar=" ", help="Replace presets that exist.", rich_help_panel=FILE)] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", metavar=" ", help="Only say what would be written.", rich_help_panel=FILE)] = False,
    json: Json = False,
) -> None:  # fmt: skip
    """Make presets of the shader chains in an mpv configuration: at its top, in its profiles, on its keys."""
    from ..tools.import_mpv import import_mpv as bring

    bring(
        out,
        None if folder is None else Path(folder),
        None if output is None else Path(output),
        overwrite,
        dry_run,
        json,
    )
