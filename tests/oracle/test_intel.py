"""Shaders of filter folders of Intel's library look the same in both players."""

from __future__ import annotations

import pytest

from learn import intel_reference
from oracle.ours import Chain
from oracle.pictures import ten_bits
from oracle.test_oracles import anchor, compare  # noqa: F401
from upshade.learn.raisr import intel, intel_glsl
from upshade.learn.shaderfile import Style


@pytest.mark.parametrize(("types", "bits", "passes", "mode", "blend"), [
    (4, 8, 1, None, "count"), (4, 8, 2, 1, "count"), (4, 8, 2, 2, "count"), (1, 8, 1, None, "randomness"),
    (1, 8, 2, 2, "off"), (4, 10, 1, None, "count"),
])  # fmt: skip
def test_both_players(context, mpv, anchor, tmp_path, types, bits, passes, mode, blend):  # noqa: F811
    filters = intel.read(intel_reference.folder(tmp_path / "filters", types, bits, passes), None, passes, mode)
    path = tmp_path / "intel.glsl"
    path.write_text(intel_glsl.shader(filters, Style("intel", "Intel", "made up", "MIT"), blend))
    pictures = ("lineart-420", "photo-444") if bits == 8 else (ten_bits(tmp_path / "ten.mkv"),)
    compare(context, mpv, Chain(shaders=(path,)), pictures, anchor, tmp_path, raw=path)
