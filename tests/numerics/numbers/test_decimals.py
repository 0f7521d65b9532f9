"""Derived expressions as decimals: against SymPy's own evaluation, at any number of digits."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from numerics.numbers.decimals import GUARD_DIGITS, Digits
from proofs.theory.ddim import step_operator
from proofs.theory.denoiser import n_t
from proofs.theory.student import shrinkage
from proofs.theory.symbols import alpha, alpha_p, budget, lam, norm, sigma, sigma_p

F = Fraction
x, y = sp.symbols("x y")
EXPRESSIONS = (
    x + y / 3,
    x**3 * y - 2,
    sp.sqrt(x) + y ** sp.Rational(1, 3),
    sp.exp(-x * y),
    sp.cos(sp.pi * x) + sp.sin(y) * sp.tan(x / 7),
    (x - y) ** -2,
)
parts = st.fractions(F(1, 9), 3, max_denominator=30)


@pytest.mark.parametrize("digits", [20, 60])
@pytest.mark.parametrize("expression", EXPRESSIONS, ids=str)
@given(parts, parts)
def test_against_sympy(digits: int, expression: sp.Expr, first: Fraction, second: Fraction) -> None:
    if first == second:
        return
    decimals = Digits(digits)
    found = decimals.evaluate(expression, {x: decimals.rational(first), y: decimals.rational(second)})
    exact = expression.subs({x: sp.Rational(first), y: sp.Rational(second)})
    wanted = decimals.context.mpf(str(sp.N(exact, digits + 20)))
    tolerance = decimals.context.mpf(10) ** -digits * (1 + abs(found))
    assert abs(found - wanted) < tolerance
    assert not abs(found - (wanted + 10 * tolerance)) < tolerance


def test_the_expressions_of_the_theory_can_be_evaluated() -> None:
    """At alpha = 3/5, sigma = 4/5 after alpha = 4/5, sigma = 3/5, and lambda = 2."""
    decimals = Digits(40)
    at = {
        alpha: F(3, 5),
        alpha_p: F(4, 5),
        sigma: F(4, 5),
        sigma_p: F(3, 5),
        lam: F(2),
        budget: F(1, 2),
        norm: F(34, 25),
    }
    values = {symbol: decimals.rational(value) for symbol, value in at.items()}
    assert abs(decimals.evaluate(n_t, values) - decimals.rational(F(34, 25))) < 1e-50
    assert abs(decimals.evaluate(step_operator, values) - decimals.rational(F(36, 34))) < 1e-50
    assert abs(decimals.evaluate(shrinkage, values) - (1 - decimals.exp(decimals.rational(F(-34, 25))))) < 1e-50


def test_what_is_missing_or_unknown_is_refused() -> None:
    decimals = Digits(20)
    with pytest.raises(KeyError):
        decimals.evaluate(x + y, {x: decimals.rational(1)})
    with pytest.raises(TypeError, match="no decimal evaluation for gamma"):
        decimals.evaluate(sp.gamma(x), {x: decimals.rational(2)})


def test_the_number_system_and_its_own_precision() -> None:
    before = mpmath.mp.dps
    decimals = Digits(100)
    assert decimals.context.dps == 100 + GUARD_DIGITS and mpmath.mp.dps == before
    third = F(1, 3)
    assert abs(decimals.cos_pi(third) - decimals.rational(F(1, 2))) < decimals.context.mpf(10) ** -100
    assert abs(decimals.sin_pi(F(1, 6)) - decimals.rational(F(1, 2))) < decimals.context.mpf(10) ** -100
    root, power = decimals.sqrt(decimals.rational(2)), decimals.exp(decimals.log(decimals.rational(2)))
    assert abs(root * root - power) < decimals.context.mpf(10) ** -100
    assert Digits(20).rational(third) != decimals.rational(third)
