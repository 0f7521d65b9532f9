"""The symbolic route: the derivation, its ablations and its mutants, and what raises decides nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from proofs.logic.claim import Claim
from proofs.logic.derivation import Derivation
from proofs.logic.mutants import mutants
from proofs.logic.verdict import Level, Verdict
from reports.verify import symbolic
from reports.verify.run import investigate
from reports.verify.symbolic import symbolic_evidence
from tests.reports.verify.findings import INDEX


def test_a_checker_that_raises_on_a_mutant_has_notrejected_it(monkeypatch: pytest.MonkeyPatch) -> None:
    claim, honest = INDEX["D2.1"], symbolic.check_derivation

    def raising(mutant: Claim, index: object, steps: Derivation) -> object:
        if mutant is not claim or steps != claim.derive():
            raise ValueError("confused")
        return honest(mutant, INDEX, steps)

    monkeypatch.setattr(symbolic, "check_derivation", raising)
    evidence = investigate(claim, INDEX, []).evidence[0]
    assert evidence.controls.rejected < evidence.controls.total
    assert any("raised ValueError: confused" in s for s in evidence.controls.survivors)


def test_a_derivation_that_raises_is_undecided() -> None:
    def derive() -> Derivation:
        raise RuntimeError("broken")

    found = investigate(replace(INDEX["N1"], derive=derive), INDEX, [])
    assert found.evidence[0].verdict is Verdict.UNDECIDED
    assert "RuntimeError" in found.evidence[0].findings[0]


def test_every_step_every_ablation_and_every_mutant_counts() -> None:
    claim = INDEX["N3"]
    records, evidence, steps = symbolic_evidence(claim, INDEX)
    assert (evidence.level, evidence.verdict) == (Level.SYMBOLIC, Verdict.PROVED)
    assert evidence.controls.rejected == evidence.controls.total == len(list(mutants(claim, steps)))
    assert evidence.findings == (f"{len(steps) + 2 + len(claim.ablations)} steps, 13 check",)
    assert [record.title for record in records] == [step.title for step in claim.derive()]
    assert all(record.ok for record in records)


def test_a_hypothesis_that_nothing_shows_to_be_needed_leaves_the_claim_undecided() -> None:
    claim = INDEX["N5"]
    for ablations, words in (
        ({}, "no values show that it is needed"),
        ({dropped: {} for dropped in claim.ablations}, "holds at"),
    ):
        _, evidence, _ = symbolic_evidence(replace(claim, ablations=ablations), INDEX)
        assert evidence.verdict is Verdict.UNDECIDED
        assert words in evidence.findings[0]
