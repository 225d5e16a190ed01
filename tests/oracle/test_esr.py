"""Shaders of networks, one of each kind, in both players: the same picture as here."""

from __future__ import annotations

import pytest

from oracle.ours import Chain
from oracle.test_oracles import anchor, compare
from upshade.learn.esr import emit
from upshade.learn.esr.model import Form, Network, drawn_by_lot, mirror
from upshade.learn.shaderfile import Style

__all__ = ["anchor"]

FORMS = [
    Form("max", 2, 5, 2, range="full"), Form("tm", 2, 5, 4, padding="edge"), Form("tr", 3, 3, 2),
    Form("tm", 4, 3, 2, variant="gate"), Form("esr-cnn", 2, 0, 2, 3, 5, range="full"), Form("espcn", 2, 0, 0, 4, 3),
    Form("fsrcnn", 2, 0, 0, 4, 2, 1), Form("cnn", 2, 0, 4, layers=3), Form("cnn", 3, 0, 4, layers=2, padding="edge"),
]  # fmt: skip

MIRRORED = [Form("tm", 2, 5, 4, padding="edge"), Form("tr", 2, 3, 3)]
"""With sub-pixels whose filters mirror each other, which have other statements."""


@pytest.mark.parametrize("form", [*FORMS, MIRRORED[1]], ids=str)
def test_every_kind(context, mpv, anchor, tmp_path, form):
    path = tmp_path / "network.glsl"
    network = drawn_by_lot(form, amount=0.05)
    if form in MIRRORED:
        network = Network(form, {"last.weight": mirror(network.weights["last.weight"][::4])})
    path.write_text(emit.shader(network, Style("network", "Network", "own", "MIT")))
    picture = "photo-444" if form.family in ("tm", "cnn") else "lineart-420"
    compare(context, mpv, Chain(shaders=(path,)), (picture,), anchor, tmp_path, raw=path, times=form.factor)
