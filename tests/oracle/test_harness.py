"""The oracles themselves: do they see what we give them, and do they say so when a shader did not run?"""

import os
from pathlib import Path

import numpy as np
import pytest

from oracle import placebo, timing
from oracle.common import OracleError, need
from oracle.display import Display
from oracle.mpv import Mpv
from oracle.pictures import PICTURES, cut
from oracle.public import Row
from upshade.core.metrics import psnr

IDENTITY = "//!HOOK MAIN\n//!BIND HOOKED\n//!DESC same (a)\nvec4 hook() { return HOOKED_tex(HOOKED_pos); }\n"
INVERT = IDENTITY.replace("same (a)", "invert").replace("HOOKED_tex(HOOKED_pos)", "vec4(1.0) - HOOKED_tex(HOOKED_pos)")
WRONG = "//!HOOK MAIN\n//!BIND HOOKED\n//!DESC wrong\nvec4 hook() { return nothing; }\n"
UNKNOWN = "//!HOOK MAIN\n//!BIND HOOKED\n//!SHAVE MAIN\nvec4 hook() { return HOOKED_tex(HOOKED_pos); }\n"
LUMA = "//!HOOK LUMA\n//!BIND HOOKED\n//!DESC luma\nvec4 hook() { return vec4(1.0 - HOOKED_tex(HOOKED_pos).x); }\n"
NEVER = INVERT.replace("//!DESC invert", "//!DESC never\n//!WHEN HOOKED.w 4 <")


def scaled(picture, ratio):
    return tuple(round(n * ratio) for n in picture.size)


@pytest.fixture
def write(tmp_path):
    def make(text, name="x.glsl") -> Path:
        path = tmp_path / name
        path.write_text(text)
        return path

    return make


# A picture has two ways: without a shader the players sample the planes at the target at once; with one on MAIN they
# first make RGB of the source's size. Half floats (libplacebo) and ties at .5 cost a step here and there.
@pytest.mark.parametrize("name", PICTURES)
def test_both_draw_the_plain_picture_as_numpy_does(mpv, write, name):
    picture = PICTURES[name]
    same = write(IDENTITY)
    cases = [(scaled(picture, ratio), s) for ratio in (1, 2, 1.5, 2 / 3) for s in ((), (same,))]
    by_placebo = placebo.render_many([placebo.Case(picture.path, s, size) for size, s in cases])
    for (size, shaders), result in zip(cases, by_placebo, strict=True):
        want = picture.plain(size, direct=not shaders)
        for player, got in (("mpv", mpv.render(picture.path, shaders, size)), ("libplacebo", result)):
            what = f"{player} at {size}, {len(shaders)} shaders"
            assert got.ran == ("same (a)",) * len(shaders), what
            assert np.abs(want.astype(int) - got.image).max() <= 1, what
            assert psnr(want, got.image) >= 57, what


def test_rgb_at_its_own_size_is_untouched(mpv):
    picture = PICTURES["lineart"]
    assert np.array_equal(mpv.render(picture.path, (), picture.size).image, picture.planes[0])
    assert np.array_equal(placebo.render(picture.path, (), picture.size).image, picture.planes[0])


def test_a_pass_that_ran_is_seen_and_counted(mpv, write):
    picture, shaders = PICTURES["photo"], [write(INVERT), write(IDENTITY, "y.glsl"), write(INVERT, "z.glsl")]
    for draw in (mpv.render, placebo.render):
        assert draw(picture.path, shaders, picture.size).ran == ("invert", "same (a)", "invert")
        one = draw(picture.path, shaders[:1], picture.size)
        assert np.array_equal(one.image, 255 - picture.planes[0])


@pytest.mark.parametrize(("text", "name"), [(LUMA, "photo"), (NEVER, "photo")])
def test_a_pass_that_did_not_run_is_not_in_the_list(mpv, write, text, name):
    picture = PICTURES[name]
    for draw in (mpv.render, placebo.render):
        result = draw(picture.path, [write(text)], picture.size)
        assert result.ran == ()
        assert np.array_equal(result.image, picture.planes[0])


@pytest.mark.parametrize("name", ["lineart-420", "photo-444"])
def test_luma_runs_on_video(mpv, write, name):
    picture = PICTURES[name]
    for draw in (mpv.render, placebo.render):
        result = draw(picture.path, [write(LUMA)], picture.size)
        assert result.ran == ("luma",)
        assert psnr(result.image, picture.plain(picture.size)) < 20


