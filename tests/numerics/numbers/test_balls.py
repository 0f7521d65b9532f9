"""Balls: precision is restored, comparisons have three outcomes, escalation never turns doubt into a pass."""

from __future__ import annotations

import math
import pickle
from decimal import Context, Decimal
from fractions import Fraction

import mpmath
import pytest
from flint import arb, ctx
from hypothesis import given
from hypothesis import strategies as st

from numerics.errors import InputError
from numerics.numbers.balls import (
    UNDECIDED,
    Ball,
    Balls,
    Order,
    bounds,
    compare,
    compare_fractions,
    decimal,
    double_bounds,
    doublings,
    escalate,
    midpoint_double,
    nearest_double,
    precision,
    require_digits,
    sign,
    sqrt_nonnegative,
)

REALS = Balls()


@pytest.mark.parametrize("factor", [1, -1])
def test_numbers_far_below_the_doubles_cost_nothing(factor: int) -> None:
    """exp(-10^12) has 10^12 binary places: no step may write them out."""
    with precision(128):
        tiny = factor * arb(-(10**12)).exp()
        ends = {1: (0.0, math.ulp(0.0)), -1: (-math.ulp(0.0), 0.0)}
        assert double_bounds(tiny) == ends[factor]
        assert nearest_double(tiny) == 0 == Ball.pack(tiny).nearest()
        expected = "5.60E-434294481904" if factor == 1 else "-5.60E-434294481904"
        assert decimal(tiny, 3) == expected
        around = arb(0, arb(-(10**12)).exp())
        assert double_bounds(around) == (-math.ulp(0.0), math.ulp(0.0))
        assert decimal(around, 3) is UNDECIDED and decimal(arb(0), 3) == "0"


@given(st.integers(1100, 1300), st.integers(1, 10**6), st.integers(1, 30))
def test_tiny_decimals_agree_with_fractions(power: int, mantissa: int, digits: int) -> None:
    value = Fraction(mantissa, 3 * 2 ** (power + 20))
    context = Context(prec=digits)
    expected = context.divide(Decimal(value.numerator), Decimal(value.denominator))
    with precision(256):
        assert Decimal(str(decimal(REALS.rational(value), digits))) == expected


def test_precision_is_restored_even_after_an_error() -> None:
    before = ctx.prec

    def fail() -> None:
        with precision(301):
            assert ctx.prec == 301
            decimal(arb(1), 0)

    with pytest.raises(InputError, match="digits"):
        fail()
    assert ctx.prec == before
    with pytest.raises(InputError), precision(0):
        pass


def test_compare_has_four_outcomes() -> None:
    assert compare(arb(1), arb(2)) is Order.LESS
    assert compare(arb(2), arb(1)) is Order.GREATER
    assert compare(arb(2), arb(2)) is Order.EQUAL
    assert compare(arb(2, 0.5), arb(2)) is Order.UNDECIDED
    assert compare(arb(2, 0.5), arb(2, 0.5)) is Order.UNDECIDED
    assert compare(arb("nan"), arb(1)) is Order.UNDECIDED
    assert sign(arb(0)) is Order.EQUAL
    assert sign(arb(0, 1e-300)) is Order.UNDECIDED
    assert compare_fractions(Fraction(1, 3), Fraction(1, 3)) is Order.EQUAL


def test_escalate_raises_the_precision_until_it_decides() -> None:
    seen = []

    def decide(bits: int) -> Order:
        seen.append((bits, ctx.prec))
        gap = REALS.exp(REALS.rational(Fraction(-200)))
        return compare(REALS.rational(1) + gap, REALS.rational(1))

    assert escalate(decide) is Order.GREATER
    assert seen == [(64, 64), (128, 128), (256, 256), (512, 512)]


def test_precisions_to_try_end_with_the_limit() -> None:
    assert list(doublings(64, 512)) == [64, 128, 256, 512] and list(doublings(64, 500)) == [64, 128, 256, 500]
    assert list(doublings(64, 64)) == [64] and list(doublings(64, 10)) == [10]  # at least one


@given(st.integers(-(2**70), 2**70), st.integers(-1200, 1100), st.integers(0, 2**20), st.integers(-1200, 0))
def test_the_nearest_double_is_that_of_both_ends(mid: int, place: int, rad: int, width: int) -> None:
    """Against fractions, which Python rounds correctly."""
    ball = arb((mid, place), (rad, place + width))
    low, high = bounds(ball)

    def double(value: Fraction) -> float:
        try:
            return value.numerator / value.denominator
        except OverflowError:
            return math.inf if value > 0 else -math.inf

    expected = double(low) if double(low) == double(high) else UNDECIDED
    assert nearest_double(ball) == expected


def test_escalate_reports_a_true_equality_as_undecided() -> None:
    two = Fraction(2)
    assert escalate(lambda bits: sign(REALS.sqrt(REALS.rational(two)) ** 2 - 2), limit=500) is UNDECIDED


