"""Paths that lead nowhere are refused in our own words: nothing else comes of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from upshade.core import library, paths, preset
from upshade.errors import NotFound
from upshade.player.edit import ChainEdit

NOBODY = "~no-such-user-here"
CHAIN = f'title = "theirs"\n[[pass]]\nshader = "{NOBODY}/a.glsl"\n'


def test_a_user_who_is_not_known() -> None:
    assert str(paths.expand(f"{NOBODY}/a")) == f"{NOBODY}/a"
    for find in (library.find_shader, library.find_preset):
        with pytest.raises(NotFound, match=NOBODY):
            find(f"{NOBODY}/p.toml")
    assert not library.ships(Path(f"{NOBODY}/a.glsl"))


def test_a_chain_with_a_shader_of_such_a_user(tmp_path: Path) -> None:
    """It opens, and its card says what is wrong."""
    file = tmp_path / "p.toml"
    file.write_text(CHAIN)
    assert NOBODY in preset.load(file).passes[0].shader
    edit = ChainEdit(file)
    (error,) = edit.errors().values()
    assert isinstance(error, NotFound) and NOBODY in str(error)
    with pytest.raises(NotFound):
        edit.replace(f"{NOBODY}/p.toml")
    with pytest.raises(NotFound):
        edit.add(f"{NOBODY}/a.glsl")


def test_links_in_a_circle_are_no_shaders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    folder = tmp_path / "upshade" / "shaders"
    folder.mkdir(parents=True)
    (folder / "round.glsl").symlink_to("round.glsl")
    (folder / "far.glsl").symlink_to("x" * 300)
    (folder / "own.glsl").write_text("//!HOOK MAIN\nvec4 hook() { return vec4(1.0); }\n")
    assert [entry.name for entry in library.shaders() if entry.origin == "user"] == ["own"]
    assert library.shader_name(folder / "round.glsl") == str(folder / "round.glsl")
    with pytest.raises(NotFound):
        library.find_shader(str(folder / "round.glsl"))
    assert paths.real(folder / "round.glsl").name == "round.glsl"


def test_where_the_working_folder_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    os.rmdir(gone)
    assert paths.absolute("a.glsl") == Path("a.glsl") and paths.real("a.glsl") == Path("a.glsl")
    assert paths.absolute("/a.glsl") == Path("/a.glsl")
    with pytest.raises(NotFound):
        library.find_shader("./a.glsl")
    edit = ChainEdit(None, ["deband"])
    with pytest.raises(NotFound):
        edit.add("./a.glsl")
    assert not library.ships(Path("a.glsl"))
