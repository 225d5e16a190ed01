"""Segments that become a file: every codec and container, the same pictures, times and bytes."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path

import av
import pytest
from PIL import Image

from upshade.core.color import RGB, Color, Matrix, Range, Tags
from upshade.core.frame import PIXEL_FORMATS, Frame
from upshade.core.hdr import Hdr, LightLevel, Mastering
from upshade.errors import BadInput, EncodeError, OutputError
from upshade.media.assemble import assemble, losses
from upshade.media.codecs import CODECS
from upshade.media.encoder import Closed, Encoder
from upshade.media.reader import open_video
from upshade.media.segments import VideoSpec, video_spec

from .clips import color_of, equal, noise
from .test_encoder import MS
from .test_writer import file_size_limit

TIMES = [0, 33, 66, 200, 201, 500, 540, 580, 640, 700, 1400, 1433, 1434, 1435, 1500, 1600, 1700, 1750, 1790, 1800]
"""Of three segments: 7, 7 and 6 pictures, none lasts as long as the next."""

VIDEO = [
    (name, suffix) for name, row in CODECS.items() if row.matroska and not row.software for suffix in row.containers
]


def encode(folder: Path, spec: VideoSpec, times: list[int] = TIMES, size: int = 7) -> list[Path]:
    logs: list[Closed] = []
    encoder = Encoder(spec, logs.append)
    for first in range(0, len(times), size):
        encoder.begin(folder / f"{spec.codec}-{spec.format.name}-{first}")
        for i in range(first, min(first + size, len(times))):
            after = times[i + 1] if i + 1 < len(times) else times[i] + 70
            frame = noise(spec.format, spec.width, spec.height, i // 3, pts=times[i], duration=after - times[i])
            encoder.write(frame)
        encoder.end()
    encoder.finish()
    return [log.path for log in logs]


def spec_of(codec: str, format: str = "", **options: object) -> VideoSpec:
    fmt = PIXEL_FORMATS[format or CODECS[codec].formats[0]]
    options.setdefault("color", color_of(fmt))
    color = options.pop("color")
    return video_spec(codec, {}, 96, 64, fmt, color, time_base=MS, rate=Fraction(24), **options)[0]  # type: ignore[arg-type]


def read(path: Path) -> list[Frame]:
    with open_video(path) as reader:
        return list(reader)


@pytest.mark.parametrize(("codec", "suffix"), VIDEO)
def test_joining_changes_nothing(tmp_path: Path, codec: str, suffix: str) -> None:
    """What each segment decodes to alone comes in a row, at the times that were asked for."""
    spec = spec_of(codec)
    logs = encode(tmp_path, spec)
    path = tmp_path / f"all{suffix}"
    assert assemble(path, spec, logs, source=None) == []
    alone = []
    for i, log in enumerate(logs):
        assemble(tmp_path / f"{i}{suffix}", spec, [log], source=None)
        alone += read(tmp_path / f"{i}{suffix}")
    joined = read(path)
    assert equal(joined, alone) and len(joined) == len(TIMES)
    assert [frame.pts * frame.time_base for frame in joined if frame.pts is not None] == [t * MS for t in TIMES]
    with av.open(str(path)) as file:
        packets = [p for p in file.demux(video=0) if p.size]
        keys = [p.pts * p.time_base for p in packets if p.is_keyframe]
        assert file.duration == 1_870_000  # the last picture is shown as long as it was to be
    assert {TIMES[0] * MS, TIMES[7] * MS, TIMES[14] * MS} <= set(keys)
    dts = [p.dts * p.time_base for p in packets if p.dts is not None]
    assert dts == sorted(set(dts)) and len(dts) >= len(TIMES) - 3
    assert all(p.dts <= p.pts for p in packets if p.dts is not None)


@pytest.mark.parametrize("suffix", [".mkv", ".mp4", ".mov"])
def test_the_same_bytes_run_to_run(tmp_path: Path, suffix: str) -> None:
    made = []
    for name in "ab":
        (tmp_path / name).mkdir()
        spec = spec_of("h264")
        path = tmp_path / f"{name}{suffix}"
        assemble(path, spec, encode(tmp_path / name, spec), source=None, recipe="{}")
        made.append(path.read_bytes())
    assert made[0] == made[1]


HDR = Hdr(
    Mastering(
        (
            (Fraction(17, 25), Fraction(8, 25)),
            (Fraction(53, 200), Fraction(69, 100)),
            (Fraction(3, 20), Fraction(3, 50)),
        ),
        (Fraction(3127, 10000), Fraction(329, 1000)),
        (Fraction(1, 200), Fraction(1000)),
    ),
    LightLevel(1000, 400),
)


@pytest.mark.parametrize(("codec", "suffix"), VIDEO)
def test_what_the_file_says_of_its_pictures(tmp_path: Path, codec: str, suffix: str) -> None:
    """HDR metadata, rotation, pixel shape and colour tags, whatever the encoder's own stream can say."""
    color = Color(Matrix.BT2020, Range.LIMITED, tags=Tags(1, 9, 9, 16))
    deep = next(name for name in CODECS[codec].formats if name.startswith("yuv4") and "10" in name)
    spec = spec_of(codec, deep, color=color, hdr=HDR, rotation=90, sar=Fraction(40, 33))
    path = tmp_path / f"a{suffix}"
    assemble(path, spec, encode(tmp_path, spec, TIMES[:4], 2), source=None)
    with open_video(path) as reader:
        info = reader.info
    assert (info.rotation, info.sar, info.color) == (90, Fraction(40, 33), color)
    assert info.hdr is not None and info.hdr.light == HDR.light
    if codec != "av1":
        assert info.hdr == HDR
        return
    # AV1 specification, §6.7.4: chromaticities in 1/65536, luminance in 1/256 and 1/16384 cd/m².
    found, asked = info.hdr.mastering, HDR.mastering
    assert found and asked and found.primaries and found.white and found.luminance
    assert asked.primaries and asked.white and asked.luminance
    for have, want in zip((*found.primaries, found.white), (*asked.primaries, asked.white), strict=True):
        assert all(abs(h - w) <= Fraction(1, 65536) for h, w in zip(have, want, strict=True))
    assert abs(found.luminance[0] - asked.luminance[0]) <= Fraction(1, 16384)
    assert found.luminance[1] == asked.luminance[1]


