"""Families: objects built in finitely many steps, of all of which a claim speaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import sympy as sp

from proofs.logic.relations import Relation, instance, substituted


@dataclass(frozen=True)
class Construction:
    """One way of building an object of a family.

    operands: what the family's variables (and parameters) stand for in each operand; {} is an operand under its own
    names. result: what the variables stand for in the object built. where: what the construction requires: equations
    that tie a fresh symbol, and inequalities that the claim lists among its hypotheses. fresh: the new step's own
    numbers, others at every step, and the names of its operands; every other symbol is one number for all steps.
    """

    title: str
    operands: tuple[Mapping[sp.Basic, sp.Basic], ...]
    result: Mapping[sp.Basic, sp.Basic]
    where: tuple[Relation, ...] = ()
    fresh: tuple[sp.Symbol, ...] = ()

    @property
    def symbols(self) -> frozenset[sp.Symbol]:
        """Every symbol that occurs in it."""
        values = [self.result, *self.operands]
        found = {x for mapping in values for pair in mapping.items() for e in pair for x in e.free_symbols}
        return frozenset(found.union(self.fresh, *(r.free_symbols for r in self.where)))


@dataclass(frozen=True)
class Family:
    """Objects built in finitely many steps: part of a claim's statement, which speaks of every object of the family."""

    name: str
    variables: tuple[sp.Symbol, ...]
    constructions: tuple[Construction, ...]

    @property
    def fresh(self) -> frozenset[sp.Symbol]:
        """Numbers that differ from step to step."""
        return frozenset(x for c in self.constructions for x in c.fresh)

    @property
    def parameters(self) -> frozenset[sp.Symbol]:
        """Numbers that belong to an object, and may be others in its operands."""
        moved = {x for c in self.constructions for operand in c.operands for key in operand for x in key.free_symbols}
        return frozenset(moved.difference(self.variables))

    @property
    def varying(self) -> frozenset[sp.Symbol]:
        return self.fresh | self.parameters


def renamed(family: Family, at: Mapping[sp.Basic, sp.Basic], fixed: frozenset[sp.Symbol] = frozenset()) -> Family:
    """The family with its symbols replaced: parameters by expressions, variables by other variables.

    What replaces a fresh symbol is fresh, down to its symbols, but for those that are to stay fixed over all steps.
    Raises ValueError if anything but a symbol is to be replaced.
    """
    if others := [key for key in at if not key.is_Symbol]:
        raise ValueError(f"{others[0]} is no symbol: a renaming replaces symbols only")

    def replaced(values: Mapping[sp.Basic, sp.Basic]) -> dict[sp.Basic, sp.Basic]:
        return {at.get(k, k): substituted(v, at) for k, v in values.items()}

    return Family(
        family.name,
        tuple(at.get(v, v) for v in family.variables),
        tuple(
            Construction(
                c.title,
                tuple(map(replaced, c.operands)),
                replaced(c.result),
                tuple(instance(r, at) for r in c.where),
                tuple(dict.fromkeys(x for f in c.fresh for x in _symbols(at.get(f, f)) if x not in fixed)),
            )
            for c in family.constructions
        ),
    )


def _symbols(expression: sp.Basic) -> list[sp.Symbol]:
    return sorted(expression.free_symbols, key=str)


def spoken_of(families: tuple[Family, ...], family: Family) -> Family | None:
    """The one among the families that has the objects of this one, or those for which fewer symbols are fresh."""

    def bare(c: Construction) -> Construction:
        return replace(c, fresh=())

    for other in families:
        if (other.name, other.variables) != (family.name, family.variables):
            continue
        if tuple(map(bare, other.constructions)) != tuple(map(bare, family.constructions)):
            continue
        pairs = zip(other.constructions, family.constructions, strict=True)
        if all(set(mine.fresh) <= set(theirs.fresh) for mine, theirs in pairs):
            return other
    return None
