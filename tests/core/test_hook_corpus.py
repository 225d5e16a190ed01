"""Every file of tests/shaders against what it must become, written as one line an object."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from upshade.core import hook
from upshade.core.param import Param
from upshade.core.shader import BufferBlock, Expression, HookPass, Shader, TextureBlock

CORPUS = Path(__file__).parent.parent / "shaders"
SHOWN_APART = {"index", "line", "body_line", "body", "hooks", "binds", "name", "size", "format", "kind", "default"}

OWN_LINE = {"refused", "enum", "desc", "data"}


def told(shader: Shader) -> str:
    """The shader as text: every field that is not its default, so that nothing parsed can differ unseen."""
    lines = [f"meta {key} = {value}" for key, value in shader.meta.items()]
    for block in (*shader.params, *shader.textures, *shader.buffers, *shader.passes):
        match block:
            case HookPass():
                line = f"pass {block.line}/{block.body_line} {' '.join(block.hooks)} < {' '.join(block.binds)}"
            case TextureBlock():
                line = f"texture {block.line} {block.name} {'x'.join(map(str, block.size))} {block.format}"
            case BufferBlock():
                line = f"buffer {block.line} {block.name}"
            case Param():
                line = f"param {block.line} {block.kind} {block.name} = {block.default!r}"
        lines.append(line + _extras(block))
    return "\n".join(lines)


def _extras(block: HookPass | TextureBlock | BufferBlock | Param) -> str:
    text = ""
    for field in dataclasses.fields(block):
        value = getattr(block, field.name)
        if field.name in SHOWN_APART or value in (field.default, "", b""):
            continue
        if isinstance(value, Expression):
            assert value.line > 0
            value = value.text
        elif isinstance(value, bytes):
            value = value.hex()
        elif dataclasses.is_dataclass(value) and not isinstance(value, type):
            value = dataclasses.astuple(value)
        text += f"{chr(10) + '   ' if field.name in OWN_LINE else ' |'} {field.name}: {value}"
    return text


EXPECTED = {
    "bad-glsl": """
pass 2/4 MAIN < HOOKED
""",
    "bind-missing": """
pass 2/6 MAIN < HOOKED NOWHERE
    desc: wants a texture that nobody makes
pass 8/11 MAIN < HOOKED
    desc: red only
""",
    "bind-sixteen": """
pass 2/6 MAIN < HOOKED | save: T1 | components: 1
pass 8/12 MAIN < HOOKED | save: T2 | components: 1
pass 14/18 MAIN < HOOKED | save: T3 | components: 1
pass 20/24 MAIN < HOOKED | save: T4 | components: 1
pass 26/30 MAIN < HOOKED | save: T5 | components: 1
pass 32/36 MAIN < HOOKED | save: T6 | components: 1
pass 38/42 MAIN < HOOKED | save: T7 | components: 1
pass 44/48 MAIN < HOOKED | save: T8 | components: 1
pass 50/54 MAIN < HOOKED | save: T9 | components: 1
pass 56/60 MAIN < HOOKED | save: T10 | components: 1
pass 62/66 MAIN < HOOKED | save: T11 | components: 1
pass 68/72 MAIN < HOOKED | save: T12 | components: 1
pass 74/78 MAIN < HOOKED | save: T13 | components: 1
pass 80/84 MAIN < HOOKED | save: T14 | components: 1
pass 86/90 MAIN < HOOKED | save: T15 | components: 1
pass 92/110 MAIN < HOOKED T1 T2 T3 T4 T5 T6 T7 T8 T9 T10 T11 T12 T13 T14 T15
    desc: mean of 15
""",
    "buffer": """
buffer 2 SET | variables: (('float', 'by'), ('vec3', 'tint'), ('float', 'steps[2]'), ('mat2', 'turn'), ('int', 'power'))
    data: 0000003f0000000000000000000000000000803f0000003f0000803e000000000000803e0000000000000000000000000000003e0000000000000000000000000000803f0000000000000000000000000000003f0000003f000000000000000001000000
pass 16/20 MAIN < HOOKED SET
    desc: settings
""",  # noqa: E501
    "buffer-storage": """
buffer 2 COUNTS | variables: (('uint', 'frames'), ('vec3', 'unused'), ('uint', 'bins[16]'))
    data: 0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000 | storage: True
pass 14/22 LUMA < HOOKED COUNTS
    desc: count | save: COUNTED | width: 16 | height: 1 | compute: (16, 1, 16, 1)
