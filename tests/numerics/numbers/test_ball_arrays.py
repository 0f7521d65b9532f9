"""Arrays of enclosures: every operation holds what it encloses, and the radii are no larger than they must be."""

from __future__ import annotations

import numpy as np
from flint import arb
from hypothesis import given
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
