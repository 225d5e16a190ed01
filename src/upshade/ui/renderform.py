"""What a render is asked for before it is a job: choices and their defaults, suggestions, and what is wrong with
them."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ..core import library
from ..core.chain import Loaded
from ..core.frame import PIXEL_FORMATS
from ..core.paths import absolute
from ..errors import BadInput, UpshadeError
from ..jobs.job import Job
from ..jobs.journal import folder_of, left
from ..jobs.names import key
from ..jobs.snapshot import next_name
from ..media import codecs
from ..media.files import check_output
from ..media.probe import VideoInfo
from .saving import stem_of
from .words import clock

Range = Literal["all", "span", "loop"]
Field = Literal["path", "exists", "quality", "speed", "format", "range", "chain"]

RANGES: dict[Range, str] = {"all": "the whole file", "span": "between the marks", "loop": "the loop"}

_PICTURES = "%05d"
_SPOKEN: dict[str, tuple[str, str]] = {
    "h264": ("H.264", "plays everywhere"),
    "hevc": ("H.265 (HEVC)", "smaller files, slower; plays on most devices"),
    "av1": ("AV1", "the smallest files, slow; plays on new devices"),
    "ffv1": ("FFV1", "lossless, for archives; very large"),
    "prores": ("ProRes", "for editing; large"),
    "h264-nvenc": ("H.264 on an NVIDIA GPU", "fast, larger files"),
    "hevc-nvenc": ("H.265 on an NVIDIA GPU", "fast, larger files"),
    "av1-nvenc": ("AV1 on an NVIDIA GPU", "fast, larger files"),
    "png": ("PNG pictures", "lossless, a file for each picture"),
    "tiff": ("TIFF pictures", "lossless, a file for each picture"),
}
_QUALITY = (
    "more than eyes can tell, very large",
    "nothing that can be seen is lost",
    "smaller, hardly a difference",
    "small, softer",
    "losses are seen",
)
_BOUNDS = {
    "h264": (12, 18, 23, 28), "hevc": (13, 19, 25, 30), "av1": (12, 22, 32, 40),
    "h264-nvenc": (14, 20, 25, 30), "hevc-nvenc": (16, 22, 27, 32), "av1-nvenc": (18, 27, 35, 42),
}  # fmt: skip
"""Qualities up to which the words hold; each encoder has a scale of its own."""


def spoken(codec: str) -> tuple[str, str]:
    """What a codec is called, and what it is for."""
    return _SPOKEN.get(codec, (codec, codecs.codec(codec).encoder))


def qualities(codec: str) -> tuple[int, int, int] | None:
    """The best quality, the smallest, and the codec's own; None: it has no such setting."""
    row = codecs.codec(codec)
    bounds = row.bounds.get("crf")
    if bounds is None:
        return None
    low, high = (round(float(end)) for end in bounds)
    return low, high, round(float(row.options[row.crf]))


def quality_words(codec: str, quality: int) -> str:
    return _QUALITY[sum(quality > bound for bound in _BOUNDS.get(codec, _BOUNDS["h264"]))]


def speeds(codec: str) -> tuple[tuple[str, ...], str] | None:
    """The encoder's presets and its own; None: it has none."""
    row = codecs.codec(codec)
    bounds = row.bounds.get("preset")
    if bounds is None:
        return None
    if isinstance(bounds[0], str):
        return tuple(str(word) for word in bounds), row.options["preset"]
    low, high = (round(float(end)) for end in bounds)
    return tuple(str(number) for number in range(high, low - 1, -1)), row.options["preset"]


