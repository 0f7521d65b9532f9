"""The catalogue: complete, unique, well founded, and every claim of it tested by its subject."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from proofs.catalogue import CLAIMS, ancestors, by_id
from proofs.kernel.annotations import annotated
from proofs.logic.claim import Claim, Kind
from proofs.logic.verdict import Provenance, Verdict
from proofs.theory.symbols import lam

INDEX = by_id()
PAPER = ("D2.1", "P3.1", "C3.1", "P3.2", "P3.3", "D4.1", "T4.1", "T4.2", "T4.3", "A1")


def test_every_numbered_result_has_a_claim() -> None:
    assert set(PAPER) | {f"N{i}" for i in range(1, 8)} | {"T4.1-sharp", "T4.3-sharp"} <= set(INDEX)


def test_ids_are_unique() -> None:
    with pytest.raises(ValueError, match="not unique"):
        by_id((*CLAIMS, CLAIMS[0]))


def test_cycles_are_refused() -> None:
    first, second = (replace(CLAIMS[0], id=i, depends_on=(j,)) for i, j in (("X", "Y"), ("Y", "X")))
    with pytest.raises(ValueError, match="cycle"):
        by_id((first, second))


def test_unknown_dependencies_are_refused() -> None:
    with pytest.raises(ValueError, match="not in the catalogue"):
        by_id((replace(CLAIMS[0], depends_on=("Z9",)),))


def test_ancestors_are_transitive() -> None:
    assert {"N1", "D4.1", "P3.3", "D2.1", "C3.1", "P3.1"} <= ancestors("T4.3", INDEX)


def test_only_the_unconditional_theorem_is_expected_to_fail() -> None:
    assert [c.id for c in CLAIMS if c.expected is not Verdict.PROVED] == ["T4.1"]
    assert INDEX["T4.1"].counterexample is not None
    assert INDEX["T4.1-sharp"].provenance is Provenance.NEW


def test_the_variance_of_the_data_is_one_number_for_all_steps() -> None:
    built = [(c.id, construction) for c in CLAIMS for family in c.families for construction in family.constructions]
    assert built and not [identifier for identifier, construction in built if lam in construction.fresh]


def test_small_cases_know_every_hypothesis_they_are_used_for() -> None:
    small = [(claim, claim.at_three) for claim in CLAIMS if claim.at_three is not None]
    assert len(small) == 9
    for claim, case in small:
        stated = {a.relation for a in claim.assumptions}
        assert set(case.hypotheses) <= stated
        assert any(a.kind is Kind.HYPOTHESIS for a in claim.assumptions)


def test_kernel_theorems_are_about_claims() -> None:
    assert {t.claim for t in annotated().theorems} <= set(INDEX)


def test_clauses_of_the_kernel_alone_are_theorems_of_their_claim() -> None:
    proving = {(t.claim, t.full_name) for t in annotated().theorems if not t.refutes}
    clauses = [(c.id, clause) for c in CLAIMS for clause in c.kernel_clauses]
    assert {"N6", "N7"} <= {identifier for identifier, _ in clauses}
    assert {(identifier, clause.theorem) for identifier, clause in clauses} <= proving
    assert all(clause.text.endswith(".") for _, clause in clauses) and len(set(clauses)) == len(clauses)


def test_every_claim_is_asked_by_the_tests_of_the_subject_that_states_it() -> None:
    """Its derivation, its mutants and its ablations."""
    asked: list[str] = []
    for path in sorted((Path(__file__).parent / "theory").glob("test_*.py")):
        stated = vars(import_module(f"proofs.theory.{path.stem.removeprefix('test_')}")).values()
        tests = getattr(import_module(f"tests.proofs.theory.{path.stem}"), "TestClaims", object)
        claims: tuple[Claim, ...] = getattr(tests, "claims", ())
        asks = {base.__name__ for base in tests.__mro__}
        assert all(claim in stated for claim in claims)
        assert "OfEveryClaim" in asks or not claims
        assert "OfEveryHypothesis" in asks or not any(claim.ablations for claim in claims)
        asked += [claim.id for claim in claims]
    assert sorted(asked) == sorted(INDEX)
