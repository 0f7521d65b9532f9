"""mpmath.iv as a number system of `numerics.reals`: the yardstick for certified evaluation."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from mpmath import iv


class Intervals:
    """Enclosures by mpmath.iv at its current precision (`iv.prec`, in bits)."""

    def rational(self, value: Fraction | int, /) -> Any:
        exact = Fraction(value)
        return iv.mpf(exact.numerator) / exact.denominator

    def sqrt(self, value: Any, /) -> Any:
        return iv.sqrt(value)

    def exp(self, value: Any, /) -> Any:
        return iv.exp(value)

    def log(self, value: Any, /) -> Any:
        return iv.log(value)

    def cos_pi(self, turn: Fraction, /) -> Any:
        return iv.cos(iv.pi * turn.numerator / turn.denominator)

    def sin_pi(self, turn: Fraction, /) -> Any:
        return iv.sin(iv.pi * turn.numerator / turn.denominator)
