"""What can be written: one row for each encoder, still picture and container."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..core.frame import PIXEL_FORMATS, Model, PixelFormat
from ..errors import BadInput, nearest
from .hdrwords import AV1_WORDS, H264_WORDS, H265_WORDS, HdrWords
from .patterns import parse


@dataclass(frozen=True, slots=True)
class Codec:
    """`encoder` is FFmpeg's name, `formats` the names of PIXEL_FORMATS that it can keep; `wire` gives, for those it
    takes in another order of samples only, FFmpeg's name for that order (nothing is lost). `options` are FFmpeg's,
    `by_format` those that follow from the pixel format. `containers`: extensions of the files that can hold it.
    `bounds`: what an option that users give may be, lowest and highest number or words; `crf` is FFmpeg's name for
    the constant quality that users know by this one. `whole`: its pictures are whole chroma samples (their crop counts
    in those, too: H.264 §7.4.2.1.1, H.265 §7.4.3.2.1). `matroska`: what its coding is called there, "" for pictures in
    files of their own; `mp4`: its code in MP4 and MOV where FFmpeg's choice is not what players want. `software`: the
    row that takes over when a GPU's encoder cannot be opened. `hdr`: the option that takes HDR metadata, and its words.
    """

    encoder: str
    formats: tuple[str, ...]
    options: Mapping[str, str]
    wire: Mapping[str, str] = field(default_factory=dict)
    by_format: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    containers: tuple[str, ...] = (".mkv", ".mp4", ".mov")
    bounds: Mapping[str, tuple[float, float] | tuple[str, ...]] = field(default_factory=dict)
    crf: str = "crf"
    whole: bool = True
    matroska: str = ""
    mp4: str = ""
    software: str = ""
    hdr: tuple[str, HdrWords] | None = None

    def coded_size(self, width: int, height: int, fmt: PixelFormat) -> tuple[int, int]:
        """The size of the encoded picture: (width, height) rounded up to what the encoder takes."""
        sub = fmt.sub if self.whole else (1, 1)
        return -(-width // sub[0]) * sub[0], -(-height // sub[1]) * sub[1]

    def all_options(self, fmt: PixelFormat, given: Mapping[str, str]) -> dict[str, str]:
        """For the encoder, in its own names; what is `given` goes first."""
        asked = {self.crf if name == "crf" else name: value for name, value in given.items()}
        return {**self.options, **self.by_format.get(fmt.name, {}), **asked}


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


def _pictures(still: Still, *suffixes: str) -> Codec:
    """One file a picture; several are encoded at a time."""
    options = {**still.options, "threads": "4", "thread_type": "frame"}
    return Codec(still.encoder, tuple(still.formats), options, still.formats, containers=suffixes, whole=False)


_SPEEDS = ("ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow", "placebo")
"""x264's and x265's names, from fastest to slowest. Both print a line of their own about any other."""

_GPU_SPEEDS = tuple(f"p{i}" for i in range(1, 8))
"""NVENC's, from fastest to slowest."""

_SPOKEN = {"h265": "hevc", "x265": "hevc", "libx265": "hevc", "x264": "h264", "libx264": "h264", "avc": "h264",
           "svt": "av1", "svtav1": "av1", "libsvtav1": "av1", "prores_ks": "prores", "nvenc": "hevc-nvenc",
           "h264_nvenc": "h264-nvenc", "hevc_nvenc": "hevc-nvenc", "av1_nvenc": "av1-nvenc", "tif": "tiff"}  # fmt: skip

_YUV_TO_12_BITS = tuple(f"yuv{sub}p{bits}" for bits in ("", "10le", "12le") for sub in ("420", "422", "444"))

# The rate follows the quality ("b" is an average otherwise), and a segment begins with a picture that closes the last.
_NVENC = {"preset": "p6", "tune": "hq", "rc": "vbr", "b": "0", "forced-idr": "1"}

