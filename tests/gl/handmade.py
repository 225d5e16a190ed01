"""Plans put together by hand, and what OpenGL itself says about the objects that live."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from upshade.core.color import RGB, Color, Matrix, Range
from upshade.core.frame import PIXEL_FORMATS, Frame, Model, PixelFormat
from upshade.core.param import Param
from upshade.core.shader import HookPass, Shader, TextureBlock
from upshade.core.steps import Bind, ChainEntry, Options, Plan, Source, Step, Target, TexRef, TextureSpec
from upshade.gl.context import Context

YUV = Color(Matrix.BT709, Range.LIMITED)


def color_of(form: PixelFormat) -> Color:
    return RGB if form.model is Model.RGB else YUV


def frame_of(form: PixelFormat, width: int, height: int, seed: int = 0) -> Frame:
    """Noise over every bit that a sample has."""
    rng = np.random.default_rng(seed)
    planes = tuple(
        rng.integers(0, np.iinfo(form.dtype).max, form.plane_shape(k, width, height), form.dtype, endpoint=True)
        for k in range(len(form.planes))
    )
    return Frame(planes, width, height, form, color_of(form))


def bind(name: str, ref: TexRef, size: tuple[int, ...], **changes: Any) -> Bind:
    """A bind that lies pixel on pixel under a target of its own size."""
    w, h, d = (*size, 1, 1)[:3]
    changes.setdefault("scale", (1 / w, 1 / h))
    return Bind(name, ref, (w, h, d), **changes)


def shader_of(
    body: str, params: Sequence[Param] = (), textures: Sequence[TextureBlock] = (), line: int = 10, name: str = "own"
) -> Shader:
    """A shader of one pass whose body begins at `line`."""
    hook = HookPass(0, "the pass", ("MAIN",), ("HOOKED",), body, line - 3, line)
    return Shader(name, f"{name}.glsl", (hook,), tuple(textures), (), tuple(params))


def hook_step(shader: Shader, target: int, size: tuple[int, int], binds: Sequence[Bind], **changes: Any) -> Step:
    return Step("the pass", "MAIN", target, *size, tuple(binds), "color = hook();", "MAIN@1", hook=shader.passes[0],
                shader=shader, label=shader.name, **changes)  # fmt: skip


def copy_step(target: int, size: tuple[int, int], source: Bind) -> Step:
    statement = f"color = {source.name}_tex({source.name}_pos);"
    return Step(f"copy {source.name}", "MAIN", target, *size, (source,), statement, "COPY@1")


def rgba_plan(
    steps: Sequence[Step], slots: Sequence[TextureSpec], output: int, size: tuple[int, int] = (8, 6),
    form: str = "rgba", source: tuple[str, int, int] | None = None, **changes: Any,
) -> Plan:  # fmt: skip
    """From one picture to one of format `form` that slot `output` holds."""
    name, w, h = source or ("rgba", *size)
    src = PIXEL_FORMATS[name]
    return Plan(Source(w, h, src, color_of(src)), Target(*size, PIXEL_FORMATS[form], RGB), Options(), tuple(steps),
                tuple(slots), (TexRef("slot", output),), **changes)  # fmt: skip


def single(
    body: str, size: tuple[int, int] = (8, 6), params: Sequence[Param] = (), textures: Sequence[TextureBlock] = (),
    binds: Sequence[Bind] = (), store: Any = "f4", values: Mapping[str, float] | None = None,
    exact: bool = False, **changes: Any,
) -> tuple[Plan, list[ChainEntry]]:  # fmt: skip
    """One hook pass over an rgba picture into slot 0 (RGBA, `store`)."""
    shader = shader_of(body, params, textures)
    hooked = bind("HOOKED", TexRef("plane", 0), size, aliases=("MAIN",), exact=exact)
    step = hook_step(shader, 0, size, (hooked, *binds), **changes)
    plan = rgba_plan([step], [TextureSpec(*size, 4, store)], 0, size, values={"own": dict(values or {})})
    return plan, [ChainEntry("own", shader)]


def pixels(executor: Any, slot: int = 0) -> np.ndarray:
    """What a slot holds, float32, rows by columns by components."""
    target = executor._slots[slot]
    data = target.fbo.read(components=target.components, dtype="f4", alignment=1)
    return np.frombuffer(data, np.float32).reshape(target.spec.height, target.spec.width, target.components)


def live_objects(context: Context) -> dict[str, int]:
    """How many names of each kind OpenGL itself knows; nothing of ours is asked. Mesa gives no name twice."""
    counts = {}
    for kind in ("Texture", "Framebuffer", "Buffer", "Program", "VertexArray", "Sampler"):
        known = context.function(f"glIs{kind}", ctypes.c_uint, result=ctypes.c_ubyte)
        assert known is not None
        counts[kind] = sum(bool(known(name)) for name in range(1, 1 << 15))
    return counts
