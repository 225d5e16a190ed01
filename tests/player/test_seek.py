"""Seeks and steps: exactly the picture that was asked for, in every kind of file."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from threading import Event

import av
import pytest

from media.clips import make_clip, number_in, numbered
from upshade.core.frame import Frame
from upshade.player.playback import Playback

from .screen import Screen, Time, reference, settle

GOP = {"g": "40", "keyint_min": "40", "sc_threshold": "0", "bf": "3", "b_strategy": "0"}


def _vfr(path: Path) -> Path:
    times = [0, 1, 40, 80, 121, 1121, 1163, 1205, 3000, 3017, 3033, 3050] + [3100 + 41 * i for i in range(60)]
    return make_clip(path, frames=len(times), times=times, time_base=Fraction(1, 1000), options=GOP, sound=None)


def _raw(path: Path) -> Path:
    """H.264 without a container: no times."""
    return make_clip(path, frames=50, options=GOP, sound=None)


def _pictures(path: Path) -> Path:
    for number in (3, 4, 5, 8, 9, 10, 11):  # two are missing
        with av.open(str(path) % number, "w", format="image2", container_options={"update": "1"}) as out:
            stream = out.add_stream("png", rate=1)
            picture = numbered(number, 176, 96).reformat(format="gray")
            stream.width, stream.height, stream.pix_fmt = 176, 96, "gray"
            out.mux(stream.encode(picture))
            out.mux(stream.encode(None))
    return path


def _animation(path: Path) -> Path:
    with av.open(str(path), "w") as out:
        stream = out.add_stream("gif", rate=20)
        stream.width, stream.height, stream.pix_fmt = 176, 96, "rgb8"
        for number in range(25):
            picture = numbered(number, 176, 96).reformat(format="rgb8")
            picture.pts, picture.time_base = number, Fraction(1, 20)
            out.mux(stream.encode(picture))
        out.mux(stream.encode(None))
    return path


KINDS: dict[str, Callable[[Path], Path]] = {
    "mkv, B-frames": lambda p: make_clip(p / "a.mkv", frames=90, options=GOP),
    "mp4, from 5 s on": lambda p: make_clip(p / "a.mp4", frames=90, options=GOP, offset=5.0),
    "mpeg-ts": lambda p: make_clip(
        p / "a.ts", frames=90, codec="mpeg2video", options={"g": "15", "bf": "2"}, offset=2.0, sound=None
    ),
    "ffv1": lambda p: make_clip(p / "a.mkv", frames=30, codec="ffv1", sound=None),
    "one key picture": lambda p: make_clip(p / "a.mkv", frames=90, options={**GOP, "g": "250"}, sound=None),
    "open GOPs": lambda p: make_clip(
        p / "a.mkv", frames=60, options={**GOP, "g": "12", "x264-params": "open-gop=1"}, sound=None
    ),
    "uneven times": lambda p: _vfr(p / "a.mkv"),
    "no times": lambda p: _raw(p / "a.h264"),
    "animation": lambda p: _animation(p / "a.gif"),
    "pictures": lambda p: _pictures(p / "a_%02d.png"),
}


@pytest.fixture(scope="module", params=KINDS)
def clip(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return KINDS[request.param](tmp_path_factory.mktemp("clip"))


@pytest.fixture
def screen(clip: Path, time: Time) -> Iterator[Screen]:
    with Playback(clip, audio=0, now=time) as playback:
        yield Screen(playback, time)


def _at(frames: list[tuple[float, Frame]], time: float) -> tuple[float, Frame]:
    """What a reading from the start has on the screen at `time`."""
    return [entry for entry in frames if entry[0] <= time + 0.0005 or entry is frames[0]][-1]


def test_every_seek_shows_the_picture_of_that_time(clip: Path, screen: Screen) -> None:
    frames = reference(clip)
    assert number_in(screen.picture()) == number_in(frames[0][1]) and screen.playback.position == 0
    rng = random.Random(1)
    end = frames[-1][0]
    wanted = [rng.uniform(0, end) for _ in range(12)] + [time for time, _ in rng.sample(frames, 6)]
    for target in [*wanted, 0.0, end, end + 0.02, 1e6, -3.0, frames[1][0] - 0.0007]:
        screen.playback.seek(target)
        assert screen.playback.seeking
        shown = screen.picture()
        time, expected = _at(frames, target)
        assert (number_in(shown), shown.pts) == (number_in(expected), expected.pts), target
        assert screen.playback.position == pytest.approx(time, abs=1e-6)


def test_a_seek_behind_the_end_shows_the_last_picture(clip: Path, time: Time) -> None:
    """Whether it is in memory already or not."""
    last = number_in(reference(clip)[-1][1])
    with Playback(clip, audio=0, now=time) as playback:
        playback.seek(1e6)
        assert number_in(Screen(playback, time).picture()) == last


def test_steps_go_through_the_whole_file_both_ways(clip: Path, screen: Screen) -> None:
    frames = reference(clip)
    numbers = [number_in(frame) for _, frame in frames]
    screen.playback.seek(1e6)
    assert number_in(screen.picture()) == numbers[-1]
    back = [numbers[-1]]
    for _ in numbers[1:]:
        screen.playback.step(-1)
        back.append(number_in(screen.picture()))
    assert back == numbers[::-1]
    screen.playback.step(-1)
    assert number_in(screen.picture()) == numbers[0], "there is nothing before the first"
    on = []
    for _ in numbers[1:]:
        screen.playback.step(1)
        on.append(number_in(screen.picture()))
    assert on == numbers[1:] and not screen.playback.ended
    screen.playback.step(1)
    assert number_in(screen.picture()) == numbers[-1]


def test_steps_from_anywhere(clip: Path, screen: Screen) -> None:
    frames = reference(clip)
    numbers = [number_in(frame) for _, frame in frames]
    rng = random.Random(2)
    for _ in range(8):
        at = rng.randrange(len(frames))
        screen.playback.seek(frames[at][0])
        assert number_in(screen.picture()) == numbers[at]
        for n in (-1, 2, -7, 30, -45, 1):
            screen.playback.step(n)
            at = min(len(frames) - 1, max(0, at + n))
            assert number_in(screen.picture()) == numbers[at], n


def test_playing_on_after_steps_misses_nothing(clip: Path, screen: Screen) -> None:
    frames = reference(clip)
    numbers = [number_in(frame) for _, frame in frames]
    at = len(frames) // 2
    screen.playback.seek(frames[at][0])
    screen.playback.step(-5)
    screen.picture()
    at = max(0, at - 5)
    screen.playback.play()
    fine = Screen(screen.playback, screen.time, hz=2000)
    seen = fine.until(lambda: screen.playback.ended, 20000)
    assert seen == numbers[at + 1 :] and screen.playback.dropped == 0


# ── one kind is enough


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_clip(tmp_path_factory.mktemp("long") / "a.mkv", frames=240, options={"g": "250"}, sound=None)


def test_relative_seeks_add_up(long: Path, time: Time) -> None:
    with Playback(long, audio=0, now=time) as playback:
        screen = Screen(playback, time)
        screen.picture()
        for _ in range(3):
            playback.seek(2, relative=True)
        assert playback.target == pytest.approx(6)
        assert number_in(screen.picture()) == 144
        playback.seek(-1.5, relative=True)
        assert number_in(screen.picture()) == 108


def test_what_is_in_memory_is_not_decoded_again(long: Path, time: Time, monkeypatch: pytest.MonkeyPatch) -> None:
    with Playback(long, audio=0, now=time) as playback:
        screen = Screen(playback, time)
        screen.picture()
        playback.play()
        screen.run(2)
        playback.pause()
        settle(playback._feed)
        monkeypatch.setattr(playback._reader, "between", None)
        for target in (1.0, 0.5, 2.1, 0.0):
            playback.seek(target)
            assert number_in(screen.picture()) == round(target * 24 - 0.4)
        assert playback.error is None


def test_pictures_appear_while_the_timeline_is_dragged(long: Path, time: Time) -> None:
    """A seek with every refresh, faster than any is done: the picture follows, and the last one is exact."""
    with Playback(long, audio=0, now=time) as playback:
        screen = Screen(playback, time)
        screen.picture()
        playback.play()
        targets = [i / 10 for i in range(5, 95)]
        seen = []
        for target in targets:
            playback.seek(target)
            # One picture of the decoder's for three moves of the hand.
            if len(seen) % 3 == 0:
                with playback._feed.changed:
                    assert playback._feed.changed.wait_for(lambda: playback._feed.fresh, 60)
            frame = screen.refresh(wait=False)
            seen.append(None if frame is None else number_in(frame))
        assert sum(number is not None for number in seen) >= len(targets) // 3
        assert playback.position < 9.4 or not playback.seeking
        # It plays: where the last seek was done at once, the next picture may be there already.
        shown = number_in(screen.picture())
        assert int(9.4 * 24) in [number_in(frame) for _, frame in screen.seen[-3:]] and shown <= int(9.4 * 24) + 1
        assert screen.until(lambda: playback.ended)[-1] == 239, "it plays on from there"


class Gate:
    """Holds the decoder in front of a picture."""

    def __init__(self, playback: Playback, monkeypatch: pytest.MonkeyPatch) -> None:
        self.open = Event()
        self.asked = Event()
        reader = playback._reader
        between, interrupt = reader.between, reader.interrupt
        self.interrupted = Event()

        def held(*args: int | None, **more: bool) -> Iterator[Frame]:
            for frame in between(*args, **more):
                self.asked.set()
                self.open.wait(60)
                if self.interrupted.is_set():
                    self.interrupted.clear()
                    return
                yield frame

        def stop() -> None:
            self.interrupted.set()
            self.open.set()
            interrupt()

        monkeypatch.setattr(reader, "between", held)
        monkeypatch.setattr(reader, "interrupt", stop)


def test_a_seek_that_takes_long_makes_room(long: Path, time: Time, monkeypatch: pytest.MonkeyPatch) -> None:
    with Playback(long, audio=0, now=time) as playback:
        screen = Screen(playback, time)
        screen.picture()
        gate = Gate(playback, monkeypatch)
        playback.seek(5)
        assert gate.asked.wait(60)
        playback.seek(7)
        assert screen.refresh(wait=False) is None and not gate.interrupted.is_set(), "it may be done at any moment"
        time.now += 1
        assert screen.refresh(wait=False) is None
        assert number_in(screen.picture()) == 168
        assert [number_in(frame) for _, frame in screen.seen] == [0, 168]


def test_closing_waits_for_no_seek(long: Path, time: Time, monkeypatch: pytest.MonkeyPatch) -> None:
    with Playback(long, audio=0, now=time) as playback:
        gate = Gate(playback, monkeypatch)
        playback.seek(5)
        assert gate.asked.wait(60)
    assert playback.error is None


def test_steps_in_a_row_show_what_is_there(long: Path, time: Time) -> None:
    """A key held down: no step is lost, and the picture moves before all are done."""
    with Playback(long, audio=0, now=time) as playback:
        screen = Screen(playback, time)
        playback.seek(9)
        screen.picture()
        for _ in range(100):
            playback.step(-1)
            screen.refresh(wait=False)
        assert number_in(screen.picture()) == 116
        numbers = [number_in(frame) for _, frame in screen.seen]
        assert numbers == sorted(numbers, reverse=True) or numbers[0] == 0
        settle(playback._feed)
        reel = playback._feed.reel
        assert len(reel.items) < 64 + 130 and reel.bytes == sum(item.size for item in reel.items)
