"""Presets as the cards of a chain, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from ..core import chain, document, library, paths, presetsave
from ..core.preset import Output, Preset, PresetPass, Setting
from ..core.preset import load as load_preset
from ..errors import BadInput, PresetError, UpshadeError
from .cards import Card, State, in_force
from .history import Step
from .outputedit import output_words
from .shaderfiles import ShaderFiles
from .view import View


@dataclass(frozen=True, slots=True)
class Document:
    """A preset as it is on the disk, and the cards that say the same."""

    preset: Preset
    cards: tuple[Card, ...] = ()

    def says(self, cards: tuple[Card, ...], output: Output, files: ShaderFiles) -> bool:
        """Whether a file saved now would mean what this one does."""
        if output_words(self.preset.output, output):
            return False
        return cards == self.cards or passes(cards, files) == passes(self.cards, files)

    def changed_on_disk(self) -> bool:
        """Whether the file says something else than when it was loaded or saved, or is gone."""
        if self.preset.path is None:
            return False
        try:
            return document.read(self.preset.path, "preset", PresetError) != self.preset.text
        except UpshadeError:
            return True


def find(preset: Preset | str | Path | None) -> Preset:
    """What a preset may be given as; None is an empty one."""
    if preset is None:
        return Preset()
    return preset if isinstance(preset, Preset) else load_preset(preset)


def opened(preset: Preset, known: Sequence[Card], files: ShaderFiles, new_id: Callable[[], int]) -> Document:
    """A preset as cards; the n-th of a shader keeps the id of the n-th of it in `known`. ParameterError with file:line
    for a value that its shader refuses."""
    free: dict[str, list[int]] = {}
    for card in known:
        free.setdefault(card.shader, []).append(card.id)
    cards = []
    for item in preset.passes:
        shader = files.get(item.shader)
        params: Mapping[str, Setting] = item.params
        if shader is not None and files.error(item.shader) is None:
            params = in_force(shader, chain.settings(shader, item))
        ids = free.get(item.shader)
        cards.append(Card(ids.pop(0) if ids else new_id(), item.shader, item.repeat, item.enabled, params))
    return Document(preset, tuple(cards))


def left(steps: Iterable[Step], now: int) -> dict[int, State]:
    """Document → its chain when another document took its place last; but for the document `now`."""
    found = {step.before.document: step.before for step in steps if step.before.document != step.after.document}
    found.pop(now, None)
    return found


def written(document: Document, state: State, files: ShaderFiles) -> Document:
    """Save a chain where its document came from. BadInput: that is no file of the user's, or was changed on the disk;
    OutputError where it cannot be written."""
    path, name = document.preset.path, document.preset.name or "the new chain"
    if path is None or library.ships(path):
        raise BadInput(f"{name} has no file of its own yet: go back to it with undo, and save it under a name")
    new = replace(document.preset, output=state.output, passes=passes(state.cards, files))
    return Document(presetsave.save(new, path, False), state.cards)


def passes(cards: Iterable[Card], files: ShaderFiles) -> tuple[PresetPass, ...]:
    """What a preset says of `cards`."""
    return tuple(PresetPass(c.shader, c.repeat, c.enabled, in_force(files.get(c.shader), c.params)) for c in cards)


def apply_sets(
    cards: Iterable[Card], sets: Sequence[str], files: ShaderFiles, new_id: Callable[[], int]
) -> list[tuple[Card, Card]]:
    """`SHADER.PARAM=VALUE` on cards: each as it was and as it is then. Repeats that get other values than their
    neighbours become cards of their own. Raises as `chain.apply_sets`."""
    cards = tuple(cards)
    view = View.of(State(cards), files)
    values = chain.apply_sets(view.loaded.entries, view.loaded.values, sets)
    pairs: list[tuple[Card, Card]] = []
    for card in cards:
        shader = files.get(card.shader)
        runs = [list(run) for _, run in groupby(view.labels.get(card.id, ()), lambda label: values[label])]
        for i, run in enumerate(runs):
            old = replace(card, id=new_id() if i else card.id, repeat=len(run))
            pairs.append((old, replace(old, params=in_force(shader, values[run[0]]))))
        if not runs:
            pairs.append((card, card))
    return pairs


def absolute(shader: str) -> str:
    """A shader as a preset may have it: a name of the library, or a path that holds from any folder."""
    if library.looks_like_path(shader):
        return str(paths.absolute(shader))
    try:
        path = library.find_shader(shader)
    except UpshadeError:
        return shader
    return str(paths.absolute(path)) if library.shader_name(path) == str(path) else shader
