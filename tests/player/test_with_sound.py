"""Pictures and sound: they start together, stay together, and part without a jerk."""

from __future__ import annotations

import random
import time as real
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from threading import Event, get_ident

import pytest

from media.clips import make_clip, number_in
from upshade.errors import ParameterError
from upshade.player import tracks
from upshade.player.clock import PATIENCE, MasterClock
from upshade.player.playback import Playback

from .screen import FakeSound, Screen, Time


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "a.mp4"
    return make_clip(path, frames=96, options={"g": "30"}, offset=5.0)


@pytest.fixture
def sounds(monkeypatch: pytest.MonkeyPatch, time: Time) -> list[FakeSound]:
    """Those that were opened; each is heard until 9.05 s of the file's clock."""
    opened: list[FakeSound] = []

    def open_sound(path: str, stream: int, device: str) -> FakeSound:
        opened.append(FakeSound(time, last=9.05))
        return opened[-1]

    monkeypatch.setattr(tracks, "open_sound", open_sound)
    return opened


@pytest.fixture
def screen(clip: Path, time: Time, sounds: list[FakeSound]) -> Iterator[Screen]:
    with Playback(clip, now=time) as playback:
        screen = Screen(playback, time)
        screen.picture()
        yield screen


def _apart(screen: Screen, sound: FakeSound, delay: float = 0.0) -> float:
    """Seconds by which the newest picture is ahead of the sound, at the instant it was seen."""
    at, frame = screen.seen[-1]
    heard = sound.time(at)
    assert heard is not None and frame.time is not None
    return frame.time - heard - delay


def _stays_together(screen: Screen, sound: FakeSound, seconds: float, within: float = 0.0105) -> None:
    for _ in range(round(seconds * 60)):
        if screen.refresh() is not None:
            assert abs(_apart(screen, sound)) < within, number_in(screen.seen[-1][1])


def test_they_start_together_and_stay_so(screen: Screen, sounds: list[FakeSound]) -> None:
    (sound,) = sounds
    playback = screen.playback
    assert playback.audio_track == 1 and sound.seeks[-1] == (5.0, 1.0) and not sound.playing
    sound.latency = 0.2
    playback.play()
    assert sound.playing and screen.run(0.19) == [], "the first picture waits for its sound"
    screen.run(0.1)
    _stays_together(screen, sound, 2)
    assert playback.dropped == 0 and abs(playback.av_difference or 1) < 0.01


@pytest.mark.parametrize("rate", [0.9995, 1.0005])
def test_a_sound_card_with_a_clock_of_its_own(screen: Screen, sounds: list[FakeSound], rate: float) -> None:
    """Half a thousandth off, and the time it tells trembles by 2 ms: the pictures follow, and do not tremble."""
    (sound,) = sounds
    sound._rate = rate
    rng = random.Random(3)
    sound.tremble = lambda: rng.uniform(-0.002, 0.002)
    screen.playback.play()
    screen.run(0.6)
    _stays_together(screen, sound, 2.8, within=0.0135)
    steady = screen.refreshes[4:-1]
    assert set(steady) <= {2, 3} and sum(a == b for a, b in pairwise(steady)) <= 3


def test_after_a_seek_both_wait_for_each_other(screen: Screen, sounds: list[FakeSound]) -> None:
    (sound,) = sounds
    playback = screen.playback
    playback.play()
    screen.run(1)
    playback.seek(3)
    assert not sound.playing and sound.seeks[-1] == (8.0, 1.0), "no sound before its picture is there"
    assert number_in(screen.picture()) == 72 and sound.playing
    screen.run(0.1)
    _stays_together(screen, sound, 0.5)
    playback.pause()
    playback.seek(1)
    screen.picture()
    screen.run(1)
    assert not sound.playing
    playback.play()
    screen.run(0.1)
    assert screen.seen[-1][1].time == pytest.approx(6, abs=0.1)
    _stays_together(screen, sound, 0.5)


