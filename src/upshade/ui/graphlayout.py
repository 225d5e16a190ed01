"""Where the nodes of a graph lie: layers from left to right, as few crossings as a few sweeps give, each node level
with what it is linked to (Sugiyama, Tagawa, Toda 1981)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

Edge = tuple[int, int]
Point = tuple[float, float]

_SWEEPS = 6
GAP = (48.0, 16.0)
"""Between layers, and between the nodes of one."""
_MARGIN = 0.1
"""Of the longer side, around a graph that is shown whole: the node editor's."""
_ROWS = 40.0
"""Between the rows of a long graph."""


def layers_of(count: int, edges: Sequence[Edge]) -> list[int]:
    """Each node's layer: one more than the deepest it reads. Every edge leads from a lower to a higher number."""
    depth = [0] * count
    for a, b in sorted(edges, key=lambda edge: edge[1]):
        depth[b] = max(depth[b], depth[a] + 1)
    return depth


def arrange(sizes: Sequence[Point], edges: Sequence[Edge], room: Point) -> list[Point]:
    """The upper left corner of each node. A graph that is much longer than `room` is wide is laid in rows, as text is:
    in as many as let it be shown largest."""
    if not sizes:
        return []
    depth = layers_of(len(sizes), edges)
    high = _heights(sizes, edges, depth)
    pitch = max(width for width, _ in sizes) + GAP[0]
    deepest = max(depth)
    best: list[Point] = []
    largest = 0.0
    for rows in range(1, min(12, deepest + 1) + 1):
        placed = _folded(sizes, depth, high, -(-(deepest + 1) // rows), pitch)
        wide = max(x + size[0] for (x, _), size in zip(placed, sizes, strict=True))
        tall = max(y + size[1] for (_, y), size in zip(placed, sizes, strict=True))
        margin = _MARGIN * max(wide, tall)
        scale = min(room[0] / (wide + margin), room[1] / (tall + margin), 1.0)
        # Rows are harder to follow than a line: they must be worth it.
        if scale > largest * 1.15:
            best, largest = placed, scale
    return best


def _heights(sizes: Sequence[Point], edges: Sequence[Edge], depth: Sequence[int]) -> list[float]:
    """The top of each node. An edge over several layers keeps a place free in each, as a node without height."""
    heights = [height for _, height in sizes]
    above: list[list[int]] = [[] for _ in sizes]
    below: list[list[int]] = [[] for _ in sizes]
    level = list(depth)
    for a, b in edges:
        last = a
        for between in range(depth[a] + 1, depth[b]):
            heights.append(0.0)
            level.append(between)
            above.append([last])
            below.append([])
            below[last].append(len(heights) - 1)
            last = len(heights) - 1
        above[b].append(last)
        below[last].append(b)
    rows: list[list[int]] = [[] for _ in range(max(level) + 1)]
    for node, k in enumerate(level):
        rows[k].append(node)
    place = [0.0] * len(heights)
    for row in rows:
        for k, node in enumerate(row):
            place[node] = float(k)
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        for row in rows if down else reversed(rows):
            near = above if down else below
            row.sort(key=lambda n: sum(place[m] for m in near[n]) / len(near[n]) if near[n] else place[n])
            for k, node in enumerate(row):
                place[node] = float(k)
    middle = [0.0] * len(heights)
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        for row in rows if down else reversed(rows):
            near = above if down else below
            wished = [sum(middle[m] for m in near[n]) / len(near[n]) if near[n] else middle[n] for n in row]
            for node, y in zip(row, _apart(wished, [heights[n] for n in row]), strict=True):
                middle[node] = y
    return [middle[n] - heights[n] / 2 for n in range(len(sizes))]


def _apart(wished: Sequence[float], heights: Sequence[float]) -> list[float]:
    """Middles in this order that do not overlap, as near to those wished for as can be (least squares: neighbours that
    collide move as one block to the mean of their wishes)."""
    offsets = [0.0]
    for a, b in pairwise(heights):
        offsets.append(offsets[-1] + (a + b) / 2 + (GAP[1] if a and b else GAP[1] / 2))
    blocks: list[tuple[float, int]] = []
    for wish, offset in zip(wished, offsets, strict=True):
        mean, count = wish - offset, 1
        while blocks and blocks[-1][0] > mean:
            other, more = blocks.pop()
            mean, count = (mean * count + other * more) / (count + more), count + more
        blocks.append((mean, count))
    starts = [mean for mean, count in blocks for _ in range(count)]
    return [start + offset for start, offset in zip(starts, offsets, strict=True)]


def _folded(
    sizes: Sequence[Point], depth: Sequence[int], high: Sequence[float], columns: int, pitch: float
) -> list[Point]:
    rows = max(depth) // columns + 1
    members = [[n for n in range(len(sizes)) if depth[n] // columns == row] for row in range(rows)]
    placed = [(0.0, 0.0)] * len(sizes)
    top = 0.0
    for row in members:
        if not row:
            continue
        first = min(high[n] for n in row)
        for n in row:
            placed[n] = (depth[n] % columns * pitch, top + high[n] - first)
        top = max(placed[n][1] + sizes[n][1] for n in row) + _ROWS
    return placed
