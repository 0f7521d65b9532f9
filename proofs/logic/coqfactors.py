"""Factors by which an expression is a combination of others: how an equation follows from given ones. Not trusted."""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp


def cofactors(residual: sp.Expr, equations: Sequence[sp.Expr]) -> list[sp.Expr] | None:
    """Factors q with residual = the sum of q e over the expressions e that are zero; None where no division finds them."""
    if not equations or sp.expand(sp.numer(sp.together(residual))) == 0:
        return None
    numerator, denominator = sp.fraction(sp.together(residual))
    parts = [sp.fraction(sp.together(e)) for e in equations]
    polynomials = [n for n, _ in parts]
    atoms = {x for q in (numerator, *polynomials) for x in q.atoms(sp.Function)}
    # Names in an order of their own, so that the same factors are found every time.
    names = {x: sp.Symbol(f"f_{n}") for n, x in enumerate(sorted(atoms, key=str))}
    back = {v: k for k, v in names.items()}
    hidden = [q.xreplace(names) for q in polynomials]
    generators = sorted(set().union(*(q.free_symbols for q in hidden)), key=str)
    for order in ("grevlex", "lex"):
        for symbols in (generators, generators[::-1]):
            try:
                found, rest = sp.reduced(sp.expand(numerator.xreplace(names)), hidden, *symbols, order=order)
            except sp.PolynomialError:
                return None
            if sp.expand(rest) == 0:
                return [q.xreplace(back) * d / denominator for q, (_, d) in zip(found, parts, strict=True)]
    return None
