"""Every shader, every preset, the test corpus and the resize kernels: our picture beside both players'.

A case counts only if the player's own list of passes shows that every pass that ran here ran there, and, for what we
ship, if its picture differs from the one without a shader.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from oracle import placebo
from oracle.common import OracleError, Result
from oracle.makes import distinct_presets, first_of_each
from oracle.ours import PLAIN, Chain, baked, draw, exported
from oracle.pictures import PICTURES, Picture, odd, ten_bits
from upshade.core import hook, library
from upshade.core import preset as presets
from upshade.core.color import Matrix
from upshade.core.metrics import psnr
from upshade.core.steps import ChainEntry

BAR = 50.0
CORPUS = Path(__file__).parent.parent / "shaders"
SHADERS = {entry.name: entry.path for entry in library.shaders() if entry.origin == "project"}
# Of those for learned shaders some are that shader and nothing else.
PRESETS = [
    name
    for name in distinct_presets()
    if len(presets.load(name).passes) > 1 or not re.search(r"raisr|blade|-esr|-cnn", name)
]

SETS = {"deband": ("deband.grain=0",)}
"""The grain follows `random`, which every player draws for itself."""

SAME_SIZE = ("push.full_color=0.1", "push.full_gradient=0.1")
"""Strength independent of the enlargement: a picture that was enlarged beforehand knows nothing of it."""

TIMES = {name: int(name[-2]) for name in (*SHADERS, *PRESETS) if name.endswith(("-3x", "-4x"))}
"""How much larger the picture is where a file or a preset has no use for 2."""

ON = {
    **dict.fromkeys(
        ("raisr", "blade", "esr", "cnn"), ("lineart-420", "photo-444")
    ),  # an RGB picture has no luma in the players
    "chroma": ("lineart-420",),
}
"""The pictures that the shaders of a folder have something to do on, where that is not all. Files that differ from
another in their numbers alone are drawn on the first."""
FIRST = first_of_each(SHADERS)

RESIZE = {"highlight-clamp": "lanczos"}
"""A resize that overshoots, for what acts on overshoot only; else bilinear."""

UNFIT = {
    "bad-glsl": "does not compile anywhere, on purpose",
    "compute-wide-group": "refused here",
    "extension-vulkan": "refused here",
    "never-runs": "does not compile anywhere, on purpose",
    "texture-1d": "refused here",
    "globals": "draws `random`",
}
NOT_MPV = {
    "buffer": "knows no BUFFER",
    "buffer-storage": "knows no BUFFER",
    "texture-storage": "knows no STORAGE",
    "texture-storage-data": "knows no STORAGE",
    "bind-sixteen": "links no pass with 16 textures",
    "hook-preoutput": "knows no PREOUTPUT",
    "expression-long": "takes 32 tokens",
    "linearize": "has no linearize()",
    "size-fraction": "stretches the picture by the fraction that it rounds away",
    "texture-3d": "knows no BORDER MIRROR",
    "offset-align": "0.35 aligns HOOKED only, not the same texture bound by its name",
}
IN_LIGHT = ("hook-linear", "hook-sigmoid", "hook-prekernel", "hook-postkernel", "hook-scaled")
"""Files whose hook points are in another light than the signal's, or do not fire without."""
NOT_PLACEBO = {
    **dict.fromkeys(IN_LIGHT, "gives BT.1886 a black that is not 0, as no display of mpv's --vo=gpu has"),
    "hook-chroma-offset": "does not correct what luma was shifted by",
    "hook-chroma-scaled": "says what it is told by another option",
    "macros": "has no LUT_POS and no tex3D",
    "texture-integer": "calls the format r8u",
    "texture-storage-data": "declares every storage image as one of real numbers",
    "hook-mainpresub": "takes MAINPRESUB and MAIN for one",
    "offset": "does not correct what luma was shifted by",
    "offset-resized": "does not correct what MAIN was shifted by",
    "offset-twice": "does not correct what MAIN was shifted by",
}
EXPORTED = {
    "hook-many": "defines the macros of a name once for each BIND of it",
    "macros": "has no LUT_POS and no tex3D",
    "texture-spread": "reads only a texture's first line",
    "texture-three": "samples no texture of three components",
}
"""What libplacebo does not take as it is, but as an export writes it."""
# mpv rounds an offset away where the final resize is none, unless told to resize even then.
MPV_OPTIONS: dict[str, dict[str, object]] = {
    "offset": {"scaler-resizes-only": False},
    "hook-chroma-offset": {"scaler-resizes-only": False},
    "hook-chroma-scaled": {"cscale": "catmull_rom"},
    **{name: {"sigmoid-upscaling": True} for name in IN_LIGHT},
}
OURS = {"hook-chroma-scaled": {"chroma": "catmull_rom"}, **{name: {"sigmoid": "auto"} for name in IN_LIGHT}}
"""Options of ours that go with them."""


