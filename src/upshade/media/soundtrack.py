"""An audio track of a file, as one line of stereo samples without holes from any moment on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av.error
import numpy as np
from av.audio.frame import AudioFrame
from av.container import InputContainer
from av.filter import Graph
from av.stream import Discard, Disposition
from numpy.typing import NDArray

from ..errors import MediaError, one_line
from . import probe
from .soundline import Line

Samples = NDArray[np.float32]

_PREROLL = 0.5
"""Seconds decoded before the target: what Opus (80 ms), AAC, MP3 and TrueHD (128 units) need to sound right, and
enough packets to average times that a container rounds."""

_HOPELESS = 200
"""So many packets that do not decode, and none that does: the track is not worth reading on."""


@dataclass(frozen=True, slots=True)
class AudioTrack:
    """One of a file's audio tracks. `number`: from 1 among them; `stream`: its index in the file; `label`: for people,
    "aac, 48000 Hz, stereo, jpn, Commentary"; `default`: the file would play it."""

    number: int
    stream: int
    label: str
    default: bool


def list_audio(path: str | os.PathLike[str]) -> tuple[AudioTrack, ...]:
    """The file's audio tracks, also those that no decoder here knows. NotFound, MediaError and JobFailed as
    `probe.open_container` raises them."""
    container = probe.open_container(path)
    try:
        found = []
        for number, stream in enumerate(container.streams.audio, 1):
            words = [probe.describe(stream).removeprefix("audio: ")]
            words += [one_line(v) for k, v in stream.metadata.items() if k.casefold() == "title" and v]
            default = bool(stream.disposition & Disposition.default)
            found.append(AudioTrack(number, stream.index, ", ".join(words), default))
        return tuple(found)
    finally:
        container.close()


class Soundtrack:
    """The track, open. On one thread. Raises as `probe.open_container` does, and MediaError where `stream` is no audio
    track or has no decoder here."""

    def __init__(self, path: str | os.PathLike[str], stream: int) -> None:
        self._path = os.fspath(path)
        self._container: InputContainer = probe.open_container(path)
        try:
            self._stream = self._pick(stream)
        except BaseException:
            self._container.close()
            raise
        self._base = self._stream.time_base or Fraction(1, 1000)
        self._decoded = self._failed = 0

    def _pick(self, index: int) -> Any:
        streams = self._container.streams
        stream = streams[index] if 0 <= index < len(streams) else None
        if stream is None or stream.type != "audio":
            there = ", ".join(str(s.index) for s in streams.audio) or "none"
            raise MediaError(f"stream {index} is no audio track; there are {there}", probe.where(self._path))
        if stream.codec_context is None:
            raise MediaError(f"audio track {index} is coded in a format that has no decoder here",
                             probe.where(self._path))  # fmt: skip
        for other in streams:
            if other.index != index:
                other.discard = Discard.all
        return stream

    def samples(
        self, target: float, speed: float, rate: int, cancelled: Callable[[], bool]
    ) -> Iterator[tuple[float, Samples]]:
        """Blocks of (n, 2) samples at `rate`, one behind the other, with the time at which each begins: sample i of
        them all is the file at `target` + i·`speed`/`rate` seconds, within one sample of the source. Silence where the
        track has none, at the front too; ends with the track. Packets that do not decode are passed over; MediaError
        when none does, JobFailed where the system cannot read on. Ends early once `cancelled()`."""
        start, made = target, 0
        shaper: _Shaper | None = None
        line = Line(target)
        for hertz, block in line.blocks(self._frames(target, cancelled)):
            if shaper is None or shaper.hertz != hertz:
                if shaper is not None:
                    for out in shaper.rest():
                        yield start + made * speed / rate, out
                        made += len(out)
                else:
                    start = line.start
                shaper = _Shaper(hertz, rate, speed)
            for out in shaper.put(block):
                yield start + made * speed / rate, out
                made += len(out)
        if shaper is not None:
            for out in shaper.rest():
                yield start + made * speed / rate, out
                made += len(out)

    def _frames(self, target: float, cancelled: Callable[[], bool]) -> Iterator[tuple[Fraction | None, int, Samples]]:
        """Each decoded piece from a little before `target` on: its time, its rate and its samples."""
        mixer = _Mixer()
        for frame in self._decode(target, cancelled):
            at = None if frame.pts is None else frame.pts * (frame.time_base or self._base)
            yield at, frame.sample_rate, mixer.stereo(frame)

    def _decode(self, target: float, cancelled: Callable[[], bool]) -> Iterator[AudioFrame]:
        begin = target - _PREROLL
        for packet in self._packets(begin, cancelled):
            known = packet.size and packet.pts is not None and packet.duration
            if known and (packet.pts + packet.duration) * self._base < begin:
                continue
            try:
                frames = packet.decode()
            except (av.error.FFmpegError, ValueError) as error:
                self._failed += 1
                if not self._decoded and self._failed >= _HOPELESS:
                    raise self._hopeless(error) from None
                continue
            for frame in frames:
                if frame.samples and frame.sample_rate:
                    self._decoded += 1
                    yield frame
        if not self._decoded and self._failed and not cancelled():
            raise self._hopeless(None)

    def _hopeless(self, error: BaseException | None) -> MediaError:
        why = f" ({probe.reason(error)})" if error is not None else ""
        return MediaError(f"audio track {self._stream.index} cannot be decoded{why}", probe.where(self._path))

    def _packets(self, begin: float, cancelled: Callable[[], bool]) -> Iterator[Any]:
        """Packets from one at or before `begin` on, where the file has such; the last is the empty one, which makes
        the decoder give what it still has."""
        first: Any = None
        packets: Iterator[Any] = iter(())
        for back in (0.0, 1.0, 8.0, 64.0, None):
            if cancelled():
                return
            packets = self._from(None if back is None else begin - back)
            before, first = first, next(packets, None)
            if first is None or first.pts is None or first.pts * self._base <= begin:
                break
            # The track begins there, or has a hole: going further back changes nothing.
            if before is not None and before.pts == first.pts:
                break
        while first is not None and not cancelled():
            yield first
            first = next(packets, None)

    def _from(self, time: float | None) -> Iterator[Any]:
        """Packets behind a seek to `time`; None, or a file that cannot be entered there: from the start."""
        stream, container = self._stream, self._container
        origin = int(stream.start_time or 0)
        if time is not None and time > origin * self._base:
            # Only what is shown is in Matroska's index: by the sound's own track it would be read from the start.
            videos = [s for s in container.streams.video if not probe.is_cover(s)]
            by = videos[0] if "matroska" in container.format.name and videos else stream
            try:
                container.seek(int(time / (by.time_base or self._base)), stream=by)
                return self._read()
            except (av.error.FFmpegError, OSError, ValueError):
                pass
        try:
            container.seek(origin, stream=stream)
        except (av.error.FFmpegError, OSError, ValueError):
            index = stream.index
            container.close()
            self._container = probe.open_container(self._path)
            self._stream = self._pick(index)
        return self._read()

    def _read(self) -> Iterator[Any]:
        packets = probe.demux(self._container, self._stream)
        while True:
            try:
                packet = next(packets, None)
            except (av.error.FFmpegError, OSError) as error:
                probe.refuse_lost(error, self._path)
                return
            if packet is None:
                return
            yield packet

    def close(self) -> None:
        self._container.close()


class _Mixer:
    """Decoded frames → stereo of the same rate. Mono sounds on both sides as loud as it is; more channels go through
    FFmpeg's matrix (ITU-R BS.775: centre and surround at −3 dB), made quieter so that nothing can clip."""

    def __init__(self) -> None:
        self._for: object = None
        self._graph: Any = None

    def stereo(self, frame: AudioFrame) -> Samples:
        """(n, 2)."""
        channels = frame.layout.nb_channels
        shape = (frame.format.name, frame.layout.name, frame.sample_rate)
        if shape != self._for:
            self._for = shape
            self._graph = _graph(
                {
                    "sample_rate": str(frame.sample_rate),
                    "sample_fmt": frame.format.name,
                    "channel_layout": frame.layout.name,
                },
                [("aresample", "rematrix_maxval=1")] if channels > 2 else [],
                "mono" if channels == 1 else "stereo",
            )
        frame.pts = None
        self._graph.push(frame)
        data = _packed(self._graph.pull())
        return np.repeat(data, 2, axis=1) if data.shape[1] == 1 else data


