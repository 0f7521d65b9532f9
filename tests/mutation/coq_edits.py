"""Single edits of a Coq source, in what it states: in the sentences outside of proofs, comments left out.

A proof script that still compiles proves the same theorem, so that no edit of one matters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tests.mutation.edit import MODULE, Edit

_COMMENT: Final = re.compile(r"\(\*|\*\)")
_PROOF: Final = re.compile(r"\bProof\b.*?\b(?:Qed|Defined)\s*\.", re.DOTALL)
_SENTENCE: Final = re.compile(
    r"^[ \t]*(?:Theorem|Lemma|Corollary|Definition|Fixpoint|Inductive|Record|Hypothesis|Hypotheses|Notation)\b"
    r".*?\.(?=\s|\Z)",
    re.MULTILINE | re.DOTALL,
)
# What is found, the kind of edit, and what takes its place.
_SWAPS: Final = (
    (re.compile(r"(?<![<>=-])<=(?!>)"), "comparison", ("<",)),
    (re.compile(r"(?<![<>=-])<(?![=>-])"), "comparison", ("<=",)),
    (re.compile(r">=(?!>)"), "comparison", (">",)),
    (re.compile(r"(?<![<>=-])>(?!=)"), "comparison", (">=",)),
    (re.compile(r"(?<= )\+(?= )"), "plus and minus", ("-",)),
    (re.compile(r"(?<= )-(?= )"), "plus and minus", ("+",)),
    (re.compile(r"/\\"), "and and or", ("\\/",)),
    (re.compile(r"\\/"), "and and or", ("/\\",)),
    (re.compile(r"\bRmin\b"), "another function", ("Rmax",)),
    (re.compile(r"\bRmax\b"), "another function", ("Rmin",)),
    (re.compile(r"\bpred (?=\w)"), "index", ("",)),
    (re.compile(r"\bS (?=\w)"), "index", ("",)),
    (re.compile(r"(?<![\w.'])\d+(?![\w.'])"), "constant", ("+1", "-1")),
)
_PREMISE: Final = re.compile(r"(?<![<-])->")


def coq_edits(path: str, text: str) -> list[Edit]:
    """All edits of a source, in the order of its text; not each of them is well-formed."""
    code = _blanked(text)
    found = {}
    for sentence in _SENTENCE.finditer(code):
        for edit in (*_swapped(path, code, sentence), *_without_premise(path, code, sentence)):
            found[(edit.start, edit.end, edit.new)] = edit
    return sorted(found.values(), key=lambda e: (e.start, e.end, e.new))


def _swapped(path: str, code: str, sentence: re.Match[str]) -> Iterator[Edit]:
    for pattern, kind, others in _SWAPS:
        for found in pattern.finditer(code, *sentence.span()):
            for other in others:
                if kind != "constant":
                    yield Edit(path, kind, MODULE, found.start(), found.end(), other)
                elif (number := int(found[0]) + int(other)) >= 0:
                    yield Edit(path, kind, MODULE, found.start(), found.end(), str(number))


def _without_premise(path: str, code: str, sentence: re.Match[str]) -> Iterator[Edit]:
    """A premise P of P -> Q dropped: back from its arrow to the arrow, comma, colon or open parenthesis before it."""
    for arrow in _PREMISE.finditer(code, *sentence.span()):
        depth, start = 0, arrow.start()
        while start > sentence.start():
            before = code[start - 1]
            depth += {")": 1, "(": -1}.get(before, 0)
            if depth < 0 or (depth == 0 and (before in ",:|" or (before == ">" and code[start - 2] == "-"))):
                break
            start -= 1
        yield Edit(path, "hypothesis dropped", MODULE, start, arrow.end(), "")


def _blanked(text: str) -> str:
    """The source with comments and proofs turned into blanks, every other character at its place."""
    depth, start, code = 0, 0, text
    for mark in _COMMENT.finditer(text):
        if mark[0] == "(*":
            start = mark.start() if depth == 0 else start
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                code = _hide(code, start, mark.end())
    for proof in _PROOF.finditer(code):
        code = _hide(code, *proof.span())
    return code


def _hide(text: str, start: int, end: int) -> str:
    return text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
