"""The panel that says what runs, why not, and how long it takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from upshade.core import plan_text
from upshade.player.state import State
from upshade.ui.app import Launch
from upshade.ui.timeplot import Ring, Times

from .driving import Driver, drive

REFUSED = """//!HOOK MAIN
//!BIND HOOKED
//!COMPUTE 8192 8
//!DESC counts on threads
void hook() { imageStore(out_image, ivec2(0), vec4(0.0)); }
"""


def launch(*shaders: str, paused: bool = True, preset: str = "anime") -> Launch:
    return Launch(sound="null", paused=paused, preset=preset, shaders=shaders)


def state(*panels: str) -> State:
    return State(size=(1400, 860), panels=panels)


def escape(d: Driver) -> None:
    from imgui_bundle import imgui

    d.press(int(imgui.Key.escape))


def picture(d: Driver) -> np.ndarray[Any, Any]:
    """What is on the screen where the picture lies, the words above it left out."""
    left, top, width, height = (int(side) for side in d.app.view.area)
    return d.screen()[top + 60 : top + height - 10, left : left + width]


def shown(d: Driver) -> None:
    """A pass is on the screen, or the picture is there again."""
    d.settled()
    d.until(lambda: (d.app.picture.inspected is not None) == (d.app.picture.steps.node is not None), "the pass")
    d.turn(3)


def test_says_what_runs_and_how_long_and_what_does_not_and_why(tmp_path: Path) -> None:
    refused = tmp_path / "threads.glsl"
    refused.write_text(REFUSED)

    def script(d: Driver) -> None:
        app, panel = d.app, d.app.panels["passes"]
        d.settled()
        d.until(lambda: panel.rows.steps, "rows")
        plan = app.preview.plan
        assert [row.title for row in panel.rows.steps] == [plan_text.step_title(step) for step in plan.steps]
        assert all(f"{s.width}×{s.height}" in r.detail for r, s in zip(panel.rows.steps, plan.steps, strict=True))
        push = next(row for row in panel.rows.steps if row.title.startswith("push"))
        assert push.card == "1", "the card of the chain that a pass belongs to"
        assert panel.figures.source == "640×360 yuv420p BT.709 limited"
        assert "1280×720 yuv420p" in panel.figures.target
        assert plan_text.mib(plan.memory) in panel.figures.memory
        assert panel.figures.rate.startswith("paused")
        # The preset turns this pass off, by a parameter that is 0.
        group = next(group for group in panel.rows.groups if group.label == "push")
        (reason, titles), *_ = group.reasons
        assert titles == ["colour"] and "strength_color > 0" in reason and "with 0 > 0" in reason
        assert any("threads.glsl:3" in line or "threads.glsl:1" in line for line in panel.rows.problems)
        # Paused, it is drawn once or twice more, until it is known what each pass takes; then no more.
        d.until(lambda: all(row.share > 0 for row in panel.rows.steps), "times of all passes")
        serial = app.preview._serial
        d.turn(30)
        assert app.preview._serial == serial
        app.playback.loop_file = True
        app.playback.play()
        d.until(lambda: " of 24 frames/s" in panel.figures.rate and "–" not in panel.figures.rate, "a rate")
        assert max(row.share for row in panel.rows.steps) == 1.0
        assert panel.figures.budget == pytest.approx(1000 / 24)
        assert panel.figures.parts["draw"] > 0 and panel.figures.decode > 0 and panel.figures.total > 0
        d.until(lambda: panel.times.latest is not None)
        app.playback.pause()
        d.click(f"//Passes/{copy_icon()}##plan")
        assert clipboard(d) == plan_text.text(app.preview.plan)

    drive(launch(str(refused)), script, state("chain", "passes"))


def copy_icon() -> str:
    from imgui_bundle import icons_fontawesome_6

    return icons_fontawesome_6.ICON_FA_COPY


def clipboard(d: Driver) -> str:
    from imgui_bundle import imgui

    return str(d.on_window(imgui.get_clipboard_text))


def test_a_pass_is_looked_at_in_place_of_the_picture() -> None:
    def script(d: Driver) -> None:
        app = d.app
        steps, pool = app.picture.steps, app.preview.pool
        d.settled()
        d.until(lambda: app.panels["passes"].rows.steps)
        # A second drawing, so that the picture before is there too.
        app.playback.step(1)
        d.until(lambda: app.preview.main.live.before is not None)
        d.settled()
        before, lent = picture(d), pool.lent
        titles = [step.title for step in app.preview.plan.steps]
        at = titles.index("direction") if "direction" in titles else titles.index("push: direction")
        d.click(f"//Passes/**/##step{at}")
        shown(d)
        assert steps.node == at and "direction" in steps.words and pool.lent == lent + 1
        spec = app.preview.plan.steps[at]
        assert (app.picture.inspected.spec.width, app.picture.inspected.spec.height) == (spec.width, spec.height)
        seen = picture(d)
        assert np.abs(seen.astype(int) - before).mean() > 10
        # Values around 0: with 0 in the middle there is more to see than black.
        d.click("//Passes/±##signed")
        shown(d)
        assert np.median(picture(d)) > 40
        d.click("//Passes/±##signed")
        # Alt and the wheel turn its values up, and do not zoom.
        from imgui_bundle import imgui

        d.mouse(0.5, 0.5)
        d.ctx.key_down(int(imgui.Key.mod_alt))
        d.ctx.mouse_wheel_y(3)
        d.ctx.key_up(int(imgui.Key.mod_alt))
        shown(d)
        assert steps.gain > 1.3 and app.view.zoom is None
        assert picture(d).mean() > seen.mean()
        steps.look(1.0, False)
        shown(d)
        # It follows the film.
        app.playback.step(3)
        d.until(lambda: not app.playback.seeking)
        shown(d)
        assert np.abs(picture(d).astype(int) - seen).mean() > 1
        # A plan with another pass before it has it at another place; one without it has it no more.
        d.on_window(lambda: app.edit.add("denoise/compression", 0))
        d.until(lambda: any(s.label == "compression" for s in app.preview.main.live.executor.plan.steps))
        shown(d)
        assert (
            app.preview.plan.steps[steps.node].title == titles[at]
            and "direction" in steps.words
            and app.picture.inspected is not None
        )
        push = next(card.id for card in app.edit.cards if "push" in card.shader)
        d.on_window(lambda: app.edit.set_enabled(push, False))
        d.until(lambda: steps.node is None, "the way back")
        assert app.picture.inspected is None
        d.on_window(app.edit.undo)
        d.on_window(app.edit.undo)
        app.playback.step(-3)
        d.until(lambda: not app.playback.seeking and len(app.preview.plan.steps) == len(titles))
        d.settled()
        d.click(f"//Passes/**/##step{at}")
        shown(d)
        escape(d)
        shown(d)
        d.mouse(0.5, 0.99)
        assert app.picture.inspected is None and pool.lent == lent
        d.until(lambda: np.array_equal(picture(d), before), "the picture as it was, once nothing lies over it")
        # To have read the screen is no error that the next texture would be blamed for.
        assert d.on_window(lambda: app.preview.context.mgl.error) == "GL_NO_ERROR"

    drive(launch(), script, state("chain", "passes"))


def test_nothing_to_do_is_said_and_a_still_has_no_rate(tmp_path: Path) -> None:
    from PIL import Image

    still = tmp_path / "still.png"
    Image.new("RGB", (96, 64), (90, 120, 40)).save(still)

    def script(d: Driver) -> None:
        panel = d.app.panels["passes"]
        d.settled()
        d.until(lambda: panel.rows.head)
        assert "nothing to do" in panel.rows.head and not panel.rows.steps
        assert panel.figures.rate == "a still picture" and panel.figures.budget == 0

    drive(Launch((str(still),), sound="null", preset="", paused=True), script, state("passes"))


def test_a_ring_holds_the_newest_in_order() -> None:
    ring = Ring(2, 4)
    for k in range(3):
        ring.add(k, -k)
    assert ring.last(0).tolist() == [0, 1, 2] and ring.last(1).tolist() == [0, -1, -2]
    for k in range(3, 11):
        ring.add(k, -k)
        assert ring.last(0).tolist() == list(range(max(0, k - 3), k + 1))
        assert ring.last(1).tolist() == [-v for v in range(max(0, k - 3), k + 1)]
    assert ring.last(0).flags.c_contiguous and ring.last(0).base is not None
    ring.clear()
    assert ring.last(0).size == 0


def test_times_tell_rate_and_drops() -> None:
    times = Times()
    assert times.rate(0.0) is None and times.usual(0.0) is None and times.latest is None
    for k in range(48):
        times.add(k / 24, (0.5, 10.0 + (k == 40) * 500, 2.0, 1.0), 3.0, 0.004 if k % 2 else None)
    now = 47 / 24
    assert times.rate(now) == pytest.approx(24)
    assert times.usual(now) == pytest.approx(10.0), "one slow picture is not what is usual"
    assert times.latest == pytest.approx(now)
    times.dropped(now - 5)
    times.dropped(now - 1)
    assert times.recent_drops(now) == 2 and times.recent_drops(now, 2.0) == 1
    times.scale(now, 1000 / 24)
    times.clear()
    assert times.rate(now) is None and times.recent_drops(now) == 0
    times.scale(now, None)
