"""Which sound and which subtitles go with the pictures."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Thread

from ..errors import ParameterError, UpshadeError, one_line
from ..media import subtitles
from ..media.probe import VideoInfo
from ..media.subtitles import Subtitles
from .clock import Sounding
from .projector import Projector


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
    default = None if not inside else subtitles.default_track(info.path)
    tracks = [Track(number, label, default=number == default) for number, label in enumerate(inside, 1)]
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


def numbered(tracks: Sequence[Track], number: int, kind: str) -> Track:
    """The track of that number; ParameterError if there is none."""
    if not 1 <= number <= len(tracks):
        has = f"has {len(tracks)}" if tracks else "has none"
        raise ParameterError(f"there is no {kind} track {number}; the video {has}")
    return tracks[number - 1]


class SoundChoice:
    """The audio track that is played, of `tracks`, leading a projector's clock. `number`: 0 for none. `notices`: lines
    for people.

    `volume`: 0…1.3, `muted`: they hold for each track that is chosen.
    """

    def __init__(self, path: str, projector: Projector, device: str) -> None:
        self.tracks: tuple[Track, ...] = ()
        self.number = 0
        self.volume, self.muted = 1.0, False
        self._path, self._projector, self._device = path, projector, device
        self._told: list[str] = []
        self._ending: list[Thread] = []

    @property
    def sound(self) -> Sounding | None:
        return self._projector.clock.sound

    @property
    def notices(self) -> list[str]:
        sound = self.sound
        if sound is None:
            return self._told
        return [*self._told, *sound.notices, *([f"no sound: {sound.error}"] if sound.error else [])]

    def choose(self, number: int | None) -> None:
        """The track of that number, None for the default one, 0 for none. ParameterError if there is no such."""
        tracks = self.tracks
        if number is None:
            wanted = next((t for t in tracks if t.default), tracks[0] if tracks else None)
        else:
            wanted = numbered(tracks, number, "audio") if number else None
        old, new = self.sound, None
        self._told = []
        if wanted is not None and wanted.stream is not None:
            try:
                new = open_sound(self._path, wanted.stream, self._device)
            except (UpshadeError, ImportError) as error:
                self._told.append(f"no sound: {error}")
        self.number = 0 if new is None or wanted is None else wanted.number
        self.adjust(new)
        self._projector.attach(new)
        if old is not None:
            # Its decoder may be in the middle of a slow read: that is waited for there, not here.
            thread = Thread(target=old.close, name="upshade-sound-end", daemon=True)
            thread.start()
            self._ending = [one for one in self._ending if one.is_alive()] + [thread]

    def adjust(self, sound: Sounding | None) -> None:
        if sound is not None:
            sound.volume, sound.muted = self.volume, self.muted

    def close(self) -> None:
        if self.sound is not None:
            self.sound.close()
            self._projector.attach(None)
        for thread in self._ending:
            thread.join()
        self._ending.clear()


class SubtitleChoice:
    """Reads subtitles on a thread of its own: the whole file has to be gone through. `number`: of the track that was
    chosen last, 0 for none. `current`: those that are drawn, None while none are; given to one thread. `loading`:
    others are on their way. `error`: why the last did not come. `tracks`: files that are chosen join them."""

    def __init__(self, info: VideoInfo, ready: Callable[[], None]) -> None:
        self.tracks: tuple[Track, ...] = ()
        self.number = 0
        self._info, self._ready = info, ready
        self._lock = Lock()
        self._order = 0
        self._loaded: tuple[int, Subtitles | None, str | None] | None = None
        self.current: Subtitles | None = None
        self.loading = False
        self.error: str | None = None

    def choose(self, track: int | str | None) -> None:
        """A number (or its text), a file, or None for none. ParameterError for a number that is not there."""
        if isinstance(track, str) and track.isascii() and track.isdigit():
            track = int(track)
        if not track:
            self.number = 0
            self._order_of(None)
            return
        if isinstance(track, int):
            found = numbered(self.tracks, track, "subtitle")
        else:
            known = next((t for t in self.tracks if t.path == track), None)
            found = known or Track(len(self.tracks) + 1, one_line(os.path.basename(track)), None, track)
            if known is None:
                self.tracks = (*self.tracks, found)
        self.number = found.number
        self._order_of(str(found.number) if found.path is None else found.path)

    def _order_of(self, track: str | None) -> None:
        """As `open_subtitles` takes it."""
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
