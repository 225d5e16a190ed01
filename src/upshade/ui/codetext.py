"""The text of a file as it lies on the disk: its encoding and the ends of its lines, which saving keeps."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

_END = re.compile(r"\r\n|\r|\n")
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class FileText:
    """`text`: with a line feed at the end of each line; `ends`: what there is instead in the file, "" behind a last
    line that has no end. `encoding`: "utf-8", "utf-8-sig", or "latin-1" for what is neither, so that no byte is
    lost."""

    text: str
    ends: tuple[str, ...]
    encoding: str

    @classmethod
    def read(cls, data: bytes) -> FileText:
        encoding = "utf-8-sig" if data.startswith(_BOM) else "utf-8"
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            encoding, text = "latin-1", data.decode("latin-1")
        ends = _END.findall(text)
        text = _END.sub("\n", text)
        if text and not text.endswith("\n"):
            ends.append("")
        return cls(text, tuple(ends), encoding)

    def changed(self, text: str) -> FileText:
        """The same file with another text, of which each line ends: lines that were there end as they did, new ones
        as the one before; what Latin-1 cannot say makes the file UTF-8."""
        encoding = self.encoding
        if encoding == "latin-1" and not _is_latin(text):
            encoding = "utf-8"
        ends = self._ends(_lines(text))
        if ends and not ends[-1]:
            text = text.removesuffix("\n")
        return FileText(text, ends, encoding)

    def bytes(self) -> bytes:
        """What the file holds then."""
        pairs = zip(_lines(self.text), self.ends, strict=True)
        return "".join(line + end for line, end in pairs).encode(self.encoding)

    def _ends(self, new: list[str]) -> tuple[str, ...]:
        old = _lines(self.text)
        usual = Counter(end for end in self.ends if end).most_common(1)
        plain = usual[0][0] if usual else "\n"
        ends: list[str | None] = [None] * len(new)
        if len({end for end in self.ends if end}) > 1:
            for a, b, count in SequenceMatcher(None, old, new).get_matching_blocks():
                ends[b : b + count] = self.ends[a : a + count]
        made: list[str] = []
        for end in ends:
            made.append(end or (made[-1] if made and end is None and any(ends) else plain))
        if made and self.ends and not self.ends[-1] and new[-1] == old[-1]:
            made[-1] = ""
        return tuple(made)


def _is_latin(text: str) -> bool:
    """Whether it is the same when it is read again."""
    try:
        return FileText.read(text.encode("latin-1")).text == text
    except UnicodeEncodeError:
        return False


def _lines(text: str) -> list[str]:
    """Without their ends."""
    return text.removesuffix("\n").split("\n") if text else []
