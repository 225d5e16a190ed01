"""The plan as a graph: what is made of what, with a small picture of each step."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from imgui_bundle import ImVec2, ImVec4, icons_fontawesome_6, imgui
from imgui_bundle import imgui_node_editor as ed

from ..core.steps import Plan
from ..gl.pool import Target
from . import theme
from .graphnodes import PAD, Graph, Link, Node, graph_of
from .thumbnails import inspecting
from .words import ms

if TYPE_CHECKING:
    from .app import App

_READABLE = 0.25
"""Seconds that figures stand at least."""
_CLICK = 4.0
"""Pixels that the mouse may move in a click."""
_SETTLED = 0.2
"""Seconds that the panel's size must not change before the graph is laid out for it."""
_LEGIBLE = 0.42
"""Text is left out where it is drawn smaller than this share of its size."""
_MEASURED = 3
"""So many times must new nodes be drawn before they can be fitted into the view."""


class GraphPanel:
    name, label, dock = "graph", "Graph", "bottom"

    def __init__(self, app: App) -> None:
        self._app = app
        self.graph: Graph | None = None
        self.skipped = False
        self._until = 0.0
        self._fit = 0
        self._place = False
        self._pressed: ed.NodeId | None = None
        self._moved = False
        self._room, self._since = (0.0, 0.0), 0.0

    def turn(self) -> None:
        self._app.picture.steps.turn()

    def close(self) -> None:
        self.graph = None

    # -- what is drawn ------------------------------------------------------------------------------------------

    def _plan(self) -> Plan | None:
        """What draws now; what will, where nothing does yet."""
        preview = self._app.preview
        if preview is None:
            return None
        executor = preview.main.live.executor
        return executor.plan if executor is not None else preview.plan

    def _refresh(self, plan: Plan) -> None:
        if self.graph is None or self.graph.plan is not plan:
            self.graph = graph_of(plan)
            self._place, self._moved, self._until = True, False, 0.0
        now = time.perf_counter()
        if now < self._until:
            return
        self._until = now + _READABLE
        preview = self._app.preview
        executor = preview.main.live.executor if preview is not None else None
        if executor is not None and executor.plan is plan:
            first = len(plan.source.format.planes)
            for node, (_, value) in zip(self.graph.nodes[first:], executor.timings(), strict=False):
                node.time = ms(value) if value is not None else ""

    def arrange(self) -> None:
        """Lay all nodes where they were at first, and show all."""
        self._place, self._moved = True, False

    # -- drawing ------------------------------------------------------------------------------------------------

    def gui(self) -> None:
        plan = self._plan()
        if plan is None:
            imgui.text_disabled("Nothing is open.")
            return
        self._app.picture.steps.want_small()
        self._app.picture.steps.want_times()
        self._refresh(plan)
        graph = self.graph
        assert graph is not None
        self._tools(graph)
        room = imgui.get_content_region_avail()
        if room.x < 40 or room.y < 40:
            return
        self._editor(graph, (room.x, room.y))

    def _tools(self, graph: Graph) -> None:
        if imgui.button(f"{icons_fontawesome_6.ICON_FA_DIAGRAM_PROJECT}  Arrange###arrange"):
            self.arrange()
        imgui.set_item_tooltip("lay out all nodes anew")
        imgui.same_line()
        if imgui.button(f"{icons_fontawesome_6.ICON_FA_EXPAND}  Show all###all"):
            self._fit = 1
        imgui.set_item_tooltip("as large as all fit; wheel: zoom, right button: move")
        count = len(graph.nodes) - graph.running
        if count:
            imgui.same_line()
            changed, self.skipped = imgui.checkbox(
                f"{count} that {'do' if count != 1 else 'does'} not run###skipped", self.skipped
            )
            if changed:
                self._place = True
        preview = self._app.preview
        compiling = preview.main.live.compiling if preview is not None else None
        if compiling is not None:
            imgui.same_line()
            imgui.text_disabled(f"compiling {compiling[0]} of {compiling[1]} passes")
        if self._app.picture.steps.node is not None:
            imgui.same_line(0, 24)
            inspecting(self._app)

    def _editor(self, graph: Graph, room: tuple[float, float]) -> None:
        nodes = graph.nodes if self.skipped else graph.nodes[: graph.running]
        ed.begin("##graph")
        _colors()
        self._follow(room)
        if self._place:
            self._place, self._fit = False, _MEASURED
            for node, at in zip(nodes, graph.places(room, self.skipped), strict=True):
                ed.set_node_position(node.id, ImVec2(*at))
        steps = self._app.picture.steps
        legible = ed.get_current_zoom() < 1 / _LEGIBLE
        chosen = next((k for k, node in enumerate(nodes) if node.ran and node.node == steps.node), -1)
        if steps.node is None:
            chosen = -1
        pen = _Pen()
        for k, node in enumerate(nodes):
            pen.node(node, steps.small.get(node.node) if node.node is not None else None, legible, k == chosen)
        for link in graph.links:
            lit = chosen in (link.a, link.b)
            ed.link(link.id, nodes[link.a].out, nodes[link.b].into, _LIT if lit else _FAINT, 2.0 if lit else 1.5)
        over, line = ed.get_hovered_node(), ed.get_hovered_link()
        self._clicks(graph, over)
        if over or line:
            ed.suspend()
            self._tip(graph, over.id() if over else 0, line.id() if line else 0)
            ed.resume()
        ed.pop_style_var(_VARS)
        ed.pop_style_color(_COLORS)
        ed.end()
        if self._fit:
            self._fit -= 1
            if not self._fit:
                ed.navigate_to_content(0.0)

    def _follow(self, room: tuple[float, float]) -> None:
        """Another place for the panel is another layout, until a node was moved by hand."""
        now = time.perf_counter()
        if room != self._room:
            self._room, self._since = room, now
        elif self._since and now - self._since > _SETTLED:
            self._since = 0.0
            self._place |= not self._moved

    def _clicks(self, graph: Graph, over: ed.NodeId) -> None:
        """A click looks at what a node draws; a drag moves it."""
        if imgui.is_mouse_clicked(imgui.MouseButton_.left):
            self._pressed = over if over else None
        if self._pressed is None or not imgui.is_mouse_released(imgui.MouseButton_.left):
            return
        pressed, self._pressed = self._pressed, None
        drag = imgui.get_mouse_drag_delta(imgui.MouseButton_.left, 0.0)
        self._moved |= abs(drag.x) + abs(drag.y) >= _CLICK
        if over and over.id() == pressed.id() and abs(drag.x) + abs(drag.y) < _CLICK:
            ed.clear_selection()
            node = graph.nodes[over.id() - 1]
            if node.ran:
                self._app.picture.steps.show(node.node)

    def _tip(self, graph: Graph, number: int, line: int) -> None:
        imgui.push_style_var(imgui.StyleVar_.window_padding, ImVec2(10, 8))
        if 0 < number <= len(graph.nodes):
            node = graph.nodes[number - 1]
            imgui.begin_tooltip()
            imgui.push_text_wrap_pos(imgui.get_font_size() * 30)
            imgui.text(node.title)
            imgui.push_style_color(imgui.Col_.text, theme.four(theme.DIM))
            for text in node.tip:
                imgui.text(text)
            imgui.pop_style_color()
            imgui.pop_text_wrap_pos()
            imgui.end_tooltip()
        else:
            link = next((one for one in graph.links if one.id.id() == line), None)
            if link is not None:
                imgui.set_tooltip(_words(graph, link))
        imgui.pop_style_var()


