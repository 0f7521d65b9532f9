"""What a construction may say: it names what is built, and lists what it requires."""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from proofs.logic.claim import Claim
from proofs.logic.definitions import restriction
from proofs.logic.derivation import Derivation
from proofs.logic.family import Construction, Family
from proofs.logic.relations import Relation, instance
from proofs.logic.times import carries_time


def no_symbol(claim: Claim, claims: Mapping[str, Claim], steps: Derivation) -> str:
    """Results and operands say what symbols stand for: of a number or an expression nothing can be said anew."""
    for family, construction in _constructions(claim):
        keys = [*family.variables, *construction.fresh, *construction.result]
        keys += [key for operand in construction.operands for key in operand]
        for key in keys:
            if not key.is_Symbol:
                return f"{key} is no symbol and stands for itself alone: '{construction.title}'"
    return ""


def one_time_for_all(claim: Claim, claims: Mapping[str, Claim], steps: Derivation) -> str:
    """A number that carries the time in its name is another one at every step of a construction."""
    for family, construction in _constructions(claim):
        free = {*construction.fresh, *family.variables, *family.parameters}
        for symbol in sorted(construction.symbols - free, key=str):
            if carries_time(symbol):
                return f"{symbol} is a number of one time and is not fresh in '{construction.title}'"
    return ""


def unlisted_requirement(claim: Claim, claims: Mapping[str, Claim], steps: Derivation) -> str:
    """What a construction requires: relations that the claim lists, and equations that only name what is built.

    Listed is a relation that is an assumption; or, of an inequality, an assumption about a parameter made of an operand's
    parameter.
    """
    listed = {a.relation for a in claim.assumptions}
    for _, construction in _constructions(claim):
        for relation in construction.where:
            if relation in listed:
                continue
            if isinstance(relation, sp.Eq):
                if fault := _naming_fault(relation, construction, claim, claims):
                    return f"{relation} is required and is not among the assumptions: {fault}"
            elif all(relation != instance(a, operand) for operand in construction.operands for a in listed):
                return f"{relation} is required and is not among the assumptions"
    return ""


def _naming_fault(relation: Relation, construction: Construction, claim: Claim, claims: Mapping[str, Claim]) -> str:
    """Why an equation does more than give what a variable becomes a name of its own."""
    name, value = relation.args
    equations = [r for r in construction.where if isinstance(r, sp.Eq)]
    if name not in construction.fresh or name not in construction.result.values():
        return f"{name} is no new name of what is built"
    if sum(r.lhs == name for r in equations) > 1:
        return f"{name} is named twice"
    if value.free_symbols & {r.lhs for r in equations}:
        return f"{name} is named by another name"
    return restriction(name, value, claim, claims)


def _constructions(claim: Claim) -> list[tuple[Family, Construction]]:
    return [(family, construction) for family in claim.families for construction in family.constructions]