def test_steps_take_the_sound_along(screen: Screen, sounds: list[FakeSound]) -> None:
    (sound,) = sounds
    playback = screen.playback
    playback.play()
    screen.run(2)
    playback.step(-1)
    for _ in range(19):
        playback.step(-1)
        screen.picture()
    where = screen.seen[-1][1].time
    playback.play()
    assert sound.seeks[-1] == (pytest.approx(where), 1.0)
    screen.run(0.1)
    _stays_together(screen, sound, 0.5)


def test_speed_and_delay_keep_them_together(screen: Screen, sounds: list[FakeSound]) -> None:
    (sound,) = sounds
    playback = screen.playback
    playback.play()
    screen.run(0.5)
    before = len(screen.seen)
    playback.speed = 2
    assert sound.seeks[-1][1] == 2
    screen.run(0.5)
    assert len(screen.seen) - before >= 22, "the picture goes on meanwhile"
    assert abs(_apart(screen, sound)) < 0.025
    playback.speed = 1
    playback.audio_delay = 0.2
    screen.run(0.6)
    assert abs(_apart(screen, sound, 0.2)) < 0.02, "the sound comes later"
    assert playback.av_difference is not None and abs(playback.av_difference) < 0.02
    playback.seek(1)
    assert sound.seeks[-1] == (pytest.approx(5.8), 1.0)


def _ended(playback: Playback) -> None:
    """The sound before is closed on a thread of its own."""
    for thread in playback._sound._ending:
        thread.join(30)
        assert not thread.is_alive()


def test_a_track_that_takes_long_to_close_makes_nobody_wait(screen: Screen, sounds: list[FakeSound]) -> None:
    playback, go, caller = screen.playback, Event(), get_ident()
    closed, close = [], sounds[0].close

    def slowly() -> None:
        assert get_ident() != caller and go.wait(30)
        close()
        closed.append(True)

    sounds[0].close = slowly  # type: ignore[method-assign]
    playback.play()
    screen.run(0.2)
    playback.choose_audio(0)
    before = len(screen.seen)
    screen.run(0.5)
    assert len(screen.seen) - before == 12 and not closed
    go.set()
    playback.close()
    assert closed, "the end waits for it"


def test_another_track_goes_on_where_the_first_was(screen: Screen, sounds: list[FakeSound]) -> None:
    playback = screen.playback
    playback.volume, playback.muted = 0.5, True
    playback.play()
    screen.run(1)
    before = len(screen.seen)
    playback.choose_audio(1)
    _ended(playback)
    assert sounds[0].closed and sounds[1].playing and (sounds[1].volume, sounds[1].muted) == (0.5, True)
    screen.run(0.5)
    assert len(screen.seen) - before == 12
    _stays_together(screen, sounds[1], 0.5, within=0.02)
    playback.choose_audio(0)
    _ended(playback)
    assert sounds[1].closed and playback.audio_track == 0
    assert screen.until(lambda: playback.ended)[-1] == 95
    with pytest.raises(ParameterError, match="there is no audio track 2; the video has 1"):
        playback.choose_audio(2)


def test_a_track_that_takes_long_to_open_does_not_stop_the_pictures(
    screen: Screen, sounds: list[FakeSound]
) -> None:  # fmt: skip
    playback = screen.playback
    playback.play()
    screen.run(0.5)
    before = len(screen.seen)
    playback.choose_audio(1)
    sounds[1]._begun = screen.time.now + 0.6
    screen.run(1)
    assert len(screen.seen) - before == 24 and len(sounds[1].seeks) == 2
    _stays_together(screen, sounds[1], 0.5)


def test_a_loop_brings_the_sound_back_without_a_jerk(screen: Screen, sounds: list[FakeSound]) -> None:
    (sound,) = sounds
    playback = screen.playback
    sound.latency = 0.08
    playback.loop = (1, 2)
    playback.seek(1)
    playback.play()
    screen.picture()
    seen = screen.run(5)
    assert all(b - a == 1 or (a, b) == (47, 24) for a, b in pairwise(seen)) and playback.dropped == 0
    assert set(screen.refreshes[-90:-1]) == {2, 3}
    assert [round(time, 2) for time, _ in sound.seeks[-3:]] == [6.08, 6.08, 6.08], "it comes in when it should"
    screen.until(lambda: 1.4 < playback.position < 1.5)
    assert abs(_apart(screen, sound)) < 0.012


