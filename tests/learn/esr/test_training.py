"""Networks are trained: what comes out helps, is the same however it was come by, and is what numpy says it is."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from upshade import cli
from upshade.core import hook
from upshade.errors import BadInput, JobFailed
from upshade.learn import data
from upshade.learn.degrade import Degradation, shrunk
from upshade.learn.esr import fit, model, newton, patches, reference, tensors, train, weights
from upshade.learn.esr.fit import Budget
from upshade.learn.esr.model import VARIANTS, Form, drawn_by_lot, is_mirrored
from upshade.learn.esr.recipe import Recipe
from upshade.learn.esr.state import Seen
from upshade.learn.grid import bilinear
from upshade.learn.judging import decibels, enlarged

SMALL = Recipe(Form("cnn", channels=4, layers=2, padding="edge"), patch=16, batch=4)


def drawing(seed: int) -> Image.Image:
    """Ink and flat colour, smoothed at edges."""
    dice = random.Random(seed)
    page = Image.new("RGB", (480, 480), tuple(dice.randint(120, 255) for _ in range(3)))
    pen = ImageDraw.Draw(page)
    for _ in range(14):
        x, y, size = dice.randint(-60, 400), dice.randint(-60, 400), dice.randint(60, 240)
        face = tuple(dice.randint(0, 255) for _ in range(3))
        dice.choice((pen.ellipse, pen.rectangle))((x, y, x + size, y + size * 2 // 3), face, (20, 20, 30), 10)
        pen.line([(dice.randint(0, 480), dice.randint(0, 480)) for _ in range(3)], (20, 20, 30), dice.randint(4, 14))
    return page.reduce(4)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("drawings")
    for i in range(28):
        drawing(i).save(root / f"{i:02}.png")
    return root


@pytest.fixture(scope="module")
def items(folder) -> list[data.Item]:
    return data.collect([str(folder)], lambda line: None)


def run(capsys, *words: object) -> tuple[int, str, str]:
    code = cli.run([str(w) for w in words])
    text = capsys.readouterr()
    return code, text.out, text.err


# ── a whole run


def test_a_short_training_beats_plain_enlargements(capsys, tmp_path, folder, items):
    path, bank, plot = tmp_path / "my show.glsl", tmp_path / "net.npz", tmp_path / "course.png"
    code, out, err = run(capsys, "learn", "esr", folder, "-o", path, "--model", "cnn", "--size", "s", "--steps", 300,
                         "--threads", 1, "--keep", 1, "--bank", bank, "--plot", plot, "--json")  # fmt: skip
    assert code == 0, err
    said = json.loads(out)
    held = said["held"]
    assert said["pictures"] + len(held) == 28 and held and said["steps"] == 300
    mean = {name: np.mean([row[name] for row in held]) for name in ("bicubic", "lanczos", "learned")}
    assert mean["learned"] > max(mean["bicubic"], mean["lanczos"]) + 1
    assert {p.name for p in tmp_path.iterdir()} == {path.name, bank.name, plot.name}
    with Image.open(plot) as image:
        assert image.format == "PNG" and image.width > 600
    shader = hook.load(path, "mine")
    assert {p.hooks for p in shader.passes} == {("LUMA",)}
    text = path.read_text("utf-8")
    assert "28 pictures" not in text and f"{said['pictures']} pictures" in text and "300 steps" in text
    # What was saved is what was judged.
    network = model.load(bank)
    item = next(i for i in items if i.held and i.name == held[0]["name"])
    ((_, picture),) = data.pictures([item], 16, lambda line: None)
    given = np.rint(shrunk(picture, 2, "area") * 255) / 255
    assert decibels(reference.output(network, given), picture, 2) == pytest.approx(held[0]["learned"], abs=0.02)
    assert decibels(enlarged(given, 2, "catmull_rom"), picture, 2) == pytest.approx(held[0]["bicubic"], abs=0.02)
    code, _, err = run(capsys, "learn", "esr", folder, "-o", path)
    assert code == 1 and "--overwrite" in err


@pytest.mark.parametrize(
    "form",
    [Form("max", 2, 3, 2), Form("tm", 3, 3, 2), Form("tr", 2, 3, 2), Form("esr-cnn", 2, 0, 2, 3, 4),
     Form("tm", 4, 3, 2, variant="tanh"), Form("tm", 2, 3, 2, variant="normalised"), Form("esr", 2, 5),
     Form("tm", 2, 3, 2, variant="gate"), Form("tr", 2, 3, 2, variant="normalised")],
    ids=str,
)  # fmt: skip
def test_every_family_learns(items, form):
    recipe = Recipe(replace(form, padding="edge"), patch=12, batch=4)
    with_few = [i for i in items if not i.held][:4] + [i for i in items if i.held][:2]
    found = train.train(with_few, recipe, Budget(steps=240))
    first, last = found.points[0], found.points[-1]
    assert last.step == 240 and last.check > first.check and last.check > found.plain - 1
    assert found.network.form == recipe.form


@pytest.mark.parametrize("form", [SMALL.form, Form("tm", 2, 5, 2, variant="normalised", padding="edge")], ids=str)
def test_interrupted_and_gone_on_with_is_the_same_bit_for_bit(items, tmp_path, form):
    noisy = Recipe(form, (Degradation("area", noise=2.0),), patch=16, batch=4)
    budget, kept, told = Budget(steps=60), tmp_path / "kept", []

    def learned(**how):
        return train.train(items[:12], noisy, budget, **how)

    whole = learned()
    for stop in (17, 41):

        def interrupt(step, stop=stop):
            if step.phase == "training" and step.done == stop:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            learned(kept=kept, progress=interrupt)
    assert kept.exists()
    again = learned(kept=kept, tell=told.append, workers=2, threads=2)
    assert [line for line in told if "goes on with an interrupted run, 41 steps are done" in line]
    for name, array in whole.network.weights.items():
        np.testing.assert_array_equal(array, again.network.weights[name])
    assert whole.points == again.points
    other = train.train(items[:12], replace(noisy, seed=2), budget)
    assert any(not np.array_equal(a, other.network.weights[n]) for n, a in whole.network.weights.items())


def test_what_another_run_has_learned_is_not_replaced(items, tmp_path):
    """So many steps do not go on with more, either: a result that is the same each time is not what a longer run had
    reached when it was interrupted."""
    kept, told = tmp_path / "kept", []

    def interrupt(step):
        if step.phase == "training" and step.done == 9:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train.train(items[:6], SMALL, Budget(steps=60), kept=kept, progress=interrupt)
    before = kept.read_bytes()
    for recipe, steps in ((SMALL, 5), (replace(SMALL, seed=2), 60)):
        with pytest.raises(BadInput, match="--fresh to start over"):
            train.train(items[:6], recipe, Budget(steps=steps), kept=kept)
    assert kept.read_bytes() == before
    kept.write_bytes(b"something else")
    train.train(items[:6], SMALL, Budget(steps=3), kept=kept, tell=told.append)
    assert "begins anew" in told[0] and not any("goes on" in line for line in told)


def test_a_budget_of_time_ends(items):
    found = train.train(items[:6], SMALL, Budget(seconds=0.3))
    assert found.steps > 1 and found.points[-1].step == found.steps


def test_weights_that_run_away_are_told_and_not_gone_on_with(items, tmp_path, monkeypatch):
    kept = tmp_path / "kept"
    monkeypatch.setattr(fit.Fit, "_step", lambda self, state: replace(state, step=state.step + 1, loss=float("nan")))
    with pytest.raises(JobFailed, match="ran away"):
        train.train(items[:6], SMALL, Budget(steps=40), kept=kept)
    assert not kept.exists()


def test_too_little_memory_is_one_line_and_keeps_what_was_saved(items, tmp_path, monkeypatch):
    kept = tmp_path / "kept"
    torch = tensors.torch()

    def short(self, state):
        if state.step == 9:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB")
        return replace(state, step=state.step + 1)

    monkeypatch.setattr(fit.Fit, "_step", short)
    with pytest.raises(JobFailed, match="too little memory"):
        train.train(items[:6], SMALL, Budget(steps=40), kept=kept)
    assert kept.exists()
    with pytest.raises(JobFailed, match="too little memory"), tensors.in_memory():
        torch.empty(1 << 60)
    with pytest.raises(RuntimeError, match="something else"), tensors.in_memory():
        raise RuntimeError("something else")


# ── what is computed


@pytest.mark.parametrize("padding", ["edge", "zero"])
@pytest.mark.parametrize(
    "form",
    [Form("esr", 2, 3), Form("max", 3, 5, 2), Form("tr", 4, 7, 3), Form("esr-cnn", 2, 0, 2, 3, 4),
     Form("espcn", 2, 0, 0, 4, 5), Form("fsrcnn", 2, 0, 0, 4, 3, 2), Form("cnn", 2, 0, 8, layers=3),
     Form("cnn", 3, 0, 3, layers=4),
     *(Form("tm", 2, 5, 3, variant=v) for v in VARIANTS)],
    ids=str,
)  # fmt: skip
def test_pytorch_and_numpy_agree(form, padding, monkeypatch):
    network = drawn_by_lot(replace(form, padding=padding))
    picture = np.random.default_rng(2).random((37, 23))
    want = reference.output(network, picture)
    made = tensors.draw(network, picture)
    np.testing.assert_allclose(made, want, atol=1e-5, rtol=0)
    monkeypatch.setattr(tensors, "_MOST", 9000)  # a few rows at a time
    np.testing.assert_allclose(tensors.draw(network, picture), made, atol=1e-5, rtol=0)
    # As it is trained, without padding, the interior is the same.
    module, around = tensors.torch(), form.reach
    weights = {name: module.from_numpy(array) for name, array in network.weights.items()}
    low = module.from_numpy(picture.astype(np.float32))[None, None]
    inner = module.nn.functional.pixel_shuffle(
        tensors.outputs(network.form, weights, low, padded=False).contiguous(), form.factor
    )
    edge = around * form.factor
    np.testing.assert_allclose(inner[0, 0].numpy(), want[edge:-edge, edge:-edge], atol=1e-5, rtol=0)


@pytest.mark.parametrize(
    "form",
    [Form("tm", 2, 5, 3, variant="normalised"), Form("tr", 2, 3, 2), Form("max", 2, 3, 2), Form("tm", 3, 3, 2),
     Form("tr", 3, 3, 2, variant="gate"), Form("esr", 4, 3)],
    ids=str,
)  # fmt: skip
def test_slopes_and_curves_are_what_pytorch_finds_by_itself(form):
    """Gauss and Newton's matrix against the Jacobian of a network as it is drawn, every pixel looked at."""
    module, random, n, side = tensors.torch(), np.random.default_rng(3), 3, 4
    vector = module.from_numpy(weights.initial(form, 2)) + 0.05 * module.from_numpy(
        random.standard_normal(weights.initial(form, 2).shape).astype(np.float32)
    )
    wide = side + 2 * form.reach
    given = module.from_numpy(random.random((n, 1, wide, wide)).astype(np.float32))
    true = module.from_numpy(random.random((n, form.factor**2, side, side)).astype(np.float32))
    seen = Seen(given, true, module.tensor([0.5, 1.0, 2.0]))
    loss, gradient, curvature = newton._looked(form, vector, seen, np.arange(seen.pixels))

    def made(v):
        root = seen.weight.sqrt()[:, None, None, None]
        weight = weights.named(form, v)["last.weight"]
        stride = module.nn.functional.conv2d(given, weight)
        parts = stride.unflatten(1, (form.parts, form.values, form.factor**2)).unbind(1)
        return ((tensors._headed(form, parts, 1) - true) * root).flatten()

    jacobian = module.autograd.functional.jacobian(made, vector)
    np.testing.assert_allclose(float(loss), float(made(vector).square().sum()), rtol=1e-4)
    np.testing.assert_allclose(newton._vector(form, gradient), jacobian.T @ made(vector), rtol=1e-3, atol=1e-3)
    whole = (jacobian.T @ jacobian).numpy()
    for i, block in enumerate(curvature):
        where = newton._vector(form, module.zeros_like(gradient).index_fill_(0, module.tensor([i]), 1)).bool().numpy()
        np.testing.assert_allclose(block, whole[np.ix_(where, where)], rtol=1e-3, atol=1e-3)
        whole[np.ix_(where, where)] = 0
    assert np.abs(whole).max() < 1e-6  # sub-pixels with weights of their own have nothing to do with each other


