"""Frozen records: what a claim is, what a derivation is made of, and the verdicts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeAlias

import sympy as sp
from sympy.logic.boolalg import Boolean

from proofs.relations import instance, substituted
from proofs.words import Provenance, Verdict

Relation: TypeAlias = Boolean
Values: TypeAlias = Mapping[sp.Basic, sp.Basic]

__all__ = [
    "Algebra",
    "Assumption",
    "Case",
    "SumOfProducts",
    "Cite",
    "Claim",
    "Construction",
    "Derivation",
    "Family",
    "Induction",
    "Kind",
    "Provenance",
    "Relation",
    "Rule",
    "Step",
    "Verdict",
    "ZeroSquare",
    "renamed",
    "spoken_of",
]


class Kind(StrEnum):
    """What part an assumption plays."""

    HYPOTHESIS = "hypothesis"
    DEFINITION = "definition"
    DEFINED = "keeps it defined"
    FOLLOWS = "follows"


@dataclass(frozen=True)
class Assumption:
    """A hypothesis of a claim: a relation, and what it says in words.

    kind: HYPOTHESIS may fail, and then so may the claim (proofs/ablation.py shows it). DEFINITION names an object: it
    equates a new symbol with an expression.
    DEFINED keeps an expression meaningful. FOLLOWS is provided by another claim, or is the same hypothesis elsewhere.
    """

    relation: Relation
    text: str
    kind: Kind = Kind.HYPOTHESIS


@dataclass(frozen=True)
class Algebra:
    """The two sides of an equation have the same normal form, modulo the equations that the step is given."""


@dataclass(frozen=True)
class SumOfProducts:
    """The goal's difference is a sum of products of factors known to be non-negative.

    products: each a tuple of factors. A factor is a given hypothesis (its difference), an even power, or an
    expression whose sign follows from the declared symbols. A strict goal needs one product of strict factors.
    """

    products: tuple[tuple[sp.Expr, ...], ...]


@dataclass(frozen=True)
class Cite:
    """The goal is an instance of a conclusion of another claim, whose assumptions are available here."""

    claim: str
    at: Mapping[sp.Basic, sp.Basic] = field(default_factory=dict)


@dataclass(frozen=True)
class ZeroSquare:
    """x = y, because (x - y)^2 <= 0 is given."""


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
    """

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


@dataclass(frozen=True)
class Case:
    """One case of an induction: the steps for one construction."""

    construction: Construction
    steps: tuple[Step, ...]

    @property
    def title(self) -> str:
        return self.construction.title


@dataclass(frozen=True)
class Induction:
    """The goal holds for every object of a family, because every construction preserves it.

    proofs: for each construction of the family, in order, the steps that establish the goal for its result.
    """

    family: Family
    proofs: tuple[tuple[Step, ...], ...]

    @property
    def over(self) -> str:
        return self.family.name

    @property
    def cases(self) -> tuple[Case, ...]:
        return tuple(Case(c, steps) for c, steps in zip(self.family.constructions, self.proofs, strict=False))


Rule: TypeAlias = Algebra | SumOfProducts | Cite | ZeroSquare | Induction


@dataclass(frozen=True)
class Step:
    """One checked step.

    goal: the relation established.
    by: the rule whose check establishes it.
    given: hypotheses that must already be available (assumptions of the claim, goals of earlier steps).
    """

    title: str
    goal: Relation
    by: Rule
    given: tuple[Relation, ...] = ()


Derivation: TypeAlias = tuple[Step, ...]


@dataclass(frozen=True)
class SmallCase:
    """A claim about all plans written out at T = 3 (`proofs.three_operators`, `proofs.three_steps`).

    hypotheses: what each assumption of the claim says there. conclusions: what the claim says there.
    """

    hypotheses: Mapping[Relation, tuple[Relation, ...]]
    conclusions: tuple[Relation, ...]


@dataclass(frozen=True)
class Claim:
    """A numbered result with a permanent id.

    conclusions: relations, all to be established. Symbols are universally quantified over their declared ranges.
    families: what the variables of the families stand for: the claim speaks of their objects alone. An assumption about
    their fresh symbols is made for every step.
    exists: relations that hold for some admissible values; the witness shows them.
    derive: builds the derivation; run when the claim is verified, not at import.
    witness: exact values that satisfy every assumption, so that the claim is not vacuous.
    ablations: for each hypothesis exact values at which the claim is false without it: all values of `at_three` where
    that knows the hypothesis, else those that differ from the witness.
    at_three: the claim at T = 3, where a claim about all plans can be evaluated.
    expected: the verdict that the suite must reach. REFUTED needs a counterexample.
    counterexample: exact values that satisfy every assumption and violate a conclusion.
    """

    id: str
    title: str
    says: str
    provenance: Provenance
    assumptions: tuple[Assumption, ...]
    conclusions: tuple[Relation, ...]
    derive: Callable[[], Derivation]
    for_all: str
    witness: Values
    depends_on: tuple[str, ...] = ()
    families: tuple[Family, ...] = ()
    exists: tuple[Relation, ...] = ()
    ablations: Mapping[Relation, Values] = field(default_factory=dict)
    at_three: SmallCase | None = None
    expected: Verdict = Verdict.PROVED
    counterexample: Values | None = None

    def of_every_step(self, assumption: Assumption) -> frozenset[sp.Symbol]:
        """The symbols that differ from step to step for all of which the assumption is made.

        None if it mentions a variable of a family, or defines by them a symbol that is one number for all steps: then it
        is about one object, or one step.
        """
        varying: frozenset[sp.Symbol] = frozenset(x for family in self.families for x in family.varying)
        mentioned: frozenset[sp.Symbol] = frozenset(assumption.relation.free_symbols)
        if any(mentioned.intersection(family.variables) for family in self.families):
            return frozenset()
        if assumption.kind is Kind.DEFINITION and assumption.relation.args[0] not in varying:
            return frozenset()
        return varying & mentioned

    @property
    def statement(self) -> Boolean:
        """Assumptions imply conclusions, as one SymPy object; families and what merely exists are listed apart."""
        hypotheses = sp.And(*(a.relation for a in self.assumptions), evaluate=False)
        return sp.Implies(hypotheses, sp.And(*self.conclusions, evaluate=False), evaluate=False)

    @property
    def latex(self) -> tuple[str, ...]:
        """Conclusions, then what exists, in LaTeX printed from the SymPy objects themselves."""
        return tuple(sp.latex(c) for c in (*self.conclusions, *self.exists))
