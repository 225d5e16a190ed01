"""What the output will not keep of its source, told before a render begins."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.error
from av.stream import Stream

from . import codecs, trial
from .copy import Span, StreamCopy
from .patterns import is_pattern
from .probe import VideoInfo, describe, is_cover
from .segments import VideoSpec


def losses(
    path: str | os.PathLike[str], spec: VideoSpec, source: VideoInfo | None, *, leave_out: frozenset[int] = frozenset()
) -> list[str]:
    """A line for each stream, attachment, chapter, tag and so on of `source` that the container of `path` cannot hold.
    `leave_out`: indices of streams that nobody wants there."""
    muxer = codecs.container(path, spec.codec)
    found = [] if muxer else list(_of_pictures(spec))
    if source is None or source.still or is_pattern(source.path):
        return found
    suffix = Path(path).suffix.lower() if muxer else "a sequence of pictures"
    copy = StreamCopy(source, Span(), muxer, leave_out)
    try:
        if not muxer:
            return found + list(_of_streams(copy, suffix))
        found += [f"not copied: {describe(stream)}; {suffix} cannot hold it" for stream in copy.refused]
        changed = [copy.source.streams[index] for index in copy.converted]
        found += [f"{describe(stream)} becomes SubRip; {suffix} has no form for it" for stream in changed]
        return found + _read_back(copy, muxer, suffix)
    finally:
        copy.close()


def _of_pictures(spec: VideoSpec) -> Iterator[str]:
    yield f"a sequence of pictures keeps no times; there are {float(spec.rate):g} pictures a second on average"
    if spec.rotation:
        yield f"a sequence of pictures does not keep that it is to be turned by {spec.rotation} degrees"
    if spec.hdr is not None:
        yield "a sequence of pictures does not keep HDR metadata"


def _of_streams(copy: StreamCopy, suffix: str) -> Iterator[str]:
    for stream in (*copy.kept, *copy.refused):
        if stream is not copy.video:
            yield f"not copied: {describe(stream)}; {suffix} cannot hold it"
    if chapters := copy.source.chapters():
        yield f"not copied: {len(chapters)} chapters; {suffix} cannot hold them"


def _read_back(copy: StreamCopy, muxer: str, suffix: str) -> list[str]:
    """What is missing when all of it, with a small picture instead of the video, has been in a file of that format."""
    data = io.BytesIO()
    pending: list[Any] = []
    try:
        with av.open(
            data, "w", format=muxer, metadata_errors="surrogateescape", container_options=options(muxer)
        ) as out:

            def add_video() -> Stream:
                stream, packets = trial.picture(out)
                pending.extend((stream, packets))
                return stream

            copy.add_streams(out, add_video)
            out.start_encoding()
            stream, packets = pending
            trial.mux(out, stream, packets)
            for old, new in copy.pairs():
                trial.put(out, new, copy.samples[old.index])
        data.seek(0)
        with av.open(data, "r", metadata_errors="surrogateescape") as back:
            return list(_missing(copy, back, suffix))
    except (ValueError, av.error.FFmpegError, OSError):
        return []  # each stream alone went well; the real file will tell


def _missing(copy: StreamCopy, back: Any, suffix: str) -> Iterator[str]:
    if lost := trial.lost_tags(copy.tags(copy.source), back.metadata):
        yield f"{suffix} does not keep these tags of the file: {', '.join(lost)}"
    before, after = copy.source.chapters(), back.chapters()
    if len(before) != len(after):
        yield f"{suffix} keeps {len(after)} of {len(before)} chapters"
    elif any(abs(_start(a) - _start(b)) > Fraction(1, 1000) for a, b in zip(before, after, strict=True)):
        yield f"{suffix} lets the first chapter begin at 0, not at {float(_start(before[0])):g} s"
    groups: dict[tuple[str, bool], list[Stream]] = {}
    for stream in back.streams:
        groups.setdefault((stream.type, is_cover(stream)), []).append(stream)
    for stream in copy.kept:
        label = describe(stream)
        same = groups.get((stream.type, is_cover(stream)), [])
        if not same:
            yield f"not copied: {label}; {suffix} cannot hold it"
            continue
        new = same.pop(0)
        # The name and type of a picture that was an attachment are no loss where it is none.
        names = {"filename", "mimetype"} if is_cover(stream) else set()
        lost = [tag for tag in trial.lost_tags(copy.tags(stream), new.metadata) if tag not in names]
        if lost:
            yield f"{suffix} does not keep these tags of {label}: {', '.join(lost)}"
        flags = trial.lost_flags(stream.disposition, new.disposition)
        if flags:
            yield f"{suffix} does not keep that this is {', '.join(flags)}: {label}"


def _start(chapter: Any) -> Fraction:
    return Fraction(chapter["start"] * chapter["time_base"])


def options(muxer: str) -> dict[str, str]:
    """For the container, whatever is in it."""
    # No random numbers and no library versions in the file: the same job gives the same bytes. Packets come in the
    # order of their times; waiting for a subtitle would hold back ten seconds of pictures.
    found = {"fflags": "+bitexact", "max_interleave_delta": "100000"}
    if muxer == "matroska":
        # Times stay as they are: otherwise one packet of sound before 0 (AAC's priming) would move everything. So do
        # the flags: otherwise the first track of each kind became the default.
        found |= {"avoid_negative_ts": "disabled", "default_mode": "passthrough"}
    return found
