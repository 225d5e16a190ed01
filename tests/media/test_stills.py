"""Still pictures in and out."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest

from upshade.core.color import RGB, Color, Matrix, Range, Siting, yuv_to_rgb
from upshade.core.frame import PIXEL_FORMATS, Frame
from upshade.errors import BadInput, MediaError, OutputError
from upshade.media.codecs import choose_still, is_still
from upshade.media.reader import open_video
from upshade.media.stills import write_still

from .clips import color_of, equal, noise, our_threads

PHOTO = Path(__file__).parents[1] / "data" / "photo.png"


def load(path: Path) -> Frame:
    with open_video(path) as reader:
        assert reader.info.still and reader.info.frames == 1 and reader.info.duration is None
        assert reader.notices == [] and reader.damage is None
        (frame,) = reader.frames(5.0, 1.0)  # a still has no time: both are passed over
        assert frame.pts is None
        assert equal(reader, [frame])
    return frame


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        *((n, ".png") for n in ("rgb24", "rgba", "gray", "rgb48le", "rgba64le", "gray16le")),
        *((n, ".tiff") for n in ("rgb24", "rgba", "gray", "rgb48le", "rgba64le", "gray16le")),
        ("rgb24", ".webp"),
    ],
)
def test_exact(tmp_path: Path, name: str, suffix: str) -> None:
    fmt = PIXEL_FORMATS[name]
    assert choose_still(f"x{suffix}", fmt) == fmt
    frame = noise(fmt, 37, 23)
    path = tmp_path / f"50%d:a{suffix}"  # neither a pattern nor an address
    write_still(path, frame)
    assert equal([load(path)], [frame])
    assert os.listdir(tmp_path) == [path.name] and our_threads() == []


@pytest.mark.parametrize(("width", "height"), [(1, 1), (16384, 3), (3, 16384)])
@pytest.mark.parametrize("suffix", [".png", ".jpg"])
def test_extreme_sizes(tmp_path: Path, width: int, height: int, suffix: str) -> None:
    frame = noise(PIXEL_FORMATS["rgb24"], width, height)
    write_still(tmp_path / f"a{suffix}", frame)
    again = load(tmp_path / f"a{suffix}")
    assert (again.width, again.height) == (width, height)
    if suffix == ".png":
        assert equal([again], [frame])


def test_transparent_webp(tmp_path: Path) -> None:
    frame = noise(PIXEL_FORMATS["rgba"], 40, 30)
    frame.planes[0][..., 3] |= 1  # what is quite transparent has no colour
    write_still(tmp_path / "a.webp", frame)
    assert equal([load(tmp_path / "a.webp")], [frame])


@pytest.mark.parametrize("name", ["rgb24", "rgba", "rgb48le", "gray"])
def test_jpeg(tmp_path: Path, name: str) -> None:
    """4:4:4, full range, BT.601 as JFIF says; within two code values on a soft picture. Alpha is dropped."""
    fmt = PIXEL_FORMATS[name]
    frame = noise(fmt, 64, 48)
    y, x = np.mgrid[0:48, 0:64]
    ramps = (x / 63, y / 47, (x + y) / 110, np.ones_like(x))
    plane = frame.planes[0]
    if plane.ndim == 2:
        plane[...] = (ramps[2] * 255).astype(np.uint8)
    else:
        for i in range(plane.shape[2]):
            plane[..., i] = (ramps[i] * fmt.full_scale).astype(fmt.dtype)
    write_still(tmp_path / "a.jpg", frame)
    again = load(tmp_path / "a.jpg")
    assert (again.color.matrix, again.color.range, again.color.siting) == (Matrix.BT601, Range.FULL, Siting.CENTER)
    m, c = yuv_to_rgb(again.color, 8)
    if name == "gray":
        rgb = again.planes[0][..., None] / 255
        truth = plane[..., None] / 255
    else:
        assert again.format.name == "yuv444p"
        rgb = np.stack(again.planes, axis=-1) / 255 @ m.T + c
        truth = plane[..., :3] / fmt.full_scale
    assert np.abs(rgb - truth).mean() < 1 / 255 and np.abs(rgb - truth).max() < 6 / 255


@pytest.mark.parametrize(("matrix", "rng"), [(Matrix.BT709, Range.LIMITED), (Matrix.BT601, Range.FULL)])
def test_yuv_to_png(tmp_path: Path, matrix: Matrix, rng: Range) -> None:
    """A Y'CbCr frame that comes here unconverted is read by its own matrix and range."""
    fmt = PIXEL_FORMATS["yuv444p"]
    frame = noise(fmt, 16, 16)
    frame.color = Color(matrix, rng)
    for plane, value in zip(frame.planes, (120, 100, 150), strict=True):
        plane[...] = value
    write_still(tmp_path / "a.png", frame)
    again = load(tmp_path / "a.png")
    m, c = yuv_to_rgb(frame.color, 8)
    assert again.format.name == "rgb24" and again.color.matrix is RGB.matrix
    truth = (m @ (np.array([120, 100, 150]) / 255) + c) * 255
    assert np.abs(again.planes[0].reshape(-1, 3) - truth).max() <= 1


