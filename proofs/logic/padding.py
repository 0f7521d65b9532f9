"""Conclusions that restate one hypothesis: they show nothing about what the hypothesis is needed for."""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from proofs.logic.algebra import check_algebra, check_sum, check_zero_square
from proofs.logic.claim import Claim
from proofs.logic.derivation import Algebra, Derivation, Step, SumOfProducts, ZeroSquare
from proofs.logic.disguise import is_multiple
from proofs.logic.relations import Relation, conjuncts


def padding(claim: Claim, steps: Derivation, hypothesis: Relation) -> frozenset[Relation]:
    """The conclusions that follow from a hypothesis alone and mention only its symbols, and its multiples in any symbols.

    They follow by certificates and normal forms in any number of steps, whatever else these steps are given; by a zero
    square if another conclusion speaks of the same symbols. A multiple has a factor of certain sign and no denominator:
    of a fraction the sign of the denominator is something to prove.

    Not seen through: a hypothesis with a square or another number added, and a conclusion that is cited.
    """
    alone: set[Relation] = set(conjuncts(hypothesis))
    for step in steps:
        if step.goal.free_symbols <= hypothesis.free_symbols and _checks_with(step, alone):
            if isinstance(step.by, ZeroSquare) and not _is_spoken_of(hypothesis, claim, step.goal):
                continue
            alone |= {step.goal, *conjuncts(step.goal)}
    restated = {c for c in claim.conclusions if c in alone or _is_plain_multiple(c, hypothesis)}
    return frozenset(restated - {hypothesis})


def _is_spoken_of(hypothesis: Relation, claim: Claim, apart_from: Relation) -> bool:
    return any(c.free_symbols & hypothesis.free_symbols for c in claim.conclusions if c != apart_from)


def _is_plain_multiple(conclusion: Relation, hypothesis: Relation) -> bool:
    if not all(isinstance(side, sp.Expr) and side.is_commutative for side in conclusion.args):
        return False
    if any(sp.denom(sp.together(side)).free_symbols for side in conclusion.args):
        return False
    return is_multiple(conclusion, hypothesis)


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
        case ZeroSquare():
            return not check_zero_square(less)
    return False
