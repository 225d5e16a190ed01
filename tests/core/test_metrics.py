"""PSNR against its definition in closed form, SSIM and MS-SSIM against ones written out window by window."""

import math

import numpy as np
import pytest

from upshade.core.color import Matrix
from upshade.core.metrics import luma, ms_ssim, ms_ssim_and_ssim, mse, psnr, psnr_luma, ssim, ssim_luma
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


def terms(a, b, peak):
    """Means of l·c·s and of c·s over all 11×11 windows, each variance from the window's own mean."""
    g = np.exp(-(np.arange(-5, 6) ** 2) / 4.5)
    w = np.outer(g, g) / g.sum() ** 2
    p, q = (np.lib.stride_tricks.sliding_window_view(x.astype(float), (11, 11)) for x in (a, b))
    mp, mq = (np.einsum("ijkl,kl->ij", x, w) for x in (p, q))
    p, q = p - mp[..., None, None], q - mq[..., None, None]
    vp, vq, cov = (np.einsum("ijkl,ijkl,kl->ij", x, y, w) for x, y in ((p, p), (q, q), (p, q)))
    cs = (2 * cov + (0.03 * peak) ** 2) / (vp + vq + (0.03 * peak) ** 2)
    light = (2 * mp * mq + (0.01 * peak) ** 2) / (mp**2 + mq**2 + (0.01 * peak) ** 2)
    return (light * cs).mean(), cs.mean()


def scene(height, width):
    """Shapes and noise of every size, so that no scale is without structure."""
    y, x = np.mgrid[:height, :width]
    waves = sum(np.sin(x / 2**k + k) * np.cos(y / 2**k - k) for k in range(1, 6))
    a = np.clip(128 + 30 * waves + RNG.normal(0, 8, waves.shape), 0, 255).astype(np.uint8)
    soft = (a.astype(int) + np.roll(a, 1, 0) + np.roll(a, 1, 1) + np.roll(a, 2, 1)) // 4
    return a, np.clip(soft + RNG.normal(3, 6, a.shape), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("size", [(176, 177), (181, 190)])  # odd at one scale or another
def test_ms_ssim_is_its_definition(size):
    a, b = scene(*size)
    found, finest = ms_ssim_and_ssim(a, b)
    wanted = 1.0
    x, y = a.astype(float), b.astype(float)
    for scale, weight in enumerate((0.0448, 0.2856, 0.3001, 0.2363, 0.1333)):
        whole, structure = terms(x, y, 255)
        if scale == 0:
            assert finest == pytest.approx(whole, abs=1e-9)
        wanted *= (whole if scale == 4 else structure) ** weight
        x, y = (np.pad(p, ((0, p.shape[0] % 2), (0, p.shape[1] % 2)), mode="symmetric") for p in (x, y))
        x, y = ((p[::2, ::2] + p[1::2, ::2] + p[::2, 1::2] + p[1::2, 1::2]) / 4 for p in (x, y))
    assert found == pytest.approx(wanted, abs=1e-9)
    assert 0.5 < finest < found < 0.99, "coarse scales hide what this blur and noise do"
    assert ms_ssim(a, b) == found and ms_ssim(a, a) == pytest.approx(1)


def test_ms_ssim_of_an_inverted_picture_is_nothing():
    a, _ = scene(176, 176)
    assert ms_ssim(a, 255 - a) == 0.0


def test_units_do_not_matter():
    a, b = scene(180, 176)
    deep = ms_ssim_and_ssim(a.astype(np.uint16) << 2, b.astype(np.uint16) << 2, 1020)
    assert deep == pytest.approx(ms_ssim_and_ssim(a, b), abs=1e-12)


def test_large_integers_are_exact():
    a = np.zeros((130, 3), np.uint16)
    b = np.full_like(a, 65535)
    assert mse(a, b) == 65535**2


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
    lambda: ms_ssim(np.zeros((175, 400)), np.zeros((175, 400))),
    lambda: ms_ssim_and_ssim(np.zeros((176, 176, 3)), np.zeros((176, 176, 3))),
    lambda: luma(np.zeros((4, 4))),
])  # fmt: skip
def test_what_cannot_be_compared_is_said(call):
    with pytest.raises(BadInput) as caught:
        call()
    assert "\n" not in str(caught.value)
