"""Passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgui_bundle import imgui

if TYPE_CHECKING:
    from .app import App


class PassesPanel:
    name, label, dock = "passes", "Passes", "right"

    def __init__(self, app: App) -> None:
        self._app = app
        self.span: tuple[float | None, float | None] = (None, None)
        self.times: list[float] = []

    def gui(self) -> None:
        imgui.text("Passes")

    def turn(self) -> None:
        pass

    def opened(self) -> None:
        pass

    def close(self) -> None:
        pass
