"""Files that learning writes."""

from __future__ import annotations

from pathlib import Path

from ..core import atomic
from ..errors import OutputError, Where


def write(path: Path, data: bytes) -> None:
    """Whole or not at all. OutputError where it cannot be written."""
    try:
        atomic.write_bytes(path, data)
    except OSError as error:
        raise OutputError(f"cannot be written: {error.strerror or error}", Where(str(path))) from None
