"""The engine: the suite passes as it stands, and fails when any one part of any claim is broken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest

from numerics.errors import InputError
from proofs import catalogue
from proofs.catalogue import CLAIMS
from proofs.logic.claim import Claim
from proofs.logic.derivation import Derivation
from proofs.logic.mutants import Mutant, mutants
from proofs.logic.verdict import Level, Verdict
from reports.verify import run as engine
from reports.verify import symbolic
from reports.verify.run import derivation_record, investigate, longest_first, verify
from reports.verify.selftests import SELF_TESTS
from reports.verify.verdict import Findings
from tests.reports.verify.findings import INDEX, each_claim, in_one_process

pytestmark = in_one_process


@each_claim
def test_every_claim_has_symbolic_and_numeric_evidence(found: dict[str, Findings], claim: Claim) -> None:
    levels = {e.level for e in found[claim.id].evidence}
    assert Level.SYMBOLIC in levels
    assert levels & {Level.SAMPLED, Level.PROPERTY, Level.ENCLOSED}
    assert sum(e.controls.total for e in found[claim.id].evidence) >= 4


def test_mutants_or_smt_that_raise_are_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(claim: Claim, steps: Derivation) -> Iterator[Mutant]:
        raise RuntimeError("no mutant")
        yield

    def refusing(claim: Claim, steps: Derivation) -> None:
        raise RuntimeError("no solver")

    monkeypatch.setattr(symbolic, "mutants", broken)
    monkeypatch.setattr(engine, "smt_evidence", refusing)
    by_sympy, by_smt = investigate(INDEX["N1"], INDEX, []).evidence
    assert by_sympy.verdict is by_smt.verdict is Verdict.UNDECIDED
    assert any("no mutant" in f for f in by_sympy.findings)
    assert "no solver" in by_smt.findings[0]


def test_the_result_does_not_depend_on_jobs() -> None:
    one, two, many = (verify(["T4.2"], digits=20, jobs=j).to_json() for j in (1, 2, 500))
    assert one == two == many


def test_the_claims_of_most_mutants_are_started_first() -> None:
    order = longest_first(CLAIMS)
    assert set(order) == set(INDEX) and len(order) == len(CLAIMS)
    counts = [len(list(mutants(INDEX[i], INDEX[i].derive()))) for i in (order[0], "N7", order[-1])]
    assert counts == sorted(counts, reverse=True) and counts[0] > 50


def test_no_more_processes_than_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []

    def pool(
        claims: Sequence[Claim], digits: int, processes: int, progress: Callable[[str], None]
    ) -> tuple[dict[str, str], dict[str, Findings]]:
        asked.append((len(claims), processes))
        return dict.fromkeys(SELF_TESTS, ""), {c.id: Findings((), ()) for c in claims}

    monkeypatch.setattr(engine, "_in_processes", pool)
    verify(["C3.1"], jobs=500)
    assert asked[0][0] == asked[0][1] > 1


def test_unknown_claims_are_refused() -> None:
    with pytest.raises(InputError, match=r"'T9.9'.*must be one of"):
        verify(["T9.9"])


def test_the_catalogue_is_the_one_verified() -> None:
    assert engine.CLAIMS is catalogue.CLAIMS


def test_one_claim_brings_what_it_rests_on_and_says_which_it_is_at() -> None:
    seen: list[str] = []
    ledger = verify(["D4.1"], checks=[], progress=seen.append)
    assert seen == [c.id for c in ledger.claims] == ["D2.1", "P3.1", "C3.1", "P3.3", "D4.1"]
    assert ledger.not_verified == ()


def test_a_derivation_alone_has_its_own_evidence_only() -> None:
    record = derivation_record("P3.2")
    assert (record.verdict, record.strength) == (Verdict.PROVED, None)
    assert [e.level for e in record.evidence] == [Level.SYMBOLIC]
    with pytest.raises(InputError, match="must be one of"):
        derivation_record("T9.9")
