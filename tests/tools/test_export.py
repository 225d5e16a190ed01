"""Exported files mean the same as what they were made of, to a player that knows no parameters."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upshade.core import hook, library, rpn
from upshade.core.param import Value
from upshade.core.preset import Output
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
    vulkan = (
        "//!HOOK MAIN\n//!BIND HOOKED\n#extension GL_EXT_spirv_intrinsics : require\nvec4 hook() { return vec4(1); }\n"
    )
    with pytest.raises(ShaderError, match=r"c\.glsl:1: this pass"):
        bake(hook.parse(vulkan, "c", "c.glsl"), {})


def test_a_chain_joins_and_names_that_collide_are_told_apart() -> None:
    chain = [ChainEntry("soft", soft()), ChainEntry("soft#2", soft()), ChainEntry("off", soft(), enabled=False)]
    text = export(chain, {"soft": {"mode": 1, "amount": 1.0}, "soft#2": {"mode": 1, "amount": 2.0}}).text
    out = again(text)
    assert [p.save for p in out.passes] == ["WORK", None, "WORK", None], "saved names are everyone's, here too"
    assert [t.name for t in out.textures] == ["BANK"], "the same bank is written once"
    assert "amount = 1.0" in out.passes[0].body and "amount = 2.0" in out.passes[2].body
    assert out.meta["license"] == "MIT" and out.meta["source"] == "own"


def bank(data: str, extra: str = "", name: str = "BANK") -> Shader:
    text = (
        f"//!TEXTURE {name}\n//!SIZE 2 1\n//!FORMAT r8\n{data}\n\n//!HOOK MAIN\n//!BIND HOOKED\n//!BIND {name}\n{extra}"
    )
    body = f"vec4 hook() {{ return {name}_tex(HOOKED_pos) + texture({name}, vec2(0)) + {name}S + {name}_texel; }}\n"
    return hook.parse(text + body, "bank", "bank.glsl")


def joined(*shaders: Shader, **more: Any) -> Shader:
    return again(export([ChainEntry(f"s#{i}", s) for i, s in enumerate(shaders)], {}, **more).text)


def test_textures_of_two_files_are_told_apart_and_nothing_else_is() -> None:
    out = joined(bank("0001"), bank("0203"), bank("0001"))
    assert [(t.name, t.data.hex()) for t in out.textures] == [("BANK", "0001"), ("BANK_2", "0203")]
    assert [p.binds[1] for p in out.passes] == ["BANK", "BANK_2", "BANK"]
    body = out.passes[1].body
    assert "BANK_2_tex(HOOKED_pos) + texture(BANK_2, vec2(0)) + BANKS + BANK_texel" in body
    assert "#ifndef BANK_2_tex" in body, "vo=gpu has no NAME_tex for textures"


@pytest.mark.parametrize(
    ("form", "data", "fourth"),
    [("rgb8", "010203" * 2, "ff"), ("rgb16", "010002000300" * 2, "ffff"), ("rgb16hf", "003c" * 6, "0000803f")],
)
def test_three_components_get_a_fourth_that_reads_as_one(form: str, data: str, fourth: str) -> None:
    text = f"//!TEXTURE T\n//!SIZE 2 1\n//!FORMAT {form}\n{data}\n\n//!HOOK MAIN\n//!BIND T\n"
    text += "vec4 hook() { return T_tex(vec2(0)); }\n"
    (texture,) = again(bake(hook.parse(text, "t", "t"), {})).textures
    assert texture.format == form.replace("rgb", "rgba").replace("hf", "f")
    assert texture.data.hex().endswith(fourth) and texture.data[: len(texture.data) // 2].hex().endswith(fourth)


def test_macros_of_one_player_are_brought_along() -> None:
    text = "//!HOOK MAIN\n//!BIND HOOKED\nvec4 hook() { return vec4(LUT_POS(0.5, 17.0)); }\n"
    body = again(bake(hook.parse(text, "t", "t"), {})).passes[0].body
    assert "#ifndef LUT_POS\n#define LUT_POS(x, lut_size)" in body and "tex3D" not in body


def test_a_texture_gives_way_to_a_picture_of_its_name() -> None:
    saves = hook.parse("//!HOOK MAIN\n//!BIND HOOKED\n//!SAVE BANK\nvec4 hook() { return vec4(1); }\n", "a", "a.glsl")
    reads = hook.parse("//!HOOK MAIN\n//!BIND BANK\nvec4 hook() { return BANK_texOff(0); }\n", "b", "b.glsl")
    out = joined(saves, bank("0001"), reads)
    assert [(p.save, p.binds[-1]) for p in out.passes] == [("BANK", "HOOKED"), (None, "BANK_2"), (None, "BANK")]
    assert [t.name for t in joined(bank("0001"), reads).textures] == ["BANK_2"], "reads binds what nobody makes"


def test_the_size_of_a_texture_becomes_a_number() -> None:
    (only,) = joined(bank("0001", "//!WIDTH HOOKED.w BANK.w *\n//!WHEN BANK.h 1 =\n")).passes
    assert only.width is not None and only.width.text == "HOOKED.w 2 *"
    assert only.when is None


@pytest.mark.parametrize("extra", ["", "//!STORAGE\n"])
def test_buffers_and_storage_of_a_file_that_is_there_twice_stay_two(extra: str) -> None:
    mirror = "//!BORDER MIRROR\n" + "00" * 128
    text = (
        "//!BUFFER STATE\n//!VAR int counts[4]\n//!STORAGE\n\n"
        f"//!TEXTURE HISTORY\n//!SIZE 4 4\n//!FORMAT rgba16hf\n{extra or mirror}\n"
        "//!HOOK MAIN\n//!BIND HOOKED\n//!BIND STATE\n//!BIND HISTORY\n//!COMPUTE 16 8 4 4\n"
        "void hook() { counts[0] = 1; }\n"
    )
    shader = hook.parse(text, "s", "s.glsl")
    # Only what this machine's players do matters here, not whether this one runs it.
    shader = replace(shader, passes=tuple(replace(p, refused=None) for p in shader.passes))
    made = export([ChainEntry("s", shader), ChainEntry("s#2", shader)], {})
    out = again(made.text)
    assert [b.name for b in out.buffers] == ["STATE", "STATE_2"] and out.buffers[1].variables == (("int", "counts[4]"),)
    assert [t.name for t in out.textures] == (["HISTORY", "HISTORY_2"] if extra else ["HISTORY"])
    assert out.textures[0].format == ("rgba16hf" if extra else "rgba16f")
    assert out.passes[0].compute == shader.passes[0].compute
    assert "BUFFER" in made.notices[0] and ("STORAGE" if extra else "BORDER MIRROR") in made.notices[0]


FILLED = """\
//!PARAM PTS
//!TYPE DYNAMIC float
0