def test_hevc_is_named_for_apple_in_mp4(tmp_path: Path) -> None:
    """QuickTime plays hvc1, and not hev1."""
    spec = spec_of("hevc")
    logs = encode(tmp_path, spec, TIMES[:3])
    for suffix in (".mp4", ".mov"):
        assemble(tmp_path / f"a{suffix}", spec, logs, source=None)
        with av.open(str(tmp_path / f"a{suffix}")) as file:
            assert file.streams.video[0].codec_context.codec_tag == "hvc1"


def test_progress_counts_bytes(tmp_path: Path) -> None:
    spec = spec_of("h264")
    heard: list[int] = []
    assemble(tmp_path / "a.mkv", spec, encode(tmp_path, spec), source=None, progress=heard.append)
    assert heard == sorted(heard) and len(heard) == len(TIMES)
    assert 0 < os.path.getsize(tmp_path / "a.mkv") - heard[-1] < 3000


# ── what cannot be joined


def test_segments_that_do_not_fit(tmp_path: Path) -> None:
    spec, path = spec_of("h264"), tmp_path / "a.mkv"
    first, second, third = encode(tmp_path, spec)
    other = encode(tmp_path, spec_of("h264", "yuv444p"))
    for logs, line in (
        ([first, other[1]], r"h264-yuv444p-7: was encoded otherwise than h264-yuv420p-0; they cannot be joined"),
        ([second, first], r"h264-yuv420p-0: begins before h264-yuv420p-7 ends"),
        ([first, first], r"begins before"),
        ([], "there is no segment"),
    ):
        with pytest.raises(EncodeError, match=line):
            assemble(path, spec, logs, source=None)
    with pytest.raises(EncodeError, match="was encoded by libx264, not libx265"):
        assemble(path, spec_of("hevc"), [first], source=None)
    assert not path.exists() and not list(tmp_path.glob(".*"))
    assemble(path, spec, [first, third], source=None)  # a gap is no fault


