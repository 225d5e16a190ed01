"""The text of an mpv input.conf -> key bindings and their commands (mpv `input/input.c`, `input/cmd.c`)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..errors import BadInput, Where
from .mpvconf import SPACE, Notice

PREFIXES = frozenset(
    {"no-osd", "osd-bar", "osd-msg", "osd-msg-bar", "osd-auto", "expand-properties", "raw", "repeatable",
     "nonrepeatable", "nonscalable", "async", "sync"}
)  # fmt: skip

MAIN = "default"
"""The section of bindings that are always on."""

_KEY = re.compile(f"[{SPACE}]")
_WORD = re.compile(rf"[^{SPACE}#;]+")
_ESCAPE = re.compile(r'\\(?:(["\\/\'bfnrte])|x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4}))', re.ASCII)
_LETTERS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "e": "\x1b"}
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_MENU = re.compile(r"#(?:!|menu:)\s*(.+)$")
# The fewest and most arguments of the commands that can change a chain.
_ARGUMENTS = {"set": (2, 2), "change-list": (3, 3), "apply-profile": (1, 2), "show-text": (1, 3)}

Command = tuple[str, ...]
"""The name with `-` for `_`, then the arguments; no prefixes."""


@dataclass(frozen=True, slots=True)
class Binding:
    """`key section command; command`. `menu` is the text of a `#! A > B` or `#menu: A > B` comment, with which
    scripts build menus; "" without."""

    key: str
    section: str
    commands: tuple[Command, ...]
    menu: str
    where: Where


def parse(text: str, path: str) -> tuple[list[Binding], list[Notice]]:
    """Every binding, in the order of the text. One that mpv refuses is left out, with a notice where it is about
    shaders."""
    bindings, notices = [], []
    for number, raw in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        line = raw.strip(SPACE)
        key = _KEY.split(line, maxsplit=1)[0]
        command = line[len(key) :].strip(SPACE)
        if not command or line.startswith("#"):
            continue
        where = Where(path, number)
        section = MAIN
        if command.startswith("{") and "}" in command:
            section, _, command = command[1:].partition("}")
            section, command = section.strip(SPACE) or MAIN, command.lstrip(SPACE)
        try:
            commands, comment = _commands(command)
        except BadInput as error:
            if "shader" in command:
                notices.append(Notice(where, f"{key}: {error.message}; mpv refuses this binding, too"))
            continue
        menu = _MENU.match(comment)
        bindings.append(Binding(key, section, tuple(commands), menu[1].strip() if menu else "", where))
    return bindings, notices


def _commands(text: str) -> tuple[list[Command], str]:
    """The commands of a binding and the comment behind them. BadInput where mpv refuses it."""
    commands: list[Command] = []
    while True:
        words, text = _words(text)
        while words and words[0] in PREFIXES:
            del words[0]
        if not words:
            if not commands:
                raise BadInput("the command is missing")
            return commands, text
        name = words[0].replace("_", "-")
        least, most = _ARGUMENTS.get(name, (0, len(words)))
        if not least <= len(words) - 1 <= most:
            wanted = str(most) if least == most else f"{least} to {most}"
            raise BadInput(f"{name} takes {wanted} arguments, here are {len(words) - 1}")
        commands.append((name, *words[1:]))
        if not text.startswith(";"):
            return commands, text
        text = text[1:].lstrip(SPACE)


def _words(text: str) -> tuple[list[str], str]:
    """The words of one command, and the text from the `;` or `#` that ends it on."""
    words = []
    while text := text.lstrip(SPACE):
        if text[0] == '"':
            found = _STRING.match(text)
            if found is None:
                raise BadInput('a " is not closed')
            words.append(_unescape(found[1]))
            text = text[found.end() :]
        elif text[0] == "'" or (text[0] == "`" and len(text) > 1):
            ends = "'" if text[0] == "'" else text[1] + "`"
            value, closed, rest = text[len(ends) :].partition(ends)
            if not closed:
                raise BadInput(f"the quote {text[: len(ends)]} is not closed by {ends}")
            words.append(value)
            text = rest
        else:
            found = _WORD.match(text)
            if found is None:
                break
            words.append(found[0])
            text = text[found.end() :]
    return words, text


def _unescape(text: str) -> str:
    made, at = [], 0
    while (mark := text.find("\\", at)) >= 0:
        found = _ESCAPE.match(text, mark)
        if found is None:
            raise BadInput(f"'{text[mark : mark + 2]}' is no escape; a \\ itself is \\\\ inside double quotes")
        letter, byte, unit = found.groups()
        code = int(byte or unit or "0", 16)
        # Half of a surrogate pair is no character.
        there = _LETTERS.get(letter, letter) if letter else "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)
        made += [text[at:mark], there]
        at = found.end()
    return "".join((*made, text[at:]))
