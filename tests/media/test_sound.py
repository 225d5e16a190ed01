"""What is heard, and the time that goes with it: on a device that the test drives, and on miniaudio's null backend."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from media.clips import make_clip, our_threads
from media.soundfiles import OPEN, Clock, Speaker, numbered, numbers, settled, speak, write
from upshade.errors import JobFailed
from upshade.media import sound as module
from upshade.media.sound import Sound

RATE = 48000
RAMP = 480


@pytest.fixture(scope="module")
def numbered_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten seconds whose samples carry their numbers."""
    return write(tmp_path_factory.mktemp("sound") / "numbered.wav", numbered(10 * RATE))


@pytest.fixture(autouse=True)
def _nothing_stays() -> Any:
    yield
    while OPEN:
        OPEN.pop().close()
    assert not [name for name in our_threads() if "sound" in name]


def agree(sound: Sound, speaker: Speaker, at: float, speed: float = 1.0) -> float:
    """By how many samples what is heard at `at` is another than the clock says; nothing is being faded."""
    time = sound.time(at)
    assert time is not None
    return numbers(speaker.played[speaker.heard(at)][None])[0] - time * RATE


def test_what_is_heard_is_where_the_clock_says(monkeypatch: pytest.MonkeyPatch, numbered_file: Path) -> None:
    sound, speaker, clock = speak(monkeypatch, numbered_file)
    for target in (0.0, 3.3333, 7.1, 0.5):
        sound.seek(target)
        sound.play()
        speaker.run(0.6)
        for back in (0.2, 0.1, 0.01, 0):
            assert abs(agree(sound, speaker, clock.now - back)) <= 1
        assert sound.time() is not None and 0 < sound.time() - target <= 0.601
    sound.close()


def test_nothing_is_known_until_something_is_heard(monkeypatch: pytest.MonkeyPatch, numbered_file: Path) -> None:
    sound, speaker, _ = speak(monkeypatch, numbered_file)
    assert sound.time() is None and not sound.playing and not sound.finished
    sound.seek(2)
    assert sound.time() == 2  # paused: where it was sought to
    sound.play()
    assert sound.time() is None
    speaker.run(0.5)
    assert sound.time() == pytest.approx(2.5, abs=0.001)
    sound.seek(6)
    assert sound.time() is None
    speaker.run(0.1)
    assert sound.time() is None  # the device still plays what it had
    speaker.run(0.2)
    assert sound.time() == pytest.approx(6.3 - sound.latency, abs=0.026)
    assert sound.latency == pytest.approx(speaker.period * (speaker.periods - 1) / RATE)
    settled(sound)
    assert 0.9 <= sound.buffered <= 1
    sound.close()


def test_a_pause_goes_on_from_what_was_heard(monkeypatch: pytest.MonkeyPatch, numbered_file: Path) -> None:
    sound, speaker, clock = speak(monkeypatch, numbered_file)
    sound.seek(1)
    sound.play()
    speaker.run(0.5)
    clock.now += 0.0101
    sound.pause()
    stopped = sound.time()
    assert stopped == pytest.approx(1.5101, abs=0.001)
    clock.now -= 0.0101
    first = len(speaker.played)
    speaker.run(1)
    assert sound.time() == stopped and not sound.playing
    assert not speaker.played[first + RAMP :].any()
    sound.play()
    resumed = len(speaker.played)
    assert sound.time() == stopped  # until it is heard
    speaker.run(0.5)
    after = numbers(speaker.played[resumed + RAMP : resumed + RAMP + 1])[0]
    assert abs(after - RAMP - stopped * RATE) <= 1
    assert abs(agree(sound, speaker, clock.now)) <= 1
    sound.close()


def test_a_pause_before_anything_is_heard_loses_nothing(monkeypatch: pytest.MonkeyPatch, numbered_file: Path) -> None:
    sound, speaker, clock = speak(monkeypatch, numbered_file)
    sound.seek(1)
    sound.play()
    speaker.run(0.5)
    sound.seek(4)
    speaker.run(0.1)  # taken, but not heard
    sound.pause()
    assert sound.time() == 4
    speaker.run(0.3)
    sound.play()
    first = len(speaker.played)
    assert sound.time() is None
    speaker.run(0.5)
    assert numbers(speaker.played[[first + RAMP]])[0] == 4 * RATE + RAMP
    assert abs(agree(sound, speaker, clock.now)) <= 1
    sound.close()


def test_seeks_while_paused_stay_paused(monkeypatch: pytest.MonkeyPatch, numbered_file: Path) -> None:
    sound, speaker, clock = speak(monkeypatch, numbered_file)
    sound.seek(1)
    sound.play()
    speaker.run(0.5)
    sound.pause()
    sound.seek(4)
    first = len(speaker.played)
    speaker.run(0.3)
    assert sound.time() == 4
    assert not speaker.played[first + RAMP :].any()
    sound.play()
    assert sound.time() is None
    speaker.run(0.5)
    assert abs(agree(sound, speaker, clock.now)) <= 1
    sound.close()


