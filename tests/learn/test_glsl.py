"""What the shaders of banks draw is what float64 says, for every layout and factor."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from learn.banks import bank, draw, eight, high, low
from upshade.learn.grid import bilinear
from upshade.learn.raisr import bank as banks
from upshade.learn.raisr import emit, packing, reference
from upshade.learn.raisr.apply import apply
from upshade.learn.raisr.emit import Style

STEP = 1 / 255

FORMS = [
    (factor, taps, layout, coarse)
    for factor in (2, 3, 4)
    for layout in ("shuffle", "full")
    for taps, coarse in ((3, 0.0), (5, 0.0), (7, 0.0), (5, 0.5))
] + [(1, 5, "shuffle", 0.0), (1, 11, "shuffle", 0.0), (1, 7, "shuffle", 0.5)]


def style(**changes) -> Style:
    return Style("test", "Test", "own", "MIT", **changes)


def clip(picture):
    """As a plane of whole numbers holds it."""
    return np.clip(picture, 0, 1)


def offset(factor: int, part: int, layout: str) -> tuple[float, float]:
    if layout == "shuffle":
        return 0.0, 0.0
    return (part % factor + 0.5) / factor - 0.5, (part // factor + 0.5) / factor - 0.5


@pytest.mark.parametrize(("factor", "taps", "layout", "coarse"), FORMS)
def test_buckets_and_picture(context, tmp_path, factor, taps, layout, coarse):
    learned = bank(factor, taps, layout, coarse)
    # Not the picture that the bank knows best, and one with an odd side.
    picture = low(high("lineart")[:, ::-1], factor)[:-1]
    parts = range(factor**2 if layout == "full" else 1)
    same = np.ones((*picture.shape, factor, factor), bool)
    different = 0
    path = tmp_path / "buckets.glsl"
    for part in parts:
        path.write_text(emit.buckets(learned, style(), part))
        found = np.rint(draw(context, path, picture, 1) * 512)
        wrong = found != reference.buckets(picture, learned, offset(factor, part, layout))
        different += int(wrong.sum())
        same[..., part // factor, part % factor] &= ~wrong
    assert different <= 0.002 * picture.size * len(parts)
    if layout == "shuffle":
        same[:] = same[..., :1, :1]

    path.write_text(emit.shader(learned, style()))
    drawn = draw(context, path, picture, factor)
    want = reference.draw(picture, packing.rounded(learned, 16))
    same = same.transpose(0, 2, 1, 3).reshape(want.shape)
    assert np.abs(drawn - clip(want))[same].max() <= STEP
    assert np.abs(want - bilinear(picture, factor)).max() > 8 * STEP  # or nothing was asked


@pytest.mark.parametrize(("factor", "layout"), [(2, "shuffle"), (2, "full"), (3, "shuffle"), (3, "full"), (4, "full")])
@pytest.mark.parametrize(("eighth", "bits"), [(False, 16), (False, 8), (True, 8)])
def test_compact_banks(context, tmp_path, factor, layout, eighth, bits):
    learned = bank(factor, 5, layout)
    picture = low(high(), factor)
    path = tmp_path / "compact.glsl"
    path.write_text(emit.shader(learned, style(eighth=eighth, bits=bits)))
    want = reference.draw(picture, packing.rounded(learned, bits, eighth))
    error = np.abs(draw(context, path, picture, factor) - clip(want))
    assert (error > STEP).mean() <= 0.002
    assert np.abs(packing.rounded(learned, bits, eighth).weights - learned.weights).max() < 0.01


@pytest.mark.parametrize(("factor", "layout"), [(2, "shuffle"), (2, "full"), (3, "shuffle"), (1, "shuffle")])
def test_strength_and_census(context, tmp_path, factor, layout):
    learned = bank(factor, 5, layout)
    picture = low(high(), factor)
    path = tmp_path / "census.glsl"
    path.write_text(emit.shader(learned, style(census=True)))
    small = packing.rounded(learned, 16)
    for strength, blend in ((0.0, 0.0), (1.5, 0.0), (1.0, 1.0), (0.5, 0.5)):
        drawn = draw(context, path, picture, factor, (f"census.strength={strength}", f"census.blend={blend}"))
        error = np.abs(drawn - clip(reference.draw(picture, small, strength, blend)))
        # Neighbours that are equal in one picture and all but equal in the other count for an eighth of a small change.
        assert (error > STEP).mean() <= 0.002
        assert np.sqrt(np.mean(np.square(error))) < 0.1 * STEP


def test_filters_on_an_enlargement_are_filters_on_the_picture():
    """RAISR's 11×11 taps by pixel type, on a bilinear picture, and the same folded onto 7×7 (2x) or 5×5 (3x, 4x)."""
    random = np.random.default_rng(5)
    picture = eight(random.random((12, 14)))
    for factor, taps in ((2, 7), (3, 5), (4, 5)):
        filters = random.normal(size=(factor**2, 11, 11))
        small = banks.folded(filters.reshape(factor**2, -1), factor, taps).reshape(factor**2, taps, taps)
        large = bilinear(picture, factor)
        around = np.lib.stride_tricks.sliding_window_view(large, (11, 11))
        for part in range(factor**2):
            y, x = 6 * factor + part // factor, 6 * factor + part % factor
            want = np.sum(filters[part] * around[y - 5, x - 5])
            reach = taps // 2
            got = np.sum(small[part] * picture[6 - reach : 7 + reach, 6 - reach : 7 + reach])
            assert got == pytest.approx(want, abs=1e-9)


@pytest.mark.parametrize(
    ("factor", "taps", "layout"),
    [(2, 5, "shuffle"), (2, 7, "full"), (3, 5, "shuffle"), (3, 5, "full"), (4, 5, "shuffle"), (1, 5, "shuffle")],
)
@pytest.mark.parametrize(("eighth", "beyond"), [(True, 0.0), (False, 0.0), (True, 0.5)])
def test_filters_that_are_cut(context, tmp_path, factor, taps, layout, eighth, beyond):
    learned = replace(bank(factor, taps, layout), beyond=beyond)
    picture = low(high("lineart")[:, ::-1], factor)[:-1]
    path = tmp_path / "crisp.glsl"
    path.write_text(emit.shader(learned, style(eighth=eighth)))
    want = reference.draw(picture, packing.rounded(learned, 16, eighth))
    error = np.abs(draw(context, path, picture, factor) - clip(want))
    assert (error > STEP).mean() <= 0.002
    free = reference.draw(picture, replace(packing.rounded(learned, 16, eighth), beyond=None))
    assert (np.abs(free - want) > STEP).mean() > 0.005  # or nothing was asked
    assert (np.abs(want - apply(packing.rounded(learned, 16, eighth), picture)) > STEP).mean() <= 0.002
