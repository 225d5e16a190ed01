"""A chain that is edited, as it runs with the shader files as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..core.chain import Loaded, Values, label_of
from ..core.steps import ChainEntry
from .cards import State, fit
from .shaderfiles import ShaderFiles


@dataclass(frozen=True, slots=True)
class View:
    """`labels`: of each card that loads, one for each repeat; `cards`: label → card."""

    loaded: Loaded
    labels: Mapping[int, tuple[str, ...]]
    cards: Mapping[str, int]

    @classmethod
    def of(cls, state: State, files: ShaderFiles) -> View:
        """Cards whose files do not load are left out."""
        entries: list[ChainEntry] = []
        values: Values = {}
        labels: dict[int, tuple[str, ...]] = {}
        for card in state.cards:
            shader = files.get(card.shader)
            if shader is None:
                continue
            own = fit(shader, card.params)
            for _ in range(card.repeat):
                label = label_of(shader, values)
                entries.append(ChainEntry(label, shader, card.enabled))
                values[label] = dict(own)
                labels[card.id] = (*labels.get(card.id, ()), label)
        cards = {label: card_id for card_id, own_labels in labels.items() for label in own_labels}
        return cls(Loaded(tuple(entries), values, state.output), labels, cards)
