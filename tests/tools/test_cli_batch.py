"""`upshade render` with several files, and `upshade finish`, as a user types them."""

from __future__ import annotations

import io
import json
import re
import signal
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from rich.console import Console

from media.clips import make_clip
from upshade import cli
from upshade.core import preset as presets
from upshade.errors import JobFailed
from upshade.jobs import finish
from upshade.jobs.batch import Batch, Row
from upshade.jobs.job import Job, Progress, Report
from upshade.media.reader import open_video
from upshade.tools import batch_table, progress
from upshade.tools.batch_table import summary, window

CLI = "from upshade.cli import main; main()"


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_clip(tmp_path_factory.mktemp("clip") / "in.mkv", frames=2, size=(64, 36), sound=None)


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Do a command in an empty folder; (exit code, stdout, stderr)."""
    monkeypatch.chdir(tmp_path)

    def do(*words: object) -> tuple[int, str, str]:
        code = cli.run([str(w) for w in words])
        told = capsys.readouterr()
        return code, told.out, told.err

    return do


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> list[Job]:
    """What is to be rendered, instead of rendering it."""
    seen: list[Job] = []

    def render(job: Job, *_: object) -> Report:
        seen.append(job)
        return Report(job.output, frames=1)

    def render_all(batch: Batch, workers: int, changed) -> None:
        for row in batch.rows:
            if row.job is not None and row.state == "waiting":
                seen.append(row.job)
                row.state = "done"
                changed(row)

    monkeypatch.setattr(progress, "render", render)
    monkeypatch.setattr(batch_table, "run", render_all)
    return seen


# ── what the words mean


def test_every_option_reaches_the_job(run, jobs: list[Job]) -> None:
    words = (
        "render a.mkv b.mkv -p plain -s line/thin -s x.glsl --set thin.strength=1 --keep-going --size 640x360 "
        "--precision full --pre ivtc --rate 23.976 --start 1:02.5 --duration 3 --burn-in 2 --codec hevc --crf 20.5 "
        "--encoder-preset slow --pix-fmt yuv420p10le --overwrite --fresh --workers 3 -q"
    )
    code, _, told = run(*words.split())
    assert code == 0, told
    from dataclasses import replace

    options = replace(presets.load("plain").output.options, precision="full")
    assert jobs == [Job(
        "a.mkv", "b.mkv", "plain", ("line/thin", "x.glsl"), ("thin.strength=1",), (640, 360), None, options, "hevc",
        {"crf": "20.5", "preset": "slow"}, "yuv420p10le", 62.5, 3.0, True, True, "ivtc", Fraction(24000, 1001), "2",
        None, 3, True,
    )]  # fmt: skip


def test_nothing_said_is_the_default_job(run, jobs: list[Job]) -> None:
    assert run("render", "a.mkv", "{b}.mkv")[0] == 0
    assert run("render", "a.mkv", "b.mkv", "--recipe", "old.mkv", "--scale", "3")[0] == 0
    assert run("render", "a.mkv", "b.mkv", "--no-preset")[0] == 0
    assert jobs == [
        Job("a.mkv", "{b}.mkv"), Job("a.mkv", "b.mkv", None, recipe="old.mkv", scale=3.0), Job("a.mkv", "b.mkv", None)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("render", "Missing argument 'INPUT'; see `upshade render --help`"),
        ("render a.mkv", "Missing argument 'OUTPUT'; see `upshade render --help`"),
        ("render -o x/", "Missing argument 'INPUT'"),
        ("render a.mkv b.mkv c.mkv", "several inputs need -o TEMPLATE, such as -o '{name}.2x.mkv' or -o FOLDER/"),
        ("render a.mkv b.mkv -o {nmae}.mkv", "no field '{nmae}'; did you mean 'name'?"),
        ("render a.mkv b.mkv -o x.mkv", "'a.mkv' and 'b.mkv' would both become 'x.mkv'"),
        ("render a.mkv -o {name}.mkv", "'a.mkv' would become itself"),
        ("render *.avi *.mp4 -o x/", "*.avi: no file fits this pattern"),
        ("render a.mkv b.mkv --recipe r.mkv -p anime", "leave out --preset"),
        ("render a.mkv b.mkv --pre telecine", "--pre has no value 'telecine'"),
        ("render a.mkv b.mkv --rate 0", "--rate wants 0.001 to 1000"),
        ("render a.mkv b.mkv --workers 0", "--workers wants 1 to 256, not 0"),
        ("render a.mkv b.mkv --codec h265", "no encoder 'h265'; did you mean 'hevc'?"),
        ("render --list none.toml", "the list none.toml cannot be read"),
        ("render --list b.toml", "'a.mkv' has no output; -o TEMPLATE"),
        ("render --list c.toml", "c.toml:2: unknown key 'imput'; did you mean 'input'?"),
        ("finish", "Missing argument 'OUTPUT'"),
    ],
)  # fmt: skip
def test_slips_are_one_line_before_anything_starts(run, jobs, tmp_path: Path, words: str, told: str) -> None:
    (tmp_path / "b.toml").write_text("[[file]]\ninput = 'a.mkv'\n")
    (tmp_path / "c.toml").write_text("[[file]]\nimput = 'a.mkv'\n")
    before = sorted(tmp_path.iterdir())
    code, out, err = run(*words.split())
    assert (code, out, jobs) == (2, "", []) and told in err and err.count("\n") == 1
    assert sorted(tmp_path.iterdir()) == before


def test_one_file_with_a_template_is_one_file(run, jobs: list[Job], tmp_path: Path) -> None:
    code, _, _ = run("render", "x/a.avi", "-o", "new/{name}.{preset}.mkv", "--workers", 4)
    assert code == 0 and jobs == [Job("x/a.avi", f"new/a.{presets.DEFAULT}.mkv", workers=4)]
    assert not (tmp_path / "new").exists(), "nothing came into it"


def test_several_files_share_the_workers(run, jobs: list[Job], tmp_path: Path) -> None:
    code, _, err = run("render", "a.mkv", "b.mkv", "-o", "{name}.2x.mkv", "--workers", 4)
    assert code == 0 and jobs == [Job("a.mkv", "a.2x.mkv"), Job("b.mkv", "b.2x.mkv")]
    assert err.splitlines()[0].startswith("a.2x.mkv: 0 frames")


def test_a_folder_or_a_pattern_is_several_even_when_it_holds_one(run, jobs: list[Job], tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.avi").write_text("x")
    for words in (("in", "out/"), ("in", "-o", "out/"), ("in/*", "-o", "out/{name}.mkv")):
        code, out, _ = run("render", *words)
        assert code == 0 and jobs.pop() == Job("in/a.avi", "out/a.mkv") and out.startswith("1 rendered; ")


def test_inputs_and_a_list_together(run, jobs: list[Job], tmp_path: Path) -> None:
    """The list says what is different for some of the files."""
    (tmp_path / "l.toml").write_text("[[file]]\ninput = 'b.mkv'\ncrf = 3\n")
    assert run("render", "a.mkv", "b.mkv", "-o", "x/", "--list", "l.toml", "--codec", "hevc")[0] == 0
    assert jobs == [Job("a.mkv", "x/a.mkv", codec="hevc"), Job("b.mkv", "x/b.mkv", codec="hevc", encoder={"crf": "3"})]


def test_finish(run, monkeypatch) -> None:
    asked: list[object] = []

    def done(output: str, *, overwrite: bool) -> Report:
        asked.append((output, overwrite))
        return Report(output, frames=3, seconds=0.5, written=1000, notices=["1 of 2 segments are in it"])

    monkeypatch.setattr(finish, "finish", done)
    code, out, err = run("finish", "x.mkv", "--overwrite")
    assert (code, asked) == (0, [("x.mkv", True)]) and out.startswith("x.mkv: 3 frames") and "note: 1 of 2" in err
    monkeypatch.setattr(finish, "finish", lambda *_, **__: (_ for _ in ()).throw(JobFailed("nothing is here")))
    code, out, err = run("finish", "x.mkv", "--json")
    assert code == 1 and "upshade: nothing is here" in err and json.loads(out)["files"][0]["error"] == "nothing is here"


# ── the whole way


def test_a_batch_with_broken_files(run, tmp_path: Path, clip: Path) -> None:
    for name in ("1.mkv", "2.mkv", "10.mkv"):
        (tmp_path / name).write_bytes(clip.read_bytes())
    (tmp_path / "empty.mkv").write_bytes(b"")
    (tmp_path / "text.mkv").write_text("nothing to see\n" * 9)
    (tmp_path / "l.toml").write_text(
        'no-preset = true\ncodec = "ffv1"\n[[file]]\ninput = "*.mkv"\n'
        '[[file]]\ninput = "10.mkv"\nshaders = ["./no.glsl"]\n'
    )
    words = ("render", "--list", "l.toml", "-o", "out/{name}.mkv", "--json", "--workers", "2")
    code, out, err = run(*words)
    data = json.loads(out)
    assert code == 1 and (data["rendered"], data["failed"], data["exit_code"]) == (2, 3, 1)
    states = {one["input"]: (one["state"], one["exit_code"], one["error"]) for one in data["files"]}
    assert states["1.mkv"] == states["2.mkv"] == ("done", 0, None)
    assert states["empty.mkv"] == ("failed", 2, "empty.mkv: is empty (0 bytes)")
    assert states["text.mkv"][:2] == ("failed", 2) and states["10.mkv"][:2] == ("failed", 2)
    assert "no shader file at" in states["10.mkv"][2]
    assert [one["frames"] for one in data["files"] if one["state"] == "done"] == [2, 2]
    assert data["bytes"] == sum(p.stat().st_size for p in (tmp_path / "out").iterdir())
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["1.mkv", "2.mkv"]
    assert len(re.findall(r"^failed: ", err, re.MULTILINE)) == 3 and "2 rendered, 3 failed; " in err
    # Once more: what is there is left alone, and no process is needed for it.
    for name in ("empty.mkv", "text.mkv", "10.mkv"):
        (tmp_path / name).unlink()
    code, out, _ = run("render", "1.mkv", "2.mkv", "-o", "out/", "-q")
    assert code == 0 and out.startswith("0 rendered, 2 exist already (--overwrite replaces); ")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interruption_says_what_was_done(tmp_path: Path, clip: Path, number: int, code: int) -> None:
    long = make_clip(tmp_path / "long.mkv", frames=240, size=(176, 96), sound=None, options={"preset": "ultrafast"})
    words = f"render {clip} {long} -o {tmp_path}/out/{{name}}.mkv --preset anime-strong --scale 8 --json --workers 2"
    command = [sys.executable, "-c", CLI, *words.split()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None and process.stdout is not None
        first = process.stderr.readline().decode()
        # A terminal sends it to all processes; the ones that render wait for what the first decides.
        process.send_signal(number)
        # Where the signal comes just behind the line, rich has not forgotten it yet and writes it again.
        err, out = process.stderr.read().decode().removeprefix(first), process.stdout.read()
    word = "interrupted" if number == signal.SIGINT else "terminated"
    assert first.startswith(f"{tmp_path}/out/in.mkv: 2 frames") and process.returncode == code
    assert re.fullmatch(rf"upshade: {word}: 1 rendered, 1 not finished; .*; the same command goes on\n", err), err
    data = json.loads(out)
    assert [one["state"] for one in data["files"]] == ["done", "stopped"] and data["exit_code"] == code
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["in.mkv"]


# ── the table


def rows(*states: str) -> list[Row]:
    return [Row(f"{i}.mkv", state=state) for i, state in enumerate(states)]  # type: ignore[arg-type]


def test_the_table_shows_what_matters_when_it_is_short() -> None:
    many = rows(*["done"] * 9, "failed", "failed", "rendering", *["waiting"] * 9)
    assert [int(r.source[:-4]) for r in window(many, 5)] == [10, 11, 12, 13, 14]
    assert window(many, 99) == many
    assert [r.state for r in window(rows(*["failed"] * 50, "rendering"), 6)] == ["failed"] * 2 + ["rendering"]


def test_the_table_as_it_looks() -> None:
    batch = Batch(rows("done", "rendering", "waiting", "skipped", "failed"))
    batch.rows[0].frames, batch.rows[0].seconds, batch.rows[0].written = 24, 12.06, 5 << 20
    batch.rows[4].error = "4.mkv: is empty (0 bytes)"
    batch.rows[3].error = "exists already"
    batch.rows[1].source = "folder/[a] very [bold]long[bold] name.mkv"
    batch.rows[1].progress = Progress(45, 100, 12.3, 1000)
    console = Console(file=io.StringIO(), width=72, height=20)
    console.print(batch_table._View(batch))
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert text.splitlines()[:5] == [
        "0.mkv                               done      24 frames, 12.1 s, 5.0 MiB",
        "[a] very [bold]long[bold] name.mkv  rendering  45%, 12.3 frames/s, 4.5 …",
        "2.mkv                               waiting",
        "3.mkv                               skipped: exists already",
        "4.mkv                               failed: is empty (0 bytes)",
    ]
    assert text.splitlines()[5].startswith("3 of 5")


@pytest.mark.parametrize(
    ("states", "told"),
    [
        (["done"], "1 rendered; 3.0 s, 0 kB"),
        (
            ["done", "failed", "skipped", "skipped"],
            "1 rendered, 1 failed, 2 exist already (--overwrite replaces); 3.0 s",
        ),
        (["stopped", "waiting"], "0 rendered, 2 not finished"),
    ],
)
def test_the_last_line(states: list[str], told: str) -> None:
    assert summary(Batch(rows(*states)), 3.0).startswith(told)


def test_time_to_go_counts_bytes_and_leaves_out_what_was_there() -> None:
    now = [0.0]
    some = rows("skipped", "waiting", "waiting")
    for row, weight in zip(some, (1000, 100, 300), strict=True):
        row.weight = weight
    total = batch_table._Total(some, lambda: now[0])
    now[0], some[1].state = 10.0, "done"
    total.changed(some[1])
    assert total.part == 0.25 and total.text(0) == "30.0 s to go"
    some[2].state, some[2].progress = "rendering", Progress(1, 3, 1.0, 0)
    total.changed(some[2])
    assert total.part == 0.5 and total.text(2) == "2 failed, 10.0 s to go"


def test_a_picture_of_each_field(headless, run, clip: Path) -> None:
    """The file says so, and makes the next one likewise."""
    code, _, err = run("render", clip, "bob.mkv", "--no-preset", "--codec", "ffv1", "--pre", "bob", "-q")
    assert code == 0, err
    code, _, err = run("render", "--recipe", "bob.mkv", clip, "again.mkv", "-q")
    assert code == 0, err
    for name in ("bob.mkv", "again.mkv"):
        with open_video(name) as made, open_video(clip) as source:
            pictures = [f.pts * f.time_base for f in source]
            assert [f.pts * f.time_base for f in made][::2] == pytest.approx(pictures, abs=1e-3)
            assert made.info.rate == 2 * source.info.rate
