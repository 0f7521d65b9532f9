"""Definitions name objects and do nothing else; what exists is no object that would have to be constructed."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import sympy as sp

from proofs.logic.claim import Claim, Kind
from proofs.logic.definedness import out_of_range
from proofs.logic.derivation import Derivation


def no_definition(claim: Claim, claims: Mapping[str, Claim], steps: Derivation) -> str:
    """A definition must equate a new symbol with an expression that does without it: it can hide no hypothesis then.

    The expression lies in the range that the symbol declares, and is no constant: a definition restricts nothing. The
    symbol is in no family, and a name wherever it is used.
    """
    taken: set[sp.Symbol] = {x for family in claim.families for c in family.constructions for x in c.symbols}
    taken |= {v for family in claim.families for v in family.variables}
    for assumption in claim.assumptions:
        relation = assumption.relation
        if assumption.kind is not Kind.DEFINITION:
            continue
        if not isinstance(relation, sp.Eq) or not relation.lhs.is_Symbol or relation.lhs in relation.rhs.free_symbols:
            return f"{relation} defines no symbol"
        if relation.lhs in taken:
            return f"{relation.lhs} is not new where {relation} defines it"
        if fault := restriction(relation.lhs, relation.rhs, claim, claims):
            return f"{relation} is more than a definition: {fault}"
        taken |= relation.free_symbols
    return ""


def restriction(name: sp.Symbol, value: sp.Expr, claim: Claim, claims: Mapping[str, Claim]) -> str:
    """What an equation of a name and an expression would restrict; empty when it only names."""
    if not value.free_symbols:
        return f"{value} is a constant"
    if fault := out_of_range(name, value, ()):
        return fault
    for other in claims.values():
        if other.id != claim.id and str(name) in other.unnamed:
            return f"{other.id} speaks of {name} without defining it"
    return ""


@functools.lru_cache(maxsize=4096)
def _names(relation: sp.Basic) -> frozenset[str]:
    return frozenset(map(str, relation.free_symbols))


def exists_an_object(claim: Claim, claims: Mapping[str, Claim], steps: Derivation) -> str:
    """What exists is shown by values, and values alone construct no object of a family, in whichever claim it is one."""
    if not claim.exists:
        return ""
    everywhere = (*claims.values(), claim)
    families = [family for other in everywhere for family in other.families]
    built = {str(x) for family in families for x in (*family.variables, *family.varying)}
    equations = [a.relation for other in everywhere for a in other.assumptions if a.kind is Kind.DEFINITION]
    for _ in equations:
        more = {str(r.args[0]) for r in equations if _names(r.args[1]) & built} - built
        if not more:
            break
        built |= more
    for relation in claim.exists:
        if objects := _names(relation) & built:
            return f"{relation} speaks of {min(objects)}, which is built: values do not show that it exists"
    return ""
