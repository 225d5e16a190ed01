"""What a person can do: every verb once, behind a key, a menu entry or a button."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..core import library
from ..core.color import HDR_CURVES
from ..errors import UpshadeError
from ..media.folder import is_media
from ..media.patterns import is_pattern
from ..player.edit import ChainEdit
from ..player.playback import Playback
from ..player.playlist import Playlist
from . import layout
from .bindings import bindings
from .words import clock

if TYPE_CHECKING:
    from .app import App

_SPEEDS = (0.25, 4.0)
_SUBTITLES = (".ass", ".ssa", ".srt", ".vtt", ".sup", ".idx")


class Actions:
    def __init__(self, app: App) -> None:
        self._app = app
        self.subtitles_shown = True
        self._panels_before = True
        self.held = False
        """Who has paused looks at pictures, in the next file too."""
        self.bindings = bindings(self, app)

    # -- files --------------------------------------------------------------------------------------------------

    def open_current(self, start: float | None = None, paused: bool = False, step: int = 1) -> bool:
        """Open what the playlist stands at; what cannot be opened is said and passed over."""
        app = self._app
        told = len(app.playlist.notices)

        def opener(path: str) -> Playback:
            rate = app.launch.rate if is_pattern(path) else None
            return Playback(path, pre=app.launch.pre, rate=rate, sound_device=app.launch.sound, wake=app.wake)

        playback = app.playlist.open(opener, step)
        for notice in app.playlist.notices[told:]:
            app.messages.error(notice)
        if playback is not None:
            self.held |= paused
            self._opened(playback, start)
        return playback is not None

    def _opened(self, playback: Playback, start: float | None) -> None:
        app = self._app
        old, app.playback = app.playback, playback
        playback.volume, playback.muted = app.state.volume, app.state.mute
        if old is not None:
            playback.speed, playback.loop_file = old.speed, old.loop_file
            old.close()
        info = playback.info
        if app.preview is not None:
            app.preview.open(info)
        app.view.sar, app.view.turns = info.sar, (round(info.rotation / 90) % 4)
        app.view.size = (info.width, info.height)
        app.view.zoom_to(None)
        path = app.playlist.current or ""
        app.state.opened(path)
        if app.window is not None:
            app.window.title(f"{Path(path).name} – upshade")
        curve = HDR_CURVES.get(info.color.tags.transfer)
        if curve:
            app.messages.note(f"the picture is {curve} (HDR): it is shown as it is, without tone mapping")
        beside = next((t.number for t in playback.subtitle_tracks if t.path is not None or t.default), None)
        if beside is not None:
            playback.choose_subtitles(beside)
        if start:
            playback.seek(start)
        # Time begins when the first picture is on the screen, whatever had to be compiled for it.
        app.begins = not self.held and not playback.still
        app.picture.opened()
        app.panels["marks"].opened()  # type: ignore[attr-defined]

    def open(self, paths: Sequence[str | Path]) -> None:
        """Play these instead of what is there."""
        app = self._app
        before, app.playlist = app.playlist, Playlist([str(path) for path in paths])
        if not self.open_current():
            for notice in app.playlist.notices:
                app.messages.error(notice)
            app.playlist = before

    def drop(self, paths: Sequence[Path]) -> None:
        """Videos are played, shaders added, a preset loaded, subtitles chosen."""
        media = [p for p in paths if os.path.isdir(p) or is_media(p)]
        for path in paths:
            suffix = path.suffix.lower()
            if suffix in (".glsl", ".hook"):
                self._try(lambda path=path: self._app.edit.add(str(path)), f"added {path.name}")
            elif suffix == ".toml":
                self.load_preset(path)
            elif suffix in _SUBTITLES and self._app.playback is not None:
                self.choose_subtitles(str(path))
            elif path not in media:
                self._app.messages.error(f"{path.name}: not a video, a picture, a shader (.glsl), a preset (.toml) or "
                                         "subtitles")  # fmt: skip
        if media:
            self.open(media)

    def next_file(self, step: int, said: bool = True) -> bool:
        """False where there is no other that can be opened."""
        app = self._app
        if (app.playlist.next() if step > 0 else app.playlist.previous()) is None:
            if said:
                app.messages.say("no other file")
            return False
        return self.open_current(step=step)

    def jump(self, index: int) -> None:
        if self._app.playlist.jump(index) is not None:
            self.open_current()

    # -- playing ------------------------------------------------------------------------------------------------

    def toggle(self) -> None:
        if (playback := self._app.playback) is not None:
            if self._app.begins:
                self._app.begins, self.held = False, True
                return
            playback.toggle()
            self.held = not playback.playing

    def seek(self, time: float) -> None:
        if (playback := self._app.playback) is not None:
            playback.seek(time)

    def seek_by(self, seconds: float) -> None:
        if (playback := self._app.playback) is not None:
            playback.seek(seconds, relative=True)
            self._app.transport.wake()

    def step(self, n: int) -> None:
        if (playback := self._app.playback) is not None:
            playback.step(n)
            self.held = True

    def chapter(self, n: int) -> None:
        if (playback := self._app.playback) is not None:
            if not playback.next_chapter(n):
                self._app.messages.say("no chapter there" if playback.chapters else "no chapters")
            elif (at := playback.chapter) is not None:
                self._app.messages.say(playback.chapters[at].title or f"chapter {at + 1}")

    def speed_by(self, factor: float) -> None:
        if (playback := self._app.playback) is not None:
            self.set_speed(playback.speed * factor)

    def set_speed(self, speed: float) -> None:
        if (playback := self._app.playback) is not None:
            speed = min(max(speed, _SPEEDS[0]), _SPEEDS[1])
            playback.speed = 1.0 if abs(speed - 1) < 0.01 else speed
            self._app.messages.say(f"speed {playback.speed:.2f}")

    def volume_by(self, change: float) -> None:
        self.set_volume(self._app.state.volume + change)

    def set_volume(self, volume: float) -> None:
        app = self._app
        app.state.volume = min(max(volume, 0.0), 1.0)
        if app.playback is not None:
            app.playback.volume = app.state.volume
        app.messages.say(f"volume {app.state.volume * 100:.0f} %")

    def mute(self) -> None:
        app = self._app
        app.state.mute = not app.state.mute
        if app.playback is not None:
            app.playback.muted = app.state.mute
        app.messages.say("sound off" if app.state.mute else "sound on")

    def delay_by(self, seconds: float) -> None:
        if (playback := self._app.playback) is not None:
            playback.audio_delay = round(playback.audio_delay + seconds, 3)
            self._app.messages.say(f"sound {playback.audio_delay * 1000:+.0f} ms")

    def next_audio(self) -> None:
        if (playback := self._app.playback) is not None:
            count = len(playback.audio_tracks)
            self.choose_audio((playback.audio_track + 1) % (count + 1) if count else 0)

    def choose_audio(self, number: int) -> None:
        if (playback := self._app.playback) is not None:
            self._try(lambda: playback.choose_audio(number))
            chosen = next((t.label for t in playback.audio_tracks if t.number == playback.audio_track), "none")
            self._app.messages.say(f"sound: {chosen}")

    def next_subtitles(self, step: int) -> None:
        if (playback := self._app.playback) is not None:
            count = len(playback.subtitle_tracks)
            self.choose_subtitles((playback.subtitle_track + step) % (count + 1))

    def choose_subtitles(self, choice: int | str | None) -> None:
        """The number of a track, 0 for none, or a file."""
        if (playback := self._app.playback) is not None:
            self._try(lambda: playback.choose_subtitles(choice))
            self.subtitles_shown = True
            label = next((t.label for t in playback.subtitle_tracks if t.number == playback.subtitle_track), "none")
            self._app.messages.say(f"subtitles: {label}")

    def subtitle_delay_by(self, seconds: float) -> None:
        """Of all tracks of this file."""
        if (playback := self._app.playback) is not None:
            playback.subtitle_delay = round(playback.subtitle_delay + seconds, 3)
            self._app.messages.say(f"subtitles {playback.subtitle_delay * 1000:+.0f} ms")

    def toggle_subtitles(self) -> None:
        self.subtitles_shown = not self.subtitles_shown
        self._app.messages.say("subtitles on" if self.subtitles_shown else "subtitles off")

    def loop_points(self) -> None:
        if (playback := self._app.playback) is None:
            return
        if playback.loop is None:
            playback.loop = (playback.position, None)
            self._app.messages.say(f"loop from {clock(playback.position)}")
        elif playback.loop[1] is None and playback.position > playback.loop[0]:
            playback.loop = (playback.loop[0], playback.position)
            self._app.messages.say(f"loop {clock(playback.loop[0])} to {clock(playback.position)}")
        else:
            playback.loop = None
            self._app.messages.say("no loop")

    def loop_file(self) -> None:
        if (playback := self._app.playback) is not None:
            playback.loop_file = not playback.loop_file
            self._app.messages.say("loop the file" if playback.loop_file else "play once")

    # -- looking ------------------------------------------------------------------------------------------------

    def compare(self, how: str) -> None:
        view = self._app.view
        view.compare = "off" if view.compare == how else how  # type: ignore[assignment]

    def next_gain(self) -> None:
        from .view import GAINS

        view = self._app.view
        view.gain = GAINS[(GAINS.index(view.gain) + 1) % len(GAINS)]
        self._app.messages.say(f"difference x {view.gain}")

    def flip(self, down: bool) -> None:
        self._app.view.flip = down

    def preview_mode(self) -> None:
        if (preview := self._app.preview) is not None:
            preview.mode = "rendered" if preview.mode == "fit" else "fit"
            self._app.messages.say("as rendered" if preview.mode == "rendered" else "fitted to the window")

    def zoom_by(self, factor: float) -> None:
        self._app.view.zoom_by(factor)
        self._app.messages.say(f"zoom {self._app.view.scale * 100:.0f} %")

    def zoom_to(self, zoom: float | None) -> None:
        self._app.view.zoom_to(zoom)
        self._app.messages.say("all of the picture" if zoom is None else f"zoom {zoom * 100:.0f} %")

    def loupe(self) -> None:
        self._app.view.loupe = not self._app.view.loupe

    def save_picture(self, what: str) -> None:
        self._app.picture.save(what)

    def on_marks(self, verb: str) -> None:
        getattr(self._app.panels["marks"], verb)()

    # -- the chain ----------------------------------------------------------------------------------------------

    def on_chain(self, verb: str, *args: int) -> None:
        if verb == "add":
            self.panel("chain")
        getattr(self._app.panels["chain"], verb)(*args)

    def undo(self) -> None:
        words = self._app.edit.undo()
        self._app.messages.say(f"undone: {words}" if words else "nothing to undo")

    def redo(self) -> None:
        words = self._app.edit.redo()
        self._app.messages.say(f"done again: {words}" if words else "nothing to do again")

    def all_off(self) -> None:
        """For a look at what the chain does as a whole; nothing in it is changed."""
        self._app.bypass = not self._app.bypass
        if not self._app.bypass:
            self._app.messages.say("the chain as it is")

    def load_preset(self, preset: str | Path | None) -> None:
        """What is not saved stays one undo away."""
        name = Path(preset).stem if preset else "an empty chain"
        unsaved = "; what was not saved is one undo away" if self._app.edit.dirty else ""
        self._try(lambda: self._app.edit.replace(str(preset) if preset else None), f"preset {name}{unsaved}")

    def revert(self) -> None:
        """To what is on the disk; one undo away from what is here."""
        self._try(self._app.edit.revert, "as saved")

    def compare_with(self, preset: str | None) -> None:
        """What stands at the other side of the line: a preset, or (None) the source."""
        app = self._app

        def load() -> None:
            app.beside = ChainEdit(preset) if preset is not None else None
            if app.view.compare == "off":
                app.view.compare = "split"

        self._try(load)

    def save_preset(self) -> None:
        """Where it came from; under a name, where that came with upshade."""
        edit = self._app.edit
        if not edit.is_own():
            self._app.dialogs.show("save")
        elif edit.changed_on_disk():
            self._app.dialogs.show("changed")
        else:
            self._try(edit.save, f"saved {edit.preset.name}")

    def file_changed(self, path: Path) -> None:
        edit, messages = self._app.edit, self._app.messages
        for line in [line for line in messages.errors if line.startswith(f"{path}:")]:
            messages.dismiss(line)  # said again where it still holds
        if path == edit.preset.path:
            if edit.changed_on_disk():
                if edit.dirty:
                    self._app.messages.note(f"{path.name} was changed on the disk; what is changed here is kept")
                else:
                    self._try(edit.revert, f"{path.name} was changed on the disk, and loaded again")
            return
        for one in (edit, self._app.beside):
            if one is not None and (cards := one.reload(path)):
                errors = one.errors()
                broken = next((errors[card] for card in cards if card in errors), None)
                if broken is not None:
                    self._app.messages.error(broken)
                elif one is edit:
                    self._app.messages.say(f"{path.name} loaded again")

    # -- the window ---------------------------------------------------------------------------------------------

    def panel(self, name: str, toggle: bool = False) -> None:
        app = self._app
        on = not (toggle and app.show_panels and layout.is_open(app, name))
        layout.set_open(app, name, on)

    def toggle_panels(self) -> None:
        self._app.show_panels = not self._app.show_panels

    def reset_layout(self) -> None:
        self._app.show_panels = True
        layout.reset()

    def _toggle_fullscreen(self) -> None:
        """There the picture is alone; Tab brings the panels."""
        app = self._app
        assert app.window is not None
        app.window.toggle_fullscreen()
        if app.window.fullscreen:
            self._panels_before, app.show_panels = app.show_panels, False
        else:
            app.show_panels = self._panels_before

    def fullscreen(self) -> None:
        if self._app.window is not None:
            self._toggle_fullscreen()

    def leave(self) -> None:
        """What is in the foreground, one thing at a time."""
        if self._app.picture.steps.leave():
            return
        if self._app.window is not None and self._app.window.fullscreen:
            self._toggle_fullscreen()

    def quit(self) -> None:
        if self._app.may_exit() and self._app.window is not None:
            self._app.window.close()

    def presets(self) -> list[library.Entry]:
        return library.presets()

    def _try(self, do: object, said: str = "") -> bool:
        """What is refused is said in the window, and changes nothing."""
        try:
            do()  # type: ignore[operator]
        except UpshadeError as error:
            self._app.messages.error(error)
            return False
        if said:
            self._app.messages.say(said)
        return True
