"""Paths as people write them, made whole. Nothing here raises, whatever the path and wherever we are: users that are
not known, links in a circle, a working folder that was deleted."""

from __future__ import annotations

import os
from pathlib import Path


def expand(path: str | os.PathLike[str]) -> Path:
    """`~` and `~user` become home folders; of a user who is not known it stays as it is."""
    return Path(os.path.expanduser(path))


def absolute(path: str | os.PathLike[str]) -> Path:
    """From the root on, `~` expanded; a relative path stays one where the working folder is gone."""
    path = expand(path)
    try:
        return path.absolute()
    except OSError:
        return path


def real(path: str | os.PathLike[str]) -> Path:
    """Where its links lead, as far as they lead anywhere."""
    try:
        return Path(os.path.realpath(path))
    except (OSError, ValueError):
        return Path(path)
