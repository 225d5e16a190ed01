"""What the shaders of networks draw is what float64 says, for every family, factor and variant."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from learn.banks import draw, high, low
from upshade.core import hook
from upshade.errors import BadInput
from upshade.learn.esr import emit, reference
from upshade.learn.esr.model import MOST_SECOND, Form, Network, drawn_by_lot, is_mirrored, mirror
from upshade.learn.grid import bilinear
from upshade.learn.shaderfile import Style

STEP = 1 / 255

FORMS = [
    Form("esr", 2, 7), Form("esr", 3, 3, padding="edge"), Form("esr", 4, 3, range="full"),
    Form("max", 2, 5, 2, range="full"), Form("max", 3, 3, 3, padding="edge"), Form("max", 4, 3, 2),
    Form("max", 2, 3, 1, padding="edge"),
    Form("tm", 2, 5, 4), Form("tm", 2, 5, 4, padding="edge"), Form("tm", 3, 3, 2, range="full"),
    Form("tm", 4, 3, 2, padding="edge", range="full"), Form("tm", 2, 3, 1),
    *(Form("tm", 2, 3, 4, variant=v, range="full") for v in ("tanh", "normalised", "gate")),
    *(Form("tm", 3, 3, 2, variant=v, padding="edge") for v in ("tanh", "normalised", "gate")),
    *(Form("tm", 4, 3, 1, variant=v) for v in ("tanh", "normalised", "gate")),
    Form("tr", 2, 5, 3, range="full"), Form("tr", 3, 3, 2, padding="edge"), Form("tr", 4, 3, 1),
    *(Form("tr", 2, 3, 2, variant=v, range="full") for v in ("tanh", "normalised", "gate")),
    Form("esr-cnn", 2, 0, 3, 3, 6, range="full"), Form("esr-cnn", 3, 0, 1, 1, 2, padding="edge"),
    Form("esr-cnn", 4, 0, 2, 2, 3, range="full"),
    Form("espcn", 2, 0, 0, 5, 7, range="full"), Form("espcn", 3, 0, 0, 2, 3),
    Form("espcn", 4, 0, 0, 0, 3, padding="edge"), Form("fsrcnn", 2, 0, 0, 5, 2, 4, range="full"),
    Form("fsrcnn", 3, 0, 0, 2, 1, 1, padding="edge"), Form("fsrcnn", 4, 0, 0, 3, 3, 1),
    Form("cnn", 2, 0, 4, layers=4), Form("cnn", 3, 0, 4, layers=3, padding="edge"), Form("cnn", 4, 0, 2, layers=2),
    Form("cnn", 2, 0, 6, layers=2, range="full"), Form("cnn", 2, 0, 3, layers=1, padding="edge"),
]  # fmt: skip


def style(**changes) -> Style:
    return Style(**({"name": "test", "title": "Test", "source": "own", "license": "MIT"} | changes))


def small(factor: int):
    """A part of the photo whose sides are odd."""
    return low(high(), factor)[:39, :51]


def error(context, path, network: Network, sets: tuple[str, ...] = (), **options: object) -> float:
    """The largest, in steps of 8 bits. A plane holds 0…1."""
    picture = small(network.form.factor)
    want = reference.draw(network, picture, **options)
    drawn = draw(context, path, picture, network.form.factor, sets)
    assert np.abs(want - bilinear(picture, network.form.factor)).max() > 8 * STEP  # or nothing was asked
    return float(np.abs(np.clip(drawn, 0, 1) - np.clip(want, 0, 1)).max() / STEP)


def identity(form: Form) -> str:
    return f"{form}, {form.padding}, {form.range}"


@pytest.mark.parametrize("form", FORMS, ids=identity)
def test_picture(context, tmp_path, form):
    network = drawn_by_lot(form, seed=7)
    path = tmp_path / "test.glsl"
    path.write_text(emit.shader(network, style()))
    found = error(context, path, network)
    print(found)
    assert found <= 1


@pytest.mark.parametrize("form", [
    Form("esr", 2, 3), Form("max", 2, 5, 3, range="full"), Form("tm", 2, 7, 5, range="full"),
    Form("tm", 2, 3, 2, padding="edge", variant="gate"), Form("tr", 2, 3, 3),
    Form("tr", 2, 3, 3, variant="normalised"), Form("tr", 2, 3, 16), Form("tm", 2, 3, 1),
], ids=str)  # fmt: skip
def test_mirrored_networks(context, tmp_path, form):
    """With filters that mirror each other a quarter of the multiplications make the same picture."""
    whole = drawn_by_lot(form, seed=4)
    weight = mirror(whole.weights["last.weight"][::4])
    network = Network(form, {"last.weight": weight})
    assert is_mirrored(network) and not is_mirrored(whole)
    picture = small(2)
    np.testing.assert_allclose(
        reference.draw(network, picture[:, ::-1])[:, ::-1], reference.draw(network, picture), atol=1e-12
    )
    path = tmp_path / "test.glsl"
    path.write_text(emit.shader(network, style()))
    assert error(context, path, network) <= 1
    assert "eo01 = " in path.read_text() and "eo01 = " not in emit.shader(whole, style())


@pytest.mark.parametrize("form", [
    Form("tr", 2, 3, 3), Form("tm", 3, 3, 2), Form("esr-cnn", 2, 0, 2, 1, 4),
    Form("espcn", 2, 0, 0, 9, 1, padding="edge"), Form("fsrcnn", 2, 0, 0, 9, 1, 1), Form("cnn", 2, 0, 5, layers=3),
    Form("cnn", 3, 0, 2, layers=3),
], ids=str)  # fmt: skip
def test_networks_too_large_for_a_pass(context, tmp_path, monkeypatch, form):
    """In more passes, for fewer sub-pixels or of fewer textures each."""
    network = drawn_by_lot(form, seed=5)
    whole = emit.shader(network, style())
    monkeypatch.setattr(emit, "MOST_NUMBERS", 100)
    monkeypatch.setattr(emit, "MOST_TEXTURES", 2)
    path = tmp_path / "test.glsl"
    path.write_text(emit.shader(network, style()))
    parts = hook.load(path, "parts").passes
    assert len(parts) > whole.count("//!HOOK") and all(len(p.binds) <= 4 for p in parts[:-1])
    assert error(context, path, network) <= 1


@pytest.mark.parametrize(
    "form", [Form("tr", 4, 7, 16), Form("esr-cnn", 4, 0, 16, 3, 9), Form("esr-cnn", 2, 0, 1, 1, MOST_SECOND)], ids=str
)
def test_the_largest_bind_no_more_than_mpv_links(tmp_path, form):
    path = tmp_path / "test.glsl"
    path.write_text(emit.shader(drawn_by_lot(form), style()))
    assert max(len(p.binds) for p in hook.load(path, "test").passes) <= 15


@pytest.mark.parametrize(
    "form", [Form("tm", 2, 3, 2, range="full"), Form("cnn", 2, 0, 4, layers=2, range="full")], ids=str
)
def test_parameters(context, tmp_path, form):
    network = drawn_by_lot(form, seed=3)
    path = tmp_path / "test.glsl"
    path.write_text(emit.shader(network, style()))
    for strength, levels in ((0.0, "video"), (1.5, "video"), (0.5, "full")):
        sets = (f"test.strength={strength}", f"test.luma_range=TEST_{levels.upper()}")
        if strength:
            assert error(context, path, network, sets, strength=strength, levels=levels) <= 1
            continue
        picture = small(2)
        drawn = draw(context, path, picture, 2, sets)
        assert np.abs(drawn - bilinear(picture, 2)).max() <= STEP


def test_large_keys_choose_the_largest(context, tmp_path):
    """Published keys reach thousands, where exp() alone is infinite."""
    network = drawn_by_lot(Form("tr", 2, 3, 3), seed=2)
    weight = network.weights["last.weight"].copy()
    weight[12:] *= 60
    network = replace(network, weights={"last.weight": weight})
    path = tmp_path / "test.glsl"
    path.write_text(emit.shader(network, style()))
    picture = small(2)
    wrong = np.abs(np.clip(draw(context, path, picture, 2), 0, 1) - np.clip(reference.draw(network, picture), 0, 1))
    assert np.quantile(wrong, 0.999) <= STEP  # at a tie the last bit of a key decides


@pytest.mark.parametrize("name", ["", "a b", "X", "1a", "a__b", "gl_x"])
def test_names_that_glsl_has_no_use_for(name):
    with pytest.raises(BadInput, match="letters, digits and _"):
        emit.shader(drawn_by_lot(Form("esr", 2, 3)), style(name=name))
