"""What the comments of the Coq sources say of their theorems: claims carried, claims refuted, and mutants.

An annotation is a comment whose first word is ``claim``, ``refutes``, ``partial`` or ``mutant``. Directly above a theorem
stands of which claim it carries a part, what it quantifies over, and what it states; ``refutes`` in place of ``claim`` says
that it proves the negation. One theorem may have several::

    (* claim D2.1
       for all: every schedule, lam >= 0, i <= j, trajectory
       states: z_i = (prod of a_t over i < t <= j) z_j *)
    Theorem teacher_is_composite z i j : ...

A claim of which the theorems carry a part only has one annotation that says which, in any file::

    (* partial P3.1: linear estimators of one coordinate; not all measurable ones *)

A mutant stands in the file that it edits: the claims whose support it must break, the kind of mistake, the file that coqc
then rejects when it is another one, and the edit as a diff. What follows a sign and one blank is verbatim, up to the one
blank before the comment's end. The old text occurs once in the file, annotations not counted::

    (* mutant C3.1 (off by one; fails in Ddim.v)
    - mul O (mul O (alpha (pred t)) (alpha t)) lam
    + mul O (mul O (alpha t) (alpha t)) lam *)

Every other comment is prose. What looks like an annotation and is none is refused: a comment that begins with a word in
small letters and an id, or that has a line ``for all:`` or ``states:``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from proofs.kernel.sources import Comment, SourceError, blanked, closure, comments, sources

ALLOWED_AXIOMS: frozenset[str] = frozenset(
    {
        "ClassicalDedekindReals.sig_forall_dec",
        "ClassicalDedekindReals.sig_not_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
    }
)
"""The axioms of Coq's own real numbers; excluded middle is not among them."""

KINDS: tuple[str, ...] = (
    "flipped inequality",
    "strict inequality",
    "weakened hypothesis",
    "shifted constant",
    "off by one",
    "wrong initialisation",
    "flipped sign",
    "wrong object",
)
"""Sorts of mutation."""

KEYWORDS: tuple[str, ...] = ("claim", "refutes", "partial", "mutant")
"""First words of annotations."""

_ID = r"[A-Z]\d+(?:\.\d+)?(?:-[a-z]+)*"

_HEAD = re.compile(rf"\(\*+\s*([A-Za-z]+)\b(\s+{_ID}\b)?")

_THEOREM = re.compile(
    rf"\(\* (?:claim|refutes) ({_ID}) *\n\s*for all:\s+(\S.*?)\n\s*states:\s+(\S.*?)\s*\*\)",
    re.DOTALL,
)

_FIELD = re.compile(r"^\s*(?:for all|states):", re.MULTILINE)

_DECLARED = re.compile(
    r"\s*(?:#\[[^\]]*\]\s*)?(?:(?:Local|Global|Program|Polymorphic)\s+)*"
    r"(?:Theorem|Lemma|Corollary|Proposition|Fact|Remark|Property)\s+([\w']+)"
)

_PARTIAL = re.compile(rf"\(\* partial ({_ID}):\s+(\S.*?)\s*\*\)", re.DOTALL)

_MUTANT = re.compile(rf"\(\* mutant ({_ID}(?: {_ID})*) \(([^();]+)(?:; fails in (\w+\.v))?\) *")

_EDIT = re.compile(r"[ \t]*([-+])(?: (.*))?")


@dataclass(frozen=True)
class KernelTheorem:
    """A kernel theorem that carries part of a claim, or refutes it."""

    claim: str
    """Id of the claim."""
    file: str
    """Source file, relative to this folder."""
    name: str
    """Name of the theorem in its file."""
    for_all: str
    """What the statement quantifies over."""
    scope: str
    """What is stated, and under which hypotheses."""
    refutes: bool = False
    """Whether it proves the negation of the claim."""

    @property
    def full_name(self) -> str:
        """File stem and name; coqc knows it as ``Opmerge.<full name>``."""
        return f"{self.file.removesuffix('.v')}.{self.name}"


