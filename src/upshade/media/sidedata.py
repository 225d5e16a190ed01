"""What decoders hang on pictures beside the samples: static HDR metadata, and names of what is not handed on."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from av.sidedata.sidedata import Type
from av.video.frame import VideoFrame

from ..core.hdr import XY, Hdr, LightLevel, Mastering

# AVMasteringDisplayMetadata (libavutil/mastering_display_metadata.h): eight chromaticities (R, G, B, white; x, y), the
# least and greatest luminance, each an AVRational; then whether there are chromaticities, and luminances.
_MASTERING = struct.Struct("@20i2i")
# AVContentLightMetadata, same header: MaxCLL, MaxFALL.
_LIGHT = struct.Struct("@2I")

_DYNAMIC = {
    "DYNAMIC_HDR_PLUS": "HDR10+",
    "DOVI_METADATA": "Dolby Vision",
    "DOVI_RPU_BUFFER": "Dolby Vision",
    "DYNAMIC_HDR_VIVID": "HDR Vivid",
}


# PyAV 18.1 frees what names a piece of side data, and FFmpeg frees it again with the picture: a crash at some time
# after `side_data` was read (av/sidedata/sidedata.py, `wrap_dictionary`). PNG's decoders name colour profiles.
_NAMED = frozenset({"png", "apng"})


def readable(codec: str) -> bool:
    """Whether the side data of pictures that were decoded from this can be read at all."""
    return codec not in _NAMED


def hdr_of(picture: VideoFrame) -> Hdr | None:
    """The picture's static HDR metadata, from the stream or its container; None where it has none, or nonsense."""
    mastering = light = None
    data = payload(picture, "MASTERING_DISPLAY_METADATA")
    if data is not None and len(data) >= _MASTERING.size:
        mastering = _mastering(_MASTERING.unpack_from(data))
    data = payload(picture, "CONTENT_LIGHT_LEVEL")
    if data is not None and len(data) >= _LIGHT.size:
        levels = _LIGHT.unpack_from(data)
        light = LightLevel(*levels) if any(levels) else None
    return Hdr(mastering, light) if mastering or light else None


def _mastering(words: tuple[int, ...]) -> Mastering | None:
    *numbers, has_primaries, has_luminance = words
    pairs = [Fraction(a, b) if b > 0 else None for a, b in zip(numbers[::2], numbers[1::2], strict=True)]
    values = [0 if p is None else p for p in pairs]
    points: list[XY] = [(Fraction(values[i]), Fraction(values[i + 1])) for i in range(0, 8, 2)]
    primaries = white = luminance = None
    if has_primaries and None not in pairs[:8]:
        primaries, white = (points[0], points[1], points[2]), points[3]
    if has_luminance and None not in pairs[8:]:
        luminance = (Fraction(values[8]), Fraction(values[9]))
    return Mastering(primaries, white, luminance) if primaries or luminance else None


def dynamic(picture: VideoFrame) -> list[str]:
    """Names of metadata that change from picture to picture, which no encoder here takes."""
    found = (name for kind, name in _DYNAMIC.items() if payload(picture, kind) is not None)
    return list(dict.fromkeys(found))


def payload(picture: VideoFrame, kind: str) -> bytes | None:
    """The bytes of a piece of side data, by FFmpeg's name without AV_FRAME_DATA_."""
    try:
        side: Mapping[Type, Any] = picture.side_data  # type: ignore[assignment]
    except ValueError:  # a kind that PyAV has no name for makes all of them unreadable
        return None
    found = side.get(Type[kind])
    return None if found is None else bytes(found)
