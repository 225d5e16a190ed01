"""Presets: what they say is what runs, what is wrong is named at its line, and saving loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from upshade.core import document, library, preset
from upshade.core.chain import apply_sets, chain
from upshade.core.preset import Output, Preset, PresetPass
from upshade.core.presetsave import save
from upshade.core.steps import Options
from upshade.errors import BadInput, NotFound, OutputError, ParameterError, PresetError, UpshadeError

SOFT = """\
//!PARAM amount
//!TYPE float
//!MINIMUM 0
//!MAXIMUM 1
0.5

//!PARAM mode
//!TYPE ENUM int
MODE_A
MODE_B

//!PARAM taps
//!TYPE DEFINE
//!MINIMUM 1
//!MAXIMUM 9
3

//!HOOK MAIN
//!BIND HOOKED
vec4 hook() { return HOOKED_tex(HOOKED_pos) * amount * float(mode + taps); }
"""

Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    monkeypatch.setattr(library, "user_folder", lambda: tmp_path)

    def writer(name: str, text: str) -> Path:
        path = tmp_path / "presets" / f"{name}.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        return path

    for name in ("soft", "hard"):
        (tmp_path / "shaders").mkdir(exist_ok=True)
        (tmp_path / "shaders" / f"{name}.glsl").write_text(SOFT)
    return writer


BASE = """\
# Keep this head.
title = "Base"   # a title

[output]
scale = 2.0   # twice
resize = "spline36"

# the soft one
[[pass]]
shader = "soft"
repeat = 2
params = { amount = 0.25, mode = "MODE_B" }  # set by eye

[[pass]]
shader = "hard"
enabled = false
"""


def test_a_preset_becomes_a_chain(write: Write) -> None:
    write("base", BASE)
    entries, values = chain(preset.load("base"))
    assert [(e.label, e.enabled) for e in entries] == [("soft", True), ("soft#2", True), ("hard", False)]
    assert values["soft"] == values["soft#2"] == {"amount": 0.25, "mode": 1, "taps": 3}
    assert values["hard"] == {"amount": 0.5, "mode": 0, "taps": 3}
    assert values["soft"] is not values["soft#2"]


def test_shaders_are_appended_and_labelled_in_order(write: Write) -> None:
    path = write("base", BASE)
    entries, _ = chain(preset.load("base"), ["soft", path.parent.parent / "shaders/hard.glsl"])
    assert [e.label for e in entries] == ["soft", "soft#2", "hard", "soft#3", "hard#2"]


def test_output(write: Write) -> None:
    out = preset.load(write("base", BASE)).output
    assert (out.scale, out.resize, out.shrink, out.precision, out.dither) == (2.0, "spline36", "mitchell", "auto", True)
    assert out.options.resize == "spline36"
    assert out.size(853, 480) == (1706, 960)
    assert Output(width=1280).size(640, 359) == (1280, 718)
    assert Output(height=720).size(640, 360) == (1280, 720)
    assert Output(width=100, height=7).size(640, 360) == (100, 7)
    assert Output().size(641, 361) == (641, 361)
    assert Output(scale=0.02).size(3, 3) == (1, 1)


def test_light(write: Write) -> None:
    text = BASE.replace("[output]\n", '[output]\nlinear = "on"\nsigmoid = "off"\nsigmoid_center = 1\n')
    out = preset.load(write("base", text)).output
    assert (out.linear, out.sigmoid, out.sigmoid_center, out.sigmoid_slope) == ("on", "off", 1.0, 6.5)
    assert out.options == replace(Output(resize="spline36").options, linear="on", sigmoid="off", sigmoid_center=1.0)
    assert Output().options == Options() and (Options().linear, Options().sigmoid) == ("auto", "auto")
    for line, said in (
        ('linear = "yes"', "linear has no value 'yes'"),
        ("sigmoid_slope = 0.5", "a number from 1 to 20"),
    ):
        with pytest.raises(PresetError, match=said):
            preset.load(write("bad", BASE.replace("[output]\n", f"[output]\n{line}\n")))


def test_extends_changes_the_pass_of_the_same_number_and_appends_the_rest(write: Write) -> None:
    write("base", BASE + '\n[[pass]]\nshader = "soft"\n')
    child = """\
