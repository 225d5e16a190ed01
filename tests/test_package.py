"""What `pipx install upshade` gets: shaders, presets and the clip lie in the wheel, and are found there."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

FIND = """
from upshade.core import hook, library
assert library.__file__.startswith({where!r}), library.__file__
names = [e.name for e in library.shaders() if e.origin == "project"]
for name in names:
    path = library.find_shader(name)
    assert str(path).startswith({where!r}), path
    hook.load(path, name)
for entry in library.presets():
    assert entry.origin == "user" or str(entry.path).startswith({where!r}), entry
assert library.demo_clip().stat().st_size > 200_000 and "vec4" in library.builtin("dither")
print(*sorted(names))
"""


def build(kind: str, source: Path, target: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(target)]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (made,) = target.glob("*.whl" if kind == "wheel" else "*.tar.gz")
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from the source archive, so that both are whole."""
    archive = build("sdist", ROOT, tmp_path_factory.mktemp("sdist"))
    unpacked = tmp_path_factory.mktemp("source")
    with tarfile.open(archive) as tar:
        # Python 3.11.2, Debian 12's, knows no filters; 3.12 warns without.
        tar.extractall(unpacked, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
    (folder,) = unpacked.iterdir()
    return build("wheel", folder, tmp_path_factory.mktemp("wheel"))


def test_the_wheel_holds_every_file(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = {f"upshade/{p.relative_to(ROOT).as_posix()}" for p in ROOT.glob("shaders/**/*.glsl")}
    wanted |= {f"upshade/{p.relative_to(ROOT).as_posix()}" for p in ROOT.glob("presets/*.toml")}
    wanted |= {p.relative_to(ROOT / "src").as_posix() for p in ROOT.glob("src/upshade/**/*.py")}
    assert wanted | {"upshade/data/demo.mkv"} <= held
    assert not [n for n in held if n.startswith("tests") or "__pycache__" in n]
    assert wheel.stat().st_size < 20_000_000


def test_what_is_in_the_wheel_is_found_there(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "none")}
    program = FIND.format(where=str(tmp_path))
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    here = {p.relative_to(ROOT / "shaders").with_suffix("").as_posix() for p in ROOT.glob("shaders/*/*.glsl")}
    assert set(done.stdout.split()) == {n for n in here if not n.startswith("builtin/")}
