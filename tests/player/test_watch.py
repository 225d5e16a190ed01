"""Files that change on the disk are noticed, however an editor writes them."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import watchfiles

from upshade.player import watch
from upshade.player.watch import Watcher

LONG = 20.0
"""Seconds after which something that should be noticed is not."""


@pytest.fixture
def watcher() -> Iterator[Watcher]:
    before = set(threading.enumerate())
    made = Watcher()
    yield made
    made.close()
    made.close()
    # A thread of a test before may have ended meanwhile.
    assert set(threading.enumerate()) <= before


def expect(watcher: Watcher, *paths: Path) -> None:
    """Exactly these, in one answer or several; the same file may be told twice."""
    missing = set(paths)
    while missing:
        found = watcher.poll(LONG)
        assert found, f"not noticed: {missing}"
        assert found <= set(paths)
        missing -= found


def in_place(path: Path) -> None:
    path.write_text("new text")


def renamed_over(path: Path) -> None:
    beside = path.with_name(f".{path.name}.swp")
    beside.write_text("new text")
    os.replace(beside, path)


def moved_away_and_written_anew(path: Path) -> None:
    path.rename(path.with_name(path.name + "~"))
    path.write_text("new text")


def same_size(path: Path) -> None:
    path.write_text("OLD")


def removed(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("write", [in_place, renamed_over, moved_away_and_written_anew, same_size, removed])
def test_every_way_to_write_is_noticed(tmp_path: Path, watcher: Watcher, write: Callable[[Path], None]) -> None:
    path, other = tmp_path / "a.glsl", tmp_path / "b.glsl"
    path.write_text("old")
    other.write_text("old")
    watcher.set_files([path])
    assert watcher.poll() == set()
    other.write_text("newer")
    write(path)
    expect(watcher, path)
    # And again, now that it has another inode or none.
    in_place(path)
    expect(watcher, path)
    assert watcher.notice is None


def test_a_file_in_a_folder_that_is_not_there_yet(tmp_path: Path, watcher: Watcher) -> None:
    path = tmp_path / "config" / "shaders" / "later.glsl"
    watcher.set_files([path])
    path.parent.mkdir(parents=True)
    path.write_text("here")
    expect(watcher, path)
    renamed_over(path)
    expect(watcher, path)


def test_a_folder_that_comes_again(tmp_path: Path, watcher: Watcher) -> None:
    path = tmp_path / "shaders" / "a.glsl"
    path.parent.mkdir()
    path.write_text("old")
    watcher.set_files([path])
    path.parent.rename(tmp_path / "away")
    expect(watcher, path)
    path.parent.mkdir()
    path.write_text("new")
    expect(watcher, path)


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_link_is_watched_where_it_leads(tmp_path: Path, watcher: Watcher) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "links").mkdir()
    real, link = tmp_path / "real" / "x.glsl", tmp_path / "links" / "a.glsl"
    real.write_text("old")
    link.symlink_to(real)
    watcher.set_files([link])
    renamed_over(real)
    expect(watcher, link)


def test_other_files_from_now_on(tmp_path: Path, watcher: Watcher) -> None:
    one, two = tmp_path / "1" / "a.glsl", tmp_path / "2" / "a.glsl"
    for path in (one, two):
        path.parent.mkdir()
        path.write_text("old")
    watcher.set_files([one])
    watcher.set_files([two])
    one.write_text("unseen")
    two.write_text("seen")
    expect(watcher, two)
    watcher.set_files([one, two])
    two.write_text("both")
    one.write_text("both")
    expect(watcher, one, two)
    watcher.set_files([])
    assert watcher.poll() == set()


def test_what_cannot_even_be_looked_at_harms_nothing_else(tmp_path: Path, watcher: Watcher) -> None:
    """The thread goes on: a name that is too long, as one on a drive that went away, is only not there."""
    path, round_ = tmp_path / "a.glsl", tmp_path / "round"
    path.write_text("old")
    round_.symlink_to("round")
    watcher.set_files([path, tmp_path / ("x" * 300) / "a.glsl", round_ / "a.glsl"])
    in_place(path)
    expect(watcher, path)
    renamed_over(path)
    expect(watcher, path)


@pytest.mark.skipif(sys.platform != "linux", reason="names are text elsewhere")
def test_names_that_no_text_can_hold(tmp_path: Path, watcher: Watcher) -> None:
    odd = os.fsdecode(b"\xff")
    (tmp_path / f"d{odd}").mkdir()
    inside, beside, plain = tmp_path / f"d{odd}" / "a.glsl", tmp_path / f"a{odd}.glsl", tmp_path / "a.glsl"
    for path in (inside, beside, plain):
        path.write_text("old")
    for files in ([inside], [inside, beside, plain]):
        watcher.set_files(files)
        for path in files:
            in_place(path)
            expect(watcher, path)
            renamed_over(path)
            expect(watcher, path)


def test_closed_watchers_watch_nothing(tmp_path: Path) -> None:
    made = Watcher()
    made.close()
    made.set_files([tmp_path / "a"])
    assert made.poll() == set()


def test_what_is_written_in_pieces_is_told_when_it_is_whole() -> None:
    empty, half, whole = (1, 0, 7), (2, 5, 7), (3, 9, 7)
    looks = iter([[None], [empty], [half], [whole], [whole]])
    assert watch._settle(lambda: next(looks), lambda: None) == [whole]
    assert next(looks, "all seen") == "all seen"
    # But not for ever.
    assert watch._settle(lambda: [empty], lambda: None) == [empty]
    assert watch._settle(lambda: [None], lambda: None) == [None]


def test_where_the_system_refuses_files_are_looked_at(
    tmp_path: Path, watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*paths: object, **options: object) -> Iterator[None]:
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr(watchfiles, "watch", refuse)
    monkeypatch.setattr(watch, "INTERVAL", 0.02)
    path = tmp_path / "a.glsl"
    path.write_text("old")
    watcher.set_files([path])
    for write in (in_place, renamed_over, removed):
        write(path)
        expect(watcher, path)
    assert watcher.notice == (
        "changed files are noticed once a second only: they cannot be watched (inotify watch limit reached)"
    )
