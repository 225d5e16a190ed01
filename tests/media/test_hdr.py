"""Static HDR metadata: every value as it was written, whichever way the file carries it."""

from __future__ import annotations

import struct
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest

from upshade.core.frame import PIXEL_FORMATS
from upshade.core.hdr import Hdr, LightLevel, Mastering
from upshade.media import sidedata
from upshade.media.reader import open_video

from .clips import make_clip, noise

# x265's words: green, blue, red and white in 1/50000, greatest and least luminance in 1/10000 cd/m².
DISPLAY = "G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,50)"
MASTERING = Mastering(
    primaries=(
        (Fraction(34000, 50000), Fraction(16000, 50000)),
        (Fraction(13250, 50000), Fraction(34500, 50000)),
        (Fraction(7500, 50000), Fraction(3000, 50000)),
    ),
    white=(Fraction(15635, 50000), Fraction(16450, 50000)),
    luminance=(Fraction(50, 10000), Fraction(10000000, 10000)),
)
LIGHT = LightLevel(1000, 400)


def hevc(path: Path, words: str) -> Path:
    params = {"preset": "ultrafast", "x265-params": f"log-level=0:{words}"}
    return make_clip(path, frames=6, codec="libx265", options=params, sound=None, tags=(1, 9, 9, 16))


@pytest.mark.parametrize("suffix", ["mkv", "mp4", "ts", "hevc"])
def test_from_the_stream(tmp_path: Path, suffix: str) -> None:
    path = hevc(tmp_path / f"a.{suffix}", f"master-display={DISPLAY}:max-cll=1000,400")
    with open_video(path) as reader:
        assert reader.info.hdr == Hdr(MASTERING, LIGHT) and hash(reader.info.hdr) == hash(Hdr(MASTERING, LIGHT))
        assert reader.notices == []


def test_one_part_alone(tmp_path: Path) -> None:
    with open_video(hevc(tmp_path / "a.mkv", "max-cll=1000,400")) as reader:
        assert reader.info.hdr == Hdr(None, LIGHT)
    with open_video(hevc(tmp_path / "b.mkv", f"master-display={DISPLAY}")) as reader:
        assert reader.info.hdr == Hdr(MASTERING, None)
    with open_video(hevc(tmp_path / "c.mkv", "repeat-headers=1")) as reader:
        assert reader.info.hdr is None


@pytest.mark.parametrize("pre", ["deinterlace", "ivtc"])
def test_with_filters(tmp_path: Path, pre: str) -> None:
    with open_video(hevc(tmp_path / "a.mkv", f"master-display={DISPLAY}"), pre=pre) as reader:
        assert reader.info.hdr == Hdr(MASTERING, None)


def test_from_the_container_alone(tmp_path: Path) -> None:
    """Matroska's Colour element, with a codec that has no place for it: FFV1, as archives use it."""
    path = make_clip(tmp_path / "a.mkv", frames=4, codec="ffv1", sound=None, tags=(1, 9, 9, 16))
    data = path.read_bytes()
    # RFC 9559 §5.1.4.1.28.30…: MasteringMetadata with floats, MaxCLL and MaxFALL, put into Colour.
    values = [0.68, 0.32, 0.265, 0.69, 0.15, 0.06, 0.3127, 0.329, 1000.0, 0.005]
    inner = b"".join(bytes((0x55, 0xD1 + i, 0x84)) + struct.pack(">f", v) for i, v in enumerate(values))
    more = b"\x55\xbc\x82\x03\xe8" + b"\x55\xbd\x82\x01\x90" + b"\x55\xd0" + bytes((0x80 | len(inner),)) + inner
    with open_video(_grown(path, data, b"\x55\xb0", more)) as reader:
        hdr = reader.info.hdr
    assert hdr is not None and hdr.light == LIGHT and hdr.mastering is not None
    assert hdr.mastering.primaries is not None and hdr.mastering.white is not None
    assert hdr.mastering.luminance is not None
    read = [float(v) for xy in (*hdr.mastering.primaries, hdr.mastering.white) for v in xy]
    read += [float(v) for v in reversed(hdr.mastering.luminance)]
    assert read == pytest.approx(values, abs=1e-4)


