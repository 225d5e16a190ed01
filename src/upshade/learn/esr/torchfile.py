"""Tensors of a file that PyTorch saved, without PyTorch, and without doing what the file says.

Since PyTorch 1.6 such a file is a ZIP archive: `NAME/data.pkl`, a pickle that says which tensors there are, and
`NAME/data/KEY`, the numbers of each. A pickle is a program; here its words are read one by one, and those that a
dictionary of tensors is written with have a meaning. No class or function that it names is looked up, let alone called.
"""

from __future__ import annotations

import io
import pickletools
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...errors import BadInput, NotFound, Where, one_line

MOST_BYTES = 4 << 20
"""Of a file; the largest of the published ones has 151 kB."""
_MOST_ENTRIES, _MOST_PICKLE, _MOST_NUMBERS = 512, 1 << 16, 1 << 20
_OLD = b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19."
_TENSOR, _DICT = "torch._utils _rebuild_tensor_v2", "collections OrderedDict"
_STORAGES = {"torch FloatStorage": "<f4", "torch HalfStorage": "<f2", "torch DoubleStorage": "<f8"}
_KEY = re.compile(r"[0-9A-Za-z_]{1,64}", re.ASCII)
_NAME = re.compile(r"[0-9A-Za-z_.]{1,64}", re.ASCII)

Tensors = dict[str, NDArray[np.float32]]


class _Mark:
    pass


@dataclass(frozen=True)
class _Global:
    """A name of something that a pickle would import."""

    name: str


@dataclass(frozen=True)
class _Storage:
    dtype: str
    key: str
    count: int


@dataclass(frozen=True)
class _Tensor:
    storage: _Storage
    shape: tuple[int, ...]


def read(path: Path) -> Tensors:
    """The tensors of a file by name, float32. NotFound, or BadInput for what is no such file, is damaged, or asks for
    something else."""
    where = Where(str(path))
    try:
        if path.exists() and not path.is_file():
            raise BadInput("is no file", where)
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise NotFound("there is no such file", where) from None
    except OSError as error:
        if isinstance(error, BadInput):
            raise
        raise BadInput(f"cannot be read: {error.strerror or error}", where) from None
    try:
        return tensors(data)
    except BadInput as error:
        raise BadInput(error.message, where) from None


def tensors(data: bytes) -> Tensors:
    """As `read`, of the file's bytes."""
    if len(data) > MOST_BYTES:
        raise BadInput(f"is larger than {MOST_BYTES >> 20} MiB, which no model of these families is")
    if data.startswith(_OLD):
        raise BadInput("is a PyTorch file from before 1.6; one that PyTorch 1.6 or later has saved anew is read")
    if not data.startswith(b"PK\x03\x04"):
        raise BadInput("is no PyTorch file: those are ZIP archives")
    try:
        return _tensors(data)
    except BadInput:
        raise
    except Exception as error:  # zipfile has a dozen ways to say that an archive is damaged
        raise BadInput(f"is damaged: {one_line(str(error))[:120] or type(error).__name__}") from None


def _tensors(data: bytes) -> Tensors:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = _entries(archive, len(data))
        found = [name for name in entries if name.endswith("/data.pkl") and name.count("/") == 1]
        if len(found) != 1:
            raise BadInput("is a ZIP archive, but no PyTorch file: it has no data.pkl")
        root = found[0].removesuffix("data.pkl")
        if f"{root}byteorder" in entries and archive.read(f"{root}byteorder") != b"little":
            raise BadInput("has its numbers in big-endian order")
        if entries[found[0]].file_size > _MOST_PICKLE:
            raise BadInput(f"has a data.pkl of more than {_MOST_PICKLE >> 10} kB")
        said = described(archive.read(found[0]))
        made: Tensors = {}
        for name, tensor in said.items():
            entry = entries.get(f"{root}data/{tensor.storage.key}")
            if entry is None:
                raise BadInput(f"lacks the numbers of '{name}'")
            kind = np.dtype(tensor.storage.dtype)
            if entry.file_size != tensor.storage.count * kind.itemsize:
                raise BadInput(f"has {entry.file_size} bytes for '{name}', which has {tensor.storage.count} numbers")
            made[name] = np.frombuffer(archive.read(entry), kind).astype(np.float32).reshape(tensor.shape)
    return made


def _entries(archive: zipfile.ZipFile, size: int) -> dict[str, zipfile.ZipInfo]:
    listed = archive.infolist()
    if len(listed) > _MOST_ENTRIES:
        raise BadInput(f"has {len(listed)} entries; a model of these families has a few")
    if any(e.compress_type != zipfile.ZIP_STORED or e.compress_size != e.file_size for e in listed):
        raise BadInput("has compressed entries, which PyTorch does not write")
    if sum(e.file_size for e in listed) > size:
        raise BadInput("has entries that lie in one another")
    entries = {e.filename: e for e in listed}
    if len(entries) < len(listed):
        raise BadInput("has two entries of one name")
    return entries


def described(pickle: bytes) -> Mapping[str, _Tensor]:
    """Which tensors a `data.pkl` says there are. BadInput for any word that is not one of a dictionary of tensors."""
    try:
        made = _Reader().read(pickle)
    except BadInput:
        raise
    except Exception as error:
        raise BadInput(f"has a damaged data.pkl: {one_line(str(error))[:120] or type(error).__name__}") from None
    if not isinstance(made, dict) or not made:
        raise BadInput("holds no dictionary of tensors")
    seen: set[str] = set()
    for name, tensor in made.items():
        if not isinstance(name, str) or not _NAME.fullmatch(name) or not isinstance(tensor, _Tensor):
            raise BadInput("holds something else than tensors by name")
        if tensor.storage.key in seen:
            raise BadInput(f"has the numbers of '{name}' for another tensor as well")
        seen.add(tensor.storage.key)
    return made


