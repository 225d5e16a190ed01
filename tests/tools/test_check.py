"""`upshade check`: one row a file, whatever the file does."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from queue import SimpleQueue
from types import SimpleNamespace
from typing import Any

import pytest

from media.clips import make_clip
from upshade import cli
from upshade.cli.app import out as console
from upshade.errors import GraphicsError
from upshade.tools import checkcrew
from upshade.tools.check import counts, find
from upshade.tools.checker import Setup
from upshade.tools.checkone import Found

CORPUS = Path(__file__).parent.parent / "shaders"

FINE = "//!HOOK MAIN\n//!BIND HOOKED\nvec4 hook() { return HOOKED_tex(HOOKED_pos); }\n"
ENDLESS = f"""{FINE}
//!HOOK MAIN
//!BIND HOOKED
//!DESC for ever
vec4 hook() {{
    vec4 c = HOOKED_tex(HOOKED_pos);
    for (int i = 0; c.r < 2.0; i++) c.g = sin(c.g + float(i));
    return c;
}}
"""
ROOT = "//!HOOK OUTPUT\n//!BIND HOOKED\n//!DESC root\nvec4 hook() { return sqrt(HOOKED_tex(HOOKED_pos) - 0.5); }\n"
SHRINKS = FINE.replace("//!BIND", "//!WHEN HOOKED.w OUTPUT.w >\n//!BIND")
GAIN = """//!PARAM gain
//!TYPE float
//!MINIMUM 0
//!MAXIMUM 2
1.0

