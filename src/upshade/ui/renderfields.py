"""The fields of the render form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from imgui_bundle import ImVec2, imgui

from ..core.steps import Target
from ..media import codecs, machine
from . import theme
from .renderform import (
    RANGES,
    Checked,
    Field,
    RenderForm,
    Wanted,
    depth,
    qualities,
    quality_words,
    range_words,
    speeds,
    spoken,
)
from .words import shown

_LABEL = 84.0
"""Points from a label to its field."""


def label(text: str) -> None:
    """A label; the next widget is as wide as there is room."""
    imgui.align_text_to_frame_padding()
    imgui.text_disabled(text)
    imgui.same_line(_LABEL + imgui.get_style().window_padding.x)
    imgui.set_next_item_width(-1)


def indent() -> None:
    imgui.set_cursor_pos_x(_LABEL + imgui.get_style().window_padding.x)


def _small(text: str) -> None:
    imgui.push_font(None, theme.FONT_SIZE * theme.SMALL)
    imgui.text_disabled(text)
    imgui.pop_font()


def problem(checked: Checked, field: Field, color: theme.Rgb = theme.BAD) -> None:
    text = checked.problems.get(field)
    if text:
        indent()
        imgui.push_style_color(imgui.Col_.text, theme.four(color))
        imgui.text_wrapped(shown(text))
        imgui.pop_style_color()


def codec(form: RenderForm, idle: Mapping[str, str]) -> None:
    label("Codec")
    if imgui.begin_combo("##codec", spoken(form.codec)[0], imgui.ComboFlags_.height_largest):
        missing = _missing(idle)
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
    container(form, codecs.codec(form.codec).containers)


def _missing(idle: Mapping[str, str]) -> dict[str, str]:
    """Codec → why it cannot be used on this machine."""
    missing = {name: f"this FFmpeg has no {encoder}" for name, (encoder, there) in _encoders().items() if not there}
    for name, instead in idle.items():
        missing.setdefault(name, f"no such GPU here; {instead} does it without")
    return missing


def container(form: RenderForm, suffixes: Sequence[str]) -> None:
    if len(suffixes) < 2:
        return
    label("Container")
    for suffix in suffixes:
        if imgui.radio_button(f"{suffix[1:]}###{suffix}", form.suffix == suffix):
            form.choose_suffix(suffix)
        if suffix != suffixes[-1]:
            imgui.same_line()


def quality(form: RenderForm, checked: Checked) -> None:
    found = qualities(form.codec)
    if found is None:
        return
    best, least, own = found
    value = own if form.crf is None else form.crf
    label("Quality")
    changed, value = imgui.slider_int("##quality", value, best, least, "CRF %d", imgui.SliderFlags_.always_clamp)
    if changed:
        form.crf = None if value == own else value
    imgui.set_item_tooltip(f"less is better and larger; {own} is upshade's choice for this codec")
    indent()
    _small(quality_words(form.codec, value))
    problem(checked, "quality")


def speed(form: RenderForm, checked: Checked) -> None:
    found = speeds(form.codec)
    if found is None:
        return
    names, own = found
    value = own if form.speed is None else form.speed
    label("Encoder")
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
    problem(checked, "speed")


def pixels(form: RenderForm, target: Target | None, checked: Checked) -> None:
    label("Pixels")
    auto = "as the source" if target is None or form.pix_fmt else f"{depth(target.format.name)}, as the source"
    if imgui.begin_combo("##pixels", auto if form.pix_fmt is None else depth(form.pix_fmt)):
        if imgui.selectable("as the source###auto", form.pix_fmt is None)[0]:
            form.pix_fmt = None
        for name in codecs.codec(form.codec).formats:
            if imgui.selectable(f"{depth(name)}###{name}", name == form.pix_fmt)[0]:
                form.pix_fmt = name
            imgui.same_line(150)
            imgui.text_disabled(name)
        imgui.end_combo()
    imgui.set_item_tooltip("how samples are kept: as the source has them, deeper where bands were taken out")
    problem(checked, "format")


def range(form: RenderForm, wanted: Wanted, checked: Checked) -> None:
    label("Range")
    if imgui.begin_combo("##range", range_words(form.range, wanted)):
        for name in RANGES:
            there = {"all": True, "span": wanted.span != (None, None), "loop": wanted.loop is not None}[name]
            flags = 0 if there else imgui.SelectableFlags_.disabled
            if imgui.selectable(f"{range_words(name, wanted)}###{name}", name == form.range, flags)[0]:
                form.range = name
        imgui.end_combo()
    imgui.set_item_tooltip("I marks where it begins, O where it ends; l the loop")
    problem(checked, "range")


_ENCODERS: dict[str, tuple[str, bool]] = {}


def _encoders() -> dict[str, tuple[str, bool]]:
    if not _ENCODERS:
        _ENCODERS.update(machine.encoders())
    return _ENCODERS
