"""What the cards of a chain show, worked out when something changes and not each turn."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..core import rpn
from ..core.param import SELF_FILLING
from ..core.passes import title_of
from ..core.shader import Shader
from ..core.steps import Plan
from ..errors import UpshadeError, one_line
from ..player.cards import Card, fit, is_default, stages
from ..player.edit import ChainEdit
from .preview import Preview
from .widgets import Knob, knob

_TIMES_EVERY = 0.4
"""Seconds between two looks at the times of passes."""
_KEPT = 256
_WORD = re.compile(r"[A-Za-z_]\w*")


@dataclass(slots=True)
class CardFacts:
    """`title` of the file, `label` as `--set` has it (""; its file does not load). `error`: why the file as it is does
    not run; the last good version does, if there was one. `running`: some pass runs (None: nobody knows yet).
    `reason`: short, why none does, `reasons` in full. `ms`: on the GPU, all passes and repeats; None: not known."""

    card: Card
    shader: Shader | None
    title: str
    name: str
    label: str
    stages: tuple[str, ...]
    knobs: list[Knob] = field(default_factory=list)
    error: UpshadeError | None = None
    running: bool | None = None
    reason: str = ""
    reasons: str = ""
    ms: float | None = None
    measured: object = None


@dataclass(slots=True)
class _Drawn:
    """Of a plan: which passes of a label run, why the others do not, and why a label was left out."""

    plan: Plan | None = None
    runs: dict[str, set[int]] = field(default_factory=dict)
    skipped: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    dropped: dict[str, str] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, plan: Plan | None) -> _Drawn:
        drawn = cls(plan)
        if plan is not None:
            for step in plan.steps:
                if step.hook is not None:
                    drawn.runs.setdefault(step.label, set()).add(step.hook.index)
            for one in plan.skipped:
                drawn.skipped.setdefault(one.label, []).append((one.title, one.reason))
            drawn.dropped = dict(plan.dropped)
            drawn.known = {*drawn.runs, *drawn.skipped, *drawn.dropped}
        return drawn


class Facts:
    """`turn` before the cards of a turn, `of` for each that is seen."""

    def __init__(self) -> None:
        self._cards: dict[int, tuple[tuple[object, ...], tuple[str, ...], CardFacts]] = {}
        self._drawn = _Drawn()
        self._errors: Mapping[int, UpshadeError] = {}
        self._problems: Mapping[str, UpshadeError] = {}
        self._ms: dict[str, float] = {}
        self._asked = 0.0
        self._now: tuple[object, ...] = (None,) * 4
        self._fresh: set[int] = set()

    def turn(self, edit: ChainEdit, preview: Preview | None) -> None:
        plan = preview.plan if preview is not None else None
        if plan is not self._drawn.plan:
            drawn = _Drawn.of(plan)
            # A value makes a new plan in which the same passes run: nothing here changes.
            if self._drawn.plan is not None and drawn == replace(self._drawn, plan=plan):
                self._drawn.plan = plan
            else:
                self._drawn = drawn
        now = edit.cards, edit.preset, edit.loaded(), self._drawn
        if any(a is not b for a, b in zip(self._now, now, strict=True)):
            self._now, self._fresh = now, set()
        errors, problems = edit.errors(), preview.main.live.problems if preview is not None else {}
        if (errors, problems) != (self._errors, self._problems):
            self._errors, self._problems = errors, dict(problems)
        if preview is not None and time.monotonic() - self._asked > _TIMES_EVERY:
            self._asked = time.monotonic()
            self._ms = _times(preview)
        if len(self._cards) > 2 * len(edit.cards) + 8:
            there = {card.id for card in edit.cards}
            self._cards = {key: value for key, value in self._cards.items() if key in there}
            self._fresh &= there

    @property
    def state(self) -> tuple[object, ...]:
        """Objects that are others when what cards show has changed, but for times."""
        return (*self._now, self._errors, self._problems)

    @property
    def ms(self) -> float | None:
        """All passes of the chain's files together, on the GPU."""
        return sum(self._ms.values()) if self._ms else None

    def of(self, edit: ChainEdit, card: Card) -> CardFacts:
        if card.id in self._fresh:
            return self._with_news(self._cards[card.id][2], self._cards[card.id][1])
        shader, labels, saved = edit.shader(card.id), edit.labels(card.id), edit.saved(card.id)
        found = self._cards.get(card.id)
        key = (card, shader, saved, self._drawn)
        if found is None or found[1] != labels or any(a is not b for a, b in zip(found[0], key, strict=True)):
            found = key, labels, _facts(card, shader, labels, saved, self._drawn)
            self._cards[card.id] = found
        self._fresh.add(card.id)
        return self._with_news(found[2], labels)

    def _with_news(self, facts: CardFacts, labels: tuple[str, ...]) -> CardFacts:
        """What changes without an edit or a plan."""
        facts.error = None
        if self._errors or self._problems:
            problem = next((self._problems[label] for label in labels if label in self._problems), None)
            facts.error = self._errors.get(facts.card.id) or problem
        if facts.measured is not self._ms:
            facts.measured = self._ms
            known = [self._ms[label] for label in labels if label in self._ms]
            facts.ms = sum(known) if known and facts.running else None
        return facts


