"""Bad input to `render`: one clear line, the right exit code, and nothing left over."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import av
import numpy as np
import pytest

from media.clips import make_clip, packets
from upshade import cli
from upshade.engine import frame_of
from upshade.jobs import settings
from upshade.media.reader import open_video
from upshade.media.stills import write_still

CLI = "from upshade.cli import main; main()"


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_clip(tmp_path_factory.mktemp("clip") / "in.mkv", frames=4, size=(64, 36))


@pytest.fixture
def refuse(headless, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Render, and hold that it is refused in one line with nothing left over; the line."""

    def do(source: object, *words: object, code: int = 2, output: Path | None = None) -> str:
        folder = tmp_path / "out"
        folder.mkdir(exist_ok=True)
        before = _tree(tmp_path)
        got = cli.run(["render", str(source), str(output or folder / "out.mkv"), *map(str, words)])
        told = capsys.readouterr()
        assert got == code, told.err
        assert told.out == "" and told.err.startswith("upshade: ") and told.err.count("\n") == 1
        assert _tree(tmp_path) == before
        return told.err

    return do


def _tree(folder: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


# ── the input


def test_empty_file(refuse, tmp_path: Path) -> None:
    (tmp_path / "a.mkv").write_bytes(b"")
    assert f"{tmp_path}/a.mkv: is empty (0 bytes)" in refuse(tmp_path / "a.mkv")


@pytest.mark.parametrize("text", ["hello\n" * 40, "#EXTM3U\nhttp://localhost/x.ts\n", "\x00" * 999, "<svg></svg>"])
def test_text_with_a_videos_name(refuse, tmp_path: Path, text: str) -> None:
    (tmp_path / "a.mkv").write_text(text)
    assert f"{tmp_path}/a.mkv: " in refuse(tmp_path / "a.mkv")


def test_sound_only(refuse, tmp_path: Path) -> None:
    path = tmp_path / "a.mka"
    with av.open(str(path), "w", format="matroska") as out:
        stream = out.add_stream("flac", rate=48000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 2 * 4608), np.int16), format="s16", layout="stereo")
        frame.sample_rate = 48000
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    assert "has sound, but no video" in refuse(path)


def test_missing_file_names_the_nearest(refuse, clip: Path) -> None:
    assert "no such file; did you mean 'in.mkv'?" in refuse(clip.with_name("inn.mkv"))
    assert "there is no folder" in refuse("none/at/all.mkv")


def test_folder(refuse, tmp_path: Path) -> None:
    assert "no video or picture lies in this folder" in refuse(tmp_path)


def test_a_cut_video_is_rendered_as_far_as_it_goes(headless, tmp_path: Path, capsys) -> None:
    whole = make_clip(tmp_path / "whole.mkv", frames=48, options={"g": "6"})
    cut = tmp_path / "cut.mkv"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    code = cli.run(["render", str(cut), str(tmp_path / "out.mkv"), "--no-preset", "-q", "--codec", "ffv1"])
    told = capsys.readouterr()
    assert code == 0
    assert "the file is cut" in told.err and "what could be decoded was rendered" in told.err
    with open_video(tmp_path / "out.mkv") as out, open_video(cut) as source:
        count = sum(1 for _ in out)
        assert count == sum(1 for _ in source) and 10 < count < 40 and out.damage is None


@pytest.mark.parametrize("size", [(1, 1), (16384, 1), (1, 16384), (16384, 3)])
def test_extreme_pictures_are_rendered(headless, tmp_path: Path, size: tuple[int, int], capsys) -> None:
    picture = np.random.default_rng(2).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
    write_still(tmp_path / "a.png", frame_of(picture))
    code = cli.run(["render", str(tmp_path / "a.png"), str(tmp_path / "b.png"), "--scale", "1", "-q"])
    assert code == 0, capsys.readouterr().err
    with open_video(tmp_path / "b.png") as reader:
        assert (reader.info.width, reader.info.height) == size


def test_a_picture_too_large_for_the_driver(refuse, tmp_path: Path) -> None:
    write_still(tmp_path / "a.png", frame_of(np.zeros((2, 16384, 3), np.uint8)))
    told = refuse(tmp_path / "a.png", "--scale", "2", output=tmp_path / "out" / "b.png")
    assert "the target is 32768x4; this driver draws 1x1 to 16384x16384" in told


# ── the output


