"""What counts in the folder of an unfinished render, and what does not."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from upshade.core.color import Color, Matrix, Range, Siting, Tags
from upshade.errors import JobFailed, OutputError
from upshade.jobs.fingerprint import Fingerprint, stamps
from upshade.jobs.journal import Entry, Header, Journal, folder_of
from upshade.media.encoder import Closed

HEADER = Header(
    '{"recipe": "text\\n"}', "/source.mkv", (10, 20), (__file__,), stamps([__file__]), 640, 360,
    Color(Matrix.BT601, Range.LIMITED, Siting.CENTER, Tags(1, 6, 6, 6)), frozenset({2}),
)  # fmt: skip


def closed(journal: Journal, segment: int, data: bytes = b"packets") -> Closed:
    import hashlib

    path = journal.path(segment)
    path.write_bytes(data)
    return Closed(path, 7, 0, 6, len(data), hashlib.sha256(data).hexdigest(), "header")


def begun(output: Path, *segments: int) -> None:
    with Journal(output) as journal:
        journal.begin(HEADER)
        for k in segments:
            journal.add(k, closed(journal, k))


def test_what_was_added_is_there_again(tmp_path: Path) -> None:
    begun(tmp_path / "a.mkv", 0, 2)
    with Journal(tmp_path / "a.mkv") as journal:
        assert journal.header == HEADER
        assert journal.missing == [1] and set(journal.done) == {0, 2} and journal.count == 3
        assert journal.logs([0, 2]) == [journal.path(0), journal.path(2)]
        journal.add(1, None)
        assert journal.logs(range(3)) == [journal.path(0), journal.path(2)] and not journal.missing
        journal.note_source("abc")
    with Journal(tmp_path / "a.mkv") as journal:
        assert journal.source_digest == "abc" and journal.done[1] == Entry(0)


def test_files_are_the_same_by_their_bytes(tmp_path: Path) -> None:
    source = tmp_path / "in.mkv"
    source.write_bytes(b"12345")
    header = replace(HEADER, files=(str(source),), stamps=stamps([source]))

    def same() -> bool:
        with Journal(tmp_path / "a.mkv") as journal:
            if journal.header is None:
                journal.begin(header)
                journal.note_source(Fingerprint(journal.header.files).digest())
            return journal.same_files(Fingerprint([str(source)]))

    assert same()
    os.utime(source, ns=(1, 1))
    assert same()
    source.write_bytes(b"12346")
    assert not same() and not same()
    source.write_bytes(b"12345")
    assert same()


@pytest.mark.parametrize("cut", range(1, 40, 3))
def test_a_line_that_was_cut_short_does_not_count(tmp_path: Path, cut: int) -> None:
    """The machine went down while the last line was written; the segment is done again, and later lines are whole."""
    begun(tmp_path / "a.mkv", 0, 1)
    path = folder_of(tmp_path / "a.mkv") / "journal.jsonl"
    path.write_bytes(path.read_bytes()[:-cut])
    with Journal(tmp_path / "a.mkv") as journal:
        assert journal.missing == [1, 2]
        journal.add(1, closed(journal, 1))
    with Journal(tmp_path / "a.mkv") as journal:
        assert journal.missing == [2]


def test_files_without_a_line_are_tidied_away(tmp_path: Path) -> None:
    begun(tmp_path / "a.mkv", 0)
    with Journal(tmp_path / "a.mkv") as journal:
        journal.path(1).write_bytes(b"complete, but its line is not there")
        Path(f"{journal.path(2)}.part").write_bytes(b"half")
        journal.tidy()
        assert sorted(p.name for p in journal.folder.iterdir()) == ["journal.jsonl", "lock", "seg-00000.log"]


def test_a_segment_that_is_not_what_it_was_is_done_again(tmp_path: Path) -> None:
    begun(tmp_path / "a.mkv", 0, 1, 2)
    folder = folder_of(tmp_path / "a.mkv")
    (folder / "seg-00000.log").write_bytes(b"Packets")
    (folder / "seg-00002.log").unlink()
    with Journal(tmp_path / "a.mkv") as journal:
        assert journal.verify() == [0, 2] and journal.missing == [0, 2]


def test_nobody_elses_folder(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "a.mkv")
    folder.mkdir()
    (folder / "holiday.jpg").write_bytes(b"")
    with pytest.raises(OutputError, match=r"a\.mkv\.upshade: is in the way: 'holiday\.jpg' in it is not upshade's"):
        Journal(tmp_path / "a.mkv")
    assert (folder / "holiday.jpg").exists()


@pytest.mark.parametrize("text", [b"", b"{", b"\x00" * 50, b"[1]\n", b'{"journal": 1}\n', b'{"segment": 3}\n'])
def test_a_journal_that_says_nothing(tmp_path: Path, text: bytes) -> None:
    """Without segments it is begun anew; with them, somebody should know before they go."""
    begun(tmp_path / "a.mkv", 0)
    folder = folder_of(tmp_path / "a.mkv")
    (folder / "journal.jsonl").write_bytes(text)
    for make in (True, False):
        with pytest.raises(OutputError, match=r"journal\.jsonl: is damaged, .*--fresh"):
            Journal(tmp_path / "a.mkv", make=make)
    assert (folder / "seg-00000.log").exists()
    (folder / "seg-00000.log").unlink()
    with Journal(tmp_path / "a.mkv") as journal:
        assert journal.header is None
        assert [p.name for p in folder.iterdir()] == ["lock"]


def test_a_line_that_says_nothing_costs_its_segment(tmp_path: Path) -> None:
    begun(tmp_path / "a.mkv", 0, 1, 2)
    path = folder_of(tmp_path / "a.mkv") / "journal.jsonl"
    lines = path.read_bytes().splitlines()
    lines[2] = lines[2].replace(b'"nbytes"', b'"mbytes"')
    path.write_bytes(b"\n".join(lines) + b"\n")
    with Journal(tmp_path / "a.mkv") as journal:
        assert journal.missing == [1]


def test_what_systems_leave_everywhere_is_in_nobodys_way(tmp_path: Path) -> None:
    begun(tmp_path / "a.mkv", 0)
    (folder_of(tmp_path / "a.mkv") / ".DS_Store").write_bytes(b"")
    with Journal(tmp_path / "a.mkv") as journal:
        journal.tidy()
        assert journal.missing == [1, 2]
    with Journal(tmp_path / "a.mkv", fresh=True) as journal:
        assert journal.header is None and (journal.folder / ".DS_Store").exists()


def test_a_newer_journal_is_left_alone(tmp_path: Path) -> None:
    begun(tmp_path / "a.mkv", 0)
    path = folder_of(tmp_path / "a.mkv") / "journal.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"journal": 1', b'"journal": 2'))
    with pytest.raises(OutputError, match="another version of upshade; --fresh"):
        Journal(tmp_path / "a.mkv")
    with Journal(tmp_path / "a.mkv", fresh=True) as journal:
        assert journal.header is None


def test_one_process_at_a_time(tmp_path: Path) -> None:
    """And a process that is killed holds nothing."""
    program = (
        "import sys; from upshade.jobs.journal import Journal; "
        "held = Journal(sys.argv[1]); print(1, flush=True); input()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path / "a.mkv")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert other.stdout is not None and other.stdout.readline() == b"1\n"
    with pytest.raises(JobFailed, match=r"a\.mkv: is being rendered by another process"):
        Journal(tmp_path / "a.mkv")
    other.kill()
    other.communicate()
    Journal(tmp_path / "a.mkv").close()


def test_it_goes_without_a_trace(tmp_path: Path) -> None:
    begun(tmp_path / "a.mkv", 0)
    with Journal(tmp_path / "a.mkv") as journal:
        journal.remove()
    assert not list(tmp_path.iterdir())
    with pytest.raises(OutputError, match=r"no unfinished render"):
        Journal(tmp_path / "a.mkv", make=False)
    assert not list(tmp_path.iterdir())


def test_a_name_that_just_fits_its_folder(tmp_path: Path) -> None:
    name = tmp_path / ("é" * 125 + ".mkv")
    begun(name, 0)
    with Journal(name) as journal:
        assert journal.missing == [1, 2]
    assert folder_of(tmp_path / ("é" * 124 + "e.mkv")) != folder_of(name)


def test_a_fingerprint(tmp_path: Path) -> None:
    import hashlib

    a, b = tmp_path / "a", tmp_path / "b"
    a.write_bytes(b"x" * 3_000_000)
    b.write_bytes(b"y")
    prints = Fingerprint([str(a), str(b)])
    assert prints.digest() == prints.source() == hashlib.sha256(b"x" * 3_000_000 + b"y").hexdigest()
    assert Fingerprint([str(a), str(b)], 1).source() == hashlib.sha256(b"x" * 3_000_000).hexdigest()
    b.write_bytes(b"zz")
    with pytest.raises(JobFailed, match="b: has changed while it was being read"):
        prints.check()
    a.unlink()
    with pytest.raises(JobFailed, match="a: has gone while"):
        prints.digest()
