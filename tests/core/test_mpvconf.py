"""What stands in an mpv configuration is read as mpv reads it, and any text at all ends in a chain or a notice."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from oracle.mpvconf import MpvConf
from upshade.core import mpvconf, mpvinput
from upshade.core.mpvchain import Found, chains
from upshade.core.mpvconf import Conf, Item, Notice, State
from upshade.errors import BadInput, Where

HERE = Where("x", 1)


def read(conf: str = "", keys: str = "", **included: str) -> tuple[list[Found], list[Notice]]:
    """The chains of two texts; `include=NAME` finds what is given by that name."""

    def include(name: str) -> Conf | None:
        return mpvconf.parse(included[name], name) if name in included else None

    bindings, notices = mpvinput.parse(keys, "input.conf")
    found, said = chains(mpvconf.parse(conf, "mpv.conf"), bindings, ":", include)
    return found, notices + said


def paths(found: Found) -> list[str]:
    return [item.text for item in found.state.shaders]


def only(found: list[Found]) -> list[str]:
    assert len(found) <= 1
    return paths(found[0]) if found else []


# ── as mpv

CONFS = [
    "glsl-shaders=a:b",
    "glsl-shaders=a::b:",
    r"glsl-shaders=a\:b:c",
    r"glsl-shaders=a\\:b:\:c\\d",
    "glsl-shaders='a:b' # x",
    "glsl-shaders='a:b' x",
    'glsl-shaders="a:#b"',
    'glsl-shaders="a:b',
    'glsl-shaders="a":"b"',
    "  --glsl-shaders  =  a:b c  ",
    "glsl-shaders=%3%a:b # c",
    "glsl-shaders=%3%\u00e4:b",
    "glsl-shaders=%9%a:b",
    "glsl-shaders=a:b#c",
    "glsl-shaders=[a:b]",
    "\ufeffglsl-shaders=a\r\nglsl-shader=b\r\n",
    "glsl-shader=a\n=\nglsl-shader=c:d",
    "glsl-shaders=\u00a0a",
    "glsl-shaders=a:b\nglsl-shaders-add=c:d\nglsl-shaders-pre=e:f\nglsl-shaders-append=g:h",
    "glsl-shaders=a:b:a:c\nglsl-shaders-remove=a\nglsl-shaders-toggle=c\nglsl-shaders-toggle=d",
    "glsl-shaders=a:b:c:d\nglsl-shaders-del=1:0",
    "glsl-shaders=a\nglsl-shaders-clr\nglsl-shaders-set=b:c",
    "glsl-shaders=a\nglsl-shaders=",
    "glsl-shaders=a\nglsl-shaders-append=",
    "opengl-shaders=a",
    "glsl_shaders=a\nGLSL-shaders=b",
    "[p]\nglsl-shaders=q\n[default]\nprofile=p,r\nglsl-shaders-append=w\n[r]\nglsl-shaders-append=s",
    "profile=p\n[p]\nglsl-shader=a\nprofile=q\n[q]\nglsl-shader=b\n[p]\nglsl-shader=c",
    "[ p ]\nglsl-shader=a\n[default]\nprofile=p\nglsl-shader=b",
    "profile=p\n[p]\nglsl-shader=1\nprofile=p",
    "[p\nglsl-shader=a\n[] # x\nglsl-shader=b\n[q] x\nglsl-shader=c",
]


@pytest.mark.parametrize("conf", CONFS)
def test_mpv_conf_is_read_as_mpv_reads_it(conf: str, tmp_path: Path) -> None:
    with MpvConf(tmp_path, conf) as mpv:
        wanted = mpv.shaders
    found, _ = read(conf)
    assert next((paths(f) for f in found if f.name == "mpv"), []) == wanted


def test_includes_come_last_as_in_mpv(tmp_path: Path) -> None:
    inner = "glsl-shader=i\n[p]\nglsl-shader=p\n[default]\nglsl-shader=late\n"
    (tmp_path / "inner").write_text(inner)
    for conf in ("glsl-shader=a\ninclude={}\nglsl-shader=b\nprofile=p", "profile=q\n[q]\nglsl-shader=a\ninclude={}"):
        with MpvConf(tmp_path, conf.format(tmp_path / "inner")) as mpv:
            wanted = mpv.shaders
        found, _ = read(conf.format("inner"), inner=inner)
        assert paths(found[0]) == wanted


KEYS = r"""
a change-list glsl-shaders set "x:y"; show-text "#hi; \"q\""
b change-list glsl-shaders set 'x:y#'; show-text hi # c
c change-list glsl-shaders set `-p:"q-`;set glsl-shaders z
d set glsl-shaders w#c
e cycle-values glsl-shaders x:z
f no-osd change_list glsl-shaders append a:b
g {default} set glsl-shaders sec
h { default } set glsl-shaders sec
i set glsl-shaders "a""b"
j set glsl-shaders "a
k set options/glsl-shaders o
l apply-profile P
m change-list glsl-shaders clr ""; change-list glsl-shaders toggle b
o set glsl-shaders a ; ; set glsl-shaders b
p set glsl-shaders-append z
q set glsl-shaders "a\u00e9\x41\tz"
r change-list glsl-shaders set a:b trailing
s change-list glsl-shaders pre 'x:y'
t ignore; set glsl-shaders a
u change-list glsl-shaders remove base; change-list glsl-shaders append n
v set glsl-shaders a;#b
w no-osd raw "set" glsl-shaders q
x change-list opengl-shaders set q
y set glsl-shaders 'it"s'; set volume 3
z set glsl-shaders "\q"
A set glsl-shaders `` a``
B set glsl-shaders "a\
C change-list glsl-shaders nonsense q
D #set glsl-shaders q
E set glsl-shaders a'b:c'
CTRL+1 no-osd change-list glsl-shaders set "~~/a.glsl:~~/b.glsl"; show-text "Mode A"
""".strip().split("\n")


@pytest.fixture(scope="module")
def pressed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What each key of KEYS makes of the shader "base", which each key finds again."""
    folder = tmp_path_factory.mktemp("mpv")
    made = {}
    with MpvConf(folder, "[P]\nglsl-shaders-append=p", "\n".join(KEYS) + "\nF11 set glsl-shaders base") as mpv:
        for line in KEYS:
            mpv.press("F11")
            made[line] = mpv.press(line.split()[0])
    return made


