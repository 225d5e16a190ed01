"""Encoded pictures in a plain file of their own: what one closed segment is until the output is put together.

    magic                      16 bytes, with the version of this format
    head     u32 length, u32 CRC-32, then JSON: the encoder, its stream parameters, the header of its stream
    packet   "PACK", i64 pts, i64 duration, u32 flags, u32 size, u32 CRC-32 of all of these and the data, the data
    foot     "DONE", u64 packets, i64 first pts, i64 last pts, u32 depth, u32 CRC-32

All numbers are little-endian. A log without its foot is one that was not finished.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import struct
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO
from zlib import crc32

from ..core.atomic import sync_folder
from ..errors import OutputError, Where

_MAGIC = b"upshade packets1"
_HEAD = struct.Struct("<II")
_PACKET = struct.Struct("<4sqqIII")
_FOOT = struct.Struct("<4sQqqII")
_KEY = 1
_MAX_HEAD = 1 << 22
_MAX_PACKET = 1 << 31


@dataclass(frozen=True, slots=True)
class Stream:
    """What a container must know of an encoder's stream. `tag`: FFmpeg's codec tag, "" where the container chooses.
    `header`: parameter sets and the like, FFmpeg's extradata. `profile`, `level`: FFmpeg's names and numbers."""

    encoder: str
    tag: str
    profile: str
    level: int
    header: bytes

    @property
    def digest(self) -> str:
        """Streams that can be joined have the same."""
        return hashlib.sha256(self._text()).hexdigest()

    def _text(self) -> bytes:
        fields: dict[str, Any] = {**asdict(self), "header": base64.b64encode(self.header).decode()}
        return json.dumps(fields, sort_keys=True).encode()

    @staticmethod
    def _parse(text: bytes) -> Stream:
        fields = json.loads(text)
        return Stream(**{**fields, "header": base64.b64decode(fields["header"])})


@dataclass(frozen=True, slots=True)
class Logged:
    """One packet. Times in the video's time base."""

    pts: int
    duration: int
    key: bool
    data: bytes


class LogWriter:
    """Writes a log as PATH.part; `close` gives it its name once its bytes are on the disk. OSError as the system
    raises it."""

    def __init__(self, path: Path, stream: Stream) -> None:
        self.path, self.part, self.stream = path, path.with_name(path.name + ".part"), stream
        self.nbytes = 0
        self._times: list[int] = []
        self._digest = hashlib.sha256()
        # Unbuffered: a full disk is told by the packet that does not fit, and closing has nothing left to fail with.
        self._file: BinaryIO = open(self.part, "wb", buffering=0)  # noqa: SIM115
        try:
            head = stream._text()
            self._put(_MAGIC, _HEAD.pack(len(head), crc32(head)), head)
        except BaseException:
            self.discard()
            raise

    @property
    def times(self) -> list[int]:
        """Of the packets so far, in their order."""
        return self._times

    def packet(self, pts: int, duration: int, key: bool, data: bytes) -> None:
        flags = _KEY if key else 0
        bare = _PACKET.pack(b"PACK", pts, duration, flags, len(data), 0)
        self._put(_PACKET.pack(b"PACK", pts, duration, flags, len(data), crc32(data, crc32(bare))), data)
        self._times.append(pts)

    def close(self) -> str:
        """SHA-256 of the file, which now has its name."""
        times = self._times
        values = (b"DONE", len(times), min(times), max(times), reordering(times))
        self._put(_FOOT.pack(*values, crc32(_FOOT.pack(*values, 0))))
        os.fsync(self._file.fileno())
        self._file.close()
        os.replace(self.part, self.path)
        sync_folder(self.path.parent)
        return self._digest.hexdigest()

    def discard(self) -> None:
        """Nothing is left of it."""
        self._file.close()
        self.part.unlink(missing_ok=True)

    def _put(self, *pieces: bytes) -> None:
        data = b"".join(pieces)
        self._digest.update(data)
        self.nbytes += len(data)
        view = memoryview(data)
        while view:
            view = view[self._file.write(view) :]