@given(st.fractions(), st.fractions(min_value=0))
def test_a_ball_survives_storage_at_any_precision(mid: Fraction, rad: Fraction) -> None:
    with precision(200):
        ball = arb(REALS.rational(mid), REALS.rational(rad).upper())
    packed = pickle.loads(pickle.dumps(Ball.pack(ball)))
    with precision(10):
        copy = packed.unpack()
    assert Ball.pack(copy) == packed
    (low, high), (inner_low, inner_high) = bounds(copy), bounds(ball)
    assert low <= inner_low <= mid <= inner_high <= high
    assert low + high == inner_low + inner_high
    assert high - low <= (inner_high - inner_low) * (1 + Fraction(1, 2**27))


@given(st.fractions())
def test_doubles_round_as_python_rounds_fractions(value: Fraction) -> None:
    with precision(300):
        ball = REALS.rational(value)
    below, above = double_bounds(ball)
    assert Fraction(below) <= value <= Fraction(above)
    nearest = escalate(lambda bits: nearest_double(REALS.rational(value)))
    assert nearest is UNDECIDED or nearest == float(value)


def test_extreme_doubles() -> None:
    tiny = REALS.exp(REALS.rational(-2000))
    assert nearest_double(tiny) == 0.0
    below, above = double_bounds(tiny)
    assert below <= 0.0 < above
    huge = REALS.exp(REALS.rational(2000))
    assert nearest_double(huge) == math.inf
    assert double_bounds(huge)[0] < math.inf
    assert nearest_double(arb(1, 0.1)) is UNDECIDED
    assert nearest_double(arb("nan")) is UNDECIDED
    with pytest.raises(InputError):
        Ball.pack(arb("nan"))


def test_decimal_digits_are_all_certified() -> None:
    with precision(400):
        root = REALS.sqrt(REALS.rational(2))
    assert decimal(root, 50) == "1.4142135623730950488016887242096980785696718753769"
    assert decimal(arb(1, 1e-9), 30) is UNDECIDED
    assert decimal(arb(0.25), 30) == "0.25"
    with precision(100):
        assert decimal(REALS.exp(REALS.rational(-400)), 5) == "1.9152E-174"
    with pytest.raises(InputError):
        decimal(root, 0)


def test_square_root_of_a_ball_that_reaches_below_zero() -> None:
    root = sqrt_nonnegative(arb(0, 1e-20))
    assert root.contains(0) and root.contains(arb(0.9e-10)) and root < 1


@given(st.fractions(Fraction(1, 50), 50, max_denominator=50))
def test_every_operation_encloses_its_value(value: Fraction) -> None:
    """Against mpmath at twice the precision; a neighbouring number lies outside."""
    with precision(128), mpmath.workprec(256):
        x, exact = REALS.rational(value), mpmath.mpf(value.numerator) / value.denominator
        for found, wanted in (
            (REALS.sqrt(x), mpmath.sqrt(exact)),
            (REALS.exp(x), mpmath.exp(exact)),
            (REALS.log(x), mpmath.log(exact)),
            (REALS.cos_pi(value), mpmath.cospi(exact)),
            (REALS.sin_pi(value), mpmath.sinpi(exact)),
        ):
            low, high = (mpmath.mpf(end.numerator) / end.denominator for end in bounds(found))
            slack = mpmath.mpf(2) ** -240 * (1 + abs(wanted))
            assert low - slack <= wanted <= high + slack
            assert not low - slack <= wanted + mpmath.mpf(2) ** -90 * (1 + abs(wanted)) <= high + slack


def test_the_midpoint_is_a_guess_that_needs_no_certainty() -> None:
    assert midpoint_double(arb(0.25, 0.1)) == 0.25 and nearest_double(arb(0.25, 0.1)) is UNDECIDED
    assert midpoint_double(arb(-(10**12)).exp()) == 0.0
    assert midpoint_double(arb(2000).exp()) == math.inf


def test_digits_are_limited() -> None:
    assert [require_digits(digits) for digits in (None, 1, 1000)] == [None, 1, 1000]
    for digits in (0, -1, 1001):
        with pytest.raises(InputError, match=f"digits = {digits}: must lie in 1"):
            require_digits(digits)


GREATEST = float.fromhex("0x1.fffffffffffffp+1023")


@pytest.mark.parametrize(
    ("ball", "ends"),
    [
        (arb(10**401), (GREATEST, math.inf)),
        (arb(-(10**401)), (-math.inf, -GREATEST)),
        (arb("inf"), (-math.inf, math.inf)),
        (arb("-inf"), (-math.inf, math.inf)),
        (arb("nan"), (-math.inf, math.inf)),
        (arb((1, -1050)), (2.0**-1050, 2.0**-1050)),
        (arb((1, -1075)), (0.0, math.ulp(0.0))),
        (arb((-1, -1075)), (-math.ulp(0.0), 0.0)),
        (arb((2**60 + 1, 0)), (2.0**60, 2.0**60 + 256)),
        (arb((-(2**60) - 1, 0)), (-(2.0**60) - 256, -(2.0**60))),
    ],
)
def test_ends_are_rounded_outwards(ball: arb, ends: tuple[float, float]) -> None:
    """Beyond the doubles, too, where no finite double is on one side."""
    assert double_bounds(ball) == ends


def test_subnormal_midpoints_are_kept() -> None:
    assert midpoint_double(arb((1, -1050))) == nearest_double(arb((1, -1050))) == 2.0**-1050
