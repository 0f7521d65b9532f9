"""What a solver says of the minimum: rankings, guesses, and bounds without any search."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
from flint import arb
from hypothesis import given, settings

from numerics.model.problem import Problem
from numerics.model.regimes import sides
from numerics.model.schedules.cosine import Cosine
from numerics.model.schedules.flow import FlowMatching
from numerics.numbers.balls import Ball, bounds, precision
from numerics.numbers.reals import Exact
from numerics.plans.assess import assess
from numerics.plans.canonical import CANONICAL, boot, enumerate_plans, vanilla
from numerics.plans.rank import rank
from numerics.solvers.optimum import Optimum, guessed, larger, one_by_one, ranked, root_below, sum_of_best
from tests import oracles
from tests.numerics.stated import stated
from tests.strategies import problems, repeating

F = Fraction


def ball(low: int, high: int) -> Ball:
    with precision(64):
        return Ball.pack(arb(low).union(arb(high)))


def test_what_a_ranking_proves() -> None:
    problem = stated(Cosine(4), "1", "1.5")
    found = ranked("enumeration", rank(enumerate_plans(0, 4), problem), "all compared")
    assert found.exact and found.lower is None and found.notes == ("all compared",) and found.ties == ()
    some = ranked("search", rank([vanilla(4), boot(4)], problem), "two compared", complete=False)
    assert not some.exact and some.lower is not None
    tie = ranked("enumeration", rank(enumerate_plans(0, 5), stated(FlowMatching(5), "1", "2/3")), "all compared")
    assert tie.exact and len(tie.ties) == 1 and tie.notes[1] == "1 other plan(s) proved exactly as close"
    doubtful = ranked("enumeration", rank([vanilla(4), vanilla(4)], problem, limit=128), "all compared")
    assert not doubtful.exact and doubtful.notes[1] == "2 plans not told apart at 128 bits"
    assert doubtful.lower is not None
    with precision(128):
        assert not doubtful.lower.unpack().lower() > assess(vanilla(4), problem).w2_ball.unpack()


def test_notes_are_put_in_front() -> None:
    found = Optimum("boot", boot(3), True, notes=("b",))
    assert found.noting("a").notes == ("a", "b") and found.noting("a") != found == found.noting()


def test_roots_and_larger_bounds() -> None:
    root = root_below(ball(4, 9), 128)
    low, high = bounds(root.unpack())
    assert low <= high <= 2 + F(1, 10**30) and high > F(19, 10)
    assert bounds(root_below(ball(-4, 9), 128).unpack())[0] <= 0
    assert larger(ball(1, 9), ball(2, 3)) == ball(2, 3) == larger(ball(2, 3), ball(1, 9)) != ball(1, 9)


def test_the_best_of_some_plans() -> None:
    problem = stated(Cosine(5), "1", "1.5")
    tried = [("boot", boot(5)), ("again", boot(5)), ("vanilla", vanilla(5))]
    found = guessed(problem, tried, Ball(0, 0, 0, 0), ("why",))
    nearest = rank([boot(5), vanilla(5)], problem).best
    assert found.plan == nearest and found.method == ("boot" if nearest == boot(5) else "vanilla")
    assert not found.exact and found.notes == ("why", "best of 2 plans found by search")


@settings(max_examples=40)
@given(repeating(problems(min_steps=2)))
def test_each_coordinate_with_its_own_best_plan_bounds_every_plan(problem: Problem) -> None:
    """Against the naive minimum over all plans, eigenvalues listed one by one."""
    found, listed = sides(problem), problem.spectrum.eigenvalues
    exact = problem.schedule.coefficients(Exact())
    assert problem.budget is not None
    low = bounds(sum_of_best(problem, found).unpack())[0]
    with mpmath.workdps(60 + 2 * oracles.decimals_lost(*exact, listed, problem.budget)):
        (alpha, sigma), (budget,) = map(oracles.convert, exact), oracles.convert([problem.budget])
        least = oracles.minimum(alpha, sigma, oracles.convert(listed), budget)
        slack = least / mpmath.mpf(10) ** 15 + mpmath.mpf(10) ** (10 - mpmath.mp.dps)
        assert oracles.convert([low])[0] <= least + slack
    tried = [(name, make(problem.steps)) for name, make in CANONICAL.items()]
    guess = one_by_one(problem, found, tried)
    assert guess.lower == sum_of_best(problem, found) and guess.plan in [plan for _, plan in tried]


@pytest.mark.parametrize(("lam", "plan"), [("0.3", boot(6)), ("4", vanilla(6))])
def test_the_bound_is_attained_on_one_side_alone(lam: str, plan: object) -> None:
    problem = stated(Cosine(6), "1", lam, lam)
    with precision(128):
        bound = sum_of_best(problem, sides(problem)).unpack()
        assert bound.overlaps(assess(plan, problem).w2_ball.unpack())  # type: ignore[arg-type]
        assert bound > assess(plan, stated(Cosine(6), "1", lam)).w2_ball.unpack()  # type: ignore[arg-type]
    inside = stated(Cosine(6), "1", "1.5")
    assert bounds(sum_of_best(inside, sides(inside)).unpack())[0] == 0
