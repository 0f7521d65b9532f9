"""Every false claim is refused, for the reason that it is meant for."""

from __future__ import annotations

import pytest

from proofs.catalogue import by_id
from proofs.falsehoods.catalogue import FALSEHOODS
from proofs.falsehoods.falsehood import Falsehood
from proofs.logic.statement import RULES, faults_of_statement
from reports.verify.symbolic import refusals

INDEX = by_id()
# What comes of a step that is refused, or of a conclusion that is an assumption in another guise.
FOLLOWING = ("not established", "a step does not check", "says no more than the hypothesis", "the residual is not zero")
each = pytest.mark.parametrize("false", FALSEHOODS, ids=[f.name for f in FALSEHOODS])


@each
def test_it_is_refused_for_its_reason_and_for_no_other(false: Falsehood) -> None:
    reasons = refusals(false.claim, {**INDEX, false.claim.id: false.claim}, false.steps)
    assert any(false.reason in reason for reason in reasons)
    others = [r for r in reasons if false.reason not in r and not any(words in r for words in FOLLOWING)]
    assert others == []


@each
def test_it_is_said_why_it_is_false(false: Falsehood) -> None:
    assert false.name and false.why and false.reason
    assert false.claim.id not in INDEX


def test_there_are_many_of_every_kind() -> None:
    assert len({f.name for f in FALSEHOODS}) == len({f.claim.id for f in FALSEHOODS}) == len(FALSEHOODS) >= 30
    assert sum(bool(f.claim.families) for f in FALSEHOODS) >= 8


def test_every_rule_on_statements_refuses_one() -> None:
    broken = {
        result.title
        for f in FALSEHOODS
        for result in faults_of_statement(f.claim, {**INDEX, f.claim.id: f.claim}, f.steps)
    }
    assert broken == set(RULES)
