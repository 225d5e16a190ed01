"""Subtitles lie over the finished picture, sharp at the size of the window, and can be chosen and hidden."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np

from media.subs import make_ass
from ui.driving import Driver, drive
from upshade.core.library import demo_clip
from upshade.ui.app import Launch


def test_subtitles_beside_the_video(tmp_path: Path) -> None:
    film = tmp_path / "film.mkv"
    shutil.copy(demo_clip(), film)
    (tmp_path / "film.ass").write_text(make_ass([("0:00:02.00", "0:00:05.00", "WIDE WORDS")]))
    (tmp_path / "film.second.srt").write_text("1\n00:00:02,000 --> 00:00:05,000\nother words, longer ones\n")

    def script(d: Driver) -> None:
        app, view = d.app, d.app.view

        def low() -> np.ndarray:
            """The lowest fifth of the picture, as the window shows it."""
            left, top, width, height = (int(side) for side in view.fit)
            return d.screen()[top + height * 4 // 5 : top + height, left : left + width].astype(int)

        def ready() -> None:
            d.until(lambda: app.playback.subtitles is not None and not app.playback.subtitles_loading)
            d.settled()
            d.until(lambda: app.messages.line is None, "the line over the picture is gone")
            d.turn(3)

        ready()
        assert app.playback.subtitle_track == 1, "the file that is called like the video is chosen"
        with_words = low()
        d.keys("v")
        ready()
        without = low()
        white = (with_words.min(2) > 245).sum() - (without.min(2) > 245).sum()
        assert white > 200 and (np.abs(with_words - without).max(2) > 30).sum() > white
        d.keys("vj")
        ready()
        assert app.playback.subtitle_track == 2 and np.abs(low() - with_words).max() > 100
        d.keys("j")
        d.until(lambda: app.playback.subtitle_track == 0)
        d.settled()
        d.until(lambda: app.messages.line is None)
        d.turn(3)
        assert np.array_equal(low(), without)
        d.keys("J")
        ready()
        # Zoomed into the picture, the words stay where they can be read.
        d.keys("J")
        ready()
        before = (low().min(2) > 245).sum()
        d.on_window(lambda: view.zoom_to(4.0))
        ready()
        assert (low().min(2) > 245).sum() > before / 2
        # Before its time there is none.
        d.on_window(lambda: view.zoom_to(None))
        d.on_window(lambda: app.playback.seek(1.0))
        ready()
        early = low()
        d.keys("v")
        ready()
        assert np.array_equal(low(), early)

    drive(Launch((str(film),), preset="plain", sound="null", paused=True, start=3.0), script)
