"""The window's own file: whatever is in it, the window opens; whatever happens to it, the window goes on."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import platformdirs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prove._trouble import RIGHTS
from upshade.core import atomic, library
from upshade.core.preset import DEFAULT
from upshade.player import state as states
from upshade.player.state import RECENT, State, load, save

CHANGED = {
    "size": (1600, 900), "position": (-1800, 40), "maximized": True, "fullscreen": True,
    "layout": "[Window][Chain]\nPos=0,24\nDockId=0x1,0\n", "preset": "anime-strong", "volume": 0.35, "mute": True,
    "preview": "fit", "recent": ("/films/Ü — 1.mkv", "/films/2\".mkv"), "panels": ("chain", "stats"),
    "folded": ("anime4k/push", "/shaders/mine.glsl"),
}  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "upshade" / "window.toml"


def changed(path: Path) -> State:
    state = load(path)
    for key, value in CHANGED.items():
        setattr(state, key, value)
    return state


def values(state: State) -> dict[str, Any]:
    return {key: getattr(state, key) for key in CHANGED}


def test_everything_is_remembered(file: Path) -> None:
    assert values(load(file)) == values(State()), "there is no file yet"
    assert save(changed(file)) == ""
    again = load(file)
    assert values(again) == CHANGED and again.notices == ()
    assert set(CHANGED) == set(states._FIELDS), "no field is forgotten here"
    assert all(getattr(State(), key) != value for key, value in CHANGED.items())


def test_nothing_is_written_when_nothing_has_changed(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state = load(file)
    assert save(state) == "" and not file.exists(), "defaults need no file"
    save(state := changed(file))
    monkeypatch.setattr(atomic, "write_text", None)
    assert save(state) == "" and save(load(file)) == ""
    monkeypatch.undo()
    state.mute = False
    assert save(state) == "" and "mute" not in file.read_text()


def test_keys_of_a_newer_version_stay(file: Path) -> None:
    file.parent.mkdir()
    new = 'volume = 0.5\ntheme = "dark"\nsince = 2031-01-02T03:04:05Z\n[[marks]]\nat = 1.5\nin = {a = [1, "ü"]}\n'
    file.write_text(new, "utf-8")
    state = load(file)
    assert (state.volume, state.notices) == (0.5, ())
    state.volume = 0.25
    assert save(state) == ""
    assert tomllib.loads(file.read_text("utf-8")) == {**tomllib.loads(new), "volume": 0.25}


@pytest.mark.parametrize(
    ("line", "key", "value", "notice"),
    [
        ("volume = 7", "volume", 1.0, ""),
        ("volume = -inf", "volume", 0.0, ""),
        ("volume = nan", "volume", 1.0, "volume is not a number from 0 to 1; the default is used"),
        ("volume = true", "volume", 1.0, "volume is not a number from 0 to 1; the default is used"),
        ("size = [0, 10_000_000_000]", "size", (64, 32768), ""),
        ("size = [100]", "size", (1280, 800), "size is not two whole numbers; the default is used"),
        ("position = [1.5, 2]", "position", None, "position is not two whole numbers; the default is used"),
        ('preview = "split"', "preview", "rendered", "preview is not one of rendered, fit; the default is used"),
        ("preview = [1]", "preview", "rendered", "preview is not one of rendered, fit; the default is used"),
        ("mute = 1", "mute", False, "mute is not true or false; the default is used"),
        ("preset = 5", "preset", DEFAULT, "preset is not text; the default is used"),
        ('recent = ["a", 5, "", "a", "b\\u0000", "c"]', "recent", ("a", "c"), ""),
        (f"recent = {[str(n) for n in range(50)]}", "recent", tuple(map(str, range(RECENT))), ""),
        ('panels = ["chain", "Ünicode", "../x", "chain"]', "panels", ("chain",), ""),
    ],
)
def test_each_value_is_held_to_what_makes_sense(file: Path, line: str, key: str, value: Any, notice: str) -> None:
    file.parent.mkdir()
    file.write_text(f"{line}\nfullscreen = true\n", "utf-8")
    state = load(file)
    assert getattr(state, key) == value and state.fullscreen, "one bad value costs itself"
    assert state.notices == ((f"{file}: {notice}",) if notice else ())
    state.mute = not state.mute
    assert save(state) == "" and load(file).notices == ()


@pytest.mark.parametrize(
    "content", [b"\0\1\2", b"volume = ", b"\xff\xfe", b"[" * 9000, b"volume = " + b"9" * 5000, b"# " * 600_000]
)
def test_a_damaged_file_is_put_aside(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    state = load(file)
    assert values(state) == values(State())
    (notice,) = state.notices
    assert str(file) in notice and notice.endswith("the defaults are used, and it is kept as window.toml.bad")
    assert "\n" not in notice and file.with_name("window.toml.bad").read_bytes() == content
    state.volume = 0.5
    assert save(state) == "" and load(file).volume == 0.5


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400) | st.text(alphabet="ab[]{}=\"'.,\n#1e-T:", max_size=200).map(str.encode))
def test_no_bytes_stop_it(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(content)
    state = load(path)
    state.mute = True
    state.volume = 0.5
    assert save(state) == ""
    again = load(path)
    assert again.notices == () and again.mute and again.volume == 0.5


def test_no_cut_stops_it(file: Path) -> None:
    save(changed(file))
    whole = file.read_bytes()
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        state = load(file)
        for key, value in values(state).items():
            assert value in (CHANGED[key], getattr(State(), key)) or key in ("volume", "preset", "size", "position")
        assert len(state.notices) <= 1


_paths = st.text(max_size=30) | st.text(alphabet=st.characters(), max_size=5)


@settings(max_examples=200, deadline=None)
@given(
    st.fixed_dictionaries(
        {
            "size": st.tuples(st.integers(), st.integers()), "position": st.none() | st.tuples(st.integers()),
            "layout": st.text(max_size=300), "preset": _paths, "volume": st.floats(), "preview": st.text(max_size=3),
            "recent": st.lists(_paths, max_size=30), "panels": st.lists(_paths, max_size=3),
        }
    )
)  # fmt: skip
def test_whatever_the_window_puts_in_comes_back_or_is_left_out(
    tmp_path_factory: pytest.TempPathFactory, put: dict[str, Any]
) -> None:
    path = tmp_path_factory.getbasetemp() / "put.toml"
    path.unlink(missing_ok=True)
    state = load(path)
    for key, value in put.items():
        setattr(state, key, value)
    assert save(state) == ""
    again = load(path)
    assert again.notices == ()
    assert again.layout == put["layout"] and again.preset == put["preset"]
    names = (p for p in put["recent"] if p and "\0" not in p and not re.search("[\ud800-\udfff]", p))
    assert again.recent == tuple(dict.fromkeys(names))[:RECENT], "those that a file of text can hold"


def test_names_that_are_not_utf8_are_left_out(file: Path) -> None:
    state = load(file)
    state.opened("/films/\udcff.mkv")
    state.opened("/films/a.mkv")
    state.preset = state.layout = "\ud800"
    assert save(state) == "" and load(file).recent == ("/films/a.mkv",)


def test_recent_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    state = State()
    for name in ("a.mkv", "b.mkv", tmp_path / "a.mkv"):
        state.opened(name)
    assert state.recent == (str(tmp_path / "a.mkv"), str(tmp_path / "b.mkv"))
    for number in range(30):
        state.opened(f"{number}.mkv")
    assert len(state.recent) == RECENT and state.recent[0] == str(tmp_path / "29.mkv")


def test_a_file_too_large_for_reading_is_never_written(file: Path) -> None:
    state = load(file)
    state.others["theirs"] = "x" * (1 << 20)
    state.volume = 0.5
    assert save(state) == "" and load(file).volume == 0.5


@pytest.mark.parametrize("make", ["folder", "pipe", "link"])
def test_what_is_no_file(file: Path, make: str) -> None:
    file.parent.mkdir()
    if make == "folder":
        file.mkdir()
    elif make == "pipe":
        os.mkfifo(file)
    else:
        file.symlink_to(file)
    state = load(file)
    assert len(state.notices) == 1 and str(file) in state.notices[0]
    state.mute = True
    assert save(state) == "" and load(file).mute


def test_a_link_to_a_file_elsewhere_is_followed(file: Path, tmp_path: Path) -> None:
    file.parent.mkdir()
    file.symlink_to(tmp_path / "mine.toml")
    (tmp_path / "mine.toml").write_text("volume = 0.5\n")
    os.chmod(tmp_path / "mine.toml", 0o600)
    assert save(changed(file)) == ""
    assert file.is_symlink() and load(tmp_path / "mine.toml").mute
    assert (tmp_path / "mine.toml").stat().st_mode & 0o777 == 0o600


def test_a_folder_that_cannot_be_written(file: Path, tmp_path: Path) -> None:
    tmp_path.joinpath("upshade").write_bytes(b"")
    state = changed(file)
    line = save(state)
    assert line == f"{file} cannot be written: {os.strerror(17)}; the window's settings are not kept"
    tmp_path.joinpath("upshade").unlink()
    assert save(state) == "" and values(load(file)) == CHANGED, "the next one tries again"


SAVES = (
    "import sys; from pathlib import Path; from upshade.player.state import *\n"
    "s = load(Path(sys.argv[1])); s.volume = float(sys.argv[2]); print(s.notices, save(s))"
)


def saves(file: Path, volume: float, *through: str) -> str:
    words = [*through, sys.executable, "-c", SAVES, str(file), str(volume)]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.skipif(not RIGHTS and os.geteuid() == 0, reason="to root the rights of a folder mean nothing")
def test_a_read_only_folder(file: Path) -> None:
    save(changed(file))
    os.chmod(file.parent, 0o555)
    try:
        line = saves(file, 0.1, *RIGHTS)
        file.write_bytes(b"volume = ")
        damaged = saves(file, 0.1, *RIGHTS)
    finally:
        os.chmod(file.parent, 0o755)
    assert line == f"() {file} cannot be written: Permission denied; the window's settings are not kept"
    assert "the defaults are used'" in damaged and file.read_bytes() == b"volume = "


@pytest.mark.skipif(sys.platform != "linux", reason="needs a shell that limits the size of files")
def test_a_full_disk(file: Path) -> None:
    """Not one byte more may be written; what was there stays, and nothing lies beside it."""
    save(changed(file))
    before = file.read_bytes()
    limit = "ulimit -f 0; trap '' XFSZ; exec \"$@\""
    line = saves(file, 0.1, "sh", "-c", limit, "sh")
    assert line == f"() {file} cannot be written: File too large; the window's settings are not kept"
    assert file.read_bytes() == before and os.listdir(file.parent) == ["window.toml"]


def test_without_a_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def homeless(*_: object, **__: object) -> Path:
        raise RuntimeError("could not determine the home directory")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(platformdirs, "user_config_path", homeless)
    state = load()
    assert state.notices == (
        "there is no home folder: HOME is not set, and the system knows of none; the window's settings are not kept",
    )
    state.mute = True
    assert save(state) == "" and os.listdir(tmp_path) == []
    assert library.find_preset("anime").name == "anime.toml", "what came with upshade is found all the same"


def test_its_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(library, "user_folder", lambda: tmp_path)
    assert load().path == tmp_path / "window.toml"


def test_what_killed_writers_left_goes_once_it_is_old(file: Path) -> None:
    save(changed(file))
    names = [".window.toml.0123abcd.tmp", ".window.toml.89abcdef.tmp", ".other.toml.0123abcd.tmp", ".window.toml.mine"]
    for name in names:
        (file.parent / name).write_bytes(b"")
        os.utime(file.parent / name, (0, 0))
    os.utime(file.parent / names[1])
    load(file)
    assert sorted(os.listdir(file.parent)) == sorted([*names[1:], "window.toml"])


def test_every_field_is_described() -> None:
    assert all(f"`{one.name}`" in (State.__doc__ or "") or one.name in ("maximized", "fullscreen", "mute")
               for one in fields(State) if not one.name.startswith("_"))  # fmt: skip
