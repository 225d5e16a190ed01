"""Files that are not what they should be: every usable picture, and one clear line."""

from __future__ import annotations

import os
import random
import re
from pathlib import Path

import av
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upshade.core.frame import PIXEL_FORMATS
from upshade.errors import BadInput, MediaError, NotFound, one_line
from upshade.media.integrity import _CHECKS, cut_short, picture_size
from upshade.media.reader import open_video
from upshade.media.stills import write_still

from .clips import make_clip, noise, number_in, our_threads


def test_table_of_bad_inputs(tmp_path: Path) -> None:
    (tmp_path / "empty.mkv").touch()
    (tmp_path / "text.mkv").write_text("this is text, not a video\n" * 100)
    (tmp_path / "notes.txt").write_text("this is text, not a video\n" * 100)
    (tmp_path / "subs.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nhi\n\n" * 3)
    (tmp_path / "list.m3u8").write_text(
        "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://[::1]:9/a.ts\n#EXT-X-ENDLIST\n"
    )
    (tmp_path / "list.ffconcat").write_text("ffconcat version 1.0\nfile /etc/passwd\n")
    (tmp_path / "noise.mp4").write_bytes(random.Random(1).randbytes(50_000))
    (tmp_path / "folder.mkv").mkdir()
    os.mkfifo(tmp_path / "pipe.mkv")
    make_sound(tmp_path / "sound.mkv")
    make_sound(tmp_path / "cover.mp3", cover=True)
    cannot = r"is not a video or picture that can be read \(Invalid data found when processing input\)"
    table: list[tuple[str, type[Exception], str]] = [
        ("empty.mkv", MediaError, r"is empty \(0 bytes\)"),
        ("text.mkv", MediaError, cannot),
        ("notes.txt", MediaError, "is a text file, not a video or picture"),
        ("subs.srt", MediaError, r"has no video stream \(only subtitle\)"),
        ("list.m3u8", MediaError, cannot),
        ("noise.mp4", MediaError, cannot),
        ("folder.mkv", MediaError, "is a folder, not a video or picture"),
        ("pipe.mkv", MediaError, "is not a regular file"),
        ("sound.mkv", MediaError, "has sound, but no video"),
        ("cover.mp3", MediaError, "has sound and a cover picture, but no video"),
        ("tekst.mkv", NotFound, r"no such file; did you mean 'text\.mkv'\?"),
        ("nowhere/a.mkv", NotFound, r"no such file; there is no folder '.*/nowhere'"),
        ("notes.txt/a.mkv", MediaError, "cannot be read: Not a directory"),
        ("a\0b", MediaError, "cannot be read: embedded null byte"),
    ]
    for name, kind, line in table:
        with pytest.raises(kind, match=f"^{re.escape(one_line(f'{tmp_path}/{name}'))}: {line}$") as caught:
            open_video(tmp_path / name)
        assert isinstance(caught.value, BadInput) and caught.value.exit_code == 2
    with pytest.raises(MediaError):
        open_video(tmp_path / "list.ffconcat")
    assert our_threads() == []


def make_sound(path: Path, cover: bool = False) -> None:
    with av.open(str(path), "w") as out:
        audio = out.add_stream("libmp3lame" if cover else "flac", rate=48000)
        if cover:
            write_still(path.with_suffix(".png"), noise(PIXEL_FORMATS["rgb24"], 16, 16))
            with av.open(str(path.with_suffix(".png"))) as picture:
                stream = out.add_stream_from_template(picture.streams.video[0])
                stream.disposition = av.stream.Disposition.attached_pic
                for packet in picture.demux():
                    if packet.size:
                        packet.stream = stream
                        out.mux(packet)
        frame = av.AudioFrame(format=audio.format.name, layout="stereo", samples=1152)
        frame.sample_rate = 48000
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        for i in range(10):
            frame.pts = i * 1152
            out.mux(audio.encode(frame))
        out.mux(audio.encode(None))


# ── cut files

CODED = [("a.mkv", "libx264"), ("a.mkv", "ffv1"), ("a.avi", "mpeg4"), ("a.ts", "libx264")]


