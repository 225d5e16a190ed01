"""An X server for all tests of the window, and a folder of settings for each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .driving import display


@pytest.fixture(scope="session", autouse=True)
def _display() -> Iterator[str]:
    with display() as name:
        yield name


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder, empty."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config" / "upshade"
