"""Changes of an Output by hand: what is too much becomes the nearest that a preset may say."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from ..core.preset import MAX_SIZE, OUTPUT_NUMBERS, OUTPUT_WORDS, SCALES, Output
from ..errors import BadInput, nearest


def changed_output(output: Output, changes: Mapping[str, Any]) -> Output:
    """`output` with `changes`; a scale takes the place of a size and the other way round. BadInput: an unknown key or
    word, a scale and a size together."""
    keys = tuple(Output.__dataclass_fields__)
    for key, value in changes.items():
        if key not in keys:
            raise BadInput(f"an output has no '{key[:40]}'{nearest(key, keys)}")
        if key in OUTPUT_WORDS and value not in OUTPUT_WORDS[key]:
            raise BadInput(f"{key} has no value '{str(value)[:40]}'{nearest(str(value), OUTPUT_WORDS[key])}")
    new = dict(changes)
    if new.get("scale") is not None:
        if new.get("width") or new.get("height"):
            raise BadInput("give either scale or width and height, not both")
        new["scale"] = _short("scale", new["scale"], *SCALES)
        new |= {"width": None, "height": None}
    for key in ("width", "height"):
        if new.get(key) is not None:
            new[key] = round(_clamped(key, new[key], 1, MAX_SIZE))
            new["scale"] = None
    for key, (least, most) in OUTPUT_NUMBERS.items():
        if key in new:
            new[key] = _short(key, new[key], least, most)
    if "dither" in new:
        new["dither"] = bool(new["dither"])
    return replace(output, **new)


def _short(key: str, value: Any, low: float, high: float) -> float:
    """The fewest digits: a slider's 1.7999999523 is 1.8."""
    return float(str(np.float32(_clamped(key, value, low, high))))


def _clamped(key: str, value: Any, low: float, high: float) -> float:
    if not isinstance(value, int | float) or not math.isfinite(value):
        raise BadInput(f"{key}: {value} is not a number ({low:g} to {high:g})")
    return float(min(max(value, low), high))


def output_words(before: Output, after: Output) -> str:
    """What differs, for people: "output: lanczos3 → spline36"; empty where both mean the same."""
    parts = []
    if before.size_text != after.size_text:
        parts.append(f"{before.size_text} → {after.size_text}")
    for key in (*OUTPUT_WORDS, *OUTPUT_NUMBERS):
        old, new = getattr(before, key), getattr(after, key)
        if old != new:
            name = key.replace("_", " ")
            parts.append(f"{name} {old} → {new}" if isinstance(old, str) else f"{name} {old:g} → {new:g}")
    if before.dither != after.dither:
        parts.append(f"dither {'on' if after.dither else 'off'}")
    return f"output: {', '.join(parts)}" if parts else ""
