"""The README's Python runs, its pictures exist, its commands are there, its links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from upshade import Pipeline, cli

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_python_runs(headless, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(compile(code, "README.md", "exec"), {})
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "(180, 320, 3)" and len(lines) == 1 + 6
    assert [float(line.split()[0]) for line in lines[1:]] == pytest.approx([3.0 + n / 24 for n in range(6)], abs=1e-3)


def test_pictures_and_links_exist_and_are_small() -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        path = ROOT / target
        assert path.is_file(), target
        assert path.stat().st_size < 400_000, target


def test_every_command_and_option_that_it_shows_exists(capsys: pytest.CaptureFixture[str]) -> None:
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL):
        for line in block.splitlines():
            words = line.split("#")[0].split()
            if words[:1] != ["upshade"]:
                continue
            named = words[1:3] if words[1] == "learn" else words[1:2]
            assert cli.run([*named, "--help"]) == 0, line
            shown = capsys.readouterr().out
            for word in words[1 + len(named) :]:
                assert not word.startswith("-") or word in shown, (line, word)


def test_presets_that_it_names_are_those_there_are() -> None:
    named = set(re.findall(r"^\| (`[^|]+) \|", README, re.MULTILINE))
    names = {n for cell in named for n in re.findall(r"`([\w-]+)`", cell)}
    assert names == {p.stem for p in (ROOT / "presets").glob("*.toml")}


def test_the_shader_runs(headless, tmp_path: Path) -> None:
    (text,) = re.findall(r"```glsl\n(.*?)```", README, re.DOTALL)
    path = tmp_path / "mine.glsl"
    path.write_text(text)
    picture = np.full((4, 6, 3), 100, np.uint8)
    with Pipeline(None, shaders=[path], sets=["mine.warmth=1"]) as pipeline:
        out = pipeline.process(picture)
    assert not pipeline.failures
    assert abs(out[..., 0].mean() - 125.5) < 0.6 and (out[..., 1:] == 100).all()
