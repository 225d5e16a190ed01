"""upshade plays video through chains of GLSL shaders, and renders the same picture to a file.

from upshade import Pipeline
with Pipeline("anime", scale=2) as pipeline:
    picture = pipeline.process(array)        # uint8 RGB in, uint8 RGB out
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .core.frame import Frame
    from .core.library import demo_clip
    from .core.steps import Options, Source, Target
    from .engine import Pipeline
    from .errors import UpshadeError
    from .jobs.render import render
    from .media.reader import open_video
    from .media.writer import Writer

__all__ = [
    "Frame", "Options", "Pipeline", "Source", "Target", "UpshadeError", "Writer", "demo_clip", "open_video", "render",
]  # fmt: skip
__version__ = "0.1.0"

_HOMES = {
    "Frame": "core.frame",
    "Options": "core.steps",
    "Source": "core.steps",
    "Target": "core.steps",
    "UpshadeError": "errors",
    "Pipeline": "engine",
    "demo_clip": "core.library",
    "open_video": "media.reader",
    "Writer": "media.writer",
    "render": "jobs.render",
}


def __getattr__(name: str) -> object:
    """All is loaded when it is first asked for: `upshade --help` needs neither OpenGL nor codecs, and Ctrl-C is heard
    before any of it (`__main__`)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'upshade' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
