"""Subtitles of a video or of a file beside it, ready to be drawn over its pictures at any time and size."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import av
import av.error
from av.container import InputContainer
from av.stream import Discard, Disposition, Stream

from ..errors import BadInput, MediaError, NotFound, nearest, one_line
from . import probe
from .bitmaps import BitmapSubtitles
from .overlay import Overlay
from .pgs import PgsReader
from .probe import VideoInfo
from .textsubs import Event, Script, TextSubtitles
from .vobsub import VobSubReader

FILES = (".ass", ".ssa", ".srt", ".vtt", ".sup", ".idx")
"""Files of subtitles that are read; those of pictures last."""

_TEXT_FILES = FILES[:4]
_PGS, _VOBSUB = "hdmv_pgs_subtitle", "dvd_subtitle"
_UNDRAWN = ("dvb_subtitle", "xsub", "dvb_teletext", "arib_caption", "hdmv_text_subtitle", "eia_608")
_MAX_TEXT = 256 << 20

_FONT_TYPES = ("application/x-truetype-font", "application/vnd.ms-opentype", "application/x-font-ttf",
               "application/x-font-otf", "application/x-font", "application/font-sfnt")  # fmt: skip
_FONT_FILES = (".ttf", ".ttc", ".otf", ".otc")


class _Drawn(Protocol):
    @property
    def notices(self) -> list[str]: ...
    def at(self, time: Fraction | float, width: int, height: int, sar: Fraction = Fraction(1)) -> Overlay: ...
    def close(self) -> None: ...


@dataclass(slots=True)
class Subtitles:
    """One track of subtitles, all of it in memory; used by one thread at a time.

    `label` names it in a few words. `stream`: index of the stream in the video's file, None for a file of its own.
    `files`: those that were read for it, beside the video's own and the machine's fonts. `events`: how many there are.
    `delay`: seconds by which they come later than they lie there; may be changed.
    """

    label: str
    stream: int | None
    files: tuple[str, ...]
    events: int
    _drawn: _Drawn = field(repr=False)
    _shift: Fraction = Fraction(0)
    _notices: list[str] = field(default_factory=list)
    delay: Fraction = Fraction(0)

    def at(self, time: Fraction | float, width: int, height: int, sar: Fraction = Fraction(1)) -> Overlay:
        """What shows at `time` over a picture of `width` x `height` pixels, `sar` wide each.

        `time`: seconds on the video's own clock (`frame.pts * frame.time_base`); an event shows while
        start <= time < end. The same object is given while nothing changes. What is given depends on the arguments
        alone, not on what was asked before; in order it is quickest.
        """
        exact = time if isinstance(time, Fraction) else Fraction(time).limit_denominator(1_000_000)
        return self._drawn.at(exact - self._shift - self.delay, width, height, sar)

    @property
    def notices(self) -> list[str]:
        """Lines about what is not drawn as its author meant it: fonts that are missing, damaged events."""
        return [f"{self.label}: {line}" for line in (*self._notices, *self._drawn.notices)]

    def close(self) -> None:
        self._drawn.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_subtitles(info: VideoInfo, track: str) -> Subtitles:
    """`track`: the number of a subtitle track of the video's file, from 1 among these; or a file (see FILES). A file
    called like a number needs `./`.

    The times of a file count from the start of the video, those of a track are the video's own. Reads the whole
    file once. NotFound; MediaError for what is no subtitles, or of a kind that cannot be drawn, or where text is to be
    drawn and libass is missing; JobFailed where the system cannot read on.
    """
    track = os.fspath(track)
    if track.isascii() and track.isdigit():
        return _open_track(info, int(track))
    return _open_file(info, track)


def files_of(path: str | os.PathLike[str]) -> tuple[str, ...]:
    """All that the file of subtitles at `path` consists of: of an .idx, the .sub beside it holds the pictures."""
    given = os.fspath(path)
    stem, suffix = os.path.splitext(given)
    return (given, f"{stem}.sub") if suffix.lower() == ".idx" else (given,)


def list_tracks(path: str | os.PathLike[str]) -> list[str]:
    """A line for each subtitle track of a file, in the order of their numbers: "ass, jpn, Signs"."""
    with probe.open_container(path) as container:
        return [_describe(s) for s in container.streams.subtitles]


def default_track(path: str | os.PathLike[str]) -> int | None:
    """The number of the track that the file wants to be shown, None for none."""
    with probe.open_container(path) as container:
        streams = enumerate(container.streams.subtitles, 1)
        return next((n for n, s in streams if s.disposition & (Disposition.default | Disposition.forced)), None)


def _describe(stream: Stream) -> str:
    words = [_codec(stream)]
    words += [w for w in (stream.language, stream.metadata.get("title")) if w]
    return one_line(", ".join(words))


def _codec(stream: Stream) -> str:
    """FFmpeg's name of the codec (that of the decoder is another: ass is read by "ssa")."""
    return stream.codec_context.codec.canonical_name if stream.codec_context else "unknown"