pass 36/40 LUMA < HOOKED COUNTS
    desc: show
""",  # noqa: E501
    "components": """
pass 2/6 MAIN < HOOKED | save: COMPONENTS_MAX | components: 1
pass 14/18 MAIN < HOOKED COMPONENTS_MAX | components: 3
""",
    "compute": """
pass 2/6 LUMA < HOOKED
    desc: a thread a pixel | compute: (32, 8, 32, 8)
pass 11/15 LUMA < HOOKED
    desc: eight pixels a thread | compute: (32, 32, 16, 8)
""",
    "compute-align": """
pass 2/9 CHROMA < HOOKED
    desc: aligned | width: LUMA.w | height: LUMA.h | align: True | compute: (16, 16, 16, 16)
""",
    "compute-fragment": """
pass 2/7 LUMA < HOOKED
    desc: edge | save: COMPUTE_EDGE | compute: (16, 8, 16, 8)
pass 13/17 LUMA < HOOKED COMPUTE_EDGE
    desc: darker
pass 19/24 LUMA < LUMA COMPUTE_EDGE
    desc: lighter | compute: (8, 8, 8, 8)
""",
    "compute-shared": """
pass 2/6 LUMA < HOOKED
    desc: mean of 5x5 | compute: (16, 16, 8, 8)
""",
    "compute-size": """
pass 2/10 MAIN < HOOKED
    desc: smaller | save: COMPUTE_HALF | width: HOOKED.w 2 / | height: HOOKED.h 3 / | components: 4 | compute: (24, 10, 12, 10)
pass 17/24 MAIN < HOOKED COMPUTE_HALF
    desc: larger | width: HOOKED.w 2 * | height: HOOKED.h 2 * | compute: (14, 14, 7, 7)
""",  # noqa: E501
    "compute-wide-group": """
pass 2/5 LUMA < HOOKED | compute: (64, 32, 64, 32)
""",
    "expression-long": """
pass 2/5 MAIN < HOOKED | width: HOOKED.w 1 + 1 - 1 + 1 - 1 + 1 - 1 + 1 - 1 + 1 - 1 + 1 - 1 + 1 - 2 * 7 7 % +
""",
    "extension-vulkan": """
pass 2/5 MAIN < HOOKED
    desc: cannot run
    refused: it requires GL_EXT_spirv_intrinsics, which exists for Vulkan only, not for OpenGL
pass 8/11 MAIN < HOOKED
    desc: falls back
""",
    "gather": """
pass 2/4 LUMA < HOOKED
""",
    "globals": """
pass 2/4 MAIN < HOOKED
""",
    "header-blank-line": """
pass 2/4 MAIN < HOOKED
pass 6/8 MAIN < HOOKED
""",
    "hook-chroma-doubled": """
pass 3/8 CHROMA < HOOKED
    desc: chroma doubled | width: HOOKED.w 2 * | height: HOOKED.h 2 *
""",
    "hook-chroma-offset": """
pass 3/9 LUMA < HOOKED
    desc: luma shifted | width: HOOKED.w 2 * | height: HOOKED.h 2 * | offset: (-0.5, -0.5)
""",
    "hook-chroma-scaled": """
pass 3/8 CHROMA_SCALED < HOOKED LUMA
    desc: chroma scaled | when: HOOKED.w LUMA.w =
""",
    "hook-linear": """
pass 3/6 LINEAR < HOOKED
    desc: linear
""",
    "hook-luma-doubled": """
pass 3/8 LUMA < HOOKED
    desc: luma doubled | width: HOOKED.w 2 * | height: HOOKED.h 2 *
""",
    "hook-mainpresub": """
pass 3/7 MAIN < HOOKED MAINPRESUB
    desc: second
pass 12/17 MAINPRESUB < HOOKED
    desc: first | width: HOOKED.w 3 * | height: HOOKED.h 3 *
""",
    "hook-many": """
pass 2/8 LUMA RGB CHROMA < HOOKED
    desc: invert (luma, RGB, chroma)
""",
    "hook-minimal": """
pass 2/4 MAIN < HOOKED
""",
    "hook-preoutput": """
pass 3/6 OUTPUT < HOOKED
    desc: after
pass 11/14 PREOUTPUT < HOOKED
    desc: before
""",
    "hook-native": """
pass 3/8 NATIVE < HOOKED
    desc: native | width: HOOKED.w 2 * | height: HOOKED.h 2 *
