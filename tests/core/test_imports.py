"""The direction of imports: core <- gl, media <- engine <- jobs, player, tools <- ui, cli; learn -> core, media."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import upshade

ROOT = Path(upshade.__file__).parent

# Part -> the parts it may import. A module at the top is its own part.
ALLOWED = {
    "errors": set(),
    "core": {"errors"},
    "gl": {"errors", "core"},
    "media": {"errors", "core"},
    "engine": {"errors", "core", "gl", "media"},
    "jobs": {"errors", "core", "media", "engine"},
    "player": {"errors", "core", "media", "engine"},
    "tools": {"errors", "core", "gl", "media", "engine", "jobs"},
    "learn": {"errors", "core", "media"},
    "ui": {"errors", "core", "gl", "media", "engine", "jobs", "player", "tools", "learn"},
    "cli": {"errors", "core", "gl", "media", "engine", "jobs", "player", "tools", "learn", "ui"},
    "__init__": {"errors", "core", "gl", "media", "engine", "jobs"},
    "__main__": {"cli"},
}

# Library -> the parts that may know it. What is not listed is free to all.
LIBRARIES = {
    "moderngl": {"gl"},
    "glcontext": {"gl"},
    "av": {"media"},
    "glfw": {"gl", "ui"},
    "imgui_bundle": {"ui"},
    "miniaudio": {"media"},
    "typer": {"cli", "ui"},
    "rich": {"cli", "tools"},
    "tomlkit": {"core"},
    "torch": {"learn"},
    "watchfiles": {"player"},
}


def part_of(path: Path) -> str:
    """ "core" for core/plan.py; "cli" for cli.py and cli_*.py."""
    relative = path.relative_to(ROOT)
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem.split("_")[0] or relative.stem


@cache
def imports(path: Path, text: str | None = None) -> tuple[tuple[str, int, bool], ...]:
    return tuple(_imports(path, text))


def _imports(path: Path, text: str | None) -> Iterator[tuple[str, int, bool]]:
    """Absolute module name, line, and whether it is imported when the file is (not inside a function)."""
    tree = ast.parse(path.read_text("utf-8") if text is None else text, str(path))
    package = ("upshade", *path.relative_to(ROOT).parts[:-1])
    late = {id(n) for f in ast.walk(tree) if isinstance(f, ast.FunctionDef | ast.AsyncFunctionDef) for n in ast.walk(f)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(filter(None, (base, node.module)))
            # `from . import x` names a module, `from .x import y` may.
            names = [f"{module}.{alias.name}" for alias in node.names] if module.count(".") < 2 else [module]
        else:
            continue
        for name in names:
            yield name, node.lineno, id(node) not in late


def files() -> list[Path]:
    return sorted(ROOT.rglob("*.py"))


def test_parts_import_only_what_lies_below() -> None:
    wrong = []
    for path in files():
        part = "__init__" if path == ROOT / "__init__.py" else part_of(path)
        assert part in ALLOWED, f"{path}: say in ALLOWED what '{part}' may import"
        for name, line, _ in imports(path):
            words = name.split(".")
            if words[0] != "upshade" or len(words) < 2:
                continue
            target = words[1].split("_")[0] or words[1]
            is_module = (ROOT / f"{words[1]}.py").exists() or (ROOT / words[1]).is_dir()
            if is_module and target != part and target not in ALLOWED[part]:
                wrong.append(f"{path.relative_to(ROOT)}:{line}: {part} must not import {name}")
    assert not wrong, "\n".join(wrong)


def test_libraries_stay_where_they_belong() -> None:
    wrong = []
    for path in files():
        for name, line, _ in imports(path):
            allowed = LIBRARIES.get(name.split(".")[0])
            if allowed is not None and part_of(path) not in allowed:
                wrong.append(f"{path.relative_to(ROOT)}:{line}: {name} belongs in {', '.join(sorted(allowed))}")
    assert not wrong, "\n".join(wrong)


def test_the_window_is_imported_late() -> None:
    """Rendering must not need a window library, nor `pip install upshade` without [ui] fail to start."""
    wrong = []
    for path in files():
        for name, line, at_import in imports(path):
            window = name.startswith("upshade.ui") or name.split(".")[0] in (
                "glfw",
                "imgui_bundle",
                "miniaudio",
                "watchfiles",
            )
            if at_import and window and part_of(path) != "ui":
                wrong.append(f"{path.relative_to(ROOT)}:{line}: import {name} inside the function that needs it")
    assert not wrong, "\n".join(wrong)


def test_only_files_are_opened_where_files_are_read() -> None:
    """In core, files are opened by library, hook.load, document.read, presetsave and atomic alone."""
    openers = {"library.py", "hook.py", "document.py", "presetsave.py", "atomic.py"}
    wrong = []
    for path in sorted((ROOT / "core").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and path.name not in openers:
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if called in ("open", "read_text", "read_bytes", "write_text", "write_bytes"):
                    wrong.append(f"core/{path.name}:{node.lineno}: {called}")
    assert not wrong, "\n".join(wrong)


def test_the_check_sees_relative_imports() -> None:
    text = "from ..gl import pool\nfrom .. import engine\nfrom .plan import x\ndef f():\n    import moderngl as m\n"
    assert list(imports(ROOT / "core" / "probe.py", text)) == [
        ("upshade.gl.pool", 1, True),
        ("upshade.engine", 2, True),
        ("upshade.core.plan", 3, True),
        ("moderngl", 5, False),
    ]
