"""The shader files of a chain that is edited: each one's last good version, and what is wrong with it now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..core import library, paths
from ..core.chain import load_shader
from ..core.shader import Shader
from ..errors import UpshadeError


@dataclass(slots=True)
class _File:
    path: Path
    shader: Shader | None = None
    error: UpshadeError | None = None


class ShaderFiles:
    """Files by the name or path that a chain has for them. What was asked for once stays known: undo may bring it
    back."""

    def __init__(self) -> None:
        self._files: dict[str, _File] = {}

    def get(self, name: str) -> Shader | None:
        """The last version that could be read; None where none could."""
        return self._file(name).shader

    def error(self, name: str) -> UpshadeError | None:
        """Why the file as it is now does not load."""
        return self._file(name).error

    def check(self, name: str) -> None:
        """Read the file, whatever is known of it; raises why it does not load."""
        self._read(name)
        if (error := self._files[name].error) is not None:
            raise error

    def reload(self, path: Path) -> tuple[frozenset[str], bool]:
        """The file at `path` may have changed: read again. The names that are affected, and whether one of them has
        another version now (a file that broke keeps its last good one)."""
        wanted = _places(path)
        names = [name for name, file in self._files.items() if wanted & _places(file.path)]
        affected, drawn = set(), False
        for name in names:
            before = self._files[name]
            shader, error = before.shader, before.error
            self._read(name)
            after = self._files[name]
            if after.shader is not shader or after.error is not None or error is not None:
                affected.add(name)
            drawn |= after.shader is not shader
        return frozenset(affected), drawn

    def paths(self) -> Iterable[Path]:
        """Where each file lies; of one that is not there, where it is looked for."""
        return (file.path for file in self._files.values())

    def _file(self, name: str) -> _File:
        if name not in self._files:
            self._read(name)
        return self._files[name]

    def _read(self, name: str) -> None:
        old = self._files.get(name)
        file = _File(_place(name), old.shader if old else None)
        try:
            new = load_shader(name)
        except UpshadeError as exc:
            file.error = exc
        else:
            # The same object where nothing changed: whoever draws compares by identity.
            if file.shader is None or (new.text, new.path) != (file.shader.text, file.shader.path):
                file.shader = new
        self._files[name] = file


def _place(name: str) -> Path:
    try:
        return paths.absolute(library.find_shader(name))
    except UpshadeError:
        if library.looks_like_path(name):
            return paths.absolute(name)
        return paths.absolute(library.user_folder()) / "shaders" / f"{name}.glsl"


def _places(path: Path) -> set[Path]:
    """A path as it is written, and where its links lead."""
    return {paths.absolute(path), paths.real(path)}
