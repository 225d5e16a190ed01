"""A shader's parameter: declared once, beside the code that uses it; everything else derives from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    FLOAT = "float"
    INT = "int"
    UINT = "uint"
    DEFINE = "DEFINE"


Value = float | int


@dataclass(frozen=True, slots=True)
class Param:
    """`name` as GLSL sees it. `enum`: the names of the values 0, 1, … (empty: a number). `compiled`: DEFINE,
    ENUM, CONSTANT and integer `#define`s, whose change compiles again; others are uniforms. `tunable`: found as
    a `#define` in hook bodies, not declared by `//!PARAM`. Bounds are None where the file gives none."""

    name: str
    kind: Kind
    default: Value
    minimum: Value | None = None
    maximum: Value | None = None
    desc: str = ""
    enum: tuple[str, ...] = ()
    compiled: bool = False
    dynamic: bool = False
    tunable: bool = False
    step: float | None = None
    line: int = 0