@dataclass(slots=True)
class RenderForm:
    """`crf`, `speed`, `pix_fmt` None: as the codec has it by itself. `path` is suggested until it is `typed`;
    `replaces`: a file that may be replaced. `fresh`: what an interrupted render left is thrown away."""

    codec: str = "h264"
    suffix: str = ".mkv"
    crf: int | None = None
    speed: str | None = None
    pix_fmt: str | None = None
    range: Range = "all"
    burn: bool = False
    path: str = ""
    typed: bool = False
    replaces: str = ""
    fresh: bool = False

    def choose(self, codec: str) -> None:
        """Another codec has other scales; its own settings are in force, in a file that can hold it."""
        if codec == self.codec:
            return
        self.codec, self.crf, self.speed, self.pix_fmt = codec, None, None, None
        containers = codecs.codec(codec).containers
        self.choose_suffix(self.suffix if self.suffix in containers else containers[0])

    def choose_suffix(self, suffix: str) -> None:
        self.suffix = suffix
        if self.typed and self.path.strip():
            stem = self.path.removesuffix(Path(self.path).suffix).removesuffix(f".{_PICTURES}")
            self.path = stem + self.ending

    @property
    def ending(self) -> str:
        pictures = not codecs.codec(self.codec).matroska if self.suffix not in codecs.CONTAINERS else False
        return f".{_PICTURES}{self.suffix}" if pictures else self.suffix

    @property
    def encoder(self) -> dict[str, str]:
        """What differs from the codec's own settings."""
        made = {}
        if self.crf is not None:
            made["crf"] = str(self.crf)
        if self.speed is not None:
            made["preset"] = self.speed
        return made


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the window has at the moment: the chain on the screen, the marks, the loop, the subtitles that are shown (a
    track's number or a file)."""

    info: VideoInfo
    loaded: Loaded
    pre: str = "none"
    span: tuple[float | None, float | None] = (None, None)
    loop: tuple[float, float | None] | None = None
    subtitles: str | None = None
    broken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """`problems`: by field, a line each. `segments`: of an interrupted render of the same output."""

    problems: dict[Field, str] = field(default_factory=dict)
    segments: int = 0


def suggest(info: VideoInfo, preset: str, ending: str, elsewhere: Path, taken: Collection[str]) -> str:
    """Beside the source, where that can be, called like it and the preset; a file that neither is nor will be there."""
    source = absolute(info.path)
    folder = source.parent
    if not os.access(folder, os.W_OK) or source == library.demo_clip():
        folder = elsewhere
    stem = f"{stem_of(info.path)}.{Path(preset).stem or 'upshade'}"
    number = 1
    while True:
        path = next_name(folder, stem if number == 1 else f"{stem} {number}", None, ending)
        if key(path) not in taken:
            return str(path)
        number += 1


def span_of(form: RenderForm, wanted: Wanted) -> tuple[float | None, float | None]:
    """Start and duration in seconds, as a job takes them. BadInput where the range is none."""
    if form.range == "all" or wanted.info.still:
        return None, None
    if form.range == "span":
        begin, end = wanted.span
        if begin is None and end is None:
            raise BadInput("mark a range first: I where it begins, O where it ends")
    else:
        if wanted.loop is None:
            raise BadInput("there is no loop: l begins and ends it")
        begin, end = wanted.loop
    return begin, None if end is None else end - (begin or 0.0)


def pictures(form: RenderForm, wanted: Wanted) -> int | None:
    """How many there will be; None: nobody knows."""
    info = wanted.info
    if info.still:
        return 1
    try:
        start, duration = span_of(form, wanted)
    except BadInput:
        return None
    if start is None and duration is None:
        return info.frames
    if duration is None:
        if info.duration is None:
            return None
        duration = info.duration - (start or 0.0)
    return max(0, round(duration * info.rate))


def depth(name: str) -> str:
    """A pixel format as people say it: "4:2:0, 10 bits"."""
    fmt = PIXEL_FORMATS[name]
    kind = {(2, 2): "4:2:0", (2, 1): "4:2:2", (1, 1): "4:4:4"}.get(fmt.sub, "") if fmt.model == "yuv" else ""
    kind = kind or {"rgb": "RGB", "gray": "gray"}.get(fmt.model, name)
    return f"{kind}{' with alpha' if fmt.has_alpha else ''}, {fmt.bits} bits{' (nv12)' if name == 'nv12' else ''}"


def range_words(name: Range, wanted: Wanted) -> str:
    if name == "span":
        begin, end = wanted.span
        if (begin, end) == (None, None):
            return "between the marks (none yet)"
    elif name == "loop" and wanted.loop is not None:
        begin, end = wanted.loop
    else:
        return RANGES[name] if name == "all" else "the loop (none yet)"
    first = "start" if begin is None else clock(begin, exact=True)
    return f"{RANGES[name]}: {first} – {'end' if end is None else clock(end, exact=True)}"


def job_of(form: RenderForm, wanted: Wanted) -> Job:
    """BadInput as `span_of`."""
    start, duration = span_of(form, wanted)
    path = str(absolute(form.path.strip()))
    still = wanted.info.still
    return Job(
        wanted.info.path, path, wanted.loaded, codec=None if still else form.codec,
        encoder={} if still else form.encoder, pix_fmt=None if still else form.pix_fmt, start=start,
        duration=duration, overwrite=key(path) == form.replaces, pre=wanted.pre,
        burn_in=wanted.subtitles if form.burn else None, fresh=form.fresh,
    )  # fmt: skip


def check(form: RenderForm, wanted: Wanted, taken: Collection[str]) -> Checked:
    """All that can be told before it begins. `taken`: outputs that are under way, as `names.key` has them. Looks at
    the disk."""
    problems: dict[Field, str] = {}
    try:
        span_of(form, wanted)
    except UpshadeError as error:
        problems["range"] = str(error)
    if wanted.broken:
        problems["chain"] = f"{wanted.broken[0]} does not compile; mend it, or switch it off"
    if not wanted.info.still:
        for name, value in (("quality", {"crf": form.crf}), ("speed", {"preset": form.speed})):
            given = {option: str(one) for option, one in value.items() if one is not None}
            try:
                codecs.check_options(form.codec, given)
            except UpshadeError as error:
                problems[name] = str(error)  # type: ignore[index]
        if form.pix_fmt is not None and form.pix_fmt not in codecs.codec(form.codec).formats:
            problems["format"] = f"{form.codec} has no {form.pix_fmt}"
    segments = 0
    try:
        segments = _path(form, wanted, taken)
    except _ExistsError as there:
        problems["exists"] = str(there)
    except UpshadeError as error:
        problems["path"] = error.message
    return Checked(problems, segments)


class _ExistsError(Exception):
    pass


def _path(form: RenderForm, wanted: Wanted, taken: Collection[str]) -> int:
    text = form.path.strip()
    if not text:
        raise BadInput("give the file a name")
    path = str(absolute(text))
    if not os.path.isabs(path):
        raise BadInput("give the whole path: the folder that the program was started in is gone")
    if wanted.info.still:
        codecs.choose_still(path, PIXEL_FORMATS["rgb24"])
    else:
        codecs.container(path, form.codec)
    if key(path) in taken:
        raise BadInput("is being rendered already")
    segments = left(path)
    check_output(path, overwrite=True, inputs=(wanted.info.path,))
    try:
        check_output(path, inputs=(wanted.info.path,))
    except UpshadeError:
        if key(path) != form.replaces and not os.path.isfile(folder_of(path) / "journal.jsonl"):
            raise _ExistsError(f"{Path(path).name} is there already") from None
    return len(segments)
