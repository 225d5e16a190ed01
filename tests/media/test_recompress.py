"""Pictures through H.264 and back."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from upshade.media import recompress


def pan(h: int, w: int) -> list[np.ndarray]:
    y, x = np.mgrid[:h, :w]
    noise = np.random.default_rng(0).normal(0, 6, (h, w))
    page = np.pad(np.clip(128 + 60 * np.sin(x / 9) + 40 * np.cos(y / 7) + noise, 0, 255).astype(np.uint8), 4, "edge")
    return [page[4 + t : 4 + t + h, 4 + 2 * t : 4 + 2 * t + w] for t in (-2, -1, 0, 1, 2)]


@pytest.mark.skipif(sys.platform != "linux", reason="what memory holds is set by glibc")
def test_the_same_whatever_lay_in_memory():
    program = (
        "import hashlib; from media.test_recompress import pan; from upshade.media import recompress\n"
        "for size in ((360, 480), (368, 480), (75, 113), (33, 65)):\n"
        "    print(hashlib.sha256(b''.join(p.tobytes() for p in recompress.h264(pan(*size), 32))).hexdigest())"
    )
    path = os.pathsep.join(p for p in sys.path if p)
    said = [
        subprocess.run([sys.executable, "-c", program], env={**os.environ, "PYTHONPATH": path, "MALLOC_PERTURB_": junk},
                       capture_output=True, text=True, check=True).stdout
        for junk in ("0", "1", "200")
    ]  # fmt: skip
    assert said[0] == said[1] == said[2]


def test_coarser_quality_is_farther_from_the_truth():
    pictures = pan(96, 128)
    near, far = (
        np.mean((np.stack(recompress.h264(pictures, q)) - np.stack(pictures, dtype=float)) ** 2) for q in (20, 40)
    )
    assert 0 < near < far
