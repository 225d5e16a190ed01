"""Pictures of the window for the README: `PYTHONPATH=tests python -m recipes.window [FOLDER]` opens the program."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from PIL import Image

from ui.driving import Driver, display, drive
from upshade.core.library import demo_clip
from upshade.player.state import State
from upshade.ui.app import Launch

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
SIZE = (1440, 810)


def keep(d: Driver, path: Path) -> None:
    d.until(lambda: d.app.messages.line is None)
    d.turn(20)
    Image.fromarray(d.screen()).save(path, quality=84, method=6)


def split(d: Driver, folder: Path) -> None:
    """The source at the left of the line, the chain at its right, its knobs beside it."""
    d.settled()
    d.keys("c")
    d.mouse(0.42, 0.5)
    d.ctx.mouse_click(0)
    d.on_window(lambda: d.app.view.zoom_by(2.2, 250.0, 300.0))
    d.settled()
    d.mouse(0.9, 0.97)
    keep(d, folder / "window.webp")


def passes(d: Driver, folder: Path) -> None:
    """What runs and how long, and the graph with a picture of every step."""
    app = d.app
    d.settled()
    d.on_window(lambda: app.actions.panel("passes"))
    d.on_window(lambda: app.actions.panel("graph"))
    d.on_window(lambda: app.playback.play())
    d.until(lambda: app.playback.position > 4.4)
    d.on_window(lambda: app.playback.pause())
    d.settled()
    d.turn(60)
    d.mouse(0.9, 0.97)
    keep(d, folder / "passes.webp")


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as config, display():
        os.environ["XDG_CONFIG_HOME"] = config
        for script in (split, passes):
            launch = Launch((str(demo_clip()),), preset="anime-strong", sound="null", paused=True, start=4.0)
            drive(launch, lambda d, script=script: script(d, folder), State(size=SIZE))  # type: ignore[misc]
    return 0


if __name__ == "__main__":
    sys.exit(main())
