"""The plan as nodes and links, with their places: made once a plan."""

from __future__ import annotations

from dataclasses import dataclass, field

from imgui_bundle import ImVec2
from imgui_bundle import imgui_node_editor as ed

from ..core.plan_text import step_title, store_name, titled
from ..core.steps import Plan, TexRef
from .graphlayout import Edge, Point, arrange
from .passrows import details
from .thumbnails import OUTPUT, SIZE, fitted, packed_steps, plane_node
from .words import shown

PAD = 8.0
_LINES = 40.0
"""Of text below a picture, in pixels."""
_SKIPPED_HIGH = 50.0
_PINS, _OUTS, _LINKS = 1 << 21, 1 << 22, 1 << 23
WIDTH = SIZE[0] + 2 * PAD


@dataclass(slots=True)
class Node:
    """`node`: as `StepPictures` numbers them, None for a pass that does not run. `picture`: size of the small one."""

    node: int | None
    title: str
    detail: str
    picture: Point
    size: Point
    tip: list[str]
    id: ed.NodeId
    into: ed.PinId
    out: ed.PinId
    beside: bool = False
    """The picture is half as large, and has the words at its right: planes, which come in threes."""
    words: ImVec2 | None = None
    """The title's size, measured once."""
    time: str = ""
    ran: bool = True


@dataclass(slots=True)
class Link:
    """From node to node, by their places in `Graph.nodes`. `name`: what the reader calls it, all of them."""

    a: int
    b: int
    name: str
    id: ed.LinkId


@dataclass(slots=True)
class Graph:
    """Source planes, steps in order, the output; behind them the passes that do not run."""

    plan: Plan
    nodes: list[Node] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    running: int = 0
    """So many nodes are in the picture's way."""

    def places(self, room: Point, skipped: bool) -> list[Point]:
        """Upper left corners of all nodes that are shown, in a view of that size."""
        edges: list[Edge] = [(link.a, link.b) for link in self.links]
        placed = arrange([node.size for node in self.nodes[: self.running]], edges, room)
        if skipped:
            # In rows below, as wide as the rest.
            wide = max(x for x, _ in placed) + WIDTH
            columns = max(1, int((wide + 24) // (WIDTH + 24)))
            top = max(y + node.size[1] for (_, y), node in zip(placed, self.nodes, strict=False)) + 56
            for k in range(len(self.nodes) - self.running):
                placed.append((k % columns * (WIDTH + 24), top + k // columns * (_SKIPPED_HIGH + 20)))
        return placed


def graph_of(plan: Plan) -> Graph:
    graph = Graph(plan)
    source, target = plan.source, plan.target
    count = len(source.format.planes)
    for k, parts in enumerate(source.format.planes):
        width, height = source.format.plane_size(k, source.width, source.height)
        tip = [f"plane {k} of the source, {source.format.name}"]
        graph.nodes.append(_node(graph, plane_node(k), f"source {parts.upper()}", f"{width}×{height}",
                                 (width, height), tip, True))  # fmt: skip
    planes = {max(i for i, step in enumerate(plan.steps) if step.target == ref.index)
              for ref in plan.outputs if ref.kind == "slot" and len(plan.outputs) > 1}  # fmt: skip
    packed = packed_steps(plan)
    for i, step in enumerate(plan.steps):
        spec = plan.slots[step.target]
        shape = (step.width * (4 if i in packed else 1), step.height)
        detail = f"{shape[0]}×{shape[1]}" if i in planes else f"{step.width}×{step.height} {store_name(spec)}"
        graph.nodes.append(_node(graph, i, step_title(step), detail, shape,
                                 details(plan, i), i in planes))  # fmt: skip
    tip = [f"{target.width}×{target.height} {target.format.name}, as it goes to a file or the screen"]
    graph.nodes.append(_node(graph, OUTPUT, "output", f"{target.width}×{target.height} {target.format.name}",
                             (target.width, target.height), tip))  # fmt: skip
    graph.running = len(graph.nodes)
    holder: dict[int, int] = {}

    def made(ref: TexRef) -> int | None:
        return ref.index if ref.kind == "plane" else holder.get(ref.index) if ref.kind == "slot" else None

    for i, step in enumerate(plan.steps):
        for bind in step.binds:
            if (a := made(bind.ref)) is not None:
                _link(graph, a, count + i, bind.name)
        holder[step.target] = count + i
    refs = plan.outputs if plan.steps else tuple(TexRef("plane", k) for k in range(count))
    for k, ref in enumerate(refs):
        if (a := made(ref)) is not None:
            _link(graph, a, graph.running - 1, target.format.planes[k] if k < len(target.format.planes) else "")
    for skip in plan.skipped:
        graph.nodes.append(_node(graph, None, titled(skip.label, skip.title), shown(skip.reason), (0, 0),
                                 [shown(skip.reason)]))  # fmt: skip
    return graph


def _node(
    graph: Graph, node: int | None, title: str, detail: str, shape: tuple[int, int], tip: list[str],
    beside: bool = False,
) -> Node:  # fmt: skip
    number = len(graph.nodes) + 1
    ids = ed.NodeId(number), ed.PinId(_PINS + number), ed.PinId(_OUTS + number)
    if node is None:
        return Node(None, title, detail, (0.0, 0.0), (WIDTH, _SKIPPED_HIGH), tip, *ids, ran=False)
    # What is smaller than a small picture is enlarged: all have the same width where their shapes are the same.
    width, height = fitted(shape[0] * 64, shape[1] * 64)
    if beside:
        half = (width / 2, height / 2)
        return Node(node, title, detail, half, (WIDTH, max(half[1], _LINES) + 2 * PAD), tip, *ids, beside=True)
    return Node(node, title, detail, (float(width), float(height)), (WIDTH, height + _LINES + 2 * PAD), tip, *ids)


def _link(graph: Graph, a: int, b: int, name: str) -> None:
    for link in graph.links:
        if (link.a, link.b) == (a, b):
            link.name += f", {name}"
            return
    graph.links.append(Link(a, b, name, ed.LinkId(_LINKS + len(graph.links) + 1)))