def test_at_2x_the_four_pixels_mirror_each_other(items):
    recipe = Recipe(Form("tm", 2, 3, 2, variant="normalised", padding="edge"), patch=12, batch=4)
    network = train.train(items[:6], recipe, Budget(steps=20)).network
    assert is_mirrored(network)
    picture = np.random.default_rng(1).random((20, 24))
    np.testing.assert_allclose(
        reference.output(network, picture[::-1])[::-1], reference.output(network, picture), atol=1e-6
    )


def test_a_patch_counts_by_how_much_better_it_gets(items):
    """Ten times the contrast is a hundred times the error, and counts as much."""
    dim, plain = (Recipe(SMALL.form, patch=16, batch=4, keep=1.0) for _ in range(2))
    ((found, *_), _) = patches.cut((items[:1], (dim, patches.Cut())))
    pale = patches.Patches(found.given, found.true, found.plain * 100)
    both = [fit.Fit(plain, some, found, Budget(steps=1)) for some in (found, pale)]
    for some, fitted in zip((found, pale), both, strict=True):
        counted = some.plain * fitted._counts
        hard = some.plain > 20 * fit._SOFT
        assert hard.sum() > 3 and np.ptp(counted[hard]) < 0.1 * counted[hard].mean()


def test_a_step_that_makes_it_worse_is_not_made(items):
    recipe = Recipe(Form("tm", 2, 5, 2, variant="normalised", padding="edge"), patch=16, batch=4)
    ((found, *_), _) = patches.cut((items[:1], (recipe, patches.Cut())))
    fitted = fit.Fit(recipe, found, found, Budget(steps=50))
    for _ in range(5):
        fitted.state = fitted._step(fitted.state)
    before = fitted.state
    batch = [fitted._seen(found, np.ones(len(found), np.float32), np.arange(4))]
    random = np.random.default_rng(1)
    far = newton.step(recipe.form, before, batch, -20.0, fitted._each, random)
    assert far.weights is before.weights
    assert float(far.carried["damping"]) > float(before.carried["damping"])
    # Of what is no number nothing stays; where it does not end, the run does.
    lost = [replace(batch[0], true=batch[0].true * float("nan"))]
    made = newton.step(recipe.form, before, lost, 0.5, fitted._each, random)
    assert made.weights is before.weights and made.carried["curvature"] is before.carried["curvature"]
    most = replace(before, carried={**before.carried, "damping": before.carried["damping"] * 0 + 10})
    assert np.isnan(newton.step(recipe.form, most, lost, 0.5, fitted._each, random).loss)