@pytest.mark.parametrize("line", KEYS)
def test_keys_do_what_they_do_in_mpv(line: str, pressed: dict[str, list[str]]) -> None:
    found, _ = read("glsl-shaders=base\n[P]\nglsl-shaders-append=p", line)
    keyed = [f for f in found if f.keys]
    assert (only(keyed) or ["base"]) == pressed[line]


# ── chains


def test_a_key_has_its_title_and_its_line() -> None:
    found, notices = read(
        "", 'CTRL+1 no-osd change-list glsl-shaders set "a:b"; show-text "Anime4K:\\nMode A (Fast)" 2000'
    )
    (chain,) = found
    assert (chain.title, chain.keys, chain.where) == ("Anime4K: Mode A (Fast)", ("CTRL+1",), Where("input.conf", 1))
    assert not notices


def test_titles_come_from_menus_and_not_from_what_plays() -> None:
    keys = 'a set glsl-shaders a; show-text "${glsl-shaders}" #! Video > Sharp\nb set glsl-shaders b #menu: Soft\n'
    keys += "c set glsl-shaders c"
    found, _ = read("", keys)
    assert [(f.title, f.name) for f in found] == [("Sharp", "mpv a"), ("Soft", "mpv b"), ("", "mpv c")]


def test_a_key_that_goes_through_values_has_a_chain_for_each() -> None:
    found, _ = read("", 'g cycle-values glsl-shaders "a" "b:c" "" "a"; show-text Mode')
    assert [(f.title, paths(f)) for f in found] == [("Mode (1 of 2)", ["a"]), ("Mode (2 of 2)", ["b", "c"])]
    found, _ = read("", 'g cycle-values !reverse glsl-shaders "a" ""')
    assert [(f.title, paths(f)) for f in found] == [("", ["a"])]


def test_two_keys_of_one_chain_are_one_chain() -> None:
    keys = 'p set glsl-shaders a; show-text A\nз set glsl-shaders a; show-text A\nq apply-profile X; show-text "The X"'
    found, _ = read("[X]\nglsl-shader=x", keys)
    assert [(f.name, f.title, f.keys) for f in found] == [("X", "The X", ("q",)), ("mpv p", "A", ("p", "з"))]


def test_profiles_begin_with_what_the_top_sets() -> None:
    conf = "glsl-shader=a\nscale=lanczos\n[quiet]\nvolume=3\n[more]\nprofile-desc=More\nglsl-shader=b\n"
    conf += "profile-cond=height < 720\ndeband=yes\ndeband-range=8"
    found, notices = read(conf)
    assert [(f.name, f.title, paths(f)) for f in found] == [("mpv", "", ["a"]), ("more", "More", ["a", "b"])]
    assert found[1].state.scalers["scale"].text == "lanczos"
    said = {n.where.line: n.message for n in notices}
    assert "height < 720" in said[8] and said[9] == "not taken over: deband, deband-range"