""",
    "hook-planes-apart": """
pass 3/8 LUMA < HOOKED
    desc: luma by 3 | width: HOOKED.w 3 * | height: HOOKED.h 3 *
pass 13/19 CHROMA < HOOKED LUMA
    desc: chroma by 2 | width: HOOKED.w 2 * | height: HOOKED.h 2 *
""",
    "hook-postkernel": """
pass 3/7 POSTKERNEL < HOOKED
    desc: postkernel | when: OUTPUT.w HOOKED.w = OUTPUT.h HOOKED.h = *
""",
    "hook-prekernel": """
pass 3/6 PREKERNEL < HOOKED
    desc: prekernel
""",
    "hook-scaled": """
pass 3/7 SCALED < HOOKED
    desc: scaled | when: OUTPUT.w HOOKED.w = OUTPUT.h HOOKED.h = *
""",
    "hook-sigmoid": """
pass 3/6 SIGMOID < HOOKED
    desc: sigmoid
""",
    "macros": """
texture 2 CUBE_OF_TWO 2x2x2 r8
    data: 0010205060708090
pass 8/12 MAIN < HOOKED CUBE_OF_TWO
    desc: macros
""",
    "magic-in-comment": """
pass 2/4 MAIN < HOOKED
pass 4/6 MAIN < HOOKED
""",
    "meta": """
meta title = Everything a file can say
meta source = nowhere: a test file
meta license = MIT
meta group = Tests
meta step = gain 0.05
meta precision = full
meta author = kept as it is
param 9 float gain = 1.0 | minimum: 0.0 | maximum: 2.0 | step: 0.05
pass 15/17 MAIN < HOOKED
""",
    "never-runs": """
pass 2/4  < HOOKED
    desc: without a hook
    refused: it has no HOOK, so nothing ever runs it
pass 6/8 LUMMA < HOOKED
    refused: there is no hook point 'LUMMA'; did you mean 'LUMA'?
pass 10/12 MAIN < HOOKED
    refused: it has no function 'vec4 hook()'
""",
    "offset-align": """
pass 2/8 CHROMA < CHROMA LUMA | width: LUMA.w | height: LUMA.h | align: True
""",
    "offset": """
pass 2/7 LUMA < HOOKED | width: HOOKED.w 2 * | height: HOOKED.h 2 * | offset: (-0.5, -0.5)
""",
    "param-compiled": """
param 2 DEFINE TAPS = 2 | minimum: 0 | maximum: 3 | compiled: True
param 8 DEFINE CUT = 0 | minimum: 0 | maximum: 1 | compiled: True
param 14 int length_of = 3 | minimum: 1 | compiled: True
param 19 float light = 0.5 | dynamic: True
pass 23/25 MAIN < HOOKED
""",
    "param-enum": """
param 2 int curve = 0 | minimum: 0 | maximum: 2
    desc: Shape of the curve
    enum: ('CURVE_LINEAR', 'CURVE_SMOOTH', 'CURVE_STEP') | compiled: True
param 11 DEFINE variant = 0 | minimum: 0 | maximum: 1
    enum: ('VARIANT_A', 'VARIANT_B') | compiled: True
pass 15/17 MAIN < HOOKED
""",
    "param-self-filling": """
param 2 float PTS = 0.0 | dynamic: True
param 6 float chroma_offset_x = 0.0
pass 10/12 MAIN < HOOKED
""",
    "param-types": """
param 2 float amount = 1.5 | minimum: 0.0 | maximum: 2.0
    desc: How much
param 9 int count = -3
param 13 uint size = 4 | maximum: 9
pass 18/21 MAIN < HOOKED | when: amount 0 >
""",
    "real-name": """
pass 2/4 LUMA < HOOKED
""",
    "save-bound": """
pass 2/6 MAIN < HOOKED | save: MASK | components: 1
pass 8/13 MAIN < HOOKED MASK | save: MASK | components: 1
pass 15/18 MAIN < HOOKED MASK
""",
    "save-hooked": """
pass 2/5 LUMA < HOOKED
""",
    "save-main": """
pass 2/8 MAIN < HOOKED
    desc: twice the size | save: MAIN | width: MAIN.w 2 * | height: MAIN.h 2 *
pass 10/14 MAIN < MAIN
    desc: sees the new size | when: MAIN.w OUTPUT.w =
""",
    "size-other": """
