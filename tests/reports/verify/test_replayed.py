"""Which steps coqc replayed: their numbers, their marks, and what is missing, in words."""

from __future__ import annotations

import pytest

from proofs.catalogue import by_id
from proofs.logic.verdict import Level, Verdict
from reports.verify.ledger import ClaimRecord, Evidence, KernelRecord
from reports.verify.records import claim_record, step_records
from reports.verify.replayed import but_for, labels, marked

N1 = by_id()["N1"]
STEPS = N1.derive()
EVERY = tuple(labels(STEPS))


def evidence(*replayed: str, verdict: Verdict = Verdict.PROVED) -> Evidence:
    """What coqc says of N1 in part."""
    kernel = KernelRecord(coqc="8", sources_sha256="", theorems=(), axioms=(), replayed=replayed)
    return Evidence(
        level=Level.KERNEL, route="", verdict=verdict, for_all="", scope="", kernel=kernel, partial=("a part",)
    )


def record(found: Evidence) -> ClaimRecord:
    steps = marked(step_records(STEPS, []), [found])
    return claim_record(N1, steps, (), (found,), Verdict.PROVED, (None, None), "")


def test_steps_are_numbered_as_a_reader_sees_them() -> None:
    assert EVERY[:4] == ("1", "1a.1", "1a.2", "1b.1") and "2b.3a.1" in EVERY and EVERY[-1] == "5"
    assert len(set(EVERY)) == len(EVERY) == 18


def test_a_step_is_marked_at_any_depth() -> None:
    steps = record(evidence("1", "2b.3a.1")).derivation
    assert [s.kernel for s in steps] == [True, False, False, False, False]
    inner = steps[1].cases[1].steps[2]
    assert inner.kernel is False and inner.cases[0].steps[0].kernel is True
    assert step_records(STEPS, [])[0].kernel is None


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        (("5",), "step 5"),
        (("2b.3a.1", "5"), "steps 2b.3a.1 and 5"),
        (("1a.1", "4", "5"), "steps 1a.1, 4 and 5"),
        (EVERY[:4], "4 of 18 steps"),
        ((), "a part of the statement"),
    ],
)
def test_what_is_missing_is_said(missing: tuple[str, ...], words: str) -> None:
    found = record(evidence(*(label for label in EVERY if label not in missing)))
    assert but_for(found, Level.SYMBOLIC) == words
    assert but_for(found, Level.KERNEL) == ""


def test_nothing_is_said_when_nothing_was_replayed_or_the_verdict_is_another() -> None:
    assert but_for(record(evidence()), Level.SYMBOLIC) == ""
    assert but_for(record(evidence("1", verdict=Verdict.UNDECIDED)), Level.SYMBOLIC) == ""
