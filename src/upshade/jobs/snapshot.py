"""Pictures that the player saves: the same pixels that `upshade render in.mkv frame.png` writes of the same picture.

For that the picture must be drawn in the pixel format of the file, `still_format`, not in that of the screen: RGB that
the shaders' last step made, not Y'CbCr that was rounded and turned into RGB afterwards. `draw` does it, with the frame
as the reader gave it and the clock of its video; who has a pipeline or a `Live` of its own asks it for that `output`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from ..core.chain import Loaded
from ..core.frame import Frame, PixelFormat
from ..engine import Clock, Pipeline
from ..media import codecs
from ..media.burn import Burner
from ..media.stills import write_still
from ..media.subtitles import Subtitles
from .drawing import pixel_shape
from .job import Job
from .recipe import of_job

_LONGEST = 200
"""Bytes of a name without its ending, so that it fits whatever is put to it."""
_FORBIDDEN = frozenset('<>:"/\\|?*%')
"""In names: what some system does not take, and what would make it a sequence of pictures."""


def still_format(path: str | os.PathLike[str], source: PixelFormat) -> str:
    """The pixel format (`Pipeline.output`) in which a picture of a source is drawn for this file. BadInput for an
    extension that is not that of a picture."""
    return codecs.choose_still(path, source).name


def draw(
    frame: Frame, path: str | os.PathLike[str], chain: Loaded | None, clock: Clock, *,
    subtitles: Subtitles | None = None, **sizing: Any,
) -> Frame:  # fmt: skip
    """`frame`, of a reader, through `chain` as it goes to the file `path`, subtitles drawn in; its `sar` is that of the
    result. `clock`: `Clock(info.start_pts, info.rate)`. `sizing`: `size`, `scale`, `options` and `context`, as for
    `Pipeline`.

    On the thread of the window, with the window's `context`: without one it makes another, and none is current
    afterwards. Compiles the chain, so it takes its time. Raises what `Pipeline` raises; a shader that fails is left
    out, as on the screen.
    """
    with Pipeline(chain, output=still_format(path, frame.format), **sizing) as pipeline:
        pipeline.clock = clock
        drawn: Frame = pipeline.process(frame)
        # The planes belong to the pipeline where its chain does nothing to them.
        drawn = replace(drawn, planes=tuple(plane.copy() for plane in drawn.planes), sar=pixel_shape(frame, drawn))
    if subtitles is not None:
        burner = Burner(subtitles, drawn.width, drawn.height, drawn.format, drawn.color, drawn.sar)
        drawn = burner.burn(drawn)
    return drawn


def recipe_of(job: Job, drawn: Frame, info: Mapping[str, str]) -> str:
    """The recipe that goes with a picture: `upshade render --recipe PICTURE` draws it again. `job` says of which source
    at which `start` with which chain; `info` is that of the context. The hash of the source is left open."""
    return replace(of_job(job), pixel_format=drawn.format.name, driver=info["renderer"]).text()


def save_picture(
    frame: Frame, path: str | os.PathLike[str], *, sar: Fraction | None = None, recipe: str | None = None,
    overwrite: bool = False,
) -> None:  # fmt: skip
    """Write `frame`, Y'CbCr or RGB, as the extension says: PNG, JPEG, WebP, TIFF; whole or not at all. From any thread.

    `sar`: width of a pixel over its height (None: the frame's own); pixels stay as they are, and the file says their
    shape where its format can: all but WebP. `recipe`: as `recipe_of` gives it, for `upshade show` and `--recipe`.
    Raises BadInput (unknown extension), OutputError, EncodeError.
    """
    write_still(path, frame, overwrite=overwrite, recipe=recipe, sar=frame.sar if sar is None else sar)


def next_name(folder: str | os.PathLike[str], stem: str, time: float | None, suffix: str) -> Path:
    """A name that no file in `folder` has: `next_name(f, "Film", 83.5, "_after.png")` is Film_0-01-23.500_after.png,
    the next Film_0-01-23.500_after_2.png. `time`: seconds, None for what has none. Whatever `stem` is, the name is one
    that every system takes."""
    moment = "" if time is None else f"_{_clock(time)}"
    kind, dot, ending = suffix.rpartition(".")
    ending = dot + ending
    stem = "".join("_" if letter in _FORBIDDEN or not letter.isprintable() else letter for letter in stem)
    room = _LONGEST - len(os.fsencode(moment + suffix))
    stem = os.fsencode(stem.strip(" .") or "picture")[:room].decode("utf-8", "ignore").rstrip()
    path, number = Path(folder, f"{stem}{moment}{kind}{ending}"), 1
    while os.path.lexists(path):
        number += 1
        path = path.with_name(f"{stem}{moment}{kind}_{number}{ending}")
    return path


def _clock(seconds: float) -> str:
    """ "0-01-23.500": colons are not for names."""
    milliseconds = max(0, round(seconds * 1000))
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60}-{minutes % 60:02d}-{rest // 1000:02d}.{rest % 1000:03d}"
