"""The queue between threads."""

from __future__ import annotations

from threading import Thread

import pytest

from upshade.media.channel import Channel


def test_order_and_bound() -> None:
    channel: Channel[int] = Channel(3)
    high = 0

    def fill() -> None:
        for i in range(200):
            assert channel.put(i)
        channel.end()

    thread = Thread(target=fill)
    thread.start()
    seen = []
    while (item := channel.get()) is not None:
        high = max(high, len(channel))
        seen.append(item)
    thread.join()
    assert seen == list(range(200)) and high <= 3
    assert channel.get() is None


def test_an_error_comes_behind_the_last_item() -> None:
    channel: Channel[int] = Channel(3)
    channel.put(1)
    channel.end(ValueError("late"))
    assert channel.put(2) is False
    assert channel.get() == 1
    with pytest.raises(ValueError, match="late"):
        channel.get()


def test_cancel_wakes_both_sides() -> None:
    full: Channel[int] = Channel(1)
    full.put(1)
    empty: Channel[int] = Channel(1)
    results: list[object] = []
    threads = [Thread(target=lambda: results.append(full.put(2))), Thread(target=lambda: results.append(empty.get()))]
    for thread in threads:
        thread.start()
    full.cancel()
    empty.cancel()
    for thread in threads:
        thread.join()
    assert set(results) == {False, None}
    assert full.get() is None and len(full) == 0 and full.cancelled


def test_depth() -> None:
    with pytest.raises(ValueError, match="depth is 0, must be at least 1"):
        Channel(0)