extends = "base"
title = "Child"
[output]
width = 1920
[[pass]]
shader = "soft"
repeat = 1
params = { amount = 0.75 }
[[pass]]
shader = "soft"
enabled = false
[[pass]]
shader = "soft"
params = { amount = 1 }
"""
    p = preset.load(write("child", child))
    assert p.title == "Child" and p.extends == "base"
    assert p.output == Output(width=1920, resize="spline36")
    assert p.passes == (
        PresetPass("soft", 1, True, {"amount": 0.75, "mode": "MODE_B"}),
        PresetPass("hard", 1, False),
        PresetPass("soft", 1, False),
        PresetPass("soft", 1, True, {"amount": 1}),
    )


def test_a_preset_can_extend_the_one_it_stands_before(write: Write) -> None:
    p = preset.load(write("plain", 'extends = "plain"\n[output]\nresize = "nearest"\n'))
    assert p.output.resize == "nearest" and p.title


def test_paths_are_relative_to_the_preset(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("p", '[[pass]]\nshader = "../shaders/soft.glsl"\n')
    monkeypatch.chdir("/")
    entries, _ = chain(preset.load(path))
    assert entries[0].label == "soft"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('title = "a"\n[outptu]\n', 2, "unknown key 'outptu'; did you mean 'output'?"),
        ("[output]\n\nscal = 2\n", 3, "unknown key 'scal'; did you mean 'scale'?"),
        ('[output]\nresize = "lanczos"\n', 2, "resize has no value 'lanczos'; did you mean 'lanczos3'?"),
        ('[output]\nprecision = "x"\n', 2, "precision has no value 'x'; one of auto, half, full"),
        ("[output]\nscale = 0\n", 2, "scale must be a number from 0.015625 to 64"),
        ("[output]\nscale = nan\n", 2, "scale must be a number"),
        ("[output]\nwidth = 3.5\n", 2, "width must be a whole number from 1 to 16384"),
        ("[output]\nwidth = 99999\n", 2, "width must be a whole number"),
        ("[output]\nscale = 2\nwidth = 5\n", 2, "give either scale or width and height"),
        ("[output]\ndither = 1\n", 2, "dither must be true or false"),
        ("output = 3\n", 1, "output must be a table"),
        ("title = 3\n", 1, "title must be text"),
        ('pass = "x"\n', 1, "pass must be tables"),
        ("[[pass]]\nrepeat = 2\n", 1, "this pass has no shader"),
        ('[[pass]]\nshader = "soft"\n[[pass]]\nshader="soft"\nrepeat = 0\n', 5, "repeat must be a whole number"),
        ('[[pass]]\nshader = "soft"\nenabled = "no"\n', 3, "enabled must be true or false"),
        ('[[pass]]\nshader = "soft"\nparms = {}\n', 3, "unknown key 'parms'; did you mean 'params'?"),
        ('[[pass]]\nshader = "soft"\nparams = { amount = true }\n', 3, "amount must be a number"),
        ('[[pass]]\nshader = "soft"\n[pass.params]\namount = []\n', 4, "amount must be a number"),
        ("title = 'a'\ntitle = 'b'\n", 2, "not TOML: Cannot overwrite a value"),
        ("[output\n", 1, "not TOML"),
        ("title = '''\n\n", 3, "not TOML"),
        ('extends = "bsae"\n', 1, "extends: no preset called 'bsae'; did you mean 'base'?"),
        ('[[pass]]\nshader="soft"\nrepeat=64\n' * 5, 1, "more than 256 passes"),
    ],
)
def test_errors_name_line_and_cure(write: Write, text: str, line: int, message: str) -> None:
    write("base", BASE)
    path = write("bad", text)
    with pytest.raises(PresetError) as caught:
        preset.load(path)
    assert str(caught.value).startswith(f"{path}:{line}: {message}")


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ("amuont = 1", "soft has no parameter 'amuont'; did you mean 'amount'?"),
        ("amount = 1.5", "soft.amount: 1.5 is outside its bounds (0 to 1)"),
        ("amount = nan", "soft.amount: nan is not a number (0 to 1)"),
        ('mode = "MODE_C"', "soft.mode: no value 'MODE_C'; did you mean 'MODE_"),
        ("mode = 2", "soft.mode: no value '2'"),
        ("taps = 2.5", "soft.taps: 2.5 is not a whole number (1 to 9)"),
    ],
)
def test_parameter_errors_name_shader_and_bounds(write: Write, params: str, message: str) -> None:
    path = write(
        "bad", f'[[pass]]\nshader = "soft"\n\nparams = {{ taps = 3, {params} }}\n'.replace("taps = 3, taps", "taps")
    )
    with pytest.raises(ParameterError) as caught:
        chain(preset.load(path))
    assert str(caught.value).startswith(f"{path}:4: {message}")


def test_an_unknown_shader_is_named_where_it_is_written(write: Write) -> None:
    path = write("bad", '\n[[pass]]\nshader = "sfot"\n')
    with pytest.raises(NotFound, match=r"bad\.toml:3: no shader called 'sfot'; did you mean 'soft'\?"):
        chain(preset.load(path))


def test_circles_depth_and_size_are_refused(write: Write, tmp_path: Path) -> None:
    write("a", 'extends = "b"\n')
    with pytest.raises(PresetError, match=r"a\.toml:1: extends goes in a circle: 'b'"):
        preset.load(write("b", '\nextends = "a"\n'))
    for i in range(20):
        write(f"deep{i}", f'extends = "deep{i + 1}"\n')
    with pytest.raises(PresetError, match=r"deep16\.toml:1: extends goes deeper than 16"):
        preset.load("deep0")
    with pytest.raises(PresetError, match="larger than 1 MiB"):
        preset.load(write("big", "#" * (document.MAX_BYTES + 1)))
    with pytest.raises(PresetError, match=r"nest\.toml.*: not"):
        preset.load(write("nest", "a = " + "[" * 100_000))
    with pytest.raises(PresetError, match=r"digits\.toml.*: not"):
        preset.load(write("digits", "[output]\nwidth = " + "9" * 10_000))
    bad = tmp_path / "latin.toml"
    bad.write_bytes(b"title = 'x'\n# \xe9\n")
    with pytest.raises(PresetError, match=r"latin\.toml:2: not UTF-8"):
        preset.load(bad)


def test_sets(write: Write) -> None:
    write("base", BASE)
    entries, values = chain(preset.load("base"))
    got = apply_sets(entries, values, ["soft.amount=1", "soft#2.amount = 0", "soft#1.mode=mode_a", "hard.taps=9"])
    assert (got["soft"]["amount"], got["soft#2"]["amount"]) == (1.0, 0.0)
    assert (got["soft"]["mode"], got["soft#2"]["mode"]) == (0, 1)
    assert got["hard"]["taps"] == 9
    assert values["soft"]["amount"] == 0.25, "the values handed in were changed"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("soft.amount", "--set wants SHADER.PARAM=VALUE, not 'soft.amount'"),
        ("amount=3", "--set wants SHADER.PARAM=VALUE"),
        ("soft.amount=", "--set wants SHADER.PARAM=VALUE"),
        ("sfot.amount=1", "no shader 'sfot' in the chain; did you mean 'soft'?"),
        ("soft#3.amount=1", "no shader 'soft#3' in the chain; did you mean 'soft#2'?"),
        ("soft.amnt=1", "soft has no parameter 'amnt'; did you mean 'amount'?"),
        ("soft.amount=2", "soft.amount: 2 is outside its bounds (0 to 1)"),
        ("soft.amount=much", "soft.amount: 'much' is not a number (0 to 1)"),
    ],
)
def test_bad_sets(write: Write, text: str, message: str) -> None:
    write("base", BASE)
    entries, values = chain(preset.load("base"))
    with pytest.raises(ParameterError) as caught:
        apply_sets(entries, values, [text])
    assert str(caught.value).startswith(message)


def test_saving_unchanged_keeps_every_byte(write: Write) -> None:
    path = write("base", BASE)
    save(preset.load(path))
    assert path.read_text() == BASE


def test_saving_keeps_order_and_comments_and_writes_only_what_differs(write: Write) -> None:
    path = write("base", BASE)
    p = preset.load(path)
    soft, hard = p.passes
    soft = replace(soft, params={"amount": 0.5, "mode": 1, "taps": 5}, repeat=1)
    saved = save(replace(p, passes=(soft, hard), output=replace(p.output, resize="lanczos3", precision="full")))
    assert (
        path.read_text()
        == """\
