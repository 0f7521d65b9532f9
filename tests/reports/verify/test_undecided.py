"""Evidence that decides nothing."""

from __future__ import annotations

from proofs.logic.verdict import Level, Verdict
from reports.verify.ledger import Controls
from reports.verify.undecided import raised, undecided


def test_it_says_why_and_no_more() -> None:
    found = undecided(Level.SMT, "z3", "no solver", scope="every inequality")
    assert (found.level, found.route, found.verdict) == (Level.SMT, "z3", Verdict.UNDECIDED)
    assert (found.findings, found.scope, found.for_all, found.controls) == (
        ("no solver",), "every inequality", "", Controls(),
    )  # fmt: skip


def test_what_was_raised_is_named_and_cut() -> None:
    assert raised(ValueError("x")) == "raised ValueError: x"
    assert len(raised(ValueError("x" * 1000))) == 300
