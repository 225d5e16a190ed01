"""A shader chain of mpv -> a preset: its files found, its parameters set, its scalers by our names."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import Any

from ..core import chain, rpn
from ..core.mpvchain import Found
from ..core.mpvconf import LIGHT, Item, Notice
from ..core.param import Value
from ..core.preset import OUTPUT_NUMBERS, Output, Preset, PresetPass
from ..core.preset import Setting as ParamSetting
from ..core.shader import Expression, Shader
from ..errors import ShaderError, UpshadeError, Where

# mpv's kernels by our names; its lanczos has three lobes unless scale-radius says otherwise.
KERNELS = {
    "nearest": "nearest", "bilinear": "bilinear", "triangle": "bilinear", "catmull_rom": "catmull_rom",
    "mitchell": "mitchell", "lanczos": "lanczos3", "spline36": "spline36",
}  # fmt: skip

_NUMBERS = {name: (key, OUTPUT_NUMBERS[key]) for name, key in (("sigmoid-center", "sigmoid_center"),
                                                              ("sigmoid-slope", "sigmoid_slope"))}  # fmt: skip

# Points at which the picture has the output's size already.
_LATE = frozenset({"POSTKERNEL", "SCALED", "PREOUTPUT", "OUTPUT"})
_SIZE = (1280.0, 720.0)


@dataclass(frozen=True, slots=True)
class Places:
    """Where mpv looks: `folder` is the configuration, `others` those it reads besides."""

    folder: Path
    others: tuple[Path, ...] = ()

    def find(self, text: str) -> Path:
        """The file that a path of a configuration means, absolute; it need not exist."""
        if not (os.sep == "\\" or "\\" not in text or os.path.lexists(self._expand(text)[0])):
            text = text.replace("\\", "/")
        tries = self._expand(text)
        return next((path for path in tries if os.path.isfile(path)), tries[0])

    def _expand(self, text: str) -> list[Path]:
        head, slash, rest = text.partition("/")
        # Joined to a folder, a rest that begins with a slash would lead to the root.
        rest = rest.lstrip("/")
        above = self.folder.parent
        known: dict[str, Sequence[Path]] = {
            "~~": (self.folder, *self.others),
            "~~home": (self.folder,),
            "~~old_home": (Path.home() / ".mpv",),
            "~~global": (Path("/etc/mpv"), Path("/usr/local/etc/mpv")),
            "~~desktop": (Path.home() / "Desktop",),
            "~~exe_dir": (above,),
            "~": (Path.home(),),
        }
        if slash and head in known:
            return [base.absolute() / rest for base in known[head]]
        if Path(text).is_absolute() or PureWindowsPath(text).is_absolute():
            return [Path(text)]
        # mpv looks from where it is started: for a portable one, that is beside its program.
        return [self.folder.absolute() / text, above.absolute() / text]


def make(found: Found, places: Places, used: set[Item]) -> tuple[Preset | None, list[Notice]]:
    """The preset of a chain, and what is missing in it. None where none of its files is there. The parameters that some
    shader has go into `used`."""
    notices: list[Notice] = []
    passes: list[PresetPass] = []
    shaders: list[Shader] = []
    for item in found.state.shaders:
        path = places.find(item.text)
        if not _usable(item, path, notices):
            continue
        try:
            shader = chain.load_shader(str(path))
            for hook in shader.passes:
                if hook.refused:
                    raise ShaderError(f"this pass never runs here: {hook.refused}", Where(str(path), hook.line))
        except UpshadeError as error:
            notices.append(Notice(item.where, f"{item.text} is in the preset, but off: {error}"))
            passes.append(PresetPass(str(path), enabled=False))
            continue
        params = _params(shader, path.stem, found.state.opts, used, notices)
        passes.append(PresetPass(str(path), params=params))
        shaders.append(shader)
    if not passes:
        return None, [*notices, Notice(found.where, f"{_called(found)}: none of its shaders is there, so no preset")]
    enlarge = any(map(enlarges, shaders))
    output = _output(found, notices, enlarge)
    description = _description(found, enlarge)
    return Preset(title=_called(found), description=description, output=output, passes=tuple(passes)), notices


def _called(found: Found) -> str:
    return found.title or found.name


def _usable(item: Item, path: Path, notices: list[Notice]) -> bool:
    try:
        str(path).encode()
    except UnicodeEncodeError:
        notices.append(Notice(item.where, f"{item.text} is left out: its name is no UTF-8, which a preset cannot hold"))
        return False
    if os.path.isfile(path):
        return True
    what = "a folder, not a shader file" if os.path.isdir(path) else "no such shader file"
    notices.append(Notice(item.where, f"{item.text} is left out: {what} ({path})"))
    return False


def _params(
    shader: Shader,
    stem: str,
    opts: Iterable[tuple[str, Item]],
    used: set[Item],
    notices: list[Notice],
) -> dict[str, ParamSetting]:
    """As mpv: `SHADER/PARAM` is for the file of that name, `PARAM` for all, and what comes last counts."""
    made: dict[str, ParamSetting] = {}
    for key, item in opts:
        target, slash, name = key.rpartition("/")
        param = shader.param(name)
        if param is None or (slash and target != stem):
            continue
        used.add(item)
        try:
            value: Value = param.parse(item.text)
        except UpshadeError as error:
            notices.append(Notice(item.where, f"glsl-shader-opts: {stem}.{error.message}; left out"))
            continue
        made[name] = param.enum[int(value)] if param.enum else value
    return made


def _output(found: Found, notices: list[Notice], enlarge: bool) -> Output:
    plain = Output()
    ours = {"scale": plain.resize, "dscale": plain.shrink, "cscale": plain.chroma}
    for option, item in found.state.scalers.items():
        if option not in ours:
            continue
        if item.text in KERNELS:
            ours[option] = KERNELS[item.text]
        elif item.text:
            notices.append(Notice(item.where, f"{option}={item.text} has no equal here; {ours[option]} stands for it"))
    scale = 2.0 if enlarge else None
    light = _light(found, notices)
    return Output(scale, resize=ours["scale"], shrink=ours["dscale"], chroma=ours["cscale"], **light)


def _light(found: Found, notices: list[Notice]) -> dict[str, Any]:
    """mpv's options of linear and sigmoid scaling as keys of an Output; what is not said is mpv's default of today,
    which "auto" is."""
    made: dict[str, Any] = {}
    said = {name: found.state.scalers[name] for name in LIGHT if name in found.state.scalers}
    for name, item in said.items():
        if name in _NUMBERS:
            key, (least, most) = _NUMBERS[name]
            try:
                number = float(item.text)
            except ValueError:
                number = math.nan
            if math.isnan(number):
                notices.append(Notice(item.where, f"{name}={item.text[:40]} is no number; left out"))
            else:
                made[key] = min(max(number, least), most)
        elif item.text not in ("yes", "no", ""):
            notices.append(Notice(item.where, f"{name}={item.text[:40]} is neither yes nor no; left out"))
    on = {name: item.text in ("yes", "") for name, item in said.items() if item.text in ("yes", "no", "")}
    if not on.get("sigmoid-upscaling", True):
        made["sigmoid"] = "off"
    if on.get("linear-upscaling", False):
        made["linear"] = "on"
    elif not on.get("linear-downscaling", True):
        made["linear"] = "off"
    return made


def _description(found: Found, enlarge: bool) -> str:
    keys = ", ".join(found.keys)
    source = f"{found.origin}, {keys}" if keys else found.origin
    size = (
        "2x, because its upscalers do nothing at the source's size; the window or --scale may say otherwise."
        if enlarge
        else "At the source's size, unless the window or --scale says otherwise."
    )
    return f"From mpv ({source}). {size}"


def enlarges(shader: Shader) -> bool:
    """Whether the shader is made for an output that is larger than the source: a pass that runs only then, or one that
    makes the picture larger."""
    return any(_waits(shader, p.when) or _grows(shader, p.width, p.save, p.hooks, p.when) for p in shader.passes)


def _waits(shader: Shader, when: Expression | None) -> bool:
    return when is not None and not _value(shader, when, 1.0) and bool(_value(shader, when, 2.0))


def _grows(
    shader: Shader, width: Expression | None, save: str | None, hooks: tuple[str, ...], when: Expression | None
) -> bool:
    picture = save in (None, "HOOKED", "MAIN", *hooks) and not _LATE & set(hooks)
    runs = when is None or bool(_value(shader, when, 2.0))
    return picture and runs and width is not None and (_value(shader, width, 2.0) or 0.0) > _SIZE[0]


def _value(shader: Shader, expression: Expression, factor: float) -> float | None:
    """For a source of `_SIZE` and an output `factor` times that; None where it does not work out. What passes save
    counts as large as the source."""

    def size(name: str) -> tuple[float, float]:
        times = factor if name in _LATE else 1.0
        return _SIZE[0] * times, _SIZE[1] * times

    def value(name: str) -> float | None:
        if (param := shader.param(name)) is not None:
            return float(param.default)
        return next((float(p.enum.index(name)) for p in shader.params if name in p.enum), None)

    try:
        return rpn.evaluate(expression, size, value)
    except ShaderError:
        return None


def slug(text: str) -> str:
    """A file's name for a title: letters and digits of any script in small letters, with `-` between the words."""
    return re.sub(r"[\W_]+", "-", text.casefold()).strip("-")[:50].strip("-")
