"""What was marked in files is there the next time, whatever happened to the file that says so."""

from __future__ import annotations

import os
import stat
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upshade.player import bookmarks
from upshade.player.bookmarks import Bookmark, Kept, load, save

_SECONDS = st.floats(0, 1e7)
_MARKS = st.lists(st.builds(Bookmark, st.integers(-(2**62), 2**62), _SECONDS, st.text(max_size=60)), max_size=6)
_KEPT = st.builds(Kept, _MARKS.map(tuple), st.tuples(st.none() | _SECONDS, st.none()))


@given(st.dictionaries(st.text('abcé"\\\x7f /\n', min_size=1), _KEPT, max_size=4))
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, books: dict[str, Kept]) -> None:
    path = tmp_path_factory.mktemp("kept") / bookmarks.NAME
    assert save(path, books) == ""
    found, notice = load(path)
    assert notice == "" and found == {name: kept for name, kept in books.items() if kept != Kept()}
    if path.exists():
        tomllib.loads(path.read_text())


def test_two_windows_do_not_lose_each_others(tmp_path: Path) -> None:
    path = tmp_path / "upshade" / bookmarks.NAME
    one, two = Kept((Bookmark(1, 0.5, "eyes"),)), Kept((), (1.0, 2.5))
    assert save(path, {}) == "" and not path.exists(), "nothing is written of nothing"
    save(path, {"/a.mkv": one})
    save(path, {"/b.mkv": two})
    assert load(path) == ({"/b.mkv": two, "/a.mkv": one}, "")
    before = path.stat().st_mtime_ns
    save(path, {"/b.mkv": two})
    assert path.stat().st_mtime_ns == before
    save(path, {"/b.mkv": Kept()})
    assert load(path)[0] == {"/a.mkv": one}


def test_it_stays_small_and_keeps_what_is_new(tmp_path: Path) -> None:
    path = tmp_path / bookmarks.NAME
    many = Kept(tuple(Bookmark(k, k / 24, "n" * 480) for k in range(bookmarks.MARKS)))
    for k in range(6):
        assert save(path, {f"/{k}.mkv": many}) == ""
    assert path.stat().st_size <= 1 << 20
    assert list(load(path)[0])[:3] == ["/5.mkv", "/4.mkv", "/3.mkv"]
    save(path, {f"/{k}.png": Kept((), (1.0, None)) for k in range(bookmarks.FILES + 20)})
    assert len(load(path)[0]) == bookmarks.FILES


def test_a_damaged_file_is_put_aside(tmp_path: Path) -> None:
    path = tmp_path / bookmarks.NAME
    path.write_text("[[file]\npath = ")
    found, notice = load(path)
    assert found == {} and notice.endswith("there are no bookmarks, and it is kept as marks.toml.bad")
    assert "\n" not in notice and (tmp_path / "marks.toml.bad").read_text().startswith("[[file]")
    path.write_text(
        'file = [1, {path = 3}, {path = ""}, {path = "/a", marks = [[1, 2.0, "x"], [1], ["a", 1, ""], [1, -1, ""], '
        '[true, 1, ""], [2, inf, ""], 7], from = 3, to = 2}, {path = "/b", marks = "no", from = nan}]\n'
    )
    assert load(path) == ({"/a": Kept((Bookmark(1, 2.0, "x"),), (3.0, None))}, "")


def test_where_it_cannot_be_written(tmp_path: Path) -> None:
    if os.getuid() == 0:
        (tmp_path / "file").touch()
        path = tmp_path / "file" / bookmarks.NAME
    else:
        tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
        path = tmp_path / bookmarks.NAME
    assert "bookmarks are not kept" in save(path, {"/a": Kept((), (1.0, None))})
    tmp_path.chmod(0o700)


def test_names_that_no_text_can_hold_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / bookmarks.NAME
    save(path, {"/\udcff.mkv": Kept((), (1.0, None)), "/a.mkv": Kept((Bookmark(1, 1.0, "half \ud800"),))})
    assert load(path)[0] == {"/a.mkv": Kept((Bookmark(1, 1.0, "half ?"),))}
