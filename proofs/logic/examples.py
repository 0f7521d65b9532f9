"""Exact values at which relations hold, found among a few hundred; that none is found says nothing."""

from __future__ import annotations

import functools
import zlib
from collections.abc import Iterable, Mapping, Sequence

import sympy as sp

from proofs.logic.definedness import declared_ranges_violated
from proofs.logic.relations import Relation, Values, difference, instance, substituted

_NUMBERS = tuple(sp.Rational(p, q) for p, q in ((0, 1), (1, 1), (1, 2), (2, 1), (1, 3), (3, 2), (3, 1), (5, 2), (6, 1)))
_TRIES = 250
_MARGIN = sp.Rational(1, 10**9)


def example(relations: Sequence[Relation], near: Iterable[sp.Expr] = ()) -> Values | None:
    """Values of all symbols, in their declared ranges, at which every relation holds; numbers for matrices.

    near: other numbers to try. An equation that has a symbol to the first or second power alone gives that symbol its value.
    None if the relations are not all about real numbers, or if no values are found.
    """
    return _example(tuple(relations), tuple(near))


@functools.lru_cache(maxsize=1024)
def _example(relations: tuple[Relation, ...], near: tuple[sp.Expr, ...]) -> Values | None:
    symbols = sorted({x for r in relations for x in r.free_symbols}, key=str)
    matrices = {x: sp.Symbol(str(x), real=True) for x in symbols if not x.is_commutative}
    if matrices:
        found = _example(tuple(instance(r, matrices) for r in relations), near)
        return found and {x: found[matrices.get(x, x)] for x in symbols}
    if any(not x.is_real for x in symbols):
        return None
    solved, left = _solved([r for r in relations if isinstance(r, sp.Eq)])
    conditions = [*left, *(r for r in relations if not isinstance(r, sp.Eq))]
    tried = [x for x in symbols if x not in solved]
    conditions = [substituted(c, solved) for c in conditions]
    pool = tuple(dict.fromkeys((*_NUMBERS, *near)))
    for number in range(_TRIES if tried else 1):
        at: dict[sp.Basic, sp.Basic] = {x: _number(x, f"{place}, {number}", pool) for place, x in enumerate(tried)}
        if any(_clearly_fails(c, tuple((x, at[x]) for x in tried if x in c.free_symbols)) for c in conditions):
            continue
        at |= {x: substituted(value, at) for x, value in solved.items()}
        if not declared_ranges_violated(at) and all(_holds(r, at) for r in relations):
            return at
    return None


def _solved(equations: list[Relation]) -> tuple[dict[sp.Basic, sp.Expr], list[Relation]]:
    """Symbols that equations give, without each other; and the equations that give none."""
    solved: dict[sp.Basic, sp.Expr] = {}
    left: list[Relation] = []
    for equation in equations:
        sides = [substituted(side, solved) for side in equation.args]
        apart = sp.numer(sp.together(sides[0] - sides[1]))
        for symbol in sorted(apart.free_symbols, key=str):
            value = _root(apart, symbol)
            if value is not None:
                solved = {x: v.subs(symbol, value) for x, v in solved.items()} | {symbol: value}
                break
        else:
            left.append(equation)
    return solved, left


def _root(e: sp.Expr, symbol: sp.Symbol) -> sp.Expr | None:
    """Where c s + d, or c s^2 + d, is 0. Where c is 0 the value is none, and does not hold."""
    polynomial = sp.Poly(e, symbol) if e.is_polynomial(symbol) else None
    if polynomial is None or polynomial.degree() not in (1, 2):
        return None
    square = polynomial.degree() == 2
    if square and polynomial.nth(1) != 0:
        return None
    value = -polynomial.nth(0) / polynomial.LC()
    return sp.sqrt(value) if square else value


# A claim and its mutants share most of their assumptions.
@functools.lru_cache(maxsize=65536)
def _clearly_fails(relation: Relation, at: tuple[tuple[sp.Basic, sp.Basic], ...]) -> bool:
    """Whether an inequality is off by a margin: that spares most exact evaluations."""
    if not isinstance(relation, sp.Ge | sp.Le | sp.Gt | sp.Lt):
        return False
    value = difference(relation)[0].xreplace(dict(at))
    if not value.is_Rational:
        value = value.evalf(15)
    return not value.is_comparable or bool(value < -_MARGIN)


def _number(symbol: sp.Symbol, which: str, pool: tuple[sp.Expr, ...]) -> sp.Expr:
    """One of the numbers, as if at random, made to lie in the declared range."""
    mixed = zlib.crc32(which.encode())
    value = pool[mixed % len(pool)]
    if symbol.is_integer:
        value = sp.ceiling(value)
    if symbol.is_positive and not value.is_positive:
        return sp.S.One
    return -value if mixed >> 16 & 1 and not symbol.is_nonnegative else value


def _holds(relation: Relation, at: Mapping[sp.Basic, sp.Basic]) -> bool:
    if relation in (sp.true, sp.false):
        return bool(relation == sp.true)
    held = relation.xreplace({x: v for x, v in at.items() if x in relation.free_symbols}).doit()
    if isinstance(held, sp.Eq):
        return bool(sp.simplify(held.lhs - held.rhs) == 0)
    return bool(held == sp.true)
