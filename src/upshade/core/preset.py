"""TOML -> Preset: an ordered chain of shaders with parameter values, and the output that it is for.

`extends` names another preset. What this file says wins over it: each key of `[output]` (a size replaces the size
there); and the n-th `[[pass]]` of a shader changes the n-th pass of that shader there (`repeat`, `enabled` and each
parameter, where given), or is appended when there is none. `enabled = false` takes a pass out.

`presetsave.save` writes presets, `chain.chain` loads a preset's shaders.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from ..errors import PresetError, UpshadeError, Where
from . import document, library, light, paths
from .document import Document
from .scale import KERNELS
from .steps import Options

MAX_DEPTH = 16
MAX_PASSES = 256
MAX_REPEAT = 64
MAX_SIZE = 16384
SCALES = (1 / 64, 64)
"""The least and the most that an output may be scaled."""

OUTPUT_WORDS: Mapping[str, tuple[str, ...]] = {
    "resize": tuple(KERNELS), "shrink": tuple(KERNELS), "chroma": tuple(KERNELS), "precision": ("auto", "half", "full"),
    "linear": light.WORDS, "sigmoid": light.WORDS,
}  # fmt: skip
"""Keys of `Output` that are one of several words."""
OUTPUT_NUMBERS = {"sigmoid_center": light.CENTERS, "sigmoid_slope": light.SLOPES}
"""Keys of `Output` that are a number, with the least and the most."""

DEFAULT = "anime-esr-coded"
"""The preset that is meant where none is named."""

Setting = float | int | str
"""A parameter's value as a preset writes it: a number, or the name of an ENUM value."""


@dataclass(frozen=True, slots=True)
class Output:
    """`scale` times the source, or `width` and/or `height` in pixels (one alone keeps the shape); none: the source's
    size. The rest is `Options`, with its defaults."""

    scale: float | None = None
    width: int | None = None
    height: int | None = None
    resize: str = "lanczos3"
    shrink: str = "mitchell"
    chroma: str = "bilinear"
    precision: str = "auto"
    dither: bool = True
    linear: str = "auto"
    sigmoid: str = "auto"
    sigmoid_center: float = 0.75
    sigmoid_slope: float = 6.5

    @property
    def options(self) -> Options:
        return Options(**{f.name: getattr(self, f.name) for f in fields(Options)})

    @property
    def size_text(self) -> str:
        """For people: "2x the source", "1280x720", "640xauto", "the source's"."""
        if self.width or self.height:
            return f"{self.width or 'auto'}x{self.height or 'auto'}"
        return "the source's" if self.scale in (None, 1) else f"{self.scale:.12g}x the source"

    def size(self, width: int, height: int) -> tuple[int, int]:
        """(width, height) of the output for a source of this size, rounded, at least 1."""
        scale = self.scale or 1.0
        w, h = self.width, self.height
        if w is None and h is None:
            w, h = round(width * scale), round(height * scale)
        elif w is None and h is not None:
            w = round(width * h / height)
        elif h is None and w is not None:
            h = round(height * w / width)
        return max(1, w or 1), max(1, h or 1)


@dataclass(frozen=True, slots=True)
class PresetPass:
    """One shader of a chain, `repeat` times in a row. `shader` is a name, or an absolute path; `params` holds only
    what is set. `places` tells where in which file: "" the pass, else a key or a parameter's name."""

    shader: str
    repeat: int = 1
    enabled: bool = True
    params: Mapping[str, Setting] = field(default_factory=dict)
    places: Mapping[str, Where] = field(default_factory=dict, repr=False, compare=False)

    def where(self, key: str = "") -> Where | None:
        return self.places.get(key) or self.places.get("")


@dataclass(frozen=True, slots=True)
class Preset:
    """`extends` is as written, its passes and output are already in here. `path` and `text`: the file this was loaded
    from and what it said then (None: made in memory)."""

    name: str = ""
    path: Path | None = None
    title: str = ""
    description: str = ""
    extends: str | None = None
    output: Output = Output()
    passes: tuple[PresetPass, ...] = ()
    text: str | None = field(default=None, repr=False, compare=False)


def load(name: str | Path, base: Path | None = None) -> Preset:
    """The preset of this name or path (relative to `base`), its `extends` resolved.

    Raises NotFound with the nearest name, PresetError with file:line and what would be right.
    """
    path = name if isinstance(name, Path) else library.find_preset(name, base)
    return _load(path, ())


def loads(text: str, path: Path) -> Preset:
    """A preset from the text of a file at `path`, which need not exist; errors as `load`."""
    return _parse(text, path, ())


def shader_key(shader: str) -> str:
    """Equal for two ways to write one shader (`push`, `anime4k/push`); the text itself where nothing is found."""
    try:
        return str(paths.real(library.find_shader(shader)))
    except UpshadeError:
        return shader


