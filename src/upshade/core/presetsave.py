"""Preset -> TOML: writes only what differs from the defaults (and from the preset it extends), and keeps the order
and comments of the file that it was loaded from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.items import AoT, Comment, InlineTable, Item, Null, Table, Whitespace

from ..errors import BadInput, OutputError, UpshadeError
from . import atomic, library, paths
from .chain import load_shader, read
from .param import Param, Value
from .preset import Output, Preset, PresetPass, Setting, load, loads, shader_key

_Tables: TypeAlias = list[dict[str, Any]]


def save(preset: Preset, path: Path | None = None, overwrite: bool = False) -> Preset:
    """Write `preset` to `path` (default: where it was loaded), complete or not at all; returns it as loaded from there.

    Raises BadInput where another file is at `path`, or the file changed since it was loaded, and `overwrite` is off;
    OutputError where it cannot be written; ParameterError for a value that its shader refuses.
    """
    path = path or preset.path
    if path is None:
        raise BadInput("this preset has no file yet: say where to save it")
    there = _text(path)
    if there is not None and not overwrite:
        if preset.path is None or preset.text is None or paths.real(path) != paths.real(preset.path):
            raise BadInput(f"{path} exists already and is not where this preset came from; save it under another name")
        if there != preset.text:
            raise BadInput(f"{path} was changed since it was loaded; load it again, or save under another name")
    text = dumps(preset, path)
    _write(path, text)
    return loads(text, path)


def dumps(preset: Preset, path: Path) -> str:
    """The text of `preset` for a file at `path`; raises ParameterError."""
    text = ""
    # Taking away or reordering what a parent has cannot be said with `extends`, nor anything with a parent that is
    # gone: then say everything.
    for extends in dict.fromkeys((preset.extends, None)):
        try:
            text = _render(replace(preset, extends=extends), path)
            if _same(loads(text, path), preset):
                break
        except UpshadeError:
            if extends is None:
                raise
    return text


def _render(preset: Preset, path: Path) -> str:
    doc = tomlkit.parse(preset.text or "")
    parent = Preset()
    if preset.extends:
        parent = load(library.find_preset(preset.extends, path.parent, skip=path))
    for key in ("title", "description", "extends"):
        value = getattr(preset, key)
        inherited = getattr(parent, key) if key != "extends" else None
        _put(doc, key, value if value and value != inherited else None)
    output = _output(preset.output, parent.output)
    if output or "output" in doc:
        table = doc.get("output")
        if not isinstance(table, Table):
            doc.pop("output", None)
            table = tomlkit.table()
            doc.add("output", table)
        for key in Output.__dataclass_fields__:
            _put(table, key, output.get(key))
        if not output and not _comments(table):
            doc.remove("output")
    _put_passes(doc, _passes(preset.passes, parent.passes, path.parent))
    return tomlkit.dumps(doc).lstrip("\n")


def _output(output: Output, parent: Output) -> dict[str, Any]:
    keys = Output.__dataclass_fields__
    size = [k for k in ("scale", "width", "height") if getattr(output, k) is not None]
    same_size = all(getattr(output, k) == getattr(parent, k) for k in ("scale", "width", "height"))
    given = {} if same_size else {k: getattr(output, k) for k in size}
    if not size and not same_size:
        given["scale"] = 1.0
    others = (k for k in keys if k not in ("scale", "width", "height"))
    return given | {k: getattr(output, k) for k in others if getattr(output, k) != getattr(parent, k)}


def _passes(passes: tuple[PresetPass, ...], parent: tuple[PresetPass, ...], folder: Path) -> _Tables:
    """One table a pass, with what differs from the parent's pass of the same shader and number."""
    bases: dict[str, list[PresetPass]] = {}
    for base in parent:
        bases.setdefault(shader_key(base.shader), []).append(base)
    tables: list[tuple[str, bool, dict[str, Any]]] = []
    for item in passes:
        key = shader_key(item.shader)
        inherited = bases.get(key, [])
        old = inherited.pop(0) if inherited else None
        start = old or PresetPass(item.shader)
        table: dict[str, Any] = {"shader": _relative(item.shader, folder)}
        if item.repeat != start.repeat:
            table["repeat"] = item.repeat
        if item.enabled != start.enabled:
            table["enabled"] = item.enabled
        if params := _params(item, start):
            table["params"] = params
        tables.append((key, old is None or len(table) > 1, table))
    # A table that says nothing is still needed where a later one of the same shader counts on it.
    last = {key: i for i, (key, says, _) in enumerate(tables) if says}
    return [table for i, (key, _, table) in enumerate(tables) if i <= last.get(key, -1)]


