"""GLSL text taken apart: comments gone, directives apart from code, code as a list of words.

For proofs from a text (`texels`), not for compiling: what is no GLSL comes out as words that nothing understands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

TYPES = frozenset(
    {"float", "double", "int", "uint", "bool", "void"}
    | {f"{kind}vec{n}" for kind in ("", "d", "i", "u", "b") for n in (2, 3, 4)}
    | {f"{kind}mat{n}{by}" for kind in ("", "d") for n in (2, 3, 4) for by in ("", "x2", "x3", "x4")}
    | {f"{kind}{what}{dim}" for kind in ("", "i", "u") for what in ("sampler", "image") for dim in ("1D", "2D", "3D")}
)
BUILT_IN = frozenset(
    {"radians", "degrees", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh",
     "atanh", "pow", "exp", "log", "exp2", "log2", "sqrt", "inversesqrt", "abs", "sign", "floor", "trunc", "round",
     "roundEven", "ceil", "fract", "mod", "modf", "min", "max", "clamp", "mix", "step", "smoothstep", "isnan",
     "isinf", "fma", "frexp", "ldexp", "floatBitsToInt", "floatBitsToUint", "intBitsToFloat", "uintBitsToFloat",
     "length", "distance", "dot", "cross", "normalize", "faceforward", "reflect", "refract", "matrixCompMult",
     "outerProduct", "transpose", "determinant", "inverse", "lessThan", "lessThanEqual", "greaterThan",
     "greaterThanEqual", "equal", "notEqual", "any", "all", "not", "uaddCarry", "usubBorrow", "umulExtended",
     "imulExtended", "bitfieldExtract", "bitfieldInsert", "bitfieldReverse", "bitCount", "findLSB", "findMSB",
     "dFdx", "dFdy", "fwidth", "linearize", "delinearize"}
)  # fmt: skip
"""Functions, but for those that sample."""
FOLLOWED = frozenset(
    {"floor", "ceil", "round", "roundEven", "trunc", "sign", "step", "abs", "min", "max", "clamp", "mod", "fma"}
)
"""Those whose results `reading` knows something of."""
WRITING = frozenset({"modf", "frexp", "uaddCarry", "usubBorrow", "umulExtended", "imulExtended"})
"""Those that write to arguments, the second or later ones."""
ASSIGNMENTS = frozenset({"=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>="})

_COMMENT = re.compile(r"//[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_CONTINUED = re.compile(r"\\\r?\n")
_DIRECTIVE = re.compile(r"^[ \t\f\v]*#[ \t]*(.*)$", re.MULTILINE)
_WORD = re.compile(
    r"[A-Za-z_]\w*"
    r"|(?:0[xX][0-9a-fA-F]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)(?:lf|LF|[uUfF])?"
    r"|\+\+|--|<<=|>>=|<<|>>|[-+*/%&|^=!<>]=|&&|\|\||\^\^|##|\S",
    re.ASCII,
)


def words(text: str) -> list[str]:
    """Names, numbers and operators of a piece of text without comments."""
    return _WORD.findall(text)


def is_name(word: str) -> bool:
    return word[0].isalpha() or word[0] == "_"


def is_number(word: str) -> bool:
    return word[0].isdigit() or (word[0] == "." and len(word) > 1)


def pieces(text: str) -> Iterator[tuple[bool, str]]:
    """Code (False) and the lines of directives without their `#` (True), in order, without comments."""
    plain = _COMMENT.sub(" ", _CONTINUED.sub("", text).replace("\r\n", "\n").replace("\r", "\n"))
    at = 0
    for m in _DIRECTIVE.finditer(plain):
        if m.start() > at:
            yield False, plain[at : m.start()]
        yield True, m[1]
        at = m.end()
    yield False, plain[at:]