def test_below_a_file(refuse, clip: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    told = refuse(clip, output=tmp_path / "file" / "out.mkv", code=1)
    assert "file/out.mkv: cannot be written: Not a directory" in told


def test_missing_folder(refuse, clip: Path, tmp_path: Path) -> None:
    assert f"there is no folder '{tmp_path}/none'" in refuse(clip, output=tmp_path / "none" / "out.mkv", code=1)


def test_a_place_where_nobody_may_write(refuse, clip: Path) -> None:
    """Not even root makes files there."""
    assert "/proc/out.mkv: cannot be written: " in refuse(clip, output=Path("/proc/out.mkv"), code=1)


def test_a_full_disk(refuse, clip: Path, monkeypatch) -> None:
    """The file system says so in the middle of the file: here with a limit on file sizes, as a quota does."""
    import resource

    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, old[1]))
    try:
        told = refuse(clip, "--codec", "ffv1", "-q", code=1)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
        signal.signal(signal.SIGXFSZ, ignored)
    assert "out.mkv: cannot be written: File too large" in told


def test_existing_output(refuse, clip: Path, tmp_path: Path) -> None:
    (tmp_path / "here.mkv").write_text("precious")
    assert "exists already; --overwrite replaces it" in refuse(clip, output=tmp_path / "here.mkv", code=1)


def test_a_folder_as_output(refuse, clip: Path, tmp_path: Path) -> None:
    (tmp_path / "here.mkv").mkdir()
    assert "is a folder; give a file name" in refuse(clip, "--overwrite", output=tmp_path / "here.mkv", code=1)


@pytest.mark.parametrize("how", ["itself", "symlink", "hard link", "dots"])
def test_the_input_is_never_the_output(refuse, clip: Path, tmp_path: Path, how: str) -> None:
    mine = tmp_path / "mine.mkv"
    mine.write_bytes(clip.read_bytes())
    name = tmp_path / "name.mkv"
    if how == "symlink":
        name.symlink_to(mine)
    elif how == "hard link":
        name.hardlink_to(mine)
    else:
        name = mine if how == "itself" else tmp_path / "out" / ".." / "mine.mkv"
    assert "is the input itself; give the output another name" in refuse(mine, "--overwrite", output=name)
    assert mine.read_bytes() == clip.read_bytes()


@pytest.mark.parametrize(
    ("name", "words", "told"),
    [
        ("out.avi", (), "no video container is called '.avi'; known: .mkv, .mp4, .mov"),
        ("out", (), "no video container is called ''"),
        ("out.mp4", ("--codec", "ffv1"), "ffv1 does not go into .mp4"),
        ("out.mkv", ("--codec", "h265"), "no encoder 'h265'"),
        ("out.mkv", ("--pix-fmt", "yuv420p9"), "yuv420p9 cannot be written there; possible are yuv420p,"),
        ("out.png", ("--pix-fmt", "yuv420p"), "yuv420p cannot be written there; possible are rgb24"),
        ("out.mkv", ("--start", "99"), "the video lasts"),
    ],
)
def test_what_cannot_be_written(refuse, clip: Path, tmp_path: Path, name: str, words: tuple, told: str) -> None:
    assert told in refuse(clip, "-q", *words, output=tmp_path / "out" / name)


def test_an_option_that_the_encoder_refuses(refuse, clip: Path) -> None:
    assert "h264 has no preset 'fsat'; did you mean 'fast'?; known: ultrafast," in refuse(
        clip, "-q", "--encoder-preset", "fsat"
    )


@pytest.mark.parametrize("codec", ["h264", "hevc"])
@pytest.mark.parametrize("crf", ["999", "-1", "51.5", "nan", "inf"])
def test_quality_outside_its_bounds(refuse, clip: Path, codec: str, crf: str) -> None:
    told = refuse(clip, "-q", "--codec", codec, f"--crf={crf}")
    if crf in ("nan", "inf"):
        assert told == f"upshade: --crf wants a number, not '{crf}'\n"
    else:
        assert told == f"upshade: crf of {codec} is a number from 0 to 51, not '{crf}'\n"


def test_quality_of_what_loses_nothing(refuse, clip: Path) -> None:
    told = "ffv1 has no crf; h264, hevc, av1, h264-nvenc, hevc-nvenc and av1-nvenc have one"
    assert told in refuse(clip, "-q", "--codec", "ffv1", "--crf", "20")


