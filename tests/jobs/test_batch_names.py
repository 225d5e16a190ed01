"""Which files a batch takes, and what their outputs are called."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upshade.errors import BadInput, NotFound, OutputError
from upshade.jobs import names
from upshade.jobs.names import FIELDS, Folders, Template


@pytest.fixture
def tree(tmp_path: Path, monkeypatch) -> Path:
    """A folder as people have them."""
    home = tmp_path / "shows"
    for name in (
        "10.mkv", "2.mkv", "1.MKV", "notes.txt", ".hidden.mkv", "page.png", "S01/01.mkv", "S01/extras/x.mp4",
        ".trash/gone.mkv", "3.mkv.upshade/seg.mkv", "[Group] Show - 01.mkv", "empty/readme.md",
    ):  # fmt: skip
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    monkeypatch.chdir(tmp_path)
    return home


def listed(text: str, **more) -> list[str]:
    return [found.path for found in names.find(text, **more)]


def test_a_folder_gives_its_videos_and_pictures_in_natural_order(tree: Path) -> None:
    assert listed("shows") == [
        "shows/1.MKV", "shows/2.mkv", "shows/10.mkv", "shows/[Group] Show - 01.mkv", "shows/page.png",
    ]  # fmt: skip


def test_folders_of_folders_on_request(tree: Path) -> None:
    found = names.find("shows/", recursive=True)
    assert {(f.path.removeprefix("shows/"), f.folder) for f in found if f.folder != "shows"} == {
        ("S01/01.mkv", "shows/S01"), ("S01/extras/x.mp4", "shows/S01/extras"),
    }  # fmt: skip
    assert len(found) == 7, "nothing hidden, nothing of a render under way"


def test_patterns_that_the_shell_left_alone(tree: Path) -> None:
    assert listed("shows/*.mkv") == ["shows/2.mkv", "shows/10.mkv", "shows/[Group] Show - 01.mkv"]
    assert listed("shows/**/0?.mkv") == ["shows/S01/01.mkv"]
    assert "shows/notes.txt" not in listed("shows/*") and listed("shows/*.txt") == ["shows/notes.txt"]
    assert listed("*.mkv", base=tree) == [str(tree / n) for n in ("2.mkv", "10.mkv", "[Group] Show - 01.mkv")]


def test_brackets_in_names_are_names_first(tree: Path) -> None:
    assert listed("shows/[Group] Show - 01.mkv") == ["shows/[Group] Show - 01.mkv"]
    assert listed("shows/[Group] *.mkv") == ["shows/[Group] Show - 01.mkv"]
    assert not names.several("shows/[Group] Show - 01.mkv") and names.several("shows") and names.several("shows/[1]*")


@pytest.mark.parametrize(
    ("text", "why"), [("shows/*.avi", "no file fits this pattern"), ("shows/empty", "no video or picture lies in")]
)
def test_what_leads_nowhere_says_so(tree: Path, text: str, why: str) -> None:
    (found,) = names.find(text)
    assert isinstance(found.problem, NotFound) and f"{text}: {why}" in str(found.problem)


def test_a_name_that_is_not_there_is_left_to_who_opens_it(tree: Path) -> None:
    assert listed("shows/none.mkv") == ["shows/none.mkv"]
    assert listed("frames/f_%05d.png") == ["frames/f_%05d.png"]


@pytest.mark.parametrize(
    ("path", "name"),
    [("a/b.c.mkv", "b.c"), ("x/frame_%05d.png", "frame"), ("x/%d.png", "x"), ("100%.mkv", "100%"), ("bare", "bare")],
)  # fmt: skip
def test_names_without_endings_and_numbers(path: str, name: str) -> None:
    assert names.Found(path, os.path.basename(os.path.dirname(path))).name == name


def test_links_in_circles_end(tree: Path) -> None:
    (tree / "S01" / "again").symlink_to(tree)
    (tree / "S01" / "link.mkv").symlink_to(tree / "2.mkv")
    found = names.find("shows", recursive=True)
    assert len(found) == 8
    link = next(f for f in found if f.path.endswith("link.mkv"))
    assert link.key == names.key("shows/2.mkv")


@given(st.lists(st.text("ab/019²٣ .", max_size=12), max_size=8))
def test_natural_order_is_an_order(paths: list[str]) -> None:
    once = sorted(paths, key=names.natural)
    back = paths[::-1]
    assert [names.natural(p) for p in sorted(back, key=names.natural)] == [names.natural(p) for p in once]


# ── templates

VALUES = {"name": "ep 1", "ext": "avi", "folder": "shows/S01", "number": "07", "width": 1280, "height": 720,
          "codec": "hevc", "preset": "anime"}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("{name}.{height}p.mkv", "ep 1.720p.mkv"),
        ("out/{folder}/{name}.mkv", "out/shows/S01/ep 1.mkv"),
        ("{number}-{width}x{height}-{codec}-{preset}.{ext}", "07-1280x720-hevc-anime.avi"),
        ("new/", "new/ep 1.mkv"),
        ("{folder}/", "shows/S01/ep 1.mkv"),
        ("{{{name}}}.mkv", "{ep 1}.mkv"),
        ("plain.mkv", "plain.mkv"),
        ("a//./b/../{name}.mp4", "a/b/../ep 1.mp4"),
    ],
)
def test_templates(text: str, made: str) -> None:
    assert Template(text).fill(VALUES, ".mkv") == made


def test_a_folder_that_is_there_needs_no_slash(tmp_path: Path) -> None:
    (tmp_path / "{odd}").mkdir()
    assert Template(str(tmp_path)).fill(VALUES, ".png") == f"{tmp_path}/ep 1.png"
    assert Template(f"{tmp_path}/{{{{odd}}}}").fill(VALUES, ".mkv") == f"{tmp_path}/{{odd}}/ep 1.mkv"
    assert not Template(f"{tmp_path}/none").is_folder


def test_home_is_known_where_quotes_hid_it_from_the_shell(monkeypatch) -> None:
    monkeypatch.setenv("HOME", "/home/me")
    assert Template("~/out/{name}.mkv").fill(VALUES, ".mkv") == "/home/me/out/ep 1.mkv"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{hieght}p.mkv", "no field '{hieght}'; did you mean 'height'?"),
        ("{}.mkv", "no field '{}'; known: name, ext"),
        ("{name.mkv", "a single '{'; fields are written {name}, braces {{ and }}"),
        ("name}.mkv", "a single '}'"),
        ("{name}}.mkv", "a single '}'"),
        ("{{name}.mkv", "a single '}'"),
        ("{name!r}.mkv", "no field '{name!r}'"),
        ("{name.__class__}.mkv", "no field '{name.__class__}'"),
        ("", "is empty"), (" ", "is empty"), ("a\0b", "is empty"),
    ],
)  # fmt: skip
def test_templates_that_mean_nothing(text: str, told: str) -> None:
    with pytest.raises(BadInput) as caught:
        Template(text)
    assert told in str(caught.value) and "\n" not in str(caught.value)


WORDS = ["{", "}", "{{", "}}", "a", "/", "..", " ", "{x}", *(f"{{{name}}}" for name in FIELDS)]


@given(st.lists(st.sampled_from(WORDS), max_size=9))
def test_any_template_gives_one_name_or_is_refused(parts: list[str]) -> None:
    text = "".join(parts)
    try:
        template = Template(text)
    except BadInput as error:
        assert "\n" not in str(error)
        return
    made = template.fill(VALUES, ".mkv")
    assert made == Template(text).fill(VALUES, ".mkv")
    if not template.is_folder:
        # Python's own formatting knows the same braces.
        assert made == str(Path(text.format(**VALUES)))


def test_folders_are_made_and_go_when_nothing_came_into_them(tmp_path: Path) -> None:
    folders = Folders()
    folders.make(str(tmp_path / "a" / "b" / "x.mkv"))
    folders.make(str(tmp_path / "a" / "c" / "x.mkv"))
    (tmp_path / "a" / "c" / "x.mkv").write_text("x")
    folders.tidy()
    assert [str(p.relative_to(tmp_path)) for p in sorted(tmp_path.rglob("*"))] == ["a", "a/c", "a/c/x.mkv"]
    with pytest.raises(OutputError, match=r"x\.mkv: this folder cannot be made: File exists"):
        folders.make(str(tmp_path / "a" / "c" / "x.mkv" / "d" / "y.mkv"))
