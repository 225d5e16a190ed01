"""Time per frame beside mpv and libplacebo with the same shader files.

4:2:0 planes in memory to pictures in memory, conversions included, 640x360 to 1280x720 with a bilinear resize in all
three, alternating runs, medians; ratios under 1 mean that upshade is faster. Each peer is held against the same work:
libplacebo gives 4:2:0 planes, mpv's renderer RGB. Files: our own push, deblur and denoise, and with UPSHADE_PUBLIC=DIR
(a checkout of bloc97/Anime4K) public ones.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from oracle.common import OracleError
from oracle.ours import PLAIN, baked
from oracle.pictures import PICTURES
from oracle.timing import mpv_time, placebo_time, write_clip
from upshade import Pipeline
from upshade.core.library import find_shader
from upshade.core.steps import Source
from upshade.gl.context import Context
from upshade.media.reader import open_video

SIZE, TARGET, FRAMES, ROUNDS = (640, 360), (1280, 720), 24, 3
OWN = ("anime4k/push", "deblur/dog", "denoise/bilateral")
PUBLIC = ("Restore/Anime4K_Restore_CNN_S", "Restore/Anime4K_Restore_CNN_M", "Upscale/Anime4K_Upscale_CNN_x2_S",
          "Upscale/Anime4K_Upscale_CNN_x2_M", "Upscale/Anime4K_Upscale_DoG_x2", "Deblur/Anime4K_Deblur_Original",
          "Denoise/Anime4K_Denoise_Bilateral_Mean", "Experimental-Effects/Anime4K_Thin_Fast")  # fmt: skip


def files() -> list[Path]:
    found = [find_shader(name) for name in OWN]
    public = os.environ.get("UPSHADE_PUBLIC")
    if public:
        for name in PUBLIC:
            found += sorted(Path(public).rglob(f"{name}.glsl"))
    return found


def ours(context: Context, clip: Path, shader: Path, output: str) -> float:
    """Milliseconds per frame, 4:2:0 planes to planes of `output`."""
    with open_video(clip) as reader:
        frames = list(reader)
    with Pipeline(None, shaders=[shader], size=TARGET, options=PLAIN, output=output, context=context) as pipeline:
        for frame in frames[:8]:
            pipeline.process(frame)
        begun = time.perf_counter()
        for frame in frames[8:]:
            pipeline.process(frame)
        return (time.perf_counter() - begun) / (len(frames) - 8) * 1e3


def main() -> int:
    picture = PICTURES["lineart-420"]
    planes = []
    for plane, sub in zip(picture.planes, (1, 2, 2), strict=True):
        h, w = SIZE[1] // sub, SIZE[0] // sub
        reps = (-(-h // plane.shape[0]), -(-w // plane.shape[1]))
        planes.append(np.ascontiguousarray(np.tile(plane, reps)[:h, :w]))
    print(
        "| file | ours, planes | libplacebo | ratio | ours, RGB | mpv | ratio |\n"
        "| --- | --: | --: | --: | --: | --: | --: |"
    )
    worst = 0.0
    with tempfile.TemporaryDirectory() as name, Context.headless() as context:
        folder = Path(name)
        clip = write_clip(folder / "clip.y4m", planes, FRAMES + 8)
        for shader in files():
            with Pipeline(None, shaders=[shader], size=TARGET, context=context) as pipeline:
                assert pipeline.plan(Source(*SIZE, picture.frame().format, picture.frame().color)).steps
                exported = baked(pipeline.chain, pipeline.values, folder)
            times: dict[str, list[float]] = {"planes": [], "libplacebo": [], "rgb": [], "mpv": []}
            notes: dict[str, str] = {}
            peers: dict[str, Callable[[], float]] = {
                "planes": lambda s=shader: ours(context, clip, s, "yuv420p"),  # type: ignore[misc]
                "libplacebo": lambda s=shader: placebo_time(clip, [s], TARGET, FRAMES + 8).ms,  # type: ignore[misc]
                "rgb": lambda s=shader: ours(context, clip, s, "rgba"),  # type: ignore[misc]
                "mpv": lambda e=exported: mpv_time(clip, e, TARGET, FRAMES + 8).ms,  # type: ignore[misc]
            }
            for _ in range(ROUNDS):
                for who, measure in peers.items():
                    try:
                        times[who].append(measure())
                    except OracleError as error:
                        notes[who] = str(error)
            mid = {who: statistics.median(t) if t else float("nan") for who, t in times.items()}
            ratios = [mid["planes"] / mid["libplacebo"], mid["rgb"] / mid["mpv"]]
            worst = max([worst, *(r for r in ratios if r == r)])
            cells = [shader.stem, f"{mid['planes']:.1f}", f"{mid['libplacebo']:.1f}", f"{ratios[0]:.2f}",
                     f"{mid['rgb']:.1f}", f"{mid['mpv']:.1f}", f"{ratios[1]:.2f}"]  # fmt: skip
            print("| " + " | ".join(cells) + " |" + "".join(f" {who}: {note}" for who, note in notes.items()))
    print(f"\nThe largest ratio is {worst:.2f}.")
    return int(worst >= 1.0)
