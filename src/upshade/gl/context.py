"""The OpenGL context: made without a window or attached to one, what its driver can do, and how to wait for it.

OpenGL calls belong to the thread that made the context; on another thread they fail or do nothing.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable
from types import TracebackType
from typing import Any

import moderngl

from ..core.steps import Caps
from ..errors import GraphicsError

_COMBINED_UNITS = "GL_MAX_COMBINED_TEXTURE_IMAGE_UNITS"
_FRAGMENT_UNITS = "GL_MAX_TEXTURE_IMAGE_UNITS"
_SOFTWARE = ("llvmpipe", "softpipe", "swrast", "swiftshader", "software")
_GL_DITHER = 0x0BD0
_GL_MIRRORED_REPEAT = 0x8370
_GL_TEXTURE_WRAP = (0x2802, 0x2803, 0x8072)  # S, T, R
_ADVICE = (
    "install a graphics driver, or Mesa's software one (Debian: libegl1 libgl1 libgl1-mesa-dri)"
    if sys.platform.startswith("linux")
    else "install a graphics driver"
)


class Context:
    """Owner of one moderngl context (`mgl`) and of what all its users share: samplers, query rings, a parking
    framebuffer. `release()` when nothing made from it lives any more."""

    def __init__(self, mgl: Any, owned: bool) -> None:
        """Use `headless()` or `attach()`. `owned`: release the moderngl context too."""
        self.mgl = mgl
        self._owned = owned
        self._released = False
        mgl_info = mgl.info
        self.info = {"renderer": str(mgl_info["GL_RENDERER"]), "version": str(mgl_info["GL_VERSION"]),
                     "vendor": str(mgl_info["GL_VENDOR"])}  # fmt: skip
        if mgl.version_code < 330:
            if owned:
                mgl.release()
            raise GraphicsError(
                f"OpenGL {mgl.version_code // 100}.{mgl.version_code // 10 % 10} of {self.info['renderer']} is too "
                f"old, 3.3 is needed: {_ADVICE}"
            )
        self.software = any(word in self.info["renderer"].lower() for word in _SOFTWARE)
        """Whether the CPU draws: then draws are what takes time, and copies within memory are cheap."""
        self.dispatch: str | None = None
        """How fragment hooks are run: "fragment" or "compute"; None: `dispatch.settle` has not been asked yet."""
        version = mgl.version_code
        self.caps = Caps(
            glsl=version,
            texture_units=int(mgl_info[_FRAGMENT_UNITS]),
            texture_size=int(mgl_info["GL_MAX_TEXTURE_SIZE"]),
            gather=version >= 400 or "GL_ARB_gpu_shader5" in mgl.extensions,
            group_threads=int(mgl_info.get("GL_MAX_COMPUTE_WORK_GROUP_INVOCATIONS", 0)),
            uniform_bytes=int(mgl_info.get("GL_MAX_UNIFORM_BLOCK_SIZE", 16384)),
            # Drivers that take 2 GiB and more tell it as a negative number.
            storage_bytes=int(mgl_info.get("GL_MAX_SHADER_STORAGE_BLOCK_SIZE", 0)) & 0xFFFFFFFF,
        )
        # moderngl binds a texture whenever it creates or writes one; by default on the last unit a pass may use.
        # Fragment shaders reach 16 units or more, all stages together at least 48 (OpenGL 3.3 core, table 6.44).
        mgl.default_texture_unit = int(mgl_info[_COMBINED_UNITS]) - 1
        mgl.disable_direct(_GL_DITHER)
        self._finish = self.function("glFinish")
        self._samplers: dict[tuple[bool, str], Any] = {}
        self._queries: list[Any] = []
        self._parking_texture = mgl.texture((1, 1), 4, dtype="f1")
        self._parking = mgl.framebuffer([self._parking_texture])

    @classmethod
    def headless(cls) -> Context:
        """A context without a window: EGL on Linux, a hidden window elsewhere. GraphicsError: there is none."""
        _prepare_environment()
        settings = {"backend": "egl"} if sys.platform.startswith("linux") else {}
        return cls(_create(standalone=True, **settings), owned=True)

    @classmethod
    def attach(cls) -> Context:
        """The context that is current on this thread, for instance a window's. GraphicsError: there is none.

        Set `GALLIVM_PERF` with `prepare()` before the window makes its context.
        """
        return cls(_create(require=330), owned=False)

    @staticmethod
    def prepare() -> None:
        """Tell software drivers to filter 8-bit textures exactly. To be called before any context exists."""
        _prepare_environment()

    def function(self, name: str, *argtypes: Any, result: Any = None) -> Callable[..., Any] | None:
        """An OpenGL function by name, called without the GIL; None where the driver cannot say."""
        loader = getattr(self.mgl.mglo, "_context", None)
        load = getattr(loader, "load_opengl_function", None)
        address = load(name) if load else 0
        if not address:
            return None
        kind = getattr(ctypes, "WINFUNCTYPE", ctypes.CFUNCTYPE)
        made: Callable[..., Any] = kind(result, *argtypes)(address)
        return made

    def finish(self) -> None:
        """Wait until everything is drawn, letting other Python threads run meanwhile (moderngl's own would not)."""
        if self._finish is not None:
            self._finish()
        else:
            self.mgl.finish()

    def begin(self) -> None:
        """Put OpenGL into the state that our draws need; others may have changed it."""
        # moderngl does not notice what others bind, but every `use` binds anew, with viewport and scissor.
        self._parking.use()
        self.mgl.enable_only(moderngl.NOTHING)

    def park(self) -> None:
        """Bind a framebuffer of the context's own, so that any other may be released."""
        self._parking.use()

    def sampler(self, linear: bool, border: str = "CLAMP") -> Any:
        """The shared sampler object for a filter and a border (CLAMP, REPEAT, MIRROR). Not to be released."""
        key = (linear, border)
        if key not in self._samplers:
            sampler = self.mgl.sampler()
            kind = moderngl.LINEAR if linear else moderngl.NEAREST
            sampler.filter = (kind, kind)
            repeat = border == "REPEAT"
            sampler.repeat_x = sampler.repeat_y = sampler.repeat_z = repeat
            self._samplers[key] = sampler
            if border == "MIRROR":
                self._mirror(sampler)
        return self._samplers[key]

    def _mirror(self, sampler: Any) -> None:
        """moderngl knows no mirrored repeat nor a sampler's name: bind it, ask for the name, set it by hand."""
        get = self.function("glGetIntegerv", ctypes.c_uint, ctypes.POINTER(ctypes.c_int))
        active = self.function("glActiveTexture", ctypes.c_uint)
        set_int = self.function("glSamplerParameteri", ctypes.c_uint, ctypes.c_uint, ctypes.c_int)
        if get is None or active is None or set_int is None:
            raise GraphicsError("this driver does not offer mirrored borders; use CLAMP or REPEAT")
        sampler.use(0)
        name = ctypes.c_int(0)
        active(0x84C0)  # GL_TEXTURE0
        get(0x8919, ctypes.byref(name))  # GL_SAMPLER_BINDING
        for wrap in _GL_TEXTURE_WRAP:
            set_int(name.value, wrap, _GL_MIRRORED_REPEAT)
        sampler.clear(0)

    def take_query(self) -> Any:
        """A timer query. moderngl never deletes them, so they are lent and come back with `give_query`."""
        return self._queries.pop() if self._queries else self.mgl.query(time=True)

    def give_query(self, query: Any) -> None:
        self._queries.append(query)

    def check(self, doing: str) -> None:
        """GraphicsError if OpenGL has noted an error, `doing` says while what. Not for every frame: it waits."""
        error = self.mgl.error
        if error != "GL_NO_ERROR":
            raise GraphicsError(f"{error} from {self.info['renderer']} while {doing}")

    def release(self) -> None:
        if self._released:
            return
        self._released = True
        for sampler in self._samplers.values():
            sampler.release()
        self._samplers.clear()
        self._queries.clear()
        self._parking.release()
        self._parking_texture.release()
        if self._owned:
            self.mgl.release()

    def __enter__(self) -> Context:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _prepare_environment() -> None:
    """llvmpipe's quick linear filter on 8-bit textures is off by up to one step; this word turns it off. Mesa reads
    the variable when the first context is made (gallium/auxiliary/gallivm/lp_bld_init.c)."""
    words = [word for word in os.environ.get("GALLIVM_PERF", "").split(",") if word]
    if "no_aos_sampling" not in words:
        os.environ["GALLIVM_PERF"] = ",".join([*words, "no_aos_sampling"])


def _create(**settings: Any) -> Any:
    try:
        return moderngl.create_context(**settings)
    except Exception as error:  # glcontext raises plain Exception
        reason = " ".join(str(error).split()) or type(error).__name__
        raise GraphicsError(f"no usable OpenGL ({reason}): {_ADVICE}") from error
