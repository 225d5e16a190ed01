"""What a pass may write beside its target, and what compute passes need of a driver."""

from __future__ import annotations

from typing import Literal

from . import buffers
from .shader import HookPass
from .steps import BUFFERS, COMPUTE, IMAGES, Caps, ChainEntry, Storage

Kind = Literal["image", "buffer", "uniform"]

MOST = 8
"""Storage images, and buffers, that a pass can bind on any driver that has them (OpenGL 4.6 core, table 23.64)."""


def bound(entry: ChainEntry, hook: HookPass) -> tuple[Storage, ...]:
    """The storage images and the buffers that a pass binds, in the order of its BINDs."""
    found: list[Storage] = []
    images = {t.name: i for i, t in enumerate(entry.shader.textures) if t.storage}
    blocks = {b.name: i for i, b in enumerate(entry.shader.buffers)}
    units = {"image": 0 if hook.compute is None else 1, "buffer": 0, "uniform": 0}
    for name in hook.binds:
        if name in images:
            found.append(Storage(name, "image", images[name], units["image"], entry.label))
        elif name in blocks:
            kind: Kind = "buffer" if entry.shader.buffers[blocks[name]].storage else "uniform"
            found.append(Storage(name, kind, blocks[name], units[kind], entry.label))
        else:
            continue
        units[found[-1].kind] += 1
    return tuple(found)


def refused(entry: ChainEntry, hook: HookPass, caps: Caps) -> str | None:
    """Why this driver cannot run a pass that asks for more than OpenGL 3.3, with the numbers; None: it can."""
    if hook.compute is not None:
        threads = hook.compute.threads_w * hook.compute.threads_h
        if lacks := caps.lacks(COMPUTE):
            return f"it is a compute shader (COMPUTE), which {lacks}"
        if threads > caps.group_threads:
            return f"its COMPUTE wants groups of {threads} threads, this driver has {caps.group_threads}"
    storage = bound(entry, hook)
    for s in storage:
        if s.kind == "image":
            if lacks := caps.lacks(IMAGES):
                return f"it binds the storage image {s.name} (STORAGE), which {lacks}"
            continue
        size = buffers.allocated(entry.shader.buffers[s.index])
        most = caps.storage_bytes if s.kind == "buffer" else caps.uniform_bytes
        if s.kind == "buffer" and (lacks := caps.lacks(BUFFERS)):
            return f"it binds the storage buffer {s.name} (BUFFER), which {lacks}"
        if size > most:
            return f"the buffer {s.name} has {size} bytes, this driver takes {most}"
    for kind in ("image", "buffer", "uniform"):
        count = sum(s.kind == kind for s in storage) + (kind == "image" and hook.compute is not None)
        if count > MOST:
            what = {"image": "storage images", "buffer": "storage buffers", "uniform": "uniform buffers"}[kind]
            return f"it binds {count} {what}, {MOST} can be"
    return None
