"""The folder of a render on its way: closed segments, and the journal that says which of them count.

`OUTPUT.upshade/` beside the output holds `journal.jsonl`, a line of JSON for each fact, `seg-00012.log`, a packet
log for each closed segment, and `whole.part.EXT`, the output while it is put together. A segment counts once its line
is in the journal, and its line is written when its file is complete on the disk. A line that a crash cut short does not
count.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self

from filelock import FileLock, Timeout

from ..core.color import Color, Matrix, Range, Siting, Tags
from ..errors import JobFailed, OutputError, Where
from ..media.encoder import Closed
from .fingerprint import Fingerprint, Stamp

FORMAT = 1
_OURS = re.compile(r"journal\.jsonl|lock|seg-\d{5,}\.log(\.part)?|whole\.part\.\w+")
_SEGMENT = re.compile(r"seg-\d{5,}\.log")
_LONGEST = 255 - 8
"""Bytes that a file name has, and what `Pending` and this folder put to it."""


@dataclass(frozen=True, slots=True)
class Header:
    """What the segments were begun with.

    `recipe`: its text. `source`: the path, of which a recipe has the name only. `cuts`: ticks of the source. `files`:
    all that are read, and their `stamps`. `width`, `height`, `color`: of the pictures that are encoded. `leave_out`:
    streams of the source that are in the picture, by index.
    """

    recipe: str
    source: str
    cuts: tuple[int, ...]
    files: tuple[str, ...]
    stamps: tuple[Stamp, ...]
    width: int
    height: int
    color: Color
    leave_out: frozenset[int] = frozenset()

    def data(self) -> dict[str, Any]:
        """As JSON holds it."""
        made = {field.name: getattr(self, field.name) for field in fields(self)}
        return {**made, "stamps": [asdict(stamp) for stamp in self.stamps], "color": asdict(self.color),
                "leave_out": sorted(self.leave_out)}  # fmt: skip

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Header:
        """What `data` gave. KeyError, TypeError, ValueError for anything else."""
        color = data["color"]
        return cls(
            data["recipe"], data["source"], tuple(data["cuts"]), tuple(data["files"]), _stamps(data["stamps"]),
            data["width"], data["height"],
            Color(Matrix(color["matrix"]), Range(color["range"]), Siting(color["siting"]), Tags(**color["tags"])),
            frozenset(data["leave_out"]),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A segment that counts: as `encoder.Closed`. One without pictures has no file."""

    pictures: int
    first: int = 0
    last: int = 0
    nbytes: int = 0
    digest: str = ""
    header: str = ""


def folder_of(output: str | os.PathLike[str]) -> Path:
    """Where a render of this output keeps its segments."""
    path = Path(output)
    name = path.name
    if len(os.fsencode(name)) > _LONGEST:
        short = hashlib.sha256(os.fsencode(name)).hexdigest()[:16]
        name = os.fsencode(name)[:200].decode("utf-8", "ignore") + short
    return path.with_name(f"{name}.upshade")


def left(output: str | os.PathLike[str]) -> list[Path]:
    """The segments that an interrupted render of this output left, in their order."""
    with suppress(OSError):
        found = [path for path in folder_of(output).iterdir() if _SEGMENT.fullmatch(path.name)]
        return sorted(found, key=lambda path: (len(path.name), path.name))
    return []


def segment_path(folder: str | os.PathLike[str], segment: int) -> Path:
    """The log of a segment, counted from 0."""
    return Path(folder) / f"seg-{segment:05d}.log"


