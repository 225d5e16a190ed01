"""Bookmarks, the range that is rendered, and the contact sheet."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import Any

import av
import numpy as np
import pytest

from media.clips import make_clip
from upshade.media.reader import open_video
from upshade.player.state import State
from upshade.tools.contact import Row, contact_sheet
from upshade.ui import sheet
from upshade.ui.app import Launch
from upshade.ui.marks import MarksPanel

from .driving import Driver, drive


@pytest.fixture
def films(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Two, whose pictures show their numbers; the program is started in an empty folder."""
    for name in ("a", "b"):
        make_clip(tmp_path / f"{name}.mkv", frames=48, size=(160, 96), offset=0.5, sound=None)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return [tmp_path / "a.mkv", tmp_path / "b.mkv"]


def panel(d: Driver) -> MarksPanel:
    found = d.app.panels["marks"]
    assert isinstance(found, MarksPanel)
    return found


def show(d: Driver, time: float) -> None:
    d.app.actions.seek(time)
    d.settled()


def number(picture: np.ndarray, width: int, height: int) -> int:
    """What `numbered` wrote, of a picture that was enlarged."""
    unit = width / 160
    rows = picture[round(6 * unit) : round(10 * unit)]
    blocks = [rows[:, round((16 * bit + 6) * unit) : round((16 * bit + 10) * unit)].mean() for bit in range(10)]
    return sum(int(block > 128) << bit for bit, block in enumerate(blocks))


