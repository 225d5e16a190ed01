"""The commands. The only place that prints errors and exits."""

from __future__ import annotations

import os
import re
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from typer.exceptions import TyperException

from . import __version__
from .core.preset import DEFAULT
from .errors import BadInput, UpshadeError, one_line

app = typer.Typer(
    name="upshade", no_args_is_help=True, context_settings={"help_option_names": ["-h", "--help"]}, add_completion=False, rich_markup_mode="rich",
    help="Plays video through chains of GLSL shaders, and renders the same picture to a file.",
)  # fmt: skip


class _Console(Console):
    """Rich would end the program when a pipe closes; `run` does that here."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


out = _Console(highlight=False, soft_wrap=True, emoji=False)
err = _Console(highlight=False, soft_wrap=True, emoji=False, stderr=True)

_TIME = re.compile(r"(?:(?:([0-9]{1,4}):)?([0-9]{1,5}):)?([0-9]{1,7}(?:\.[0-9]{0,9})?)", re.ASCII)
_CHAIN, _PICTURE, _FILE = "The chain", "The picture", "The file"

Input = Annotated[str, typer.Argument(metavar="INPUT", help="A video or a still picture.", show_default=False)]
PresetName = Annotated[
    str,
    typer.Option(
        "--preset",
        "-p",
        metavar="NAME|FILE",
        help="The shaders and their values; `upshade list presets` has the names.",
        rich_help_panel=_CHAIN,
    ),
]
NoPreset = Annotated[
    bool, typer.Option("--no-preset", metavar=" ", help="Begin with an empty chain.", rich_help_panel=_CHAIN)
]
Shaders = Annotated[
    list[str],
    typer.Option(
        "--shader",
        "-s",
        metavar="NAME|FILE",
        help="Put behind the preset's; may be given several times.",
        show_default=False,
        rich_help_panel=_CHAIN,
    ),
]
Sets = Annotated[
    list[str],
    typer.Option(
        "--set",
        metavar="SHADER.PARAM=VALUE",
        help="A parameter's value (`upshade show NAME` lists them); push#2.x is the second push's; several times.",
        show_default=False,
        rich_help_panel=_CHAIN,
    ),
]
Size = Annotated[
    str | None, typer.Option("--size", metavar="WxH", help="Size of the output in pixels.", rich_help_panel=_PICTURE)
]
Scale = Annotated[
    float | None,
    typer.Option("--scale", metavar="S", help="Size of the output over that of the input.", rich_help_panel=_PICTURE),
]
Precision = Annotated[
    str | None,
    typer.Option(
        "--precision",
        metavar="auto|half|full",
        help="Bits of what lies between two passes: 16, 32, or by the source.",
        rich_help_panel=_PICTURE,
    ),
]
Json = Annotated[bool, typer.Option("--json", metavar=" ", help="As JSON.")]
Debug = Annotated[
    bool,
    typer.Option("--debug", metavar=" ", help="Show where in upshade an error came from; goes with every command."),
]


@app.callback(invoke_without_command=True)
def _main(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", metavar=" ", help="Print the version.")] = False,
    debug: Debug = False,
) -> None:
    if version:
        out.print(f"upshade {__version__}")
        raise typer.Exit


@app.command()
def render(
    source: Input,
    output: Annotated[str, typer.Argument(metavar="OUTPUT", help="A video (.mkv, .mp4, .mov), or a picture (.png, .jpg, .webp, .tif).", show_default=False)],
    preset: PresetName = DEFAULT, no_preset: NoPreset = False, shader: Shaders = [],
    set_: Sets = [], size: Size = None, scale: Scale = None, precision: Precision = None,
    start: Annotated[str | None, typer.Option("--start", metavar="TIME", help="Begin here: seconds, or 1:23.5 as in mpv.", rich_help_panel=_PICTURE)] = None,
    duration: Annotated[str | None, typer.Option("--duration", metavar="TIME", help="Render this long.", rich_help_panel=_PICTURE)] = None,
    codec: Annotated[str | None, typer.Option("--codec", metavar="h264|hevc|ffv1", help="Of a video; h264 if not given. ffv1 loses nothing.", rich_help_panel=_FILE)] = None,
    crf: Annotated[float | None, typer.Option("--crf", metavar="Q", help="Quality of h264 and hevc: 0 to 51, lower is better and larger.", rich_help_panel=_FILE)] = None,
    encoder_preset: Annotated[str | None, typer.Option("--encoder-preset", metavar="NAME", help="Speed of h264 and hevc: ultrafast to veryslow.", rich_help_panel=_FILE)] = None,
    pix_fmt: Annotated[str | None, typer.Option("--pix-fmt", metavar="NAME", help="Pixel format, such as yuv420p10le; the input's if not given.", rich_help_panel=_FILE)] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", metavar=" ", help="Replace an existing OUTPUT.", rich_help_panel=_FILE)] = False,
    keep_going: Annotated[bool, typer.Option("--keep-going", metavar=" ", help="Render without shaders that fail, instead of not at all.", rich_help_panel=_CHAIN)] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", metavar=" ", help="No progress bar.")] = False,
) -> None:  # fmt: skip
    """Render a file to a file: the chain's picture, the source's sound and times."""
    from .render import Job
    from .tools.progress import run_with_progress

    encoder = {
        k: v for k, v in (("crf", None if crf is None else f"{crf:g}"), ("preset", encoder_preset)) if v is not None
    }
    job = Job(
        source, output, None if no_preset else preset, tuple(shader), tuple(set_), _size(size), _scale(scale),
        _options(None if no_preset else preset, precision), codec, encoder, pix_fmt,
        _seconds("--start", start), _seconds("--duration", duration), overwrite, keep_going,
    )  # fmt: skip
    run_with_progress(job, out, err, quiet=quiet)


@app.command("list")
def list_(
    what: Annotated[str, typer.Argument(metavar="[shaders|presets]")] = "",
    json: Json = False,
) -> None:
    """What there is: shaders and presets by name."""
    from .tools import listing

    listing.print_list(out, what, json)


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="NAME|FILE", help="A preset or a shader.")],
    json: Json = False,
) -> None:
    """A preset's or a shader's passes and parameters, with bounds, defaults and descriptions."""
    from .tools import listing

    listing.print_show(out, name, json)


@app.command()
def explain(
    source: Input,
    preset: PresetName = DEFAULT, no_preset: NoPreset = False, shader: Shaders = [],
    set_: Sets = [], size: Size = None, scale: Scale = None, precision: Precision = None,
    pix_fmt: Annotated[str | None, typer.Option("--pix-fmt", metavar="NAME", help="Pixel format of the output.", rich_help_panel=_PICTURE)] = None,
    dot: Annotated[bool, typer.Option("--dot", metavar=" ", help="The graph, for graphviz.")] = False,
) -> None:  # fmt: skip
    """The plan for this input: every pass, ran or skipped and why, sizes, formats, memory."""
    from .tools.explain import explain as tell

    text = tell(
        source, None if no_preset else preset, shader, set_, _size(size), _scale(scale),
        _options(None if no_preset else preset, precision), pix_fmt, dot,
    )  # fmt: skip
    out.print(text, markup=False)


@app.command()
def doctor(json: Json = False) -> None:
    """What this machine offers (OpenGL, encoders, sound), and whether it draws right."""
    from .tools.doctor import examine

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
    from .tools.bench import bench as measure

    measure(
        out, source, None if no_preset else preset, shader, set_, _size(size), _scale(scale),
        _options(None if no_preset else preset, precision), frames, json,
    )  # fmt: skip


@app.command()
def compare(
    reference: Annotated[str, typer.Argument(metavar="REFERENCE")],
    test: Annotated[str, typer.Argument(metavar="TEST")],
    json: Json = False,
) -> None:
    """Metrics of TEST against REFERENCE (videos or pictures of one size): PSNR and SSIM."""
    from .tools.compare import compare as measure

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
    from .tools.listing import export_preset

    export_preset(out, preset, Path(output), set_, keep_params, overwrite)


# -- reading options --------------------------------------------------------------------------------------------------


def _size(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    w, x, h = text.lower().partition("x")
    if not (
        x and w.isascii() and w.isdigit() and h.isascii() and h.isdigit() and 0 < int(w) < 10**6 and 0 < int(h) < 10**6
    ):
        raise BadInput(f"--size wants WxH such as 1920x1080, not '{text[:40]}'")
    return int(w), int(h)


def _scale(scale: float | None) -> float | None:
    if scale is not None and not 1 / 64 <= scale <= 64:
        raise BadInput(f"--scale wants a number from 1/64 to 64, not {scale:g}")
    return scale


def _seconds(option: str, text: str | None) -> float | None:
    """Seconds, minutes:seconds or hours:minutes:seconds."""
    if text is None:
        return None
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise BadInput(f"{option} wants seconds or [hours:]minutes:seconds such as 1:23.5, not '{text[:40]}'")
    hours, minutes, seconds = (float(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds


def _options(preset: str | None, precision: str | None) -> Any:
    """The preset's options with another precision; None: leave them to the preset."""
    if precision is None:
        return None
    from dataclasses import replace

    from .core.preset import load
    from .core.steps import Options

    return replace(load(preset).output.options if preset else Options(), precision=precision)


