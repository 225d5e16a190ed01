"""A list of files in TOML, and what options become: names, values, and whose word counts."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upshade.core import preset as presets
from upshade.core.prefilters import PREFILTERS
from upshade.core.preset import Output, Preset, PresetPass
from upshade.core.steps import Options
from upshade.errors import BadInput, NotFound
from upshade.jobs import batchlist, settings, wire
from upshade.jobs.job import Job, Progress
from upshade.jobs.recipe import File, Recipe, parse


def load(text: str, given=None, path: str = "lists/a.toml") -> batchlist.List:
    return batchlist.loads(text, Path(path), given or {})


def job(text: str, given=None, which: int = 0) -> Job:
    item = load(text, given).items[which]
    return settings.job("in.mkv", "out.mkv", settings.merge(item.given, item.own))


FULL = """\
output = "out/{name}.mkv"
codec = "hevc"
crf = 20
set = { "push.strength_color" = 0.5 }

[[file]]
input = "a.mkv"
start = "1:02.5"
duration = 10
size = "640x360"
pre = "ivtc"
rate = 23.976
burn-in = 2
set = { push.strength_gradient = 0.25 }
keep-going = true
encoder-preset = "slow"
pix-fmt = "yuv420p10le"
precision = "full"

[[file]]
input = "b.mkv"
preset = "./mine.toml"
shaders = ["line/thin", "./x.glsl", "~/y.glsl"]
burn-in = "subs/b.ass"
output = "b/{name}.mp4"

