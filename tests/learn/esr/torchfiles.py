"""Files as PyTorch saves them, written without it: whole ones, and such as nobody should believe."""

from __future__ import annotations

import io
import pickle
import struct
import zipfile
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from upshade.learn.esr.model import Form, drawn_by_lot

Arrays = Mapping[str, NDArray[np.floating]]
STORAGES = {"<f4": "FloatStorage", "<f2": "HalfStorage", "<f8": "DoubleStorage", "<i8": "LongStorage"}


def text(word: str) -> bytes:
    return b"X" + struct.pack("<I", len(word.encode())) + word.encode()


def whole(number: int) -> bytes:
    return b"J" + struct.pack("<i", number)


def numbers(values: Sequence[int]) -> bytes:
    return b"(" + b"".join(map(whole, values)) + b"t"


def named(module: str, name: str) -> bytes:
    return f"c{module}\n{name}\n".encode()


def tensor(
    key: str, shape: Sequence[int], storage: str = "FloatStorage", offset: int = 0, count: int | None = None,
    stride: Sequence[int] | None = None,
) -> bytes:  # fmt: skip
    """The words of a pickle that push one."""
    held = int(np.prod(shape)) if count is None else count
    steps = [int(np.prod(shape[i + 1 :])) for i in range(len(shape))] if stride is None else stride
    place = b"(" + text("storage") + named("torch", storage) + text(key) + text("cpu") + whole(held) + b"tQ"
    hooks = named("collections", "OrderedDict") + b")R"
    return (
        named("torch._utils", "_rebuild_tensor_v2") + b"(" + place + whole(offset) + numbers(shape) + numbers(steps)
        + b"\x89" + hooks + b"tR"
    )  # fmt: skip


def words(items: Mapping[str, bytes]) -> bytes:
    """A pickle of a dictionary."""
    return b"\x80\x02}(" + b"".join(text(name) + value for name, value in items.items()) + b"u."


def archive(entries: Mapping[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", compression) as file:
        for name, content in entries.items():
            file.writestr(f"archive/{name}", content)
    return data.getvalue()


def saved(arrays: Arrays, change: Mapping[str, bytes] | None = None) -> bytes:
    """A file that holds these, with some entries of the archive replaced."""
    entries: dict[str, bytes] = {}
    items = {}
    for i, (name, array) in enumerate(arrays.items()):
        items[name] = tensor(str(9000 + i), array.shape, STORAGES[array.dtype.newbyteorder("<").str])
        entries[f"data/{9000 + i}"] = array.tobytes()
    return archive({"data.pkl": words(items), "version": b"3\n", **entries, **(change or {})})


class Bomb:
    """What its pickle would run."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str, str]]:
        return open, (self.path, "w")


def malicious(path: str) -> list[bytes]:
    """Pickles that would make a file at `path`, in several ways."""
    call = named("builtins", "open") + b"(" + text(path) + text("w") + b"tR"
    old = named("os", "system") + b"(" + text(f"touch {path}") + b"tR"
    instance = b"(" + text(path) + text("w") + b"ibuiltins\nopen\n"
    return [
        *(pickle.dumps({"filter.weight": Bomb(path)}, protocol) for protocol in range(5)),
        words({"filter.weight": call}), words({"filter.weight": old}), words({"filter.weight": instance}),
        b"\x80\x02" + call + b"0" + words({"filter.weight": tensor("9000", (8, 1, 3, 3))})[2:],
        words({"filter.weight": tensor("9000", (8, 1, 3, 3)) + call + b"b"}),
    ]  # fmt: skip


def published(form: Form, seed: int = 1) -> dict[str, NDArray[np.float32]]:
    """A network's weights by the names that published files have; its deconvolution is made up."""
    weights = drawn_by_lot(form, seed).weights
    if form.family in ("max", "tm", "tr"):
        return {"filter.weight": weights["last.weight"]}
    prefix = "filter" if form.family == "esr-cnn" else "net"
    made = {}
    for i, conv in enumerate(form.convs()):
        for kind in ("weight", "bias"):
            if f"{conv.name}.{kind}" in weights:
                made[f"{prefix}.{2 * i}.{kind}"] = weights[f"{conv.name}.{kind}"]
        if conv.act == "prelu":
            made[f"{prefix}.{2 * i + 1}.weight"] = weights[f"{conv.name}.slope"]
    if form.family == "fsrcnn":
        last = f"net.{2 * len(form.convs()) - 2}"
        random = np.random.default_rng(seed)
        made[f"{last}.weight"] = random.normal(size=(form.first, 1, 9, 9)).astype(np.float32)
        made[f"{last}.bias"] = np.float32([0.25])
    return made
