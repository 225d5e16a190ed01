"""Knobs that public shaders keep as `#define STRENGTH 0.6 // …`: found in hook bodies, offered as parameters.

A `#define` of an ALL-CAPS name to one number literal, defined once and not used in `#if`, becomes a parameter when
it has a comment on its line or its name says so (`_NAME_PARTS`). Without that rule public files give hundreds of
sliders that nobody can use. The file is never edited: `rewrite` changes the text that is compiled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from itertools import islice

from .param import Kind, Param, Value, parse_number
from .shader import HookPass

MAX_BODY = 8 << 20
"""Longer bodies (characters, all passes together) are not searched."""

MAX_DEFINES = 2048
"""A pass with more is a generated table, and is not searched either."""
MAX_COMMENT = 500

_NAME_PARTS = ("STRENGTH", "SIGMA", "THRESHOLD", "CURVE", "INTENSITY", "AMOUNT", "ITERATIONS", "SIZE")
_NEVER = frozenset({"PI", "EPSILON"})
_COMPUTED = re.compile(
    r"\b(?:equals?(?: to)?|computed|calculated|derived|same as|(?:half|square|product|total area) of)\b", re.IGNORECASE
)
_LITERAL = r"[+-]?(?:[0-9]{1,40}\.?[0-9]{0,40}|\.[0-9]{1,40})(?:[eE][+-]?[0-9]{1,3})?[fF]?"
_DEFINE = re.compile(rf"^[ \t]*#[ \t]*define[ \t]+([A-Z][A-Z0-9_]*)[ \t]+({_LITERAL})[ \t]*$", re.MULTILINE)
_COMMENT = re.compile(r"//[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_NOT_NEWLINE = re.compile(r"[^\n]+")
# "between 0.2 and 4", "0.3 - 1", "range: 0…2", "[0, 1]", "from 0 to 1"
_RANGE = re.compile(
    r"(?:between|range|from|values?|\[|\()[^0-9+.\-\n]{0,20}"
    r"([+-]?[0-9]{1,9}(?:\.[0-9]{1,9})?)\s*(?:and|to|-|–|~|,|\.\.\.?|…)\s*([+-]?[0-9]{1,9}(?:\.[0-9]{1,9})?)",
    re.IGNORECASE,
)
_POSITIVE = re.compile(r"\bpositive\b", re.IGNORECASE)


@dataclass(slots=True)
class _Found:
    """What the passes say about one name."""

    values: set[tuple[bool, Value]] = field(default_factory=set)
    comment: str = ""
    line: int = 0
    constant: bool = False


def find(passes: Iterable[HookPass], taken: Set[str]) -> list[Param]:
    """The tunable `#define`s of a file's passes, in the order they appear, none of them called as in `taken`.

    A name that has different values in different passes is none: it is not one knob.
    """
    found: dict[str, _Found] = {}
    unfit: set[str] = set(taken)
    budget = MAX_BODY
    for hook in passes:
        budget -= len(hook.body)
        if budget < 0:
            return []
        if "define" not in hook.body or hook.refused:
            continue
        code = _without_comments(hook.body)
        defines = list(islice(_DEFINE.finditer(code), MAX_DEFINES + 1))
        if not defines:
            continue
        if len(defines) > MAX_DEFINES:
            return []
        use = _uses(code)
        unfit |= use.conditions | {name for name, count in use.defined.items() if count > 1}
        line, counted = hook.body_line, 0
        for define in defines:
            line, counted = line + code.count("\n", counted, define.start(1)), define.start(1)
            entry = found.setdefault(define[1], _Found(line=line))
            text = define[2].rstrip("fF")
            integer = text.lstrip("+-").isdigit()
            value = parse_number(text, Kind.INT if integer else Kind.FLOAT)
            if value is None:
                unfit.add(define[1])
                continue
            entry.values.add((integer, value))
            entry.comment = entry.comment or _comment(hook.body, define.end(2))
            entry.constant |= define[1] in use.constants
    return [_param(name, entry) for name, entry in found.items() if name not in unfit and _is_knob(name, entry)]


def _is_knob(name: str, entry: _Found) -> bool:
    if len(entry.values) != 1 or name in _NEVER or _COMPUTED.search(entry.comment):
        return False
    return bool(entry.comment) or any(part in name for part in _NAME_PARTS)


def _param(name: str, entry: _Found) -> Param:
    integer, value = next(iter(entry.values))
    low, high = _bounds(integer, value, entry.comment)
    kind = Kind.INT if integer else Kind.FLOAT
    compiled = integer or entry.constant
    return Param(name, kind, value, low, high, entry.comment, compiled=compiled, tunable=True, line=entry.line)


def _bounds(integer: bool, value: Value, comment: str) -> tuple[Value, Value]:
    """From the comment where it gives them and the value lies between, else 0 to twice the value."""
    twice = 2 * value if value else 1
    low, high = min(0, twice), max(0, twice)
    given = _RANGE.search(comment)
    if given and float(given[1]) <= value <= float(given[2]) and float(given[1]) < float(given[2]):
        low, high = float(given[1]), float(given[2])
    elif _POSITIVE.search(comment) and value > 0:
        low = value / 100  # 0 itself is excluded; a hundredth is as good as off
    if integer:
        # A count or a size: 0 would leave an empty loop or array.
        return (1 if value >= 1 else int(low)), max(int(high), int(value))
    return float(low), float(high)


def rewrite(body: str, replacements: Mapping[str, str]) -> str:
    """`body` with the literal of each `#define NAME literal` replaced by `replacements[NAME]`, a piece of GLSL
    without line feeds; all lines keep their numbers. Names that are not defined so are left alone.
    ValueError: a replacement that would change the number of lines."""
    for name, text in replacements.items():
        if "\n" in text or "\r" in text or text.rstrip().endswith("\\"):
            raise ValueError(f"the replacement of {name} does not fit in a line: {text!r}")
    parts: list[str] = []
    pos = 0
    for define in _DEFINE.finditer(_without_comments(body)) if replacements else ():
        if define[1] in replacements:
            parts += (body[pos : define.start(2)], replacements[define[1]])
            pos = define.end(2)
    return "".join((*parts, body[pos:]))


def _without_comments(body: str) -> str:
    """The same text, every character of a comment but line feeds made a space: positions stay."""
    return _COMMENT.sub(lambda m: _NOT_NEWLINE.sub(lambda s: " " * len(s[0]), m[0]), body)


def _comment(body: str, pos: int) -> str:
    end = body.find("\n", pos)
    text = body[pos : len(body) if end < 0 else end].strip()[:MAX_COMMENT]
    return text.removesuffix("*/").lstrip("/*!").strip()


@dataclass(slots=True)
class _Uses:
    """How often each macro is defined or undefined, which names conditions use, and which stand where GLSL wants a
    constant expression."""

    defined: dict[str, int] = field(default_factory=dict)
    conditions: set[str] = field(default_factory=set)
    constants: set[str] = field(default_factory=set)


_TOKEN = re.compile(
    r"^[ \t]*#[ \t]*([a-z]+)([^\n]*)|\b([A-Za-z_][A-Za-z0-9_]*)\b|([;()\[\]:{}])", re.MULTILINE | re.ASCII
)
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


def _uses(code: str) -> _Uses:
    """One walk over the tokens of comment-free GLSL. A name counts as constant inside `const …;`, any `[…]`,
    `layout(…)`, `case …:`, directly or through other macros; too often is harmless (it is then compiled in). So does a
    name in the head of a loop: one whose length is known is unrolled, and takes half the time of one that is not. And
    one in pow(): compilers fold pow(x, 1.0) to x, where a uniform 1.0 makes NaN of a negative x."""
    use = _Uses()
    macros: dict[str, set[str]] = {}
    depth = brackets = 0
    const_depth: int | None = None
    layout_depth: int | None = None
    case = layout = False
    for token in _TOKEN.finditer(code.replace("\\\n", "  ")):
        directive, rest, name, mark = token[1], token[2], token[3], token[4]
        if directive:
            _directive(directive, rest, use, macros)
        elif name:
            if name == "const":
                const_depth = depth
            elif name in ("case", "layout", "for", "while", "pow"):
                case, layout = case or name == "case", name != "case"
            elif const_depth is not None or layout_depth is not None or brackets or case:
                use.constants.add(name)
        elif mark in "([{":
            brackets += mark == "["
            if layout and mark == "(":
                layout_depth, layout = depth if layout_depth is None else layout_depth, False
            depth += 1
        elif mark in ")]}":
            brackets = max(0, brackets - (mark == "]"))
            depth -= 1
            if const_depth is not None and depth < const_depth:
                const_depth = None
            if layout_depth is not None and depth <= layout_depth:
                layout_depth = None
        elif mark == ";":
            const_depth = None
        else:
            case = False
    _spread(use.conditions, macros)
    _spread(use.constants, macros)
    return use


def constants(passes: Iterable[HookPass], names: Set[str]) -> set[str]:
    """Those of `names` that stand where GLSL takes nothing but a constant expression: in a `const` or an array's size
    outside of all functions, in `layout(…)`, directly or through macros. A uniform of that name would not compile."""
    found: set[str] = set()
    for hook in passes:
        if len(hook.body) > MAX_BODY or not any(name in hook.body for name in names):
            continue
        macros: dict[str, set[str]] = {}
        used: set[str] = set()
        braces = brackets = 0
        const = False
        for token in _TOKEN.finditer(_without_comments(hook.body).replace("\\\n", "  ")):
            directive, rest, name, mark = token[1], token[2], token[3], token[4]
            if directive:
                _directive(directive, rest, _Uses(), macros)
            elif name:
                const = const or (name in ("const", "layout") and not braces)
                if not braces and (const or brackets):
                    used.add(name)
            elif mark in "[]":
                brackets = max(0, brackets + (1 if mark == "[" else -1))
            elif mark in "{}":
                braces, const = max(0, braces + (1 if mark == "{" else -1)), False
            elif mark == ";":
                const = False
        _spread(used, macros)
        found |= used & names
    return found


def _directive(word: str, rest: str, use: _Uses, macros: dict[str, set[str]]) -> None:
    names = _IDENTIFIER.findall(rest)
    if word in ("if", "elif", "ifdef", "ifndef"):
        use.conditions.update(names)
    elif word in ("define", "undef") and names:
        use.defined[names[0]] = use.defined.get(names[0], 0) + 1
        macros.setdefault(names[0], set()).update(names[1:])
        if "[" in rest or "const" in names:
            use.constants.update(names[1:])


def _spread(used: set[str], macros: Mapping[str, set[str]]) -> None:
    """What a used macro's text names is used too."""
    pending = [name for name in used if name in macros]
    while pending:
        for name in macros[pending.pop()] - used:
            used.add(name)
            if name in macros:
                pending.append(name)
