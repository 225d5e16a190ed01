"""Matrices and ranges against published constants; what tags mean, and which are written."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from upshade.core.color import RGB, Color, Matrix, Range, Siting, Tags, resolve, rgb_to_yuv, tags_for, yuv_to_rgb

YUV = [Matrix.BT601, Matrix.BT709, Matrix.BT2020]

# R = Y + a·Cr, G = Y − b·Cb − c·Cr, B = Y + d·Cb, to four decimals as they are published:
# ITU-T T.871 §7 (BT.601, full range), Poynton "Digital Video and HD" 2nd ed. (BT.709), BT.2020 from its table 4.
PUBLISHED = {
    Matrix.BT601: (1.4020, 0.3441, 0.7141, 1.7720),
    Matrix.BT709: (1.5748, 0.1873, 0.4681, 1.8556),
    Matrix.BT2020: (1.4746, 0.1646, 0.5714, 1.8814),
}


@pytest.mark.parametrize("matrix", YUV)
def test_published_constants(matrix: Matrix) -> None:
    a, b, c, d = PUBLISHED[matrix]
    m, _ = yuv_to_rgb(Color(matrix, Range.FULL), 8)
    assert m == pytest.approx(np.array([[1, 0, a], [1, -b, -c], [1, d, 0]]), abs=5e-5)


def test_published_limited_range_constants() -> None:
    """The figures that every BT.709 shader carries: 1.1644, 1.7927, 0.2132, 0.5329, 2.1124."""
    m, _ = yuv_to_rgb(Color(Matrix.BT709, Range.LIMITED), 8)
    assert m == pytest.approx(
        np.array([[1.1644, 0, 1.7927], [1.1644, -0.2132, -0.5329], [1.1644, 2.1124, 0]]), abs=5e-5
    )


@pytest.mark.parametrize("bits", [8, 10, 12, 16])
@pytest.mark.parametrize("matrix", YUV)
def test_code_values(matrix: Matrix, bits: int) -> None:
    """Black, white, grey and the ends of chroma are the code values of BT.709-6 §3 and BT.2100 table 9."""
    unit, top = 2 ** (bits - 8), 2**bits - 1
    for rng, black, white in ((Range.LIMITED, 16 * unit, 235 * unit), (Range.FULL, 0, top)):
        m, c = yuv_to_rgb(Color(matrix, rng), bits)
        grey = 128 * unit
        for code, level in ((black, 0.0), (white, 1.0)):
            assert m @ (np.array([code, grey, grey]) / top) + c == pytest.approx([level] * 3, abs=1e-12)
        m, c = rgb_to_yuv(Color(matrix, rng), bits)
        blue, red = (m @ [0, 0, 1] + c) * top, (m @ [1, 0, 0] + c) * top
        ends = 240 * unit if rng is Range.LIMITED else grey + top / 2
        assert blue[1] == pytest.approx(ends, abs=1e-9) and red[2] == pytest.approx(ends, abs=1e-9)


@pytest.mark.parametrize(("matrix", "rng", "bits"), list(product(YUV, Range, (8, 10, 12, 16))))
def test_inverse(matrix: Matrix, rng: Range, bits: int) -> None:
    color = Color(matrix, rng)
    m, c = yuv_to_rgb(color, bits)
    n, d = rgb_to_yuv(color, bits)
    assert m @ n == pytest.approx(np.eye(3), abs=1e-12)
    assert m @ d + c == pytest.approx(np.zeros(3), abs=1e-12)


def test_luma_weights_sum_to_the_grey_axis() -> None:
    for matrix in YUV:
        m, _ = rgb_to_yuv(Color(matrix, Range.FULL), 8)
        assert m @ [1, 1, 1] == pytest.approx([1, 0, 0], abs=1e-12)


@pytest.mark.parametrize(
    ("tags", "height", "matrix", "rng", "siting"),
    [
        (Tags(), 719, Matrix.BT601, Range.LIMITED, Siting.LEFT),
        (Tags(), 720, Matrix.BT709, Range.LIMITED, Siting.LEFT),
        (Tags(), 2160, Matrix.BT709, Range.LIMITED, Siting.LEFT),
        (Tags(space=1), 480, Matrix.BT709, Range.LIMITED, Siting.LEFT),
        (Tags(space=5), 1080, Matrix.BT601, Range.LIMITED, Siting.LEFT),
        (Tags(space=6), 1080, Matrix.BT601, Range.LIMITED, Siting.LEFT),
        (Tags(space=9), 1080, Matrix.BT2020, Range.LIMITED, Siting.LEFT),
        (Tags(range=2), 1080, Matrix.BT709, Range.FULL, Siting.CENTER),
        (Tags(range=1), 1080, Matrix.BT709, Range.LIMITED, Siting.LEFT),
        (Tags(space=0), 1080, Matrix.BT709, Range.LIMITED, Siting.LEFT),  # "RGB" on Y'CbCr planes is a lie
    ],
)
def test_what_tags_mean(tags: Tags, height: int, matrix: Matrix, rng: Range, siting: Siting) -> None:
    assert resolve(tags, height) == Color(matrix, rng, siting, tags)


def test_what_jpeg_means() -> None:
    for height in (100, 4000):
        assert resolve(Tags(), height, jpeg=True) == Color(Matrix.BT601, Range.FULL, Siting.CENTER)
    assert resolve(Tags(range=1), 100, jpeg=True).range is Range.LIMITED
    assert resolve(Tags(space=1), 100, jpeg=True).matrix is Matrix.BT709


def test_rgb_has_one_meaning() -> None:
    tags = Tags(range=1, space=1, primaries=9, transfer=16)
    assert resolve(tags, 480, rgb=True) == Color(Matrix.RGB, Range.FULL, Siting.CENTER, tags)
    assert tags_for(RGB, 480) == Tags(range=2, space=0)


@pytest.mark.parametrize(
    ("matrix", "rng", "space", "tagged", "height"),
    list(product(YUV, Range, (0, 1, 2, 5, 6, 9), (0, 1, 2), (480, 1080))),
)
def test_written_tags_are_read_back(matrix: Matrix, rng: Range, space: int, tagged: int, height: int) -> None:
    """Whatever a file said at its old size: the tags for the new one mean the colours that the samples have."""
    tags = Tags(tagged, space, 9, 16)
    written = tags_for(Color(matrix, rng, tags=tags), height)
    again = resolve(written, height)
    assert (again.matrix, again.range) == (matrix, rng)
    assert (written.primaries, written.transfer) == (9, 16)


def test_true_tags_stay_as_they_are() -> None:
    for tags, height in product((Tags(), Tags(space=5, range=1), Tags(1, 1, 1, 1), Tags(2, 6, 6, 13)), (480, 1080)):
        assert tags_for(resolve(tags, height), height) == tags