def _open_track(info: VideoInfo, number: int) -> Subtitles:
    with probe.open_container(info.path) as container:
        streams = container.streams.subtitles
        if not 1 <= number <= len(streams):
            tracks = "; ".join(f"{i}: {_describe(s)}" for i, s in enumerate(streams, 1))
            told = f"has no subtitle track {number}; it has {tracks}" if tracks else "has no subtitles"
            raise MediaError(told, probe.where(info.path))
        stream = streams[number - 1]
        label = f"subtitle track {number} ({_describe(stream)})"
        return _read(container, stream, info, label, info.path, stream.index, Fraction(0))


def _open_file(info: VideoInfo, path: str) -> Subtitles:
    suffix = Path(path).suffix.lower()
    if suffix not in FILES:
        if not os.path.exists(path):
            raise NotFound("no such file, and no number of a subtitle track", probe.where(path))
        raise MediaError(f"is no file of subtitles that is read ({', '.join(FILES)})", probe.where(path))
    _check_file(path)
    for other in files_of(path)[1:]:
        if not os.path.exists(other):
            raise NotFound(f"the pictures belong in {os.path.basename(other)} beside it", probe.where(path))
    source = io.BytesIO(_text_of(path)) if suffix in _TEXT_FILES else "file:" + os.path.abspath(path)
    try:
        container = av.open(source, "r", **probe.OPEN)  # type: ignore[call-overload]
    except (av.error.FFmpegError, OSError, ValueError) as error:
        probe.refuse_lost(error, path)
        raise MediaError(f"is no subtitles that can be read ({probe.reason(error)})", probe.where(path)) from None
    with container:
        streams = container.streams.subtitles
        if not streams:
            raise MediaError("has no subtitles in it", probe.where(path))
        label = f"subtitles {one_line(Path(path).name)}"
        subtitles = _read(container, streams[0], info, label, path, None, _start_of(info))
        if not subtitles.events and suffix not in _TEXT_FILES:
            raise MediaError("has no subtitles in it", probe.where(path))
        if len(streams) > 1:
            others = ", ".join(s.language or "?" for s in streams[1:])
            subtitles._notices.append(f"the first of its languages is drawn, not {others}")
        return subtitles


def _check_file(path: str) -> None:
    try:
        status = os.stat(path)
    except FileNotFoundError:
        folder = Path(path).parent
        similar = nearest(Path(path).name, os.listdir(folder)) if folder.is_dir() else ""
        raise NotFound("no such file" + similar, probe.where(path)) from None
    except (OSError, ValueError) as error:
        raise MediaError(f"cannot be read: {probe.reason(error)}", probe.where(path)) from None
    if not stat.S_ISREG(status.st_mode):
        raise MediaError("is not a regular file", probe.where(path))
    if not status.st_size:
        raise MediaError("is empty (0 bytes)", probe.where(path))


def _text_of(path: str) -> bytes:
    """The file as UTF-8. Which of the hundred old encodings it is in can only be guessed, and a guess would be burnt
    in: MediaError for what is neither UTF-8 nor UTF-16 with its mark."""
    try:
        if os.path.getsize(path) > _MAX_TEXT:
            raise MediaError(f"is larger than the {_MAX_TEXT >> 20} MiB of text that are read", probe.where(path))
        data = Path(path).read_bytes()
    except OSError as error:
        raise MediaError(f"cannot be read: {probe.reason(error)}", probe.where(path)) from None
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        return data.decode("utf-16" if wide else "utf-8-sig").encode()
    except UnicodeError as error:
        line = data.count(b"\n", 0, getattr(error, "start", 0)) + 1
        text = f"line {line} is not UTF-8; convert the file from what it is, as with 'iconv -f CP1252 -t UTF-8'"
        raise MediaError(text, probe.where(path)) from None


def _start_of(info: VideoInfo) -> Fraction:
    """When the video's file starts on its own clock: players count the times of other files from there."""
    try:
        with probe.open_container(info.path) as container:
            if container.start_time is not None:
                return Fraction(container.start_time, 1_000_000)
    except BadInput:
        pass  # a sequence of pictures
    return info.start_pts * info.time_base


