"""Pieces of the shader files that learning writes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import BadInput

_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Style:
    """What a file says of itself. `name`: of the file, a prefix of its textures; BadInput for one that GLSL has no use
    for. `notes`: for people to read."""

    name: str
    title: str
    source: str
    license: str
    notes: Sequence[str] = ()
    group: str = "Learned"

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name) or "__" in self.name or self.name.startswith("gl_"):
            raise BadInput(f"'{self.name}': a shader's name is of letters, digits and _")


def head(style: Style, steps: Sequence[str] = ()) -> str:
    """What stands above everything: for lists of shaders, and for people. `steps`: "NAME SIZE" of parameters."""
    about = {"title": style.title, "source": style.source, "license": style.license, "group": style.group}
    lines = [f"//@ {word:<9} {text}" for word, text in about.items()]
    lines += [f"//@ step      {step}" for step in steps]
    return "\n".join([*lines, "", *(f"// {note}" for note in style.notes), ""])


def luma_pass(what: str, binds: Sequence[str], save: str, size: int, when: Sequence[str]) -> str:
    """The first lines of a pass that hooks LUMA; one that saves nothing makes luma itself, `size` times as large.
    `when`: conditions that all have to hold."""
    lines = ["//!HOOK LUMA", *(f"//!BIND {b}" for b in binds)]
    if save:
        lines.append(f"//!SAVE {save}")
    if size > 1:
        lines += [f"//!WIDTH LUMA.w {size} *", f"//!HEIGHT LUMA.h {size} *"]
    if save:
        lines.append("//!COMPONENTS 4")
    if when:
        lines.append(f"//!WHEN {' '.join(when)}{' *' * (len(when) - 1)}")
    return "\n".join([*lines, f"//!DESC {what}", ""])


def texture(name: str, width: int, height: int, form: str, data: bytes, filter_: str = "NEAREST") -> str:
    return "\n".join([
        f"//!TEXTURE {name}", f"//!SIZE {width} {height}", f"//!FORMAT {form}", f"//!FILTER {filter_}",
        "//!BORDER CLAMP", data.hex(), "",
    ])  # fmt: skip


def identifier(stem: str) -> str:
    """A file's name as one that GLSL takes."""
    made = re.sub(r"[^a-z0-9]+", "_", stem.lower()).strip("_")
    return made if made[:1].isalpha() and not made.startswith("gl_") else f"bank_{made}".rstrip("_")


def number(x: float) -> str:
    """A float literal, eight digits."""
    text = f"{float(x):.8g}"
    return text if any(c in text for c in ".en") else text + ".0"


def vector(values: list[float]) -> str:
    if len(values) == 1:
        return number(values[0])
    return f"vec{len(values)}({', '.join(number(v) for v in values)})"
