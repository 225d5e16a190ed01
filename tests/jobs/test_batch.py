"""Batches: which jobs are made, and processes that render them, crash, and are stopped."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from media.clips import make_clip
from upshade.errors import BadInput, NotFound
from upshade.jobs import batchlist, children
from upshade.jobs.batch import Batch, Row, plan
from upshade.jobs.batchlist import Item
from upshade.jobs.job import Job
from upshade.jobs.render import render
from upshade.media.reader import open_video


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_clip(tmp_path_factory.mktemp("clip") / "in.mkv", frames=2, size=(64, 36), sound=None)


@pytest.fixture
def here(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(clip: Path, *paths: str) -> None:
    for path in paths:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        os.link(clip, path) if not Path(path).exists() else None
        # A copy of its own: links of one file are one input.
        data = clip.read_bytes()
        os.unlink(path)
        Path(path).write_bytes(data)


def items(*names: str, **given) -> list[Item]:
    return [Item(name, given={k.replace("_", "-"): v for k, v in given.items()}) for name in names]


def outputs(batch: Batch) -> dict[str, str]:
    return {row.source: row.output for row in batch.rows}


# ── which jobs


def test_the_outputs_size_codec_and_preset_are_in_its_name(here: Path, clip: Path) -> None:
    put(clip, "a.mkv", "b.mkv")
    made = plan(
        items("a.mkv", "b.mkv", codec="ffv1", preset="anime"),
        "out/{name}.{width}x{height}.{codec}.{preset}.{number}.mkv",
    )
    assert outputs(made) == {f"{n}.mkv": f"out/{n}.128x72.ffv1.anime.{i}.mkv" for i, n in enumerate("ab", 1)}
    made = plan(items("a.mkv", size=(50, 20), no_preset=True), "{height}.{preset}.mkv")
    assert outputs(made) == {"a.mkv": "20.none.mkv"} and made.rows[0].job.preset is None


def test_a_folder_keeps_its_tree(here: Path, clip: Path) -> None:
    put(clip, "shows/S01/1.mkv", "shows/S02/1.mkv", "shows/S02/10.mkv", "shows/S02/9.avi", "shows/cover.png")
    made = plan([Item("shows", recursive=True)], "out/{folder}/")
    assert [row.output for row in made.rows] == [
        "out/shows/cover.png", "out/shows/S01/1.mkv", "out/shows/S02/1.mkv", "out/shows/S02/9.mkv",
        "out/shows/S02/10.mkv",
    ]  # fmt: skip


def test_options_for_videos_do_not_fail_the_pictures_among_them(here: Path, clip: Path) -> None:
    put(clip, "a.mkv", "b.png")
    video, still = plan(items("a.mkv", "b.png", codec="hevc", crf=20.0, duration=1.0, scale=3.0), "out/").rows
    assert video.job == Job("a.mkv", "out/a.mkv", codec="hevc", encoder={"crf": "20"}, duration=1.0, scale=3.0)
    assert still.job == Job("b.png", "out/b.png", scale=3.0)


@pytest.mark.parametrize(
    ("names", "template", "told"),
    [
        (["a.mkv", "b.mkv"], "out/x.mkv", "'a.mkv' and 'b.mkv' would both become 'out/x.mkv'; put {name}, {folder} or"),
        (["a.mkv", "d/a.mkv"], "out/", "'a.mkv' and 'd/a.mkv' would both become 'out/a.mkv'"),
        (["a.mkv", "b.mkv"], "{name}.mkv", "'a.mkv' would become itself; give the outputs other names"),
        (["b.mkv", "d/a.mkv", "d/b.mkv"], "d/{name}.mkv", "'b.mkv' would become 'd/b.mkv', another input"),
        (["b.mkv", "d/b.mkv"], "link/{number}.mkv", ""),
        (["b.mkv", "link/b.mkv"], "{folder}/d/{name}.mkv", ""),
        (["d/a.mkv", "x.mkv"], "link/{name}.mkv", "'d/a.mkv' would become itself"),
        (["a.mkv", "b.mkv"], "out/{name}.avi", "no video container is called '.avi'; known: .mkv, .mp4, .mov"),
        (["a.mkv", "b.mkv"], "out", "'out': no video container is called ''"),
        (["none.avi", "a.mkv"], "out/{nam}.mkv", "no field '{nam}'; did you mean 'name'?"),
    ],
)
def test_two_files_with_one_output_are_refused(here: Path, clip: Path, names, template, told) -> None:
    put(clip, "a.mkv", "b.mkv", "x.mkv", "d/a.mkv", "d/b.mkv")
    Path("link").symlink_to("d")
    if not told:
        assert len(plan(items(*names), template).rows) == 2
        return
    with pytest.raises(BadInput) as caught:
        plan(items(*names, overwrite=True), template)
    assert told in str(caught.value)
    assert sorted(p.name for p in here.iterdir()) == ["a.mkv", "b.mkv", "d", "link", "x.mkv"], "nothing was made"


def test_an_output_that_is_another_input_is_refused(here: Path, clip: Path) -> None:
    put(clip, "a.mkv", "a.2x.mkv")
    with pytest.raises(BadInput, match=r"'a\.mkv' would become 'a\.2x\.mkv', another input; give the outputs other"):
        plan(items(".", overwrite=True), "{name}.2x.mkv")


def test_results_of_the_run_before_are_no_inputs(headless, here: Path, clip: Path) -> None:
    """`upshade render . -o '{name}.2x.mkv'` again: what it made carries a recipe."""
    put(clip, "a.mkv", "100% wool.mkv")
    for row in plan(items(".", codec="ffv1", no_preset=True), "{name}.2x.mkv").rows:
        assert row.job is not None and render(row.job).frames == 2
    made = plan(items("."), "{name}.2x.mkv")
    assert [(row.source, row.state) for row in made.rows] == [("100% wool.mkv", "skipped"), ("a.mkv", "skipped")]
    assert made.notices == ["2 of the files are results of an earlier run, and no input"]
    assert plan(items(".", overwrite=True), "{name}.2x.mkv").count("waiting") == 2


def test_numbered_pictures_are_one_file(here: Path, clip: Path) -> None:
    put(clip, "in/f_01.png", "in/f_02.png", "out/f.1.png")
    made = plan(items("in/f_%02d.png", rate=24), "out/{name}.{codec}.mkv")
    assert outputs(made) == {"in/f_%02d.png": "out/f.h264.mkv"}
    made = plan(items("in/f_%02d.png"), "out/{name}.%d.png")
    assert (made.rows[0].output, made.rows[0].state) == ("out/f.%d.png", "skipped")


def test_what_exists_is_left_alone_unless_it_may_be_replaced(here: Path, clip: Path) -> None:
    put(clip, "a.mkv", "b.mkv", "out/a.mkv")
    first, second = plan(items("a.mkv", "b.mkv"), "out/").rows
    assert (first.state, first.error) == ("skipped", "exists already; --overwrite replaces it")
    assert second.state == "waiting"
    made = plan(items("a.mkv", "b.mkv", overwrite=True), "out/")
    assert made.count("waiting") == 2 and made.exit_code == 0


def test_a_file_that_cannot_be_used_is_a_row_of_its_own(here: Path, clip: Path) -> None:
    put(clip, "a.mkv")
    Path("b.mkv").write_text("text")
    made = plan(
        [*items("a.mkv", "b.mkv", "*.avi"), Item("a.mkv", own={"shaders": ("./none.glsl",)}, output="o.mkv")],
        "{height}.mkv",
    )
    states = [
        (row.source, row.state, (row.error.partition(": ")[2] or row.error).partition(" (")[0]) for row in made.rows
    ]
    assert states == [
        ("a.mkv", "waiting", ""), ("b.mkv", "failed", "is not a video or picture that can be read"),
        ("*.avi", "failed", "no file fits this pattern"), ("a.mkv", "failed", "no shader file at none.glsl"),
    ]  # fmt: skip
    assert made.exit_code == 1


@pytest.mark.parametrize(
    ("given", "kind", "told"),
    [
        ({"preset": "anme"}, NotFound, "no preset called 'anme'; did you mean 'anime'?"),
        ({"preset": "anime", "set": ("push.x=1",)}, BadInput, "push has no parameter 'x'"),
        ({"codec": "ffv1", "crf": 3.0}, BadInput, "ffv1 has no crf"),
        ({"recipe": "none.mkv"}, BadInput, "none.mkv"),
    ],
)  # fmt: skip
def test_a_slip_in_the_command_is_not_told_for_every_file(here: Path, clip: Path, given, kind, told) -> None:
    put(clip, "a.mkv", "b.mkv")
    with pytest.raises(kind) as caught:
        plan([Item(name, given=given) for name in ("a.mkv", "b.mkv")], "out/")
    assert told in str(caught.value)


def test_nothing_at_all_is_refused(here: Path) -> None:
    with pytest.raises(NotFound, match=r"\*\.mkv: no file fits this pattern"):
        plan(items("*.mkv", "*.avi"), "out/")


LIST = """\
output = "out/{name}.mkv"
[[file]]
input = "in"
crf = 30
[[file]]
input = "in/2.mkv"
crf = 10
[[file]]
input = "in/2.mkv"
codec = "ffv1"
output = "best/{name}.mkv"
[[file]]
input = "in/*.png"
output = "{nmae}.png"
"""


def test_what_a_list_says_again_changes_what_it_said_before(here: Path, clip: Path) -> None:
    put(clip, "in/1.mkv", "in/2.mkv", "in/3.png")
    made = batchlist.loads(LIST.replace("nmae", "name"), Path("x.toml"), {})
    rows = plan(made.items, made.output).rows
    assert [(row.source, row.output, row.job.encoder.get("crf")) for row in rows] == [
        ("in/1.mkv", "out/1.mkv", "30"), ("in/2.mkv", "out/2.mkv", "10"), ("in/3.png", "out/3.mkv", "30"),
        ("in/2.mkv", "best/2.mkv", None), ("in/3.png", "3.png", None),
    ]  # fmt: skip
    made = batchlist.loads(LIST, Path("x.toml"), {})
    with pytest.raises(BadInput, match=r"^x\.toml:14: .*no field '\{nmae\}'; did you mean 'name'\?"):
        plan(made.items, made.output)
    more = "[[file]]\ninput = 'in/1.mkv'\ncodec = 'ffv1'\ncrf = 3\n"
    bad = batchlist.loads(LIST.replace("nmae", "name") + more, Path("x.toml"), {})
    with pytest.raises(BadInput, match=r"^x\.toml:18: ffv1 has no crf"):
        plan(bad.items, bad.output)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[file]]\ninput = 'a.mkv'\ncrf = 99", "x.toml:3: crf of h264 is a number from 0 to 51, not '99'"),
        ("crf = 99\n[[file]]\ninput = 'a.mkv'", "x.toml:1: crf of h264 is a number"),
        ("[[file]]\ninput = 'a.mkv'\ncrf = 99\n[[file]]\ninput = 'a.mkv'\nstart = 1", "x.toml:3: crf of h264"),
        ("crf = 3\n[[file]]\ninput = 'a.mkv'\ncodec = 'hevc'\nencoder-preset = 'fsat'", "x.toml:5: hevc has no preset"),
        ("[[file]]\ninput = 'a.mkv'\ncodec = 'ffv1'\noutput = 'b.mp4'", "x.toml:3: 'b.mp4': ffv1 does not go into"),
        ("[[file]]\ninput = 'a.mkv'\nsize = '2x2'\nscale = 2", "x.toml:4: --size and --scale both say"),
        ("output = '{name}.avi'\n[[file]]\ninput = 'a.mkv'", "x.toml:1: 'a.avi': no video container"),
        ("[[file]]\ninput = 'a.mkv'\npreset = 'anime'\nrecipe = 'b.mkv'", "x.toml:4: --recipe brings its own"),
        ("[[file]]\ninput = 'a.mkv'\nprecision = 'half'\npreset = 'anme'", "x.toml:4: no preset called 'anme'"),
    ],
)
def test_what_is_wrong_with_an_option_is_told_at_its_line(here: Path, clip: Path, text: str, told: str) -> None:
    put(clip, "a.mkv")
    made = batchlist.loads(text, Path("x.toml"), {})
    with pytest.raises(BadInput) as caught:
        plan(made.items, made.output or "out/")
    assert str(caught.value).startswith(told)


def test_an_option_of_the_command_has_no_line_in_the_list(here: Path, clip: Path) -> None:
    put(clip, "a.mkv")
    made = batchlist.loads("[[file]]\ninput = 'a.mkv'", Path("x.toml"), {"crf": 99.0})
    with pytest.raises(BadInput, match=r"^crf of h264 is a number from 0 to 51"):
        plan(made.items, "out/")


# ── processes


class Watched(children._Child):
    """Its process is told of."""

    pids: list[int] = []  # noqa: RUF012

    def __init__(self, *args) -> None:
        super().__init__(*args)
        Watched.pids.append(self.process._process.pid)


@pytest.fixture
def pids(monkeypatch) -> list[int]:
    monkeypatch.setattr(children, "_Child", Watched)
    Watched.pids = []
    return Watched.pids


def row(source: Path, output: Path, **changes) -> Row:
    return Row(str(source), str(output), Job(str(source), str(output), **changes))  # type: ignore[arg-type]


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_files_are_rendered_by_other_processes(tmp_path: Path, clip: Path, pids: list[int]) -> None:
    (tmp_path / "empty.mkv").write_bytes(b"")
    good, empty, still = rows = [
        row(clip, tmp_path / "deep" / "er" / "a.mkv", preset=None, codec="ffv1"),
        row(tmp_path / "empty.mkv", tmp_path / "none" / "b.mkv"), row(clip, tmp_path / "c.png", preset=None),
    ]  # fmt: skip
    seen: list[tuple[str, str]] = []
    children.run(Batch(rows), 1, lambda r: seen.append((r.source, r.state)))
    assert (good.state, good.frames, good.written) == ("done", 2, (tmp_path / "deep" / "er" / "a.mkv").stat().st_size)
    assert (empty.state, empty.exit_code, empty.error) == ("failed", 2, f"{tmp_path}/empty.mkv: is empty (0 bytes)")
    assert (still.state, still.frames) == ("done", 1)
    assert len(pids) == 1 and gone(pids[0]), "what is wrong with a file is no reason for another process"
    assert not (tmp_path / "none").exists()
    with open_video(tmp_path / "deep" / "er" / "a.mkv") as out, open_video(clip) as source:
        assert all((x.planes[0] == y.planes[0]).all() for x, y in zip(out, source, strict=True))
    assert seen[0] == (str(clip), "rendering") and (str(clip), "done") in seen


def test_a_process_that_dies_costs_one_more_try_and_then_its_file_alone(tmp_path: Path, clip: Path, pids) -> None:
    once, always, good = rows = [
        row(clip, tmp_path / f"{name}.mkv", preset=None, codec="ffv1") for name in ("once", "always", "good")
    ]
    killed: list[str] = []

    def changed(r: Row) -> None:
        # The moment it has been given its file: long before it can be done with it.
        if r.state == "rendering" and r.progress is None and (r is always or (r is once and not killed)):
            killed.append(r.output)
            os.kill(pids[-1], signal.SIGKILL)

    children.run(Batch(rows), 1, changed)
    assert [r.state for r in rows] == ["done", "failed", "done"] and len(killed) == 3
    why = "its process was ended by SIGKILL (perhaps the memory ran out)"
    assert once.notices == [f"{why}; it was begun once more"]
    assert (always.error, always.exit_code) == (f"{why}, 2 times", 1)
    assert good.notices == [] and all(map(gone, pids))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["good.mkv", "once.mkv"]


def test_an_interruption_stops_the_processes_and_keeps_the_books(tmp_path: Path, clip: Path, pids: list[int]) -> None:
    rows = [row(clip, tmp_path / "x" / f"{n}.mkv", preset=None, codec="ffv1") for n in range(3)]

    def changed(r: Row) -> None:
        if r is rows[1]:
            raise KeyboardInterrupt

    batch = Batch(rows)
    with pytest.raises(KeyboardInterrupt):
        children.run(batch, 1, changed)
    assert [r.state for r in rows] == ["done", "stopped", "waiting"] and all(map(gone, pids))
    assert [p.name for p in tmp_path.rglob("*")] == ["x", "0.mkv"]
