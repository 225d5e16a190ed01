"""Makes shaders/raisr/*.glsl and shaders/blade/*.glsl: `PYTHONPATH=tests python tests/recipes/banks.py [NAME …]`.

Draws the material into --material (default build/material), then learns each bank with `upshade learn raisr`. Needs
Pillow, PyPI resvg-py, and Debian's openclipart-svg, renpy-demo, gnome-user-docs, plasma-workspace-wallpapers and
lomiri-wallpapers-16.04 and -20.04, installed or unpacked under --root. docs/CREDITS.md says whose the pictures are.
Nothing is drawn of what is kept for judging: Ren'Py's concert pictures, a fifth of openclipart.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from recipes.scenes import scenes
from upshade import cli
from upshade.core import atomic
from upshade.learn.raisr import bank as banks
from upshade.learn.raisr.emit import Style
from upshade.learn.raisr.view import view

ROOT = Path(__file__).resolve().parents[2]
SHADERS = ROOT / "shaders"
CLIPART, FIGURES, PEOPLE, SCENES, WALLPAPERS, SCREENSHOTS, WINDOWS = 300, 64, 192, 160, 60, 160, 60
"""Pictures at most."""


def hashed(name: str) -> float:
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=4).digest()) / 2**32


def clipart(root: Path, held: bool = False) -> Iterator[Image.Image]:
    """Drawings with detail, 640 pixels wide, on white; `held`: those that nothing is learned from."""
    import resvg_py

    folder = root / "usr/share/openclipart/svg"
    files = sorted(p for p in folder.rglob("*.svg") if p.stat().st_size > 12_000)
    some = (p for p in files if (hashed(p.name) < 0.2) == held)
    chosen = sorted(some, key=lambda p: hashed(str(p.relative_to(folder))))
    for path in chosen:
        try:
            data = bytes(resvg_py.svg_to_bytes(svg_path=str(path), width=640, background="white"))
            image = Image.open(io.BytesIO(data)).convert("RGB")
        except (ValueError, OSError):  # some have no size, or are broken
            continue
        if 160 <= image.height <= 1200:
            yield image


def figures(root: Path, seed: int = 1) -> Iterator[Image.Image]:
    """Inked figures over backgrounds out of focus, at many sizes."""
    folder = root / "usr/share/games/renpy/demo/game/images"
    people = [Image.open(p).convert("RGBA") for p in sorted(folder.glob("*")) if p.name.startswith(("eileen", "lucy"))]
    grounds = [Image.open(p).convert("RGB") for p in sorted(folder.glob("bg *")) if p.suffix in (".jpg", ".webp")]
    dice = random.Random(seed)
    while True:
        ground = dice.choice(grounds).resize((1280, 720), Image.Resampling.LANCZOS)
        page = ground.filter(ImageFilter.GaussianBlur(dice.uniform(0, 4)))
        for x in (dice.randint(0, 400), dice.randint(500, 900)):
            person = dice.choice(people)
            zoom = dice.uniform(0.6, 1.0)
            small = person.resize(
                (round(person.width * zoom), round(person.height * zoom)), Image.Resampling.LANCZOS, reducing_gap=3.0
            )
            page.paste(small, (x, dice.randint(-200, 300)), small)
        yield page


def wallpapers(root: Path) -> Iterator[Image.Image]:
    """Photographs and paintings, at a third of their size and no more than 1600 wide: the originals are soft."""
    folders = [root / "usr/share" / where for where in ("backgrounds", "wallpapers")]
    names = sorted({p.resolve() for f in folders for p in f.rglob("*") if p.suffix.lower() in (".jpg", ".png")})
    seen = set()
    for path in names:
        with Image.open(path) as image:
            if image.width < 1900:
                continue
            by = max(3, -(-image.width // 1600))
            small = image.convert("RGB").reduce(by)
        thumb = small.resize((8, 8)).tobytes()
        if thumb not in seen:
            seen.add(thumb)
            yield small


def screenshots(root: Path) -> Iterator[Image.Image]:
    """Windows with text and icons, in many languages, on white."""
    folder = root / "usr/share/help"
    seen = set()
    for path in sorted(folder.rglob("*.png"), key=lambda p: hashed(str(p.relative_to(folder)))):
        with Image.open(path) as image:
            if min(image.size) < 200:
                continue
            page = Image.new("RGB", image.size, "white")
            rgba = image.convert("RGBA")
            page.paste(rgba, (0, 0), rgba)
        if (data := page.tobytes()) not in seen:
            seen.add(data)
            yield page


WORDS = (
    "File Edit View Insert Format Tools Help Search Settings Open Save Close Cancel Apply the quick brown fox jumps "
    "over a lazy dog 0123456789 (x + y) / 2 = 3.14 def return import while {} [] <html> https://example.org/"
)


def windows(root: Path, seed: int = 2) -> Iterator[Image.Image]:
    """Windows of text, buttons and thin lines, dark on light and light on dark, anti-aliased as desktops do."""
    fonts = sorted((root / "usr/share/fonts").rglob("*.ttf")) or sorted(Path("/usr/share/fonts").rglob("*.ttf"))
    dice = random.Random(seed)
    while True:
        light = dice.random() < 0.6
        back = tuple(dice.randint(225, 255) if light else dice.randint(10, 60) for _ in range(3))
        page = Image.new("RGB", (1024, 640), back)
        pen = ImageDraw.Draw(page)
        y = 0
        while y < 640:
            font = ImageFont.truetype(str(dice.choice(fonts)), dice.choice((14, 16, 18, 20, 22, 26, 32, 48)))
            height = round(font.size * 1.5)
            ink = tuple(dice.randint(0, 90) if light else dice.randint(170, 255) for _ in range(3))
            x = dice.randint(4, 80)
            while x < 1000:
                if dice.random() < 0.15:
                    width, face = dice.randint(40, 200), tuple(dice.randint(60, 220) for _ in range(3))
                    box = (x, y + 2, x + width, y + height - 2)
                    pen.rounded_rectangle(box, dice.choice((0, 3, 6)), face, ink, dice.choice((1, 1, 2)))
                    x += width + 10
                word = dice.choice(WORDS.split())
                pen.text((x, y), word, ink, font)
                x += round(font.getlength(word)) + font.size // 2
            if dice.random() < 0.2:
                pen.line((0, y + height, 1024, y + height), ink, dice.choice((1, 2)))
            y += height + dice.randint(0, 8)
        yield page


MATERIAL: dict[str, tuple[Callable[[Path], Iterator[Image.Image]], int]] = {
    "clipart": (clipart, CLIPART),
    "figures": (figures, FIGURES),
    "people": (lambda root: figures(root, 3), PEOPLE),
    "scenes": (lambda root: scenes(list(wallpapers(root))), SCENES),
    "wallpapers": (wallpapers, WALLPAPERS),
    "screenshots": (screenshots, SCREENSHOTS),
    "windows": (windows, WINDOWS),
}


def drawn(name: str, material: Path, root: Path) -> Path:
    """The folder of that material, drawn if it is not there."""
    folder = material / name
    if folder.is_dir():
        return folder
    part = material / f"{name}.part"
    part.mkdir(parents=True, exist_ok=True)
    make, most = MATERIAL[name]
    for i, image in zip(range(most), make(root), strict=False):
        image.save(part / f"{i:04}.png", compress_level=1)
    return part.rename(folder)


@dataclass(frozen=True)
class Recipe:
    """`ships` not: a bank that is measured beside those that do; its shader lies with the material."""

    title: str
    material: tuple[str, ...]
    options: tuple[str, ...]
    ships: bool = True


FAST, FULL = ("--layout", "shuffle", "--taps", "5"), ("--layout", "full", "--taps", "7")
CRISP = ("--beyond", "0")
WIDE = ("--layout", "shuffle", "--taps", "7")
ANIME, PHOTO, SCREEN = ("clipart", "figures"), ("wallpapers",), ("screenshots", "windows")
BOTH = ("figures", "wallpapers")
BICUBIC = ("--degrade", "bicubic")


def task(name: str, *more: str) -> tuple[str, ...]:
    return ("--factor", "1", "--task", name, "--taps", "7", "--shrink", "2", *more)


RECIPES = {
    "raisr/anime-2x": Recipe("RAISR bank for drawings, 2x, fast", ANIME, (*FAST, *CRISP)),
    "raisr/anime-2x-full": Recipe("RAISR bank for drawings, 2x, full", ANIME, (*FULL, *CRISP)),
    "raisr/anime-3x": Recipe("RAISR bank for drawings, 3x, fast", ANIME, ("--factor", "3", *FAST, *CRISP)),
    "raisr/photo-2x": Recipe("RAISR bank for film, 2x, fast", PHOTO, (*FAST, *BICUBIC)),
    "raisr/photo-2x-full": Recipe("RAISR bank for film, 2x, full", PHOTO, (*FULL, "--census", *BICUBIC)),
    "raisr/photo-2x-7x7": Recipe("RAISR bank for film, 2x, 7×7", PHOTO, (*WIDE, *BICUBIC), ships=False),
    "raisr/photo-3x": Recipe("RAISR bank for film, 3x, fast", PHOTO, ("--factor", "3", *WIDE, *BICUBIC)),
    "raisr/screen-2x": Recipe("RAISR bank for screens, 2x, fast", SCREEN, (*FAST, *CRISP)),
    "raisr/screen-2x-full": Recipe("RAISR bank for screens, 2x, full", SCREEN, (*FULL, *CRISP)),
    "blade/deblock": Recipe("BLADE: blocks of H.264 smoothed", BOTH, task("deblock")),
    "blade/denoise": Recipe("BLADE: noise smoothed", BOTH, task("denoise", "--multiscale", "2")),
    "blade/sharpen": Recipe("BLADE: edges sharpened", BOTH, task("sharpen")),
}
LICENCES = {
    "clipart": "openclipart, public domain",
    "figures": "Ren'Py demo, Expat",
    "people": "Ren'Py demo, Expat",
    "wallpapers": "KDE Plasma and Lomiri wallpapers, LGPL-3, CC-BY-SA 4.0, CC-BY, CC0",
    "screenshots": "GNOME user docs, CC-BY-SA 3.0",
    "scenes": "scenes drawn over KDE Plasma and Lomiri wallpapers, LGPL-3, CC-BY-SA 4.0, CC-BY, CC0",
    "windows": "drawn for it",
}


def learn(name: str, recipe: Recipe, material: Path, root: Path, shaders: Path) -> int:
    folders = [str(drawn(m, material, root)) for m in recipe.material]
    path = (shaders if recipe.ships else material) / f"{name}.glsl"
    path.parent.mkdir(parents=True, exist_ok=True)
    learned_from = "; ".join(LICENCES[m] for m in recipe.material)
    bank = material / f"{name.replace('/', '-')}.npz"
    words = ["learn", "raisr", *folders, "-o", str(path), "--title", recipe.title, "--bits", "8", "--overwrite",
             "--license", f"MIT; learned from {learned_from}", "--bank", str(bank), *recipe.options]  # fmt: skip
    print(f"\n{name}: upshade {' '.join(words)}", flush=True)
    code = cli.run(words)
    if not code and name == "raisr/photo-2x":
        style = Style("raisr_hash", "RAISR hash", "own; structure tensor and thresholds of raisr/photo-2x", "MIT",
                      ["What the filters of RAISR know of each pixel: the direction of edges as a hue."])  # fmt: skip
        atomic.write_text(shaders / "raisr" / "hash.glsl", view(banks.load(bank), style))
    return code


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(RECIPES))
    parser.add_argument("--material", type=Path, default=ROOT / "build" / "material")
    parser.add_argument("--root", type=Path, default=Path("/"))
    parser.add_argument("--shaders", type=Path, default=SHADERS, help="where they are written")
    given = parser.parse_args()
    if unknown := set(given.names) - set(RECIPES):
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    return max(learn(n, RECIPES[n], given.material, given.root, given.shaders) for n in given.names or RECIPES)


if __name__ == "__main__":
    sys.exit(main())
