"""Which panels there are, where they dock, and what they leave for the picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from imgui_bundle import ImVec2, hello_imgui, imgui

from ..gl.display import Rect

if TYPE_CHECKING:
    from .app import App

_MAIN = "MainDockSpace"


class Panel(Protocol):
    """A window that docks. `name` is what the state file calls it, `label` its title, `dock` where it lies at first
    ("right" or "bottom")."""

    name: str
    label: str
    dock: str

    def gui(self) -> None:
        """Draw it; only while it is open."""

    def turn(self) -> None:
        """Each turn of the loop, open or not: cheap."""

    def close(self) -> None:
        """OpenGL objects are released."""


def panels(app: App) -> dict[str, Panel]:
    """Every panel, by name, in the order of the menu."""
    from .chain import ChainPanel
    from .code import CodePanel
    from .graph import GraphPanel
    from .marks import MarksPanel
    from .passes import PassesPanel
    from .rendering import RenderPanel

    made: list[Panel] = [ChainPanel(app), PassesPanel(app), GraphPanel(app), CodePanel(app), MarksPanel(app),
                         RenderPanel(app)]  # fmt: skip
    return {panel.name: panel for panel in made}


def docking(app: App, guarded: Callable[[Callable[[], None]], Callable[[], None]]) -> hello_imgui.DockingParams:
    """The first layout: panels at the right, wide ones below the picture. `guarded`: lets no exception out."""
    params = hello_imgui.DockingParams()
    params.main_dock_space_node_flags = imgui.DockNodeFlags_.passthru_central_node
    params.docking_splits = [
        hello_imgui.DockingSplit(_MAIN, "right", imgui.Dir.right, 0.29),
        hello_imgui.DockingSplit(_MAIN, "bottom", imgui.Dir.down, 0.36),
    ]
    params.layout_condition = (
        hello_imgui.DockingLayoutCondition.never
        if app.state.layout
        else hello_imgui.DockingLayoutCondition.application_start
    )
    windows = []
    for panel in app.panels.values():
        draw = guarded(app.times.counted(_contained(app, panel)))
        window = hello_imgui.DockableWindow(panel.label, panel.dock, draw, panel.name in app.state.panels)
        window.remember_is_visible = False
        window.include_in_view_menu = False
        window.window_size = ImVec2(460, 480)
        windows.append(window)
    params.dockable_windows = windows
    return params


def _contained(app: App, panel: Panel) -> Callable[[], None]:
    """A panel that fails is closed and says so; what somebody is making goes on."""

    def draw() -> None:
        state = imgui.internal.ErrorRecoveryState()
        imgui.internal.error_recovery_store_state(state)
        try:
            panel.gui()
        except Exception as error:
            io = imgui.get_io()
            asserts, io.config_error_recovery_enable_assert = io.config_error_recovery_enable_assert, False
            imgui.internal.error_recovery_try_to_recover_state(state)
            io.config_error_recovery_enable_assert = asserts
            app.failed(f"the panel {panel.label}", error)
            set_open(app, panel.name, False)

    return draw


def window_of(panel: Panel) -> hello_imgui.DockableWindow:
    return hello_imgui.get_runner_params().docking_params.dockable_window_of_name(panel.label)


def is_open(app: App, name: str) -> bool:
    return name in app.state.panels


def set_open(app: App, name: str, on: bool) -> None:
    """Open a panel, in front of those that share its place, or close it."""
    others = tuple(one for one in app.state.panels if one != name)
    app.state.panels = (*others, name) if on else others
    if on:
        app.show_panels = True
        window_of(app.panels[name]).focus_window_at_next_frame = True


def update(app: App) -> None:
    """Each turn: what was closed by its own button, and what is hidden with all others."""
    for name, panel in app.panels.items():
        window = window_of(panel)
        shown = app.show_panels and is_open(app, name)
        if app.docked.get(name, shown) and not window.is_visible and shown:
            app.state.panels = tuple(one for one in app.state.panels if one != name)
            shown = False
        window.is_visible = app.docked[name] = shown


def reset() -> None:
    hello_imgui.get_runner_params().docking_params.layout_reset = True


def area(framebuffer: tuple[int, int]) -> Rect:
    """What the panels leave for the picture, in pixels of the framebuffer."""
    params = hello_imgui.get_runner_params().docking_params
    scale = imgui.get_io().display_framebuffer_scale
    found = params.dock_space_id_from_name(_MAIN)
    node = imgui.internal.dock_builder_get_central_node(found) if found is not None else None
    if node is None:
        return 0.0, 0.0, float(framebuffer[0]), float(framebuffer[1])
    return (node.pos.x * scale.x, node.pos.y * scale.y, max(1.0, node.size.x * scale.x),
            max(1.0, node.size.y * scale.y))  # fmt: skip
