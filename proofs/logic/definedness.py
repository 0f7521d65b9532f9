"""Where expressions are defined, and the ranges that symbols declare: what a step may not step over."""

from __future__ import annotations

import functools
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace

import sympy as sp
from sympy.logic.boolalg import Boolean

from proofs.logic.derivation import Step, SumOfProducts
from proofs.logic.relations import Relation, difference, ge, gt

RANGES = ("real", "nonnegative", "positive", "negative", "nonpositive", "nonzero", "integer", "finite")


def declared_ranges_violated(at: Mapping[sp.Basic, sp.Basic]) -> str:
    """Values must lie in the ranges that their symbols declare."""
    for symbol, value in at.items():
        for fact in RANGES:
            if symbol.is_commutative and symbol.assumptions0.get(fact) and not getattr(value, f"is_{fact}"):
                return f"{symbol} = {value} is not {fact}"
    return ""


def out_of_range(symbol: sp.Basic, value: sp.Basic, available: Container[Boolean]) -> str:
    """Why an expression may not stand for a symbol: its declared range, unless an available relation provides it."""
    if not symbol.is_commutative:
        return ""
    for fact in RANGES:
        if fact == "finite" or not symbol.assumptions0.get(fact) or getattr(value, f"is_{fact}"):
            continue
        positive = gt(value, 0) in available
        if fact in ("real", "nonnegative") and (positive or ge(value, 0) in available):
            continue
        if fact in ("positive", "nonzero") and positive:
            continue
        return f"{value} stands for {symbol}, but is not known to be {fact}"
    return ""


# Mutants and steps of one derivation share most of their relations: what was found of one is not found again.
@functools.lru_cache(maxsize=4096)
def _required_nonzero(relation: Relation) -> tuple[sp.Expr, ...]:
    """Every denominator, and every other pole, of a relation, in the order of their names."""
    # A value at a point is needed there alone.
    points = relation.atoms(sp.Subs)
    at_points = {pole.subs(zip(p.variables, p.point, strict=True)) for p in points for pole in _poles(p.expr)}
    relation = relation.xreplace({p: sp.Dummy() for p in points})
    # A limit is taken where its expression need not be defined; what does not move with its variable is no part of that.
    limits = relation.atoms(sp.Limit)
    outside = relation.xreplace({limit: sp.Dummy() for limit in limits})
    inside = {pole for limit in limits for pole in _poles(limit.args[0]) if not pole.has(limit.args[1])}
    return tuple(sorted(_poles(outside) | inside | at_points, key=str))


def _check_denominators(relation: Relation, given: tuple[Relation, ...]) -> str:
    """Every denominator, and every other pole, must be non-zero by its symbols or by a given relation."""
    nonzero = [r.lhs - r.rhs for r in given if isinstance(r, sp.Ne)]
    for r in given:
        if isinstance(r, sp.Ge | sp.Le | sp.Gt | sp.Lt) and difference(r)[1]:
            nonzero.append(difference(r)[0])
    for base in _required_nonzero(relation):
        if not base.is_commutative:
            return f"the inverse of {base} may not exist: declare one as a symbol"
        if _is_nonzero(base):
            continue
        # A factor of something non-zero is not zero.
        if any(_is_factor(base, n) for n in nonzero):
            continue
        return f"the denominator {base} may be zero"
    return ""


@functools.lru_cache(maxsize=4096)
def _is_nonzero(base: sp.Expr) -> bool:
    return bool(base.is_nonzero or sp.factor(base).is_nonzero)


@functools.lru_cache(maxsize=4096)
def _is_factor(base: sp.Expr, product: sp.Expr) -> bool:
    return bool(sp.denom(sp.cancel(product / base)) == 1)


def undefined(step: Step) -> str:
    """A denominator that may vanish, in the goal, in what is given, or in the factors of a certificate."""
    return next((fault for r in _defined_in(step) if (fault := _check_denominators(r, step.given))), "")


def _defined_in(step: Step) -> Iterator[Relation]:
    """What a step must find defined."""
    yield from (step.goal, *step.given)
    if isinstance(step.by, SumOfProducts):
        for factor in {f for product in step.by.products for f in product}:
            yield sp.Ge(factor, 0, evaluate=False)


@functools.lru_cache(maxsize=4096)
def keeps_defined(step: Step, relation: Relation) -> bool:
    """Whether a given relation says that a denominator of the step is not 0, and nothing else says so."""
    if relation not in step.given or not isinstance(relation, sp.Gt | sp.Lt | sp.Ne) or undefined(step):
        return False
    less = replace(step, given=tuple(g for g in step.given if g != relation))
    if not undefined(less):
        return False
    apart = relation.args[0] - relation.args[1]
    return any(sp.cancel(apart / pole).is_number for r in _defined_in(less) for pole in _required_nonzero(r))


def _poles(e: sp.Basic) -> set[sp.Expr]:
    """Expressions that must not vanish for e to be defined."""
    found = {p.base for p in e.atoms(sp.Pow) if p.exp.is_negative or p.exp.could_extract_minus_sign()}
    found |= {sp.cos(f.args[0]) for f in e.atoms(sp.tan, sp.sec)}
    found |= {sp.sin(f.args[0]) for f in e.atoms(sp.cot, sp.csc)}
    return found | {f.args[0] for f in e.atoms(sp.log)}
