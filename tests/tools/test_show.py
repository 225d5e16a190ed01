"""`show` of what was rendered: where it came from, its chain, and how to do the same once more."""

from __future__ import annotations

import json
import shlex
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from upshade import cli
from upshade.jobs.job import Job
from upshade.jobs.recipe import File, Recipe, of_job, parse


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Show a file on a terminal of 80 columns: exit code, stdout, stderr."""
    monkeypatch.setenv("COLUMNS", "80")

    def do(path: Path | str, *words: str) -> tuple[int, str, str]:
        code = cli.run(["show", str(path), *words])
        return (code, *capsys.readouterr())

    return do


def recipe(**words: object) -> Recipe:
    made = of_job(Job("a film.mkv", "o.mkv", "anime-strong", sets=("push.variant=1",), encoder={"crf": "16"}))
    made = replace(made, source=File("a film.mkv", 1234567, "5c" * 32), encoder="libx264", driver="llvmpipe (256 bits)",
                   pixel_format="yuv420p10le")  # fmt: skip
    return replace(made, **words)  # type: ignore[arg-type]


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "it's a recipe.json"
    path.write_text(recipe().text(), "utf-8")
    return path


def test_what_a_file_was_made_of_and_how_to_repeat_it(run, saved: Path) -> None:
    code, text, err = run(saved)
    assert (code, err) == (0, "")
    words = " ".join(text.split())
    for told in (
        "a film.mkv, 1,234,567 bytes", "5c" * 32, "size 2x the source", "h264 by libx264, yuv420p10le", "crf 16",
        f"upshade {recipe().upshade}, libavcodec {recipe().libavcodec}", "llvmpipe (256 bits)",
        "3 push (Anime4K push)", "variant PUSH_COMPOUNDING* PUSH_ORIGINAL", "strength_color 0.1* 1",
        "gradient PUSH_EXACT PUSH_EXACT",
    ):  # fmt: skip
        assert told in words, told
    lines = text.splitlines()
    assert max(map(len, lines[1:-1])) <= 80
    assert shlex.split(lines[-1]) == ["upshade", "render", "--recipe", str(saved), "NEW", "OUT"]
    assert "range" not in words and "subtitles" not in words and "rate" not in words


def test_what_else_there_may_be(run, saved: Path) -> None:
    saved.write_text(
        recipe(start=1.5, duration=10.0, pre="ivtc", rate=Fraction(24000, 1001), keep_going=True, burn_in="a.ass",
               subtitles=File("a.ass", 5)).text()
    )  # fmt: skip
    text = run(saved)[1]
    words = " ".join(text.split())
    for told in ("range from 1.5 s for 10 s", "before ivtc", "rate 24000/1001 pictures a second",
                 "burnt in from a.ass, 5 bytes", "shaders that fail are left out",
                 "--burn-in FILE NEW OUT"):  # fmt: skip
        assert told in words, told


def test_as_json_it_is_the_recipe_itself(run, saved: Path) -> None:
    code, text, _ = run(saved, "--json")
    assert code == 0 and text == saved.read_text("utf-8") and parse(text) == recipe()


def test_nothing_of_a_stranger_reaches_the_terminal(run, saved: Path) -> None:
    data = json.loads(saved.read_text("utf-8"))
    evil = "\x1b]0;gone\x07[bold]"
    data["source"]["name"] = data["encoder_options"]["crf"] = evil
    data["shaders"]["deblur/dog"] = f"//@ title {evil}\n" + data["shaders"]["deblur/dog"]
    saved.write_text(json.dumps(data))
    for words in ((), ("--json",)):
        code, text, _ = run(saved, *words)
        assert code == 0 and "\x1b" not in text and "\x07" not in text and "[bold]" in text


@pytest.mark.parametrize("text, told", [
    ("", "recipe: is not JSON"), ('{"format": 7}', "recipe.format: 7 is of a newer version; this one reads 1"),
    ("[]", "recipe: must be an object"), ("\udcff", "is not UTF-8 text"),
])  # fmt: skip
def test_recipes_that_cannot_be_read(run, saved: Path, text: str, told: str) -> None:
    saved.write_text(text, "utf-8", "surrogateescape")
    code, out, err = run(saved)
    assert (code, out) == (2, "") and f"{saved}: {told}" in err and err.count("\n") == 1


def test_files_that_are_not_there(run, tmp_path: Path) -> None:
    code, out, err = run(tmp_path / "a.json")
    assert (code, out) == (2, "") and "a.json: no such file" in err
