"""Subtitles made at test time: Blu-ray (.sup) and DVD (.idx, .sub) bitmaps, ASS with a font, and Matroska with them."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from upshade.media.overlay import Overlay

FONT = "Aileron"
"""A font in the public domain (CC0) that comes with Pillow, a few hundred letters: the same on every machine."""

STYLE_FORMAT = ("Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, "
                "Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, "
                "Alignment, MarginL, MarginR, MarginV, Encoding")  # fmt: skip
EVENT_FORMAT = "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text"


@dataclass(frozen=True)
class Shown:
    """`numbers`: uint8 (rows, columns) into a palette. Times in milliseconds, the corner on the canvas."""

    start: int
    end: int
    x: int
    y: int
    numbers: NDArray[np.uint8]


def font_file() -> bytes:
    font = ImageFont.load_default(20)
    assert isinstance(font, ImageFont.FreeTypeFont)
    return font.font_bytes


def drawn(text: str, size: int = 60, shades: int = 4) -> NDArray[np.uint8]:
    """`text` with an outline as numbers: 0 outside, 1 the outline, up to `shades` − 1 the letters and their edges."""
    font = ImageFont.load_default(size)
    box = font.getbbox(text, stroke_width=size // 15)
    image = Image.new("L", (int(box[2] - box[0]) + 4, int(box[3] - box[1]) + 4))
    pen, at = ImageDraw.Draw(image), (2 - box[0], 2 - box[1])
    pen.text(at, text, 255, font, stroke_width=size // 15)
    around = np.array(image) > 127
    image.paste(0, (0, 0, *image.size))
    pen.text(at, text, 255, font)
    inside = np.array(image).astype(int) * (shades - 2) // 230
    return np.where(around, 1 + np.minimum(inside, shades - 2), 0).astype(np.uint8)


def box_of(overlay: Overlay) -> tuple[int, int, int, int] | None:
    """x, y, width, height of what is more than half opaque: libass's edges are a few hundredths of a pixel wide."""
    boxes = []
    for tile in overlay.tiles:
        rows, columns = (np.flatnonzero((tile.pixels[..., 3] > 127).any(axis)) for axis in (1, 0))
        if len(rows):
            boxes.append((tile.x + columns[0], tile.y + rows[0], tile.x + columns[-1] + 1, tile.y + rows[-1] + 1))
    if not boxes:
        return None
    corners = np.array(boxes)
    (x0, y0), (x1, y1) = corners[:, :2].min(0).tolist(), corners[:, 2:].max(0).tolist()
    return x0, y0, x1 - x0, y1 - y0


# ── Blu-ray


def make_pgs(
    events: Sequence[Shown], palette: Mapping[int, tuple[int, int, int, int]], size: tuple[int, int] = (1920, 1080)
) -> bytes:
    """A .sup file. `palette`: number → Y', Cb, Cr, alpha. Events that overlap in time show together (at most two)."""
    out = bytearray()
    moments = sorted({t for e in events for t in (e.start, e.end)})
    for number, moment in enumerate(moments):
        now = [e for e in events if e.start <= moment < e.end]
        state = 0x80 if now else 0
        head = _be(size[0], size[1]) + b"\x10" + _be(number) + bytes([state, 0, 0, len(now)])
        placed = b"".join(_be(i) + bytes([i, 0]) + _be(e.x, e.y) for i, e in enumerate(now))
        windows = b"".join(
            bytes([i]) + _be(e.x, e.y, e.numbers.shape[1], e.numbers.shape[0]) for i, e in enumerate(now)
        )
        segments = [(0x16, head + placed)]
        if now:
            colors = b"".join(bytes([n, y, cr, cb, a]) for n, (y, cb, cr, a) in palette.items())
            segments += [(0x17, bytes([len(now)]) + windows), (0x14, b"\0\0" + colors)]
            for i, e in enumerate(now):
                segments += [(0x15, part) for part in _object(i, e.numbers)]
        segments.append((0x80, b""))
        for kind, body in segments:
            out += b"PG" + (moment * 90).to_bytes(4, "big") + bytes(4) + bytes([kind]) + _be(len(body)) + body
    return bytes(out)