def test_patches_and_their_surroundings_belong_together(items):
    recipe = replace(SMALL, keep=1.0)
    (made, *_), lines = patches.cut((items[:1], (recipe, patches.Cut())))
    assert not lines
    around, f = recipe.form.reach, 2
    plain = []
    for symmetry in range(8):
        given, true = made.at(np.arange(len(made)), symmetry)
        large = np.stack([bilinear(low.astype(np.float64), f) for low in given])[
            :, around * f : -around * f, around * f : -around * f
        ]
        plain.append(np.sort(np.square(large - true).mean(axis=(1, 2))))
        assert large.shape == true.shape
        assert [np.array_equal(given, made.at(np.arange(len(made)), s)[0]) for s in range(8)].count(True) == 1
    # In whatever way they are turned, both are, and a turned picture is as hard as it was.
    for errors in plain[1:]:
        np.testing.assert_allclose(errors, plain[0], rtol=1e-3)


def test_of_several_ways_to_make_pictures_worse_each_has_one(items):
    worse = Degradation("area", noise=30.0)
    recipe = replace(SMALL, degradations=(Degradation("area"), worse))
    hard, plain = (np.concatenate([e.mean(keepdims=True) for e in patches.survey((items, r))[0]])
                   for r in (recipe, SMALL))  # fmt: skip
    same = np.isclose(hard, plain)
    assert 0.2 < same.mean() < 0.8
    assert (hard[~same] > 1.2 * plain[~same]).all()


