"""What the tensor says of edges whose direction is known, and what the symmetries of the grid do to it."""

from __future__ import annotations

import numpy as np
import pytest

from learn.banks import bank, high, low
from upshade.errors import BadInput
from upshade.learn.raisr import features, reference
from upshade.learn.raisr.apply import apply
from upshade.learn.raisr.features import Hash


def edge(degrees: float, side: int = 48) -> np.ndarray:
    """A soft step whose gradient points `degrees` from down towards right."""
    at = np.arange(side) - (side - 1) / 2
    theta = np.radians(degrees)
    along = at[:, None] * np.cos(theta) + at[None, :] * np.sin(theta)
    return 0.5 + 0.3 * np.tanh(along / 1.5)


def middle(values: np.ndarray) -> np.ndarray:
    return values[20:28, 20:28]


@pytest.mark.parametrize("degrees", range(0, 180, 5))
def test_angles_of_edges(degrees):
    picture = edge(degrees)
    t = features.tensor(picture, 5, 1.2)
    found = np.degrees(features.angle(t))[24, 24]
    assert abs((found - degrees + 90) % 180 - 90) < 1
    l1, l2 = features.eigenvalues(t)
    assert features.coherence(l1, l2)[24, 24] > 0.9
    # On both sides of the bins' centres: 7.5° each.
    assert features.bins(t)[24, 24] in (round(degrees / 7.5 - 0.2) % 24, round(degrees / 7.5 + 0.2) % 24)


def test_flat_pictures_have_no_strength_and_one_bin():
    l1, l2 = features.eigenvalues(features.tensor(np.full((9, 9), 0.5), 5, 1.2))
    assert not l1.any() and not l2.any() and not features.coherence(l1, l2).any()
    assert not features.buckets(np.full((9, 9), 0.5), Hash(5, 1.2, (0.01,), (0.5,))).any()


def test_two_scales_halve_the_error_of_direction_in_noise():
    """Straight edges, noise of 10 steps of 255."""
    random = np.random.default_rng(3)
    error = {0.0: [], 2.0: []}
    for degrees in np.arange(0, 180, 3.7):
        noisy = edge(degrees) * 0.25 + random.normal(0, 10 / 255, (48, 48))
        for weight, found in error.items():
            t = features.described(noisy, Hash(5, 1.2, coarse=weight))
            off = (np.degrees(features.angle(t)) - degrees + 90) % 180 - 90
            found.append(np.mean(np.square(middle(off))))
    one, two = (np.sqrt(np.mean(error[w])) for w in (0.0, 2.0))
    assert two < one / 2, (one, two)


@pytest.mark.parametrize("offset", [(0.0, 0.0), (0.25, -0.25), (-1 / 3, 0.0)])
@pytest.mark.parametrize("coarse", [0.0, 0.5])
def test_float32_and_the_reference_put_pixels_in_the_same_buckets(offset, coarse):
    learned = bank(2, 5, "shuffle", coarse)
    for name in ("photo", "lineart"):
        picture = low(high(name), 2)
        fast = features.buckets(picture.astype(np.float32), learned.hash, offset)
        assert (fast != reference.buckets(picture, learned, offset)).mean() <= 0.002


@pytest.mark.parametrize("layout", ["shuffle", "full"])
@pytest.mark.parametrize("factor", [1, 2, 3])
def test_a_turned_picture_is_drawn_turned(factor, layout):
    """Every symmetry: a filter is its mirror image's mirror image."""
    learned = bank(factor, 5, layout)
    picture = low(high(), factor)
    straight = apply(learned, picture)
    for turn in (np.fliplr, np.flipud, np.transpose, lambda a: np.rot90(a, 2), np.rot90):
        error = np.abs(apply(learned, np.ascontiguousarray(turn(picture))) - turn(straight))
        # But where a bucket hangs on the last bit.
        assert (error > 1e-4).mean() < 0.001
    np.testing.assert_allclose(
        np.sort(np.abs(straight - reference.draw(picture, learned)), axis=None)[: -straight.size // 500], 0, atol=1e-4
    )


def test_hashes_that_are_none():
    for wrong in ((4, 1.0), (1, 1.0)):
        with pytest.raises(BadInput, match="window"):
            Hash(*wrong)
    for values in ((0.3, 0.2), (0.2, 0.2), (0.0, 0.5), (0.5, 1.0)):
        with pytest.raises(BadInput, match="rise"):
            Hash(strength=values)
