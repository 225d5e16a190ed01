"""Fields and telecine: what is found, what is made of it, and when it is shown."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice, pairwise, product
from pathlib import Path

import av
import numpy as np
import pytest
from av.filter import Graph

from upshade.errors import MediaError
from upshade.media.decimate import difference, repeated
from upshade.media.reader import open_video
from upshade.media.scan import scan

from .clips import make_clip, our_threads
from .interlace import Picture, film, frame, interlaced, planes, psnr, telecined, write

CODED = {"codec": "libx264", "options": {"crf": "16", "flags": "+ildct+ilme", "preset": "veryfast",
                                         "x264-params": "keyint=15:scenecut=0:open-gop=1"}}  # fmt: skip
DVD = {"codec": "mpeg2video", "options": {"b": "3000000", "flags": "+ildct+ilme", "g": "15", "bf": "2"}}


@pytest.fixture(scope="module")
def pictures() -> list[Picture]:
    return film(120)


# ── what auto finds


@pytest.mark.parametrize("tff", [True, False])
@pytest.mark.parametrize("coded", [{}, CODED, DVD], ids=["ffv1", "x264", "mpeg2"])
def test_auto_undoes_telecine(tmp_path: Path, pictures: list[Picture], coded: dict[str, str], tff: bool) -> None:
    """The film pictures again, all and in order: exactly where nothing was lost on the way."""
    order = ("tff" if tff else "bff") if coded else None  # FFV1 says nothing of fields
    path = write(tmp_path / "a.mkv", telecined(pictures, tff=tff, phase=int(tff)), order=order, start=30, **coded)
    with open_video(path, pre="auto") as reader:
        assert (reader.pre, reader.seekable) == ("ivtc", False)
        assert any("--pre auto: the telecine is undone; of 3 places looked at, " in n for n in reader.notices)
        frames = list(reader)
        assert (reader.info.rate, reader.info.frames) == (Fraction(24000, 1001), 120)
    assert len(frames) == 120
    quality = [psnr(f.planes[0], p[0]) for f, p in zip(frames, pictures, strict=True)]
    if coded:
        assert np.mean(quality) > 36 and np.median(quality) > 38
    else:  # the last picture has lost a field to the end of the clip; where nothing moves, fields of two may be matched
        assert sum(q == float("inf") for q in quality) >= 118 and min(quality) > 45
    # 30 frames of 30000/1001 a second, then a film picture every 1001/24000 s, as well as Matroska's clock can say.
    times = [f.pts * f.time_base for f in frames]
    assert times[0] == reader.info.start_pts * reader.info.time_base == Fraction(1001, 1000)
    ideal = [times[0] + i * Fraction(1001, 24000) for i in range(120)]
    assert max(abs(a - b) for a, b in zip(times, ideal, strict=True)) < Fraction(1, 1000)
    assert all(a.pts + a.duration == b.pts for a, b in pairwise(frames))


@pytest.mark.parametrize("tff", [True, False])
@pytest.mark.parametrize("coded", [{}, CODED, DVD], ids=["ffv1", "x264", "mpeg2"])
def test_auto_deinterlaces(tmp_path: Path, pictures: list[Picture], coded: dict[str, str], tff: bool) -> None:
    order = ("tff" if tff else "bff") if coded else None
    path = write(tmp_path / "a.mkv", interlaced(pictures, tff=tff), order=order, start=30, **coded)
    with open_video(path) as reader:
        combed = [psnr(f.planes[0], p[0]) for f, p in zip(reader, pictures[::2], strict=True)]
        told = [f.pts for f in reader]
        # What frames say of themselves is told; FFV1 says nothing.
        assert [("--pre auto" in n) for n in reader.notices] == [True] * bool(coded)
    with open_video(path, pre="auto") as reader:
        assert (reader.pre, reader.seekable, len(reader.notices)) == ("deinterlace", True, 1)
        assert "--pre auto: deinterlaced; of 1 place looked at, 1 interlaced" in reader.notices[0]
        frames = list(reader)
        assert reader.info.rate == Fraction(30000, 1001)
    assert [f.pts for f in frames] == told
    # Each is the picture of the field that is shown first, which gave it half its lines.
    whole = [psnr(f.planes[0], p[0]) for f, p in zip(frames, pictures[::2], strict=True)]
    assert np.mean(whole) > np.mean(combed) + 1 and np.mean(whole) > 36
    assert np.percentile(whole, 20) > np.percentile(combed, 20) + 2  # where it moves
    if not coded:
        for out, picture in zip(frames, pictures[::2], strict=True):
            lines = slice(int(not tff), None, 2)
            assert np.array_equal(out.planes[0][lines], picture[0][lines])
    with open_video(path, pre="bob") as reader:
        fields = list(reader)
        assert (reader.info.rate, reader.info.time_base) == (Fraction(60000, 1001), Fraction(1, 2000))
    assert [f.pts for f in fields[::2]] == [2 * pts for pts in told]
    assert all(a.pts < b.pts < c.pts for a, b, c in zip(fields[::2], fields[1::2], fields[2::2], strict=False))
    assert np.mean([psnr(f.planes[0], p[0]) for f, p in zip(fields, pictures, strict=True)]) > 32


@pytest.mark.parametrize("order", [None, "tff"])
def test_auto_leaves_progressive_pictures(tmp_path: Path, pictures: list[Picture], order: str | None) -> None:
    """Also where they say wrongly that they are interlaced, as on many DVDs; and drawings that move every other
    picture, which are repeated too."""
    twos = [pictures[i - i % 2] for i in range(60)]
    coded = CODED if order else {}
    for number, shown in enumerate((pictures[:60], twos)):
        path = write(tmp_path / f"{number}.mkv", shown, order=order, **coded)
        with open_video(path) as plain, open_video(path, pre="auto") as reader:
            assert reader.pre == "none" and "nothing is done" in reader.notices[0]
            assert len(plain.notices) == bool(order)
            for a, b in zip(plain, reader, strict=True):
                assert a.pts == b.pts and all(np.array_equal(p, q) for p, q in zip(a.planes, b.planes, strict=True))


def test_places_all_over_a_long_file(tmp_path: Path) -> None:
    """Progressive pictures, then as many interlaced ones: the beginning alone would say that nothing is to be done."""
    small = film(180, (160, 90))
    shown = [*small, *small[::-1], *interlaced([*small, *small[::-1], *small, *small[::-1]])]
    path = write(tmp_path / "a.mkv", shown + shown[-12:])
    with open_video(path, pre="auto") as reader:
        assert reader.pre == "deinterlace"
        assert "of 6 places looked at, 3 interlaced, 3 progressive" in reader.notices[0]


def test_video_among_film_is_kept_whole(tmp_path: Path, pictures: list[Picture]) -> None:
    """Telecined film, and then 30 pictures a second: of those none is left out, and none is shown at a wrong time."""
    video = pictures[60:90]
    with open_video(write(tmp_path / "a.mkv", [*telecined(pictures[:48]), *video]), pre="ivtc") as reader:
        frames = list(reader)
    assert len(frames) == 48 + 30
    for out, picture in zip(frames[48:], video, strict=True):
        assert np.array_equal(out.planes[0], picture[0])
    # Matroska's milliseconds.
    assert max(abs(Fraction(f.pts, 4) - i * Fraction(1001, 30)) for i, f in enumerate(frames[48:], 60)) <= 0.5


def test_a_hole_in_telecined_video_shifts_nothing(tmp_path: Path, pictures: list[Picture]) -> None:
    """Two seconds that were not recorded: what comes behind them is shown when it was."""
    gap = frozenset(range(50, 110))
    path = write(tmp_path / "a.mkv", telecined(pictures), skip=gap)
    with open_video(path, pre="ivtc") as reader:
        frames = list(reader)
    last = next(i for i, f in enumerate(frames) if f.pts * f.time_base > 3)
    assert float(frames[last].pts * frames[last].time_base) == pytest.approx(110 * 1001 / 30000, abs=0.05)
    assert psnr(frames[last + 4].planes[0], pictures[88 + 4][0]) == float("inf")
    assert all(a.pts < b.pts for a, b in pairwise(frames))


# ── equal however it is entered


@pytest.mark.parametrize("pre", ["deinterlace", "bob", "ivtc"])
@pytest.mark.parametrize("coded", [CODED, DVD], ids=["x264", "mpeg2"])
def test_between_gives_the_frames_of_the_whole_run(
    tmp_path: Path, pictures: list[Picture], coded: dict[str, str], pre: str
) -> None:
    shown = telecined(pictures) if pre == "ivtc" else interlaced(pictures)
    suffix = "ts" if coded is DVD else "mkv"
    with open_video(write(tmp_path / f"a.{suffix}", shown, order="tff", start=9, **coded), pre=pre) as reader:
        whole = list(reader)
        keys = scan(reader.info).keys
        assert len(keys) > 3
        # ivtc decodes from the start each time.
        for key in keys[1:3] if pre == "ivtc" else keys:
            for first in (key, key + 1, key + 3000 // reader.info.time_base.denominator):
                wanted = [f for f in whole if f.pts >= first][:4]
                for a, b in zip(wanted, islice(reader.between(first, None), 4), strict=True):
                    assert (a.pts, a.duration) == (b.pts, b.duration)
                    assert all(np.array_equal(p, q) for p, q in zip(a.planes, b.planes, strict=True))
        first, last = keys[1], keys[2]
        assert [f.pts for f in reader.between(first, last)] == [f.pts for f in whole if first <= f.pts < last]
    assert our_threads() == []


# ── formats


def test_ten_bits_and_high_definition(tmp_path: Path) -> None:
    """1080i with 10 bits: bwdif and fieldmatch keep them all, though fieldmatch itself sees 8."""
    wide = film(12, (192, 1080), skip=60, fmt="yuv420p10le")
    assert wide[0][0].dtype == np.uint16 and (wide[0][0] % 4).any()
    with open_video(write(tmp_path / "t.mkv", telecined(wide)), pre="ivtc") as reader:
        assert reader.info.format.name == "yuv420p10le"
        out = list(reader)
    assert len(out) == 12
    assert all(
        np.array_equal(a, b) for f, p in zip(out[:-1], wide, strict=False) for a, b in zip(f.planes, p, strict=True)
    )
    with open_video(write(tmp_path / "i.mkv", interlaced(wide)), pre="deinterlace") as reader:
        for f, p in zip(reader, wide[::2], strict=True):
            assert f.format.name == "yuv420p10le" and np.array_equal(f.planes[0][::2], p[0][::2])


@pytest.mark.parametrize(
    ("name", "pre"),
    [
        *product(["nv12", "yuv422p", "yuv444p12le", "gray", "gray10le", "gray12le"], ["deinterlace", "ivtc"]),
        ("rgb24", "deinterlace"),
    ],
)
def test_formats_survive_the_filters(tmp_path: Path, name: str, pre: str) -> None:
    """What no filter has to change comes out as it went in, sample for sample."""
    path = tmp_path / "raw.nut"
    held = frame(film(1)[0], 0).reformat(format="yuv444p16le" if name != "rgb24" else "rgb24").reformat(format=name)
    with av.open(str(path), "w") as out:
        stream = out.add_stream("rawvideo", rate=30)
        stream.width, stream.height, stream.pix_fmt = held.width, held.height, name
        for i in range(12):
            held.pts = i
            out.mux(stream.encode(held))
    with open_video(path) as plain, open_video(path, pre=pre) as reader:
        before, after = list(plain), list(reader)
        assert (len(before), len(after)) == (12, 10 if pre == "ivtc" else 12)
        assert after[0].format.name == reader.info.format.name == plain.info.format.name == name
        assert (after[0].color, after[0].sar) == (before[0].color, before[0].sar)
    lines = slice(0, None, 2 if pre == "deinterlace" else 1)
    for f in after:
        assert all(np.array_equal(a[lines], b[lines]) for a, b in zip(f.planes, before[0].planes, strict=True))


def test_tags_and_shape_survive(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "a.mkv", tags=(2, 9, 9, 16), sar=Fraction(32, 27), frames=12)
    with open_video(path) as plain:
        info = plain.info
    for pre in ("deinterlace", "bob", "ivtc"):
        with open_video(path, pre=pre) as reader:
            frames = list(reader)
            assert {(f.color, f.sar) for f in frames} == {(info.color, info.sar)}
            assert (reader.info.color, reader.info.sar, reader.info.hdr) == (info.color, info.sar, info.hdr)


def test_soft_telecine_is_film(tmp_path: Path, pictures: list[Picture]) -> None:
    """MPEG-2 that only asks for fields to be repeated holds the film pictures as they are: nothing is to be done."""
    path = tmp_path / "film.m2v"
    even = [tuple(np.ascontiguousarray(p[: p.shape[0] // 32 * 32 if i == 0 else p.shape[0] * 2 // 32 * 16])
                  for i, p in enumerate(picture)) for picture in pictures[:60]]  # fmt: skip
    write(path, even, codec="mpeg2video", options={"b": "3000000", "g": "12", "bf": "0"}, rate=Fraction(24000, 1001))
    path.write_bytes(_pulldown(path.read_bytes()))
    with open_video(path, pre="auto") as reader:
        assert (reader.pre, len(list(reader))) == ("none", 60)


def _pulldown(data: bytes) -> bytes:
    """repeat_first_field in every other picture, and progressive_sequence off: ISO/IEC 13818-2 §6.2.2.3, §6.2.3.1."""
    out, at, picture = bytearray(data), 0, 0
    while (at := out.find(b"\0\0\1\xb5", at)) >= 0:
        kind = out[at + 4] >> 4
        if kind == 1:  # sequence extension
            out[at + 5] &= ~0x08
        elif kind == 8:  # picture coding extension
            top, repeat = ((1, 1), (0, 0), (0, 1), (1, 0))[picture % 4]
            out[at + 7] = (out[at + 7] & 0x7F) | top << 7
            out[at + 7] = (out[at + 7] & ~0x02) | repeat << 1
            picture += 1
        at += 4
    return bytes(out)


def test_what_repeats() -> None:
    """Frames of film that were coded anew; a cut in the cycle; video; where little moves, as it was before."""
    assert repeated([30.0, 25.0, 3.1, 40.0, 33.0], None) == 2
    assert repeated([9.0, 140.0, 2.9, 7.0, 6.5], 4) == 2
    assert repeated([8.3, 8.9, 113.0, 35.0, 20.8], None) is None
    assert repeated([30.0, 25.0, 9.1, 9.5, 33.0], None) is None
    assert repeated([30.0, 25.0, 9.1, 9.5, 33.0], 2) == 2
    assert repeated([30.0, 25.0, 20.0, 40.0, 33.0], 2) is None
    assert repeated([3.5, 3.9, 4.4, 4.5, 3.7], None) is None
    assert repeated([3.5, 3.9, 4.4, 4.5, 3.7], 2) == 2
    assert repeated([3.5, 3.9, 9.4, 4.5, 3.7], 2) is None
    assert repeated([0.1, 0.1, 0.0, 0.1, 0.1], None) == 2


@pytest.mark.parametrize("name", ["yuv420p", "yuv444p12le", "gray16le", "rgb24", "p010le", "yuv411p", "gbrp"])
@pytest.mark.parametrize("size", [(64, 48), (70, 50), (9, 5)])
def test_differences_are_steps_of_eight_bits(name: str, size: tuple[int, int]) -> None:
    """One block of a picture, brighter by a known share of the scale."""
    dark, light = (av.VideoFrame(*size, name) for _ in range(2))
    for video in (dark, light):
        for plane in video.planes:
            plane.update(bytes(plane.buffer_size))
    step = light.planes[0].line_size
    data = bytearray(light.planes[0].buffer_size)
    for row in range(32):
        if row < size[1]:
            data[row * step : (row + 1) * step] = b"\x10\x00" * (step // 2)
    light.planes[0].update(bytes(data))
    assert difference(dark, dark) == 0
    wide = name in ("yuv444p12le", "gray16le", "p010le")
    scale = {"yuv444p12le": 4095, "gray16le": 65535, "p010le": 1023 << 6}.get(name, 255)
    assert difference(dark, light) == pytest.approx((16 if wide else 8) * 255 / scale, rel=0.15)


def test_bad_words(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "a.mkv", frames=2)
    with pytest.raises(MediaError, match=r"^there is no --pre 'auot'; did you mean 'auto'\?; possible are none, "):
        open_video(path, pre="auot")
    with pytest.raises(MediaError, match=r"a\.mkv: has times of its own; a rate is for pictures with a number"):
        open_video(path, rate=24)


def test_a_graph_outlives_its_pictures(tmp_path: Path, pictures: list[Picture]) -> None:
    """Frames stay as they are when the reader, and with it the filters, have gone."""
    with open_video(write(tmp_path / "a.mkv", interlaced(pictures[:20])), pre="deinterlace") as reader:
        frames = list(reader)
    before = [f.planes[0].copy() for f in frames]
    del reader
    for _ in range(3):
        Graph()
    assert all(np.array_equal(a, f.planes[0]) for a, f in zip(before, frames, strict=True))
    assert planes(frames[0].owner)[0].shape == (144, 256)  # type: ignore[arg-type]
