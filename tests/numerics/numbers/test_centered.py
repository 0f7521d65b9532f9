"""Numbers that know their slopes: what they enclose, and that they err by the square of the width only."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from flint import arb
from hypothesis import example, given
from hypothesis import strategies as st

from numerics.numbers.balls import Balls, bounds, precision
from numerics.numbers.centered import Centered, variables
from numerics.numbers.subdivision import interval


def formula(x, y, one):  # type: ignore[no-untyped-def]
    """One formula for numbers of any kind."""
    return (x * y + x) / (one + x * x) - y * y * x


@given(st.integers(0, 16), st.integers(0, 16), st.integers(1, 20))
def test_a_centred_number_encloses_its_formula(i: int, j: int, size: int) -> None:
    width = Fraction(1, size)
    box = (interval(Fraction(1, 3), Fraction(1, 3) + width), interval(Fraction(1, 5), Fraction(1, 5) + width))
    point = [low + Fraction(k, 16) * (high - low) for k, (low, high) in zip((i, j), box, strict=True)]
    exact = formula(point[0], point[1], Fraction(1))
    with precision(96):
        x, y = variables(box)
        found = formula(x, y, x.affine(arb(0), arb(1)))
        value = arb(exact.numerator) / exact.denominator
        assert found.range.overlaps(value)
        sloped = found.centre
        for slope, mark, (low, high) in zip(found.slopes, point, box, strict=True):
            away = mark - (low + high) / 2
            sloped += slope * (arb(away.numerator) / away.denominator)
        assert sloped.overlaps(value)
        grown = (x * y).exp()
        product_ = point[0] * point[1]
        assert grown.range.overlaps((arb(product_.numerator) / product_.denominator).exp())


def test_the_error_falls_with_the_square_of_the_width() -> None:
    def excess(width: Fraction) -> float:
        with precision(96):
            box = (interval(1, 1 + width), interval(1, 1 + width))
            x, y = variables(box)
            value: Centered = x * y - y * x  # zero
            return float(value.range.rad())

    assert excess(Fraction(1, 64)) < 1.1 * excess(Fraction(1, 32)) / 4


def test_slopes_that_are_wrong_lose_the_number() -> None:
    """The range is cut down to what the slopes reach: with slopes of zero only the centre is left."""
    with precision(96):
        (x,) = variables((interval(0, 1),))
        whole, flat = (
            Centered(x.centre, x.range, x.slopes, x.offsets),
            Centered(x.centre, x.range, (arb(0),), x.offsets),
        )
        for end in (0, 1):
            assert whole.range.overlaps(arb(end)) and not flat.range.overlaps(arb(end))


def test_the_coordinates_of_a_box() -> None:
    with precision(96):
        x, y = variables((interval("1/3", 1), interval(2, 4)))
        assert x.centre.overlaps(Balls().rational(Fraction(2, 3))) and y.centre == 3
        assert x.range.contains(Balls().rational(Fraction(1, 3)).mid()) and not x.range.overlaps(arb("1.01"))
        assert [[float(s) for s in number.slopes] for number in (x, y)] == [[1, 0], [0, 1]]


RATIONAL: dict[str, tuple[Callable[[Any], Any], Callable[[Fraction], Fraction]]] = {
    "square": (lambda x: x * x, lambda x: x * x),
    "cube": (lambda x: x * x * x, lambda x: x**3),
    "reciprocal": (lambda x: x.affine(arb(0), arb(1)) / x, lambda x: 1 / x),
    "quotient": (lambda x: (x * x).affine(arb(1), arb(3)) / (x - x * x * x), lambda x: (x * x + 3) / (x - x**3)),
    "affine": (lambda x: x.affine(arb(-3), arb(2)), lambda x: 2 - 3 * x),
    "difference": (lambda x: x - x * x, lambda x: x - x * x),
}


@pytest.mark.parametrize("name", RATIONAL)
@given(st.integers(-9, 9), st.integers(1, 9), st.integers(0, 16))
@example(2, 3, 0)
@example(2, 3, 16)
@example(-5, 3, 16)
def test_values_and_slopes_lie_where_they_are_said_to(name: str, low: int, width: int, mark: int) -> None:
    """In fractions: f(x) is in the range, and (f(x) - f(c)) / (x - c) in the slope."""
    box = (interval(Fraction(low, 4) + 3, Fraction(low + width, 4) + 3),)
    ours, theirs = RATIONAL[name]
    if name == "quotient" and box[0][0] <= 1:
        return
    if name == "reciprocal" and box[0][0] <= 0:
        return
    point, centre = box[0][0] + Fraction(mark, 16) * (box[0][1] - box[0][0]), sum(box[0]) / 2
    with precision(64):
        found = ours(variables(box)[0])
    if not found.range.is_finite():
        return  # too wide for a quotient
    least, most = bounds(found.range)
    assert least <= theirs(point) <= most
    if point != centre:
        least, most = bounds(found.slopes[0])
        assert least <= (theirs(point) - theirs(centre)) / (point - centre) <= most


def test_slopes_of_exponentials_and_products() -> None:
    """exp has the slope (e^2 - e) / 1 from 1 to 2, and the product of two numbers that of the mean value, no more."""
    with precision(64):
        (x,) = variables((interval(0, 2),))
        risen, rise = x.exp(), arb(2).exp() - arb(1).exp()
        assert risen.slopes[0].contains(rise) and risen.range.contains(arb(2).exp()) and risen.range.contains(1)
        (least, most), spread = bounds((x * x).slopes[0]), bounds((x * x).range)
    assert 1 - Fraction(1, 10**6) < least <= 1 and 3 <= most < 3 + Fraction(1, 10**6)
    assert -2 - Fraction(1, 10**6) < spread[0] <= 0 and 4 <= spread[1] < 4 + Fraction(1, 10**6)


def test_a_range_is_never_wider_than_it_was_known_to_be() -> None:
    with precision(64):
        (x,) = variables((interval(-1, 1),))
        steep = Centered(arb(0), arb(0, 1), (arb(0, 100),), x.offsets)
        assert bounds(steep.range)[1] < 1 + Fraction(1, 10**6)
