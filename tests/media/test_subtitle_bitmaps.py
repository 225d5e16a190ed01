"""Blu-ray and DVD subtitles: every pixel, every time, and where they go on pictures of other sizes."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from media.clips import make_clip
from media.subs import Shown, box_of, drawn, dvd_unit, make_pgs, make_vobsub, mux, pgs_lines
from upshade.core.color import Color, Matrix, Range
from upshade.core.frame import PIXEL_FORMATS
from upshade.media import pgs, vobsub
from upshade.media.bitmaps import resized
from upshade.media.overlay import Overlay
from upshade.media.probe import VideoInfo
from upshade.media.subtitles import Subtitles, open_subtitles

BT709 = Color(Matrix.BT709, Range.LIMITED)
HD = VideoInfo("nowhere.mkv", 1920, 1080, PIXEL_FORMATS["yuv420p"], BT709, Fraction(24), Fraction(1, 1000))
SD = replace(HD, width=720, height=480, sar=Fraction(8, 9))

PALETTE = {0: (16, 128, 128, 0), 1: (16, 128, 128, 255), 2: (235, 128, 128, 255), 3: (63, 102, 240, 255),
           4: (173, 42, 26, 128), 255: (125, 128, 128, 1)}  # fmt: skip
"""Transparent, black, white, red, half green, hardly grey: Y', Cb, Cr, alpha."""

PREMULTIPLIED = {0: (0, 0, 0, 0), 1: (0, 0, 0, 255), 2: (255, 255, 255, 255), 3: (255, 1, 1, 255), 4: (0, 128, 0, 128),
                 255: (0, 0, 0, 1)}  # fmt: skip
"""R'G'B'A, by the formula of BT.709-6, by hand."""

DVD = [0x000000, 0xFF8000, 0x0000FF, 0xFFFFFF, *range(0x10, 0x1C)]


