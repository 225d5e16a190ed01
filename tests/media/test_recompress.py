"""Pictures through H.264 and back."""

from __future__ import annotations

import numpy as np
import pytest

from upshade.media import recompress


def pan(h: int, w: int) -> list[np.ndarray]:
    y, x = np.mgrid[:h, : w + 8]
    noise = np.random.default_rng(0).normal(0, 6, (h, w + 8))
    page = np.clip(128 + 60 * np.sin(x / 9) + 40 * np.cos(y / 7) + noise, 0, 255).astype(np.uint8)
    return [page[:, i : i + w] for i in range(0, 10, 2)]


@pytest.mark.parametrize(("h", "w"), [(360, 480), (368, 480), (75, 113)])
def test_the_same_whatever_lay_in_memory(h, w):
    pictures = pan(h, w)
    made = []
    for i in range(10):
        junk = [np.random.default_rng(i).integers(0, 255, (h + 40) * (w + 200), dtype=np.uint8) for _ in range(12)]
        del junk
        made.append(np.stack(recompress.h264(pictures, 32)))
    assert all(np.array_equal(made[0], other) for other in made[1:])


def test_coarser_quality_is_farther_from_the_truth():
    pictures = pan(96, 128)
    near, far = (
        np.mean((np.stack(recompress.h264(pictures, q)) - np.stack(pictures, dtype=float)) ** 2) for q in (20, 40)
    )
    assert 0 < near < far
