"""The strongest method that applies: it agrees with the naive oracle, and says what is not known.

500 random problems in every run, 10 000 in `make test-full`.
"""

from __future__ import annotations

import math
from fractions import Fraction
from unittest import mock

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.errors import InputError
from numerics.model.problem import Problem
from numerics.model.regimes import critical_variances, sides
from numerics.model.schedules.cosine import Cosine
from numerics.model.schedules.tabulated import Tabulated
from numerics.model.spectrum import Spectrum
from numerics.numbers.balls import Balls, bounds, precision
from numerics.plans.assess import all_strategies, assess
from numerics.plans.canonical import CANONICAL, boot, enumerate_plans
from numerics.plans.rank import rank
from numerics.solvers import portfolio
from numerics.solvers.deadline import Deadline
from numerics.solvers.portfolio import interrupted, optimum
from numerics.solvers.solve import solve
from tests import oracles
from tests.numerics.stated import stated
from tests.strategies import one_sided, problems

F = Fraction
DIGITS = 60


def agree(problem: Problem) -> None:
    """The solver's W_2 is the least over all plans, and its balls enclose the naive values, both to 40 relative digits.

    A problem with open coordinates is solved once more by branch and bound instead of by enumeration.
    """
    assert isinstance(problem.schedule, Tabulated)
    best, canonical = solve(problem), all_strategies(problem)
    found = [best]
    if "open" in sides(problem).kind and problem.steps > 2:
        with mock.patch.multiple(portfolio, ENUMERATION_STEPS=0, LATE_ENUMERATION_STEPS=0):
            found.append(solve(problem))
    assert problem.budget is not None
    listed = problem.spectrum.eigenvalues
    lost = oracles.decimals_lost(problem.schedule.alpha, problem.schedule.sigma, listed, problem.budget)
    with mpmath.workdps(DIGITS + 2 * lost):
        alpha, sigma = oracles.convert(problem.schedule.alpha), oracles.convert(problem.schedule.sigma)
        lams, (budget,) = oracles.convert(listed), oracles.convert([problem.budget])
        noise = mpmath.mpf(10) ** (10 - mpmath.mp.dps)
        for strategy in (*found, *canonical.values()):
            naive = oracles.w2(strategy.plan.nested(), alpha, sigma, lams, budget)
            low, high = oracles.convert(bounds(strategy.w2_ball.unpack()))
            slack = naive / mpmath.mpf(10) ** 40 + noise
            assert low - slack <= naive <= high + slack
        least = oracles.minimum(alpha, sigma, lams, budget)
        slack = least / mpmath.mpf(10) ** (40 + lost) + noise
        for solution in found:
            assert solution.certified or solution.gap > 0 or solution.ties
            excess = oracles.w2(solution.plan.nested(), alpha, sigma, lams, budget) - least
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


def test_large_open_problems_report_a_gap() -> None:
    alone = solve(stated(Cosine(16), "1", "1.15"))  # tau lies inside the range of all plans
    assert not alone.certified and alone.w2 <= alone.gap <= math.nextafter(alone.w2, 1)
    assert "cancel to nearly zero" in alone.notes[0]
    several = solve(stated(Cosine(24), "1", "1.15", "1.2"), seconds=0.5)
    assert not several.certified and 0 < several.gap <= several.w2
    assert "open window" in several.notes[0] and "stopped" in several.notes[1]
    for strategy in all_strategies(stated(Cosine(16), "1", "1.15")).values():
        assert alone.w2 <= strategy.w2


def test_one_coordinate_outside_the_range_is_solved_for_any_number_of_steps() -> None:
    for steps in (9, 20, 32, 64, 100):
        found = solve(stated(Cosine(steps), "1", "1.5"))
        assert found.certified and found.gap == 0 and found.method == "extreme"
        assert all(found.w2 <= other.w2 for other in all_strategies(stated(Cosine(steps), "1", "1.5")).values())
    copies = solve(stated(Cosine(20), "1", "1.5", "1.5"))
    assert copies.certified and copies.w2 == pytest.approx(math.sqrt(2) * solve(stated(Cosine(20), "1", "1.5")).w2)
    assert solve(stated(Cosine(10), "1", "1.5"), "enumeration").plan == solve(stated(Cosine(10), "1", "1.5")).plan


