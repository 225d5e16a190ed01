"""Filter folders of Intel's Library for Video Super Resolution.

A folder holds `config` (angles, strengths, coherences, 11), and for each bit depth `filterbin_2_8`, with the thresholds
`Qfactor_strbin_2_8` and `Qfactor_cohbin_2_8`; the same names with `_2` behind are of a second pass. A filterbin is
"fp32" or "fp16", three little-endian uint32 (buckets, pixel types, 121), then bucket × type × 121 numbers; the bucket
is (angle · strengths + strength) · coherences + coherence.

Format: OpenVisualCloud/Video-Super-Resolution-Library@7b01ba5, Library/Raisr.cpp, ReadTrainedData and RNLInit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...errors import BadInput, NotFound, Where, one_line

TAPS = 11
DEPTHS = (8, 10, 16)
FACTORS = {4: Fraction(2), 1: Fraction(3, 2)}
"""By pixel types: the library has them at 2x only."""
MOST_BUCKETS = 2048
"""What a shader can tell apart; the library's own folders have 216."""
MOST_WEIGHT = 256.0
"""A filter's sum then fits a half float."""
_MOST_CLASSES = 64
_MOST_TEXT = 4096
_NUMBER = re.compile(r"-?\d+(\.\d*)?([eE][-+]?\d+)?", re.ASCII)


@dataclass(frozen=True)
class Stage:
    """One pass of the library. `weights`: (buckets, types, 121), rows of the patch one after the other. `strength` and
    `coherence` rise. `enlarges`: whether the picture is enlarged before it, or filtered as it is."""

    weights: NDArray[np.float64]
    strength: tuple[float, ...]
    coherence: tuple[float, ...]
    angles: int
    enlarges: bool

    @property
    def types(self) -> int:
        """4: by the parity of the pixel's row and column; 1: none."""
        return int(self.weights.shape[1])


@dataclass(frozen=True)
class Filters:
    """What a folder says. `bits`: of the samples it was trained for. `notes`: what a user should know."""

    bits: int
    factor: Fraction
    stages: tuple[Stage, ...]
    notes: tuple[str, ...] = ()


def read(folder: Path, bits: int | None = None, passes: int | None = None, mode: int | None = None) -> Filters:
    """The filters of a folder, the lowest depth that it has if `bits` is not given.

    `mode` 1 enlarges before the first of two passes, 2 before the second. Where they are not given, `filternotes.txt`
    is asked for "passes=2" and "mode=2"; without such words there is one pass. Raises NotFound for a file that is
    missing, BadInput for one that is something else, incomplete, too large, or has numbers that are none.
    """
    try:
        return _read(folder, bits, passes, mode)
    except OSError as error:
        if isinstance(error, BadInput):
            raise
        raise _unreadable(error, Where(str(folder))) from None


def _read(folder: Path, bits: int | None, passes: int | None, mode: int | None) -> Filters:
    if not folder.is_dir():
        if folder.exists():
            raise BadInput("is no folder; give the one that holds 'config' and 'filterbin_2_8'", Where(str(folder)))
        raise NotFound("there is no such folder", Where(str(folder)))
    angles, strengths, coherences = _config(folder / "config")
    depth = _depth(folder, bits)
    second = (folder / f"filterbin_2_{depth}_2").exists()
    said_two, said_mode = _advice(folder / "filternotes.txt")
    notes = []
    if passes is None:
        passes = 2 if second and (said_two or mode == 2) else 1
        if second and passes == 1:
            notes.append("the folder has a second pass as well; --passes 2 takes both")
        elif passes == 2 and mode is None and said_two:
            notes.append(f"two passes, mode {said_mode}, as filternotes.txt of the folder says")
    if mode == 2 and passes != 2:
        raise BadInput("mode 2 enlarges before the second of two passes; this is for one pass", Where(str(folder)))
    if mode is None:
        mode = said_mode if said_two else 1
    classes = (angles, strengths, coherences)
    stages = tuple(
        _stage(folder, f"2_{depth}{'_2' if i else ''}", classes, enlarges=i + 1 == (mode if passes == 2 else 1))
        for i in range(passes)
    )
    types = {stage.types for stage in stages}
    if len(types) > 1:
        raise BadInput("the two passes have different numbers of pixel types", Where(str(folder)))
    return Filters(depth, FACTORS[types.pop()], stages, tuple(notes))


def _depth(folder: Path, bits: int | None) -> int:
    there = [b for b in DEPTHS if (folder / f"filterbin_2_{b}").exists()]
    if bits is not None and bits not in DEPTHS:
        raise BadInput(f"{bits} bits; the library knows {', '.join(map(str, DEPTHS))}")
    if not there:
        raise NotFound("holds no filters; they are called filterbin_2_8, filterbin_2_10", Where(str(folder)))
    if bits is not None and bits not in there:
        raise NotFound(f"holds no filters for {bits} bits, but for {', '.join(map(str, there))}", Where(str(folder)))
    return there[0] if bits is None else bits