class _Pen:
    """Draws nodes: what does not change from one to the next is looked up once a turn."""

    def __init__(self) -> None:
        self.draw = imgui.get_window_draw_list()
        self.font, self.size = imgui.get_font(), imgui.get_font_size()
        self.text, self.dim = theme.packed(theme.TEXT), theme.packed(theme.DIM)
        self.empty, self.accent = theme.packed(theme.BACKGROUND), theme.packed(theme.ACCENT)

    def node(self, node: Node, picture: Target | None, legible: bool, chosen: bool) -> None:
        ed.begin_node(node.id)
        at = imgui.get_cursor_screen_pos()
        wide, high = node.size
        imgui.dummy(ImVec2(wide, high))
        self._pin(node.into, ed.PinKind.input, at.x, at.y + high / 2)
        ed.push_style_var(ed.StyleVar.pin_arrow_size, 0.0)
        self._pin(node.out, ed.PinKind.output, at.x + wide, at.y + high / 2)
        ed.pop_style_var()
        ed.end_node()
        x, y = at.x + PAD, at.y + PAD
        if node.ran:
            width, height = node.picture
            left = x if node.beside else at.x + (wide - width) / 2
            corner = ImVec2(left, y), ImVec2(left + width, y + height)
            if picture is not None:
                self.draw.add_image(imgui.ImTextureRef(picture.texture.glo), *corner)
            else:
                self.draw.add_rect_filled(*corner, self.empty, 2.0)
            if node.beside:
                x += width + 8
            else:
                y += height + 5
        else:
            self._dashes(at.x, at.y, wide, high)
        if chosen:
            self.draw.add_rect(at, ImVec2(at.x + wide, at.y + high), self.accent, 5.0, 2.0)
        if not legible:
            return
        end = at.x + wide - PAD
        if node.words is None:
            node.words = imgui.calc_text_size(node.title)
        imgui.internal.render_text_ellipsis(self.draw, ImVec2(x, y), ImVec2(end, y + 40), end, node.title, node.words)
        small = self.size * theme.SMALL
        y += self.size + 2
        if node.time:
            length = imgui.calc_text_size(node.time).x * theme.SMALL
            self.draw.add_text(self.font, small, ImVec2(end - length, y), self.accent, node.time)
            end -= length + 6
        self.draw.add_text(self.font, small, ImVec2(x, y), self.dim, node.detail, 0.0,
                           ImVec4(x, y, end, y + self.size))  # fmt: skip

    def _pin(self, pin: ed.PinId, kind: ed.PinKind, x: float, y: float) -> None:
        ed.begin_pin(pin, kind)
        at = ImVec2(x, y)
        ed.pin_rect(at, at)
        ed.pin_pivot_rect(at, at)
        ed.end_pin()

    def _dashes(self, x: float, y: float, wide: float, high: float) -> None:
        for k in range(0, int(wide), 12):
            for edge in (y, y + high):
                self.draw.add_line(ImVec2(x + k, edge), ImVec2(min(x + k + 6, x + wide), edge), self.dim, 1.0)
        for k in range(0, int(high), 12):
            for edge in (x, x + wide):
                self.draw.add_line(ImVec2(edge, y + k), ImVec2(edge, min(y + k + 6, y + high)), self.dim, 1.0)


