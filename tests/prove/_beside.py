"""What `make prove corpus` tells of files beside the players: shares, and every file that is not good, by its cause."""

from __future__ import annotations

import re
import statistics
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from oracle.public import BAR, Row

CAUSES = (
    (
        r"GL_EXT_spirv_intrinsics, which exists for Vulkan only",
        "GL_EXT_spirv_intrinsics, which Vulkan has and OpenGL cannot have: refused here and by mpv",
    ),
    (
        r"Too much shared memory",
        "more shared memory in a group than this OpenGL driver has (41 kB of 32); Vulkan's on the same machine has it",
    ),
    (
        r"there is no texture 'LUMA'",
        "WIDTH asks for LUMA, which an RGB picture has not: refused here and by libplacebo; mpv says so in its log and "
        "goes on with a texture of one texel",
    ),
    (
        r"/DLAA_RT|Adaptive_sharpen_RT",
        "an RGB pass keeps its alpha here and in libplacebo, and the file hands its edges on in it; mpv writes 1: one "
        "does nothing then, the other paints all green",
    ),
    (
        r"nlmeans_temporal",
        "reads a variable that nothing has set (`vec3 p`, its z), and texels that other threads of the same pass "
        "write; with the variable set we are 53 dB from libplacebo",
    ),
    (r"color_hold", "smoothstep of two equal edges, which GLSL leaves open"),
    (
        r"log/(gopro|kodak|nikon)|transfer-function/hlg\.|bt2446c",
        "not a number: a logarithm or a root of negative RGB; the players' linear sampler makes the pixel beside it "
        "one too (0 x NaN), each on another side",
    ),
    (
        r"Anime4K_.*(Median|Mode|Original)|/false\.glsl",
        "a choice by < or > between values that are equal but for their last bit, pixel by pixel; the others agree",
    ),
    (r"MandelbrotSet", "1,500 iterations make the last bit of a position another colour"),
    (r"eq_classic", "noise of fract(sin(position) * 43758.5), which takes the last bits of the position"),
)
"""By a file's path and why it is refused. That of nlmeans_temporal was seen in a changed copy, that of gopro_protune in
the pixels beside; the others are read from the file and the figures."""
BORDER = (
    "`floor` or `textureGather` exactly at a texel's border: 1/136 is no number that floats hold, and each rounds on "
    "its own; with sides of powers of two all agree"
)

Line = dict[str, Any]


def row_of(line: Line) -> Row:
    return Row(**{key: value for key, value in line.items() if key != "kind"})


def cause(row: Row) -> str:
    for pattern, text in CAUSES:
        if re.search(pattern, f"{row.file} {row.ours}"):
            return text
    if row.even is not None and row.even >= BAR:
        return BORDER
    return "not explained"


def tell(lines: Sequence[Line], pictures: Sequence[str], share: float) -> bool:
    """Whether `share` of the files are good, and all others explained. Those that are not on the first picture count
    with the one whose sides are powers of two: taps exactly at a texel's border are decided by rounding on any other.
    """
    files: defaultdict[str, list[Row]] = defaultdict(list)
    for line in lines:
        row = row_of(line)
        if row.verdict != "none":
            files[row.file].append(row)
    print(
        "\n**Beside the players**: files that a player can run, each on an RGB picture and on a 4:2:0 frame where it "
        f"can; good: {BAR:g} dB or more on both. mpv has 32 bits between passes, libplacebo 16, and so have we beside "
        "each. As defined: from mpv; from libplacebo where mpv refuses, or is the one that both are far from.\n"
    )
    print("| compared with | files | good | share | median dB |\n| --- | --: | --: | --: | --: |")
    by_mpv = {f: [r for r in rows if r.mpv is not None] for f, rows in files.items()}
    _count("mpv alone", [[r.mpv for r in rows] for rows in by_mpv.values() if rows])
    _count("mpv alone, ours with 16 bits", [[r.half or 0.0 for r in rows] for rows in by_mpv.values() if rows])
    for picture in pictures:
        _count(f"as defined, {picture}", [[r.counts for r in rows if r.picture == picture] for rows in files.values()])
    _count("as defined", [[r.counts for r in rows] for rows in files.values()])
    able = {file: rows for file, rows in files.items() if not any("for Vulkan only" in r.ours for r in rows)}
    _count("as defined, without those that need Vulkan", [[r.counts for r in rows] for rows in able.values()])
    told = [[(r.even if r.verdict in ("open", "under") else r.counts) or 0.0 for r in rows] for rows in able.values()]
    good = _count("and what is under it on the picture with sides of powers of two", told)
    rest = {file: [r for r in rows if r.verdict != "good"] for file, rows in files.items()}
    causes: defaultdict[str, list[list[Row]]] = defaultdict(list)
    for rows in rest.values():
        if rows:
            causes[cause(rows[0])].append(rows)
    print(
        f"\n{sum(map(bool, rest.values()))} files are under {BAR:g} dB from mpv, or not drawn here. Figures: RGB, "
        "4:2:0 (where it is good: nothing); *off*: pixels over two levels off, *rest*: dB of the others, *2ⁿ*: the "
        "picture with sides of powers of two. Odd: libplacebo and we agree; open: the players are under "
        f"{BAR:g} dB from each other as well.\n"
    )
    print("| cause, file | | mpv | 16 bits | libplacebo | players | off | rest | 2ⁿ |")
    print("| --- | --- | --: | --: | --: | --: | --: | --: | --: |")
    for text, groups in sorted(causes.items(), key=lambda item: (-len(item[1]), item[0])):
        print(f"| **{text}** ({len(groups)}) | | | | | | | | |")
        ordered = sorted(groups, key=lambda rows: rows[0].file)
        refused = [rows[0].file.rsplit("/", 1)[-1] for rows in ordered if all(r.verdict == "refused" for r in rows)]
        if refused:
            print(f"| {', '.join(refused)} | refused | | | | | | | |")
        for rows in ordered:
            if any(r.verdict != "refused" for r in rows):
                print(_row(rows, pictures))
    return good >= share and "not explained" not in causes


def _count(what: str, files: Sequence[Sequence[float | None]]) -> float:
    some = [[db for db in rows if db is not None] for rows in files]
    some = [rows for rows in some if rows]
    good = sum(min(rows) >= BAR for rows in some)
    middle = statistics.median(min(rows) for rows in some) if some else 0.0
    share = good / max(1, len(some))
    print(f"| {what} | {len(some)} | {good} | {share:.1%} | {middle:.1f} |")
    return share


def _row(rows: Sequence[Row], pictures: Sequence[str]) -> str:
    at = {row.picture: row for row in rows}
    ordered = [at.get(picture) for picture in pictures]

    def cell(key: str, form: str = ".1f") -> str:
        texts = ["" if r is None or getattr(r, key) is None else format(getattr(r, key), form) for r in ordered]
        return ", ".join(text or "–" for text in texts) if any(texts) else ""

    file = rows[0].file
    short = f"{file.split('/')[0]} … {file.rsplit('/', 1)[-1]}" if file.count("/") > 1 else file
    verdicts = ", ".join(dict.fromkeys(r.verdict for r in rows))
    cells = (short, verdicts, *map(cell, ("mpv", "half", "libplacebo", "between")), cell("off", ".1%"),
             *map(cell, ("rest", "even")))  # fmt: skip
    return "| " + " | ".join(cells) + " |"
