"""Solver, ball evaluation and naive oracle agree on random problems: 500 in every run, 10 000 in `make test-full`."""

from __future__ import annotations

import mpmath
import pytest
from hypothesis import given, settings

from numerics.balls import bounds
from numerics.operators import Problem
from numerics.schedules import Tabulated
from numerics.solve import all_strategies, solve
from tests import oracles
from tests.strategies import problems

DIGITS = 60


def agree(problem: Problem) -> None:
    """The solver's W_2 is the least over all plans, and its balls enclose the naive values (within their own error)."""
    assert isinstance(problem.schedule, Tabulated)
    best, canonical = solve(problem), all_strategies(problem)
    assert best.certified or best.gap > 0 or best.ties
    with mpmath.workdps(DIGITS):
        alpha, sigma = oracles.convert(problem.schedule.alpha), oracles.convert(problem.schedule.sigma)
        lams, (budget,) = oracles.convert(problem.lam), oracles.convert([problem.budget])
        slack = mpmath.mpf(10) ** (20 - DIGITS)
        for strategy in (best, *canonical.values()):
            naive = oracles.w2(strategy.plan, alpha, sigma, lams, budget)
            low, high = oracles.convert(bounds(strategy.w2_ball.unpack()))
            assert low - slack <= naive <= high + slack
        least = oracles.minimum(alpha, sigma, lams, budget)
        found = oracles.w2(best.plan, alpha, sigma, lams, budget)
        assert found - least <= mpmath.mpf(best.gap) + slack


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
@settings(max_examples=10)
def test_long_problems_agree(problem: Problem) -> None:
    agree(problem)
