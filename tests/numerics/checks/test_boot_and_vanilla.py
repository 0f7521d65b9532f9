"""T4.2, T4.3, T4.3-sharp, N7: the checks on both sides of the window, and other readings of the theory that contradict them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings

from numerics.checks.boot_and_vanilla import (
    beyond,
    boot_at_one,
    boot_not_beaten,
    both_sides,
    checks,
    has_vanilla_side,
    held_single,
    outside,
    phase,
    small,
    windows,
)
from numerics.checks.check import Check
from numerics.checks.strategies import CIRCLES, Coordinate
from numerics.errors import NotDecided
from numerics.model.problem import Problem
from numerics.model.regimes import critical_variances, sides
from numerics.model.schedules.cosine import Cosine
from numerics.model.schedules.exploding import VarianceExploding
from numerics.model.schedules.flow import FlowMatching
from numerics.model.spectrum import Spectrum
from numerics.numbers.reals import Exact
from tests.numerics.checks.running import DIGITS, each, met, require_sound

F = Fraction


@each(checks(DIGITS))
def test_checks_hold_and_their_mutants_do_not(check: Check) -> None:
    require_sound(check)


@settings(max_examples=30)
@given(small(), beyond("boot"), phase("vanilla"))
def test_problems_are_drawn_from_the_side_they_are_named_after(
    small_: Problem, boot_: Problem, vanilla_: Problem
) -> None:
    assert small_.schedule.is_variance_preserving() and 0 <= small_.lam[0] <= 1
    assert sides(boot_).kind[0] in ("contracting", "both")
    assert has_vanilla_side(vanilla_) and sides(vanilla_).kind[0] in ("expanding", "both")


@given(windows())
def test_inside_the_window_steps_lie_on_both_sides(instance: Coordinate) -> None:
    schedule, lam = instance
    assert both_sides(instance) and not both_sides(outside(instance))
    assert sides(Problem(schedule, Spectrum((lam,)), F(1))).kind == ("open",)


@given(beyond("boot", F(1, 2)))
def test_slack_goes_half_as_far_again(problem: Problem) -> None:
    found = [c for c in critical_variances(problem.schedule, Exact()) if c is not None]
    assert 0 <= problem.lam[0] <= F(3, 2) * min(found, default=F(1))


def test_slack_reaches_into_the_window() -> None:
    def inside(problem: Problem) -> bool:
        return "open" in sides(problem).kind

    assert met(beyond("boot", F(1, 2)), inside) and met(phase("vanilla", F(1, 5)), inside)
    assert not met(beyond("boot"), inside) and not met(phase("vanilla"), inside)


def test_which_schedules_have_a_vanilla_side() -> None:
    assert has_vanilla_side(Problem(FlowMatching(4), Spectrum((F(1),)), F(1)))
    assert not has_vanilla_side(Problem(VarianceExploding(2), Spectrum((F(1),)), F(1)))


def test_boot_at_lambda_one_and_beyond() -> None:
    for schedule in CIRCLES:
        assert boot_at_one(schedule)
    assert not all(boot_at_one(schedule, F(2)) for schedule in CIRCLES)


def test_other_readings_contradict_the_theorem() -> None:
    problem = Problem(Cosine(5), Spectrum((F(1, 2),)), F(1, 2))
    assert boot_not_beaten(problem)
    assert not boot_not_beaten(problem, held_single)
    assert not boot_not_beaten(problem, flow_target=True)


def test_plans_that_cannot_be_told_from_boot_are_not_decided() -> None:
    """At s = 0 all plans tie, but no proof for every budget says so."""
    with pytest.raises(NotDecided, match="cannot be told from BOOT at Problem"):
        boot_not_beaten(Problem(Cosine(4), Spectrum((F(1, 2),)), F(0)))
    assert boot_not_beaten(Problem(FlowMatching(3), Spectrum((F(1, 2),)), F(1)))  # lambda = c_1: ties that are proved