def _load(path: Path, chain: tuple[Path, ...]) -> Preset:
    return _parse(document.read(path, "preset", PresetError), path, chain)


def _parse(text: str, path: Path, chain: tuple[Path, ...]) -> Preset:
    doc = Document(path, text, "preset", PresetError)
    data = doc.data
    doc.known(data, ("title", "description", "extends", "output", "pass"), "")
    extends = doc.string(data, "extends") or None
    parent = _parent(doc, extends, chain) if extends else Preset()
    passes = _merge(parent.passes, [_pass(doc, table, i) for i, table in enumerate(doc.tables("pass"))])
    if sum(p.repeat for p in passes) > MAX_PASSES:
        raise doc.error(f"more than {MAX_PASSES} passes, repeats counted", "pass")
    return Preset(
        name=path.stem,
        path=path,
        title=doc.string(data, "title") or parent.title,
        description=doc.string(data, "description") or parent.description,
        extends=extends,
        output=_output(doc, data.get("output", {}), parent.output),
        passes=passes,
        text=text,
    )


def _parent(doc: Document, extends: str, chain: tuple[Path, ...]) -> Preset:
    here = paths.real(doc.path)
    try:
        path = library.find_preset(extends, doc.path.parent, skip=doc.path)
    except UpshadeError as exc:
        raise PresetError(f"extends: {exc.message}", doc.where("extends")) from None
    if paths.real(path) in (*chain, here):
        raise doc.error(f"extends goes in a circle: '{extends}' is already being extended", "extends")
    if len(chain) >= MAX_DEPTH:
        raise doc.error(f"extends goes deeper than {MAX_DEPTH} files", "extends")
    return _load(path, (*chain, here))


def _output(doc: Document, table: object, parent: Output) -> Output:
    if not isinstance(table, dict):
        raise doc.error("output must be a table: [output]", "output")
    doc.known(table, tuple(Output.__dataclass_fields__), "output.")
    given: dict[str, Any] = {}
    if "scale" in table:
        given["scale"] = float(doc.number(table, "scale", *SCALES, "output."))
    for key in ("width", "height"):
        if key in table:
            given[key] = doc.whole(table, key, 1, MAX_SIZE, "output.")
    if "scale" in given and len(given) > 1:
        raise doc.error("give either scale or width and height, not both", "output.scale")
    if given:
        parent = replace(parent, scale=None, width=None, height=None)
    for key, words in OUTPUT_WORDS.items():
        if key in table:
            given[key] = doc.word(table, key, words, "output.")
    for key, (least, most) in OUTPUT_NUMBERS.items():
        if key in table:
            given[key] = float(doc.number(table, key, least, most, "output."))
    if "dither" in table:
        given["dither"] = doc.flag(table, "dither", "output.")
    return replace(parent, **given)


def _pass(doc: Document, table: dict[str, Any], index: int) -> PresetPass:
    prefix = f"pass[{index}]."
    doc.known(table, ("shader", "repeat", "enabled", "params"), prefix)
    shader = doc.string(table, "shader", prefix)
    if not shader:
        raise doc.error('this pass has no shader: shader = "NAME" is needed', prefix)
    if library.looks_like_path(shader):
        shader = str(paths.absolute(doc.path.parent / paths.expand(shader)))
    params = table.get("params", {})
    if not isinstance(params, dict):
        raise doc.error("params must be a table: params = { NAME = VALUE }", prefix + "params")
    for name, value in params.items():
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise doc.error(f"{name} must be a number or the name of a value", prefix + "params." + name)
    places = {key: doc.where(prefix + key) for key in table}
    places |= {name: doc.where(f"{prefix}params.{name}") for name in params}
    places[""] = doc.where(prefix)
    return PresetPass(
        shader,
        doc.whole(table, "repeat", 1, MAX_REPEAT, prefix) if "repeat" in table else 1,
        doc.flag(table, "enabled", prefix) if "enabled" in table else True,
        params,
        places,
    )


def _merge(parent: tuple[PresetPass, ...], own: list[PresetPass]) -> tuple[PresetPass, ...]:
    passes = list(parent)
    keys = [shader_key(p.shader) for p in passes] if own else []
    seen: dict[str, int] = {}
    for new in own:
        key = shader_key(new.shader)
        nth = seen.get(key, 0)
        seen[key] = nth + 1
        places = [i for i, k in enumerate(keys) if k == key]
        if nth >= len(places):
            passes.append(new)
            keys.append(key)
            continue
        old = passes[places[nth]]
        passes[places[nth]] = PresetPass(
            old.shader,
            new.repeat if "repeat" in new.places else old.repeat,
            new.enabled if "enabled" in new.places else old.enabled,
            {**old.params, **new.params},
            {**old.places, **new.places},
        )
    return tuple(passes)
