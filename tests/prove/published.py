"""Push beside what its authors published: v0.9 and v1.0-RC2 in mpv, and the Python port on integers.

UPSHADE_PUBLIC=DIR, a checkout of bloc97/Anime4K at v1.0-RC2 (or with its tags), UPSHADE_PORT=DIR, one of
TianZerL/Anime4KPython. 8 bits out of both sides, bilinear resize. A pixel is *off* where it is more than one code
value from the other side; its *margin* is the least change of a compared value that would have changed a decision
that reaches it, by the float64 references. Flat line art is full of equal neighbours: there the published forms
compare equal numbers, and the last bit of a driver's resize decides. `push.least` makes those ties.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import types
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from oracle.mpv import Mpv
from oracle.ours import PLAIN, Chain, draw
from oracle.pictures import DATA, PICTURES, Picture, resize
from reference import FAST, FULL, Pushed, push_compounding, push_original, push_rc2
from upshade.core.color import Matrix
from upshade.core.library import find_shader
from upshade.core.metrics import psnr
from upshade.gl.context import Context

Image8 = NDArray[np.uint8]
TINY, TIE, BAR = 2.0**-10, 2.5e-5, 50.0
EXACT = replace(PLAIN, precision="full")
SETTINGS = {"v1.0RC2": FULL, "v1.0RC2_Fast": FAST}
RC2_FAST = ("push-rc2.blur=RC2_GAUSS5", "push-rc2.strength_color=0", "push-rc2.threshold=0.07", "push-rc2.most=0.6")


def published(version: str, folder: Path) -> Path:
    """The file of that version, without the FXAA pass that closes v1.0RC2, copied to `folder`."""
    root, name = Path(os.environ["UPSHADE_PUBLIC"]), f"Anime4K_Adaptive_{version}.glsl"
    found = next(iter(sorted(root.rglob(name))), None)
    if found is not None:
        text = found.read_text()
    else:
        git = ["git", "-C", str(root), "show", f"v1.0-RC2:glsl/{name}"]
        text = subprocess.run(git, check=True, capture_output=True, text=True).stdout
    copy = folder / name
    copy.write_text(text.partition("//Fast FXAA")[0])
    return copy


class Table:
    """Rows of two 8-bit pictures and a reference; `good` until a row breaks what is promised."""

    def __init__(self) -> None:
        self.good = True
        print("| case | all | off | largest margin there | margin under 2.5e-05: of the off | of all | elsewhere |")
        print("| --- | --: | --: | --: | --: | --: | --: |")

    def row(self, case: str, one: Image8, other: Image8, want: Pushed) -> None:
        margin = want.doubt()
        off = np.abs(one.astype(int) - other).max(axis=-1) > 1
        largest = float(margin[off].max(initial=0))
        rest = psnr(one[~off], other[~off])
        ties = f"{np.mean(margin[off] < TIE):.1%}" if off.any() else "–"
        cells = [f"{psnr(one, other):.1f} dB", f"{off.mean():.3%}", f"{largest:.1e}", ties,
                 f"{np.mean(margin < TIE):.0%}", f"{rest:.1f} dB"]  # fmt: skip
        print(f"| {case} | " + " | ".join(cells) + " |", flush=True)
        self.good &= largest < TINY and rest >= BAR


def original(mpv: Mpv, context: Context, folder: Path) -> bool:
    """v0.9, on stills at their own size and twice as large."""
    print(
        "\nv0.9: `anime4k/push` here and the published file in mpv; *mpv, reference*: mpv beside float64, no upshade.\n"
    )
    table, file = Table(), published("v0.9", folder)
    for name in ("photo", "lineart"):
        picture = PICTURES[name]
        for scale in (2, 1):
            w, h = picture.size[0] * scale, picture.size[1] * scale
            want = push_original(picture.rgb((w, h)), min(scale / 6, 1), min(scale / 2, 1), least=0)
            theirs = mpv.render(picture.path, [file], (w, h))
            assert len(theirs.ran) == 5, theirs.passes
            case = f"{name} {scale}x"
            for least in ("0", "0.00002"):
                chain = Chain(shaders=(find_shader("anime4k/push"),), sets=(f"push.least={least}",))
                ours, _, _ = draw(context, picture, chain, (w, h), EXACT)
                table.row(f"{case}, least {least}", ours.image, theirs.image, want)
            same, _, _ = draw(context, picture, Chain(shaders=(file,)), (w, h), EXACT)
            table.row(f"{case}, their file here and there", same.image, theirs.image, want)
            exact = np.rint(np.clip(want.picture, 0, 1) * 255).astype(np.uint8)
            table.row(f"{case}, mpv, reference", exact, theirs.image, want)
    return table.good


def rc2(mpv: Mpv, context: Context, folder: Path) -> bool:
    """v1.0-RC2 and its Fast file: on a 4:4:4 and a 4:2:0 frame in mpv, on stills with their file in our engine."""
    print("\nv1.0-RC2 (without its FXAA pass) and its Fast file. mpv runs nothing on the luma of an RGB still: there "
          "their file runs in upshade.\n")  # fmt: skip
    table = Table()
    for version, settings in SETTINGS.items():
        file = published(version, folder)
        sets = () if settings is FULL else RC2_FAST
        for name in ("photo-444", "lineart-420", "photo", "lineart"):
            picture = PICTURES[name]
            size = (picture.size[0] * 2, picture.size[1] * 2)
            luma = picture.planes[0] / 255.0 if picture.matrix is not Matrix.RGB else picture.rgb() @ LUMA
            rgb = resize(picture.rgb(), size) if picture.format == "yuv420p" else picture.rgb(size)
            want = push_rc2(rgb, luma, settings, least=0)
            if picture.matrix is Matrix.RGB:
                theirs, _, _ = draw(context, picture, Chain(shaders=(file,)), size, EXACT)
            else:
                theirs = mpv.render(picture.path, [file], size)
            assert len(theirs.ran) >= 7, theirs.passes
            for least in ("0", "0.00002"):
                chain = Chain(shaders=(find_shader("anime4k/push-rc2"),), sets=(*sets, f"push-rc2.least={least}"))
                ours, _, _ = draw(context, picture, chain, size, EXACT)
                table.row(f"{version}, {name}, least {least}", ours.image, theirs.image, want)
    return table.good


# BT.709, which an RGB still's luma is here.
LUMA = np.array([0.2126, 0.7152, 0.0722])


def ported(picture: Image8, fast: bool, repeats: int, color: float, gradient: float) -> Image8:
    """The port's own code on an array of int64 BGRA; it reads and shows files with OpenCV, which is not needed."""
    text = (Path(os.environ["UPSHADE_PORT"]) / "Anime4KPython" / "Anime4K.py").read_text()
    sys.modules.setdefault("cv2", types.ModuleType("cv2"))
    names: dict[str, object] = {}
    exec(compile(text, "Anime4K.py", "exec"), names)
    port = names["Anime4K"](passes=repeats, strengthColor=color, strengthGradient=gradient, fastMode=fast)  # type: ignore[operator]
    alpha = np.full((*picture.shape[:2], 1), 255)
    port.dstImg = np.concatenate([picture[..., ::-1], alpha], axis=2).astype(np.int64)
    port.H, port.W = picture.shape[:2]
    port.process()
    return np.asarray(port.dstImg[..., 2::-1], np.uint8)


