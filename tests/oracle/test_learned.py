"""Shaders of learned banks, of every form, in both players: the same picture as here."""

from __future__ import annotations

import pytest

from learn.banks import bank
from oracle.ours import Chain
from oracle.test_oracles import anchor, compare
from upshade.learn.raisr import emit, view
from upshade.learn.raisr.emit import Style

__all__ = ["anchor"]

FORMS = {
    "shuffle 3x3": (2, 3, "shuffle", 0.0, {}),
    "shuffle 5x5, all buckets": (2, 5, "shuffle", 0.0, {"eighth": False}),
    "shuffle 7x7, 8 bits": (2, 7, "shuffle", 0.0, {"bits": 8}),
    "full 7x7, 8 bits": (2, 7, "full", 0.0, {"bits": 8}),
    "full 5x5": (2, 5, "full", 0.0, {}),
    "census": (2, 5, "shuffle", 0.0, {"census": True}),
    "two scales": (2, 5, "shuffle", 0.5, {}),
    "4x": (4, 5, "shuffle", 0.0, {}),
    "3x": (3, 5, "shuffle", 0.0, {}),
    "3x full": (3, 5, "full", 0.0, {"bits": 8}),
    "one size": (1, 7, "shuffle", 0.0, {}),
    "one size, two scales": (1, 5, "shuffle", 0.5, {"bits": 8}),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form(context, mpv, anchor, tmp_path, form):
    factor, taps, layout, coarse, style = FORMS[form]
    path = tmp_path / "learned.glsl"
    path.write_text(emit.shader(bank(factor, taps, layout, coarse), Style("learned", "Learned", "own", "MIT", **style)))
    pictures = ("lineart-420", "photo-444")
    compare(context, mpv, Chain(shaders=(path,)), pictures, anchor, tmp_path, raw=path, times=max(factor, 2))


def test_the_view_of_the_hash(context, mpv, anchor, tmp_path):
    path = tmp_path / "hash.glsl"
    path.write_text(view.view(bank(2, 5, "shuffle"), Style("hash", "Hash", "own", "MIT")))
    compare(context, mpv, Chain(shaders=(path,)), ("lineart", "photo-444"), anchor, tmp_path, raw=path)