pass 2/7 CHROMA < HOOKED LUMA | width: LUMA.width | height: LUMA.height
""",
    "texture-1d": """
texture 2 LINE 4 r8
    data: 004080ff | linear: False
    refused: it is one-dimensional, which is not offered; write SIZE with a height of 1
pass 8/11 MAIN < HOOKED LINE
    refused: it binds 'LINE': it is one-dimensional, which is not offered; write SIZE with a height of 1
""",
    "texture-3d": """
texture 2 CUBE 2x2x2 rgba8
    data: 000000ffff0000ff00ff00ffffff00ff0000ffffff00ffff00ffffffffffffff | border: MIRROR
pass 9/12 MAIN < HOOKED CUBE
""",
    "texture-integer": """
texture 2 WHOLE 2x1 r8ui
    data: 4080 | linear: False
pass 8/12 MAIN < HOOKED WHOLE
    desc: whole numbers
""",
    "texture-rgba16f": """
texture 2 RGBA16F 2x1 rgba16f
    data: 0000803f00000000000000000000803f000000000000003f000000000000803f | linear: False
pass 8/11 MAIN < HOOKED RGBA16F
""",
    "texture-rgba16hf": """
texture 2 RGBA16HF 2x1 rgba16hf
    data: 003c00000000003c000000380000003c | linear: False
pass 8/11 MAIN < HOOKED RGBA16HF
""",
    "texture-spread": """
texture 2 SPREAD 4x2 r8
    data: 00102030405060ff | border: REPEAT
pass 10/13 MAIN < HOOKED SPREAD
""",
    "texture-storage": """
texture 2 HISTORY 3840x3840 r32f | storage: True
pass 7/11 LUMA < HOOKED HISTORY
    desc: fade in
""",
    "texture-storage-data": """
texture 2 PALETTE 2x2 rgba8
    data: ff0000ff00ff00ff0000ffffffffffff | storage: True
texture 9 TURNS 2x2x2 r32ui
    data: 0100000002000000030000000400000005000000060000000700000008000000 | linear: False | storage: True
pass 15/21 MAIN < HOOKED PALETTE TURNS
    desc: count up | compute: (8, 8, 8, 8)
""",
    "tunable-constant": """
param 4 float CONST_STRENGTH = 0.5 | minimum: 0.0 | maximum: 1.0 | compiled: True | tunable: True
param 5 float ARRAY_STRENGTH = 3.0 | minimum: 0.0 | maximum: 6.0 | compiled: True | tunable: True
param 6 float MACRO_STRENGTH = 1.5 | minimum: 0.0 | maximum: 3.0 | compiled: True | tunable: True
param 7 float FREE_STRENGTH = 0.25 | minimum: 0.0 | maximum: 0.5 | tunable: True
pass 2/4 MAIN < HOOKED
""",
    "tunable": """
param 5 float STRENGTH = 0.6 | minimum: 0.2 | maximum: 4.0
    desc: Power of it, good values are between 0.2 and 4 | tunable: True
param 6 int ITERATIONS = 2 | minimum: 1 | maximum: 4 | compiled: True | tunable: True
param 7 int LEVELS = 8 | minimum: 1 | maximum: 16
    desc: must be a positive number | compiled: True | tunable: True
param 8 float LIMIT = -0.5 | minimum: -1.0 | maximum: 0.0
    desc: lowest value | tunable: True
param 9 int GLOW = 0 | minimum: 0 | maximum: 1
    desc: 1 to switch it on | compiled: True | tunable: True
param 10 float BASE = 0.0 | minimum: 0.0 | maximum: 1.0
    desc: between 0.1 and 0.9, yet it is not | tunable: True
param 37 float SIGMA = 1.0 | minimum: 0.0 | maximum: 2.0 | tunable: True
pass 2/5 MAIN < HOOKED | save: TUNABLE_FIRST
pass 33/36 MAIN < HOOKED TUNABLE_FIRST
pass 41/43 MAIN < HOOKED
""",
    "when": """
param 2 float strength = 0.5 | minimum: 0.0 | maximum: 1.0
param 8 int mode = 0 | minimum: 0 | maximum: 1
    enum: ('WHEN_SOFT', 'WHEN_HARD') | compiled: True
pass 13/17 MAIN < HOOKED
    desc: only when enlarging | when: OUTPUT.w HOOKED.w / 1.2 >
pass 19/23 MAIN < HOOKED
    desc: parameter and enum | when: strength 0 > mode WHEN_HARD == ! *
