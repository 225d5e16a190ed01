"""What can be written: one row for each encoder, still picture and container."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..core.frame import PIXEL_FORMATS, Model, PixelFormat
from ..errors import BadInput, nearest


@dataclass(frozen=True, slots=True)
class Codec:
    """`encoder` is FFmpeg's name, `formats` the names of PIXEL_FORMATS that it can keep; `wire` gives, for those it
    takes in another order of samples only, FFmpeg's name for that order (nothing is lost). `options` are
    FFmpeg's. `containers`: extensions of the files that can hold it, None for all of CONTAINERS. `shape`: its stream
    says how wide a pixel is; PyAV 18 cannot have the container say it. `bounds`: what an option may be, lowest and
    highest number or words. `whole`: its pictures are whole chroma samples (their crop counts in those, too: H.264
    §7.4.2.1.1, H.265 §7.4.3.2.1). `matroska`: the name of its coding there."""

    encoder: str
    formats: tuple[str, ...]
    options: Mapping[str, str]
    wire: Mapping[str, str] = field(default_factory=dict)
    containers: tuple[str, ...] | None = None
    shape: bool = True
    bounds: Mapping[str, tuple[float, float] | tuple[str, ...]] = field(default_factory=dict)
    whole: bool = True
    matroska: str = ""

    def coded_size(self, width: int, height: int, fmt: PixelFormat) -> tuple[int, int]:
        """The size of the encoded picture: (width, height) rounded up to what the encoder takes."""
        sub = fmt.sub if self.whole else (1, 1)
        return -(-width // sub[0]) * sub[0], -(-height // sub[1]) * sub[1]


_SPEEDS = ("ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow", "placebo")
"""x264's and x265's names, from fastest to slowest. Both print a line of their own about any other."""

_SPOKEN = {"h265": "hevc", "x265": "hevc", "libx265": "hevc", "x264": "h264", "libx264": "h264", "avc": "h264"}


_YUV_TO_12_BITS = tuple(f"yuv{sub}p{bits}" for bits in ("", "10le", "12le") for sub in ("420", "422", "444"))

# The bytes of x264 and x265 depend on the number of threads, so it is fixed: the same file on every machine.
# CRF 16 leaves no difference that can be seen (x264 calls 17 to 18 transparent), because a restored video is kept and
# often encoded once more. Preset faster: on a 1280x720 clip 22 ms of CPU a frame where medium takes 37, for the same
# size, 49.0 dB instead of 49.5; the time is better spent on shaders.
CODECS: dict[str, Codec] = {
    "h264": Codec(
        "libx264",
        ("yuv420p", "yuv422p", "yuv444p", "nv12", "yuv420p10le", "yuv422p10le", "yuv444p10le"),
        {"crf": "16", "preset": "faster", "threads": "8", "forced-idr": "1"},
        bounds={"crf": (0, 51), "preset": _SPEEDS},
        matroska="V_MPEG4/ISO/AVC",
    ),
    "hevc": Codec(
        "libx265",
        _YUV_TO_12_BITS,
        {"crf": "17", "preset": "fast", "x265-params": "pools=8:frame-threads=3:log-level=error:open-gop=0"},
        bounds={"crf": (0, 51), "preset": _SPEEDS},
        matroska="V_MPEGH/ISO/HEVC",
    ),
    # Version 3 with a checksum for each slice, every picture for itself: RFC 9043, and what archives ask for. The
    # number of slices is left to the encoder: a fixed one is refused for many odd sizes of subsampled formats.
    "ffv1": Codec(
        "ffv1",
        (
            *_YUV_TO_12_BITS,
            "yuv420p16le",
            "yuv422p16le",
            "yuv444p16le",
            "gray",
            "gray10le",
            "gray12le",
            "gray16le",
            "rgb24",
            "rgba",
            "rgb48le",
            "rgba64le",
        ),
        {"level": "3", "slicecrc": "1", "g": "1", "coder": "range_tab", "context": "0", "threads": "8"},
        {"rgb24": "bgr0", "rgba": "bgra"},
        (".mkv",),
        shape=False,
        whole=False,
        matroska="V_FFV1",
    ),
}

CONTAINERS: dict[str, str] = {".mkv": "matroska", ".mp4": "mp4", ".mov": "mov"}
"""Extension → FFmpeg's muxer."""


@dataclass(frozen=True, slots=True)
class Still:
    """`formats`: name of PIXEL_FORMATS → what the encoder takes; other pictures go to the nearest of these."""

    encoder: str
    formats: Mapping[str, str]
    options: Mapping[str, str] = field(default_factory=dict)
    quality: int | None = None


_JPEG = Still("mjpeg", {"rgb24": "yuvj444p", "gray": "yuvj420p"}, quality=2)
_TIFF = Still(
    "tiff",
    {n: n for n in ("rgb24", "rgba", "rgb48le", "rgba64le", "gray", "gray16le")},
    {"compression_algo": "deflate"},
)

