"""What is learned from: pictures, folders of them, and frames of videos, as luma.

Luma is float32 (h, w) in 0…1 as limited-range video has it (black 16/255, white 235/255): what a shader's LUMA plane
is.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..core.color import Matrix, Range
from ..core.frame import Frame, Model
from ..core.metrics import luma as luma_of
from ..core.paths import expand
from ..errors import BadInput, JobFailed, MediaError, NotFound, UpshadeError, Where
from ..media import folder
from ..media.reader import Reader, open_video

Luma = NDArray[np.float32]
Tell = Callable[[str], None]

HELD = 1 / 8
"""Part of the pictures that nothing is learned from: by them it is judged."""
PER_VIDEO = 64
"""Frames taken of a video."""
_SPAN = 2.0
"""Seconds of a scene of which the sharpest frame is taken."""
_CUT = 0.07
"""Mean change of luma from a frame to the next that is a cut."""
_THUMB = 24
"""Rows (of a wide picture) that frames are compared in: means, which small motion changes little."""
_WINDOWS = 64
"""Parts of a long video that are looked at, each a span long."""
_LONG = 300.0
"""Seconds from which a video is long."""


@dataclass(frozen=True, slots=True)
class Item:
    """A picture: a file's (`time` None), or of a video the frame at `time`, seconds from its first. `name`: what it is
    called where it was found, the same on every machine. `held`: not learned from."""

    path: str
    name: str
    time: float | None
    held: bool


def collect(data: Sequence[str], tell: Tell, held: float = HELD, per_video: int = PER_VIDEO) -> list[Item]:
    """The pictures of files, of folders and of theirs, and frames of videos. What cannot be read is told and left out.

    Which are held back is told by a hash of their names (of a video, of its scenes' numbers), so it stays as it is when
    others are added. Raises NotFound for a name that is none, BadInput where nothing is left.
    """
    items: list[Item] = []
    for name in data:
        for path, short in _files(name):
            try:
                items += _of_file(path, short, held, per_video)
            except JobFailed:
                raise
            except UpshadeError as error:
                tell(f"{error}; left out")
    if not items:
        raise BadInput(f"no pictures to learn from in {', '.join(data)}")
    return items


def _files(name: str) -> Iterator[tuple[str, str]]:
    """(path, name) of a file, or of all pictures and videos in a folder and its folders."""
    root = expand(name)
    if not root.exists():
        raise NotFound("there is no such file or folder", Where(name))
    if not root.is_dir():
        yield str(root), root.name
        return
    found = [
        os.path.join(where, file)
        for where, folders, files in os.walk(root)
        for file in files
        if folder.is_media(file) and not file.startswith(".")
    ]
    if not found:
        raise BadInput("no pictures and no videos in this folder", Where(name))
    for path in sorted(found, key=folder.natural):
        yield path, Path(path).relative_to(root).as_posix()


def _of_file(path: str, name: str, held: float, per_video: int) -> list[Item]:
    if Path(name).suffix[1:].lower() in folder.PICTURES:
        # Whether it can be read is seen when it is: opening thousands twice takes minutes.
        return [Item(path, name, None, _hashed(name) < held)]
    with open_video(path, threads=1) as reader:
        if reader.info.still:
            return [Item(path, name, None, _hashed(name) < held)]
        frames = _sample(reader, per_video)
    return [Item(path, f"{name}@{time:.3f}", time, _hashed(f"{name}@{scene}") < held) for scene, time in frames]


def _hashed(name: str) -> float:
    """0…1"""
    return int.from_bytes(hashlib.blake2b(name.encode("utf-8", "surrogateescape"), digest_size=4).digest()) / 2**32


# ── frames of a video


@dataclass(slots=True)
class _Found:
    scene: int
    time: float
    sharpness: float


def _sample(reader: Reader, most: int) -> list[tuple[int, float]]:
    """(scene, time) of the sharpest frame of every two seconds of a scene, `most` of them evenly spread. Of a long
    video 64 parts of two seconds are looked at, each a scene."""
    info = reader.info
    found: list[_Found] = []
    if info.duration and info.duration > _LONG:
        count = min(_WINDOWS, most)
        for i in range(count):
            start = (i + 0.5) * info.duration / count
            try:
                _look(reader, reader.frames(start, _SPAN), found)
            except MediaError:  # the video is shorter than it says
                break
    else:
        _look(reader, iter(reader), found)
    if not found:
        raise MediaError("no frame of it can be decoded", Where(reader.path))
    chosen = sorted({round(i) for i in np.linspace(0, len(found) - 1, min(most, len(found)))})
    return [(found[i].scene, found[i].time) for i in chosen]


def _look(reader: Reader, frames: Iterator[Frame], found: list[_Found]) -> None:
    before: Luma | None = None
    scene = found[-1].scene + 1 if found else 0
    best: _Found | None = None
    begun = 0.0
    start = reader.info.start_pts
    for frame in frames:
        time = float(((frame.pts or 0) - start) * frame.time_base)
        plane = luma(frame, step=2)
        thumb = _shrunk(plane, max(1, min(plane.shape) // _THUMB))
        cut = before is not None and (before.shape != thumb.shape or float(np.abs(before - thumb).mean()) > _CUT)
        if best is not None and (cut or time - begun >= _SPAN):
            found.append(best)
            best = None
        scene += cut
        before = thumb
        this = _Found(scene, time, _sharpness(frame))
        if best is None:
            best, begun = this, time
        elif this.sharpness > best.sharpness:
            best = this
    if best is not None:
        found.append(best)


def _sharpness(frame: Frame) -> float:
    """Mean square of the second difference along every fourth row."""
    rows = np.asarray(frame.planes[0][::4], np.float32)
    rows = rows if rows.ndim == 2 else rows[..., 1]
    return float(np.mean(np.square(np.diff(rows, 2)))) if rows.shape[1] > 2 else 0.0


# ── luma


def luma(frame: Frame, step: int = 1) -> Luma:
    """Of every `step`-th row and column. What shows through is white."""
    fmt = frame.format
    plane: NDArray[Any] = frame.planes[0][::step, ::step].astype(np.float32) / np.float32(fmt.full_scale)
    if fmt.model is Model.RGB:
        if fmt.has_alpha:
            plane = plane[..., :3] * plane[..., 3:] + (1 - plane[..., 3:])
        plane = luma_of(plane, Matrix.BT709)
        limited = False
    else:
        limited = frame.color.range is Range.LIMITED
    return plane.astype(np.float32) if limited else (plane * (219 / 255) + 16 / 255).astype(np.float32)


def pictures(items: Sequence[Item], least: int, tell: Tell, shrink: int = 1) -> Iterator[tuple[Item, Luma]]:
    """Each item's luma, its sides divided by `shrink` (means). What cannot be read, is smaller than `least` pixels or
    of one colour is told and left out. Frames of one video that follow each other are read at one go."""
    at = 0
    while at < len(items):
        end = at + 1
        while items[at].time is not None and end < len(items) and items[end].path == items[at].path:
            end += 1
        part, at = items[at:end], end
        try:
            for item, frame in _frames(part):
                plane = _shrunk(luma(frame), shrink)
                why = _unfit(plane, least)
                if why:
                    tell(f"{item.name}: {why}; left out")
                else:
                    yield item, plane
        except JobFailed:
            raise
        except UpshadeError as error:
            tell(f"{error}; left out")


def _frames(part: Sequence[Item]) -> Iterator[tuple[Item, Frame]]:
    with open_video(part[0].path, threads=1) as reader:
        info = reader.info
        for item in part:
            if item.time is None:
                frames = iter(reader)
            else:
                # The time was rounded from ticks, and is one of them.
                frames = reader.between(info.start_pts + round(item.time / float(info.time_base)), None, shown=True)
            frame = next(frames, None)
            if frame is None:
                raise MediaError(f"no picture at {item.time:g} s", Where(item.path))
            yield item, frame


def _shrunk(plane: Luma, by: int) -> Luma:
    if by == 1:
        return plane
    h, w = plane.shape[0] // by, plane.shape[1] // by
    made: Luma = plane[: h * by, : w * by].reshape(h, by, w, by).mean(axis=(1, 3), dtype=np.float32)
    return made


def _unfit(plane: Luma, least: int) -> str:
    h, w = plane.shape
    if min(h, w) < least:
        return f"{w}x{h} pixels, and at least {least}x{least} are needed"
    if float(plane.max() - plane.min()) < 2 / 255:
        return "all of one colour"
    return ""
