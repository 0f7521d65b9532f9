"""What the checks draw: it is what its name says, and reaches the corners."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given

from numerics.checks.strategies import (
    CIRCLES,
    SCHEDULES,
    STRICT,
    Coordinate,
    ExactOperators,
    budgets,
    coordinates,
    drawn_operators,
    flow_schedules,
    free_operators,
    plans,
    positive,
    step_operators,
    unit,
    ve_schedules,
    vp_schedules,
    with_plan,
)
from numerics.model.schedules.flow import FlowMatching
from numerics.model.schedules.tabulated import Tabulated
from numerics.plans.canonical import enumerate_plans
from numerics.plans.plan import Plan
from tests.numerics.checks.running import met
from tests.oracles import operator

F = Fraction


@given(unit(7, 2), positive(3, 5), budgets())
def test_numbers(part: Fraction, some: Fraction, budget: Fraction) -> None:
    assert F(2, 7) <= part <= 1 and (7 * part).denominator == 1
    assert 0 < some <= 3 and (5 * some).denominator == 1
    assert F(1, 1000) <= budget <= 99


@given(vp_schedules(), flow_schedules(), ve_schedules(), STRICT)
def test_schedules_of_each_family(vp: Tabulated, flow: Tabulated, ve: Tabulated, strict: Tabulated) -> None:
    assert vp.is_variance_preserving() and strict.is_variance_preserving()
    assert len(set(strict.alpha)) == strict.steps + 1
    assert all(a + s == 1 for a, s in zip(flow.alpha, flow.sigma, strict=True)) and flow.alpha[-1] == 0
    assert set(ve.alpha) == {1}
    assert all(2 <= schedule.steps <= 6 for schedule in (vp, flow, ve, strict))


def test_corners_are_reached() -> None:
    assert met(vp_schedules(), lambda s: s.alpha[-1] == 0)
    assert met(vp_schedules(), lambda s: len(set(s.alpha)) <= s.steps)
    assert met(ve_schedules(), lambda s: s.sigma[1] == s.sigma[-1])
    assert met(coordinates, lambda x: x[1] == 4) and not met(coordinates, lambda x: x[1] == 0)
    assert met(drawn_operators(("any",)), lambda ops: ops.step[1][0] < 1 < ops.step[ops.steps][0])


@given(drawn_operators(("contracting", "expanding", "any"), 2, 4))
def test_operators_lie_on_their_side(ops: ExactOperators) -> None:
    inner = ops.step[1 : ops.steps]
    assert all(row[0] <= 1 <= row[1] for row in inner) and ops.dim == 3 and 2 <= ops.steps <= 4
    for table, other in ((ops.step, ops.complement), (ops.keep, ops.shrink)):
        assert all(
            x + y == 1 for row, missing in zip(table, other, strict=True) for x, y in zip(row, missing, strict=True)
        )
    assert all(0 <= k <= 1 for row in ops.keep for k in row) and ops.weights == [1, 1, 1]


@given(plans(0, 5), with_plan("any"))
def test_plans_are_plans(plan: Plan, pair: tuple[ExactOperators, Plan]) -> None:
    plan.require_over(5)
    assert plan in enumerate_plans(0, 5)
    pair[1].require_over(pair[0].steps)


def test_every_plan_can_be_drawn() -> None:
    assert all(met(plans(0, 4), lambda plan, wanted=wanted: plan == wanted) for wanted in enumerate_plans(0, 4))


@given(coordinates)
def test_step_operators_against_the_oracle(instance: Coordinate) -> None:
    schedule, lam = instance
    wanted = [operator(t, schedule.alpha, schedule.sigma, lam, None) for t in range(1, schedule.steps + 1)]
    assert step_operators(schedule, lam) == wanted


def test_the_named_schedules() -> None:
    assert [s.steps for s in CIRCLES] == [3, 4, 5] and all(s.is_variance_preserving() for s in CIRCLES)
    assert SCHEDULES[3:] == (FlowMatching(4), FlowMatching(5))


@pytest.mark.parametrize("kind", ["wrong", ""])
def test_an_unknown_kind_is_an_error(kind: str) -> None:
    with pytest.raises(KeyError):
        met(drawn_operators((kind,)), lambda ops: True)
    ops = free_operators([[F(1), F(2)]], [[F(1), F(1, 3)]])
    assert ops.norm == [[1], [1]] and ops.shrink == [[0], [F(2, 3)]] and ops.complement == [[0], [-1]]