def test_what_takes_all_shaders_off_is_said() -> None:
    found, notices = read("glsl-shader=a", 'CTRL+0 no-osd change-list glsl-shaders clr ""; show-text "cleared"')
    assert [f.name for f in found] == ["mpv"]
    assert [str(n.where) for n in notices] == ["input.conf:1"] and "--no-preset" in notices[0].message


def test_a_key_that_is_bound_again_is_imported_and_said() -> None:
    found, notices = read("", "a set glsl-shaders a\na {x} set glsl-shaders b\na set glsl-shaders c")
    assert [paths(f) for f in found] == [["a"], ["b"], ["c"]]
    assert [(n.where.line, "line 3" in n.message) for n in notices] == [(1, True)]


def test_a_line_about_shaders_that_mpv_refuses_is_said() -> None:
    _, notices = read("glsl-shaders=\"a\nfoo='x\n[p\n", 'a set glsl-shaders "b\nc show-text "b\n')
    assert [(str(n.where)) for n in notices] == ["input.conf:1", "mpv.conf:1", "mpv.conf:3"]


def test_shader_options() -> None:
    conf = 'glsl-shader=a\nglsl-shader-opts=x=1,a/y="2,3",z=%3%4,5\n'
    conf += "glsl-shader-opts-append=x=[6,[7]]\nglsl-shader-opts-remove=z"
    (found,), _ = read(conf)
    assert [(k, i.text) for k, i in found.state.opts] == [("a/y", "2,3"), ("x", "[6,[7]]")]
    _, notices = read("glsl-shader=a\nglsl-shader-opts=x")
    assert [n.where.line for n in notices] == [2]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("~~/a.glsl;~~/b.glsl", ["~~/a.glsl", "~~/b.glsl"]),
        (r"C:\a.glsl;D:\b.hook", [r"C:\a.glsl", r"D:\b.hook"]),
        (r"C:\a.glsl", [r"C:\a.glsl"]),
        ("/a;b.glsl:/c.glsl", ["/a;b.glsl", "/c.glsl"]),
        ("/a;b.glsl", ["/a;b.glsl"]),
    ],
)
def test_lists_of_another_system_are_taken_apart(text: str, items: list[str]) -> None:
    for own in (":", ";") if ":" not in text and text.count(";") == 1 and text[0] == "~" else (":",):
        state = mpvconf.change(State(), "glsl-shaders", "set", Item(text, HERE), own)
        assert [i.text for i in state.shaders] == items


def test_windows_takes_a_unix_list_apart() -> None:
    state = mpvconf.change(State(), "glsl-shaders", "set", Item("~~/a.glsl:~~/b.glsl", HERE), ";")
    assert [i.text for i in state.shaders] == ["~~/a.glsl", "~~/b.glsl"]


def test_profiles_that_name_each_other_end() -> None:
    twice = "".join(f"[p{n}]\nprofile=p{n + 1}\nprofile=p{n + 1}\n" for n in range(30))
    with pytest.raises(BadInput, match=r"too many options"):
        read(f"profile=p0\n{twice}[p18]\nglsl-shader=a")
    found, notices = read("include=x\nglsl-shader=a", x="include=x\nglsl-shader=b")
    assert only(found) == ["a", "b"] and not notices


# ── any text

WORDS = st.sampled_from(
    ["glsl-shaders", "glsl-shader", "-append", "-toggle", "glsl-shader-opts", "=", "\n", "[", "]", "p", "profile=",
     "'", '"', "%", "3", "%3%", "\\", ":", ";", ",", "#", " ", "\t", "\0", "\r", "a.glsl", "include=x", "[p]\n",
     "\n[default]\n", "`", "{", "}", "set ", "change-list ", "cycle-values ", "apply-profile ", "show-text ", "clr",
     "no-osd ", "!reverse ", "\\u00e9", "\\ud800", "é", "\udcff", "a ", "scale=", "${", "\u2028", "\ufeff", "CTRL+1 "]
)  # fmt: skip
TEXTS = st.lists(WORDS | st.text(max_size=3), max_size=40).map("".join)


@given(TEXTS, TEXTS, TEXTS)
@example("profile=p\n[p]\nprofile=p,p,p,p,p\nglsl-shader=a", "a apply-profile p", "")
def test_any_text_is_read(conf: str, keys: str, included: str) -> None:
    try:
        found, notices = read(conf, keys, x=included)
    except BadInput as error:
        assert error.where is not None and error.message
        return
    for chain in found:
        assert chain.state.shaders and all(i.text for i in chain.state.shaders) and chain.name
        assert chain.title.isprintable()
    for notice in notices:
        lines = {"mpv.conf": conf, "input.conf": keys, "x": included}[notice.where.path].count("\n") + 1
        assert 1 <= notice.where.line <= lines and notice.message
