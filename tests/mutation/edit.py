"""A single edit of a source: one stretch of its text is replaced."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

MODULE = "<module>"


@dataclass(frozen=True)
class Edit:
    """text[start:end] becomes new. scope: the function that holds it, MODULE outside of all, classes included."""

    path: str
    kind: str
    scope: str
    start: int
    end: int
    new: str

    def applied(self, text: str) -> str:
        """The text as edited."""
        return text[: self.start] + self.new + text[self.end :]

    def line(self, text: str) -> int:
        """The line of the text where it starts, from 1."""
        return text.count("\n", 0, self.start) + 1

    def shown(self, text: str) -> tuple[str, str]:
        """The lines that it touches as they were and as they are now, white space normalised."""
        first = text.rfind("\n", 0, self.start) + 1
        last = text.find("\n", self.end)
        last = len(text) if last < 0 else last
        return _plain(text[first:last]), _plain(text[first : self.start] + self.new + text[self.end : last])

    def key(self, text: str) -> str:
        """Names the edit and the text that it was made in."""
        return hashlib.sha256(f"{self.path}\0{self.applied(text)}".encode()).hexdigest()[:20]


def _plain(lines: str) -> str:
    return " ".join(lines.split())
