"""A shader file as typed, frozen objects: what `hook.parse` makes and `plan` reads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from .param import Param

_LICENSE = re.compile(r"copyright|licen[sc]e|permission is hereby", re.IGNORECASE)

HOOK_POINTS = (
    "LUMA", "CHROMA", "ALPHA", "RGB", "XYZ", "CHROMA_SCALED", "ALPHA_SCALED", "NATIVE", "MAINPRESUB", "MAIN",
    "LINEAR", "SIGMOID", "PREKERNEL", "POSTKERNEL", "SCALED", "PREOUTPUT", "OUTPUT",
)  # fmt: skip
"""Every name that `//!HOOK` knows, in the order they fire (libplacebo `docs/custom-shaders.md`)."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A reverse Polish expression; `tokens` are numbers, operators ("+", "=", "!" …), parameter or enum names, and
    sizes as ("MAIN", "w") / ("MAIN", "h") pairs. `text` as written, `line` in the file."""

    tokens: tuple[float | str | tuple[str, str], ...]
    text: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Compute:
    block_w: int
    block_h: int
    threads_w: int
    threads_h: int


@dataclass(frozen=True, slots=True)
class HookPass:
    """One `//!HOOK` block. `body` is GLSL with its first line at `body_line` of the file. `refused`: why this
    engine will not run the pass (None: it can)."""

    index: int
    desc: str
    hooks: tuple[str, ...]
    binds: tuple[str, ...]
    body: str
    line: int
    body_line: int
    save: str | None = None
    width: Expression | None = None
    height: Expression | None = None
    when: Expression | None = None
    offset: tuple[float, float] = (0.0, 0.0)
    align: bool = False
    components: int | None = None
    compute: Compute | None = None
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class TextureBlock:
    """One `//!TEXTURE` block. `size` has 1 to 3 numbers; `data` are the raw bytes as written in the file (for
    rgba16f these are 32-bit floats); `border` is CLAMP, REPEAT or MIRROR."""

    name: str
    size: tuple[int, ...]
    format: str
    data: bytes = field(repr=False)
    linear: bool = True
    border: str = "CLAMP"
    storage: bool = False
    line: int = 0
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class BufferBlock:
    """One `//!BUFFER` block. `variables`: (GLSL type, name with its array size); `data` as OpenGL lays it out, std430
    with `storage`, else std140."""

    name: str
    variables: tuple[tuple[str, str], ...]
    data: bytes = field(repr=False, default=b"")
    storage: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class Shader:
    """A whole file. `name` is how presets and errors call it, `path` where it lies, `meta` its `//@` lines."""

    name: str
    path: str
    passes: tuple[HookPass, ...]
    textures: tuple[TextureBlock, ...] = ()
    buffers: tuple[BufferBlock, ...] = ()
    params: tuple[Param, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)
    text: str = field(repr=False, default="")

    def param(self, name: str) -> Param | None:
        return next((p for p in self.params if p.name == name), None)

    @property
    def description(self) -> str:
        """The first paragraph of comment before the first block that is no licence and no `//@` line; "" without."""
        paragraphs: list[list[str]] = [[]]
        for line in self.text.partition("//!")[0].splitlines():
            words = line.strip()
            if words.startswith("//") and not words.startswith("//@"):
                paragraphs[-1].append(words.lstrip("/").strip())
            elif paragraphs[-1]:
                paragraphs.append([])
        texts = (" ".join(" ".join(p).split()) for p in paragraphs)
        return next((t for t in texts if t and not _LICENSE.search(t)), "")
