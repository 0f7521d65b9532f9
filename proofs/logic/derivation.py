"""What a derivation is made of: steps, each with the rule whose check establishes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import sympy as sp

from proofs.logic.family import Construction, Family
from proofs.logic.relations import Relation


@dataclass(frozen=True)
class StepResult:
    """Outcome of one step: empty reason means that it checks. step: None for what concerns the claim as a whole."""

    title: str
    reason: str
    step: Step | None = None

    @property
    def ok(self) -> bool:
        return not self.reason


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
