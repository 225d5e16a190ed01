"""Fragment hooks dispatched as compute shaders: the same picture to the last bit; and the choice, measured once."""

from __future__ import annotations

import json

import numpy as np
import pytest
from handmade import live_objects

from upshade.core.library import demo_clip
from upshade.core.steps import Caps
from upshade.engine.pipeline import Pipeline
from upshade.errors import BadInput, GraphicsError
from upshade.gl import dispatch
from upshade.gl.draw import Dispatch
from upshade.media.reader import Reader


@pytest.fixture
def undecided(context, monkeypatch, tmp_path):
    """The shared context, which has not chosen yet, of a driver that does not draw on the CPU."""
    monkeypatch.setattr(context, "dispatch", None)
    monkeypatch.setattr(context, "software", False)
    monkeypatch.delenv(dispatch.VARIABLE, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return context


@pytest.mark.parametrize("preset", ["anime", "anime-strong", "restore"])
def test_the_same_picture_to_the_last_bit(context, monkeypatch, preset) -> None:
    with Reader(str(demo_clip())) as reader:
        frame = next(iter(reader))
    planes = []
    for mode in ("fragment", "compute"):
        monkeypatch.setattr(context, "dispatch", mode)
        with Pipeline(preset, scale=1.5, context=context) as pipeline:
            planes.append([plane.copy() for plane in pipeline.process(frame).planes])
            kinds = [isinstance(draw, Dispatch) for draw in pipeline.executor._draws]
            assert any(kinds) == (mode == "compute") and not pipeline.failures
    for drawn, dispatched in zip(*planes, strict=True):
        assert np.array_equal(drawn, dispatched)


def test_a_driver_is_measured_once(undecided, monkeypatch, tmp_path) -> None:
    times = {"fragment": 3.0, "compute": 1.0}
    asked: list[int] = []
    monkeypatch.setattr(dispatch, "measure", lambda context: asked.append(1) or dict(times))
    assert dispatch.settle(undecided) == "compute" == dispatch.settle(undecided)
    undecided.dispatch = None
    assert dispatch.settle(undecided) == "compute" and len(asked) == 1
    # Another version of the driver, and a file that was damaged, are measured anew.
    (path,) = tmp_path.rglob("dispatch.json")
    known = json.loads(path.read_text())
    assert list(known.values()) == [times]
    times["compute"] = 2.9
    for text in (json.dumps({"another": {"fragment": 1, "compute": 9}}), "{", "[]", json.dumps(dict.fromkeys(known))):
        path.write_text(text)
        undecided.dispatch = None
        assert dispatch.settle(undecided) == "fragment"
    assert len(asked) == 5


def test_where_nothing_can_be_remembered_it_is_measured_all_the_same(undecided, monkeypatch, tmp_path) -> None:
    (tmp_path / "upshade").write_text("no folder")
    monkeypatch.setattr(dispatch, "measure", lambda context: {"fragment": 3.0, "compute": 1.0})
    assert dispatch.settle(undecided) == "compute"


@pytest.mark.parametrize("broken", ["_COMPUTE", "_FRAGMENT"])
def test_a_driver_that_fails_at_it_draws(undecided, monkeypatch, tmp_path, broken) -> None:
    before = live_objects(undecided)
    monkeypatch.setattr(dispatch, broken, "#version 430 core\nnonsense\n")
    with pytest.raises(GraphicsError, match="while measuring how shaders run"):
        dispatch.measure(undecided)
    assert dispatch.settle(undecided) == "fragment" and not list(tmp_path.rglob("dispatch.json"))
    after = live_objects(undecided)
    assert all(after[kind] == before[kind] for kind in ("Texture", "Framebuffer"))


def test_both_are_measured(context, monkeypatch) -> None:
    monkeypatch.setattr(dispatch, "_WIDTH", 40)
    monkeypatch.setattr(dispatch, "_HEIGHT", 30)
    times = dispatch.measure(context)
    assert times.keys() == {"fragment", "compute"} and min(times.values()) > 0


def test_software_draws_and_words_are_checked(undecided, monkeypatch) -> None:
    monkeypatch.setattr(undecided, "software", True)
    assert dispatch.settle(undecided) == "fragment"
    undecided.dispatch = None
    monkeypatch.setenv(dispatch.VARIABLE, "computer")
    with pytest.raises(BadInput, match="UPSHADE_DISPATCH has no value 'computer'; one of auto, fragment, compute"):
        dispatch.settle(undecided)
    monkeypatch.setenv(dispatch.VARIABLE, "compute")
    assert dispatch.settle(undecided) == "compute"
    undecided.dispatch = None
    monkeypatch.setattr(undecided, "caps", Caps())
    with pytest.raises(BadInput, match=r"dispatch compute needs OpenGL 4\.3, this driver has 3\.3; use fragment"):
        dispatch.settle(undecided)
