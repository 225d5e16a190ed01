"""Audio tracks of files, entered anywhere."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from media.clips import RATE, make_clip
from media.soundfiles import numbered, numbers, write
from upshade.media.sound import AudioTrack, list_audio
from upshade.media.soundtrack import Soundtrack, factors


def first_second(
    path: Path, stream: int, target: float, rate: int = RATE, speed: float = 1
) -> tuple[float, np.ndarray]:
    track = Soundtrack(path, stream)
    blocks = []
    begin = None
    for at, block in track.samples(target, speed, rate, lambda: False):
        begin = at if begin is None else begin
        blocks.append(block)
        if sum(map(len, blocks)) > rate:
            break
    track.close()
    assert begin is not None
    return begin, np.concatenate(blocks)


def test_tracks_in_words(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.mka", numbered(RATE), codec="flac", metadata={"title": "With\x1b wine", "language": "jpn"}
    )
    assert list_audio(path) == (AudioTrack(1, 0, "flac, 48000 Hz, stereo, jpn, With\\x1b wine", False),)
    assert list_audio(make_clip(tmp_path / "none.mkv", frames=2, sound=None)) == ()
    (track,) = list_audio(make_clip(tmp_path / "clip.mp4", frames=24))
    assert (track.number, track.stream) == (1, 1)


@pytest.mark.parametrize(
    "name, codec", [("a.wav", "pcm_s16le"), ("a.flac", "flac"), ("a.nut", "pcm_s16le"), ("a.mov", "pcm_s16le")]
)
def test_entered_at_the_exact_sample(tmp_path: Path, name: str, codec: str) -> None:
    path = write(tmp_path / name, numbered(12 * RATE), codec=codec)
    for target in (0.0, 0.01, 5.12345, 11.5):
        begin, samples = first_second(path, 0, target)
        assert abs(begin - target) <= 1 / RATE
        assert numbers(samples[:2]).tolist() == [round(begin * RATE), round(begin * RATE) + 1]


@pytest.mark.parametrize(
    "name, sound", [("a.mp4", "aac"), ("a.mkv", "aac"), ("a.mkv", "libopus"), ("a.ts", "aac"), ("a.mkv", "ac3")]
)
def test_lossy_sound_beside_pictures(tmp_path: Path, name: str, sound: str) -> None:
    """440 Hz in its phase, from places between key pictures too; 0.5 ms is what these containers round to."""
    path = make_clip(tmp_path / name, frames=240, sound=sound)
    shift = None
    for target in (0.2, 3.3333, 8.0):
        begin, samples = first_second(path, 1, target, 44100)
        n = np.arange(2000, 44100)
        z = np.sum(samples[2000:44100, 0] * np.exp(-2j * np.pi * 440 * n / 44100)) * 2 / len(n)
        assert abs(z) == pytest.approx(0.3, abs=0.01)
        late = (np.angle(z * 1j * np.exp(-2j * np.pi * 440 * begin)) / (2 * np.pi * 440) + 1 / 880) % (
            1 / 440
        ) - 1 / 880
        shift = late if shift is None and name == "a.ts" else shift  # which begins 1.4 s later
        assert abs(late - (shift or 0)) < 0.0006


def test_tempos() -> None:
    for speed in (0.25, 0.3, 0.5, 0.9, 1.5, 2, 3, 4):
        assert np.prod(factors(speed)) == pytest.approx(speed)
        assert all(0.5 <= factor <= 2 for factor in factors(speed))
    assert factors(1) == []
