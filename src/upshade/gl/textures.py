"""Constant textures: a shader file's `//!TEXTURE` blocks and a plan's tables. Equal data is one texture."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from typing import Any

import moderngl
import numpy as np
from numpy.typing import NDArray

from ..core.shader import TextureBlock
from ..core.texformat import FORMATS
from ..errors import GraphicsError
from .context import Context

_STORED = {"f1": np.uint8, "nu2": np.uint16, "f2": np.float16, "f4": np.float32}


@dataclass(slots=True, eq=False)
class DataTexture:
    """A texture that nobody writes. Owned by `DataTextures`."""

    key: bytes
    texture: Any
    nbytes: int
    users: int = 0


def stored(block: TextureBlock) -> bytes:
    """A block's data as its texture holds it; zeros where the file gives none. GraphicsError: no such texture."""
    form = FORMATS.get(block.format)
    if form is None or not form.store:
        why = form.refused if form else "is not known"
        raise GraphicsError(f"TEXTURE {block.name}: format {block.format} {why}")
    held = np.dtype(_STORED.get(form.store, form.dtype))
    if not block.data:
        return bytes(math.prod(block.size) * form.components * held.itemsize)
    values = np.frombuffer(block.data, dtype=form.dtype)
    # Wider than half floats can hold is infinity there too; not worth a warning.
    with np.errstate(over="ignore"):
        return values.astype(held, copy=False).tobytes()


class DataTextures:
    """Lends constant textures; those not in use stay until `trim()`, so planning again uploads nothing."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._textures: dict[bytes, DataTexture] = {}

    @property
    def live(self) -> int:
        return len(self._textures)

    @property
    def lent(self) -> int:
        return sum(t.users for t in self._textures.values())

    @property
    def nbytes(self) -> int:
        return sum(t.nbytes for t in self._textures.values())

    def acquire_block(self, block: TextureBlock) -> DataTexture:
        """The texture of a `//!TEXTURE` block. GraphicsError: a format or size that this driver has not."""
        form = FORMATS[block.format]
        data = stored(block)
        return self._acquire(data, block.size, form.components, form.store, f"TEXTURE {block.name}")

    def acquire_table(self, table: NDArray[Any]) -> DataTexture:
        """The texture of a table of shape (h, w) or (h, w, components): float32."""
        components = 1 if table.ndim == 2 else table.shape[2]
        values = np.ascontiguousarray(table, dtype=np.float32)
        return self._acquire(values.tobytes(), (table.shape[1], table.shape[0]), components, "f4", "table")

    def give_back(self, texture: DataTexture) -> None:
        texture.users -= 1

    def trim(self) -> None:
        """Release what nobody uses."""
        for key in [k for k, t in self._textures.items() if not t.users]:
            self._textures.pop(key).texture.release()

    def release(self) -> None:
        """Release all. RuntimeError if one is still lent."""
        if self.lent:
            raise RuntimeError(f"{self.lent} constant textures are still in use")
        self.trim()

    def _acquire(self, data: bytes, size: tuple[int, ...], components: int, store: str, what: str) -> DataTexture:
        key = hashlib.blake2b(data, digest_size=20).digest() + f"{size}{components}{store}".encode()
        texture = self._textures.get(key)
        if texture is None:
            texture = DataTexture(key, self._make(data, size, components, store, what), len(data))
            self._textures[key] = texture
        texture.users += 1
        return texture

    def _make(self, data: bytes, size: tuple[int, ...], components: int, store: str, what: str) -> Any:
        mgl = self.context.mgl
        written = "x".join(map(str, size))
        if max(size) > self.context.caps.texture_size:
            raise GraphicsError(f"{what} is {written}; this driver's limit is {self.context.caps.texture_size}")
        try:
            if len(size) == 3:
                made = mgl.texture3d(size, components, data, alignment=1, dtype=store)
                made.repeat_z = False
            else:
                made = mgl.texture((size[0], size[1]), components, data, alignment=1, dtype=store)
        except moderngl.Error as error:
            raise GraphicsError(f"{what}: {' '.join(str(error).split())}") from error
        # Filter and border come from sampler objects; these only keep the texture complete without mipmaps.
        made.filter = (moderngl.NEAREST, moderngl.NEAREST)
        made.repeat_x = made.repeat_y = False
        try:
            self.context.check(f"making {what} of {written} {store}")
        except GraphicsError:
            made.release()
            raise
        return made
