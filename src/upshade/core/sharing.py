"""Which results of a plan's steps share a texture, and for which part of a frame that texture must exist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .steps import Span, Step, TexRef, TextureSpec, most_bytes

MUCH = 1 << 30
"""Bytes from which textures are made anew for each frame where that saves a sixth: making them costs a small part of
what passes cost that write so much."""


def share(
    steps: Sequence[Step], specs: Sequence[TextureSpec], outputs: Sequence[TexRef]
) -> tuple[list[Step], list[TextureSpec], list[TexRef], list[tuple[int, int]]]:
    """Give every step's result a real texture; equal specs with disjoint lifetimes get the same one.

    A result lives from the step that draws it to the last that reads it (the end, for an output). `lifetimes[i]`
    belongs to the result of step i.
    """
    last = {s.target: i for i, s in enumerate(steps)}
    for i, step in enumerate(steps):
        for b in step.binds:
            if b.ref.kind == "slot":
                last[b.ref.index] = i
    last |= {ref.index: len(steps) for ref in outputs if ref.kind == "slot"}
    slots: list[TextureSpec] = []
    free: dict[TextureSpec, list[int]] = {}
    real: dict[int, int] = {}
    shared: list[Step] = []
    for i, step in enumerate(steps):
        spec = specs[step.target]
        if free.get(spec):
            real[step.target] = free[spec].pop()
        else:
            real[step.target] = len(slots)
            slots.append(spec)
        binds = tuple(
            replace(b, ref=TexRef("slot", real[b.ref.index])) if b.ref.kind == "slot" else b for b in step.binds
        )
        shared.append(replace(step, target=real[step.target], binds=binds))
        ended = {b.ref.index for b in step.binds if b.ref.kind == "slot"} | {step.target}
        for index in sorted(ended):
            if last[index] == i:
                free.setdefault(specs[index], []).append(real[index])
    refs = [TexRef("slot", real[r.index]) if r.kind == "slot" else r for r in outputs]
    return shared, slots, refs, [(i, last[s.target]) for i, s in enumerate(steps)]


def spans(
    steps: Sequence[Step], slots: Sequence[TextureSpec], outputs: Sequence[TexRef],
    lifetimes: Sequence[tuple[int, int]],
) -> tuple[Span | None, ...]:  # fmt: skip
    """For each of `slots` the first and the last step of a frame that need it; None: it has to outlive the frame.

    Empty where all may live as long as the plan. OpenGL cannot let textures of different sizes share memory: where the
    large ones come when the small ones are done with, only letting go of these first saves it.
    """
    kept = {ref.index for ref in outputs if ref.kind == "slot"}
    found: dict[int, Span] = {}
    for step, (first, last) in zip(steps, lifetimes, strict=True):
        begun, ended = found.get(step.target, (first, last))
        found[step.target] = min(begun, first), max(ended, last)
    made = tuple(None if i in kept else found[i] for i in range(len(slots)))
    whole = sum(slot.nbytes for slot in slots)
    return made if whole > MUCH and most_bytes(slots, made) * 6 < whole * 5 else ()
