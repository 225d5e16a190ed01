"""200 pictures of 1 megapixel are learned from in 10 minutes on 2 cores and 3 GB, in every layout.

The pictures are drawn here, the same each time: textures under flat shapes, and inked drawings. Measured is the
whole command, `upshade learn raisr` with two workers: processor time of all processes, which others on the machine do
not lengthen (half of it is what two free cores take), and the sum of what they hold in memory (PSS), read twice a
second. Decibels are of the pictures that are held back: means of bicubic and of what was learned.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

COUNT, WIDTH, HEIGHT = 200, 1200, 850
MINUTES, GIGABYTES, WORKERS = 10, 3.0, 2
LAYOUTS = {
    "shuffle 3×3": ("--taps", "3"),
    "shuffle 5×5 (the default)": (),
    "shuffle 7×7": ("--taps", "7"),
    "full 7×7": ("--layout", "full"),
    "shuffle 7×7, 1x, noise": ("--factor", "1", "--task", "denoise"),
    "shuffle 5×5, H.264": ("--degrade", "area+h264:23"),
}


def texture(dice: np.random.Generator, width: int, height: int) -> Image.Image:
    """Noise of all sizes, the finer the weaker: what leaves and stone are to a filter."""
    steep = dice.uniform(0.4, 1.0)
    total = np.zeros((height, width, 3), np.float32)
    for octave in range(8):
        cells = 4 << octave
        small = dice.normal(0, 1, (cells, cells, 3)).astype(np.float32)
        small = small.mean(axis=2, keepdims=True) + 0.3 * small
        for c in range(3):
            part = Image.fromarray(small[..., c]).resize((width, height), Image.Resampling.BICUBIC)
            total[..., c] += np.asarray(part) * 2.0 ** (-steep * octave)
    total -= total.min()
    return Image.fromarray((total * (255 / total.max())).astype(np.uint8))


def shapes(dice: np.random.Generator, page: Image.Image, count: int, ink: bool) -> None:
    pen = ImageDraw.Draw(page)
    w, h = page.size
    for _ in range(count):
        color = tuple(int(c) for c in dice.integers(0, 256, 3))
        x, y, r = dice.uniform(0, w), dice.uniform(0, h), dice.uniform(0.02, 0.2) * w
        turns = np.sort(dice.uniform(0, 2 * np.pi, dice.integers(3, 9)))
        around = [(x + r * np.cos(t), y + r * np.sin(t)) for t in turns]
        outline, thick = ((20, 16, 24), int(dice.integers(3, 12))) if ink else (None, 0)
        if dice.random() < 0.5:
            pen.ellipse((x - r, y - r * 0.7, x + r, y + r * 0.7), color, outline, thick)
        else:
            pen.polygon(around, color)
            if ink:
                pen.line([*around, around[0]], outline, thick, joint="curve")
        if ink:
            across = [(x + r * dice.normal(), y + r * dice.normal()) for _ in range(6)]
            pen.line(across, outline, max(2, thick // 2), joint="curve")


def picture(number: int) -> Image.Image:
    dice = np.random.default_rng(number)
    if number % 2:
        page = Image.new("RGB", (WIDTH * 2, HEIGHT * 2), tuple(int(c) for c in dice.integers(120, 256, 3)))
        shapes(dice, page, 60, ink=True)
        return page.reduce(2)
    page = texture(dice, WIDTH * 2, HEIGHT * 2)
    shapes(dice, page, 6, ink=False)
    page = page.reduce(2)
    page.paste(texture(dice, WIDTH // 2, HEIGHT // 2), (int(dice.integers(0, WIDTH // 2)), 200))
    return page


@dataclass
class Used:
    said: dict[str, object]
    wall: float
    processor: float
    memory: float
    """Bytes."""


def measured(*words: str) -> Used:
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    most = 0.0
    with tempfile.TemporaryFile() as out:
        running = subprocess.Popen([sys.executable, "-m", "upshade", *words], stdout=out)
        while running.poll() is None:
            most = max(most, sum(held(pid) for pid in family(running.pid)))
            time.sleep(0.5)
        if running.returncode:
            raise RuntimeError(f"upshade {' '.join(words)}: {running.returncode}")
        out.seek(0)
        said = json.loads(out.read())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Used(said, time.monotonic() - begun, spent, most)


def family(root: int) -> list[int]:
    """The process, its children and theirs."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                text = (entry / "stat").read_text()
            except OSError:  # it has ended
                continue
            parents[int(entry.name)] = int(text[text.rindex(")") + 2 :].split()[1])
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


def held(pid: int) -> float:
    """Bytes in memory, shared ones divided among those that share them."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return sum(1024.0 * int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))


def main() -> int:
    good = True
    print(f"{COUNT} pictures of {WIDTH}x{HEIGHT}, {WORKERS} workers.\n")
    print("| layout | processor s | on 2 free cores, min | wall s | memory MB "
          "| bicubic or as given, dB | learned, dB |")  # fmt: skip
    print("| --- | --: | --: | --: | --: | --: | --: |")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "pictures"
        folder.mkdir()
        for number in range(COUNT):
            picture(number).save(folder / f"{number:03}.png", compress_level=1)
        for layout, options in LAYOUTS.items():
            out = str(Path(name) / f"{len(os.listdir(name))}.glsl")
            words = ("learn", "raisr", str(folder), "-o", out, "--workers", str(WORKERS), "--json", "-q")
            used = measured(*words, *options)
            rows = used.said["held"]
            assert isinstance(rows, list) and rows
            plain, learned = (float(np.mean([row[k] for row in rows])) for k in ("bicubic", "learned"))
            minutes = used.processor / WORKERS / 60
            print(f"| {layout} | {used.processor:.0f} | {minutes:.2f} | {used.wall:.0f} | {used.memory / 1e6:.0f} "
                  f"| {plain:.2f} | {learned:.2f} |", flush=True)  # fmt: skip
            good &= minutes <= MINUTES and used.memory <= GIGABYTES * 1e9 and learned > plain
    return int(not good)
