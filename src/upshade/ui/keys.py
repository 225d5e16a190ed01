"""Keys, as they are pressed and held, to what is bound to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from imgui_bundle import imgui

Key = imgui.Key


@dataclass(frozen=True, slots=True)
class Binding:
    """`keys`: characters as they are typed ("[" on any keyboard), or names of `NAMES` with modifiers ("Ctrl+S",
    "Shift+LEFT"). `held`: called with True and False as the key goes down and up."""

    group: str
    keys: tuple[str, ...]
    does: str
    action: Callable[[], object] | None = None
    held: Callable[[bool], None] | None = None
    repeats: bool = False


NAMES = {
    "SPACE": Key.space, "LEFT": Key.left_arrow, "RIGHT": Key.right_arrow, "UP": Key.up_arrow, "DOWN": Key.down_arrow,
    "PGUP": Key.page_up, "PGDWN": Key.page_down, "HOME": Key.home, "END": Key.end, "ENTER": Key.enter,
    "ESC": Key.escape, "BS": Key.backspace, "TAB": Key.tab, "DEL": Key.delete, "F1": Key.f1, "F5": Key.f5,
    "`": Key.grave_accent, "-": Key.minus, "+": Key.equal, "0": Key._0,
}  # fmt: skip


class Keyboard:
    """Calls what is bound to the keys that are pressed. `press` once a turn, inside a frame of Dear ImGui, unless text
    is being typed."""

    def __init__(self, bindings: list[Binding]) -> None:
        self.bindings = bindings
        self._typed: dict[str, Binding] = {}
        self._chords: dict[tuple[bool, bool, bool], list[tuple[Key, Binding]]] = {}
        self._held: dict[Key, tuple[Binding, bool]] = {}
        for binding in bindings:
            for key in binding.keys:
                self._add(key, binding)

    def _add(self, key: str, binding: Binding) -> None:
        if binding.held is not None:
            self._held[NAMES[key]] = (binding, False)
        elif len(key) == 1 and key not in ("`",):
            self._typed[key] = binding
        else:
            modifiers, plain = chord(key)
            self._chords.setdefault(modifiers, []).append((plain, binding))

    def press(self) -> None:
        io = imgui.get_io()
        # Else Dear ImGui goes from field to field with it.
        imgui.internal.set_key_owner(Key.tab, imgui.get_id("upshade"))
        # AltGr, which many keyboards need for brackets, is Ctrl and Alt at once.
        if io.key_ctrl == io.key_alt and not io.key_super:
            for code in io.input_queue_characters:
                found = self._typed.get(chr(code))
                if found is not None and found.action is not None:
                    found.action()
        for key, binding in self._chords.get((io.key_ctrl, io.key_shift, io.key_alt), ()):
            if binding.action is not None and imgui.is_key_pressed(key, binding.repeats):
                binding.action()
        for key, (binding, was) in self._held.items():
            now = imgui.is_key_down(key) and not io.key_ctrl
            if now != was and binding.held is not None:
                self._held[key] = (binding, now)
                binding.held(now)

    def release(self) -> None:
        """Nothing is held any more: text is being typed, or the window lost the keyboard."""
        for key, (binding, was) in self._held.items():
            if was and binding.held is not None:
                self._held[key] = (binding, False)
                binding.held(False)


def chord(text: str) -> tuple[tuple[bool, bool, bool], Key]:
    """ "Ctrl+Shift+Z": whether Ctrl, Shift and Alt belong to it, and the key."""
    plus = text.endswith("++")
    *words, name = [*text[:-2].split("+"), "+"] if plus else text.split("+")
    key = NAMES[name] if name in NAMES else getattr(Key, name.lower())
    return ("Ctrl" in words, "Shift" in words, "Alt" in words), key