def test_a_damaged_segment_is_named(tmp_path: Path) -> None:
    spec, path = spec_of("h264"), tmp_path / "a.mkv"
    logs = encode(tmp_path, spec)
    data = bytearray(logs[1].read_bytes())
    data[len(data) // 2] ^= 1
    logs[1].write_bytes(data)
    with pytest.raises(OutputError, match=r"h264-yuv420p-7: is no finished log of packets: packet \d+ is damaged$"):
        assemble(path, spec, logs, source=None)
    assert not path.exists() and not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("suffix", [".mkv", ".mp4"])
def test_a_full_disk_leaves_the_segments(tmp_path: Path, suffix: str) -> None:
    spec, path = spec_of("ffv1" if suffix == ".mkv" else "h264"), tmp_path / f"a{suffix}"
    logs = encode(tmp_path, spec)
    before = sorted(os.listdir(tmp_path))
    line = rf"a\{suffix}: cannot be written: File too large$"
    with file_size_limit(20_000), pytest.raises(OutputError, match=line):
        assemble(path, spec, logs, source=None)
    assert sorted(os.listdir(tmp_path)) == before
    assemble(path, spec, logs, source=None)
    assert len(read(path)) == len(TIMES)


def test_a_file_that_is_there_stays(tmp_path: Path) -> None:
    spec, path = spec_of("h264"), tmp_path / "a.mkv"
    logs = encode(tmp_path, spec, TIMES[:3])
    path.write_bytes(b"old")
    with pytest.raises(OutputError, match="exists already"):
        assemble(path, spec, logs, source=None)
    assert path.read_bytes() == b"old"
    assemble(path, spec, logs, source=None, overwrite=True)
    assert len(read(path)) == 3


# ── sequences of pictures


@pytest.mark.parametrize(("codec", "suffix"), [("png", ".png"), ("tiff", ".tif")])
@pytest.mark.parametrize("name", ["rgb24", "rgba", "rgb48le", "rgba64le", "gray", "gray16le"])
def test_pictures_keep_every_bit(tmp_path: Path, codec: str, suffix: str, name: str) -> None:
    spec = spec_of(codec, name)
    logs = encode(tmp_path, spec)
    pattern = tmp_path / f"a_%03d{suffix}"
    assert assemble(pattern, spec, logs, source=None) == []
    wanted = [noise(spec.format, 96, 64, i // 3) for i in range(len(TIMES))]
    assert equal(read(pattern), wanted)
    assert sorted(p.name for p in tmp_path.glob("a_*")) == [f"a_{i:03d}{suffix}" for i in range(1, 21)]
    if name == "rgb24":
        import numpy as np

        assert np.array_equal(np.asarray(Image.open(tmp_path / f"a_020{suffix}")), wanted[19].planes[0])


def test_pictures_go_on_where_they_were_stopped(tmp_path: Path) -> None:
    spec = spec_of("png")
    logs = encode(tmp_path, spec)
    pattern = tmp_path / "a_%02d.png"

    class Stop(Exception):
        pass

    def stop(written: int) -> None:
        if (tmp_path / "a_09.png").exists():
            raise Stop

    with pytest.raises(Stop):
        assemble(pattern, spec, logs, source=None, progress=stop)
    assert len(list(tmp_path.glob("a_*"))) == 9
    before = (tmp_path / "a_05.png").stat().st_mtime_ns
    assemble(pattern, spec, logs, source=None, recipe="{}")
    assert len(list(tmp_path.glob("a_*.png"))) == 20 and (tmp_path / "a_05.png").stat().st_mtime_ns == before
    assert not list(tmp_path.glob(".*"))


def test_pictures_do_not_replace_others(tmp_path: Path) -> None:
    spec = spec_of("png")
    logs = encode(tmp_path, spec)
    (tmp_path / "a_15.png").write_bytes(b"mine")
    with pytest.raises(OutputError, match=r"a_15\.png: exists already; --overwrite replaces it"):
        assemble(tmp_path / "a_%02d.png", spec, logs, source=None)
    assert [p.name for p in tmp_path.glob("a_*")] == ["a_15.png"]
    assemble(tmp_path / "a_%02d.png", spec, logs, source=None, overwrite=True)
    with open_video(tmp_path / "a_%02d.png") as reader:
        source = reader.info
        assert len(list(reader)) == 20
    # Nor those that they are made of.
    other = spec_of("png", "gray")
    with pytest.raises(BadInput, match=r"a_01\.png: is a picture of the input"):
        assemble(tmp_path / "a_%02d.png", other, encode(tmp_path, other), source=source, overwrite=True)


def test_what_a_sequence_of_pictures_loses(tmp_path: Path) -> None:
    spec = spec_of("png", color=RGB, hdr=HDR, rotation=180)
    assert losses(tmp_path / "a_%02d.png", spec, None) == [
        "a sequence of pictures keeps no times; there are 24 pictures a second on average",
        "a sequence of pictures does not keep that it is to be turned by 180 degrees",
        "a sequence of pictures does not keep HDR metadata",
    ]
