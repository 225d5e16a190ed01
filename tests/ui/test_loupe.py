"""The loupe shows what is in the picture, and leaves the rest of the window alone."""

from __future__ import annotations

import numpy as np

from upshade.core.library import demo_clip
from upshade.player.state import State
from upshade.ui.app import Launch

from .driving import Driver, drive


def test_the_pixels_under_the_mouse() -> None:
    def script(d: Driver) -> None:
        app, view = d.app, d.app.view
        d.settled()
        d.mouse(0.3, 0.4)
        d.until(lambda: app.messages.line is None)
        d.turn(3)
        before = d.screen()
        right = int(view.area[0] + view.area[2]) + 4
        assert before[:, right:].std() > 5, "there is a panel"
        d.keys("e")
        d.turn(3)
        after = d.screen()
        assert np.array_equal(after[:, right:], before[:, right:]), "the panels are still there"
        menu = int(view.area[1]) - 2
        assert np.array_equal(after[:menu], before[:menu]), "and the menus"
        below = int(view.area[1] + view.area[3]) + 4
        # Times of steps go on being measured; the transport stands still.
        assert np.array_equal(after[below:, : right - 8], before[below:, : right - 8]), "and the transport"

        picture = d.on_window(lambda: app.preview.display.pixels(app.preview.pictures[0].texture))
        left, top, width, height = view.area
        for u, v in ((0.3, 0.4), (0.7, 0.6)):
            d.mouse(u, v)
            d.turn(2)
            mouse = int(left + u * width), int(top + v * height)
            x, y = view.at(*mouse)
            px, py = x * picture.shape[1] // view.size[0], y * picture.shape[0] // view.size[1]
            r, g, b = picture[py, px]
            assert app.picture.loupe.words == f"{px}, {py}:  {r} {g} {b}"
            # The square of the very pixel, right of and below the mouse.
            seen = d.screen()[mouse[1] + 24 + 4 * 14 + 7, mouse[0] + 24 + 6 * 14 + 7]
            assert np.abs(seen.astype(int) - picture[py, px]).max() <= 1

        # Where nothing moves, nothing is fetched.
        reads = app.picture.loupe.reads
        d.turn(10)
        assert app.picture.loupe.reads == reads
        d.keys(".")
        d.settled()
        assert app.picture.loupe.reads > reads, "another picture is looked at"
        # The other side of the line.
        d.keys("c")
        d.mouse(0.5, 0.5)
        d.until(lambda: app.preview.pictures[1] is not None)
        d.settled()
        view.follow, view.split = False, 0.8
        d.turn(2)
        other = d.on_window(lambda: app.preview.display.pixels(app.preview.pictures[1].texture))
        x, y = view.at(int(left + 0.5 * width), int(top + 0.5 * height))
        px, py = x * other.shape[1] // view.size[0], y * other.shape[0] // view.size[1]
        assert app.picture.loupe.words.endswith("{} {} {}".format(*other[py, px]))
        d.keys("e")
        d.turn(2)
        assert app.picture.loupe.words == ""

    launch = Launch((str(demo_clip()),), "anime", paused=True, start=3.0, sound="null")
    drive(launch, script, State(size=(1280, 800)))
