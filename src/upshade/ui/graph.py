"""Graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgui_bundle import imgui

if TYPE_CHECKING:
    from .app import App


class GraphPanel:
    name, label, dock = "graph", "Graph", "right"

    def __init__(self, app: App) -> None:
        self._app = app
        self.span: tuple[float | None, float | None] = (None, None)
        self.times: list[float] = []

    def gui(self) -> None:
        imgui.text("Graph")

    def turn(self) -> None:
        self._app.picture.steps.turn()

    def opened(self) -> None:
        pass

    def close(self) -> None:
        pass
