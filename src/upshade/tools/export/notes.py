"""What an exported file says of itself, as comments before its first block: values, licences, and what a shader file
cannot carry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from ...core.param import Kind, Param, Value
from ...core.preset import Output
from ...core.shader import HookPass, TextureBlock
from ...core.steps import ChainEntry

MPV_TOKENS = 32
MPV_PARAMS = 16
MPV_SAMPLERS = 15
"""Textures in one pass: OpenGL has 16 units, and vo=gpu links no pass that fills them."""

# mpv's kernels by our names. Its "bilinear" never widens when it shrinks, "triangle" does.
_KERNELS = {"lanczos3": "lanczos"}
_YES = {True: "yes", False: "no"}
_PLAIN = Output()
_META = re.compile(r"^\s*//@")
_OWN = ("title", "group", "step")
"""Of no use in a joined file."""
_MARKS = re.compile(r"^\s*(?:/\*+|\*+(?!/)|//+)?\s?|\s*\*/\s*$")


def head(
    entries: Sequence[ChainEntry],
    values: Mapping[str, Mapping[str, Value]],
    title: str,
    notices: Iterable[str],
    options: Iterable[str],
) -> str:
    """Everything before the first block."""
    lines = ["// Exported by upshade."]
    for entry in entries:
        given = values.get(entry.label, {})
        told = [f"{p.name} {p.format(given.get(p.name, p.default))}" for p in entry.shader.params]
        lines.append(f"// {entry.label}: " + (", ".join(told) or "no parameters"))
    lines += ["//", "// For the same picture mpv also needs: " + " ".join(options)] if options else []
    lines += [f"// Note: {text}" for text in notices]
    lines.append("")
    name = title or " + ".join(dict.fromkeys(e.shader.meta.get("title", e.label) for e in entries))
    lines.append(f"//@ title   {name}")
    keys = dict.fromkeys(("source", "license", *(key for e in entries for key in e.shader.meta if key not in _OWN)))
    for key in keys:
        if key == "taps" and len({e.shader.meta.get(key) for e in entries}) > 1:
            continue  # a claim that holds for the whole file or not at all
        said = dict.fromkeys(line for e in entries for line in e.shader.meta.get(key, "").split("\n") if line)
        lines += [f"//@ {key:<7} {text}" for text in said]
    for text in dict.fromkeys(_preamble(e) for e in entries):
        lines += ["", *text.split("\n")] if text else []
    # A "//!" would begin a block, in a comment too.
    return "".join(line.replace("//!", "// !").rstrip() + "\n" for line in lines)


def _preamble(entry: ChainEntry) -> str:
    """What stands before a file's first block, its licence mostly, as line comments."""
    text = entry.shader.text.partition("//!")[0]
    # A comment that ends in a backslash would swallow the next line.
    lines = [_MARKS.sub("", line).rstrip("\\ ") for line in text.splitlines() if not _META.match(line)]
    return "\n".join(f"// {line}".rstrip() for line in "\n".join(lines).strip("\n").split("\n")) if any(lines) else ""


def player_options(output: Output, passes: Iterable[HookPass]) -> list[str]:
    """mpv options for what a preset's `[output]` says and a shader file cannot."""
    shrink = "triangle" if output.shrink == "bilinear" else _KERNELS.get(output.shrink, output.shrink)
    light, sigmoid = output.linear != "off", output.sigmoid != "off"
    said = [f"scale={_KERNELS.get(output.resize, output.resize)}", f"dscale={shrink}",
            f"cscale={_KERNELS.get(output.chroma, output.chroma)}", "correct-downscaling=yes",
            f"linear-downscaling={_YES[light]}", f"sigmoid-upscaling={_YES[sigmoid]}"]  # fmt: skip
    if output.linear == "on" and not sigmoid:
        said.append("linear-upscaling=yes")
    if sigmoid and (output.sigmoid_center, output.sigmoid_slope) != (_PLAIN.sigmoid_center, _PLAIN.sigmoid_slope):
        said += [f"sigmoid-center={output.sigmoid_center:g}", f"sigmoid-slope={output.sigmoid_slope:g}"]
    if shifts(passes):
        said.append("scaler-resizes-only=no")
    if not output.dither:
        said.append("dither-depth=no")
    if output.precision != "auto":
        said.append("fbo-format=" + ("rgba32f" if output.precision == "full" else "rgba16f"))
    return [f"--{word}" for word in said]


def only_next(passes: Sequence[HookPass], textures: Iterable[TextureBlock], buffers: bool) -> list[str]:
    """Why mpv's vo=gpu refuses or misreads the file, which vo=gpu-next does not."""
    said = []
    for t in textures:
        if t.storage:
            said.append(f"STORAGE ({t.name})")
        elif t.border == "MIRROR":
            said.append(f"BORDER MIRROR ({t.name})")
        elif re.search(r"\d[ui]$", t.format):
            said.append(f"FORMAT {t.format} ({t.name})")
    if buffers:
        said.append("BUFFER")
    for hook in passes:
        name = hook.desc or f"pass {hook.index + 1}"
        long = [e for e in (hook.when, hook.width, hook.height) if e is not None and len(e.tokens) > MPV_TOKENS]
        if long:
            said.append(f"an expression of {len(long[0].tokens)} words ({name}; it reads {MPV_TOKENS})")
        if len(hook.binds) > MPV_SAMPLERS:
            said.append(f"{len(hook.binds)} textures in one pass ({name})")
        if "PREOUTPUT" in hook.hooks:
            said.append("PREOUTPUT")
        if re.search(r"\b(?:de)?linearize\b", hook.body):
            said.append("linearize() and delinearize()")
    return list(dict.fromkeys(said))


def only_gpu(textures: Iterable[TextureBlock]) -> list[str]:
    """Why libplacebo, and so mpv's vo=gpu-next, refuses the file."""
    return [f"FORMAT {t.format} ({t.name}; there it is {t.format.replace('ui', 'u')})" for t in textures
            if t.format.endswith("ui")]  # fmt: skip


def shifts(passes: Iterable[HookPass]) -> bool:
    """Whether a pass moves the picture it overwrites: mpv takes that out in the next resize, libplacebo does not."""
    return any(h.offset != (0.0, 0.0) and (h.save is None or h.save in h.hooks) for h in passes)


def about_params(kept: Sequence[Param]) -> list[str]:
    """What players make of parameters that stay."""
    if not kept:
        return []
    said = "the parameters need mpv's vo=gpu-next (its vo=gpu knows none before mpv 0.42"
    odd = [
        p.name for p in kept if p.kind is Kind.UINT or p.dynamic or (p.compiled and p.kind is Kind.INT and not p.enum)
    ]
    if len(kept) > MPV_PARAMS:
        said += f", and at most {MPV_PARAMS} after, of {len(kept)}"
    elif odd:
        said += f", and no uint, DYNAMIC or CONSTANT after: {', '.join(odd)}"
    return [said + ")"]
