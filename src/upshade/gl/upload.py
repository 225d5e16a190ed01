"""Source planes into textures of their exact size, so that a hook never sees a decoder's padding."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import moderngl
import numpy as np
from numpy.typing import NDArray

from ..core.frame import Frame
from ..core.steps import Source, Store, TextureSpec
from ..errors import BadInput
from .context import Context
from .pool import Pool, Target
from .program import Programs

_COPY = """#version 330 core
uniform sampler2D upshade_source;
out vec4 upshade_out;
void main() { upshade_out = texelFetch(upshade_source, ivec2(gl_FragCoord.xy), 0); }
"""


def plane_spec(source: Source, plane: int) -> TextureSpec:
    """The texture that holds a source plane."""
    width, height = source.format.plane_size(plane, source.width, source.height)
    store: Store = "f1" if source.format.bits <= 8 else "nu2"
    return TextureSpec(width, height, len(source.format.planes[plane]), store)


class Uploader:
    """Owns one target (lent by the pool) for each source plane in `planes`, and what is needed to fill it."""

    def __init__(self, context: Context, pool: Pool, programs: Programs, source: Source, planes: Collection[int]):
        self.source = source
        self._context = context
        self._pool = pool
        self._programs = programs
        self._targets: dict[int, Target] = {}
        self._buffers: dict[int, Any] = {}
        self._scratch: dict[int, Any] = {}
        self._copy: Any = None
        try:
            for plane in planes:
                self._targets[plane] = pool.acquire(plane_spec(source, plane))
        except BaseException:
            self.release()
            raise

    def texture(self, plane: int) -> Any:
        return self._targets[plane].texture

    def target(self, plane: int) -> Target | None:
        """None for a plane that is not uploaded."""
        return self._targets.get(plane)

    def check(self, frame: Frame) -> None:
        """BadInput unless the frame is what the plan was made for."""
        src = self.source
        if (frame.width, frame.height, frame.format) != (src.width, src.height, src.format):
            raise BadInput(
                f"a frame of {frame.width}x{frame.height} {frame.format.name} came where "
                f"{src.width}x{src.height} {src.format.name} is planned"
            )
        for plane, array in enumerate(frame.planes):
            shape = src.format.plane_shape(plane, src.width, src.height)
            if array.shape != shape or array.dtype != src.format.dtype:
                raise BadInput(
                    f"plane {plane} is {array.shape} {array.dtype}, {shape} {src.format.dtype} is right for "
                    f"{src.format.name}"
                )

    def upload(self, frame: Frame) -> None:
        """Fill every plane's texture. The frame must have passed `check`."""
        for plane, target in self._targets.items():
            self._plane(plane, target, frame.planes[plane])

    def release(self) -> None:
        for target in self._targets.values():
            self._pool.give_back(target)
        for buffer in self._buffers.values():
            self._pool.give_back_buffer(buffer)
        for scratch in self._scratch.values():
            scratch.release()
        if self._copy is not None:
            self._programs.give_back(self._copy)
        self._targets.clear()
        self._buffers.clear()
        self._scratch.clear()
        self._copy = None

    def _plane(self, plane: int, target: Target, array: NDArray[Any]) -> None:
        components = target.spec.components
        pixel = array.itemsize * components
        stride = array.strides[0]
        packed = array.strides[1:] == ((pixel,) if array.ndim == 2 else (pixel, array.itemsize))
        if not packed or stride < array.shape[1] * pixel or stride % pixel:
            array = np.ascontiguousarray(array)  # mirrored or otherwise strange: rare, so simply copied
            stride = array.strides[0]
        width = stride // pixel
        as_is = target.components == components and target.store == target.spec.store
        if width == array.shape[1] and as_is:
            self._write(plane, target.texture, array)
        elif as_is and self._context.software:
            # There a draw costs more than a copy: 14 ms against 0.3 for 1080p yuv420p.
            self._write(plane, target.texture, np.ascontiguousarray(array))
        else:
            self._through_scratch(plane, target, array, width)

    def _write(self, plane: int, texture: Any, array: NDArray[Any]) -> None:
        """On a driver with memory of its own through a buffer that is renewed each time, so that nothing waits for
        the draws that still read the texture."""
        if self._context.software:
            texture.write(array)
            return
        buffer = self._buffers.get(plane)
        if buffer is None:
            buffer = self._buffers[plane] = self._pool.acquire_buffer(array.nbytes)
        buffer.orphan()
        buffer.write(array)
        texture.write(buffer)

    def _through_scratch(self, plane: int, target: Target, array: NDArray[Any], width: int) -> None:
        """All rows with their padding in one piece, then a draw takes what is wanted. The last row goes by itself:
        the memory behind its end need not be ours."""
        height, columns = array.shape[:2]
        scratch = self._scratch.get(plane)
        if scratch is None or scratch.size != (width, height):
            if scratch is not None:
                scratch.release()
            scratch = self._context.mgl.texture((width, height), target.spec.components, dtype=target.spec.store)
            scratch.filter = (moderngl.NEAREST, moderngl.NEAREST)
            self._scratch[plane] = scratch
        if self._copy is None:
            self._copy = self._programs.acquire_plain(_COPY, {"upshade_source": 0})
        if height > 1:
            shape = (height - 1, width, *array.shape[2:])
            strides = (array.strides[0], *array.strides[1:])
            wide = np.lib.stride_tricks.as_strided(array, shape, strides, writeable=False)
            scratch.write(wide, viewport=(0, 0, width, height - 1))
        scratch.write(np.ascontiguousarray(array[-1]), viewport=(0, height - 1, columns, 1))
        self._context.begin()
        target.fbo.use()
        scratch.use(0)
        sampler = self._context.sampler(linear=False)
        sampler.use(0)
        self._copy.vao.render(moderngl.TRIANGLES, 3)
        sampler.clear(0)
