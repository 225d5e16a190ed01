"""Pictures that the player saves, only when it is asked to."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Any, cast

import platformdirs

from ..core.chain import Loaded
from ..core.frame import Frame
from ..core.paths import absolute
from ..engine import Live
from ..engine.pipeline import frame_of
from ..errors import BadInput, OutputError, UpshadeError, Where, one_line
from ..jobs.drawing import pixel_shape
from ..jobs.job import Job
from ..jobs.names import Found
from ..jobs.snapshot import next_name, recipe_of, save_picture, still_format
from ..media.burn import Burner
from ..media.overlay import NOTHING, Overlay
from ..media.subtitles import Subtitles
from .offscreen import ALONE, BESIDE, Offscreen

if TYPE_CHECKING:
    from ..player.playback import Playback
    from .app import App
    from .preview import Preview

_NAME = "picture.png"
"""What a render would be told, so that it chooses the pixel format of such a file."""
_PATIENCE = 20.0
"""Seconds that the end of the program waits for pictures that somebody asked for."""
_SETTLES = 2
"""Turns until a menu that was clicked is gone from the screen."""


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """A picture that somebody wants: `frame` as `drawing` draws it, with `overlay` laid over it; `job` renders the
    same."""

    frame: Frame
    drawing: Offscreen
    job: Job
    name: tuple[str, float | None, str]
    overlay: Overlay = NOTHING

    def at(self, *_: object) -> Overlay:
        """In the place of subtitles that may be closed before the picture is drawn."""
        return self.overlay


class Writer:
    """Files that are written on a thread of their own, in the order in which they were asked for."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._orders: SimpleQueue[Callable[[], Path] | None] = SimpleQueue()
        self._told: SimpleQueue[tuple[Path | None, str]] = SimpleQueue()
        self._thread: Thread | None = None
        self.waiting = 0

    def write(self, order: Callable[[], Path]) -> None:
        """`order` writes a file and gives its name, or raises an UpshadeError."""
        if self._thread is None:
            self._thread = Thread(target=self._work, name="upshade-save", daemon=True)
            self._thread.start()
        self.waiting += 1
        self._orders.put(order)

    def poll(self) -> list[tuple[Path | None, str]]:
        """What became of them since the last time: (file, "") or (None, why not)."""
        told = []
        while not self._told.empty():
            told.append(self._told.get())
            self.waiting -= 1
        return told

    def close(self, wait: float) -> None:
        """Once all is written, but after `wait` seconds at the latest."""
        if self._thread is not None:
            self._orders.put(None)
            self._thread.join(max(0.0, wait))

    def _work(self) -> None:
        while (order := self._orders.get()) is not None:
            try:
                self._told.put((order(), ""))
            except UpshadeError as error:
                self._told.put((None, str(error)))
            except Exception as error:  # the next one may be written
                self._told.put((None, f"an error inside upshade ({type(error).__name__}: {error})"))
            self._wake()


