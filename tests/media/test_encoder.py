"""The encoder: closed segments, one after the other; what goes wrong is told, and costs only the open one."""

from __future__ import annotations

import hashlib
import os
from fractions import Fraction
from pathlib import Path

import pytest

from upshade.core.hdr import Hdr, LightLevel, Mastering
from upshade.errors import BadInput, EncodeError, OutputError
from upshade.media import codecs
from upshade.media.codecs import CODECS
from upshade.media.encoder import Closed, Encoder
from upshade.media.packetlog import PacketLog
from upshade.media.segments import VideoSpec, video_spec

from .clips import YUV8, color_of, noise, our_threads
from .test_writer import file_size_limit

MS = Fraction(1, 1000)


def spec_of(codec: str = "ffv1", **options: object) -> VideoSpec:
    return video_spec(codec, {}, 64, 48, YUV8, color_of(YUV8), time_base=MS, rate=Fraction(25), **options)[0]  # type: ignore[arg-type]


def fill(encoder: Encoder, path: Path, first: int, count: int) -> None:
    encoder.begin(path)
    for i in range(first, first + count):
        encoder.write(noise(YUV8, 64, 48, i, pts=i * 40, duration=40))
    encoder.end()


def test_what_is_told_of_a_closed_segment(tmp_path: Path) -> None:
    closed: list[Closed] = []
    seen: list[bool] = []

    def on_disk(segment: Closed) -> None:
        seen.append(segment.path.exists() and not segment.path.with_name(segment.path.name + ".part").exists())
        closed.append(segment)

    encoder = Encoder(spec_of("h264"), on_disk, shift=1000)
    fill(encoder, tmp_path / "0", 25, 5)
    fill(encoder, tmp_path / "1", 30, 7)
    encoder.finish()
    assert seen == [True, True] and our_threads() == []
    for segment, name, pictures, first, last in zip(closed, "01", (5, 7), (0, 200), (160, 440), strict=True):
        data = (tmp_path / name).read_bytes()
        log = PacketLog(segment.path)
        assert (segment.path, segment.pictures, segment.first, segment.last) == (tmp_path / name, pictures, first, last)
        assert (segment.nbytes, segment.digest) == (len(data), hashlib.sha256(data).hexdigest())
        assert (log.first, log.last, segment.header) == (first, last, log.stream.digest)
        packets = list(log)
        assert packets[0].key and {p.duration for p in packets} == {40}
    assert closed[0].header == closed[1].header
    assert 0 < sum(s.nbytes for s in closed) - encoder.bytes_written < 2000


def test_segments_are_the_same_whatever_came_before(tmp_path: Path) -> None:
    """So one of them can be made again, alone."""
    for codec in ("h264", "hevc", "av1"):
        both: list[Closed] = []
        encoder = Encoder(spec_of(codec), both.append)
        fill(encoder, tmp_path / f"{codec}0", 0, 30)
        fill(encoder, tmp_path / f"{codec}1", 30, 30)
        encoder.finish()
        alone: list[Closed] = []
        encoder = Encoder(spec_of(codec), alone.append)
        fill(encoder, tmp_path / f"{codec}2", 30, 30)
        encoder.finish()
        assert both[1].digest == alone[0].digest


def test_a_listener_that_fails(tmp_path: Path) -> None:
    def fail(_: Closed) -> None:
        raise ZeroDivisionError("in the journal")

    encoder = Encoder(spec_of(), fail)
    with pytest.raises(ZeroDivisionError, match="in the journal"):
        fill(encoder, tmp_path / "0", 0, 3)
        encoder.finish()
    assert os.listdir(tmp_path) == ["0"]  # it was complete


def test_a_full_disk_costs_the_open_segment(tmp_path: Path) -> None:
    closed: list[Closed] = []
    encoder = Encoder(spec_of(), closed.append)
    fill(encoder, tmp_path / "0", 0, 2)
    with (
        pytest.raises(OutputError, match=r"1: cannot be written: File too large$") as caught,
        file_size_limit(15_000),
    ):
        for i in range(1, 50):
            fill(encoder, tmp_path / str(i), i * 50, 50)
        encoder.finish()
    assert "\n" not in str(caught.value) and os.listdir(tmp_path) == ["0"]
    assert [s.path.name for s in closed] == ["0"] and PacketLog(tmp_path / "0").packets == 2


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    encoder = Encoder(spec_of(), print)
    with pytest.raises(OutputError, match=r"gone/0: cannot be written: there is no folder '.*gone'$"):
        fill(encoder, tmp_path / "gone" / "0", 0, 20)
        encoder.finish()


def test_abort_leaves_closed_segments(tmp_path: Path) -> None:
    for codec in ("ffv1", "h264", "hevc", "av1"):
        closed: list[Closed] = []
        encoder = Encoder(spec_of(codec), closed.append)
        fill(encoder, tmp_path / "0", 0, 2)
        encoder.begin(tmp_path / "1")
        for i in range(2, 40):
            encoder.write(noise(YUV8, 64, 48, i, pts=i * 40))
        encoder.abort()
        encoder.abort()
        assert os.listdir(tmp_path) == ["0"] and len(closed) == 1
        with pytest.raises(EncodeError, match="stopped already"):
            encoder.write(noise(YUV8, 64, 48, 1, pts=9999))
        (tmp_path / "0").unlink()


