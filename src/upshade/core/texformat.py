"""The FORMAT names of `//!TEXTURE` blocks: what their bytes are, and which of them can be sampled here.

Names after libplacebo `src/opengl/formats.c` (`rgba16hf`) and mpv `video/out/opengl/formats.c` (`r8ui`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class TextureFormat:
    """`components` values of `dtype` a texel, as the file writes them; `store` is the texture's storage in
    moderngl's names ("f1", "nu2", "f2", "f4", "u1" …), or "" where `refused` says why there is none. `prefix`: of
    its sampler and image in GLSL, "u" or "i" for whole numbers. `image`: the layout of a storage image, or ""."""

    name: str
    components: int
    dtype: np.dtype[Any]
    store: str
    refused: str | None = None
    prefix: str = ""
    image: str = ""

    @property
    def texel_bytes(self) -> int:
        return self.components * self.dtype.itemsize


# Suffix of the name → (type of a value in the file, storage, suffix of the image's layout). "16f" is a half-float
# texture that is filled from 32-bit floats; "16hf" holds halves in the file too.
_PLAIN = {
    "8": ("u1", "f1", "8"), "16": ("<u2", "nu2", "16"), "16f": ("<f4", "f2", "16f"), "16hf": ("<f2", "f2", "16f"),
    "32f": ("<f4", "f4", "32f"),
}  # fmt: skip
_SIGNED = "holds signed fractions, which are not offered; use r16f and the like"
_DOUBLE = "holds 64-bit numbers, which OpenGL textures cannot"


def _table() -> dict[str, TextureFormat]:
    table: dict[str, TextureFormat] = {}
    for count, letters in enumerate(("r", "rg", "rgb", "rgba"), start=1):
        # OpenGL 4.6 core, table 8.33: no image has three components.
        imaged = "" if count == 3 else letters
        for suffix, (dtype, store, layout) in _PLAIN.items():
            name = letters + suffix
            table[name] = TextureFormat(name, count, np.dtype(dtype), store, image=imaged and imaged + layout)
        for bits in (8, 16, 32, 64):
            for suffix, letter in (("u", "u"), ("ui", "u"), ("i", "i")):
                name, dtype = f"{letters}{bits}{suffix}", f"<{letter}{bits // 8}"
                if bits == 64:
                    table[name] = TextureFormat(name, count, np.dtype(dtype), "", _DOUBLE)
                    continue
                image = imaged and f"{imaged}{bits}{'ui' if letter == 'u' else 'i'}"
                table[name] = TextureFormat(name, count, np.dtype(dtype), dtype[1:], None, letter, image)
        for bits in (8, 16):
            name = f"{letters}{bits}s"
            table[name] = TextureFormat(name, count, np.dtype(f"<i{bits // 8}"), "", _SIGNED)
        table[f"{letters}64f"] = TextureFormat(f"{letters}64f", count, np.dtype("<f8"), "", _DOUBLE)
    for name, dtype in (
        ("bgra8", "u4"),
        ("rgb10a2", "<u4"),
        ("rgb10_a2", "<u4"),
        ("rgb565", "<u2"),
        ("rg11b10f", "<u4"),
    ):
        table[name] = TextureFormat(
            name, 1, np.dtype(dtype), "", "packs its components, which is not offered; use rgba8"
        )
    return table


FORMATS: dict[str, TextureFormat] = _table()
_SPACE = re.compile(r"\s+")


def unhex(text: str) -> bytes | int:
    """The bytes of a hexadecimal text (white space anywhere is ignored), or the index in `text` of the first
    character that is none, or the length of `text` when a last digit is missing."""
    try:
        return bytes.fromhex(text)  # white space between bytes only, but no copy
    except ValueError:
        pass
    if (wrong := re.search(r"[^0-9A-Fa-f\s]", text)) is not None:
        return wrong.start()
    digits = _SPACE.sub("", text)
    return len(text) if len(digits) % 2 else bytes.fromhex(digits)
