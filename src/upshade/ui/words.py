"""Figures in words, as the window writes them; and names that no text can hold."""

from __future__ import annotations


def clock(seconds: float, exact: bool = False) -> str:
    """ "1:02:03", "2:03"; exact: with milliseconds."""
    total = max(0, int(seconds * 1000 + (0.5 if exact else 1e-6)))
    hours, rest = divmod(total, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    whole, thousandths = divmod(rest, 1000)
    text = f"{hours}:{minutes:02}:{whole:02}" if hours else f"{minutes}:{whole:02}"
    return f"{text}.{thousandths:03}" if exact else text


def ms(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f} ms" if value < 100 else f"{value:.0f} ms"


def lasting(seconds: float) -> str:
    """ "0.4 s", "24 s", "3 min 20 s", "1 h 05 min"."""
    if seconds < 9.95:
        return f"{max(0.0, seconds):.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02} min"


def shown(text: str) -> str:
    """`text` as Dear ImGui takes it: what is not UTF-8 in the name of a file is spelled out, as `one_line` does, and
    all else stays. Two names may be shown alike: what is opened, saved, copied goes by the name itself."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


def edited(text: str, before: str) -> str:
    """What somebody made `text` of who was shown `before`: what was left alone at its two ends is still what it was."""
    head = at = 0
    while head < len(before) and text.startswith(piece := shown(before[head]), at):
        head, at = head + 1, at + len(piece)
    tail, end = len(before), len(text)
    while tail > head and end - len(piece := shown(before[tail - 1])) >= at and text.endswith(piece, at, end):
        tail, end = tail - 1, end - len(piece)
    return before[:head] + text[at:end] + before[tail:]
