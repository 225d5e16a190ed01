"""How fragment hooks are run: drawn, or dispatched as compute shaders, whichever this driver is faster at.

Both give the same picture. Graphics cards for computing shade fragments on a small part of the chip (an H100: 30 times
slower than its compute shaders), software drivers draw faster. So a driver is measured once, and remembered.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import Any

import moderngl
import platformdirs

from ..core.atomic import write_text
from ..core.steps import COMPUTE
from ..errors import BadInput, GraphicsError, one_line
from .context import Context

VARIABLE = "UPSHADE_DISPATCH"
"""The environment variable that says it for all processes of a run."""
MODES = ("auto", "fragment", "compute")

_WIDTH, _HEIGHT, _ROUNDS = 1920, 1080, 7
_GAIN = 0.8
"""Compute shaders have to take less than this part of a draw's time."""

_TAPS = """
uniform sampler2D source;
vec4 taps(vec2 at)
{
    vec4 sum = vec4(0.0);
    for (int y = -1; y <= 1; y++)
        for (int x = -1; x <= 1; x++)
            sum += texture(source, (at + vec2(x, y)) / vec2(textureSize(source, 0)));
    return sum / 9.0;
}
"""
_VERTEX = """#version 430 core
void main() { gl_Position = vec4(vec2((gl_VertexID << 1) & 2, gl_VertexID & 2) * 2.0 - 1.0, 0.0, 1.0); }
"""
_FRAGMENT = f"#version 430 core\n{_TAPS}out vec4 color;\nvoid main() {{ color = taps(gl_FragCoord.xy); }}\n"
_COMPUTE = f"""#version 430 core
layout(local_size_x = 16, local_size_y = 16) in;
layout(binding = 0) writeonly uniform image2D target;
{_TAPS}
void main()
{{
    ivec2 at = ivec2(gl_GlobalInvocationID);
    if (all(lessThan(at, imageSize(target)))) imageStore(target, at, taps(vec2(at) + 0.5));
}}
"""


def checked(mode: str, what: str) -> str:
    """`mode`, if it is one. BadInput, which calls it `what`."""
    if mode not in MODES:
        raise BadInput(f"{what} has no value '{one_line(mode)}'; one of {', '.join(MODES)}")
    return mode


def settle(context: Context) -> str:
    """Decide for this context, unless that is done: "fragment" or "compute", also in `context.dispatch`.

    BadInput when compute shaders are asked for and the driver has none, or for an unknown word in `VARIABLE`.
    """
    if context.dispatch is None:
        mode = checked(os.environ.get(VARIABLE) or "auto", VARIABLE)
        lacks = context.caps.lacks(COMPUTE)
        if mode == "compute" and lacks:
            raise BadInput(f"dispatch compute {lacks}; use fragment or auto")
        if mode == "auto":
            # Those that draw on the CPU only lose by it.
            mode = "fragment" if lacks or context.software else _remembered(context)
        context.dispatch = mode
    return context.dispatch


def measure(context: Context) -> dict[str, float]:
    """Milliseconds for nine taps of a 1080p picture of half floats, "fragment" and "compute"; the median of several.
    The driver has OpenGL 4.3. GraphicsError: it cannot do one of them after all."""
    mgl = context.mgl
    context.park()
    made: list[Any] = []

    def new(thing: Any) -> Any:
        made.append(thing)
        return thing

    def draw() -> None:
        framebuffer.use()
        array.render(moderngl.TRIANGLES, 3)

    def dispatch() -> None:
        target.bind_to_image(0, read=False, write=True)
        shader.run(-(-_WIDTH // 16), -(-_HEIGHT // 16), 1)
        mgl.memory_barrier()

    try:
        source, target = (new(mgl.texture((_WIDTH, _HEIGHT), 4, dtype="f2")) for _ in range(2))
        framebuffer = new(mgl.framebuffer([target]))
        program = new(mgl.program(vertex_shader=_VERTEX, fragment_shader=_FRAGMENT))
        shader, array = new(mgl.compute_shader(_COMPUTE)), new(mgl.vertex_array(program, []))
        context.begin()
        source.use(0)
        context.sampler(True).use(0)
        times = {"fragment": _timed(context, draw), "compute": _timed(context, dispatch)}
        context.check("measuring how shaders run")
    except moderngl.Error as error:
        mgl.clear_errors()
        raise GraphicsError(f"{' '.join(str(error).split())} while measuring how shaders run") from error
    finally:
        mgl.clear_samplers(0, 1)
        context.park()
        for thing in reversed(made):
            thing.release()
    return times


def _timed(context: Context, work: Callable[[], None]) -> float:
    work()  # what drivers compile when a program is first used
    context.finish()
    times = []
    query = context.take_query()
    try:
        for _ in range(_ROUNDS):
            with query:
                work()
            context.finish()
            times.append(query.elapsed / 1e6)
    finally:
        context.give_query(query)
    return float(median(times))


def _remembered(context: Context) -> str:
    path = Path(platformdirs.user_cache_path("upshade", appauthor=False)) / "dispatch.json"
    driver = f"{context.info['renderer']}, {context.info['version']}"
    known: dict[str, Any] = {}
    with suppress(OSError, ValueError, RecursionError):
        read = json.loads(path.read_text("utf-8"))
        known = read if isinstance(read, dict) else {}
    times = known.get(driver)
    if not isinstance(times, dict) or not all(isinstance(times.get(m), int | float) for m in MODES[1:]):
        try:
            times = known[driver] = measure(context)
        except GraphicsError:
            return "fragment"  # which every driver does
        with suppress(OSError):
            write_text(path, json.dumps(known, indent=1) + "\n")
    return "compute" if times["compute"] < _GAIN * times["fragment"] else "fragment"
