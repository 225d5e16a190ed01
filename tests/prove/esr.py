"""Published edge-SR models, read by our importer, come to the figures of their own table.

UPSHADE_ESR=DIR, a checkout of pnavarre/eSR; Set5 in the folder set5 of what UPSHADE_BENCHMARKS names. Every model of
the repository is read. Ten of each family at 2x and 3x are applied to Set5 in float64: luma by BT.601, shrunk by
antialiased bicubic interpolation, not rounded; PSNR of luma in limited range, not rounded, twice the factor cropped on
each side. The table does not say how its own were made. The bar, 0.07 dB, is for edge-SR's own families. One model of
each kind is drawn as a shader too.
"""

from __future__ import annotations

import io
import os
import pickle
import struct
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from learn.banks import draw
from upshade.core.color import Matrix
from upshade.core.metrics import luma
from upshade.errors import BadInput
from upshade.gl.context import Context
from upshade.learn import degrade, judging
from upshade.learn.esr import emit, published, reference
from upshade.learn.esr.model import Network

Float = NDArray[np.float64]
FAMILIES = ("eSR-MAX", "eSR-TM", "eSR-TR", "eSR-CNN", "ESPCN", "FSRCNN")
EACH, MOST = 10, 0.07
DRAWN = ("eSR-MAX_s2_K5_C2", "eSR-TM_s2_K7_C8", "eSR-TR_s3_K5_C4", "eSR-CNN_s2_C4_D3_S6", "ESPCN_s2_D5_S9",
         "FSRCNN_s3_D19_S6_M4")  # fmt: skip


class _Table(pickle.Unpickler):
    """For dictionaries of numbers: of what a pickle names numpy's numbers have a stand-in, and all else is refused."""

    def find_class(self, module: str, name: str) -> Any:
        if name == "dtype" and module == "numpy":
            return _Kind
        if name == "scalar" and module.endswith("multiarray"):
            return _scalar
        raise BadInput(f"the table would have {module}.{name} called")


class _Kind:
    def __init__(self, name: str, *_: object) -> None:
        self.name = name

    def __setstate__(self, state: object) -> None:
        pass


def _scalar(kind: _Kind, data: bytes) -> float:
    found: float = struct.unpack({"f8": "<d", "f4": "<f", "i8": "<q"}[kind.name], data)[0]
    return found


def set5() -> list[Float]:
    """Luma in 0…1, over the full range."""
    folder = Path(os.environ["UPSHADE_BENCHMARKS"]) / "set5"
    files = sorted(p for p in folder.iterdir() if p.suffix in (".png", ".bmp"))
    return [luma(np.asarray(Image.open(p).convert("RGB"), np.float64) / 255, Matrix.BT601) for p in files]


def pairs(pictures: list[Float], factor: int) -> Iterator[tuple[Float, Float]]:
    """(given, true)"""
    for picture in pictures:
        h, w = (n // factor * factor for n in picture.shape)
        yield np.asarray(degrade.shrunk(picture[:h, :w], factor, "bicubic"), np.float64), picture[:h, :w]


def decibels(make: Callable[[Float], Float], pictures: list[Float], factor: int) -> float:
    found = []
    for given, true in pairs(pictures, factor):
        crop = slice(2 * factor, -2 * factor)
        wrong = (np.clip(make(given), 0, 1) - true)[crop, crop] * reference.SPAN
        found.append(-10 * np.log10(np.mean(np.square(wrong))))
    return float(np.mean(found))


def spread(names: list[str]) -> list[str]:
    """EACH of them, from first to last."""
    return [names[i] for i in sorted({round(i) for i in np.linspace(0, len(names) - 1, EACH)})]


def reading(folder: Path, table: dict[str, dict[str, float]]) -> tuple[dict[str, Network], bool]:
    networks: dict[str, Network] = {}
    named: Counter[str] = Counter()
    good = True
    for path in sorted(folder.glob("*.model")):
        try:
            networks[path.stem] = published.read(path)
        except BadInput as error:
            named["bicubic interpolation" if "bicubic interpolation" in str(error) else str(error)] += 1
            good &= "bicubic interpolation" in str(error)
    counts = Counter(name.split("_")[0] for name in networks)
    print(f"{len(networks) + sum(named.values())} files: " + ", ".join(f"{n} {f}" for f, n in counts.items())
          + "; refused as " + ", ".join(f"{what} {n}" for what, n in named.items()) + ".")  # fmt: skip
    # Of FSRCNN ours have the deconvolution spread out, and with zeros.
    wrong = [n for n, net in networks.items()
             if not n.startswith("FSRCNN") and net.form.parameters != table[n]["parameters"]]  # fmt: skip
    print(f"Numbers of weights that differ from the table's: {len(wrong)}.\n")
    return networks, good and not wrong


def main() -> int:
    for name in ("UPSHADE_ESR", "UPSHADE_BENCHMARKS"):
        if name not in os.environ:
            print(f"{name} names no folder", file=sys.stderr)
            return 2
    root = Path(os.environ["UPSHADE_ESR"])
    table: dict[str, dict[str, float]] = _Table(io.BytesIO((root / "data" / "tests.pkl").read_bytes())).load()
    pictures = set5()
    networks, good = reading(root / "model-files", table)
    print("PSNR on Set5 less the table's, dB.\n\n| family | factor | models | mean | least | most |")
    print("| --- | --: | --: | --: | --: | --: |", flush=True)
    for family in FAMILIES:
        for factor in (2, 3):
            some = spread(sorted(n for n in networks if n.startswith(f"{family}_s{factor}_")))
            off = [decibels(lambda p, n=name: reference.output(networks[n], p), pictures, factor)
                   - table[name]["psnr_Set5"] for name in some]  # fmt: skip
            print(f"| {family} | {factor} | {len(some)} | {np.mean(off):+.3f} | {min(off):+.3f} | {max(off):+.3f} |",
                  flush=True)  # fmt: skip
            # What the paper is about; of the others it has tables for comparison.
            good &= len(some) == EACH and (not family.startswith("eSR") or max(map(abs, off)) <= MOST)
    print("\nBicubic interpolation made and measured the same way, and the table's: ", end="")
    plain = [f"{decibels(lambda p, f=s: judging.enlarged(p, f, 'catmull_rom'), pictures, s):.2f} and "
             f"{table[f'Bicubic_s{s}']['psnr_Set5']:.2f} at {s}x" for s in (2, 3)]  # fmt: skip
    print("; ".join(plain) + " (where others publish 30.39).")
    return int(not (shaders(networks, pictures[0]) and good))


def shaders(networks: dict[str, Network], picture: Float) -> bool:
    """Of limited-range video, as players have it."""
    print(
        "\nAs shaders, of a limited-range picture of 8 bits: the largest error against float64, in steps of 8 bits.\n"
    )
    worst = 0.0
    with Context.headless() as context, tempfile.TemporaryDirectory() as folder:
        for name in DRAWN:
            network = networks[name]
            factor = network.form.factor
            given = next(pairs([reference.BLACK + reference.SPAN * picture[:240, :240]], factor))[0]
            given = np.rint(np.clip(given, 0, 1) * 255) / 255
            path = Path(folder) / "network.glsl"
            path.write_text(emit.shader(network, emit.Style("network", name, "published", "as published")))
            drawn, want = draw(context, path, given, factor), reference.draw(network, given)
            error = float(np.abs(np.clip(drawn, 0, 1) - np.clip(want, 0, 1)).max() * 255)
            print(f"- {name}: {error:.4f}", flush=True)
            worst = max(worst, error)
    return worst <= 1
