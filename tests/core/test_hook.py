"""Shader files that break the format, how files are read, and the limits."""

from __future__ import annotations

import os
import tracemalloc
from pathlib import Path

import pytest

from upshade.core import hook
from upshade.core.shader import Shader
from upshade.errors import NotFound, ShaderError

PASS = "//!HOOK MAIN\n//!BIND HOOKED\nvec4 hook() { return HOOKED_tex(HOOKED_pos); }\n"
TEX = "//!TEXTURE T\n//!SIZE 2 1\n//!FORMAT r8\n//!FILTER NEAREST\n"
PAR = "//!PARAM p\n//!TYPE float\n"


def parse(text: str) -> Shader:
    return hook.parse(text, "f", "f.glsl")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        # the file as a whole
        ("", 0, "is empty"),
        ("\ufeff \r\n\t", 0, "is empty"),
        ("vec4 hook() { }\n", 0, "has no '//!' line"),
        (PASS + "\0", 4, "NUL byte"),
        # directives
        ("//!HOK MAIN\n", 1, "unknown directive 'HOK'; did you mean 'HOOK'?"),
        (PASS + "\n//!HOOK MAIN\n//!BINDD HOOKED\n", 6, "unknown directive 'BINDD'; did you mean 'BIND'?"),
        ("//!TEXTUR T\n", 1, "did you mean 'TEXTURE'?"),
        ("// text\n\n//! HOOK MAIN\n", 3, "a word must follow it at once"),
        ("//!\n", 1, "a word must follow it at once"),
        (TEX.replace("FILTER", "FLITER") + "0001\n", 4, "unknown directive 'FLITER'; did you mean 'FILTER'?"),
        ("//!HOOK MAIN\n//!SIZE 2 2\n", 2, "SIZE belongs in a texture block"),
        ("//!TEXTURE T\n//!WIDTH 2\n", 2, "WIDTH belongs in a hook block"),
        ("//!HOOK MAIN\n//!TEXTURE T\n", 2, "TEXTURE must begin its block"),
        ("//!DESC early\n//!PARAM p\n", 2, "PARAM must begin its block"),
        # hook blocks
        ("//!HOOK\n", 1, "HOOK takes one name of letters, digits and _, which is missing"),
        ("//!HOOK MAIN\n//!BIND A B\n", 2, "not 'A B'"),
        ("//!HOOK MAIN\n//!SAVE 2x\n", 2, "SAVE takes one name"),
        ("//!HOOK MAIN\n//!WIDTH HOOKED.w 2\n", 2, "leaves 2 values"),
        ("//!HOOK MAIN\n//!HEIGHT\n", 2, "expression is missing"),
        ("//!PARAM strength\n//!TYPE float\n1\n//!HOOK MAIN\n//!WHEN strenght 0 >\n", 5, "did you mean 'strength'?"),
        ("//!HOOK MAIN\n//!WHEN OUTPUT 0 >\n", 2, "a size is written OUTPUT.w or OUTPUT.h"),
        ("//!HOOK MAIN\n//!OFFSET 1\n", 2, "OFFSET takes two numbers or ALIGN, not '1'"),
        ("//!HOOK MAIN\n//!OFFSET ALLIGN\n", 2, "did you mean 'ALIGN'?"),
        ("//!HOOK MAIN\n//!OFFSET nan 0\n", 2, "OFFSET takes two numbers"),
        ("//!HOOK MAIN\n//!COMPONENTS 5\n", 2, "1 to 4"),
        ("//!HOOK MAIN\n//!COMPONENTS 0\n", 2, "1 to 4"),
        ("//!HOOK MAIN\n//!COMPUTE 8\n", 2, "COMPUTE takes a block's width and height"),
        ("//!HOOK MAIN\n//!COMPUTE 8 -8\n", 2, "COMPUTE takes"),
        ("//!HOOK MAIN\n" + "".join(f"//!BIND T{i}\n" for i in range(17)), 18, "at most 16"),
        ("".join(f"//!HOOK T{i}\n" for i in range(17)), 17, "at most 16"),
        # texture blocks
        (TEX + "00\n", 1, "TEXTURE T holds 1 bytes; 2×1 of r8 are 2"),
        (TEX, 1, "holds 0 bytes"),
        (TEX + "000102\n", 1, "holds 3 bytes"),
        (TEX + "00010\n", 1, "ends in half a byte"),
        (TEX + "\n00\n0g\n", 7, "'g' is no hexadecimal digit"),
        (TEX + "0001\n// done\n", 6, "'/' is no hexadecimal digit; after the data only"),
        (TEX.replace("r8", "rgba16f") + "003c" * 8, 1, "holds 16 bytes; 2×1 of rgba16f are 32"),
        (TEX.replace("r8", "rgba16fh") + "00", 3, "unknown FORMAT 'rgba16fh'; did you mean 'rgba16f'?"),
        (TEX.replace("//!FORMAT r8\n", "") + "0001", 1, "TEXTURE T has no FORMAT"),
        (TEX.replace("//!SIZE 2 1\n", "") + "0001", 1, "TEXTURE T has no SIZE"),
        (TEX.replace("NEAREST", "NEARST") + "0001", 4, "did you mean 'NEAREST'?"),
        (TEX + "//!BORDER MIROR\n0001", 5, "did you mean 'MIRROR'?"),
        (TEX.replace("2 1", "2 0") + "0001", 2, "whole numbers from 1 up"),
        (TEX.replace("2 1", "1 1 1 1") + "00", 2, "one to three"),
        (TEX.replace("2 1", "99999 99999"), 2, "sides up to 16384"),
        (TEX.replace("2 1", "4096 1 1"), 2, "sides up to 2048"),
        (TEX.replace("2 1", "9" * 400), 2, "SIZE takes"),
        (TEX + "0001\n" + TEX + "0001\n", 6, "TEXTURE 'T' is declared before, in line 1"),
        # parameter blocks
        ("//!PARAM p\n1\n", 1, "PARAM p has no TYPE"),
        (PAR, 1 + 2, "PARAM p has no value"),
        (PAR + "\n\nx\n", 5, "its value 'x' is no 32-bit number"),
        (PAR + "1e99\n", 3, "is no 32-bit number"),
        (PAR + "nan\n", 3, "is no 32-bit number"),
        (PAR + "1.0\n// note\n", 3, "after its value only an empty line or '//!' may follow"),
        (PAR + "//!MINIMUM 2\n1\n", 4, "outside MINIMUM and MAXIMUM"),
        (PAR + "//!MINIMUM 2\n//!MAXIMUM 1\n1\n", 1, "MINIMUM 2.0 is above MAXIMUM 1.0"),
        (PAR + "//!MAXIMUM much\n1\n", 1, "MAXIMUM 'much' is no 32-bit number"),
        (PAR.replace("float", "flaot") + "1\n", 2, "did you mean 'float'?"),
        (PAR.replace("float", "vec3") + "1\n", 2, "TYPE 'vec3' is none of"),
        (PAR.replace("float", "DYNAMIC DEFINE") + "1\n", 2, "is none of"),
        (PAR.replace("float", "ENUM") + "A\n", 2, "is none of"),
        (PAR.replace("float", "ENUM float") + "A\n", 2, "ENUM goes with int or DEFINE, not float"),
        (PAR.replace("float", "ENUM int") + "\n", 4, "lists its values"),
        (PAR.replace("float", "ENUM int") + "A\nA\n", 3, "one value twice"),
        (PAR.replace("float", "ENUM int") + "A B\n", 3, "'A B' cannot name an ENUM value"),
        (PAR + "1\n" + PAR + "1\n", 4, "PARAM 'p' is declared before, in line 1"),
        (
            PAR.replace("float", "ENUM int")
            + "A\nB\n"
            + PAR.replace("p\n", "q\n").replace("float", "ENUM int")
            + "B\n",
            5,
            "'B' has another position",
        ),
        # buffers, and what stands before the first block
        ("//!BUFFER B\n//!VAR what x\n", 2, "VAR takes a GLSL type and a name"),
        ("//!BUFFER B\n//!VAR float 2x\n", 2, "VAR takes a GLSL type and a name"),
        ("//@ titel Name\n" + PASS, 1, "unknown key '//@ titel'; did you mean 'title'?"),
        ("\n//@ precision ful\n" + PASS, 2, "only 'full' does"),
        ("//@ step p 0\n" + PASS, 1, "a number above 0"),
        ("\n\n//@ step q 0.1\n" + PAR + "1\n" + PASS, 3, "names no parameter of the file: 'q'"),
    ],
)
def test_what_breaks_the_format_is_named_with_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(ShaderError) as error:
        parse(text)
    assert message in str(error.value)
    assert error.value.where is not None and error.value.where.line == line
    assert str(error.value).startswith(f"f.glsl:{line}: " if line else "f.glsl: ")
    assert "\n" not in str(error.value) and error.value.exit_code == 2


