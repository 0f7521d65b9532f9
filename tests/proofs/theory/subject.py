"""What is asked of every claim and of every hypothesis. The tests of a subject name its claims and run nothing twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import sympy as sp

from proofs.catalogue import by_id
from proofs.logic.ablation import Ablation, fault, unexplained
from proofs.logic.checker import check_derivation
from proofs.logic.claim import Claim
from proofs.logic.derivation import Derivation, Induction
from proofs.logic.mutants import mutants
from proofs.logic.relations import Relation

INDEX = by_id()


class OfEveryClaim:
    """Asked of every claim of a subject."""

    claims: ClassVar[tuple[Claim, ...]]

    def test_the_statement_is_a_sympy_object_that_keeps_its_words(self, claim: Claim) -> None:
        assert isinstance(claim.statement, sp.Implies)
        assert claim.conclusions
        assert len(claim.latex) == len(claim.conclusions) + len(claim.exists)
        assert all(text.strip() and "True" not in text for text in claim.latex)

    def test_the_derivation_checks(self, claim: Claim) -> None:
        results = check_derivation(claim, INDEX, claim.derive())
        assert [f"{r.title}: {r.reason}" for r in results if not r.ok] == []

    def test_every_mutant_is_rejected(self, claim: Claim) -> None:
        found = list(mutants(claim, claim.derive()))
        assert len(found) >= 4
        for mutant in found:
            results = check_derivation(mutant.claim, INDEX, mutant.steps)
            assert not all(r.ok for r in results), mutant.edit

    def test_symbols_that_print_the_same_are_the_same(self, claim: Claim) -> None:
        """A positive lambda beside a non-negative one would hide a hypothesis."""
        relations = (*claim.conclusions, *claim.exists, *(a.relation for a in claim.assumptions), *_all(claim.derive()))
        found = {symbol for relation in relations for symbol in relation.atoms(sp.Symbol)}
        assert len({str(symbol) for symbol in found}) == len({sp.latex(symbol) for symbol in found}) == len(found)

    def test_no_equation_has_twice_the_same_side(self, claim: Claim) -> None:
        """Both sides are printed: a reader must see what was computed."""
        equations = (r for r in (*claim.conclusions, *_all(claim.derive())) if isinstance(r, sp.Eq))
        assert [r for r in equations if r.lhs == r.rhs] == []

    def test_citations_are_dependencies(self, claim: Claim) -> None:
        for cited in _cited(claim):
            assert cited in claim.depends_on

    def test_no_hypothesis_is_unexplained(self, claim: Claim) -> None:
        assert unexplained(claim) == ()


class OfEveryHypothesis:
    """Asked of every hypothesis of a subject's claims."""

    claims: ClassVar[tuple[Claim, ...]]

    def test_without_the_hypothesis_the_claim_fails(self, ablation: Ablation) -> None:
        assert fault(ablation) == ""


def _all(steps: Derivation) -> Iterator[Relation]:
    """Every relation of a derivation, those of cases included."""
    for step in steps:
        yield from (step.goal, *step.given)
        if isinstance(step.by, Induction):
            for case in step.by.cases:
                yield from (*case.construction.where, *_all(case.steps))


def _cited(claim: Claim) -> set[str]:
    return {step.by.claim for step in claim.derive() if hasattr(step.by, "claim")}