def _words(graph: Graph, link: Link) -> str:
    return f"{link.name}: {graph.nodes[link.a].title} → {graph.nodes[link.b].title}"


def _colors() -> None:
    for color, value in _PALETTE:
        ed.push_style_color(color, value)
    for var, amount in _SIZES:
        ed.push_style_var(var, amount)


_FAINT, _LIT = theme.four(theme.DIM, 0.55), theme.four(theme.ACCENT)
_NONE = theme.four(theme.PANEL, 0.0)
_PALETTE = (
    (ed.StyleColor.bg, theme.four(theme.BACKGROUND)), (ed.StyleColor.grid, _NONE),
    (ed.StyleColor.node_bg, theme.four(theme.RAISED)), (ed.StyleColor.node_border, theme.four(theme.LINE)),
    (ed.StyleColor.hov_node_border, theme.four(theme.DIM)), (ed.StyleColor.sel_node_border, theme.four(theme.DIM)),
    (ed.StyleColor.pin_rect, _NONE), (ed.StyleColor.pin_rect_border, _NONE),
    (ed.StyleColor.hov_link_border, theme.four(theme.ACCENT, 0.5)),
    (ed.StyleColor.node_sel_rect, theme.four(theme.ACCENT, 0.12)),
    (ed.StyleColor.node_sel_rect_border, theme.four(theme.ACCENT, 0.4)),
)  # fmt: skip
_COLORS = len(_PALETTE)
_SIZES = (
    (ed.StyleVar.node_padding, ImVec4(0, 0, 0, 0)), (ed.StyleVar.node_rounding, 5.0),
    (ed.StyleVar.node_border_width, 1.0), (ed.StyleVar.hovered_node_border_width, 1.0),
    (ed.StyleVar.selected_node_border_width, 1.0), (ed.StyleVar.pin_arrow_size, 8.0),
    (ed.StyleVar.pin_arrow_width, 7.0), (ed.StyleVar.link_strength, 60.0),
)  # fmt: skip
_VARS = len(_SIZES)
