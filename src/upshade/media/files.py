"""Output files: written beside, put under their name when complete, never half."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path

from ..errors import BadInput, OutputError, Where
from .integrity import same_file


class Pending:
    """A file on its way: write to `part`, then `commit` or `discard`.

    `part` is `.NAME.part.EXT` in the folder of `path`, so that the last step is a rename. OutputError: the folder
    is missing or not writable, `path` is a folder, or is there already and `overwrite` is not given. BadInput: `path`
    is one of `inputs`, by whatever name.
    """

    def __init__(self, path: str | os.PathLike[str], *, overwrite: bool = False, inputs: tuple[str, ...] = ()) -> None:
        self.path = Path(path)
        self.part = self.path.with_name(f".{self.path.stem}.part{self.path.suffix}")
        self._overwrite = overwrite
        for source in inputs:
            for mine in (self.path, self.part):
                if same_file(source, mine):
                    raise BadInput("is the input itself; give the output another name", self.where)
        if os.path.isdir(self.path):
            raise OutputError("is a folder; give a file name", self.where)
        if os.path.lexists(self.path) and not overwrite:
            raise OutputError("exists already; --overwrite replaces it", self.where)
        try:
            # Opened once here, because the system's words are clearer than a muxer's.
            os.close(os.open(self.part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666))
        except OSError as error:
            raise self.failed(error) from None

    @property
    def where(self) -> Where:
        return Where(str(self.path))

    def failed(self, error: OSError) -> OutputError:
        """`error` in one line."""
        if error.errno == errno.ENOENT:
            return OutputError(f"cannot be written: there is no folder '{self.path.parent}'", self.where)
        words = error.strerror or str(error)
        return OutputError(f"cannot be written: {words}", self.where)

    def commit(self) -> None:
        """The complete file gets its name, once its bytes are on the disk."""
        try:
            descriptor = os.open(self.part, os.O_RDWR)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            self._rename()
            self._sync_folder()
        except OSError as error:
            raise self.failed(error) from None

    def _rename(self) -> None:
        if not self._overwrite:
            try:
                # A link, unlike a rename, fails when another program has made the file meanwhile.
                os.link(self.part, self.path)
            except FileExistsError:
                raise OutputError(f"has appeared meanwhile; the result is in '{self.part}'", self.where) from None
            except OSError:
                if os.path.lexists(self.path):
                    raise OutputError(f"has appeared meanwhile; the result is in '{self.part}'", self.where) from None
            else:
                os.unlink(self.part)
                return
        os.replace(self.part, self.path)

    def _sync_folder(self) -> None:
        with contextlib.suppress(OSError):  # not every system lets a folder be opened
            descriptor = os.open(self.path.parent, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def discard(self) -> None:
        """Nothing is left of it."""
        with contextlib.suppress(OSError):
            os.unlink(self.part)