def test_the_hardest_are_kept_and_no_more_than_there_is_room_for(items):
    recipe = replace(SMALL, keep=0.25)
    learn = [i for i in items if not i.held]
    hard, _ = patches.survey((learn, recipe))
    errors = np.concatenate(hard)
    how = patches.chosen(hard, len(hard), recipe)
    assert how.part == 1 and np.mean(errors >= how.over) == pytest.approx(0.25, abs=0.02)
    found, _ = patches.cut((learn, (recipe, how)))
    whole = patches.joined(found, recipe)
    assert len(whole) == (errors >= how.over).sum()
    size = whole.given.nbytes + whole.true.nbytes
    little = patches.chosen(hard, len(hard), recipe, room=size // 4)
    some = patches.joined(patches.cut((learn, (recipe, little)))[0], recipe)
    assert 0.15 < len(some) / len(whole) < 0.35


# ── what is refused


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--model", "tn"], "--model wants esr, max, tm, tr, esr-cnn, cnn, not 'tn'; did you mean 'tm'?"),
        (["--model", "cnn", "--k", "5"], "--k is for --model esr and max and tm and tr, not for cnn"),
        (["--k", "4"], "--k wants 3, 5, 7, not 4"),
        (["--c", "17"], "--c wants 1 to 16, not 17"),
        (["--variant", "soft"], "--variant wants softmax, tanh, normalised, gate, not 'soft'"),
        (["--model", "max", "--variant", "tanh"], "--variant is for --model tm and tr, not for max"),
        (["--model", "cnn", "--size", "xl"], "--size wants s, m, l, not 'xl'"),
        (["--model", "cnn", "--size", "s", "--c", "4"], "--size stands for --c and --layers"),
        (["--keep", "0"], "--keep wants"),
        (["--rate", "0"], "--rate wants"),
        (["--minutes", "1", "--steps", "5"], "give one of them"),
        (["--degrade", "aera"], "did you mean 'area'"),
        (["--device", "gpu"], "--device wants auto, cpu, cuda, not 'gpu'"),
        (["--plot", "x.jpg"], "--plot wants a file called .png"),
        (["--title", "a\n//!HOOK"], "--title has '//!' in it"),
    ],
)
def test_what_cannot_be_learned_is_said_before_anything_is_read(capsys, tmp_path, folder, words, said):
    code, _, err = run(capsys, "learn", "esr", folder, "-o", tmp_path / "x.glsl", *words)
    assert code == 2 and said in err and err.count("\n") == 1, err
    assert not list(tmp_path.iterdir())