def _be(*values: int) -> bytes:
    return b"".join(v.to_bytes(2, "big") for v in values)


def _object(number: int, numbers: NDArray[np.uint8], most: int = 60000) -> list[bytes]:
    """The bodies of one or more object segments: larger objects are cut."""
    data = pgs_lines(numbers)
    height, width = numbers.shape
    data = (len(data) + 4).to_bytes(3, "big") + _be(width, height) + data
    parts = [data[i : i + most] for i in range(0, len(data), most)]
    flags = [(0x80 if i == 0 else 0) | (0x40 if i == len(parts) - 1 else 0) for i in range(len(parts))]
    return [_be(number) + bytes([0, flag]) + part for flag, part in zip(flags, parts, strict=True)]


def pgs_lines(numbers: NDArray[np.uint8]) -> bytes:
    out = bytearray()
    for line in numbers:
        for color, count in _runs(line, 16383):
            if color and count <= 2:
                out += bytes([color]) * count
                continue
            tail = bytes([color]) if color else b""
            flag = 0x80 if color else 0
            out += bytes([0, flag | count]) + tail if count < 64 else b"\0" + _be((flag | 0x40) << 8 | count) + tail
        out += b"\0\0"
    return bytes(out)


def _runs(line: NDArray[np.uint8], most: int) -> list[tuple[int, int]]:
    edges = [0, *(np.flatnonzero(np.diff(line)) + 1).tolist(), len(line)]
    return [(int(line[a]), min(most, b - i)) for a, b in pairwise(edges) for i in range(a, b, most)]


# ── DVD


def make_vobsub(
    path: Path, events: Sequence[Shown], palette: Sequence[int], *, alphas: tuple[int, int, int, int] = (0, 15, 15, 15),
    size: tuple[int, int] = (720, 480), stop: bool = True,
) -> Path:  # fmt: skip
    """`path`.idx and .sub; numbers are 0…3, colours 0 to 3 of `palette` (16 of 0xRRGGBB), opacities of 15."""
    lines = ["# VobSub index file, v7 (do not modify this line!)", f"size: {size[0]}x{size[1]}",
             "palette: " + ", ".join(f"{c:06x}" for c in palette), "langidx: 0", "id: en, index: 0"]  # fmt: skip
    data = bytearray()
    for e in events:
        h, m, s, ms = e.start // 3600000, e.start // 60000 % 60, e.start // 1000 % 60, e.start % 1000
        lines.append(f"timestamp: {h:02}:{m:02}:{s:02}:{ms:03}, filepos: {len(data):09x}")
        data += _sectors(e.start * 90, dvd_unit(e, alphas, stop=stop))
    path.with_suffix(".idx").write_text("\n".join(lines) + "\n")
    path.with_suffix(".sub").write_bytes(data)
    return path.with_suffix(".idx")


