"""What a plan consists of: frozen, printable, without OpenGL. `plan.py` makes it, `gl.executor` runs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate
from typing import Any, Literal

from numpy.typing import NDArray

from .color import RGB, Color
from .frame import PIXEL_FORMATS, PixelFormat
from .hdr import Hdr
from .param import Value
from .shader import Compute, HookPass, Shader


@dataclass(frozen=True, slots=True)
class ChainEntry:
    """One shader file in a chain. `label` is unique in the chain ("push", "push#2") and keys parameter values."""

    label: str
    shader: Shader
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """What comes in. `precision_bits` over 10 makes `precision=auto` full."""

    width: int
    height: int
    format: PixelFormat
    color: Color
    hdr: Hdr | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What goes out: planes of `format`. An RGB format is what a window or a still picture takes."""

    width: int
    height: int
    format: PixelFormat = PIXEL_FORMATS["rgba"]
    color: Color = RGB


@dataclass(frozen=True, slots=True)
class Options:
    """`resize` enlarges, `shrink` makes smaller, `chroma` brings chroma to luma size: names of `scale.KERNELS`.
    `precision`: "auto", "half" (16-bit float targets) or "full" (32-bit).
    `linear`: resize in linear light when an axis shrinks ("auto"), always ("on"), never ("off"). `sigmoid`: enlarge in
    sigmoid light of this `sigmoid_center` (0…1) and `sigmoid_slope` (1…20). "auto" leaves planes alone that need not
    meet in RGB, "on" makes them."""

    resize: str = "lanczos3"
    shrink: str = "mitchell"
    chroma: str = "bilinear"
    precision: str = "auto"
    dither: bool = True
    linear: str = "auto"
    sigmoid: str = "auto"
    sigmoid_center: float = 0.75
    sigmoid_slope: float = 6.5


@dataclass(frozen=True, slots=True)
class Caps:
    """What the driver can do. The defaults are those of a plain OpenGL 3.3 driver (the sizes of any from 2010 on).

    `glsl` is OpenGL's version too (330: 3.3). `group_threads`: the most threads of a compute shader's group;
    `uniform_bytes`, `storage_bytes`: the largest buffer of each kind."""

    glsl: int = 330
    texture_units: int = 16
    texture_size: int = 16384
    gather: bool = False
    group_threads: int = 1024
    uniform_bytes: int = 16384
    storage_bytes: int = 1 << 27

    def lacks(self, version: int) -> str | None:
        """What to say where OpenGL `version` (430: 4.3) is needed; None: this driver has it."""
        if self.glsl >= version:
            return None
        wanted, have = (f"{v // 100}.{v // 10 % 10}" for v in (version, self.glsl))
        return f"needs OpenGL {wanted}, this driver has {have}"


COMPUTE, IMAGES, BUFFERS = 430, 420, 430
"""The OpenGL that compute shaders, storage images and storage buffers came with."""


Store = Literal["f1", "f2", "f4", "nu2"]
"""Storage of a texture, in moderngl's names: 8-bit unorm, half float, float, 16-bit unorm."""


@dataclass(frozen=True, slots=True)
class TextureSpec:
    """Size and format of a texture the pool holds; equal specs with disjoint lifetimes are one texture."""

    width: int
    height: int
    components: int
    store: Store

    @property
    def nbytes(self) -> int:
        return self.width * self.height * self.components * {"f1": 1, "f2": 2, "f4": 4, "nu2": 2}[self.store]


@dataclass(frozen=True, slots=True)
class TexRef:
    """Where a sampler reads: "plane" (source plane `index`), "slot" (`Plan.slots[index]`), "table"
    (`Plan.tables[index]`), "file" (`//!TEXTURE` number `index` of chain entry `label`)."""

    kind: Literal["plane", "slot", "table", "file"]
    index: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Bind:
    """One sampler of a step.

    `name` and every alias get the whole family NAME_raw, NAME_pos, NAME_size, NAME_pt, NAME_off, NAME_mul,
    NAME_rot, NAME_tex, NAME_texOff; with `bare` (a file's TEXTURE, a table) only the sampler called `name`, plus
    NAME_tex, NAME_size, NAME_pt for TEXTUREs as in libplacebo.
    NAME_pos = target pixel centre (in pixels) * `scale` + `bias`, in texture coordinates 0…1.
    `mul`: what a sample is multiplied with. `linear`: the filter that is asked for; `exact`: every tap of the step
    was proved to lie at a texel centre, so nearest gives the same; `claimed`: the file says so (`//@ taps centred`).
    """

    name: str
    ref: TexRef
    size: tuple[int, int, int]
    aliases: tuple[str, ...] = ()
    mul: float = 1.0
    offset: tuple[float, float] = (0.0, 0.0)
    scale: tuple[float, float] = (1.0, 1.0)
    bias: tuple[float, float] = (0.0, 0.0)
    linear: bool = True
    exact: bool = False
    claimed: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Inline:
    """A texel that a hook computes in place of sampling it (`core.merging`): `statements` leave it in `color`, `value`
    is what a texture would give of that. Of `bind`, whose texture does not exist, the hook has all but NAME_raw and
    NAME_gather. `title`: of the step that it was."""

    bind: Bind
    title: str
    statements: str
    value: str


