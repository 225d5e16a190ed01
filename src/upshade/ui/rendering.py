"""Rendering what is on the screen to a file, while playback goes on; the renders that are under way and over."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from imgui_bundle import ImVec2, imgui

from ..core.frame import PIXEL_FORMATS
from ..core.steps import Skipped, Source, Target
from ..engine import Pipeline
from ..errors import UpshadeError
from ..jobs.names import key
from ..media import codecs, machine
from . import theme
from .renderform import (
    Checked,
    Field,
    Range,
    RenderForm,
    Wanted,
    check,
    job_of,
    pictures,
    qualities,
    quality_words,
    speeds,
    spoken,
    suggest,
)
from .renderlist import RenderList
from .saving import folder
from .words import clock, lasting

if TYPE_CHECKING:
    from .app import App

_LABEL = 84.0
"""Points from a label to its field."""
_LOOK = 1.0
"""Seconds between two looks at the disk."""
_RANGES: dict[Range, str] = {"all": "the whole file", "span": "between the marks", "loop": "the loop"}


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
        self._suggested = ()
        return True

    def replace(self) -> None:
        """The file that is there may be replaced."""
        self.form.replaces, self._looked = key(Path(self.form.path.strip()).expanduser()), 0.0

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
        self._looked = time.monotonic()
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
        source = Source(info.width, info.height, info.format, info.color)
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
        seen = (replace(form), wanted, self._app.edit.value_revision)
        if seen != self._seen or time.monotonic() - self._looked > _LOOK:
            self._seen = seen
            self._look(wanted)
        self._file()
        if not wanted.info.still:
            self._codec()
            self._quality()
            self._speed()
            self._pixels()
            self._range(wanted)
        else:
            self._container(list(codecs.STILLS))
        self._burn(wanted)
        imgui.spacing()
        self._summary(wanted)
        self._button()
        self._list.gui()

    def _ask(self) -> None:
        """Whether a GPU's encoders open takes a while."""
        self._idle = machine.idle_encoders()
        self._app.wake()

    def _file(self) -> None:
        form = self.form
        _label("File")
        changed, path = imgui.input_text_with_hint("##file", "file name", form.path)
        if changed:
            form.path, form.typed, form.replaces, form.fresh = path, True, "", False
            suffix = Path(path).suffix.lower()
            if suffix in codecs.codec(form.codec).containers:
                form.suffix = suffix
        imgui.set_item_tooltip(form.path)
        self._problem("path")
        if "exists" in self._checked.problems:
            self._problem("exists", theme.WARN)
            _indent()
            if imgui.button("Another name"):
                self.another()
            imgui.same_line()
            if imgui.button("Replace it"):
                self.replace()
        elif self._checked.segments:
            count = self._checked.segments
            _indent()
            text = f"an interrupted render: {count} segment{'' if count == 1 else 's'} done"
            imgui.text_colored(theme.four(theme.DIM), text)
            _indent()
            form.fresh = imgui.checkbox("begin anew##fresh", form.fresh)[1]

    def _codec(self) -> None:
        form = self.form
        _label("Codec")
        if imgui.begin_combo("##codec", spoken(form.codec)[0], imgui.ComboFlags_.height_largest):
            missing = self._missing()
            for name in codecs.CODECS:
                title, words = spoken(name)
                why = missing.get(name)
                flags = imgui.SelectableFlags_.disabled if why else 0
                if imgui.selectable(f"{title}###{name}", name == form.codec, flags, ImVec2(190, 0))[0]:
                    form.choose(name)
                imgui.same_line(206)
                imgui.text_disabled(why or words)
            imgui.end_combo()
        imgui.set_item_tooltip(spoken(form.codec)[1])
        self._container(list(codecs.codec(form.codec).containers))

    def _missing(self) -> dict[str, str]:
        """Codec → why it cannot be used on this machine."""
        missing = {name: f"this FFmpeg has no {encoder}" for name, (encoder, there) in _encoders().items() if not there}
        for name, instead in (self._idle or {}).items():
            missing.setdefault(name, f"no such GPU here; {instead} does it without")
        return missing

    def _container(self, suffixes: list[str]) -> None:
        form = self.form
        if len(suffixes) < 2:
            return
        _label("Container")
        for suffix in suffixes:
            if imgui.radio_button(f"{suffix[1:]}###{suffix}", form.suffix == suffix):
                form.choose_suffix(suffix)
            if suffix != suffixes[-1]:
                imgui.same_line()

    def _quality(self) -> None:
        form, found = self.form, qualities(self.form.codec)
        if found is None:
            return
        best, least, own = found
        value = own if form.crf is None else form.crf
        _label("Quality")
        changed, value = imgui.slider_int("##quality", value, best, least, "CRF %d", imgui.SliderFlags_.always_clamp)
        if changed:
            form.crf = None if value == own else value
        imgui.set_item_tooltip(f"less is better and larger; {own} is upshade's choice for this codec")
        _indent()
        _small(quality_words(form.codec, value))
        self._problem("quality")

    def _speed(self) -> None:
        form, found = self.form, speeds(self.form.codec)
        if found is None:
            return
        names, own = found
        value = own if form.speed is None else form.speed
        _label("Encoder")
        if imgui.begin_combo("##speed", value, imgui.ComboFlags_.height_largest):
            for index, name in enumerate(names):
                if imgui.selectable(f"{name}###{name}", name == value)[0]:
                    form.speed = None if name == own else name
                note = {0: "fastest", len(names) - 1: "smallest file"}.get(index, "upshade's choice" * (name == own))
                if note:
                    imgui.same_line(110)
                    imgui.text_disabled(note)
            imgui.end_combo()
        imgui.set_item_tooltip("the encoder's preset: slower ones make smaller files of the same quality")
        self._problem("speed")

    def _pixels(self) -> None:
        form, target = self.form, self._outlook.target
        _label("Pixels")
        auto = "as the source" if target is None or form.pix_fmt else f"{_depth(target.format.name)}, as the source"
        if imgui.begin_combo("##pixels", auto if form.pix_fmt is None else _depth(form.pix_fmt)):
            if imgui.selectable("as the source###auto", form.pix_fmt is None)[0]:
                form.pix_fmt = None
            for name in codecs.codec(form.codec).formats:
                if imgui.selectable(f"{_depth(name)}###{name}", name == form.pix_fmt)[0]:
                    form.pix_fmt = name
                imgui.same_line(150)
                imgui.text_disabled(name)
            imgui.end_combo()
        imgui.set_item_tooltip("how samples are kept: as the source has them, deeper where bands were taken out")
        self._problem("format")

    def _range(self, wanted: Wanted) -> None:
        form = self.form
        _label("Range")
        if imgui.begin_combo("##range", _range_words(form.range, wanted)):
            for name in _RANGES:
                there = {"all": True, "span": wanted.span != (None, None), "loop": wanted.loop is not None}[name]
                flags = 0 if there else imgui.SelectableFlags_.disabled
                if imgui.selectable(f"{_range_words(name, wanted)}###{name}", name == form.range, flags)[0]:
                    form.range = name
            imgui.end_combo()
        imgui.set_item_tooltip("I marks where it begins, O where it ends; l the loop")
        self._problem("range")

    def _burn(self, wanted: Wanted) -> None:
        if wanted.subtitles is None:
            return
        _indent()
        self.form.burn = imgui.checkbox("draw the subtitles into the picture##burn", self.form.burn)[1]

    def _summary(self, wanted: Wanted) -> None:
        """What comes out, and what a user should know of it."""
        info, outlook = wanted.info, self._outlook
        self._problem("chain")
        if outlook.target is not None:
            target = outlook.target
            size = f"{info.width}×{info.height} to {target.width}×{target.height}"
            if (info.width, info.height) == (target.width, target.height):
                size = f"{target.width}×{target.height}"
            imgui.text(f"{size}, {_depth(target.format.name)}")
            imgui.text_disabled(self._how_long(wanted))
        for line in outlook.notices:
            imgui.push_style_color(imgui.Col_.text, theme.four(theme.WARN))
            imgui.text_wrapped(line)
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

    def _problem(self, field: Field, color: theme.Rgb = theme.BAD) -> None:
        text = self._checked.problems.get(field)
        if text:
            _indent()
            imgui.push_style_color(imgui.Col_.text, theme.four(color))
            imgui.text_wrapped(text)
            imgui.pop_style_color()


