"""Runs a long proof and writes its figures down: `make prove NAME`, or `PYTHONPATH=tests python -m prove NAME …`.

A proof is a module here with a docstring and `main() -> int` that prints its figures, as Markdown, and returns 0 when
what it proves holds. Its section in docs/measurements.md is replaced: date, commit, machine, figures.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import pkgutil
import platform
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "measurements.md"


class Tee(io.StringIO):
    """Keeps what is printed, and shows it."""

    def __init__(self, screen: TextIO) -> None:
        super().__init__()
        self.screen = screen

    def write(self, text: str) -> int:
        self.screen.write(text)
        self.screen.flush()
        return super().write(text)


def commit() -> str:
    def git(*words: str) -> str:
        done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    changed = "" if not git("status", "--porcelain", "--", "src", "shaders", "presets", "tests") else " with changes"
    return (git("rev-parse", "--short", "HEAD") or "unknown") + changed


def machine() -> str:
    model = ""
    with contextlib.suppress(OSError):
        found = re.search(r"model name\s*:\s*(.*)", Path("/proc/cpuinfo").read_text())
        model = found[1] if found else ""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    model = model or platform.processor() or platform.machine()
    return f"{cores} cores of {model}, {platform.system()}, Python {platform.python_version()}"


def record(page: str, name: str, section: str) -> str:
    """`page` with the section `## name` replaced, or added at the end."""
    pattern = re.compile(rf"^## {re.escape(name)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    text = f"## {name}\n\n{section.strip()}\n\n"
    if pattern.search(page):
        page = pattern.sub(lambda _: text, page, count=1)
    else:
        page = page.rstrip("\n") + "\n\n" + text
    return page.rstrip("\n") + "\n"


def prove(name: str) -> int:
    module = importlib.import_module(f"prove.{name}")
    about = (module.__doc__ or name).strip().partition("\n\n")[0]
    tee, start = Tee(sys.stdout), time.monotonic()
    with contextlib.redirect_stdout(tee):
        code = int(module.main())
    verdict = "holds" if code == 0 else "**does not hold**"
    took = f"took {time.monotonic() - start:.0f} s; {verdict}"
    facts = f"{time.strftime('%Y-%m-%d')}, commit {commit()}, {machine()}; {took}."
    section = f"{about}\n\n{facts}\n\n{tee.getvalue()}"
    PAGE.write_text(record(PAGE.read_text("utf-8"), name, section), "utf-8")
    print(f"{name}: {verdict.strip('*')}; written to {PAGE.relative_to(ROOT)}")
    return code


def main(names: list[str]) -> int:
    known = {m.name: m for m in pkgutil.iter_modules([str(Path(__file__).parent)]) if not m.name.startswith("_")}
    unknown = [n for n in names if n not in known]
    if unknown or not names:
        for name in unknown:
            print(f"there is no proof called '{name}'", file=sys.stderr)
        print("make prove NAME, with one of:")
        for name in sorted(known):
            text = (Path(__file__).parent / f"{name}.py").read_text("utf-8")
            found = re.match(r'"""(.*?)(?:\n|""")', text)
            print(f"  {name:<12} {found[1] if found else ''}")
        return 2 if unknown else 0
    return max(prove(name) for name in names)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
