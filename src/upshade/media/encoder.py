"""Frames → packet logs: the encoder on a thread of its own, one closed segment after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import Any

from av.packet import Packet

from ..core.frame import Frame
from ..errors import EncodeError, Where
from .channel import Channel
from .files import failure
from .packetlog import LogWriter
from .segments import Segment, VideoSpec


class _End:
    """In the queue: the segment is complete."""


_PATIENCE = 0.3
"""Seconds that `abort` waits for the encoder to come back from the picture that it is at."""


@dataclass(frozen=True, slots=True)
class Closed:
    """A finished segment, safe on the disk. `first`, `last`: times of its first and last picture in the spec's time
    base, shifted. `digest`: SHA-256 of the file. `header`: of the stream; segments with the same one can be joined."""

    path: Path
    pictures: int
    first: int
    last: int
    nbytes: int
    digest: str
    header: str


class Encoder:
    """Takes the pictures of one segment after the other: `begin`, `write` …, `end`, again and again, then `finish`.

    Every call but `finish` and `abort` only queues; `write` waits while `depth` frames are under way. `closed` is
    called on the encoder's thread when a segment is on the disk. `shift`: ticks of `spec.time_base` that are taken
    from every time. What goes wrong there (OutputError naming the file, EncodeError, whatever `closed` raises) is
    raised by the next call here; the open segment is then gone, the closed ones are as they are.
    """

    def __init__(self, spec: VideoSpec, closed: Callable[[Closed], None], *, shift: int = 0, depth: int = 4) -> None:
        self.spec = spec
        self.bytes_written = 0
        self.pictures = 0
        self._closed, self._shift = closed, shift
        self._queue: Channel[Frame | Path | _End] = Channel(depth)
        self._error: BaseException | None = None
        self._log: LogWriter | None = None
        self._segment: Segment | None = None
        self._stopped = Event()
        self._thread = Thread(target=self._work, name="upshade-encode", daemon=True)
        self._thread.start()

    # ── what users call

    def begin(self, path: Path) -> None:
        """A new closed segment, to be written to `path`; `path`.part until it is complete."""
        self._put(Path(path), wait=False)

    def write(self, frame: Frame) -> None:
        """A picture of the spec's size and format, later than the last. Its planes must stay as they are."""
        self._put(frame)

    def end(self) -> None:
        """The segment is complete."""
        self._put(_End(), wait=False)

    def finish(self) -> None:
        """Waits until everything is done."""
        self._queue.end()
        self._stopped.wait()
        self._thread.join(_PATIENCE if self._error is None else 0)
        if self._error is not None:
            raise self._error

    def abort(self) -> None:
        """Stops at once; nothing is left of an open segment. An encoder that is deep in slow pictures ends by itself,
        later."""
        self._queue.cancel()
        self._stopped.wait(_PATIENCE)
        self._thread.join(_PATIENCE / 4)
        log = self._log
        if log is not None:
            log.part.unlink(missing_ok=True)

    def _put(self, item: Frame | Path | _End, *, wait: bool = True) -> None:
        if not self._queue.put(item, wait=wait):
            self._stopped.wait()
            raise self._error or EncodeError("the encoder has been stopped already")

    # ── the thread

    def _work(self) -> None:
        try:
            while (item := self._queue.get()) is not None:
                if isinstance(item, Frame):
                    self._encode(item)
                elif isinstance(item, Path):
                    self._begin(item)
                else:
                    self._end()
            if self._segment is not None and not self._queue.cancelled:
                raise EncodeError("the last segment was not ended", self._where)
        except BaseException as error:  # raised again on the other side
            self._error = failure(error, self._where, f"{self.spec.encoder} refuses")
            self._queue.cancel()
        finally:
            if self._log is not None:
                self._log.discard()
            self._stopped.set()
            if self._segment is not None:
                self._segment.let_go()
                self._segment = None

    def _begin(self, path: Path) -> None:
        if self._segment is not None:
            raise EncodeError(f"the segment before was not ended: {self._log.path if self._log else ''}")
        segment = Segment(self.spec)
        try:
            self._log = LogWriter(path, segment.stream)
        except OSError as error:
            raise failure(error, Where(str(path)), "") from None
        self._segment = segment

    def _encode(self, frame: Frame) -> None:
        segment, spec = self._open()
        if frame.pts is None:
            pts = self.pictures * spec.step
        elif frame.time_base == spec.time_base:
            pts = frame.pts - self._shift
        else:
            pts = round(frame.pts * frame.time_base / spec.time_base) - self._shift
        self.pictures += 1
        self._write(segment.encode(frame, pts))

    def _end(self) -> None:
        segment, _ = self._open()
        log = self._log
        assert log is not None
        self._write(segment.close())
        if self._queue.cancelled:
            return
        if segment.frames != len(log.times):
            raise EncodeError(f"{self.spec.encoder} made {len(log.times)} packets of {segment.frames} pictures")
        if not log.times:
            raise EncodeError("no frame came, so there is no video to write", self._where)
        digest = log.close()
        self._segment = self._log = None
        first, last = min(log.times), max(log.times)
        self._closed(Closed(log.path, len(log.times), first, last, log.nbytes, digest, log.stream.digest))

    def _open(self) -> tuple[Segment, VideoSpec]:
        if self._segment is None:
            raise EncodeError("no segment was begun")
        return self._segment, self.spec

    def _write(self, packets: Iterable[Packet[Any]]) -> None:
        assert self._log is not None
        for packet in packets:
            if self._queue.cancelled:
                return
            before = self._log.nbytes
            self._log.packet(packet.pts or 0, packet.duration or 0, packet.is_keyframe, bytes(packet))
            self.bytes_written += self._log.nbytes - before

    @property
    def _where(self) -> Where | None:
        return None if self._log is None else Where(str(self._log.path))
