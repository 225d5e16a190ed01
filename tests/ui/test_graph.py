"""The plan as a graph: its nodes, their small pictures, and where they lie."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from upshade.core import plan_text
from upshade.player.state import State
from upshade.ui.app import Launch
from upshade.ui.graphlayout import GAP, arrange, layers_of
from upshade.ui.passrows import details
from upshade.ui.thumbnails import OUTPUT, SIZE, plane_node

from .driving import Driver, drive
from .test_passes import escape, picture, shown, state


def places(d: Driver, count: int) -> list[tuple[float, float]]:
    """Where the upper left corners of the first nodes are on the screen."""
    from imgui_bundle import imgui_node_editor as ed

    panel, found = d.app.panels["graph"], []
    inner = panel._clicks

    def look(graph: Any, over: Any) -> None:
        corners = (ed.canvas_to_screen(ed.get_node_position(node.id)) for node in graph.nodes[:count])
        found[:] = [(at.x, at.y) for at in corners]
        inner(graph, over)

    panel._clicks = look
    d.turn(2)
    panel._clicks = inner
    return found


def click(d: Driver, node: int) -> None:
    x, y = places(d, node + 1)[node]
    d.ctx.mouse_move_to_pos((x + 5, y + 5))
    d.turn(2)
    d.ctx.mouse_down(0)
    d.turn(2)
    d.ctx.mouse_up(0)
    d.turn(2)


def pixels(d: Driver, target: Any) -> np.ndarray[Any, Any]:
    return np.asarray(d.on_window(lambda: d.app.preview.display.pixels(target)))


def all_small(d: Driver) -> None:
    graph = d.app.panels["graph"]
    d.until(lambda: graph.graph is not None and graph.graph.plan is d.app.preview.plan, "the graph")
    d.until(lambda: len(d.app.picture.steps.small) == graph.graph.running, "all small pictures")
    d.settled()


def scaled(array: np.ndarray[Any, Any], width: int, height: int) -> np.ndarray[Any, Any]:
    return np.asarray(Image.fromarray(array).resize((width, height), Image.Resampling.BOX), float)


SHADERS = Path(__file__).parent.parent / "shaders"


def test_compute_passes_have_rows_nodes_and_pictures_too() -> None:
    def script(d: Driver) -> None:
        app, panel, rows = d.app, d.app.panels["graph"], d.app.panels["passes"].rows
        d.settled()
        d.until(
            lambda: rows.steps and panel.graph is not None and panel.graph.plan is app.preview.plan, "rows, the graph"
        )
        plan = app.preview.plan
        computed = [i for i, step in enumerate(plan.steps) if step.compute is not None]
        kept = [i for i, step in enumerate(plan.steps) if step.persistent]
        assert [plan.steps[i].title for i in computed] == ["edge", "lighter"] and len(kept) == 1
        assert all(any(line.startswith("compute: ") for line in details(plan, i)) for i in computed)
        assert "storage image HISTORY, kept from frame to frame" in details(plan, kept[0])
        assert all(panel.graph.nodes[len(plan.source.format.planes) + i].ran for i in computed)
        # Chroma passes by and has none.
        d.until(lambda: set(range(len(plan.steps))) <= set(app.picture.steps.small), "all small pictures")
        pictures = [pixels(d, app.picture.steps.small[i]).astype(int) for i in (*computed, *kept)]
        assert all(picture.std() > 1 for picture in pictures)
        d.until(lambda: all(row.share > 0 for row in rows.steps), "times of all passes")

    chain = tuple(str(SHADERS / f"{name}.glsl") for name in ("compute-fragment", "texture-storage"))
    drive(Launch(sound="null", paused=True, preset="", shaders=chain), script, state("graph", "passes"))


def test_every_step_has_a_node_and_a_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = tmp_path / "here"
    empty.mkdir()
    monkeypatch.chdir(empty)

    def script(d: Driver) -> None:
        app, panel, steps = d.app, d.app.panels["graph"], d.app.picture.steps
        d.settled()
        app.playback.step(1)
        d.until(lambda: app.preview.main.live.before is not None)
        all_small(d)
        plan, graph = app.preview.plan, panel.graph
        planes = len(plan.source.format.planes)
        assert graph.running == len(plan.steps) + planes + 1
        assert [n.title for n in graph.nodes[planes:-2]] == [plan_text.step_title(step) for step in plan.steps]
        assert [n.title for n in graph.nodes[graph.running :]] == ["push: colour"] and not graph.nodes[-1].ran
        assert {(link.a, link.b) for link in graph.links if link.b == graph.running - 1} == {
            (graph.running - 1 - k, graph.running - 1) for k in (1, 2, 3)
        }, "the planes of the target lead to the output"
        # What they show is what was drawn: the finished picture, the source's first plane, the target's.
        whole = pixels(d, app.preview.main.live.shown.texture)
        small = pixels(d, steps.small[OUTPUT])
        assert small.shape == (90, 160, 3)
        assert np.abs(small - scaled(whole, 160, 90)).mean() < 3
        luma = app.preview.frame.planes[0]
        first = pixels(d, steps.small[plane_node(0)])
        assert np.abs(first[..., 1] - scaled(luma, 160, 90)).mean() < 3
        made = d.on_window(lambda: app.preview.main.live.read()[0].copy())
        last = pixels(d, steps.small[len(plan.steps) - 3])
        assert np.abs(last[..., 1] - scaled(made, 160, 90)).mean() < 3
        # Fitted to the window, the last step is the picture.
        app.preview.mode = "fit"
        d.until(lambda: app.preview.plan.target.format.name == "rgba")
        all_small(d)
        d.turn(20)
        d.settled()
        last, small = pixels(d, steps.small[len(app.preview.plan.steps) - 1]), pixels(d, steps.small[OUTPUT])
        assert last.shape == small.shape and np.abs(last.astype(int) - small).mean() < 1
        # Closed, it holds nothing.
        held = len(steps.small)
        lent = app.preview.pool.lent
        app.actions.panel("graph", toggle=True)
        d.until(lambda: not steps.small, "the small pictures given back")
        assert app.preview.pool.lent == lent - held
        assert os.listdir(".") == []

    drive(Launch(sound="null", preset="anime", paused=True), script, State(size=(1400, 900), panels=("graph",)))
    assert os.listdir(empty) == []


def test_a_node_is_looked_at_moved_and_put_back() -> None:
    def script(d: Driver) -> None:
        app, panel, steps = d.app, d.app.panels["graph"], d.app.picture.steps
        d.settled()
        all_small(d)
        d.until(lambda: panel._since == 0.0 and not panel._fit, "a layout")
        d.mouse(0.5, 0.99)
        before = picture(d)
        planes = len(app.preview.plan.source.format.planes)
        titles = [step.title for step in app.preview.plan.steps]
        at = next(k for k, title in enumerate(titles) if "gradient" in title)
        click(d, planes + at)
        shown(d)
        assert steps.node == at and not np.array_equal(picture(d), before)
        click(d, 1)
        shown(d)
        assert steps.node == plane_node(1) and steps.words.startswith("source: U"), "planes can be looked at, too"
        chroma = pixels(d, app.picture.inspected)[..., 0]
        assert np.array_equal(chroma, app.preview.frame.planes[1])
        click(d, 1)
        shown(d)
        d.mouse(0.5, 0.99)
        assert steps.node is None
        d.until(lambda: np.array_equal(picture(d), before), "the picture as it was")
        click(d, planes)
        shown(d)
        escape(d)
        shown(d)
        assert steps.node is None
        # Dragged away, and back.
        x, y = places(d, 1)[0]
        d.ctx.mouse_move_to_pos((x + 5, y + 5))
        d.turn(2)
        d.ctx.mouse_down(0)
        d.turn(2)
        d.ctx.mouse_move_to_pos((x + 45, y + 25))
        d.turn(2)
        d.ctx.mouse_up(0)
        d.turn(2)
        moved = places(d, 1)[0]
        assert moved == pytest.approx((x + 40, y + 20), abs=3) and steps.node is None
        d.click("//Graph/###arrange")
        d.turn(6)
        assert places(d, 1)[0] == pytest.approx((x, y), abs=2)
        # Passes that do not run come and go.
        d.click("//Graph/###skipped")
        d.turn(8)
        assert panel.skipped and len(places(d, len(panel.graph.nodes))) == panel.graph.running + 1

    drive(Launch(sound="null", preset="anime", paused=True), script, State(size=(1400, 900), panels=("graph",)))


def test_small_pictures_follow_the_film_a_few_at_a_time() -> None:
    def script(d: Driver) -> None:
        app, steps = d.app, d.app.picture.steps
        d.settled()
        all_small(d)
        first = {node: pixels(d, target) for node, target in steps.small.items()}
        taken = dict(steps._taken)
        app.playback.loop_file = True
        app.playback.play()
        d.until(lambda: all(steps._taken[node] > at for node, at in taken.items()), "all of them anew")
        app.playback.pause()
        d.turn(4)
        all_small(d)
        assert sum(not np.array_equal(first[node], pixels(d, steps.small[node])) for node in first) > len(first) // 2
        # At rest all are of one frame.
        small = pixels(d, steps.small[OUTPUT])
        d.until(lambda: not steps._late and not app.preview.unfinished, "rest")
        luma = app.preview.frame.planes[0]
        assert np.abs(pixels(d, steps.small[plane_node(0)])[..., 1] - scaled(luma, 160, 90)).mean() < 3
        assert small.shape[1] <= SIZE[0]

    drive(Launch(sound="null", preset="anime", paused=True), script, State(size=(1400, 900), panels=("graph",)))


# ── where nodes lie


def test_layers_are_one_deeper_than_what_is_read() -> None:
    assert layers_of(5, [(0, 2), (1, 2), (2, 3), (0, 4), (3, 4)]) == [0, 0, 1, 2, 3]


@pytest.mark.parametrize("room", [(1200.0, 300.0), (400.0, 300.0), (900.0, 900.0)])
def test_nodes_do_not_overlap_and_read_from_left_to_right(room: tuple[float, float]) -> None:
    generator = np.random.default_rng(7)
    for count in (1, 2, 7, 40, 120):
        edges = sorted({(int(generator.integers(max(0, b - 9), b)), b) for b in range(1, count) for _ in range(3)})
        sizes = [(176.0, float(generator.integers(60, 150))) for _ in range(count)]
        placed = arrange(sizes, edges, room)
        depth = layers_of(count, edges)
        for a in range(count):
            for b in range(a):
                apart_x = abs(placed[a][0] - placed[b][0]) >= 176 + GAP[0] - 1e-6
                low, high = sorted((a, b), key=lambda n: placed[n][1])
                apart_y = placed[low][1] + sizes[low][1] <= placed[high][1] + 1e-6
                assert apart_x or apart_y, f"{a} and {b} of {count}"
        top = [min(placed[n][1] for n in range(count) if depth[n] == depth[k]) for k in range(count)]
        for a, b in edges:
            assert placed[a][0] < placed[b][0] or top[a] < top[b], "to the right, or in a row below"


def test_a_long_line_is_laid_in_rows_where_that_shows_more() -> None:
    sizes, edges = [(176.0, 140.0)] * 40, [(k, k + 1) for k in range(39)]
    rows = {y for _, y in arrange(sizes, edges, (900.0, 300.0))}
    assert 2 <= len(rows) <= 6
    assert len({y for _, y in arrange(sizes[:6], edges[:5], (1200.0, 200.0))}) == 1


def test_a_plain_line_is_straight_and_a_fork_is_level() -> None:
    sizes, edges = [(176.0, 100.0)] * 5, [(0, 1), (0, 2), (1, 3), (2, 3), (3, 4)]
    placed = arrange(sizes, edges, (2000.0, 500.0))
    middle = [y + 50 for _, y in placed]
    assert middle[0] == pytest.approx(middle[3]) == pytest.approx(middle[4])
    assert middle[0] == pytest.approx((middle[1] + middle[2]) / 2, abs=1)
