"""Shader files that nobody would write, made of real ones: the same for a seed, a number and a list of texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 4 << 20
"""Characters of a mutant; most are those of the file that it was made of."""

NUMBERS = ("0", "-1", "1", "2", "-0.0", "0.5", "1e-30", "65535", "65536", "2147483647", "2147483648", "4294967296",
           "99999999999999999999", "1e9", "1e38", "1e400", "nan", "inf", "0x7fffffff", "1.", "1e",
           "1" * 300)  # fmt: skip
WORDS = ("HOOKED", "MAIN", "LUMA", "CHROMA", "RGB", "NATIVE", "OUTPUT", "SCALED", "PREKERNEL", "LINEAR", "NOWHERE",
         "gl_FragCoord", "hook", "frame", "input_size", "while", "discard", "const", "uniform", "int", "vec4",
         "mat4", "sampler2D", "return", "{", "}", "(", ")", ";", "/*", "*/", "//", "#", "\\", '"')  # fmt: skip
DIRECTIVES = ("HOOK MAIN", "HOOK LUMA", "HOOK OUTPUT", "BIND HOOKED", "BIND MAIN", "BIND LUMA", "SAVE MAIN", "SAVE X",
              "BIND X", "WIDTH OUTPUT.w", "WIDTH 0", "HEIGHT 16384", "WIDTH 1e9", "WHEN 0", "WHEN HOOKED.w 0 /",
              "OFFSET ALIGN", "OFFSET 1e9 -1e9", "OFFSET nan nan", "COMPONENTS 1", "COMPONENTS 0", "COMPUTE 8 8",
              "COMPUTE 0 0", "COMPUTE 100000 1", "COMPUTE 32 32 1024 1024", "TEXTURE X", "SIZE 4 4", "SIZE 16384 16384",
              "FORMAT rgba32f", "FORMAT rgba8", "FILTER NEAREST", "BORDER MIRROR", "STORAGE", "BUFFER B",
              "VAR float x[1000000]", "VAR mat4 m", "PARAM p", "TYPE float", "TYPE ENUM int", "TYPE DEFINE",
              "MINIMUM 1e400", "MAXIMUM -1", "DESC \u202eabc", "")  # fmt: skip
STATEMENTS = ("while (true) { }", "for (int i = 0; i >= 0; i = (i + 1) % 7) { }", "discard;", "return hook();",
              "float upshade_a[70000]; upshade_a[int(HOOKED_pos.x * 1e6)] = 1.0;", "vec4 c = vec4(1.0 / 0.0);",
              "for (int i = 0; i < 1000000000; i++) { }", "int i = 1 / 0;", "hook();", "vec4 HOOKED_pos = vec4(0.0);",
              "return vec4(0.0) / 0.0;", "#error no", "#version 110", "#extension GL_ARB_compute_shader : require",
              "#define vec4 float", "#define hook main", "#line 4000000000", "#include <x>", "goto x;")  # fmt: skip
JUNK = (
    "\0",
    "\ufeff",
    "\u2028",
    "\x85",
    "\r",
    "é",
    "日本",
    "\U0001f600",
    "\u202e",
    "\ud7ff",
    "\t",
    "\x1b[31m",
    "//!",
    "//@ ",
)

_NUMBER = re.compile(r"(?<![\w.])-?\d+\.?\d*(?:e-?\d+)?(?![\w.])", re.ASCII)
_TOKEN = re.compile(r"\w+|[^\w\s]", re.ASCII)
_BLOCK = re.compile(r"(?<=\n\n)(?=//!)")


def texts(public: Path | None = None) -> list[str]:
    """What mutants are made of: our tests' files, what we ship, and a collection."""
    paths = [*(ROOT / "tests" / "shaders").glob("*.glsl"), *(ROOT / "shaders").rglob("*.glsl")]
    if public is not None:
        paths += [p for p in public.rglob("*") if p.suffix in (".glsl", ".hook")]
    return [path.read_text("utf-8", "replace") for path in sorted(paths)]


