"""Planes to the screen: against numpy for every pixel format; where pixels go when the view zooms, turns, splits."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from upshade.core import color as col
from upshade.core.color import Color, Matrix, Range, Siting
from upshade.core.frame import PIXEL_FORMATS, Frame, Model
from upshade.core.steps import Source, TextureSpec
from upshade.gl.develop import Developer, PlaneTexture
from upshade.gl.display import Display, Layer, Look
from upshade.gl.upload import Uploader

SIZE = (23, 17)


def frame(name: str, color: Color, size=SIZE) -> Frame:
    form = PIXEL_FORMATS[name]
    random = np.random.default_rng(5)
    planes = tuple(
        (random.integers(0, 2**form.bits, form.plane_shape(k, *size)) << form.shift).astype(form.dtype)
        for k in range(len(form.planes))
    )
    return Frame(planes, *size, form, color, 0, Fraction(1, 24))


def expected(picture: Frame) -> np.ndarray:
    """R'G'B' 0…1 in float64: chroma by bilinear interpolation at its siting."""
    form, color = picture.format, picture.color
    planes = [p.astype(np.float64) / form.full_scale for p in picture.planes]
    if form.model is Model.RGB:
        rgb = planes[0][..., :3]
        return rgb * planes[0][..., 3:] if form.has_alpha else rgb
    if form.model is Model.GRAY:
        middle = 2 ** (form.bits - 1) / (2**form.bits - 1)
        chroma = [np.full_like(planes[0], middle)] * 2
    elif len(planes) == 2:
        chroma = [planes[1][..., 0], planes[1][..., 1]]
    else:
        chroma = planes[1:]
    if form.model is Model.YUV and form.sub != (1, 1):
        chroma = [enlarged(c, form.sub, color.siting, picture.width, picture.height) for c in chroma]
    m, c = col.yuv_to_rgb(color, form.bits)
    return np.clip(np.stack([planes[0], *chroma], -1) @ m.T + c, 0, 1)


def enlarged(plane: np.ndarray, sub, siting: Siting, width: int, height: int) -> np.ndarray:
    first = (siting is not Siting.CENTER, siting is Siting.TOPLEFT)
    out = plane
    for axis, n, on, size in ((1, sub[0], first[0], width), (0, sub[1], first[1], height)):
        spot = (np.arange(size) - (0 if on or n == 1 else (n - 1) / 2)) / n
        low = np.floor(spot).astype(int)
        part = spot - low
        top = out.shape[axis] - 1
        a, b = (np.take(out, np.clip(low + k, 0, top), axis) for k in (0, 1))
        shape = (1, -1) if axis == 1 else (-1, 1)
        out = a * (1 - part.reshape(shape)) + b * part.reshape(shape)
    return out


def developed(context, pool, programs, picture: Frame) -> np.ndarray:
    form, size = picture.format, (picture.width, picture.height)
    uploader = Uploader(context, pool, programs, Source(*size, form, picture.color), range(len(form.planes)))
    uploader.upload(picture)
    developer = Developer(context, pool, programs, form, picture.color, *size)
    target = developer.develop([PlaneTexture(uploader.texture(k)) for k in range(len(form.planes))])
    display = Display(context, pool, programs)
    pixels = display.pixels(target)
    pool.give_back(target)
    for one in (developer, uploader, display):
        one.release()
    return pixels


@pytest.mark.parametrize("name", sorted(PIXEL_FORMATS))
def test_every_format_is_shown_as_its_colours_say(context, pool, programs, name: str) -> None:
    model = PIXEL_FORMATS[name].model
    color = col.RGB if model is Model.RGB else Color(Matrix.BT709, Range.LIMITED)
    picture = frame(name, color)
    error = developed(context, pool, programs, picture) / 255 - expected(picture)
    if PIXEL_FORMATS[name].bits <= 8:
        assert np.abs(error).max() < 0.51 / 255 + 1e-4
    else:  # dithered
        assert np.abs(error).max() < 0.95 / 255 and abs(error.mean()) < 0.05 / 255


def test_ten_bits_show_no_bands_on_a_screen_of_eight(context, pool, programs) -> None:
    """A ramp of 20 codes of 10 bits over 640 columns: its means rise evenly, and whole steps stay even."""
    form = PIXEL_FORMATS["gray10le"]
    ramp = np.linspace(400, 420, 640).round().astype(np.uint16)
    plane = np.tile(ramp, (64, 1))
    picture = Frame((plane,), 640, 64, form, Color(Matrix.BT709, Range.FULL), 0, Fraction(1, 24))
    columns = developed(context, pool, programs, picture)[..., 1].mean(0)
    blocks = columns.reshape(10, 64).mean(1) / 255 - ramp.reshape(10, 64).mean(1) / 1023
    assert np.abs(blocks).max() < 0.08 / 255
    whole = Frame((np.full((64, 64), 341, np.uint16),), 64, 64, form, picture.color, 0, Fraction(1, 24))  # 85/255
    assert (developed(context, pool, programs, whole) == 85).all()


