"""Any text is a shader or a ShaderError: mutated files of the corpus, and directives at random."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from upshade.core import hook, rpn
from upshade.core.shader import Shader
from upshade.core.texformat import FORMATS
from upshade.errors import ShaderError

FILES = [p.read_text() for p in sorted((Path(__file__).parent.parent / "shaders").glob("*.glsl"))]
LINES = sorted({line for text in FILES for line in text.split("\n")})
JUNK = ["//!", "//@ ", "\n", "\r", " ", "\t", "\0", "\ufeff", "\u2028", "é", "0", "-1", "9" * 30, "1e400", "nan", "/*",
        "*/", "#define X_SIZE 1", "HOOKED.w", ".", "\\", "//!HOOK", "//!TEXTURE", "//!PARAM p", "//!TYPE ENUM int",
        "//!BUFFER b"]  # fmt: skip


def read(text: str) -> Shader | None:
    """The shader, or None when the text was refused properly. Anything else that is raised fails the test."""
    try:
        shader = hook.parse(text, "f", "f.glsl")
    except ShaderError as error:
        assert error.where is not None and error.where.path == "f.glsl"
        assert 0 <= error.where.line <= text.count("\n") + text.count("\r") + 1
        assert error.message and "\n" not in error.message and len(error.message) < 6000
        return None
    for p in shader.passes:
        assert "//!" not in p.body and len(p.binds) <= 16 and len(p.hooks) <= 16
        assert shader.text.split("\n")[p.body_line - 1 :] != [] or not p.body
        for e in (p.width, p.height, p.when):
            if e is not None:
                assert rpn.names(e)[1] <= {n for q in shader.params for n in (q.name, *q.enum)}
    for t in shader.textures:
        texels = 1
        for side in t.size:
            texels *= side
        assert len(t.data) == texels * FORMATS[t.format].texel_bytes or (t.storage and not t.data)
        assert t.refused or FORMATS[t.format].store
    for q in shader.params:
        assert q.check(q.default) == q.default and q.parse(q.format(q.default)) is not None
    return shader


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A corpus file after a few cuts, repeats, swaps and insertions."""
    text = draw(st.sampled_from(FILES))
    for _ in range(draw(st.integers(1, 4))):
        a, b = sorted(draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
        match draw(st.integers(0, 4)):
            case 0:
                text = text[:a] + text[b:]
            case 1:
                text = text[:b] + text[a:]
            case 2:
                text = text[:a] + draw(st.sampled_from(JUNK)) + text[a:]
            case 3:
                text = text[:a] + draw(st.characters()) + text[a + 1 :]
            case _:
                text = text[:a] + "\n" + draw(st.sampled_from(LINES)) + "\n" + text[a:]
    return text


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated())
def test_mutated_files_are_read_or_refused(text: str) -> None:
    shader = read(text)
    if shader is not None:
        assert hook.parse(shader.text, "f", "f.glsl") == shader  # reading is stable


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*LINES, *JUNK]), max_size=30).map("\n".join))
def test_shuffled_lines_are_read_or_refused(text: str) -> None:
    read("//!" + text)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    read(data.decode("utf-8", "replace"))
    read("//!HOOK MAIN\n" + data.decode("latin-1"))
