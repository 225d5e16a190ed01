"""Chapters, and which sound and subtitles there are."""

from __future__ import annotations

import threading
from pathlib import Path

import av
import pytest
from av.stream import Disposition

from media.clips import make_clip
from media.film import START, make_film
from upshade.errors import ParameterError
from upshade.media.chapters import list_chapters
from upshade.media.reader import open_video
from upshade.player.playback import Playback

from .screen import Screen, Time, settle

SRT = "1\n00:00:00,500 --> 00:00:01,000\nHello\n"


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_film(tmp_path_factory.mktemp("film") / "film.mkv", duration=6)


def test_chapters_count_from_the_first_picture(film: Path, tmp_path: Path) -> None:
    with open_video(film) as reader:
        chapters = list_chapters(reader.info)
    with av.open(str(film)) as file:
        raw = [(float(c["start"] * c["time_base"]), c["metadata"].get("title", "")) for c in file.chapters()]
    assert raw and [(c.start, c.title) for c in chapters] == [
        (pytest.approx(max(0.0, start - START / 1000)), title) for start, title in raw
    ]
    with open_video(make_clip(tmp_path / "a.mp4", frames=5)) as reader:
        assert list_chapters(reader.info) == ()


def test_from_chapter_to_chapter(film: Path, time: Time) -> None:
    with Playback(film, audio=0, now=time) as playback:
        screen = Screen(playback, time)
        screen.picture()
        starts = [chapter.start for chapter in playback.chapters]
        assert len(starts) >= 2
        for index in range(1, len(starts)):
            assert playback.next_chapter() and playback.target == starts[index] and playback.chapter == index
        assert not playback.next_chapter()
        screen.picture()
        settle(playback._feed)
        assert playback.position <= starts[-1] + 1e-3
        assert playback.next_chapter(-1) and playback.target == starts[-2]
        playback.seek(starts[-1] + 5.5)
        if playback.target > starts[-1] + 5:
            assert playback.next_chapter(-1) and playback.target == starts[-1], "first to its own start"
        playback.seek(0)
        assert playback.next_chapter(-1) and playback.target == starts[0], "there is nothing before"


def test_tracks_of_the_file_and_files_beside_it(film: Path, time: Time) -> None:
    for name in ("film.srt", "film.de.srt", "filmy.srt", "film.txt"):
        film.with_name(name).write_text(SRT)
    with Playback(film, now=time, sound_device="null") as playback:
        assert [t.number for t in playback.audio_tracks] == [1, 2] and playback.audio_track in (1, 2)
        inside = [t for t in playback.subtitle_tracks if t.path is None]
        beside = [t for t in playback.subtitle_tracks if t.path is not None]
        assert [t.number for t in playback.subtitle_tracks] == list(range(1, len(inside) + 3)) and len(inside) >= 2
        assert [t.label for t in beside] == ["film.de.srt", "film.srt"]
        assert playback.subtitle_track == 0 and playback.subtitles is None
        with av.open(str(film)) as file:
            wanted = [bool(s.disposition & Disposition.default) for s in file.streams.subtitles]
        assert [t.default for t in inside] == wanted and not any(t.default for t in beside)
        with pytest.raises(ParameterError, match="there is no subtitle track 99"):
            playback.choose_subtitles(99)
        with pytest.raises(ParameterError, match="there is no audio track 9; the video has 2"):
            playback.choose_audio(9)
        playback.choose_audio(2)
        assert playback.audio_track == 2
    with pytest.raises(ParameterError, match="there is no audio track 9"):
        Playback(film, now=time, audio=9)


def _settled(playback: Playback) -> None:
    for thread in threading.enumerate():
        if thread.name == "upshade-subtitles":
            thread.join(60)
    assert not playback.subtitles_loading


def test_subtitles_are_read_beside_playback(film: Path, time: Time, tmp_path: Path) -> None:
    other = tmp_path / "other.srt"
    other.write_text(SRT)
    broken = tmp_path / "broken.srt"
    broken.write_bytes(b"\xff\xfe\xfa")
    with Playback(film, audio=0, subtitles=1, now=time) as playback:
        _settled(playback)
        first = playback.subtitles
        assert first is not None and first.stream is not None and playback.subtitle_track == 1
        playback.choose_subtitles(str(other))
        assert playback.subtitle_track == len(playback.subtitle_tracks)
        _settled(playback)
        assert playback.subtitles is not None and playback.subtitles.label == "subtitles other.srt"
        before = playback.subtitle_tracks
        playback.choose_subtitles(str(other))
        playback.choose_subtitles(None)
        assert playback.subtitle_tracks == before and playback.subtitles is None and not playback.subtitles_loading
        playback.choose_subtitles(str(broken))
        _settled(playback)
        assert playback.subtitles is None
        assert any("broken.srt" in line for line in playback.notices)