//!HOOK MAIN
//!BIND HOOKED
//!WHEN PTS 0 >
vec4 hook() { return vec4(1); }
"""


def test_what_the_player_fills_in_is_no_constant() -> None:
    shader = hook.parse(FILLED, "t", "t.glsl")
    with pytest.raises(ShaderError, match=r"t\.glsl:1: PTS changes with the picture.*--keep-params"):
        bake(shader, {})
    assert not again(bake(shader, {"PTS": 1.0}, freeze=True)).params
    out = joined(shader, shader, keep_params=True)
    assert [p.name for p in out.params] == ["PTS"] and out.passes[1].when is not None
    assert out.passes[1].when.text == "PTS 0 >"
    unused = hook.parse(FILLED.replace("PTS 0 >", "1"), "t", "t.glsl")
    assert not again(bake(unused, {})).params, "nobody asks for it"


def test_where_colour_lies_is_what_the_shader_says() -> None:
    text = FILLED.replace("PTS 0 >", "1").replace("PTS", "chroma_offset_x").replace("\n0\n", "\n-0.5\n")
    shader = hook.parse(text.replace("vec4(1)", "vec4(chroma_offset_x)"), "t", "t.glsl")
    out = export([ChainEntry("t", shader)], {})
    assert "//!PARAM" not in out.text and "-0.5" in out.text
    assert [n for n in out.notices if "where colour lies is baked in, chroma_offset_x as -0.5" in n]


def test_a_kept_parameter_keeps_out_of_other_files() -> None:
    knob = "//!PARAM gain\n//!TYPE float\n1\n\n//!HOOK MAIN\n//!BIND HOOKED\nvec4 hook() { return vec4(gain); }\n"
    other = "//!HOOK MAIN\n//!BIND HOOKED\nconst float gain = 2.0;\nvec4 hook() { return vec4(gain); }\n"
    made = export([ChainEntry("k", hook.parse(knob, "k", "k")), ChainEntry("o", hook.parse(other, "o", "o"))], {}, True)
    out = again(made.text)
    assert [p.name for p in out.params] == ["gain_2"]
    assert "vec4(gain_2)" in out.passes[0].body and "gain = 2.0" in out.passes[1].body
    assert "k: gain is called gain_2 here" in made.notices


def test_extensions_stay_before_everything() -> None:
    text = (
        "//!PARAM gain\n//!TYPE float\n2\n\n//!HOOK MAIN\n//!BIND HOOKED\n"
        "#extension GL_ARB_gpu_shader5 : enable\nvec4 hook() { return vec4(gain); }\n"
    )
    body = again(bake(hook.parse(text, "e", "e"), {})).passes[0].body
    assert "#define gain 2.0" in body and "const" not in body.partition("#extension")[0]


LICENSED = (
    "/*\n * Copyright (c) Somebody\n * Permission is hereby granted\n */\n// one more line\\\n//@ author Somebody\n"
)


def test_licences_are_kept_once() -> None:
    plain = "//!HOOK MAIN\n//!BIND HOOKED\nvec4 hook() { return HOOKED_texOff(0); }\n"
    shader = hook.parse(LICENSED + plain, "l", "l.glsl")
    text = export([ChainEntry("l", shader), ChainEntry("l#2", shader)], {}).text
    top = text.partition("//!")[0]
    assert top.count("// Copyright (c) Somebody\n// Permission is hereby granted\n") == 1
    assert top.count("//@ author  Somebody") == 1 and "// one more line\n" in top
    assert all(line.startswith("//") or not line for line in top.splitlines())


def test_the_top_names_the_options_that_a_file_cannot_carry() -> None:
    shifted = "//!HOOK LUMA\n//!BIND HOOKED\n//!OFFSET 0.5 0.5\nvec4 hook() { return HOOKED_texOff(0); }\n"
    output = Output(
        resize="spline36", shrink="bilinear", chroma="lanczos3", precision="full", dither=False, sigmoid="off"
    )
    made = export([ChainEntry("s", hook.parse(shifted, "s", "s"))], {}, output=output)
    (line,) = [x for x in made.text.splitlines() if "--scale" in x]
    for word in ("--scale=spline36", "--dscale=triangle", "--cscale=lanczos", "--fbo-format=rgba32f",
                 "--dither-depth=no", "--scaler-resizes-only=no", "--sigmoid-upscaling=no",
                 "--linear-downscaling=yes"):  # fmt: skip
        assert f" {word}" in line
    made = export([ChainEntry("s", hook.parse(shifted, "s", "s"))], {}, output=Output(sigmoid_slope=5.0, linear="off"))
    for word in ("--sigmoid-upscaling=yes", "--sigmoid-slope=5", "--linear-downscaling=no"):
        assert f" {word}" in made.text


def test_what_older_players_cannot_draw_is_said() -> None:
    binds = "".join(f"//!BIND T{i}\n" for i in range(15))
    long = "HOOKED.w " + "1 + " * 16 + "0 >"
    text = f"//!HOOK MAIN\n//!BIND HOOKED\n{binds}//!WHEN {long}\n//!DESC big\n"
    text += "vec4 hook() { return linearize(vec4(0)); }\n"
    (notice,) = export([ChainEntry("s", hook.parse(text, "s", "s"))], {}).notices
    assert "an expression of 35 words (big; it reads 32)" in notice
    assert "16 textures in one pass (big)" in notice and "linearize()" in notice


def test_hook_points_keep_their_names() -> None:
    text = "//!HOOK MAIN\n//!BIND HOOKED\n//!SAVE MAIN\nvec4 hook() { return MAIN_tex(MAIN_pos); }\n"
    s = hook.parse(text, "m", "m.glsl")
    out = again(export([ChainEntry("m", s), ChainEntry("m#2", s)], {}).text)
    assert [p.save for p in out.passes] == ["MAIN", "MAIN"]


def test_kept_parameters_have_the_values_as_defaults_and_stay_apart() -> None:
    chain = [ChainEntry("soft", soft()), ChainEntry("soft#2", soft())]
    values: dict[str, dict[str, Value]] = {"soft": {"amount": -1.5}, "soft#2": {"amount": 2.0, "mode": 1}}
    out = again(export(chain, values, keep_params=True).text)
    declared = {p.name: p for p in out.params if not p.tunable}
    assert declared["amount"].default == -1.5 and declared["amount_2"].default == 2.0
    assert (declared["amount_2"].minimum, declared["amount_2"].maximum) == (-2, 2)
    # An enum's default is its first name: another value can only be baked.
    assert declared["mode"].enum == ("SOFT_A", "SOFT_B") and len(declared) == 3
    assert "#define mode_2 1" in out.passes[2].body and "mode_2 == SOFT_B_2" in out.passes[2].body
    assert out.passes[2].when is not None and "amount_2" in out.passes[2].when.text


def test_nothing_to_export() -> None:
    with pytest.raises(BadInput, match="no enabled shader"):
        export([ChainEntry("soft", soft(), enabled=False)], {})


def test_a_header_cannot_begin_a_block() -> None:
    text = export([ChainEntry("soft", soft())], {}, title="a //!HOOK b").text
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
