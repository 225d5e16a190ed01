"""An X server for all tests of the window, a folder of settings for each; and a process of its own for each file.

A window's OpenGL context and the headless one of other tests do not get along in one process, and an error that the X
server reports ends the process it belongs to.
"""

from __future__ import annotations

import os
import subprocess
import sys
import xml.etree.ElementTree as Xml
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from .driving import display

_CHILD = "UPSHADE_WINDOW_TESTS"
_HERE = Path(__file__).parent
_LIMIT = 600
"""Seconds that the tests of a file may take."""

_children: list[subprocess.Popen[str]] = []
_runs: dict[Path, Future[dict[str, str]]] = {}


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder, empty."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config" / "upshade"


def pytest_collection_finish(session: pytest.Session) -> None:
    """The files are run one after the other from the beginning, beside all other tests."""
    if _CHILD in os.environ or session.config.option.collectonly:
        return
    files: dict[Path, list[pytest.Item]] = {}
    for item in session.items:
        if item.path.is_relative_to(_HERE):
            files.setdefault(item.path, []).append(item)
    pool = ThreadPoolExecutor(1, "windows")
    for path, items in files.items():
        _runs[path] = pool.submit(_run, session.config.rootpath, items)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Each test tells what became of it elsewhere."""
    if _CHILD in os.environ:
        return None
    found = _runs[pyfuncitem.path].result()
    failure = found.get(pyfuncitem.name, found[""])
    if failure:
        pytest.fail(failure, pytrace=False)
    return True


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Who gives up does not wait for windows."""
    for run in _runs.values():
        run.cancel()
    for child in _children:
        child.kill()


def _run(root: Path, items: list[pytest.Item]) -> dict[str, str]:
    """Name of each test → why it failed, "" for one that passed; "" → what is said of those that did not come to it."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist",
                   f"--junitxml={report}", *(item.nodeid for item in items)]  # fmt: skip
        with display() as name:
            environment = {**os.environ, _CHILD: "1", "DISPLAY": name}
            child = subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.PIPE,
                                     stderr=subprocess.STDOUT, text=True, errors="backslashreplace")  # fmt: skip
            _children.append(child)
            try:
                said, _ = child.communicate(timeout=_LIMIT)
            except subprocess.TimeoutExpired:
                child.kill()
                said, _ = child.communicate()
            _children.remove(child)
        tail = f"the process ended with {child.returncode}\n{said[-8000:]}"
        found = {"": tail}
        if report.exists():
            for case in Xml.parse(report).getroot().iter("testcase"):
                bad = [*case.iter("failure"), *case.iter("error")]
                said = "\n".join(part.text or "" for part in case.iter("system-out"))
                text = "\n".join(part.text or part.get("message", "failed") for part in bad)
                found[case.get("name", "")] = f"{text}\n{said[-2000:]}" if bad else ""
        return found
