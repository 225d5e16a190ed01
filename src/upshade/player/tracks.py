"""Which sound and which subtitles go with the pictures."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Thread

from ..errors import UpshadeError, one_line
from ..media import subtitles
from ..media.probe import VideoInfo
from ..media.subtitles import Subtitles
from .clock import Sounding


@dataclass(frozen=True, slots=True)
class Track:
    """`number`: from 1, for sound and subtitles each. `label`: in a few words. `stream`: its index in the file. `path`:
    of a file of its own, else None. `default`: the file wants it played where nothing else is said."""

    number: int
    label: str
    stream: int | None = None
    path: str | None = None
    default: bool = False


def audio_tracks(info: VideoInfo) -> tuple[Track, ...]:
    """Those of the video's file."""
    if not info.has_audio:
        return ()
    from ..media.soundtrack import list_audio

    return tuple(Track(t.number, t.label, t.stream, None, t.default) for t in list_audio(info.path))


def open_sound(path: str, stream: int, device: str) -> Sounding:
    from ..media.sound import Sound

    return Sound(path, stream, device=device)


def subtitle_tracks(info: VideoInfo) -> tuple[Track, ...]:
    """Those of the video's file, then the files beside it that are called like it: `film.srt`, `film.de.ass`."""
    if info.still:
        return ()
    inside = () if info.sequence else subtitles.list_tracks(info.path)
    tracks = [Track(number, label) for number, label in enumerate(inside, 1)]
    for path in _beside(info.path):
        tracks.append(Track(len(tracks) + 1, one_line(os.path.basename(path)), None, path))
    return tuple(tracks)


def _beside(path: str) -> list[str]:
    folder, name = os.path.split(path)
    stem = os.path.splitext(name)[0]
    try:
        names = sorted(os.listdir(folder or "."))
    except OSError:
        return []
    return [
        os.path.join(folder, other)
        for other in names
        if other.startswith(stem + ".") and Path(other).suffix.lower() in subtitles.FILES
    ]


class SubtitleChoice:
    """Reads subtitles on a thread of its own: the whole file has to be gone through. `current`: those that are drawn,
    None while none are; given to one thread. `loading`: others are on their way. `error`: why the last did not come."""

    def __init__(self, info: VideoInfo, ready: Callable[[], None]) -> None:
        self._info, self._ready = info, ready
        self._lock = Lock()
        self._order = 0
        self._loaded: tuple[int, Subtitles | None, str | None] | None = None
        self.current: Subtitles | None = None
        self.loading = False
        self.error: str | None = None

    def choose(self, track: str | None) -> None:
        """As `open_subtitles` takes it; None: no subtitles."""
        with self._lock:
            self._order += 1
            order = self._order
        self.error = None
        self.loading = track is not None
        if track is None:
            self._become(None)
            return
        Thread(target=self._load, args=(track, order), name="upshade-subtitles", daemon=True).start()

    def poll(self) -> None:
        """Takes over what has been read meanwhile."""
        with self._lock:
            loaded, self._loaded = self._loaded, None
            current = loaded is not None and loaded[0] == self._order
        if loaded is None:
            return
        _, found, error = loaded
        if not current:
            if found is not None:
                found.close()
            return
        self.loading, self.error = False, error
        self._become(found)

    def _load(self, track: str, order: int) -> None:
        found, error = None, None
        try:
            found = subtitles.open_subtitles(self._info, track)
        except UpshadeError as problem:
            error = str(problem)
        except Exception as problem:  # the window must not wait for it
            error = f"subtitles {track}: {type(problem).__name__}: {problem}"
        with self._lock:
            if order != self._order:
                if found is not None:
                    found.close()
                return
            self._loaded = order, found, error
        self._ready()

    def _become(self, found: Subtitles | None) -> None:
        if self.current is not None:
            self.current.close()
        self.current = found

    def close(self) -> None:
        with self._lock:
            self._order += 1
        self.poll()
        self._become(None)
        self.loading = False
