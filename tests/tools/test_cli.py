"""Every command as a user types it: exit code, what is printed, what is written."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from media.clips import make_clip
from upshade import __version__, cli
from upshade.core import hook, library
from upshade.core.preset import DEFAULT

pytestmark = pytest.mark.usefixtures("headless")

GAIN = """\
//!PARAM gain
//!TYPE float
//!MINIMUM 0
//!MAXIMUM 2
//!DESC how much
1.0

//!PARAM mode
//!TYPE ENUM DEFINE
GAIN_A
GAIN_B

//!HOOK MAIN
//!BIND HOOKED
//!DESC gain
//!WHEN gain 0 >
vec4 hook() { return HOOKED_tex(HOOKED_pos) * gain; }
"""


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_clip(tmp_path_factory.mktemp("clip") / "in.mkv", frames=4, size=(64, 36))


@pytest.fixture
def gain(tmp_path: Path) -> Path:
    path = tmp_path / "gain.glsl"
    path.write_text(GAIN)
    return path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Do a command; (exit code, stdout, stderr)."""
    monkeypatch.setenv("COLUMNS", "160")

    def do(*words: object) -> tuple[int, str, str]:
        code = cli.run([str(w) for w in words])
        told = capsys.readouterr()
        return code, told.out, told.err

    return do


# ── help and usage


def test_version_and_help(run, monkeypatch) -> None:
    assert run("--version") == (0, f"upshade {__version__}\n", "")
    monkeypatch.setenv("COLUMNS", "100")
    code, text, _ = run("--help")
    assert code == 0
    for command in ("render", "list", "show", "explain", "doctor", "bench", "compare", "export"):
        assert f"│ {command} " in text
        code, own, error = run(command, "--help")
        assert code == 0 and error == "" and f"upshade {command}" in own
        assert max(map(len, own.splitlines())) <= 100


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["lst"], "Did you mean 'list'?"),
        (["render"], "Missing argument 'INPUT'; see `upshade render --help`"),
        (["render", "a", "b", "--scael", "2"], "--scale"),
        (["render", "a", "b", "--scale", "x"], "Invalid value for '--scale'"),
        (["render", "a", "b", "--scale", "0"], "--scale wants a number from 1/64 to 64, not 0"),
        (["render", "a", "b", "--scale", "nan"], "--scale wants a number from 1/64 to 64, not nan"),
        (["render", "a", "b", "--size", "12"], "--size wants WxH such as 1920x1080, not '12'"),
        (["render", "a", "b", "--size", "0x9"], "--size wants WxH"),
        (
            ["render", "a", "b", "--start", "-1"],
            "minutes:seconds such as 1:23.5, not '-1'",
        ),
        (["list", "prests"], "did you mean 'presets'?"),
        (["bench", "--frames", "0"], "--frames"),
    ],
)
def test_bad_usage_is_one_line(run, words: list[str], told: str) -> None:
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert err.startswith("upshade: ") and told in err and err.count("\n") == 1


