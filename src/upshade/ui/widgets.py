"""Widgets of parameters: each gets the one that its type and bounds ask for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from imgui_bundle import ImVec2, imgui

from ..core.param import Param, Value
from . import theme
from .paint import color, elide, text_at

Form = Literal["flag", "enum", "slider", "int", "drag", "int drag", "text"]

HEIGHT = 23.0
"""Pixels of a widget."""
_WIDEST = 1e9
"""Bounds that lie further apart are none for a slider."""
_INTS = 2**30
_DIGITS = 6
_SPEED = 1 / 400
"""Of a value, a pixel of dragging where there are no bounds."""


@dataclass(frozen=True, slots=True)
class Knob:
    """A parameter of a card as it is shown. `changed`: otherwise than the preset on the disk. `asleep`: why nothing
    that runs reads it (""; something does). `step`: what dragging goes by, 0: anything. `names`: of an enum's values,
    without what all begin with."""

    param: Param
    card: int
    label: str
    value: Value
    default: bool
    changed: bool
    asleep: str
    form: Form
    step: float
    format: str
    names: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return f"##{self.card}.{self.param.name}"

    @property
    def setting(self) -> str:
        """As a command takes it."""
        return f"--set {self.label}.{self.param.name}={self.param.format(self.value)}"


def knob(
    param: Param, card: int, label: str, value: Value, default: bool, changed: bool, asleep: str
) -> Knob:  # fmt: skip
    step = _step(param)
    form = "text" if param.integer and abs(value) > _INTS else form_of(param)
    return Knob(param, card, label, value, default, changed, asleep, form, step, _format(value, step),
                _names(param.enum))  # fmt: skip


def form_of(param: Param) -> Form:
    low, high = param.minimum, param.maximum
    if param.enum:
        return "enum"
    if param.integer:
        if (low, high) == (0, 1):
            return "flag"
        inside = param.bounds[0] >= -_INTS and param.bounds[1] <= _INTS
        if low is not None and high is not None and inside:
            return "int"
        return "text" if abs(param.default) > _INTS else "int drag"
    if low is not None and high is not None and high - low < _WIDEST:
        return "slider"
    return "drag" if abs(param.default) < _WIDEST else "text"


def _step(param: Param) -> float:
    """What the file says, or a hundredth of the range in round figures."""
    if param.integer:
        return max(1.0, float(round(param.step))) if param.step else 1.0
    if param.step:
        return param.step
    if param.minimum is None or param.maximum is None or param.maximum <= param.minimum:
        return 0.0
    return float(10.0 ** math.floor(math.log10((param.maximum - param.minimum) / 100) + 1e-9))


def _format(value: Value, step: float) -> str:
    """As many digits as the step has, more where the value has more."""
    if isinstance(value, int):
        return "%d"
    if value and not 1e-5 <= abs(value) < 1e7:
        return "%.4g"
    digits = 2 if not step else max(0, -math.floor(math.log10(step) + 1e-9))
    while digits < _DIGITS and abs(round(step, digits) - step) > 1e-9:
        digits += 1
    while digits < _DIGITS and abs(round(value, digits) - value) > 1e-4 * abs(value):
        digits += 1
    return f"%.{digits}f"


def _names(enum: tuple[str, ...]) -> tuple[str, ...]:
    """Without what all begin with, in small letters: PUSH_EXACT and PUSH_FAST are "exact" and "fast"."""
    if len(enum) < 2:
        return enum
    first, last = min(enum), max(enum)
    same = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
    cut = first[:same].rfind("_") + 1
    return tuple(name[cut:].replace("_", " ").lower() if cut else name for name in enum)


def snapped(knob: Knob, value: float, fine: bool) -> float:
    """A dragged value on the steps, or with `fine` on tenths of them."""
    step = knob.step / 10 if fine and not knob.param.integer else knob.step
    return round(round(value / step) * step, 10) if step > 0 else value


def draw(knob: Knob, x: float, y: float, width: float, lines: imgui.ImDrawList, held: bool) -> Value | str | None:
    """The widget, known as "##<card>.<name>", at (x, y); the value that was set with it, text as it was typed, or None.
    `held`: somebody has hold of it."""
    imgui.set_cursor_screen_pos(ImVec2(x, y))
    imgui.set_next_item_width(width)
    match knob.form:
        case "flag":
            lines.add_rect_filled(ImVec2(x, y), ImVec2(x + HEIGHT, y + HEIGHT), color(theme.BACKGROUND, 0.75), 4.0)
            changed, on = imgui.checkbox(knob.id, bool(knob.value))
            return int(on) if changed else None
        case "slider" | "int":
            _trough(knob, x, y, width, lines)
        case _:
            lines.add_rect_filled(ImVec2(x, y), ImVec2(x + width, y + HEIGHT), color(theme.BACKGROUND, 0.75), 4.0)
    if knob.form == "enum":
        return _combo(knob, width)
    return _typed(knob) if knob.form == "text" else _number(knob, held)


def _trough(knob: Knob, x: float, y: float, width: float, lines: imgui.ImDrawList) -> None:
    """Filled from the end or from zero up to the value; a notch where the default is."""
    low, high = (float(bound) for bound in knob.param.bounds)
    span = (high - low) or 1.0
    zero = min(max(0.0, low), high)
    ends = sorted((x + (at - low) / span * width) for at in (zero, float(knob.value)))
    lines.add_rect_filled(ImVec2(x, y), ImVec2(x + width, y + HEIGHT), color(theme.BACKGROUND, 0.75), 4.0)
    alpha = 0.16 if knob.asleep else 0.3 if knob.default else 0.5
    if ends[1] - ends[0] > 1:
        lines.add_rect_filled(ImVec2(ends[0], y), ImVec2(ends[1], y + HEIGHT), color(theme.ACCENT, alpha), 4.0)
    notch = x + (float(knob.param.default) - low) / span * width
    if x + 2 < notch < x + width - 2:
        lines.add_line(ImVec2(notch, y + HEIGHT - 4), ImVec2(notch, y + HEIGHT), color(theme.DIM, 0.8), 1.0)


def _number(knob: Knob, held: bool) -> Value | None:
    param = knob.param
    # Asked before: Enter ends it and gives the value at once.
    typed = held and imgui.internal.temp_input_is_active(imgui.get_id(knob.id))
    low, high = param.bounds
    value: float
    # A slider that is dragged would show where the mouse is, not the step that counts.
    form = knob.format % knob.value if held and not typed else knob.format
    if knob.form == "slider":
        changed, value = imgui.slider_float(knob.id, float(knob.value), low, high, form, _FLAGS)
    elif knob.form == "int":
        changed, value = imgui.slider_int(knob.id, int(knob.value), int(low), int(high), "%d", _FLAGS)
    elif knob.form == "drag":
        speed = max(abs(float(knob.value)), abs(float(param.default)), 0.1) * _SPEED
        changed, value = imgui.drag_float(knob.id, float(knob.value), speed, 0, 0, knob.format, _FLAGS)
    else:
        speed = max(abs(int(knob.value)) * _SPEED, 0.1)
        changed, value = imgui.drag_int(knob.id, int(knob.value), speed, 0, 0, "%d", _FLAGS)
    if not changed or not math.isfinite(value):
        return None
    if typed or knob.form.endswith("drag"):
        return value
    return snapped(knob, value, imgui.get_io().key_shift)


_FLAGS = imgui.SliderFlags_.no_round_to_format


def _combo(knob: Knob, width: float) -> Value | None:
    chosen = None
    if imgui.begin_combo(knob.id, elide(knob.names[int(knob.value)], int(width) - 34)):
        for index, name in enumerate(knob.names):
            if imgui.selectable(f"{name}##{index}", index == knob.value)[0]:
                chosen = index
            if index == knob.value:
                imgui.set_item_default_focus()
        imgui.end_combo()
    return chosen


def _typed(knob: Knob) -> str | None:
    """For what no slider holds."""
    text = knob.param.format(knob.value)
    entered, text = imgui.input_text(knob.id, text, imgui.InputTextFlags_.enter_returns_true)
    return text if entered else None


def name_of(knob: Knob, x: float, y: float, width: float, lines: imgui.ImDrawList) -> None:
    """Bright where it is not the default, with a dot where it differs from the preset on the disk."""
    if knob.changed:
        lines.add_circle_filled(ImVec2(x - 7, y + HEIGHT / 2 + 0.5), 2.5, color(theme.ACCENT))
    rgb = theme.DIM if knob.default or knob.asleep else theme.TEXT
    text_at(lines, x, y + 4, elide(_words(knob.param.name), int(width)), rgb, 0.6 if knob.asleep else 1.0)


def _words(name: str) -> str:
    """STRENGTH_COLOR and strength_color are "strength color"; the tooltip has the name itself."""
    text = name.replace("_", " ").strip() or name
    return text.lower() if text.isupper() and len(text) > 2 else text


def about(knob: Knob) -> tuple[str, ...]:
    """The paragraphs of its tooltip."""
    param = knob.param
    if param.enum:
        bounds = "one of " + ", ".join(param.enum)
    elif param.minimum is not None and param.maximum is not None:
        bounds = f"{_bound(param.minimum)} to {_bound(param.maximum)}"
    elif param.minimum is not None:
        bounds = f"at least {_bound(param.minimum)}"
    elif param.maximum is not None:
        bounds = f"at most {_bound(param.maximum)}"
    else:
        bounds = "any whole number" if param.integer else "any number"
    return (
        param.desc[:1].upper() + param.desc[1:] if param.desc else param.name,
        f"Not in use now: {knob.asleep}" if knob.asleep else "",
        f"{bounds}; default {param.format(param.default)}",
        knob.setting,
        "Compiled in: a change compiles the shader again." if param.compiled else "",
        "" if knob.form in ("flag", "enum", "text") else "Double-click to type, Shift for fine steps.",
    )


def _bound(value: Value) -> str:
    return str(value) if isinstance(value, int) else f"{value:.6g}"
