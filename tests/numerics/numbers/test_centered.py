"""Numbers that know their slopes: what they enclose, and that they err by the square of the width only."""

from __future__ import annotations

from fractions import Fraction

from flint import arb
from hypothesis import given
from hypothesis import strategies as st

from numerics.numbers.balls import Balls, precision
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
