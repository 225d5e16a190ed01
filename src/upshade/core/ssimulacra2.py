"""SSIMULACRA2: how much of a picture's quality is left to the eye, 100 for none lost.

Jon Sneyers' metric as it is defined by its program (libjxl, tools/ssimulacra2.cc, version 2.1), with everything that
decides the score: opsin colours, six scales halved in linear light, a Gaussian by truncated cosines with zeros outside
the picture, three error maps in two norms, 108 weights found by its author on people's judgements.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ..errors import BadInput
from .banded import Banded, product, window

Planes = NDArray[np.float32]

LEAST = 8
"""Smaller scales are left out; a picture must have at least one."""

_SCALES = 6
_C2 = 0.0009
_SIGMA = 1.5

# Opsin absorbance of linear R'G'B', and its bias: libjxl, lib/jxl/cms/opsin_params.h.
_OPSIN = np.array([
    [0.30, 1 - 0.30 - 0.078, 0.078],
    [0.23, 1 - 0.23 - 0.078, 0.078],
    [0.24342268924547819, 0.20476744424496821, 1 - 0.24342268924547819 - 0.20476744424496821],
])  # fmt: skip
_BIAS = 0.0037930732552754493
# X, Y, B − Y of the mixed cones' cube roots, and what brings each to about 0…1.
_XYB = np.array([[7.0, -7.0, 0.0], [0.5, 0.5, 0.0], [-0.5, -0.5, 1.0]])
_LIFT = np.array([0.42, 0.01, 0.55])

# By component (X, Y, B − Y), then scale, then norm (1, 4), then map: structure, artefacts, lost detail.
_WEIGHTS = (
    0.0, 0.0007376606707406586, 0.0, 0.0, 0.0007793481682867309, 0.0,
    0.0, 0.0004371155730107379, 0.0, 1.1041726426657346, 0.00066284834129271, 0.00015231632783718752,
    0.0, 0.0016406437456599754, 0.0, 1.8422455520539298, 11.441172603757666, 0.0,
    0.0007989109436015163, 0.000176816438078653, 0.0, 1.8787594979546387, 10.94906990605142, 0.0,
    0.0007289346991508072, 0.9677937080626833, 0.0, 0.00014003424285435884, 0.9981766977854967, 0.00031949755934435053,
    0.0004550992113792063, 0.0, 0.0, 0.0013648766163243398, 0.0, 0.0,
    0.0, 0.0, 0.0, 7.466890328078848, 0.0, 17.445833984131262,
    0.0006235601634041466, 0.0, 0.0, 6.683678146179332, 0.00037724407979611296, 1.027889937768264,
    225.20515300849274, 0.0, 0.0, 19.213238186143016, 0.0011401524586618361, 0.001237755635509985,
    176.39317598450694, 0.0, 0.0, 24.43300999870476, 0.28520802612117757, 0.0004485436923833408,
    0.0, 0.0, 0.0, 34.77906344483772, 44.835625328877896, 0.0,
    0.0, 0.0, 0.0, 0.0, 0.0, 0.0,
    0.0, 0.0008680556573291698, 0.0, 0.0, 0.0, 0.0,
    0.0, 0.0005313191874358747, 0.0, 0.00016533814161379112, 0.0, 0.0,
    0.0, 0.0, 0.0, 0.0004179171803251336, 0.0017290828234722833, 0.0,
    0.0020827005846636437, 0.0, 0.0, 8.826982764996862, 23.19243343998926, 0.0,
    95.1080498811086, 0.9863978034400682, 0.9834382792465353, 0.0012286405048278493, 171.2667255897307,
    0.9807858872435379,
    0.0, 0.0, 0.0, 0.0005130064588990679, 0.0, 0.00010854057858411537,
)  # fmt: skip


def ssimulacra2(reference: NDArray[np.floating], test: NDArray[np.floating]) -> float:
    """The score, at most 100; 90 is hard to tell from the reference, 30 is low quality, below 0 is far off.

    Shapes (3, h, w), both the same, sides at least 8: sRGB-coded R'G'B' from 0 to 1. Computed in float32, as the
    author's program does. BadInput for other shapes.
    """
    if reference.shape != test.shape or reference.ndim != 3 or reference.shape[0] != 3:
        raise BadInput(f"pictures of shape (3, h, w) are wanted, not {reference.shape} and {test.shape}")
    if min(reference.shape[1:]) < LEAST:
        raise BadInput(f"SSIMULACRA2 needs at least {LEAST}x{LEAST} pixels, not {test.shape[2]}x{test.shape[1]}")
    a, b = _linear(reference), _linear(test)
    errors = []
    for scale in range(_SCALES):
        if min(a.shape[1:]) < LEAST:
            break
        if scale:
            a, b = _halved(a), _halved(b)
        errors.append(_errors(_opsin(a), _opsin(b)))
    # (scale, component, …) to (component, scale, …); scales that a small picture lacks weigh nothing.
    found = np.stack(errors).swapaxes(0, 1).ravel()
    # As in the author's program the weights are used up one after the other, whatever the number of scales.
    return _score(float(np.dot(found, _WEIGHTS[: len(found)])))


def _score(error: float) -> float:
    e = error * 0.9562382616834844
    e = 2.326765642916932 * e - 0.020884521182843837 * e**2 + 6.248496625763138e-05 * e**3
    return 100.0 - 10.0 * e**0.6276336467831387 if e > 0 else 100.0


def _linear(rgb: NDArray[np.floating]) -> Planes:
    """IEC 61966-2-1."""
    x = np.asarray(rgb, np.float32)
    made: Planes = np.where(x <= 0.04045, x / 12.92, ((np.maximum(x, 0) + 0.055) / 1.055) ** 2.4)
    return made


def _opsin(linear: Planes) -> Planes:
    flat = linear.reshape(3, -1)
    mixed = product(_OPSIN.astype(np.float32), flat)
    mixed += np.float32(_BIAS)
    np.maximum(mixed, 0, out=mixed)
    np.cbrt(mixed, out=mixed)
    mixed -= np.cbrt(np.float32(_BIAS))
    made: Planes = product(_XYB.astype(np.float32), mixed)
    made += _LIFT.astype(np.float32)[:, None]
    return made.reshape(linear.shape)


def _halved(linear: Planes) -> Planes:
    _, h, w = linear.shape
    padded = np.pad(linear, ((0, 0), (0, h % 2), (0, w % 2)), mode="edge") if h % 2 or w % 2 else linear
    rows = padded[:, ::2] + padded[:, 1::2]
    made: Planes = (rows[..., ::2] + rows[..., 1::2]) * np.float32(0.25)
    return made


def _kernel() -> NDArray[np.float64]:
    """The impulse response of Charalampidis, "Recursive Implementation of the Gaussian Filter Using Truncated Cosine
    Functions", IEEE TSP 64(14), 2016, with three cosines: equation numbers in brackets. It is 11 taps long, the outer
    two zero, and not a sampled Gaussian, which would move the score by tenths."""
    radius = round(3.2795 * _SIGMA + 0.2546)  # [57]
    omega = np.array([1, 3, 5]) * np.pi / (2 * radius)
    sign = np.array([1, -1, 1])
    p = sign / np.tan(0.5 * omega)  # [37]
    r = sign * p * p / np.sin(omega)  # [44]
    rho = np.exp(-0.5 * _SIGMA**2 * omega**2) / radius  # [50]
    d13, d35, d51 = (p[i] * r[j] - r[i] * p[j] for i, j in ((0, 1), (1, 2), (2, 0)))  # [52]
    zeta = np.array([d35 / d13, d51 / d13, 1.0])
    wanted = np.array([1.0, radius**2 - _SIGMA**2, float(zeta @ rho)])
    beta = np.linalg.solve(np.array([p, r, zeta]), wanted)  # [53], [55], [56]
    n = np.arange(-radius, radius + 1)
    made: NDArray[np.float64] = beta @ np.cos(omega[:, None] * n)
    return made


@lru_cache(maxsize=64)
def _windows(size: int) -> Banded:
    return window(_kernel()[1:-1], size, whole=False, dtype=np.float32)


def _blurred(planes: Planes) -> Planes:
    h, w = planes.shape[-2:]
    rows, columns = _windows(h), _windows(w)
    out = np.empty_like(planes)
    for b in rows.blocks:
        out[..., b.start : b.stop, :] = columns.columns(product(b.matrix, planes[..., b.first : b.last, :]))
    return out


def _errors(a: Planes, b: Planes) -> NDArray[np.float64]:
    """Shape (3 components, 2 norms, 3 maps)."""
    mean_a, mean_b = _blurred(a), _blurred(b)
    cov = _blurred(a * b) - mean_a * mean_b
    # So added up, equal pictures give exactly twice the covariance.
    var = _blurred(a * a + b * b) - (mean_a * mean_a + mean_b * mean_b)
    # SSIM without the denominator of its luminance term: these values are perceptually even already.
    lost = 1 - (1 - np.square(mean_a - mean_b)) * (2 * cov + np.float32(_C2)) / (var + np.float32(_C2))
    edges = (1 + np.abs(b - mean_b)) / (1 + np.abs(a - mean_a)) - 1
    maps = (np.maximum(lost, 0), np.maximum(edges, 0), np.maximum(-edges, 0))
    made = np.empty((3, 2, 3))
    for i, found in enumerate(maps):
        made[:, 0, i] = found.mean((1, 2), dtype=np.float64)
        square = np.square(found)
        made[:, 1, i] = np.mean(np.square(square), (1, 2), dtype=np.float64) ** 0.25
    return made
