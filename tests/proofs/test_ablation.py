"""Every hypothesis of every claim is load-bearing, and an ablation that shows nothing is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sympy as sp

from proofs.catalogue import CLAIMS, by_id
from proofs.logic.ablation import ablations, fault, unexplained
from proofs.logic.claim import Claim, Kind

INDEX = by_id()
EACH = [(c, a) for c in CLAIMS for a in ablations(c)]


@pytest.mark.parametrize(("claim", "ablation"), EACH, ids=[f"{c.id}: {a.dropped}" for c, a in EACH])
def test_without_the_hypothesis_the_claim_fails(claim: Claim, ablation: object) -> None:
    assert fault(ablation) == ""


@pytest.mark.parametrize("claim", CLAIMS, ids=[c.id for c in CLAIMS])
def test_no_hypothesis_is_unexplained(claim: Claim) -> None:
    assert unexplained(claim) == ()


def test_a_superfluous_hypothesis_would_be_noticed() -> None:
    extra = replace(INDEX["N5"].assumptions[0], relation=sp.Symbol("x", real=True) <= 7)
    claim = replace(INDEX["N5"], assumptions=(*INDEX["N5"].assumptions, extra))
    assert unexplained(claim) == (extra.relation,)


def test_values_that_satisfy_the_dropped_hypothesis_are_refused() -> None:
    claim = INDEX["N3"]
    ablation = next(a for a in ablations(claim))
    assert "holds" in fault(replace(ablation, at=claim.witness))


def test_values_that_violate_another_hypothesis_are_refused() -> None:
    claim = INDEX["N1"]
    first, second = ablations(claim)
    assert fault(replace(first, at=second.at)) != ""


def test_small_cases_know_every_hypothesis_they_are_used_for() -> None:
    small = [claim for claim in CLAIMS if claim.at_three is not None]
    assert len(small) == 9
    for claim in small:
        stated = {a.relation for a in claim.assumptions}
        assert set(claim.at_three.hypotheses) <= stated
        assert any(a.kind is Kind.HYPOTHESIS for a in claim.assumptions)