def test_pictures_without_patches(items, tmp_path):
    Image.new("RGB", (200, 200), (10, 200, 30)).save(tmp_path / "flat.png")
    flat = data.collect([str(tmp_path)], lambda line: None)
    told: list[str] = []
    with pytest.raises(BadInput, match="none of these pictures"):
        train.train(flat, SMALL, Budget(steps=3), tell=told.append)
    assert "one colour" in told[0]


def test_without_pytorch_one_line_says_what_to_install(capsys, tmp_path, folder, monkeypatch):
    tensors.torch.cache_clear()
    monkeypatch.setitem(sys.modules, "torch", None)
    try:
        code, _, err = run(capsys, "learn", "esr", folder, "-o", tmp_path / "x.glsl")
    finally:
        tensors.torch.cache_clear()
    assert code == 2 and "pip install '.[learn]'" in err and err.count("\n") == 1
    code, out, _ = run(capsys, "learn", "esr", "--help")
    assert code == 0 and "'.[learn]'" in " ".join(out.split())
    assert not list(tmp_path.iterdir())


def test_pytorch_is_not_loaded_before_it_is_needed():
    text = "import sys, upshade.cli, upshade.learn.esr.train, upshade.learn.esr.curve; print('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", text], capture_output=True, text=True).stdout == "False\n"