[[file]]
input = "c.mkv"
codec = "ffv1"
scale = 3
overwrite = true
"""


def test_a_list_says_everything_that_options_say(monkeypatch) -> None:
    monkeypatch.setenv("HOME", "/home/me")
    made = load(FULL)
    assert made.output == "lists/out/{name}.mkv" and [i.input for i in made.items] == ["a.mkv", "b.mkv", "c.mkv"]
    assert {i.base for i in made.items} == {"lists"} and made.items[1].output == "lists/b/{name}.mp4"
    options = replace(presets.load("anime").output.options, precision="full")
    assert job(FULL) == Job(
        "in.mkv", "out.mkv", sets=("push.strength_color=0.5", "push.strength_gradient=0.25"), size=(640, 360),
        options=options, codec="hevc", encoder={"crf": "20", "preset": "slow"}, pix_fmt="yuv420p10le", start=62.5,
        duration=10.0, keep_going=True, pre="ivtc", rate=Fraction(24000, 1001), burn_in="2",
    )  # fmt: skip
    here = Path("lists").absolute()
    second = job(FULL, which=1)
    assert second.preset == str(here / "mine.toml") and second.shaders == (
        "line/thin",
        str(here / "x.glsl"),
        "/home/me/y.glsl",
    )
    assert second.burn_in == "lists/subs/b.ass" and second.sets == (), "another preset is another chain"
    third = job(FULL, which=2)
    assert third.encoder == {} and third.codec == "ffv1", "another encoder has another scale of quality"
    assert third.scale == 3 and third.overwrite


def test_the_command_goes_before_what_is_said_for_all_and_behind_what_is_said_for_one() -> None:
    given = {"codec": "h264", "crf": 10.0, "scale": 2.0, "overwrite": True, "set": ("a.b=1",)}
    made = job('crf = 30\n[[file]]\ninput = "x"\nsize = "2x2"\noverwrite = false\nset = ["c.d=2"]\n', given)
    assert (made.codec, made.encoder, made.size, made.scale, made.overwrite) == (
        "h264",
        {"crf": "10"},
        (2, 2),
        None,
        False,
    )
    assert made.sets == ("a.b=1", "c.d=2"), "what comes later counts"
    assert job('[[file]]\ninput = "x"\ncrf = 30\n', given).encoder == {"crf": "30"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[file]]\ninput = 'a'\nsiez = '1x1'", "a.toml:3: unknown key 'siez'; did you mean 'size'?"),
        ("\ncodek = 'h264'\n[[file]]\ninput='a'", "a.toml:2: unknown key 'codek'; did you mean 'codec'?"),
        (
            "[[file]]\ninput='a'\n\n[[file]]\ninput='b'\ncodec = 'h265'",
            "a.toml:6: no encoder 'h265'; did you mean 'hevc'?",
        ),
        ("[[file]]\ninput='a'\nsize = '12'", "a.toml:3: size wants WxH such as 1920x1080, not '12'"),
        ("[[file]]\ninput='a'\nsize = 12", "a.toml:3: size wants WxH such as 1920x1080, not '12'"),
        ("[[file]]\ninput='a'\nscale = inf", "a.toml:3: scale wants a number from 1/64 to 64, not inf"),
        ("[[file]]\ninput='a'\nstart = '-1'", "a.toml:3: start wants seconds or"),
        ("[[file]]\ninput='a'\npre = 'ivtk'", "a.toml:3: pre has no value 'ivtk'; did you mean 'ivtc'?"),
        ("[[file]]\ninput='a'\nrate = '24/0'", "a.toml:3: rate wants pictures a second"),
        ("[[file]]\ninput='a'\nshaders = 'x'", "a.toml:3: shaders wants a list"),
        ("[[file]]\ninput='a'\nset = { a = true }", "a.toml:3: set: a is a number"),
        ("[[file]]\ninput='a'\nset = [1]", "a.toml:3: set wants a text"),
        ("[[file]]\ninput='a'\noverwrite = 1", "a.toml:3: overwrite is true or false"),
        ("[[file]]\ninput='a'\nrecursive = 1", "a.toml:3: recursive must be true or false"),
        ("[[file]]\ncrf = 3", "a.toml:1: this file has no input"),
        ("[[file]]\ninput = 3", "a.toml:2: input must be text"),
        ("[file]\ninput = 'a'", "a.toml:1: file must be tables: [[file]]"),
        ("crf = 3", "a.toml: no [[file]] in it"),
        ("[[file]\n", "a.toml:1: not TOML"),
        ("output = 3\n[[file]]\ninput='a'", "a.toml:1: output must be text"),
    ],
)
def test_errors_have_a_line_and_what_would_be_right(text: str, told: str) -> None:
    with pytest.raises(BadInput) as caught:
        load(text, path="a.toml")
    assert str(caught.value).startswith(told) and "\n" not in str(caught.value)


def test_a_list_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"the list .*none\.toml cannot be read: No such file"):
        batchlist.load(tmp_path / "none.toml", {})
    (tmp_path / "b.toml").write_bytes(b"a = 1\n\xff")
    with pytest.raises(BadInput, match=r"b\.toml:2: not UTF-8 text"):
        batchlist.load(tmp_path / "b.toml", {})


def test_the_lists_folder_is_no_template() -> None:
    made = load('output = "{name}.mkv"\n[[file]]\ninput = "a"\n', path="my {lists}/a.toml")
    assert made.output == "my {{lists}}/{name}.mkv"


VALUES = st.one_of(
    st.text(max_size=6), st.integers(), st.floats(), st.booleans(), st.lists(st.text(max_size=3), max_size=2)
)
KEYS = st.sampled_from([*settings.READERS, "x"])


@given(st.text(max_size=60), st.dictionaries(KEYS, VALUES, max_size=5))
def test_any_list_is_read_or_refused_in_one_line(junk: str, keys: dict) -> None:
    lines = [f"{k} = {json.dumps(v)}" for k, v in keys.items()]
    for text in (junk, "\n".join(["[[file]]", "input = 'a'", *lines])):
        try:
            for item in load(text).items:
                settings.job("a", "b", settings.merge(item.given, item.own))
        except BadInput as error:
            assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("text", "rate"),
    [("24", Fraction(24)), ("23.976", Fraction(24000, 1001)), ("23.98", None), ("29.97", Fraction(30000, 1001)),
     ("30000/1001", Fraction(30000, 1001)), ("12.5", Fraction(25, 2)), ("0", None), ("1/3000", None)],
)  # fmt: skip
def test_rates(text: str, rate: Fraction | None) -> None:
    if rate is None and text != "23.98":
        with pytest.raises(BadInput, match=r"0\.001 to 1000"):
            settings.rate("--rate", text)
    else:
        assert settings.rate("--rate", text) == (rate or Fraction(1199, 50))


def test_a_recipe_is_a_chain() -> None:
    with pytest.raises(BadInput, match="leave out --preset"):
        settings.job("a", "b", {"recipe": "x.mkv", "preset": "anime"})
    assert settings.job("a", "b", {"recipe": "x.mkv"}).preset is None
    merged = settings.merge({"preset": "anime", "crf": 3.0, "start": 1.0}, {"recipe": "x.mkv"})
    assert merged == {"recipe": "x.mkv", "start": 1.0}


@pytest.mark.parametrize("kind", PREFILTERS)
def test_what_can_be_done_first_can_be_asked_for(kind: str) -> None:
    made = job(f"[[file]]\ninput = 'a'\npre = '{kind}'")
    assert made.pre == kind and parse(replace(Recipe(File("a")), pre=kind).text()).pre == kind


# ── across processes


def test_a_job_comes_out_as_it_went_in() -> None:
    preset = Preset(
        "mine", Path("/x/mine.toml"), output=Output(scale=1.5), passes=(PresetPass("push", 2, True, {"a": 1.5}),)
    )
    full = Job(
        "in\udcff.mkv", "out.mkv", preset, ("a", "b"), ("p.x=1",), (3, 4), None,
        Options(precision="full", dither=False), "hevc", {"crf": "3"},
        "yuv420p", 1.25, 2.5, True, True, "auto", Fraction(24000, 1001), "1", "r.mkv", 3, True,
    )  # fmt: skip
    for one in (full, Job("a", "b"), replace(full, preset=Path("p.toml"), options=None, size=None, scale=0.1)):
        assert wire.decode(json.loads(json.dumps(wire.encode(one)))) == one
    step = Progress(3, None, 1.5, 7)
    assert wire.decode(json.loads(json.dumps(wire.encode(step)))) == step