def reordering(times: list[int]) -> int:
    """By how many pictures a decoder must be ahead: the least d so that packet i of `times` is not shown before the
    picture of rank i − d."""
    rank = {time: place for place, time in enumerate(sorted(times))}
    return max((i - rank[time] for i, time in enumerate(times)), default=0)


class PacketLog:
    """A finished log, read as a stream. OutputError, in one line, for one that is damaged or was not finished."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        try:
            with open(self.path, "rb") as file:
                self.stream = self._head(file)
                self._begin = file.tell()
                size = os.fstat(file.fileno()).st_size
                self._end = size - _FOOT.size
                if self._end < self._begin:
                    raise self._broken("its end is missing")
                file.seek(self._end)
                foot = _FOOT.unpack(self._exactly(file, _FOOT.size))
        except OSError as error:
            if isinstance(error, OutputError):
                raise
            raise OutputError(f"cannot be read: {error.strerror or error}", self._where) from None
        word, self.packets, self.first, self.last, self.depth, check = foot
        if word != b"DONE":
            raise self._broken("its end is missing")
        if check != crc32(_FOOT.pack(*foot[:-1], 0)) or not self.packets:
            raise self._broken("its end is damaged")

    def _head(self, file: BinaryIO) -> Stream:
        if self._exactly(file, len(_MAGIC)) != _MAGIC:
            raise self._broken("it is not one, or of another version")
        length, check = _HEAD.unpack(self._exactly(file, _HEAD.size))
        if length > _MAX_HEAD:
            raise self._broken("its head is damaged")
        text = self._exactly(file, length)
        try:
            if crc32(text) != check:
                raise ValueError
            return Stream._parse(text)
        except (ValueError, TypeError, KeyError):
            raise self._broken("its head is damaged") from None

    def times(self) -> list[int]:
        """Of all packets in their order; does not read their data."""
        try:
            with open(self.path, "rb") as file:
                found: list[int] = []
                at = self._begin
                while at < self._end:
                    file.seek(at)
                    word, pts, _, _, size, _ = _PACKET.unpack(self._exactly(file, _PACKET.size))
                    at += _PACKET.size + size
                    if word != b"PACK" or at > self._end:
                        raise self._broken(f"packet {len(found) + 1} is damaged")
                    found.append(pts)
        except OSError as error:
            if isinstance(error, OutputError):
                raise
            raise OutputError(f"cannot be read: {error.strerror or error}", self._where) from None
        if len(found) != self.packets:
            raise self._broken(f"{len(found)} of {self.packets} packets are there")
        return found

    def __iter__(self) -> Iterator[Logged]:
        """The packets, each checked; one at a time is in memory."""
        with open(self.path, "rb", buffering=1 << 20) as file:
            file.seek(self._begin)
            for number in range(1, self.packets + 1):
                raw = self._exactly(file, _PACKET.size)
                word, pts, duration, flags, size, check = _PACKET.unpack(raw)
                if word != b"PACK" or size > _MAX_PACKET or file.tell() + size > self._end:
                    raise self._broken(f"packet {number} is damaged")
                data = self._exactly(file, size)
                if crc32(data, crc32(raw[:-4] + bytes(4))) != check:
                    raise self._broken(f"packet {number} is damaged")
                yield Logged(pts, duration, bool(flags & _KEY), data)
            if file.tell() != self._end:
                raise self._broken("it has more packets than it says")

    def _exactly(self, file: BinaryIO, count: int) -> bytes:
        data = file.read(count)
        if len(data) != count:
            raise self._broken("it is cut")
        return data

    @property
    def _where(self) -> Where:
        return Where(str(self.path))

    def _broken(self, what: str) -> OutputError:
        return OutputError(f"is no finished log of packets: {what}", self._where)
