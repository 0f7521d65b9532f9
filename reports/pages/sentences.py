"""Sentences and counts that every page shares."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib import resources

from proofs.logic.verdict import Verdict
from reports.verify.ledger import ASKED_FOR, ClaimRecord, ClauseRecord, Evidence, Ledger

NOT_ALL = "†"  # marks the verdict of a claim with clauses that this run did not prove


def kernel_but_for(claim: ClaimRecord) -> str:
    """That coqc replayed the claim but for some steps; empty unless that is so, and no more than that."""
    return f"kernel, but for {claim.but_for}" if claim.but_for else ""


def controls_of(evidence: Iterable[Evidence]) -> str:
    """Mutants rejected of all, as 'rejected/total'; a dash when there are none."""
    counts = [(e.controls.rejected, e.controls.total) for e in evidence]
    rejected, total = (sum(column) for column in zip(*counts, strict=True)) if counts else (0, 0)
    return f"{rejected}/{total}" if total else "–"


def level_meanings() -> Mapping[str, Mapping[str, str]]:
    """What each level means and does not mean, weakest first."""
    text = resources.files("reports.pages").joinpath("templates", "levels.json").read_text("utf-8")
    meanings: Mapping[str, Mapping[str, str]] = json.loads(text)
    return meanings


def quantifier(claim: ClaimRecord) -> str:
    """What the claim ranges over, as a sentence."""
    text = claim.for_all.removesuffix(".")
    return f"For all: {text}." if claim.expected is Verdict.PROVED else f"{text[:1].upper()}{text[1:]}."


def symbol_groups(claim: ClaimRecord) -> list[tuple[list[str], str]]:
    """The symbols of a claim in LaTeX, those of one range together, and what to say of them."""
    groups: dict[str, list[str]] = {}
    for symbol in claim.symbols:
        words = symbol.range + (" (another symbol printed alike has another range)" if symbol.alike else "")
        groups.setdefault(words, []).append(symbol.latex)
    return [(names, words) for words, names in groups.items()]


def counts_sentence(ledger: Ledger) -> str:
    """The counts of a run in one sentence."""
    s = ledger.summary
    refuted = Counter(c.outcome for c in ledger.claims if c.verdict is Verdict.REFUTED)
    parts = [f"{s.proved} proved", *(f"{n} {word}" for word, n in refuted.items() or [("refuted", 0)])]
    parts += [f"{n} {word}" for n, word in ((s.undecided, "undecided"), (s.not_run, "not run"))]
    noun = "claim" if s.claims == 1 else "claims"
    return (
        f"{s.claims} {noun}: {', '.join(parts)}; {s.as_expected} of {s.claims} as the catalogue expects. "
        f"{s.controls.rejected} of {s.controls.total} mutants of these checks were rejected."
        + ("" if s.kernel == ASKED_FOR else f" Not run: the proof kernel was {s.kernel}.")
        + (f" {clauses_sentence(ledger)}" if s.not_run_clauses else "")
    )


def clauses_sentence(ledger: Ledger) -> str:
    """Which claims have clauses that this run did not prove, and how many; empty when none has."""
    of = [c.id for c in ledger.claims if c.not_run_clauses]
    if not of:
        return ""
    what = f"{_clauses(ledger)} of {', '.join(of)}"
    return f"Not run: {what}, which only the kernel proves; the verdict does not cover what was not run."


def _clauses(ledger: Ledger) -> str:
    count = len(ledger.summary.not_run_clauses)
    return "1 clause" if count == 1 else f"{count} clauses"


def clause_sentence(clause: ClauseRecord) -> str:
    """A clause with its theorem, and whether this run proved it."""
    return f"{clause.text} {clause.theorem}: {f'not run, {clause.not_run}' if clause.not_run else 'proved'}."


def mark_of(claim: ClaimRecord) -> str:
    """What stands behind the verdict of a claim; empty when it covers the whole claim."""
    return NOT_ALL if claim.not_run_clauses else ""


def exit_sentence(ledger: Ledger) -> str:
    """The exit code of a run, and what would make it another."""
    code = ledger.summary.exit_code
    but_for = f", but for {_clauses(ledger)} not run" if ledger.summary.not_run_clauses else ""
    reached = {
        0: f"every claim has the verdict that the catalogue expects{but_for}",
        1: "some claim has another verdict than the catalogue expects, or reads otherwise than it is pinned",
        3: "something is undecided (a mutant survived, or routes disagree), or was asked for and not run",
    }.get(code, "the run did not complete")
    others = {
        1: "a claim with another verdict than expected, or that reads otherwise than it is pinned, would make it 1",
        3: "an undecided claim, a mutant that survives, or a check asked for and not run would make it 3",
    }
    rest = "; ".join(text for other, text in others.items() if other != code)
    return f"The exit code is {code}: {reached}; {rest}."