def noise(rows: int, columns: int, numbers: list[int], seed: int = 0) -> NDArray[np.uint8]:
    """Runs of all lengths, and single pixels."""
    dice = np.random.default_rng(seed)
    runs = dice.choice([1, 1, 2, 3, 4, 15, 16, 17, 63, 64, 70, 255, 256, 300], rows * columns // 4)
    line = np.repeat(dice.choice(numbers, len(runs)), runs)[: rows * columns]
    return line.reshape(rows, columns).astype(np.uint8)


def canvas(overlay: Overlay, size: tuple[int, int]) -> NDArray[np.uint8]:
    picture = np.zeros((size[1], size[0], 4), np.uint8)
    for tile in overlay.tiles:
        rows, columns = tile.pixels.shape[:2]
        part = picture[tile.y : tile.y + rows, tile.x : tile.x + columns]
        assert part.shape == tile.pixels.shape, "a tile lies within the picture"
        assert not part.any(), "tiles do not overlap"
        part[...] = tile.pixels
    return picture


def opened(path: Path, data: bytes, info: VideoInfo = HD) -> Subtitles:
    path.write_bytes(data)
    return open_subtitles(info, str(path))


# ── Blu-ray


def test_blu_ray_is_what_was_written_to_the_pixel(tmp_path: Path) -> None:
    a, b = noise(90, 700, list(PALETTE)), noise(300, 900, list(PALETTE), 1)
    events = [Shown(1000, 3000, 37, 900, a), Shown(2000, 4000, 1000, 11, b), Shown(5000, 6000, 0, 0, a)]
    lookup = np.zeros((256, 4), np.uint8)
    for number, color in PREMULTIPLIED.items():
        lookup[number] = color
    with opened(tmp_path / "s.sup", make_pgs(events, PALETTE)) as s:
        assert s.events == 4 and s.notices == []
        for time in (0, 999, 1000, 1999, 2000, 2999, 3000, 3999, 4000, 4999, 5000, 5999, 6000, 10**6):
            want = np.zeros((1080, 1920, 4), int)
            for e in events:
                if e.start <= time < e.end:
                    rows, columns = e.numbers.shape
                    want[e.y : e.y + rows, e.x : e.x + columns] = lookup[e.numbers]
            got = canvas(s.at(Fraction(time, 1000), 1920, 1080), (1920, 1080))
            assert np.abs(got - want).max() <= 1, time
            assert np.array_equal(got[..., 3], want[..., 3])


def test_the_same_blu_ray_picture_is_one_object(tmp_path: Path) -> None:
    with opened(tmp_path / "s.sup", make_pgs([Shown(1000, 3000, 0, 0, drawn("One"))], PALETTE)) as s:
        assert s.at(1.5, 1920, 1080) is s.at(2.5, 1920, 1080)
        assert s.at(1.5, 1280, 720) is not s.at(1.5, 1920, 1080)


def test_run_lengths_are_read_as_ffmpeg_reads_them(tmp_path: Path) -> None:
    numbers = noise(200, 1000, list(PALETTE), 3)
    path = tmp_path / "s.sup"
    path.write_bytes(make_pgs([Shown(0, 1000, 0, 0, numbers)], PALETTE))
    with av.open(str(path)) as file:
        rects = [rect for packet in file.demux() if packet.size for rect in packet.decode()]
    (rect,) = rects
    assert np.array_equal(np.frombuffer(rect.planes[0], np.uint8).reshape(rect.height, rect.width), numbers)
    assert np.array_equal(pgs.unpack(pgs_lines(numbers), 1000, 200), numbers)


def test_a_crop_shows_a_part_of_an_object() -> None:
    numbers = noise(20, 30, list(PALETTE))
    composition = b"\x07\x80\x04\x38\x10\0\0\x80\0\0\x01" + b"\0\0\0\x80\0\x64\0\xc8" + b"\0\x05\0\x06\0\x0a\0\x08"
    data = pgs_lines(numbers)
    body = b"\0\0\0\xc0" + (len(data) + 4).to_bytes(3, "big") + b"\0\x1e\0\x14" + data
    colors = b"\0\0" + b"".join(bytes([n, y, cr, cb, a]) for n, (y, cb, cr, a) in PALETTE.items())
    reader = pgs.PgsReader()
    packet = b"".join(bytes([kind]) + len(part).to_bytes(2, "big") + part
                      for kind, part in ((0x16, composition), (0x14, colors), (0x15, body), (0x80, b"")))  # fmt: skip
    reader.feed(0, packet)
    x, y, pixels = reader.pictures[0].parts[0].paint()
    assert (x, y, pixels.shape) == (100, 200, (8, 10, 4)) and reader.damaged == 0
    alphas = np.zeros(256, int)
    for number, color in PALETTE.items():
        alphas[number] = color[3]
    assert np.array_equal(pixels[..., 3], alphas[numbers[6:14, 5:15]])


@pytest.mark.parametrize(
    ("info", "size", "sar", "box"),
    [
        (HD, (3840, 2160), Fraction(1), (1600, 1800, 800, 160)),
        (HD, (1280, 720), Fraction(1), (533, 600, 267, 53)),
        # Black borders were cut off: as high as the picture, and in the middle of it.
        (HD, (1920, 540), Fraction(1), (880, 450, 200, 40)),
        (HD, (1440, 1080), Fraction(1), (560, 900, 400, 80)),
        (HD, (1440, 1080), Fraction(4, 3), (600, 900, 300, 80)),
    ],
)
def test_blu_ray_goes_where_players_put_it(
    info: VideoInfo, size: tuple[int, int], sar: Fraction, box: tuple[int, int, int, int], tmp_path: Path
) -> None:
    event = Shown(0, 1000, 800, 900, np.full((80, 400), 2, np.uint8))
    with opened(tmp_path / "s.sup", make_pgs([event], PALETTE), info) as s:
        assert box_of(s.at(0, *size, sar)) == box


def test_half_outside_is_cut(tmp_path: Path) -> None:
    event = Shown(0, 1000, 1800, 1000, np.full((200, 400), 2, np.uint8))
    with opened(tmp_path / "s.sup", make_pgs([event], PALETTE)) as s:
        assert box_of(s.at(0, 1920, 1080)) == (1800, 1000, 120, 80)


# ── size


def test_enlarging_keeps_flat_areas_and_what_is_above_its_alpha_is_cut() -> None:
    flat = np.full((5, 9, 4), (10, 20, 30, 200), np.float32)
    assert (resized(flat, 31, 17) == (10, 20, 30, 200)).all()
    edge = np.zeros((20, 20, 4), np.float32)
    edge[:, 10:] = 255
    big = resized(edge, 73, 51)
    assert (big[..., :3] <= big[..., 3:]).all()
    assert (np.diff(big[25, 30:44, 3].astype(int)) >= 0).all(), "the edge is a ramp"
    assert big[25, 30, 3] == 0 and big[25, 43, 3] == 255


def test_shrinking_averages() -> None:
    fine = np.zeros((64, 64, 4), np.float32)
    fine[:, ::2] = 255
    small = resized(fine, 16, 16)
    assert np.abs(small[2:-2, 2:-2].astype(int) - 128).max() <= 1


# ── DVD


def test_dvd_is_what_was_written_to_the_pixel(tmp_path: Path) -> None:
    events = [
        Shown(1000, 2500, 0, 0, noise(480, 720, [0, 1, 2, 3])),
        Shown(3000, 4000, 100, 301, noise(99, 301, [0, 1, 3])),
    ]
    alphas = (0, 15, 8, 15)
    lookup = np.array([(0, 0, 0, 0), (255, 128, 0, 255), (0, 0, 136, 136), (255, 255, 255, 255)], np.uint8)
    index = make_vobsub(tmp_path / "s.idx", events, DVD, alphas=alphas)
    with open_subtitles(SD, str(index)) as s:
        assert s.events == 2 and s.notices == []
        # The end lies on a grid of 1024/90000 s.
        for time, number in ((999, None), (1000, 0), (2480, 0), (2500, None), (3000, 1), (3980, 1), (4000, None)):
            want = np.zeros((480, 720, 4), np.uint8)
            if number is not None:
                e = events[number]
                want[e.y : e.y + e.numbers.shape[0], e.x : e.x + e.numbers.shape[1]] = lookup[e.numbers]
            assert np.array_equal(canvas(s.at(Fraction(time, 1000), 720, 480), (720, 480)), want), time


def test_dvd_run_lengths_are_read_as_ffmpeg_reads_them(tmp_path: Path) -> None:
    numbers = noise(100, 400, [1, 2, 3])
    index = make_vobsub(tmp_path / "s.idx", [Shown(0, 1000, 0, 0, numbers)], DVD, alphas=(15, 15, 15, 15))
    with av.open(str(index)) as file:
        (rect,) = [rect for packet in file.demux() if packet.size for rect in packet.decode()]
    theirs = np.frombuffer(rect.planes[0], np.uint8).reshape(rect.height, rect.width)
    ours = np.zeros_like(numbers)
    unit = dvd_unit(Shown(0, 1000, 0, 0, numbers), (15,) * 4)
    vobsub.unpack(unit, 4, ours[::2])
    assert np.array_equal(theirs[::2], ours[::2]) and np.array_equal(ours[::2], numbers[::2])


def test_dvd_covers_the_picture_whatever_its_pixels_are(tmp_path: Path) -> None:
    event = Shown(0, 1000, 180, 240, np.full((60, 90), 3, np.uint8))
    index = make_vobsub(tmp_path / "s.idx", [event], DVD)
    with open_subtitles(SD, str(index)) as s:
        assert box_of(s.at(0, 1440, 960, Fraction(8, 9))) == (360, 480, 180, 120)
        assert box_of(s.at(0, 640, 480, Fraction(1))) == (160, 240, 80, 60)


def test_a_dvd_subtitle_without_an_end_shows_until_the_next(tmp_path: Path) -> None:
    box = np.full((10, 10), 3, np.uint8)
    index = make_vobsub(tmp_path / "s.idx", [Shown(0, 1, 0, 0, box), Shown(5000, 6000, 50, 0, box)], DVD, stop=False)
    with open_subtitles(SD, str(index)) as s:
        assert box_of(s.at(4.999, 720, 480)) == (0, 0, 10, 10)
        assert box_of(s.at(5.0, 720, 480)) == (50, 0, 10, 10)


def test_without_a_palette_the_colours_are_greys() -> None:
    reader = vobsub.VobSubReader(None)
    reader.feed(0, dvd_unit(Shown(0, 1000, 0, 0, np.array([[0, 1], [2, 3]], np.uint8)), (0, 15, 15, 15)))
    _, _, pixels = reader.pictures[0].parts[0].paint()
    assert pixels.tolist() == [[[0, 0, 0, 0], [0, 0, 0, 255]], [[128, 128, 128, 255], [255, 255, 255, 255]]]


# ── in Matroska, and damaged


def test_tracks_of_a_matroska_file_are_those_of_the_files(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mkv", frames=48, size=(64, 36))
    sup, picture = tmp_path / "s.sup", drawn("Two tracks", 40)
    sup.write_bytes(make_pgs([Shown(500, 1500, 200, 300, picture)], PALETTE, (720, 480)))
    index = make_vobsub(tmp_path / "d.idx", [Shown(500, 1500, 200, 300, picture)], DVD)
    muxed = mux(tmp_path / "m.mkv", clip, sup, index)
    encoded = mux(tmp_path / "e.mkv", clip, sup, codecs="dvdsub")
    info = replace(SD, path=str(muxed))
    for number, file in (("1", sup), ("2", index)):
        with open_subtitles(info, number) as track, open_subtitles(SD, str(file)) as alone:
            for time in (0.4, 0.5, 1.4, 1.5):
                a, b = (canvas(s.at(time, 720, 480), (720, 480)) for s in (track, alone))
                assert np.array_equal(a, b)
    with open_subtitles(replace(info, path=str(encoded)), "1") as theirs, open_subtitles(SD, str(sup)) as ours:
        assert box_of(theirs.at(1, 720, 480, SD.sar)) == box_of(ours.at(1, 720, 480, SD.sar)), (
            "FFmpeg's own DVD encoder"
        )
        assert not theirs.at(0.4, 720, 480)


def test_damage_never_ends_the_render() -> None:
    dice = random.Random(1)
    events = [Shown(1000, 2500, 700, 900, drawn("Blu-ray", 40)), Shown(2000, 3000, 100, 100, drawn("Two", 40))]
    data = make_pgs(events, PALETTE)
    unit = dvd_unit(Shown(0, 1000, 0, 0, drawn("DVD", 30)), (0, 15, 15, 15))
    damaged = 0
    for _ in range(150):
        blu, dvd = pgs.PgsReader(), vobsub.VobSubReader(b"size: 720x480\n")
        at = 0
        while at < len(data):
            size = int.from_bytes(data[at + 11 : at + 13], "big")
            segment = bytearray(data[at + 10 : at + 13 + size])
            if dice.random() < 0.3:
                segment[dice.randrange(len(segment))] = dice.randrange(256)
            blu.feed(0, bytes(segment[: dice.randrange(20, 10**6)]))
            at += 13 + size
        broken = bytearray(unit)
        for _ in range(3):
            broken[dice.choice([dice.randrange(len(unit)), -dice.randrange(1, 40)])] = dice.randrange(256)
        dvd.feed(0, bytes(broken))
        for picture in (*blu.pictures, *dvd.pictures):
            for part in picture.parts:
                thing = getattr(part, "thing", None)
                if thing is None or thing.width * thing.height < 10**6:
                    part.paint()
        damaged += blu.damaged + dvd.damaged
    assert damaged > 50
