"""Whether a hook pass runs, with which textures, and the step that it becomes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from ..errors import ShaderError, Where, nearest
from . import linearize, rpn
from .images import Builder, Grid, Image, Load, Placement
from .param import Value
from .sampling import at_centres
from .shader import HOOK_POINTS, Expression, HookPass
from .steps import Bind, Caps, ChainEntry, Skipped, Source, Store, TexRef
from .storage import bound, refused

_UNRESIZABLE = frozenset({"CHROMA_SCALED", "ALPHA_SCALED", "LINEAR", "SIGMOID", "PREKERNEL", "POSTKERNEL", "SCALED",
                          "OUTPUT"})  # fmt: skip
_UNMADE = "which nothing has made here"


class DropEntry(Exception):
    """A pass that would run cannot: its whole file leaves the chain, since half a file is no effect at all."""

    def __init__(self, label: str, reason: str) -> None:
        super().__init__(reason)
        self.label = label
        self.reason = reason


class HookRunner:
    """The passes of a chain in order, and the named pictures that they have made so far.

    `unread`: passes (label, index) that are not drawn because nobody reads what they make, and that name.

    `sizes`: of names that expressions may ask for beyond the saved ones."""

    def __init__(
        self, chain: Sequence[ChainEntry], values: Mapping[str, Mapping[str, Value]], caps: Caps, build: Builder,
        source: Source, unread: Mapping[tuple[str, int], str] | None = None,
    ) -> None:  # fmt: skip
        self.passes = [(entry, hook) for entry in chain for hook in entry.shader.passes]
        self.values = values
        self.caps = caps
        self.build = build
        self.source = source
        self.unread = unread or {}
        self.sizes: dict[str, tuple[int, int]] = {}
        self.saved: dict[str, Image] = {}
        self.declined: dict[tuple[str, int], list[tuple[str, str]]] = {}
        self.ran: set[tuple[str, int]] = set()
        self.from_rgb: frozenset[str] = frozenset()
        """Stages whose planes are made of RGB: a pass that hooks RGB too has met these samples there."""
        self._never: dict[str, str] = {}
        self._lacks: dict[tuple[str, int], str] = {}

    # -- what will happen ---------------------------------------------------------------------------------------

    def would_run(self, stages: Iterable[str], grid: Grid) -> bool:
        """Whether any pass on these stages has a true WHEN with the sizes as they are now.

        Expressions may ask for the stages themselves (LUMA.w), which would be of the picture's size."""
        wanted, size, known = set(stages), (grid.width, grid.height), self.sizes
        self.sizes = dict.fromkeys(wanted, size) | known
        found = any(
            any(self._fires(hook, stage) for stage in wanted)
            and (entry.label, hook.index) not in self.unread
            and self._could_bind(entry, hook)
            and self._when(entry, hook, size) is None
            for entry, hook in self.passes
        )
        self.sizes = known
        return found

    def _fires(self, hook: HookPass, stage: str) -> bool:
        return stage in hook.hooks and not (stage in self.from_rgb and "RGB" in hook.hooks)

    def _could_bind(self, entry: ChainEntry, hook: HookPass) -> bool:
        """Whether each name it binds is a hook point, or is made by some pass or by its file."""
        made = {h.save for _, h in self.passes} | {t.name for t in entry.shader.textures}
        made |= {b.name for b in entry.shader.buffers} | {"HOOKED", *HOOK_POINTS}
        return made.issuperset(hook.binds)

    def never(self, stage: str, reason: str) -> None:
        """Note why a stage does not fire for this picture."""
        self._never[stage] = reason

    def decline_all(self, stage: str, size: tuple[int, int]) -> None:
        """Note the reason of every pass on a stage that was found not to run any."""
        for entry, hook in self.passes:
            if stage in hook.hooks:
                made = self.unread.get((entry.label, hook.index), hook.save or stage)
                reason = self._when(entry, hook, size) or self._missing(entry, hook, stage)
                self._decline(entry, hook, stage, reason or f"nobody reads what it makes ({made})")

    def skipped(self) -> list[Skipped]:
        """Every pass that ran nowhere, with its reasons."""
        out, hints = [], dict[tuple[str, str], str]()
        for entry, hook in self.passes:
            key = (entry.label, hook.index)
            if key in self.ran:
                continue
            reasons = [reason for _, reason in self.declined.get(key, [])]
            if key in self._lacks:
                at = entry.label, self._lacks[key]
                if at not in hints:
                    hints[at] = self._hint(entry, self._lacks[key])
                reasons = [reason + hints[at] if reason.endswith(_UNMADE) else reason for reason in reasons]
            reasons += [self._never[stage] for stage in hook.hooks if stage in self._never]
            if not hook.hooks:
                reasons.append(f"{Where(entry.shader.path, hook.line)}: {hook.refused}")
            known = set(self._never) | {stage for stage, _ in self.declined.get(key, [])}
            where = Where(entry.shader.path, hook.line)
            reasons += [f"{where}: there is no hook point '{stage}'{nearest(stage, HOOK_POINTS)}"
                        for stage in hook.hooks if stage not in known]  # fmt: skip
            out.append(Skipped(entry.label, title_of(hook), "; ".join(dict.fromkeys(reasons))))
        return out

    def _hint(self, entry: ChainEntry, name: str) -> str:
        """Which of the textures that there were in the end may have been meant."""
        made = {*self.saved, *(t.name for t in entry.shader.textures), *(b.name for b in entry.shader.buffers)}
        return nearest(name, {*made, "HOOKED"} - {name})

    # -- running ------------------------------------------------------------------------------------------------

    def fire(
        self, stage: str, image: Image | None, resizable: bool, make: Callable[[], Image] | None,
        size: tuple[int, int] | None = None, at: Placement | None = None,
    ) -> Image | None:  # fmt: skip
        """Run every pass on `stage` over `image`; where that is None, `make` draws it when the first pass runs.
        The picture after the stage, or None if it was never needed."""
        if image is not None:
            size, at = image.size, image.at
            self.saved[stage] = image
        assert size is not None and at is not None
        self.sizes[stage] = size
        for entry, hook in self.passes:
            if not self._fires(hook, stage):
                if stage in hook.hooks:
                    self._decline(
                        entry, hook, stage, f"{stage} does not fire for it: the source is RGB, which it hooks"
                    )
                continue
            reason = self._when(entry, hook, size) or self._missing(entry, hook, stage)
            cannot = hook.refused or refused(entry, hook, self.caps)
            if reason is None and cannot:
                where = Where(entry.shader.path, hook.line)
                raise DropEntry(entry.label, f"{where}: '{title_of(hook)}' cannot run: {cannot}")
            out = None
            if reason is None:
                out = self._out_size(entry, hook, size)
                reason = self._cannot_resize(hook, stage, resizable, size, out)
            unread = self.unread.get((entry.label, hook.index))
            if reason is None and unread is not None and out is not None:
                self.sizes[hook.save or stage] = out
                reason = f"nobody reads what it makes ({unread})"
            if reason is not None or out is None:
                self._decline(entry, hook, stage, reason or "")
                continue
            if image is None:
                assert make is not None
                image = make()
                self.saved[stage] = image
            drawn = self._draw(entry, hook, stage, image, out)
            if (hook.save or stage) == stage:
                image = drawn
                size = image.size
                self.sizes[stage] = size
            self.saved[hook.save or stage] = drawn
            self.ran.add((entry.label, hook.index))
        return image

    def _draw(self, entry: ChainEntry, hook: HookPass, stage: str, image: Image, out: tuple[int, int]) -> Image:
        shader = entry.shader
        store: Store | None = "f4" if shader.meta.get("precision") == "full" else None
        overwrites = (hook.save or stage) == stage
        kx, ky = out[0] / image.width, out[1] / image.height
        at = self._aligned(image, out) if hook.align and overwrites else None
        if at is None:
            at = image.at.then(kx, ky, *(hook.offset if overwrites else (0.0, 0.0)))
        components = hook.components or image.components
        load = Load(["color = hook();"], self._binds(entry, hook, stage, image, out))
        if hook.compute:
            load.statements = ["hook();"]
        values = self.values.get(entry.label, {})
        defines = tuple((p.name, p.glsl(values[p.name])) for p in shader.params if p.compiled)
        uniforms = tuple(p.name for p in shader.params if not p.compiled)
        made = self.build.draw(
            hook.save or stage, Grid(*out, at), components, load, title_of(hook), stage, store,
            hook=hook, shader=shader, label=entry.label, uniforms=uniforms, compute=hook.compute,
            storage=bound(entry, hook),
        )  # fmt: skip
        # Chroma lies off luma by its siting; that is no OFFSET.
        moved = (0.0, 0.0) if stage.startswith("CHROMA") else (image.at.ox, image.at.oy)
        light = linearize.glsl(self.source) if linearize.used(hook.body) else ""
        self.build.steps[-1] = replace(self.build.steps[-1], defines=defines, tex_offset=moved, light=light)
        return made

    def _aligned(self, image: Image, out: tuple[int, int]) -> Placement | None:
        """Where `image` lies, drawn at size `out`, without its offset against luma (OFFSET ALIGN); None without luma.
        Its scale stays the ratio of the sizes, which is not luma's where a side is odd."""
        luma = self.saved.get("LUMA")
        if luma is None:
            return None
        over = luma.at.then(out[0] / luma.width, out[1] / luma.height)
        return replace(image.at.then(out[0] / image.width, out[1] / image.height), ox=over.ox, oy=over.oy)

    def _binds(self, entry: ChainEntry, hook: HookPass, stage: str, image: Image, out: tuple[int, int]) -> list[Bind]:
        """Samplers of a pass. A pass sees whole textures: its own pixel (0…out) over theirs (0…1). With OFFSET ALIGN
        the hooked one is moved under it, so that what the pass samples has no offset (as libplacebo reads it)."""
        aligned = self._aligned(image, out) if hook.align and (hook.save or stage) == stage else None
        textures = {t.name: (i, t) for i, t in enumerate(entry.shader.textures)}
        stored = {s.name for s in bound(entry, hook)}
        binds: dict[str, Bind] = {}
        for name in hook.binds:
            if name in stored:
                continue
            if name in textures and name != "HOOKED":
                index, block = textures[name]
                w, h, d = (*block.size, 1, 1)[:3]
                binds[name] = Bind(name, TexRef("file", index, entry.label), (w, h, d), linear=block.linear, bare=True)
                continue
            hooked = name == "HOOKED" or (name == stage and "HOOKED" in binds)
            seen = image if hooked else self.saved[name]
            key = "HOOKED" if hooked else name
            aliases = (stage,) if hooked else ()
            if hooked and stage in binds:
                del binds[stage]
            w, h = seen.size
            shift = (0.0, 0.0)
            if aligned is not None and name in ("HOOKED", stage):
                shift = seen.at.seen_from(aligned)[2:]
            binds[key] = Bind(key, seen.ref, (w, h, 1), aliases, seen.mul, scale=(1 / out[0], 1 / out[1]),
                              offset=shift, bias=(shift[0] / w, shift[1] / h))  # fmt: skip
        # Where a thread of a compute shader samples is its own affair.
        return list(binds.values()) if hook.compute else at_centres(entry.shader, hook, out, binds.values())

    # -- reasons not to run -------------------------------------------------------------------------------------

    def _decline(self, entry: ChainEntry, hook: HookPass, stage: str, reason: str) -> None:
        self.declined.setdefault((entry.label, hook.index), []).append((stage, reason))

    def _when(self, entry: ChainEntry, hook: HookPass, hooked: tuple[int, int]) -> str | None:
        if hook.when is None:
            return None
        try:
            if self._evaluate(entry, hook.when, hooked):
                return None
        except ShaderError as error:
            return f"WHEN cannot be computed: {error}"
        numbers = rpn.describe(hook.when, self._size_lookup(entry, hooked), self._value_lookup(entry))
        condition = rpn.words(hook.when)
        return f"WHEN is false: {condition}" + (f", with {numbers}" if numbers != condition else "")

    def _missing(self, entry: ChainEntry, hook: HookPass, stage: str) -> str | None:
        textures = {t.name: t for t in entry.shader.textures}
        buffers = {b.name for b in entry.shader.buffers}
        for name in hook.binds:
            if name in textures:
                why = textures[name].refused
                if why:
                    where = Where(entry.shader.path, textures[name].line)
                    raise DropEntry(entry.label, f"{where}: texture {name} cannot be used: {why}")
            elif name not in ("HOOKED", stage) and name not in self.saved and name not in buffers:
                self._lacks[entry.label, hook.index] = name
                return f"{Where(entry.shader.path, hook.line)}: binds {name}, {_UNMADE}"
        units = len(set(hook.binds)) - len(bound(entry, hook))
        if units > self.caps.texture_units:
            where = Where(entry.shader.path, hook.line)
            raise DropEntry(entry.label, f"{where}: '{title_of(hook)}' binds {units} textures, "
                            f"this driver has {self.caps.texture_units} units")  # fmt: skip
        return None

    def _out_size(self, entry: ChainEntry, hook: HookPass, hooked: tuple[int, int]) -> tuple[int, int]:
        out = []
        for axis, expression, own in (("WIDTH", hook.width, hooked[0]), ("HEIGHT", hook.height, hooked[1])):
            try:
                value = float(own) if expression is None else self._evaluate(entry, expression, hooked)
            except ShaderError as error:
                raise DropEntry(entry.label, str(error)) from error
            # Half up, as C's lround does for the positive numbers that are allowed here.
            size = int(value + 0.5) if 0 < value < 1e9 else 0
            if not 1 <= size <= self.caps.texture_size:
                where = Where(entry.shader.path, expression.line if expression else hook.line)
                raise DropEntry(entry.label, f"{where}: {axis} is {value:g}, allowed are 1 to {self.caps.texture_size}")
            out.append(size)
        return out[0], out[1]

    @staticmethod
    def _cannot_resize(
        hook: HookPass, stage: str, resizable: bool, size: tuple[int, int], out: tuple[int, int]
    ) -> str | None:
        if (hook.save or stage) != stage or resizable:
            return None
        if out != size:
            return f"{stage} cannot be resized: it would become {out[0]}x{out[1]} instead of {size[0]}x{size[1]}"
        return f"{stage} cannot be shifted by OFFSET" if hook.offset != (0.0, 0.0) else None

    # -- expressions --------------------------------------------------------------------------------------------

    def _evaluate(self, entry: ChainEntry, expression: Expression, hooked: tuple[int, int]) -> float:
        sizes, values = self._size_lookup(entry, hooked), self._value_lookup(entry)
        return rpn.evaluate(expression, sizes, values, entry.shader.path)

    def _size_lookup(self, entry: ChainEntry, hooked: tuple[int, int]) -> Callable[[str], tuple[float, float] | None]:
        def lookup(name: str) -> tuple[float, float] | None:
            if name == "HOOKED":
                return hooked
            if name == "NATIVE_CROPPED":
                return self.source.width, self.source.height
            if name in self.saved:
                return self.saved[name].size
            if name in self.sizes:
                return self.sizes[name]
            block = next((t for t in entry.shader.textures if t.name == name), None)
            return None if block is None else (block.size[0], (*block.size, 1)[1])

        return lookup

    def _value_lookup(self, entry: ChainEntry) -> Callable[[str], float | None]:
        values = self.values.get(entry.label, {})
        enums = {name: float(i) for p in entry.shader.params for i, name in enumerate(p.enum)}
        return lambda name: values.get(name, enums.get(name))


def title_of(hook: HookPass) -> str:
    return hook.desc or f"pass {hook.index + 1}"
