"""The DERIVED SymPy expressions as decimals: the expressions of `proofs` evaluated with mpmath at any number of digits.

No formula is restated here. The precision lives in a context of its own, never in the process.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping
from fractions import Fraction
from functools import reduce

import sympy as sp
from mpmath import MPContext, mpf

GUARD_DIGITS = 15


class Digits:
    """The number system of decimals with a fixed number of significant digits (plus guard digits)."""

    def __init__(self, digits: int) -> None:
        self.digits = digits
        self.context = MPContext()
        self.context.dps = digits + GUARD_DIGITS

    def rational(self, value: Fraction | int, /) -> mpf:
        exact = Fraction(value)
        return self.context.mpf(exact.numerator) / exact.denominator

    def sqrt(self, value: mpf, /) -> mpf:
        return self.context.sqrt(value)

    def exp(self, value: mpf, /) -> mpf:
        return self.context.exp(value)

    def log(self, value: mpf, /) -> mpf:
        return self.context.log(value)

    def cos_pi(self, turn: Fraction, /) -> mpf:
        return self.context.cospi(self.rational(turn))

    def sin_pi(self, turn: Fraction, /) -> mpf:
        return self.context.sinpi(self.rational(turn))

    def evaluate(self, expression: sp.Expr, at: Mapping[sp.Symbol, mpf]) -> mpf:
        """A derived expression at given values. Raises KeyError for a symbol without a value, TypeError for a function
        that the theory does not use.
        """
        context = self.context

        def value(e: sp.Expr) -> mpf:
            if e.is_Symbol:
                return at[e]
            if e.is_Rational:
                return context.mpf(int(e.p)) / int(e.q)
            if e is sp.pi:
                return +context.pi
            if e.is_Add:
                return reduce(operator.add, map(value, e.args))
            if e.is_Mul:
                return reduce(operator.mul, map(value, e.args))
            if isinstance(e, sp.exp):
                return context.exp(value(e.args[0]))
            if e.is_Pow:
                base, power = value(e.base), e.exp
                return base ** int(power) if power.is_Integer else context.power(base, value(power))
            for kind, function in ((sp.cos, context.cos), (sp.sin, context.sin), (sp.tan, context.tan)):
                if isinstance(e, kind):
                    return function(value(e.args[0]))
            raise TypeError(f"no decimal evaluation for {type(e).__name__}")

        return value(expression)
