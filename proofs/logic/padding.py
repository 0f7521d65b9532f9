"""Conclusions that restate one hypothesis: they show nothing about what the hypothesis is needed for."""

from __future__ import annotations

from dataclasses import replace

from proofs.logic.algebra import check_algebra, check_sum
from proofs.logic.claim import Claim
from proofs.logic.derivation import Algebra, Derivation, Step, SumOfProducts
from proofs.logic.relations import Relation, conjuncts


def padding(claim: Claim, steps: Derivation, hypothesis: Relation) -> frozenset[Relation]:
    """The conclusions that follow from a hypothesis alone and mention only its symbols.

    They follow by certificates and normal forms in any number of steps, whatever else these steps are given.
    """
    alone: set[Relation] = set(conjuncts(hypothesis))
    for step in steps:
        if step.goal.free_symbols <= hypothesis.free_symbols and _checks_with(step, alone):
            alone |= {step.goal, *conjuncts(step.goal)}
    return frozenset(c for c in claim.conclusions if c in alone and c != hypothesis)


def _checks_with(step: Step, known: set[Relation]) -> bool:
    given = tuple(g for g in step.given if g in known)
    if not given:
        return False
    less = replace(step, given=given)
    match step.by:
        case Algebra():
            return not check_algebra(less)
        case SumOfProducts():
            return not check_sum(less, step.by)
    return False
