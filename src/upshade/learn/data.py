"""What is learned from: pictures, folders of them, and frames of videos, as luma.

Luma is float32 (h, w) in 0…1 as limited-range video has it (black 16/255, white 235/255): what a shader's LUMA plane
is.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
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
"""Frames taken of a video, unless told otherwise."""
_SPAN = 2.0
"""Seconds of a scene of which the sharpest frame is taken."""
_CUT = 0.07
"""Mean change of luma from a frame to the next that is a cut."""
_THUMB = 24
"""Rows (of a wide picture) that frames are compared in: means, which small motion changes little."""
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


Watch = Callable[[float, float, int], None]
"""Hears how many seconds of video were looked at for frames, of how many, and how many pictures there will be."""


def collect(
    data: Sequence[str], tell: Tell, held: float = HELD, per_video: int | None = None,
    watch: Watch = lambda done, total, pictures: None,
) -> list[Item]:  # fmt: skip
    """The pictures of files, of folders and of theirs, and frames of videos: `per_video` of each (PER_VIDEO if None;
    else fewer are told). What cannot be read is told and left out; what is given twice, by whatever name, counts once.

    Which are held back is told by a hash of their names (of a video, of its scenes' numbers), so it stays as it is when
    others are added. Raises NotFound for a name that is none, BadInput where nothing is left.
    """
    most = per_video or PER_VIDEO
    found: list[Item | _Video] = []
    for path, name in _each_once(data, tell):
        with _left_out(tell):
            found.append(_looked_at(path, name, held, most))
    videos = [one for one in found if isinstance(one, _Video)]
    total, done = sum(v.seconds for v in videos), 0.0
    pictures = len(found) - len(videos) + sum(min(most, int(v.seconds / _SPAN) + 1) for v in videos)
    items: list[Item] = []
    for one in found:
        if isinstance(one, Item):
            items.append(one)
            continue
        with _left_out(tell):
            frames = one.frames(held, most, partial(_later, watch, done, total, pictures))
            items += frames
            if per_video is not None and len(frames) < most:
                tell(f"{one.name}: {_counted(len(frames), 'frame')}, not {most}: its scenes have no more parts of "
                     f"{_SPAN:g} s")  # fmt: skip
        done += one.seconds
    if not items:
        raise BadInput(f"no pictures to learn from in {', '.join(data)}")
    return items


def _later(watch: Watch, before: float, total: float, pictures: int, seconds: float) -> None:
    watch(before + seconds, total, pictures)


@contextmanager
def _left_out(tell: Tell) -> Iterator[None]:
    """What cannot be read is told; a system that cannot read on is no such thing."""
    try:
        yield
    except JobFailed:
        raise
    except UpshadeError as error:
        tell(f"{error}; left out")


def _each_once(data: Sequence[str], tell: Tell) -> Iterator[tuple[str, str]]:
    """(path, name) of every file, those that are there under more than one name only once."""
    seen: set[object] = set()
    again: list[str] = []
    for given in data:
        for path, name in _files(given):
            try:
                stat = os.stat(path)
                key: object = (stat.st_dev, stat.st_ino) if stat.st_ino else os.path.realpath(path)
            except OSError:  # who reads it says what is wrong
                key = path
            if key in seen:
                again.append(path)
                continue
            seen.add(key)
            yield path, name
    if len(again) == 1:
        tell(f"{again[0]} is given more than once, and counts once")
    elif again:
        tell(f"{len(again)} files are given more than once, and count once: {again[0]}, …")


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


def _looked_at(path: str, name: str, held: float, most: int) -> Item | _Video:
    still = Item(path, name, None, _hashed(name) < held)
    if Path(name).suffix[1:].lower() in folder.PICTURES:
        # Whether it can be read is seen when it is: opening thousands twice takes minutes.
        return still
    with open_video(path, threads=1) as reader:
        info = reader.info
        if info.still:
            return still
        length = info.duration or 0.0
        return _Video(path, name, min(length, most * _SPAN) if length > _LONG else length)


def _hashed(name: str) -> float:
    """0…1"""
    return int.from_bytes(hashlib.blake2b(name.encode("utf-8", "surrogateescape"), digest_size=4).digest()) / 2**32


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


# ── frames of a video


@dataclass(frozen=True, slots=True)
class _Video:
    """`seconds`: so much of it is looked at."""

    path: str
    name: str
    seconds: float

    def frames(self, held: float, most: int, watch: Callable[[float], None]) -> list[Item]:
        with open_video(self.path, threads=1) as reader:
            frames = _sample(reader, most, watch)
        return [
            Item(self.path, f"{self.name}@{time:.3f}", time, _hashed(f"{self.name}@{scene}") < held)
            for scene, time in frames
        ]


@dataclass(slots=True)
class _Found:
    scene: int
    time: float
    sharpness: float


def _sample(reader: Reader, most: int, watch: Callable[[float], None]) -> list[tuple[int, float]]:
    """(scene, time) of the sharpest frame of every two seconds of a scene, `most` of them evenly spread. Of a long
    video `most` parts of two seconds are looked at, each a scene. `watch` hears of every second that was looked at."""
    info = reader.info
    found: list[_Found] = []
    if info.duration and info.duration > _LONG:
        count = min(most, int(info.duration / _SPAN))
        for i in range(count):
            start = (i + 0.5) * info.duration / count
            try:
                _look(reader, reader.frames(start, _SPAN), found)
            except MediaError:  # the video is shorter than it says
                break
            watch((i + 1) * _SPAN)
    else:
        _look(reader, iter(reader), found, watch)
    if not found:
        raise MediaError("no frame of it can be decoded", Where(reader.path))
    chosen = sorted({round(i) for i in np.linspace(0, len(found) - 1, min(most, len(found)))})
    return [(found[i].scene, found[i].time) for i in chosen]


def _look(
    reader: Reader, frames: Iterator[Frame], found: list[_Found], watch: Callable[[float], None] = lambda seconds: None
) -> None:
    before: Luma | None = None
    scene = found[-1].scene + 1 if found else 0
    best: _Found | None = None
    begun = 0.0
    start = reader.info.start_pts
    for frame in frames:
        time = float(((frame.pts or 0) - start) * frame.time_base)
        watch(time)
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
        with _left_out(tell):
            for item, frame in _frames(part):
                plane = _shrunk(luma(frame), shrink)
                why = _unfit(plane, least)
                if why:
                    tell(f"{item.name}: {why}; left out")
                else:
                    yield item, plane


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
            if item.time is None and reader.damage:
                # Decoders put grey where data is missing, and grey would be learned.
                raise MediaError(reader.damage, Where(item.path))
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
