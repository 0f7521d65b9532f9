"""The catalogue: complete, unique, well founded, and each claim rejected when it is broken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
import sympy as sp

from proofs.catalogue import CLAIMS, ancestors, by_id
from proofs.logic.checker import check_derivation
from proofs.logic.claim import Claim
from proofs.logic.derivation import Derivation, Induction
from proofs.logic.mutants import mutants
from proofs.logic.relations import Relation
from proofs.logic.verdict import Provenance, Verdict
from proofs.theory.symbols import lam

INDEX = by_id()
PAPER = ("D2.1", "P3.1", "C3.1", "P3.2", "P3.3", "D4.1", "T4.1", "T4.2", "T4.3", "A1")
each_claim = pytest.mark.parametrize("claim", CLAIMS, ids=[c.id for c in CLAIMS])


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


@each_claim
def test_the_statement_is_a_sympy_object_that_keeps_its_words(claim: Claim) -> None:
    assert isinstance(claim.statement, sp.Implies)
    assert claim.conclusions
    assert len(claim.latex) == len(claim.conclusions) + len(claim.exists)
    assert all(text.strip() and "True" not in text for text in claim.latex)


@each_claim
def test_the_derivation_checks(claim: Claim) -> None:
    results = check_derivation(claim, INDEX, claim.derive())
    assert [f"{r.title}: {r.reason}" for r in results if not r.ok] == []


@each_claim
def test_every_false_twin_is_rejected(claim: Claim) -> None:
    found = list(mutants(claim, claim.derive()))
    assert len(found) >= 4
    for mutant in found:
        results = check_derivation(mutant.claim, INDEX, mutant.steps)
        assert not all(r.ok for r in results), mutant.edit


@each_claim
def test_symbols_that_print_the_same_are_the_same(claim: Claim) -> None:
    """A positive lambda beside a non-negative one would hide a hypothesis."""
    relations = (*claim.conclusions, *claim.exists, *(a.relation for a in claim.assumptions), *_all(claim.derive()))
    found = {symbol for relation in relations for symbol in relation.atoms(sp.Symbol)}
    assert len({str(symbol) for symbol in found}) == len({sp.latex(symbol) for symbol in found}) == len(found)


def _all(steps: Derivation) -> Iterator[Relation]:
    """Every relation of a derivation, those of cases included."""
    for step in steps:
        yield from (step.goal, *step.given)
        if isinstance(step.by, Induction):
            for case in step.by.cases:
                yield from (*case.construction.where, *_all(case.steps))


@each_claim
def test_no_equation_has_twice_the_same_side(claim: Claim) -> None:
    """Both sides are printed: a reader must see what was computed."""
    equations = (r for r in (*claim.conclusions, *_all(claim.derive())) if isinstance(r, sp.Eq))
    assert [r for r in equations if r.lhs == r.rhs] == []


@each_claim
def test_citations_are_dependencies(claim: Claim) -> None:
    for cited in _cited(claim):
        assert cited in claim.depends_on


def _cited(claim: Claim) -> set[str]:
    return {step.by.claim for step in claim.derive() if hasattr(step.by, "claim")}


def test_only_the_unconditional_theorem_is_expected_to_fail() -> None:
    assert [c.id for c in CLAIMS if c.expected is not Verdict.PROVED] == ["T4.1"]
    assert INDEX["T4.1"].counterexample is not None
    assert INDEX["T4.1-sharp"].provenance is Provenance.NEW


def test_the_variance_of_the_data_is_one_number_for_all_steps() -> None:
    built = [(c.id, construction) for c in CLAIMS for family in c.families for construction in family.constructions]
    assert built and not [identifier for identifier, construction in built if lam in construction.fresh]
