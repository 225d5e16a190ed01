"""Steps that can be taken back and done again; a drag is one of them."""

from __future__ import annotations

from dataclasses import dataclass

from .cards import State


@dataclass(frozen=True, slots=True)
class Step:
    """`words`: for people, "push: strength 0.4 → 0.6"."""

    before: State
    after: State
    words: str


class History:
    """`key` says what a change is about. One with `merge`, or while `dragging`, goes on with the step before where that
    was about the same; `close` ends that."""

    def __init__(self) -> None:
        self.done: list[Step] = []
        self.undone: list[Step] = []
        self.dragging = False
        self._open: object = None

    def origin(self, now: State, key: object, merge: bool) -> State:
        """The state that `undo` would go back to after a change of this kind."""
        return self.done[-1].before if self._goes_on(key, merge) else now

    def add(self, now: State, after: State, words: str, key: object, merge: bool) -> None:
        """A step from `now` to `after`. One that leads back to where it began is none."""
        before = self.origin(now, key, merge)
        if self._goes_on(key, merge):
            self.done.pop()
        self.undone.clear()
        self._open = None
        if after != before:
            self.done.append(Step(before, after, words))
            self._open = key if merge or self.dragging else None

    def undo(self) -> Step | None:
        return self._across(self.done, self.undone)

    def redo(self) -> Step | None:
        return self._across(self.undone, self.done)

    def close(self, dragging: bool = False) -> None:
        """The next change is a new step."""
        self.dragging, self._open = dragging, None

    def _across(self, here: list[Step], there: list[Step]) -> Step | None:
        self._open = None
        if not here:
            return None
        there.append(here.pop())
        return there[-1]

    def _goes_on(self, key: object, merge: bool) -> bool:
        return bool(self.done) and key is not None and self._open == key and (merge or self.dragging)
