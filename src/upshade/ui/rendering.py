"""Rendering what is on the screen to a file, while playback goes on; the renders that are under way and over."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from imgui_bundle import ImVec2, imgui

from ..core.chain import Loaded
from ..core.paths import absolute
from ..core.steps import Skipped, Source, Target
from ..engine import Pipeline
from ..errors import UpshadeError
from ..jobs.names import key
from ..media import codecs, machine
from . import modal, theme
from . import renderfields as fields
from .renderform import Checked, RenderForm, Wanted, check, depth, job_of, pictures, suggest
from .renderlist import RenderList
from .saving import folder
from .words import lasting, shown

if TYPE_CHECKING:
    from .app import App

_LOOK = 1.0
"""Seconds between two looks at the disk,"""
_DRAG = 0.2
"""and between two plans of a chain that is being changed."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the file will be: its `target`, and what a user should know before it begins."""

    target: Target | None
    notices: tuple[str, ...]


class RenderPanel:
    """A form over `upshade render`. The picture on the screen is drawn in the pixels that the form asks for."""

    name, label, dock = "render", "Render", "right"

    def __init__(self, app: App) -> None:
        self._app = app
        self.form = RenderForm()
        self._list = RenderList(app)
        self._checked = Checked()
        self._outlook = Outlook(None, ())
        self._seen: tuple[object, ...] = ()
        self._looked = 0.0
        self._chain: Loaded | None = None
        self._idle: dict[str, str] | None = None
        self._asking: Thread | None = None
        self._suggested: tuple[object, ...] = ()

    # -- what a person does -------------------------------------------------------------------------------------

    def start(self) -> bool:
        """Render what is on the screen, behind what is rendered already. False: the form says what is wrong."""
        wanted = self._wanted()
        if wanted is None:
            return False
        self._look(wanted)
        if self._checked.problems:
            return False
        try:
            job = job_of(self.form, wanted)
        except UpshadeError as error:
            self._app.messages.error(error)
            return False
        waits = self._app.renders.busy
        item = self._app.renders.add(job)
        if not item.over:
            self._app.messages.say(f"{Path(job.output).name} {'waits its turn' if waits else 'is being rendered'}")
        self.form.typed, self.form.replaces, self.form.fresh = False, "", False
        self._suggested, self._looked = (), 0.0
        return True

    def replace(self) -> None:
        """The file that is there may be replaced."""
        self.form.replaces, self._looked = key(absolute(self.form.path.strip())), 0.0

    def another(self) -> None:
        """A name that no file has."""
        self.form.typed, self._suggested, self._looked = False, (), 0.0

    # -- each turn ----------------------------------------------------------------------------------------------

    def turn(self) -> None:
        preview = self._app.preview
        if preview is not None:
            # What is on the screen is the file that would be rendered.
            preview.codec, preview.pix_fmt = self.form.codec, self.form.pix_fmt
        self._list.turn()

    def close(self) -> None:
        pass

    def _wanted(self) -> Wanted | None:
        app = self._app
        playback, preview = app.playback, app.preview
        if playback is None or preview is None:
            return None
        subtitles = None
        if playback.subtitle_track and app.actions.subtitles_shown:
            number = playback.subtitle_track
            path = next((track.path for track in playback.subtitle_tracks if track.number == number), None)
            subtitles = path or str(number)
        span = app.panels["marks"].span  # type: ignore[attr-defined]
        return Wanted(playback.info, app.edit.loaded(), app.launch.pre, span, playback.loop, subtitles,
                      tuple(preview.main.live.problems))  # fmt: skip

    def _look(self, wanted: Wanted) -> None:
        """Everything that is not looked at in every turn."""
        app, form = self._app, self.form
        self._looked, self._chain = time.monotonic(), wanted.loaded
        taken = {key(item.job.output) for item in app.renders.items if not item.over}
        if wanted.info.still and form.suffix not in codecs.STILLS:
            form.suffix = ".png"
        elif not wanted.info.still and form.suffix not in codecs.codec(form.codec).containers:
            form.suffix = codecs.codec(form.codec).containers[0]
        if not form.typed:
            suggested = (wanted.info.path, app.edit.preset.name, form.ending, frozenset(taken))
            if suggested != self._suggested:
                self._suggested = suggested
                form.path = suggest(wanted.info, app.edit.preset.name, form.ending, _elsewhere(), taken)
        if wanted.subtitles is None:
            form.burn = False
        self._checked = check(form, wanted, taken)
        self._outlook = self._look_ahead(wanted)

    def _look_ahead(self, wanted: Wanted) -> Outlook:
        preview, info = self._app.preview, wanted.info
        assert preview is not None
        source = Source(info.width, info.height, info.format, info.color, info.hdr)
        output, target = preview.rendered(wanted.loaded, source)
        try:
            pipeline = Pipeline(wanted.loaded, output=output, context=preview.context)
            if target is not None:
                pipeline.pin(target)
            plan = pipeline.plan(source)
        except UpshadeError as error:
            return Outlook(None, (str(error),))
        told = [f"{skip.label}: '{skip.title}' does not run: {skip.reason}" for skip in plan.skipped if _is_news(skip)]
        return Outlook(plan.target, (*plan.notices, *told, *(reason for _, reason in plan.dropped)))

    # -- the form -----------------------------------------------------------------------------------------------

    def gui(self) -> None:
        wanted = self._wanted()
        if wanted is None:
            imgui.text_disabled("Open a video to render it.")
            self._list.gui()
            return
        if self._idle is None and self._asking is None:
            self._asking = Thread(target=self._ask, name="upshade-encoders", daemon=True)
            self._asking.start()
        form = self.form
        seen = (replace(form), wanted.info, wanted.span, wanted.loop, wanted.subtitles, wanted.broken)
        rest = _LOOK if wanted.loaded is self._chain else _DRAG
        if seen != self._seen or time.monotonic() - self._looked > rest:
            self._seen = seen
            self._look(wanted)
        self._file()
        checked = self._checked
        if not wanted.info.still:
            fields.codec(form, self._idle or {})
            fields.quality(form, checked)
            fields.speed(form, checked)
            fields.pixels(form, self._outlook.target, checked)
            fields.range(form, wanted, checked)
        else:
            fields.container(form, tuple(codecs.STILLS))
        self._burn(wanted)
        imgui.spacing()
        self._summary(wanted)
        self._button()
        self._list.gui()

    def _ask(self) -> None:
        """Whether a GPU's encoders open takes a while."""
        try:
            self._idle = machine.idle_encoders()
        except UpshadeError:
            self._idle = {}  # a render says what is wrong
        self._app.wake()

    def _file(self) -> None:
        form = self.form
        fields.label("File")
        changed, path = modal.path_field("##file", "file name", form.path)
        if changed:
            form.path, form.typed, form.replaces, form.fresh = path, True, "", False
            suffix = Path(path).suffix.lower()
            if suffix in codecs.codec(form.codec).containers:
                form.suffix = suffix
        imgui.set_item_tooltip(shown(form.path))
        fields.problem(self._checked, "path")
        if "exists" in self._checked.problems:
            fields.problem(self._checked, "exists", theme.WARN)
            fields.indent()
            if imgui.button("Another name"):
                self.another()
            imgui.same_line()
            if imgui.button("Replace it"):
                self.replace()
        elif self._checked.segments:
            count = self._checked.segments
            fields.indent()
            text = f"an interrupted render: {count} segment{'' if count == 1 else 's'} done"
            imgui.text_colored(theme.four(theme.DIM), text)
            fields.indent()
            form.fresh = imgui.checkbox("begin anew##fresh", form.fresh)[1]

    def _burn(self, wanted: Wanted) -> None:
        if wanted.subtitles is None:
            return
        fields.indent()
        self.form.burn = imgui.checkbox("draw the subtitles into the picture##burn", self.form.burn)[1]

    def _summary(self, wanted: Wanted) -> None:
        """What comes out, and what a user should know of it."""
        info, outlook = wanted.info, self._outlook
        fields.problem(self._checked, "chain")
        if outlook.target is not None:
            target = outlook.target
            size = f"{info.width}×{info.height} to {target.width}×{target.height}"
            if (info.width, info.height) == (target.width, target.height):
                size = f"{target.width}×{target.height}"
            imgui.text(f"{size}, {depth(target.format.name)}")
            imgui.text_disabled(self._how_long(wanted))
        for line in outlook.notices:
            imgui.push_style_color(imgui.Col_.text, theme.four(theme.WARN))
            imgui.text_wrapped(shown(line))
            imgui.pop_style_color()

    def _how_long(self, wanted: Wanted) -> str:
        count, preview = pictures(self.form, wanted), self._app.preview
        text = "" if count is None else "1 picture" if count == 1 else f"{count} pictures"
        ms = preview.main.live.drawn_ms if preview is not None and preview.mode == "rendered" else None
        if count is None or not ms or wanted.info.still:
            return text
        return f"{text}, drawn in about {lasting(count * ms / 1000)}"

    def _button(self) -> None:
        busy = self._app.renders.busy
        imgui.begin_disabled(bool(self._checked.problems))
        imgui.push_style_color(imgui.Col_.button, theme.four(theme.ACCENT, 0.85))
        imgui.push_style_color(imgui.Col_.button_hovered, theme.four(theme.ACCENT))
        imgui.push_style_color(imgui.Col_.text, theme.four(theme.BACKGROUND))
        if imgui.button(f"{'Render after the others' if busy else 'Render'}###start", ImVec2(-1, 0)):
            self.start()
        imgui.pop_style_color(3)
        imgui.end_disabled()


def _elsewhere() -> Path:
    try:
        return folder()
    except UpshadeError:
        return Path.home()


def _is_news(skip: Skipped) -> bool:
    """A pass that its own condition leaves out does what its author wants."""
    return not skip.reason.startswith(("WHEN is false", "switched off", "nobody reads"))