# -- running ----------------------------------------------------------------------------------------------------------


def run(arguments: Sequence[str]) -> int:
    """Do a command; its exit code. Every error becomes one line on stderr, a traceback only with `--debug`."""
    debug = "--debug" in arguments
    words = [a for a in arguments if a != "--debug"]
    try:
        code = app(args=words, prog_name="upshade", standalone_mode=False)
        out.file.flush()
        if code == 130:  # typer's way to say that Ctrl-C was pressed
            raise KeyboardInterrupt
        return code if isinstance(code, int) else 0
    except TyperException as error:
        message = error.format_message() if hasattr(error, "format_message") else str(error)
        return _say(message.rstrip(".") + _usage_hint(words), 2) if message else 2
    except UpshadeError as error:
        if debug:
            err.print(traceback.format_exc(), markup=False)
        return _say(str(error), error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        return _say("interrupted; nothing was written", 130)
    except _Terminated:
        return _say("terminated; nothing was written", _Terminated.exit_code)
    except BrokenPipeError:
        # Whoever read our output has enough; what is still in the buffer must not complain at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except OSError as error:
        # Files that are read and written have errors of their own: this is the terminal, or what stands for it.
        return _say(f"what was to be printed could not be: {error.strerror or error}", 1)
    except MemoryError:
        return _say("not enough memory for this", 1)
    except Exception as error:
        if debug:
            err.print(traceback.format_exc(), markup=False)
        return _say(f"an error inside upshade ({type(error).__name__}: {error}); --debug shows where", 1)


def _usage_hint(words: Sequence[str]) -> str:
    """What to do about a line that cannot be read."""
    commands = {c.name or (c.callback.__name__ if c.callback else "") for c in app.registered_commands}
    first = next((w for w in words if not w.startswith("-")), "")
    if first in commands:
        return f"; see `upshade {first} --help`"
    if Path(first).suffix and Path(first).exists():
        return f"; `upshade render {first} OUTPUT` renders the file"
    return "; see `upshade --help`"


def _say(message: str, code: int) -> int:
    lines = (line.strip() for line in message.splitlines())
    err.print("upshade: " + one_line(" ".join(line for line in lines if line)), markup=False)
    return code


class _Terminated(BaseException):
    """Told to end, by `kill` or a machine that goes down."""

    exit_code = 128 + signal.SIGTERM


def _terminated(number: int, frame: object) -> None:
    raise _Terminated


def main() -> None:
    # So that being told to end cleans up as Ctrl-C does.
    signal.signal(signal.SIGTERM, _terminated)
    sys.exit(run(sys.argv[1:]))
