"""Live: what the window draws while everything may change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from gl.handmade import live_objects
from upshade.core.chain import Loaded, load
from upshade.core.color import Color, Matrix, Range
from upshade.core.frame import PIXEL_FORMATS, Frame
from upshade.core.preset import Output
from upshade.core.steps import Options
from upshade.engine import Live, Pipeline
from upshade.engine.live import Wish
from upshade.engine.run import Run
from upshade.errors import BadInput, GraphicsError
from upshade.gl.pool import Pool
from upshade.gl.program import Programs

GAIN = """\
//!PARAM gain
//!TYPE float
//!MINIMUM 0
//!MAXIMUM 2
1.0

//!PARAM flip
//!TYPE DEFINE
//!MINIMUM 0
//!MAXIMUM 1
0

//!HOOK MAIN
//!BIND HOOKED
vec4 hook() {
    vec4 c = HOOKED_texOff(vec2(0));
#if flip
    c.rgb = c.bgr;
#endif
    return vec4(c.rgb * gain, c.a);
}
"""
YUV = Color(Matrix.BT709, Range.LIMITED)


def frame(seed: int = 0, width: int = 64, height: int = 48) -> Frame:
    form = PIXEL_FORMATS["yuv420p"]
    random = np.random.default_rng(seed)
    planes = tuple(random.integers(16, 236, form.plane_shape(k, width, height), np.uint8) for k in range(3))
    return Frame(planes, width, height, form, YUV, seed * 40, Fraction(1, 1000))


def equal(a, b) -> bool:
    return all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))


def objects(context) -> dict[str, int]:
    """Samplers are the context's; moderngl keeps the name of a program that failed to compile."""
    return {kind: n for kind, n in live_objects(context).items() if kind not in ("Sampler", "Program")}


@pytest.fixture
def live(context) -> Iterator[Live]:
    before = objects(context)
    pool, programs = Pool(context), Programs(context)
    made = Live(context, pool, programs)
    yield made
    made.close()
    assert (pool.lent, programs.lent) == (0, 0)
    programs.release()
    pool.release()
    assert objects(context) == before


@pytest.fixture
def gain(tmp_path: Path) -> Path:
    path = tmp_path / "gain.glsl"
    path.write_text(GAIN)
    return path


def loaded(*paths: Path, **output) -> Loaded:
    return replace(load(None, [str(p) for p in paths]), output=Output(**output))


def wish(*paths: Path, **output) -> Wish:
    return Wish(loaded(*paths, **output))


def pipeline_planes(context, chain: Loaded, picture: Frame):
    with Pipeline(chain, context=context) as pipeline:
        return pipeline.process(picture).planes


@pytest.mark.parametrize("preset", ["anime", "anime-strong", "restore", "plain"])
def test_draws_what_a_pipeline_draws(live, context, preset: str) -> None:
    chain = load(preset)
    live.wish(Wish(chain))
    for seed in (1, 2):
        picture = frame(seed)
        live.draw(picture)
        assert equal(live.read(), pipeline_planes(context, chain, picture))


def test_a_chain_that_does_nothing_shows_the_source(live) -> None:
    live.wish(Wish(Loaded((), {})))
    picture = frame(3)
    shown = live.draw(picture)
    assert equal(live.read(), picture.planes) and shown.plan.identity


def test_slices_make_the_same_picture(live, context) -> None:
    chain = load("anime")
    live.wish(Wish(chain))
    picture = frame(4, 320, 180)
    live.draw(frame(5, 320, 180))
    for _ in range(3):  # once the times are known, bands are drawn
        live.begin(picture)
        turns = 1
        while not live.work(1e-6):
            turns += 1
    assert turns > 2
    assert equal(live.read(), pipeline_planes(context, chain, picture))


def test_a_value_changes_the_next_picture_and_compiles_nothing(live, gain: Path) -> None:
    live.wish(wish(gain))
    picture = frame(6)
    live.draw(picture)
    bright, compiled, plan = live.read()[0].astype(int), live._programs.compiled, live.plan
    live.set_values({"gain": {"gain": 0.5}})
    live.draw(picture)
    assert np.abs(live.read()[0].astype(int) - 16 - (bright - 16) / 2).max() <= 1.5
    assert live._programs.compiled == compiled and live.plan is plan


