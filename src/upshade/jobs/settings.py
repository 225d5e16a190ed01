"""What the options of a render are called and may be: from the words of a command or the keys of a list to a Job."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from ..core import preset as presets
from ..core.prefilters import PREFILTERS
from ..core.steps import Options
from ..errors import BadInput, nearest
from ..media import codecs
from .job import Job

Given = Mapping[str, Any]
"""Option ("encoder-preset") → its value, as `read` gives it. Only what somebody said."""

_TIME = re.compile(r"(?:(?:([0-9]{1,4}):)?([0-9]{1,5}):)?([0-9]{1,7}(?:\.[0-9]{0,9})?)", re.ASCII)
_RATE = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9}|/0*[1-9][0-9]{0,8})?", re.ASCII)
_NTSC = (24, 30, 48, 60, 120)
"""23.976 and its like stand for these · 1000/1001 (SMPTE ST 170)."""
_PRECISIONS = ("auto", "half", "full")


def size(name: str, value: object) -> tuple[int, int]:
    """ "1920x1080": (width, height) in pixels."""
    words = value.lower().split("x") if isinstance(value, str) else []
    if len(words) != 2 or not all(w.isascii() and w.isdigit() and 0 < int(w[:7]) < 10**6 for w in words):
        raise BadInput(f"{name} wants WxH such as 1920x1080, not '{_short(value)}'")
    return int(words[0]), int(words[1])


def scale(name: str, value: object) -> float:
    least, most = presets.SCALES
    if not _is_number(value) or not least <= value <= most:  # type: ignore[operator]
        raise BadInput(f"{name} wants a number from 1/{1 / least:g} to {most:g}, not {_short(value)}")
    return float(value)  # type: ignore[arg-type]


def seconds(name: str, value: object) -> float:
    """Seconds, minutes:seconds or hours:minutes:seconds."""
    text = f"{value:.9f}" if _is_number(value) else value
    found = _TIME.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None:
        raise BadInput(f"{name} wants seconds or [hours:]minutes:seconds such as 1:23.5, not '{_short(value)}'")
    hours, minutes, rest = (float(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + rest


def rate(name: str, value: object) -> Fraction:
    """Pictures a second: 24, 24000/1001, or 23.976 for the same."""
    text = str(value) if _is_number(value) else value
    if not isinstance(text, str) or not _RATE.fullmatch(text.strip()):
        raise BadInput(f"{name} wants pictures a second such as 24, 23.976 or 24000/1001, not '{_short(value)}'")
    exact = Fraction(text.strip())
    if not Fraction(1, 1000) <= exact <= 1000:
        raise BadInput(f"{name} wants 0.001 to 1000 pictures a second, not {_short(value)}")
    near = (Fraction(1000 * whole, 1001) for whole in _NTSC)
    return next((ntsc for ntsc in near if abs(exact - ntsc) < Fraction(1, 1000)), exact)


def precision(name: str, value: object) -> str:
    return _word(name, value, _PRECISIONS)


def _pre(name: str, value: object) -> str:
    return _word(name, value, PREFILTERS)


def _codec(name: str, value: object) -> str:
    codecs.codec(_text(name, value))
    return str(value)


def _number(name: str, value: object) -> float:
    if not _is_number(value):
        raise BadInput(f"{name} wants a number, not '{_short(value)}'")
    return float(value)  # type: ignore[arg-type]


def _text(name: str, value: object) -> str:
    if not isinstance(value, str) or not value or "\0" in value:
        raise BadInput(f"{name} wants a text, not '{_short(value)}'")
    return value


def _texts(name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise BadInput(f"{name} wants a list such as [\"line/thin\"], not '{_short(value)}'")
    return tuple(_text(name, one) for one in value)


def _flag(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise BadInput(f"{name} is true or false, not '{_short(value)}'")
    return value


def _sets(name: str, value: object) -> tuple[str, ...]:
    """A list of "push.strength=0.3", or a table of "push.strength" = 0.3 (or of push.strength = 0.3)."""
    if not isinstance(value, dict):
        return _texts(name, value)
    made = []
    for key, one in value.items():
        parts = one.items() if isinstance(one, dict) else ((None, one),)
        for inner, setting in parts:
            if isinstance(setting, bool) or not isinstance(setting, int | float | str):
                raise BadInput(f"{name}: {_short(key)} is a number or the name of a value, not '{_short(setting)}'")
            made.append(f"{key if inner is None else f'{key}.{inner}'}={setting}")
    return tuple(made)


def _burn_in(name: str, value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return _text(name, value)


READERS: dict[str, Callable[[str, object], Any]] = {
    "preset": _text, "no-preset": _flag, "shaders": _texts, "set": _sets, "keep-going": _flag,
    "size": size, "scale": scale, "precision": precision, "pre": _pre, "rate": rate, "start": seconds,
    "duration": seconds, "burn-in": _burn_in,
    "codec": _codec, "crf": _number, "encoder-preset": _text, "pix-fmt": _text, "recipe": _text,
    "overwrite": _flag, "fresh": _flag,
}  # fmt: skip
"""Every option that may differ from file to file, and what makes its value of what was written. BadInput names it."""

OF_ENCODER = {"crf": "crf", "encoder-preset": "preset"}
"""Options that go to the encoder, and what they are called there."""

_CHAIN = ("preset", "no-preset", "shaders", "set")
_RECIPE = (*_CHAIN, "size", "scale", "precision", "pre", "rate", "burn-in",
           "codec", "crf", "encoder-preset", "pix-fmt")  # fmt: skip
_DISPLACES = {
    "preset": (*_CHAIN, "recipe"), "no-preset": (*_CHAIN, "recipe"), "recipe": _RECIPE, "size": ("scale",),
    "scale": ("size",), "codec": ("crf", "encoder-preset", "recipe"),
}  # fmt: skip
"""Option → those before it that mean nothing any more: another preset is another chain, another encoder has another
scale of quality, and a recipe says it all."""


def read(name: str, value: object, shown: str | None = None) -> Any:
    """The value of option `name`. BadInput, calling it `shown`."""
    return READERS[name](shown or name, value)


def merge(before: Given, own: Given) -> dict[str, Any]:
    """`before`, changed by what `own` says. The values of `set` come behind those before."""
    result = dict(before)
    for name in own:
        for other in _DISPLACES.get(name, ()):
            result.pop(other, None)
    sets = (*result.get("set", ()), *own.get("set", ()))
    return result | dict(own) | ({"set": sets} if sets else {})


def job(source: str, output: str, given: Given) -> Job:
    """The job that the options ask for. BadInput for options that contradict each other or do not fit the encoder."""
    if "recipe" in given:
        if "preset" in given or given.get("no-preset"):
            raise BadInput("--recipe brings its own chain; leave out --preset and --no-preset")
        preset = None
    elif given.get("no-preset"):
        preset = None
    else:
        preset = given.get("preset", presets.DEFAULT)
    encoder = {name: _encoders(given[option]) for option, name in OF_ENCODER.items() if option in given}
    return Job(
        source, output, preset, given.get("shaders", ()), given.get("set", ()), given.get("size"), given.get("scale"),
        options(preset, given.get("precision")), given.get("codec"), encoder, given.get("pix-fmt"),
        given.get("start"), given.get("duration"), given.get("overwrite", False), given.get("keep-going", False),
        given.get("pre", "none"), given.get("rate"), given.get("burn-in"), given.get("recipe"),
        fresh=given.get("fresh", False),
    )  # fmt: skip


def _encoders(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def options(preset: str | None, precision: str | None) -> Options | None:
    """The preset's options with another precision; None: leave them to the preset."""
    if precision is None:
        return None
    return replace(presets.load(preset).output.options if preset else Options(), precision=precision)


def _word(name: str, value: object, words: tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in words:
        hint = nearest(str(value), words) or f"; one of {', '.join(words)}"
        raise BadInput(f"{name} has no value '{_short(value)}'{hint}")
    return value


def _is_number(value: object) -> bool:
    """A whole number or one that is finite."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15


def _short(value: object) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)[:40]
