"""The options that commands share: how they are written, and what they mean."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from ..core.steps import Options
from ..jobs import settings

CHAIN, PICTURE, FILE, SEVERAL = "The chain", "The picture", "The file", "Several files"

Input = Annotated[str, typer.Argument(metavar="INPUT", help="A video or a still picture.", show_default=False)]
PresetName = Annotated[
    str,
    typer.Option(
        "--preset",
        "-p",
        metavar="NAME|FILE",
        help="A chain of shaders and their values; `upshade list presets` has the names.",
        rich_help_panel=CHAIN,
    ),
]
NoPreset = Annotated[
    bool,
    typer.Option(
        "--no-preset",
        metavar=" ",
        help="No preset: only what --shader names, or a plain resize.",
        rich_help_panel=CHAIN,
    ),
]
Shaders = Annotated[
    list[str],
    typer.Option(
        "--shader",
        "-s",
        metavar="NAME|FILE",
        help="A shader that runs behind those of the preset (`upshade list shaders`); may be given several times.",
        show_default=False,
        rich_help_panel=CHAIN,
    ),
]
Sets = Annotated[
    list[str],
    typer.Option(
        "--set",
        metavar="SHADER.PARAM=VALUE",
        help="The value of a shader's parameter, such as push.strength_color=0.5 (`upshade show push` lists them; push#2 is the second push of a chain); may be given several times.",
        show_default=False,
        rich_help_panel=CHAIN,
    ),
]
Size = Annotated[
    str | None,
    typer.Option(
        "--size", metavar="WxH", help="Size of the output in pixels, such as 1920x1080.", rich_help_panel=PICTURE
    ),
]
Scale = Annotated[
    float | None,
    typer.Option(
        "--scale",
        metavar="S",
        help="Size of the output as a multiple of the input's: 2 doubles width and height.",
        rich_help_panel=PICTURE,
    ),
]
Precision = Annotated[
    str | None,
    typer.Option(
        "--precision",
        metavar="auto|half|full",
        help="Precision of the pictures between two shader passes: half has 16 bits, full 32, auto takes what the input needs.",
        rich_help_panel=PICTURE,
    ),
]
Dispatch = Annotated[
    str | None,
    typer.Option(
        "--dispatch",
        metavar="HOW",
        help="How shaders run, for the same picture: fragment draws them, compute dispatches them as compute shaders, auto (as without it) takes what this driver is faster at. The environment variable UPSHADE_DISPATCH says it for good.",
        show_default=False,
        rich_help_panel=PICTURE,
    ),
]
Json = Annotated[bool, typer.Option("--json", metavar=" ", help="Print the result as JSON.")]
Debug = Annotated[
    bool,
    typer.Option("--debug", metavar=" ", help="Show where in upshade an error came from; goes with every command."),
]


def size(text: str | None) -> tuple[int, int] | None:
    return None if text is None else settings.size("--size", text)


def scale(scale: float | None) -> float | None:
    return None if scale is None else settings.scale("--scale", scale)


def options(preset: str | None, precision: str | None) -> Options | None:
    """The preset's options with another precision; None: leave them to the preset."""
    return settings.options(preset, None if precision is None else settings.precision("--precision", precision))


def dispatch(mode: str | None) -> None:
    """Hand on to whatever draws, in processes of its own too, how shaders shall run. BadInput: an unknown word."""
    if mode is not None:
        from ..gl.dispatch import VARIABLE, checked

        os.environ[VARIABLE] = checked(mode, "--dispatch")