@dataclass(frozen=True)
class KernelMutant:
    """One edit that makes a statement or a definition wrong."""

    claim: str
    """Id of the claim whose support must break."""
    file: str
    """Source file that is edited."""
    old: str
    """Exact text, unique in the file's code."""
    new: str
    """Its replacement."""
    kind: str
    """Sort of mutation."""
    fails_in: str = ""
    """File that coqc rejects, when it is not the edited one."""

    @property
    def rejected_file(self) -> str:
        """The file whose compilation fails."""
        return self.fails_in or self.file


@dataclass(frozen=True)
class Annotations:
    """All annotations of a set of sources, in the order of the files and of the lines."""

    theorems: tuple[KernelTheorem, ...]
    mutants: tuple[KernelMutant, ...]
    partial: Mapping[str, str]
    """Claims of which the theorems carry a part only, and which part: they do not raise the claim to this level."""

    @property
    def refuted(self) -> frozenset[str]:
        """Claims of which the kernel proves the negation."""
        return frozenset(t.claim for t in self.theorems if t.refutes)


@dataclass(frozen=True)
class Pins:
    """What is on record of the theorems, as coqc prints it, white space normalised."""

    definitions: Mapping[str, str]
    """What each definition that theorems use reads, by full name."""
    statements: Mapping[str, str]
    """What each theorem states, by full name."""


@cache
def annotated() -> Annotations:
    """The annotations of this folder's sources."""
    return read(sources())


@cache
def pins() -> Pins:
    """The pins of this folder's sources, read from ``pins.json``."""
    recorded = json.loads(resources.files(__package__).joinpath("pins.json").read_text(encoding="utf-8"))
    return Pins(recorded["definitions"], recorded["statements"])


def code(file: str, text: str) -> str:
    """A source with its annotations blanked: what coqc compiles, and what mutants edit."""
    return blanked(text, (c for c in comments(file, text) if _keyword(file, c)))


def read(texts: Mapping[str, str]) -> Annotations:
    """The annotations of these sources. Raises SourceError for the first one that breaks a rule."""
    marked = [_Mark(file, _keyword(file, c), c) for file, text in texts.items() for c in comments(file, text)]
    codes = {file: code(file, text) for file, text in texts.items()}
    theorems: list[KernelTheorem] = []
    for mark in marked:
        if mark.keyword in ("claim", "refutes"):
            theorem = _theorem(mark, codes[mark.file])
            _check_theorem(mark, theorem, theorems)
            theorems.append(theorem)
    claims = {t.claim for t in theorems}
    mutants: list[KernelMutant] = []
    partial: dict[str, str] = {}
    for mark in marked:
        if mark.keyword == "mutant":
            for mutant in _mutants(mark):
                _check_claim(mark, mutant.claim, claims)
                _check_mutant(mark, mutant, texts, codes[mark.file], mutants)
                mutants.append(mutant)
        if mark.keyword == "partial":
            claim, scope = _partial(mark)
            _check_claim(mark, claim, claims)
            if claim in partial:
                raise mark.wrong(f"partial {claim}: must be there once for a claim")
            partial[claim] = scope
    return Annotations(tuple(theorems), tuple(mutants), partial)


@dataclass(frozen=True)
class _Mark:
    """A comment and the file in which it stands. keyword: empty for prose."""

    file: str
    keyword: str
    comment: Comment

    def wrong(self, rule: str) -> SourceError:
        """The error that names this place."""
        return SourceError(self.file, self.comment.line, rule)


def _keyword(file: str, comment: Comment) -> str:
    """First word of an annotation; empty for prose. Raises SourceError when it looks like one and is none."""
    head = _HEAD.match(comment.text)
    word, claim = (head[1], head[2]) if head else ("", None)
    mark = _Mark(file, word, comment)
    if word not in KEYWORDS:
        if not (claim and (word.islower() or word.lower() in KEYWORDS)) and not _FIELD.search(comment.text):
            return ""
        begins = " ".join(comment.text.split()[:3])
        raise mark.wrong(
            f"{begins!r}: an annotation must begin with one of {', '.join(KEYWORDS)}, prose with a capital"
        )
    if not comment.text.startswith(f"(* {word} "):
        raise mark.wrong(f"{word}: an annotation must begin with (* and one blank, the word {word}, and one blank")
    if '"' in comment.text or "(*" in comment.text[2:] or "*)" in comment.text[:-2]:
        raise mark.wrong(f"{word}: an annotation must hold neither quotation marks nor comments, which coqc would read")
    return word