def _params(item: PresetPass, start: PresetPass) -> dict[str, Setting]:
    """What `item` sets otherwise than `start`, in the shader's words; where the shader is gone, as it stands."""
    try:
        shader = load_shader(item.shader)
    except UpshadeError:
        return {k: v for k, v in item.params.items() if start.params.get(k) != v}
    result: dict[str, Setting] = {}
    for name, setting in item.params.items():
        value = read(shader, name, setting, item.where(name))
        param = shader.param(name)
        assert param is not None  # `read` has checked it
        base = read(shader, name, start.params[name]) if name in start.params else param.default
        if value != base:
            result[name] = _written(param, value)
    for name in start.params.keys() - item.params.keys():
        if (param := shader.param(name)) is not None and read(shader, name, start.params[name]) != param.default:
            result[name] = _written(param, param.default)
    return result


def _written(param: Param, value: Value) -> Setting:
    return param.enum[int(value)] if param.enum else param.tidy(value)


def _put_passes(doc: TOMLDocument, wanted: _Tables) -> None:
    old = doc.get("pass")
    tables = list(old) if isinstance(old, AoT) else []
    if [t.get("shader") for t in tables] != [w["shader"] for w in wanted]:
        tables = [_take(tables, w["shader"]) for w in wanted]
        doc.pop("pass", None)
        if tables:
            array = tomlkit.aot()
            for table in tables:
                array.append(table)
            doc.add("pass", array)
            tables = list(array)
    for table, want in zip(tables, wanted, strict=True):
        for key in ("shader", "repeat", "enabled"):
            _put(table, key, want.get(key))
        _put_params(table, want.get("params", {}))


def _take(tables: list[Table], shader: str) -> Table:
    """The first table of this shader, taken out, comments and all; or a new one."""
    for table in tables:
        if table.get("shader") == shader:
            tables.remove(table)
            return table
    return tomlkit.table()


def _put_params(table: Table, params: Mapping[str, Setting]) -> None:
    old = table.get("params")
    if isinstance(old, Table):
        for key in (*old.keys(), *params):
            _put(old, key, params.get(key))
    elif not params:
        table.pop("params", None)
    elif not isinstance(old, InlineTable) or old.unwrap() != params:
        order = [k for k in (old or {}) if k in params] + [k for k in params if k not in (old or {})]
        pairs = ", ".join(f"{tomlkit.key(k).as_string()} = {tomlkit.item(params[k]).as_string()}" for k in order)
        _put(table, "params", tomlkit.parse(f"params = {{ {pairs} }}\n")["params"])


def _put(table: Table | TOMLDocument, key: str, value: Any) -> None:
    """Set, change or (None) remove a key; its comment stays, and a new one goes before the comments that close the
    table, for these belong to the next."""
    if value is None:
        table.pop(key, None)
        return
    if key in table:
        old = table[key]
        if old != value:
            item = value if isinstance(value, Item) else tomlkit.item(value)
            if isinstance(old, Item):
                item.trivia.comment_ws, item.trivia.comment = old.trivia.comment_ws, old.trivia.comment
            table[key] = item
        return
    body = (table.value if isinstance(table, Table) else table).body
    end = len(body)
    if isinstance(table, Table):
        while end and isinstance(body[end - 1][1], Comment | Whitespace):
            end -= 1
    else:
        # In the document, keys must come before the first table.
        end = next((i for i, (_, item) in enumerate(body) if isinstance(item, Table | AoT)), end)
    _insert(table, end, key, value)


def _insert(table: Table | TOMLDocument, index: int, key: str, value: Any) -> None:
    container = table.value if isinstance(table, Table) else table
    tail = container.body[index:]
    for name, _ in tail:
        if name is not None:
            container.remove(name)
    del container.body[index:]
    table.add(key, value)
    for name, item in tail:
        if name is not None:
            container.append(name, item)
        elif not isinstance(item, Null):
            container.add(item)


def _comments(table: Table) -> bool:
    return any(isinstance(item, Comment) for _, item in table.value.body)


def _relative(shader: str, folder: Path) -> str:
    """A path inside the preset's folder is written from there, so that both can move together."""
    path = Path(shader)
    if path.is_absolute() and path.is_relative_to(paths.absolute(folder)):
        return "./" + path.relative_to(paths.absolute(folder)).as_posix()
    return shader


def _same(a: Preset, b: Preset) -> bool:
    def essence(p: Preset) -> list[object]:
        return [(shader_key(i.shader), i.repeat, i.enabled, _params(i, PresetPass(i.shader))) for i in p.passes]

    return a.output == b.output and essence(a) == essence(b)


def _text(path: Path) -> str | None:
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as exc:
        raise OutputError(f"{path} cannot be saved: {getattr(exc, 'strerror', None) or exc}") from None


def _write(path: Path, text: str) -> None:
    try:
        atomic.write_text(path, text)
    except OSError as exc:
        raise OutputError(f"{path} cannot be written: {exc.strerror or exc}") from None
    except UnicodeEncodeError:
        raise OutputError(f"{path} cannot be written: a name in it is not UTF-8") from None