def compounding(context: Context) -> bool:
    """The port stores whole numbers after every step, so it is held against the reference that does so too; the
    shader, whose stores are floats, against the reference without (prove exact) and, for the record, the port."""
    print("\nThe port on an int array: beside the reference with its truncations (samples that differ), and beside the "
          "shader, which truncates nothing.\n")  # fmt: skip
    print("| picture | gradient | repeats | strengths | samples that differ from the reference | shader beside port |")
    print("| --- | --- | --: | --- | --: | --: |")
    good, shader = True, find_shader("anime4k/push")
    for name in ("photo", "lineart"):
        w, h = PICTURES[name].size
        large = np.rint(PICTURES[name].rgb((2 * w, 2 * h)) * 255).astype(np.uint8)[40:130, 100:220]
        for fast in (False, True):
            for repeats, color, gradient in ((1, 0.1, 0.8), (1, 1 / 3, 1.0), (2, 1 / 3, 1.0), (3, 1 / 3, 1.0)):
                port = ported(large, fast, repeats, color, gradient)
                want = push_compounding(large / 255, color, gradient, fast=fast, repeats=repeats, integer=True, least=0)
                wrong = float(np.mean(np.rint(want.picture * 255) != port))
                db = psnr(shaded(context, shader, large, fast, repeats, color, gradient), port)
                print(f"| {name} | {'fast' if fast else 'exact'} | {repeats} | {color:.2g}, {gradient:.2g} | "
                      f"{wrong:.4%} | {db:.1f} dB |", flush=True)  # fmt: skip
                good &= wrong <= 0.005 * repeats
    return good


def shaded(
    context: Context, shader: Path, picture: Image8, fast: bool, repeats: int, color: float, gradient: float
) -> Image8:
    values = {"variant": "PUSH_COMPOUNDING", "gradient": "PUSH_FAST" if fast else "PUSH_EXACT", "full_color": 0.1,
              "full_gradient": 0.1, "strength_color": color, "strength_gradient": gradient, "least": 0}  # fmt: skip
    sets = tuple(f"{label}.{k}={v}" for label in ("push", "push#2", "push#3")[:repeats] for k, v in values.items())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cut.png"
        Image.fromarray(picture).save(path)
        cut = Picture("cut", path, "rgb24", Matrix.RGB)
        return draw(context, cut, Chain(shaders=(shader,) * repeats, sets=sets), cut.size, EXACT)[0].image


def main() -> int:
    """0: every pixel that is off has a margin under 2⁻¹⁰, the others together 50 dB or more; the port's samples are
    the reference's but for 0.5 % a repeat."""
    missing = [name for name in ("UPSHADE_PUBLIC", "UPSHADE_PORT") if name not in os.environ]
    if missing:
        print(f"Not done: {' and '.join(missing)} not set.")
        return 1
    with tempfile.TemporaryDirectory() as name, Mpv() as mpv, Context.headless() as context:
        good = [original(mpv, context, Path(name)), rc2(mpv, context, Path(name)), compounding(context)]
    print(f"\nPictures: {DATA.name}/lineart.png, photo.png and their video frames.")
    return int(not all(good))
