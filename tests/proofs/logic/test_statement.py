"""The rules on statements, one after another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from proofs.catalogue import CLAIMS, by_id
from proofs.logic.claim import Claim
from proofs.logic.relations import ge
from proofs.logic.statement import RULES, faults_of_statement, nothing_concluded
from proofs.theory.symbols import gamma

INDEX = by_id()


@pytest.mark.parametrize("claim", CLAIMS, ids=[c.id for c in CLAIMS])
def test_the_catalogue_breaks_no_rule(claim: Claim) -> None:
    assert list(faults_of_statement(claim, INDEX, claim.derive())) == []


def test_each_rule_that_is_broken_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    title = next(iter(RULES))
    monkeypatch.setitem(RULES, title, lambda claim, claims, steps: f"{claim.id} breaks it")
    assert [(r.title, r.reason) for r in faults_of_statement(CLAIMS[0], INDEX, ())] == [
        (title, f"{CLAIMS[0].id} breaks it")
    ]


def test_something_is_concluded_and_of_what_is_built() -> None:
    claim = INDEX["N1"]
    assert nothing_concluded(claim, INDEX, ()) == ""
    assert "concludes nothing" in nothing_concluded(replace(claim, conclusions=()), INDEX, ())
    assert "concludes nothing of them" in nothing_concluded(replace(claim, conclusions=(ge(gamma, 0),)), INDEX, ())
    assert nothing_concluded(replace(claim, families=(), conclusions=(ge(gamma, 0),)), INDEX, ()) == ""
