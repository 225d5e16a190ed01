"""The command that opens the window."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from ..errors import GraphicsError, NotFound, Where, nearest
from ..jobs import settings
from ..media.patterns import is_pattern
from . import options
from .app import app
from .options import CHAIN, PICTURE, Dispatch, NoPreset, Scale, Sets, Shaders, Size


@app.command()
def play(
    inputs: Annotated[list[str], typer.Argument(metavar="[INPUT]...", help="Videos, pictures, folders of them, or numbered pictures (name_%04d.png); the clip that ships if not given.", show_default=False)] = [],
    preset: Annotated[str | None, typer.Option("--preset", "-p", metavar="NAME|FILE", help="A chain of shaders and their values; the last one if not given.", rich_help_panel=CHAIN)] = None,
    no_preset: NoPreset = False, shader: Shaders = [], set_: Sets = [],
    size: Size = None, scale: Scale = None, dispatch: Dispatch = None,
    pre: Annotated[str | None, typer.Option("--pre", metavar="KIND", help="What interlaced video needs first, as in render.", rich_help_panel=PICTURE)] = None,
    rate: Annotated[str | None, typer.Option("--rate", metavar="R", help="Of numbered pictures, how many make a second, as in render.", rich_help_panel=PICTURE)] = None,
    start: Annotated[str | None, typer.Option("--start", metavar="TIME", help="Begin at this time: seconds, or 1:23.5.", rich_help_panel=PICTURE)] = None,
    paused: Annotated[bool, typer.Option("--paused", metavar=" ", help="Begin paused.", rich_help_panel=PICTURE)] = False,
    no_sound: Annotated[bool, typer.Option("--no-sound", metavar=" ", help="Use no sound device.", rich_help_panel=PICTURE)] = False,
) -> None:  # fmt: skip
    """Open the window: watch with enhancement, turn every knob while it plays, compare, save, render."""
    try:
        from ..ui.app import App, Launch
        from ..ui.window import Window, check_display
    except ImportError as error:
        raise GraphicsError(
            f"the window needs {error.name}, which is not installed (pip install {error.name}); "
            "`upshade render` works without it"
        ) from None
    from ..player.state import load

    options.dispatch(dispatch)
    check_display()
    _any_there(inputs)
    launch = Launch(
        tuple(map(_whole, inputs)), "" if no_preset else preset, tuple(shader), tuple(set_), options.size(size),
        options.scale(scale), pre or "none",
        None if rate is None else settings.rate("--rate", rate), None if start is None else settings.seconds("--start", start),
        "null" if no_sound else "auto", paused,
    )  # fmt: skip
    Window(App(launch, load())).run()


def _whole(path: str) -> str:
    """From the root on, so that it is found when the working folder is gone or another."""
    try:
        whole = os.path.join(os.getcwd(), path)
    except OSError:
        return path
    short = os.path.normpath(whole)
    return short if os.path.realpath(short) == os.path.realpath(whole) else whole


def _any_there(inputs: list[str]) -> None:
    """What cannot be opened is said in the window, but one that would have nothing to show stays closed."""
    if inputs and not any(is_pattern(path) or os.path.exists(path) for path in inputs):
        first = inputs[0]
        folder = os.path.dirname(first) or "."
        hint = nearest(os.path.basename(first), os.listdir(folder)) if os.path.isdir(folder) else ""
        raise NotFound("no such file" + hint, Where(first))
