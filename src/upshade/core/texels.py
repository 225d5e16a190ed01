"""Whether every sample that a pass takes of a texture lies at a texel centre, proved from its text.

Where it does, and the pass draws pixel on pixel, a nearest filter gives the same picture; on drivers without texture
units it takes half the time. The proof is one-sided: what is not understood counts as not proved.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.S)
_DEFINE = re.compile(r"^[ \t]*#[ \t]*define[ \t]+(\w+)(\(([^)\n]*)\))?[ \t]*(.*?)$", re.M)
_INTEGER = re.compile(r"\d+(?:\.0*)?[uf]?|\.0+")
_TOKEN = re.compile(r"\s*(\d+\.?\d*[uf]?|\.\d+f?|\w+|[-+*(),])")
_WORD, _LETTER, _CALLED = re.compile(r"\w+"), re.compile(r"\w"), re.compile(r"\s*\(")
_CONSTRUCTORS = frozenset({"vec2", "ivec2", "float", "int"})
_MAX_TEXT = 400_000
_MAX_ANSWERS = 4096
"""The largest public file asks 800 times."""


@dataclass(frozen=True, slots=True)
class _Body:
    """A pass's text taken apart: without comments, without its `#define` lines, its macros, its whole-number names."""

    text: str
    code: str
    macros: dict[str, tuple[str | None, str]]
    integers: frozenset[str]


@lru_cache(maxsize=8)  # the textures of a pass are asked for one after the other
def _dissect(body: str, int_params: frozenset[str]) -> _Body:
    text = _COMMENT.sub(" ", body.replace("\\\n", " "))
    macros = {m[1]: (m[3], m[4]) for m in _DEFINE.finditer(text)}
    code = _DEFINE.sub(" ", text)
    integers = _integer_names(code) | int_params
    for _ in range(4):
        integers |= {
            name for name, (args, value) in macros.items() if args is None and value and _whole(value, integers, ())
        }
    return _Body(text, code, macros, integers)


def centred(body: str, names: tuple[str, ...], int_params: frozenset[str]) -> bool:
    """True if, in `body`, every use of the texture called by any of `names` is NAME_tex(NAME_pos),
    NAME_texOff(whole numbers), NAME_tex(NAME_pos + NAME_pt * whole numbers) or harmless (NAME_size, NAME_mul)."""
    if len(body) > _MAX_TEXT:
        return False
    key = (_digest(body, int_params), names)
    answer = _answers.get(key)
    if answer is None:
        answer = _centred(body, names, int_params)
        if len(_answers) >= _MAX_ANSWERS:
            _answers.clear()
        _answers[key] = answer
    return answer


# Texts are no keys: a process that plans for days would keep a thousand that nobody draws any more, 1.5 GB at most.
_answers: dict[tuple[bytes, tuple[str, ...]], bool] = {}


@lru_cache(maxsize=8)
def _digest(body: str, int_params: frozenset[str]) -> bytes:
    data = "\0".join((body, *sorted(int_params))).encode("utf-8", "surrogatepass")
    return blake2b(data, digest_size=16).digest()


def _centred(body: str, names: tuple[str, ...], int_params: frozenset[str]) -> bool:
    parts = _dissect(body, int_params)
    if any(not _place_is_centred("", parts.code, (), parts, name) for name in names):
        return False
    return all(
        _place_is_centred(macro, value, _names(args), parts, name)
        for macro, (args, value) in parts.macros.items()
        for name in names
        if f"{name}_" in value
    )


def _place_is_centred(macro: str, here: str, arguments: tuple[str, ...], parts: _Body, name: str) -> bool:
    """Whether the uses of `name` in one piece of text are; a macro's arguments are looked up where it is called."""
    used_arguments: set[str] = set()
    for at in _places(here, f"{name}_"):
        m = _WORD.match(here, at)
        assert m is not None
        kind = m[0][len(name) + 1 :]
        # A position alone samples nothing; where it is sampled, _tex and _texOff are judged by what they are given.
        if kind in ("size", "mul", "pos", "pt"):
            continue
        inner = _parenthesised(here, m.end())
        if inner is None:
            return False
        if kind == "texOff" and _whole(inner, parts.integers, arguments, used_arguments):
            continue
        if kind == "tex" and _centred_position(inner, name, parts.integers, arguments, used_arguments):
            continue
        return False
    return not used_arguments or _calls_are_whole(macro, arguments, used_arguments, parts)