def test_what_is_not_known_of_a_long_trajectory_is_said() -> None:
    long = solve(stated(Cosine(300), "1", "1.5"))
    assert not long.certified and "not computed beyond T = 256" in long.notes[0]
    short = solve(stated(Cosine(120), "1", "1.5"), seconds=1e-6)
    assert not short.certified and "no time was left" in short.notes[0]


@pytest.mark.parametrize(
    ("steps", "budget", "lam"),
    [
        (32, "3", ("0.25", "0.83", "2.04")),
        (48, "0.1", ("0.31", "0.34", "2.73", "2.23")),
        (128, "2", ("0.3", "4")),
        (128, "10", ("0.12", "2.47", "0.76", "0.96", "0.04")),
        (400, "2", ("0.3", "4")),
    ],
)
def test_one_sided_coordinates_where_the_pareto_front_is_wide(steps: int, budget: str, lam: tuple[str, ...]) -> None:
    """More labels than the Pareto search keeps: branch and bound takes over."""
    found = solve(stated(Cosine(steps), budget, *lam))
    assert found.certified and found.gap == 0 and found.method == "branch-and-bound"
    assert "merge only at time T, which suffice" in found.notes[0]


def test_several_coordinates_in_the_window_are_given_up_in_time() -> None:
    lam = tuple(F(k, 1000) for k in range(1, 2001))
    found = solve(Problem(Cosine(64), Spectrum(lam), F(1)), seconds=0.2)  # the tables alone take longer
    assert not found.certified and 0 < found.gap <= found.w2


def test_enumeration_up_to_ten_steps() -> None:
    found = solve(stated(Cosine(10), "1", "1.22"))
    assert found.method == "enumeration" and found.certified and "103049 plans" in found.notes[1]


def test_several_coordinates_in_the_window_are_solved_exactly() -> None:
    found = solve(stated(Cosine(20), "1", "1.5", "0.3", "5"))
    assert found.certified and found.method == "branch-and-bound" and found.gap == 0
    assert found.notes[-1] == "the plan: one merge of steps 20..2, then step 1"
    inner = solve(stated(Cosine(20), "0.3", "1.3", "1.5", "1.1", "1.9"))  # here an inner merge helps
    assert inner.certified and str(inner.plan) == "[20,19,18,17,16,15,14,13,12,11,10,9,8,7,6,5,4,3,[2,1]]"


def test_an_optimum_without_a_front_door() -> None:
    found = optimum(stated(Cosine(6), "1", "1.5"))
    assert found.exact and found.method == "enumeration" and found.lower is None
    assert found.plan == rank(enumerate_plans(0, 6), stated(Cosine(6), "1", "1.5")).best
    named = optimum(stated(Cosine(9), "1", "0.5"), enumerate_all=True)
    assert named.method == "enumeration" and named.plan == boot(9) == optimum(stated(Cosine(9), "1", "0.5")).plan
    late = Deadline()
    late.stop()
    short = optimum(stated(Cosine(20), "1", "1.5", "0.3"), deadline=late)
    assert not short.exact and short.lower is not None
    for steps, lam in ((14, ("1.5",)), (12, tuple(f"1.{k}" for k in range(1, 9)))):
        with pytest.raises(InputError, match="too many"):
            optimum(stated(Cosine(steps), "1", *lam), enumerate_all=True)


def test_coordinates_are_counted_as_often_as_they_are_listed() -> None:
    notes = [optimum(stated(Cosine(20), "1", "0.3", *["1.5"] * often)).notes[0] for often in (1, 3)]
    assert notes[0].startswith("1 coordinate(s) in the open window") and notes[1].startswith("3 coordinate(s) in")
    with precision(4096):  # more than `sides` tries
        near = min(bounds(c)[0] for c in critical_variances(Cosine(9), Balls()) if c is not None)
    doubtful = optimum(Problem(Cosine(9), Spectrum((near, F(1, 2), near)), F(1)))
    assert doubtful.notes[0] == "the side of 2 coordinate(s) stayed undecided; they count as open"


def test_the_least_that_can_be_said_at_once() -> None:
    problem = stated(Cosine(8), "1", "1.5", "0.3", "5")
    found, exact = interrupted(problem), solve(problem)
    assert found.method in CANONICAL and not found.exact and found.notes[0] == "interrupted"
    assert found.lower is not None
    with precision(256):
        assert not found.lower.unpack().lower() > exact.w2_ball.unpack()
        assert assess(found.plan, problem).w2 >= exact.w2
        assert found.lower.unpack() > 0  # that of the one-sided coordinates
