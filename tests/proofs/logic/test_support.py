"""What a conclusion rests on."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sympy as sp

from proofs.catalogue import CLAIMS, by_id
from proofs.logic.claim import Assumption, Claim
from proofs.logic.relations import le
from proofs.logic.support import support, unused_hypothesis
from proofs.theory.boot_and_vanilla import BOOT_OPTIMAL, SMALL
from proofs.theory.critical import ABOVE, BELOW, CONTRACTS_BELOW, VP
from proofs.theory.merging import SHRINKS
from proofs.theory.symbols import a_T

INDEX = by_id()


def test_steps_are_followed_down_to_assumptions() -> None:
    claim = INDEX["N3"]
    found = support(CONTRACTS_BELOW, claim, INDEX, claim.derive())
    assert BELOW.relation in found and ABOVE.relation not in found


def test_what_a_citation_needs_is_used() -> None:
    claim = INDEX["T4.3"]
    found = support(BOOT_OPTIMAL, claim, INDEX, claim.derive())
    assert {VP.relation, SMALL.relation, SHRINKS} <= found


def test_what_no_step_establishes_rests_on_nothing() -> None:
    claim = INDEX["N3"]
    assert support(le(a_T, 5), claim, INDEX, claim.derive()) == frozenset()


@pytest.mark.parametrize("claim", CLAIMS, ids=[c.id for c in CLAIMS])
def test_every_hypothesis_of_the_catalogue_is_used(claim: Claim) -> None:
    assert unused_hypothesis(claim, INDEX, claim.derive()) == ""


def test_an_idle_hypothesis_is_not_shown_to_be_needed() -> None:
    claim, idle = INDEX["N1"], le(a_T, 1)
    more = replace(
        claim,
        assumptions=(*claim.assumptions, Assumption(idle, "")),
        ablations={**claim.ablations, idle: {a_T: sp.Integer(2)}},
    )
    assert unused_hypothesis(more, INDEX, claim.derive()) == f"no conclusion rests on {idle}"
