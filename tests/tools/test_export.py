"""Exported files mean the same as what they were made of, to a player that knows no parameters."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upshade.core import hook, library, rpn
from upshade.core.param import Value
from upshade.core.shader import HookPass, Shader
from upshade.core.steps import ChainEntry
from upshade.errors import BadInput, ParameterError, ShaderError
from upshade.tools.export import bake, export

TEXT = """\
//@ title   Soft
//@ source  own
//@ license MIT
//@ step    amount 0.1

//!PARAM amount
//!TYPE float
//!MINIMUM -2
//!MAXIMUM 2
0.5

//!PARAM mode
//!TYPE ENUM DEFINE
SOFT_A
SOFT_B

//!TEXTURE BANK
//!SIZE 2 1
//!FORMAT rgba16hf
//!FILTER NEAREST
003c00380034003000bc00000000003c

//!HOOK LUMA
//!HOOK MAIN
//!BIND HOOKED
//!BIND BANK
//!SAVE WORK
//!COMPONENTS 1
//!OFFSET -0.5 0.25
//!WIDTH HOOKED.w 2 *
//!HEIGHT HOOKED.h amount 4 * *
//!WHEN amount 0 > OUTPUT.w HOOKED.w > *
//!DESC first
#define GAIN 0.7 // between 0 and 2
#if mode == SOFT_B
vec4 hook() { return HOOKED_tex(HOOKED_pos) * amount * GAIN; }
#else
vec4 hook() { float amount = 3.0; return texture(BANK, HOOKED_pos) * amount; }
#endif

