"""An exported chain, drawn: the same picture as the chain, to the bit where constants are worked out alike."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from oracle.makes import distinct_presets
from upshade import Pipeline
from upshade.core.chain import Loaded, load
from upshade.core.metrics import psnr
from upshade.core.preset import Preset, PresetPass
from upshade.gl.context import Context
from upshade.tools.export import export

CORPUS = Path(__file__).parent.parent / "shaders"
PHOTO = np.asarray(Image.open(Path(__file__).parent.parent / "data" / "photo.png").convert("RGB"))
PRESETS = [name for name in distinct_presets() if load(name).entries]


def draw(context: Context, chain: Loaded | None, shaders: tuple[Path, ...] = (), **more: object) -> NDArray[np.int16]:
    with Pipeline(chain, shaders=shaders, context=context, **more) as pipeline:  # type: ignore[arg-type]
        drawn = pipeline.process(PHOTO).astype(np.int16)
        assert not pipeline.failures
        return drawn


def again(context: Context, chain: Loaded, keep: bool, folder: Path) -> NDArray[np.int16]:
    path = folder / "exported.glsl"
    path.write_text(export(chain.entries, chain.values, keep, output=chain.output).text)
    return draw(context, None, (path,), size=chain.output.size(*PHOTO.shape[1::-1]), options=chain.output.options)


@pytest.mark.parametrize("keep", [False, True])
@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_and_its_export_are_one_picture(context: Context, tmp_path: Path, name: str, keep: bool) -> None:
    chain = load(name)
    apart, whole = draw(context, chain), again(context, chain, keep, tmp_path)
    off = np.abs(whole - apart)
    if len({e.shader.meta.get("taps") for e in chain.entries if e.enabled}) > 1:
        # Taps that one file claims to be centred are filtered in a joined one, and push decides at ties.
        assert psnr(whole.astype(np.uint8), apart.astype(np.uint8)) > 55
        return
    # A constant is multiplied into others before, a uniform after: the last bit of a float may turn a rounding.
    assert off.max() <= 1 and (off > 0).mean() < 1e-3


CHAINS = {
    "twice with other values": (("param-types", {"amount": 1.5}), ("param-types", {"amount": 0.5})),
    "saved names meet": (("save-bound", {}), ("save-bound", {})),
    "MAIN grows twice": (("save-main", {}), ("save-main", {})),
    "textures meet": (("texture-rgba16f", {}), ("texture-rgba16hf", {}), ("texture-rgba16f", {})),
    "conditions": (("when", {"strength": 0.25}), ("when", {"mode": "WHEN_HARD"})),
    "enums": (("param-enum", {"curve": "CURVE_SMOOTH"}), ("param-enum", {"variant": "VARIANT_B"})),
    "defines": (("tunable", {"STRENGTH": 0.9}), ("tunable-constant", {"MACRO_STRENGTH": 0.5}), ("param-compiled", {})),
    "tables": (("texture-3d", {}), ("texture-spread", {}), ("bind-sixteen", {})),
}


@pytest.mark.parametrize("keep", [False, True])
@pytest.mark.parametrize("name", CHAINS)
def test_files_joined_draw_what_they_drew_one_by_one(context: Context, tmp_path: Path, name: str, keep: bool) -> None:
    passes = tuple(PresetPass(str(CORPUS / f"{stem}.glsl"), params=params) for stem, params in CHAINS[name])
    chain = load(Preset(passes=passes))
    apart = draw(context, chain)
    off = np.abs(again(context, chain, keep, tmp_path) - apart)
    assert off.max() <= 1 and (off > 0).mean() < 1e-3
    assert np.abs(apart - draw(context, load(Preset()))).max() > 1, "the chain does something"
