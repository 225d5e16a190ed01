"""What a job is, how far it is, what it did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from ..core.chain import Loaded
from ..core.preset import DEFAULT, Preset
from ..core.steps import Options, Plan
from ..errors import BadInput


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: pictures done of `total` (None: unknown), per second, bytes written, seconds to go."""

    done: int
    total: int | None
    fps: float
    written: int

    @property
    def eta(self) -> float | None:
        if self.total is None or self.fps <= 0:
            return None
        return max(0.0, (self.total - self.done) / self.fps)


@dataclass(slots=True)
class Report:
    """What a job did. `spent`: seconds that the drawing thread was in each part ("decode" and "encode": waiting for
    those threads)."""

    output: str
    frames: int = 0
    seconds: float = 0.0
    written: int = 0
    spent: dict[str, float] = field(default_factory=lambda: {"decode": 0.0, "draw": 0.0, "encode": 0.0})
    notices: list[str] = field(default_factory=list)
    plan: Plan | None = None

    @property
    def fps(self) -> float:
        return self.frames / self.seconds if self.seconds else 0.0


@dataclass(frozen=True, slots=True)
class Job:
    """What to render and how.

    `preset`, `shaders`, `sets`, `size`, `scale`, `options` as for `Pipeline`; `recipe`: a file whose recipe gives all
    of these and the encoding instead. `codec` is a name of `codecs.CODECS` (None: h264), `encoder` options for it;
    `pix_fmt` the pixel format of the file; `start`, `duration` in seconds. `pre`: of `core.prefilters`, what
    is done before the chain; `rate`: pictures a second of a sequence of pictures. `burn_in`: the subtitles that are
    drawn into the picture, the number of a subtitle track from 1 or a file. `keep_going`: render without shaders that
    fail, instead of not at all. `workers`: processes that share the work. `fresh`: throw away what an interrupted
    render of this output left, instead of going on with it. BadInput where both `size` and `scale` are given.
    """

    source: str
    output: str
    preset: str | Path | Preset | Loaded | None = DEFAULT
    shaders: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    size: tuple[int, int] | None = None
    scale: float | None = None
    options: Options | None = None
    codec: str | None = None
    encoder: Mapping[str, str] = field(default_factory=dict)
    pix_fmt: str | None = None
    start: float | None = None
    duration: float | None = None
    overwrite: bool = False
    keep_going: bool = False
    pre: str = "none"
    rate: Fraction | None = None
    burn_in: str | None = None
    recipe: str | None = None
    workers: int = 1
    fresh: bool = False

    def __post_init__(self) -> None:
        if self.size is not None and self.scale is not None:
            raise BadInput("--size and --scale both say how large the output is; give one")