def _grown(path: Path, data: bytes, mark: bytes, more: bytes) -> Path:
    """The file with `more` at the end of the element `mark`, and of all that it lies in: EBML, RFC 8794 §4."""
    chain: list[tuple[int, int, int]] = []  # where each size is written, in how many bytes, its value
    at, stop = 0, len(data)
    while True:
        ident = 9 - data[at].bit_length()
        length = 9 - data[at + ident].bit_length()
        size = int.from_bytes(data[at + ident : at + ident + length], "big") & ((1 << 7 * length) - 1)
        name, body = data[at : at + ident], at + ident + length
        # Segment, Tracks, TrackEntry, Video, Colour; the size of a Segment may be unknown.
        if name in (b"\x18\x53\x80\x67", b"\x16\x54\xae\x6b", b"\xae", b"\xe0", mark):
            chain.append((at + ident, length, size))
            if name == mark:
                stop = body + size
                break
            at = body
        else:
            at = body + size
    out = bytearray(data)
    out[stop:stop] = more
    grown = len(more)
    for place, length, size in reversed(chain):
        if size + grown >= (1 << 7 * length) - 1:
            wide = (size + grown | 1 << 56).to_bytes(8, "big")
            out[place : place + length] = wide
            grown += 8 - length
        else:
            out[place : place + length] = (size + grown | 1 << 7 * length).to_bytes(length, "big")
    target = path.with_name("grown.mkv")
    target.write_bytes(out)
    return target


class Picture:
    """Side data as a decoder would give it."""

    def __init__(self, **parts: bytes) -> None:
        self.side_data = {sidedata.Type[name]: data for name, data in parts.items()}


def test_what_is_not_said_or_nonsense() -> None:
    def mastering(numbers: list[int], primaries: int, luminance: int) -> Any:
        data = struct.pack("@20i2i", *numbers, primaries, luminance)
        return sidedata.hdr_of(Picture(MASTERING_DISPLAY_METADATA=data))  # type: ignore[arg-type]

    ones = [1, 2] * 10
    assert mastering(ones, 0, 0) is None
    half = Fraction(1, 2)
    assert mastering(ones, 0, 1) == Hdr(Mastering(luminance=(half, half)))
    assert mastering(ones, 1, 0) == Hdr(Mastering(primaries=((half, half),) * 3, white=(half, half)))
    assert mastering([1, 0] * 10, 1, 1) is None
    for data in (b"", bytes(7), bytes(8)):
        assert sidedata.hdr_of(Picture(CONTENT_LIGHT_LEVEL=data)) is None  # type: ignore[arg-type]


def test_dynamic_metadata_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_clip(tmp_path / "a.mkv", frames=2)
    read = sidedata.payload

    def with_more(picture: av.VideoFrame, kind: str) -> bytes | None:
        return b"x" if kind in ("DOVI_METADATA", "DOVI_RPU_BUFFER", "DYNAMIC_HDR_PLUS") else read(picture, kind)

    monkeypatch.setattr(sidedata, "payload", with_more)
    with open_video(path) as reader:
        assert reader.notices == [
            f"{name} metadata, which change from picture to picture, are not handed on"
            for name in ("HDR10+", "Dolby Vision")
        ]


def test_side_data_of_an_unknown_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    class Unknown:
        @property
        def side_data(self) -> object:
            raise ValueError("31 is not a valid Type")

    assert sidedata.hdr_of(Unknown()) is None  # type: ignore[arg-type]
    assert sidedata.hdr_of(noise(PIXEL_FORMATS["rgb24"], 4, 4).owner) is None
