"""Pipeline: what Python programs, the renderer and the player call."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from gl.handmade import live_objects
from media.clips import YUV8, noise
from upshade import Pipeline as Public
from upshade.core.chain import load
from upshade.core.frame import PIXEL_FORMATS
from upshade.core.preset import Output, Preset
from upshade.core.steps import Options, Source
from upshade.engine import Pipeline, frame_of, source_of
from upshade.errors import BadInput, NotFound, ParameterError
from upshade.gl.context import Context

GAIN = """\
//!PARAM gain
//!TYPE float
//!MINIMUM 0
//!MAXIMUM 2
1.0

//!PARAM on
//!TYPE int
//!MINIMUM 0
//!MAXIMUM 1
1

//!PARAM mode
//!TYPE DEFINE
//!MINIMUM 0
//!MAXIMUM 1
0

//!HOOK MAIN
//!BIND HOOKED
//!WHEN on
//!DESC gain
vec4 hook() {
    vec4 c = HOOKED_texOff(vec2(0));
#if mode
    c.rgb = c.bgr;
#endif
    return vec4(c.rgb * gain, c.a);
}
"""
EXACT = Options(precision="full", dither=False)


@pytest.fixture
def gain(tmp_path: Path) -> Path:
    path = tmp_path / "gain.glsl"
    path.write_text(GAIN)
    return path


def picture(dtype: type = np.uint8, parts: int = 3, size: tuple[int, int] = (12, 20)) -> np.ndarray:
    return np.random.default_rng(5).integers(0, np.iinfo(dtype).max, (*size, parts), dtype=dtype, endpoint=True)


# ── arrays and frames


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("parts", [3, 4])
def test_an_array_goes_in_and_the_same_kind_comes_out(context: Context, gain: Path, dtype: type, parts: int) -> None:
    image = picture(dtype, parts)
    before = image.copy()
    with Pipeline(None, shaders=[gain], sets=["gain.gain=0.5"], options=EXACT, context=context) as pipeline:
        out = pipeline.process(image)
    assert out.dtype == dtype and out.shape == image.shape
    np.testing.assert_array_equal(image, before)
    # Colour under no alpha at all is nowhere to be seen, and may become anything.
    seen = image[..., 3] > 0 if parts == 4 else np.ones(image.shape[:2], bool)
    assert np.abs(out[..., :3] - image[..., :3] * 0.5)[seen].max() <= 0.51
    if parts == 4:
        np.testing.assert_array_equal(out[..., 3], image[..., 3])


def test_a_view_that_is_not_contiguous(context: Context, gain: Path) -> None:
    image = picture(size=(24, 40))[::-2, ::2]
    with Pipeline(None, shaders=[gain], sets=["gain.mode=1"], options=EXACT, context=context) as pipeline:
        np.testing.assert_array_equal(pipeline.process(image), image[..., ::-1])


def test_sizes(context: Context) -> None:
    with Pipeline("anime", context=context) as pipeline:
        assert pipeline.process(picture()).shape == (24, 40, 3)
    with Pipeline("anime", scale=1.5, context=context) as pipeline:
        assert pipeline.process(picture()).shape == (18, 30, 3)
    with Pipeline("anime", size=(7, 5), context=context) as pipeline:
        assert pipeline.process(picture()).shape == (5, 7, 3)


def test_size_and_format_may_change_between_frames(context: Context, gain: Path) -> None:
    with Pipeline(None, shaders=[gain], sets=["gain.mode=1"], options=EXACT, context=context) as pipeline:
        for image in (picture(), picture(size=(5, 9)), picture(np.uint16), picture()):
            np.testing.assert_array_equal(pipeline.process(image), image[..., ::-1])


def test_a_frame_keeps_its_time(context: Context) -> None:
    frame = noise(YUV8, 64, 36, pts=1234)
    with Pipeline("anime", context=context) as pipeline:
        out = pipeline.process(frame)
    assert (out.pts, out.time_base, out.width, out.format) == (1234, frame.time_base, 128, frame.format)
    with Pipeline("anime", output="rgb24", context=context) as pipeline:
        assert pipeline.process(frame).planes[0].shape == (72, 128, 3)


@pytest.mark.parametrize(
    "image", [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 2), np.uint8), np.zeros((4, 4, 3)), np.zeros((0, 4, 3), "u1")]
)
def test_what_is_no_picture(context: Context, image: np.ndarray) -> None:
    with Pipeline("plain", context=context) as pipeline, pytest.raises(BadInput, match="uint8 or uint16 array"):
        pipeline.process(image)


def test_what_is_asked_wrongly(context: Context) -> None:
    with pytest.raises(NotFound, match="did you mean 'anime'"):
        Pipeline("anme", context=context)
    with pytest.raises(BadInput, match="no pixel format 'yuv420'; did you mean"):
        Pipeline("anime", output="yuv420", context=context)
    with pytest.raises(ParameterError, match="did you mean 'strength_color'"):
        Pipeline("anime", sets=["push.strengthcolor=1"], context=context)


def test_the_public_name_is_this_one() -> None:
    assert Public is Pipeline


# ── parameters


def test_a_uniform_changes_without_compiling_or_planning(context: Context, gain: Path) -> None:
    image = picture()
    with Pipeline(None, shaders=[gain], options=EXACT, context=context) as pipeline:
        np.testing.assert_array_equal(pipeline.process(image), image)
        plan, executor = pipeline.prepare(source_of(frame_of(image))), pipeline.executor
        assert pipeline._programs is not None
        compiled = pipeline._programs.compiled
        pipeline.set("gain.gain", 0)
        assert pipeline.process(image).max() == 0
        pipeline.set("gain.gain", "0.5")
        assert np.abs(pipeline.process(image) - image * 0.5).max() <= 0.51
        assert pipeline.executor is executor and pipeline._programs.compiled == compiled
        assert pipeline.prepare(source_of(frame_of(image))) is plan


def test_a_parameter_that_decides_what_runs_plans_again(context: Context, gain: Path) -> None:
    image = picture()
    with Pipeline(None, shaders=[gain], sets=["gain.gain=0.5"], options=EXACT, context=context) as pipeline:
        half = pipeline.process(image)
        pipeline.set("gain.on", 0)
        np.testing.assert_array_equal(pipeline.process(image), image)
        assert pipeline.prepare(source_of(frame_of(image))).identity
        pipeline.set("gain.on", 1)
        np.testing.assert_array_equal(pipeline.process(image), half)
        pipeline.set("gain.mode", 1)
        np.testing.assert_array_equal(pipeline.process(image), half[..., ::-1])


def test_values_set_while_it_is_off_count_when_it_is_on(context: Context, gain: Path) -> None:
    image = picture()
    with Pipeline(None, shaders=[gain], sets=["gain.on=0"], options=EXACT, context=context) as pipeline:
        np.testing.assert_array_equal(pipeline.process(image), image)
        pipeline.set("gain.gain", 0)
        pipeline.set("gain.on", 1)
        assert pipeline.process(image).max() == 0


def test_a_wrong_value_changes_nothing(context: Context, gain: Path) -> None:
    image = picture()
    with Pipeline(None, shaders=[gain], options=EXACT, context=context) as pipeline:
        pipeline.process(image)
        values = pipeline.values
        for name, value in (("gain.gain", 3), ("gain.gain", "x"), ("gain.gian", 1), ("gian.gain", 1), ("gain", 1)):
            with pytest.raises(ParameterError):
                pipeline.set(name, value)
        assert pipeline.values is values
        np.testing.assert_array_equal(pipeline.process(image), image)


def test_every_instance_or_one(context: Context, gain: Path) -> None:
    image = picture()
    with Pipeline(None, shaders=[gain, gain], options=EXACT, context=context) as pipeline:
        pipeline.set("gain.gain", 0.5)
        assert np.abs(pipeline.process(image) - image * 0.25).max() <= 0.51
        pipeline.set("gain#2.gain", 2)
        np.testing.assert_array_equal(pipeline.process(image), image)


# ── what fails


def test_a_shader_that_fails_leaves_and_is_named(context: Context, gain: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.glsl"
    bad.write_text("//!HOOK MAIN\n//!BIND HOOKED\n\nvec4 hook() {\n    return vec4(undefined_thing);\n}\n")
    image = picture()
    with Pipeline(None, shaders=[bad, gain], sets=["gain.mode=1"], options=EXACT, context=context) as pipeline:
        np.testing.assert_array_equal(pipeline.process(image), image[..., ::-1])
        assert list(pipeline.failures) == ["bad"]
        error = pipeline.failures["bad"]
        assert str(error).startswith(f"{bad}:5: ") and "undefined_thing" in str(error)
        plan = pipeline.prepare(source_of(frame_of(image)))
        assert any(s.label == "bad" and "undefined_thing" in s.reason for s in plan.skipped)
        assert "undefined_thing" in pipeline.explain(source_of(frame_of(image)))


def test_a_chain_where_all_fails_still_gives_the_picture(context: Context, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.glsl").write_text("//!HOOK MAIN\n//!BIND HOOKED\nvec4 hook() { return 1; }\n")
    image = picture()
    with Pipeline(None, shaders=[tmp_path / "a.glsl", tmp_path / "b.glsl"], context=context) as pipeline:
        np.testing.assert_array_equal(pipeline.process(image), image)
        assert sorted(pipeline.failures) == ["a", "b"]


# ── slices and frames ahead


def test_slices_give_the_whole_picture(context: Context) -> None:
    frames = [noise(YUV8, 96, 64, seed, pts=seed) for seed in range(3)]
    with Pipeline("anime-strong", context=context) as pipeline:
        whole = [pipeline.process(frame) for frame in frames]
    with Pipeline("anime-strong", context=context) as pipeline:
        for frame, expected in zip(frames, whole, strict=True):
            pipeline.start(frame)
            turns = 1
            while not pipeline.run(1e-6):
                turns += 1
            assert turns > 3, "a budget this small is spent after a step"
            for plane, right in zip(pipeline.finish(frame).planes, expected.planes, strict=True):
                np.testing.assert_array_equal(plane, right)


@pytest.mark.parametrize("software", [True, False])
def test_submit_gives_every_frame_in_order(context: Context, monkeypatch, software: bool) -> None:
    """With frames on their way (as on a GPU) and without."""
    monkeypatch.setattr(context, "software", software)
    frames = [noise(YUV8, 32, 20, seed, pts=seed) for seed in range(7)]
    with Pipeline("anime", context=context) as pipeline:
        expected = [pipeline.process(frame) for frame in frames]
        done = [out for frame in frames if (out := pipeline.submit(frame)) is not None]
        assert (len(done) == 7) == software
        done += pipeline.drain()
        assert list(pipeline.drain()) == []
    assert [f.pts for f in done] == list(range(7))
    for out, right in zip(done, expected, strict=True):
        for plane, same in zip(out.planes, right.planes, strict=True):
            np.testing.assert_array_equal(plane, same)


# ── the end


@pytest.mark.parametrize("failing", [False, True])
def test_nothing_of_opengl_is_left(context: Context, gain: Path, tmp_path: Path, failing: bool) -> None:
    """Counted by OpenGL itself, changes of plan and a failing shader included."""
    bad = tmp_path / "bad.glsl"
    bad.write_text("//!HOOK MAIN\n//!BIND HOOKED\nvec4 hook() { return no; }\n")

    def work() -> None:
        with Pipeline("anime", shaders=[gain, bad] if failing else [gain], context=context) as pipeline:
            pipeline.process(picture())
            pipeline.process(noise(PIXEL_FORMATS["yuv444p10le"], 40, 30, pts=0))
            pipeline.set("gain.mode", 1)
            pipeline.submit(noise(YUV8, 40, 30, pts=0))
            list(pipeline.drain())
            pipeline.close()

    work()  # samplers that the context keeps are made with the first use
    before = live_objects(context)
    for _ in range(3):
        work()
    after = live_objects(context)
    if failing:  # moderngl itself forgets the empty program of a compilation that fails: one name each,
        # and it is tried merged and apart
        before["Program"] += 6
    # An object of an earlier test may go meanwhile; none may stay.
    assert {k: n for k, n in after.items() if n > before[k]} == {}


def test_it_can_go_on_after_close(context: Context) -> None:
    image = picture()
    pipeline = Pipeline("anime", context=context)
    first = pipeline.process(image)
    pipeline.close()
    pipeline.close()
    np.testing.assert_array_equal(pipeline.process(image), first)
    pipeline.close()


def test_a_preset_made_in_memory(context: Context) -> None:
    with Pipeline(Preset(), context=context) as pipeline:
        assert pipeline.plan(Source(8, 8, YUV8, noise(YUV8, 8, 8).color)).identity


def test_a_chain_that_is_read_already(context: Context, gain: Path) -> None:
    image = picture()
    loaded = load(Preset(output=Output(scale=2.0, dither=False)), [gain], ["gain.gain=0.5"])
    gain.write_text("no shader any more")
    (other := gain.with_name("other.glsl")).write_text(GAIN)
    with Pipeline(loaded, context=context) as pipeline:
        assert pipeline.process(image).shape == (24, 40, 3) and pipeline.options == Options(dither=False)
    words = {"shaders": [other], "sets": ["gain.gain=1", "other.mode=1"], "options": EXACT, "context": context}
    with Pipeline(loaded, scale=1.0, **words) as pipeline:
        np.testing.assert_array_equal(pipeline.process(image), image[..., ::-1])
    with Pipeline(loaded, size=(7, 5), **words) as pipeline:
        assert pipeline.process(image).shape == (5, 7, 3)
    assert loaded.values["gain"]["gain"] == 0.5, "what one pipeline sets is nobody else's"


def test_what_an_rgb_pass_returns_as_alpha_is_there_for_the_next(context: Context, tmp_path: Path) -> None:
    """Public files hand edges on in it. What comes out is opaque all the same."""
    shader = tmp_path / "edges.glsl"
    shader.write_text(
        "//!HOOK MAIN\n//!BIND HOOKED\n//!SAVE EDGES\nvec4 hook() { return vec4(HOOKED_tex(HOOKED_pos).rgb, 0.25); }\n"
        "//!HOOK MAIN\n//!BIND HOOKED\n//!BIND EDGES\nvec4 hook() { return vec4(EDGES_tex(EDGES_pos).a); }\n"
    )
    with Pipeline(None, shaders=[shader], output="rgba", options=EXACT, context=context) as pipeline:
        out = pipeline.process(frame_of(picture())).planes[0]
    assert (out[..., :3] == 64).all() and (out[..., 3] == 255).all()


def test_pts_fills_itself(context: Context, tmp_path: Path) -> None:
    shader = tmp_path / "time.glsl"
    shader.write_text(
        "//!PARAM PTS\n//!TYPE DYNAMIC float\n0.0\n\n//!HOOK MAIN\n//!BIND HOOKED\n"
        "vec4 hook() { return vec4(vec3(PTS / 10.0), 1.0); }\n"
    )
    options = Options(precision="full", dither=False)
    with Pipeline(None, shaders=[shader], output="rgb24", options=options, context=context) as pipeline:
        frame = frame_of(np.zeros((4, 4, 3), np.uint8))
        for pts in (0, 2500, 7000):
            out = pipeline.process(replace(frame, pts=pts, time_base=Fraction(1, 1000)))
            assert abs(float(out.planes[0].mean()) - 255 * pts / 10000) <= 0.5


def test_frames_on_their_way_survive_a_new_plan(context: Context, gain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a GPU three frames are under way; a change of size or of a structural parameter loses none of them."""
    monkeypatch.setattr(context, "software", False)
    with Pipeline(None, shaders=[gain], sets=["gain.mode=1"], options=EXACT, context=context) as pipeline:
        given = [noise(YUV8, 40, 30, pts=n) for n in range(3)] + [noise(YUV8, 44, 30, pts=n) for n in range(3, 6)]
        done = [out for frame in given if (out := pipeline.submit(frame)) is not None]
        pipeline.set("gain.mode", 0)
        done += [out for n in range(6, 8) if (out := pipeline.submit(noise(YUV8, 44, 30, pts=n))) is not None]
        done += pipeline.drain()
    assert [(f.pts, f.width) for f in done] == [(n, 40 if n < 3 else 44) for n in range(8)]