//!HOOK MAIN
//!BIND HOOKED
//!BIND WORK
//!WHEN mode SOFT_B =
//!DESC second
vec4 hook() { return WORK_texOff(vec2(0)) + WORK_raw_not + WORKER + texture(WORK_raw, WORK_pos); }
"""


def soft() -> Shader:
    return hook.parse(TEXT, "x/soft", "soft.glsl")


def again(text: str) -> Shader:
    return hook.parse(text, "baked", "baked.glsl")


def test_no_parameter_is_left_and_all_else_is() -> None:
    text = bake(soft(), {"amount": 0.25, "mode": 1, "GAIN": 1.5})
    assert "//!PARAM" not in text
    out = again(text)
    first, second = out.passes
    old = soft().passes[0]
    for name in ("hooks", "binds", "save", "desc", "offset", "align", "components", "compute"):
        assert getattr(first, name) == getattr(old, name), name
    assert first.width is not None and first.width.text == "HOOKED.w 2 *"
    assert first.height is not None and first.height.text == "HOOKED.h 1 *"
    assert first.when is not None and first.when.text == "1 OUTPUT.w HOOKED.w > *"
    assert second.when is None, "a WHEN that is always true needs no test"
    assert "const float amount = 0.25;" in first.body
    assert "#define mode 1" in first.body and "#define SOFT_B 1" in first.body
    assert "#define GAIN 1.5 // between 0 and 2" in first.body
    assert "amount" not in second.body, "constants only where they are used"


def test_halves_become_floats_with_the_same_numbers() -> None:
    (table,) = again(bake(soft(), {})).textures
    assert table.format == "rgba16f" and table.data.hex()[:32] == "0000803f0000003f0000803e0000003e"
    assert not table.linear and table.size == (2, 1)


def test_a_pass_that_is_switched_off_goes_with_what_only_it_needs() -> None:
    out = again(bake(soft(), {"amount": -1.0, "mode": 1}))
    # 0 OUTPUT.w HOOKED.w > * holds a size and stays; mpv reads it as never.
    assert [p.desc for p in out.passes] == ["first", "second"]
    out = again(bake(soft(), {"mode": 0}))
    assert [p.desc for p in out.passes] == ["first"]


def test_a_file_with_every_pass_off_still_is_a_shader_file() -> None:
    text = (
        "//!PARAM s\n//!TYPE float\n0\n\n//!HOOK MAIN\n//!BIND HOOKED\n//!WHEN s 0 >\nvec4 hook() { return vec4(s); }\n"
    )
    (only,) = again(bake(hook.parse(text, "s", "s.glsl"), {"s": 0})).passes
    assert only.when is not None and only.when.text == "0"


def test_values_are_checked_and_refused_passes_too() -> None:
    with pytest.raises(ParameterError, match="amount: 3 is outside"):
        bake(soft(), {"amount": 3})
    compute = "//!HOOK MAIN\n//!BIND HOOKED\n//!COMPUTE 8 8\nvoid hook() {}\n"
    with pytest.raises(ShaderError, match=r"c\.glsl:1: this pass"):
        bake(hook.parse(compute, "c", "c.glsl"), {})


def test_a_chain_joins_and_names_that_collide_are_told_apart() -> None:
    chain = [ChainEntry("soft", soft()), ChainEntry("soft#2", soft()), ChainEntry("off", soft(), enabled=False)]
    text = export(chain, {"soft": {"mode": 1, "amount": 1.0}, "soft#2": {"mode": 1, "amount": 2.0}})
    out = again(text)
    assert [p.save for p in out.passes] == ["WORK", None, "WORK_2", None]
    assert [t.name for t in out.textures] == ["BANK", "BANK_2"]
    one, two = out.passes[1].body, out.passes[3].body
    assert "WORK_2_texOff(" in two and "texture(WORK_2_raw, WORK_2_pos)" in two
    assert "WORK_raw_not + WORKER" in two, "a longer name is another name"
    assert "WORK_2" not in one
    assert "texture(BANK_2, " in out.passes[2].body
    assert "amount = 1.0" in out.passes[0].body and "amount = 2.0" in out.passes[2].body
    assert out.meta["license"] == "MIT" and out.meta["source"] == "own"


def test_hook_points_keep_their_names() -> None:
    text = "//!HOOK MAIN\n//!BIND HOOKED\n//!SAVE MAIN\nvec4 hook() { return MAIN_tex(MAIN_pos); }\n"
    s = hook.parse(text, "m", "m.glsl")
    out = again(export([ChainEntry("m", s), ChainEntry("m#2", s)], {}))
    assert [p.save for p in out.passes] == ["MAIN", "MAIN"]


def test_kept_parameters_have_the_values_as_defaults_and_stay_apart() -> None:
    chain = [ChainEntry("soft", soft()), ChainEntry("soft#2", soft())]
    values: dict[str, dict[str, Value]] = {"soft": {"amount": -1.5}, "soft#2": {"amount": 2.0, "mode": 1}}
    out = again(export(chain, values, keep_params=True))
    declared = {p.name: p for p in out.params if not p.tunable}
    assert declared["amount"].default == -1.5 and declared["amount_2"].default == 2.0
    assert (declared["amount_2"].minimum, declared["amount_2"].maximum) == (-2, 2)
    # An enum's default is its first name: another value can only be baked.
    assert declared["mode"].enum == ("SOFT_A", "SOFT_B") and "mode_2" not in declared
    assert out.passes[2].when is not None and "amount_2" in out.passes[2].when.text


def test_nothing_to_export() -> None:
    with pytest.raises(BadInput, match="no enabled shader"):
        export([ChainEntry("soft", soft(), enabled=False)], {})


def test_a_header_cannot_begin_a_block() -> None:
    text = export([ChainEntry("soft", soft())], {}, title="a //!HOOK b")
    assert len(again(text).passes) == 1 and "// !HOOK b" in text


NAMES = [e.name for e in library.shaders() if e.origin == "project"]


@pytest.mark.parametrize("name", NAMES)
def test_every_shader_that_ships_bakes_into_the_same_passes(name: str) -> None:
    shader = hook.load(library.find_shader(name), name)
    for values in ({}, {p.name: p.bounds[0] for p in shader.params}, {p.name: p.bounds[1] for p in shader.params}):
        text = bake(shader, values)
        out = again(text)
        assert not [p for p in out.params if not p.tunable]
        _check_mpv_limits(text)
        full = {p.name: values.get(p.name, p.default) for p in shader.params}
        for size in ((640.0, 360.0), (1920.0, 1080.0)):
            assert _running(out, {}, size) == _running(shader, full, size)


def _running(shader: Shader, values: dict[str, Value], size: tuple[float, float]) -> list[tuple[str, float, float]]:
    """Passes that run when OUTPUT is 1280×720 and everything else `size`, with what WIDTH and HEIGHT say."""
    names = {n: float(i) for p in shader.params for i, n in enumerate(p.enum)} | {
        k: float(v) for k, v in values.items()
    }

    def number(which: str, p: HookPass, default: float) -> float:
        expr = getattr(p, which)
        if expr is None:
            return default
        return rpn.evaluate(expr, lambda n: (1280.0, 720.0) if n == "OUTPUT" else size, names.get)

    ran = [(p.desc, number("width", p, 0), number("height", p, 0)) for p in shader.passes if number("when", p, 1)]
    return [r for r in ran if r[0] != "nothing is switched on"]


def _check_mpv_limits(text: str) -> None:
    for line in re.findall(r"^//!(?:WHEN|WIDTH|HEIGHT) (.*)$", text, re.M):
        words = line.split()
        assert len(words) <= 32
        assert not any(re.match(r"[-+.]\d", w) or re.match(r"\d.*[eE]", w) for w in words), line


@given(st.floats(-2, 2, width=32), st.sampled_from([0, 1]), st.floats(0, 2, width=32))
def test_any_value_bakes_into_the_same_size(amount: float, mode: int, gain: float) -> None:
    values: dict[str, Value] = {"amount": amount, "mode": mode, "GAIN": gain}
    text = bake(soft(), values)
    _check_mpv_limits(text)
    for a, b in zip(_running(again(text), {}, (640, 360)), _running(soft(), values, (640, 360)), strict=True):
        assert a[:2] == b[:2] and a[2] == pytest.approx(b[2], rel=1e-6, abs=1e-30)


def test_the_corpus_bakes_and_reads_again() -> None:
    """Every small shader file of the test corpus that upshade runs."""
    count = 0
    for path in sorted((Path(__file__).parent.parent / "shaders").glob("*.glsl")):
        try:
            shader = hook.load(path, path.stem)
            text = bake(shader, {})
        except ShaderError:
            continue
        out = again(text)
        kept = {p.desc for p in shader.passes}
        assert {p.desc for p in out.passes} - {"nothing is switched on"} <= kept, path
        assert all(replace(t, line=0).size for t in out.textures)
        count += 1
    assert count > 20