@pytest.fixture
def anchor(tmp_path) -> Path:
    """Makes RGB of the source's size first: else both players sample chroma at the target in one go."""
    path = tmp_path / "anchor.glsl"
    path.write_text("//!HOOK MAIN\n//!BIND HOOKED\n//!DESC anchor\nvec4 hook() { return HOOKED_tex(HOOKED_pos); }\n")
    return path


def names(ran: tuple[str, ...]) -> Counter[str]:
    unnamed = ("(unknown)", "unknown user shader", "")
    return Counter("" if n in unnamed else n for n in ran if n != "anchor")


def doubled(picture: Picture) -> tuple[int, int]:
    return 2 * picture.size[0], 2 * picture.size[1]


def judge(who: str, ours: Result, theirs: Result | OracleError, plain: Result | None) -> list[str]:
    """What is wrong with a case, in words; empty if nothing."""
    if isinstance(theirs, OracleError):
        return [str(theirs)]
    wrong = []
    if missing := names(ours.ran) - names(theirs.ran):
        wrong.append(f"{who} did not run {dict(missing)}")
    if not ours.ran:
        wrong.append(f"{who}: nothing ran here: {ours.warnings}")
    db = psnr(theirs.image, ours.image)
    if not db >= BAR:
        wrong.append(f"{who}: {db:.1f} dB")
    if plain is not None and np.abs(theirs.image.astype(int) - plain.image).max() < 2:
        wrong.append(f"{who} shows the plain picture")
    return wrong


def only_planes(entries: tuple[ChainEntry, ...]) -> bool:
    """Whether a pass hooks luma or chroma: then RGB goes another way here (as Y'CbCr) than there (not at all)."""
    return any(set(p.hooks) & {"LUMA", "CHROMA"} for e in entries for p in e.shader.passes)


def compare(
    context, mpv, chain: Chain, pictures, anchor: Path, tmp_path: Path,
    *, raw: Path | None = None, ship=True, whole=False, times=2,
):  # fmt: skip
    """`chain` on each of `pictures`, `times` as large; the players get it baked, and libplacebo the file `raw` if
    there is one, or with `whole` the chain as one exported file, parameters kept."""
    stem = raw.stem if raw else ""
    kernel = RESIZE.get(stem, "bilinear")
    engine = replace(PLAIN, resize="lanczos3" if kernel == "lanczos" else kernel, **OURS.get(stem, {}))
    wrong, cases, drawn = [], [], []
    for name in pictures:
        picture = PICTURES[name] if isinstance(name, str) else name
        size = (times * picture.size[0], times * picture.size[1])
        end = (anchor,) if "420" in picture.format else ()
        ours, entries, values = draw(context, picture, chain, size, engine)
        if picture.format == "rgb24" and only_planes(entries):
            continue
        files = (exported if whole else baked)(entries, values, tmp_path)
        rich = (
            exported(entries, values, tmp_path, keep=True)
            if whole
            else (raw,)
            if raw and stem not in EXPORTED
            else files
        )
        if stem not in NOT_MPV:
            options = {"scale": kernel, **MPV_OPTIONS.get(stem, {})}
            theirs = mpv.render(picture.path, files + end, size, options)
            plain = mpv.render(picture.path, end, size, options) if ship else None
            wrong += [f"{name}: {w}" for w in judge("mpv", ours, theirs, plain)]
        if stem not in NOT_PLACEBO:
            drawn.append((name, ours))
            cases.append(placebo.Case(picture.path, rich + end, size, {"upscaler": kernel}))
            cases.append(placebo.Case(picture.path, end, size, {"upscaler": kernel}))
    results = placebo.render_many(cases) if cases else []
    for i, (name, ours) in enumerate(drawn):
        plain = results[2 * i + 1]
        assert isinstance(plain, Result)
        wrong += [f"{name}: {w}" for w in judge("libplacebo", ours, results[2 * i], plain if ship else None)]
    assert drawn or stem in NOT_PLACEBO
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", SHADERS)
def test_every_shader(context, mpv, anchor, tmp_path, name):
    path = SHADERS[name]
    sets = SETS.get(path.stem, ())
    raw, times = None if sets else path, TIMES.get(name, 2)
    pictures = ON.get(name.partition("/")[0], tuple(PICTURES))
    pictures = pictures if name in FIRST else pictures[:1]
    compare(context, mpv, Chain(shaders=(path,), sets=sets), pictures, anchor, tmp_path, raw=raw, times=times)


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset(context, mpv, anchor, tmp_path, name):
    if name == "plain":
        test_kernels(context, mpv, "lanczos3")
        return
    chain = Chain(preset=name)
    _, entries, _ = draw(context, PICTURES["photo"], chain, doubled(PICTURES["photo"]))
    sets = tuple(s for e in entries for s in SETS.get(e.label, ()))
    times = TIMES.get(name, 2)
    compare(context, mpv, Chain(preset=name, sets=sets), PICTURES, anchor, tmp_path, whole=True, times=times)