@dataclass(frozen=True, slots=True)
class Storage:
    """What a step may write beside its target, or a block of constants: `//!TEXTURE … STORAGE` number `index` of chain
    entry `label` ("image"), a `//!BUFFER` of it with STORAGE ("buffer") or without ("uniform"). It keeps its values
    from frame to frame. `unit`: where it is bound, counted by kind; image 0 is a compute shader's target."""

    name: str
    kind: Literal["image", "buffer", "uniform"]
    index: int
    unit: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One full-screen draw into slot `target`, or with `compute` one dispatch that covers it with blocks.

    The fragment shader is: globals, binds, parameters of `label`'s shader (hooks only), the files
    `shaders/builtin/<name>.glsl` for each of `functions`, the hook's body with its own line numbers, then
    `vec4 color; <statements> out_color = color;`. For hooks the statements start with `color = hook();`.
    `refs`: logical names read, `makes`: the logical version written ("MAIN@2"), both for people.
    `defines`: parameters compiled in, name → GLSL literal; `uniforms`: parameters that are uniforms. `tex_offset`: by
    how many pixels OFFSETs have moved the picture so far. `light`: `linearize` and `delinearize` for a hook that calls
    them.

    A compute shader's hook writes `out_image` by itself. `compute` on a step whose hook is none: its fragment shader,
    a thread a pixel (`gl.compute_source.can_wrap` says where that is the same).

    `inlines`, `then`: what is computed in place before and after a hook (`core.merging`); the statements have the
    latter, this its titles.
    """

    title: str
    stage: str
    target: int
    width: int
    height: int
    binds: tuple[Bind, ...]
    statements: str
    makes: str
    functions: tuple[str, ...] = ()
    hook: HookPass | None = None
    shader: Shader | None = None
    label: str = ""
    defines: tuple[tuple[str, str], ...] = ()
    uniforms: tuple[str, ...] = ()
    tex_offset: tuple[float, float] = (0.0, 0.0)
    light: str = ""
    compute: Compute | None = None
    storage: tuple[Storage, ...] = ()
    inlines: tuple[Inline, ...] = ()
    then: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[Bind, ...]:
        """What has a place in `upshade_geometry`: the binds, then those computed in place."""
        return (*self.binds, *(inline.bind for inline in self.inlines))

    @property
    def groups(self) -> tuple[int, int]:
        """How many groups of threads cover the target, across and down; (0, 0) for a draw."""
        if self.compute is None:
            return 0, 0
        return -(-self.width // self.compute.block_w), -(-self.height // self.compute.block_h)

    @property
    def persistent(self) -> bool:
        """It may write what later frames read."""
        return any(s.kind != "uniform" for s in self.storage)


Span = tuple[int, int]
"""The first and the last step of a part of a frame."""


def most_bytes(slots: Sequence[TextureSpec], spans: Sequence[Span | None]) -> int:
    """Bytes of those `slots` that exist at the step where that is most. `spans` as in `Plan`."""
    if not spans:
        return sum(slot.nbytes for slot in slots)
    change: dict[int, int] = {}
    always = 0
    for slot, span in zip(slots, spans, strict=True):
        if span is None:
            always += slot.nbytes
        else:
            change[span[0]] = change.get(span[0], 0) + slot.nbytes
            change[span[1] + 1] = change.get(span[1] + 1, 0) - slot.nbytes
    return always + max(accumulate(change[at] for at in sorted(change)), default=0)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A pass that does not run, and why, with the numbers in it."""

    label: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in order. `slots[i]` is the texture behind TexRef("slot", i).

    `outputs[k]` is where target plane k is found: TexRef "slot" (its texture holds exactly the plane's samples:
    store f1 or nu2, components of the plane) or TexRef "plane" (source plane passed through bit for bit).
    `dropped`: chain entries (label, reason with file:line) that should run and cannot; `notices`: what else a user
    should know. `structural`: parameters (label, name) whose change needs a new plan; every other is a uniform.
    `values`: every parameter's value in force. `tables`: constant textures (float32, shape (h, w, 4) or (h, w)).
    `lifetimes[i]`: the result of step i is read up to that step. `spans[i]`: the part of a frame for which slot i
    exists (None: always); empty: all exist as long as the plan does.
    """

    source: Source
    target: Target
    options: Options
    steps: tuple[Step, ...]
    slots: tuple[TextureSpec, ...]
    outputs: tuple[TexRef, ...]
    skipped: tuple[Skipped, ...] = ()
    dropped: tuple[tuple[str, str], ...] = ()
    notices: tuple[str, ...] = ()
    structural: frozenset[tuple[str, str]] = frozenset()
    values: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    tables: tuple[NDArray[Any], ...] = field(default=(), repr=False, compare=False)
    lifetimes: tuple[Span, ...] = ()
    logical_bytes: int = 0
    spans: tuple[Span | None, ...] = ()

    @property
    def identity(self) -> bool:
        """Nothing runs: every plane passes through."""
        return not self.steps

    @property
    def persistent(self) -> bool:
        """A frame depends on those drawn before it."""
        return any(step.persistent for step in self.steps)

    @property
    def merged(self) -> bool:
        """Hooks are computed together with what is read or done at their own pixel."""
        return any(step.inlines or step.then for step in self.steps)

    @property
    def memory(self) -> int:
        """Bytes of the textures that the plan's steps write, the most that exist at a time."""
        return most_bytes(self.slots, self.spans)


@dataclass(frozen=True, slots=True)
class Moment:
    """The time of a frame as shaders see it: `frame` = round((pts − start)·rate), `random` 0…1 a hash of pts."""

    frame: int = 0
    random: float = 0.0

    @classmethod
    def of(cls, pts: int | None, start: int, time_base: Fraction, rate: Fraction) -> Moment:
        if pts is None:
            return cls()
        frame = round((pts - start) * time_base * rate)
        # SplitMix64's finalizer (Steele, Lea, Flood 2014, fig. 17): well mixed, the same on every machine.
        x = (pts * 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
            x = ((x ^ (x >> shift)) * factor) & 0xFFFFFFFFFFFFFFFF
        return cls(frame, ((x ^ (x >> 31)) >> 40) / 2**24)