def mutant(seed: object, number: int, of: Sequence[str]) -> bytes:
    """File number `number` of a series: a file of `of` after one to four changes."""
    random = Random(f"{seed}/{number}")
    text = random.choice(of)
    # The largest are the same thing many times over: few of them do.
    while len(text) > 100_000 and random.random() < 0.9:
        text = random.choice(of)
    for _ in range(random.choice((1, 1, 1, 2, 2, 3, 4))):
        text = random.choice(WAYS)(text, random, of)[:LONGEST]
    data = text.encode("utf-8", "surrogatepass")
    return _flipped(data, random) if random.random() < 0.15 else data


def _flipped(data: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice((1, 1, 3, 20))):
        if changed:
            changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


Way = Callable[[str, Random, Sequence[str]], str]


def _place(text: str, random: Random) -> int:
    return random.randint(0, len(text))


def _lines(text: str, random: Random, starts: str = "") -> tuple[list[str], int]:
    """All lines, and the index of one that begins with `starts` (of any, where none does)."""
    lines = text.split("\n")
    fit = [i for i, line in enumerate(lines) if line.startswith(starts)] or range(len(lines))
    return lines, random.choice(fit)


def _times(piece: str, count: int) -> int:
    """How often a piece comes: no more of it than a mutant has room for (400 times a block of 4 MiB are 1.6 GB)."""
    return min(count, LONGEST // max(1, len(piece)) + 1)


def swap_lines(text: str, random: Random, of: Sequence[str]) -> str:
    starts = random.choice(("//!", ""))
    lines, a = _lines(text, random, starts)
    _, b = _lines(text, random, starts)
    lines[a], lines[b] = lines[b], lines[a]
    return "\n".join(lines)


def repeat_line(text: str, random: Random, of: Sequence[str]) -> str:
    lines, a = _lines(text, random, random.choice(("//!", "//!", "")))
    lines[a:a] = [lines[a]] * _times(lines[a], random.choice((1, 1, 2, 20, 300)))
    return "\n".join(lines)


def drop_line(text: str, random: Random, of: Sequence[str]) -> str:
    lines, a = _lines(text, random, random.choice(("//!", "//!", "")))
    del lines[a : a + random.choice((1, 1, 1, 5))]
    return "\n".join(lines)


def add_directive(text: str, random: Random, of: Sequence[str]) -> str:
    lines, a = _lines(text, random, "//!")
    lines.insert(a + random.randint(0, 1), "//!" + random.choice(DIRECTIVES))
    return "\n".join(lines)


def change_directive(text: str, random: Random, of: Sequence[str]) -> str:
    lines, a = _lines(text, random, "//!")
    head = lines[a].partition(" ")[0]
    words, digits, more = random.choice(WORDS), random.choice(NUMBERS), random.choice(DIRECTIVES)
    longer = lines[a] * _times(lines[a], random.choice((2, 500)))
    lines[a] = random.choice((f"{head} {words}", f"{head} {digits}", head, f"{head} {more}", longer))
    return "\n".join(lines)


def number(text: str, random: Random, of: Sequence[str]) -> str:
    found = list(_NUMBER.finditer(text, 0, 200_000))
    if not found:
        return text
    one = random.choice(found)
    return text[: one.start()] + random.choice(NUMBERS) + text[one.end() :]


def expression(text: str, random: Random, of: Sequence[str]) -> str:
    """A long one, balanced or not."""
    count = random.choice((1, 3, 12, 16, 40, 1000))
    names = ("HOOKED.w", "OUTPUT.h", "MAIN.w", "LUMA.h", "NOWHERE.w", "HOOKED.x", "p", *NUMBERS[:6])
    tokens = [random.choice(names) for _ in range(count)]
    tokens += [random.choice("+-*/%<>=!") for _ in range(count - random.choice((0, 1, 1, 1)))]
    if random.random() < 0.3:
        random.shuffle(tokens)
    lines, a = _lines(text, random, "//!HOOK")
    lines.insert(a + 1, f"//!{random.choice(('WHEN', 'WIDTH', 'HEIGHT'))} {' '.join(tokens)}")
    return "\n".join(lines)


def splice(text: str, random: Random, of: Sequence[str]) -> str:
    other = random.choice(of)
    if random.random() < 0.5:
        return text[: _place(text, random)] + other[_place(other, random) :]
    mine, theirs = _BLOCK.split(text), _BLOCK.split(other)
    at = random.randint(0, len(mine))
    return "".join([*mine[:at], random.choice(theirs), *mine[at:]])


def blocks(text: str, random: Random, of: Sequence[str]) -> str:
    """A block is left out, repeated, or put elsewhere."""
    parts = _BLOCK.split(text)
    one = parts.pop(random.randrange(len(parts)))
    at = random.randint(0, len(parts))
    parts[at:at] = [one] * _times(one, random.choice((0, 1, 1, 2, 40, 400)))
    return "".join(parts)


def texture(text: str, random: Random, of: Sequence[str]) -> str:
    """Hexadecimal text, cut, too long, or no such."""
    found = list(re.finditer(r"(?m)^[0-9a-fA-F]{8,}\s*$", text))
    if not found:
        return add_directive(text, random, of)
    one = random.choice(found)
    digits = one[0].strip()
    at = random.randint(0, len(digits))
    digits = random.choice((digits[:at], digits + digits[:at], digits[:at] + "g" + digits[at:], "",
                            digits[:at] + "0000c07f" + digits[at + 8 :], digits[:at] + "\n" + digits[at:]))  # fmt: skip
    return text[: one.start()] + digits + text[one.end() :]


def junk(text: str, random: Random, of: Sequence[str]) -> str:
    for _ in range(random.choice((1, 1, 5))):
        at = _place(text, random)
        text = text[:at] + random.choice(JUNK) + text[at:]
    return text


def cut(text: str, random: Random, of: Sequence[str]) -> str:
    a, b = sorted((_place(text, random), _place(text, random)))
    return random.choice((text[:a], text[b:], text[:a] + text[b:], text[:b] + text[a:]))


def tokens(text: str, random: Random, of: Sequence[str]) -> str:
    """GLSL: a token becomes another of the file, goes, comes twice."""
    at = _place(text, random)
    window = text[at : at + 2000]
    found = list(_TOKEN.finditer(window))
    if len(found) < 2:
        return text
    one, other = random.choice(found), random.choice(found)
    word = random.choice((other[0], other[0], "", one[0] * 2, random.choice(WORDS), random.choice(NUMBERS)))
    return text[: at + one.start()] + word + text[at + one.end() :]


def statement(text: str, random: Random, of: Sequence[str]) -> str:
    found = list(re.finditer(r"hook\s*\(\s*\)\s*\{|;[ \t]*\n", text))
    if not found:
        return text
    one = random.choice(found)
    return text[: one.end()] + "\n" + random.choice(STATEMENTS) + "\n" + text[one.end() :]


def deep(text: str, random: Random, of: Sequence[str]) -> str:
    """Nesting, and macros that grow."""
    depth = random.choice((20, 200, 3000))
    levels = min(depth, 22)
    doubling = "\n".join(f"#define D{i} D{i - 1} D{i - 1}" for i in range(1, levels))
    made = random.choice((
        f"float deep() {{ return {'(' * depth}1.0{')' * depth}; }}",
        f"float deep() {{ return 1.0{' + 1.0' * depth}; }}",
        f"void deep() {{ {'{' * depth}{'}' * depth} }}",
        f"#define D0 + 1.0\n{doubling}\nfloat deep() {{ return 0.0 D{levels - 1}; }}",
        "#if 1\n" * depth,
        f"float deep[{depth * 100000}];",
        f"struct S {{ {'float a; ' * depth} }};",
    ))  # fmt: skip
    found = list(re.finditer(r"(?m)^(?=vec4\s+hook)", text))
    at = random.choice(found).start() if found else _place(text, random)
    return f"{text[:at]}{made}\n{text[at:]}"


WAYS: tuple[Way, ...] = (
    swap_lines, repeat_line, drop_line, add_directive, change_directive, number, expression, splice, blocks, texture,
    junk, cut, tokens, tokens, statement, deep,
)  # fmt: skip
