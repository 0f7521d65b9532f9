"""Bridges: what they state and what their proofs use."""

from __future__ import annotations

import re

import pytest

from proofs.catalogue import CLAIMS
from proofs.kernel.sources import sources
from proofs.logic.claim import Claim
from proofs.logic.coqbridges import bridge, bridges
from proofs.logic.coqfamilies import state
from proofs.logic.coqobjects import module
from proofs.logic.coqproof import definitions

FILES = {claim.id: bridge(claim) for claim in CLAIMS if claim.id in ("N1", "N2", "T4.2", "T4.3")}


def test_the_bridges_of_the_catalogue() -> None:
    assert bridges(CLAIMS) == tuple(FILES.values()) and len(FILES) == 4
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