@pytest.mark.parametrize("words", [[], ["clip.mkv"], ["play", "clip.mkv"], ["-p", "plain", "clip.mkv"]])
def test_without_a_display_a_window_is_refused_in_a_line_that_names_render(run, words, monkeypatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    code, out, err = run(*words)
    assert (code, out) == (1, "") and err.count("\n") == 1
    assert "no display" in err and "`upshade render INPUT OUTPUT`" in err


def test_a_file_that_is_not_there_opens_no_window(run, clip: Path, monkeypatch) -> None:
    monkeypatch.setenv("DISPLAY", ":nowhere")
    code, out, err = run(str(clip)[:-1])
    assert (code, out) == (2, "") and err.count("\n") == 1
    assert "no such file" in err and clip.name in err


def test_debug_shows_where(run) -> None:
    code, _, err = run("show", "nothing-like-it", "--debug")
    assert code == 2 and "Traceback" in err and err.splitlines()[-1].startswith("upshade: no preset or shader")


def test_an_error_inside_is_one_line(run, monkeypatch) -> None:
    monkeypatch.setattr(library, "presets", lambda: 1 / 0)
    code, _, err = run("list")
    assert code == 1 and err.count("\n") == 1 and "ZeroDivisionError" in err and "--debug" in err


def test_help_needs_neither_opengl_nor_codecs() -> None:
    """The command line starts at once; heavy libraries are loaded by the commands that need them."""
    text = ("import sys; from upshade import cli; code = cli.run(['--help']);"
            "sys.exit(code or any(m in sys.modules for m in ('moderngl', 'av', 'numpy.random')))")  # fmt: skip
    assert subprocess.run([sys.executable, "-c", text], capture_output=True, check=False).returncode == 0


# ── list and show


def test_list_names_everything_that_ships(run) -> None:
    code, text, _ = run("list")
    assert code == 0
    for entry in (*library.presets(), *library.shaders()):
        assert entry.name in text
    assert "builtin/" not in text
    data = json.loads(run("list", "--json")[1])
    names = [p["name"] for p in data["presets"]]
    assert sorted(names) == sorted(e.name for e in library.presets()) and names[0] == DEFAULT, "the default"
    assert all(p["title"] and p["description"] and p["origin"] == "project" for p in data["presets"])
    assert all(s["title"] and s["group"] for s in data["shaders"])
    only = json.loads(run("list", "shaders", "--json")[1])
    assert list(only) == ["shaders"]


def test_a_broken_file_of_the_users_does_not_hide_the_rest(run, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(library, "user_folder", lambda: tmp_path)
    for folder, name, text in (
        ("presets", "mine.toml", "title = 3"),
        ("shaders", "mine.glsl", "//!PARAM x\n//!TYPE thing\n1\n"),
    ):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(text)
    code, text, _ = run("list")
    assert code == 0 and "mine.toml:1: title must be text" in text and "mine.glsl:2: " in text and "anime" in text


def test_show_a_preset(run, tmp_path: Path, gain: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        'title = "Own"\n[output]\nwidth = 640\n[[pass]]\nshader = "./gain.glsl"\nrepeat = 2\n'
        'params = { gain = 0.5, mode = "GAIN_B" }\n'
    )
    code, text, _ = run("show", path)
    assert code == 0
    assert "Own" in text and "size 640xauto" in text
    assert "1  gain (" in text and "2  gain#2 (" in text
    (line, again) = [x for x in text.splitlines() if x.startswith("gain ")]
    assert line == again and line.split() == ["gain", "0.5*", "1", "0", "to", "2", "how", "much"]
    assert "GAIN_B*" in text and "GAIN_A | GAIN_B" in text and "* differs from the default" in text
    assert "gain > 0" in text and "MAIN" in text
    data = json.loads(run("show", path, "--json")[1])
    assert [e["label"] for e in data["chain"]] == ["gain", "gain#2"]
    assert data["chain"][0]["params"][0] | {"line": 0} == {
        "name": "gain", "type": "float", "value": "0.5", "default": "1", "changed": True, "minimum": 0, "maximum": 2,
        "values": [], "description": "how much", "line": 0, "compiled": False,
    }  # fmt: skip


def test_show_a_shader(run, gain: Path) -> None:
    code, text, _ = run("show", gain)
    assert code == 0 and "* differs" not in text and "GAIN_A" in text
    assert run("show", "push")[1] == run("show", "anime4k/push")[1] != ""
    assert "no shaders: the plain resize alone" in run("show", "plain")[1]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("anme", "did you mean 'anime'?"), ("psuh", "did you mean 'push'?"),
        ("anime4k/psh", "did you mean 'anime4k/push'?"), ("./none.toml", "no preset file at none.toml"),
        ("./none.glsl", "no shader file at none.glsl"), ("x" * 500, "`upshade list` has all names"),
    ],
)  # fmt: skip
def test_show_what_is_not_there(run, name: str, told: str) -> None:
    code, out, err = run("show", name)
    assert (code, out) == (2, "") and told in err and err.count("\n") == 1 and len(err) < 300


# ── explain


def test_explain_tells_the_plan_of_render(run, clip: Path) -> None:
    code, text, _ = run("explain", clip, "-p", "anime")
    assert code == 0
    assert "source  64x36 yuv420p" in text and "target  128x72 yuv420p" in text
    assert "push: colour" in text and "memory" in text
    assert "target  65x37 yuv420p" in run("explain", clip, "--size", "65x37")[1]
    assert "target  65x37 yuv444p10le" in run("explain", clip, "--size", "65x37", "--pix-fmt", "yuv444p10le")[1]
    assert "nothing to do" in run("explain", clip, "--no-preset")[1]
    off = run("explain", clip, "-p", "anime", "--set", "push.strength_color=0")[1]
    assert "skipped push: colour: " in off and "strength_color" in off


