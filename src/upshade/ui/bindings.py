"""Which key does what: mpv's for watching; one table, which `?` shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .keys import Binding

if TYPE_CHECKING:
    from .actions import Actions
    from .app import App


def bindings(do: Actions, app: App) -> list[Binding]:
    play, see, edit, file = "Playing", "Looking", "The chain", "Files and window"
    say = app.messages.say

    def seek(seconds: float, name: str, key: str) -> Binding:
        return Binding(play, (key,), name, lambda: do.seek_by(seconds), repeats=True)

    return [
        Binding(play, ("SPACE", "p"), "pause, go on", do.toggle),
        seek(-5, "5 seconds back", "LEFT"), seek(5, "5 seconds on", "RIGHT"),
        seek(-1, "1 second back", "Shift+LEFT"), seek(1, "1 second on", "Shift+RIGHT"),
        seek(60, "a minute on", "UP"), seek(-60, "a minute back", "DOWN"),
        Binding(play, (".",), "one frame on", lambda: do.step(1)),
        Binding(play, (",",), "one frame back", lambda: do.step(-1)),
        Binding(play, ("PGUP",), "next chapter", lambda: do.chapter(1)),
        Binding(play, ("PGDWN",), "chapter before", lambda: do.chapter(-1)),
        Binding(play, ("HOME",), "to the beginning", lambda: do.seek(0.0)),
        Binding(play, ("[",), "slower", lambda: do.speed_by(1 / 1.1)),
        Binding(play, ("]",), "faster", lambda: do.speed_by(1.1)),
        Binding(play, ("{",), "half the speed", lambda: do.speed_by(0.5)),
        Binding(play, ("}",), "twice the speed", lambda: do.speed_by(2.0)),
        Binding(play, ("BS",), "normal speed", lambda: do.set_speed(1.0)),
        Binding(play, ("9", "/"), "quieter", lambda: do.volume_by(-0.02)),
        Binding(play, ("0", "*"), "louder", lambda: do.volume_by(0.02)),
        Binding(play, ("m",), "sound off, on", do.mute),
        Binding(play, ("Ctrl+-",), "sound 0.1 s earlier", lambda: do.delay_by(-0.1)),
        Binding(play, ("Ctrl++",), "sound 0.1 s later", lambda: do.delay_by(0.1)),
        Binding(play, ("#",), "next sound track", do.next_audio),
        Binding(play, ("j",), "next subtitles", lambda: do.next_subtitles(1)),
        Binding(play, ("J",), "subtitles before", lambda: do.next_subtitles(-1)),
        Binding(play, ("v",), "subtitles off, on", do.toggle_subtitles),
        Binding(play, ("z",), "subtitles 0.1 s earlier", lambda: do.subtitle_delay_by(-0.1)),
        Binding(play, ("Z",), "subtitles 0.1 s later", lambda: do.subtitle_delay_by(0.1)),
        Binding(play, ("l",), "loop from here, to here, not at all", do.loop_points),
        Binding(play, ("L",), "loop the file", do.loop_file),
        Binding(play, (">",), "next file", lambda: do.next_file(1)),
        Binding(play, ("<",), "file before", lambda: do.next_file(-1)),
        Binding(see, ("c",), "split: the source at the left of the line", lambda: do.compare("split")),
        Binding(see, ("d",), "difference to the source", lambda: do.compare("difference")),
        Binding(see, ("g",), "more gain for the difference", do.next_gain),
        Binding(see, ("`",), "the source alone, while held", held=do.flip),
        Binding(see, ("a",), "as rendered, or fitted to the window", do.preview_mode),
        Binding(see, ("Alt++",), "zoom in", lambda: do.zoom_by(1.25)),
        Binding(see, ("Alt+-",), "zoom out", lambda: do.zoom_by(0.8)),
        Binding(see, ("Alt+BS", "w"), "all of the picture", lambda: do.zoom_to(None)),
        Binding(see, ("1",), "pixel for pixel", lambda: do.zoom_to(1.0)),
        Binding(see, ("2",), "200 %", lambda: do.zoom_to(2.0)),
        Binding(see, ("4",), "400 %", lambda: do.zoom_to(4.0)),
        Binding(see, ("e",), "loupe", do.loupe),
        Binding(see, ("s",), "save the picture", lambda: do.save_picture("after")),
        Binding(see, ("S",), "save picture and source", lambda: do.save_picture("both")),
        Binding(see, ("Ctrl+Shift+S",), "save what is on the screen", lambda: do.save_picture("screen")),
        Binding(see, ("n",), "bookmark this frame", lambda: do.on_marks("mark")),
        Binding(see, ("I",), "render from here", lambda: do.on_marks("mark_in")),
        Binding(see, ("O",), "render to here", lambda: do.on_marks("mark_out")),
        Binding(see, ("N",), "contact sheet of the bookmarks", lambda: do.on_marks("sheet")),
        Binding(edit, ("Ctrl+Z",), "undo", do.undo, repeats=True),
        Binding(edit, ("Ctrl+Shift+Z", "Ctrl+Y"), "redo", do.redo, repeats=True),
        Binding(edit, ("Ctrl+S",), "save the preset", do.save_preset),
        Binding(edit, ("Ctrl+E",), "all shaders off, and as they were", do.all_off),
        Binding(edit, ("Ctrl+L",), "add a shader", lambda: do.on_chain("add")),
        Binding(edit, ("Alt+UP",), "the shader under the mouse: earlier", lambda: do.on_chain("nudge", -1)),
        Binding(edit, ("Alt+DOWN",), "the shader under the mouse: later", lambda: do.on_chain("nudge", 1)),
        Binding(edit, ("DEL",), "the shader under the mouse: remove", lambda: do.on_chain("remove")),
        Binding(file, ("Ctrl+O",), "open", lambda: app.dialogs.show("open")),
        Binding(file, ("Ctrl+Shift+O",), "open by name, path or pattern", lambda: app.dialogs.show("path")),
        Binding(file, ("Ctrl+R",), "render to a file", lambda: do.panel("render")),
        Binding(file, ("i",), "what runs, and how long", lambda: do.panel("passes", toggle=True)),
        Binding(file, ("TAB",), "panels away, back", do.toggle_panels),
        Binding(file, ("f", "ENTER"), "full screen", do.fullscreen),
        Binding(file, ("ESC",), "back from a pass to the picture; leave full screen", do.leave),
        Binding(file, ("o",), "where we are", lambda: say(app.transport.words())),
        Binding(file, ("?", "F1"), "these keys", lambda: app.dialogs.show("keys")),
        Binding(file, ("q",), "quit", do.quit),
    ]  # fmt: skip
