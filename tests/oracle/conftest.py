from collections.abc import Iterator

import pytest

from oracle.mpv import Mpv


@pytest.fixture(scope="session")
def mpv() -> Iterator[Mpv]:
    with Mpv() as player:
        yield player
