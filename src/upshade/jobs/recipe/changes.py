"""What one recipe has otherwise than another, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from ...core.preset import Output
from ...errors import one_line
from .model import File, Recipe


def differences(old: Recipe, new: Recipe) -> list[str]:
    """Short lines such as "push.strength is 0.4, was 0.35", those that a user is likeliest to have meant first: values,
    shaders, the chain, the output, the source, the encoding, versions, the range.

    Empty when both give the same picture. Where one does not know a file's hash, its name and size decide.
    """
    every = (_values, _shaders, _chain, _output, _source, _encoding, _versions, _rest)
    return [one_line(line) for part in every for line in part(old, new)]


def _values(old: Recipe, new: Recipe) -> Iterator[str]:
    before = {entry.label: entry for entry in old.chain}
    shaders = {entry.label: entry.shader for entry in new.loaded().entries}
    for entry in new.chain:
        was = before.get(entry.label)
        if was is None:
            continue
        for name, value in entry.values.items():
            if was.values.get(name, value) != value:
                param = shaders[entry.label].param(name)
                texts = [param.format(v) if param else repr(v) for v in (value, was.values[name])]
                if texts[0] == texts[1]:  # rounded for people
                    texts = [repr(value), repr(was.values[name])]
                yield f"{entry.label}.{name} is {texts[0]}, was {texts[1]}"
        if was.enabled != entry.enabled:
            yield f"{entry.label} is {_switch(entry.enabled)}, was {_switch(was.enabled)}"


def _shaders(old: Recipe, new: Recipe) -> Iterator[str]:
    before = {entry.label: entry for entry in old.chain}
    told: set[str] = set()
    for entry in new.chain:
        was = before.get(entry.label)
        if was is None or was.text == entry.text or entry.name in told:
            continue
        told.add(entry.name)
        same = was.name == entry.name
        yield f"the text of {entry.name} has changed" if same else f"{entry.label} is {entry.name}, was {was.name}"


def _chain(old: Recipe, new: Recipe) -> Iterator[str]:
    before, after = [e.label for e in old.chain], [e.label for e in new.chain]
    for label in after:
        if label not in before:
            yield f"the chain has {label} now"
    for label in before:
        if label not in after:
            yield f"the chain no longer has {label}"
    stayed = [label for label in before if label in after]
    ordered = [label for label in after if label in before]
    if stayed != ordered:
        yield f"the order is {', '.join(ordered)}, was {', '.join(stayed)}"


def _output(old: Recipe, new: Recipe) -> Iterator[str]:
    yield from _is("the size", new.output.size_text, old.output.size_text)
    for f in fields(Output):
        if f.name not in ("scale", "width", "height"):
            yield from _is(f.name, _word(getattr(new.output, f.name)), _word(getattr(old.output, f.name)))


def _source(old: Recipe, new: Recipe) -> Iterator[str]:
    yield from _is("the source", new.source.name, old.source.name)
    if _other(old.source, new.source):
        yield "the source has changed"


def _encoding(old: Recipe, new: Recipe) -> Iterator[str]:
    yield from _is("the codec", new.codec, old.codec)
    if new.codec == old.codec:
        yield from _is("the encoder", new.encoder, old.encoder)
        for name in sorted({*new.encoder_options, *old.encoder_options}):
            yield from _is(name, new.encoder_options.get(name), old.encoder_options.get(name))
    yield from _is("the pixel format", new.pixel_format, old.pixel_format)


def _versions(old: Recipe, new: Recipe) -> Iterator[str]:
    yield from _is("upshade", new.upshade, old.upshade)
    yield from _is("the driver", new.driver, old.driver)
    yield from _is("libavcodec", new.libavcodec, old.libavcodec)


def _rest(old: Recipe, new: Recipe) -> Iterator[str]:
    yield from _is("--start", _time(new.start), _time(old.start))
    yield from _is("--duration", _time(new.duration), _time(old.duration))
    yield from _is("--pre", new.pre, old.pre)
    yield from _is("--rate", new.rate, old.rate)
    yield from _is("--burn-in", _subtitles(new), _subtitles(old))
    if old.subtitles and new.subtitles and _other(old.subtitles, new.subtitles):
        yield f"{new.subtitles.name} has changed"
    yield from _is("--keep-going", _word(new.keep_going), _word(old.keep_going))


def _is(what: str, new: Any, old: Any) -> Iterator[str]:
    if new != old:
        yield f"{what} is {_given(new)}, was {_given(old)}"


def _given(value: Any) -> str:
    return "not given" if value in (None, "") else str(value)


def _word(value: Any) -> Any:
    return ("on" if value else "off") if isinstance(value, bool) else value


def _switch(enabled: bool) -> str:
    return "switched on" if enabled else "switched off"


def _time(seconds: float | None) -> str | None:
    return None if seconds is None else f"{seconds!r} s"


def _subtitles(recipe: Recipe) -> str | None:
    return Path(recipe.burn_in or "").name if recipe.subtitles else recipe.burn_in


def _other(old: File, new: File) -> bool:
    """Another size, or other bytes as far as both know them."""
    known = [(a, b) for a, b in ((old.bytes, new.bytes), (old.sha256, new.sha256)) if a is not None and b is not None]
    return any(a != b for a, b in known)