# The bytes of x264 depend on the number of threads, so it is fixed for all: the same file on every machine. Others
# count as many as they like, and give the same.
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
        hdr=("x264-params", H264_WORDS),
    ),
    "hevc": Codec(
        "libx265",
        _YUV_TO_12_BITS,
        {"crf": "17", "preset": "fast", "x265-params": "pools=8:frame-threads=3:log-level=error:open-gop=0"},
        bounds={"crf": (0, 51), "preset": _SPEEDS},
        matroska="V_MPEGH/ISO/HEVC",
        mp4="hvc1",
        hdr=("x265-params", H265_WORDS),
    ),
    "av1": Codec(
        "libsvtav1",
        ("yuv420p", "yuv420p10le"),
        {"crf": "18", "preset": "8", "threads": "4"},
        containers=(".mkv", ".mp4"),
        # FFmpeg takes a crf of 0 for none, which is 35.
        bounds={"crf": (1, 63), "preset": (0, 13)},
        whole=False,
        matroska="V_AV1",
        hdr=("svtav1-params", AV1_WORDS),
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
        containers=(".mkv",),
        whole=False,
        matroska="V_FFV1",
    ),
    # 422 HQ and 4444: the rate follows the picture, its bounds are the profile's.
    "prores": Codec(
        "prores_ks",
        ("yuv422p10le", "yuv444p10le"),
        {"vendor": "apl0", "threads": "8"},
        by_format={"yuv422p10le": {"profile": "hq"}, "yuv444p10le": {"profile": "4444"}},
        containers=(".mov", ".mkv"),
        whole=False,
        matroska="V_PRORES",
    ),
    "h264-nvenc": Codec(
        "h264_nvenc",
        ("yuv420p", "nv12", "yuv444p"),
        {**_NVENC, "cq": "18"},
        bounds={"crf": (1, 51), "preset": _GPU_SPEEDS},
        crf="cq",
        matroska="V_MPEG4/ISO/AVC",
        software="h264",
    ),
    "hevc-nvenc": Codec(
        "hevc_nvenc",
        ("yuv420p", "nv12", "yuv444p", "yuv420p10le", "p010le", "yuv444p10le"),
        {**_NVENC, "cq": "20"},
        {"yuv420p10le": "p010le", "yuv444p10le": "yuv444p10msble"},
        bounds={"crf": (1, 51), "preset": _GPU_SPEEDS},
        crf="cq",
        matroska="V_MPEGH/ISO/HEVC",
        mp4="hvc1",
        software="hevc",
    ),
    "av1-nvenc": Codec(
        "av1_nvenc",
        ("yuv420p", "nv12", "yuv420p10le", "p010le"),
        {**_NVENC, "cq": "24"},
        {"yuv420p10le": "p010le"},
        containers=(".mkv", ".mp4"),
        bounds={"crf": (1, 63), "preset": _GPU_SPEEDS},
        crf="cq",
        matroska="V_AV1",
        software="av1",
    ),
    "png": _pictures(STILLS[".png"], ".png"),
    "tiff": _pictures(_TIFF, ".tif", ".tiff"),
}

CONTAINERS: dict[str, str] = {".mkv": "matroska", ".mp4": "mp4", ".mov": "mov"}
"""Extension → FFmpeg's muxer."""


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
                raise BadInput(f"{codec_name} has no {name}; {', '.join(having[:-1])} and {having[-1]} have one")
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
    """The extension names a still picture, and the name is that of one picture, not of a sequence."""
    return Path(path).suffix.lower() in STILLS and not is_sequence(path)


