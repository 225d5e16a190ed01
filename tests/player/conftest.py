"""Nothing of the player may stay behind a test."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from media.clips import our_threads

from .screen import Time


@pytest.fixture
def time() -> Iterator[Time]:
    yield Time()
    for thread in threading.enumerate():
        if thread.name == "upshade-subtitles":
            thread.join(60)
    assert not our_threads()