def test_bookmarks_ranges_and_a_sheet(films: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    rows: list[Row] = []

    def noted(given: list[Row], *args: Any, **more: Any) -> Any:
        rows[:] = given
        return contact_sheet(given, *args, **more)

    monkeypatch.setattr(sheet, "contact_sheet", noted)

    def script(d: Driver) -> None:
        marks, app = panel(d), d.app
        d.settled()
        d.keys("N")
        assert "no bookmarks yet" in app.messages.line[0] and not marks.making
        app.actions.panel("marks")
        d.turn(3)
        for time in (1.0, 0.25, 0.5):
            show(d, time)
            d.keys("n")
        d.keys("n")
        assert "already" in app.messages.line[0]
        assert marks.times == [0.25, 0.5, 1.0]
        d.turn(2)
        assert all(mark.thumb is not None for mark in marks._book.marks)
        pixels = d.on_window(lambda: app.preview.display.pixels(marks._book.marks[2].thumb))
        assert pixels.shape == (72, 120, 3) and number(pixels, 120, 72) == 24

        # The picture that is shown is in the range, at either end.
        d.keys("I")
        show(d, 1.5)
        d.keys("O")
        assert marks.span == (0.5, pytest.approx(37 / 24, abs=1e-3))
        show(d, 1.75)
        d.keys("I")
        assert marks.span == (1.75, None), "an end before the beginning is none"
        d.click("//Marks/###clear")
        assert marks.span == (None, None)

        d.click("//Marks/**/##jump2")
        d.settled()
        assert app.playback.position == 0.25
        d.ctx.item_input_value("//Marks/**/##note2", "eyes")
        d.click("//Marks/**/###gone3")
        assert marks.times == [0.25, 1.0] and marks._book.marks[0].note == "eyes"
        assert not app.messages.errors

        # Each file has its own; they are there when it comes back.
        app.actions.open([str(films[1])])
        d.until(lambda: app.preview.pictures[0] is not None)
        assert marks.times == [] and marks.span == (None, None)
        d.keys("n")
        app.actions.open([str(films[0])])
        assert marks.times == [0.25, 1.0]
        app.playback.loop_file = True
        app.playback.play()
        lent = d.on_window(lambda: app.preview.pool.lent)

        # The sheet is made while the film goes on.
        at = app.playback.shown
        d.keys("N")
        assert marks.making
        d.until(lambda: app.dialogs.open, "a sheet")
        assert app.playback.shown > at and app.playback.playing and not marks.making
        d.turn(3)
        page = marks._view._page
        assert list(Path.cwd().iterdir()) == [], "nothing is written that nobody asked for"
        d.click("//Contact sheet/Save as PNG")
        d.until(lambda: marks._view._said or marks._view._error)
        assert marks._view._said == "saved a sheet.png"
        d.click("//Contact sheet/Save as PNG")
        d.until(lambda: marks._view._error, "a word that it is there already")
        assert "exists already" in marks._view._error
        d.click("//Contact sheet/Close")
        d.turn(3)
        assert not app.dialogs.open and marks._view is None
        with open_video("a sheet.png") as reader:
            (saved,) = reader.frames()
        assert np.array_equal(saved.planes[0], page)
        for row, expected in zip(rows, (6, 24), strict=True):
            assert row.a.shape == row.b.shape == (192, 320, 3)
            assert number(row.a, 320, 192) == number(row.b, 320, 192) == expected
            assert not np.array_equal(row.a, row.b), "the chain is in the second"
        assert rows[0].label == "eyes" and rows[0].time == 0.25
        app.actions.toggle()
        d.settled()
        assert d.on_window(lambda: app.preview.pool.lent) <= lent + 2

    launch = Launch((str(films[0]),), "anime", scale=2, paused=True, sound="null")
    drive(launch, script, State(size=(1280, 800), panels=()))


def test_they_are_there_the_next_time(films: list[Path], settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    go = Event()

    def first(d: Driver) -> None:
        app = d.app
        d.settled()
        show(d, 0.5)
        d.keys("nI")
        app.actions.panel("marks")
        d.turn(3)
        d.ctx.item_input_value("//Marks/**/##note1", "eyes")
        # A page that takes long to be written makes nobody wait, and is told when it is there.
        real = sheet.save_picture
        monkeypatch.setattr(sheet, "save_picture", lambda *given: (go.wait(60), real(*given)))
        d.keys("N")
        d.until(lambda: app.dialogs.open, "the page")
        d.turn(2)
        d.click("//Contact sheet/Save as PNG")
        d.click("//Contact sheet/Close")
        d.turn(5)
        assert not app.dialogs.open and not Path("a sheet.png").exists()
        go.set()
        d.until(lambda: any("a sheet.png" in line for _, line in app.messages.log), "a word of it")
        assert Path("a sheet.png").exists()

    def second(d: Driver) -> None:
        app, marks = d.app, panel(d)
        d.settled()
        assert marks.times == [] and marks.span == (None, None), "another file"
        app.actions.open([str(films[0])])
        d.settled()
        assert marks.times == [0.5] and marks.span == (0.5, None)
        (mark,) = marks._book.marks
        assert mark.note == "eyes" and mark.thumb is None
        show(d, 0.5)
        d.until(lambda: mark.thumb is not None, "its picture")
        pixels = d.on_window(lambda: app.preview.display.pixels(mark.thumb))
        assert number(pixels, 120, 72) == 12
        d.keys("n")
        assert "already" in app.messages.line[0]

    for film, script in zip(films, (first, second), strict=True):
        state = State(size=(900, 700), panels=("marks",), path=settings / "window.toml")
        drive(Launch((str(film),), "plain", paused=True, sound="null"), script, state)
    assert (settings / "marks.toml").is_file()


def turned(source: Path, path: Path, degrees: int) -> Path:
    """As a phone films."""
    with av.open(str(source)) as file, av.open(str(path), "w") as out:
        stream = out.add_stream_from_template(file.streams.video[0])
        stream.set_display_rotation(degrees)
        for packet in file.demux(file.streams.video[0]):
            if packet.size:
                packet.stream = stream
                out.mux(packet)
    return path


def test_a_film_that_is_shown_turned_is_turned_here_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    film = turned(make_clip(tmp_path / "a.mp4", frames=24, sound=None), tmp_path / "phone.mp4", 90)
    rows: list[Row] = []

    def noted(given: list[Row], *args: Any, **more: Any) -> Any:
        rows[:] = given
        return contact_sheet(given, *args, **more)

    monkeypatch.setattr(sheet, "contact_sheet", noted)

    def script(d: Driver) -> None:
        app, marks = d.app, panel(d)
        d.settled()
        turns = app.view.turns
        assert turns % 2 == 1
        show(d, 0.5)
        d.keys("n")
        d.turn(3)
        d.mouse(0.5, 0.5)
        d.turn(3)
        thumb = d.on_window(lambda: app.preview.display.pixels(marks._book.marks[0].thumb))
        upright = np.rot90(thumb, turns)
        high, wide = upright.shape[:2]
        assert high > wide and high == 72
        at = d.ctx.item_info("//Marks/**/##jump1").rect_full
        left, top = round(at.min.x + (128 - wide) / 2), round(at.min.y)
        seen = d.screen()[top : top + high, left : left + wide].astype(int)
        difference = np.abs(seen - upright)[4:-4, 4:-4].mean()
        assert difference < 12 < np.abs(seen - upright[::-1, ::-1])[4:-4, 4:-4].mean()
        # The picture in the window stands the same way.
        x, y, width, height = (int(side) for side in app.view.rect)
        big = d.screen()[y : y + height, x : x + width]
        assert height > width
        small = big[:: height // 24, :: width // 12][:24, :12].astype(int)
        rough = upright[:: high // 24, :: wide // 12][:24, :12].astype(int)
        assert np.corrcoef(small.ravel(), rough[: small.shape[0], : small.shape[1]].ravel())[0, 1] > 0.6
        marks.sheet()
        d.until(lambda: rows, "a page")
        for one in (rows[0].a, rows[0].b):
            assert one.shape[0] > one.shape[1]
            assert number(np.rot90(one, -turns), one.shape[0] * 160 // 176, one.shape[1]) == 12
        d.until(lambda: app.dialogs.open, "the page")
        assert not app.messages.errors

    drive(Launch((str(film),), "plain", paused=True, sound="null"), script, State(size=(900, 700), panels=("marks",)))


def test_a_sheet_that_is_given_up_or_fails(films: list[Path]) -> None:
    def script(d: Driver) -> None:
        marks, app = panel(d), d.app
        d.settled()
        for time in (0.25, 0.5, 0.75, 1.0):
            show(d, time)
            d.keys("n")
        lent = d.on_window(lambda: app.preview.pool.lent)
        marks.sheet()
        d.until(lambda: marks._maker.done, "a first pair")
        for side in marks._maker._sides:
            side.work = lambda budget: False  # a chain that takes its time
        d.click("//Marks/Cancel##sheet")
        d.turn(3)
        assert not marks.making and not app.dialogs.open
        d.settled()
        assert d.on_window(lambda: app.preview.pool.lent) <= lent + 1
        Path(app.playback.path).rename(films[0].with_name("elsewhere.mkv"))
        marks.sheet()
        d.until(lambda: app.messages.errors, "an error")
        assert "no such file" in app.messages.errors[0] and not marks.making

    drive(Launch((str(films[0]),), "plain", paused=True, sound="null"), script, State(size=(900, 700), panels=()))
