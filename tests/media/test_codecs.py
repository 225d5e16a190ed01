"""The table of encoders."""

from __future__ import annotations

import av
import numpy as np
import pytest
from av.video.reformatter import VideoReformatter

from upshade.core.frame import PIXEL_FORMATS
from upshade.errors import BadInput
from upshade.media import processor
from upshade.media.codecs import (
    CODECS,
    CONTAINERS,
    STILLS,
    choose_format,
    container,
    deeper,
    default_codec,
    is_sequence,
    is_still,
)
from upshade.media.convert import plane_view, reformat, to_video

from .clips import noise

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
    "av1": {"yuv444p": "yuv420p", "yuv422p12le": "yuv420p10le", "rgb48le": "yuv420p10le", "gray": "yuv420p"},
    "prores": {
        "yuv420p": "yuv422p10le", "nv12": "yuv422p10le", "yuv422p12le": "yuv422p10le", "yuv444p": "yuv444p10le",
        "rgb24": "yuv444p10le", "gray": "yuv422p10le",
    },
    "hevc-nvenc": {
        "p010le": "p010le", "yuv420p12le": "yuv420p10le", "yuv422p": "yuv444p", "yuv444p16le": "yuv444p10le",
    },
    "png": {"yuv420p": "rgb24", "yuv420p10le": "rgb48le", "gray10le": "gray16le", "rgba64le": "rgba64le"},
}  # fmt: skip


def test_the_nearest_format() -> None:
    for codec, pairs in CHOSEN.items():
        assert {name: choose_format(codec, PIXEL_FORMATS[name]).name for name in pairs} == pairs


def test_ten_bits_where_eight_would_round_them_away() -> None:
    def deep(codec: str, name: str) -> str:
        return deeper(codec, PIXEL_FORMATS[name]).name

    assert [deep("h264", n) for n in ("yuv420p", "nv12", "yuv422p", "yuv444p", "yuv420p10le")] == [
        "yuv420p10le", "yuv420p10le", "yuv422p10le", "yuv444p10le", "yuv420p10le",
    ]  # fmt: skip
    assert [deep("ffv1", n) for n in ("gray", "rgb24", "rgba", "yuv444p16le")] == [
        "gray10le", "rgb48le", "rgba64le", "yuv444p16le",
    ]  # fmt: skip
    assert (deep("av1", "yuv420p"), deep("png", "rgb24"), deep("h264-nvenc", "yuv420p")) == (
        "yuv420p10le", "rgb48le", "yuv420p",
    )  # fmt: skip


@pytest.mark.parametrize("codec", list(CODECS))
def test_samples_in_another_order_are_the_same(codec: str) -> None:
    """What an encoder takes otherwise (`wire`) goes there and back without a change."""
    for name, wire in CODECS[codec].wire.items():
        fmt = PIXEL_FORMATS[name]
        frame = noise(fmt, 34, 18)
        tool = VideoReformatter()
        there = reformat(tool, to_video(frame), wire, frame.color, frame.color)
        back = reformat(tool, there, name, frame.color, frame.color)
        for index, plane in enumerate(frame.planes):
            assert np.array_equal(plane_view(back, index, fmt), plane)


def test_names_of_sequences() -> None:
    for name, codec in (("a_%05d.png", "png"), ("%d.TIF", "tiff"), ("x%3d.tiff", "tiff"), ("a.mkv", "h264")):
        assert default_codec(name) == codec and is_sequence(name) == ("%" in name)
    assert container("a_%05d.png", "png") == "" and container("100% wool.mkv", "h264") == "matroska"
    assert is_still("a.png") and not is_still("a_%d.png")
    for name, codec, line in (
        ("a_%s.png", "png", "the number of a picture is written as %05d, once"),
        ("%d_%d.png", "png", "the number of a picture is written as %05d, once"),
        ("a_%d.bmp", "png", r"sequences of pictures end in \.png or \.tif or \.tiff"),
        ("a.mkv", "png", r"png makes a file of each picture; give a name such as a_%05d\.png"),
        ("a_%d.png", "h264", r"h264 does not go into \.png; use \.mkv, \.mp4, \.mov"),
        ("a_%d.tif", "png", r"png does not go into \.tif; use \.png"),
    ):
        with pytest.raises(BadInput, match=line):
            container(name, codec)


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


def test_x264_keeps_off_the_instructions_that_make_other_bytes_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processor, "x264_words", lambda: "asm=AVX2")
    assert processor.with_processor("libx264", {"crf": "16"}) == {"crf": "16", "x264-params": "asm=AVX2"}
    assert processor.with_processor("libx264", {"x264-params": "ref=3"}) == {"x264-params": "ref=3:asm=AVX2"}
    assert processor.with_processor("libx264", {"x264-params": "asm=0"}) == {"x264-params": "asm=0"}
    assert processor.with_processor("libx265", {"crf": "17"}) == {"crf": "17"}
