"""Finished planes from textures into memory: at once, or three frames in flight."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..core.frame import PixelFormat
from .context import Context
from .pool import Pool, Target

Planes = tuple[NDArray[Any], ...]
RING = 3
"""Frames that may be on their way at the same time."""


class Readback:
    """Reads targets that hold exactly a plane's samples. `targets[k]` is None for a plane that is not read."""

    def __init__(
        self, context: Context, pool: Pool, targets: Sequence[Target | None], form: PixelFormat, width: int, height: int
    ) -> None:
        self._context = context
        self._pool = pool
        self._targets = tuple(targets)
        self._shapes = [form.plane_shape(k, width, height) for k in range(len(form.planes))]
        self._dtype = form.dtype
        # A driver that draws on the CPU gains nothing from buffers: a read into them and out takes twice as long
        # (1080p yuv420p: 0.25 ms, at once 0.12) and waits as long for the draws.
        self._buffered = not context.software and all(
            t is None or (t.components == t.spec.components and t.store == t.spec.store) for t in self._targets
        )
        self._free: list[list[Any]] = []
        self._pending: deque[list[Any]] = deque()
        self._rings = 0

    @property
    def pending(self) -> int:
        """Frames started and not taken."""
        return len(self._pending)

    @property
    def shapes(self) -> list[tuple[int, ...]]:
        return self._shapes

    def read(self, out: Sequence[NDArray[Any] | None] | None = None) -> tuple[NDArray[Any] | None, ...]:
        """Every plane that has a target, into `out[k]` where that is a C-contiguous array of its shape and type,
        else into a new array. Waits for the draws."""
        # The wait happens here, without the GIL, and not in the driver's copy.
        self._context.finish()
        planes: list[NDArray[Any] | None] = []
        for k, target in enumerate(self._targets):
            if target is None:
                planes.append(None)
                continue
            array = self._into(k, out)
            if target.components == target.spec.components and target.store == target.spec.store:
                target.texture.read_into(array, alignment=1)
            else:
                _read_other(target, array)
            planes.append(array)
        return tuple(planes)

    def start(self) -> None:
        """Begin to copy the planes that are drawn now; RuntimeError when `RING` frames are on their way."""
        if len(self._pending) >= RING:
            raise RuntimeError(f"{RING} frames are already being read back; take one first")
        if not self._buffered:
            self._pending.append(list(self.read()))
            return
        if self._free:
            buffers = self._free.pop()
        else:
            buffers = [None if t is None else self._pool.acquire_buffer(self._nbytes(k))
                       for k, t in enumerate(self._targets)]  # fmt: skip
        for target, buffer in zip(self._targets, buffers, strict=True):
            if target is not None:
                target.texture.read_into(buffer, alignment=1)
        self._pending.append(buffers)

    def take(self, out: Sequence[NDArray[Any] | None] | None = None) -> tuple[NDArray[Any] | None, ...]:
        """The planes of the oldest frame begun; IndexError if there is none."""
        buffers = self._pending.popleft()
        planes: list[NDArray[Any] | None] = []
        for k, held in enumerate(buffers):
            if held is None:
                planes.append(None)
                continue
            if isinstance(held, np.ndarray) and (out is None or out[k] is None):
                planes.append(held)
                continue
            array = self._into(k, out)
            if isinstance(held, np.ndarray):
                array[...] = held
            else:
                held.read_into(array)
            planes.append(array)
        if self._buffered:
            self._free.append(buffers)
        return tuple(planes)

    def release(self) -> None:
        if self._buffered:
            for buffers in (*self._free, *self._pending):
                for buffer in buffers:
                    if buffer is not None:
                        self._pool.give_back_buffer(buffer)
        self._free.clear()
        self._pending.clear()

    def _nbytes(self, k: int) -> int:
        return int(np.prod(self._shapes[k])) * self._dtype.itemsize

    def _into(self, k: int, out: Sequence[NDArray[Any] | None] | None) -> NDArray[Any]:
        given = out[k] if out is not None else None
        if given is None:
            return np.empty(self._shapes[k], self._dtype)
        if given.shape != self._shapes[k] or given.dtype != self._dtype or not given.flags.c_contiguous:
            raise ValueError(
                f"plane {k} is {given.shape} {given.dtype}; a contiguous {self._shapes[k]} {self._dtype} is needed"
            )
        return given


def _read_other(target: Target, array: NDArray[Any]) -> None:
    """From a texture of another format than was asked for: OpenGL leaves components out, we do the rounding."""
    n = target.spec.components
    if target.store == target.spec.store:
        target.fbo.read_into(array, components=n, dtype="f1" if array.dtype == np.uint8 else "nu2", alignment=1)
        return
    values = np.frombuffer(target.fbo.read(components=n, dtype="f4", alignment=1), np.float32).reshape(array.shape)
    top = float(np.iinfo(array.dtype).max)
    array[...] = np.clip(np.rint(values.astype(np.float64) * top), 0, top).astype(array.dtype)
