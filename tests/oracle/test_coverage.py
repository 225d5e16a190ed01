"""The test corpus has a file for all that the format has: every directive and what may follow it, every name that code
may use, every trap; and each file is checked: beside a player that draws it (`test_oracles`), or by a test of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import pytest

from oracle.test_oracles import CORPUS, NOT_MPV, NOT_PLACEBO, UNFIT
from upshade.core import blocks, hook
from upshade.core.shader import HOOK_POINTS, Shader
from upshade.core.texformat import FORMATS
from upshade.tools.export.blocks import FAMILY

TESTS = CORPUS.parent

GLOBALS = ("frame", "random", "input_size", "target_size", "tex_offset", "linearize", "delinearize", "out_image")
MACROS = ("LUT_POS", "tex3D")
TYPES = ("float", "int", "uint", "DEFINE", "DYNAMIC", "CONSTANT", "ENUM int", "ENUM DEFINE")

# What shader-format.md says beyond single words -> files, or "path::test".
TRAPS: dict[str, tuple[str, ...]] = {
    "SAVE MAIN replaces and resizes MAIN for what follows": ("save-main",),
    "… in later files too": ("oracle/test_oracles.py::test_chains_of_files",),
    "SAVE onto a name that the pass binds": ("save-bound",),
    "SAVE HOOKED is no SAVE": ("save-hooked",),
    "SAVE MAIN from elsewhere replaces the texture, not the picture": ("save-main-elsewhere",),
    "WHEN with the sizes of the moment; a false one leaves the pass out": ("when", "save-main"),
    "a BIND that nobody made leaves the pass out": ("bind-missing",),
    "OUTPUT, NATIVE_CROPPED and saved names have sizes": ("size-names",),
    "WIDTH and HEIGHT default to HOOKED": ("size-one",),
    "the size of another texture": ("size-other",),
    "a size that is not whole": ("size-fraction",),
    "every operator; == is =": ("expression-operators", "when"),
    "33 words and more": ("expression-long",),
    "no negative literal and no .5": ("core/test_rpn.py::test_refused_when_read",),
    "rgba16f carries 32-bit floats, rgba16hf halves": ("texture-rgba16f", "texture-rgba16hf"),
    "every format": ("texture-formats", "texture-halves", "texture-three", "texture-integer"),
    "45x2592, 65x65x65": ("oracle/test_oracles.py::test_large_textures",),
    "3840x3840 with STORAGE": ("texture-storage",),
    "storage images with data": (
        "texture-storage-data",
        "gl/test_compute.py::test_storage_images_with_data_and_of_whole_numbers",
    ),
    "FILTER and BORDER, each with each; FILTER's default": ("texture-filter", "texture-spread"),
    "BORDER MIRROR, 3D": ("texture-3d",),
    "data over several lines": ("texture-spread",),
    "1D textures are refused": ("texture-1d", "core/test_hook_corpus.py::test_file_becomes"),
    "a file's texture has NAME_tex": ("texture-tex",),
    "each file has its own TEXTUREs": (
        "tools/test_export.py::test_textures_of_two_files_are_told_apart_and_nothing_else_is",
        "oracle/test_oracles.py::test_two_files_with_one_texture_name",
    ),
    "16 textures in one pass": ("bind-sixteen",),
    "16 hooks, 16 binds and no more": ("core/test_hook.py::test_what_breaks_the_format_is_named_with_its_line",),
    "several hooks, BIND twice, DESC last": ("hook-many",),
    "HOOKED under its real name": ("real-name",),
    "NAME_mul is not always 1": (
        "multiplier",
        "oracle/test_oracles.py::test_ten_bits",
    ),
    "all other helpers": ("helpers", "gather"),
    "OFFSET accumulates": ("offset-twice",),
    "OFFSET grows with later resizes": ("offset-resized", "offset"),
    "OFFSET of chroma": ("offset-chroma",),
    "OFFSET ALIGN": ("offset-align",),
    "OFFSET of what is only saved": ("offset-saved",),
    "an indexed vec4; COMPONENTS 1 and 3": ("components",),
    "COMPONENTS 2 and 4": ("components-all",),
    "a blank line ends a header": ("header-blank-line",),
    "a mark in the middle of a line": ("magic-in-comment",),
    "after a parameter's value only a blank line": (
        "core/test_hook.py::test_what_breaks_the_format_is_named_with_its_line",
    ),
    "unknown directives": ("core/test_hook.py::test_what_breaks_the_format_is_named_with_its_line",),
    "DEFINE, CONSTANT and DYNAMIC": ("param-compiled",),
    "enums are macros of the whole file": ("param-enum",),
    "number types": ("param-types",),
    "parameters that fill themselves": ("param-self-filling", "core/test_filling.py::"),
    "frame and random": ("globals", "gl/test_executor.py::test_values_of_everything_a_hook_may_use"),
    "sizes as globals": ("globals-sizes",),
    "globals that a hook computes before main": ("globals-computed",),
    "linearize and delinearize": ("linearize",),
    "mpv's macros": ("macros",),
    "extensions of Vulkan are refused": ("extension-vulkan", "core/test_hook_corpus.py::test_file_becomes"),
    "passes that never run": ("never-runs", "core/test_hook_corpus.py::test_file_becomes"),
    "GLSL that does not compile": ("bad-glsl", "tools/test_bench_start.py::test_two_starts_in_parts"),
    "COMPUTE with and without threads; NAME_map": (
        "compute",
        "compute-size",
        "compute-shared",
        "compute-fragment",
        "compute-align",
    ),
    "a work group larger than the driver's": ("compute-wide-group", "core/test_hook_corpus.py::test_file_becomes"),
    "BUFFER as constants, and kept": ("buffer", "buffer-storage"),
    "tunable #defines": ("tunable", "tunable-constant"),
    "//@ lines": ("meta",),
    "luma larger than its source; chroma larger than luma; each by its own factor": (
        "hook-luma-doubled",
        "hook-chroma-doubled",
        "hook-planes-apart",
    ),
    "luma shifted, and chroma with it": ("hook-chroma-offset",),
    "CHROMA_SCALED, and NATIVE before RGB": ("hook-chroma-scaled", "hook-native"),
    "MAINPRESUB and MAIN": ("hook-mainpresub", "oracle/test_points.py::"),
    "linear and sigmoid light before the resize": ("hook-linear", "hook-sigmoid", "hook-prekernel"),
    "the light behind it": ("hook-postkernel", "hook-scaled"),
    "PREOUTPUT": ("hook-preoutput",),
    "the least that a file can be": ("hook-minimal",),
}


@cache
def shaders() -> dict[str, Shader]:
    return {path.stem: hook.load(path) for path in sorted(CORPUS.glob("*.glsl"))}


def drawn() -> dict[str, Shader]:
    """Files that are compared with a player."""
    return {
        stem: s
        for stem, s in shaders().items()
        if stem not in UNFIT and not {stem} <= NOT_MPV.keys() & NOT_PLACEBO.keys()
    }


def missing(wanted: Iterable[str], found: Iterable[str]) -> set[str]:
    return set(wanted) - set(found)


def words(kind: str) -> set[str]:
    """Directives in blocks of a kind."""
    found = set()
    for shader in drawn().values():
        for run in re.findall(r"(?:^[ \t]*//![^\n]*\n)+", shader.text, re.MULTILINE):
            lines = re.findall(r"//!(\w+)", run)
            if blocks.STARTS.get(lines[0], "hook") == kind:
                found |= set(lines)
    return found


def code() -> str:
    return "\n".join(p.body for s in drawn().values() for p in s.passes)


@pytest.mark.parametrize("kind", blocks.DIRECTIVES)
def test_every_directive_is_drawn(kind):
    assert not missing(blocks.DIRECTIVES[kind], words(kind))


def test_every_hook_point_is_drawn():
    fired = {name for s in drawn().values() for p in s.passes for name in p.hooks}
    # Alpha goes past the chain, and XYZ comes from cinema files only.
    assert missing(HOOK_POINTS, fired) <= {"ALPHA", "ALPHA_SCALED", "XYZ"}


def test_every_name_that_code_may_use_is_drawn():
    used = set(re.findall(r"\w+", code()))
    families = {name.rpartition("_")[2] for name in used}
    assert not missing(FAMILY, families)
    # What every player draws for itself cannot be compared: a test of its own has the values.
    assert not missing(GLOBALS, used | {"frame", "random"}) and not missing(MACROS, used)
    assert any(re.search(r"\b(?!HOOKED)[A-Z]+_texOff\b", p.body) and p.binds == ("HOOKED",)
               for s in drawn().values() for p in s.passes) or "real-name" in drawn()  # fmt: skip


def test_every_word_that_may_follow_a_directive_is_drawn():
    textures = [t for s in drawn().values() for t in s.textures]
    offered = {name for name, form in FORMATS.items() if form.store and not form.prefix}
    assert not missing(offered, {t.format for t in textures})
    assert {len(t.size) for t in textures} == {2, 3}
    assert {t.border for t in textures} == {"CLAMP", "REPEAT", "MIRROR"} and {t.linear for t in textures} == {
        True,
        False,
    }
    passes = [p for s in drawn().values() for p in s.passes]
    assert {p.components for p in passes} >= {1, 2, 3, 4}
    assert any(p.align for p in passes) and any(p.offset != (0, 0) for p in passes)
    text = "\n".join(s.text for s in drawn().values())
    assert not missing(TYPES, {t for t in TYPES if re.search(rf"^//!TYPE (?:\w+ )?{t}\b", text, re.MULTILINE)})


def test_every_operator_and_every_kind_of_size_is_computed():
    expressions = [e for s in drawn().values() for p in s.passes for e in (p.when, p.width, p.height) if e]
    tokens = {t for e in expressions for t in e.tokens if isinstance(t, str)}
    assert not missing("+-*/%><=!", tokens)
    spelled = {w for e in expressions for w in e.text.split()}
    assert not missing((".w", ".h", ".width", ".height"), {"." + w.rpartition(".")[2] for w in spelled})
    assert (
        not missing(("HOOKED", "OUTPUT", "NATIVE_CROPPED"), {w.partition(".")[0] for w in spelled}) and "==" in spelled
    )


@pytest.mark.parametrize("trap", TRAPS)
def test_every_trap_has_a_file_and_a_check(trap):
    checked = False
    for place in TRAPS[trap]:
        path, _, name = place.partition("::")
        if "::" in place:
            assert f"def {name or 'test_'}" in (TESTS / path).read_text(), place
            checked = True
        else:
            assert place in shaders(), f"no file {place}"
            checked |= place in drawn()
    assert checked, "its file is compared with no player, and no test is named"


def test_every_file_is_there_for_something():
    named = {place for places in TRAPS.values() for place in places if "::" not in place}
    assert not missing(shaders(), named)
