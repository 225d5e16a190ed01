"""`doctor`: what this machine offers, and whether it draws right."""

from __future__ import annotations

import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from rich.console import Console

from .. import __version__
from ..core.steps import BUFFERS, COMPUTE, IMAGES
from ..errors import GraphicsError, UpshadeError
from ..gl import dispatch
from ..gl.context import Context
from ..media import machine
from .printing import print_json, row, show, table
from .selfcheck import Check, checks


def examine(out: Console, json: bool) -> bool:
    """Print all that is found out. True when upshade can render here: OpenGL is there, its six test pictures come out
    right, and every encoder of the table exists."""
    found, right = _find()
    if json:
        print_json(out, found | {"right": right})
    else:
        _print(out, found)
    return right


def _find() -> tuple[dict[str, Any], bool]:
    encoders, idle = machine.encoders(), machine.idle_encoders()
    display = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY") or ""
    found: dict[str, Any] = {
        "versions": {"upshade": __version__, "Python": platform.python_version(),
                     "system": f"{platform.system()} {platform.release()} {platform.machine()}",
                     **{name: _version(name) for name in ("moderngl", "numpy")}, **machine.versions()},
        "encoders": {name: {"encoder": encoder, "present": there, "instead": idle.get(name, "")}
                     for name, (encoder, there) in encoders.items()},
        "other encoders": machine.other_encoders(),
        "window": {"display": display if sys.platform.startswith("linux") else "the system's",
                   "glfw": _version("glfw"), "imgui-bundle": _version("imgui-bundle")},
        "sound": machine.sound() or "",
        "subtitles": machine.subtitles() or "",
    }  # fmt: skip
    graphics, drawn, problems = _graphics()
    found["OpenGL"] = graphics
    found["checks"] = [{"title": c.title, "error": c.error, "passed": c.passed} for c in drawn]
    found["largest error"] = max((c.error for c in drawn), default=None)
    problems += [f"{encoder} is missing, so {name} cannot be written: install PyAV from PyPI (pip install av)"
                 for name, (encoder, there) in encoders.items() if not there and name not in idle]  # fmt: skip
    found["problems"] = problems
    return found, not problems


def _graphics() -> tuple[dict[str, Any], list[Check], list[str]]:
    try:
        context = Context.headless()
    except GraphicsError as error:
        return {}, [], [str(error)]
    with context:
        caps = context.caps
        about = {**context.info, "software": context.software, "GLSL": caps.glsl, "texture units": caps.texture_units,
                 "largest texture": caps.texture_size, "gather": caps.gather,
                 "compute": caps.lacks(COMPUTE) or f"groups of {caps.group_threads} threads",
                 "storage images": caps.lacks(IMAGES) or True,
                 "storage buffers": caps.lacks(BUFFERS) or f"{caps.storage_bytes} bytes",
                 "uniform buffers": f"{caps.uniform_bytes} bytes"}  # fmt: skip
        try:
            about["shaders run as"] = _dispatch(context)
            drawn = checks(context)
        except UpshadeError as error:
            return about, [], [f"a test picture cannot be drawn: {error}"]
    wrong = [c for c in drawn if not c.passed]
    problems = [f"this driver draws '{c.title}' wrong, by {c.error:.1f} steps of 255: update it" for c in wrong]
    return about, drawn, problems


def _dispatch(context: Context) -> str:
    """Which kind of shader passes run as, and what that was decided by."""
    kind = dispatch.settle(context)
    if context.software or context.caps.lacks(COMPUTE):
        return kind
    try:
        times = dispatch.measure(context)
    except GraphicsError as error:
        return f"{kind} ({error})"
    return f"{kind} (drawn {times['fragment']:.2f} ms, dispatched {times['compute']:.2f} ms, nine taps at 1080p)"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _print(out: Console, found: dict[str, Any]) -> None:
    facts = table("what", "found")
    facts.show_header = False
    for name, text in found["versions"].items():
        row(facts, name, text)
    for name, text in found["OpenGL"].items():
        row(facts, f"OpenGL {name}" if name in ("renderer", "version", "vendor") else name, _word(text))
    if not found["OpenGL"]:
        row(facts, "OpenGL", "none")
    for name, entry in found["encoders"].items():
        words = entry["encoder"] if entry["present"] else f"{entry['encoder']} is missing"
        instead = f": no GPU for it, {entry['instead']} is used" if entry["instead"] else ""
        row(facts, f"encoder {name}", words + instead)
    for what, names in found["other encoders"].items():
        row(facts, f"({what})", ", ".join(names))
    window = found["window"]
    parts = [f"{n} {window[n]}" for n in ("glfw", "imgui-bundle") if window[n]]
    row(facts, "window", f"{', '.join(parts) or 'not installed: pip install glfw imgui-bundle'}; "
                         f"{'display ' + window['display'] if window['display'] else 'no display'}")  # fmt: skip
    row(facts, "sound", f"miniaudio {found['sound']}" if found["sound"] else "not installed: pip install miniaudio")
    libass = found["subtitles"]
    row(facts, "text subtitles", f"libass {libass}" if libass else "libass is missing: install libass9")
    show(out, facts)
    if found["checks"]:
        show(out, "")
        drawn = table("test picture", "largest error", "", right=("largest error",))
        for c in found["checks"]:
            row(drawn, c["title"], f"{c['error']:.2f}/255", "right" if c["passed"] else "WRONG",
                style=None if c["passed"] else "red")  # fmt: skip
        show(out, drawn)
    show(out, "")
    for problem in found["problems"]:
        show(out, problem, style="red")
    if not found["problems"]:
        show(out, f"all is well: the largest error of {len(found['checks'])} test pictures is "
                  f"{found['largest error']:.2f} of 255 (rounding alone makes 0.50)")  # fmt: skip


def _word(value: object) -> str:
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
