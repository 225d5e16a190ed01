"""`import-mpv`: a person's mpv configuration becomes presets that give the same chains, and what cannot is said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from oracle.mpvconf import MpvConf
from upshade import cli
from upshade.core import chain, library, preset
from upshade.tools.mpv_preset import Places, slug

CLAMP = "//!HOOK MAIN\n//!BIND HOOKED\n//!DESC clamp\nvec4 hook() { return HOOKED_tex(HOOKED_pos); }\n"
UPSCALE = """\
//!PARAM sharp
//!TYPE float
//!MINIMUM 0
//!MAXIMUM 1
0.5

//!PARAM mode
//!TYPE ENUM DEFINE
MODE_SOFT
MODE_HARD

//!HOOK MAIN
//!BIND HOOKED
//!WIDTH MAIN.w 2 *
//!HEIGHT MAIN.h 2 *
//!WHEN OUTPUT.w MAIN.w / 1.2 > OUTPUT.h MAIN.h / 1.2 > *
vec4 hook() { return HOOKED_tex(HOOKED_pos) * sharp; }
"""
DOWNSCALE = """\
//!HOOK MAIN
//!BIND HOOKED
//!WIDTH OUTPUT.w
//!HEIGHT OUTPUT.h
//!WHEN OUTPUT.w NATIVE.w / 2.0 < OUTPUT.w NATIVE.w / 1.2 > *
vec4 hook() { return HOOKED_tex(HOOKED_pos); }
"""
BAD = CLAMP.replace("//!DESC clamp", "//!NONSENSE 1")
SHADERS = {"Clamp": CLAMP, "Restore_S": CLAMP, "Upscale_S": UPSCALE, "Upscale_M": UPSCALE, "AutoDown": DOWNSCALE,
           "Bad": BAD}  # fmt: skip

# In the shape of Anime4K's own instructions.
KEYS = """\
# Optimized shaders for lower-end GPU:
CTRL+1 no-osd change-list glsl-shaders set "{0}Clamp.glsl:{0}Restore_S.glsl:{0}Upscale_S.glsl:{0}AutoDown.glsl:{0}Upscale_M.glsl"; show-text "Anime4K: Mode A (Fast)"
CTRL+2 no-osd change-list glsl-shaders set "{0}Clamp.glsl:{0}Restore_S.glsl"; show-text "Anime4K: Mode B (Fast)"