@pytest.mark.parametrize("siting", list(Siting))
@pytest.mark.parametrize("matrix", [Matrix.BT601, Matrix.BT2020])
def test_siting_matrix_and_range(context, pool, programs, siting: Siting, matrix: Matrix) -> None:
    picture = frame("yuv420p", Color(matrix, Range.FULL, siting))
    error = developed(context, pool, programs, picture) / 255 - expected(picture)
    assert np.abs(error).max() < 0.51 / 255 + 1e-4


def test_samples_that_lie_four_in_a_texel(context, pool, programs) -> None:
    picture = frame("yuv420p", Color(Matrix.BT709, Range.LIMITED), (24, 16))
    form = picture.format
    targets = []
    for k, plane in enumerate(picture.planes):
        four = plane.shape[1] % 4 == 0
        width, parts = (plane.shape[1] // 4, 4) if four else (plane.shape[1], 1)
        target = pool.acquire(TextureSpec(width, plane.shape[0], parts, "f1"))
        target.texture.write(plane.tobytes(), alignment=1)
        targets.append((target, PlaneTexture(target.texture, four), k))
    developer = Developer(context, pool, programs, form, picture.color, 24, 16)
    target = developer.develop([t[1] for t in targets])
    pixels = Display(context, pool, programs).pixels(target)
    for one in (target, *(t[0] for t in targets)):
        pool.give_back(one)
    developer.release()
    assert np.array_equal(pixels, developed(context, pool, programs, picture))


@pytest.fixture
def shown(context, pool, programs):
    """Draws a picture on a 60x50 screen, as the window does; upper row first."""
    display = Display(context, pool, programs)
    screen = pool.acquire(TextureSpec(60, 50, 4, "f1"))
    lent = [screen]

    def picture(pixels: np.ndarray):
        target = pool.acquire(TextureSpec(pixels.shape[1], pixels.shape[0], 4, "f1"))
        lent.append(target)
        target.texture.write(np.dstack([pixels, np.full(pixels.shape[:2], 255, np.uint8)]).tobytes(), alignment=1)
        return target

    def draw(look: Look, *pictures: np.ndarray, layers=()) -> np.ndarray:
        display.clear(screen.fbo, (60, 50), (0.0, 0.0, 0.0))
        display.draw(screen.fbo, (60, 50), look, *(picture(p) for p in pictures))
        display.overlay(screen.fbo, (60, 50), layers, look.clip)
        return display.screen(screen.fbo, (60, 50))

    draw.display = display  # type: ignore[attr-defined]
    yield draw
    for target in lent:
        pool.give_back(target)
    display.release()


def noise(width: int, height: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)


ALL = (0.0, 0.0, 60.0, 50.0)


def test_pixel_for_pixel_and_whole_factors_are_exact(shown) -> None:
    small = noise(12, 9)
    once = shown(Look((7, 11, 12, 9), ALL), small)
    assert np.array_equal(once[11:20, 7:19], small)
    assert not once[:11].any() and not once[20:].any() and not once[:, :7].any()
    thrice = shown(Look((4, 5, 36, 27), ALL), small)
    assert np.array_equal(thrice[5:32, 4:40], small.repeat(3, 0).repeat(3, 1))


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_turned_counter_clockwise(shown, turns: int) -> None:
    small = noise(12, 9)
    turned = np.rot90(small, turns)
    got = shown(Look((3, 2, turned.shape[1], turned.shape[0]), ALL, turns), small)
    assert np.array_equal(got[2 : 2 + turned.shape[0], 3 : 3 + turned.shape[1]], turned)


def test_the_clip_is_kept_and_parts_outside_of_the_window_are_cut(shown) -> None:
    large = noise(90, 80)
    got = shown(Look((-10, -20, 90, 80), (5, 6, 40, 30)), large)
    assert np.array_equal(got[6:36, 5:45], large[26:56, 15:55])
    assert not got[:6].any() and not got[36:].any() and not got[:, :5].any() and not got[:, 45:].any()


def test_split_shows_a_left_of_the_line_and_b_at_its_right(shown) -> None:
    a, b = noise(60, 50, 1), noise(60, 50, 2)
    got = shown(Look(ALL, ALL, split=23.4), a, b)
    assert np.array_equal(got[:, :23], a[:, :23]) and np.array_equal(got[:, 23:], b[:, 23:])
    assert np.array_equal(shown(Look(ALL, ALL, split=-5.0), a, b), b)
    assert np.array_equal(shown(Look(ALL, ALL, split=99.0), a, b), a)


def test_difference_is_absolute_and_has_gain(shown) -> None:
    a, b = noise(60, 50, 1), noise(60, 50, 2)
    got = shown(Look(ALL, ALL, gain=3.0), a, b).astype(int)
    assert np.abs(got - np.clip(np.abs(a.astype(int) - b) * 3, 0, 255)).max() <= 1


@pytest.mark.parametrize("factor", [0.5, 0.25])
def test_a_smaller_picture_is_the_mean_of_what_it_covers(shown, factor: float) -> None:
    large = noise(48, 40)
    n = round(1 / factor)
    want = large.reshape(40 // n, n, 48 // n, n, 3).mean((1, 3))
    got = shown(Look((1, 2, 48 * factor, 40 * factor), ALL), large)
    assert np.abs(got[2 : 2 + 40 // n, 1 : 1 + 48 // n] - want).max() <= 1


@pytest.mark.parametrize("factor", [1.37, 2.5, 3.4, 7.3])
def test_an_even_picture_stays_even_at_any_zoom(shown, factor: float) -> None:
    even = np.full((7, 8, 3), (10, 128, 250), np.uint8)
    got = shown(Look((0, 0, 8 * factor, 7 * factor), ALL), even)
    inside = got[: int(7 * factor), : int(8 * factor)].reshape(-1, 3).astype(int)
    assert np.abs(inside - (10, 128, 250)).max() <= 1


def test_what_lies_over_the_picture_is_blended_once(shown, context) -> None:
    picture = np.full((50, 60, 3), 100, np.uint8)
    texture = context.mgl.texture((4, 3), 4, bytes([50, 0, 0, 128] * 12), alignment=1)
    got = shown(Look(ALL, ALL), picture, layers=[Layer(texture, (10.0, 20.0, 4.0, 3.0))])
    texture.release()
    over = got[20:23, 10:14].reshape(-1, 3).astype(int)
    assert np.abs(over - (100, 50, 50)).max() <= 1
    got[20:23, 10:14] = 100
    assert (got == 100).all()


def test_copies_show_every_kind_of_texture(context, pool, programs) -> None:
    display = Display(context, pool, programs)
    for parts, store, dtype in ((1, "f1", np.uint8), (2, "f2", np.float16), (4, "f4", np.float32)):
        source = pool.acquire(TextureSpec(8, 4, parts, store))
        value = 255 if store == "f1" else 1.0
        data = np.zeros((4, 8, parts), dtype)
        data[..., 0] = value
        source.texture.write(data.tobytes(), alignment=1)
        copy = display.copy(source, 4, 2)
        want = {1: (255, 255, 255), 2: (255, 0, 0), 4: (255, 0, 0)}[parts]
        assert (display.pixels(copy) == want).all()
        half = display.copy(source, 4, 2, gain=0.5)
        assert np.abs(display.pixels(half).astype(int) - np.array(want) // 2).max() <= 1
        # Around gray, and pixel for pixel.
        signed = display.copy(source, 8, 4, gain=0.5, bias=0.5)
        assert np.abs(display.pixels(signed).astype(int) - (128 + np.array(want) // 2)).max() <= 1
        for one in (source, copy, half, signed):
            pool.give_back(one)
    display.release()


def test_one_pixel_can_be_asked_for(shown, pool, context) -> None:
    picture = noise(9, 7)
    target = pool.acquire(TextureSpec(9, 7, 4, "f1"))
    target.texture.write(np.dstack([picture, picture[..., :1]]).tobytes(), alignment=1)
    assert np.array_equal(shown.display.pixel(target, 3, 2, 2, 4), picture[2:6, 3:5])
    pool.give_back(target)


def test_pixels_that_are_not_square_are_not_doubled_here_and_there(shown) -> None:
    """Wider by 1.45, as high as it is: columns are interpolated, rows are exact."""
    ramp = np.tile(np.linspace(0, 250, 40).astype(np.uint8)[None, :, None], (20, 1, 3))
    got = shown(Look((1, 2, 58, 20), ALL), ramp)[2:22, 4:55, 0].astype(int)
    steps = np.diff(got[0])
    assert (steps > 0).all() and steps.max() - steps.min() <= 2, "a ramp stays even"


def test_the_difference_of_pictures_of_two_sizes(shown) -> None:
    """Each is made smaller by its own factor."""
    large = noise(120, 100)
    small = large.reshape(50, 2, 60, 2, 3).mean((1, 3)).round().astype(np.uint8)
    got = shown(Look((0, 0, 60, 50), ALL, gain=1.0), small, large)
    assert got.max() <= 2