def test_explain_as_a_graph(run, clip: Path) -> None:
    code, text, _ = run("explain", clip, "--dot")
    assert code == 0 and text.startswith("digraph plan {") and text.endswith("}\n") and "memory" not in text


def test_explain_names_what_the_driver_refuses(run, clip: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.glsl"
    bad.write_text("//!HOOK MAIN\n//!BIND HOOKED\nvec4 hook() {\n    return nothing;\n}\n")
    code, text, _ = run("explain", clip, "-p", "anime", "--shader", bad)
    assert code == 0 and f"{bad}:4: " in text and "push: colour" in text


def test_explain_without_opengl(clip: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _CLI, "explain", str(clip), "-p", "anime"],
        capture_output=True, text=True, check=False, env=no_opengl(),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "push: colour" in done.stdout and "not compiled: no usable OpenGL" in done.stdout


_CLI = "import sys; from upshade.cli import main; main()"


def no_opengl() -> dict[str, str]:
    import os

    return os.environ | {"__EGL_VENDOR_LIBRARY_FILENAMES": "/nonexistent", "DISPLAY": "", "WAYLAND_DISPLAY": ""}


# ── doctor


def test_doctor_draws_six_pictures(run) -> None:
    code, text, _ = run("doctor")
    assert code == 0 and "OpenGL renderer" in text and "libx264" in text
    assert "all is well: the largest error of 6 test pictures" in text
    data = json.loads(run("doctor", "--json")[1])
    assert data["right"] and len(data["checks"]) == 6 and 0 < data["largest error"] <= 1
    assert data["problems"] == [] and data["encoders"]["h264"] == {
        "encoder": "libx264", "present": True, "instead": "",
    }  # fmt: skip


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Mesa can be told to be older")
def test_doctor_tells_what_check_refuses_for() -> None:
    old = {**os.environ, "MESA_GL_VERSION_OVERRIDE": "3.3", "MESA_GLSL_VERSION_OVERRIDE": "330"}
    told = []
    for env in (old, dict(os.environ)):
        done = subprocess.run([sys.executable, "-c", _CLI, "doctor", "--json"], capture_output=True, text=True,
                              check=False, env=env)  # fmt: skip
        told.append(json.loads(done.stdout)["OpenGL"])
    assert told[0]["compute"] == "needs OpenGL 4.3, this driver has 3.3" == told[0]["storage buffers"]
    assert told[0]["storage images"] == "needs OpenGL 4.2, this driver has 3.3"
    assert re.fullmatch(r"\d+ bytes", told[0]["uniform buffers"])
    assert re.fullmatch(r"groups of \d+ threads", told[1]["compute"]) and told[1]["storage images"] is True


def test_doctor_finds_a_driver_that_draws_wrong(run, monkeypatch) -> None:
    from upshade.tools import selfcheck

    monkeypatch.setattr(selfcheck, "_matrix", lambda context: 3.25)
    code, text, _ = run("doctor")
    assert code == 1 and "WRONG" in text and "wrong, by 3.2 steps of 255" in text and "all is well" not in text


def test_doctor_misses_an_encoder(run, monkeypatch) -> None:
    from upshade.media import machine

    monkeypatch.setattr(machine, "has_encoder", lambda name: name != "libx265")
    code, text, _ = run("doctor")
    assert code == 1 and "libx265 is missing, so hevc cannot be written" in text


def test_doctor_without_opengl() -> None:
    done = subprocess.run([sys.executable, "-c", _CLI, "doctor"], capture_output=True, text=True, check=False,
                          env=no_opengl())  # fmt: skip
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1].startswith("no usable OpenGL (") and "install" in done.stdout


# ── a chain that has nothing to do