def test_a_value_that_is_compiled_in_makes_a_new_plan_and_the_old_picture_stays(live, gain: Path) -> None:
    live.wish(wish(gain))
    picture = frame(7)
    before = live.draw(picture)
    live.set_values({"gain": {"flip": 1}})
    live.begin(picture)
    assert live.shown is before
    while not live.work(0.01) or live.unfinished:
        pass
    assert live.plan.values["gain"]["flip"] == 1 and live.shown.plan is live.plan and live.shown is not before
    # And back: the program is still there.
    compiled = live._programs.compiled
    live.set_values({"gain": {"flip": 0}})
    live.draw(picture)
    assert live._programs.compiled == compiled


def test_while_the_new_is_compiled_the_old_goes_on(live, gain: Path) -> None:
    live.wish(wish(gain))
    live.draw(frame(8))
    live.wish(Wish(load("anime-strong")))
    pictures = 0
    seed = 9
    while not any(step.label == "push" for step in (live.shown.plan.steps)):
        if not live.busy:
            seed += 1
            live.begin(frame(seed))
        done = live.work(1e-6)
        pictures += done and not any(step.label == "push" for step in live.shown.plan.steps)
    assert pictures > 0


def test_a_shader_that_breaks_keeps_its_last_good_version(live, gain: Path, context) -> None:
    live.wish(wish(gain))
    picture = frame(10)
    live.draw(picture)
    good = live.read()
    gain.write_text(GAIN.replace("c.rgb * gain", "c.rgb * gian"))
    live.wish(wish(gain))
    live.draw(picture)
    assert equal(live.read(), good)
    problem = live.problems["gain"]
    assert problem.where.path == str(gain) and problem.where.line == 20 and "gian" in str(problem)
    # A value still works, on the version that runs.
    live.set_values({"gain": {"gain": 0.0}})
    live.draw(picture)
    assert (live.read()[0] <= 17).all()
    gain.write_text(GAIN.replace("c.rgb * gain", "c.rgb * gain * 0.5"))
    live.wish(wish(gain))
    live.draw(picture)
    assert not live.problems and not equal(live.read(), good)


def test_a_shader_that_never_worked_leaves_the_chain(live, gain: Path, tmp_path: Path, context) -> None:
    bad = tmp_path / "bad.glsl"
    bad.write_text("//!HOOK MAIN\n//!BIND HOOKED\nvec4 hook() { return nothing; }\n")
    live.wish(wish(bad, gain))
    picture = frame(11)
    live.draw(picture)
    assert set(live.problems) == {"bad"} and [label for label, _ in live.plan.dropped] == ["bad"]
    assert equal(live.read(), pipeline_planes(context, loaded(gain), picture))
    compiled = live._programs.compiled
    live.draw(frame(12))
    assert live._programs.compiled == compiled, "what failed is tried again for every frame"


def test_what_joins_a_shader_is_not_what_it_fails_by(live, tmp_path: Path, context) -> None:
    path = tmp_path / "clash.glsl"
    # "RGB out", which joins it, has a function of that name.
    path.write_text("//!HOOK OUTPUT\n//!BIND HOOKED\nvec4 upshade_round(vec4 c, float a, float b) { return c; }\n"
                    "vec4 hook() { return HOOKED_tex(HOOKED_pos); }\n")  # fmt: skip
    live.wish(wish(path, scale=2.0))
    live.draw(frame(1))
    assert not live.problems and live.error is None
    assert [step.label for step in live.plan.steps if step.hook] == ["clash"]


def test_a_plan_that_cannot_be_is_said_and_the_old_goes_on(live, gain: Path) -> None:
    live.wish(wish(gain))
    live.draw(frame(13))
    live.wish(replace(wish(gain), size=(100_000, 100)))
    live.begin(frame(14))
    while not live.work(0.1):
        pass
    assert "100000x100" in str(live.error) and live.shown.frame.pts == frame(14).pts
    assert not live.unfinished, "nothing is left to do"
    live.begin(frame(14))
    while not live.work(0.1):
        pass
    # Another file: it is tried again, and said again.
    live.forget()
    assert live.error is None
    live.begin(frame(15, 96, 50))
    assert live.error is not None and live.shown is None and not live.unfinished
    with pytest.raises(BadInput, match="100000x100"):
        live.draw(frame(15, 96, 50))
    live.wish(wish(gain))
    live.draw(frame(15))
    assert live.error is None


