"""Solver, ball evaluation and naive oracle agree on random problems: 500 in every run, 10 000 in `make test-full`."""

from __future__ import annotations

import math
from fractions import Fraction
from unittest import mock

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.model.problem import Problem
from numerics.model.regimes import sides
from numerics.model.schedules.tabulated import Tabulated
from numerics.numbers.balls import bounds
from numerics.plans.assess import all_strategies
from numerics.solvers import portfolio as optimum
from numerics.solvers.solve import solve
from tests import oracles
from tests.strategies import one_sided, problems

DIGITS = 60


def decimals_lost(problem: Problem) -> int:
    """How many decimals the smallest errors lie below 1, and again those of the differences between plans."""
    assert isinstance(problem.schedule, Tabulated) and problem.budget is not None
    signal, noise = problem.schedule.alpha, problem.schedule.sigma
    largest = max(a * a * lam + s * s for a, s in zip(signal[1:], noise[1:], strict=True) for lam in problem.lam)
    return math.ceil(2 * problem.budget * largest / Fraction(23, 10))


def agree(problem: Problem) -> None:
    """The solver's W_2 is the least over all plans, and its balls enclose the naive values, both to 40 relative digits.

    A problem with open coordinates is solved once more by branch and bound instead of by enumeration.
    """
    assert isinstance(problem.schedule, Tabulated)
    best, canonical = solve(problem), all_strategies(problem)
    found = [best]
    if "open" in sides(problem).kind and problem.steps > 2:
        with mock.patch.multiple(optimum, ENUMERATION_STEPS=0, _LATE_ENUMERATION_STEPS=0):
            found.append(solve(problem))
    lost = decimals_lost(problem)
    with mpmath.workdps(DIGITS + 2 * lost):
        alpha, sigma = oracles.convert(problem.schedule.alpha), oracles.convert(problem.schedule.sigma)
        lams, (budget,) = oracles.convert(problem.lam), oracles.convert([problem.budget])
        noise = mpmath.mpf(10) ** (10 - mpmath.mp.dps)
        for strategy in (*found, *canonical.values()):
            naive = oracles.w2(strategy.plan, alpha, sigma, lams, budget)
            low, high = oracles.convert(bounds(strategy.w2_ball.unpack()))
            slack = naive / mpmath.mpf(10) ** 40 + noise
            assert low - slack <= naive <= high + slack
        least = oracles.minimum(alpha, sigma, lams, budget)
        slack = least / mpmath.mpf(10) ** (40 + lost) + noise
        for solution in found:
            assert solution.certified or solution.gap > 0 or solution.ties
            excess = oracles.w2(solution.plan, alpha, sigma, lams, budget) - least
            assert excess <= (0 if solution.certified else mpmath.mpf(solution.gap)) + slack


@given(problems(max_steps=5, max_dim=4))
@settings(max_examples=500)
def test_five_hundred_problems_agree(problem: Problem) -> None:
    agree(problem)


@pytest.mark.full
@given(problems(max_steps=6, max_dim=4))
@settings(max_examples=9_500)
def test_ten_thousand_problems_agree(problem: Problem) -> None:
    agree(problem)


@pytest.mark.full
@given(problems(min_steps=7, max_steps=8, max_dim=4))
@settings(max_examples=500)
def test_long_problems_agree(problem: Problem) -> None:
    agree(problem)


def test_the_two_oracles_agree() -> None:
    with mpmath.workdps(DIGITS):
        alpha, sigma = oracles.cosine(6)
        lams, budget = [mpmath.mpf("0.3"), mpmath.mpf("1.7")], mpmath.mpf("0.5")
        together = oracles.reachable(alpha, sigma, lams, budget)
        plans = oracles.all_plans((6, 5, 4, 3, 2, 1))
        for plan, row in zip(plans, together, strict=True):
            for lam, value in zip(lams, row, strict=True):
                assert abs(oracles.operator(plan, alpha, sigma, lam, budget) - value) < mpmath.mpf(10) ** (5 - DIGITS)
        least = min(oracles.w2(plan, alpha, sigma, lams, budget) for plan in plans)
        assert abs(oracles.minimum(alpha, sigma, lams, budget) - least) < mpmath.mpf(10) ** (5 - DIGITS)


def exact(problem: Problem) -> None:
    """Coordinates on either side of the window: a certified optimum without enumeration, and the oracle's minimum."""
    best = solve(problem)
    assert best.certified and best.method in ("segmentation", "boot", "vanilla") and best.gap == 0
    agree(problem)


@pytest.mark.parametrize("steps", [3, 5, 8])
@given(data=st.data())
@settings(max_examples=25)
def test_one_sided_coordinates_are_solved_exactly(steps: int, data: st.DataObject) -> None:
    exact(data.draw(one_sided(steps, data.draw(st.integers(1, 4)))))


@pytest.mark.full
@pytest.mark.parametrize("dim", range(1, 5))
@pytest.mark.parametrize("steps", range(1, 9))
@given(data=st.data())
@settings(max_examples=50)
def test_one_sided_coordinates_are_solved_exactly_at_every_size(steps: int, dim: int, data: st.DataObject) -> None:
    exact(data.draw(one_sided(steps, dim)))
