"""Inequality obligations of a derivation, as SMT-LIB text made from the claim's own SymPy objects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sympy as sp

from proofs.claim import Certificate, Derivation, Induction, Relation
from proofs.relations import conjuncts

_RELATIONS = {sp.Ge: ">=", sp.Le: "<=", sp.Gt: ">", sp.Lt: "<", sp.Eq: "=", sp.Ne: "distinct"}


@dataclass(frozen=True)
class Obligation:
    """For all reals in the declared ranges of the symbols: the given relations imply the goal."""

    title: str
    given: tuple[Relation, ...]
    goal: Relation


def obligations(steps: Derivation) -> Iterator[Obligation]:
    """Every inequality that a derivation rests on, one induction step at a time."""
    for step in steps:
        if isinstance(step.by, Certificate):
            yield Obligation(step.title, step.given, step.goal)
        elif isinstance(step.by, Induction):
            for case in step.by.cases:
                yield from obligations(case.steps)


@dataclass(frozen=True)
class Script:
    """SMT-LIB assertions whose satisfiability refutes the obligation.

    names: solver variable -> what it stands for. opaque: whether some variable stands for a function value (an
    exponential, an integral) of which only the sign is told: then a model is no counterexample.
    """

    text: str
    names: dict[str, sp.Expr]
    opaque: bool


def negation(obligation: Obligation) -> Script:
    """The obligation's hypotheses together with the negation of its goal."""
    writer = _Writer()
    lines = [f"(assert {writer.relation(r)})" for relation in obligation.given for r in conjuncts(relation)]
    lines.append(f"(assert (not {writer.relation(obligation.goal)}))")
    header = []
    for name, expression in writer.names.items():
        header.append(f"(declare-const {name} Real)")
        if expression.is_positive:
            header.append(f"(assert (> {name} 0))")
        elif expression.is_nonnegative or isinstance(expression, sp.Integral):
            header.append(f"(assert (>= {name} 0))")
    opaque = any(not e.is_Symbol for e in writer.names.values())
    return Script("\n".join([*header, *lines]), writer.names, opaque)


class _Writer:
    """Turns expressions into prefix form; what is not rational arithmetic becomes a variable of its own."""

    def __init__(self) -> None:
        self.names: dict[str, sp.Expr] = {}
        self._of: dict[sp.Expr, str] = {}

    def relation(self, relation: Relation) -> str:
        left, right = relation.args
        return f"({_RELATIONS[type(relation)]} {self.expression(left)} {self.expression(right)})"

    def expression(self, e: sp.Expr) -> str:
        if e.is_Rational:
            numerator = f"(- {-e.p})" if e.p < 0 else str(e.p)
            return numerator if e.q == 1 else f"(/ {numerator} {e.q})"
        if e.is_Add:
            return f"(+ {' '.join(self.expression(x) for x in e.args)})"
        if e.is_Mul:
            return f"(* {' '.join(self.expression(x) for x in e.args)})"
        if e.is_Pow and e.exp.is_Integer:
            power = " ".join([self.expression(e.base)] * abs(int(e.exp)))
            product = power if abs(e.exp) == 1 else f"(* {power})"
            return product if e.exp > 0 else f"(/ 1 {product})"
        return self._variable(e)

    def _variable(self, e: sp.Expr) -> str:
        if e not in self._of:
            name = f"x{len(self._of)}"
            self._of[e], self.names[name] = name, e
        return self._of[e]
