"""D4.1: the checks of the merge, at both extreme budgets and in between."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given

from numerics.checks.check import Check
from numerics.checks.merging import all_tie, checks, evaluates
from numerics.checks.oracles import at_the_end, reset
from numerics.checks.strategies import SCHEDULES, ExactOperators, free_operators, with_plan
from numerics.plans.plan import Plan
from tests.numerics.checks.running import DIGITS, each, require_sound

F = Fraction


@each(checks(DIGITS))
def test_checks_hold_and_their_mutants_do_not(check: Check) -> None:
    require_sound(check)


def test_all_plans_tie_at_both_extreme_budgets() -> None:
    for schedule in SCHEDULES:
        assert all_tie(schedule) and not all_tie(schedule, swapped=True)


@given(with_plan("any"))
def test_evaluation_is_the_definition(instance: tuple[ExactOperators, Plan]) -> None:
    assert evaluates(instance)


def test_other_readings_of_a_merge_show() -> None:
    """Not in the first merge, which starts from the single step under every reading."""
    steps, keep = [F(1), F(1, 2), F(1, 3), F(1, 5)], [F(1), F(1, 4), F(1, 5), F(1, 6)]
    ops = free_operators([steps], [keep])
    once, twice = (ops, Plan.of([3, 2, 1])), (ops, Plan.of([[3, 2], 1]))
    assert evaluates(once) and evaluates(twice)
    assert evaluates(once, reset) and not evaluates(twice, reset)
    assert not evaluates(once, at_the_end)