def test_line_endings_and_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    plain = parse("// first\n" + TEX + "0001\n" + PAR + "1\n" + PASS)
    for ending, mark in (("\r\n", b"\xef\xbb\xbf"), ("\r", b""), ("\r\n", b"")):
        path = tmp_path / "f.glsl"
        path.write_bytes(mark + plain.text.replace("\n", ending).encode())
        assert hook.load(path, "f") == Shader(
            "f", str(path), plain.passes, plain.textures, plain.buffers, plain.params, {}, plain.text
        )


def test_other_encodings_are_read(tmp_path: Path) -> None:
    path = tmp_path / "latin.glsl"
    path.write_bytes("// für\n//!HOOK MAIN\n//!DESC Schärfe\n".encode("latin-1") + b"vec4 hook() {}")
    shader = hook.load(path)
    assert shader.name == "latin" and shader.passes[0].desc == "Sch\ufffdrfe"


def test_a_separator_of_unicode_is_no_line_end() -> None:
    assert parse("// a\u2028b\x0bc\x85d\n" + PASS).passes[0].line == 2


def test_no_file_folder_pipe_device(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no such shader file") as error:
        hook.load(tmp_path / "none.glsl")
    assert isinstance(error.value, FileNotFoundError)
    with pytest.raises(ShaderError, match="is a folder"):
        hook.load(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ShaderError, match="device or pipe"):  # and does not wait for a writer
        hook.load(tmp_path / "pipe")
    with pytest.raises(ShaderError, match="device or pipe"):
        hook.load("/dev/zero")
    with pytest.raises(ShaderError, match="cannot be read"):
        hook.load("nul\0inside")


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_empty_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "f.glsl"
    path.write_bytes(content)
    with pytest.raises(ShaderError, match="is empty"):
        hook.load(path)


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [(b"\x00\x00\x00\x20ftypisom", 1, "NUL byte"), (PASS.encode() + b"\0", 4, "NUL byte"),
     (b"\xff\xd8\xff" * 99, 0, "has no '//!' line"), (PASS.encode("utf-16"), 1, "NUL byte")],
)  # fmt: skip
def test_a_film_is_no_shader(tmp_path: Path, content: bytes, line: int, message: str) -> None:
    path = tmp_path / "film.mkv"
    path.write_bytes(content)
    with pytest.raises(ShaderError, match=message) as error:
        hook.load(path)
    assert error.value.where is not None and error.value.where.line == line


