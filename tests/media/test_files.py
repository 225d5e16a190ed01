"""Output files: nobody else's file is touched, and refusals name what is wrong."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from upshade.errors import BadInput, OutputError
from upshade.media import files
from upshade.media.files import Pending, check_output


def test_two_jobs_for_one_name_do_not_meet(tmp_path: Path) -> None:
    """Each writes a file of its own; the last to be complete stays, whole."""
    mine = tmp_path / ".out.part.mkv"
    mine.write_text("a user's own")
    a, b = (Pending(tmp_path / "out.mkv", overwrite=True) for _ in range(2))
    assert a.part != b.part and {a.part.parent, b.part.parent} == {tmp_path}
    assert all(p.name.startswith(".") and p.suffix == ".mkv" for p in (a.part, b.part))
    a.part.write_text("A")
    b.part.write_text("half of ")
    a.commit()
    assert (tmp_path / "out.mkv").read_text() == "A"
    b.discard()
    assert sorted(os.listdir(tmp_path)) == [".out.part.mkv", "out.mkv"]
    assert mine.read_text() == "a user's own" and (tmp_path / "out.mkv").read_text() == "A"


def test_a_name_that_is_taken_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = iter(["taken", "link", "free"])
    monkeypatch.setattr(files.secrets, "token_hex", lambda count: next(names))
    (tmp_path / ".a.taken.part.mkv").write_text("old")
    (tmp_path / ".a.link.part.mkv").symlink_to(tmp_path / "elsewhere")
    pending = Pending(tmp_path / "a.mkv")
    assert pending.part.name == ".a.free.part.mkv"
    assert (tmp_path / ".a.taken.part.mkv").read_text() == "old" and not (tmp_path / "elsewhere").exists()


def test_the_longest_name(tmp_path: Path) -> None:
    path = tmp_path / ("ä" * 125 + ".mkv")
    pending = Pending(path)
    pending.part.write_text("x")
    pending.commit()
    assert os.listdir(tmp_path) == [path.name]


@pytest.mark.parametrize("there", [True, False])
def test_a_links_target_is_replaced(tmp_path: Path, there: bool) -> None:
    (tmp_path / "disk").mkdir()
    target, link = tmp_path / "disk" / "real.mkv", tmp_path / "link.mkv"
    if there:
        target.write_text("old")
    link.symlink_to(Path("disk") / "real.mkv")
    with pytest.raises(OutputError, match="exists already"):
        Pending(link)
    pending = Pending(link, overwrite=True)
    assert pending.part.parent == target.parent, "a rename does not go from one disk to another"
    pending.part.write_text("new")
    pending.commit()
    assert link.is_symlink() and target.read_text() == "new"
    assert os.listdir(target.parent) == ["real.mkv"]


def refused(path: Path, folder: Path, **options: object) -> str:
    """The early check and the file itself refuse alike, in one line, and nothing is made."""
    told = []
    before = sorted(folder.rglob("*"))
    for do in (check_output, Pending):
        with pytest.raises((OutputError, BadInput)) as caught:
            do(path, **options)  # type: ignore[arg-type]
        told.append(str(caught.value))
        assert sorted(folder.rglob("*")) == before
    assert told[0] == told[1] and "\n" not in told[0]
    return told[0]


def test_refusals(tmp_path: Path) -> None:
    (tmp_path / "loop.mkv").symlink_to("loop.mkv")
    (tmp_path / "file").write_text("x")
    os.mkfifo(tmp_path / "pipe.mkv")
    (tmp_path / "two\nlines.mkv").write_text("x")
    assert refused(tmp_path / "two\nlines.mkv", tmp_path).endswith(
        "/two\\nlines.mkv: exists already; --overwrite replaces it"
    )
    assert "there is no folder" in refused(tmp_path / "no\nne" / "a.mkv", tmp_path)
    assert refused(tmp_path / "file" / "a.mkv", tmp_path).endswith("cannot be written: Not a directory")
    assert "leads back to itself" in refused(tmp_path / "loop.mkv", tmp_path, overwrite=True)
    assert "neither a file nor a folder" in refused(tmp_path / "pipe.mkv", tmp_path, overwrite=True)


def test_the_check_makes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> int:
        raise AssertionError("opened a file")

    (tmp_path / "old.mkv").write_text("x")
    monkeypatch.setattr(os, "open", fail)
    check_output(tmp_path / "a.mkv")
    check_output(tmp_path / "old.mkv", overwrite=True)


def test_a_folder_where_nothing_may_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != tmp_path)  # root may write everywhere
    assert refused(tmp_path / "a.mkv", tmp_path).endswith(f"cannot be written: no file may be made in '{tmp_path}'")


def test_a_folder_that_is_there_is_not_called_missing() -> None:
    with pytest.raises(OutputError, match=r"^/proc/o\.mkv: cannot be written: no file (can|may) be made in '/proc'$"):
        Pending("/proc/o.mkv")
