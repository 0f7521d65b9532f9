"""Relations kept as written: SymPy would replace an obvious one by True, and a claim must keep its words."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TypeAlias

import sympy as sp
from sympy.logic.boolalg import Boolean

Relation: TypeAlias = Boolean
Values: TypeAlias = Mapping[sp.Basic, sp.Basic]


def eq(left: sp.Basic, right: sp.Basic | int) -> Boolean:
    return sp.Eq(left, right, evaluate=False)


def ge(left: sp.Expr, right: sp.Expr | int) -> Boolean:
    return sp.Ge(left, right, evaluate=False)


def gt(left: sp.Expr, right: sp.Expr | int) -> Boolean:
    return sp.Gt(left, right, evaluate=False)


def le(left: sp.Expr, right: sp.Expr | int) -> Boolean:
    return sp.Le(left, right, evaluate=False)


def lt(left: sp.Expr, right: sp.Expr | int) -> Boolean:
    return sp.Lt(left, right, evaluate=False)


def instance(relation: Boolean, at: Mapping[sp.Basic, sp.Basic]) -> Boolean:
    """The relation with its symbols replaced at once, still as written. Refuses to move a symbol under a binder."""
    bound = {x for e in relation.atoms(sp.Integral, sp.Sum) for x in e.bound_symbols}
    if bound & {x for value in at.values() for x in value.free_symbols}:
        raise ValueError(f"the values name a bound symbol of {relation}")
    if isinstance(relation, sp.core.relational.Relational):
        left, right = (substituted(side, at) for side in relation.args)
        return relation.func(left, right, evaluate=False)
    return relation.func(*(instance(part, at) for part in relation.args), evaluate=False)


def substituted(expression: sp.Basic, at: Mapping[sp.Basic, sp.Basic]) -> sp.Basic:
    """The expression with its symbols replaced, all at once."""
    return _substituted(expression, tuple(at.items()))


# A claim and its mutants share most of their expressions.
@functools.lru_cache(maxsize=16384)
def _substituted(expression: sp.Basic, at: tuple[tuple[sp.Basic, sp.Basic], ...]) -> sp.Basic:
    return expression.subs(dict(at), simultaneous=True)


def conjuncts(relation: Boolean) -> tuple[Boolean, ...]:
    """The parts of a conjunction; a relation is its own only part."""
    return relation.args if isinstance(relation, sp.And) else (relation,)


def difference(relation: Boolean) -> tuple[sp.Expr, bool]:
    """(d, strict) for a relation equivalent to d >= 0, or to d > 0 when strict."""
    match relation:
        case sp.Ge():
            return relation.lhs - relation.rhs, False
        case sp.Le():
            return relation.rhs - relation.lhs, False
        case sp.Gt():
            return relation.lhs - relation.rhs, True
        case sp.Lt():
            return relation.rhs - relation.lhs, True
    raise TypeError(f"not an inequality: {relation}")
