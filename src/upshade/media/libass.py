"""libass, which draws text subtitles, through ctypes: only what is used here, with the lifetimes made safe.

Functions and structures are those of ass.h and ass_types.h of libass 0.17; within one soname (libass.so.9) the library
adds to them and does not change them.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
from collections.abc import Callable, Iterable
from ctypes import POINTER, byref, c_char_p, c_double, c_int, c_longlong, c_size_t, c_uint32, c_void_p
from typing import Any

import numpy as np

from ..errors import MediaError
from .overlay import Stencil

OLDEST = (0, 15, 0)
"""The first release with ass_track_set_feature and pixel aspects that do not depend on the storage size."""

_NAMES = {
    "linux": ("libass.so.9", "libass.so"),
    "darwin": ("libass.9.dylib", "libass.dylib", "/opt/homebrew/lib/libass.dylib", "/usr/local/lib/libass.dylib"),
    "win32": ("libass-9.dll", "libass.dll", "ass.dll"),
}
_INSTALL = {"darwin": "brew install libass", "win32": "libass-9.dll in a folder of PATH"}
_PROVIDER_AUTODETECT = 1
_HINTING_NONE = 0
_WARNING = 2
"""Levels of messages: 0 fatal, 1 error, 2 warning, above that only information."""

FEATURES_PLAIN = (1, 2, 3)
"""ASS_FEATURE_BIDI_BRACKETS, WHOLE_TEXT_LAYOUT, WRAP_UNICODE: what Unicode says of text; scripts in ASS rely on
VSFilter's ways instead. As mpv sets them for text that was not ASS (sub/sd_ass.c, configure_ass)."""


class _Image(ctypes.Structure):
    pass


_Image._fields_ = [
    ("w", c_int),
    ("h", c_int),
    ("stride", c_int),
    ("bitmap", c_void_p),
    ("color", c_uint32),
    ("dst_x", c_int),
    ("dst_y", c_int),
    ("next", POINTER(_Image)),
    ("type", c_int),
]

_MESSAGE = ctypes.CFUNCTYPE(None, c_int, c_char_p, c_void_p, c_void_p)

_SIGNATURES: dict[str, tuple[Any, list[Any]]] = {
    "ass_library_version": (c_int, []),
    "ass_library_init": (c_void_p, []),
    "ass_library_done": (None, [c_void_p]),
    "ass_set_message_cb": (None, [c_void_p, _MESSAGE, c_void_p]),
    "ass_set_extract_fonts": (None, [c_void_p, c_int]),
    "ass_add_font": (None, [c_void_p, c_char_p, c_char_p, c_int]),
    "ass_renderer_init": (c_void_p, [c_void_p]),
    "ass_renderer_done": (None, [c_void_p]),
    "ass_set_frame_size": (None, [c_void_p, c_int, c_int]),
    "ass_set_storage_size": (None, [c_void_p, c_int, c_int]),
    "ass_set_pixel_aspect": (None, [c_void_p, c_double]),
    "ass_set_hinting": (None, [c_void_p, c_int]),
    "ass_set_fonts": (None, [c_void_p, c_char_p, c_char_p, c_int, c_char_p, c_int]),
    "ass_new_track": (c_void_p, [c_void_p]),
    "ass_free_track": (None, [c_void_p]),
    "ass_track_set_feature": (c_int, [c_void_p, c_int, c_int]),
    "ass_set_check_readorder": (None, [c_void_p, c_int]),
    "ass_process_codec_private": (None, [c_void_p, c_char_p, c_int]),
    "ass_process_chunk": (None, [c_void_p, c_char_p, c_int, c_longlong, c_longlong]),
    "ass_render_frame": (POINTER(_Image), [c_void_p, c_void_p, c_longlong, POINTER(c_int)]),
}

_loaded: ctypes.CDLL | None = None


def load() -> ctypes.CDLL:
    """The library of this machine. MediaError saying how to install it where there is none, or it is too old."""
    global _loaded
    if _loaded is None:
        library = _find()
        for name, (result, arguments) in _SIGNATURES.items():
            function = getattr(library, name, None)
            if function is None:
                raise MediaError(f"the libass of this machine is too old (it has no {name}); install 0.15 or newer")
            function.restype, function.argtypes = result, arguments
        found = version_of(library.ass_library_version())
        if found < OLDEST:
            raise MediaError(f"the libass of this machine is {'.'.join(map(str, found))}; install 0.15 or newer")
        _loaded = library
    return _loaded


def _find() -> ctypes.CDLL:
    platform = sys.platform if sys.platform in _NAMES else "linux"
    for name in (*_NAMES[platform], ctypes.util.find_library("ass")):
        try:
            if name:
                return ctypes.CDLL(name)
        except OSError:
            continue
    install = _INSTALL.get(platform, "apt-get install libass9, or what your system calls it")
    raise MediaError(f"text subtitles are drawn by libass, which is not on this machine; install it: {install}")


def version_of(number: int) -> tuple[int, int, int]:
    """0x01701000 is 0.17.1: each part is written as decimal digits in four bits each."""
    digits = f"{number:08x}"
    return int(digits[0]), int(digits[1:3]), int(digits[3:5])


def version() -> str:
    return ".".join(map(str, version_of(load().ass_library_version())))


