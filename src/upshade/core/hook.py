"""The text of a shader file → `Shader`. The format is mpv's user shader; `blocks.py` knows the directives.

A file is refused early and in bounded memory: its size, blocks, directives a block and the length of a directive
have limits far above any public file's.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ..errors import NotFound, ShaderError, Where, nearest
from . import blocks, rpn, tunable
from .blocks import DIRECTIVES, STARTS, Directive, RawBlock
from .param import Kind, Param, parse_number
from .shader import BufferBlock, HookPass, Shader, TextureBlock

MAX_BYTES = 64 << 20
MAX_PARAMS = 64
"""mpv stops at 16; libplacebo does not, and public files have up to 31."""
MAX_BLOCKS = 2048
MAX_DIRECTIVES = 256
MAX_DIRECTIVE_LENGTH = 4096
META_KEYS = ("title", "group", "step", "source", "license", "precision", "taps")
"""The `//@` keys that mean something here; others are kept as they are."""

_NO_DIRECTIVE = "has no '//!' line, so it is no shader file (one begins '//!HOOK MAIN')"
_HEADER = re.compile(r"[ \t\v\f]*//!")
_META = re.compile(r"^[ \t]*//@[ \t]*([A-Za-z_]\w*)(?:[ \t]+([^\n]*))?$", re.MULTILINE | re.ASCII)

# Extensions that exist for Vulkan only: no OpenGL driver can satisfy `require`, so the reason is known beforehand
# (KhronosGroup/GLSL, extensions/ext and extensions/khr: "requires GL_KHR_vulkan_glsl" or SPIR-V).
_VULKAN_ONLY = frozenset(
    {"GL_EXT_spirv_intrinsics", "GL_KHR_vulkan_glsl", "GL_KHR_memory_scope_semantics", "GL_KHR_cooperative_matrix",
     "GL_EXT_buffer_reference", "GL_EXT_scalar_block_layout", "GL_EXT_shader_16bit_storage",
     "GL_EXT_shader_8bit_storage", "GL_EXT_ray_query", "GL_EXT_ray_tracing", "GL_EXT_subgroup_uniform_control_flow",
     "GL_EXT_shader_explicit_arithmetic_types", "GL_EXT_shader_explicit_arithmetic_types_float16",
     "GL_EXT_shader_explicit_arithmetic_types_int8", "GL_EXT_shader_explicit_arithmetic_types_int16"}
)  # fmt: skip
_PREPROCESSOR = re.compile(r"^[ \t]*#[ \t]*(if|ifdef|ifndef|endif|extension)\b([^\n]*)", re.MULTILINE)
_EXTENSION = re.compile(r"[ \t]*(\w{1,100})[ \t]*:[ \t]*require\b", re.ASCII)


def load(path: str | os.PathLike[str], name: str | None = None) -> Shader:
    """The shader file at `path`; `name` (default: the file's name without its ending) is how others call it.

    Bytes that are not UTF-8 become U+FFFD (public files carry comments in other encodings). NotFound: nothing
    there. ShaderError: not a file, unreadable, over 64 MB, or a text that breaks the format.
    """
    shown = os.fspath(path)
    where = Where(shown)
    try:
        # Without O_NONBLOCK, opening a named pipe waits for its writer.
        fd = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound("no such shader file", where) from None
    except IsADirectoryError:
        raise ShaderError("is a folder, not a shader file", where) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ShaderError(f"cannot be read: {reason}", where) from None
    mode = os.fstat(fd).st_mode
    if not stat.S_ISREG(mode):
        os.close(fd)
        raise ShaderError(f"is {'a folder' if stat.S_ISDIR(mode) else 'a device or pipe'}, not a shader file", where)
    with open(fd, "rb") as file:
        try:
            data = file.read(MAX_BYTES + 1)
        except OSError as error:
            raise ShaderError(f"cannot be read: {error.strerror}", where) from None
    if len(data) > MAX_BYTES:
        raise ShaderError(f"is larger than {MAX_BYTES >> 20} MB, the limit for a shader file", where)
    _check_bytes(data, where)
    return parse(data.decode("utf-8", "replace"), name or Path(shown).stem, shown)


def _check_bytes(data: bytes, where: Where) -> None:
    """Films and pictures are told by their bytes: as text they would take many times their size."""
    if (nul := data.find(b"\0")) >= 0:
        line = data.count(b"\n", 0, nul) + 1
        raise ShaderError("holds a NUL byte, so it is no text in UTF-8", Where(where.path, line))
    if data.strip(b"\xef\xbb\xbf \t\r\n") and b"//!" not in data:
        raise ShaderError(_NO_DIRECTIVE, where)


def parse(text: str, name: str, path: str) -> Shader:
    """The shader in `text`. ShaderError with `path`, the line, and the nearest valid word."""
    text = _clean(text, Where(path))
    start = text.find("//!")
    if start < 0:
        raise ShaderError(_NO_DIRECTIVE, Where(path))
    meta, steps = _meta(text, start, path)

    passes: list[HookPass] = []
    textures: list[TextureBlock] = []
    buffers: list[BufferBlock] = []
    params: list[Param] = []
    lines: dict[str, int] = {}
    enum_values: dict[str, int] = {}
    for raw in _blocks(text, start, path):
        match raw.kind:
            case "texture":
                textures.append(blocks.make_texture(raw))
                _unique("TEXTURE", textures[-1].name, raw, lines)
            case "buffer":
                buffers.append(blocks.make_buffer(raw))
                _unique("BUFFER", buffers[-1].name, raw, lines)
            case "parameter":
                params.append(blocks.make_param(raw))
                _unique("PARAM", params[-1].name, raw, lines)
                for value, enum_name in enumerate(params[-1].enum):
                    if enum_values.setdefault(enum_name, value) != value:  # one name, two `#define`s
                        message = f"the ENUM value '{enum_name}' has another position in an earlier PARAM"
                        raise ShaderError(message, Where(path, raw.line))
                if len(params) > MAX_PARAMS:
                    raise ShaderError(f"a file has at most {MAX_PARAMS} PARAM blocks", Where(path, raw.line))
            case _:
                passes.append(blocks.make_hook(raw, len(passes)))

    known = frozenset(word for p in params for word in (p.name, *p.enum))
    for hook in passes:
        for expression in (hook.width, hook.height, hook.when):
            if expression:
                rpn.check_names(expression, known, path)
    refused = {t.name: t.refused for t in textures if t.refused}
    passes = [replace(p, refused=p.refused or _refused_by_use(p, refused)) for p in passes]
    constant = tunable.constants(passes, {p.name for p in params if not p.compiled})
    params = [replace(p, compiled=True) if p.name in constant else p for p in params]
    params += tunable.find(passes, known)
    return Shader(
        name=name,
        path=path,
        passes=tuple(passes),
        textures=tuple(textures),
        buffers=tuple(buffers),
        params=tuple(_with_steps(params, steps, path)),
        meta=meta,
        text=text,
    )


def head(text: str, name: str, path: str) -> Shader:
    """Only what is said of a shader before its first block, `meta` and `description`; `text` need not be all of it.
    Raises as `parse` for that part."""
    text = _clean(text, Where(path))
    start = text.find("//!")
    start = len(text) if start < 0 else start
    return Shader(name, path, (), meta=_meta(text, start, path)[0], text=text[:start])


def _clean(text: str, where: Where) -> str:
    """Without byte order mark, every line ending a line feed (GLSL counts a lone CR as one too)."""
    if len(text) > MAX_BYTES:
        raise ShaderError(f"is larger than {MAX_BYTES >> 20} MB, the limit for a shader file", where)
    if not text.strip("\ufeff \t\r\n"):
        raise ShaderError("is empty", where)
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if (nul := text.find("\0")) >= 0:
        line = text.count("\n", 0, nul) + 1
        raise ShaderError("holds a NUL byte, so it is no text in UTF-8", Where(where.path, line))
    return text


def _meta(text: str, end: int, path: str) -> tuple[dict[str, str], dict[str, tuple[float, int]]]:
    """The `//@ key value` lines before `end`; values of a repeated key are joined by line feeds. And the steps:
    parameter → (step, line)."""
    meta: dict[str, str] = {}
    steps: dict[str, tuple[float, int]] = {}
    line, counted = 1, 0
    for found in _META.finditer(text, 0, end):
        line, counted = line + text.count("\n", counted, found.start()), found.start()
        key, value = found[1], (found[2] or "").strip()
        where = Where(path, line)
        if key not in META_KEYS and (hint := nearest(key, META_KEYS)):
            raise ShaderError(f"unknown key '//@ {key}'{hint}", where)
        only = {"precision": "full", "taps": "centred"}.get(key)
        if only is not None and value != only:
            raise ShaderError(f"'//@ {key} {value}' means nothing; only '{only}' does", where)
        if key == "step":
            param, _, number = value.partition(" ")
            step = parse_number(number.strip(), Kind.FLOAT)
            if step is None or step <= 0:
                raise ShaderError("'//@ step' takes a parameter and a number above 0: 'strength 0.05'", where)
            steps[param] = (float(step), line)
        meta[key] = f"{meta[key]}\n{value}" if key in meta else value
    return meta, steps


def _blocks(text: str, pos: int, path: str) -> Iterator[RawBlock]:
    """Every block from `pos`, where a `//!` stands, to the end."""
    line = text.count("\n", 0, pos) + 1
    count = 0
    while pos < len(text):
        count += 1
        if count > MAX_BLOCKS:
            raise ShaderError(f"a file has at most {MAX_BLOCKS} blocks", Where(path, line))
        first_line = line
        directives: list[Directive] = []
        kind = "hook"
        while header := _HEADER.match(text, pos):
            where = Where(path, line)
            end = text.find("\n", pos)
            end = len(text) if end < 0 else end
            if end - header.end() > MAX_DIRECTIVE_LENGTH:
                raise ShaderError(f"a directive has at most {MAX_DIRECTIVE_LENGTH} characters", where)
            if len(directives) == MAX_DIRECTIVES:
                raise ShaderError(f"a block has at most {MAX_DIRECTIVES} directives", where)
            directive = _directive(text[header.end() : end], where)
            if not directives:
                kind = STARTS.get(directive.word, "hook")
            _check_word(directive, kind, first=not directives)
            directives.append(directive)
            pos, line = min(end + 1, len(text)), line + 1
        end = text.find("//!", pos)
        end = len(text) if end < 0 else end
        body = text[pos:end]
        yield RawBlock(kind, tuple(directives), body, first_line, line, path)
        line += body.count("\n")
        pos = end


def _directive(content: str, where: Where) -> Directive:
    """`content` follows the `//!`; the word is empty where none follows at once."""
    word, _, rest = content.replace("\t", " ").partition(" ")
    return Directive(word.rstrip(), rest.strip(), where)


def _check_word(directive: Directive, kind: str, *, first: bool) -> None:
    word = directive.word
    if word in DIRECTIVES[kind] and (first or word not in STARTS):
        return
    if word in STARTS or (word in DIRECTIVES[kind] and not first):
        raise ShaderError(f"{word} must begin its block: put an empty line before it", directive.where)
    owner = next((k for k, words in DIRECTIVES.items() if word in words), None)
    if owner:
        raise ShaderError(
            f"{word} belongs in a {owner} block, one that begins with //!{DIRECTIVES[owner][0]}, not in a {kind} block",
            directive.where,
        )
    known = (*DIRECTIVES[kind], *(STARTS if first else ()))
    if not word.strip("/!"):
        raise ShaderError(
            "'//!' begins a directive, even inside a comment; a word must follow it at once", directive.where
        )
    raise ShaderError(f"unknown directive '{word[:40]}'{nearest(word, known)}", directive.where)


def _unique(kind: str, name: str, raw: RawBlock, lines: dict[str, int]) -> None:
    if name in lines:
        raise ShaderError(f"{kind} '{name}' is declared before, in line {lines[name]}", Where(raw.path, raw.line))
    lines[name] = raw.line


def _refused_by_use(hook: HookPass, refused: dict[str, str]) -> str | None:
    for name in hook.binds:
        if name in refused:
            return f"it binds '{name}': {refused[name]}"
    if ":" in hook.body and "require" in hook.body:
        depth = 0
        for found in _PREPROCESSOR.finditer(hook.body):
            if found[1] == "extension":
                wanted = _EXTENSION.match(found[2])
                # Inside an #if the driver decides: the file may have a fallback.
                if depth == 0 and wanted and wanted[1] in _VULKAN_ONLY:
                    return f"it requires {wanted[1]}, which exists for Vulkan only, not for OpenGL"
            else:
                depth += -1 if found[1] == "endif" else 1
    return None


def _with_steps(params: list[Param], steps: dict[str, tuple[float, int]], path: str) -> Iterator[Param]:
    names = {p.name for p in params}
    for name, (_, line) in steps.items():
        if name not in names:
            raise ShaderError(
                f"'//@ step' names no parameter of the file: '{name}'{nearest(name, names)}", Where(path, line)
            )
    for param in params:
        yield replace(param, step=steps[param.name][0]) if param.name in steps else param