_ENCODERS: dict[str, tuple[str, bool]] = {}


def _encoders() -> dict[str, tuple[str, bool]]:
    if not _ENCODERS:
        _ENCODERS.update(machine.encoders())
    return _ENCODERS


def _elsewhere() -> Path:
    try:
        return folder()
    except UpshadeError:
        return Path.home()


def _label(text: str) -> None:
    """A label; the next widget is as wide as there is room."""
    imgui.align_text_to_frame_padding()
    imgui.text_disabled(text)
    imgui.same_line(_LABEL + imgui.get_style().window_padding.x)
    imgui.set_next_item_width(-1)


def _indent() -> None:
    imgui.set_cursor_pos_x(_LABEL + imgui.get_style().window_padding.x)


def _small(text: str) -> None:
    imgui.push_font(None, theme.FONT_SIZE * theme.SMALL)
    imgui.text_disabled(text)
    imgui.pop_font()


def _depth(name: str) -> str:
    """A pixel format as people say it: "4:2:0, 10 bits"."""
    fmt = PIXEL_FORMATS[name]
    kind = {(2, 2): "4:2:0", (2, 1): "4:2:2", (1, 1): "4:4:4"}.get(fmt.sub, "") if fmt.model == "yuv" else ""
    kind = kind or {"rgb": "RGB", "gray": "gray"}.get(fmt.model, name)
    return f"{kind}{' with alpha' if fmt.has_alpha else ''}, {fmt.bits} bits{' (nv12)' if name == 'nv12' else ''}"


def _range_words(name: Range, wanted: Wanted) -> str:
    if name == "span":
        begin, end = wanted.span
        if (begin, end) == (None, None):
            return "between the marks (none yet)"
    elif name == "loop" and wanted.loop is not None:
        begin, end = wanted.loop
    else:
        return _RANGES[name] if name == "all" else "the loop (none yet)"
    first = "start" if begin is None else clock(begin, exact=True)
    return f"{_RANGES[name]}: {first} – {'end' if end is None else clock(end, exact=True)}"


def _is_news(skip: Skipped) -> bool:
    """A pass that its own condition leaves out does what its author wants."""
    return not skip.reason.startswith(("WHEN is false", "switched off", "nobody reads"))
