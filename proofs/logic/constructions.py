"""What a construction may say: it names what is built, and lists what it requires."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, product

import sympy as sp

from proofs.logic.claim import Claim
from proofs.logic.definitions import restriction
from proofs.logic.derivation import Derivation
from proofs.logic.examples import example
from proofs.logic.family import Construction, Family
from proofs.logic.relations import Relation, eq, instance, substituted
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


def one_name_for_two(claim: Claim, claims: Mapping[str, Claim], steps: Derivation) -> str:
    """Each operand has names of its own for every variable: with a name in common two operands would be alike."""
    for family, construction in _constructions(claim):
        names = [operand.get(v, v) for operand in construction.operands for v in family.variables]
        for name in names:
            if names.count(name) > 1:
                return f"{name} names more than one number of the operands of '{construction.title}'"
    return ""


def nothing_built(claim: Claim, claims: Mapping[str, Claim], steps: Derivation) -> str:
    """Every construction builds something, and families that share a variable have an object in common.

    Looked at are the objects built at once and what is built of these, at exact values that are tried. Otherwise what is
    said of all objects may be said of none.
    """
    if unlisted_requirement(claim, claims, steps):
        return ""  # which is wrong in itself
    for family, construction in _constructions(claim):
        if construction.where and all(example(r) is None for r in _used_once(family, construction)):
            return f"no object is found of which '{construction.title}' builds another"
    for first, second in combinations(claim.families, 2):
        shared = sorted(set(first.variables) & set(second.variables), key=str)
        if shared and all(example(r) is None for r in _in_common(first, second, shared)):
            return f"no object is found that is one of {first.name} and of {second.name}"
    return ""


def _at_once(family: Family, mark: str) -> Iterator[tuple[Mapping[sp.Basic, sp.Basic], tuple[Relation, ...]]]:
    """The objects built without operands, with the marked names for numbers of their own, and what these require."""
    for c in family.constructions:
        if not c.operands:
            own = {x: x.func(f"{x}{mark}", **x._assumptions_orig) for x in c.fresh}
            values = {v: substituted(value, own) for v, value in c.result.items()}
            yield values, tuple(instance(r, own) for r in c.where)


def _used_once(family: Family, construction: Construction) -> Iterator[tuple[Relation, ...]]:
    """What a construction requires of operands that are built at once."""
    for chosen in product(*(list(_at_once(family, f"'{n}")) for n in range(len(construction.operands)))):
        operands = list(zip(construction.operands, chosen, strict=True))
        at = {names.get(v, v): value for names, (values, _) in operands for v, value in values.items()}
        yield (*(r for _, (_, more) in operands for r in more), *(instance(r, at) for r in construction.where))


def _in_common(first: Family, second: Family, shared: list[sp.Symbol]) -> Iterator[tuple[Relation, ...]]:
    for (values, conditions), (others, more) in product(_at_once(first, "'"), _at_once(second, "''")):
        yield (*conditions, *more, *(eq(values[v], others[v]) for v in shared if v in values and v in others))


def _constructions(claim: Claim) -> list[tuple[Family, Construction]]:
    return [(family, construction) for family in claim.families for construction in family.constructions]