@pytest.mark.parametrize("name", sorted(p.stem for p in CORPUS.glob("*.glsl") if p.stem not in UNFIT))
def test_the_corpus(context, mpv, anchor, tmp_path, name):
    path = CORPUS / f"{name}.glsl"
    chain = Chain(shaders=(path,))
    pictures = ("lineart-420",) if name == "hook-chroma-scaled" else ("lineart-420", "photo-444")
    compare(context, mpv, chain, pictures, anchor, tmp_path, raw=path, ship=False)


# Files whose saved pictures and sizes meet. Each chain goes to the players as the one file that an export is.
CHAINS = {
    "MAIN twice as large, twice": ("save-main", "save-main"),
    "sizes of the file before": ("size-one", "helpers", "offset-saved"),
    "one name saved by two": ("save-bound", "save-bound", "offset-saved"),
    "luma shifted, chroma inverted": ("real-name", "hook-many", "components"),
    "the same parameters": ("param-types", "param-compiled", "param-enum", "param-types"),
    "the same textures": ("texture-rgba16f", "texture-rgba16hf", "texture-rgba16f", "texture-filter"),
}


@pytest.mark.parametrize("name", CHAINS)
def test_chains_of_files(context, mpv, anchor, tmp_path, name):
    chain = Chain(shaders=tuple(CORPUS / f"{stem}.glsl" for stem in CHAINS[name]))
    compare(context, mpv, chain, ("lineart-420", "photo-444"), anchor, tmp_path, whole=True)


def test_two_files_with_one_texture_name(context, mpv, anchor, tmp_path):
    files = []
    for n, data in enumerate(("ff8040ff" + "40ff80ff", "80ff40ff" + "ff4080ff")):
        files.append(tmp_path / f"bank{n}.glsl")
        files[-1].write_text(
            f"//!TEXTURE BANK\n//!SIZE 2 1\n//!FORMAT rgba8\n//!FILTER NEAREST\n{data}\n\n"
            f"//!HOOK MAIN\n//!BIND HOOKED\n//!BIND BANK\n//!DESC bank {n}\n"
            "vec4 hook() { return HOOKED_tex(HOOKED_pos) * texture(BANK, HOOKED_pos); }\n"
        )
    compare(context, mpv, Chain(shaders=tuple(files)), ("photo-444",), anchor, tmp_path, whole=True)


def test_ten_bits(context, mpv, anchor, tmp_path):
    """10-bit planes lie in 16-bit textures: what is sampled raw is 64 times too small."""
    path = CORPUS / "multiplier.glsl"
    compare(context, mpv, Chain(shaders=(path,)), (ten_bits(tmp_path / "ten.mkv"),), anchor, tmp_path, raw=path)


@pytest.mark.parametrize("name", ["chroma/from-luma", "chroma/aligned"])
def test_odd_sides(context, mpv, anchor, tmp_path, name):
    """Of an odd side chroma's last pixel is half outside, also where a pass takes its offset out."""
    path = SHADERS.get(name, tmp_path / "aligned.glsl")
    if name not in SHADERS:
        path.write_text("//!HOOK CHROMA\n//!BIND HOOKED\n//!BIND LUMA\n//!WIDTH LUMA.w\n//!HEIGHT LUMA.h\n"
                        "//!OFFSET ALIGN\nvec4 hook() { return HOOKED_tex(HOOKED_pos); }\n")  # fmt: skip
    compare(context, mpv, Chain(shaders=(path,)), (odd(tmp_path / "odd.mkv"),), anchor, tmp_path, raw=path)


