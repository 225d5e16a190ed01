"""The commands that tell: what there is, what would run, how fast, how near."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..core.preset import DEFAULT
from . import options
from .app import app, out
from .options import PICTURE, Input, Json, NoPreset, Precision, PresetName, Scale, Sets, Shaders, Size


@app.command("list")
def list_(
    what: Annotated[str, typer.Argument(metavar="[shaders|presets]")] = "",
    json: Json = False,
) -> None:
    """What there is: shaders and presets by name."""
    from ..tools import listing

    listing.print_list(out, what, json)


@app.command()
def show(
    name: Annotated[
        str, typer.Argument(metavar="NAME|FILE", help="A preset, a shader, or a file that upshade rendered.")
    ],
    json: Json = False,
) -> None:
    """A preset's or a shader's passes and parameters, with bounds, defaults and descriptions; or what a file was
    rendered from, and how."""
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
    """The plan for this input: every pass, ran or skipped and why, sizes, formats, memory."""
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
    frames: Annotated[int, typer.Option("--frames", min=1, help="Frames to draw, after as many to warm up.")] = 48,
    json: Json = False,
) -> None:  # fmt: skip
    """Time per pass and per stage, planes in memory to planes in memory."""
    from ..tools.bench import bench as measure

    measure(
        out, source, None if no_preset else preset, shader, set_, options.size(size), options.scale(scale),
        options.options(None if no_preset else preset, precision), frames, json,
    )  # fmt: skip


@app.command()
def compare(
    reference: Annotated[str, typer.Argument(metavar="REFERENCE")],
    test: Annotated[str, typer.Argument(metavar="TEST")],
    json: Json = False,
) -> None:
    """Metrics of TEST against REFERENCE (videos or pictures of one size): PSNR and SSIM."""
    from ..tools.compare import compare as measure

    measure(out, reference, test, json)


@app.command()
def export(
    preset: Annotated[str, typer.Argument(metavar="PRESET")],
    output: Annotated[str, typer.Argument(metavar="OUT.glsl")],
    set_: Sets = [],
    keep_params: Annotated[bool, typer.Option("--keep-params", metavar=" ", help="For players that know //!PARAM.")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", metavar=" ", help="Replace an existing file.")] = False,
) -> None:  # fmt: skip
    """One shader file for mpv, parameters baked in."""
    from ..tools.listing import export_preset

    export_preset(out, preset, Path(output), set_, keep_params, overwrite)
