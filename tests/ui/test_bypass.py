"""A look at the picture without the chain, which stays as it is."""

from __future__ import annotations

import numpy as np
from imgui_bundle import imgui

from upshade.core.library import demo_clip
from upshade.player.state import State
from upshade.ui.app import Launch

from .driving import Driver, drive


def test_all_shaders_off_and_as_they_were() -> None:
    key = imgui.Key

    def picture(d: Driver) -> np.ndarray:
        d.settled()
        return d.on_window(lambda: d.app.preview.display.pixels(d.app.preview.pictures[0].texture))

    def script(d: Driver) -> None:
        app = d.app
        d.settled()
        second = app.edit.duplicate(app.edit.cards[0].id)
        app.edit.set_enabled(second, False)
        cards, words, dirty = app.edit.cards, app.edit.can_undo, app.edit.dirty
        assert [card.enabled for card in cards].count(False) >= 1
        on = picture(d)
        d.keys("c")
        d.settled()
        d.until(lambda: app.preview.pictures[1] is not None)
        source = d.on_window(lambda: app.preview.display.pixels(app.preview.pictures[1].texture))
        d.keys("c")
        d.press(key.mod_ctrl, key.e)
        off = picture(d)
        assert np.array_equal(off, source) and not np.array_equal(off, on), "the picture without the chain"
        assert (app.edit.cards, app.edit.can_undo, app.edit.dirty) == (cards, words, dirty), "the chain is the same"
        # It is said for as long as it is so.
        d.until(lambda: app.messages.line is None)
        d.turn(2)
        left, top = int(app.view.area[0]) + 10, int(app.view.area[1]) + 10
        with_tag = d.screen()[top : top + 24, left : left + 160]
        # Values go on being changed meanwhile.
        first = app.edit.cards[0]
        name = app.edit.shader(first.id).params[0].name
        app.edit.set(first.id, name, app.edit.shader(first.id).params[0].maximum)
        assert np.array_equal(picture(d), source)
        app.edit.undo()
        d.press(key.mod_ctrl, key.e)
        assert np.array_equal(picture(d), on), "the card that was off still is"
        d.until(lambda: app.messages.line is None)
        d.turn(2)
        assert not np.array_equal(d.screen()[top : top + 24, left : left + 160], with_tag)
        assert not app.messages.errors

    launch = Launch((str(demo_clip()),), "anime", paused=True, start=3.0, sound="null")
    drive(launch, script, State(size=(1280, 800)))
