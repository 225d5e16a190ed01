"""The pure heart: chain, source, target and values in; ordered steps with sizes, formats and lifetimes out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from ..errors import BadInput, ParameterError, nearest, one_line
from . import rpn
from .filling import fill, filled
from .frame import Model
from .images import Builder
from .light import CENTERS, SLOPES, WORDS, curve
from .merging import merged
from .param import Value
from .passes import DropEntry, HookRunner, title_of
from .pictures import Loader
from .scale import KERNELS
from .shader import HOOK_POINTS
from .sharing import share, spans
from .stages import Walk
from .steps import Caps, ChainEntry, Options, Plan, Skipped, Source, Step, Store, Target, TexRef

_OFF = "switched off"
_KEPT = "keeps values from frame to frame: its picture depends on the frames before, and begins anew after a seek"

Values = Mapping[str, Mapping[str, Value]]


def plan(
    chain: Sequence[ChainEntry],
    source: Source,
    target: Target,
    values: Values | None = None,
    options: Options | None = None,
    caps: Caps | None = None,
    disabled: Mapping[str, str] | None = None,
    merge: bool = True,
) -> Plan:
    """Everything that a frame of `source` needs to become a frame of `target`.

    `values`: parameter values by chain label where they differ from the defaults. `disabled`: label → reason, for
    entries that failed before. An entry with a pass that would run but cannot leaves the chain whole. Raises
    ParameterError for an unknown label or parameter, BadInput for an option or a size that cannot be had. `merge` off:
    every step into a texture of its own.
    """
    options, caps = options or Options(), caps or Caps()
    _check(source, target, options, caps)
    all_values = _complete(chain, values or {}, source)
    dropped = {e.label: _OFF for e in chain if not e.enabled} | dict(disabled or {})
    binds = {name for e in chain for hook in e.shader.passes for name in hook.binds}
    wanted = binds & set(HOOK_POINTS)
    direct = False
    unread: dict[tuple[str, int], str] = {}
    while True:
        live = [e for e in chain if e.label not in dropped]
        walk = _walk(live, source, target, all_values, options, caps, wanted, direct, unread)
        try:
            outputs = walk.run()
        except DropEntry as drop:
            dropped[drop.label] = drop.reason
            continue
        keep = _needed(walk.loader.build.steps, outputs)
        kept_hooks = [s for i, s in enumerate(walk.loader.build.steps) if i in keep and s.hook is not None]
        read = {b.name for s in kept_hooks for b in s.binds} & set(wanted)
        meets = any(s.stage not in ("LUMA", "CHROMA", "CHROMA_SCALED") for s in kept_hooks)
        now_direct = not meets and _same_meaning(source, target)
        vain = _unread(walk.loader.build.steps, keep)
        # What was made in vain is left out, and planes that never had to meet go their own way: once more.
        if (read, now_direct) == (wanted, direct) and not vain:
            break
        wanted, direct = read, now_direct
        unread |= vain
    return _assemble(walk, outputs, keep, chain, dropped, all_values, merge)


def structural(chain: Sequence[ChainEntry]) -> frozenset[tuple[str, str]]:
    """Parameters (label, name) whose change needs a new plan: compiled in, or named in WHEN, WIDTH or HEIGHT."""
    out = set()
    for entry in chain:
        asked = set()
        for hook in entry.shader.passes:
            for expression in (hook.when, hook.width, hook.height):
                if expression is not None:
                    asked |= set(rpn.names(expression)[1])
        out |= {(entry.label, p.name) for p in entry.shader.params if p.compiled or p.name in asked}
    return frozenset(out)


def _check(source: Source, target: Target, options: Options, caps: Caps) -> None:
    for what, kernel in (("resize", options.resize), ("shrink", options.shrink), ("chroma", options.chroma)):
        if kernel not in KERNELS:
            raise BadInput(f"{what}: no kernel '{kernel}'{nearest(kernel, KERNELS)} (known: {', '.join(KERNELS)})")
    if options.precision not in ("auto", "half", "full"):
        raise BadInput(f"precision '{options.precision}' is not one of auto, half, full")
    for what, word in (("linear", options.linear), ("sigmoid", options.sigmoid)):
        if word not in WORDS:
            raise BadInput(f"{what} '{word}' is not one of {', '.join(WORDS)}")
    for what, value, (least, most) in (
        ("sigmoid_center", options.sigmoid_center, CENTERS), ("sigmoid_slope", options.sigmoid_slope, SLOPES),
    ):  # fmt: skip
        if not least <= value <= most:
            raise BadInput(f"{what} is {value:g}; it may be {least:g} to {most:g}")
    for what, w, h in (("source", source.width, source.height), ("target", target.width, target.height)):
        if not (1 <= w <= caps.texture_size and 1 <= h <= caps.texture_size):
            raise BadInput(f"the {what} is {w}x{h}; this driver draws 1x1 to {caps.texture_size}x{caps.texture_size}")


def _complete(chain: Sequence[ChainEntry], values: Values, source: Source) -> dict[str, dict[str, Value]]:
    labels = {e.label: e for e in chain}
    for label, given in values.items():
        if label not in labels:
            raise ParameterError(f"the chain has no shader '{label}'{nearest(label, labels)}")
        known = {p.name for p in labels[label].shader.params}
        for name in given:
            if name not in known:
                raise ParameterError(f"{label} has no parameter '{name}'{nearest(name, known)}")
    automatic = filled(source)
    return {
        e.label: {p.name: fill(p, values.get(e.label, {}).get(p.name, p.default), automatic) for p in e.shader.params}
        for e in chain
    }


def _walk(
    live: Sequence[ChainEntry], source: Source, target: Target, values: Values, options: Options, caps: Caps,
    wanted: Collection[str], direct: bool, unread: Mapping[tuple[str, int], str],
) -> Walk:  # fmt: skip
    full = options.precision == "full" or (
        options.precision == "auto" and max(source.format.bits, target.format.bits) > 10
    )
    store: Store = "f4" if full else "f2"
    build = Builder(store)
    hooks = HookRunner(live, values, caps, build, source, unread)
    # A half float holds 11 significant bits, a float 24.
    return Walk(source, target, Loader(build, options, curve(source.color)), hooks, wanted, direct, 24 if full else 11)


def _same_meaning(source: Source, target: Target) -> bool:
    """Whether target planes can be taken from source planes without leaving Y'CbCr."""
    kinds = {source.format.model, target.format.model}
    same_kind = kinds in ({Model.YUV}, {Model.GRAY}) or (source.format.model, target.format.model) == (
        Model.YUV,
        Model.GRAY,
    )
    return same_kind and (source.color.matrix, source.color.range) == (target.color.matrix, target.color.range)


