"""A disk, a network or a device that fails is no damage to a file: nothing is taken for its end."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import av.error
import pytest

from upshade.core.frame import PIXEL_FORMATS
from upshade.errors import JobFailed
from upshade.media import probe
from upshade.media.assemble import assemble
from upshade.media.encoder import Encoder
from upshade.media.reader import open_video
from upshade.media.scan import scan
from upshade.media.segments import video_spec
from upshade.media.stills import write_still
from upshade.media.subtitles import open_subtitles

from .clips import make_clip, noise, number_in, our_threads

EIO = errno.EIO
INVALID = int.from_bytes(b"INDA", "little")
"""AVERROR_INVALIDDATA."""


class Failing:
    """A container whose demuxer meets an error at a packet."""

    def __init__(self, container: Any, number: int, at: int) -> None:
        self._container, self._number, self._at = container, number, at

    def __getattr__(self, name: str) -> Any:
        return getattr(self._container, name)

    def __enter__(self) -> Failing:
        return self

    def __exit__(self, *error: object) -> None:
        self._container.close()

    def demux(self, *streams: Any) -> Iterator[Any]:
        for count, packet in enumerate(self._container.demux(*streams)):
            if count == self._at:
                av.error.err_check(-self._number)
            yield packet


class Fault:
    """Set `number` and every file that is opened from then on fails at packet `at`."""

    number: int | None = None
    at = 20


@pytest.fixture
def fault(monkeypatch: pytest.MonkeyPatch) -> Fault:
    fault, opened = Fault(), av.open

    def open_(file: Any, mode: str = "r", *rest: Any, **options: Any) -> Any:
        container = opened(file, mode, *rest, **options)
        return container if mode != "r" or fault.number is None else Failing(container, fault.number, fault.at)

    monkeypatch.setattr(av, "open", open_)
    return fault


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_clip(tmp_path_factory.mktemp("clip") / "a.mkv", frames=48, options={"g": "12", "bf": "0"})


LOST = [errno.EIO, errno.ESTALE, errno.ENODEV, errno.ETIMEDOUT, errno.ENXIO, errno.EREMOTEIO, errno.ENOTCONN]
DAMAGE = [INVALID, errno.EINVAL, errno.ENOMEM]


@pytest.mark.parametrize("number", LOST)
def test_a_reader_ends_with_an_error(clip: Path, fault: Fault, number: int) -> None:
    fault.number = number
    with open_video(clip) as reader:
        numbers = []
        with pytest.raises(JobFailed) as caught:
            numbers.extend(number_in(f) for f in reader)
        assert str(caught.value) == f"{clip}: cannot be read on: {os.strerror(number)}"
        assert reader.damage is None
        with pytest.raises(JobFailed):
            list(reader.between(reader.info.tick(1), None))
    assert our_threads() == []


@pytest.mark.parametrize("number", DAMAGE)
def test_damage_is_lived_with(clip: Path, fault: Fault, number: int) -> None:
    fault.number = number
    with open_video(clip) as reader:
        assert [number_in(f) for f in reader] == list(range(20))
        assert reader.damage == "1 damaged part in the video"
        assert any(line.startswith("reading stopped: ") for line in reader.notices)


def test_pictures_before_it_come_whole(clip: Path, fault: Fault) -> None:
    """A render keeps the segments that are closed by then."""
    fault.number, fault.at = EIO, 30
    got: list[int] = []
    with open_video(clip, threads=1) as reader, pytest.raises(JobFailed):
        got.extend(number_in(frame) for frame in reader)
    assert got == list(range(30))


def test_at_the_first_packet(clip: Path, fault: Fault) -> None:
    fault.number, fault.at = EIO, 0
    with pytest.raises(JobFailed, match=r"cannot be read on: Input/output error$"):
        open_video(clip)


def test_a_scan_does_not_miss_the_end(clip: Path, fault: Fault) -> None:
    with open_video(clip) as reader:
        info = reader.info
    for first in (None, info.tick(1)):
        fault.number, fault.at = EIO, 5
        with pytest.raises(JobFailed, match=r"a\.mkv: cannot be read on: Input/output error$"):
            scan(info, first)
        fault.number = INVALID
        assert 0 < scan(info, first).pictures <= 5


def test_sound_does_not_end_early(clip: Path, tmp_path: Path, fault: Fault) -> None:
    with open_video(clip) as reader:
        info = reader.info
        spec, _ = video_spec("h264", {}, info.width, info.height, info.format, info.color, info)
        logs: list[Path] = []
        encoder = Encoder(spec, lambda closed: logs.append(closed.path))
        encoder.begin(tmp_path / "log")
        for frame in reader:
            encoder.write(frame)
        encoder.end()
        encoder.finish()
    fault.number = EIO
    with pytest.raises(JobFailed, match=r"a\.mkv: cannot be read on: Input/output error$"):
        assemble(tmp_path / "c.mkv", spec, logs, source=info)
    assert not (tmp_path / "c.mkv").exists()
    fault.number = INVALID
    (line,) = assemble(tmp_path / "c.mkv", spec, logs, source=info)
    assert line == "sound and subtitles end early: Invalid data found when processing input"


def test_subtitles_do_not_end_early(clip: Path, tmp_path: Path, fault: Fault) -> None:
    events = "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},500\nline {n}\n\n" for n in range(5))
    (tmp_path / "a.srt").write_text(events)
    with open_video(clip) as reader:
        info = reader.info
    fault.number, fault.at = EIO, 2
    with pytest.raises(JobFailed, match=r"a\.srt: cannot be read on: Input/output error$"):
        open_subtitles(info, str(tmp_path / "a.srt"))


@pytest.mark.parametrize("suffix", [".png", ".webp"])
def test_a_numbered_picture_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str) -> None:
    for number in range(6):
        write_still(tmp_path / f"{number}{suffix}", noise(PIXEL_FORMATS["rgb24"], 32, 32, number))
    read = Path.read_bytes

    def failing(path: Path) -> bytes:
        if path.name.startswith("4"):
            raise OSError(EIO, os.strerror(EIO), str(path))
        return read(path)

    with open_video(tmp_path / f"%d{suffix}") as reader:
        monkeypatch.setattr(Path, "read_bytes", failing)
        with pytest.raises(JobFailed, match=rf"4\{suffix}: cannot be read on: Input/output error$"):
            list(reader)


def test_opening(tmp_path: Path, clip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not there any more because a network is gone is no wrong name, either."""

    def failing(path: str) -> os.stat_result:
        raise OSError(errno.ESTALE, os.strerror(errno.ESTALE), path)

    monkeypatch.setattr(probe.os, "stat", failing)
    with pytest.raises(JobFailed, match=r"a\.mkv: cannot be read on: Stale file handle$"):
        probe.open_container(clip)