def is_sequence(path: str | os.PathLike[str]) -> bool:
    """The name is a pattern such as `a_%05d.png`: pictures in files of their own. BadInput for a pattern that is none,
    or of no picture that sequences are written of. A video may be called anything (`100% wool.mkv`)."""
    name = Path(path).name
    if "%" not in name or Path(path).suffix.lower() in CONTAINERS:
        return False
    suffixes = [suffix for row in CODECS.values() if not row.matroska for suffix in row.containers]
    if parse(name) is None:
        raise BadInput(f"'{name}': the number of a picture is written as %05d, once")
    if Path(path).suffix.lower() not in suffixes:
        raise BadInput(f"'{name}': sequences of pictures end in {' or '.join(suffixes)}")
    return True


def default_codec(path: str | os.PathLike[str]) -> str:
    """The row for an output whose name says all that was asked: that of its pictures, else h264."""
    if is_sequence(path):
        return next(name for name, row in CODECS.items() if Path(path).suffix.lower() in row.containers)
    return "h264"


def container(path: str | os.PathLike[str], codec_name: str) -> str:
    """FFmpeg's muxer for the path's extension ("" for pictures in files of their own); BadInput when there is none, or
    it cannot hold the codec."""
    suffix, name = Path(path).suffix.lower(), Path(path).name
    row = codec(codec_name)
    sequence = is_sequence(path)
    if not row.matroska and not sequence:
        raise BadInput(
            f"'{name}': {codec_name} makes a file of each picture; give a name such as a_%05d{row.containers[0]}"
        )
    if not sequence and suffix not in CONTAINERS:
        known = ", ".join(CONTAINERS)
        raise BadInput(f"'{name}': no video container is called '{suffix}'; known: {known}")
    if suffix not in row.containers:
        raise BadInput(f"'{name}': {codec_name} does not go into {suffix}; use {', '.join(row.containers)}")
    return "" if sequence else CONTAINERS[suffix]


def choose_format(codec_name: str, source: PixelFormat) -> PixelFormat:
    """What a picture of format `source` is encoded as: the same where the encoder can, else the nearest that keeps
    bits (8 for 8, 12 as 10 where there is no deeper), chroma (RGB becomes 4:4:4) and alpha, in this order."""
    return _nearest(source, [PIXEL_FORMATS[name] for name in codec(codec_name).formats])


def deeper(codec_name: str, fmt: PixelFormat) -> PixelFormat:
    """The format of the same planes with at least 10 bits, or `fmt` where the encoder has none: for pictures whose
    fine steps 8 bits would round away again."""
    rows = [PIXEL_FORMATS[name] for name in codec(codec_name).formats]
    deep = [
        row
        for row in rows
        if row.bits > 8 and (row.model, row.sub, row.has_alpha) == (fmt.model, fmt.sub, fmt.has_alpha)
    ]
    return fmt if fmt.bits > 8 or not deep else min(deep, key=lambda row: (row.bits, row.shift))


def _nearest(source: PixelFormat, rows: list[PixelFormat]) -> PixelFormat:
    if source in rows:
        return source
    sub = {Model.RGB: (1, 1), Model.GRAY: (2, 2)}.get(source.model, source.sub)

    def distance(row: PixelFormat) -> tuple[int, ...]:
        # A grey or RGB picture goes to a Y'CbCr encoder when there is no other, Y'CbCr to RGB before grey.
        return (
            row.model is not source.model,
            row.model is Model.GRAY,
            max(0, source.bits - row.bits),
            row.bits,
            sum(have > want for have, want in zip(row.sub, sub, strict=True)),
            sum(have < want for have, want in zip(row.sub, sub, strict=True)),
            row.has_alpha != source.has_alpha,
            len(row.planes) == 2,
        )

    return min(rows, key=distance)


def choose_still(path: str | os.PathLike[str], source: PixelFormat) -> PixelFormat:
    """What a picture of format `source` is written as to a file with this extension. YUV becomes RGB."""
    suffix = Path(path).suffix.lower()
    if suffix not in STILLS:
        raise BadInput(f"'{Path(path).name}': no still picture is called '{suffix}'; known: {', '.join(STILLS)}")
    return _nearest(source, [PIXEL_FORMATS[name] for name in STILLS[suffix].formats])