def test_hidden_colours_and_thin_lines_of_alpha_are_resized_right(context: Context) -> None:
    picture = np.zeros((64, 64, 4), np.uint8)
    picture[::4] = 255
    with Pipeline(None, size=(16, 16), options=EXACT, context=context) as pipeline:
        small = pipeline.process(picture)
    assert np.abs(small[2:-2, 2:-2, 3].astype(int) - 64).max() <= 1, "a quarter of the lines is opaque"
    assert (small[2:-2, 2:-2, :3] == 255).all(), "what is hidden was black"
    picture = np.zeros((8, 8, 4), np.uint8)
    picture[:, :4] = 255
    with Pipeline(None, scale=2, options=EXACT, context=context) as pipeline:
        large = pipeline.process(picture)
    assert (large[..., :3][large[..., 3] > 3] >= 254).all()


def test_an_include_in_a_comment_is_no_matter_and_a_real_one_drops_the_file(context: Context, tmp_path: Path) -> None:
    path = tmp_path / "a.glsl"
    for line, failed in (('// see #include "x"', False), ('#include "x"', True)):
        path.write_text(f"//!HOOK MAIN\n//!BIND HOOKED\n{line}\nvec4 hook() {{ return HOOKED_tex(HOOKED_pos); }}\n")
        with Pipeline(None, shaders=[path], context=context) as pipeline:
            pipeline.process(picture())
            assert bool(pipeline.failures) == failed
            if failed:
                assert str(pipeline.failures["a"]).startswith(f"{path}:3: ")


