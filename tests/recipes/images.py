"""Makes docs/images/*.webp, the README's before and after: `PYTHONPATH=tests python tests/recipes/images.py [NAME …]`.

The same crop side by side, enlarged without smoothing. Needs Pillow and Debian's renpy-demo; docs/CREDITS.md says
whose the pictures are.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from prove import _clips
from recipes import clip as recipe
from recipes.scenes import scenes
from reference.drawing import as_frame, banded, h264, halved
from upshade import Options, Pipeline, open_video
from upshade.core.color import Tags
from upshade.core.frame import Frame
from upshade.core.preset import DEFAULT
from upshade.gl.context import Context
from upshade.tools.picture import plain, rgb

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "docs" / "images"
DEMO = ROOT / "src" / "upshade" / "data" / "demo.mkv"
BACK, TEXT = (24, 26, 30), (214, 218, 224)
GAP, BAR = 8, 30

Picture = NDArray[np.uint8]
LEARNED, FACE = 12, (306, 424, 112, 96)
"""Of chance, and what is shown of it."""

Box = tuple[int, int, int, int]


def bytes_of(a: NDArray[np.float64]) -> Picture:
    return np.rint(np.clip(a, 0, 1) * 255).astype(np.uint8)


def panel(pictures: Sequence[Picture], labels: Sequence[str], zoom: int, gap: int = GAP) -> Image.Image:
    """Pictures of one size beside each other, each below its label."""
    h, w = pictures[0].shape[0] * zoom, pictures[0].shape[1] * zoom
    page = Image.new("RGB", (len(pictures) * (w + gap) - gap, h + BAR), BACK)
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(17)
    for n, (picture, label) in enumerate(zip(pictures, labels, strict=True)):
        page.paste(Image.fromarray(picture).resize((w, h), Image.Resampling.NEAREST), (n * (w + gap), BAR))
        pen.text((n * (w + gap) + 2, 5), label, TEXT, font)
    return page


def framed(rows: Sequence[Sequence[Image.Image]]) -> Image.Image:
    widths = [sum(p.width for p in row) + GAP * 2 * (len(row) - 1) for row in rows]
    height = sum(row[0].height for row in rows) + GAP * (len(rows) - 1)
    page = Image.new("RGB", (max(widths) + 2 * GAP, height + 2 * GAP), BACK)
    y = GAP
    for row in rows:
        x = GAP
        for picture in row:
            page.paste(picture, (x, y))
            x += picture.width + 2 * GAP
        y += row[0].height + GAP
    return page


def save(name: str, page: Image.Image) -> None:
    path = OUT / f"{name}.webp"
    path.parent.mkdir(parents=True, exist_ok=True)
    for quality in (95, 92, 88, 84, 80):
        page.save(path, quality=quality, method=6)
        if path.stat().st_size <= 150_000:
            break
    print(f"{path.relative_to(ROOT)}: {page.width}x{page.height}, {path.stat().st_size:,} bytes")


def crop(picture: Picture, box: Box) -> Picture:
    x, y, w, h = box
    return np.ascontiguousarray(picture[y : y + h, x : x + w])


def demo_frame(number: int) -> Frame:
    with open_video(DEMO) as reader:
        for n, frame in enumerate(reader):
            if n == number:
                return frame
    raise ValueError(number)


def hero(context: Context) -> None:
    """Lucy in the clip that ships, 640×360 at 700 kb/s, to 1280×720."""
    number, box = 60, (534, 232, 140, 112)
    frame = demo_frame(number)
    with Pipeline(DEFAULT, scale=2, output="rgb24", context=context) as pipeline:
        after = pipeline.process(frame).planes[0]
    before = plain(rgb(frame), after.shape[1], after.shape[0])
    truth = np.asarray(recipe.shot_stairs((number - 48) / 47).convert("RGB"))
    labels = ("640x360, plainly resized (Lanczos)", f"upshade, preset {DEFAULT}", "the true 1280x720")
    save("hero", framed([[panel([crop(p, box) for p in (before, after, truth)], labels, 3)]]))


def video(frames: Sequence[NDArray[np.float64]], crf: int) -> Frame:
    """The last of them as H.264 leaves it, 4:2:0."""
    return as_frame(h264(frames, crf)[1][-1], Tags(1, 1, 1, 1))


def coded(context: Context, crf: int) -> tuple[Picture, Picture, Picture]:
    """(coded, restored, true) frames of the painted shot at 640×360."""
    frames = [halved(frame) for frame in _clips.shot("figures, painted", 8)]
    source = video(frames, crf)
    with Pipeline("restore", context=context) as pipeline:
        return rgb(source), rgb(pipeline.process(source)), bytes_of(frames[-1])


def restore(context: Context) -> None:
    box = (176, 92, 104, 84)
    pictures = [crop(p, box) for p in coded(context, 23)]
    save("restore", framed([[panel(pictures, ("H.264 at CRF 23", "upshade, preset restore", "before coding"), 4)]]))


def deep(context: Context, picture: NDArray[np.float64], shader: str, sets: Sequence[str] = ()) -> NDArray[np.float64]:
    """16 bits in and out."""
    source = np.rint(np.clip(picture, 0, 1) * 65535).astype(np.uint16)
    options = Options(precision="full", dither=False)
    with Pipeline(None, shaders=[shader], sets=sets, options=options, context=context) as pipeline:
        return np.asarray(pipeline.process(source)) / 65535.0


def shaded(context: Context, picture: NDArray[np.float64], shader: str, sets: Sequence[str] = ()) -> Picture:
    return bytes_of(deep(context, picture, shader, sets))


def shaders(context: Context) -> None:
    """A crop for each shader of our own, before and after."""
    truth = list(_clips.shot("figures, painted", 12))[-1]
    small = bytes_of(halved(truth))
    large = plain(small, 1280, 720) / 255.0
    noisy = truth + np.random.default_rng(1).normal(0, 10 / 255, truth.shape[:2])[..., None]
    eye, hair = (360, 194, 72, 72), (360, 120, 72, 72)

    def pair(title: str, before: Picture, after: Picture, box: Box) -> Image.Image:
        return panel([crop(before, box), crop(after, box)], (title, ""), 2, 2)

    def large_pair(title: str, shader: str, box: Box, *sets: str) -> Image.Image:
        return pair(title, bytes_of(large), shaded(context, large, shader, sets), box)

    before, after, _ = coded(context, 30)
    _, coarse = banded()
    coarse = coarse[20:164, 60:204]

    def stretched(a: NDArray[np.float64]) -> Picture:
        low, high = coarse.min(axis=(0, 1)), coarse.max(axis=(0, 1))
        return bytes_of((a - low) / (high - low) * (0.2, 0.3, 0.3) + (0.2, 0.35, 0.55))

    push = ("push.full_gradient=0.1", "push.strength_color=0", "push.strength_gradient=0.5")
    rows = [
        [large_pair("anime4k/push", "anime4k/push", eye, *push), large_pair("deblur/dog", "deblur/dog", eye),
         large_pair("line/thin", "line/thin", hair), large_pair("line/darken", "line/darken", hair)],
        [large_pair("tone/highlight-clamp", "tone/highlight-clamp", hair),
         pair("denoise/bilateral", bytes_of(noisy), shaded(context, noisy, "denoise/bilateral"), eye),
         pair("denoise/compression", before, after, (180, 100, 72, 72)),
         panel([stretched(coarse), stretched(deep(context, coarse, "deband/deband", ["deband.grain=0"]))],
               ("deband (contrast stretched)", ""), 1, 2)],
    ]  # fmt: skip
    save("shaders", framed(rows))


def learned(context: Context) -> None:
    """A scene that nothing was learned from, at 640×360 and 4:2:0, compressed as video mostly is."""
    truth = np.asarray(next(scenes([], seed=LEARNED)), np.float64) / 255
    source = video([halved(truth)], 20)

    def enlarged(preset: str) -> Picture:
        with Pipeline(preset, size=(1280, 720), output="rgb24", context=context) as pipeline:
            return np.asarray(pipeline.process(source).planes[0])

    presets = (DEFAULT, "anime-cnn-coded")
    pictures = [plain(rgb(source), 1280, 720), *map(enlarged, presets), bytes_of(truth)]
    labels = ("640x360, Lanczos", *presets, "the true 1280x720")
    save("learned", framed([[panel([crop(p, FACE) for p in pictures], labels, 3)]]))


def main() -> None:
    with Context.headless() as context:
        for make in (hero, restore, shaders, learned):
            if len(sys.argv) < 2 or make.__name__ in sys.argv[1:]:
                make(context)


if __name__ == "__main__":
    main()
