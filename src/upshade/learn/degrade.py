"""Pairs to learn from: a picture as it should be, and what a player would have been given of it.

Pictures are luma (h, w), float32 in 0…1, as limited-range video has it. A degradation belongs to what is learned, so
its text (`area`, `bicubic+noise5`, `area+h264:23`) goes into the shader.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..core.scale import taps
from ..errors import BadInput, nearest
from ..media import recompress

Plane = NDArray[np.floating[Any]]

SHRINKS = ("area", "bicubic")
TASKS = {"upscale": "area", "deblur": "blur1.2", "denoise": "noise10", "deblock": "h264:32", "sharpen": "none"}
"""What is learned, and how its input is made unless told otherwise."""
SHARPEN = 1.0
"""How much the true pictures are sharpened for the task of that name."""

_NUMBERED = {
    "blur": "blurS, S from 0.1 to 5, for example blur0.8",
    "noise": "noiseS, S from 0.1 to 100, for example noise5",
    "h264": "h264:CRF, CRF from 0 to 51, for example h264:23",
}
_PART = re.compile(r"(?P<name>[a-z]+)(?P<value>\d+(\.\d+)?)?")


@dataclass(frozen=True, slots=True)
class Degradation:
    """In this order: `blur`, a Gaussian's sigma in pixels of the true picture; `shrink`, "area" (means of factor ×
    factor pixels), "bicubic" (a = −0.5, widened by the factor: what benchmarks do) or "" at factor 1; `noise`, a
    Gaussian's sigma in 8-bit steps; `crf`, of H.264, None for none."""

    shrink: str = ""
    blur: float = 0.0
    noise: float = 0.0
    crf: float | None = None

    def __str__(self) -> str:
        parts = [self.shrink] if self.shrink else []
        parts += [f"blur{self.blur:g}"] if self.blur else []
        parts += [f"noise{self.noise:g}"] if self.noise else []
        parts += [f"h264:{self.crf:g}"] if self.crf is not None else []
        return "+".join(parts) or "none"


def parse(text: str, factor: int) -> Degradation:
    """BadInput for a word that is none, a value outside its range, or a shrink that the factor has no use for."""
    shrink, blur, noise, crf = "", 0.0, 0.0, None
    for part in text.split("+"):
        head, colon, quality = part.partition(":")
        found = _PART.fullmatch(head if head != "h264" else "h")
        name = "h264" if head == "h264" else found["name"] if found else head
        value = found["value"] if found else None
        if name in SHRINKS and value is None and not colon:
            shrink = name
        elif name == "blur" and value and not colon and 0.1 <= float(value) <= 5:
            blur = float(value)
        elif name == "noise" and value and not colon and 0.1 <= float(value) <= 100:
            noise = float(value)
        elif name == "h264" and re.fullmatch(r"\d+(\.\d+)?", quality) and float(quality) <= 51:
            crf = float(quality)
        elif name in _NUMBERED:
            raise BadInput(f"--degrade {text}: '{part}' is to be {_NUMBERED[name]}")
        elif part != "none":
            raise BadInput(
                f"--degrade {text}: '{part}' is none of area, bicubic, blur0.1 to blur5, noise0.1 to noise100, h264:0 "
                f"to h264:51, none, with + between them{nearest(name, (*SHRINKS, *_NUMBERED, 'none'))}"
            )
    if factor == 1 and shrink:
        raise BadInput(f"--degrade {text}: at factor 1 nothing is shrunk; leave '{shrink}' out")
    return Degradation(shrink if factor == 1 else shrink or "area", blur, noise, crf)


def dice(seed: int, name: str) -> np.random.Generator:
    """What noise on the picture of that name is thrown with."""
    digest = hashlib.blake2b(f"{seed} {name}".encode("utf-8", "surrogateescape"), digest_size=8).digest()
    return np.random.default_rng(int.from_bytes(digest))


def pair(
    picture: Plane, factor: int, how: Degradation, sharpen: float, random: np.random.Generator
) -> tuple[Plane, Plane]:
    """(given, true): (h, w) and (h·factor, w·factor), float32; the given one has 8 bits. `sharpen`: how much the true
    one is sharpened first, 0 not at all."""
    h, w = picture.shape[0] // factor * factor, picture.shape[1] // factor * factor
    true = picture[:h, :w].astype(np.float32)
    given: Plane = true
    if how.blur:
        given = gaussian(given, how.blur)
    if factor > 1:
        given = shrunk(given, factor, how.shrink)
    if how.noise:
        given = given + random.normal(0, how.noise / 255, given.shape)
    eight = np.rint(np.clip(given, 0, 1) * 255).astype(np.uint8)
    if how.crf is not None:
        eight = compressed(eight, how.crf)
    if sharpen:
        true = sharpened(true, sharpen)
    return eight.astype(np.float32) / np.float32(255), true


def shrunk(picture: Plane, factor: int, kernel: str) -> Plane:
    h, w = picture.shape[0] // factor, picture.shape[1] // factor
    if kernel == "area":
        made: Plane = picture.reshape(h, factor, w, factor).mean(axis=(1, 3))
        return made
    for axis, size in ((0, h), (1, w)):
        table = taps("catmull_rom", size * factor, size, float(factor), 0.0)
        picture = table.apply(picture.astype(np.float64), axis)
    return picture


def gaussian(picture: Plane, sigma: float) -> Plane:
    reach = int(np.ceil(3 * sigma))
    weights = np.exp(-np.square(np.arange(-reach, reach + 1)) / (2 * sigma * sigma))
    weights /= weights.sum()
    padded = np.pad(picture, reach, mode="edge")
    h, w = picture.shape
    rows = sum((weights[i] * padded[i : i + h] for i in range(1, len(weights))), start=weights[0] * padded[:h])
    made: Plane = sum((weights[i] * rows[:, i : i + w] for i in range(1, len(weights))), start=weights[0] * rows[:, :w])
    return made.astype(picture.dtype)


def sharpened(picture: Plane, amount: float) -> Plane:
    """With `amount` of what a Gaussian of one pixel takes from it, kept in the range of its 3×3 neighbours: no halo."""
    more = picture + amount * (picture - gaussian(picture, 1.0))
    around = np.lib.stride_tricks.sliding_window_view(np.pad(picture, 1, mode="edge"), (3, 3))
    made: Plane = np.clip(more, around.min(axis=(2, 3)), around.max(axis=(2, 3))).astype(np.float32)
    return made


def compressed(picture: NDArray[np.uint8], crf: float) -> NDArray[np.uint8]:
    """The middle one of five frames of a slow pan over the picture: predicted from others, as most frames are."""
    frames = []
    h, w = picture.shape
    padded = np.pad(picture, 4, mode="edge")
    for t in (-2, -1, 0, 1, 2):
        y, x = 4 + t, 4 + 2 * t
        frames.append(padded[y : y + h, x : x + w])
    return recompress.h264(frames, crf)[2]
