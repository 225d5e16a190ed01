"""Shaders of filter folders of Intel's library look the same in both players."""

from __future__ import annotations

import pytest

from learn import intel_reference
from oracle.ours import Chain
from oracle.test_oracles import anchor, compare  # noqa: F401
from upshade.learn import intel, intel_glsl
from upshade.learn.emit import Style


@pytest.mark.parametrize(("types", "passes", "mode", "blend"), [
    (4, 1, None, "count"), (4, 2, 1, "count"), (4, 2, 2, "count"), (1, 1, None, "randomness"), (1, 2, 2, "off"),
])  # fmt: skip
def test_both_players(context, mpv, anchor, tmp_path, types, passes, mode, blend):  # noqa: F811
    filters = intel.read(intel_reference.folder(tmp_path / "filters", types, 8, passes), None, passes, mode)
    path = tmp_path / "intel.glsl"
    path.write_text(intel_glsl.shader(filters, Style("intel", "Intel", "made up", "MIT"), blend))
    compare(context, mpv, Chain(shaders=(path,)), ("lineart-420", "photo-444"), anchor, tmp_path, raw=path)
