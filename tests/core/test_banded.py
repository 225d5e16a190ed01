"""Small matrix products give what the taps written out give."""

from __future__ import annotations

import numpy as np
import pytest

from upshade.core import banded
from upshade.core.scale import taps

RNG = np.random.default_rng(3)


@pytest.mark.parametrize(("kernel", "size", "out", "shift"), [
    ("lanczos3", 70, 33, 0.0), ("lanczos3", 33, 70, 0.25), ("bilinear", 1, 5, 0.0), ("spline36", 2, 1, 0.0),
    ("nearest", 40, 40, 0.0), ("mitchell", 500, 3, 0.0),
])  # fmt: skip
def test_resize_is_the_taps(kernel: str, size: int, out: int, shift: float) -> None:
    t = taps(kernel, size, out, size / out, shift)
    made = banded.resize(kernel, size, out, size / out, shift)
    tall, wide = RNG.random((size, 7)), RNG.random((3, 4, size))
    assert made.rows(tall) == pytest.approx(t.apply(tall, 0), abs=1e-12)
    assert made.columns(wide) == pytest.approx(t.apply(wide, 2), abs=1e-12)


@pytest.mark.parametrize("size", [11, 43, 200])
def test_windows(size: int) -> None:
    weights = np.array([1, 2, 4, 8, 4, 2, 1]) / 22
    x = RNG.random(size)
    assert banded.window(weights, size).columns(x) == pytest.approx(np.convolve(x, weights, "valid"), abs=1e-12)
    assert banded.window(weights, size, whole=False).columns(x) == pytest.approx(
        np.convolve(x, weights, "same"), abs=1e-12
    )


def test_products_in_parts_are_the_product() -> None:
    """More columns than one part holds."""
    m, x = RNG.random((32, 42)), RNG.random((2, 42, 700))
    assert banded.product(m, x) == pytest.approx(m @ x, abs=1e-12)