//!HOOK MAIN
//!BIND HOOKED
//!WHEN gain 1 >
vec4 hook() { return HOOKED_tex(HOOKED_pos) * gain; }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder in a folder, and files that each become something else."""
    (tmp_path / "in").mkdir()
    for name, text in {
        "fine.glsl": FINE, "in/shrinks.hook": SHRINKS, "in/rgb.glsl": FINE.replace("MAIN", "RGB"),
        "never.glsl": FINE.replace("//!BIND", "//!WHEN 0\n//!BIND"), "partly.glsl": GAIN + "\n" + FINE,
        "root.glsl": ROOT, "slip.glsl": FINE.replace("_tex(", "_txe("), "empty.glsl": "", "notes.txt": "no shader",
    }.items():  # fmt: skip
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "160")
    # A console that is made while COLUMNS is set keeps that width; which test makes it is chance.
    monkeypatch.setattr(console, "_width", None)

    def do(*words: object) -> tuple[int, str, str]:
        code = cli.run(["check", *map(str, words)])
        told = capsys.readouterr()
        return code, told.out, told.err

    return do


def rows(text: str) -> dict[str, dict]:
    return {one["name"]: one for one in json.loads(text)["files"]}


def test_every_file_is_one_row(folder: Path, run) -> None:
    code, out, _ = run(folder, "--json")
    found = rows(out)
    assert code == 1
    assert {name: one["state"] for name, one in found.items()} == {
        "empty.glsl": "refused", "fine.glsl": "ran", "in/rgb.glsl": "ran", "in/shrinks.hook": "ran",
        "never.glsl": "nothing ran", "partly.glsl": "partly", "root.glsl": "failed", "slip.glsl": "refused",
    }  # fmt: skip
    assert json.loads(out)["counts"] == {"ran": 3, "partly": 1, "nothing ran": 1, "refused": 2, "failed": 1}
    # The input and the size that each needs were found.
    assert (found["fine.glsl"]["source"], found["fine.glsl"]["target"]) == ("320x180 yuv420p", "640x360")
    assert found["in/rgb.glsl"]["source"] == "320x180 rgb24"
    assert found["in/shrinks.hook"]["target"] == "160x90"
    assert found["fine.glsl"]["ms"] > 0 and found["fine.glsl"]["memory"] > 320 * 180 * 4
    assert (found["partly.glsl"]["ran"], found["partly.glsl"]["passes"]) == (1, 2)
    assert "gain > 1, with 1 > 1" in found["partly.glsl"]["why"]
    assert "tried 2x, 1x" in found["never.glsl"]["why"] and "WHEN is false" in found["never.glsl"]["why"]
    assert found["slip.glsl"]["why"].startswith(f"{folder / 'slip.glsl'}:3: ")
    assert "HOOKED_txe" in found["slip.glsl"]["why"]
    assert f"{folder / 'root.glsl'}:1: 'root' makes" in found["root.glsl"]["why"]


def test_the_table_names_files_shortly_and_counts(folder: Path, run) -> None:
    for name in ("root.glsl", "never.glsl"):
        (folder / name).unlink()
    code, out, _ = run(folder)
    assert code == 1 and str(folder) not in out
    assert "refused: slip.glsl:3: " in out and "1 of 2" in out
    assert "3 ran, 1 partly, 2 refused" in out
    code, out, _ = run(folder / "fine.glsl", folder / "partly.glsl")
    assert code == 0 and "1 ran, 1 partly" in out


def test_a_narrow_table_keeps_names_whole(folder: Path, run, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "Anime4K_Upscale_Denoise_CNN.glsl"
    (folder / name).write_text(FINE)
    for columns in (80, 140):
        monkeypatch.setenv("COLUMNS", str(columns))
        _, out, _ = run(folder)
        lines = out.splitlines()
        assert any(line.startswith(f"{name} ") and "640x360" in line for line in lines), out
        assert (columns == 140) == ("320x180 yuv420p" in out) == ("MiB" in out)


def test_a_block_without_a_hook_says_so(tmp_path: Path, run) -> None:
    (tmp_path / "a.glsl").write_text(FINE.partition("\n")[2])
    code, out, _ = run(tmp_path)
    assert code == 1 and "a.glsl:1: it has no HOOK, so nothing ever runs it" in out


@pytest.mark.parametrize("scale", [1, 2])
def test_what_is_no_number_is_seen_before_anything_clips_it(tmp_path: Path, run, scale: int) -> None:
    (tmp_path / "a.glsl").write_text(FINE.replace("HOOKED_tex(HOOKED_pos)", "sqrt(HOOKED_tex(HOOKED_pos) - 2.0)"))
    code, out, _ = run(tmp_path, "--scale", scale)
    assert code == 1 and "1 failed" in out and "no number" in out


def test_an_endless_loop_is_one_row_and_others_go_on(tmp_path: Path, run) -> None:
    (tmp_path / "a.glsl").write_text(ENDLESS)
    (tmp_path / "b.glsl").write_text(FINE)
    code, out, _ = run(tmp_path, "--limit", 3, "--jobs", 1)
    assert code == 1 and "1 ran, 1 failed" in out
    assert "failed: a.glsl: no end after 3 s, while 'a: for ever' (a.glsl:5) was" in out


class _Shot(checkcrew.Process):
    """A process that dies in the middle of a pass, as a driver makes it."""

    def __init__(self, module, count, heard, words=()):
        def hear(said):
            if "for ever" in said.get("doing", ""):
                os.kill(self._process.pid, signal.SIGSEGV)
            heard(said)

        super().__init__(module, count, hear, words)


def test_a_crash_is_one_row_and_others_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkcrew, "Process", _Shot)
    (tmp_path / "a.glsl").write_text(ENDLESS)
    (tmp_path / "b.glsl").write_text(FINE)
    found: dict[str, Found] = {}
    files = find([str(tmp_path)])
    checkcrew.run(list(files), Setup(), 1, lambda one: found.update({files[one.path]: one}))
    assert found["b.glsl"].state == "ran" and found["a.glsl"].state == "failed"
    assert "SIGSEGV" in found["a.glsl"].why and "for ever" in found["a.glsl"].why


class _Stopping(SimpleQueue[Any]):
    """All that is said to the crew; with the first drawing that it is told of, a minute goes by."""

    def __init__(self, clock: SimpleNamespace) -> None:
        self._clock = clock

    def get(self, block: bool = True, timeout: float | None = None) -> Any:
        worker, words = super().get(block, timeout)
        if "was drawn" in words.get("doing", "") and not self._clock.gone:
            self._clock.gone = 60.0
        return worker, words


def test_a_stop_of_everything_is_no_fault_of_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-Z, and `fg` after a minute."""
    clock = SimpleNamespace(gone=0.0, monotonic=lambda: time.monotonic() + clock.gone)
    started: list[int] = []

    class Counted(checkcrew.Process):
        def __init__(self, *args: Any, **more: Any) -> None:
            started.append(len(started))
            super().__init__(*args, **more)

    monkeypatch.setattr(checkcrew, "time", clock)
    monkeypatch.setattr(checkcrew, "SimpleQueue", lambda: _Stopping(clock))
    monkeypatch.setattr(checkcrew, "Process", Counted)
    found: list[Found] = []
    paths = [str(folder / "fine.glsl"), str(folder / "partly.glsl")]
    checkcrew.run(paths, Setup(limit=50.0), 1, found.append)
    assert clock.gone and len(started) == 2
    assert [(one.path, one.state) for one in found] == [(paths[0], "ran"), (paths[1], "partly")]


