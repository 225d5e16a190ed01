"""How long the set-up of a clean clone takes, and that a second time is quick.

Clones this repository to a temporary folder, makes its .venv from nothing and imports upshade there.
"""

from __future__ import annotations

import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "upshade"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        took = {}
        for title, level in (("make demo", "run"), ("make test", "test"), ("make test, again", "test")):
            start = time.monotonic()
            subprocess.run([".ci/setup.sh", level], cwd=clone, check=True, capture_output=True)
            took[title] = time.monotonic() - start
        subprocess.run([clone / ".venv/bin/python", "-c", "import upshade"], cwd=folder, check=True)
        size = sum(p.stat().st_size for p in (clone / ".venv").rglob("*") if p.is_file() and not p.is_symlink())
    print("| set-up for | seconds |\n| --- | ---: |")
    for title, seconds in took.items():
        print(f"| {title} | {seconds:.1f} |")
    print(f"\n.venv holds {size / 1e6:.0f} MB. System packages were there already.")
    return int(took["make test, again"] > 5)
