"""Bridges: what they state and what their proofs use."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from proofs.catalogue import CLAIMS, by_id
from proofs.kernel.sources import sources
from proofs.logic.claim import Claim
from proofs.logic.coqbridges import bridge, bridges
from proofs.logic.coqfamilies import state
from proofs.logic.coqobjects import module
from proofs.logic.coqproof import definitions

BRIDGED = ("P3.2", "N1", "N2", "N6-contracting", "N6-expanding", "N6", "T4.2", "T4.3")
FILES = {claim.id: bridge(claim) for claim in CLAIMS if claim.id in BRIDGED}


def test_the_bridges_of_the_catalogue() -> None:
    assert bridges(CLAIMS) == tuple(FILES.values()) and set(FILES) == set(BRIDGED)
    with pytest.raises(KeyError):
        bridge(next(c for c in CLAIMS if c.id == "A1"))


@pytest.mark.parametrize("claim", [c for c in CLAIMS if c.id in FILES], ids=lambda c: c.id)
def test_a_bridge_states_the_printed_claim_and_requires_the_kernel_alone(claim: Claim) -> None:
    found, statement = FILES[claim.id], state(claim)
    text = found.text
    assert "Theorem bridge : statement.\nProof." in text and found.definitions == definitions(statement)
    assert all(statement.scheme(group) in text for group in statement.groups)
    required = {f"{name}.v" for name in re.findall(r"Opmerge\.(\w+)", text)}
    assert required - set(sources()) == {f"Statement_{module(claim.id)}.v"}
    assert not re.search(r"\b(Admitted|admit|Axiom|Parameter|Hypothesis|Conjecture|Abort)\b", text)


@pytest.mark.parametrize(
    ("claim", "says"), [("N6", "Lemma sums s t : {} s t"), ("T4.2", "Lemma sums c b r d : {} c b r d")]
)
def test_a_script_calls_the_families_as_they_are_printed(claim: str, says: str) -> None:
    """Under another name for the first, the same script."""
    own = by_id()[claim]
    other = replace(own, families=(replace(own.families[0], name="totals"), *own.families[1:]))
    assert says.format("totals") in bridge(other).text and "totals_1" in bridge(other).definitions
    assert "FAMILY" not in bridge(own).text and "totals" not in bridge(own).text
