"""A tile of dither thresholds whose errors lie in high frequencies, where the eye sees them least."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray


@lru_cache(maxsize=1)
def tile(size: int = 64, sigma: float = 1.9) -> NDArray[np.float32]:
    """Thresholds in [1/15, 14/15], shape (size, size), each rank once; tiles without a seam; always the same. They keep
    away from 0 and 1 because a half float from 0.5 to 1 is up to 1/16 of an 8-bit step off: a value that was a whole
    step stays one.

    Void and cluster (Ulichney, SPIE 1913, 1993): points are placed one by one into the largest void of a Gaussian
    energy field on the torus (phase 3 of the paper from a single point; its phases 1 and 2 change only the sparse
    end, which an 8-bit step does not show). `sigma`: of the paper's recommended 1.5 to 1.9 samples.
    """
    d = np.minimum(np.arange(size), size - np.arange(size)).astype(np.float64)
    bump = np.exp(-(d[:, None] ** 2 + d[None, :] ** 2) / (2 * sigma**2))
    # Four copies side by side, so that a shifted bump is a slice instead of a roll.
    bumps = np.tile(bump, (2, 2))
    # A faint fixed grain breaks the ties of the first points, which would else form a lattice.
    energy = np.random.default_rng(1).random((size, size)) * 1e-3
    rank = np.empty(size * size, dtype=np.int64)
    flat = energy.reshape(-1)
    for i in range(size * size):
        at = int(flat.argmin())
        rank[at] = i
        y, x = divmod(at, size)
        energy += bumps[size - y : 2 * size - y, size - x : 2 * size - x]
        flat[at] = np.inf
    low, high = 1 / 15, 14 / 15
    return (low + (high - low) * (rank.reshape(size, size) + 0.5) / size**2).astype(np.float32)
