"""Recipes: what goes in comes out, from the text alone; what has changed is told; once more, with another source."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from media.clips import YUV8, noise
from oracle.makes import distinct_presets
from upshade import __version__
from upshade.core import chain, library
from upshade.core.chain import Loaded
from upshade.core.param import Param
from upshade.core.preset import Output, Preset, PresetPass
from upshade.core.steps import Options
from upshade.engine import Pipeline
from upshade.errors import BadInput, NotFound
from upshade.gl.context import Context
from upshade.jobs.job import Job
from upshade.jobs.recipe import Entry, File, Recipe, differences, job_of, of_job, parse

GAIN = """\
//@ title Gain
//@ made_by nobody
// Grüße, 日本, \\ "quoted"
//!PARAM gain
//!DESC how much
//!TYPE float
//!MINIMUM 0
//!MAXIMUM 2
1.0

//!PARAM mode
//!TYPE ENUM int
plain
swapped

//!HOOK MAIN
//!BIND HOOKED
#define SHIFT 0.0 // what is added
vec4 hook() {
    vec4 c = HOOKED_texOff(vec2(0));
    return vec4((mode == swapped ? c.bgr : c.rgb) * gain + SHIFT, c.a);
}
"""
EXACT = Options(precision="full", dither=False)


def job(**words: Any) -> Job:
    return Job("in.mkv", "out.mkv", **words)


@pytest.fixture
def gain(tmp_path: Path) -> Path:
    path = tmp_path / "gain.glsl"
    path.write_text(GAIN, "utf-8")
    return path


def other(param: Param) -> str:
    """A value that is not the default, for `--set`."""
    low, high = param.bounds
    if param.enum:
        return param.enum[-1]
    if param.integer:
        return str(high if param.default != high else low)
    return repr(low + (min(high, low + 4) - low) * 0.2837)


# ── there and back


@pytest.mark.parametrize("name", distinct_presets())
def test_every_preset_draws_from_its_recipe_what_it_draws_itself(context: Context, name: str) -> None:
    entries, values = chain.chain(chain.load_preset(name))
    sets = [f"{e.label}.{p.name}={other(p)}" for e in entries for p in e.shader.params]
    made = of_job(job(preset=name, sets=sets))
    again = parse(made.text())
    assert again == made and again.text() == made.text() and again.digest == made.digest
    loaded = again.loaded()
    assert [e.label for e in loaded.entries] == [e.label for e in entries]
    assert [e.shader.passes for e in loaded.entries] == [e.shader.passes for e in entries]
    frame = noise(YUV8, 48, 32, pts=3)
    with Pipeline(name, sets=sets, context=context) as pipeline:
        expected = pipeline.process(frame)
        assert dict(loaded.values) == pipeline.values and all(
            loaded.values[e.label] != values[e.label] for e in entries
        )
    with Pipeline(loaded, context=context) as pipeline:
        drawn = pipeline.process(frame)
    assert (drawn.width, drawn.height) == (expected.width, expected.height)
    for plane, right in zip(drawn.planes, expected.planes, strict=True):
        np.testing.assert_array_equal(plane, right)


def test_what_happens_to_the_file_afterwards_changes_nothing(context: Context, gain: Path) -> None:
    image = np.random.default_rng(1).integers(0, 256, (8, 8, 3), np.uint8)
    made = of_job(job(preset=None, shaders=(str(gain),), sets=("gain.mode=swapped",), options=EXACT))
    gain.unlink()
    with Pipeline(parse(made.text()).loaded(), context=context) as pipeline:
        np.testing.assert_array_equal(pipeline.process(image), image[..., ::-1])


def test_the_text_of_a_shader_is_in_it_as_it_is(gain: Path) -> None:
    made = of_job(job(preset=None, shaders=(str(gain), "push", str(gain)), sets=("gain#2.gain=0.3",)))
    data = json.loads(made.text())
    assert data["shaders"]["gain.glsl"] == GAIN
    assert data["shaders"]["anime4k/push"] == library.find_shader("push").read_text("utf-8")
    assert "Grüße, 日本" in made.text()
    assert [(e["label"], e["shader"]) for e in data["chain"]] == [
        ("gain", "gain.glsl"), ("push", "anime4k/push"), ("gain#2", "gain.glsl")]  # fmt: skip
    assert data["chain"][2]["values"] == {"gain": 0.3, "mode": 0, "SHIFT": 0.0}
    shader = parse(made.text()).loaded().entries[0].shader
    assert shader.meta == {"title": "Gain", "made_by": "nobody"} and shader.text == GAIN


def test_no_folder_of_the_user_is_in_it(gain: Path) -> None:
    words = Job(str(gain.parent / "in.mkv"), str(gain.parent / "out.mkv"), None, (str(gain),), burn_in=str(gain))
    text = of_job(words).text()
    assert str(gain.parent) not in text and '"in.mkv"' in text


def test_two_files_of_one_name_stay_two(tmp_path: Path, gain: Path) -> None:
    (tmp_path / "b").mkdir()
    twin = tmp_path / "b" / "gain.glsl"
    twin.write_text(GAIN.replace("* gain", "/ gain"))
    made = parse(of_job(job(preset=None, shaders=(str(gain), str(twin), str(gain)))).text())
    assert [(e.label, e.name) for e in made.chain] == [
        ("gain", "gain.glsl"), ("gain#2", "gain.glsl#2"), ("gain#3", "gain.glsl")]  # fmt: skip
    assert ["/ gain" in e.shader.text for e in made.loaded().entries] == [False, True, False]


def test_repeats_switches_and_sizes_of_a_preset(gain: Path) -> None:
    preset = Preset(
        output=Output(width=640, resize="mitchell", dither=False),
        passes=(PresetPass(str(gain), 2, params={"gain": 0.1}), PresetPass("push", enabled=False)),
    )
    made = parse(of_job(job(preset=preset, sets=("gain#2.gain=0.7",), keep_going=True)).text())
    assert [(e.label, e.enabled, e.values.get("gain")) for e in made.chain] == [
        ("gain", True, 0.1), ("gain#2", True, 0.7), ("push", False, None)]  # fmt: skip
    assert made.output == preset.output and made.keep_going
    assert not made.loaded().entries[2].enabled
    assert of_job(job(preset=preset, scale=2)).output == Output(scale=2.0, resize="mitchell", dither=False)
    assert of_job(job(preset=preset, size=(30, 20), options=EXACT)).output == Output(
        width=30, height=20, precision="full", dither=False
    )


def test_everything_else_comes_back_too(tmp_path: Path) -> None:
    (tmp_path / "a.mkv").write_bytes(b"film")
    (tmp_path / "a.ass").write_bytes(b"words")
    made = of_job(
        Job(str(tmp_path / "a.mkv"), "o.mkv", None, start=0.1, duration=1 / 3, pre="ivtc", rate=Fraction(24000, 1001),
            burn_in=str(tmp_path / "a.ass"), codec="ffv1", encoder={"context": "1"}, pix_fmt="gray")
    )  # fmt: skip
    made = replace(made, driver="llvmpipe™", encoder="ffv1", source=File.of(tmp_path / "a.mkv", hashed=True))
    again = parse(made.text())
    assert again.text() == made.text() and again.digest == made.digest
    assert (again.start, again.duration, again.pre, again.rate) == (0.1, 1 / 3, "ivtc", Fraction(24000, 1001))
    assert again.source == File("a.mkv", 4, hashlib.sha256(b"film").hexdigest())
    assert (again.burn_in, again.subtitles) == ("a.ass", File("a.ass", 5, hashlib.sha256(b"words").hexdigest()))
    assert (again.codec, again.encoder, again.pixel_format, again.driver) == ("ffv1", "ffv1", "gray", "llvmpipe™")
    assert again.encoder_options == {"context": "1"} and again.upshade == __version__ and again.libavcodec
    assert not again.chosen and of_job(job(preset=None)).chosen == {"pixel_format"}


def test_names_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a\udcff\n.glsl"
    try:
        path.write_text(GAIN)
    except OSError:
        pytest.skip("this file system wants UTF-8")
    made = of_job(Job("film\udce9.mkv", "o.mkv", None, (str(path),)))
    again = parse(made.text())
    made.text().encode()
    assert again.text() == made.text() and again.source.name == "film\udce9.mkv"
    assert again.chain[0].label == "a\\udcff\\n"


def test_a_recipe_without_a_chain() -> None:
    made = parse(of_job(job(preset="plain")).text())
    assert made.loaded() == Loaded((), {}, made.output)


@pytest.mark.parametrize("words, told", [
    ({"scale": 100.0}, "1/64 to 64"), ({"scale": float("nan")}, "1/64 to 64"), ({"size": (0, 5)}, "0x5"),
    ({"size": (2, 2), "scale": 2.0}, "give one"), ({"start": -1.0}, "--start"),
    ({"duration": float("inf")}, "--duration"), ({"rate": Fraction(0)}, "--rate"), ({"preset": "anme"}, "anime"),
    ({"preset": Preset(passes=(PresetPass("push", 1025),))}, "1025 shaders"),
])  # fmt: skip
def test_jobs_that_mean_nothing(words: dict[str, Any], told: str) -> None:
    with pytest.raises((BadInput, NotFound), match=told):
        of_job(job(**words))


# ── what has changed


BASE = of_job(job(preset="anime-strong", encoder={"crf": "16"}))
BASE = replace(BASE, driver="llvmpipe", encoder="libx264", pixel_format="yuv420p", source=File("in.mkv", 10, "0" * 64))


def entry(number: int, **words: Any) -> tuple[Entry, ...]:
    made = list(BASE.chain)
    made[number] = replace(made[number], **words)
    return tuple(made)


@pytest.mark.parametrize("words, told", [
    ({"chain": entry(2, values={**BASE.chain[2].values, "strength_color": 0.4})},
     ["push.strength_color is 0.4, was 0.1"]),
    ({"chain": entry(2, values={**BASE.chain[2].values, "variant": 1})},
     ["push.variant is PUSH_COMPOUNDING, was PUSH_ORIGINAL"]),
    ({"chain": entry(1, values={**BASE.chain[1].values, "radius": 1 + 1e-9})}, ["dog.radius is 1.000000001, was 1.0"]),
    ({"chain": entry(1, enabled=False)}, ["dog is switched off, was switched on"]),
    ({"chain": entry(1, text=BASE.chain[1].text + "\n")}, ["the text of deblur/dog has changed"]),
    ({"chain": BASE.chain[:-1]}, ["the chain no longer has highlight-clamp"]),
    ({"chain": (BASE.chain[1], BASE.chain[0], *BASE.chain[2:])},
     ["the order is dog, compression, push, highlight-clamp, was compression, dog, push, highlight-clamp"]),
    ({"output": Output(width=1280, height=720, dither=False)},
     ["the size is 1280x720, was 2x the source", "dither is off, was on"]),
    ({"source": File("in.mkv", 11, None)}, ["the source has changed"]),
    ({"source": File("in.mkv", 10, "1" * 64)}, ["the source has changed"]),
    ({"source": File("b.mkv", 10, "0" * 64)}, ["the source is b.mkv, was in.mkv"]),
    ({"encoder_options": {"crf": "18", "tune": "film"}}, ["crf is 18, was 16", "tune is film, was not given"]),
    ({"codec": "ffv1", "encoder": "ffv1", "encoder_options": {}}, ["the codec is ffv1, was h264"]),
    ({"pixel_format": "yuv420p10le"}, ["the pixel format is yuv420p10le, was yuv420p"]),
    ({"upshade": "0.9.0", "driver": "radeonsi"},
     [f"upshade is 0.9.0, was {__version__}", "the driver is radeonsi, was llvmpipe"]),
    ({"libavcodec": "1.2.3"}, [f"libavcodec is 1.2.3, was {BASE.libavcodec}"]),
    ({"start": 3.5, "duration": 10.0}, ["--start is 3.5 s, was not given", "--duration is 10.0 s, was not given"]),
    ({"pre": "ivtc", "rate": Fraction(25)}, ["--pre is ivtc, was none", "--rate is 25, was not given"]),
    ({"burn_in": "2"}, ["--burn-in is 2, was not given"]),
    ({"keep_going": True}, ["--keep-going is on, was off"]),
])  # fmt: skip
def test_differences_are_told(words: dict[str, Any], told: list[str]) -> None:
    new = replace(BASE, **words)
    assert differences(BASE, new) == told
    assert new.digest != BASE.digest
    assert differences(parse(BASE.text()), parse(new.text())) == told


def test_what_makes_no_difference() -> None:
    unknown = replace(BASE, source=File("in.mkv", 10, None))
    chosen = replace(BASE, chosen=frozenset())
    assert differences(BASE, unknown) == differences(unknown, BASE) == differences(BASE, chosen) == []
    assert chosen.digest == BASE.digest


def test_subtitles_that_have_changed(tmp_path: Path) -> None:
    path = tmp_path / "a.ass"
    path.write_text("one")
    old = of_job(job(preset=None, burn_in=str(path)))
    path.write_text("two")
    assert differences(parse(old.text()), of_job(job(preset=None, burn_in=str(path)))) == ["a.ass has changed"]


def test_what_was_meant_most_likely_comes_first(gain: Path) -> None:
    words = {"preset": None, "shaders": (str(gain),)}
    old = of_job(job(**words))
    gain.write_text(GAIN + "// more\n")
    new = replace(of_job(job(**words, sets=("gain.gain=0.4", "gain.mode=swapped"), start=1.0)), upshade="0.9.0")
    assert differences(old, new) == [
        "gain.gain is 0.4, was 1", "gain.mode is swapped, was plain", "the text of gain.glsl has changed",
        f"upshade is 0.9.0, was {__version__}", "--start is 1.0 s, was not given"]  # fmt: skip


# ── once more, with another source


def again(recipe: Recipe, output: str = "new.mkv", **words: Any) -> tuple[Job, list[str]]:
    return job_of(parse(recipe.text()), Job("other.mkv", output, recipe="old.mkv", **words))


def test_another_source_gets_the_same_treatment() -> None:
    options = {"crf": "18", "preset": "slow", "threads": "8", "forced-idr": "1"}
    old = replace(BASE, encoder_options=options, start=3.0, duration=9.0, pre="ivtc", burn_in="2",
                  chosen=frozenset({"pixel_format"}))  # fmt: skip
    made, notices = again(old)
    assert notices == []
    assert (made.source, made.output, made.recipe, made.start, made.duration) == (
        "other.mkv",
        "new.mkv",
        None,
        None,
        None,
    )
    assert (made.codec, made.encoder, made.pix_fmt, made.pre, made.burn_in) == ("h264", options, None, "ivtc", "2")
    new = of_job(made)
    assert new.chain == old.chain and new.output == old.output
    assert new.chosen == old.chosen


def test_what_was_asked_for_stays_and_what_was_chosen_is_chosen_anew() -> None:
    asked = again(replace(BASE, chosen=frozenset()))[0]
    assert asked.pix_fmt == "yuv420p" and asked.pre == "none"
    assert again(replace(BASE, pre="deinterlace", chosen=frozenset({"pre", "pixel_format"})))[0].pre == "auto"
    assert again(BASE)[0].pix_fmt is None


def test_what_is_said_besides_goes_before(gain: Path) -> None:
    old = replace(BASE, encoder_options={"crf": "18", "preset": "slow"}, chosen=frozenset())
    made, _ = again(old, shaders=(str(gain),), sets=("push.strength_color=0.9",), size=(640, 360),
                    encoder={"crf": "20"}, pix_fmt="yuv444p", start=5.0, pre="deinterlace",
                    burn_in="x.ass")  # fmt: skip
    new = of_job(made)
    assert [e.label for e in new.chain] == [e.label for e in old.chain] + ["gain"]
    assert new.chain[2].values == {**old.chain[2].values, "strength_color": 0.9}
    assert (new.output.scale, new.output.width, new.output.height, new.output.resize) == (None, 640, 360, "lanczos3")
    assert made.encoder == {"crf": "20", "preset": "slow"} and made.pix_fmt == "yuv444p"
    assert (new.start, new.pre, new.burn_in) == (5.0, "deinterlace", "x.ass")
    other_codec = again(old, codec="ffv1")[0]
    assert (other_codec.codec, other_codec.encoder, other_codec.pix_fmt) == ("ffv1", {}, None)
    for pictures in ("new.png", "new_%04d.tif"):
        made = again(old, pictures)[0]
        assert (made.codec, made.encoder, made.pix_fmt) == (None, {}, None)
    assert of_job(again(old, "new_%04d.tif")[0]).codec == "tiff"


def test_a_recipe_writes_no_files_through_the_encoder() -> None:
    options = {"crf": "18", "stats": "/tmp/x", "passlogfile": "y", "x264-params": "dump-yuv=z", "tune": "animation"}
    made, notices = again(replace(BASE, encoder_options=options))
    assert made.encoder == {"crf": "18", "tune": "animation"}
    assert len(notices) == 3 and "stats=/tmp/x" in notices[1]
    assert again(replace(BASE, encoder_options={"crf": "file.txt/../../x"}))[0].encoder == {}


def test_what_cannot_go_with_a_recipe() -> None:
    with pytest.raises(BadInput, match="brings its own chain"):
        again(BASE, preset="anime-soft")
    with pytest.raises(BadInput, match=r"burns in 'a\.ass'.*--burn-in FILE"):
        again(replace(BASE, burn_in="a.ass", subtitles=File("a.ass", 5)))
    assert "written by upshade 0.0.9" in again(replace(BASE, upshade="0.0.9"))[1][0]


def test_rate_goes_with_pictures_only() -> None:
    old = replace(BASE, rate=Fraction(25))
    assert again(old)[0].rate is None
    assert job_of(old, Job("frame_%04d.png", "new.mkv"))[0].rate == 25
