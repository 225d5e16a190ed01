"""Whole runs: what is learned helps, is the same however it was come by, and bad data is told, not learned."""

from __future__ import annotations

import os
import shutil
import signal
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image, ImageDraw

from oracle.pictures import DATA
from upshade.errors import BadInput, JobFailed, MediaError, NotFound
from upshade.learn import data, degrade, judging, store
from upshade.learn import processes as learn_processes
from upshade.learn.degrade import Degradation
from upshade.learn.judging import means
from upshade.learn.processes import Processes
from upshade.learn.raisr import bank as banks
from upshade.learn.raisr import chunks, emit, plot, state, train
from upshade.learn.raisr.bank import Bank
from upshade.learn.raisr.features import Hash
from upshade.learn.raisr.recipe import Recipe
from upshade.learn.raisr.survey import Survey

RECIPE = Recipe(strengths=3, coherences=2)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Parts of the two pictures that the tests have, in a folder and one in it."""
    root = tmp_path_factory.mktemp("pictures")
    (root / "inner").mkdir()
    for name in ("photo", "lineart"):
        with Image.open(DATA / f"{name}.png") as image:
            large = image.convert("RGB").resize((image.width * 2, image.height * 2), Image.Resampling.LANCZOS)
        for i in range(8):
            x, y = i % 4 * 90, i // 4 * 110
            part = large.crop((x, y, x + 100, y + 120))
            part.save(root / ("inner" if i % 2 else ".") / f"{name}{i}.png")
    return root


@pytest.fixture
def notes() -> list[str]:
    return []


def learned(folder: Path, recipe: Recipe = RECIPE, **how):
    return train.train(data.collect([str(folder)], lambda line: None), recipe, **how)


def test_what_is_learned_is_nearer_than_plain_enlargements(folder):
    found = learned(folder)
    assert found.pictures + len(found.rows) == 16
    assert found.rows, "no picture was held back"
    mean = means(found.rows)
    assert mean.learned > max(mean.bicubic, mean.lanczos) + 0.5
    assert np.abs(found.bank.weights.sum(axis=-1)).max() < 3


@pytest.mark.parametrize(
    ("task", "how"),
    [("deblur", "blur1.2"), ("denoise", "noise10"), ("deblock", "h264:40"), ("sharpen", "none")],
)
def test_any_task_at_one_size(folder, task, how):
    sharpen = 1.0 if task == "sharpen" else 0.0
    recipe = replace(RECIPE, factor=1, taps=7, task=task, degradation=degrade.parse(how, 1), sharpen=sharpen)
    mean = means(learned(folder, recipe).rows)
    assert mean.learned > mean.bicubic + 0.3


def test_the_same_however_many_work_and_however_often_interrupted(folder, tmp_path, monkeypatch, notes):
    whole = learned(folder, workers=1)
    kept = tmp_path / "kept"
    steps = []

    class Interrupted(state.Kept):
        def added(self, sums, chunks, last):
            super().added(sums, chunks, last)
            if chunks == 2:
                raise KeyboardInterrupt

    recipe = replace(RECIPE, degradation=Degradation("area", noise=3.0))
    noisy = learned(folder, recipe, workers=1)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(state, "Kept", Interrupted)
        learned(folder, recipe, workers=2, kept=kept)
    assert kept.exists()
    again = learned(folder, recipe, workers=2, kept=kept, progress=steps.append, tell=notes.append)
    assert [s.phase for s in steps].count("looking") == 0
    assert min(s.done for s in steps if s.phase == "learning") == 8
    assert [n for n in notes if "goes on with an interrupted run, 8 of" in n]
    np.testing.assert_array_equal(noisy.bank.weights, again.bank.weights)
    assert not np.array_equal(noisy.bank.weights, whole.bank.weights)
    other = learned(folder, replace(recipe, seed=2), workers=2)
    assert not np.array_equal(noisy.bank.weights, other.bank.weights)


def test_rounds_learn_what_cut_filters_may_do_and_go_on_when_interrupted(tmp_path, monkeypatch):
    """Flat shapes with sharp edges are what a linear filter rings at."""
    folder = tmp_path / "drawings"
    folder.mkdir()
    dice = np.random.default_rng(3)
    for i in range(12):
        page = Image.new("RGB", (600, 480), "white")
        pen = ImageDraw.Draw(page)
        for _ in range(9):
            pen.polygon([tuple(dice.uniform((0, 0), (600, 480))) for _ in range(3)], tuple(dice.integers(0, 256, 3)))
        page.reduce(4).save(folder / f"{i}.png")
    recipe = replace(RECIPE, beyond=0.0)
    whole = learned(folder, recipe, workers=1)
    free = learned(folder, replace(recipe, beyond=None), workers=1)
    assert means(whole.rows).learned > means(free.rows).learned + 0.5

    class Interrupted(state.Kept):
        def turned(self, weights):
            super().turned(weights)
            if self.round == 2:
                raise KeyboardInterrupt

        def added(self, sums, chunks, last):
            super().added(sums, chunks, last)
            if (self.round, chunks) == (3, 2):
                raise KeyboardInterrupt

    kept = tmp_path / "kept"
    with monkeypatch.context() as patch:
        patch.setattr(state, "Kept", Interrupted)
        for _ in range(2):
            with pytest.raises(KeyboardInterrupt):
                learned(folder, recipe, workers=1, kept=kept)
    again = learned(folder, recipe, workers=1, kept=kept)
    np.testing.assert_array_equal(whole.bank.weights, again.bank.weights)


def test_what_another_run_has_learned_is_not_replaced(folder, tmp_path, notes):
    kept = tmp_path / "kept"
    with state.Kept(store.Store(kept, "other")) as other:
        other.looked(Survey())
    before = kept.read_bytes()
    with pytest.raises(BadInput, match="--fresh to start over"):
        learned(folder, kept=kept)
    assert kept.read_bytes() == before
    kept.write_bytes(b"something else")
    steps = []
    learned(folder, kept=kept, progress=steps.append, tell=notes.append)
    assert steps[0].phase == "looking" and "begins anew" in notes[-1]


def test_a_large_picture_is_taken_in_parts(folder, tmp_path, monkeypatch):
    """The parts meet at edges where taps see copies of the last pixel: next to nothing."""
    items = [replace(item, held=False) for item in data.collect([str(folder)], lambda line: None)]
    held = [replace(items[0], held=True)]
    whole = train.train([*items[1:], *held], RECIPE)
    monkeypatch.setattr(chunks, "_TILE", 60)
    survey, _ = chunks.survey((items[1:], RECIPE))
    assert survey.patches == 15 * 50 * 60
    monkeypatch.setattr(judging, "_MIDDLE", 80)
    (row,), _ = chunks.judge((held, (RECIPE, whole.bank)))
    assert row.learned > row.bicubic and row.learned != whole.rows[0].learned


def test_bad_files_among_good_ones(folder, tmp_path, notes):
    mixed = tmp_path / "mixed"
    shutil.copytree(folder, mixed)
    whole = (folder / "photo0.png").read_bytes()
    (mixed / "cut.png").write_bytes(whole[: len(whole) // 8])
    (mixed / "no-picture.png").write_text("no picture at all")
    (mixed / "empty.png").write_bytes(b"")
    with Image.open(folder / "photo0.png") as image:
        image.save(mixed / "cut.jpg")
    jpeg = (mixed / "cut.jpg").read_bytes()
    (mixed / "cut.jpg").write_bytes(jpeg[: len(jpeg) // 2])
    (mixed / "notes.txt").write_text("not looked at")
    Image.new("RGB", (12, 200), "red").save(mixed / "narrow.png")
    Image.new("RGB", (200, 200), (10, 200, 30)).save(mixed / "one-colour.png")
    with av.open(str(mixed / "sound.mkv"), "w") as out:
        stream = out.add_stream("flac", 48000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 4096), np.int16), "s16", "mono")
        frame.sample_rate = 48000
        for packet in (*stream.encode(frame), *stream.encode(None)):
            out.mux(packet)
    items = data.collect([str(mixed)], notes.append)
    items = [replace(item, held=False) for item in items if not item.held or "photo" not in item.name]
    found = train.train(items, RECIPE, tell=notes.append)
    told = "\n".join(notes)
    for name, why in {
        "cut.png": "no picture in it can be decoded; the file is cut: its end is missing",
        "cut.jpg": "the file is cut: its end is missing",
        "empty.png": "is empty (0 bytes)",
        "no-picture.png": "is no picture, though its name ends in .png",
        "narrow.png": "12x200 pixels, and at least 40x40 are needed",
        "one-colour.png": "all of one colour",
        "sound.mkv": "has sound, but no video",
    }.items():
        lines = [note for note in notes if name in note]
        assert len(lines) == 1 and lines[0].endswith(f"{name}: {why}; left out"), (name, told)
    assert "notes.txt" not in told
    assert np.isfinite(found.bank.weights).all()


def test_nothing_to_learn_from(tmp_path, notes):
    with pytest.raises(NotFound):
        data.collect([str(tmp_path / "nowhere")], notes.append)
    with pytest.raises(BadInput, match="no pictures"):
        data.collect([str(tmp_path)], notes.append)
    Image.new("RGB", (300, 300), "blue").save(tmp_path / "blue.png")
    with pytest.raises(BadInput, match="learned from"):
        train.train(data.collect([str(tmp_path)], notes.append), RECIPE, tell=notes.append)
    assert any("one colour" in note for note in notes)


def test_few_patches_give_the_mean_of_all(tmp_path, notes):
    with Image.open(DATA / "photo.png") as image:
        image.convert("RGB").crop((0, 0, 64, 64)).save(tmp_path / "small.png")
    found = train.train(
        data.collect([str(tmp_path)], notes.append), replace(RECIPE, strengths=6, taps=7), tell=notes.append
    )
    assert found.few > 0
    assert np.isfinite(found.bank.weights).all()
    assert np.abs(found.bank.weights).max() < 2
    assert any("judges" in note for note in notes)


def test_held_back_pictures_stay_so_when_others_come(folder, tmp_path, notes):
    before = {item.name: item.held for item in data.collect([str(folder)], notes.append)}
    more = tmp_path / "more"
    shutil.copytree(folder, more)
    shutil.copy(folder / "photo0.png", more / "another.png")
    after = {item.name: item.held for item in data.collect([str(more)], notes.append)}
    assert before.items() <= after.items()
    assert True in before.values() and False in before.values()


def test_frames_of_a_video_by_scene_and_sharpness(tmp_path, notes):
    """Three scenes of a second, in each of which one frame alone is not blurred."""
    random = np.random.default_rng(2)
    path = tmp_path / "scenes.mkv"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("ffv1", 24)
        stream.width, stream.height, stream.pix_fmt = 160, 120, "yuv420p"
        for scene, sharp in enumerate((5, 30 - 24, 60 - 48)):
            picture = np.kron(random.integers(30, 220, (15, 20)), np.ones((8, 8))).astype(np.uint8)
            for i in range(24):
                luma = picture if i == sharp else np.uint8((picture * 1.0 + np.roll(picture, 2, 1)) / 2)
                planes = np.concatenate([luma, np.full((60, 160), 128 + scene * 20, np.uint8)])
                for packet in stream.encode(av.VideoFrame.from_ndarray(planes, "yuv420p")):
                    out.mux(packet)
        for packet in stream.encode(None):
            out.mux(packet)
    items = data.collect([str(path)], notes.append)
    assert [round(item.time * 24) for item in items] == [5, 30, 60]
    read = list(data.pictures(items, 20, notes.append))
    assert [item for item, _ in read] == items
    # A sharp frame is of blocks: most pixels are as their left neighbour.
    assert all((np.diff(luma, axis=1) == 0).mean() > 0.8 for _, luma in read)
    assert len(data.collect([str(path)], notes.append, per_video=2)) == 2
    assert not notes
    looked = []
    data.collect([str(path)], notes.append, per_video=5, watch=lambda *at: looked.append(at))
    assert notes == ["scenes.mkv: 3 frames, not 5: its scenes have no more parts of 2 s"]
    done, totals, pictures = zip(*looked, strict=True)
    assert (
        list(done) == sorted(done) and min(totals) == max(totals) == pytest.approx(3, abs=0.1) and set(pictures) == {2}
    )


def test_what_is_given_twice_counts_once(folder, tmp_path, notes, monkeypatch):
    once = data.collect([str(folder)], notes.append)
    (tmp_path / "link.png").symlink_to(folder / "photo0.png")
    monkeypatch.chdir(folder)
    assert data.collect([str(folder), "photo0.png"], notes.append) == once
    assert notes == ["photo0.png is given more than once, and counts once"]
    again = data.collect([str(folder), "./inner/..", str(tmp_path / "link.png")], notes.append)
    assert again == once and "17 files are given more than once, and count once" in notes[-1]


def test_a_process_that_is_killed_ends_the_run(folder):
    items = data.collect([str(folder)], lambda line: None)
    with pytest.raises(JobFailed, match=r"fewer --workers \(of learn esr --threads\)"), Processes(2) as processes:
        list(processes.map(kill_myself, [[item] for item in items], None))


def test_the_lock_that_a_killed_process_held_is_not_waited_for(folder, monkeypatch):
    """One that waits for work holds the lock of what it waits for."""
    monkeypatch.setattr(learn_processes, "_PATIENCE", 0.1)
    items = data.collect([str(folder)], lambda line: None)
    with pytest.raises(JobFailed, match="ended from outside"), Processes(1) as processes:
        assert list(processes.map(nothing, [items], None)) == [(None, [])]
        for pid in processes._workers:
            os.kill(pid, signal.SIGKILL)
        list(processes.map(nothing, [items], None))


def nothing(task):
    return None, []


def kill_myself(task):
    os.kill(os.getpid(), signal.SIGKILL)


def test_luma_is_what_video_has(tmp_path, notes):
    Image.new("RGB", (64, 64), "white").save(tmp_path / "a.png")
    image = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (0, 0, 32, 64))
    image.save(tmp_path / "b.png")
    items = data.collect([str(tmp_path)], notes.append)
    ((_, luma),) = data.pictures(items, 20, notes.append)
    assert luma[0, 0] == pytest.approx(16 / 255) and luma[0, 63] == pytest.approx(235 / 255)


@pytest.mark.parametrize("text", ["area+noise5", "bicubic", "area+h264:23", "area+blur0.8+noise2+h264:30", "area"])
def test_degradations_are_written_as_they_are_read(text):
    assert str(degrade.parse(text, 2)) == text


@pytest.mark.parametrize("text", ["aera", "area5", "blur2+", "none5"])
def test_degradations_that_are_none(text):
    with pytest.raises(BadInput, match="none of"):
        degrade.parse(text, 2)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("blur", "'blur' is to be blurS, S from 0.1 to 5, for example blur0.8"),
        ("area+noise500", "'noise500' is to be noiseS, S from 0.1 to 100"),
        ("h264", "'h264' is to be h264:CRF"),
        ("h264:99", "CRF from 0 to 51"),
        ("h264:x", "for example h264:23"),
        ("blur:2", "for example blur0.8"),
    ],
)
def test_degradations_that_lack_their_number(text, said):
    with pytest.raises(BadInput) as told:
        degrade.parse(text, 2)
    assert said in str(told.value) and "did you mean" not in str(told.value)


def test_a_shrink_at_one_size():
    with pytest.raises(BadInput, match="factor 1"):
        degrade.parse("area", 1)


def test_compression_is_real_and_moves_nothing():
    rows = np.linspace(40, 200, 90)[:, None] + 20 * np.sin(np.arange(121) / 5)
    picture = np.rint(rows).astype(np.uint8)
    fine, coarse = degrade.compressed(picture, 10), degrade.compressed(picture, 45)
    assert fine.shape == picture.shape
    error = [float(np.sqrt(np.mean(np.square(a.astype(float) - picture)))) for a in (fine, coarse)]
    assert error[0] < 1.5 < error[1] < 20


def test_a_bank_is_kept_as_a_file(folder, tmp_path):
    made = learned(folder, replace(RECIPE, coarse=0.5)).bank
    path = tmp_path / "bank.npz"
    replace(made, notes={"made": "here"}).save(path)
    read = banks.load(path)
    assert (read.factor, read.taps, read.layout, read.hash, read.notes) == (
        2,
        5,
        "shuffle",
        made.hash,
        {"made": "here"},
    )
    np.testing.assert_allclose(read.weights, made.weights, atol=1e-6)
    style = emit.Style("bank", "", "", "", bits=8)
    assert emit.shader(read, style) == emit.shader(made, style)
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(BadInput, match="no bank"):
        banks.load(path)
    with pytest.raises(NotFound):
        banks.load(tmp_path / "none.npz")
    sheet = plot.picture(made)
    assert sheet.shape[2] == 3 and len(np.unique(sheet.reshape(-1, 3), axis=0)) > 50
    plot.write(made, tmp_path / "bank.png", title="ü bank, and a name longer than any page " * 20)
    plain = Bank(1, 3, "shuffle", Hash(5, 1.2), np.zeros((24, 1, 9)))
    assert plot.picture(plain).shape[0] < sheet.shape[0]
    with Image.open(tmp_path / "bank.png") as image:
        assert image.size == sheet.shape[1::-1]


def test_a_video_without_pictures_is_named(tmp_path, notes):
    (tmp_path / "empty.mkv").write_bytes(b"")
    with pytest.raises(BadInput):
        data.collect([str(tmp_path / "empty.mkv")], notes.append)
    assert "left out" in notes[0]
    assert issubclass(MediaError, BadInput)
