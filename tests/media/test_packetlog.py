"""Packet logs: what was written comes back, and a log that is not whole is never taken for one."""

from __future__ import annotations

import random
import tracemalloc
from pathlib import Path

import pytest

from upshade.errors import OutputError
from upshade.media.packetlog import Logged, LogWriter, PacketLog, Stream, reordering

STREAM = Stream("libx264", "", "High", 31, b"\0\1header\xff")
PACKETS = [Logged(0, 40, True, b"key" * 50), Logged(120, 40, False, b""), Logged(-40, 0, False, bytes(range(256)))]


def write(path: Path, packets: list[Logged] = PACKETS) -> str:
    log = LogWriter(path, STREAM)
    for packet in packets:
        log.packet(packet.pts, packet.duration, packet.key, packet.data)
    assert log.part.exists() and not path.exists()
    return log.close()


def test_round_trip(tmp_path: Path) -> None:
    write(tmp_path / "a")
    log = PacketLog(tmp_path / "a")
    assert (list(log), log.times(), log.stream) == (PACKETS, [0, 120, -40], STREAM)
    assert (log.packets, log.first, log.last, log.depth) == (3, -40, 120, 2)
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_the_same_packets_are_the_same_file(tmp_path: Path) -> None:
    assert write(tmp_path / "a") == write(tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize(
    ("times", "depth"), [([1, 2, 3], 0), ([1, 3, 2, 4], 1), ([1, 9, 5, 3, 7], 2), ([1, 5, 4, 3, 2], 3), ([7], 0)]
)
def test_how_far_a_decoder_must_be_ahead(times: list[int], depth: int) -> None:
    assert reordering(times) == depth


def read(path: Path) -> list[Logged]:
    log = PacketLog(path)
    log.times()
    return list(log)


def test_a_log_that_was_cut_anywhere(tmp_path: Path) -> None:
    write(tmp_path / "a")
    data = (tmp_path / "a").read_bytes()
    for length in range(len(data)):
        (tmp_path / "b").write_bytes(data[:length])
        with pytest.raises(OutputError, match=r"b: is no finished log of packets: [^\n]+$"):
            read(tmp_path / "b")


def test_a_flipped_bit_anywhere(tmp_path: Path) -> None:
    write(tmp_path / "a")
    data = (tmp_path / "a").read_bytes()
    pick = random.Random(4)
    for at in range(len(data)):
        damaged = bytearray(data)
        damaged[at] ^= 1 << pick.randrange(8)
        (tmp_path / "b").write_bytes(damaged)
        with pytest.raises(OutputError, match=r"b: is no finished log of packets: [^\n]+$"):
            read(tmp_path / "b")


def test_other_files(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("nothing of the kind" * 100)
    (tmp_path / "empty").write_bytes(b"")
    write(tmp_path / "a")
    (tmp_path / "longer").write_bytes((tmp_path / "a").read_bytes() + b"x")
    for name, line in (("text", "it is not one"), ("empty", "it is cut"), ("longer", "its end is missing")):
        with pytest.raises(OutputError, match=f"{name}: is no finished log of packets: {line}"):
            PacketLog(tmp_path / name)
    with pytest.raises(OutputError, match="gone: cannot be read: No such file"):
        PacketLog(tmp_path / "gone")


def test_reading_holds_one_packet_at_a_time(tmp_path: Path) -> None:
    write(tmp_path / "a", [Logged(i, 1, True, bytes(1 << 20)) for i in range(12)])
    tracemalloc.start()
    try:
        assert sum(len(packet.data) for packet in PacketLog(tmp_path / "a")) == 12 << 20
        assert tracemalloc.get_traced_memory()[1] < 6 << 20
    finally:
        tracemalloc.stop()


def test_an_open_log_leaves_nothing(tmp_path: Path) -> None:
    log = LogWriter(tmp_path / "a", STREAM)
    log.packet(0, 1, True, b"x")
    log.discard()
    assert list(tmp_path.iterdir()) == []