def _facts(
    card: Card, shader: Shader | None, labels: tuple[str, ...], saved: Card | None, drawn: _Drawn
) -> CardFacts:  # fmt: skip
    stem = one_line(Path(card.shader).stem)
    if shader is None:
        return CardFacts(card, None, stem, one_line(card.shader), "", ())
    title = shader.meta.get("title", "").strip() or stem
    facts = CardFacts(card, shader, title, one_line(shader.name), labels[0] if labels else stem, stages(shader))
    asleep: Mapping[str, str] = {}
    if drawn.plan is not None and card.enabled and any(label in drawn.known for label in labels):
        runs = set().union(*(drawn.runs.get(label, ()) for label in labels))
        why = list(dict.fromkeys(one for label in labels for one in drawn.skipped.get(label, ())))
        facts.running = bool(runs)
        if not runs:
            lines = list(dict.fromkeys(f"{title}: {reason}" for title, reason in why))
            failed = next((drawn.dropped[label] for label in labels if label in drawn.dropped), "")
            facts.reason = failed or (why[0][1] if why else "nothing of it is drawn")
            facts.reasons = "\n".join([failed] if failed else lines)
        else:
            asleep = _asleep(shader, runs, dict(reversed(why)))
    if not card.enabled:
        asleep = {p.name: "the shader is off" for p in shader.params}
    values, before = fit(shader, card.params), fit(shader, saved.params if saved is not None else {})
    facts.knobs = [
        knob(p, card.id, facts.label, values[p.name], is_default(p, values[p.name]), values[p.name] != before[p.name],
             asleep.get(p.name, ""))
        for p in shader.params if p.name not in SELF_FILLING
    ]  # fmt: skip
    return facts


def _asleep(shader: Shader, runs: set[int], why: Mapping[str, str]) -> dict[str, str]:
    """Parameters that only passes read that do not run, and the reason of the first of those. One that a WHEN or a
    size asks is none: it may be what makes them run."""
    readers, asked = _readers(shader)
    out = {}
    for name, passes in readers.items():
        if name not in asked and passes and not passes & runs:
            first = title_of(shader.passes[min(passes)])
            out[name] = f"{first} does not run: {why[first]}" if first in why else f"{first} does not run"
    return out


_read: dict[int, tuple[Shader, dict[str, frozenset[int]], frozenset[str]]] = {}


def _readers(shader: Shader) -> tuple[dict[str, frozenset[int]], frozenset[str]]:
    """Parameter → the passes whose bodies have its name; and the parameters that a WHEN or a size asks."""
    found = _read.get(id(shader))
    if found is None:
        if len(_read) > _KEPT:
            _read.clear()
        words = [(hook.index, set(_WORD.findall(hook.body))) for hook in shader.passes]
        readers = {p.name: frozenset(i for i, body in words if p.name in body) for p in shader.params}
        asked = {
            name for hook in shader.passes for expression in (hook.when, hook.width, hook.height)
            if expression is not None for name in rpn.names(expression)[1]
        }  # fmt: skip
        found = _read[id(shader)] = shader, readers, frozenset(asked)
    return found[1], found[2]


def _times(preview: Preview) -> dict[str, float]:
    """Label → milliseconds of its passes, as far as they are known."""
    executor = preview.main.live.executor
    out: dict[str, float] = {}
    if executor is not None:
        for step, (_, ms) in zip(executor.plan.steps, executor.timings(), strict=False):
            if step.label and ms is not None:
                out[step.label] = out.get(step.label, 0.0) + ms
    return out
