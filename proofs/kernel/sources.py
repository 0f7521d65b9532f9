"""The Coq sources of this folder: their texts, the order in which they are compiled, and their comments.

A file is found by being here, and its place in the order follows from its ``Require`` lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib import resources
from types import MappingProxyType

LIBRARY = "Opmerge"  # the name under which coqc knows the files of this folder

# What opens or closes a comment. A string hides both, also inside a comment; an open quote hides the rest of the file.
_DELIMITER = re.compile(r'"[^"]*"?|\(\*|\*\)')

_REQUIRE = re.compile(
    r"(?:\bFrom\s+([\w.]+)\s+)?\bRequire\s+(?:(?:Import|Export)\s+)?([\w.\s]+?)\.(?=\s|\Z)",
)


class SourceError(ValueError):
    """A Coq source breaks a rule of this folder. The message names the file, the line and the rule."""

    def __init__(self, file: str, line: int, rule: str) -> None:
        super().__init__(f"{file}, line {line}: {rule}")


@dataclass(frozen=True)
class Comment:
    """One comment of a source, delimiters included; what is nested in it belongs to it."""

    start: int
    """Offset of its first character."""
    line: int
    """Line on which it starts, counted from 1."""
    text: str

    @property
    def end(self) -> int:
        """Offset of the character that follows it."""
        return self.start + len(self.text)


def comments(file: str, text: str) -> tuple[Comment, ...]:
    """The comments of a source. Raises SourceError for a comment or a string that does not end."""
    found = []
    opened: list[int] = []
    for delimiter in _DELIMITER.finditer(text):
        mark, start = delimiter[0], delimiter.start()
        if mark == "(*":
            opened.append(start)
        elif mark == "*)" and opened:
            first = opened.pop()
            if not opened:
                found.append(Comment(first, _line(text, first), text[first : delimiter.end()]))
        elif mark.startswith('"') and (len(mark) == 1 or not mark.endswith('"')):
            raise SourceError(file, _line(text, start), "this string must end with a quotation mark")
    if opened:
        raise SourceError(file, _line(text, opened[0]), "this comment must end with *)")
    return tuple(found)


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def blanked(text: str, hidden: Iterable[Comment]) -> str:
    """The source with these comments turned into blanks: every other character keeps its line and its offset."""
    for comment in hidden:
        text = text[: comment.start] + re.sub(r"[^\n]", " ", comment.text) + text[comment.end :]
    return text


def _required(file: str, text: str) -> dict[str, int]:
    """The files of this folder that a source requires directly, and the line of each."""
    code = blanked(text, comments(file, text))
    found = {}
    for sentence in _REQUIRE.finditer(code):
        for name in sentence[2].split():
            if sentence[1] == LIBRARY or name.startswith(f"{LIBRARY}."):
                found[f"{name.removeprefix(f'{LIBRARY}.')}.v"] = _line(text, sentence.start())
    return found


def requires(file: str, text: str) -> frozenset[str]:
    """The files of this folder that a source requires directly."""
    return frozenset(_required(file, text))


def in_order(texts: Mapping[str, str]) -> Mapping[str, str]:
    """The same sources, each after what it requires; the order depends on nothing but names and Require lines.

    Raises SourceError for a required file that is not there, and for files that require each other in a circle.
    """
    needed = {file: _required(file, texts[file]) for file in sorted(texts)}
    for file, lines in needed.items():
        for name, line in lines.items():
            if name not in texts:
                raise SourceError(file, line, f"a required file must be in the folder, there is no {name}")
    try:
        order = list(TopologicalSorter({file: sorted(lines) for file, lines in needed.items()}).static_order())
    except CycleError as error:
        circle = error.args[1]
        line = needed[circle[1]][circle[0]]
        raise SourceError(
            circle[1], line, f"files must not require each other in a circle: {', '.join(circle)}"
        ) from None
    return MappingProxyType({file: texts[file] for file in order})


def closure(texts: Mapping[str, str], names: Iterable[str]) -> frozenset[str]:
    """These files and all that they require, directly or not."""
    reached: set[str] = set()
    waiting = list(names)
    while waiting:
        file = waiting.pop()
        if file not in reached:
            reached.add(file)
            waiting += requires(file, texts[file])
    return frozenset(reached)


@cache
def sources() -> Mapping[str, str]:
    """The texts of the ``*.v`` files of this folder by file name, each after what it requires."""
    folder = resources.files(__package__)
    return in_order({f.name: f.read_text(encoding="utf-8") for f in folder.iterdir() if f.name.endswith(".v")})
