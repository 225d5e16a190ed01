"""The structure tensor of a picture, and the bucket that it puts each pixel in.

Gradients are taken at the corners between pixels: with u = p[y+1, x+1] − p[y, x] and v = p[y, x+1] − p[y+1, x], gx = (u
+ v)/2 and gy = (u − v)/2. So the tensor a = Σ w·gy², b = Σ w·gx·gy, d = Σ w·gx² needs only two differences a corner: a
+ d = Σ w·(u² + v²)/2, a − d = −Σ w·u·v, 2b = Σ w·(u² − v²)/2. The window is as many pixels across as is said, one
corner less, and lies around a pixel's centre or around one of its sub-pixels.

Of the eigenvalues L1 ≥ L2, strength is √L1, coherence (√L1 − √L2)/(√L1 + √L2), and the angle ½·atan2(2b, a − d): 0 for
a horizontal edge, growing with the gradient's turn from y towards x. Angle bins are centred on multiples of 180°/24:
edges along the pixel grid and its diagonals, the commonest of all, lie in the middle of a bin, not on a border where
the last bit of a sum decides. Romano et al., arXiv 1606.01299 §III-B; Getreuer et al., ICCP 2018 §III.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import BadInput

ANGLES = 24
TIE = 1e-5
"""Part of a + d that is added to a − d: where a picture has no direction at all, all compute the same one."""

Plane = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Hash:
    """How pixels are told apart. `window`: pixels across the tensor's window (odd, at least 3); `sigma`: of its
    Gaussian, in pixels; `strength` and `coherence`: rising thresholds between the classes. `coarse`: weight of the
    tensor that the picture has at half its size, 0 for none."""

    window: int = 5
    sigma: float = 1.2
    strength: tuple[float, ...] = ()
    coherence: tuple[float, ...] = ()
    coarse: float = 0.0

    def __post_init__(self) -> None:
        if self.window < 3 or self.window % 2 == 0:
            raise BadInput(f"the tensor's window is {self.window} pixels; it is odd and at least 3")
        for name, values in (("strength", self.strength), ("coherence", self.coherence)):
            if list(values) != sorted(set(values)) or not all(0 < v < 1 for v in values):
                raise BadInput(f"thresholds of {name} are {values}; they rise, between 0 and 1")

    @property
    def classes(self) -> int:
        """Of strength and coherence together."""
        return (len(self.strength) + 1) * (len(self.coherence) + 1)

    @property
    def buckets(self) -> int:
        return ANGLES * self.classes


def gaussian(window: int, sigma: float, offset: float = 0.0) -> NDArray[np.float64]:
    """Weights of the window's `window − 1` corners along one axis, centred on `offset`; their sum is 1."""
    at = np.arange(window - 1) - (window - 2) / 2 - offset
    weights: NDArray[np.float64] = np.exp(-np.square(at) / (2 * sigma * sigma))
    weights /= weights.sum()
    return weights


@dataclass(frozen=True, slots=True)
class Tensor:
    """Shapes (h, w): `total` a + d, `difference` a − d, `cross` 2b."""

    total: Plane
    difference: Plane
    cross: Plane

    def __add__(self, other: Tensor) -> Tensor:
        return Tensor(self.total + other.total, self.difference + other.difference, self.cross + other.cross)

    def scaled(self, factor: float) -> Tensor:
        kind = self.total.dtype.type(factor)
        return Tensor(self.total * kind, self.difference * kind, self.cross * kind)


