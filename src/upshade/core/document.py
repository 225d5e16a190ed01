"""TOML files: their text, and messages that name a line of it."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..errors import NotFound, UpshadeError, Where, nearest

MAX_BYTES = 1 << 20


def read(path: Path, noun: str, error: type[UpshadeError]) -> str:
    """The text of the `noun` at `path`. Raises NotFound where it cannot be read, `error` for more than a MiB or what
    is no UTF-8."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as exc:
        raise NotFound(f"the {noun} {path} cannot be read: {exc.strerror or exc}") from None
    if len(raw) > MAX_BYTES:
        raise error(f"larger than {MAX_BYTES >> 20} MiB, so not a {noun}", Where(str(path)))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise error("not UTF-8 text", Where(str(path), raw[: exc.start].count(b"\n") + 1)) from None


class Document:
    """`data` is what the text says. Keys are written "title", "output.scale", "pass[0].params.x" (the first
    `[[pass]]`); a table's own ends in a dot. Every message is an `error` with file:line."""

    def __init__(self, path: Path, text: str, noun: str, error: type[UpshadeError]) -> None:
        self.path = path
        self._text = text
        self._error = error
        self._lines: dict[str, int] | None = None
        try:
            self.data: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as exc:
            line = re.search(r"at line (\d+)", str(exc))
            reason = re.sub(r" \(at .*\)$", "", str(exc))
            at_end = text.count("\n") + 1
            raise error(f"not TOML: {reason}", Where(str(path), int(line[1]) if line else at_end)) from None
        except (RecursionError, ValueError) as exc:
            # Deep nesting, or a number with more digits than Python converts.
            raise error(f"not a {noun}: {exc}", Where(str(path))) from None

    def where(self, key: str) -> Where:
        """Where `key` is written, else the table that should hold it, else the file."""
        if self._lines is None:
            self._lines = dict(_key_lines(self._text))
        lines = self._lines
        if key not in lines and f"{key}[0]." in lines:
            key += "[0]."
        while key and key not in lines and key + "." not in lines:
            cut = key.rstrip(".").rpartition(".")[0]
            key = cut + "." if cut else ""
        return Where(str(self.path), lines.get(key) or lines.get(key + ".", 0))

    def error(self, message: str, key: str) -> UpshadeError:
        return self._error(message, self.where(key))

    def known(self, table: Mapping[str, object], keys: tuple[str, ...], prefix: str) -> None:
        for key in table:
            if key not in keys:
                hint = nearest(key, keys) or f"; known here: {', '.join(keys)}"
                raise self.error(f"unknown key '{key[:40]}'{hint}", prefix + key)

    def tables(self, key: str) -> list[dict[str, Any]]:
        """Those of `[[key]]`, in order."""
        tables = self.data.get(key, [])
        if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
            raise self.error(f"{key} must be tables: [[{key}]]", key)
        return tables

    def string(self, table: Mapping[str, object], key: str, prefix: str = "") -> str:
        value = table.get(key, "")
        if not isinstance(value, str):
            raise self.error(f'{key} must be text: {key} = "…"', prefix + key)
        return value

    def flag(self, table: Mapping[str, object], key: str, prefix: str) -> bool:
        value = table[key]
        if not isinstance(value, bool):
            raise self.error(f"{key} must be true or false", prefix + key)
        return value

    def number(self, table: Mapping[str, object], key: str, low: float, high: float, prefix: str) -> float:
        value = table[key]
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise self.error(f"{key} must be a number from {low:g} to {high:g}", prefix + key)
        return value

    def whole(self, table: Mapping[str, object], key: str, low: int, high: int, prefix: str) -> int:
        value = table[key]
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise self.error(f"{key} must be a whole number from {low} to {high}", prefix + key)
        return value

    def word(self, table: Mapping[str, object], key: str, words: tuple[str, ...], prefix: str) -> str:
        value = table[key]
        if not isinstance(value, str) or value not in words:
            hint = nearest(str(value), words) or f"; one of {', '.join(words)}"
            raise self.error(f"{key} has no value '{str(value)[:40]}'{hint}", prefix + key)
        return value


def _key_lines(text: str) -> Iterator[tuple[str, int]]:
    """Pairs of key and line. tomllib keeps no lines, and only messages need them, so this reads what people write:
    headers, one `key = …` a line, and the keys of an inline table."""
    prefix, counts = "", Counter[str]()
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*(\[\[?)\s*([\w.\"' -]+?)\s*\]", line):
            name = header[2]
            counts[name] += header[1] == "[["
            first, dot, rest = name.partition(".")
            prefix = (f"{first}[{counts[first] - 1}]{dot}{rest}" if counts[first] else name) + "."
            yield prefix, number
        elif pair := re.match(r"\s*[\"']?([\w.-]+)[\"']?\s*=\s*(.*)", line):
            yield prefix + pair[1], number
            if pair[2].startswith("{"):
                for inner in re.finditer(r"[{,]\s*[\"']?([\w.#/-]+)[\"']?\s*=", pair[2]):
                    yield f"{prefix}{pair[1]}.{inner[1]}", number


def dumps(data: Mapping[str, Any]) -> str:
    """Plain data as TOML, as `tomllib` reads it."""
    import tomlkit  # 50 ms that commands which write none do without

    return tomlkit.dumps(data)
