"""Packages that only some ask for."""

from __future__ import annotations

from ...errors import BadInput


def missing(what: str) -> BadInput:
    """One line that says how to get them."""
    return BadInput(f"{what} needs packages that are not installed: pip install 'upshade[metrics]'")
