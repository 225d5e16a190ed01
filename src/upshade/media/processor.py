"""What a processor must not be used for."""

from __future__ import annotations

from functools import cache
from importlib import import_module


@cache
def x264_words() -> str:
    """For `x264-params`: which instructions x264 may use, "" where it may choose.

    With those of AVX-512 the build in PyAV's wheels (core 165) makes other bytes of the same pictures each time, even
    on one thread, and none of them those that its C code makes; with AVX2 they are the same, always. Renders that go
    on, and workers that share a file, need equal bytes.
    """
    try:
        features = import_module("numpy._core._multiarray_umath").__cpu_features__
    except (ImportError, AttributeError):
        return ""
    return "asm=AVX2" if features.get("AVX512F") and features.get("AVX2") else ""


def with_processor(encoder: str, options: dict[str, str]) -> dict[str, str]:
    """`options` of an encoder, and what the processor asks for, unless they say so themselves."""
    words, given = x264_words() if encoder == "libx264" else "", options.get("x264-params", "")
    if not words or "asm=" in given:
        return options
    return options | {"x264-params": ":".join(filter(None, (given, words)))}
