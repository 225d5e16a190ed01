"""Nothing of the player may stay behind a test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from media.clips import our_threads

from .screen import Time


@pytest.fixture
def time() -> Iterator[Time]:
    yield Time()
    assert not [name for name in our_threads() if name != "upshade-subtitles"]