# ── the chain


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--preset", "anme"), "no preset called 'anme'; did you mean 'anime'?"),
        (("--preset", "./x.toml"), "no preset file at x.toml"),
        (("--shader", "anime4k/psh"), "did you mean 'anime4k/push'?"),
        (("--set", "push.strenth_color=1"), "did you mean 'strength_color'?"),
        (("--set", "psh.strength_color=1"), "did you mean 'push'?"),
        (("--set", "push.strength_color=2"), "(0 to 1)"),
        (("--set", "push.strength_color=much"), "'much' is not a number (0 to 1)"),
        (("--set", "push.strength_color=nan"), "is not a number"),
        (("--set", "push.variant=orignal"), "PUSH_ORIGINAL"),
        (("--set", "strength_color"), "--set wants SHADER.PARAM=VALUE"),
        (("--precision", "double"), "--precision has no value 'double'; one of auto, half, full"),
        (("--dispatch", "cuda"), "--dispatch has no value 'cuda'; one of auto, fragment, compute"),
        (("--size", "99999x9"), "from 1 to 16384"),
    ],
)
def test_chain(refuse, clip: Path, words: tuple[str, ...], told: str) -> None:
    preset = () if "--preset" in words else ("-p", "anime")
    assert told in refuse(clip, "-q", *preset, *words)


def test_a_shader_file_in_a_wrong_place(refuse, clip: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.glsl"
    path.write_text("//!HOOK MAIN\n//!BIND HOOKED\nvec4 hook() { return HOOKED_tex(HOOKED_pos); }\n")
    assert f"{path}: is a shader file, not a preset (.toml)" in refuse(clip, "-p", path)
    assert f"{path}: is a shader file, not a video or picture; `-s` adds it" in refuse(path)
    assert f"{tmp_path} is a folder, not a shader file" in refuse(clip, "-s", tmp_path)


def test_bench_says_what_does_not_run(headless, clip: Path, tmp_path: Path, capsys) -> None:
    path = tmp_path / "a.glsl"
    path.write_text("//!HOOK MIAN\n//!BIND HOOKED\nvec4 hook() { return HOOKED_tex(HOOKED_pos); }\n")
    assert cli.run(["bench", str(clip), "-p", "plain", "-s", str(path), "--frames", "1"]) == 0
    assert "skipped a: pass 1: " in (out := capsys.readouterr().out) and "did you mean 'MAIN'?" in out


def test_a_broken_preset_names_its_line(refuse, clip: Path, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('title = "x"\n[[pass]]\nshader = "push"\nparams = { strength_color = 9 }\n')
    assert f"{path}:4: push.strength_color: 9 is outside its bounds (0 to 1)" in refuse(clip, "--preset", path)
    path.write_text("title = \n")
    assert f"{path}:1: not TOML" in refuse(clip, "--preset", path)


def test_a_shader_with_an_error_is_left_out_and_named(headless, clip: Path, tmp_path: Path, capsys) -> None:
    bad = tmp_path / "bad.glsl"
    bad.write_text("// my own\n\n//!HOOK MAIN\n//!BIND HOOKED\nvec4 hook() {\n    return HOOKED_tex(nowhere);\n}\n")
    good, both = tmp_path / "good.mkv", tmp_path / "both.mkv"
    assert cli.run(["render", str(clip), str(good), "-q", "--codec", "ffv1"]) == 0
    capsys.readouterr()
    words = ["render", str(clip), str(both), "-q", "--codec", "ffv1", "--shader", str(bad)]
    assert cli.run(words) == 1
    assert f"upshade: {bad}:6: " in capsys.readouterr().err and not both.exists()
    assert cli.run([*words, "--keep-going"]) == 0
    told = capsys.readouterr().err
    assert "is left out: " in told and f"{bad}:6: " in told
    assert packets(both, "video") == packets(good, "video"), "the rest of the chain goes on as if it were not there"


def test_text_that_is_no_shader(refuse, clip: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.glsl"
    path.write_text("void main() {}\n")
    assert f"{path}" in refuse(clip, "-q", "--shader", path)


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("//!HOOK MIAN\n//!BIND HOOKED", "did you mean 'MAIN'?"),
        ("//!HOOK MAIN\n//!BIND HOKED", "did you mean 'HOOKED'?"),
    ],
)
def test_a_pass_that_can_never_run_is_told(
    clip: Path, tmp_path: Path, headless, capsys: pytest.CaptureFixture[str], line: str, hint: str
) -> None:
    path = tmp_path / "a.glsl"
    path.write_text(f"{line}\nvec4 hook() {{ return vec4(1.0); }}\n")
    assert cli.run(["render", str(clip), str(tmp_path / "o.png"), "-q", "--shader", str(path)]) == 0
    said = capsys.readouterr().err
    assert hint in said and f"{path}:1: " in said and said.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [["o.png", "--crf", "20"], ["o.png", "--codec", "h264"], ["o.png", "--duration", "1"], ["o%03d-%d.png"],
     ["o.mkv", "--size", "64x36", "--scale", "2"], ["o.mkv", "--start", "1:2:3:4"], ["o.mkv", "--start", "-1"]],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(
    clip: Path, tmp_path: Path, headless, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert cli.run(["render", str(clip), str(tmp_path / words[0]), "-q", *words[1:]]) == 2
    assert capsys.readouterr().err.count("\n") == 1 and not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("text", "seconds"), [("83.5", 83.5), ("1:23.5", 83.5), ("0:01:23.5", 83.5), ("2:00:00", 7200)]
)
def test_times_are_written_as_in_players(text: str, seconds: float) -> None:
    assert settings.seconds("--start", text) == pytest.approx(seconds)


# ── the machine; each of these is a process of its own


def start(*words: object, **environment: str) -> subprocess.Popen[str]:
    # A shell that starts things in the background makes them deaf to SIGINT; ours must hear it.
    return subprocess.Popen([sys.executable, "-c", CLI, *map(str, words)], stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True, env=os.environ | environment,
                            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))  # fmt: skip