@pytest.mark.parametrize("text", [WRONG, UNKNOWN])
def test_a_refused_shader_is_an_error_and_the_next_picture_is_right(mpv, write, text):
    picture, bad = PICTURES["photo"], write(text)
    for draw in (mpv.render, placebo.render):
        for _ in range(2):  # mpv says it once for a program that it keeps
            with pytest.raises(OracleError, match=r"x.*glsl"):
                draw(picture.path, [bad], picture.size)
        assert np.array_equal(draw(picture.path, [], picture.size).image, picture.planes[0])


def test_one_bad_case_does_not_spoil_the_others(write):
    picture = PICTURES["photo"]
    files = [write(INVERT), write(WRONG, "w.glsl"), write(UNKNOWN, "u.glsl")]
    good, wrong, unknown = placebo.render_many([placebo.Case(picture.path, (f,), picture.size) for f in files])
    assert isinstance(wrong, OracleError)
    assert isinstance(unknown, OracleError)
    assert not isinstance(good, OracleError)
    assert good.ran == ("invert",)


def test_a_changed_file_is_read_again(mpv, write):
    picture = PICTURES["photo"]
    assert mpv.render(picture.path, [write(INVERT)], picture.size).ran == ("invert",)
    assert mpv.render(picture.path, [write(IDENTITY)], picture.size).ran == ("same (a)",)


def test_options_last_for_one_picture(mpv):
    picture = PICTURES["lineart-420"]
    size = scaled(picture, 2)
    before = mpv.render(picture.path, (), size).image
    turned = mpv.render(
        picture.path,
        (),
        size,
        {"scale": "lanczos", "sigmoid-upscaling": True, "saturation": -100, "fbo-format": "rgba8"},
    )
    assert any("lanczos" in p for p in turned.passes)
    assert np.ptp(turned.image, axis=2).max() <= 1
    assert np.array_equal(mpv.render(picture.path, (), size).image, before)
    assert mpv.command("get_property", "fbo-format") == "rgba32f"


def test_what_cannot_be_opened_is_said(mpv, write):
    with pytest.raises(OracleError, match=r"cannot open|PNG"):
        mpv.render(write("not a picture", "x.png"), (), (64, 64))
    with pytest.raises(OracleError):
        placebo.render(write("not a picture", "x.png"), (), (64, 64))


def test_nothing_is_left_running():
    player = Mpv()
    processes = [player._mpv.pid, player._display._process.pid]
    player.close()
    for pid in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_missing_player_fails_and_names_the_package(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OracleError, match="apt-get install mpv"):
        Mpv()
    with pytest.raises(OracleError, match="apt-get install xvfb"):
        Display()
    with pytest.raises(OracleError, match="apt-get install this"):
        need("that", "this")


def test_time_of_a_frame(write, tmp_path):
    planes = PICTURES["lineart-420"].planes
    clip = timing.write_clip(tmp_path / "clip.y4m", planes, 12)
    for measure in (timing.mpv_time, timing.placebo_time):
        found = measure(clip, [write(INVERT)], (480, 272), frames=12, warm=4)
        assert found.frames == 8
        assert found.ms > 0
        with pytest.raises(OracleError, match=r"nothing|shaderc"):
            measure(clip, [write(WRONG, "w.glsl")], (480, 272), frames=12, warm=4)
        with pytest.raises(OracleError, match="12 of 13"):
            measure(clip, [], (480, 272), frames=13, warm=4)


@pytest.mark.parametrize(
    ("figures", "counts", "verdict"),
    [
        ({}, None, "none"),
        ({"mpv": 50.0}, 50.0, "good"),
        ({"libplacebo": 50.0}, 50.0, "good"),
        ({"libplacebo": 49.0}, 49.0, "under"),
        ({"mpv": 49.0, "libplacebo": 60.0, "between": 49.0}, 60.0, "odd"),
        ({"mpv": 49.0, "libplacebo": 60.0, "between": 51.0}, 49.0, "under"),
        ({"mpv": 49.0, "libplacebo": 49.5, "between": 48.0}, 49.0, "open"),
        ({"mpv": 49.0}, 49.0, "under"),
        ({"mpv": 0.0, "ours": "no such texture"}, 0.0, "refused"),
    ],
)
def test_the_figure_that_counts(figures, counts, verdict):
    row = Row("a.glsl", "lineart", **figures)
    assert (row.counts, row.verdict) == (counts, verdict)


def test_a_picture_is_cut_from_the_middle(tmp_path):
    """Where subsampled planes are cut at half the place."""
    for name in ("lineart", "lineart-420"):
        whole, part = PICTURES[name], cut(PICTURES[name], 64, tmp_path)
        assert part.size == (64, 64)
        for big, small in zip(whole.planes, part.planes, strict=True):
            y, x = ((big.shape[i] - small.shape[i]) // 2 for i in (0, 1))
            np.testing.assert_array_equal(small, big[y : y + small.shape[0], x : x + small.shape[1]])
