"""Code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from imgui_bundle import imgui

if TYPE_CHECKING:
    from .app import App


class CodePanel:
    name, label, dock = "code", "Code", "bottom"

    def __init__(self, app: App) -> None:
        self._app = app

    def unsaved(self) -> list[Path]:
        return []

    def save_all(self) -> bool:
        return True

    def gui(self) -> None:
        imgui.text("Code")

    def turn(self) -> None:
        pass

    def close(self) -> None:
        pass
