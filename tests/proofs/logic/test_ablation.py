"""An ablation that shows nothing is refused, and a hypothesis that could be dropped is noticed."""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from proofs.catalogue import by_id
from proofs.logic.ablation import ablations, differs, fault, unexplained

INDEX = by_id()


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


def test_nothing_is_asked_of_a_claim_with_a_counterexample() -> None:
    claim = INDEX["T4.1"]
    assert unexplained(claim) == ()
    assert unexplained(replace(claim, counterexample=None)) == tuple(a.relation for a in claim.assumptions) != ()


def test_a_claim_that_holds_without_the_hypothesis_is_no_ablation() -> None:
    ablation = ablations(INDEX["N3"])[0]
    trivial = replace(ablation.case, conclusions=(sp.true,))
    assert fault(ablation) == ""
    assert fault(replace(ablation, case=trivial)) == "the claim holds at these values without it"


def test_a_reader_is_told_the_values_that_matter() -> None:
    """Of a small case all of them, else those that differ from the witness."""
    noise = next(x for x in ablations(INDEX["N3"]) if "varsigma" in str(x.dropped))
    assert differs(INDEX["N3"], noise) == "varsigma_t-1 = 2"
    contracting = ablations(INDEX["N1"])[0]
    assert differs(INDEX["N1"], contracting) == "a_1 = 2/3, a_2 = 8/5, gamma_2 = 3/4, gamma_3 = 2/5 (T = 3)"
    assert "second a_1 = 1" in differs(INDEX["N6"], ablations(INDEX["N6"])[0])
