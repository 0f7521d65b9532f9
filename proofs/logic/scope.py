"""Which facts hold for every step of a construction, and which were derived of one step only.

The rule: a fact may be used inside an induction over a family when it mentions none of the family's variables and none
of its varying symbols (fresh ones, and parameters that an operand may have otherwise), or when it is general: assumed of
all values of the varying symbols that it mentions, or derived from such facts alone. Whatever a step was given counts,
at any depth, and so does what a citation needs. So a general fact holds with each step's own numbers in their place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import sympy as sp

from proofs.logic.claim import Claim
from proofs.logic.derivation import Cite, Induction, Step
from proofs.logic.family import Family
from proofs.logic.relations import Relation, instance


@dataclass(frozen=True, eq=False)
class Known:
    """An available fact.

    every: varying symbols for all of whose values it is assumed. used: what it was derived from, None if it was not.
    """

    fact: Relation
    every: frozenset[sp.Basic] = frozenset()
    used: tuple[Known, ...] | None = None


Facts: TypeAlias = dict[Relation, Known]


def assumed(claim: Claim) -> Facts:
    """The assumptions of a claim."""
    return {a.relation: Known(a.relation, claim.of_every_step(a)) for a in claim.assumptions}


def is_general(known: Known, family: Family) -> bool:
    """Whether the fact holds for every step of a construction of the family."""
    mentioned = known.fact.free_symbols
    if mentioned.intersection(family.variables):
        return False
    varying = mentioned & family.varying
    if known.used is None:
        return bool(varying <= known.every)
    return not varying or all(is_general(fact, family) for fact in known.used)


def uses(step: Step, claims: Mapping[str, Claim], available: Iterable[Relation]) -> set[Relation]:
    """What a step may rest on: what it is given at any depth, what it cites needs, and what keeps values in range."""
    found = set(step.given)
    values: set[sp.Basic] = set()
    if isinstance(step.by, Cite):
        values |= set(step.by.at.values())
        found |= {instance(a.relation, step.by.at) for a in claims[step.by.claim].assumptions}
    if isinstance(step.by, Induction):
        for case in step.by.cases:
            values |= set(case.construction.result.values())
            names = {name for operand in case.construction.operands for name in operand.values()}
            found |= {r for r in available if r.free_symbols & names}  # what is required of an operand's parameters
            for inner in case.steps:
                found |= uses(inner, claims, available)
    return found | {r for r in available if isinstance(r, sp.Ge | sp.Gt) and r.rhs == 0 and r.lhs in values}


def captured(family: Family, at: Mapping[sp.Basic, sp.Basic], here: Family) -> str:
    """A symbol of a family that a renaming confuses with another: then what is here is not an instance of it.

    What is fixed must not come to depend on a step's own numbers, and variables and parameters must keep names of their own.
    """
    images = {x: at.get(x, x).free_symbols for c in family.constructions for x in c.symbols}
    own = {*family.variables, *family.parameters}
    for symbol, image in images.items():
        others = set().union(*(other for x, other in images.items() if x != symbol))
        if (symbol not in family.fresh and image & here.fresh) or (symbol in own and image & others):
            return str(symbol)
    return ""