def _needed(steps: Sequence[Step], outputs: Sequence[TexRef]) -> set[int]:
    """Indices of the steps that the outputs depend on, now or in a later frame."""
    wanted = {ref.index for ref in outputs if ref.kind == "slot"}
    keep = set()
    for i in range(len(steps) - 1, -1, -1):
        if steps[i].target in wanted or steps[i].persistent:
            keep.add(i)
            wanted |= {b.ref.index for b in steps[i].binds if b.ref.kind == "slot"}
    return keep


def _unread(steps: Sequence[Step], keep: Collection[int]) -> dict[tuple[str, int], str]:
    """Passes that only save under another name, and none of whose results is needed. (One that overwrites the picture
    may have resized it for those that follow, so it is drawn or culled as it is.)"""
    kept = {(s.label, s.hook.index) for i, s in enumerate(steps) if i in keep and s.hook is not None}
    return {
        (s.label, s.hook.index): s.makes
        for s in steps
        if s.hook is not None and (s.hook.save or s.stage) != s.stage and (s.label, s.hook.index) not in kept
    }


def _assemble(
    walk: Walk, outputs: Sequence[TexRef], keep: Collection[int], chain: Sequence[ChainEntry],
    dropped: Mapping[str, str], values: dict[str, dict[str, Value]], merge: bool,
) -> Plan:  # fmt: skip
    steps = [walk.loader.build.steps[i] for i in sorted(keep)]
    skipped = [Skipped(e.label, title_of(hook), dropped[e.label])
               for e in chain if e.label in dropped for hook in e.shader.passes]  # fmt: skip
    skipped += walk.hooks.skipped()
    drawn = {(s.label, s.hook.index) for s in steps if s.hook is not None}
    for i, step in enumerate(walk.loader.build.steps):
        if i not in keep and step.hook is not None and (step.label, step.hook.index) not in drawn:
            skipped.append(Skipped(step.label, step.title, f"nobody reads what it makes ({step.makes})"))
    failed = tuple((label, reason) for label, reason in dropped.items() if reason != _OFF)
    kept = dict.fromkeys(s.label for s in steps if s.persistent)
    notices = (*walk.notices, *(f"{one_line(label)} {_KEPT}" for label in kept))
    if merge:
        steps = merged(steps, walk.loader.build.slots, outputs, walk.hooks.caps.texture_units)
    logical = sum(walk.loader.build.slots[s.target].nbytes for s in steps)
    steps, slots, refs, lifetimes = share(steps, walk.loader.build.slots, outputs)
    return Plan(
        walk.source, walk.target, walk.loader.options, tuple(steps), tuple(slots), tuple(refs), tuple(skipped), failed,
        notices, structural(chain), values, tuple(walk.loader.build.tables), tuple(lifetimes), logical,
        spans(steps, slots, refs, lifetimes),
    )  # fmt: skip