def _theorem(mark: _Mark, source: str) -> KernelTheorem:
    written = _THEOREM.fullmatch(mark.comment.text)
    if written is None or len(_FIELD.findall(mark.comment.text)) != 2:
        raise mark.wrong(f"must read '{mark.keyword} ID', then a line 'for all: ...', then a line 'states: ...'")
    declared = _DECLARED.match(source, mark.comment.end)
    if declared is None:
        raise mark.wrong(f"{mark.keyword} {written[1]}: must stand directly above a theorem")
    for_all, scope = (" ".join(written[group].split()) for group in (2, 3))
    return KernelTheorem(written[1], mark.file, declared[1], for_all, scope, mark.keyword == "refutes")


def _check_theorem(mark: _Mark, theorem: KernelTheorem, others: Collection[KernelTheorem]) -> None:
    for other in others:
        if other.claim == theorem.claim and other.full_name == theorem.full_name:
            raise mark.wrong(f"{theorem.name}: is annotated twice for {theorem.claim}, must be once")
        if other.claim == theorem.claim and other.refutes is not theorem.refutes:
            raise mark.wrong(f"{theorem.claim}: its theorems must all prove it or all refute it, see {other.full_name}")


def _check_claim(mark: _Mark, claim: str, claims: Collection[str]) -> None:
    if claim not in claims:
        raise mark.wrong(f"{mark.keyword} {claim}: must be a claim that some theorem is annotated with")


def _partial(mark: _Mark) -> tuple[str, str]:
    written = _PARTIAL.fullmatch(mark.comment.text)
    if written is None:
        raise mark.wrong("must read 'partial ID: what is carried, and what not'")
    return written[1], " ".join(written[2].split())


def _mutants(mark: _Mark) -> tuple[KernelMutant, ...]:
    """The mutants of one annotation, one for each claim that it names."""
    first, *lines = mark.comment.text.removesuffix("*)").split("\n")
    head = _MUTANT.fullmatch(first)
    if head is None:
        raise mark.wrong("its first line must read 'mutant ID (kind)' or 'mutant ID ID (kind; fails in File.v)'")
    if head[2] not in KINDS:
        raise mark.wrong(f"kind {head[2]!r}: must be one of {', '.join(KINDS)}")
    old, new = _edit(mark, lines)
    return tuple(KernelMutant(claim, mark.file, old, new, head[2], head[3] or "") for claim in head[1].split())


def _edit(mark: _Mark, lines: list[str]) -> tuple[str, str]:
    """The old and the new text of a diff."""
    if not lines or not lines[-1].endswith(" "):
        raise mark.wrong("mutant: the new text must be followed by one blank and *)")
    lines[-1] = lines[-1][:-1]
    rows = [_EDIT.fullmatch(line) for line in lines]
    signed = [(row[1], row[2] or "") for row in rows if row]
    signs = "".join(sign for sign, _ in signed)
    if len(signed) != len(lines) or not re.fullmatch(r"-+\++", signs):
        raise mark.wrong("mutant: must list the old text in lines that begin with '- ', then the new one with '+ '")
    old, new = ("\n".join(text for sign, text in signed if sign == wanted) for wanted in "-+")
    return old, new


def _check_mutant(
    mark: _Mark, mutant: KernelMutant, texts: Mapping[str, str], source: str, others: Collection[KernelMutant]
) -> None:
    shown = f"mutant {mutant.claim}: {mutant.old!r}"
    count = source.count(mutant.old) if mutant.old.strip() else 0
    if count != 1:
        raise mark.wrong(f"{shown} must occur once in {mark.file}, annotations not counted; it occurs {count} times")
    if mutant.old == mutant.new:
        raise mark.wrong(f"{shown} must be replaced by another text")
    if any((m.claim, m.file, m.old, m.new) == (mutant.claim, mutant.file, mutant.old, mutant.new) for m in others):
        raise mark.wrong(f"{shown} is replaced by the same text twice, must be once for a claim")
    if mutant.fails_in and (
        mutant.fails_in not in texts
        or mutant.fails_in == mark.file
        or mark.file not in closure(texts, {mutant.fails_in})
    ):
        raise mark.wrong(f"fails in {mutant.fails_in}: must be another file, one that requires {mark.file}")