def tensor(picture: Plane, window: int, sigma: float, offset: tuple[float, float] = (0.0, 0.0)) -> Tensor:
    """Of every pixel of a picture (h, w) in 0…1, float32 or float64; beyond its edge the edge goes on."""
    p = np.pad(picture, window // 2, mode="edge")
    u = p[1:, 1:] - p[:-1, :-1]
    v = p[:-1, 1:] - p[1:, :-1]
    across, down = (gaussian(window, sigma, o).astype(picture.dtype) for o in offset)
    uu, vv = u * u, v * v
    half = picture.dtype.type(0.5)
    return Tensor(*(_windowed(x, across, down) for x in ((uu + vv) * half, -u * v, (uu - vv) * half)))


def _windowed(x: Plane, across: Plane, down: Plane) -> Plane:
    n = len(across)
    h, w = x.shape[0] - n + 1, x.shape[1] - n + 1
    rows = sum((down[i] * x[i : i + h] for i in range(1, n)), start=down[0] * x[:h])
    made: Plane = sum((across[i] * rows[:, i : i + w] for i in range(1, n)), start=across[0] * rows[:, :w])
    return made


def coarse(picture: Plane, window: int, sigma: float, offset: tuple[float, float] = (0.0, 0.0)) -> Tensor:
    """The tensor of the picture at half its size (means of 2×2), at each pixel of the picture the nearest one's."""
    h, w = picture.shape
    p = np.pad(picture, ((0, h % 2), (0, w % 2)), mode="edge")
    small = (p[::2, ::2] + p[1::2, ::2] + p[::2, 1::2] + p[1::2, 1::2]) * p.dtype.type(0.25)
    planes = []
    made = {
        (x, y): tensor(small, window, sigma, ((offset[0] + x - 0.5) / 2, (offset[1] + y - 0.5) / 2))
        for y in (0, 1)
        for x in (0, 1)
    }
    for name in ("total", "difference", "cross"):
        whole = np.empty(p.shape, p.dtype)
        for (x, y), part in made.items():
            whole[y::2, x::2] = getattr(part, name)
        planes.append(whole[:h, :w])
    return Tensor(*planes)


def described(picture: Plane, how: Hash, offset: tuple[float, float] = (0.0, 0.0)) -> Tensor:
    """The tensor as `how` wants it, of one scale or of two."""
    fine = tensor(picture, how.window, how.sigma, offset)
    return fine + coarse(picture, how.window, how.sigma, offset).scaled(how.coarse) if how.coarse else fine


def eigenvalues(t: Tensor) -> tuple[Plane, Plane]:
    """L1 ≥ L2 ≥ 0."""
    root = np.sqrt(np.square(t.difference) + np.square(t.cross))
    half = t.total.dtype.type(0.5)
    return half * (t.total + root), np.maximum(half * (t.total - root), 0)


def strength(l1: Plane) -> Plane:
    """√L1: of a straight edge the mean height of its steps, in the picture's units."""
    return np.sqrt(l1)


def coherence(l1: Plane, l2: Plane) -> Plane:
    """0…1: 0 without direction (and where nothing is), 1 where all gradients are parallel."""
    s1, s2 = np.sqrt(l1), np.sqrt(l2)
    total = s1 + s2
    made: Plane = np.divide(s1 - s2, total, out=np.zeros_like(total), where=total > 0)
    return made


def angle(t: Tensor) -> Plane:
    """Radians, 0 ≤ θ < π."""
    turned = np.arctan2(t.cross, t.difference + t.total.dtype.type(TIE) * t.total)
    made: Plane = np.mod(turned / 2, np.pi)
    return made


def bins(t: Tensor) -> NDArray[np.int32]:
    turned = np.arctan2(t.cross, t.difference + t.total.dtype.type(TIE) * t.total)
    return np.floor(turned * (ANGLES / 2 / np.pi) + (ANGLES + 0.5)).astype(np.int32) % ANGLES


def classes(l1: Plane, l2: Plane, how: Hash) -> NDArray[np.int32]:
    """strength class · number of coherence classes + coherence class. Both compare without roots."""
    s = np.zeros(l1.shape, np.int32)
    c = np.zeros(l1.shape, np.int32)
    for limit in how.strength:
        s += l1 > limit * limit
    for limit in how.coherence:
        c += l2 < ((1 - limit) / (1 + limit)) ** 2 * l1
    return s * (len(how.coherence) + 1) + c


def buckets(picture: Plane, how: Hash, offset: tuple[float, float] = (0.0, 0.0)) -> NDArray[np.int32]:
    """angle bin · classes + class, for each pixel of a picture (h, w)."""
    t = described(picture, how, offset)
    return bins(t) * np.int32(how.classes) + classes(*eigenvalues(t), how)


def patches(picture: Plane, taps: int) -> Plane:
    """(h, w, taps·taps), a view of copies at the edge: the square around each pixel, row by row."""
    padded = np.pad(picture, taps // 2, mode="edge")
    return np.lib.stride_tricks.sliding_window_view(padded, (taps, taps))


def subpixels(picture: Plane, factor: int) -> Plane:
    """(h·factor, w·factor) → (h, w, factor²), the sub-pixels of each pixel row by row."""
    h, w = picture.shape[0] // factor, picture.shape[1] // factor
    return picture.reshape(h, factor, w, factor).transpose(0, 2, 1, 3).reshape(h, w, factor * factor)


def shuffled(parts: Plane, factor: int) -> Plane:
    """(h, w, factor²) → (h·factor, w·factor)"""
    h, w = parts.shape[:2]
    return parts.reshape(h, w, factor, factor).transpose(0, 2, 1, 3).reshape(h * factor, w * factor)
