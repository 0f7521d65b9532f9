"""N3: the checks of the critical variances, and the intervals that their boxes leave out."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given

from numerics.checks.check import Check
from numerics.checks.critical import (
    N3_BOXES,
    at_critical,
    between_critical,
    checks,
    decides_the_side,
    ends_belong,
    sign,
    window_ends,
)
from numerics.checks.strategies import CIRCLES, Coordinate, coordinates
from numerics.model.regimes import critical_variances, phase_boundaries
from numerics.model.schedules.base import Schedule
from numerics.model.schedules.cosine import Cosine
from numerics.model.schedules.flow import FlowMatching
from numerics.model.schedules.tabulated import Tabulated
from numerics.numbers.reals import Exact
from tests.numerics.checks.running import DIGITS, each, require_sound

F = Fraction


@each(checks(DIGITS))
def test_checks_hold_and_their_mutants_do_not(check: Check) -> None:
    require_sound(check)


def test_the_intervals_of_the_variance_leave_out_the_critical_ones_only() -> None:
    boxes = sorted(s.box[0] for s in N3_BOXES if s.schedule == FlowMatching(6))
    critical = [c for c in critical_variances(FlowMatching(6), Exact()) if c is not None]
    holes = list(zip([x[1] for x in boxes], [x[0] for x in boxes[1:]], strict=False))
    assert len(holes) == len(critical)
    for c, (low, high) in zip(critical, holes, strict=True):
        assert low < c < high
        assert high - low <= Fraction(1, 25)
        assert min(c - low, high - c) >= Fraction(1, 100)


def test_intervals_between_critical_variances_reach_both_ends() -> None:
    boxes = [statement.box[0] for statement in between_critical(Cosine(4), F(1, 10), F(3), F(1, 10))]
    assert boxes[0][0] == F(1, 10) and boxes[-1][1] == 3
    assert all(low < high for low, high in boxes) and all(x[1] < y[0] for x, y in pairwise(boxes))
    assert len(boxes) == 3  # two of the three critical variances lie closer together than twice the margin
    assert len(between_critical(Cosine(4), F(1, 10), F(3), F(1, 1000))) == 4


@pytest.mark.parametrize("schedule", [*CIRCLES, FlowMatching(5)])
def test_the_ends_of_the_window(schedule: Schedule) -> None:
    low, high = window_ends(schedule)
    found = phase_boundaries(schedule)
    assert (float(low), float(high)) == (found.boot, found.vanilla)
    assert ends_belong(schedule)


def test_inside_the_window_the_ends_are_beaten() -> None:
    assert not ends_belong(FlowMatching(5), F(1, 3))


@given(coordinates)
def test_the_sign_decides_the_side(instance: Coordinate) -> None:
    assert decides_the_side(instance)


def test_a_wrong_critical_variance_shows() -> None:
    flow = Tabulated(*map(tuple, FlowMatching(4).coefficients(Exact())))  # c = 1/3, 1, 3
    assert at_critical(flow)
    assert decides_the_side((flow, F(32, 10))) and not decides_the_side((flow, F(32, 10)), scale=F(11, 10))
    assert decides_the_side((flow, F(1, 2))) and not decides_the_side((flow, F(1, 2)), shift=1)
    assert [sign(F(x)) for x in (-2, 0, 2)] == [-1, 0, 1]
