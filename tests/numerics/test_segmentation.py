"""The Pareto solver over cut points: exact on one-sided coordinates, and rigorous about what it drops."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from flint import arb
from hypothesis import given, settings

from numerics.errors import InputError
from numerics.model.operators import Operators, ball_operators, float_operators
from numerics.model.problem import Problem
from numerics.model.regimes import sides
from numerics.model.schedules.cosine import Cosine
from numerics.model.schedules.tabulated import Tabulated
from numerics.model.spectrum import Spectrum
from numerics.numbers.balls import Order, compare, precision
from numerics.plans.canonical import boot, enumerate_plans, vanilla
from numerics.plans.evaluate import evaluate, w2_squared
from numerics.plans.plan import Plan
from numerics.solvers.interval_dp import interval_dp
from numerics.solvers.segmentation import beam_search, pareto_search, plan_from_cut_points
from tests.strategies import problems

F = Fraction


def signs_of(problem: Problem) -> list[int]:
    return [1 if kind == "contracting" else -1 for kind in sides(problem).kind]


def distance(plan: Plan, ops: Operators[arb]) -> arb:
    return w2_squared(evaluate(plan, ops)[1], ops)


def test_plans_from_cut_points() -> None:
    assert plan_from_cut_points((4, 2, 0), 5) == ((5, 4, 3), 2, 1)
    assert plan_from_cut_points((3, 0), 4) == vanilla(4)
    assert plan_from_cut_points((3, 2, 1, 0), 4) == boot(4)
    assert plan_from_cut_points((0,), 1) == 1


@settings(deadline=None, max_examples=80)
@given(problems(max_dim=3))
def test_exact_against_all_plans(problem: Problem) -> None:
    if not set(sides(problem).kind) <= {"contracting", "expanding"}:
        return
    with precision(256):
        ops = ball_operators(problem)
        found = pareto_search(ops, signs_of(problem), [1] * problem.dim, [vanilla(problem.steps), boot(problem.steps)])
        assert found.complete
        values = [distance(plan, ops) for plan in enumerate_plans(0, problem.steps)]
        for plan in found.candidates:
            plan.require_over(problem.steps)
            assert all(merge.first == problem.steps for merge in plan.merges())
        best = distance(found.candidates[0], ops)
        assert all(not value < best for value in values)
        assert all(not value < found.lower.unpack().lower() for value in values)


def test_beats_one_operator_per_interval_certified() -> None:
    """Cosine, T = 16, s = 2, lambda = (0.3, 4): A1 is about 0.15 % above the minimum of W_2 squared."""
    problem = Problem(Cosine(16), Spectrum((F("0.3"), F(4))), F(2))
    with precision(128):
        ops = ball_operators(problem)
        one = interval_dp(ops, compare)
        found = pareto_search(ops, signs_of(problem), [1, 1], [one.plan()])
        assert one.undecided == 0 and found.complete and len(found.candidates) == 1
        ratio = distance(one.plan(), ops) / distance(found.candidates[0], ops)
        assert compare(ratio, arb("1.0015")) is Order.GREATER
        assert compare(ratio, arb("1.0016")) is Order.LESS
        assert found.lower.unpack().overlaps(distance(found.candidates[0], ops))


@pytest.mark.parametrize("budget", ["0.01", "2", "50", "200"])
def test_a_truncated_search_still_bounds_the_minimum(budget: str) -> None:
    problem = Problem(Cosine(20), Spectrum((F("0.3"), F(4), F("0.9"), F(3))), F(budget))
    with precision(160):
        ops = ball_operators(problem)
        exact = pareto_search(ops, signs_of(problem), [1, 2, 3, 1], [boot(20), vanilla(20)])
        short = pareto_search(ops, signs_of(problem), [1, 2, 3, 1], [boot(20), vanilla(20)], max_labels=1)
        assert exact.complete
        assert not short.lower.unpack().lower() > exact.lower.unpack()
        if short.complete:
            assert short.lower.unpack().overlaps(exact.lower.unpack())


def test_repeated_points_do_not_multiply_labels() -> None:
    alpha = [F(1)] + [F(9 - k // 4, 10) for k in range(20)]
    sigma = [F(0)] + [F(1 + k // 4, 10) for k in range(20)]
    problem = Problem(Tabulated(tuple(alpha), tuple(sigma)), Spectrum((F(1, 50), F(30))), F(1))
    assert sides(problem).kind == ("contracting", "expanding")
    with precision(128):
        found = pareto_search(ball_operators(problem), [1, -1], [1, 1], [boot(20), vanilla(20)])
    assert found.complete and len(found.candidates) == 1 and found.labels < 200


def test_beam_search_is_a_good_guide() -> None:
    for lam, budget in (((F("0.3"), F(4)), F(2)), ((F(1, 2), F(3), F(9)), F(300)), ((F(1, 2),), F(1)), ((F(5),), F(1))):
        problem = Problem(Cosine(16), Spectrum(lam), budget)
        plan = beam_search(float_operators(problem), np.ones(len(lam)))
        plan.require_over(16)
        with precision(128):
            ops = ball_operators(problem)
            best = pareto_search(ops, signs_of(problem), [1] * len(lam), [plan]).candidates[0]
            assert distance(plan, ops) < distance(best, ops) * arb("1.001")
    for steps, plan in ((1, 1), (2, (2, 1))):
        assert beam_search(float_operators(Problem(Cosine(steps), Spectrum((F(1),)), F(1))), np.ones(1)) == plan


def test_open_coordinates_are_refused() -> None:
    with precision(64):
        ops = ball_operators(Problem(Cosine(4), Spectrum((F(1, 2),)), F(1)))
        for signs in ([0], [1, 1], []):
            with pytest.raises(InputError):
                pareto_search(ops, signs, [1], [vanilla(4)])
