"""What a run has learned outlives interruptions, full devices and bad files, and nothing else is overwritten for it."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from learn.banks import high
from upshade import cli
from upshade.errors import BadInput, JobFailed, OutputError
from upshade.learn import store
from upshade.learn.store import Store

LEARNED = {"weights": np.arange(5, dtype=np.float32), "numbers": np.array([1.5, 2.0])}


def run(capsys, *words: object) -> tuple[int, str]:
    code = cli.run([str(w) for w in words])
    return code, capsys.readouterr().err


@pytest.fixture(scope="module")
def pictures(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("pictures")
    page = np.rint(high("lineart") * 255).astype(np.uint8)
    for i in range(9):
        Image.fromarray(page[i * 9 : i * 9 + 128, i * 11 : i * 11 + 160]).save(folder / f"{i}.png")
    return folder


COMMANDS = {
    "raisr": (("--workers", 1), "goes on with an interrupted run, 8 of 8 pictures are learned"),
    "esr": (("--model", "max", "--steps", 30, "--threads", 1), "goes on with an interrupted run, 30 steps are done"),
}


@pytest.fixture(params=COMMANDS)
def command(request, pictures, tmp_path) -> tuple[tuple[object, ...], str]:
    """With three outputs, and what is said of a whole run that is gone on with."""
    words, said = COMMANDS[request.param]
    files = ("-o", tmp_path / "x.glsl", "--bank", tmp_path / "x.npz", "--plot", tmp_path / "x.png")
    return ("learn", request.param, pictures, *files, *words), said


def failing(monkeypatch, suffix: str, error: BaseException) -> None:
    """From now on what is called so does not get its name."""
    replace = os.replace

    def full(source, target):
        if Path(target).suffix == suffix:
            raise error
        replace(source, target)

    monkeypatch.setattr(os, "replace", full)


@pytest.mark.parametrize("suffix", [".glsl", ".npz", ".png"])
def test_a_full_device_loses_nothing_that_was_learned(capsys, tmp_path, monkeypatch, command, suffix):
    words, said = command
    with monkeypatch.context() as patch:
        failing(patch, suffix, OSError(errno.ENOSPC, "No space left on device"))
        code, err = run(capsys, *words)
    assert code == 1 and "No space left" in err.splitlines()[-1], err
    assert (tmp_path / ".x.glsl.learning").exists() and not (tmp_path / "x.glsl").exists()
    code, err = run(capsys, *words)
    assert code == 0 and said in err
    assert {p.name for p in tmp_path.glob("x.*")} == {"x.glsl", "x.npz", "x.png"}
    assert not (tmp_path / ".x.glsl.learning").exists()


def test_who_interrupts_the_last_writing_is_told_that_it_goes_on(capsys, tmp_path, monkeypatch, command):
    words, said = command
    with monkeypatch.context() as patch:
        failing(patch, ".glsl", KeyboardInterrupt())
        code, err = run(capsys, *words)
    assert code == 130 and err.splitlines()[-1].endswith("the same command goes on where it ended")
    code, err = run(capsys, *words)
    assert code == 0 and said in err


def test_a_file_of_somebody_else_is_not_replaced_by_a_run_that_goes_on(capsys, tmp_path, monkeypatch, command):
    words, _ = command
    with monkeypatch.context() as patch:
        failing(patch, ".glsl", KeyboardInterrupt())
        run(capsys, *words)
    mine = tmp_path / "mine.png"
    mine.write_bytes(b"a picture")
    code, err = run(capsys, *(mine if word == tmp_path / "x.png" else word for word in words))
    assert code == 1 and "mine.png" in err and "--overwrite" in err
    assert mine.read_bytes() == b"a picture"


# ── the file


def test_what_was_written_is_read(tmp_path):
    kept = Store(tmp_path / "kept", "this run", [tmp_path / "x.png"])
    assert kept.read() is None and not kept.broken
    kept.write(LEARNED)
    found = Store(tmp_path / "kept", "this run").read()
    assert found is not None
    for name, array in LEARNED.items():
        np.testing.assert_array_equal(found[name], array)
    assert store.sides(tmp_path / "kept") == {str(tmp_path / "x.png")}
    for look in (Store.check, Store.read):
        with pytest.raises(BadInput, match="other options: give its command again, or --fresh"):
            look(Store(tmp_path / "kept", "another run"))
    nowhere = Store(None, "this run")
    nowhere.write(LEARNED)
    assert nowhere.read() is None


@pytest.mark.parametrize("length", [0, 1, 40, 0.5, 0.99])
def test_what_was_cut_short_is_not_gone_on_with_and_that_is_said(tmp_path, length):
    path = tmp_path / "kept"
    Store(path, "this run").write(LEARNED)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(length * len(whole)) if isinstance(length, float) else length])
    kept = Store(path, "this run")
    assert kept.read() is None and f"{path}: " in kept.broken
    assert store.sides(path) == frozenset()


def test_any_wrong_byte_is_refused_or_does_not_matter(tmp_path):
    path = tmp_path / "kept"
    Store(path, "this run").write(LEARNED)
    whole, random = path.read_bytes(), np.random.default_rng(5)
    for at in random.permutation(len(whole))[:300]:
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << int(random.integers(8))]) + whole[at + 1 :])
        kept = Store(path, "this run")
        try:
            found = kept.read()
        except BadInput:  # of another run, it seems
            continue
        assert kept.broken or all(np.array_equal(found.get(n, a), a) for n, a in LEARNED.items())
        store.sides(path)


def test_what_cannot_be_read_now_stays(tmp_path, monkeypatch):
    path = tmp_path / "kept"
    Store(path, "this run").write(LEARNED)

    def refused(*_args, **_how):
        raise PermissionError(errno.EACCES, "Permission denied")

    kept = Store(path, "this run")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", refused)
        with pytest.raises(JobFailed, match="cannot be read: Permission denied; --fresh"):
            kept.read()
    assert kept.read() is not None


def test_what_cannot_be_written_leaves_what_was_there(tmp_path, monkeypatch):
    path = tmp_path / "kept"
    kept = Store(path, "this run")
    kept.write(LEARNED)

    def full(*_args, **_how):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(np, "savez", full)
        with pytest.raises(OutputError, match="No space left"):
            kept.write({**LEARNED, "weights": np.zeros(5)})
    np.testing.assert_array_equal(Store(path, "this run").read()["weights"], LEARNED["weights"])
    assert [p.name for p in tmp_path.iterdir()] == ["kept"]


def test_what_takes_long_to_save_is_saved_less_often(tmp_path, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    savez = np.savez
    kept = Store(tmp_path / "kept", "this run")
    for seconds, wait in ((0.01, 15), (2.0, 100)):

        def slow(*args, seconds=seconds, **how):
            now[0] += seconds
            savez(*args, **how)

        monkeypatch.setattr(np, "savez", slow)
        kept.write(LEARNED)
        now[0] += wait - 1
        assert not kept.due
        now[0] += 2
        assert kept.due