def test_memory_that_is_short_for_a_moment_costs_a_picture(live, gain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    live.wish(wish(gain))
    for seed in (30, 31):
        live.draw(frame(seed))
    kept = live.shown, live.before
    with monkeypatch.context() as short:
        short.setattr(Run, "develop", lambda self: (_ for _ in ()).throw(GraphicsError("no memory")))
        live.begin(frame(32))
        with pytest.raises(GraphicsError):
            while not live.work(0.1):
                pass
    live.fail(GraphicsError("no memory"))
    assert (live.shown, live.before) == kept and not live.unfinished
    assert live.draw(frame(33)).frame.pts == frame(33).pts and live.before is kept[0]


def test_another_size_of_source_in_the_middle(live, context) -> None:
    chain = load("plain")
    live.wish(Wish(chain))
    live.draw(frame(16))
    large = frame(17, 96, 50)
    assert live.draw(large).texture.spec.width == 192
    assert equal(live.read(), pipeline_planes(context, chain, large))


def test_a_region_is_right_where_it_is_and_the_rest_is_as_before(live, context) -> None:
    chain = load(None, ["line/thin"])
    live.wish(Wish(replace(chain, output=Output(scale=2.0))))
    old, new = frame(18, 640, 480), frame(19, 640, 480)
    live.draw(old)
    before = live.read()[0]
    live.begin(new, (0.4, 0.4, 0.6, 0.6))
    while not live.work(0.05):
        pass
    assert not live.shown.whole
    part = live.read()[0]
    live.draw(new)
    whole = live.read()[0]
    inside = np.s_[int(960 * 0.4) : int(960 * 0.6), int(1280 * 0.4) : int(1280 * 0.6)]
    assert np.array_equal(part[inside], whole[inside])
    assert np.array_equal(part[:100], before[:100]) and not np.array_equal(part, whole)


def test_taps_see_every_step_and_options_are_kept(live, gain: Path) -> None:
    seen = []
    live.wish(replace(wish(gain, scale=2.0), options=Options(resize="nearest")))
    live.draw(frame(20))
    live.tap({i: (lambda target, i=i: seen.append((i, target.spec.width))) for i in range(len(live.plan.steps))})
    live.draw(frame(21))
    assert [i for i, _ in seen] == list(range(len(live.plan.steps)))
    assert live.plan.options.resize == "nearest"


def test_hooks_of_the_same_file_twice_have_their_own_values(live, gain: Path) -> None:
    live.wish(wish(gain, gain))
    picture = frame(22)
    live.set_values({"gain": {"gain": 0.5}, "gain#2": {"gain": 2.0}})
    live.draw(picture)
    live_planes = live.read()
    live.set_values({"gain": {"gain": 1.0}, "gain#2": {"gain": 1.0}})
    live.draw(picture)
    assert np.abs(live_planes[0].astype(int) - live.read()[0].astype(int)).max() <= 2


KEEPS = """//!TEXTURE STATE
//!SIZE 64 48
//!FORMAT rgba16f
//!STORAGE

//!HOOK MAIN
//!BIND HOOKED
//!BIND STATE
vec4 hook() {
    ivec2 at = ivec2(gl_FragCoord.xy);
    imageStore(STATE, at, 0.5 * (imageLoad(STATE, at) + HOOKED_texOff(vec2(0))));
    return imageLoad(STATE, at);
}
"""


def test_what_a_shader_kept_goes_with_it(live, gain: Path, tmp_path: Path) -> None:
    keeps = tmp_path / "keeps.glsl"
    keeps.write_text(KEEPS)
    live.wish(wish(keeps))
    live.draw(frame())
    assert live._storage.live == 1
    live.wish(wish(keeps, gain))
    live.draw(frame())
    assert live._storage.live == 1
    live.wish(wish(gain))
    live.draw(frame())
    assert live._storage.live == 0
