"""Files and presets of ours that differ in learned numbers alone: what is asked of their text one answers for all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from upshade.core import library
from upshade.core import preset as presets


@cache
def make(shader: str) -> str:
    """A shader's text without its head, its name and its numbers."""
    path = library.find_shader(shader)
    text = path.read_text("utf-8").partition("//!")[2]
    own = re.sub(r"\W", "_", path.stem)
    text = re.sub(rf"(?<![A-Za-z0-9]){re.escape(own)}(?=[_:\W])", "name", text)
    return re.sub(r"^[0-9a-f]{32,}$|-?\b\d[\d.]*(e[+-]?\d+)?", "#", text, flags=re.MULTILINE)


def first_of_each(shaders: Iterable[str]) -> list[str]:
    """One shader of each make, in the order in which they come."""
    return list({make(shader): shader for shader in reversed(list(shaders))}.values())[::-1]


def distinct_presets() -> list[str]:
    """Names of presets of ours, one of each make."""
    found = {}
    for entry in library.presets():
        if entry.origin == "project":
            preset = presets.load(entry.path)
            passes = tuple((make(p.shader), p.repeat, p.enabled, tuple(sorted(p.params))) for p in preset.passes)
            found.setdefault((preset.output, passes), entry.name)
    return sorted(found.values())
