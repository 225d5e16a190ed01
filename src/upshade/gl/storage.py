"""What shaders keep from frame to frame: storage images and buffers, and blocks of constants."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import moderngl

from ..core import buffers
from ..core.frame import Frame
from ..core.shader import Shader
from ..core.steps import Storage
from ..core.texformat import FORMATS
from ..errors import GraphicsError
from .context import Context
from .textures import stored


@dataclass(slots=True, eq=False)
class Kept:
    """A storage image or a buffer. Owned by `Storages`. `start`: what it holds at first."""

    key: tuple[str, str, bytes]
    kind: str
    made: Any
    start: bytes
    users: int = 0
    touched: bool = False
    """A shader may have written to it."""

    def use(self, unit: int) -> None:
        if self.kind == "image":
            self.made.bind_to_image(unit, read=True, write=True)
            self.touched = True
        elif self.kind == "buffer":
            self.made.bind_to_storage_buffer(unit)
            self.touched = True
        else:
            self.made.bind_to_uniform_block(unit)


_LEAP = 1.0
"""Seconds between the end of a picture and the next one, from which on that was a seek."""


class Storages:
    """Lends what the shaders of one chain keep. It outlives plans: planning again (another size, a parameter) changes
    nothing in it; a changed shader text begins anew, and so does everything after a seek."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._last: Frame | None = None
        self._kept: dict[tuple[str, str, bytes], Kept] = {}

    @property
    def live(self) -> int:
        return len(self._kept)

    @property
    def lent(self) -> int:
        return sum(k.users for k in self._kept.values())

    @property
    def nbytes(self) -> int:
        return sum(len(k.start) for k in self._kept.values())

    def acquire(self, label: str, shader: Shader, storage: Storage) -> Kept:
        """What chain entry `label` calls `storage.name`. GraphicsError: the driver has no memory or format for it."""
        key = (label, storage.name, hashlib.blake2b(shader.text.encode(), digest_size=20).digest())
        kept = self._kept.get(key)
        if kept is None:
            # An older text's: nobody will ask for it again.
            for other in [k for k, v in self._kept.items() if k[:2] == key[:2] and not v.users]:
                self._release(other)
            kept = self._kept[key] = self._make(key, shader, storage)
        kept.users += 1
        return kept

    def give_back(self, kept: Kept) -> None:
        kept.users -= 1

    def follow(self, frame: Frame) -> None:
        """`frame` is drawn next: `reset` unless it follows the last one. The same one again follows itself."""
        last, self._last = self._last, frame
        if last is None or last is frame or frame.time is None or last.time is None:
            return
        end = last.time + float(last.duration * last.time_base)
        if frame.time < last.time or frame.time > end + _LEAP:
            self.reset()

    def reset(self) -> None:
        """Everything holds again what it held at first: a seek breaks the row of frames."""
        for kept in self._kept.values():
            if kept.touched:
                kept.made.write(kept.start)
                kept.touched = False

    def trim(self) -> None:
        """Release what nobody uses."""
        for key in [k for k, v in self._kept.items() if not v.users]:
            self._release(key)

    def release(self) -> None:
        """Release all. RuntimeError if one is still lent."""
        if self.lent:
            raise RuntimeError(f"{self.lent} storage images or buffers are still in use")
        self.trim()

    def _release(self, key: tuple[str, str, bytes]) -> None:
        self._kept.pop(key).made.release()

    def _make(self, key: tuple[str, str, bytes], shader: Shader, storage: Storage) -> Kept:
        mgl = self.context.mgl
        what = f"{'TEXTURE' if storage.kind == 'image' else 'BUFFER'} {storage.name}"
        try:
            if storage.kind == "image":
                texture = shader.textures[storage.index]
                form = FORMATS[texture.format]
                if max(texture.size) > self.context.caps.texture_size:
                    limit = self.context.caps.texture_size
                    raise GraphicsError(f"{what} is {'x'.join(map(str, texture.size))}; this driver's limit is {limit}")
                start = stored(texture)
                make = mgl.texture3d if len(texture.size) == 3 else mgl.texture
                made = make(texture.size, form.components, start, alignment=1, dtype=form.store)
                made.filter = (moderngl.NEAREST, moderngl.NEAREST)
            else:
                block = shader.buffers[storage.index]
                start = block.data.ljust(buffers.allocated(block), b"\0")
                made = mgl.buffer(start)
        except moderngl.Error as error:
            mgl.clear_errors()
            raise GraphicsError(f"{what}: {' '.join(str(error).split())}") from error
        except MemoryError as error:
            raise GraphicsError(f"{what}: there is not enough memory for it") from error
        try:
            self.context.check(f"making {what}")
        except GraphicsError:
            made.release()
            raise
        return Kept(key, storage.kind, made, start)
