"""What the values of a claim show: its witness, its counterexample, what exists."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import sympy as sp

from proofs.logic.claim import Claim
from proofs.logic.definedness import declared_ranges_violated
from proofs.logic.relations import Relation


def holds_at(relation: Relation, at: Mapping[sp.Basic, sp.Basic]) -> bool:
    """Exact truth of a relation at exact values; anything that stays open counts as not holding."""
    return _holds(relation, frozenset((k, v) for k, v in at.items() if k in relation.free_symbols))


@functools.lru_cache(maxsize=4096)
def _holds(relation: Relation, at: frozenset[tuple[sp.Basic, sp.Basic]]) -> bool:
    held = relation.xreplace(dict(at)).doit()
    sides = relation.args[0].args if isinstance(relation, sp.Not) else relation.args
    if any(
        not side.xreplace(dict(at)).doit().is_finite
        for side in sides
        if isinstance(side, sp.Expr) and side.is_commutative
    ):
        return False  # undefined at these values
    return bool(held == sp.true or (isinstance(held, sp.Eq) and sp.simplify(held.lhs - held.rhs) == 0))


def check_values(claim: Claim, values: Mapping[sp.Basic, sp.Basic]) -> str:
    """Why the values are not admissible: a declared range or an assumption that they violate."""
    if fault := declared_ranges_violated(values):
        return fault
    for assumption in claim.assumptions:
        if not holds_at(assumption.relation, values):
            return f"the values violate the assumption {assumption.relation}"
    return ""


def check_counterexample(claim: Claim) -> str:
    assert claim.counterexample is not None
    if claim.families:
        return "the claim speaks of objects of a family: values alone do not construct one"
    if fault := check_values(claim, claim.counterexample):
        return fault
    if any(holds_at(sp.Not(c), claim.counterexample) for c in claim.conclusions):
        return ""
    return "the counterexample satisfies every conclusion"
