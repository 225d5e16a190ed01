"""Playing: the right picture at the right time, loops without a gap, what is late, and the end."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from threading import Event

import pytest

from media.clips import make_clip, number_in
from upshade.core.frame import Frame
from upshade.errors import MediaError, NotFound, ParameterError
from upshade.player.playback import Playback

from .screen import Screen, Time, settle


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """72 pictures, 24 a second, from 5 s on; a key picture every 30."""
    path = tmp_path_factory.mktemp("clip") / "a.mp4"
    return make_clip(path, frames=72, options={"g": "30", "bf": "2"}, offset=5.0)


@pytest.fixture
def screen(clip: Path, time: Time) -> Iterator[Screen]:
    with Playback(clip, audio=0, now=time) as playback:
        screen = Screen(playback, time)
        screen.picture()
        yield screen


def test_it_starts_paused_at_the_first_picture(screen: Screen) -> None:
    playback = screen.playback
    assert not playback.playing and playback.position == 0 and playback.duration == pytest.approx(3)
    assert screen.run(0.5) == [] and playback.due() is None
    playback.play()
    assert playback.playing and screen.run(0.5) == list(range(1, 13))
    playback.pause()
    assert screen.run(1) == [] and playback.position == pytest.approx(12 / 24)
    playback.toggle()
    assert screen.run(0.25) == list(range(13, 19))


def test_every_picture_for_two_or_three_refreshes(screen: Screen) -> None:
    screen.playback.play()
    assert screen.until(lambda: screen.playback.ended) == list(range(1, 72))
    assert set(screen.refreshes[2:-1]) == {2, 3} and all(a != b for a, b in pairwise(screen.refreshes[8:-1]))
    playback = screen.playback
    assert (playback.dropped, playback.stalls, playback.shown) == (0, 0, 72)
    assert playback.av_difference is not None and abs(playback.av_difference) < 0.009


def test_due_says_when_to_come_back(screen: Screen) -> None:
    """A window that draws nothing in between sees each picture at its own time."""
    playback, time = screen.playback, screen.time
    playback.play()
    begun = time.now
    seen = []
    for _ in range(20):
        settle(playback._feed)
        due = playback.due()
        assert due is not None
        time.now = due
        frame = playback.poll(due)
        assert frame is not None
        seen.append((number_in(frame), due - begun))
    assert [number for number, _ in seen] == list(range(1, 21))
    assert [at for _, at in seen] == pytest.approx([n / 24 for n in range(1, 21)], abs=1e-4)


def test_speed(screen: Screen) -> None:
    playback = screen.playback
    playback.speed = 2
    playback.play()
    assert screen.run(0.5)[-1] == 24
    playback.speed = 0.5
    assert screen.run(1)[-1] == 36 and playback.dropped == 0
    playback.speed = 100
    assert playback.speed == 4
    playback.speed = 0
    assert playback.speed == 0.25


def test_the_end(screen: Screen) -> None:
    playback = screen.playback
    playback.play()
    playback.seek(2.9)
    screen.until(lambda: playback.ended, 20)
    assert not playback.playing and playback.position == pytest.approx(71 / 24) and screen.run(0.2) == []
    assert screen.seen[-1][0] + 1 / 24 == pytest.approx(screen.time.now, abs=0.25 + 2 / 60)
    playback.seek(2)
    assert playback.playing and not playback.ended, "a seek back goes on playing"
    assert screen.run(0.25)[0] == 48
    screen.until(lambda: playback.ended)
    playback.play()
    assert screen.run(0.5)[:3] == [0, 1, 2], "from the beginning"
    playback.seek(1e9)
    screen.until(lambda: playback.ended, 30)
    playback.step(-1)
    assert number_in(screen.picture()) == 70 and not playback.ended and not playback.playing


@pytest.mark.parametrize("keys", [30, 250])
def test_a_loop_has_no_gap(keys: int, tmp_path: Path, time: Time) -> None:
    """Five rounds of [A, B), each picture for its time, also over the seam."""
    path = make_clip(tmp_path / "a.mkv", frames=72, options={"g": str(keys)}, sound=None)
    with Playback(path, now=time) as playback:
        screen = Screen(playback, time)
        playback.loop = (0.5, 1.25)
        playback.seek(0.5)
        playback.play()
        seen = screen.run(0.75 * 5)
        assert seen == [n % 18 + 12 for n in range(len(seen))] and len(seen) in (89, 90, 91)
        assert set(screen.refreshes[2:-1]) == {2, 3} and playback.dropped == 0
        playback.loop = None
        rest = screen.until(lambda: playback.ended)
        assert rest[-1] == 71 and [b - a for a, b in pairwise(rest)].count(1) >= len(rest) - 2


def test_a_file_in_a_loop(screen: Screen) -> None:
    playback = screen.playback
    playback.loop_file = True
    playback.play()
    seen = screen.run(3 * 3)
    assert seen == [n % 72 for n in range(1, len(seen) + 1)] and len(seen) >= 215
    assert set(screen.refreshes[2:-1]) == {2, 3} and not playback.ended
    playback.loop_file = False
    assert screen.until(lambda: playback.ended)[-1] == 71


def test_a_loop_is_set_while_it_plays(screen: Screen) -> None:
    playback = screen.playback
    playback.play()
    screen.run(1)
    playback.loop = (playback.position, None)
    screen.run(0.5)
    playback.loop = (playback.loop[0], playback.position)
    seen = screen.run(1.5)
    assert set(seen) <= set(range(23, 37)) and seen.count(30) == 3
    playback.seek(2)
    assert screen.run(0.5)[-1] in (59, 60), "who goes behind the end leaves the loop"
    playback.seek(1.2)
    assert max(screen.run(1)) < 37
    with pytest.raises(ParameterError, match="must end after its start"):
        playback.loop = (2, 1)


def test_a_step_back_at_a_loops_start_goes_before_it(screen: Screen) -> None:
    playback = screen.playback
    playback.loop = (1, 1.5)
    playback.seek(1)
    playback.play()
    screen.run(0.6)
    playback.step(-1)
    number = number_in(screen.picture())
    playback.step(-20)
    assert number_in(screen.picture()) == number - 20


def test_a_slow_screen_gets_the_newest_and_the_rest_is_counted(screen: Screen) -> None:
    """The screen comes 4 times a second: the video keeps its time."""
    slow = Screen(screen.playback, screen.time, hz=4)
    screen.playback.play()
    seen = slow.until(lambda: screen.playback.ended)
    assert seen[:4] == [6, 12, 18, 24] and seen[-1] == 71
    assert screen.playback.dropped + screen.playback.shown == 72 and screen.playback.stalls == 0


def test_a_screen_that_hangs_holds_nothing_up(clip: Path, time: Time) -> None:
    with Playback(clip, audio=0, now=time) as playback:
        screen = Screen(playback, time)
        screen.picture()
        playback.play()
        screen.run(0.5)
        time.now += 2
        assert screen.run(0.1)[0] in range(60, 64), "not one after the other what came meanwhile"


class Tap:
    """Lets so many pictures out of the decoder."""

    def __init__(self, playback: Playback, monkeypatch: pytest.MonkeyPatch) -> None:
        between = playback._reader.between
        self.dry = Event()
        self.flow = Event()
        self.after = 0

        def held(*args: int | None, **more: bool) -> Iterator[Frame]:
            for frame in between(*args, **more):
                if number_in(frame) == self.after:
                    self.dry.set()
                    self.flow.wait(60)
                yield frame

        monkeypatch.setattr(playback._reader, "between", held)


def test_the_clock_waits_for_a_slow_decoder(clip: Path, time: Time, monkeypatch: pytest.MonkeyPatch) -> None:
    with Playback(clip, audio=0, now=time) as playback:
        screen = Screen(playback, time)
        screen.picture()
        tap = Tap(playback, monkeypatch)
        tap.after = 30
        playback.seek(1)
        playback.play()
        assert tap.dry.wait(60)
        for _ in range(120):
            screen.refresh(wait=False)
        assert playback.stalls == 1 and playback.position == pytest.approx(29 / 24) and not playback.ended
        tap.flow.set()
        seen = screen.run(0.5)
        assert seen[0] in range(30, 38) and len(seen) >= 10 and playback.dropped < 8, "from there, not 2 s later"


def test_stills_and_what_cannot_be_opened(tmp_path: Path, time: Time) -> None:
    from PIL import Image

    Image.new("RGB", (32, 16), "red").save(tmp_path / "a.png")
    with Playback(tmp_path / "a.png", now=time) as playback:
        screen = Screen(playback, time)
        assert screen.picture().planes[0][0, 0, 0] == 255 and playback.still and playback.duration is None
        playback.play()
        playback.seek(1)
        playback.step(1)
        playback.loop_file = True
        assert not playback.playing and screen.run(0.2) == [] and not playback.ended and playback.due() is None
    with pytest.raises(NotFound):
        Playback(tmp_path / "b.png", now=time)
    (tmp_path / "c.mkv").write_bytes(b"nothing" * 100)
    with pytest.raises(MediaError):
        Playback(tmp_path / "c.mkv", now=time)


def test_a_file_that_goes_bad_ends_with_a_line(clip: Path, time: Time, monkeypatch: pytest.MonkeyPatch) -> None:
    with Playback(clip, audio=0, now=time) as playback:
        screen = Screen(playback, time)
        screen.picture()
        between = playback._reader.between

        def broken(*args: int | None, **more: bool) -> Iterator[Frame]:
            for frame in between(*args, **more):
                if number_in(frame) >= 40:
                    raise MediaError("cannot be decoded further: a bad day")
                yield frame

        monkeypatch.setattr(playback._reader, "between", broken)
        playback.seek(1)
        playback.play()
        assert screen.until(lambda: playback.ended)[-1] == 39
        assert playback.error == "cannot be decoded further: a bad day"
        monkeypatch.setattr(playback._reader, "between", between)
        playback.seek(2)
        assert number_in(screen.picture()) == 48 and playback.error is None


def test_a_cut_file_ends_where_it_does(tmp_path: Path, time: Time) -> None:
    path = make_clip(tmp_path / "a.mkv", frames=72, options={"g": "10"}, sound=None)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with Playback(path, now=time) as playback:
        screen = Screen(playback, time)
        playback.play()
        seen = screen.until(lambda: playback.ended)
        assert 10 < seen[-1] < 60 and playback.duration == pytest.approx((seen[-1] + 1) / 24, abs=0.01)
