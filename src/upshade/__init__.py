"""upshade plays video through chains of GLSL shaders, and renders the same picture to a file.

from upshade import Pipeline
with Pipeline("anime", scale=2) as pipeline:
    picture = pipeline.process(array)        # uint8 RGB in, uint8 RGB out
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .core.frame import Frame
from .core.steps import Options, Source, Target
from .errors import UpshadeError

if TYPE_CHECKING:
    from .core.library import demo_clip
    from .engine import Pipeline
    from .jobs.render import render
    from .media.reader import open_video
    from .media.writer import Writer

__all__ = [
    "Frame", "Options", "Pipeline", "Source", "Target", "UpshadeError", "Writer", "demo_clip", "open_video", "render",
]  # fmt: skip
__version__ = "0.1.0"

_HOMES = {
    "Pipeline": "engine",
    "demo_clip": "core.library",
    "open_video": "media.reader",
    "Writer": "media.writer",
    "render": "jobs.render",
}


def __getattr__(name: str) -> Any:
    """OpenGL and the codecs are loaded when they are first asked for: `upshade --help` needs neither."""
    if name not in _HOMES:
        raise AttributeError(f"module 'upshade' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
