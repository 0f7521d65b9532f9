"""The rules that rest on SymPy's arithmetic: equal normal forms, sums of products of known signs, zero squares."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping

import sympy as sp

from proofs.logic.definedness import undefined
from proofs.logic.derivation import Step, SumOfProducts
from proofs.logic.relations import Relation, difference, le


def _is_even_power(e: sp.Expr) -> bool:
    return bool(e.is_Pow and e.exp.is_even and e.exp.is_positive and e.base.is_real)


def _sign_from_symbols(e: sp.Expr) -> bool | None:
    """True: positive. False: non-negative. None: the declared symbols do not tell."""
    if isinstance(e, sp.Integral) and len(e.limits) == 1 and len(e.limits[0]) == 3:
        # The integral of a non-negative function over an interval in the right direction.
        variable, low, high = e.limits[0]
        anywhere = e.function.xreplace({variable: sp.Dummy(real=True)})  # the limits need not respect its range
        return False if anywhere.is_nonnegative and (high - low).is_nonnegative else None
    if e.is_positive:
        return True
    if e.is_nonnegative or _is_even_power(e):
        return False
    return None


def _sign(factor: sp.Expr, known: Mapping[sp.Expr, bool]) -> bool | None:
    """As `_sign_from_symbols`, from the given hypotheses (difference -> strict) as well; also of a reciprocal."""
    if sp.expand(factor) in known:
        return known[sp.expand(factor)]
    if factor.is_Pow and factor.exp == -1 and known.get(sp.expand(factor.base)):
        return True
    return _sign_from_symbols(factor)


def _equations(relations: Iterable[Relation]) -> list[sp.Expr]:
    return [r.lhs - r.rhs for r in relations if isinstance(r, sp.Eq)]


def _vanishes(e: sp.Expr, given: tuple[Relation, ...]) -> bool:
    """Whether e = 0 follows from the equations among the given relations, by normal forms only."""
    if isinstance(e, sp.MatrixBase):
        return all(_vanishes(entry, given) for entry in e)
    e = e.doit()
    if not e.is_commutative:
        return _vanishes_noncommutative(e, given)
    numerator = sp.numer(sp.together(e))
    if sp.expand(numerator) == 0:
        return True
    equations = _equations(given)
    if equations:
        return _in_ideal(numerator, equations)
    if e.has(sp.sin, sp.cos) and sp.expand(e.rewrite(sp.exp)) == 0:
        return True
    return not _clearly_nonzero(e) and bool(sp.simplify(e) == 0)


def _clearly_nonzero(e: sp.Expr) -> bool:
    """Whether e is far from 0 at one point, which spares a simplification that must fail. Only ever refuses."""
    at = {s: sp.Rational(i + 2, i + 5) for i, s in enumerate(sorted(e.free_symbols, key=str))}
    if any(s.is_integer for s in at):
        at = {s: sp.Integer(i + 3) if s.is_integer else v for i, (s, v) in enumerate(at.items())}
    value = sp.Abs(e.subs(at)).evalf(20)
    return bool(value.is_number and value.is_comparable and value > sp.Rational(1, 10**6))


def _in_ideal(numerator: sp.Expr, equations: list[sp.Expr]) -> bool:
    """Whether a numerator vanishes modulo polynomial equations; whatever is no polynomial counts as an indeterminate."""
    opaque = {part for q in (numerator, *equations) for part in q.atoms(sp.Function, sp.Integral)}
    opaque |= {p for q in (numerator, *equations) for p in q.atoms(sp.Pow) if not p.exp.is_Integer or p.exp < 0}
    names = {part: sp.Dummy() for part in opaque}
    polynomials = [sp.numer(sp.together(q)).xreplace(names) for q in equations]
    generators = sorted(set().union(*(q.free_symbols for q in polynomials)), key=str)
    try:
        basis = sp.groebner(polynomials, *generators, order="grevlex")
        remainder = sp.reduced(sp.expand(numerator.xreplace(names)), list(basis.exprs), *generators, order="grevlex")[1]
    except sp.PolynomialError:  # a sum or a derivative that a generator stands in
        return False
    return bool(sp.expand(remainder) == 0)


def _vanishes_noncommutative(e: sp.Expr, given: tuple[Relation, ...]) -> bool:
    """Matrices of any size as non-commuting symbols: the given equations rewrite left to right until nothing changes."""
    rules = [(r.lhs, r.rhs) for r in given if isinstance(r, sp.Eq)]
    for _ in range(20):
        rewritten = sp.expand(sp.expand(e).subs(rules))
        if rewritten == e:
            break
        e = rewritten
    return bool(e == 0)


# Mutants differ from their claim in one place: what did not change is not checked again.
@functools.lru_cache(maxsize=4096)
def check_algebra(step: Step) -> str:
    if not isinstance(step.goal, sp.Eq):
        return "algebra establishes equations only"
    if fault := undefined(step):
        return fault
    residual = step.goal.lhs - step.goal.rhs
    return "" if _vanishes(residual, step.given) else "the residual is not zero"


@functools.lru_cache(maxsize=4096)
def check_sum(step: Step, rule: SumOfProducts) -> str:
    goal, strict_goal = difference(step.goal)
    if fault := undefined(step):
        return fault
    known: dict[sp.Expr, bool] = {}
    for relation in step.given:
        if isinstance(relation, sp.Ge | sp.Le | sp.Gt | sp.Lt):
            d, strict = difference(relation)
            known[sp.expand(d)] = strict or known.get(sp.expand(d), False)
    has_strict_product = False
    for product in rule.products:
        signs = [_sign(factor, known) for factor in product]
        for factor, sign in zip(product, signs, strict=True):
            if sign is None:
                return f"the sign of {factor} does not follow from the hypotheses"
        has_strict_product |= all(signs)
    if strict_goal and not has_strict_product:
        return "no product of the certificate is strictly positive"
    total = sp.Add(*(sp.Mul(*product) for product in rule.products))
    return "" if _vanishes(goal - total, step.given) else "the certificate does not sum to the goal"


def check_zero_square(step: Step) -> str:
    if not isinstance(step.goal, sp.Eq):
        return "a zero square establishes equations only"
    if not (step.goal.lhs - step.goal.rhs).is_real:
        return "only real numbers have squares that are never negative"
    zero = le((step.goal.lhs - step.goal.rhs) ** 2, 0)
    return "" if zero in step.given else f"{zero} is not given"
