"""Inequality obligations of a derivation, as SMT-LIB text made from the claim's own SymPy objects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sympy as sp
from sympy.concrete.expr_with_limits import ExprWithLimits

from proofs.logic.derivation import Derivation, Induction, SumOfProducts
from proofs.logic.relations import Relation

_RELATIONS = {sp.Ge: ">=", sp.Le: "<=", sp.Gt: ">", sp.Lt: "<", sp.Eq: "=", sp.Ne: "distinct"}
_CONNECTIVES = {sp.And: "and", sp.Or: "or", sp.Not: "not"}
_SIGNS = {"positive": ">", "nonnegative": ">=", "negative": "<", "nonpositive": "<=", "nonzero": "distinct"}
_BINDERS = (ExprWithLimits, sp.Limit, sp.Subs, sp.Derivative)


class Untranslatable(ValueError):
    """The relation is not one between real numbers."""


@dataclass(frozen=True)
class Obligation:
    """For all reals in the declared ranges of the symbols: the given relations imply the goal, where it is defined."""

    title: str
    given: tuple[Relation, ...]
    goal: Relation


def obligations(steps: Derivation) -> Iterator[Obligation]:
    """Every inequality that a derivation rests on, one induction step and one conjunct at a time."""
    for step in steps:
        if isinstance(step.by, SumOfProducts):
            parts = _parts(step.goal)
            for number, part in enumerate(parts, start=1):
                title = step.title if len(parts) == 1 else f"{step.title} ({number} of {len(parts)})"
                yield Obligation(title, step.given, part)
        elif isinstance(step.by, Induction):
            for case in step.by.cases:
                yield from obligations(case.steps)


def _parts(relation: Relation) -> list[Relation]:
    """The conjuncts at any depth."""
    if isinstance(relation, sp.And):
        return [part for argument in relation.args for part in _parts(argument)]
    return [relation]


@dataclass(frozen=True)
class Script:
    """SMT-LIB assertions whose unsatisfiability proves the obligation.

    names: solver variable -> what it stands for. integers: variables that stand for integers, asserted to be reals only.
    opaque: whether a variable stands for a function value (an exponential, an integral) of which only the sign is told,
    or a hypothesis could not be written: then a model is no counterexample.
    """

    text: str
    names: dict[str, sp.Expr]
    integers: tuple[str, ...]
    opaque: bool


def negation(obligation: Obligation) -> Script:
    """The obligation's hypotheses together with the negation of its goal; every denominator is asserted not to be 0.

    Raises Untranslatable when the goal is not a relation between real numbers.
    """
    writer = _Writer()
    lines, dropped = [], False
    for part in (part for relation in obligation.given for part in _parts(relation)):
        try:
            lines.append(f"(assert {writer.relation(part)})")
        except Untranslatable:  # fewer hypotheses: what is proved without them holds with them
            dropped = True
    lines.append(f"(assert (not {writer.relation(obligation.goal)}))")
    lines += [f"(assert (distinct {d} 0))" for d in writer.denominators]
    header = []
    for name, expression in writer.names.items():
        header.append(f"(declare-const {name} Real)")
        header += [f"(assert ({_SIGNS[sign]} {name} 0))" for sign in _certain_signs(expression)]
    return Script(
        "\n".join([*header, *lines]),
        writer.names,
        tuple(name for name, e in writer.names.items() if e.is_Symbol and e.is_integer),
        dropped or any(not e.is_Symbol for e in writer.names.values()),
    )


def boundary() -> Iterator[tuple[Obligation, sp.Rational | None]]:
    """Obligations about one number, with the only counterexample to each, or None where there is none.

    What a solver says of them shows that the text made here means what the symbols and relations say, at zero above all.
    Every kind of sign, relation, connective and denominator is told apart at -1, 0 and 1.
    """
    x = sp.Symbol("x", real=True)
    among = sp.Eq(x**3, x, evaluate=False)
    hypotheses: dict[str, tuple[sp.Basic, frozenset[int]]] = {
        "x > 0": (sp.Gt(x, 0), frozenset({1})),
        "x >= 0": (sp.Ge(x, 0), frozenset({0, 1})),
        "x < 0": (sp.Lt(x, 0), frozenset({-1})),
        "x <= 0": (sp.Le(x, 0), frozenset({-1, 0})),
        "x = 0": (sp.Eq(x, 0), frozenset({0})),
        "x != 0": (sp.Ne(x, 0), frozenset({-1, 1})),
        "x < 0 or x > 0": (sp.Or(sp.Lt(x, 0), sp.Gt(x, 0), evaluate=False), frozenset({-1, 1})),
        "x >= 0 and x <= 0": (sp.And(sp.Ge(x, 0), sp.Le(x, 0), evaluate=False), frozenset({0})),
        "not x > 0": (sp.Not(sp.Gt(x, 0), evaluate=False), frozenset({-1, 0})),
        "1/x >= -1": (sp.Ge(1 / x, -1), frozenset({-1, 1})),
        "1/x^2 > 1/2": (sp.Gt(1 / x**2, sp.Rational(1, 2)), frozenset({-1, 1})),
        "2 x - 3 x > -1/2": (sp.Gt(sp.Add(2 * x, -3 * x, evaluate=False), -sp.Rational(1, 2)), frozenset({-1, 0})),
    }
    for value in map(sp.Integer, (-1, 0, 1)):
        for title, (relation, true_at) in hypotheses.items():
            goal = sp.Ne(x, value, evaluate=False)
            yield Obligation(f"{title}, is x = {value}?", (among, relation), goal), value if value in true_at else None
            # As a goal it is negated, and its denominators are not 0 all the same.
            if "/x" not in title:
                at = sp.Eq(x, value, evaluate=False)
                yield Obligation(f"x = {value}, {title}", (at,), relation), None if value in true_at else value
        for sign, true_at in _SIGNS_AT.items():
            y = sp.Symbol("y", **{sign: True})
            given, goal = sp.Eq(y**3, y, evaluate=False), sp.Ne(y, value, evaluate=False)
            yield Obligation(f"y is {sign}, is y = {value}?", (given,), goal), value if value in true_at else None


# Written down again, and not read off the table of signs: it is what the table is checked against.
_SIGNS_AT = {
    "real": frozenset({-1, 0, 1}),
    "positive": frozenset({1}),
    "nonnegative": frozenset({0, 1}),
    "negative": frozenset({-1}),
    "nonpositive": frozenset({-1, 0}),
    "nonzero": frozenset({-1, 1}),
}


def _integrand(e: sp.Integral) -> tuple[sp.Expr, sp.Expr, sp.Expr] | None:
    """Integrand and limits of a definite integral. Its variable runs over the interval, whatever its symbol declares."""
    if len(e.limits) != 1 or len(e.limits[0]) != 3:
        return None
    bound, low, high = e.limits[0]
    return e.function.xreplace({bound: sp.Dummy(real=True)}), low, high


def _certain_signs(e: sp.Expr) -> list[str]:
    """The strongest facts about the sign of an expression that its declared symbols give."""
    if isinstance(e, sp.Integral):
        parts = _integrand(e)
        certain = parts and parts[0].is_nonnegative and (parts[2] - parts[1]).is_extended_nonnegative
        return ["nonnegative"] if certain else []
    if e.has(*_BINDERS):
        return []
    known = [sign for sign in _SIGNS if getattr(e, f"is_{sign}")]
    return known[:1] if known[:1] in (["positive"], ["negative"]) else known


def _is_real(e: sp.Expr) -> bool:
    if isinstance(e, sp.Integral):
        parts = _integrand(e)
        return bool(parts and parts[0].is_real and parts[1].is_extended_real and parts[2].is_extended_real)
    return bool(e.is_real)


class _Writer:
    """Turns expressions into prefix form; what is not rational arithmetic becomes a variable of its own."""

    def __init__(self) -> None:
        self.names: dict[str, sp.Expr] = {}
        self.denominators: dict[str, None] = {}
        self._of: dict[sp.Expr, str] = {}

    def relation(self, relation: Relation) -> str:
        if relation in (sp.true, sp.false):
            return str(relation).lower()
        if type(relation) in _CONNECTIVES:
            return f"({_CONNECTIVES[type(relation)]} {' '.join(self.relation(part) for part in relation.args)})"
        if type(relation) not in _RELATIONS:
            raise Untranslatable(f"not a relation: {relation}")
        left, right = relation.args
        return f"({_RELATIONS[type(relation)]} {self.expression(left)} {self.expression(right)})"

    def expression(self, e: sp.Expr) -> str:
        if not isinstance(e, sp.Expr) or not e.is_commutative:
            raise Untranslatable(f"not a number: {e}")
        if e.is_Rational:
            numerator = f"(- {-e.p})" if e.p < 0 else str(e.p)
            return numerator if e.q == 1 else f"(/ {numerator} {e.q})"
        if e.is_Add:
            return f"(+ {' '.join(self.expression(x) for x in e.args)})"
        if e.is_Mul:
            return f"(* {' '.join(self.expression(x) for x in e.args)})"
        if e.is_Pow and e.exp.is_Integer:
            base = self.expression(e.base)
            product = base if abs(e.exp) == 1 else f"(* {' '.join([base] * abs(int(e.exp)))})"
            if e.exp > 0:
                return product
            self.denominators[base] = None
            return f"(/ 1 {product})"
        if isinstance(e, sp.Subs):
            return self.expression(e.doit())
        if isinstance(e, sp.tan):  # real where its cosine is not 0, which SymPy does not take for granted
            return self.expression(sp.sin(e.args[0]) / sp.cos(e.args[0]))
        return self._variable(e)

    def _variable(self, e: sp.Expr) -> str:
        if not _is_real(e):
            raise Untranslatable(f"not certainly real: {e}")
        if e not in self._of:
            name = f"x{len(self._of)}"
            self._of[e], self.names[name] = name, e
        return self._of[e]
