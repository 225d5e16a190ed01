"""The chain that is edited while it plays: every change a step that can be taken back, saved as a preset."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..core import library, paths, presetsave
from ..core.chain import Loaded
from ..core.param import Param, Value
from ..core.preset import MAX_PASSES, MAX_REPEAT, Output, Preset
from ..core.shader import Shader
from ..errors import BadInput, ParameterError, UpshadeError, nearest
from . import documents
from .cards import Card, State, fit, is_default, moved, order_matters, stages
from .documents import Document
from .history import History
from .outputedit import changed_output, output_words
from .shaderfiles import ShaderFiles
from .view import View


class ChainEdit:
    """A chain being edited. `preset`, `shaders` and `sets` as for `engine.Pipeline`; a value for one of several
    repeats (`push#2.x`) makes it a card of its own.

    A shader that does not load stays in the chain as a card, is left out of `loaded`, and `errors` says why. Every
    edit is one step for `undo`; those with `merge`, or between `begin_drag` and `end_drag`, that go on changing one
    thing are one step together. What cannot be done raises a BadInput and changes nothing; so does a card that is
    gone.

    `revision` rises when what is to be drawn changes otherwise than by values, `value_revision` when values do.
    Raises PresetError and ParameterError with file:line, NotFound for the preset.
    """

    def __init__(
        self, preset: Preset | str | Path | None = None, shaders: Sequence[str | Path] = (), sets: Iterable[str] = ()
    ) -> None:
        self.revision = 0
        self.value_revision = 0
        self._files = ShaderFiles()
        self._history = History()
        self._view: View | None = None
        self._ids = 0
        first = documents.opened(documents.find(preset), (), self._files, self._new_id)
        cards = (*first.cards, *(Card(self._new_id(), documents.absolute(str(s))) for s in shaders))
        if sets := tuple(sets):
            pairs = documents.apply_sets(cards, sets, self._files, self._new_id)
            # Where a card became several, they say together what the preset's one says.
            first = dataclasses.replace(first, cards=tuple(old for old, _ in pairs)[: -len(shaders) or None])
            cards = tuple(new for _, new in pairs)
        self._documents = [first]
        self._state = State(cards, first.preset.output)

    # -- the chain as it is -----------------------------------------------------------------------------------------

    @property
    def preset(self) -> Preset:
        """As it is on the disk."""
        return self._document.preset

    @property
    def cards(self) -> tuple[Card, ...]:
        return self._state.cards

    @property
    def output(self) -> Output:
        return self._state.output

    def loaded(self) -> Loaded:
        """What a Pipeline takes; the same object until something changes."""
        return self._seen.loaded

    def errors(self) -> Mapping[int, UpshadeError]:
        """Card → why its file, as it is now, does not load."""
        found = ((card.id, self._files.error(card.shader)) for card in self.cards)
        return {card_id: error for card_id, error in found if error is not None}

    def shader(self, card_id: int) -> Shader | None:
        """The last version of its file that could be read."""
        return self._files.get(self._card(card_id).shader)

    def labels(self, card_id: int) -> tuple[str, ...]:
        """What the card is called in `loaded`, once for each repeat; empty where its file does not load."""
        return self._seen.labels.get(card_id, ())

    def card_of(self, label: str) -> int | None:
        return self._seen.cards.get(label)

    def value(self, card_id: int, name: str) -> Value:
        """The value in force: within the bounds that the file has now."""
        card, shader, _ = self._param(card_id, name)
        return fit(shader, card.params)[name]

    def is_default(self, card_id: int, name: str) -> bool:
        return is_default(self._param(card_id, name)[2], self.value(card_id, name))

    def saved(self, card_id: int) -> Card | None:
        """The card as the preset on the disk has it; None where it is not there."""
        return next((c for c in self._document.cards if c.id == card_id), None)

    def changed(self, card_id: int, name: str) -> bool:
        """Whether the value differs from the preset on the disk (of a card that is not there: from the default)."""
        saved = self.saved(card_id)
        _, shader, _ = self._param(card_id, name)
        return self.value(card_id, name) != fit(shader, saved.params if saved else {})[name]

    def stage(self, card_id: int) -> tuple[str, ...]:
        """The hook points of its passes in the order in which they fire: ("LUMA",), ("MAIN", "OUTPUT") …"""
        shader = self.shader(card_id)
        return stages(shader) if shader else ()

    def move_changes(self, card_id: int, position: int) -> bool:
        """Whether `move` there may change the picture: passes of one stage run in the chain's order, stages in
        theirs."""
        card, before = self._card(card_id), [c.id for c in self.cards]
        after = [c.id for c in moved(self.cards, card_id, position)]
        low, high = sorted((before.index(card_id), after.index(card_id)))
        own = self._files.get(card.shader)
        others = [self._files.get(c.shader) for c in self.cards[low : high + 1] if c.id != card_id and c.enabled]
        if not card.enabled or own is None:
            return False
        return order_matters(own, [s for s in others if s is not None])

    # -- values -----------------------------------------------------------------------------------------------------

    def set(self, card_id: int, name: str, value: Value, *, merge: bool = False) -> None:
        """Set a parameter in all repeats of a card, clamped to its bounds. ParameterError: unknown, or no number."""
        card, shader, param = self._param(card_id, name)
        new = param.tidy(value)
        if new == self.value(card_id, name):
            return
        params = {k: v for k, v in card.params.items() if k != name}
        if not is_default(param, new):
            params[name] = new
        key = ("value", card_id, name)
        old = next((c for c in self._history.origin(self._state, key, merge).cards if c.id == card_id), card)
        before = param.format(fit(shader, old.params)[name])
        words = f"{self._title(card)}: {name} {before} → {param.format(new)}"
        self._commit(self._with(dataclasses.replace(card, params=params)), words, key, merge)

    def reset(self, card_id: int, name: str | None = None) -> None:
        """Back to the default; without a name, every parameter of the card."""
        if name is not None:
            self.set(card_id, name, self._param(card_id, name)[2].default)
            return
        card = self._card(card_id)
        if card.params:
            self._commit(self._with(dataclasses.replace(card, params={})), f"{self._title(card)}: all to default")

    def begin_drag(self) -> None:
        """What is changed until `end_drag`, if it is one thing, will be one step."""
        self._history.close(dragging=True)

    def end_drag(self) -> None:
        """The next change is a step of its own, `merge` or not."""
        self._history.close()

    # -- structure --------------------------------------------------------------------------------------------------

    def add(self, shader: str | Path, position: int | None = None) -> int:
        """A new card for a shader's name or path, at the end or at `position`; its id. Raises why the file does not
        load."""
        name = documents.absolute(str(shader))
        self._room(1)
        self._files.check(name)
        card = Card(self._new_id(), name)
        return self._insert(card, len(self.cards) if position is None else position, "add")

    def duplicate(self, card_id: int) -> int:
        """A second card with the same values behind this one; its id."""
        card = self._card(card_id)
        self._room(card.repeat)
        copy = dataclasses.replace(card, id=self._new_id())
        return self._insert(copy, self.cards.index(card) + 1, "duplicate")

    def remove(self, card_id: int) -> None:
        card = self._card(card_id)
        self._commit(self._chain(c for c in self.cards if c.id != card_id), f"remove {self._title(card)}")

    def move(self, card_id: int, position: int) -> None:
        """Put a card at `position` of the chain, from 0 (the nearest there is)."""
        title = self._title(self._card(card_id))
        self._commit(self._chain(moved(self.cards, card_id, position)), f"move {title}")

    def change_shader(self, card_ids: Iterable[int], shader: str | Path) -> None:
        """These cards get another file, and keep their values by name; one step. Raises why it does not load at all; a
        file that loads no more is in `errors`."""
        ids, name = set(card_ids), documents.absolute(str(shader))
        library.find_shader(name)
        titles = [self._title(self._card(one)) for one in sorted(ids)]
        cards = (dataclasses.replace(c, shader=name) if c.id in ids else c for c in self.cards)
        self._commit(self._chain(cards), f"{', '.join(titles)}: {Path(name).stem} instead")

    def set_repeat(self, card_id: int, repeat: int) -> None:
        """How often in a row the shader runs, 1 to `MAX_REPEAT` (the nearest)."""
        card = self._card(card_id)
        repeat = min(max(int(repeat), 1), MAX_REPEAT)
        self._room(repeat - card.repeat)
        words = f"{self._title(card)}: repeat {card.repeat} → {repeat}"
        self._commit(self._with(dataclasses.replace(card, repeat=repeat)), words)

    def set_enabled(self, card_id: int, enabled: bool) -> None:
        card = self._card(card_id)
        words = f"{self._title(card)}: {'on' if enabled else 'off'}"
        self._commit(self._with(dataclasses.replace(card, enabled=bool(enabled))), words)

    def set_output(self, *, merge: bool = False, **changes: Any) -> None:
        """Change keys of `Output`; numbers are clamped, a scale takes the place of a size and the other way round.
        BadInput: an unknown key or word."""
        output = changed_output(self.output, changes)
        key = ("output", *sorted(changes))
        before = self._history.origin(self._state, key, merge).output
        self._commit(dataclasses.replace(self._state, output=output), output_words(before, output), key, merge)

    # -- undo -------------------------------------------------------------------------------------------------------

    @property
    def can_undo(self) -> str | None:
        """What `undo` would take back, in words."""
        return self._history.done[-1].words if self._history.done else None

    @property
    def can_redo(self) -> str | None:
        return self._history.undone[-1].words if self._history.undone else None

    def undo(self) -> str | None:
        """Take back the last step; what it was ("push: strength 0.4 → 0.6"), None where there is none."""
        if (step := self._history.undo()) is None:
            return None
        self._go(step.before)
        return step.words

    def redo(self) -> str | None:
        """Do again what was taken back last; what it was."""
        if (step := self._history.redo()) is None:
            return None
        self._go(step.after)
        return step.words

    # -- files ------------------------------------------------------------------------------------------------------

    @property
    def dirty(self) -> bool:
        """Whether saving would say something else than the preset on the disk does."""
        return not self._document.says(self.cards, self.output, self._files)

    def left_unsaved(self) -> tuple[str, ...]:
        """Names of presets that another took the place of, whose changes only `undo` still has; "" for a new chain."""
        return tuple(self._documents[number].preset.name for number in self._left())

    def save_left(self) -> None:
        """Write those where they came from. Raises as `save` for the first that cannot be."""
        for number, state in self._left().items():
            self._documents[number] = documents.written(self._documents[number], state, self._files)

    def is_own(self) -> bool:
        """Whether `save` would write to a file of the user's, not to a preset that came with upshade or to none."""
        path = self.preset.path
        return path is not None and not library.ships(path)

    def suggest_path(self, title: str) -> Path:
        """A file in the user's folder for a preset with this title, where none is yet."""
        return library.new_preset(title)

    def save(self, *, overwrite: bool = False) -> Preset:
        """Write the preset where it came from. BadInput: it has no file, or came with upshade, or was changed on the
        disk since (but with `overwrite`); OutputError where it cannot be written."""
        path = self.preset.path
        if path is None:
            raise BadInput("this chain has no preset file yet: save it under a name")
        return self.save_as(path, overwrite=overwrite)

    def save_as(self, path: str | Path, *, overwrite: bool = False, title: str | None = None) -> Preset:
        """Write the preset to `path`, which is its file from now on. Raises as `save`, and BadInput where another
        file is there and `overwrite` is off."""
        path = paths.absolute(path)
        if library.ships(path):
            raise BadInput(f"'{path.stem}' came with upshade and stays as it is; save under another name")
        new = dataclasses.replace(
            self.preset, output=self.output, passes=documents.passes(self.cards, self._files),
            title=self.preset.title if title is None else title.strip(),
        )  # fmt: skip
        self._documents[self._state.document] = Document(presetsave.save(new, path, overwrite), self.cards)
        return self.preset

    def changed_on_disk(self) -> bool:
        """Whether the preset's file says something else than when it was loaded or saved, or is gone."""
        return self._document.changed_on_disk()

    def revert(self) -> None:
        """Back to the preset as it is on the disk now; a step like others. Raises as loading it does."""
        preset = documents.find(self.preset.path or self.preset)
        new = documents.opened(preset, self.cards, self._files, self._new_id)
        self._documents[self._state.document] = new
        self._commit(State(new.cards, new.preset.output, self._state.document), "revert")

    def replace(self, preset: Preset | str | Path | None) -> None:
        """Another preset; a step like others. Raises as loading it does."""
        new = documents.opened(documents.find(preset), self.cards, self._files, self._new_id)
        self._documents.append(new)
        state = State(new.cards, new.preset.output, len(self._documents) - 1)
        self._commit(state, f"load preset {new.preset.name}" if new.preset.name else "new chain")

    def reload(self, path: Path) -> frozenset[int]:
        """A shader file changed on the disk: read again. The cards that are affected; their values are kept by name,
        within the new bounds. A file that broke keeps its last good version, and `errors` says what is wrong."""
        names, drawn = self._files.reload(path)
        if drawn:
            self._view = None
            self.revision += 1
            self.value_revision += 1
        return frozenset(card.id for card in self.cards if card.shader in names)

    def files(self) -> frozenset[Path]:
        """What to watch: every shader file that is or was in the chain, and the preset's."""
        preset = self.preset.path
        return frozenset((*self._files.paths(), *((paths.absolute(preset),) if preset else ())))

    # -- within -----------------------------------------------------------------------------------------------------

    @property
    def _document(self) -> Document:
        return self._documents[self._state.document]

    def _left(self) -> dict[int, State]:
        left = documents.left(self._history.done, self._state.document).items()
        return {n: state for n, state in left if not self._documents[n].says(state.cards, state.output, self._files)}

    @property
    def _seen(self) -> View:
        if self._view is None:
            self._view = View.of(self._state, self._files)
        return self._view

    def _card(self, card_id: int) -> Card:
        for card in self.cards:
            if card.id == card_id:
                return card
        raise BadInput("this shader is not in the chain any more")

    def _param(self, card_id: int, name: str) -> tuple[Card, Shader, Param]:
        card = self._card(card_id)
        shader = self._files.get(card.shader)
        if shader is None:
            raise self._files.error(card.shader) or BadInput(f"{card.shader} does not load")
        param = shader.param(name)
        if param is None:
            hint = nearest(name, (p.name for p in shader.params))
            raise ParameterError(f"{self._title(card)} has no parameter '{name[:40]}'{hint}")
        return card, shader, param

    def _title(self, card: Card, view: View | None = None) -> str:
        """What words call a card: its first label."""
        labels = (view or self._seen).labels.get(card.id)
        return labels[0] if labels else Path(card.shader).stem

    def _room(self, more: int) -> None:
        if more > 0 and sum(c.repeat for c in self.cards) + more > MAX_PASSES:
            raise BadInput(f"a chain has at most {MAX_PASSES} shaders, repeats counted")

    def _new_id(self) -> int:
        self._ids += 1
        return self._ids

    def _chain(self, cards: Iterable[Card]) -> State:
        return dataclasses.replace(self._state, cards=tuple(cards))

    def _with(self, new: Card) -> State:
        return self._chain(new if c.id == new.id else c for c in self.cards)

    def _insert(self, card: Card, position: int, verb: str) -> int:
        state = self._chain(moved((*self.cards, card), card.id, position))
        self._commit(state, f"{verb} {self._title(card, View.of(state, self._files))}")
        return card.id

    def _commit(self, state: State, words: str, key: object = None, merge: bool = False) -> None:
        if state != self._state:
            self._history.add(self._state, state, words, key, merge)
            self._go(state)

    def _go(self, state: State) -> None:
        old, self._state, self._view = self._state, state, None
        self.revision += _structure(old) != _structure(state)
        self.value_revision += [c.params for c in old.cards] != [c.params for c in state.cards]


def _structure(state: State) -> tuple[object, ...]:
    return state.output, state.document, [(c.id, c.shader, c.repeat, c.enabled) for c in state.cards]
