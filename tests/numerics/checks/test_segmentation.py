"""N6: the checks of plans that merge only at time T, and how such a plan is made of any other."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given

from numerics.checks.check import Check
from numerics.checks.segmentation import (
    checks,
    dominates,
    segmentation_is_enough,
    segmentation_plans,
    two_extremes,
    unmerged,
)
from numerics.checks.strategies import ExactOperators, drawn_operators, free_operators, with_plan
from numerics.plans.canonical import boot, consistency, enumerate_plans, vanilla
from numerics.plans.plan import Plan
from tests.numerics.checks.running import DIGITS, each, require_sound
from tests.numerics.solvers.enumerated import cut_point_plans

F = Fraction


@each(checks(DIGITS))
def test_checks_hold_and_their_mutants_do_not(check: Check) -> None:
    require_sound(check)


@pytest.mark.parametrize("steps", [2, 3, 5, 8])
def test_plans_that_merge_only_at_the_top(steps: int) -> None:
    """All of them, once each: counted, and as the solver makes them from cut points."""
    plans = segmentation_plans(steps)
    assert len(set(plans)) == len(plans) == 2 ** (steps - 2)
    assert set(plans) == {plan for plan in enumerate_plans(0, steps) if all(m.first == steps for m in plan.merges())}
    assert set(plans) == set(cut_point_plans(steps))
    assert set(map(unmerged, enumerate_plans(0, steps))) == set(plans)
    assert all(unmerged(plan) == plan for plan in plans)
    assert set(two_extremes(steps)) == {boot(steps), vanilla(steps)} <= set(plans)


def test_inner_merges_are_taken_apart_and_outer_ones_stay() -> None:
    assert unmerged(Plan.of([5, [4, [3, 2]], 1])) == vanilla(5) == unmerged(consistency(5))
    assert unmerged(Plan.of([[5, [4, 3]], [2, 1]])) == Plan.of([[5, 4, 3], 2, 1])
    assert unmerged(boot(5)) == boot(5) != unmerged(vanilla(5))


@given(with_plan("contracting"), with_plan("expanding"))
def test_taking_inner_merges_apart_does_no_harm_on_one_side(
    below: tuple[ExactOperators, Plan], above: tuple[ExactOperators, Plan]
) -> None:
    assert dominates(below) and dominates(above)


def test_on_both_sides_an_inner_merge_may_help() -> None:
    keep = [F(1), *[F(1, 2)] * 3]
    mixed = [free_operators([[F(1), F(x, 4), F(y, 4), F(1)]], [keep]) for x in range(1, 9) for y in range(1, 9)]
    assert not all(dominates((ops, consistency(3))) for ops in mixed)


@given(drawn_operators(("contracting", "expanding"), most=4))
def test_they_are_enough_for_one_coordinate_on_each_side(ops: ExactOperators) -> None:
    assert segmentation_is_enough(ops)