def png(width: int, height: int, kind: int, depth: int, rows: bytes, extra: bytes = b"") -> bytes:
    """A PNG file made by hand. PNG specification, §11.2."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0))
    pairs = [(extra[:4], extra[4:])] if extra else []
    middle = b"".join(chunk(*pair) for pair in pairs)
    return b"\x89PNG\r\n\x1a\n" + head + middle + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "name", "samples"),
    [
        (png(2, 1, 3, 8, b"\0\0\1", b"PLTEabcdef"), "rgb24", [97, 98, 99, 100, 101, 102]),
        (png(3, 1, 3, 1, b"\0\x40", b"PLTEabcdef"), "rgb24", [97, 98, 99, 100, 101, 102, 97, 98, 99]),
        (png(4, 1, 0, 1, b"\0\xa0"), "gray", [255, 0, 255, 0]),
        (png(2, 1, 0, 4, b"\0\x0f"), "gray", [0, 255]),
        (png(1, 1, 4, 8, b"\0\x10\x80"), "rgba", [16, 16, 16, 128]),
        (png(1, 1, 0, 16, b"\0\x10\x21"), "gray16le", [0x1021]),
        (png(1, 1, 2, 16, b"\0\x10\x21\x32\x43\x54\x65"), "rgb48le", [0x1021, 0x3243, 0x5465]),
    ],
)
def test_every_kind_of_png(tmp_path: Path, data: bytes, name: str, samples: list[int]) -> None:
    (tmp_path / "a.png").write_bytes(data)
    frame = load(tmp_path / "a.png")
    assert (frame.format.name, frame.planes[0].ravel().tolist()) == (name, samples)
    assert frame.color.range is Range.FULL


def test_a_palette_with_holes_keeps_them(tmp_path: Path) -> None:
    transparent = struct.pack(">I", 1) + b"tRNS\x80" + struct.pack(">I", zlib.crc32(b"tRNS\x80"))
    data = png(2, 1, 3, 8, b"\0\0\1", b"PLTEabcdef").replace(b"\x00\x00\x00\x0b", b"\x00\x00\x00\x0b")
    at = data.index(b"IDAT") - 4
    (tmp_path / "a.png").write_bytes(data[:at] + transparent + data[at:])
    frame = load(tmp_path / "a.png")
    assert frame.planes[0].ravel().tolist() == [97, 98, 99, 128, 100, 101, 102, 255]


@pytest.mark.parametrize(("width", "height"), [(100_000, 100_000), (16384, 16385), (2**31 - 1, 1)])
def test_bombs_are_refused(tmp_path: Path, width: int, height: int) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(png(width, height, 2, 8, b"\0" * 1000))
    with pytest.raises(MediaError, match=f"is {width}x{height}, more than the 268435456 pixels that are read$"):
        open_video(path)
    jpeg = noise(PIXEL_FORMATS["rgb24"], 64, 64)
    write_still(tmp_path / "b.jpg", jpeg)
    data = bytearray((tmp_path / "b.jpg").read_bytes())
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = b"\xff\xdc\xff\xdc"
    (tmp_path / "b.jpg").write_bytes(data)
    with pytest.raises(MediaError, match="is 65500x65500, more than"):
        open_video(tmp_path / "b.jpg")


def test_outputs_that_are_refused(tmp_path: Path) -> None:
    frame = noise(PIXEL_FORMATS["rgb24"], 8, 8)
    with pytest.raises(BadInput, match=r"'a\.bmp': no still picture is called '\.bmp'; known: \.png"):
        write_still(tmp_path / "a.bmp", frame)
    (tmp_path / "a.png").write_bytes(b"old")
    with pytest.raises(OutputError, match="exists already"):
        write_still(tmp_path / "a.png", frame)
    with pytest.raises(BadInput, match="is the input itself"):
        write_still(tmp_path / "a.png", frame, overwrite=True, inputs=(str(tmp_path / "a.png"),))
    assert (tmp_path / "a.png").read_bytes() == b"old"
    write_still(tmp_path / "a.png", frame, overwrite=True)
    assert equal([load(tmp_path / "a.png")], [frame]) and os.listdir(tmp_path) == ["a.png"]
    big = noise(PIXEL_FORMATS["rgb24"], 16385, 1)
    with pytest.raises(Exception, match="libwebp refuses"):
        write_still(tmp_path / "a.webp", big)
    assert os.listdir(tmp_path) == ["a.png"]


def test_choice_of_format() -> None:
    def chosen(path: str, name: str) -> str:
        return choose_still(path, PIXEL_FORMATS[name]).name

    assert [chosen("a.png", n) for n in ("yuv420p", "nv12", "yuv444p10le", "p010le", "gray10le")] == [
        "rgb24", "rgb24", "rgb48le", "rgb48le", "gray16le",
    ]  # fmt: skip
    assert [chosen("a.JPG", n) for n in ("rgba64le", "yuv420p", "gray16le")] == ["rgb24", "rgb24", "gray"]
    assert [chosen("a.webp", n) for n in ("rgba64le", "gray", "rgb24")] == ["rgba", "rgb24", "rgb24"]
    assert is_still("x.PNG") and not is_still("x.mkv")


def test_colour_is_full_range_rgb() -> None:
    assert color_of(PIXEL_FORMATS["rgb24"]) == RGB


def test_a_picture_with_a_named_colour_profile_is_let_go_of() -> None:
    """PyAV would free the name twice: the process crashed at some time after."""
    program = f"""
import gc
from upshade.media.reader import Reader
for _ in range(3):
    with Reader({str(PHOTO)!r}) as reader:
        frame = next(iter(reader))
    del frame, reader
    gc.collect()
print("alive")
"""
    assert b"iCCP" in PHOTO.read_bytes()
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "alive\n"), done.stderr
