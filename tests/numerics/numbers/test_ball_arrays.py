"""Arrays of enclosures: every operation holds what it encloses, and the radii are no larger than they must be."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

import mpmath
import numpy as np
import pytest
from flint import arb
from hypothesis import example, given
from hypothesis import strategies as st

from numerics.numbers.ball_arrays import Enclosure, exactly, from_balls, multiply_down
from numerics.numbers.balls import precision


def holds(found: Enclosure, wanted: list[arb]) -> bool:
    return all(
        arb(float(low)) <= value <= arb(float(high))
        for low, value, high in zip(found.lower(), wanted, found.upper(), strict=True)
    )


def test_enclosures_hold_their_numbers() -> None:
    rng = np.random.default_rng(1)
    exact = rng.normal(size=(2, 50))
    x, y = (Enclosure(row * (1 + 1e-9), abs(row) * 2e-9) for row in exact)
    with precision(128):
        a, b = ([arb(float(v)) for v in row] for row in exact)
        cases = [
            (x + y, [u + v for u, v in zip(a, b, strict=True)]),
            (x - y, [u - v for u, v in zip(a, b, strict=True)]),
            (x * y, [u * v for u, v in zip(a, b, strict=True)]),
            (x / y, [u / v for u, v in zip(a, b, strict=True)]),
            (-x, [-u for u in a]),
            (x.exp(), [u.exp() for u in a]),
            (x.expm1(), [u.expm1() for u in a]),
            ((x * x).log1p(), [(1 + u * u).log() for u in a]),
        ]
        for found, wanted in cases:
            assert holds(found, wanted)
            assert np.all(found.rad <= 1e-6 * (1 + abs(found.mid)) * (1 + 1 / abs(exact[1])) ** 2)
        table = from_balls([a, b])
        down = multiply_down(table.mid, table.rad, y)
        sums = [sum((u * v for u, v in zip(row, b, strict=True)), start=arb(0)) for row in (a, b)]
        assert all(arb(float(p)) <= w for p, w in zip(down, sums, strict=True))
    wide = Enclosure(np.array([0.5]), np.array([1.0]))
    with np.errstate(all="ignore"):
        assert np.isinf((x[:1] / wide).rad[0]) and np.isinf((-wide - wide).log1p().rad[0])


doubles = st.lists(st.floats(-1e100, 1e100, allow_subnormal=False), min_size=1, max_size=8)


@given(doubles, st.floats(1e-100, 1e100))
def test_rounding_alone_is_enclosed(values: list[float], factor: float) -> None:
    """Of exact doubles, by little more than the rounding itself."""
    x, y = exactly(np.array(values)), exactly(np.full(len(values), factor))
    with precision(256):
        a, b = [arb(v) for v in values], arb(factor)
        for found, wanted in ((x + y, [v + b for v in a]), (x * y, [v * b for v in a]), (x / y, [v / b for v in a])):
            assert holds(found, wanted)
            assert np.all(found.rad <= 1e-15 * abs(found.mid) + 1e-299)
        tenth = exactly(np.array([1.0])) / exactly(np.array([10.0]))
        assert holds(tenth, [arb(1) / 10]) and not holds(tenth, [arb(1) / 10 + arb("1e-15")])


@pytest.mark.parametrize("name", ["exp", "expm1", "log1p"])
def test_functions_of_numpy_are_trusted_to_many_units_only(name: str) -> None:
    found = getattr(exactly(np.array([0.5, 1.0])), name)()
    assert (found.rad >= 24 * 2.0**-53 * abs(found.mid)).all()


def test_balls_become_enclosures_that_hold_them() -> None:
    with precision(128):
        balls = [arb(1) / 3, arb(2, 0.25), arb(0), arb(-(10**5)).exp()]
        found = from_balls([balls])[0]
        assert holds(found, [x.lower() for x in balls]) and holds(found, [x.upper() for x in balls])
        assert not holds(found, [x + 1 for x in balls])


def test_rows_can_be_taken_and_put() -> None:
    table = exactly(np.zeros((2, 3)))
    table[1] = Enclosure(np.ones(3), np.full(3, 0.5))
    assert table.mid.tolist() == [[0] * 3, [1] * 3] and table[1].rad.tolist() == [0.5] * 3
    assert table[:, 2].mid.tolist() == [0, 1]


# Against fractions, which share no code with the arrays: whatever the operands hold, mid +- rad holds, exactly.

Number = tuple[float, float]
numbers = st.tuples(
    st.one_of(st.floats(-1e3, 1e3), st.sampled_from([0.0, 1.0, -1.0, 0.1, 1e16, -1e-200])),
    st.one_of(st.just(0.0), st.floats(1e-20, 1e3), st.sampled_from([1e-200, 1 + 2.0**-52, 2.0**-54])),
)
ONE_UP = 1 + 2.0**-52  # its square rounds down


def one(number: Number) -> Enclosure:
    return Enclosure(np.array([number[0]]), np.array([number[1]]))


def ends(number: Number) -> tuple[Fraction, Fraction]:
    mid, rad = map(Fraction, number)
    return mid - rad, mid + rad


def within(found: Enclosure, low: Fraction, high: Fraction) -> bool:
    """In mid +- rad themselves, lest the further rounding of `lower` and `upper` hide what is missing."""
    if not np.isfinite(found.rad[0]):
        return True  # it says that nothing is known
    inner = ends((float(found.mid[0]), float(found.rad[0])))
    outer = Fraction(float(found.lower()[0])), Fraction(float(found.upper()[0]))
    return outer[0] <= inner[0] <= low and high <= inner[1] <= outer[1]


FIELD: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda x, y: x + y,
    "-": lambda x, y: x - y,
    "*": lambda x, y: x * y,
    "/": lambda x, y: x / y,
}


@pytest.mark.parametrize("name", FIELD)
@given(x=numbers, y=numbers)
@example(x=(0.0, ONE_UP), y=(0.0, ONE_UP))  # a radius that is rounded itself
@example(x=(0.0, 1e-200), y=(0.0, 1e-200))  # a radius that underflows
@example(x=(1e-200, 0.0), y=(1e-200, 0.0))  # a midpoint that does
@example(x=(0.1, 0.0), y=(0.7, 0.0))
@example(x=(-0.1, 0.0), y=(0.7, 0.0))
@example(x=(-1.0, 0.5), y=(-3.0, 0.25))
@example(x=(2.0, 0.5), y=(3.0, 0.5))
@example(x=(-2.0, 0.0), y=(3.0, 0.5))
@example(x=(1.0, 0.5), y=(-3.0, 0.0))
@example(x=(1.0, 0.0), y=(0.5, 1.0))
@example(x=(1.0, 0.0), y=(0.5, 0.5))
def test_every_corner_is_enclosed(name: str, x: Number, y: Number) -> None:
    operation = FIELD[name]
    with np.errstate(all="ignore"):
        found = operation(one(x), one(y))
    if name == "/" and ends(y)[0] <= 0 <= ends(y)[1]:
        assert not np.isfinite(found.rad[0])  # nothing bounds the quotient
        return
    corners = [operation(u, v) for u, v in product(ends(x), ends(y))]
    assert within(found, min(corners), max(corners))


@given(numbers)
@example((1.0, 0.5))
@example((-1.0, 2.0**-60))
@example((ONE_UP, 2.0**-53))
def test_a_change_of_sign_keeps_the_radius(x: Number) -> None:
    low, high = ends(x)
    assert within(one(x), low, high) and within(-one(x), -high, -low)


MONOTONE: dict[str, tuple[Callable[[Enclosure], Enclosure], Callable[[mpmath.mpf], mpmath.mpf]]] = {
    "exp": (Enclosure.exp, mpmath.exp),
    "expm1": (Enclosure.expm1, mpmath.expm1),
    "log1p": (Enclosure.log1p, mpmath.log1p),
}


@pytest.mark.parametrize("name", MONOTONE)
@given(x=st.tuples(st.floats(-20, 20), st.one_of(st.just(0.0), st.floats(1e-15, 3))))
@example(x=(0.3, 0.0))
@example(x=(-0.3, 0.0))
@example(x=(1.0, 0.0))
@example(x=(-0.9, 0.05))
@example(x=(1.0, 1.0))
@example(x=(-0.5, 0.5))
@example(x=(-1.0 + 2.0**-52, 0.0))
@example(x=(-20.0, 0.0))
def test_both_ends_of_a_monotone_function_are_enclosed(name: str, x: Number) -> None:
    ours, theirs = MONOTONE[name]
    with np.errstate(all="ignore"):
        found = ours(one(x))
    if name == "log1p" and ends(x)[0] <= -1:
        assert not np.isfinite(found.rad[0])
        return
    with mpmath.workprec(400):
        values = [theirs(mpmath.mpf(end.numerator) / end.denominator) for end in ends(x)]
        low, high = (Fraction(int(mpmath.nint(value * 2**300)), 2**300) for value in values)
    slack = Fraction(1, 2**290)  # of what is compared with
    assert within(found, low + slack, high - slack)


@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=6))
@example([((1e16, 0.0), (1.0, 0.0)), ((-1.0, 0.0), (1.0, 0.0)), ((-1e16, 0.0), (1.0, 0.0))])  # the sum loses the -1
@example([((-1.0, 0.5), (-2.0, 0.5))])
@example([((1.0, 0.5), (0.0, 1.0))])
@example([((0.0, 1.0), (1.0, 0.0)), ((0.0, 1.0), (-1.0, 0.0))])
@example([((1.0, 0.0), (0.0, 1.0)), ((-1.0, 0.0), (0.0, 1.0))])
@example([((0.0, ONE_UP), (0.0, ONE_UP))])
def test_products_with_a_matrix_stay_below_the_least(entries: list[tuple[Number, Number]]) -> None:
    matrix, vector = (np.array([entry[k] for entry in entries]) for k in (0, 1))
    down = multiply_down(matrix[None, :, 0], matrix[None, :, 1], Enclosure(vector[:, 0], vector[:, 1]))
    least = sum(min(u * v for u, v in product(ends(x), ends(y))) for x, y in entries)
    assert Fraction(float(down[0])) <= least


def test_a_long_sum_is_rounded_down_by_as_much_as_it_is_long() -> None:
    """1 - 2^-54 rounds to 1, as often as it is subtracted."""
    row = np.array([[1.0] + [-(2.0**-54)] * 4000])
    found = multiply_down(row, np.zeros_like(row), exactly(np.ones(4001)))
    assert Fraction(float(found[0])) <= 1 - Fraction(4000, 2**54)


def test_a_product_that_nothing_bounds_is_minus_infinity() -> None:
    rows = np.array([[1.0, np.inf], [1.0, 1.0], [1.0, 1.0]])
    rad = np.array([[0.0, 0.0], [0.0, np.inf], [0.0, 0.0]])
    with np.errstate(all="ignore"):
        found = multiply_down(rows, rad, exactly(np.array([1.0, 1.0])))
        loose = multiply_down(rows[2:], rad[2:], Enclosure(np.ones(2), np.array([np.inf, 0.0])))
    assert found[:2].tolist() == [-np.inf, -np.inf] and loose.tolist() == [-np.inf] and np.isfinite(found[2])


@given(st.fractions(-1000, 1000), st.fractions(0, 10))
@example(Fraction(1, 3), Fraction(0))
@example(Fraction(-1, 3), Fraction(1, 3))
@example(Fraction(0), Fraction(1, 7))
def test_every_number_of_a_ball_is_in_its_enclosure(mid: Fraction, rad: Fraction) -> None:
    with precision(128):
        ball = arb(arb(mid.numerator) / mid.denominator, arb(rad.numerator) / rad.denominator)
        whole, spread = (
            Fraction(int(m)) * Fraction(2) ** int(e) for m, e in (ball.mid().man_exp(), ball.rad().man_exp())
        )
    assert within(from_balls([[ball]])[0], whole - spread, whole + spread)