CTRL+0 no-osd change-list glsl-shaders clr ""; show-text "GLSL shaders cleared"
""".format("~~/shaders/Anime4K_")  # noqa: E501


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of one's own, its presets in home/presets."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home" / "config"))
    monkeypatch.delenv("MPV_HOME", raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(library, "user_folder", lambda: tmp_path / "home" / "upshade")
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.fixture
def folder(home: Path) -> Path:
    made = home / "config" / "mpv"
    (made / "shaders").mkdir(parents=True)
    for name, text in SHADERS.items():
        (made / "shaders" / f"Anime4K_{name}.glsl").write_text(text)
    return made


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]):
    """`import-mpv` with these words; (exit code, stdout, stderr)."""

    def do(*words: object) -> tuple[int, str, str]:
        code = cli.run(["import-mpv", *(str(w) for w in words)])
        told = capsys.readouterr()
        return code, told.out, told.err

    return do


def stems(name: str | Path) -> list[str]:
    return [Path(e.shader.path).stem.removeprefix("Anime4K_") for e in chain.load(name).entries]


def test_anime4k_keys_become_presets(folder: Path, home: Path, run) -> None:
    (folder / "input.conf").write_text(KEYS)
    code, text, error = run()
    assert (code, error) == (0, "")
    names = ["anime4k-mode-a-fast", "anime4k-mode-b-fast"]
    assert [line.split()[0] for line in text.splitlines()[2:4]] == names
    assert "CTRL+1" in text and f"{folder / 'input.conf'}:5: CTRL+0 takes all shaders off" in text
    assert stems(names[0]) == ["Clamp", "Restore_S", "Upscale_S", "AutoDown", "Upscale_M"]
    assert stems(names[1]) == ["Clamp", "Restore_S"]
    a, b = (preset.load(name) for name in names)
    assert (a.title, a.output.scale, b.output.scale) == ("Anime4K: Mode A (Fast)", 2.0, None)
    assert "CTRL+1" in a.description and "2x" in a.description
    assert sorted(p.name for p in (home / "upshade" / "presets").iterdir()) == [f"{n}.toml" for n in names]


def test_the_chains_are_those_of_mpv(folder: Path, run, tmp_path: Path) -> None:
    conf = "glsl-shaders=~~/shaders/Anime4K_Clamp.glsl\nprofile=more\n"
    conf += "[more]\nglsl-shaders-append=~~/shaders/Anime4K_Upscale_S.glsl\n"
    keys = KEYS + "t change-list glsl-shaders toggle ~~/shaders/Anime4K_Clamp.glsl; show-text Toggled\n"
    (folder / "mpv.conf").write_text(conf)
    (folder / "input.conf").write_text(keys)
    assert run("-o", tmp_path / "out")[0] == 0
    with MpvConf(tmp_path / "mpv", conf, keys) as mpv:
        for key, name in ("", "mpv"), ("t", "toggled"), ("CTRL+1", "anime4k-mode-a-fast"):
            wanted = mpv.press(key) if key else mpv.shaders
            loaded = preset.load(tmp_path / "out" / f"{name}.toml")
            assert [p.shader for p in loaded.passes] == [p.replace("~~", str(folder)) for p in wanted]


def test_values_kernels_and_profiles(folder: Path, run, tmp_path: Path) -> None:
    (folder / "mpv.conf").write_text(
        "profile=gpu-hq\nscale=lanczos\ndscale=catmull_rom\ncscale=ewa_lanczossharp\ndeband=yes\n"
        "glsl-shader=~~/shaders/Anime4K_Upscale_S.glsl\nglsl-shader-opts=sharp=0.1,Anime4K_Upscale_S/mode=mode_hard\n"
        "[sharper]\nglsl-shader-opts-append=sharp=1\n[wrong]\nglsl-shader-opts-append=sharp=7\n[none]\nfs=yes\n"
        "[other]\nglsl-shader-opts-append=blur=7\n"
    )
    code, text, _ = run("-o", tmp_path / "out", "--json")
    assert code == 0
    told = json.loads(text)
    assert [p["name"] for p in told["presets"]] == ["mpv", "sharper", "wrong", "other"]
    top = preset.load(tmp_path / "out" / "mpv.toml")
    assert (top.output.resize, top.output.shrink, top.output.chroma) == ("lanczos3", "catmull_rom", "bilinear")
    assert top.passes[0].params == {"sharp": 0.1, "mode": "MODE_HARD"}
    assert preset.load(tmp_path / "out" / "sharper.toml").passes[0].params["sharp"] == 1.0
    said = {(n["line"], n["message"].split(":")[0]) for n in told["notices"] if n["path"] == str(folder / "mpv.conf")}
    assert said == {
        (1, "not taken over"), (4, "cscale=ewa_lanczossharp has no equal here; bilinear stands for it"),
        (5, "not taken over"), (11, "glsl-shader-opts"), (15, "glsl-shader-opts"),
    }  # fmt: skip


def test_linear_and_sigmoid_scaling_are_taken_over(folder: Path, run, tmp_path: Path) -> None:
    shader = "glsl-shader=~~/shaders/Anime4K_Upscale_S.glsl\n"
    (folder / "mpv.conf").write_text(
        f"{shader}[none]\nlinear-downscaling=no\nsigmoid-upscaling=no\n{shader}"
        f"[linear]\nlinear-upscaling\nsigmoid-upscaling=yes\nsigmoid-center=0.5\nsigmoid-slope=99\n{shader}"
        f"[wrong]\nsigmoid-upscaling=maybe\nsigmoid-center=middle\nsigmoid-slope=nan\n{shader}"
    )
    code, text, _ = run("-o", tmp_path / "out", "--json")
    assert code == 0

    def light(name: str) -> tuple[str, str, float, float]:
        out = preset.load(tmp_path / "out" / f"{name}.toml").output
        return out.linear, out.sigmoid, out.sigmoid_center, out.sigmoid_slope

    assert light("mpv") == light("wrong") == ("auto", "auto", 0.75, 6.5)
    assert light("none") == ("off", "off", 0.75, 6.5)
    assert light("linear") == ("on", "auto", 0.5, 20.0)
    said = [n["message"] for n in json.loads(text)["notices"] if n["path"] == str(folder / "mpv.conf")]
    assert said == [
        "sigmoid-upscaling=maybe is neither yes nor no; left out", "sigmoid-center=middle is no number; left out",
        "sigmoid-slope=nan is no number; left out",
    ]  # fmt: skip


def test_what_is_said_of_several_lines_is_said_once(folder: Path, run) -> None:
    section = "[{}]\nscale=ewa_lanczos\nglsl-shader=~~/shaders/Anime4K_Clamp.glsl\n"
    (folder / "mpv.conf").write_text("".join(map(section.format, "abc")))
    text = run("--dry-run")[1]
    said = "scale=ewa_lanczos has no equal here; lanczos3 stands for it (also in lines 5, 8)"
    assert f"{folder}/mpv.conf:2: {said}\n" in text and text.count("ewa_lanczos") == 1
    notices = json.loads(run("--dry-run", "--json")[1])["notices"]
    assert [n["line"] for n in notices] == [2, 5, 8]


def test_what_is_missing_or_refused_is_said_at_its_line(folder: Path, run, tmp_path: Path) -> None:
    shaders = "".join(f"glsl-shader=~~/shaders/Anime4K_{n}.glsl\n" for n in ("Clamp", "None", "Bad"))
    (folder / "mpv.conf").write_text(f"# mine\n{shaders}[gone]\nglsl-shaders=nothing.glsl:~~/shaders\n")
    code, text, _ = run("-o", tmp_path / "out")
    assert code == 0 and "2 (1 off)" in text
    conf = folder / "mpv.conf"
    assert f"{conf}:3: ~~/shaders/Anime4K_None.glsl is left out: no such shader file" in text
    assert (
        f"{conf}:4: ~~/shaders/Anime4K_Bad.glsl is in the preset, but off: {folder}/shaders/Anime4K_Bad.glsl:3: "
        in text
    )
    assert f"{conf}:6: gone: none of its shaders is there" in text
    assert stems(tmp_path / "out" / "mpv.toml") == ["Clamp"]
    assert [p.enabled for p in preset.load(tmp_path / "out" / "mpv.toml").passes] == [True, False]


def test_presets_that_exist_are_kept(folder: Path, run, tmp_path: Path) -> None:
    (folder / "input.conf").write_text(KEYS)
    kept = tmp_path / "out" / "anime4k-mode-a-fast.toml"
    kept.parent.mkdir()
    kept.write_text("title = 'mine'\n")
    code, text, _ = run(folder, "-o", kept.parent)
    assert code == 0 and kept.read_text() == "title = 'mine'\n" and "1 kept" in text and "--overwrite" in text
    assert stems(kept.parent / "anime4k-mode-b-fast.toml") == ["Clamp", "Restore_S"]
    assert "unchanged" in run(folder, "-o", kept.parent)[1]
    code, text, _ = run(folder, "-o", kept.parent, "--overwrite")
    assert code == 0 and "replaced" in text and preset.load(kept).title == "Anime4K: Mode A (Fast)"


def test_a_dry_run_writes_nothing(folder: Path, home: Path, run) -> None:
    (folder / "input.conf").write_text(KEYS)
    code, text, _ = run("--dry-run")
    assert code == 0 and "would be written" in text and not (home / "upshade").exists()


def test_names_are_safe_and_take_no_ones_place(folder: Path, run, tmp_path: Path) -> None:
    titles = ["Anime", "../../etc/x", "CON", "a/b", "A B", "Ä ミク 2×", "…", "x" * 300]
    keys = [f'F{n} set glsl-shaders ~~/shaders/Anime4K_Clamp.glsl; show-text "{t}"' for n, t in enumerate(titles)]
    (folder / "input.conf").write_text("\n".join(keys))
    assert run("-o", tmp_path / "out")[0] == 0
    names = {p.stem for p in (tmp_path / "out").iterdir()}
    assert names == {"mpv-anime", "etc-x", "mpv-con", "a-b", "a-b-2", "ä-ミク-2", "mpv-f6", "x" * 50}
    assert slug("  --Mode_A+B (HQ)!") == "mode-a-b-hq"


def test_paths_are_found_where_mpv_finds_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, folder = tmp_path / "home", tmp_path / "portable_config"
    monkeypatch.setenv("HOME", str(home))
    for path in (home / "h.glsl", folder / "shaders" / "c.glsl", tmp_path / "shaders" / "p.glsl", tmp_path / "x.glsl"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(CLAMP)
    places = Places(folder, (tmp_path / "shaders",))
    assert places.find("~/h.glsl") == home / "h.glsl"
    assert places.find("~~/shaders/c.glsl") == places.find("~~home/shaders/c.glsl") == folder / "shaders" / "c.glsl"
    assert places.find("~~/p.glsl") == places.find("shaders/p.glsl") == tmp_path / "shaders" / "p.glsl"
    assert places.find(r"~~\shaders\c.glsl") == folder / "shaders" / "c.glsl"
    assert places.find("~~exe_dir/x.glsl") == tmp_path / "x.glsl"
    assert places.find("~~//x.glsl") == folder / "x.glsl"
    assert places.find(str(tmp_path / "x.glsl")) == tmp_path / "x.glsl"
    assert places.find("~~/none.glsl") == folder / "none.glsl"


def test_windows_lists_and_backslashes(folder: Path, run, tmp_path: Path) -> None:
    keys = 'CTRL+1 change-list glsl-shaders set "~~/shaders/Anime4K_Clamp.glsl;~~/shaders/Anime4K_Upscale_S.glsl"\r\n'
    keys += "CTRL+2 set glsl-shaders '~~\\shaders\\Anime4K_Restore_S.glsl'\r\n"
    (folder / "input.conf").write_bytes(b"\xef\xbb\xbf" + keys.encode())
    assert run("-o", tmp_path / "out")[0] == 0
    assert stems(tmp_path / "out" / "mpv-ctrl-1.toml") == ["Clamp", "Upscale_S"]
    assert stems(tmp_path / "out" / "mpv-ctrl-2.toml") == ["Restore_S"]


def test_included_files_count(folder: Path, run, tmp_path: Path) -> None:
    (folder / "mpv.conf").write_text("include=~~/more.conf\ninclude=~~/none.conf\n")
    (folder / "more.conf").write_text("[extra]\nprofile-desc=Extra fine\nglsl-shader=~~/shaders/Anime4K_Clamp.glsl\n")
    code, text, _ = run("-o", tmp_path / "out")
    assert code == 0 and f"{folder / 'mpv.conf'}:2: include=~~/none.conf: no such file" in text
    assert stems(tmp_path / "out" / "extra-fine.toml") == ["Clamp"]


@pytest.mark.parametrize("variable", ["MPV_HOME", "XDG_CONFIG_HOME", "HOME"])
def test_the_configuration_is_looked_for_where_mpv_keeps_it(
    variable: str, home: Path, run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = {"MPV_HOME": tmp_path / "own", "XDG_CONFIG_HOME": home / "config" / "mpv", "HOME": home / ".mpv"}[variable]
    place.mkdir(parents=True)
    if variable == "MPV_HOME":
        monkeypatch.setenv(variable, str(place))
    (place / "c.glsl").write_text(CLAMP)
    (place / "mpv.conf").write_text("glsl-shader=~~/c.glsl")
    assert run("-o", tmp_path / "out")[0] == 0
    assert chain.load(tmp_path / "out" / "mpv.toml").entries[0].shader.path == str(place / "c.glsl")


def test_without_a_configuration_it_says_where_it_looked(home: Path, run, tmp_path: Path) -> None:
    code, text, error = run()
    assert (code, text) == (2, "") and error.count("\n") == 1
    assert str(home / "config" / "mpv") in error and str(home / ".mpv") in error
    for place in (tmp_path / "none", tmp_path):
        assert run(place)[0] == 2
    (tmp_path / "mpv.conf").write_text("glsl-shader=a")
    assert run(tmp_path / "mpv.conf")[2].endswith("name the folder that it is in\n")


def test_without_a_shader_it_says_so(folder: Path, run) -> None:
    (folder / "mpv.conf").write_text("vo=gpu\nprofile=gpu-hq\n")
    assert run() == (2, "", f"upshade: no chain of shaders to import in {folder}\n")
    (folder / "mpv.conf").write_text("glsl-shader=~~/x.glsl\n")
    code, _, error = run()
    assert code == 2 and f"{folder}/mpv.conf:1: ~~/x.glsl is left out" in error and error.count("\n") == 1


def test_files_that_are_none(folder: Path, run) -> None:
    (folder / "mpv.conf").mkdir()
    assert run() == (2, "", f"upshade: {folder}/mpv.conf: is not a file\n")
    (folder / "mpv.conf").rmdir()
    (folder / "mpv.conf").write_bytes(b"#" * ((1 << 20) + 1))
    assert "larger than 1 MiB" in run()[2]
    (folder / "mpv.conf").unlink()
    os.mkfifo(folder / "mpv.conf")
    assert run()[2].endswith("is not a file\n")


def test_names_that_are_no_text(folder: Path, run) -> None:
    (folder / "mpv.conf").write_bytes(b"glsl-shader=~~/shaders/Anime4K_Clamp.glsl\nglsl-shader=~~/\xff\0[b].glsl\n")
    code, text, _ = run("--dry-run")
    assert code == 0 and r"~~/\udcff\x00[b].glsl is left out" in text


def test_what_cannot_be_written_is_one_line(folder: Path, run, tmp_path: Path) -> None:
    (folder / "mpv.conf").write_text("glsl-shader=~~/shaders/Anime4K_Clamp.glsl\n")
    (tmp_path / "file").write_text("")
    code, text, error = run("-o", tmp_path / "file" / "sub")
    assert (code, text) == (1, "") and error.count("\n") == 1 and "Not a directory" in error
    (tmp_path / "out" / "mpv.toml").mkdir(parents=True)
    assert run("-o", tmp_path / "out", "--overwrite")[0] == 1


# Root reads and writes everything unless it gives that right away.
RIGHTS = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.geteuid() == 0 else ()


@pytest.mark.parametrize("which", ["read", "write"])
def test_rights_that_are_missing_are_said(which: str, folder: Path, tmp_path: Path) -> None:
    conf, out = folder / "mpv.conf", tmp_path / "out"
    conf.write_text("glsl-shader=~~/shaders/Anime4K_Clamp.glsl\n")
    out.mkdir()
    (conf if which == "read" else out).chmod(0o444 if which == "write" else 0)
    words = [*RIGHTS, sys.executable, "-m", "upshade", "import-mpv", str(folder), "-o", str(out)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == (2 if which == "read" else 1), done.stderr
    assert done.stderr.count("\n") == 1 and "Permission denied" in done.stderr
