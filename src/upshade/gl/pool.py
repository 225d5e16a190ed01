"""Render targets and transfer buffers: the only place that makes them. They outlive plans, so planning again is
cheap."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import moderngl

from ..core.steps import Store, TextureSpec
from ..errors import GraphicsError
from .context import Context
from .textures import DataTextures

_BYTES = {"f1": 1, "f2": 2, "f4": 4, "nu2": 2}
# What to use where a storage cannot be drawn into: the next that holds its values.
_FALLBACK: dict[Store, Store] = {"nu2": "f4", "f2": "f4", "f4": "f2", "f1": "f2"}


@dataclass(slots=True, eq=False)
class Target:
    """A texture and the framebuffer that draws into it, both owned by the pool. `spec` is what was asked for;
    `components` and `store` are what the driver could give (as asked, nearly always)."""

    spec: TextureSpec
    texture: Any
    fbo: Any
    components: int
    store: Store

    @property
    def nbytes(self) -> int:
        return self.spec.width * self.spec.height * self.components * _BYTES[self.store]


class Pool:
    """Lends targets and buffers; what comes back is kept for the next `acquire` of the same kind until `trim()`."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.data = DataTextures(context)
        """Constant textures: they too outlive plans."""
        self._free: dict[TextureSpec, list[Target]] = {}
        self._free_buffers: dict[int, list[Any]] = {}
        self._lent: set[Target] = set()
        self._lent_buffers: dict[int, int] = {}  # id → bytes
        self._drawable: dict[tuple[int, Store], tuple[int, Store]] = {}

    @property
    def lent(self) -> int:
        """Textures and buffers in use."""
        return len(self._lent) + len(self._lent_buffers) + self.data.lent

    @property
    def live(self) -> int:
        """Targets and buffers that exist."""
        targets = sum(1 for _ in self._targets())
        free = sum(map(len, self._free_buffers.values()))
        return targets + len(self._lent_buffers) + free + self.data.live

    @property
    def nbytes(self) -> int:
        """Bytes of everything that exists, lent or not."""
        buffers = sum(size * len(kept) for size, kept in self._free_buffers.items()) + sum(self._lent_buffers.values())
        return buffers + sum(t.nbytes for t in self._targets()) + self.data.nbytes

    def acquire(self, spec: TextureSpec) -> Target:
        """A target of exactly this size. Its contents are undefined. GraphicsError: the driver has no memory or no
        format for it."""
        kept = self._free.get(spec)
        target = kept.pop() if kept else self._make(spec)
        self._lent.add(target)
        return target

    def give_back(self, target: Target) -> None:
        self._lent.remove(target)
        self._free.setdefault(target.spec, []).append(target)

    def discard(self, target: Target) -> None:
        """Release it, instead of giving it back."""
        self._lent.remove(target)
        self.context.park()
        target.fbo.release()
        target.texture.release()

    def acquire_buffer(self, nbytes: int) -> Any:
        """A pixel buffer of `nbytes`, for transfers."""
        kept = self._free_buffers.get(nbytes)
        buffer = kept.pop() if kept else self.context.mgl.buffer(reserve=nbytes, dynamic=True)
        self._lent_buffers[id(buffer)] = nbytes
        return buffer

    def give_back_buffer(self, buffer: Any) -> None:
        nbytes = self._lent_buffers.pop(id(buffer))
        self._free_buffers.setdefault(nbytes, []).append(buffer)

    def trim(self) -> None:
        """Release everything that nobody uses."""
        self.data.trim()
        self.context.park()
        for targets in self._free.values():
            for target in targets:
                target.fbo.release()
                target.texture.release()
        for buffers in self._free_buffers.values():
            for buffer in buffers:
                buffer.release()
        self._free.clear()
        self._free_buffers.clear()

    def release(self) -> None:
        """Release all. RuntimeError if something is still lent: its owner would be left with dead objects."""
        if self.lent:
            raise RuntimeError(f"{self.lent} textures or buffers of the pool are still in use")
        self.trim()
        self.data.release()

    def _targets(self) -> Iterator[Target]:
        yield from self._lent
        for kept in self._free.values():
            yield from kept

    def _make(self, spec: TextureSpec) -> Target:
        limit = self.context.caps.texture_size
        if not (1 <= spec.width <= limit and 1 <= spec.height <= limit):
            raise GraphicsError(f"a texture of {spec.width}x{spec.height} is asked for; this driver's limit is {limit}")
        components, store = self._drawable_format(spec.components, spec.store)
        return self._create(spec, components, store)

    def _create(self, spec: TextureSpec, components: int, store: Store) -> Target:
        mgl = self.context.mgl
        size = (spec.width, spec.height)
        doing = f"making a {spec.width}x{spec.height} texture of {components} {store}"
        self.context.park()
        texture = None
        try:
            texture = mgl.texture(size, components, dtype=store)
            texture.filter = (moderngl.NEAREST, moderngl.NEAREST)
            texture.repeat_x = texture.repeat_y = False
            fbo = mgl.framebuffer([texture])
        except moderngl.Error as error:
            if texture is not None:
                texture.release()
            mgl.clear_errors()
            raise GraphicsError(f"{' '.join(str(error).split())} while {doing}") from error
        target = Target(spec, texture, fbo, components, store)
        try:
            self.context.check(doing)
        except GraphicsError:
            self.context.park()
            fbo.release()
            texture.release()
            raise
        return target

    def _drawable_format(self, components: int, store: Store) -> tuple[int, Store]:
        """The nearest format that the driver draws into, tried once each. Three components need not be one."""
        key = (components, store)
        if key not in self._drawable:
            more = 4 if components == 3 else components
            stores = (store, _FALLBACK[store])
            choices = [(components, store), *((more, s) for s in stores)]
            for choice in choices:
                try:
                    probe = self._create(TextureSpec(4, 4, choice[0], choice[1]), *choice)
                except GraphicsError:
                    continue
                self.context.park()
                probe.fbo.release()
                probe.texture.release()
                self._drawable[key] = choice
                break
            else:
                raise GraphicsError(f"this driver cannot draw into textures of {components} {store}")
        return self._drawable[key]
