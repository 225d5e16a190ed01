"""A picture of before and after: `python -m upshade.tools.picture SOURCE RESULT --at 3.0 -o before-after.png`.

Above, one frame of the result, its left half the source plainly resized (Lanczos). Below, the places where the two
differ most, enlarged without smoothing, side by side.
"""

from __future__ import annotations

import argparse
import os
import struct
import sys
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..core import scale
from ..core.color import Siting, yuv_to_rgb
from ..core.frame import Frame, Model
from ..core.letters import drawn
from ..errors import BadInput, OutputError, UpshadeError
from ..media.reader import open_video

Picture = NDArray[np.uint8]

_CROP, _ZOOM, _CROPS = (160, 120), 2, 2


def rgb(frame: Frame) -> Picture:
    """The frame as 8-bit RGB (h, w, 3), chroma resized bilinearly from where it lies. For looking at, not measuring:
    transfer and primaries stay as they are."""
    fmt = frame.format
    full = float(fmt.full_scale)
    planes = {n: p for names, plane in zip(fmt.planes, frame.planes, strict=True) for n, p in _components(names, plane)}
    if fmt.model is Model.RGB:
        out = np.stack([planes[c] / full for c in "rgb"], axis=-1)
    elif fmt.model is Model.GRAY:
        out = np.stack([planes["y"] / full] * 3, axis=-1)
    else:
        left = frame.color.siting is not Siting.CENTER
        chroma = [_enlarge(planes[c] / full, frame.width, frame.height, fmt.sub, left) for c in "uv"]
        matrix, constant = yuv_to_rgb(frame.color, fmt.bits)
        out = np.stack([planes["y"] / full, *chroma], axis=-1) @ matrix.T + constant
    return _bytes(out)


def plain(picture: Picture, width: int, height: int) -> Picture:
    """`picture` resized by Lanczos (a = 3) alone: what a player shows without upshade."""
    h, w = picture.shape[:2]
    out = picture / 255.0
    for axis, size, want in ((0, h, height), (1, w, width)):
        out = scale.taps("lanczos3", size, want, size / want, 0.0).apply(out, axis)
    return _bytes(out)


def compose(before: Picture, after: Picture) -> Picture:
    """Both of shape (h, w, 3), at least 320×120. Returns (h + 240 enlarged rows, w, 3)."""
    height, width = after.shape[:2]
    if before.shape != after.shape or width < 2 * _CROP[0] or height < _CROP[1]:
        raise BadInput(f"pictures of {before.shape} and {after.shape} cannot be set side by side")
    top = after.copy()
    top[:, : width // 2] = before[:, : width // 2]
    top[:, width // 2 - 1 : width // 2 + 1] = 255
    _label(top, "BEFORE", width // 2 - 12, 12, right=True)
    _label(top, "AFTER", width // 2 + 12, 12)
    tiles = []
    for x, y in _places(before, after):
        for picture, word in ((before, "BEFORE"), (after, "AFTER")):
            tile = picture[y : y + _CROP[1], x : x + _CROP[0]].repeat(_ZOOM, 0).repeat(_ZOOM, 1)
            _label(tile, word, 6, 6)
            tile[:, -1] = 255
            tiles.append(tile)
    row = np.concatenate(tiles, axis=1)
    page = np.full((height + row.shape[0], max(width, row.shape[1]), 3), 24, np.uint8)
    page[:height, :width] = top
    page[height:, : row.shape[1]] = row
    return page


def write_png(picture: Picture, path: Path) -> None:
    """Shape (h, w, 3), 8 bits. Written beside and renamed. Raises OutputError."""
    height, width = picture.shape[:2]
    rows = np.zeros((height, 1 + width * 3), np.uint8)
    rows[:, 1:] = picture.reshape(height, -1)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows.tobytes(), 9)) + chunk(b"IEND", b"")
    beside = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(b"\x89PNG\r\n\x1a\n" + body)
        os.replace(beside, path)
    except OSError as exc:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise OutputError(f"{path} cannot be written: {exc.strerror or exc}") from None


def frame_at(path: str | Path, seconds: float) -> Picture:
    """The frame shown at this time, as RGB. Raises MediaError, NotFound."""
    with open_video(path) as reader:
        return rgb(next(iter(reader.frames(start=seconds))))


def before_after(source: str | Path, result: str | Path, seconds: float) -> Picture:
    """The composed page for one moment of a source and of what was rendered from it."""
    after = frame_at(result, seconds)
    return compose(plain(frame_at(source, seconds), after.shape[1], after.shape[0]), after)


def _components(names: str, plane: NDArray[Any]) -> list[tuple[str, NDArray[Any]]]:
    return [(names, plane)] if len(names) == 1 else [(n, plane[..., i]) for i, n in enumerate(names)]


def _enlarge(plane: NDArray[Any], width: int, height: int, sub: tuple[int, int], left: bool) -> NDArray[np.float64]:
    rows, columns = plane.shape
    # Luma pixel x lies at (x + ½)/sub chroma pixels; a co-sited sample a further ½ − ½/sub to the right.
    shift = 0.5 - 0.5 / sub[0] if left else 0.0
    out = scale.taps("bilinear", rows, height, 1 / sub[1], 0.0).apply(plane, 0)
    return scale.taps("bilinear", columns, width, 1 / sub[0], shift).apply(out, 1)


def _bytes(values: NDArray[np.float64]) -> Picture:
    return np.round(np.clip(values, 0, 1) * 255).astype(np.uint8)


def _places(before: Picture, after: Picture) -> list[tuple[int, int]]:
    """The corners of the crops that differ most and do not overlap."""
    energy = np.square(after.astype(np.float64) - before).sum(axis=2)
    total = np.pad(energy.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    w, h = _CROP
    window = total[h:, w:] - total[:-h, w:] - total[h:, :-w] + total[:-h, :-w]
    found: list[tuple[int, int]] = []
    for _ in range(_CROPS):
        y, x = np.unravel_index(int(np.argmax(window)), window.shape)
        found.append((int(x), int(y)))
        window[max(0, y - h) : y + h, max(0, x - w) : x + w] = -1.0
    return found


def _label(picture: Picture, word: str, x: int, y: int, right: bool = False) -> None:
    """Draws `word` at (x, y) in white on dark, twice its size; with `right`, ending at x."""
    mask = drawn(word)
    if right:
        x -= mask.shape[1]
    area = picture[y : y + mask.shape[0], x : x + mask.shape[1]]
    area[...] = np.where(mask[: area.shape[0], : area.shape[1], None], 255, area // 3)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m upshade.tools.picture", description="A picture of before and after."
    )
    parser.add_argument("source", help="what went in")
    parser.add_argument("result", help="what came out")
    parser.add_argument("--at", type=float, default=0.0, help="seconds from the start")
    parser.add_argument("-o", "--output", default="before-after.png")
    options = parser.parse_args(arguments)
    try:
        write_png(before_after(options.source, options.result, options.at), Path(options.output))
    except UpshadeError as exc:
        print(exc, file=sys.stderr)
        return exc.exit_code
    print(f"wrote {options.output}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
