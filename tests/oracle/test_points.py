"""Every hook point beside mpv: when it fires and what it holds, for every layout of planes, size and light.

The files of tests/shaders called `hook-*` each change what they find in a way that shows which light it is in and
where it lies. mpv widens a kernel that shrinks by one factor for both axes, so pictures keep their shape here; where
they do not, libplacebo judges.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from oracle import placebo
from oracle.ours import Chain, draw
from oracle.pictures import PICTURES, Picture
from upshade.core.color import Matrix
from upshade.core.metrics import psnr
from upshade.core.steps import Options

BAR = 50.0
CORPUS = Path(__file__).parent.parent / "shaders"
POINTS = [
    None,
    *sorted(
        p.stem for p in CORPUS.glob("hook-*.glsl") if p.stem not in ("hook-many", "hook-minimal", "hook-preoutput")
    ),
]
OF_PLANES = ("hook-luma", "hook-chroma", "hook-planes")
"""mpv runs these on Y'CbCr only."""

LIGHTS = {
    "gamma": ({}, Options(resize="lanczos3", shrink="lanczos3", chroma="catmull_rom", dither=False, linear="off",
                          sigmoid="off")),
    "as mpv of today": ({"linear-downscaling": True, "sigmoid-upscaling": True},
                        Options(resize="lanczos3", shrink="lanczos3", chroma="catmull_rom", dither=False)),
    "linear": ({"linear-downscaling": True, "linear-upscaling": True},
               Options(resize="lanczos3", shrink="lanczos3", chroma="catmull_rom", dither=False, linear="on",
                       sigmoid="off")),
}  # fmt: skip
"""mpv's options, ours."""
MPV = {"scale": "lanczos", "dscale": "lanczos", "cscale": "catmull_rom", "correct-downscaling": True,
       "scaler-resizes-only": False}  # fmt: skip


def crop(path: Path, format_: str, width: int, height: int) -> Picture:
    """A part of a real picture as a file: RGB, or BT.601 in planes of `format_`."""
    if format_ == "rgb24":
        Image.fromarray(PICTURES["photo"].planes[0][:height, :width]).save(path.with_suffix(".png"))
        return Picture(path.stem, path.with_suffix(".png"), format_, Matrix.RGB)
    frame = av.VideoFrame(width, height, "yuv444p")
    for to, plane in zip(frame.planes, PICTURES["photo-444"].planes, strict=True):
        padded = np.zeros((height, to.line_size), np.uint8)
        padded[:, :width] = plane[:height, :width]
        to.update(padded.tobytes())
    path = path.with_suffix(".mkv")
    with av.open(str(path), "w") as container:
        stream = container.add_stream("ffv1", rate=25)
        stream.width, stream.height, stream.pix_fmt = width, height, format_
        context = stream.codec_context
        context.colorspace, context.color_range, context.color_primaries, context.color_trc = 6, 1, 6, 6
        for made in (frame if format_ == "yuv444p" else frame.reformat(format=format_), None):
            container.mux(stream.encode(made))
    return Picture(path.stem, path, format_, Matrix.BT601)


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Picture]]:
    folder = tmp_path_factory.mktemp("points")
    yield [
        crop(folder / "rgb", "rgb24", 96, 64),
        crop(folder / "444", "yuv444p", 96, 64),
        crop(folder / "422", "yuv422p", 90, 60),
        crop(folder / "420-odd", "yuv420p", 81, 55),
    ]


@pytest.fixture
def anchor(tmp_path: Path) -> Path:
    """Makes mpv bring planes together before it resizes them."""
    path = tmp_path / "anchor.glsl"
    path.write_text("//!HOOK MAIN\n//!BIND HOOKED\n//!DESC anchor\nvec4 hook() { return HOOKED_tex(HOOKED_pos); }\n")
    return path


@pytest.mark.parametrize("name", POINTS, ids=str)
def test_every_point_holds_what_mpv_has_there(context, mpv, pictures, anchor, name) -> None:
    shaders = (anchor,) if name is None else (CORPUS / f"{name}.glsl", anchor)
    wrong, ran = [], Counter[str]()
    for picture in pictures:
        if name is not None and name.startswith(OF_PLANES) and picture.format == "rgb24":
            continue
        w, h = picture.size
        for size in ((2 * w, 2 * h), (w * 27 // 20, h * 27 // 20), (w * 11 // 20, h * 11 // 20), (w, h)):
            for light, (theirs, ours) in LIGHTS.items():
                made, _, _ = draw(context, picture, Chain(shaders=shaders), size, ours)
                shown = mpv.render(picture.path, shaders, size, {**MPV, **theirs})
                case, db = f"{picture.name} {size} {light}", psnr(shown.image, made.image)
                ran.update(made.ran)
                if Counter(made.ran) != Counter(shown.ran):
                    wrong.append(f"{case}: ran {made.ran}, mpv {shown.ran}")
                elif not db >= BAR:
                    wrong.append(f"{case}: {db:.1f} dB")
    assert not wrong, "\n".join(wrong)
    assert name is None or len(ran) > 1


# One axis that grows and one that shrinks, and two that shrink unlike. (Of Y'CbCr libplacebo makes another light: its
# BT.1886 has a black that is not 0.)
@pytest.mark.parametrize("size", [(144, 40), (38, 52)])
def test_a_picture_that_changes_shape(context, pictures, anchor, size) -> None:
    picture = pictures[0]
    for way, options in (({}, LIGHTS["gamma"][1]), ({"sigmoid": "1", "disable_linear": "0"}, LIGHTS["linear"][1])):
        kernels = {"upscaler": "lanczos", "downscaler": "lanczos", "skip_aa": "0"}
        theirs = placebo.render(picture.path, (anchor,), size, {**kernels, **way})
        ours, _, _ = draw(context, picture, Chain(shaders=(anchor,)), size, options)
        assert psnr(theirs.image, ours.image) >= BAR + 5
