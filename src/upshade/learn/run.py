"""What whole runs of trainers share: which pictures, chunks of them given to processes, what is told, what is gone on
with."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from .data import Item
from .processes import Processes, Work

CHUNK = 4
"""Pictures that a process works on at a time."""
JUDGED = 32
"""Held-out pictures that the table has at most."""


def spread(items: Sequence[Item], most: int) -> list[Item]:
    """At most so many of them, evenly."""
    return [items[i] for i in sorted({round(i) for i in np.linspace(0, len(items) - 1, min(most, len(items)))})]


def once(tell: Callable[[str], None]) -> Callable[[str], None]:
    """A picture that cannot be read is met twice."""
    told: set[str] = set()

    def tell_once(line: str) -> None:
        if line not in told:
            told.add(line)
            tell(line)

    return tell_once


def parted(items: Sequence[Item]) -> tuple[list[Item], list[Item], str]:
    """(those that are learned from, those that judge, what is to be told of it or "")."""
    learn, held = [i for i in items if not i.held], [i for i in items if i.held]
    if not learn:
        return held, [], "too few pictures to hold any back; nothing judges what is learned"
    alone = "" if held else "no picture was held back (one in eight is); nothing judges what is learned"
    return learn, held[:: max(1, len(held) // JUDGED)][:JUDGED], alone


def each(
    processes: Processes, work: Work, items: Sequence[Item], how: Any, tell: Callable[[str], None],
    progress: Callable[[float], None], skip: int = 0,
) -> Iterator[tuple[Any, int]]:  # fmt: skip
    """What `work` makes of each chunk, in order, and how many items are done; what it tells is told."""
    parts = [items[i : i + CHUNK] for i in range(0, len(items), CHUNK)]
    done = before = sum(map(len, parts[:skip]))
    progress(done)
    whole = processes.map(work, parts[skip:], how, lambda more: progress(before + more))
    for part, (made, lines) in zip(parts[skip:], whole, strict=True):
        done += len(part)
        for line in lines:
            tell(line)
        yield made, done


def signature(items: Sequence[Item], recipe: dict[str, Any], form: int) -> str:
    """Of a recipe, of the files as they are, and of the form that what is kept has."""
    files = []
    for item in items:
        try:
            stat = os.stat(item.path)
            files.append([item.name, item.time, stat.st_size, stat.st_mtime_ns])
        except OSError:
            files.append([item.name, item.time])
    text = json.dumps([recipe, files, form], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
