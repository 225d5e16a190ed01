"""The timeline under the mouse."""

from __future__ import annotations

from upshade.core.library import demo_clip
from upshade.player.state import State
from upshade.ui.app import Launch

from .driving import Driver, drive


def test_a_mouse_that_is_held_still_seeks_once() -> None:
    def script(d: Driver) -> None:
        app, playback = d.app, d.app.playback
        d.settled()
        playback.play()
        sought: list[float] = []
        seek = playback.seek
        playback.seek = lambda time, **more: (sought.append(time), seek(time, **more))  # type: ignore[method-assign]
        line = d.ctx.item_info("//##transport/##timeline").rect_full

        def go(part: float) -> None:
            d.ctx.mouse_move_to_pos((line.min.x + part * (line.max.x - line.min.x), line.min.y + 8))

        go(0.371)
        d.ctx.mouse_down(0)
        d.until(lambda: sought and not playback.seeking, "the picture there")
        d.turn(20)
        assert len(sought) == 1 and not playback.playing, "the mouse is held still"
        go(0.233)
        d.until(lambda: abs(playback.position - 0.233 * playback.duration) < 0.1 and not playback.seeking)
        count = len(sought)
        d.turn(10)
        assert len(sought) == count
        d.ctx.mouse_up(0)
        d.turn(2)
        assert playback.playing, "it goes on"
        playback.pause()
        # The same place again, when it has gone on from there.
        d.ctx.mouse_down(0)
        d.turn(2)
        d.ctx.mouse_up(0)
        d.turn(2)
        assert len(sought) == count + 1 and not app.messages.errors

    drive(Launch((str(demo_clip()),), "plain", sound="null"), script, State(size=(900, 600)))