def test_no_opengl(clip: Path, tmp_path: Path) -> None:
    child = start("render", clip, tmp_path / "out.mkv", __EGL_VENDOR_LIBRARY_FILENAMES="/nonexistent", DISPLAY="")
    out, err = child.communicate(timeout=60)
    assert (child.returncode, out) == (1, "")
    assert err.startswith("upshade: no usable OpenGL (") and "install" in err and err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def _wait(child: subprocess.Popen[str], folder: Path, word: str) -> None:
    """Until the journal of the output has it."""
    last = time.monotonic() + 120
    while word not in (seen := _journal(folder)):
        if child.poll() is not None:
            pytest.fail(f"it ended with {child.returncode} before it could be stopped: {child.communicate()}")
        if time.monotonic() > last:
            child.kill()
            pytest.fail(f"no {word} in the journal after two minutes, but {seen!r}: {child.communicate()}")
        time.sleep(0.005)  # one core may be all there is


def _journal(folder: Path) -> str:
    path = folder / "out.mkv.upshade" / "journal.jsonl"
    return path.read_text() if path.exists() else ""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_stopped_in_the_middle(tmp_path: Path, number: signal.Signals, code: int) -> None:
    source = make_clip(tmp_path / "in.mkv", frames=120, rate=4)
    child = start("render", source, tmp_path / "out.mkv", "--codec", "ffv1", "-q", "--scale", "6")
    _wait(child, tmp_path, "journal")
    child.send_signal(number)
    out, err = child.communicate(timeout=60)
    word = "interrupted" if number is signal.SIGINT else "terminated"
    assert (child.returncode, out, err) == (code, "", f"upshade: {word}; nothing was written\n")
    assert [p.name for p in tmp_path.iterdir()] == ["in.mkv"]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_stopped_later(tmp_path: Path, number: signal.Signals, code: int) -> None:
    """What is done is kept, and the line says how to go on; that then works."""
    source = make_clip(tmp_path / "in.mkv", frames=120, rate=4)
    words = ("render", source, tmp_path / "out.mkv", "--codec", "ffv1", "-q", "--scale", "6")
    child = start(*words)
    _wait(child, tmp_path, "segment")
    child.send_signal(number)
    out, err = child.communicate(timeout=60)
    assert (child.returncode, out) == (code, "")
    word = "interrupted" if number is signal.SIGINT else "terminated"
    assert err == (f"upshade: {word}; 1 of 3 segments are safe in 'out.mkv.upshade', and the same command goes on\n")
    again = start(*words)
    out, err = again.communicate(timeout=60)
    assert again.returncode == 0 and "goes on: 1 of 3 segments are there" in err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.mkv", "out.mkv"]


@pytest.mark.parametrize("words", [("list",), ("show", "push", "--json")])
def test_a_reader_that_has_enough(words: tuple[str, ...]) -> None:
    end, pipe = os.pipe()
    os.close(end)
    child = subprocess.run([sys.executable, "-c", CLI, *words], stdout=pipe, stderr=subprocess.PIPE, check=False)
    os.close(pipe)
    assert (child.returncode, child.stderr) == (0, b"")


def test_a_full_device_for_what_is_printed() -> None:
    with open("/dev/full", "w") as full:
        child = subprocess.run([sys.executable, "-c", CLI, "list"], stdout=full, stderr=subprocess.PIPE, check=False)
    assert child.returncode == 1
    assert child.stderr == b"upshade: what was to be printed could not be: No space left on device\n"
