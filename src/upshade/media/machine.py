"""What this machine's codecs and sound are: for `doctor`."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

import av
import av.codec
import av.error

from ..core.color import Tags, resolve
from ..core.frame import PIXEL_FORMATS
from ..errors import EncodeError, UpshadeError
from . import codecs, libass
from .segments import video_spec

OTHERS = {
    "av1": ("libaom-av1", "librav1e"),
    "vp9": ("libvpx-vp9",),
    "h264 on a GPU": ("h264_vaapi", "h264_qsv", "h264_amf", "h264_videotoolbox"),
    "hevc on a GPU": ("hevc_vaapi", "hevc_qsv", "hevc_amf", "hevc_videotoolbox"),
    "av1 on a GPU": ("av1_vaapi", "av1_qsv", "av1_amf"),
}
"""Encoders that upshade does not use, by what they are for. That FFmpeg has one says nothing of the GPU."""


def encoders() -> dict[str, tuple[str, bool]]:
    """Name in `codecs.CODECS` → FFmpeg's encoder, and whether this PyAV has it."""
    return {name: (row.encoder, has_encoder(row.encoder)) for name, row in codecs.CODECS.items()}


def idle_encoders() -> dict[str, str]:
    """Rows for a GPU whose encoder cannot be opened on this machine → the row that takes over."""
    return {name: row.software for name, row in codecs.CODECS.items() if row.software and not _opens(name)}


def _opens(name: str) -> bool:
    fmt = PIXEL_FORMATS[codecs.codec(name).formats[0]]
    color = resolve(Tags(), 256)
    try:
        # NVENC takes no smaller pictures than about 160x64.
        spec, _ = video_spec(name, {}, 256, 256, fmt, color)
    except EncodeError:
        return False
    return spec.codec == name


def other_encoders() -> dict[str, list[str]]:
    """Of OTHERS, those that this PyAV has."""
    return {what: found for what, names in OTHERS.items() if (found := [n for n in names if has_encoder(n)])}


def has_encoder(name: str) -> bool:
    try:
        av.codec.Codec(name, "w")
    except (av.error.FFmpegError, ValueError):
        return False
    return True


def versions() -> dict[str, str]:
    """Of PyAV and the FFmpeg library that decodes."""
    major, minor, micro = av.library_versions["libavcodec"]
    return {"PyAV": av.__version__, "libavcodec": f"{major}.{minor}.{micro}"}


def sound() -> str | None:
    """The version of the library that plays sound, None where it is not installed."""
    try:
        return version("miniaudio")
    except PackageNotFoundError:
        return None


def subtitles() -> str | None:
    """The version of libass, which draws text subtitles; None where it is missing."""
    try:
        return libass.version()
    except UpshadeError:
        return None
