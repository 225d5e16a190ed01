"""The commands. The only place that prints errors and exits."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Sequence
from inspect import cleandoc
from typing import Annotated

import typer
from typer.exceptions import TyperException

from .. import __version__
from ..core.interrupts import heed
from ..errors import UpshadeError, nearest, one_line
from . import learn, learn_esr, learn_intel, learn_train_esr, play, render, tools
from .app import app, err, out
from .options import Debug

__all__ = [
    "app",
    "err",
    "learn",
    "learn_esr",
    "learn_intel",
    "learn_train_esr",
    "main",
    "out",
    "play",
    "render",
    "run",
    "tools",
]


def _unwrap() -> None:
    """In help a paragraph of a docstring is one line, that is broken where the terminal ends."""
    for of in (app, *(group.typer_instance for group in app.registered_groups)):
        for command in of.registered_commands if of is not None else ():
            paragraphs = cleandoc(getattr(command.callback, "__doc__", None) or "").split("\n\n")
            command.help = command.help or "\n\n".join(" ".join(p.split("\n")) for p in paragraphs)


_unwrap()


@app.callback(invoke_without_command=True)
def _main(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", metavar=" ", help="Print the version.")] = False,
    debug: Debug = False,
) -> None:
    if version:
        out.print(f"upshade {__version__}")
        raise typer.Exit


def run(arguments: Sequence[str]) -> int:
    """Do a command; its exit code. Every error becomes one line on stderr, a traceback only with `--debug`."""
    debug = "--debug" in arguments
    words = _implied([a for a in arguments if a != "--debug"])
    try:
        code = app(args=words, prog_name="upshade", standalone_mode=False)
        out.file.flush()
        if code == 130:  # typer's way to say that a KeyboardInterrupt came
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
        if _Terminated.received:
            return _say("terminated; nothing was written", _Terminated.exit_code)
        return _say("interrupted; nothing was written", 130)
    except BrokenPipeError:
        _mute()  # whoever read our output has enough
        return 0
    except OSError as error:
        # Files that are read and written have errors of their own: this is the terminal, or what stands for it.
        _mute()
        return _say(f"what was to be printed could not be: {error.strerror or error}", 1)
    except MemoryError:
        return _say("not enough memory for this", 1)
    except Exception as error:
        if debug:
            err.print(traceback.format_exc(), markup=False)
        return _say(f"an error inside upshade ({type(error).__name__}: {error}); --debug shows where", 1)


def _mute() -> None:
    """What is still in the buffer of stdout must not complain at exit either."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _names(of: typer.Typer) -> set[str]:
    return {c.name or (c.callback.__name__ if c.callback else "") for c in of.registered_commands}


def _commands() -> set[str]:
    return _names(app) | {group.name or "" for group in app.registered_groups}


def _implied(words: list[str]) -> list[str]:
    """`upshade FILE` is `upshade play FILE`, with options of play or without; `upshade` alone plays the clip that ships.
    A word that is no file but nearly a command is left to be refused."""
    if not words:
        return ["play"]
    first = words[0]
    if first in _commands() or first in ("--version", "--help", "-h"):
        return words
    if not first.startswith("-") and not os.path.exists(first) and nearest(first, _commands()):
        return words
    return ["play", *words]


def _usage_hint(words: Sequence[str]) -> str:
    """What to do about a line that cannot be read."""
    first, second = [*(w for w in words if not w.startswith("-")), "", ""][:2]
    groups = {group.name: group.typer_instance for group in app.registered_groups}
    group = groups.get(first)
    if group is not None and second in _names(group):
        return f"; see `upshade {first} {second} --help`"
    if first in _commands():
        return f"; see `upshade {first} --help`"
    return "; see `upshade --help`"


def _say(message: str, code: int) -> int:
    lines = (line.strip() for line in message.splitlines())
    err.print("upshade: " + one_line(" ".join(line for line in lines if line)), markup=False)
    return code


class _Terminated(KeyboardInterrupt):
    """Told to end, by `kill` or a machine that goes down: what Ctrl-C does, with the exit code of that signal."""

    exit_code = 128 + signal.SIGTERM
    received = False

    def __init__(self) -> None:
        _Terminated.received = True


def main() -> None:
    # From here on there may be something to clean up, and being told to end does it as Ctrl-C does.
    heed({signal.SIGINT: KeyboardInterrupt, signal.SIGTERM: _Terminated})
    sys.exit(run(sys.argv[1:]))