def test_a_file_that_starves_the_machine_comes_to_an_end(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every wait is longer than it should be."""
    clock = SimpleNamespace(gone=0.0)

    def monotonic() -> float:
        clock.gone += 4.0
        return clock.gone

    clock.monotonic = monotonic
    monkeypatch.setattr(checkcrew, "time", clock)
    monkeypatch.setattr(checkcrew, "_START", 1e6)
    (folder / "endless.glsl").write_text(ENDLESS)
    found: list[Found] = []
    checkcrew.run([str(folder / "endless.glsl")], Setup(limit=20.0), 1, found.append)
    assert [one.state for one in found] == ["failed"]


class _Stillborn(checkcrew.Process):
    """A process that ends with an error instead of a word."""

    def __init__(self, module, count, heard, words=()):
        super().__init__("upshade.no_such_module", count, heard, words)


def test_a_process_that_cannot_begin_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkcrew, "Process", _Stillborn)
    with pytest.raises(GraphicsError, match=r"could not be started: its process ended with 1: .*no_such_module"):
        checkcrew.run(["a.glsl"], Setup(), 1, lambda one: None)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="no other system holds a process to its memory")
def test_memory_is_bounded(tmp_path: Path, run) -> None:
    side = "//!WIDTH 12000\n//!HEIGHT 12000\n//!BIND"
    (tmp_path / "a.glsl").write_text(FINE.replace("//!BIND", side))
    (tmp_path / "b.glsl").write_text(FINE)
    code, out, _ = run(tmp_path, "--memory", 500, "--jobs", 1, "--scale", 2)
    assert code == 1 and "1 ran, 1 failed" in out


def test_values_and_input(tmp_path: Path, run) -> None:
    path, clip = tmp_path / "gain.glsl", make_clip(tmp_path / "in.mkv", frames=1, size=(64, 36))
    path.write_text(GAIN)
    (tmp_path / "fine.glsl").write_text(FINE)
    words = (path, tmp_path / "fine.glsl", "--input", clip, "--size", "96x54", "--json")
    code, out, _ = run(*words, "--set", "gain.gain=1.5")
    assert code == 0
    found = rows(out)[str(path)]
    assert (found["state"], found["source"], found["target"]) == ("ran", "64x36 yuv420p", "96x54")
    code, out, _ = run(*words, "--set", "gain.gain=3")
    assert code == 1 and "gain.gain" in rows(out)[str(path)]["why"]
    assert rows(out)[str(tmp_path / "fine.glsl")]["state"] == "ran"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nowhere.glsl"], "nowhere.glsl"),
        (["{}/leer"], "no shader file"),
        (["{}/fine.glsl", "--set", "fin.x=1"], "did you mean 'fine'?"),
        (["{}/fine.glsl", "--set", "x"], "SHADER.PARAM=VALUE"),
        (["{}/fine.glsl", "--input", "{}/notes.txt"], "notes.txt"),
        (["{}/fine.glsl", "--scale", "0"], "--scale"),
        (["{}/fine.glsl", "--limit", "0"], "--limit"),
        (["{}/fine.glsl", "--limit", "inf"], "--limit"),
        (["{}/fine.glsl", "--memory", "99999999999999999"], "--memory"),
        ([], "FILE"),
    ],
)
def test_bad_usage(folder: Path, run, words: list[str], told: str) -> None:
    (folder / "leer").mkdir()
    code, out, err = run(*(word.format(folder) for word in words))
    assert code == 2 and not out and told in err and "Traceback" not in err


def test_a_wrong_way_to_dispatch_is_no_files_fault(folder: Path, run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UPSHADE_DISPATCH", "computer")
    code, out, err = run(folder / "fine.glsl")
    assert code == 2 and not out and "UPSHADE_DISPATCH has no value 'computer'" in err


def test_counts_are_said_in_one_line() -> None:
    made = [Found("", "ran")] * 632 + [Found("", "refused")] * 33 + [Found("", "partly")] * 4
    assert counts(made) == "632 ran, 4 partly, 33 refused"


def test_explain_tells_the_same_reasons(
    headless, folder: Path, tmp_path: Path, run, capsys: pytest.CaptureFixture[str]
) -> None:
    clip = make_clip(tmp_path / "in.mkv", frames=1, size=(64, 36))
    (folder / "root.glsl").unlink()  # what a pass makes is seen only when it is drawn
    for name, text in {
        "hook-slip": FINE.replace("MAIN", "MAIM"), "huge": FINE.replace("//!BIND", "//!WIDTH 70000\n//!BIND"),
        "nothing": FINE.replace("//!BIND", "//!WHEN NOWHERE.w\n//!BIND"), "gray": FINE.replace("MAIN", "ALPHA"),
        "unread": FINE.replace("//!BIND", "//!SAVE X\n//!BIND"), "word": FINE.replace("//!BIND", "//!BINDS"),
        "output": FINE.replace("//!HOOK MAIN", "//!HOOK OUTPUT\n//!WIDTH 10"),
    }.items():  # fmt: skip
        (folder / f"{name}.glsl").write_text(text)
    _, out, _ = run(CORPUS, folder, "--input", clip, "--scale", 2, "--json")
    found = rows(out).values()
    assert len({s["reason"].split(":")[-1] for one in found for s in one["skipped"]}) > 8
    for one in found:
        if one["state"] == "ran" and not one["skipped"]:
            continue
        code = cli.run(["explain", str(clip), "--no-preset", "-s", one["path"], "--scale", "2"])
        told = "".join(capsys.readouterr()).replace("\n  ", " ")
        assert code == 0 or (code == 2 and one["state"] == "refused"), (one, told)
        wanted = {s["reason"] for s in one["skipped"]} | ({one["why"]} if one["state"] == "refused" else set())
        assert all(reason in told for reason in wanted), (one, told)
        assert one["state"] != "failed", one


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="children are looked up in /proc")
@pytest.mark.parametrize("drawing", [False, True], ids=["starting", "drawing"])
def test_ctrl_c_leaves_no_process(tmp_path: Path, drawing: bool) -> None:
    (tmp_path / "a.glsl").write_text(ENDLESS)
    words = [sys.executable, "-m", "upshade", "check", str(tmp_path), "--limit", "120"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        children: list[str] = []
        until = time.monotonic() + 60
        while time.monotonic() < until:
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
            # What holds it to its memory is set once it is ready to draw.
            if children and (not drawing or not _boundless(children[0])):
                break
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130 and "interrupted: 0 of 1 files were checked" in err and not out
    # One that nobody has heard of yet ends by itself as soon as it listens.
    until = time.monotonic() + (0 if drawing else 30)
    while (left := [c for c in children if Path(f"/proc/{c}").exists()]) and time.monotonic() < until:
        pass
    assert children and not left


def test_what_was_checked_before_ctrl_c_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.glsl").write_text(FINE)
    (tmp_path / "b.glsl").write_text(ENDLESS)
    crew = textwrap.dedent("""
        import sys
        from upshade import cli
        from upshade.tools import checkcrew

        run = checkcrew.run

        def stopped(paths, setup, jobs, told):
            def first(one):
                told(one)
                raise KeyboardInterrupt
            run(paths, setup, jobs, first)

        checkcrew.run = stopped
        sys.exit(cli.run(["check", sys.argv[1], "--jobs", "1"]))
    """)
    done = subprocess.run([sys.executable, "-c", crew, str(tmp_path)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 130 and "interrupted: 1 of 2 files were checked" in done.stderr
    assert "a.glsl" in done.stdout and "1 ran; " in done.stdout and "b.glsl" not in done.stdout


def _boundless(process: str) -> bool:
    limits = Path(f"/proc/{process}/limits").read_text()
    return "unlimited" in next(line for line in limits.splitlines() if "address space" in line).split()[3:4]
