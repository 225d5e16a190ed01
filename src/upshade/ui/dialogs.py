"""Questions and lists that come before the window: save, quit, open, keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .app import App


class Dialogs:
    def __init__(self, app: App) -> None:
        self._app = app

    @property
    def open(self) -> bool:
        return False

    def show(self, name: str) -> None:
        pass

    def may_exit(self) -> bool:
        return True

    def gui(self) -> None:
        pass
