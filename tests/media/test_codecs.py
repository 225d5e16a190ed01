"""The table of encoders."""

from __future__ import annotations

import av
import pytest

from upshade.core.frame import PIXEL_FORMATS
from upshade.media.codecs import CODECS, CONTAINERS, STILLS, choose_format

CHOSEN = {
    "h264": {
        "yuv420p": "yuv420p", "nv12": "nv12", "p010le": "yuv420p10le", "yuv422p12le": "yuv422p10le",
        "yuv444p16le": "yuv444p10le", "rgb24": "yuv444p", "rgba": "yuv444p", "rgb48le": "yuv444p10le",
        "gray": "yuv420p", "gray16le": "yuv420p10le",
    },
    "hevc": {"nv12": "yuv420p", "yuv444p12le": "yuv444p12le", "yuv420p16le": "yuv420p12le", "gray10le": "yuv420p10le"},
    "ffv1": {
        "nv12": "yuv420p", "p010le": "yuv420p10le", "yuv422p16le": "yuv422p16le", "rgba": "rgba",
        "gray10le": "gray10le",
    },
}  # fmt: skip


def test_the_nearest_format() -> None:
    for codec, pairs in CHOSEN.items():
        assert {name: choose_format(codec, PIXEL_FORMATS[name]).name for name in pairs} == pairs


@pytest.mark.parametrize("codec", list(CODECS))
def test_every_format_has_a_choice_the_encoder_takes(codec: str) -> None:
    row = CODECS[codec]
    known = {f.name for f in av.Codec(row.encoder, "w").video_formats}
    assert {row.wire.get(name, name) for name in row.formats} <= known
    for fmt in PIXEL_FORMATS.values():
        chosen = choose_format(codec, fmt)
        assert chosen.name in row.formats
        deepest = max(PIXEL_FORMATS[n].bits for n in row.formats)
        assert chosen.bits >= min(fmt.bits, deepest)


def test_the_tables_name_what_ffmpeg_has() -> None:
    for muxer in CONTAINERS.values():
        assert av.ContainerFormat(muxer).is_output
    for row in STILLS.values():
        known = {f.name for f in av.Codec(row.encoder, "w").video_formats}
        assert set(row.formats.values()) <= known and row.formats.keys() <= PIXEL_FORMATS.keys()