@pytest.mark.parametrize("speed", [0.25, 0.5, 1.5, 4.0])
def test_other_speeds_keep_time_and_pitch(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, speed: float) -> None:
    """Beeps of 500 Hz, one a second, are heard when the clock says that it is their second, at 500 Hz."""
    t = np.arange(12 * RATE) / RATE
    wave = np.where(t % 1 < 0.2, 0.5 * np.sin(2 * np.pi * 500 * t), 0)
    path = write(tmp_path / "beeps.wav", np.repeat(np.round(wave * 32767).astype(np.int16)[:, None], 2, axis=1))
    sound, speaker, clock = speak(monkeypatch, path)
    sound.seek(0.5, speed)
    sound.play()
    speaker.run(2.5 / speed)
    heard = speaker.played[: speaker.heard(clock.now)]
    loud = np.flatnonzero(np.convolve(np.abs(heard[:, 0]), np.full(96, 1 / 96), "same") > 0.1)
    begin = speaker.begun + loud[0] / RATE
    # Fragments that are overlapped smear the edges by up to their length.
    assert sound.time(begin) is None or sound.time() == pytest.approx(3.0, abs=0.15)
    assert 0.5 + loud[0] / RATE * speed == pytest.approx(1.0, abs=0.04 * max(1, speed))
    beep = heard[loud[0] : loud[0] + round(0.2 / speed * RATE), 0]
    spectrum = np.abs(np.fft.rfft(beep * np.hanning(len(beep)), RATE))
    assert abs(int(spectrum.argmax()) - 500) <= 12
    assert sound.time() == pytest.approx(0.5 + speed * (clock.now - speaker.begun), abs=0.005 * speed)
    sound.close()


