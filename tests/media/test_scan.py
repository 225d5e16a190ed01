"""A scan says without decoding what decoding gives; and where it says that a file may be entered, that is so."""

from __future__ import annotations

import random
import shutil
from fractions import Fraction
from itertools import islice
from pathlib import Path

import av
import numpy as np
import pytest

from upshade.core.frame import Frame
from upshade.errors import NotFound
from upshade.media import probe
from upshade.media.priority import priority_kept
from upshade.media.reader import Reader, open_video
from upshade.media.scan import Scan, scan

from .clips import make_clip

X264 = {"bf": "3", "preset": "veryfast", "x264-params": "keyint=24:scenecut=0:open-gop=1:b-pyramid=normal"}
X265 = {"preset": "ultrafast", "x265-params": "keyint=24:min-keyint=24:scenecut=0:open-gop=1:bframes=4:log-level=0"}
REFRESH = {"preset": "veryfast", "x264-params": "keyint=24:intra-refresh=1"}
MPEG2 = {"bf": "2", "g": "12", "b": "2000000"}
VP9 = {"g": "24", "cpu-used": "8", "deadline": "realtime", "auto-alt-ref": "1", "lag-in-frames": "16"}
AV1 = {"g": "24", "preset": "12"}

CODED = [
    ("a.mkv", "libx264", X264),
    ("a.mp4", "libx264", X264),
    ("a.ts", "libx264", X264),
    ("a.mkv", "libx264", REFRESH),
    ("a.ts", "mpeg2video", MPEG2),
    ("a.mkv", "libx265", X265),
    ("a.ts", "libx265", X265),
    ("a.webm", "libvpx-vp9", VP9),
    ("a.mp4", "libsvtav1", AV1),
    ("a.mkv", "ffv1", {"g": "12"}),
    ("a.avi", "mpeg4", {"bf": "2", "g": "12"}),
]


def same(a: Frame, b: Frame) -> bool:
    return (a.pts, a.duration) == (b.pts, b.duration) and all(
        np.array_equal(p, q) for p, q in zip(a.planes, b.planes, strict=True)
    )


def entered_alike(reader: Reader, pick: random.Random) -> Scan:
    """The scan of a reader's file, once it is shown that entering at each key picture, a tick behind it and at other
    places gives what the whole run gives."""
    whole = list(reader)
    found = scan(reader.info)
    times = [f.pts for f in whole]
    assert set(found.keys) <= set(times) and list(found.keys) == sorted(found.keys)
    assert (found.first, found.last, found.pictures) == (times[0], times[-1], len(times))
    places = [pick.randrange(times[0] - 2, times[-1] + 2) for _ in range(4)]
    for first in [*found.keys, *(key + 1 for key in found.keys), *places]:
        wanted = [f for f in whole if f.pts >= first][:3]
        assert all(same(a, b) for a, b in zip(wanted, islice(reader.between(first, None), 3), strict=True)), first
    a, b = found.keys[1], found.keys[2]
    for first, last in ((a, b), (None, b), (a + 1, b + 1)):
        part = [f for f in whole if (first is None or f.pts >= first) and f.pts < last]
        assert all(same(x, y) for x, y in zip(part, reader.between(first, last), strict=True))
        limited = scan(reader.info, first, last)
        assert (limited.pictures, limited.steady) == (len(part), True)
        assert limited.keys == tuple(k for k in found.keys if part[0].pts <= k < last)
    return found


@pytest.mark.parametrize(("name", "codec", "options"), CODED, ids=[f"{c}-{n[2:]}" for n, c, _ in CODED])
def test_entered_at_keys_and_anywhere(tmp_path: Path, name: str, codec: str, options: dict[str, str]) -> None:
    rate = 25 if codec == "mpeg2video" else 24
    with priority_kept():
        path = make_clip(tmp_path / name, frames=100, codec=codec, options=options, sound=None, rate=rate, offset=2)
    with open_video(path) as reader:
        found = entered_alike(reader, random.Random(1))
        assert reader.seekable and found.steady and len(found.keys) >= 4


def test_uneven_times(tmp_path: Path) -> None:
    pick = random.Random(2)
    times = np.cumsum([0, *(pick.choice((17, 33, 42, 125)) for _ in range(99))]).tolist()
    path = make_clip(tmp_path / "a.mkv", frames=100, times=times, time_base=Fraction(1, 1000), offset=7.5, options=X264)
    with open_video(path) as reader:
        assert entered_alike(reader, pick).steady


