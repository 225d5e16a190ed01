"""The chapters of a video, counted from its first picture."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ..errors import one_line
from . import probe
from .probe import VideoInfo


@dataclass(frozen=True, slots=True)
class Chapter:
    """`start`: seconds from the first picture. `title`: one line, "" where the file gives none."""

    start: float
    title: str


def list_chapters(info: VideoInfo) -> tuple[Chapter, ...]:
    """In the order of their starts; none for pictures. Raises what `probe.open_container` raises."""
    if info.still or info.sequence:
        return ()
    begin = info.start_pts * info.time_base
    with probe.open_container(info.path) as container:
        found = [
            Chapter(
                float(max(Fraction(0), chapter["start"] * chapter["time_base"] - begin)),
                one_line(chapter["metadata"].get("title", "")),
            )
            for chapter in container.chapters()
            if chapter["time_base"]
        ]
    return tuple(sorted(found, key=lambda chapter: chapter.start))
