"""The text of a recipe → `Recipe`. Whoever wrote the text is not trusted."""

from __future__ import annotations

import os
import re
from dataclasses import fields
from pathlib import Path

from ...core import chain as chains
from ...core import hook
from ...core.light import CENTERS, SLOPES, WORDS
from ...core.param import Value
from ...core.prefilters import PREFILTERS
from ...core.preset import MAX_SIZE, SCALES, Output
from ...core.scale import KERNELS
from ...core.shader import Shader
from ...errors import BadInput, NotFound, ParameterError, UpshadeError, Where
from .fields import MAX_BYTES, Field
from .model import FORMAT, LONGEST_TIME, MAX_ENTRIES, Entry, File, Recipe

MAX_VALUES = 4096
"""Of an entry of the chain."""
_HEX = re.compile(r"[0-9a-f]{64}", re.ASCII)
_KEYS = tuple(Recipe(File("")).data())


def read(path: str | os.PathLike[str]) -> Recipe:
    """The recipe in a file that upshade rendered, or in a .json file that holds one.

    NotFound, MediaError for the file; BadInput where it has no recipe, or as `parse`, with the file's name before.
    """
    where = Where(os.fspath(path))
    text: str | None
    if Path(path).suffix.lower() == ".json":
        text = _text_of(path, where)
    else:
        from ...media.embedded import read_recipe

        text = read_recipe(path)
    if text is None:
        raise BadInput("has no recipe in it; upshade puts one into every file that it renders", where)
    try:
        return parse(text)
    except BadInput as error:
        raise BadInput(str(error), where) from None


def _text_of(path: str | os.PathLike[str], where: Where) -> str:
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
        return data.decode("utf-8-sig")
    except FileNotFoundError:
        raise NotFound("no such file", where) from None
    except UnicodeDecodeError:
        raise BadInput("is not UTF-8 text, so no recipe", where) from None
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", where) from None


def parse(text: str) -> Recipe:
    """The recipe in a text, which anyone may have written: `parse(r.text()).text() == r.text()`.

    BadInput, in one line that names the place ("recipe.chain[2].values: …"), for whatever is not as `Recipe.text`
    writes it; for shaders and values, that includes all that a shader file or a preset would be refused for.
    A parameter without a value has the one that the shader's text gives it.
    """
    whole = Field.read(text, "recipe")
    _check_format(whole)
    top = whole.table(_KEYS)
    burn_in, subtitles = _parse_burn_in(top["burn_in"])
    options = top["encoder_options"].mapping(256)
    return Recipe(
        source=_parse_file(top["source"]),
        chain=_parse_chain(top["chain"], top["shaders"]),
        output=_parse_output(top["output"]),
        start=_parse_seconds(top["start"]),
        duration=_parse_seconds(top["duration"]),
        pre=top["pre"].word(PREFILTERS),
        rate=None if top["rate"].missing else top["rate"].ratio(),
        keep_going=top["keep_going"].flag(),
        burn_in=burn_in,
        subtitles=subtitles,
        codec=top["codec"].name(),
        encoder=top["encoder"].name(),
        encoder_options={key: value.string(1 << 16) for key, value in options.items()},
        pixel_format=None if top["pixel_format"].missing else top["pixel_format"].name(),
        chosen=frozenset(one.word(("pixel_format", "pre")) for one in top["chosen"].items(2)),
        upshade=top["upshade"].plain(),
        driver=top["driver"].plain(),
        libavcodec=top["libavcodec"].plain(),
    )


def _check_format(whole: Field) -> None:
    top = whole.mapping(1024)
    if "format" not in top:
        raise whole.error("has no 'format', so it is no recipe of upshade")
    number = top["format"].whole(1, 1 << 31)
    if number != FORMAT:
        maker = top.get("upshade")
        by = f" (upshade {maker.string(40)})" if maker is not None and isinstance(maker.value, str) else ""
        raise top["format"].error(f"{number} is of a newer version{by}; this one reads {FORMAT}")


