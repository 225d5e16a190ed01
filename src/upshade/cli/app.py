"""The program's commands hang here, and write to these two consoles."""

from __future__ import annotations

import typer
from rich.console import Console

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
