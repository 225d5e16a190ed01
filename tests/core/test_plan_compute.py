"""Compute passes, storage and buffers in a plan: what runs, what a driver lacks, what may not be left out."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest

from upshade.core import buffers, hook
from upshade.core import plan as planning
from upshade.core.color import RGB, Color, Matrix, Range
from upshade.core.frame import PIXEL_FORMATS
from upshade.core.plan_text import dot, text
from upshade.core.shader import BufferBlock
from upshade.core.steps import Caps, ChainEntry, Plan, Source, Target
from upshade.errors import ShaderError

# Every step by itself; tests/core/test_merging.py has what is computed together.
plan = partial(planning.plan, merge=False)

CORPUS = Path(__file__).parent.parent / "shaders"
NEW = Caps(450)
VIDEO = Source(64, 36, PIXEL_FORMATS["yuv420p"], Color(Matrix.BT709, Range.LIMITED))
STILL = Source(64, 36, PIXEL_FORMATS["rgba"], RGB)


def made(name: str, caps: Caps = NEW, source: Source = VIDEO) -> Plan:
    chain = [ChainEntry(name, hook.load(CORPUS / f"{name}.glsl"))]
    return plan(chain, source, Target(source.width, source.height, source.format, source.color), caps=caps)


def of(content: str, caps: Caps = NEW) -> Plan:
    return plan([ChainEntry("x", hook.parse(content, "x", "x.glsl"))], STILL, Target(64, 36), caps=caps)


@pytest.mark.parametrize(
    ("name", "caps", "why"),
    [
        ("compute", Caps(330), r"compute\.glsl:2: 'a thread a pixel' cannot run: it is a compute shader \(COMPUTE\), "
         r"which needs OpenGL 4\.3, this driver has 3\.3"),
        ("compute", Caps(420), r"needs OpenGL 4\.3, this driver has 4\.2"),
        ("texture-storage", Caps(410), r"it binds the storage image HISTORY \(STORAGE\), which needs OpenGL 4\.2, "
         r"this driver has 4\.1"),
        ("buffer-storage", Caps(330), r"needs OpenGL 4\.3, this driver has 3\.3"),
        ("compute-wide-group", NEW, r"its COMPUTE wants groups of 2048 threads, this driver has 1024"),
        ("buffer", Caps(330, uniform_bytes=64), r"the buffer SET has 112 bytes, this driver takes 64"),
        ("buffer-storage", Caps(450, storage_bytes=64), r"the buffer COUNTS has 96 bytes, this driver takes 64"),
    ],
)  # fmt: skip
def test_what_a_driver_lacks_is_refused_with_the_number(name, caps, why):
    source = STILL if name == "buffer" else VIDEO
    plan_ = made(name, caps, source)
    assert len(plan_.dropped) == 1 and re.search(why, plan_.dropped[0][1]), plan_.dropped
    assert not any(s.hook for s in plan_.steps)


@pytest.mark.parametrize(("name", "version"), [("texture-storage", 420), ("buffer", 330), ("texture-integer", 330)])
def test_no_more_is_asked_for_than_is_needed(name, version):
    plan_ = made(name, Caps(version), VIDEO if name == "texture-storage" else STILL)
    assert not plan_.dropped and any(s.hook for s in plan_.steps)


def test_blocks_cover_the_whole_target():
    step = next(s for s in made("compute").steps if s.title == "eight pixels a thread")
    assert step.groups == (2, 2) and step.compute is not None
    assert (step.compute.threads_w, step.compute.threads_h) == (16, 8)


def test_units_are_counted_by_kind_and_image_0_is_a_compute_shaders_target():
    content = "".join(f"//!TEXTURE I{k}\n//!SIZE 2 2\n//!FORMAT r32f\n//!STORAGE\n\n" for k in range(2))
    content += "//!BUFFER B\n//!VAR float b\n//!STORAGE\n\n//!BUFFER U\n//!VAR float u\n00000000\n\n"
    content += "//!TEXTURE T\n//!SIZE 1 1\n//!FORMAT r8\nff\n\n"
    content += "//!HOOK MAIN\n//!BIND I1\n//!BIND HOOKED\n//!BIND U\n//!BIND T\n//!BIND B\n//!BIND I0\n"
    for body, first in (("vec4 hook() { return vec4(u, b, 0.0, 1.0); }\n", 0), ("//!COMPUTE 8 8\nvoid hook() {}\n", 1)):
        step = next(s for s in of(content + body).steps if s.hook)
        assert [(s.name, s.kind, s.unit) for s in step.storage] == [
            ("I1", "image", first), ("U", "uniform", 0), ("B", "buffer", 0), ("I0", "image", first + 1),
        ]  # fmt: skip
        assert [b.name for b in step.binds] == ["HOOKED", "T"]


def test_storage_takes_no_texture_units():
    content = "".join(f"//!TEXTURE I{k}\n//!SIZE 2 2\n//!FORMAT r32f\n//!STORAGE\n\n" for k in range(9))
    binds = "".join(f"//!BIND I{k}\n" for k in range(8))
    hooked = "//!HOOK MAIN\n//!BIND HOOKED\n" + binds
    body = "vec4 hook() { return HOOKED_tex(HOOKED_pos); }\n"
    assert not of(content + hooked + body, Caps(450, texture_units=1)).dropped
    assert "it binds 9 storage images, 8 can be" in of(content + hooked + "//!BIND I8\n" + body).dropped[0][1]


STATE = "//!BUFFER STATE\n//!VAR uint n\n//!STORAGE\n\n"
COUNT = """//!HOOK MAIN
//!BIND HOOKED
//!BIND STATE
//!SAVE NOBODY
//!DESC count
vec4 hook() { n++; return vec4(0); }
"""
SHOW = "//!HOOK MAIN\n//!BIND HOOKED\n//!DESC show\nvec4 hook() { return HOOKED_tex(HOOKED_pos); }\n"


def test_a_pass_that_keeps_values_runs_though_nobody_reads_its_picture():
    kept = of(STATE + COUNT + SHOW)
    assert [s.title for s in kept.steps if s.hook] == ["count", "show"]
    assert kept.persistent and kept.notices == (
        "x keeps values from frame to frame: its picture depends on the frames before, and begins anew after a seek",
    )
    plain = of((STATE + COUNT + SHOW).replace("//!BIND STATE\n", ""))
    assert [s.title for s in plain.steps if s.hook] == ["show"] and not plain.persistent and not plain.notices


def test_constants_keep_nothing():
    assert not made("buffer", source=STILL).persistent


def test_a_compute_pass_is_never_sampled_with_a_nearest_filter():
    assert not any(b.exact or b.claimed for s in made("compute").steps if s.hook for b in s.binds)


def test_text_and_graph_show_how_a_pass_is_computed():
    shown = text(made("buffer-storage"))
    assert "compute: 1x1 groups of 16x1 threads, each a block of 16x1" in shown
    assert shown.count("storage buffer COUNTS") == 2
    assert "keeps values from frame to frame" in shown
    assert dot(made("compute")).count("\\ncompute") == 2


@pytest.mark.parametrize(
    ("variables", "std140", "std430"),
    [
        ((("float", "a"), ("float", "b")), ([0, 4], 8), ([0, 4], 8)),
        ((("float", "a"), ("vec3", "b"), ("float", "c")), ([0, 16, 28], 32), ([0, 16, 28], 32)),
        ((("vec2", "a"), ("uint", "b[3]"), ("vec2", "c")), ([0, 16, 64], 72), ([0, 8, 24], 32)),
        ((("mat2", "a"), ("mat3", "b"), ("int", "c")), ([0, 32, 80], 84), ([0, 16, 64], 68)),
        ((("mat4x2", "a[2]"), ("float", "b")), ([0, 128], 132), ([0, 64], 68)),
        ((("vec3", "a[2]"), ("float", "b")), ([0, 32], 36), ([0, 32], 36)),
        ((("float", "a[1]"), ("float", "b")), ([0, 16], 20), ([0, 4], 8)),
    ],
)
def test_where_variables_lie(variables, std140, std430):
    for storage, (offsets, size) in ((False, std140), (True, std430)):
        block = BufferBlock("B", variables, storage=storage)
        assert (buffers.offsets(block), buffers.size(block)) == (offsets, size)
        assert buffers.allocated(block) % 16 == 0 and 0 <= buffers.allocated(block) - size < 16


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ("//!BUFFER B\n//!VAR float a\n0000\n", "BUFFER B holds 2 bytes; its variables are 4 (std140)"),
        ("//!BUFFER B\n//!VAR float a\n", "BUFFER B holds 0 bytes; its variables are 4 (std140)"),
        ("//!BUFFER B\n//!VAR vec3 a\n//!STORAGE\n00\n", "BUFFER B holds 1 bytes; its variables are 12 (std430)"),
        ("//!BUFFER B\n//!STORAGE\n", "BUFFER B has no VAR"),
        ("//!BUFFER B\n//!STORAGE\n//!VAR float a[999999999]\n",
         "BUFFER B is 3999999996 bytes; a buffer has at most 128 MB"),
    ],
)  # fmt: skip
def test_bad_buffers(block, message):
    with pytest.raises(ShaderError) as caught:
        hook.parse(block, "x", "x.glsl")
    assert caught.value.message == message and str(caught.value).startswith("x.glsl:1")


def test_a_storage_image_of_three_components_is_refused():
    content = "//!TEXTURE I\n//!SIZE 2 2\n//!FORMAT rgb16f\n//!STORAGE\n\n//!HOOK MAIN\n//!BIND HOOKED\n//!BIND I\n"
    reason = of(content + "vec4 hook() { return vec4(0.0); }\n").dropped[0][1]
    assert "FORMAT rgb16f is none of a storage image; use one, two or four components" in reason


def test_a_parameter_that_glsl_wants_constant_is_compiled_in():
    params = "".join(
        f"//!PARAM {n}\n//!TYPE {t}\n{v}\n\n"
        for n, t, v in (("sharp", "float", "0.5"), ("taps", "int", "3"), ("own", "float", "1.0"), ("idx", "int", "0"))
    )
    body = """#define SHARPNESS sharp
const float slider = clamp(SHARPNESS, 0.0, 1.0);
float weights[taps];
vec4 hook() { const float local = 1.0; return vec4(slider * own * weights[idx] * local); }
"""
    shader = hook.parse(params + "//!HOOK MAIN\n//!BIND HOOKED\n" + body, "x", "x.glsl")
    assert {p.name for p in shader.params if p.compiled} == {"sharp", "taps"}