@pytest.mark.parametrize(("center", "slope"), [(0.0, 20.0), (0.12, 20.0), (1.0, 20.0), (0.0, 1.0)])
def test_every_sigmoid_that_may_be_asked_for_gives_a_picture(context: Context, center: float, slope: float) -> None:
    """Black stays black and white white, whatever the curve; at its end the logarithm of 0 is near."""
    picture = np.zeros((24, 24, 3), np.uint8)
    picture[:, 12:] = 255
    options = Options(sigmoid="on", sigmoid_center=center, sigmoid_slope=slope)
    with Pipeline(None, scale=2.0, options=options, context=context) as pipeline:
        out = pipeline.process(picture)
    assert (out[:, :16] <= 1).all() and (out[:, 32:] >= 254).all()


# Words of its own that begin like ours: what joins it ("RGB out") has a function of that name.
CLASH = "//!HOOK OUTPUT\n//!BIND HOOKED\nvec4 upshade_round(vec4 c, float a, float b) { return c; }\n"
CLASH += "vec4 hook() { return 1.0 - upshade_round(HOOKED_tex(HOOKED_pos), 1.0, 1.0); }\n"


def test_what_joins_a_shader_is_not_what_it_fails_by(tmp_path: Path, context: Context) -> None:
    path = tmp_path / "clash.glsl"
    path.write_text(CLASH)
    picture = np.arange(48, dtype=np.uint8).reshape(4, 4, 3)
    with Pipeline(None, shaders=[path], size=(4, 4), context=context) as pipeline:
        assert np.abs(pipeline.process(picture).astype(int) - (255 - picture)).max() <= 1
        assert not pipeline.failures