pass 25/29 MAIN < HOOKED
    desc: never | when: 0
""",
    "components-all": """
pass 2/6 MAIN < HOOKED | save: COMPONENTS_TWO | components: 2
pass 8/12 MAIN < HOOKED | save: COMPONENTS_FOUR | components: 4
pass 14/18 MAIN < HOOKED COMPONENTS_TWO COMPONENTS_FOUR
""",
    "expression-operators": """
pass 2/6 MAIN < HOOKED
    desc: plus, minus, times, over | when: HOOKED.w 4 + 8 - 2 * HOOKED.w 2 * 8 - = 9 3 / 3 = *
pass 8/12 MAIN < HOOKED
    desc: remainder, more, less, not | when: 17 5 % 2 == HOOKED.w HOOKED.h > * HOOKED.w HOOKED.h < ! *
""",
    "globals-computed": """
pass 2/5 MAIN < HOOKED
    desc: computed before main
""",
    "globals-sizes": """
pass 2/4 MAIN < HOOKED
""",
    "helpers": """
pass 2/7 MAIN < HOOKED | save: HELPERS_HALF | width: HOOKED.w 2 / | height: HOOKED.h 2 /
pass 12/16 MAIN < HOOKED HELPERS_HALF
    desc: all helpers
""",
    "multiplier": """
pass 2/5 LUMA < HOOKED
    desc: darker by its own
pass 7/9 CHROMA < HOOKED
""",
    "offset-chroma": """
pass 2/6 CHROMA < HOOKED
    desc: chroma aside | offset: (1.0, -0.5)
""",
    "offset-resized": """
pass 2/6 MAIN < HOOKED
    desc: half a pixel | offset: (-0.5, 0.5)
pass 8/13 MAIN < HOOKED
    desc: twice the size | width: HOOKED.w 2 * | height: HOOKED.h 2 *
""",
    "offset-saved": """
pass 2/7 MAIN < HOOKED
    desc: aside | save: OFFSET_ASIDE | offset: (4.0, 4.0)
pass 9/13 MAIN < HOOKED OFFSET_ASIDE
    desc: back
""",
    "offset-twice": """
pass 2/6 MAIN < HOOKED
    desc: first half | offset: (0.5, 0.0)
pass 8/12 MAIN < HOOKED
    desc: second half | offset: (0.5, -0.5)
""",
    "save-main-elsewhere": """
pass 2/7 OUTPUT < HOOKED
    desc: saves over MAIN | save: MAIN | width: HOOKED.w 2 /
pass 9/14 OUTPUT < HOOKED MAIN
    desc: reads both | when: MAIN.w HOOKED.w <
""",
    "size-names": """
pass 2/8 MAIN < HOOKED
    desc: narrow | save: NARROW | width: NATIVE_CROPPED.w 2 / | height: OUTPUT.h 3 /
pass 10/17 MAIN < HOOKED NARROW
    desc: both | width: NARROW.w 3 * | height: OUTPUT.h NARROW.h - | when: NATIVE_CROPPED.w NARROW.w 2 * =
""",
    "size-one": """
pass 2/6 MAIN < HOOKED
    desc: wider | width: HOOKED.w 1.5 *
pass 8/12 MAIN < HOOKED
    desc: lower | height: HOOKED.height 2 /
""",
    "texture-filter": """
texture 2 FILTER_LC 2x2 rgba8
    data: ff0000ff00ff00ff0000ffffffffffff
texture 9 FILTER_LR 2x2 rgba8
    data: ff0000ff00ff00ff0000ffffffffffff | border: REPEAT
texture 16 FILTER_NC 2x2 rgba8
    data: ff0000ff00ff00ff0000ffffffffffff | linear: False
texture 23 FILTER_NR 2x2 rgba8
    data: ff0000ff00ff00ff0000ffffffffffff | linear: False | border: REPEAT
pass 30/36 MAIN < HOOKED FILTER_LC FILTER_LR FILTER_NC FILTER_NR
""",
    "texture-formats": """
texture 2 FORMATS_R8 2x1 r8
    data: 4020 | linear: False
texture 8 FORMATS_RG8 2x1 rg8
    data: 40802060 | linear: False
texture 14 FORMATS_RGBA8 2x1 rgba8
    data: 4080bfff20609fdf | linear: False
texture 20 FORMATS_R16 2x1 r16
    data: 00400020 | linear: False