class Journal:
    """The folder of one output, held by this process until `close`. `header` is None in a new one: then `begin`.

    Raises JobFailed where another process holds it, OutputError where it cannot be made, is not ours, or is of a
    newer version.
    """

    def __init__(self, output: str | os.PathLike[str], *, make: bool = True, fresh: bool = False) -> None:
        """`make`: OutputError, rather than a new folder, when there is none. `fresh`: whatever is there goes."""
        self.output = os.fspath(output)
        self.folder = folder_of(output)
        self.header: Header | None = None
        self.source_digest: str | None = None
        self._entries: dict[int, Entry] = {}
        self._mutex = Lock()
        self._path = self.folder / "journal.jsonl"
        try:
            if make:
                self.folder.mkdir(exist_ok=True)
            elif not self.folder.is_dir():
                raise OutputError(f"no unfinished render of it is here (no folder '{self.folder.name}')", self.where)
            names = sorted(os.listdir(self.folder))
            strange = None if self._path.name in names else next((n for n in names if not _OURS.fullmatch(n)), None)
        except OutputError:
            raise
        except OSError as error:
            raise self._failed(error) from None
        if strange is not None:
            raise OutputError(f"is in the way: '{strange}' in it is not upshade's", Where(str(self.folder)))
        self._lock = FileLock(self.folder / "lock")
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise JobFailed("is being rendered by another process", self.where) from None
        except OSError as error:
            raise self._failed(error) from None
        try:
            if fresh:
                self.clear()
            self._load()
        except OutputError:
            self.close()
            raise
        except OSError as error:
            self.close()
            raise self._failed(error) from None

    @property
    def where(self) -> Where:
        return Where(self.output)

    def _failed(self, error: OSError) -> OutputError:
        return OutputError(f"cannot be written: {error.strerror or error}", self.where)

    # -- reading --------------------------------------------------------------------------------------------------

    def _load(self) -> None:
        try:
            raw = self._path.read_bytes()
        except FileNotFoundError:
            self._begin_anew()
            return
        # What follows the last line's end was being written when the machine went down.
        whole = raw[: raw.rfind(b"\n") + 1]
        if len(whole) < len(raw):
            with open(self._path, "r+b") as file:
                file.truncate(len(whole))
        facts = [fact for line in whole.splitlines() if (fact := _fact(line)) is not None]
        first = facts[0] if facts else {}
        if first.get("journal", FORMAT) != FORMAT:
            raise OutputError("was begun by another version of upshade; --fresh starts over", Where(str(self.folder)))
        try:
            header = Header.of(first)
        except (KeyError, TypeError, ValueError):
            self._begin_anew()
            return
        for fact in facts[1:]:
            # A line that says nothing costs what it was about, and no more.
            with suppress(KeyError, TypeError, ValueError):
                if "segment" in fact:
                    number = fact.pop("segment")
                    self._entries[number] = Entry(**fact)
                elif "digest" in fact:
                    self.source_digest = fact["digest"]
                elif "stamps" in fact:
                    header = replace(header, stamps=_stamps(fact["stamps"]))
        self.header = header

    def _begin_anew(self) -> None:
        """There is no journal that can be read. OutputError where segments lie here all the same: they may be hours
        of work."""
        if any(name.startswith("seg-") and name.endswith(".log") for name in os.listdir(self.folder)):
            raise OutputError("is damaged, and with it what was finished; --fresh starts over", Where(str(self._path)))
        self.clear()

    @property
    def count(self) -> int:
        """How many segments the video has."""
        return len(self.header.cuts) + 1 if self.header else 0

    @property
    def done(self) -> dict[int, Entry]:
        """The segments that count, by number."""
        with self._mutex:
            return dict(self._entries)

    @property
    def missing(self) -> list[int]:
        done = self.done
        return [k for k in range(self.count) if k not in done]

    @property
    def exists(self) -> bool:
        """The folder is where it was."""
        return self._path.exists()

    def path(self, segment: int) -> Path:
        return segment_path(self.folder, segment)

    def logs(self, segments: Iterable[int]) -> list[Path]:
        """The files of these segments, those without pictures left out."""
        done = self.done
        return [self.path(k) for k in segments if done[k].pictures]

    def verify(self) -> list[int]:
        """Reads every segment's file; those that are not what they were are forgotten, and their numbers given."""
        bad = []
        for k, entry in self.done.items():
            if not entry.pictures:
                continue
            try:
                with open(self.path(k), "rb") as file:
                    same = hashlib.file_digest(file, "sha256").hexdigest() == entry.digest
            except OSError:
                same = False
            if not same:
                bad.append(k)
                with self._mutex:
                    del self._entries[k]
        return bad

    def same_files(self, prints: Fingerprint) -> bool:
        """The files are those that the segments were made of: by their stamps, else by their bytes. Waits for these.
        JobFailed where they cannot be read."""
        assert self.header is not None
        if self.header.stamps == prints.stamps:
            return True
        if self.source_digest is None or self.source_digest != prints.digest():
            return False
        self._append({"stamps": [asdict(stamp) for stamp in prints.stamps]})
        self.header = replace(self.header, stamps=prints.stamps)
        return True

    # -- writing --------------------------------------------------------------------------------------------------

    def begin(self, header: Header) -> None:
        """The first line. OutputError."""
        self.header = header
        self._append({"journal": FORMAT, **header.data()})

    def add(self, segment: int, closed: Closed | None) -> None:
        """This segment counts from now on; None: no picture falls into it. OutputError. From any thread."""
        entry = Entry(0)
        if closed is not None:
            entry = Entry(closed.pictures, closed.first, closed.last, closed.nbytes, closed.digest, closed.header)
        self._append({"segment": segment, **asdict(entry)})
        with self._mutex:
            self._entries[segment] = entry

    def note_source(self, digest: str) -> None:
        """The SHA-256 of the files that are read, once it is known."""
        if self.source_digest != digest:
            self._append({"digest": digest})
            self.source_digest = digest

    def _append(self, fact: dict[str, Any]) -> None:
        line = json.dumps(fact, sort_keys=True).encode() + b"\n"
        with self._mutex:
            try:
                descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
                try:
                    size = os.fstat(descriptor).st_size
                    try:
                        rest = line
                        while rest:
                            rest = rest[os.write(descriptor, rest) :]
                        os.fsync(descriptor)
                    except OSError:
                        os.ftruncate(descriptor, size)  # so that the next line is not glued to half of this one
                        raise
                finally:
                    os.close(descriptor)
            except OSError as error:
                raise self._failed(error) from None

    def clear(self) -> None:
        """An empty folder: every segment is thrown away."""
        self._entries.clear()
        self.header = self.source_digest = None
        for name in os.listdir(self.folder):
            if name != "lock" and _OURS.fullmatch(name):
                os.unlink(self.folder / name)

    def tidy(self) -> None:
        """Files that do not count go: half a segment, or one whose line was never written."""
        kept = {self.path(k).name for k, entry in self.done.items() if entry.pictures} | {"lock", "journal.jsonl"}
        for name in os.listdir(self.folder):
            if name not in kept and _OURS.fullmatch(name):
                os.unlink(self.folder / name)

    def remove(self) -> None:
        """The folder goes: its file is complete, or nothing in it counts."""
        with suppress(OSError):
            self.clear()
        # While the lock is held, so that nobody waits for one that is about to go; some systems want it free first.
        for _ in range(2):
            with suppress(OSError):
                (self.folder / "lock").unlink(missing_ok=True)
                self.folder.rmdir()
            self.close()

    def close(self) -> None:
        """Another process may have it."""
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _stamps(data: Iterable[Mapping[str, Any]]) -> tuple[Stamp, ...]:
    return tuple(Stamp(**one) for one in data)


def _fact(line: bytes) -> dict[str, Any] | None:
    """None for a line that says nothing: a sector that was lost, or a stranger's words."""
    try:
        fact = json.loads(line)
    except ValueError:
        return None
    return fact if isinstance(fact, dict) else None
