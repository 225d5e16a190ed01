"""Subtitles in the samples of a picture, against a slow reading of the same formulas and against mpv."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from media.clips import noise
from media.subs import Shown, drawn, font_file, make_ass, make_pgs, make_vobsub, mux
from oracle.common import need
from upshade.core.color import RGB, Color, Matrix, Range, Siting, Tags
from upshade.core.frame import PIXEL_FORMATS, Frame, Model, PixelFormat
from upshade.media.burn import Burner, recoding
from upshade.media.overlay import NOTHING, Overlay, Tile
from upshade.media.reader import open_video
from upshade.media.subtitles import Subtitles, open_subtitles

DEMO = Path(__file__).parents[2] / "src/upshade/data/demo.mkv"
COEFFICIENTS = {Matrix.BT601: (0.299, 0.114), Matrix.BT709: (0.2126, 0.0722), Matrix.BT2020: (0.2627, 0.0593)}


@dataclass
class Fixed:
    """Subtitles that show one overlay from 1 s on."""

    overlay: Overlay
    asked: int = 0

    def at(self, time: Fraction, width: int, height: int, sar: Fraction) -> Overlay:
        self.asked += 1
        return self.overlay if time >= 1 else NOTHING


def burner(overlay: Overlay, frame: Frame) -> Burner:
    subtitles: Any = Fixed(overlay)
    return Burner(subtitles, frame.width, frame.height, frame.format, frame.color, frame.sar)


def frame_of(fmt: PixelFormat, width: int, height: int, color: Color, seed: int = 0) -> Frame:
    return replace(noise(fmt, width, height, seed, pts=1500, time_base=Fraction(1, 1000)), color=color)


def tile(x: int, y: int, width: int, height: int, seed: int = 0) -> Tile:
    """Premultiplied noise with much that is quite clear and quite opaque."""
    dice = np.random.default_rng(seed)
    alpha = dice.choice([0, 0, 255, 255, 1, 7, 128, 254], (height, width, 1))
    colors = dice.integers(0, 256, (height, width, 3)) * alpha // 255
    return Tile(x, y, np.concatenate([colors, alpha], 2).astype(np.uint8))


def reference(frame: Frame, overlay: Overlay) -> list[NDArray[np.float64]]:
    """The planes in code values, unrounded, chroma averaged sample by sample."""
    fmt, color = frame.format, frame.color
    cover = np.zeros((frame.height, frame.width, 4))
    for t in overlay.tiles:
        cover[t.y : t.y + t.pixels.shape[0], t.x : t.x + t.pixels.shape[1]] = t.pixels / 255
    top = 2**fmt.bits - 1
    r, g, b, a = np.moveaxis(cover, 2, 0)
    if fmt.model is Model.RGB:
        parts = {"r": r * top, "g": g * top, "b": b * top}
    else:
        kr, kb = COEFFICIENTS[color.matrix]
        y = kr * r + (1 - kr - kb) * g + kb * b
        u, v = (b - y) / (2 * (1 - kb)), (r - y) / (2 * (1 - kr))
        unit = 2 ** (fmt.bits - 8)
        if color.range is Range.LIMITED:
            y, u, v = (219 * y + 16 * a) * unit, (224 * u + 128 * a) * unit, (224 * v + 128 * a) * unit
        else:
            y, u, v = y * top, u * top + 128 * unit * a, v * top + 128 * unit * a
        parts = {"y": y, "u": u, "v": v}
    result = []
    for index, names in enumerate(fmt.planes):
        plane = (frame.planes[index] >> fmt.shift).astype(float)
        plane = plane.reshape(*plane.shape[:2], len(names))
        out = plane.copy()
        for row in range(plane.shape[0]):
            for column in range(plane.shape[1]):
                places = sites(row, column, frame, names[0] in "uv")
                opacity = sum(w * a[p] for p, w in places)
                for k, name in enumerate(names):
                    value = sum(w * parts[name][p] for p, w in places)
                    out[row, column, k] = np.clip(plane[row, column, k] * (1 - opacity) + value, 0, top)
        result.append(out)
    return result


def sites(row: int, column: int, frame: Frame, chroma: bool) -> list[tuple[tuple[int, int], float]]:
    """The luma samples that a sample stands for, with weights."""
    x_step, y_step = frame.format.sub if chroma else (1, 1)
    siting = frame.color.siting

    def along(place: int, step: int, size: int, cosited: bool) -> list[tuple[int, float]]:
        if step == 1:
            return [(place, 1.0)]
        taps = [(-1, 0.25), (0, 0.5), (1, 0.25)] if cosited else [(0, 0.5), (1, 0.5)]
        return [(min(max(2 * place + k, 0), size - 1), w) for k, w in taps]

    rows = along(row, y_step, frame.height, siting is Siting.TOPLEFT)
    columns = along(column, x_step, frame.width, siting is not Siting.CENTER)
    return [((r, c), a * b) for r, a in rows for c, b in columns]


OPAQUE = [name for name, fmt in PIXEL_FORMATS.items() if not fmt.has_alpha]


@pytest.mark.parametrize("name", OPAQUE)
def test_every_sample_is_what_the_formulas_say(name: str) -> None:
    fmt = PIXEL_FORMATS[name]
    looks = [RGB]
    if fmt.model is not Model.RGB:
        looks = [Color(Matrix.BT709, Range.LIMITED), Color(Matrix.BT601, Range.FULL, Siting.CENTER),
                 Color(Matrix.BT601, Range.LIMITED, Siting.TOPLEFT)]  # fmt: skip
    for color in looks:
        for number, (x, y) in enumerate([(0, 0), (3, 5), (8, 2), (13, 6)]):
            frame = frame_of(fmt, 21, 13, color, number)
            overlay = Overlay((tile(x, y, 8, 7, number), tile((x + 10) % 20, 0, 1, 1, number)))
            out = burner(overlay, frame).burn(frame)
            for got, want in zip(out.planes, reference(frame, overlay), strict=True):
                codes = (got >> fmt.shift).reshape(want.shape)
                # Half a code of rounding, and that of opacities to 1/65536.
                assert np.abs(codes - want).max() <= 0.5 + 2 ** (fmt.bits - 16) + 1e-3, (color, x, y)


@pytest.mark.parametrize("name", [n for n, f in PIXEL_FORMATS.items() if f.has_alpha])
def test_alpha_stays_straight_and_grows(name: str) -> None:
    fmt = PIXEL_FORMATS[name]
    frame = frame_of(fmt, 16, 12, RGB)
    frame.planes[0][:4, :, 3] = 0
    frame.planes[0][4:8, :, 3] = fmt.full_scale
    one = tile(2, 1, 12, 10)
    got = burner(Overlay((one,)), frame).burn(frame).planes[0]
    behind, over = frame.planes[0] / fmt.full_scale, np.zeros((12, 16, 4))
    over[1:11, 2:14] = one.pixels / 255
    alpha = over[..., 3] + behind[..., 3] * (1 - over[..., 3])
    color = over[..., :3] + behind[..., :3] * (behind[..., 3] * (1 - over[..., 3]))[..., None]
    seen = alpha > 0
    want = np.concatenate([color / np.where(seen, alpha, 1)[..., None], alpha[..., None]], 2) * fmt.full_scale
    touched = over[..., 3] > 0
    assert np.abs(got - want)[touched & seen].max() <= 0.51
    assert np.array_equal(got[~touched], frame.planes[0][~touched])


@pytest.mark.parametrize("name", sorted(PIXEL_FORMATS))
def test_what_is_not_covered_stays_as_it_is(name: str) -> None:
    """Also where a tile is clear, and at opacity 255 the colour is exactly that of the tile."""
    fmt = PIXEL_FORMATS[name]
    color = RGB if fmt.model is Model.RGB else Color(Matrix.BT709, Range.LIMITED)
    frame = frame_of(fmt, 64, 48, color)
    before = [plane.copy() for plane in frame.planes]
    clear, white = np.zeros((20, 20, 4), np.uint8), np.full((8, 8, 4), 255, np.uint8)
    out = burner(Overlay((Tile(5, 5, clear), Tile(40, 24, white))), frame).burn(frame)
    for index, (a, b) in enumerate(zip(out.planes, before, strict=True)):
        chroma = fmt.planes[index][0] in "uv"
        sx, sy = fmt.sub if chroma else (1, 1)
        reach = np.zeros(a.shape[:2], bool)
        reach[24 // sy : 32 // sy, 40 // sx : 32 // sx + (16 + sx) // sx + 1] = True
        assert np.array_equal(a[~reach], b[~reach])
        peak = fmt.full_scale if fmt.model is Model.RGB else (128 if chroma else 235) << (fmt.bits - 8) << fmt.shift
        assert (a[26 // sy : 30 // sy, 42 // sx : 46 // sx] == peak).all()
        assert np.array_equal(frame.planes[index], b), "the frame that came in is not written to"


def test_a_frame_without_subtitles_is_the_same_object() -> None:
    frame = frame_of(PIXEL_FORMATS["yuv420p10le"], 64, 48, Color(Matrix.BT709, Range.LIMITED))
    early = replace(frame, pts=999)
    b = burner(Overlay((tile(0, 0, 8, 8),)), frame)
    assert b.burn(early) is early
    out = b.burn(frame)
    assert out is not frame
    assert (out.pts, out.time_base, out.sar, out.color) == (frame.pts, frame.time_base, frame.sar, frame.color)
    with pytest.raises(ValueError, match="the frame is"):
        b.burn(frame_of(PIXEL_FORMATS["yuv420p"], 64, 48, frame.color))


# ── HDR


def white(transfer: int, primaries: int = 9, rgb: tuple[float, float, float] = (1, 1, 1)) -> list[float]:
    change = recoding(Color(Matrix.BT2020, Range.LIMITED, tags=Tags(1, 9, primaries, transfer)))
    assert change is not None
    return [float(v) for v in change(np.array([rgb]))[0]]


def test_white_is_203_nits_in_hdr() -> None:
    """The signal levels that BT.2408 gives for HDR reference white: 58 % of PQ, 75 % of HLG."""
    assert white(16) == pytest.approx([0.5807] * 3, abs=2e-4)
    assert white(18) == pytest.approx([0.75] * 3, abs=2e-3)
    assert white(16, rgb=(0, 0, 0)) == pytest.approx([0] * 3, abs=1e-5)
    assert white(18, rgb=(0, 0, 0)) == pytest.approx([0] * 3, abs=1e-5)


def test_colours_keep_their_meaning_in_bt2020() -> None:
    assert white(14) == pytest.approx([1] * 3, abs=1e-3)
    red, green, blue = white(14, rgb=(1, 0, 0))
    # Linear 0.6274, 0.0691, 0.0164 (BT.2087), through the curve of sRGB.
    assert (red, green, blue) == pytest.approx((0.8138, 0.2915, 0.1353), abs=1e-3)
    assert recoding(Color(Matrix.BT709, Range.LIMITED, tags=Tags(1, 1, 1, 1))) is None
    assert recoding(Color(Matrix.BT601, Range.LIMITED)) is None


def test_hdr_is_burnt_at_that_white() -> None:
    color = Color(Matrix.BT2020, Range.LIMITED, tags=Tags(1, 9, 9, 16))
    frame = frame_of(PIXEL_FORMATS["yuv420p10le"], 32, 32, color)
    out = burner(Overlay((Tile(0, 0, np.full((32, 32, 4), 255, np.uint8)),)), frame).burn(frame)
    assert (out.planes[0] == round((16 + 219 * 0.58069) * 4)).all()
    assert (out.planes[1] == 512).all() and (out.planes[2] == 512).all()


# ── mpv


STYLED = [
    ("0:00:01.00", "0:00:03.00", r"Dialogue, {\i1}two lines{\i0}\Nof it"),
    ("0:00:01.00", "0:00:03.00", r"{\an8\pos(320,60)\frz20\fscx150\c&H2040F0&}Sign"),
    ("0:00:01.00", "0:00:03.00", r"{\an5\k50}Ka{\k50}ra{\k100}o{\K50\blur3}ke"),
    ("0:00:01.00", "0:00:03.00", r"{\an4\fad(500,2000)\bord4\3c&H00FF00&}Fade"),
    ("0:00:01.00", "0:00:03.00", r"{\an9\t(\fscx200\frx60)}Turn"),
    ("0:00:01.50", "0:00:03.00", "Collides"),
]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo clip with ASS, Blu-ray, DVD and plain text; 0.2 s of pictures around what is compared."""
    folder = tmp_path_factory.mktemp("mpv")
    (folder / "s.ass").write_text(make_ass(STYLED, head=""))
    palette = {0: (16, 128, 128, 0), 1: (16, 128, 128, 200)}
    palette |= {i: (16 + (i - 1) * 219 // 14, 128, 100 + i, 255) for i in range(2, 16)}
    text = drawn("Blu-ray Disc", 30, 16)
    (folder / "s.sup").write_bytes(make_pgs([Shown(1000, 2500, 100, 300, text)], palette, (640, 360)))
    dvd = [Shown(1000, 2500, 200, 400, drawn("DVD subtitle", 40))]
    index = make_vobsub(folder / "s.idx", dvd, [0xFFFFFF, 0x101010, 0xFF0000, 0xFFFF00] + [0] * 12)
    (folder / "s.srt").write_text(
        '1\n00:00:01,000 --> 00:00:02,500\n<i>Hello</i> <font color="#ff0000">red</font>\nworld\n'
    )
    files = (folder / "s.ass", folder / "s.sup", index, folder / "s.srt")
    return mux(folder / "m.mkv", DEMO, *files, fonts={"a.ttf": font_file()})


def by_mpv(path: Path, track: int, size: tuple[int, int], folder: Path, *options: str) -> NDArray[np.uint8]:
    """What mpv shows at 1.75 s, subtitle track `track` (0: none) drawn by itself."""
    out = folder / str(track)
    out.mkdir()
    command = [need("mpv", "mpv"), "--no-config", "--no-audio", "--vo=image", "--vo-image-format=png", "--frames=1",
               "--start=1.75", f"--vo-image-outdir={out}", f"--sid={track or 'no'}", "--vo-image-png-compression=0",
               f"--vf=lavfi=[scale={size[0]}:{size[1]},setsar=1],format=rgb24", *options, str(path)]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    pictures = sorted(out.glob("*.png"))
    assert pictures, done.stdout + done.stderr
    return np.array(Image.open(pictures[0]).convert("RGB"))


PLAIN = ("--sub-font-size=38", "--sub-border-size=1.65", "--sub-margin-x=23", "--sub-margin-y=34",
         "--sub-ass-force-style=PlayResX=512")  # fmt: skip
"""The style of mpv 0.39 for an older one."""


@pytest.mark.parametrize(
    ("track", "size", "options", "decibel"),
    [
        (1, (1280, 720), (), 55),
        (1, (640, 480), (), 55),
        (2, (640, 360), (), 50),  # of its own size: mpv's way of scaling is another
        (3, (720, 480), (), 60),
        (4, (1280, 720), PLAIN, 50),
    ],
)
def test_mpv_draws_the_same(
    track: int, size: tuple[int, int], options: tuple[str, ...], decibel: float, demo: Path, tmp_path: Path
) -> None:
    """Where either of the two draws anything."""
    fmt = PIXEL_FORMATS["rgb24"]
    plain = by_mpv(demo, 0, size, tmp_path)
    want = by_mpv(demo, track, size, tmp_path, *options)
    with open_video(demo) as reader:
        info = reader.info
    with open_subtitles(info, str(track)) as subtitles:
        frame = Frame((plain,), *size, fmt, RGB, 1750, Fraction(1, 1000))
        got = burn(subtitles, frame)
    drawn_there = (want != plain).any(2) | (got != plain).any(2)
    assert drawn_there.sum() > 1000
    error = np.mean((got.astype(float) - want)[drawn_there] ** 2)
    assert error < 255**2 / 10 ** (decibel / 10), f"{10 * np.log10(255**2 / error):.1f} dB"


def burn(subtitles: Subtitles, frame: Frame) -> NDArray[np.uint8]:
    return Burner(subtitles, frame.width, frame.height, frame.format, frame.color, frame.sar).burn(frame).planes[0]