@pytest.mark.parametrize("size", [(45, 2592), (65, 65, 65)])
def test_large_textures(context, mpv, anchor, tmp_path, size):
    """The largest tables of public files, every texel of which is told from its neighbours."""
    # Steep from texel to texel where the place is exact; a table of colours is looked up between two now and then.
    count = int(np.prod(size))
    data = np.random.default_rng(3).integers(0, 256, (count, 4), np.uint8)
    if len(size) == 3:
        data[:, :3] = np.indices(size).reshape(3, -1).T * 255 // 64
    data[:, 3] = 255
    at = "vec3(HOOKED_tex(HOOKED_pos).rgb)" if len(size) == 3 else "HOOKED_pos"
    path = tmp_path / "large.glsl"
    path.write_text(
        f"//!TEXTURE LARGE\n//!SIZE {' '.join(map(str, size))}\n//!FORMAT rgba8\n//!FILTER NEAREST\n"
        f"{data.tobytes().hex()}\n\n//!HOOK MAIN\n//!BIND HOOKED\n//!BIND LARGE\n"
        f"vec4 hook() {{ return vec4(mix(HOOKED_tex(HOOKED_pos).rgb, texture(LARGE, {at}).rgb, 0.25), 1.0); }}\n"
    )
    compare(context, mpv, Chain(shaders=(path,)), ("photo",), anchor, tmp_path, raw=path)


def test_the_tables_name_files_that_exist():
    assert set(UNFIT) | set(NOT_MPV) | set(NOT_PLACEBO) | set(EXPORTED) <= {p.stem for p in CORPUS.glob("*.glsl")}


OUTPUTS = [
    name for name, path in SHADERS.items() if {h for p in hook.load(path, name).passes for h in p.hooks} == {"OUTPUT"}
]


# 8 bits lie between the two halves here, and sharpening doubles their steps; light of the wrong kind gives 20 dB.
@pytest.mark.parametrize("name", OUTPUTS)
def test_output_is_gamma_light_also_behind_a_sigmoid_resize(context, mpv, tmp_path, name):
    path, picture = SHADERS[name], PICTURES["photo"]
    size, way = doubled(picture), {"scale": "lanczos", "sigmoid-upscaling": True}
    large = mpv.render(picture.path, (), size, way)
    still = tmp_path / "large.png"
    Image.fromarray(large.image).save(still)
    sets = tuple(s for s in SAME_SIZE if s.startswith(f"{path.stem}."))
    chain = Chain(shaders=(path,), sets=sets)
    ours, entries, values = draw(context, Picture("large", still, "rgb24", Matrix.RGB), chain, size)
    theirs = mpv.render(picture.path, baked(entries, values, tmp_path), size, way)
    assert any("lanczos" in p for p in theirs.passes)
    assert not names(ours.ran) - names(theirs.ran)
    assert psnr(theirs.image, ours.image) >= 45
    assert psnr(theirs.image, large.image) < psnr(theirs.image, ours.image)


# mpv's "bilinear" never widens when it shrinks, "triangle" does; libplacebo has no other than the first.
KERNELS = {
    "nearest": ("nearest", "nearest"), "bilinear": ("triangle", "bilinear"), "lanczos3": ("lanczos", "lanczos"),
    "catmull_rom": ("catmull_rom", "catmull_rom"), "mitchell": ("mitchell", "mitchell"),
    "spline36": ("spline36", "spline36"),
}  # fmt: skip


@pytest.mark.parametrize("kernel", KERNELS)
def test_kernels(context, mpv, kernel):
    picture, (by_mpv, by_placebo) = PICTURES["lineart"], KERNELS[kernel]
    options = replace(PLAIN, resize=kernel, shrink=kernel)
    widen = kernel != "nearest"
    way = {"scale": by_mpv, "dscale": by_mpv, "correct-downscaling": widen}
    other = {"upscaler": by_placebo, "downscaler": by_placebo, "skip_aa": "0" if widen else "1"}
    # (416, 240): no sample lies half way between two. (180, 102): mpv widens both axes by one ratio.
    sizes = [doubled(picture), (416, 240)] + [(180, 102)] * widen
    results = placebo.render_many([placebo.Case(picture.path, (), size, other) for size in sizes])
    found = {}
    for size, theirs in zip(sizes, results, strict=True):
        ours, _, _ = draw(context, picture, Chain(), size, options)
        found[f"mpv {size}"] = psnr(mpv.render(picture.path, (), size, way).image, ours.image)
        if size[0] > picture.size[0] or kernel != "bilinear":
            found[f"libplacebo {size}"] = psnr(theirs.image, ours.image)
    bad = {where: round(db, 1) for where, db in found.items() if not db >= BAR}
    assert not bad