texture 26 FORMATS_RG16 2x1 rg16
    data: 0040008000200060 | linear: False
texture 32 FORMATS_RGBA16 2x1 rgba16
    data: 00400080ffbfffff00200060ff9fffdf | linear: False
texture 38 FORMATS_R16F 2x1 r16f
    data: 000080be000020bf | linear: False
texture 44 FORMATS_RG16F 2x1 rg16f
    data: 000080be0000003f000020bf0000003e | linear: False
texture 50 FORMATS_RGBA16F 2x1 rgba16f
    data: 000080be0000003f0000a03f00000040000020bf0000003e0000603f0000d03f | linear: False
texture 56 FORMATS_R32F 2x1 r32f
    data: 000080be000020bf | linear: False
texture 62 FORMATS_RG32F 2x1 rg32f
    data: 000080be0000003f000020bf0000003e | linear: False
texture 68 FORMATS_RGBA32F 2x1 rgba32f
    data: 000080be0000003f0000a03f00000040000020bf0000003e0000603f0000d03f | linear: False
pass 74/83 MAIN < HOOKED FORMATS_R8 FORMATS_RG8 FORMATS_RGBA8 FORMATS_R16 FORMATS_RG16 FORMATS_RGBA16
    desc: 8 and 16
pass 94/103 MAIN < HOOKED FORMATS_R16F FORMATS_RG16F FORMATS_RGBA16F FORMATS_R32F FORMATS_RG32F FORMATS_RGBA32F
    desc: 16f and 32f
""",
    "texture-halves": """
texture 2 HALVES_R16HF 2x1 r16hf
    data: 00b400b9 | linear: False
texture 8 HALVES_RG16HF 2x1 rg16hf
    data: 00b4003800b90030 | linear: False
texture 14 HALVES_RGBA16HF 2x1 rgba16hf
    data: 00b40038003d004000b90030003b803e | linear: False
pass 20/26 MAIN < HOOKED HALVES_R16HF HALVES_RG16HF HALVES_RGBA16HF
    desc: 16hf
""",
    "texture-tex": """
texture 2 TEX_RAMP 4x1 r8
    data: 004080ff
pass 8/11 MAIN < HOOKED TEX_RAMP
""",
    "size-fraction": """
pass 2/7 MAIN < HOOKED
    desc: a fraction is rounded | width: HOOKED.w 1.0013 * | height: HOOKED.h 0.5 + 2 /
""",
    "texture-three": """
texture 2 THREE_RGB8 2x1 rgb8
    data: 4080bf20609f | linear: False
texture 8 THREE_RGB16 2x1 rgb16
    data: 00400080ffbf00200060ff9f | linear: False
texture 14 THREE_RGB16F 2x1 rgb16f
    data: 000080be0000003f0000a03f000020bf0000003e0000603f | linear: False
texture 20 THREE_RGB32F 2x1 rgb32f
    data: 000080be0000003f0000a03f000020bf0000003e0000603f | linear: False
texture 26 THREE_RGB16HF 2x1 rgb16hf
    data: 00b40038003d00b90030003b | linear: False
pass 32/40 MAIN < HOOKED THREE_RGB8 THREE_RGB16 THREE_RGB16F THREE_RGB32F THREE_RGB16HF
    desc: three
""",
    "linearize": """
pass 2/4 MAIN < HOOKED
""",
}


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.glsl")), ids=lambda p: p.stem)
def test_file_becomes(path: Path) -> None:
    assert told(hook.load(path)) == EXPECTED[path.stem].strip()


def test_every_expectation_has_its_file() -> None:
    assert {p.stem for p in CORPUS.glob("*.glsl")} == set(EXPECTED)


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.glsl")), ids=lambda p: p.stem)
def test_bodies_lie_at_their_lines_and_hold_no_directive(path: Path) -> None:
    shader = hook.load(path)
    lines = path.read_text().split("\n")
    for p in shader.passes:
        body = p.body.split("\n")
        at = lines[p.body_line - 1 : p.body_line - 1 + len(body)]
        assert at[:-1] == body[:-1]
        assert body[-1] == "" or at[-1].startswith(body[-1])  # a '//!' may cut the last line
        assert "//!" not in p.body


def test_files_say_what_they_are_for() -> None:
    for path in CORPUS.glob("*.glsl"):
        first = path.read_text().split("\n", 1)[0]
        assert first.startswith(("// ", "/* ")) and len(first) > 30, path.name