def test_a_render_that_no_shader_touches_says_so(run, clip: Path, tmp_path: Path) -> None:
    code, _, told = run("render", clip, tmp_path / "out.mkv", "-p", "raisr-anime", "--scale", "1")
    assert code == 0 and told.count("\n") == 1, told
    assert told.splitlines()[0] == (
        "note: no pass runs at 64x36: anime-2x waits for OUTPUT.w > LUMA.w × 1.2 and OUTPUT.h > LUMA.h × 1.2, with "
        "64 > 64 × 1.2 and 36 > 36 × 1.2; at --scale 1.25 there is something to do"
    )
    again = run("render", clip, tmp_path / "b.mkv", "-p", "raisr-anime", "--scale", "1.25")
    assert again[0] == 0 and "no pass runs" not in again[2]
    text = run("explain", clip, "-p", "raisr-anime", "--scale", "2")[1]
    assert " anime_2x: hash and filter" in text and "anime-2x: anime_2x" not in text


# ── bench


def test_bench(run, clip: Path) -> None:
    code, text, _ = run("bench", clip, "--frames", "6")
    assert code == 0 and "64x36 yuv420p to 128x72 yuv420p, 6 frames" in text
    assert "ms in the median" in text and "frames/s in the mean" in text
    data = json.loads(
        run("bench", clip, "-p", "anime", "--frames", "6", "--set", "push.strength_color=0.1", "--json")[1]
    )
    assert data["frames"] == 6 and data["decoded_frames"] == 4, "the clip is repeated"
    assert 0 < data["wall_ms"]["median"] <= data["wall_ms"]["p95"] and data["fps"] > 0
    assert all(step["ms"] > 0 for step in data["steps"]) and len(data["steps"]) >= 9
    assert {s["stage"] for s in data["steps"]} == {"MAIN", "resize", "OUTPUT"}
    assert 0 < data["memory"]["bytes"] < data["memory"]["one_a_pass_bytes"]
    assert data["thread_ms"] <= data["cpu_ms"] and data["start_ms"]["second"] > 0


def test_bench_of_nothing_to_do(run, clip: Path) -> None:
    code, text, _ = run("bench", clip, "--no-preset", "--frames", "2")
    assert code == 0 and "plain resize: 64x36 yuv420p to 64x36" in text


# ── export


def test_export_writes_a_file_that_loads_again(run, tmp_path: Path) -> None:
    path = tmp_path / "anime.glsl"
    code, text, _ = run("export", "anime", path, "--set", "push.strength_color=0.5")
    assert code == 0 and str(path) in text
    shader = hook.load(path, "anime")
    assert shader.params == () and len(shader.passes) == 4
    assert "strength_color 0.5" in path.read_text()
    first = path.read_bytes()
    code, _, err = run("export", "anime", path)
    assert code == 1 and "exists already; --overwrite replaces it" in err and path.read_bytes() == first
    assert run("export", "plain", path, "--overwrite", "-s", "line/thin", "-s", "denoise/compression")[0] == 0
    assert "thin" in path.read_text() and "compression" in path.read_text()
    assert run("export", "anime", path, "--overwrite", "--keep-params")[0] == 0
    assert {p.name for p in hook.load(path, "anime").params} >= {"strength_color", "strength_gradient"}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["anime.glsl"]


def test_export_never_overwrites_what_it_is_made_of(run, tmp_path: Path, gain: Path) -> None:
    preset = tmp_path / "own.toml"
    preset.write_text('[[pass]]\nshader = "./gain.glsl"\n')
    code, _, err = run("export", preset, gain, "--overwrite")
    assert code == 2 and "is the input itself" in err and gain.read_text() == GAIN


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["export", "anme", "{t}/a.glsl"], 2, "did you mean 'anime'?"),
        (["export", "anime", "{t}/none/a.glsl"], 1, "there is no folder"),
        (["export", "anime", "{t}"], 1, "is a folder; give a file name"),
        (["export", "plain", "{t}/a.glsl"], 2, "no enabled shader in this chain to export"),
        (["export", "anime", "{t}/a.glsl", "--set", "push.strength=1"], 2, "has no parameter 'strength'"),
    ],
)
def test_export_refuses_in_one_line(run, tmp_path: Path, words: list[str], code: int, told: str) -> None:
    got, out, err = run(*(w.replace("{t}", str(tmp_path)) for w in words))
    assert (got, out) == (code, "") and told in err and err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
