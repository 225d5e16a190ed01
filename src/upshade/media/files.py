"""Output files: written beside, put under their name when complete, never half."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Container, Iterable
from pathlib import Path

import av.error

from ..core.atomic import sync_folder
from ..errors import BadInput, EncodeError, OutputError, UpshadeError, Where, one_line
from .codecs import CONTAINERS
from .integrity import same_file
from .patterns import Pattern, is_pattern, parse
from .probe import reason


def check_output(
    path: str | os.PathLike[str], *, overwrite: bool = False, inputs: tuple[str, ...] = (),
    made: Container[str] = frozenset(),
) -> None:  # fmt: skip
    """What `Pending` would refuse, as far as can be told without making anything; raises the same.

    For a sequence of pictures (a pattern such as `a_%05d.png`), all that are called like it count, but those in `made`
    (`pictures.made`); none may be one of `inputs`, which may be patterns, too.
    """
    pattern = None if Path(path).suffix.lower() in CONTAINERS else parse(path)
    if pattern is None:
        check_file(path, overwrite=overwrite, inputs=inputs)
        return
    _target(Path(path), True, inputs)
    check_inputs(pattern, inputs)
    for file in members(pattern).values():
        if file not in made:
            check_file(file, overwrite=overwrite)


def check_file(path: str | os.PathLike[str], *, overwrite: bool = False, inputs: tuple[str, ...] = ()) -> None:
    """`check_output` for one file, whatever it is called."""
    _target(Path(path), overwrite, inputs)


def check_inputs(pattern: Pattern, inputs: Iterable[str]) -> None:
    """BadInput where a picture that is called like the pattern is one of `inputs`, or of their pictures."""
    own = set()
    for source in inputs:
        numbered = parse(source) if is_pattern(source) else None
        with contextlib.suppress(OSError, ValueError):  # who reads it says what is wrong
            own |= {os.path.realpath(file) for file in ([source] if numbered is None else numbered.files().values())}
    for file in members(pattern).values():
        if os.path.realpath(file) in own:
            raise BadInput("is a picture of the input; give the output another name", Where(file))


def members(pattern: Pattern) -> dict[int, str]:
    """The pictures of an output that are there, by number. OutputError where that cannot be told."""
    try:
        return pattern.files()
    except OSError as error:
        folder = Path(pattern.folder or ".")
        raise OutputError(
            f"'{one_line(str(folder))}' cannot be looked into: {reason(error)}", Where(pattern.path(1))
        ) from None


def _target(path: Path, overwrite: bool, inputs: tuple[str, ...]) -> Path:
    """The file that is to be made or replaced: `path`, or what a link of that name leads to."""
    where = Where(str(path))
    if any(same_file(source, path) for source in inputs):
        raise BadInput("is the input itself; give the output another name", where)
    if os.path.isdir(path):
        raise OutputError("is a folder; give a file name", where)
    if os.path.lexists(path) and not overwrite:
        raise OutputError("exists already; --overwrite replaces it", where)
    target = path
    if os.path.islink(path):
        target = Path(os.path.realpath(path))
        if os.path.islink(target):
            raise OutputError("is a link that leads back to itself", where)
    if os.path.lexists(target) and not os.path.isfile(target):
        raise OutputError("is neither a file nor a folder, so it is not replaced", where)
    try:
        if not stat.S_ISDIR(os.stat(target.parent).st_mode):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        if not os.access(target.parent, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, f"no file may be made in '{one_line(str(target.parent))}'")
        with contextlib.suppress(FileNotFoundError):
            os.lstat(target)  # a name may be too long, and the random one is not
    except OSError as error:
        raise _failed(error, target.parent, where) from None
    return target


def _failed(error: OSError, folder: Path, where: Where) -> OutputError:
    words = error.strerror or str(error)
    if error.errno == errno.ENOENT:
        name = one_line(str(folder))
        words = f"no file can be made in '{name}'" if folder.is_dir() else f"there is no folder '{name}'"
    return OutputError(f"cannot be written: {words}", where)


_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS, errno.EACCES, errno.EPERM, errno.ENODEV,
         errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.EISDIR}  # fmt: skip


def failure(error: BaseException, where: Where | None, refusal: str) -> BaseException:
    """The error of our tree for `error`, which came while `where` was written: OutputError for the disk, EncodeError
    `refusal` for the rest that FFmpeg says. Errors of the tree and programming errors stay what they are."""
    if isinstance(error, UpshadeError) or not isinstance(error, OSError | av.error.FFmpegError):
        return error
    if error.errno in _DISK or not isinstance(error, av.error.FFmpegError):
        found = OSError(error.errno, reason(error))
        return _failed(found, Path(where.path if where else ".").absolute().parent, where or Where(""))
    return EncodeError(f"{refusal}: {reason(error)}", where)


class Pending:
    """A file on its way: write to `part`, then `commit` or `discard`.

    `part` is made here, as `.NAME.RANDOM.part.EXT` in the folder of `path` (of the link's target, where `path` is a
    link), so that it is nobody else's and the last step is a rename. OutputError: the folder is missing or not
    writable, `path` is a folder or a device, or is there already and `overwrite` is not given. BadInput: `path` is one
    of `inputs`, by whatever name.

    `workspace`: a folder that is the caller's alone, where `part` is made as `whole.part.EXT` if a rename can take it
    from there; the next one finds what a killed process left there, and writes over it.
    """

    def __init__(
        self, path: str | os.PathLike[str], *, overwrite: bool = False, inputs: tuple[str, ...] = (),
        workspace: Path | None = None,
    ) -> None:  # fmt: skip
        self.path = Path(path)
        self._overwrite = overwrite
        self._target = _target(self.path, overwrite, inputs)
        try:
            if workspace is not None and os.stat(workspace).st_dev == os.stat(self._target.parent).st_dev:
                self.part = workspace / f"whole.part{self._target.suffix}"
                self.part.write_bytes(b"")
            else:
                self.part = self._make()
        except OSError as error:
            raise self.failed(error) from None

    def _make(self) -> Path:
        stem = self._target.stem[:40]  # a name that just fits its folder would be too long with more to it
        while True:
            part = self._target.with_name(f".{stem}.{secrets.token_hex(4)}.part{self._target.suffix}")
            with contextlib.suppress(FileExistsError):
                os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
                return part

    @property
    def where(self) -> Where:
        return Where(str(self.path))

    def failed(self, error: OSError) -> OutputError:
        """`error` in one line."""
        return _failed(error, self._target.parent, self.where)

    def commit(self) -> None:
        """The complete file gets its name, once its bytes are on the disk."""
        try:
            descriptor = os.open(self.part, os.O_RDWR)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            self._rename()
            sync_folder(self._target.parent)
        except OSError as error:
            raise self.failed(error) from None

    def _rename(self) -> None:
        if not self._overwrite:
            try:
                # A link, unlike a rename, fails when another program has made the file meanwhile.
                os.link(self.part, self._target)
            except FileExistsError:
                raise OutputError(
                    f"has appeared meanwhile; the result is in '{one_line(str(self.part))}'", self.where
                ) from None
            except OSError:
                if os.path.lexists(self._target):
                    raise OutputError(
                        f"has appeared meanwhile; the result is in '{one_line(str(self.part))}'", self.where
                    ) from None
            else:
                os.unlink(self.part)
                return
        os.replace(self.part, self._target)

    def discard(self) -> None:
        """Nothing is left of it."""
        with contextlib.suppress(OSError):
            os.unlink(self.part)
