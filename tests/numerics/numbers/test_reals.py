"""Rational arithmetic: exact where the result is rational, refused where it is not."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.errors import InputError
from numerics.numbers.balls import Balls, precision
from numerics.numbers.reals import Exact

F = Fraction
EXACT = Exact()
RATIONAL_COSINES = {F(0), F(1, 3), F(1, 2), F(2, 3), F(1), F(4, 3), F(3, 2), F(5, 3)}


@given(st.fractions(0, 10**6))
def test_roots_of_squares_are_exact(value: Fraction) -> None:
    assert EXACT.sqrt(value * value) == value
    with pytest.raises(InputError, match="irrational"):
        EXACT.sqrt(2 * value * value + (2 if value == 0 else 0))


@given(st.integers(-30, 30), st.integers(1, 12))
def test_cosines_are_exact_or_refused(numerator: int, denominator: int) -> None:
    """Against balls; refused at all but the turns of Niven's theorem."""
    turn = F(numerator, denominator)
    for name, shift in (("cos_pi", F(0)), ("sin_pi", F(-1, 2))):
        if (turn + shift) % 2 not in RATIONAL_COSINES:
            with pytest.raises(InputError, match="irrational"):
                getattr(EXACT, name)(turn)
            continue
        value = getattr(EXACT, name)(turn)
        with precision(100):
            assert getattr(Balls(), name)(turn).overlaps(Balls().rational(value))
            assert not getattr(Balls(), name)(turn).overlaps(Balls().rational(value + F(1, 100)))


def test_exponentials_and_logarithms() -> None:
    assert EXACT.exp(F(0)) == 1 and EXACT.log(F(1)) == 0 and EXACT.rational(3) == F(3)
    for call, value in ((EXACT.exp, F(1)), (EXACT.log, F(2)), (EXACT.sqrt, F(-4)), (EXACT.cos_pi, F(1, 4))):
        with pytest.raises(InputError, match="not available in exact rational arithmetic"):
            call(value)
