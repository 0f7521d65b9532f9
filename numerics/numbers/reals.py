"""Number systems: a formula is written once and evaluated as doubles, decimals, balls or fractions.

A schedule describes its coefficients through the few operations below and never picks a precision.
Inputs stay exact (`Fraction`) until a number system evaluates them.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Protocol, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from numerics.errors import InputError

Floats = NDArray[np.float64]


class Real(Protocol):
    """A number that knows field arithmetic; satisfied by float, Fraction, mpmath.mpf and flint.arb."""

    def __add__(self, other: Self, /) -> Self: ...
    def __sub__(self, other: Self, /) -> Self: ...
    def __mul__(self, other: Self, /) -> Self: ...
    def __truediv__(self, other: Self, /) -> Self: ...
    def __neg__(self, /) -> Self: ...


N = TypeVar("N", bound=Real)


class Reals(Protocol[N]):
    """A number system: how exact inputs become numbers of type N."""

    def rational(self, value: Fraction | int, /) -> N: ...
    def sqrt(self, value: N, /) -> N: ...
    def exp(self, value: N, /) -> N: ...
    def log(self, value: N, /) -> N: ...
    def cos_pi(self, turn: Fraction, /) -> N:
        """cos(pi * turn) for an exact rational turn."""
        ...

    def sin_pi(self, turn: Fraction, /) -> N: ...


class Exact:
    """Rational arithmetic: no rounding at all. Irrational operations are refused unless the result is rational."""

    def rational(self, value: Fraction | int, /) -> Fraction:
        return Fraction(value)

    def sqrt(self, value: Fraction, /) -> Fraction:
        if value >= 0:
            root = Fraction(math.isqrt(value.numerator), math.isqrt(value.denominator))
            if root * root == value:
                return root
        raise InputError(f"sqrt({value}) is irrational: not available in exact rational arithmetic")

    def exp(self, value: Fraction, /) -> Fraction:
        if value == 0:
            return Fraction(1)
        raise InputError(f"exp({value}) is irrational: not available in exact rational arithmetic")

    def log(self, value: Fraction, /) -> Fraction:
        if value == 1:
            return Fraction(0)
        raise InputError(f"log({value}) is irrational: not available in exact rational arithmetic")

    def cos_pi(self, turn: Fraction, /) -> Fraction:
        # Niven: the only rational cosines at rational multiples of pi are 0, 1/2, 1 and their negatives.
        folded = abs((turn + 1) % 2 - 1)
        values = {
            Fraction(0): Fraction(1),
            Fraction(1, 3): Fraction(1, 2),
            Fraction(1, 2): Fraction(0),
            Fraction(2, 3): Fraction(-1, 2),
            Fraction(1): Fraction(-1),
        }
        if folded in values:
            return values[folded]
        raise InputError(f"cos(pi*{turn}) is irrational: not available in exact rational arithmetic")

    def sin_pi(self, turn: Fraction, /) -> Fraction:
        return self.cos_pi(turn - Fraction(1, 2))
