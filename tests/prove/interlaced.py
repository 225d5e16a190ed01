"""Interlaced and telecined clips, made by FFmpeg of progressive ones: `--pre auto` picks right, and how near it comes.

Drawings of the clip that comes with the package, the same with the grain of a film, line art that pans; as DVDs have
them (MPEG-2, 720x480, 30000/1001), in H.264 and without loss; either field first. PSNR of luma over all pictures, each
against the progressive one of its time.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from media.interlace import film
from media.subs import ffmpeg
from upshade.gl.context import Context
from upshade.jobs.job import Job
from upshade.jobs.render import render
from upshade.media.reader import open_video

from ._clips import lineart

SIZE, COUNT = (720, 480), 120
Luma = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Way:
    """`filters` make it of progressive pictures at `rate`; {field} is the first one, "top" or "bottom". `pre` undoes
    it, and gives `share` as many pictures."""

    name: str
    pre: str
    rate: Fraction
    filters: str
    share: Fraction = Fraction(1)


WAYS = (
    Way("progressive", "none", Fraction(30000, 1001), "null"),
    Way("interlaced", "deinterlace", Fraction(60000, 1001), "tinterlace=interleave_{field}", Fraction(1, 2)),
    Way("telecined", "ivtc", Fraction(24000, 1001), "telecine=first_field={field}:pattern=23"),
)
CODED = {
    "lossless": "-c:v ffv1",
    "MPEG-2, 6 Mbit/s": "-c:v mpeg2video -b:v 6M -maxrate 9M -bufsize 1835k -g 15 -bf 2",
    "H.264, CRF 18": "-c:v libx264 -crf 18 -preset veryfast",
}


def materials() -> Iterator[tuple[str, list[Luma]]]:
    pictures = [picture[0] for picture in film(COUNT, SIZE)]
    yield "drawings", pictures
    rng = np.random.default_rng(5)
    noisy = [np.clip(p + rng.normal(0, 4, p.shape), 16, 235).astype(np.uint8) for p in pictures]
    yield "drawings, grainy", noisy
    page = np.rint(16 + 219 * lineart().mean(axis=2)).astype(np.uint8)
    page = np.tile(page, (-(-SIZE[1] // page.shape[0]), -(-SIZE[0] // page.shape[1])))[: SIZE[1], : SIZE[0]]
    yield "line art, panned", [np.roll(page, (n, 3 * n), (0, 1)) for n in range(COUNT)]


def raw(path: Path, pictures: list[Luma], rate: Fraction) -> Path:
    """Progressive, without loss."""
    with av.open(str(path), "w") as out:
        stream = out.add_stream("ffv1", rate=rate)
        (stream.width, stream.height), stream.pix_fmt = SIZE, "yuv420p"
        stream.codec_context.time_base = 1 / rate
        for number, luma in enumerate(pictures):
            frame = av.VideoFrame(*SIZE, "yuv420p")
            for plane, samples in zip(frame.planes, (luma, 128, 128), strict=True):
                np.ndarray((plane.height, plane.line_size), np.uint8, plane)[:, : plane.width] = samples
            frame.pts = number
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def make(folder: Path, source: Path, way: Way, field: str, coded: str) -> Path:
    path = folder / "in.mkv"
    fields = [] if way.pre == "none" or coded == "lossless" else ["-flags", "+ildct+ilme"]
    order = "prog" if way.pre == "none" else f"{field[0]}ff"
    graph = f"{way.filters.format(field=field)},setfield={order}"
    ffmpeg("-i", source, "-vf", graph, "-fps_mode", "passthrough", *CODED[coded].split(), *fields, path)
    return path


def quality(path: Path, pictures: list[Luma], rate: Fraction) -> tuple[float, int]:
    """dB over all pictures, and how many there are."""
    errors = []
    with open_video(path) as reader:
        for frame in reader:
            assert frame.pts is not None
            number = round((frame.pts - reader.info.start_pts) * frame.time_base * rate)
            wanted = pictures[min(number, len(pictures) - 1)]
            errors.append(float(np.mean((frame.planes[0].astype(np.float32) - wanted) ** 2)))
    error = float(np.mean(errors))
    return (float("inf") if error == 0 else 10 * float(np.log10(255**2 / error))), len(errors)


def main() -> int:
    faults: list[str] = []
    print("| pictures | clip | coded | first field | auto picks | PSNR untouched | PSNR rendered |")
    print("| --- | --- | --- | --- | --- | --: | --: |")
    with tempfile.TemporaryDirectory() as name, Context.headless():
        folder = Path(name)
        for material, pictures in materials():
            for way in WAYS:
                source = raw(folder / "progressive.mkv", pictures, way.rate)
                expected = len(pictures) * way.share
                for coded in CODED:
                    for field in ("top", "bottom") if way.pre != "none" else ("top",):
                        path = make(folder, source, way, field, coded)
                        with open_video(path, pre="auto") as reader:
                            found = reader.pre
                        output = folder / "out.mkv"
                        render(Job(str(path), str(output), None, codec="ffv1", pre="auto", overwrite=True, fresh=True))
                        before, _ = quality(path, pictures, way.rate)
                        after, count = quality(output, pictures, way.rate)
                        what = f"{material}, {way.name}, {coded}, {field} field first"
                        if found != way.pre:
                            faults.append(f"{what}: auto picks {found}, {way.pre} is right")
                        elif abs(count - expected) > 1:
                            faults.append(f"{what}: {count} pictures, {expected} would be right")
                        elif way.pre != "none" and after < before + 1:
                            faults.append(f"{what}: {before:.1f} dB before, {after:.1f} after")
                        print(f"| {material} | {way.name} | {coded} | {field if way.pre != 'none' else ''} | {found} "
                              f"| {before:.1f} | {after:.1f} |")  # fmt: skip
    print("\nFaults: " + ("none." if not faults else ""))
    for fault in faults:
        print(f"- {fault}")
    return int(bool(faults))