def test_sound_that_ends_early_or_fails_leaves_the_pictures_alone(screen: Screen, sounds: list[FakeSound]) -> None:
    (sound,) = sounds
    playback = screen.playback
    sound._last = 6.5
    playback.play()
    assert screen.until(lambda: playback.ended) == list(range(1, 96)) and set(screen.refreshes[2:-1]) == {2, 3}
    playback.play()
    screen.run(0.5)
    sound.error = "the device is gone"
    seen = screen.until(lambda: playback.ended)
    assert seen == list(range(seen[0], 96)) and "no sound: the device is gone" in playback.notices


def test_sound_that_is_longer_is_heard_to_its_end(screen: Screen, sounds: list[FakeSound]) -> None:
    (sound,) = sounds
    playback = screen.playback
    sound._last = 10.0
    playback.play()
    screen.until(lambda: playback.position > 3.9)
    screen.run(0.5)
    assert not playback.ended and playback.playing
    screen.until(lambda: playback.ended, 60)
    assert sound.finished and not sound.playing


def test_sound_that_never_comes_is_not_waited_for(time: Time) -> None:
    clock = MasterClock(time)
    clock.sound = FakeSound(time, latency=1e6)
    clock.seek(3)
    clock.play()
    assert clock.time(time.now) is None
    time.now += PATIENCE + 0.1
    assert clock.time(time.now) == 3
    time.now += 1
    assert clock.time(time.now) == pytest.approx(4)


def test_sound_that_is_far_off_is_followed_at_once(time: Time) -> None:
    """A device that stood still for a moment."""
    clock = MasterClock(time)
    sound = FakeSound(time)
    clock.sound = sound
    clock.seek(0)
    clock.play()
    times = []
    for i in range(180):
        time.now += 1 / 60
        if i == 100:
            sound.tremble = lambda: -0.5
        times.append(clock.time(time.now))
    heard = sound.time(time.now)
    assert times[-1] == pytest.approx(heard, abs=0.002) and times[99] - times[101] > 0.4


def test_a_device_that_is_gone_at_the_start(
    clip: Path, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    def missing(path: str, stream: int, device: str) -> FakeSound:
        raise ImportError("No module named 'miniaudio'")

    monkeypatch.setattr(tracks, "open_sound", missing)
    with Playback(clip, now=time) as playback:
        screen = Screen(playback, time)
        playback.play()
        assert screen.until(lambda: playback.ended)[-1] == 95
        assert playback.audio_track == 0 and playback.notices == ["no sound: No module named 'miniaudio'"]


def _until(done: Callable[[], bool], playback: Playback, each: Callable[[], None]) -> None:
    last = real.perf_counter() + 60
    while not done():
        assert real.perf_counter() < last
        each()


def test_with_the_real_sound(clip: Path) -> None:
    """Everything real but the device: a seek, double speed, and to the end."""
    apart = []
    seen = []
    with Playback(clip, sound_device="null") as playback:

        def look() -> None:
            due = playback.due()
            now = real.perf_counter()
            frame = playback.poll(now if due is None else max(now, min(due, now + 0.01)))
            if frame is not None:
                seen.append(number_in(frame))
                playback.drawn(frame, now)
                if playback.av_difference is not None:
                    apart.append(playback.av_difference)

        playback.play()
        _until(lambda: playback.position > 0.5, playback, look)
        playback.seek(2.5)
        playback.speed = 2
        _until(lambda: playback.ended, playback, look)
        assert playback.error is None and playback.stalls == 0
    assert 60 in seen and seen[-1] == 95 and len(apart) > 20