# Keep this head.
title = "Base"   # a title

[output]
scale = 2.0   # twice
precision = "full"

# the soft one
[[pass]]
shader = "soft"
params = { mode = "MODE_B", taps = 5 }  # set by eye

[[pass]]
shader = "hard"
enabled = false
"""
    )
    assert saved.passes[0].params == {"mode": "MODE_B", "taps": 5}


def test_saving_a_child_writes_the_difference(write: Write) -> None:
    write("base", BASE)
    path = write("child", 'extends = "base"\n')
    p = preset.load(path)
    soft, hard = p.passes
    save(replace(p, passes=(soft, replace(hard, params={"taps": 9}))))
    assert path.read_text() == 'extends = "base"\n\n[[pass]]\nshader = "hard"\nparams = { taps = 9 }\n'
    # A default that the parent does not have must be said, or the parent's value would come back.
    save(replace(preset.load(path), passes=(replace(soft, params={"mode": 1}), hard)))
    assert chain(preset.load(path))[1]["soft"] == {"amount": 0.5, "mode": 1, "taps": 3}


def test_what_extends_cannot_say_is_written_out(write: Write) -> None:
    write("base", BASE)
    path = write("child", '# mine\nextends = "base"\n')
    p = preset.load(path)
    save(replace(p, passes=p.passes[::-1]))
    again = preset.load(path)
    assert [q.shader for q in again.passes] == ["hard", "soft"] and again.extends is None
    assert again.output == p.output and path.read_text().startswith("# mine\n")


def test_a_preset_made_in_memory(write: Write, tmp_path: Path) -> None:
    made = Preset(title="Mine", output=Output(scale=2.0), passes=(PresetPass("soft", params={"amount": 0.1}),))
    with pytest.raises(BadInput, match="say where to save it"):
        save(made)
    path = tmp_path / "new" / "mine.toml"
    save(made, path)
    assert path.read_text() == (
        'title = "Mine"\n\n[output]\nscale = 2.0\n\n[[pass]]\nshader = "soft"\nparams = { amount = 0.1 }\n'
    )


def test_nothing_is_overwritten_in_silence(write: Write) -> None:
    path, other = write("base", BASE), write("other", 'title = "Other"\n')
    p = replace(preset.load(path), title="New")
    with pytest.raises(BadInput, match=r"other\.toml exists already"):
        save(p, other)
    assert other.read_text() == 'title = "Other"\n'
    path.write_text(BASE + "# edited meanwhile\n")
    with pytest.raises(BadInput, match=r"base\.toml was changed since it was loaded"):
        save(p)
    assert path.read_text().endswith("meanwhile\n")
    save(p, other, overwrite=True)
    assert preset.load(other).title == "New"
    assert not list(path.parent.glob(".*")), "a temporary file was left"


def test_unwritable_places(write: Write, tmp_path: Path) -> None:
    p = preset.load(write("base", BASE))
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be"):
        save(p, tmp_path / "file" / "x.toml")
    with pytest.raises(OutputError, match="cannot be"):
        save(p, tmp_path)


def test_every_preset_that_ships_loads_and_says_what_it_is() -> None:
    entries = [e for e in library.presets() if e.origin == "project"]
    assert {"anime", "plain"} <= {e.name for e in entries}
    for entry in entries:
        p = preset.load(entry.path)
        assert p.title and p.description, entry.path
        chain(p)


_PARAMS = st.fixed_dictionaries(
    {},
    optional={
        "amount": st.floats(0, 1, width=32),
        "mode": st.sampled_from(["MODE_A", "MODE_B", 0, 1]),
        "taps": st.integers(1, 9),
    },
)
_PASS = st.builds(PresetPass, st.sampled_from(["soft", "hard"]), st.integers(1, 3), st.booleans(), _PARAMS)
_OUTPUT = st.builds(
    Output,
    scale=st.none() | st.floats(0.25, 4),
    resize=st.sampled_from(["lanczos3", "nearest"]),
    dither=st.booleans(),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    base=st.lists(_PASS, max_size=4).map(tuple),
    passes=st.lists(_PASS, max_size=5).map(tuple),
    output=_OUTPUT,
    title=st.text(max_size=12),
    extends=st.sampled_from([None, "base", "empty"]),
)
def test_what_is_saved_is_what_loads(
    write: Write,
    base: tuple[PresetPass, ...],
    passes: tuple[PresetPass, ...],
    output: Output,
    title: str,
    extends: str | None,
) -> None:
    write("empty", "# nothing\n")
    start = write("base", BASE)
    save(replace(preset.load(start), passes=base))
    path = write("mine", (f'extends = "{extends}"\n' if extends else "") + BASE)
    p = replace(preset.load(path), title=title, output=output, passes=passes)
    saved = save(p)
    assert _single(saved) == _single(p)
    assert saved.output.size(640, 360) == output.size(640, 360) and saved.output.options == output.options
    assert saved.title == title or not title
    assert "# Keep this head." in path.read_text()


def _single(p: Preset) -> tuple[object, ...]:
    """The chain, values as a shader gets them: 32-bit floats."""
    entries, values = chain(p)
    return entries, {label: {k: float(np.float32(v)) for k, v in own.items()} for label, own in values.items()}


_WORDS = [
    "[output]",
    "[[pass]]",
    "[pass.params]",
    "shader",
    "params",
    "scale",
    "=",
    "{",
    "}",
    '"soft"',
    "2",
    "\n",
    "a.b",
    "#",
]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(_WORDS) | st.text(max_size=4), max_size=30).map(" ".join) | st.text(max_size=60))
def test_no_text_makes_the_parser_fall_over(text: str) -> None:
    try:
        preset.loads(text, Path("fuzz.toml"))
    except UpshadeError as exc:
        assert "\n" not in str(exc)
