"""Everything but the picture is in the output as it was in the source, over ten minutes.

A film of uneven times in BT.2020 and PQ with mastering data, two sound tracks, ASS, SubRip and PGS subtitles, chapters,
fonts, a cover, tags and dispositions, compared packet by packet with FFmpeg alone. Where a container cannot hold a
thing the render says so before it starts, in a line of its own.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from jobs.streams import av_drift, differences, read, untold
from media.film import make_film
from upshade.jobs.job import Job
from upshade.jobs.render import render

MINUTES = 10


def main() -> int:
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        begun = time.monotonic()
        source = make_film(folder / "film.mkv", duration=60 * MINUTES)
        film = read(source)
        packets = sum(len(stream.packets) for stream in film.streams.values())
        print(f"{len(film.times)} pictures, {packets} packets in {len(film.streams)} streams, "
              f"{source.stat().st_size / 1e6:.1f} MB, made in {time.monotonic() - begun:.0f} s.\n")  # fmt: skip
        print("| container | packets | not kept | of that not said, or said wrongly | A/V difference changes by |")
        print("| --- | --: | --: | --: | --: |")
        for suffix in (".mkv", ".mp4", ".mov"):
            said: list[str] = []
            output = folder / f"out{suffix}"
            job = Job(str(source), str(output), None, encoder={"preset": "ultrafast"})
            notices = render(job, tell=said.append).notices
            made = read(output)
            lost = differences(film, made)
            found = untold(lost, said) + ([f"not equal: {line}" for line in lost] if suffix == ".mkv" else [])
            found += [f"said too late: {line}" for line in notices if line not in said]
            drift = float(1000 * av_drift(film, made))
            count = sum(len(stream.packets) for stream in made.streams.values())
            faults += [f"{suffix}: {line}" for line in found]
            print(f"| {suffix[1:]} | {count} | {len(lost)} | {len(found)} | {drift:.3f} ms |")
    print("\nFaults: " + ("none." if not faults else ""))
    for fault in faults:
        print(f"- {fault}")
    return int(bool(faults))
