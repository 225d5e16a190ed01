"""Kernels and tap tables against closed forms and published values."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from upshade.core import bluenoise
from upshade.core.scale import KERNELS, table, taps


@pytest.mark.parametrize("name", KERNELS)
def test_kernels_interpolate_or_blur_as_published(name: str) -> None:
    weight = KERNELS[name].weight
    at_whole = weight(np.array([0.0, 1.0, 2.0]))
    expected = [8 / 9, 1 / 18, 0.0] if name == "mitchell" else [1.0, 0.0, 0.0]
    assert np.allclose(at_whole, expected, atol=1e-12)


def test_known_weights() -> None:
    # Catmull-Rom halfway between samples: -1 9 9 -1 sixteenths (Keys 1981, a = -1/2).
    assert np.allclose(taps("catmull_rom", 8, 8, 1.0, 0.5).weights[4], np.array([-1, 9, 9, -1]) / 16, atol=1e-7)
    # Spline36 there (Panorama Tools): the three pieces at 1/2, 3/2, 5/2.
    s = taps("spline36", 8, 8, 1.0, 0.5).weights[4]
    assert np.allclose(s, s[::-1]) and np.allclose(s[:3], [0.019737, -0.118421, 0.598684], atol=1e-6)
    assert np.allclose(taps("bilinear", 4, 8, 0.5, 0.0).weights[3], [0.75, 0.25])


@pytest.mark.parametrize("name", KERNELS)
@given(size=st.integers(1, 60), out=st.integers(1, 90), shift=st.floats(-2, 2))
def test_rows_sum_to_one_and_keep_a_constant(name: str, size: int, out: int, shift: float) -> None:
    t = taps(name, size, out, size / out, shift)
    assert np.allclose(t.weights.sum(axis=1), 1.0)
    assert t.count <= max(size, 2 * KERNELS[name].radius + 1)
    assert np.allclose(t.apply(np.full((size, 2), 0.25), 0), 0.25)


@pytest.mark.parametrize("name", ["bilinear", "catmull_rom", "mitchell"])
def test_a_ramp_stays_a_ramp(name: str) -> None:
    # Kernels that reproduce first-degree polynomials: away from the edges the position itself must come out.
    ramp = np.arange(50, dtype=np.float64)
    out = taps(name, 50, 125, 0.4, 0.0).apply(ramp, 0)
    position = (np.arange(125) + 0.5) * 0.4 - 0.5
    assert np.allclose(out[15:-15], position[15:-15])


def test_nearest_repeats_and_picks() -> None:
    x = np.arange(4.0)
    assert taps("nearest", 4, 8, 0.5, 0.0).apply(x, 0).tolist() == [0, 0, 1, 1, 2, 2, 3, 3]
    assert taps("nearest", 4, 2, 2.0, 0.0).apply(x, 0).tolist() == [1, 3]
    assert taps("nearest", 4, 4, 1.0, 0.0).apply(x, 0).tolist() == [0, 1, 2, 3]


def test_the_table_holds_the_first_coordinate_and_every_weight() -> None:
    t = taps("lanczos3", 10, 20, 0.5, 0.0)
    flat = table(t, 10).transpose(1, 0, 2).reshape(20, -1)
    assert np.allclose(flat[:, 0], (t.first + 0.5) / 10)
    assert np.allclose(flat[:, 1:7], t.weights) and not flat[:, 7:].any()


def test_blue_noise_has_every_threshold_once_and_no_low_frequencies() -> None:
    tile = bluenoise.tile()
    assert tile.shape == (64, 64) and len(np.unique(tile)) == 4096
    assert tile.min() > 1 / 16 and tile.max() < 15 / 16 and abs(tile.mean() - 0.5) < 1e-6
    power = np.abs(np.fft.fft2(tile - tile.mean())) ** 2
    f = np.hypot(*np.meshgrid(np.fft.fftfreq(64), np.fft.fftfreq(64)))
    assert power[(f > 0) & (f < 0.1)].mean() < 0.01 * power[f > 0.3].mean()