@pytest.mark.parametrize(
    ("calls", "line"),
    [
        ("w", "no segment was begun"),
        ("bb", "the segment before was not ended"),
        ("be", "no frame came"),
        ("bw", "the last segment was not ended"),
    ],
)
def test_calls_out_of_order(tmp_path: Path, calls: str, line: str) -> None:
    encoder = Encoder(spec_of(), print)
    with pytest.raises(EncodeError, match=line):
        for number, call in enumerate(calls):
            if call == "b":
                encoder.begin(tmp_path / str(number))
            elif call == "w":
                encoder.write(noise(YUV8, 64, 48, pts=number))
            else:
                encoder.end()
        encoder.finish()
    assert os.listdir(tmp_path) == []


# ── the spec


def test_a_gpu_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The software row takes over with the quality that was asked for, and it is said."""
    real = VideoSpec.open

    def refuse(self: VideoSpec):  # type: ignore[no-untyped-def]
        if self.encoder.endswith("_nvenc"):
            raise EncodeError(f"{self.encoder} cannot be opened: no such device")
        return real(self)

    monkeypatch.setattr(VideoSpec, "open", refuse)
    for name, row in CODECS.items():
        if not row.software:
            continue
        spec, notices = video_spec(name, {"crf": "21", "preset": "p4"}, 64, 48, YUV8, color_of(YUV8))
        software = CODECS[row.software]
        assert (spec.codec, spec.encoder) == (row.software, software.encoder)
        assert spec.options == {**software.options, "crf": "21"}
        why = f"{row.encoder} cannot be opened: no such device"
        assert notices == [f"{why}; {row.software} ({software.encoder}) takes over, on the CPU"]
    # P010 goes on as the same samples in another order.
    spec, _ = video_spec("hevc-nvenc", {}, 64, 48, codecs.PIXEL_FORMATS["p010le"], color_of(YUV8))
    assert (spec.format.name, spec.wire) == ("p010le", "yuv420p10le")


def test_nvenc_rows_name_options_that_it_has() -> None:
    import av

    for row in CODECS.values():
        context = av.CodecContext.create(row.encoder, "w")
        options = context.supported_options
        known = {o.name: o for o in (*options.generic, *options.private)}
        for name, value in row.all_options(YUV8, {}).items():
            assert name in known
            words = {choice.name for choice in known[name].choices}
            assert not words or name in ("coder", "level") or value.lstrip("+").isdigit() or value in words


def test_hdr_in_the_words_of_each_encoder() -> None:
    third = Fraction(1, 3)
    mastering = Mastering(
        (
            (Fraction(17, 25), Fraction(8, 25)),
            (Fraction(53, 200), Fraction(69, 100)),
            (Fraction(3, 20), Fraction(3, 50)),
        ),
        (Fraction(3127, 10000), third),
        (Fraction(1, 200), Fraction(1000)),
    )
    corners = "G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16667)L(10000000,50)"
    hdr = Hdr(mastering, LightLevel(1000, 400))
    said = {name: row.hdr[1].parameters(hdr) for name, row in CODECS.items() if row.hdr}
    assert said == {
        "h264": f"mastering-display={corners}:cll=1000,400",
        "hevc": f"master-display={corners}:max-cll=1000,400",
        "av1": "mastering-display=G(0.265,0.69)B(0.15,0.06)R(0.68,0.32)WP(0.3127,0.33333333)L(1000,0.005)"
        ":content-light=1000,400",
    }
    half = Hdr(Mastering(luminance=(Fraction(0), Fraction(600))), LightLevel(7, 0))
    assert CODECS["hevc"].hdr and CODECS["hevc"].hdr[1].parameters(half) == "max-cll=7,0"


def test_what_cannot_be_encoded() -> None:
    with pytest.raises(BadInput, match=r"^crf of av1 is a number from 1 to 63, not '0'$"):
        video_spec("av1", {"crf": "0"}, 64, 48, YUV8, color_of(YUV8))
    with pytest.raises(BadInput, match=r"^preset of av1 is a number from 0 to 13, not 'fast'$"):
        video_spec("av1", {"preset": "fast"}, 64, 48, YUV8, color_of(YUV8))
    with pytest.raises(BadInput, match=r"^prores has no crf; "):
        video_spec("prores", {"crf": "10"}, 64, 48, YUV8, color_of(YUV8))
    with pytest.raises(EncodeError, match=r"^prores does not encode yuv420p; the nearest is yuv422p10le$"):
        video_spec("prores", {}, 64, 48, YUV8, color_of(YUV8))
    with pytest.raises(EncodeError, match=r"^libsvtav1 cannot be opened: "):
        video_spec("av1", {}, 1, 1, YUV8, color_of(YUV8))
