"""As rendered: the plan of the window and that of `upshade render` print the same, and so are the planes that go to the
encoder, at ten frames after seeks, whatever was changed and never saved."""

from __future__ import annotations

import random
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest

from ui.driving import Driver, drive
from upshade.core.chain import Loaded
from upshade.core.library import demo_clip
from upshade.core.plan_text import text
from upshade.jobs.drawing import Drawing
from upshade.jobs.job import Job
from upshade.jobs.recipe import of_job
from upshade.ui.app import Launch

DEMO = str(demo_clip())
FRAMES = 10


def rendered(chain: Loaded, times: list[int]) -> tuple[str, list[tuple[np.ndarray, ...]]]:
    """The plan of a render, and the planes that its encoder gets at these times."""
    with Drawing(of_job(Job(DEMO, "out.mkv", chain)), DEMO, "out.mkv") as drawing:
        planes = []
        for pts in times:
            (frame,) = drawing.frames(drawing.reader.between(pts, pts + 1))
            assert frame.pts == pts
            planes.append(tuple(plane.copy() for plane in frame.planes))
        return text(drawing.plan), planes


@pytest.mark.parametrize("preset", ["anime", "anime-strong"])
def test_the_preview_is_the_file(preset: str) -> None:
    seen: list[tuple[int, tuple[np.ndarray, ...]]] = []
    kept = {}

    def script(d: Driver) -> None:
        app = d.app
        d.settled()
        card = next(card for card in app.edit.cards if app.edit.shader(card.id).params)
        param = app.edit.shader(card.id).params[0]
        d.on_window(lambda: app.edit.set(card.id, param.name, param.clamp(0.37)))
        moments = random.Random(preset)
        for _ in range(FRAMES):
            d.on_window(lambda: app.playback.seek(moments.uniform(0, app.playback.duration)))
            d.settled()
            shown = app.preview.main.live.shown
            seen.append((shown.frame.pts, d.on_window(app.preview.main.live.read)))
        kept["plan"], kept["loaded"] = text(app.preview.plan), app.edit.loaded()

    drive(Launch((DEMO,), preset=preset, sound="null", paused=True), script)
    # A headless context would not leave room for the next window in this process.
    with ProcessPoolExecutor(1, get_context("spawn")) as elsewhere:
        plan, drawn = elsewhere.submit(rendered, kept["loaded"], [pts for pts, _ in seen]).result()
    assert plan == kept["plan"]
    for (_, planes), file in zip(seen, drawn, strict=True):
        assert all(np.array_equal(a, b) for a, b in zip(planes, file, strict=True))
    assert len({pts for pts, _ in seen}) > FRAMES // 2
