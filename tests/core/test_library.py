"""Names lead to the right files, wherever upshade is installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from upshade.core import chain, library, preset
from upshade.errors import BadInput, NotFound

SHADER = "//!HOOK MAIN\n//!BIND HOOKED\nvec4 hook() { return HOOKED_tex(HOOKED_pos); }\n"


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(library, "user_folder", lambda: tmp_path)
    for name in ("shaders/push.glsl", "shaders/mine/grain.hook", "presets/anime.toml", "shaders/readme.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(SHADER)
    return tmp_path


def test_full_and_short_names(user: Path) -> None:
    assert library.find_shader("anime4k/push").name == "push.glsl"
    assert library.find_shader("anime4k/push").parent.name == "anime4k"
    assert library.find_shader("push") == user / "shaders/push.glsl"
    assert library.find_shader("grain") == library.find_shader("mine/grain") == user / "shaders/mine/grain.hook"


def test_the_users_file_stands_before_ours_and_can_extend_it(user: Path) -> None:
    theirs = user / "presets/anime.toml"
    assert library.find_preset("anime") == theirs
    ours = library.find_preset("anime", skip=theirs)
    assert ours != theirs and ours.name == "anime.toml"


def test_listing(user: Path) -> None:
    found = {(e.name, e.origin) for e in library.shaders()}
    assert {("push", "user"), ("mine/grain", "user"), ("anime4k/push", "project")} <= found
    assert not any(name.startswith("builtin") or "readme" in name for name, _ in found)
    assert ("anime", "user") in {(e.name, e.origin) for e in library.presets()}


def test_paths(user: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here.glsl").write_text(SHADER)
    (tmp_path / "no-ending").write_text(SHADER)
    assert library.find_shader("./here.glsl", tmp_path).samefile(tmp_path / "here.glsl")
    assert library.find_shader(str(tmp_path / "here.glsl")).samefile(tmp_path / "here.glsl")
    monkeypatch.chdir(tmp_path)
    assert library.find_shader("here.glsl").samefile(tmp_path / "here.glsl")
    assert library.find_shader("no-ending").samefile(tmp_path / "no-ending")
    with pytest.raises(NotFound, match=r"no shader file at .*gone\.glsl"):
        library.find_shader("./gone.glsl")
    with pytest.raises(NotFound, match="is a folder, not a shader file"):
        library.find_shader("./shaders")


def test_names_and_files_lead_to_each_other(user: Path) -> None:
    for entry in library.shaders():
        assert library.find_shader(library.shader_name(entry.path)).samefile(entry.path)
    shadowed = library.find_preset("anime", skip=user / "presets/anime.toml")
    assert library.find_preset(library.preset_name(shadowed)).samefile(shadowed)


@pytest.mark.parametrize("word", ["anime4k/psuh", "psuh", "anime4k/pus"])
def test_nearest_name(word: str) -> None:
    with pytest.raises(NotFound, match=r"did you mean 'anime4k/push'\?"):
        library.find_shader(word)


def test_a_short_name_for_two_files_is_refused(user: Path) -> None:
    (user / "shaders/other").mkdir()
    (user / "shaders/other/grain.glsl").write_text(SHADER)
    with pytest.raises(BadInput, match="any of these shaders: mine/grain, other/grain"):
        library.find_shader("grain")


def test_builtin_is_read_once_and_names_the_nearest() -> None:
    assert library.builtin("dither") is library.builtin("dither")
    assert "dither" in library.builtin("dither")
    with pytest.raises(NotFound, match="did you mean 'dither'"):
        library.builtin("diter")


def test_the_demo_clip_ships() -> None:
    clip = library.demo_clip()
    assert 200_000 < clip.stat().st_size <= 1_500_000


def test_in_a_wheel_the_folders_lie_in_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site-packages" / "upshade"
    (package / "shaders").mkdir(parents=True)
    (package / "shaders/soft.glsl").write_text(SHADER)
    monkeypatch.setattr(library, "_PACKAGE", package)
    library._home.cache_clear()
    try:
        assert library.find_shader("soft") == package / "shaders/soft.glsl"
    finally:
        library._home.cache_clear()


def test_no_two_titles_are_alike() -> None:
    """In lists, presets and shaders stand side by side."""
    presets = [preset.load(entry.name).title for entry in library.presets()]
    shaders = [chain.load_shader(entry.name).meta.get("title", "") for entry in library.shaders()]
    titles = [title for title in (*presets, *shaders) if title]
    assert [title for title in titles if titles.count(title) > 1] == []