def _calls_are_whole(macro: str, arguments: tuple[str, ...], used: set[str], parts: _Body) -> bool:
    """Every call of `macro` passes whole numbers where its body shifts a tap by them."""
    text, integers = parts.text, parts.integers
    for at in _places(text, macro):
        end = at + len(macro)
        if not _CALLED.match(text, end):
            continue
        line_start = text.rfind("\n", 0, at) + 1
        define = _DEFINE.match(text, line_start)
        if define and define[1] == macro:
            continue
        inner = _parenthesised(text, end)
        given = None if inner is None else _split(inner)
        if given is None or len(given) != len(arguments):
            return False
        if (
            define
            and define[3] is not None
            and any(a in _names(define[3]) for g in given for a in re.findall(r"\w+", g))
        ):
            return False  # a macro that hands its own arguments on: not followed
        if not all(_whole(g, integers, ()) for a, g in zip(arguments, given, strict=True) if a in used):
            return False
    return True


def _places(text: str, start: str) -> Iterator[int]:
    """Where words begin that begin with `start`. Texts of networks have 100,000 characters and a dozen names: a search
    by a regular expression takes seconds for a file."""
    at = text.find(start)
    while at >= 0:
        if at == 0 or not _LETTER.match(text, at - 1):
            yield at
        at = text.find(start, at + len(start))


def _names(args: str | None) -> tuple[str, ...]:
    return tuple(a.strip() for a in args.split(",")) if args else ()


def _integer_names(code: str) -> frozenset[str]:
    """Names declared as int or uint and nowhere as anything else."""
    ints = set(re.findall(r"\b(?:u?int)\s+(\w+)\s*(?:=|;|,|\))", code))
    for m in re.finditer(r"\bu?int\s+\w+\s*=[^;(]*?,\s*(\w+)\s*=", code):
        ints.add(m[1])
    others = set(re.findall(r"\b(?:float|[biu]?vec[234]|bool|mat\w+|double)\s+(\w+)", code))
    return frozenset(ints - others)


def _parenthesised(text: str, at: int) -> str | None:
    """What stands in the parentheses that open at `at` (white space before them allowed)."""
    while at < len(text) and text[at].isspace():
        at += 1
    if not text.startswith("(", at):
        return None
    depth = 0
    for i in range(at, min(len(text), at + 2000)):
        depth += (text[i] == "(") - (text[i] == ")")
        if depth == 0:
            return text[at + 1 : i]
    return None


def _split(inner: str) -> list[str]:
    parts, depth, last = [], 0, 0
    for i, c in enumerate(inner):
        depth += (c == "(") - (c == ")")
        if c == "," and depth == 0:
            parts.append(inner[last:i])
            last = i + 1
    return [*parts, inner[last:]]


def _whole(text: str, integers: Collection[str], arguments: Sequence[str], used: set[str] | None = None) -> bool:
    """An expression of whole numbers closed under + − ·: literals, int names, macro arguments, constructors."""
    at = 0
    text = text.strip()
    if not text:
        return False
    while at < len(text):
        m = _TOKEN.match(text, at)
        if m is None:
            return False
        token, at = m[1], m.end()
        if token in "-+*()," or token in _CONSTRUCTORS or token in integers or _INTEGER.fullmatch(token):
            continue
        if token in arguments:
            if used is not None:
                used.add(token)
            continue
        return False
    return True


def _centred_position(
    inner: str, name: str, integers: Collection[str], arguments: Sequence[str], used: set[str]
) -> bool:
    """NAME_pos alone, or NAME_pos ± a product of NAME_pt and whole numbers."""
    compact = re.sub(r"\s+", "", inner)
    if compact == f"{name}_pos":
        return True
    m = re.fullmatch(rf"{re.escape(name)}_pos[-+](.+)", compact)
    if m is None:
        return False
    product = m[1]
    factors = re.fullmatch(rf"(?:{re.escape(name)}_pt\*(.+)|(.+)\*{re.escape(name)}_pt)", product)
    if factors is None:
        return False
    other = factors[1] or factors[2]
    # A sum outside parentheses would bind differently than it reads: 1*pt+x.
    depth = 0
    for i, c in enumerate(other):
        depth += (c == "(") - (c == ")")
        if depth == 0 and c in "+-" and i > 0:
            return False
    return _whole(other, integers, arguments, used)
