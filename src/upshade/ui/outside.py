"""Files in the programs that the system has for them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from threading import Thread

from ..errors import NotFound, OutputError, Where


def open_outside(path: Path) -> None:
    """In the system's editor, beside the window. NotFound where the system has no way to say which that is; OutputError
    where it refuses."""
    where = Where(str(path))
    opener = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
    if opener is None and sys.platform != "win32":
        raise NotFound("no program is known that opens it: xdg-open is not installed", where)
    try:
        if sys.platform == "win32":
            os.startfile(path)
            return
        assert opener is not None
        quiet = subprocess.DEVNULL
        process = subprocess.Popen([opener, str(path)], stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    except OSError as error:
        raise OutputError(f"cannot be opened by another program: {error.strerror or error}", where) from None
    Thread(target=process.wait, name="opener", daemon=True).start()
