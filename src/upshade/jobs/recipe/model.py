"""What a recipe holds, and its text."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from fractions import Fraction
from pathlib import Path
from typing import Any

from ... import __version__
from ...core import hook
from ...core.chain import Loaded
from ...core.param import Value
from ...core.preset import Output
from ...core.shader import Shader
from ...core.steps import ChainEntry

FORMAT = 1
"""Of the text. Any other key, or another meaning of one, is another format."""
MAX_ENTRIES = 1024
"""Of a chain."""
LONGEST_TIME = 1e9
# Halves of pairs (names that are not UTF-8), and what a terminal would obey rather than show.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class File:
    """A file that was read: its name without the folder, its size in bytes, and the SHA-256 of them (None: unknown)."""

    name: str
    bytes: int | None = None
    sha256: str | None = None

    @classmethod
    def of(cls, *paths: str | os.PathLike[str], hashed: bool = False) -> File:
        """What can be said of a file; of several that are one thing, named like the first: their bytes one behind the
        other. `hashed`: read them, all of them. Nothing is raised: who opens a file says what is wrong with it."""
        name = Path(paths[0]).name
        digest = hashlib.sha256()
        try:
            size = sum(os.stat(path).st_size for path in paths)
            for path in paths if hashed else ():
                with open(path, "rb") as file:
                    while chunk := file.read(1 << 20):
                        digest.update(chunk)
        except (OSError, ValueError):
            return cls(name)
        return cls(name, size, digest.hexdigest() if hashed else None)


@dataclass(frozen=True, slots=True)
class Entry:
    """One shader of the chain: `name` without a folder of the user's, its whole `text`, the value of every parameter.
    `path`: where the file lay, for messages in the process that read it; no part of the recipe."""

    label: str
    name: str
    text: str
    enabled: bool
    values: Mapping[str, Value]
    path: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a file is made of, and how.

    `upshade`, `driver`, `libavcodec`: the versions that made it. `start`, `duration`: the range of the source, seconds.
    `pre`, `rate`, `keep_going` as in `Job`. `burn_in` as in `Job`; where that is a file, `subtitles` says which (its
    text has no folder). `output` has `--size`, `--scale` and the options in it. `codec`: a name of `codecs.CODECS`
    (of a still picture, its extension); `encoder`: FFmpeg's name of it; `encoder_options`: all of them;
    `pixel_format`: of the file, None while it is open. `chosen`: of "pixel_format" and "pre", those that upshade
    chose by looking at the source.
    """

    source: File
    chain: tuple[Entry, ...] = ()
    output: Output = field(default_factory=Output)
    start: float | None = None
    duration: float | None = None
    pre: str = "none"
    rate: Fraction | None = None
    keep_going: bool = False
    burn_in: str | None = None
    subtitles: File | None = None
    codec: str = ""
    encoder: str = ""
    encoder_options: Mapping[str, str] = field(default_factory=dict)
    pixel_format: str | None = None
    chosen: frozenset[str] = frozenset()
    upshade: str = __version__
    driver: str = ""
    libavcodec: str = ""

    def loaded(self) -> Loaded:
        """The chain, made of the texts in here. ShaderError where one breaks the format."""
        shaders: dict[str, Shader] = {}
        for entry in self.chain:
            if entry.name not in shaders:
                shaders[entry.name] = hook.parse(entry.text, entry.name, entry.path or entry.name)
        entries = tuple(ChainEntry(e.label, shaders[e.name], e.enabled) for e in self.chain)
        return Loaded(entries, {e.label: dict(e.values) for e in self.chain}, self.output)

    def text(self) -> str:
        """As JSON: equal recipes give equal text. The shaders come last, so that a reader sees the rest at once; each
        stands there once, however often it is in the chain."""
        return _json(self.data())

    @property
    def digest(self) -> str:
        """SHA-256 of all that decides the picture: of the text without `chosen`."""
        data = self.data()
        del data["chosen"]
        return hashlib.sha256(_json(data).encode()).hexdigest()

    def data(self) -> dict[str, Any]:
        burn_in: Any = self.burn_in if self.subtitles is None else _file(self.subtitles)
        return {
            "format": FORMAT, "upshade": self.upshade, "driver": self.driver, "libavcodec": self.libavcodec,
            "source": _file(self.source), "start": self.start, "duration": self.duration,
            "pre": self.pre, "rate": _ratio(self.rate),
            "chain": [{"label": e.label, "shader": e.name, "enabled": e.enabled, "values": dict(e.values)}
                      for e in self.chain],
            "keep_going": self.keep_going,
            "output": {f.name: getattr(self.output, f.name) for f in fields(self.output)},
            "burn_in": burn_in,
            "codec": self.codec, "encoder": self.encoder, "encoder_options": dict(sorted(self.encoder_options.items())),
            "pixel_format": self.pixel_format, "chosen": sorted(self.chosen),
            "shaders": {e.name: e.text for e in self.chain},
        }  # fmt: skip


def _json(data: Mapping[str, Any]) -> str:
    text = json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def _file(file: File) -> dict[str, Any]:
    return {"name": file.name, "bytes": file.bytes, "sha256": file.sha256}


def _ratio(value: Fraction | None) -> str | None:
    return None if value is None else f"{value.numerator}/{value.denominator}"
