"""The options that commands share: how they are written, and what they mean."""

from __future__ import annotations

import re
from typing import Annotated, Any

import typer

from ..errors import BadInput

_TIME = re.compile(r"(?:(?:([0-9]{1,4}):)?([0-9]{1,5}):)?([0-9]{1,7}(?:\.[0-9]{0,9})?)", re.ASCII)
CHAIN, PICTURE, FILE = "The chain", "The picture", "The file"

Input = Annotated[str, typer.Argument(metavar="INPUT", help="A video or a still picture.", show_default=False)]
PresetName = Annotated[
    str,
    typer.Option(
        "--preset",
        "-p",
        metavar="NAME|FILE",
        help="The shaders and their values; `upshade list presets` has the names.",
        rich_help_panel=CHAIN,
    ),
]
NoPreset = Annotated[
    bool, typer.Option("--no-preset", metavar=" ", help="Begin with an empty chain.", rich_help_panel=CHAIN)
]
Shaders = Annotated[
    list[str],
    typer.Option(
        "--shader",
        "-s",
        metavar="NAME|FILE",
        help="Put behind the preset's; may be given several times.",
        show_default=False,
        rich_help_panel=CHAIN,
    ),
]
Sets = Annotated[
    list[str],
    typer.Option(
        "--set",
        metavar="SHADER.PARAM=VALUE",
        help="A parameter's value (`upshade show NAME` lists them); push#2.x is the second push's; several times.",
        show_default=False,
        rich_help_panel=CHAIN,
    ),
]
Size = Annotated[
    str | None, typer.Option("--size", metavar="WxH", help="Size of the output in pixels.", rich_help_panel=PICTURE)
]
Scale = Annotated[
    float | None,
    typer.Option("--scale", metavar="S", help="Size of the output over that of the input.", rich_help_panel=PICTURE),
]
Precision = Annotated[
    str | None,
    typer.Option(
        "--precision",
        metavar="auto|half|full",
        help="Bits of what lies between two passes: 16, 32, or by the source.",
        rich_help_panel=PICTURE,
    ),
]
Json = Annotated[bool, typer.Option("--json", metavar=" ", help="As JSON.")]
Debug = Annotated[
    bool,
    typer.Option("--debug", metavar=" ", help="Show where in upshade an error came from; goes with every command."),
]


def size(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    w, x, h = text.lower().partition("x")
    if not (
        x and w.isascii() and w.isdigit() and h.isascii() and h.isdigit() and 0 < int(w) < 10**6 and 0 < int(h) < 10**6
    ):
        raise BadInput(f"--size wants WxH such as 1920x1080, not '{text[:40]}'")
    return int(w), int(h)


def scale(scale: float | None) -> float | None:
    if scale is not None and not 1 / 64 <= scale <= 64:
        raise BadInput(f"--scale wants a number from 1/64 to 64, not {scale:g}")
    return scale


def seconds(option: str, text: str | None) -> float | None:
    """Seconds, minutes:seconds or hours:minutes:seconds."""
    if text is None:
        return None
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise BadInput(f"{option} wants seconds or [hours:]minutes:seconds such as 1:23.5, not '{text[:40]}'")
    hours, minutes, seconds = (float(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds


def options(preset: str | None, precision: str | None) -> Any:
    """The preset's options with another precision; None: leave them to the preset."""
    if precision is None:
        return None
    from dataclasses import replace

    from ..core.preset import load
    from ..core.steps import Options

    return replace(load(preset).output.options if preset else Options(), precision=precision)
