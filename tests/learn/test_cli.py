"""`upshade learn raisr`: a file that plays, and one line for what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from learn.banks import draw, high, low
from oracle.pictures import DATA
from upshade import cli
from upshade.cli.learning import going_on
from upshade.core import hook
from upshade.errors import Stopped
from upshade.learn.grid import bilinear
from upshade.learn.raisr import train


@pytest.fixture
def pictures(tmp_path) -> Path:
    folder = tmp_path / "pictures"
    folder.mkdir()
    for name in ("photo", "lineart"):
        with Image.open(DATA / f"{name}.png") as image:
            for i in range(4):
                image.convert("RGB").crop((i * 20, i * 5, i * 20 + 128, i * 5 + 100)).save(folder / f"{name}{i}.png")
    return folder


def run(capsys, *words: object) -> tuple[int, str, str]:
    code = cli.run([str(w) for w in words])
    text = capsys.readouterr()
    return code, text.out, text.err


def test_learn_and_draw(context, capsys, tmp_path, pictures):
    path = tmp_path / "my show.2x.glsl"
    code, out, err = run(capsys, "learn", "raisr", pictures, "-o", path, "--strengths", 3, "--workers", 2,
                         "--plot", tmp_path / "bank.png", "--bank", tmp_path / "bank.npz", "--json")  # fmt: skip
    assert code == 0, err
    said = json.loads(out)
    assert said["pictures"] + len(said["held"]) == 8 and said["bytes"] == path.stat().st_size
    assert (tmp_path / "bank.png").exists() and (tmp_path / "bank.npz").exists()
    assert not list(tmp_path.glob(".*learning"))
    assert set(said["held"][0]) == {"name", "bicubic", "lanczos", "learned"}
    shader = hook.load(path, "mine")
    assert [p.hooks for p in shader.passes] == [("LUMA",)] * 2
    assert shader.params[0].name == "strength"
    true = high()
    picture = low(true, 2)
    made = draw(context, path, picture, 2)
    error = [np.mean(np.square(a - true)) for a in (made, bilinear(picture, 2))]
    assert error[0] < 0.75 * error[1]
    code, _, err = run(capsys, "learn", "raisr", pictures, "-o", path)
    assert code == 1 and "--overwrite" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--layout", "shufle"], "did you mean 'shuffle'"),
        (["--taps", "4"], "--taps wants 3, 5, 7, 9, 11, not 4"),
        (["--task", "denoise"], "does not go with --factor 2"),
        (["--factor", "1"], "does not go with --factor 1"),
        (["--factor", "1", "--task", "deblok"], "did you mean 'deblock'"),
        (["--degrade", "aera"], "did you mean 'area'"),
        (["--keep", "0"], "--keep wants"),
        (["--bits", "4"], "--bits wants 8 or 16"),
        (["--window", "4"], "--window wants 3, 5, 7, 9, not 4"),
        (["--plot", "x.jpg"], "--plot wants a file called .png"),
    ],
)
def test_what_cannot_be_learned_is_said_before_anything_is_read(capsys, tmp_path, pictures, words, said):
    code, _, err = run(capsys, "learn", "raisr", pictures, "-o", tmp_path / "x.glsl", *words)
    assert code == 2 and said in err and err.count("\n") == 1
    assert not (tmp_path / "x.glsl").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["raisr", "x.png", "-o", "x.glsl", "--nope"], "No such option: --nope; see `upshade learn raisr --help`"),
        (["raisr", "x.png", "-o", "x.glsl", "--factor", "7"], "see `upshade learn raisr --help`"),
        (["import-intel"], "see `upshade learn import-intel --help`"),
        (["rasr"], "see `upshade learn --help`"),
    ],
)
def test_a_line_that_cannot_be_read_points_to_its_command(capsys, words, said):
    code, _, err = run(capsys, "learn", *words)
    assert code == 2 and err.rstrip().endswith(said) and err.count("\n") == 1


def test_edges_are_seen_in_the_window_that_was_asked_for(context, capsys, tmp_path, pictures):
    """What is drawn is what was learned: held-out pictures are judged by numpy, this by the shader."""
    words = ("learn", "raisr", pictures, "--workers", 1, "--json", "--taps", 7, "--task", "denoise", "--factor", 1)
    texts = []
    for window in (3, 9):
        path = tmp_path / f"{window}.glsl"
        code, out, err = run(capsys, *words, "-o", path, "--window", window)
        assert code == 0, err
        assert f"edges seen in {window}×{window}" in json.loads(out)["what"]
        assert set(json.loads(out)["held"][0]) == {"name", "given", "learned"}
        texts.append(path.read_text("utf-8"))
        given = low(high(), 1).astype(np.float32)
        assert np.abs(draw(context, path, given, 1) - given).max() > 0.01
    assert f"edges seen in {window}×{window}" in texts[1]
    assert texts[0].count("texOff") < texts[1].count("texOff")


def test_an_interrupted_run_outlives_a_name_that_is_none(capsys, tmp_path, pictures, monkeypatch):
    def interrupted(*_, kept, **__):
        kept.write_bytes(b"so far")
        raise KeyboardInterrupt

    words = ("-o", tmp_path / "x.glsl", "--workers", 1)
    with monkeypatch.context() as patch:
        patch.setattr(train, "train", interrupted)
        code, _, err = run(capsys, "learn", "raisr", pictures, *words)
    assert code == 130 and err == "upshade: interrupted; the same command goes on where it ended\n"
    assert run(capsys, "learn", "raisr", tmp_path / "picturse", *words)[0] == 2
    assert (tmp_path / ".x.glsl.learning").read_bytes() == b"so far"


@pytest.mark.parametrize("option", ["--plot", "--bank"])
def test_what_is_learned_from_is_not_overwritten(capsys, tmp_path, pictures, option):
    victim = sorted(pictures.rglob("*.png"))[0]
    before = victim.read_bytes()
    link = tmp_path / ("link.png" if option == "--plot" else "link.npz")
    link.symlink_to(victim)
    for file in (victim, link) if option == "--plot" else (link,):
        words = ("-o", tmp_path / "x.glsl", option, file, "--overwrite", "--workers", 1)
        code, _, err = run(capsys, "learn", "raisr", pictures, *words)
        assert code == 2 and "is to be learned from" in err and err.count("\n") == 1
    code, _, err = run(capsys, "learn", "raisr", pictures, "-o", victim, "--overwrite")
    assert code == 2 and "--output wants a file called .glsl" in err
    assert victim.read_bytes() == before


def test_no_data(capsys, tmp_path):
    code, _, err = run(capsys, "learn", "raisr", tmp_path / "nowhere", "-o", tmp_path / "x.glsl")
    assert code == 2 and "there is no such file or folder" in err
    code, out, _ = run(capsys, "learn", "--help")
    assert code == 0 and "raisr" in out


def test_a_refusal_leaves_nothing(capsys, tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    Image.fromarray(np.full((8, 8, 3), 9, np.uint8)).save(data / "small.png")
    for _ in range(3):
        code, _, err = run(capsys, "learn", "raisr", data, "-o", tmp_path / "x.glsl", "--workers", 2)
        assert code == 2 and "none of these pictures can be learned from" in err and "terminated" not in err
    assert [p.name for p in tmp_path.iterdir()] == ["data"]


@pytest.mark.parametrize("command", ["raisr", "esr", "import-intel", "import-esr"])
@pytest.mark.parametrize("option", ["--title", "--license"])
def test_texts_that_would_begin_a_block(capsys, tmp_path, command, option):
    """Before anything is learned or read."""
    code, _, err = run(capsys, "learn", command, tmp_path, "-o", tmp_path / "x.glsl", option, "x //!HOOK MAIN")
    assert code == 2 and err.count("\n") == 1 and option in err and "begin a block" in err


def test_what_is_said_of_an_interrupted_run(tmp_path):
    kept = tmp_path / "kept"
    for said in ("nothing was written", "goes on"):
        with pytest.raises(Stopped, match=said), going_on(kept):
            raise KeyboardInterrupt
        kept.touch()