class _Reader:
    """The stack machine of pickle, protocol 2, for the words that a dictionary of tensors needs."""

    def __init__(self) -> None:
        self.stack: list[object] = []
        self.memo: dict[int, object] = {}

    def read(self, pickle: bytes) -> object:
        for word, argument, _ in pickletools.genops(pickle):
            match word.name:
                case "PROTO":
                    if argument != 2:
                        raise BadInput(f"has a pickle of protocol {argument}; PyTorch writes 2")
                case "STOP":
                    return self.stack.pop() if len(self.stack) == 1 else None
                case "BININT" | "BININT1" | "BININT2" | "BINUNICODE":
                    self.stack.append(argument)
                case "NEWFALSE" | "NEWTRUE":
                    self.stack.append(word.name == "NEWTRUE")
                case "MARK":
                    self.stack.append(_Mark())
                case "EMPTY_DICT":
                    self.stack.append({})
                case "EMPTY_TUPLE":
                    self.stack.append(())
                case "TUPLE":
                    self.stack.append(self._marked())
                case "TUPLE1" | "TUPLE2" | "TUPLE3":
                    count = int(word.name[-1])
                    self.stack.append(tuple([self.stack.pop() for _ in range(count)][::-1]))
                case "BINPUT" | "LONG_BINPUT":
                    self.memo[int(argument or 0)] = self.stack[-1]
                case "BINGET" | "LONG_BINGET":
                    self.stack.append(self.memo[int(argument or 0)])
                case "GLOBAL":
                    self.stack.append(self._named(str(argument)))
                case "BINPERSID":
                    self.stack.append(_storage(self.stack.pop()))
                case "REDUCE":
                    arguments, what = self.stack.pop(), self.stack.pop()
                    self.stack.append(_made(what, arguments))
                case "SETITEM":
                    value, key = self.stack.pop(), self.stack.pop()
                    self._set((key, value))
                case "SETITEMS":
                    self._set(self._marked())
                case "BUILD":
                    # Of a state_dict: versions of its modules, which say nothing of the tensors.
                    if not isinstance(self.stack.pop(), dict) or not isinstance(self.stack[-1], dict):
                        raise BadInput("builds something else than a dictionary of tensors; nothing of it was done")
                case _:
                    raise BadInput(f"has a pickle with '{word.name}', which no dictionary of tensors needs; nothing of "
                                   "it was done")  # fmt: skip
        return None

    def _marked(self) -> tuple[object, ...]:
        # From above: what lies below may be all marks, and is looked at again for each of them.
        at = next(i for i in range(len(self.stack) - 1, -1, -1) if isinstance(self.stack[i], _Mark))
        items = tuple(self.stack[at + 1 :])
        del self.stack[at:]
        return items

    def _set(self, items: tuple[object, ...]) -> None:
        into = self.stack[-1]
        if not isinstance(into, dict) or len(items) % 2 or not all(isinstance(k, str) for k in items[::2]):
            raise BadInput("holds something else than tensors by name")
        into.update(zip(items[::2], items[1::2], strict=True))

    def _named(self, name: str) -> _Global:
        if name not in (_TENSOR, _DICT, *_STORAGES):
            called = one_line(name.replace(" ", "."))[:80]
            if name.startswith("torch ") and name.endswith("Storage"):
                raise BadInput(f"has numbers of the kind {called}; those of a model are real numbers")
            raise BadInput(
                f"would have '{called}' called, which no dictionary of tensors needs; nothing of it was done"
            )
        return _Global(name)


def _storage(said: object) -> _Storage:
    match said:
        case ("storage", _Global(name), str(key), str(), int(count)) if name in _STORAGES:
            if not _KEY.fullmatch(key) or not 0 < count <= _MOST_NUMBERS:
                raise BadInput(f"has a storage of {count} numbers; there are 1 to {_MOST_NUMBERS}")
            return _Storage(_STORAGES[name], key, count)
    raise BadInput("has numbers that are described otherwise than PyTorch does")


def _made(what: object, arguments: object) -> object:
    match what, arguments:
        case _Global(name), () if name == _DICT:
            return {}
        case _Global(name), (_Storage() as storage, int(offset), tuple(shape), tuple(stride), bool(), dict()) if (
            name == _TENSOR
        ):
            return _tensor(storage, offset, shape, stride)
    raise BadInput("has tensors that are described otherwise than PyTorch does; nothing of it was done")


def _tensor(storage: _Storage, offset: int, shape: tuple[object, ...], stride: tuple[object, ...]) -> _Tensor:
    sides = [n for n in shape if isinstance(n, int) and not isinstance(n, bool) and 0 < n <= _MOST_NUMBERS]
    if len(sides) != len(shape) or len(sides) > 4:
        raise BadInput("has a tensor of a shape that there is not")
    count, row = 1, []
    for n in reversed(sides):
        row.append(count)
        count *= n
    if offset != 0 or count != storage.count or tuple(row[::-1]) != stride:
        raise BadInput(f"has a tensor {'×'.join(map(str, sides))} that is not the whole of its {storage.count} numbers")
    return _Tensor(storage, tuple(sides))
