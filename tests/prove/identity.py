"""Nothing ran and nothing changed: every sample of every format passes through; one plane's hook leaves the others.

Random samples in raw video, in FFV1 and in stills, rendered without loss at the same size, and decoded with FFmpeg
alone. Odd sizes, even ones, and rows of 854, which decoders pad.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

import av.error

from jobs import samples
from upshade.gl.context import Context
from upshade.jobs.job import Job
from upshade.jobs.render import render

SIZES = ((8, 8), (35, 19), (64, 36), (854, 18))
HOOK = "//!HOOK {}\n//!BIND HOOKED\nvec4 hook() {{ return 0.25 + 0.5 * HOOKED_texOff(vec2(0)); }}\n"


def through(source: Path, output: Path, shaders: tuple[str, ...] = ()) -> tuple[str, list[samples.Picture]]:
    video = output.suffix == ".mkv"
    render(Job(str(source), str(output), None, shaders, codec="ffv1" if video else None, overwrite=True, fresh=True))
    return samples.decode(output)


def videos(folder: Path, name: str, hooks: dict[str, Path], faults: list[str]) -> Counter[str]:
    """How many files of a format kept what they should, by what ran."""
    kept: Counter[str] = Counter()
    for size in SIZES:
        for codec, suffix in (("rawvideo", ".nut"), ("ffv1", ".mkv")):
            source = folder / f"in{suffix}"
            try:
                made = samples.make_video(source, name, size, codec=codec)
            except (av.error.FFmpegError, ValueError):
                continue  # FFV1 knows not all of them
            if samples.decode(source)[0] != name:
                continue  # it keeps these in another order
            _, found = through(source, folder / "out.mkv")
            lines = samples.wrong(made, found, samples.letters(name))
            faults += [f"{name} {size} in {codec}: {line}" for line in lines]
            kept["nothing"] += not lines
            kept["files"] += 1
            if samples.letters(name) != "yuv" or codec != "rawvideo":
                continue
            for plane, hook in hooks.items():
                _, found = through(source, folder / "out.mkv", (str(hook),))
                changed = {line[0] for line in samples.wrong(made, found, "yuv")}
                stray = changed & set("uv" if plane == "LUMA" else "y")
                faults += [f"{name} {size}, only {plane} hooked: {letter} has changed" for letter in sorted(stray)]
                faults += [] if changed else [f"{name} {size}: the {plane} hook did nothing"]
                kept[plane] += not stray and bool(changed)
    return kept


def main() -> int:
    faults: list[str] = []
    print("| format | files | nothing ran: equal | LUMA hook: U, V equal | CHROMA hook: Y equal |")
    print("| --- | --: | --: | --: | --: |")
    with tempfile.TemporaryDirectory() as name, Context.headless() as context:
        folder = Path(name)
        hooks = {plane: folder / f"{plane}.glsl" for plane in ("LUMA", "CHROMA")}
        for plane, file in hooks.items():
            file.write_text(HOOK.format(plane))
        for fmt in samples.VIDEO:
            kept = videos(folder, fmt, hooks, faults)
            planes = [str(kept[p]) if samples.letters(fmt) == "yuv" else "" for p in hooks]
            print(f"| {fmt} | {kept['files']} | {kept['nothing']} | {planes[0]} | {planes[1]} |")
        for suffix, codec, fmt in samples.STILLS:
            equal = 0
            for size in SIZES:
                made = samples.make_still(folder / f"in{suffix}", codec, fmt, size)
                _, found = through(folder / f"in{suffix}", folder / f"out{suffix}")
                lines = samples.wrong([made], found, samples.letters(fmt))
                faults += [f"{fmt} {size} in {suffix}: {line}" for line in lines]
                equal += not lines
            print(f"| {fmt} in {suffix[1:].upper()} | {len(SIZES)} | {equal} | | |")
        assert context.mgl.error == "GL_NO_ERROR"
    print("\nNot equal: " + ("nothing." if not faults else ""))
    for line in faults:
        print(f"- {line}")
    return int(bool(faults))
