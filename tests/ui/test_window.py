"""The player as a person uses it: open, play, seek, compare, zoom, keys, drop, what is wrong, the end."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from media.clips import make_clip
from ui.driving import Driver, drive
from upshade.core.library import demo_clip
from upshade.player.state import State, load
from upshade.ui.app import Launch

DEMO = str(demo_clip())


def shown_at(d: Driver) -> float:
    """Seconds of the frame on the screen."""
    return d.app.playback.position


def area(d: Driver) -> np.ndarray:
    """What is on the screen where the picture is."""
    left, top, width, height = (int(side) for side in d.app.view.area)
    return d.screen()[top : top + height, left : left + width]


def test_watching(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    from imgui_bundle import imgui

    key = imgui.Key

    def script(d: Driver) -> None:
        app = d.app
        d.until(lambda: app.preview is not None and app.preview.pictures[0])
        d.until(lambda: shown_at(d) > 0.2, "playing")
        assert app.playback.playing and not app.messages.errors
        d.press(key.space)
        assert not app.playback.playing
        d.settled()
        # The picture on the screen is the frame's, through the chain.
        assert area(d).std() > 20
        before = shown_at(d)
        d.keys(".")
        d.settled()
        assert shown_at(d) == pytest.approx(before + 1 / 24, abs=0.002)
        d.keys(",,")
        d.until(lambda: shown_at(d) == pytest.approx(before - 1 / 24, abs=0.002), "two frames back")
        d.press(key.home)
        d.until(lambda: shown_at(d) == 0, "the beginning")
        d.press(key.right_arrow)
        d.until(lambda: shown_at(d) == pytest.approx(5, abs=0.021), "5 seconds on")
        d.press(key.mod_shift, key.left_arrow)
        d.until(lambda: shown_at(d) == pytest.approx(4, abs=0.021), "a second back")
        # The timeline: a click in its middle.
        d.click("//##transport/##timeline")
        d.until(lambda: abs(shown_at(d) - app.playback.duration / 2) < 0.1 and not app.playback.seeking)
        d.keys("]")
        assert app.playback.speed == pytest.approx(1.1)
        d.press(key.backspace)
        assert app.playback.speed == 1.0
        d.keys("m")
        assert app.playback.muted and app.state.mute
        d.keys("9")
        assert app.playback.volume == pytest.approx(0.98)
        d.keys("l")
        d.press(key.right_arrow)
        d.settled()
        d.keys("l")
        assert app.playback.loop is not None and app.playback.loop[1] > app.playback.loop[0]
        d.keys("l")
        assert app.playback.loop is None
        d.keys("L")
        assert app.playback.loop_file
        # All panels away, and back.
        wide = app.view.area[2]
        d.press(key.tab)
        d.turn(3)
        assert app.view.area[2] > wide
        d.press(key.tab)
        d.turn(3)
        assert app.view.area[2] == wide
        d.keys("?")
        assert app.dialogs.open
        d.press(key.escape)
        assert not app.dialogs.open

    drive(Launch((DEMO,), preset="anime", sound="null"), script)
    assert os.listdir(tmp_path) in ([], ["config"]), "a file was written that nobody asked for"


def test_comparing_and_zooming(monkeypatch: pytest.MonkeyPatch) -> None:
    def script(d: Driver) -> None:
        app, view = d.app, d.app.view
        d.settled()
        enhanced = area(d)
        d.keys("c")
        d.mouse(0.5, 0.5)
        d.settled()
        d.until(lambda: app.preview.pictures[1] is not None)
        d.turn(2)
        split = area(d)
        middle = enhanced.shape[1] // 2
        rect = slice(int(view.rect[1] - view.area[1]) + 60, int(view.rect[1] - view.area[1] + view.rect[3]) - 60)
        assert np.array_equal(split[rect, middle + 4 :], enhanced[rect, middle + 4 :]), "the chain is at the right"
        assert not np.array_equal(split[rect, : middle - 4], enhanced[rect, : middle - 4]), "the source at the left"
        # Both sides are of the same frame.
        mine, theirs = app.preview.pictures
        assert mine.frame is theirs.frame
        d.mouse(0.25, 0.5)
        assert view.split == pytest.approx(0.25, abs=0.01)
        d.ctx.mouse_click(0)
        d.turn(2)
        d.mouse(0.75, 0.5)
        assert view.split == pytest.approx(0.25, abs=0.01), "a click holds the line"
        d.keys("c")
        d.settled()
        d.until(lambda: np.array_equal(area(d)[rect], enhanced[rect]), "the chain's picture again")
        # The source alone, while a key is held.
        from imgui_bundle import imgui

        d.ctx.key_down(imgui.Key.grave_accent)
        d.turn(2)
        d.settled()
        assert view.flip and not np.array_equal(area(d)[rect], enhanced[rect])
        d.ctx.key_up(imgui.Key.grave_accent)
        d.turn(2)
        d.settled()
        d.until(lambda: np.array_equal(area(d)[rect], enhanced[rect]), "the chain's picture again")
        d.keys("d")
        d.settled()
        assert area(d)[rect].mean() < enhanced[rect].mean() / 4, "a difference is dark"
        d.keys("d")
        # Pixel for pixel, the screen has the very pixels of the picture.
        d.keys("1")
        d.settled()
        d.until(lambda: app.messages.line is None, "the line is gone")
        d.turn(2)
        picture = d.on_window(lambda: app.preview.display.pixels(app.preview.pictures[0].texture))
        left, top, width, height = (int(side) for side in view.area)
        x, y = (int(a - b) for a, b in zip(view.rect[:2], view.area[:2], strict=True))
        seen = area(d)[100:200, 100:300]
        assert np.array_equal(seen, picture[100 - y : 200 - y, 100 - x : 300 - x])
        # The wheel keeps what is under the mouse.
        d.mouse(0.3, 0.6)
        spot = (left + 0.3 * width, top + 0.6 * height)
        under = view.at(*spot)
        d.ctx.mouse_wheel_y(4)
        d.turn(2)
        assert view.scale > 1.5 and np.abs(np.subtract(view.at(*spot), under)).max() <= 2
        d.keys("e")
        d.turn(2)
        assert view.loupe and app.picture.moving is not None
        d.keys("e")
        d.keys("w")
        assert view.zoom is None
        # Fitted: drawn for the window.
        d.keys("a")
        d.settled()
        d.until(lambda: app.preview.plan.target.width == round(view.fit[2]) and not app.preview.unfinished)
        assert app.preview.plan.target.format.name == "rgba"
        d.keys("a")
        d.settled()
        d.until(lambda: app.messages.line is None)
        d.turn(2)
        d.until(lambda: np.array_equal(area(d)[rect], enhanced[rect]), "the very same again")
        # Against another preset.
        d.on_window(lambda: app.actions.compare_with("restore"))
        d.settled()
        d.until(lambda: app.preview.pictures[1] is not None and app.preview.other.live.plan.target.width == 640)
        d.on_window(lambda: app.actions.compare_with(None))
        assert app.beside is None

    drive(Launch((DEMO,), preset="anime", sound="null", paused=True, start=3.0), script)


def test_what_is_dropped_and_what_is_wrong(tmp_path: Path, settings: Path) -> None:
    broken = tmp_path / "broken.mkv"
    broken.write_bytes(b"no video at all" * 100)
    empty = tmp_path / "empty.mp4"
    empty.touch()
    shader = tmp_path / "dark.glsl"
    shader.write_text("//!HOOK OUTPUT\n//!BIND HOOKED\n//!DESC dark\nvec4 hook() { return HOOKED_texOff(0) * 0.25; }\n")
    never = tmp_path / "never.glsl"
    never.write_text("//!HOOK MAIN\n//!BIND HOOKED\n//!WHEN OUTPUT.w HOOKED.w 9 * >\nvec4 hook() { return vec4(1); }\n")
    preset = tmp_path / "mine.toml"
    preset.write_text(f'title = "Mine"\n[output]\nscale = 1.5\n[[pass]]\nshader = "{never}"\n')

    def script(d: Driver) -> None:
        app = d.app
        d.settled()
        assert app.playback is not None and app.playlist.current == DEMO, "what cannot be opened is passed over"
        assert any("broken.mkv" in line for line in app.messages.errors)
        bright = area(d).mean()
        d.on_window(lambda: app.drop([str(shader)]))
        d.settled()
        assert area(d).mean() < bright * 0.6 and app.edit.dirty
        d.on_window(app.actions.undo)
        d.settled()
        assert area(d).mean() == pytest.approx(bright, rel=0.1)
        d.on_window(lambda: app.drop([str(preset)]))
        d.settled()
        assert app.preview.plan.target.width == 960
        assert any("does nothing here" in line for line in app.picture._why(app.preview.plan))
        d.on_window(lambda: app.drop([str(empty)]))
        d.until(lambda: any("empty" in line for line in app.messages.errors))
        assert app.playlist.current == DEMO and app.playback.info.width == 640, "what was open stays"
        d.on_window(lambda: app.drop([str(tmp_path / "text.odt")]))
        assert any("text.odt" in line for line in app.messages.errors)
        # The file of a shader in the chain changes, breaks, is mended.
        d.on_window(lambda: app.drop([str(shader)]))
        d.settled()
        dark = area(d).mean()
        shader.write_text(shader.read_text().replace("0.25", "0.75"))
        d.until(lambda: area(d).mean() > dark * 1.3, "the change on the screen")
        d.settled()
        good = area(d)
        shader.write_text(shader.read_text().replace("* 0.75", "* nonsense"))
        d.until(lambda: app.preview.main.live.problems, "the driver's error")
        d.settled()
        assert app.preview.main.live.problems["dark"].where.line == 4
        d.until(lambda: app.messages.line is None)
        middle = (slice(200, 300), slice(200, 600))
        d.until(lambda: np.array_equal(area(d)[middle], good[middle]), "the last good version goes on")
        shader.write_text(shader.read_text().replace("* nonsense", "* 0.1"))
        d.until(lambda: area(d).mean() < dark, "mended")
        assert not app.preview.main.live.problems
        d.on_window(app.actions.undo)

    launch = Launch((str(broken), DEMO), preset="plain", sound="null", paused=True, start=3.0)
    drive(launch, script, State(path=settings / "window.toml"))
    kept = load(settings / "window.toml")
    assert kept.recent[0] == DEMO and kept.layout and not kept.notices and kept.size == (1280, 800)


def test_stills_sequences_and_changing_files(tmp_path: Path) -> None:
    from PIL import Image

    picture = np.random.default_rng(1).integers(0, 256, (90, 161, 3), np.uint8)
    Image.fromarray(picture).save(tmp_path / "still.png")
    for n in range(6):
        Image.fromarray(np.full((40, 60, 3), 40 * n, np.uint8)).save(tmp_path / f"seq_{n:03}.png")

    def script(d: Driver) -> None:
        app = d.app
        d.settled()
        assert app.playback.still and app.preview.plan.target.format.name == "rgb24"
        assert app.preview.plan.target.width == 322
        d.keys(">")
        d.settled()
        assert app.playlist.index == 1 and app.playback.info.sequence
        d.keys("...")
        d.until(lambda: app.playback.position > 2.5 / 24, "three pictures on")
        d.settled()
        shown = d.on_window(lambda: app.preview.display.pixels(app.preview.pictures[0].texture))
        assert np.abs(shown.astype(int) - 120).max() <= 1
        d.keys("<")
        d.settled()
        assert app.playlist.index == 0 and app.playback.still

    launch = Launch((str(tmp_path / "still.png"), str(tmp_path / "seq_%03d.png")), preset="plain", sound="null",
                    paused=True)  # fmt: skip
    drive(launch, script)


def test_a_playlist_goes_on_by_itself(tmp_path: Path) -> None:
    first, second = tmp_path / "a.mkv", tmp_path / "b.mkv"
    for path in (first, second):
        make_clip(path, frames=6)

    def script(d: Driver) -> None:
        app = d.app
        d.until(lambda: app.playlist.index == 1, "the next file")
        d.until(lambda: app.playback.ended, "its end")
        d.turn(5)
        assert app.playlist.index == 1 and app.playback.ended and not app.messages.errors, "the last picture stays"

    drive(Launch((str(first), str(second)), preset="plain", sound="null"), script)


def test_a_panel_that_fails_is_closed_and_the_rest_goes_on() -> None:
    from imgui_bundle import imgui

    def script(d: Driver) -> None:
        app = d.app
        d.settled()
        real = app.panels["chain"].gui

        def broken() -> None:
            imgui.begin_child("never ended")
            imgui.push_style_color(imgui.Col_.text, 0)
            raise ValueError("a bug")

        app.panels["chain"].gui = broken
        d.until(lambda: app.messages.errors)
        assert "the panel Chain failed" in app.messages.errors[0] and "chain" not in app.state.panels
        app.panels["chain"].gui = real
        app.messages.dismiss(app.messages.errors[0])
        d.on_window(lambda: app.actions.panel("chain"))
        before = app.playback.position
        d.keys(".")
        d.settled()
        assert app.playback.position > before and not app.messages.errors
        assert len(app.failures) == 1 and "a bug" in app.failures.pop()

    drive(Launch((DEMO,), preset="anime", sound="null", paused=True), script)


def test_full_screen_is_the_picture_alone_and_an_empty_folder_is_said(tmp_path: Path) -> None:
    from imgui_bundle import imgui

    def script(d: Driver) -> None:
        app = d.app
        d.until(lambda: app.messages.errors)
        assert "no video or picture" in app.messages.errors[0]
        d.on_window(lambda: app.actions.open([DEMO]))
        d.press(imgui.Key.space)
        d.settled()
        panels, area = app.state.panels, app.view.area
        d.keys("f")
        d.until(lambda: app.window.fullscreen and app.view.area[2] == app.framebuffer[0])
        app.picture._moved_at = 0.0
        d.turn(3)
        assert app.view.area == (0, 0, *app.framebuffer), "no menu, no panel, no bar"
        d.press(imgui.Key.escape)
        d.until(lambda: not app.window.fullscreen)
        d.turn(5)
        assert app.state.panels == panels and app.view.area[2:] == pytest.approx(area[2:], abs=2)
        # Subtitles can be moved; what the command line added is no change to be asked about.
        d.keys("ZZz")
        assert app.playback.subtitle_delay == pytest.approx(0.1)
        assert app.edit.dirty and not app.unsaved and app.may_exit()
        d.on_window(lambda: app.edit.set(app.edit.cards[0].id, "strength_gradient", 0.9))
        assert app.unsaved

    drive(Launch((str(tmp_path),), preset="anime", shaders=("line/thin",), sound="null"), script)
