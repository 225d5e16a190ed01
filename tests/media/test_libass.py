"""libass through ctypes: what it draws, what it says, and what is said where it is not there."""

from __future__ import annotations

import ctypes
import sys

import numpy as np
import pytest

from media.subs import FONT, box_of, font_file, make_ass
from upshade.errors import MediaError
from upshade.media import libass
from upshade.media.libass import Renderer
from upshade.media.overlay import compose

HEADER = make_ass([]).encode()
BOX = rb"0,0,Default,,0,0,0,,{\an7\pos(10,20)\bord0\shad0\1c&H3070F0&\p1}m 0 0 l 100 0 100 50 0 50"


def test_a_drawing_is_drawn_to_the_pixel() -> None:
    renderer = Renderer()
    track = renderer.track(HEADER)
    track.add(BOX, 1000, 2000)
    stencils, changed = renderer.render(track, 1500, 1280, 720, 1.0)
    overlay = compose(stencils)
    assert changed and box_of(overlay) == (20, 40, 200, 100)
    assert (overlay.tiles[0].pixels[2:-2, 2:-2] == (0xF0, 0x70, 0x30, 255)).all()
    assert renderer.render(track, 1999, 1280, 720, 1.0)[1] is False
    assert renderer.render(track, 2000, 1280, 720, 1.0) == ([], True)
    assert renderer.render(track, 999, 1280, 720, 1.0)[0] == []
    renderer.close()
    renderer.close()


def test_events_of_equal_numbers_are_all_drawn() -> None:
    renderer = Renderer()
    track = renderer.track(HEADER)
    track.add(BOX, 0, 1000)
    track.add(BOX.replace(b"pos(10", b"pos(300"), 0, 1000)
    assert len(compose(renderer.render(track, 0, 640, 360, 1.0)[0]).tiles) == 2
    renderer.close()


def test_a_font_that_comes_along_is_used_and_a_missing_one_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    masks = []
    for fonts in ([("a.ttf", font_file())], []):
        renderer = Renderer(fonts)
        track = renderer.track(HEADER)
        track.add(b"0,0,Default,,0,0,0,,Words", 0, 1000)
        masks.append(compose(renderer.render(track, 0, 640, 360, 1.0)[0]))
        assert any(FONT in message for message in renderer.messages) is (not fonts)
        renderer.close()
    assert masks[0].tiles[0].pixels.shape != masks[1].tiles[0].pixels.shape
    assert capfd.readouterr() == ("", ""), "libass writes to the terminal"


def test_junk_draws_nothing_and_does_no_harm() -> None:
    random = np.random.default_rng(1)
    for _ in range(30):
        renderer = Renderer([("junk.ttf", random.bytes(500))])
        track = renderer.track(random.bytes(300))
        track.add(b"0,0,Default,,0,0,0,," + random.bytes(100), 0, 1000)
        track.add(random.bytes(40), 0, 1000)
        track.add(b"", 0, 1000)
        compose(renderer.render(track, 0, 64, 36, 1.0)[0])
        renderer.close()


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_a_missing_library_is_one_line_that_says_how_to_get_it(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> ctypes.CDLL:
        raise OSError(f"{name}: cannot open shared object file")

    monkeypatch.setattr(libass, "_loaded", None)
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(ctypes, "CDLL", absent)
    with pytest.raises(MediaError, match=r"libass, which is not on this machine; install it: \S+") as caught:
        Renderer()
    assert "\n" not in str(caught.value)


def test_an_old_library_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    real = libass._find()
    monkeypatch.setattr(libass, "_loaded", None)
    monkeypatch.setattr(libass, "OLDEST", (0, 99, 0))
    monkeypatch.setattr(libass, "_find", lambda: real)
    with pytest.raises(MediaError, match=r"the libass of this machine is 0\.\d+\.\d+; install"):
        libass.load()


def test_versions_are_read_as_libass_writes_them() -> None:
    assert libass.version_of(0x01701000) == (0, 17, 1)
    assert libass.version_of(0x01502000) == (0, 15, 2)