def test_a_track_that_begins_later_is_silent_before(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = write(tmp_path / "late.mka", numbered(3 * RATE), codec="flac", offset=2.0)
    sound, speaker, clock = speak(monkeypatch, path)
    for target in (0.5, 1.9):
        sound.seek(target)
        first = len(speaker.played)
        sound.play()
        speaker.run(2)
        told = np.flatnonzero(numbers(speaker.played[first + RAMP :]) >= 0)[0] + first + RAMP
        assert abs(told - first - (2 - target) * RATE) <= 1
        shown = sound.time()
        assert shown is not None
        assert numbers(speaker.played[[speaker.heard(clock.now)]])[0] == pytest.approx((shown - 2) * RATE, abs=1)
    sound.close()


def test_holes_are_silence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = write(tmp_path / "hole.mka", numbered(4 * RATE), codec="flac", leave_out=[(1.0, 1.5)])
    sound, speaker, _ = speak(monkeypatch, path)
    sound.seek(0)
    sound.play()
    speaker.run(3)
    heard = numbers(speaker.played)
    told = np.flatnonzero(heard >= 0)
    told = told[told > RAMP]
    assert np.abs(heard[told] - told).max() <= RATE // 1000  # Matroska rounds to milliseconds
    assert 0.45 * RATE < np.count_nonzero(heard[RATE : round(1.6 * RATE)] < 0) < 0.55 * RATE


@pytest.mark.parametrize("name", ["a.mka", "a.mkv"])
def test_times_that_are_rounded_are_no_holes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    """Matroska rounds the times of packets to milliseconds."""
    path = write(tmp_path / name, numbered(441 * 200, rate=44100), codec="flac", rate=44100)
    sound, speaker, _ = speak(monkeypatch, path, rate=44100, period=441)
    sound.seek(0.3)
    sound.play()
    speaker.run(1.5)
    heard = numbers(speaker.played)[RAMP : round(1.6 * 44100)]
    assert set(np.diff(heard)) == {1}
    assert abs(heard[0] - RAMP - 0.3 * 44100) <= 22  # half a millisecond
    sound.close()


def test_five_channels_and_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The loudest 5.1 does not clip, each channel comes on its side, centre on both; mono keeps its level."""
    count = RATE // 2
    for channel, sides in enumerate([(1, 0), (0, 1), (1, 1), (0, 0), (1, 0), (0, 1)]):
        data = np.zeros((count, 6), np.int16)
        data[:, channel] = 30000
        path = write(tmp_path / f"{channel}.wav", data, layout="5.1")
        sound, speaker, _ = speak(monkeypatch, path)
        sound.seek(0)
        sound.play()
        speaker.run(0.2)
        level = speaker.played[RATE // 10]
        assert [value > 0.2 for value in level] == [bool(side) for side in sides]
        sound.close()
    for layout, channels, low in (("5.1", 6, 0.85), ("mono", 1, 0.91)):
        path = write(tmp_path / f"{layout}.wav", np.full((count, channels), 30000, np.int16), layout=layout)
        sound, speaker, _ = speak(monkeypatch, path)
        sound.seek(0)
        sound.play()
        speaker.run(0.2)
        assert np.all((speaker.played[RATE // 10] > low) & (speaker.played[RATE // 10] < 0.95))
        sound.close()


def test_volume_changes_without_a_step(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = write(tmp_path / "level.wav", np.full((5 * RATE, 2), 16384, np.int16))
    sound, speaker, _ = speak(monkeypatch, path)
    sound.seek(0)
    sound.play()
    speaker.run(0.3)
    for change, level in (("volume", 0.5), ("volume", 1.3), ("muted", True), ("muted", False)):
        setattr(sound, change, level)
        speaker.run(0.1)
        expected = 0 if sound.muted else 0.5 * sound.volume
        assert speaker.played[-1] == pytest.approx(expected, abs=1e-4)
    sound.pause()
    speaker.run(0.2)
    sound.play()
    speaker.run(0.1)
    sound.seek(3)
    speaker.run(0.5)
    assert np.abs(np.diff(speaker.played, axis=0)).max() < 0.5 * 1.3 / (RAMP - 2)
    assert speaker.played.max() < 0.66
    sound.volume = 7
    assert sound.volume == 1.3
    sound.close()


def test_time_goes_on_behind_the_end(monkeypatch: pytest.MonkeyPatch, numbered_file: Path) -> None:
    sound, speaker, clock = speak(monkeypatch, numbered_file)
    sound.seek(9.5)
    sound.play()
    speaker.run(0.4)
    assert not sound.finished
    speaker.run(0.2)
    assert sound.finished
    speaker.run(1)
    assert sound.time() == pytest.approx(11.1, abs=0.001)
    last = np.flatnonzero(speaker.played[:, 0])[-1]
    assert last == pytest.approx(0.5 * RATE, abs=2)
    sound.pause()
    assert sound.time() == pytest.approx(11.1, abs=0.001) and sound.finished
    sound.seek(9)
    assert not sound.finished
    sound.play()
    speaker.run(0.5)
    assert abs(agree(sound, speaker, clock.now)) <= 1
    sound.seek(30)  # behind the end: silence, on time
    speaker.run(0.5)
    assert sound.finished
    assert sound.time() == pytest.approx(30.5 - sound.latency, abs=0.026)
    sound.close()


def test_starving_stops_time_and_nothing_is_lost(monkeypatch: pytest.MonkeyPatch, numbered_file: Path) -> None:
    """No samples are ready: the device gets silence, which is no part of the file."""
    sound, speaker, clock = speak(monkeypatch, numbered_file)
    sound.seek(1)
    sound.play()
    speaker.run(0.3)
    take, empty = sound._ring.take, np.zeros((0, 2), np.float32)
    before = len(speaker.played)
    monkeypatch.setattr(sound._ring, "take", lambda count: empty)
    for _ in range(20):
        clock.now += 0.025
        speaker.take()
    assert sound.time() == pytest.approx(1 + before / RATE, abs=0.001)
    monkeypatch.setattr(sound._ring, "take", take)
    speaker.run(0.5)
    assert abs(agree(sound, speaker, clock.now)) <= 1
    silent = np.flatnonzero(~speaker.played[before:].any(axis=1))
    assert len(silent) == silent[-1] + 1
    first = before + len(silent) + RAMP
    assert numbers(speaker.played[[before - 1, first]]).tolist() == [RATE + before - 1, RATE + before + RAMP]
    sound.close()


def test_questions_that_come_late_do_not_move_the_clock(monkeypatch: pytest.MonkeyPatch, numbered_file: Path) -> None:
    """A thread that cannot run for 0.18 s, again and again, and the device asks for all that it missed at once."""
    sound, speaker, clock = speak(monkeypatch, numbered_file, periods=9)
    sound.seek(0)
    sound.play()
    speaker.run(1)
    for _ in range(10):
        clock.now += 0.175
        early = sound.time()
        speaker.take(7)
        late = sound.time()
        expected = clock.now - speaker.begun
        assert early == pytest.approx(expected, abs=0.002) and late == pytest.approx(expected, abs=0.002)
        speaker.run(0.3)
        assert abs(agree(sound, speaker, clock.now)) <= 0.002 * RATE
    sound.close()


def test_a_device_that_stood_still_takes_the_clock_with_it(
    monkeypatch: pytest.MonkeyPatch, numbered_file: Path
) -> None:
    sound, speaker, clock = speak(monkeypatch, numbered_file)
    sound.seek(0)
    sound.play()
    speaker.run(1)
    clock.now += 0.5  # nobody asks, and the device's buffer is empty after 0.2 s
    speaker.begun += 0.3
    speaker.take(8)
    speaker.run(1)
    assert abs(agree(sound, speaker, clock.now)) <= 0.002 * RATE
    sound.close()


def test_packets_that_do_not_decode_are_passed_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = write(tmp_path / "spoiled.mka", numbered(4 * RATE), codec="flac", spoil=(1, 1.2))
    sound, speaker, clock = speak(monkeypatch, path)
    sound.seek(0)
    sound.play()
    speaker.run(3.5)
    assert sound.error is None
    assert abs(agree(sound, speaker, clock.now)) <= 1
    assert numbers(speaker.played[[RATE - 2000, 2 * RATE]]).tolist() == [RATE - 2000, 2 * RATE]
    sound.close()


def test_a_track_that_cannot_be_decoded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It is said in one line, and time goes on in silence."""
    clip = make_clip(tmp_path / "clip.mkv", frames=24)
    noise = write(tmp_path / "noise.mka", numbered(4 * RATE), codec="flac", spoil=(0, 9))
    for path, stream, words in (
        (tmp_path / "none.mkv", 0, "no such file"),
        (clip, 0, "is no audio track; there are 1"),
        (clip, 9, "is no audio track; there are 1"),
        (noise, 0, "audio track 0 cannot be decoded"),
    ):
        sound, speaker, _ = speak(monkeypatch, path, stream)
        sound.seek(1)
        sound.play()
        settled(sound)
        assert sound.error is not None and words in sound.error and "\n" not in sound.error
        speaker.run(0.5)
        assert sound.time() == pytest.approx(1.5, abs=0.001) and sound.finished
        assert not speaker.played.any()
        sound.seek(3)
        speaker.run(0.5)
        assert sound.time() == pytest.approx(3.5 - sound.latency, abs=0.026)
        sound.close()


def test_no_device_is_no_reason_not_to_play(monkeypatch: pytest.MonkeyPatch, numbered_file: Path) -> None:
    """The null backend of miniaudio, in real time."""
    from upshade.media.soundout import Device

    def make(kind: str) -> Device:
        if kind == "auto":
            raise JobFailed("no sound device can be opened")
        return Device(kind)

    sound = Sound(numbered_file, 0, output=make)
    sound.seek(1)
    sound.play()
    with sound._changed:
        assert sound._changed.wait_for(lambda: sound._clock.frames > RATE // 5, 20)
    assert sound.device == "no device" and sound.error is None
    assert sound.notices == ["no sound device can be opened: playing without sound"]
    time = sound.time()
    assert time is not None and time > 1
    sound.close()
    sound.close()


def test_a_device_that_goes_away_is_replaced(monkeypatch: pytest.MonkeyPatch, numbered_file: Path) -> None:
    monkeypatch.setattr(module, "_WATCH", 0.01)
    clock = Clock()
    monkeypatch.setattr(module, "perf_counter", clock)
    speakers = {"auto": Speaker(clock), "null": Speaker(clock, rate=44100, period=1102)}
    there = ["auto", "null"]

    def make(kind: str) -> Speaker:
        if kind not in there:
            raise JobFailed("there is no device")
        return speakers[kind]

    speakers["auto"].name, speakers["null"].name = "headphones", "nothing"
    sound = Sound(numbered_file, 0, output=make)
    OPEN.append(sound)
    speakers["auto"].sound = speakers["null"].sound = sound
    with sound._changed:
        assert sound._changed.wait_for(lambda: sound.device == "headphones", 20)
    sound.seek(2)
    sound.play()
    speakers["auto"].run(6)
    there.remove("auto")
    speakers["auto"].alive = False
    with sound._changed:
        assert sound._changed.wait_for(lambda: sound.device == "nothing", 20)
    assert speakers["auto"].closed
    assert sound.notices == [
        "the sound device is gone (headphones)", "there is no device: playing without sound"
    ]  # fmt: skip
    assert sound.time() == pytest.approx(8, abs=0.001)
    speakers["null"].run(1)
    assert sound.time() == pytest.approx(9, abs=0.001)
    sound.close()


def test_closing_while_it_decodes(tmp_path: Path, numbered_file: Path) -> None:
    for _ in range(5):
        sound = Sound(numbered_file, 0, device="null")
        sound.seek(1)
        sound.seek(9)
        sound.close()


def test_speeds_that_cannot_be(monkeypatch: pytest.MonkeyPatch, numbered_file: Path) -> None:
    sound, *_ = speak(monkeypatch, numbered_file)
    with pytest.raises(ValueError, match=r"0\.25 to 4"):
        sound.seek(0, 5)
    sound.close()
