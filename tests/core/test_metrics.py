"""PSNR against its definition in closed form, SSIM against one written out window by window."""

import math

import numpy as np
import pytest

from upshade.core.color import Matrix
from upshade.core.metrics import luma, mse, psnr, psnr_luma, ssim, ssim_luma
from upshade.errors import BadInput

RNG = np.random.default_rng(7)


def test_psnr_of_a_constant_step():
    a = np.full((4, 5, 3), 100, np.uint8)
    assert psnr(a, a + 1) == pytest.approx(20 * math.log10(255))
    assert psnr(a + 2, a) == pytest.approx(20 * math.log10(255 / 2))  # unsigned differences must not wrap
    assert mse(a, a + 3) == 9
    assert psnr(a, a) == math.inf


@pytest.mark.parametrize(("dtype", "peak", "white"), [(np.uint16, None, 65535), (np.uint16, 1023, 1023),
                                                      (np.float32, None, 1.0)])  # fmt: skip
def test_peak(dtype, peak, white):
    a = np.zeros((3, 3), dtype)
    b = a.copy()
    b[1, 1] = 1
    assert psnr(a, b, peak) == pytest.approx(10 * math.log10(white**2 * 9))


def windows(a, b, peak):
    """SSIM by its definition, one window after the other, with the centred sums."""
    g = np.exp(-(np.arange(-5, 6) ** 2) / 4.5)
    w = np.outer(g, g) / g.sum() ** 2
    c1, c2 = (0.01 * peak) ** 2, (0.03 * peak) ** 2
    found = []
    for y in range(a.shape[0] - 10):
        for x in range(a.shape[1] - 10):
            p, q = a[y : y + 11, x : x + 11].astype(float), b[y : y + 11, x : x + 11].astype(float)
            mp, mq = (w * p).sum(), (w * q).sum()
            vp, vq, cov = (w * (p - mp) ** 2).sum(), (w * (q - mq) ** 2).sum(), (w * (p - mp) * (q - mq)).sum()
            found.append((2 * mp * mq + c1) * (2 * cov + c2) / ((mp**2 + mq**2 + c1) * (vp + vq + c2)))
    return np.mean(found)


def test_ssim_is_its_definition():
    a = RNG.integers(0, 256, (17, 23), dtype=np.uint8)
    b = np.clip(a + RNG.normal(0, 20, a.shape), 0, 255).astype(np.uint8)
    assert ssim(a, b) == pytest.approx(windows(a, b, 255), abs=1e-9)
    assert 0.5 < ssim(a, b) < 0.99
    assert ssim(a, a) == pytest.approx(1)


def test_ssim_of_components_is_their_mean():
    a = RNG.random((12, 14, 3))
    b = RNG.random((12, 14, 3))
    assert ssim(a, b) == pytest.approx(np.mean([ssim(a[..., i], b[..., i]) for i in range(3)]))


def test_luma():
    white = np.full((11, 11, 3), 255, np.uint8)
    assert luma(white) == pytest.approx(255)
    red = np.array([[[1.0, 0.0, 0.0]]])
    assert luma(red)[0, 0] == pytest.approx(0.2126)
    assert luma(red, Matrix.BT601)[0, 0] == pytest.approx(0.299)


def test_luma_ignores_alpha_and_what_luma_does_not_see():
    a = RNG.random((11, 11, 4))
    b = a.copy()
    b[..., 3] = 0
    b[..., 0] += 0.0722 / 4
    b[..., 2] -= 0.2126 / 4
    assert psnr_luma(a, b) > 250
    assert ssim_luma(a, b) == pytest.approx(1)
    assert psnr(a, b) < 20


@pytest.mark.parametrize("call", [
    lambda: psnr(np.zeros((2, 2)), np.zeros((2, 3))),
    lambda: psnr(np.zeros((2, 2), np.uint8), np.zeros((2, 2), np.uint16)),
    lambda: psnr(np.zeros((0, 2)), np.zeros((0, 2))),
    lambda: psnr(np.zeros((2, 2)), np.zeros((2, 2)), peak=0),
    lambda: ssim(np.zeros((10, 40)), np.zeros((10, 40))),
    lambda: ssim(np.zeros(40), np.zeros(40)),
    lambda: luma(np.zeros((4, 4))),
])  # fmt: skip
def test_what_cannot_be_compared_is_said(call):
    with pytest.raises(BadInput) as caught:
        call()
    assert "\n" not in str(caught.value)