@pytest.mark.parametrize(("name", "codec"), CODED)
def test_a_cut_video_gives_what_is_there(tmp_path: Path, name: str, codec: str) -> None:
    whole = make_clip(tmp_path / name, frames=60, codec=codec, sound=None, options={"g": "12"})
    data = whole.read_bytes()
    with open_video(whole) as reader:
        assert len(list(reader)) == 60 and reader.damage is None
    with av.open(str(whole)) as file:
        ends = [p.pos + p.size for p in file.demux() if p.size]
    for share in (0.5, 0.62, 0.97):
        part = tmp_path / f"cut-{name}"
        part.write_bytes(data[: int(len(data) * share)])
        counts = set()
        for threads in (1, 4):
            with open_video(part, threads=threads) as reader:
                numbers = [number_in(f) for f in reader]
                if not name.endswith("ts"):  # which has no length of its own
                    assert reader.damage is not None and reader.damage.startswith("the file is cut: ")
            counts.add(len(numbers))
            # The last may be half there, and lack pictures that they refer to.
            assert numbers[:-4] == list(range(len(numbers) - 4)) and sorted(set(numbers)) == numbers
        assert max(counts) - min(counts) <= 1
        assert min(counts) >= sum(end <= len(part.read_bytes()) for end in ends) - 3 > 0


def test_cut_before_the_index_of_an_mp4(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "a.mp4", frames=24)
    path.write_bytes(path.read_bytes()[:-3000])
    with pytest.raises(MediaError, match=r"can be read \(the file is cut: 0\.\d+ MiB of 0\.\d+ MiB are there\)$"):
        open_video(path)


def test_a_hole_in_the_middle(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "a.mkv", frames=96, options={"g": "12"}, sound=None)
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 600] = random.Random(5).randbytes(600)
    path.write_bytes(data)
    with open_video(path) as reader:
        numbers = [number_in(f) for f in reader]
        assert reader.damage is not None and "damaged part" in reader.damage
    assert numbers[:30] == list(range(30)) and numbers[-24:] == list(range(72, 96))


def test_cut_stills(tmp_path: Path) -> None:
    frame = noise(PIXEL_FORMATS["rgb24"], 200, 200)
    for suffix in (".png", ".jpg", ".webp"):
        path = tmp_path / f"a{suffix}"
        write_still(path, frame)
        path.write_bytes(path.read_bytes()[:-5000])
        try:
            with open_video(path) as reader:
                assert len(list(reader)) == 1
                line = reader.damage
        except MediaError as error:
            line = str(error)
        assert line is not None and "the file is cut: " in line, suffix


@pytest.fixture(scope="module")
def whole_files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("whole")
    frame = noise(PIXEL_FORMATS["rgb24"], 50, 50)
    files = [make_clip(folder / f"a{s}", frames=6) for s in (".mkv", ".mp4", ".mov")]
    files.append(make_clip(folder / "a.avi", frames=6, codec="mpeg4", sound=None))
    for suffix in (".png", ".jpg", ".webp"):
        write_still(folder / f"a{suffix}", frame)
        files.append(folder / f"a{suffix}")
    return files


def test_whole_files_are_whole_and_cut_ones_cut(whole_files: list[Path], tmp_path: Path) -> None:
    pick = random.Random(2)
    for path in whole_files:
        assert cut_short(path) is None, path
        data = path.read_bytes()
        part = tmp_path / path.name
        # The first bytes are the mark by which a format is known, and its first length.
        for length in [len(data) - 1, *(pick.randrange(64, len(data) - 1) for _ in range(40))]:
            part.write_bytes(data[:length])
            assert cut_short(part) is not None, (path, length, len(data))
    assert cut_short(tmp_path / "missing") is None


@settings(max_examples=200, deadline=None)
@given(check=st.integers(0, len(_CHECKS) - 1), data=st.binary(max_size=300))
def test_any_bytes_are_judged_without_failing(
    tmp_path_factory: pytest.TempPathFactory, check: int, data: bytes
) -> None:
    heads = (b"\x1aE\xdf\xa3", b"\0\0\0\x18ftyp", b"RIFF", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(heads[check] + data)
    line = cut_short(path)
    assert line is None or line.startswith("the file is cut: ")
    size = picture_size(path)
    assert size is None or min(size) >= 0