# ── reading


def _read(
    container: InputContainer, stream: Any, info: VideoInfo, label: str, path: str, index: int | None, shift: Fraction
) -> Subtitles:
    codec = _codec(stream)
    if codec in _UNDRAWN or stream.codec_context is None:
        raise MediaError(f"{label}: subtitles of the kind {codec} cannot be drawn", probe.where(path))
    notices: list[str] = []
    storage = (info.width, info.height)
    drawn: _Drawn
    if codec == _PGS:
        pgs = PgsReader()
        for time, _, packet in _packets(container, stream, notices, path):
            pgs.feed(time, bytes(packet))
        drawn, count, damaged = (
            _bitmaps(pgs.pictures, info, square=True),
            sum(bool(p.parts) for p in pgs.pictures),
            pgs.damaged,
        )
    elif codec == _VOBSUB:
        header = stream.codec_context.extradata
        vobsub = VobSubReader(header)
        for time, until, packet in _packets(container, stream, notices, path):
            vobsub.feed(time, bytes(packet), until)
        drawn, count, damaged = _bitmaps(vobsub.pictures, info, square=False), len(vobsub.pictures), vobsub.damaged
    else:
        script, damaged = _script(container, stream, notices, path)
        grid = (info.start_pts * info.time_base - shift, info.rate or Fraction(25))
        drawn, count = (
            TextSubtitles(script, storage=storage, sar=info.sar, color=info.color, grid=grid),
            len(script.events),
        )
    if damaged:
        notices.append(f"{damaged} damaged event{'s are' if damaged > 1 else ' is'} left out")
    if not count:
        notices.append("there is nothing in it")
    files = () if index is not None else files_of(path)
    return Subtitles(label, index, files, count, drawn, shift, notices)


def _bitmaps(pictures: Any, info: VideoInfo, *, square: bool) -> BitmapSubtitles:
    return BitmapSubtitles(pictures, storage=(info.width, info.height), sar=info.sar, square=square)


def _packets(
    container: InputContainer, stream: Any, notices: list[str], path: str
) -> Iterator[tuple[int, int | None, Any]]:
    """Every packet of the stream with its start and end in milliseconds; no end where the file says none."""
    for other in container.streams:
        if other.index != stream.index:
            other.discard = Discard.all
    packets = probe.demux(container, stream)
    while True:
        try:
            packet = next(packets, None)
        except (av.error.FFmpegError, OSError) as error:
            probe.refuse_lost(error, path)
            notices.append(f"reading stopped: {probe.reason(error)}")
            return
        if packet is None:
            return
        if not packet.size or packet.pts is None or packet.time_base is None:
            continue
        start = packet.pts * packet.time_base
        end = start + packet.duration * packet.time_base if packet.duration else None
        yield int(start * 1000 // 1), None if end is None else int(end * 1000 // 1), packet


def _script(container: InputContainer, stream: Any, notices: list[str], path: str) -> tuple[Script, int]:
    context = stream.codec_context
    plain = _codec(stream) not in ("ass", "ssa")
    events: list[tuple[int, int | None, bytes]] = []
    damaged = 0
    for start, end, packet in _packets(container, stream, notices, path):
        try:
            found = context.decode2(packet)
        except (av.error.FFmpegError, ValueError):
            damaged += 1
            continue
        for rect in found or ():
            line = rect.ass.replace(b"\r\n", b"\\N").replace(b"\n", b"\\N")
            if line.count(b",") >= 8:
                events.append((start, end, line))
            else:
                damaged += 1
    header = context.subtitle_header or b""
    return Script(header, tuple(_ended(events)), plain, tuple(_fonts(container))), damaged


def _ended(events: list[tuple[int, int | None, bytes]]) -> Iterator[Event]:
    """An event without an end shows until the next one starts, the last for five seconds."""
    starts = sorted({start for start, _, _ in events})
    following = dict(pairwise(starts))
    for start, end, line in events:
        yield Event(start, following.get(start, start + 5000) if end is None else end, line)


def _fonts(container: InputContainer) -> Iterator[tuple[str, bytes]]:
    for stream in container.streams:
        if stream.type != "attachment":
            continue
        name, kind = stream.name or "font", stream.metadata.get("mimetype", "")
        if kind in _FONT_TYPES or kind.startswith("font/") or name.lower().endswith(_FONT_FILES):
            yield name, stream.data  # type: ignore[attr-defined]