class _Shaper:
    """Stereo at `hertz` → stereo at `rate`, `speed` times as fast with its pitch kept (WSOLA, FFmpeg's atempo)."""

    def __init__(self, hertz: int, rate: int, speed: float) -> None:
        self.hertz = hertz
        self._graph: Any = None
        steps: list[tuple[str, str]] = [("atempo", repr(factor)) for factor in factors(speed)]
        if hertz != rate:
            steps.append(("aresample", str(rate)))
        if steps:
            source = {"sample_rate": str(hertz), "sample_fmt": "flt", "channel_layout": "stereo"}
            self._graph = _graph(source, steps, "stereo")

    def put(self, block: Samples) -> Iterator[Samples]:
        if self._graph is None:
            yield block
            return
        frame = AudioFrame.from_ndarray(np.ascontiguousarray(block).reshape(1, -1), "flt", "stereo")
        frame.sample_rate = self.hertz
        self._graph.push(frame)
        yield from self._pull()

    def rest(self) -> Iterator[Samples]:
        if self._graph is not None:
            self._graph.push(None)
            yield from self._pull()

    def _pull(self) -> Iterator[Samples]:
        while True:
            try:
                yield _packed(self._graph.pull())
            except (av.error.BlockingIOError, av.error.EOFError):
                return


def factors(speed: float) -> list[float]:
    """Tempos whose product is `speed`, each 0.5…2: below atempo can't, above it leaves samples out."""
    found = []
    while speed > 2:
        found.append(2.0)
        speed /= 2
    while speed < 0.5:
        found.append(0.5)
        speed /= 0.5
    return [*found, speed] if abs(speed - 1) > 1e-9 else found


def _graph(source: dict[str, str], steps: list[tuple[str, str]], layout: str) -> Graph:
    graph = Graph()
    source = {**source, "time_base": f"1/{source['sample_rate']}"}
    chain = [graph.add("abuffer", ":".join(f"{key}={value}" for key, value in source.items()))]
    chain += [graph.add(name, arguments) for name, arguments in steps]
    chain.append(graph.add("aformat", f"sample_fmts=flt:channel_layouts={layout}"))
    chain.append(graph.add("abuffersink"))
    graph.link_nodes(*chain).configure()
    return graph


def _packed(frame: AudioFrame) -> Samples:
    """(n, channels)."""
    return np.asarray(frame.to_ndarray(), np.float32).reshape(frame.samples, -1)
