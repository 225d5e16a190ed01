"""What comes next, and what is passed over."""

from __future__ import annotations

from pathlib import Path

from upshade.errors import NotFound
from upshade.player.playlist import Playlist


def _files(folder: Path, *names: str) -> list[str]:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_bytes(b"x")
    return [str(folder / name) for name in names]


def test_folders_files_and_patterns(tmp_path: Path) -> None:
    show = tmp_path / "show"
    _files(show, "ep10.mkv", "ep2.MKV", "ep1.mkv", "notes.txt", ".hidden.mkv", "cover.png")
    (show / "extras.mkv").mkdir()
    numbered = str(tmp_path / "frame_%04d.png")
    playlist = Playlist([show, numbered, "gone.mkv"])
    assert [Path(path).name for path in playlist.entries] == [
        "cover.png", "ep1.mkv", "ep2.MKV", "ep10.mkv", "frame_%04d.png", "gone.mkv"]  # fmt: skip
    assert playlist.notices == []
    (tmp_path / "empty").mkdir()
    assert playlist.add([tmp_path / "empty"]) is None
    assert playlist.notices == [f"{tmp_path / 'empty'}: no video or picture lies in this folder"]
    assert playlist.add(["b.mkv"]) == 6 and len(playlist) == 7


def test_next_and_previous(tmp_path: Path) -> None:
    playlist = Playlist(["a", "b", "c"])
    assert playlist.previous() is None and playlist.current == "a"
    assert [playlist.next(), playlist.next(), playlist.next()] == ["b", "c", None] and playlist.current == "c"
    playlist.loop = True
    assert playlist.next() == "a" and playlist.previous() == "c"
    assert playlist.jump(1) == "b" and playlist.jump(7) is None
    playlist.remove(0)
    assert playlist.current == "b"
    playlist.remove(0)
    assert playlist.current == "c"
    playlist.remove(0)
    assert playlist.current is None and playlist.next() is None and playlist.open(str) is None


def test_what_cannot_be_opened_is_passed_over_with_a_line() -> None:
    tried: list[str] = []

    def opener(path: str) -> str:
        tried.append(path)
        if path in ("b", "c", "z"):
            raise NotFound(f"no such file: {path}")
        return path.upper()

    playlist = Playlist(["a", "b", "c", "d", "z"])
    assert playlist.open(opener) == "A"
    playlist.next()
    assert playlist.open(opener) == "D" and playlist.index == 3
    assert playlist.notices == ["no such file: b", "no such file: c"]
    playlist.previous()
    assert playlist.open(opener, -1) == "A" and playlist.index == 0
    playlist.jump(4)
    assert playlist.open(opener) is None and playlist.index == 0
    playlist.jump(4)
    playlist.loop = True
    assert playlist.open(opener) == "A"
    tried.clear()
    bad = Playlist(["b", "c"])
    bad.loop = True
    assert bad.open(opener) is None and tried == ["b", "c"] and bad.index == 0


def test_what_is_open_stays_the_current_one_where_nothing_else_can_be_opened() -> None:
    def opener(path: str) -> str:
        if path in ("c", "d", "x"):
            raise NotFound(f"no such file: {path}")
        return path

    playlist = Playlist(["x", "a", "b", "c", "d"])
    assert playlist.open(opener) == "a"
    playlist.next()
    assert playlist.open(opener) == "b"
    playlist.next()
    assert playlist.open(opener) is None and playlist.current == "b"
    playlist.jump(0)
    assert playlist.open(opener, -1) is None and playlist.current == "b"
    playlist.remove(0)
    playlist.next()
    assert playlist.open(opener) is None and playlist.current == "b", "also where entries before it went"