STILLS: dict[str, Still] = {
    ".png": Still(
        "png",
        {
            "rgb24": "rgb24",
            "rgba": "rgba",
            "gray": "gray",
            "rgb48le": "rgb48be",
            "rgba64le": "rgba64be",
            "gray16le": "gray16be",
        },
        {"pred": "mixed"},
    ),
    ".jpg": _JPEG,
    ".jpeg": _JPEG,
    ".webp": Still("libwebp", {"rgba": "bgra", "rgb24": "bgra"}, {"lossless": "1"}),
    ".tif": _TIFF,
    ".tiff": _TIFF,
}


def codec(name: str) -> Codec:
    """The row of that name; BadInput with the nearest one otherwise."""
    if name not in CODECS:
        spoken = _SPOKEN.get(name.casefold())
        hint = f"; did you mean '{spoken}'?" if spoken else nearest(name, CODECS)
        raise BadInput(f"no encoder '{name}'{hint}; known: {', '.join(CODECS)}")
    return CODECS[name]


def check_options(codec_name: str, options: Mapping[str, str]) -> None:
    """BadInput for an option of a row's `bounds` outside them, or given to an encoder that has no such thing. Others
    are the encoder's to judge."""
    row = codec(codec_name)
    for name, value in options.items():
        bounds = row.bounds.get(name)
        if bounds is None:
            having = [other for other, one in CODECS.items() if name in one.bounds]
            if having:
                raise BadInput(f"{codec_name} has no {name}; {' and '.join(having)} have")
            continue
        words = [word for word in bounds if isinstance(word, str)]
        if words:
            if value not in words:
                hint = nearest(value, words)
                raise BadInput(f"{codec_name} has no {name} '{value}'{hint}; known: {', '.join(words)}")
            continue
        low, high = (float(end) for end in bounds)
        try:
            inside = low <= float(value) <= high
        except ValueError:
            inside = False
        if not inside:
            raise BadInput(f"{name} of {codec_name} is a number from {low:g} to {high:g}, not '{value}'")


def is_still(path: str | os.PathLike[str]) -> bool:
    """The extension names a still picture."""
    return Path(path).suffix.lower() in STILLS


def container(path: str | os.PathLike[str], codec_name: str) -> str:
    """FFmpeg's muxer for the path's extension; BadInput when there is none, or it cannot hold the codec."""
    suffix = Path(path).suffix.lower()
    if suffix not in CONTAINERS:
        known = ", ".join(CONTAINERS)
        raise BadInput(f"'{Path(path).name}': no video container is called '{suffix}'; known: {known}")
    allowed = codec(codec_name).containers
    if allowed is not None and suffix not in allowed:
        raise BadInput(f"'{Path(path).name}': {codec_name} does not go into {suffix}; use {', '.join(allowed)}")
    return CONTAINERS[suffix]


def choose_format(codec_name: str, source: PixelFormat) -> PixelFormat:
    """What a picture of format `source` is encoded as: the same where the encoder can, else the nearest that keeps
    bits (8 for 8, 12 as 10 where there is no deeper), subsampling (RGB becomes 4:4:4) and alpha, in this order."""
    rows = [PIXEL_FORMATS[name] for name in codec(codec_name).formats]
    return _nearest(source, rows)


def _nearest(source: PixelFormat, rows: list[PixelFormat]) -> PixelFormat:
    if source in rows:
        return source
    sub = {Model.RGB: (1, 1), Model.GRAY: (2, 2)}.get(source.model, source.sub)

    def distance(row: PixelFormat) -> tuple[int, ...]:
        return (
            row.model is not source.model,
            max(0, source.bits - row.bits),
            row.bits,
            row.model is Model.YUV and row.sub != sub,
            row.has_alpha != source.has_alpha,
            len(row.planes) == 2,
            row.sub != (1, 1),
        )

    # A grey or RGB picture goes to a Y'CbCr encoder when there is no other.
    return min(rows, key=distance)


def choose_still(path: str | os.PathLike[str], source: PixelFormat) -> PixelFormat:
    """What a picture of format `source` is written as to a file with this extension. YUV becomes RGB."""
    suffix = Path(path).suffix.lower()
    if suffix not in STILLS:
        raise BadInput(f"'{Path(path).name}': no still picture is called '{suffix}'; known: {', '.join(STILLS)}")
    model = Model.RGB if source.model is Model.YUV else source.model
    rows = [PIXEL_FORMATS[name] for name in STILLS[suffix].formats]
    same = [row for row in rows if row.model is model] or rows
    keep = [row for row in same if row.has_alpha == source.has_alpha] or same
    return min(keep, key=lambda row: (max(0, source.bits - row.bits), row.bits))
