"""Which subtitles show at a time, where, in which colours; and what is said of those that cannot be drawn."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from media.clips import make_clip
from media.subs import FONT, Shown, box_of, font_file, make_ass, make_pgs, make_vobsub, mux
from upshade.core.color import Color, Matrix, Range
from upshade.core.frame import PIXEL_FORMATS
from upshade.errors import BadInput, MediaError
from upshade.media.overlay import NOTHING, Overlay
from upshade.media.probe import VideoInfo
from upshade.media.reader import open_video
from upshade.media.subtitles import Subtitles, list_tracks, open_subtitles

BOX = r"{\an7\pos(%d,20)\bord0\shad0\1c&H3070F0&\p1}m 0 0 l 100 0 100 50 0 50"
"""A rectangle of 100 x 50 in 640 x 360: drawn without any font."""

BT709 = Color(Matrix.BT709, Range.LIMITED)
NOWHERE = VideoInfo("nowhere.mkv", 640, 360, PIXEL_FORMATS["yuv420p"], BT709, Fraction(24), Fraction(1, 1000))


def opened(folder: Path, text: str | bytes, name: str = "s.ass", info: VideoInfo = NOWHERE) -> Subtitles:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return open_subtitles(info, str(path))


def same(a: Overlay, b: Overlay) -> bool:
    return [(t.x, t.y, t.pixels.tobytes()) for t in a.tiles] == [(t.x, t.y, t.pixels.tobytes()) for t in b.tiles]


def at(subtitles: Subtitles, time: float | Fraction, size: tuple[int, int] = (640, 360), sar: Fraction = Fraction(1)):
    return subtitles.at(time, *size, sar)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_clip(tmp_path_factory.mktemp("clip") / "clip.mkv", frames=48, size=(64, 36))


# ── time


def test_an_event_shows_from_its_start_until_just_before_its_end(tmp_path: Path) -> None:
    with opened(tmp_path, make_ass([("0:00:01.00", "0:00:02.50", BOX % 10)])) as s:
        shown = [at(s, Fraction(t, 10**6)) is not NOTHING for t in (0, 999_999, 1_000_000, 2_499_999, 2_500_000, 10**9)]
        assert shown == [False, False, True, True, False, False]
        assert at(s, 1.0) and not at(s, 2.5), "a float means the decimal next to it"
        assert at(s, Fraction(1001 * 59, 24000)) and not at(s, Fraction(1001 * 60, 24000))


def test_the_same_object_is_given_while_nothing_changes(tmp_path: Path) -> None:
    text = make_ass([("0:00:00.00", "0:00:01.00", BOX % 10), ("0:00:01.00", "0:00:02.00", r"{\fad(500,0)}" + BOX % 10)])
    with opened(tmp_path, text) as s:
        still = at(s, 0.1)
        assert at(s, 0.9) is still
        assert at(s, 1.25) is not still
        assert at(s, 1.25) is not at(s, 1.3)
        assert at(s, 1.6) is at(s, 1.9), "the fade is over"
        assert at(s, 1.9, (1280, 720)) is not at(s, 1.9)


def test_times_of_a_file_count_from_the_start_of_the_video(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "late.ts", frames=24, size=(64, 36), offset=10.0, sound=None)
    with open_video(clip) as reader:
        info = reader.info
    start = info.start_pts * info.time_base
    assert start >= 10
    with opened(tmp_path, make_ass([("0:00:00.50", "0:00:00.70", BOX % 10)]), info=info) as s:
        assert [bool(at(s, start + Fraction(t, 100))) for t in (0, 49, 50, 69, 70)] == [False, False, True, True, False]


def test_what_shows_does_not_depend_on_what_was_asked_before(tmp_path: Path) -> None:
    """Overlapping lines, some of which move or grow, over and under each other."""
    dice = random.Random(5)
    tags = [
        "",
        "",
        r"{\an8}",
        r"{\pos(100,100)}",
        r"{\k20}",
        r"{\fad(200,200)}",
        r"{\t(\fscy200)}",
        r"{\move(0,0,99,99)}",
    ]
    stamp = lambda cs: f"0:00:{cs // 100:02}.{cs % 100:02}"  # noqa: E731
    events = []
    for i in range(20):
        start = dice.randrange(400)
        words = f"{dice.choice('01')}|Default|{dice.choice(tags)}line {i}" + dice.choice(["", r"\Nsecond"])
        events.append((stamp(start), stamp(start + dice.randrange(5, 200)), words))
    text = make_ass(events, head="")
    times = sorted({Fraction(k, 24) for k in range(120)} | {Fraction(k, 1000) for k in range(0, 5000, 331)})
    with opened(tmp_path, text) as s:
        forward = {time: at(s, time, (320, 180)) for time in times}
    dice.shuffle(times)
    with opened(tmp_path, text) as s:
        assert [t for t in times if not same(at(s, t, (320, 180)), forward[t])] == []
    for time in times[:8]:
        with opened(tmp_path, text) as s:
            assert same(at(s, time, (320, 180)), forward[time])


def test_a_line_stays_where_it_stood_when_the_one_below_it_goes(tmp_path: Path) -> None:
    text = make_ass([("0:00:00.00", "0:00:02.00", "first"), ("0:00:01.00", "0:00:03.00", "second")])
    with opened(tmp_path, text) as s:
        alone = box_of(at(s, 2.5))
    assert alone is not None and alone[1] < 310, "the second line stands above the place of the first"
    with opened(tmp_path, text) as s:
        both = box_of(at(s, 1.5))
        assert both is not None and both[1] == alone[1] and both[3] > alone[3]
        assert box_of(at(s, 2.5)) == alone


def test_lines_that_overlap_between_two_pictures_are_not_in_each_others_way(tmp_path: Path) -> None:
    text = make_ass([("0:00:00.00", "0:00:01.00", "first"), ("0:00:00.99", "0:00:03.00", "second")])
    apart = make_ass([("0:00:01.00", "0:00:03.00", "second")])
    with opened(tmp_path, text) as s, opened(tmp_path, apart, "t.ass") as t:
        assert same(at(s, 2.0), at(t, 2.0))


def test_ten_thousand_events(tmp_path: Path) -> None:
    stamp = lambda cs: f"{cs // 360000}:{cs // 6000 % 60:02}:{cs // 100 % 60:02}.{cs % 100:02}"  # noqa: E731
    events = [(stamp(100 * i), stamp(100 * i + 70), BOX % (i % 500)) for i in range(10_000)]
    with opened(tmp_path, make_ass(events)) as s:
        assert s.events == 10_000
        for i in (9_999, 0, 4_321):
            assert box_of(at(s, i + 0.5)) == (i % 500, 20, 100, 50)
            assert not at(s, i + 0.7)


# ── place and size


def test_a_script_is_drawn_at_the_size_of_the_output(tmp_path: Path) -> None:
    with opened(tmp_path, make_ass([("0:00:00.00", "0:00:01.00", BOX % 10)])) as s:
        assert box_of(at(s, 0.5, (1280, 720))) == (20, 40, 200, 100)
        assert box_of(at(s, 0.5, (640, 720))) == (10, 40, 100, 100)


def test_letters_are_as_wide_as_the_pixels_say(tmp_path: Path) -> None:
    """ASS is drawn on the coded picture and stretched with it, as VSFilter did; plain text keeps its shape."""
    wide = replace(NOWHERE, sar=Fraction(2))
    boxes = {}
    for name, text in (("s.ass", make_ass([("0:00:00.00", "0:00:01.00", "WWWWW")])),
                       ("s.srt", "1\n00:00:00,000 --> 00:00:01,000\nWWWWW\n")):  # fmt: skip
        for info in (NOWHERE, wide):
            with opened(tmp_path, text, name, info) as s:
                for sar in (1, 2):
                    box = box_of(at(s, 0.5, (640, 360), Fraction(sar)))
                    assert box is not None and abs(box[0] + box[2] / 2 - 320) <= 1
                    boxes[name, int(info.sar), sar] = box[2]
    ass = boxes["s.ass", 1, 1]
    assert abs(boxes["s.ass", 2, 2] - ass) <= 2, "same pixels, same picture"
    assert abs(boxes["s.ass", 2, 1] - 2 * ass) <= 8, "the video was made square"
    assert abs(boxes["s.srt", 2, 2] * 2 - boxes["s.srt", 1, 1]) <= 8
    assert abs(boxes["s.srt", 2, 1] - boxes["s.srt", 1, 1]) <= 2


# ── colours


@pytest.mark.parametrize(
    ("head", "matrix", "want"),
    [
        ("YCbCr Matrix: TV.709", Matrix.BT709, (255, 0, 0)),
        ("YCbCr Matrix: None", Matrix.BT709, (255, 0, 0)),
        ("YCbCr Matrix: TV.601", Matrix.BT601, (255, 0, 0)),
        # Y'CbCr 81 90 240 by BT.601, read as BT.709; the numbers are those of the formula in BT.709-6, by hand.
        ("YCbCr Matrix: TV.601", Matrix.BT709, (255, 24, 0)),
        ("", Matrix.BT709, (255, 24, 0)),
    ],
)
def test_colours_mean_what_vsfilter_made_of_them(
    head: str, matrix: Matrix, want: tuple[int, int, int], tmp_path: Path
) -> None:
    text = make_ass([("0:00:00.00", "0:00:01.00", (BOX % 10).replace("3070F0", "0000FF"))], head=head)
    with opened(tmp_path, text, info=replace(NOWHERE, color=Color(matrix, Range.LIMITED))) as s:
        pixel = at(s, 0.5).tiles[0].pixels[25, 50]
        assert np.abs(pixel.astype(int) - (*want, 255)).max() <= 1


# ── kinds


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("s.srt", "1\n00:00:01,000 --> 00:00:02,000\n<i>Hello</i>\nthere\n"),
        ("s.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<i>Hello</i>\nthere\n"),
        ("s.ssa", "[Script Info]\nScriptType: v4.00\n\n[V4 Styles]\nFormat: Name, Fontname, Fontsize, PrimaryColour, "
                  "SecondaryColour, TertiaryColour, BackColour, Bold, Italic, BorderStyle, Outline, Shadow, Alignment, "
                  "MarginL, MarginR, MarginV, AlphaLevel, Encoding\nStyle: Default,Arial,20,16777215,255,0,0,0,0,1,1,0,"
                  "2,9,9,9,0,0\n\n[Events]\nFormat: Marked, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect"
                  ", Text\nDialogue: Marked=0,0:00:01.00,0:00:02.00,Default,,0,0,0,,Hello\\Nthere\n"),
    ],
)  # fmt: skip
def test_text_of_every_kind_stands_at_the_bottom(name: str, text: str, tmp_path: Path, clip: Path) -> None:
    with open_video(clip) as reader:
        info = replace(reader.info, width=640, height=360)
    for encoded in (text.encode(), text.encode("utf-16")):
        with opened(tmp_path, encoded, name) as s:
            box = box_of(at(s, 1.5))
            assert box is not None and box[1] > 250 and box[1] + box[3] < 360 and abs(box[0] + box[2] / 2 - 320) < 6
            assert not at(s, 0.999) and not at(s, 2.0)
    (tmp_path / name).write_text(text)
    muxed = mux(tmp_path / "m.mkv", clip, tmp_path / name, codecs="copy")
    with (
        open_subtitles(replace(info, path=str(muxed)), "1") as track,
        open_subtitles(NOWHERE, str(tmp_path / name)) as s,
    ):
        assert track.stream == 2 and same(at(track, 1.5), at(s, 1.5))


def test_text_of_an_mp4(tmp_path: Path, clip: Path) -> None:
    (tmp_path / "s.srt").write_text("1\n00:00:00,500 --> 00:00:01,000\nHello\n")
    muxed = mux(tmp_path / "m.mp4", clip, tmp_path / "s.srt", codecs="mov_text")
    with open_video(muxed) as reader, open_subtitles(reader.info, "1") as s:
        assert [bool(at(s, t)) for t in (0.4, 0.5, 0.9, 1.0)] == [False, True, True, False]


def test_attached_fonts_are_used(tmp_path: Path, clip: Path) -> None:
    (tmp_path / "s.ass").write_text(make_ass([("0:00:00.00", "0:00:01.00", r"Words {\fnNo Such Font}more")]))
    muxed = mux(tmp_path / "m.mkv", clip, tmp_path / "s.ass", fonts={"a.ttf": font_file()})
    with open_video(muxed) as reader:
        info = reader.info
    with open_subtitles(info, "1") as s, open_subtitles(info, str(tmp_path / "s.ass")) as bare:
        assert len(s.notices) == 1 and "'No Such Font' is not on this machine" in s.notices[0]
        assert any(f"'{FONT}' is not on this machine" in line for line in bare.notices)
        assert s.files == () and bare.files == (str(tmp_path / "s.ass"),)
        assert not same(at(s, 0.5), at(bare, 0.5))


# ── what cannot be drawn


def test_a_track_that_is_not_there_is_told_with_those_that_are(tmp_path: Path, clip: Path) -> None:
    (tmp_path / "s.ass").write_text(make_ass([]))
    (tmp_path / "s.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nHello\n")
    muxed = mux(tmp_path / "m.mkv", clip, tmp_path / "s.ass", tmp_path / "s.srt")
    with open_video(muxed) as reader:
        info = reader.info
    assert list_tracks(muxed) == ["ass", "subrip"]
    for number in ("0", "3", "99999999999999999999"):
        with pytest.raises(MediaError, match=f"no subtitle track {number}; it has 1: ass; 2: subrip"):
            open_subtitles(info, number)
    with pytest.raises(MediaError, match="has no subtitles"):
        open_subtitles(replace(info, path=str(clip)), "1")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("none.ass", None, "no such file"),
        ("english", None, "no such file, and no number"),
        ("empty.srt", b"", "is empty"),
        ("video.mkv", b"x", "is no file of subtitles that is read"),
        ("junk.srt", bytes(range(1, 120)) * 20, "is no subtitles that can be read"),
        ("junk.sup", bytes(range(256)) * 4, "has no subtitles in it"),
        ("junk.vtt", b"no times at all", "is no subtitles that can be read"),
        ("latin.srt", "1\n00:00:01,000 --> 00:00:02,000\nSeñor\n".encode("latin-1"), "line 3 is not UTF-8"),
        ("alone.idx", b"# VobSub index file, v7\n", "belong in alone.sub"),
    ],
)
def test_a_file_that_cannot_be_drawn_is_told_in_one_line(
    name: str, content: bytes | None, words: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadInput, match=words) as caught:
        open_subtitles(NOWHERE, str(path))
    assert "\n" not in str(caught.value) and name in str(caught.value)


def test_a_folder_is_no_subtitles(tmp_path: Path) -> None:
    (tmp_path / "s.ass").mkdir()
    with pytest.raises(MediaError, match="not a regular file"):
        open_subtitles(NOWHERE, str(tmp_path / "s.ass"))


def test_subtitles_of_a_kind_that_is_not_drawn(tmp_path: Path, clip: Path) -> None:
    pgs = tmp_path / "s.sup"
    pgs.write_bytes(make_pgs([Shown(0, 900, 0, 0, np.ones((8, 8), np.uint8))], {1: (235, 128, 128, 255)}))
    muxed = mux(tmp_path / "m.mkv", clip, pgs, codecs="dvbsub")
    with pytest.raises(MediaError, match="kind dvb_subtitle cannot be drawn"):
        open_subtitles(replace(NOWHERE, path=str(muxed)), "1")


@pytest.mark.parametrize(
    "text",
    [
        make_ass([]),
        make_ass([("0:00:02.00", "0:00:01.00", "ends before it starts")]),
        "[Script Info]\n\n[Events]\nDialogue: nonsense\nDialogue: 0,x,y,,,,,,,\n",
        "[Script Info]\nPlayResX: -5\nPlayResY: 0\n\n[V4+ Styles]\nStyle: a\n\n[Events]\n" + "Dialogue: 0,0:00:00.00,"
        "0:00:01.00,Nobody,,0,0,0,,{\\fs99999999\\p1}m 0 0 l {\\t(\\fad(\n",
        "[Script Info]\n[Fonts]\nfontname: a.ttf\nnot a font\n\n[Events]\n",
    ],
)
def test_broken_and_empty_scripts_draw_what_is_whole(text: str, tmp_path: Path) -> None:
    with opened(tmp_path, text) as s:
        for time in (0, 0.5, 1.5, 3600):
            at(s, time)
        assert s.events or "there is nothing in it" in s.notices[0]


def test_of_a_damaged_file_the_rest_is_drawn(tmp_path: Path) -> None:
    (tmp_path / "s.vtt").write_text("")
    index = make_vobsub(tmp_path / "s.idx", [], [0] * 16)
    with pytest.raises(MediaError):
        open_subtitles(NOWHERE, str(index))
    text = make_ass([("0:00:00.00", "0:00:01.00", BOX % 10), ("0:00:01.00", "0:00:02.00", BOX % 30)])
    with opened(tmp_path, text[: len(text) - 12]) as s:
        assert box_of(at(s, 0.5)) == (10, 20, 100, 50)
