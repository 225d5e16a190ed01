"""The menu bar: everything that can be done, with its key beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from imgui_bundle import imgui

from .. import __version__
from . import layout
from .words import shown

if TYPE_CHECKING:
    from .app import App


def draw_menus(app: App) -> None:
    for title, draw in (("File", _file), ("Play", _play), ("View", _view), ("Chain", _chain), ("Help", _help)):
        if imgui.begin_menu(title):
            draw(app)
            imgui.end_menu()
    _status(app)


def _item(label: str, key: str, do: Callable[[], None], on: bool | None = None, enabled: bool = True) -> None:
    if imgui.menu_item(shown(label), key, bool(on), enabled)[0]:
        do()


def _file(app: App) -> None:
    do = app.actions
    _item("Open…", "Ctrl+O", lambda: app.dialogs.show("open"))
    _item("Open by name…", "Ctrl+Shift+O", lambda: app.dialogs.show("path"))
    if imgui.begin_menu("Open recent", bool(app.state.recent)):
        for path in app.state.recent:
            _item(f"{Path(path).name}##{path}", "", lambda path=path: do.open([path]))  # type: ignore[misc]
        imgui.end_menu()
    if len(app.playlist) > 1 and imgui.begin_menu("Playlist"):
        for index, path in enumerate(app.playlist.entries):
            here = index == app.playlist.index
            _item(f"{Path(path).name}##{index}", "", lambda i=index: do.jump(i), here)  # type: ignore[misc]
        imgui.end_menu()
    imgui.separator()
    _item("Save picture", "s", lambda: do.save_picture("after"))
    _item("Save picture and source", "S", lambda: do.save_picture("both"))
    _item("Save what is on the screen", "Ctrl+Shift+S", lambda: do.save_picture("screen"))
    _item("Render to a file…", "Ctrl+R", lambda: do.panel("render"))
    imgui.separator()
    _item("Quit", "q", do.quit)


def _play(app: App) -> None:
    do, playback = app.actions, app.playback
    if playback is None:
        imgui.text_disabled("nothing is open")
        return
    _item("Pause" if playback.playing else "Play", "Space", do.toggle)
    _item("One frame on", ".", lambda: do.step(1))
    _item("One frame back", ",", lambda: do.step(-1))
    if imgui.begin_menu("Speed"):
        for speed in (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 4.0):
            _item(f"{speed:g} x", "", lambda s=speed: do.set_speed(s), abs(playback.speed - speed) < 0.01)  # type: ignore[misc]
        imgui.end_menu()
    _item("Loop the file", "L", do.loop_file, playback.loop_file)
    _item("Loop A to B", "l", do.loop_points, playback.loop is not None)
    imgui.separator()
    if imgui.begin_menu("Sound", bool(playback.audio_tracks)):
        _item("none", "", lambda: do.choose_audio(0), playback.audio_track == 0)
        for track in playback.audio_tracks:
            _item(track.label, "", lambda n=track.number: do.choose_audio(n), playback.audio_track == track.number)  # type: ignore[misc]
        imgui.end_menu()
    if imgui.begin_menu("Subtitles", bool(playback.subtitle_tracks)):
        _item("none", "", lambda: do.choose_subtitles(0), playback.subtitle_track == 0)
        for track in playback.subtitle_tracks:
            _item(track.label, "", lambda n=track.number: do.choose_subtitles(n),  # type: ignore[misc]
                  playback.subtitle_track == track.number)  # fmt: skip
        imgui.end_menu()
    if imgui.begin_menu("Chapters", bool(playback.chapters)):
        for index, chapter in enumerate(playback.chapters):
            title = chapter.title or f"Chapter {index + 1}"
            _item(f"{title}##{index}", "", lambda c=chapter: do.seek(c.start), playback.chapter == index)  # type: ignore[misc]
        imgui.end_menu()


def _view(app: App) -> None:
    do, view, preview = app.actions, app.view, app.preview
    _item("Split with the source", "c", lambda: do.compare("split"), view.compare == "split" and app.beside is None)
    if imgui.begin_menu("Split with a preset"):
        for entry in do.presets():
            chosen = app.beside is not None and app.beside.preset.path == entry.path
            _item(entry.name, "", lambda n=entry.name: do.compare_with(n), chosen)  # type: ignore[misc]
        imgui.end_menu()
    if app.beside is not None:
        _item("Compare with the source again", "", lambda: do.compare_with(None))
    _item("Difference", "d", lambda: do.compare("difference"), view.compare == "difference")
    _item("Loupe", "e", do.loupe, view.loupe)
    imgui.separator()
    rendered = preview is not None and preview.mode == "rendered"
    _item("As rendered", "a", do.preview_mode, rendered)
    _item("All of the picture", "w", lambda: do.zoom_to(None), view.zoom is None)
    for zoom, key in ((0.5, ""), (1.0, "1"), (2.0, "2"), (4.0, "4"), (8.0, "")):
        _item(f"{zoom * 100:.0f} %", key, lambda z=zoom: do.zoom_to(z), view.zoom == zoom)  # type: ignore[misc]
    imgui.separator()
    for name, panel in app.panels.items():
        _item(panel.label, "", lambda n=name: do.panel(n, toggle=True), layout.is_open(app, name))  # type: ignore[misc]
    _item("All panels", "Tab", do.toggle_panels, app.show_panels)
    _item("Panels where they were at first", "", do.reset_layout)
    _item("Full screen", "f", do.fullscreen, app.window is not None and app.window.fullscreen)


def _chain(app: App) -> None:
    do, edit = app.actions, app.edit
    if imgui.begin_menu("Load preset"):
        for entry in do.presets():
            own = "yours" if entry.origin == "user" else ""
            _item(f"{entry.name}##{entry.path}", own, lambda p=entry.path: do.load_preset(p),  # type: ignore[misc]
                  edit.preset.path == entry.path)  # fmt: skip
        imgui.separator()
        _item("an empty chain", "", lambda: do.load_preset(None))
        imgui.end_menu()
    _item("Save", "Ctrl+S", do.save_preset, enabled=edit.dirty or not edit.is_own())
    _item("Save as…", "", lambda: app.dialogs.show("save"))
    _item("Revert", "", do.revert, enabled=edit.dirty)
    imgui.separator()
    _item(f"Undo {edit.can_undo or ''}", "Ctrl+Z", do.undo, enabled=edit.can_undo is not None)
    _item(f"Redo {edit.can_redo or ''}", "Ctrl+Shift+Z", do.redo, enabled=edit.can_redo is not None)
    imgui.separator()
    _item("All shaders off", "Ctrl+E", do.all_off, app.bypass)


def _help(app: App) -> None:
    _item("Keys", "?", lambda: app.dialogs.show("keys"))
    _item("What was said", "", lambda: app.dialogs.show("log"))
    imgui.separator()
    imgui.text_disabled(f"upshade {__version__}")


def _status(app: App) -> None:
    """At the right end: the preset, and whether it is saved."""
    edit = app.edit
    name = edit.preset.name or "new chain"
    text = shown(f"{name} •" if edit.dirty else name)
    width = imgui.calc_text_size(text).x + imgui.get_style().item_spacing.x * 2
    imgui.same_line(max(imgui.get_cursor_pos_x(), imgui.get_window_width() - width))
    imgui.text_disabled(text)
    if edit.dirty and imgui.is_item_hovered():
        imgui.set_tooltip("has changes that are not saved")
