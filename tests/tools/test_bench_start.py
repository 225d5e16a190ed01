"""`bench --start`: two starts in processes of their own, the driver's cache empty before the first."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from upshade import cli
from upshade.errors import GraphicsError
from upshade.tools import startup
from upshade.tools.benchjob import Job

ROOT = Path(__file__).parent.parent
PHOTO = str(ROOT / "data" / "photo.png")
CORPUS = ROOT / "shaders"


def test_two_starts_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own"
    own.mkdir()
    monkeypatch.setenv("MESA_SHADER_CACHE_DIR", str(own))
    shaders = (str(CORPUS / "save-main.glsl"), str(CORPUS / "bad-glsl.glsl"))
    found = startup.start_twice(PHOTO, Job(None, shaders, scale=2.0))
    assert not list(own.iterdir()), "the driver's own cache is left alone"
    for start in (found["first"], found["second"]):
        assert {"modules", "input", "context", "plan", "first_draw", "second_draw"} <= start.keys()
        titles = [p["title"] for p in start["programs"]]
        assert titles[0] == "save-main: twice the size" and "save-main: sees the new size" in titles[1]
        (failure,) = start["failures"]
        assert "bad-glsl.glsl:5" in failure and "undeclared_name" in failure
        whole = sum(v for k, v in start.items() if isinstance(v, float) and k != "second_draw")
        assert startup.total(start) == pytest.approx(whole + sum(p["ms"] for p in start["programs"]))
    if "Mesa" in found["first"]["machine"]["version"]:
        assert found["emptied"]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str, str]]:
    monkeypatch.setenv("COLUMNS", "160")

    def do(*words: object) -> tuple[int, str, str]:
        code = cli.run([str(w) for w in words])
        return code, *capsys.readouterr()

    return do


def test_as_a_table_and_as_json(run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Drivers that keep their cache where they like are told from the others."""
    starts: list[str] = []
    redirects = True

    def start(source: str, job: Job, env: dict[str, str]) -> dict[str, object]:
        starts.append(env["MESA_SHADER_CACHE_DIR"])
        if redirects:
            (Path(starts[-1]) / "entry").touch()
        one = {"title": "a", "stage": "MAIN", "ms": 500.0 / len(starts)}
        return {"programs": [one], "plan": 1.0, "failures": [], "first_draw": 2.0}

    monkeypatch.setattr(startup, "one_start", start)
    code, text, _ = run("bench", PHOTO, "--start", "--no-preset")
    assert code == 0 and starts[0] == starts[1] and not Path(starts[0]).exists()
    assert re.search(r"1 program +500 +250\n", text) and re.search(r"to the first frame +503 +253\n", text)
    assert "cache of compiled shaders was empty" in text
    redirects = False
    assert "cannot be emptied here" in run("bench", PHOTO, "--start", "--no-preset")[1]
    assert json.loads(run("bench", PHOTO, "--start", "--no-preset", "--json")[1])["emptied"] is False


def test_bad_words_are_bad_usage(run, tmp_path: Path) -> None:
    code, _, told = run("bench", PHOTO, "--start", "--preset", "animee")
    assert code == 2 and "anime" in told
    code, _, told = run("bench", tmp_path / "none.mkv", "--start", "--no-preset")
    assert code == 2 and "none.mkv" in told and "\n" not in told.strip()


def test_a_start_that_dies_is_an_error_of_one_line() -> None:
    with pytest.raises(GraphicsError, match="ended without a word") as error:
        startup.one_start(PHOTO, Job(None), {**os.environ, "PYTHONHOME": "/nowhere"})
    assert "\n" not in str(error.value)
