"""Pictures that the player saves, only when it is asked to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .app import App


class Saving:
    def __init__(self, app: App) -> None:
        self._app = app
        self._screen = False

    def save(self, what: str) -> None:
        raise NotImplementedError

    def after_swap(self, screen: Any, size: tuple[int, int]) -> None:
        pass