class Saving:
    """Draws pictures in the pixels of their files, a slice a turn, and writes them on a thread."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._writer = Writer(app.wake)
        self._shots: deque[Shot] = deque()
        self._begun = False
        self._screen: int | None = None

    def save(self, what: str) -> None:
        """ "after": the picture that is shown, as `upshade render` writes it to a PNG, with the subtitles that are
        shown; "before": the source in that size; "both"; "screen": the window as it is."""
        if what == "screen":
            self._screen = _SETTLES
            return
        app = self._app
        playback, preview = app.playback, app.preview
        shown = preview.pictures[0] if preview is not None else None
        if playback is None or preview is None or shown is None:
            app.messages.say("there is no picture to save yet")
            return
        source = playback.subtitles if app.actions.subtitles_shown else None
        plain = Loaded((), {}, app.edit.output)
        try:
            if what in ("after", "both"):
                check_compiles(preview.main.live)
            if what in ("before", "both"):
                self._shots.append(self._shot(preview, playback, shown.frame, plain, "_before.png"))
            if what in ("after", "both"):
                suffix = "_after.png" if what == "both" else ".png"
                seen = plain if app.bypass else app.edit.loaded()
                self._shots.append(self._shot(preview, playback, shown.frame, seen, suffix, source))
        except UpshadeError as error:
            app.messages.error(error)

    def _shot(
        self, preview: Preview, playback: Playback, frame: Frame, loaded: Loaded, suffix: str,
        subtitles: Subtitles | None = None,
    ) -> Shot:  # fmt: skip
        info, time = playback.info, None
        if frame.pts is not None and not info.still:
            time = float((frame.pts - info.start_pts) * info.time_base)
        drawing = Offscreen(preview, info, loaded, still_format(_NAME, info.format))
        job = Job(playback.path, _NAME, loaded, start=time, pre=self._app.launch.pre)
        name = (stem_of(playback.path), time, suffix)
        if subtitles is None:
            return Shot(frame, drawing, job, name)
        number = playback.subtitle_track
        chosen = next((track.path for track in playback.subtitle_tracks if track.number == number), None)
        target = drawing.target
        overlay = subtitles.at((frame.pts or 0) * frame.time_base, target.width, target.height,
                               pixel_shape(info, target))  # fmt: skip
        return Shot(frame, drawing, replace(job, burn_in=chosen or str(number)), name, overlay)

    @property
    def lines(self) -> list[str]:
        """What is under way, in words."""
        count = len(self._shots) + self._writer.waiting
        return [] if not count else ["saving a picture …" if count == 1 else f"saving {count} pictures …"]

    # -- each turn ----------------------------------------------------------------------------------------------

    def turn(self) -> None:
        preview = self._app.preview
        if self._shots and preview is not None:
            self._draw(ALONE if not preview.unfinished else BESIDE)
        for path, why in self._writer.poll():
            if path is not None:
                self._app.messages.note(f"saved {said(path)}")
            else:
                self._app.messages.error(why)
        if self._shots or self._screen is not None:
            self._app.wake()

    def _draw(self, budget: float) -> None:
        preview, shot = self._app.preview, self._shots[0]
        assert preview is not None
        try:
            if not self._begun:
                shot.drawing.begin(shot.frame)
                self._begun = True
            if not shot.drawing.work(budget):
                return
            drawn, gpu = shot.drawing.frame, dict(preview.context.info)
            self._writer.write(lambda: _write(drawn, shot, gpu))
        except UpshadeError as error:
            self._app.messages.error(error)
        self._drop()

    def _drop(self) -> None:
        self._shots.popleft().drawing.close()
        self._begun = False
        if not self._shots and self._app.preview is not None:
            self._app.preview.pool.trim()  # textures of that size may be needed once

    def before_swap(self, screen: Any, size: tuple[int, int]) -> None:
        """The window is drawn, and not yet swapped: afterwards nobody knows what is in it."""
        if self._screen is None:
            return
        self._screen -= 1
        if self._screen > 0:
            return
        self._screen = None
        app = self._app
        if app.preview is None:
            return
        pixels = app.preview.display.screen(screen, size)
        stem = stem_of(app.playback.path) if app.playback is not None else "upshade"
        time = app.playback.position if app.playback is not None and not app.playback.still else None

        def write() -> Path:
            path = next_name(folder(), stem, time, "_screen.png")
            save_picture(frame_of(pixels), path)
            return path

        self._writer.write(write)

    def close(self) -> None:
        """What was asked for is finished."""
        end = monotonic() + _PATIENCE
        while self._shots and self._app.preview is not None and monotonic() < end:
            self._draw(ALONE)
        while self._shots:
            self._drop()
        self._writer.close(end - monotonic())


def check_compiles(live: Live) -> None:
    """BadInput where `live` draws something else than its chain says: a file would not be what is seen."""
    if live.problems:
        raise BadInput(f"{next(iter(live.problems))} does not compile; mend it, or switch it off")


def folder() -> Path:
    """Where pictures go: the folder that the program was started in, as mpv does it; that of the user's pictures where
    nothing can be written there. OutputError where there is neither."""
    here = _here()
    if here is not None and os.access(here, os.W_OK) and here != Path(here.anchor):
        return here
    pictures = platformdirs.user_pictures_path()
    try:
        pictures.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"this folder cannot be made: {error.strerror or error}", Where(str(pictures))) from None
    return pictures


def stem_of(path: str) -> str:
    """What files that are made of a video are called: like it, without its ending, or the number of a sequence."""
    return Found(path, absolute(path).parent.name).name


def said(path: Path) -> str:
    """The name of a file that was written; with its folder where that is not the one to be expected."""
    return one_line(path.name if path.parent == _here() else str(path))


def _here() -> Path | None:
    """None where it was deleted meanwhile."""
    try:
        return Path.cwd()
    except OSError:
        return None


def _write(drawn: Frame, shot: Shot, gpu: dict[str, str]) -> Path:
    if shot.overlay:
        subtitles = cast(Subtitles, shot)
        drawn = Burner(subtitles, drawn.width, drawn.height, drawn.format, drawn.color, drawn.sar).burn(drawn)
    path = next_name(folder(), *shot.name)  # those before it are there
    save_picture(drawn, path, recipe=recipe_of(shot.job, drawn, gpu))
    return path