def dvd_unit(e: Shown, alphas: tuple[int, int, int, int], *, stop: bool = True) -> bytes:
    fields = [_dvd_lines(e.numbers[i::2]) for i in (0, 1)]
    begin = 4, 4 + len(fields[0])
    control = 4 + len(fields[0]) + len(fields[1])
    height, width = e.numbers.shape
    x, y = e.x << 12 | e.x + width - 1, e.y << 12 | e.y + height - 1
    alpha = alphas[3] << 12 | alphas[2] << 8 | alphas[1] << 4 | alphas[0]
    shows = b"\x03\x32\x10\x04" + _be(alpha) + b"\x05" + x.to_bytes(3, "big") + y.to_bytes(3, "big")
    shows += b"\x06" + _be(*begin) + b"\x01\xff"
    after = control + 4 + len(shows)
    last = after if stop else control
    tail = _be(0, last) + shows + (_be((e.end - e.start) * 90 // 1024, last) + b"\x02\xff" if stop else b"")
    return _be(control + len(tail), control) + fields[0] + fields[1] + tail


def _dvd_lines(numbers: NDArray[np.uint8]) -> bytes:
    out = bytearray()
    for line in numbers:
        nibbles: list[int] = []
        for color, count in _runs(line, 255):
            code = count << 2 | color
            length = 1 if code < 0x10 else 2 if code < 0x40 else 3 if code < 0x100 else 4
            nibbles += [code >> 4 * i & 15 for i in reversed(range(length))]
        nibbles += [0] * (len(nibbles) % 2)
        out += bytes(a << 4 | b for a, b in zip(nibbles[::2], nibbles[1::2], strict=True))
    return bytes(out)


def _sectors(pts: int, unit: bytes) -> bytes:
    """MPEG program stream: packs of 2048 bytes, private stream 1, substream 0x20."""
    out = bytearray()
    first = True
    while unit:
        stamp = b""
        if first:
            stamp = bytes(
                [0x21 | pts >> 29 & 14, pts >> 22 & 255, pts >> 14 & 254 | 1, pts >> 7 & 255, pts << 1 & 254 | 1]
            )
        room = 2048 - 14 - 9 - len(stamp) - 1
        part, unit = unit[:room], unit[room:]
        body = bytes([0x81, 0x80 if stamp else 0, len(stamp)]) + stamp + b"\x20" + part
        sector = bytes.fromhex("000001ba4400040004010189c3f8") + b"\0\0\x01\xbd" + _be(len(body)) + body
        if 0 < 2048 - len(sector) < 6:  # too little for a padding packet: stuffing in the header instead
            more = 2048 - len(sector)
            body = body[:2] + bytes([len(stamp) + more]) + stamp + b"\xff" * more + b"\x20" + part
            sector = sector[:14] + b"\0\0\x01\xbd" + _be(len(body)) + body
        elif len(sector) < 2048:
            rest = 2048 - len(sector) - 6
            sector += b"\0\0\x01\xbe" + _be(rest) + b"\xff" * rest
        out += sector
        first = False
    return bytes(out)


# ── text


def make_ass(
    events: Sequence[tuple[str, str, str]], *, size: tuple[int, int] = (640, 360), styles: Sequence[str] = (),
    head: str = "YCbCr Matrix: None", font: str = FONT,
) -> str:  # fmt: skip
    """`events`: start, end (h:mm:ss.cc) and text, or "Layer|Style|text"."""
    lines = ["[Script Info]", "ScriptType: v4.00+", f"PlayResX: {size[0]}", f"PlayResY: {size[1]}", "WrapStyle: 0",
             "ScaledBorderAndShadow: yes", *([head] if head else []), "", "[V4+ Styles]", STYLE_FORMAT,
             f"Style: Default,{font},30,&H00FFFFFF,&H000000FF,&H00000000,&H80000000,0,0,0,0,100,100,0,0,1,2,1,2,"
             "20,20,16,1",
             *styles, "", "[Events]", EVENT_FORMAT]  # fmt: skip
    for start, end, text in events:
        layer, style, words = text.split("|", 2) if text.count("|") >= 2 else ("0", "Default", text)
        lines.append(f"Dialogue: {layer},{start},{end},{style},,0,0,0,,{words}")
    return "\n".join(lines) + "\n"


# ── Matroska


def ffmpeg(*arguments: str | Path) -> None:
    program = imageio_ffmpeg.get_ffmpeg_exe()
    command = [program, "-hide_banner", "-loglevel", "error", "-nostdin", "-y", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def mux(
    path: Path, video: Path, *subtitles: Path, fonts: Mapping[str, bytes] | None = None, codecs: str = "copy"
) -> Path:
    """`video` with the subtitle files as further tracks, in their order, and fonts attached. `codecs`: FFmpeg's name
    of an encoder for the subtitles, such as dvdsub, or copy."""
    arguments: list[str | Path] = ["-copyts", "-i", video]
    for file in subtitles:
        arguments += ["-i", file]
    arguments += ["-map", "0"]
    for number in range(len(subtitles)):
        arguments += ["-map", str(number + 1)]
    arguments += ["-c", "copy", "-c:s", codecs]
    for number, (name, data) in enumerate((fonts or {}).items()):
        file = path.with_name(name)
        file.write_bytes(data)
        arguments += ["-attach", file, f"-metadata:s:t:{number}", "mimetype=application/x-truetype-font"]
    ffmpeg(*arguments, path)
    return path