def _parse_file(one: Field) -> File:
    table = one.table(("name", "bytes", "sha256"))
    size, digest = table["bytes"], table["sha256"]
    if not digest.missing and not _HEX.fullmatch(digest.string()):
        raise digest.error("must be 64 hexadecimal digits, or null")
    return File(table["name"].string(), None if size.missing else size.whole(0, 1 << 62), digest.value)


def _parse_burn_in(one: Field) -> tuple[str | None, File | None]:
    if one.missing:
        return None, None
    if isinstance(one.value, dict):
        file = _parse_file(one)
        return file.name, file
    text = one.string()
    if not (text.isascii() and text.isdigit()):
        raise one.error("must be the number of a track, or a file")
    return text, None


def _parse_seconds(one: Field) -> float | None:
    return None if one.missing else float(one.number(0, LONGEST_TIME))


def _parse_output(one: Field) -> Output:
    if isinstance(one.value, dict):
        one = Field(_BEFORE_LIGHT | one.value, one.path)
    table = one.table([f.name for f in fields(Output)])
    scale, width, height = (table[key] for key in ("scale", "width", "height"))
    if not scale.missing and not (width.missing and height.missing):
        raise one.error("has both a scale and a size")
    return Output(
        scale=None if scale.missing else float(scale.number(*SCALES)),
        width=None if width.missing else width.whole(1, MAX_SIZE),
        height=None if height.missing else height.whole(1, MAX_SIZE),
        resize=table["resize"].word(KERNELS),
        shrink=table["shrink"].word(KERNELS),
        chroma=table["chroma"].word(KERNELS),
        precision=table["precision"].word(("auto", "half", "full")),
        dither=table["dither"].flag(),
        linear=table["linear"].word(WORDS),
        sigmoid=table["sigmoid"].word(WORDS),
        sigmoid_center=float(table["sigmoid_center"].number(*CENTERS)),
        sigmoid_slope=float(table["sigmoid_slope"].number(*SLOPES)),
    )


_BEFORE_LIGHT = {"linear": "off", "sigmoid": "off", "sigmoid_center": 0.75, "sigmoid_slope": 6.5}
"""What a recipe means that says nothing of them: every resize was in gamma light once."""


def _parse_chain(chain: Field, shaders: Field) -> tuple[Entry, ...]:
    given = shaders.mapping(MAX_ENTRIES)
    for name in given:
        Field(name, shaders.path).plain()
    texts = {name: (_parse_shader(name, one), one) for name, one in given.items()}
    made: dict[str, Entry] = {}
    for one in chain.items(MAX_ENTRIES):
        table = one.table(("label", "shader", "enabled", "values"))
        label, name = table["label"].plain(), table["shader"].string()
        if not label or label in made:
            raise table["label"].error("must be a name that no other entry has")
        if name not in texts:
            raise table["shader"].error("must be one of recipe.shaders")
        shader = texts[name][0]
        values = _parse_values(table["values"], shader)
        made[label] = Entry(label, name, shader.text, table["enabled"].flag(), values)
    for name, (_, one) in texts.items():
        if all(entry.name != name for entry in made.values()):
            raise one.error("is not in the chain")
    return tuple(made.values())


def _parse_shader(name: str, one: Field) -> Shader:
    text = one.string(hook.MAX_BYTES)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise one.error("has half a surrogate pair in it, so it is no text") from None
    try:
        return hook.parse(text, name, one.path)
    except UpshadeError as error:
        raise BadInput(str(error)) from None


def _parse_values(one: Field, shader: Shader) -> dict[str, Value]:
    given = one.mapping(MAX_VALUES)
    values = {param.name: param.default for param in shader.params}
    for name, value in given.items():
        try:
            values[name] = chains.read(shader, name, value.number())
        except ParameterError as error:
            raise one.error(error.message) from None
    return values
