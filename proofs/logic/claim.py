"""What a claim is: statement, derivation, witness, ablations and its case at T = 3, as one frozen record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import sympy as sp
from sympy.logic.boolalg import Boolean

from proofs.logic.derivation import Derivation
from proofs.logic.family import Family
from proofs.logic.relations import Relation, Values
from proofs.logic.verdict import Provenance, Verdict


class Kind(StrEnum):
    """What part an assumption plays."""

    HYPOTHESIS = "hypothesis"
    DEFINITION = "definition"
    DEFINED = "keeps it defined"
    FOLLOWS = "follows"


@dataclass(frozen=True)
class FromClaim:
    """A conclusion of another claim, in which an expression stands where the assumption has a symbol."""

    claim: str
    stands: Mapping[sp.Basic, sp.Basic]


@dataclass(frozen=True)
class AtAnotherTime:
    """A hypothesis about one time, made for every time: here with the names of another time."""

    of: Relation
    times: Mapping[sp.Basic, sp.Basic]


@dataclass(frozen=True)
class Assumption:
    """A hypothesis of a claim: a relation, and what it says in words.

    kind: HYPOTHESIS may fail, and then so may the claim (`proofs.logic.ablation` shows it). DEFINITION names an object: it
    equates a new symbol with an expression.
    DEFINED keeps an expression meaningful. FOLLOWS is provided by another claim, or is the same hypothesis elsewhere.
    source: of what FOLLOWS, from what.
    """

    relation: Relation
    text: str
    kind: Kind = Kind.HYPOTHESIS
    source: FromClaim | AtAnotherTime | None = None


@dataclass(frozen=True)
class SmallCase:
    """A claim about all plans written out at T = 3 (`proofs.theory.three_operators`, `three_steps`).

    hypotheses: what each assumption of the claim says there. conclusions: what the claim says there.
    """

    hypotheses: Mapping[Relation, tuple[Relation, ...]]
    conclusions: tuple[Relation, ...]


@dataclass(frozen=True)
class KernelClause:
    """A part of a claim that only a kernel theorem proves: a run without coqc does not prove it.

    text: what is claimed, in words. theorem: the file's stem and the theorem's name, as in ``OpenWindow.window_exception``.
    """

    text: str
    theorem: str


@dataclass(frozen=True)
class Claim:
    """A numbered result with a permanent id.

    conclusions: relations, all to be established. Symbols are universally quantified over their declared ranges.
    families: what the variables of the families stand for: the claim speaks of their objects alone. An assumption about
    their fresh symbols is made for every step.
    exists: relations that hold for some admissible values; the witness shows them.
    kernel_clauses: what is claimed beyond `says`, `conclusions` and `exists`, each part by a theorem of `proofs.kernel`.
    derive: builds the derivation; run when the claim is verified, not at import.
    witness: exact values that satisfy every assumption, so that the claim is not vacuous.
    ablations: for each hypothesis exact values at which the claim is false without it: all values of `at_three` where
    that knows the hypothesis, else those that differ from the witness.
    at_three: the claim at T = 3, where a claim about all plans can be evaluated.
    recomputed: the ablations are written out as fractions, and recheck.py computes them again.
    abbreviations: what the hypotheses are written out with, where recheck.py has a name for an expression.
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
    recomputed: bool = False
    abbreviations: Mapping[sp.Basic, sp.Symbol] = field(default_factory=dict)
    expected: Verdict = Verdict.PROVED
    counterexample: Values | None = None
    kernel_clauses: tuple[KernelClause, ...] = ()

    def of_every_step(self, assumption: Assumption) -> frozenset[sp.Symbol]:
        """The symbols that differ from step to step for all of which the assumption is made.

        Empty if it mentions a variable of a family, or defines by them a symbol that is one number for all steps: then it
        is about one object, or one step.
        """
        varying: frozenset[sp.Symbol] = frozenset(x for family in self.families for x in family.varying)
        mentioned: frozenset[sp.Symbol] = frozenset(assumption.relation.free_symbols)
        if any(mentioned.intersection(family.variables) for family in self.families):
            return frozenset()
        if assumption.kind is Kind.DEFINITION and assumption.relation.args[0] not in varying:
            return frozenset()
        return varying & mentioned

    @cached_property
    def unnamed(self) -> frozenset[str]:
        """The names of all symbols that the claim speaks of and does not define, neither in a construction."""
        constructions = [c for family in self.families for c in family.constructions]
        relations = (*self.conclusions, *self.exists, *(a.relation for a in self.assumptions))
        spoken = {str(x) for r in relations for x in r.free_symbols} | {
            str(x) for c in constructions for x in c.symbols
        }
        named = [r for c in constructions for r in c.where if isinstance(r, sp.Eq)]
        named += [a.relation for a in self.assumptions if a.kind is Kind.DEFINITION]
        return frozenset(spoken - {str(r.args[0]) for r in named})

    @property
    def statement(self) -> Boolean:
        """Assumptions imply conclusions, as one SymPy object; families and what merely exists are listed apart."""
        hypotheses = sp.And(*(a.relation for a in self.assumptions), evaluate=False)
        return sp.Implies(hypotheses, sp.And(*self.conclusions, evaluate=False), evaluate=False)

    @property
    def latex(self) -> tuple[str, ...]:
        """Conclusions, then what exists, in LaTeX printed from the SymPy objects themselves."""
        return tuple(sp.latex(c) for c in (*self.conclusions, *self.exists))
