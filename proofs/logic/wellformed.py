"""What is wrong with a claim as it is stated, before any step is looked at."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import sympy as sp

from proofs.logic.claim import Claim, Kind
from proofs.logic.definedness import declared_ranges_violated
from proofs.logic.relations import Relation, conjuncts, difference, instance

_LARGE = 100  # operations; no assumption of the catalogue comes near


def assumed_conclusion(claim: Claim) -> str:
    """A conclusion that is among the assumptions, or among what a construction requires of its result, in any guise."""
    known = {form for a in claim.assumptions for part in conjuncts(a.relation) for form in _forms(part)}
    for part in (part for c in claim.conclusions for part in conjuncts(c)):
        if _forms(part)[0] in known:
            return f"assumed: {part}"
        for family in claim.families:
            for construction in family.constructions:
                required = {form for r in construction.where for form in _forms(r)}
                if required and _forms(instance(part, construction.result))[0] in required:
                    return f"required of what is built: {part}"
    return ""


@functools.lru_cache(maxsize=4096)
def _forms(relation: Relation) -> tuple[object, ...]:
    """Normal forms of a relation, then those of what it implies at once: a = b gives a <= b, and a < b gives a <= b."""
    sides = relation.args
    if len(sides) != 2 or not all(isinstance(s, sp.Expr) and s.is_commutative for s in sides):
        return (relation,)
    if isinstance(relation, sp.Eq):
        up, down = _normal(sides[0] - sides[1]), _normal(sides[1] - sides[0])
        return (frozenset({up, down}), (up, False), (down, False))
    if not isinstance(relation, sp.Ge | sp.Le | sp.Gt | sp.Lt):
        return (relation,)
    d, strict = difference(relation)
    return ((_normal(d), True), (_normal(d), False)) if strict else ((_normal(d), False),)


def _normal(e: sp.Expr) -> sp.Expr:
    """Up to a positive factor. An expression too large to expand is taken as it is written."""
    return e if e.count_ops() > _LARGE else sp.expand(e).primitive()[1]


def no_definition(claim: Claim) -> str:
    """A definition must equate a new symbol with an expression that does without it: it can hide no hypothesis then."""
    taken = {v for family in claim.families for v in family.variables}
    for assumption in claim.assumptions:
        relation = assumption.relation
        if assumption.kind is not Kind.DEFINITION:
            continue
        if not isinstance(relation, sp.Eq) or not relation.lhs.is_Symbol or relation.lhs in relation.rhs.free_symbols:
            return f"{relation} defines no symbol"
        if relation.lhs in taken:
            return f"{relation.lhs} is not new where {relation} defines it"
        taken |= relation.free_symbols
    return ""


def unlisted_requirement(claim: Claim) -> str:
    """What a construction requires: equations that tie the new step's numbers, and inequalities that the claim lists.

    Listed is one that is an assumption, or an assumption about a parameter made of an operand's parameter.
    """
    listed = {a.relation for a in claim.assumptions}
    for family in claim.families:
        for construction in family.constructions:
            for relation in construction.where:
                if isinstance(relation, sp.Eq):
                    if not relation.free_symbols.intersection(construction.fresh):
                        return f"{relation} is required and ties no number of the new step"
                elif relation not in listed and all(
                    relation != instance(a, operand) for operand in construction.operands for a in listed
                ):
                    return f"{relation} is required and is not among the assumptions"
    return ""


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