def test_fields_change_ticks(tmp_path: Path) -> None:
    """In ticks of the reader's `info`, which has finer ones."""
    path = make_clip(tmp_path / "a.mkv", frames=60, options={"g": "10"}, sound=None)
    with open_video(path) as reader:
        plain = scan(reader.info)
    for pre, ticks in (("bob", 2), ("ivtc", 4)):
        with open_video(path, pre=pre) as reader:
            found = scan(reader.info)
            assert found.keys == tuple(k * ticks for k in plain.keys) and found.pictures == plain.pictures
            limited = scan(reader.info, found.keys[1], found.keys[3])
            assert limited.keys == found.keys[1:3] and limited.pictures == 20


def test_pictures_that_an_edit_list_leaves_out(tmp_path: Path) -> None:
    """An MP4 whose list begins behind its key picture: what lies between is decoded and not shown."""
    whole = make_clip(tmp_path / "a.mp4", frames=60, options={"g": "30", "bf": "0"}, sound=None)
    data = bytearray(whole.read_bytes())
    at = data.find(b"elst")
    assert data[at + 4] == 0 and int.from_bytes(data[at + 8 : at + 12], "big") == 1
    with av.open(str(whole)) as file:
        base = file.streams.video[0].time_base
    assert base is not None
    data[at + 16 : at + 20] = round(Fraction(10, 24) / base).to_bytes(4, "big")
    path = tmp_path / "cut.mp4"
    path.write_bytes(data)
    with open_video(path) as reader:
        times = [f.pts for f in reader]
        found = scan(reader.info)
        assert len(times) == 50 and (found.pictures, found.first, found.last) == (50, times[0], times[-1])
        assert len(found.keys) == 1 and found.keys[0] == times[20]


def test_streams_without_times(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "a.h264", frames=40, options={"g": "10"}, sound=None)
    with open_video(path) as reader:
        assert not reader.seekable
        whole = list(reader)
        assert scan(reader.info) == Scan((), 40, False)
        assert scan(reader.info, whole[10].pts, whole[20].pts).pictures == 40  # nobody knows which
        for first, last in ((15, 25), (0, 3), (39, 40)):
            part = whole[first:last]
            limit = part[-1].pts + 1
            assert all(same(a, b) for a, b in zip(part, reader.between(part[0].pts, limit), strict=True))


def test_a_clock_that_is_set_back_is_not_steady(tmp_path: Path) -> None:
    for offset in (200, 3):
        make_clip(tmp_path / f"{offset}.ts", frames=24, sound=None, offset=offset)
    path = tmp_path / "back.ts"
    path.write_bytes((tmp_path / "200.ts").read_bytes() + (tmp_path / "3.ts").read_bytes())
    with open_video(path) as reader:
        found = scan(reader.info)
        assert (found.pictures, found.steady) == (48, False)
        assert len(list(reader)) == 48
    shutil.copyfile(tmp_path / "200.ts", path)
    with open_video(path) as reader:
        assert scan(reader.info).steady


@pytest.mark.parametrize("name", ["a.mkv", "a.ts", "a.avi"])
def test_a_cut_file(tmp_path: Path, name: str) -> None:
    """As many as there are; of the last, half a packet may be there."""
    codec = "mpeg4" if name.endswith("avi") else "libx264"
    path = make_clip(tmp_path / name, frames=60, codec=codec, options={"g": "12"}, sound=None)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 6 // 10])
    with open_video(path) as reader:
        count = len(list(reader))
        assert 0 <= scan(reader.info).pictures - count <= 2
        path.unlink()
        with pytest.raises(NotFound):
            scan(reader.info)


def test_streams_that_begin_later_are_passed_over() -> None:
    """PyAV has no place for them: its generator ends with IndexError, and what is behind the packet would be lost."""

    class Container:
        def __init__(self) -> None:
            self.left = ["a", IndexError, "b", IndexError, IndexError, "c"]

        def demux(self, streams: object):
            while self.left:
                packet = self.left.pop(0)
                if packet is IndexError:
                    raise IndexError("list index out of range")
                yield packet

    assert list(probe.demux(Container(), [])) == ["a", "b", "c"]  # type: ignore[arg-type]
