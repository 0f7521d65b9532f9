"""N4 and N5: the checks of the families, and their closed forms at known sizes."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import arb

from numerics.checks import families
from numerics.checks.check import Check
from numerics.checks.families import CLOSE, checks, cosine_closed_form, flow_closed_form, same, ve_contracts, vp_bounds
from numerics.checks.strategies import CIRCLES
from numerics.errors import NotDecided
from numerics.model.schedules.flow import FlowMatching
from numerics.model.schedules.tabulated import Tabulated
from numerics.numbers.balls import precision
from numerics.numbers.reals import Exact
from tests.numerics.checks.running import DIGITS, each, require_sound

F = Fraction


@each(checks(DIGITS))
def test_checks_hold_and_their_mutants_do_not(check: Check) -> None:
    require_sound(check)


def test_bounds_of_variance_preserving_schedules() -> None:
    assert all(vp_bounds(schedule) for schedule in CIRCLES)
    flow = Tabulated(*map(tuple, FlowMatching(4).coefficients(Exact())))
    assert not vp_bounds(flow)  # c_1 = 1/3


@pytest.mark.parametrize("steps", [2, 3, 6, 50])
def test_closed_forms(steps: int) -> None:
    assert cosine_closed_form(steps) and flow_closed_form(steps)
    assert not flow_closed_form(steps, late=F(1))
    assert steps == 2 or not (cosine_closed_form(steps, lowest=2) or cosine_closed_form(steps, highest=2))


def test_closed_forms_are_compared_to_200_bits() -> None:
    """A number of its own, moved by the tolerance; and balls around it, as wide as that and a little narrower."""
    assert same(arb(1), arb(1)) and same(arb(1), arb(1, (1, -202)))
    assert not same(arb(1), arb(1) + arb(CLOSE.numerator) / CLOSE.denominator * 2**150)
    with precision(256):
        for moved in (CLOSE, -CLOSE, CLOSE / 2**40):
            assert not same(arb(1), arb(1) + arb(moved.numerator) / moved.denominator)
            assert not cosine_closed_form(7, above=moved)
    with pytest.raises(NotDecided):
        same(arb(1), arb(1, (1, -200)))


def test_a_cosine_without_boundaries_is_no_closed_form() -> None:
    assert not cosine_closed_form(1)


def test_wide_balls_decide_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    real = families.precision
    monkeypatch.setattr(families, "precision", lambda bits: real(64))
    with pytest.raises(NotDecided, match="the balls are too wide"):
        cosine_closed_form(5)


def test_variance_exploding_steps_contract() -> None:
    schedule = Tabulated((F(1),) * 4, (F(0), F(1), F(2), F(4)))
    assert ve_contracts((schedule, F(3))) and not ve_contracts((schedule, F(3)), F(1, 2))
    flow = Tabulated(*map(tuple, FlowMatching(3).coefficients(Exact())))
    assert not ve_contracts((flow, F(9)))