def _formatter() -> Callable[..., int]:
    """C's vsnprintf. On every ABI with libass a va_list is handed to it as one pointer."""
    runtime = ctypes.cdll.ucrtbase if sys.platform == "win32" else ctypes.CDLL(None)
    function = runtime._vsnprintf if sys.platform == "win32" else runtime.vsnprintf
    function.argtypes = [c_void_p, c_size_t, c_char_p, c_void_p]
    function.restype = c_int
    return function


class Track:
    """Events in the order they are added, with the styles of a header. Belongs to the Renderer that made it."""

    def __init__(self, library: ctypes.CDLL, handle: int, header: bytes, features: Iterable[int]) -> None:
        self._library, self._handle = library, handle
        library.ass_process_codec_private(handle, header, len(header))
        # Each event is added once; numbers that broken files use twice are no reason to drop it.
        library.ass_set_check_readorder(handle, 0)
        for feature in features:
            library.ass_track_set_feature(handle, feature, 1)

    def add(self, line: bytes, start: int, end: int) -> None:
        """`line` as in Matroska: ReadOrder, Layer, Style, Name, three margins, Effect, Text. Times in milliseconds."""
        self._library.ass_process_chunk(self._handle, line, len(line), start, end - start)

    def free(self) -> None:
        if self._handle:
            self._library.ass_free_track(self._handle)
            self._handle = 0


class Renderer:
    """Owns a libass library and renderer: fonts, glyphs drawn so far, size. One thread at a time; `close()` it.

    `fonts`: (name, bytes) of font files that come with the subtitles; others are the system's. `storage`: width and
    height of the video as it is coded, to which VSFilter's blurs and borders relate. `messages`: the warnings of
    libass so far, each once.
    """

    def __init__(self, fonts: Iterable[tuple[str, bytes]] = (), storage: tuple[int, int] = (0, 0)) -> None:
        self._lib = lib = load()
        self.messages: list[str] = []
        self._print = _formatter()
        self._callback = _MESSAGE(self._message)
        self._tracks: list[Track] = []
        self._setup: tuple[int, int, float] | None = None
        self._library = lib.ass_library_init()
        if not self._library:
            raise MemoryError("libass")
        lib.ass_set_message_cb(self._library, self._callback, None)
        lib.ass_set_extract_fonts(self._library, 1)
        for name, data in fonts:
            lib.ass_add_font(self._library, name.encode("utf-8", "replace"), data, len(data))
        self._renderer = lib.ass_renderer_init(self._library)
        if not self._renderer:
            lib.ass_library_done(self._library)
            raise MemoryError("libass")
        lib.ass_set_storage_size(self._renderer, *storage)
        # mpv's default, and libass's advice: hinted outlines cannot be moved or turned smoothly.
        lib.ass_set_hinting(self._renderer, _HINTING_NONE)
        lib.ass_set_fonts(self._renderer, None, b"sans-serif", _PROVIDER_AUTODETECT, None, 1)

    def _message(self, level: int, text: bytes, arguments: int, data: int) -> None:
        if level > _WARNING:
            return
        buffer = ctypes.create_string_buffer(500)
        self._print(buffer, len(buffer), text, arguments)
        line = " ".join(buffer.value.decode("utf-8", "replace").split())
        if line and line not in self.messages and len(self.messages) < 100:
            self.messages.append(line)

    def track(self, header: bytes, features: Iterable[int] = ()) -> Track:
        track = Track(self._lib, self._lib.ass_new_track(self._library), header, features)
        self._tracks = [t for t in self._tracks if t._handle] + [track]
        return track

    def render(self, track: Track, now: int, width: int, height: int, aspect: float) -> tuple[list[Stencil], bool]:
        """What shows at `now` milliseconds on a picture of that size, lowest first, and whether that differs from the
        call before. `aspect`: by how much glyphs are made wider than their font says. The masks are libass's own
        memory, good until the next call."""
        lib = self._lib
        if self._setup != (width, height, aspect):
            self._setup = width, height, aspect
            lib.ass_set_frame_size(self._renderer, width, height)
            lib.ass_set_pixel_aspect(self._renderer, aspect)
        change = c_int()
        image = lib.ass_render_frame(self._renderer, track._handle, now, byref(change))
        stencils = []
        while image:
            i = image.contents
            if i.w > 0 and i.h > 0:
                # The last row may end with the picture, so the memory is not stride * h long.
                memory = (ctypes.c_ubyte * (i.stride * (i.h - 1) + i.w)).from_address(i.bitmap)
                mask = np.lib.stride_tricks.as_strided(np.frombuffer(memory, np.uint8), (i.h, i.w), (i.stride, 1))
                red, green, blue, clear = i.color.to_bytes(4, "big")
                stencils.append(Stencil(i.dst_x, i.dst_y, mask, (red, green, blue, 255 - clear)))
            image = i.next
        return stencils, change.value != 0

    def close(self) -> None:
        """Frees everything. May be called again."""
        for track in self._tracks:
            track.free()
        self._tracks = []
        if self._renderer:
            self._lib.ass_renderer_done(self._renderer)
            self._renderer = 0
        if self._library:
            self._lib.ass_library_done(self._library)
            self._library = 0

    def __del__(self) -> None:
        if getattr(self, "_renderer", 0):
            self.close()