def _stage(folder: Path, ending: str, classes: tuple[int, int, int], *, enlarges: bool) -> Stage:
    angles, strengths, coherences = classes
    weights = _weights(folder / f"filterbin_{ending}", angles * strengths * coherences)
    strength = _thresholds(folder / f"Qfactor_strbin_{ending}", strengths - 1, float("inf"))
    coherence = _thresholds(folder / f"Qfactor_cohbin_{ending}", coherences - 1, 1.0)
    return Stage(weights, strength, coherence, angles, enlarges)


def _weights(path: Path, buckets: int) -> NDArray[np.float64]:
    where = Where(str(path))
    try:
        _regular(path)
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(16)
            if len(head) < 16 or head[:4] not in (b"fp32", b"fp16"):
                raise BadInput("is no filterbin: it would begin with 'fp32' and three numbers", where)
            found, types, rows = (int(n) for n in np.frombuffer(head, "<u4", offset=4))
            kind = np.dtype("<f4" if head[:4] == b"fp32" else "<f2")
            if rows != TAPS**2:
                raise BadInput(f"has filters of {rows} taps; the library's have {TAPS}×{TAPS} = {TAPS**2}", where)
            if types not in FACTORS:
                raise BadInput(f"has {types} pixel types; the library has 4 (for 2x) or 1 (for 1.5x)", where)
            if found != buckets:
                raise BadInput(f"has {found} buckets, where 'config' says {buckets}", where)
            count = buckets * types * rows
            want = 16 + count * kind.itemsize
            data = file.read(want - 16) if size == want else b""
    except OSError as error:
        raise _unreadable(error, where) from None
    if len(data) != want - 16:
        raise BadInput(f"has {size} bytes; {buckets} buckets of {types} filters are {want}", where)
    weights = np.frombuffer(data, kind).astype(np.float64).reshape(buckets, types, rows)
    if not np.isfinite(weights).all():
        raise BadInput("has weights that are no numbers", where)
    if np.abs(weights).max() > MOST_WEIGHT:
        raise BadInput(f"has a weight of {np.abs(weights).max():.3g}; more than {MOST_WEIGHT:g} is no filter", where)
    return weights


def _thresholds(path: Path, count: int, most: float) -> tuple[float, ...]:
    where = Where(str(path))
    words = _text(path).split()
    wrong = next((w for w in words if not _NUMBER.fullmatch(w)), None)
    if wrong is not None:
        raise BadInput(f"'{one_line(wrong[:40])}' is no number", where)
    if len(words) != count:
        raise BadInput(f"has {len(words)} thresholds, where 'config' asks for {count}", where)
    values = tuple(float(w) for w in words)
    if any(not 0 <= v <= most for v in values) or any(not np.isfinite(v) for v in values):
        limit = "0 up" if most == float("inf") else f"0 to {most:g}"
        raise BadInput(f"has a threshold outside {limit}", where)
    if any(a > b for a, b in pairwise(values)):
        raise BadInput("has thresholds that do not rise", where)
    return values


def _config(path: Path) -> tuple[int, int, int]:
    where = Where(str(path))
    words = (_text(path).splitlines() or [""])[0].split()
    if len(words) != 4 or not all(re.fullmatch(r"\d{1,4}", w, re.ASCII) for w in words):
        raise BadInput("wants one line of four whole numbers: angles, strengths, coherences, 11", where)
    angles, strengths, coherences, side = map(int, words)
    if side != TAPS:
        raise BadInput(f"says filters of {side}×{side} taps; the library has {TAPS}×{TAPS}", where)
    if not all(1 <= n <= _MOST_CLASSES for n in (angles, strengths, coherences)):
        raise BadInput(f"says {angles} angles, {strengths} strengths, {coherences} coherences; each is 1 to "
                       f"{_MOST_CLASSES}", where)  # fmt: skip
    if angles * strengths * coherences > MOST_BUCKETS:
        raise BadInput(f"says {angles * strengths * coherences} buckets; a shader holds {MOST_BUCKETS}", where)
    return angles, strengths, coherences


def _advice(path: Path) -> tuple[bool, int]:
    """Whether the folder's notes ask for two passes, and the mode that they name."""
    try:
        text = _text(path)
    except BadInput:
        return False, 1
    return bool(re.search(r"\bpasses\s*=\s*2\b", text)), 2 if re.search(r"\bmode\s*=\s*2\b", text) else 1


def _text(path: Path) -> str:
    where = Where(str(path))
    try:
        _regular(path)
        with path.open("rb") as file:
            data = file.read(_MOST_TEXT + 1)
    except OSError as error:
        raise _unreadable(error, where) from None
    if len(data) > _MOST_TEXT:
        raise BadInput(f"is longer than {_MOST_TEXT} bytes, which none of the library's is", where)
    try:
        return data.decode("ascii")
    except UnicodeDecodeError:
        raise BadInput("is no plain text", where) from None


def _regular(path: Path) -> None:
    """A pipe would wait for ever."""
    if path.exists() and not path.is_file():
        raise BadInput("is no file", Where(str(path)))


def _unreadable(error: OSError, where: Where) -> BadInput:
    if isinstance(error, FileNotFoundError):
        return NotFound("is missing", where)
    return BadInput(f"cannot be read: {error.strerror or error}", where)