def test_a_file_of_200_mb_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "large.glsl"
    with path.open("wb") as file:
        file.write(PASS.encode())
        file.truncate(200 << 20)  # a hole: takes no space
    tracemalloc.start()
    try:
        with pytest.raises(ShaderError, match="larger than 64 MB"):
            hook.load(path)
        assert tracemalloc.get_traced_memory()[1] < 140 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("//!HOOK MAIN\n" * 1_000_000, "at most 256 directives"),
        ("//!DESC x\n" * 1_000_000, "at most 256 directives"),
        (PASS * 100_000, "at most 2048 blocks"),
        ("".join(f"//!PARAM p{i}\n//!TYPE float\n1\n" for i in range(100_000)), "at most 64 PARAM"),
        ("//!HOOK MAIN\n//!WHEN " + "1 " * 1_000_000, "at most 4096 characters"),
        ("//!HOOK MAIN\n//!WHEN " + "1 " * 2000, "at most 64 tokens"),
        ("//!PARAM p\n//!TYPE ENUM int\n" + "\n".join(f"V{i}" for i in range(100_000)), "at most 256 values"),
        ("//!PARAM p\n//!TYPE int\n" + "9" * 1_000_000, "is no whole number"),
        (TEX + "0" * 4_000_001, "half a byte"),
        (TEX + "00" * 2_000_000, "holds 2000000 bytes"),
        (" " * 4_000_000, "is empty"),
        ("/" * 4_000_000, "has no '//!' line"),
        ("//@ " + "a" * 4_000_000 + "!\n//!HOK", "unknown directive"),
    ],
)
def test_floods_are_refused(text: str, message: str) -> None:
    with pytest.raises(ShaderError) as error:
        parse(text)
    assert message in str(error.value) and len(str(error.value)) < 400


@pytest.mark.parametrize(
    "filler",
    ["/* ", "const ", "[", "#define A_SIZE ", "#define A_SIZE 1\n", "\\\n", "#extension ", "#if A\n", " ", "//", "{("],
)
def test_long_bodies_take_time_in_proportion(filler: str) -> None:
    """Hostile to any pattern that starts over at each place: 300,000 repeats, quadratic work would take hours."""
    body = "#define S_SIZE 1.0 // comment\n" + filler * 300_000 + "\nrequire : vec4 hook() {}\n"
    assert len(parse("//!HOOK MAIN\n" + body).passes) == 1


def test_enums_may_share_names_at_the_same_place() -> None:
    switch = "//!PARAM {}\n//!TYPE ENUM int\nOFF\nON\n"
    assert len(parse(switch.format("a") + switch.format("b") + PASS).params) == 2


def test_more_parameters_than_mpv_takes() -> None:
    many = "".join(f"//!PARAM p{i}\n//!TYPE float\n1\n" for i in range(31))
    assert len(parse(many + PASS).params) == 31
