"""The text that is compiled, and whom the driver's complaints are about; no OpenGL."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from handmade import bind, copy_step, hook_step, shader_of

from upshade.core.color import RGB
from upshade.core.frame import PIXEL_FORMATS
from upshade.core.linearize import glsl
from upshade.core.param import Kind, Param
from upshade.core.shader import TextureBlock
from upshade.core.steps import Caps, Source, TexRef
from upshade.gl.program import compile_error, pack
from upshade.gl.source import fragment_source

OLD, NEW = Caps(330, gather=False), Caps(460, gather=True)
PLANE = bind("HOOKED", TexRef("plane", 0), (8, 6), aliases=("LUMA",))
BODY = "vec4 hook()\n{\n    return HOOKED_tex(HOOKED_pos);\n}\n"


def defined(source: str) -> set[str]:
    return set(re.findall(r"^#define (\w+)", source, re.MULTILINE))


def test_every_name_has_the_whole_family():
    step = hook_step(shader_of(BODY), 0, (8, 6), [PLANE])
    family = {"raw", "pos", "size", "pt", "off", "mul", "rot", "tex", "texOff"}
    for name in ("HOOKED", "LUMA"):
        assert {f"{name}_{part}" for part in family} <= defined(fragment_source(step, OLD))


def test_gather_exists_only_where_the_driver_has_it():
    step = hook_step(shader_of(BODY), 0, (8, 6), [PLANE])
    assert "HOOKED_gather" in defined(fragment_source(step, NEW))
    assert "gather" not in fragment_source(step, OLD).lower()
    arb = fragment_source(step, Caps(330, gather=True))
    assert arb.splitlines()[1] == "#extension GL_ARB_gpu_shader5 : enable"


@pytest.mark.parametrize(("glsl", "version"), [(330, 330), (420, 420), (460, 450)])
def test_version(glsl, version):
    assert fragment_source(copy_step(0, (8, 6), PLANE), Caps(glsl)).startswith(f"#version {version} core\n")


def test_the_body_keeps_its_lines_and_comes_last():
    source = fragment_source(hook_step(shader_of(BODY, line=123), 0, (8, 6), [PLANE]), OLD)
    assert source.endswith("#line 123\n" + BODY + "\n")
    assert source.index("void main()") < source.index("#line 123")


def test_extensions_move_before_the_first_declaration():
    body = "#extension GL_ARB_nice : enable\n" + BODY
    source = fragment_source(hook_step(shader_of(body, line=50), 0, (8, 6), [PLANE]), OLD)
    assert source.index("#extension GL_ARB_nice : enable") < source.index("out vec4")
    assert source.count("#extension") == 1
    assert "#line 50\n\nvec4 hook()" in source  # the line stays, empty


def test_a_sample_is_multiplied_only_where_it_must_be():
    plain = fragment_source(copy_step(0, (8, 6), PLANE), OLD)
    assert "#define HOOKED_tex(upshade_p) (texture(upshade_t0, upshade_p))" in plain
    ten_bits = fragment_source(copy_step(0, (8, 6), replace(PLANE, mul=65535 / 1023)), OLD)
    assert f"({65535 / 1023!r} * texture(upshade_t0, upshade_p))" in ten_bits


def test_a_bare_bind_is_a_sampler_of_its_own_name():
    blocks = [TextureBlock("flat", (4, 2), "r8", b""), TextureBlock("lut", (4, 3, 2), "rgba8", b"")]
    binds = [bind("flat", TexRef("file", 0, "own"), (4, 2), bare=True),
             bind("lut", TexRef("file", 1, "own"), (4, 3, 2), bare=True)]  # fmt: skip
    source = fragment_source(hook_step(shader_of(BODY, textures=blocks), 0, (8, 6), [PLANE, *binds]), OLD)
    assert "uniform sampler2D flat;" in source
    assert "uniform sampler3D lut;" in source
    assert {"flat_tex", "flat_size", "flat_pt"} <= defined(source)
    assert "flat_pos" not in defined(source)


def test_parameters_are_uniforms_or_compiled_in():
    params = [Param("gain", Kind.FLOAT, 1.0), Param("count", Kind.UINT, 1), Param("mode", Kind.DEFINE, 0, compiled=True,
              enum=("MODE_A", "MODE_B")), Param("TAPS", Kind.INT, 3, compiled=True, tunable=True),
              Param("STRENGTH", Kind.FLOAT, 0.6, tunable=True)]  # fmt: skip
    body = "#define TAPS 3 // how many\n#define STRENGTH 0.6\n" + BODY
    step = hook_step(shader_of(body, params), 0, (8, 6), [PLANE], defines=(("mode", "1"), ("TAPS", "5")),
                     uniforms=("gain", "count", "STRENGTH"))  # fmt: skip
    source = fragment_source(step, OLD)
    for line in ("uniform float gain;", "uniform uint count;", "#define MODE_A 0", "#define MODE_B 1",
                 "#define mode 1", "#define TAPS 5 // how many", "#define STRENGTH upshade_p_STRENGTH",
                 "uniform float upshade_p_STRENGTH;"):  # fmt: skip
        assert line in source.splitlines()


def test_light_curves_only_where_they_are_used():
    assert "linearize" not in fragment_source(hook_step(shader_of(BODY), 0, (8, 6), [PLANE]), OLD)
    body = "vec4 hook() { return linearize(HOOKED_tex(HOOKED_pos)); }\n"
    light = glsl(Source(8, 6, PIXEL_FORMATS["rgba"], RGB))
    source = fragment_source(hook_step(shader_of(body), 0, (8, 6), [PLANE], light=light), OLD)
    assert source.index("vec4 upshade_linearize(vec4") < source.index("#define linearize upshade_linearize")


def test_sizes_are_not_in_the_text():
    small, large = (copy_step(0, (w, 6), bind("A", TexRef("plane", 0), (w, 6))) for w in (8, 1920))
    assert fragment_source(small, OLD) == fragment_source(large, OLD)


def test_uniform_bytes():
    assert pack(Param("x", Kind.INT, 0), -1) == b"\xff\xff\xff\xff"
    assert pack(Param("x", Kind.UINT, 0), 2**32 - 1) == b"\xff\xff\xff\xff"
    assert pack(Param("x", Kind.FLOAT, 0), 1) == b"\x00\x00\x80\x3f"


@pytest.mark.parametrize(
    "log",
    [
        "GLSL Compiler failed\n\nfragment_shader\n===============\n0:42(7): error: `x' undeclared\n0:50(1): error: b\n",
        "0:41(2): warning: never mind\n0:42(7): preprocessor error: `x' undeclared\n",
        "0(42) : error C1503: `x' undeclared\n0(44) : error C0000: more\n",
        "ERROR: 0:42: `x' undeclared\nERROR: 1 compilation errors.  No code generated.\n",
    ],
    ids=["Mesa", "Mesa preprocessor", "NVIDIA", "AMD, Intel, Apple"],
)
def test_an_error_is_at_its_line_of_the_file(log):
    step = hook_step(shader_of(BODY, line=40), 0, (8, 6), [PLANE])
    error = compile_error(log, step)
    assert str(error) == "own.glsl:42: `x' undeclared (pass 'the pass')"
    assert error.label == "own"
    assert "undeclared" in error.log


def test_an_error_in_a_built_in_function_is_at_its_file():
    step = replace(copy_step(0, (8, 6), PLANE), functions=("color", "dither"))
    assert str(compile_error("0:3000007(1): error: bad\n", step)).startswith("shaders/builtin/dither.glsl:7: bad")


def test_a_pass_without_hook():
    step = hook_step(shader_of("float x;\n", line=40), 0, (8, 6), [PLANE])
    error = compile_error(
        "GLSL Linker failed\n\nProgram\n=======\nerror: unresolved reference to function `hook'\n", step
    )
    assert str(error).startswith("own.glsl:37: the pass defines no 'vec4 hook()'")
